"""A season and the congresses in it; what is dated are facts."""

from typing import ClassVar

from django.db import models

from kientoan.congress.enums import Form, StepName
from kientoan.core.facts import EventFact, PeriodFact
from kientoan.org.enums import UnitLevel
from kientoan.org.models import Unit


class Season(models.Model):
    """A congress season, such as that of the term 2020–2025. The label is text, never computed (CG-10)."""

    key = models.CharField(max_length=20, unique=True)
    label = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seasons")

    def __str__(self) -> str:
        return self.label


class LevelWindow(PeriodFact):
    """When the organisations of a level hold theirs: from the first day up to and with the deadline; and the terms that run."""

    identity: ClassVar[str] = "season"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("season", "level"),)

    season = models.ForeignKey(Season, models.PROTECT, related_name="windows")
    level = models.CharField(max_length=12, choices=UnitLevel.choices)
    most_days = models.PositiveSmallIntegerField(null=True)
    clearance_lead = models.PositiveSmallIntegerField(null=True)
    report_within = models.PositiveSmallIntegerField(null=True)
    approve_within = models.PositiveSmallIntegerField(null=True)


class Congress(models.Model):
    """One congress of one organisation in one season; a rejected one is followed by another run (CG-30)."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="congresses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="congresses")
    run = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["season", "unit", "run"], name="congress_once")]


class CongressPlan(PeriodFact):
    """The plan in force from the day it was decided: the days named, the ordinal as entered (CG-09)."""

    identity: ClassVar[str] = "congress"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("congress",),)

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="plans")
    opens_on = models.DateField()
    closes_on = models.DateField()
    ordinal_text = models.CharField(max_length=20, blank=True)
    ordinal_number = models.PositiveSmallIntegerField(null=True)
    form = models.CharField(max_length=12, choices=Form.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)


class CongressStep(EventFact):
    """A step taken on a day; for HELD the closing day."""

    identity: ClassVar[str] = "congress"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("congress", "step"),)

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=StepName.choices)
    opened_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)


class DelayReason(EventFact):
    """Why a congress is late, as stated on a day."""

    identity: ClassVar[str] = "congress"

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="delays")
    text = models.CharField(max_length=300)
