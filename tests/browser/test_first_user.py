"""What somebody does in the first week, on a phone and by keyboard: merge, place, read, print, find, compare; axe on every page met."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from conftest import DESK, PHONE, Arrive, Visitor, well  # type: ignore[attr-defined]  # the browser's own conftest

SUMMER = "?ngay=23/06/2020"
AFTERWARDS = "?ngay=01/10/2025"


def press(target: Locator, key: str = "Enter") -> None:
    """Reach a control as the keyboard does, and press."""
    target.focus()
    target.press(key)


def write(page: Page, label: str, text: str) -> None:
    """Fill a field as the keyboard does."""
    field = page.get_by_label(label, exact=True)
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def officer(arrive: Arrive, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """The province's officer, at either width."""
    yield arrive(width=request.param).step_in("ha.an")


def test_an_officer_merges_two_communes_sees_first_and_takes_it_back(officer: Visitor) -> None:
    here, other = officer.unit("Xã Tân Khánh", on="01/10/2025"), officer.unit("Xã Tân Thành", on="01/10/2025")
    page = officer.go(f"/don-vi/{here}/nhap/{AFTERWARDS}")
    well(officer)
    press(page.get_by_label("Xã Tân Thành", exact=True), "Space")
    page.get_by_label("Đơn vị sau khi nhập").select_option(label="Xã Tân Khánh")
    write(page, "Số và ký hiệu văn bản", "12/NQ-HĐND")
    write(page, "Ngày văn bản", "15/09/2025")
    press(page.get_by_role("button", name="Xem trước điều sẽ xảy ra"))
    assert "Chưa ghi gì" in page.locator("section[aria-labelledby=h-pre]").inner_text()
    well(officer)
    press(page.get_by_role("button", name="Nhập đơn vị"))
    assert page.locator("h1").inner_text() == "Từ ngày 01/10/2025: 1 đơn vị kết thúc"
    assert "12/NQ-HĐND" in page.locator("main").inner_text()
    well(officer)
    page = officer.go(f"/don-vi/{other}/{AFTERWARDS}")
    assert "Nay thuộc: Xã Tân Khánh" in page.locator("main").inner_text()
    well(officer)
    officer.troubles.clear()  # the page of a unit that has ended is meant to answer 404
    press(page.get_by_role("link", name="Xem cả lần sắp xếp"))
    press(page.get_by_role("link", name="Rút lại lần sắp xếp"))
    well(officer)
    press(page.get_by_role("button", name="Rút lại lần sắp xếp"))
    assert "01/10/2025" not in page.locator("main").inner_text()
    page = officer.go(f"/don-vi/{other}/{AFTERWARDS}")
    assert page.locator("h1").inner_text() == "Xã Tân Thành"


def test_an_officer_goes_from_the_reform_to_what_waits_and_places_a_hamlet(officer: Visitor) -> None:
    page = officer.go("/sap-xep/")
    ended = page.locator("tbody tr", has_text="01/07/2025").locator("td").first.inner_text()
    page.get_by_role("link", name="01/07/2025").click()
    assert page.locator("h1").inner_text() == f"Từ ngày 01/07/2025: {ended} đơn vị kết thúc"
    page.get_by_role("link", name="Tỉnh Thái Nguyên", exact=True).click()
    well(officer)
    press(page.get_by_role("link", name="Xem và xếp từng đơn vị").first)
    waiting = page.locator("tbody tr").count()
    assert page.locator("h1").inner_text() == f"{waiting} đơn vị chờ quyết định xếp vào đâu"
    well(officer)
    row = page.locator("tbody tr", has=page.get_by_role("link", name="Xóm Đình Dầm", exact=True))
    press(row.get_by_role("link", name="Xếp vào đơn vị"))
    page.get_by_label("Chuyển về dưới").select_option(label="Xã Điềm Thụy (05941)")
    write(page, "Từ ngày", "01/10/2025")
    press(page.get_by_role("button", name="Chuyển đơn vị"))
    assert page.locator("h1").inner_text() == "Xóm Đình Dầm"
    page.locator("#day").fill("01/10/2025")
    page.locator("#day").press("Enter")
    assert "Xã Điềm Thụy" in page.locator(".title").inner_text()
    well(officer)
    placed, province = page.url, officer.unit("Tỉnh Thái Nguyên", on="01/10/2025")
    page = officer.go(f"/don-vi/{province}/cho-quyet-dinh/{AFTERWARDS}")
    assert page.locator("tbody tr").count() == waiting - 1
    page.goto(placed)
    press(page.get_by_role("link", name="Rút lại", exact=True))
    press(page.get_by_role("button", name="Rút lại thay đổi"))
    assert officer.go(f"/don-vi/{province}/cho-quyet-dinh/{AFTERWARDS}").locator("tbody tr").count() == waiting


