"""Phú Bình's 27th congress: the committee before, the five steps to the slate, the election at the congress and the new committee's first meeting.

Real are the body, the ordinal and the rules. Persons, days and every number of votes are invented; the seed keeps them the same.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kientoan.congress.models import Congress
from kientoan.core.decisions import Citation
from kientoan.demo import polls
from kientoan.demo.cast import Cast, Part
from kientoan.demo.people import BEGINS, ENTERED, Story, membership
from kientoan.demo.polls import Box, Poll, Slip, for_names, marked
from kientoan.demo.stage import ACTOR, on, player
from kientoan.demo.timetable import SEED
from kientoan.elections import queries
from kientoan.elections.enums import Body, Elects, Origin
from kientoan.elections.operations import CandidateRow, SummonsRow, deduct, put_up, register_present, summon, withdraw_candidate
from kientoan.org.queries import unit_on
from kientoan.papers.wording import party_issuer
from kientoan.people.enums import Obtained, PostKind
from kientoan.people.operations import NewHolding, NewPerson, NewPost, change_seats, establish_posts, register_persons
from kientoan.people.queries import names_on
from kientoan.personnel.enums import ProcedureName
from kientoan.personnel.operations import (
    Counts,
    Put,
    Spot,
    Terms,
    announce_slate,
    count_step,
    nominate,
    open_plan,
    open_step,
    seal_step,
    withdraw_nominee,
)
from kientoan.registers.enums import PaperKind
from kientoan.registers.operations import take_number
from kientoan.registers.steps import NewPaper
from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.election.pack import BallotForm
from kientoan.rules.personnel import Track

SEASON, TERM_BEFORE = "2020-2025", "2015-2020"
OPENS, VOTED, MET, CLOSES = date(2020, 6, 24), date(2020, 6, 25), date(2020, 6, 26), date(2020, 6, 26)
TERM_ENDS = date(2025, 6, 30)
OUTGOING, BOARD_BEFORE = 37, 11
SEATS, BOARD_SEATS = 35, 11
KEY_CADRES = 92
AGAIN, STOOD_BACK, FELL_AGAIN = range(26), 25, 24
"""Of the outgoing committee 26 are put forward; one stands back, one gets no more than half."""
NEW, FELL_EARLY, FELL_LATE = range(17), 16, 15
"""Of those who stand for the first time; one falls in step 2, one in step 4."""
FROM_THE_FLOOR, STEPPED_DOWN = 17, 18
"""Two whom delegates put up at the congress; the second asks to withdraw."""
BEATEN = (23,), (12, 13, 14, FROM_THE_FLOOR)
"""Who is not elected: of the outgoing committee, and of the others. The first has more than half, but no seat is left."""
WHO = {Track.RE_STANDING: "tái cử", Track.FIRST_TIME: "lần đầu"}
DELEGATES, ABSENT = 350, 2
PRESENT_FIRST, PRESENT_SECOND = 344, 346
PLACES = ("Tổ dân phố Hòa Bình", "Tổ dân phố Đoàn Kết")


@dataclass
class District:
    """What the chapters hand on.

    Parameters:
        unit, cell: the district's organisation, and the cell in which its officers are members.
        again, new: persons of the outgoing committee, and who may stand for the first time.
        cast: makes further names.
        names: what the persons are called; delegates who are not on record under numbers below zero.
    """

    story: Story
    unit: int
    cell: int
    cast: Cast
    again: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def distinct(self, *, woman: bool) -> str:
        """A name that nobody of the district bears yet."""
        while (name := self.cast.name(woman=woman)) in self.names.values():
            pass
        return name


def committee_of_2015(story: Story) -> District:
    """The posts, the committee elected in 2015, and everyone who will stand in 2020."""
    found = District(story, story.ids["sup-173"], story.ids["173-21"], Cast(SEED + 30))
    rows: list[NewPerson] = []
    taken: set[str] = set()
    parts = [*([Part((1968, 1983), 1, 20)] * OUTGOING), *([Part((1971, 1989), 1, 35)] * (STEPPED_DOWN + 1))]
    for number, part in enumerate(parts):
        admitted = date(1996 + number % 12, 5, 19)
        row = found.cast.person(f"huyen/{number}", found.unit, part, membership=membership(found.cell, admitted))
        while row.profile.full_name in taken:
            row = found.cast.person(f"huyen/{number}", found.unit, part, membership=membership(found.cell, admitted))
        taken.add(row.profile.full_name)
        rows.append(row)
    with on(ENTERED, 15):
        establish_posts(ACTOR, on=BEGINS, rows=[
            NewPost(found.unit, PostKind.SECRETARY), NewPost(found.unit, PostKind.DEPUTY_SECRETARY, 2), NewPost(found.unit, PostKind.STANDING_BOARD_MEMBER, BOARD_BEFORE),
            NewPost(found.unit, PostKind.COMMITTEE_MEMBER, OUTGOING)])
        ids = list(register_persons(ACTOR, rows=rows).ids.values())
        found.again, found.new = ids[:OUTGOING], ids[OUTGOING:]
        kinds = {PostKind.SECRETARY: found.again[:1], PostKind.DEPUTY_SECRETARY: found.again[1:3], PostKind.STANDING_BOARD_MEMBER: found.again[:BOARD_BEFORE],
                 PostKind.COMMITTEE_MEMBER: found.again}
        story.fill([NewHolding(found.unit, kind, person, BEGINS, Obtained.ELECTED, date(2020, 6, 30), "2015–2020") for kind, people in kinds.items() for person in people])
    found.names = {person: row.profile.full_name for person, row in zip(ids, rows, strict=True)}
    return found


# -- the five steps ------------------------------------------------------------------------------------------------------------------------


def minutes(number: int, day: date, issuer: str) -> Citation:
    """The minutes of a meeting whose papers no unit of ours numbers."""
    return Citation(f"{number:02}-BB", day, "Biên bản", issuer)


def numbered_minutes(unit: int, day: date, about: str, term: str) -> Citation:
    """The minutes of a Party organisation's meeting, under the next number of its register."""
    found = unit_on(unit, day)
    issuer = party_issuer(found.name if found else "")
    with on(day, 16):
        made = take_number(player(polls.DISTRICT_OFFICER), paper=NewPaper(unit, PaperKind.MINUTES, about, day, issuer.symbol, term=term))
    return Citation(made.line.removeprefix("Số "), day, "Biên bản", issuer.name)


