"""When each invented congress was planned and held, so that the counts of the article come out.

Real: the units, 608 and 491 on 23/06/2020, the ordinals of Dương Thành, Phú Bình, the province and the
nation, the season's deadlines. Everything else is drawn from a fixed seed.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kientoan.rules.calendar import vietnamese_calendar

COUNTED_ON = date(2020, 6, 23)
FIRST, DUE = date(2020, 5, 4), date(2020, 6, 30)
SEED = 491608
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
DELAYS = (
    "Chờ duyệt lại nội dung", "Đang sắp xếp doanh nghiệp", "Ngập đường, dời ngày", "Thiếu nhân sự ủy ban kiểm tra",
    "Trực dịch", "Bí thư chuyển công tác, chờ kiện toàn", "Chờ kết luận kiểm tra", "Trùng vụ thu hoạch",
)


@dataclass(frozen=True)
class Course:
    """The invented course of one congress.

    Parameters:
        key: the organisation.
        planned_on: the closing day planned.
        moved_to: the closing day of a second plan; None when the first stood.
        moved_at: when it was moved.
        held_on: the closing day.
        reported_on, approved_on: when.
        delay: why it is late; empty when it is not, or nobody has said.
        days: how many days it lasts.
        rejected_on: when its first run was rejected; then ``rerun_on`` is the day of the second.
    """

    key: str
    planned_on: date
    held_on: date
    reported_on: date
    approved_on: date
    days: int = 1
    moved_to: date | None = None
    moved_at: date | None = None
    delay: str = ""
    rejected_on: date | None = None
    rerun_on: date | None = None


def roman(number: int) -> str:
    """``number`` in Roman numerals, up to 39."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _working(day: date) -> date:
    calendar = vietnamese_calendar()
    return day if calendar.is_working(day) else calendar.add(day, 1)


def _after(chance: random.Random, held: date) -> tuple[date, date]:
    calendar = vietnamese_calendar()
    reported = calendar.add(held, chance.choice((2, 3, 3, 4, 4, 5, 5, 6, 7, 9)))
    return reported, calendar.add(reported, chance.choice((6, 8, 9, 10, 11, 12, 13, 14, 15)))


def courses(keys: Sequence[str], *, held: int, late: int, chance: random.Random, area_keys: frozenset[str]) -> list[Course]:
    """The courses of the organisations under one body.

    Parameters:
        keys: the organisations.
        held: how many of them have held theirs by the day counted.
        late: how many are behind their plan on it.
        chance: the seeded source.
        area_keys: those of communes, which take two days.
    """
    order = list(keys)
    chance.shuffle(order)
    done, behind, ahead = order[:held], order[held:held + late], order[held + late:]
    span = [day for day in (FIRST + timedelta(days=n) for n in range((COUNTED_ON - FIRST).days + 1)) if vietnamese_calendar().is_working(day)]
    found: list[Course] = []
    for at, key in enumerate(done):
        # The middle of June is the densest; the last working days keep some for each day.
        place = min(len(span) - 1, int(len(span) * (at + chance.randrange(1000) / 1000) / max(len(done), 1)))
        held_on = span[place]
        planned = span[max(0, place - chance.choice((0, 0, 0, 0, 0, 0, 1, 2, 3)))]
        found.append(Course(key, planned, held_on, *_after(chance, held_on), days=2 if key in area_keys else 1))
    for at, key in enumerate(behind):
        planned = _working(COUNTED_ON - timedelta(days=2 + (at * 3 + chance.randrange(3)) % 9))
        planned = planned if planned < COUNTED_ON else COUNTED_ON - timedelta(days=1)
        on_time = at % 2 == 0
        held_on = _working(date(2020, 6, 26) + timedelta(days=at % 3)) if on_time else _working(date(2020, 7, 6) + timedelta(days=at * 2))
        fitting = [each for each in DELAYS if "doanh nghiệp" not in each or key.startswith("doanh-nghiep")]
        reason = "" if at % 5 == 4 else fitting[chance.randrange(len(fitting))]
        found.append(Course(key, planned, held_on, *_after(chance, held_on), days=2 if key in area_keys else 1, delay=reason,
                            moved_to=None if on_time else held_on, moved_at=None if on_time else date(2020, 6, 29)))
    for key in ahead:
        held_on = _working(date(2020, 6, 24) + timedelta(days=chance.randrange(7)))
        held_on = held_on if held_on <= DUE else DUE
        found.append(Course(key, held_on, held_on, *_after(chance, held_on), days=2 if key in area_keys else 1))
    return found
