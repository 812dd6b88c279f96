"""Every figure that can be frozen, asked by its key; and a copy against what is known now, and against the rows it rests on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from kientoan.congress.queries import course_of
from kientoan.core.facts import EventFact
from kientoan.core.refusal import NotFound
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.people.concurrency import areas_under
from kientoan.people.enums import PostKind
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.figure import Asked, Freezable, ask_of
from kientoan.reports.season import said_of, season_figure
from kientoan.reports.units import count_units
from kientoan.rules.concurrency import MODELS, Hamlet, judge
from kientoan.rules.frozen import tally
from kientoan.working_days import working_calendar

CHUNK = 500


def _season(asked: Asked, parameters: Mapping[str, str]) -> Freezable:
    level = parameters.get("level") or UnitLevel.GRASSROOTS.value
    if level not in UnitLevel.values:
        raise NotFound(_("Không có cấp này."), place="level")
    return season_figure(asked, calendar=working_calendar(), season_key=parameters.get("season", ""), level=UnitLevel(level))


def _units(asked: Asked, parameters: Mapping[str, str]) -> Freezable:
    return count_units(asked)


def _concurrency(asked: Asked, parameters: Mapping[str, str]) -> Freezable:
    return concurrency_figure(asked, model=parameters.get("model") or next(iter(MODELS)))


FIGURES: Mapping[str, Callable[[Asked, Mapping[str, str]], Freezable]] = {"season": _season, "units": _units, "concurrency": _concurrency}
"""How each figure is asked by its key; a test holds that none of the definitions is left out."""


def answer(figure: str, asked: Asked, parameters: Mapping[str, str]) -> Freezable:
    """A figure by its key.

    Parameters:
        figure: the key of its definition.
        asked: for which unit and day.
        parameters: what else it takes: season and level, or model; what it does not know is not looked at.

    Raises:
        NotFound: for a figure that there is not.
    """
    found = FIGURES.get(figure)
    if found is None:
        raise NotFound(_("Không có con số “%(key)s”. Các con số có: %(there)s.") % {"key": figure[:40], "there": ", ".join(FIGURES)}, place="figure")
    return found(asked, parameters)


# -- against what is known now ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowChange:
    """A row that is not what was frozen.

    Parameters:
        unit_id, name: which unit.
        before, after: what the copy says of it, and what is said now; None where it was, or is, not counted.
        recorded_at: the moments of the acts between, the newest last; empty when no version of the row itself was touched.
    """

    unit_id: int
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    recorded_at: tuple[datetime, ...]


def changes(frozen: Mapping[str, Any], live: Mapping[str, Any]) -> list[RowChange]:
    """The rows that entered, left or changed between a copy and the same figure as known now; a query or two for each table.

    Parameters:
        frozen, live: two contents for the same figure, unit and day.
    """
    before = {row["unit"]: row for row in frozen["rows"]}
    after = {row["unit"]: row for row in live["rows"]}
    differing = [unit for unit in [*after, *(unit for unit in before if unit not in after)]
                 if _statement(before.get(unit)) != _statement(after.get(unit))]
    moments = _moments({unit: (before.get(unit), after.get(unit)) for unit in differing})
    return [RowChange(unit, (after.get(unit) or before[unit])["name"], before[unit]["said"] if unit in before else None,
                      after[unit]["said"] if unit in after else None, moments.get(unit, ())) for unit in differing]


def _statement(row: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return None if row is None else (row["name"], row["under"], row["said"])


def _moments(rows: Mapping[int, tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]) -> dict[int, tuple[datetime, ...]]:
    """When the versions in which two rows differ were recorded, or superseded without another in their place."""
    new: dict[str, dict[int, int]] = {}
    old: dict[str, dict[int, int]] = {}
    for unit, (before, after) in rows.items():
        first, second = (dict(row["sources"]) if row else {} for row in (before, after))
        for table in {*first, *second}:
            for key in set(second.get(table, [])) - set(first.get(table, [])):
                new.setdefault(table, {})[key] = unit
            for key in set(first.get(table, [])) - set(second.get(table, [])):
                old.setdefault(table, {})[key] = unit
    found: dict[int, set[datetime]] = {}
    for tables, column in ((new, "recorded_at"), (old, "superseded_at")):
        for table, units in tables.items():
            for key, moment in _column(table, units, column):
                if moment is not None:
                    found.setdefault(units[key], set()).add(moment)
    return {unit: tuple(sorted(moments)) for unit, moments in found.items()}


# -- against the rows it rests on -------------------------------------------------------------------------------------------------------


TABLES = frozenset({"org.UnitVersion", "org.Coverage", "congress.CongressPlan", "congress.CongressStep", "people.Holding", "people.Membership"})
"""The tables whose versions a copy may rest on."""


def _column(table: str, keys: Iterable[int], column: str) -> list[tuple[int, Any]]:
    if table not in TABLES:
        return []
    ordered = sorted(keys)
    manager = apps.get_model(table)._default_manager
    return [pair for start in range(0, len(ordered), CHUNK) for pair in manager.filter(pk__in=ordered[start:start + CHUNK]).values_list("pk", column)]


class _Sources:
    """The versions that a content names, fetched by their keys, and whether each was believed at the moment and holds on the day."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.day = date.fromisoformat(content["as_of"])
        self.known_at = datetime.fromisoformat(content["known_at"])
        wanted: dict[str, set[int]] = {}
        for row in content["rows"]:
            for table, keys in row["sources"].items():
                wanted.setdefault(table, set()).update(keys)
        self.found: dict[str, dict[int, Any]] = {}
        for table in wanted.keys() & TABLES:
            manager, ordered = apps.get_model(table)._default_manager, sorted(wanted[table])
            related = ("post",) if table == "people.Holding" else ()
            self.found[table] = {each.pk: each for start in range(0, len(ordered), CHUNK)
                                 for each in manager.filter(pk__in=ordered[start:start + CHUNK]).select_related(*related)}

    def of(self, row: Mapping[str, Any], table: str) -> list[Any]:
        """The versions of a row in a table.

        Raises:
            LookupError: when one is not there, was not believed then, or does not hold that day.
        """
        found = [self.found[table][key] for key in row["sources"].get(table, [])]
        for each in found:
            known = each.recorded_at <= self.known_at and (each.superseded_at is None or each.superseded_at > self.known_at)
            holds = each.occurred_on <= self.day if isinstance(each, EventFact) else each.valid_from <= self.day < each.valid_to
            if not known or not holds:
                raise LookupError(table)
        return found


