"""Requests about one's own record: the two clocks, what follows what, what is late (PV-06)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.datarequests import (
    ANSWER_WITHIN,
    Clocks,
    Ground,
    State,
    Step,
    clocks,
    done_late,
    due_on,
    follow,
    late,
    rule_of,
    steps_from,
)
from kientoan.rules.reasons import Reason

CALENDAR = vietnamese_calendar()
CLOCKS = Clocks(date(2026, 3, 4), date(2026, 3, 12))


@pytest.mark.parametrize(("received", "answer_by"), [
    (date(2026, 3, 2), date(2026, 3, 4)),  # Monday, Wednesday
    (date(2026, 3, 6), date(2026, 3, 10)),  # over a week-end
    (date(2026, 4, 29), date(2026, 5, 5)),  # over Reunification Day and Labour Day
])
def test_pv06_a_request_is_answered_within_two_working_days(received: date, answer_by: date) -> None:
    assert clocks(received, calendar=CALENDAR, days=10).answer_by == answer_by


@given(received=st.dates(date(2020, 1, 1), date(2026, 12, 1)), days=st.integers(2, 60))
def test_pv06_both_clocks_begin_on_the_day_after_receipt_and_carrying_out_never_ends_before_the_answer(received: date, days: int) -> None:
    found = clocks(received, calendar=CALENDAR, days=days)
    assert CALENDAR.between(received, found.answer_by) == ANSWER_WITHIN
    assert found.carry_by in (received + timedelta(days=days), found.answer_by)
    assert found.carry_by >= found.answer_by > received


def test_pv06_what_follows_what() -> None:
    assert {step: follow(step, State.RECEIVED) for step in (Step.ACCEPT, Step.REFUSE, Step.WITHDRAW)} == {
        Step.ACCEPT: State.ACCEPTED, Step.REFUSE: State.REFUSED, Step.WITHDRAW: State.WITHDRAWN}
    assert follow(Step.CARRY_OUT, State.ACCEPTED) is State.CARRIED_OUT
    assert steps_from(State.REFUSED) == [Step.ACCEPT]  # an answer is given anew, the other way round
    assert [state for state in (State.CARRIED_OUT, State.WITHDRAWN) if steps_from(state)] == []
    refused = follow(Step.CARRY_OUT, State.RECEIVED)
    assert isinstance(refused, Reason)
    assert (refused.rule, refused.vi.startswith("Yêu cầu này đang chờ trả lời."), refused.en.startswith("This request waits")) == ("PV-06", True, True)


@pytest.mark.parametrize("state", list(State))
def test_pv06_an_open_request_has_a_due_day_and_is_late_after_it(state: State) -> None:
    due = due_on(state, CLOCKS)
    if due is None:
        assert state in (State.REFUSED, State.CARRIED_OUT, State.WITHDRAWN)
        assert late(state, CLOCKS, date(2030, 1, 1)) is None
        return
    assert late(state, CLOCKS, due) is None
    reason = late(state, CLOCKS, due + timedelta(days=3))
    assert reason is not None
    assert ("3 ngày" in reason.vi, "3 days late" in reason.en, reason.blocks, reason.rule) == (True, True, False, "PV-06")


def test_pv06_what_was_done_late_stays_late() -> None:
    assert [done_late(step, date(2026, 3, 14), CLOCKS) for step in (Step.ACCEPT, Step.REFUSE, Step.CARRY_OUT, Step.WITHDRAW)] == [10, 10, 2, 0]
    assert done_late(Step.ACCEPT, date(2026, 3, 4), CLOCKS) == 0


def test_pv09_every_ground_of_refusal_names_its_rule() -> None:
    assert {ground: rule_of(ground) for ground in Ground}[Ground.LEGAL_DUTY] == "PV-09"
    assert all(rule_of(ground).startswith("PV-") for ground in Ground)
