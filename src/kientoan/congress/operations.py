"""Every change to seasons and congresses. Each public function here is an operation.

Many rows are one operation with one entry: an office sends a list of dates, not single congresses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress import queries
from kientoan.congress.enums import StepName
from kientoan.congress.models import Congress, CongressPlan, CongressStep, DelayReason, LevelWindow, Season
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end, record, record_many, withdraw
from kientoan.core.given import refuse_to_come
from kientoan.core.models import Decision
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, explained, refused_by
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.rules.congress import Clocks, Course, Plan, State, Step, order_from_below, refuse_correction, refuse_plan, refuse_step
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.tree import LEVEL_EN, LEVEL_VI, Level
from kientoan.rules.vntext import tidy

SEASON_LEVELS = (UnitLevel.CELL, UnitLevel.GRASSROOTS, UnitLevel.SUPERIOR, UnitLevel.PROVINCIAL, UnitLevel.CENTRAL)
BELOW = dict(zip(SEASON_LEVELS[1:], SEASON_LEVELS, strict=False))


@dataclass(frozen=True)
class WindowRow:
    """A level's calendar to be set; see ``queries.Window``."""

    level: UnitLevel
    opens_on: date
    due_on: date
    most_days: int | None = None
    clocks: Clocks = field(default_factory=Clocks)


@dataclass(frozen=True)
class PlanRow:
    """A congress to be planned.

    Parameters:
        unit_id: the organisation.
        opens_on, closes_on: the days planned, both inside.
        ordinal_text, ordinal_number: as entered, never computed from one another (CG-09).
        form: who attends; empty while undecided.
    """

    unit_id: int
    opens_on: date
    closes_on: date
    ordinal_text: str = ""
    ordinal_number: int | None = None
    form: str = ""


@dataclass(frozen=True)
class StepRow:
    """A step that an organisation's newest congress took.

    Parameters:
        unit_id: the organisation.
        on: the day; of a congress held its closing day.
        opened_on: of a congress held its opening day; the closing day when None.
        note: free text, such as why it was held out of order or rejected.
    """

    unit_id: int
    on: date
    opened_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Planned:
    """What planning did.

    Parameters:
        count: how many congresses were planned.
        warnings: sentences about plans that stand though they leave the season's calendar (CG-02).
    """

    count: int
    warnings: tuple[str, ...] = ()


def _window_days(row: WindowRow) -> dict[str, date]:
    if row.due_on < row.opens_on:
        raise Refusal(_("Hạn %(due)s trước ngày bắt đầu %(start)s. Sửa một trong hai ngày.")
                      % {"due": write_day(row.due_on), "start": write_day(row.opens_on)}, place="due_on")
    if row.level not in SEASON_LEVELS:
        raise Refusal(_("Cấp “%(level)s” không có đại hội. Chọn cấp khác.") % {"level": row.level.label}, place="level")
    return {"valid_from": row.opens_on, "valid_to": row.due_on + timedelta(days=1)}


@operation(title=gettext_lazy("Mở mùa đại hội"), right=Right.SET_SEASON)
def open_season(act: Act, *, key: str, label: str, unit_id: int, windows: Sequence[WindowRow], decision: Citation | None = None) -> Season:
    """Open a season with the calendars of its levels.

    Parameters:
        key: a short name for addresses and commands, such as ``2020-2025``.
        label: the term as it is written, such as ``2020–2025``.
        unit_id: the organisation that leads it.
        windows: the calendar of each level.

    Raises:
        Refusal: for a key in use, a level without congresses, a deadline before its first day.
    """
    act.ask([unit_id])
    key, label = tidy(key).replace("–", "-"), tidy(label)
    if not key or not label:
        raise Refusal(_("Thiếu tên mùa đại hội. Gõ nhiệm kỳ, ví dụ 2020–2025."), place="label")
    if Season.objects.filter(key=key).exists():
        raise Refusal(_("Đã có mùa đại hội %(key)s. Mở mùa đó, hoặc gõ nhiệm kỳ khác.") % {"key": key}, place="label")
    season = Season.objects.create(key=key, label=label, unit_id=unit_id)
    paper = cite(decision, today=act.today)
    record_many(LevelWindow, [
        {"season": season, "level": row.level, "most_days": row.most_days, "clearance_lead": row.clocks.clearance_lead,
         "report_within": row.clocks.report_within, "approve_within": row.clocks.approve_within, "decision": paper, **_window_days(row)}
        for row in windows], at=act.at)
    act.enter(unit=label, count=1 + len(windows), detail={"season": key, "levels": [row.level for row in windows]})
    return season