def test_an_officer_places_three_that_wait_by_one_decision_and_takes_it_back(officer: Visitor) -> None:
    page = officer.go(f"/don-vi/{officer.unit('Tỉnh Thái Nguyên', on='01/10/2025')}/cho-quyet-dinh/{AFTERWARDS}")
    waiting = page.locator("tbody tr").count()
    for number in range(3):
        press(page.locator("input[name=chon]").nth(number), "Space")
    press(page.get_by_role("button", name="Xếp các đơn vị đã chọn"))
    assert page.locator("h1").inner_text() == "Xếp 3 đơn vị chờ quyết định"
    page.get_by_label("Xếp vào đơn vị", exact=True).select_option(label="Xã Điềm Thụy (05941)")
    press(page.get_by_role("button", name="Xem trước điều sẽ xảy ra"))
    well(officer)
    press(page.get_by_role("button", name="Xếp 3 đơn vị"))
    assert page.locator("h1").inner_text() == "Từ ngày 01/10/2025: xếp 3 đơn vị chờ quyết định"
    well(officer)
    press(page.get_by_role("link", name="Rút lại cả lần xếp"))
    well(officer)
    press(page.get_by_role("button", name="Rút lại cả lần xếp"))
    page = officer.go(f"/don-vi/{officer.unit('Tỉnh Thái Nguyên', on='01/10/2025')}/cho-quyet-dinh/{AFTERWARDS}")
    assert page.locator("tbody tr").count() == waiting


def test_an_officer_reads_5_of_10_follows_it_to_the_hamlets_and_sets_a_target(arrive: Arrive) -> None:
    officer = arrive(width=PHONE).step_in("quoc.binh")
    page = officer.go(f"/kiem-nhiem/{SUMMER}")
    press(page.get_by_role("link", name="Đảng bộ xã Dương Thành"))
    assert page.locator(".fig").inner_text().replace("\u00a0", " ").split() == ["50,0", "%", "5", "/", "10"]
    press(page.get_by_role("link", name="Chưa đạt 5"))
    assert page.locator("#h-rows").inner_text() == "Từng xóm: 5"
    well(officer)
    row = page.locator("tr", has=page.get_by_role("link", name="Xóm Núi 2", exact=True))
    press(row.get_by_role("link", name="Đặt mục tiêu"))
    write(page, "Phải đạt trước hết ngày", "31/12/2019")
    press(page.get_by_role("button", name="Đặt mục tiêu"))
    assert page.locator("#faults").count() == 1
    well(officer)
    write(page, "Phải đạt trước hết ngày", "30/06/2021")
    write(page, "Cách làm, một câu", "Giới thiệu một người cho cả hai chức danh")
    press(page.get_by_role("button", name="Đặt mục tiêu"))
    assert page.locator("h1").inner_text() == "Bí thư chi bộ là trưởng xóm"
    assert "30/06/2021" in row.inner_text()
    well(officer)


def test_a_committees_table_is_printed_as_a_paper(arrive: Arrive) -> None:
    visitor = arrive(width=PHONE).step_in("ha.an")
    page = visitor.go(f"/bieu/{SUMMER}")
    well(visitor)
    press(page.get_by_role("link", name="Kết quả cấp ủy", exact=True))
    well(visitor)
    with page.expect_download() as waiting:
        press(page.get_by_role("link", name="PDF"))
    assert waiting.value.suggested_filename == "bieu-cap-uy-2020-06-23.pdf"
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.smoke
def test_a_clerk_finds_a_person_without_diacritics_and_sees_the_own_reading_noted(arrive: Arrive) -> None:
    visitor = arrive(width=PHONE).step_in("thi.nhai")
    page = visitor.go(f"/{SUMMER}")
    page.locator("#q").focus()
    page.keyboard.type("ly xuan hoa")
    page.locator("#q").press("Enter")
    well(visitor)
    press(page.get_by_role("link", name="Lý Xuân Hòa").first)
    assert page.locator("h1").inner_text() == "Lý Xuân Hòa"
    assert "Dương Thị Nhài" in page.locator("section[aria-labelledby=h-reads]").inner_text()
    well(visitor)


def test_two_days_are_compared_from_the_board_by_keyboard(arrive: Arrive) -> None:
    visitor = arrive(width=PHONE).step_in("ha.an")
    page = visitor.go(f"/mua-dai-hoi/{SUMMER}")
    press(page.get_by_role("link", name="So với ngày khác"))
    page.locator("#voi").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("22/6/2020")
    page.locator("#voi").press("Enter")
    assert page.locator("#h-both").inner_text() == "476/608 → 491/608"
    press(page.locator("table.stack tbody th a").first)
    assert page.locator("h1").inner_text().startswith(("Chi bộ", "Đảng bộ"))
    well(visitor)


def test_every_page_names_its_help_and_the_help_opens(arrive: Arrive) -> None:
    visitor = arrive(width=PHONE).step_in("ha.an")
    for path, title in (("/", "Chạy một mùa đại hội"), ("/kiem-nhiem/", "Kiêm nhiệm ở xóm: xem tỷ lệ và đặt mục tiêu"), ("/khoa-api/", "Dùng API")):
        press(visitor.go(path).get_by_role("link", name="Hướng dẫn trang này"))
        assert visitor.page.locator("h1").inner_text() == title
        well(visitor)
