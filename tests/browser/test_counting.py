"""An election counted and a personnel process taken on, in Chromium on a phone, from what the demonstration leaves under way."""

import pytest
from playwright.sync_api import Page, expect

from conftest import PHONE, Arrive, Visitor, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=23/06/2020"
TITLE = "Bầu bổ sung Phó Bí thư Chi bộ xóm Soi"


def counted(visitor: Visitor) -> Page:
    """The election's page, found in the list."""
    page: Page = visitor.go(f"/bau-cu/{DAY}")
    follow(page, TITLE)
    return page


def test_two_hands_key_a_batch_by_keyboard_a_difference_is_settled_and_the_hall_sees_the_sealed_result_through_an_offline_moment(arrive: Arrive) -> None:
    hall = arrive(width=PHONE).step_in("quoc.binh")
    screen = counted(hall)
    follow(screen, "Màn hình hội trường")
    expect(screen.locator("main")).to_contain_text("20 trên 36 phiếu đã nhập")
    well(hall)
    for username in ("minh.nguyet", "hieu.dong"):
        hand = arrive(width=PHONE).step_in(username)
        page = counted(hand)
        assert "23" not in text(page).replace("23/06/2020", ""), "nobody sees a number of votes"
        follow(page, "Nhập phiếu")
        page.get_by_label("Phiếu, mỗi dòng một phiếu").focus()
        page.keyboard.type("1 x10\n2 x5\n0")
        follow(page, "Đọc lại tập")
        assert "Đọc được 16 phiếu" in text(page)
        well(hand)
        follow(page, "Đóng tập, không sửa được nữa")
        assert "Tập 2 đã đóng: 16 phiếu." in page.locator("body").inner_text()
    expect(screen.locator("main")).to_contain_text("36 trên 36 phiếu đã nhập", timeout=10_000)
    hall.context.set_offline(True)
    expect(screen.get_by_role("status")).to_contain_text("Mất kết nối", timeout=10_000)
    assert "36 trên 36 phiếu đã nhập" in text(screen), "the last figures stay"
    clerk = arrive(width=PHONE).step_in("thi.nhai")
    page = counted(clerk)
    follow(page, "Đối chiếu các lần nhập")
    well(clerk)
    choice = page.get_by_label("Như người nhập thứ 1")
    choice.focus()
    page.keyboard.press("Space")
    follow(page, "Ghi quyết định")
    assert "Mọi tập đã đủ người nhập đều khớp." in text(page)
    page = counted(clerk)
    follow(page, "Niêm kết quả")
    follow(page, "Niêm kết quả")
    assert "đắc cử: 23/37 đảng viên chính thức được triệu tập, 62,16 %, quá một nửa; EL-32" in text(page)
    well(clerk)
    hall.context.set_offline(False)
    expect(screen.locator("h1")).to_contain_text("1 người trúng cử", timeout=10_000)
    expect(screen.get_by_role("status")).to_have_text("")
    well(hall)
    hall.troubles.clear()  # the console says that the network was gone


@pytest.mark.smoke
def test_an_officer_takes_a_personnel_process_one_step_further_and_sees_who_goes_on_and_what_is_found(arrive: Arrive) -> None:
    officer = arrive(width=PHONE).step_in("quoc.binh")
    page = officer.go(f"/nhan-su/{DAY}")
    well(officer)
    follow(page, "Chi bộ xóm Chiễn")
    assert "ghi phiếu bước 2" in page.locator(".nextstep h2").inner_text()
    well(officer)
    follow(page, "Ghi phiếu bước 2")
    for label, number in (("Phiếu phát ra", "32"), ("Phiếu hợp lệ", "32"), ("Phiếu không hợp lệ", "0")):
        page.get_by_label(label, exact=True).fill(number)
    votes = page.get_by_label("Phiếu cho ")
    votes.nth(0).fill("27")
    votes.nth(1).fill("17")
    page.get_by_label("Số và ký hiệu văn bản").fill("08-BB/CB")
    page.get_by_label("Ngày văn bản").fill("22/06/2020")
    well(officer)
    follow(page, "Ghi phiếu")
    follow(page, "Niêm phong bước 2")
    said = text(page)
    assert "đạt: 27/34 người được triệu tập, 79,41 %, quá 50 %; CG-20" in said
    assert "không đạt: 17/34 người được triệu tập, 50,00 %, không quá 50 %, cần từ 18 phiếu; CG-20" in said
    well(officer)
    follow(page, "Niêm phong bước này")
    assert "bước 3" in page.locator(".nextstep h2").inner_text()
    well(officer)
    follow(page, "Danh sách: ")
    assert "EL-21" in text(page), "the finding on the size names its rule"
    well(officer)
