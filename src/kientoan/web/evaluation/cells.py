"""A cell in a round: its members in name order, a page for each step with a row for every one, one subject with its history, the minutes."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.config import Config
from kientoan.congress.queries import season_of
from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.evaluation import access, operations, papers, queries
from kientoan.evaluation.enums import EvaluationStep, HappeningKind
from kientoan.evaluation.queries import PaperNumber, RoundFound, SubjectLine
from kientoan.exchange.tables import Cell, Column, Table
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.registers.enums import PaperKind
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import Grade, Step
from kientoan.rules.meetings import explain_voting_base, voting_base
from kientoan.rules.reasons import Reason
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.evaluation import forms
from kientoan.web.evaluation.views import about, as_table_file, cited, no_such_act, no_such_table, refuse_without
from kientoan.web.lists import address
from kientoan.web.page import Asking, staff_page
from kientoan.web.season.views import taken

SLUGS: Mapping[str, Step] = {"tu-danh-gia": Step.SELF, "bo-phieu": Step.VOTE, "noi-cu-tru": Step.RESIDENCE, "tham-dinh": Step.APPRAISAL, "quyet-dinh": Step.DECISION}
SLUG_OF = {step: slug for slug, step in SLUGS.items()}
RIGHT_OF: Mapping[Step, Right] = {
    Step.SELF: Right.HOLD_EVALUATIONS, Step.VOTE: Right.HOLD_EVALUATIONS, Step.RESIDENCE: Right.HOLD_EVALUATIONS, Step.APPRAISAL: Right.APPRAISE_EVALUATIONS,
    Step.DECISION: Right.DECIDE_EVALUATIONS}
FORMS: Mapping[Step, type[forms.StepForm]] = {
    Step.SELF: forms.SelfForm, Step.VOTE: forms.VoteForm, Step.RESIDENCE: forms.ResidenceForm, Step.APPRAISAL: forms.GradeForm, Step.DECISION: forms.DecisionForm}


def _unit(found: RoundFound, unit_id: int) -> UnitVersion:
    unit = unit_on(unit_id, found.plan.as_of)
    if unit is None:
        raise NotFound(_("Không có chi bộ này trong đợt đánh giá, hoặc nằm ngoài phạm vi được xem mức xếp loại."))
    return unit


def _read(asking: Asking, lines: list[SubjectLine], page: str) -> None:
    """Write down that the grades of persons were read (PV-10)."""
    reads.note_many(asking.actor, subjects=[f"person:{line.person_id}" for line in lines if line.person_id is not None], page=page)


def _lines(asking: Asking, found: RoundFound, unit_id: int, printed: PaperNumber | None = None) -> list[SubjectLine]:
    """The cell itself, unless the body above decides on it, and its members, or what its numbered minutes say of them; for whoever may read their grades."""
    if not access.may_see_grades(asking.actor, unit_id, asking.day):
        raise queries.no_such_subject()
    lines = queries.lines_printed(found, printed, asking.day, {"unit": unit_id})
    if not lines:
        raise queries.no_such_subject()
    return [line for line in lines if not (line.is_unit and unit_id == found.unit.unit_id)]


def _right_unit(found: RoundFound, step: Step, unit_id: int, *, own: bool) -> int:
    """At which unit a step asks for its right."""
    if step is Step.DECISION:
        return found.unit.parent_id if own and found.unit.parent_id else found.unit.unit_id
    return found.unit.unit_id if step is Step.APPRAISAL else unit_id


@staff_page(Right.SEE_PERSONS)
def evaluation_cell(asking: Asking, round_id: int, unit_id: int) -> HttpResponse:
    """The members of a cell with where each stands, in name order; the steps that the reader may take next."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    lines, unit = _lines(asking, found, unit_id), _unit(found, unit_id)
    _read(asking, lines, "evaluation_cell")
    steps = [(EvaluationStep(step.value), SLUG_OF[step], sum(_may_take(line, step) for line in lines), getattr(found.plan, queries.DUE_OF[step])) for step in Step
             if not found.is_closed and access.may(asking.actor, RIGHT_OF[step], [_right_unit(found, step, unit_id, own=False)], asking.day)]
    number = queries.paper_numbers(found, unit_id, asking.day).get(PaperKind.MINUTES)
    return asking.page("evaluation_cell", {"found": found, "unit": unit, "lines": lines, "steps": steps, "cap": queries.cap_view(found, asking.day), "number": number,
        "changed": queries.changed_since(found, number), "numbers": access.may(asking.actor, Right.HOLD_EVALUATIONS, [unit_id], asking.day) and any(line.vote for line in lines)})