@operation(title=gettext_lazy("Sửa lịch của một cấp trong mùa đại hội"), right=Right.SET_SEASON)
def set_window(act: Act, *, season_key: str, row: WindowRow, decision: Citation | None = None) -> None:
    """Set or change a level's calendar in a season; what was known before stays known as then."""
    season = queries.season_with_key(season_key)
    act.ask([season.unit_id])
    fields = {"most_days": row.most_days, "clearance_lead": row.clocks.clearance_lead, "report_within": row.clocks.report_within,
              "approve_within": row.clocks.approve_within, "decision": cite(decision, today=act.today), **_window_days(row)}
    standing = LevelWindow.objects.known().filter(season=season, level=row.level).first()
    if standing is None:
        record(LevelWindow, at=act.at, season=season, level=row.level, **fields)
    else:
        correct(standing, at=act.at, **fields)
    act.enter(unit=season.label, day=row.due_on, detail={"season": season.key, "level": row.level})


def _version(unit_id: int, on: date) -> UnitVersion:
    version = unit_on(unit_id, on)
    if version is None:
        raise Refusal(_("Ngày %(day)s không có tổ chức này. Chọn ngày khác.") % {"day": write_day(on)}, place="on")
    return version


@operation(title=gettext_lazy("Ghi kế hoạch đại hội"), right=Right.PLAN_CONGRESS)
def plan_congresses(act: Act, *, season_key: str, rows: Sequence[PlanRow], decided_on: date, reason: str = "",
                    decision: Citation | None = None) -> Planned:
    """Plan congresses, move them to other days, or plan the re-run of rejected ones.

    Parameters:
        rows: the congresses; one, or a whole timetable.
        decided_on: the day from which the plan is in force.
        reason: why they are moved, when they are.

    Returns:
        how many were planned, and what is to be heeded though it stands.

    Raises:
        Refusal: for days that contradict one another or the season's calendar, or a congress that is held.
    """
    act.ask([row.unit_id for row in rows], decided_on)
    if decided_on > act.today:
        raise Refusal(_("Ngày quyết định %(day)s chưa tới. Sửa ngày.") % {"day": write_day(decided_on)}, place="decided_on")
    if len({row.unit_id for row in rows}) != len(rows):
        raise Refusal(_("Một tổ chức có hai dòng trong danh sách. Giữ một dòng."), place="unit")
    season = queries.season_with_key(season_key)
    calendars = queries.windows(season)
    paper = cite(decision, today=act.today)
    versions = {version.unit_id: version for version in tree.versions(decided_on).filter(unit__in=[row.unit_id for row in rows])}
    standing = queries.standing(season, versions, lock=True)
    made: list[tuple[PlanRow, Congress]] = []
    warnings: list[str] = []
    for row in rows:
        version = versions.get(row.unit_id)
        if version is None:
            raise Refusal(_("Ngày %(day)s không có tổ chức này. Chọn ngày khác.") % {"day": write_day(decided_on)}, place="decided_on")
        window = calendars.get(version.level)
        if window is None:
            raise Refusal(_("Mùa %(season)s chưa có lịch cho “%(level)s”. Thêm lịch của cấp đó trước.")
                          % {"season": season.label, "level": UnitLevel(version.level).label}, place="unit")
        plan = Plan(decided_on, row.opens_on, row.closes_on, reason)
        found = refuse_plan(plan, window_opens=window.opens_on, window_due=window.due_on, most_days=window.most_days)
        if found is not None and found.blocks:
            raise refused_by(found, place="opens_on")
        if found is not None:
            warnings.append(f"{version.name}: {explained(found)}")
        before = standing.get(row.unit_id)
        if before is None or before.course.state is State.REJECTED:
            made.append((row, Congress(season=season, unit_id=row.unit_id, run=before.congress.run + 1 if before else 1)))
            continue
        if Step.HELD in before.course.steps:
            raise Refusal(_("Đại hội của %(name)s đã tổ chức ngày %(day)s, không sửa kế hoạch được nữa.")
                          % {"name": version.name, "day": write_day(before.course.steps[Step.HELD])}, place="unit")
        _supersede_plan(act, before.congress, decided_on)
        made.append((row, before.congress))
    Congress.objects.bulk_create([congress for _row, congress in made if congress.pk is None], batch_size=400)
    record_many(CongressPlan, [
        {"congress": congress, "valid_from": decided_on, "opens_on": row.opens_on, "closes_on": row.closes_on,
         "ordinal_text": tidy(row.ordinal_text), "ordinal_number": row.ordinal_number, "form": row.form, "reason": tidy(reason),
         "decision": paper} for row, congress in made], at=act.at)
    name = versions[rows[0].unit_id].name if len(rows) == 1 else season.label
    act.enter(unit=name, day=decided_on, count=len(rows), detail={
        "season": season.key, "planned": [[row.unit_id, row.opens_on.isoformat(), row.closes_on.isoformat()] for row in rows]})
    return Planned(len(rows), tuple(warnings))


