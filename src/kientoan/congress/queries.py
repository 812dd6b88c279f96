"""Questions to the season. The only place of `congress` with joins; answers are frozen rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.congress.models import Congress, CongressPlan, CongressStep, DelayReason, LevelWindow, Season
from kientoan.core.prepared import prepared
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.rules.congress import Clocks, Course, Plan, Step
from kientoan.rules.periods import OPEN_END


@dataclass(frozen=True)
class Window:
    """A level's calendar in a season.

    Parameters:
        level: the level.
        opens_on, due_on: first day and deadline, both inside.
        most_days: how long a congress may last at most.
        clocks: the terms that run.
    """

    level: str
    opens_on: date
    due_on: date
    most_days: int | None
    clocks: Clocks
    decision: str = ""


@dataclass(frozen=True)
class Row:
    """An organisation of a level with what is known of its congress by the day.

    Parameters:
        unit: the organisation as it stood.
        course: plan and steps by the day; of the newest run.
        congress_id: None while nothing is planned.
        ordinal: as entered, such as ``XXV``.
        delay: the newest stated reason of a delay.
    """

    unit: UnitVersion
    course: Course
    congress_id: int | None = None
    run: int = 1
    ordinal: str = ""
    ordinal_number: int | None = None
    form: str = ""
    opened_on: date | None = None
    delay: str = ""

    @property
    def held_on(self) -> date | None:
        """The closing day, when it counts as held."""
        return self.course.steps.get(Step.HELD) if self.course.counts_as_held else None


def seasons() -> list[Season]:
    """Every season, the newest first."""
    return list(Season.objects.order_by("-key"))


def season_with_key(key: str) -> Season:
    """The season of a key.

    Raises:
        NotFound: naming the seasons there are.
    """
    found = Season.objects.filter(key=key.replace("–", "-")).first()
    if found is None:
        there = ", ".join(season.key for season in seasons()) or _("chưa có mùa nào")
        raise NotFound(_("Không có mùa đại hội %(key)s. Các mùa có: %(there)s.") % {"key": key, "there": there}, place="season")
    return found


def season_of(day: date, known_at: datetime | None = None) -> Season | None:
    """The season whose calendar covers ``day``, else the latest begun by then, else the first there is; one query."""
    found = season_and_windows(day, known_at)
    return found[0] if found else None


STEPS = {step.value: step for step in Step}
SEASON_FIELDS = ("id", "key", "label", "unit_id")


@prepared
def _calendars(*, known_at: datetime | None) -> QuerySet[Any, Any]:
    return LevelWindow.objects.known(known_at).order_by("valid_from").values_list(
        *(f"season__{name}" for name in SEASON_FIELDS), "level", "valid_from", "valid_to", "most_days", "clearance_lead", "report_within", "approve_within",
        "decision__kind", "decision__number")


@dataclass(frozen=True)
class _Calendar:
    """A season with its windows, from the first day of one to the last of another."""

    season: Season
    windows: dict[str, Window]

    @property
    def opens_on(self) -> date:
        return min(window.opens_on for window in self.windows.values())

    @property
    def due_on(self) -> date:
        return max(window.due_on for window in self.windows.values())


def _seasons_known(known_at: datetime | None) -> list[_Calendar]:
    """Every season that has a window, in the order of their beginnings; one query."""
    found: dict[int, _Calendar] = {}
    for row in _calendars(known_at=known_at):
        season, (level, start, end, most_days, *clocks, kind, number) = row[:len(SEASON_FIELDS)], row[len(SEASON_FIELDS):]
        calendar = found.setdefault(season[0], _Calendar(Season.from_db("default", SEASON_FIELDS, season), {}))
        cited = " ".join(part for part in (kind, number) if part)
        calendar.windows[level] = Window(level, start, end - timedelta(days=1), most_days, Clocks(*clocks), cited)
    return list(found.values())


def season_and_windows(day: date, known_at: datetime | None = None) -> tuple[Season, dict[str, Window]] | None:
    """``season_of`` with its ``windows``; one query. None while there is no season."""
    calendars = _seasons_known(known_at)
    covering = [each for each in calendars if each.opens_on <= day <= each.due_on]
    begun = [each for each in calendars if each.opens_on <= day]
    chosen = covering or begun or calendars[:1]
    return (chosen[-1].season, chosen[-1].windows) if chosen else None


def windows(season: Season, known_at: datetime | None = None) -> dict[str, Window]:
    """The calendar of each level of a season; one query."""
    return next((each.windows for each in _seasons_known(known_at) if each.season == season), {})


def _by_congress(facts: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for fact in facts:
        found.setdefault(fact.congress_id, []).append(fact)
    return found


def course_of(plans: Iterable[CongressPlan], steps: Iterable[CongressStep]) -> Course:
    """The course that versions of one congress's plan in force and steps tell of."""
    plan = next(iter(plans), None)
    return Course(
        Plan(plan.valid_from, plan.opens_on, plan.closes_on, plan.reason) if plan else None,
        {Step(step.step): step.occurred_on for step in steps})


