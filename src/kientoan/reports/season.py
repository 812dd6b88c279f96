"""How far a congress season is: the total, what was held, the names behind, what is late and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kientoan.congress import queries as congress_queries
from kientoan.congress.models import Season
from kientoan.congress.queries import Row, Window
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import access, queries, tree
from kientoan.org.access import PersonActor
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.reports.figure import SEASON, Asked, FrozenRow, content_of, party_asked
from kientoan.reports.remembered import TREE_FACTS, Kept, remembered
from kientoan.rules.calendar import WorkingCalendar
from kientoan.rules.congress import (
    Clock,
    Course,
    Forecast,
    State,
    Step,
    bulletin,
    cumulated,
    days_late,
    forecast,
    running_clock,
)
from kientoan.rules.figures import Share
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import LEVEL_EN, LEVEL_VI, Level
from kientoan.working_days import working_calendar


class NoSeasonError(NotFound):
    """There is no season yet."""


class Filter(StrEnum):
    """Which of the names behind the figure."""

    ALL = "all"
    HELD = "held"
    LEFT = "left"
    LATE = "late"
    CLEARED = "cleared"
    REPORTED = "reported"
    APPROVED = "approved"
    OVERDUE = "overdue"


FILTER_LABELS = {
    Filter.ALL: gettext_lazy("Tất cả"),
    Filter.HELD: gettext_lazy("Đã tổ chức"),
    Filter.LEFT: gettext_lazy("Còn lại"),
    Filter.LATE: gettext_lazy("Trễ kế hoạch"),
    Filter.CLEARED: gettext_lazy("Đã duyệt nội dung"),
    Filter.REPORTED: gettext_lazy("Đã báo cáo"),
    Filter.APPROVED: gettext_lazy("Đã chuẩn y"),
    Filter.OVERDUE: gettext_lazy("Quá hạn theo bước"),
}
COLUMNS = ("total", "held", "planned", "late", "cleared", "reported", "approved")
"""The numbers of a line."""


def name_of_line(unit: UnitVersion, hidden: int) -> str:
    """What a line of a table is called: its unit, or how many units it stands for whose names the reader may not see."""
    if not hidden:
        return unit.name
    return ngettext("%(n)s tổ chức ngoài phạm vi được xem", "%(n)s tổ chức ngoài phạm vi được xem", hidden) % {"n": hidden}


@dataclass(frozen=True)
class Child:
    """A line of the board: a unit directly below with its own counts."""

    unit: UnitVersion
    code: str
    total: int
    held: int
    planned: int
    late: int
    cleared: int
    reported: int
    approved: int
    hidden: int = 0
    """How many units the line stands for whose names the reader may not see; 0 for an ordinary line."""

    @property
    def name(self) -> str:
        """What the line is called."""
        return name_of_line(self.unit, self.hidden)

    @property
    def left(self) -> int:
        """Still to be held."""
        return self.total - self.held

    @property
    def share(self) -> Share:
        """Held of total."""
        return Share(self.held, self.total)


@dataclass(frozen=True)
class Running:
    """A term that runs for an organisation."""

    row: Row
    clock: Clock


@dataclass(frozen=True)
class Gathered:
    """What follows from the rows of a season, worked out once however often the figure is asked.

    Parameters:
        rows: every organisation of the level, in Vietnamese order.
        window: the level's calendar.
        calendar: the working calendar for the terms.
        day: the day.
    """

    rows: tuple[Row, ...]
    window: Window
    calendar: WorkingCalendar
    day: date

    @cached_property
    def held(self) -> int:
        """How many have held theirs."""
        return sum(row.course.counts_as_held for row in self.rows)

    @cached_property
    def late(self) -> tuple[Row, ...]:
        """Those behind their plan, the longest first."""
        found = [(days, row) for row in self.rows if (days := days_late(row.course, day=self.day))]
        return tuple(row for _days, row in sorted(found, key=lambda each: -each[0]))

    @cached_property
    def running(self) -> tuple[Running, ...]:
        """The terms that run or have run out, the most urgent first; clearance only from 20 working days before."""
        found: list[Running] = []
        for row in self.rows:
            clock = running_clock(row.course, self.window.clocks, self.calendar, day=self.day)
            if clock is not None and (clock.step is not Step.CLEARED or clock.left <= 20):
                found.append(Running(row, clock))
        return tuple(sorted(found, key=lambda each: each.clock.left))

    @cached_property
    def lists(self) -> dict[Filter, Sequence[Row]]:
        """The names behind every number, gathered in one go."""
        found: dict[Filter, list[Row]] = {each: [] for each in Filter}
        for row in self.rows:
            course = row.course
            found[Filter.HELD if course.counts_as_held else Filter.LEFT].append(row)
            if Step.CLEARED in course.steps:
                found[Filter.CLEARED].append(row)
            if Step.REPORTED in course.steps:
                found[Filter.REPORTED].append(row)
            if course.state is State.APPROVED:
                found[Filter.APPROVED].append(row)
        overdue = {each.row.unit.unit_id for each in self.running if each.clock.is_overdue}
        return found | {Filter.ALL: self.rows, Filter.LATE: self.late, Filter.OVERDUE: [row for row in self.rows if row.unit.unit_id in overdue]}


@dataclass(frozen=True)
class SeasonFigure:
    """The answer for one level of a season, under one organisation, as of a day.

    Parameters:
        asked: for what it was asked.
        season: the season.
        window: the level's calendar.
        level: the level counted.
        gathered: the organisations of the level, which are the names behind the figure, and what follows from them.
        children: the board's lines; they add up to the total.
    """

    asked: Asked
    season: Season
    window: Window
    level: UnitLevel
    gathered: Gathered
    children: tuple[Child, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every organisation of the level, in Vietnamese order."""
        return self.gathered.rows

    @property
    def total(self) -> int:
        """Organisations of the level that day."""
        return len(self.rows)

    @property
    def held(self) -> int:
        """How many have held theirs."""
        return self.gathered.held

    @property
    def late(self) -> tuple[Row, ...]:
        """Those behind their plan, the longest first."""
        return self.gathered.late

    @property
    def running(self) -> tuple[Running, ...]:
        """The terms that run or have run out, the most urgent first."""
        return self.gathered.running

    @property
    def share(self) -> Share:
        """Held of total."""
        return Share(self.held, self.total)

    def held_by(self, day: date) -> int:
        """How many had held theirs by an earlier day, by what is known of this one."""
        return sum(row.held_on is not None and row.held_on <= day for row in self.rows)

    def planned_by(self, day: date) -> int:
        """How many the plans in force name for ``day`` or earlier."""
        return sum(row.course.plan is not None and row.course.plan.closes_on <= day for row in self.rows)

    @cached_property
    def forecast(self) -> Forecast:
        """Where the pace of the last seven days leads by the deadline."""
        return forecast(self.held, self.held_by(self.asked.day - timedelta(days=7)), self.total,
                        day=self.asked.day, due_on=self.window.due_on)

    def curve(self) -> tuple[list[tuple[date, int]], list[tuple[date, int]]]:
        """Held by each day up to the day asked, and planned by each day up to the deadline."""
        held = [row.held_on for row in self.rows if row.held_on is not None]
        planned = [row.course.plan.closes_on for row in self.rows if row.course.plan is not None]
        start, due = self.window.opens_on, self.window.due_on
        last = max(due, max(planned, default=due))
        upto = min(self.asked.day, last)
        return (cumulated(held, start=start, end=upto) if upto >= start else []), cumulated(planned, start=start, end=last)

    def bulletin(self) -> Reason:
        """The sentence for the morning bulletin."""
        return _bulletin(self.asked, self.level, self.share)

    def names(self, chosen: Filter, *, under: int | None = None) -> tuple[Row, ...]:
        """The organisations behind a number.

        Parameters:
            chosen: which of them.
            under: only those at or under this unit.
        """
        return tuple(row for row in self.gathered.lists[chosen] if under is None or under in row.unit.chain)

    def as_json(self) -> dict[str, Any]:
        """One JSON object; ``children`` add up to ``total`` and ``held``."""
        return self.asked.as_json(SEASON) | {
            "season": self.season.key,
            "level": self.level.value,
            "total": self.total,
            "held": self.held,
            "children": [
                {"code": child.code or None, "name": child.name, "total": child.total, "held": child.held}
                for child in self.children],
        }

    def frozen_content(self) -> dict[str, Any]:
        """The content of a frozen copy: every organisation of the level with what is said of its congress; two queries more."""
        asked, depth = self.asked, self.asked.unit.depth + 1
        units = tree.below(asked.unit, asked.day, asked.known_at).filter(level=self.level)
        plans, steps = congress_queries.source_keys(self.season, units, asked.day, asked.known_at)

        def row(each: Row) -> FrozenRow:
            chain, congress = each.unit.chain, each.congress_id or 0
            return FrozenRow(each.unit.unit_id, each.unit.name, chain[depth] if len(chain) > depth else asked.unit.unit_id, said_of(each.course, asked.day), {
                "org.UnitVersion": [each.unit.pk], "congress.CongressPlan": plans.get(congress, []), "congress.CongressStep": steps.get(congress, [])})

        total = added_up(self.children, asked.unit)
        return content_of(
            SEASON, asked, parameters={"season": self.season.key, "level": self.level.value},
            numbers={name: getattr(total, name) for name in COLUMNS} | {"total": self.total, "held": self.held},
            lines=[(child.unit.unit_id, child.code, child.unit.name) for child in self.children], rows=[row(each) for each in self.rows])


