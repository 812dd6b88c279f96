"""A proposal on a phone, by keyboard: a commune's clerk receives one that is not the party committee's to settle and forwards it; the age goes with it."""

from playwright.sync_api import Page

from conftest import PHONE, Arrive, Visitor  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=23/06/2020"
TITLE = "Làm trạm bơm đầu cánh đồng Trung Thành"


def well(visitor: Visitor) -> None:
    """The page fits, and axe finds nothing."""
    assert (visitor.page.url, visitor.overflow(), visitor.findings()) == (visitor.page.url, 0, [])


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Reach a link or a button of the page's own part as the keyboard does, and press it."""
    target = page.locator("main").get_by_role("link", name=name, exact=exact).or_(page.locator("main").get_by_role("button", name=name, exact=exact)).first
    target.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed(page: Page, label: str, text: str) -> None:
    """Type into a field as the keyboard does."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(text)


def text(page: Page) -> str:
    """What the page's own part says, its spaces plain."""
    return page.locator("main").inner_text().replace("\u00a0", " ")


def test_a_communes_clerk_forwards_a_proposal_and_its_age_goes_with_it(arrive: Arrive) -> None:
    secretary = arrive(width=PHONE).step_in("chi.bo")
    page: Page = secretary.go(f"/kien-nghi/{DAY}")
    assert "Làm các tuyến mương nội đồng" in text(page)
    well(secretary)
    follow(page, "Nêu kiến nghị")
    page.get_by_label("Về việc gì").select_option("canals")
    typed(page, "Kiến nghị", TITLE)
    typed(page, "Cần gì, vì sao", "Đầu vụ thiếu nước.")
    well(secretary)
    follow(page, "Nêu kiến nghị")
    assert TITLE in text(page)
    address = page.url
    well(secretary)
    clerk = arrive(width=PHONE).step_in("thi.nhai")
    at: Page = clerk.go(f"/kien-nghi/{DAY}&loc=cho-toi")
    follow(at, TITLE)
    assert at.url == address
    well(clerk)
    follow(at, "Tiếp nhận", exact=True)
    follow(at, "Tiếp nhận", exact=True)  # “Đã tiếp nhận” beside it is a reply template
    follow(at, "Không thuộc thẩm quyền")
    well(clerk)
    follow(at, "Chuyển nơi khác")
    assert "Chưa ghi" in text(at)
    at.get_by_label("Chuyển đến").select_option(label="Ủy ban nhân dân xã Dương Thành")
    typed(at, "Vì sao không thuộc thẩm quyền", "Việc thủy lợi là của Ủy ban nhân dân xã.")
    well(clerk)
    follow(at, "Chuyển nơi khác")
    assert ("Ủy ban nhân dân xã Dương Thành" in text(at), "Đã gửi, chờ tiếp nhận" in text(at), "hạn tính từ ngày tiếp nhận" in text(at)) == (True, True, True)
    well(clerk)
    clerk.go(f"/kien-nghi/2/{DAY}")
    assert "Ủy ban nhân dân huyện Phú Bình" in text(at)
    well(clerk)
