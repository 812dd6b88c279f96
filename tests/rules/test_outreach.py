"""Outreach: what each means asks for, how far it came, when results expire, and that no opinion gets in."""

from datetime import date, timedelta

import pytest

from kientoan.rules.outreach import (
    LAW_2022,
    OPINION_WORDS,
    ORDINANCE_2007,
    Coverage,
    Due,
    Means,
    Result,
    TellingPack,
    due,
    expiry_day,
    explain_pack,
    houses,
    loudspeaker,
    once,
    opinion_word,
    posting,
    refuse_naming,
    refuse_opinion,
    refuse_result,
    runs,
    telling_pack,
)
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import plain

FIRST = date(2020, 8, 3)


def days(*steps: int) -> list[date]:
    return [FIRST + timedelta(days=step) for step in steps]


def test_the_law_of_the_first_day_decides_and_what_nobody_verified_says_so_pd_22() -> None:
    assert telling_pack(date(2023, 6, 30)) is ORDINANCE_2007
    assert telling_pack(date(2023, 7, 1)) is LAW_2022
    early = telling_pack(date(2007, 6, 30))
    assert isinstance(early, Reason)
    assert early.rule == "PD-22"
    for pack, unsure in ((ORDINANCE_2007, True), (LAW_2022, False)):
        for found in (loudspeaker(pack, days(0, 1, 2)), posting(pack, [], FIRST)):
            assert found.unverified is unsure
        said = explain_pack(pack)
        assert ("chưa kiểm chứng" in said.vi, "unverified" in said.en, said.rule) == (unsure, unsure, "PD-22")
        assert "loa 3 ngày liền (PD-03), niêm yết 30 ngày liền (PD-04)" in said.vi


@pytest.mark.parametrize(("spoken", "done", "numerator", "words"), [
    ((), False, 0, "Chưa phát loa; cần 3 ngày liền."),
    ((0, 1), False, 2, "Đã phát 2 ngày liền, còn thiếu 1 ngày."),
    ((0, 1, 3, 4), False, 2, "Có ngày không phát nên tính lại từ 06/08/2020. Đã phát 2 ngày liền, còn thiếu 1 ngày."),
    ((4, 3, 0, 1, 0), False, 2, "Có ngày không phát"),
    ((0, 1, 2), True, 3, "Đã phát 3 ngày liền từ 03/08/2020, đủ 3 ngày."),
    ((0, 2, 3, 4, 5, 9), True, 3, "Đã phát 4 ngày liền từ 05/08/2020, đủ 3 ngày."),
])
def test_the_loudspeaker_speaks_on_days_in_a_row_and_a_gap_begins_anew_pd_03(spoken: tuple[int, ...], done: bool, numerator: int, words: str) -> None:
    found = loudspeaker(LAW_2022, days(*spoken))
    assert (found.done, found.share.numerator, found.share.denominator, found.reason.rule) == (done, numerator, 3, "PD-03")
    assert words in found.reason.vi


def test_runs_are_the_days_that_follow_each_other() -> None:
    assert runs(days(5, 0, 1, 1, 3)) == [(FIRST, 2), (days(3)[0], 1), (days(5)[0], 1)]


@pytest.mark.parametrize(("periods", "as_of", "done", "numerator", "words"), [
    ([], 40, False, 0, "Chưa niêm yết"),
    ([(0, None)], 28, False, 29, "Đang niêm yết, 29 trên 30 ngày."),
    ([(0, None)], 29, True, 30, "Đã niêm yết 30 ngày liền"),
    ([(0, 9), (20, 25)], 60, False, 10, "Mới niêm yết 10 ngày liền"),
    ([(0, 14), (15, 29)], 60, True, 30, "đủ 30 ngày"),
    ([(0, 14), (10, None)], 29, True, 30, "đủ 30 ngày"),
    ([(30, None)], 10, False, 0, "Chưa niêm yết"),
])
def test_a_notice_hangs_for_thirty_days_in_a_row_pd_04(periods: list[tuple[int, int | None]], as_of: int, done: bool, numerator: int, words: str) -> None:
    found = posting(LAW_2022, [(days(first)[0], None if last is None else days(last)[0]) for first, last in periods], days(as_of)[0])
    assert (found.done, found.share.numerator, found.share.denominator, found.reason.rule) == (done, numerator, 30, "PD-04")
    assert words in found.reason.vi


def test_the_days_asked_for_are_of_the_pack() -> None:
    pack = TellingPack("x", "x", "x", LAW_2022.period, loudspeaker_days=5, posting_days=2)
    assert not loudspeaker(pack, days(0, 1, 2, 3)).done
    assert posting(pack, [(FIRST, days(1)[0])], days(9)[0]).done


