"""The work at the base on a phone, by keyboard: a cell's secretary gives a task and prints the sheet, a report goes in with a photograph, an officer goes from a figure to its proof."""

from playwright.sync_api import Page

from conftest import PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest
from photos import photo

DAY = "?ngay=23/06/2020"
TITLE = "Vận động hộ góp ngày công vét mương"
OVERDUE = "Nộp danh sách hộ cần vay vốn"


def test_a_task_of_a_clause_is_reported_on_with_a_photograph_and_a_district_officer_opens_the_overdue_figure_down_to_the_evidence(arrive: Arrive) -> None:
    secretary = arrive(width=PHONE).step_in("chi.bo")
    page: Page = secretary.go(f"/{DAY}")
    assert text(page).startswith("Việc của tôi")
    well(secretary)
    follow(page, "Mở việc của tôi")
    assert OVERDUE in text(page)
    well(secretary)
    secretary.go(f"/thong-bao/{DAY}")
    assert f"Quá hạn 10 ngày: {OVERDUE}" in text(page)
    well(secretary)
    secretary.go(f"/nghi-quyet/1/{DAY}")
    well(secretary)
    follow(page, "Giao việc từ mục 5")
    page.get_by_label("Việc phải làm").focus()
    page.keyboard.type(TITLE)
    page.get_by_label("Sản phẩm đo được").focus()
    page.keyboard.type("300 m mương vét xong")
    page.get_by_label("Hạn xong").focus()
    page.keyboard.type("22/06/2020")
    follow(page, "Giao việc")
    assert "Chưa ghi: 2 chỗ cần sửa" in text(page) or "Chưa ghi" in text(page)
    well(secretary)
    page.get_by_label("Đầu mối, chỉ một").select_option(index=1)
    page.get_by_label("Hạn xong").fill("30/06/2020")
    follow(page, "Giao việc")
    assert "Đã giao việc" in page.locator("body").inner_text()
    follow(page, TITLE)
    well(secretary)
    follow(page, "Nhận việc")
    follow(page, "Nhận việc")
    follow(page, "Báo tiến độ")
    page.get_by_label("Ảnh hoặc tệp").set_input_files({"name": "muong.jpg", "mimeType": "image/jpeg", "buffer": photo(600, 400)})
    page.get_by_label("Đã làm được gì").focus()
    page.keyboard.type("Đã vét 100 m")
    well(secretary)
    follow(page, "Báo tiến độ")
    assert ("Đang làm" in text(page), "Đã vét 100 m" in text(page)) == (True, True)
    shown = page.locator("figure.proof img").last
    shown.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    well(secretary)
    secretary.go(f"/viec/phieu/{DAY}")
    assert TITLE in text(page)
    well(secretary)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF khổ A5").click()
    assert taken.value.suggested_filename.endswith("-a5.pdf")
    officer = arrive(width=PHONE).step_in("thi.nhai")
    board: Page = officer.go(f"/viec/{DAY}")
    well(officer)
    board.locator("dt", has_text="trong đó quá hạn").locator("xpath=following-sibling::dd[1]").get_by_role("link").focus()
    with board.expect_navigation():
        board.keyboard.press("Enter")
    assert OVERDUE in text(board)
    follow(board, OVERDUE)
    assert ("QUÁ HẠN 10 ngày" in text(board), "Đã bắt tay làm." in text(board), "Danh sách đang lập" in text(board)) == (True, True, True)
    proof = board.locator("figure.proof img").first
    proof.scroll_into_view_if_needed()
    board.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=proof.element_handle())
    well(officer)
    follow(board, "Nghị quyết 12-NQ/ĐH, mục 3")
    assert "Giảm hộ nghèo" in text(board)
