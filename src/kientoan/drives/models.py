"""Drives, what is true of them, and their book. Classes of the fields that tell of persons: ``fields.py``.

The book is no dated fact: a line is added after the others and never changed, not even superseded. Who gave lies beside the line, where it can be blanked.
"""

import uuid
from typing import Any, ClassVar

from django.db import models

from kientoan.core.facts import DirectWriteError, EventFact
from kientoan.core.models import StoredFile
from kientoan.drives.enums import BookLine, DriveBasis, DriveMeans, ExemptBecause, NameShown, PublicationName
from kientoan.meetings.models import Household
from kientoan.org.models import Unit


class Drive(models.Model):
    """The identity of a drive: whose it is, and its public code such as ``LN-2020-1``.

    ``code_key`` is the secret of which the codes on its receipts are made, so that a lost receipt is printed again with the same code (decision 37).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drives")
    code = models.CharField(max_length=20, unique=True)
    code_key = models.CharField(max_length=64)


class DriveTerms(EventFact):
    """What a drive is for and on which terms, on the day of its call."""

    identity: ClassVar[str] = "drive"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("drive",),)

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="terms")
    title = models.CharField(max_length=200)
    purpose = models.TextField(max_length=2000)
    basis = models.CharField(max_length=10, choices=DriveBasis.choices)
    is_fixed = models.BooleanField()
    level = models.BigIntegerField(null=True)
    receives_from = models.DateField()
    receives_to = models.DateField()
    """The last day of receiving."""
    contact = models.CharField(max_length=200, blank=True)
    search_plain = models.CharField(max_length=600)
    search_exact = models.CharField(max_length=600)
    reason = models.CharField(max_length=300, blank=True)


class DriveDecision(EventFact):
    """What the households said of it: counts alone, measured on all of them (PD-08, PD-13)."""

    identity: ClassVar[str] = "drive"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("drive",),)

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="decisions")
    households = models.PositiveIntegerField()
    represented = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField()
    votes_against = models.PositiveIntegerField()
    matter = models.CharField(max_length=600)
    item = models.UUIDField(null=True)
    """The decided item of a meeting; None when it was entered from its paper."""
    meeting = models.PositiveBigIntegerField(null=True)
    document = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")


class PlanLine(EventFact):
    """A line of the plan: on what, how much of it in words, and đồng."""

    identity: ClassVar[str] = "drive"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("drive", "item"),)

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="plan")
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=120)
    quantity = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField()


class Valuation(EventFact):
    """By which rule things of a kind are valued: đồng for one of the measure; None for what is not valued, such as land."""

    identity: ClassVar[str] = "drive"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("drive", "thing"),)

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="valuations")
    thing = models.CharField(max_length=60)
    measure = models.CharField(max_length=20)
    price = models.BigIntegerField(null=True)
    source = models.CharField(max_length=200)


class Exemption(EventFact):
    """A household that need not give. Read by whoever keeps the book; everybody else is told how many there are."""

    identity: ClassVar[str] = "drive"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("drive", "household"),)

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="exemptions")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    because = models.CharField(max_length=12, choices=ExemptBecause.choices)


class Kept(models.QuerySet[Any]):
    """Rows that are added and never changed."""

    def update(self, **_values: Any) -> int:
        raise DirectWriteError("the book only grows")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise DirectWriteError("the book only grows")


class Grows(models.Model):
    """A row that is added once."""

    objects = Kept.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise DirectWriteError("the book only grows")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise DirectWriteError("the book only grows")


class Entry(Grows):
    """A line of a book. ``position`` counts all lines from 1, ``serial`` those of one kind; neither has a gap (PD-19).

    ``quantity`` is in thousandths of ``measure``; ``amount`` in đồng, below nought in a reversal. ``link`` chains it to the line before (``rules.openaccount``).
    """

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=BookLine.choices)
    serial = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    day = models.DateField()
    means = models.CharField(max_length=8, choices=DriveMeans.choices)
    text = models.CharField(max_length=300)
    amount = models.BigIntegerField()
    item = models.CharField(max_length=120, blank=True)
    thing = models.CharField(max_length=60, blank=True)
    quantity = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=20, blank=True)
    price = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    name_digest = models.CharField(max_length=64, blank=True)
    link = models.CharField(max_length=64)
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["drive", "position"], name="drives_entry_position"),
                       models.UniqueConstraint(fields=["drive", "kind", "serial"], name="drives_entry_serial")]


class Posting(Grows):
    """What a line does to an account, by the accounts of ``rules.ledger``."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    drive = models.ForeignKey(Drive, models.PROTECT, related_name="postings")
    account = models.CharField(max_length=140)
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["drive", "account"], name="drives_posting_account")]


class EntryName(models.Model):
    """Whom a line names: the giver, or who was paid. It lies beside the line so that it can be blanked; the line keeps a digest only.

    ``public_name`` is what the digest in the line was taken of with ``salt``, as it is shown; empty when it is hidden.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="named")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    shown = models.CharField(max_length=8, choices=NameShown.choices)
    public_name = models.CharField(max_length=120, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    search_plain = models.CharField(max_length=200, blank=True)


class EntryPaper(EventFact):
    """A paper of an expense: an invoice, a delivery note, by its number, with the file of it or without."""

    identity: ClassVar[str] = "drive"

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="papers")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    document = models.CharField(max_length=200, blank=True)


class Confirmation(EventFact):
    """The supervision board's word on the book as it was with so many lines, entered by an account of its own."""

    identity: ClassVar[str] = "drive"

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="confirmations")
    through = models.PositiveIntegerField()
    role = models.CharField(max_length=80)
    name = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=120)
    remark = models.CharField(max_length=300, blank=True)


class Published(Grows):
    """The book as it was published once, without names: they lie in ``PublishedName``."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="publications")
    n = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=PublicationName.choices)
    day = models.DateField()
    through = models.PositiveIntegerField()
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["drive", "n"], name="drives_published_once")]


class PublishedName(models.Model):
    """Who stands for a publication, beside it so that the name can be blanked; the role stays."""

    published = models.ForeignKey(Published, models.PROTECT, related_name="names")
    part = models.CharField(max_length=10)
    """``approver`` or ``supervisor``."""
    name = models.CharField(max_length=120, blank=True)
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["published", "part"], name="drives_publishedname_once")]
