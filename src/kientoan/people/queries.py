"""Questions about persons and posts. The only place of `people` with joins; answers are frozen rows.

What the asker may not read is absent from a row and named in its ``hidden``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.models import User
from kientoan.core.prepared import LONGEST, fields_of, instance, prepared
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.people import access, fields
from kientoan.people.access import chunks
from kientoan.people.enums import HoldingEnd, MemberStage, Obtained, PostKind, title_of
from kientoan.people.models import Holding, Membership, Person, PersonProfile, PostStanding, Qualification
from kientoan.rules.periods import OPEN_END
from kientoan.rules.persons import Age, Birth, Precision, age_at, is_minority, write_birth
from kientoan.rules.posts import NATURES, Kind
from kientoan.rules.vntext import search_terms

MOST_UNITS = 10
ORDER = {kind.value: number for number, kind in enumerate(Kind)}
HIDEABLE = ("sex", "born_on", "home_place", "phone", "member_card", "ethnicity")


# Posts


@dataclass(frozen=True)
class Holder:
    """Who holds a seat of a post on a day.

    Parameters:
        version_id: the holding's version.
        person_id: who.
        name: public.
        seat: its number.
        since: the first day of this holding.
        first_since: the first day of holding the post without a break.
        obtained: how.
        term_ends_on: when the term is over by plan.
        until: the day on which it no longer is; None while it lasts.
        visible: whether the asker may open the person's record.
    """

    version_id: int
    fact_id: UUID
    person_id: int
    name: str
    seat: int
    since: date
    first_since: date
    obtained: str
    term_ends_on: date | None
    term_label: str
    until: date | None
    visible: bool = True

    @property
    def how(self) -> str:
        """How it was obtained, in words."""
        return str(Obtained(self.obtained).label)


@dataclass(frozen=True)
class PostRow:
    """A post of a unit on a day, with who holds it.

    Parameters:
        unit_id, unit: whose it is.
        kind: what it is.
        title: what it is called there.
        seats: how many may hold it.
        since: the day since which it has so many.
        holders: by seat.
    """

    post_id: int
    unit_id: int
    unit: str
    unit_level: str
    unit_kind: str
    kind: str
    title: str
    seats: int
    since: date
    holders: tuple[Holder, ...]

    @property
    def vacant(self) -> int:
        """How many seats nobody holds."""
        return max(self.seats - len(self.holders), 0)

    @property
    def is_sole(self) -> bool:
        """Whether it is for one holder only."""
        return NATURES[Kind(self.kind)].sole


def scope_of(unit: UnitVersion, day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """The unit and all below it; for a Party organisation with the areas that it covers and all below those."""
    found = tree.below_any([unit, *(areas_of(unit.unit_id, day, known_at) if unit.tree == Tree.PARTY else [])])
    return tree.versions(day, known_at).filter(found)


PROFILE = fields_of(PersonProfile)


@prepared
def _profiles(*, persons: list[int], known_at: datetime | None) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known(known_at).filter(person__in=persons).order_by("valid_from").values_list(*PROFILE)


def profiles_of(person_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, PersonProfile]:
    """The profile of each on a day; of one whose profile begins later, or has ended, the nearest."""
    found: dict[int, PersonProfile] = {}
    for part in chunks(person_ids):
        for row in _profiles(persons=part, known_at=known_at):
            profile = instance(PersonProfile, PROFILE, row)
            if profile.valid_from <= day or profile.person_id not in found:
                found[profile.person_id] = profile
    return found


def _begun(holdings: Collection[Holding], known_at: datetime | None) -> dict[int, date]:
    """For holdings of prolonged terms the first day of holding the post without a break, by version."""
    prolonged = [each for each in holdings if each.obtained == Obtained.PROLONGED]
    before: dict[tuple[int, int, date], date] = {}
    for part in chunks(each.post_id for each in prolonged):
        rows = Holding.objects.known(known_at).filter(post__in=part, end_reason=HoldingEnd.PROLONGED).values_list("post", "person", "valid_to", "valid_from")
        before |= {(post, person, end): start for post, person, end, start in rows}
    found: dict[int, date] = {}
    for each in prolonged:
        start = each.valid_from
        while (each.post_id, each.person_id, start) in before:
            start = before[each.post_id, each.person_id, start]
        found[each.pk] = start
    return found


def _posts(standings: QuerySet[PostStanding], units: dict[int, UnitVersion] | None, *, day: date, known_at: datetime | None,
           actor: Actor | None) -> list[PostRow]:
    rows = list(standings.select_related("post"))
    if units is None:
        units = {version.unit_id: version for part in chunks(row.post.unit_id for row in rows)
                 for version in tree.versions(day, known_at).filter(unit__in=part)}
    holdings = [each for part in chunks(row.post_id for row in rows) for each in Holding.objects.known(known_at).on(day).filter(post__in=part).order_by("seat")]
    profiles = profiles_of((each.person_id for each in holdings), day, known_at)
    begun = _begun(holdings, known_at)
    seen = access.visible_ids(actor, [each.person_id for each in holdings], day) if actor is not None else set(profiles)
    by_post: defaultdict[int, list[Holder]] = defaultdict(list)
    for each in holdings:
        by_post[each.post_id].append(Holder(
            each.pk, each.fact_id, each.person_id, profiles[each.person_id].full_name if each.person_id in profiles else "", each.seat, each.valid_from,
            begun.get(each.pk, each.valid_from), each.obtained, each.term_ends_on, each.term_label,
            None if each.valid_to == OPEN_END else each.valid_to, each.person_id in seen))
    found = [
        PostRow(row.post_id, unit.unit_id, unit.name, unit.level, unit.kind, row.post.kind,
                title_of(row.post.kind, unit_kind=unit.kind, level=unit.level), row.seats, row.valid_from, tuple(by_post[row.post_id]))
        for row in rows if (unit := units.get(row.post.unit_id)) is not None]
    order = {unit_id: (version.depth, version.sort_key, unit_id) for unit_id, version in units.items()}
    return sorted(found, key=lambda row: (order[row.unit_id], ORDER[row.kind]))


def posts_of(unit: UnitVersion, day: date, known_at: datetime | None = None, *, actor: Actor | None = None) -> list[PostRow]:
    """The posts of a unit on a day with their holders; a fixed number of queries.

    Parameters:
        actor: who asks, for what of the holders may be opened; None for the machine.
    """
    standings = PostStanding.objects.known(known_at).on(day).filter(post__unit=unit.unit_id)
    return _posts(standings, {unit.unit_id: unit}, day=day, known_at=known_at, actor=actor)


def posts_below(units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None, *, actor: Actor | None = None,
                kinds: Collection[str] = ()) -> list[PostRow]:
    """The posts of all of ``units`` on a day, higher units first; of some kinds, or of all."""
    standings = PostStanding.objects.known(known_at).on(day).filter(post__unit__in=units.values("unit").order_by())
    if kinds:
        standings = standings.filter(post__kind__in=kinds)
    return posts_standing(standings, day, known_at, actor=actor)


def posts_standing(standings: QuerySet[PostStanding], day: date, known_at: datetime | None = None, *, actor: Actor | None = None) -> list[PostRow]:
    """The posts of standings that hold on a day, with their holders, higher units first; a fixed number of queries for up to 500."""
    return _posts(standings, None, day=day, known_at=known_at, actor=actor)


# Persons


@dataclass(frozen=True)
class Tie:
    """What ties a person to a unit on a day: a post, or a membership."""

    unit_id: int
    unit: str
    title: str


@dataclass(frozen=True)
class PersonRow:
    """A person in a list, with what tells namesakes apart.

    Parameters:
        born: as far as it is known; None when it is not, or may not be read.
        ties: posts and membership on the day.
        hidden: the fields that the asker may not read.
    """

    person_id: int
    name: str
    born: Birth | None
    ties: tuple[Tie, ...]
    hidden: frozenset[str] = frozenset()

    @property
    def born_text(self) -> str:
        """The year of birth; empty when it is not known."""
        return str(self.born.on.year) if self.born else ""


def birth_in(profile: PersonProfile) -> Birth | None:
    """The birth that a profile states."""
    return Birth(profile.born_on, Precision(profile.born_precision)) if profile.born_on else None


def _ties(person_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, list[Tie]]:
    """What ties persons to units on a day: posts first, then the membership."""
    found: defaultdict[int, list[Tie]] = defaultdict(list)
    wanted = list(chunks(person_ids))
    holdings = [row for part in wanted for row in _posts_held(persons=part, day=day, known_at=known_at)]
    members = [row for part in wanted for row in _members(persons=part, day=day, known_at=known_at)]
    units = {unit: rest for part in chunks(unit for _person, unit, _what in [*holdings, *members])
             for unit, *rest in _what_units_are(units=part, day=day, known_at=known_at)}
    for person, unit, kind in sorted(holdings, key=lambda row: ORDER[row[2]]):
        if unit in units:
            name, unit_kind, level = units[unit]
            found[person].append(Tie(unit, name, title_of(kind, unit_kind=unit_kind, level=level)))
    stages = {stage: str(MemberStage(stage).label) for _person, _unit, stage in members}
    for person, unit, stage in members:
        if unit in units:
            found[person].append(Tie(unit, units[unit][0], stages[stage]))
    return found


@prepared
def _posts_held(*, persons: list[int], day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return Holding.objects.known(known_at).on(day).filter(person__in=persons).values_list("person", "post__unit", "post__kind")


@prepared
def _members(*, persons: list[int], day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return Membership.objects.known(known_at).on(day).filter(person__in=persons).values_list("person", "unit", "stage")


@prepared
def _what_units_are(*, units: list[int], day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return tree.versions(day, known_at).filter(unit__in=units).values_list("unit", "name", "kind", "level")


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and how many there are in all."""

    rows: tuple[PersonRow, ...]
    count: int