def _supersede_plan(act: Act, congress: Congress, decided_on: date) -> None:
    """Let the plan in force end where the new one begins; one decided the same day or later was a mistake."""
    for plan in CongressPlan.objects.known().filter(congress=congress, valid_to=OPEN_END):
        if plan.valid_from >= decided_on:
            withdraw(plan, at=act.at)
        else:
            end(plan, at=act.at, on=decided_on)


@operation(title=gettext_lazy("Bỏ kế hoạch đại hội"), right=Right.PLAN_CONGRESS)
def cancel_plan(act: Act, *, season_key: str, unit_id: int, on: date, reason: str) -> None:
    """From a day on a congress is no longer planned.

    Raises:
        Refusal: without a reason, or when a step was taken already.
    """
    act.ask([unit_id], on)
    if not tidy(reason):
        raise Refusal(_("Thiếu lý do bỏ kế hoạch. Gõ lý do."), place="reason")
    standing = queries.standing_of(queries.season_with_key(season_key), unit_id)
    congress = standing.congress
    if standing.course.steps:
        raise Refusal(_("Đã có bước được ghi theo kế hoạch này. Rút lại các bước đó trước."), place="unit")
    _supersede_plan(act, congress, on)
    record(DelayReason, at=act.at, congress=congress, occurred_on=on, text=tidy(reason)[:300])
    act.enter(unit=_version(unit_id, on).name, day=on, detail={"season": season_key, "cancelled": unit_id, "reason": tidy(reason)})


def _refuse_order(row: StepRow, version: UnitVersion, season: Season) -> None:
    """Refuse a congress held before those below it, unless the reason is stated (CG-01).

    A level for which the season has no calendar is not kept here, so it holds nobody up.
    """
    level = BELOW.get(UnitLevel(version.level))
    if level is None or row.note.strip() or level not in queries.windows(season):
        return
    below = queries.rows(season, tree.below(version, row.on).filter(level=level), row.on)
    held = sum(each.course.counts_as_held for each in below)
    if refused := order_from_below(held, len(below), LEVEL_VI[Level(level)], LEVEL_EN[Level(level)]):
        raise refused_by(refused, place="note")


