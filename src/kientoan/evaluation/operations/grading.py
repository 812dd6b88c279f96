"""Appraisal and decision on grades, within what bounds them; steps taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation
from kientoan.core.facts import withdraw
from kientoan.core.models import Decision
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refuse
from kientoan.evaluation import queries
from kientoan.evaluation.enums import GradeName
from kientoan.evaluation.models import GradeDecision
from kientoan.evaluation.operations.steps import (
    ask_decider,
    closed_refusal,
    enter_round,
    hold_decided,
    hold_round,
    hold_subject,
    is_of_organization,
    lines_for,
    needed_paper,
    refuse_contested,
    refuse_day_of,
    refuse_step_of,
    write_step,
)
from kientoan.evaluation.queries import RoundFound, SubjectLine
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import Grade, GradeTally, Step
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class GradeRow:
    """A grade that is proposed or decided.

    Parameters:
        points: where the rules have them.
        item: the paper's item that goes on where the evidence falls short of the rules; of decisions only.
    """

    subject_id: int
    grade: GradeName
    points: int | None = None
    item: str = ""


def refuse_points_of(found: RoundFound, row: GradeRow) -> None:
    place = f"points-{row.subject_id}"
    if not found.pack.has_points:
        if row.points is not None:
            raise Refusal(_("Quy định của đợt này không chấm điểm. Bỏ trống điểm."), place=place, rule="EV-02")
        return
    if row.points is None:
        raise Refusal(_("Ghi tổng điểm, từ 0 đến 100."), place=place, rule="EV-02")
    refuse(rules.refuse_points(row.points), place)


def refuse_rows(found: RoundFound, rows: Sequence[GradeRow], lines: dict[int, SubjectLine], step: Step) -> None:
    """Refuse the first grade that cannot be given, beside its field."""
    for row in rows:
        line, place = lines[row.subject_id], f"grade-{row.subject_id}"
        refuse_step_of(line, step, place)
        refuse_points_of(found, row)
        refuse(rules.refuse_grade(found.pack, Grade(row.grade), line.case(row.points)), place)


@operation(title=gettext_lazy("Thẩm định, đề nghị mức xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def appraise(act: Act, *, round_id: int, on: date, rows: Sequence[GradeRow]) -> int:
    """Propose a grade, with points where the rules have them, to the deciding body (EV-06).

    Returns:
        how many.

    Raises:
        Refusal: for a grade beyond what bounds it, points outside the scale, a step before that is missing, a day to come, a closed round.
    """
    found = hold_round(act, round_id)
    lines = lines_for(found, rows, act.today)
    refuse_rows(found, rows, lines, Step.APPRAISAL)
    refuse_day_of(act, found, on, lines.values(), Step.APPRAISAL)
    write_step(act, Step.APPRAISAL, on, lines, [(row.subject_id, {"grade": row.grade.value, "points": row.points}) for row in rows])
    enter_round(act, found, on, count=len(rows))
    return len(rows)


def _held_to_decide(act: Act, round_id: int, rows: Sequence[GradeRow]) -> tuple[RoundFound, dict[int, SubjectLine], bool]:
    """A round and the subjects that are about to be decided on; the last says whether it is the organisation itself, by the body above."""
    gates.hold(f"evaluation.{round_id}")
    found = queries.round_found(round_id)
    lines = lines_for(found, rows, act.today)
    own = [line for line in lines.values() if is_of_organization(found, line)]
    if own and len(own) < len(lines):
        raise Refusal(_("Tổ chức cơ sở do cấp trên quyết định. Ghi riêng một lần."), place="on", rule="EV-06")
    ask_decider(act, found, is_own=bool(own))
    if found.is_closed and not own:
        raise closed_refusal(found)
    return found, lines, bool(own)


def needed_item(found: RoundFound, line: SubjectLine, row: GradeRow) -> str:
    """The paper's item of a decision, needed where the evidence falls short of the rules (EV-11)."""
    item = tidy(row.item)[:300]
    if not item:
        refuse(next(iter(rules.flags(found.pack, Grade(row.grade), line.evidence)), None), f"item-{row.subject_id}")
    return item


