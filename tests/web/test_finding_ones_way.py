"""What leads a visitor on: help beside every page, lists that agree with their pages, names told apart, papers where they belong."""

import re
from datetime import date

import pytest
from django.urls import URLPattern, reverse

from cast import BEGINS, MACHINE, World
from kientoan.core.decisions import Citation
from kientoan.org import queries
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import Fold, NewUnit, Reorganisation, establish_units, rename_unit, reorganise
from kientoan.web.context import help_for
from kientoan.web.manual.views import DOCS
from kientoan.web.urls import urlpatterns
from reading import ClientOf, text

pytestmark = pytest.mark.once

JUNE = date(2020, 6, 1)
WITHOUT_HELP = {"manual", "manual_page", "set_language", "step_in"}


def test_every_page_has_a_page_of_the_manual_in_both_languages() -> None:
    names = {str(pattern.name) for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert {name for name in names if not help_for(name)} == WITHOUT_HELP
    assert [key for name in names - WITHOUT_HELP for key in (help_for(name),) for language in ("vi", "en") if not (DOCS / f"{key}.{language}.md").exists()] == []


@pytest.mark.parametrize(("address", "page"), [("/mua-dai-hoi/", "how-to/run-a-season"), ("/sap-xep/", "how-to/change-units"), ("/quyen/", "explanation/rights"), ("/van-ban/", "how-to/number-papers")])
def test_the_help_of_a_page_opens(world: World, client_of: ClientOf, address: str, page: str) -> None:
    client = client_of("officer")
    assert f'href="/huong-dan/{page}/"' in client.get(address).content.decode()
    assert client.get(f"/huong-dan/{page}/").status_code == 200


def test_the_manuals_first_page_is_parted_by_what_one_looks_for(world: World, client_of: ClientOf) -> None:
    page = text(client_of("officer").get("/huong-dan/"))
    assert [page.index(each) for each in ("Bắt đầu", "Cách làm từng việc", "Tra cứu", "Giải thích")] == sorted(
        page.index(each) for each in ("Bắt đầu", "Cách làm từng việc", "Tra cứu", "Giải thích"))


def test_what_ends_a_unit_is_not_cited_for_its_beginning(world: World, client_of: ClientOf) -> None:
    rename_unit(MACHINE, unit_id=world["05965"], name="Xã Dương Thành Mới", on=date(2020, 3, 1), decision=Citation("01/NQ-HĐND", date(2020, 2, 20)))
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)),)), decision=Citation("05/NQ-HĐND", date(2020, 5, 20)))
    page = text(client_of("officer").get(reverse("unit", args=[world["05965"]]), {"ngay": "31/05/2020"}))
    assert re.search(r"Lập: Xã Dương Thành –", page)
    assert re.search(r"Đổi tên: Xã Dương Thành thành Xã Dương Thành Mới \S*\s*(Rút lại )?.*?01/NQ-HĐND", page)
    assert page.count("05/NQ-HĐND") == 1


def test_the_list_of_reorganisations_counts_as_each_ones_page_does(world: World, client_of: ClientOf) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)), Fold(world["xom-2"], ()))))
    client = client_of("officer")
    listed = text(client.get(reverse("reorganisation_list")))
    shown = text(client.get(reverse("reorganisation", args=[queries.succession_of(world["05965"])])))
    assert "01/06/2020 2 1" in listed
    assert "Từ ngày 01/06/2020: 2 đơn vị kết thúc" in shown


def test_units_of_one_name_are_told_apart_by_what_they_stood_under_before(world: World, client_of: ClientOf) -> None:
    establish_units(MACHINE, on=BEGINS, rows=[NewUnit("twin", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Núi 1", world["05953"])])
    reorganise(MACHINE, plan=Reorganisation(JUNE, new=(NewUnit("xa", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Kha Sơn", world["173"], "05990"),),
                                            folds=(Fold(world["05965"], ("xa",)), Fold(world["05953"], ("xa",)))))
    taken = next(each for each in queries.children_of(world["173"], JUNE) if each.name == "Xã Kha Sơn")
    page = text(client_of("officer").get(reverse("unit", args=[taken.unit_id]), {"ngay": "01/06/2020"}))
    assert "Xóm Núi 1 trước thuộc Xã Dương Thành" in page
    assert "Xóm Núi 1 trước thuộc Xã Lương Phú" in page
    assert "Xóm Núi 2 trước thuộc" not in page


def test_units_that_await_a_decision_are_counted_apart_from_those_below(world: World, client_of: ClientOf) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (), world["173"]),)))
    page = text(client_of("officer").get(reverse("unit", args=[world["173"]]), {"ngay": "01/06/2020"}))
    assert "Trực thuộc: 1 cấp xã Xã Lương Phú" in page
    assert "Ngoài ra 3 đơn vị tạm đứng ở đây, chờ quyết định." in page


def test_a_target_leads_back_to_the_board_where_it_shows(world: World, client_of: ClientOf) -> None:
    answer = client_of("officer").post(reverse("unit_target", args=[world["xom-2"], "secretary-is-hamlet-head"]), {
        "on": "01/04/2020", "due_on": "31/12/2020", "note": ""}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("concurrency_board")
    assert f"don-vi={world['party-05965']}" in answer.request["QUERY_STRING"]
    assert "31/12/2020" in text(answer)
