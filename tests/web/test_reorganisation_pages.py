"""Reorganisation over HTTP: merge, divide, take a list over in the background, see it, take it back."""

import html
import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cast import MACHINE, World
from kientoan.config import Config
from kientoan.core import clock, progress
from kientoan.core.models import JournalEntry
from kientoan.org import queries
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import Succession
from kientoan.org.operations import Fold, NewUnit, Reorganisation, establish_units, rename_unit, reorganise
from kientoan.org.participants import item_of
from reading import ClientOf

JUNE = date(2020, 6, 1)
MAY = date(2020, 5, 31)


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    """A home for uploads and progress."""
    settings.CONFIG = Config(home=tmp_path)  # type: ignore[attr-defined]
    return tmp_path


def workbook(*rows: tuple[str, ...]) -> io.BytesIO:
    """A plan as a workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for number, row in enumerate([("Mã cũ", "Tên cũ", "Mức", "Mã mới", "Tên mới"), *rows]):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()
    target.seek(0)
    target.name = "phuong-an.xlsx"
    return target


def test_a_merger_is_previewed_before_anything_is_written_and_then_done(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    address = reverse("unit_merge", args=[world["05965"]])
    form = {"others": [world["05953"]], "into": "moi", "name": "Xã Kha Sơn", "kind": "commune", "code": "05953", "on": "01/06/2020",
            "decision_number": "05/NQ-HĐND", "decision_date": "20/05/2020"}
    seen = client.post(address, {**form, "buoc": "xem"})
    assert "Đơn vị bên dưới theo đơn vị nhận: 3" in seen.content.decode()
    assert not Succession.objects.exists()
    done = client.post(address, {**form, "buoc": "lam"}, follow=True)
    page = done.content.decode()
    assert "Xã Kha Sơn" in page
    assert "Xã Dương Thành, Xã Lương Phú" in " ".join(page.split())
    assert "05/NQ-HĐND" in page
    assert [unit.name for unit in queries.children_of(world["173"], JUNE)] == ["Xã Kha Sơn"]


def test_a_merger_into_a_unit_that_is_not_part_of_it_is_refused_at_its_field(world: World, client_of: ClientOf) -> None:
    answer = client_of("officer").post(reverse("unit_merge", args=[world["05965"]]), {"others": [], "into": "moi", "name": "", "on": "01/06/2020", "buoc": "lam"})
    page = answer.content.decode()
    assert "Chọn ít nhất một đơn vị." in page
    assert "Chưa điền mục này." in page
    assert not Succession.objects.exists()


def test_a_division_asks_where_each_part_goes_and_refuses_what_is_left_over(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    address = reverse("unit_split", args=[world["05965"]])
    form = {"parts": "Xã Dương; 05990\nXã Thành; 05991", "on": "01/06/2020"}
    names = {key: f"xep-{item_of(world[key])}" for key in ("xom-1", "xom-2", "xom-3")}
    seen = client.post(address, {**form, "buoc": "xem"}).content.decode()
    assert all(f'name="{name}"' in seen for name in names.values())
    left = client.post(address, {**form, names["xom-1"]: "phan-1", "buoc": "lam"}).content.decode()
    assert "chưa được xếp" in left
    assert not Succession.objects.exists()
    chosen = {names["xom-1"]: "phan-1", names["xom-2"]: "phan-2", names["xom-3"]: "cho"}
    assert 'selected>chờ quyết định' in client.post(address, {**form, **chosen, "buoc": "xem"}).content.decode()
    assert client.post(address, {**form, **chosen, "buoc": "lam"}).status_code == 302
    parts = {unit.name: [below.name for below in queries.children_of(unit.unit_id, JUNE)] for unit in queries.children_of(world["173"], JUNE)}
    assert parts == {"Xã Dương": ["Xóm Trung Thành"], "Xã Thành": ["Xóm Núi 1"], "Xã Lương Phú": [], "Xóm Núi 2": []}
    waiting = client.get(reverse("unit_awaiting", args=[world["173"]]), {"ngay": "01/06/2020"}).content.decode()
    assert "1 đơn vị chờ quyết định" in waiting
    assert "Xóm Núi 2" in waiting


def test_a_move_beside_a_namesake_is_done_once_both_were_named(world: World, client_of: ClientOf) -> None:
    establish_units(MACHINE, rows=[NewUnit("twin", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Núi 1", world["05953"])], on=date(2020, 1, 1))
    client, address = client_of("officer"), reverse("unit_move", args=[world["xom-2"]])
    form = {"parent": world["05953"], "on": "01/06/2020"}
    page = client.post(address, form).content.decode()
    assert "“Xóm Núi 1” của Xã Dương Thành, Xã Lương Phú" in page
    assert "Chưa ghi gì. Bấm lần nữa để làm." in page
    assert [unit.name for unit in queries.children_of(world["05953"], JUNE)] == ["Xóm Núi 1"]
    seen = html.unescape(page.split('name="da-xem" value="')[1].split('"')[0])
    assert client.post(address, {**form, "da-xem": seen}).status_code == 302
    assert [unit.name for unit in queries.children_of(world["05953"], JUNE)] == ["Xóm Núi 1", "Xóm Núi 1"]


def test_a_unit_that_ended_says_what_it_is_part_of_now(world: World, client_of: ClientOf) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)),)))
    answer = client_of("officer").get(reverse("unit", args=[world["05965"]]), {"ngay": "15/06/2020"})
    assert answer.status_code == 404
    assert "Nay thuộc" in answer.content.decode()
    assert reverse("unit", args=[world["05953"]]) in answer.content.decode()


def test_the_history_line_leads_to_the_whole_event_and_the_event_can_be_taken_back(world: World, client_of: ClientOf) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)),)))
    client = client_of("officer")
    page = client.get(reverse("unit", args=[world["05953"]]), {"ngay": "15/06/2020"}).content.decode()
    succession = queries.succession_of(world["05965"])
    assert reverse("reorganisation", args=[succession]) in page
    assert "Nhận: Xã Dương Thành" in page
    assert reverse("reorganisation", args=[succession]) in client.get(reverse("reorganisation_list")).content.decode()
    assert client.post(reverse("reorganisation_undo", args=[succession])).status_code == 302
    assert queries.unit_on(world["05965"], JUNE) is not None
    assert client.get(reverse("reorganisation", args=[succession])).status_code == 404


def test_a_list_is_previewed_then_taken_over_in_the_background_with_progress(world: World, client_of: ClientOf, home: Path) -> None:
    client = client_of("officer")
    rows = (("05965", "Xã Dương Thành", "toàn bộ", "05953", "Xã Lương Phú"), ("05953", "Xã Lương Phú", "giữ nguyên", "05953", "Xã Kha Sơn"))
    form = {"on": "01/06/2020", "with_party": "on"}
    faulty = client.post(reverse("reform_import"), {**form, "file": workbook(*rows), "buoc": "xem"}).content.decode()
    assert "Một mã chỉ có một tên" in faulty
    assert "dòng 3" in faulty
    good = (("05965", "Xã Dương Thành", "toàn bộ", "05953", "Xã Kha Sơn"), rows[1])
    seen = client.post(reverse("reform_import"), {**form, "file": workbook(*good), "buoc": "xem"})
    page = seen.content.decode()
    assert "Đơn vị bên dưới theo đơn vị nhận: 5" in page
    assert not Succession.objects.exists()
    key = page.split('name="key" value="')[1].split('"')[0]
    asked = client.post(reverse("reform_import"), {**form, "key": key, "buoc": "lam"})
    assert asked.status_code == 302
    task = DBTaskResult.objects.get()
    waiting = client.get(asked.headers["Location"])
    assert waiting.headers["Refresh"] == "2"
    progress.tell(key, "dựng lại cây", 3, 10)
    DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING")
    assert "dựng lại cây: 3/10" in client.get(asked.headers["Location"]).content.decode()
    assert client_of("keeper").get(asked.headers["Location"]).status_code == 404
    task.set_successful(task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"]))
    assert "Đã sắp xếp: 2 đơn vị kết thúc, 0 đơn vị mới." in client.get(asked.headers["Location"]).content.decode()
    assert [unit.name for unit in queries.children_of(world["173"], JUNE)] == ["Xã Kha Sơn"]
    assert list((home / "uploads").iterdir()) != [home / "uploads" / key]


def test_what_the_background_refuses_is_told_on_the_same_page(world: World, client_of: ClientOf, home: Path) -> None:
    client = client_of("keeper")
    rows = (("05773", "Xã Phú Xuyên", "giữ nguyên", "05773", "Xã Phú Xuyên Mới"),)
    form = {"on": "01/06/2020", "with_party": "on"}
    page = client.post(reverse("reform_import"), {**form, "file": workbook(*rows), "buoc": "xem"}).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    asked = client.post(reverse("reform_import"), {**form, "key": key, "buoc": "lam"})
    task = DBTaskResult.objects.get()
    task.set_successful(task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"]))
    told = client.get(asked.headers["Location"]).content.decode()
    assert "nằm ngoài phạm vi được giao" in told
    assert queries.unit_on(world["05773"], JUNE).name == "Xã Phú Xuyên"  # type: ignore[union-attr]  # it stands


def test_something_that_is_no_workbook_is_refused_at_its_field(world: World, client_of: ClientOf, home: Path) -> None:
    file = io.BytesIO(b"not a workbook")
    file.name = "x.xlsx"
    page = client_of("officer").post(reverse("reform_import"), {"on": "01/06/2020", "file": file, "buoc": "xem"}).content.decode()
    assert "không phải là bảng tính đọc được" in page


def test_pages_of_a_reorganisation_ask_a_fixed_number_of_queries(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["xom-2"], (world["xom-1"],)),)))
    one = queries.succession_of(world["xom-2"])
    client.get(reverse("reorganisation", args=[one]))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("reorganisation", args=[one]))
    queries_before = len(few)
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 2), folds=(Fold(world["05965"], (world["05953"],)), Fold(world["xom-3"], (world["xom-1"],)))))
    two = queries.succession_of(world["05965"])
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("reorganisation", args=[two]))
    assert len(more) == queries_before


def divided(world: World) -> dict[str, int]:
    """Dương Thành divided in two; its three hamlets wait under the province."""
    new = tuple(NewUnit(key, Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, name, world["173"]) for key, name in (("a", "Xã Dương"), ("b", "Xã Thành")))
    return reorganise(MACHINE, plan=Reorganisation(JUNE, new=new, folds=(Fold(world["05965"], ("a", "b"), world["19"]),))).ids


def test_several_that_wait_are_placed_together_previewed_and_taken_back_together(world: World, client_of: ClientOf) -> None:
    parts, client = divided(world), client_of("officer")
    listed = client.get(reverse("unit_awaiting", args=[world["19"]]), {"ngay": "15/06/2020"}).content.decode()
    assert [f'name="chon" value="{world[key]}"' in listed for key in ("xom-1", "xom-2", "xom-3")] == [True] * 3
    address = f"{reverse('unit_place', args=[world['19']])}?ngay=15/06/2020&chon={world['xom-2']}&chon={world['xom-3']}"
    form = {"parent": parts["b"], "on": "15/06/2020", "decision_number": "07/QĐ-UBND", "decision_date": "10/06/2020"}
    entries = JournalEntry.objects.count()
    seen = client.post(address, {**form, "buoc": "xem"}).content.decode()
    assert "Xóm Núi 1, Xóm Núi 2" in seen
    assert (">Xếp 2 đơn vị</button>" in seen, JournalEntry.objects.count()) == (True, entries)
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        done = client_of("officer").post(address, {**form, "buoc": "lam"})
    page = client.get(done["Location"]).content.decode()
    assert ("xếp 2 đơn vị chờ quyết định" in page, "07/QĐ-UBND" in page, JournalEntry.objects.count()) == (True, True, entries + 1)
    assert [unit.name for unit in queries.children_of(parts["b"], date(2020, 6, 15))] == ["Xóm Núi 1", "Xóm Núi 2"]
    assert done["Location"] in client.get(reverse("unit_undo", args=[world["xom-2"]]), {"ngay": "15/06/2020"}).content.decode()
    with clock.telling(clock.working_moment(date(2020, 7, 3))):
        assert client_of("officer").post(f"{done['Location']}rut-lai/").status_code == 302
    assert list(queries.children_of(parts["b"], date(2020, 6, 15))) == []
    assert "3 đơn vị chờ quyết định" in client.get(reverse("unit_awaiting", args=[world["19"]]), {"ngay": "15/06/2020"}).content.decode()
    assert client.get(done["Location"]).status_code == 404


def test_of_several_to_be_placed_all_go_or_none(world: World, client_of: ClientOf) -> None:
    parts, client = divided(world), client_of("officer")
    rename_unit(MACHINE, unit_id=world["xom-3"], name="Xóm Núi Ba", on=date(2020, 6, 20))
    address = f"{reverse('unit_place', args=[world['19']])}?ngay=15/06/2020&chon={world['xom-2']}&chon={world['xom-3']}"
    refused = client.post(address, {"parent": parts["b"], "on": "15/06/2020", "buoc": "lam"}).content.decode()
    assert "đã có thay đổi khác của Xóm Núi 2" in refused
    assert list(queries.children_of(parts["b"], date(2020, 6, 15))) == []
    assert client.post(f"{reverse('unit_place', args=[world['19']])}?ngay=15/06/2020", {}, follow=True).redirect_chain
    assert client.get(f"{address}&chon={world['05953']}").status_code == 404
    assert client_of("keeper").post(address.rpartition("&")[0], {"parent": parts["b"], "on": "15/06/2020", "buoc": "lam"}).status_code == 403


def test_placing_units_of_one_name_together_names_them_first(world: World, client_of: ClientOf) -> None:
    parts, client = divided(world), client_of("officer")
    establish_units(MACHINE, rows=[NewUnit("twin", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Núi 1", parts["a"])], on=JUNE)
    address = f"{reverse('unit_place', args=[world['19']])}?ngay=15/06/2020&chon={world['xom-2']}"
    assert "“Xóm Núi 1” của Xã Dương Thành, Xã Dương" in client.post(address, {"parent": parts["a"], "on": "15/06/2020", "buoc": "xem"}).content.decode()


def test_a_long_list_of_what_waits_is_read_in_pages(world: World, client_of: ClientOf) -> None:
    rows = [NewUnit(f"x{number}", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, f"Xóm {number}", world["05965"]) for number in range(1, 102)]
    establish_units(MACHINE, rows=rows, on=date(2020, 3, 1))
    divided(world)
    client, address = client_of("officer"), reverse("unit_awaiting", args=[world["19"]])
    first, second = (client.get(address, {"ngay": "15/06/2020", "trang": page}).content.decode() for page in ("1", "2"))
    assert ("104 đơn vị chờ quyết định" in first, first.count('name="chon"'), second.count('name="chon"')) == (True, 100, 4)
    assert "Dòng 101–104 trong 104" in second
