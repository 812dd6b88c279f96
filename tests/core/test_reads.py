"""The log of reads: kept once, sealed into the journal, and whatever is changed in it afterwards is found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from cast import MACHINE, World
from kientoan.core import clock, journal, reads
from kientoan.core.jobs import check_journal
from kientoan.core.models import JournalDetail, JournalEntry, ReadEntry


def sql(statement: str, *values: object) -> None:
    """Write behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def sealed(world: World) -> list[int]:
    """The numbers of three reads in one seal and one in a second."""
    for subject in ("person:1", "person:2", "person:3"):
        reads.note(world.actor("clerk"), subject=subject, page="person")
    reads.seal_reads(MACHINE)
    reads.note(world.actor("officer"), subject="person:1", page="person")
    reads.seal_reads(MACHINE)
    return list(ReadEntry.objects.order_by("pk").values_list("pk", flat=True))


def test_who_read_a_record_is_listed_newest_first(world: World) -> None:
    reads.note(world.actor("clerk"), subject="person:1", page="person")
    with clock.telling(clock.now() + timedelta(minutes=1)):
        reads.note(world.actor("officer"), subject="person:1", page="person")
        reads.note(world.actor("officer"), subject="person:2", page="person")
    assert [(row.reader, row.page) for row in reads.of("person:1")] == [("user:officer", "person"), ("user:clerk", "person")]


def test_the_same_page_opened_again_within_ten_minutes_is_one_read(world: World) -> None:
    clerk = world.actor("clerk")
    for minutes in (0, 3, 9, 11, 12):
        with clock.telling(clock.now() + timedelta(minutes=minutes)):
            reads.note(clerk, subject="person:1", page="person")
    reads.note(clerk, subject="person:1", page="history")
    assert [row.page for row in reads.of("person:1")] == ["person", "history", "person"]


def test_a_seal_is_one_journal_entry_that_names_the_first_and_the_last(world: World, sealed: list[int]) -> None:
    entries = list(JournalEntry.objects.filter(operation="core.seal_reads"))
    assert [entry.count for entry in entries] == [3, 1]
    detail = JournalDetail.objects.get(entry=entries[0]).content
    assert f'"first":{sealed[0]}' in detail
    assert f'"last":{sealed[2]}' in detail
    assert set(ReadEntry.objects.values_list("sealed_in", flat=True)) == {entry.number for entry in entries}
    assert (journal.verify().fault, reads.verify_reads()) == ("", "")


def test_nothing_to_seal_makes_no_entry(world: World) -> None:
    before = JournalEntry.objects.count()
    assert reads.seal_reads(MACHINE).count == 0
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(("column", "value"), [("reader", "user:stranger"), ("subject", "person:9"), ("page", "x"), ("read_at", "2020-01-01")])
def test_a_changed_read_is_named(sealed: list[int], column: str, value: str) -> None:
    sql(f"UPDATE core_readentry SET {column} = %s WHERE id = %s", value, sealed[1])
    assert reads.verify_reads() == f"Lượt xem số {sealed[1]} đã bị sửa."


@pytest.mark.parametrize("at", [0, 2, 3])
def test_a_removed_read_is_named(sealed: list[int], at: int) -> None:
    sql("DELETE FROM core_readentry WHERE id = %s", sealed[at])
    assert reads.verify_reads() == f"Lượt xem số {sealed[at]} đã bị bớt."


def test_a_read_put_back_among_the_unsealed_is_missed_from_its_seal(sealed: list[int]) -> None:
    sql("UPDATE core_readentry SET sealed_in = NULL WHERE id = %s", sealed[0])
    assert reads.verify_reads() == f"Lượt xem số {sealed[0]} đã bị bớt."


@pytest.mark.parametrize("beyond", [0, 1000])
def test_a_read_put_in_later_is_named(sealed: list[int], beyond: int) -> None:
    seal = ReadEntry.objects.get(pk=sealed[0]).sealed_in
    assert seal
    made = ReadEntry.objects.create(read_at="2020-07-01", reader="user:clerk", subject="person:1", page="person", sealed_in=seal + beyond)
    assert reads.verify_reads().startswith(f"Lượt xem số {made.pk} bị chèn vào")


def test_a_seal_made_anew_with_its_detail_breaks_the_journal(sealed: list[int]) -> None:
    entry = JournalEntry.objects.filter(operation="core.seal_reads").earliest("number")
    detail = JournalDetail.objects.get(entry=entry)
    sql("UPDATE core_journaldetail SET content = %s WHERE entry_id = %s", detail.content.replace(f'"first":{sealed[0]}', '"first":0'), entry.number)
    assert f"mục số {entry.number}" in journal.verify().fault


def test_the_hourly_check_seals_and_finds_what_was_changed(world: World) -> None:
    check: Callable[[], str] = check_journal.func
    reads.note(world.actor("clerk"), subject="person:1", page="person")
    assert check() == ""
    row = ReadEntry.objects.get()
    assert row.sealed_in == JournalEntry.objects.latest("number").number
    sql("DELETE FROM core_readentry")
    assert check() == f"Lượt xem số {row.pk} đã bị bớt."
