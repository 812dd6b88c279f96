"""What is keyed in: lines as one types them, kept as text, and two or three people's readings of a batch, compared."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.count import Election, open_count
from kientoan.rules.election.entries import Difference, Marks, add, agreed, differences, read_batch, read_kept, read_line, typed
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.reasons import Reason

STRIKE, BOXES = BallotForm.STRIKE_OUT, BallotForm.AGREE_DISAGREE
NAMES = 6
PLACES = st.sets(st.integers(0, NAMES - 1)).map(lambda each: tuple(sorted(each)))
STRUCK = st.one_of(st.builds(Marks, PLACES), st.sampled_from([Marks(invalid="not_issued"), Marks(invalid="marked")]))
BOXED = st.one_of(st.builds(Marks, PLACES, PLACES), st.just(Marks(invalid="not_issued")))
HAND = st.dictionaries(STRUCK, st.integers(1, 5), max_size=6)


@pytest.mark.parametrize(("text", "form", "marks", "count"), [
    ("3 1", STRIKE, Marks((0, 2)), 1), ("1,3 x40", STRIKE, Marks((0, 2)), 40), ("0", STRIKE, Marks(), 1), ("* ×2", STRIKE, Marks(tuple(range(NAMES))), 2),
    ("KP", STRIKE, Marks(invalid="not_issued"), 1), ("dd x3", BOXES, Marks(invalid="marked"), 3),
    ("1 2 -3", BOXES, Marks((2,), (0, 1)), 1), ("1 -1", BOXES, Marks((0,), (0,)), 1), ("0 x2", BOXES, Marks(), 2),
])
def test_a_line_says_what_was_read_and_how_many_lie_together(text, form, marks, count):
    assert read_line(text, 1, names=NAMES, form=form) == (marks, count)


@pytest.mark.parametrize(("text", "form", "said"), [
    ("7", STRIKE, "Dòng 4: “7” không phải số thứ tự trên phiếu (1 đến 6)"), ("1 1", STRIKE, "gõ hai lần"), ("-1", STRIKE, "không phải số"),
    ("x3", STRIKE, "chưa có số nào"), ("1 x0", STRIKE, "từ x1 đến x100"), ("1 x101", STRIKE, "từ x1 đến x100"), ("1 a", BOXES, "“a”"),
    ("*", BOXES, "“*”"), ("٣", STRIKE, "không phải số"), ("1 kp", STRIKE, "“kp”"), ("99999999999", STRIKE, "không phải số"),
])
def test_what_cannot_be_read_is_refused_with_its_line(text, form, said):
    found = read_line(text, 4, names=NAMES, form=form)
    assert isinstance(found, Reason)
    assert said in found.vi
    assert found.en.startswith("Line 4")


@given(st.one_of(st.tuples(STRUCK, st.just(STRIKE)), st.tuples(BOXED, st.just(BOXES))))
def test_what_is_typed_and_what_is_kept_is_read_back(case):
    marks, form = case
    assert read_line(typed(marks, form), 1, names=NAMES, form=form) == (marks, 1)
    assert read_kept(marks.kept()) == marks


def test_a_batch_is_read_line_by_line_and_every_fault_is_named():
    found, faults = read_batch("1 x2\n\n9\n0\n1\nkp kp\n", names=NAMES, form=STRIKE)
    assert found == {Marks((0,)): 3, Marks(): 1}
    assert [fault.vi.partition(":")[0] for fault in faults] == ["Dòng 3", "Dòng 6"]


def test_differences_lie_beside_the_nearest_reading_of_the_others():
    one = {Marks((1, 3)): 40, Marks((2,)): 1, Marks((0, 5)): 1}
    two = {Marks((1, 3)): 40, Marks((2, 4)): 1, Marks((0,)): 1}
    assert differences([one, two]) == [Difference((Marks((0, 5)), Marks((0,))), 1), Difference((Marks((2,)), Marks((2, 4))), 1)]
    assert differences([one, one, {Marks((1, 3)): 41, Marks((2,)): 1}]) == [Difference((Marks((0, 5)), Marks((0, 5)), Marks((1, 3))), 1)]
    assert differences([{Marks(): 2}, {Marks(): 1}]) == [Difference((Marks(), None), 1)]


@pytest.mark.parametrize("number", [0, 1, 4])
def test_only_two_or_three_people_are_compared(number):
    with pytest.raises(ValueError, match=f"{number} hands"):
        differences([{}] * number)


@given(st.lists(HAND, min_size=2, max_size=3))
def test_there_is_no_difference_exactly_where_all_read_the_same_and_every_ballot_is_accounted_for(hands):
    found = differences(hands)
    assert (found == []) == agreed(hands)
    for at, hand in enumerate(hands):
        left = Counter(hand)
        for each in found:
            if (marks := each.readings[at]) is not None:
                left[marks] -= each.count
        assert all(number >= 0 for number in left.values()), "nothing is a difference that was not read"
        rest = +left
        assert rest == +(Counter(hands[0]) & Counter(hands[-1]) & Counter(hands[1])), "what is left was read by all"


@given(HAND)
def test_the_order_of_entries_does_not_matter_to_the_count(hand):
    election = Election(date(2020, 8, 5), ElectingBody.DELEGATE_CONGRESS, 3, tuple("ABCDEF"), STRIKE, 100, 1000)
    outcomes = []
    for items in (hand.items(), reversed(hand.items())):
        count = open_count(election)
        for marks, number in items:
            add(count, marks, number)
        outcomes.append(count.close())
    assert outcomes[0].votes == outcomes[1].votes
    assert outcomes[0].invalid == outcomes[1].invalid
