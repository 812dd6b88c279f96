"""Questions about open accounts, next to the inbox: answer one in public, or set it aside with a reason that stays inside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.refusal import Refusal
from kientoan.publishing import questions
from kientoan.publishing.queries import PAGE
from kientoan.web.acting import act_page
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, TextField
from kientoan.web.lists import address, page_of, paged
from kientoan.web.page import Asking, staff_page


class AnswerForm(ActForm):
    """Question and answer as everybody will read them."""

    asked = TextField(label=gettext_lazy("Câu hỏi, như sẽ đăng"), max_length=questions.LONGEST_QUESTION, widget=area(4),
                      help_text=gettext_lazy("Sửa gọn nếu cần; bỏ mọi tên người, số điện thoại."))
    answer = TextField(label=gettext_lazy("Trả lời, ai cũng đọc được"), max_length=questions.LONGEST_ANSWER, widget=area(6))


class AsideForm(ActForm):
    """Why a question is not published."""

    reason = TextField(label=gettext_lazy("Lý do không đăng, chỉ giữ nội bộ"), max_length=questions.LONGEST_QUESTION, widget=area(3))


def _waiting(asking: Asking, uuid: UUID) -> questions.QuestionRow:
    row = questions.seen_question(asking.actor, uuid, asking.day)
    if row.answer is not None:
        raise Refusal(_("%(name)s đã xử lý câu hỏi này ngày %(day)s. Mở lại danh sách câu hỏi.") % {"name": row.answer.by, "day": f"{row.answer.occurred_on:%d/%m/%Y}"})
    return row


@staff_page(Right.ANSWER_PROPOSALS)
def question_inbox(asking: Asking) -> HttpResponse:
    """What was asked about one's units' accounts: what waits, the oldest first; or all of it."""
    everything, page = asking.request.GET.get("loc") == "tat-ca", page_of(asking)
    found = questions.questions(asking.actor, asking.day, waiting_only=not everything, page=page)
    return asking.page("questions", {"rows": found.rows, "waiting": found.waiting, "everything": everything, **paged(page, found.count, len(found.rows), PAGE)})


@staff_page(Right.ANSWER_PROPOSALS)
def question_answer(asking: Asking, question_id: UUID) -> HttpResponse:
    """Answer a question; both stand on the drive's page at once."""
    row = _waiting(asking, question_id)
    form = AnswerForm(asking.request.POST or None, initial={"asked": row.question.text})

    def act() -> None:
        questions.answer_question(asking.actor, uuid=question_id, asked=form.cleaned_data["asked"], answer=form.cleaned_data["answer"])
        messages.success(asking.request, _("Đã đăng câu hỏi và câu trả lời."))

    return act_page(asking, form, act, title=_("Trả lời câu hỏi về sổ %(code)s") % {"code": row.question.reference.upper()}, button=_("Đăng câu trả lời"),
                    back=address(asking, "question_inbox"), lead=row.question.text, more=(address(asking, "question_aside", question_id), _("Không đăng câu hỏi này")))


@staff_page(Right.ANSWER_PROPOSALS)
def question_aside(asking: Asking, question_id: UUID) -> HttpResponse:
    """Do not publish a question."""
    row = _waiting(asking, question_id)
    form = AsideForm(asking.request.POST or None)

    def act() -> None:
        questions.set_question_aside(asking.actor, uuid=question_id, reason=form.cleaned_data["reason"])
        messages.success(asking.request, _("Đã xếp lại câu hỏi, không đăng."))

    return act_page(asking, form, act, title=_("Không đăng câu hỏi"), button=_("Không đăng"), back=address(asking, "question_inbox"), stop=True, lead=row.question.text)
