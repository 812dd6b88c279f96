"""What the public may ask, and what a clerk asks of what the public sent. The only place of `publishing` with joins; answers are frozen rows."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.models import StoredFile
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, organizations_covering, successors, unit_on
from kientoan.proposals.enums import ProposalKind, ProposalLine
from kientoan.publishing.models import (
    AccountQuestion,
    PublicProposal,
    PublicSupport,
    Sending,
    SendingAnswer,
)
from kientoan.rules import codes
from kientoan.rules.proposals import WAYS, State, Step, are_alike
from kientoan.rules.vntext import search_terms

Written = TypeVar("Written", Sending, AccountQuestion)
PAGE = 20
KINDS = ProposalKind.choices
"""What a proposal may be about, with the words."""
MOST_PLACES = 40
MOST_ALIKE = 3
LOOKED_THROUGH = 200
"""Public proposals of a commune, the newest, among which like ones are looked for."""


# -- places --------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A commune or hamlet as the public names it.

    Parameters:
        above: the names above it, the nearest first, as an address is written.
        is_commune: whether hamlets stand below it.
    """

    unit_id: int
    name: str
    above: str
    is_commune: bool

    @property
    def whole(self) -> str:
        """The name with those above it."""
        return f"{self.name}, {self.above}" if self.above else self.name


def _placed(units: Sequence[UnitVersion], day: date) -> list[Place]:
    names = names_of({each for unit in units for each in unit.chain[:-1]}, day)
    return [Place(unit.unit_id, unit.name, ", ".join(names[each] for each in reversed(unit.chain[:-1]) if each in names), unit.level == UnitLevel.COMMUNE) for unit in units]


def _named(query: str) -> Q:
    named = Q()
    for term, exact in search_terms(query):
        named &= Q(**{"search_exact__contains" if exact else "search_plain__contains": term})
    return named


def places(query: str) -> list[Place]:
    """Communes and hamlets whose name has every word of ``query``, with or without diacritics; two queries.

    Returns:
        at most ``MOST_PLACES``, in Vietnamese order; none for an empty query.
    """
    if not search_terms(query):
        return []
    day = clock.today()
    found = tree.versions(day).filter(_named(query), tree=Tree.TERRITORY, level__in=(UnitLevel.COMMUNE, UnitLevel.HAMLET)).order_by("sort_key", "unit")
    return _placed(list(found[:MOST_PLACES]), day)


def place(unit_id: int) -> Place:
    """A commune or hamlet that stands today.

    Raises:
        NotFound: for anything else.
    """
    day = clock.today()
    unit = unit_on(unit_id, day)
    if unit is None or unit.tree != Tree.TERRITORY or unit.level not in (UnitLevel.COMMUNE, UnitLevel.HAMLET):
        raise NotFound(_("Không có xóm, xã này. Tìm lại theo tên."))
    return _placed([unit], day)[0]


def hamlets_of(commune: Place) -> list[Place]:
    """The hamlets of a commune that stand today, in Vietnamese order; two queries."""
    day = clock.today()
    return _placed(list(tree.versions(day).filter(parent=commune.unit_id, level=UnitLevel.HAMLET).order_by("sort_key", "unit")), day)


def takers(unit_id: int) -> list[tuple[str, list[tuple[int, str]]]]:
    """Whose proposal a sending may become, by line (RT-05): the commune and its hamlets, or the Party organisations that cover them.

    Returns:
        a line's words with ids and names; of a place that is no more, where it lives on; five queries.
    """
    day = clock.today()
    unit = unit_on(unit_id, day) or next(iter(successors(unit_id, day)), None)
    commune = unit_on(unit.parent_id or 0, day) if unit is not None and unit.level == UnitLevel.HAMLET else unit
    if commune is None:
        return []
    areas = sorted(tree.below(commune, day), key=lambda each: (each.depth, each.sort_key))
    covering = organizations_covering([each.unit_id for each in areas], day)
    names = names_of(covering.values(), day)
    party = list(dict.fromkeys((covering[each.unit_id], names[covering[each.unit_id]]) for each in areas if each.unit_id in covering))
    return [(str(ProposalLine.STATE.label), [(each.unit_id, each.name) for each in areas]), *([(str(ProposalLine.PARTY.label), party)] if party else [])]


