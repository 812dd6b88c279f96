"""Requests of persons about their own record: the lists of those who answer, one request, and what the person sees of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotFound
from kientoan.org.models import UnitVersion
from kientoan.people import access
from kientoan.people.enums import DataRequestKind, DataRequestState, DataRequestStepKind, RefusalGround, RequestAbout, RequestChannel
from kientoan.people.models import DataRequestStanding, DataRequestStep, DataRequestText, Person
from kientoan.people.queries.persons import names_on
from kientoan.people.queries.search import called, tied_to
from kientoan.rules import datarequests as rules
from kientoan.rules.reasons import Reason

PAGE = 50
SOON = 2
"""Days before its last day from which a request is said to be due soon."""


class RequestFilter(StrEnum):
    """Which requests a list has."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True)
class RequestRow:
    """A request in a list.

    Parameters:
        name: whose; a restricted record has none.
        received_on: the day it came in.
        due_on: by when the next thing is to be done; None when nothing is.
        late: why it is late; None when it is not.
    """

    request_id: int
    person_id: int
    name: str
    kind: DataRequestKind
    about: RequestAbout
    wanted: str
    why: str
    channel: RequestChannel
    identified_by: str
    state: DataRequestState
    received_on: date
    answer_by: date
    carry_by: date
    due_on: date | None
    late: Reason | None

    @property
    def clocks(self) -> rules.Clocks:
        """Both of its clocks."""
        return rules.Clocks(self.answer_by, self.carry_by)

    @property
    def is_open(self) -> bool:
        """Whether something has still to be done."""
        return self.due_on is not None


@dataclass(frozen=True)
class RequestStepRow:
    """A step of a request, with by how many days it came too late."""

    step: DataRequestStepKind
    on: date
    by: str
    text: str
    ground: str
    rule: str
    late: int


@dataclass(frozen=True)
class WantedRequests:
    """Which requests are asked for.

    Parameters:
        day: as they stood then.
        unit: only those of persons tied to it or below; None for all of the asker's.
        query: words of the person's name, or a card's number.
    """

    day: date
    only: RequestFilter = RequestFilter.OPEN
    unit: UnitVersion | None = None
    query: str = ""


@dataclass(frozen=True)
class RequestPage:
    """A page of requests, and how many there are."""

    rows: tuple[RequestRow, ...]
    count: int


def _standings(wanted: WantedRequests) -> QuerySet[DataRequestStanding]:
    day, found = wanted.day, DataRequestStanding.objects.known().on(wanted.day)
    if wanted.only is not RequestFilter.ALL:
        found = found.filter(state__in=[each.value for each in rules.OPEN])
    if wanted.only in (RequestFilter.LATE, RequestFilter.SOON):
        last = day - timedelta(days=1) if wanted.only is RequestFilter.LATE else day + timedelta(days=SOON)
        found = found.filter(Q(state=rules.State.RECEIVED.value, answer_by__lte=last) | Q(state=rules.State.ACCEPTED.value, carry_by__lte=last))
    if wanted.only is RequestFilter.SOON:
        found = found.filter(Q(state=rules.State.RECEIVED.value, answer_by__gte=day) | Q(state=rules.State.ACCEPTED.value, carry_by__gte=day))
    return found


def _of(actor: Actor, day: date) -> QuerySet[Person]:
    """The persons whose requests the actor answers: those at whose units persons are kept, restricted records too."""
    return access.visible_to(actor, Person.objects.all(), day, Right.KEEP_PERSONS, restricted=True)


def request_page(actor: Actor, wanted: WantedRequests, *, start: int = 0, limit: int | None = PAGE) -> RequestPage:
    """The requests that the actor answers, the most urgent first; a fixed number of queries.

    Parameters:
        start, limit: which of them; None for all.
    """
    persons = _of(actor, wanted.day)
    if wanted.unit is not None:
        persons = persons.filter(tied_to(wanted.unit, wanted.day))
    if wanted.query:
        persons = persons.filter(pk__in=called(wanted.query).exclude(access.is_restricted()).values("pk"))
    found = _standings(wanted).filter(request__person__in=persons.values("pk")).select_related("request").order_by("answer_by", "carry_by", "request")
    rows = list(found[start:] if limit is None else found[start:start + limit])
    return RequestPage(tuple(_rows(rows, wanted.day)), found.count())


