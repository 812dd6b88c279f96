"""Working days, on tables made for the test and on the one that comes with the product."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.calendar import CalendarError, SpecialDay, WorkingCalendar, read_special_days, vietnamese_calendar

HEAD = "day,kind,name_vi,name_en"
VIETNAM = vietnamese_calendar()
WEEKS_ONLY = WorkingCalendar(())
# Days that the government moved by a decision of its own, which the package of holidays does not follow.
MOVED_OFF = {date(2026, 1, 2)}
MOVED_WORKED = {
    date(2019, 1, 5), date(2019, 5, 4), date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22),
}
around = st.dates(date(2017, 1, 1), date(2028, 12, 31))


def step(calendar: WorkingCalendar, day: date, count: int) -> date:
    """What ``add`` promises, one day at a time."""
    while count:
        day += timedelta(days=1 if count > 0 else -1)
        if calendar.is_working(day):
            count -= 1 if count > 0 else -1
    return day


def test_the_table_differs_from_the_independent_one_only_on_the_days_moved_by_decision():
    independent = holidays.country_holidays("VN", years=range(2019, 2027))
    off, worked = set(), set()
    day = date(2019, 1, 1)
    while day.year < 2027:
        usual = day.weekday() < 5 and day not in independent
        if VIETNAM.is_working(day) != usual:
            (off if usual else worked).add(day)
        day += timedelta(days=1)
    assert (off, worked) == (MOVED_OFF, MOVED_WORKED)


def test_the_table_covers_2019_to_2026_and_names_every_day_in_both_languages():
    assert VIETNAM.years == frozenset(range(2019, 2027))
    assert [each for each in VIETNAM.special if not (each.name_vi and each.name_en)] == []


def test_the_table_names_no_day_twice_and_keeps_their_order():
    days = [each.day for each in VIETNAM.special]
    assert days == sorted(set(days))


def test_a_day_is_worked_in_exchange_only_at_a_week_end():
    assert {each.day.weekday() for each in VIETNAM.special if not each.is_off} == {5}


def test_the_calendar_of_the_product_is_read_once():
    assert vietnamese_calendar() is VIETNAM


def test_a_term_of_seven_working_days_skips_the_week_end():
    assert VIETNAM.add(date(2020, 5, 29), 7) == date(2020, 6, 9)


def test_a_term_skips_the_holidays_of_victory_and_labour():
    assert VIETNAM.add(date(2020, 4, 28), 3) == date(2020, 5, 5)


def test_a_saturday_worked_in_exchange_counts():
    assert VIETNAM.add(date(2025, 4, 25), 1) == date(2025, 4, 26)
    assert VIETNAM.between(date(2025, 4, 25), date(2025, 4, 28)) == 2


def test_forty_five_working_days_before_an_opening_are_counted_backward_over_tet():
    assert VIETNAM.add(date(2020, 3, 20), -45) == date(2020, 1, 10)


def test_no_working_day_after_a_day_is_the_day_itself_even_at_a_week_end():
    assert [VIETNAM.add(day, 0) for day in (date(2020, 6, 6), date(1990, 6, 2))] == [date(2020, 6, 6), date(1990, 6, 2)]


@pytest.mark.parametrize("count", [1, 600, -1, -600, 6000, -6000])
def test_a_term_that_leaves_the_table_goes_on_with_week_ends_only(count):
    assert VIETNAM.add(date(2020, 6, 6), count) == step(VIETNAM, date(2020, 6, 6), count)


@given(around, st.integers(-320, 320))
def test_adding_is_stepping_day_by_day(day, count):
    assert VIETNAM.add(day, count) == step(VIETNAM, day, count)


@given(around, around)
def test_the_days_between_are_the_working_days_after_the_first_up_to_the_second(one, other):
    start, end = min(one, other), max(one, other)
    span = [start + timedelta(days=number + 1) for number in range((end - start).days)]
    counted = sum(VIETNAM.is_working(day) for day in span)
    assert (VIETNAM.between(start, end), VIETNAM.between(end, start)) == (counted, -counted)


@given(around, st.integers(1, 300))
def test_a_term_that_was_added_lies_so_many_working_days_ahead(day, count):
    due = VIETNAM.add(day, count)
    assert (VIETNAM.is_working(due), VIETNAM.between(day, due)) == (True, count)


def test_without_a_table_only_week_ends_are_off():
    assert [WEEKS_ONLY.is_working(date(2020, 5, number)) for number in range(1, 8)] == [True, False, False, True, True, True, True]
    assert (WEEKS_ONLY.years, WEEKS_ONLY.add(date(2020, 5, 1), 1), WEEKS_ONLY.add(date(2000, 5, 5), 1)) == (
        frozenset(), date(2020, 5, 4), date(2000, 5, 8))


def test_a_calendar_covers_a_day_when_its_year_has_entries():
    calendar = WorkingCalendar((SpecialDay(date(2020, 1, 1), True, "Tết Dương lịch", "New Year"),))
    assert calendar.covers(date(2020, 7, 1), date(2020, 12, 31)) is True
    assert calendar.covers(date(2020, 7, 1), date(2021, 1, 1)) is False
    assert calendar.covers() is True


def test_a_table_is_read_into_days_off_and_days_worked():
    assert read_special_days([HEAD, "2027-01-01,off,Tết Dương lịch,New Year", "", "2027-01-09,work,Làm bù,Exchange"]) == [
        SpecialDay(date(2027, 1, 1), True, "Tết Dương lịch", "New Year"), SpecialDay(date(2027, 1, 9), False, "Làm bù", "Exchange")]


@pytest.mark.parametrize(("line", "wrong"), [
    ("2027-01-01,maybe,a,b", "'maybe'"),
    ("1/1/2027,off,a,b", "Invalid isoformat string: '1/1/2027'"),
    (",off,a,b", "Invalid isoformat string: ''"),
    ("2027-01-01,off,a", "thiếu cột"),
    ("2027-01-01", "thiếu cột"),
])
def test_a_line_that_cannot_be_read_is_named_by_the_number_it_has_in_the_file(line, wrong):
    with pytest.raises(CalendarError) as refused:
        read_special_days([HEAD, "2027-01-01,off,a,b", "", line])
    assert str(refused.value) == f"dòng 4: {wrong}"


def test_a_table_without_its_headings_is_refused():
    with pytest.raises(CalendarError) as refused:
        read_special_days(["ngày,loại", "2027-01-01,off"])
    assert str(refused.value) == "dòng 2: 'kind'"
