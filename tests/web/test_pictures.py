"""The progress table RP-06 and the tile map, through HTTP."""

import csv
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.congress.operations import WindowRow, explain_delay, set_window
from kientoan.core import clock
from kientoan.core.facts import record
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import Succession
from kientoan.org.operations import NewUnit, dissolve_unit, establish_units
from kientoan.papers.files import DOCX
from kientoan.reports import tiles
from kientoan.rules.congress import Clocks
from reading import ClientOf, costs, first_sheet, text, workbook_of
from sheets import lines, words

pytestmark = pytest.mark.once

DAY = "?ngay=23/06/2020"


def paper_text(response: object) -> str:
    """The text of a PDF, spaces made one."""
    pages = pypdfium2.PdfDocument(response.content)  # type: ignore[attr-defined]  # a response
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).replace("\u00a0", " ").split())


def open_cells() -> None:
    """The season gets a calendar for cells too."""
    with clock.telling(clock.working_moment(date(2020, 1, 3))):
        set_window(MACHINE, season_key=SEASON, row=WindowRow(UnitLevel.CELL, date(2020, 1, 6), date(2020, 6, 30), 1, Clocks(None, 7, 15)))


# -- the progress table -----------------------------------------------------------------------------------------------------------------


def test_the_progress_table_is_a_paper_in_the_form_of_its_day_rp_06(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    plan(world, "office", date(2020, 6, 10))
    answer = client_of("officer").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="dai-hoi-2020-2025-bieu-2020-06-23.pdf"'
    said = paper_text(answer)
    file = client_of("officer").get(f"/mua-dai-hoi/tai/bieu.docx{DAY}")
    assert file["Content-Type"] == DOCX
    assert set(words(" ".join(lines(file.content)))) - set(words(said)) == set()
    for part in ("TỈNH ỦY THÁI NGUYÊN * Số …-BC/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Thái Nguyên, ngày 23 tháng 6 năm 2020", "BÁO CÁO",
                 "tiến độ đại hội tổ chức cơ sở đảng, nhiệm kỳ 2020–2025, đến hết ngày 23/06/2020", "Đến ngày 23/6, toàn tỉnh có 1/4 tổ chức cơ sở đảng",
                 "1 Đảng bộ huyện Đại Từ 2 0 0 0,0 % 2 10/06/2020 chưa nêu lý do (1)", "2 Đảng bộ huyện Phú Bình 2 1 1 50,0 % 1",
                 "Cộng 4 1 1 25,0 % 3 10/06/2020", "Tỷ lệ: đã tổ chức chia tổng số: tổ chức cơ sở đảng 1/4.", "Theo điều đã biết lúc: 09:00 01/07/2020",
                 "việc chọn điểm chưa được ghi trong hệ thống", "Vân tay của số liệu:", "Thể thức: Hướng dẫn 36-HD/VPTW.", "T/M BAN THƯỜNG VỤ"):
        assert part in said, part
    assert "Dữ liệu minh họa" not in said


def test_the_paper_of_a_district_names_the_province_above_it(world: World, client_of: ClientOf) -> None:
    said = paper_text(client_of("keeper").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}&don-vi={world['party-173']}"))
    assert "ĐẢNG BỘ TỈNH THÁI NGUYÊN HUYỆN ỦY PHÚ BÌNH * Số …-BC/HU" in said
    assert "- Tỉnh ủy Thái Nguyên (để báo cáo)," in said
    assert "Phú Bình, ngày 23 tháng 6 năm 2020" in said


def test_a_paper_is_vietnamese_whoever_asks_and_a_demonstration_says_so(world: World, client_of: ClientOf, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings
    client = client_of("officer")
    client.cookies["kientoan_language"] = "en"
    said = paper_text(client.get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}"))
    assert "Cộng 4 0 0 0,0 % 4" in said
    assert "Dữ liệu minh họa" in said
    assert "Total" not in said


def test_cells_stand_beside_where_the_season_has_a_calendar_for_them(world: World, client_of: ClientOf) -> None:
    open_cells()
    hold(world, "cell-1", date(2020, 5, 8))
    said = paper_text(client_of("officer").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}"))
    assert "Tổ chức cơ sở đảng Chi bộ trực thuộc" in said
    assert "2 Đảng bộ huyện Phú Bình 2 0 0 0,0 % 2 2 1 1 50,0 % 1" in said
    assert "Cộng 4 0 0 0,0 % 4 2 1 1 50,0 % 1" in said
    assert "chi bộ trực thuộc 1/2" in said


def test_the_workbook_has_the_same_table_with_headings_in_two_rows(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    open_cells()
    book = workbook_of(client_of("officer").get(f"/mua-dai-hoi/tai/bieu.xlsx{DAY}"))
    rows = book.get_sheet_by_index(0).to_python()
    assert [rows[0][at] for at in (0, 1, 2, 9)] == ["TT", "Đơn vị", "Tổ chức cơ sở đảng", "Chi bộ trực thuộc"]
    assert rows[1][2:9] == ["Tổng số", "Đã duyệt nội dung", "Đã tổ chức", "Tỷ lệ", "Còn lại", "Dự kiến xong", "Lý do trễ"]
    assert [row[1:7] for row in rows[2:]] == [["Đảng bộ huyện Đại Từ", 2, 0, 0, 0, 2], ["Đảng bộ huyện Phú Bình", 2, 1, 1, 0.5, 1], ["Cộng", 4, 1, 1, 0.25, 3]]
    about = dict(book.get_sheet_by_index(1).to_python())
    assert about["Đại hội điểm"] == "việc chọn điểm chưa được ghi trong hệ thống, nên biểu chưa có cột này."


def test_the_lines_add_up_at_every_unit_and_children_to_their_parent_rp_12(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    open_cells()
    hold(world, "cell-1", date(2020, 5, 8))
    client = client_of("officer")

    def table(key: str) -> list[list[object]]:
        answer = client.get(f"/mua-dai-hoi/tai/bieu.xlsx{DAY}&don-vi={world[key]}")
        return first_sheet(answer)[2:]

    def numbers(row: list[object]) -> list[object]:
        return [row[at] for at in (2, 3, 4, 6, 9, 10, 11, 13)]

    whole = {key: table(key) for key in ("party", "party-173", "party-171", "party-05965")}
    for rows in whole.values():
        assert [sum(int(str(numbers(row)[at]).partition(".")[0]) for row in rows[:-1]) for at in range(8)] == [int(str(each).partition(".")[0]) for each in numbers(rows[-1])]
    by_name = {row[1]: numbers(row) for row in whole["party"]}
    assert numbers(whole["party-173"][-1]) == by_name["Đảng bộ huyện Phú Bình"]
    assert numbers(whole["party-171"][-1]) == by_name["Đảng bộ huyện Đại Từ"]
    assert [row[1] for row in whole["party-05965"]] == ["Đảng bộ xã Dương Thành", "Cộng"]


def test_reasons_are_gathered_and_names_and_reasons_beyond_ones_scope_are_not_told(world: World, client_of: ClientOf) -> None:
    plan(world, "party-05953", date(2020, 6, 10))
    plan(world, "party-05773", date(2020, 6, 11))
    plan(world, "office", date(2020, 6, 12))
    for key in ("party-05953", "office"):
        explain_delay(MACHINE, season_key=SEASON, unit_id=world[key], on=date(2020, 6, 15), text="Ngập đường")
    assert "Ngập đường; chưa nêu lý do (1)" in paper_text(client_of("officer").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}"))
    keeper = paper_text(client_of("keeper").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}"))
    assert "ngoài phạm vi được xem (2)" in paper_text(client_of("keeper").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}&don-vi={world['party']}"))
    assert "Đại Từ" not in keeper
    clerk = paper_text(client_of("clerk").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}&don-vi={world['party-173']}"))
    assert "1 tổ chức ngoài phạm vi được xem 1 0 0 0,0 % 1 ngoài phạm vi được xem (1)" in clerk
    assert "Lương Phú" not in clerk
    assert "Ngập đường" not in clerk


@pytest.mark.parametrize("form", ["csv", "doc", "json"])
def test_the_progress_table_comes_in_its_three_forms_only(world: World, client_of: ClientOf, form: str) -> None:
    answer = client_of("officer").get(f"/mua-dai-hoi/tai/bieu.{form}{DAY}")
    assert (answer.status_code, "Lấy từ các nút tải về trên trang." in text(answer)) == (404, True)


def test_a_hostile_name_of_a_unit_prints_as_it_is(world: World, client_of: ClientOf) -> None:
    establish_units(MACHINE, on=date(2020, 1, 1), rows=[
        NewUnit("x", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, 'Chi bộ #import "x" *a* $b$', world["party-171"])])
    assert 'Chi bộ #import "x" *a* $b$' in paper_text(client_of("officer").get(f"/mua-dai-hoi/tai/bieu.pdf{DAY}&don-vi={world['party-171']}"))


# -- the tile map -----------------------------------------------------------------------------------------------------------------------


def tile_words(page: object) -> dict[str, str]:
    """What each tile says by the commune's name, from its title."""
    titles = re.findall(r"<a href=\"[^\"]+\" aria-label=\"([^\"]+)\"[^>]*><title>\1</title>", page.content.decode())  # type: ignore[attr-defined]  # a response
    return {words.split(",")[0]: words.partition(": ")[2] for words in titles}


def cells(page: object) -> dict[str, tuple[int, int]]:
    """Where each tile lies, by the commune's name."""
    found = re.findall(r"<title>([^,<]+),[^<]*</title><rect class=\"t-\w+\" x=\"(\d+)\" y=\"(\d+)\"", page.content.decode())  # type: ignore[attr-defined]  # a response
    return {name: ((int(x) - 3) // 25, (int(y) - 3) // 25) for name, x, y in found}


def test_every_commune_is_a_tile_with_its_state_in_colour_shape_and_words(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    plan(world, "party-05953", date(2020, 6, 10))
    plan(world, "party-05773", date(2020, 6, 28))
    establish_units(MACHINE, on=date(2020, 1, 1), rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Trống", world["171"], "05774")])
    client = client_of("officer")
    for address in ("/mua-dai-hoi/", "/mua-dai-hoi/ban-do/"):
        page = client.get(f"{address}{DAY}")
        assert tile_words(page) == {"Xã Dương Thành": "đã tổ chức, 29/05/2020", "Xã Lương Phú": "trễ kế hoạch, dự kiến 10/06/2020",
                                    "Xã Phú Xuyên": "chưa đến ngày, dự kiến 28/06/2020", "Xã Trống": "chưa có tổ chức"}
        body = page.content.decode()
        assert [body.count(f'class="t-{state}" x="') - body.count(f'class="t-{state}" x="1"') for state in ("held", "late", "waiting", "none")] == [1, 1, 1, 1]
        assert ('class="tx"' in body, 'class="tl"' in body) == (True, True)
        assert "Đã tổ chức: 1 Chưa đến ngày: 1 Trễ kế hoạch: 1 Chưa có tổ chức: 1" in text(page)
        assert f'/don-vi/{world["party-05965"]}/' in body
        assert "1 tổ chức không gắn với xã nào nên không có ô." in text(page)


def test_the_table_beside_the_map_adds_up_and_the_list_is_its_equal(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    client = client_of("officer")
    said = text(client.get(f"/mua-dai-hoi/ban-do/{DAY}"))
    assert "Huyện Đại Từ – 1 1 Huyện Phú Bình 1 1 2 Tổng 1 2 3" in said
    assert "Xã Dương Thành Huyện Phú Bình Đảng bộ xã Dương Thành Đã tổ chức 29/05/2020" in said
    late = text(client.get(f"/mua-dai-hoi/ban-do/{DAY}&loc=held"))
    assert "Danh sách: 1" in late
    assert "Xã Lương Phú Huyện Phú Bình" not in late


def test_the_map_is_taken_away_as_the_list_of_its_communes(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05773", date(2020, 5, 29))
    client = client_of("keeper")
    page = client.get(f"/mua-dai-hoi/ban-do/{DAY}&don-vi={world['party']}").content.decode()
    link = re.search(r'href="(/mua-dai-hoi/tai/ban-do\.xlsx[^"]*)"', page)
    assert link
    rows = first_sheet(client.get(link[1].replace("&amp;", "&")))
    assert [row[:5] for row in rows[1:]] == [
        ["Xã Dương Thành", "05965", "Huyện Phú Bình", "Đảng bộ xã Dương Thành", "chưa có kế hoạch"],
        ["Xã Lương Phú", "05953", "Huyện Phú Bình", "Đảng bộ xã Lương Phú", "chưa có kế hoạch"],
        ["Xã Phú Xuyên", "05773", "Huyện Đại Từ", "", "ngoài phạm vi được xem"]]
    assert "29/05/2020" not in str(rows)
    assert client.get(f"/mua-dai-hoi/tai/ban-do.csv{DAY}").status_code == 404


def test_a_known_commune_lies_where_the_table_of_tiles_has_it(world: World, client_of: ClientOf) -> None:
    with (Path(tiles.__file__).parent / "data" / "tiles.csv").open(encoding="utf-8") as file:
        known = {row["code"]: (int(row["col"]), int(row["row"])) for row in csv.DictReader(file)}
    assert len(known) == len(set(known.values())) == 178
    assert cells(client_of("officer").get(f"/mua-dai-hoi/ban-do/{DAY}")) == {
        "Xã Dương Thành": known["05965"], "Xã Lương Phú": known["05953"], "Xã Phú Xuyên": known["05773"]}


def test_a_code_borne_by_another_commune_later_does_not_take_its_tile_tn_07(world: World, client_of: ClientOf) -> None:
    reform = date(2025, 7, 1)
    with clock.telling(clock.working_moment(date(2025, 7, 3))):
        for key in ("party-05773", "05773", "05953"):
            if key == "05953":
                dissolve_unit(MACHINE, unit_id=world["party-05953"], on=reform)
            dissolve_unit(MACHINE, unit_id=world[key], on=reform)
        new = establish_units(MACHINE, on=reform, rows=[
            NewUnit("a", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Mang Mã Cũ", world["19"], "05773"),
            NewUnit("b", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Hợp Nhất", world["19"], "05953"),
            NewUnit("c", Tree.PARTY, UnitLevel.SUPERIOR, UnitKind.LOCAL, "Đảng bộ xã Hợp Nhất", world["party"], covers=("b",))])
        for key in ("05773", "05953"):
            record(Succession, at=clock.now(), predecessor_id=world[key], successor_id=new["b"], occurred_on=reform, whole=True)
        client = client_of("officer")
        page = client.get("/mua-dai-hoi/ban-do/?ngay=02/07/2025")
        assert page.status_code == 200
        place = cells(page)
        known = tiles.known_tiles()
        middle = [sum(known[code][axis] for code in ("05773", "05953")) / 2 for axis in (0, 1)]
        assert abs(place["Xã Hợp Nhất"][0] - middle[0]) <= 1
        assert abs(place["Xã Hợp Nhất"][1] - middle[1]) <= 1
        assert place["Xã Mang Mã Cũ"] != known["05773"]
        assert place["Xã Mang Mã Cũ"][1] > max(place["Xã Hợp Nhất"][1], place["Xã Dương Thành"][1])
        assert place["Xã Dương Thành"] == known["05965"]
        assert tile_words(page)["Xã Hợp Nhất"] == "chưa có kế hoạch"
        assert cells(client.get("/mua-dai-hoi/ban-do/?ngay=30/06/2025"))["Xã Phú Xuyên"] == known["05773"]


def test_a_tile_beyond_ones_scope_says_only_that(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05773", date(2020, 5, 29))
    page = client_of("keeper").get(f"/mua-dai-hoi/ban-do/{DAY}&don-vi={world['party']}")
    assert tile_words(page) == {"Xã Dương Thành": "chưa có kế hoạch", "Xã Lương Phú": "chưa có kế hoạch", "Xã Phú Xuyên": "ngoài phạm vi được xem"}
    assert "Đảng bộ xã Phú Xuyên" not in text(page)
    assert "29/05/2020" not in page.content.decode()


def test_an_organisation_without_communes_has_no_map_and_its_board_none_either(world: World, client_of: ClientOf) -> None:
    block = establish_units(MACHINE, on=date(2020, 1, 1), rows=[NewUnit("x", Tree.PARTY, UnitLevel.SUPERIOR, UnitKind.ARMY, "Đảng bộ Quân sự tỉnh", world["party"])])["x"]
    client = client_of("officer")
    answer = client.get(f"/mua-dai-hoi/ban-do/{DAY}&don-vi={block}")
    assert (answer.status_code, "Đảng bộ Quân sự tỉnh không gắn với địa bàn nào có xã, phường, nên không có bản đồ." in text(answer)) == (404, True)
    assert "Bản đồ ô" not in text(client.get(f"/mua-dai-hoi/{DAY}&don-vi={block}"))


def test_map_and_paper_cost_the_same_queries_however_many_communes(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    addresses = ("/mua-dai-hoi/ban-do/", "/mua-dai-hoi/", "/mua-dai-hoi/tai/bieu.pdf", "/mua-dai-hoi/tai/bieu.xlsx")

    def counts() -> list[int]:
        return costs(client, [address + DAY for address in addresses])

    def add(first: int, last: int) -> None:
        establish_units(MACHINE, on=date(2020, 1, 1), rows=[row for number in range(first, last) for row in (
            NewUnit(f"a{number}", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, f"Xã Số {number}", world["171"], f"9{number:04}"),
            NewUnit(f"p{number}", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.LOCAL, f"Đảng bộ xã Số {number}", world["party-171"], covers=(f"a{number}",)))])

    add(0, 1)
    few = counts()
    add(1, 30)
    assert counts() == few
