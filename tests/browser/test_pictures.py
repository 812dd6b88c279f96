"""The tile map and comparisons in Chromium: by keyboard, on a phone, printed."""


from conftest import LOOKS, Arrive  # type: ignore[attr-defined]  # the browser's own conftest

DAY = "?ngay=23/06/2020"


def test_the_map_shows_178_tiles_and_each_leads_to_its_unit(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/mua-dai-hoi/ban-do/{DAY}")
    assert page.locator("svg.tiles a").count() == 178
    assert page.locator("tfoot").first.inner_text().split()[-1] == "178"
    page.locator('svg.tiles a[aria-label^="Xã Dương Thành,"]').click()
    assert page.locator("h1").inner_text() == "Đảng bộ xã Dương Thành"
    assert "23/06/2020" in page.locator(".daybar").inner_text()


def test_only_late_tiles_are_tab_stops_and_the_list_is_the_maps_equal(arrive: Arrive) -> None:
    page = arrive(script=False).step_in("ha.an").go(f"/mua-dai-hoi/ban-do/{DAY}")
    stops = page.locator('svg.tiles a:not([tabindex="-1"])')
    assert stops.count() == page.locator("svg.tiles a .tx").count() > 0
    stops.first.press("Enter")
    assert page.locator("h1").inner_text().startswith("Đảng bộ ")
    page.go_back()
    page.get_by_role("link", name="Trễ kế hoạch").last.click()
    assert page.locator("table.brief tbody tr").count() == stops.count()


def test_two_days_are_compared_by_typing_the_other(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/mua-dai-hoi/{DAY}")
    page.get_by_role("link", name="So với ngày khác").click()
    assert page.locator("#h-both").inner_text().endswith("491/608")
    page.locator("#voi").fill("22062020")
    page.locator("#voi").press("Enter")
    assert page.locator("#h-both").inner_text() == "476/608 → 491/608"
    assert page.locator("tfoot td").last.inner_text() == "+15"


def test_the_progress_table_is_taken_as_a_paper_with_one_click(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/mua-dai-hoi/{DAY}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Biểu tiến độ, PDF").click()
    assert waiting.value.suggested_filename == "dai-hoi-2020-2025-bieu-2020-06-23.pdf"
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


@LOOKS
def test_map_and_comparisons_fit_and_axe_finds_nothing(arrive: Arrive, width: int, language: str) -> None:
    visitor = arrive(width=width, language=language).step_in("ha.an")
    for path in (f"/mua-dai-hoi/{DAY}", f"/mua-dai-hoi/ban-do/{DAY}", f"/mua-dai-hoi/so-sanh/{DAY}", f"/don-vi/1/so-sanh/{DAY}"):
        visitor.go(path)
        assert (path, visitor.faults()) == (path, [])


def test_a_printed_map_keeps_the_day_and_drops_the_controls(arrive: Arrive) -> None:
    page = arrive().step_in("ha.an").go(f"/mua-dai-hoi/ban-do/{DAY}")
    page.emulate_media(media="print")
    assert [page.locator(each).first.is_visible() for each in (".daybar .day", "svg.tiles", "table.brief", ".side", ".btn", ".seg")] == [True, True, True, False, False, False]
