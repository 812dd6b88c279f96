"""Frozen copies: every figure can be frozen, a copy stands whatever is learned, and it can be counted again from its own rows."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.congress.operations import Correction, StepRow, correct_step, report_results
from kientoan.core import clock, journal
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units, rename_unit
from kientoan.people.enums import PostKind
from kientoan.reports import queries
from kientoan.reports.figure import DEFINITIONS, ask_of
from kientoan.reports.frozen import FIGURES, answer, changes, live_content, recounted
from kientoan.reports.models import FrozenFigure, OnlyAddedError
from kientoan.reports.operations import freeze_figure
from kientoan.rules.congress import Step
from kientoan.rules.frozen import file_bytes, form_faults, read_file
from staff import fill, person, post

JUNE_23 = date(2020, 6, 23)
EVENING = clock.working_moment(JUNE_23, 20)
PARAMETERS = {"season": {"season": SEASON, "level": "grassroots"}, "units": {}, "concurrency": {"model": "secretary-is-hamlet-head"}}


def freeze(world: World, figure: str = "season", key: str = "party", **more: object) -> FrozenFigure:
    """Freeze a figure of 23/06, by default as known now."""
    return freeze_figure(MACHINE, figure=figure, unit_id=world[key], day=JUNE_23, parameters=PARAMETERS[figure], **more)  # type: ignore[arg-type]  # known_at only


def swap(world: World) -> None:
    """In July it turns out that two closed on each other's day."""
    with clock.telling(clock.working_moment(date(2020, 7, 10))):
        for key, day in (("party-05773", date(2020, 6, 24)), ("office", JUNE_23)):
            correct_step(MACHINE, season_key=SEASON, row=Correction(world[key], Step.HELD, day, "Ghi nhầm ngày", day))


@pytest.fixture
def told(world: World) -> World:
    """Three congresses held by 23/06 as it was known that evening, one the day after; a cell with its head and secretary."""
    for key, day in (("party-05965", date(2020, 5, 29)), ("party-05773", JUNE_23), ("office", date(2020, 6, 24))):
        hold(world, key, day)
    for kind, key in ((PostKind.HAMLET_HEAD, "xom-1"), (PostKind.SECRETARY, "cell-1")):
        post(world, key, kind)
    both = person(world, "Dương Văn Hai", at="cell-1", member_of="cell-1")
    fill(world, "xom-1", PostKind.HAMLET_HEAD, both)
    fill(world, "cell-1", PostKind.SECRETARY, both)
    return world


@pytest.mark.parametrize("figure", list(DEFINITIONS))
@pytest.mark.parametrize("key", ["party", "party-05965", "cell-1"])
def test_every_figure_can_be_frozen_and_counted_again_from_its_rows(told: World, figure: str, key: str) -> None:
    assert set(FIGURES) == set(DEFINITIONS) == set(PARAMETERS)
    if (figure, key) == ("season", "cell-1"):
        key = "party-171"
    content = json.loads(freeze(told, figure, key).content)
    assert form_faults(content) == []
    assert recounted(content) == []
    assert read_file(file_bytes(content)).content == content
    assert content["known_at"].endswith("+07:00")
    assert all(row["sources"]["org.UnitVersion"] for row in content["rows"])
    assert "Dương Văn Hai" not in json.dumps(content, ensure_ascii=False)


def test_a_count_of_territory_is_frozen_with_every_unit(told: World) -> None:
    content = json.loads(freeze(told, "units", "19").content)
    assert content["numbers"] | {"level.commune": 3, "level.hamlet": 3, "kind.hamlet": 3} == content["numbers"]
    assert [child["name"] for child in content["children"]] == ["Tỉnh Thái Nguyên", "Huyện Đại Từ", "Huyện Phú Bình"]
    assert len(content["rows"]) == 9


def test_the_numbers_of_a_copy_are_those_of_the_figure(told: World) -> None:
    content = json.loads(freeze(told).content)
    assert (content["numbers"]["total"], content["numbers"]["held"]) == (4, 2)
    assert [(child["name"], child["numbers"]["held"]) for child in content["children"]] == [("Đảng bộ huyện Đại Từ", 1), ("Đảng bộ huyện Phú Bình", 1)]
    by_cell = json.loads(freeze(told, "concurrency").content)["numbers"]
    assert by_cell == {"cells_met": 1, "cells": 2, "hamlets_met": 1, "hamlets": 3}


def test_the_same_frozen_again_gives_the_same_copy_and_no_entry(told: World) -> None:
    first = freeze(told, known_at=EVENING)
    entries = JournalEntry.objects.count()
    assert freeze(told, known_at=EVENING).pk == first.pk
    assert (JournalEntry.objects.count(), FrozenFigure.objects.count()) == (entries, 1)
    with clock.telling(clock.working_moment(date(2020, 8, 1))):
        assert freeze(told, known_at=EVENING).fingerprint == first.fingerprint
        assert freeze(told).fingerprint != first.fingerprint


