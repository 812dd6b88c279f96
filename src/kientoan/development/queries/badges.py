"""Badges of Party age: who reaches one by which day of giving (RP-03, NM-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from kientoan.config import Config
from kientoan.core.access import Actor
from kientoan.development import access
from kientoan.development.models import BadgeAward
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, no_such_unit
from kientoan.people.enums import LEAVINGS, MemberStage, StandingKind
from kientoan.people.models import Membership
from kientoan.people.queries import names_on, standings_on
from kientoan.rules.development import Belonging, badge_windows, badges_reached, batches_between, party_age, read_batches

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
        admitted_on: the first decision on admission.
        reached_on: the day on which the years are full.
        apart: what sets the member apart on the day, in words: exempted, suspended, once outside the Party.
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


@dataclass(frozen=True)
class Holder:
    """A member of a day with the day that Party age is counted from.

    Parameters:
        counts_from: the first decision on admission, later by ``away`` days outside the Party (NM-11).
    """

    person_id: int
    unit_id: int
    counts_from: date
    away: int = 0

    @property
    def admitted_on(self) -> date:
        """The first decision on admission."""
        return self.counts_from - timedelta(days=self.away)


def reaching(unit: UnitVersion, first: date, last: date, day: date) -> list[Holder]:
    """The members of a day under a unit whose Party age may reach a badge between two days; three queries, two where nobody came back.

    One question for each badge, laid together: so each is answered by the index of days of admission, where one question with twelve alternatives reads everybody. To SQLite,
    which knows nothing of how many there are, the units are a sum with nought, or it would go by them instead and read everybody of a province twelve times.
    """
    below = tree.below(unit, day)
    here = below.values("unit")
    parts: list[Any] = [Membership.objects.known().on(day).annotate(at=F("unit_id") + 0).filter(admitted_on__gte=low, admitted_on__lte=high, at__in=here)
                        .values_list("person", "unit", "admitted_on") for _years, low, high in badge_windows(first, last)]
    back = _returned(day)
    seen = set(below.filter(unit__in={each.unit_id for each in back.values() if each}).values_list("unit", flat=True))
    once = [Holder(*row) for row in parts[0].union(*parts[1:]) if row[0] not in back]
    return once + [each for each in back.values() if each and each.unit_id in seen]


def _returned(day: date, **of: int) -> dict[int, Holder | None]:
    """The members of a day who had left the Party before, by person; None for whose Party age is unknown, or counts only once official again. One query.

    Parameters:
        of: further conditions on the membership that ended.
    """
    left = Membership.objects.known().filter(end_reason__in=LEAVINGS, valid_to__lte=day, **of)
    rows = Membership.objects.known().filter(person__in=left.values("person"), valid_from__lte=day).order_by("person", "valid_from")
    found: dict[int, Holder | None] = {}
    for person, theirs in groupby(rows, key=lambda row: int(row.person_id)):
        held = list(theirs)
        if held[-1].valid_to > day and len(times := _times(held)) > 1:
            age = party_age(times) if held[-1].stage == MemberStage.OFFICIAL else None
            found[person] = Holder(person, held[-1].unit_id, age.counts_from, age.away) if age else None
    return found


def _times(rows: Sequence[Membership]) -> list[Belonging]:
    """The times in the Party that memberships in one organisation after another make up."""
    times: list[Belonging] = []
    decided_on = None
    for row in rows:
        decided_on = decided_on or row.admitted_on
        if row.end_reason in LEAVINGS:
            times.append(Belonging(decided_on, row.valid_to))
            decided_on = None
    return times if rows[-1].end_reason in LEAVINGS else [*times, Belonging(decided_on)]


def start_of(member: Membership, day: date) -> date | None:
    """The day that the Party age of a member of a day is counted from (NM-11); None when it is unknown, or counts only once official again. One query."""
    back = _returned(day, person=member.person_id)
    if member.person_id not in back:
        return member.admitted_on
    return each.counts_from if (each := back[member.person_id]) else None


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
    found = [(-years, full, each.person_id, each) for each in holders for years, full in badges_reached(each.counts_from, before, batch)]
    shown = sorted(found, key=lambda row: row[:3])[start:None if limit is None else start + limit]
    persons = [row[2] for row in shown]
    names, units, apart, given = names_on(persons, day), names_of({row[3].unit_id for row in shown}, day), standings_on(persons, day), awarded(before, day)
    rows = [BadgeRow(person, names.get(person, ""), each.unit_id, units.get(each.unit_id, ""), -less, each.admitted_on, full,
                     (*(str(kind.label) for kind in StandingKind if kind in apart.get(person, ())),
                      *([_("kết nạp lại, trừ %(days)s ngày ngoài Đảng (NM-11)") % {"days": each.away}] if each.away else [])),
                     given.get((person, -less))) for less, full, person, each in shown]
    return BadgePage(batch, before, next_batch(batch + timedelta(days=1)), tuple(rows), len(found))
