"""How a piece of news comes before the public: nothing is public before a publisher's act (PV-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a piece is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    READY = "ready"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What is done with one."""

    REVISE = "revise"
    SUBMIT = "submit"
    EDIT = "edit"
    CLEAR = "clear"
    RETURN = "return"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Way:
    """From which states a step leads, and where to."""

    states: frozenset[State]
    to: State


_BEFORE = frozenset({State.SUBMITTED, State.READY, State.SCHEDULED})
WAYS: Mapping[Step, Way] = {
    Step.REVISE: Way(frozenset({State.DRAFT}), State.DRAFT),
    Step.SUBMIT: Way(frozenset({State.DRAFT}), State.SUBMITTED),
    Step.EDIT: Way(frozenset(State) - {State.DRAFT}, State.READY),
    Step.CLEAR: Way(frozenset({State.SUBMITTED}), State.READY),
    Step.RETURN: Way(_BEFORE, State.DRAFT),
    Step.PUBLISH: Way(frozenset({State.READY, State.SCHEDULED, State.WITHDRAWN}), State.PUBLISHED),
    Step.SCHEDULE: Way(frozenset({State.READY, State.SCHEDULED, State.WITHDRAWN}), State.SCHEDULED),
    Step.WITHDRAW: Way(frozenset(State) - {State.WITHDRAWN}, State.WITHDRAWN),
}
"""What was published stays public while it is edited anew, until a publisher puts the new text in its place or withdraws it."""


def follow(step: Step, state: State) -> State | None:
    """Where a step leads from a state; None where it does not lead from there."""
    way = WAYS[step]
    return way.to if state in way.states else None
