"""Committees with what their tables say of each member."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from kientoan.core.access import Actor, Right
from kientoan.org.models import UnitVersion
from kientoan.people import access, fields
from kientoan.people.enums import HoldingEnd, PostKind
from kientoan.people.models import Holding, Qualification
from kientoan.people.queries.persons import HIDEABLE, birth_in, profiles_of
from kientoan.people.queries.posts import posts_of
from kientoan.rules.persons import Age, Birth, age_at, is_minority, write_birth
from kientoan.rules.posts import NATURES, Kind


@dataclass(frozen=True)
class CommitteeRow:
    """A member of a unit's committee, with what the tables of results ask (RP-07, RP-08).

    Parameters:
        titles: what they are, the highest first, such as secretary and committee member.
        since: since when without a break.
        age: by month at the reference month; None when the birth is unknown or hidden (CG-17).
        minority: whether of an ethnic minority; None when unknown or hidden.
        qualifications: the level by field.
        first_time: whether they never held the seat in an earlier term.
        hidden: the fields that the asker may not read.
    """

    person_id: int
    name: str
    titles: tuple[str, ...]
    since: date
    obtained: str
    born: Birth | None
    age: Age | None
    sex: str | None
    home_place: str | None
    minority: bool | None
    qualifications: dict[str, str]
    first_time: bool
    hidden: frozenset[str]

    @property
    def born_text(self) -> str:
        """The birth as far as it is known."""
        return write_birth(self.born) if self.born else ""


def committee(actor: Actor, unit: UnitVersion, day: date, reference: date, known_at: datetime | None = None, *,
              kind: PostKind = PostKind.COMMITTEE_MEMBER) -> list[CommitteeRow]:
    """The members of a unit's committee on a day, by seat; a fixed number of queries.

    Parameters:
        reference: a day of the month at which ages are judged (CG-17).
        kind: whose holders are listed; the committee by itself, or another post of several.
    """
    posts = posts_of(unit, day, known_at, actor=actor)
    listed = next((post for post in posts if post.kind == kind), None)
    if listed is None:
        return []
    ids = [holder.person_id for holder in listed.holders]
    profiles = profiles_of(ids, day, known_at)
    seen, sensitive = access.visible_ids(actor, ids, day), access.visible_ids(actor, ids, day, Right.SEE_SENSITIVE)
    levels: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for person, field, level in Qualification.objects.known(known_at).on(day).filter(person__in=ids).values_list("person", "field", "level"):
        levels[person][field] = level
    earlier = {person for person, reason in Holding.objects.known(known_at).filter(
        post=listed.post_id, person__in=ids, valid_to__lte=day).values_list("person", "end_reason") if reason != HoldingEnd.PROLONGED}
    body = NATURES[Kind(kind)].body
    titles: defaultdict[int, list[str]] = defaultdict(list)
    for post in posts:
        for holder in post.holders:
            if NATURES[Kind(post.kind)].body is body:
                titles[holder.person_id].append(post.title)
    found: list[CommitteeRow] = []
    for holder in listed.holders:
        profile, person = profiles[holder.person_id], holder.person_id
        hidden = frozenset(name for name in HIDEABLE if not fields.readable("PersonProfile", name, internal=person in seen, sensitive=person in sensitive))
        birth = None if "born_on" in hidden else birth_in(profile)
        found.append(CommitteeRow(
            person, profile.full_name, tuple(titles[person]), holder.first_since, holder.obtained, birth, age_at(birth, reference) if birth else None,
            None if "sex" in hidden else profile.sex, None if "home_place" in hidden else profile.home_place,
            None if "ethnicity" in hidden or not profile.ethnicity else is_minority(profile.ethnicity),
            dict(levels[person]) if person in seen else {}, person not in earlier, hidden))
    return found
