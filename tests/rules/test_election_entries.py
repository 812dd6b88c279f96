"""What was keyed in twice or three times, compared ballot by ballot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.entries import Difference, Packet, differences, one_by_one


def test_differences_are_listed_by_ballot_with_what_each_read():
    found = list(differences([[(1,), (2,), (3,)], [(1,), (2, 4), (3,)], [(1,), (2,), (3,), ()]]))
    assert found == [Difference(2, ((2,), (2, 4), (2,))), Difference(4, (None, None, ()))]


def test_packets_and_single_ballots_of_the_same_order_agree():
    packets = one_by_one([Packet((1, 3), 40), Packet((), 2)])
    assert list(differences([packets, [(1, 3)] * 40 + [()] * 2])) == []


@pytest.mark.parametrize("number", [0, 1, 4])
def test_only_two_or_three_people_are_compared(number):
    with pytest.raises(ValueError, match=f"{number} entries"):
        differences([[]] * number)


READINGS = st.lists(st.frozensets(st.integers(0, 3)), max_size=12)


@given(st.lists(READINGS, min_size=2, max_size=3))
def test_there_is_no_difference_exactly_where_all_read_the_same(entries):
    found = list(differences(entries))
    assert (found == []) == all(each == entries[0] for each in entries)
    for each in found:
        assert each.readings == tuple(entry[each.ballot - 1] if each.ballot <= len(entry) else None for entry in entries)


@given(READINGS, st.integers(0, 11))
def test_one_changed_reading_is_the_one_difference(entry, at):
    if at < len(entry):
        other = [*entry[:at], entry[at] ^ {0}, *entry[at + 1:]]
        assert list(differences([entry, other, entry])) == [Difference(at + 1, (entry[at], other[at], entry[at]))]
