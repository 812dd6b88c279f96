"""What a contribution drive puts on paper: the receipt in the giver's hand, the notice on the board, the words for the loudspeaker (PD-03, PD-04, PD-19)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import typst

from kientoan.papers.faces import Face, face, fonts_of
from kientoan.papers.model import Align, Block, Column, PageSize, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, large, profile_on
from kientoan.papers.qr import qr_file
from kientoan.papers.wording import DEMO_MARK, day_in_words
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share, grouped, percent
from kientoan.rules.frozen import printed
from kientoan.rules.openaccount import (
    InKind,
    Means,
    OpenAccount,
    PublicationKind,
    Receipt,
    given_in_kind,
    spending,
    write_quantity,
)
from kientoan.rules.outreach import explain_pack, pack_of
from kientoan.rules.words import in_vietnamese

SYLLABLES_A_MINUTE = 170
"""How fast a loudspeaker reads, so that a hamlet can follow."""
LONGEST_MINUTES = 2
MEANS = {Means.CASH: "tiền mặt", Means.TRANSFER: "chuyển khoản", Means.IN_KIND: "hiện vật, công"}
_RECEIPT = Path(__file__).with_name("receipt.typ")


def dong(amount: int) -> str:
    """A sum as papers write it: ``2.000.000 đồng``."""
    return f"{grouped(amount)} đồng"


def dong_in_words(amount: int) -> str:
    """A sum as it is read aloud: ``hai triệu đồng``."""
    return f"{'âm ' if amount < 0 else ''}{in_vietnamese(abs(amount))} đồng"


# -- receipts -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """A receipt as it is printed.

    Parameters:
        receipt: what it says; the name is the giver's as it is shown to them.
        code: on it, by which it is checked.
        address: the page that checks it, drawn to be scanned.
    """

    receipt: Receipt
    code: str
    address: str


@cache
def _receipt_form() -> bytes:
    return _RECEIPT.read_bytes()


def _slip_as_data(slip: Slip) -> dict[str, str | list[list[str]]]:
    said = slip.receipt
    things = [["Đã góp", f"{said.thing}, {write_quantity(said.quantity, said.measure)}"]] if said.means == Means.IN_KIND else []
    sums = [["Số tiền" if said.means != Means.IN_KIND else "Quy ra tiền", dong(said.amount)], ["Bằng chữ", f"{dong_in_words(said.amount).capitalize()}./."]] if said.amount else \
        [["Quy ra tiền", "Không quy ra tiền"]]
    rows = [["Người góp", said.name or "Một hộ (không ghi tên)"], ["Góp cho", said.title], *things, *sums, ["Cách góp", MEANS[said.means].capitalize()],
            *([["Cách tính", said.rule]] if said.rule else [])]
    return {"unit": said.unit, "number": said.number, "drive": said.drive, "day": day_in_words(said.day), "rows": rows, "collector": said.collector, "code": slip.code,
            "drawing": qr_file(slip.address), "state": f"ĐÃ ĐẢO bằng dòng {said.reversed_by}" if said.reversed_by else ""}


def receipts_pdf(slips: Sequence[Slip], *, day: date, many: bool = False, is_demo: bool = False, chosen: Face | None = None) -> bytes:
    """Receipts as PDF: each on an A6 page of its own, or four on a sheet of A4 to be cut.

    Parameters:
        slips: at least one.
        day: the document's date; the same slips in the same face give the same bytes.
        many: four on a sheet.
        is_demo: whether the data is invented, which each then says.
        chosen: the typeface; by default this machine's.
    """
    chosen = chosen or face()
    data = {"face": chosen.family, "many": many, "slips": [_slip_as_data(slip) for slip in slips], "demo": DEMO_MARK if is_demo else ""}
    compiler = typst.Compiler(_receipt_form(), root=_RECEIPT.parent, font_paths=fonts_of(chosen), ignore_system_fonts=True,
                              sys_inputs={"slips": json.dumps(data, ensure_ascii=False)})
    made = compiler.compile(format="pdf", timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC))
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no file")
    return made


# -- the notice on the board ----------------------------------------------------------------------------------------------------------------

_SUMS = (Column("Nội dung", width=62, align=Align.LEFT), Column("Số tiền, đồng", width=38, align=Align.RIGHT))
_KIND = (Column("Góp", width=30, align=Align.LEFT), Column("Số lượng", width=18, align=Align.RIGHT), Column("Cách tính", width=32, align=Align.LEFT),
         Column("Quy ra tiền, đồng", width=20, align=Align.RIGHT))
_SPENT = (Column("Khoản", width=40, align=Align.LEFT), Column("Kế hoạch, đồng", width=20, align=Align.RIGHT), Column("Đã chi, đồng", width=20, align=Align.RIGHT),
          Column("Chênh, đồng", width=20, align=Align.RIGHT))


def _decided(account: OpenAccount) -> str:
    header, decision = account.header, account.header.decision
    basis = f"Căn cứ: {header.basis}."
    if decision is None:
        return basis
    share = percent(Share(decision.yes, decision.households))
    return (f"{basis} Ngày {write_day(decision.day)}, {grouped(decision.yes)}/{grouped(decision.households)} hộ ({share} số hộ của cộng đồng) đồng ý: {decision.matter}."
            + (f" Mức góp: {dong(header.level)} một hộ." if header.level else " Góp tự nguyện, không định mức."))


def _kind_row(each: InKind) -> tuple[str, str, str, str | int]:
    return each.thing, write_quantity(each.quantity, each.measure), each.rule, each.amount if each.price is not None else "không quy"


def notice(account: OpenAccount, *, address: str, is_demo: bool = False) -> Paper:
    """The notice of a drive's newest publication, on A3 for the board, where it stays for as long as the rules of its day ask (PD-04).

    Parameters:
        account: the open account.
        address: of its public page.
        is_demo: whether the data is invented.
    """
    last, header, sums = account.last, account.header, account.last.totals
    rows: list[tuple[str, int]] = [
        ("Kế hoạch", sums.plan), ("Đã góp bằng tiền mặt", sums.cash), ("Đã góp bằng chuyển khoản", sums.transfer), ("Đã góp bằng hiện vật, ngày công (quy ra tiền)", sums.in_kind),
        ("Cộng đã góp", sums.given), ("Đã chi", sums.spent)]
    in_kind = given_in_kind(account)
    spent = spending(account)
    body: list[Block] = [Text(_decided(account)), Table(_SUMS, tuple(rows), ("Còn dư", sums.balance), caption="1. Tổng hợp")]
    if in_kind:
        body.append(Table(_KIND, tuple(map(_kind_row, in_kind)), ("Cộng", "", "", sums.in_kind), caption="2. Góp bằng hiện vật, ngày công"))
    body.append(Table(_SPENT, tuple((f"{each.item}, {each.quantity}" if each.quantity else each.item, each.planned, each.spent, each.spent - each.planned) for each in spent),
                      ("Cộng", sums.plan, sums.spent, sums.spent - sums.plan), caption=f"{3 if in_kind else 2}. Chi theo khoản"))
    if header.balance_goes_to:
        body.append(Text(f"Số dư {dong(sums.balance)} dùng vào: {header.balance_goes_to}."))
    pack = pack_of(last.day)
    until = last.day + timedelta(days=pack.posting_days - 1)
    body.append(Text(f"Niêm yết {pack.posting_days} ngày liền, từ {write_day(last.day)} đến hết {write_day(until)}, tại {last.place}."
                     + (f" Hỏi về sổ này đến hết ngày {write_day(header.questions_until)}." if header.questions_until else "") + (f" Liên hệ: {header.contact}." if header.contact else "")))
    what = "khóa sổ" if last.kind == PublicationKind.CLOSING else "bổ sung" if last.kind == PublicationKind.AMENDED else "giữa kỳ"
    unit, *above = (part.strip() for part in header.unit.split(","))
    signers = [last.approver, *([last.supervisor] if last.supervisor else [])]
    return Paper(
        profile=large(profile_on(Body.STATE, last.day)), issuer=(above[0], unit) if above else (unit,), number="", place=above[0].partition(" ")[2] if above else "", day=last.day, kind="Thông báo",
        abstract=f"Công khai thu, chi: {header.title} (lần {last.n}, {what})", body=tuple(body),
        notes=(f"Quét mã để xem sổ {account.code}, từng khoản thu, chi, và kiểm phiếu thu của nhà mình: {address}",
               f"Sổ có {grouped(last.through)} dòng. Mã của lần công bố này: {printed(last.fingerprint)}. Ai tải tệp sổ về cũng kiểm được mã này bằng lệnh kientoan drive verify.",
               *([explain_pack(pack).vi] if pack.unverified else [])),
        is_demo=is_demo, page=PageSize.A3, address=address,
        signatures=tuple(Signature((), each.role, each.name) for each in signers))


# -- the loudspeaker ------------------------------------------------------------------------------------------------------------------------


def spoken(account: OpenAccount) -> tuple[str, ...]:
    """What the loudspeaker reads of the newest publication, sums as words, in paragraphs; read aloud in less than ``LONGEST_MINUTES``.

    Parameters:
        account: the open account.
    """
    header, sums, last = account.header, account.last.totals, account.last
    place = header.unit.split(",")[0].strip()
    gone = "Sổ đã khóa." if last.kind != PublicationKind.INTERIM else "Sổ còn đang mở."
    told = [
        f"Kính thưa bà con {place}. Sau đây là thông báo công khai thu chi: {header.title}, tính đến {day_in_words(last.day)}.",
        f"Kế hoạch: {dong_in_words(sums.plan)}. Đã góp: {dong_in_words(sums.given)}, trong đó tiền {dong_in_words(sums.money)}, hiện vật và công quy ra {dong_in_words(sums.in_kind)}.",
        f"Đã chi: {dong_in_words(sums.spent)}. Còn dư: {dong_in_words(sums.balance)}" + (f", dùng vào {header.balance_goes_to}." if header.balance_goes_to else ".") + f" {gone}",
        "Sổ chi tiết dán ở bảng tin và đăng trên cổng công khai. Nhà nào góp thì dùng mã trên phiếu thu để tự kiểm."
        + (f" Bà con hỏi đến hết {day_in_words(header.questions_until)}." if header.questions_until else "") + " Xin cảm ơn bà con."]
    return tuple(told)


def seconds_to_read(paragraphs: Sequence[str]) -> int:
    """How long the loudspeaker needs, in seconds: words of Vietnamese are parted by syllable."""
    return sum(len(each.split()) for each in paragraphs) * 60 // SYLLABLES_A_MINUTE


def spoken_text(account: OpenAccount, *, is_demo: bool = False) -> str:
    """The loudspeaker's text as plain lines, with when it is to be read.

    Parameters:
        account: the open account.
        is_demo: whether the data is invented.
    """
    told, first = spoken(account), account.last.day
    days = pack_of(first).loudspeaker_days
    return "\n\n".join([f"BÀI ĐỌC LOA, {account.code}. Đọc {days} ngày liền: {write_day(first)} đến {write_day(first + timedelta(days=days - 1))}, mỗi lần chừng {seconds_to_read(told)} giây."
                        + (f" {DEMO_MARK}." if is_demo else ""), *told]) + "\n"
