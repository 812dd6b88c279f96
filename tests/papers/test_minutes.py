"""Minutes of a count and what follows it: every field in its order, every number in words, the form of the day and of the body."""

from datetime import date

import pytest

from ballots import BOARD, MAY, NAMES, hamlet_minutes, party_minutes, polling_minutes
from kientoan.papers.docx import as_docx
from kientoan.papers.elections.elected import (
    ElectedList,
    Result,
    ResultReport,
    SummaryList,
    SummaryRow,
    elected_paper,
    report_paper,
    summary_paper,
)
from kientoan.papers.elections.minutes import Ballots, minutes_paper
from kientoan.papers.elections.parts import KINDS, Candidate, Head, MinutesKind, signatures_of
from kientoan.papers.model import Paper, Signature
from kientoan.papers.pdf import as_pdf
from kientoan.papers.profiles import PARTY_05, PARTY_36, STATE_30
from kientoan.rules.reasons import Reason
from kientoan.rules.words import figures, in_vietnamese
from sheets import lines, pages, words

SIGNED = Signature(("T/M ĐẢNG ỦY",), "Bí thư", NAMES[0])
COMMITTEE = Head(("Đảng bộ huyện Phú Bình", "Đảng bộ xã Dương Thành"), "ĐU", 7, "Dương Thành", date(2020, 6, 5), ("Huyện ủy,", "Lưu."))


def in_order(paper: Paper, *parts: str) -> None:
    """Every part stands on the paper, each after the one before."""
    text, at = " ".join(lines(as_docx(paper))), 0
    for part in parts:
        assert part in text[at:], part
        at = text.index(part, at) + len(part)


def test_minutes_of_the_party_have_their_fields_in_order_el_46() -> None:
    in_order(
        minutes_paper(party_minutes()), "ĐẢNG BỘ HUYỆN PHÚ BÌNH", "ĐẠI HỘI ĐẢNG BỘ XÃ DƯƠNG THÀNH LẦN THỨ XXV", "Số 03-BB/ĐH", "Dương Thành, ngày 29 tháng 5 năm 2020",
        "BIÊN BẢN KIỂM PHIẾU", "bầu Ban Chấp hành Đảng bộ xã khóa XXV, nhiệm kỳ 2020 - 2025", "hồi 15 giờ 30 phút ngày 29 tháng 5 năm 2020",
        "Đại hội Đảng bộ xã Dương Thành lần thứ XXV, nhiệm kỳ 2020 - 2025", "Số lượng cần bầu: 03 (ba)", "05 (năm) người, số dư 02 (hai)", "1. Dương Văn Thịnh; 2. Tạ Quang Đạo",
        "Ban kiểm phiếu, gồm 03 (ba) đồng chí", "Nguyễn Văn Hợp Trưởng ban", "Số đại biểu được triệu tập 122 một trăm hai mươi hai",
        "Trừ: cấp ủy viên triệu tập vắng suốt đại hội 01 một", "Số để tính kết quả 120 một trăm hai mươi", "Có mặt khi bầu cử 119 một trăm mười chín",
        "Vắng mặt khi bầu cử 03 ba", "Số phiếu phát ra 119 một trăm mười chín", "Số phiếu thu về 119", "Số phiếu hợp lệ 117 một trăm mười bảy",
        "Số phiếu không hợp lệ 02 hai", "Trong đó: bầu nhiều hơn số lượng cần bầu 02 hai", "theo thứ tự trên phiếu bầu", "1 Dương Văn Thịnh 87 tám mươi bảy 72,50 %",
        "5 Hoàng Văn Lưu 27 hai mươi bảy 22,50 %", "từ 61 (sáu mươi mốt) phiếu trở lên", "Có 03 (ba) đồng chí trúng cử, số phiếu từ cao xuống thấp",
        "1 Tạ Quang Đạo 90 chín mươi 75,00 %", "3 Dương Văn Thịnh 87 tám mươi bảy 72,50 %", "Căn cứ và lý do", "V-01", "Dương Văn Thịnh: đắc cử: 87/120", "EL-33",
        "Phiếu bầu được niêm phong", "Biên bản lập thành 03 (ba) bản, kết thúc hồi 17 giờ 05 phút cùng ngày, đã đọc trước Đại hội.", "T/M ĐOÀN CHỦ TỊCH",
        "THƯ KÝ BAN KIỂM PHIẾU", "TRƯỞNG BAN KIỂM PHIẾU", "Dương Văn Thịnh", "Trần Thị Bưởi", "Nguyễn Văn Hợp")


