"""Every change to evaluations. Each public function here is an operation.

A step is entered for many subjects of a cell at once, all or none; a refusal names the field of the one that it is about. The journal counts them and names nobody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.config import Config
from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, correct_many, end, record, record_many, withdraw, withdraw_many
from kientoan.core.given import needed, reason_given, refuse_to_come
from kientoan.core.models import Decision
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refuse, refused_by
from kientoan.evaluation import papers, queries
from kientoan.evaluation.enums import ContestOutcome, FunctionName, GradeName, HappeningKind, SpanName
from kientoan.evaluation.models import (
    EvaluationRound,
    EvaluationSubject,
    FunctionGroup,
    GradeAppraisal,
    GradeContest,
    GradeDecision,
    RoundClosure,
    RoundPaper,
    RoundPlan,
    SubjectTreatment,
    YearHappening,
)
from kientoan.evaluation.queries import Enrolled, RoundFound, SubjectLine
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit, unit_on
from kientoan.papers.wording import party_issuer
from kientoan.people.operations.carrying import acting_person
from kientoan.registers.enums import PaperKind
from kientoan.registers.steps import NewPaper, Numbered, number_paper
from kientoan.rules import evaluation as rules
from kientoan.rules.days import write_day
from kientoan.rules.evaluation import OF_MEMBERS, OF_ORGANIZATIONS, Grade, GradeTally, GradeVotes, Happening, Span, Step
from kientoan.rules.meetings import voting_base
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import tidy

ABOVE_CELL = (UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS)


# -- rounds --------------------------------------------------------------------------------------------------------------------------------


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


def _cited(citation: Citation | None, today: date) -> Decision:
    """The paper of an act that needs one."""
    if (found := cite(citation, today=today)) is None:
        raise Refusal(_("Việc này cần văn bản. Ghi số, ký hiệu và ngày."), place="decision_number")
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
    plan = {**columns, "as_of": terms.as_of, "occurred_on": on, "cap_base": Config.load().cap_base, "decision": _cited(citation, act.today)}
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


def _held(act: Act, round_id: int, *, at_unit: int | None = None, closed: bool = False) -> RoundFound:
    """A round that is about to be written to, under its gate.

    Parameters:
        at_unit: the cell at which the right is asked for; None for the organisation.
        closed: whether one that is closed may be written to.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor may not.
        Refusal: for one that is closed.
    """
    gates.hold(f"evaluation.{round_id}")
    found = queries.round_found(round_id)
    act.ask([found.unit.unit_id if at_unit is None else at_unit])
    if found.is_closed and not closed:
        raise closed_refusal(found)
    return found


def closed_refusal(found: RoundFound) -> Refusal:
    """The answer for a round that the deciding body closed."""
    closed_on = found.closure.occurred_on if found.closure else found.plan.occurred_on
    return Refusal(_("Cấp ủy đã đóng đợt đánh giá %(name)s ngày %(day)s, không ghi gì thêm. Sửa thì cấp ủy mở lại đợt bằng văn bản.") % {"name": found.name, "day": write_day(closed_on)},
                   place="on", rule="EV-06")


def own_closed_refusal(found: RoundFound) -> Refusal:
    """The answer of a closed round to a member who would enter the own assessment: only others can open it again."""
    closed_on = found.closure.occurred_on if found.closure else found.plan.occurred_on
    return Refusal(_("Cấp ủy đã đóng đợt đánh giá %(name)s ngày %(day)s nên tự đánh giá không ghi được nữa. Có điều cần sửa thì báo bí thư chi bộ.") % {"name": found.name, "day": write_day(closed_on)},
                   rule="EV-06")


def _enter(act: Act, found: RoundFound, day: date, *, count: int = 1, **detail: object) -> None:
    act.enter(unit=found.unit.name, day=day, count=count, detail={"round": found.round_id, **detail})


@operation(title=gettext_lazy("Sửa hạn của đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def move_deadlines(act: Act, *, round_id: int, deadlines: Deadlines, reason: str) -> None:
    """Give the steps of a round other last days; those before stay known.

    Raises:
        Refusal: for days out of order, without a reason, or a closed round.
    """
    found = _held(act, round_id)
    why = reason_given(reason)
    correct(found.plan, at=act.at, **_columns(deadlines, found.plan.occurred_on), reason=why)
    _enter(act, found, act.today, reason=why)


@operation(title=gettext_lazy("Cập nhật danh sách của đợt đánh giá"), right=Right.APPRAISE_EVALUATIONS)
def renew_roster(act: Act, *, round_id: int) -> int:
    """Take into an open round whoever the books now say were members on its day, and treat each as they now say; who has taken a step stays as he was (EV-10).

    Returns:
        how many changed.
    """
    found = _held(act, round_id)
    changed = _record_roster(act, found, queries.roster([found.unit], found.plan.as_of).get(found.unit.unit_id, []))
    _enter(act, found, act.today, count=changed, changed=changed)
    return changed


# -- what happened in the year -------------------------------------------------------------------------------------------------------------


def _subject(act: Act, subject_id: int, *, closed: bool = False, of_round: bool = False) -> tuple[RoundFound, SubjectLine]:
    """A subject that is about to be written to, with its round."""
    row = EvaluationSubject.objects.filter(pk=subject_id).first()
    if row is None:
        raise queries.no_such_subject()
    found = _held(act, row.round_id, at_unit=None if of_round else row.unit_id, closed=closed)
    return found, queries.subject_line(found, subject_id, act.today)


@operation(title=gettext_lazy("Ghi việc xảy ra trong năm đánh giá"), right=Right.HOLD_EVALUATIONS)
def record_happening(act: Act, *, subject_id: int, kind: HappeningKind, on: date, citation: Citation | None) -> None:
    """Say that somebody was ill for long, on maternity leave or disciplined in the year: a word of a closed list with its day and paper, and nothing of why (EV-10, PV-02).

    Raises:
        Refusal: for a day outside the year, without a paper, twice, of one that is decided, or for what cannot happen to a member or an organisation.
    """
    found, line = _subject(act, subject_id)
    first, last = rules.days_of(Span(found.round.span), found.round.year)
    if Happening(kind) not in (OF_ORGANIZATIONS if line.is_unit else OF_MEMBERS):
        raise Refusal(_("Việc này không ghi cho đối tượng này. Chọn mục khác."), place="kind")
    refuse_to_come(act, on)
    if not first <= on <= last:
        raise Refusal(_("Ghi ngày trong thời gian đánh giá, từ %(first)s đến %(last)s.") % {"first": write_day(first), "last": write_day(last)}, place="on", rule="EV-10")
    if any(each.kind == kind for each in line.happenings):
        raise Refusal(_("Việc này đã ghi rồi. Rút bản ghi trước nếu nhầm."), place="kind")
    _refuse_decided(line, "kind")
    record(YearHappening, at=act.at, subject_id=subject_id, kind=kind, occurred_on=on, decision=_cited(citation, act.today))
    _enter(act, found, on)


def _refuse_decided(line: SubjectLine, place: str) -> None:
    if line.decision is not None:
        raise Refusal(_("Đã có quyết định xếp loại. Rút quyết định trước rồi ghi."), place=place, rule="EV-06")


@operation(title=gettext_lazy("Rút việc ghi nhầm trong năm đánh giá"), right=Right.HOLD_EVALUATIONS)
def withdraw_happening(act: Act, *, subject_id: int, kind: HappeningKind) -> None:
    """Take back what did not happen.

    Raises:
        NotFound: when nothing such is entered.
        Refusal: of one that is decided.
    """
    found, line = _subject(act, subject_id)
    fact = next((each for each in line.happenings if each.kind == kind), None)
    if fact is None:
        raise NotFound(_("Không có việc đã ghi này, hoặc đã rút lại."))
    _refuse_decided(line, "kind")
    withdraw(fact, at=act.at)
    _enter(act, found, fact.occurred_on, taken_back=True)


# -- steps of the cell ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SelfRow:
    """What a subject said of itself: a grade, or points by groups of criteria where the rules have them; neither of whoever is only reviewed."""

    subject_id: int
    grade: GradeName | None = None
    points: dict[str, int] | None = None


@dataclass(frozen=True)
class VoteRow:
    """The cell's vote on a subject."""

    subject_id: int
    votes: GradeVotes


