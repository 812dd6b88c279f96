"""What came through the public's door, and what the public reads of proposals. Classes of the fields that tell of persons: ``fields.py``."""

import uuid
from typing import ClassVar

from django.db import models

from kientoan.core.facts import EventFact, PeriodFact
from kientoan.core.models import StoredFile
from kientoan.org.models import Unit
from kientoan.people.models import Person
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.models import Proposal
from kientoan.publishing.enums import ChannelKind, EntryKind, NewsState, NewsTopic, StandingKind


class Sending(models.Model):
    """What somebody without an account sent: a proposal, or, where ``about`` is set, the wish to have an answered one opened again.

    It is never changed, but for name and telephone, which are emptied once a clerk has answered. ``follow_digest`` is of the code that only the sender has.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sendings")
    about = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=ProposalKind.choices, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=4000)
    place = models.CharField(max_length=200, blank=True)
    cost = models.BigIntegerField(null=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    follow_digest = models.CharField(max_length=64, null=True, unique=True)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "sent_at"], name="publishing_sending_unit")]
        constraints = [models.CheckConstraint(condition=models.Q(about__isnull=False) | models.Q(follow_digest__isnull=False), name="publishing_sending_followed")]


class SendingAnswer(EventFact):
    """A clerk took a sending over, into a proposal, or refused it with a reason that the sender reads."""

    identity: ClassVar[str] = "sending"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("sending",),)

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="answers")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=120)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints,
                       models.CheckConstraint(condition=models.Q(proposal=None) & ~models.Q(reason="") | models.Q(proposal__isnull=False, reason=""), name="publishing_sendinganswer_one_way")]


class PublicProposal(models.Model):
    """A proposal as the public may read it, written anew whenever that changes. Derived: ``content``, by language, is all that everybody is shown.

    ``is_listed`` is whether a clerk approved it for everybody; whoever holds the code reads the state all the same, and ``reply``, the words of the last answer.
    ``unit_number`` names its area, ``body_number`` the body that has it or answered it; neither is a foreign key: a projection keeps nothing alive.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    follow_digest = models.CharField(max_length=64, null=True, unique=True)
    is_listed = models.BooleanField()
    unit_number = models.BigIntegerField()
    body_number = models.BigIntegerField()
    own_state = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    opened_on = models.DateField()
    search_plain = models.CharField(max_length=900)
    search_exact = models.CharField(max_length=900)
    reply = models.TextField(blank=True)
    content = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["is_listed", "-opened_on"], name="publishing_public_listed")]


class PublicSupport(models.Model):
    """“I support this” of one browser. ``mark`` is a keyed digest of the browser's own chance number and the proposal: it leads to no person, and not to another proposal."""

    proposal = models.ForeignKey(PublicProposal, models.CASCADE, related_name="supports")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "mark"], name="publishing_publicsupport_once")]


class PublicEntry(models.Model):
    """Something published, as everybody may read it. Derived: pages, feeds, files and the search of the portal show what is in ``content`` and nothing else.

    ``content`` has a mapping for each language. ``unit_number`` is of the unit that published it and ``topic`` its rubric; neither is a foreign key: a projection keeps nothing alive.
    ``day`` is the day that the thing is about: of the news, the congress, the meeting, the newest publication of an account.
    """

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    reference = models.SlugField(max_length=100)
    unit_number = models.BigIntegerField()
    topic = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    search_plain = models.TextField()
    search_exact = models.TextField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="publishing_entry_reference")]
        indexes = [models.Index(fields=["kind", "-published_at"], name="publishing_entry_newest"), models.Index(fields=["unit_number", "kind", "-published_at"], name="publishing_entry_unit")]


class PublicPicture(models.Model):
    """A picture that a public entry shows: it can be fetched by its fingerprint for as long as one does."""

    entry = models.ForeignKey(PublicEntry, models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "fingerprint"], name="publishing_picture_once")]
        indexes = [models.Index(fields=["fingerprint"], name="publishing_picture_by")]


class Article(models.Model):
    """The identity of a piece of news. ``reference`` is what its public address ends in: given when it is first published, and for ever."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="articles")
    reference = models.SlugField(max_length=100, null=True, unique=True)


class ArticlePicture(models.Model):
    """A picture of a piece of news, drawn anew in two sizes, in pixels. What is said of it stands in the versions."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="pictures")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    small_width = models.PositiveIntegerField()
    small_height = models.PositiveIntegerField()


