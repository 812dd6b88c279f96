"""Where the tiles of a tile map lie: one for each commune, each the same size, because a unit is a unit.

A commune that has a tile keeps it. One that came from others takes the free cell nearest to the mean of
theirs. Those of which nothing is known stand below in rows, grouped by the unit above, in Vietnamese order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

Cell = tuple[int, int]
"""Column and row, both from 0; rows run downward."""
NARROWEST = 8


@dataclass(frozen=True)
class Tile:
    """A commune to be laid out.

    Parameters:
        key: its identity.
        order: where it stands among others, in Vietnamese order.
        group: the identity of the unit above.
        group_order: where that one stands among others.
    """

    key: int
    order: str
    group: int
    group_order: str


@dataclass(frozen=True)
class Layout:
    """Where everything lies.

    Parameters:
        cells: the cell of each commune; no two share one.
        captions: the cell of each group laid out in rows, a row of its own above its communes.
        columns, rows: the size of the map.
    """

    cells: Mapping[int, Cell]
    captions: Mapping[int, Cell]
    columns: int
    rows: int


def lay_out(tiles: Iterable[Tile], known: Mapping[int, Cell], predecessors: Mapping[int, Sequence[int]]) -> Layout:
    """Lay out communes; the same ones are laid out alike, in whatever order they come, and no two share a cell.

    Parameters:
        tiles: T communes of a day, each key once.
        known: the cells of communes that have a tile of their own, ended ones too.
        predecessors: for a commune, those that it came from; they need not be among the ``tiles``.
    """
    wanted = sorted(tiles, key=lambda tile: (tile.order, tile.key))
    cells: dict[int, Cell] = {}
    taken: set[Cell] = set()
    later: list[tuple[Tile, tuple[Fraction, Fraction]]] = []
    homeless: list[Tile] = []
    for tile in wanted:
        own = known.get(tile.key)
        if own is not None and own not in taken:
            cells[tile.key] = own
            taken.add(own)
            continue
        mean = _mean(tile.key, known, predecessors)
        if mean is None:
            homeless.append(tile)
        else:
            later.append((tile, mean))
    for tile, mean in later:
        cells[tile.key] = _nearest_free(mean, taken)
        taken.add(cells[tile.key])
    captions = _rows_below(homeless, cells)
    return Layout(cells, captions, 1 + max((column for column, _row in cells.values()), default=-1), 1 + max((row for _column, row in cells.values()), default=-1))


def _mean(key: int, known: Mapping[int, Cell], predecessors: Mapping[int, Sequence[int]]) -> tuple[Fraction, Fraction] | None:
    """Where a commune's own tile lies, else the mean of where its predecessors lie, each found alike; None when no one has one."""
    found: dict[int, tuple[Fraction, Fraction] | None] = {}

    def place(each: int, above: frozenset[int]) -> tuple[Fraction, Fraction] | None:
        if each in known:
            return Fraction(known[each][0]), Fraction(known[each][1])
        if each in found:
            return found[each]
        places = [at for other in sorted(set(predecessors.get(each, ()))) if other not in above and (at := place(other, above | {other})) is not None]
        found[each] = (sum((x for x, _y in places), Fraction()) / len(places), sum((y for _x, y in places), Fraction()) / len(places)) if places else None
        return found[each]

    return place(key, frozenset({key}))


def _nearest_free(mean: tuple[Fraction, Fraction], taken: set[Cell]) -> Cell:
    """The free cell nearest to a point; of equal ones the upper, then the left one."""
    x, y = mean
    middle = (round(x), round(y))
    best: tuple[Fraction, int, int] | None = None
    for reach in count():
        # A cell outside the square of this reach is farther than reach - 1/2 from the point, so that a nearer one found inside stands.
        if best is not None and best[0] < (Fraction(reach) - Fraction(1, 2)) ** 2:
            return best[2], best[1]
        for column, row in _ring(middle, reach):
            if column >= 0 and row >= 0 and (column, row) not in taken:
                distance = (column - x) ** 2 + (row - y) ** 2
                best = min(best, (distance, row, column)) if best is not None else (distance, row, column)
    raise AssertionError("the plane has no end")


def _ring(middle: Cell, reach: int) -> Iterable[Cell]:
    """The cells of the square around ``middle`` whose sides are ``reach`` away."""
    x, y = middle
    if reach == 0:
        yield middle
        return
    for column in range(x - reach, x + reach + 1):
        yield column, y - reach
        yield column, y + reach
    for row in range(y - reach + 1, y + reach):
        yield x - reach, row
        yield x + reach, row


def _rows_below(homeless: Sequence[Tile], cells: dict[int, Cell]) -> dict[int, Cell]:
    """Lay out those without a place in rows below what lies already, group by group; fills ``cells``, returns the captions' cells."""
    captions: dict[int, Cell] = {}
    if not homeless:
        return captions
    right = max((column for column, _row in cells.values()), default=-1) + 1
    width = max(NARROWEST, right, next(side for side in count(1) if side * side >= len(homeless)))
    row = max((row for _column, row in cells.values()), default=-1) + 1
    groups: dict[tuple[str, int], list[Tile]] = {}
    for tile in homeless:
        groups.setdefault((tile.group_order, tile.group), []).append(tile)
    for (_order, group), members in sorted(groups.items()):
        captions[group] = (0, row)
        row += 1
        for at, tile in enumerate(members):
            cells[tile.key] = (at % width, row + at // width)
        row += -(-len(members) // width)
    return captions


def borders(cells: Mapping[int, Cell], group_of: Mapping[int, int]) -> list[tuple[int, int, bool]]:
    """The lines around each group of tiles, as unit sides.

    Parameters:
        cells: the cell of each commune.
        group_of: the group of each commune.

    Returns:
        sides as (column, row, is upright): from the cell's upper left corner down when upright, else to the right; sorted, each once.
    """
    at = {cell: group_of[key] for key, cell in cells.items()}
    sides: set[tuple[int, int, bool]] = set()
    for (column, row), group in at.items():
        for other, side in (((column - 1, row), (column, row, True)), ((column + 1, row), (column + 1, row, True)),
                            ((column, row - 1), (column, row, False)), ((column, row + 1), (column, row + 1, False))):
            if at.get(other) != group:
                sides.add(side)
    return sorted(sides)
