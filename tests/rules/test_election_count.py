"""The count: which ballots count, against what more than half is measured, who is elected, tied or not, and why."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.count import Election, Outcome, RefusedCountError, Tie, fill_seats, open_count
from kientoan.rules.election.pack import BallotForm, ElectingBody, InvalidBallot
from kientoan.rules.figures import Share, percent_to_hundredths

PARTY_DAY, STATE_DAY, OLD_HAMLET_DAY, NEW_HAMLET_DAY = date(2020, 8, 5), date(2021, 5, 23), date(2019, 3, 1), date(2024, 11, 10)
MOST = 10**6
DELEGATES = Election(PARTY_DAY, ElectingBody.DELEGATE_CONGRESS, 2, ("A", "B", "C"), BallotForm.STRIKE_OUT, 348, MOST)
VOTERS = replace(DELEGATES, on=STATE_DAY, body=ElectingBody.VALID_BALLOTS, summoned=None)
HOUSEHOLDS = Election(NEW_HAMLET_DAY, ElectingBody.HOUSEHOLD_MEETING, 1, ("A", "B"), BallotForm.STRIKE_OUT, 101, MOST)
ONE_NAME = replace(DELEGATES, seats=1, candidates=("A",), form=BallotForm.AGREE_DISAGREE)
BOXES = replace(DELEGATES, seats=3, form=BallotForm.AGREE_DISAGREE)


def struck(election: Election, *ballots: tuple[tuple[int, ...], int]) -> Outcome:
    """The outcome of ballots with names struck out, as many as were issued."""
    count = open_count(replace(election, issued=sum(number for _names, number in ballots)))
    for names, number in ballots:
        count.strike(names, number)
    return count.close()


def marked(election: Election, *ballots: tuple[tuple[int, ...], tuple[int, ...], int]) -> Outcome:
    """The outcome of ballots with boxes, as many as were issued."""
    count = open_count(replace(election, issued=sum(number for _agree, _disagree, number in ballots)))
    for agree, disagree, number in ballots:
        count.mark(agree, disagree, number)
    return count.close()


def votes_for(election: Election, *wanted: int) -> Outcome:
    """The outcome when each candidate gets so many ballots alone."""
    others = range(len(election.candidates))
    return struck(election, *((tuple(each for each in others if each != at), number) for at, number in enumerate(wanted)))


def said(outcome: Outcome, candidate: int | None = None) -> list[str]:
    """What is said of a candidate, or of all."""
    return [each.reason.vi for each in outcome.findings if each.candidate == candidate]


def refusal(election: Election) -> tuple[str, str]:
    """The place and the sentence with which a count is refused."""
    with pytest.raises(RefusedCountError) as refused:
        open_count(election)
    return refused.value.place, refused.value.reason.vi


# -- which ballots count ---------------------------------------------------------------------------------------------------------------


def test_a_ballot_with_surplus_counts_when_it_elects_some_and_not_more_than_the_seats():
    outcome = struck(DELEGATES, ((0,), 3), ((0, 1), 5), ((), 7), ((0, 1, 2), 11))
    assert (outcome.valid, dict(outcome.invalid), outcome.votes) == (8, {InvalidBallot.TOO_MANY: 7, InvalidBallot.NOBODY: 11}, (0, 3, 8))


def test_a_ballot_without_surplus_that_elects_nobody_counts_in_the_party_and_not_in_the_state():
    party, state = (struck(replace(each, seats=3), ((0, 1, 2), 4)) for each in (DELEGATES, VOTERS))
    assert (party.valid, dict(party.invalid)) == (4, {})
    assert (state.valid, dict(state.invalid)) == (0, {InvalidBallot.NOBODY: 4})
    boxes = marked(replace(BOXES, on=STATE_DAY, body=ElectingBody.VALID_BALLOTS, summoned=None), ((), (0, 1, 2), 4))
    assert (boxes.valid, dict(boxes.invalid)) == (4, {})


def test_a_ballot_of_one_name_needs_a_mark_in_exactly_one_box():
    outcome = marked(ONE_NAME, ((0,), (), 5), ((), (0,), 3), ((0,), (0,), 2), ((), (), 1))
    assert (outcome.valid, dict(outcome.invalid), outcome.votes) == (8, {InvalidBallot.UNCLEAR_SINGLE: 3}, (5,))


def test_both_boxes_or_neither_give_a_person_nothing_and_the_ballot_stays_valid():
    outcome = marked(BOXES, ((0, 1), (1, 2), 5), ((), (), 2))
    assert (outcome.valid, dict(outcome.invalid), outcome.votes) == (7, {}, (5, 0, 0))


def test_what_the_board_found_invalid_is_kept_by_reason():
    count = open_count(DELEGATES)
    count.spoil(InvalidBallot.MARKED, 2)
    count.spoil(InvalidBallot.NOT_ISSUED)
    count.spoil(InvalidBallot.NOBODY, 0)
    assert (count.collected, dict(count.close().invalid)) == (3, {InvalidBallot.MARKED: 2, InvalidBallot.NOT_ISSUED: 1})
    assert "2 phiếu không hợp lệ: viết thêm tên, ký tên hoặc đánh dấu; EL-28" in said(count.close())


@pytest.mark.parametrize(("act", "place", "sentence"), [
    (lambda count: count.strike((0, 3)), "struck[1]", "Số 3 nằm ngoài danh sách"), (lambda count: count.strike((-1,)), "struck[0]", "Số -1 nằm ngoài danh sách"),
    (lambda count: count.strike((1, 1)), "struck[1]", "Số 1 đứng hai lần"), (lambda count: count.strike((1,), -1), "count", "Số phiếu -1 là số âm"),
    (lambda count: count.mark((1,), ()), "agree", "Ghi struck"), (lambda count: count.spoil(InvalidBallot.MARKED, -2), "count", "Số phiếu -2 là số âm")])
def test_a_ballot_that_cannot_be_is_refused_by_its_part(act, place, sentence):
    with pytest.raises(RefusedCountError) as refused:
        act(open_count(DELEGATES))
    assert (refused.value.place, sentence in refused.value.reason.vi) == (place, True)
    with pytest.raises(RefusedCountError, match="disagree"):
        open_count(ONE_NAME).mark((), (1,))
    with pytest.raises(RefusedCountError, match="agree"):
        open_count(ONE_NAME).strike(())


# -- more than half of what ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("base", "threshold"), [(20, 11), (21, 11), (200, 101), (1, 1), (2, 2)])
def test_the_fewest_votes_that_elect(base, threshold):
    for election in (replace(DELEGATES, summoned=base), replace(HOUSEHOLDS, summoned=base)):
        assert (struck(election).base, struck(election).threshold) == (base, threshold)
    assert struck(VOTERS, ((0,), base)).threshold == threshold


def test_three_majorities_give_three_answers_to_the_same_ballots():
    given = (((1,), 45), ((0,), 35))
    party = struck(replace(DELEGATES, seats=1, candidates=("A", "B"), summoned=100), *given)
    state = struck(replace(VOTERS, seats=1, candidates=("A", "B")), *given)
    hamlet = struck(replace(HOUSEHOLDS, summoned=100), *given)
    assert [(each.base, each.elected) for each in (party, state, hamlet)] == [(100, ()), (80, (0,)), (100, ())]


@pytest.mark.parametrize(("body", "kinds", "noun"), [
    (ElectingBody.ALL_MEMBER_CONGRESS, ("transferred_away", "exempted_absent", "suspended", "absent_throughout"), "đảng viên chính thức được triệu tập"),
    (ElectingBody.DELEGATE_CONGRESS, ("committee_member_absent_throughout", "absent_throughout"), "đại biểu được triệu tập"),
    (ElectingBody.COMMITTEE, ("suspended", "absent_throughout"), "ủy viên ban chấp hành được triệu tập")])
def test_each_body_of_the_party_takes_its_own_kinds_off_the_roll(body, kinds, noun):
    for on in (PARTY_DAY, date(2025, 6, 1)):
        election = replace(DELEGATES, on=on, body=body, summoned=50, deductions=(*((kind, 2) for kind in kinds), (kinds[0], 1)))
        outcome = struck(election)
        assert outcome.base == 50 - 2 * len(kinds) - 1
        line = said(outcome)[1]
        assert f"50 {noun}, trừ 3 " in line
        assert f", còn {outcome.base}; quá một nửa là từ {outcome.threshold} phiếu; EL-3" in line
    for kind in {"transferred_away", "exempted_absent", "suspended", "absent_throughout", "committee_member_absent_throughout", "ốm"} - set(kinds):
        place, sentence = refusal(replace(DELEGATES, body=body, deductions=(("absent_throughout", 1), (kind, 1))))
        assert (place, f"Không có loại trừ “{kind}”" in sentence, kinds[0] in sentence) == ("deductions[1].kind", True, True)


@pytest.mark.parametrize("election", [VOTERS, HOUSEHOLDS])
def test_elsewhere_nothing_is_taken_off(election):
    assert refusal(replace(election, deductions=(("absent_throughout", 1),))) == (
        "deductions[0].kind", f"Không có loại trừ “absent_throughout” cho {'cử tri, tính trên phiếu hợp lệ' if election is VOTERS else 'cuộc họp các hộ của xóm'}. "
        "Nơi này không trừ gì; bỏ dòng.")


def test_what_is_unverified_in_a_base_is_said():
    unverified = "Cơ sở tính (cách tính chưa kiểm chứng)"
    after = date(2025, 6, 1)
    assert [said(struck(replace(DELEGATES, on=on, body=body)))[1].startswith(unverified) for on, body in (
        (PARTY_DAY, ElectingBody.DELEGATE_CONGRESS), (after, ElectingBody.DELEGATE_CONGRESS), (PARTY_DAY, ElectingBody.COMMITTEE),
        (after, ElectingBody.ALL_MEMBER_CONGRESS))] == [False, True, True, False]


# -- who has a seat --------------------------------------------------------------------------------------------------------------------


def test_the_sentence_of_an_elected_candidate():
    outcome = votes_for(DELEGATES, 176, 172, 0)
    assert said(outcome, 0) == ["đắc cử: 176/348 đại biểu được triệu tập, 50,57 %, quá một nửa; EL-33"]
    assert [each.reason.en for each in outcome.findings if each.candidate == 0] == ["elected: 176 of 348 delegates summoned, 50.57%, more than half; EL-33"]
    assert said(outcome, 1) == ["không đắc cử: 172/348 đại biểu được triệu tập, 49,43 %, không quá một nửa, cần từ 175 phiếu; EL-33"]
    assert (outcome.elected, outcome.tie, outcome.open_seats) == ((0,), None, 1)
    assert said(outcome)[-1].startswith("Còn trống 1/2 vị trí. Đại hội quyết định có bầu tiếp hay không")
    assert said(outcome)[0] == "Đếm theo 244-QĐ/TW ngày 09/06/2014, có hiệu lực từ 09/06/2014 đến hết 09/10/2024; V-01"


def test_a_cell_of_eleven_with_five_votes_for_the_best_elects_nobody():
    cell = Election(PARTY_DAY, ElectingBody.ALL_MEMBER_CONGRESS, 1, ("A", "B"), BallotForm.STRIKE_OUT, 11, 10, deductions=(("absent_throughout", 1),))
    outcome = votes_for(cell, 5, 4)
    assert (outcome.base, outcome.threshold, outcome.elected, outcome.open_seats) == (10, 6, (), 1)


def test_of_more_with_half_than_seats_the_highest_have_them():
    outcome = struck(replace(DELEGATES, seats=2, summoned=10), ((2,), 6), ((1,), 3), ((0,), 3))
    assert (outcome.votes, outcome.elected, outcome.tie) == ((9, 9, 6), (0, 1), None)
    assert said(outcome, 2) == ["không đắc cử: 6/10 đại biểu được triệu tập, 60,00 %, quá một nửa nhưng 2 vị trí đã thuộc về người nhiều phiếu hơn; EL-33"]


def test_a_tie_for_the_last_seat_is_reported_and_settled_by_nobody_here():
    outcome = struck(replace(DELEGATES, summoned=8), ((1,), 5), ((2,), 5))
    assert (outcome.votes, outcome.elected, outcome.tie, outcome.open_seats) == ((10, 5, 5), (0,), Tie((1, 2), 1), 0)
    assert said(outcome, 1) == ["chưa phân định: 5/8 đại biểu được triệu tập, 62,50 %, quá một nửa, bằng phiếu với C cho 1 vị trí cuối; EL-37"]
    assert "phần mềm không tự phân định. Bầu lại giữa những người bằng phiếu" in said(outcome)[2]
    born = replace(DELEGATES, summoned=8, born=(None, date(1970, 1, 1), date(1960, 1, 1)))
    assert struck(born, ((1,), 5), ((2,), 5)).tie == Tie((1, 2), 1)


@pytest.mark.parametrize(("born", "elected", "tie"), [
    ((), (0,), Tie((1, 2), 1)), ((None, date(1970, 1, 2), date(1970, 1, 1)), (0, 2), None), ((None, date(1970, 1, 1), None), (0,), Tie((1, 2), 1)),
    ((None, date(1970, 1, 1), date(1970, 1, 1)), (0,), Tie((1, 2), 1))])
def test_in_state_elections_the_older_of_the_tied_has_the_seat_when_births_are_known(born, elected, tie):
    outcome = struck(replace(VOTERS, born=born), ((1,), 5), ((2,), 5), ((0,), 2))
    assert (outcome.elected, outcome.tie, outcome.open_seats) == (elected, tie, 0)


def test_the_law_says_who_is_older_in_the_sentence_and_before_september_2015_no_law_here_does():
    election = replace(VOTERS, candidates=("A", "B", "C"), born=(None, date(1980, 5, 1), date(1960, 5, 1)))
    outcome = struck(election, ((1,), 5), ((2,), 5), ((0,), 2))
    assert (outcome.votes, outcome.elected, outcome.base) == ((10, 7, 7), (0, 2), 12)
    assert said(outcome, 2) == ["đắc cử: 7/12 phiếu hợp lệ, 58,33 %, quá một nửa, bằng phiếu với B và nhiều tuổi hơn; NA-06"]
    assert said(outcome, 1) == ["không đắc cử: 7/12 phiếu hợp lệ, 58,33 %, quá một nửa, bằng phiếu với C nhưng ít tuổi hơn; NA-06"]
    before = struck(replace(election, on=date(2015, 8, 31)), ((1,), 5), ((2,), 5), ((0,), 2))
    assert (before.elected, before.tie) == ((0,), Tie((1, 2), 1))
    assert said(before)[0] == "Quá nửa số phiếu hợp lệ, không theo luật nào: ngày này không có luật bầu cử nào trong phần mềm."


def test_the_oldest_of_several_tied_has_a_seat_and_the_others_born_on_one_day_stay_tied():
    births = (date(1980, 1, 1), date(1960, 1, 1), date(1970, 1, 1), date(1970, 1, 1))
    assert fill_seats((5, 5, 5, 5), seats=2, threshold=3, born=births) == ((1,), Tie((2, 3), 1))
    assert fill_seats((5, 5, 5, 5), seats=3, threshold=3, born=births) == ((1, 2, 3), None)
    assert fill_seats((5, 5, 5, 5), seats=4, threshold=3, born=births) == ((0, 1, 2, 3), None)


def test_seats_left_open_say_what_the_law_lets_follow():
    short = struck(replace(VOTERS, seats=2), ((1, 2), 6), ((0, 2), 2), ((0, 1), 2))
    assert (short.elected, short.open_seats) == ((0,), 1)
    assert said(short)[-1].endswith("Hội đồng nhân dân: 1 × 3 < 2 × 2, nên bầu cử thêm.")
    enough = struck(replace(VOTERS, seats=3, candidates=tuple("ABCDE")), ((2, 3, 4), 6), ((0, 1), 1))
    assert said(enough)[-1].endswith("2 × 3 ≥ 2 × 3, nên để trống, không bầu cử thêm.")
    assert "Ủy ban nhân dân xã quyết định bầu lại" in said(votes_for(HOUSEHOLDS, 50, 50))[-1]
    old = votes_for(replace(HOUSEHOLDS, on=OLD_HAMLET_DAY), 50, 50)
    assert said(old, 0) == ["không đắc cử: 50/101 hộ của xóm, 49,50 %, không quá một nửa, cần từ 51 phiếu; VH-02"]
    assert said(old)[-1] == "Còn trống 1/1 vị trí. Không ai đắc cử thì bầu lại trong 15 ngày."


def test_half_or_fewer_taking_part_is_said_where_it_matters():
    for election, rule in ((replace(VOTERS, summoned=20), "NA-05"), (replace(HOUSEHOLDS, summoned=20), "VH-09")):
        assert [each.reason.rule for each in struck(election, ((0,), 10)).findings if "10/20 tham gia" in each.reason.vi] == [rule]
        assert not [each for each in struck(election, ((0,), 11)).findings if "tham gia" in each.reason.vi]
    assert not [each for each in struck(VOTERS, ((0,), 1)).findings if "tham gia" in each.reason.vi]


# -- what cannot be counted ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "place", "sentence"), [
    ({"candidates": ("A", "B", "A")}, "candidates[2]", "Nhãn “A” đã có ở candidates[0]"),
    ({"candidates": ("Nguyễn Thị Hà", "B", "Nguyễn  Thị Hà\u200b")}, "candidates[2]", "Nhãn “Nguyễn Thị Hà” đã có"),
    ({"candidates": ("A", "B", " ")}, "candidates[2]", "Nhãn để trống"), ({"candidates": ("A", "B", "C\n")}, "candidates[2]", "ký tự không in được"),
    ({"candidates": ("A", "B", "\ud800")}, "candidates[2]", "ký tự không in được"),
    ({"seats": 4}, "seats", "Cần bầu 4 mà có 3 người ứng cử"), ({"seats": 0}, "seats", "Cần bầu 0"), ({"candidates": ()}, "seats", "có 0 người ứng cử"),
    ({"summoned": None}, "summoned", "Thiếu số đại biểu được triệu tập"), ({"summoned": 0}, "summoned", "không còn ai"), ({"summoned": -5}, "summoned", "Số -5 là số âm"),
    ({"issued": -1}, "issued", "Số -1 là số âm"), ({"deductions": (("absent_throughout", 349),)}, "deductions", "Trừ 349 trên 348 đại biểu được triệu tập"),
    ({"deductions": (("absent_throughout", 348),)}, "deductions", "không còn ai"), ({"deductions": (("absent_throughout", -1),)}, "deductions[0].count", "Số -1 là số âm"),
    ({"rules": "190-QD/TW@2024-10-10"}, "rules", "có hiệu lực từ 10/10/2024, không có hiệu lực ngày 05/08/2020"),
    ({"rules": "244-QD/TW@2014-06-09", "on": date(2024, 10, 10)}, "rules", "đến hết 09/10/2024, không có hiệu lực ngày 10/10/2024"),
    ({"rules": "244-QD/TW"}, "rules", "Không có bộ quy định “244-QD/TW”. Dùng một trong: 190-QD/TW@2024-10-10, 244-QD/TW@2014-06-09, "),
    ({"rules": "85/2015/QH13@2015-06-25"}, "rules", "không dùng cho đại hội đại biểu"), ({"on": date(2014, 6, 8)}, "on", "không có quy định bầu cử nào cho đại hội đại biểu"),
    ({"born": (None,)}, "born", "Có 1 ngày sinh cho 3 người ứng cử"), ({"born": (None, None, PARTY_DAY)}, "born[2]", "không trước ngày bầu cử")])
def test_what_cannot_be_counted_is_refused_with_its_place_and_the_remedy(change, place, sentence):
    found, reason = refusal(replace(DELEGATES, **change))
    assert (found, sentence in reason, reason.endswith(".")) == (place, True, True), reason


def test_more_ballots_than_were_issued_are_refused_at_the_close():
    count = open_count(replace(DELEGATES, issued=3))
    count.strike((0,), 3)
    assert count.close().valid == 3
    count.spoil(InvalidBallot.NOT_ISSUED)
    with pytest.raises(RefusedCountError) as refused:
        count.close()
    assert (refused.value.place, refused.value.reason.rule) == ("issued", "EL-30")
    assert "Thu về 4 phiếu, nhiều hơn 3 phiếu phát ra" in refused.value.reason.vi


def test_more_ballots_issued_than_people_is_said_and_counted_all_the_same():
    assert "Phát ra 349 phiếu, nhiều hơn 348" in said(open_count(replace(DELEGATES, issued=349)).close())[-1]
    assert "Phát ra" not in " ".join(said(open_count(replace(DELEGATES, issued=348)).close()))


# -- properties ------------------------------------------------------------------------------------------------------------------------

BALLOTS = st.lists(st.tuples(st.sets(st.integers(0, 4)).map(tuple), st.integers(0, 9)), max_size=12)
ELECTIONS = st.builds(
    lambda body_day, seats, summoned, births: Election(
        body_day[1], body_day[0], seats, tuple("ABCDE"), BallotForm.STRIKE_OUT, summoned, MOST, born=tuple(births)),
    st.sampled_from([(ElectingBody.ALL_MEMBER_CONGRESS, PARTY_DAY), (ElectingBody.COMMITTEE, date(2025, 6, 1)), (ElectingBody.HOUSEHOLD_MEETING, NEW_HAMLET_DAY),
                     (ElectingBody.VALID_BALLOTS, STATE_DAY), (ElectingBody.VALID_BALLOTS, date(2012, 1, 1))]),
    st.integers(1, 5), st.integers(1, 60), st.one_of(st.just([]), st.lists(st.dates(date(1950, 1, 1), date(1950, 1, 3)), min_size=5, max_size=5)))


def standing(outcome: Outcome, at: int) -> int:
    """How well a candidate did: 2 elected, 1 tied, 0 neither."""
    return 2 if at in outcome.elected else 1 if outcome.tie and at in outcome.tie.candidates else 0


@given(ELECTIONS, BALLOTS, st.randoms(use_true_random=False))
def test_the_order_of_ballots_does_not_matter(election, ballots, chance):
    singles = [(names, 1) for names, number in ballots for _each in range(number)]
    chance.shuffle(singles)
    one, other = struck(election, *ballots), struck(election, *singles)
    assert replace(one, findings=()) == replace(other, findings=())
    assert Counter(one.findings) == Counter(other.findings)


@given(ELECTIONS, BALLOTS, st.integers(0, 4))
def test_one_more_vote_for_a_candidate_never_lowers_that_candidate(election, ballots, at):
    alone = (tuple(each for each in range(5) if each != at), 1)
    before, after = struck(election, *ballots), struck(election, *ballots, alone)
    assert after.votes[at] == before.votes[at] + 1
    assert standing(after, at) >= standing(before, at)


@given(ELECTIONS, BALLOTS)
def test_what_a_count_says_adds_up(election, ballots):
    outcome = struck(election, *ballots)
    assert outcome.valid + sum(outcome.invalid.values()) == sum(number for _names, number in ballots)
    assert sum(outcome.votes) <= election.seats * outcome.valid
    assert len(outcome.elected) + (outcome.tie.seats if outcome.tie else 0) + outcome.open_seats == election.seats
    assert outcome.open_seats >= 0
    assert all(outcome.votes[at] * 2 > outcome.base for at in (*outcome.elected, *(outcome.tie.candidates if outcome.tie else ())))
    assert list(outcome.elected) == sorted(outcome.elected, key=lambda at: -outcome.votes[at])
    if outcome.tie:
        assert len(outcome.tie.candidates) > outcome.tie.seats >= 1
        assert len({outcome.votes[at] for at in outcome.tie.candidates}) == 1
    assert [each.candidate for each in outcome.findings if each.candidate is not None] == list(range(5))
    assert all(each.reason.vi and each.reason.en for each in outcome.findings)


@given(st.lists(st.tuples(st.sets(st.integers(0, 2)).map(tuple), st.sets(st.integers(0, 2)).map(tuple), st.integers(0, 9)), max_size=9))
def test_agreeing_and_disagreeing_are_together_at_most_the_valid_ballots(ballots):
    outcome = marked(BOXES, *ballots)
    for at in range(3):
        against = sum(number for agree, disagree, number in ballots if at in disagree and at not in agree)
        assert outcome.votes[at] + against <= outcome.valid


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_printed_share_never_says_half_or_all_of_what_is_not(numerator, denominator):
    printed = percent_to_hundredths(Share(numerator, denominator))
    assert (printed == "50,00 %", printed == "100,00 %") == (numerator * 2 == denominator, numerator == denominator)
    assert percent_to_hundredths(Share(numerator, 0), comma=False) == "–"
