"""Every change that comes through the public's door, and what a clerk does with it. Each public function here is an operation.

Nobody who writes through the door has an account: the actor is the portal itself, and the journal keeps no name. The code by which a proposal is followed is
made here, told once and kept only as a digest.
"""

import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, files
from kientoan.core.access import Right, system_actor
from kientoan.core.facts import record
from kientoan.core.given import at_most, go_on
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refused_by
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.proposals import queries as proposals
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.models import Proposal
from kientoan.proposals.steps import Content, Raised, clocks, raise_from_outside, step, tell
from kientoan.publishing import queries
from kientoan.publishing.edition import changed
from kientoan.publishing.models import PublicProposal, PublicSupport, Sending, SendingAnswer
from kientoan.rules.codes import follow_digest, new_follow_code
from kientoan.rules.proposals import State, Step, follow
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import tidy

PORTAL = system_actor("portal")
"""Who writes for people without an account."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE, LONGEST_NAME, LONGEST_REASON = 200, 4000, 200, 120, 1000
HIGHEST_COST = 1_000_000_000_000
"""In đồng."""
_PHONE = re.compile(r"\+?[\d .\-]{8,18}\d")


@dataclass(frozen=True)
class Draft:
    """What somebody sends.

    Parameters:
        unit_id: the commune or hamlet that it is about.
        kind: one of ``queries.KINDS``.
        title, text: in few words, and in full.
        place: in words, such as “đoạn từ cầu đến nhà văn hóa”.
        cost: a guess, in đồng; None for none.
        photo: name and bytes as they were sent; None for none.
        name, phone: only if the sender wants to be called (sensitive).
    """

    unit_id: int
    kind: str
    title: str
    text: str
    place: str = ""
    cost: int | None = None
    photo: tuple[str, bytes] | None = None
    name: str = ""
    phone: str = ""


def in_lines(text: str) -> str:
    """A text of several lines, each tidied, with at most one empty line between."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def needed(text: str, most: int, message: str, place: str) -> str:
    """A text that must be there and not be too long.

    Raises:
        Refusal: at ``place``, with ``message`` when it is empty.
    """
    if not text:
        raise Refusal(message, place=place)
    return at_most(text, most, place)


def phone_number(text: str) -> str:
    """A telephone number as it was typed; empty for none.

    Raises:
        Refusal: at ``phone``, for what is none.
    """
    typed = tidy(text)
    if typed and not (_PHONE.fullmatch(typed) and 9 <= sum(ch.isdigit() for ch in typed) <= 12):
        raise Refusal(_("Số điện thoại gồm 9 đến 12 chữ số. Gõ lại, hoặc để trống."), place="phone")
    return typed[:20]


def _place_of(unit_id: int) -> UnitVersion:
    queries.place(unit_id)
    unit = unit_on(unit_id, clock.today())
    assert unit is not None  # noqa: S101  # it was a place a line above
    return unit


@operation(title=gettext_lazy("Nhận kiến nghị từ cổng công khai"), right=Right.WRITE_FROM_OUTSIDE)
def send_proposal(act: Act, *, draft: Draft) -> str:
    """Keep what somebody without an account sends, apart from everything else until a clerk takes it over.

    Parameters:
        draft: what is sent; a photograph is drawn anew, so that it tells no place and no device.

    Returns:
        the code by which its sender follows it; it is kept only as a digest.

    Raises:
        Refusal: at the field that it is about.
        NotFound: when no such commune or hamlet stands.
    """
    unit = _place_of(draft.unit_id)
    act.ask([draft.unit_id])
    title = needed(tidy(draft.title), LONGEST_TITLE, _("Ghi vài chữ: muốn kiến nghị việc gì."), "title")
    text = needed(in_lines(draft.text), LONGEST_TEXT, _("Kể rõ việc cần làm."), "text")
    if draft.cost is not None and not 0 < draft.cost <= HIGHEST_COST:
        raise Refusal(_("Số tiền phải lớn hơn 0 và không quá 1.000 tỷ đồng. Sửa, hoặc để trống."), place="cost")
    photo = files.accept(*draft.photo) if draft.photo else None
    if photo is not None and not photo.is_photo:
        raise Refusal(_("Chỉ nhận ảnh JPEG, PNG hoặc WebP. Chụp hoặc chọn ảnh khác."), place="file")
    code = new_follow_code(secrets.choice)
    sending = Sending.objects.create(
        unit_id=unit.unit_id, kind=ProposalKind(draft.kind), title=title, text=text, place=tidy(draft.place)[:LONGEST_PLACE], cost=draft.cost, photo=files.keep(photo) if photo else None,
        name=tidy(draft.name)[:LONGEST_NAME], phone=phone_number(draft.phone), follow_digest=follow_digest(code), sent_at=act.at)
    act.enter(unit=unit.name, day=act.today, detail={"sending": str(sending.uuid), "kind": draft.kind, "photo": photo is not None})
    return code


