"""Congresses of a season: the order of their states, clocks in working days, what is late, the forecast.

Sources: DOMAIN CG-01 (order from below), CG-05 (clearance), CG-28 and CG-29 (report and approval),
CG-30 (rejection and re-run), CG-31 (states), CG-34 (working days).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from kientoan.rules.calendar import WorkingCalendar
from kientoan.rules.days import write_day, write_short_day
from kientoan.rules.figures import Share, grouped, percent
from kientoan.rules.reasons import Reason


class Step(StrEnum):
    """What can happen to a congress, in the order of CG-31."""

    SUBMITTED = "submitted"
    CLEARED = "cleared"
    HELD = "held"
    REPORTED = "reported"
    APPROVED = "approved"
    REJECTED = "rejected"


class State(StrEnum):
    """Where a congress stands at the end of a day."""

    UNPLANNED = "unplanned"
    PLANNED = "planned"
    SUBMITTED = "submitted"
    CLEARED = "cleared"
    HELD = "held"
    REPORTED = "reported"
    APPROVED = "approved"
    REJECTED = "rejected"


NEEDS: Mapping[Step, tuple[Step, ...]] = {
    Step.SUBMITTED: (),
    Step.CLEARED: (Step.SUBMITTED,),
    Step.HELD: (Step.CLEARED,),
    Step.REPORTED: (Step.HELD,),
    Step.APPROVED: (Step.REPORTED,),
    Step.REJECTED: (Step.REPORTED,),
}
STEP_VI = {
    Step.SUBMITTED: "trình nội dung", Step.CLEARED: "duyệt nội dung", Step.HELD: "tổ chức đại hội",
    Step.REPORTED: "báo cáo kết quả", Step.APPROVED: "chuẩn y kết quả", Step.REJECTED: "không chuẩn y kết quả",
}
STEP_EN = {
    Step.SUBMITTED: "content submitted", Step.CLEARED: "content cleared", Step.HELD: "congress held",
    Step.REPORTED: "result reported", Step.APPROVED: "result approved", Step.REJECTED: "result rejected",
}


@dataclass(frozen=True)
class Clocks:
    """The terms that run in a season, in working days. None: this term does not run.

    Parameters:
        clearance_lead: content is cleared at least so long before the planned opening (CG-05).
        report_within: the result is reported within so long of the close (CG-28).
        approve_within: the superior body answers within so long of the report (CG-29).
    """

    clearance_lead: int | None = 45
    report_within: int | None = 7
    approve_within: int | None = 15


@dataclass(frozen=True)
class Plan:
    """The plan in force: when it was decided, the days it names and why it was moved, if it was."""

    decided_on: date
    opens_on: date
    closes_on: date
    reason: str = ""


REACHED = tuple((step, State(step.value)) for step in reversed(Step))
"""The furthest step first, with the state that it leads to."""


@dataclass(frozen=True)
class Course:
    """What is known of one congress up to the end of a day.

    Parameters:
        plan: the plan in force on that day, or None.
        steps: the day of each step taken by then.
    """

    plan: Plan | None
    steps: Mapping[Step, date] = field(default_factory=dict)

    @cached_property
    def state(self) -> State:
        """The furthest state reached."""
        for step, state in REACHED:
            if step in self.steps:
                return state
        return State.PLANNED if self.plan else State.UNPLANNED

    @cached_property
    def counts_as_held(self) -> bool:
        """Held, and not rejected: a rejected congress counts again once its re-run is held (CG-30)."""
        return Step.HELD in self.steps and Step.REJECTED not in self.steps


@dataclass(frozen=True)
class Clock:
    """A term that runs or has run out.

    Parameters:
        step: the step that is awaited.
        due_on: the last day for it.
        working_days: the length of the term.
        left: working days left after the day of asking; negative when it is overdue.
        rule: the rule it follows from.
        is_exact: False when the holiday table does not cover a year that the term touches.
    """

    step: Step
    due_on: date
    working_days: int
    left: int
    rule: str
    is_exact: bool

    @property
    def is_overdue(self) -> bool:
        """Whether the last day lies before the day of asking."""
        return self.left < 0


def refuse_plan(plan: Plan, *, window_opens: date | None, window_due: date | None, most_days: int | None = None) -> Reason | None:
    """Why a plan cannot stand, or what is to be heeded though it can (``blocks`` is False); None when neither.

    Parameters:
        plan: the plan to judge.
        window_opens, window_due: the season's calendar for the level; None where it has none.
        most_days: how long a congress of the level may last; None where the calendar does not say.
    """
    if plan.closes_on < plan.opens_on:
        return Reason(
            f"Ngày bế mạc {write_day(plan.closes_on)} trước ngày khai mạc {write_day(plan.opens_on)}. Sửa một trong hai ngày.",
            f"The closing day {write_day(plan.closes_on)} lies before the opening day {write_day(plan.opens_on)}. Change one of them.",
            "CG-31",
        )
    if plan.opens_on < plan.decided_on:
        return Reason(
            f"Ngày khai mạc {write_day(plan.opens_on)} trước ngày quyết định kế hoạch {write_day(plan.decided_on)}. Sửa một trong hai ngày.",
            f"The opening day {write_day(plan.opens_on)} lies before the day the plan was decided, {write_day(plan.decided_on)}. Change one of them.",
            "CG-31",
        )
    if window_opens is not None and plan.opens_on < window_opens:
        return Reason(
            f"Ngày khai mạc {write_day(plan.opens_on)} trước ngày bắt đầu của cấp này trong lịch mùa, {write_day(window_opens)}. Chọn ngày sau hoặc sửa lịch mùa.",
            f"The opening day {write_day(plan.opens_on)} lies before this level's first day in the season's calendar, {write_day(window_opens)}. Choose a later day or change the calendar.",
            "CG-02",
        )
    if window_due is not None and plan.closes_on > window_due:
        return Reason(
            f"Ngày bế mạc {write_day(plan.closes_on)} sau hạn {write_day(window_due)} của lịch mùa; kế hoạch vẫn được ghi.",
            f"The closing day {write_day(plan.closes_on)} lies after the season's deadline {write_day(window_due)}; the plan is kept all the same.",
            "CG-02",
            blocks=False,
        )
    length = (plan.closes_on - plan.opens_on).days + 1
    if most_days is not None and length > most_days:
        return Reason(
            f"Đại hội dự kiến {length} ngày, dài hơn {most_days} ngày của cấp này; kế hoạch vẫn được ghi.",
            f"The congress is planned for {length} days, longer than the {most_days} of this level; the plan is kept all the same.",
            "CG-02",
            blocks=False,
        )
    return None


def refuse_step(step: Step, on: date, course: Course, *, today: date) -> Reason | None:
    """Why ``step`` cannot be recorded for day ``on``; None when it can (CG-31).

    Parameters:
        step: the step to record.
        on: its day; for HELD the closing day.
        course: everything known of the congress, later steps included.
        today: the day of asking; nothing lies after it.
    """
    name_vi, name_en = STEP_VI[step], STEP_EN[step]
    if on > today:
        return Reason(
            f"Ngày {write_day(on)} chưa tới (hôm nay {write_day(today)}), nên chưa ghi được “{name_vi}”. Ghi khi việc đã xong.",
            f"{write_day(on)} has not come yet (today is {write_day(today)}), so “{name_en}” cannot be recorded. Record it once it is done.",
            "CG-31",
        )
    if course.plan is None:
        return Reason(
            f"Đại hội chưa có kế hoạch vào ngày {write_day(on)}, nên chưa ghi được “{name_vi}”. Ghi kế hoạch trước.",
            f"The congress had no plan on {write_day(on)}, so “{name_en}” cannot be recorded. Record the plan first.",
            "CG-31",
        )
    if on < course.plan.decided_on:
        return Reason(
            f"Ngày {write_day(on)} trước ngày quyết định kế hoạch {write_day(course.plan.decided_on)}, nên chưa ghi được “{name_vi}”. Sửa ngày, hoặc sửa kế hoạch.",
            f"{write_day(on)} lies before the plan was decided, {write_day(course.plan.decided_on)}, so “{name_en}” cannot be recorded. Change the day or the plan.",
            "CG-31",
        )
    if step in course.steps or (step in (Step.APPROVED, Step.REJECTED) and course.state in (State.APPROVED, State.REJECTED)):
        done = next(each for each in (step, Step.APPROVED, Step.REJECTED) if each in course.steps)
        return Reason(
            f"Đã ghi “{STEP_VI[done]}” ngày {write_day(course.steps[done])}. Rút lại bước đó trước nếu ghi nhầm.",
            f"“{STEP_EN[done]}” was recorded for {write_day(course.steps[done])}. Withdraw it first if that was a mistake.",
            "CG-31",
        )
    for needed in NEEDS[step]:
        if needed not in course.steps:
            return Reason(
                f"Chưa ghi “{STEP_VI[needed]}”, nên chưa ghi được “{name_vi}”. Ghi bước trước.",
                f"“{STEP_EN[needed]}” is not recorded, so “{name_en}” cannot be. Record the earlier step first.",
                "CG-31",
            )
        if on < course.steps[needed]:
            return Reason(
                f"Ngày {write_day(on)} trước ngày “{STEP_VI[needed]}” {write_day(course.steps[needed])}. Sửa ngày.",
                f"{write_day(on)} lies before “{STEP_EN[needed]}”, {write_day(course.steps[needed])}. Change the day.",
                "CG-31",
            )
    for later, day in course.steps.items():
        if step in NEEDS[later] and day < on:
            return Reason(
                f"Ngày {write_day(on)} sau ngày “{STEP_VI[later]}” {write_day(day)}. Sửa ngày.",
                f"{write_day(on)} lies after “{STEP_EN[later]}”, {write_day(day)}. Change the day.",
                "CG-31",
            )
    return None


def refuse_correction(step: Step, on: date, course: Course, *, today: date) -> Reason | None:
    """Why the day of a step that was recorded cannot become ``on``; None when it can: the steps keep their order (CG-31).

    Parameters:
        step: the step, recorded already, the newest or not.
        on: the day that it should have had.
        course: everything known of the congress, ``step`` included.
        today: the day of asking.
    """
    if step not in course.steps:
        return Reason(
            f"Chưa ghi “{STEP_VI[step]}”, nên chưa có ngày để đính chính.",
            f"“{STEP_EN[step]}” is not recorded, so there is no day to correct.",
            "CG-31",
        )
    return refuse_step(step, on, replace(course, steps={each: day for each, day in course.steps.items() if each is not step}), today=today)


def order_from_below(held: int, total: int, unit_vi: str, unit_en: str) -> Reason | None:
    """Congresses go from below upward: warn while the level below is not through (CG-01).

    Parameters:
        held, total: organisations of the level below that have held theirs, and all of them.
        unit_vi, unit_en: what they are called.
    """
    if held >= total:
        return None
    return Reason(
        f"Mới {held}/{total} {unit_vi} bên dưới đã tổ chức đại hội; đại hội đi từ dưới lên. Ghi lý do nếu vẫn tổ chức trước.",
        f"Only {held} of {total} {unit_en} below have held theirs; congresses go from below upward. State the reason if it was held before them.",
        "CG-01",
    )


def running_clock(course: Course, clocks: Clocks, calendar: WorkingCalendar, *, day: date) -> Clock | None:
    """The term that runs for a congress at the end of ``day``, or None.

    One term runs at a time: clearance before the planned opening while content is not cleared, the
    report after the close, the approval after the report.
    """
    def clock(step: Step, start: date, count: int, rule: str) -> Clock:
        due = calendar.add(start, count)
        left = calendar.between(day, due)
        if due < day:
            left = min(left, -1)  # on the days off right after the last day, too, the term has run out
        return Clock(step, due, abs(count), left, rule, calendar.covers(start, due))

    match course.state:
        case State.PLANNED | State.SUBMITTED if clocks.clearance_lead is not None and course.plan is not None:
            return clock(Step.CLEARED, course.plan.opens_on, -clocks.clearance_lead, "CG-05")
        case State.HELD if clocks.report_within is not None:
            return clock(Step.REPORTED, course.steps[Step.HELD], clocks.report_within, "CG-28")
        case State.REPORTED if clocks.approve_within is not None:
            return clock(Step.APPROVED, course.steps[Step.REPORTED], clocks.approve_within, "CG-29")
        case _:
            return None


def days_late(course: Course, *, day: date) -> int:
    """Calendar days by which a congress is behind its plan at the end of ``day``; 0 when it is not."""
    if course.plan is None or course.counts_as_held or course.plan.closes_on >= day:
        return 0
    return (day - course.plan.closes_on).days


@dataclass(frozen=True)
class Forecast:
    """Where the pace of the last days leads.

    Parameters:
        expected: organisations that will have held theirs on the deadline.
        gained, window: how many were held in how many last days.
        left: days to the deadline.
        needed: organisations still to go.
    """

    expected: int
    gained: int
    window: int
    left: int
    needed: int


def forecast(held: int, held_before: int, total: int, *, day: date, due_on: date, window: int = 7) -> Forecast:
    """The count on the deadline if the pace of the last ``window`` days goes on; whole numbers, rounded down.

    Parameters:
        held: held by the end of ``day``.
        held_before: held by the end of the day ``window`` days earlier.
        total: all of them.
    """
    left = max((due_on - day).days, 0)
    gained = held - held_before
    expected = max(held, min(total, held + gained * left // window))
    return Forecast(expected, gained, window, left, total - held)


def bulletin(share: Share, *, day: date, scope_vi: str, scope_en: str, what_vi: str, what_en: str) -> Reason:
    """The sentence of the morning bulletin.

    Parameters:
        share: held of total.
        day: the day it holds for.
        scope_vi, scope_en: where, such as ``toàn tỉnh`` and ``the province``.
        what_vi, what_en: of what, such as ``tổ chức cơ sở đảng``.
    """
    held, total = grouped(share.numerator), grouped(share.denominator)
    if not share.denominator:
        return Reason(
            f"Đến ngày {write_short_day(day)}, {scope_vi} chưa có {what_vi} nào trong mùa đại hội này.",
            f"By {write_day(day)}, {scope_en} has no {what_en} in this season.", "RP-12", blocks=False)
    tens, exact = divmod(share.numerator * 10, share.denominator)
    over_vi = f"đạt {tens * 10}\u00a0%" if exact == 0 else f"đạt trên {tens * 10}\u00a0% ({percent(share)})"
    over_en = f"{tens * 10}%" if exact == 0 else f"over {tens * 10}% ({percent(share, comma=False)})"
    if 0 < share.numerator * 10 < share.denominator:
        over_vi, over_en = f"đạt {percent(share)}", percent(share, comma=False)
    return Reason(
        f"Đến ngày {write_short_day(day)}, {scope_vi} có {held}/{total} {what_vi} đã tổ chức đại hội, {over_vi}.",
        f"By {write_day(day)}, {grouped(share.numerator, dot=False)} of {grouped(share.denominator, dot=False)} "
        f"{what_en} in {scope_en} had held their congress, {over_en}.",
        "RP-12",
        blocks=False,
    )


def cumulated(days: Sequence[date], *, start: date, end: date) -> list[tuple[date, int]]:
    """How many of ``days`` lie on or before each day from ``start`` to ``end``, both included."""
    ordered, at, found = sorted(days), 0, []
    day = start
    while day <= end:
        while at < len(ordered) and ordered[at] <= day:
            at += 1
        found.append((day, at))
        day += timedelta(days=1)
    return found
