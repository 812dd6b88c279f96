"""A cell of thirty on a phone, by keyboard: its grades are decided, and the cap with its base on the page stops the one too many. Every page fits at both widths, in both languages."""

import re

from playwright.sync_api import Page

from conftest import LOOKS, PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=08/01/2021"
SCHOOL = "Chi bộ Trường Tiểu học"
EXCELLENT, GOOD = 1, 2
"""How often the arrow goes down in a list of grades."""


def of_2020(page: Page) -> str:
    """The address of the round of 2020, from the list."""
    link = page.locator("main").get_by_role("link", name="2020", exact=True).first
    return (link.get_attribute("href") or "").partition("?")[0]


@LOOKS
def test_the_pages_of_an_evaluation_fit_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    secretary = arrive(width=width, language=language).step_in("van.luu")
    page = secretary.go(f"/danh-gia/{DAY}")
    well(secretary)
    here = of_2020(page)
    page = secretary.go(f"{here}{DAY}")
    cell = (page.get_by_role("link", name=SCHOOL, exact=True).first.get_attribute("href") or "").partition("?")[0]
    waiting = (page.get_by_role("link", name="Chi bộ xóm Đoàn Kết", exact=True).first.get_attribute("href") or "").partition("?")[0]
    page = secretary.go(f"{cell}{DAY}")
    subject = (page.locator("main .task").get_by_role("link").nth(1).get_attribute("href") or "").partition("?")[0]
    for path in (here, cell, subject, f"{subject}lam/viec/", f"{cell}quyet-dinh/", f"{waiting}ghi/bo-phieu/", f"{waiting}ghi/noi-cu-tru/", f"{here}to-chuc/tu-danh-gia/", f"{here}lam/dong/", f"{here}lam/so-quyet-dinh/", f"{waiting}so-bien-ban/", "/danh-gia/ket-qua/"):
        page = secretary.go(f"{path}{DAY}{'&nam=2019' if 'ket-qua' in path else ''}")
        assert page.locator("html").get_attribute("lang") == language
        well(secretary)


def test_a_cell_of_thirty_is_graded_by_keyboard_and_the_cap_stops_the_one_too_many(arrive: Arrive) -> None:
    secretary = arrive(width=PHONE).step_in("van.luu")
    page = secretary.go(f"/danh-gia/{DAY}")
    follow(page, "2020", exact=True)
    follow(page, SCHOOL, exact=True)
    follow(page, re.compile("^Quyết định mức xếp loại$"))
    assert "Trần: 20 % số xếp loại tốt" in text(page)
    choices = page.locator("main select")
    assert choices.count() == 31
    assert set(choices.evaluate_all("all => all.map(each => each.value)")) == {""}  # the machine grades nobody

    def choose(at: int, times: int) -> None:
        """Choose a grade by the arrow keys, from none."""
        choices.nth(at).focus()
        page.keyboard.press("Home")
        for _each in range(times):
            page.keyboard.press("ArrowDown")

    def number(label: str, words: str) -> None:
        page.get_by_label(label, exact=True).focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(words)

    number("Số và ký hiệu văn bản", "26-QĐ/ĐU")
    number("Ngày văn bản", "08/01/2021")
    for at in range(31):
        choose(at, GOOD if at < 25 else EXCELLENT)
    follow(page, "Ghi các hàng đã điền")
    words = text(page)
    assert "Vượt trần: 6 xuất sắc, chỉ được 4, là 20 % của 24 xếp loại tốt. Cách tính kia cho 6, 20 % của 30." in words
    assert (secretary.overflow(), secretary.findings(), page.locator("main .err").count()) == (0, [], 1)
    # Nothing was entered; what was chosen is still there, and the one too many becomes good.
    assert page.locator("main .field.bad select").evaluate("each => each.value") == "excellent"
    choose(30, GOOD)
    follow(page, "Ghi các hàng đã điền")
    words = text(page)
    assert ("Hoàn thành xuất sắc nhiệm vụ" in words, words.count("Chờ bước")) == (True, 0)
    page.go_back()
    page = secretary.go(f"{of_2020(secretary.go(f'/danh-gia/{DAY}'))}{DAY}")
    assert "5 (20 % của 25)" in text(page)
    well(secretary)
