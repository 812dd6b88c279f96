"""From house to house on a phone, by keyboard: one household is met and taken back; every page of a campaign fits at both widths, in both languages."""

import re

from conftest import LOOKS, PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=25/08/2020"
TITLE = "Nghị quyết Đại hội Đảng bộ xã lần thứ XXV đến từng hộ"


def test_somebody_of_the_hamlet_meets_a_household_by_keyboard_and_takes_it_back_without_script(arrive: Arrive) -> None:
    keeper = arrive(width=PHONE, script=False).step_in("chi.bo")
    page = keeper.go(f"/tuyen-truyen/{DAY}")
    follow(page, TITLE)
    follow(page, "Xóm Trung Thành")
    follow(page, "Chưa gặp", exact=True)
    assert "đã tới 16/24 hộ" in text(page)
    left = page.get_by_role("button", name=re.compile("^Đã gặp")).count()
    name = re.sub(r"^Đã gặp\s*:\s*", "", page.get_by_role("button", name=re.compile("^Đã gặp")).last.inner_text().replace("\n", " "))
    follow(page, re.compile(f"^Đã gặp ?: {name}"))
    assert ("đã tới 17/24 hộ" in text(page), page.get_by_role("button", name=re.compile("^Đã gặp")).count()) == (True, left - 1)
    follow(page, "Tất cả", exact=True)
    follow(page, re.compile(f"^Rút lại ?: {name}"))
    assert "đã tới 16/24 hộ" in text(page)


@LOOKS
def test_the_pages_of_a_campaign_fit_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    keeper = arrive(width=width, language=language).step_in("chi.bo")
    page = keeper.go(f"/tuyen-truyen/{DAY}")
    campaign = page.get_by_role("link", name=TITLE).get_attribute("href") or ""
    page.goto(keeper.site + campaign)
    hamlet = (page.locator("main table").get_by_role("link").first.get_attribute("href") or "").partition("?")[0]
    for path in (f"/tuyen-truyen/{DAY}", campaign, f"{hamlet}{DAY}", f"{hamlet}to/{DAY}", f"{hamlet}vong/hoi/{DAY}", f"{hamlet}da-lam/niem-yet/{DAY}", f"/tuyen-truyen/cau-hoi/{DAY}"):
        keeper.go(path)
        assert page.locator("html").get_attribute("lang") == language
        well(keeper)