def search_persons(actor: Actor, query: str, day: date, *, limit: int = 50) -> list[PersonRow]:
    """Persons whom the actor may see and whose name, now or once, has every word of ``query`` at the start of a word, or whose card it is.

    Parameters:
        query: words with or without diacritics, as for units; or a card's number.
    """
    first = _first_called(query, limit + MORE)
    seen = access.visible_ids(actor, first, day)
    if len(first) < limit + MORE or len(seen) >= limit:
        return _person_rows([person for person in first if person in seen][:limit], day)
    # Whoever sees most people found a page of them among the first; who sees few is better served by beginning with those.
    return _person_rows(list(_in_order(access.visible_to(actor, _called(query), day))[:limit]), day)


MORE = 27
"""How many more than a page are looked at first, for those whom the asker may not see."""


def _first_called(query: str, limit: int) -> list[int]:
    """The first persons, by their lasting names, whose name, now or once, has every word, or whose card it is."""
    if not (terms := search_terms(query)):
        return []
    exact, words = tuple(exact for _term, exact in terms), [term for term, _exact in terms]
    found = {person: key for *key, person in _lasting_called(exact, limit, words=words)}
    others = {person for person, in [*_carrying(card=_card(query)), *_formerly_called(exact, words=words)]} - found.keys()
    for part in chunks(others):
        found |= {person: key for *key, person in _lasting_of(persons=part)}
    return sorted(found, key=lambda person: (found[person][0], found[person][1] or OPEN_END, person))[:limit]