def said_of(course: Course, day: date) -> dict[str, Any]:
    """What a frozen copy says of one organisation's congress at the end of ``day``."""
    held = course.steps.get(Step.HELD) if course.counts_as_held else None
    return {
        "state": course.state.value, "held_on": held.isoformat() if held else None,
        "planned_on": course.plan.closes_on.isoformat() if course.plan else None, "days_late": days_late(course, day=day),
        "steps": {step.value: on.isoformat() for step, on in course.steps.items()}}


def _bulletin(asked: Asked, counted: UnitLevel, share: Share) -> Reason:
    level = Level(counted)
    scope_vi, scope_en = {
        UnitLevel.PROVINCIAL: ("toàn tỉnh", "the province"), UnitLevel.CENTRAL: ("cả nước", "the nation"),
    }.get(UnitLevel(asked.unit.level), (asked.unit.name, asked.unit.name))
    plural = f"{LEVEL_EN[level]}s" if level is not Level.SUPERIOR else "organisations of the level directly above the grassroots"
    what_vi = LEVEL_VI[level] if level is not Level.SUPERIOR else "đảng bộ cấp trên trực tiếp cơ sở"
    return bulletin(share, day=asked.day, scope_vi=scope_vi, scope_en=scope_en, what_vi=what_vi, what_en=plural)


