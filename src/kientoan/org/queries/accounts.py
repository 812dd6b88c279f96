"""Accounts with their roles, codes and keys."""

from dataclasses import dataclass
from datetime import date, datetime

from kientoan.core.access import Actor, Right
from kientoan.org import access, tree
from kientoan.org.enums import Tree
from kientoan.org.models import ApiToken, Enrolment, Grant, UnitVersion


def unit_to_grant(unit_id: int, day: date) -> UnitVersion | None:
    """The unit as it stood on ``day``, or at its end when it has ended: somebody keeps its records."""
    found = UnitVersion.objects.filter(superseded_at=None, unit=unit_id, valid_from__lte=day)
    return found.order_by("-valid_from").first()


@dataclass(frozen=True)
class AccountRow:
    """An account as the list of accounts shows it."""

    user_id: int
    username: str
    display_name: str
    is_active: bool
    is_enrolled: bool
    grants: tuple[Grant, ...]


def accounts(actor: Actor, day: date) -> list[AccountRow]:
    """The accounts that hold, or held, a role at a unit where ``actor`` may manage accounts; with the roles not yet ended."""
    grants = Grant.objects.known().select_related("user").order_by("user__username", "pk")
    if isinstance(actor, access.PersonActor):
        tops = list(tree.versions(day).filter(unit__in=actor.unit_ids(Right.MANAGE_ACCOUNTS)))
        grants = grants.filter(unit__in=tree.versions(day).filter(tree.below_any(tops)).values("unit"))
    found: dict[int, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.user_id, []).append(grant)
    return [
        AccountRow(user.pk, user.username, user.display_name, user.is_active, user.has_usable_password(),
                   tuple(grant for grant in rows if grant.valid_to > day))
        for rows in found.values() for user in (rows[0].user,)
    ]


def open_enrolment(user_id: int, now: datetime) -> Enrolment | None:
    """The newest code of an account that can still be used."""
    return Enrolment.objects.filter(user=user_id, used_at=None, expires_at__gt=now).order_by("-pk").first()


def units_for_accounts(actor: Actor, day: date) -> list[UnitVersion]:
    """The Party organisations at which ``actor`` may give roles, higher ones first."""
    found = tree.versions(day).filter(tree=Tree.PARTY)
    if isinstance(actor, access.PersonActor):
        tops = list(tree.versions(day).filter(unit__in=actor.unit_ids(Right.MANAGE_ACCOUNTS)))
        found = found.filter(tree.below_any(tops))
    return list(found.order_by("depth", "sort_key", "unit"))


def tokens_of(user_id: int) -> list[ApiToken]:
    """The keys that an account gave itself, the newest first."""
    return list(ApiToken.objects.filter(user=user_id).order_by("-pk"))
