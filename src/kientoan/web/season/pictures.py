"""The tile map: drawn by the server, every tile a link with its words, the same in a table below."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.congress import queries as congress_queries
from kientoan.core import clock
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.org.enums import UnitLevel
from kientoan.reports.figure import ask_of
from kientoan.reports.season import SeasonFigure, season_figure
from kientoan.reports.tiles import CommuneTile, TileMap, TileState, tile_map
from kientoan.rules.days import write_day
from kientoan.web.day import carry
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import scope_of
from kientoan.working_days import working_calendar

PITCH = 25
"""From tile to tile, in the drawing's units."""


@dataclass(frozen=True)
class Square:
    """A tile as the template draws it."""

    x: int
    y: int
    state: str
    address: str
    words: str
    is_stop: bool


@dataclass(frozen=True)
class Drawing:
    """Everything the template draws.

    Parameters:
        width, height: of the drawing, in its own units.
        squares: the tiles.
        border: a path along the lines between units above.
        texts: names beside or above their tiles: text, x, y, anchor.
    """

    width: int
    height: int
    squares: tuple[Square, ...]
    border: str
    texts: tuple[tuple[str, int, int, str], ...]


def words_of(tile: CommuneTile) -> str:
    """What a tile says: the commune, the unit above, the state and its day."""
    said = f"{tile.commune.name}, {tile.above}: {tile.label}"
    if tile.on is None:
        return said
    return f"{said}, {write_day(tile.on)}" if tile.state is TileState.HELD else _("%(said)s, dự kiến %(day)s") % {"said": said, "day": write_day(tile.on)}


def draw(found: TileMap, asking: Asking) -> Drawing:
    """The map as geometry; only late tiles are tab stops, since the table is the map's equal."""
    today = clock.today()
    squares = tuple(
        Square(3 + PITCH * tile.cell[0], 3 + PITCH * tile.cell[1], tile.state.value,
               carry(reverse("unit", args=[(tile.organization or tile.commune).unit_id]), asking.day, today=today, known_at=asking.known_at), words_of(tile), tile.state is TileState.LATE)
        for tile in found.tiles)
    border = "".join(f"M{2 + PITCH * column} {2 + PITCH * row}{'v' if upright else 'h'}{PITCH}" for column, row, upright in found.borders)
    texts = (*((name, x, y, anchor) for name, x, y, anchor in found.labels),
             *((name, 2 + PITCH * column, PITCH * row + 20, "start") for name, (column, row) in found.captions))
    return Drawing(max(PITCH * found.columns + 15, 440 if found.labels else 0, 200), PITCH * found.rows + 4, squares, border, texts)


def map_of(figure: SeasonFigure, actor: Actor) -> TileMap:
    """The tile map of a figure.

    Raises:
        NotFound: for an organisation that covers no commune.
    """
    found = tile_map(figure, actor)
    if found is None:
        raise NotFound(_("%(name)s không gắn với địa bàn nào có xã, phường, nên không có bản đồ. Chọn tổ chức khác.") % {"name": figure.asked.unit.name})
    return found


@staff_page()
def season_map(asking: Asking) -> HttpResponse:
    """The map of communes by itself, with the table of the units above and the list of every commune."""
    scope = scope_of(asking)
    figure = season_figure(ask_of(scope, asking.day, known_at=asking.known_at), calendar=working_calendar(), season_key=asking.request.GET.get("mua", ""), level=UnitLevel.GRASSROOTS)
    found = map_of(figure, asking.actor)
    wanted = asking.request.GET.get("loc", "")
    states = [state.value for state in TileState]
    return asking.page("map", {
        "scope": scope, "figure": figure, "map": found, "drawing": draw(found, asking),
        "chosen": wanted if wanted in states else "",
        "rows": [tile for tile in found.tiles if wanted not in states or tile.state == wanted],
        "seasons": congress_queries.seasons(),
    })
