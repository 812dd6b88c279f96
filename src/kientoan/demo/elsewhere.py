"""Elections beside the district's: a hamlet head by the households, a tie, a seat left open, and what is under way when a visitor arrives.

Places are real, persons and numbers invented. What is left open is left where the unit lives on after 2025, so that a visitor can go on with it.
"""

import random
from datetime import date, timedelta

from kientoan.congress.models import Congress
from kientoan.core.decisions import Citation
from kientoan.demo import polls
from kientoan.demo.cast import Cast
from kientoan.demo.district import SEASON, TERM_ENDS, numbered_minutes, take_step
from kientoan.demo.people import HEADS_2020, NEWCOMERS, OFFICERS, Story
from kientoan.demo.polls import Box, Poll, Slip, for_names, marked
from kientoan.demo.stage import on, player
from kientoan.demo.timetable import SEED
from kientoan.elections.enums import Body, Elects
from kientoan.elections.operations import CandidateRow
from kientoan.people.enums import PostKind
from kientoan.people.queries import names_on
from kientoan.personnel.enums import ProcedureName
from kientoan.personnel.operations import Put, Spot, Terms, close_process, nominate, open_plan, open_step
from kientoan.rules.personnel import Track

TRUNG_THANH = "05965/Xóm Trung Thành"
HOUSEHOLDS, RECOGNISED = 127, date(2020, 12, 24)
OPEN_SEAT = "05950"
"""Úc Kỳ, one of the communes whose committee has a seat unfilled in the story."""
TIED = "cell-05947-06"
"""Of Tân Đức: a cell elects its delegates to the commune's congress."""
VOTING, PREPARING = "cell-05959-03", "cell-05962-10"
"""Cells of Kha Sơn and Thanh Ninh without a deputy: one elects one on the day on which a visitor arrives, the other is choosing whom to put up."""
ARRIVAL = date(2020, 6, 23)


def reserve(story: Story) -> None:
    """Say which posts these elections fill, so that the list of everyone's terms leaves them out."""
    head = story.ids[TRUNG_THANH], PostKind.HAMLET_HEAD
    story.until_recognised.add(head)
    story.by_election |= {head, (story.ids[f"tccs-{OPEN_SEAT}"], PostKind.COMMITTEE_MEMBER)}


def _names(seed: int, count: int) -> list[str]:
    """Names of people who are not on record, each once."""
    cast, found = Cast(seed), dict[str, None]()
    while len(found) < count:
        found[cast.name(woman=len(found) % 3 == 1)] = None
    return list(found)


def household_election(story: Story) -> None:
    """Trung Thành elects its head again by households under the ordinance of 2007; the new term begins when the commune recognises it (VH-02)."""
    unit, person = story.ids[TRUNG_THANH], story.persons[f"{TRUNG_THANH}/truong"]
    rival, *board = _names(SEED + 40, 5)
    head = names_on([person], HEADS_2020)[person]
    poll = Poll(unit, "Bầu Trưởng xóm Trung Thành", Elects.HAMLET_HEAD, Body.HOUSEHOLD_MEETING, HEADS_2020, 1, operator=polls.CLERK)
    box = Box(HOUSEHOLDS, 118, 1, 118, [for_names(head, count=52), for_names(rival, count=25), for_names(head, rival), for_names(head, count=31), for_names(rival, count=8), marked()],
              [(1, 2, for_names(rival), Slip())])
    with on(HEADS_2020, 8):
        election = polls.call(poll, [CandidateRow(person_id=person), CandidateRow(rival)])
        polls.close(poll, election, board)
        polls.issue(poll, election, box, summoned=HOUSEHOLDS, present=118)
    with on(HEADS_2020, 11):
        polls.count(poll, election, box)
    with on(RECOGNISED, 9):
        story.end([(unit, PostKind.HAMLET_HEAD, person)], RECOGNISED)
    paper = Citation("87/QĐ-UBND", RECOGNISED, "Quyết định", "Chủ tịch Ủy ban nhân dân xã Dương Thành")
    polls.approve(election, RECOGNISED, paper, "2020–2023", date(2023, 6, 20), by=polls.CLERK)


def open_seat(story: Story, held: date, approved: date) -> None:
    """Úc Kỳ's congress elects twelve for thirteen seats: nobody else has more than half (EL-38)."""
    unit, chance = story.ids[f"tccs-{OPEN_SEAT}"], random.Random(SEED + 41)
    people = [story.persons[f"{OPEN_SEAT}/cb-{number}"] for number in (*range(NEWCOMERS, NEWCOMERS + OFFICERS), 2, 4)]
    names = names_on(people, held)
    winners, left = [names[person] for person in people[:OFFICERS - 1]], [names[person] for person in people[OFFICERS - 1:]]
    poll = Poll(unit, "Bầu Ban Chấp hành Đảng bộ xã Úc Kỳ", Elects.COMMITTEE, Body.DELEGATE_CONGRESS, held, OFFICERS,
                congress_id=Congress.objects.filter(unit=unit, season__key=SEASON).latest("run").pk)
    extra = [*([left[0]] * 60), *([left[1]] * 47), *([left[2]] * 15), *([""] * 3)]
    chance.shuffle(extra)
    slips = [for_names(*(name for name in winners if chance.randrange(100) < 92), one) for one in extra]
    box = Box(130, 126, 2, 126, [*slips, for_names(*winners, *left)], [(2, 1, slips[110], Slip(slips[110].chosen - {extra[110], winners[0]}))])
    with on(held, 9):
        election = polls.call(poll, [CandidateRow(person_id=person) for person in people])
        polls.close(poll, election, _names(SEED + 42, 5))
        polls.issue(poll, election, box, summoned=128, present=126, deductions={"absent_throughout": 1})
        polls.count(poll, election, box)
    polls.approve(election, approved, Citation("214-QĐ/HU", approved, "Quyết định", "Huyện ủy Phú Bình"), "2020–2025", TERM_ENDS, by=polls.DISTRICT_OFFICER)


