"""Courses: their days and places, who gets a place, what a result needs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.training import (
    Days,
    Outcome,
    Placing,
    place,
    refuse_course,
    refuse_enrolment,
    refuse_outcome,
    refuse_places,
    refuse_session,
)

DAYS = Days(date(2020, 6, 8), date(2020, 6, 20))
TODAY = date(2020, 7, 1)


@pytest.mark.parametrize(("field", "level", "days", "places", "why"), [
    ("political_theory", "schooling_9_12", DAYS, 40, "không thuộc loại"), ("political_theory", "theory_none", DAYS, 40, "mức thấp nhất"),
    ("political_theory", "theory_elementary", Days(DAYS.last, DAYS.first), 40, "trước ngày khai giảng"), ("political_theory", "theory_elementary", DAYS, 0, "Số chỗ 0"),
    ("political_theory", "theory_elementary", DAYS, 1001, "Số chỗ 1001"), ("political_theory", "theory_elementary", Days(date(2020, 1, 1), date(2024, 1, 1)), 40, "quá 3 năm")])
def test_a_course_that_cannot_be_is_refused(field: str, level: str, days: Days, places: int, why: str) -> None:
    found = refuse_course(field, level, days, places)
    assert found is not None
    assert why in found.vi
    assert refuse_course("political_theory", "theory_elementary", DAYS, 40) is None


@given(st.lists(st.integers(1, 50), unique=True, max_size=20), st.integers(0, 30), st.integers(0, 5), st.integers(1, 30))
def test_places_are_never_exceeded_and_nobody_passes_those_who_wait(wanted: list[int], enrolled: int, waiting: int, places: int) -> None:
    found = place(wanted, enrolled=min(enrolled, places), waiting=waiting, places=places)
    assert [*found.placed, *found.waiting] == wanted
    assert min(enrolled, places) + len(found.placed) <= places
    if waiting:
        assert found == Placing((), tuple(wanted))
    assert refuse_places(places, min(enrolled, places)) is None
    assert refuse_places(places, places + 1) is not None


def test_nobody_is_put_on_a_course_twice_and_who_has_the_level_is_told() -> None:
    twice = refuse_enrolment("An", is_on=True, has_level=None, field="political_theory", level="theory_elementary")
    assert twice is not None
    assert twice.blocks
    has = refuse_enrolment("An", is_on=False, has_level="theory_advanced", field="political_theory", level="theory_elementary")
    assert has is not None
    assert (has.blocks, has.vi) == (False, "An đã có cao cấp lý luận.")
    assert refuse_enrolment("An", is_on=False, has_level="theory_none", field="political_theory", level="theory_elementary") is None


@pytest.mark.parametrize(("outcome", "on", "certificate", "refused"), [
    (Outcome.PASSED, date(2020, 6, 20), "1/CC", False), (Outcome.PASSED, date(2020, 6, 20), "", True), (Outcome.NOT_PASSED, date(2020, 6, 20), "", False),
    (Outcome.PASSED, date(2020, 6, 19), "1/CC", True), (Outcome.NOT_FINISHED, date(2020, 7, 2), "", True)])
def test_a_result_comes_after_the_course_and_a_pass_with_its_certificate(outcome: Outcome, on: date, certificate: str, refused: bool) -> None:
    assert (refuse_outcome(outcome, on, certificate, days=DAYS, today=TODAY) is not None) == refused


@pytest.mark.parametrize(("on", "present", "refused"), [
    (date(2020, 6, 8), {1}, False), (date(2020, 6, 20), {1, 2}, False), (date(2020, 6, 7), {1}, True), (date(2020, 6, 21), {1}, True), (date(2020, 6, 10), {3}, True), (date(2020, 7, 2), {1}, True)])
def test_a_session_lies_within_the_course_and_is_of_those_who_have_a_place(on: date, present: set[int], refused: bool) -> None:
    assert (refuse_session(on, present, {1, 2}, days=DAYS, today=TODAY) is not None) == refused
