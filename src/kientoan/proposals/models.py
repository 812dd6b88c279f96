"""Proposals, what is true of them, and what was done to them. Classes of the fields that tell of persons: ``fields.py``."""

import uuid
from typing import ClassVar

from django.db import models

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.core.models import StoredFile
from kientoan.org.models import Unit
from kientoan.proposals.enums import LinkKind, ProposalKind, ProposalLine, ProposalState, ProposalStepKind, RefusalReason


class Proposal(models.Model):
    """The identity of a proposal: whose it is, by which line it goes, and its two codes: the public one, and the digest of the secret one.

    ``source_key`` names what it was made of, such as a decided item of a meeting, once a line.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals")
    line = models.CharField(max_length=10, choices=ProposalLine.choices)
    reference = models.CharField(max_length=20, null=True, unique=True)
    follow_digest = models.CharField(max_length=64, blank=True, db_index=True)
    source_label = models.CharField(max_length=300, blank=True)
    source_key = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_key", "line"], name="proposals_proposal_made_once")]


class ProposalText(EventFact):
    """What is asked for, where, and a guess of its cost in đồng, on the day on which it was raised."""

    identity: ClassVar[str] = "proposal"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("proposal",),)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=16, choices=ProposalKind.choices)
    title = models.CharField(max_length=300)
    text = models.TextField(max_length=4000)
    place = models.CharField(max_length=300, blank=True)
    cost = models.BigIntegerField(null=True)
    search_plain = models.CharField(max_length=1200)
    search_exact = models.CharField(max_length=1200)
    reason = models.CharField(max_length=300, blank=True)


class ProposalSender(EventFact):
    """Who sent it, where they said so: read by whoever may read sensitive data at the body that has it, shown to nobody else."""

    identity: ClassVar[str] = "proposal"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("proposal",),)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="senders")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)


class ProposalStanding(PeriodFact):
    """Where a proposal stands during a period: its state, the body that has it, and the clocks. Lists count these.

    ``age_from`` is the first receipt anywhere; ``clock_from`` that from which this level's answer is measured, ``due_on`` its last day.
    """

    identity: ClassVar[str] = "proposal"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("proposal",),)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="standings")
    state = models.CharField(max_length=10, choices=ProposalState.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals_here")
    age_from = models.DateField(null=True)
    clock_from = models.DateField(null=True)
    due_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    merged_into = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="merged_here")

    class Meta(PeriodFact.Meta):
        indexes = [models.Index(fields=["unit", "valid_to", "due_on"], condition=models.Q(superseded_at=None), name="proposals_standing_here")]


class ProposalStep(EventFact):
    """A step, added after the others and never changed: at which body, to which, by which paper, with which words, by which account."""

    identity: ClassVar[str] = "proposal"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=ProposalStepKind.choices)
    state = models.CharField(max_length=10, choices=ProposalState.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=16, choices=RefusalReason.choices, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    document = models.CharField(max_length=80, blank=True)
    planned_on = models.DateField(null=True)
    needs_contribution = models.BooleanField(default=False)
    by = models.CharField(max_length=120)


class ProposalFile(EventFact):
    """A photograph or a paper that came with a step; withdrawn, its content is gone."""

    identity: ClassVar[str] = "proposal"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="files")
    step = models.UUIDField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200, blank=True)


class PublicText(EventFact):
    """What the public may read of a proposal, as a clerk approved it; ``is_listed`` puts it on the public list."""

    identity: ClassVar[str] = "proposal"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("proposal",),)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="public_texts")
    title = models.CharField(max_length=300)
    text = models.TextField(max_length=2000, blank=True)
    place = models.CharField(max_length=300, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    is_listed = models.BooleanField()


class Support(EventFact):
    """How many households, or persons, of a hamlet second it: a count, never who."""

    identity: ClassVar[str] = "proposal"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("proposal", "hamlet"),)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="supports")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    households = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(default=0)


class ProposalLink(EventFact):
    """What it is tied to, by a key of another app or of another proposal, and in words."""

    identity: ClassVar[str] = "proposal"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("proposal", "link", "key"),)

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="links")
    link = models.CharField(max_length=10, choices=LinkKind.choices)
    key = models.UUIDField()
    label = models.CharField(max_length=400)
    matter = models.CharField(max_length=20, blank=True)
    page = models.PositiveBigIntegerField(null=True)

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["key"], name="proposals_link_key")]


class ReplyTemplate(EventFact):
    """Words that a body often answers with, kept by a unit under a name."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "name"),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reply_templates")
    name = models.CharField(max_length=80)
    text = models.TextField(max_length=2000)
