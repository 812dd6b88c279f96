"""Units of both trees: establish, rename, reclassify, move, dissolve, take back; what is refused and why."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import Q

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.models import Decision, JournalEntry
from kientoan.core.refusal import NotAllowed, Refusal
from kientoan.org import access, queries, tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import Unit, UnitVersion
from kientoan.org.operations import (
    NewUnit,
    cover_area,
    dissolve_unit,
    establish_units,
    move_unit,
    reclassify_unit,
    release_area,
    rename_unit,
    undo_change,
)
from kientoan.rules.vntext import sort_key

JUNE, JULY = date(2020, 6, 1), date(2020, 7, 1)


def names_below(world: World, key: str, day: date) -> list[str]:
    """The names directly below a unit on a day."""
    return [unit.name for unit in queries.children_of(world[key], day)]


def test_a_rename_keeps_the_old_name_for_the_days_before(world: World) -> None:
    rename_unit(MACHINE, unit_id=world["05965"], name="Xã Dương Thành Mới", on=JUNE, decision=Citation("05/NQ-HĐND", date(2020, 5, 20)))
    assert names_below(world, "173", date(2020, 5, 31)) == ["Xã Dương Thành", "Xã Lương Phú"]
    assert names_below(world, "173", JUNE) == ["Xã Dương Thành Mới", "Xã Lương Phú"]
    newest = queries.history(world["05965"])[0]
    assert (newest.day, newest.text, newest.decision) == (JUNE, "Đổi tên: Xã Dương Thành thành Xã Dương Thành Mới", "05/NQ-HĐND")
    assert Decision.objects.count() == 1


def test_a_level_is_an_attribute_and_changes_with_its_kind(world: World) -> None:
    reclassify_unit(MACHINE, unit_id=world["05965"], level=UnitLevel.COMMUNE, kind=UnitKind.TOWNSHIP, on=JUNE)
    version = queries.unit_on(world["05965"], JUNE)
    assert version is not None
    assert (version.kind, version.level) == ("township", "commune")
    assert queries.unit_on(world["05965"], date(2020, 5, 31)).kind == "commune"  # type: ignore[union-attr]  # it stood


def test_a_level_that_cannot_stand_there_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="không đặt dưới"):
        reclassify_unit(MACHINE, unit_id=world["05965"], level=UnitLevel.HAMLET, kind=UnitKind.HAMLET, on=JUNE)


def test_a_move_takes_everything_below_with_it_and_leaves_the_past(world: World) -> None:
    moment = clock.now()
    move_unit(MACHINE, unit_id=world["party-05965"], parent_id=world["party-171"], on=JUNE)
    before, after = queries.unit_on(world["cell-1"], date(2020, 5, 31)), queries.unit_on(world["cell-1"], JUNE)
    assert before is not None
    assert after is not None
    assert before.chain == [world["party"], world["party-173"], world["party-05965"], world["cell-1"]]
    assert after.chain == [world["party"], world["party-171"], world["party-05965"], world["cell-1"]]
    assert UnitVersion.objects.filter(unit=world["cell-1"], superseded_at=moment).count() == 1


def test_a_move_into_its_own_subtree_is_refused(world: World) -> None:
    before = list(UnitVersion.objects.order_by("pk").values_list("pk", "superseded_at"))
    with pytest.raises(Refusal, match="nằm trong chính “Huyện Phú Bình”") as refused:
        move_unit(MACHINE, unit_id=world["173"], parent_id=world["05965"], on=JUNE)
    assert refused.value.place == "parent"
    assert list(UnitVersion.objects.order_by("pk").values_list("pk", "superseded_at")) == before


def test_a_cycle_among_new_units_is_refused(world: World) -> None:
    rows = [NewUnit("a", Tree.TERRITORY, UnitLevel.DISTRICT, UnitKind.RURAL_DISTRICT, "Huyện A", "b"),
            NewUnit("b", Tree.TERRITORY, UnitLevel.DISTRICT, UnitKind.RURAL_DISTRICT, "Huyện B", "a")]
    with pytest.raises(Refusal, match="sẽ nằm dưới chính nó"):
        establish_units(MACHINE, rows=rows, on=JUNE)
    assert queries.search(MACHINE, "Huyện A", JUNE) == []


def test_a_unit_under_a_parent_that_is_not_there_yet_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="đơn vị cấp trên của “Xóm Mới” không có"):
        establish_units(MACHINE, on=date(2019, 1, 1), rows=[
            NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Mới", world["05965"])])


def test_a_code_in_use_is_refused_and_may_be_reused_once_free(world: World) -> None:
    row = NewUnit("x", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Khác", world["171"], "05965")
    with pytest.raises(Refusal, match="đang thuộc một đơn vị khác"):
        establish_units(MACHINE, rows=[row], on=JUNE)
    for key in ("xom-1", "xom-2", "xom-3", "05965"):
        dissolve_unit(MACHINE, unit_id=world[key], on=JUNE)
    ids = establish_units(MACHINE, rows=[row], on=JUNE)
    assert queries.unit_with_code("05965", date(2020, 5, 31)).unit_id == world["05965"]
    assert queries.unit_with_code("05965", JUNE).unit_id == ids["x"]


def test_a_dissolved_unit_ends_with_what_it_covered_and_stays_in_the_past(world: World) -> None:
    dissolve_unit(MACHINE, unit_id=world["cell-2"], on=JUNE, decision=Citation("12-QĐ/ĐU", date(2020, 5, 30)))
    assert queries.unit_on(world["cell-2"], JUNE) is None
    assert queries.organization_of(world["xom-2"], date(2020, 5, 31)).unit_id == world["cell-2"]  # type: ignore[union-attr]  # it stood
    assert queries.organization_of(world["xom-2"], JUNE) is None
    newest = queries.history(world["cell-2"])[0]
    assert (newest.text, newest.decision) == ("Giải thể", "12-QĐ/ĐU")


def test_a_unit_with_units_below_is_not_dissolved(world: World) -> None:
    with pytest.raises(Refusal, match="Còn 2 đơn vị bên dưới"):
        dissolve_unit(MACHINE, unit_id=world["party-05965"], on=JULY)


def test_a_change_dated_before_a_later_one_is_refused(world: World) -> None:
    rename_unit(MACHINE, unit_id=world["05965"], name="Xã Mới", on=JUNE)
    with pytest.raises(Refusal, match="Sau ngày này đã có thay đổi khác"):
        rename_unit(MACHINE, unit_id=world["05965"], name="Xã Cũ", on=date(2020, 5, 1))
    with pytest.raises(Refusal, match="đúng ngày 01/06/2020"):
        rename_unit(MACHINE, unit_id=world["05965"], name="Xã Khác", on=JUNE)


@pytest.mark.parametrize("change", ["rename", "dissolve", "move"])
def test_the_newest_change_can_be_taken_back(world: World, change: str) -> None:
    before = queries.unit_on(world["cell-2"], JULY)
    if change == "rename":
        rename_unit(MACHINE, unit_id=world["cell-2"], name="Chi bộ xóm Núi", on=JUNE)
    elif change == "dissolve":
        dissolve_unit(MACHINE, unit_id=world["cell-2"], on=JUNE)
    else:
        move_unit(MACHINE, unit_id=world["cell-2"], parent_id=world["party-05953"], on=JUNE)
    undo_change(MACHINE, unit_id=world["cell-2"], on=JUNE)
    after = queries.unit_on(world["cell-2"], JULY)
    assert before is not None
    assert after is not None
    assert (after.name, after.chain, after.valid_from, after.valid_to) == (before.name, before.chain, before.valid_from, before.valid_to)
    assert queries.organization_of(world["xom-2"], JULY).unit_id == world["cell-2"]  # type: ignore[union-attr]  # it stands again


def test_the_founding_cannot_be_taken_back(world: World) -> None:
    with pytest.raises(Refusal, match="không rút lại việc lập đơn vị"):
        undo_change(MACHINE, unit_id=world["cell-2"], on=date(2020, 1, 1))


def test_an_area_belongs_to_one_organisation_at_a_time(world: World) -> None:
    with pytest.raises(Refusal, match="đã thuộc Chi bộ xóm Núi 1 và Núi 2"):
        cover_area(MACHINE, organization_id=world["cell-1"], area_id=world["xom-2"], on=JUNE)
    release_area(MACHINE, organization_id=world["cell-2"], area_id=world["xom-2"], on=JUNE)
    cover_area(MACHINE, organization_id=world["cell-1"], area_id=world["xom-2"], on=JUNE)
    assert [area.name for area in queries.areas_of(world["cell-1"], JUNE)] == ["Xóm Núi 1", "Xóm Trung Thành"]
    assert [area.name for area in queries.areas_of(world["cell-2"], date(2020, 5, 31))] == ["Xóm Núi 1", "Xóm Núi 2"]


def test_a_joint_cell_covers_several_hamlets_and_an_office_none(world: World) -> None:
    assert len(queries.areas_of(world["cell-2"], JULY)) == 2
    assert queries.areas_of(world["office"], JULY) == []


def test_search_needs_no_diacritics_and_heeds_them_when_given(world: World) -> None:
    found = [unit.name for unit in queries.search(MACHINE, "duong thanh", JULY)]
    assert found == ["Xã Dương Thành", "Đảng bộ xã Dương Thành"] or found == ["Đảng bộ xã Dương Thành", "Xã Dương Thành"]
    assert [unit.name for unit in queries.search(MACHINE, "Lương Phú", JULY) if unit.tree == Tree.TERRITORY] == ["Xã Lương Phú"]
    assert queries.search(MACHINE, "Lường Phú", JULY) == []
    assert [unit.code for unit in queries.search(MACHINE, "05965", JULY)] == ["05965"]


def test_both_tone_placements_find_the_same_unit(world: World) -> None:
    establish_units(MACHINE, on=JUNE, rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Hoà Bình", world["05965"])])
    assert [unit.name for unit in queries.search(MACHINE, "hòa bình", JULY)] == ["Xóm Hoà Bình"]
    assert [unit.name for unit in queries.search(MACHINE, "HOÀ", JULY)] == ["Xóm Hoà Bình"]


@pytest.mark.parametrize("username", ["officer", "keeper", "stranger", "clerk", "auditor", "administrator"])
def test_what_one_may_see_and_what_a_list_shows_agree(world: World, username: str) -> None:
    actor = world.actor(username)
    listed = set(access.visible_to(actor, tree.versions(JULY), JULY).values_list("unit", flat=True))
    judged = {version.unit_id for version in tree.versions(JULY) if access.may_see(actor, version, JULY)}
    assert listed == judged
    assert (world["cell-1"] in listed) == (username in ("officer", "keeper", "clerk", "auditor"))
    assert world["xom-1"] in listed


def test_whoever_keeps_an_organisation_keeps_the_area_it_covers(world: World) -> None:
    rename_unit(world.actor("keeper"), unit_id=world["xom-1"], name="Xóm Trung Thành 1", on=JUNE)
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        rename_unit(world.actor("keeper"), unit_id=world["05773"], name="Xã Khác", on=JUNE)
    assert JournalEntry.objects.filter(operation="org.rename_unit").count() == 1


def test_versions_derived_anew_are_the_same(world: World) -> None:
    move_unit(MACHINE, unit_id=world["party-05965"], parent_id=world["party-171"], on=JUNE)
    rename_unit(MACHINE, unit_id=world["party-171"], name="Đảng bộ huyện Đại Từ Mới", on=date(2020, 6, 10))
    assert derived_anew(world) == kept_versions()


def kept_versions() -> list[str]:
    """What stands in the table of versions now."""
    return sorted(map(str, UnitVersion.objects.filter(superseded_at=None).values_list(*tree.DERIVED)))


def derived_anew(world: World) -> list[str]:
    """What the facts of the cast's units come to."""
    facts = tree._load(set(world.ids.values()))
    trees = dict(Unit.objects.values_list("pk", "tree"))
    return sorted(str(row) for unit in world.ids.values() for row in tree._segments(unit, trees[unit], facts))