def _season_asked(asked: Asked, season_key: str, level: UnitLevel) -> tuple[Season, Window]:
    if season_key:
        season = congress_queries.season_with_key(season_key)
        windows = congress_queries.windows(season, asked.known_at)
    else:
        found = congress_queries.season_and_windows(asked.day, asked.known_at)
        if found is None:
            raise NoSeasonError(_("Chưa có mùa đại hội nào. Mở mùa đại hội trước."), place="season")
        season, windows = found
    window = windows.get(level)
    if window is None:
        raise Refusal(_("Mùa %(season)s chưa có lịch cho “%(level)s”. Thêm lịch của cấp đó, hoặc chọn cấp khác.")
                      % {"season": season.label, "level": level.label}, place="level")
    return season, window


@dataclass(frozen=True)
class NumbersLine:
    """A line of the board with its two numbers."""

    unit_id: int
    code: str
    unit_name: str
    total: int
    held: int


@dataclass(frozen=True)
class SeasonNumbers:
    """The figure where only its numbers are asked: the database counts, no row of an organisation is fetched. Agrees with ``SeasonFigure``.

    Parameters:
        asked: for what it was asked.
        season, level: as in ``SeasonFigure``.
        lines: the units directly below that have any of the level; they add up to the total.
    """

    asked: Asked
    season: Season
    level: UnitLevel
    lines: tuple[NumbersLine, ...]

    @property
    def total(self) -> int:
        """Organisations of the level that day."""
        return sum(line.total for line in self.lines)

    @property
    def held(self) -> int:
        """How many have held theirs."""
        return sum(line.held for line in self.lines)

    def bulletin(self) -> Reason:
        """The sentence for the morning bulletin."""
        return _bulletin(self.asked, self.level, Share(self.held, self.total))

    def as_json(self) -> dict[str, Any]:
        """The same JSON object as the figure with its rows."""
        return self.asked.as_json(SEASON) | {
            "season": self.season.key, "level": self.level.value, "total": self.total, "held": self.held,
            "children": [{"code": line.code or None, "name": line.unit_name, "total": line.total, "held": line.held} for line in self.lines]}