def _card(query: str) -> str:
    return query.strip().upper().replace(" ", "")


def _named(exact: Sequence[bool], words: Sequence[str]) -> Q:
    """The condition that a name has every word; the words may be more than there are, the last again and again."""
    named = Q()
    for is_exact, word in zip(exact, words, strict=False):
        named &= Q(**{"search_exact__contains" if is_exact else "search_plain__contains": word})
    return named


@prepared
def _lasting_called(exact: tuple[bool, ...], limit: int, *, words: list[str]) -> QuerySet[Any, Any]:
    lasting = PersonProfile.objects.known().filter(_named(exact, words), valid_to=OPEN_END)
    return lasting.order_by("sort_key", F("born_on").asc(nulls_last=True), "person").values_list("sort_key", "born_on", "person")[:limit]


@prepared
def _formerly_called(exact: tuple[bool, ...], *, words: list[str]) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known().filter(_named(exact, words), valid_to__lt=OPEN_END).values_list("person")


@prepared
def _carrying(*, card: str) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known().filter(member_card=card).exclude(member_card="").values_list("person")


@prepared
def _lasting_of(*, persons: list[int]) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known().filter(valid_to=OPEN_END, person__in=persons).values_list("sort_key", "born_on", "person")

def _called(query: str, known_at: datetime | None = None) -> QuerySet[Person]:
    """The persons whose name has every word of ``query``, or whose card it is; none for a query without a word."""
    terms = search_terms(query)
    if not terms:
        return Person.objects.none()
    named = _named([exact for _term, exact in terms], [term for term, _exact in terms])
    return Person.objects.filter(pk__in=PersonProfile.objects.known(known_at).filter(named | Q(member_card=_card(query))).values("person"))


