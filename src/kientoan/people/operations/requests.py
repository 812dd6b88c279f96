"""Requests of persons about their own record: asked, answered, carried out; a record restricted, opened for a purpose, no longer restricted."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core.access import Right
from kientoan.core.facts import correct, end, record, withdraw
from kientoan.core.given import at_most, needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.people import access, hooks
from kientoan.people.enums import DataRequestKind, DataRequestState, DataRequestStepKind, RefusalGround, RequestAbout, RequestChannel
from kientoan.people.models import DataRequest, DataRequestStanding, DataRequestStep, DataRequestText, Person, Restriction
from kientoan.people.operations import steps
from kientoan.people.operations.carrying import acting_person, ask_at_person, locked_request, no_such_request, refuse_own, take
from kientoan.rules import datarequests as rules
from kientoan.rules.periods import OPEN_END
from kientoan.rules.vntext import tidy
from kientoan.working_days import working_calendar

LONGEST, LONGEST_WANTED, LONGEST_IDENTIFIED = 1000, 300, 200


@dataclass(frozen=True)
class Wish:
    """What a person asks about the own record.

    Parameters:
        kind: a correction, a copy, or a restriction.
        about: which part of the record.
        wanted: what is right; for a correction only.
        why: in the person's words.
    """

    kind: DataRequestKind
    about: RequestAbout
    why: str
    wanted: str = ""


def carry_days(kind: DataRequestKind) -> int:
    """The days for carrying a request of a kind out, as set (PV-06, unverified)."""
    config = Config.load()
    return {DataRequestKind.CORRECTION: config.request_days_correction, DataRequestKind.COPY: config.request_days_copy,
            DataRequestKind.RESTRICTION: config.request_days_restriction}[kind]


def _receive(act: Act, person_id: int, wish: Wish, *, on: date, channel: RequestChannel, identified_by: str = "") -> DataRequest:
    """Write a request down with its two clocks; one of a kind about one thing at a time."""
    why = at_most(needed(wish.why, _("Ghi lý do, một câu là đủ."), "why"), LONGEST, "why")
    wanted = at_most(tidy(wish.wanted), LONGEST_WANTED, "wanted") if wish.kind is DataRequestKind.CORRECTION else ""
    if wish.kind is DataRequestKind.CORRECTION and not wanted:
        raise Refusal(_("Ghi điều đúng là gì."), place="wanted")
    if wish.kind is DataRequestKind.CORRECTION and wish.about is RequestAbout.WHOLE:
        raise Refusal(_("Chọn mục cần đính chính; mỗi yêu cầu một mục."), place="about")
    about = wish.about if wish.kind is DataRequestKind.CORRECTION else RequestAbout.WHOLE
    Person.objects.select_for_update().get(pk=person_id)
    same = DataRequestStanding.objects.known().filter(request__person=person_id, request__kind=wish.kind, valid_to=OPEN_END, state__in=[each.value for each in rules.OPEN])
    if DataRequestText.objects.known().filter(request__in=same.values("request"), about=about).exists():
        raise Refusal(_("Đã có một yêu cầu như vậy đang được giải quyết. Đợi trả lời, hoặc rút yêu cầu đó trước."), place="kind")
    clocks = rules.clocks(on, calendar=working_calendar(), days=carry_days(wish.kind))
    made = DataRequest.objects.create(person_id=person_id, kind=wish.kind.value)
    record(DataRequestText, at=act.at, request=made, channel=channel.value, about=about.value, wanted=wanted, why=why, identified_by=identified_by, occurred_on=on)
    record(DataRequestStanding, at=act.at, request=made, state=DataRequestState.RECEIVED.value, answer_by=clocks.answer_by, carry_by=clocks.carry_by, valid_from=on)
    record(DataRequestStep, at=act.at, request=made, step=DataRequestStepKind.RECEIVE.value, by=act.actor.name, occurred_on=on)
    return made


@operation(title=gettext_lazy("Gửi yêu cầu về hồ sơ của mình"), right=Right.OWN_RECORD)
def ask_about_own_record(act: Act, *, wish: Wish) -> int:
    """Ask for a correction, a copy or a restriction of the own record (PV-05, PV-06).

    Returns:
        the request's id.

    Raises:
        Refusal: at the field that it is about; or when the same is asked already.
        NotAllowed: for an account that is tied to nobody.
    """
    person = acting_person(act)
    made = _receive(act, person, wish, on=act.today, channel=RequestChannel.OWN_PAGE)
    act.enter(day=act.today, detail={"request": made.pk, "person": person, "kind": wish.kind, "about": wish.about})
    return made.pk


@operation(title=gettext_lazy("Rút yêu cầu về hồ sơ của mình"), right=Right.OWN_RECORD)
def withdraw_own_request(act: Act, *, request_id: int, reason: str = "") -> None:
    """Take the own request back while it is not carried out.

    Raises:
        Refusal: when it was refused, carried out or withdrawn already.
        NotFound: when it is not the own.
    """
    person, request = acting_person(act), locked_request(request_id)
    if request.person_id != person:
        raise no_such_request()
    take(act, request, rules.Step.WITHDRAW, text=tidy(reason)[:LONGEST])
    act.enter(day=act.today, detail={"request": request.pk, "person": person})


@operation(title=gettext_lazy("Ghi yêu cầu của một người về hồ sơ của họ"), right=Right.KEEP_PERSONS)
def enter_request(act: Act, *, person_id: int, wish: Wish, on: date, channel: RequestChannel, identified_by: str) -> int:
    """Write down a request that came on paper, by phone or in person, for somebody without an account.

    Parameters:
        on: the day it came in; the clocks begin on the next.
        identified_by: how the asker was recognised, in words and never with a number of a card (PV-04).

    Returns:
        the request's id.

    Raises:
        Refusal: at the field that it is about; or when the same is asked already.
        NotFound, NotAllowed: when there is no such person that the actor may know of, or the actor keeps none of the person's units.
    """
    ask_at_person(act, person_id, NotFound(_("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."), place="person"))
    refuse_to_come(act, on)
    how = at_most(needed(identified_by, _("Ghi đã nhận ra người yêu cầu bằng cách nào."), "identified_by"), LONGEST_IDENTIFIED, "identified_by")
    if sum(ch.isdigit() for ch in how) >= MOST_DIGITS:
        raise Refusal(_("Không ghi số giấy tờ vào đây, chỉ ghi cách nhận ra người, ví dụ: đến trực tiếp, cán bộ biết mặt."), place="identified_by", rule="PV-04")
    if channel is RequestChannel.OWN_PAGE:
        raise Refusal(_("Chọn yêu cầu đến bằng cách nào."), place="channel")
    made = _receive(act, person_id, wish, on=on, channel=channel, identified_by=how)
    act.enter(unit=steps.names_of([person_id])[person_id], day=on, detail={"request": made.pk, "person": person_id, "kind": wish.kind, "about": wish.about})
    return made.pk


MOST_DIGITS = 8
"""So many digits in the words on how a person was recognised are a card's number."""


