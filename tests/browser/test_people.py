"""Work with persons and posts in Chromium: on a phone, without script, by what is on the screen alone."""

import re

import pytest

from conftest import DESK, PHONE, Arrive  # type: ignore[attr-defined]  # the browser's own conftest


@pytest.mark.parametrize(("width", "language", "script", "commune", "on", "begins"), [
    (PHONE, "vi", False, "Đảng bộ xã Dương Thành", "23/06/2020", "01/01/2020"), (DESK, "en", True, "Đảng bộ xã Kha Sơn", "01/09/2025", "01/07/2025")])
def test_a_clerk_establishes_a_post_enters_a_person_and_sees_the_seat_filled(
        arrive: Arrive, width: int, language: str, script: bool, commune: str, on: str, begins: str) -> None:
    day = f"?ngay={on}"
    visitor = arrive(width=width, language=language, script=script).step_in("thi.nhai")
    page = visitor.go(f"/don-vi/{visitor.unit(commune, on)}/{day}")
    page.get_by_role("link", name="Chi bộ Cơ quan xã" if script else "Chi bộ Trường Tiểu học", exact=True).first.click()
    cell = page.url.split("/")[4]
    page = visitor.go(f"/don-vi/{cell}/chuc-danh/lap/{day}")
    page.select_option("select[name=kind]", "committee_member")
    page.fill("input[name=seats]", "3")
    page.fill("input[name=on]", begins)
    page.locator("form[method=post] button.go").click()
    assert page.locator(".seats i.v").count() == 3
    page.locator("a[href*='/chi-uy-vien/giu/'], a[href*='/cap-uy-vien/giu/']").first.click()
    page.locator("main a.btn").first.click()
    page.fill("input[name=full_name]", "Lý Thị Minh Châu" if script else "Lý Văn Minh Đức")
    page.fill("input[name=birth]", "5/1984")
    page.locator("form[method=post] button.go").click()
    person = page.url
    assert "/nguoi/" in person
    assert visitor.overflow() == 0
    if script:
        assert visitor.findings() == []
    page = visitor.go(f"/don-vi/{cell}/chuc-danh/cap-uy-vien/giu/{day}&tim=ly+minh")
    page.locator("main ul.rows a").first.click()
    page.fill("input[name=since]", begins)
    page.locator("form[method=post] button.go").click()
    assert (page.locator(".seats i").count(), page.locator(".seats i.v").count()) == (3, 2)
    for path in (f"/don-vi/{cell}/chuc-danh/{day}", f"/don-vi/{cell}/{day}", f"/nguoi/{day}&don-vi={cell}", f"/chuc-danh/{day}&don-vi={cell}",
                 f"/chuc-danh/{day}&don-vi={cell}&loc=sap-het", re.sub(r"^https?://[^/]+", "", person)):
        visitor.go(path)
        assert visitor.overflow() == 0, path
        if script:
            assert visitor.findings() == [], path
