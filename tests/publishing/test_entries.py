"""The rows that the public reads: one way in, and nothing of them left when they are taken away."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import translation

from cast import MACHINE
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound
from kientoan.publishing import entries
from kientoan.publishing.enums import EntryKind

pytestmark = pytest.mark.django_db
DAY = date(2020, 8, 6)


@operation(title="Thử công khai", right=Right.CHANGE_UNITS)
def _do(act: Act, *, what: Callable[[Act], None]) -> None:
    act.ask([])
    what(act)
    act.enter(unit="thử", day=DAY)


def _write(title: str, *, reference: str = "le-phat-dong", unit: int = 7, topic: str = "") -> None:
    content = {"vi": {"title": title}, "en": {"title": f"{title} (en)"}}
    _do(MACHINE, what=lambda act: entries.write(act, EntryKind.NEWS, reference, unit_id=unit, day=DAY, content=content, search=title, topic=topic))


def test_an_entry_is_found_with_and_without_diacritics_and_read_in_the_readers_language() -> None:
    _write("Đường trục xóm Làng Ngòi")
    assert [each.content["title"] for each in entries.newest(EntryKind.NEWS, query="duong lang ngoi").rows] == ["Đường trục xóm Làng Ngòi"]
    assert entries.newest(EntryKind.NEWS, query="đường").count == 1 and entries.newest(EntryKind.NEWS, query="dương").count == 0
    assert entries.newest(EntryKind.DRIVE).count == entries.newest(EntryKind.NEWS, unit_ids=[8]).count == entries.newest(EntryKind.NEWS, topic="khac").count == 0
    with translation.override("en"):
        assert entries.entry(EntryKind.NEWS, "le-phat-dong").content["title"] == "Đường trục xóm Làng Ngòi (en)"


def test_the_moment_of_change_moves_only_with_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("Tin một")
    first = entries.entry(EntryKind.NEWS, "le-phat-dong")
    later = first.changed_at + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    _write("Tin một")
    assert entries.entry(EntryKind.NEWS, "le-phat-dong") == first
    _write("Tin một, đã sửa")
    changed = entries.entry(EntryKind.NEWS, "le-phat-dong")
    assert (changed.published_at, changed.changed_at) == (first.published_at, later)


def test_what_is_taken_away_is_nowhere() -> None:
    _write("Tin một")
    _do(MACHINE, what=lambda act: entries.take_away(act, EntryKind.NEWS, "le-phat-dong"))
    assert entries.newest(*EntryKind).count == 0
    with pytest.raises(NotFound, match="đã được rút"):
        entries.entry(EntryKind.NEWS, "le-phat-dong")
