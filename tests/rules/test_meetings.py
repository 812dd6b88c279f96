"""What meetings decide: the base of ordinary votes, thresholds by matter and day, ballots of households, months."""

from datetime import date

import pytest

from kientoan.rules import meetings
from kientoan.rules.meetings import (
    LAW_2022,
    ORDINANCE_2007,
    HouseholdRoll,
    Kind,
    Majority,
    Matter,
    MemberRoll,
    Month,
    Votes,
    decide_households,
    decide_members,
    household_pack,
    households_needed,
    month_of,
    months_until,
    read_month,
    refuse_ballot_count,
    refuse_ballots,
    refuse_round,
    refuse_votes,
    short_notice,
    votes_needed,
    voting_base,
)
from kientoan.rules.reasons import Reason

TEAM = ("Dương Văn An", "Lý Thị Bình", "Ngô Văn Cường")


def test_members_away_on_a_mission_count_and_those_taken_off_do_not_el_35() -> None:
    assert voting_base(MemberRoll(20, present=17)) == 20
    roll = MemberRoll(20, temporary=2, exempt=1, present=15)
    assert voting_base(roll) == 17
    assert [decide_members(roll, Votes(votes)).passed for votes in (8, 9)] == [False, True]
    said = meetings.explain_voting_base(roll, date(2026, 3, 1))
    assert (said.rule, "20 đảng viên chính thức, trừ 2 sinh hoạt tạm thời nơi khác, trừ 1 được miễn sinh hoạt mà vắng" in said.vi, "chưa kiểm chứng" in said.vi) == ("EL-35", True, False)
    assert "unverified" in meetings.explain_voting_base(roll, date(2025, 6, 30)).en
    assert meetings.refuse_member_roll(MemberRoll(20)) is not None
    assert meetings.refuse_member_roll(roll) is None


@pytest.mark.parametrize(("households", "two_thirds", "half"), [(100, 67, 51), (120, 80, 61), (1, 1, 1), (3, 2, 2), (2, 2, 2)])
def test_thresholds_are_of_all_households_pd_08(households: int, two_thirds: int, half: int) -> None:
    roll = HouseholdRoll(households, households)
    assert households_needed(LAW_2022, Matter.CONTRIBUTION, roll) == two_thirds
    assert households_needed(LAW_2022, Matter.CONVENTION, roll) == half
    for matter, needed in ((Matter.FUNDS, two_thirds), (Matter.OTHER, half)):
        outcomes = [decide_households(LAW_2022, matter, roll, Votes(votes)) for votes in (needed - 1, needed)]
        assert [outcome.passed for outcome in outcomes] == [False, True]
        assert [outcome.effect is not None for outcome in outcomes] == [False, True]
        assert all(outcome.reason.rule == "PD-08" and outcome.reason.en for outcome in outcomes)


def test_the_law_of_the_day_decides_and_defaults_say_so() -> None:
    roll = HouseholdRoll(100, 60)
    assert (household_pack(date(2023, 6, 30)), household_pack(date(2023, 7, 1))) == (ORDINANCE_2007, LAW_2022)
    assert isinstance(household_pack(date(2007, 6, 30)), Reason)
    assert [decide_households(pack, Matter.CONTRIBUTION, roll, Votes(55)).passed for pack in (ORDINANCE_2007, LAW_2022)] == [True, False]
    procedure = decide_households(LAW_2022, Matter.PROCEDURE, roll, Votes(31))
    assert (procedure.base, procedure.passed, procedure.reason.rule) == (60, True, "PD-10")
    assert "chưa kiểm chứng" in decide_households(ORDINANCE_2007, Matter.PROCEDURE, roll, Votes(31)).reason.vi
    assert votes_needed(Majority.TWO_THIRDS, 0) == 1


def test_no_more_votes_than_are_present() -> None:
    assert refuse_votes(Votes(10, 3, 2), 15, of_households=True) is None
    more = refuse_votes(Votes(10, 4, 2), 15, of_households=True)
    assert more is not None
    assert (more.rule, "Cộng 16 ý kiến nhưng chỉ có 15 đại diện hộ" in more.vi) == ("PD-13", True)
    below = refuse_votes(Votes(10, -1), 15, of_households=False)
    assert below is not None
    assert below.rule == "EL-35"


def test_ballots_follow_a_meeting_that_had_too_few_households_pd_11() -> None:
    few, enough = HouseholdRoll(100, 66), HouseholdRoll(100, 67)
    assert refuse_ballots(LAW_2022, Matter.CONTRIBUTION, few) is None
    assert refuse_ballots(LAW_2022, Matter.CONTRIBUTION, enough) is not None
    assert refuse_ballots(LAW_2022, Matter.OTHER, enough) is None
    assert refuse_ballots(LAW_2022, Matter.PROCEDURE, few) is not None
    days = {"told_on": date(2026, 3, 1), "handed_out_on": date(2026, 3, 3)}
    assert refuse_round(issued=100, households=100, team=TEAM, **days) is None
    faults = [refuse_round(issued=101, households=100, team=TEAM, **days), refuse_round(issued=100, households=100, team=TEAM[:2], **days),
              refuse_round(issued=100, households=100, team=TEAM, told_on=date(2026, 3, 2), handed_out_on=date(2026, 3, 3))]
    assert [fault[0] for fault in faults if fault] == ["issued", "team", "told_on"]


def test_numbers_of_ballots_must_add_up() -> None:
    assert refuse_ballot_count(issued=100, collected=90, invalid=2, votes=Votes(70, 15, 3)) is None
    wrong = [refuse_ballot_count(issued=100, collected=101, invalid=0, votes=Votes(101)), refuse_ballot_count(issued=100, collected=90, invalid=0, votes=Votes(70)),
             refuse_ballot_count(issued=100, collected=90, invalid=-1, votes=Votes(91))]
    assert [reason.rule for reason in wrong if reason] == ["PD-11"] * 3


def test_households_are_told_two_days_before_pd_09() -> None:
    assert short_notice(Kind.COMMUNITY, date(2026, 3, 1), date(2026, 3, 3)) is None
    assert short_notice(Kind.COMMUNITY, date(2026, 3, 2), date(2026, 3, 3)) is not None
    assert short_notice(Kind.CELL, date(2026, 3, 3), date(2026, 3, 3)) is None
    assert short_notice(Kind.COMMUNITY, date(2026, 3, 9), date(2026, 3, 3)) is None


def test_months_run_backward_over_the_year() -> None:
    assert [str(month) for month in months_until(Month(2020, 2), 3)] == ["02/2020", "01/2020", "12/2019"]
    assert (Month(2020, 2).last, Month(2019, 12).following, month_of(date(2020, 6, 23))) == (date(2020, 2, 29), Month(2020, 1), Month(2020, 6))
    assert [read_month(text) for text in ("06/2020", "13/2020", "6-2020", "", "06/20")] == [Month(2020, 6), None, None, None, None]