@pytest.mark.parametrize(("day", "form"), [(MAY, PARTY_36), (date(2026, 5, 26), PARTY_36), (date(2026, 5, 27), PARTY_05)])
def test_minutes_take_the_form_of_their_day_df_13(day: date, form: object) -> None:
    head = party_minutes().head
    made = minutes_paper(party_minutes(head=Head(head.issuer, head.symbol, head.number, head.place, day)))
    assert made.profile is form
    assert made.number == "Số 03-BB/ĐH"


def test_every_number_of_ballots_is_said_in_words_too() -> None:
    minutes = party_minutes()
    found = [row for table in minutes_paper(minutes).tables for row in table.rows]
    told = {(str(row[1]), str(row[2])) for row in found if len(row) == 3} | {(str(row[2]), str(row[3])) for row in found if len(row) == 5}
    ballots = minutes.ballots
    for number in (122, 120, 119, 3, ballots.issued, ballots.collected, ballots.valid, ballots.invalid, 125, 5, 0, *(each.votes for each in minutes.candidates)):
        assert (figures(number), in_vietnamese(number)) in told, number


def test_minutes_of_a_hamlet_are_a_state_paper_with_two_households_as_witnesses_vh_08() -> None:
    made = minutes_paper(hamlet_minutes())
    assert made.profile is STATE_30
    in_order(
        made, "XÓM TRUNG THÀNH", "Số: …/BB-TKP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "bầu Trưởng xóm Trung Thành, nhiệm kỳ 2023 - 2026",
        "thông qua hình thức bỏ phiếu kín: 88 (tám mươi tám) trên 90 (chín mươi) đại diện hộ có mặt đồng ý.", "Tổ kiểm phiếu: 90 (chín mươi)", "Số hộ của xóm 96 chín mươi sáu",
        "Hộ có đại diện tham gia bỏ phiếu 90", "Số phiếu không nộp lại 01 một", "từ 49 (bốn mươi chín) phiếu trở lên", "Dương Văn Thịnh 60 sáu mươi 62,50 %",
        "Biên bản lập thành 03 (ba) bản, gửi Ủy ban nhân dân xã, Ủy ban Mặt trận Tổ quốc xã và thôn", "NGƯỜI CHỦ TRÌ", "TỔ TRƯỞNG TỔ KIỂM PHIẾU", "ĐẠI DIỆN HỘ CHỨNG KIẾN")
    text = " ".join(lines(as_docx(made)))
    assert text.count("ĐẠI DIỆN HỘ CHỨNG KIẾN") == 2
    assert "đồng chí" not in text
    assert [len(row) for row in made.signature_rows()] == [2, 2]


def test_minutes_of_a_polling_area_say_what_na_10_asks() -> None:
    in_order(
        minutes_paper(polling_minutes()), "Số: 01/BB-TBC", "Số cử tri trong danh sách 1.204 một nghìn hai trăm linh bốn", "Cử tri đã tham gia bỏ phiếu 1.190",
        "Tỷ lệ tham gia bỏ phiếu: 98,84 %.", "Số phiếu phát ra 1.190", "Số phiếu thu về 1.190", "Số phiếu hợp lệ 1.180", "Số phiếu không hợp lệ 10 mười",
        "Phiếu không dùng đã được đếm, ghi số lượng và niêm phong trước khi mở hòm phiếu.", "Tỷ lệ so với 1.180 phiếu hợp lệ", "Khiếu nại, tố cáo tại nơi kiểm phiếu: không có.",
        "03 (ba) bản", "TM. TỔ BẦU CỬ", "TỔ TRƯỞNG", "THƯ KÝ", "CỬ TRI CHỨNG KIẾN", "CỬ TRI CHỨNG KIẾN")


