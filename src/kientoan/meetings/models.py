"""Meetings, what is true of them, and the households of a hamlet. Classes of the fields: ``fields.py``."""

import uuid
from typing import ClassVar

from django.db import models

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.core.models import StoredFile
from kientoan.meetings.enums import AttendanceState, HouseholdEnd, MatterName, MeetingKind
from kientoan.org.models import Unit
from kientoan.people.models import Person


class Meeting(models.Model):
    """One meeting of a cell, or of the households of a hamlet."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=MeetingKind.choices)


class Call(EventFact):
    """That it is held, on the day of the meeting; ``reason`` says why it was corrected."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting",),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="calls")
    begins_at = models.TimeField()
    place = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["occurred_on", "meeting"], condition=models.Q(superseded_at=None), name="meetings_call_day")]


class Cancellation(EventFact):
    """That it is not held after all, said on a day."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting",),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="cancellations")
    reason = models.CharField(max_length=300)


class AgendaItem(EventFact):
    """What is on the agenda. Its ``fact_id`` names it for whatever is made of it later."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "title"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)


class MeetingPaper(EventFact):
    """A paper that the meeting works with: a draft, a report, a picture of a plan. Taken away, its content is gone."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "title"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")


class Household(models.Model):
    """The identity of a household. Whoever lives in it, and where it is, is dated."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)


class HouseholdEntry(PeriodFact):
    """A household stands in the register of a hamlet under a number; it holds no opinions (PD-13)."""

    identity: ClassVar[str] = "household"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("household",), ("hamlet", "number"))

    household = models.ForeignKey(Household, models.PROTECT, related_name="entries")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="households")
    number = models.PositiveIntegerField()
    representative = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=10, choices=HouseholdEnd.choices, blank=True)


class MemberAttendance(EventFact):
    """How a member of the cell took part."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "person"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="meetings")
    is_official = models.BooleanField()
    state = models.CharField(max_length=20, choices=AttendanceState.choices)


class HouseholdAttendance(EventFact):
    """A household was represented: once, whoever came."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "household"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="households")
    household = models.ForeignKey(Household, models.PROTECT, related_name="meetings")


class Roll(EventFact):
    """The numbers that votes are measured on, taken with the attendance: a register that is corrected later changes nothing decided.

    ``eligible`` is official members, or all households; ``temporary`` and ``exempt`` are taken off it (EL-35).
    """

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting",),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rolls")
    eligible = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    temporary = models.PositiveIntegerField(default=0)
    exempt = models.PositiveIntegerField(default=0)
    probationary = models.PositiveIntegerField(default=0)


class ItemDecision(EventFact):
    """What the meeting said on an item: the text put to the vote, and hands counted; never who."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "item"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.UUIDField()
    text = models.TextField(max_length=2000)
    matter = models.CharField(max_length=12, choices=MatterName.choices, blank=True)
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    votes_other = models.PositiveIntegerField()


class BallotRound(EventFact):
    """Household ballots on an item that the meeting could not decide (PD-11), handed out from ``occurred_on``."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "item"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ballot_rounds")
    item = models.UUIDField()
    told_on = models.DateField()
    last_on = models.DateField()
    issued = models.PositiveIntegerField()
    team = models.JSONField()


class BallotCount(EventFact):
    """What household ballots came to: sums only; nothing says which household returned which."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting", "item"),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ballot_counts")
    item = models.UUIDField()
    collected = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    votes_other = models.PositiveIntegerField()
    witnesses = models.JSONField()


class SignedMinutes(EventFact):
    """Minutes as they were signed: printed from this for ever. A correction opens them again and is a new version."""

    identity: ClassVar[str] = "meeting"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("meeting",),)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    numbered = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    reopened = models.CharField(max_length=300, blank=True)
    """Why it is being corrected; empty while it stands."""
