"""How a change of the tree reaches upward without `org` knowing who stands above it.

An app whose rows name a unit registers a participant: ``plan`` says what a change would mean for its
rows, for the preview; ``apply`` carries it out in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What happens to the tree."""

    MOVE = "move"
    DISSOLVE = "dissolve"


class Fate(StrEnum):
    """What a change means for a row: it follows, it ends, or a person must settle it first."""

    MOVES = "moves"
    CLOSES = "closes"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True)
class Change:
    """A change of one unit that others may have to follow.

    Parameters:
        kind: what happens.
        unit_id: to whom.
        on: from which day.
    """

    kind: Kind
    unit_id: int
    on: date


@dataclass(frozen=True)
class Consequence:
    """One line of a preview.

    Parameters:
        fate: what happens to it.
        text: what it is, as a sentence for the person.
        count: how many rows it stands for.
    """

    fate: Fate
    text: str
    count: int = 1


class Participant(Protocol):
    """An app's answer to changes of the tree."""

    models: Sequence[str]
    """Labels of its models that name a unit, such as ``congress.Congress``."""

    def plan(self, change: Change) -> list[Consequence]:
        """What the change would mean; reads only."""
        ...

    def apply(self, change: Change) -> int:
        """Carry it out inside the operation under way; how many rows were written."""
        ...


_participants: list[Participant] = []


def register(participant: Participant) -> None:
    """Add an app's participant; called once, when the app is ready."""
    _participants.append(participant)


def participants() -> tuple[Participant, ...]:
    """All of them, in the order of the layers."""
    return tuple(_participants)


def plan(change: Change) -> list[Consequence]:
    """Every consequence of a change, for the preview."""
    return [line for each in _participants for line in each.plan(change)]
