"""A personnel plan in the cast's province, taken through its steps."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cast import MACHINE, SEASON, World
from kientoan.core.decisions import Citation
from kientoan.people.enums import PostKind
from kientoan.personnel.enums import ProcedureName
from kientoan.personnel.operations import (
    Counts,
    Put,
    Spot,
    Terms,
    announce_slate,
    close_process,
    count_step,
    nominate,
    open_plan,
    open_step,
    seal_step,
)
from kientoan.rules.personnel import PROCEDURES, Procedure, Track
from staff import fill, person, post

BEGINS = date(2020, 3, 2)
SUMMONED = 20


def terms(size: int = 3, procedure: ProcedureName = ProcedureName.FIVE_STEP, **more: object) -> Terms:
    """What a plan goes by."""
    return Terms(size, procedure, **more)  # type: ignore[arg-type]  # fields by name


def paper(number: str) -> Citation:
    """Minutes of a meeting."""
    return Citation(f"{number}-BB/ĐU", BEGINS)


def new_plan(world: World, key: str = "party-05965", size: int = 3, body: PostKind = PostKind.COMMITTEE_MEMBER,
             procedure: ProcedureName = ProcedureName.FIVE_STEP, **more: object) -> int:
    """A plan of a unit."""
    return open_plan(MACHINE, unit_id=world[key], season_key=SEASON, body=body, terms=terms(size, procedure, **more), on=BEGINS)


def people(world: World, count: int, *, woman: int = 1, at: str = "cell-1", prefix: str = "Dương Văn") -> list[int]:
    """Members born in the seventies, the first so many of them women."""
    return [person(world, f"{prefix} {chr(65 + number)}", f"05/{1972 + number}", member_of=at, sex="female" if number < woman else "male", ethnicity="Kinh")
            for number in range(count)]


def seated(world: World, ids: Sequence[int], key: str = "party-05965") -> None:
    """Persons who sit in the committee."""
    post(world, key, PostKind.COMMITTEE_MEMBER, max(len(ids), 3))
    for each in ids:
        fill(world, key, PostKind.COMMITTEE_MEMBER, each)


def put(plan: int, track: Track, ids: Sequence[int], on: date = BEGINS) -> None:
    """Put persons forward."""
    nominate(MACHINE, plan_id=plan, track=track, rows=[Put(each) for each in ids], on=on)


def step(plan: int, track: Track, number: int, votes: Mapping[int, int], on: date | None = None, *, seal: bool = True, electorate: int = SUMMONED, place: str = "") -> None:
    """Open a step, enter its ballots, and seal it."""
    spot = Spot(plan, track, number, place)
    open_step(MACHINE, spot=spot, on=on or BEGINS + timedelta(days=number), electorate=electorate, decision=paper(f"{track.value}-{number}"))
    count_step(MACHINE, spot=spot, counts=Counts(electorate, electorate - 1, 1, votes))
    if seal:
        seal_step(MACHINE, spot=spot)


def through(plan: int, track: Track, votes: Mapping[int, int], *, procedure: Procedure = Procedure.FIVE_STEP, begins: date = BEGINS) -> None:
    """Take persons through every step with the same votes; who fails in the first is out of the rest."""
    going = dict(votes)
    for number in range(1, len(PROCEDURES[procedure].steps) + 1):
        step(plan, track, number, going, begins + timedelta(days=number))
        going = {each: count for each, count in going.items() if count > SUMMONED // 2}


def nobody_again(plan: int) -> None:
    """Nobody stands again."""
    close_process(MACHINE, plan_id=plan, track=Track.RE_STANDING, on=BEGINS, reason="Không ai tái cử")


def finished(world: World, *, announce: bool = False) -> tuple[int, list[int]]:
    """A plan for three seats whose first-time process is done: four go through, the fifth does not."""
    ids = people(world, 5)
    plan = new_plan(world)
    nobody_again(plan)
    put(plan, Track.FIRST_TIME, ids)
    through(plan, Track.FIRST_TIME, {each: 8 if each == ids[4] else 18 - at for at, each in enumerate(ids)})
    if announce:
        announce_slate(MACHINE, plan_id=plan, on=date(2020, 4, 1))
    return plan, ids
