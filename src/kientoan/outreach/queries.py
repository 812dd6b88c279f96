"""Questions about campaigns and rounds. The only place of `outreach` with joins; answers are frozen rows.

What stands above a hamlet is answered in counts. The one list by household, ``homes``, asks first whether its reader is at the hamlet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.config import Config
from kientoan.core.access import Actor, Right
from kientoan.core.models import Decision
from kientoan.core.refusal import NotFound, explained
from kientoan.meetings.models import Call, Cancellation, HouseholdEntry
from kientoan.meetings.queries import household_lines
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of, names_of, unit_on
from kientoan.outreach import access
from kientoan.outreach.enums import MeansName, VisitResult
from kientoan.outreach.models import (
    Campaign,
    CampaignHamlet,
    CampaignStop,
    CampaignText,
    Charge,
    Question,
    Round,
    RoundEnd,
    RoundExpiry,
    RoundOpening,
    Telling,
    Visit,
)
from kientoan.rules import outreach as rules
from kientoan.rules.outreach import Coverage, Due, Fulfilment, Means, TellingPack
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import plain, search_terms

PAGE = 20
DEMO_KEEPS = 36_500
LATELY = timedelta(days=60)
"""How long after its last day a campaign still speaks up at a hamlet."""
MOST_QUESTIONS = 200


def keep_days() -> int:
    """How many days after the end of a round its results are kept: a setting, for no rule says how many. A demonstration, of invented people years back, keeps them."""
    return DEMO_KEEPS if settings.DEMO else Config.load().outreach_keep_days


@dataclass(frozen=True)
class MeansLine:
    """How far one means has come in a hamlet, or in how many hamlets it is fulfilled."""

    means: MeansName
    found: Fulfilment

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        return explained(self.found.reason)


@dataclass(frozen=True)
class RoundView:
    """The round of a campaign in a hamlet.

    Parameters:
        round_id: its identity.
        opened_on: its first day.
        end: how far it came when it was ended; None while it goes on.
        expired_on: the day on which the results went; None while they are kept.
        expires_on: the day from which they are not kept.
    """

    round_id: int
    opened_on: date
    end: RoundEnd | None
    expired_on: date | None
    expires_on: date

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.end is None


@dataclass(frozen=True)
class HamletLine:
    """A campaign in a hamlet: counts only.

    Parameters:
        coverage: of the register on the day, or as it was frozen.
        means: those that the campaign asks for.
        round: None while nobody opened one.
        due: how near the last day is.
    """

    hamlet_id: int
    name: str
    coverage: Coverage
    means: tuple[MeansLine, ...]
    round: RoundView | None
    due: Due

    @property
    def missing(self) -> list[MeansLine]:
        """The means that are not fulfilled."""
        return [line for line in self.means if not line.found.done]


@dataclass(frozen=True)
class CampaignRow:
    """A campaign with its hamlets.

    Parameters:
        text: what is told.
        unit: who tells it.
        stop: None while it goes on.
        lines: by hamlet, those that were asked for.
    """

    text: CampaignText
    unit: str
    stop: CampaignStop | None
    lines: tuple[HamletLine, ...]

    @property
    def campaign_id(self) -> int:
        """Its identity."""
        return int(self.text.campaign_id)

    @property
    def asks_houses(self) -> bool:
        """Whether it goes from house to house."""
        return MeansName.HOUSES in self.text.means

    @property
    def coverage(self) -> Coverage:
        """Of all its hamlets."""
        return sum((line.coverage for line in self.lines), Coverage(0))

    @property
    def done(self) -> int:
        """Hamlets in which every means is fulfilled."""
        return sum(line.due is Due.DONE for line in self.lines)

    @property
    def due(self) -> Due:
        """That of the hamlet which has longest to go."""
        left = {line.due for line in self.lines} - {Due.DONE}
        return next((due for due in (Due.OVERDUE, Due.SOON, Due.LATER) if due in left), Due.DONE)

    @property
    def means(self) -> list[tuple[MeansName, int]]:
        """Each means with the hamlets in which it is fulfilled."""
        return [(MeansName(means), sum(each.found.done for line in self.lines for each in line.means if each.means == means)) for means in self.text.means]


def areas_for(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The areas whose households a page about a unit is about: its own, or those that an organisation covers."""
    return areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else [unit]