def _take(act: Act, step: Step, *, season_key: str, rows: Sequence[StepRow], decision: Decision | None) -> int:
    """Take one step for several congresses; a step of operations."""
    season = queries.season_with_key(season_key)
    facts: list[dict[str, object]] = []
    checks_order = step is Step.HELD
    versions = {version.unit_id: version for version in tree.versions(act.today).filter(unit__in=[row.unit_id for row in rows])}
    with_children = set(tree.versions(act.today).filter(parent__in=list(versions)).values_list("parent", flat=True)) if checks_order else set()
    standing = queries.standing(season, [row.unit_id for row in rows], lock=True)
    for row in rows:
        before = standing.get(row.unit_id)
        course = before.course if before else Course(None)
        for day, place in ((row.on, "on"), (row.opened_on, "opened_on")):
            if day and (refused := refuse_step(step, day, course, today=act.today)):
                # In a list the sentence names the organisation; by itself the page does.
                named = f"{versions[row.unit_id].name}: " if len(rows) > 1 and row.unit_id in versions else ""
                raise Refusal(named + explained(refused), place=place, rule=refused.rule)
        if row.opened_on and row.opened_on > row.on:
            raise Refusal(_("Ngày khai mạc %(start)s sau ngày bế mạc %(end)s. Sửa một trong hai ngày.")
                          % {"start": write_day(row.opened_on), "end": write_day(row.on)}, place="opened_on")
        if before is None:
            raise NotFound(_("Tổ chức này chưa có kế hoạch đại hội. Ghi kế hoạch trước."))
        if checks_order and row.unit_id in with_children:
            _refuse_order(row, _version(row.unit_id, row.on), season)
        facts.append({"congress": before.congress, "step": StepName(step.value), "occurred_on": row.on, "note": tidy(row.note)[:300],
                      "opened_on": (row.opened_on or row.on) if checks_order else None, "decision": decision})
    record_many(CongressStep, facts, at=act.at)
    name = versions[rows[0].unit_id].name if len(rows) == 1 and rows[0].unit_id in versions else season.label
    act.enter(unit=name, day=max((row.on for row in rows), default=None), count=len(rows), detail={
        "season": season.key, "step": step.value, "units": [[row.unit_id, row.on.isoformat()] for row in rows]})
    return len(rows)


def _ask_units(act: Act, rows: Sequence[StepRow]) -> None:
    act.ask([row.unit_id for row in rows])


def _ask_superiors(act: Act, rows: Sequence[StepRow]) -> None:
    """Ask at the bodies above: nobody clears or approves their own congress; the top one has nobody above."""
    superiors = dict(tree.versions(act.today).filter(unit__in=[row.unit_id for row in rows]).values_list("unit", "parent"))
    act.ask({superiors.get(row.unit_id) or row.unit_id for row in rows})


@operation(title=gettext_lazy("Trình nội dung đại hội"), right=Right.REPORT_CONGRESS)
def submit_content(act: Act, *, season_key: str, rows: Sequence[StepRow], decision: Citation | None = None) -> int:
    """Say that organisations submitted their congress's content to the body above."""
    _ask_units(act, rows)
    return _take(act, Step.SUBMITTED, season_key=season_key, rows=rows, decision=cite(decision, today=act.today))


@operation(title=gettext_lazy("Duyệt nội dung đại hội"), right=Right.DECIDE_CONGRESS)
def clear_content(act: Act, *, season_key: str, rows: Sequence[StepRow], decision: Citation | None = None) -> int:
    """Say that the body above cleared the content (CG-05)."""
    _ask_superiors(act, rows)
    return _take(act, Step.CLEARED, season_key=season_key, rows=rows, decision=cite(decision, today=act.today))


@operation(title=gettext_lazy("Ghi đại hội đã tổ chức"), right=Right.REPORT_CONGRESS)
def hold_congresses(act: Act, *, season_key: str, rows: Sequence[StepRow], decision: Citation | None = None) -> int:
    """Say that congresses were held.

    Raises:
        Refusal: for one not planned or not cleared, a day to come, or organisations below that have not held theirs.
    """
    _ask_units(act, rows)
    return _take(act, Step.HELD, season_key=season_key, rows=rows, decision=cite(decision, today=act.today))


