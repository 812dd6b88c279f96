"""How many units stand at or under one, by level and kind."""

from dataclasses import dataclass
from typing import Any

from kientoan.org import queries
from kientoan.org.enums import LEVELS_OF_TREE, Tree
from kientoan.reports.figure import UNITS, Asked


@dataclass(frozen=True)
class UnitsFigure:
    """The answer: counts of every level of the tree, zeros included, and of the kinds there are."""

    asked: Asked
    counts: dict[str, int]
    by_kind: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return self.asked.as_json(UNITS) | {"counts": self.counts, "by_kind": self.by_kind}


def count_units(asked: Asked) -> UnitsFigure:
    """Count them.

    Parameters:
        asked: for which unit and day.
    """
    by_level, by_kind = queries.counts_below(asked.unit, asked.day, asked.known_at)
    levels = [level.value for level in LEVELS_OF_TREE[Tree(asked.unit.tree)]]
    return UnitsFigure(asked, {level: by_level.get(level, 0) for level in levels}, dict(sorted(by_kind.items())))
