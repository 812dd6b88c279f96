"""Resolutions, clauses, answers, tasks, and what is true of them. Classes of the fields that tell of persons: ``fields.py``."""

from typing import ClassVar

from django.db import models

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.core.models import StoredFile
from kientoan.org.models import Unit
from kientoan.people.models import Person
from kientoan.registers.enums import PaperKind
from kientoan.resolutions.enums import ClauseAnswerKind, TaskState, TaskStepKind


class Resolution(models.Model):
    """A paper of a unit that is turned into tasks; ``above`` is the one that it answers clause by clause (RT-01), ``source_key`` the decided item of a meeting that
    it was made of, once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="resolutions")
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    source_key = models.UUIDField(null=True, unique=True)


class ResolutionText(EventFact):
    """What the paper is called, on the day of its date; ``number`` is empty while none is known, ``reason`` says why it was corrected."""

    identity: ClassVar[str] = "resolution"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("resolution",),)

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    number = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    search_plain = models.CharField(max_length=900)
    search_exact = models.CharField(max_length=900)
    reason = models.CharField(max_length=300, blank=True)


class Publication(EventFact):
    """The resolution is published from a day on; before it is a draft that only its unit sees."""

    identity: ClassVar[str] = "resolution"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("resolution",),)

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="publications")


class Clause(EventFact):
    """A clause. Its ``fact_id`` names it for targets, answers and tasks, whatever is corrected."""

    identity: ClassVar[str] = "resolution"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("resolution", "position"),)

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    reason = models.CharField(max_length=300, blank=True)


class Target(EventFact):
    """What a clause wants reached: an exact value of an indicator by a day; ``indicator`` is a key of a ready set, or empty."""

    identity: ClassVar[str] = "resolution"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("resolution", "clause", "name"),)

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="targets")
    clause = models.UUIDField()
    indicator = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    measure = models.CharField(max_length=40)
    due_on = models.DateField()


class ClauseAnswer(EventFact):
    """What a resolution does with a clause of the one above: with which clause of its own, and what differs or why not."""

    identity: ClassVar[str] = "resolution"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("resolution", "clause"),)

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="answers")
    clause = models.UUIDField()
    answer = models.CharField(max_length=16, choices=ClauseAnswerKind.choices)
    own_clause = models.UUIDField(null=True)
    text = models.CharField(max_length=1000, blank=True)


class Task(models.Model):
    """The identity of a task: who gives it, and what it comes of: a clause, or something named by words and a stable key of another app."""

    giver = models.ForeignKey(Unit, models.PROTECT, related_name="tasks_given")
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, related_name="tasks")
    clause = models.UUIDField(null=True)
    source_label = models.CharField(max_length=300, blank=True)
    source_key = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["clause"], name="resolutions_task_clause"),
                   models.Index(fields=["source_key"], condition=models.Q(source_key__isnull=False), name="resolutions_task_source")]
        constraints = [models.CheckConstraint(condition=models.Q(clause=None) | models.Q(resolution__isnull=False), name="resolutions_task_clause_of_one")]


class TaskBrief(EventFact):
    """What is to be done and what is there to be measured (RT-02), on the day on which it was given or drafted."""

    identity: ClassVar[str] = "task"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("task",),)

    task = models.ForeignKey(Task, models.PROTECT, related_name="briefs")
    title = models.CharField(max_length=300)
    product = models.CharField(max_length=300)
    search_plain = models.CharField(max_length=900)
    search_exact = models.CharField(max_length=900)
    reason = models.CharField(max_length=300, blank=True)


class TaskStanding(PeriodFact):
    """Where a task stands during a period: its state, its one lead (RT-03: a unit, or a person there), its due day. Boards count these."""

    identity: ClassVar[str] = "task"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("task",),)

    task = models.ForeignKey(Task, models.PROTECT, related_name="standings")
    state = models.CharField(max_length=10, choices=TaskState.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks_led")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks_led")
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta(PeriodFact.Meta):
        constraints = [*PeriodFact.Meta.constraints, models.CheckConstraint(
            condition=models.Q(state__in=["above", "done", "done_late"], done_on__isnull=False) | models.Q(done_on=None) & ~models.Q(state__in=["above", "done", "done_late"]),
            name="resolutions_standing_done")]
        # All that a board counts lies in the first index, so that no row is read; the second is small, for what is due and overdue. Neither is by the state of an
        # open task: SQLite uses a partial index only where the query says its condition word for word, without parameters.
        indexes = [
            models.Index(fields=["unit", "valid_to", "valid_from", "state", "due_on", "superseded_at"], condition=models.Q(superseded_at=None), name="resolutions_standing_counted"),
            models.Index(fields=["unit", "valid_to", "due_on", "valid_from", "state"], condition=models.Q(superseded_at=None, done_on=None), name="resolutions_standing_due")]


class TaskHelper(EventFact):
    """A unit, or a person there, that helps the lead."""

    identity: ClassVar[str] = "task"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("task", "unit", "person"),)

    task = models.ForeignKey(Task, models.PROTECT, related_name="helpers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks_helped")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks_helped")


class TaskStep(EventFact):
    """A step, added after the others and never changed: what was done, said and counted, and by which account."""

    identity: ClassVar[str] = "task"

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=TaskStepKind.choices)
    state = models.CharField(max_length=10, choices=TaskState.choices)
    text = models.CharField(max_length=1000, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    figure = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    measure = models.CharField(max_length=40, blank=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    by = models.CharField(max_length=120)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(condition=models.Q(percent=None) | models.Q(percent__lte=100), name="resolutions_step_percent")]


class Evidence(EventFact):
    """A photograph or a paper that came with a step; withdrawn, its content is gone."""

    identity: ClassVar[str] = "task"

    task = models.ForeignKey(Task, models.PROTECT, related_name="evidence")
    step = models.UUIDField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, blank=True)