@dataclass(frozen=True)
class ResidenceRow:
    """Whether the opinion of the place of residence is there; ``number`` is that of its paper."""

    subject_id: int
    is_present: bool
    number: str = ""


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


def _lines(found: RoundFound, rows: Sequence[Any], day: date) -> dict[int, SubjectLine]:
    """The subjects of rows, each once.

    Raises:
        NotFound: for one that is not in the round.
        Refusal: without any, or for one twice.
    """
    ids = [row.subject_id for row in rows]
    if not ids:
        raise Refusal(_("Chưa điền hàng nào. Điền ít nhất một hàng."), place="")
    lines = {line.subject_id: line for line in queries.lines_of(found, day, {"pk__in": ids} if len(ids) <= queries.CHUNK else {})}
    if set(ids) - set(lines):
        raise queries.no_such_subject()
    if len(set(ids)) < len(ids):
        raise Refusal(_("Một đối tượng được ghi hai lần. Bỏ một hàng."), place="")
    return lines


def _refuse_step(line: SubjectLine, step: Step, place: str) -> None:
    """Refuse a step of one who is not graded, one without the step before, or one that another rests on."""
    if not line.is_graded and not (step is Step.SELF and line.is_reviewed):
        raise refused_by(rules.refuse_untreated(line.name, line.treatment), place=place)
    refuse(rules.refuse_step(step, line.done, is_unit=line.is_unit), place)
    if step in line.done:
        refuse(rules.refuse_undo(step, line.done, is_unit=line.is_unit), place)


def _refuse_day(act: Act, found: RoundFound, on: date, lines: Collection[SubjectLine], step: Step) -> None:
    """Refuse a day to come, before the round, or before a step that this one rests on."""
    refuse_to_come(act, on)
    first = max([found.plan.occurred_on, *(line.facts[each].occurred_on for line in lines for each in rules.BEFORE[step] if each in line.facts)])
    if on < first:
        raise Refusal(_("Ghi ngày từ %(day)s trở đi: đợt mở, hoặc bước trước ghi ngày ấy.") % {"day": write_day(first)}, place="on", rule="EV-06")


