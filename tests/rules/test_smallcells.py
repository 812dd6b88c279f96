"""No cell shows so few persons that it tells of one, and none can be computed from the total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.smallcells import suppress


@pytest.mark.parametrize(("cells", "total", "shown"), [
    ({"women": 20, "men": 30}, 50, {"women": 20, "men": 30}), ({"women": 3, "men": 47}, 50, {"women": None, "men": None}), ({"women": 0, "men": 50}, 50, {"women": 0, "men": 50}),
    ({"a": 3, "b": 9, "c": 20}, 32, {"a": None, "b": None, "c": 20}), ({"part": 48}, 50, {"part": None}), ({"part": 2}, 2, {"part": None})])
def test_a_small_cell_is_hidden_with_the_one_that_would_give_it_away(cells: dict[str, int], total: int, shown: dict[str, int | None]) -> None:
    assert suppress(cells, total) == shown


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1), st.integers(0, 40))
def test_what_is_hidden_cannot_be_computed_from_what_is_shown(cells: dict[str, int], rest: int) -> None:
    total = sum(cells.values()) + rest
    found = suppress(cells, total)
    assert all(value is None or value == 0 or value >= 5 for value in found.values())
    assert all(value in (None, cells[name]) for name, value in found.items())
    hidden = [name for name, value in found.items() if value is None]
    left = total - sum(value for value in found.values() if value)
    if hidden:
        assert left >= 5 or total < 5
        assert len(hidden) > 1 or left > cells[hidden[0]] or len([1 for count in (*cells.values(), rest) if count]) == 1


@pytest.mark.parametrize(("cells", "total"), [({"a": -1}, 5), ({"a": 6}, 5)])
def test_cells_that_do_not_fit_the_total_are_an_error(cells: dict[str, int], total: int) -> None:
    with pytest.raises(ValueError, match="total"):
        suppress(cells, total)
