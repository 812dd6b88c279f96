"""Two contribution drives: the road of Làng Ngòi, closed in July 2020 with three publications, and one of Trung Thành that has just begun.

The hamlets are real; persons, sums and days are invented.
"""

from datetime import date, timedelta
from uuid import UUID

from kientoan.core.files import Sent
from kientoan.demo.cast import Cast
from kientoan.demo.duties import drawing
from kientoan.demo.meetings import HAMLET, HOUSEHOLDS_MET, SECRETARY
from kientoan.demo.stage import ACTOR, on, player
from kientoan.demo.timetable import SEED
from kientoan.drives import operations
from kientoan.drives.enums import DriveBasis, ExemptBecause, NameShown
from kientoan.drives.operations import Budget, Count, Gift, Payment, Terms, Thing
from kientoan.drives.steps import Signing
from kientoan.meetings.operations import HouseholdRow, enter_households
from kientoan.meetings.queries import decided_at, household_lines
from kientoan.rules.openaccount import Means

ROAD = "05629/Xóm Làng Ngòi"
OFFICER = "ha.an"
"""Confirms for the supervision board and approves for the hamlet are two accounts; the story's other hand is the system's."""
CALLED, DECIDED, BEGAN, ENDED = date(2020, 3, 2), date(2020, 3, 10), date(2020, 3, 15), date(2020, 7, 20)
FIRST, SECOND, CLOSED = date(2020, 5, 31), date(2020, 6, 30), date(2020, 7, 25)
HOUSEHOLDS, CAME, FOR = 142, 131, 128
PLACE = "Nhà văn hóa xóm Làng Ngòi"
HEAD, BOARD = ("Trưởng xóm", "Ma Văn Đức"), ("Trưởng ban giám sát đầu tư của cộng đồng", "Lý Thị Nga")
BY_MEETING = "cuộc họp ngày 10/03/2020"
PLAN = (Budget("Xi măng PCB30", 101_200_000, "92 tấn"), Budget("Cát, đá", 58_400_000), Budget("Thuê máy trộn, máy đầm", 18_000_000), Budget("Ngày công", 124_000_000, "620 công"),
        Budget("Nước, điện, bảo hộ", 4_400_000))
THINGS = (Thing("Ngày công", "công", 200_000, BY_MEETING), Thing("Cát", "m³", 310_000, BY_MEETING), Thing("Đất hiến", "m²", None, BY_MEETING))
LABOUR = 655_000
"""Days of labour, in thousandths."""


def tell(ids: dict[str, int]) -> None:
    """Both drives, as on their days."""
    _road(ids[ROAD])
    _begun(ids[HAMLET])


def _road(hamlet: int) -> None:
    cast = Cast(SEED + 70)
    rows = [HouseholdRow(cast.name(woman=at % 3 == 2), "xóm trong" if at % 2 else "xóm ngoài") for at in range(HOUSEHOLDS)]
    with on(CALLED, 8):
        enter_households(ACTOR, hamlet_id=hamlet, on=CALLED, rows=rows)
        drive = operations.open_drive(ACTOR, unit_id=hamlet, sign="LN", terms=Terms(
            "Đổ bê tông đường trục xóm, 640 m", "Đường trục lầy lội mùa mưa; đổ bê tông rộng 3,5 m, dày 18 cm từ đầu xóm đến nhà văn hóa.", DriveBasis.ND24, True, 2_000_000, CALLED, BEGAN, ENDED,
            "Ban giám sát đầu tư của cộng đồng, 0208 300 0002"))
    with on(DECIDED, 21):
        operations.decide_drive(ACTOR, drive_id=drive, sent=(Sent("bien-ban.png", drawing()),), count=Count(
            DECIDED, HOUSEHOLDS, CAME, FOR, CAME - FOR, "Mỗi hộ góp 2.000.000 đồng, hoặc ngày công, cát tính ra tiền; hộ nghèo được miễn.", "03/BB-LN"))
        operations.plan_drive(ACTOR, drive_id=drive, on=DECIDED, lines=PLAN)
        operations.value_things(ACTOR, drive_id=drive, on=DECIDED, things=THINGS)
    homes = [line.uuid for line in household_lines(hamlet, BEGAN)]
    with on(BEGAN, 9):
        operations.exempt_household(ACTOR, drive_id=drive, household=homes[-1], on=BEGAN, because=ExemptBecause.POOR)
    with on(FIRST, 10):
        operations.receive(ACTOR, drive_id=drive, gifts=_gifts(homes[:26], BEGAN, 45))
        operations.spend(ACTOR, drive_id=drive, payments=[
            Payment(date(2020, 5, 20), Means.TRANSFER, "Xi măng PCB30", "Xi măng PCB30, đợt đầu 40 tấn", 42_800_000, payee="Cửa hàng vật liệu Đu", payee_shown=NameShown.FULL, document="Hóa đơn 0000398"),
            Payment(date(2020, 5, 25), Means.CASH, "Nước, điện, bảo hộ", "Ủng, găng tay, bạt", 1_475_000, document="Phiếu mua 12")])
    _publish(drive, FIRST)
    with on(SECOND, 10):
        again = operations.receive(ACTOR, drive_id=drive, gifts=_gifts(homes[26:48], date(2020, 6, 1), 18))
        operations.reverse_line(ACTOR, drive_id=drive, position=again[10], on=date(2020, 6, 20), reason="Ghi nhầm hộ")
        operations.receive(ACTOR, drive_id=drive, gifts=[Gift(date(2020, 6, 20), Means.CASH, 3_000_000, household=homes[50], note="thay phiếu ghi nhầm hộ")])
        operations.spend(ACTOR, drive_id=drive, payments=[
            Payment(date(2020, 6, 15), Means.CASH, "Cát, đá", "Đá 1×2", 12_600_000, document="Hóa đơn 0000417", files=(Sent("hoa-don.png", drawing()),)),
            Payment(date(2020, 6, 22), Means.TRANSFER, "Xi măng PCB30", "Xi măng PCB30, đợt hai 52 tấn, phần chuyển khoản", 40_000_000, payee="Cửa hàng vật liệu Đu", payee_shown=NameShown.FULL,
                    document="Hóa đơn 0000452"),
            Payment(date(2020, 6, 22), Means.CASH, "Xi măng PCB30", "Xi măng PCB30, đợt hai 52 tấn, phần tiền mặt", 15_640_000, payee="Cửa hàng vật liệu Đu", payee_shown=NameShown.FULL,
                    document="Hóa đơn 0000452")])
    _publish(drive, SECOND)
    with on(CLOSED, 9):
        operations.receive(ACTOR, drive_id=drive, gifts=[
            Gift(date(2020, 7, 5), Means.IN_KIND, thing="Ngày công", quantity=LABOUR, note="công của 118 hộ theo sổ chấm công"),
            Gift(date(2020, 7, 6), Means.IN_KIND, thing="Cát", quantity=22_000, household=homes[60], shown=NameShown.FULL),
            Gift(date(2020, 7, 6), Means.IN_KIND, thing="Đất hiến", quantity=412_000, household=homes[61], shown=NameShown.FULL),
            Gift(date(2020, 7, 18), Means.TRANSFER, 8_100_000, name="Hội đồng hương Làng Ngòi", shown=NameShown.FULL)])
        operations.spend(ACTOR, drive_id=drive, payments=[
            Payment(date(2020, 7, 8), Means.IN_KIND, "Ngày công", "Đào nền, đổ và đầm bê tông", thing="Ngày công", quantity=LABOUR),
            Payment(date(2020, 7, 8), Means.IN_KIND, "Cát, đá", "Cát đổ bê tông", thing="Cát", quantity=22_000),
            Payment(date(2020, 7, 10), Means.CASH, "Cát, đá", "Đá, cát bổ sung", 40_730_000, document="Hóa đơn 0000481"),
            Payment(date(2020, 7, 19), Means.CASH, "Thuê máy trộn, máy đầm", "Thuê máy 12 ngày, nửa đầu", 8_600_000, document="Hợp đồng 02"),
            Payment(date(2020, 7, 19), Means.TRANSFER, "Thuê máy trộn, máy đầm", "Thuê máy 12 ngày, nửa sau", 8_600_000, document="Hợp đồng 02"),
            Payment(date(2020, 7, 15), Means.CASH, "Nước, điện, bảo hộ", "Điện, nước trộn", 2_500_000, document="Phiếu mua 19")])
        operations.confirm_book(ACTOR, drive_id=drive, on=CLOSED, role=BOARD[0], name=BOARD[1])
        operations.close_drive(player(OFFICER), drive_id=drive, signing=Signing(CLOSED, PLACE, *HEAD), balance_goes_to="quỹ bảo trì đường của xóm")


