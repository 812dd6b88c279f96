"""What operations on proposals share, and what `publishing` calls inside its own: a proposal that came through the intake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kientoan.config import Config
from kientoan.core.facts import record, record_many
from kientoan.core.given import go_on, needed, refuse_to_come
from kientoan.core.operation import Act
from kientoan.core.refusal import Refusal
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit
from kientoan.proposals import hooks, queries
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.models import Proposal, ProposalFile, ProposalSender, ProposalStanding, ProposalStep, ProposalText
from kientoan.rules.days import write_day
from kientoan.rules.proposals import Level, Line, State, Step, clock_after, level_of, reference_of
from kientoan.rules.vntext import search_keys, tidy

HIGHEST_COST = 10**15
"""Đồng; more is a slip of the keys."""


@dataclass(frozen=True)
class Content:
    """What a proposal asks for.

    Parameters:
        place: where, in words; may be empty.
        cost: a guess, in đồng; None for none.
    """

    kind: ProposalKind
    title: str
    text: str
    place: str = ""
    cost: int | None = None


@dataclass(frozen=True)
class Raised:
    """A proposal that came through the intake.

    Parameters:
        unit_id: the hamlet or the commune that it is of.
        file_ids: files already kept.
        follow_digest: SHA-256, in hexadecimal, of the code by which whoever sent it follows it; empty for none.
        received_on: when it reached the intake: its clock runs from there.
        name, phone: of who sent it; may be empty.
    """

    unit_id: int
    content: Content
    received_on: date
    follow_digest: str = ""
    file_ids: tuple[int, ...] = ()
    name: str = ""
    phone: str = ""


def columns_of(content: Content) -> dict[str, Any]:
    """What is written of a content, looked into first.

    Raises:
        Refusal: without a title or a text, or for a cost that cannot be.
    """
    title = needed(content.title, _("Ghi kiến nghị việc gì."), "title")[:300]
    text = needed(content.text, _("Ghi rõ cần gì, vì sao."), "text")[:4000]
    if content.cost is not None and not 0 < content.cost <= HIGHEST_COST:
        raise Refusal(_("Kinh phí ước tính phải lớn hơn 0 và ghi bằng đồng. Chưa ước được thì để trống."), place="cost")
    return {"kind": ProposalKind(content.kind).value, "title": title, "text": text, "place": tidy(content.place)[:300], "cost": content.cost}


def searched(reference: str, columns: dict[str, Any]) -> dict[str, str]:
    """The keys by which a proposal is found: its code, its title, the beginning of its text."""
    plain, exact = search_keys(f"{reference} {columns['title']} {columns['text'][:500]} {columns['place']}")
    return {"search_plain": plain[:1200], "search_exact": exact[:1200]}


def first_body(unit: UnitVersion, day: date) -> UnitVersion:
    """To whom a unit's proposal goes.

    Raises:
        Refusal: where nobody answers above it.
    """
    found = queries.first_body_of(unit, day)
    if found is None:
        raise Refusal(_("Ngày %(day)s không có xã nào ở trên %(unit)s để gửi đến.") % {"day": write_day(day), "unit": unit.name}, place="on", rule="RT-05")
    return found


def days_for(unit: UnitVersion) -> int:
    """The days for an answer at a body: settings, since no source gives them (RT-04)."""
    config = Config.load()
    return {Level.DISTRICT: config.proposal_days_district, Level.PROVINCE: config.proposal_days_province}.get(level_of(str(unit.level)), config.proposal_days_commune)


def make(act: Act, unit: UnitVersion, content: Content, on: date, *, source_label: str = "", source_key: UUID | None = None, follow_digest: str = "",
         file_ids: Sequence[tuple[int, str]] = ()) -> ProposalStanding:
    """Write a new proposal as raised, with its two codes' places, its files and its first step."""
    refuse_to_come(act, on)
    columns = columns_of(content)
    line: Line = queries.line_of(unit)
    if source_key is not None and Proposal.objects.filter(source_key=source_key, line=line.value).exists():
        raise Refusal(_("Việc đã quyết này đã thành kiến nghị rồi. Mở danh sách kiến nghị."), place="title")
    proposal = Proposal.objects.create(unit_id=unit.unit_id, line=line.value, follow_digest=follow_digest, source_label=tidy(source_label)[:300], source_key=source_key)
    proposal.reference = reference_of(proposal.pk)
    proposal.save(update_fields=["reference"])
    record(ProposalText, at=act.at, proposal=proposal, occurred_on=on, **columns, **searched(proposal.reference, columns))
    standing = record(ProposalStanding, at=act.at, proposal=proposal, state=State.RAISED.value, unit_id=unit.unit_id, valid_from=on)
    fact = step(act, proposal, Step.RAISE, State.RAISED, on, unit_id=unit.unit_id)
    attach(act, fact, file_ids)
    return standing


