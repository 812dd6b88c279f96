"""A drive's papers: what the giver holds, what hangs on the board, what the hamlet hears."""

from dataclasses import replace
from datetime import date

import pytest

from books import account
from kientoan.papers.docx import as_docx
from kientoan.papers.drives import (
    LONGEST_MINUTES,
    Slip,
    notice,
    receipts_pdf,
    seconds_to_read,
    spoken,
    spoken_text,
)
from kientoan.papers.pdf import as_pdf
from kientoan.rules.frozen import printed
from kientoan.rules.openaccount import Means, Receipt, Totals
from sheets import lines, pages

HERE = "https://cong.example.vn/cong/dong-gop/ln-2020-1/"
RECEIPT = Receipt("LN-2020-1", "Đổ bê tông ngõ vào nhà văn hóa", "Xóm Làng Ngòi, xã Động Đạt, huyện Phú Lương, tỉnh Thái Nguyên", "0001", date(2020, 4, 2), Means.CASH, "", 0, "", "", 2_000_000,
                  "Triệu Văn Sinh", "Ma Văn Đức")
LAND = replace(RECEIPT, number="0005", means=Means.IN_KIND, thing="Đất hiến", quantity=41_000, measure="m²", rule="Không quy ra tiền", amount=0, name="", reversed_by="Đ-02")


def slip(receipt: Receipt) -> Slip:
    """A receipt with its code."""
    return Slip(receipt, f"LN-{receipt.number}-K7Q2-9F3M", f"https://cong.example.vn/cong/phieu-thu/LN-{receipt.number}-K7Q2-9F3M/")


def test_a_receipt_says_the_sum_in_digits_and_words_and_the_code_by_which_it_is_checked() -> None:
    made = receipts_pdf([slip(RECEIPT), slip(LAND)], day=date(2020, 4, 2), is_demo=True)
    first, second = pages(made)
    for part in ("PHIẾU THU SỐ 0001", "2.000.000 đồng", "Hai triệu đồng./.", "Tiền mặt", "Triệu Văn Sinh", "Ma Văn Đức", "LN-0001-K7Q2-9F3M", "ngày 02 tháng 4 năm 2020", "Dữ liệu minh họa"):
        assert part in first
    for part in ("Đất hiến, 41 m²", "Không quy ra tiền", "Một hộ (không ghi tên)", "ĐÃ ĐẢO bằng dòng Đ-02"):
        assert part in second
    assert receipts_pdf([slip(RECEIPT), slip(LAND)], day=date(2020, 4, 2), is_demo=True) == made
    sheets = pages(receipts_pdf([slip(replace(RECEIPT, number=f"{n:04}")) for n in range(1, 6)], day=date(2020, 4, 2), many=True))
    assert [sheet.count("PHIẾU THU SỐ") for sheet in sheets] == [4, 1]


def test_the_notice_for_the_board_has_every_sum_and_signer_its_posting_and_fingerprint() -> None:
    whole = account()
    paper = notice(whole, address=HERE, is_demo=True)
    page, = pages(as_pdf(paper))
    for part in ("THÔNG BÁO", "lần 2, khóa sổ", "128/142 hộ (90,1 % số hộ của cộng đồng)", "500.000 đồng một hộ", "17.200.000", "9.000.000", "Ngày công 12,5 công",
                 "200.000 đồng một công", "Đất hiến 41 m²", "không quy", "Xi măng, 12 tấn 13.200.000 8.400.000 −4.800.000", "2.600.000", "Quỹ bảo trì đường của xóm",
                 "Niêm yết 30 ngày liền, từ 25/07/2020 đến hết 23/08/2020", "đến hết ngày 24/08/2020", "Pháp lệnh 34/2007: loa 3 ngày liền (PD-03), niêm yết 30 ngày liền (PD-04). Số ngày là mặc định chưa kiểm chứng.", "Ma Văn Đức", "Nông Thị Hiên", printed(whole.last.fingerprint), HERE, "Dữ liệu minh họa"):
        assert part in page or part in page.replace(" ", ""), part
    for part in ("Quỹ bảo trì đường của xóm", printed(whole.last.fingerprint), HERE):
        assert any(part in line for line in lines(as_docx(paper)))


@pytest.mark.parametrize("closed", [True, False])
def test_the_loudspeaker_reads_sums_as_words_for_three_days_in_less_than_two_minutes(closed: bool) -> None:
    whole = account(closed=closed)
    text = spoken_text(whole, is_demo=True)
    for part in ("mười bảy triệu hai trăm nghìn đồng", "Đọc 3 ngày liền", "Dữ liệu minh họa", *(("hai triệu sáu trăm nghìn đồng", "Quỹ bảo trì", "25/07/2020 đến 27/07/2020") if closed else ("Sổ còn đang mở",))):
        assert part in text
    long = replace(whole.last, totals=Totals(*[987_654_321_987] * 6), header=replace(whole.header, title="Tên rất dài " * 12, balance_goes_to="quỹ chung của xóm " * 8))
    assert seconds_to_read(spoken(replace(whole, publications=(long,)))) < LONGEST_MINUTES * 60
