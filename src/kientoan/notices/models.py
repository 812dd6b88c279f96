"""How an account wants to be told, what it has seen, what was sent to it. Classes of the fields: ``fields.py``.

Nothing here is a dated fact: no report asks for it. What was decided lies in the facts that notices tell of.
"""

import uuid

from django.conf import settings
from django.db import models

from kientoan.notices.enums import Channel
from kientoan.rules.notices import QUIET_FROM, QUIET_TO


class Wish(models.Model):
    """How an account wants to be told. An address is given by its owner, for chosen kinds, and is gone when the owner empties it (PV-05).

    ``email`` is confirmed; ``email_asked`` waits until the link in a letter to it was opened, whose secret only the digest is kept of.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="wish")
    email = models.CharField(max_length=254, blank=True)
    email_asked = models.CharField(max_length=254, blank=True)
    check_hash = models.CharField(max_length=64, blank=True)
    check_until = models.DateTimeField(null=True)
    phone = models.CharField(max_length=16, blank=True)
    is_plain = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_to = models.TimeField(default=QUIET_TO)
    kinds = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="vi")
    changed_at = models.DateTimeField()


class Feed(models.Model):
    """The secret address of an account's calendar; only its digest is kept. One at a time opens anything."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, default="vi")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], condition=models.Q(withdrawn_at=None), name="notices_feed_one")]


class Seen(models.Model):
    """An account said that it saw a notice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices_seen")
    key = models.CharField(max_length=120)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notices_seen_once")]


class Batch(models.Model):
    """Short messages that were written out as one file; the same file can be written again, and nothing of it goes into another.

    ``written_at`` is None while nobody knows that the file was whole.
    """

    made_at = models.DateTimeField()
    by = models.CharField(max_length=120)
    written_at = models.DateTimeField(null=True)


class Letter(models.Model):
    """One message to one account: what was queued, claimed by a sender, and confirmed as handed over.

    Claimed and not confirmed means that a sender was stopped in between: nobody knows whether it went, and it never goes again by itself.
    The address and the words are blanked some weeks after.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    is_check = models.BooleanField(default=False)
    """Whether it asks to confirm an address: it is sent in quiet hours too, since the owner waits for it."""
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="letters")

    class Meta:
        indexes = [models.Index(fields=["channel", "queued_at"], condition=models.Q(sent_at=None, given_up_at=None), name="notices_letter_waiting")]


class Delivery(models.Model):
    """That a notice was put into a letter: once for an account and a channel, whatever happens to the process."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    key = models.CharField(max_length=120)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="deliveries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "channel", "key"], name="notices_delivery_once")]
