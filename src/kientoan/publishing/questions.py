"""Questions about an open account: asked through the public's door until the window closes, answered in public by a clerk. Each public function here is an operation or a query."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import record
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refused_by
from kientoan.org.access import PersonActor
from kientoan.org.queries import names_of
from kientoan.publishing.accounts import public_drive, rewrite_questions
from kientoan.publishing.models import AccountQuestion, QuestionAnswer
from kientoan.publishing.operations import in_lines, needed
from kientoan.publishing.queries import PAGE, seen_by
from kientoan.rules.reasons import Reason

LONGEST_QUESTION, LONGEST_ANSWER = 1000, 2000


def window_reason(until: date | None, today: date) -> Reason | None:
    """Why nothing can be asked about an account today; None while its window is open.

    Parameters:
        until: the last day of the window; None while there is none.
        today: the day.
    """
    if until is None:
        return Reason("Sổ này chưa mở phần hỏi đáp. Hỏi trực tiếp trưởng xóm hoặc ban giám sát.", "Questions about this account are not open yet. Ask the hamlet head or the supervision board.", "PD-21")
    if today > until:
        return Reason(f"Đã hết hạn hỏi về sổ này ngày {until:%d/%m/%Y}. Còn thắc mắc thì gửi kiến nghị ở cổng này, hoặc gặp ban giám sát.",
                      f"Questions about this account closed on {until:%d/%m/%Y}. Send a proposal here, or see the supervision board.", "PD-21")
    return None


@operation(title=gettext_lazy("Nhận câu hỏi về sổ đóng góp từ cổng công khai"), right=Right.WRITE_FROM_OUTSIDE)
def ask_question(act: Act, *, reference: str, text: str) -> None:
    """Keep a question about an open account, apart until a clerk answers. Nobody is asked who they are.

    Parameters:
        reference: of the drive's page.
        text: the question.

    Raises:
        NotFound: when no such account is public.
        Refusal: at the field, or when the window is not open (PD-21).
    """
    drive = public_drive(reference)
    act.ask([drive.entry.unit_id])
    reason = window_reason(drive.account.header.questions_until, act.today)
    if reason:
        raise refused_by(reason)
    asked = needed(in_lines(text), LONGEST_QUESTION, _("Ghi câu hỏi."), "text")
    question = AccountQuestion.objects.create(unit_id=drive.entry.unit_id, reference=reference, text=asked, sent_at=act.at)
    act.enter(unit=drive.account.code, day=act.today, detail={"question": str(question.uuid), "reference": reference})


def _waiting(act: Act, uuid: UUID) -> AccountQuestion:
    question = AccountQuestion.objects.select_for_update().filter(uuid=uuid).first()
    if question is None:
        raise no_such_question()
    act.ask([question.unit_id])
    if answer := QuestionAnswer.objects.known().filter(question=question).first():
        raise Refusal(_("%(name)s đã xử lý câu hỏi này ngày %(day)s. Mở lại danh sách câu hỏi.") % {"name": answer.by, "day": f"{answer.occurred_on:%d/%m/%Y}"})
    return question


@operation(title=gettext_lazy("Trả lời câu hỏi về sổ đóng góp"), right=Right.ANSWER_PROPOSALS)
def answer_question(act: Act, *, uuid: UUID, asked: str, answer: str) -> None:
    """Answer a question in public; question and answer stand on the drive's page from then on.

    Parameters:
        asked: the question as it may be shown, without any person's name.
        answer: in public words.

    Raises:
        NotFound, NotAllowed, Refusal: when it is not there, not the actor's, or answered; at the field.
    """
    question = _waiting(act, uuid)
    record(QuestionAnswer, at=act.at, question_id=question.pk, occurred_on=act.today, by=act.actor.name,
           asked=needed(in_lines(asked), LONGEST_QUESTION, _("Ghi câu hỏi như sẽ đăng."), "asked"), answer=needed(in_lines(answer), LONGEST_ANSWER, _("Ghi câu trả lời."), "answer"))
    rewrite_questions(act, question.reference)
    act.enter(unit=question.reference, day=act.today, detail={"question": str(uuid), "published": True})


@operation(title=gettext_lazy("Không đăng câu hỏi về sổ đóng góp"), right=Right.ANSWER_PROPOSALS)
def set_question_aside(act: Act, *, uuid: UUID, reason: str) -> None:
    """Do not publish a question: it is about something else, or about a person. The reason stays inside and in the journal.

    Raises:
        NotFound, NotAllowed, Refusal: when it is not there, not the actor's, answered, or no reason is given.
    """
    question = _waiting(act, uuid)
    why = needed(in_lines(reason), LONGEST_QUESTION, _("Ghi lý do không đăng."), "reason")
    record(QuestionAnswer, at=act.at, question_id=question.pk, occurred_on=act.today, by=act.actor.name, reason=why)
    act.enter(unit=question.reference, day=act.today, detail={"question": str(uuid), "published": False, "reason": why})


# -- what the clerk sees -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionRow:
    """A question in the clerk's list."""

    question: AccountQuestion
    unit: str
    answer: QuestionAnswer | None


@dataclass(frozen=True)
class Questions:
    """A page of questions, how many there are, how many of all wait."""

    rows: tuple[QuestionRow, ...]
    count: int
    waiting: int


def no_such_question() -> NotFound:
    """The answer for a question that there is not, or that may not be known."""
    return NotFound(_("Không có câu hỏi này, hoặc câu hỏi nằm ngoài phạm vi được xem."))


def _rows(found: QuerySet[AccountQuestion], day: date) -> tuple[QuestionRow, ...]:
    rows = list(found)
    names = names_of({each.unit_id for each in rows}, day)
    answers = {each.question_id: each for each in QuestionAnswer.objects.known().filter(question__in=rows)}
    return tuple(QuestionRow(each, names.get(each.unit_id, ""), answers.get(each.pk)) for each in rows)


def questions(actor: PersonActor, day: date, *, waiting_only: bool = True, page: int = 1) -> Questions:
    """The questions about accounts of the actor's units, the oldest first while they wait; a fixed number of queries."""
    seen = seen_by(actor, day, AccountQuestion)
    wait = seen.exclude(pk__in=QuestionAnswer.objects.known().values("question"))
    found = wait.order_by("sent_at", "pk") if waiting_only else seen.order_by("-sent_at", "-pk")
    return Questions(_rows(found[(page - 1) * PAGE:page * PAGE], day), found.count(), wait.count())


def seen_question(actor: PersonActor, uuid: UUID, day: date) -> QuestionRow:
    """A question that the actor may read.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = _rows(seen_by(actor, day, AccountQuestion).filter(uuid=uuid), day)
    if not found:
        raise no_such_question()
    return found[0]
