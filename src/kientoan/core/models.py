"""The kernel's tables: people who sign in, papers cited, the journal."""

import secrets
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds accounts by user name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())

    def mark_rights(self, user_ids: Iterable[int]) -> None:
        """Say that what these accounts may do has changed: browser sessions begun before end with the transaction."""
        ids = sorted(set(user_ids))
        for start in range(0, len(ids), 500):
            self.filter(pk__in=ids[start:start + 500]).update(rights_mark=secrets.token_hex(16))


class User(AbstractBaseUser):
    """An account. What it may do is not written here but in grants at units."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True, validators=[ASCIIUsernameValidator()])
    display_name = models.CharField(_("họ và tên"), max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    rights_mark = models.CharField(max_length=32, blank=True)
    """Changes with the account's rights; a browser session begun under another mark has ended."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a browser session is bound to: the password, as Django has it, and the mark of the rights."""
        return salted_hmac("kientoan.core.models.User.session", f"{self.rights_mark}:{self.password}", secret=secret, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = self.username.lower()
        super().save(*args, **kwargs)


class Decision(models.Model):
    """A paper that is cited: a resolution, decision, report, with its number, issuer and date.

    The number alone is no key (V-01): the four together are.
    """

    kind = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number", "issuer", "issued_on"], name="core_decision_once")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number) if part)


class StoredFile(models.Model):
    """A file that came with a fact, as ``core.files`` accepted it. The fact says whose it is and who may read it.

    ``content`` is None once it was taken away on purpose; that it was there, and its digest, stay.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)


class Gate(models.Model):
    """A row that one transaction at a time holds; see ``core.gates``."""

    name = models.CharField(max_length=60, primary_key=True)


class JournalHead(models.Model):
    """The end of the chain; one row, locked last by every operation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)


class JournalEntry(models.Model):
    """One act, chained to the one before. Every column is text as it was hashed, or the number."""

    number = models.BigIntegerField(primary_key=True)
    recorded_at = models.CharField(max_length=40)
    actor = models.CharField(max_length=120)
    operation = models.CharField(max_length=80)
    unit = models.CharField(max_length=300, blank=True)
    day = models.CharField(max_length=10, blank=True)
    count = models.IntegerField(default=1)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]


class JournalDetail(models.Model):
    """What an entry's salted digest was taken of. It lies beside so that it can be blanked one day."""

    entry = models.OneToOneField(JournalEntry, models.CASCADE, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    content = models.TextField()


class ReadEntry(models.Model):
    """Somebody read a person's record. Written once; the hourly seal says which journal entry vouches for it."""

    read_at = models.CharField(max_length=40)
    reader = models.CharField(max_length=120)
    subject = models.CharField(max_length=80, db_index=True)
    page = models.CharField(max_length=80)
    sealed_in = models.BigIntegerField(null=True)


class JournalCheck(models.Model):
    """The outcome of a check of the whole chain, made in the background."""

    checked_at = models.DateTimeField()
    entries = models.BigIntegerField()
    head = models.CharField(max_length=64, blank=True)
    fault = models.TextField(blank=True)


class FactMark(models.Model):
    """The last journal entry whose operation changed facts of a model from a day on; see ``core.marks``."""

    model = models.CharField(max_length=60)
    day = models.DateField()
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "day"], name="core_factmark_once")]


class FigureCache(models.Model):
    """A figure of the nation that was computed once; ``stamp`` is the journal's number at which it was. Derived: it may be emptied at any time.

    ``unit_id`` names a unit and is no foreign key: `core` knows no units, and a remembered figure keeps nothing alive.
    """

    figure = models.CharField(max_length=40)
    params = models.CharField(max_length=120, blank=True)
    unit_id = models.BigIntegerField()
    day = models.DateField()
    known_at = models.CharField(max_length=40, blank=True)
    numbers = models.JSONField()
    computed_at = models.DateTimeField()
    stamp = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "params", "unit_id", "day", "known_at"], name="core_figurecache_once")]