@operation(title=gettext_lazy("Nhận lời ủng hộ từ cổng công khai"), right=Right.WRITE_FROM_OUTSIDE)
def support_proposal(act: Act, *, reference: str, mark: str) -> bool:
    """Count “I support this” of one browser, once; who it is, nobody knows.

    Parameters:
        mark: a keyed digest of the browser's own chance number and the proposal.

    Returns:
        whether it was counted; not the second time.

    Raises:
        NotFound: when no such proposal is public.
    """
    act.ask([])
    row = PublicProposal.objects.filter(reference=reference, is_listed=True).first()
    if row is None:
        raise NotFound(_("Không có kiến nghị công khai mang số này."))
    try:
        with transaction.atomic():
            PublicSupport.objects.create(proposal=row, mark=mark)
        counted = True
    except IntegrityError:
        counted = False
    if counted:
        changed(row.unit_number, row.body_number)
    act.enter(unit=reference, day=act.today, count=int(counted), detail={"reference": reference})
    return counted


@operation(title=gettext_lazy("Nhận đề nghị xem lại từ cổng công khai"), right=Right.WRITE_FROM_OUTSIDE)
def ask_to_reopen(act: Act, *, code: str, text: str) -> None:
    """Keep the wish of whoever holds the code to have an answered proposal opened again; it goes to the body that answered (RT-04).

    Raises:
        Refusal: without a reason, or while nothing is answered or a wish waits.
        NotFound: for a code that leads to nothing.
    """
    found = queries.followed(code)
    if not found.may_ask or found.shown is None:
        raise Refusal(_("Kiến nghị này chưa có trả lời, hoặc đang chờ xem lại. Xem lại sau."), place="text")
    unit_id = int(found.body_id or 0)
    act.ask([unit_id])
    why = needed(in_lines(text), LONGEST_REASON, _("Ghi vì sao cần xem lại."), "text")
    sending = Sending.objects.create(unit_id=unit_id, about_id=found.proposal_id, text=why, sent_at=act.at)
    act.enter(unit=found.shown.reference, day=act.today, detail={"sending": str(sending.uuid), "reference": found.shown.reference})


# -- the clerk -----------------------------------------------------------------------------------------------------------------------------


def _waiting(act: Act, uuid: UUID) -> Sending:
    """A sending that nobody has answered, locked.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor answers none of its unit.
        Refusal: when somebody has answered it meanwhile.
    """
    sending = Sending.objects.select_for_update().filter(uuid=uuid).first()
    if sending is None:
        raise queries.no_such_sending()
    act.ask([sending.unit_id])
    if answer := queries.answers_of([sending]).get(sending.pk):
        raise Refusal(_("%(name)s đã xử lý thư này ngày %(day)s. Mở lại hộp thư.") % {"name": answer.by, "day": f"{answer.occurred_on:%d/%m/%Y}"})
    return sending


def _answer(act: Act, sending: Sending, *, proposal_id: int | None = None, reason: str = "") -> None:
    record(SendingAnswer, at=act.at, sending_id=sending.pk, proposal_id=proposal_id, reason=reason, by=act.actor.name, occurred_on=act.today)
    Sending.objects.filter(pk=sending.pk).update(name="", phone="")


@dataclass(frozen=True)
class Taken:
    """What a clerk makes of a sending: whose proposal it becomes, and its words, corrected where they must be."""

    unit_id: int
    kind: ProposalKind
    title: str
    text: str
    place: str = ""