def _write(act: Act, step: Step, on: date, lines: dict[int, SubjectLine], says: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Write a step of many subjects: new, or in the place of what stood."""
    model: Any = queries.STEP_FACTS[step]
    fresh = [{"subject_id": subject, "occurred_on": on, **fields} for subject, fields in says if step not in lines[subject].facts]
    again = [(lines[subject].facts[step], {"occurred_on": on, **fields}) for subject, fields in says if step in lines[subject].facts]
    record_many(model, fresh, at=act.at)
    correct_many(again, at=act.at)


def _refuse_other_cell(lines: dict[int, SubjectLine], unit_id: int) -> None:
    if any(line.unit_id != unit_id for line in lines.values()):
        raise queries.no_such_subject()


@operation(title=gettext_lazy("Ghi tự đánh giá"), right=Right.HOLD_EVALUATIONS)
def assess_selves(act: Act, *, round_id: int, unit_id: int, on: date, rows: Sequence[SelfRow]) -> int:
    """Enter what members of a cell, or the cell, said of themselves: the grade or the points, and that the review was held; what it says stays on the paper (EV-06).

    Parameters:
        unit_id: the cell.
        on: the day of the review.

    Returns:
        how many.

    Raises:
        Refusal: for one who is not reviewed, a grade where there are points or the other way round, points outside the scale, a day to come or before the round, a closed round.
    """
    found = _held(act, round_id, at_unit=unit_id)
    lines = _lines(found, rows, act.today)
    _refuse_other_cell(lines, unit_id)
    _write_selves(act, found, on, lines, rows, by_member=False)
    _enter(act, found, on, count=len(rows), unit=unit_id)
    return len(rows)


def _write_selves(act: Act, found: RoundFound, on: date, lines: dict[int, SubjectLine], rows: Sequence[SelfRow], *, by_member: bool) -> None:
    """Write self-assessments, by the cell from paper or by the member; neither takes the place of what the other entered."""
    says: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        line = lines[row.subject_id]
        place = self_place(found, line)
        if by_member:
            refuse(rules.refuse_own_change(line.done), place)
        _refuse_step(line, Step.SELF, place)
        if (why := other_hand(line, by_member=by_member)) is not None:
            raise Refusal(why, place=place, rule="EV-06")
        says.append((row.subject_id, {"grade": row.grade.value if row.grade else "", "points": _points_of(found, line, row), "by_member": by_member}))
    _refuse_day(act, found, on, lines.values(), Step.SELF)
    _write(act, Step.SELF, on, lines, says)


def self_place(found: RoundFound, line: SubjectLine) -> str:
    """The field of a self-assessment beside which a refusal of the whole row stands."""
    part = "held" if not line.is_graded else found.pack.criteria[0].key if found.pack.has_points else "grade"
    return f"{part}-{line.subject_id}"


def other_hand(line: SubjectLine, *, by_member: bool) -> str | None:
    """Why what is entered may not be replaced: the other one, the cell from paper or the member by the own account, entered it; None when it may."""
    said = line.self_assessment
    if said is None or said.by_member == by_member:
        return None
    day = write_day(said.occurred_on)
    if by_member:
        return _("Chi bộ đã ghi tự đánh giá của bạn từ bản giấy ngày %(day)s. Muốn tự ghi thì đề nghị bí thư chi bộ rút bước ấy trước.") % {"day": day}
    return _("Đảng viên đã tự ghi bằng tài khoản của mình ngày %(day)s. Muốn ghi bản giấy thì rút bước ấy trước, hoặc để đảng viên tự sửa.") % {"day": day}


def _own_subject(act: Act, subject_id: int, *, closed: bool = False) -> tuple[RoundFound, SubjectLine]:
    """The subject that the acting account's person is, under the gate of its round.

    Parameters:
        closed: whether a round that is closed may be written to.

    Raises:
        NotFound: for a subject that is somebody else, or an organisation.
        NotAllowed: for a program, and for an account that is tied to nobody.
        Refusal: for a closed round.
    """
    person = acting_person(act)
    row = EvaluationSubject.objects.filter(pk=subject_id, person=person).first()
    if row is None:
        raise queries.no_such_subject()
    gates.hold(f"evaluation.{row.round_id}")
    found = queries.round_found(row.round_id)
    if found.is_closed and not closed:
        raise own_closed_refusal(found)
    return found, queries.subject_line(found, subject_id, act.today)


@operation(title=gettext_lazy("Tự đánh giá bằng tài khoản của mình"), right=Right.OWN_RECORD)
def assess_oneself(act: Act, *, row: SelfRow) -> None:
    """Say by the own account what one thinks of oneself, or change it until the cell has voted: the same grade or points as on paper, and the day is today (EV-06).

    Raises:
        NotFound: for a subject that is somebody else.
        NotAllowed: for a program, and for an account that is tied to nobody.
        Refusal: once the cell has voted, where the cell entered it from paper, and for all that it is refused from paper.
    """
    found, line = _own_subject(act, row.subject_id)
    _write_selves(act, found, act.today, {row.subject_id: line}, [row], by_member=True)
    _enter(act, found, act.today, unit=line.unit_id, by_member=True)


def _points_of(found: RoundFound, line: SubjectLine, row: SelfRow) -> dict[str, int] | None:
    """The points of a row, each within its group; the grade is refused where it cannot be."""
    place = self_place(found, line)
    if not line.is_graded:
        if row.grade is not None or row.points:
            raise refused_by(rules.refuse_untreated(line.name, line.treatment), place=place)
        return None
    if not found.pack.has_points:
        if row.points:
            raise Refusal(_("Quy định của đợt này không chấm điểm. Chọn mức."), place=place, rule="EV-02")
        if row.grade is None:
            raise Refusal(_("Chọn mức tự xếp loại."), place=place, rule="EV-06")
        return None
    if row.grade is not None:
        raise Refusal(_("Quy định của đợt này chấm điểm theo tiêu chí. Ghi điểm, đừng chọn mức."), place=place, rule="EV-02")
    given = row.points or {}
    for each in found.pack.criteria:
        if each.key not in given:
            raise Refusal(_("Ghi đủ điểm của mọi nhóm tiêu chí."), place=f"{each.key}-{row.subject_id}", rule="EV-02")
        refuse(rules.refuse_points(given[each.key], each.most), f"{each.key}-{row.subject_id}")
    return {each.key: given[each.key] for each in found.pack.criteria}


@operation(title=gettext_lazy("Ghi phiếu xếp loại của chi bộ"), right=Right.HOLD_EVALUATIONS)
def record_votes(act: Act, *, round_id: int, unit_id: int, on: date, rows: Sequence[VoteRow], exempted_present: int = 0) -> int:
    """Enter how many of a cell voted for each grade of each subject: counts only, over all official members on the day (EL-35, EV-07).

    Parameters:
        exempted_present: how many of the exempted came all the same.

    Returns:
        of how many the vote is.

    Raises:
        Refusal: for more votes than there are who may vote, fewer than none, one not graded or not self-assessed, a day to come, a closed round.
    """
    found = _held(act, round_id, at_unit=unit_id)
    lines = _lines(found, rows, act.today)
    _refuse_other_cell(lines, unit_id)
    refuse_to_come(act, on)
    roll = queries.committee_voters(unit_id, on) if _is_of_committee(found, lines.values()) else queries.voters(unit_id, on, exempted_present=exempted_present)
    base = voting_base(roll)
    if not base:
        raise Refusal(_("Ngày %(day)s không có ai được bỏ phiếu trong danh sách. Ghi đảng viên chính thức, hoặc cấp ủy viên của đảng bộ, trước.") % {"day": write_day(on)}, place="on", rule="EL-35")
    says: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        line = lines[row.subject_id]
        place = f"excellent-{row.subject_id}"
        _refuse_step(line, Step.VOTE, place)
        refuse(rules.refuse_grade_votes(row.votes, base), place)
        says.append((row.subject_id, {**{grade.value: getattr(row.votes, grade.value) for grade in Grade}, "official": roll.official, "temporary": roll.temporary, "exempt": roll.exempt}))
    _refuse_day(act, found, on, lines.values(), Step.VOTE)
    _write(act, Step.VOTE, on, lines, says)
    _enter(act, found, on, count=len(rows), unit=unit_id, base=base)
    return base


def _is_of_committee(found: RoundFound, lines: Collection[SubjectLine]) -> bool:
    """Whether a vote is on the grassroots organisation itself, by its committee: it has cells of its own below."""
    own = [line for line in lines if line.is_unit and line.unit_id == found.unit.unit_id]
    if own and len(own) < len(lines):
        raise Refusal(_("Bỏ phiếu cho tổ chức cơ sở và cho người ở hai lần ghi riêng."), place="on")
    return bool(own) and EvaluationSubject.objects.filter(round=found.round, person=None).exclude(unit=found.unit.unit_id).exists()


@operation(title=gettext_lazy("Ghi nhận xét nơi cư trú"), right=Right.HOLD_EVALUATIONS)
def record_residence(act: Act, *, round_id: int, unit_id: int, on: date, rows: Sequence[ResidenceRow]) -> int:
    """Enter whether the opinion of the place of residence is there: received on a day by a paper, or missing; what it says stays on the paper (EV-06, PV-02).

    Returns:
        how many.

    Raises:
        Refusal: for a received one without its number, an organisation, one not graded, a day to come, a closed round.
    """
    found = _held(act, round_id, at_unit=unit_id)
    lines = _lines(found, rows, act.today)
    _refuse_other_cell(lines, unit_id)
    refuse_to_come(act, on)
    says: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        line = lines[row.subject_id]
        if line.is_unit:
            raise Refusal(_("Tổ chức không có nhận xét nơi cư trú. Bỏ hàng này."), place=f"state-{row.subject_id}", rule="EV-06")
        _refuse_step(line, Step.RESIDENCE, f"state-{row.subject_id}")
        number = needed(row.number, _("Ghi số của giấy nhận xét, ví dụ 12/NX."), f"number-{row.subject_id}") if row.is_present else ""
        says.append((row.subject_id, {"is_present": row.is_present, "decision": cite(Citation(number, on, "Nhận xét nơi cư trú"), today=act.today) if number else None}))
    _refuse_day(act, found, on, lines.values(), Step.RESIDENCE)
    _write(act, Step.RESIDENCE, on, lines, says)
    _enter(act, found, on, count=len(rows), unit=unit_id)
    return len(rows)


# -- appraisal and decision ----------------------------------------------------------------------------------------------------------------


def _refuse_points(found: RoundFound, row: GradeRow) -> None:
    place = f"points-{row.subject_id}"
    if not found.pack.has_points:
        if row.points is not None:
            raise Refusal(_("Quy định của đợt này không chấm điểm. Bỏ trống điểm."), place=place, rule="EV-02")
        return
    if row.points is None:
        raise Refusal(_("Ghi tổng điểm, từ 0 đến 100."), place=place, rule="EV-02")
    refuse(rules.refuse_points(row.points), place)


def _graded_rows(found: RoundFound, rows: Sequence[GradeRow], lines: dict[int, SubjectLine], step: Step) -> None:
    """Refuse the first grade that cannot be given, beside its field."""
    for row in rows:
        line, place = lines[row.subject_id], f"grade-{row.subject_id}"
        _refuse_step(line, step, place)
        _refuse_points(found, row)
        refuse(rules.refuse_grade(found.pack, Grade(row.grade), line.case(row.points)), place)


@operation(title=gettext_lazy("Thẩm định, đề nghị mức xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def appraise(act: Act, *, round_id: int, on: date, rows: Sequence[GradeRow]) -> int:
    """Propose a grade, with points where the rules have them, to the deciding body (EV-06).

    Returns:
        how many.

    Raises:
        Refusal: for a grade beyond what bounds it, points outside the scale, a step before that is missing, a day to come, a closed round.
    """
    found = _held(act, round_id)
    lines = _lines(found, rows, act.today)
    _graded_rows(found, rows, lines, Step.APPRAISAL)
    _refuse_day(act, found, on, lines.values(), Step.APPRAISAL)
    _write(act, Step.APPRAISAL, on, lines, [(row.subject_id, {"grade": row.grade.value, "points": row.points}) for row in rows])
    _enter(act, found, on, count=len(rows))
    return len(rows)


def _is_own(found: RoundFound, line: SubjectLine) -> bool:
    """Whether a subject is the grassroots organisation itself, which the body above decides on."""
    return line.is_unit and line.unit_id == found.unit.unit_id


def _held_to_decide(act: Act, round_id: int, rows: Sequence[GradeRow]) -> tuple[RoundFound, dict[int, SubjectLine], bool]:
    """A round and the subjects that are about to be decided on; the last says whether it is the organisation itself, by the body above."""
    gates.hold(f"evaluation.{round_id}")
    found = queries.round_found(round_id)
    lines = _lines(found, rows, act.today)
    own = [line for line in lines.values() if _is_own(found, line)]
    if own and len(own) < len(lines):
        raise Refusal(_("Tổ chức cơ sở do cấp trên quyết định. Ghi riêng một lần."), place="on", rule="EV-06")
    act.ask([found.unit.parent_id if own and found.unit.parent_id else found.unit.unit_id])
    if found.is_closed and not own:
        raise closed_refusal(found)
    return found, lines, bool(own)


def _item(found: RoundFound, line: SubjectLine, row: GradeRow) -> str:
    """The paper's item of a decision, needed where the evidence falls short of the rules (EV-11)."""
    item = tidy(row.item)[:300]
    if not item:
        refuse(next(iter(rules.flags(found.pack, Grade(row.grade), line.evidence)), None), f"item-{row.subject_id}")
    return item


def _collective_decided(found: RoundFound, unit_ids: Collection[int], day: date) -> set[int]:
    """The cells whose own result is there, or that get none; where members stand in the organisation itself, which the body above decides on, a proposal is enough."""
    lines = queries.lines_of(found, day, {"person": None, "unit__in": sorted(set(unit_ids))})
    return {line.unit_id for line in lines if line.decision or not line.is_graded or (_is_own(found, line) and line.appraisal)}


def _refuse_caps(found: RoundFound, lines: dict[int, SubjectLine], rows: Sequence[GradeRow], day: date, *, is_own: bool) -> None:
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


def _decision_fields(row: GradeRow, line: SubjectLine, item: str, paper: Decision) -> dict[str, Any]:
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
    _graded_rows(found, rows, lines, Step.DECISION)
    decided = _collective_decided(found, {line.unit_id for line in lines.values() if not line.is_unit}, act.today)
    decided |= {line.unit_id for line in lines.values() if line.is_unit}  # in the same paper the cell stands before its members
    items: dict[int, str] = {}
    for row in rows:
        line = lines[row.subject_id]
        if not line.is_unit:
            refuse(rules.refuse_individual_first(collective_decided=line.unit_id in decided), f"grade-{row.subject_id}")
        items[row.subject_id] = _item(found, line, row)
    _refuse_day(act, found, on, lines.values(), Step.DECISION)
    _refuse_contested(lines.values())
    if is_own:
        gates.hold(f"evaluation.of.{found.unit.parent_id}.{found.round.year}")
    _refuse_caps(found, lines, rows, act.today, is_own=is_own)
    paper = _cited(citation, act.today)
    _write(act, Step.DECISION, on, lines, [(row.subject_id, _decision_fields(row, lines[row.subject_id], items[row.subject_id], paper)) for row in rows])
    _enter(act, found, on, count=len(rows))
    return len(rows)


def _refuse_contested(lines: Collection[SubjectLine]) -> None:
    for line in lines:
        if line.contest is not None:
            raise Refusal(_("%(name)s có ý kiến không đồng ý. Trả lời ý kiến ấy; mức mới đi cùng câu trả lời.") % {"name": line.name}, place=f"grade-{line.subject_id}", rule="EV-06")


# -- taken back ----------------------------------------------------------------------------------------------------------------------------


def _withdraw_step(act: Act, found: RoundFound, line: SubjectLine, step: Step) -> None:
    fact = line.facts.get(step)
    if fact is None:
        raise Refusal(_("Bước này chưa ghi nên không có gì để rút."), place="")
    refuse(rules.refuse_undo(step, line.done, is_unit=line.is_unit), "")
    withdraw(fact, at=act.at)
    _enter(act, found, fact.occurred_on, step=step.value, taken_back=True)


@operation(title=gettext_lazy("Rút bước của chi bộ"), right=Right.HOLD_EVALUATIONS)
def withdraw_cell_step(act: Act, *, subject_id: int, step: Step) -> None:
    """Take back a self-assessment, a vote or the opinion of the place of residence, while nothing rests on it.

    Raises:
        Refusal: where another step rests on it, or nothing is entered; for a closed round.
        NotFound: for a step that is not the cell's.
    """
    if step not in (Step.SELF, Step.VOTE, Step.RESIDENCE):
        raise NotFound(_("Không có bước này của chi bộ."))
    found, line = _subject(act, subject_id)
    _withdraw_step(act, found, line, step)


@operation(title=gettext_lazy("Rút đề nghị mức xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def withdraw_appraisal(act: Act, *, subject_id: int) -> None:
    """Take back a proposed grade, while it is not decided."""
    found, line = _subject(act, subject_id, of_round=True)
    _withdraw_step(act, found, line, Step.APPRAISAL)


@operation(title=gettext_lazy("Rút quyết định mức xếp loại"), right=Right.DECIDE_EVALUATIONS)
def withdraw_decision(act: Act, *, subject_id: int) -> None:
    """Take back a grade while the round is open and nobody has contested it; one that the cap rests on is refused (EV-05).

    Raises:
        Refusal: where fewer rated good would leave too many excellent ones, where members of the cell are decided, for a contest, or a closed round.
    """
    row = EvaluationSubject.objects.filter(pk=subject_id).first()
    if row is None:
        raise queries.no_such_subject()
    gates.hold(f"evaluation.{row.round_id}")
    found = queries.round_found(row.round_id)
    line = queries.subject_line(found, subject_id, act.today)
    own = _is_own(found, line)
    act.ask([found.unit.parent_id if own and found.unit.parent_id else found.unit.unit_id])
    if found.is_closed and not own:
        raise closed_refusal(found)
    _refuse_contested([line])
    if line.decision is not None:
        _refuse_unbased(found, line, act.today)
    _withdraw_step(act, found, line, Step.DECISION)


def _refuse_unbased(found: RoundFound, line: SubjectLine, day: date) -> None:
    """Refuse to take back a grade on which others rest: a good one under the cap, that of a cell under its members'."""
    if line.decision is None or line.decision.grade == GradeName.EXCELLENT:
        after = None
    elif not line.is_unit:
        after = queries.tally(found.round_id, day).moved(Grade(line.decision.grade), None)
    elif _is_own(found, line):
        after = queries.peers_tally(found, day, line.subject_id)
    else:
        after = next(view.tally.moved(Grade(line.decision.grade), None) for _group, each, view in queries.unit_groups(found, queries.organizations_of(found, day), day)
                     if any(other.subject_id == line.subject_id for other in each))
    if after is not None:
        refuse(rules.refuse_cap(after, found.reading, of_organizations=line.is_unit), "")
    if line.is_unit and not _is_own(found, line) and GradeDecision.objects.known().filter(subject__round=found.round, subject__unit=line.unit_id, subject__person__isnull=False).exists():
        raise Refusal(_("Đảng viên của chi bộ này đã xếp loại theo kết quả tập thể. Rút mức của từng người trước."), place="", rule="EV-08")


# -- closing and opening again -------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Đóng đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def close_round(act: Act, *, round_id: int, on: date, citation: Citation | None) -> None:
    """Close a round by a paper: every member and cell that is to be graded is, the cap holds; afterwards nothing changes.

    Raises:
        Refusal: while somebody lacks a grade, for a day to come or before the last decision, without a paper, or a round that is closed.
    """
    found = _held(act, round_id)
    refuse_to_come(act, on)
    waiting = [line for line in queries.lines_of(found, act.today, {}) if line.is_graded and line.decision is None and not _is_own(found, line)]
    if waiting:
        raise Refusal(_("Còn %(n)s đối tượng chưa có mức xếp loại, trong đó có %(name)s. Quyết định hết rồi đóng.") % {"n": len(waiting), "name": waiting[0].name}, place="on", rule="EV-06")
    last = GradeDecision.objects.known().filter(subject__round=found.round).order_by("-occurred_on").values_list("occurred_on", flat=True).first()
    if on < (last or found.plan.occurred_on):
        raise Refusal(_("Ghi ngày từ %(day)s, ngày quyết định sau cùng, trở đi.") % {"day": write_day(last or found.plan.occurred_on)}, place="on")
    refuse(rules.refuse_cap(queries.tally(round_id, act.today), found.reading), "on")
    paper = _cited(citation, act.today)
    if found.closure is None:
        record(RoundClosure, at=act.at, round=found.round, occurred_on=on, decision=paper)
    else:
        correct(found.closure, at=act.at, occurred_on=on, decision=paper, reopened="")
    _enter(act, found, on)


@operation(title=gettext_lazy("Mở lại đợt đánh giá"), right=Right.DECIDE_EVALUATIONS)
def reopen_round(act: Act, *, round_id: int, reason: str, citation: Citation | None) -> None:
    """Open a closed round again by a paper, to correct it; what stood stays known.

    Raises:
        Refusal: for one that is open, without a reason or a paper.
    """
    found = _held(act, round_id, closed=True)
    if not found.is_closed or found.closure is None:
        raise Refusal(_("Đợt này còn mở nên cứ ghi, không cần mở lại."), place="reason")
    why = reason_given(reason)
    correct(found.closure, at=act.at, reopened=why, decision=_cited(citation, act.today))
    _enter(act, found, act.today, reason=why)


# -- numbers of papers ---------------------------------------------------------------------------------------------------------------------


def _number(act: Act, found: RoundFound, unit: UnitVersion, kind: PaperKind, on: date, term: str) -> Numbered:
    """Give a paper of a round the next number of its run, and keep which one it got.

    Raises:
        Refusal: for a paper that has a number that stands, a day before the round or to come, and as the register refuses.
    """
    refuse_to_come(act, on, place="day")
    if on < found.plan.occurred_on:
        raise Refusal(_("Đợt đánh giá mở ngày %(day)s. Ghi ngày văn bản từ đó trở đi.") % {"day": write_day(found.plan.occurred_on)}, place="day", rule="DF-06")
    before = queries.paper_numbers(found, unit.unit_id, date.max).get(kind)
    if before is not None and before.stands:
        raise Refusal(_("Văn bản này đã có số: %(line)s. In lại không cấp số mới; cấp nhầm thì hủy số trong sổ văn bản trước.") % {"line": before.line}, place="day", rule="DF-06")
    with override("vi"):  # a register is written in Vietnamese whatever its writer reads
        abstract = f"{str(kind.label).capitalize()} {papers.abstract_of(found, kind)}"
    made = number_paper(NewPaper(unit.unit_id, kind, abstract, on, party_issuer(unit.name).symbol or "CB", term=term))
    if before is not None:
        correct(before.fact, at=act.at, occurred_on=on, numbered=made.fact_id)
    else:
        record(RoundPaper, at=act.at, round=found.round, unit_id=unit.unit_id, kind=kind.value, occurred_on=on, numbered=made.fact_id)
    _enter(act, found, on, unit=unit.unit_id, paper=kind.value, line=made.line, term=made.term)
    return made


@operation(title=gettext_lazy("Cấp số cho báo cáo, quyết định xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def number_round_paper(act: Act, *, round_id: int, kind: PaperKind, on: date, term: str) -> Numbered:
    """Give the table of results or the decision of a round its number, once; a closed round may still be reported (DF-05, DF-06).

    Parameters:
        kind: a report or a decision.
        on: the paper's date.
        term: of the Party, such as ``2020-2025``.

    Returns:
        the number, and the line that is printed.

    Raises:
        NotFound: for another kind.
        Refusal: for a report before anybody has a grade, a decision before a grade is proposed, a paper that has a number that stands, a day before the round or to come,
            and as the register refuses.
    """
    found = _held(act, round_id, closed=True)
    if kind not in (PaperKind.REPORT, PaperKind.DECISION):
        raise NotFound(_("Đợt đánh giá không có loại văn bản này."))
    of_round = {"subject__round": found.round}
    if kind is PaperKind.REPORT and not GradeDecision.objects.known().filter(**of_round).exists():
        raise Refusal(_("Chưa ai có mức xếp loại nên chưa có gì để báo cáo. Quyết định mức trước rồi cấp số."), place="day", rule="EV-06")
    if kind is PaperKind.DECISION and not GradeAppraisal.objects.known().filter(**of_round).exists():
        raise Refusal(_("Chưa có mức nào được đề nghị nên chưa có gì để quyết định. Thẩm định trước rồi cấp số."), place="day", rule="EV-06")
    return _number(act, found, found.unit, kind, on, term)


@operation(title=gettext_lazy("Cấp số cho biên bản xếp loại của chi bộ"), right=Right.HOLD_EVALUATIONS)
def number_cell_minutes(act: Act, *, round_id: int, unit_id: int, term: str) -> Numbered:
    """Give the minutes of a cell's vote their number, once; they bear the day of the last vote (DF-05, EV-07).

    Parameters:
        term: of the Party, such as ``2020-2025``.

    Returns:
        the number, and the line that is printed.

    Raises:
        NotFound: for a cell that is not in the round.
        Refusal: before the cell has voted, for minutes that have a number that stands, and as the register refuses.
    """
    found = _held(act, round_id, at_unit=unit_id, closed=True)
    voted_on = queries.last_vote_day(found, unit_id)
    unit = unit_on(unit_id, found.plan.as_of)
    if unit is None or not EvaluationSubject.objects.filter(round=found.round, unit=unit_id).exists():
        raise queries.no_such_subject()
    if voted_on is None:
        raise Refusal(_("Chi bộ chưa bỏ phiếu nên biên bản chưa có gì. Ghi phiếu trước rồi cấp số."), place="term", rule="EV-07")
    return _number(act, found, unit, PaperKind.MINUTES, voted_on, term)


# -- contests ------------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Nhận ý kiến không đồng ý với mức xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def receive_contest(act: Act, *, subject_id: int, on: date) -> None:
    """Enter that somebody contests the own grade in writing; what is written stays on the paper.

    Parameters:
        on: the day on which it was received.

    Raises:
        Refusal: for one without a grade, a day after the last one for it, to come, or twice.
    """
    found, line = _subject(act, subject_id, closed=True, of_round=True)
    refuse_to_come(act, on)
    _write_contest(act, line, on, by_member=False)
    _enter(act, found, on)


@operation(title=gettext_lazy("Không đồng ý với mức xếp loại của mình"), right=Right.OWN_RECORD)
def contest_own_grade(act: Act, *, subject_id: int) -> None:
    """Say by the own account that one contests the own grade, as of today; why is written on the paper that goes to the office, and not kept here.

    Raises:
        NotFound: for a subject that is somebody else.
        NotAllowed: for a program, and for an account that is tied to nobody.
        Refusal: for one without a grade, after the last day for it, or twice.
    """
    found, line = _own_subject(act, subject_id, closed=True)
    _write_contest(act, line, act.today, by_member=True)
    _enter(act, found, act.today, by_member=True)


def _write_contest(act: Act, line: SubjectLine, on: date, *, by_member: bool) -> None:
    """Write that a grade is contested; a day too late, a second one, or one of nothing is refused."""
    if line.decision is None:
        raise Refusal(_("Chưa có quyết định xếp loại nên chưa có gì để không đồng ý."), place="on", rule="EV-06")
    if line.contest is not None:
        raise Refusal(_("Đã nhận ý kiến ngày %(day)s rồi.") % {"day": write_day(line.contest.occurred_on)}, place="on")
    if by_member:
        refuse(rules.refuse_own_contest(on, line.decision.occurred_on, Config.load().contest_days), "on")
    refuse(rules.refuse_contest(on, line.decision.occurred_on, Config.load().contest_days), "on")
    record(GradeContest, at=act.at, subject_id=line.subject_id, occurred_on=on, by_member=by_member)


@operation(title=gettext_lazy("Trả lời ý kiến không đồng ý"), right=Right.DECIDE_EVALUATIONS)
def answer_contest(act: Act, *, subject_id: int, on: date, row: GradeRow | None, citation: Citation | None) -> None:
    """Answer a contest by a paper: the grade stays, or another takes its place within the same bounds and cap.

    Parameters:
        row: the grade that takes its place; None where it stays.

    Raises:
        Refusal: without an open contest or a paper, a day before it was received, the same grade, or one that cannot be given.
    """
    subject = EvaluationSubject.objects.filter(pk=subject_id).first()
    if subject is None:
        raise queries.no_such_subject()
    gates.hold(f"evaluation.{subject.round_id}")
    found = queries.round_found(subject.round_id)
    line = queries.subject_line(found, subject_id, act.today)
    own = _is_own(found, line)
    act.ask([found.unit.parent_id if own and found.unit.parent_id else found.unit.unit_id])
    refuse_to_come(act, on)
    contest = line.contest
    if contest is None or contest.outcome or line.decision is None:
        raise Refusal(_("Không có ý kiến nào chờ trả lời."), place="on")
    if on < contest.occurred_on:
        raise Refusal(_("Ý kiến nhận ngày %(day)s. Ghi ngày trả lời từ đó trở đi.") % {"day": write_day(contest.occurred_on)}, place="on")
    paper = _cited(citation, act.today)
    if row is not None:
        if row.grade == line.decision.grade:
            raise Refusal(_("Đây là mức đã xếp. Chọn giữ mức, hoặc chọn mức khác."), place=f"grade-{subject_id}")
        _refuse_points(found, row)
        refuse(rules.refuse_grade(found.pack, Grade(row.grade), line.case(row.points)), f"grade-{subject_id}")
        item = _item(found, line, row)
        _refuse_caps(found, {subject_id: line}, [row], act.today, is_own=own)
        correct(line.decision, at=act.at, **{**_decision_fields(row, line, item, paper), "occurred_on": on})
    correct(contest, at=act.at, answered_on=on, outcome=ContestOutcome.CHANGED if row else ContestOutcome.UPHELD, decision=paper)
    _enter(act, found, on, changed=row is not None)


# -- groups of organisations ---------------------------------------------------------------------------------------------------------------


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

