"""Figures of the nation are remembered, and what is written later is seen at once on the days that it touches."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cast import MACHINE, SEASON, World, build_world, hold
from kientoan.congress.operations import withdraw_step
from kientoan.core import clock
from kientoan.core.models import FigureCache
from kientoan.org import queries
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units, move_unit, rename_unit
from kientoan.people.enums import PostKind
from kientoan.reports import season as season_module
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.figure import Asked, ask_of
from kientoan.reports.jobs import fill_figures
from kientoan.reports.season import Filter, SeasonFigure, season_figure, season_numbers
from kientoan.reports.units import count_units
from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.figures import Share
from staff import fill, person, post

JUNE_20, JUNE_25 = date(2020, 6, 20), date(2020, 6, 25)


@pytest.fixture
def nation(world: World) -> World:
    """The cast's province below the nation's organisation."""
    with clock.telling(clock.working_moment(date(2020, 1, 3), 8)):
        world.ids.update(establish_units(MACHINE, on=date(2020, 1, 1), rows=[
            NewUnit("central", Tree.PARTY, UnitLevel.CENTRAL, UnitKind.LOCAL, "Đảng bộ Trung ương")]))
        move_unit(MACHINE, unit_id=world["party"], parent_id=world["central"], on=date(2020, 1, 2))
    return world


def asked(world: World, day: date = JUNE_20, **known: object) -> Asked:
    unit = queries.unit_on(world["central"], day)
    assert unit is not None
    return ask_of(unit, day, **known)  # type: ignore[arg-type]  # known_at only


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the database has counted a season."""
    calls: list[int] = []
    real = season_module.congress_queries.numbers_by_child

    def count(*arguments: object, **more: object) -> object:
        calls.append(1)
        return real(*arguments, **more)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(season_module.congress_queries, "numbers_by_child", count)
    return lambda: len(calls)


def test_the_nation_is_counted_once_and_then_remembered(nation: World, counted: Callable[[], int]) -> None:
    hold(nation, "party-05965", date(2020, 5, 29))
    first = season_numbers(asked(nation))
    again = season_numbers(asked(nation))
    assert (first.total, first.held, counted()) == (4, 1, 1)
    assert again.lines == first.lines
    assert FigureCache.objects.count() == 1


def test_a_province_is_counted_afresh_each_time(nation: World, counted: Callable[[], int]) -> None:
    unit = queries.unit_on(nation["party"], JUNE_20)
    assert unit is not None
    for _each in range(2):
        season_numbers(ask_of(unit, JUNE_20))
    assert (counted(), FigureCache.objects.count()) == (2, 0)


def test_a_later_write_that_touches_the_day_is_seen_at_once(nation: World) -> None:
    assert season_numbers(asked(nation)).held == 0
    hold(nation, "party-05965", date(2020, 5, 29))
    assert season_numbers(asked(nation)).held == 1
    withdraw_step(MACHINE, season_key=SEASON, unit_id=nation["party-05965"])
    assert season_numbers(asked(nation)).held == 0


def test_a_write_on_a_later_day_leaves_what_is_remembered_of_earlier_ones(nation: World, counted: Callable[[], int]) -> None:
    early = date(2020, 6, 10)
    season_numbers(asked(nation, early))
    rename_unit(MACHINE, unit_id=nation["party-05965"], name="Đảng bộ xã Khác", on=JUNE_25)
    hold(nation, "office", JUNE_25)
    before = counted()
    assert season_numbers(asked(nation, early)).held == 0
    assert counted() == before
    assert season_numbers(asked(nation, JUNE_25)).held == 1


def test_what_a_figure_does_not_rest_on_leaves_it(nation: World, counted: Callable[[], int]) -> None:
    season_numbers(asked(nation))
    person(nation, "Dương Văn Hai", at="cell-1", member_of="cell-1")
    season_numbers(asked(nation))
    assert counted() == 1


