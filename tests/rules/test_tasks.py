"""Tasks: which state follows which and by whom, what is late, what is counted, whole answers; amounts as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from kientoan.rules.amounts import new_countryside, read_amount, write_amount
from kientoan.rules.reasons import Reason
from kientoan.rules.tasks import (
    FINISHED,
    OPEN,
    WAYS,
    Answer,
    By,
    State,
    Step,
    Tally,
    days_over,
    follow,
    has_risen,
    last_due_of_risen,
    refuse_answer,
    refuse_due,
    refuse_task,
    tally_of,
)

DUE = date(2020, 7, 31)
GIVEN = date(2020, 6, 2)


def test_the_ways_between_states_rt_02() -> None:
    allowed = {(state, step, after) for step in Step for state in State if isinstance(after := follow(step, state, due_on=DUE, on=DUE), State)}
    draft, assigned, accepted, doing, done, late, above, stopped = State
    open_states = (assigned, accepted, doing)
    assert allowed == {
        (draft, Step.GIVE, assigned), (draft, Step.STOP, stopped), (assigned, Step.ACCEPT, accepted),
        *((state, Step.REPORT, doing) for state in open_states), *((state, Step.MOVE_DUE, state) for state in open_states),
        *((state, Step.STOP, stopped) for state in open_states), *((state, Step.HAND_OVER, assigned) for state in open_states),
        (accepted, Step.FINISH, done), (doing, Step.FINISH, done), (done, Step.RAISE, above),
        (done, Step.SEND_BACK, doing), (late, Step.SEND_BACK, doing), (above, Step.SEND_BACK, doing)}
    assert not OPEN & FINISHED


def test_only_the_lead_accepts_reports_and_finishes_rt_03() -> None:
    assert {step for step, way in WAYS.items() if way.by is By.LEAD} == {Step.ACCEPT, Step.REPORT, Step.FINISH}
    assert set(WAYS) == set(Step)


@pytest.mark.parametrize(("on", "state"), [(date(2020, 7, 30), State.DONE), (DUE, State.DONE), (date(2020, 8, 1), State.DONE_LATE)])
def test_done_on_the_due_day_is_on_time_and_the_day_after_is_late(on: date, state: State) -> None:
    assert follow(Step.FINISH, State.DOING, due_on=DUE, on=on) is state


def test_what_was_done_late_is_never_above_requirement_ev_03() -> None:
    reason = follow(Step.RAISE, State.DONE_LATE, due_on=DUE, on=DUE)
    assert isinstance(reason, Reason)
    assert ("xong muộn" in reason.vi, "EV-03" in reason.vi, "done late" in reason.en, reason.rule) == (True, True, True, "RT-02")


def test_an_open_task_is_overdue_from_the_day_after_and_rises_after_the_set_days() -> None:
    assert [days_over(State.DOING, DUE, day) for day in (DUE, date(2020, 8, 1), date(2020, 8, 7))] == [0, 1, 7]
    assert [days_over(state, DUE, date(2020, 8, 7)) for state in (State.DONE, State.STOPPED, State.DRAFT)] == [0, 0, 0]
    assert [has_risen(State.ASSIGNED, DUE, day, 7) for day in (date(2020, 8, 6), date(2020, 8, 7))] == [False, True]
    assert not has_risen(State.DONE_LATE, DUE, date(2021, 1, 1), 7)
    assert last_due_of_risen(date(2020, 8, 7), 7) == DUE


def test_a_task_needs_what_a_product_and_a_day_not_before_it_is_given() -> None:
    assert refuse_task("Dồn điền", "12 ha", given_on=GIVEN, due_on=DUE) is None
    for title, product, due, words in (("", "12 ha", DUE, "Ghi việc"), ("Dồn điền", "", DUE, "sản phẩm đo được"), ("Dồn điền", "12 ha", date(2020, 6, 1), "trước ngày giao"),
                                       ("Dồn điền", "12 ha", date(2202, 6, 1), "quá xa")):
        reason = refuse_task(title, product, given_on=GIVEN, due_on=due)
        assert reason is not None
        assert words in reason.vi
    assert refuse_due(GIVEN, GIVEN) is None


def test_counts_add_up_and_shares_name_their_base() -> None:
    tally = tally_of({State.DONE: 2, State.ABOVE: 1, State.DONE_LATE: 1, State.DOING: 3, State.ASSIGNED: 1, State.STOPPED: 2, State.DRAFT: 5}, overdue=2)
    assert tally == Tally(3, 1, 1, 4, 2, 2, 5)
    assert tally.given == tally.done_on_time + tally.done_late + tally.open == 8
    assert (tally.on_time_share.numerator, tally.on_time_share.denominator, tally.above_share.numerator) == (3, 8, 1)
    assert (tally + tally).given == 16


@pytest.mark.parametrize(("answer", "own", "text", "words"), [
    (Answer.ADOPTED, False, "", "Chọn mục"), (Answer.ADAPTED, True, "", "khác mục"), (Answer.NOT_APPLICABLE, False, "", "vì sao"),
    (Answer.ADOPTED, True, "", ""), (Answer.ADAPTED, True, "làm trước một năm", ""), (Answer.NOT_APPLICABLE, False, "xóm không có ruộng", "")])
def test_an_answer_names_ones_own_clause_or_says_why_not(answer: Answer, own: bool, text: str, words: str) -> None:
    reason = refuse_answer(answer, has_own_clause=own, text=text)
    assert (words in reason.vi and reason.rule == "RT-01") if reason else not words


@pytest.mark.parametrize(("typed", "amount"), [("80,8", "80.8"), ("80.8", "80.8"), ("12", "12"), ("1.234,5", "1234.5"), ("1,234.50", "1234.5"), ("1 200", "1200"),
                                               ("1.200.000", "1200000"), ("0,125", "0.125"), ("1,7250", "1.725"), ("007", "7")])
def test_amounts_are_read_exactly_either_way_rp_20(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(("typed", "words"), [("1.725", "hai cách"), ("12,725", "hai cách"), ("abc", "không phải là số"), ("-5", "không phải là số"), ("", "không phải là số"),
                                              ("1.23.456", "không phải là số"), ("9999999999999", "quá dài"), ("0,12345", "quá dài")])
def test_what_can_mean_two_numbers_or_none_is_refused_rp_20(typed: str, words: str) -> None:
    reason = read_amount(typed)
    assert isinstance(reason, Reason)
    assert words in reason.vi


def test_amounts_are_written_without_idle_zeros() -> None:
    assert [write_amount(Decimal(text)) for text in ("1234.5000", "80.8", "12.0000", "0.05")] == ["1.234,5", "80,8", "12", "0,05"]
    assert write_amount(Decimal("1234.5"), comma=False) == "1,234.5"


def test_the_new_countryside_criteria_say_that_they_were_not_compared() -> None:
    criteria = new_countryside()
    assert [each.number for each in criteria] == list(range(1, len(criteria) + 1))
    assert len({each.key for each in criteria}) == len(criteria)
    assert not any(each.is_verified for each in criteria)
    assert (criteria[2].in_language("vi"), criteria[2].in_language("en")) == ("3. Thủy lợi", "3. Irrigation")