def recounted(content: Mapping[str, Any]) -> list[str]:
    """What does not fit between a copy and the versions of this database that it says it rests on; empty when all does.

    Parameters:
        content: a content whose form holds, frozen here.

    Returns:
        sentences: a version that is missing, a row that says something else, a number that comes out otherwise.
    """
    figure, as_of = content["figure"], content["as_of"]
    if any(table not in TABLES for row in content["rows"] for table in row["sources"]):
        return [_("Bản chốt dựa vào bảng mà bản cài đặt này không có.")]
    sources = _Sources(content)
    say = {"season": _season_said, "units": _units_said, "concurrency": _concurrency_said}[figure](content, sources)
    faults: list[str] = []
    said: list[Mapping[str, Any]] = []
    for row in content["rows"]:
        try:
            name, under, statement = say(row)
        except (LookupError, ValueError):
            faults.append(_("%(name)s: bản ghi mà dòng này dựa vào không có trong cơ sở dữ liệu, hoặc không đúng lúc đó.") % {"name": row["name"]})
            continue
        if (name, under, statement) != (row["name"], row["under"], row["said"]):
            faults.append(_("%(name)s: bản ghi trong cơ sở dữ liệu nói khác bản chốt.") % {"name": row["name"]})
        said.append(statement)
    counted = tally(figure, said, as_of)
    for key in sorted({*counted, *content["numbers"]}):
        if counted.get(key, 0) != content["numbers"].get(key, 0):
            faults.append(_("Con số “%(key)s”: bản chốt ghi %(said)s, đếm lại từ cơ sở dữ liệu được %(counted)s.")
                          % {"key": key, "said": content["numbers"].get(key, 0), "counted": counted.get(key, 0)})
    return faults


