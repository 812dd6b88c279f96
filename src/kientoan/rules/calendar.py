"""Working days on the Vietnamese holiday calendar, which is data (CG-34).

The government names each year's days off and the Saturdays worked in exchange, so no formula gives
them. ``holidays-vn.csv`` holds the years known; an installation adds later ones in the same form.
"""

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class SpecialDay:
    """A weekday that is off, or a Saturday that is worked.

    Parameters:
        day: the day.
        is_off: True for a day off, False for a day worked in exchange.
        name_vi, name_en: what it is called.
    """

    day: date
    is_off: bool
    name_vi: str
    name_en: str


class CalendarError(ValueError):
    """A line of a holiday table that cannot be read; says which."""


def read_special_days(lines: Iterable[str]) -> list[SpecialDay]:
    """The special days of a CSV table with the columns day, kind (off or work), name_vi, name_en.

    Raises:
        CalendarError: naming the line and what is wrong with it.
    """
    found: list[SpecialDay] = []
    table = csv.DictReader(lines)
    for row in table:
        try:
            if None in row.values():
                raise ValueError("thiếu cột")
            kind = {"off": True, "work": False}[row["kind"]]
            found.append(SpecialDay(date.fromisoformat(row["day"]), kind, row["name_vi"], row["name_en"]))
        except (KeyError, ValueError) as error:
            raise CalendarError(f"dòng {table.line_num}: {error}") from error
    return found


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked.

    Parameters:
        special: days off on weekdays and days worked at week-ends.

    Outside the years that ``special`` covers only week-ends are off; ``covers`` tells.
    """

    special: tuple[SpecialDay, ...]

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(each.day for each in self.special if each.is_off)

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(each.day for each in self.special if not each.is_off)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years for which the table has entries."""
        return frozenset(each.day.year for each in self.special)

    @cached_property
    def _run(self) -> list[date]:
        """Every working day of the covered years and one year around, in order."""
        first, last = min(self.years, default=2000) - 1, max(self.years, default=2000) + 1
        day, found = date(first, 1, 1), []
        while day.year <= last:
            if self.is_working(day):
                found.append(day)
            day += timedelta(days=1)
        return found

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def covers(self, *days: date) -> bool:
        """Whether the table knows the years of all ``days``."""
        return all(day.year in self.years for day in days)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it, when negative); ``day`` is not counted.

        A term of 7 working days that begins on Friday 29/05/2020 ends on Tuesday 09/06/2020.
        """
        run = self._run
        if run and run[0] <= day <= run[-1]:
            at = bisect_right(run, day) + count - 1 if count > 0 else bisect_left(run, day) + count
            if count == 0:
                return day
            if 0 <= at < len(run):
                return run[at]
        step, left = timedelta(days=1 if count > 0 else -1), abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative when it is earlier."""
        if end < start:
            return -self.between(end, start)
        run = self._run
        if run and run[0] <= start and end <= run[-1]:
            return bisect_right(run, end) - bisect_right(run, start)
        day, count = start, 0
        while day < end:
            day += timedelta(days=1)
            count += self.is_working(day)
        return count


@lru_cache(maxsize=1)
def vietnamese_calendar() -> WorkingCalendar:
    """The calendar that comes with the product."""
    table = files("kientoan.rules").joinpath("holidays-vn.csv").read_text(encoding="utf-8")
    return WorkingCalendar(tuple(read_special_days(table.splitlines())))
