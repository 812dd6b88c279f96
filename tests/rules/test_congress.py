"""Congresses of a season: states, refusals, clocks, what is late, the forecast and the bulletin."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.calendar import WorkingCalendar, vietnamese_calendar
from kientoan.rules.congress import (
    NEEDS,
    STEP_EN,
    STEP_VI,
    Clock,
    Clocks,
    Course,
    Forecast,
    Plan,
    State,
    Step,
    bulletin,
    cumulated,
    days_late,
    forecast,
    order_from_below,
    refuse_correction,
    refuse_plan,
    refuse_step,
    running_clock,
)
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share

VIETNAM = vietnamese_calendar()
TODAY = date(2020, 6, 23)
PLAN = Plan(date(2020, 1, 10), date(2020, 5, 28), date(2020, 5, 29))
SUBMITTED, CLEARED, HELD, REPORTED = date(2020, 2, 3), date(2020, 3, 2), date(2020, 5, 29), date(2020, 6, 5)
HELD_COURSE = {Step.SUBMITTED: SUBMITTED, Step.CLEARED: CLEARED, Step.HELD: HELD}
REPORTED_COURSE = {**HELD_COURSE, Step.REPORTED: REPORTED}


def course(*steps: Step, plan: Plan | None = PLAN) -> Course:
    """A course with the days above for the steps named."""
    days = {**REPORTED_COURSE, Step.APPROVED: date(2020, 6, 12), Step.REJECTED: date(2020, 6, 12)}
    return Course(plan, {step: days[step] for step in steps})


def said(reason) -> tuple[str, str, str, bool]:
    return reason.vi, reason.en, reason.rule, reason.blocks


# States


@pytest.mark.parametrize(("steps", "plan", "state"), [
    ((), None, State.UNPLANNED),
    ((), PLAN, State.PLANNED),
    ((Step.SUBMITTED,), PLAN, State.SUBMITTED),
    ((Step.SUBMITTED, Step.CLEARED), PLAN, State.CLEARED),
    ((Step.HELD, Step.CLEARED, Step.SUBMITTED), PLAN, State.HELD),
    (tuple(REPORTED_COURSE), PLAN, State.REPORTED),
    ((*REPORTED_COURSE, Step.APPROVED), PLAN, State.APPROVED),
    ((*REPORTED_COURSE, Step.REJECTED), PLAN, State.REJECTED),
])
def test_the_state_is_the_furthest_step_taken(steps, plan, state):
    assert course(*steps, plan=plan).state is state


@pytest.mark.parametrize(("steps", "counts"), [
    ((), False), ((Step.SUBMITTED, Step.CLEARED), False), (tuple(HELD_COURSE), True), (tuple(REPORTED_COURSE), True),
    ((*REPORTED_COURSE, Step.APPROVED), True), ((*REPORTED_COURSE, Step.REJECTED), False),
])
def test_a_congress_counts_once_held_and_no_longer_once_rejected(steps, counts):
    assert course(*steps).counts_as_held is counts


def test_every_step_has_a_name_in_both_languages_and_knows_what_it_needs():
    assert set(STEP_VI) == set(STEP_EN) == set(NEEDS) == set(Step)
    assert {step: needs for step, needs in NEEDS.items() if len(needs) != (step is not Step.SUBMITTED)} == {}


# Plans


@pytest.mark.parametrize(("opens", "closes", "window"), [
    (date(2020, 5, 28), date(2020, 5, 29), (None, None)),
    (date(2020, 5, 28), date(2020, 5, 28), (date(2020, 5, 28), date(2020, 5, 28))),
    (date(2020, 1, 10), date(2020, 1, 10), (date(2020, 1, 1), None)),
    (date(2020, 5, 28), date(2020, 6, 30), (None, date(2020, 6, 30))),
])
def test_a_plan_stands_up_to_the_last_day_that_each_rule_allows(opens, closes, window):
    assert refuse_plan(Plan(PLAN.decided_on, opens, closes), window_opens=window[0], window_due=window[1]) is None


def test_a_plan_that_closes_before_it_opens_is_refused():
    reason = refuse_plan(Plan(date(2020, 1, 10), date(2020, 5, 28), date(2020, 5, 27)), window_opens=None, window_due=None)
    assert said(reason) == (
        "Ngày bế mạc 27/05/2020 trước ngày khai mạc 28/05/2020. Sửa một trong hai ngày.",
        "The closing day 27/05/2020 lies before the opening day 28/05/2020. Change one of them.", "CG-31", True)


def test_a_plan_that_opens_before_it_was_decided_is_refused():
    reason = refuse_plan(Plan(date(2020, 5, 29), date(2020, 5, 28), date(2020, 5, 30)), window_opens=None, window_due=None)
    assert said(reason) == (
        "Ngày khai mạc 28/05/2020 trước ngày quyết định kế hoạch 29/05/2020. Sửa một trong hai ngày.",
        "The opening day 28/05/2020 lies before the day the plan was decided, 29/05/2020. Change one of them.", "CG-31", True)


def test_a_plan_that_opens_before_the_season_does_is_refused():
    reason = refuse_plan(PLAN, window_opens=date(2020, 5, 29), window_due=date(2020, 5, 1))
    assert said(reason) == (
        "Ngày khai mạc 28/05/2020 trước ngày bắt đầu của cấp này trong lịch mùa, 29/05/2020. Chọn ngày sau hoặc sửa lịch mùa.",
        "The opening day 28/05/2020 lies before this level's first day in the season's calendar, 29/05/2020."
        " Choose a later day or change the calendar.", "CG-02", True)


def test_a_plan_that_closes_after_the_deadline_is_kept_with_a_warning():
    reason = refuse_plan(PLAN, window_opens=date(2020, 4, 1), window_due=date(2020, 5, 28))
    assert said(reason) == (
        "Ngày bế mạc 29/05/2020 sau hạn 28/05/2020 của lịch mùa; kế hoạch vẫn được ghi.",
        "The closing day 29/05/2020 lies after the season's deadline 28/05/2020; the plan is kept all the same.", "CG-02", False)


# Steps


@pytest.mark.parametrize(("step", "on", "known"), [
    (Step.SUBMITTED, PLAN.decided_on, course()),
    (Step.SUBMITTED, TODAY, course()),
    (Step.CLEARED, SUBMITTED, course(Step.SUBMITTED)),
    (Step.HELD, CLEARED, course(Step.SUBMITTED, Step.CLEARED)),
    (Step.HELD, REPORTED, course(Step.SUBMITTED, Step.CLEARED, Step.REPORTED)),
    (Step.REPORTED, HELD, course(*HELD_COURSE)),
    (Step.APPROVED, REPORTED, course(*REPORTED_COURSE)),
    (Step.REJECTED, TODAY, course(*REPORTED_COURSE)),
    (Step.SUBMITTED, CLEARED, course(Step.CLEARED, Step.HELD)),
])
def test_a_step_is_recorded_on_any_day_from_the_one_before_it_to_the_one_after_it(step, on, known):
    assert refuse_step(step, on, known, today=TODAY) is None


def test_a_step_of_tomorrow_waits_for_tomorrow():
    reason = refuse_step(Step.HELD, date(2020, 6, 24), course(plan=None), today=TODAY)
    assert said(reason) == (
        "Ngày 24/06/2020 chưa tới (hôm nay 23/06/2020), nên chưa ghi được “tổ chức đại hội”. Ghi khi việc đã xong.",
        "24/06/2020 has not come yet (today is 23/06/2020), so “congress held” cannot be recorded. Record it once it is done.", "CG-31", True)


def test_a_step_needs_a_plan():
    reason = refuse_step(Step.SUBMITTED, SUBMITTED, course(plan=None), today=TODAY)
    assert said(reason) == (
        "Đại hội chưa có kế hoạch vào ngày 03/02/2020, nên chưa ghi được “trình nội dung”. Ghi kế hoạch trước.",
        "The congress had no plan on 03/02/2020, so “content submitted” cannot be recorded. Record the plan first.", "CG-31", True)


def test_a_step_does_not_come_before_the_plan_was_decided():
    reason = refuse_step(Step.SUBMITTED, date(2020, 1, 9), course(), today=TODAY)
    assert said(reason) == (
        "Ngày 09/01/2020 trước ngày quyết định kế hoạch 10/01/2020, nên chưa ghi được “trình nội dung”. Sửa ngày, hoặc sửa kế hoạch.",
        "09/01/2020 lies before the plan was decided, 10/01/2020, so “content submitted” cannot be recorded. Change the day or the plan.",
        "CG-31", True)


@pytest.mark.parametrize(("step", "known", "recorded", "done"), [
    (Step.HELD, course(*HELD_COURSE), Step.HELD, "29/05/2020"),
    (Step.APPROVED, course(*REPORTED_COURSE, Step.APPROVED), Step.APPROVED, "12/06/2020"),
    (Step.REJECTED, course(*REPORTED_COURSE, Step.APPROVED), Step.APPROVED, "12/06/2020"),
    (Step.APPROVED, course(*REPORTED_COURSE, Step.REJECTED), Step.REJECTED, "12/06/2020"),
])
def test_a_step_is_taken_once_and_a_result_is_either_approved_or_rejected(step, known, recorded, done):
    assert said(refuse_step(step, TODAY, known, today=TODAY)) == (
        f"Đã ghi “{STEP_VI[recorded]}” ngày {done}. Rút lại bước đó trước nếu ghi nhầm.",
        f"“{STEP_EN[recorded]}” was recorded for {done}. Withdraw it first if that was a mistake.", "CG-31", True)


@pytest.mark.parametrize(("step", "known", "missing"), [
    (Step.CLEARED, course(), Step.SUBMITTED),
    (Step.HELD, course(Step.SUBMITTED), Step.CLEARED),
    (Step.REPORTED, course(Step.SUBMITTED, Step.CLEARED), Step.HELD),
    (Step.APPROVED, course(*HELD_COURSE), Step.REPORTED),
    (Step.REJECTED, course(*HELD_COURSE), Step.REPORTED),
])
def test_a_step_waits_for_the_one_before_it(step, known, missing):
    assert said(refuse_step(step, TODAY, known, today=TODAY)) == (
        f"Chưa ghi “{STEP_VI[missing]}”, nên chưa ghi được “{STEP_VI[step]}”. Ghi bước trước.",
        f"“{STEP_EN[missing]}” is not recorded, so “{STEP_EN[step]}” cannot be. Record the earlier step first.", "CG-31", True)


def test_a_step_does_not_come_before_the_one_it_needs():
    reason = refuse_step(Step.REPORTED, date(2020, 5, 28), course(*HELD_COURSE), today=TODAY)
    assert said(reason) == (
        "Ngày 28/05/2020 trước ngày “tổ chức đại hội” 29/05/2020. Sửa ngày.",
        "28/05/2020 lies before “congress held”, 29/05/2020. Change the day.", "CG-31", True)


def test_a_step_filled_in_later_does_not_come_after_the_one_that_needs_it():
    reason = refuse_step(Step.HELD, date(2020, 6, 6), course(Step.SUBMITTED, Step.CLEARED, Step.REPORTED), today=TODAY)
    assert said(reason) == (
        "Ngày 06/06/2020 sau ngày “báo cáo kết quả” 05/06/2020. Sửa ngày.",
        "06/06/2020 lies after “result reported”, 05/06/2020. Change the day.", "CG-31", True)


@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(-5, 60)), max_size=12))
def test_steps_that_are_let_through_one_by_one_always_make_an_ordered_course(attempts):
    today, steps = PLAN.decided_on + timedelta(days=50), {}
    for step, number in attempts:
        on = PLAN.decided_on + timedelta(days=number)
        if refuse_step(step, on, Course(PLAN, dict(steps)), today=today) is None:
            steps[step] = on
    assert [step for step in steps for needed in NEEDS[step] if needed not in steps or steps[needed] > steps[step]] == []
    assert not {Step.APPROVED, Step.REJECTED} <= set(steps)
    assert all(PLAN.decided_on <= on <= today for on in steps.values())


# The order from below


@pytest.mark.parametrize(("held", "total"), [(0, 0), (12, 12), (13, 12)])
def test_a_congress_goes_without_a_word_once_all_below_have_held_theirs(held, total):
    assert order_from_below(held, total, "chi bộ", "cells") is None


def test_a_congress_before_those_below_asks_for_the_reason():
    assert said(order_from_below(11, 12, "chi bộ", "cells")) == (
        "Mới 11/12 chi bộ bên dưới đã tổ chức đại hội; đại hội đi từ dưới lên. Ghi lý do nếu vẫn tổ chức trước.",
        "Only 11 of 12 cells below have held theirs; congresses go from below upward. State the reason if it was held before them.",
        "CG-01", True)


# Clocks


@pytest.mark.parametrize(("known", "day", "expected"), [
    (course(), date(2020, 3, 2), Clock(Step.CLEARED, date(2020, 3, 23), 45, 15, "CG-05", True)),
    (course(Step.SUBMITTED), date(2020, 3, 23), Clock(Step.CLEARED, date(2020, 3, 23), 45, 0, "CG-05", True)),
    (course(Step.SUBMITTED), date(2020, 3, 25), Clock(Step.CLEARED, date(2020, 3, 23), 45, -2, "CG-05", True)),
    (course(*HELD_COURSE), date(2020, 5, 29), Clock(Step.REPORTED, date(2020, 6, 9), 7, 7, "CG-28", True)),
    (course(*HELD_COURSE), date(2020, 6, 9), Clock(Step.REPORTED, date(2020, 6, 9), 7, 0, "CG-28", True)),
    (course(*HELD_COURSE), date(2020, 6, 10), Clock(Step.REPORTED, date(2020, 6, 9), 7, -1, "CG-28", True)),
    (course(*REPORTED_COURSE), date(2020, 6, 23), Clock(Step.APPROVED, date(2020, 6, 26), 15, 3, "CG-29", True)),
])
def test_one_term_runs_at_a_time_and_counts_the_working_days_left(known, day, expected):
    clock = running_clock(known, Clocks(), VIETNAM, day=day)
    assert clock == expected
    assert clock.is_overdue is (day > expected.due_on)


@pytest.mark.parametrize(("known", "clocks"), [
    (course(plan=None), Clocks()),
    (course(Step.SUBMITTED, plan=None), Clocks()),
    (course(Step.SUBMITTED, Step.CLEARED), Clocks()),
    (course(*REPORTED_COURSE, Step.APPROVED), Clocks()),
    (course(*REPORTED_COURSE, Step.REJECTED), Clocks()),
    (course(), Clocks(clearance_lead=None)),
    (course(Step.SUBMITTED), Clocks(clearance_lead=None)),
    (course(*HELD_COURSE), Clocks(report_within=None)),
    (course(*REPORTED_COURSE), Clocks(approve_within=None)),
])
def test_no_term_runs_where_nothing_is_awaited_or_the_season_sets_none(known, clocks):
    assert running_clock(known, clocks, VIETNAM, day=TODAY) is None


@pytest.mark.parametrize(("day", "left", "overdue"), [
    (date(2020, 6, 5), 0, False), (date(2020, 6, 6), -1, True), (date(2020, 6, 7), -1, True), (date(2020, 6, 8), -1, True), (date(2020, 6, 9), -2, True),
])
def test_a_term_that_ended_on_friday_has_run_out_on_saturday(day, left, overdue):
    clock = running_clock(course(*HELD_COURSE), Clocks(report_within=5), VIETNAM, day=day)
    assert (clock.due_on, clock.left, clock.is_overdue) == (date(2020, 6, 5), left, overdue)


def test_a_term_outside_the_table_of_holidays_says_that_it_is_not_exact():
    plan = Plan(date(2027, 1, 4), date(2027, 3, 1), date(2027, 3, 1))
    outside = running_clock(Course(plan), Clocks(), VIETNAM, day=date(2027, 1, 4))
    assert (outside.is_exact, outside.due_on) == (False, date(2026, 12, 28))


@given(st.dates(date(2020, 1, 1), date(2020, 12, 31)))
def test_a_term_is_overdue_exactly_when_its_last_day_has_passed(day):
    clock = running_clock(course(*HELD_COURSE), Clocks(), VIETNAM, day=day)
    assert clock.is_overdue == (day > date(2020, 6, 9))


# Late


@pytest.mark.parametrize(("known", "day", "late"), [
    (course(), date(2020, 5, 28), 0),
    (course(), date(2020, 5, 29), 0),
    (course(), date(2020, 5, 30), 1),
    (course(Step.SUBMITTED, Step.CLEARED), date(2020, 6, 23), 25),
    (course(*HELD_COURSE), date(2020, 6, 23), 0),
    (course(*REPORTED_COURSE, Step.REJECTED), date(2020, 6, 23), 25),
    (course(plan=None), date(2020, 6, 23), 0),
])
def test_a_congress_is_late_by_the_days_since_its_planned_close(known, day, late):
    assert days_late(known, day=day) == late


# The forecast


@pytest.mark.parametrize(("held", "before", "total", "day", "due", "window", "expected"), [
    (491, 430, 608, date(2020, 6, 23), date(2020, 6, 30), 7, Forecast(552, 61, 7, 7, 117)),
    (491, 430, 608, date(2020, 6, 23), date(2020, 6, 28), 7, Forecast(534, 61, 7, 5, 117)),
    (600, 500, 608, date(2020, 6, 23), date(2020, 6, 30), 7, Forecast(608, 100, 7, 7, 8)),
    (491, 491, 608, date(2020, 6, 23), date(2020, 6, 30), 7, Forecast(491, 0, 7, 7, 117)),
    (490, 491, 608, date(2020, 6, 23), date(2020, 6, 30), 7, Forecast(490, -1, 7, 7, 118)),
    (491, 430, 608, date(2020, 7, 2), date(2020, 6, 30), 7, Forecast(491, 61, 7, 0, 117)),
    (10, 4, 100, date(2020, 6, 1), date(2020, 6, 30), 3, Forecast(68, 6, 3, 29, 90)),
    (0, 0, 0, date(2020, 6, 23), date(2020, 6, 30), 7, Forecast(0, 0, 7, 7, 0)),
])
def test_the_forecast_goes_on_at_the_pace_of_the_last_days(held, before, total, day, due, window, expected):
    assert forecast(held, before, total, day=day, due_on=due, window=window) == expected


def test_the_forecast_looks_back_a_week_unless_told_otherwise():
    assert forecast(14, 7, 100, day=date(2020, 6, 1), due_on=date(2020, 6, 8)) == Forecast(21, 7, 7, 7, 86)


@given(st.integers(0, 700), st.integers(0, 700), st.integers(0, 700), st.integers(-30, 90))
def test_the_forecast_never_falls_below_what_is_held_nor_rises_above_all(held, before, total, ahead):
    held, before = min(held, total), min(before, total)
    found = forecast(held, before, total, day=TODAY, due_on=TODAY + timedelta(days=ahead))
    assert held <= found.expected <= total
    assert (found.left, found.gained, found.needed) == (max(ahead, 0), held - before, total - held)


# The bulletin


def of_the_province(held: int, total: int, day: date = TODAY):
    return bulletin(Share(held, total), day=day, scope_vi="toàn tỉnh", scope_en="the province",
                    what_vi="tổ chức cơ sở đảng", what_en="grassroots organisations")


def test_the_bulletin_of_23_june_2020_reads_as_the_newspaper_had_it():
    assert said(of_the_province(491, 608)) == (
        "Đến ngày 23/6, toàn tỉnh có 491/608 tổ chức cơ sở đảng đã tổ chức đại hội, đạt trên 80\u00a0% (80,8\u00a0%).",
        "By 23/06/2020, 491 of 608 grassroots organisations in the province had held their congress, over 80% (80.8%).", "RP-12", False)


@pytest.mark.parametrize(("held", "total", "vietnamese", "english"), [
    (0, 608, "đạt 0\u00a0%.", "0%."),
    (1, 608, "đạt 0,2\u00a0%.", "0.2%."),
    (60, 608, "đạt 9,9\u00a0%.", "9.9%."),
    (10, 100, "đạt 10\u00a0%.", "10%."),
    (61, 608, "đạt trên 10\u00a0% (10,0\u00a0%).", "over 10% (10.0%)."),
    (304, 608, "đạt 50\u00a0%.", "50%."),
    (607, 608, "đạt trên 90\u00a0% (99,8\u00a0%).", "over 90% (99.8%)."),
    (608, 608, "đạt 100\u00a0%.", "100%."),
])
def test_the_bulletin_says_over_a_ten_only_when_it_is_over_and_there_is_one(held, total, vietnamese, english):
    reason = of_the_province(held, total)
    assert reason.vi.partition("đã tổ chức đại hội, ")[2] == vietnamese
    assert reason.en.partition("had held their congress, ")[2] == english


def test_the_bulletin_parts_thousands_as_each_language_does():
    reason = of_the_province(1234, 4130, date(2020, 4, 5))
    assert reason.vi.startswith("Đến ngày 5/4, toàn tỉnh có 1.234/4.130 tổ chức")
    assert reason.en.startswith("By 05/04/2020, 1,234 of 4,130 grassroots")


def test_the_bulletin_of_nothing_says_so():
    assert said(of_the_province(0, 0)) == (
        "Đến ngày 23/6, toàn tỉnh chưa có tổ chức cơ sở đảng nào trong mùa đại hội này.",
        "By 23/06/2020, the province has no grassroots organisations in this season.", "RP-12", False)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.dates())
def test_the_bulletin_gives_its_figures_and_its_day_in_both_languages(total, held, day):
    reason = of_the_province(min(held, total), total, day)
    assert f" {min(held, total):,}/{total:,} ".replace(",", ".") in reason.vi
    assert f" {min(held, total):,} of {total:,} " in reason.en
    assert (f"ngày {day.day}/{day.month}," in reason.vi, f"By {write_day(day)}," in reason.en) == (True, True)


# The curve


def test_the_curve_counts_up_to_each_day_with_both_ends():
    days = [date(2020, 4, 3), date(2020, 3, 30), date(2020, 4, 1), date(2020, 4, 3), date(2020, 4, 9)]
    assert cumulated(days, start=date(2020, 4, 1), end=date(2020, 4, 4)) == [
        (date(2020, 4, 1), 2), (date(2020, 4, 2), 2), (date(2020, 4, 3), 4), (date(2020, 4, 4), 4)]


def test_a_curve_that_ends_before_it_starts_is_empty():
    assert cumulated([TODAY], start=TODAY, end=TODAY - timedelta(days=1)) == []


@given(st.lists(st.dates(date(2020, 1, 1), date(2020, 3, 1)), max_size=30))
def test_the_curve_agrees_with_counting_each_day_anew(days):
    curve = cumulated(days, start=date(2020, 1, 10), end=date(2020, 2, 20))
    assert curve == [(day, sum(each <= day for each in days)) for day, _ in curve]
    assert len(curve) == 42


def test_clocks_run_on_the_calendar_that_is_handed_in():
    clock = running_clock(course(*HELD_COURSE), Clocks(report_within=2), WorkingCalendar(()), day=HELD)
    assert clock == Clock(Step.REPORTED, date(2020, 6, 2), 2, 2, "CG-28", False)


@pytest.mark.parametrize(("step", "on", "reason"), [
    (Step.HELD, date(2020, 6, 24), None), (Step.HELD, date(2020, 6, 22), None), (Step.CLEARED, date(2020, 6, 1), None),
    (Step.HELD, date(2020, 6, 26), "sau ngày “báo cáo kết quả” 25/06/2020"), (Step.HELD, date(2020, 5, 1), "trước ngày “duyệt nội dung”"),
    (Step.REPORTED, date(2020, 7, 2), "chưa tới"), (Step.APPROVED, date(2020, 6, 29), "Chưa ghi “chuẩn y kết quả”, nên chưa có ngày để đính chính")])
def test_a_corrected_day_keeps_the_steps_in_order(step, on, reason):
    plan = Plan(date(2020, 3, 2), date(2020, 6, 23), date(2020, 6, 23))
    known = Course(plan, {Step.SUBMITTED: date(2020, 5, 20), Step.CLEARED: date(2020, 6, 10), Step.HELD: date(2020, 6, 23), Step.REPORTED: date(2020, 6, 25)})
    found = refuse_correction(step, on, known, today=date(2020, 7, 1))
    assert (found is None) if reason is None else (found is not None and reason in found.vi)