def take_step(spot: Spot, day: date, electorate: int, votes: Mapping[int, int], paper: Citation, *, away: int = 0, spoiled: int = 0) -> None:
    """Open a step, enter its ballots and seal it.

    Parameters:
        away: how many of those summoned got no ballot.
        spoiled: how many ballots were not valid.
    """
    with on(day, 17):
        officer, issued = player(polls.DISTRICT_OFFICER), electorate - away
        open_step(officer, spot=spot, on=day, electorate=electorate, decision=paper)
        count_step(officer, spot=spot, counts=Counts(issued, issued - spoiled, spoiled, votes))
        seal_step(officer, spot=spot)


def prepare(found: District) -> None:
    """The process from selection to the slate, March to June 2020 (CG-20 to CG-26)."""
    chance = random.Random(SEED + 31)
    with on(date(2020, 3, 9), 9):
        plan = open_plan(player(polls.DISTRICT_OFFICER), unit_id=found.unit, season_key=SEASON, body=PostKind.COMMITTEE_MEMBER, on=date(2020, 3, 9),
                         terms=Terms(SEATS, ProcedureName.FIVE_STEP, minority_percent=10), decision=Citation("412-TB/TU", date(2020, 3, 5), "Thông báo", "Tỉnh ủy Thái Nguyên"))
    again, new = [found.again[at] for at in AGAIN], [found.new[at] for at in NEW]
    _track(found, plan, Track.RE_STANDING, again, [date(2020, 3, 16), date(2020, 3, 20), date(2020, 3, 27), date(2020, 4, 3), date(2020, 4, 10)],
           {2: found.again[FELL_AGAIN]}, chance, stands_back=found.again[STOOD_BACK])
    _track(found, plan, Track.FIRST_TIME, new, [date(2020, 4, 14), date(2020, 4, 17), date(2020, 4, 24), date(2020, 4, 28), date(2020, 5, 5)],
           {2: found.new[FELL_EARLY], 4: found.new[FELL_LATE]}, chance)
    _residents(found, plan, chance)
    with on(OPENS, 8):
        announce_slate(player(polls.DISTRICT_OFFICER), plan_id=plan, on=OPENS, decision=Citation("118-TTr/HU", date(2020, 6, 22), "Tờ trình", "Huyện ủy Phú Bình"))


