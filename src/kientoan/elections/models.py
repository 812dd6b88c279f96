"""An election, and the facts about it; what was read off its ballots lies in `ballots`, which knows nothing of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kientoan.ballots.models import Tally
from kientoan.congress.models import Congress
from kientoan.core.facts import EventFact
from kientoan.elections.enums import BoardRole, Body, Course, Elects, FormName, Origin, PaperName, StepName
from kientoan.org.models import Unit
from kientoan.people.models import Person


class Election(models.Model):
    """One election of one body at one unit: a round. A further round follows it and has its own list, roll and count.

    The vote in one polling area of an electoral unit is ``part_of`` the unit's election: it has no call and no list of its own, and elects nobody by itself.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="elections")
    congress = models.ForeignKey(Congress, models.PROTECT, null=True, related_name="elections")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="rounds_after")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")


class Call(EventFact):
    """That it is held, on the day of the vote: what for, by whom, how many, under which rules; ``reason`` says why it was corrected."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="calls")
    title = models.CharField(max_length=200)
    elects = models.CharField(max_length=20, choices=Elects.choices)
    body = models.CharField(max_length=24, choices=Body.choices)
    rules = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=16, choices=FormName.choices)
    hands = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    course = models.CharField(max_length=12, choices=Course.choices, default=Course.REGULAR)


class PollingArea(EventFact):
    """A polling area of an electoral unit, and the vote in it (NA-02). ``occurred_on`` is the day of that vote when it is held again, else that on which the
    area was entered; ``turn`` counts the votes in it, for one that was annulled is held again (NA-09).
    """

    identity: ClassVar[str] = "whole"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("whole", "number", "turn"),)

    whole = models.ForeignKey(Election, models.PROTECT, related_name="areas")
    election = models.ForeignKey(Election, models.PROTECT, related_name="area_facts")
    number = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    registered = models.PositiveIntegerField()


class Candidacy(EventFact):
    """A name on the list, as it is printed; ``occurred_on`` is the day on which it was put up."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "label"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidacies")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="candidacies")
    label = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=500)
    born_on = models.DateField(null=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    support = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    withdrawn = models.CharField(max_length=300, blank=True)


class StepTaken(EventFact):
    """That a step of a by-election was taken which leaves nothing else behind (EL-44)."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "step"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="steps_taken")
    step = models.CharField(max_length=10, choices=StepName.choices)


class OpinionBallot(EventFact):
    """The opinion ballot on those whom the convener did not put up (EL-20): sums only; and what the congress decided on the tied, None while it has not."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="opinion_ballots")
    places = models.PositiveSmallIntegerField()
    issued = models.PositiveIntegerField()
    collected = models.PositiveIntegerField()
    valid = models.PositiveIntegerField()
    voices = models.JSONField()
    team = models.JSONField()
    chosen = models.JSONField(null=True)
    votes_for = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)


class ListClosing(EventFact):
    """That the list was voted: the names in the order of the ballot."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="list_closings")
    labels = models.JSONField()


class BoardSeat(EventFact):
    """Somebody on the counting board."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "name"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="board")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="counting_boards")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=BoardRole.choices)


class Summons(EventFact):
    """Somebody summoned, with the code by which they register; ``deduction`` when they are taken off the roll, with why (EL-32, EL-33)."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "name"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="summonses")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="summonses")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=12)
    deduction = models.CharField(max_length=40, blank=True)

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["code"], name="elections_summons_code")]


class Attendance(EventFact):
    """That somebody summoned was present in a session (EL-36)."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "name", "session"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="attendances")
    name = models.CharField(max_length=120)
    session = models.PositiveSmallIntegerField()


class RollClosing(EventFact):
    """The roll as it stood when it was closed: numbers, and the names behind them where names were kept; then ``present`` are those of ``session``, in which the
    ballots are handed out (EL-36)."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="roll_closings")
    summoned = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    session = models.PositiveSmallIntegerField(null=True)
    deductions = models.JSONField()
    names = models.JSONField()


class Issue(EventFact):
    """The ballots that were printed and handed out, and with them the tally in which they are counted."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="issues")
    tally = models.ForeignKey(Tally, models.PROTECT, related_name="+")
    printed = models.PositiveIntegerField()
    issued = models.PositiveIntegerField()
    spoiled = models.PositiveIntegerField()
    unused = models.PositiveIntegerField()


class Hand(EventFact):
    """Which account keys in as which hand; an account is one hand only."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "number"), ("election", "user"))

    election = models.ForeignKey(Election, models.PROTECT, related_name="hands")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hands")
    number = models.PositiveSmallIntegerField()


class Collection(EventFact):
    """The ballots that came back out of the box."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="collections")
    collected = models.PositiveIntegerField()
    not_returned = models.PositiveIntegerField()


class Seal(EventFact):
    """The sealed count: what it came to, in canonical JSON's values, and its fingerprint."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="seals")
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)


class Approval(EventFact):
    """That the body above approved, or recognised, the result (CG-29, VH-10)."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="approvals")
    labels = models.JSONField()


class Cancellation(EventFact):
    """That it is not held to its end, or that the body above annulled its sealed result; ``decision`` is the paper. What was entered and counted stays."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="cancellations")
    reason = models.CharField(max_length=300)
    is_annulment = models.BooleanField()


class NumberedPaper(EventFact):
    """A paper of the election as it was issued: its number in the register, and what stands on it besides the sealed count, so that it can be printed again.

    ``occurred_on`` is its date; ``numbered`` names the paper in the register; ``covers`` the elections whose results it repeats.
    """

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "kind"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=PaperName.choices)
    numbered = models.UUIDField()
    term = models.CharField(max_length=20, blank=True)
    addressed_to = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=120, blank=True)
    signer = models.CharField(max_length=120, blank=True)
    covers = models.JSONField()


class Sample(EventFact):
    """Ballots drawn to be read again by hand: the seed, the stacks as they lay, and which places were drawn, each as batch and place from the top."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "number"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="samples")
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=100)
    stacks = models.JSONField()
    drawn = models.JSONField()


class Rereading(EventFact):
    """What the reading by hand of a sample's ballots in one batch found: how many were read again, and how many of them the count holds otherwise."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election", "sample", "batch"),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="rereadings")
    sample = models.PositiveSmallIntegerField()
    batch = models.PositiveIntegerField()
    read = models.PositiveSmallIntegerField()
    different = models.PositiveSmallIntegerField()


class ByDecision(EventFact):
    """A fact that rests on a decision."""

    class Meta(EventFact.Meta):
        abstract = True

    @property
    def paper(self) -> str:
        """The number and symbol of the decision."""
        return self.decision.number if self.decision else ""


class DeletionRequest(ByDecision):
    """That somebody asks for what was keyed to be deleted, by a decision; another person has to confirm it."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="deletion_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class Deletion(ByDecision):
    """That what was keyed was deleted once its term had run out: by which decision, who asked and who confirmed. The sealed count stays."""

    identity: ClassVar[str] = "election"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("election",),)

    election = models.ForeignKey(Election, models.PROTECT, related_name="deletions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
