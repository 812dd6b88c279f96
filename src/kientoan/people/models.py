"""Persons, posts, who holds them; membership and qualifications. What is dated are facts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.org.models import Unit
from kientoan.people.enums import (
    DataRequestKind,
    DataRequestState,
    DataRequestStepKind,
    DatePrecision,
    HoldingEnd,
    MembershipEnd,
    MemberStage,
    Obtained,
    PostKind,
    QualificationField,
    QualificationLevel,
    RefusalGround,
    RequestAbout,
    RequestChannel,
    Sex,
    StandingKind,
)
from kientoan.rules.periods import OPEN_END


class Person(models.Model):
    """The identity of a person. Two of one name are two (RP-21); nothing dated stands here.

    ``entered_at`` is the unit that entered the record: it sees a person whom nothing else ties to a unit yet.
    """

    entered_at = models.ForeignKey(Unit, models.PROTECT, related_name="persons_entered")


class PersonProfile(PeriodFact):
    """What a person is called, and how to tell them from another. Classes of the fields: ``fields.py``."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="profiles")
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=500)
    search_plain = models.CharField(max_length=200)
    search_exact = models.CharField(max_length=200)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField(null=True)
    born_precision = models.CharField(max_length=5, choices=DatePrecision.choices, blank=True)
    home_place = models.CharField(max_length=200, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    member_card = models.CharField(max_length=20, blank=True)

    class Meta(PeriodFact.Meta):
        indexes = [
            models.Index(fields=["member_card"], condition=Q(superseded_at=None), name="people_profile_card"),
            # Whoever looks for a name reads this alone, in the order of the list, and stops when the page is full; former names lie apart.
            models.Index(fields=["valid_to", "sort_key", "born_on", "person", "search_plain", "search_exact"], condition=Q(superseded_at=None),
                         name="people_profile_search"),
        ]


class Qualification(PeriodFact):
    """How far a person's schooling, profession or study of theory goes."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "field"),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="qualifications")
    field = models.CharField(max_length=20, choices=QualificationField.choices)
    level = models.CharField(max_length=30, choices=QualificationLevel.choices)


class Membership(PeriodFact):
    """A person is a member of the Party in an organisation, normally a cell. Popolo's Membership is our Holding."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    stage = models.CharField(max_length=12, choices=MemberStage.choices)
    admitted_on = models.DateField(null=True)
    official_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=16, choices=MembershipEnd.choices, blank=True)

    class Meta(PeriodFact.Meta):
        indexes = [
            # A province asks for its few on probation, and for those admitted in the years that a badge is for; never for everybody.
            models.Index(fields=["stage", "valid_from", "unit"], condition=Q(superseded_at=None), name="people_membership_stage"),
            models.Index(fields=["admitted_on", "unit"], condition=Q(superseded_at=None), name="people_membership_admitted"),
            # The few who left the Party, for whom Party age is counted apart.
            models.Index(fields=["end_reason", "valid_to", "person"], condition=Q(superseded_at=None), name="people_membership_left"),
        ]


class MemberStanding(PeriodFact):
    """What sets a member apart for a time, whatever the stage and the organisation: exempted, suspended, away."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "kind"),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=20, choices=StandingKind.choices)


class Post(models.Model):
    """A post of a unit: it stands whether somebody holds it or not."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=24, choices=PostKind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="people_post_once")]


class PostStanding(PeriodFact):
    """A post stands, with so many seats: the size approved for the unit and the term (CG-15)."""

    identity: ClassVar[str] = "post"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("post",),)

    post = models.ForeignKey(Post, models.PROTECT, related_name="standings")
    seats = models.PositiveSmallIntegerField()


class Holding(PeriodFact):
    """A person holds one seat of a post; ``decision`` gave it, ``end_decision`` took it."""

    identity: ClassVar[str] = "post"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("post", "seat"), ("person", "post"))

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    seat = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    obtained = models.CharField(max_length=12, choices=Obtained.choices)
    term_ends_on = models.DateField(null=True)
    term_label = models.CharField(max_length=40, blank=True)
    end_reason = models.CharField(max_length=12, choices=HoldingEnd.choices, blank=True)
    end_decision = models.ForeignKey("core.Decision", models.PROTECT, null=True, related_name="+")

    class Meta(PeriodFact.Meta):
        constraints = [
            *PeriodFact.Meta.constraints,
            models.CheckConstraint(condition=Q(seat__gte=1), name="people_holding_seat_counts"),
            # A second guard under the verbs: of what is believed now, one open holding a seat.
            models.UniqueConstraint(fields=["post", "seat"], condition=Q(superseded_at=None, valid_to=OPEN_END), name="people_holding_one_open"),
        ]


class ConcurrencyTarget(PeriodFact):
    """By when a hamlet is to meet a model of posts held together, as decided on a day: the plan to rearrange."""

    identity: ClassVar[str] = "hamlet"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("hamlet", "model"),)

    hamlet = models.ForeignKey(Unit, models.PROTECT, related_name="concurrency_targets")
    model = models.CharField(max_length=40)
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)


class AccountTie(PeriodFact):
    """An account is a person's own: it opens the own record, whatever rights it has. ``by`` made the tie; ``reason`` is why it ended."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person",), ("account",))

    person = models.ForeignKey(Person, models.PROTECT, related_name="account_ties")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="person_ties")
    by = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)


class Restriction(PeriodFact):
    """A record is closed: no list, search or export has it, and it opens only for a stated purpose (PV-09). It is never deleted."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="restrictions")
    reason = models.CharField(max_length=300)
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta(PeriodFact.Meta):
        indexes = [models.Index(fields=["person"], condition=Q(superseded_at=None, valid_to=OPEN_END), name="people_restriction_now")]


class DataRequest(models.Model):
    """The identity of a request of a person about the own record (PV-05, PV-06)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=12, choices=DataRequestKind.choices)


class DataRequestText(EventFact):
    """What is asked, of what, why, and how it came in. ``identified_by`` says how the asker was recognised, never with a number of a card (PV-04)."""

    identity: ClassVar[str] = "request"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("request",),)

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="texts")
    channel = models.CharField(max_length=10, choices=RequestChannel.choices)
    about = models.CharField(max_length=16, choices=RequestAbout.choices)
    wanted = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=1000)
    identified_by = models.CharField(max_length=200, blank=True)


class DataRequestStanding(PeriodFact):
    """Where a request stands during a period, with its two clocks as they were told to the asker. Lists count these."""

    identity: ClassVar[str] = "request"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("request",),)

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="standings")
    state = models.CharField(max_length=12, choices=DataRequestState.choices)
    answer_by = models.DateField()
    carry_by = models.DateField()

    class Meta(PeriodFact.Meta):
        indexes = [models.Index(fields=["state", "answer_by"], condition=Q(superseded_at=None, valid_to=OPEN_END), name="people_datarequest_here")]


class DataRequestStep(EventFact):
    """A step, added after the others and never changed: what was done, with which words, on which ground, by which account."""

    identity: ClassVar[str] = "request"

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=DataRequestStepKind.choices)
    text = models.CharField(max_length=1000, blank=True)
    ground = models.CharField(max_length=16, choices=RefusalGround.choices, blank=True)
    by = models.CharField(max_length=120)