def season_numbers(asked: Asked, *, season_key: str = "", level: UnitLevel = UnitLevel.GRASSROOTS) -> SeasonNumbers:
    """Count a season without its rows; of the nation from what is remembered, where that still holds.

    Parameters:
        asked, season_key, level: as for ``season_figure``.

    Raises:
        Refusal: as ``season_figure`` does.
    """
    asked = party_asked(asked)
    season, _window = _season_asked(asked, season_key, level)

    def count() -> list[list[Any]]:
        numbers = congress_queries.numbers_by_child(season, asked.unit, level, asked.day, asked.known_at)
        labels = queries.labels_below(asked.unit, asked.day, asked.known_at)
        ordered = sorted(numbers, key=lambda unit_id: (labels[unit_id].sort_key, unit_id))
        return [[unit_id, labels[unit_id].code, labels[unit_id].name, *numbers[unit_id]] for unit_id in ordered]

    lines = remembered(SEASON, asked, count, rests_on=(*TREE_FACTS, "org.Coverage", "congress.CongressStep"), params=f"{season.key} {level}")
    return SeasonNumbers(asked, season, level, tuple(NumbersLine(*line) for line in lines))


def names_of_held(asked: Asked, *, season_key: str = "", level: UnitLevel = UnitLevel.GRASSROOTS) -> list[str]:
    """The names of those that ``season_numbers`` counts as held, in the order of the board.

    Raises:
        Refusal: as ``season_figure`` does.
    """
    figure = season_figure(asked, calendar=working_calendar(), season_key=season_key, level=level)
    return [row.unit.name for row in figure.rows if row.course.counts_as_held]


RESTS_ON = (*TREE_FACTS, "org.Coverage", "congress.CongressPlan", "congress.CongressStep", "congress.DelayReason")
FIGURES = Kept(8)


def season_figure(asked: Asked, *, calendar: WorkingCalendar, season_key: str = "", level: UnitLevel = UnitLevel.GRASSROOTS) -> SeasonFigure:
    """Count a season.

    Parameters:
        asked: for which unit and day; an area stands for the organisation that covers it.
        calendar: the working calendar.
        season_key: the season; by default the one whose calendar covers the day, else the latest begun.
        level: the level to count.

    Raises:
        Refusal: for an unknown season, a level without a calendar, an area without an organisation.
    """
    asked = party_asked(asked)
    season, window = _season_asked(asked, season_key, level)

    def count() -> SeasonFigure:
        rows = congress_queries.rows_below(season, asked.unit, level, asked.day, asked.known_at)
        return SeasonFigure(asked, season, window, level, Gathered(tuple(rows), window, calendar, asked.day), tuple(_children(asked, rows)))

    key = season.pk, level, asked.unit.pk, asked.day, asked.known_at, calendar.special, window
    return replace(FIGURES.ask(key, asked.day, count, rests_on=RESTS_ON), asked=asked)  # at another moment