def test_minutes_of_an_electoral_unit_are_signed_by_the_head_and_every_deputy_na_10() -> None:
    made = minutes_paper(polling_minutes(MinutesKind.ELECTORAL_UNIT, copies=4, signers=("A", "B", "C"), complaints=("ông X khiếu nại danh sách, đã trả lời",)))
    assert [(each.post, each.name) for each in made.signatures] == [("Trưởng ban", "A"), ("Phó Trưởng ban", "B"), ("Phó Trưởng ban", "C")]
    in_order(made, "ông X khiếu nại danh sách, đã trả lời.", "04 (bốn) bản", "TM. BAN BẦU CỬ")


def test_ties_and_open_seats_are_reported_and_not_settled() -> None:
    made = minutes_paper(party_minutes(elected=(1,), tied=(0, 2), tied_seats=1, open_seats=1))
    in_order(made, "Có 01 (một) đồng chí trúng cử", "Chưa phân định: Dương Văn Thịnh, Nguyễn Thị Lệ có số phiếu bằng nhau cho 01 (một) vị trí cuối.",
             "Còn trống: 01 (một) vị trí, chưa có người được quá một nửa.")
    in_order(minutes_paper(party_minutes(elected=(), open_seats=3)), "Không có người trúng cử.", "Còn trống: 03 (ba)")


def test_a_second_ballot_says_so() -> None:
    in_order(minutes_paper(party_minutes(round=2)), "Ban Chấp hành Đảng bộ xã khóa XXV, vòng 2;")


@pytest.mark.parametrize("numbers", [
    {"issued": 119, "collected": 119, "valid": 116, "invalid": 2}, {"issued": 119, "collected": 118, "valid": 118, "invalid": 0, "not_returned": 0},
    {"issued": 119, "collected": 119, "valid": 119, "invalid": 0, "printed": 125, "spoiled": 1, "unused": 4},
    {"issued": 119, "collected": 119, "valid": 117, "invalid": 2, "reasons": (("không bầu ai", 1),)}])
def test_numbers_that_do_not_add_up_are_never_printed_el_30(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="Đếm lại"):
        Ballots(**numbers)  # type: ignore[arg-type]  # one case has reasons


@pytest.mark.parametrize("kind", list(MinutesKind))
def test_who_signs_follows_from_the_kind_and_missing_names_leave_room(kind: MinutesKind) -> None:
    found = signatures_of(kind, ("A",))
    assert [each.name for each in found] == ["A"] + [""] * (len(KINDS[kind].signers) - 1)
    if not KINDS[kind].signers_repeat:
        with pytest.raises(ValueError, match="the form has room for"):
            signatures_of(kind, ("A", "B", "C", "D", "E"))


def test_every_page_bears_its_number_of_how_many_and_the_fingerprint() -> None:
    made = minutes_paper(party_minutes(fingerprint="5ae1 33c0 9b7d 1f48 e206 88d5"))
    printed = pages(as_pdf(made))
    assert len(printed) > 1
    assert all(f"Trang {at}/{len(printed)} · Vân tay của kết quả: 5ae1 33c0 9b7d 1f48 e206 88d5" in page for at, page in enumerate(printed, start=1))
    assert minutes_paper(party_minutes()).foot != minutes_paper(party_minutes(candidates=tuple(Candidate(each, 1, "") for each in NAMES))).foot


def results() -> tuple[Result, ...]:
    """A committee with a seat left open, and its secretary."""
    minutes = party_minutes()
    return (Result("Ban Chấp hành Đảng bộ xã khóa XXV", 4, "120", tuple(minutes.candidates[at] for at in minutes.elected), MAY, "Số 03-BB/ĐH"),
            Result("Bí thư", 1, "3", (Candidate(NAMES[0], 3, "100,00 %"),), MAY))