def _track(found: District, plan: int, track: Track, people: Sequence[int], days: Sequence[date], falls: Mapping[int, int], chance: random.Random, *,
           stands_back: int = 0) -> None:
    """Five steps on their days; ``falls`` says who gets no more than half in which."""
    officer = player(polls.DISTRICT_OFFICER)
    with on(days[0], 8):
        nominate(officer, plan_id=plan, track=track, rows=[Put(person) for person in people], on=days[0])
    going = list(people)
    for number, (day, summoned) in enumerate(zip(days, (BOARD_BEFORE, KEY_CADRES, OUTGOING, BOARD_BEFORE, OUTGOING), strict=True), 1):
        away, spoiled = (0, 0) if summoned == BOARD_BEFORE else (3, 1) if summoned == KEY_CADRES else (1, 0)
        valid = summoned - away - spoiled
        votes = {person: valid - chance.randrange(1 + valid // 8) for person in going}
        about = f"Hội nghị giới thiệu nhân sự Ban Chấp hành khóa XXVII, {WHO[track]}, bước {number}"
        if number in falls:
            votes[falls[number]] = summoned * 2 // 5
        take_step(Spot(plan, track, number), day, summoned, votes, numbered_minutes(found.unit, day, about, TERM_BEFORE), away=away, spoiled=spoiled)
        going = [person for person in going if person != falls.get(number)]
        if stands_back in going and number == 1:
            back = day + timedelta(days=2)
            with on(back, 9):
                withdraw_nominee(player(polls.DISTRICT_OFFICER), plan_id=plan, person_id=stands_back, on=back, reason="Xin không tái cử vì sức khỏe")
            going.remove(stands_back)


def _residents(found: District, plan: int, chance: random.Random) -> None:
    """The opinion of residents where those on the slate live (CG-24)."""
    slate = [*(found.again[at] for at in AGAIN if at not in (STOOD_BACK, FELL_AGAIN)), *(found.new[at] for at in NEW if at not in (FELL_EARLY, FELL_LATE))]
    for number, place in enumerate(PLACES):
        here, day, voices = slate[number::len(PLACES)], date(2020, 5, 12) + timedelta(days=number), 61 + 7 * number
        take_step(Spot(plan, Track.RESIDENCE, 1, place), day, voices, {person: voices - 4 - chance.randrange(9) for person in here}, minutes(3 + number, day, place), away=4)


# -- the congress --------------------------------------------------------------------------------------------------------------------------


def hold(found: District) -> None:
    """The election at the congress, the first meeting of the new committee, and the province's approval."""
    congress = Congress.objects.filter(unit=found.unit, season__key=SEASON).latest("run").pk
    found.names = names_on([*found.again, *found.new], VOTED)
    committee = _committee(found, congress)
    with on(VOTED, 19):
        found.story.end([key for key in found.story.held if key[0] == found.unit], VOTED)
        change_seats(ACTOR, unit_id=found.unit, kind=PostKind.COMMITTEE_MEMBER, seats=SEATS, on=VOTED)
    board = _first_meeting(found, congress)
    day = vietnamese_calendar().add(CLOSES, 15)
    for number, election in enumerate((committee, *board)):
        polls.approve(election, day, Citation(f"{1502 + number}-QĐ/TU", day, "Quyết định", "Tỉnh ủy Thái Nguyên"), "2020–2025", TERM_ENDS)


def _name(found: District, *numbers: int, new: bool = False) -> list[str]:
    return [found.names[(found.new if new else found.again)[number]] for number in numbers]


def elected(found: District) -> list[int]:
    """Who is in the new committee."""
    return [*(found.again[at] for at in AGAIN if at not in (STOOD_BACK, FELL_AGAIN, *BEATEN[0])), *(found.new[at] for at in range(12))]


def _committee(found: District, congress: int) -> int:
    poll = Poll(found.unit, "Bầu Ban Chấp hành Đảng bộ huyện Phú Bình khóa XXVII", Elects.COMMITTEE, Body.DELEGATE_CONGRESS, VOTED, SEATS, congress_id=congress)
    slate = [*(found.again[at] for at in AGAIN if at not in (STOOD_BACK, FELL_AGAIN)), *(found.new[at] for at in NEW if at not in (FELL_EARLY, FELL_LATE))]
    with on(OPENS, 9):
        election = polls.call(poll, [CandidateRow(person_id=person) for person in slate])
        roll = _roll(found, election)
    with on(VOTED, 8):
        officer = player(poll.operator)
        register_present(officer, election_id=election, session=2, who=roll[DELEGATES - ABSENT - PRESENT_SECOND:DELEGATES - ABSENT])
        nominated = ((FROM_THE_FLOOR, 118), (STEPPED_DOWN, 131))
        put_up(officer, election_id=election, rows=[
            CandidateRow(person_id=found.new[at], origin=Origin.NOMINATED, support=support, present=PRESENT_SECOND) for at, support in nominated])
        withdraw_candidate(officer, election_id=election, label=_name(found, STEPPED_DOWN, new=True)[0], reason="Xin rút, Đại hội biểu quyết đồng ý")
        others = [name for name in found.names.values() if name not in {found.names[each] for each in (*found.again, *found.new)}]
        polls.close(poll, election, others[:7])
        box = _box(found)
        polls.issue(poll, election, box)
    with on(VOTED, 15):
        polls.count(poll, election, box)
    return election


def _roll(found: District, election: int) -> list[str]:
    """Summon 350: the outgoing committee, those who stand, and delegates of the organisations below; the codes of those who come, and of the absent last."""
    officer = player(polls.DISTRICT_OFFICER)
    known = [*found.again, *found.new]
    for number in range(DELEGATES - len(known)):
        found.names[-number - 1] = found.distinct(woman=number % 3 == 1)
    summon(officer, election_id=election, rows=[*(SummonsRow(person_id=person) for person in known), *(SummonsRow(name) for person, name in found.names.items() if person < 0)])
    away = {found.names[found.again[-1]]: "committee_member_absent_throughout", list(found.names.values())[-1]: "absent_throughout"}
    for name, kind in away.items():
        deduct(officer, election_id=election, who=name, kind=kind)
    roll = queries.roll_of(queries.standing(election))
    codes = [line.summons.code for line in sorted(roll, key=lambda line: line.summons.name in away)]
    register_present(officer, election_id=election, session=1, who=codes[:PRESENT_FIRST])
    return codes


def _box(found: District) -> Box:
    """345 ballots for 40 names of which 35 are elected; each valid one strikes five names or more."""
    chance = random.Random(SEED + 32)
    beaten = [*_name(found, *BEATEN[0]), *_name(found, *BEATEN[1], new=True)]
    winners = [found.names[person] for person in elected(found)]
    slips: list[Slip] = []
    for _ballot in range(341):
        struck = {name for name in beaten if chance.randrange(100) < (42 if name == beaten[0] else 82)} | {name for name in winners if chance.randrange(100) < 5}
        while len(struck) < 5:
            struck.add(chance.choice(winners))
        slips.append(for_names(*(name for name in (*winners, *beaten) if name not in struck)))
    slips[57:57] = [for_names(*winners, *beaten), Slip()]
    slips[203:203] = [for_names(*winners, *beaten)]
    slips.append(marked())
    first, second, third = slips[12], slips[141], slips[260]
    return Box(360, PRESENT_SECOND, 3, 345, slips, [
        (1, 2, first, Slip(first.chosen - {winners[4]})), (2, 1, second, Slip(second.chosen | {beaten[-1]} - {winners[0]})), (3, 2, third, marked())])


def _first_meeting(found: District, congress: int) -> list[int]:
    """The new committee elects its standing board, then the secretary and the deputies from it (EL-40)."""
    board = [*_name(found, *range(10)), *_name(found, 0, new=True)]
    rest = _name(found, 1, new=True)[0]
    counters = _name(found, 11, 14, 17)
    ids = {name: person for person, name in found.names.items() if person > 0}
    ballots = [*(for_names(*board, count=1) for _each in range(26)), *(for_names(*(name for name in board if name != board[at]), rest) for at in range(3, 11))]
    made: list[int] = []
    agreed = BallotForm.AGREE_DISAGREE
    for hour, title, elects, seats, names, slips, form in (
            (8, "Bầu Ban Thường vụ Huyện ủy Phú Bình khóa XXVII", Elects.STANDING_BOARD, BOARD_SEATS, [*board, rest], ballots, BallotForm.STRIKE_OUT),
            (9, "Bầu Bí thư Huyện ủy Phú Bình khóa XXVII", Elects.SECRETARY, 1, board[:1], [for_names(board[0], count=33), Slip()], agreed),
            (10, "Bầu Phó Bí thư Huyện ủy Phú Bình khóa XXVII", Elects.DEPUTY_SECRETARY, 2, [board[1], board[3]],
             [for_names(board[1], board[3], count=31), for_names(board[1], count=2), for_names(board[3])], agreed)):
        poll = Poll(found.unit, title, elects, Body.COMMITTEE, MET, seats, form, congress_id=congress)
        box = Box(SEATS + 1, SEATS - 1, 0, SEATS - 1, slips)
        with on(MET, hour):
            election = polls.call(poll, [CandidateRow(person_id=ids[name]) for name in names])
            polls.close(poll, election, counters)
            polls.issue(poll, election, box, summoned=SEATS, present=SEATS - 1)
            polls.count(poll, election, box)
        made.append(election)
    return made
