"""How soon callers are answered, in whole numbers; few calls are told to nobody outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

FEWEST_SHOWN = 5
"""Calls of a month below which the public reads no number: so few could be recognised (PV-11, a setting of ours, in no regulation)."""


@dataclass(frozen=True)
class Answered:
    """One call.

    Parameters:
        came_at: when it came in.
        answered_at: when the caller had the answer; None for not yet.
        promised_at: the end of the day by which it was promised; None for no promise.
    """

    came_at: datetime
    answered_at: datetime | None
    promised_at: datetime | None = None


@dataclass(frozen=True)
class AnswerTimes:
    """Of some calls: how many, how many answered, how many of them by when it was promised, and the median time to the answer in whole minutes.

    ``median`` is None while nothing is answered; of an even number it is the lower of the two in the middle.
    """

    calls: int
    answered: int
    in_time: int
    median: int | None

    @property
    def is_shown(self) -> bool:
        """Whether the public may read it."""
        return self.calls >= FEWEST_SHOWN


def answer_times(calls: Iterable[Answered]) -> AnswerTimes:
    """Count calls and measure how soon they were answered."""
    every = list(calls)
    waited = sorted(int((each.answered_at - each.came_at).total_seconds()) // 60 for each in every if each.answered_at is not None)
    in_time = sum(each.answered_at is not None and (each.promised_at is None or each.answered_at <= each.promised_at) for each in every)
    return AnswerTimes(len(every), len(waited), in_time, waited[(len(waited) - 1) // 2] if waited else None)
