"""The opinion ballot on the list (EL-20) and the steps of a by-election (EL-44)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.opinion import Opinion, admit, most_surplus, opinion_due, places_left, refuse_choice
from kientoan.rules.election.process import ORDER, CourseKind, Stage, after, named, order_of, refuse_entry, refuse_step, refuse_withdrawal


@pytest.mark.parametrize(("seats", "most"), [(1, 0), (2, 0), (3, 1), (5, 1), (6, 1), (7, 2), (10, 3), (15, 4), (27, 8)])
def test_the_surplus_is_30_percent_rounded_down_and_one_for_three_to_five_seats_el_16_el_18(seats: int, most: int) -> None:
    assert most_surplus(seats) == (most, "EL-18" if 3 <= seats <= 5 else "EL-16")


def test_an_opinion_ballot_is_due_only_when_those_nominated_take_the_list_over_the_surplus_el_20() -> None:
    assert opinion_due(10, 11, 2) is None
    assert opinion_due(10, 14, 0) is None, "a list of the convener that is too long is another matter"
    due = opinion_due(10, 11, 3)
    assert due is not None
    assert (due.rule, due.blocks, "14 người cho 10 vị trí, số dư quá 3" in due.vi) == ("EL-20", False, True)
    assert (places_left(10, 11), places_left(10, 13), places_left(10, 15)) == (2, 0, 0)


def test_names_are_taken_by_voices_from_high_to_low() -> None:
    found = admit([("A", 5), ("B", 9), ("C", 7), ("D", 0)], 2)
    assert found == Opinion(("B", "C"), (), 0, ("A", "D"))
    assert admit([("A", 5), ("D", 0)], 2) == Opinion(("A",), (), 0, ("D",)), "whoever has no voice does not enter"
    assert admit([("A", 5)], 0) == Opinion((), (), 0, ("A",))


def test_equal_voices_at_the_edge_are_reported_and_nothing_is_settled() -> None:
    found = admit([("A", 7), ("B", 9), ("C", 7), ("D", 7), ("E", 1)], 3)
    assert found == Opinion(("B",), ("A", "C", "D"), 2, ("E",))
    assert [each.rule for each in found.reasons()] == ["EL-20", "EL-20"]
    assert "A, C, D bằng số ý kiến cho 2 chỗ cuối; đại hội quyết định." in found.reasons()[1].vi
    assert admit([("A", 9), ("B", 7), ("C", 7)], 1) == Opinion(("A",), (), 0, ("B", "C")), "equal below the edge is no tie"
    assert admit([("A", 7), ("B", 7)], 2) == Opinion(("A", "B"), (), 0, ())


@given(st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=3), st.integers(0, 6), max_size=9), st.integers(0, 6))
def test_everybody_is_admitted_tied_or_left_out_and_more_voices_never_rank_behind_fewer(voices: dict[str, int], places: int) -> None:
    found = admit(list(voices.items()), places)
    assert sorted((*found.admitted, *found.tied, *found.left_out)) == sorted(voices)
    assert len(found.admitted) + found.spare <= places
    assert not found.tied or 0 < found.spare < len(found.tied)
    assert len({voices[name] for name in found.tied}) <= 1
    for better, worse in ((found.admitted, found.tied), (found.admitted, found.left_out), (found.tied, found.left_out)):
        assert all(voices[one] > voices[other] for one in better for other in worse)


def test_what_the_congress_decides_on_the_tied_is_among_them_within_the_places_and_by_more_than_half_of_those_present() -> None:
    found = admit([("A", 7), ("B", 7), ("C", 7)], 2)
    assert refuse_choice(found, ["A", "C"], 51, 100) is None
    assert refuse_choice(found, [], 51, 100) is None, "nobody is a decision too"
    for chosen, votes, said in ((["X"], 51, "X không ở trong số"), (["A", "B", "C"], 51, "Chỉ còn 2 chỗ"), (["A"], 50, "quá một nửa"), (["A"], 101, "không quá số có mặt")):
        reason = refuse_choice(found, chosen, votes, 100)
        assert reason is not None
        assert said in reason.vi
        assert reason.en


def test_the_opinion_ballot_is_a_step_only_where_it_is_needed_and_a_by_election_has_an_order_of_its_own_el_44() -> None:
    assert Stage.OPINION not in ORDER
    assert order_of(CourseKind.REGULAR, opinion=True)[:3] == (Stage.CALLED, Stage.OPINION, Stage.LISTED)
    by_election = order_of(CourseKind.BY_ELECTION, opinion=True)
    assert by_election[:6] == (Stage.CALLED, Stage.PROPOSED, Stage.NOMINATED, Stage.WITHDRAWN, Stage.OPINION, Stage.LISTED)
    assert after(Stage.WITHDRAWN, order_of(CourseKind.BY_ELECTION)) is Stage.LISTED
    assert after(Stage.APPROVED) is None
    assert named(Stage.CALLED, CourseKind.BY_ELECTION)[0] == "Báo cáo yêu cầu, số lượng"
    assert named(Stage.CALLED, CourseKind.REGULAR)[0] == "Định bầu cử và số lượng"
    reason = refuse_step(Stage.OPINION, Stage.CALLED)
    assert reason is not None
    assert "không có bước “Phiếu xin ý kiến”" in reason.vi
    assert refuse_step(Stage.OPINION, Stage.WITHDRAWN, by_election) is None


def test_a_by_election_takes_the_boards_names_first_then_the_meetings_then_withdrawals() -> None:
    regular, by_election = CourseKind.REGULAR, CourseKind.BY_ELECTION
    assert refuse_entry(regular, Stage.CALLED, by_convener=False) is None
    assert refuse_withdrawal(regular, Stage.CALLED) is None
    assert refuse_entry(by_election, Stage.CALLED, by_convener=True) is None
    assert refuse_entry(by_election, Stage.PROPOSED, by_convener=False) is None
    assert refuse_withdrawal(by_election, Stage.NOMINATED) is None
    refused = [refuse_entry(by_election, Stage.CALLED, by_convener=False), refuse_entry(by_election, Stage.PROPOSED, by_convener=True),
               refuse_entry(by_election, Stage.NOMINATED, by_convener=False), refuse_withdrawal(by_election, Stage.CALLED)]
    assert [reason.rule for reason in refused if reason] == ["EL-44"] * 4
