"""Trung Thành hamlet in June 2020: its cell meets within days of the commune's congress and gives out the work, its households ask for a culture house and canals,

in a meeting that the public calendar told before.
"""

from datetime import date, time, timedelta

from kientoan.demo.cast import Cast
from kientoan.demo.stage import on, player
from kientoan.demo.timetable import SEED
from kientoan.meetings import operations, queries
from kientoan.meetings.enums import AttendanceState, MatterName
from kientoan.meetings.operations import HouseholdRow
from kientoan.meetings.papers import Names
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind
from kientoan.people.queries import names_on, posts_of
from kientoan.publishing.enums import StandingKind
from kientoan.publishing.showing import approve_standing
from kientoan.rules.meetings import Votes

CELL, HAMLET = "cell-05965-01", "05965/Xóm Trung Thành"
SECRETARY, PUBLISHER = "van.luu", "quoc.duyet"
CELL_MET, HOUSEHOLDS_MET, NEXT = date(2020, 6, 2), date(2020, 6, 7), date(2020, 7, 3)
ENTERED = date(2020, 5, 11)
HOUSEHOLDS, CAME = 24, 19
AT, PLACE = time(19, 30), "Nhà văn hóa xóm Trung Thành"


def tell(ids: dict[str, int]) -> None:
    """The cell's meeting, that of the households, and the next one that is called."""
    cell, hamlet = ids[CELL], ids[HAMLET]
    people = queries.members_on(cell, CELL_MET)
    names = names_on(people, CELL_MET)
    units = [unit for unit_id in (cell, hamlet) if (unit := unit_on(unit_id, CELL_MET)) is not None]
    held = {post.kind: post.holders[0].name for unit in units for post in posts_of(unit, CELL_MET) if post.holders}
    chair = held.get(PostKind.SECRETARY, "")
    writer = next((name for name in names.values() if name != chair), chair)
    _cell_meeting(cell, list(people), Names(chair, writer, ended_at=time(21, 15)))
    _households_meeting(hamlet, held.get(PostKind.HAMLET_HEAD, chair), held.get(PostKind.FRONT_HEAD, writer))
    with on(NEXT - timedelta(days=11), 10):
        operations.call_meeting(player(SECRETARY), unit_id=cell, on=NEXT, begins_at=AT, place=PLACE, items=[
            "Kiểm điểm việc giao tháng 6", "Giới thiệu quần chúng ưu tú đi học lớp nhận thức về Đảng", "Việc tháng 7"])


def _cell_meeting(cell: int, people: list[int], names: Names) -> None:
    keeper = player(SECRETARY)
    with on(CELL_MET - timedelta(days=3), 8):
        meeting = operations.call_meeting(keeper, unit_id=cell, on=CELL_MET, begins_at=AT, place=PLACE, items=[
            "Học tập nghị quyết đại hội Đảng bộ xã lần thứ XXV", "Giao việc cho cán bộ, đảng viên: sản xuất nông nghiệp, xây dựng nông thôn mới",
            "Kiến nghị xây nhà văn hóa đạt chuẩn và làm các tuyến mương"])
    with on(CELL_MET, 21, 30):
        operations.take_attendance(keeper, meeting_id=meeting, marks={
            person: AttendanceState.EXCUSED if len(people) > 3 and at == len(people) - 1 else AttendanceState.PRESENT for at, person in enumerate(people)})
        found = queries.standing(meeting)
        here = found.member_roll.present
        for item, said in zip(found.items[1:], (
                "Mỗi cán bộ, đảng viên nhận một việc của nghị quyết; sản xuất nông nghiệp và xây dựng nông thôn mới làm trước.",
                "Đề nghị Đảng ủy xã hỗ trợ xây nhà văn hóa xóm đạt chuẩn và làm các tuyến mương nội đồng."), strict=True):
            operations.decide_item(keeper, meeting_id=meeting, item=item.fact.fact_id, text=said, votes=Votes(here))
        operations.sign_minutes(keeper, meeting_id=meeting, names=names, term="2020-2025")


def _households_meeting(hamlet: int, head: str, front: str) -> None:
    keeper, cast = player(SECRETARY), Cast(SEED + 60)
    rows = [HouseholdRow(cast.name(woman=at % 3 == 2), "xóm trên" if at % 2 else "xóm dưới") for at in range(HOUSEHOLDS)]
    with on(ENTERED, 9):
        operations.enter_households(keeper, hamlet_id=hamlet, on=ENTERED, rows=rows)
    with on(HOUSEHOLDS_MET - timedelta(days=4), 8):
        approve_standing(player(PUBLISHER), unit_id=hamlet, kind=StandingKind.MEETINGS)
        meeting = operations.call_meeting(keeper, unit_id=hamlet, on=HOUSEHOLDS_MET, begins_at=AT, place=PLACE, items=[
            "Đóng góp ngày công làm mương bờ Đông", "Kiến nghị xã hỗ trợ xây nhà văn hóa"])
    with on(HOUSEHOLDS_MET, 21, 30):
        entries = queries.household_lines(hamlet, HOUSEHOLDS_MET)
        operations.take_household_attendance(keeper, meeting_id=meeting, present=[line.household_id for line in entries[:CAME]])
        for item, said, matter, votes in zip(queries.standing(meeting).items, (
                "Mỗi hộ góp hai ngày công làm mương bờ Đông trong tháng 7.", "Kiến nghị Ủy ban nhân dân xã hỗ trợ xây nhà văn hóa xóm đạt chuẩn."),
                (MatterName.CONTRIBUTION, MatterName.OTHER), (Votes(17, 1, 1), Votes(CAME)), strict=True):
            operations.decide_item(keeper, meeting_id=meeting, item=item.fact.fact_id, text=said, votes=votes, matter=matter)
        operations.sign_minutes(keeper, meeting_id=meeting, names=Names(
            head, entries[2].representative, front, (entries[0].representative, entries[1].representative), time(21)))
