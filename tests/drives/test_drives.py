"""Drives through operations: nothing is collected before the households decided, the book only grows, its publications are a chain that anybody checks, closing needs every part and two hands."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from cast import MACHINE, World
from kientoan.core.access import Actor
from kientoan.core.facts import DirectWriteError
from kientoan.core.files import Sent
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.drives import hooks, operations, queries
from kientoan.drives.enums import DriveBasis, ExemptBecause, NameShown
from kientoan.drives.models import Drive, Entry, EntryName
from kientoan.drives.operations import Budget, Count, Gift, Payment, Terms, Thing
from kientoan.drives.steps import Signing
from kientoan.meetings.operations import HouseholdRow, enter_households
from kientoan.meetings.queries import household_lines
from kientoan.rules.openaccount import Means, file_bytes, read, verify
from photos import photo

CALLED, DECIDED, ON = date(2020, 3, 2), date(2020, 3, 10), date(2020, 4, 1)
TERMS = Terms("Đổ bê tông đường trục xóm, 640 m", "Đường đất lầy lội, xe không vào được.", DriveBasis.ND24, True, 2_000_000, CALLED, date(2020, 3, 11), date(2020, 6, 30))


def opened(world: World, terms: Terms = TERMS) -> int:
    """A drive of Trung Thành."""
    return operations.open_drive(MACHINE, unit_id=world["xom-1"], sign="TT", terms=terms)


def ready(world: World) -> int:
    """A drive that was decided on, planned and has its rules of valuation; with three households in the register."""
    drive = opened(world)
    enter_households(MACHINE, hamlet_id=world["xom-1"], on=date(2020, 3, 1), rows=[HouseholdRow("Dương Văn Tuyến"), HouseholdRow("Lý Thị Nhài"), HouseholdRow("Hoàng Đức Đông")])
    operations.decide_drive(MACHINE, drive_id=drive, count=Count(DECIDED, 142, 131, 128, 3, "Mỗi hộ góp 2 triệu đồng, hoặc 10 công."))
    operations.plan_drive(MACHINE, drive_id=drive, on=DECIDED, lines=[Budget("Cát, đá", 3_000_000, "20 m³"), Budget("Ngày công", 2_000_000, "10 công")])
    operations.value_things(MACHINE, drive_id=drive, on=DECIDED, things=[Thing("Ngày công", "công", 200_000, "cuộc họp 10/03/2020"), Thing("Đất hiến", "m²", None, "cuộc họp 10/03/2020")])
    return drive


def home(world: World, number: int = 1) -> UUID:
    """A household of Trung Thành, by its number."""
    return next(line.uuid for line in household_lines(world["xom-1"], ON) if line.number == number)


def gave(drive: int, *gifts: Gift, actor: Actor = MACHINE) -> list[str]:
    """The numbers of receipts that were entered."""
    positions = operations.receive(actor, drive_id=drive, gifts=gifts)
    return [queries.line_row(drive, position).number for position in positions]


def refused(act: Callable[[], object]) -> tuple[str, str, str]:
    """The field, the rule and the words of a refusal."""
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.place, caught.value.rule, str(caught.value)


CASH = Gift(ON, Means.CASH, 2_000_000)


def test_nothing_is_collected_before_the_households_decided_by_the_threshold_of_the_day(world: World) -> None:
    drive = opened(world)
    assert refused(lambda: gave(drive, CASH))[:2] == ("", "RT-06")
    few = refused(lambda: operations.decide_drive(MACHINE, drive_id=drive, count=Count(DECIDED, 142, 100, 71, 3, "Mức góp")))
    assert (few[:2], "cần quá một nửa của 142" in few[2], "72" in few[2]) == (("votes_for", "PD-08"), True, True)
    assert refused(lambda: operations.decide_drive(MACHINE, drive_id=drive, count=Count(DECIDED, 142, 143, 72, 3, "Mức góp")))[:2] == ("households", "PD-13")
    operations.decide_drive(MACHINE, drive_id=drive, count=Count(DECIDED, 142, 100, 72, 3, "Mức góp"), sent=[Sent("a.jpg", photo())])
    assert gave(drive, CASH) == ["0001"]
    assert refused(lambda: operations.decide_drive(MACHINE, drive_id=drive, count=Count(DECIDED, 142, 100, 90, 3, "Mức góp")))[:2] == ("on", "RT-06")
    # Terms say what they are: a voluntary drive fixes no level, and a law holds on its days.
    for terms, place, rule in ((Terms("a", "b", DriveBasis.OTHER, False, 5, CALLED, ON, ON), "level", "PD-20"), (Terms("a", "b", DriveBasis.LAW10, False, None, CALLED, ON, ON), "basis", "PD-14"),
                               (Terms("a", "b", DriveBasis.OTHER, False, None, ON, CALLED, ON), "receives_to", "PD-18"), (Terms("", "b", DriveBasis.OTHER, False, None, CALLED, ON, ON), "title", "")):
        assert refused(lambda: opened(world, terms))[:2] == (place, rule)  # noqa: B023  # called within the turn
    assert refused(lambda: operations.open_drive(MACHINE, unit_id=world["xom-1"], sign="đn1", terms=TERMS))[0] == "sign"
    free = opened(world, Terms("Quỹ khuyến học", "Thưởng học sinh giỏi.", DriveBasis.FUND_LAW, False, None, CALLED, CALLED, ON))
    assert [each.code for each in Drive.objects.order_by("pk")] == ["TT-2020-1", "TT-2020-2"]
    assert gave(free, Gift(CALLED, Means.TRANSFER, 1)) == ["0001"]


def test_the_book_refuses_what_cannot_be_and_keeps_nothing_of_it(world: World) -> None:
    drive = ready(world)
    assert gave(drive, CASH, Gift(ON, Means.IN_KIND, thing="Ngày công", quantity=7_500, household=home(world), shown=NameShown.FULL)) == ["0001", "0002"]
    for gift, place in ((Gift(ON, Means.CASH, 0), "amount"), (Gift(ON, Means.CASH, -5), "amount"), (Gift(ON, Means.CASH, 10**19 - 1), "amount"), (Gift(ON, Means.CASH), "amount"),
                        (Gift(date(2020, 3, 10), Means.CASH, 5), "day"), (Gift(date(2020, 7, 2), Means.CASH, 5), "day"), (Gift(ON, Means.IN_KIND, thing="Vàng", quantity=1), "thing"),
                        (Gift(ON, Means.IN_KIND, thing="Ngày công"), "quantity"), (Gift(ON, Means.CASH, 5, shown=NameShown.FULL), "name"),
                        (Gift(ON, Means.CASH, 5, household=UUID(int=1)), "household")):
        assert refused(lambda: gave(drive, CASH, gift))[0] == place, gift  # noqa: B023  # called within the turn
    paid = Payment(ON, Means.CASH, "Cát, đá", "Đá 1×2", 2_000_001, document="0000417")
    place, rule, words = refused(lambda: operations.spend(MACHINE, drive_id=drive, payments=[paid]))
    assert ((place, rule), "2.000.000" in words, "2.000.001" in words) == (("amount", "PD-19"), True, True)
    for payment, place in ((Payment(ON, Means.CASH, "Vôi", "x", 5), "item"), (Payment(ON, Means.CASH, "Cát, đá", "", 5), "text"), (Payment(date(2020, 3, 1), Means.CASH, "Cát, đá", "x", 5), "day"),
                           (Payment(ON, Means.IN_KIND, "Ngày công", "x", thing="Ngày công", quantity=7_501), "amount"),
                           (Payment(ON, Means.IN_KIND, "Ngày công", "x", thing="Đất hiến", quantity=1), "thing"),
                           (Payment(ON, Means.CASH, "Cát, đá", "x", 5, files=(Sent("a.jpg", b"<html>"),)), "file")):
        assert refused(lambda: operations.spend(MACHINE, drive_id=drive, payments=[payment]))[0] == place, payment  # noqa: B023  # called within the turn
    assert refused(lambda: operations.plan_drive(MACHINE, drive_id=drive, on=ON, lines=[Budget("Đá", 0)]))[0] == "lines"
    assert refused(lambda: operations.value_things(MACHINE, drive_id=drive, on=ON, things=[Thing("Ngày công", "công", 250_000, "x")]))[1] == "PD-19"
    assert (Entry.objects.count(), queries.standing_of(drive).sums.given, queries.standing_of(drive).sums.balance) == (2, 3_500_000, 3_500_000)
    with pytest.raises(DirectWriteError):
        Entry.objects.filter(drive=drive).update(amount=1)
    with pytest.raises(DirectWriteError):
        Entry.objects.get(serial=1).save()
    with pytest.raises(NotFound):
        operations.receive(world.actor("stranger"), drive_id=drive, gifts=[CASH])
    with pytest.raises(NotAllowed):
        operations.receive(world.actor("auditor"), drive_id=drive, gifts=[CASH])


def test_closing_needs_every_part_and_two_hands_and_makes_a_file_that_fits_whoever_is_hidden_later(world: World) -> None:
    told: list[int] = []
    hooks.changed.append(lambda _act, drive_id: told.append(drive_id))
    try:
        _closing(world, told)
    finally:
        hooks.changed.pop()


def _closing(world: World, told: list[int]) -> None:
    drive, clerk, secretary = ready(world), world.actor("clerk"), world.actor("secretary")
    gave(drive, Gift(ON, Means.CASH, 1_500_000, household=home(world), shown=NameShown.FULL), Gift(ON, Means.CASH, 1_500_000, household=home(world, 2), shown=NameShown.INITIALS),
         Gift(ON, Means.IN_KIND, thing="Ngày công", quantity=10_000, household=home(world, 3)), Gift(ON, Means.IN_KIND, thing="Đất hiến", quantity=412_000, name="Tạ Thị Yến", shown=NameShown.FULL), actor=clerk)
    operations.exempt_household(clerk, drive_id=drive, household=home(world, 3), on=ON, because=ExemptBecause.POOR)
    signing = Signing(date(2020, 4, 30), "Nhà văn hóa xóm", "Trưởng xóm", "Ma Văn Đức")
    assert operations.publish_book(secretary, drive_id=drive, signing=signing) == 1
    assert refused(lambda: operations.publish_book(secretary, drive_id=drive, signing=signing))[:2] == ("on", "PD-19")
    undone = operations.reverse_line(clerk, drive_id=drive, position=2, on=date(2020, 5, 3), reason="Ghi nhầm hộ")
    assert queries.line_row(drive, undone).number == "Đ-01"
    assert "đã được đảo" in refused(lambda: operations.reverse_line(clerk, drive_id=drive, position=2, on=date(2020, 5, 3), reason="x"))[2]
    gave(drive, Gift(date(2020, 5, 3), Means.CASH, 1_500_000, name="Nông Thị Hạnh", shown=NameShown.FULL, note="thay phiếu 0002"), actor=clerk)
    operations.spend(clerk, drive_id=drive, payments=[Payment(date(2020, 5, 4), Means.CASH, "Cát, đá", "Đá 1×2", 2_900_000), Payment(
        date(2020, 5, 5), Means.IN_KIND, "Ngày công", "Đổ bê tông", thing="Ngày công", quantity=10_000)])
    assert "không đủ" in refused(lambda: operations.reverse_line(clerk, drive_id=drive, position=1, on=date(2020, 5, 5), reason="x"))[2]
    closing = Signing(date(2020, 6, 30), "Nhà văn hóa xóm", "Trưởng xóm", "Ma Văn Đức")
    words = refused(lambda: operations.close_drive(secretary, drive_id=drive, signing=closing, balance_goes_to=""))[2]
    assert all(each in words for each in ("chứng từ", "ban giám sát", "số dư")) and "kế hoạch" not in words
    operations.add_paper(clerk, drive_id=drive, position=7, document="Hóa đơn 0000417")
    operations.confirm_book(secretary, drive_id=drive, on=date(2020, 6, 30), role="Trưởng ban giám sát", name="Lý Thị Nga")
    assert "hai tài khoản" in refused(lambda: operations.close_drive(secretary, drive_id=drive, signing=closing, balance_goes_to="Quỹ bảo trì đường"))[2]
    operations.confirm_book(clerk, drive_id=drive, on=date(2020, 6, 30), role="Trưởng ban giám sát", name="Lý Thị Nga")
    with pytest.raises(NotAllowed):
        operations.close_drive(clerk, drive_id=drive, signing=closing, balance_goes_to="Quỹ bảo trì đường")
    assert operations.close_drive(secretary, drive_id=drive, signing=closing, balance_goes_to="Quỹ bảo trì đường") == 2
    account = queries.open_account(drive)
    assert (verify(account), read(file_bytes(account)), [line.number for line in account.lines]) == (
        (), account, ["0001", "0002", "0003", "0004", "Đ-01", "0005", "C-01", "C-02"])
    assert (account.last.totals.given, account.last.totals.spent, account.last.totals.balance) == (5_000_000, 4_900_000, 100_000)
    assert [line.name for line in account.lines[:4]] == ["Dương Văn Tuyến", "L.T.N.", "", "Tạ Thị Yến"]
    assert account.header.unit == "Xóm Trung Thành, xã Dương Thành, huyện Phú Bình, tỉnh Thái Nguyên"
    raw = file_bytes(account).decode()
    assert not any(word in raw for word in ("Lý Thị Nhài", "Hoàng Đức Đông", "poor", "nghèo"))
    # Closed once: nothing more comes in or goes out; a mistake is reversed and published again.
    for act in (lambda: gave(drive, CASH), lambda: operations.spend(MACHINE, drive_id=drive, payments=[Payment(ON, Means.CASH, "Cát, đá", "x", 5)]),
                lambda: operations.close_drive(secretary, drive_id=drive, signing=closing, balance_goes_to="x"), lambda: operations.plan_drive(clerk, drive_id=drive, on=ON, lines=[])):
        assert "đã khóa sổ" in refused(act)[2]
    # A name hidden or erased later leaves at once, and no link changes.
    told.clear()
    for position, erase in ((1, False), (4, True)):
        operations.hide_name(clerk, drive_id=drive, position=position, erase=erase, reason="Hộ đề nghị")
    after = queries.open_account(drive)
    assert (told, verify(after), [line.link for line in after.lines]) == ([drive, drive], (), [line.link for line in account.lines])
    assert not any(name in file_bytes(after).decode() for name in ("Dương Văn Tuyến", "Tạ Thị Yến"))
    assert [(each.name, each.salt) for each in EntryName.objects.filter(entry__position__in=(1, 4)).order_by("pk")] == [("Dương Văn Tuyến", ""), ("", "")]
    assert refused(lambda: operations.hide_name(clerk, drive_id=drive, position=4, erase=True, reason="x"))[0] == "reason"
    told.clear()
    assert operations.hide_signer(secretary, drive_id=drive, name="Ma Văn Đức", reason="Người ký đề nghị") == 2
    unsigned = queries.open_account(drive)
    assert (told, verify(unsigned), "Ma Văn Đức" in file_bytes(unsigned).decode(), unsigned.last.approver.role) == ([drive], (), False, "Trưởng xóm")
    assert [each.fingerprint for each in unsigned.publications] == [each.fingerprint for each in account.publications]
    assert refused(lambda: operations.hide_signer(secretary, drive_id=drive, name="Ma Văn Đức", reason="x"))[0] == "name"
    operations.reverse_line(clerk, drive_id=drive, position=4, on=date(2020, 7, 1), reason="Đất đo lại")
    again = Signing(date(2020, 7, 1), "Nhà văn hóa xóm", "Trưởng xóm", "Ma Văn Đức")
    assert "ban giám sát" in refused(lambda: operations.publish_book(secretary, drive_id=drive, signing=again))[2]
    operations.confirm_book(clerk, drive_id=drive, on=date(2020, 7, 1), role="Trưởng ban giám sát", name="Lý Thị Nga")
    operations.publish_book(secretary, drive_id=drive, signing=again)
    assert (verify(queries.open_account(drive)), queries.open_account(drive).last.kind) == ((), "amended")


def test_a_receipt_is_known_by_its_code_alone_and_shows_nobody_else(world: World) -> None:
    drive = ready(world)
    gave(drive, Gift(ON, Means.CASH, 700_000, household=home(world), shown=NameShown.FULL))
    made = Drive.objects.get()
    code = queries.code_on(made, 1)
    found = queries.receipt_by_code(code.lower().replace("-", " "))
    assert (code.startswith("TT-0001-"), found.number, found.amount, found.name, found.published_in) == (True, "0001", 700_000, "", None)
    for wrong in ("", "TT-0001-0000-0000", "TT-0002" + code[7:], "XX" + code[2:], "x" * 300):
        with pytest.raises(NotFound):
            queries.receipt_by_code(wrong)
