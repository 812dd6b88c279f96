"""Courses that close gaps: days, places, who is enrolled and who waits, what came of it. Sources: PRODUCT M6; DOMAIN RP-07 (levels of study)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.persons import QUALIFICATION_LEVELS, refuse_level
from kientoan.rules.quality import LEVELS
from kientoan.rules.reasons import Reason

MOST_PLACES = 1000
MOST_AT_ONCE = 200
"""Persons that are put on a course in one act."""
LONGEST = timedelta(days=366 * 3)


class Outcome(StrEnum):
    """What came of a course for somebody."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NOT_FINISHED = "not_finished"


@dataclass(frozen=True)
class Days:
    """The days of a course, both of which belong to it."""

    first: date
    last: date


def refuse_course(field: str, level: str, days: Days, places: int) -> Reason | None:
    """Why a course cannot be so: a level of another field or one that no course gives, days that cross, places that make no sense."""
    if (refused := refuse_level(field, level)) is not None:
        return refused
    if level == QUALIFICATION_LEVELS[field][0]:
        vi, en = LEVELS[level]
        return Reason(f"“{vi}” là mức thấp nhất, không lớp nào cấp. Chọn mức cao hơn.", f"“{en}” is the lowest level, which no course gives. Choose a higher one.", "RP-07")
    if days.last < days.first:
        return Reason(f"Ngày bế giảng {write_day(days.last)} trước ngày khai giảng {write_day(days.first)}. Sửa một trong hai ngày.",
                      f"The last day {write_day(days.last)} is before the first day {write_day(days.first)}. Change one of them.")
    if days.last - days.first > LONGEST:
        return Reason("Lớp dài quá 3 năm. Sửa ngày bế giảng.", "The course is longer than 3 years. Change its last day.")
    if not 1 <= places <= MOST_PLACES:
        return Reason(f"Số chỗ {places} không hợp lý. Gõ số từ 1 đến {MOST_PLACES}.", f"{places} places make no sense. Type 1 to {MOST_PLACES}.")
    return None


def refuse_places(places: int, enrolled: int) -> Reason | None:
    """Why a course cannot have so few places: more are enrolled."""
    if places >= enrolled:
        return None
    return Reason(f"Lớp có {places} chỗ mà đã có {enrolled} người. Tăng số chỗ, hoặc rút tên bớt.", f"The course has {places} places and {enrolled} persons. Give it more places, or take persons off.")


@dataclass(frozen=True)
class Placing:
    """Who gets a place and who waits, in the order in which they were put forward."""

    placed: tuple[int, ...]
    waiting: tuple[int, ...]


def place(wanted: Sequence[int], *, enrolled: int, waiting: int, places: int) -> Placing:
    """Give the places that are free in the order of ``wanted``; never above the number of places, and never past those who wait already.

    Parameters:
        wanted: the persons, each once.
        enrolled, waiting: how many have a place and how many wait.
        places: how many there are.
    """
    free = max(0, places - enrolled) if not waiting else 0
    return Placing(tuple(wanted[:free]), tuple(wanted[free:]))


def refuse_enrolment(name: str, *, is_on: bool, has_level: str | None, field: str, level: str) -> Reason | None:
    """Why somebody cannot be put on a course: on it already; or, as a warning, because they have what it gives.

    Parameters:
        name: who.
        is_on: whether they are on it, or wait.
        has_level: their level in the field; None when it is not on record.
        field, level: what the course gives.
    """
    if is_on:
        return Reason(f"{name} đã có tên trong lớp này. Bỏ người này ra khỏi danh sách.", f"{name} is on this course already. Leave this person out.")
    if has_level is not None and is_at_least(field, has_level, level):
        vi, en = LEVELS[has_level]
        return Reason(f"{name} đã có {vi}.", f"{name} has {en} already.", "RP-07", blocks=False)
    return None


def is_at_least(field: str, level: str, other: str) -> bool:
    """Whether a level of a field is as high as another."""
    levels = QUALIFICATION_LEVELS[field]
    return levels.index(level) >= levels.index(other)


def refuse_outcome(outcome: Outcome, on: date, certificate: str, *, days: Days, today: date) -> Reason | None:
    """Why a result cannot be entered: a day to come, before the course ends, or a pass without the number of its certificate.

    Parameters:
        on: the day of the certificate, or of the result.
        certificate: its number; empty for none.
        days: the course's.
        today: the day of asking.
    """
    if on > today:
        return Reason(f"Ngày {write_day(on)} chưa tới. Sửa ngày.", f"The day {write_day(on)} has not come. Change it.")
    if on < days.last:
        return Reason(f"Lớp bế giảng ngày {write_day(days.last)}; kết quả ghi từ ngày đó. Sửa ngày.", f"The course ends on {write_day(days.last)}; results are entered from that day. Change the day.")
    if outcome is Outcome.PASSED and not certificate:
        return Reason("Người đạt cần số chứng chỉ. Ghi số chứng chỉ.", "A pass needs the number of its certificate. Enter it.")
    return None


def refuse_session(on: date, present: Collection[int], enrolled: Collection[int], *, days: Days, today: date) -> Reason | None:
    """Why the attendance of a session cannot be so: outside the course's days, to come, or of somebody who has no place."""
    if on > today:
        return Reason(f"Ngày {write_day(on)} chưa tới. Sửa ngày.", f"The day {write_day(on)} has not come. Change it.")
    if not days.first <= on <= days.last:
        return Reason(f"Lớp học từ {write_day(days.first)} đến {write_day(days.last)}. Ghi buổi học trong các ngày đó.",
                      f"The course runs from {write_day(days.first)} to {write_day(days.last)}. Enter a session within these days.")
    if not set(present) <= set(enrolled):
        return Reason("Có người không có tên trong lớp. Mở lại trang rồi đánh dấu lại.", "Somebody is not on the course. Open the page again and tick anew.")
    return None
