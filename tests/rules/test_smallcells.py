"""Small counts are hidden, and nothing that is shown gives a hidden one away (PV-02, PV-11)."""

from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.smallcells import FEWEST, hide_parts, tell_parts


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_pv11_the_parts_of_a_whole_hide_no_fewer_than_two(counts: list[int]) -> None:
    shown = hide_parts(counts)
    assert [count for count in shown if count is not None and 0 < count < FEWEST] == []
    assert sum(count is None for count in shown) != 1 or len(counts) == 1
    assert all(seen in (None, real) for seen, real in zip(shown, counts, strict=True))


def test_pv02_the_smallest_neighbour_is_hidden_besides() -> None:
    assert (hide_parts([3, 20, 9]), hide_parts([0, 12]), hide_parts([1, 3]), hide_parts([2, 0, 30])) == ((None, 20, None), (0, 12), (None, None), (None, 0, None))


@given(st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_pv02_what_is_told_is_to_the_nearest_five(counts: list[int]) -> None:
    told = tell_parts(counts)
    assert [seen is None for seen in told] == [seen is None for seen in hide_parts(counts)]
    assert all(seen is None or (seen % 5 == 0 and abs(seen - real) <= 2) for seen, real in zip(told, counts, strict=True))


def test_pv02_subtracting_the_units_below_from_the_unit_above_tells_no_hidden_count() -> None:
    women_below, hidden = (12, 23, 30), (1, 2, 3, 4)
    told = {tell_parts([sum(women_below) + count, 200])[0] for count in hidden}
    assert told == {65, 70}, "one number told for several hidden ones"
    assert sum(each or 0 for each in tell_parts(women_below)) == 65