def hamlets_below(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The hamlets of a commune, or the hamlet itself, in Vietnamese order."""
    return list(tree.below(unit, day).filter(level=UnitLevel.HAMLET).order_by("sort_key", "unit"))


# -- counts --------------------------------------------------------------------------------------------------------------------------------


def _last(day: date) -> QuerySet[Any]:
    """The last result of each household up to a day, of those that were not withdrawn."""
    standing = Visit.objects.filter(withdrawn_at=None, on__lte=day)
    later = standing.filter(round=OuterRef("round"), household=OuterRef("household")).filter(Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")))
    return standing.filter(~Exists(later))


def results(round_ids: Collection[int], day: date) -> dict[int, dict[str, int]]:
    """How many households of the register have which last result, by round; one query."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    counted = _last(day).filter(
        round__in=round_ids, household__entries__superseded_at=None, household__entries__valid_from__lte=day, household__entries__valid_to__gt=day,
        household__entries__hamlet=F("round__hamlet")).values_list("round", "result").order_by().annotate(n=Count("pk"))
    for round_id, result, count in counted:
        found[round_id][result] = count
    return found


def registers(hamlet_ids: Collection[int], day: date) -> dict[int, int]:
    """How many households stand in the register of each hamlet; one query."""
    return dict(HouseholdEntry.objects.known().on(day).filter(hamlet__in=hamlet_ids).order_by().values_list("hamlet").annotate(n=Count("pk")))


def coverage_of(households: int, found: dict[str, int]) -> Coverage:
    """The counts of a round as coverage."""
    return Coverage(households, *(found.get(result.value, 0) for result in (VisitResult.REACHED, VisitResult.NOT_HOME, VisitResult.FOLLOW_UP)))


def frozen(end: RoundEnd) -> Coverage:
    """How far a round came when it was ended."""
    return Coverage(end.households, end.reached, end.not_home, end.follow_up)


def rounds_of(campaigns: Collection[int], due: dict[int, date], day: date) -> dict[tuple[int, int], RoundView]:
    """The rounds of campaigns that are opened by a day, by campaign and hamlet; four queries."""
    rounds = {each.pk: each for each in Round.objects.filter(campaign__in=campaigns)}
    opened = dict(RoundOpening.objects.known().on(day).filter(round__in=rounds).values_list("round", "occurred_on"))
    ends = {each.round_id: each for each in RoundEnd.objects.known().filter(round__in=rounds)}
    gone = dict(RoundExpiry.objects.known().filter(round__in=rounds).values_list("round", "occurred_on"))
    keep, found = keep_days(), {}
    for round_id, opened_on in opened.items():
        one, end = rounds[round_id], ends.get(round_id)
        expires = rules.expiry_day(ended_on=end.occurred_on if end else None, due_on=due[one.campaign_id], opened_on=opened_on, keep_days=keep)
        # Of a day before the end of a round that has expired, the counts of that day are gone with the results: the frozen ones stand for it.
        shown = end if end is not None and (end.occurred_on <= day or round_id in gone) else None
        found[one.campaign_id, one.hamlet_id] = RoundView(round_id, opened_on, shown, gone.get(round_id), expires)
    return found


def tellings_of(campaigns: Collection[int], day: date) -> dict[tuple[int, int], list[Telling]]:
    """What was done by a day, by campaign and hamlet, without meetings that were cancelled; one query."""
    cancelled = Cancellation.objects.known().filter(meeting=OuterRef("meeting"))
    found: defaultdict[tuple[int, int], list[Telling]] = defaultdict(list)
    for each in Telling.objects.known().on(day).filter(~Exists(cancelled), campaign__in=campaigns).order_by("occurred_on", "pk"):
        found[each.campaign_id, each.hamlet_id].append(each)
    return found


def _fulfilled(means: MeansName, pack: TellingPack, told: Sequence[Telling], coverage: Coverage, day: date) -> Fulfilment:
    mine = [each for each in told if each.means == means]
    if means is MeansName.HOUSES:
        return rules.houses(coverage)
    if means is MeansName.LOUDSPEAKER:
        return rules.loudspeaker(pack, [each.occurred_on for each in mine])
    if means is MeansName.POSTING:
        return rules.posting(pack, [(each.occurred_on, each.until_on) for each in mine], day)
    return rules.once(Means(means), [each.occurred_on for each in mine])


