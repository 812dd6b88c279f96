"""Posts: where they stand, who may hold them when, how long an acting head acts."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.days import months_after
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import Birth, Precision
from kientoan.rules.posts import (
    ACTING_RULES,
    NATURES,
    Body,
    Claim,
    Held,
    Kind,
    acting_rule,
    acting_too_long,
    first_uncovered,
    free_seat,
    judge_claim,
    levels_of,
    refuse_full,
    refuse_post,
    refuse_prolongation,
    refuse_size,
    refuse_twice,
    seats_through,
)
from kientoan.rules.tree import Level

TODAY = date(2020, 7, 1)
LIFE = Period(date(2020, 1, 1))
YEAR = Birth(date(1970, 1, 1), Precision.YEAR)
FEBRUARY = date(2020, 2, 1)


def judged(claim, life=LIFE, standing=(LIFE,)):
    return judge_claim(claim, life=life, standing=standing, today=TODAY)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_nature_and_stands_at_its_levels_only(kind):
    assert isinstance(NATURES[kind].body, Body)
    for level in Level:
        reason = refuse_post(kind, level, 1)
        assert (reason is None) is (level in levels_of(kind))
        if reason:
            assert NATURES[kind].vi in reason.vi
            assert NATURES[kind].en in reason.en
    level = levels_of(kind)[0]
    assert (refuse_post(kind, level, 2) is not None) is NATURES[kind].sole
    for seats in (0, 100):
        assert refuse_post(kind, level, seats).blocks


def test_a_cell_committee_beyond_seven_and_a_board_beyond_a_third_warn():
    assert refuse_post(Kind.COMMITTEE_MEMBER, Level.CELL, 7) is None
    assert (refuse_post(Kind.COMMITTEE_MEMBER, Level.CELL, 8).rule, refuse_post(Kind.COMMITTEE_MEMBER, Level.CELL, 8).blocks) == ("CG-15", False)
    assert refuse_post(Kind.COMMITTEE_MEMBER, Level.GRASSROOTS, 15) is None
    assert (refuse_size(15, 5), refuse_size(15, 6).blocks) == (None, False)


@pytest.mark.parametrize(("claim", "said"), [
    (Claim(Kind.SECRETARY, date(2020, 7, 2)), "Ngày 02/07/2020 chưa tới"),
    (Claim(Kind.SECRETARY, FEBRUARY, date(2020, 7, 2)), "Ngày 02/07/2020 chưa tới"),
    (Claim(Kind.SECRETARY, FEBRUARY, FEBRUARY), "không sau ngày bắt đầu"),
    (Claim(Kind.SECRETARY, FEBRUARY, term_ends_on=FEBRUARY), "Ngày hết nhiệm kỳ 01/02/2020 không sau"),
    (Claim(Kind.SECRETARY, date(2019, 12, 31)), "đơn vị chưa lập (lập ngày 01/01/2020)"),
    (Claim(Kind.SECRETARY, FEBRUARY, birth=Birth(date(2020, 2, 2))), "trước khi người này sinh"),
])
def test_what_speaks_against_a_holding_refuses_it(claim, said):
    reason, = judged(claim)
    assert reason.blocks
    assert said in reason.vi


def test_a_holding_lies_within_the_life_of_its_unit_and_the_standing_of_its_post():
    ended = Period(date(2020, 1, 1), date(2020, 6, 1))
    assert "đơn vị đã kết thúc" in judged(Claim(Kind.SECRETARY, date(2020, 6, 1)), ended)[0].vi
    assert "nên chức danh không giữ lâu hơn" in judged(Claim(Kind.SECRETARY, FEBRUARY), ended)[0].vi
    assert judged(Claim(Kind.SECRETARY, FEBRUARY, date(2020, 6, 1)), ended, (ended,)) == []
    assert "đơn vị chưa lập" in judged(Claim(Kind.SECRETARY, FEBRUARY), None)[0].vi
    assert "Ngày 01/02/2020 đơn vị không có chức danh bí thư" in judged(Claim(Kind.SECRETARY, FEBRUARY), LIFE, ())[0].vi
    parts = (Period(date(2020, 1, 1), date(2020, 3, 1)), Period(date(2020, 3, 2)))
    assert "Ngày 01/03/2020" in judged(Claim(Kind.SECRETARY, FEBRUARY), LIFE, parts)[0].vi


def test_too_young_and_acting_too_long_warn_together():
    claim = Claim(Kind.HAMLET_HEAD, date(2020, 1, 5), OPEN_END, Birth(date(2003, 1, 1), Precision.YEAR), "acting", date(2020, 12, 1))
    assert [(reason.rule, reason.blocks) for reason in judged(claim)] == [("NM-02", False), ("VH-03", False)]
    assert judged(Claim(Kind.HAMLET_HEAD, FEBRUARY, birth=YEAR)) == []


@pytest.mark.parametrize(("day", "months"), [
    (date(2018, 2, 14), "none"), (date(2018, 2, 15), 6), (date(2023, 8, 14), 6), (date(2023, 8, 15), None), (date(2026, 1, 1), None)])
def test_the_rule_for_acting_heads_is_chosen_by_day(day, months):
    rule = acting_rule(day)
    assert (rule.months if rule else "none") == months
    assert all(one.period.end == two.period.start for one, two in itertools.pairwise(ACTING_RULES))


@pytest.mark.parametrize(("claim", "by", "warns"), [
    (Claim(Kind.HAMLET_HEAD, date(2020, 1, 1), obtained="acting"), None, False),
    (Claim(Kind.HAMLET_HEAD, date(2020, 1, 1), obtained="acting"), date(2020, 7, 1), False),
    (Claim(Kind.HAMLET_HEAD, date(2020, 1, 1), obtained="acting"), date(2020, 7, 2), True),
    (Claim(Kind.HAMLET_HEAD, date(2020, 1, 1), date(2020, 7, 1), obtained="acting"), date(2021, 1, 1), False),
    (Claim(Kind.HAMLET_HEAD, date(2020, 1, 1), date(2020, 7, 2), obtained="acting"), None, True),
    (Claim(Kind.HAMLET_HEAD, date(2020, 1, 1), obtained="elected"), date(2021, 1, 1), False),
    (Claim(Kind.SECRETARY, date(2020, 1, 1), obtained="acting"), date(2021, 1, 1), False),
    (Claim(Kind.HAMLET_HEAD, date(2024, 1, 1), obtained="acting"), date(2026, 1, 1), False),
    (Claim(Kind.HAMLET_HEAD, date(2015, 1, 1), obtained="acting"), date(2020, 1, 1), False),
])
def test_acting_for_more_than_six_months_warns_under_the_rule_of_2017(claim, by, warns):
    assert (acting_too_long(claim, by=by) is not None) is warns


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2020, 1, 31), 1, date(2020, 2, 29)), (date(2020, 8, 31), 6, date(2021, 2, 28)), (date(2020, 12, 15), 12, date(2021, 12, 15)),
    (date(2020, 6, 30), 6, date(2020, 12, 30)), (date(2020, 11, 5), 1, date(2020, 12, 5))])
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(day, months, later):
    assert months_after(day, months) == later


PERIODS = st.builds(lambda start, length: Period(date(2020, 1, 1) + timedelta(days=start), date(2020, 1, 1) + timedelta(days=start + length)),
                    st.integers(0, 40), st.integers(1, 20))


@given(st.lists(PERIODS, max_size=8), st.integers(1, 3))
def test_whoever_is_seated_where_it_is_free_never_shares_a_seat(periods, seats):
    held = []
    for period in periods:
        seat = free_seat(period, held, seats)
        if seat is None:
            assert all(any(each.seat == number and each.period.overlaps(period) for each in held) for number in range(1, seats + 1))
            continue
        assert 1 <= seat <= seats
        assert not any(each.seat == seat and each.period.overlaps(period) for each in held)
        held.append(Held("", seat, period))


@given(PERIODS, st.lists(PERIODS, max_size=5))
def test_the_first_day_without_a_post_is_found(period, standing):
    days = [period.start + timedelta(days=number) for number in range((period.end - period.start).days)]
    assert first_uncovered(period, standing) == next((day for day in days if not any(day in each for each in standing)), None)


def test_a_post_has_as_many_seats_as_it_has_on_every_day():
    sizes = [(Period(date(2020, 1, 1), FEBRUARY), 3), (Period(FEBRUARY), 2)]
    assert [seats_through(Period(start, date(2020, 3, 1)), sizes) for start in (date(2020, 1, 5), FEBRUARY)] == [2, 2]
    assert (seats_through(Period(date(2020, 1, 1), FEBRUARY), sizes), seats_through(Period(FEBRUARY), [])) == (3, 0)


def test_who_stands_in_the_way_is_named_with_the_day_and_the_remedy():
    an, ba = Held("Dương Văn An", 1, Period(FEBRUARY)), Held("Ngô Ba", 2, Period(FEBRUARY, date(2020, 3, 1)))
    assert refuse_full(Kind.SECRETARY, Period(FEBRUARY), [an], 1).vi == (
        "Chức danh bí thư do Dương Văn An giữ từ ngày 01/02/2020. Ghi thôi giữ của Dương Văn An trước, hoặc sửa ngày.")
    assert "until before 01/03/2020" in refuse_full(Kind.SECRETARY, Period(FEBRUARY), [ba], 1).en
    assert "có 2 vị trí, đã đủ người (Dương Văn An, Ngô Ba)" in refuse_full(Kind.COMMITTEE_MEMBER, Period(FEBRUARY), [ba, an], 2).vi
    assert "đã giữ chức danh này từ ngày 01/02/2020" in refuse_twice(an.period, an.name).vi


@pytest.mark.parametrize(("on", "until", "said"), [
    (date(2020, 6, 1), date(2021, 1, 1), None),
    (date(2020, 7, 2), date(2021, 1, 1), "chưa tới"),
    (FEBRUARY, date(2021, 1, 1), "không đang giữ"),
    (date(2020, 6, 1), date(2020, 6, 30), "không dài hơn"),
])
def test_a_term_is_prolonged_while_it_runs_and_to_a_later_day(on, until, said):
    reason = refuse_prolongation(FEBRUARY, OPEN_END, date(2020, 6, 30), on, until, today=TODAY)
    assert (reason is None) if said is None else (said in reason.vi and reason.rule == "VH-12")
    assert refuse_prolongation(FEBRUARY, OPEN_END, None, date(2020, 6, 1), date(2020, 6, 2), today=TODAY) is None
