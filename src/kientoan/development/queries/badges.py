"""Badges of Party age: who reaches one by which day of giving (RP-03, NM-11)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F

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
from kientoan.rules.development import badge_windows, badges_reached, batches_between, read_batches

PAGE = 100
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
    """A page of a day of giving with its members, how many there are in all, and the days before and after it."""

    batch: date
    before: date
    after: date
    rows: tuple[BadgeRow, ...]
    count: int


def reaching(unit: UnitVersion, first: date, last: date, day: date) -> list[tuple[int, int, date]]:
    """Person, unit and day of admission of the members of a day under a unit whose Party age may reach a badge between two days; one query.

    One question for each badge, laid together: so each is answered by the index of days of admission, where one question with twelve alternatives reads everybody. To SQLite,
    which knows nothing of how many there are, the units are a sum with nought, or it would go by them instead and read everybody of a province twelve times.
    """
    here = tree.below(unit, day).values("unit")
    parts: list[Any] = [Membership.objects.known().on(day).annotate(at=F("unit_id") + 0).filter(admitted_on__gte=low, admitted_on__lte=high, at__in=here)
                        .values_list("person", "unit", "admitted_on") for _years, low, high in badge_windows(first, last)]
    return list(parts[0].union(*parts[1:]))


def awarded(after: date, day: date) -> dict[tuple[int, int], date]:
    """The badges given after one day and by another, by person and years; of everybody, for they are few. One query.

    Parameters:
        after: a badge whose years are full after it cannot have been given before.
    """
    return {(person, years): on for person, years, on in BadgeAward.objects.known().on(day).filter(occurred_on__gt=after).values_list("person", "years", "occurred_on")}


def badges_at(actor: Actor, unit: UnitVersion, batch: date, day: date, *, start: int = 0, limit: int | None = PAGE) -> BadgePage:
    """Who reaches a badge by a day of giving, after the one before, the highest first; a fixed number of queries for a page of up to 500.

    Parameters:
        day: members as of its end.
        start: how many to pass over; ``limit`` how many at most, None for all.

    Raises:
        NotFound: when the actor may not know of the unit's members.
    """
    if not access.may_count(actor, unit.unit_id, day):
        raise no_such_unit()
    before = batch_before(batch)
    holders = reaching(unit, before + timedelta(days=1), batch, day)
    found = [(-years, full, person, at, admitted) for person, at, admitted in holders
             for years, full in badges_reached(admitted, before, batch)]
    shown = sorted(found)[start:None if limit is None else start + limit]
    persons = [row[2] for row in shown]
    names, units, apart, given = names_on(persons, day), names_of({row[3] for row in shown}, day), standings_on(persons, day), awarded(before, day)
    rows = [BadgeRow(person, names.get(person, ""), at, units.get(at, ""), -less, admitted, full, tuple(str(kind.label) for kind in StandingKind if kind in apart.get(person, ())),
                     given.get((person, -less))) for less, full, person, at, admitted in shown]
    return BadgePage(batch, before, next_batch(batch + timedelta(days=1)), tuple(rows), len(found))