def test_freezing_is_journalled_with_the_fingerprint(told: World) -> None:
    copy = freeze_figure(told.actor("officer"), figure="units", unit_id=told["party"], day=JUNE_23)
    entry = JournalEntry.objects.latest("number")
    assert (entry.operation, entry.actor, copy.frozen_by) == ("reports.freeze_figure", "user:officer", "user:officer")
    assert copy.fingerprint in entry.detail.content
    assert queries.is_journalled(copy)
    assert journal.verify().fault == ""


def test_a_swap_learned_later_leaves_the_number_and_the_copy_and_changes_the_names(told: World) -> None:
    copy = freeze(told, known_at=EVENING)
    swap(told)
    with clock.telling(clock.working_moment(date(2020, 7, 11))):
        content = json.loads(copy.content)
        found = queries.difference(content)
        assert [(before, after) for key, before, after in found.numbers if key == "held"] == [(2, 2)]
        assert {row.name: (row.before and row.before["held_on"], row.after and row.after["held_on"]) for row in found.rows} == {
            "Đảng bộ xã Phú Xuyên": ("2020-06-23", None), "Chi bộ Cơ quan Huyện ủy Đại Từ": (None, "2020-06-23")}
        assert recounted(content) == []
        assert queries.is_intact(copy)
        assert all(clock.working_moment(date(2020, 7, 10)) in row.recorded_at for row in found.rows)
        assert {each.actor for each in (found.authors or {}).values()} == {"system:test"}
        assert freeze(told, known_at=EVENING).pk == copy.pk


def test_rows_that_enter_and_leave_are_named_and_a_renamed_unit_counts_as_changed(told: World) -> None:
    before = json.loads(freeze(told, "units").content)
    establish_units(MACHINE, on=date(2020, 6, 1), rows=[NewUnit("x", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, "Chi bộ Mới", told["party-171"])])
    rename_unit(MACHINE, unit_id=told["office"], name="Chi bộ Văn phòng", on=date(2020, 6, 1))
    unit = ask_of_unit(told["party"])
    found = {row.name: (row.before is None, row.after is None) for row in changes(before, live_content(before, unit.unit))}
    assert found == {"Chi bộ Mới": (True, False), "Chi bộ Văn phòng": (False, False)}


def ask_of_unit(unit_id: int) -> object:
    """The question for a unit on 23/06."""
    from kientoan.org.queries import unit_on

    unit = unit_on(unit_id, JUNE_23)
    assert unit is not None
    return ask_of(unit, JUNE_23)


def test_a_copy_that_does_not_rest_on_the_databases_rows_is_found(told: World) -> None:
    content = json.loads(freeze(told).content)
    held = next(row for row in content["rows"] if row["said"]["held_on"])
    forged = json.loads(json.dumps(content))
    next(row for row in forged["rows"] if row["unit"] == held["unit"])["sources"]["congress.CongressStep"] = []
    assert any(held["name"] in fault for fault in recounted(forged))
    assert any("đếm lại từ cơ sở dữ liệu được 1" in fault for fault in recounted(forged))
    forged["rows"][0]["sources"]["org.UnitVersion"] = [10**9]
    assert any("không có trong cơ sở dữ liệu" in fault for fault in recounted(forged))
    forged["rows"][0]["sources"] = {"core.User": [1]}
    assert recounted(forged) == ["Bản chốt dựa vào bảng mà bản cài đặt này không có."]


def test_copies_are_only_ever_added(told: World) -> None:
    copy = freeze(told)
    for change in (copy.save, copy.delete, lambda: FrozenFigure.objects.update(day=JUNE_23), lambda: FrozenFigure.objects.all().delete()):
        with pytest.raises(OnlyAddedError):
            change()


def test_who_may_freeze_is_asked_at_the_unit(told: World) -> None:
    for username, key in (("stranger", "party-173"), ("auditor", "party"), ("clerk", "party-173")):
        with pytest.raises(NotAllowed):
            freeze_figure(told.actor(username), figure="units", unit_id=told[key], day=JUNE_23)
    assert FrozenFigure.objects.count() == 0
    freeze_figure(told.actor("clerk"), figure="season", unit_id=told["party-05965"], day=JUNE_23)
    assert freeze_figure(told.actor("keeper"), figure="season", unit_id=told["173"], day=JUNE_23).unit_number == told["party-173"]


@pytest.mark.parametrize(("changed", "message"), [
    ({"figure": "khác"}, "Không có con số “khác”"), ({"day": date(2020, 7, 2)}, "chưa tới"), ({"day": date(2019, 1, 1)}, "trước khi cây tổ chức bắt đầu"),
    ({"known_at": clock.working_moment(date(2020, 7, 2))}, "chưa ai biết lúc đó sẽ biết gì"), ({"known_at": clock.working_moment(date(2020, 1, 1))}, "Không có đơn vị này"),
    ({"parameters": {"season": "1990-1995"}}, "Không có mùa đại hội"), ({"parameters": {"level": "x"}}, "Không có cấp này"), ({"unit_id": 10**9}, "Không có đơn vị này")])
