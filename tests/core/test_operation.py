"""The one door: permission asked, one entry made, all or nothing."""

from datetime import date

import pytest
from django.utils.translation import gettext_lazy

from cast import MACHINE, World
from kientoan.core.access import Right
from kientoan.core.models import JournalEntry
from kientoan.core.operation import Act, catalogue, in_operation, operation
from kientoan.core.refusal import NotAllowed, Refusal
from kientoan.org import tree
from kientoan.org.models import UnitName
from kientoan.org.operations import rename_unit


def test_one_operation_makes_one_journal_entry(world: World) -> None:
    before = JournalEntry.objects.count()
    rename_unit(world.actor("officer"), unit_id=world["05965"], name="Xã Dương Thành Mới", on=date(2020, 6, 1))
    entry = JournalEntry.objects.latest("number")
    assert JournalEntry.objects.count() == before + 1
    assert (entry.actor, entry.operation, entry.unit, entry.day) == ("user:officer", "org.rename_unit", "Xã Dương Thành Mới", "2020-06-01")


def test_a_refused_operation_writes_nothing(world: World) -> None:
    entries, facts = JournalEntry.objects.count(), UnitName.objects.count()
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        rename_unit(world.actor("stranger"), unit_id=world["05965"], name="Xã Khác", on=date(2020, 6, 1))
    with pytest.raises(Refusal, match="Đã có “Xã Lương Phú”"):
        rename_unit(world.actor("officer"), unit_id=world["05965"], name="Xã Lương Phú", on=date(2020, 6, 1))
    assert (JournalEntry.objects.count(), UnitName.objects.count()) == (entries, facts)


def test_an_operation_that_asks_for_no_right_cannot_finish(db: None) -> None:
    @operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
    def forgetful(act: Act, *, name: str) -> None:
        act.enter(unit=name)

    with pytest.raises(RuntimeError, match="asks for its right"):
        forgetful(MACHINE, name="x")
    assert JournalEntry.objects.count() == 0


def test_an_operation_without_an_entry_cannot_finish(db: None) -> None:
    @operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
    def silent(act: Act) -> None:
        act.ask([])

    with pytest.raises(RuntimeError, match="makes its entry"):
        silent(MACHINE)


def test_operations_do_not_call_operations(world: World) -> None:
    @operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
    def outer(act: Act) -> None:
        act.ask([])
        rename_unit(MACHINE, unit_id=world["05965"], name="Xã Khác", on=date(2020, 6, 1))

    with pytest.raises(RuntimeError, match="operations do not call operations"):
        outer(MACHINE)


def test_a_step_needs_an_operation(db: None) -> None:
    with pytest.raises(RuntimeError, match="needs an operation under way"):
        in_operation()
    with pytest.raises(RuntimeError, match="needs an operation under way"):
        tree.rebuild([1])


def test_parameters_of_an_operation_are_keyword_only() -> None:
    with pytest.raises(TypeError, match="keyword-only"):
        @operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
        def loose(act: Act, name: str) -> None:
            """Not allowed."""


def test_every_operation_has_a_title_a_right_and_a_summary() -> None:
    found = catalogue()
    assert {"org.establish_units", "congress.hold_congresses", "org.open_account"} <= {each.name for each in found}
    assert [each.name for each in found if not str(each.title) or not each.summary or each.right not in Right] == []
