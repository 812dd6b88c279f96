"""A member on a phone, by keyboard: reads the own record, sees who read it, asks for a correction; a clerk carries it out; every page fits, in both languages."""

import re

from conftest import LOOKS, PHONE, Arrive, follow, text, well  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=25/08/2020"


def test_a_member_reads_the_own_record_and_asks_for_a_correction_that_the_clerk_carries_out(arrive: Arrive) -> None:
    member = arrive(width=PHONE).step_in("dang.vien")
    page = member.go("/")
    well(member)
    follow(page, "Mở hồ sơ của tôi")
    name = page.locator("h1").inner_text()
    assert "Mọi điều đang được giữ về bạn" in text(page)
    well(member)
    clerk = arrive(width=PHONE).step_in("thi.nhai")
    found = clerk.go(f"/nguoi/?tim={name}")
    follow(found, name)
    own = member.go("/ho-so-cua-toi/")
    follow(own, "Ai đã xem hồ sơ của tôi")
    assert "Dương Thị Nhài" in text(own)
    well(member)
    follow(member.go("/ho-so-cua-toi/"), "Xin đính chính, bản sao, hạn chế")
    own.get_by_label("Mục cần đính chính").select_option("home_place")
    own.get_by_label("Điều đúng là").fill("Định Hóa, Thái Nguyên")
    own.get_by_label("Vì sao").fill("Theo giấy khai sinh")
    well(member)
    follow(own, "Gửi yêu cầu")
    assert "Đã nhận, chờ trả lời" in text(own)
    well(member)
    found = clerk.go("/yeu-cau-du-lieu/")
    well(clerk)
    follow(found, re.compile(r"đính chính, quê quán"))
    well(clerk)
    follow(found, "Nhận lời", exact=True)
    follow(found, "Trả lời: nhận lời")
    follow(found, "Mở mẫu đính chính")
    assert found.get_by_label("Quê quán").input_value() == "Định Hóa, Thái Nguyên"
    follow(found, "Ghi đính chính")
    assert "Đã làm xong" in text(found)
    own = member.go("/ho-so-cua-toi/")
    assert ("Đã làm xong" in text(own), "Định Hóa, Thái Nguyên" in text(own)) == (True, True)


@LOOKS
def test_the_pages_of_the_own_record_and_of_requests_fit_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    member, clerk, officer = (arrive(width=width, language=language).step_in(name) for name in ("dang.vien", "thi.nhai", "ha.an"))
    for path in (f"/{DAY}", f"/ho-so-cua-toi/{DAY}", f"/ho-so-cua-toi/ai-da-xem/{DAY}", f"/ho-so-cua-toi/yeu-cau/{DAY}"):
        page = member.go(path)
        assert page.locator("html").get_attribute("lang") == language
        well(member)
    member.go("/ho-so-cua-toi/").locator("#h-evaluation").locator("xpath=ancestor::section").locator("a").first.click()
    well(member)
    page = clerk.go(f"/yeu-cau-du-lieu/{DAY}&loc=tat-ca")
    well(clerk)
    page.locator("main table a").first.click()
    well(clerk)
    for path in (f"/ho-so-cua-toi/{DAY}",):
        clerk.go(path)
        well(clerk)
    officer.go("/tai-khoan/")
    well(officer)