def _numbers_within(place: Place, *, commune: bool = False) -> QuerySet[Any, Any]:
    """The ids of a place's units: of its own, or of its whole commune."""
    day = clock.today()
    unit = unit_on(place.unit_id, day)
    if unit is not None and commune and unit.level == UnitLevel.HAMLET:
        unit = unit_on(unit.parent_id or 0, day) or unit
    return tree.below(unit, day).values("unit") if unit is not None else UnitVersion.objects.none().values("unit")


# -- what is public ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A proposal as a page of the public side shows it.

    Parameters:
        unit_id: of its area, as the tree had it when it was written.
        content: of the projection, in the reader's language.
        supports: how often “I support this” was pressed on the public side; counted by browser, nobody is identified.
    """

    reference: str
    is_listed: bool
    kind: str
    state: str
    opened_on: date
    unit_id: int
    content: Mapping[str, Any]
    supports: int

    @property
    def age(self) -> int:
        """Days from the first receipt until it was closed, or until today; 0 before it."""
        end, begins = self.content["closed_on"], self.content["age_from"]
        return max(0, ((date.fromisoformat(end) if end else clock.today()) - date.fromisoformat(begins)).days) if begins else 0

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(ProposalKind(self.kind).label)


def as_shown(row: PublicProposal, supports: int) -> Shown:
    """A row as readers get it, in their language."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return Shown(row.reference, row.is_listed, row.kind, row.state, row.opened_on, row.unit_number, row.content[language], supports)


@dataclass(frozen=True)
class ShownPage:
    """A page of a list of what is public: its rows, how many there are in all."""

    rows: tuple[Shown, ...]
    count: int


@dataclass(frozen=True)
class StateGroup:
    """What residents ask for by one word: some states together."""

    label: Any
    states: tuple[State, ...]


STATE_GROUPS: Mapping[str, StateGroup] = {
    "dang-xu-ly": StateGroup(gettext_lazy("Đang xử lý"), (State.RAISED, State.SENT, State.RECEIVED, State.PASSED_UP)),
    "nhan-lam": StateGroup(gettext_lazy("Đã nhận làm"), (State.ACCEPTED,)),
    "da-xong": StateGroup(gettext_lazy("Đã xong"), (State.DONE, State.PUBLISHED)),
    "khong-lam": StateGroup(gettext_lazy("Không làm được"), (State.REFUSED,)),
}
"""The choices of the public list, by their names in addresses."""


def public_page(*, query: str = "", place: Place | None = None, states: Iterable[str] = (), page: int = 1, most: int = PAGE) -> ShownPage:
    """A page of the proposals that a clerk approved for everybody, the newest first; three queries.

    Parameters:
        query: words of title, place or reference, with or without diacritics.
        place: only at or under it.
        states: only in one of these; none for all.
        most: rows a page.
    """
    found = PublicProposal.objects.filter(_named(query), is_listed=True)
    if place is not None:
        found = found.filter(unit_number__in=_numbers_within(place))
    if wanted := list(states):
        found = found.filter(state__in=wanted)
    rows = found.annotate(n=Count("supports")).order_by("-opened_on", "-pk")[(page - 1) * most:page * most]
    return ShownPage(tuple(as_shown(row, row.n) for row in rows), found.count())


def public_proposal(reference: str) -> Shown:
    """A proposal that everybody may read.

    Raises:
        NotFound: for one that there is not, or that is not approved for everybody.
    """
    row = PublicProposal.objects.filter(reference=reference, is_listed=True).annotate(n=Count("supports")).first()
    if row is None:
        raise NotFound(_("Không có kiến nghị công khai mang số này."))
    shown = as_shown(row, row.n)
    other = shown.content["merged_into"]
    if other and not PublicProposal.objects.filter(reference=other, is_listed=True).exists():
        return replace(shown, content={**shown.content, "merged_into": ""})  # its state is told here, but there is no page to lead to
    return shown