def _gifts(homes: list[UUID], first: date, every: int) -> list[Gift]:
    """What households gave, a few a day: in cash or by transfer, their names shown in full, by initials or not at all."""
    shown = (NameShown.FULL, NameShown.FULL, NameShown.HIDDEN, NameShown.INITIALS)
    return [Gift(first + timedelta(days=at * every // max(len(homes), 1)), Means.TRANSFER if at % 2 else Means.CASH, 3_000_000 + 500_000 * (at % 3), household=home, shown=shown[at % 4])
            for at, home in enumerate(homes)]


def _publish(drive: int, day: date) -> None:
    with on(day, 16):
        operations.confirm_book(ACTOR, drive_id=drive, on=day, role=BOARD[0], name=BOARD[1])
        operations.publish_book(player(OFFICER), drive_id=drive, signing=Signing(day, PLACE, *HEAD))


def _begun(hamlet: int) -> None:
    """Trung Thành's households give days of labour for their canals, as their meeting decided."""
    keeper, called, began = player(SECRETARY), date(2020, 6, 8), date(2020, 6, 10)
    with on(called, 9):
        drive = operations.open_drive(keeper, unit_id=hamlet, sign="TT", terms=Terms(
            "Làm mương bờ Đông", "Góp ngày công vét, đắp mương bờ Đông; tiền nước uống và dụng cụ do ai có lòng góp thêm.", DriveBasis.ND24, False, None, called, began, date(2020, 8, 31)))
        operations.decide_drive(keeper, drive_id=drive, item=decided_at(keeper, hamlet, HOUSEHOLDS_MET, HOUSEHOLDS_MET)[0].item)
        operations.plan_drive(keeper, drive_id=drive, on=called, lines=[Budget("Ngày công", 7_200_000, "48 công"), Budget("Nước uống, dụng cụ", 1_500_000)])
        operations.value_things(keeper, drive_id=drive, on=called, things=[Thing("Ngày công", "công", 150_000, "cuộc họp ngày 07/06/2020")])
    homes = [line.uuid for line in household_lines(hamlet, began)]
    with on(date(2020, 6, 22), 17):
        operations.receive(keeper, drive_id=drive, gifts=[
            *(Gift(date(2020, 6, 20), Means.IN_KIND, thing="Ngày công", quantity=1_000, household=home, shown=NameShown.FULL) for home in homes[:5]),
            Gift(date(2020, 6, 21), Means.CASH, 500_000, household=homes[6], shown=NameShown.INITIALS)])
        operations.spend(keeper, drive_id=drive, payments=[Payment(date(2020, 6, 22), Means.CASH, "Nước uống, dụng cụ", "Nước uống, cuốc xẻng", 320_000, document="Phiếu mua 03")])
