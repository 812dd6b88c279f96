"""Half-open periods of whole days: ``start <= day < end``; no end is 9999-12-31."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days.

    Parameters:
        start: the first day that belongs to it.
        end: the first day that no longer does; ``OPEN_END`` while it lasts.

    Raises:
        ValueError: when it would hold no day.
    """

    start: date
    end: date = OPEN_END

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"an empty period: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether one day lies in both."""
        return self.start < other.end and other.start < self.end

    def meet(self, other: "Period") -> "Period | None":
        """The days in both, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """The first two periods, in order of their start, that share a day; None when none do."""
    longest: Period | None = None
    for period in sorted(periods):
        if longest is not None and period.start < longest.end:
            return longest, period
        longest = period
    return None