class ArticleVersion(EventFact):
    """A version of a piece of news: its words and how far it is. Every change, of the words or of the state, is a version of its own, and all stay.

    ``occurred_on`` is the day that it is about, ``pictures`` a list of an ``ArticlePicture``'s id with what is said of it, ``related`` the ids of other articles.
    ``by`` wrote this version; ``reason`` is why it went back or was withdrawn.
    """

    identity: ClassVar[str] = "article"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("article",),)

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    state = models.CharField(max_length=10, choices=NewsState.choices)
    topic = models.CharField(max_length=16, choices=NewsTopic.choices)
    title = models.CharField(max_length=160)
    lead = models.CharField(max_length=500)
    body = models.TextField()
    byline = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    lead_en = models.CharField(max_length=500, blank=True)
    body_en = models.TextField(blank=True)
    video = models.CharField(max_length=300, blank=True)
    captions = models.CharField(max_length=200, blank=True)
    pictures = models.JSONField(default=list)
    related = models.JSONField(default=list)
    publish_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)

    class Meta(EventFact.Meta):
        indexes = [models.Index(fields=["state", "publish_at"], condition=models.Q(superseded_at=None), name="publishing_article_state")]


class StandingPublication(PeriodFact):
    """A publisher approved, once, that a figure or a list of a unit is public and goes on by itself until it is stopped. ``posts`` are the kinds of posts whose holders are named."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "kind"),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="standing_publications")
    kind = models.CharField(max_length=10, choices=StandingKind.choices)
    posts = models.JSONField(default=list)
    by = models.CharField(max_length=120)


class HiddenPerson(PeriodFact):
    """The name of a person is left out of everything public."""

    identity: ClassVar[str] = "person"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    person = models.ForeignKey(Person, models.PROTECT, related_name="hidden")
    reason = models.CharField(max_length=300)


class Hotline(PeriodFact):
    """A number that residents of a unit, and of all below it, may call."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "number"),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="hotlines")
    label = models.CharField(max_length=80)
    number = models.CharField(max_length=20)
    hours = models.CharField(max_length=120, blank=True)


class Channel(PeriodFact):
    """Where else a unit speaks to people: a link."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "address"),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=8, choices=ChannelKind.choices)
    label = models.CharField(max_length=80)
    address = models.CharField(max_length=300)


class PhoneCall(models.Model):
    """A call to a hotline. Name and telephone of the caller are emptied some time after it is answered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls")
    came_at = models.DateTimeField()
    about = models.CharField(max_length=500)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    promised_on = models.DateField(null=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["unit", "came_at"], name="publishing_call_unit")]


class CallAnswer(EventFact):
    """The caller has the answer."""

    identity: ClassVar[str] = "call"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("call",),)

    call = models.ForeignKey(PhoneCall, models.PROTECT, related_name="answers")
    answered_at = models.DateTimeField()
    note = models.CharField(max_length=500)
    by = models.CharField(max_length=120)


class PublicAccount(models.Model):
    """The file of a drive's open account as it was last published (``rules.openaccount``), beside the entry that lists it. Derived: pages, tables and papers are made from it."""

    entry = models.OneToOneField(PublicEntry, models.CASCADE, related_name="account")
    file = models.BinaryField()


class AccountQuestion(models.Model):
    """What somebody without an account asks about an open account, kept apart until a clerk answers. There is no field for who asks.

    ``reference`` is of the entry; ``unit`` is that of the drive, whose clerks answer.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reference = models.SlugField(max_length=100)
    text = models.TextField(max_length=1000)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "sent_at"], name="publishing_question_unit")]


class QuestionAnswer(EventFact):
    """A clerk answered a question in public, with the question's words as they may be shown, or did not publish it, for a reason that stays inside."""

    identity: ClassVar[str] = "question"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("question",),)

    question = models.ForeignKey(AccountQuestion, models.PROTECT, related_name="answers")
    asked = models.CharField(max_length=1000, blank=True)
    answer = models.CharField(max_length=2000, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=120)

    class Meta(EventFact.Meta):
        constraints = [*EventFact.Meta.constraints, models.CheckConstraint(
            condition=models.Q(asked="", answer="") & ~models.Q(reason="") | models.Q(reason="") & ~models.Q(asked="") & ~models.Q(answer=""), name="publishing_questionanswer_one_way")]
