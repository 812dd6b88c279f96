"""Whom residents may call, where else a unit speaks, what of it is public without an article; and the log of calls for those who answer. Only place with joins on them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.models import UnitVersion
from kientoan.org.queries import called, names_of
from kientoan.publishing.enums import ChannelKind, StandingKind
from kientoan.publishing.models import CallAnswer, Channel, HiddenPerson, Hotline, PhoneCall, StandingPublication
from kientoan.publishing.queries import kept_units
from kientoan.rules.calls import Answered, AnswerTimes, answer_times

PAGE = 20
MOST_HOTLINES = 3


@dataclass(frozen=True)
class HotlineRow:
    """A number that is in force.

    Parameters:
        unit_id: the unit that answers it.
        dial: the number as a telephone takes it.
    """

    fact_id: UUID
    unit_id: int
    label: str
    number: str
    hours: str

    @property
    def dial(self) -> str:
        """Digits and a leading plus."""
        return "".join(ch for ch in self.number if ch.isdigit() or ch == "+")


def hotlines_for(chain: Collection[int], *, most: int = MOST_HOTLINES) -> list[HotlineRow]:
    """The numbers of a unit and of those above it, the nearest first; one query.

    Parameters:
        chain: ids from the root down to the unit.
    """
    nearest = {unit_id: -place for place, unit_id in enumerate(chain)}
    found = Hotline.objects.known().on(clock.today()).filter(unit__in=nearest)
    rows = sorted(found, key=lambda each: (nearest[each.unit_id], each.recorded_at, each.pk))[:most]
    return [HotlineRow(each.fact_id, each.unit_id, each.label, each.number, each.hours) for each in rows]


@dataclass(frozen=True)
class ChannelRow:
    """A link to where else a unit speaks."""

    fact_id: UUID
    kind: str
    label: str
    address: str

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(ChannelKind(self.kind).label)


def channels_of(unit_ids: Collection[int]) -> list[ChannelRow]:
    """The links of some units; one query."""
    found = Channel.objects.known().on(clock.today()).filter(unit__in=unit_ids).order_by("recorded_at", "pk")
    return [ChannelRow(each.fact_id, each.kind, each.label, each.address) for each in found]


def standing_of(unit_id: int, kind: StandingKind | None = None) -> list[StandingPublication]:
    """What of a unit is public until it is stopped; one query."""
    found = StandingPublication.objects.known().on(clock.today()).filter(unit=unit_id).order_by("pk")
    return list(found.filter(kind=kind) if kind else found)


def hidden_among(person_ids: Iterable[int]) -> set[int]:
    """Which of some persons are named nowhere in public; one query."""
    return set(HiddenPerson.objects.known().on(clock.today()).filter(person__in=list(person_ids)).values_list("person", flat=True))


@dataclass(frozen=True)
class PublicUnit:
    """A unit with what of it is public until it is stopped.

    Parameters:
        above: the name of the unit above it.
        standing: the standing publications, in words.
        hotlines, channels: how many of each.
    """

    unit: UnitVersion
    above: str
    standing: tuple[str, ...]
    hotlines: int
    channels: int

    @property
    def words(self) -> str:
        """All of it in words; empty for nothing."""
        return "; ".join([*self.standing, *([ngettext("%(n)s đường dây nóng", "%(n)s đường dây nóng", self.hotlines) % {"n": self.hotlines}] if self.hotlines else []),
                          *([ngettext("%(n)s kênh khác", "%(n)s kênh khác", self.channels) % {"n": self.channels}] if self.channels else [])])


def public_units(actor: PersonActor, day: date, *, query: str = "", page: int = 1) -> tuple[list[PublicUnit], int]:
    """A page of the units for which the actor publishes, and how many there are: those that have something public, or, with or without, those of a name; a fixed number of
    queries.

    Parameters:
        query: words of the name, or the code; empty for those that have something.
    """
    standing, hotlines, channels = (model.objects.known().on(day) for model in (StandingPublication, Hotline, Channel))
    ours = tree.versions(day).filter(kept_units(actor, (Right.PUBLISH,), day))
    if query:
        found = ours.filter(called(query))
    else:
        found = ours.filter(Q(unit__in=standing.values("unit")) | Q(unit__in=hotlines.values("unit")) | Q(unit__in=channels.values("unit")))
    shown = list(found.order_by("tree", "depth", "sort_key", "unit")[(page - 1) * PAGE:page * PAGE])
    ids = [each.unit_id for each in shown]
    above = names_of({each.parent_id for each in shown if each.parent_id}, day)
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for unit_id, kind in standing.filter(unit__in=ids).order_by("pk").values_list("unit", "kind"):
        kinds[unit_id].append(str(StandingKind(kind).label))
    numbers, links = (Counter(facts.filter(unit__in=ids).values_list("unit", flat=True)) for facts in (hotlines, channels))
    return [PublicUnit(each, above.get(each.parent_id or 0, ""), tuple(kinds[each.unit_id]), numbers[each.unit_id], links[each.unit_id]) for each in shown], found.count()


# -- calls ---------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CallRow:
    """A call in the log."""

    call: PhoneCall
    unit: str
    answer: CallAnswer | None
    is_late: bool


@dataclass(frozen=True)
class CallPage:
    """A page of the log: its rows, how many there are, how many of all wait, and how soon those of the last thirty days were answered."""

    rows: tuple[CallRow, ...]
    count: int
    waiting: int
    times: AnswerTimes


def _promised_at(call: PhoneCall) -> datetime | None:
    return datetime.combine(call.promised_on + timedelta(days=1), time(), tzinfo=clock.ZONE) if call.promised_on else None


def _answers(calls: Iterable[PhoneCall]) -> dict[int, CallAnswer]:
    return {each.call_id: each for each in CallAnswer.objects.known().filter(call__in=[call.pk for call in calls])}


def _seen(actor: PersonActor, day: date) -> QuerySet[PhoneCall]:
    return PhoneCall.objects.filter(kept_units(actor, [Right.ANSWER_PROPOSALS], day))


def calls(actor: PersonActor, day: date, *, waiting_only: bool = True, page: int = 1) -> CallPage:
    """The calls to the actor's units, the oldest first while they wait; a fixed number of queries."""
    seen = _seen(actor, day)
    wait = seen.exclude(pk__in=CallAnswer.objects.known().values("call"))
    found = wait.order_by("came_at", "pk") if waiting_only else seen.order_by("-came_at", "-pk")
    rows = list(found.select_related("proposal")[(page - 1) * PAGE:page * PAGE])
    answers, names = _answers(rows), names_of({each.unit_id for each in rows}, day)
    month = list(seen.filter(came_at__gt=clock.now() - timedelta(days=30)))
    return CallPage(tuple(CallRow(each, names.get(each.unit_id, ""), answers.get(each.pk), _is_late(each, answers.get(each.pk))) for each in rows), found.count(), wait.count(), _times(month))