def rows_of(texts: Sequence[CampaignText], day: date, hamlets: Collection[int] | None = None) -> list[CampaignRow]:
    """Campaigns with every hamlet's counts; twelve queries, however many there are.

    Parameters:
        hamlets: only these; None for all that were asked for.
    """
    ids = [text.campaign_id for text in texts]
    targets = CampaignHamlet.objects.known().filter(campaign__in=ids)
    if hamlets is not None:
        targets = targets.filter(hamlet__in=hamlets)
    wanted = list(targets.values_list("campaign", "hamlet"))
    places = {hamlet for _campaign, hamlet in wanted}
    names = names_of({*places, *(text.campaign.unit_id for text in texts)}, day)
    order = {unit: at for at, unit in enumerate(UnitVersion.objects.filter(superseded_at=None, unit__in=places).order_by("sort_key", "unit").values_list("unit", flat=True))}
    counted, told = registers(places, day), tellings_of(ids, day)
    rounds = rounds_of(ids, {text.campaign_id: text.due_on for text in texts}, day)
    found = results([each.round_id for each in rounds.values() if each.end is None], day)
    stops = {each.campaign_id: each for each in CampaignStop.objects.known().on(day).filter(campaign__in=ids)}
    lines: defaultdict[int, list[HamletLine]] = defaultdict(list)
    by_id = {text.campaign_id: text for text in texts}
    for campaign, hamlet in sorted(wanted, key=lambda each: order.get(each[1], 0)):
        text, one = by_id[campaign], rounds.get((campaign, hamlet))
        coverage = frozen(one.end) if one and one.end else coverage_of(counted.get(hamlet, 0), found.get(one.round_id, {}) if one else {})
        means = tuple(MeansLine(MeansName(each), _fulfilled(MeansName(each), rules.pack_of(text.occurred_on), told[campaign, hamlet], coverage, day)) for each in text.means)
        lines[campaign].append(HamletLine(hamlet, names.get(hamlet, ""), coverage, means, one, rules.due(text.due_on, day, is_done=all(each.found.done for each in means))))
    return [CampaignRow(text, names.get(text.campaign.unit_id, ""), stops.get(text.campaign_id), tuple(lines[text.campaign_id])) for text in texts]


# -- lists and pages -----------------------------------------------------------------------------------------------------------------------


def no_such_campaign() -> NotFound:
    """The answer for a campaign that there is not, or that may not be known."""
    return NotFound(_("Không có đợt tuyên truyền này, hoặc nằm ngoài phạm vi được xem."))


def _at_areas(areas: Sequence[UnitVersion], day: date) -> QuerySet[Any]:
    """What is told in hamlets at or under areas."""
    return CampaignHamlet.objects.known().filter(tree.standing("hamlet__versions__", day) & tree.under_any(areas, "hamlet__versions__"))


def campaigns_at(areas: Sequence[UnitVersion], day: date, *, query: str = "", start: int = 0, limit: int | None = PAGE) -> tuple[list[CampaignRow], int]:
    """The campaigns that are told in hamlets at or under areas, the newest first, counted over those hamlets; and how many there are."""
    here = _at_areas(areas, day)
    texts = CampaignText.objects.known().on(day).filter(campaign__in=here.values("campaign"))
    for word, exact in search_terms(query):
        texts = texts.filter(**{"search_exact__contains" if exact else "search_plain__contains": word})
    shown = list(texts.select_related("campaign").order_by("-occurred_on", "-pk")[start:None if limit is None else start + limit])
    hamlets = set(here.filter(campaign__in=[each.campaign_id for each in shown]).values_list("hamlet", flat=True))
    return rows_of(shown, day, hamlets), texts.count()


@dataclass(frozen=True)
class CampaignFound:
    """A campaign for its page: the row, the unit that tells, the paper that it comes of."""

    row: CampaignRow
    unit: UnitVersion
    decision: Decision | None

    @property
    def asked(self) -> Reason:
        """What the rules of its first day ask, explained."""
        return rules.explain_pack(rules.pack_of(self.row.text.occurred_on))


def text_of(campaign_id: int) -> CampaignText:
    """What a campaign tells, as it is believed now.

    Raises:
        NotFound: when there is none.
    """
    found: CampaignText | None = CampaignText.objects.known().filter(campaign=campaign_id).select_related("campaign", "decision").first()
    if found is None:
        raise no_such_campaign()
    return found