def _collective_decided(found: RoundFound, unit_ids: Collection[int], day: date) -> set[int]:
    """The cells whose own result is there, or that get none; where members stand in the organisation itself, which the body above decides on, a proposal is enough."""
    lines = queries.lines_of(found, day, {"person": None, "unit__in": sorted(set(unit_ids))})
    return {line.unit_id for line in lines if line.decision or not line.is_graded or (is_of_organization(found, line) and line.appraisal)}


def refuse_caps(found: RoundFound, lines: dict[int, SubjectLine], rows: Sequence[GradeRow], day: date, *, is_own: bool) -> None:
    """Refuse grades that would leave more excellent ones than the cap allows, beside the first of them (EV-05, EV-12)."""
    def moved(tally: GradeTally, wanted: Sequence[GradeRow]) -> GradeTally:
        for row in wanted:
            before = lines[row.subject_id].decision
            tally = tally.moved(Grade(before.grade) if before else None, Grade(row.grade))
        return tally

    def place(wanted: Sequence[GradeRow]) -> str:
        return f"grade-{next((row for row in reversed(wanted) if row.grade == GradeName.EXCELLENT), wanted[-1]).subject_id}"

    if is_own:
        line, = lines.values()
        refuse(rules.refuse_cap(queries.peers_tally(found, day, line.subject_id).moved(None, Grade(rows[0].grade)), found.reading, of_organizations=True), place(rows))
        return
    members = [row for row in rows if not lines[row.subject_id].is_unit]
    if members:
        refuse(rules.refuse_cap(moved(queries.tally(found.round_id, day), members), found.reading), place(members))
    if len(members) < len(rows):
        of_unit = {lines[row.subject_id].unit_id: row for row in rows if lines[row.subject_id].is_unit}
        for _group, each, view in queries.unit_groups(found, queries.organizations_of(found, day), day):
            if wanted := [of_unit[line.unit_id] for line in each if line.unit_id in of_unit]:
                refuse(rules.refuse_cap(moved(view.tally, wanted), found.reading, of_organizations=True), place(wanted))


def decision_fields(row: GradeRow, line: SubjectLine, item: str, paper: Decision) -> dict[str, Any]:
    """A decision as columns, with what the books say frozen into it (EV-11)."""
    e = line.evidence
    return {"grade": row.grade.value, "points": row.points, "item": item, "decision": paper, "tasks_given": e.given, "tasks_on_time": e.on_time, "tasks_late": e.late,
            "tasks_above": e.above, "meetings_held": e.held, "meetings_attended": e.attended}


@operation(title=gettext_lazy("Quyết định mức xếp loại"), right=Right.DECIDE_EVALUATIONS)
def decide(act: Act, *, round_id: int, on: date, rows: Sequence[GradeRow], citation: Citation | None) -> int:
    """Give grades by a paper: the cells first, then their members; excellent ones within the cap over the whole organisation, cells within their groups (EV-05, EV-08, EV-12).

    Parameters:
        citation: the decision.

    Returns:
        how many.

    Raises:
        Refusal: for a grade above the cap, with its base and both readings; one beyond what bounds it; one whose evidence falls short, without the paper's item; a member
            before the cell; without an appraisal, or a paper; a day to come; a closed round.
    """
    found, lines, is_own = _held_to_decide(act, round_id, rows)
    refuse_rows(found, rows, lines, Step.DECISION)
    decided = _collective_decided(found, {line.unit_id for line in lines.values() if not line.is_unit}, act.today)
    decided |= {line.unit_id for line in lines.values() if line.is_unit}  # in the same paper the cell stands before its members
    items: dict[int, str] = {}
    for row in rows:
        line = lines[row.subject_id]
        if not line.is_unit:
            refuse(rules.refuse_individual_first(collective_decided=line.unit_id in decided), f"grade-{row.subject_id}")
        items[row.subject_id] = needed_item(found, line, row)
    refuse_day_of(act, found, on, lines.values(), Step.DECISION)
    refuse_contested(lines.values())
    if is_own:
        gates.hold(f"evaluation.of.{found.unit.parent_id}.{found.round.year}")
    refuse_caps(found, lines, rows, act.today, is_own=is_own)
    paper = needed_paper(citation, act.today)
    write_step(act, Step.DECISION, on, lines, [(row.subject_id, decision_fields(row, lines[row.subject_id], items[row.subject_id], paper)) for row in rows])
    enter_round(act, found, on, count=len(rows))
    return len(rows)


