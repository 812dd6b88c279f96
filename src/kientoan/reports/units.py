"""How many units stand at or under one, by level and kind."""

from dataclasses import asdict, dataclass
from typing import Any

from kientoan.org import queries, tree
from kientoan.org.enums import LEVELS_OF_TREE, Tree
from kientoan.org.queries import Counts
from kientoan.reports.figure import UNITS, Asked, FrozenRow, content_of
from kientoan.reports.remembered import TREE_FACTS, remembered


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

    def frozen_content(self) -> dict[str, Any]:
        """The content of a frozen copy: every unit counted; those directly below are its lines, and the unit itself; two queries more."""
        unit, depth = self.asked.unit, self.asked.unit.depth + 1
        found = list(tree.below(unit, self.asked.day, self.asked.known_at).order_by("depth", "sort_key", "unit"))
        codes = queries.codes_of_areas([unit.unit_id, *(each.unit_id for each in found if each.depth == depth)], self.asked.day, self.asked.known_at)
        numbers = {f"level.{key}": count for key, count in self.counts.items()} | {f"kind.{key}": count for key, count in self.by_kind.items()}
        return content_of(
            UNITS, self.asked, parameters={}, numbers=numbers | {f"awaiting.{key}": count for key, count in self.awaiting.items()},
            lines=[(each.unit_id, each.code or codes.get(each.unit_id, ""), each.name) for each in found if each.depth <= depth],
            rows=[FrozenRow(each.unit_id, each.name, each.chain[depth] if each.depth >= depth else unit.unit_id,
                            {"level": each.level, "kind": each.kind, "awaiting": each.awaiting and not unit.awaiting},
                            {"org.UnitVersion": [each.pk]}) for each in found])


def count_units(asked: Asked) -> UnitsFigure:
    """Count them.

    Parameters:
        asked: for which unit and day.
    """
    def count() -> dict[str, dict[str, int]]:
        return asdict(queries.counts_below(asked.unit, asked.day, asked.known_at))

    counts = Counts(**remembered(UNITS, asked, count, rests_on=TREE_FACTS))
    levels = [level.value for level in LEVELS_OF_TREE[Tree(asked.unit.tree)]]
    return UnitsFigure(asked, {level: counts.by_level.get(level, 0) for level in levels}, dict(sorted(counts.by_kind.items())),
                       {level: counts.awaiting[level] for level in levels if level in counts.awaiting})