@operation(title=gettext_lazy("Nhận kiến nghị của dân vào sổ"), right=Right.ANSWER_PROPOSALS)
def take_over_sending(act: Act, *, uuid: UUID, taken: Taken) -> int:
    """Make a proposal of what was sent. Name and telephone go with it and stay no longer in the inbox.

    Returns:
        the proposal's id.

    Raises:
        NotFound, NotAllowed, Refusal: when it is not there, not the actor's, or answered.
    """
    sending = _waiting(act, uuid)
    if sending.about_id is not None:
        raise Refusal(_("Thư này đề nghị xem lại một kiến nghị đã trả lời. Mở lại hộp thư."))
    names = {unit_id: name for _line, units in queries.takers(sending.unit_id) for unit_id, name in units}
    if taken.unit_id not in names:
        raise Refusal(_("Chọn xã, xóm hoặc tổ chức đảng ở nơi thư gửi đến."), place="unit")
    act.ask([taken.unit_id])
    sent_on = sending.sent_at.astimezone(clock.ZONE).date()
    received_on = sent_on if unit_on(taken.unit_id, sent_on) else act.today  # a unit that a reform has made since received nothing before
    proposal_id = raise_from_outside(act, Raised(
        taken.unit_id, Content(taken.kind, taken.title, in_lines(taken.text), taken.place, sending.cost), received_on, sending.follow_digest or "",
        (sending.photo_id,) if sending.photo_id else (), sending.name, sending.phone))
    _answer(act, sending, proposal_id=proposal_id)
    act.enter(unit=names[taken.unit_id], day=act.today, detail={"sending": str(uuid), "proposal": proposal_id})
    return proposal_id


def _reopen(act: Act, proposal_id: int, reason: str) -> None:
    """Send a proposal back to the body that answered it; the clock begins anew on receipt, the age stays (RT-04)."""
    own = proposals.newest_standing(proposal_id)
    body = unit_on(proposals.answering_body(proposals.steps_of(proposal_id)) or own.unit_id, act.today)
    if body is None:
        raise Refusal(_("Cơ quan đã trả lời không còn. Ghi kiến nghị mới ở nơi nhận việc của cơ quan ấy."))
    state = follow(Step.REOPEN, State(own.state))
    if isinstance(state, Reason):
        raise refused_by(state)
    step(act, own.proposal, Step.REOPEN, state, act.today, unit_id=own.proposal.unit_id, to_unit_id=body.unit_id, text=reason)
    go_on(act, own, act.today, state=state.value, unit_id=body.unit_id, planned_on=None, **clocks(Step.REOPEN, own, body, act.today))
    tell(act, proposal_id)


@operation(title=gettext_lazy("Mở lại kiến nghị theo đề nghị của người gửi"), right=Right.ANSWER_PROPOSALS)
def take_over_reopening(act: Act, *, uuid: UUID) -> int:
    """Open an answered proposal again, as its sender asked; it goes back to the body that answered (RT-04).

    Returns:
        the proposal's id.

    Raises:
        NotFound, NotAllowed, Refusal: when it is not there, not the actor's, or answered.
    """
    sending = _waiting(act, uuid)
    if sending.about_id is None:
        raise Refusal(_("Thư này là kiến nghị mới. Mở lại hộp thư."))
    _reopen(act, sending.about_id, sending.text)
    _answer(act, sending, proposal_id=sending.about_id)
    act.enter(day=act.today, detail={"sending": str(uuid), "proposal": sending.about_id})
    return sending.about_id


@operation(title=gettext_lazy("Từ chối thư gửi qua cổng"), right=Right.ANSWER_PROPOSALS)
def refuse_sending(act: Act, *, uuid: UUID, reason: str) -> None:
    """Do not take a sending over, with a reason that its sender reads. Name and telephone are emptied.

    Raises:
        NotFound, NotAllowed, Refusal: when it is not there, not the actor's, answered, or no reason is given.
    """
    sending = _waiting(act, uuid)
    why = needed(in_lines(reason), LONGEST_REASON, _("Ghi lý do; người gửi đọc được."), "reason")
    _answer(act, sending, reason=why)
    act.enter(day=act.today, detail={"sending": str(uuid), "reason": why})


@operation(title=gettext_lazy("Cấp mã theo dõi kiến nghị"), right=Right.RAISE_PROPOSALS)
def issue_follow_code(act: Act, *, proposal_id: int) -> str:
    """Give whoever raised a proposal, in a meeting or at an office, a code to follow it by; one given before leads nowhere any more.

    Returns:
        the code, told once and kept only as a digest.

    Raises:
        NotFound, NotAllowed: when there is none, or the actor raises none of its unit's.
    """
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise proposals.no_such_proposal()
    act.ask([proposal.unit_id])
    code = new_follow_code(secrets.choice)
    Proposal.objects.filter(pk=proposal_id).update(follow_digest=follow_digest(code))
    tell(act, proposal_id)
    act.enter(unit=proposal.reference or "", day=act.today, detail={"proposal": proposal_id, "replaces": bool(proposal.follow_digest)})
    return code
