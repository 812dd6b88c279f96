"""Facts: two clocks, four verbs, and nothing else that writes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.facts import DirectWriteError, correct, end, record, record_many, withdraw
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal
from kientoan.org.enums import Tree
from kientoan.org.models import Unit, UnitName
from kientoan.rules.periods import OPEN_END, Period

EARLY, LATE = datetime(2020, 1, 5, tzinfo=UTC), datetime(2020, 3, 5, tzinfo=UTC)


@pytest.fixture
def unit(db: None) -> Unit:
    """A unit without any fact."""
    return Unit.objects.create(tree=Tree.TERRITORY)


def names(unit: Unit, day: date, known: datetime | None = None) -> list[str]:
    """What the unit is called on a day, as known at a moment."""
    return list(UnitName.objects.known(known).on(day).filter(unit=unit).values_list("name", flat=True))


def test_a_period_holds_from_its_first_day_up_to_and_not_on_its_last(unit: Unit) -> None:
    record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1), valid_to=date(2020, 2, 1))
    assert names(unit, date(2019, 12, 31)) == []
    assert names(unit, date(2020, 1, 1)) == ["Xã A"]
    assert names(unit, date(2020, 1, 31)) == ["Xã A"]
    assert names(unit, date(2020, 2, 1)) == []


def test_a_correction_is_known_from_its_moment_and_the_old_belief_stays_askable(unit: Unit) -> None:
    first = record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    correct(first, at=LATE, name="Xã B")
    assert names(unit, date(2020, 2, 1)) == ["Xã B"]
    assert names(unit, date(2020, 2, 1), LATE - timedelta(seconds=1)) == ["Xã A"]
    assert names(unit, date(2020, 2, 1), LATE) == ["Xã B"]
    assert names(unit, date(2020, 2, 1), EARLY - timedelta(seconds=1)) == []
    assert UnitName.objects.filter(fact_id=first.fact_id).count() == 2


def test_ending_supersedes_and_writes_a_new_version(unit: Unit) -> None:
    first = record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    ended = end(first, at=LATE, on=date(2020, 3, 1))
    assert ended.valid_to == date(2020, 3, 1)
    assert names(unit, date(2020, 4, 1), EARLY) == ["Xã A"]
    assert names(unit, date(2020, 4, 1)) == []


def test_a_withdrawn_fact_never_was_but_was_believed(unit: Unit) -> None:
    first = record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    withdraw(first, at=LATE)
    assert names(unit, date(2020, 1, 15)) == []
    assert names(unit, date(2020, 1, 15), EARLY) == ["Xã A"]


def test_a_correction_of_a_superseded_version_is_refused(unit: Unit) -> None:
    first = record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    correct(first, at=LATE, name="Xã B")
    with pytest.raises(Refusal, match="đã được người khác sửa"):
        correct(first, at=LATE, name="Xã C")
    with pytest.raises(Refusal, match="đã được người khác sửa"):
        withdraw(first, at=LATE)
    assert names(unit, date(2020, 2, 1)) == ["Xã B"]


def test_an_end_on_or_before_the_first_day_is_refused(unit: Unit) -> None:
    first = record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    with pytest.raises(Refusal, match="Ngày kết thúc 01/01/2020 không sau ngày bắt đầu 01/01/2020"):
        end(first, at=LATE, on=date(2020, 1, 1))


def test_a_correction_recorded_before_the_version_is_refused(unit: Unit) -> None:
    first = record(UnitName, at=LATE, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    with pytest.raises(Refusal, match="Xem lại đồng hồ"):
        correct(first, at=EARLY, name="Xã B")


def test_two_facts_that_share_a_day_are_refused_together(unit: Unit) -> None:
    rows = [{"unit": unit, "name": "Xã A", "valid_from": date(2020, 1, 1), "valid_to": date(2020, 2, 2)},
            {"unit": unit, "name": "Xã B", "valid_from": date(2020, 2, 1)}]
    with pytest.raises(Refusal, match="trùng thời gian"):
        record_many(UnitName, rows, at=EARLY)
    assert UnitName.objects.count() == 0


def test_nothing_but_the_verbs_writes_a_fact(unit: Unit) -> None:
    fact = record(UnitName, at=EARLY, unit=unit, name="Xã A", valid_from=date(2020, 1, 1))
    fact.name = "Xã B"
    with pytest.raises(DirectWriteError):
        fact.save()
    with pytest.raises(DirectWriteError):
        fact.delete()
    with pytest.raises(DirectWriteError):
        UnitName.objects.filter(unit=unit).update(name="Xã B")
    with pytest.raises(DirectWriteError):
        UnitName.objects.filter(unit=unit).delete()
    with pytest.raises(DirectWriteError):
        UnitName.objects.bulk_create([UnitName(unit=unit, name="Xã B", valid_from=date(2021, 1, 1), recorded_at=LATE)])
    assert names(unit, date(2020, 2, 1)) == ["Xã A"]


def test_an_operation_records_with_its_own_moment(world: World) -> None:
    @operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
    def name_it(act: Act, *, unit_id: int) -> None:
        """Name a unit."""
        act.ask([unit_id])
        fact = UnitName.objects.known().get(unit=unit_id)
        correct(fact, at=act.at, name="Xã Đổi Tên")
        act.enter(detail={"unit": unit_id})

    moment = clock.working_moment(date(2020, 7, 2))
    with clock.telling(moment):
        name_it(MACHINE, unit_id=world["05965"])
    assert UnitName.objects.known().get(unit=world["05965"]).recorded_at == moment


class AnyOrderOfWrites(TestCase):
    """Whatever is recorded, ended, corrected and withdrawn: never two names on one day, never a lost version."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(["record", "end", "correct", "withdraw"]), st.integers(0, 60), st.integers(1, 40)), max_size=14))
    def test_no_two_facts_ever_share_a_day(self, steps: list[tuple[str, int, int]]) -> None:
        unit = Unit.objects.create(tree=Tree.TERRITORY)
        start = date(2020, 1, 1)
        versions = 0
        for number, (verb, offset, length) in enumerate(steps):
            at = EARLY + timedelta(minutes=number)
            standing = list(UnitName.objects.known().filter(unit=unit).order_by("valid_from"))
            day = start + timedelta(days=offset)
            try:
                if verb == "record":
                    record(UnitName, at=at, unit=unit, name=f"Xã {number}", valid_from=day, valid_to=day + timedelta(days=length))
                    versions += 1
                elif standing and verb == "end":
                    end(standing[offset % len(standing)], at=at, on=day)
                    versions += 1
                elif standing and verb == "correct":
                    correct(standing[offset % len(standing)], at=at, valid_to=OPEN_END if length > 38 else day + timedelta(days=length), valid_from=day)
                    versions += 1
                elif standing:
                    withdraw(standing[offset % len(standing)], at=at)
            except Refusal:
                pass
            for moment in (None, at, EARLY):
                believed = [Period(fact.valid_from, fact.valid_to) for fact in UnitName.objects.known(moment).filter(unit=unit).order_by("valid_from")]
                assert all(not one.overlaps(two) for one, two in pairwise(believed))
        assert UnitName.objects.filter(unit=unit).count() == versions