def _may_take(line: SubjectLine, step: Step) -> bool:
    """Whether a subject can take a step now: it is not taken, and nothing before it is missing."""
    if step in line.done or step not in rules.steps_of(is_unit=line.is_unit):
        return False
    if not line.is_graded:
        return step is Step.SELF and line.is_reviewed
    return rules.refuse_step(step, line.done, is_unit=line.is_unit) is None


def _why_not(line: SubjectLine, step: Step) -> str:
    """Why a subject has no field in a step: it is taken, or what is missing."""
    if step in line.done:
        said = line.self_assessment
        return _("đảng viên đã tự ghi bằng tài khoản của mình") if step is Step.SELF and said is not None and said.by_member else _("đã ghi")
    if not line.is_graded:
        return line.why_not
    reason = rules.refuse_step(step, line.done, is_unit=line.is_unit)
    return explained(reason) if reason else ""


def _run(asking: Asking, found: RoundFound, unit_id: int, step: Step, form: Any) -> int:
    """Do what the form of a step asks."""
    values = form.cleaned_data
    here = {"round_id": found.round_id, "on": values["on"], "rows": form.rows()}
    if step is Step.APPRAISAL:
        return operations.appraise(asking.actor, **here)
    if step is Step.DECISION:
        return operations.decide(asking.actor, **here, citation=form.citation())
    if step is Step.SELF:
        return operations.assess_selves(asking.actor, unit_id=unit_id, **here)
    if step is Step.RESIDENCE:
        return operations.record_residence(asking.actor, unit_id=unit_id, **here)
    return operations.record_votes(asking.actor, unit_id=unit_id, **here, exempted_present=values["exempted_present"] or 0)


def _step_page(asking: Asking, round_id: int, unit_id: int, slug: str, *, own: bool = False) -> HttpResponse:
    """A step of a cell, or of the grassroots organisation itself, with a row for each subject."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    step = SLUGS[slug]
    refuse_without(asking, RIGHT_OF[step], _right_unit(found, step, unit_id, own=own))
    lines = queries.lines_of(found, asking.day, {"unit": unit_id, "person": None}) if own else _lines(asking, found, unit_id)
    lines = [line for line in lines if step in rules.steps_of(is_unit=line.is_unit)]
    _read(asking, lines, "evaluation_step")
    back = address(asking, "evaluation", round_id) if own else address(asking, "evaluation_cell", round_id, unit_id)
    form = FORMS[step](asking.request.POST or None, initial={
        "on": min(asking.day, clock.today()), **(cited(asking, found) if step is Step.DECISION and not own else {})}, lines=[line for line in lines if _may_take(line, step)], pack=found.pack)
    if asking.request.method == "POST" and form.is_valid():
        done, _result = form.run(lambda: _run(asking, found, unit_id, step, form))
        if done:
            return redirect(back)
    rows = [(line, form.of(line), "" if _may_take(line, step) else _why_not(line, step), _flags(found, line) if step in (Step.APPRAISAL, Step.DECISION) else []) for line in lines]
    roll = queries.voters(unit_id, min(asking.day, clock.today())) if step is Step.VOTE and not own else None
    return asking.page("evaluation_step", {
        "found": found, "unit": _unit(found, unit_id), "step": EvaluationStep(step.value), "form": form, "back": back, "own": own, "fresh": any(_may_take(line, step) for line in lines),
        "rows": [row for row in rows if row[1]], "rest": [row for row in rows if not row[1]],
        "shows_evidence": step in (Step.APPRAISAL, Step.DECISION), "cap": queries.cap_view(found, asking.day) if step in (Step.APPRAISAL, Step.DECISION) and not own else None,
        "base": _said(explain_voting_base(roll, asking.day)) if roll and voting_base(roll) else None, "closed": _closed(found) if not own else None})


def _said(reason: Reason) -> tuple[str, str]:
    """A reason's sentence and its rule."""
    return explained(reason), reason.rule


def _closed(found: RoundFound) -> tuple[str, str] | None:
    """Why nothing can be entered any more, and the rule; None while it can."""
    if not found.is_closed:
        return None
    refusal = operations.closed_refusal(found)
    return str(refusal), refusal.rule