Say = Callable[[Mapping[str, Any]], tuple[str, int, dict[str, Any]]]


def _under(chain: list[int], top: int) -> int:
    """The unit directly below ``top`` in a chain, or ``top`` itself at its end."""
    at = chain.index(top)
    return chain[at + 1] if len(chain) > at + 1 else top


def _found(row: Mapping[str, Any], sources: _Sources) -> UnitVersion:
    """The version of the row's own unit."""
    found = next((each for each in sources.of(row, "org.UnitVersion") if each.unit_id == row["unit"]), None)
    if not isinstance(found, UnitVersion):
        raise LookupError("unit")
    return found


def _season_said(content: Mapping[str, Any], sources: _Sources) -> Say:
    def say(row: Mapping[str, Any]) -> tuple[str, int, dict[str, Any]]:
        version = _found(row, sources)
        plans, steps = sources.of(row, "congress.CongressPlan"), sources.of(row, "congress.CongressStep")
        if version.level != content["parameters"]["level"] or len({each.congress_id for each in (*plans, *steps)}) > 1:
            raise LookupError("congress")
        course = course_of(plans, steps)
        return version.name, _under(version.chain, content["unit"]["id"]), said_of(course, sources.day)

    return say


def _units_said(content: Mapping[str, Any], sources: _Sources) -> Say:
    top = content["unit"]["id"]
    own = next((row for row in content["rows"] if row["unit"] == top), None)
    awaiting = own is not None and _found(own, sources).awaiting

    def say(row: Mapping[str, Any]) -> tuple[str, int, dict[str, Any]]:
        version = _found(row, sources)
        return version.name, _under(version.chain, top), {
            "level": version.level, "kind": version.kind, "awaiting": version.awaiting and not awaiting}

    return say


def _concurrency_said(content: Mapping[str, Any], sources: _Sources) -> Say:
    top, model = content["unit"]["id"], MODELS[content["parameters"]["model"]]
    unit = UnitVersion.objects.filter(unit=top, valid_from__lte=sources.day, valid_to__gt=sources.day, recorded_at__lte=sources.known_at).order_by("pk").last()
    areas = {area.unit_id for area in areas_under(unit, sources.day, sources.known_at)} if unit else set()

    def say(row: Mapping[str, Any]) -> tuple[str, int, dict[str, Any]]:
        hamlet = _found(row, sources)
        covers = next(iter(sources.of(row, "org.Coverage")), None)
        cell = next((each for each in sources.of(row, "org.UnitVersion") if covers and each.unit_id == covers.organization_id), None)
        holdings = sources.of(row, "people.Holding")
        head = next((each.person_id for each in holdings if each.post.unit_id == hamlet.unit_id and each.post.kind == PostKind.HAMLET_HEAD), None)
        holders = [each.person_id for each in holdings if cell and each.post.unit_id == cell.unit_id and each.post.kind == model.wanted.value]
        is_member = any(each.person_id == head for each in sources.of(row, "people.Membership"))
        obstacle = judge(model, Hamlet(head, is_member, cell.unit_id if cell else None, holders))
        below = cell is not None and top in cell.chain
        return hamlet.name, _under(cell.chain, top) if cell is not None and below else top, {
            "cell": cell.unit_id if cell else None, "cell_name": cell.name if cell else None, "cell_below": below,
            "in_area": bool(areas & set(hamlet.chain)), "met": obstacle.value == "none", "obstacle": obstacle.value}

    return say


def live_content(frozen: Mapping[str, Any], unit: UnitVersion) -> dict[str, Any]:
    """The same figure for the same unit and day, as known now.

    Parameters:
        frozen: the copy's content.
        unit: the unit on the day, as believed now.
    """
    return answer(frozen["figure"], ask_of(unit, date.fromisoformat(frozen["as_of"])), frozen["parameters"]).frozen_content()

