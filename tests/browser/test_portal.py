"""A resident at 360 px, by keyboard: sends a proposal with a photograph, keeps the code, and later sees by it that a commune clerk forwarded it."""

import re

from playwright.sync_api import Page

from conftest import PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest
from photos import photo

TITLE = "Đổ bê tông đường từ cầu vào xóm"


def type_into(page: Page, label: str, text: str) -> None:
    """Go to a field and type."""
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def test_a_resident_sends_a_commune_clerk_forwards_and_the_resident_sees_it_by_the_code(arrive: Arrive) -> None:
    resident = arrive(width=PHONE, script=False)
    page: Page = resident.go("/cong/")
    follow(page, "Gửi kiến nghị mới")
    type_into(page, "Tên xóm, tổ dân phố hoặc xã", "trung thanh")
    follow(page, "Tìm")
    follow(page, "Xóm Trung Thành")
    page.get_by_label("đường giao thông").focus()
    page.keyboard.press("Space")
    type_into(page, "Muốn làm gì, vài chữ", TITLE)
    follow(page, "Tiếp")
    follow(page, "Gửi kiến nghị")
    assert "Chưa gửi: 1 chỗ cần sửa" in text(page)
    type_into(page, "Kể rõ hơn", "Mưa là ngập, trẻ con khó đi học.")
    page.get_by_label("Ảnh", exact=True).set_input_files({"name": "duong.jpg", "mimeType": "image/jpeg", "buffer": photo(600, 400)})
    follow(page, "Gửi kiến nghị")
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", text(page))
    assert found is not None
    follow(page, "Xem kiến nghị")
    assert "Đã gửi, chờ xã đọc" in text(page)
    clerk = arrive(width=PHONE).step_in("thi.nhai")
    inbox: Page = clerk.go("/kien-nghi/hop-thu/")
    well(clerk)
    follow(inbox, TITLE)
    shown = inbox.locator("figure.proof img")
    shown.scroll_into_view_if_needed()
    inbox.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown.element_handle())
    well(clerk)
    follow(inbox, "Nhận vào sổ")
    well(clerk)
    follow(inbox, "Nhận vào sổ")
    assert ("Đã nhận kiến nghị vào sổ" in text(inbox), TITLE in text(inbox)) == (True, True)
    follow(inbox, "Không thuộc thẩm quyền, chuyển nơi khác")
    well(clerk)
    inbox.get_by_label("Chuyển đến").focus()
    inbox.keyboard.press("ArrowDown")
    type_into(inbox, "Vì sao không thuộc thẩm quyền", "Đường này do cấp ủy bàn trước.")
    follow(inbox, "Chuyển nơi khác")
    assert "Đang ở: Đảng bộ xã Kha Sơn" in text(inbox)
    again = arrive(width=PHONE)
    page = again.go("/cong/kien-nghi/theo/")
    well(again)
    type_into(page, "Mã theo dõi", found[0].lower())
    follow(page, "Xem kiến nghị")
    assert ("Tiếp nhận kiến nghị" in text(page), "Chuyển nơi khác vì không thuộc thẩm quyền" in text(page), "Đảng bộ xã Kha Sơn" in text(page)) == (True, True, True)
    well(again)
    for path in ("/cong/", "/cong/kien-nghi/", "/cong/kien-nghi/gui/?tim=trung+thanh", "/cong/kien-nghi/da-gui/", "/cong/en/kien-nghi/gui/"):
        again.go(path)
        well(again)


def test_a_resident_reads_news_and_an_open_account_and_a_false_receipt_is_told_apart(arrive: Arrive) -> None:
    resident = arrive(width=PHONE)
    page: Page = resident.go("/cong/")
    assert "Thứ " in page.locator(".dateline").inner_text() and "0208 300 0002" in page.locator(".dateline").inner_text()
    follow(page, "Làng Ngòi góp làm đường trục: mỗi khoản thu chi đều xem được")
    well(resident)
    resident.go("/cong/dong-gop/")
    well(resident)
    follow(page, "Đổ bê tông đường trục xóm, 640 m")
    well(resident)
    assert all(each in text(page) for each in ("Đã khóa sổ 25/07/2020", "142 hộ", "128 hộ đồng ý", "312.420.000 đ", "310.765.000 đ", "1.655.000 đ", "L.Q.L.", "Một hộ"))
    type_into(page, "Mã trên phiếu", "LN-0001-ABCD-EFGH")
    follow(page, "Kiểm tra")
    well(resident)
    assert "Hoàng Đức Tiến" not in text(page) and "3.000.000" not in text(page)
    resident.troubles.clear()  # the answer is a 404, which the browser writes down
    for path in ("/cong/tin/", "/cong/don-vi/", "/cong/tim/?tim=lang+ngoi", "/cong/lich/", "/cong/nguon/", "/cong/du-lieu/", "/cong/en/dong-gop/ln-2020-1/"):
        resident.go(path)
        well(resident)


FIRST_VISIT = """() => new Promise(done => {
    let moved = 0
    new PerformanceObserver(list => list.getEntries().forEach(each => { moved += each.value })).observe({type: "layout-shift", buffered: true})
    const came = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource").filter(each => each.initiatorType !== "img")]
    setTimeout(() => done({
        moved, bytes: came.reduce((sum, each) => sum + each.decodedBodySize, 0),
        blocking: came.filter(each => each.renderBlockingStatus === "blocking" && each.entryType === "resource").map(each => each.name.split("/").pop())
    }), 300)
})"""


def test_a_first_visit_takes_at_most_100_kilobytes_waits_for_one_stylesheet_and_nothing_moves(arrive: Arrive) -> None:
    unit = arrive(width=PHONE).go("/cong/").locator("a[href*='/cong/don-vi/']").first.get_attribute("href")
    for path in ("/cong/", unit):
        seen = arrive(width=PHONE).go(path).evaluate(FIRST_VISIT)
        assert (path, seen["moved"], len(seen["blocking"]), seen["bytes"] <= 100_000) == (path, 0, 1, True), seen
        assert seen["bytes"] > 20_000, "nothing was measured"
