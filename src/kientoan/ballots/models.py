"""What stands on a ballot, and what each hand read in each batch.

Nothing here names a person or a moment, and no row says in which order another was written: the rows of a batch are written shuffled, under random
keys (EL-48). Rows are added and never changed; what was read may be deleted as a whole once its term has run out, by ``steps.delete_read`` alone.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from kientoan.core.operation import in_operation

_clearing: ContextVar[bool] = ContextVar("clearing", default=False)


@contextmanager
def clearing() -> Iterator[None]:
    """The one door through which rows leave; ``steps.delete_read`` alone goes through it."""
    in_operation()
    token = _clearing.set(True)
    try:
        yield
    finally:
        _clearing.reset(token)


class GrownQuerySet(QuerySet[Any, Any]):
    """Rows that only grow in number."""

    def update(self, **values: Any) -> int:
        raise TypeError("what was read off ballots is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        if not _clearing.get():
            raise TypeError("what was read off ballots is never deleted but by its one door")
        return super().delete()

    def bulk_create(self, objs: Any, **options: Any) -> list[Any]:  # type: ignore[override]  # narrower on purpose
        in_operation()
        return super().bulk_create(objs, **options)


class Grown(models.Model):
    """A row that is written once, inside an operation."""

    objects = GrownQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        in_operation()
        if not self._state.adding:
            raise TypeError("what was read off ballots is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("what was read off ballots is never deleted")


class Style(Grown):
    """What stands on a ballot: the names as printed, in their order, how many may be chosen, and how it is filled in.

    ``form`` is one of ``rules.election.pack.BallotForm``.
    """

    names = models.JSONField()
    seats = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=16)


class Tally(Grown):
    """The counting of the ballots of one style, by two or three hands that do not see one another."""

    style = models.ForeignKey(Style, models.PROTECT, related_name="tallies")
    hands = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hands__gte=2, hands__lte=3), name="ballots_tally_two_or_three_hands")]


class Batch(Grown):
    """A stack of at most a hundred ballots; every hand reads all of it."""

    tally = models.ForeignKey(Tally, models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tally", "number"], name="ballots_batch_once")]


class Reading(Grown):
    """That a hand has read a batch, and how many ballots it found in it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="readings")
    hand = models.PositiveSmallIntegerField()
    ballots = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "hand"], name="ballots_reading_once")]


class Entry(Grown):
    """Like ballots that a hand read in a batch; ``marks`` as ``rules.election.entries.Marks.kept`` writes them."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="entries")
    marks = models.CharField(max_length=600)
    count = models.PositiveSmallIntegerField()


class Correction(Grown):
    """That ballots which a hand read as ``was`` are ``now``, after the difference was looked at on paper. What was keyed first stays.

    Empty ``was``: ballots that the hand had missed. Empty ``now``: ballots that it had counted twice.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="corrections")
    was = models.CharField(max_length=600, blank=True)
    now = models.CharField(max_length=600, blank=True)
    count = models.PositiveSmallIntegerField()
