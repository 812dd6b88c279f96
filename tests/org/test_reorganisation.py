"""Reorganisation as an event: merging, dividing, a whole reform from a list, and taking it back."""

from collections.abc import Sequence
from datetime import date

import pytest

from cast import BEGINS, MACHINE, World, plan
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.models import JournalEntry
from kientoan.core.participants import Fate
from kientoan.core.refusal import FaultyTable, NotAllowed, Refusal
from kientoan.org import access, queries, tree
from kientoan.org.enums import Role, Tree, UnitKind, UnitLevel
from kientoan.org.listed import Cell
from kientoan.org.models import Coverage, Grant, Succession, UnitVersion
from kientoan.org.operations import (
    Fold,
    NewUnit,
    Relocation,
    Renewal,
    Reorganisation,
    dissolve_unit,
    establish_units,
    grant_role,
    import_reform,
    move_unit,
    rename_unit,
    reorganise,
    undo_reorganisation,
)
from kientoan.org.operations.reorganisation import preview
from kientoan.org.participants import item_of
from kientoan.org.reform import ReformRow, plan_reform

MAY, JUNE, REFORM = date(2020, 5, 31), date(2020, 6, 1), date(2025, 7, 1)
PAPER = Citation("05/NQ-HĐND", date(2020, 5, 20))


def commune(key: str, name: str, parent: str | int, code: str = "") -> NewUnit:
    """A new commune of a plan."""
    return NewUnit(key, Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, name, parent, code)


def merger(world: World, *, on: date = JUNE) -> Reorganisation:
    """Dương Thành and Lương Phú into a new Kha Sơn that bears one's code."""
    return Reorganisation(on, new=(commune("new", "Xã Kha Sơn", world["173"], "05953"),),
                          folds=(Fold(world["05965"], ("new",)), Fold(world["05953"], ("new",))))


def division(world: World, **more: object) -> Reorganisation:
    """Dương Thành into two."""
    return Reorganisation(JUNE, new=(commune("a", "Xã Dương", world["173"], "05990"), commune("b", "Xã Thành", world["173"], "05991")),
                          folds=(Fold(world["05965"], ("a", "b"), **more),))  # type: ignore[arg-type]  # waits_under only


def names_below(unit_id: int, day: date) -> list[str]:
    return [unit.name for unit in queries.children_of(unit_id, day)]


def rows(*lines: Sequence[str]) -> list[ReformRow]:
    """Rows of a list, as a workbook would give them."""
    return [ReformRow("Sheet1", number, *(Cell(letter, text) for letter, text in zip("ABCDE", line, strict=True)))
            for number, line in enumerate(lines, start=2)]


REFORM_LINES = (
    ("19", "Tỉnh Thái Nguyên", "toàn bộ", "19", "Tỉnh Thái Nguyên"),
    ("05965", "Xã Dương Thành", "toàn bộ", "05953", "Xã Kha Sơn"),
    ("05953", "Xã Lương Phú", "toàn bộ", "05953", "Xã Kha Sơn"),
    ("05773", "Xã Phú Xuyên", "giữ nguyên", "05773", "Xã Phú Xuyên"),
)
DIVIDED_LINES = (
    *REFORM_LINES[:1],
    ("05965", "Xã Dương Thành", "một phần", "05953", "Xã Kha Sơn"),
    ("05965", "Xã Dương Thành", "một phần", "05990", "Xã Điềm Thụy"),
    *REFORM_LINES[2:],
)


def test_whole_units_merge_into_a_new_one_with_what_is_below_and_a_code_used_again(world: World) -> None:
    done = reorganise(MACHINE, plan=merger(world), decision=PAPER)
    new = done.ids["new"]
    assert names_below(world["173"], MAY) == ["Xã Dương Thành", "Xã Lương Phú"]
    assert names_below(world["173"], JUNE) == ["Xã Kha Sơn"]
    assert names_below(new, JUNE) == ["Xóm Núi 1", "Xóm Núi 2", "Xóm Trung Thành"]
    assert (queries.unit_with_code("05953", MAY).unit_id, queries.unit_with_code("05953", JUNE).unit_id) == (world["05953"], new)
    newest = queries.history(world["05965"])[0]
    assert (newest.text, newest.decision) == ("Nhập vào Xã Kha Sơn", "05/NQ-HĐND")
    assert queries.history(new)[0].text == "Nhận: Xã Dương Thành, Xã Lương Phú"
    assert JournalEntry.objects.filter(operation="org.reorganise").count() == 1


