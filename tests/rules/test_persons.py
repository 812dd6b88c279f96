"""Persons: births of known precision, ages by month, what dates and levels refuse."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.days import UnreadableDayError
from kientoan.rules.persons import (
    BEGINNING,
    QUALIFICATION_LEVELS,
    Age,
    Birth,
    Precision,
    age_at,
    birth_of,
    is_minority,
    read_birth,
    refuse_before_birth,
    refuse_birth,
    refuse_level,
    refuse_membership,
    write_birth,
)

TODAY = date(2020, 7, 1)
YEAR, MONTH, DAY = Birth(date(1970, 1, 1), Precision.YEAR), Birth(date(1970, 5, 1), Precision.MONTH), Birth(date(1970, 5, 12))


@pytest.mark.parametrize(("text", "birth"), [
    ("1970", YEAR), (" 5/1970 ", MONTH), ("05.1970", MONTH), ("5-1970", MONTH), ("12/5/1970", DAY), ("12051970", DAY), ("1970-05-12", DAY)])
def test_a_birth_is_read_as_people_write_it(text, birth):
    assert read_birth(text) == birth


@pytest.mark.parametrize(("text", "reason"), [("", "form"), ("70", "form"), ("13/1970", "calendar"), ("0/1970", "calendar"), ("31/2/1970", "calendar"),
                                              ("0000", "calendar"), ("tháng 5", "form")])
def test_what_is_no_birth_is_not_read(text, reason):
    with pytest.raises(UnreadableDayError) as refused:
        read_birth(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(("birth", "written", "last"), [
    (YEAR, "1970", date(1970, 12, 31)), (MONTH, "05/1970", date(1970, 5, 31)), (DAY, "12/05/1970", date(1970, 5, 12)),
    (Birth(date(2020, 2, 1), Precision.MONTH), "02/2020", date(2020, 2, 29))])
def test_a_birth_is_written_as_far_as_it_is_known(birth, written, last):
    assert (write_birth(birth), birth.last_possible, read_birth(written)) == (written, last, birth)


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.sampled_from(Precision))
def test_the_date_stored_is_the_first_day_of_what_is_known(day, precision):
    birth = birth_of(day, precision)
    assert birth.on <= day <= birth.last_possible
    assert birth_of(birth.on, precision) == birth


@pytest.mark.parametrize(("birth", "age"), [
    (DAY, Age(49, 11)), (MONTH, Age(49, 11)), (YEAR, Age(50, 3, assumed=True)), (Birth(date(1970, 4, 30)), Age(50, 0)), (Birth(date(2021, 1, 1)), Age(0, 0))])
def test_age_is_counted_by_month_and_a_year_alone_is_january_and_said_to_be_assumed(birth, age):
    assert age_at(birth, date(2020, 4, 1)) == age_at(birth, date(2020, 4, 30)) == age
    assert age.in_months == age.years * 12 + age.months


@pytest.mark.parametrize(("ethnicity", "minority"), [("Kinh", False), (" kinh ", False), ("", False), ("Tày", True), ("Sán Dìu", True)])
def test_the_majority_is_no_minority(ethnicity, minority):
    assert is_minority(ethnicity) is minority


def test_a_birth_too_long_ago_or_to_come_is_refused():
    assert refuse_birth(DAY, today=TODAY) is None
    assert refuse_birth(Birth(date(2020, 1, 1), Precision.YEAR), today=TODAY) is None
    assert refuse_birth(Birth(date(2020, 7, 2)), today=TODAY).rule == "RP-18"
    assert refuse_birth(Birth(BEGINNING - timedelta(days=1)), today=TODAY).vi == "Ngày sinh 31/12/1899 quá xa. Sửa ngày sinh."


@pytest.mark.parametrize(("day", "blocks"), [
    (date(1969, 12, 31), True), (date(1970, 1, 1), False), (date(1987, 12, 31), False), (date(1988, 1, 1), None)])
def test_nothing_begins_before_the_first_possible_day_of_birth_and_little_before_eighteen(day, blocks):
    reason = refuse_before_birth(YEAR, day)
    assert (reason.blocks if reason else None) is blocks


def test_of_an_unknown_birth_nothing_is_said_and_leap_days_come_of_age_in_march():
    assert refuse_before_birth(None, BEGINNING) is None
    leap = Birth(date(2000, 2, 29))
    assert refuse_before_birth(leap, date(2018, 2, 28)).blocks is False
    assert refuse_before_birth(leap, date(2018, 3, 1)) is None


@pytest.mark.parametrize(("admitted", "official", "begins", "said"), [
    (date(2010, 5, 19), date(2011, 5, 19), date(2010, 5, 19), None),
    (None, None, date(2010, 5, 19), None),
    (date(2010, 5, 19), date(2010, 5, 18), date(2010, 5, 19), "Ngày chính thức 18/05/2010 trước ngày kết nạp 19/05/2010"),
    (date(2010, 5, 19), None, date(2010, 5, 18), "Ngày vào tổ chức 18/05/2010 trước ngày kết nạp 19/05/2010"),
    (date(2020, 7, 2), None, date(2020, 7, 2), "Ngày 02/07/2020 chưa tới"),
    (None, date(2020, 7, 2), TODAY, "Ngày 02/07/2020 chưa tới"),
    (date(1969, 1, 1), None, date(2010, 1, 1), "trước khi người này sinh (1970)"),
    (None, None, date(1987, 1, 1), "chưa đủ 18 tuổi"),
])
def test_dates_of_a_membership_that_contradict_one_another_are_refused(admitted, official, begins, said):
    reason = refuse_membership(admitted, official, begins, birth=YEAR, today=TODAY)
    assert (reason is None) if said is None else (said in reason.vi)


@pytest.mark.parametrize("field", QUALIFICATION_LEVELS)
def test_a_level_belongs_to_one_field(field):
    for other, levels in QUALIFICATION_LEVELS.items():
        for level in levels:
            assert (refuse_level(field, level) is None) is (other == field)
    assert refuse_level("cooking", "schooling_9_12").rule == "RP-07"
