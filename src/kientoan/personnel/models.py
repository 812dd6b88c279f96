"""A personnel plan, its processes, and what was said, counted and announced in them; what is dated are facts."""

from typing import ClassVar

from django.db import models

from kientoan.congress.models import Season
from kientoan.core.facts import EventFact, PeriodFact
from kientoan.org.models import Unit
from kientoan.people.enums import PostKind
from kientoan.people.models import Person
from kientoan.personnel.enums import MeasureName, ProcedureName, Secrecy, TrackName


class PersonnelPlan(models.Model):
    """The identity of a plan: which seats of which organisation in which season."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="personnel_plans")
    season = models.ForeignKey(Season, models.PROTECT, related_name="personnel_plans")
    body = models.CharField(max_length=24, choices=PostKind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "season", "body"], name="personnel_plan_once")]


class PlanTerms(PeriodFact):
    """What a plan goes by from a day on; a plan without terms in force has ended."""

    identity: ClassVar[str] = "plan"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("plan",),)

    plan = models.ForeignKey(PersonnelPlan, models.PROTECT, related_name="terms")
    approved_size = models.PositiveSmallIntegerField()
    procedure = models.CharField(max_length=12, choices=ProcedureName.choices)
    more_than = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=10, choices=MeasureName.choices)
    secrecy = models.CharField(max_length=10, choices=Secrecy.choices)
    minority_percent = models.PositiveSmallIntegerField(null=True)
    renewal_percent = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)


class Process(models.Model):
    """The identity of one process of a plan: of those who stand again, of the others, or with residents."""

    plan = models.ForeignKey(PersonnelPlan, models.PROTECT, related_name="processes")
    track = models.CharField(max_length=12, choices=TrackName.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "track"], name="personnel_process_once")]


class Nomination(EventFact):
    """A person was put forward on a day, and may have stood back later, with the reason."""

    identity: ClassVar[str] = "process"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("process", "person"),)

    process = models.ForeignKey(Process, models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="nominations")
    since_step = models.PositiveSmallIntegerField(default=1)
    planned = models.BooleanField(default=True)
    government = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)


class Sitting(EventFact):
    """A step was held: opened with its electorate, then counted, then sealed; ``reason`` says why a sealed one was corrected."""

    identity: ClassVar[str] = "process"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("process", "number", "place"),)

    process = models.ForeignKey(Process, models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    electorate = models.PositiveIntegerField()
    issued = models.PositiveIntegerField(null=True)
    valid = models.PositiveIntegerField(null=True)
    invalid = models.PositiveIntegerField(null=True)
    sealed = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)


class Vote(EventFact):
    """How many votes a person had in a step; never whose (EL-48)."""

    identity: ClassVar[str] = "process"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("process", "number", "place", "person"),)

    process = models.ForeignKey(Process, models.PROTECT, related_name="votes")
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="votes")
    votes = models.PositiveIntegerField()


class Closing(EventFact):
    """A process was ended before its last step, such as where nobody stands again."""

    identity: ClassVar[str] = "process"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("process",),)

    process = models.ForeignKey(Process, models.PROTECT, related_name="closings")
    reason = models.CharField(max_length=300)


class Announcement(EventFact):
    """The slate of a plan was announced."""

    identity: ClassVar[str] = "plan"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("plan",),)

    plan = models.ForeignKey(PersonnelPlan, models.PROTECT, related_name="announcements")
