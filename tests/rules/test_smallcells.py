"""Small cells are hidden, and nothing that is shown gives a hidden one away (PV-02, PV-11)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.smallcells import FEWEST, Shown, hide_parts, hide_small

TABLES = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(st.integers(0, 30) | st.integers(0, 6), min_size=width, max_size=width), min_size=1, max_size=5))


def whole(shown: Shown) -> list[list[int | None]]:
    """The table with its totals in a last row and column."""
    rows = [[*cells, total] for cells, total in zip(shown.cells, shown.row_totals, strict=True)]
    return [*rows, [*shown.column_totals, shown.total]]


def told(table: list[list[int | None]]) -> list[tuple[int, int]]:
    """The hidden cells that follow from the totals by arithmetic: those that the sums leave no freedom to, found by elimination over fractions."""
    hidden = [(row, column) for row, cells in enumerate(table) for column, cell in enumerate(cells) if cell is None]
    at = {place: number for number, place in enumerate(hidden)}
    height, width = len(table), len(table[0])
    lines = [[(row, column) for column in range(width)] for row in range(height)] + [[(row, column) for row in range(height)] for column in range(width)]
    matrix = []
    for line in lines:
        equation = [Fraction(0)] * len(hidden)
        for place in line[:-1]:
            if place in at:
                equation[at[place]] += 1
        if line[-1] in at:  # the parts less the total are nothing
            equation[at[line[-1]]] -= 1
        matrix.append(equation)
    pivots: list[list[Fraction]] = []
    for line_of in matrix:
        equation = line_of
        for pivot in pivots:
            lead = next(number for number, value in enumerate(pivot) if value)
            if equation[lead]:
                factor = equation[lead] / pivot[lead]
                equation = [value - factor * other for value, other in zip(equation, pivot, strict=True)]
        if any(equation):
            lead = next(number for number, value in enumerate(equation) if value)
            pivots = [[value - pivot[lead] / equation[lead] * other for value, other in zip(pivot, equation, strict=True)] if pivot[lead] else pivot for pivot in pivots]
            pivots.append(equation)
    return [hidden[number] for pivot in pivots if sum(map(bool, pivot)) == 1 for number, value in enumerate(pivot) if value]


@given(TABLES)
def test_pv02_no_count_from_one_to_four_is_shown(cells: list[list[int]]) -> None:
    assert [count for row in whole(hide_small(cells)) for count in row if count is not None and 0 < count < FEWEST] == []


@given(TABLES)
def test_pv11_no_hidden_cell_follows_from_the_totals_of_rows_and_columns(cells: list[list[int]]) -> None:
    assert told(whole(hide_small(cells))) == []


@given(TABLES)
def test_pv11_what_is_hidden_of_a_line_is_never_so_few_persons_that_each_must_be_one(cells: list[list[int]]) -> None:
    table = whole(hide_small(cells))
    true = [[*row, sum(row)] for row in cells]
    true.append([sum(column) for column in zip(*true, strict=True)])
    for shown, real in [*zip(table, true, strict=True), *zip(map(list, zip(*table, strict=True)), map(list, zip(*true, strict=True)), strict=True)]:
        hidden = [real[at] for at, cell in enumerate(shown) if cell is None]
        if hidden and shown[-1] is not None:
            assert sum(hidden) > max(FEWEST - 1, len(hidden))


@given(TABLES)
def test_what_is_shown_is_true_and_a_table_without_small_counts_is_shown_whole(cells: list[list[int]]) -> None:
    shown = hide_small(cells)
    assert all(seen in (None, real) for seen_row, row in zip(shown.cells, cells, strict=True) for seen, real in zip(seen_row, row, strict=True))
    assert all(seen in (None, sum(row)) for seen, row in zip(shown.row_totals, cells, strict=True))
    if all(count == 0 or count >= FEWEST for row in cells for count in row):
        assert (shown.hidden, shown.reason) == (0, None)


def test_pv02_the_smallest_neighbours_are_hidden_besides_and_the_reason_says_so() -> None:
    shown = hide_small([[3, 20, 9], [30, 40, 8], [50, 60, 70]])
    assert shown.cells == ((None, 20, None), (None, 40, None), (50, 60, 70))
    reason = shown.reason
    assert reason is not None
    assert ("Ẩn 4 số" in reason.vi, "4 counts are hidden" in reason.en, reason.rule, reason.blocks) == (True, True, "PV-02", False)


def test_pv02_of_fewer_than_five_persons_nothing_is_shown_not_even_a_zero() -> None:
    assert hide_small([[0, 1], [20, 30]]).cells[0] == (None, None)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_pv11_the_parts_of_a_whole_hide_no_fewer_than_two(counts: list[int]) -> None:
    shown = hide_parts(counts)
    assert [count for count in shown if count is not None and 0 < count < FEWEST] == []
    assert sum(count is None for count in shown) != 1 or len(counts) == 1
    assert all(seen in (None, real) for seen, real in zip(shown, counts, strict=True))


@pytest.mark.parametrize("cells", [[], [[]], [[1, 2], [3]], [[-1]]])
def test_a_table_that_is_none_is_refused(cells: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"rows of one length|not below zero"):
        hide_small(cells)
