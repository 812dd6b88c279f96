"""When something is told of, what hours are quiet, and what fits into one short message."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.notices import (
    QUIET_FROM,
    QUIET_TO,
    SHORT_MARKED,
    SHORT_PLAIN,
    Reached,
    Stage,
    is_quiet,
    read_email,
    read_mobile,
    short_message,
    task_stage,
    written_mobile,
)
from kientoan.rules.reasons import Reason

DAY = date(2020, 6, 23)


@pytest.mark.parametrize(("due", "is_new", "stage"), [
    (date(2020, 6, 22), False, Stage.OVERDUE), (date(2020, 6, 23), True, Stage.TOMORROW), (date(2020, 6, 24), False, Stage.TOMORROW), (date(2020, 6, 25), True, Stage.WEEK),
    (date(2020, 6, 30), False, Stage.WEEK), (date(2020, 7, 1), True, Stage.GIVEN), (date(2020, 7, 1), False, None)])
def test_a_task_is_told_of_by_its_due_day(due: date, is_new: bool, stage: Stage | None) -> None:
    assert task_stage(due, DAY, is_new=is_new) is stage


@pytest.mark.parametrize(("at", "quiet"), [(time(20, 59), False), (time(21, 0), True), (time(0, 0), True), (time(6, 29), True), (time(6, 30), False), (time(12, 0), False)])
def test_the_night_is_quiet(at: time, quiet: bool) -> None:
    assert is_quiet(at, QUIET_FROM, QUIET_TO) is quiet


def test_hours_within_a_day_are_quiet_and_equal_ones_never() -> None:
    assert [is_quiet(time(hour), time(11), time(13)) for hour in (10, 11, 12, 13)] == [False, True, True, False]
    assert not any(is_quiet(time(hour), time(7), time(7)) for hour in range(24))


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("  Luu.Hv@CoQuan.VN ", "Luu.Hv@coquan.vn"), ("a@b.vn", "a@b.vn")])
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert read_email(typed) == Reached(kept)


@pytest.mark.parametrize("typed", ["luu", "luu@", "@coquan.vn", "luu@coquan", "a b@coquan.vn", "a..b@coquan.vn", ".a@coquan.vn", "a@coquan.vn\nBcc: x@y.vn", "x" * 65 + "@coquan.vn",
                                  f"a@{'b.' * 130}vn"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert isinstance(read_email(typed), Reason)


def test_a_mobile_number_is_kept_in_one_form_and_others_are_refused() -> None:
    assert {read_mobile(typed) for typed in ("0912 345 678", "+84 912.345.678", "84912345678", "(091) 2345-678")} == {Reached("+84912345678")}
    assert (read_mobile(" "), written_mobile("+84912345678"), written_mobile("")) == (Reached(""), "0912345678", "")
    assert all(isinstance(read_mobile(typed), Reason) for typed in ("0212345678", "091234567", "09123456789", "abc", "=1+2"))


def test_a_short_message_is_cut_at_a_word() -> None:
    said = short_message("Kiện Toàn: 2 quá hạn – “Đào mương” " + "dài " * 60, plain=True)
    assert said.startswith('Kien Toan: 2 qua han - "Dao muong" dai')
    assert (len(said) <= SHORT_PLAIN, said.endswith("dai..")) == (True, True)
    assert short_message("Họp chi bộ, Xóm Trung Thành", plain=False) == "Họp chi bộ, Xóm Trung Thành"
    assert short_message("x" * 200, plain=True) == "x" * 158 + ".."


@given(st.text(max_size=400), st.booleans())
def test_a_short_message_never_needs_two(text: str, plain: bool) -> None:
    said = short_message(text, plain=plain)
    assert len(said.encode("utf-16-be")) // 2 <= (SHORT_PLAIN if plain else SHORT_MARKED)
    if plain:
        assert said.isascii()
        assert not set(said) & set("^{}\\[]~|€`_$")
