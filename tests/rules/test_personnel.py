"""The road to a slate: more than half at each ballot, steps in their order, numbers that fit, who may be put forward."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.personnel import (
    PROCEDURES,
    Course,
    Measure,
    Nominee,
    Procedure,
    State,
    Tally,
    Threshold,
    Track,
    default_procedure,
    depends_on,
    faults,
    outcomes,
    procedure_of,
    refuse_nominee,
    refuse_opening,
    refuse_procedure,
    refuse_secret,
    refuse_threshold,
)
from kientoan.rules.persons import Birth, Precision
from kientoan.rules.tree import Level

TODAY = date(2020, 7, 1)
MARCH = date(2020, 3, 2)
S, R, W = State.SEALED, State.OPEN, State.WAITING
TALLIES = st.integers(1, 400).flatmap(lambda summoned: st.integers(0, summoned).flatmap(lambda issued: st.integers(0, issued).flatmap(
    lambda valid: st.lists(st.integers(0, valid), min_size=1, max_size=8).map(lambda votes: Tally(summoned, issued, valid, 0, dict(enumerate(votes)))))))


# -- thresholds --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("summoned", "fewest"), [(20, 11), (21, 11), (1, 1), (2, 2), (348, 175)])
def test_more_than_half_is_of_those_summoned_unless_set_otherwise(summoned: int, fewest: int) -> None:
    assert Threshold().fewest(Tally(summoned, summoned, summoned, 0, {})) == fewest


def test_an_outcome_says_figures_base_and_rule_in_both_languages() -> None:
    tally = Tally(15, 14, 13, 1, {7: 8, 8: 7})
    through, out = outcomes(tally, Threshold())
    assert (through.person, through.passed, out.person, out.passed) == (7, True, 8, False)
    assert through.reason.vi == "đạt: 8/15 người được triệu tập, 53,33 %, quá 50 %; CG-20"
    assert out.reason.vi == "không đạt: 7/15 người được triệu tập, 46,67 %, không quá 50 %, cần từ 8 phiếu; CG-20"
    assert out.reason.en == "does not go on: 7 of 15 summoned, 46.67%, not more than 50%, 8 votes or more are needed; CG-20"
    assert outcomes(tally, Threshold(measure=Measure.VALID))[1].passed
    assert not outcomes(tally, Threshold(measure=Measure.ISSUED))[1].passed


@given(TALLIES, st.sampled_from(Measure))
def test_exactly_half_is_not_more_than_half(tally: Tally, measure: Measure) -> None:
    threshold = Threshold(measure=measure)
    for each in outcomes(tally, threshold):
        assert each.passed == (each.votes * 2 > threshold.base(tally))


@given(TALLIES, st.integers(50, 99))
def test_one_more_vote_never_drops_anybody(tally: Tally, more_than: int) -> None:
    threshold = Threshold(more_than)
    before = {each.person for each in outcomes(tally, threshold) if each.passed}
    after = {each.person for each in outcomes(Tally(tally.electorate, tally.issued, tally.valid + 1, 0, {p: v + 1 for p, v in tally.votes.items()}), threshold) if each.passed}
    assert before <= after


@given(TALLIES)
def test_the_order_of_the_names_changes_nobodys_outcome(tally: Tally) -> None:
    turned = Tally(tally.electorate, tally.issued, tally.valid, 0, dict(reversed(tally.votes.items())))
    assert {each.person: each.passed for each in outcomes(tally, Threshold())} == {each.person: each.passed for each in outcomes(turned, Threshold())}


def test_a_threshold_is_never_below_more_than_half_and_stays_once_votes_are_entered() -> None:
    assert refuse_threshold(Threshold(), counted=False, before=None) is None
    low = refuse_threshold(Threshold(49), counted=False, before=None)
    assert low and low.rule == "CG-20" and "ít nhất là quá 50 %" in low.vi
    assert refuse_threshold(Threshold(100), counted=False, before=None)
    changed = refuse_threshold(Threshold(66), counted=True, before=Threshold())
    assert changed and "Đã có phiếu được ghi theo ngưỡng cũ" in changed.vi
    assert refuse_threshold(Threshold(66), counted=False, before=Threshold()) is None
    assert refuse_threshold(Threshold(), counted=True, before=Threshold()) is None


# -- numbers -----------------------------------------------------------------------------------------------------------------------------


@given(TALLIES)
def test_numbers_that_fit_are_taken(tally: Tally) -> None:
    assert faults(tally, dict.fromkeys(tally.votes, "A")) == []


@pytest.mark.parametrize(("tally", "place", "sentence"), [
    (Tally(10, 11, 9, 0, {}), "issued", "Phát ra 11 phiếu, nhiều hơn 10 người được triệu tập"),
    (Tally(10, 9, 10, 0, {}), "valid", "Phiếu hợp lệ 10, nhiều hơn 9 phiếu phát ra"),
    (Tally(10, 9, 8, 2, {}), "invalid", "Thu về 10 phiếu, nhiều hơn 9 phiếu phát ra"),
    (Tally(10, 9, 8, 1, {5: 9}), "votes-5", "Dương Văn An: 9 phiếu, nhiều hơn 8 phiếu hợp lệ"),
    (Tally(10, 9, 8, 1, {5: -1}), "votes-5", "Dương Văn An: số phiếu -1 nhỏ hơn không"),
    (Tally(10, 9, 8, -1, {}), "invalid", "Số -1 nhỏ hơn không"),
    (Tally(0, 0, 0, 0, {}), "electorate", "Số người được triệu tập phải từ 1"),
])
def test_numbers_that_do_not_fit_are_named_with_what_to_count_again(tally: Tally, place: str, sentence: str) -> None:
    found = faults(tally, {5: "Dương Văn An"})
    assert [each.place for each in found] == [place]
    assert sentence in found[0].reason.vi
    assert found[0].reason.en


# -- the order of steps --------------------------------------------------------------------------------------------------------------------


def course(*states: State, track: Track = Track.RE_STANDING, last: date | None = None, closed: bool = False, persons: int = 3) -> Course:
    return Course(track, states, last, closed, persons)


def opening(number: int, of: Course, on: date = MARCH, again: Course | None = None) -> str:
    """What refuses, in Vietnamese; empty when it can be opened."""
    found = refuse_opening(number, of, on, again=again, today=TODAY)
    return found.vi if found else ""


def test_a_step_opens_only_when_the_one_before_is_sealed() -> None:
    assert opening(1, course(W, W, W)) == ""
    assert opening(2, course(S, W, W)) == ""
    assert opening(2, course(R, W, W)) == "Bước 2 chưa mở được: bước 1 chưa niêm phong. Niêm phong bước 1 trước."
    assert "bước 1 chưa niêm phong" in opening(3, course(W, W, W))


def test_those_who_stand_again_come_first() -> None:
    first = course(W, W, W, track=Track.FIRST_TIME)
    assert "Nhân sự tái cử làm xong trước" in opening(1, first, again=course(S, S, W))
    assert opening(1, first, again=course(S, S, S)) == ""
    assert opening(1, first, again=course(W, W, W, closed=True)) == ""


def test_a_step_without_persons_in_the_future_or_before_the_last_is_refused() -> None:
    assert "Chưa có ai để đưa ra bước này" in opening(1, course(W, persons=0))
    assert "chưa tới" in opening(1, course(W), on=date(2020, 7, 2))
    assert "trước bước trước đó (03/03/2020)" in opening(2, course(S, W, last=date(2020, 3, 3)))
    assert "trước bước trước đó (03/03/2020)" in opening(1, course(W, track=Track.FIRST_TIME), again=course(S, last=date(2020, 3, 3)))
    assert "đã kết thúc" in opening(1, course(W, closed=True))


def test_a_process_knows_its_next_step_and_its_end() -> None:
    assert course(W, W).next_step == 1
    assert course(S, R).next_step == 2
    assert (course(S, S).next_step, course(S, S).finished) == (None, True)
    assert (course(S, W, closed=True).next_step, course(S, W, closed=True).finished) == (None, True)


def test_what_rests_on_a_step_are_those_after_it_and_all_of_those_who_stand_for_the_first_time() -> None:
    courses = [course(S, S, S), course(S, R, W, track=Track.FIRST_TIME), course(S, track=Track.RESIDENCE)]
    assert depends_on(Track.RE_STANDING, 2, courses) == [(Track.RE_STANDING, 3), (Track.FIRST_TIME, 1), (Track.FIRST_TIME, 2)]
    assert depends_on(Track.FIRST_TIME, 1, courses) == [(Track.FIRST_TIME, 2)]
    assert depends_on(Track.RESIDENCE, 1, courses) == []


def test_procedures_are_data_with_a_meeting_and_a_rule_for_each_step() -> None:
    assert {each: len(steps.steps) for each, steps in PROCEDURES.items()} == {Procedure.FIVE_STEP: 5, Procedure.THREE_STEP: 3, Procedure.RESIDENCE: 1}
    assert all(step.vi and step.en and step.rule for steps in PROCEDURES.values() for step in steps.steps)
    assert [step.unverified for step in PROCEDURES[Procedure.FIVE_STEP].steps] == [False, False, True, True, True]
    assert PROCEDURES[Procedure.THREE_STEP].unverified
    assert default_procedure(Level.CELL) is Procedure.THREE_STEP
    assert default_procedure(Level.SUPERIOR) is Procedure.FIVE_STEP
    assert procedure_of(Track.RESIDENCE, Procedure.FIVE_STEP) is Procedure.RESIDENCE
    assert procedure_of(Track.FIRST_TIME, Procedure.THREE_STEP) is Procedure.THREE_STEP


def test_a_cell_has_no_five_steps_and_residents_replace_no_process() -> None:
    refused = refuse_procedure(Procedure.FIVE_STEP, Level.CELL)
    assert refused and "Chi bộ không có ban thường vụ" in refused.vi
    assert refuse_procedure(Procedure.THREE_STEP, Level.CELL) is None
    assert refuse_procedure(Procedure.FIVE_STEP, Level.GRASSROOTS) is None
    assert refuse_procedure(Procedure.RESIDENCE, Level.GRASSROOTS)


# -- persons ---------------------------------------------------------------------------------------------------------------------------------


def nominee(birth: Birth | None = None, *, member: bool | None = True, dead: bool = False, holds: bool = False, standing_in: Track | None = None) -> Nominee:
    return Nominee("Dương Văn An", birth, member, dead, holds, standing_in)


@pytest.mark.parametrize(("person", "track", "sentence"), [
    (nominee(), Track.FIRST_TIME, ""),
    (nominee(holds=True), Track.RE_STANDING, ""),
    (nominee(standing_in=Track.RE_STANDING), Track.FIRST_TIME, "đã có trong phương án này"),
    (nominee(dead=True), Track.FIRST_TIME, "đã từ trần"),
    (nominee(Birth(date(2002, 3, 3))), Track.FIRST_TIME, "chưa đủ 18 tuổi"),
    (nominee(Birth(date(2002, 3, 2))), Track.FIRST_TIME, ""),
    (nominee(Birth(date(2002, 1, 1), Precision.YEAR)), Track.FIRST_TIME, ""),
    (nominee(member=None), Track.FIRST_TIME, "không phải là đảng viên"),
    (nominee(member=False), Track.FIRST_TIME, "là đảng viên dự bị"),
    (nominee(), Track.RE_STANDING, "không phải tái cử"),
    (nominee(holds=True), Track.FIRST_TIME, "nên là tái cử"),
])
def test_only_living_official_members_of_age_are_put_forward_once_on_their_own_track(person: Nominee, track: Track, sentence: str) -> None:
    found = refuse_nominee(person, track, MARCH)
    assert sentence in (found.vi if found else "")
    assert bool(found) == bool(sentence)
    assert found is None or found.en


def test_what_is_secret_is_refused_on_an_installation_that_is_online() -> None:
    refused = refuse_secret(secret=True, online=True)
    assert refused and refused.rule == "PV-13" and "KIENTOAN_ONLINE=false" in refused.vi
    assert refuse_secret(secret=True, online=False) is None
    assert refuse_secret(secret=False, online=True) is None
