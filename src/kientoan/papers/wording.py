"""How papers write days, numbers and who issues them."""

from dataclasses import dataclass
from datetime import date

from kientoan.papers.profiles import Body
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share, grouped, percent

BLANK = "…"
OPEN_DAY = "ngày … tháng … năm …"
"""A day that is written by hand."""
DEMO_MARK = "Dữ liệu minh họa"
"""What every page says whose data is invented."""
Cell = str | int | date | Share | None


def day_in_words(day: date) -> str:
    """``ngày 05 tháng 01 năm 2020``: days below 10 and the months 1 and 2 are padded, the months 3 to 12 are not (DF-15)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def number_line(body: Body, kind: str, issuer: str, number: int | None = None) -> str:
    """A paper's number and symbol: ``Số 09-KH/ĐU`` of the Party (DF-05), ``Số: 15/QĐ-UBND`` of the State (DF-14).

    Parameters:
        body: whose paper.
        kind: the kind's abbreviation, such as ``BC``.
        issuer: the issuer's, such as ``TU``; blank when it is not known.
        number: None leaves room for the register to give it.
    """
    shown = BLANK if number is None else f"{number:02}"
    issuer = issuer or BLANK
    return f"Số {shown}-{kind}/{issuer}" if body is Body.PARTY else f"Số: {shown}/{kind}-{issuer}"


KEPT_HERE = "Lưu."
"""The last of those who receive a paper: the issuer's own files."""


def meeting_name(body: str, unit: str, ordinal: str = "", *, of_committee: bool = False) -> str:
    """A congress or meeting by its full name, with the congress's ordinal as entered (DF-12): ``Đại hội đại biểu Đảng bộ xã Dương Thành lần thứ XXV``.

    Parameters:
        of_committee: whether it is a meeting of the committee that the congress elected, which is then the ``khóa XXV``.
    """
    numbered = "khóa" if of_committee else "lần thứ"
    return f"{body.capitalize()} {unit}{f' {numbered} {ordinal}' if ordinal else ''}"


def filled_up(elects: str) -> str:
    """What a by-election elects, as papers say it after “bầu”."""
    return f"bổ sung {elects}"


def peoples_committee(area: str) -> str:
    """The People's Committee of an area by its name, such as ``Xã Dương Thành``."""
    return f"Ủy ban nhân dân {area[:1].lower()}{area[1:]}"


def written(cell: Cell) -> str:
    """A cell as a paper prints it, in Vietnamese whatever language the reader reads; nothing for none."""
    match cell:
        case None:
            return ""
        case Share():
            return percent(cell)
        case date():
            return write_day(cell)
        case int():
            return grouped(cell)
        case _:
            return cell


@dataclass(frozen=True)
class Issuer:
    """Who issues a Party paper, as its head, number and signature name them.

    Parameters:
        name: such as ``Tỉnh ủy Thái Nguyên``.
        symbol: in the number, such as ``TU``; empty when no source names it.
        place: before the date; empty when the name does not tell.
        authority: the first line above the signature (DF-10).
    """

    name: str
    symbol: str
    place: str
    authority: str


_COMMITTEES = (
    ("Đảng bộ tỉnh ", "Tỉnh ủy ", "TU", "T/M BAN THƯỜNG VỤ"),
    ("Đảng bộ huyện ", "Huyện ủy ", "HU", "T/M BAN THƯỜNG VỤ"),
    ("Đảng bộ thành phố ", "Thành ủy ", "", "T/M BAN THƯỜNG VỤ"),
    ("Đảng bộ thị xã ", "Thị ủy ", "", "T/M BAN THƯỜNG VỤ"),
)
_COMMUNES = ("xã ", "phường ", "thị trấn ")


def party_issuer(name: str) -> Issuer:
    """The issuer for a Party organisation by its name: its committee, except a cell, which issues itself (DF-04, DF-05, DF-10).

    Parameters:
        name: the organisation's name, such as ``Đảng bộ xã Dương Thành``.
    """
    for prefix, committee, symbol, authority in _COMMITTEES:
        if name.startswith(prefix):
            place = name.removeprefix(prefix)
            return Issuer(committee + place, symbol, place, authority)
    if name.startswith("Đảng bộ "):
        kind = name.removeprefix("Đảng bộ ")
        place = next((kind.removeprefix(each) for each in _COMMUNES if kind.startswith(each)), "")
        return Issuer(f"Đảng ủy {kind}", "ĐU", place, "T/M ĐẢNG ỦY")
    if name.startswith("Chi bộ "):
        return Issuer(name, "CB", "", "T/M CHI BỘ")
    return Issuer(name, "", "", "")