def _tied_to(unit: UnitVersion, day: date, known_at: datetime | None = None) -> Q:
    """The condition that a person is tied on a day to a unit, to one below it or to an area covered, or was entered there."""
    units = scope_of(unit, day, known_at).values("unit").order_by()
    return (Q(pk__in=Holding.objects.known(known_at).on(day).filter(post__unit__in=units).values("person"))
            | Q(pk__in=Membership.objects.known(known_at).on(day).filter(unit__in=units).values("person")) | Q(entered_at__in=units))


def persons_of(unit: UnitVersion, day: date, *, actor: Actor, start: int = 0, limit: int = 100) -> Page:
    """The persons tied on a day to a unit, to those below it and to the areas covered, by name, whom the actor may see.

    Parameters:
        start, limit: which of them.
    """
    tied = Person.objects.filter(_tied_to(unit, day))
    # Whoever keeps the whole scope sees all who are tied to it; only the others are asked about one by one.
    kept = access.sees_all(actor, [unit, *(areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else [])])
    seen = _in_order(tied if kept else access.visible_to(actor, tied, day))
    return Page(tuple(_person_rows(list(seen[start:start + limit]), day)), seen.count())


@dataclass(frozen=True)
class PersonSpot:
    """A place in the order of the list of persons, after which a page goes on."""

    sort_key: str
    person_id: int


@dataclass(frozen=True)
class PersonPage:
    """A page of a list of persons, in the order of name and identity; ``after`` is where the next goes on, None at the end."""

    rows: tuple[PersonRow, ...]
    after: PersonSpot | None


def page_of_persons(actor: Actor, day: date, *, known_at: datetime | None = None, query: str = "", unit: UnitVersion | None = None,
                    after: PersonSpot | None = None, limit: int = 100) -> PersonPage:
    """A page of the persons whom ``actor`` may see; the rows before it are not read again.

    Parameters:
        query: words of the name, now or once, or a card's number; empty for all.
        unit: only those tied on the day to this unit, to those below it and to the areas covered.
        after: where the page before ended.
        limit: how many at most.
    """
    persons = _called(query, known_at) if query else Person.objects.all()
    if unit is not None:
        persons = persons.filter(_tied_to(unit, day, known_at))
    seen = access.visible_to(actor, persons, day).values("pk")
    lasting = PersonProfile.objects.known(known_at).filter(valid_to=OPEN_END, person__in=seen)
    if after is not None:
        lasting = lasting.filter(Q(sort_key__gt=after.sort_key) | Q(sort_key=after.sort_key, person__gt=after.person_id))
    found = list(lasting.order_by("sort_key", "person").values_list("sort_key", "person")[:limit + 1])
    rows = _person_rows([person for _key, person in found[:limit]], day, known_at)
    return PersonPage(tuple(rows), PersonSpot(*found[limit - 1]) if len(found) > limit else None)


def _in_order(persons: QuerySet[Person]) -> QuerySet[Any, int]:
    """The ids of persons by name, then birth; of each one profile lasts, and that is the one to sort by."""
    lasting = PersonProfile.objects.known().filter(valid_to=OPEN_END, person__in=persons.values("pk"))
    return lasting.order_by("sort_key", F("born_on").asc(nulls_last=True), "person").values_list("person", flat=True)


def _person_rows(person_ids: list[int], day: date, known_at: datetime | None = None) -> list[PersonRow]:
    names: dict[int, tuple[str, Birth | None]] = {}
    for part in chunks(person_ids):
        for person, since, name, born_on, precision in _names(persons=part, known_at=known_at):
            if since <= day or person not in names:  # as in ``profiles_of``
                names[person] = name, Birth(born_on, Precision(precision)) if born_on else None
    ties = _ties(person_ids, day, known_at)
    return [PersonRow(person, *names[person], tuple(ties.get(person, []))) for person in person_ids if person in names]


@prepared
def _names(*, persons: list[int], known_at: datetime | None) -> QuerySet[Any, Any]:
    rows = PersonProfile.objects.known(known_at).filter(person__in=persons).order_by("valid_from")
    return rows.values_list("person", "valid_from", "full_name", "born_on", "born_precision")


