"""Rounds: opening, deadlines, who is in them, closing and opening again, groups of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation
from kientoan.core.facts import correct, correct_many, end, record, record_many, withdraw_many
from kientoan.core.given import reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal, refuse, refused_by
from kientoan.evaluation import queries
from kientoan.evaluation.enums import FunctionName, SpanName
from kientoan.evaluation.models import (
    EvaluationRound,
    EvaluationSubject,
    FunctionGroup,
    GradeDecision,
    RoundClosure,
    RoundPlan,
    SubjectTreatment,
)
from kientoan.evaluation.operations.steps import enter_round, hold_round, is_of_organization, needed_paper
from kientoan.evaluation.queries import Enrolled, RoundFound
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit
from kientoan.rules import evaluation as rules
from kientoan.rules.days import write_day
from kientoan.rules.evaluation import Span
from kientoan.rules.reasons import Reason

ABOVE_CELL = (UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS)


@dataclass(frozen=True)
class Deadlines:
    """The last day of each step."""

    self_due_on: date
    vote_due_on: date
    residence_due_on: date
    appraisal_due_on: date
    decision_due_on: date


@dataclass(frozen=True)
class Terms:
    """What is evaluated and by when.

    Parameters:
        year: the year evaluated, or in which the quarter or the end of the term lies.
        as_of: the day whose members are evaluated and whose rules hold.
        deadlines: of the steps.
        span: the year, or a part of it.
    """

    year: int
    as_of: date
    deadlines: Deadlines
    span: SpanName = SpanName.YEAR


def _columns(deadlines: Deadlines, on: date) -> dict[str, date]:
    """The deadlines as columns, in an order that can be kept."""
    found = {name: getattr(deadlines, name) for name in ("self_due_on", "vote_due_on", "residence_due_on", "appraisal_due_on", "decision_due_on")}
    for before, after in (("", "self_due_on"), ("self_due_on", "vote_due_on"), ("vote_due_on", "appraisal_due_on"), ("residence_due_on", "appraisal_due_on"), ("appraisal_due_on", "decision_due_on")):
        first = found[before] if before else on
        if found[after] < first:
            raise Refusal(_("Hạn %(due)s trước ngày %(first)s của bước trước. Chọn hạn muộn hơn.") % {"due": write_day(found[after]), "first": write_day(first)}, place=after, rule="EV-06")
    return found


def _refuse_terms(act: Act, terms: Terms, on: date) -> None:
    refuse_to_come(act, on)
    first, last = rules.days_of(Span(terms.span), terms.year)
    if not first <= terms.as_of <= min(last, on):
        raise Refusal(_("Ngày xét phải từ %(first)s đến %(last)s. Sửa ngày xét.") % {"first": write_day(first), "last": write_day(min(last, on))}, place="as_of")
    pack = rules.evaluation_pack(terms.as_of)
    if isinstance(pack, Reason):
        raise refused_by(pack, place="as_of")
    refuse(rules.refuse_span(pack, Span(terms.span)), "span")


def _record_roster(act: Act, found: RoundFound, wanted: Sequence[Enrolled]) -> int:
    """Take into a round whom it is to have, leave out whom it is not to have, treat each as the rules say; how many facts were written."""
    subjects = {(each.unit_id, each.person_id) if each.person_id is None else each.person_id: each for each in EvaluationSubject.objects.filter(round=found.round)}
    keys = [(each.unit_id, None) if each.person_id is None else each.person_id for each in wanted]
    new = [EvaluationSubject(round=found.round, unit_id=each.unit_id, person_id=each.person_id) for key, each in zip(keys, wanted, strict=True) if key not in subjects]
    EvaluationSubject.objects.bulk_create(new, batch_size=400)
    if new:
        subjects = {(each.unit_id, each.person_id) if each.person_id is None else each.person_id: each for each in EvaluationSubject.objects.filter(round=found.round)}
    standing = {each.subject_id: each for each in SubjectTreatment.objects.known().filter(subject__round=found.round)}
    begun = {pk for model in queries.STEP_FACTS.values() for pk in model.objects.known().filter(subject__round=found.round).values_list("subject", flat=True)}
    fresh: list[dict[str, Any]] = []
    changes: list[tuple[SubjectTreatment, dict[str, Any]]] = []
    for key, each in zip(keys, wanted, strict=True):
        subject, says = subjects[key], {"treatment": each.treated.treatment.value, "apart": each.treated.apart.value if each.treated.apart else ""}
        before = standing.pop(subject.pk, None)
        if before is None:
            fresh.append({"subject": subject, "occurred_on": found.plan.occurred_on, **says})
        elif (before.treatment, before.apart) != (says["treatment"], says["apart"]) and subject.pk not in begun:
            changes.append((before, says))
    gone = [fact for subject_id, fact in standing.items() if subject_id not in begun]
    withdraw_many(gone, at=act.at)
    correct_many(changes, at=act.at)
    record_many(SubjectTreatment, fresh, at=act.at)
    return len(gone) + len(changes) + len(fresh)


@operation(title=gettext_lazy("Mở đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def open_rounds(act: Act, *, unit_id: int, terms: Terms, on: date, citation: Citation | None) -> tuple[int, ...]:
    """Open an evaluation of every grassroots organisation at or below a unit, each with its cells and its members on the day (EV-06, EV-10).

    Parameters:
        unit_id: a Party organisation above the cell.
        on: the day of opening.
        citation: the plan that says so.

    Returns:
        the rounds, by organisation; those that have one already are passed over.

    Raises:
        Refusal: for a cell, a day for which there are no rules, a part of the year that they do not know, deadlines out of order, without a plan, or where all have one.
    """
    act.ask([unit_id], on)
    _refuse_terms(act, terms, on)
    columns = _columns(terms.deadlines, on)
    unit = standing_unit(unit_id, terms.as_of, "as_of")
    if unit.tree != Tree.PARTY or unit.level not in ABOVE_CELL:
        raise Refusal(_("Đợt đánh giá mở cho tổ chức cơ sở đảng hoặc cấp trên của nó. Mở từ trang của đảng bộ xã, chi bộ cơ sở hoặc huyện."), place="as_of")
    gates.hold("evaluation.rounds")
    below = list(tree.below(unit, terms.as_of).filter(level=UnitLevel.GRASSROOTS).order_by("sort_key", "unit"))
    have = {pk for part in queries.chunks([each.unit_id for each in below])
            for pk in EvaluationRound.objects.filter(unit__in=part, year=terms.year, span=terms.span).values_list("unit", flat=True)}
    wanted = [each for each in below if each.unit_id not in have]
    if not wanted:
        raise Refusal(_("Mọi tổ chức cơ sở ở đây đã có đợt đánh giá %(name)s. Mở đợt ấy trong danh sách.") % {"name": queries.round_name(terms.year, terms.span)}, place="year")
    plan = {**columns, "as_of": terms.as_of, "occurred_on": on, "cap_base": Config.load().cap_base, "decision": needed_paper(citation, act.today)}
    EvaluationRound.objects.bulk_create([EvaluationRound(unit_id=each.unit_id, year=terms.year, span=terms.span) for each in wanted], batch_size=400)
    made = {each.unit_id: each for part in queries.chunks([each.unit_id for each in wanted]) for each in EvaluationRound.objects.filter(unit__in=part, year=terms.year, span=terms.span)}
    record_many(RoundPlan, [{"round": made[each.unit_id], **plan} for each in wanted], at=act.at)
    rosters = queries.roster(wanted, terms.as_of)
    rows = [(made[top], each) for top, enrolled in rosters.items() for each in enrolled]
    EvaluationSubject.objects.bulk_create([EvaluationSubject(round=one, unit_id=each.unit_id, person_id=each.person_id) for one, each in rows], batch_size=400)
    keys: dict[tuple[int, int, int | None], int] = {(pk, unit, person): subject for part in queries.chunks([one.pk for one in made.values()])
            for subject, pk, unit, person in EvaluationSubject.objects.filter(round__in=part).values_list("pk", "round", "unit", "person")}
    record_many(SubjectTreatment, [{"subject_id": keys[one.pk, each.unit_id, each.person_id], "occurred_on": on, "treatment": each.treated.treatment.value,
                                    "apart": each.treated.apart.value if each.treated.apart else ""} for one, each in rows], at=act.at)
    act.enter(unit=unit.name, day=on, count=len(wanted), detail={"year": terms.year, "span": terms.span.value, "rounds": [made[each.unit_id].pk for each in wanted], "subjects": len(rows)})
    return tuple(made[each.unit_id].pk for each in wanted)


@operation(title=gettext_lazy("Sửa hạn của đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def move_deadlines(act: Act, *, round_id: int, deadlines: Deadlines, reason: str) -> None:
    """Give the steps of a round other last days; those before stay known.

    Raises:
        Refusal: for days out of order, without a reason, or a closed round.
    """
    found = hold_round(act, round_id)
    why = reason_given(reason)
    correct(found.plan, at=act.at, **_columns(deadlines, found.plan.occurred_on), reason=why)
    enter_round(act, found, act.today, reason=why)


@operation(title=gettext_lazy("Cập nhật danh sách của đợt đánh giá"), right=Right.APPRAISE_EVALUATIONS)
def renew_roster(act: Act, *, round_id: int) -> int:
    """Take into an open round whoever the books now say were members on its day, and treat each as they now say; who has taken a step stays as he was (EV-10).

    Returns:
        how many changed.
    """
    found = hold_round(act, round_id)
    changed = _record_roster(act, found, queries.roster([found.unit], found.plan.as_of).get(found.unit.unit_id, []))
    enter_round(act, found, act.today, count=changed, changed=changed)
    return changed


@operation(title=gettext_lazy("Đóng đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def close_round(act: Act, *, round_id: int, on: date, citation: Citation | None) -> None:
    """Close a round by a paper: every member and cell that is to be graded is, the cap holds; afterwards nothing changes.

    Raises:
        Refusal: while somebody lacks a grade, for a day to come or before the last decision, without a paper, or a round that is closed.
    """
    found = hold_round(act, round_id)
    refuse_to_come(act, on)
    waiting = [line for line in queries.lines_of(found, act.today, {}) if line.is_graded and line.decision is None and not is_of_organization(found, line)]
    if waiting:
        raise Refusal(_("Còn %(n)s đối tượng chưa có mức xếp loại, trong đó có %(name)s. Quyết định hết rồi đóng.") % {"n": len(waiting), "name": waiting[0].name}, place="on", rule="EV-06")
    last = GradeDecision.objects.known().filter(subject__round=found.round).order_by("-occurred_on").values_list("occurred_on", flat=True).first()
    if on < (last or found.plan.occurred_on):
        raise Refusal(_("Ghi ngày từ %(day)s, ngày quyết định sau cùng, trở đi.") % {"day": write_day(last or found.plan.occurred_on)}, place="on")
    refuse(rules.refuse_cap(queries.tally(round_id, act.today), found.reading), "on")
    paper = needed_paper(citation, act.today)
    if found.closure is None:
        record(RoundClosure, at=act.at, round=found.round, occurred_on=on, decision=paper)
    else:
        correct(found.closure, at=act.at, occurred_on=on, decision=paper, reopened="")
    enter_round(act, found, on)


@operation(title=gettext_lazy("Mở lại đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def reopen_round(act: Act, *, round_id: int, reason: str, citation: Citation | None) -> None:
    """Open a closed round again by a paper, to correct it; what stood stays known.

    Raises:
        Refusal: for one that is open, without a reason or a paper.
    """
    found = hold_round(act, round_id, closed=True)
    if not found.is_closed or found.closure is None:
        raise Refusal(_("Đợt này còn mở nên cứ ghi, không cần mở lại."), place="reason")
    why = reason_given(reason)
    correct(found.closure, at=act.at, reopened=why, decision=needed_paper(citation, act.today))
    enter_round(act, found, act.today, reason=why)


@operation(title=gettext_lazy("Xếp nhóm chức năng của tổ chức"), right=Right.APPRAISE_EVALUATIONS)
def set_function_group(act: Act, *, unit_id: int, group: FunctionName, on: date) -> None:
    """Say with which organisations one is compared from a day on (EV-12).

    Raises:
        Refusal: for an area, an organisation that does not stand that day, or a day to come or before what was said last.
    """
    act.ask([unit_id], on)
    refuse_to_come(act, on)
    unit: UnitVersion = standing_unit(unit_id, on)
    if unit.tree != Tree.PARTY:
        raise Refusal(_("Chỉ tổ chức đảng có nhóm chức năng."), place="group")
    last = FunctionGroup.objects.known().filter(unit=unit_id).order_by("-valid_from").first()
    if last is not None and on < last.valid_from:
        raise Refusal(_("Nhóm đã xếp từ ngày %(day)s. Ghi ngày từ đó trở đi.") % {"day": write_day(last.valid_from)}, place="on")
    if last is not None and last.valid_from == on:
        correct(last, at=act.at, group=group)
    else:
        if last is not None:
            end(last, at=act.at, on=on)
        record(FunctionGroup, at=act.at, unit_id=unit_id, group=group, valid_from=on)
    act.enter(unit=unit.name, day=on, detail={"unit": unit_id, "group": group.value})