def test_what_cannot_be_frozen_is_refused_and_nothing_is_kept(told: World, changed: dict[str, object], message: str) -> None:
    wanted: dict[str, object] = {"figure": "season", "unit_id": told["party"], "day": JUNE_23} | changed
    with pytest.raises(Refusal, match=message):
        freeze_figure(MACHINE, **wanted)  # type: ignore[arg-type]  # on purpose
    assert FrozenFigure.objects.count() == 0


def test_freezing_and_comparing_cost_the_same_queries_however_many_rows(told: World) -> None:
    def count() -> tuple[int, int]:
        content = json.loads(freeze(told).content)
        with CaptureQueriesContext(connection) as asked:
            answer("season", ask_of_unit(told["party"]), PARAMETERS["season"]).frozen_content()  # type: ignore[arg-type]  # an Asked
        with CaptureQueriesContext(connection) as compared:
            queries.difference(content)
        return len(asked), len(compared)

    few = count()
    establish_units(MACHINE, on=date(2020, 1, 1), rows=[
        NewUnit(f"x{number}", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, f"Chi bộ Cơ quan {number}", told["party-171"]) for number in range(20)])
    assert count() == few


# -- the day of a step, corrected later -------------------------------------------------------------------------------------------------


def correct(world: World, on: date, actor: object = MACHINE, **more: object) -> None:
    """Correct the closing day of Dương Thành's congress."""
    correct_step(actor, season_key=SEASON, row=Correction(world["party-05965"], Step.HELD, on, **{"reason": "Ghi nhầm", **more}))  # type: ignore[arg-type]  # on purpose


def test_a_step_that_is_not_the_newest_gets_its_right_day_and_the_old_belief_stays(told: World) -> None:
    report_results(MACHINE, season_key=SEASON, rows=[StepRow(told["party-05965"], date(2020, 6, 3))])
    correct(told, date(2020, 5, 30))
    content = {row["unit"]: row["said"] for row in json.loads(freeze(told).content)["rows"]}
    assert content[told["party-05965"]]["steps"] == {"submitted": "2020-05-18", "cleared": "2020-05-19", "held": "2020-05-30", "reported": "2020-06-03"}
    then = {row["unit"]: row["said"] for row in json.loads(freeze(told, known_at=EVENING).content)["rows"]}
    assert then[told["party-05965"]]["held_on"] == "2020-05-29"
    assert "Ghi nhầm" in JournalEntry.objects.filter(operation="congress.correct_step").latest("number").detail.content


@pytest.mark.parametrize(("on", "more", "message"), [
    (date(2020, 5, 1), {}, "trước ngày “duyệt nội dung”"), (date(2020, 6, 10), {}, "sau ngày “báo cáo kết quả”"), (date(2020, 7, 2), {}, "chưa tới"),
    (date(2020, 5, 29), {}, "không có gì để đính chính"), (date(2020, 5, 28), {}, "Ngày khai mạc 29/05/2020 sau ngày bế mạc"),
    (date(2020, 5, 30), {"reason": " "}, "Thiếu lý do đính chính"), (date(2020, 5, 30), {"seen": 10**9}, "Không có bản ghi này")])
def test_a_correction_that_cannot_be_is_refused(told: World, on: date, more: dict[str, object], message: str) -> None:
    report_results(MACHINE, season_key=SEASON, rows=[StepRow(told["party-05965"], date(2020, 6, 3))])
    with pytest.raises(Refusal, match=message):
        correct(told, on, **more)


def test_a_correction_of_a_superseded_version_is_refused(told: World) -> None:
    from kientoan.congress.models import CongressStep

    seen = CongressStep.objects.get(congress__unit=told["party-05965"], step="held").pk
    correct(told, date(2020, 5, 30), seen=seen)
    with pytest.raises(Refusal, match="đã được người khác sửa trong lúc đó"):
        correct(told, date(2020, 5, 31), seen=seen)
    assert CongressStep.objects.known().get(congress__unit=told["party-05965"], step="held").occurred_on == date(2020, 5, 30)


def test_each_level_corrects_the_steps_that_it_records(told: World) -> None:
    from kientoan.congress.operations import correct_decision

    cleared = Correction(told["party-05965"], Step.CLEARED, date(2020, 5, 20), "Ghi nhầm")
    with pytest.raises(NotAllowed):
        correct_decision(told.actor("clerk"), season_key=SEASON, row=cleared)
    with pytest.raises(Refusal, match="do cấp khác ghi"):
        correct_step(told.actor("clerk"), season_key=SEASON, row=cleared)
    correct_decision(told.actor("keeper"), season_key=SEASON, row=cleared)
    correct(told, date(2020, 5, 30), told.actor("clerk"))
    with pytest.raises(NotFound):
        correct_step(MACHINE, season_key=SEASON, row=Correction(told["party-05953"], Step.HELD, JUNE_23 - timedelta(days=1), "x"))
    plan(told, "party-05953", JUNE_23)
    with pytest.raises(Refusal, match="nên chưa có ngày để đính chính"):
        correct_step(MACHINE, season_key=SEASON, row=Correction(told["party-05953"], Step.HELD, JUNE_23 - timedelta(days=1), "x"))
