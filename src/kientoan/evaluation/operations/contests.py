"""Contests of a grade, and their answers."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core.access import Right
from kientoan.core.decisions import Citation
from kientoan.core.facts import correct, record
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal, refuse
from kientoan.evaluation.enums import ContestOutcome
from kientoan.evaluation.models import GradeContest
from kientoan.evaluation.operations.grading import GradeRow, decision_fields, needed_item, refuse_caps, refuse_points_of
from kientoan.evaluation.operations.steps import enter_round, hold_decided, hold_subject, needed_paper, own_subject
from kientoan.evaluation.queries import SubjectLine
from kientoan.rules import evaluation as rules
from kientoan.rules.days import write_day
from kientoan.rules.evaluation import Grade


@operation(title=gettext_lazy("Nhận ý kiến không đồng ý với mức xếp loại"), right=Right.APPRAISE_EVALUATIONS)
def receive_contest(act: Act, *, subject_id: int, on: date) -> None:
    """Enter that somebody contests the own grade in writing; what is written stays on the paper.

    Parameters:
        on: the day on which it was received.

    Raises:
        Refusal: for one without a grade, a day after the last one for it, to come, or twice.
    """
    found, line = hold_subject(act, subject_id, closed=True, of_round=True)
    refuse_to_come(act, on)
    _write_contest(act, line, on, by_member=False)
    enter_round(act, found, on)


@operation(title=gettext_lazy("Không đồng ý với mức xếp loại của mình"), right=Right.OWN_RECORD)
def contest_own_grade(act: Act, *, subject_id: int) -> None:
    """Say by the own account that one contests the own grade, as of today; why is written on the paper that goes to the office, and not kept here.

    Raises:
        NotFound: for a subject that is somebody else.
        NotAllowed: for a program, and for an account that is tied to nobody.
        Refusal: for one without a grade, after the last day for it, or twice.
    """
    found, line = own_subject(act, subject_id, closed=True)
    _write_contest(act, line, act.today, by_member=True)
    enter_round(act, found, act.today, by_member=True)


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
    found, line, is_own = hold_decided(act, subject_id)
    refuse_to_come(act, on)
    contest = line.contest
    if contest is None or contest.outcome or line.decision is None:
        raise Refusal(_("Không có ý kiến nào chờ trả lời."), place="on")
    if on < contest.occurred_on:
        raise Refusal(_("Ý kiến nhận ngày %(day)s. Ghi ngày trả lời từ đó trở đi.") % {"day": write_day(contest.occurred_on)}, place="on")
    paper = needed_paper(citation, act.today)
    if row is not None:
        if row.grade == line.decision.grade:
            raise Refusal(_("Đây là mức đã xếp. Chọn giữ mức, hoặc chọn mức khác."), place=f"grade-{subject_id}")
        refuse_points_of(found, row)
        refuse(rules.refuse_grade(found.pack, Grade(row.grade), line.case(row.points)), f"grade-{subject_id}")
        item = needed_item(found, line, row)
        refuse_caps(found, {subject_id: line}, [row], act.today, is_own=is_own)
        correct(line.decision, at=act.at, **{**decision_fields(row, line, item, paper), "occurred_on": on})
    correct(contest, at=act.at, answered_on=on, outcome=ContestOutcome.CHANGED if row else ContestOutcome.UPHELD, decision=paper)
    enter_round(act, found, on, changed=row is not None)
