"""Frozen copies of figures: what was said, word for word. Rows are only ever added."""

import uuid
from typing import Any, NoReturn

from django.db import models


class OnlyAddedError(RuntimeError):
    """Code tried to change or delete a frozen copy."""


class FrozenFigureQuerySet(models.QuerySet["FrozenFigure"]):
    """Reads and adds, nothing else."""

    def update(self, **values: Any) -> NoReturn:
        raise OnlyAddedError("a frozen copy is never changed")

    def delete(self) -> NoReturn:
        raise OnlyAddedError("a frozen copy is never deleted")


class FrozenFigure(models.Model):
    """A figure as it was said of a unit and a day, as known at a moment.

    The unit stands as number and text, not as a foreign key: a copy is about what was said, whatever becomes of the unit.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    figure = models.CharField(max_length=40)
    definition_version = models.PositiveSmallIntegerField()
    unit_number = models.BigIntegerField(db_index=True)
    unit_code = models.CharField(max_length=20, blank=True)
    unit_name = models.CharField(max_length=200)
    day = models.DateField()
    known_at = models.DateTimeField()
    parameters = models.JSONField(default=dict)
    content = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=120)

    objects = FrozenFigureQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_at", "-pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise OnlyAddedError("a frozen copy is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyAddedError("a frozen copy is never deleted")
