"""Targets and admissions by year, with the hamlet heads and how many of them are members: the figure of a plan over several years."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from kientoan.development.enums import AdmissionGroup
from kientoan.development.queries import admitted_between, groups_of, heads_and_members, targets_of
from kientoan.reports.figure import Asked, party_asked
from kientoan.rules.figures import Share

MOST_YEARS = 50


@dataclass(frozen=True)
class YearLine:
    """A year.

    Parameters:
        until: its last day, or the day of asking when that comes before.
        target: for all; None when none was set by then.
        admitted: by the day of the ceremony.
        by_group: admitted of each group; one person may be in several.
        heads, member_heads: hamlet heads on ``until``, and how many of them are members of the Party (VH-16 a).
    """

    year: int
    until: date
    target: int | None
    admitted: int
    by_group: dict[AdmissionGroup, int]
    heads: int
    member_heads: int

    @property
    def share(self) -> Share:
        """Members of the heads."""
        return Share(self.member_heads, self.heads)

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {"year": self.year, "until": self.until.isoformat(), "target": self.target, "admitted": self.admitted,
                "by_group": {group.value: self.by_group[group] for group in AdmissionGroup if group is not AdmissionGroup.ALL},
                "hamlet_heads": self.heads, "of_them_members": self.member_heads}


@dataclass(frozen=True)
class DevelopmentFigure:
    """The years of a unit, the first first."""

    asked: Asked
    years: tuple[YearLine, ...]

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return {"figure": "development", "unit": {"code": self.asked.code or None, "name": self.asked.unit.name}, "as_of": self.asked.day.isoformat(),
                "years": [line.as_json() for line in self.years]}


def development_figure(asked: Asked, *, first: int, last: int) -> DevelopmentFigure:
    """Each year as of its end, by the unit as it stood then; a fixed number of queries a year.

    Parameters:
        asked: for which unit, and up to which day.
        first, last: years, both counted; those that begin after the day are left out.

    Raises:
        NotFound: when no Party organisation covers the area on the day.
    """
    party = party_asked(asked)
    lines: list[YearLine] = []
    for year in range(first, last + 1):
        begins, until = date(year, 1, 1), min(date(year, 12, 31), asked.day)
        if begins > asked.day:
            break
        new = admitted_between(party.unit, begins, until)
        groups = groups_of([(each.person_id, each.on) for each in new])
        counted = Counter(group for each in new for group in groups[each.person_id])
        target = targets_of([party.unit.unit_id], [year], until).get((party.unit.unit_id, year, AdmissionGroup.ALL))
        lines.append(YearLine(year, until, target, len(new), {group: counted[group] for group in AdmissionGroup}, *heads_and_members(party.unit, until)))
    return DevelopmentFigure(party, tuple(lines))
