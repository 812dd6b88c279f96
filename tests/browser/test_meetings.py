"""A cell's month on a phone, by keyboard: its secretary calls the meeting, holds it, has the minutes signed, gives five tasks of what was decided and prints the duty sheet."""

import re

from playwright.sync_api import Page

from conftest import PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=23/06/2020"
DECIDED = "Mỗi cán bộ, đảng viên nhận một việc vụ mùa."
TASKS = ("Vét mương bờ Tây", "Cấy xong trước lịch", "Giúp hộ neo đơn gặt lúa", "Sửa cầu qua mương", "Trồng cây đường xóm")


def write(page: Page, label: str, words: str) -> None:
    """Type into a field; a line's end goes on to the next line."""
    page.get_by_label(re.compile(f"^{label}")).first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_a_cell_secretary_holds_a_meeting_assigns_five_tasks_and_prints_the_duty_sheet(arrive: Arrive) -> None:
    secretary = arrive(width=PHONE).step_in("chi.bo")
    page: Page = secretary.go(f"/hop/{DAY}")
    well(secretary)
    follow(page, "Gọi họp chi bộ")
    for label, words in (("Ngày họp", "22/06/2020"), ("Giờ họp", "19:30"), ("Nơi họp", "Nhà văn hóa xóm"), ("Nội dung", "Việc vụ mùa\nViệc khác")):
        write(page, label, words)
    well(secretary)
    follow(page, "Gọi họp")
    assert "Bước tiếp theo: Ghi ai có mặt" in text(page)
    well(secretary)
    follow(page, "Ghi ai có mặt")
    came = page.locator("main").get_by_role("checkbox")
    for at in range(came.count() - 1):
        came.nth(at).focus()
        page.keyboard.press("Space")
    here = str(came.count() - 1)
    well(secretary)
    follow(page, "Ghi có mặt")
    assert "EL-35" in text(page)
    follow(page, re.compile("Ghi kết quả ?: Việc vụ mùa"))
    write(page, "Điều biểu quyết", DECIDED)
    write(page, "Tán thành", here)
    well(secretary)
    follow(page, "Ghi kết quả")
    assert "được thông qua" in text(page)
    follow(page, "Ký biên bản")
    write(page, "Người chủ trì", "Dương Văn Chủ")
    write(page, "Thư ký", "Lý Thị Thư")
    well(secretary)
    follow(page, "Ký biên bản")
    assert "Biên bản, bản thứ 1" in text(page)
    well(secretary)
    for at, title in enumerate(TASKS):
        follow(page, re.compile("Giao việc ?: Việc vụ mùa"))
        write(page, "Việc phải làm", title)
        write(page, "Sản phẩm đo được", "một việc xong, có ảnh")
        page.get_by_label("Đầu mối, chỉ một").focus()
        for _each in range(1 + at):
            page.keyboard.press("ArrowDown")
        write(page, "Hạn xong", "31/07/2020")
        follow(page, "Giao việc")
        assert "Đã giao việc" in page.locator("body").inner_text()
    assert [title for title in TASKS if title not in text(page)] == []
    well(secretary)
    secretary.go(f"/viec/phieu/{DAY}")
    assert [title for title in TASKS if title not in text(page)] == []
    well(secretary)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF khổ A5").click()
    assert taken.value.suggested_filename.endswith("-a5.pdf")