def campaign_found(actor: Actor, campaign_id: int, day: date) -> CampaignFound:
    """A campaign that the actor may know of: all its hamlets for whoever sees its unit, else the actor's own ones.

    Raises:
        NotFound: for one that is not there, had not begun, or may not be known.
    """
    text = text_of(campaign_id)
    unit = unit_on(text.campaign.unit_id, day) or unit_on(text.campaign.unit_id, text.occurred_on)
    if unit is None or text.occurred_on > day:
        raise no_such_campaign()
    hamlets: set[int] | None = None
    if not access.may_see(actor, unit.unit_id, day):
        own = set().union(*(actor.unit_ids(right) for right in access.READERS)) if isinstance(actor, PersonActor) and not actor.lacks_second_factor else set()
        hamlets = own
        if not CampaignHamlet.objects.known().filter(campaign=campaign_id, hamlet__in=own).exists():
            raise no_such_campaign()
    return CampaignFound(rows_of([text], day, hamlets)[0], unit, text.decision)


@dataclass(frozen=True)
class HamletFound:
    """A campaign in one hamlet, for its page.

    Parameters:
        tellings: what was done, by day.
        is_here: whether the reader is at the hamlet and may see the list.
    """

    campaign: CampaignFound
    unit: UnitVersion
    line: HamletLine
    tellings: tuple[Telling, ...]
    is_here: bool

    @property
    def text(self) -> CampaignText:
        """What is told."""
        return self.campaign.row.text


def hamlet_found(actor: Actor, campaign_id: int, hamlet_id: int, day: date) -> HamletFound:
    """A campaign in one of its hamlets that the actor may know of.

    Raises:
        NotFound: for one that is not there, or may not be known.
    """
    found = campaign_found(actor, campaign_id, day)
    line = next((each for each in found.row.lines if each.hamlet_id == hamlet_id), None)
    unit = unit_on(hamlet_id, day) or unit_on(hamlet_id, found.row.text.occurred_on)
    if line is None or unit is None:
        raise no_such_campaign()
    told = tellings_of([campaign_id], day)[campaign_id, hamlet_id]
    return HamletFound(found, unit, line, tuple(told), access.is_at_hamlet(actor, hamlet_id))


@dataclass(frozen=True)
class Home:
    """A household on the list of a round, for whoever is at the hamlet.

    Parameters:
        result: of the last visit; empty for none.
        visitor: who looks after it; empty for nobody.
    """

    uuid: UUID
    number: int
    representative: str
    address: str
    result: str = ""
    on: date | None = None
    follow_up_on: date | None = None
    visitor: str = ""

    @property
    def result_label(self) -> str:
        """The result in words."""
        return str(VisitResult(self.result).label) if self.result else ""

    @property
    def is_left(self) -> bool:
        """Whether it is still to be met."""
        return self.result != VisitResult.REACHED


def homes(actor: Actor, found: HamletFound, day: date, *, only_left: bool = False, query: str = "") -> list[Home]:
    """The households of the hamlet with what came of the last visit, by who looks after them and by number; four queries.

    Parameters:
        only_left: those that are still to be met.
        query: words of number, name, address or of who looks after it, with or without diacritics.

    Raises:
        NotFound: for a reader who is not at the hamlet, whatever their rights above.
    """
    one = found.line.round
    if not access.is_at_hamlet(actor, found.unit.unit_id):
        raise no_list()
    if one is None or one.expired_on is not None:
        return []
    last = {each.household_id: each for each in _last(day).filter(round=one.round_id)}
    charges = dict(Charge.objects.filter(round=one.round_id).values_list("household", "visitor"))
    made: list[Home] = []
    for line in household_lines(found.unit.unit_id, day):
        visit = last.get(line.household_id)
        made.append(Home(line.uuid, line.number, line.representative, line.address, visit.result if visit else "", visit.on if visit else None,
                         visit.follow_up_on if visit else None, charges.get(line.household_id, "")))
    words = plain(query).split()
    return [home for home in sorted(made, key=lambda home: (not home.visitor, plain(home.visitor), home.number))
            if (home.is_left or not only_left) and all(word in plain(f"{home.number} {home.representative} {home.address} {home.visitor}") for word in words)]


def no_list() -> NotFound:
    """The answer above the hamlet: there is no such list there."""
    return NotFound(_("Danh sách theo hộ chỉ có ở xóm. Cấp trên xem số đếm theo xóm (PV-10)."))


@dataclass(frozen=True)
class QuestionRow:
    """A question that was asked in a hamlet, without the household."""

    key: UUID
    campaign_id: int
    campaign: str
    hamlet_id: int
    hamlet: str
    on: date
    text: str