def test_whole_units_merge_into_a_standing_one(world: World) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)),), renewals=(
        Renewal(world["05953"], "Thị trấn Kha Sơn", UnitLevel.COMMUNE, UnitKind.TOWNSHIP),)))
    assert names_below(world["05953"], JUNE) == ["Xóm Núi 1", "Xóm Núi 2", "Xóm Trung Thành"]
    standing = queries.unit_on(world["05953"], JUNE)
    assert standing is not None
    assert (standing.name, standing.kind) == ("Thị trấn Kha Sơn", "township")


def test_a_preview_says_who_moves_what_closes_and_what_needs_a_person_before_anything_is_written(world: World) -> None:
    plan(world, "party-05965", date(2020, 7, 20), decided=date(2020, 5, 1))
    before = UnitVersion.objects.count(), Succession.objects.count()
    party = Reorganisation(JUNE, folds=(Fold(world["party-05965"], (world["party-05953"],)),))
    assert [(line.fate, line.text) for line in preview(party)] == [
        (Fate.MOVES, "Đơn vị bên dưới theo đơn vị nhận: 2"),
        (Fate.CLOSES, "Liên kết giữa tổ chức và địa bàn kết thúc: 1"),
        (Fate.CLOSES, "Quyền được giao tại đơn vị kết thúc: 6"),
        (Fate.NEEDS_PERSON, "Đại hội đã có kế hoạch mà chưa tổ chức; bỏ kế hoạch trước"),
    ]
    with pytest.raises(Refusal, match=r"Chưa sắp xếp được\. Đại hội đã có kế hoạch"):
        reorganise(MACHINE, plan=party)
    assert (UnitVersion.objects.count(), Succession.objects.count()) == before


def test_parts_of_a_divided_unit_go_where_a_person_puts_them(world: World) -> None:
    divided = division(world)
    items = [item for line in preview(divided) for item in line.items]
    assert [(line.fate, line.count) for line in preview(divided) if line.items] == [(Fate.NEEDS_PERSON, 3)]
    assert {item.label for item in items} == {"Xóm Trung Thành", "Xóm Núi 1", "Xóm Núi 2"}
    answers = {item_of(world["xom-1"]): "a", item_of(world["xom-2"]): "b", item_of(world["xom-3"]): "b"}
    done = reorganise(MACHINE, plan=Reorganisation(JUNE, divided.new, divided.folds, answers=answers))
    assert (names_below(done.ids["a"], JUNE), names_below(done.ids["b"], JUNE)) == (["Xóm Trung Thành"], ["Xóm Núi 1", "Xóm Núi 2"])
    assert queries.history(world["05965"])[0].text == "Chia vào Xã Dương, Xã Thành"


def test_a_split_whose_parts_leave_something_over_is_refused_and_names_it(world: World) -> None:
    divided = division(world)
    answers = {item_of(world["xom-1"]): "a", item_of(world["xom-2"]): "b"}
    with pytest.raises(Refusal, match="Xã Dương Thành còn Xóm Núi 2 chưa được xếp"):
        reorganise(MACHINE, plan=Reorganisation(JUNE, divided.new, divided.folds, answers=answers))
    assert names_below(world["173"], JUNE) == ["Xã Dương Thành", "Xã Lương Phú"]


def test_what_nobody_placed_stands_as_awaiting_a_decision_counted_apart_until_a_person_places_it(world: World) -> None:
    done = reorganise(MACHINE, plan=division(world, waits_under=world["19"]))
    province = queries.unit_on(world["19"], JUNE)
    assert province is not None
    counts = queries.counts_below(province, JUNE)
    assert (counts.by_level.get("hamlet"), counts.awaiting) == (None, {"hamlet": 3})
    assert [(unit.name, before) for unit, before in queries.awaiting_below(province, JUNE)] == [
        ("Xóm Núi 1", "Xã Dương Thành"), ("Xóm Núi 2", "Xã Dương Thành"), ("Xóm Trung Thành", "Xã Dương Thành")]
    assert queries.history(world["xom-1"])[0].text == "Chờ quyết định, tạm xếp dưới Tỉnh Thái Nguyên (trước đó: Xã Dương Thành)"
    move_unit(MACHINE, unit_id=world["xom-1"], parent_id=done.ids["a"], on=date(2020, 6, 15))
    later = queries.counts_below(queries.unit_on(world["19"], date(2020, 6, 15)), date(2020, 6, 15))  # type: ignore[arg-type]  # it stands
    assert (later.by_level["hamlet"], later.awaiting) == (1, {"hamlet": 2})


