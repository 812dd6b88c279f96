"""Questions about proposals. The only place of `proposals` with joins; answers are frozen rows."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.models import StoredFile
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of, children_of, no_such_unit, organization_of, unit_on
from kientoan.people.queries import scope_of
from kientoan.proposals import access
from kientoan.proposals.enums import LinkKind, ProposalKind, ProposalLevel, ProposalLine, ProposalState, ProposalStepKind, RefusalReason
from kientoan.proposals.models import (
    Proposal,
    ProposalFile,
    ProposalLink,
    ProposalSender,
    ProposalStanding,
    ProposalStep,
    ProposalText,
    PublicText,
    ReplyTemplate,
    Support,
)
from kientoan.resolutions.models import Clause, Publication, ResolutionText, Task, TaskBrief, TaskStanding
from kientoan.resolutions.queries import cited
from kientoan.rules.meetings import Matter
from kientoan.rules.proposals import (
    ANSWERS,
    OPEN,
    WAITING,
    Clock,
    Level,
    Line,
    State,
    Step,
    age_days,
    are_alike,
    days_over,
    first_body,
    level_of,
    read_reference,
)
from kientoan.rules.tasks import FINISHED
from kientoan.rules.vntext import search_terms

PAGE = 50
MOST_COMPARED = 500
"""Open proposals of the same kind and commune that a new one is compared with, the newest."""
MOST_CLAUSES = 200
"""Offered to be tied to."""
OPEN_VALUES = [state.value for state in OPEN]
UNANSWERED = [State.RECEIVED.value, *(state.value for state in WAITING)]


def no_such_proposal() -> NotFound:
    """The answer for a proposal that there is not, or that may not be known."""
    return NotFound(_("Không có kiến nghị này, hoặc nằm ngoài phạm vi được xem."))


# -- units on the way ----------------------------------------------------------------------------------------------------------------------


def line_of(unit: UnitVersion) -> Line:
    """The line by which a unit's proposals go (RT-05)."""
    return Line.PARTY if unit.tree == Tree.PARTY else Line.STATE


