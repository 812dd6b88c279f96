"""The tile map of a season: one tile for each commune, with the state of the organisation that covers it."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress import queries as congress_queries
from kientoan.congress.queries import Row
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.org import access, queries, tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.reports.season import SeasonFigure
from kientoan.rules import tiles as layout
from kientoan.rules.congress import State, days_late
from kientoan.rules.tiles import Cell, Tile
from kientoan.rules.vntext import sort_key

DATA = Path(__file__).parent / "data"
DRAWN_BEFORE = date(2025, 7, 1)
"""The table of tiles is that of the communes of 2020. From this day on their codes are borne by others (TN-07)."""


class TileState(StrEnum):
    """What a tile shows; each has a shape of its own besides its colour."""

    HELD = "held"
    WAITING = "waiting"
    LATE = "late"
    UNPLANNED = "unplanned"
    NONE = "none"
    HIDDEN = "hidden"


TILE_LABELS = {
    TileState.HELD: gettext_lazy("đã tổ chức"),
    TileState.WAITING: gettext_lazy("chưa đến ngày"),
    TileState.LATE: gettext_lazy("trễ kế hoạch"),
    TileState.UNPLANNED: gettext_lazy("chưa có kế hoạch"),
    TileState.NONE: gettext_lazy("chưa có tổ chức"),
    TileState.HIDDEN: gettext_lazy("ngoài phạm vi được xem"),
}


@dataclass(frozen=True)
class CommuneTile:
    """A commune on the map.

    Parameters:
        commune: the commune as it stood on the day.
        above: the name of the unit above it.
        organization: the organisation that covers it; None when none does, or none that the reader may see.
        state: what the tile shows.
        on: the day it was held, or that its plan names; None when neither, or not to be seen.
        cell: where the tile lies.
    """

    commune: UnitVersion
    above: str
    organization: UnitVersion | None
    state: TileState
    on: date | None
    cell: Cell

    @property
    def label(self) -> str:
        """The state in words."""
        return str(TILE_LABELS[self.state])


@dataclass(frozen=True)
class TileMap:
    """The map.

    Parameters:
        tiles: the communes, in Vietnamese order.
        columns, rows: its size in tiles.
        borders: the sides between units above, as ``rules.tiles.borders`` gives them.
        captions: the names of the units above whose communes are laid out in rows, with the cell of each.
        labels: the names of units above with a place beside their tiles, in the drawing's own measure.
        without_tile: organisations counted by the figure that cover no commune, so that they have no tile.
    """

    tiles: tuple[CommuneTile, ...]
    columns: int
    rows: int
    borders: tuple[tuple[int, int, bool], ...]
    captions: tuple[tuple[str, Cell], ...]
    labels: tuple[tuple[str, int, int, str], ...]
    without_tile: int

    def counts(self) -> list[tuple[TileState, str, int]]:
        """Every state that a tile shows, with its words and how many show it."""
        found = Counter(tile.state for tile in self.tiles)
        return [(state, str(TILE_LABELS[state]), found[state]) for state in TileState if found[state]]

    def by_unit_above(self) -> list[tuple[str, list[int], int]]:
        """For each unit above: its name, how many communes in each state of ``counts``, and how many in all."""
        states = [state for state, _label, _count in self.counts()]
        groups: dict[int, list[CommuneTile]] = {}
        for tile in self.tiles:
            groups.setdefault(tile.commune.parent_id or 0, []).append(tile)
        ordered = sorted(groups.items(), key=lambda item: (sort_key(item[1][0].above), item[0]))
        return [(members[0].above, [sum(tile.state is state for tile in members) for state in states], len(members)) for _key, members in ordered]


@cache
def known_tiles() -> Mapping[str, Cell]:
    """The cells of the table of 2020, by official code."""
    with (DATA / "tiles.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (int(row["col"]), int(row["row"])) for row in csv.DictReader(file)}


@cache
def _known_labels() -> Mapping[str, tuple[str, int, int, str]]:
    with (DATA / "tile-labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["label"], int(row["x"]), int(row["y"]), row["anchor"]) for row in csv.DictReader(file)}


def _state(row: Row | None, *, day: date) -> tuple[TileState, date | None]:
    if row is None or row.course.state is State.UNPLANNED:
        return TileState.UNPLANNED, None
    if row.course.counts_as_held:
        return TileState.HELD, row.held_on
    planned = row.course.plan.closes_on if row.course.plan else None
    return (TileState.LATE if days_late(row.course, day=day) else TileState.WAITING), planned


def tile_map(figure: SeasonFigure, actor: Actor) -> TileMap | None:
    """The map for a season's figure; None for an organisation that covers no commune.

    A tile belongs to a commune by its identity, never by its code, and shows the organisation that covers
    it whatever that one's level: from 1/7/2025 it is the level above the grassroots (TN-09).

    Parameters:
        figure: the figure; its organisation, season and day are the map's.
        actor: the reader; of organisations that they may not see the tile says only that.

    Raises:
        NotFound: for the nation, whose communes are too many for one map.
    """
    asked = figure.asked
    if asked.unit.level == UnitLevel.CENTRAL:
        raise NotFound(_("Bản đồ ô vẽ cho một tỉnh hoặc một đơn vị dưới tỉnh. Chọn đảng bộ tỉnh trước."), place="unit")
    communes = queries.communes_below(asked.unit, asked.day, asked.known_at)
    if not communes:
        return None
    above = {version.unit_id: version for version in tree.versions(asked.day, asked.known_at).filter(unit__in={each.parent_id for each in communes})}
    laid = _laid_out(communes, above, figure)
    covering = queries.organizations_covering([each.unit_id for each in communes], asked.day, asked.known_at)
    rows = _rows_of(set(covering.values()), figure)
    found: list[CommuneTile] = []
    for commune in communes:
        row = rows.get(covering.get(commune.unit_id, 0))
        state, on = _state(row, day=asked.day) if row else (TileState.NONE, None)
        organization = row.unit if row else None
        if organization is not None and not access.may_see(actor, organization, asked.day):
            organization, state, on = None, TileState.HIDDEN, None
        found.append(CommuneTile(commune, above[commune.parent_id or 0].name, organization, state, on, laid.cells[commune.unit_id]))
    group_of = {each.unit_id: each.parent_id or 0 for each in communes}
    drawn = _is_as_drawn(communes, laid.cells)
    labels = tuple(_known_labels()[each.code] for each in above.values() if each.code in _known_labels()) if drawn else ()
    return TileMap(
        tuple(found), laid.columns, laid.rows, tuple(layout.borders(laid.cells, group_of)),
        tuple((_("%(name)s, chưa có vị trí ô") % {"name": above[group].name}, cell) for group, cell in laid.captions.items()),
        labels,
        sum(row.unit.unit_id not in covering.values() for row in figure.rows))


def _is_as_drawn(communes: Sequence[UnitVersion], cells: Mapping[int, Cell]) -> bool:
    """Whether every tile lies where the table of 2020 has it, so that the places of the names beside them are right."""
    known = known_tiles()
    return len(communes) == len(known) and all(known.get(each.code) == cells[each.unit_id] for each in communes)


def _laid_out(communes: Sequence[UnitVersion], above: Mapping[int, UnitVersion], figure: SeasonFigure) -> layout.Layout:
    """The communes' cells: their own, else near those that they came from, else in rows by the unit above."""
    asked = figure.asked
    bearers = queries.bearers_before(known_tiles(), DRAWN_BEFORE, asked.known_at)
    known = {unit: known_tiles()[code] for code, unit in bearers.items()}
    came_from = {} if all(each.unit_id in known for each in communes) else queries.predecessors(asked.day, asked.known_at)
    return layout.lay_out(
        [Tile(each.unit_id, each.sort_key, each.parent_id or 0, above[each.parent_id or 0].sort_key) for each in communes], known, came_from)


def _rows_of(organizations: set[int], figure: SeasonFigure) -> dict[int, Row]:
    """What is known of the congresses of organisations: from the figure where it counts them, else asked for."""
    asked = figure.asked
    found = {row.unit.unit_id: row for row in figure.rows if row.unit.unit_id in organizations}
    missing = organizations - set(found)
    if missing:
        units = tree.versions(asked.day, asked.known_at).filter(unit__in=missing)
        found |= {row.unit.unit_id: row for row in congress_queries.rows(figure.season, units, asked.day, asked.known_at)}
    return found
