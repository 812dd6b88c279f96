"""What falls due under a unit, of every kind that an app has registered: one list for the page, the download and the command."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kientoan.core.access import Actor
from kientoan.org import queries
from kientoan.org.due import DueItem, DueSource, sources
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, no_such_unit
from kientoan.people.queries import names_on


@dataclass(frozen=True)
class Due:
    """Something due, with the kind that found it."""

    source: DueSource
    item: DueItem

    @property
    def detail(self) -> str:
        """What tells it from others of its kind, in words."""
        return self.source.word(self.item.detail) if self.item.detail else ""


@dataclass(frozen=True)
class DueRow:
    """A line of the page.

    Parameters:
        left: days until it is due; below nought when it is late.
    """

    due: Due
    unit: str
    name: str
    left: int


@dataclass(frozen=True)
class DueList:
    """What is due, in order.

    Parameters:
        found: everything, the first due first.
        counts: how many of each kind, whatever kinds are asked for.
        kinds, hidden: kinds that the asker may see here, and those that they may not.
    """

    unit: UnitVersion
    day: date
    found: tuple[Due, ...]
    counts: dict[str, int]
    kinds: tuple[DueSource, ...]
    hidden: tuple[DueSource, ...]

    def rows(self, start: int = 0, limit: int | None = None) -> list[DueRow]:
        """The lines of a page with their names; three queries for up to 500."""
        shown = self.found[start:None if limit is None else start + limit]
        units = names_of({each.item.unit_id for each in shown}, self.day)
        names = names_on({each.item.person_id for each in shown if each.item.person_id}, self.day)
        return [DueRow(each, units.get(each.item.unit_id, ""), names.get(each.item.person_id or 0, ""), (each.item.due_on - self.day).days) for each in shown]

    def as_json(self, code: str = "") -> dict[str, Any]:
        """One JSON object: kind, unit, day and rule of each; nobody's name.

        Parameters:
            code: the official code of the area that was asked for.
        """
        units = names_of({each.item.unit_id for each in self.found}, self.day)
        codes = queries.codes_of_areas({each.item.unit_id for each in self.found}, self.day)
        return {"figure": "due", "unit": {"code": code or self.unit.code or None, "name": self.unit.name}, "as_of": self.day.isoformat(),
                "items": [{"kind": each.source.key, "unit": units.get(each.item.unit_id, ""), "code": codes.get(each.item.unit_id), "due_on": each.item.due_on.isoformat(),
                           "rule": each.item.rule, "detail": each.item.detail} for each in self.found]}


def due_list(actor: Actor, unit: UnitVersion, day: date, *, first: date | None = None, last: date | None = None, within: int = 90, kinds: Collection[str] = ()) -> DueList:
    """What is due under a unit; a fixed number of queries for each kind.

    Parameters:
        unit: an organisation.
        first, last: of which days; by default from ``day`` on, for ``within`` days.
        kinds: only these; empty for all.

    Raises:
        NotFound: when the actor may see no kind at the unit.
    """
    allowed = [source for source in sources() if actor.refusal(source.right, [unit.unit_id], day) is None]
    if not allowed:
        raise no_such_unit()
    begins, ends = first or day, last or day + timedelta(days=within)
    found = [Due(source, item) for source in allowed for item in source.find(unit, day, begins, ends)]
    counts = Counter(each.source.key for each in found)
    wanted = [each for each in found if not kinds or each.source.key in kinds]
    ordered = sorted(wanted, key=lambda each: (each.item.due_on, each.source.key, each.item.unit_id, each.item.person_id or 0))
    return DueList(unit, day, tuple(ordered), dict(counts), tuple(allowed), tuple(source for source in sources() if source not in allowed))


