"""A unit carries nothing dated; everything true of it is a fact. `UnitVersion` is derived from the facts."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kientoan.core.facts import EventFact, FactQuerySet, PeriodFact
from kientoan.core.models import User
from kientoan.org.enums import Role, Tree, UnitKind, UnitLevel
from kientoan.rules.tree import MAX_DEPTH

OFFICIAL_CODE = "official"


class Unit(models.Model):
    """The identity of a unit of any tree. Names and codes get reused; this does not (TN-07)."""

    tree = models.CharField(max_length=12, choices=Tree.choices)


class UnitName(PeriodFact):
    """A unit is called so."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)


class UnitClass(PeriodFact):
    """A unit exists and is of this level and kind."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="classes")
    level = models.CharField(max_length=12, choices=UnitLevel.choices)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)


class Placement(PeriodFact):
    """A unit stands under another of its tree."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit",),)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="placements_below")
    awaiting = models.BooleanField(default=False)
    """Put there only until a person decides where it belongs: what lay below a unit that was divided."""


class UnitCode(PeriodFact):
    """A unit bears a code of a scheme; the same code may later belong to another unit."""

    identity: ClassVar[str] = "unit"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("unit", "scheme"), ("scheme", "code"))

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=20, default=OFFICIAL_CODE)
    code = models.CharField(max_length=20)


class Succession(EventFact):
    """A unit that ended on a day lives on in another: whole, or in part when it was divided (TN-11)."""

    identity: ClassVar[str] = "predecessor"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("predecessor", "successor"),)

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="successions_into")
    whole = models.BooleanField()


class Coverage(PeriodFact):
    """A Party organisation covers an area; a joint cell covers several, an office's organisation none (TN-11)."""

    identity: ClassVar[str] = "organization"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("area",),)

    organization = models.ForeignKey(Unit, models.PROTECT, related_name="coverages")
    area = models.ForeignKey(Unit, models.PROTECT, related_name="covered_by")


class GrantQuerySet(FactQuerySet):
    """Grants. Every verb that gives one, ends it or takes it back passes here, and ends the browser sessions of the account."""

    def update(self, **values: Any) -> int:
        User.objects.mark_rights(self.values_list("user", flat=True))
        return super().update(**values)

    def bulk_create(self, objs: Any, **options: Any) -> list[Any]:  # type: ignore[override]  # narrower on purpose
        made = super().bulk_create(objs, **options)
        User.objects.mark_rights(grant.user_id for grant in made)
        return made


class Grant(PeriodFact):
    """An account has a role at a unit and over everything below it."""

    identity: ClassVar[str] = "user"
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = (("user", "unit", "role"),)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)

    objects = GrantQuerySet.as_manager()  # type: ignore[misc]  # a narrower manager than the fact's, on purpose


class Enrolment(models.Model):
    """A printed one-time code with which an account gets its first, or a new, password."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    code_hash = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)


class ApiToken(models.Model):
    """A key with which a program acts for an account: for some purposes only, and until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class ApiAnswer(models.Model):
    """What a write through a key answered, kept for a day for a program that asks again with the same ``Idempotency-Key``.

    Parameters:
        fingerprint: of the request: its address and its body.
        claimed_at: since when the request is worked on.
        status: of the answer; None while there is none yet.
        headers, body: the rest of it.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    claimed_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="org_apianswer_once")]


class UnitVersion(models.Model):
    """A unit during a period in which neither it nor the chain above it changed. Derived; never edited.

    ``a0`` to ``a7`` are the ids of the units from the root down to this one, which stands at ``depth``.
    Both clocks are kept, so that an old report finds the tree that it was made from.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    tree = models.CharField(max_length=12)
    level = models.CharField(max_length=12, choices=UnitLevel.choices)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    awaiting = models.BooleanField(default=False)
    depth = models.PositiveSmallIntegerField()
    a0 = models.BigIntegerField()
    a1 = models.BigIntegerField(null=True)
    a2 = models.BigIntegerField(null=True)
    a3 = models.BigIntegerField(null=True)
    a4 = models.BigIntegerField(null=True)
    a5 = models.BigIntegerField(null=True)
    a6 = models.BigIntegerField(null=True)
    a7 = models.BigIntegerField(null=True)
    sort_key = models.CharField(max_length=700)
    search_plain = models.CharField(max_length=300)
    search_exact = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="org_unitversion_holds_a_day"),
            models.UniqueConstraint(fields=["unit", "valid_from"], condition=Q(superseded_at=None), name="org_unitversion_one_belief"),
        ]
        indexes = [
            *(models.Index(fields=[f"a{depth}", "level"], name=f"org_version_a{depth}") for depth in range(MAX_DEPTH)),
            models.Index(fields=["parent"], name="org_version_parent"),
            models.Index(fields=["code"], name="org_version_code"),
        ]

    def get_level_display(self) -> str:  # type: ignore[no-redef]  # in the place of Django's
        """The level in words; Django's own way goes through all choices each time, and lists show hundreds."""
        return str(UnitLevel(self.level).label)

    @cached_property
    def chain(self) -> list[int]:
        """The ids from the root down to this unit."""
        return [getattr(self, f"a{depth}") for depth in range(self.depth + 1)]

    @property
    def is_party(self) -> bool:
        """Whether it is of the Party tree."""
        return self.tree == Tree.PARTY
