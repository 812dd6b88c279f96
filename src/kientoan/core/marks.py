"""Which days a write touched, by model: how a remembered figure learns that it is out of date.

The verbs of ``facts`` note the earliest day that each change can make a difference to. At the end of the operation, under the lock of the
journal's head, the number of its entry is written beside the model and the day. Whatever was computed when the journal stood at an
earlier number, and rests on the model on that day or a later one, no longer holds.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kientoan.core.models import FactMark, JournalHead
from kientoan.core.prepared import prepared

Noted = dict[tuple[str, date], None]
_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def collecting() -> Iterator[Noted]:
    """Gather what the verbs note until the operation is about to end."""
    gathered: Noted = {}
    token = _noted.set(gathered)
    try:
        yield gathered
    finally:
        _noted.reset(token)


def note(label: str, day: date) -> None:
    """Say that facts of a model changed from a day on.

    Parameters:
        label: the model's, such as ``org.Placement``.
        day: the earliest day on which a figure may come out otherwise.
    """
    gathered = _noted.get()
    if gathered is None:
        write({(label, day): None}, head() + 1)
    else:
        gathered[label, day] = None


def write(gathered: Noted, number: int) -> None:
    """Write the marks of an operation; needs its transaction.

    Parameters:
        number: that of its journal entry.
    """
    FactMark.objects.bulk_create([FactMark(model=label, day=day, number=number) for label, day in sorted(gathered)],
                                 batch_size=400, update_conflicts=True, unique_fields=["model", "day"], update_fields=["number"])


def head() -> int:
    """The number of the journal's last entry."""
    return JournalHead.objects.values_list("number", flat=True).first() or 0


def last_touch(labels: Collection[str], day: date) -> int:
    """The number of the last entry that changed a fact of the models on ``day`` or before; 0 when none did."""
    return next((number for number, in _last_touch(labels=sorted(labels), day=day)), 0)


@prepared
def _last_touch(*, labels: list[str], day: date) -> QuerySet[Any, Any]:
    return FactMark.objects.filter(model__in=labels, day__lte=day).order_by("-number").values_list("number")[:1]
