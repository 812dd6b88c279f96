"""Two days of one figure side by side: both answers, the difference, and the units that made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy

from kientoan.congress.queries import Row
from kientoan.core.access import Actor
from kientoan.org import access, queries
from kientoan.org.enums import LEVELS_OF_TREE, Tree, UnitKind
from kientoan.org.models import UnitVersion
from kientoan.org.queries import Passage
from kientoan.reports.figure import SEASON, UNITS, Asked
from kientoan.reports.season import Child, SeasonFigure, added_up, visible_children
from kientoan.reports.units import UnitsFigure, count_units
from kientoan.rules.comparison import notes_between
from kientoan.rules.congress import State, Step
from kientoan.rules.reasons import Reason

T = TypeVar("T")


class Move(StrEnum):
    """What became of a unit between two days."""

    FOUNDED = "founded"
    CAME = "came"
    CHANGED = "changed"
    WENT = "went"
    ENDED = "ended"
    PASSED = "passed"


MOVE_LABELS = {
    Move.FOUNDED: gettext_lazy("lập mới"),
    Move.CAME: gettext_lazy("chuyển đến hoặc đổi cấp"),
    Move.CHANGED: gettext_lazy("đổi trạng thái"),
    Move.WENT: gettext_lazy("chuyển đi hoặc đổi cấp"),
    Move.ENDED: gettext_lazy("không còn"),
    Move.PASSED: gettext_lazy("có rồi thôi trong khoảng này"),
}


def move_of(passage: Passage) -> Move:
    """What a passage was."""
    if passage.entered_on and passage.left_on:
        return Move.PASSED
    if passage.entered_on:
        return Move.FOUNDED if passage.is_founded else Move.CAME
    return Move.ENDED if passage.is_ended else Move.WENT


def _tally(moves: Sequence[Move]) -> list[tuple[Move, str, int]]:
    return [(move, str(label), moves.count(move)) for move, label in MOVE_LABELS.items() if move in moves]


@dataclass(frozen=True)
class SeasonChange:
    """An organisation that came, left or changed its state between the two days.

    Parameters:
        unit: the organisation as it last stood there.
        move: what became of it.
        on: the day; None when no fact bears one.
        before, after: where its congress stood on each day; None on a day when it was not there.
    """

    unit: UnitVersion
    move: Move
    on: date | None
    before: State | None
    after: State | None


@dataclass(frozen=True)
class Pair:
    """A line of the board on both days; None on a day when there was none."""

    name: str
    first: Child | None
    second: Child | None

    @property
    def totals(self) -> tuple[int, int]:
        """The organisations on each day."""
        return self.first.total if self.first else 0, self.second.total if self.second else 0

    @property
    def held(self) -> tuple[int, int]:
        """Those that had held theirs by each day."""
        return self.first.held if self.first else 0, self.second.held if self.second else 0

    @property
    def more(self) -> tuple[int, int]:
        """What was added to the total and to those held; negative when it fell."""
        return self.totals[1] - self.totals[0], self.held[1] - self.held[0]


@dataclass(frozen=True)
class SeasonComparison:
    """A season's figure on two days, the earlier one first.

    Parameters:
        first, second: the figure on each day.
        changes: the organisations that made the difference, in the order of their days.
        notes: what cannot be compared across the two days.
    """

    first: SeasonFigure
    second: SeasonFigure
    changes: tuple[SeasonChange, ...]
    notes: tuple[Reason, ...]

    def tally(self, changes: Sequence[SeasonChange]) -> list[tuple[Move, str, int]]:
        """How many changes there are of each sort."""
        return _tally([change.move for change in changes])

    def visible(self, actor: Actor) -> list[SeasonChange]:
        """The changes of organisations that ``actor`` may see; the caller says how many it leaves out."""
        return [change for change in self.changes if access.may_see(actor, change.unit, self.second.asked.day)]

    def lines(self, actor: Actor) -> list[Pair]:
        """The board's lines for a reader on both days; those they may not see are one line, and the lines add up."""
        days = [visible_children(actor, figure) for figure in (self.first, self.second)]
        named = [{child.unit.unit_id: child for child in children if not child.hidden} for children in days]
        hidden = [next((child for child in children if child.hidden), None) for children in days]
        found = [Pair(either.unit.name, first, second) for first, second, either in _joined(*named)]
        found.sort(key=lambda pair: ((pair.second or pair.first).unit.sort_key))  # type: ignore[union-attr]  # one of them is there
        veiled = hidden[1] or hidden[0]
        return [*found, Pair(veiled.name, hidden[0], hidden[1])] if veiled else found

    def total(self) -> Pair:
        """The last line."""
        return Pair("", *(added_up(figure.children, figure.asked.unit) for figure in (self.first, self.second)))

    def as_json(self, actor: Actor) -> dict[str, Any]:
        """One JSON object with both figures, the difference and the changes that ``actor`` may see."""
        seen = self.visible(actor)
        first, second = self.first, self.second
        return {
            "figure": SEASON.key, "season": second.season.key, "level": second.level.value,
            "unit": {"code": second.asked.code or None, "name": second.asked.unit.name},
            "first": {"as_of": first.asked.day.isoformat(), "total": first.total, "held": first.held},
            "second": {"as_of": second.asked.day.isoformat(), "total": second.total, "held": second.held},
            "difference": {"total": second.total - first.total, "held": second.held - first.held},
            "notes": [{"rule": note.rule, "vi": note.vi, "en": note.en} for note in self.notes],
            "changes": [{
                "name": change.unit.name, "move": change.move.value, "on": change.on.isoformat() if change.on else None,
                "before": change.before.value if change.before else None, "after": change.after.value if change.after else None} for change in seen],
            "hidden": len(self.changes) - len(seen),
        }