@dataclass(frozen=True)
class PostHeld:
    """A post in a person's life."""

    version_id: int
    unit_id: int
    unit: str
    kind: str
    title: str
    since: date
    until: date | None
    obtained: str
    term_ends_on: date | None
    term_label: str
    end_reason: str
    decision: str
    end_decision: str
    unconfirmed: bool
    is_latest: bool
    fact_id: UUID
    chain: frozenset[int]

    @property
    def how(self) -> str:
        """How it was obtained, in words."""
        return str(Obtained(self.obtained).label)

    @property
    def why_ended(self) -> str:
        """Why it ended, in words; empty while it lasts."""
        return str(HoldingEnd(self.end_reason).label) if self.end_reason else ""


@dataclass(frozen=True)
class MemberRow:
    """A membership in a person's life."""

    version_id: int
    unit_id: int
    unit: str
    stage: str
    admitted_on: date | None
    official_on: date | None
    since: date
    until: date | None
    end_reason: str
    is_latest: bool


@dataclass(frozen=True)
class QualificationRow:
    """A qualification in force on a day."""

    version_id: int
    field: str
    level: str
    since: date


@dataclass(frozen=True)
class PersonRecord:
    """Everything known of a person on a day, as far as the asker may read it.

    Parameters:
        version_id: the profile's version, for a correction.
        born, sex, home_place, phone, member_card, ethnicity: None when unknown or hidden; ``hidden`` tells.
        posts: current ones first, then past ones, newest first.
        memberships: newest first.
        hidden: the fields that the asker may not read.
    """

    person_id: int
    version_id: int
    name: str
    since: date
    profiles: int
    born: Birth | None
    sex: str | None
    home_place: str | None
    phone: str | None
    member_card: str | None
    ethnicity: str | None
    qualifications: tuple[QualificationRow, ...]
    posts: tuple[PostHeld, ...]
    memberships: tuple[MemberRow, ...]
    former_names: tuple[tuple[str, date], ...]
    hidden: frozenset[str]
    unconfirmed: bool

    def age_on(self, day: date) -> Age | None:
        """The age by month on a day; None when the birth is unknown or hidden."""
        return age_at(self.born, day) if self.born else None


def _until(fact: Any) -> date | None:
    return None if fact.valid_to == OPEN_END else fact.valid_to


def person_record(actor: Actor, person_id: int, day: date, known_at: datetime | None = None) -> PersonRecord | None:
    """A person's record as of a day and as known at a moment; None when there is none that the actor may see.

    Fields of a class that the actor may not read are None, and named in ``hidden``.
    """
    person = access.visible_to(actor, Person.objects.filter(pk=person_id), day).first()
    profile = profiles_of([person_id], day, known_at).get(person_id) if person else None
    if profile is None:
        return None
    sensitive = bool(access.visible_ids(actor, [person_id], day, Right.SEE_SENSITIVE))
    hidden = frozenset(name for name in HIDEABLE if not fields.readable("PersonProfile", name, internal=True, sensitive=sensitive))
    profiles = list(PersonProfile.objects.known(known_at).filter(person=person_id, valid_from__lte=day).order_by("valid_from"))
    former = {each.full_name: each.valid_to for each in profiles if each.full_name != profile.full_name}
    holdings = list(Holding.objects.known(known_at).filter(person=person_id, valid_from__lte=day)
                    .select_related("post", "decision", "end_decision").order_by("-valid_from"))
    members = list(Membership.objects.known(known_at).filter(person=person_id, valid_from__lte=day).order_by("-valid_from"))
    units = _unit_versions([*(each.post.unit_id for each in holdings), *(each.unit_id for each in members)], day, known_at)
    later = {(each.post_id, each.valid_from) for each in holdings}
    posts = [_post_held(each, units[each.post.unit_id], is_latest=(each.post_id, each.valid_to) not in later) for each in holdings if each.post.unit_id in units]
    read: dict[str, str | None] = {name: None if name in hidden else getattr(profile, name) for name in HIDEABLE if name != "born_on"}
    return PersonRecord(
        person_id, profile.pk, profile.full_name, profile.valid_from, len(profiles), None if "born_on" in hidden else birth_in(profile),
        sex=read["sex"], home_place=read["home_place"], phone=read["phone"], member_card=read["member_card"], ethnicity=read["ethnicity"],
        qualifications=tuple(QualificationRow(each.pk, each.field, each.level, each.valid_from) for each in
                             Qualification.objects.known(known_at).on(day).filter(person=person_id).order_by("field")),
        posts=tuple(sorted(posts, key=lambda row: (row.until is not None and row.until <= day, ORDER[row.kind] if row.until is None else 0))),
        memberships=tuple(MemberRow(each.pk, each.unit_id, units[each.unit_id].name if each.unit_id in units else "", each.stage, each.admitted_on,
                                    each.official_on, each.valid_from, _until(each), each.end_reason, number == 0)
                          for number, each in enumerate(members)),
        former_names=tuple(former.items()), hidden=hidden, unconfirmed=profile.unconfirmed)


