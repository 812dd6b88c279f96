"""What is counted of a committee: who is young, at which month ages are judged, the figures of a body (CG-12 to CG-19, RP-07)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kientoan.rules.figures import Share
from kientoan.rules.tree import Level

YOUNG_UNDER: Sequence[tuple[date, int, str]] = (
    (date(2015, 1, 1), 40, "CG-12"),
    (date(2024, 6, 14), 42, "CG-13"),
)
"""Who is young: under how many years, since when, by which rule. 42 of 2025 is from memory and unverified: a setting shown as one."""
UNVERIFIED_SINCE = date(2024, 6, 14)
REFERENCE_MONTHS: Mapping[Level, int] = {Level.CELL: 4, Level.GRASSROOTS: 4, Level.SUPERIOR: 6, Level.PROVINCIAL: 9}
"""The month of a congress year at which ages are judged, by level (CG-17; the grassroots' April of 2020 is unverified)."""


def young_under(day: date) -> tuple[int, str]:
    """Under how many years somebody is young on a day, and the rule's id."""
    found = [(years, rule) for since, years, rule in YOUNG_UNDER if since <= day]
    return found[-1] if found else (YOUNG_UNDER[0][1], YOUNG_UNDER[0][2])


def reference_day(level: Level, elected_on: date) -> date:
    """The day of the month at which ages in a body elected on a day are judged (CG-17)."""
    return date(elected_on.year, REFERENCE_MONTHS.get(level, 4), 1)


@dataclass(frozen=True)
class Seated:
    """Who sits in a committee, as far as it is counted.

    Parameters:
        age_in_months: at the reference month; None when the birth is not known.
        is_woman: whether a woman; None when not known.
        is_minority: whether of an ethnic minority; None when not known or not to be read.
        first_time: whether the seat is held for the first time.
        levels: the level of each field of study.
    """

    age_in_months: int | None
    is_woman: bool | None
    is_minority: bool | None
    first_time: bool
    levels: Mapping[str, str]


@dataclass(frozen=True)
class Composition:
    """The figures of a body.

    Parameters:
        seats, filled: how many seats there are and are held.
        women, minority, young, first_time, re_elected: of those who sit; a share's whole is those of whom it is known.
        average_tenths: the average age in tenths of a year, half rounded up; None when no age is known.
        levels: how many have each level of study.
    """

    seats: int
    filled: int
    women: Share
    minority: Share
    young: Share
    first_time: Share
    re_elected: Share
    average_tenths: int | None
    levels: Mapping[str, int]

    @property
    def shortage(self) -> int:
        """Seats that nobody holds."""
        return max(self.seats - self.filled, 0)


def _share(known: Collection[bool]) -> Share:
    return Share(sum(known), len(known))


def composition(seats: int, seated: Sequence[Seated], *, young_years: int) -> Composition:
    """Count a body, from integers only.

    Parameters:
        seats: how many seats the body has.
        seated: who sits in it.
        young_years: who is young is under so many years.
    """
    ages = [each.age_in_months for each in seated if each.age_in_months is not None]
    levels: dict[str, int] = {}
    for each in seated:
        for level in each.levels.values():
            levels[level] = levels.get(level, 0) + 1
    total = sum(ages)
    return Composition(
        seats, len(seated), _share([each.is_woman for each in seated if each.is_woman is not None]),
        _share([each.is_minority for each in seated if each.is_minority is not None]), _share([age < young_years * 12 for age in ages]),
        _share([each.first_time for each in seated]), _share([not each.first_time for each in seated]),
        (total * 20 + 12 * len(ages)) // (24 * len(ages)) if ages else None, levels)
