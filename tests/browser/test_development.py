"""What falls due across a province, reached by keyboard on a phone in two presses; every page of the road fits at both widths, in both languages, and axe finds nothing."""

from conftest import LOOKS, PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

JUNE, JULY = "?ngay=23/06/2020", "?ngay=01/07/2020"
NAME = "Nguyễn Ngọc Hùng"


def test_an_officer_reaches_a_person_whose_probation_ends_this_month_across_the_province_in_two_presses(arrive: Arrive) -> None:
    officer = arrive(width=PHONE, script=False).step_in("ha.an")
    page = officer.go(f"/den-han/{JULY}")
    assert "Đảng bộ tỉnh Thái Nguyên" in text(page)
    follow(page, "Hết dự bị trong tháng này", exact=True)
    assert "Việc đến hạn: 1" in text(page)
    assert "còn 2 ngày" in text(page)
    follow(page, NAME, exact=True)
    assert page.locator("h1").inner_text() == NAME
    assert "đảng viên dự bị" in text(page)


@LOOKS
def test_the_pages_of_the_road_fit_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    clerk = arrive(width=width, language=language).step_in("thi.nhai")
    page = clerk.go(f"/phat-trien/{JUNE}")
    links = [link.get_attribute("href") or "" for link in page.locator("main table").get_by_role("link").all()]
    last = [link.partition("?")[0] for link in links]
    for path in (f"/phat-trien/{JUNE}", *links[:2], f"{last[0]}buoc/le-ket-nap/{JUNE}", f"{last[2]}buoc/dang-uy/{JUNE}", f"{last[-1]}buoc/lop-boi-duong/{JUNE}", f"/phat-trien/ke-hoach/{JUNE}",
                 f"/phat-trien/vung-trang/{JUNE}", f"/phat-trien/them/{JUNE}", f"/chuyen-sinh-hoat/{JUNE}", f"/huy-hieu/{JUNE}", f"/den-han/{JUNE}&trong=90"):
        clerk.go(path)
        assert page.locator("html").get_attribute("lang") == language
        well(clerk)