def _is_late(call: PhoneCall, answer: CallAnswer | None) -> bool:
    promised = _promised_at(call)
    return promised is not None and (answer.answered_at if answer else clock.now()) > promised


def _times(found: Collection[PhoneCall]) -> AnswerTimes:
    answers = _answers(found)
    return answer_times(Answered(each.came_at, answers[each.pk].answered_at if each.pk in answers else None, _promised_at(each)) for each in found)


def no_such_call() -> NotFound:
    """The answer for a call that there is not, or that may not be known."""
    return NotFound(_("Không có cuộc gọi này, hoặc cuộc gọi nằm ngoài phạm vi được xem."))


def seen_call(actor: PersonActor, uuid: UUID, day: date) -> CallRow:
    """A call that the actor may read.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = _seen(actor, day).filter(uuid=uuid).select_related("proposal").first()
    if found is None:
        raise no_such_call()
    answer = _answers([found]).get(found.pk)
    return CallRow(found, names_of([found.unit_id], day).get(found.unit_id, ""), answer, _is_late(found, answer))


def month_of(unit_id: int, first: date) -> AnswerTimes:
    """How soon the calls of a month to a unit were answered; two queries.

    Parameters:
        first: the first day of the month.
    """
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begins, ends = (datetime.combine(each, time(), tzinfo=clock.ZONE) for each in (first, after))
    return _times(list(PhoneCall.objects.filter(unit=unit_id, came_at__gte=begins, came_at__lt=ends)))


def to_empty(before: datetime) -> QuerySet[Any, Any]:
    """Answered calls whose caller is still named though the answer is older than a moment."""
    answered = CallAnswer.objects.known().filter(answered_at__lt=before).values("call")
    return PhoneCall.objects.filter(pk__in=answered).exclude(name="", phone="")
