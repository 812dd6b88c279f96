"""What a cell enters: what happened in the year, self-assessments, votes, opinions of the place of residence; and what a member enters by the own account."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import record, withdraw
from kientoan.core.given import needed, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refuse, refused_by
from kientoan.evaluation import queries
from kientoan.evaluation.enums import GradeName, HappeningKind
from kientoan.evaluation.models import EvaluationSubject, YearHappening
from kientoan.evaluation.operations.steps import (
    enter_round,
    hold_round,
    hold_subject,
    lines_for,
    needed_paper,
    own_subject,
    refuse_day_of,
    refuse_decided,
    refuse_step_of,
    write_step,
)
from kientoan.evaluation.queries import RoundFound, SubjectLine
from kientoan.rules import evaluation as rules
from kientoan.rules.days import write_day
from kientoan.rules.evaluation import OF_MEMBERS, OF_ORGANIZATIONS, Grade, GradeVotes, Happening, Span, Step
from kientoan.rules.meetings import voting_base


@operation(title=gettext_lazy("Ghi việc xảy ra trong năm đánh giá"), right=Right.HOLD_EVALUATIONS)
def record_happening(act: Act, *, subject_id: int, kind: HappeningKind, on: date, citation: Citation | None) -> None:
    """Say that somebody was ill for long, on maternity leave or disciplined in the year: a word of a closed list with its day and paper, and nothing of why (EV-10, PV-02).

    Raises:
        Refusal: for a day outside the year, without a paper, twice, of one that is decided, or for what cannot happen to a member or an organisation.
    """
    found, line = hold_subject(act, subject_id)
    first, last = rules.days_of(Span(found.round.span), found.round.year)
    if Happening(kind) not in (OF_ORGANIZATIONS if line.is_unit else OF_MEMBERS):
        raise Refusal(_("Việc này không ghi cho đối tượng này. Chọn mục khác."), place="kind")
    refuse_to_come(act, on)
    if not first <= on <= last:
        raise Refusal(_("Ghi ngày trong thời gian đánh giá, từ %(first)s đến %(last)s.") % {"first": write_day(first), "last": write_day(last)}, place="on", rule="EV-10")
    if any(each.kind == kind for each in line.happenings):
        raise Refusal(_("Việc này đã ghi rồi. Rút bản ghi trước nếu nhầm."), place="kind")
    refuse_decided(line, "kind")
    record(YearHappening, at=act.at, subject_id=subject_id, kind=kind, occurred_on=on, decision=needed_paper(citation, act.today))
    enter_round(act, found, on)


@operation(title=gettext_lazy("Rút việc ghi nhầm trong năm đánh giá"), right=Right.HOLD_EVALUATIONS)
def withdraw_happening(act: Act, *, subject_id: int, kind: HappeningKind) -> None:
    """Take back what did not happen.

    Raises:
        NotFound: when nothing such is entered.
        Refusal: of one that is decided.
    """
    found, line = hold_subject(act, subject_id)
    fact = next((each for each in line.happenings if each.kind == kind), None)
    if fact is None:
        raise NotFound(_("Không có việc đã ghi này, hoặc đã rút lại."))
    refuse_decided(line, "kind")
    withdraw(fact, at=act.at)
    enter_round(act, found, fact.occurred_on, taken_back=True)


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
    found = hold_round(act, round_id, at_unit=unit_id)
    lines = lines_for(found, rows, act.today)
    _refuse_other_cell(lines, unit_id)
    _write_selves(act, found, on, lines, rows, by_member=False)
    enter_round(act, found, on, count=len(rows), unit=unit_id)
    return len(rows)


def _write_selves(act: Act, found: RoundFound, on: date, lines: dict[int, SubjectLine], rows: Sequence[SelfRow], *, by_member: bool) -> None:
    """Write self-assessments, by the cell from paper or by the member; neither takes the place of what the other entered."""
    says: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        line = lines[row.subject_id]
        place = self_place(found, line)
        if by_member:
            refuse(rules.refuse_own_change(line.done), place)
        refuse_step_of(line, Step.SELF, place)
        if (why := other_hand(line, by_member=by_member)) is not None:
            raise Refusal(why, place=place, rule="EV-06")
        says.append((row.subject_id, {"grade": row.grade.value if row.grade else "", "points": _points_of(found, line, row), "by_member": by_member}))
    refuse_day_of(act, found, on, lines.values(), Step.SELF)
    write_step(act, Step.SELF, on, lines, says)


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


@operation(title=gettext_lazy("Tự đánh giá bằng tài khoản của mình"), right=Right.OWN_RECORD)
def assess_oneself(act: Act, *, row: SelfRow) -> None:
    """Say by the own account what one thinks of oneself, or change it until the cell has voted: the same grade or points as on paper, and the day is today (EV-06).

    Raises:
        NotFound: for a subject that is somebody else.
        NotAllowed: for a program, and for an account that is tied to nobody.
        Refusal: once the cell has voted, where the cell entered it from paper, and for all that it is refused from paper.
    """
    found, line = own_subject(act, row.subject_id)
    _write_selves(act, found, act.today, {row.subject_id: line}, [row], by_member=True)
    enter_round(act, found, act.today, unit=line.unit_id, by_member=True)


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
    found = hold_round(act, round_id, at_unit=unit_id)
    lines = lines_for(found, rows, act.today)
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
        refuse_step_of(line, Step.VOTE, place)
        refuse(rules.refuse_grade_votes(row.votes, base), place)
        says.append((row.subject_id, {**{grade.value: getattr(row.votes, grade.value) for grade in Grade}, "official": roll.official, "temporary": roll.temporary, "exempt": roll.exempt}))
    refuse_day_of(act, found, on, lines.values(), Step.VOTE)
    write_step(act, Step.VOTE, on, lines, says)
    enter_round(act, found, on, count=len(rows), unit=unit_id, base=base)
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
    found = hold_round(act, round_id, at_unit=unit_id)
    lines = lines_for(found, rows, act.today)
    _refuse_other_cell(lines, unit_id)
    refuse_to_come(act, on)
    says: list[tuple[int, dict[str, Any]]] = []
    for row in rows:
        line = lines[row.subject_id]
        if line.is_unit:
            raise Refusal(_("Tổ chức không có nhận xét nơi cư trú. Bỏ hàng này."), place=f"state-{row.subject_id}", rule="EV-06")
        refuse_step_of(line, Step.RESIDENCE, f"state-{row.subject_id}")
        number = needed(row.number, _("Ghi số của giấy nhận xét, ví dụ 12/NX."), f"number-{row.subject_id}") if row.is_present else ""
        says.append((row.subject_id, {"is_present": row.is_present, "decision": cite(Citation(number, on, "Nhận xét nơi cư trú"), today=act.today) if number else None}))
    refuse_day_of(act, found, on, lines.values(), Step.RESIDENCE)
    write_step(act, Step.RESIDENCE, on, lines, says)
    enter_round(act, found, on, count=len(rows), unit=unit_id)
    return len(rows)