def test_a_meeting_or_a_message_is_once_enough_pd_03() -> None:
    for means, nothing, something in ((Means.MEETING, "Chưa họp.", "Đã họp ngày 03/08/2020."), (Means.MESSAGE, "Chưa gửi tin nhắn.", "Đã gửi tin nhắn ngày 03/08/2020.")):
        assert (once(means, []).done, once(means, []).reason.vi) == (False, nothing)
        assert (once(means, days(4, 0)).done, once(means, days(4, 0)).reason.vi) == (True, something)


def test_coverage_is_of_all_households_and_adds_up() -> None:
    half = Coverage(142, 128, 5, 4)
    assert (half.share.numerator, half.share.denominator, half.left) == (128, 142, 5)
    assert (half + Coverage(8, 8)).share.fraction == Coverage(150, 136).share.fraction
    assert "Đã tới 128/142 hộ; vắng 5, hẹn lại 4, chưa tới 5." in houses(half).reason.vi
    assert (houses(half).done, houses(Coverage(8, 8)).done, houses(Coverage(0)).done) == (False, True, False)
    assert "every one" in houses(Coverage(8, 8)).reason.en
    assert "Sổ hộ còn trống" in houses(Coverage(0)).reason.vi


def test_results_are_kept_so_many_days_after_the_round_or_after_it_was_due_pv_07() -> None:
    kept = {"due_on": date(2020, 8, 31), "opened_on": FIRST, "keep_days": 90}
    assert expiry_day(ended_on=date(2020, 8, 20), **kept) == date(2020, 11, 18)  # type: ignore[arg-type]  # days and a number
    assert expiry_day(ended_on=None, **kept) == date(2020, 11, 29)  # type: ignore[arg-type]
    assert expiry_day(ended_on=None, due_on=FIRST, opened_on=date(2020, 9, 5), keep_days=1) == date(2020, 9, 6)


def test_a_visit_lies_in_its_round_and_a_follow_up_after_it() -> None:
    assert refuse_result(Result.REACHED, on=FIRST, opened_on=FIRST, follow_up_on=None) is None
    early = refuse_result(Result.REACHED, on=FIRST, opened_on=days(1)[0], follow_up_on=None)
    assert early is not None
    assert (early[0], "mở ngày 04/08/2020" in early[1].vi) == ("on", True)
    for day in (None, FIRST):
        fault = refuse_result(Result.FOLLOW_UP, on=FIRST, opened_on=FIRST, follow_up_on=day)
        assert fault is not None
        assert fault[0] == "follow_up_on"
    assert refuse_result(Result.FOLLOW_UP, on=FIRST, opened_on=FIRST, follow_up_on=days(1)[0]) is None


def test_what_is_due_is_told_in_its_last_week() -> None:
    assert [due(FIRST, FIRST + timedelta(days=step), is_done=False) for step in (-8, -7, 0, 1)] == [Due.LATER, Due.SOON, Due.SOON, Due.OVERDUE]
    assert due(FIRST, days(9)[0], is_done=True) is Due.DONE


@pytest.mark.parametrize("phrase", OPINION_WORDS)
def test_every_phrase_of_attitude_loyalty_or_faith_is_found_with_and_without_diacritics_pv_02(phrase: str) -> None:
    assert opinion_word(f"Nhà này {phrase.upper()}, thì sao?") == phrase
    assert opinion_word(plain(f"Nhà này {phrase} thì sao")) == phrase


def test_the_hamlet_trung_thanh_and_plain_questions_are_no_opinions() -> None:
    for text in ("Xóm Trung Thành bao giờ có đường?", "Đạo lộ này ai làm?", "Xã Đạo Viện ở đâu, giáo viên đến khi nào?", "Phòng chống tham nhũng, tiêu cực ra sao?"):
        assert opinion_word(text) == "", text
    refused = refuse_opinion("Nhà ông ấy theo đạo")
    assert refused is not None
    assert ("“theo đạo”" in refused.vi, "“theo đạo”" in refused.en, refused.rule) == (True, True, "PV-02")
    assert refuse_opinion("Bao giờ có nước?") is None
    assert opinion_word("Nhà này hay kêu ca", ["kêu ca"]) == "kêu ca"


def test_a_question_names_nobody_of_the_hamlet_pv_07() -> None:
    names = ["Dương Văn Tuyến", "Lan"]
    refused = refuse_naming("Nhà duong van tuyen hỏi bao giờ có nước", names)
    assert refused is not None
    assert ("Dương Văn Tuyến" in refused.vi, refused.rule) == (True, "PV-07")
    assert refuse_naming("Hoa phong lan trồng ở đâu?", names) is None