PLAN = ("congress", "valid_from", "opens_on", "closes_on", "reason", "ordinal_text", "ordinal_number", "form")


def _about(season: Season | int, units: QuerySet[Any, Any], day: date, known_at: datetime | None) -> tuple[QuerySet[Any, Any], ...]:
    """What ``rows`` is made of: runs, plans, steps and delays, as tuples. A province has a thousand plans and three thousand steps."""
    chosen = {"congress__season": season, "congress__unit__in": units}
    return (
        Congress.objects.filter(season=season, unit__in=units).order_by("run").values_list("pk", "unit", "run"),
        CongressPlan.objects.known(known_at).on(day).filter(**chosen).values_list(*PLAN),
        CongressStep.objects.known(known_at).on(day).filter(**chosen).order_by("occurred_on", "pk").values_list("congress", "step", "occurred_on", "opened_on"),
        DelayReason.objects.known(known_at).on(day).filter(**chosen).order_by("occurred_on", "pk").values_list("congress", "text"))


PARTS = range(4)


@prepared
def _below(depth: int, level: str, *, unit: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    found = tree.below(UnitVersion(unit_id=unit, depth=depth), day, known_at).filter(level=level)
    return found.order_by("sort_key", "unit").values_list(*tree.FIELDS)


@prepared
def _about_below(part: int, depth: int, level: str, *, season: int, unit: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    units = tree.below(UnitVersion(unit_id=unit, depth=depth), day, known_at).filter(level=level).values("unit")
    return _about(season, units, day, known_at)[part]


def rows_below(season: Season, unit: UnitVersion, level: str, day: date, known_at: datetime | None = None) -> list[Row]:
    """``rows`` of the organisations of a level at or under a unit; five queries."""
    versions = tree.read(_below(unit.depth, level, unit=unit.unit_id, day=day, known_at=known_at))
    return _joined(versions, *(_about_below(part, unit.depth, level, season=season.pk, unit=unit.unit_id, day=day, known_at=known_at) for part in PARTS))


def rows(season: Season, units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None) -> list[Row]:
    """The organisations among ``units`` with their congress in ``season`` as of ``day``; five queries.

    Parameters:
        units: versions as of ``day``, as ``org.tree.below`` gives them, of one level or several.
    """
    versions = tree.read(units.order_by("sort_key", "unit").values_list(*tree.FIELDS))
    return _joined(versions, *_about(season, units.values("unit").order_by(), day, known_at))


def _joined(versions: Iterable[UnitVersion], found_runs: Iterable[Any], found_plans: Iterable[Any], found_steps: Iterable[Any],
            found_delays: Iterable[Any]) -> list[Row]:
    runs: dict[int, list[tuple[int, int]]] = {}
    for congress, unit, run in found_runs:
        runs.setdefault(unit, []).append((congress, run))
    plans = {plan[0]: plan[1:] for plan in found_plans}
    steps: dict[int, dict[Step, date]] = {}
    opened: dict[int, date | None] = {}
    for congress, step, on, opened_on in found_steps:
        steps.setdefault(congress, {})[STEPS[step]] = on
        if opened_on:
            opened[congress] = opened_on
    delays = dict(found_delays)
    found: list[Row] = []
    for version in versions:
        # The newest run of which anything was known by the day.
        known = next((each for each in reversed(runs.get(version.unit_id, [])) if each[0] in plans or each[0] in steps), None)
        if known is None:
            found.append(Row(version, Course(None)))
            continue
        congress, run = known
        *plan, ordinal, number, form = plans.get(congress, ("", None, ""))
        found.append(Row(
            version, Course(Plan(*plan) if plan else None, steps.get(congress, {})), congress, run, ordinal, number, form, opened.get(congress),
            delays.get(congress) or (plan[3] if plan else "")))
    return found


def source_keys(season: Season, units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The versions of plans and of steps that ``rows`` rests on, by congress; two queries.

    Parameters:
        units: as for ``rows``.
    """
    chosen = {"congress__season": season, "congress__unit__in": units.values("unit").order_by()}
    found: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for model, keys in zip((CongressPlan, CongressStep), found, strict=True):
        for congress, key in model.objects.known(known_at).on(day).filter(**chosen).order_by("pk").values_list("congress", "pk"):
            keys.setdefault(congress, []).append(key)
    return found


def rows_of_units(season: Season, units: Iterable[UnitVersion], day: date, known_at: datetime | None = None) -> list[Row]:
    """``rows`` for units that are at hand, such as those of a page of a list; in the order given."""
    given = list(units)
    found = {row.unit.unit_id: row for row in rows(season, tree.versions(day, known_at).filter(unit__in=[unit.unit_id for unit in given]), day, known_at)}
    return [found[unit.unit_id] for unit in given]


def held_by_level(season: Season, units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None) -> dict[str, tuple[int, int]]:
    """How many of ``units`` there are of each level, and how many have held theirs; one query.

    Agrees with ``rows``: held, in a run that was not rejected by then.
    """
    held = Count("pk", filter=Q(unit__in=_held(season, day, known_at)))
    return {level: (total, done) for level, total, done in units.order_by().values_list("level").annotate(total=Count("pk"), done=held)}


def numbers_by_child(season: Season, unit: UnitVersion, level: str, day: date, known_at: datetime | None = None) -> dict[int, tuple[int, int]]:
    """How many organisations of a level stand at or under a unit, and how many have held theirs, by the unit directly below (or
    itself, for those that are it); one query, without a row of an organisation. Agrees with ``rows``.
    """
    found = _numbers_by_child(unit.depth, level, season=season.pk, unit=unit.unit_id, day=day, known_at=known_at)
    return {under or unit.unit_id: (total, done) for under, total, done in found}


@prepared
def _numbers_by_child(depth: int, level: str, *, season: int, unit: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    top = UnitVersion(unit_id=unit, depth=depth)
    held = Count("pk", filter=Q(unit__in=_held(season, day, known_at)))
    return tree.below(top, day, known_at).filter(level=level).order_by().values_list(tree.child_of(top)).annotate(total=Count("pk"), done=held)


def _held(season: Season | int, day: date, known_at: datetime | None) -> QuerySet[Any]:
    """The organisations that have held theirs, in a run that was not rejected by then."""
    steps = CongressStep.objects.known(known_at).on(day)
    rejected = steps.filter(congress=OuterRef("congress"), step=Step.REJECTED)
    return steps.filter(~Exists(rejected), congress__season=season, step=Step.HELD).values("congress__unit")


def rows_of_unit(unit: UnitVersion, day: date) -> list[tuple[Season, Row]]:
    """The congresses of one organisation, newest season first."""
    at = tree.versions(day).filter(unit=unit.unit_id)
    return [(season, row) for season in seasons() if Congress.objects.filter(season=season, unit=unit.unit_id).exists()
            for row in rows(season, at, day)]


@dataclass(frozen=True)
class Standing:
    """The newest congress of an organisation with everything known of it, whatever the day: what a new step is judged by.

    Parameters:
        congress: the newest run.
        course: its plan in force and steps; the plan's day is that of the first plan, not of the last move.
        planned_on: the day from which the plan in force holds.
    """

    congress: Congress
    course: Course
    planned_on: date | None


def standing(season: Season, unit_ids: Iterable[int], *, lock: bool = False) -> dict[int, Standing]:
    """The newest congress of each organisation that has one, by unit; three queries.

    Parameters:
        lock: whether an operation is about to write to them.
    """
    chosen = Congress.objects.filter(season=season, unit__in=list(unit_ids)).order_by("run")
    newest = {congress.unit_id: congress for congress in (chosen.select_for_update() if lock else chosen)}
    ids = [congress.pk for congress in newest.values()]
    plans = _by_congress(CongressPlan.objects.known().filter(congress__in=ids).order_by("valid_from"))
    steps = _by_congress(CongressStep.objects.known().filter(congress__in=ids))
    found: dict[int, Standing] = {}
    for unit_id, congress in newest.items():
        in_force = [plan for plan in plans.get(congress.pk, []) if plan.valid_to == OPEN_END]
        course = course_of(in_force, steps.get(congress.pk, []))
        planned_on = course.plan.decided_on if course.plan else None
        if course.plan is not None:
            course = replace(course, plan=replace(course.plan, decided_on=plans[congress.pk][0].valid_from))
        found[unit_id] = Standing(congress, course, planned_on)
    return found


def standing_of(season: Season, unit_id: int) -> Standing:
    """The newest congress of an organisation in a season, to be written to.

    Raises:
        NotFound: when nothing is planned.
    """
    found = standing(season, [unit_id], lock=True).get(unit_id)
    if found is None:
        raise NotFound(_("Tổ chức này chưa có kế hoạch đại hội trong mùa %(season)s. Ghi kế hoạch trước.") % {"season": season.label})
    return found


def steps_taken(congress: Congress) -> list[CongressStep]:
    """The steps of a congress as believed now, in the order of their days."""
    return list(CongressStep.objects.known().filter(congress=congress).order_by("occurred_on", "pk"))


@dataclass(frozen=True)
class HeldCongress:
    """A congress that was held, for a unit's line of history."""

    closed_on: date
    ordinal: str
    season: str


def held_congresses(unit_id: int) -> list[HeldCongress]:
    """The congresses that an organisation held, oldest first."""
    found: list[HeldCongress] = []
    held = CongressStep.objects.known().filter(step=Step.HELD, congress__unit=unit_id).select_related("congress__season").order_by("occurred_on")
    plans = {plan.congress_id: plan for plan in CongressPlan.objects.known().filter(congress__unit=unit_id).order_by("valid_from")}
    for step in held:
        plan = plans.get(step.congress_id)
        found.append(HeldCongress(step.occurred_on, plan.ordinal_text if plan else "", step.congress.season.label))
    return found


def plan_of(congress_id: int) -> CongressPlan | None:
    """The plan in force of a congress: its days and its ordinal as entered (CG-09); one query."""
    found: CongressPlan | None = CongressPlan.objects.known().filter(congress=congress_id, valid_to=OPEN_END).first()
    return found
