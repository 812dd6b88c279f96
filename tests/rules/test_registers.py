"""The numbers of a series: what comes next, what is missing, what contradicts the order of days."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.registers import LARGEST, Gap, gaps, next_number, out_of_order, read_term, refuse_day, refuse_number

NUMBERS = st.sets(st.integers(1, 60))
DAY = date(2020, 6, 1)


@given(NUMBERS)
def test_the_next_number_is_new_and_above_all(numbers: set[int]) -> None:
    following = next_number(numbers)
    assert following not in numbers
    assert following == max(numbers, default=0) + 1


@given(NUMBERS)
def test_gaps_are_what_is_missing_below_the_highest(numbers: set[int]) -> None:
    found = gaps(numbers)
    missing = [number for gap in found for number in range(gap.first, gap.last + 1)]
    assert missing == sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)
    assert sum(gap.count for gap in found) == len(missing)
    assert all(earlier.last + 1 < later.first for earlier, later in itertools.pairwise(found))


@given(st.integers(0, 30))
def test_numbers_taken_one_after_another_leave_no_gap(count: int) -> None:
    taken: list[int] = []
    for _each in range(count):
        taken.append(next_number(taken))
    assert (taken, gaps(taken)) == (list(range(1, count + 1)), [])


@given(st.lists(st.integers(0, 40), max_size=20))
def test_days_in_the_order_of_the_numbers_are_never_out_of_order(days: list[int]) -> None:
    dated = [(number, DAY + timedelta(day)) for number, day in enumerate(sorted(days), start=1)]
    assert out_of_order(dated) == []


def test_a_number_whose_day_is_before_that_of_a_lower_one_is_named() -> None:
    assert out_of_order([(3, DAY), (1, DAY), (2, DAY + timedelta(5)), (4, DAY + timedelta(9))]) == [3]


def test_gaps_in_an_example() -> None:
    assert gaps([1, 2, 5, 9]) == [Gap(3, 4), Gap(6, 8)]


@pytest.mark.parametrize(("typed", "term"), [
    ("2020-2025", "2020-2025"), (" 2020 – 2025 ", "2020-2025"), ("2025-2030", "2025-2030"), ("2020", None), ("2025-2020", None), ("2020-2020", None), ("2020-2099", None), ("", None)])
def test_a_term_is_read_as_people_type_it(typed: str, term: str | None) -> None:
    assert read_term(typed) == term


@pytest.mark.parametrize(("number", "used", "rule"), [(0, [], "DF-05"), (-3, [], "DF-05"), (LARGEST + 1, [], "DF-05"), (4, [4], "DF-06")])
def test_a_number_by_hand_is_refused_with_its_rule(number: int, used: list[int], rule: str) -> None:
    refused = refuse_number(number, used)
    assert refused is not None
    assert (refused.rule, str(number) in refused.vi, str(number) in refused.en) == (rule, True, True)
    assert refuse_number(5, used) is None


def test_a_term_may_end_late_and_never_begins_early_df_06() -> None:
    assert refuse_day(date(2019, 12, 31), "2020-2025") is not None
    assert refuse_day(date(2020, 1, 1), "2020-2025") is None
    assert refuse_day(date(2026, 1, 1), "2020-2025") is None
