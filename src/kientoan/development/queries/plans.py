"""The plan of a year against what came of it, by group and by unit, with what can still be reached. Figures count whole persons; no chance is invented."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from kientoan.config import Config
from kientoan.core.access import Actor
from kientoan.core.refusal import explained
from kientoan.development import access
from kientoan.development.enums import AdmissionGroup, RoadState
from kientoan.development.models import AdmissionTarget, CandidacyStanding, MemberCandidacy, StageEvent
from kientoan.development.queries.candidacies import tags_of
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of, children_of, no_such_unit
from kientoan.people.enums import LEAVINGS, MemberStage, PostKind
from kientoan.people.models import Holding, Membership
from kientoan.people.queries import birth_in, profiles_of
from kientoan.rules.development import Done, Road, Stage, Verdict, can_make_it
from kientoan.rules.figures import Share
from kientoan.rules.persons import age_at, is_minority
from kientoan.working_days import working_calendar

CHUNK = 500
MOST_NAMED = 50


def _parts(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(set(ids))
    return (ordered[start:start + CHUNK] for start in range(0, len(ordered), CHUNK))


@dataclass(frozen=True)
class Admitted:
    """A new member: who, where, and from the day of the ceremony."""

    person_id: int
    unit_id: int
    on: date


def admitted_between(unit: UnitVersion, first: date, last: date, *, as_of: date | None = None) -> list[Admitted]:
    """Those who became members under a unit, by the day of the ceremony: their first membership on probation begins on it, or the first after they were members no more (NM-11, NM-18, NM-20). One query.

    Parameters:
        first, last: both counted.
        as_of: the tree of which day; ``last`` when None.
    """
    before = Membership.objects.known().filter(person=OuterRef("person"), valid_from__lt=OuterRef("valid_from")).order_by("-valid_from").values("end_reason")
    found = (Membership.objects.known().filter(stage=MemberStage.PROBATIONARY, valid_from__gte=first, valid_from__lte=last,
                                               unit__in=tree.below(unit, as_of or last).values("unit"))
             .annotate(ended=Subquery(before[:1])).filter(Q(ended=None) | Q(ended__in=LEAVINGS)).order_by("valid_from", "person").values_list("person", "unit", "valid_from"))
    return [Admitted(*row) for row in found]


def groups_of(rows: Sequence[tuple[int, date]]) -> dict[int, frozenset[AdmissionGroup]]:
    """The groups of persons, each as of a day: said of a candidate, or following from sex, ethnicity, age and posts. A fixed number of queries for 500.

    Parameters:
        rows: a person and the day for which it is asked.
    """
    days = dict(rows)
    tags: defaultdict[int, set[AdmissionGroup]] = defaultdict(set)
    for part in _parts(days):
        for standing in CandidacyStanding.objects.known().filter(candidacy__person__in=part).select_related("candidacy"):
            tags[standing.candidacy.person_id].update(tags_of(standing))
    heads: set[int] = set()
    for part in _parts(days):
        held = Holding.objects.known().filter(person__in=part, post__kind=PostKind.HAMLET_HEAD).values_list("person", "valid_from", "valid_to")
        heads.update(person for person, since, until in held if since <= days[person] < until)
    profiles = profiles_of(days, max(days.values(), default=date.min))
    youth_months, found = Config.load().youth_months, dict[int, frozenset[AdmissionGroup]]()
    for person, day in days.items():
        groups = {AdmissionGroup.ALL, *tags[person]}
        if person in heads:
            groups.add(AdmissionGroup.HAMLET_HEADS)
        if profile := profiles.get(person):
            born = birth_in(profile)
            groups |= {AdmissionGroup.WOMEN} if profile.sex == "female" else set()
            groups |= {AdmissionGroup.MINORITIES} if is_minority(profile.ethnicity) else set()
            groups |= {AdmissionGroup.YOUTH} if born and age_at(born, day).in_months <= youth_months else set()
        found[person] = frozenset(groups)
    return found


def targets_of(unit_ids: Collection[int], years: Collection[int], day: date) -> dict[tuple[int, int, AdmissionGroup], int]:
    """The targets in force on a day, by unit, year and group; one query for 500 units."""
    return {(unit, year, AdmissionGroup(group)): count for part in _parts(unit_ids) for unit, year, group, count in
            AdmissionTarget.objects.known().on(day).filter(unit__in=part, year__in=years).values_list("unit", "year", "group", "count")}


def heads_and_members(unit: UnitVersion, day: date) -> tuple[int, int]:
    """How many persons head a hamlet of an organisation's areas on a day, and how many of them are members of the Party (VH-16 a). Three queries."""
    areas = areas_of(unit.unit_id, day) if unit.is_party else [unit]
    if not areas:
        return 0, 0
    hamlets = tree.versions(day).filter(tree.under_any(areas), level=UnitLevel.HAMLET).values("unit")
    holders = Holding.objects.known().on(day).filter(post__kind=PostKind.HAMLET_HEAD, post__unit__in=hamlets)
    heads = holders.values("person").distinct()
    members = Membership.objects.known().on(day).filter(person__in=holders.values("person")).values("person").distinct().count()
    return heads.count(), members


@dataclass(frozen=True)
class GroupLine:
    """A group's plan and result.

    Parameters:
        target: None when none was set.
        children: what the units directly below set for themselves; None when none did.
        admitted: by the day of the ceremony.
        reach: of those on the road, who surely makes it by the lawful clocks.
    """

    group: AdmissionGroup
    target: int | None
    children: int | None
    admitted: int
    reach: int

    @property
    def share(self) -> Share:
        """Admitted of the target."""
        return Share(self.admitted, self.target or 0)

    @property
    def differs(self) -> bool:
        """Whether the units below add up to something else."""
        return self.target is not None and self.children is not None and self.children != self.target


