"""What the operations of an evaluation share: holding what they write to, refusing what cannot be, writing the same step of many subjects."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core import gates
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct_many, record_many
from kientoan.core.given import refuse_to_come
from kientoan.core.models import Decision
from kientoan.core.operation import Act
from kientoan.core.refusal import Refusal, refuse, refused_by
from kientoan.evaluation import queries
from kientoan.evaluation.models import EvaluationSubject
from kientoan.evaluation.queries import RoundFound, SubjectLine
from kientoan.people.operations.carrying import acting_person
from kientoan.rules import evaluation as rules
from kientoan.rules.days import write_day
from kientoan.rules.evaluation import Step


def is_of_organization(found: RoundFound, line: SubjectLine) -> bool:
    """Whether a subject is the grassroots organisation itself, which the body above decides on."""
    return line.is_unit and line.unit_id == found.unit.unit_id


def needed_paper(citation: Citation | None, today: date) -> Decision:
    """The paper of an act that needs one."""
    if (found := cite(citation, today=today)) is None:
        raise Refusal(_("Việc này cần văn bản. Ghi số, ký hiệu và ngày."), place="decision_number")
    return found


def hold_round(act: Act, round_id: int, *, at_unit: int | None = None, closed: bool = False) -> RoundFound:
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


def enter_round(act: Act, found: RoundFound, day: date, *, count: int = 1, **detail: object) -> None:
    act.enter(unit=found.unit.name, day=day, count=count, detail={"round": found.round_id, **detail})


def ask_decider(act: Act, found: RoundFound, *, is_own: bool) -> None:
    """Ask for the right of whoever decides: the organisation, or on the organisation itself the body above."""
    act.ask([found.unit.parent_id if is_own and found.unit.parent_id else found.unit.unit_id])


def hold_decided(act: Act, subject_id: int) -> tuple[RoundFound, SubjectLine, bool]:
    """A subject on which the deciding body is about to write, with its round, closed or not, and whether it is the organisation itself.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor may not decide on it.
    """
    row = EvaluationSubject.objects.filter(pk=subject_id).first()
    if row is None:
        raise queries.no_such_subject()
    gates.hold(f"evaluation.{row.round_id}")
    found = queries.round_found(row.round_id)
    line = queries.subject_line(found, subject_id, act.today)
    is_own = is_of_organization(found, line)
    ask_decider(act, found, is_own=is_own)
    return found, line, is_own


def hold_subject(act: Act, subject_id: int, *, closed: bool = False, of_round: bool = False) -> tuple[RoundFound, SubjectLine]:
    """A subject that is about to be written to, with its round."""
    row = EvaluationSubject.objects.filter(pk=subject_id).first()
    if row is None:
        raise queries.no_such_subject()
    found = hold_round(act, row.round_id, at_unit=None if of_round else row.unit_id, closed=closed)
    return found, queries.subject_line(found, subject_id, act.today)


def refuse_decided(line: SubjectLine, place: str) -> None:
    if line.decision is not None:
        raise Refusal(_("Đã có quyết định xếp loại. Rút quyết định trước rồi ghi."), place=place, rule="EV-06")


def lines_for(found: RoundFound, rows: Sequence[Any], day: date) -> dict[int, SubjectLine]:
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


def refuse_step_of(line: SubjectLine, step: Step, place: str) -> None:
    """Refuse a step of one who is not graded, one without the step before, or one that another rests on."""
    if not line.is_graded and not (step is Step.SELF and line.is_reviewed):
        raise refused_by(rules.refuse_untreated(line.name, line.treatment), place=place)
    refuse(rules.refuse_step(step, line.done, is_unit=line.is_unit), place)
    if step in line.done:
        refuse(rules.refuse_undo(step, line.done, is_unit=line.is_unit), place)


def refuse_day_of(act: Act, found: RoundFound, on: date, lines: Collection[SubjectLine], step: Step) -> None:
    """Refuse a day to come, before the round, or before a step that this one rests on."""
    refuse_to_come(act, on)
    first = max([found.plan.occurred_on, *(line.facts[each].occurred_on for line in lines for each in rules.BEFORE[step] if each in line.facts)])
    if on < first:
        raise Refusal(_("Ghi ngày từ %(day)s trở đi: đợt mở, hoặc bước trước ghi ngày ấy.") % {"day": write_day(first)}, place="on", rule="EV-06")


def write_step(act: Act, step: Step, on: date, lines: dict[int, SubjectLine], says: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Write a step of many subjects: new, or in the place of what stood."""
    model: Any = queries.STEP_FACTS[step]
    fresh = [{"subject_id": subject, "occurred_on": on, **fields} for subject, fields in says if step not in lines[subject].facts]
    again = [(lines[subject].facts[step], {"occurred_on": on, **fields}) for subject, fields in says if step in lines[subject].facts]
    record_many(model, fresh, at=act.at)
    correct_many(again, at=act.at)


def own_subject(act: Act, subject_id: int, *, closed: bool = False) -> tuple[RoundFound, SubjectLine]:
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


def refuse_contested(lines: Collection[SubjectLine]) -> None:
    for line in lines:
        if line.contest is not None:
            raise Refusal(_("%(name)s có ý kiến không đồng ý. Trả lời ý kiến ấy; mức mới đi cùng câu trả lời.") % {"name": line.name}, place=f"grade-{line.subject_id}", rule="EV-06")
