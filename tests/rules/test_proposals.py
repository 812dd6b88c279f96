"""Proposals: who does what from which state, the clocks of the levels, the code with its check digit, what may ask for the same."""

from datetime import date

import pytest

from kientoan.rules.proposals import (
    ANSWERS,
    OPEN,
    WAITING,
    WAYS,
    Clock,
    Level,
    State,
    Step,
    age_days,
    are_alike,
    clock_after,
    days_over,
    first_body,
    follow,
    level_of,
    read_reference,
    reference_of,
    refuse_contribution,
    refuse_plan,
)
from kientoan.rules.reasons import Reason

SENT, RECEIVED = date(2020, 6, 8), date(2020, 6, 10)


@pytest.mark.parametrize("step", list(WAYS))
@pytest.mark.parametrize("state", list(State))
def test_a_step_leads_on_or_says_in_both_languages_why_not(step: Step, state: State) -> None:
    after = follow(step, state)
    if state in WAYS[step].states:
        assert after is WAYS[step].into
    else:
        assert isinstance(after, Reason) and after.vi.startswith("Kiến nghị này ") and after.en.startswith("This proposal is ") and after.rule == "RT-04"


def test_what_is_answered_is_not_answered_again_and_what_is_out_of_the_way_stays_so() -> None:
    assert [follow(step, State.ACCEPTED) for step in ANSWERS if not isinstance(follow(step, State.ACCEPTED), Reason)] == []
    for state in (State.MERGED, State.WITHDRAWN):
        assert [step for step in WAYS if state in WAYS[step].states] == []
    assert {*WAITING, State.RECEIVED} < OPEN


def test_the_clock_starts_on_receipt_goes_on_when_forwarded_and_begins_anew_above_while_the_age_stays() -> None:
    sent = clock_after(Step.SEND, Clock(), on=SENT, days=15)
    assert (sent, age_days(sent, RECEIVED)) == (Clock(), 0)
    here = clock_after(Step.RECEIVE, sent, on=RECEIVED, days=15)
    assert here == Clock(RECEIVED, RECEIVED, date(2020, 6, 25))
    there = clock_after(Step.RECEIVE, clock_after(Step.FORWARD, here, on=date(2020, 6, 20), days=15), on=date(2020, 6, 22), days=30)
    assert there == here
    up = clock_after(Step.PASS_UP, here, on=date(2020, 6, 24), days=20)
    assert up == Clock(RECEIVED)
    above = clock_after(Step.RECEIVE, up, on=date(2020, 7, 1), days=20)
    assert (above, age_days(above, date(2020, 7, 10))) == (Clock(RECEIVED, date(2020, 7, 1), date(2020, 7, 21)), 30)
    assert clock_after(Step.REOPEN, above, on=date(2020, 9, 1), days=20).age_from == RECEIVED


@pytest.mark.parametrize(("state", "day", "over"), [
    (State.RECEIVED, date(2020, 6, 25), 0), (State.RECEIVED, date(2020, 6, 26), 1), (State.SENT, date(2020, 6, 28), 3), (State.ACCEPTED, date(2020, 7, 30), 0),
    (State.REFUSED, date(2020, 7, 30), 0)])
def test_only_an_answer_that_is_awaited_is_overdue(state: State, day: date, over: int) -> None:
    assert days_over(state, date(2020, 6, 25), day) == over
    assert days_over(state, None, day) == 0


def test_a_cells_goes_to_the_party_committee_and_a_hamlets_to_the_people_s_committee() -> None:
    assert first_body([(9, "cell"), (7, "grassroots"), (3, "superior")]) == 7
    assert first_body([(8, "hamlet"), (5, "commune"), (2, "district")]) == 5
    assert (first_body([(5, "commune"), (2, "district")]), first_body([(8, "hamlet")])) == (5, None)
    assert [level_of(level) for level in ("cell", "commune", "grassroots", "superior", "province", "provincial")] == [
        Level.HAMLET, Level.COMMUNE, Level.COMMUNE, Level.DISTRICT, Level.PROVINCE, Level.PROVINCE]


def test_an_acceptance_says_what_and_by_when_and_contributions_rest_on_a_decision() -> None:
    assert "sẽ làm gì" in getattr(refuse_plan("", RECEIVED, on=RECEIVED), "vi", "")
    assert "ngày dự kiến" in getattr(refuse_plan("Xã làm", None, on=RECEIVED), "vi", "")
    assert "trước ngày trả lời" in getattr(refuse_plan("Xã làm", SENT, on=RECEIVED), "vi", "")
    assert refuse_plan("Xã làm", RECEIVED, on=RECEIVED) is None
    assert getattr(refuse_contribution(needs_contribution=True, has_decision=False), "rule", "") == "RT-06"
    assert refuse_contribution(needs_contribution=True, has_decision=True) is None
    assert refuse_contribution(needs_contribution=False, has_decision=False) is None


@pytest.mark.parametrize("number", [1, 17, 99_999, 123_456])
def test_a_code_is_read_as_people_type_it_and_a_slip_of_a_digit_is_noticed(number: int) -> None:
    code = reference_of(number)
    assert read_reference(code) == read_reference(f" {code.lower().replace('-', ' ')} ") == read_reference(code.replace("-", "")) == code
    digits = code.removeprefix("KN-").replace("-", "")
    for at, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            assert read_reference(f"KN{digits[:at]}{other}{digits[at + 1:]}") != code
            assert read_reference(f"KN{digits[:at]}{other}{digits[at + 1:]}") is None
    assert [read_reference(text) for text in ("", "KN", "KN-0", "KN-00000-1", "17a", "KN" + "1" * 40)] == [None] * 6


@pytest.mark.parametrize(("first", "second", "same"), [
    ("Xây nhà văn hóa xóm đạt chuẩn", "Đề nghị xây nhà văn hoá", True), ("Làm mương bờ Đông", "Nạo vét muong bo dong", True),
    ("Làm mương bờ Đông", "Làm mương bờ Tây", True), ("Xây nhà văn hóa", "Sửa đường liên xóm", False), ("Làm mương", "Làm mương", False)])
def test_what_may_ask_for_the_same_is_found_with_and_without_diacritics(first: str, second: str, same: bool) -> None:
    assert are_alike(first, second) is are_alike(second, first) is same
