"""How many units stand at or under one, by level and kind."""

from dataclasses import dataclass
from typing import Any

from kientoan.org import queries
from kientoan.org.enums import LEVELS_OF_TREE, Tree
from kientoan.reports.figure import UNITS, Asked


@dataclass(frozen=True)
class UnitsFigure:
    """The answer: counts of every level of the tree, zeros included, and of the kinds there are.

    Parameters:
        awaiting: by level, the units that await a decision on their place; they are in no other count.
    """

    asked: Asked
    counts: dict[str, int]
    by_kind: dict[str, int]
    awaiting: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return self.asked.as_json(UNITS) | {"counts": self.counts, "by_kind": self.by_kind, "awaiting": self.awaiting}


def count_units(asked: Asked) -> UnitsFigure:
    """Count them.

    Parameters:
        asked: for which unit and day.
    """
    counts = queries.counts_below(asked.unit, asked.day, asked.known_at)
    levels = [level.value for level in LEVELS_OF_TREE[Tree(asked.unit.tree)]]
    return UnitsFigure(asked, {level: counts.by_level.get(level, 0) for level in levels}, dict(sorted(counts.by_kind.items())),
                       {level: counts.awaiting[level] for level in levels if level in counts.awaiting})
