"""Half-open periods."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.periods import OPEN_END, Period, first_overlap

FIRST = date(2020, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(0, 30))
    return Period(day(start), day(start + draw(st.integers(1, 12))))


def days_of(period: Period) -> set[date]:
    return {day(number) for number in range(60) if day(number) in period}


def test_a_period_holds_its_first_day_and_not_its_end():
    period = Period(day(1), day(3))
    assert [day(number) in period for number in range(4)] == [False, True, True, False]


def test_a_period_without_an_end_lasts():
    assert Period(FIRST).end == OPEN_END == date(9999, 12, 31)
    assert date(9999, 12, 30) in Period(FIRST)


@pytest.mark.parametrize("end", [day(0), day(-1)])
def test_a_period_that_would_hold_no_day_is_refused(end):
    with pytest.raises(ValueError, match=f"an empty period: 2020-01-01 to {end}"):
        Period(FIRST, end)


def test_periods_that_only_touch_do_not_overlap():
    before, after = Period(day(0), day(5)), Period(day(5), day(9))
    assert (before.overlaps(after), after.overlaps(before), before.meet(after)) == (False, False, None)


@given(periods(), periods())
def test_overlapping_and_meeting_say_what_the_days_say(one, other):
    shared = days_of(one) & days_of(other)
    meeting = one.meet(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert (days_of(meeting) if meeting else set()) == shared


@given(st.lists(periods(), max_size=6))
def test_an_overlap_is_found_exactly_when_two_periods_share_a_day(found):
    pair = first_overlap(found)
    assert (pair is not None) == any(one.overlaps(other) for one, other in combinations(found, 2))
    if pair is not None:
        assert pair[0].overlaps(pair[1])


def test_the_first_overlap_is_the_first_in_order_of_start():
    early, late, last = Period(day(0), day(4)), Period(day(3), day(8)), Period(day(7), day(9))
    assert first_overlap([last, late, early]) == (early, late)


def test_no_period_overlaps_nothing():
    assert first_overlap([]) is None
