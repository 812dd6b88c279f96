"""Calls to the hotlines: written down, promised an answer, answered; the caller's name and number emptied afterwards. Each public function here is an operation."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.facts import record
from kientoan.core.given import needed
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal
from kientoan.org.queries import names_of
from kientoan.proposals.models import Proposal
from kientoan.publishing import contacts
from kientoan.publishing.models import CallAnswer, PhoneCall
from kientoan.publishing.operations import phone_number
from kientoan.rules.vntext import tidy

FURTHEST = timedelta(days=92)


@dataclass(frozen=True)
class Heard:
    """What whoever took the call writes down.

    Parameters:
        came_at: when it came in.
        about: in words.
        name, phone: only if the caller wants to be called back (sensitive).
        promised_on: the last day of the promised answer; None when it was answered at once or nothing was promised.
        answer: what the caller was told at once; empty when the answer is still to come.
    """

    came_at: datetime
    about: str
    name: str = ""
    phone: str = ""
    promised_on: date | None = None
    answer: str = ""


@operation(title=gettext_lazy("Ghi cuộc gọi đường dây nóng"), right=Right.ANSWER_PROPOSALS)
def log_call(act: Act, *, unit_id: int, heard: Heard) -> UUID:
    """Write a call down.

    Returns:
        its key.

    Raises:
        Refusal: at the field that it is about.
        NotAllowed: when the actor answers none of the unit's.
    """
    act.ask([unit_id])
    if heard.came_at > act.at:
        raise Refusal(_("Giờ gọi chưa tới. Sửa giờ."), place="came_at")
    came_on = heard.came_at.astimezone(clock.ZONE).date()
    if heard.promised_on is not None and not came_on <= heard.promised_on <= act.today + FURTHEST:
        raise Refusal(_("Ngày hẹn trả lời từ ngày gọi đến ba tháng sau. Sửa ngày."), place="promised_on")
    call = PhoneCall.objects.create(unit_id=unit_id, came_at=heard.came_at, about=needed(heard.about, _("Ghi người gọi hỏi việc gì."), "about")[:500], name=tidy(heard.name)[:120],
                                    phone=phone_number(heard.phone), promised_on=heard.promised_on, by=act.actor.name)
    if tidy(heard.answer):
        _answer(act, call, heard.came_at, heard.answer)
    act.enter(unit=names_of([unit_id], act.today).get(unit_id, ""), day=act.today, detail={"call": str(call.uuid), "answered": bool(tidy(heard.answer))})
    return call.uuid


def _answer(act: Act, call: PhoneCall, at: datetime, note: str) -> None:
    record(CallAnswer, at=act.at, call_id=call.pk, answered_at=at, note=needed(note, _("Ghi đã trả lời ra sao."), "note")[:500], by=act.actor.name, occurred_on=act.today)


@operation(title=gettext_lazy("Ghi đã gọi lại"), right=Right.ANSWER_PROPOSALS)
def answer_call(act: Act, *, uuid: UUID, note: str, reference: str = "") -> None:
    """Say that the caller has the answer, now.

    Parameters:
        reference: of the proposal that came of the call; empty for none.

    Raises:
        Refusal: without words, for an unknown proposal, or when it is answered.
        NotFound, NotAllowed: when it is not there, or the actor answers none of the unit's.
    """
    call = PhoneCall.objects.select_for_update().filter(uuid=uuid).first()
    if call is None:
        raise contacts.no_such_call()
    act.ask([call.unit_id])
    if CallAnswer.objects.known().filter(call=call).exists():
        raise Refusal(_("Cuộc gọi này đã được trả lời. Mở lại trang."))
    if wanted := tidy(reference).upper():
        proposal = Proposal.objects.filter(reference=wanted).first()
        if proposal is None or act.actor.refusal(act.right, [proposal.unit_id], act.today):
            raise Refusal(_("Không có kiến nghị mang số này. Xem lại số, hoặc để trống."), place="reference")
        PhoneCall.objects.filter(pk=call.pk).update(proposal=proposal)
    _answer(act, call, act.at, note)
    act.enter(day=act.today, detail={"call": str(uuid), "reference": wanted})


@operation(title=gettext_lazy("Xóa tên, số điện thoại của người gọi đã được trả lời"), right=Right.ANSWER_PROPOSALS)
def empty_calls(act: Act) -> int:
    """Empty name and telephone of callers who were answered long enough ago (PV-07); the machine's own act, over the whole tree.

    Returns:
        of how many calls.
    """
    act.ask([])
    emptied = contacts.to_empty(act.at - timedelta(days=Config.load().calls_kept_days)).update(name="", phone="")
    act.enter(day=act.today, count=emptied, detail={"calls": emptied})
    return emptied
