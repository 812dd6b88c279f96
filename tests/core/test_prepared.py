"""Prepared questions: compiled once, and answered as the queryset would."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.prepared import LONGEST, Prepared, prepared
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.org.operations import rename_unit

DAY = date(2020, 6, 1)


def build(level: str, *, units: list[int], day: date, known_at: datetime | None, code: str | None = None) -> QuerySet[Any, Any]:
    """A question with all that varies."""
    found = tree.versions(day, known_at).filter(level=level, unit__in=units)
    return (found.filter(code=code) if code else found).order_by("unit").values_list("unit", "name", "valid_from", "recorded_at", "awaiting")


@pytest.fixture
def asked() -> tuple[Prepared, list[int]]:
    """The question, and how often it was built."""
    built: list[int] = []

    def counted(*shape: Any, **values: Any) -> QuerySet[Any, Any]:
        built.append(1)
        return build(*shape, **values)

    return prepared(counted), built


def test_a_prepared_question_answers_as_its_queryset_and_is_compiled_once_for_each_shape(world: World, asked: tuple[Prepared, list[int]]) -> None:
    ask, built = asked
    before = clock.now()
    with clock.telling(before + timedelta(hours=1)):
        rename_unit(MACHINE, unit_id=world["05965"], name="Xã Dương Thành Mới", on=date(2020, 5, 1))
    every = list(UnitVersion.objects.values_list("unit", flat=True).distinct())
    units = sorted(every)[:13]
    answers = set()
    for known_at in (None, before, before + timedelta(hours=2)):
        for day in (DAY, date(2020, 4, 1), date(1990, 1, 1)):
            for part in (units, units[::-1]):
                found = ask("commune", units=part, day=day, known_at=known_at)
                assert found == list(build("commune", units=part, day=day, known_at=known_at))
                answers.add(tuple(found))
    assert len(built) == 2, "one text for now, one for then"
    assert len(answers) > 2, "the answers differ by day and by moment"


def test_text_lists_and_shapes_are_told_apart(world: World, asked: tuple[Prepared, list[int]]) -> None:
    ask, built = asked
    every = sorted(set(UnitVersion.objects.values_list("unit", flat=True)))
    assert [row[1] for row in ask("commune", units=[world["05965"], world["05953"]], day=DAY, known_at=None, code="05965")] == ["Xã Dương Thành"]
    assert [row[1] for row in ask("commune", units=[world["05965"], world["05953"]], day=DAY, known_at=None, code="05953")] == ["Xã Lương Phú"]
    assert ask("commune", units=[world["05965"]], day=DAY, known_at=None, code="05953") == []
    assert [row[1] for row in ask("district", units=[world["173"]], day=DAY, known_at=None, code="173")] == ["Huyện Phú Bình"]
    assert len(built) == 3
    assert ask("commune", units=[], day=DAY, known_at=None) == [], "nothing to look for is no query"
    with connection.execute_wrapper(lambda *_anything: pytest.fail("asked the database for nothing")):
        assert ask("commune", units=[], day=DAY, known_at=None) == []
    built.clear()
    for length in range(9, 17):
        assert ask("commune", units=every[:length], day=DAY, known_at=None) == list(build("commune", units=every[:length], day=DAY, known_at=None))
    assert len(built) == 1, "lists of about one length share a text"
    long = [*every, *range(10_000, 10_000 + LONGEST)]
    for _again in range(2):
        assert ask("commune", units=long, day=DAY, known_at=None) == list(build("commune", units=long, day=DAY, known_at=None))
    assert len(built) == 3, "long lists are compiled each time"
