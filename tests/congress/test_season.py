"""A congress through its states, with what is refused; the season's calendar as it was known."""

from datetime import date

import pytest

from cast import MACHINE, SEASON, World, hold, plan
from kientoan.congress import queries
from kientoan.congress.models import Congress, CongressStep
from kientoan.congress.operations import (
    PlanRow,
    StepRow,
    WindowRow,
    approve_results,
    cancel_plan,
    clear_content,
    explain_delay,
    hold_congresses,
    open_season,
    plan_congresses,
    reject_results,
    report_results,
    set_window,
    submit_content,
    withdraw_decision,
    withdraw_step,
)
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.operations import dissolve_unit
from kientoan.rules.congress import Clocks, State

MAY = date(2020, 5, 29)


def state(world: World, key: str, day: date) -> State:
    """Where a congress stands at the end of a day."""
    season = queries.season_with_key(SEASON)
    row, = queries.rows(season, tree.versions(day).filter(unit=world[key]), day)
    return row.course.state


def test_a_congress_goes_through_its_states_each_on_its_day(world: World) -> None:
    hold(world, "party-05965", MAY)
    with clock.telling(clock.working_moment(date(2020, 6, 18))):
        report_results(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 6, 3))])
        approve_results(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 6, 18))])
    found = [state(world, "party-05965", day) for day in (
        date(2020, 3, 1), date(2020, 3, 2), date(2020, 5, 18), date(2020, 5, 19), MAY, date(2020, 6, 3), date(2020, 6, 18))]
    assert found == [State.UNPLANNED, State.PLANNED, State.SUBMITTED, State.CLEARED, State.HELD, State.REPORTED, State.APPROVED]


def test_a_congress_held_before_it_was_planned_is_refused(world: World) -> None:
    plan(world, "party-05965", date(2020, 6, 20), decided=date(2020, 6, 10))
    with pytest.raises(Refusal, match="trước ngày quyết định kế hoạch 10/06/2020"):
        hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 6, 1))])
    with pytest.raises(Refusal, match="chưa có kế hoạch"):
        hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05953"], date(2020, 6, 1))])
    assert CongressStep.objects.count() == 0


def test_a_congress_held_after_the_day_of_asking_is_refused(world: World) -> None:
    plan(world, "party-05965", date(2020, 6, 20))
    with pytest.raises(Refusal, match="Ngày 02/07/2020 chưa tới"):
        hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 7, 2))])


def test_one_bad_row_refuses_the_whole_list(world: World) -> None:
    entries = JournalEntry.objects.count()
    for key in ("party-05965", "party-05953"):
        plan(world, key, date(2020, 6, 20))
    with pytest.raises(Refusal, match="chưa tới"):
        submit_content(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 6, 1)), StepRow(world["party-05953"], date(2020, 8, 1))])
    assert CongressStep.objects.count() == 0
    assert JournalEntry.objects.count() == entries + 2


def test_a_rejected_congress_is_planned_again_and_counts_once_held_again(world: World) -> None:
    hold(world, "party-05965", MAY)
    unit = world["party-05965"]
    with clock.telling(clock.working_moment(date(2020, 6, 30))):
        report_results(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 2))])
        with pytest.raises(Refusal, match="Thiếu lý do"):
            reject_results(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 10))])
        reject_results(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 10), note="Bầu thiếu số lượng")])
        plan_congresses(MACHINE, season_key=SEASON, decided_on=date(2020, 6, 12), reason="Bầu lại",
                        rows=[PlanRow(unit, date(2020, 6, 25), date(2020, 6, 25), "XXV", 25)])
        for take in (submit_content, clear_content):
            take(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 15))])
        hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 25))])
    assert [state(world, "party-05965", day) for day in (date(2020, 6, 9), date(2020, 6, 10), date(2020, 6, 12), date(2020, 6, 25))] == [
        State.REPORTED, State.REJECTED, State.PLANNED, State.HELD]
    assert list(Congress.objects.filter(unit=unit).order_by("run").values_list("run", flat=True)) == [1, 2]


