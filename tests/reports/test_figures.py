"""The figures: defined once, adding up, the same asked again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.congress.operations import StepRow, report_results, withdraw_step
from kientoan.core import clock
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units, move_unit
from kientoan.reports.figure import Asked, ask_by_code
from kientoan.reports.season import Filter, SeasonFigure, levels_of_season, season_figure, visible_rows
from kientoan.reports.units import count_units
from kientoan.rules.calendar import vietnamese_calendar

JUNE_20 = date(2020, 6, 20)


def season(code: str, day: date, **more: object) -> SeasonFigure:
    """The season's figure of an area."""
    return season_figure(ask_by_code(code, day, **more), calendar=vietnamese_calendar())  # type: ignore[arg-type]  # known_at only


def test_the_children_add_up_to_the_total_at_every_unit(world: World) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    hold(world, "office", date(2020, 6, 10))
    for code, total, held in (("19", 4, 2), ("173", 2, 1), ("171", 2, 1), ("05965", 1, 1), ("05953", 1, 0)):
        figure = season(code, JUNE_20)
        assert (figure.total, figure.held) == (total, held)
        assert (sum(child.total for child in figure.children), sum(child.held for child in figure.children)) == (total, held)


def test_a_congress_counts_from_the_end_of_its_closing_day(world: World) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    assert [season("19", day).held for day in (date(2020, 5, 28), date(2020, 5, 29))] == [0, 1]


def test_a_figure_as_known_then_is_not_touched_by_what_was_learned_later(world: World) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    then = clock.working_moment(date(2020, 6, 1))
    withdraw_step(MACHINE, season_key=SEASON, unit_id=world["party-05965"])
    assert season("19", JUNE_20).held == 0
    assert season("19", JUNE_20, known_at=then).held == 1


def test_a_figure_of_the_past_stands_when_the_tree_changes(world: World) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    move_unit(MACHINE, unit_id=world["party-05965"], parent_id=world["party-171"], on=date(2020, 6, 1))
    assert (season("173", date(2020, 5, 31)).total, season("173", date(2020, 5, 31)).held) == (2, 1)
    assert (season("173", JUNE_20).total, season("171", JUNE_20).held) == (1, 1)


def test_what_is_late_is_listed_with_the_longest_first(world: World) -> None:
    plan(world, "party-05965", date(2020, 6, 15))
    plan(world, "office", date(2020, 6, 10))
    plan(world, "party-05953", JUNE_20)
    figure = season("19", JUNE_20)
    assert [row.unit.name for row in figure.late] == ["Chi bộ Cơ quan Huyện ủy Đại Từ", "Đảng bộ xã Dương Thành"]
    assert figure.planned_by(JUNE_20) == 3
    assert [len(figure.names(each)) for each in Filter] == [4, 0, 4, 2, 0, 0, 0, 0]
    assert [row.unit.name for row in figure.names(Filter.LATE, under=world["party-173"])] == ["Đảng bộ xã Dương Thành"]


def test_the_terms_run_in_working_days_and_say_when_they_are_overdue(world: World) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    due = season("19", date(2020, 6, 9)).running[0].clock
    assert (due.due_on, due.left, due.rule, due.is_overdue) == (date(2020, 6, 9), 0, "CG-28", False)
    assert season("19", date(2020, 6, 10)).running[0].clock.is_overdue
    assert len(season("19", date(2020, 6, 10)).names(Filter.OVERDUE)) == 1
    report_results(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 6, 10))])
    waiting = season("19", date(2020, 6, 10)).running[0].clock
    assert (waiting.step.value, waiting.due_on, waiting.working_days) == ("approved", date(2020, 7, 1), 15)


def test_units_are_counted_by_level_and_kind(world: World) -> None:
    figure = count_units(ask_by_code("19", JUNE_20))
    assert figure.counts == {"province": 1, "district": 2, "commune": 3, "hamlet": 3}
    assert figure.by_kind == {"commune": 3, "hamlet": 3, "province": 1, "rural_district": 2}
    assert figure.as_json()["unit"] == {"code": "19", "name": "Tỉnh Thái Nguyên"}


@pytest.mark.parametrize(("code", "day", "message"), [
    ("99", JUNE_20, "Không có đơn vị nào mang mã 99"),
    ("19", date(2019, 12, 31), "trước khi cây tổ chức bắt đầu \\(01/01/2020\\)"),
    ("19", date(2020, 7, 2), "Ngày 02/07/2020 chưa tới"),
])
def test_a_question_outside_the_tree_is_refused(world: World, code: str, day: date, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        ask_by_code(code, day)


def test_an_area_without_an_organisation_says_so(world: World) -> None:
    establish_units(MACHINE, on=date(2020, 1, 1), rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, "Xã Trống", world["171"], "05999")])
    with pytest.raises(NotFound, match="chưa có tổ chức đảng nào gắn với Xã Trống"):
        season("05999", JUNE_20)


def test_names_beyond_ones_scope_are_left_out_and_the_total_is_not(world: World) -> None:
    figure = season("19", JUNE_20)
    seen = visible_rows(world.actor("keeper"), figure, figure.names(Filter.ALL))
    assert figure.total == 4
    assert [row.unit.name for row in seen] == ["Đảng bộ xã Dương Thành", "Đảng bộ xã Lương Phú"]


def test_a_figure_costs_the_same_queries_however_many_rows(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection, ) as caught:
            figure = season("19", JUNE_20)
            levels_of_season(figure.asked, figure.season)
            assert isinstance(figure.asked, Asked)
        return len(caught)

    few = queries()
    establish_units(MACHINE, on=date(2020, 1, 1), rows=[
        NewUnit(f"x{number}", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, f"Chi bộ Cơ quan {number}", world["party-171"]) for number in range(30)])
    assert season("19", JUNE_20).total == 34
    assert queries() == few


def test_the_curve_ends_at_the_figure_and_the_plan_at_the_whole(world: World) -> None:
    hold(world, "party-05965", date(2020, 5, 29))
    plan(world, "office", date(2020, 6, 25))
    held, planned = season("19", JUNE_20).curve()
    assert held[-1] == (JUNE_20, 1)
    assert planned[-1] == (date(2020, 6, 30), 2)
    assert held[0][0] == date(2020, 4, 1)
    assert all(later[1] >= earlier[1] for earlier, later in pairwise(held))
    assert season("19", date(2020, 3, 1)).curve()[0] == []


def test_the_forecast_follows_the_pace_of_seven_days(world: World) -> None:
    for key, day in (("party-05965", date(2020, 6, 15)), ("office", date(2020, 6, 19))):
        hold(world, key, day)
    forecast = season("19", JUNE_20).forecast
    assert (forecast.gained, forecast.left, forecast.needed, forecast.expected) == (2, 10, 2, 4)
    assert season("19", date(2020, 6, 30) + timedelta(days=1)).forecast.left == 0