def _kept(act: Act, request_id: int) -> DataRequest:
    """A request that the actor answers, and that is not about the actor."""
    request = locked_request(request_id)
    ask_at_person(act, request.person_id, no_such_request())
    refuse_own(act, request.person_id)
    return request


@operation(title=gettext_lazy("Nhận lời một yêu cầu về hồ sơ"), right=Right.KEEP_PERSONS)
def accept_request(act: Act, *, request_id: int, procedure: str) -> None:
    """Answer that a request will be carried out, with the procedure stated (PV-06).

    Parameters:
        procedure: what will be done, in words for the asker.

    Raises:
        Refusal: without the procedure, or from a state from which it cannot be.
        NotFound, NotAllowed: when the actor may not know of it, keeps none of the person's units, or asks for themselves.
    """
    request = _kept(act, request_id)
    text = at_most(needed(procedure, _("Nêu trình tự: sẽ làm gì, ai làm, người yêu cầu cần làm gì."), "text"), LONGEST, "text")
    clocks = take(act, request, rules.Step.ACCEPT, text=text)
    act.enter(day=act.today, detail={"request": request.pk, "person": request.person_id, "late": rules.done_late(rules.Step.ACCEPT, act.today, clocks)})


@operation(title=gettext_lazy("Từ chối một yêu cầu về hồ sơ"), right=Right.KEEP_PERSONS)
def refuse_request(act: Act, *, request_id: int, ground: RefusalGround, reason: str) -> None:
    """Answer that a request is refused, on which ground and why, in words for the asker (PV-06).

    Raises:
        Refusal: without a reason, or from a state from which it cannot be.
        NotFound, NotAllowed: as for ``accept_request``.
    """
    request = _kept(act, request_id)
    text = at_most(needed(reason, _("Nêu lý do để người yêu cầu hiểu."), "text"), LONGEST, "text")
    clocks = take(act, request, rules.Step.REFUSE, text=text, ground=ground.value)
    act.enter(day=act.today, detail={"request": request.pk, "person": request.person_id, "ground": ground, "rule": rules.rule_of(rules.Ground(ground.value)),
                                     "late": rules.done_late(rules.Step.REFUSE, act.today, clocks)})


