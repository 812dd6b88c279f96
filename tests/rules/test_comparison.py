"""What is said when two days are set side by side."""

from datetime import date

import pytest

from kientoan.rules.comparison import REFORMS, notes_between, notes_outside

BEFORE, REFORM = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(("first", "second", "count"), [
    (date(2020, 6, 23), REFORM, 1), (REFORM, date(2020, 6, 23), 1), (BEFORE, REFORM, 1), (date(2020, 1, 1), BEFORE, 0), (REFORM, date(2026, 1, 1), 0), (REFORM, REFORM, 0)])
def test_days_on_both_sides_of_the_reform_are_not_comparable_tn_09(first: date, second: date, count: int) -> None:
    notes = notes_between(first, second)
    assert [note.rule for note in notes] == ["TN-09"] * count


def test_the_note_names_its_sources_in_both_languages_and_blocks_nothing() -> None:
    note = notes_between(BEFORE, REFORM)[0]
    assert note.vi.startswith("Từ ngày 01/07/2025 cấp huyện không còn")
    assert "không so sánh được với nhau (294-QĐ/TW, 1683/NQ-UBTVQH15)." in note.vi
    assert "are not comparable (294-QĐ/TW, 1683/NQ-UBTVQH15)." in note.en
    assert not note.blocks


@pytest.mark.parametrize(("day", "opens_on", "due_on", "count"), [
    (date(2025, 8, 1), date(2020, 4, 1), date(2020, 6, 30), 1), (date(2025, 8, 1), date(2025, 4, 1), date(2025, 10, 31), 0),
    (date(2025, 7, 15), date(2025, 4, 1), BEFORE, 1), (date(2025, 5, 1), date(2025, 8, 1), date(2025, 10, 1), 1), (date(2020, 6, 23), date(2020, 4, 1), date(2020, 6, 30), 0)])
def test_a_day_outside_a_season_is_judged_by_the_nearer_end(day: date, opens_on: date, due_on: date, count: int) -> None:
    assert len(notes_outside(day, opens_on, due_on)) == count


def test_every_reform_has_sources_and_a_rule() -> None:
    assert all(reform.sources and reform.rule and reform.vi and reform.en for reform in REFORMS)