def _joined(first: Mapping[int, T], second: Mapping[int, T]) -> list[tuple[T | None, T | None, T]]:
    """The values of both by their keys, with whichever of the two there is, the second before the first."""
    return [(first.get(key), second.get(key), second[key] if key in second else first[key]) for key in dict.fromkeys([*first, *second])]


def compare_seasons(first: SeasonFigure, second: SeasonFigure) -> SeasonComparison:
    """Set two days of one season, level and organisation side by side; three queries.

    Parameters:
        first, second: the figures, the earlier day first.
    """
    asked, day = first.asked, second.asked.day
    before, after = ({row.unit.unit_id: row for row in figure.rows} for figure in (first, second))
    found = [
        SeasonChange(passage.unit, move_of(passage), passage.entered_on or passage.left_on, _state(before.get(passage.unit.unit_id)),
                     _state(after.get(passage.unit.unit_id)))
        for passage in queries.passages([asked.unit, second.asked.unit], asked.day, day, known_at=second.asked.known_at, level=second.level.value)]
    for unit_id, row in after.items():
        old = before.get(unit_id)
        if old is not None and (old.course.state, old.run) != (row.course.state, row.run):
            found.append(SeasonChange(row.unit, Move.CHANGED, _reached_on(row), old.course.state, row.course.state))
    found.sort(key=lambda change: (change.on or date.min, change.unit.sort_key, change.unit.unit_id))
    return SeasonComparison(first, second, tuple(found), tuple(notes_between(asked.day, day)))


def _state(row: Row | None) -> State | None:
    return row.course.state if row else None


def _reached_on(row: Row) -> date | None:
    """The day from which a congress stands where it does."""
    state = row.course.state
    if state is State.PLANNED and row.course.plan is not None:
        return row.course.plan.decided_on
    return row.course.steps.get(Step(state.value)) if state is not State.UNPLANNED and state is not State.PLANNED else None


@dataclass(frozen=True)
class UnitsComparison:
    """The counts of units on two days, the earlier one first.

    Parameters:
        first, second: the figure on each day.
        passages: the units that came or went, in Vietnamese order.
        notes: what cannot be compared across the two days.
    """

    first: UnitsFigure
    second: UnitsFigure
    passages: tuple[Passage, ...]
    notes: tuple[Reason, ...]

    def levels(self) -> list[tuple[str, int, int, int]]:
        """For each level: its words, the count on each day, the difference."""
        levels = LEVELS_OF_TREE[Tree(self.second.asked.unit.tree)]
        return [(str(level.label), *_both(self.first.counts, self.second.counts, level.value)) for level in levels]

    def kinds(self) -> list[tuple[str, int, int, int]]:
        """For each kind there is on either day: its words, the count on each day, the difference."""
        there = set(self.first.by_kind) | set(self.second.by_kind)
        return [(str(kind.label), *_both(self.first.by_kind, self.second.by_kind, kind.value)) for kind in UnitKind if kind.value in there]

    def visible(self, actor: Actor) -> list[Passage]:
        """The units that ``actor`` may see among those that came or went."""
        return [each for each in self.passages if access.may_see(actor, each.unit, self.second.asked.day)]

    def tally(self, passages: Sequence[Passage]) -> list[tuple[Move, str, int]]:
        """How many came or went in each way."""
        return _tally([move_of(each) for each in passages])

    def as_json(self, actor: Actor) -> dict[str, Any]:
        """One JSON object with both counts and the units that ``actor`` may see among those that came or went."""
        seen = self.visible(actor)
        days = (self.first, self.second)
        first, second = ({"as_of": each.asked.day.isoformat(), "counts": each.counts, "by_kind": each.by_kind} for each in days)
        return {
            "figure": UNITS.key, "unit": {"code": self.second.asked.code or None, "name": self.second.asked.unit.name}, "first": first, "second": second,
            "difference": {level: self.second.counts[level] - count for level, count in self.first.counts.items()},
            "notes": [{"rule": note.rule, "vi": note.vi, "en": note.en} for note in self.notes],
            "changes": [{
                "name": each.unit.name, "level": each.unit.level, "kind": each.unit.kind, "move": move_of(each).value,
                "entered_on": each.entered_on.isoformat() if each.entered_on else None, "left_on": each.left_on.isoformat() if each.left_on else None}
                for each in seen],
            "hidden": len(self.passages) - len(seen),
        }


def _both(first: Mapping[str, int], second: Mapping[str, int], key: str) -> tuple[int, int, int]:
    return first.get(key, 0), second.get(key, 0), second.get(key, 0) - first.get(key, 0)


def compare_units(first: Asked, second: Asked) -> UnitsComparison:
    """Set the counts of units at and under one on two days side by side; five queries.

    Parameters:
        first, second: the questions, the earlier day first.
    """
    found = queries.passages([first.unit, second.unit], first.day, second.day, known_at=second.known_at)
    return UnitsComparison(count_units(first), count_units(second), tuple(found), tuple(notes_between(first.day, second.day)))