def moves(world: World) -> dict[str, Callable[[], None]]:
    """Moves that the database can carry out by itself, and moves that it cannot: each with what happened before."""
    def plain() -> None:
        move_unit(MACHINE, unit_id=world["173"], parent_id=world["06"], on=JUNE)

    def back_again() -> None:
        plain()
        move_unit(MACHINE, unit_id=world["173"], parent_id=world["19"], on=date(2020, 6, 10))

    def with_a_later_change_below() -> None:
        rename_unit(MACHINE, unit_id=world["xom-1"], name="Xóm Đổi Sau", on=date(2020, 6, 20))
        plain()

    def under_one_that_changes_later() -> None:
        rename_unit(MACHINE, unit_id=world["06"], name="Tỉnh Đổi Sau", on=date(2020, 6, 20))
        plain()

    def after_a_change_on_the_day() -> None:
        rename_unit(MACHINE, unit_id=world["05965"], name="Xã Đổi Đúng Ngày", on=JUNE)
        plain()

    def of_one_below_on_another_day() -> None:
        move_unit(MACHINE, unit_id=world["05965"], parent_id=world["171"], on=date(2020, 5, 1))
        plain()

    def to_another_depth() -> None:
        move_unit(MACHINE, unit_id=world["05965"], parent_id=world["06"], on=JUNE)

    return {each.__name__: each for each in (plain, back_again, with_a_later_change_below, under_one_that_changes_later, after_a_change_on_the_day,
                                             of_one_below_on_another_day, to_another_depth)}


@pytest.mark.parametrize("move", ["plain", "back_again", "with_a_later_change_below", "under_one_that_changes_later", "after_a_change_on_the_day",
                                  "of_one_below_on_another_day", "to_another_depth"])
def test_a_move_leaves_the_versions_that_the_facts_come_to(world: World, move: str) -> None:
    world.ids.update(establish_units(MACHINE, on=date(2020, 1, 1), rows=[
        NewUnit("06", Tree.TERRITORY, UnitLevel.PROVINCE, UnitKind.PROVINCE, "Tỉnh Bắc Kạn", None, "06")]))
    known = clock.now()
    before = kept_versions()
    with clock.telling(known + timedelta(minutes=1)):
        moves(world)[move]()
    assert derived_anew(world) == kept_versions() != before
    then = UnitVersion.objects.filter(Q(superseded_at=None) | Q(superseded_at__gt=known), recorded_at__lte=known)
    assert sorted(map(str, then.values_list(*tree.DERIVED))) == before
    assert {version.sort_key for version in UnitVersion.objects.filter(superseded_at=None) if version.sort_key != sort_key(version.name)} == set()
