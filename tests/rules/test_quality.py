"""What a post asks for, what a person lacks of it, what is proposed, and what a hamlet may pay for."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.persons import QUALIFICATION_LEVELS, Birth, Precision
from kientoan.rules.posts import NATURES, Kind
from kientoan.rules.quality import (
    DEMANDS,
    FOLLOWS,
    LEVELS,
    NOT_ASKED,
    STUDIES,
    YES,
    Ages,
    Demand,
    Facts,
    Problem,
    Remedy,
    Requirement,
    Trouble,
    Verdict,
    Waits,
    ages_of,
    allowance,
    gaps,
    plan,
    refuse_ages,
    refuse_secret_planning,
    refuse_successor,
    refuse_verdict,
    refuse_wanted,
    shipped,
    standard_of,
    wanted_words,
)
from kientoan.rules.tree import Level

DAY = date(2020, 6, 23)
HEAD = standard_of(Kind.HAMLET_HEAD, Level.HAMLET, "hamlet", DAY)


def test_every_shipped_line_is_of_a_post_that_stands_there_asks_for_something_known_and_names_its_source() -> None:
    assert len(shipped()) > 15
    for each in shipped():
        asked = each.requirement
        assert each.level in NATURES[each.post].levels
        assert refuse_wanted(asked.demand, asked.wanted, each.level) is None
        assert asked.source
        assert asked.source_en
        assert asked.rule
    assert {each.requirement.demand for each in shipped() if each.requirement.verified} == {Demand.MIN_AGE, Demand.RESIDENCE}  # VH-13; all else is from memory


def test_every_level_has_its_words() -> None:
    assert set(LEVELS) == {level for levels in QUALIFICATION_LEVELS.values() for level in levels}
    assert set(DEMANDS) == set(Demand)
    assert wanted_words(Demand.MIN_AGE, "21") == ("21 tuổi", "21 years")
    assert wanted_words(Demand.MEMBERSHIP, NOT_ASKED)[0] == "không yêu cầu"


def test_the_nearest_word_on_a_demand_counts_and_a_lifted_one_is_gone() -> None:
    far = {Demand.SCHOOLING: Requirement(Demand.SCHOOLING, "schooling_12_12", "tỉnh"), Demand.MEMBERSHIP: Requirement(Demand.MEMBERSHIP, YES, "tỉnh")}
    near = {Demand.MEMBERSHIP: Requirement(Demand.MEMBERSHIP, NOT_ASKED, "huyện")}
    found = standard_of(Kind.HAMLET_HEAD, Level.HAMLET, "hamlet", DAY, [far, near])
    assert {each.demand: each.wanted for each in found} == {Demand.SCHOOLING: "schooling_12_12", Demand.MIN_AGE: "21", Demand.RESIDENCE: YES}
    assert standard_of(Kind.SECRETARY, Level.GRASSROOTS, "office", DAY) != standard_of(Kind.SECRETARY, Level.GRASSROOTS, "local", DAY)
    assert standard_of(Kind.HAMLET_HEAD, Level.HAMLET, "hamlet", date(1999, 1, 1)) == ()


def test_unknown_data_is_not_on_record_and_never_a_gap() -> None:
    found = gaps(HEAD, Facts({}, None, DAY))
    assert [(gap.demand, gap.is_unknown) for gap in found] == [(Demand.SCHOOLING, True), (Demand.MIN_AGE, True), (Demand.RESIDENCE, True)]
    assert found[0].reason.vi == "Giáo dục phổ thông: cần 9/12; hồ sơ chưa ghi (mặc định ghi theo trí nhớ, chờ văn bản của tỉnh; chưa kiểm chứng)."
    assert found[0].reason.en == "Schooling: asks for 9/12; not on record (default from memory until the province has a paper; unverified)."
    assert not any(gap.reason.blocks for gap in found)


def test_a_gap_names_what_is_wanted_what_there_is_and_the_rule() -> None:
    facts = Facts({"schooling": "schooling_7_10"}, Birth(date(2000, 3, 1), Precision.MONTH), date(2020, 2, 1), resides=False)
    assert [(gap.kind, gap.wanted, gap.has, gap.reason.rule) for gap in gaps(HEAD, facts)] == [
        ("schooling", "schooling_9_12", "schooling_7_10", "VH-13"), ("age", "21", "19", "VH-13"), ("residence", YES, NOT_ASKED, "VH-13")]
    assert gaps(HEAD, replace(facts, levels={"schooling": "schooling_10_10"}, birth=Birth(date(1999, 2, 1)), resides=True)) == []


@pytest.mark.parametrize(("born", "precision", "gap"), [
    (date(1999, 6, 23), Precision.DAY, None), (date(1999, 6, 24), Precision.DAY, False), (date(1999, 6, 1), Precision.MONTH, True), (date(1999, 1, 1), Precision.YEAR, True),
    (date(1998, 1, 1), Precision.YEAR, None), (date(2000, 1, 1), Precision.YEAR, False)])
def test_twenty_one_years_are_counted_to_the_day_and_a_birth_that_leaves_it_open_is_not_on_record(born: date, precision: Precision, gap: bool | None) -> None:
    asked = (Requirement(Demand.MIN_AGE, "21", "VH-13", "VH-13", True),)
    assert [each.is_unknown for each in gaps(asked, Facts({}, Birth(born, precision), DAY))] == ([] if gap is None else [gap])


def test_the_greatest_age_for_the_first_time_is_by_month_and_another_one_holds_when_held_again() -> None:
    asked = (Requirement(Demand.MAX_AGE_FIRST, "50", "tỉnh"), Requirement(Demand.MAX_AGE_AGAIN, "55", "tỉnh"))
    born = Birth(date(1970, 6, 1), Precision.MONTH)
    assert gaps(asked, Facts({}, born, date(2020, 6, 30))) == []
    assert [gap.demand for gap in gaps(asked, Facts({}, born, date(2020, 7, 1)))] == [Demand.MAX_AGE_FIRST]
    assert gaps(asked, Facts({}, born, date(2025, 6, 1), held_before=True)) == []
    assert [gap.demand for gap in gaps(asked, Facts({}, born, date(2025, 7, 1), held_before=True))] == [Demand.MAX_AGE_AGAIN]


@given(st.sampled_from(STUDIES), st.data())
def test_a_level_is_a_gap_exactly_below_the_one_that_is_wanted(demand: Demand, data: st.DataObject) -> None:
    levels = QUALIFICATION_LEVELS[demand.value]
    wanted, has = data.draw(st.sampled_from(levels)), data.draw(st.sampled_from(levels))
    found = gaps((Requirement(demand, wanted, "tỉnh"),), Facts({demand.value: has}, None, DAY))
    assert bool(found) == (levels.index(has) < levels.index(wanted))


@pytest.mark.parametrize(("demand", "wanted", "level"), [
    (Demand.SCHOOLING, "theory_none", Level.CELL), (Demand.MIN_AGE, "17", Level.CELL), (Demand.MIN_AGE, "x", Level.CELL), (Demand.RESIDENCE, YES, Level.CELL), (Demand.MEMBERSHIP, "maybe", Level.CELL)])
def test_a_standard_that_makes_no_sense_is_refused(demand: Demand, wanted: str, level: Level) -> None:
    assert refuse_wanted(demand, wanted, level) is not None
    assert refuse_wanted(demand, NOT_ASKED, level) is None


def test_ages_that_nobody_could_meet_are_refused() -> None:
    assert refuse_ages({Demand.MIN_AGE: "50", Demand.MAX_AGE_AGAIN: "40"}) is not None
    assert refuse_ages({Demand.MIN_AGE: "50", Demand.MAX_AGE_FIRST: NOT_ASKED}) is None


def test_who_may_be_planned_for_a_post() -> None:
    assert refuse_successor("An", holds=True, planned=0, already=False) is not None
    assert refuse_successor("An", holds=False, planned=1, already=True) is not None
    assert refuse_successor("An", holds=False, planned=3, already=False) is not None
    assert refuse_successor("An", holds=False, planned=2, already=False) is None
    assert refuse_secret_planning(secret=True, online=True) is not None
    assert refuse_secret_planning(secret=True, online=False) is None


def test_each_problem_has_its_remedy_its_day_and_its_rule() -> None:
    theory = gaps((Requirement(Demand.POLITICAL_THEORY, "theory_elementary", "tỉnh", "RP-07"),), Facts({"political_theory": "theory_none"}, None, DAY))[0]
    member = gaps((Requirement(Demand.MEMBERSHIP, YES, "tỉnh", "EL-11"),), Facts({}, None, DAY))[0]
    home = gaps((Requirement(Demand.RESIDENCE, YES, "tỉnh", "VH-13"),), Facts({}, None, DAY, resides=False))[0]
    found = plan([
        Trouble(Problem.VACANT, Kind.SECRETARY, 1), Trouble(Problem.VACANT, Kind.HAMLET_HEAD, 1, since=date(2020, 6, 1)), Trouble(Problem.VACANT, Kind.HAMLET_HEAD, 1, since=date(2020, 1, 1)),
        Trouble(Problem.TERM_ENDS, Kind.SECRETARY, ends_on=date(2020, 12, 31)), Trouble(Problem.TERM_ENDS, Kind.HAMLET_HEAD, ends_on=date(2020, 6, 1)),
        Trouble(Problem.GAP, Kind.SECRETARY, gap=theory), Trouble(Problem.GAP, Kind.SECRETARY, gap=member), Trouble(Problem.GAP, Kind.HAMLET_HEAD, gap=home, ends_on=date(2020, 12, 20)),
        Trouble(Problem.HEAD_NOT_MEMBER, Kind.HAMLET_HEAD), Trouble(Problem.NO_SUCCESSOR, Kind.SECRETARY, 1)], DAY, Waits(90, 30, 365))
    assert [(each.remedy, each.due_on, each.reason.rule) for each in found] == [
        (Remedy.PERSONNEL, date(2020, 9, 21), "CG-16"), (Remedy.ELECTION, date(2020, 7, 31), "VH-11"), (Remedy.ELECTION, DAY, "VH-11"), (Remedy.PERSONNEL, date(2020, 12, 1), "TN-10"),
        (Remedy.ELECTION, DAY, "VH-03"), (Remedy.TRAINING, date(2021, 6, 23), "RP-07"), (Remedy.ADMISSION, date(2021, 6, 23), "EL-11"), (Remedy.NEXT_TERM, date(2020, 12, 20), "VH-13"),
        (Remedy.ADMISSION, date(2021, 6, 23), "VH-16"), (Remedy.SUCCESSION, date(2021, 6, 23), "CG-25")]
    assert "90 ngày (thiết đặt, chưa kiểm chứng)" in found[0].reason.vi
    assert "đã hết ngày 01/06/2020" in found[4].reason.vi
    with pytest.raises(ValueError, match="named"):
        plan([Trouble(Problem.GAP, Kind.SECRETARY)], DAY)


def test_what_may_be_decided_after_what() -> None:
    for before, allowed in FOLLOWS.items():
        for wanted in Verdict:
            assert (refuse_verdict(before, wanted) is None) == (wanted in allowed)


@pytest.mark.parametrize(("day", "group", "households", "coefficient", "verified"), [
    (date(2023, 8, 1), False, 350, Fraction(6), True), (date(2023, 8, 1), False, 349, Fraction(9, 2), True), (date(2023, 8, 1), True, 499, Fraction(9, 2), True),
    (date(2023, 8, 1), True, 500, Fraction(6), True), (date(2020, 6, 23), False, 400, Fraction(5), False), (date(2020, 6, 23), False, None, None, False), (date(2018, 1, 1), False, 400, None, False)])
def test_the_fund_of_a_hamlet_follows_its_households_and_the_decree_of_the_day(day: date, group: bool, households: int | None, coefficient: Fraction | None, verified: bool) -> None:
    found = allowance(is_group=group, households=households, holders=[1, 1, 2], day=day)
    assert (found.titles, found.persons, found.coefficient, found.verified, found.reason.rule) == (3, 2, coefficient, verified, "VH-22")
    assert ("4,5 lần" in found.reason.vi) == (coefficient == Fraction(9, 2))
    assert "chưa kiểm chứng" in found.reason.vi or coefficient is None


def test_ages_are_by_month_and_the_bands_add_up() -> None:
    found = ages_of({(1980, 6, False): 1, (1980, 7, False): 1, (1970, 6, False): 2, (1960, 1, True): 1}, 3, DAY, 40)
    assert found == Ages(5, 3, 50, 60, 1, 3, 1, 40, 1)
    assert found.young + found.middle + found.older == found.known
    assert ages_of({}, 2, DAY, 40).median is None