@operation(title=gettext_lazy("Báo cáo kết quả đại hội"), right=Right.REPORT_CONGRESS)
def report_results(act: Act, *, season_key: str, rows: Sequence[StepRow], decision: Citation | None = None) -> int:
    """Say that the results were reported to the body above (CG-28)."""
    _ask_units(act, rows)
    return _take(act, Step.REPORTED, season_key=season_key, rows=rows, decision=cite(decision, today=act.today))


@operation(title=gettext_lazy("Chuẩn y kết quả đại hội"), right=Right.DECIDE_CONGRESS)
def approve_results(act: Act, *, season_key: str, rows: Sequence[StepRow], decision: Citation | None = None) -> int:
    """Say that the body above approved the results (CG-29)."""
    _ask_superiors(act, rows)
    return _take(act, Step.APPROVED, season_key=season_key, rows=rows, decision=cite(decision, today=act.today))


@operation(title=gettext_lazy("Không chuẩn y kết quả đại hội"), right=Right.DECIDE_CONGRESS)
def reject_results(act: Act, *, season_key: str, rows: Sequence[StepRow], decision: Citation | None = None) -> int:
    """Say that the body above rejected the results; each may then be planned anew (CG-30).

    Raises:
        Refusal: without a reason in each row's note.
    """
    _ask_superiors(act, rows)
    if any(not tidy(row.note) for row in rows):
        raise Refusal(_("Thiếu lý do không chuẩn y. Gõ lý do."), place="note", rule="CG-30")
    return _take(act, Step.REJECTED, season_key=season_key, rows=rows, decision=cite(decision, today=act.today))


def _withdraw(act: Act, *, season_key: str, unit_id: int, steps: tuple[Step, ...]) -> None:
    standing = queries.standing_of(queries.season_with_key(season_key), unit_id)
    congress, taken = standing.congress, standing.course.steps
    newest = next((step for step in reversed(Step) if step in taken), None)
    if newest is None or newest not in steps:
        raise Refusal(_("Chỉ rút lại được bước mới nhất, bởi cấp đã ghi bước đó."), place="unit")
    fact = CongressStep.objects.known().get(congress=congress, step=newest.value)
    withdraw(fact, at=act.at)
    act.enter(unit=_version(unit_id, act.today).name, day=fact.occurred_on,
              detail={"season": season_key, "withdrawn": newest.value, "unit": unit_id, "on": fact.occurred_on.isoformat()})


OWN_STEPS = (Step.SUBMITTED, Step.HELD, Step.REPORTED)
SUPERIOR_STEPS = (Step.CLEARED, Step.APPROVED, Step.REJECTED)


@operation(title=gettext_lazy("Rút lại bước đã ghi"), right=Right.REPORT_CONGRESS)
def withdraw_step(act: Act, *, season_key: str, unit_id: int) -> None:
    """Take back the newest step, if it is one that the organisation itself records."""
    act.ask([unit_id])
    _withdraw(act, season_key=season_key, unit_id=unit_id, steps=OWN_STEPS)


@operation(title=gettext_lazy("Rút lại quyết định đã ghi"), right=Right.DECIDE_CONGRESS)
def withdraw_decision(act: Act, *, season_key: str, unit_id: int) -> None:
    """Take back the newest step, if it is one that the body above records."""
    _ask_superiors(act, [StepRow(unit_id, act.today)])
    _withdraw(act, season_key=season_key, unit_id=unit_id, steps=SUPERIOR_STEPS)


@dataclass(frozen=True)
class Correction:
    """A step whose day was entered wrongly.

    Parameters:
        unit_id: the organisation; its newest congress is meant.
        step: the step.
        on: the day that it should have had; of a congress held its closing day.
        reason: why, in a sentence.
        opened_on: of a congress held its opening day; as recorded when None.
        seen: the key of the version that the person saw; the one believed now when None.
    """

    unit_id: int
    step: Step
    on: date
    reason: str
    opened_on: date | None = None
    seen: int | None = None


