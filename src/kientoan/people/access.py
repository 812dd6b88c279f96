"""Who may see which person: whoever may see persons at, or above, a unit that the person is or was tied to."""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kientoan.core.access import Actor, Right, SystemActor
from kientoan.core.prepared import LONGEST, prepared
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.models import UnitVersion
from kientoan.people.models import AccountTie, Holding, Membership, Person, Restriction
from kientoan.rules.periods import OPEN_END


def is_restricted(person: str = "pk") -> Exists:
    """The condition that a person's record is restricted now (PV-09): it is in no list, search or export, on whatever day they are.

    Parameters:
        person: the field that names the person in the outer question.
    """
    return Exists(Restriction.objects.known().filter(person=OuterRef(person), valid_to=OPEN_END))


def restricted_among(person_ids: Collection[int]) -> set[int]:
    """Which of some persons have a record that is restricted now; one query."""
    return set(Restriction.objects.known().filter(person__in=list(person_ids), valid_to=OPEN_END).values_list("person", flat=True))


def own_person(user_id: int, on: date) -> int | None:
    """The person whose own account this is on a day; None when it is nobody's."""
    found: int | None = AccountTie.objects.known().on(on).filter(account=user_id).values_list("person", flat=True).first()
    return found


def _units_within(actor: PersonActor, right: Right, day: date) -> QuerySet[UnitVersion]:
    """Units at which the actor has ``right`` on ``day``: as they stand, or as they last stood."""
    granted = UnitVersion.objects.filter(superseded_at=None, unit__in=actor.unit_ids(right))
    tops = {(version.unit_id, version.depth): version for version in granted}
    later = UnitVersion.objects.filter(superseded_at=None, unit=OuterRef("unit"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=day)
    return UnitVersion.objects.filter(tree.below_any(tops.values()), superseded_at=None, valid_from__lte=day).exclude(Exists(later))


def visible_to(actor: Actor, persons: QuerySet[Person], day: date, right: Right = Right.SEE_PERSONS, *, restricted: bool = False) -> QuerySet[Person]:
    """The persons among ``persons`` at one of whose units the actor has ``right``.

    Parameters:
        day: the day; posts and memberships count that had begun by then, ended ones too.
        right: to see them, or to read what is sensitive.
        restricted: whether those whose record is restricted are among them; the machine sees all.
    """
    if isinstance(actor, SystemActor):
        return persons
    if not isinstance(actor, PersonActor) or not actor.unit_ids(right):
        return persons.none()
    units = _units_within(actor, right, day).values("unit")
    holding = Holding.objects.known().filter(valid_from__lte=day, post__unit__in=units).values("person")
    member = Membership.objects.known().filter(valid_from__lte=day, unit__in=units).values("person")
    found = persons.filter(Q(pk__in=holding) | Q(pk__in=member) | Q(entered_at__in=units))
    return found if restricted else found.exclude(is_restricted())


def sees_all(actor: Actor, units: Iterable[UnitVersion], right: Right = Right.SEE_PERSONS) -> bool:
    """Whether the actor sees everybody who is tied to one of ``units`` or below it, as they stand."""
    if not isinstance(actor, PersonActor):
        return isinstance(actor, SystemActor)
    tops = actor.unit_ids(right)
    return all(not tops.isdisjoint(unit.chain) for unit in units)


@dataclass(frozen=True)
class TiedUnit:
    """A unit that persons are tied to, as it last stood by the day."""

    name: str
    kind: str
    level: str
    until: date
    chain: frozenset[int]


@dataclass(frozen=True)
class Ties:
    """What has tied persons to units by a day, ended ties too, as believed now.

    Parameters:
        posts: person, unit, kind of post, first day no longer held.
        memberships: person, unit, stage, first day no longer a member there.
        entered: person, and the unit that entered the record.
        units: all of these that had begun by the day.
        closed: the persons whose record is restricted now.
    """

    posts: list[tuple[int, int, str, date]]
    memberships: list[tuple[int, int, str, date]]
    entered: list[tuple[int, int]]
    units: dict[int, TiedUnit]
    closed: set[int] = field(default_factory=set)

    def reached(self, tops: Collection[int], *, restricted: bool = False) -> set[int]:
        """The persons who were tied to a unit at or under one of ``tops``.

        Parameters:
            restricted: whether those whose record is restricted are among them.
        """
        within = {unit for unit, tied in self.units.items() if not tied.chain.isdisjoint(tops)}
        tied = {person for person, unit, *_rest in self.posts + self.memberships if unit in within} | {person for person, unit in self.entered if unit in within}
        return tied if restricted else tied - self.closed


def ties_of(person_ids: Iterable[int], day: date) -> Ties:
    """The ties of persons by a day, in four queries."""
    found = Ties([], [], [], {})
    for part in chunks(person_ids):
        found.posts.extend(_posts_ever(persons=part, day=day))
        found.memberships.extend(_organizations_ever(persons=part, day=day))
        for person, unit, is_closed in _entered_at(persons=part):
            found.entered.append((person, unit))
            if is_closed:
                found.closed.add(person)
    tied = [unit for _person, unit, *_rest in (*found.posts, *found.memberships)] + [unit for _person, unit in found.entered]
    for part in chunks(tied):
        for unit, name, kind, level, until, *chain in _tied_units(units=part, day=day):  # the last one by the day
            found.units[unit] = TiedUnit(name, kind, level, until, frozenset(chain))
    return found


def visible_ids(actor: Actor, person_ids: Collection[int], day: date, right: Right = Right.SEE_PERSONS, *, restricted: bool = False) -> set[int]:
    """Those of ``person_ids`` whom the actor may see; agrees with ``visible_to``.

    Parameters:
        restricted: whether those whose record is restricted are among them, as where persons are only counted.
    """
    if isinstance(actor, SystemActor):
        return set(person_ids)
    tops = tops_of(actor, right)
    return ties_of(person_ids, day).reached(tops, restricted=restricted) if tops else set()


def tops_of(actor: Actor, right: Right) -> Set[int]:
    """The units at or below which a person's account has a right."""
    return actor.unit_ids(right) if isinstance(actor, PersonActor) else set()


def chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    """Ids in lists short enough for one prepared query each."""
    ordered = sorted(set(ids))
    return (ordered[start:start + LONGEST] for start in range(0, len(ordered), LONGEST))


@prepared
def _posts_ever(*, persons: list[int], day: date) -> QuerySet[Any, Any]:
    return Holding.objects.known().filter(valid_from__lte=day, person__in=persons).values_list("person", "post__unit", "post__kind", "valid_to")


@prepared
def _organizations_ever(*, persons: list[int], day: date) -> QuerySet[Any, Any]:
    return Membership.objects.known().filter(valid_from__lte=day, person__in=persons).values_list("person", "unit", "stage", "valid_to")


@prepared
def _entered_at(*, persons: list[int]) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk__in=persons).values_list("pk", "entered_at", is_restricted())