def like_ones(place: Place, kind: str, title: str) -> list[Shown]:
    """Public proposals of the same commune and kind still open or done, whose words are like a title's, the newest first; three queries."""
    rows = PublicProposal.objects.filter(is_listed=True, kind=kind, unit_number__in=_numbers_within(place, commune=True)).exclude(own_state__in=(State.MERGED, State.WITHDRAWN)).annotate(n=Count("supports"))
    alike = (row for row in rows.order_by("-opened_on", "-pk")[:LOOKED_THROUGH] if are_alike(title, row.content["vi"]["title"]))
    return [as_shown(row, row.n) for row in islice(alike, MOST_ALIKE)]


def mark_of(token: str, reference: str) -> str:
    """What is kept of a browser that supports a proposal: it leads neither to the browser nor from one proposal to another.

    Parameters:
        token: the browser's chance number.
    """
    return salted_hmac("kientoan.publishing.support", f"{token} {reference}", algorithm="sha256").hexdigest()


def has_supported(reference: str, mark: str) -> bool:
    """Whether a browser has said that it supports a proposal."""
    return PublicSupport.objects.filter(proposal__reference=reference, mark=mark).exists()


# -- by code -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """What whoever holds a code reads.

    Parameters:
        title: as it was sent, or as the proposal is called in public.
        sent_at: when it came through the public's door; None for one raised elsewhere.
        refused: the answer of a clerk who did not take it over; None for none.
        shown: the proposal that it became; None for none yet.
        reply: the words of the last answer.
        asked: the wishes to open it again, each with its answer, the newest first.
        may_ask: whether it is answered and no wish waits.
    """

    title: str
    sent_at: datetime | None
    refused: SendingAnswer | None
    shown: Shown | None
    reply: str
    asked: tuple[tuple[Sending, SendingAnswer | None], ...]
    may_ask: bool
    proposal_id: int | None
    body_id: int | None


def no_such_code() -> NotFound:
    """The answer for a code that leads to nothing, whatever is wrong with it."""
    return NotFound(_("Không có kiến nghị mang mã này. Xem lại mã: 16 chữ và số, bốn nhóm bốn; chữ hoa hay thường đều được."), place="code")


def _own(found: Any, digest: str) -> Any:
    """A row found by its digest, compared once more without telling by time how much of it was right."""
    return found if found is not None and hmac.compare_digest(found.follow_digest, digest) else None


def answers_of(sendings: Iterable[Sending]) -> dict[int, SendingAnswer]:
    """The answers to sendings, by sending; one query."""
    return {each.sending_id: each for each in SendingAnswer.objects.known().filter(sending__in=[one.pk for one in sendings])}


def followed(code: str) -> Followed:
    """What became of a proposal, by the code that only its sender has.

    Parameters:
        code: as it is typed or scanned.

    Raises:
        NotFound: for a code that leads to nothing.
    """
    digest = codes.follow_digest(codes.read_follow_code(code) or "")
    row = _own(PublicProposal.objects.filter(follow_digest=digest).annotate(n=Count("supports")).first(), digest)
    sending = _own(Sending.objects.filter(follow_digest=digest).first(), digest)
    if row is None and sending is None:
        raise no_such_code()
    answer = answers_of([sending]).get(sending.pk) if sending else None
    if row is None and answer is not None and answer.proposal_id is not None:
        raise no_such_code()  # another code was given out in the place of this one
    wishes = list(Sending.objects.filter(about=row.proposal_id).order_by("-sent_at", "-pk")) if row else []
    answers = answers_of(wishes) if wishes else {}
    shown = as_shown(row, row.n) if row else None
    may_ask = bool(row and row.own_state in WAYS[Step.REOPEN].states) and not any(each.pk not in answers for each in wishes)
    return Followed(sending.title if sending else shown.content["title"] if shown else "", sending.sent_at if sending else None, answer if answer and answer.reason else None, shown,
                    row.reply if row else "", tuple((each, answers.get(each.pk)) for each in wishes), may_ask, row.proposal_id if row else None, row.body_number if row else None)


def written(code: str) -> str:
    """A code as it is shown; empty for what cannot be one."""
    return codes.read_follow_code(code) or ""


# -- the clerk's inbox ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SendingRow:
    """A sending in the clerk's list."""

    sending: Sending
    unit: str
    answer: SendingAnswer | None


