"""August 2020: Dương Thành tells the resolution of its congress to every household. Trung Thành is half-way, Núi 1 has finished, in Phú Thành the loudspeaker missed a day."""

from datetime import date, timedelta

from kientoan.core.decisions import Citation
from kientoan.demo.cast import Cast
from kientoan.demo.duties import KEEPER
from kientoan.demo.meetings import HAMLET
from kientoan.demo.polls import CLERK
from kientoan.demo.stage import ACTOR, on, player
from kientoan.demo.timetable import SEED
from kientoan.meetings.operations import HouseholdRow, enter_households
from kientoan.meetings.queries import household_lines
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.outreach import operations
from kientoan.outreach.enums import MeansName, VisitResult
from kientoan.outreach.operations import Content, Told
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.operations import Origin, raise_proposal
from kientoan.proposals.steps import Content as Request

BEGINS, DUE, SHOWN = date(2020, 8, 1), date(2020, 8, 31), date(2020, 8, 25)
FINISHED, FINISHED_CELL, WITH_A_GAP = "05965/Xóm Núi 1", "cell-05965-07", "05965/Xóm Phú Thành"
HEAD = "nui.mot"
"""The account of the cell of Núi 1."""
HOMES = 12
RESULTS = (*(VisitResult.REACHED,) * 16, *(VisitResult.NOT_HOME,) * 3, *(VisitResult.FOLLOW_UP,) * 2)
"""Of Trung Thành's 24 households; the last three nobody has visited."""
TITLE = "Nghị quyết Đại hội Đảng bộ xã lần thứ XXV đến từng hộ"
TEXT = """Đại hội Đảng bộ xã nhiệm kỳ 2020–2025 đã thông qua nghị quyết.
Ba việc bà con cần biết: dồn điền đổi thửa và làm mương nội đồng; làm đường xóm, nhà văn hóa đạt chuẩn; giúp hộ nghèo vay vốn chăn nuôi.
Việc nào cần bà con góp công, góp của đều do các hộ họp bàn và quyết định."""
QUESTION = "Bao giờ xã đào mương bờ Đông, các hộ góp ngày công vào những hôm nào?"


def tell(ids: dict[str, int]) -> None:
    """The campaign through August, as a visitor finds it."""
    with on(BEGINS, 8):
        campaign = operations.start_campaign(player(CLERK), unit_id=ids["05965"], on=BEGINS, citation=Citation("12-NQ/ĐH", date(2020, 5, 30), "Nghị quyết"), content=Content(
            TITLE, TEXT, DUE, (MeansName.MEETING, MeansName.HOUSES, MeansName.LOUDSPEAKER, MeansName.POSTING), "0208 3 000 000"))
    _finished(ids, campaign)
    with on(date(2020, 8, 7), 18):
        for spoken in (Told(MeansName.LOUDSPEAKER, date(2020, 8, 3), date(2020, 8, 4)), Told(MeansName.LOUDSPEAKER, date(2020, 8, 6), date(2020, 8, 7))):
            operations.record_telling(player(CLERK), campaign_id=campaign, hamlet_id=ids[WITH_A_GAP], told=spoken)
    _in_part(ids, campaign)


def _tell(username: str, campaign: int, hamlet: int, place: str) -> None:
    """Three days on the loudspeaker, and a notice that hangs from the first day."""
    for told in (Told(MeansName.LOUDSPEAKER, BEGINS + timedelta(days=2), BEGINS + timedelta(days=4)), Told(MeansName.POSTING, BEGINS, place=place)):
        operations.record_telling(player(username), campaign_id=campaign, hamlet_id=hamlet, told=told)


def _finished(ids: dict[str, int], campaign: int) -> None:
    hamlet, cast = ids[FINISHED], Cast(SEED + 70)
    with on(BEGINS, 9):
        open_account(ACTOR, username=HEAD, display_name=cast.name(woman=True), unit_id=ids[FINISHED_CELL], role=Role.SECRETARY, on=BEGINS)
        enter_households(player(CLERK), hamlet_id=hamlet, on=BEGINS, rows=[HouseholdRow(cast.name(woman=at % 2 == 0), "xóm giữa") for at in range(HOMES)])
        operations.open_round(player(HEAD), campaign_id=campaign, hamlet_id=hamlet, on=BEGINS)
    with on(date(2020, 8, 9), 20):
        _tell(HEAD, campaign, hamlet, "Nhà văn hóa xóm Núi 1")
        operations.record_telling(player(HEAD), campaign_id=campaign, hamlet_id=hamlet, told=Told(MeansName.MEETING, date(2020, 8, 8)))
        for line in household_lines(hamlet, BEGINS):
            operations.record_visit(player(HEAD), campaign_id=campaign, hamlet_id=hamlet, household=line.uuid, result=VisitResult.REACHED, on=date(2020, 8, 9))
    with on(date(2020, 8, 30), 17):
        operations.close_round(player(HEAD), campaign_id=campaign, hamlet_id=hamlet, on=date(2020, 8, 30))


def _in_part(ids: dict[str, int], campaign: int) -> None:
    hamlet, cast = ids[HAMLET], Cast(SEED + 71)
    homes = household_lines(hamlet, BEGINS)
    with on(date(2020, 8, 6), 19):
        keeper = player(KEEPER)
        operations.open_round(keeper, campaign_id=campaign, hamlet_id=hamlet, on=date(2020, 8, 6))
        for first in range(0, len(homes), 6):
            operations.assign_households(keeper, campaign_id=campaign, hamlet_id=hamlet, visitor=cast.name(woman=first % 4 == 0), numbers=[home.number for home in homes[first:first + 6]])
        _tell(KEEPER, campaign, hamlet, "Nhà văn hóa xóm Trung Thành")
    with on(SHOWN, 20):
        for home, result in zip(homes, RESULTS, strict=False):
            operations.record_visit(keeper, campaign_id=campaign, hamlet_id=hamlet, household=home.uuid, result=result, on=SHOWN - timedelta(days=home.number % 7),
                                    follow_up_on=SHOWN + timedelta(days=3) if result is VisitResult.FOLLOW_UP else None)
        question = operations.ask_question(keeper, campaign_id=campaign, hamlet_id=hamlet, on=SHOWN, text=QUESTION)
        raise_proposal(keeper, unit_id=hamlet, on=SHOWN, origin=Origin(question=question), send=True, content=Request(
            ProposalKind.CANALS, "Báo trước lịch đào mương bờ Đông", f"{QUESTION} Đề nghị xã báo trước cho các hộ ít nhất một tuần.", "bờ Đông, cánh đồng Trung Thành"))
