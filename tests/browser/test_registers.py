"""An officer numbers papers, writes one of the past into the register and takes a number back, on a desk and on a phone."""

import pytest

from conftest import Arrive  # type: ignore[attr-defined]  # the browser's own conftest


@pytest.mark.parametrize("width", [360, 1280])
def test_a_paper_is_numbered_and_what_is_missing_is_seen(arrive: Arrive, width: int) -> None:
    visitor = arrive(width=width).step_in("ha.an")
    unit = visitor.unit("Đảng bộ xã Dương Thành")
    page = visitor.page
    for way, number in (("Cấp số văn bản", ""), ("Ghi văn bản đã có số", "7" if width == 1280 else "17")):
        visitor.go(f"/van-ban/?don-vi={unit}&ngay=23/06/2020")
        assert (way, visitor.overflow(), visitor.findings()) == (way, 0, [])
        page.locator("main").get_by_role("link", name=way, exact=True).click()
        assert (way, visitor.overflow(), visitor.findings()) == (way, 0, [])
        if number:
            page.get_by_label("Số trên văn bản").fill(number)
        page.get_by_label("Loại văn bản").select_option("plan")
        page.get_by_label("Nhiệm kỳ").fill("2020-2025")
        page.get_by_label("Ký hiệu cơ quan ban hành").fill("ĐU")
        page.get_by_label("Trích yếu").fill("Kế hoạch kiểm tra, giám sát của Đảng ủy")
        page.locator("main form button").first.click()
        assert "Đã ghi: Số " in page.locator("body").inner_text()
    assert "Số thiếu: " in page.locator("main").inner_text()
    assert (visitor.overflow(), visitor.findings()) == (0, [])
    page.get_by_role("link", name="Hủy số").first.click()
    page.get_by_label("Lý do").fill("in hỏng")
    page.get_by_role("button", name="Hủy số này").click()
    assert "đã hủy: in hỏng" in page.locator("main").inner_text()
    assert (visitor.overflow(), visitor.findings()) == (0, [])
    visitor.go(f"/van-ban/?don-vi={unit}&ngay=23/06/2020")
    assert (visitor.overflow(), visitor.findings()) == (0, [])
