"""Days as people write them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.days import (
    WEEKDAYS_EN,
    WEEKDAYS_VI,
    UnreadableDayError,
    read_day,
    read_moment,
    write_day,
    write_moment,
    write_short_day,
)

DAY = date(2020, 6, 23)


@pytest.mark.parametrize("text", ["23/6/2020", "23/06/2020", "23-06-2020", "23.6.2020", "23062020", "2020-06-23", "  23/6/2020\u00a0"])
def test_a_day_is_read_in_every_form_in_use(text):
    assert read_day(text) == DAY


def test_the_day_stands_before_the_month():
    assert read_day("1/2/2020") == date(2020, 2, 1)


@pytest.mark.parametrize("text", ["", "23/6", "23/6/20", "23 6 2020", "2362020", "6/2020", "2020-6-23", "hôm nay", "23/6/2020 8:00", "2020/06/23"])
def test_what_is_not_written_as_a_day_is_refused_for_its_form(text):
    with pytest.raises(UnreadableDayError) as refused:
        read_day(f" {text} ")
    assert (refused.value.text, refused.value.reason, str(refused.value)) == (text, "form", text)


@pytest.mark.parametrize("text", ["31/02/1998", "29/2/2019", "0/1/2020", "1/13/2020", "2020-02-30", "32012020", "01/01/0000"])
def test_a_day_that_no_calendar_has_is_refused_for_the_calendar(text):
    with pytest.raises(UnreadableDayError) as refused:
        read_day(text)
    assert (refused.value.text, refused.value.reason) == (text, "calendar")


@given(st.dates())
def test_a_written_day_is_read_back_as_itself(day):
    written = write_day(day)
    assert [read_day(text) for text in (written, written.replace("/", ""), written.replace("/", "-"), day.isoformat())] == [day] * 4


@given(st.text(max_size=12))
def test_reading_gives_a_day_or_refuses_and_nothing_else(text):
    try:
        assert isinstance(read_day(text), date)
    except UnreadableDayError as refused:
        assert refused.reason == "form" or any(ch.isdigit() for ch in text)


def test_a_day_is_written_with_zeros_and_in_short_without():
    assert (write_day(date(800, 4, 5)), write_short_day(date(2020, 4, 5))) == ("05/04/0800", "5/4")


def test_the_weekdays_begin_with_monday():
    assert (WEEKDAYS_VI[DAY.weekday()], WEEKDAYS_EN[DAY.weekday()], len(WEEKDAYS_VI), len(WEEKDAYS_EN)) == ("Thứ Ba", "Tuesday", 7, 7)


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(("text", "iso"), [
    ("23/06/2020", "2020-06-23T23:59:59.999999+07:00"), ("2020-06-23", "2020-06-23T23:59:59.999999+07:00"),
    ("23/6/2020 16:30", "2020-06-23T16:30:59.999999+07:00"), ("16:30 23/06/2020", "2020-06-23T16:30:59.999999+07:00"),
    ("2020-06-23T23:59:59+07:00", "2020-06-23T23:59:59+07:00"), ("2020-06-23T16:59:59Z", "2020-06-23T23:59:59+07:00"),
    ("2020-06-23T08:00", "2020-06-23T08:00:00+07:00")])
def test_a_moment_is_read_as_its_very_end_and_written_back(text: str, iso: str) -> None:
    moment = read_moment(text, VIETNAM)
    assert moment.astimezone(VIETNAM).isoformat() == iso
    assert read_moment(write_moment(moment, VIETNAM), VIETNAM) == moment


@pytest.mark.parametrize("text", ["", "hôm qua", "23/06/2020 24:00", "31/02/2020", "23:59", "23/06/2020 1:00 2:00", "2020-06-23T99:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDayError):
        read_moment(text, VIETNAM)
