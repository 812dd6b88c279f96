"""Campaigns, what is true of them, and rounds to households. Classes of the fields: ``fields.py``.

What came of a visit and who looks after which home are no facts: a fact is never deleted, and these must go when their time is over (decision 39). No field here
holds a word about a person.
"""

from typing import ClassVar

from django.db import models

from kientoan.core.facts import EventFact
from kientoan.meetings.models import Household, Meeting
from kientoan.org.models import Unit
from kientoan.outreach.enums import MeansName, VisitResult


class Campaign(models.Model):
    """The identity of what a commune or a hamlet has to tell its households."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")


class CampaignText(EventFact):
    """What is told from ``occurred_on`` until ``due_on``, by which means; the paper that it comes of is ``decision``. ``reason`` says why it was corrected."""

    identity: ClassVar[str] = "campaign"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("campaign",),)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="texts")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=3000)
    hotline = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    means = models.JSONField()
    search_plain = models.CharField(max_length=600)
    search_exact = models.CharField(max_length=600)
    reason = models.CharField(max_length=300, blank=True)


class CampaignHamlet(EventFact):
    """A hamlet whose households are to be told."""

    identity: ClassVar[str] = "campaign"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("campaign", "hamlet"),)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="hamlets")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns_told")

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["hamlet", "campaign"], condition=models.Q(superseded_at=None), name="outreach_hamlet_campaign")]


class CampaignStop(EventFact):
    """A campaign goes on no longer, said on a day."""

    identity: ClassVar[str] = "campaign"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("campaign",),)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="stops")
    reason = models.CharField(max_length=300)


class Telling(EventFact):
    """What was done by a means in a hamlet: a meeting, a day on the loudspeaker, a notice that hangs from a day until another, a message sent."""

    identity: ClassVar[str] = "campaign"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("campaign", "hamlet", "means", "occurred_on", "place"),)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tellings")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="tellings")
    means = models.CharField(max_length=12, choices=[choice for choice in MeansName.choices if choice[0] != MeansName.HOUSES])
    until_on = models.DateField(null=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="tellings")
    place = models.CharField(max_length=200, blank=True)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(
            condition=models.Q(until_on=None) | models.Q(means=MeansName.POSTING.value, until_on__gte=models.F("occurred_on")), name="outreach_telling_hangs"),
            models.CheckConstraint(condition=models.Q(meeting=None) | models.Q(means=MeansName.MEETING.value), name="outreach_telling_meets")]


class Round(models.Model):
    """The round from house to house of a campaign in a hamlet."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="rounds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "hamlet"], name="outreach_round_once")]


class RoundOpening(EventFact):
    """The round goes on from a day."""

    identity: ClassVar[str] = "round"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("round",),)

    round = models.ForeignKey(Round, models.PROTECT, related_name="openings")


class RoundEnd(EventFact):
    """The round is over; how far it came, in numbers that stay when the results have gone. ``households`` is the register of that day."""

    identity: ClassVar[str] = "round"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("round",),)

    round = models.ForeignKey(Round, models.PROTECT, related_name="ends")
    households = models.PositiveIntegerField()
    reached = models.PositiveIntegerField()
    not_home = models.PositiveIntegerField()
    follow_up = models.PositiveIntegerField()


class RoundExpiry(EventFact):
    """The results by household of the round are no longer kept (PV-07)."""

    identity: ClassVar[str] = "round"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("round",),)

    round = models.ForeignKey(Round, models.PROTECT, related_name="expiries")


class Visit(models.Model):
    """What came of a visit to a household: a word of a closed list and a day. The last one counts; it goes when the round's time is over."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    household = models.ForeignKey(Household, models.PROTECT, related_name="visits")
    on = models.DateField()
    result = models.CharField(max_length=10, choices=VisitResult.choices)
    follow_up_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["round", "household", "on"], condition=models.Q(withdrawn_at=None), name="outreach_visit_last")]
        constraints = [models.CheckConstraint(
            condition=models.Q(result=VisitResult.FOLLOW_UP.value, follow_up_on__gt=models.F("on")) | models.Q(follow_up_on=None) & ~models.Q(result=VisitResult.FOLLOW_UP.value),
            name="outreach_visit_follow_up")]


class Charge(models.Model):
    """Who looks after a household in a round; it goes with the results."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="charges")
    household = models.ForeignKey(Household, models.PROTECT, related_name="charges")
    visitor = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "household"], name="outreach_charge_one")]


class Question(EventFact):
    """What was asked in a hamlet, without the household. Its ``fact_id`` names it for the proposal that is made of it."""

    identity: ClassVar[str] = "campaign"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="questions")
    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="questions")
    text = models.CharField(max_length=500)
