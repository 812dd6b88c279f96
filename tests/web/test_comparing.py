"""Two days side by side, through HTTP: of a season and of the units."""

from datetime import date

import pytest

from cast import MACHINE, World, hold, plan
from kientoan.core import clock
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, dissolve_unit, establish_units, move_unit
from reading import ClientOf, costs, text, workbook_of

pytestmark = pytest.mark.once

JUNE = "?ngay=23/06/2020&voi=16/06/2020"


def office(world: World, name: str, on: date) -> int:
    """An organisation of an office in Đại Từ from a day on."""
    return establish_units(MACHINE, on=on, rows=[NewUnit("x", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, name, world["party-171"])])["x"]


def changing(world: World) -> None:
    """Between 16 and 23 June: one held, one planned, one established, one ended, one moved to another district."""
    hold(world, "party-05965", date(2020, 6, 18))
    plan(world, "party-05953", date(2020, 6, 29), decided=date(2020, 6, 20))
    office(world, "Chi bộ Cơ quan Mới", date(2020, 6, 17))
    gone = office(world, "Chi bộ Cơ quan Cũ", date(2020, 1, 1))
    dissolve_unit(MACHINE, unit_id=gone, on=date(2020, 6, 19))
    move_unit(MACHINE, unit_id=world["office"], parent_id=world["party-173"], on=date(2020, 6, 22))


# -- a season ---------------------------------------------------------------------------------------------------------------------------


def test_both_figures_the_difference_and_who_made_it_with_their_days(world: World, client_of: ClientOf) -> None:
    changing(world)
    client = client_of("officer")
    said = text(client.get(f"/mua-dai-hoi/so-sanh/{JUNE}"))
    assert "Tổ chức cơ sở đảng: 16/06/2020 và 23/06/2020" in said
    assert "0/5 → 1/5" in said
    assert "0,0 % → 20,0 %" in said
    assert "Đảng bộ huyện Đại Từ 3 0 2 0 −1 0 Đảng bộ huyện Phú Bình 2 0 3 1 +1 +1 Tổng 5 0 5 1 0 +1" in said
    assert "Tổ chức thay đổi: 4" in said
    assert "Lập mới 1 · Đổi trạng thái 2 · Không còn 1" in said
    assert "Chi bộ Cơ quan Mới 17/06/2020 Lập mới Không có → Chưa có kế hoạch" in said
    assert "Đảng bộ xã Dương Thành 18/06/2020 Đổi trạng thái Đã duyệt nội dung → Đã tổ chức" in said
    assert "Chi bộ Cơ quan Cũ 19/06/2020 Không còn Chưa có kế hoạch → Không có" in said
    assert "Đảng bộ xã Lương Phú 20/06/2020 Đổi trạng thái Chưa có kế hoạch → Có kế hoạch" in said


def test_who_moved_in_or_away_is_told_apart_from_who_began_or_ended(world: World, client_of: ClientOf) -> None:
    changing(world)
    client = client_of("officer")
    came = text(client.get(f"/mua-dai-hoi/so-sanh/{JUNE}&don-vi={world['party-173']}"))
    assert "Chi bộ Cơ quan Huyện ủy Đại Từ 22/06/2020 Chuyển đến hoặc đổi cấp" in came
    went = text(client.get(f"/mua-dai-hoi/so-sanh/{JUNE}&don-vi={world['party-171']}"))
    assert "Chi bộ Cơ quan Huyện ủy Đại Từ 22/06/2020 Chuyển đi hoặc đổi cấp" in went


def test_the_days_may_come_in_either_order_and_the_other_is_a_week_earlier_by_default(world: World, client_of: ClientOf) -> None:
    changing(world)
    client = client_of("officer")
    there = text(client.get(f"/mua-dai-hoi/so-sanh/{JUNE}"))
    back = text(client.get("/mua-dai-hoi/so-sanh/?ngay=16/06/2020&voi=23/06/2020"))
    cut = there.index("0/5 → 1/5")
    assert there[cut:cut + 900] == back[back.index("0/5 → 1/5"):][:900]
    assert "16/06/2020 và 23/06/2020" in text(client.get("/mua-dai-hoi/so-sanh/?ngay=23/06/2020"))
    assert "01/01/2020 và 03/01/2020" in text(client.get("/mua-dai-hoi/so-sanh/?ngay=03/01/2020"))
    assert "Không có tổ chức nào thay đổi giữa hai ngày." in text(client.get("/mua-dai-hoi/so-sanh/?ngay=23/06/2020&voi=23/06/2020"))


