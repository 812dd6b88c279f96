"""The inbox of what the public sent: read one, take it over into the book, or refuse it with a reason that the sender reads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import reads
from kientoan.core.access import Right
from kientoan.core.refusal import Refusal
from kientoan.papers.qr import qr
from kientoan.proposals import queries as proposals
from kientoan.proposals.enums import ProposalKind
from kientoan.publishing import operations, queries
from kientoan.publishing.operations import Taken
from kientoan.publishing.queries import PAGE, SendingRow
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, ChoiceField, TextField
from kientoan.web.lists import address, page_of, paged
from kientoan.web.page import Asking, staff_page
from kientoan.web.stored import as_answer


class TakeForm(ActForm):
    """What becomes of a sending in the book: as it was sent, corrected where it must be."""

    unit = ChoiceField(label=gettext_lazy("Kiến nghị của"))
    kind = ChoiceField(label=gettext_lazy("Về việc gì"), choices=ProposalKind.choices)
    title = TextField(label=gettext_lazy("Việc kiến nghị"), max_length=operations.LONGEST_TITLE, widget=area(2))
    text = TextField(label=gettext_lazy("Nội dung"), max_length=operations.LONGEST_TEXT, widget=area(6))
    place = TextField(label=gettext_lazy("Ở chỗ nào"), max_length=operations.LONGEST_PLACE, required=False,
                      help_text=gettext_lazy("Bỏ số nhà, tên người: chỗ này có thể được công khai."))

    def __init__(self, *args: Any, units: list[tuple[str, list[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field

    def taken(self) -> Taken:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Taken(int(values["unit"]), ProposalKind(values["kind"]), values["title"], values["text"], values["place"])


class RefuseForm(ActForm):
    """Why a sending is not taken over."""

    reason = TextField(label=gettext_lazy("Lý do, người gửi đọc được"), max_length=operations.LONGEST_REASON, widget=area(4))


def _row(asking: Asking, uuid: UUID) -> SendingRow:
    return queries.seen_sending(asking.actor, uuid, asking.day)


def _waiting(asking: Asking, uuid: UUID) -> SendingRow:
    """A sending that nobody has answered yet.

    Raises:
        Refusal: when somebody has.
    """
    row = _row(asking, uuid)
    if row.answer is not None:
        raise Refusal(_("%(name)s đã xử lý thư này ngày %(day)s. Mở lại hộp thư.") % {"name": row.answer.by, "day": f"{row.answer.occurred_on:%d/%m/%Y}"})
    return row


@staff_page(Right.RAISE_PROPOSALS)
def proposal_code(asking: Asking, proposal_id: int) -> HttpResponse:
    """Give whoever raised a proposal a code to follow it by, shown once to be printed."""
    standing = proposals.newest_standing(proposal_id)
    if not proposals.may_see_proposal(asking.actor, standing, asking.day):
        raise proposals.no_such_proposal()
    reference, back = standing.proposal.reference, address(asking, "proposal", proposal_id)

    def act() -> HttpResponse:
        code = operations.issue_follow_code(asking.actor, proposal_id=proposal_id)
        followed = asking.request.build_absolute_uri(reverse("portal:followed", args=[code]))
        answer = asking.page("proposal_code", {"code": code, "reference": reference, "address": followed, "drawing": qr(followed), "back": back})
        answer["Cache-Control"] = "no-store, private"
        return answer

    return act_page(asking, confirm_form(asking), act, title=_("Cấp mã theo dõi %(reference)s") % {"reference": reference}, button=_("Cấp mã theo dõi"), back=back,
                    lead=_("Mã hiện một lần để in, đưa cho người nêu. Mã cấp trước, nếu có, hết dùng."))


@staff_page(Right.ANSWER_PROPOSALS)
def sending_inbox(asking: Asking) -> HttpResponse:
    """What came in for one's units: what waits, the oldest first; or all of it."""
    everything, page = asking.request.GET.get("loc") == "tat-ca", page_of(asking)
    found = queries.inbox(asking.actor, asking.day, waiting_only=not everything, page=page)
    return asking.page("sendings", {"rows": found.rows, "waiting": found.waiting, "everything": everything, **paged(page, found.count, len(found.rows), PAGE)})


@staff_page(Right.ANSWER_PROPOSALS)
def sending(asking: Asking, sending_id: UUID) -> HttpResponse:
    """One sending, with the two things that can be done. That name or telephone was read is written down (PV-10)."""
    row = _row(asking, sending_id)
    if row.sending.name or row.sending.phone:
        reads.note(asking.actor, subject=f"sending:{row.sending.pk}", page="sending")
    return asking.page("sending", {"row": row, "sending": row.sending, "kind": ProposalKind(row.sending.kind).label if row.sending.kind else "", "rules": "PV-07, PV-11"})


@staff_page(Right.ANSWER_PROPOSALS)
def sending_photo(asking: Asking, sending_id: UUID) -> HttpResponse:
    """The photograph of a sending; never to be sniffed."""
    return as_answer(queries.photo_of(asking.actor, sending_id, asking.day), "anh")


@staff_page(Right.ANSWER_PROPOSALS)
def sending_take(asking: Asking, sending_id: UUID) -> HttpResponse:
    """Take a sending over: a new proposal prefilled, or an answered one opened again."""
    row = _waiting(asking, sending_id)
    sent, back = row.sending, address(asking, "sending_inbox")
    if sent.about is not None:
        def reopen() -> HttpResponse:
            proposal_id = operations.take_over_reopening(asking.actor, uuid=sending_id)
            messages.success(asking.request, _("Đã mở lại kiến nghị."))
            return redirect(address(asking, "proposal", proposal_id))

        return act_page(asking, confirm_form(asking), reopen, title=_("Mở lại kiến nghị %(reference)s") % {"reference": sent.about.reference}, button=_("Mở lại kiến nghị"),
                        back=back, lead=sent.text)
    form = TakeForm(asking.request.POST or None, units=queries.takers(sent.unit_id), initial={
        "unit": sent.unit_id, "kind": sent.kind, "title": sent.title, "text": sent.text, "place": sent.place})

    def act() -> HttpResponse:
        proposal_id = operations.take_over_sending(asking.actor, uuid=sending_id, taken=form.taken())
        messages.success(asking.request, _("Đã nhận kiến nghị vào sổ; người gửi xem được bằng mã."))
        return redirect(address(asking, "proposal", proposal_id))

    return act_page(asking, form, act, title=_("Nhận vào sổ kiến nghị"), button=_("Nhận vào sổ"), back=back,
                    lead=_("Ảnh, ước tính tiền và cách liên hệ đi theo kiến nghị. Tên, điện thoại không bao giờ lên cổng."))


@staff_page(Right.ANSWER_PROPOSALS)
def sending_refuse(asking: Asking, sending_id: UUID) -> HttpResponse:
    """Do not take a sending over; the sender reads why."""
    row = _waiting(asking, sending_id)
    form = RefuseForm(asking.request.POST or None)

    def act() -> None:
        operations.refuse_sending(asking.actor, uuid=sending_id, reason=form.cleaned_data["reason"])
        messages.success(asking.request, _("Đã trả lời người gửi."))

    title = row.sending.title or _("Đề nghị xem lại")
    return act_page(asking, form, act, title=_("Không nhận: %(title)s") % {"title": title}, button=_("Không nhận, gửi lý do"), back=address(asking, "sending_inbox"), stop=True,
                    lead=_("Người gửi đọc lý do bằng mã theo dõi. Tên và điện thoại, nếu có, được xóa."))
