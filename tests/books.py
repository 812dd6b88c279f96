"""An open account as the tests make it, without a database: a road of an invented hamlet, with names shown and hidden, gifts in kind, a reversal, two publications."""

from dataclasses import replace
from datetime import date

from kientoan.rules.openaccount import (
    BudgetLine,
    Decision,
    Header,
    Line,
    LineKind,
    Means,
    OpenAccount,
    PublicationKind,
    Signer,
    beginning,
    linked,
    name_digest,
    number_of,
    publish,
    worth,
)

CODE = "LN-2020-1"
PLAN = (BudgetLine("Xi măng", "12 tấn", 13_200_000), BudgetLine("Ngày công", "20 công", 4_000_000))
HEADER = Header(
    title="Đổ bê tông ngõ vào nhà văn hóa", purpose="Đường 120 m, rộng 3 m", unit="Xóm Làng Ngòi, xã Động Đạt, huyện Phú Lương, tỉnh Thái Nguyên", unit_number=7,
    basis="Nghị định 24/1999/NĐ-CP", level=500_000, received_from=date(2020, 3, 15), received_to=date(2020, 6, 30),
    decision=Decision(date(2020, 3, 10), 142, 131, 128, "Góp tiền, công làm đường ngõ", "PD-08"), plan=PLAN, balance_goes_to="", questions_until=None,
    contact="Ban giám sát, 0208 300 0002")
NAMES = ("Triệu Văn Sinh", "Lý Thị Nga", "", "Ma Đình Quế", "")
"""Of the givers of the receipts; an empty one is hidden from the beginning."""


def salt(n: int) -> str:
    """The chance of the n-th line; tests need it to be the same each time."""
    return f"{n:032x}"


def signer(role: str, name: str, n: int) -> Signer:
    """Somebody who stands for a publication."""
    return Signer(role, name, name_digest(salt(n), name), salt(n))


APPROVER, SUPERVISOR = signer("Trưởng xóm", "Ma Văn Đức", 901), signer("Trưởng ban giám sát", "Nông Thị Hiên", 902)


def entries() -> list[Line]:
    """The book's lines, without links."""
    found: list[Line] = []

    def add(kind: LineKind, day: date, means: Means, text: str, amount: int, name: str = "", **more: object) -> None:
        n = sum(line.kind == kind for line in found) + 1
        chance = salt(len(found))
        digest = name_digest(chance, name or "Hoàng Văn Tuệ") if kind == LineKind.RECEIPT else ""
        found.append(Line(number_of(kind, n), kind, day, means, text, name, digest, chance if name else "", amount, **more))  # type: ignore[arg-type]  # the rest by name

    add(LineKind.RECEIPT, date(2020, 4, 2), Means.CASH, "Góp làm đường", 2_000_000, NAMES[0])
    add(LineKind.RECEIPT, date(2020, 4, 3), Means.TRANSFER, "Góp làm đường", 9_000_000, NAMES[1])
    add(LineKind.RECEIPT, date(2020, 4, 4), Means.CASH, "Góp làm đường", 1_500_000)
    add(LineKind.EXPENSE, date(2020, 4, 20), Means.TRANSFER, "Xi măng PCB30, hóa đơn 0000417", 8_400_000, item="Xi măng")
    add(LineKind.REVERSAL, date(2020, 4, 21), Means.CASH, "Ghi nhầm hộ", -1_500_000, reverses="0003")
    add(LineKind.RECEIPT, date(2020, 5, 2), Means.IN_KIND, "Góp công đổ đường", worth(12_500, 200_000), NAMES[3], thing="Ngày công", quantity=12_500, measure="công",
        price=200_000, rule="Cuộc họp ngày 10/03/2020: 200.000 đồng một công")
    add(LineKind.RECEIPT, date(2020, 5, 3), Means.IN_KIND, "Hiến đất mở đường", 0, thing="Đất hiến", quantity=41_000, measure="m²", rule="Không quy ra tiền")
    add(LineKind.EXPENSE, date(2020, 5, 20), Means.IN_KIND, "Công đổ đường", 2_500_000, item="Ngày công")
    return found


def chained(lines: list[Line], code: str = CODE) -> tuple[Line, ...]:
    """Lines with their links."""
    previous, found = beginning(code), []
    for line in lines:
        found.append(linked(previous, line))
        previous = found[-1].link
    return tuple(found)


def account(*, closed: bool = True, more: int = 0) -> OpenAccount:
    """A whole account.

    Parameters:
        closed: whether its second publication is the closing; else there is the first only, of five lines.
        more: receipts of 10.000 đồng each besides, at the end.
    """
    lines = entries()
    for at in range(more):
        n = 6 + at
        lines.append(Line(number_of(LineKind.RECEIPT, n), LineKind.RECEIPT, date(2020, 6, 1), Means.CASH, "Góp thêm", "", name_digest(salt(100 + at), "Hà Văn Lục"), "", 10_000))
    book = chained(lines)
    first = publish(CODE, book[:5], (), kind=PublicationKind.INTERIM, day=date(2020, 4, 30), place="Nhà văn hóa xóm", header=HEADER, approver=APPROVER, supervisor=None)
    if not closed:
        return OpenAccount(CODE, book[:5], (first,))
    last = publish(CODE, book, (first,), kind=PublicationKind.CLOSING, day=date(2020, 7, 25), place="Nhà văn hóa xóm", approver=APPROVER, supervisor=SUPERVISOR,
                   header=replace(HEADER, balance_goes_to="Quỹ bảo trì đường của xóm", questions_until=date(2020, 8, 24)))
    return OpenAccount(CODE, book, (first, last))


def without_name(line: Line) -> Line:
    """A line as it is once its name was hidden."""
    return replace(line, name="", salt="")
