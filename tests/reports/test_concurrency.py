"""The figure of posts held together: by cell and by hamlet, as of a day, as known then, and the hamlets behind it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import BEGINS, MACHINE, World
from kientoan.core import clock
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, cover_area, establish_units
from kientoan.org.queries import unit_on
from kientoan.people.enums import HoldingEnd, Obtained, PostKind
from kientoan.people.models import Holding
from kientoan.people.operations import EndRow, NewHolding, NewPost, end_holdings, establish_posts, fill_posts, set_concurrency_target
from kientoan.reports.concurrency import ConcurrencyFigure, concurrency_figure
from kientoan.reports.figure import ask_of
from kientoan.rules.figures import Share
from staff import SINCE, fill, person, post

JUNE = date(2020, 6, 23)
SECRETARY = "secretary-is-hamlet-head"


@pytest.fixture
def united(world: World) -> World:
    """In Trung Thành one person is secretary and head; Núi 1 and Núi 2 share a cell, and only Núi 1's head is a member."""
    for key in ("xom-1", "xom-2", "xom-3"):
        post(world, key, PostKind.HAMLET_HEAD)
    for key in ("cell-1", "cell-2"):
        post(world, key, PostKind.SECRETARY)
    both = person(world, "Dương Văn Hai", at="cell-1", member_of="cell-1")
    fill(world, "xom-1", PostKind.HAMLET_HEAD, both, term_ends_on=date(2020, 12, 20))
    fill(world, "cell-1", PostKind.SECRETARY, both, term_ends_on=date(2022, 12, 31))
    fill(world, "cell-2", PostKind.SECRETARY, person(world, "Lê Thị Ba", at="cell-2", member_of="cell-2"))
    fill(world, "xom-2", PostKind.HAMLET_HEAD, person(world, "Trần Văn Tư", at="cell-2", member_of="cell-2"))
    fill(world, "xom-3", PostKind.HAMLET_HEAD, person(world, "Phạm Văn Năm", at="xom-3"))
    return world


def figure(world: World, model: str = SECRETARY, key: str = "party-05965", day: date = JUNE, **known: object) -> ConcurrencyFigure:
    unit = unit_on(world[key], day)
    assert unit is not None
    return concurrency_figure(ask_of(unit, day, **known), model=model)  # type: ignore[arg-type]  # known_at only


@pytest.mark.parametrize(("model", "cells", "hamlets"), [
    (SECRETARY, Share(1, 2), Share(1, 3)), ("hamlet-head-is-member", Share(2, 2), Share(2, 3)), ("deputy-secretary-is-hamlet-head", Share(0, 2), Share(0, 3))])
def test_each_model_has_numerator_and_denominator_by_cell_and_by_hamlet(united: World, model: str, cells: Share, hamlets: Share) -> None:
    found = figure(united, model)
    assert (found.cells, found.hamlets) == (cells, hamlets)
    assert sum(row.met for row in found.rows) == hamlets.numerator
    assert sum(child.cells.numerator for child in found.children) == cells.numerator


def test_the_figure_goes_up_and_down_the_tree_by_the_area_that_an_organisation_covers(united: World) -> None:
    assert [figure(united, key=key).cells for key in ("party", "party-173", "party-171", "cell-1", "cell-2")] == [
        Share(1, 2), Share(1, 2), Share(0, 0), Share(1, 1), Share(0, 1)]


def test_the_figure_follows_the_day_and_what_was_known(united: World) -> None:
    before = clock.now()
    with clock.telling(clock.working_moment(date(2020, 7, 1), 12)):
        holding = Holding.objects.known().get(post__unit=united["xom-1"], post__kind=PostKind.HAMLET_HEAD)
        end_holdings(MACHINE, rows=[EndRow(holding.pk, date(2020, 6, 10), HoldingEnd.RELEASED)])
        assert figure(united).cells == Share(0, 2)
        assert figure(united, day=date(2020, 6, 9)).cells == Share(1, 2)
        assert figure(united, known_at=before).cells == Share(1, 2)
        assert [part.numerator for _day, part in figure(united).over_time([date(2020, 2, 15), JUNE])] == [1, 0]


def test_each_hamlet_has_its_obstacle_its_target_and_its_next_election(united: World) -> None:
    set_concurrency_target(MACHINE, hamlet_id=united["xom-2"], model=SECRETARY, on=date(2020, 4, 1), due_on=date(2020, 12, 31), note="Giới thiệu bí thư")
    rows = {row.hamlet.name: row for row in figure(united).rows}
    assert {name: row.obstacle.value for name, row in rows.items()} == {"Xóm Trung Thành": "none", "Xóm Núi 1": "two_persons", "Xóm Núi 2": "not_member"}
    assert (rows["Xóm Núi 1"].target_on, rows["Xóm Núi 1"].note) == (date(2020, 12, 31), "Giới thiệu bí thư")
    assert rows["Xóm Trung Thành"].next_election == date(2020, 12, 20)


@pytest.mark.parametrize(("changed", "reason"), [
    ({"model": "khac"}, "Không có mô hình"), ({"hamlet_id": "party"}, "không có xóm này"), ({"due_on": date(2020, 4, 1)}, "không sau ngày quyết định"),
    ({"on": date(2020, 8, 1), "due_on": date(2020, 9, 1)}, "chưa tới")])
