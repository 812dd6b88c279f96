"""A proposal on a phone, by keyboard: a commune's clerk receives one that is not the party committee's to settle and forwards it; the age goes with it."""

from playwright.sync_api import Page

from conftest import PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=23/06/2020"
TITLE = "Làm trạm bơm đầu cánh đồng Trung Thành"


def typed(page: Page, label: str, text: str) -> None:
    """Type into a field as the keyboard does."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(text)


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
