"""Badges of Party age: who reaches one by which day of giving (RP-03, NM-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from kientoan.config import Config
from kientoan.core.access import Actor
from kientoan.development import access
from kientoan.development.models import BadgeAward
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, no_such_unit
from kientoan.people.enums import StandingKind
from kientoan.people.models import Membership
from kientoan.people.queries import names_on, standings_on
from kientoan.rules.development import badge_at, badge_windows, batches_between, months_after, read_batches

CHUNK = 500
YEAR = timedelta(days=366)


def batches() -> tuple[tuple[int, int], ...]:
    """The days of the year on which badges are given, as the installation sets them; unverified."""
    return read_batches(Config.load().badge_days)


def next_batch(day: date) -> date:
    """The next day of giving, a day of giving itself included."""
    return batches_between(day, day + YEAR, batches())[0]


def batch_before(batch: date) -> date:
    """The day of giving before one."""
    return batches_between(batch - YEAR, batch - timedelta(days=1), batches())[-1]


@dataclass(frozen=True)
class BadgeRow:
    """A member who reaches a badge.

    Parameters:
        reached_on: the day on which the years are full.
        apart: what sets the member apart on the day, in words: exempted, suspended.
        given_on: when it was given; None while it was not.
    """

    person_id: int
    name: str
    unit_id: int
    unit: str
    years: int
    admitted_on: date
    reached_on: date
    apart: tuple[str, ...]
    given_on: date | None


@dataclass(frozen=True)
class BadgePage:
    """A day of giving with its members, and the days before and after it."""

    batch: date
    before: date
    after: date
    rows: tuple[BadgeRow, ...]


def reaching(unit: UnitVersion, first: date, last: date, day: date) -> QuerySet[Membership]:
    """The memberships of a day under a unit whose Party age reaches a badge between two days; asked by days of admission, which an index has."""
    window = Q(pk__in=[])
    for _years, low, high in badge_windows(first, last):
        window |= Q(admitted_on__gte=low, admitted_on__lte=high)
    return Membership.objects.known().on(day).filter(window, unit__in=tree.below(unit, day).values("unit"))


def reached(unit: UnitVersion, first: date, last: date, day: date) -> list[tuple[int, int, date]]:
    """``reaching`` as person, unit and day of admission."""
    return [(person, at, admitted) for person, at, admitted in reaching(unit, first, last, day).values_list("person", "unit", "admitted_on") if admitted is not None]


def awarded(person_ids: Iterable[int], day: date) -> dict[tuple[int, int], date]:
    """The badges given by a day, by person and years."""
    ordered = sorted(set(person_ids))
    return {(person, years): on for start in range(0, len(ordered), CHUNK) for person, years, on in
            BadgeAward.objects.known().on(day).filter(person__in=ordered[start:start + CHUNK]).values_list("person", "years", "occurred_on")}


def badges_at(actor: Actor, unit: UnitVersion, batch: date, day: date) -> BadgePage:
    """Who reaches a badge by a day of giving, after the one before; a fixed number of queries for 500.

    Parameters:
        day: members as of its end.

    Raises:
        NotFound: when the actor may not know of the unit's members.
    """
    if not access.may_count(actor, unit.unit_id, day):
        raise no_such_unit()
    before = batch_before(batch)
    found = [(person, at, admitted, years) for person, at, admitted in reached(unit, before + timedelta(days=1), batch, day)
             if (years := badge_at(admitted, batch, before)) is not None]
    persons = [row[0] for row in found]
    names, units, apart, given = names_on(persons, day), names_of({row[1] for row in found}, day), standings_on(persons, day), awarded(persons, day)
    rows = [BadgeRow(person, names.get(person, ""), at, units.get(at, ""), years, admitted, months_after(admitted, years * 12),
                     tuple(str(kind.label) for kind in StandingKind if kind in apart.get(person, ())), given.get((person, years))) for person, at, admitted, years in found]
    return BadgePage(batch, before, next_batch(batch + timedelta(days=1)), tuple(sorted(rows, key=lambda row: (-row.years, row.unit, row.name))))
