"""The layout of tiles: kept where known, near where they came from, in rows otherwise; never two in one cell."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.tiles import Layout, Tile, borders, lay_out

CELLS = st.tuples(st.integers(0, 6), st.integers(0, 6))
KEYS = st.integers(1, 30)
WORLDS = st.tuples(
    st.lists(st.builds(Tile, KEYS, st.sampled_from("abc"), st.integers(1, 3), st.sampled_from("xy")), max_size=25, unique_by=lambda tile: tile.key),
    st.lists(st.tuples(KEYS, CELLS), max_size=20, unique_by=(lambda item: item[0], lambda item: item[1])).map(dict),
    st.dictionaries(KEYS, st.lists(KEYS, max_size=4), max_size=15))


def tile(key: int, order: str = "", group: int = 1, group_order: str = "g") -> Tile:
    return Tile(key, order or f"{key:03}", group, group_order)


@given(WORLDS)
def test_every_commune_has_a_cell_of_its_own_and_captions_too(world: tuple[list[Tile], dict[int, tuple[int, int]], dict[int, list[int]]]) -> None:
    tiles, known, came_from = world
    found = lay_out(tiles, known, came_from)
    assert set(found.cells) == {each.key for each in tiles}
    used = [*found.cells.values(), *found.captions.values()]
    assert len(set(used)) == len(used)
    assert all(0 <= column < found.columns and 0 <= row < found.rows for column, row in found.cells.values())


@given(WORLDS)
def test_a_known_tile_keeps_its_cell(world: tuple[list[Tile], dict[int, tuple[int, int]], dict[int, list[int]]]) -> None:
    tiles, known, came_from = world
    found = lay_out(tiles, known, came_from)
    assert all(found.cells[each.key] == known[each.key] for each in tiles if each.key in known)


@given(WORLDS, st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_changes_nothing(world: tuple[list[Tile], dict[int, tuple[int, int]], dict[int, list[int]]], chance: object) -> None:
    tiles, known, came_from = world
    shuffled = list(tiles)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    other = {key: list(reversed(value)) for key, value in reversed(came_from.items())}
    assert lay_out(tiles, known, came_from) == lay_out(shuffled, dict(reversed(known.items())), other)


@given(WORLDS)
def test_no_free_cell_is_nearer_than_the_one_taken(world: tuple[list[Tile], dict[int, tuple[int, int]], dict[int, list[int]]]) -> None:
    """For the one commune that came last of those that were drawn near their predecessors."""
    tiles, known, _came_from = world
    standing = [each for each in tiles if each.key in known]
    if not standing:
        return
    found = lay_out([*standing, tile(99)], known, {99: [standing[0].key, standing[-1].key]})
    x, y = (Fraction(known[standing[0].key][axis] + known[standing[-1].key][axis], 2) if standing[0] != standing[-1] else Fraction(known[standing[0].key][axis])
            for axis in (0, 1))
    taken = {found.cells[each.key] for each in standing}
    own = (found.cells[99][0] - x) ** 2 + (found.cells[99][1] - y) ** 2
    assert own == min((column - x) ** 2 + (row - y) ** 2 for column in range(15) for row in range(15) if (column, row) not in taken)


def test_a_merged_commune_lies_between_those_it_came_from() -> None:
    found = lay_out([tile(9)], {1: (0, 0), 2: (4, 2)}, {9: [1, 2]})
    assert found.cells == {9: (2, 1)}


def test_a_commune_is_found_through_those_in_between() -> None:
    """1 and 2 became 5, and 5 and 3 became 9: the mean of 5's place and 3's."""
    found = lay_out([tile(9)], {1: (0, 0), 2: (4, 0), 3: (6, 0)}, {5: [1, 2], 9: [5, 3]})
    assert found.cells == {9: (4, 0)}


def test_those_without_a_place_stand_below_in_rows_by_the_unit_above() -> None:
    tiles = [tile(1), *(tile(number, group=2, group_order="b") for number in range(10, 20)), tile(30, group=3, group_order="a")]
    found = lay_out(tiles, {1: (2, 1)}, {})
    assert found.captions == {3: (0, 2), 2: (0, 4)}
    assert (found.cells[30], found.cells[10], found.cells[17], found.cells[18]) == ((0, 3), (0, 5), (7, 5), (0, 6))


def test_a_circle_of_predecessors_ends() -> None:
    assert lay_out([tile(1), tile(2)], {3: (5, 5)}, {1: [2], 2: [1, 3]}).captions == {}


def test_nothing_is_an_empty_map() -> None:
    assert lay_out([], {}, {}) == Layout({}, {}, 0, 0)


def test_borders_run_between_groups_and_around_all() -> None:
    assert borders({1: (0, 0), 2: (1, 0)}, {1: 7, 2: 7}) == [(0, 0, False), (0, 0, True), (0, 1, False), (1, 0, False), (1, 1, False), (2, 0, True)]
    assert (1, 0, True) in borders({1: (0, 0), 2: (1, 0)}, {1: 7, 2: 8})