def _correct(act: Act, *, season_key: str, row: Correction, steps: tuple[Step, ...]) -> None:
    """Correct the day of one step; a step of operations."""
    reason = tidy(row.reason)
    if row.step not in steps:
        raise Refusal(_("Bước này do cấp khác ghi, nên cấp đó đính chính."), place="step")
    if not reason:
        raise Refusal(_("Thiếu lý do đính chính. Gõ lý do trong một câu."), place="reason")
    standing = queries.standing_of(queries.season_with_key(season_key), row.unit_id)
    if refused := refuse_correction(row.step, row.on, standing.course, today=act.today):
        raise refused_by(refused, place="on")
    versions = CongressStep.objects.filter(congress=standing.congress, step=row.step.value)
    fact = versions.filter(superseded_at=None).first() if row.seen is None else versions.filter(pk=row.seen).first()
    if fact is None:
        raise NotFound(_("Không có bản ghi này của đại hội. Mở lại trang của đơn vị rồi làm lại."))
    opened_on = row.opened_on or fact.opened_on
    if row.step is Step.HELD and opened_on and opened_on > row.on:
        raise Refusal(_("Ngày khai mạc %(start)s sau ngày bế mạc %(end)s. Sửa một trong hai ngày.")
                      % {"start": write_day(opened_on), "end": write_day(row.on)}, place="opened_on")
    before, opened_before = fact.occurred_on, fact.opened_on
    if (row.on, opened_on) == (before, opened_before):
        raise Refusal(_("Bước này đã ghi ngày %(day)s, không có gì để đính chính.") % {"day": write_day(row.on)}, place="on")
    correct(fact, at=act.at, occurred_on=row.on, opened_on=opened_on, note="; ".join(part for part in (fact.note, reason) if part)[:300])
    act.enter(unit=_version(row.unit_id, row.on).name, day=row.on, detail={
        "season": season_key, "corrected": row.step.value, "unit": row.unit_id, "from": before.isoformat(), "to": row.on.isoformat(), "reason": reason})


@operation(title=gettext_lazy("Đính chính ngày của bước đã ghi"), right=Right.REPORT_CONGRESS)
def correct_step(act: Act, *, season_key: str, row: Correction) -> None:
    """Correct the day of a step that the organisation itself records, the newest or not; what was known before stays known as then.

    Raises:
        Refusal: without a reason, for a day that breaks the order of the steps or has not come, or a version superseded meanwhile.
    """
    act.ask([row.unit_id])
    _correct(act, season_key=season_key, row=row, steps=OWN_STEPS)


@operation(title=gettext_lazy("Đính chính ngày của quyết định đã ghi"), right=Right.DECIDE_CONGRESS)
def correct_decision(act: Act, *, season_key: str, row: Correction) -> None:
    """Correct the day of a step that the body above records; see ``correct_step``."""
    _ask_superiors(act, [StepRow(row.unit_id, act.today)])
    _correct(act, season_key=season_key, row=row, steps=SUPERIOR_STEPS)


@operation(title=gettext_lazy("Nêu lý do trễ"), right=Right.REPORT_CONGRESS)
def explain_delay(act: Act, *, season_key: str, unit_id: int, on: date, text: str) -> None:
    """State why a congress is late.

    Raises:
        Refusal: for an empty text or a day to come.
    """
    act.ask([unit_id])
    if not tidy(text):
        raise Refusal(_("Thiếu lý do. Gõ lý do trễ trong một câu."), place="text")
    refuse_to_come(act, on)
    congress = queries.standing_of(queries.season_with_key(season_key), unit_id).congress
    record(DelayReason, at=act.at, congress=congress, occurred_on=on, text=tidy(text)[:300])
    act.enter(unit=_version(unit_id, on).name, day=on, detail={"season": season_key, "unit": unit_id, "reason": tidy(text)})


__all__ = [
    "Correction", "PlanRow", "Planned", "StepRow", "WindowRow", "approve_results", "cancel_plan", "clear_content", "correct_decision", "correct_step",
    "explain_delay", "hold_congresses", "open_season", "plan_congresses", "reject_results", "report_results", "set_window", "submit_content", "withdraw_decision",
    "withdraw_step",
]
