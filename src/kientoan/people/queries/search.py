"""Lists of persons: found by name or card, tied to a unit, page by page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from kientoan.core.access import Actor, Right, SystemActor
from kientoan.core.prepared import prepared
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.people import access
from kientoan.people.access import chunks
from kientoan.people.enums import ORDER, MemberStage, title_of
from kientoan.people.models import Holding, Membership, Person, PersonProfile
from kientoan.people.queries.posts import scope_of
from kientoan.rules.periods import OPEN_END
from kientoan.rules.persons import Birth, Precision
from kientoan.rules.vntext import search_terms


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


def _ties(person_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, list[Tie]]:
    """What ties persons to units on a day: posts first, then the membership."""
    wanted = list(chunks(person_ids))
    holdings = [row for part in wanted for row in _posts_held(persons=part, day=day, known_at=known_at)]
    members = [row for part in wanted for row in _members(persons=part, day=day, known_at=known_at)]
    units = {unit: rest for part in chunks(unit for _person, unit, _what in [*holdings, *members])
             for unit, *rest in _what_units_are(units=part, day=day, known_at=known_at)}
    return _in_words(holdings, members, units)


def _ties_among(ties: access.Ties, person_ids: Collection[int], day: date) -> dict[int, list[Tie]]:
    """The same, of some of the persons whose ties by the day were read."""
    return _in_words([(person, unit, kind) for person, unit, kind, until in ties.posts if until > day and person in person_ids],
                     [(person, unit, stage) for person, unit, stage, until in ties.memberships if until > day and person in person_ids],
                     {unit: (tied.name, tied.kind, tied.level) for unit, tied in ties.units.items() if tied.until > day})


def _in_words(holdings: Iterable[Sequence[Any]], members: Sequence[Sequence[Any]], units: Mapping[int, Sequence[str]]) -> dict[int, list[Tie]]:
    found: defaultdict[int, list[Tie]] = defaultdict(list)
    for person, unit, kind in sorted(holdings, key=lambda row: ORDER[row[2]]):
        if unit in units:
            name, unit_kind, level = units[unit]
            found[person].append(Tie(unit, name, title_of(kind, unit_kind=unit_kind, level=level)))
    stages = {stage: str(MemberStage(stage).label) for stage in {stage for _person, _unit, stage in members}}
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
    ties = access.ties_of(first, day)
    seen = set(first) if isinstance(actor, SystemActor) else ties.reached(access.tops_of(actor, Right.SEE_PERSONS))
    if len(first) < limit + MORE or len(seen) >= limit:
        found = [person for person in first if person in seen][:limit]
        return _person_rows(found, day, lasting=first, ties=_ties_among(ties, set(found), day))
    # Whoever sees most people found a page of them among the first; who sees few is better served by beginning with those.
    return _person_rows(list(_in_order(access.visible_to(actor, called(query), day))[:limit]), day)


MORE = 27
"""How many more than a page are looked at first, for those whom the asker may not see."""


LASTING = ("person", "sort_key", "born_on", "valid_from", "full_name", "born_precision")
"""What is read of the profile that lasts."""


def _first_called(query: str, limit: int) -> dict[int, tuple[Any, ...]]:
    """The first persons, by their lasting names, whose name, now or once, has every word, or whose card it is; with what ``LASTING`` names."""
    if not (terms := search_terms(query)):
        return {}
    exact, words = tuple(exact for _term, exact in terms), [term for term, _exact in terms]
    found = {row[0]: row for row in _lasting_called(exact, limit, words=words)}
    others = {person for person, in [*_carrying(card=_card(query)), *_formerly_called(exact, words=words)]} - found.keys()
    for part in chunks(others):
        found |= {row[0]: row for row in _lasting_of(persons=part)}
    return {row[0]: row for row in sorted(found.values(), key=lambda row: (row[1], row[2] or OPEN_END, row[0]))[:limit]}


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
    return lasting.order_by("sort_key", F("born_on").asc(nulls_last=True), "person").values_list(*LASTING)[:limit]


@prepared
def _formerly_called(exact: tuple[bool, ...], *, words: list[str]) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known().filter(_named(exact, words), valid_to__lt=OPEN_END).values_list("person")


@prepared
def _carrying(*, card: str) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known().filter(member_card=card).exclude(member_card="").values_list("person")


@prepared
def _lasting_of(*, persons: list[int]) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known().filter(valid_to=OPEN_END, person__in=persons).values_list(*LASTING)


def called(query: str, known_at: datetime | None = None) -> QuerySet[Person]:
    """The persons whose name has every word of ``query``, or whose card it is; none for a query without a word."""
    terms = search_terms(query)
    if not terms:
        return Person.objects.none()
    named = _named([exact for _term, exact in terms], [term for term, _exact in terms])
    return Person.objects.filter(pk__in=PersonProfile.objects.known(known_at).filter(named | Q(member_card=_card(query))).values("person"))


def tied_to(unit: UnitVersion, day: date, known_at: datetime | None = None) -> Q:
    """The condition that a person is tied on a day to a unit, to one below it or to an area covered, or was entered there."""
    units = scope_of(unit, day, known_at).values("unit").order_by()
    return (Q(pk__in=Holding.objects.known(known_at).on(day).filter(post__unit__in=units).values("person"))
            | Q(pk__in=Membership.objects.known(known_at).on(day).filter(unit__in=units).values("person")) | Q(entered_at__in=units))


def persons_of(unit: UnitVersion, day: date, *, actor: Actor, start: int = 0, limit: int = 100) -> Page:
    """The persons tied on a day to a unit, to those below it and to the areas covered, by name, whom the actor may see.

    Parameters:
        start, limit: which of them.
    """
    tied = Person.objects.filter(tied_to(unit, day))
    # Whoever keeps the whole scope sees all who are tied to it; only the others are asked about one by one.
    kept = access.sees_all(actor, [unit, *(areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else [])])
    seen = _in_order(tied.exclude(access.is_restricted()) if kept else access.visible_to(actor, tied, day))
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
    persons = called(query, known_at) if query else Person.objects.all()
    if unit is not None:
        persons = persons.filter(tied_to(unit, day, known_at))
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


def _person_rows(person_ids: list[int], day: date, known_at: datetime | None = None, *, lasting: Mapping[int, tuple[Any, ...]] | None = None,
                 ties: dict[int, list[Tie]] | None = None) -> list[PersonRow]:
    """The rows of a list; ``lasting`` and ``ties`` are what was read of the persons before."""
    names: dict[int, tuple[str, Birth | None]] = {}
    for person, _key, born_on, since, name, precision in (lasting or {}).values():
        if since <= day:  # what lasts and has begun is what holds on the day
            names[person] = name, Birth(born_on, Precision(precision)) if born_on else None
    for part in chunks(set(person_ids) - names.keys()):
        for person, since, name, born_on, precision in _names(persons=part, known_at=known_at):
            if since <= day or person not in names:  # as in ``profiles_of``
                names[person] = name, Birth(born_on, Precision(precision)) if born_on else None
    if ties is None:
        ties = _ties(person_ids, day, known_at)
    return [PersonRow(person, *names[person], tuple(ties.get(person, []))) for person in person_ids if person in names]


@prepared
def _names(*, persons: list[int], known_at: datetime | None) -> QuerySet[Any, Any]:
    rows = PersonProfile.objects.known(known_at).filter(person__in=persons).order_by("valid_from")
    return rows.values_list("person", "valid_from", "full_name", "born_on", "born_precision")
