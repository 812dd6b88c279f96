"""Many at once on a real server: the identity is locked, the journal stays one chain."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date

import pytest
from django.db import connection

from cast import MACHINE, World, build_world
from kientoan.core import journal
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import Refusal
from kientoan.org import queries
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units, move_unit, rename_unit
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding
from kientoan.people.operations import NewHolding, NewPerson, NewPost, Profile, establish_posts, fill_posts, register_persons
from kientoan.registers.enums import PaperKind
from kientoan.registers.operations import enter_numbered_paper, take_number
from kientoan.registers.queries import registers_of
from kientoan.registers.steps import NewPaper

AT_ONCE = 8
JUNE = date(2020, 6, 1)


@pytest.fixture
def shared_world(transactional_db: None, story: None) -> World:
    """The cast, committed, so that every connection sees it."""
    return build_world()


def together(act: Callable[[int], object]) -> list[bool]:
    """Do ``act`` in as many threads, each with a connection of its own; whether each was done rather than refused."""
    def one(number: int) -> bool:
        try:
            act(number)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    contexts = [copy_context() for _each in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(context.run, one, number) for number, context in enumerate(contexts)]]


def test_of_eight_who_rename_a_unit_for_one_day_one_is_heard(shared_world: World) -> None:
    before = JournalEntry.objects.count()
    unit = shared_world["05965"]
    done = together(lambda number: rename_unit(MACHINE, unit_id=unit, name=f"Xã Dương Thành {number}", on=JUNE))
    assert sum(done) == 1
    assert queries.unit_on(unit, JUNE).name == f"Xã Dương Thành {done.index(True)}"  # type: ignore[union-attr]  # it stands
    assert (JournalEntry.objects.count(), journal.verify().fault) == (before + 1, "")


def test_of_eight_who_take_one_code_one_gets_it(shared_world: World) -> None:
    done = together(lambda number: establish_units(MACHINE, on=JUNE, rows=[
        NewUnit("x", Tree.TERRITORY, UnitLevel.COMMUNE, UnitKind.COMMUNE, f"Xã Mới {number}", shared_world["171"], "05999")]))
    assert sum(done) == 1
    assert queries.unit_with_code("05999", JUNE).name == f"Xã Mới {done.index(True)}"


def test_of_eight_who_establish_one_name_under_one_unit_one_is_heard(shared_world: World) -> None:
    done = together(lambda number: establish_units(MACHINE, on=JUNE, rows=[
        NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Mới", shared_world["05965"])]))
    assert sum(done) == 1


def test_units_established_below_one_that_moves_stand_where_it_went(shared_world: World) -> None:
    def act(number: int) -> None:
        if number == 0:
            move_unit(MACHINE, unit_id=shared_world["05965"], parent_id=shared_world["171"], on=JUNE)
        else:
            establish_units(MACHINE, on=JUNE, rows=[
                NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, f"Xóm {number}", shared_world["05965"])])

    assert together(act) == [True] * AT_ONCE
    chains = {tuple(unit.chain[:-1]) for unit in queries.children_of(shared_world["05965"], JUNE)}
    assert chains == {(shared_world["19"], shared_world["171"], shared_world["05965"])}


def test_eight_different_acts_are_all_heard_and_chained(shared_world: World) -> None:
    before = JournalEntry.objects.count()
    done = together(lambda number: establish_units(MACHINE, on=JUNE, rows=[
        NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, f"Xóm {number}", shared_world["05965"])]))
    assert done == [True] * AT_ONCE
    verdict = journal.verify()
    assert (verdict.fault, verdict.entries) == ("", before + AT_ONCE)


def test_of_eight_who_fill_one_post_one_is_heard_and_the_others_are_told_who_holds_it(shared_world: World) -> None:
    establish_posts(MACHINE, rows=[NewPost(shared_world["cell-1"], PostKind.SECRETARY), NewPost(shared_world["cell-1"], PostKind.COMMITTEE_MEMBER, 3)],
                    on=date(2020, 1, 1))
    ids = register_persons(MACHINE, rows=[NewPerson(str(number), shared_world["cell-1"], Profile(f"Dương Văn {number}")) for number in range(AT_ONCE)]).ids
    told: list[str] = []

    def act(number: int, kind: PostKind) -> None:
        try:
            fill_posts(MACHINE, rows=[NewHolding(shared_world["cell-1"], kind, ids[str(number)], JUNE)])
        except Refusal as refusal:
            told.append(str(refusal))
            raise

    done = together(lambda number: act(number, PostKind.SECRETARY))
    assert (sum(done), len(told)) == (1, AT_ONCE - 1)
    assert all(f"do Dương Văn {done.index(True)} giữ từ ngày 01/06/2020" in line for line in told)
    assert sum(together(lambda number: act(number, PostKind.COMMITTEE_MEMBER))) == 3
    assert Holding.objects.known().count() == 4


def test_of_eight_who_take_one_member_card_one_gets_it(shared_world: World) -> None:
    done = together(lambda number: register_persons(MACHINE, rows=[
        NewPerson("p", shared_world["cell-1"], Profile(f"Dương Văn {number}", member_card="19000001"))]))
    assert sum(done) == 1


def test_eight_who_take_a_number_at_once_get_eight_numbers_without_a_gap(shared_world: World) -> None:
    taken: list[int] = []

    def act(number: int) -> None:
        taken.append(take_number(MACHINE, paper=NewPaper(shared_world["party-05965"], PaperKind.REPORT, f"Báo cáo {number}", JUNE, "ĐU", term="2020-2025")).number)

    assert together(act) == [True] * AT_ONCE
    assert sorted(taken) == list(range(1, AT_ONCE + 1))
    assert [report.missing for report in registers_of([shared_world["party-05965"]])] == [0]


def test_of_eight_who_write_one_number_by_hand_one_is_heard(shared_world: World) -> None:
    paper = NewPaper(shared_world["party-05965"], PaperKind.REPORT, "Báo cáo", JUNE, "ĐU", term="2020-2025")
    assert sum(together(lambda _number: enter_numbered_paper(MACHINE, paper=paper, number=7))) == 1
