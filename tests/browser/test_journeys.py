"""People of PRODUCT.md at their work, in Chromium: at a desk, on a phone, by keyboard, without script."""

import html
import re

import pytest

from conftest import LOOKS, PHONE, Arrive  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=23/06/2020"


@pytest.mark.smoke
def test_an_officer_sees_491_of_608_and_finds_the_late_ones_in_two_clicks(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").page
    assert page.locator(".fig").inner_text().replace("\u00a0", " ").split() == ["80,8", "%", "491", "/", "608"]
    page.get_by_role("link", name="24", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Trễ kế hoạch: 24 tổ chức cơ sở đảng"
    assert page.locator("tbody tr").count() == 24
    page.locator("tbody th a").first.click()
    assert page.locator("h1").inner_text()
    assert "23/06/2020" in page.locator(".daybar").inner_text()


def test_the_board_drills_down_to_the_names_and_back(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/mua-dai-hoi/{DAY}")
    assert page.locator("tfoot td").nth(0).inner_text() == "608"
    page.get_by_role("link", name="Đảng bộ huyện Phú Bình").click()
    assert "47/47" in page.locator("#h-board").inner_text()
    page.get_by_role("link", name="47").last.click()
    assert page.locator("h1").inner_text() == "Đã tổ chức: 47 tổ chức cơ sở đảng"
    page.go_back()
    page.get_by_role("link", name="Đảng bộ tỉnh Thái Nguyên").click()
    assert "491/608" in page.locator("#h-board").inner_text()


def test_the_day_moves_by_button_by_typing_and_by_keyboard(arrive: Arrive) -> None:
    visitor = arrive().step_in("ha.an")
    page = visitor.go(f"/mua-dai-hoi/{DAY}")
    page.locator("#day-before").click()
    assert "476/608" in page.locator("#h-board").inner_text()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_url("**ngay=23%2F06%2F2020**")
    assert "491/608" in page.locator("#h-board").inner_text()
    page.locator("#day").fill("30062020")
    page.locator("#day").press("Enter")
    assert "Thứ Ba, 30/06/2020" in page.locator(".daybar").inner_text()
    page.locator("#day").fill("31/06/2020")
    page.locator("#day").press("Enter")
    assert "Ngày 31/06/2020 không có trong lịch" in page.locator("main").inner_text()
    visitor.troubles.clear()  # that page is meant to answer 400, which the console reports


def test_everything_can_be_reached_by_keyboard_in_order(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/{DAY}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("duong thanh")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Tìm “duong thanh”" in page.locator("#h-found").inner_text()
    seen = set()
    for _each in range(60):  # past the list at the side
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id || document.activeElement.tagName"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or page.evaluate("document.activeElement === document.body")
    assert any(re.match(r"/don-vi/\d+/", str(each)) for each in seen)


@pytest.mark.smoke
def test_everything_works_without_script(arrive: Arrive) -> None:
    visitor = arrive(script=False, width=PHONE)
    page = visitor.step_in("ha.an").page
    page.locator("#day").fill("22/06/2020")
    page.get_by_role("button", name="Xem", exact=True).click()
    assert "476" in page.locator(".fig").inner_text()
    page.get_by_role("link", name="Mở bảng theo đơn vị").click()
    page.get_by_role("link", name="Đảng bộ huyện Võ Nhai").click()
    assert "/42" in page.locator("#h-board").inner_text()
    page.get_by_role("button", name="Mục lục").click()
    page.get_by_role("link", name="Tổ chức và địa bàn").click()
    assert page.locator("h1").inner_text() == "Tổ chức và địa bàn"


def test_an_officer_corrects_a_name_on_a_phone_and_takes_it_back(arrive: Arrive) -> None:
    visitor = arrive(width=PHONE).step_in("ha.an")
    hamlet = visitor.unit("Xóm Núi 2", on="01/10/2025")
    page = visitor.go(f"/don-vi/{hamlet}/?ngay=01/10/2025")
    page.get_by_text("Sửa đơn vị").click()
    page.get_by_role("link", name="Đổi tên", exact=True).click()
    page.get_by_label("Tên mới").fill("")
    page.get_by_role("button", name="Đổi tên").click()
    assert "Chưa điền mục này" in page.locator("#faults").inner_text()
    assert visitor.findings() == []
    page.get_by_label("Tên mới").fill("Xóm Núi Hai")
    page.get_by_role("button", name="Đổi tên").click()
    assert page.locator("h1").inner_text() == "Xóm Núi Hai"
    page.get_by_role("link", name="Rút lại").click()
    page.get_by_role("button", name="Rút lại thay đổi").click()
    assert page.locator("h1").inner_text() == "Xóm Núi 2"


def test_a_clerk_states_the_course_of_a_congress_and_the_superior_approves(arrive: Arrive) -> None:
    officer = arrive().step_in("ha.an")
    page = officer.go("/mua-dai-hoi/moi/?ngay=01/03/2025")
    page.get_by_label("Nhiệm kỳ").fill("2025–2030")
    page.get_by_label("Cấp cơ sở: từ ngày").fill("01/04/2025")
    page.get_by_label("Cấp cơ sở: xong trước hết ngày").fill("30/06/2025")
    page.get_by_role("button", name="Mở mùa đại hội").click()
    assert "2025–2030" in page.locator("h1").inner_text()
    commune = officer.unit("Đảng bộ xã Dương Thành")
    clerk = arrive(width=PHONE).step_in("thi.nhai")
    page = clerk.go(f"/don-vi/{commune}/dai-hoi/2025-2030/ke-hoach/?ngay=01/06/2025")
    page.get_by_label("Khai mạc dự kiến").fill("9/6/2025")
    page.get_by_label("Bế mạc dự kiến").fill("10/6/2025")
    page.get_by_label("Lần thứ, như viết trên văn bản").fill("XXVI")
    page.get_by_label("Ngày quyết định kế hoạch").fill("01/03/2025")
    page.get_by_role("button", name="Ghi kế hoạch").click()
    for button, day in (("Ghi đã trình nội dung", "10/03/2025"),):
        page.get_by_role("link", name=button).click()
        page.get_by_label("Ngày", exact=True).fill(day)
        page.get_by_role("button", name=button).click()
    assert page.get_by_role("link", name="Duyệt nội dung").count() == 0
    keeper = arrive().step_in("quoc.binh")
    page = keeper.go(f"/don-vi/{commune}/?ngay=30/06/2025")
    page.get_by_role("link", name="Duyệt nội dung").click()
    page.get_by_label("Ngày", exact=True).fill("01/04/2025")
    page.get_by_role("button", name="Duyệt nội dung").click()
    assert "Đã duyệt nội dung" in page.locator("main").inner_text()
    page = clerk.go(f"/don-vi/{commune}/?ngay=30/06/2025")
    page.get_by_role("link", name="Ghi đã tổ chức").click()
    page.get_by_role("button", name="Ghi đã tổ chức").click()
    assert "Đại hội lần thứ XXVI, nhiệm kỳ 2025–2030" in page.locator("main").inner_text()
    assert "1/604" in officer.go("/mua-dai-hoi/?ngay=10/06/2025").locator("#h-board").inner_text()


def test_an_account_is_opened_printed_enrolled_and_used(arrive: Arrive) -> None:
    officer = arrive().step_in("ha.an")
    page = officer.go("/tai-khoan/mo/")
    page.get_by_label("Họ và tên").fill("Đào Thị Mới Lạ")
    page.get_by_label("Tên đăng nhập").fill("moi.la")
    page.get_by_label("Tại đơn vị").select_option(label="Đảng bộ xã Kha Sơn")
    page.get_by_label("Vai trò").select_option(label="văn phòng, nhập liệu")
    page.get_by_role("button", name="Mở tài khoản").click()
    code = page.locator(".code").inner_text()
    assert officer.findings() == []
    newcomer = arrive(width=PHONE)
    page = newcomer.go("/ghi-danh/")
    page.get_by_label("Tên đăng nhập").fill("moi.la")
    page.get_by_label("Mã ghi danh trên phiếu").fill(code)
    page.get_by_label("Mật khẩu mới").fill("ruộng bậc thang")
    page.get_by_label("Gõ lại mật khẩu").fill("ruộng bậc thang")
    page.get_by_role("button", name="Đặt mật khẩu").click()
    assert "Đã đặt mật khẩu" in page.locator("main").inner_text()
    assert "Đảng bộ xã Kha Sơn" in page.locator("main").inner_text()


PAGES = (
    "/dang-nhap/", "/ghi-danh/", f"/{DAY}", f"/mua-dai-hoi/{DAY}", f"/mua-dai-hoi/danh-sach/{DAY}&loc=late", f"/mua-dai-hoi/danh-sach/{DAY}&loc=held",
    f"/mua-dai-hoi/ghi/bao-cao/{DAY}", f"/mua-dai-hoi/lich/{DAY}", f"/mua-dai-hoi/moi/{DAY}", f"/don-vi/{DAY}", f"/don-vi/{DAY}&q=nui", "/don-vi/<commune>/" + DAY, "/don-vi/<province>/" + DAY,
    "/don-vi/<commune>/doi-ten/" + DAY, "/don-vi/<commune>/giai-the/" + DAY, "/don-vi/<commune>/dai-hoi/2020-2025/ke-hoach/" + DAY, "/tai-khoan/",
    "/tai-khoan/mo/", "/quyen/", "/huong-dan/", "/doi-mat-khau/", "/khong-co/", "/mua-dai-hoi/?ngay=31/02/2020",
)


@LOOKS
def test_every_page_fits_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    visitor = arrive(width=width, language=language).step_in("ha.an")
    ids = {"commune": visitor.unit("Đảng bộ xã Dương Thành"), "province": visitor.unit("Đảng bộ tỉnh Thái Nguyên")}
    wrong: list[str] = []
    for path in PAGES:
        page = visitor.go(path.replace("<commune>", str(ids["commune"])).replace("<province>", str(ids["province"])))
        assert page.locator("html").get_attribute("lang") == language
        wrong += [f"{path}: {fault}" for fault in visitor.faults()]
    visitor.troubles.clear()  # the pages that are meant to answer 404 and 400 say so in the console
    assert wrong == []


def test_every_page_of_the_manual_fits_a_phone(arrive: Arrive) -> None:
    visitor = arrive(width=PHONE)
    page = visitor.go("/huong-dan/")
    wide = {}
    for path in sorted({str(link.get_attribute("href")) for link in page.locator("main a").all()}):
        visitor.go(path)  # whether its links lead anywhere is asked without a browser
        if over := visitor.overflow():
            wide[path] = over
    assert wide == {}


def test_no_page_offers_a_link_that_leads_nowhere(arrive: Arrive) -> None:
    # One address of each kind, from the officer's first page on a day of the story: every view that links lead to is asked once.
    visitor = arrive().step_in("ha.an")
    waiting, met, lost = [f"/{DAY}"], set[str](), {}
    while waiting:
        path = waiting.pop()
        answer = visitor.page.request.get(visitor.site + path)
        if answer.status != 200:
            lost[path] = answer.status
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in re.findall(r'<a [^>]*?href="(/[^"#]*)', answer.text()):
            kind = re.sub(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}", "#", link.partition("?")[0])
            if kind not in met and not kind.startswith(("/cong/", "/huong-dan/")) and not kind.endswith((".pdf", ".docx", ".xlsx")):
                met.add(kind)
                waiting.append(html.unescape(link))
    assert len(met) > 200
    assert lost == {}


def test_the_journal_page_shows_the_head_to_those_who_may_read_it(arrive: Arrive) -> None:
    visitor = arrive().step_in("kiem.tra")
    page = visitor.go("/nhat-ky/")
    assert re.fullmatch("[0-9a-f]{64}", page.locator("p.print").inner_text())
    assert visitor.findings() == []


def test_what_is_printed_keeps_the_day_and_drops_the_controls(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/mua-dai-hoi/{DAY}")
    page.emulate_media(media="print")
    assert page.locator(".daybar .day").is_visible()
    assert not page.locator(".side").is_visible()
    assert not page.locator("#day").is_visible()
    assert page.locator("tfoot").is_visible()
    assert re.fullmatch(r"In lúc \d\d:\d\d \d\d/\d\d/\d{4}, Lê Thị Hà An", page.locator(".print-only").inner_text())
