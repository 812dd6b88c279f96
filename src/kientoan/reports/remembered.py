"""What figures of the nation came to, kept for as long as it holds. A province is counted afresh each time.

An answer holds while no operation entered since has changed, on its day or before, a fact that it rests on (``core.marks``). Asked as
known at a moment long past, it holds for ever: an operation records its facts with the moment at which it began, and none lasts a day.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress
from datetime import date, timedelta
from threading import Lock
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction

from kientoan.core import clock, marks
from kientoan.core.models import FigureCache
from kientoan.org.enums import UnitLevel
from kientoan.reports.figure import Asked, Definition

TREE_FACTS = ("org.UnitName", "org.UnitClass", "org.Placement", "org.UnitCode")
"""What versions of units are derived from."""
SETTLED = timedelta(days=1)
Answer = TypeVar("Answer")
Numbers = TypeVar("Numbers", bound=list[Any] | dict[str, Any])


def remembered(definition: Definition, asked: Asked, count: Callable[[], Numbers], *, rests_on: Collection[str], params: str = "") -> Numbers:
    """What ``count`` gives, or gave when it was asked before and still would.

    Parameters:
        definition: the figure.
        asked: for which unit and day; only the nation's organisation has a memory.
        count: counts afresh; its answer is made of JSON values.
        rests_on: labels of every model of facts that the answer depends on.
        params: what else the figure was asked with.
    """
    if asked.unit.level != UnitLevel.CENTRAL:
        return count()
    key = {"figure": f"{definition.key} {definition.version}", "params": params, "unit_id": asked.unit.unit_id, "day": asked.day,
           "known_at": asked.known_at.astimezone(clock.ZONE).isoformat() if asked.known_at else ""}
    kept = FigureCache.objects.filter(**key).first()
    if kept is not None and (_settled(asked, kept) or marks.last_touch(rests_on, asked.day) <= kept.stamp):
        found: Numbers = kept.numbers
        return found
    stamp = marks.head()  # before counting: what is entered meanwhile makes the answer stale, whether it is in it or not
    numbers = count()
    with suppress(DatabaseError), transaction.atomic():  # a busy database remembers nothing this time
        FigureCache.objects.bulk_create([FigureCache(**key, numbers=numbers, computed_at=clock.now(), stamp=stamp)], update_conflicts=True,
                                        unique_fields=list(key), update_fields=["numbers", "computed_at", "stamp"])
    return numbers


class Kept:
    """The last few answers that this process gave with all their rows: a board is opened, sorted and filtered again and again in a morning.

    Parameters:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def ask(self, key: Hashable, day: date, count: Callable[[], Answer], *, rests_on: Collection[str]) -> Answer:
        """What ``count`` gives, or gave when it was asked before and still would.

        Parameters:
            key: all that the answer follows from, besides the facts.
            day: the day that it is of.
            rests_on: labels of every model of facts that it depends on.
        """
        if connection.in_atomic_block:  # an operation sees what may yet be undone
            return count()
        with self._lock:
            kept = self._answers.get(key)
        if kept is None or marks.last_touch(rests_on, day) > kept[0]:
            kept = marks.head(), count()
        with self._lock:
            self._answers[key] = kept
            self._answers.move_to_end(key)
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
        found: Answer = kept[1]
        return found

    def forget(self) -> None:
        """Begin anew, for whoever measures."""
        with self._lock:
            self._answers.clear()


def _settled(asked: Asked, kept: FigureCache) -> bool:
    return asked.known_at is not None and kept.computed_at - asked.known_at > SETTLED
