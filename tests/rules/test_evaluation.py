"""The evaluation: packs by day, who is graded, what bounds a grade, evidence, votes, the cap by both readings, the order of steps, contests."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules import evaluation as rules
from kientoan.rules.days import months_after
from kientoan.rules.evaluation import (
    GUIDANCE_16,
    GUIDANCE_21,
    PACKS,
    REGULATION_124,
    REGULATION_366,
    Apart,
    CapBase,
    Case,
    EvaluationPack,
    EvidenceFigures,
    Grade,
    GradeTally,
    GradeVotes,
    Happening,
    Span,
    Step,
    Treatment,
)
from kientoan.rules.reasons import Reason

DAY = date(2019, 12, 31)
COUNTS = st.integers(0, 300)
TALLIES = st.builds(GradeTally, COUNTS, COUNTS, COUNTS, COUNTS)


@pytest.mark.parametrize(("day", "pack"), [
    (date(2018, 9, 24), GUIDANCE_16), (date(2019, 10, 17), GUIDANCE_16), (date(2019, 10, 18), GUIDANCE_21), (DAY, GUIDANCE_21), (date(2024, 12, 31), REGULATION_124),
    (date(2025, 8, 29), REGULATION_124), (date(2025, 8, 30), REGULATION_366), (date(2030, 1, 1), REGULATION_366)])
def test_the_rules_of_the_rounds_day_hold_ev_09(day: date, pack: EvaluationPack) -> None:
    assert rules.evaluation_pack(day) is pack


def test_before_the_first_paper_there_are_none_and_what_is_unverified_is_said_ev_09() -> None:
    none = rules.evaluation_pack(date(2018, 9, 23))
    assert isinstance(none, Reason)
    assert (none.rule, "24/09/2018" in none.vi, "24/09/2018" in none.en) == ("EV-09", True, True)
    for pack in PACKS:
        said = rules.explain_pack(pack)
        assert ("Chưa kiểm chứng" in said.vi, "Unverified" in said.en) == (True, True)
    bare = EvaluationPack("x", "x", "x", GUIDANCE_21.period, GUIDANCE_21.apart)
    assert rules.explain_pack(bare).vi == "Theo x."


def test_quarters_and_terms_are_evaluated_from_2025_only_ev_02() -> None:
    for pack in PACKS:
        assert rules.refuse_span(pack, Span.YEAR) is None
        for span in (Span.QUARTER_2, Span.TERM):
            assert (rules.refuse_span(pack, span) is None) == (pack is REGULATION_366)
    assert rules.days_of(Span.YEAR, 2019) == rules.days_of(Span.TERM, 2019) == (date(2019, 1, 1), DAY)
    assert [rules.days_of(Span(f"q{n}"), 2025) for n in (1, 2, 3, 4)] == [
        (date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 9, 30)), (date(2025, 10, 1), date(2025, 12, 31))]


@pytest.mark.parametrize(("pack", "more", "treatment", "apart"), [
    (GUIDANCE_21, {"began_on": date(2010, 5, 19)}, Treatment.GRADED, None),
    (GUIDANCE_21, {"began_on": None}, Treatment.GRADED, None),
    (GUIDANCE_21, {"began_on": date(2019, 6, 30)}, Treatment.GRADED, None),
    (GUIDANCE_21, {"began_on": date(2019, 7, 1)}, Treatment.REVIEWED, Apart.NEW_MEMBER),
    (REGULATION_124, {"began_on": date(2019, 7, 1)}, Treatment.NEITHER, Apart.NEW_MEMBER),
    (GUIDANCE_21, {"began_on": date(2019, 7, 1), "is_unit": True}, Treatment.REVIEWED, Apart.NEW_UNIT),
    (REGULATION_124, {"began_on": date(2019, 7, 1), "is_unit": True}, Treatment.REVIEWED, Apart.NEW_UNIT),
    (GUIDANCE_16, {"began_on": None, "exempted": True}, Treatment.NEITHER, Apart.EXEMPTED),
    (REGULATION_366, {"began_on": date(2019, 7, 1), "suspended": True, "exempted": True}, Treatment.NEITHER, Apart.SUSPENDED)])
def test_each_paper_says_who_is_reviewed_and_graded_reviewed_only_or_neither_ev_10(pack: EvaluationPack, more: dict[str, object], treatment: Treatment, apart: Apart | None) -> None:
    found = rules.treatment_of(pack, date(2019, 12, 30) if more["began_on"] == date(2019, 6, 30) else DAY, **more)  # type: ignore[arg-type]  # a row of the table
    assert (found.treatment, found.apart, found.reason.rule, found.reason.blocks) == (treatment, apart, "EV-10", False)
    assert (pack.vi in found.reason.vi, pack.en in found.reason.en) == (apart is not None,) * 2


@given(st.dates(date(1960, 1, 1), date(2090, 1, 1)), st.integers(0, 30))
def test_six_months_are_counted_by_the_calendar(day: date, months: int) -> None:
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)
    assert rules.is_new(day, day)
    assert not rules.is_new(day, months_after(day, 6))


@pytest.mark.parametrize(("points", "best"), [(100, Grade.EXCELLENT), (90, Grade.EXCELLENT), (89, Grade.GOOD), (70, Grade.GOOD), (69, Grade.COMPLETED), (50, Grade.COMPLETED),
                                              (49, Grade.NOT_COMPLETED), (0, Grade.NOT_COMPLETED)])
def test_points_bound_the_grade_ev_03_ev_04(points: int, best: Grade) -> None:
    assert rules.grade_of_points(points) is best
    for grade in Grade:
        refused = rules.refuse_grade(REGULATION_366, grade, Case(points=points))
        assert (refused is None) == (rules.RANK[grade] >= rules.RANK[best])
        assert rules.refuse_grade(GUIDANCE_21, grade, Case(points=points)) is None


def test_points_lie_on_the_scale_and_groups_of_criteria_add_up_to_it_ev_02() -> None:
    assert sum(each.most for each in REGULATION_366.criteria) == rules.MOST_POINTS
    assert [rules.refuse_points(points) is None for points in (-1, 0, 100, 101)] == [False, True, True, False]
    refused = rules.refuse_points(31, 30)
    assert refused is not None
    assert ("0 đến 30" in refused.vi, "31" in refused.vi, refused.rule) == (True, True, "EV-02")
    assert [pack.has_points for pack in PACKS] == [False, False, False, True]


@pytest.mark.parametrize(("happenings", "is_unit", "best", "rule"), [
    ((), False, Grade.EXCELLENT, ""), ((Happening.SICK,), False, Grade.COMPLETED, "EV-10"), ((Happening.MATERNITY,), False, Grade.EXCELLENT, ""),
    ((Happening.DISCIPLINED,), False, Grade.NOT_COMPLETED, "EV-10"), ((Happening.DISCIPLINED, Happening.SICK), False, Grade.NOT_COMPLETED, "EV-10"),
    ((Happening.DISCIPLINED, Happening.MADE_GOOD), False, Grade.EXCELLENT, ""), ((Happening.LEADER_DISCIPLINED,), True, Grade.GOOD, "EV-03"),
    ((Happening.BELOW_DISCIPLINED,), True, Grade.GOOD, "EV-03"), ((Happening.LEADER_DISCIPLINED,), False, Grade.EXCELLENT, "")])
def test_illness_and_discipline_bound_the_grade_ev_10(happenings: tuple[Happening, ...], is_unit: bool, best: Grade, rule: str) -> None:
    case = Case(happenings=happenings, is_unit=is_unit)
    allowed = [grade for grade in Grade if rules.refuse_grade(GUIDANCE_21, grade, case) is None]
    assert allowed == list(Grade)[rules.RANK[best]:]
    if rule:
        first = rules.bounds(GUIDANCE_21, case)[0]
        assert (first[0], first[1].rule) == (best, rule)


@pytest.mark.parametrize("treatment", [Treatment.REVIEWED, Treatment.NEITHER])
def test_whoever_is_not_graded_gets_no_grade_ev_10(treatment: Treatment) -> None:
    refused = rules.refuse_grade(GUIDANCE_21, Grade.GOOD, Case(treatment))
    assert refused is not None
    assert (refused.rule, "không xếp loại" in refused.vi) == ("EV-10", True)
    assert "Đỗ Thị Mới" in rules.refuse_untreated("Đỗ Thị Mới", treatment).vi


@pytest.mark.parametrize(("grade", "found", "said"), [
    (Grade.EXCELLENT, EvidenceFigures(10, 10, 0, 3), []), (Grade.EXCELLENT, EvidenceFigures(10, 10, 0, 2), ["EV-03"]), (Grade.EXCELLENT, EvidenceFigures(10, 9, 1, 3), ["EV-03"]),
    (Grade.EXCELLENT, EvidenceFigures(10, 8, 1, 0), ["EV-03", "EV-03"]), (Grade.GOOD, EvidenceFigures(10, 10, 0, 0), []), (Grade.GOOD, EvidenceFigures(10, 9, 1, 0), ["EV-04"]),
    (Grade.COMPLETED, EvidenceFigures(10, 8, 2, 0), []), (Grade.COMPLETED, EvidenceFigures(10, 7, 3, 0), ["EV-04"]), (Grade.COMPLETED, EvidenceFigures(10, 9, 0, 0), ["EV-04"]),
    (Grade.NOT_COMPLETED, EvidenceFigures(10, 0, 0, 0), []), (Grade.EXCELLENT, EvidenceFigures(), [])])
def test_the_evidence_speaks_where_it_falls_short_and_never_refuses_ev_11(grade: Grade, found: EvidenceFigures, said: list[str]) -> None:
    flagged = rules.flags(REGULATION_366, grade, found)
    assert [each.rule for each in flagged] == said
    assert all(str(found.given) in each.vi and str(found.given) in each.en for each in flagged)
    assert rules.flags(GUIDANCE_21, grade, found) == []
    assert (found.on_time_share.denominator, found.above_share.numerator) == (found.given, found.above)


@given(st.builds(GradeVotes, *(st.integers(-2, 12),) * 4), st.integers(0, 40))
def test_a_vote_is_within_its_base_ev_07(votes: GradeVotes, base: int) -> None:
    refused = rules.refuse_grade_votes(votes, base)
    possible = min(votes.excellent, votes.good, votes.completed, votes.not_completed) >= 0 and 0 < votes.total <= base
    assert (refused is None) == possible
    if refused is not None:
        assert refused.rule == "EV-07"


@pytest.mark.parametrize(("good", "allowed"), [(25, 5), (24, 4), (4, 0), (0, 0), (5, 1)])
def test_the_cap_is_a_fifth_of_those_rated_good_ev_05(good: int, allowed: int) -> None:
    """25 rated good allow 5, 24 allow 4, 4 allow none; by the other reading 25 and 5 are 30 and allow 6."""
    assert rules.cap(GradeTally(0, good), CapBase.GOOD).allowed == allowed
    assert rules.refuse_cap(GradeTally(allowed, good), CapBase.GOOD) is None
    refused = rules.refuse_cap(GradeTally(allowed + 1, good), CapBase.GOOD)
    assert refused is not None
    assert (refused.rule, f"chỉ được {allowed}," in refused.vi, f"20 % của {good} " in refused.vi, f"của {good + allowed + 1}." in refused.vi) == ("EV-05", True, True, True)
    assert rules.refuse_cap(GradeTally(allowed + 1, good), CapBase.GOOD, of_organizations=True).rule == "EV-12"  # type: ignore[union-attr]  # it is refused


def test_both_readings_stand_side_by_side_ev_05() -> None:
    tally = GradeTally(5, 25, 3, 1)
    here, there = rules.cap(tally, CapBase.GOOD), rules.cap(tally, rules.other(CapBase.GOOD))
    assert [(each.base, each.allowed, each.holds) for each in (here, there)] == [(25, 5, True), (30, 6, True)]
    assert rules.other(CapBase.GOOD_OR_BETTER) is CapBase.GOOD
    said = rules.explain_cap(tally, CapBase.GOOD)
    assert ("trần 5: 20 % của 25" in said.vi, "trần 6, 20 % của 30" in said.vi, said.blocks) == (True, True, False)
    assert rules.explain_cap(GradeTally(6, 25), CapBase.GOOD).blocks
    assert rules.refuse_cap(GradeTally(6, 25), CapBase.GOOD_OR_BETTER) is None


@given(TALLIES, st.sampled_from(CapBase))
def test_the_cap_is_exact_and_more_good_ones_never_lower_it_ev_05(tally: GradeTally, reading: CapBase) -> None:
    found = rules.cap(tally, reading)
    assert found.holds == (rules.refuse_cap(tally, reading) is None) == (found.used <= found.allowed)
    assert rules.cap(tally + GradeTally(good=1), reading).allowed >= found.allowed
    assert rules.cap(tally, CapBase.GOOD_OR_BETTER).allowed >= rules.cap(tally, CapBase.GOOD).allowed
    assert rules.cap(tally + GradeTally(0, 0, 7, 9), reading) == found  # whoever is rated lower, or not graded, stands in neither


@given(st.lists(st.sampled_from(Grade), max_size=40))
def test_a_tally_counts_every_grade_once(grades: list[Grade]) -> None:
    tally = rules.tally_of(grades)
    assert tally.graded == len(grades)
    if grades:
        assert tally.moved(grades[0], None) == rules.tally_of(grades[1:])
        assert tally.moved(grades[0], None).moved(None, grades[0]) == tally


def test_steps_go_in_their_order_and_only_the_last_one_is_taken_back_ev_06() -> None:
    done: set[Step] = set()
    for is_unit in (False, True):
        done.clear()
        for step in rules.steps_of(is_unit=is_unit):
            assert rules.refuse_step(step, done, is_unit=is_unit) is None
            assert rules.next_step(done, is_unit=is_unit) is step
            done.add(step)
        assert rules.next_step(done, is_unit=is_unit) is None
        assert [rules.refuse_own_change(each) is None for each in (done, {Step.SELF})] == [False, True]
        assert rules.refuse_undo(Step.DECISION, done, is_unit=is_unit) is None
        for step in rules.steps_of(is_unit=is_unit)[:-1]:
            refused = rules.refuse_undo(step, done, is_unit=is_unit)
            assert (refused is not None and refused.rule) == "EV-06"
    assert Step.RESIDENCE not in rules.steps_of(is_unit=True)
    early = rules.refuse_step(Step.APPRAISAL, {Step.SELF, Step.VOTE}, is_unit=False)
    assert early is not None
    assert ("nhận xét nơi cư trú" in early.vi, rules.refuse_step(Step.APPRAISAL, {Step.SELF, Step.VOTE}, is_unit=True)) == (True, None)


def test_the_collective_comes_first_ev_08() -> None:
    assert rules.refuse_individual_first(collective_decided=True) is None
    refused = rules.refuse_individual_first(collective_decided=False)
    assert (refused is not None and refused.rule) == "EV-08"


@pytest.mark.parametrize(("received", "stands"), [(date(2020, 1, 9), False), (date(2020, 1, 10), True), (date(2020, 2, 9), True), (date(2020, 2, 10), False)])
def test_a_grade_is_contested_within_so_many_days_of_its_decision(received: date, stands: bool) -> None:
    refused = rules.refuse_contest(received, date(2020, 1, 10), 30)
    assert (refused is None) == stands
    if refused is not None:
        assert ("10/01/2020" in refused.vi, "09/02/2020" in refused.vi, "30 ngày" in refused.vi) == (True, True, True)