def test_a_congress_above_waits_for_those_below_unless_the_reason_is_stated(world: World) -> None:
    hold(world, "party-05965", MAY)
    plan(world, "party-173", date(2020, 6, 26))
    unit = world["party-173"]
    with clock.telling(clock.working_moment(date(2020, 6, 26))):
        for take in (submit_content, clear_content):
            take(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 1))])
        with pytest.raises(Refusal, match="Mới 1/2 tổ chức cơ sở đảng bên dưới") as refused:
            hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 26))])
        assert (refused.value.rule, refused.value.place) == ("CG-01", "note")
        hold_congresses(MACHINE, season_key=SEASON, rows=[StepRow(unit, date(2020, 6, 26), note="Xã Lương Phú được lùi do dịch")])
    assert state(world, "party-173", date(2020, 6, 26)) is State.HELD


def test_a_plan_moved_keeps_the_first_and_says_why(world: World) -> None:
    plan(world, "party-05965", date(2020, 5, 20))
    with clock.telling(clock.working_moment(date(2020, 5, 22))):
        plan_congresses(MACHINE, season_key=SEASON, decided_on=date(2020, 5, 22), reason="Ngập đường",
                        rows=[PlanRow(world["party-05965"], date(2020, 6, 4), date(2020, 6, 5), "XXV", 25)])
    season = queries.season_with_key(SEASON)
    before, after = (queries.rows(season, tree.versions(day).filter(unit=world["party-05965"]), day)[0] for day in (date(2020, 5, 21), date(2020, 5, 22)))
    assert before.course.plan is not None
    assert after.course.plan is not None
    assert (before.course.plan.closes_on, after.course.plan.closes_on, after.delay) == (date(2020, 5, 20), date(2020, 6, 5), "Ngập đường")


@pytest.mark.parametrize(("opens", "closes", "message"), [
    (date(2020, 5, 5), date(2020, 5, 4), "trước ngày khai mạc"),
    (date(2020, 3, 30), date(2020, 3, 31), "trước ngày bắt đầu của cấp này"),
])
def test_a_plan_that_contradicts_itself_or_the_calendar_is_refused(world: World, opens: date, closes: date, message: str) -> None:
    with pytest.raises(Refusal, match=message), clock.telling(clock.working_moment(date(2020, 3, 2))):
        plan_congresses(MACHINE, season_key=SEASON, decided_on=date(2020, 3, 2), rows=[PlanRow(world["party-05965"], opens, closes)])


def test_nobody_clears_or_approves_their_own_congress(world: World) -> None:
    plan(world, "party-173", date(2020, 7, 10))
    keeper = world.actor("keeper")
    submit_content(keeper, season_key=SEASON, rows=[StepRow(world["party-173"], date(2020, 6, 1))])
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        clear_content(keeper, season_key=SEASON, rows=[StepRow(world["party-173"], date(2020, 6, 2))])
    clear_content(world.actor("officer"), season_key=SEASON, rows=[StepRow(world["party-173"], date(2020, 6, 2))])
    assert state(world, "party-173", date(2020, 6, 2)) is State.CLEARED


def test_the_newest_step_can_be_taken_back_by_whoever_records_it(world: World) -> None:
    hold(world, "party-05965", MAY)
    unit = world["party-05965"]
    clerk, officer = world.actor("clerk"), world.actor("officer")
    withdraw_step(clerk, season_key=SEASON, unit_id=unit)
    assert state(world, "party-05965", MAY) is State.CLEARED
    with pytest.raises(Refusal, match="Chỉ rút lại được bước mới nhất"):
        withdraw_step(clerk, season_key=SEASON, unit_id=unit)
    withdraw_decision(officer, season_key=SEASON, unit_id=unit)
    assert state(world, "party-05965", MAY) is State.SUBMITTED
    assert CongressStep.objects.known(clock.working_moment(date(2020, 6, 1))).count() == 3


