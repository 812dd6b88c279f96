"""What a write touched is known by model and day, with the number of its journal entry."""

from datetime import date

from cast import MACHINE, World
from kientoan.core import marks
from kientoan.core.models import FactMark, JournalEntry
from kientoan.org.operations import move_unit, rename_unit, undo_change

MAY, JUNE = date(2020, 5, 1), date(2020, 6, 1)


def test_an_operation_marks_the_days_from_which_it_makes_a_difference(world: World) -> None:
    before = marks.last_touch(["org.UnitName"], date(2020, 12, 31))
    rename_unit(MACHINE, unit_id=world["05965"], name="Xã Mới", on=JUNE)
    number = JournalEntry.objects.latest("number").number
    assert number == marks.head() > before
    assert (marks.last_touch(["org.UnitName"], JUNE), marks.last_touch(["org.UnitName"], date(2020, 5, 31))) == (number, before)
    assert marks.last_touch(["org.Placement", "people.Holding"], date(2020, 12, 31)) < number


def test_what_is_taken_back_is_marked_from_the_day_it_was_said_to_hold(world: World) -> None:
    move_unit(MACHINE, unit_id=world["05965"], parent_id=world["171"], on=MAY)
    undo_change(MACHINE, unit_id=world["05965"], on=MAY)
    assert marks.last_touch(["org.Placement"], MAY) == marks.head()


def test_one_row_is_kept_for_a_model_and_a_day(world: World) -> None:
    for number in range(3):
        rename_unit(MACHINE, unit_id=world["05965"], name=f"Xã {number}", on=date(2020, 6, 1 + number))
        rename_unit(MACHINE, unit_id=world["05953"], name=f"Xã Khác {number}", on=date(2020, 6, 1 + number))
    assert FactMark.objects.filter(model="org.UnitName", day__gte=JUNE).count() == 3
