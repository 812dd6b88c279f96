"""Every change to proposals. Each public function here is an operation.

A proposal goes from state to state by steps that are added, never changed (RT-04). The unit that raised it sends, seconds, withdraws and opens it again; the body
at which it stands receives, answers, passes it on, carries it out and says what the public may read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import files
from kientoan.core.access import Right
from kientoan.core.facts import correct, record, withdraw
from kientoan.core.files import Sent
from kientoan.core.given import go_on, needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refused_by
from kientoan.meetings.queries import decided_item
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit
from kientoan.outreach.queries import question_of
from kientoan.proposals import access, queries, steps
from kientoan.proposals.enums import LinkKind, RefusalReason
from kientoan.proposals.models import (
    Proposal,
    ProposalFile,
    ProposalLink,
    ProposalStanding,
    ProposalStep,
    ProposalText,
    PublicText,
    ReplyTemplate,
    Support,
)
from kientoan.proposals.steps import Content
from kientoan.resolutions.queries import may_read, paper
from kientoan.rules.days import write_day
from kientoan.rules.proposals import WAYS, By, Level, State, Step, follow, level_of, refuse_contribution, refuse_plan
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import tidy

MOST_LINKS = 20
MOST_TEMPLATES = 50
MOST_SUPPORT = 100_000
"""Households, or persons, of one hamlet; more is a slip of the keys."""


@dataclass(frozen=True)
class Origin:
    """What a proposal comes of.

    Parameters:
        item: a decided item of a meeting of the unit; None for none.
        question: what was asked of the unit's households when they were told something; None for none.
    """

    item: UUID | None = None
    question: UUID | None = None


@dataclass(frozen=True)
class Word:
    """What is said with a step.

    Parameters:
        text: words for whoever raised it.
        document: number and symbol of the paper; may be empty.
        files: photographs and papers.
    """

    text: str = ""
    document: str = ""
    files: tuple[Sent, ...] = field(default=(), repr=False)


def _kept(accepted: Sequence[tuple[files.Accepted, str]]) -> list[tuple[int, str]]:
    return [(files.keep(each).pk, caption) for each, caption in accepted]


def _held(act: Act, proposal_id: int) -> ProposalStanding:
    """A proposal that is about to be written to, locked; one that may not be known is not there.

    Raises:
        NotFound: when there is none, or none that the actor may know of.
    """
    list(Proposal.objects.select_for_update().filter(pk=proposal_id))
    standing = queries.newest_standing(proposal_id)
    if not queries.may_see_proposal(act.actor, standing, act.today):
        raise queries.no_such_proposal()
    return standing


def _as_owner(act: Act, proposal_id: int) -> ProposalStanding:
    """A proposal for whoever raises for its unit."""
    standing = _held(act, proposal_id)
    act.ask([standing.proposal.unit_id])
    return standing


def _as_body(act: Act, proposal_id: int) -> ProposalStanding:
    """A proposal for whoever answers for the body at which it stands."""
    standing = _held(act, proposal_id)
    act.ask([standing.unit_id])
    return standing


def _enter(act: Act, standing: ProposalStanding, on: date, **detail: object) -> None:
    act.enter(unit=standing_unit(standing.unit_id, on).name, day=on, detail={"proposal": standing.proposal_id, "reference": standing.proposal.reference, **detail})


def _take(act: Act, proposal_id: int, kind: Step, on: date, word: Word, *, to: UnitVersion | None = None, changes: dict[str, Any] | None = None, **columns: Any) -> ProposalStanding:
    """Take a step: whoever may, from a state that allows it; stand, add the step with its files, tell the public's side, enter it.

    Parameters:
        to: the body to which it goes; None where it stays.
        changes: more of the standing.
        columns: more of the step.
    """
    standing = _as_owner(act, proposal_id) if WAYS[kind].by is By.OWNER else _as_body(act, proposal_id)
    after = follow(kind, State(standing.state))
    if isinstance(after, Reason):
        raise refused_by(after, place="on")
    accepted = files.accept_all(word.files)
    here = standing_unit(standing.unit_id, on)
    clocks = steps.clocks(kind, standing, to or here, on)
    go_on(act, standing, on, state=after.value, unit_id=(to or here).unit_id, **{**clocks, **(changes or {})})
    fact = steps.step(act, standing.proposal, kind, after, on, unit_id=here.unit_id, to_unit_id=to.unit_id if to else None, text=tidy(word.text)[:2000],
                      document=tidy(word.document)[:80], **columns)
    steps.attach(act, fact, _kept(accepted))
    steps.tell(act, proposal_id)
    _enter(act, standing, on, state=after.value, to=to.name if to else "", document=tidy(word.document)[:80], files=[each.media_type for each, _caption in accepted])
    return standing


# -- raised and sent -----------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Nêu kiến nghị"), right=Right.RAISE_PROPOSALS)
def raise_proposal(act: Act, *, unit_id: int, content: Content, on: date, origin: Origin | None = None, sent: Sequence[Sent] = (), send: bool = False, document: str = "") -> int:
    """Raise a proposal of a unit, and send it at once where that is asked for.

    Parameters:
        origin: the decided item of a meeting, or the question of residents, that it is made of, once a line (RT-04).
        sent: photographs and papers.
        send: to the first body: the party committee for a cell, the people's committee for a hamlet (RT-05).
        document: number and symbol of the paper with which it is sent.

    Returns:
        the proposal's id.

    Raises:
        Refusal: without a title or text, for a day to come, a unit that did not stand, an item made a proposal before, or a file that is refused.
    """
    act.ask([unit_id])
    unit = standing_unit(unit_id, on)
    accepted = files.accept_all(sent)
    label, item = "", origin.item if origin else None
    decided = decided_item(act.actor, item) if item is not None else None
    if decided is not None:
        if decided.unit_id != unit_id:
            raise Refusal(_("Cuộc họp đã quyết là của đơn vị khác. Nêu kiến nghị từ trang cuộc họp."), place="title")
        if on < decided.day:
            raise Refusal(_("Ngày %(on)s trước ngày họp %(day)s. Sửa ngày.") % {"on": write_day(on), "day": write_day(decided.day)}, place="on")
        label = _("%(unit)s họp ngày %(day)s: %(title)s") % {"unit": decided.unit, "day": write_day(decided.day), "title": decided.title}
    elif origin is not None and origin.question is not None:
        asked, item = question_of(act.actor, origin.question), origin.question
        if asked.hamlet_id != unit_id:
            raise Refusal(_("Câu hỏi này của xóm khác. Nêu kiến nghị từ trang của xóm ấy."), place="title")
        if on < asked.on:
            raise Refusal(_("Ngày %(on)s trước ngày hỏi %(day)s. Sửa ngày.") % {"on": write_day(on), "day": write_day(asked.on)}, place="on")
        label = _("Câu hỏi của dân %(unit)s, ngày %(day)s: %(title)s") % {"unit": asked.hamlet, "day": write_day(asked.on), "title": asked.campaign}
    standing = steps.make(act, unit, content, on, source_label=label, source_key=item, file_ids=_kept(accepted))
    if decided is not None:
        record(ProposalLink, at=act.at, proposal=standing.proposal, occurred_on=on, link=LinkKind.DECISION.value, key=decided.item, label=label[:400], matter=decided.matter,
               page=decided.meeting_id)
    if send:
        body = steps.first_body(unit, on)
        go_on(act, standing, on, state=State.SENT.value, unit_id=body.unit_id)
        steps.step(act, standing.proposal, Step.SEND, State.SENT, on, unit_id=unit_id, to_unit_id=body.unit_id, document=tidy(document)[:80])
    steps.tell(act, standing.proposal_id)
    act.enter(unit=unit.name, day=on, detail={"proposal": standing.proposal_id, "reference": standing.proposal.reference, "sent": send, "item": str(item or "")})
    made: int = standing.proposal_id
    return made


@operation(title=gettext_lazy("Sửa kiến nghị"), right=Right.RAISE_PROPOSALS)
def correct_proposal(act: Act, *, proposal_id: int, content: Content, reason: str) -> None:
    """Say otherwise what is asked for, with a reason, while nobody has answered; what was said before stays to be read.

    Raises:
        Refusal: without a change or a reason, or once it is answered.
    """
    standing = _as_owner(act, proposal_id)
    why = reason_given(reason)
    if standing.state not in [State.RAISED.value, *queries.UNANSWERED]:
        raise Refusal(_("Kiến nghị đã được trả lời nên không sửa được. Nêu kiến nghị mới, hoặc mở lại."), place="title", rule="RT-04")
    columns = steps.columns_of(content)
    text = ProposalText.objects.known().get(proposal=proposal_id)
    if all(getattr(text, name) == value for name, value in columns.items()):
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="title")
    correct(text, at=act.at, **columns, **steps.searched(standing.proposal.reference or "", columns), reason=why)
    steps.tell(act, proposal_id)
    _enter(act, standing, act.today, reason=why)


@operation(title=gettext_lazy("Gửi kiến nghị"), right=Right.RAISE_PROPOSALS)
def send_proposal(act: Act, *, proposal_id: int, on: date, word: Word) -> None:
    """Send what was raised to the first body on its line (RT-05).

    Raises:
        Refusal: when it was sent before, or nobody answers above the unit.
    """
    standing = _as_owner(act, proposal_id)
    body = steps.first_body(standing_unit(standing.proposal.unit_id, on), on)
    _take(act, proposal_id, Step.SEND, on, word, to=body)


@operation(title=gettext_lazy("Rút kiến nghị"), right=Right.RAISE_PROPOSALS)
def withdraw_proposal(act: Act, *, proposal_id: int, on: date, word: Word) -> None:
    """Withdraw a proposal that nobody has answered, with a reason.

    Raises:
        Refusal: without a reason, or once it is answered.
    """
    _needs_words(word, _("Ghi vì sao rút."))
    _take(act, proposal_id, Step.WITHDRAW, on, word)


@operation(title=gettext_lazy("Mở lại kiến nghị"), right=Right.RAISE_PROPOSALS)
def reopen_proposal(act: Act, *, proposal_id: int, on: date, word: Word) -> None:
    """Open again what was refused or reported as done: it goes to the body that answered, its age kept.

    Raises:
        Refusal: without a reason, or for one that is neither.
    """
    standing = _as_owner(act, proposal_id)
    _needs_words(word, _("Ghi vì sao mở lại, ví dụ chỗ nào chưa làm."))
    answered = queries.answering_body(queries.steps_of(proposal_id)) or standing.unit_id
    _take(act, proposal_id, Step.REOPEN, on, word, to=standing_unit(answered, on), changes={"planned_on": None})


@operation(title=gettext_lazy("Ghi số hộ, số người ủng hộ"), right=Right.RAISE_PROPOSALS)
def second_proposal(act: Act, *, proposal_id: int, hamlet_id: int, households: int, persons: int, on: date) -> None:
    """Set how many households and persons of a hamlet second it: counts alone, again to correct them.

    Raises:
        Refusal: for a hamlet that the actor does not raise for or that did not stand, a day to come, no count, or one out of reach.
    """
    standing = _held(act, proposal_id)
    act.ask([hamlet_id])
    refuse_to_come(act, on)
    hamlet = standing_unit(hamlet_id, on)
    if level_of(str(hamlet.level)) is not Level.HAMLET:
        raise Refusal(_("Số ủng hộ ghi theo từng xóm hoặc chi bộ. Chọn lại."), place="hamlet")
    if not 0 <= households <= MOST_SUPPORT or not 0 <= persons <= MOST_SUPPORT:
        raise Refusal(_("Số hộ, số người từ 0 đến %(most)s. Sửa lại.") % {"most": MOST_SUPPORT}, place="households")
    before = Support.objects.known().filter(proposal=proposal_id, hamlet=hamlet_id).first()
    if not households and not persons and before is None:
        raise Refusal(_("Ghi số hộ hoặc số người."), place="households")
    if before is None:
        record(Support, at=act.at, proposal=standing.proposal, hamlet_id=hamlet_id, occurred_on=on, households=households, persons=persons)
    else:
        correct(before, at=act.at, occurred_on=on, households=households, persons=persons)
    steps.tell(act, proposal_id)
    act.enter(unit=hamlet.name, day=on, detail={"proposal": proposal_id, "reference": standing.proposal.reference, "households": households, "persons": persons})


# -- at a body -----------------------------------------------------------------------------------------------------------------------------


def _needs_words(word: Word, message: str) -> None:
    needed(word.text, message, "text")


@operation(title=gettext_lazy("Tiếp nhận kiến nghị"), right=Right.ANSWER_PROPOSALS)
def receive_proposal(act: Act, *, proposal_id: int, on: date, word: Word) -> None:
    """Receive a proposal: this level's clock starts, unless it came forwarded with its clock running.

    Raises:
        Refusal: for one that does not wait here, or a day before it was sent.
    """
    _take(act, proposal_id, Step.RECEIVE, on, word)


@operation(title=gettext_lazy("Chấp nhận kiến nghị, có kế hoạch"), right=Right.ANSWER_PROPOSALS)
def accept_proposal(act: Act, *, proposal_id: int, on: date, word: Word, planned_on: date | None, needs_contribution: bool = False) -> None:
    """Accept a proposal with a plan and a day.

    Parameters:
        planned_on: by when it will be done.
        needs_contribution: whether the plan asks the people for money, goods or labour; then their decision is tied to it first (RT-06).

    Raises:
        Refusal: without a plan or day, without the decision, or for one that was answered meanwhile.
    """
    _as_body(act, proposal_id)
    reason = refuse_plan(tidy(word.text), planned_on, on=on)
    if reason is not None:
        raise refused_by(reason, place="planned_on" if tidy(word.text) else "text")
    lacking = refuse_contribution(needs_contribution=needs_contribution, has_decision=queries.has_contribution_decision(proposal_id))
    if lacking is not None:
        raise refused_by(lacking, place="needs_contribution")
    _take(act, proposal_id, Step.ACCEPT, on, word, changes={"planned_on": planned_on}, planned_on=planned_on, needs_contribution=needs_contribution)


@operation(title=gettext_lazy("Từ chối kiến nghị, có lý do"), right=Right.ANSWER_PROPOSALS)
def refuse_proposal(act: Act, *, proposal_id: int, on: date, word: Word, reason: RefusalReason) -> None:
    """Refuse a proposal with a reason of the list, and words.

    Raises:
        Refusal: without either, or for one that was answered meanwhile.
    """
    if reason not in list(RefusalReason):
        raise Refusal(_("Chọn lý do từ chối trong danh sách."), place="refusal", rule="RT-04")
    _needs_words(word, _("Ghi rõ vì sao từ chối, để người nêu hiểu."))
    _take(act, proposal_id, Step.REFUSE, on, word, refusal=RefusalReason(reason).value)


@operation(title=gettext_lazy("Chuyển kiến nghị lên cấp trên"), right=Right.ANSWER_PROPOSALS)
def pass_up_proposal(act: Act, *, proposal_id: int, on: date, word: Word) -> None:
    """Pass a proposal up to the body of the next level: a clock of its own starts there on receipt, the age stays.

    Raises:
        Refusal: at the top, without words, or for one that is not received or was answered meanwhile.
    """
    standing = _as_body(act, proposal_id)
    _needs_words(word, _("Ghi ý kiến của cấp mình khi chuyển lên."))
    above = queries.body_above(standing_unit(standing.unit_id, on), on)
    if above is None:
        raise Refusal(_("Không còn cấp nào ở trên. Chấp nhận, từ chối hoặc chuyển nơi khác."), place="on", rule="RT-04")
    _take(act, proposal_id, Step.PASS_UP, on, word, to=above)


@operation(title=gettext_lazy("Chuyển kiến nghị đến đúng nơi"), right=Right.ANSWER_PROPOSALS)
def forward_proposal(act: Act, *, proposal_id: int, on: date, word: Word, to_unit_id: int) -> None:
    """Forward what is not one's own to another body: the age and a running clock go with it.

    Raises:
        Refusal: to itself, to a unit that does not answer or is not near, without words, or for one that was answered meanwhile.
    """
    standing = _as_body(act, proposal_id)
    _needs_words(word, _("Ghi vì sao không thuộc thẩm quyền."))
    found = next((each for each in queries.bodies_beside(standing_unit(standing.unit_id, on), on) if each.unit_id == to_unit_id), None)
    if found is None:
        raise Refusal(_("Không chuyển đến nơi này được. Chọn trong danh sách."), place="to", rule="RT-05")
    _take(act, proposal_id, Step.FORWARD, on, word, to=found)


@operation(title=gettext_lazy("Báo kiến nghị đã làm xong"), right=Right.ANSWER_PROPOSALS)
def finish_proposal(act: Act, *, proposal_id: int, on: date, word: Word) -> None:
    """Report as done what was accepted, with evidence: a photograph or a paper now, or a task of it that is done.

    Raises:
        Refusal: without evidence or words, or for one that was not accepted.
    """
    standing = _as_body(act, proposal_id)
    _needs_words(word, _("Ghi đã làm được gì."))
    if not word.files and not any(each.is_finished for each in queries.tasks_of(standing.proposal)):
        raise Refusal(_("Chưa có bằng chứng. Gửi một ảnh hoặc một tệp, hoặc báo xong việc đã giao từ kiến nghị này."), place="file", rule="RT-04")
    _take(act, proposal_id, Step.FINISH, on, word)


@dataclass(frozen=True)
class Approved:
    """What the public may read of a proposal.

    Parameters:
        title, text, place, answer: as approved; no name and no phone of anybody.
        is_listed: whether it stands on the public list.
    """

    title: str
    text: str = ""
    place: str = ""
    answer: str = ""
    is_listed: bool = True


@operation(title=gettext_lazy("Duyệt nội dung công khai kiến nghị"), right=Right.ANSWER_PROPOSALS)
def publish_proposal(act: Act, *, proposal_id: int, on: date, approved: Approved) -> None:
    """Approve what the public may read; of one that is done, its result is then made public (RT-04). Again to change it or take it off the list.

    Raises:
        Refusal: without a title, without a change, for a day to come, or a phone number in what is to be public.
    """
    standing = _as_body(act, proposal_id)
    refuse_to_come(act, on)
    columns = {"title": needed(approved.title, _("Ghi tên kiến nghị để công khai."), "title")[:300], "text": tidy(approved.text)[:2000], "place": tidy(approved.place)[:300],
               "answer": tidy(approved.answer)[:2000], "is_listed": approved.is_listed}
    for name in ("title", "text", "place", "answer"):
        if queries.has_phone(str(columns[name])):
            raise Refusal(_("Nội dung công khai có số điện thoại. Bỏ số này đi."), place=name, rule="PV-02")
    before = PublicText.objects.known().filter(proposal=proposal_id).first()
    is_result = standing.state == State.DONE.value and approved.is_listed
    if before is not None and not is_result and all(getattr(before, name) == value for name, value in columns.items()):
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="title")
    if before is None:
        record(PublicText, at=act.at, proposal=standing.proposal, occurred_on=on, **columns)
    else:
        correct(before, at=act.at, occurred_on=on, **columns)
    if is_result:
        _take(act, proposal_id, Step.PUBLISH, on, Word())
        return
    steps.tell(act, proposal_id)
    _enter(act, standing, on, listed=approved.is_listed)


@operation(title=gettext_lazy("Gộp kiến nghị trùng"), right=Right.ANSWER_PROPOSALS)
def merge_proposal(act: Act, *, proposal_id: int, into_id: int, on: date, word: Word) -> None:
    """Merge a proposal into another that asks for the same: whoever follows either sees how the one goes on, by their own code.

    Raises:
        NotFound: for another that may not be known.
        Refusal: into itself, into one that is itself merged or closed, or for one that was answered.
    """
    if into_id == proposal_id:
        raise Refusal(_("Không gộp một kiến nghị vào chính nó. Chọn kiến nghị khác."), place="into")
    for each in sorted((proposal_id, into_id)):  # always in one order, so that two who merge each into the other wait and do not block
        list(Proposal.objects.select_for_update().filter(pk=each))
    into = queries.newest_standing(into_id)
    if not queries.may_see_proposal(act.actor, into, act.today):
        raise queries.no_such_proposal()
    if into.state not in queries.OPEN_VALUES:
        raise Refusal(_("Kiến nghị %(reference)s không còn mở. Chọn kiến nghị đang mở.") % {"reference": into.proposal.reference}, place="into")
    _take(act, proposal_id, Step.MERGE, on, Word(word.text or _("Gộp vào %(reference)s") % {"reference": into.proposal.reference}, word.document, word.files),
          changes={"merged_into_id": into_id, "due_on": None})


@operation(title=gettext_lazy("Bỏ ảnh, tệp gửi nhầm của kiến nghị"), right=Right.ANSWER_PROPOSALS)
def withdraw_file(act: Act, *, proposal_id: int, key: UUID, reason: str) -> None:
    """Take away a file that should not have been sent: its content is emptied, the step that brought it stays.

    Raises:
        NotFound: when there is none.
        Refusal: without a reason.
    """
    standing = _as_body(act, proposal_id)
    why = reason_given(reason)
    fact = ProposalFile.objects.known().filter(proposal=proposal_id, fact_id=key).select_related("file").first()
    if fact is None:
        raise NotFound(_("Không có tệp này, hoặc tệp đã được bỏ đi."))
    withdraw(fact, at=act.at)
    files.take_away(fact.file_id)
    _enter(act, standing, act.today, file=str(key), sha256=fact.file.sha256, reason=why)


# -- tied to other things ------------------------------------------------------------------------------------------------------------------


def _either(act: Act, proposal_id: int) -> ProposalStanding:
    """A proposal for whoever answers for the body that has it, or answers at the unit that raised it."""
    standing = _held(act, proposal_id)
    at_body = access.may(act.actor, Right.ANSWER_PROPOSALS, [standing.unit_id], act.today)
    act.ask([standing.unit_id if at_body else standing.proposal.unit_id])
    return standing


def _link(act: Act, standing: ProposalStanding, kind: LinkKind, key: UUID, label: str, *, matter: str = "", page: int | None = None) -> None:
    links = ProposalLink.objects.known().filter(proposal=standing.proposal_id)
    if links.filter(link=kind.value, key=key).exists():
        raise Refusal(_("Đã gắn rồi. Không cần gắn lại."), place="key")
    if links.count() >= MOST_LINKS:
        raise Refusal(_("Một kiến nghị gắn với nhiều nhất %(most)s mục. Bỏ bớt.") % {"most": MOST_LINKS}, place="key")
    record(ProposalLink, at=act.at, proposal=standing.proposal, occurred_on=act.today, link=kind.value, key=key, label=label[:400], matter=matter, page=page)
    steps.tell(act, standing.proposal_id)
    _enter(act, standing, act.today, link=kind.value, key=str(key))


@operation(title=gettext_lazy("Gắn kiến nghị với mục nghị quyết"), right=Right.ANSWER_PROPOSALS)
def link_clause(act: Act, *, proposal_id: int, resolution_id: int, clause: UUID) -> None:
    """Tie a proposal to a clause of a published resolution that the actor may read.

    Raises:
        NotFound: for a resolution or a clause that is not there or may not be read.
        Refusal: for a draft, or one that is tied already.
    """
    standing = _either(act, proposal_id)
    found = paper(resolution_id)
    if not may_read(act.actor, found, act.today):
        raise NotFound(_("Không có nghị quyết này, hoặc nằm ngoài phạm vi được xem."))
    if not found.is_published:
        raise Refusal(_("Nghị quyết còn là dự thảo. Ban hành rồi mới gắn."), place="key")
    line = found.clause(clause)
    _link(act, standing, LinkKind.CLAUSE, clause, _("%(name)s, mục %(n)s") % {"name": found.name, "n": line.position} + f": {line.text[:200]}", page=resolution_id)


@operation(title=gettext_lazy("Gắn kiến nghị với việc cuộc họp đã quyết"), right=Right.ANSWER_PROPOSALS)
def link_decision(act: Act, *, proposal_id: int, item: UUID) -> None:
    """Tie a proposal to what a meeting decided by signed minutes: contributions need such a decision of the households (RT-06).

    Raises:
        NotFound: for an item that was not adopted, or that may not be known.
        Refusal: for one that is tied already.
    """
    standing = _either(act, proposal_id)
    decided = decided_item(act.actor, item)
    label = _("%(unit)s họp ngày %(day)s: %(title)s") % {"unit": decided.unit, "day": write_day(decided.day), "title": decided.title}
    _link(act, standing, LinkKind.DECISION, item, label, matter=decided.matter, page=decided.meeting_id)


@operation(title=gettext_lazy("Gắn kiến nghị của hai đường"), right=Right.ANSWER_PROPOSALS)
def link_twin(act: Act, *, proposal_id: int, other_id: int) -> None:
    """Tie the proposals of the two lines that ask for the same: both are kept (RT-05).

    Raises:
        NotFound: for another that may not be known.
        Refusal: for itself, or one of the same line: those are merged.
    """
    standing = _either(act, proposal_id)
    other = queries.newest_standing(other_id)
    if not queries.may_see_proposal(act.actor, other, act.today):
        raise queries.no_such_proposal()
    if other.proposal.line == standing.proposal.line:
        raise Refusal(_("Hai kiến nghị cùng một đường. Trùng nhau thì gộp lại."), place="key", rule="RT-05")
    _link(act, standing, LinkKind.TWIN, other.proposal.uuid, other.proposal.reference or "", page=other_id)


@operation(title=gettext_lazy("Bỏ mối gắn của kiến nghị"), right=Right.ANSWER_PROPOSALS)
def unlink(act: Act, *, proposal_id: int, key: UUID) -> None:
    """Untie a proposal from something tied by mistake; not a decision on which an accepted plan with contributions rests.

    Raises:
        NotFound: when it is not tied.
        Refusal: where an accepted plan rests on it (RT-06).
    """
    standing = _either(act, proposal_id)
    fact = ProposalLink.objects.known().filter(proposal=proposal_id, key=key).first()
    if fact is None:
        raise NotFound(_("Không có mối gắn này. Mở lại trang kiến nghị."))
    if fact.link == LinkKind.DECISION.value and ProposalStep.objects.known().filter(proposal=proposal_id, needs_contribution=True).exists():
        raise Refusal(_("Kế hoạch đã nhận dựa vào quyết định này của các hộ, nên không bỏ được."), place="", rule="RT-06")
    withdraw(fact, at=act.at)
    steps.tell(act, proposal_id)
    _enter(act, standing, act.today, unlinked=str(key))


# -- templates -----------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Ghi mẫu trả lời"), right=Right.ANSWER_PROPOSALS)
def keep_template(act: Act, *, unit_id: int, name: str, text: str) -> None:
    """Keep words that a unit often answers with; under a name that is there, they are corrected.

    Raises:
        Refusal: without a name, words or a change.
    """
    act.ask([unit_id])
    unit = standing_unit(unit_id, act.today)
    called = needed(name, _("Đặt tên cho mẫu."), "name")[:80]
    said = needed(text, _("Ghi lời của mẫu."), "text")[:2000]
    kept = queries.templates_of(unit_id)
    before = next((each for each in kept if each.name == called), None)
    if before is not None and before.text == said:
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="text")
    if before is None and len(kept) >= MOST_TEMPLATES:
        raise Refusal(_("Mỗi đơn vị giữ nhiều nhất %(most)s mẫu. Bỏ bớt.") % {"most": MOST_TEMPLATES}, place="name")
    if before is None:
        record(ReplyTemplate, at=act.at, unit_id=unit_id, occurred_on=act.today, name=called, text=said)
    else:
        correct(before, at=act.at, text=said)
    act.enter(unit=unit.name, day=act.today, detail={"template": called})


@operation(title=gettext_lazy("Bỏ mẫu trả lời"), right=Right.ANSWER_PROPOSALS)
def drop_template(act: Act, *, unit_id: int, key: UUID) -> None:
    """Drop a reply template.

    Raises:
        NotFound: when the unit keeps none such.
    """
    act.ask([unit_id])
    unit = standing_unit(unit_id, act.today)
    fact = next((each for each in queries.templates_of(unit_id) if each.fact_id == key), None)
    if fact is None:
        raise NotFound(_("Không có mẫu trả lời này."))
    withdraw(fact, at=act.at)
    act.enter(unit=unit.name, day=act.today, detail={"template": fact.name})