def tie(story: Story, held: date) -> None:
    """A cell elects five delegates: two have as many votes for the last seat; that is reported, and the vote between them is open (EL-37)."""
    people = [story.persons[f"{TIED}/{what}"] for what in ("bi-thu", "pho", "chi-uy")]
    known = names_on(people, held)
    others = _names(SEED + 43, 6)
    a, b, c = (known[person] for person in people)
    d, e, f = others[:3]
    unit = story.ids[TIED]
    poll = Poll(unit, "Bầu đại biểu dự Đại hội Đảng bộ xã Tân Đức", Elects.DELEGATES, Body.ALL_MEMBER_CONGRESS, held, 5,
                congress_id=Congress.objects.filter(unit=unit, season__key=SEASON).latest("run").pk)
    box = Box(31, 29, 0, 29, [for_names(a, b, c, d, e, count=11), for_names(a, b, c, d, f, count=11), for_names(a, b, c, e, f, count=4), for_names(a, b, e, f),
                              for_names(a, c, e, f), for_names(a, e, f)], [(1, 1, for_names(a, e, f), for_names(a, d, f))])
    with on(held, 10):
        election = polls.call(poll, [*(CandidateRow(person_id=person) for person in people), *(CandidateRow(name) for name in (d, e, f))])
        polls.close(poll, election, others[3:])
        polls.issue(poll, election, box, summoned=31, present=29, deductions={"transferred_away": 1})
        polls.count(poll, election, box)
    again = Poll(unit, "Bầu đại biểu dự Đại hội Đảng bộ xã Tân Đức, bầu lại giữa hai người bằng phiếu", Elects.DELEGATES, Body.ALL_MEMBER_CONGRESS, held, 1,
                 congress_id=poll.congress_id)
    with on(held, 11):
        polls.call(again, [CandidateRow(e), CandidateRow(f)], follows=election)


def under_way(story: Story) -> None:
    """On the day on which a visitor arrives one cell is counting, another is between two steps."""
    _counting(story)
    _choosing(story)


def _counting(story: Story) -> None:
    """36 ballots in two stacks: the first is keyed with one difference, the second is open to both hands."""
    people = [story.persons[f"{VOTING}/{what}"] for what in ("pho", "chi-uy")]
    known = names_on(people, ARRIVAL)
    first, second = (known[person] for person in people)
    poll = Poll(story.ids[VOTING], "Bầu bổ sung Phó Bí thư Chi bộ xóm Soi", Elects.DEPUTY_SECRETARY, Body.ALL_MEMBER_CONGRESS, ARRIVAL, 1)
    box = Box(38, 36, 0, 36, [for_names(first, count=13), for_names(second, count=7), for_names(first, count=10), for_names(second, count=5), Slip()],
              [(1, 2, for_names(second), for_names(first, second))])
    with on(ARRIVAL, 15):
        election = polls.call(poll, [CandidateRow(person_id=person) for person in people])
        polls.close(poll, election, _names(SEED + 44, 3))
        polls.issue(poll, election, box, summoned=38, present=36, deductions={"transferred_away": 1})
        polls.key(poll, election, box, most=20, last=1)
        polls.collect(poll, election, box)


def _choosing(story: Story) -> None:
    """A deputy is wanted: the cell's committee has proposed two (CG-23), the members have met and their ballots are to be entered."""
    unit, officer = story.ids[PREPARING], polls.DISTRICT_OFFICER
    people = [story.persons[f"{PREPARING}/{what}"] for what in ("pho", "chi-uy")]
    begins = ARRIVAL - timedelta(days=15)
    with on(begins, 9):
        plan = open_plan(player(officer), unit_id=unit, season_key=SEASON, body=PostKind.DEPUTY_SECRETARY, terms=Terms(1, ProcedureName.THREE_STEP), on=begins,
                         decision=Citation("31-CV/ĐU", begins, "Công văn", "Đảng ủy xã Thanh Ninh"))
        close_process(player(officer), plan_id=plan, track=Track.RE_STANDING, on=begins, reason="Chức danh đang khuyết nên không có ai tái cử")
        nominate(player(officer), plan_id=plan, track=Track.FIRST_TIME, rows=[Put(person) for person in people], on=begins)
    met = begins + timedelta(days=4)
    take_step(Spot(plan, Track.FIRST_TIME, 1), met, 3, {people[0]: 3, people[1]: 2}, numbered_minutes(unit, met, "Họp chi ủy giới thiệu nhân sự phó bí thư", SEASON))
    with on(ARRIVAL, 9):
        open_step(player(officer), spot=Spot(plan, Track.FIRST_TIME, 2), on=ARRIVAL - timedelta(days=1), electorate=34)