def _children(asked: Asked, rows: Sequence[Row]) -> list[Child]:
    """The lines: the units directly below that have any of the level, and the unit itself if it is of it."""
    depth = asked.unit.depth + 1
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        chain = row.unit.chain
        grouped[chain[depth] if len(chain) > depth else asked.unit.unit_id].append(row)
    units = {version.unit_id: version for version in queries.children_of(asked.unit.unit_id, asked.day, asked.known_at)}
    units[asked.unit.unit_id] = asked.unit
    codes = queries.codes_of_areas(grouped, asked.day, asked.known_at)
    found = [
        Child(
            units[unit_id], codes.get(unit_id, ""), len(group),
            sum(row.course.counts_as_held for row in group),
            sum(row.course.plan is not None and row.course.plan.closes_on <= asked.day for row in group),
            sum(days_late(row.course, day=asked.day) > 0 for row in group),
            sum(Step.CLEARED in row.course.steps for row in group),
            sum(Step.REPORTED in row.course.steps for row in group),
            sum(row.course.state is State.APPROVED for row in group))
        for unit_id, group in grouped.items()]
    return sorted(found, key=lambda child: (child.unit.sort_key, child.unit.unit_id))


def may_board(actor: PersonActor, unit: UnitVersion, day: date) -> bool:
    """Whether a person may open a board: of what they may see, of what stands above it, and of the province."""
    if access.may_see(actor, unit, day) or unit.level in (UnitLevel.PROVINCIAL, UnitLevel.CENTRAL):
        return True
    return any(unit.unit_id in granted.chain for granted in actor.granted_versions(day))


def visible_rows(actor: Actor, figure: SeasonFigure, rows: Sequence[Row]) -> list[Row]:
    """The rows whose names ``actor`` may see; the caller says how many it leaves out."""
    return [row for row in rows if access.may_see(actor, row.unit, figure.asked.day)]


def for_reader(actor: Actor, figure: SeasonFigure) -> SeasonFigure:
    """The same figure with the board's lines as a reader may see them."""
    return replace(figure, children=tuple(visible_children(actor, figure)))


def visible_children(actor: Actor, figure: SeasonFigure) -> list[Child]:
    """The board's lines for a reader: organisations of the counted level that they may not see become one line.

    Units above that level keep their names, as sums of many; the lines still add up.
    """
    seen: list[Child] = []
    hidden: list[Child] = []
    for child in figure.children:
        named = child.unit.level != figure.level or access.may_see(actor, child.unit, figure.asked.day)
        (seen if named else hidden).append(child)
    return [*seen, added_up(hidden, figure.asked.unit, hidden=len(hidden))] if hidden else seen


def added_up(children: Sequence[Child], unit: UnitVersion, *, hidden: int = 0) -> Child:
    """The sum of lines as one line."""
    return Child(unit, "", **{name: sum(getattr(child, name) for child in children) for name in COLUMNS}, hidden=hidden)


@dataclass(frozen=True)
class LevelLine:
    """A level of a season on the home page."""

    level: UnitLevel
    total: int
    held: int
    window: Window


def levels_of_season(asked: Asked, season: Season) -> list[LevelLine]:
    """Every level that the season has a calendar for, from below upward; three queries."""
    asked = party_asked(asked)
    calendars = congress_queries.windows(season, asked.known_at)
    below = tree.below(asked.unit, asked.day, asked.known_at).filter(level__in=list(calendars))
    counts = congress_queries.held_by_level(season, below, asked.day, asked.known_at)
    return [LevelLine(level, *counts[level], calendars[level]) for level in reversed(UnitLevel) if level in counts]