def test_the_list_of_the_elected_goes_body_by_body_most_votes_first() -> None:
    made = elected_paper(ElectedList(MinutesKind.PARTY, party_minutes().head, "Đại hội Đảng bộ xã Dương Thành lần thứ XXV", "2020 - 2025", results(), SIGNED))
    in_order(made, "DANH SÁCH", "đồng chí trúng cử, nhiệm kỳ 2020 - 2025", "1. Ban Chấp hành Đảng bộ xã khóa XXV", "theo số 03-BB/ĐH",
             "Số lượng cần bầu: 04 (bốn); trúng cử: 03 (ba) đồng chí; còn trống 01 (một).", "1 Tạ Quang Đạo 90 chín mươi 75,00 %", "2. Bí thư", "1 Dương Văn Thịnh 03 ba 100,00 %")


def test_the_report_to_the_body_above_names_results_and_what_is_enclosed_cg_28() -> None:
    made = report_paper(ResultReport(COMMITTEE, "Ban Thường vụ Huyện ủy Phú Bình", "Đại hội Đảng bộ xã Dương Thành lần thứ XXV", "2020 - 2025", date(2020, 5, 28), MAY,
                                     122, 119, "đại biểu được triệu tập", results(), SIGNED, date(2020, 6, 9), findings=(Reason("Còn trống 1/4 vị trí; EL-35", "", "EL-35"),)))
    in_order(made, "Số 07-BC/ĐU", "BÁO CÁO", "Kính gửi: Ban Thường vụ Huyện ủy Phú Bình", "ngày 28 tháng 5 năm 2020 đến ngày 29 tháng 5 năm 2020",
             "Số đại biểu được triệu tập: 122 (một trăm hai mươi hai); có mặt: 119 (một trăm mười chín).", "ngày 09 tháng 6 năm 2020, 7 ngày làm việc từ khi bế mạc (CG-28)",
             "Ban Chấp hành", "Bí thư", "- Còn trống 1/4 vị trí; EL-35.", "xem xét, chuẩn y kết quả bầu cử", "Gửi kèm: Biên bản bầu cử từng cơ quan, chức danh; Danh sách trích ngang; Lý lịch",
             "Nơi nhận:", "T/M ĐẢNG ỦY")


def test_the_summary_list_has_a_line_a_person_on_paper_on_its_side() -> None:
    rows = (SummaryRow(NAMES[0], "15/05/1985", False, "Kinh", "Phú Bình", "03/02/2008", "03/02/2009", "12/12", "Đại học", "Trung cấp", "Bí thư", 90, "75,00 %", "tái cử"),
            SummaryRow(NAMES[2], "1990", True))
    made = summary_paper(SummaryList(COMMITTEE, "trúng cử Ban Chấp hành", "2020 - 2025", rows, SIGNED, MAY))
    assert made.is_landscape
    table = made.tables[0]
    assert table.rows[0][1:5] == (NAMES[0], "15/05/1985", "", "Kinh")
    assert table.rows[1][1:5] == (NAMES[2], "", "1990", "")
    in_order(made, "DANH SÁCH TRÍCH NGANG", "02 (hai) người, trong đó nữ: 01 (một)", "Theo hồ sơ đến hết ngày 29/05/2020")


@pytest.mark.parametrize("made", [minutes_paper(party_minutes()), minutes_paper(hamlet_minutes()), minutes_paper(polling_minutes())], ids=["party", "hamlet", "polling"])
def test_minutes_say_the_same_words_as_pdf_and_docx(made: Paper) -> None:
    printed, written = words(" ".join(pages(as_pdf(made)))), words(" ".join(lines(as_docx(made))))
    assert written - printed == words("")
    assert set(printed) - set(written) <= set(words(f"Trang 1 2 3 4 {made.foot}"))


def test_the_board_is_named_with_its_roles() -> None:
    text = " ".join(lines(as_docx(minutes_paper(party_minutes()))))
    assert all(f"{each.name} {each.role}" in text for each in BOARD)
