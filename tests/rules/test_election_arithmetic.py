"""The identities of EL-30: numbers that fit pass, numbers that do not name what to count again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.arithmetic import Number, mismatches, more_collected_than_issued

P, I, S, U, C, N, V, X, W = Number  # noqa: E741  # in the order of the list: printed, issued, spoiled, unused, collected, not returned, valid, invalid, votes
FITS = {P: 120, I: 110, S: 3, U: 7, C: 108, N: 2, V: 100, X: 8, W: 290}


def again(**changes: int) -> list[tuple[Number, ...]]:
    """What is to be counted again when some numbers are others."""
    return [each.again for each in mismatches(FITS | {Number(name): value for name, value in changes.items()}, seats=3)]


@pytest.mark.parametrize(("changes", "wanted"), [
    ({}, []), ({"printed": 121}, [(P, S, U)]), ({"unused": 8}, [(P, S, U)]), ({"issued": 111}, [(I,), (I,)]), ({"collected": 107}, [(C,), (C,)]),
    ({"not_returned": 3}, [(N,)]), ({"valid": 101}, [(V, X)]), ({"votes": 301}, [(W,)]), ({"votes": 331, "valid": 110}, [(V, X), (W, V)]),
    ({"votes": 300}, []), ({"issued": 111, "collected": 107}, [(I,), (I, C), (C,)])])
def test_a_number_that_does_not_fit_is_named_and_none_that_another_sum_vouches_for(changes, wanted):
    assert again(**changes) == wanted


def test_the_sentence_has_every_figure_and_what_to_count_again():
    found, = mismatches(FITS | {U: 8}, seats=3)
    assert found.reason.vi == ("Phiếu in ra 120, nhưng phiếu phát ra 110 + phiếu hỏng đổi lại 3 + phiếu không dùng 8 = 121, lệch 1. "
                               "Đếm lại: phiếu in ra, phiếu hỏng đổi lại, phiếu không dùng.")
    assert found.reason.en == ("Ballots printed 120, but ballots issued 110 + ballots spoiled 3 + ballots unused 8 = 121, which is 1 off. "
                               "Count again: ballots printed, ballots spoiled, ballots unused.")
    votes, = mismatches({V: 100, W: 301}, seats=3)
    assert votes.reason.vi == "Tổng phiếu bầu 301, nhiều hơn 3 vị trí × 100 phiếu hợp lệ = 300. Đếm lại: phiếu bầu, phiếu hợp lệ."
    assert (found.reason.rule, votes.reason.rule, found.reason.blocks) == ("EL-30", "EL-30", True)


def test_what_is_not_known_yet_is_not_asked_for():
    assert mismatches({P: 5, I: 4}) == []
    assert mismatches({C: 5, V: 4, X: 1, W: 9}) == []
    assert [each.again for each in mismatches({I: -1, C: 5, N: -2})] == [(I, N)]


def test_more_collected_than_issued_is_refused():
    assert more_collected_than_issued(5, 5) is None
    assert more_collected_than_issued(6, 5).vi == "Thu về 6 phiếu, nhiều hơn 5 phiếu phát ra. Đếm lại số phiếu phát ra và số phiếu thu về."


COUNTS = st.integers(0, 1000)


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, st.integers(1, 9), st.data())
def test_numbers_made_from_ballots_always_fit_and_one_changed_sum_never_does(valid, invalid, not_returned, spoiled, unused, seats, data):
    collected = valid + invalid
    issued = collected + not_returned
    votes = data.draw(st.integers(0, seats * valid))
    numbers = {P: issued + spoiled + unused, I: issued, S: spoiled, U: unused, C: collected, N: not_returned, V: valid, X: invalid, W: votes}
    assert mismatches(numbers, seats=seats) == []
    wrong = data.draw(st.sampled_from([each for each in numbers if each is not W]))
    changed = numbers | {wrong: numbers[wrong] + data.draw(st.integers(1, 5))}
    found = mismatches(changed, seats=seats)
    assert found
    assert all(wrong in each.again for each in found)