def test_a_target_that_cannot_be_is_refused(united: World, changed: dict[str, object], reason: str) -> None:
    wanted: dict[str, object] = {"hamlet_id": united["xom-2"], "model": SECRETARY, "on": date(2020, 4, 1), "due_on": date(2020, 12, 31)} | changed
    if isinstance(wanted["hamlet_id"], str):
        wanted["hamlet_id"] = united[wanted["hamlet_id"]]
    with pytest.raises(Refusal, match=reason):
        set_concurrency_target(MACHINE, **wanted)  # type: ignore[arg-type]  # on purpose


def test_only_whoever_keeps_the_posts_sets_a_target(united: World) -> None:
    with pytest.raises(NotAllowed):
        set_concurrency_target(united.actor("stranger"), hamlet_id=united["xom-2"], model=SECRETARY, on=date(2020, 4, 1), due_on=date(2020, 12, 31))


def test_an_unknown_model_names_those_there_are(united: World) -> None:
    with pytest.raises(NotFound, match="hamlet-head-is-member"):
        figure(united, "khac")


def test_the_page_shows_figure_list_plan_and_downloads(united: World, client_of: object) -> None:
    client: Client = client_of("officer")  # type: ignore[operator]  # the fixture
    page = client.get(reverse("concurrency_board"), {"don-vi": united["party-05965"], "ngay": "23/06/2020"}).content.decode()
    assert "1 / 2" in page
    assert "Hai người giữ hai chức danh." in page
    assert "20/12/2020" in page
    unmet = client.get(reverse("concurrency_board"), {"don-vi": united["party-05965"], "ngay": "23/06/2020", "loc": "chua-dat"}).content.decode()
    assert "Xóm Núi 1" in unmet
    assert ">Xóm Trung Thành<" not in unmet
    answer = client.get(reverse("concurrency_download", args=["json"]), {"don-vi": united["party-05965"], "ngay": "23/06/2020"}).json()
    assert (answer["numerator"], answer["denominator"], len(answer["hamlets"])) == (1, 2, 3)
    for form in ("xlsx", "csv"):
        assert client.get(reverse("concurrency_download", args=[form]), {"don-vi": united["party-05965"], "ngay": "23/06/2020"}).status_code == 200


def test_a_hamlet_beyond_ones_scope_is_counted_and_not_named(united: World, client_of: object) -> None:
    client: Client = client_of("stranger")  # type: ignore[operator]  # the fixture
    page = client.get(reverse("concurrency_board"), {"don-vi": united["party"], "ngay": "23/06/2020"}).content.decode()
    assert "1 / 2" in page
    assert "3 xóm nằm ngoài phạm vi" in page
    assert "Dương Văn Hai" not in page
    assert client.get(reverse("concurrency_board"), {"don-vi": united["party-173"], "ngay": "23/06/2020"}).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(united: World, client_of: object) -> None:
    client: Client = client_of("officer")  # type: ignore[operator]  # the fixture
    asked = {"don-vi": united["party-05965"], "ngay": "23/06/2020"}

    def count() -> int:
        client.get(reverse("concurrency_board"), asked)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("concurrency_board"), asked)
        return len(caught)

    few = count()
    made = establish_units(MACHINE, on=BEGINS, rows=[
        NewUnit(f"xom-{number}", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, f"Xóm {number}", united["05965"]) for number in range(4, 9)])
    for key, unit_id in made.items():
        cover_area(MACHINE, organization_id=united["cell-2"], area_id=unit_id, on=BEGINS)
        establish_posts(MACHINE, rows=[NewPost(unit_id, PostKind.HAMLET_HEAD)], on=BEGINS)
        fill_posts(MACHINE, rows=[NewHolding(unit_id, PostKind.HAMLET_HEAD, person(united, f"Ngô Văn {key}", at="cell-2"), SINCE)])
    assert count() == few
    assert "Xóm 8" in client.get(reverse("concurrency_board"), asked).content.decode()


def test_the_target_form_leads_to_the_operation(united: World, client_of: object) -> None:
    client: Client = client_of("officer")  # type: ignore[operator]  # the fixture
    answer = client.post(reverse("unit_target", args=[united["xom-2"], SECRETARY]), {"on": "01/04/2020", "due_on": "31/12/2020", "note": ""})
    assert answer.status_code == 302
    assert figure(united).rows[0].target_on == date(2020, 12, 31)


def test_acting_heads_count_like_any_other(united: World) -> None:
    holding = Holding.objects.known().get(post__unit=united["xom-2"], post__kind=PostKind.HAMLET_HEAD)
    end_holdings(MACHINE, rows=[EndRow(holding.pk, date(2020, 5, 1), HoldingEnd.RELEASED)])
    secretary = Holding.objects.known().get(post__unit=united["cell-2"], post__kind=PostKind.SECRETARY)
    fill(united, "xom-2", PostKind.HAMLET_HEAD, secretary.person_id, date(2020, 5, 1), obtained=Obtained.ACTING)
    assert figure(united).cells == Share(2, 2)