def test_a_plan_can_be_dropped_with_its_reason_while_nothing_was_done(world: World) -> None:
    plan(world, "party-05965", date(2020, 6, 20))
    with pytest.raises(Refusal, match="Thiếu lý do bỏ kế hoạch"):
        cancel_plan(MACHINE, season_key=SEASON, unit_id=world["party-05965"], on=date(2020, 6, 1), reason=" ")
    cancel_plan(MACHINE, season_key=SEASON, unit_id=world["party-05965"], on=date(2020, 6, 1), reason="Sáp nhập")
    assert (state(world, "party-05965", date(2020, 5, 31)), state(world, "party-05965", date(2020, 6, 1))) == (State.PLANNED, State.UNPLANNED)
    with pytest.raises(Refusal, match="chưa có kế hoạch"):
        submit_content(MACHINE, season_key=SEASON, rows=[StepRow(world["party-05965"], date(2020, 6, 2))])


def test_a_unit_with_a_congress_still_planned_is_not_dissolved(world: World) -> None:
    plan(world, "office", date(2020, 7, 20))
    with pytest.raises(Refusal, match="bỏ kế hoạch trước"):
        dissolve_unit(MACHINE, unit_id=world["office"], on=date(2020, 7, 1))


def test_a_late_congress_carries_the_newest_reason(world: World) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    for day, text in ((date(2020, 6, 11), "Trực dịch"), (date(2020, 6, 15), "Ngập đường")):
        explain_delay(world.actor("clerk"), season_key=SEASON, unit_id=world["party-05965"], on=day, text=text)
    season = queries.season_with_key(SEASON)
    found = [queries.rows(season, tree.versions(day).filter(unit=world["party-05965"]), day)[0].delay for day in (date(2020, 6, 12), date(2020, 6, 20))]
    assert found == ["Trực dịch", "Ngập đường"]


def test_a_calendar_changed_later_stays_as_it_was_known(world: World) -> None:
    with clock.telling(clock.working_moment(date(2020, 4, 10))):
        set_window(MACHINE, season_key=SEASON, row=WindowRow(UnitLevel.GRASSROOTS, date(2020, 5, 1), date(2020, 7, 31), 2, Clocks(None, 7, 15)))
    season = queries.season_with_key(SEASON)
    assert queries.windows(season)["grassroots"].due_on == date(2020, 7, 31)
    assert queries.windows(season, clock.working_moment(date(2020, 4, 9)))["grassroots"].due_on == date(2020, 6, 30)


def test_a_season_is_found_by_its_calendar_else_the_latest_begun(world: World) -> None:
    open_season(MACHINE, key="2025-2030", label="2025–2030", unit_id=world["party"],
                windows=[WindowRow(UnitLevel.GRASSROOTS, date(2025, 4, 1), date(2025, 6, 30))])
    found = [queries.season_of(day).key for day in (date(2019, 1, 1), date(2020, 5, 1), date(2022, 1, 1), date(2025, 5, 1), date(2026, 1, 1))]  # type: ignore[union-attr]  # there are seasons
    assert found == ["2020-2025", "2020-2025", "2020-2025", "2025-2030", "2025-2030"]
    with pytest.raises(NotFound, match="Các mùa có: 2025-2030, 2020-2025"):
        queries.season_with_key("2015-2020")


@pytest.mark.parametrize(("changes", "message"), [
    ({"key": SEASON}, "Đã có mùa đại hội"),
    ({"label": " "}, "Thiếu tên mùa"),
    ({"windows": [WindowRow(UnitLevel.GRASSROOTS, date(2025, 6, 1), date(2025, 5, 1))]}, "Hạn 01/05/2025 trước ngày bắt đầu"),
    ({"windows": [WindowRow(UnitLevel.COMMUNE, date(2025, 5, 1), date(2025, 6, 1))]}, "không có đại hội"),
])
def test_a_bad_season_is_refused(world: World, changes: dict[str, object], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        open_season(MACHINE, **{"key": "2025-2030", "label": "2025–2030", "unit_id": world["party"], "windows": [], **changes})
