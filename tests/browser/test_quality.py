"""A training officer on a phone turns forty gaps into a course whose result closes them; every page of standards, strength, plans and training fits at both widths."""

import re

from conftest import LOOKS, PHONE, Arrive, Visitor, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DISTRICT, COMMUNE = "Đảng bộ huyện Phú Bình", "Đảng bộ xã Dương Thành"
OPENED, ENDED = "01/08/2020", "28/08/2020"


def needs(visitor: Visitor, unit: int, on: str) -> int:
    """How many lack theory on a day."""
    found = re.search(r"lý luận chính trị: (\d+) người", text(visitor.go(f"/dao-tao/nhu-cau/?ngay={on}&don-vi={unit}")))
    assert found is not None
    return int(found[1])


def test_forty_gaps_become_a_course_and_its_result_closes_them_by_keyboard_on_a_phone_without_script(arrive: Arrive) -> None:
    officer = arrive(width=PHONE, script=False).step_in("quoc.binh")
    unit = officer.unit(DISTRICT, OPENED)
    before = needs(officer, unit, OPENED)
    assert before >= 40
    page = officer.page
    follow(page, "Đánh dấu 40 người đầu")
    follow(page, "Mở lớp cho người đã chọn")
    assert "Đã chọn 40 người" in text(page)
    for label, typed in (("Tên lớp", "Sơ cấp lý luận khóa 3"), ("Khai giảng", "10/08/2020"), ("Bế giảng", ENDED)):
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(typed)
    follow(page, "Mở lớp", exact=True)
    assert "Người học: 40/40" in text(page)
    address = page.url.partition("?")[0]
    page.goto(f"{address}?ngay={ENDED}")
    follow(page, "Ghi người đạt")
    page.get_by_label("Ký hiệu sau số").focus()
    page.keyboard.type("CC-TTCT")
    follow(page, "Ghi kết quả")
    assert "40 trình độ được ghi vào hồ sơ" in text(page)
    assert (needs(officer, unit, "27/08/2020"), needs(officer, unit, ENDED)) == (before, before - 40)


@LOOKS
def test_the_pages_of_standards_plans_and_training_fit_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    officer = arrive(width=width, language=language).step_in("quoc.binh")
    district, commune = officer.unit(DISTRICT), officer.unit(COMMUNE)
    day = "ngay=23/06/2020"
    page = officer.go(f"/dao-tao/?{day}&don-vi={district}")
    course = (page.locator("main table").get_by_role("link").last.get_attribute("href") or "").partition("?")[0]
    page = officer.go(f"/kien-toan/quy-hoach/?{day}&don-vi={commune}")
    post = next(link.get_attribute("href") or "" for link in page.locator("main table").get_by_role("link").all() if "/them/" in (link.get_attribute("href") or ""))
    page = officer.go(f"/kien-toan/ke-hoach/{commune}/?{day}")
    accept = next(link.get_attribute("href") or "" for link in page.locator("main table").get_by_role("link").all() if "/lam/nhan/" in (link.get_attribute("href") or ""))
    for path in (f"/kien-toan/?{day}&don-vi={district}", f"/kien-toan/danh-sach/?{day}&don-vi={commune}&loc=ly-luan", f"/kien-toan/tieu-chuan/?{day}&don-vi={district}",
                 f"/kien-toan/tieu-chuan/hamlet/hamlet_head/?{day}&don-vi={district}", f"/kien-toan/tieu-chuan/hamlet/hamlet_head/dat/{district}/?{day}", f"/kien-toan/ke-hoach/{commune}/?{day}",
                 accept, f"/kien-toan/quy-hoach/?{day}&don-vi={commune}", post, f"/dao-tao/nhu-cau/?{day}&don-vi={district}&chon=40", f"/dao-tao/?{day}&don-vi={district}",
                 f"{course}?{day}", f"{course}lam/buoi-hoc/?{day}", f"{course}lam/ket-qua/?{day}", f"/dao-tao/mo/?{day}&don-vi={district}"):
        officer.go(path)
        assert page.locator("html").get_attribute("lang") == language
        well(officer)
