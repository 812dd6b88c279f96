"""The chain: whatever is changed, taken out or cut off is found."""

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection

from cast import World
from kientoan.core import journal
from kientoan.core.jobs import check_journal
from kientoan.core.models import JournalCheck, JournalDetail, JournalEntry, JournalHead

TEXT_COLUMNS = ("recorded_at", "actor", "operation", "unit", "day", "digest", "previous", "hash")


def sql(statement: str, *values: object) -> None:
    """Write behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_journal_verifies_and_gives_its_head(world: World) -> None:
    verdict = journal.verify()
    assert verdict.fault == ""
    assert verdict.entries == JournalEntry.objects.count()
    assert re.fullmatch("[0-9a-f]{64}", verdict.head)
    assert verdict.head == JournalHead.objects.get().hash


def test_an_empty_journal_verifies_with_an_empty_head(db: None) -> None:
    assert journal.verify() == journal.Verdict("", 0)


@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_a_change_in_any_text_column_names_the_first_broken_entry(world: World, column: str) -> None:
    sql(f"UPDATE core_journalentry SET {column} = 'x' WHERE number = 3")
    assert "Mục số 3" in journal.verify().fault


def test_a_changed_count_is_found(world: World) -> None:
    sql("UPDATE core_journalentry SET count = count + 1 WHERE number = 2")
    assert "Mục số 2" in journal.verify().fault


def test_a_changed_detail_is_found(world: World) -> None:
    sql("UPDATE core_journaldetail SET content = %s WHERE entry_id = 4", json.dumps({"x": 1}))
    assert journal.verify().fault == "Chi tiết của mục số 4 đã bị sửa."


def test_an_entry_taken_out_of_the_middle_is_missed(world: World) -> None:
    JournalDetail.objects.filter(entry=5).delete()
    sql("DELETE FROM core_journalentry WHERE number = 5")
    assert journal.verify().fault == "Thiếu mục: sau mục số 4 là mục số 6."


def test_entries_cut_off_the_end_are_missed_with_the_head_even_when_all_traces_are_swept(world: World) -> None:
    head = journal.verify().head
    last = JournalEntry.objects.latest("number")
    before = JournalEntry.objects.get(number=last.number - 1)
    JournalDetail.objects.filter(entry=last).delete()
    sql("DELETE FROM core_journalentry WHERE number = %s", last.number)
    assert "Thiếu mục ở cuối" in journal.verify().fault
    sql("UPDATE core_journalhead SET number = %s, hash = %s", before.number, before.hash)
    assert journal.verify().fault == ""
    assert "Thiếu mục ở cuối" in journal.verify(head).fault


def test_an_older_head_still_verifies_after_more_was_written(world: World) -> None:
    first = JournalEntry.objects.get(number=1)
    assert journal.verify(first.hash).fault == ""


def test_the_background_check_keeps_its_verdict_for_the_pages(world: World) -> None:
    check: Callable[[], str] = check_journal.func
    assert check() == ""
    sql("UPDATE core_journalentry SET actor = 'x' WHERE number = 1")
    assert "Mục số 1" in check()
    kept = list(JournalCheck.objects.order_by("pk").values_list("fault", flat=True))
    assert kept == ["", "Mục số 1 đã bị sửa: mã băm không khớp."]