def _rows(standings: Sequence[DataRequestStanding], day: date) -> list[RequestRow]:
    texts = {text.request_id: text for text in DataRequestText.objects.known().filter(request__in=[each.request_id for each in standings])}
    names = names_on({each.request.person_id for each in standings}, day)
    return [_row(each, texts[each.request_id], names, day) for each in standings if each.request_id in texts]


def _row(standing: DataRequestStanding, text: DataRequestText, names: Mapping[int, str], day: date) -> RequestRow:
    clocks, state, request = rules.Clocks(standing.answer_by, standing.carry_by), rules.State(standing.state), standing.request
    return RequestRow(request.pk, request.person_id, names.get(request.person_id, ""), DataRequestKind(request.kind), RequestAbout(text.about), text.wanted, text.why,
                      RequestChannel(text.channel), text.identified_by, DataRequestState(standing.state), text.occurred_on, standing.answer_by, standing.carry_by,
                      rules.due_on(state, clocks), rules.late(state, clocks, day))


def own_requests(person_id: int, day: date) -> list[tuple[RequestRow, list[RequestStepRow]]]:
    """The requests of a person, the newest first, each with its steps; a fixed number of queries."""
    standings = list(DataRequestStanding.objects.known().on(day).filter(request__person=person_id).select_related("request").order_by("-request"))
    steps = _steps([each.request_id for each in standings], {each.request_id: rules.Clocks(each.answer_by, each.carry_by) for each in standings})
    return [(row, steps.get(row.request_id, [])) for row in _rows(standings, day)]


def _steps(request_ids: Iterable[int], clocks: Mapping[int, rules.Clocks]) -> dict[int, list[RequestStepRow]]:
    found: dict[int, list[RequestStepRow]] = {}
    for step in DataRequestStep.objects.known().filter(request__in=list(request_ids)).order_by("pk"):
        late = 0 if step.step == DataRequestStepKind.RECEIVE else rules.done_late(rules.Step(step.step), step.occurred_on, clocks[step.request_id])
        rule = rules.rule_of(rules.Ground(step.ground)) if step.ground else ""
        found.setdefault(step.request_id, []).append(RequestStepRow(
            DataRequestStepKind(step.step), step.occurred_on, step.by, step.text, str(RefusalGround(step.ground).label) if step.ground else "", rule, late))
    return found


@dataclass(frozen=True)
class RequestFound:
    """One request with all that was done to it.

    Parameters:
        is_restricted: whether the person's record is restricted now.
        can: the steps that can be taken from where it stands.
    """

    row: RequestRow
    steps: tuple[RequestStepRow, ...]
    is_restricted: bool
    can: tuple[rules.Step, ...]


def request_found(actor: Actor, request_id: int, day: date) -> RequestFound:
    """One request, for whoever answers it.

    Raises:
        NotFound: when there is none, or none of a person whose records the actor keeps.
    """
    standing = DataRequestStanding.objects.known().on(day).filter(request=request_id).select_related("request").first()
    if standing is None or not _of(actor, day).filter(pk=standing.request.person_id).exists():
        raise NotFound(_("Không có yêu cầu này, hoặc yêu cầu nằm ngoài phạm vi được giao."))
    row = _rows([standing], day)[0]
    steps = _steps([request_id], {request_id: row.clocks}).get(request_id, [])
    return RequestFound(row, tuple(steps), bool(access.restricted_among([row.person_id])), tuple(rules.steps_from(rules.State(row.state.value))))


def requests_waiting(actor: Actor, day: date) -> tuple[RequestRow, ...]:
    """The open requests that the actor answers, the most urgent first; for notices. One query while nobody asks anything."""
    if not access.tops_of(actor, Right.KEEP_PERSONS) or not _standings(WantedRequests(day)).exists():
        return ()
    return request_page(actor, WantedRequests(day)).rows


@dataclass(frozen=True)
class OwnAnswer:
    """What was done to one's own request."""

    request_id: int
    fact_id: str
    step: DataRequestStepKind
    kind: DataRequestKind
    on: date


def answers_to_own(person_id: int, day: date, since: date) -> list[OwnAnswer]:
    """What others did to a person's own requests between two days, the newest first; one query."""
    done = DataRequestStep.objects.known().on(day).filter(request__person=person_id, occurred_on__gte=since).exclude(
        step__in=[DataRequestStepKind.RECEIVE, DataRequestStepKind.WITHDRAW])
    return [OwnAnswer(each.request_id, str(each.fact_id), DataRequestStepKind(each.step), DataRequestKind(each.request.kind), each.occurred_on)
            for each in done.select_related("request").order_by("-pk")]