@prepared
def _tied_units(*, units: list[int], day: date) -> QuerySet[Any, Any]:
    begun = UnitVersion.objects.filter(superseded_at=None, unit__in=units, valid_from__lte=day).order_by("valid_from")
    return begun.values_list("unit", "name", "kind", "level", "valid_to", *tree.COLUMNS)


def may_see(actor: Actor, person_id: int, day: date) -> bool:
    """Whether the actor may see one person; agrees with ``visible_to``."""
    return visible_to(actor, Person.objects.filter(pk=person_id), day).exists()


def is_closed_to(actor: Actor, person_id: int, day: date, right: Right) -> bool:
    """Whether a person's record is restricted and the actor would reach it by a right otherwise."""
    within = visible_to(actor, Person.objects.filter(pk=person_id), day, right, restricted=True)
    return bool(restricted_among([person_id])) and within.exists()


def refuse_unseen(actor: Actor, person_ids: Collection[int], day: date, message: str) -> None:
    """Refuse when one of the persons is none that the actor may know of.

    Raises:
        NotFound: with ``message``.
    """
    wanted = set(person_ids)
    seen = visible_ids(actor, wanted, day) if not isinstance(actor, SystemActor) else _existing(wanted)
    if wanted - seen:
        raise NotFound(message, place="person")


def _existing(person_ids: Collection[int]) -> set[int]:
    ordered = sorted(person_ids)
    return {person for start in range(0, len(ordered), 500)
            for person in Person.objects.filter(pk__in=ordered[start:start + 500]).values_list("pk", flat=True)}


def units_of(person_id: int, day: date) -> list[int]:
    """The units that a person is tied to on ``day``: organisation first, then posts; of one with none, those before and the one that
    entered the record."""
    member = Membership.objects.known().filter(person=person_id, valid_from__lte=day).order_by("-valid_from").values_list("unit", "valid_to")
    posts = Holding.objects.known().filter(person=person_id, valid_from__lte=day).order_by("-valid_from").values_list("post__unit", "valid_to")
    ties = [*member, *posts]
    now = [unit for unit, valid_to in ties if valid_to > day]
    entered = Person.objects.filter(pk=person_id).values_list("entered_at", flat=True)
    return list(dict.fromkeys(now or [*(unit for unit, _end in ties), *entered]))