def _upward(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The unit and all above it, itself first; one query."""
    return sorted(tree.versions(day).filter(unit__in=unit.chain), key=lambda each: -each.depth)


def first_body_of(unit: UnitVersion, day: date) -> UnitVersion | None:
    """To whom a unit's proposal goes first: the party committee of the commune for a cell, the commune's people's committee for a hamlet."""
    above = _upward(unit, day)
    found = first_body([(each.unit_id, str(each.level)) for each in above])
    return next((each for each in above if each.unit_id == found), None)


def body_above(unit: UnitVersion, day: date) -> UnitVersion | None:
    """The body of the next level above; None at the top."""
    return next((each for each in _upward(unit, day) if each.unit_id != unit.unit_id and level_of(str(each.level)) not in (Level.HAMLET, level_of(str(unit.level)))), None)


def bodies_beside(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """Whom a proposal that is not one's own may be forwarded to: the body of the other line, the one above, and those beside; five queries."""
    found: dict[int, UnitVersion] = {}
    other = areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else [each for each in [organization_of(unit.unit_id, day)] if each is not None]
    above = body_above(unit, day)
    beside = children_of(unit.parent_id, day) if unit.parent_id is not None else []
    for each in [*other, *([above] if above else []), *beside]:
        if each.unit_id != unit.unit_id and level_of(str(each.level)) is not Level.HAMLET:
            found.setdefault(each.unit_id, each)
    return list(found.values())


def body_name(unit: UnitVersion) -> str:
    """What a body is called: the people's committee of an area, a Party organisation by its name."""
    if unit.tree == Tree.PARTY or level_of(str(unit.level)) is Level.HAMLET:
        return unit.name
    return _("Ủy ban nhân dân %(area)s") % {"area": unit.name[:1].lower() + unit.name[1:]}


def _units(unit_ids: Iterable[int], day: date) -> dict[int, UnitVersion]:
    """Units as they stood on a day, or as they last stood; two queries."""
    wanted = set(unit_ids)
    found: dict[int, UnitVersion] = {}
    for version in UnitVersion.objects.filter(superseded_at=None, unit__in=wanted).order_by("valid_from"):
        if version.valid_from <= day or version.unit_id not in found:
            found[version.unit_id] = version
    return found


# -- lists ---------------------------------------------------------------------------------------------------------------------------------


class Only(StrEnum):
    """Which proposals a list shows."""

    ALL = ""
    MINE = "cho-toi"
    OVERDUE = "qua-han"
    OPEN = "dang-mo"


@dataclass(frozen=True)
class Wanted:
    """What a list of proposals is asked for.

    Parameters:
        unit: as it stands on ``day``; proposals raised at it or below it, or that stand at a body there.
        only: waiting for the asker's own bodies, overdue, or open.
        state: one state; empty for any.
        query: words of the title and the text, or a reference.
        by_support: those seconded most first, else those due first.
    """

    unit: UnitVersion
    day: date
    only: Only = Only.ALL
    state: str = ""
    query: str = ""
    by_support: bool = False


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list, as it stood on a day.

    Parameters:
        unit: whose it is.
        body: where it stands.
        age: days since the first receipt.
        over: days by which an answer is overdue; 0 for none.
        households, persons: who second it, counted.
    """

    proposal_id: int
    reference: str
    title: str
    kind: str
    line: str
    state: str
    unit_id: int
    unit: str
    body_id: int
    body: str
    level: str
    age: int
    due_on: date | None
    over: int
    households: int
    persons: int

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ProposalState(self.state).label)

    @property
    def level_label(self) -> str:
        """The level in words."""
        return str(ProposalLevel(self.level).label)

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(ProposalKind(self.kind).label)


@dataclass(frozen=True)
class ProposalPage:
    """A page of a list of proposals: its rows, how many there are in all."""

    rows: tuple[ProposalRow, ...]
    count: int


def _standings(actor: Actor, wanted: Wanted) -> QuerySet[Any]:
    scope = scope_of(wanted.unit, wanted.day).values("unit").order_by()
    found: QuerySet[Any] = ProposalStanding.objects.known().on(wanted.day).filter(Q(unit__in=scope) | Q(proposal__unit__in=scope))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.only is Only.OPEN:
        found = found.filter(state__in=OPEN_VALUES)
    elif wanted.only is Only.OVERDUE:
        found = found.filter(state__in=UNANSWERED, due_on__lt=wanted.day)
    elif wanted.only is Only.MINE:
        found = found.filter(_waiting_for(actor, wanted.day))
    if wanted.query:
        texts = ProposalText.objects.known().filter(proposal=OuterRef("proposal"))
        for word, exact in search_terms(wanted.query):
            texts = texts.filter(**{"search_exact__contains" if exact else "search_plain__contains": word})
        found = found.filter(Exists(texts))
    return found


def _waiting_for(actor: Actor, day: date) -> Q:
    """What the asker's own bodies have to do: receive, answer, carry out, make public; and send what their own unit raised."""
    at_body = Q(state__in=[*UNANSWERED, State.ACCEPTED.value, State.DONE.value])
    if not isinstance(actor, PersonActor):
        return at_body | Q(state=State.RAISED.value)
    own = actor.unit_ids(Right.ANSWER_PROPOSALS)
    areas = {each.unit_id for unit_id in own for each in areas_of(unit_id, day)}
    return at_body & Q(unit__in=own | areas) | Q(state=State.RAISED.value, proposal__unit__in=actor.unit_ids(Right.RAISE_PROPOSALS) | areas)


def proposal_page(actor: Actor, wanted: Wanted, *, start: int = 0, limit: int | None = PAGE) -> ProposalPage:
    """The proposals asked for; eight queries, whatever the proposals.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.

    Raises:
        NotFound: when the actor may not know of the unit's proposals.
    """
    if not access.may_see(actor, wanted.unit.unit_id, wanted.day):
        raise no_such_unit()
    found = _standings(actor, wanted)
    if wanted.by_support:
        seconded = Support.objects.known().on(wanted.day).filter(proposal=OuterRef("proposal")).order_by().values("proposal")
        ordered = found.annotate(
            homes=Coalesce(Subquery(seconded.annotate(n=Sum("households")).values("n")), Value(0)),
            heads=Coalesce(Subquery(seconded.annotate(n=Sum("persons")).values("n")), Value(0))).order_by("-homes", "-heads", "proposal")
    else:
        ordered = found.order_by(F("due_on").asc(nulls_last=True), "-proposal")
    shown = list(ordered.select_related("proposal")[start:None if limit is None else start + limit])
    rows = _rows(shown, wanted.day)
    return ProposalPage(tuple(rows), found.count() if limit is not None else len(rows))


def _rows(standings: Sequence[ProposalStanding], day: date) -> list[ProposalRow]:
    ids = [each.proposal_id for each in standings]
    texts: dict[int, ProposalText] = {}
    counted: dict[int, tuple[int, int]] = {}
    for part in (ids[start:start + 500] for start in range(0, len(ids), 500)):
        texts |= {each.proposal_id: each for each in ProposalText.objects.known().filter(proposal__in=part)}
        counted |= {proposal: (homes, heads) for proposal, homes, heads in Support.objects.known().on(day).filter(proposal__in=part).order_by().values_list(
            "proposal").annotate(homes=Sum("households"), heads=Sum("persons"))}
    units = _units({unit for each in standings for unit in (each.unit_id, each.proposal.unit_id)}, day)
    rows: list[ProposalRow] = []
    for each in standings:
        text, body, own = texts[each.proposal_id], units[each.unit_id], units[each.proposal.unit_id]
        homes, heads = counted.get(each.proposal_id, (0, 0))
        rows.append(ProposalRow(
            each.proposal_id, each.proposal.reference or "", text.title, text.kind, each.proposal.line, each.state, own.unit_id, own.name, body.unit_id, body_name(body),
            level_of(str(body.level)).value, age_days(clock_of(each), day), each.due_on if each.state in UNANSWERED else None, days_over(State(each.state), each.due_on, day), homes, heads))
    return rows


def by_state(actor: Actor, wanted: Wanted) -> dict[State, int]:
    """The proposals asked for, counted by state; they add up to the list's count; two queries."""
    if not access.may_see(actor, wanted.unit.unit_id, wanted.day):
        raise no_such_unit()
    counted = dict(_standings(actor, wanted).order_by().values_list("state").annotate(n=Count("pk")))
    return {state: counted[state.value] for state in State if counted.get(state.value)}


def made_of(keys: Collection[UUID]) -> dict[UUID, tuple[int, str]]:
    """The proposals that were made of what meetings decided, by the key of the item: id and reference; one query."""
    found = Proposal.objects.filter(source_key__in=keys).values_list("source_key", "pk", "reference")
    return {key: (pk, reference or "") for key, pk, reference in found if key is not None}


def resting_on(item: UUID) -> list[tuple[int, str, str]]:
    """The proposals tied to what a meeting decided: id, reference and title; two queries. A drive that rests on the same decision is for them (RT-06)."""
    ids = list(ProposalLink.objects.known().filter(link=LinkKind.DECISION.value, key=item).order_by("proposal").values_list("proposal", flat=True))
    return [(text.proposal_id, text.proposal.reference or "", text.title) for text in ProposalText.objects.known().filter(proposal__in=ids).select_related("proposal").order_by("proposal")]


MOST_TOLD = 100
TOLD = (Step.ACCEPT, Step.REFUSE, Step.PASS_UP, Step.FORWARD, Step.FINISH, Step.PUBLISH)
"""The steps of a body that whoever raised a proposal wants to know of."""


def waiting(actor: PersonActor, day: date) -> list[ProposalRow]:
    """What the account's own bodies have to do on a day, that due first; seven queries."""
    if not (actor.unit_ids(Right.ANSWER_PROPOSALS) or actor.unit_ids(Right.RAISE_PROPOSALS)):
        return []
    found = ProposalStanding.objects.known().on(day).filter(_waiting_for(actor, day))
    return _rows(list(found.select_related("proposal").order_by(F("due_on").asc(nulls_last=True), "-proposal")[:MOST_TOLD]), day)


@dataclass(frozen=True)
class Told:
    """What a body did last with a proposal, for whoever raised it.

    Parameters:
        step: the fact.
        body: where it was taken.
    """

    step: ProposalStep
    reference: str
    title: str
    body: str

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(ProposalStepKind(self.step.step).label)


def told(actor: PersonActor, day: date, since: date) -> list[Told]:
    """What bodies did since a day with the proposals of the units for which the account raises them, the newest first; five queries."""
    if not (own := actor.unit_ids(Right.RAISE_PROPOSALS)):
        return []
    units = own | {each.unit_id for unit_id in own for each in areas_of(unit_id, day)}
    found = list(ProposalStep.objects.known().filter(proposal__unit__in=units, occurred_on__gt=since, occurred_on__lte=day, step__in=[step.value for step in TOLD])
                 .select_related("proposal").order_by("-occurred_on", "-pk")[:MOST_TOLD])
    titles = dict(ProposalText.objects.known().filter(proposal__in={each.proposal_id for each in found}).values_list("proposal", "title"))
    bodies = _units({each.unit_id for each in found}, day)
    return [Told(each, each.proposal.reference or "", titles[each.proposal_id], body_name(bodies[each.unit_id])) for each in found]


def clock_of(standing: ProposalStanding) -> Clock:
    """The clocks of a standing, as the rules take them."""
    return Clock(standing.age_from, standing.clock_from, standing.due_on)


# -- one proposal --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileLine:
    """A photograph or a paper that came with a step; ``is_gone`` when its content was taken away."""

    key: UUID
    uuid: UUID
    name: str
    caption: str
    is_photo: bool
    is_gone: bool


@dataclass(frozen=True)
class StepLine:
    """A step with where it was taken and what came with it."""

    fact: ProposalStep
    body: str
    to_body: str
    files: tuple[FileLine, ...]

    @property
    def label(self) -> str:
        """What was done, in words."""
        return str(ProposalStepKind(self.fact.step).label)

    @property
    def reason(self) -> str:
        """Why it was refused, from the list; empty for none."""
        return str(RefusalReason(self.fact.refusal).label) if self.fact.refusal else ""


@dataclass(frozen=True)
class Stop:
    """A body on the way upward, with its own clock.

    Parameters:
        since: when it was sent there.
        received_on: None while it waits for receipt there.
        left_on: when it left, or was answered; None while it is there and unanswered.
        days: between receipt and leaving, or the day asked; 0 before receipt.
        due_on: the last day for an answer; only at the body that has it now.
    """

    body: str
    level: str
    since: date
    received_on: date | None
    left_on: date | None
    days: int
    is_now: bool
    due_on: date | None = None
    over: int = 0

    @property
    def level_label(self) -> str:
        """The level in words."""
        return str(ProposalLevel(self.level).label)


@dataclass(frozen=True)
class SupportLine:
    """How many second it in a hamlet."""

    hamlet_id: int
    hamlet: str
    households: int
    persons: int
    day: date


@dataclass(frozen=True)
class TaskLine:
    """A task that came of it."""

    task_id: int
    title: str
    state: str
    is_finished: bool


@dataclass(frozen=True)
class ProposalFound:
    """A proposal with everything that is believed about it.

    Parameters:
        standing: the newest.
        row: as it stands on the day asked.
        steps: the newest first.
        stops: the way upward, level by level, the first body first.
        merged: those that were merged into it, as reference and id.
        twins: proposals of the other line, as id and words.
    """

    proposal: Proposal
    text: ProposalText
    standing: ProposalStanding
    row: ProposalRow
    sender: ProposalSender | None
    public: PublicText | None
    steps: tuple[StepLine, ...]
    stops: tuple[Stop, ...]
    supports: tuple[SupportLine, ...]
    links: tuple[ProposalLink, ...]
    twins: tuple[tuple[int, str], ...]
    merged: tuple[tuple[int, str], ...]
    tasks: tuple[TaskLine, ...]
    texts_before: tuple[ProposalText, ...]

    @property
    def households(self) -> int:
        """All households that second it."""
        return sum(line.households for line in self.supports)

    @property
    def persons(self) -> int:
        """All persons that second it."""
        return sum(line.persons for line in self.supports)

    @property
    def line_label(self) -> str:
        """The line in words."""
        return str(ProposalLine(self.proposal.line).label)


def newest_standing(proposal_id: int) -> ProposalStanding:
    """Where a proposal stands by what is believed now.

    Raises:
        NotFound: when there is none.
    """
    found: ProposalStanding | None = ProposalStanding.objects.known().filter(proposal=proposal_id).select_related("proposal").order_by("-valid_from").first()
    if found is None:
        raise no_such_proposal()
    return found


def may_see_proposal(actor: Actor, standing: ProposalStanding, day: date) -> bool:
    """Whether the actor may read a proposal: at its unit, where it stands, or at any body that it came to."""
    if access.may_see(actor, standing.proposal.unit_id, day) or access.may_see(actor, standing.unit_id, day):
        return True
    bodies = set(ProposalStep.objects.known().filter(proposal=standing.proposal_id).values_list("unit", flat=True))
    return any(access.may_see(actor, unit_id, day) for unit_id in bodies)


def steps_of(proposal_id: int) -> list[ProposalStep]:
    """The steps of a proposal, the first first; one query."""
    return list(ProposalStep.objects.known().filter(proposal=proposal_id).order_by("occurred_on", "recorded_at", "pk"))


def answering_body(steps: Sequence[ProposalStep]) -> int | None:
    """The body that answered last; None where nobody did."""
    return next((each.unit_id for each in reversed(steps) if each.step in {step.value for step in ANSWERS}), None)


def proposal_found(actor: Actor, proposal_id: int, day: date) -> ProposalFound:
    """A proposal that the actor may read; some sixteen queries, whatever its steps.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    standing = newest_standing(proposal_id)
    if not may_see_proposal(actor, standing, day):
        raise no_such_proposal()
    proposal = standing.proposal
    then = ProposalStanding.objects.known().on(day).filter(proposal=proposal).select_related("proposal").first() or standing
    texts = list(ProposalText.objects.filter(proposal=proposal).order_by("-recorded_at", "-pk"))
    steps = steps_of(proposal_id)
    supports = list(Support.objects.known().filter(proposal=proposal).order_by("pk"))
    units = _units({each for step in steps for each in (step.unit_id, step.to_unit_id) if each} | {each.hamlet_id for each in supports} | {standing.unit_id}, day)
    files: defaultdict[UUID, list[FileLine]] = defaultdict(list)
    sent = ProposalFile.objects.known().filter(proposal=proposal).annotate(gone=Q(file__content=None)).order_by("pk")
    for key, step, uuid, name, caption, media_type, gone in sent.values_list("fact_id", "step", "file__uuid", "file__name", "caption", "file__media_type", "gone"):
        files[step].append(FileLine(key, uuid, name, caption, media_type.startswith("image/"), gone))
    links = list(ProposalLink.objects.known().filter(proposal=proposal).order_by("pk"))
    lines = [StepLine(each, body_name(units[each.unit_id]), body_name(units[each.to_unit_id]) if each.to_unit_id else "", tuple(files[each.fact_id])) for each in steps]
    merged = ProposalStanding.objects.known().filter(merged_into=proposal, valid_to__gt=day).values_list("proposal", "proposal__reference")
    return ProposalFound(
        proposal, next(each for each in texts if each.superseded_at is None), standing, _rows([then], day)[0], ProposalSender.objects.known().filter(proposal=proposal).first(),
        PublicText.objects.known().filter(proposal=proposal).first(), tuple(reversed(lines)), tuple(_stops(steps, units, standing, day)),
        tuple(SupportLine(each.hamlet_id, units[each.hamlet_id].name, each.households, each.persons, each.occurred_on) for each in supports),
        tuple(each for each in links if each.link != LinkKind.TWIN), tuple(_twins(proposal, links)), tuple((number, reference or "") for number, reference in merged),
        tuple(tasks_of(proposal)), tuple(each for each in texts if each.superseded_at is not None))


def _twins(proposal: Proposal, links: Sequence[ProposalLink]) -> list[tuple[int, str]]:
    """Proposals of the other line that ask for the same, whoever tied them."""
    named = {each.key for each in links if each.link == LinkKind.TWIN}
    naming = ProposalLink.objects.known().filter(link=LinkKind.TWIN, key=proposal.uuid).values("proposal")
    others = Proposal.objects.filter(Q(uuid__in=named) | Q(pk__in=naming)).order_by("pk")
    return [(other.pk, _("%(reference)s, %(line)s") % {"reference": other.reference, "line": ProposalLine(other.line).label}) for other in others]


def tasks_of(proposal: Proposal) -> list[TaskLine]:
    """The tasks that came of a proposal; two queries."""
    tasks = list(Task.objects.filter(source_key=proposal.uuid).order_by("pk").values_list("pk", flat=True))
    if not tasks:
        return []
    titles = dict(TaskBrief.objects.known().filter(task__in=tasks).values_list("task", "title"))
    states = dict(TaskStanding.objects.known().filter(task__in=tasks).order_by("valid_from").values_list("task", "state"))
    return [TaskLine(task, titles[task], states[task], states[task] in {state.value for state in FINISHED}) for task in tasks if task in states]


_ARRIVES = {Step.SEND.value, Step.PASS_UP.value, Step.FORWARD.value, Step.REOPEN.value}
_LEAVES = {Step.PASS_UP.value, Step.FORWARD.value, Step.ACCEPT.value, Step.REFUSE.value, Step.MERGE.value, Step.WITHDRAW.value}


def _stops(steps: Sequence[ProposalStep], units: Mapping[int, UnitVersion], standing: ProposalStanding, day: date) -> list[Stop]:
    """The way upward, read off the steps up to a day."""
    found: list[dict[str, Any]] = []
    for each in steps:
        if each.occurred_on > day:
            break
        if found and each.step in _LEAVES and found[-1]["left"] is None:
            found[-1]["left"] = each.occurred_on
        if each.step == Step.RECEIVE.value:
            if not found or found[-1]["unit"] != each.unit_id:
                found.append({"unit": each.unit_id, "since": each.occurred_on, "received": None, "left": None})
            found[-1]["received"] = found[-1]["received"] or each.occurred_on
        if each.step in _ARRIVES and each.to_unit_id is not None:
            found.append({"unit": each.to_unit_id, "since": each.occurred_on, "received": None, "left": None})
    stops: list[Stop] = []
    for at, stop in enumerate(found):
        body, received, left = units[stop["unit"]], stop["received"], stop["left"]
        is_now = at == len(found) - 1 and left is None
        stops.append(Stop(
            body_name(body), level_of(str(body.level)).value, stop["since"], received, left, ((left or day) - received).days if received else 0, is_now,
            standing.due_on if is_now else None, days_over(State(standing.state), standing.due_on, day) if is_now else 0))
    return stops


def proposal_file(actor: Actor, proposal_id: int, uuid: UUID, day: date) -> StoredFile:
    """A file of a proposal that the actor may read.

    Raises:
        NotFound: for one that is not there, was taken away, or may not be known.
    """
    if not may_see_proposal(actor, newest_standing(proposal_id), day):
        raise no_such_proposal()
    found = ProposalFile.objects.known().filter(proposal=proposal_id, file__uuid=uuid, file__content__isnull=False).select_related("file").first()
    if found is None:
        raise NotFound(_("Không có tệp này, hoặc tệp đã được bỏ đi."))
    stored: StoredFile = found.file
    return stored


_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,10}(?!\d)")


def has_phone(text: str) -> bool:
    """Whether a text has a phone number in it: what is made public has none."""
    return _PHONE.search(text) is not None


def has_contribution_decision(proposal_id: int) -> bool:
    """Whether a decision of the households on contributions is tied to a proposal (RT-06, PD-06, PD-08)."""
    return ProposalLink.objects.known().filter(
        proposal=proposal_id, link=LinkKind.DECISION, matter__in=[Matter.CONTRIBUTION.value, Matter.FUNDS.value]).exists()


# -- what is near --------------------------------------------------------------------------------------------------------------------------


def alike(unit: UnitVersion, kind: str, title: str, day: date, *, without: int | None = None) -> list[ProposalRow]:
    """Open proposals of the same kind in the same commune that may ask for the same, offered before another is sent; seven queries.

    Parameters:
        unit: that is about to raise one, or whose proposal it is.
        title: what is asked for.
        without: a proposal to leave out.
    """
    first = first_body_of(unit, day)
    if first is None:
        return []
    other = areas_of(first.unit_id, day) if first.tree == Tree.PARTY else [each for each in [organization_of(first.unit_id, day)] if each is not None]
    under = tree.versions(day).filter(tree.below_any([first, *other])).values("unit").order_by()
    texts = ProposalText.objects.known().filter(kind=kind).values("proposal")
    found = ProposalStanding.objects.known().on(day).filter(state__in=OPEN_VALUES, proposal__unit__in=under, proposal__in=texts).exclude(proposal=without)
    rows = _rows(list(found.select_related("proposal").order_by("-proposal")[:MOST_COMPARED]), day)
    return [row for row in rows if are_alike(title, row.title)]


def body_of(standing: ProposalStanding, day: date) -> UnitVersion:
    """The body that has a proposal, as it stands on a day or last stood."""
    return _units([standing.unit_id], day)[standing.unit_id]


def id_of_reference(actor: Actor, text: str, day: date, *, place: str = "") -> int:
    """The proposal of a public code that somebody typed.

    Parameters:
        place: the field that the refusal is laid beside.

    Raises:
        Refusal: for no code, a slip in it, or a proposal that the actor may not know of.
    """
    reference = read_reference(text)
    found = Proposal.objects.filter(reference=reference).values_list("pk", flat=True).first() if reference else None
    if found is None or not may_see_proposal(actor, newest_standing(found), day):
        raise Refusal(_("Không có kiến nghị mang mã này. Xem lại từng chữ số, ví dụ KN-00017-9."), place=place)
    number: int = found
    return number


def hamlets_for(actor: Actor, proposal: Proposal, day: date) -> list[UnitVersion]:
    """The hamlets and cells of the proposal's commune for which the actor raises: whose counts may be set; six queries."""
    own = unit_on(proposal.unit_id, day)
    first = first_body_of(own, day) if own is not None else None
    if own is None or first is None:
        return [own] if own is not None else []
    other = areas_of(first.unit_id, day) if first.tree == Tree.PARTY else [each for each in [organization_of(first.unit_id, day)] if each is not None]
    low = [each for each in tree.versions(day).filter(tree.below_any([first, *other])).order_by("tree", "sort_key", "unit") if level_of(str(each.level)) is Level.HAMLET]
    if not isinstance(actor, PersonActor):
        return low
    allowed = actor.unit_ids(Right.RAISE_PROPOSALS)
    allowed |= {each.unit_id for unit_id in allowed for each in areas_of(unit_id, day)}
    return [each for each in low if set(each.chain) & allowed]


def clauses_for(body_id: int, own_id: int, day: date) -> list[tuple[str, str]]:
    """Clauses of published resolutions of the body, of the unit, and of all above them, as choices ``resolution/clause``; five queries."""
    units = {each for version in _units([body_id, own_id], day).values() for each in version.chain}
    units |= {each.unit_id for unit_id in (body_id, own_id) for each in [organization_of(unit_id, day)] if each is not None}
    published = Publication.objects.known().on(day).filter(resolution=OuterRef("resolution"))
    found = list(Clause.objects.known().filter(Exists(published), resolution__unit__in=units).order_by("-resolution", "position")[:MOST_CLAUSES])
    names = {each.resolution_id: cited(each) for each in ResolutionText.objects.known().filter(resolution__in={each.resolution_id for each in found})}
    return [(f"{each.resolution_id}/{each.fact_id}", _("%(name)s, mục %(n)s") % {"name": names[each.resolution_id], "n": each.position} + f": {each.text[:80]}") for each in found]


# -- templates -----------------------------------------------------------------------------------------------------------------------------


def templates_of(unit_id: int) -> list[ReplyTemplate]:
    """The reply templates that a unit keeps, by name; one query."""
    return list(ReplyTemplate.objects.known().filter(unit=unit_id).order_by("name"))


def templates_for(standing: ProposalStanding, day: date) -> list[ReplyTemplate]:
    """The reply templates for the body that has a proposal: its own, and those of the Party organisation or the area that goes with it; five queries."""
    unit = body_of(standing, day)
    beside = areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else [each for each in [organization_of(unit.unit_id, day)] if each is not None]
    return list(ReplyTemplate.objects.known().filter(unit__in=[unit.unit_id, *(each.unit_id for each in beside)]).order_by("name", "pk"))


def filled(text: str, found: ProposalFound) -> str:
    """A template's words with the proposal's own in the places of ``{mã}``, ``{tên}``, ``{đơn vị}``, ``{cơ quan}``."""
    for place, value in (("{mã}", found.row.reference), ("{tên}", found.text.title), ("{đơn vị}", found.row.unit), ("{cơ quan}", found.row.body)):
        text = text.replace(place, value)
    return text


# -- what the public may see ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicStep:
    """A step as the public may read it.

    Parameters:
        step, what: its key, and its words in the language in force.
        body: where it was taken; ``to_body`` where it went, empty for nowhere.
        document: number and symbol of its paper; empty for none.
        reason: why it was refused, from the list; empty for none.
    """

    day: date
    step: str
    what: str
    body: str
    to_body: str
    document: str
    reason: str
    planned_on: date | None


@dataclass(frozen=True)
class PublicView:
    """What may be shown of a proposal: no name of who raised it, no phone, no place finer than the hamlet but one in words that a clerk approved.

    Parameters:
        title: as approved for the public; before that, its kind.
        opened_on: when it was raised.
        age_from: the first receipt, from which its age counts; None before it.
        due_on: the last day for the answer that is awaited; None where no clock runs.
        reply: the words of the last answer, for whoever follows by the secret code; ``answer`` is what was approved for everybody.
        merged_into: the reference of the one that it was merged into, whose state this shows; empty for none.
        results: tasks that came of it, in words.
        is_listed: whether a clerk approved it for the public list.
    """

    proposal_id: int
    reference: str
    title: str
    text: str
    place: str
    unit: str
    kind: str
    state: str
    level: str
    body: str
    opened_on: date
    age_from: date | None
    due_on: date | None
    planned_on: date | None
    path: tuple[PublicStep, ...]
    reply: str
    answer: str
    households: int
    persons: int
    results: tuple[str, ...]
    merged_into: str
    is_listed: bool


def public_view(proposal_id: int) -> PublicView:
    """What may be shown of a proposal, as it is believed now; some ten queries.

    Raises:
        NotFound: when there is none.
    """
    own = newest_standing(proposal_id)
    standing = own
    passed = {own.proposal_id}
    while standing.merged_into_id is not None and standing.merged_into_id not in passed:
        passed.add(standing.merged_into_id)
        standing = newest_standing(standing.merged_into_id)
    steps = steps_of(proposal_id)
    if standing is not own:
        joined = next((each.occurred_on for each in reversed(steps) if each.step == Step.MERGE.value), own.valid_from)
        steps = [*steps, *(each for each in steps_of(standing.proposal_id) if each.occurred_on >= joined)]
    day = max([standing.valid_from, *(each.occurred_on for each in steps)])
    text = ProposalText.objects.known().get(proposal=proposal_id)
    approved = PublicText.objects.known().filter(proposal=proposal_id).first()
    approved_answer = approved if standing is own else PublicText.objects.known().filter(proposal=standing.proposal_id).first()
    units = _units({own.proposal.unit_id, standing.unit_id} | {each for step in steps for each in (step.unit_id, step.to_unit_id) if each}, day)
    body = units[standing.unit_id]
    supported = Support.objects.known().filter(proposal=standing.proposal_id).aggregate(homes=Sum("households"), heads=Sum("persons"))
    reply = next((each.text for each in reversed(steps) if each.step in {step.value for step in ANSWERS} | {Step.FINISH.value}), "")
    tasks = [_("%(title)s: đã xong") % {"title": each.title} if each.is_finished else _("%(title)s: đang làm") % {"title": each.title} for each in tasks_of(standing.proposal)]
    return PublicView(
        proposal_id, own.proposal.reference or "", approved.title if approved else str(ProposalKind(text.kind).label), approved.text if approved else "",
        approved.place if approved else "", units[own.proposal.unit_id].name, text.kind, standing.state, level_of(str(body.level)).value, body_name(body), text.occurred_on,
        own.age_from or standing.age_from, standing.due_on if standing.state in UNANSWERED else None, standing.planned_on,
        tuple(PublicStep(each.occurred_on, each.step, str(ProposalStepKind(each.step).label), body_name(units[each.unit_id]), body_name(units[each.to_unit_id]) if each.to_unit_id else "",
                         each.document, str(RefusalReason(each.refusal).label) if each.refusal else "", each.planned_on) for each in steps),
        reply, approved_answer.answer if approved_answer else "", supported["homes"] or 0, supported["heads"] or 0, tuple(tasks) if approved_answer else (),
        standing.proposal.reference or "" if standing is not own else "", bool(approved and approved.is_listed))