def test_the_comparison_as_json_and_workbook(world: World, client_of: ClientOf) -> None:
    changing(world)
    client = client_of("officer")
    answer = client.get(f"/mua-dai-hoi/so-sanh/tai.json{JUNE}").json()
    assert answer["first"] == {"as_of": "2020-06-16", "total": 5, "held": 0}
    assert answer["second"] == {"as_of": "2020-06-23", "total": 5, "held": 1}
    assert (answer["difference"], answer["notes"], answer["hidden"]) == ({"total": 0, "held": 1}, [], 0)
    assert answer["changes"][1] == {"name": "Đảng bộ xã Dương Thành", "move": "changed", "on": "2020-06-18", "before": "cleared", "after": "held"}
    file = client.get(f"/mua-dai-hoi/so-sanh/tai.xlsx{JUNE}")
    assert file["Content-Disposition"] == 'attachment; filename="so-sanh-2020-2025-2020-06-16-2020-06-23.xlsx"'
    book = workbook_of(file)
    assert book.sheet_names == ["So sánh hai ngày", "Tổ chức thay đổi", "Về bảng này"]
    rows = book.get_sheet_by_index(0).to_python()
    assert [rows[0][at] for at in (1, 4, 7)] == ["16/06/2020", "23/06/2020", "Chênh lệch"]
    assert rows[-1] == ["Tổng", 5, 0, 0, 5, 1, 0.2, 0, 1]
    assert book.get_sheet_by_index(1).to_python()[2] == ["Đảng bộ xã Dương Thành", "đổi trạng thái", date(2020, 6, 18), "đã duyệt nội dung", "đã tổ chức"]
    assert client.get(f"/mua-dai-hoi/so-sanh/tai.pdf{JUNE}").status_code == 404


def test_names_beyond_ones_scope_are_counted_and_not_told(world: World, client_of: ClientOf) -> None:
    changing(world)
    client = client_of("clerk")
    said = text(client.get(f"/mua-dai-hoi/so-sanh/{JUNE}&don-vi={world['party-173']}"))
    assert "2 tổ chức ngoài phạm vi được xem không có tên ở đây." in said
    assert "Tổ chức thay đổi: 3" in said
    assert "Lương Phú" not in said
    assert "Tổng 2 0 3 1 +1 +1" in said
    answer = client.get(f"/mua-dai-hoi/so-sanh/tai.json{JUNE}&don-vi={world['party-173']}")
    assert answer.json()["hidden"] == 2
    assert "Lương Phú" not in answer.content.decode()
    assert client.get(f"/mua-dai-hoi/so-sanh/{JUNE}&don-vi={world['party-171']}").status_code == 404


@pytest.mark.parametrize(("other", "sentence"), [
    ("30/02/2020", "Ngày 30/02/2020 không có trong lịch"), ("hôm qua", "“hôm qua” không phải là ngày"), ("31/12/2019", "trước khi cây tổ chức bắt đầu"),
    ("02/07/2020", "Ngày 02/07/2020 chưa tới")])
def test_a_day_to_compare_with_that_cannot_be_says_why(world: World, client_of: ClientOf, other: str, sentence: str) -> None:
    for address in ("/mua-dai-hoi/so-sanh/", f"/don-vi/{world['19']}/so-sanh/"):
        answer = client_of("officer").get(address, {"ngay": "23/06/2020", "voi": other})
        assert answer.status_code == 400
        assert sentence in text(answer)