def step(act: Act, proposal: Proposal, kind: Step, state: State, on: date, **more: Any) -> ProposalStep:
    """Add a step."""
    return record(ProposalStep, at=act.at, proposal=proposal, occurred_on=on, step=kind.value, state=state.value, by=act.actor.name[:120], **more)


def attach(act: Act, fact: ProposalStep, file_ids: Sequence[tuple[int, str]]) -> None:
    """Lay files, already kept, to a step."""
    record_many(ProposalFile, [{"proposal": fact.proposal, "occurred_on": fact.occurred_on, "step": fact.fact_id, "file_id": file_id, "caption": caption}
                               for file_id, caption in file_ids], at=act.at)


def clocks(kind: Step, standing: ProposalStanding, unit: UnitVersion, on: date) -> dict[str, Any]:
    """The clocks after a step at a body, as a standing keeps them."""
    after = clock_after(kind, queries.clock_of(standing), on=on, days=days_for(unit))
    return {"age_from": after.age_from, "clock_from": after.runs_from, "due_on": after.due_on}


def tell(act: Act, proposal_id: int) -> None:
    """Say that what the public may see of a proposal has changed, and of all that were merged into it."""
    told, edge = {proposal_id}, [proposal_id]
    while edge:
        edge = [each for each in ProposalStanding.objects.known().filter(merged_into__in=edge).values_list("proposal", flat=True) if each not in told]
        told.update(edge)
    for each in sorted(told):
        for listener in hooks.changed:
            listener(act, each)


def raise_from_outside(act: Act, raised: Raised) -> int:
    """Write a proposal that came through the intake: received by the first body on the way, its clock running since it came. The operation asks for the right.

    Returns:
        the proposal's id.

    Raises:
        Refusal: for a unit that did not stand, no title or text, or nobody above it to answer.
    """
    unit = standing_unit(raised.unit_id, raised.received_on)
    body = first_body(unit, raised.received_on)
    standing = make(act, unit, raised.content, raised.received_on, source_label=_("gửi qua cổng tiếp nhận"), follow_digest=raised.follow_digest,
                    file_ids=[(file_id, "") for file_id in raised.file_ids])
    proposal = standing.proposal
    if tidy(raised.name) or tidy(raised.phone):
        record(ProposalSender, at=act.at, proposal=proposal, occurred_on=raised.received_on, name=tidy(raised.name)[:120], phone=tidy(raised.phone)[:40])
    step(act, proposal, Step.SEND, State.SENT, raised.received_on, unit_id=unit.unit_id, to_unit_id=body.unit_id)
    step(act, proposal, Step.RECEIVE, State.RECEIVED, raised.received_on, unit_id=body.unit_id)
    go_on(act, standing, raised.received_on, state=State.RECEIVED.value, unit_id=body.unit_id, **clocks(Step.RECEIVE, standing, body, raised.received_on))
    tell(act, proposal.pk)
    return proposal.pk
