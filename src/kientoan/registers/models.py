"""A register is one run of numbers; what it numbered are facts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kientoan.core.facts import EventFact
from kientoan.org.models import Unit
from kientoan.registers.enums import IssuedBy, PaperKind, SeriesKind


class Register(models.Model):
    """One run of numbers: an issuer's, through a term of the Party or a year of the State, of one kind, of a congress, or of all kinds.

    Kinds of one symbol share a run, so that no number is printed twice. ``symbol`` is empty where kinds share it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registers")
    issued_by = models.CharField(max_length=6, choices=IssuedBy.choices)
    term = models.CharField(max_length=9)
    series = models.CharField(max_length=8, choices=SeriesKind.choices)
    symbol = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "issued_by", "term", "series", "symbol"], name="registers_register_once")]


class IssuedPaper(EventFact):
    """A paper with its number. The number stays taken when the paper is void: the fact is corrected, never withdrawn."""

    identity: ClassVar[str] = "register"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("register", "number"),)

    register = models.ForeignKey(Register, models.PROTECT, related_name="papers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=PaperKind.choices)
    issuer_symbol = models.CharField(max_length=20, blank=True)
    abstract = models.CharField(max_length=300)
    is_by_hand = models.BooleanField(default=False)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta(EventFact.Meta):
        constraints = [
            *EventFact.Meta.constraints,
            models.UniqueConstraint(fields=["register", "number"], condition=Q(superseded_at=None), name="registers_issuedpaper_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="registers_issuedpaper_number_from_one"),
        ]