def _flags(found: RoundFound, line: SubjectLine) -> list[tuple[str, str]]:
    """Where the evidence falls short of the rules, for the two grades that ask most: the sentence and the rule."""
    return [_said(each) for grade in (Grade.EXCELLENT, Grade.GOOD) for each in rules.flags(found.pack, grade, line.evidence)]


@staff_page(Right.HOLD_EVALUATIONS)
def evaluation_step(asking: Asking, round_id: int, unit_id: int, what: str) -> HttpResponse:
    """The self-assessments of a cell, its votes, the opinions of the places of residence."""
    if SLUGS.get(what) not in (Step.SELF, Step.VOTE, Step.RESIDENCE):
        raise no_such_act()
    return _step_page(asking, round_id, unit_id, what)


@staff_page(Right.APPRAISE_EVALUATIONS)
def evaluation_appraisal(asking: Asking, round_id: int, unit_id: int) -> HttpResponse:
    """The grades that the office proposes for a cell and its members."""
    return _step_page(asking, round_id, unit_id, "tham-dinh")


@staff_page(Right.DECIDE_EVALUATIONS)
def evaluation_decision(asking: Asking, round_id: int, unit_id: int) -> HttpResponse:
    """The grades that are decided for a cell and its members, with the cap."""
    return _step_page(asking, round_id, unit_id, "quyet-dinh")


@staff_page(Right.HOLD_EVALUATIONS)
def evaluation_own_step(asking: Asking, round_id: int, what: str) -> HttpResponse:
    """A step of the grassroots organisation itself, which the body above decides on."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    if SLUGS.get(what) in (None, Step.RESIDENCE):
        raise no_such_act()
    return _step_page(asking, round_id, found.unit.unit_id, what, own=True)


@staff_page(Right.SEE_PERSONS)
def evaluation_cell_download(asking: Asking, round_id: int, unit_id: int, form: str) -> HttpResponse:
    """The members of a cell with their steps and grades, in name order; for whoever may read them."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    lines = _lines(asking, found, unit_id)
    if form not in ("xlsx", "csv"):
        raise no_such_table()
    _read(asking, lines, "evaluation_cell_download")
    columns = [Column(_("Họ tên, tổ chức"), 32), Column(_("Tự xếp loại"), 28), *(Column(str(label), 12, _("Số phiếu")) for label in forms.VOTED.values()), Column(_("Tính trên"), 10),
               Column(_("Nhận xét nơi cư trú"), 18), Column(_("Mức đề nghị"), 28), Column(_("Mức quyết định"), 28), Column(_("Không xếp loại vì"), 40), Column(_("Việc được giao"), 12), Column(_("Đúng hạn"), 10),
               Column(_("Muộn"), 10), Column(_("Vượt yêu cầu"), 12), Column(_("Cuộc họp"), 10), Column(_("Có mặt"), 10)]

    def cells(line: SubjectLine) -> list[Cell]:
        vote, e = line.vote, line.evidence
        return [line.name, line.self_grade, *([getattr(vote, grade.value) for grade in Grade] if vote else [None] * 4), line.base if vote else None,
                "" if line.residence is None else _("đã nhận") if line.residence.is_present else _("thiếu"), queries.label_of(line.appraisal.grade) if line.appraisal else "", line.grade, line.why_not,
                e.given, e.on_time, e.late, e.above, e.held, e.attended]

    unit = _unit(found, unit_id)
    table = Table(_("Đánh giá %(name)s") % {"name": found.name}, columns, [cells(line) for line in lines], about(asking, found, (_("Chi bộ"), unit.name)))
    return as_table_file(table, f"danh-gia-{round_id}-{unit_id}", form)


