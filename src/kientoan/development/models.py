"""Candidacies with their stages, targets of admission, transfers and badges. What is dated are facts. Classes of the fields: ``fields.py``.

Nothing here says what anybody thinks of a person: of verification only whether a paper is there, of opinions only who was asked on which day, and counts (PV-02, PV-04).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.development.enums import AdmissionGroup, RoadActor, RoadStage, RoadState, RoadVerdict, StopReason, TransferStepKind
from kientoan.org.models import Unit
from kientoan.people.models import Person


class MemberCandidacy(models.Model):
    """The identity of somebody's road to membership: one person may walk it again."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="member_candidacies")


class CandidacyStanding(PeriodFact):
    """Where a candidacy stands: its cell, how far it came, what is next and until when, so that a list asks nothing more.

    ``tags`` are the groups somebody said of the person, each between commas.
    """

    identity: ClassVar[str] = "candidacy"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("candidacy",),)

    candidacy = models.ForeignKey(MemberCandidacy, models.PROTECT, related_name="standings")
    cell = models.ForeignKey(Unit, models.PROTECT, related_name="candidacies")
    tags = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=12, choices=RoadStage.choices)
    state = models.CharField(max_length=10, choices=RoadState.choices)
    next_stage = models.CharField(max_length=12, choices=RoadStage.choices, blank=True)
    actor = models.CharField(max_length=16, choices=RoadActor.choices, blank=True)
    due_on = models.DateField(null=True)
    rule = models.CharField(max_length=10, blank=True)

    class Meta(PeriodFact.Meta):
        indexes = [
            models.Index(fields=["cell", "state", "due_on"], condition=Q(superseded_at=None), name="development_standing_cell"),
            models.Index(fields=["due_on", "cell"], condition=Q(superseded_at=None), name="development_standing_due"),
        ]


class StageEvent(EventFact):
    """A stage was done. Each paper keeps its form's code and the regulation of its day (NM-22).

    ``base``, ``agree`` and ``remove`` are a vote's; ``papers`` and ``asked`` are JSON by closed words; ``member_key`` names the membership that was written with it.
    """

    identity: ClassVar[str] = "candidacy"

    candidacy = models.ForeignKey(MemberCandidacy, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=12, choices=RoadStage.choices)
    verdict = models.CharField(max_length=8, choices=RoadVerdict.choices, default=RoadVerdict.PASSED)
    form_code = models.CharField(max_length=10, blank=True)
    pack = models.CharField(max_length=40)
    certificate = models.CharField(max_length=80, blank=True)
    base = models.PositiveIntegerField(null=True)
    agree = models.PositiveIntegerField(null=True)
    remove = models.PositiveIntegerField(null=True)
    received_on = models.DateField(null=True)
    special = models.BooleanField(default=False)
    leave = models.CharField(max_length=120, blank=True)
    papers = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    introducer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="introduced")
    second_introducer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="introduced_second")
    youth_union = models.BooleanField(default=False)
    member_key = models.UUIDField(null=True)

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["candidacy", "occurred_on"], condition=Q(superseded_at=None), name="development_stage_of")]
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(
            condition=Q(base=None) | Q(base__gte=models.F("agree")), name="development_stage_votes")]


class CandidacyStop(EventFact):
    """A candidacy was stopped, for a reason of a closed list."""

    identity: ClassVar[str] = "candidacy"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("candidacy",),)

    candidacy = models.ForeignKey(MemberCandidacy, models.PROTECT, related_name="stops")
    reason = models.CharField(max_length=12, choices=StopReason.choices)


class AdmissionTarget(PeriodFact):
    """How many are to be admitted in a year, of all or of a group, as decided on a day (NM-20)."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "year", "group"),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="admission_targets")
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=14, choices=AdmissionGroup.choices)
    count = models.PositiveIntegerField()

    class Meta(PeriodFact.Meta):
        indexes = [models.Index(fields=["unit", "year"], condition=Q(superseded_at=None), name="development_target_year")]


class Transfer(models.Model):
    """The identity of a transfer of a member from one organisation to another, which both confirm (NM-16)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="transfers")
    origin = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_out")
    destination = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_in")


class TransferStep(EventFact):
    """A step of a transfer; ``reason`` says why it was refused or cancelled."""

    identity: ClassVar[str] = "transfer"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("transfer", "kind"),)

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=TransferStepKind.choices)
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["kind", "due_on"], condition=Q(superseded_at=None), name="development_transfer_due")]


class BadgeAward(EventFact):
    """A member was given the badge for so many years of Party age."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "years"),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="badges")
    years = models.PositiveSmallIntegerField()

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["occurred_on"], condition=Q(superseded_at=None), name="development_badge_day")]