@dataclass(frozen=True)
class Inbox:
    """A page of the inbox: its rows, how many there are, how many of all wait."""

    rows: tuple[SendingRow, ...]
    count: int
    waiting: int


def kept_units(actor: PersonActor, rights: Iterable[Right], day: date, name: str = "unit") -> Q:
    """The condition that a row's unit stands at or under one where the actor has any of some rights; of a unit that is no more, under where it stood.

    Parameters:
        name: the field that names the unit.
    """
    tops = list(tree.ever().filter(unit__in=set().union(*(actor.unit_ids(right) for right in rights))))
    if not tops or actor.lacks_second_factor:
        return Q(pk__in=[])
    standing = tree.versions(day)
    gone = tree.ever().filter(tree.below_any(tops), ~Exists(standing.filter(unit=OuterRef("unit"))))
    return Q(**{f"{name}__in": standing.filter(tree.below_any(tops)).values("unit")}) | Q(**{f"{name}__in": gone.values("unit")})


def seen_by(actor: PersonActor, day: date, model: type[Written]) -> QuerySet[Written]:
    """What was sent to units of the actor.

    Parameters:
        model: with a ``unit``: letters, or questions.
    """
    return model._default_manager.filter(kept_units(actor, [Right.ANSWER_PROPOSALS], day))


def inbox(actor: PersonActor, day: date, *, waiting_only: bool = True, page: int = 1) -> Inbox:
    """What came in for the actor's units, the oldest first while it waits; a fixed number of queries."""
    seen = seen_by(actor, day, Sending)
    answered = SendingAnswer.objects.known().values("sending")
    wait = seen.exclude(pk__in=answered)
    found = wait.order_by("sent_at", "pk") if waiting_only else seen.order_by("-sent_at", "-pk")
    rows = list(found.select_related("about")[(page - 1) * PAGE:page * PAGE])
    names, answers = names_of({each.unit_id for each in rows}, day), answers_of(rows)
    return Inbox(tuple(SendingRow(each, names.get(each.unit_id, ""), answers.get(each.pk)) for each in rows), found.count(), wait.count())


def letters_waiting(actor: PersonActor, day: date) -> tuple[int, Sending | None]:
    """How many letters wait in the inbox of an account, and the newest of them; three queries."""
    if not actor.unit_ids(Right.ANSWER_PROPOSALS):
        return 0, None
    wait = seen_by(actor, day, Sending).exclude(pk__in=SendingAnswer.objects.known().values("sending"))
    newest = wait.order_by("-pk").first()
    return (wait.count(), newest) if newest is not None else (0, None)


def no_such_sending() -> NotFound:
    """The answer for a sending that there is not, or that may not be known."""
    return NotFound(_("Không có thư này, hoặc thư nằm ngoài phạm vi được xem."))


def seen_sending(actor: PersonActor, uuid: UUID, day: date) -> SendingRow:
    """A sending that the actor may read.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = seen_by(actor, day, Sending).filter(uuid=uuid).select_related("about").first()
    if found is None:
        raise no_such_sending()
    return SendingRow(found, names_of([found.unit_id], day).get(found.unit_id, ""), answers_of([found]).get(found.pk))


def photo_of(actor: PersonActor, uuid: UUID, day: date) -> StoredFile:
    """The photograph of a sending.

    Raises:
        NotFound: when there is none, or it may not be known.
    """
    photo = seen_sending(actor, uuid, day).sending.photo
    if photo is None or photo.content is None:
        raise no_such_sending()
    return photo