def test_across_the_reform_of_2025_the_page_says_that_counts_are_not_comparable_tn_09(world: World, client_of: ClientOf) -> None:
    with clock.telling(clock.working_moment(date(2025, 8, 1))):
        client = client_of("officer")
        across = client.get("/mua-dai-hoi/so-sanh/?ngay=15/07/2025&voi=23/06/2020")
        assert "không so sánh được với nhau (294-QĐ/TW, 1683/NQ-UBTVQH15). TN-09" in text(across)
        assert client.get("/mua-dai-hoi/so-sanh/tai.json?ngay=15/07/2025&voi=23/06/2020").json()["notes"][0]["rule"] == "TN-09"
        assert "TN-09" in text(client.get(f"/don-vi/{world['19']}/so-sanh/?ngay=15/07/2025&voi=23/06/2020"))
        assert "TN-09" not in text(client.get("/mua-dai-hoi/so-sanh/?ngay=30/06/2025&voi=23/06/2020"))
        assert "TN-09" in text(client.get("/mua-dai-hoi/?ngay=01/07/2025"))  # the season's calendar ended in 2020
        assert "TN-09" not in text(client.get("/mua-dai-hoi/?ngay=30/06/2025"))
        client.cookies["kientoan_language"] = "en"
        assert "are not comparable (294-QĐ/TW, 1683/NQ-UBTVQH15). TN-09" in text(client.get("/mua-dai-hoi/so-sanh/?ngay=15/07/2025&voi=23/06/2020"))


# -- units ------------------------------------------------------------------------------------------------------------------------------


def test_units_by_level_and_kind_with_those_that_began_and_ended(world: World, client_of: ClientOf) -> None:
    ward = establish_units(MACHINE, on=date(2020, 6, 20), rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.WARD, "Phường Mới", world["173"], "09999")])["x"]
    dissolve_unit(MACHINE, unit_id=world["xom-3"], on=date(2020, 6, 18))
    move_unit(MACHINE, unit_id=world["05953"], parent_id=world["171"], on=date(2020, 6, 19))
    client = client_of("officer")
    said = text(client.get(f"/don-vi/{world['19']}/so-sanh/{JUNE}"))
    assert "Số đơn vị: 16/06/2020 và 23/06/2020" in said
    assert "Cấp xã 3 4 +1 Xóm, tổ dân phố 3 2 −1" in said
    assert "Phường 0 1 +1 Xã 3 3 0" in said
    assert "Đơn vị thay đổi: 2 Lập mới 1 · Không còn 1" in said
    assert "Phường Mới Cấp xã, phường Lập mới 20/06/2020 –" in said
    assert "Xóm Núi 2 Xóm, tổ dân phố, xóm, thôn, bản Không còn – 18/06/2020" in said
    district = text(client.get(f"/don-vi/{world['173']}/so-sanh/{JUNE}"))
    assert "Xã Lương Phú Cấp xã, xã Chuyển đi hoặc đổi cấp – 19/06/2020" in district
    answer = client.get(f"/don-vi/{world['19']}/so-sanh/tai.json{JUNE}").json()
    assert answer["difference"] == {"province": 0, "district": 0, "commune": 1, "hamlet": -1}
    assert [change["name"] for change in answer["changes"]] == ["Phường Mới", "Xóm Núi 2"]
    book = workbook_of(client.get(f"/don-vi/{world['19']}/so-sanh/tai.xlsx{JUNE}"))
    assert book.get_sheet_by_index(0).to_python()[3] == ["cấp xã", 3, 4, 1]
    assert book.get_sheet_by_index(1).to_python()[1][:4] == ["Phường Mới", "cấp xã", "phường", "lập mới"]
    refused = client.get(f"/don-vi/{ward}/so-sanh/{JUNE}")
    assert (refused.status_code, "Ngày 16/06/2020 chưa có Phường Mới. Chọn ngày khác, từ 20/06/2020." in text(refused)) == (400, True)


def test_a_unit_beyond_ones_scope_cannot_be_compared_nor_found(world: World, client_of: ClientOf) -> None:
    client = client_of("stranger")
    for address in (f"/don-vi/{world['party-05965']}/so-sanh/", f"/don-vi/{world['party-05965']}/so-sanh/tai.json", "/don-vi/999999/so-sanh/"):
        assert client.get(f"{address}{JUNE}").status_code == 404


def test_a_comparison_costs_the_same_queries_however_much_changed(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    addresses = ("/mua-dai-hoi/so-sanh/", "/mua-dai-hoi/so-sanh/tai.xlsx", f"/don-vi/{world['party']}/so-sanh/", f"/don-vi/{world['party']}/so-sanh/tai.json")

    def counts() -> list[int]:
        return costs(client, [address + JUNE for address in addresses])

    office(world, "Chi bộ Cơ quan 1", date(2020, 6, 17))
    few = counts()
    for number in range(2, 20):
        office(world, f"Chi bộ Cơ quan {number}", date(2020, 6, 17))
    assert counts() == few