def test_a_merge_that_names_a_unit_twice_is_refused(world: World) -> None:
    twice = Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)), Fold(world["05965"], (world["05953"],))))
    with pytest.raises(Refusal, match="nêu hai lần: Xã Dương Thành") as refused:
        reorganise(MACHINE, plan=twice)
    assert refused.value.place == "units"


def test_a_merge_that_names_a_unit_that_has_ended_is_refused_with_the_day(world: World) -> None:
    reorganise(MACHINE, plan=merger(world))
    with pytest.raises(Refusal, match="Xã Dương Thành không còn từ ngày 01/06/2020"):
        reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 10), folds=(Fold(world["05965"], (world["05773"],)),)))


def test_a_unit_that_ends_takes_no_other(world: World) -> None:
    crossed = Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05953"],)), Fold(world["05953"], (world["05773"],))))
    with pytest.raises(Refusal, match="Xã Lương Phú không còn sau sắp xếp"):
        reorganise(MACHINE, plan=crossed)


def test_a_unit_of_the_other_tree_takes_nothing(world: World) -> None:
    with pytest.raises(Refusal, match="hai cây khác nhau"):
        reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["party-05953"],)),)))


def test_a_change_dated_before_one_that_depends_on_it_is_refused(world: World) -> None:
    rename_unit(MACHINE, unit_id=world["05965"], name="Xã Dương Thành Mới", on=date(2020, 6, 15))
    with pytest.raises(Refusal, match=r"Sau ngày 01/06/2020 đã có thay đổi khác của Xã Dương Thành"):
        reorganise(MACHINE, plan=merger(world))


