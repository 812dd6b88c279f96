"""Rounds of evaluation, who is in them, and what is true of each at each step. Classes of the fields: ``fields.py``.

Votes are kept as counts, never by voter; of an illness or a fault there is a word of a closed list with its day and paper; what somebody wrote or said of somebody has no
field at all.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.evaluation.enums import ApartName, ContestOutcome, FunctionName, GradeName, HappeningKind, SpanName, TreatmentName
from kientoan.org.models import Unit
from kientoan.people.models import Person
from kientoan.registers.enums import PaperKind
from kientoan.rules.evaluation import CapBase

PAPERS = (PaperKind.MINUTES, PaperKind.REPORT, PaperKind.DECISION)
"""What is printed of a round and takes a number."""
POINTS = Q(points=None) | Q(points__lte=100)


class EvaluationRound(models.Model):
    """The identity of an evaluation of a grassroots organisation with everything below it: of a year, or of a part of it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evaluation_rounds")
    year = models.PositiveSmallIntegerField()
    span = models.CharField(max_length=4, choices=SpanName.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year", "span"], name="evaluation_round_once")]
        indexes = [models.Index(fields=["year", "span", "unit"], name="evaluation_round_year")]


class RoundPlan(EventFact):
    """The round is open from ``occurred_on``, by the plan that is ``decision``; ``as_of`` is the day whose members are evaluated and whose rules hold."""

    identity: ClassVar[str] = "round"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("round",),)

    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="plans")
    as_of = models.DateField()
    self_due_on = models.DateField()
    vote_due_on = models.DateField()
    residence_due_on = models.DateField()
    appraisal_due_on = models.DateField()
    decision_due_on = models.DateField()
    cap_base = models.CharField(max_length=16, choices=[(each.value, each.value) for each in CapBase])
    reason = models.CharField(max_length=300, blank=True)


class RoundClosure(EventFact):
    """The deciding body closed the round; ``reopened`` says why it is open again, by the paper that is then ``decision``, and is empty while it is closed."""

    identity: ClassVar[str] = "round"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("round",),)

    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="closures")
    reopened = models.CharField(max_length=300, blank=True)


class EvaluationSubject(models.Model):
    """Somebody, or an organisation, in a round: a member with the cell on the round's day, or a cell, or the grassroots organisation itself."""

    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="subjects")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evaluated")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="evaluated")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], condition=Q(person__isnull=False), name="evaluation_subject_person"),
            models.UniqueConstraint(fields=["round", "unit"], condition=Q(person=None), name="evaluation_subject_unit")]
        indexes = [models.Index(fields=["round", "unit", "person"], name="evaluation_subject_cell")]


class SubjectTreatment(EventFact):
    """What the rules of the round's day do with the subject (EV-10); one without any is in the round no more."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="treatments")
    treatment = models.CharField(max_length=8, choices=TreatmentName.choices)
    apart = models.CharField(max_length=10, choices=ApartName.choices, blank=True)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(condition=Q(treatment="graded", apart="") | ~Q(treatment="graded") & ~Q(apart=""), name="evaluation_treatment_why")]
        indexes = [models.Index(fields=["subject", "treatment", "apart"], condition=Q(superseded_at=None), name="evaluation_treatment_counted")]


class YearHappening(EventFact):
    """What happened to the subject in the year and bounds the grade: a word of a closed list, a day, a paper."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject", "kind"),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="happenings")
    kind = models.CharField(max_length=18, choices=HappeningKind.choices)


class SelfAssessment(EventFact):
    """The subject's own review was held on a day: the grade given oneself, or points by groups of criteria; of whoever is only reviewed, neither.

    ``by_member`` says that the member entered it by the own account; otherwise the cell did, from the paper.
    """

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="self_assessments")
    grade = models.CharField(max_length=13, choices=GradeName.choices, blank=True)
    points = models.JSONField(null=True)
    by_member = models.BooleanField(default=False)


class GradeVote(EventFact):
    """How many of the cell voted for each grade, and of how many that may: official members, less those elsewhere for a time and the exempted who are absent (EL-35)."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="votes")
    excellent = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    not_completed = models.PositiveIntegerField()
    official = models.PositiveIntegerField()
    temporary = models.PositiveIntegerField()
    exempt = models.PositiveIntegerField()

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(
            condition=Q(official__gte=models.F("excellent") + models.F("good") + models.F("completed") + models.F("not_completed") + models.F("temporary") + models.F("exempt")),
            name="evaluation_vote_in_base")]


class ResidenceOpinion(EventFact):
    """Whether the opinion of the place of residence is there, on which day and by which paper; what it says stays on the paper."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="residence_opinions")
    is_present = models.BooleanField()

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(condition=Q(is_present=False, decision=None) | Q(is_present=True, decision__isnull=False), name="evaluation_residence_paper")]


class GradeAppraisal(EventFact):
    """The grade, and the points where there are any, that the office proposes to the deciding body."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="appraisals")
    grade = models.CharField(max_length=13, choices=GradeName.choices)
    points = models.PositiveSmallIntegerField(null=True)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(condition=POINTS, name="evaluation_appraisal_points")]


class GradeDecision(EventFact):
    """The grade by the paper that is ``decision``, with what the books said on that day (EV-11), and the paper's item where the evidence fell short of the rules."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="grades")
    grade = models.CharField(max_length=13, choices=GradeName.choices)
    points = models.PositiveSmallIntegerField(null=True)
    item = models.CharField(max_length=300, blank=True)
    tasks_given = models.PositiveIntegerField()
    tasks_on_time = models.PositiveIntegerField()
    tasks_late = models.PositiveIntegerField()
    tasks_above = models.PositiveIntegerField()
    meetings_held = models.PositiveIntegerField()
    meetings_attended = models.PositiveIntegerField()

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(condition=POINTS, name="evaluation_decision_points")]
        indexes = [models.Index(fields=["subject", "grade"], condition=Q(superseded_at=None), name="evaluation_decision_counted")]


class GradeContest(EventFact):
    """A grade contested in writing, received on ``occurred_on``; ``decision`` is the paper of the answer; ``by_member`` says that it came by the own account."""

    identity: ClassVar[str] = "subject"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("subject",),)

    subject = models.ForeignKey(EvaluationSubject, models.PROTECT, related_name="contests")
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, choices=ContestOutcome.choices, blank=True)
    by_member = models.BooleanField(default=False)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(
            condition=Q(answered_on=None, outcome="") | Q(answered_on__gte=models.F("occurred_on"), decision__isnull=False) & ~Q(outcome=""), name="evaluation_contest_answered")]


class RoundPaper(EventFact):
    """A paper of a round and its number: the minutes of a cell's vote, the table of results, the decision. ``occurred_on`` is its date; ``numbered`` names it in the register."""

    identity: ClassVar[str] = "round"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("round", "unit", "kind"),)

    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="papers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evaluation_papers")
    kind = models.CharField(max_length=14, choices=[(each.value, each.label) for each in PAPERS])
    numbered = models.UUIDField()


class FunctionGroup(PeriodFact):
    """With which organisations one is compared (EV-12), where the group of its kind is not the right one."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="function_groups")
    group = models.CharField(max_length=12, choices=FunctionName.choices)
