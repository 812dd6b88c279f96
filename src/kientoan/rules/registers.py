"""The numbers of a series of papers: which comes next, which are missing, which contradict the order of days.

Sources: DOMAIN DF-05 to DF-07 (Party), DF-14 and DF-16 (State).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kientoan.rules.reasons import Reason

LARGEST = 99_999
"""The highest number of a series; more is a slip of the keys."""
_TERM = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")


@dataclass(frozen=True)
class Gap:
    """Numbers that no paper has, both ends inside."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def next_number(numbers: Iterable[int]) -> int:
    """The number after the highest; 1 in an empty series. A void number counts: none is given twice.

    Parameters:
        numbers: those that are used.
    """
    return max(numbers, default=0) + 1


def gaps(numbers: Iterable[int]) -> list[Gap]:
    """What is missing between 1 and the highest number.

    Parameters:
        numbers: those that are used, in any order.
    """
    found: list[Gap] = []
    before = 0
    for number in sorted(set(numbers)):
        if number > before + 1:
            found.append(Gap(before + 1, number - 1))
        before = number
    return found


def out_of_order(dated: Sequence[tuple[int, date]]) -> list[int]:
    """The numbers whose day is before that of a lower number.

    Parameters:
        dated: numbers with the days of their papers, in any order.
    """
    found: list[int] = []
    latest = date.min
    for number, day in sorted(dated):
        if day < latest:
            found.append(number)
        latest = max(latest, day)
    return found


def read_term(text: str) -> str | None:
    """A term as the registers keep it, ``2020-2025``; None for what is no term.

    Parameters:
        text: as it was typed, with a hyphen or a dash.
    """
    found = _TERM.fullmatch(text.strip())
    if found is None or not 0 < int(found[2]) - int(found[1]) <= 10:
        return None
    return f"{found[1]}-{found[2]}"


def refuse_number(number: int, used: Iterable[int]) -> Reason | None:
    """Why a number written by hand cannot stand; None when it can.

    Parameters:
        number: as the paper bears it.
        used: the numbers of the series, void ones included.
    """
    if not 1 <= number <= LARGEST:
        return Reason(f"Số {number} không phải số văn bản. Gõ số từ 1 đến {LARGEST}.", f"{number} is no number of a paper. Give one from 1 to {LARGEST}.", "DF-05")
    if number in set(used):
        return Reason(f"Số {number:02} đã có trong sổ, kể cả khi đã hủy thì không dùng lại. Xem lại số trên văn bản, hoặc loại và nhiệm kỳ.",
                      f"Number {number:02} is in the register already, and is not used again even when void. Check the number on the paper, or its kind and term.", "DF-06")
    return None


def refuse_day(day: date, term: str) -> Reason | None:
    """Why a paper of a day cannot stand in a Party term's series; None when it can. A term may end late, so only its beginning binds.

    Parameters:
        day: the paper's date.
        term: such as ``2020-2025``.
    """
    if day.year >= int(term[:4]):
        return None
    return Reason(f"Văn bản năm {day.year} trước nhiệm kỳ {term}. Sửa ngày hoặc nhiệm kỳ.",
                  f"A paper of {day.year} is before the term {term}. Change the day or the term.", "DF-06")