def test_a_unit_under_which_others_are_founded_later_is_not_ended_before(world: World) -> None:
    establish_units(MACHINE, rows=[NewUnit("xom-9", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Chín", world["05965"])], on=date(2020, 6, 20))
    with pytest.raises(Refusal, match="đã có thay đổi khác của Xã Dương Thành"):
        reorganise(MACHINE, plan=merger(world))


def test_namesakes_that_a_merger_brings_together_stand_and_a_new_one_is_refused(world: World) -> None:
    establish_units(MACHINE, rows=[NewUnit("twin", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Núi 1", world["05953"])], on=BEGINS)
    assert [(line.fate, line.text) for line in preview(merger(world))][-1] == (
        Fate.WARNS, "Sẽ trùng tên dưới một đơn vị: “Xóm Núi 1” của Xã Dương Thành, Xã Lương Phú. Vẫn làm được; đổi tên một bên nếu cần phân biệt.")
    new = reorganise(MACHINE, plan=merger(world)).ids["new"]
    assert names_below(new, JUNE).count("Xóm Núi 1") == 2
    establish_units(MACHINE, rows=[NewUnit("other", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Mới", new)], on=JUNE)
    with pytest.raises(Refusal, match="Đã có “Xóm Núi 1”"):
        establish_units(MACHINE, rows=[NewUnit("third", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Núi 1", new)], on=JUNE)


def test_a_plan_that_moves_a_unit_beside_its_namesake_says_so_and_is_carried_out(world: World) -> None:
    establish_units(MACHINE, rows=[NewUnit("twin", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Núi 1", world["05953"])], on=BEGINS)
    moving = Reorganisation(JUNE, moves=(Relocation(world["xom-2"], world["05953"]),))
    assert [(line.fate, line.count) for line in preview(moving)] == [(Fate.WARNS, 1)]
    reorganise(MACHINE, plan=moving)
    assert names_below(world["05953"], JUNE) == ["Xóm Núi 1", "Xóm Núi 1"]
    renamed = Reorganisation(JUNE, renewals=(Renewal(world["xom-3"], "Xóm Trung Thành", UnitLevel.HAMLET, UnitKind.HAMLET),))
    with pytest.raises(Refusal, match="Đã có “Xóm Trung Thành”"):
        reorganise(MACHINE, plan=renamed)


def test_areas_follow_the_organisation_that_takes_their_own_whole(world: World) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["cell-1"], (world["cell-2"],)),)))
    assert {area.name for area in queries.areas_of(world["cell-2"], JUNE)} == {"Xóm Trung Thành", "Xóm Núi 1", "Xóm Núi 2"}
    assert {area.name for area in queries.areas_of(world["cell-1"], MAY)} == {"Xóm Trung Thành"}


def test_rights_end_with_a_unit_and_whoever_keeps_the_successor_keeps_its_past(world: World) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["party-05965"], (world["party-05953"],)),)))
    assert not Grant.objects.known().filter(unit=world["party-05965"], valid_to__gt=JUNE).exists()
    clerk = world.actor("clerk")
    assert not clerk.grants
    grant_role(MACHINE, user_id=clerk.user_id, unit_id=world["party-05953"], role=Role.CLERK, on=JUNE)
    again = world.actor("clerk")
    old = queries.unit_on(world["party-05965"], MAY)
    assert old is not None
    assert access.may_see(again, old, MAY)
    assert set(access.visible_to(again, tree.versions(MAY).filter(unit=world["party-05965"]), MAY)) == {old}
    assert not access.may_see(world.actor("stranger"), old, MAY)


def test_a_role_at_a_unit_that_has_ended_reaches_its_past_only(world: World) -> None:
    reorganise(MACHINE, plan=Reorganisation(JUNE, folds=(Fold(world["party-05965"], (world["party-05953"],)),)))
    keeper = world.actor("clerk")
    grant_role(MACHINE, user_id=keeper.user_id, unit_id=world["party-05965"], role=Role.CLERK, on=JUNE)
    again = world.actor("clerk")
    assert {unit.name for unit in again.granted_versions(MAY)} == {"Xã Dương Thành", "Đảng bộ xã Dương Thành"}
    assert not any(unit.tree == "party" for unit in again.granted_versions(JUNE))


def test_only_whoever_keeps_every_unit_may_rearrange_them(world: World) -> None:
    with pytest.raises(NotAllowed):
        reorganise(world.actor("keeper"), plan=Reorganisation(JUNE, folds=(Fold(world["05965"], (world["05773"],)),)))
    with pytest.raises(NotAllowed):
        reorganise(world.actor("clerk"), plan=merger(world))
    assert reorganise(world.actor("keeper"), plan=merger(world)).ended == 2


def test_a_reorganisation_is_taken_back_as_a_whole(world: World) -> None:
    before = sorted(map(str, UnitVersion.objects.filter(superseded_at=None).values_list("unit", "name", "parent", "code", "valid_from", "valid_to", "awaiting")))
    links = sorted(Coverage.objects.known().values_list("organization", "area", "valid_to"))
    reorganise(MACHINE, plan=merger(world))
    with clock.telling(clock.working_moment(date(2020, 7, 1), 10)):
        undo_reorganisation(MACHINE, succession_id=str(Succession.objects.known()[0].fact_id))
    after = sorted(map(str, UnitVersion.objects.filter(superseded_at=None).values_list("unit", "name", "parent", "code", "valid_from", "valid_to", "awaiting")))
    assert after == before
    assert sorted(Coverage.objects.known().values_list("organization", "area", "valid_to")) == links
    assert not Succession.objects.known().exists()


def test_a_reorganisation_on_which_something_depends_is_not_taken_back(world: World) -> None:
    new = reorganise(MACHINE, plan=merger(world)).ids["new"]
    with clock.telling(clock.working_moment(date(2020, 7, 1), 10)):
        establish_units(MACHINE, rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Mới", new)], on=JUNE)
    with clock.telling(clock.working_moment(date(2020, 7, 1), 11)), pytest.raises(Refusal, match="đã ghi thêm 1 bản ghi"):
        undo_reorganisation(MACHINE, succession_id=str(Succession.objects.known()[0].fact_id))


def test_what_was_known_before_the_reorganisation_stays_askable(world: World) -> None:
    moment = clock.now()
    with clock.telling(clock.working_moment(date(2020, 7, 1), 10)):
        reorganise(MACHINE, plan=merger(world))
        assert queries.unit_on(world["05965"], JUNE) is None
        assert queries.unit_on(world["05965"], JUNE, moment) is not None


def test_a_reform_from_a_list_ends_districts_and_raises_commune_organisations(world: World) -> None:
    with clock.telling(clock.working_moment(REFORM, 9)):
        found = import_reform(MACHINE, rows=rows(*REFORM_LINES), on=REFORM, decision=Citation("1683/NQ-UBTVQH15", date(2025, 6, 16)))
        assert found.counts["ended"] == {"province": 1, "commune": 2, "district": 2, "provincial": 1, "grassroots": 2, "superior": 2}
        province = queries.unit_with_code("19", REFORM)
        assert province.unit_id != world["19"]
        assert names_below(province.unit_id, REFORM) == ["Xã Kha Sơn", "Xã Phú Xuyên"]
        assert queries.unit_with_code("05773", REFORM).unit_id == world["05773"]
        party = queries.organization_of(queries.unit_with_code("05953", REFORM).unit_id, REFORM)
        assert party is not None
        assert (party.name, party.level) == ("Đảng bộ xã Kha Sơn", "superior")
        assert queries.history(world["party-05965"])[0].text == (
            "Nhập vào Đảng bộ xã Kha Sơn; đổi cấp: tổ chức cơ sở đảng thành cấp trên trực tiếp cơ sở (TN-09)")
        stood = queries.unit_on(world["party-05773"], REFORM)
        assert stood is not None
        assert (stood.level, stood.parent_id) == ("superior", queries.top_organization(REFORM).unit_id)  # type: ignore[union-attr]  # it stands
        top = queries.top_organization(REFORM)
        assert top is not None
        # The office's organisation stood under a district that is no more: nobody guesses where it goes.
        assert [(unit.name, before) for unit, before in queries.awaiting_below(top, REFORM)] == [
            ("Chi bộ Cơ quan Huyện ủy Đại Từ", "Đảng bộ huyện Đại Từ")]


def test_below_a_commune_that_a_reform_divides_everything_waits_under_the_new_province(world: World) -> None:
    with clock.telling(clock.working_moment(REFORM, 9)):
        import_reform(MACHINE, rows=rows(*DIVIDED_LINES), on=REFORM)
        counts = queries.counts_below(queries.unit_with_code("19", REFORM), REFORM)
        assert (counts.by_level, counts.awaiting) == ({"province": 1, "commune": 3}, {"hamlet": 3})
        top = queries.top_organization(REFORM)
        assert top is not None
        assert queries.counts_below(top, REFORM).awaiting == {"cell": 2, "grassroots": 1}


@pytest.mark.parametrize(("line", "reason"), [
    (("05999", "Xã Ma", "toàn bộ", "05953", "Xã Kha Sơn"), "không có đơn vị mang mã “05999”"),
    (("05965", "Xã Khác", "toàn bộ", "05953", "Xã Kha Sơn"), "là “Xã Dương Thành”, không phải “Xã Khác”"),
    (("05965", "Xã Dương Thành", "nửa", "05953", "Xã Kha Sơn"), "mức “nửa” không có"),
    (("05965", "Xã Dương Thành", "toàn bộ", "953", "Xã Kha Sơn"), "không đủ 5 chữ số"),
    (("05965", "Xã Dương Thành", "toàn bộ", "05953", "Kha Sơn"), "không bắt đầu bằng xã, phường"),
    (("05965", "Xã Dương Thành", "một phần", "05953", "Xã Kha Sơn"), "chỉ có một nơi nhận, nên còn phần thừa"),
    (("05965", "Xã Dương Thành", "không rõ", "05953", "Xã Kha Sơn"), "thì không có mã mới"),
])
def test_a_row_that_cannot_be_is_refused_with_its_place_and_remedy(world: World, line: Sequence[str], reason: str) -> None:
    lines = [REFORM_LINES[0], line, *REFORM_LINES[2:]]
    found = plan_reform(rows(*lines), on=REFORM)
    assert found.faults[0].row in (2, 3)
    assert any(reason in fault.reason for fault in found.faults)
    with clock.telling(clock.working_moment(REFORM, 9)), pytest.raises(FaultyTable):
        import_reform(MACHINE, rows=rows(*lines), on=REFORM)
    assert not Succession.objects.exists()


def test_a_list_that_leaves_a_commune_out_is_refused_and_names_it(world: World) -> None:
    found = plan_reform(rows(*REFORM_LINES[:3]), on=REFORM)
    assert ["còn thiếu 1 đơn vị cấp xã của Tỉnh Thái Nguyên: Xã Phú Xuyên" in fault.reason for fault in found.faults] == [True]


def test_a_unit_named_in_two_rows_that_is_not_divided_is_refused(world: World) -> None:
    found = plan_reform(rows(*REFORM_LINES, REFORM_LINES[1]), on=REFORM)
    assert ["Ô A6: mã 05965 đã có ở dòng 3" in fault.reason for fault in found.faults] == [True]


def test_moving_units_by_a_plan_asks_for_a_place_of_their_tree(world: World) -> None:
    done = reorganise(MACHINE, plan=Reorganisation(JUNE, moves=(Relocation(world["05965"], world["171"]),)))
    assert (done.moved, names_below(world["171"], JUNE)) == (1, ["Xã Dương Thành", "Xã Phú Xuyên"])


def test_an_empty_plan_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="Chưa chọn đơn vị nào"):
        reorganise(MACHINE, plan=Reorganisation(JUNE))


def test_a_dissolved_unit_is_still_dissolved_by_its_own_page(world: World) -> None:
    dissolve_unit(MACHINE, unit_id=world["xom-3"], on=JUNE)
    assert queries.history(world["xom-3"])[0].text == "Giải thể"
