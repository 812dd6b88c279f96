"""Persons: a birth known to the day, the month or the year; ages; what a person's dates and levels may be.

Sources: DOMAIN CG-17 (age by month at a reference month), CG-19 and RP-18 (a year alone is 1 January, said to be assumed),
RP-21 (namesakes), NM-02 (18 full at admission).
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.rules.days import UnreadableDayError, read_day, write_day
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import plain

ADULT_YEARS = 18
BEGINNING = date(1900, 1, 1)
"""The first day of what has no known beginning, such as a name without a birth."""
MAJORITY_ETHNICITY = "kinh"
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"\d{4}")


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Birth:
    """A birth as far as it is known.

    Parameters:
        on: the first day of what is known: of the month, or of the year.
        precision: how much is known.
    """

    on: date
    precision: Precision = Precision.DAY

    @property
    def last_possible(self) -> date:
        """The last day on which it can have been."""
        if self.precision is Precision.YEAR:
            return date(self.on.year, 12, 31)
        if self.precision is Precision.MONTH:
            return date(self.on.year, self.on.month, monthrange(self.on.year, self.on.month)[1])
        return self.on


def birth_of(on: date, precision: Precision) -> Birth:
    """A birth with its date moved to the first day of what is known."""
    month = 1 if precision is Precision.YEAR else on.month
    return Birth(on if precision is Precision.DAY else date(on.year, month, 1), precision)


def read_birth(text: str) -> Birth:
    """The birth that ``text`` names (RP-18).

    Parameters:
        text: a day as ``read_day`` takes it, a month (``5/1970``) or a year (``1970``).

    Raises:
        UnreadableDayError: for anything else, and for what no calendar has.
    """
    trimmed = text.strip()
    try:
        if _YEAR.fullmatch(trimmed):
            return Birth(date(int(trimmed), 1, 1), Precision.YEAR)
        if month := _MONTH.fullmatch(trimmed):
            return Birth(date(int(month[2]), int(month[1]), 1), Precision.MONTH)
    except ValueError:
        raise UnreadableDayError(trimmed, "calendar") from None
    return Birth(read_day(trimmed))


def write_birth(birth: Birth) -> str:
    """``23/06/1970``, ``06/1970`` or ``1970``: as much as is known."""
    if birth.precision is Precision.YEAR:
        return f"{birth.on.year:04}"
    return f"{birth.on.month:02}/{birth.on.year:04}" if birth.precision is Precision.MONTH else write_day(birth.on)


@dataclass(frozen=True)
class Age:
    """An age in full years and months.

    Parameters:
        years, months: as counted by month (CG-17).
        assumed: whether the month of birth is not known and January was taken (CG-19).
    """

    years: int
    months: int
    assumed: bool = False

    @property
    def in_months(self) -> int:
        """The age in months."""
        return self.years * 12 + self.months


def age_at(birth: Birth, reference: date) -> Age:
    """The age by month at the month of ``reference``; a month begun counts not, the day is not looked at (CG-17, CG-19)."""
    months = max(0, (reference.year - birth.on.year) * 12 + reference.month - birth.on.month)
    return Age(*divmod(months, 12), assumed=birth.precision is Precision.YEAR)


def is_minority(ethnicity: str) -> bool:
    """Whether an ethnicity is any but the majority's; false of nothing."""
    return plain(ethnicity.strip()) not in ("", MAJORITY_ETHNICITY)


def refuse_birth(birth: Birth, *, today: date) -> Reason | None:
    """Why a birth cannot be: before the beginning of time, or its first possible day has not come."""
    if birth.on < BEGINNING:
        return Reason(f"Ngày sinh {write_birth(birth)} quá xa. Sửa ngày sinh.", f"The birth {write_birth(birth)} is too long ago. Correct it.", "RP-18")
    if birth.on > today:
        return Reason(f"Ngày sinh {write_birth(birth)} chưa tới. Sửa ngày sinh.", f"The birth {write_birth(birth)} lies in the future. Correct it.", "RP-18")
    return None


def refuse_before_birth(birth: Birth | None, day: date) -> Reason | None:
    """Why something of a person's life cannot begin on a day: before the first day on which the person can have been born;
    before the age of 18 it stands, and warns."""
    if birth is None:
        return None
    if day < birth.on:
        return Reason(f"Ngày {write_day(day)} trước khi người này sinh ({write_birth(birth)}). Sửa ngày, hoặc đính chính ngày sinh.",
                      f"The day {write_day(day)} is before this person was born ({write_birth(birth)}). Change the day, or correct the birth.", "RP-18")
    if day < _birthday(birth.on, ADULT_YEARS):
        return Reason(f"Ngày {write_day(day)} người này chưa đủ {ADULT_YEARS} tuổi (sinh {write_birth(birth)}). Xem lại ngày sinh.",
                      f"On {write_day(day)} this person was not yet {ADULT_YEARS} (born {write_birth(birth)}). Check the birth.", "NM-02", blocks=False)
    return None


def _birthday(born: date, years: int) -> date:
    """The day on which someone is so many years old; of 29 February the first of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def refuse_membership(admitted_on: date | None, official_on: date | None, begins: date, *, birth: Birth | None, today: date) -> Reason | None:
    """Why the dates of a membership of the Party contradict one another.

    Parameters:
        admitted_on: the day of admission, which the Party age is counted from; None when unknown.
        official_on: the day of becoming an official member; None for a probationary one, or when unknown.
        begins: the day from which the person is in this organisation.
        birth: the person's.
        today: the day of asking.
    """
    for day in (admitted_on, official_on, begins):
        if day is not None and day > today:
            return Reason(f"Ngày {write_day(day)} chưa tới. Sửa ngày.", f"The day {write_day(day)} has not come. Change it.")
    if admitted_on and official_on and official_on < admitted_on:
        return Reason(f"Ngày chính thức {write_day(official_on)} trước ngày kết nạp {write_day(admitted_on)}. Sửa một trong hai ngày.",
                      f"The day of becoming official {write_day(official_on)} is before the admission {write_day(admitted_on)}. Change one of them.",
                      "RP-05")
    if admitted_on and begins < admitted_on:
        return Reason(f"Ngày vào tổ chức {write_day(begins)} trước ngày kết nạp {write_day(admitted_on)}. Sửa một trong hai ngày.",
                      f"The day of joining {write_day(begins)} is before the admission {write_day(admitted_on)}. Change one of them.", "RP-05")
    return refuse_before_birth(birth, admitted_on or begins)


QUALIFICATION_LEVELS: Mapping[str, tuple[str, ...]] = {
    "schooling": ("schooling_primary", "schooling_7_10", "schooling_9_12", "schooling_10_10", "schooling_12_12"),
    "profession": ("profession_none", "profession_elementary", "profession_intermediate", "profession_college", "profession_university",
                   "profession_postgraduate"),
    "political_theory": ("theory_none", "theory_elementary", "theory_intermediate", "theory_advanced", "theory_bachelor"),
    "management": ("management_none", "management_specialist", "management_principal", "management_senior"),
}
"""The levels of each field of qualification, lowest first."""


def refuse_level(field: str, level: str) -> Reason | None:
    """Why a level of qualification cannot stand: it is of another field."""
    if level in QUALIFICATION_LEVELS.get(field, ()):
        return None
    return Reason("Trình độ này không thuộc loại đã chọn. Chọn lại trình độ.", "This level is not of the field chosen. Choose the level again.", "RP-07")
