"""Persons and posts in the cast's province."""

from datetime import date

from cast import BEGINS, MACHINE, World
from kientoan.people.enums import MemberStage, Obtained, PostKind
from kientoan.people.operations import NewHolding, NewMembership, NewPerson, NewPost, Profile, establish_posts, fill_posts, register_persons
from kientoan.rules.persons import read_birth

SINCE = date(2020, 2, 1)


def person(world: World, name: str, birth: str = "", *, at: str = "party-05965", member_of: str = "", **more: str) -> int:
    """A person entered at a unit, with a membership when one is named."""
    member = NewMembership(world[member_of], MemberStage.OFFICIAL, date(2010, 5, 19), date(2011, 5, 19), BEGINS) if member_of else None
    profile = Profile(name, birth=read_birth(birth) if birth else None, **more)
    return register_persons(MACHINE, rows=[NewPerson("p", world[at], profile, membership=member)]).ids["p"]


def post(world: World, key: str, kind: PostKind, seats: int = 1, *, on: date = BEGINS) -> None:
    """A post of a unit."""
    establish_posts(MACHINE, rows=[NewPost(world[key], kind, seats)], on=on)


def fill(world: World, key: str, kind: PostKind, person_id: int, since: date = SINCE, *, obtained: Obtained = Obtained.ELECTED,
         term_ends_on: date | None = None) -> int:
    """A person in a post; the version of the holding."""
    row = NewHolding(world[key], kind, person_id, since, obtained, term_ends_on, "2020–2025" if term_ends_on else "")
    return fill_posts(MACHINE, rows=[row]).versions[0]