def test_units_and_posts_held_together_are_remembered_and_corrected_likewise(nation: World) -> None:
    def ask() -> tuple[int, Share, Share]:
        figure = concurrency_figure(asked(nation), model="hamlet-head-is-member")
        return count_units(asked(nation)).counts["cell"], figure.cells, figure.hamlets

    assert ask() == ask() == (2, Share(0, 2), Share(0, 3))
    assert FigureCache.objects.count() == 3
    post(nation, "xom-1", PostKind.HAMLET_HEAD)
    fill(nation, "xom-1", PostKind.HAMLET_HEAD, person(nation, "Dương Văn Hai", at="cell-1", member_of="cell-1"))
    establish_units(MACHINE, on=date(2020, 6, 2), rows=[
        NewUnit("x", Tree.PARTY, UnitLevel.CELL, UnitKind.LOCAL, "Chi bộ Mới", nation["party-05965"])])
    assert ask() == ask() == (3, Share(1, 2), Share(1, 3))


def test_what_was_known_at_a_moment_long_past_is_remembered_for_ever(nation: World, counted: Callable[[], int]) -> None:
    then = clock.working_moment(date(2020, 6, 21))
    assert season_numbers(asked(nation, known_at=then)).held == 0
    before = counted()
    hold(nation, "party-05965", date(2020, 5, 29))
    with clock.telling(clock.now() + timedelta(hours=1)):
        withdraw_step(MACHINE, season_key=SEASON, unit_id=nation["party-05965"])
        assert season_numbers(asked(nation, known_at=then)).held == 0
        assert counted() == before


def test_what_was_known_a_moment_ago_is_counted_again_after_a_write(nation: World) -> None:
    then = clock.now()
    assert season_numbers(asked(nation, known_at=then)).held == 0
    hold(nation, "party-05965", date(2020, 5, 29))
    assert season_numbers(asked(nation, known_at=then)).held == 1


def test_the_job_fills_the_figures_of_the_day_and_forgets_old_ones(nation: World, counted: Callable[[], int]) -> None:
    filled = fill_figures.func()
    assert filled == FigureCache.objects.filter(day=clock.today()).count() == 9
    before = counted()
    season_numbers(asked(nation, clock.today()))
    assert counted() == before
    with clock.telling(clock.now() + timedelta(days=200)):
        fill_figures.func()
        assert not FigureCache.objects.filter(day=date(2020, 7, 1)).exists()


def test_without_an_organisation_of_the_nation_the_job_has_nothing_to_fill(world: World) -> None:
    assert fill_figures.func() == 0


@pytest.mark.django_db(transaction=True)
def test_a_board_is_kept_in_the_process_until_something_that_it_rests_on_is_written(story: None) -> None:
    world = build_world()
    calendar = vietnamese_calendar()

    def board(day: date = JUNE_20) -> tuple[int, SeasonFigure]:
        unit = queries.unit_on(world["party"], day)
        assert unit is not None
        with CaptureQueriesContext(connection) as caught:
            figure = season_figure(ask_of(unit, day), calendar=calendar)
            assert len(figure.names(Filter.ALL)) == figure.total
        return len(caught), figure

    (first, before), (again, same) = board(), board()
    assert again < first - 4, "the rows are not read again"
    assert same.rows is before.rows
    assert same.asked.at >= before.asked.at, "each answer says when it was asked"
    rename_unit(MACHINE, unit_id=world["party-05965"], name="Đảng bộ xã Dương Thành Mới", on=JUNE_25)
    assert board()[1].rows is before.rows, "what happens on the 25th changes nothing on the 20th"
    assert board(JUNE_25)[1].held == 0
    hold(world, "party-05953", date(2020, 6, 19))
    assert (before.held, board()[1].held, board(JUNE_25)[1].held) == (0, 1, 1)
    rename_unit(MACHINE, unit_id=world["party-05953"], name="Đảng bộ xã Lương Phú Mới", on=date(2020, 6, 1))
    assert "Đảng bộ xã Lương Phú Mới" in [row.unit.name for row in board()[1].rows]
    with transaction.atomic():
        assert board()[1].rows is not board()[1].rows, "inside a transaction nothing is kept"