@staff_page(Right.SEE_PERSONS)
def evaluation_minutes(asking: Asking, round_id: int, unit_id: int, form: str) -> HttpResponse:
    """The minutes of a cell's vote as PDF or DOCX."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    if form not in PAPER_FILES:
        raise no_such_table()
    with override("vi"):  # a paper is written in Vietnamese whatever its reader reads
        number = queries.standing_number(found, unit_id, PaperKind.MINUTES, asking.day)
        lines = _lines(asking, found, unit_id, number)
        _read(asking, lines, "evaluation_minutes")
        return taken(as_file(papers.cell_minutes(found, _unit(found, unit_id), lines, asking.day, is_demo=settings.DEMO, number=number), form), f"bien-ban-danh-gia-{round_id}-{unit_id}.{form}")


@staff_page(Right.HOLD_EVALUATIONS)
def evaluation_minutes_number(asking: Asking, round_id: int, unit_id: int) -> HttpResponse:
    """Give the minutes of a cell's vote their number."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    refuse_without(asking, Right.HOLD_EVALUATIONS, unit_id)
    unit, season = _unit(found, unit_id), season_of(asking.day)
    form = forms.TermForm(asking.request.POST or None, initial={"term": season.key if season else ""})

    def act() -> None:
        made = operations.number_cell_minutes(asking.actor, round_id=round_id, unit_id=unit_id, term=form.cleaned_data["term"])
        messages.success(asking.request, _("Đã cấp: %(line)s.") % {"line": made.line})

    return act_page(asking, form, act, title=_("Cấp số biên bản: %(unit)s") % {"unit": unit.name}, button=_("Cấp số tiếp theo"), back=address(asking, "evaluation_cell", round_id, unit_id),
                    lead=_("Biên bản mang ngày chi bộ bỏ phiếu. Số đã cấp không dùng lại; in lại không cấp số mới."))


# -- one subject ---------------------------------------------------------------------------------------------------------------------------


def _seen(asking: Asking, round_id: int, subject_id: int) -> tuple[RoundFound, SubjectLine]:
    found = queries.seen_round(asking.actor, round_id, asking.day)
    return found, queries.seen_subject(asking.actor, found, subject_id, asking.day)


def _is_own(found: RoundFound, line: SubjectLine) -> bool:
    return line.is_unit and line.unit_id == found.unit.unit_id


def _undoable(asking: Asking, found: RoundFound, line: SubjectLine) -> str:
    """The step that the reader may take back: the last one, on which nothing rests; empty for none."""
    if (found.is_closed and not _is_own(found, line)) or line.contest is not None:
        return ""
    for step in reversed(rules.steps_of(is_unit=line.is_unit)):
        if step in line.done and rules.refuse_undo(step, line.done, is_unit=line.is_unit) is None:
            may = access.may(asking.actor, RIGHT_OF[step], [_right_unit(found, step, line.unit_id, own=_is_own(found, line))], asking.day)
            return SLUG_OF[step] if may else ""
    return ""


@staff_page(Right.SEE_PERSONS)
def evaluation_subject(asking: Asking, round_id: int, subject_id: int) -> HttpResponse:
    """One member, or organisation, in a round: each step, what bounds the grade, the evidence with the lists behind it, a contest, what stood before."""
    found, line = _seen(asking, round_id, subject_id)
    _read(asking, [line], "evaluation_subject")
    unit_id, own = found.unit.unit_id, _is_own(found, line)
    decides = access.may(asking.actor, Right.DECIDE_EVALUATIONS, [_right_unit(found, Step.DECISION, line.unit_id, own=own)], asking.day)
    undo = _undoable(asking, found, line)
    return asking.page("evaluation_subject", {
        "found": found, "line": line, "unit": _unit(found, line.unit_id), "own": own, "past": queries.past_grades(subject_id), "contest": queries.contest_words(line.contest),
        "steps": [(EvaluationStep(step.value), line.facts.get(step)) for step in rules.steps_of(is_unit=line.is_unit)] if line.is_reviewed else [], "undo": undo,
        "rule_apart": rules.RULE_APART, "undo_step": EvaluationStep(SLUGS[undo].value) if undo else None, "flags": _flags(found, line),
        "holds": not found.is_closed and line.decision is None and access.may(asking.actor, Right.HOLD_EVALUATIONS, [line.unit_id], asking.day),
        "receives": line.decision is not None and line.contest is None and access.may(asking.actor, Right.APPRAISE_EVALUATIONS, [unit_id], asking.day),
        "answers": line.contest is not None and not line.contest.outcome and decides,
        "last_contest_on": rules.last_contest_day(line.decision.occurred_on, Config.load().contest_days) if line.decision else None})


