"""A visitor of the demonstration finds the frozen figure of 23/06, sees what was learned later, and checks the file."""

from pathlib import Path

from conftest import LOOKS, Arrive  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "ngay=23/06/2020"


@LOOKS
def test_the_frozen_figure_stands_beside_the_live_one(arrive: Arrive, width: int, language: str) -> None:
    visitor = arrive(width=width, language=language).step_in("ha.an")
    visitor.go("/so-lieu/chot/").locator("main table a").last.click()
    page = visitor.page
    assert page.locator("#khac tbody tr").count() == 2
    assert "491" in page.locator("main").inner_text()
    assert visitor.faults() == []
    for path in ("/so-lieu/chot/", f"/so-lieu/chot/moi/season/?{DAY}", "/so-lieu/kiem/", f"/mua-dai-hoi/?{DAY}&biet=23/06/2020"):
        visitor.go(path)
        assert (path, visitor.faults()) == (path, [])


def test_the_second_clock_is_set_in_the_bar_and_a_frozen_file_is_checked_by_anybody(arrive: Arrive, tmp_path: Path) -> None:
    visitor = arrive(script=False).step_in("ha.an")
    page = visitor.go(f"/mua-dai-hoi/?{DAY}")
    page.get_by_label("Như đã biết lúc").fill("23/06/2020")
    page.get_by_role("button", name="Xem", exact=True).click()
    assert "Số liệu như đã biết lúc 23/06/2020" in page.locator("main").inner_text()
    page.get_by_role("link", name="Chốt số liệu").click()
    page.get_by_role("button", name="Chốt số liệu").click()
    assert "Theo điều đang biết, 2 dòng khác bản chốt" in page.locator("main").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tệp để kiểm (JSON)").click()
    file = tmp_path / "f.json"
    waiting.value.save_as(file)
    stranger = arrive()
    check = stranger.go("/so-lieu/kiem/")
    check.get_by_label("Tệp số liệu đã chốt").set_input_files(file)
    check.get_by_role("button", name="Kiểm", exact=True).click()
    assert "Tệp còn nguyên vẹn" in check.locator("main").inner_text()
    file.write_bytes(file.read_bytes().replace(b'"held":491', b'"held":492', 1))
    check.get_by_label("Tệp số liệu đã chốt").set_input_files(file)
    check.get_by_role("button", name="Kiểm", exact=True).click()
    assert "Không nguyên vẹn" in check.locator("main").inner_text()
