"""Tables of counts that outsiders may read: small cells are hidden, and so is what would give them away.

Sources: PV-02 (ethnicity, political and religious views are sensitive), PV-11 (no list of members in public). That a count below five is hidden is the house's own
rule: no paper gives the number.

A table is its cells with the totals of its rows and columns and of all. Whoever knows that totals are sums can compute a single hidden cell of a line, and along
a chain of such lines some more. Seen as a graph, with lines as points and hidden cells as the ties between a row and a column, a hidden cell follows from what is
shown exactly when its tie is a bridge: when no round trip passes over it. So cells are hidden until no tie is a bridge, the smallest first, totals last.

One table is protected by itself. Whoever may ask for the same figures of another scope or of another day can subtract one from the other, so such a table is given
to outsiders as it was published once, never as a page on which they choose scope and day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kientoan.rules.reasons import Reason

FEWEST = 5
"""The smallest count that is shown; nobody is told by a zero, so it is."""
RULE = "PV-02"

_Place = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """A table as outsiders read it; None is a hidden count.

    Parameters:
        cells: the counts by row.
        row_totals, column_totals: their sums.
        total: of all.
        hidden: how many of all these are hidden.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    hidden: int

    @property
    def reason(self) -> Reason | None:
        """Why something is hidden; None when nothing is."""
        if not self.hidden:
            return None
        return Reason(f"Ẩn {self.hidden} số: số dưới {FEWEST} người, và số mà từ đó tính ra được số dưới {FEWEST} (PV-02, PV-11)",
                      f"{self.hidden} counts are hidden: those below {FEWEST} persons, and those from which one below {FEWEST} could be computed (PV-02, PV-11)",
                      RULE, blocks=False)


def _with_totals(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _is_small(count: int) -> bool:
    return 0 < count < FEWEST


def hide_small(cells: Sequence[Sequence[int]]) -> Shown:
    """A table of counts of persons with small cells hidden, and with them what they could be computed from (PV-02, PV-11).

    A row of fewer than five persons is hidden whole, zeros too: how many there are of them may be read elsewhere.

    Parameters:
        cells: counts by row, such as one organisation each; all rows of one length and at least one cell each.

    Raises:
        ValueError: for a count below zero, or rows that differ in length.
    """
    if not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
        raise ValueError("a table has rows of one length")
    if any(count < 0 for row in cells for count in row):
        raise ValueError("a count is not below zero")
    table = _with_totals(cells)
    hidden = {(row, column) for row, counts in enumerate(table) for column, count in enumerate(counts)
              if _is_small(count) or (row < len(table) - 1 and _is_small(counts[-1]))}
    while (near := _given_away(table, hidden)) is not None:
        hidden.add(_smallest(table, hidden, near))
    shown = [[None if (row, column) in hidden else count for column, count in enumerate(counts)] for row, counts in enumerate(table)]
    return Shown(tuple(tuple(row[:-1]) for row in shown[:-1]), tuple(row[-1] for row in shown[:-1]), tuple(shown[-1][:-1]), shown[-1][-1], len(hidden))


def hide_parts(counts: Sequence[int]) -> tuple[int | None, ...]:
    """The parts of a whole that is shown, such as women and men of a committee: none can be computed from the others and the whole.

    Parameters:
        counts: the parts; each person is in one of them.

    Returns:
        the parts in the same order, None where one is hidden.
    """
    hidden = {at for at, count in enumerate(counts) if _is_small(count)}
    while hidden and len(hidden) < len(counts) and (len(hidden) == 1 or sum(counts[at] for at in hidden) <= max(FEWEST - 1, len(hidden))):
        hidden.add(min((at for at in range(len(counts)) if at not in hidden), key=lambda at: (counts[at] == 0, counts[at], at)))
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


def _given_away(table: Sequence[Sequence[int]], hidden: set[_Place]) -> list[_Place] | None:
    """Where to hide more, because what is shown gives a hidden cell away: the line that does, or the two lines of a bridge; None when nothing does."""
    height, width = len(table), len(table[0])
    for line in ([(row, column) for column in range(width)] for row in range(height)):
        if _is_pinned(table, [place for place in line if place in hidden], total=line[-1]):
            return line
    for line in ([(row, column) for row in range(height)] for column in range(width)):
        if _is_pinned(table, [place for place in line if place in hidden], total=line[-1]):
            return line
    bridge = next(_bridges(hidden), None)
    return None if bridge is None else [(row, column) for row in range(height) for column in range(width) if row == bridge[0] or column == bridge[1]]


def _is_pinned(table: Sequence[Sequence[int]], line: Sequence[_Place], *, total: _Place) -> bool:
    """Whether the hidden cells of a line, whose sum can be read, are so few persons that their smallness itself tells them: one each, or below five together.

    A line whose total is hidden has no sum that can be read.
    """
    if not line or total in line:
        return False
    together = sum(table[row][column] for row, column in line)
    return len(line) == 1 or together <= max(FEWEST - 1, len(line))


def _smallest(table: Sequence[Sequence[int]], hidden: set[_Place], near: Sequence[_Place]) -> _Place:
    """The cell to hide besides: among ``near`` where one is left, inside before totals, the smallest that is not zero first."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    left = [place for place in near if place not in hidden] or [
        (row, column) for row in range(last_row + 1) for column in range(last_column + 1) if (row, column) not in hidden]
    return min(left, key=lambda place: ((place[0] == last_row) + (place[1] == last_column), table[place[0]][place[1]] == 0, table[place[0]][place[1]], place))


def _bridges(hidden: set[_Place]) -> Iterator[_Place]:
    """The hidden cells that no round trip passes over; each follows from what is shown."""
    for place in sorted(hidden):
        rest = hidden - {place}
        rows, columns, edge = {place[0]}, set[int](), True
        while edge:  # from the cell's row along hidden cells; to its column or not
            reached = {column for row, column in rest if row in rows} - columns
            columns |= reached
            more = {row for row, column in rest if column in columns} - rows
            rows |= more
            edge = bool(reached or more)
        if place[1] not in columns:
            yield place
