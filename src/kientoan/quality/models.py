"""Standards of posts, who is to follow whom, decisions of a plan, courses. What is dated are facts. Classes of the fields: ``fields.py``."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.org.enums import UnitLevel
from kientoan.org.models import Unit
from kientoan.people.enums import PostKind, QualificationField, QualificationLevel
from kientoan.people.models import Person, Post
from kientoan.quality.enums import DemandName, OutcomeName, PlaceState, PlanSecrecy, ProblemName, VerdictName


class PostStandard(models.Model):
    """The identity of what a unit sets, for itself and all below it, for the holders of a kind of post at a level. What is shipped is data of ``rules``."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="post_standards")
    post = models.CharField(max_length=24, choices=PostKind.choices)
    level = models.CharField(max_length=16, choices=UnitLevel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "post", "level"], name="quality_standard_once")]


class StandardTerm(PeriodFact):
    """One demand of a standard in a period; ``decision`` is the paper, and without one it is a setting, ``source`` saying whose. ``none`` lifts what holds above."""

    identity: ClassVar[str] = "standard"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("standard", "demand"),)

    standard = models.ForeignKey(PostStandard, models.PROTECT, related_name="terms")
    demand = models.CharField(max_length=20, choices=DemandName.choices)
    wanted = models.CharField(max_length=30)
    source = models.CharField(max_length=200, blank=True)


class Residence(PeriodFact):
    """A person lives in a hamlet, as the hamlet or its commune knows."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="residents")


class Successor(PeriodFact):
    """A person is in planning for a post (quy hoạch)."""

    identity: ClassVar[str] = "post"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("post", "person"),)

    post = models.ForeignKey(Post, models.PROTECT, related_name="successors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="planned_for")
    term_label = models.CharField(max_length=40, blank=True)
    secrecy = models.CharField(max_length=10, choices=PlanSecrecy.choices)
    reason = models.CharField(max_length=300, blank=True)


class PlanItem(models.Model):
    """The identity of something found at a unit that people decided about."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_items")
    problem = models.CharField(max_length=16, choices=ProblemName.choices)
    post = models.ForeignKey(Post, models.PROTECT, related_name="plan_items")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="plan_items")
    demand = models.CharField(max_length=20, choices=DemandName.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "problem", "post"], condition=Q(person=None), name="quality_item_of_post_once"),
            models.UniqueConstraint(fields=["unit", "problem", "post", "person", "demand"], condition=Q(person__isnull=False), name="quality_item_of_person_once")]


class PlanVerdict(PeriodFact):
    """What was decided about an item, until it was decided otherwise: who does what by when, that it is done, or why it was dropped."""

    identity: ClassVar[str] = "item"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("item",),)

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=VerdictName.choices)
    charge = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)


class Course(models.Model):
    """The identity of a course that a unit organises."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="courses")


class CourseTerms(EventFact):
    """What a course is: it begins on ``occurred_on`` and gives a level of a field."""

    identity: ClassVar[str] = "course"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("course",),)

    course = models.ForeignKey(Course, models.PROTECT, related_name="terms")
    title = models.CharField(max_length=200)
    field = models.CharField(max_length=20, choices=QualificationField.choices)
    level = models.CharField(max_length=30, choices=QualificationLevel.choices)
    ends_on = models.DateField()
    places = models.PositiveSmallIntegerField()
    venue = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(condition=Q(ends_on__gte=models.F("occurred_on")), name="quality_course_days_run"),
                       models.CheckConstraint(condition=Q(places__gte=1), name="quality_course_has_places")]


class CourseStop(EventFact):
    """A course is not held, said on a day."""

    identity: ClassVar[str] = "course"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("course",),)

    course = models.ForeignKey(Course, models.PROTECT, related_name="stops")
    reason = models.CharField(max_length=300)


class Enrolment(PeriodFact):
    """A person has a place on a course, or waits for one; ``number`` is the order in which they were put forward."""

    identity: ClassVar[str] = "course"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("course", "person"),)

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=10, choices=PlaceState.choices)
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)


class CourseSession(EventFact):
    """A session was held on a day."""

    identity: ClassVar[str] = "course"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("course", "occurred_on"),)

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")


class SessionPresence(EventFact):
    """A person was there on the day of a session."""

    identity: ClassVar[str] = "course"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("course", "person", "occurred_on"),)

    course = models.ForeignKey(Course, models.PROTECT, related_name="presences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="presences")


class CourseResult(EventFact):
    """What came of a course for a person. A pass cites its certificate as ``decision``; ``qualification`` is the fact that it recorded, none where the person had as much before."""

    identity: ClassVar[str] = "course"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("course", "person"),)

    course = models.ForeignKey(Course, models.PROTECT, related_name="results")
    person = models.ForeignKey(Person, models.PROTECT, related_name="course_results")
    outcome = models.CharField(max_length=12, choices=OutcomeName.choices)
    certificate = models.CharField(max_length=80, blank=True)
    qualification = models.UUIDField(null=True)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(
            condition=Q(outcome=OutcomeName.PASSED.value) & ~Q(certificate="") | ~Q(outcome=OutcomeName.PASSED.value) & Q(certificate="", qualification=None), name="quality_result_has_certificate")]
