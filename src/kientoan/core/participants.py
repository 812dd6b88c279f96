"""How a change of the tree reaches upward without `org` knowing who stands above it.

An app whose rows name a unit registers a participant: ``plan`` says what a change would mean for its
rows, for the preview; ``apply`` carries it out in the same transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What happens to the tree."""

    MOVE = "move"
    DISSOLVE = "dissolve"
    REORGANISE = "reorganise"


class Fate(StrEnum):
    """What a change means for a row: it follows, it ends, or a person must settle it, before or afterwards; or it is only to be known."""

    MOVES = "moves"
    CLOSES = "closes"
    NEEDS_PERSON = "needs_person"
    WAITS = "waits"
    WARNS = "warns"


@dataclass(frozen=True)
class Change:
    """A change of units that others may have to follow.

    Parameters:
        kind: what happens.
        units: to whom: units that move, or that end.
        on: from which day.
        into: for units that are reorganised, those in which each lives on: one takes it whole, several take parts. Ids of
            standing units; new ones are named by their keys in a preview and by their ids when it is carried out.
        answers: where a person puts what a divided unit leaves: an item's key and the unit's id (or key, in a preview).
        decision_id: the paper that says so.
        unconfirmed: the day is only known as the later of two lists.
    """

    kind: Kind
    units: tuple[int, ...]
    on: date
    into: Mapping[int, tuple[int | str, ...]] = field(default_factory=dict)
    answers: Mapping[str, int | str] = field(default_factory=dict)
    decision_id: int | None = None
    unconfirmed: bool = False

    def whole(self, unit_id: int) -> int | str | None:
        """The unit that takes one whole; None when it is divided or simply ends."""
        found = self.into.get(unit_id, ())
        return found[0] if len(found) == 1 else None

    @property
    def divided(self) -> list[int]:
        """The units whose parts go different ways, and those that end and leave something."""
        return [unit for unit in self.units if self.whole(unit) is None]


@dataclass(frozen=True)
class Item:
    """Something that a divided unit leaves and a person places.

    Parameters:
        key: how an answer names it, such as ``org.Placement:12``.
        label: what it is.
        unit_id: the divided unit, whose parts are the choices.
        may_wait: whether it can stand as awaiting a decision meanwhile.
    """

    key: str
    label: str
    unit_id: int
    may_wait: bool = True


@dataclass(frozen=True)
class Consequence:
    """One line of a preview.

    Parameters:
        fate: what happens to it.
        text: what it is, as a sentence for the person.
        count: how many rows it stands for.
        items: what a person places, one by one; empty when there is nothing to choose.
    """

    fate: Fate
    text: str
    count: int = 1
    items: tuple[Item, ...] = ()


class Participant(Protocol):
    """An app's answer to changes of the tree. Both take all units of a change at once: a reform ends thousands."""

    models: Sequence[str]
    """Labels of its models that name a unit, such as ``congress.Congress``."""

    def plan(self, change: Change) -> list[Consequence]:
        """What the change would mean; reads only."""
        ...

    def apply(self, change: Change) -> int:
        """Carry it out inside the operation under way; how many rows were written."""
        ...

    def restore(self, change: Change) -> int:
        """Take back what ``apply`` did for a dissolution: what ended with the unit goes on; how many rows were written.

        Raises:
            Refusal: where something has taken its place since.
        """
        ...


_participants: list[Participant] = []


def register(participant: Participant) -> None:
    """Add an app's participant; called once, when the app is ready."""
    _participants.append(participant)


def participants() -> tuple[Participant, ...]:
    """All of them, in the order of the layers."""
    return tuple(_participants)


_afterwards: list[Callable[[Change], None]] = []


def afterwards(listener: Callable[[Change], None]) -> None:
    """Add what an app does inside the same operation once the tree is derived anew, such as to write what others read of it; called once, when the app is ready."""
    _afterwards.append(listener)


def finish(change: Change) -> None:
    """Let every listener of ``afterwards`` do its part; the tree stands as the change left it."""
    for each in _afterwards:
        each(change)


def plan(change: Change) -> list[Consequence]:
    """Every consequence of a change, for the preview."""
    return [line for each in _participants for line in each.plan(change)]


def unsettled(change: Change) -> list[str]:
    """What a person must settle before the change can be carried out, as sentences; answers given count."""
    return [line.text for line in plan(change) if line.fate is Fate.NEEDS_PERSON]