def _question_rows(found: Iterable[Question], day: date) -> list[QuestionRow]:
    rows = list(found)
    titles = dict(CampaignText.objects.known().filter(campaign__in={each.campaign_id for each in rows}).values_list("campaign", "title"))
    names = names_of({each.hamlet_id for each in rows}, day)
    return [QuestionRow(each.fact_id, each.campaign_id, titles.get(each.campaign_id, ""), each.hamlet_id, names.get(each.hamlet_id, ""), each.occurred_on, each.text) for each in rows]


def questions_at(areas: Sequence[UnitVersion], day: date, *, campaign_id: int | None = None) -> list[QuestionRow]:
    """The questions that were asked in hamlets at or under areas, the newest first; three queries."""
    found = Question.objects.known().on(day).filter(tree.standing("hamlet__versions__", day) & tree.under_any(areas, "hamlet__versions__"))
    if campaign_id is not None:
        found = found.filter(campaign=campaign_id)
    return _question_rows(found.order_by("-occurred_on", "-pk")[:MOST_QUESTIONS], day)


def questions_in(campaign_id: int, hamlet_id: int, day: date) -> list[QuestionRow]:
    """The questions of a campaign in one hamlet, the newest first; three queries."""
    return _question_rows(Question.objects.known().on(day).filter(campaign=campaign_id, hamlet=hamlet_id).order_by("-occurred_on", "-pk")[:MOST_QUESTIONS], day)


def question_of(actor: Actor, key: UUID) -> QuestionRow:
    """A question that the actor may know of; a proposal is made of it.

    Raises:
        NotFound: for one that is not there, was withdrawn, or may not be known.
    """
    fact = Question.objects.known().filter(fact_id=key).first()
    if fact is None or not access.may_see(actor, fact.hamlet_id, fact.occurred_on):
        raise NotFound(_("Không có câu hỏi này, hoặc nằm ngoài phạm vi được xem."))
    return _question_rows([fact], fact.occurred_on)[0]


def meetings_to_link(hamlet_id: int, since: date, day: date) -> list[tuple[int, date]]:
    """The meetings of a hamlet's households from the beginning of a campaign up to a day, not cancelled, the newest first."""
    gone = Exists(Cancellation.objects.known().filter(meeting=OuterRef("meeting")))
    return list(Call.objects.known().filter(~gone, meeting__unit=hamlet_id, occurred_on__gte=since, occurred_on__lte=day).order_by("-occurred_on", "-pk")
                .values_list("meeting", "occurred_on")[:12])


# -- what is due, for notices --------------------------------------------------------------------------------------------------------------


def due_at(actor: Actor, day: date) -> list[tuple[CampaignRow, HamletLine]]:
    """The campaigns that are not fulfilled in the actor's own hamlets, the nearest last day first."""
    own = actor.unit_ids(Right.VISIT_HOUSEHOLDS) if isinstance(actor, PersonActor) and not actor.lacks_second_factor else set()
    if not own:
        return []
    here = CampaignHamlet.objects.known().filter(hamlet__in=own).values("campaign")
    texts = CampaignText.objects.known().on(day).filter(campaign__in=here, due_on__gte=day - LATELY).exclude(campaign__in=CampaignStop.objects.known().on(day).values("campaign"))
    shown = list(texts.select_related("campaign").order_by("due_on", "pk")[:PAGE])
    return [(row, line) for row in rows_of(shown, day, own) for line in row.lines if line.due is not Due.DONE] if shown else []


def expired(today: date) -> list[tuple[Round, date]]:
    """The rounds whose results are kept no longer, with the day from which; by identity."""
    keep = keep_days()
    kept = list(Round.objects.exclude(pk__in=RoundExpiry.objects.known().values("round")).order_by("pk"))
    due = dict(CampaignText.objects.known().filter(campaign__in={each.campaign_id for each in kept}).values_list("campaign", "due_on"))
    opened = dict(RoundOpening.objects.known().filter(round__in=[each.pk for each in kept]).values_list("round", "occurred_on"))
    ended = dict(RoundEnd.objects.known().filter(round__in=[each.pk for each in kept]).values_list("round", "occurred_on"))
    found = [(one, rules.expiry_day(ended_on=ended.get(one.pk), due_on=due[one.campaign_id], opened_on=opened[one.pk], keep_days=keep)) for one in kept]
    return [(one, day) for one, day in found if day <= today]


def targets_of(campaign: Campaign) -> dict[int, CampaignHamlet]:
    """The hamlets of a campaign, by unit."""
    return {each.hamlet_id: each for each in CampaignHamlet.objects.known().filter(campaign=campaign)}