def _post_held(each: Holding, unit: UnitVersion, *, is_latest: bool) -> PostHeld:
    return PostHeld(each.pk, unit.unit_id, unit.name, each.post.kind, title_of(each.post.kind, unit_kind=unit.kind, level=unit.level), each.valid_from,
                    _until(each), each.obtained, each.term_ends_on, each.term_label, each.end_reason, str(each.decision or ""),
                    str(each.end_decision or ""), each.unconfirmed, is_latest, each.fact_id, frozenset(unit.chain))


def _unit_versions(unit_ids: Iterable[int], day: date, known_at: datetime | None) -> dict[int, UnitVersion]:
    """Units as they stood on a day, or last stood before it."""
    wanted = set(unit_ids)
    found: dict[int, UnitVersion] = {}
    versions = UnitVersion.objects.filter(unit__in=wanted).order_by("valid_from")
    versions = versions.filter(superseded_at=None) if known_at is None else versions.filter(
        Q(superseded_at=None) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)
    for version in versions:
        if version.valid_from <= day or version.unit_id not in found:
            found[version.unit_id] = version
    return found


# Committees


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


def holding_of(fact_id: UUID) -> Holding | None:
    """The holding of a fact's id as believed now, with its post; None when there is none."""
    found: Holding | None = Holding.objects.known().filter(fact_id=fact_id).select_related("post").first()
    return found


def holdings_with(fact_ids: Iterable[UUID]) -> dict[UUID, Holding]:
    """The holdings of facts' ids as believed now, with their posts; those that are none are left out."""
    ordered = sorted(set(fact_ids))
    return {each.fact_id: each for start in range(0, len(ordered), LONGEST)
            for each in Holding.objects.known().filter(fact_id__in=ordered[start:start + LONGEST]).select_related("post")}


def facts_of_holdings(version_ids: Sequence[int]) -> list[UUID]:
    """The facts' ids of versions of holdings, in the order of ``version_ids``."""
    found = {pk: fact for part in chunks(version_ids) for pk, fact in Holding.objects.filter(pk__in=part).values_list("pk", "fact_id")}
    return [found[each] for each in version_ids]


def names_on(person_ids: Iterable[int], day: date) -> dict[int, str]:
    """What persons are called on a day."""
    return {person: profile.full_name for person, profile in profiles_of(person_ids, day).items()}


def may_keep(actor: Actor, person_id: int, day: date) -> bool:
    """Whether the actor keeps persons at one of the units that a person is tied to; agrees with the operations."""
    return any(actor.refusal(Right.KEEP_PERSONS, [unit], day) is None for unit in access.units_of(person_id, day)[:MOST_UNITS])


def units_on(unit_ids: Iterable[int], day: date) -> QuerySet[UnitVersion]:
    """Units as they stand on a day."""
    return tree.versions(day).filter(unit__in=set(unit_ids))


def standing_of(unit_id: int, kind: str, day: date) -> PostStanding | None:
    """A post of a unit as it stands on a day; None when it does not."""
    found: PostStanding | None = PostStanding.objects.known().on(day).filter(post__unit=unit_id, post__kind=kind).first()
    return found


def names_of_readers(labels: Iterable[str]) -> dict[str, str]:
    """What the accounts are called that the log of reads names, by their labels, and whether it was a key of theirs; one query."""
    usernames = {label: label.removeprefix("user:").partition("/")[0] for label in labels if label.startswith("user:")}
    names = dict(User.objects.filter(username__in=set(usernames.values())).values_list("username", "display_name"))
    return {label: names[username] if label == f"user:{username}" else _("%(name)s, qua khóa truy cập") % {"name": names[username]}
            for label, username in usernames.items() if username in names}