@operation(title=gettext_lazy("Ghi đã làm xong một yêu cầu về hồ sơ"), right=Right.KEEP_PERSONS)
def carry_out_request(act: Act, *, request_id: int, text: str) -> None:
    """Say that an accepted request was carried out; one for a restriction is carried out by this very act: the record closes, and the name leaves the public side (PV-09).

    Parameters:
        text: what was done, for the asker to read.

    Raises:
        Refusal: without words, from a state from which it cannot be, or when the record is restricted already.
        NotFound, NotAllowed: as for ``accept_request``.
    """
    request = _kept(act, request_id)
    done = at_most(needed(text, _("Ghi đã làm gì."), "text"), LONGEST, "text")
    clocks = take(act, request, rules.Step.CARRY_OUT, text=done)
    if request.kind == DataRequestKind.RESTRICTION:
        _restrict(act, request.person_id, _("Theo yêu cầu số %(n)s của chính người ấy.") % {"n": request.pk})
    act.enter(day=act.today, detail={"request": request.pk, "person": request.person_id, "kind": request.kind, "late": rules.done_late(rules.Step.CARRY_OUT, act.today, clocks)})


@operation(title=gettext_lazy("Rút yêu cầu về hồ sơ thay người đã nêu"), right=Right.KEEP_PERSONS)
def withdraw_request(act: Act, *, request_id: int, reason: str) -> None:
    """Write down that whoever asked on paper, by phone or in person takes the request back.

    Raises:
        Refusal: without a reason, for a request that came from the person's own page, or from a state from which it cannot be.
        NotFound, NotAllowed: as for ``accept_request``.
    """
    request = _kept(act, request_id)
    if DataRequestText.objects.known().filter(request=request, channel=RequestChannel.OWN_PAGE).exists():
        raise Refusal(_("Yêu cầu gửi từ trang của mình thì chính người ấy rút. Nếu không làm được, từ chối kèm lý do."))
    take(act, request, rules.Step.WITHDRAW, text=reason_given(reason))
    act.enter(day=act.today, detail={"request": request.pk, "person": request.person_id})


def _restrict(act: Act, person_id: int, reason: str) -> None:
    """Close a record from now on; whoever shows persons to the public follows inside the same transaction."""
    if access.restricted_among([person_id]):
        raise Refusal(_("Hồ sơ này đang được hạn chế rồi. Mở lại trang."))
    record(Restriction, at=act.at, person_id=person_id, reason=reason[:300], valid_from=act.today)
    hooks.tell_restricted(act, person_id, reason[:300])


@operation(title=gettext_lazy("Bỏ hạn chế hồ sơ của một người"), right=Right.KEEP_PERSONS)
def lift_restriction(act: Act, *, person_id: int, reason: str) -> None:
    """Open a restricted record again. The public side does not show the name again by this: that is a publisher's to decide.

    Raises:
        Refusal: without a reason, or when the record is not restricted.
        NotFound, NotAllowed: when the actor may not know of the person, keeps none of the person's units, or is the person.
    """
    ask_at_person(act, person_id, NotFound(_("Không có người này, hoặc hồ sơ nằm ngoài phạm vi được xem.")))
    refuse_own(act, person_id)
    why = reason_given(reason)
    found = Restriction.objects.known().filter(person=person_id, valid_to=OPEN_END).first()
    if found is None:
        raise Refusal(_("Hồ sơ này không bị hạn chế. Mở lại trang."))
    if found.valid_from >= act.today:
        withdraw(correct(found, at=act.at, lifted_because=why), at=act.at)
    else:
        end(found, at=act.at, on=act.today, lifted_because=why)
    act.enter(day=act.today, detail={"person": person_id, "reason": why})


@operation(title=gettext_lazy("Mở hồ sơ đã hạn chế cho một mục đích"), right=Right.SEE_SENSITIVE)
def open_restricted(act: Act, *, person_id: int, purpose: str) -> None:
    """State for what a restricted record is opened; the journal keeps it, and whoever may then reads the record once.

    Raises:
        Refusal: without a purpose, or when the record is not restricted.
        NotFound, NotAllowed: when the actor may not read sensitive data at a unit of the person.
    """
    ask_at_person(act, person_id, NotFound(_("Không có người này, hoặc hồ sơ nằm ngoài phạm vi được xem.")))
    why = at_most(needed(purpose, _("Nêu mục đích mở hồ sơ."), "purpose"), 300, "purpose")
    if not access.restricted_among([person_id]):
        raise Refusal(_("Hồ sơ này không bị hạn chế. Mở lại trang."))
    act.enter(day=act.today, detail={"person": person_id, "purpose": why})
