"""Numbers of the papers of a round."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.core.access import Right
from kientoan.core.facts import correct, record
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.evaluation import papers, queries
from kientoan.evaluation.models import EvaluationSubject, GradeAppraisal, GradeDecision, RoundPaper
from kientoan.evaluation.operations.steps import enter_round, hold_round
from kientoan.evaluation.queries import RoundFound
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.papers.wording import party_issuer
from kientoan.registers.enums import PaperKind
from kientoan.registers.steps import NewPaper, Numbered, number_paper
from kientoan.rules.days import write_day


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
    enter_round(act, found, on, unit=unit.unit_id, paper=kind.value, line=made.line, term=made.term)
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
    found = hold_round(act, round_id, closed=True)
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
    found = hold_round(act, round_id, at_unit=unit_id, closed=True)
    voted_on = queries.last_vote_day(found, unit_id)
    unit = unit_on(unit_id, found.plan.as_of)
    if unit is None or not EvaluationSubject.objects.filter(round=found.round, unit=unit_id).exists():
        raise queries.no_such_subject()
    if voted_on is None:
        raise Refusal(_("Chi bộ chưa bỏ phiếu nên biên bản chưa có gì. Ghi phiếu trước rồi cấp số."), place="term", rule="EV-07")
    return _number(act, found, unit, PaperKind.MINUTES, voted_on, term)