@dataclass(frozen=True)
class UnitLine:
    """A unit directly below: its target for all, and its result."""

    unit_id: int
    name: str
    target: int | None
    admitted: int


@dataclass(frozen=True)
class Reach:
    """Somebody on the road, and whether the year can be reached."""

    candidacy_id: int
    fits: bool
    why: str


@dataclass(frozen=True)
class Plan:
    """A year of a unit.

    Parameters:
        past: earlier years with a target: the year and admitted of target.
        heads, member_heads: of the hamlets, at the end of the year or on the day.
        reaches: those on the road; only for whoever may know of them.
    """

    unit: UnitVersion
    year: int
    day: date
    lines: tuple[GroupLine, ...]
    children: tuple[UnitLine, ...]
    past: tuple[tuple[int, Share], ...]
    heads: int
    member_heads: int
    reaches: tuple[Reach, ...]
    reach_count: int
    open_count: int
    heads_rule: str = "VH-16"


def _open_roads(unit: UnitVersion, day: date) -> list[tuple[CandidacyStanding, Road]]:
    """The candidacies of a unit that wait to be admitted, with what the clocks need of their roads; two queries."""
    standings = list(CandidacyStanding.objects.known().on(day).filter(state=RoadState.OPEN, cell__in=tree.below(unit, day).values("unit")).select_related("candidacy"))
    events: defaultdict[int, list[Done]] = defaultdict(list)
    wanted = {each.candidacy_id for each in standings}
    clocked = (Stage.CLASS.value, Stage.CELL.value, Stage.DECISION.value)
    for part in _parts(wanted):
        for candidacy, stage, on, verdict, received in StageEvent.objects.known().on(day).filter(candidacy__in=part, stage__in=clocked).order_by("occurred_on", "pk").values_list(
                "candidacy", "stage", "occurred_on", "verdict", "received_on"):
            events[candidacy].append(Done(Stage(stage), on, Verdict(verdict), received))
    return [(each, Road(tuple(events[each.candidacy_id]))) for each in standings]


def _under_child(unit: UnitVersion, rows: Iterable[int], day: date) -> Counter[int]:
    """How many of some units stand under each unit directly below; one query."""
    column = tree.child_of(unit)
    of = dict(tree.below(unit, day).values_list("unit", column))
    return Counter(child for each in rows if (child := of.get(each)))


def plan_of(actor: Actor, unit: UnitVersion, year: int, day: date) -> Plan:
    """A year's targets and results; a fixed number of queries for up to 500 new members.

    Parameters:
        day: results up to its end.

    Raises:
        NotFound: when the actor may not know of the unit's counts.
    """
    if not access.may_count(actor, unit.unit_id, day):
        raise no_such_unit()
    first, last = date(year, 1, 1), min(date(year, 12, 31), day)
    below = list(children_of(unit.unit_id, day))
    targets = targets_of([unit.unit_id, *(each.unit_id for each in below)], [year], day)
    new = admitted_between(unit, first, last, as_of=day) if first <= last else []
    groups = groups_of([(each.person_id, each.on) for each in new])
    counted = Counter(group for each in new for group in groups[each.person_id])
    roads = _open_roads(unit, day)
    calendar = working_calendar()
    verdicts = [(standing, *can_make_it(road, year, day, calendar)) for standing, road in roads]
    sure = [standing for standing, fits, _why in verdicts if fits]
    reached = groups_of([(standing.candidacy.person_id, day) for standing in sure])
    reach = Counter(group for standing in sure for group in reached[standing.candidacy.person_id])
    lines = []
    for group in AdmissionGroup:
        set_below = [targets[each.unit_id, year, group] for each in below if (each.unit_id, year, group) in targets]
        lines.append(GroupLine(group, targets.get((unit.unit_id, year, group)), sum(set_below) if set_below else None, counted[group], reach[group]))
    under = _under_child(unit, [each.unit_id for each in new], day)
    heads, member_heads = heads_and_members(unit, last if first <= last else day)
    sees = access.may_see(actor, unit.unit_id, day)
    return Plan(
        unit, year, day, tuple(lines),
        tuple(UnitLine(each.unit_id, each.name, targets.get((each.unit_id, year, AdmissionGroup.ALL)), under[each.unit_id]) for each in sorted(below, key=lambda each: each.sort_key)),
        _past(unit, year, day), heads, member_heads,
        tuple(Reach(standing.candidacy_id, fits, explained(why)) for standing, fits, why in verdicts[:MOST_NAMED]) if sees else (), len(sure), len(roads))


def _past(unit: UnitVersion, year: int, day: date) -> tuple[tuple[int, Share], ...]:
    """Admitted of the target in the five years before, where there was one; two queries."""
    years = range(year - 5, year)
    targets = targets_of([unit.unit_id], years, day)
    if not targets:
        return ()
    counted = Counter(each.on.year for each in admitted_between(unit, date(years[0], 1, 1), min(date(years[-1], 12, 31), day), as_of=day))
    return tuple((each, Share(counted[each], targets[unit.unit_id, each, AdmissionGroup.ALL])) for each in years if (unit.unit_id, each, AdmissionGroup.ALL) in targets)


def names_of_reaches(reaches: Sequence[Reach], day: date) -> dict[int, str]:
    """What those on the road are called, by candidacy; two queries."""
    persons = dict(MemberCandidacy.objects.filter(pk__in=[each.candidacy_id for each in reaches]).values_list("pk", "person"))
    profiles = profiles_of(persons.values(), day)
    return {candidacy: profiles[person].full_name for candidacy, person in persons.items() if person in profiles}