def _withdraw_step(act: Act, found: RoundFound, line: SubjectLine, step: Step) -> None:
    fact = line.facts.get(step)
    if fact is None:
        raise Refusal(_("Bước này chưa ghi nên không có gì để rút."), place="")
    refuse(rules.refuse_undo(step, line.done, is_unit=line.is_unit), "")
    withdraw(fact, at=act.at)
    enter_round(act, found, fact.occurred_on, step=step.value, taken_back=True)


@operation(title=gettext_lazy("Rút bước của chi bộ"), right=Right.HOLD_EVALUATIONS)
def withdraw_cell_step(act: Act, *, subject_id: int, step: Step) -> None:
    """Take back a self-assessment, a vote or the opinion of the place of residence, while nothing rests on it.

    Raises:
        Refusal: where another step rests on it, or nothing is entered; for a closed round.
        NotFound: for a step that is not the cell's.
    """
    if step not in (Step.SELF, Step.VOTE, Step.RESIDENCE):
        raise NotFound(_("Không có bước này của chi bộ."))
    found, line = hold_subject(act, subject_id)
    _withdraw_step(act, found, line, step)


@operation(title=gettext_lazy("Rút đề nghị mức xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def withdraw_appraisal(act: Act, *, subject_id: int) -> None:
    """Take back a proposed grade, while it is not decided."""
    found, line = hold_subject(act, subject_id, of_round=True)
    _withdraw_step(act, found, line, Step.APPRAISAL)


@operation(title=gettext_lazy("Rút quyết định mức xếp loại"), right=Right.DECIDE_EVALUATIONS)
def withdraw_decision(act: Act, *, subject_id: int) -> None:
    """Take back a grade while the round is open and nobody has contested it; one that the cap rests on is refused (EV-05).

    Raises:
        Refusal: where fewer rated good would leave too many excellent ones, where members of the cell are decided, for a contest, or a closed round.
    """
    found, line, is_own = hold_decided(act, subject_id)
    if found.is_closed and not is_own:
        raise closed_refusal(found)
    refuse_contested([line])
    if line.decision is not None:
        _refuse_unbased(found, line, act.today)
    _withdraw_step(act, found, line, Step.DECISION)


def _refuse_unbased(found: RoundFound, line: SubjectLine, day: date) -> None:
    """Refuse to take back a grade on which others rest: a good one under the cap, that of a cell under its members'."""
    if line.decision is None or line.decision.grade == GradeName.EXCELLENT:
        after = None
    elif not line.is_unit:
        after = queries.tally(found.round_id, day).moved(Grade(line.decision.grade), None)
    elif is_of_organization(found, line):
        after = queries.peers_tally(found, day, line.subject_id)
    else:
        after = next(view.tally.moved(Grade(line.decision.grade), None) for _group, each, view in queries.unit_groups(found, queries.organizations_of(found, day), day)
                     if any(other.subject_id == line.subject_id for other in each))
    if after is not None:
        refuse(rules.refuse_cap(after, found.reading, of_organizations=line.is_unit), "")
    if line.is_unit and not is_of_organization(found, line) and GradeDecision.objects.known().filter(subject__round=found.round, subject__unit=line.unit_id, subject__person__isnull=False).exists():
        raise Refusal(_("Đảng viên của chi bộ này đã xếp loại theo kết quả tập thể. Rút mức của từng người trước."), place="", rule="EV-08")
