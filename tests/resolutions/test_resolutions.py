"""Resolutions through pages: clauses with exact targets, published and corrected with their history, answered by units below without a blank cell."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client

from cast import MACHINE, World
from duties import cell_secretary, published
from kientoan.core.models import JournalEntry
from kientoan.registers.enums import PaperKind
from kientoan.resolutions import access, fields, queries
from kientoan.resolutions.models import Target
from kientoan.resolutions.operations import Heading, enter_resolution, write_clause
from reading import ClientOf, costs, first_sheet, text

DAY = "?ngay=23/06/2020"
HEADING = {"kind": "resolution", "number": "05-NQ/ĐU", "title": "Nghị quyết đại hội Đảng bộ xã lần thứ XXV", "on": "25/05/2020", "above": ""}


def entered(client: Client, unit: int, **more: str) -> int:
    """A draft that was entered on a page."""
    answer = client.post(f"/don-vi/{unit}/nghi-quyet/moi/{DAY}", {**HEADING, **more})
    assert answer.status_code == 302, text(answer)
    return int(re.search(r"/nghi-quyet/(\d+)/", answer["Location"]).group(1))  # type: ignore[union-attr]  # an address of a resolution


def clauses(resolution: int) -> list[UUID]:
    """What names the clauses."""
    return [line.key for line in queries.paper(resolution).clauses]


def test_a_clerk_enters_clauses_with_exact_targets_publishes_and_corrects_them_with_their_history(world: World, client_of: ClientOf) -> None:
    clerk, unit = client_of("clerk"), world["party-05965"]
    assert "Chưa có nghị quyết nào" in text(clerk.get(f"/nghi-quyet/{DAY}"))
    assert "chưa tới" in text(clerk.post(f"/don-vi/{unit}/nghi-quyet/moi/{DAY}", {**HEADING, "on": "02/07/2020"}))
    made = entered(clerk, unit)
    page = f"/nghi-quyet/{made}/"
    assert "Bước tiếp theo: ghi mục đầu tiên" in text(clerk.get(page + DAY))
    assert "chưa có mục nào" in text(clerk.post(f"{page}lam/ban-hanh/", {"on": "26/05/2020"}))
    for said in ("Dồn điền đổi thửa 120 ha", "Mười xóm đạt chuẩn nông thôn mới"):
        assert clerk.post(f"{page}lam/muc/", {"text": said}).status_code == 302
    first, second = clauses(made)
    target = {"indicator": "", "name": "Diện tích dồn điền", "value": "1.250", "measure": "ha", "due_on": "31/12/2022"}
    assert "hiểu được hai cách" in text(clerk.post(f"{page}lam/chi-tieu/?muc={first}", target))
    assert "trước ngày văn bản" in text(clerk.post(f"{page}lam/chi-tieu/?muc={first}", {**target, "value": "120,5", "due_on": "01/01/2020"}))
    assert clerk.post(f"{page}lam/chi-tieu/?muc={first}", {**target, "value": "120,5"}).status_code == 302
    assert clerk.post(f"{page}lam/chi-tieu/?muc={second}", {"indicator": "ntm-03", "name": "", "value": "98,25", "measure": "", "due_on": "31/12/2024"}).status_code == 302
    assert sorted(Target.objects.known().values_list("name", "value", "indicator")) == [
        ("Diện tích dồn điền", Decimal("120.5"), ""), ("Thủy lợi", Decimal("98.25"), "ntm-03")]
    shown = text(clerk.get(page + DAY))
    assert ("DỰ THẢO" in shown, "120,5 ha" in shown, "98,25 %" in shown, "tên chưa kiểm chứng" in shown) == (True, True, True, True)
    # A draft is its own unit's; published, it is read by the units below it.
    cell = cell_secretary(world, client_of)
    assert cell.get(page + DAY).status_code == 404
    assert clerk.post(f"{page}lam/ban-hanh/", {"on": "24/05/2020"}).status_code == 200
    assert clerk.post(f"{page}lam/ban-hanh/", {"on": "26/05/2020"}).status_code == 302
    assert "Dồn điền đổi thửa 120 ha" in text(cell.get(page + DAY))
    assert "05-NQ/ĐU" in text(cell.get(f"/nghi-quyet/{DAY}&loc=cap-tren"))
    assert cell.post(f"{page}lam/muc/", {"text": "Mục lạ"}).status_code == 403
    # Corrected with a reason, by a version that takes the place of the one before, which stays to be read.
    assert "Ghi lý do" in text(clerk.post(f"{page}lam/muc/?muc={first}", {"text": "Dồn điền đổi thửa 125 ha", "reason": ""}))
    assert clerk.post(f"{page}lam/muc/?muc={first}", {"text": "Dồn điền đổi thửa 125 ha", "reason": "đo lại"}).status_code == 302
    assert clerk.post(f"{page}lam/sua/", {**HEADING, "title": "Nghị quyết đại hội xã", "reason": "gọn lại"}).status_code == 302
    shown = text(clerk.get(page + DAY))
    for words in ("Dồn điền đổi thửa 125 ha", "Các bản trước: 2", "Dồn điền đổi thửa 120 ha", "đo lại", "gọn lại"):
        assert words in shown, words
    assert clauses(made) == [first, second]
    dropped = Target.objects.known().get(name="Diện tích dồn điền")
    assert clerk.post(f"{page}lam/bo-chi-tieu/?chi-tieu={dropped.fact_id}").status_code == 302
    assert clerk.post(f"{page}lam/bo-muc/?muc={second}", {"reason": "trùng mục 1"}).status_code == 302
    assert clauses(made) == [first]
    assert {"resolutions.enter_resolution", "resolutions.write_clause", "resolutions.publish_resolution"} <= {entry.operation for entry in JournalEntry.objects.all()}


def test_a_unit_below_answers_each_clause_and_is_not_published_while_a_cell_is_blank(world: World, client_of: ClientOf) -> None:
    above, (first, second, third) = published(world["party-05965"], "Dồn điền 120 ha", "Mười xóm đạt chuẩn", "Kết nạp 20 đảng viên")
    cell = cell_secretary(world, client_of)
    made = entered(cell, world["cell-1"], kind="programme", number="01-CTr/CB", title="Chương trình hành động", on="02/06/2020", above=str(above))
    assert cell.post(f"/nghi-quyet/{made}/lam/muc/", {"text": "Dồn 12 ha cánh đồng Trung Thành"}).status_code == 302
    own = clauses(made)[0]
    refused = cell.post(f"/nghi-quyet/{made}/lam/ban-hanh/", {"on": "02/06/2020"})
    assert "Chưa trả lời mục 1, 2, 3 của nghị quyết cấp trên" in text(refused)
    answer = f"/nghi-quyet/{made}/lam/tra-loi/?muc="
    assert "Chọn mục của nghị quyết mình" in text(cell.post(f"{answer}{first}", {"answer": "adopted", "own_clause": "", "text": ""}))
    assert "Ghi khác mục của cấp trên" in text(cell.post(f"{answer}{first}", {"answer": "adapted", "own_clause": own, "text": ""}))
    assert "Ghi vì sao không áp dụng" in text(cell.post(f"{answer}{third}", {"answer": "not_applicable", "own_clause": "", "text": ""}))
    assert cell.post(f"{answer}{first}", {"answer": "adapted", "own_clause": own, "text": "làm 12 ha trước"}).status_code == 302
    assert cell.post(f"{answer}{second}", {"answer": "adopted", "own_clause": own, "text": ""}).status_code == 302
    assert "Chưa trả lời mục 3 của" in text(cell.post(f"/nghi-quyet/{made}/lam/ban-hanh/", {"on": "02/06/2020"}))
    assert "trả lời 1 mục của cấp trên" in text(cell.get(f"/nghi-quyet/{made}/{DAY}"))
    clerk = client_of("clerk")
    board = text(clerk.get(f"/nghi-quyet/{above}/tra-loi/{DAY}"))
    assert ("0 trong 2 đơn vị trực thuộc đã ban hành đủ; còn 4 ô trống" in board, "chưa có văn bản" in board) == (True, True)
    assert cell.post(f"{answer}{third}", {"answer": "not_applicable", "own_clause": "", "text": "chi bộ đã đủ"}).status_code == 302
    assert cell.post(f"/nghi-quyet/{made}/lam/ban-hanh/", {"on": "02/06/2020"}).status_code == 302
    board = text(clerk.get(f"/nghi-quyet/{above}/tra-loi/{DAY}"))
    assert "1 trong 2 đơn vị trực thuộc đã ban hành đủ; còn 3 ô trống" in board
    table = first_sheet(clerk.get(f"/nghi-quyet/{above}/tra-loi/tai.xlsx{DAY}"))
    assert table[1] == ["Chi bộ xóm Núi 1 và Núi 2", "", "", "", "", "", 3.0]
    assert table[2] == ["Chi bộ xóm Trung Thành", "chương trình 01-CTr/CB", "đã ban hành", "thực hiện có điều chỉnh", "thực hiện nguyên mục", "không áp dụng", 0.0]
    assert cell.get(f"/nghi-quyet/{above}/tra-loi/tai.csv{DAY}").status_code == 404
    own_page = text(clerk.get(f"/nghi-quyet/{made}/tra-loi/{DAY}"))
    assert ("làm 12 ha trước" in own_page, "chi bộ đã đủ" in own_page, "thực hiện có điều chỉnh" in own_page) == (True, True, True)
    # A clause that is answered, or answers, is not dropped.
    assert "không bỏ được" in text(clerk.post(f"/nghi-quyet/{above}/lam/bo-muc/?muc={first}", {"reason": "thử"}))
    assert "không bỏ được" in text(cell.post(f"/nghi-quyet/{made}/lam/bo-muc/?muc={own}", {"reason": "thử"}))


def test_only_what_is_published_above_is_answered(world: World, client_of: ClientOf) -> None:
    draft = enter_resolution(MACHINE, unit_id=world["party-05965"], heading=Heading(PaperKind.RESOLUTION, "Dự thảo", date(2020, 5, 25)))
    aside, _keys = published(world["party-05953"], "Mục của xã khác")
    cell = cell_secretary(world, client_of)
    for other in (draft, aside):
        refused = cell.post(f"/don-vi/{world['cell-1']}/nghi-quyet/moi/{DAY}", {**HEADING, "above": str(other)})
        assert (refused.status_code, "Chọn một mục trong danh sách" in text(refused)) == (200, True)
    assert cell.get(f"/nghi-quyet/{aside}/{DAY}").status_code == 404


@pytest.mark.parametrize("path", ["/nghi-quyet/999999/", "/nghi-quyet/999999/tra-loi/"])
def test_a_resolution_that_there_is_not_is_not_found(world: World, client_of: ClientOf, path: str) -> None:
    assert client_of("officer").get(path).status_code == 404


def test_strangers_find_no_resolution_and_auditors_change_none(world: World, client_of: ClientOf) -> None:
    made, (clause,) = published(world["party-05965"], "Dồn điền")
    stranger, auditor = client_of("stranger"), client_of("auditor")
    assert [stranger.get(f"/nghi-quyet/{made}/{rest}{DAY}").status_code for rest in ("", "tra-loi/", "lam/sua/", f"lam/muc/?muc={clause}&x=")] == [404] * 4
    assert "05-NQ/ĐU" not in text(stranger.get(f"/nghi-quyet/{DAY}"))
    assert stranger.get(f"/nghi-quyet/{DAY}&don-vi={world['party-05965']}").status_code == 404
    assert (auditor.get(f"/nghi-quyet/{made}/{DAY}").status_code, auditor.get(f"/nghi-quyet/{made}/lam/sua/{DAY}").status_code) == (200, 403)
    assert client_of("clerk").get(f"/nghi-quyet/{made}/lam/muc/?muc=khong-phai").status_code == 404


def test_pages_of_resolutions_ask_the_same_however_many_there_are(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    made, _keys = published(world["party-05965"], "Mục 1")
    enter_resolution(MACHINE, unit_id=world["cell-1"], heading=Heading(PaperKind.PLAN, "Kế hoạch 1", date(2020, 6, 1)), above_id=made)
    addresses = [f"/nghi-quyet/{DAY}", f"/nghi-quyet/{DAY}&tim=đại+hội", f"/nghi-quyet/{made}/{DAY}", f"/nghi-quyet/{made}/tra-loi/{DAY}"]
    costs(client, addresses)
    before = costs(client, addresses)
    for at in range(2, 12):
        write_clause(MACHINE, resolution_id=made, text=f"Mục {at}", reason="thêm")
        enter_resolution(MACHINE, unit_id=world["cell-1"], heading=Heading(PaperKind.PLAN, f"Kế hoạch {at}", date(2020, 6, 1)), above_id=made)
    assert costs(client, addresses) == before
    assert "Không tìm thấy nghị quyết nào" in text(client.get(f"/nghi-quyet/{DAY}&tim=không+có"))


def test_every_field_of_persons_has_a_class_and_none_holds_an_opinion() -> None:
    models = {model.__name__: {field.name for field in model._meta.concrete_fields} for model in apps.get_app_config("resolutions").get_models()}
    assert {name: set(of) for name, of in fields.CLASSES.items()} == {name: names for name, names in models.items() if "person" in names}


@pytest.mark.parametrize("username", ["officer", "keeper", "stranger", "clerk", "secretary", "auditor", "administrator", "counter"])
def test_which_units_one_sees_is_answered_alike_for_one_and_for_many(world: World, username: str) -> None:
    actor, day = world.actor(username), date(2020, 6, 23)
    units = [world[key] for key in ("party", "party-171", "party-173", "party-05965", "cell-1", "cell-2", "xom-1", "05965", "05773")]
    assert access.seen_among(actor, units, day) == {unit for unit in units if access.may_see(actor, unit, day)}
