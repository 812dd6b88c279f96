"""Every part of the work as a person does it, through HTTP."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.congress.operations import plan_congresses
from kientoan.core.models import JournalEntry
from kientoan.org import queries
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units
from kientoan.rules.congress import State
from reading import ClientOf, costs, first_sheet, text, workbook_of

DAY = "?ngay=23/06/2020"
JUNE_23 = date(2020, 6, 23)
DOCS = Path(__file__).resolve().parents[2] / "docs"


# -- the first page, the board, the names ---------------------------------------------------------------------------------------------


def test_home_says_where_we_stand_and_what_is_late(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    plan(world, "office", date(2020, 6, 10))
    page = text(client_of("officer").get(f"/{DAY}"))
    assert "25,0 % 1 / 4" in page
    assert "Đến ngày 23/06/2020, 1 trong 4 tổ chức cơ sở đảng đã tổ chức đại hội." in page
    assert "Trễ kế hoạch: 1 tổ chức" in page
    assert "Chi bộ Cơ quan Huyện ủy Đại Từ" in page
    assert "Chưa nêu lý do" in page
    assert "Quá hạn 7 ngày làm việc, hết 09/06/2020; CG-28 Báo cáo kết quả: Đảng bộ xã Dương Thành" in page


def test_the_board_adds_up_and_each_number_opens_to_its_names(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    client = client_of("officer")
    page = client.get(f"/mua-dai-hoi/{DAY}")
    assert "1/4, 25,0 %" in text(page)
    assert "Đến ngày 23/6, toàn tỉnh có 1/4 tổ chức cơ sở đảng đã tổ chức đại hội, đạt trên 20 % (25,0 %)." in text(page)
    link = re.search(r'href="(/mua-dai-hoi/danh-sach/\?[^"]*loc=held[^"]*)"', page.content.decode())
    assert link
    names = text(client.get(link[1].replace("&amp;", "&")))
    assert "Đã tổ chức: 1 tổ chức cơ sở đảng" in names
    assert "Đảng bộ xã Dương Thành" in names
    assert "Đảng bộ xã Lương Phú" not in names


def test_the_day_is_chosen_in_one_place_and_carried_by_every_link(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    for address in ("/", "/mua-dai-hoi/", "/mua-dai-hoi/danh-sach/", "/don-vi/", f"/don-vi/{world['party-05965']}/"):
        page = client.get(f"{address}{DAY}").content.decode()
        assert 'Số liệu ngày Thứ Ba, <b class="nb">23/06/2020</b>' in page
        main = page[page.index('<main id="main"'):page.index('class="foot')]
        inner = [link for link in re.findall(r'href="(/[^"#]*)"', main) if not link.startswith(("/tai-khoan", "/huong-dan"))]
        assert inner
        assert [link for link in inner if "ngay=23%2F06%2F2020" not in link] == []


@pytest.mark.parametrize("written", ["23/6/2020", "23-06-2020", "23062020", "2020-06-23"])
def test_a_day_is_read_however_it_is_written(world: World, client_of: ClientOf, written: str) -> None:
    assert "23/06/2020" in text(client_of("officer").get("/mua-dai-hoi/", {"ngay": written}))


@pytest.mark.parametrize(("written", "sentence"), [
    ("30/02/2020", "Ngày 30/02/2020 không có trong lịch"), ("hôm qua", "“hôm qua” không phải là ngày"), ("01/01/1990", "trước khi cây tổ chức bắt đầu"),
    ("02/07/2020", "Ngày 02/07/2020 chưa tới"), ("01/01/9999", "quá xa")])
def test_a_day_that_cannot_be_shown_says_why(world: World, client_of: ClientOf, written: str, sentence: str) -> None:
    answer = client_of("officer").get("/mua-dai-hoi/", {"ngay": written})
    assert answer.status_code == 400
    assert sentence in text(answer)


def test_a_total_may_exceed_the_names_and_then_the_page_says_so(world: World, client_of: ClientOf) -> None:
    keeper = client_of("keeper")
    page = text(keeper.get(f"/mua-dai-hoi/danh-sach/{DAY}&don-vi={world['party']}"))
    assert "Tất cả: 4 tổ chức cơ sở đảng" in page
    assert "Tổng là 4; 2 tổ chức nằm ngoài phạm vi được xem nên không có tên ở đây." in page
    assert "Đảng bộ xã Phú Xuyên" not in page
    assert "Đảng bộ xã Dương Thành" in page
    answer = keeper.get(f"/mua-dai-hoi/tai/ten.json{DAY}&don-vi={world['party']}").json()
    assert (answer["count"], answer["hidden"], len(answer["names"])) == (4, 2, 2)


def test_no_board_and_no_list_of_late_ones_names_what_one_may_not_see(world: World, client_of: ClientOf) -> None:
    plan(world, "party-05773", date(2020, 6, 10))
    plan(world, "party-05953", date(2020, 6, 11))
    clerk = client_of("clerk")
    home = text(clerk.get(f"/{DAY}"))
    assert "Trễ kế hoạch: 2 tổ chức" in home
    assert "2 tổ chức trễ nằm ngoài phạm vi được xem." in home
    assert "Lương Phú" not in home + text(clerk.get(f"/mua-dai-hoi/{DAY}"))
    board = text(clerk.get(f"/mua-dai-hoi/{DAY}&don-vi={world['party-173']}"))
    assert "1 tổ chức ngoài phạm vi được xem" in board
    assert ("Đảng bộ xã Dương Thành" in board, "Lương Phú" in board) == (True, False)
    answer = clerk.get(f"/mua-dai-hoi/tai/bang.json{DAY}&don-vi={world['party-173']}").json()
    assert sum(child["total"] for child in answer["children"]) == answer["total"] == 2
    assert "Lương Phú" not in str(answer)
    assert clerk.get(f"/mua-dai-hoi/{DAY}&don-vi={world['party-171']}").status_code == 404
    assert clerk.get(f"/mua-dai-hoi/tai/bang.csv{DAY}&don-vi={world['party-171']}").status_code == 404


def test_a_page_costs_the_same_queries_however_many_rows(world: World, client_of: ClientOf) -> None:
    plan(world, "office", date(2020, 6, 10))
    client = client_of("officer")
    addresses = ["/", "/mua-dai-hoi/", "/mua-dai-hoi/ghi/trinh-noi-dung/", "/mua-dai-hoi/danh-sach/", "/don-vi/", f"/don-vi/{world['party-171']}/", "/tai-khoan/", "/mua-dai-hoi/tai/ten.xlsx"]

    def counts() -> list[int]:
        return costs(client, [address + DAY for address in addresses])

    few = counts()
    ids = establish_units(MACHINE, on=date(2020, 1, 1), rows=[
        NewUnit(f"x{number}", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, f"Chi bộ Cơ quan {number}", world["party-171"]) for number in range(25)])
    from kientoan.congress.operations import PlanRow

    plan_congresses(MACHINE, season_key=SEASON, decided_on=date(2020, 6, 1), rows=[
        PlanRow(unit, date(2020, 6, 10), date(2020, 6, 10)) for unit in ids.values()])
    assert counts() == few
    assert max(few) <= 46  # the home page counts its notices once a minute, the board draws its map as well


# -- taking away ----------------------------------------------------------------------------------------------------------------------


def test_xlsx_has_typed_cells_and_a_sheet_that_says_what_it_is(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    answer = client_of("officer").get(f"/mua-dai-hoi/tai/bang.xlsx{DAY}")
    assert answer["Content-Disposition"] == 'attachment; filename="dai-hoi-2020-2025-bang-2020-06-23.xlsx"'
    book = workbook_of(answer)
    rows = book.get_sheet_by_name("Tiến độ đại hội").to_python()
    assert rows[0][:5] == ["Đơn vị", "Mã địa bàn", "Tổng", "Đã tổ chức", "Tỷ lệ"]
    assert rows[2][:5] == ["Đảng bộ huyện Phú Bình", "173", 2, 1, 0.5]
    assert rows[-1][:5] == ["Tổng", "", 4, 1, 0.25]
    about = dict(book.get_sheet_by_name("Về bảng này").to_python())
    assert (about["Con số"], about["Số liệu đến hết ngày"], about["Lọc"], about["Người lấy"]) == ("Tiến độ đại hội", "23/06/2020", "không lọc", "Lê Thị Hà An")
    assert "09:00 01/07/2020" in about["Lúc lấy"]
    names = first_sheet(client_of("officer").get(f"/mua-dai-hoi/tai/ten.xlsx{DAY}&loc=held"))
    assert names[1][:5] == ["Đảng bộ xã Dương Thành", "Đảng bộ huyện Phú Bình", "XXV", date(2020, 5, 29), date(2020, 5, 29)]


def test_csv_is_safe_against_formulas(world: World, client_of: ClientOf) -> None:
    establish_units(MACHINE, on=date(2020, 1, 1), rows=[
        NewUnit("x", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, "=HYPERLINK(1)", world["party-171"])])
    body = client_of("officer").get(f"/mua-dai-hoi/tai/ten.csv{DAY}").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in body
    assert [line for line in body.splitlines() if line.startswith(("=", "+", "-", "@", '"='))] == []


def test_json_is_the_commands_answer(world: World, client_of: ClientOf) -> None:
    answer = client_of("officer").get(f"/mua-dai-hoi/tai/bang.json{DAY}").json()
    assert (answer["figure"], answer["unit"], answer["total"], answer["held"]) == ("season", {"code": "19", "name": "Đảng bộ tỉnh Thái Nguyên"}, 4, 0)


# -- units ----------------------------------------------------------------------------------------------------------------------------


def test_a_unit_shows_its_place_its_history_and_its_congress(world: World, client_of: ClientOf) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    page = text(client_of("officer").get(f"/don-vi/{world['party-05965']}/{DAY}"))
    assert "Đảng bộ tỉnh Thái Nguyên › Đảng bộ huyện Phú Bình" in page
    assert "29/05/2020 Đại hội lần thứ XXV, nhiệm kỳ 2020–2025" in page
    assert "01/01/2020 Lập: Đảng bộ xã Dương Thành" in page
    assert "Địa bàn Xã Dương Thành" in page
    assert "Trực thuộc: 2" in page


def test_a_unit_is_established_renamed_reclassified_moved_and_dissolved_by_form(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    unit = world["05965"]

    def send(act: str, **fields: str) -> object:
        return client.post(f"/don-vi/{unit}/{act}/{DAY}", {"on": "01/06/2020", **fields})

    assert send("lap", name="Xóm Mới", level="hamlet", kind="hamlet", code="").status_code == 302  # type: ignore[attr-defined]  # a response
    assert [each.name for each in queries.children_of(unit, JUNE_23)] == ["Xóm Mới", "Xóm Núi 1", "Xóm Núi 2", "Xóm Trung Thành"]
    send("doi-ten", name="Thị trấn Dương Thành", decision_number="05/NQ-HĐND", decision_date="20/05/2020")
    send("doi-loai", level="commune", kind="township")
    send("chuyen", parent=str(world["171"]))
    moved = queries.unit_on(unit, JUNE_23)
    assert moved is not None
    assert (moved.name, moved.kind, moved.parent_id) == ("Thị trấn Dương Thành", "township", world["171"])
    assert "05/NQ-HĐND" in text(client.get(f"/don-vi/{unit}/{DAY}"))
    assert client.post(f"/don-vi/{world['cell-2']}/giai-the/{DAY}", {"on": "01/06/2020"}).status_code == 302
    assert queries.unit_on(world["cell-2"], JUNE_23) is None
    gone = client.get(f"/don-vi/{world['cell-2']}/{DAY}")
    assert gone.status_code == 404
    assert "Đơn vị không còn từ ngày 01/06/2020." in text(gone)
    assert client.post(f"/don-vi/{world['cell-2']}/rut-lai/{DAY}").status_code == 302
    assert queries.unit_on(world["cell-2"], JUNE_23) is not None


@pytest.mark.parametrize(("act", "fields", "sentence"), [
    ("chuyen", {"parent": "{commune}"}, "Chọn một mục trong danh sách"),
    ("doi-ten", {"name": ""}, "Chưa điền mục này"),
    ("doi-ten", {"name": "Xã X", "on": "31/02/2020"}, "Ngày 31/02/2020 không có trong lịch"),
    ("doi-ten", {"name": "Xã X", "decision_number": "5"}, "Văn bản cần cả số và ngày"),
    ("giai-the", {}, "Còn 2 đơn vị bên dưới"),
    ("doi-loai", {"level": "hamlet", "kind": "hamlet"}, "không đặt dưới"),
    ("lap", {"name": "Xã Dương Thành", "level": "commune", "kind": "commune"}, "Đã có “Xã Dương Thành” cùng cấp"),
    ("lap", {"name": "Xã Mới", "level": "commune", "kind": "commune", "code": "05773"}, "đang thuộc một đơn vị khác"),
])
def test_a_bad_change_names_the_field_and_writes_nothing(world: World, client_of: ClientOf, act: str, fields: dict[str, str], sentence: str) -> None:
    entries = JournalEntry.objects.count()
    sent = {key: value.format(commune=world["05965"]) for key, value in fields.items()}
    answer = client_of("officer").post(f"/don-vi/{world['173']}/{act}/{DAY}", {"on": "01/06/2020", **sent})
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert 'role="alert"' in answer.content.decode()
    assert JournalEntry.objects.count() == entries


def test_a_dissolution_shows_first_what_ends_with_it(world: World, client_of: ClientOf) -> None:
    page = text(client_of("officer").get(f"/don-vi/{world['party-05965']}/giai-the/{DAY}"))
    assert "Cần người xử lý trước Còn 2 đơn vị bên dưới; chuyển hoặc giải thể trước" in page
    assert "Kết thúc Liên kết giữa tổ chức và địa bàn kết thúc: 1" in page


def test_an_organisation_is_linked_to_an_area_and_released(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    client.post(f"/don-vi/{world['cell-2']}/bo-dia-ban/{DAY}", {"area": str(world["xom-3"]), "on": "01/06/2020"})
    assert [area.name for area in queries.areas_of(world["cell-2"], JUNE_23)] == ["Xóm Núi 1"]
    client.post(f"/don-vi/{world['cell-1']}/gan-dia-ban/{DAY}", {"area": str(world["xom-3"]), "on": "01/06/2020"})
    assert [area.name for area in queries.areas_of(world["cell-1"], JUNE_23)] == ["Xóm Núi 2", "Xóm Trung Thành"]


def test_search_by_words_without_diacritics(world: World, client_of: ClientOf) -> None:
    client = client_of("keeper")
    assert "Tìm “duong thanh”: 2 đơn vị" in text(client.get(f"/don-vi/{DAY}&q=duong+thanh"))
    assert "Tìm “phu xuyen”: 1 đơn vị" in text(client.get(f"/don-vi/{DAY}&q=phu+xuyen"))
    assert "không có đơn vị nào như vậy" in text(client.get(f"/don-vi/{DAY}&q=không+đâu+cả"))


# -- congresses -----------------------------------------------------------------------------------------------------------------------


def test_a_congress_from_plan_to_approval_by_those_who_may(world: World, client_of: ClientOf) -> None:
    unit = world["party-05965"]
    base = f"/don-vi/{unit}/dai-hoi/{SEASON}"
    clerk, keeper = client_of("clerk"), client_of("keeper")

    def send(client: Client, act: str, **fields: str) -> int:
        return client.post(f"{base}/{act}/{DAY}", fields).status_code

    assert send(clerk, "ke-hoach", opens_on="28/05/2020", closes_on="29/05/2020", ordinal_text="XXV", ordinal_number="25", form="delegate",
                decided_on="02/03/2020", reason="") == 302
    assert send(clerk, "trinh-noi-dung", on="13/04/2020") == 302
    assert send(clerk, "duyet-noi-dung", on="14/05/2020") == 403
    assert send(keeper, "duyet-noi-dung", on="14/05/2020") == 302
    assert send(clerk, "da-to-chuc", opened_on="28/05/2020", on="29/05/2020") == 302
    assert send(clerk, "bao-cao", on="03/06/2020") == 302
    assert "Chuẩn y kết quả" in text(keeper.get(f"/don-vi/{unit}/{DAY}"))
    assert "Không chuẩn y" not in text(clerk.get(f"/don-vi/{unit}/{DAY}"))
    assert send(keeper, "chuan-y", on="18/06/2020") == 302
    page = text(clerk.get(f"/don-vi/{unit}/{DAY}"))
    assert "Đại hội lần thứ XXV, nhiệm kỳ 2020–2025" in page
    assert "Đã chuẩn y" in page
    assert send(keeper, "rut-lai") == 302
    assert "Đã báo cáo" in text(clerk.get(f"/don-vi/{unit}/{DAY}"))
    assert send(keeper, "khong-chuan-y", on="18/06/2020", note="Bầu thiếu số lượng") == 302
    assert send(clerk, "ke-hoach", opens_on="25/06/2020", closes_on="25/06/2020", decided_on="20/06/2020") == 302
    assert "Có kế hoạch" in text(clerk.get(f"/don-vi/{unit}/{DAY}"))


def test_a_plan_is_shown_whole_before_it_is_changed(world: World, client_of: ClientOf) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    page = client_of("clerk").get(f"/don-vi/{world['party-05965']}/dai-hoi/{SEASON}/ke-hoach/{DAY}").content.decode()
    shown = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', page))
    assert {name: shown[name] for name in ("opens_on", "closes_on", "ordinal_text", "ordinal_number")} == {
        "opens_on": "10/06/2020", "closes_on": "10/06/2020", "ordinal_text": "XXV", "ordinal_number": "25"}


def test_a_plan_that_leaves_the_calendar_stands_and_says_so(world: World, client_of: ClientOf) -> None:
    base = f"/don-vi/{world['party-05965']}/dai-hoi/{SEASON}/ke-hoach/{DAY}"
    late = client_of("clerk").post(base, {"opens_on": "01/07/2020", "closes_on": "02/07/2020", "decided_on": "01/06/2020"}, follow=True)
    assert "Ngày bế mạc 02/07/2020 sau hạn 30/06/2020 của lịch mùa; kế hoạch vẫn được ghi." in text(late)
    long = client_of("clerk").post(base, {"opens_on": "26/06/2020", "closes_on": "28/06/2020", "decided_on": "02/06/2020"}, follow=True)
    assert "Đại hội dự kiến 3 ngày, dài hơn 2 ngày của cấp này" in text(long)


@pytest.mark.parametrize(("act", "fields", "sentence"), [
    ("da-to-chuc", {"opened_on": "01/03/2020", "on": "01/03/2020"}, "trước ngày quyết định kế hoạch 02/03/2020"),
    ("da-to-chuc", {"opened_on": "02/07/2020", "on": "02/07/2020"}, "Ngày 02/07/2020 chưa tới"),
    ("da-to-chuc", {"opened_on": "10/06/2020", "on": "09/06/2020"}, "Chưa ghi “duyệt nội dung”"),
    ("ke-hoach", {"opens_on": "10/06/2020", "closes_on": "09/06/2020", "decided_on": "01/06/2020"}, "trước ngày khai mạc"),
    ("ly-do-tre", {"text": " ", "on": "20/06/2020"}, "Chưa điền mục này"),
])
def test_a_bad_step_says_why_at_its_field(world: World, client_of: ClientOf, act: str, fields: dict[str, str], sentence: str) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    entries = JournalEntry.objects.count()
    answer = client_of("officer").post(f"/don-vi/{world['party-05965']}/dai-hoi/{SEASON}/{act}/{DAY}", fields)
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert JournalEntry.objects.count() == entries


def test_an_office_enters_a_list_of_days_at_once_all_or_none(world: World, client_of: ClientOf) -> None:
    for key in ("party-05965", "party-05953", "party-05773"):
        plan(world, key, date(2020, 6, 10))
    keeper = client_of("keeper")
    base = f"/mua-dai-hoi/ghi/trinh-noi-dung/{DAY}"
    page = text(keeper.get(base))
    assert "2 tổ chức đến lượt bước này" in page
    assert "Đảng bộ xã Phú Xuyên" not in page
    first, second = f"on-{world['party-05965']}", f"on-{world['party-05953']}"
    entries = JournalEntry.objects.count()
    assert "Điền ngày cho ít nhất một tổ chức" in text(keeper.post(base, {first: "", second: ""}))
    refused = text(keeper.post(base, {first: "13/04/2020", second: "31/04/2020"}))
    assert "Đảng bộ xã Lương Phú : Ngày 31/04/2020 không có trong lịch" in refused
    refused = text(keeper.post(base, {first: "13/04/2020", second: "02/08/2020"}))
    assert "Đảng bộ xã Lương Phú: Ngày 02/08/2020 chưa tới" in refused
    assert JournalEntry.objects.count() == entries
    done = keeper.post(base, {first: "13/04/2020", second: "14/04/2020", f"on-{world['party-05773']}": "14/04/2020"}, follow=True)
    assert "Đã ghi 2 tổ chức." in text(done)
    assert "Không có tổ chức nào đến lượt bước này" in text(done)
    assert JournalEntry.objects.count() == entries + 1
    assert client_of("auditor").get(base).status_code == 200
    assert keeper.get(f"/mua-dai-hoi/ghi/khong-co/{DAY}").status_code == 404


def test_a_reason_for_a_delay_shows_with_the_delay(world: World, client_of: ClientOf) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    client = client_of("clerk")
    client.post(f"/don-vi/{world['party-05965']}/dai-hoi/{SEASON}/ly-do-tre/{DAY}", {"text": "Ngập đường", "on": "11/06/2020"})
    names = text(client.get(f"/mua-dai-hoi/danh-sach/{DAY}&loc=late"))
    assert "13 ngày Ngập đường" in names


def test_a_season_is_opened_and_its_calendar_set_by_form(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    answer = client.post(f"/mua-dai-hoi/moi/{DAY}", {"label": "2025–2030", "opens_on": "01/04/2025", "due_on": "30/06/2025"})
    assert answer["Location"].startswith("/mua-dai-hoi/lich/?mua=2025-2030")
    client.post(f"/mua-dai-hoi/lich/{DAY}&mua=2025-2030", {"level": "cell", "opens_on": "01/01/2025", "due_on": "28/02/2025", "report_within": "7"})
    page = text(client.get(f"/mua-dai-hoi/lich/{DAY}&mua=2025-2030"))
    assert "Chi bộ trực thuộc 01/01/2025 28/02/2025" in page
    assert "45 ngày" in page
    assert client.post(f"/mua-dai-hoi/lich/{DAY}&mua=2025-2030", {"level": "cell", "opens_on": "01/03/2025", "due_on": "28/02/2025"}).status_code == 200


def test_an_installation_without_a_season_says_what_to_do_first(db: None, story: None, client_of: ClientOf) -> None:
    from cast import build_world

    build_world(season=False)
    for address in ("/", "/mua-dai-hoi/"):
        page = client_of("officer").get(f"{address}{DAY}")
        assert page.status_code == 200
        assert "Chưa có mùa đại hội nào." in text(page)
        assert "/mua-dai-hoi/moi/" in page.content.decode()


def test_the_state_of_every_congress_has_a_shape_and_a_word() -> None:
    from kientoan.web.templatetags.kientoan import TONES, state

    assert set(TONES) == set(State)
    assert all(re.search(r'href="#i-[a-z]+"/></svg>[^<]+</span>', state(each)) for each in State)


# -- manual, language, errors ----------------------------------------------------------------------------------------------------------


def test_the_language_changes_and_comes_back(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    answer = client.post("/ngon-ngu/", {"language": "en", "next": f"/{DAY}"})
    assert answer["Location"] == f"/{DAY}"
    page = client.get(f"/{DAY}").content.decode()
    assert '<html lang="en">' in page
    assert "Tuesday" in page
    assert client.post("/ngon-ngu/", {"language": "vi", "next": "https://example.org/"})["Location"] == "/"
    assert '<html lang="vi">' in client.get(f"/{DAY}").content.decode()


def test_the_first_language_is_the_installations_whatever_the_browser_asks_for(world: World, client_of: ClientOf, settings: object) -> None:
    client = client_of("officer")
    assert '<html lang="vi">' in client.get(f"/{DAY}", headers={"accept-language": "en"}).content.decode()
    settings.FIRST_LANGUAGE = "en"  # type: ignore[attr-defined]  # pytest-django's settings
    assert "Tuesday" in client.get(f"/{DAY}").content.decode()
    client.cookies["kientoan_language"] = "vi"
    assert "Mùa đại hội" in text(client.get(f"/{DAY}"))


def test_an_unknown_address_is_a_page_of_ours(world: World, client_of: ClientOf) -> None:
    answer = client_of("officer").get("/khong-co/")
    assert (answer.status_code, "Không tìm thấy trang này" in text(answer)) == (404, True)


def test_every_page_carries_a_strict_policy_and_no_inline_style_or_script(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    for address in ("/", "/mua-dai-hoi/", "/mua-dai-hoi/danh-sach/", "/don-vi/", f"/don-vi/{world['party-05965']}/", "/tai-khoan/", "/quyen/", "/dang-nhap/"):
        answer = client.get(f"{address}{DAY}", follow=True)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        body = answer.content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", body) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_application_serves_its_manual_to_anyone_in_both_languages(db: None, language: str) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    reader.cookies["kientoan_language"] = language
    index = reader.get("/huong-dan/").content.decode()
    links = re.findall(r'href="(/huong-dan/[a-z-]+/[a-z-]+/)"', index)
    assert len(links) == len(list(DOCS.glob(f"*/*.{language}.md")))
    for link in links:
        page = reader.get(link)
        assert page.status_code == 200
        for inner in re.findall(r'href="(/huong-dan/[^"]+)"', page.content.decode()):
            assert reader.get(inner).status_code == 200, inner
    # On a phone a table's rows stand below each other, each cell with its column's name.
    settings_page = reader.get("/huong-dan/reference/settings/").content.decode()
    assert re.search(r'<table class="stack">.*?<th scope="row"><code>KIENTOAN_HOME</code></th>\s*<td data-l="[^"]+"><div>', settings_page, re.S)
    operations = text(reader.get("/huong-dan/reference/operations/"))
    assert "org.establish_units" in operations
    assert reader.get("/huong-dan/reference/none/").status_code == 404