def _happen(asking: Asking, found: RoundFound, line: SubjectLine, back: str) -> HttpResponse:
    refuse_without(asking, Right.HOLD_EVALUATIONS, line.unit_id)
    form = forms.HappeningForm(asking.request.POST or None, is_unit=line.is_unit)
    return act_page(asking, form, lambda: operations.record_happening(
        asking.actor, subject_id=line.subject_id, kind=HappeningKind(form.cleaned_data["kind"]), on=form.cleaned_data["on"], citation=form.citation()),
        title=_("Việc xảy ra trong năm: %(name)s") % {"name": line.name}, button=_("Ghi"), back=back, lead=_("Chỉ một mục của danh sách, ngày và văn bản. Dữ liệu nhạy cảm (PV-02)."))


def _unhappen(asking: Asking, found: RoundFound, line: SubjectLine, back: str) -> HttpResponse:
    refuse_without(asking, Right.HOLD_EVALUATIONS, line.unit_id)
    kind = next((each.kind for each in line.happenings if each.kind == asking.request.GET.get("viec")), None)
    if kind is None:
        raise NotFound(_("Không có việc đã ghi này, hoặc đã rút lại."))
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_happening(asking.actor, subject_id=line.subject_id, kind=HappeningKind(kind)),
                    title=_("Rút lại: %(what)s") % {"what": HappeningKind(kind).label}, button=_("Rút lại"), back=back, stop=True, lead=line.name)


def _undo(asking: Asking, found: RoundFound, line: SubjectLine, back: str) -> HttpResponse:
    slug = asking.request.GET.get("buoc", "")
    step = SLUGS.get(slug)
    if step is None:
        raise no_such_act()
    refuse_without(asking, RIGHT_OF[step], _right_unit(found, step, line.unit_id, own=_is_own(found, line)))

    def act() -> None:
        if step is Step.APPRAISAL:
            operations.withdraw_appraisal(asking.actor, subject_id=line.subject_id)
        elif step is Step.DECISION:
            operations.withdraw_decision(asking.actor, subject_id=line.subject_id)
        else:
            operations.withdraw_cell_step(asking.actor, subject_id=line.subject_id, step=step)

    return act_page(asking, confirm_form(asking), act, title=_("Rút bước %(step)s: %(name)s") % {"step": EvaluationStep(step.value).label, "name": line.name}, button=_("Rút lại"), back=back, stop=True,
                    lead=_("Dùng khi ghi nhầm, lúc chưa có bước sau. Bản ghi vẫn còn trong lịch sử."))


def _contest(asking: Asking, found: RoundFound, line: SubjectLine, back: str) -> HttpResponse:
    refuse_without(asking, Right.APPRAISE_EVALUATIONS, found.unit.unit_id)
    form = forms.ReceivedForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.receive_contest(asking.actor, subject_id=line.subject_id, on=form.cleaned_data["on"]),
                    title=_("Nhận ý kiến không đồng ý: %(name)s") % {"name": line.name}, button=_("Ghi đã nhận"), back=back)


def _answer(asking: Asking, found: RoundFound, line: SubjectLine, back: str) -> HttpResponse:
    refuse_without(asking, Right.DECIDE_EVALUATIONS, _right_unit(found, Step.DECISION, line.unit_id, own=_is_own(found, line)))
    form = forms.AnswerForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())}, line=line, pack=found.pack)
    return act_page(asking, form, lambda: operations.answer_contest(asking.actor, subject_id=line.subject_id, on=form.cleaned_data["on"], row=form.row(), citation=form.citation()),
                    title=_("Trả lời ý kiến không đồng ý: %(name)s") % {"name": line.name}, button=_("Trả lời"), back=back,
                    lead=_("Mức đang xếp: %(grade)s. Mức mới thay mức này, mức cũ vẫn còn trong lịch sử.") % {"grade": line.grade})


ACTS: Mapping[str, Callable[[Asking, RoundFound, SubjectLine, str], HttpResponse]] = {
    "viec": _happen, "rut-viec": _unhappen, "rut": _undo, "khong-dong-y": _contest, "tra-loi": _answer}


@staff_page(Right.HOLD_EVALUATIONS)
def evaluation_subject_act(asking: Asking, round_id: int, subject_id: int, what: str) -> HttpResponse:
    """One act on a subject: what happened in the year, a step taken back, a contest received or answered."""
    found, line = _seen(asking, round_id, subject_id)
    if what not in ACTS:
        raise no_such_act()
    return ACTS[what](asking, found, line, address(asking, "evaluation_subject", round_id, subject_id))
