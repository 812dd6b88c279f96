"""The road to membership: order, ages, certificates, introducers, votes by integers, clocks in working days, forecasts without chance, badges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.days import months_after
from kientoan.rules.development import (
    BADGES,
    BEFORE,
    PACKS,
    Ballots,
    Belonging,
    Body,
    Done,
    Former,
    Introducer,
    Kin,
    Leaving,
    Paper,
    PartyAge,
    Road,
    Stage,
    Verdict,
    badge_windows,
    badges_reached,
    batches_between,
    can_make_it,
    explain_pack,
    giving_of,
    judge,
    judge_introducers,
    judge_readmission,
    judge_schooling,
    judge_verification,
    lacks,
    last_cell_day,
    main_step,
    next_steps,
    party_age,
    probation_ends,
    read_batches,
    refuse_ballots,
    refuse_stage,
    refuse_target,
    refuse_unconsented,
    road_pack,
    two_thirds,
)
from kientoan.rules.persons import Birth

CALENDAR = vietnamese_calendar()
BORN = Birth(date(1990, 5, 10))
DAYS = st.dates(date(2012, 1, 1), date(2027, 12, 31))
UNTIL_CELL = (Stage.PROSPECT, Stage.SYMPATHISER, Stage.CLASS, Stage.APPLICATION, Stage.CV, Stage.VERIFIED, Stage.OPINIONS, Stage.COMMITTEE)


def road(*stages: Stage, on: date = date(2020, 3, 2), born: Birth | None = BORN, schooling: str = "schooling_12_12", **more: date) -> Road:
    """A road on which stages were done, all on one day but those named in ``more``."""
    return Road(tuple(Done(stage, more.get(stage.value, on)) for stage in stages), born, schooling)


def through(last: Stage, **more: date) -> Road:
    """A road up to a stage, with the days that matter."""
    stages = [stage for stage in Stage if list(Stage).index(stage) <= list(Stage).index(last)]
    return road(*stages, **more)


def test_stages_come_in_their_order_and_each_refusal_names_what_is_missing_with_the_rule() -> None:
    early = refuse_stage(road(Stage.PROSPECT, Stage.SYMPATHISER, Stage.CLASS), Stage.CV, date(2020, 3, 3), CALENDAR)
    assert early is not None
    assert (early[0], early[1].rule) == ("stage", "NM-05")
    assert "còn thiếu “đơn xin vào Đảng”" in early[1].vi
    conclusion = lacks(road(*UNTIL_CELL[:5]), Stage.COMMITTEE)
    assert conclusion is not None
    assert conclusion.rule == "NM-08"
    ceremony = lacks(through(Stage.GRASSROOTS), Stage.CEREMONY)
    assert ceremony is not None
    assert "quyết định kết nạp" in ceremony.vi
    again = lacks(road(Stage.PROSPECT), Stage.PROSPECT)
    assert again is not None
    assert "đã ghi rồi" in again.vi


def test_a_grassroots_cell_has_no_committee_whose_resolution_it_waits_for() -> None:
    own = Road(road(*UNTIL_CELL, Stage.CELL).done, BORN, "schooling_12_12", has_committee=False)
    assert own.lacking == [Stage.DECISION]
    none = lacks(own, Stage.GRASSROOTS)
    assert none is not None
    assert "không có đảng ủy cơ sở" in none.vi


@pytest.mark.parametrize(("born", "fits"), [(Birth(date(2002, 4, 30)), False), (Birth(date(2002, 3, 31)), True), (Birth(date(1960, 3, 1)), True), (Birth(date(1960, 2, 28)), False), (None, False)])
def test_the_age_at_the_cells_review_is_18_full_to_60_full_by_month(born: Birth | None, fits: bool) -> None:
    found = refuse_stage(road(*UNTIL_CELL, born=born), Stage.CELL, date(2020, 3, 2), CALENDAR)
    assert (found is None) is fits
    assert found is None or found[1].rule == "NM-02"


def test_a_certificate_counts_sixty_months_to_the_cells_review() -> None:
    old = road(*UNTIL_CELL, **{"class": date(2015, 3, 2)})
    assert refuse_stage(old, Stage.CELL, date(2020, 3, 2), CALENDAR) is None
    late = refuse_stage(old, Stage.CELL, date(2020, 3, 3), CALENDAR)
    assert late is not None
    assert (late[1].rule, "02/03/2015" in late[1].vi, "60 tháng" in late[1].vi) == ("NM-04", True, True)


def test_schooling_warns_when_unknown_blocks_when_low_and_is_relaxed_by_a_setting() -> None:
    unknown, low, relaxed = judge_schooling("", relaxed=False), judge_schooling("schooling_primary", relaxed=False), judge_schooling("schooling_primary", relaxed=True)
    assert unknown and low and relaxed
    assert (unknown.blocks, low.blocks, relaxed.blocks) == (False, True, False)
    assert judge_schooling("schooling_7_10", relaxed=False) is None
    assert refuse_stage(road(*UNTIL_CELL, schooling="schooling_primary"), Stage.CELL, date(2020, 3, 2), CALENDAR) is not None
    assert refuse_stage(road(*UNTIL_CELL, schooling="schooling_primary"), Stage.CELL, date(2020, 3, 2), CALENDAR, relaxed=True) is None


def test_introducers_are_two_official_members_twelve_months_together_or_one_and_the_youth_union() -> None:
    on, long_ago = date(2020, 6, 1), date(2019, 6, 1)
    good, young = Introducer("An", True, long_ago), Introducer("Ba", True, date(2019, 6, 2))
    assert judge_introducers([good, good], youth_union=False, on=on, youth_years=30) == ([], [])
    assert judge_introducers([good], youth_union=True, on=on, youth_years=30, born=Birth(date(1995, 5, 10))) == ([], [])
    for who, words in ((Introducer("Ca", False, long_ago), "dự bị"), (Introducer("Ca", None, None), "không phải đảng viên"), (young, "chưa đủ 12 tháng"), (Introducer("Ca", True, None), "tổ chức khác")):
        refused, _warned = judge_introducers([good, who], youth_union=False, on=on, youth_years=30)
        assert [(place, reason.rule, words in reason.vi) for place, reason in refused] == [("second", "NM-06", True)]
    assert judge_introducers([good], youth_union=False, on=on, youth_years=30)[0][0][0] == "second"
    refused, warned = judge_introducers([good, Introducer("Ca", True, None)], youth_union=False, on=date(2021, 8, 2), youth_years=30)
    assert (refused, warned[0].blocks) == ([], False)  # since 24-QĐ/TW a resident may


@pytest.mark.parametrize(("born", "refuses"), [(Birth(date(1990, 6, 30)), ""), (Birth(date(1990, 5, 31)), "30 tuổi 1 tháng; Đoàn Thanh niên cơ sở chỉ giới thiệu người đến đủ 30 tuổi (chưa kiểm chứng)"),
                                               (None, "Chưa biết ngày sinh nên chưa xét được tuổi Đoàn")])
def test_the_youth_union_introduces_whoever_is_of_its_age_by_month_with_just_one_official_member(born: Birth | None, refuses: str) -> None:
    on, good = date(2020, 6, 1), Introducer("An", True, date(2019, 6, 1))
    refused, _warned = judge_introducers([good], youth_union=True, on=on, youth_years=30, born=born)
    assert [(place, reason.rule, refuses in reason.vi) for place, reason in refused] == ([("youth_union", "NM-06", True)] if refuses else [])
    assert judge_introducers([good], youth_union=True, on=on, born=Birth(date(1990, 6, 30)), youth_years=29)[0] != []
    both, _warned = judge_introducers([good, good], youth_union=True, on=on, youth_years=30, born=Birth(date(1995, 5, 10)))
    assert [(place, "chỉ cần một đảng viên chính thức" in reason.vi) for place, reason in both] == [("second", True)]
    assert judge_introducers([good, good], youth_union=False, on=on, youth_years=30, born=None) == ([], [])


def test_nm18_a_re_admission_is_barred_for_some_causes_waits_after_the_others_and_happens_once() -> None:
    left = date(2020, 3, 1)
    for cause, on, blocks, words in (
            (Leaving.DISUNITY, date(2040, 1, 1), True, "từ ngày 01/03/2020: khai trừ vì gây mất đoàn kết nội bộ nghiêm trọng. Lý do này không được kết nạp lại."),
            (Leaving.LEFT, date(2040, 1, 1), True, "xin ra khỏi Đảng. Lý do này không được kết nạp lại."),
            (Leaving.ABANDONED, date(2040, 1, 1), True, "xóa tên vì tự bỏ sinh hoạt đảng. Lý do này không được kết nạp lại."),
            (Leaving.HARDSHIP, date(2023, 3, 1), False, "vì gia đình đặc biệt khó khăn. Đã đủ 36 tháng"),
            (Leaving.EXPELLED, date(2023, 2, 28), True, "khai trừ. Phải đủ 36 tháng, từ ngày 01/03/2023 mới xét kết nạp lại."),
            (Leaving.STRUCK_OFF, date(2023, 3, 1), False, "xóa tên. Đã đủ 36 tháng nên xét kết nạp lại được. Phải có kết luận về lịch sử chính trị theo 58-QĐ/TW và")):
        found = judge_readmission(Former(cause, left), on)
        assert (found.blocks, found.rule, words in found.vi) == (blocks, "NM-18", True), found.vi
        assert "01/03/2020" in found.en
    again = judge_readmission(Former(Leaving.STRUCK_OFF, left, times=2), date(2040, 1, 1))
    assert (again.blocks, "Đây là lần thứ 2; chỉ được kết nạp lại một lần." in again.vi) == (True, True)
    before = judge_readmission(Former(Leaving.STRUCK_OFF, date(2018, 3, 1)), date(2022, 2, 7))
    assert "theo quy định của ngày ấy (chưa kiểm chứng; 58-QĐ/TW có từ 08/02/2022)" in before.vi


def test_nm18_a_re_admission_is_decided_with_written_consent_only() -> None:
    again = Road(former=Former(Leaving.EXPELLED, date(2015, 3, 1)))
    assert [found and found.rule for found in (refuse_unconsented(again, consented=False), refuse_unconsented(again, consented=True), refuse_unconsented(Road(), consented=False))] == ["NM-18", None, None]


def test_a_re_admission_is_verified_only_with_the_conclusion_on_political_history() -> None:
    papers = dict.fromkeys(Kin, Paper.PRESENT)
    assert [judge_verification(papers, history=each)[0] for each in (None, Paper.PRESENT, Paper.MISSING, Paper.NOT_NEEDED)] == [
        Verdict.PASSED, Verdict.PASSED, Verdict.FAILED, Verdict.FAILED]
    assert judge_verification(papers, history=Paper.MISSING)[1].vi == "Có 8 giấy thẩm tra, còn thiếu 1."


def test_of_verification_only_counts_are_said_and_one_missing_paper_keeps_the_stage_open() -> None:
    papers = dict.fromkeys(Kin, Paper.PRESENT) | {Kin.CARER: Paper.NOT_NEEDED}
    assert judge_verification(papers)[0] is Verdict.PASSED
    verdict, why = judge_verification(papers | {Kin.SPOUSE: Paper.MISSING})
    assert (verdict, why.vi) == (Verdict.FAILED, "Có 6 giấy thẩm tra, còn thiếu 1.")
    assert Stage.OPINIONS not in Road((*road(*UNTIL_CELL[:5]).done, Done(Stage.VERIFIED, date(2020, 3, 2), Verdict.FAILED))).lacking


@given(base=st.integers(1, 3000), agree=st.integers(0, 3000))
def test_two_thirds_are_whole_votes_never_a_rounded_share(base: int, agree: int) -> None:
    agree = min(agree, base)
    assert (judge(Stage.CELL, Ballots(base, agree))[0] is Verdict.PASSED) is (agree * 3 >= 2 * base)
    assert two_thirds(base) * 3 >= 2 * base > (two_thirds(base) - 1) * 3


def test_votes_above_the_base_are_refused_and_a_third_review_without_two_thirds_goes_to_the_higher_committee() -> None:
    above = refuse_ballots(Ballots(20, 21))
    assert above is not None
    assert (above[0], above[1].rule) == ("agree", "NM-09")
    assert refuse_ballots(Ballots(0, 0)) is not None
    assert refuse_ballots(Ballots(20, 12, 8)) is None
    assert [judge(Stage.REVIEW, Ballots(20, 10, 5), before)[0] for before in range(3)] == [Verdict.FAILED, Verdict.FAILED, Verdict.HIGHER]
    assert judge(Stage.REVIEW, Ballots(20, 2, 14))[0] is Verdict.REMOVAL
    assert judge(Stage.GRASSROOTS, Ballots(15, 9))[0] is Verdict.FAILED


def test_a_decision_comes_within_sixty_working_days_of_the_cells_resolution_and_a_special_case_may_be_later() -> None:
    found = through(Stage.GRASSROOTS, cell=date(2020, 3, 2), grassroots=date(2020, 3, 2))
    last = CALENDAR.add(date(2020, 3, 2), 60)
    assert refuse_stage(found, Stage.DECISION, last, CALENDAR) is None
    late = refuse_stage(found, Stage.DECISION, last + timedelta(days=1), CALENDAR)
    assert late is not None
    assert (late[0], late[1].rule) == ("special", "NM-10")
    assert refuse_stage(found, Stage.DECISION, last + timedelta(days=1), CALENDAR, special=True) is None
    step = main_step(found, CALENDAR)
    assert step is not None
    assert (step.stage, step.who, step.due_on, step.rule) == (Stage.DECISION, Body.COMPETENT, last, "NM-10")


def test_the_ceremony_is_within_thirty_working_days_of_receiving_the_decision_and_later_only_with_consent() -> None:
    done = (*through(Stage.GRASSROOTS).done, Done(Stage.DECISION, date(2020, 4, 1), received_on=date(2020, 4, 10)))
    found, last = Road(done, BORN, "schooling_12_12"), CALENDAR.add(date(2020, 4, 10), 30)
    for day, leave, place in ((date(2020, 4, 9), False, "on"), (last, False, None), (last + timedelta(days=1), False, "leave"), (last + timedelta(days=1), True, None)):
        refused = refuse_stage(found, Stage.CEREMONY, day, CALENDAR, leave=leave)
        assert (refused[0] if refused else None) == place


def test_probation_runs_from_the_ceremony_and_party_age_from_the_decision() -> None:
    # The two days of NM-11: decision 25/08/2024, ceremony 15/09/2024.
    assert probation_ends(date(2024, 9, 15)) == date(2025, 9, 15)
    age = party_age([Belonging(date(2024, 8, 25))])
    assert age == PartyAge(date(2024, 8, 25), 0)
    assert badges_reached(age.counts_from, date(2054, 8, 24), date(2054, 8, 25)) == [(30, date(2054, 8, 25))]
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    held = through(Stage.NEW_CLASS, ceremony=date(2024, 9, 15), decision=date(2024, 8, 25), new_class=date(2024, 9, 20), member_cv=date(2024, 9, 20))
    early = refuse_stage(held, Stage.REVIEW, date(2025, 9, 14), CALENDAR)
    assert early is not None
    assert early[1].rule == "NM-11"
    assert "15/09/2025" in early[1].vi
    assert refuse_stage(held, Stage.REVIEW, date(2025, 9, 15), CALENDAR) is None
    step = next(each for each in next_steps(held, CALENDAR) if each.stage is Stage.REVIEW)
    assert (step.opens_on, step.due_on) == (date(2025, 9, 15), CALENDAR.add(date(2025, 9, 15), 30))


def test_what_the_review_came_to_leads_to_one_decision_only() -> None:
    base = through(Stage.NEW_CLASS).done
    passed, removal, higher = (Road((*base, Done(Stage.REVIEW, date(2021, 4, 1), verdict))) for verdict in (Verdict.PASSED, Verdict.REMOVAL, Verdict.HIGHER))
    assert (passed.lacking, removal.lacking, higher.lacking) == ([Stage.RECOGNISED], [Stage.REMOVED], [Stage.RECOGNISED, Stage.REMOVED])
    other = lacks(passed, Stage.REMOVED)
    assert other is not None
    assert "không dẫn đến" in other.vi


@given(day=DAYS)
def test_every_day_has_one_regulation_and_says_what_is_unverified(day: date) -> None:
    pack = road_pack(day)
    assert sum(day in each.period for each in PACKS) == 1
    assert ("Chưa kiểm chứng" in explain_pack(pack).vi) is bool(pack.unverified[0])


@given(day=DAYS, length=st.integers(0, 15))
def test_every_next_step_can_be_recorded_has_a_rule_and_no_clock_ends_before_it_opens(day: date, length: int) -> None:
    stages = list(Stage)[:length]
    found = Road(tuple(Done(stage, day) for stage in stages), BORN, "schooling_12_12")
    for step in next_steps(found, CALENDAR):
        assert lacks(found, step.stage) is None
        assert step.rule.startswith("NM-")
        assert step.reason.vi and step.reason.en
        assert all(found.has(each) for each in BEFORE[step.stage])
        assert step.due_on is None or step.due_on > (step.opens_on or day)
    stopped = Road(found.done, BORN, stopped=True)
    assert next_steps(stopped, CALENDAR) == ()
    refused = lacks(stopped, Stage.CELL)
    assert refused is not None
    assert "đã dừng" in refused.vi


@given(year=st.integers(2016, 2026), before=st.integers(0, 400))
def test_the_forecast_promises_only_what_the_whole_time_of_every_body_allows(year: int, before: int) -> None:
    latest = last_cell_day(year, CALENDAR)
    assert CALENDAR.add(CALENDAR.add(latest, 60), 30) <= date(year, 12, 31)
    resolved = Road((Done(Stage.CLASS, latest - timedelta(days=400)), Done(Stage.CELL, latest - timedelta(days=before))))
    assert can_make_it(resolved, year, latest, CALENDAR)[0]
    assert not can_make_it(Road((Done(Stage.CELL, latest + timedelta(days=10)),)), year, latest, CALENDAR)[0]
    assert can_make_it(Road(), year, latest, CALENDAR)[0]
    assert not can_make_it(Road(), year, latest + timedelta(days=1), CALENDAR)[0]
    assert not can_make_it(Road((Done(Stage.CLASS, latest - timedelta(days=2000)),)), year, latest, CALENDAR)[0]
    assert not can_make_it(Road((Done(Stage.CEREMONY, latest),)), year, latest, CALENDAR)[0]


def test_a_target_is_nought_or_more() -> None:
    assert refuse_target(0) is None
    below = refuse_target(-1)
    assert below is not None
    assert below.rule == "NM-20"


def test_party_age_of_a_readmission_counts_from_the_first_decision_without_the_days_outside() -> None:
    # Point 4.5 of 29-QĐ/TW: from the first decision, less the time outside the Party: here of 1,827 days.
    twice = [Belonging(date(1985, 5, 19), date(1995, 5, 19)), Belonging(date(2000, 5, 19))]
    assert party_age(twice) == PartyAge(date(1990, 5, 20), 1827)
    assert party_age([Belonging(None, date(1995, 5, 19)), Belonging(date(2000, 5, 19))]) is None
    assert party_age([Belonging(date(1985, 5, 19), date(1995, 5, 19)), Belonging(None)]) is None


def test_badges_fall_to_the_next_day_of_giving_after_the_years_are_full() -> None:
    batches = read_batches("3/2,19/5, 2/9,7/11")
    assert batches == ((2, 3), (5, 19), (9, 2), (11, 7))
    assert batches_between(date(2020, 5, 19), date(2021, 2, 3), batches) == [date(2020, 5, 19), date(2020, 9, 2), date(2020, 11, 7), date(2021, 2, 3)]
    assert badges_reached(date(1990, 5, 20), date(2020, 5, 19), date(2020, 9, 2)) == [(30, date(2020, 5, 20))]
    assert badges_reached(date(1990, 5, 19), date(2020, 5, 19), date(2020, 9, 2)) == []
    assert badges_reached(date(1980, 1, 1), date(2010, 1, 1), date(2025, 1, 1)) == [(40, date(2020, 1, 1)), (45, date(2025, 1, 1))]
    givings = batches_between(date(2020, 5, 19), date(2021, 2, 3), batches)
    assert [giving_of(day, givings) for day in (date(2020, 5, 20), date(2020, 9, 2), date(2021, 2, 4))] == [date(2020, 9, 2), date(2020, 9, 2), None]
    with pytest.raises(ValueError, match=r"day|month"):
        read_batches("32/1")


@given(admitted=st.dates(date(1930, 1, 1), date(2000, 12, 31)), first=DAYS)
def test_the_windows_of_admission_find_everybody_who_reaches_a_badge(admitted: date, first: date) -> None:
    last = first + timedelta(days=120)
    reached = any(first <= months_after(admitted, years * 12) <= last for years in BADGES)
    if reached:
        assert any(low <= admitted <= high for _years, low, high in badge_windows(first, last))
