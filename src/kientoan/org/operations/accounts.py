"""Accounts and grants: opened by whoever manages a unit, enrolled with a printed one-time code."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import end, record, withdraw
from kientoan.core.models import User
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org import queries
from kientoan.org.enums import Role
from kientoan.org.models import Enrolment, Grant
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.vntext import tidy

ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"  # no letter or digit that print or handwriting confuses
CODE_LENGTH = 12
VALID_FOR = timedelta(days=14)
MOST_FAILURES = 5


@dataclass(frozen=True)
class Slip:
    """What is printed and handed over, shown once.

    Parameters:
        username, display_name: whose it is.
        code: the one-time code, in groups of four.
        expires_at: until when it can be used.
        factor_dropped: whether a second factor, and with it the password, died when it was issued.
    """

    username: str
    display_name: str
    code: str
    expires_at: datetime
    factor_dropped: bool = False


def _normal(code: str) -> str:
    return "".join(ch for ch in code.upper() if ch.isalnum())


def issue_code(user: User) -> Slip:
    """A new one-time code for an account; older ones die. A step of operations."""
    act = in_operation()
    raw = "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))
    Enrolment.objects.filter(user=user, used_at=None).update(expires_at=act.at)
    made = Enrolment.objects.create(user=user, code_hash=make_password(raw), created_at=act.at, expires_at=act.at + VALID_FOR)
    return Slip(user.username, user.display_name, "-".join(raw[at:at + 4] for at in range(0, CODE_LENGTH, 4)), made.expires_at)


def drop_factor(user: User) -> bool:
    """Remove an account's second factor with its recovery codes, and end its browser sessions; a step of operations.

    Returns:
        whether it had one.
    """
    in_operation()
    gone, _each = Authenticator.objects.filter(user=user).delete()
    if gone:
        User.objects.mark_rights([user.pk])
    return bool(gone)


def open_user(username: str, display_name: str) -> User:
    """A new account without a password; a step of operations.

    Raises:
        Refusal: for a name in use or not of the form, an empty display name.
    """
    act = in_operation()
    user = User(username=username.strip().lower(), display_name=tidy(display_name), created_at=act.at)
    user.set_unusable_password()
    if not user.display_name:
        raise Refusal(_("Thiếu họ và tên. Gõ họ và tên đầy đủ."), place="display_name")
    if User.objects.filter(username=user.username).exists():
        raise Refusal(_("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác.") % {"name": user.username}, place="username")
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        if field == "username":
            raise Refusal(_("Tên đăng nhập chỉ gồm chữ không dấu, số và . _ @ + -, tối đa 60 ký tự."), place="username") from error
        raise Refusal(messages[0], place=field) from error
    user.save(force_insert=True)
    return user


def give(user: User, unit_id: int, role: Role, *, on: date, until: date | None) -> Grant:
    """Give a role; a step of operations."""
    act = in_operation()
    if until is not None and until <= on:
        raise Refusal(_("Ngày hết quyền không sau ngày bắt đầu. Chọn ngày sau."), place="until")
    return record(Grant, at=act.at, user=user, unit_id=unit_id, role=role, valid_from=on, valid_to=until or OPEN_END)


def account_of(user_id: int) -> User:
    """An account, locked; a step of operations.

    Raises:
        NotFound: when there is none.
    """
    found = User.objects.select_for_update().filter(pk=user_id).first()
    if found is None:
        raise NotFound(_("Không có tài khoản này."))
    return found


def ask_for_account(act: Act, user: User) -> None:
    """Ask at every unit where the account holds a role, or last held one: who manages only one may not end them all. A step of operations."""
    grants = Grant.objects.known().filter(user=user)
    held = set(grants.filter(valid_to__gt=act.today).values_list("unit", flat=True))
    act.ask(held or set(grants.values_list("unit", flat=True)))


@operation(title=gettext_lazy("Mở tài khoản"), right=Right.MANAGE_ACCOUNTS)
def open_account(act: Act, *, username: str, display_name: str, unit_id: int, role: Role, on: date, until: date | None = None) -> Slip:
    """Open an account with one role at a unit.

    Returns:
        the slip with the one-time code, which nothing shows again.
    """
    act.ask([unit_id])
    unit = queries.standing_unit(unit_id, on)
    user = open_user(username, display_name)
    give(user, unit_id, role, on=on, until=until)
    slip = issue_code(user)
    act.enter(unit=unit.name, day=on, detail={"username": user.username, "role": role, "unit": unit_id})
    return slip


@operation(title=gettext_lazy("Cấp lại mã ghi danh"), right=Right.MANAGE_ACCOUNTS)
def renew_enrolment(act: Act, *, user_id: int) -> Slip:
    """A new one-time code for an account that lost its password, its slip or its second factor.

    A second factor is removed; the password then dies with it, for alone it must not open the account to whoever
    knows it and sets up a factor of their own.
    """
    user = account_of(user_id)
    ask_for_account(act, user)
    dropped = drop_factor(user)
    if dropped:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    slip = replace(issue_code(user), factor_dropped=dropped)
    act.enter(detail={"username": user.username, "second_factor_dropped": dropped})
    return slip


@operation(title=gettext_lazy("Cấp quyền"), right=Right.MANAGE_ACCOUNTS)
def grant_role(act: Act, *, user_id: int, unit_id: int, role: Role, on: date, until: date | None = None) -> None:
    """Give an account a role at a unit and over everything below it; at one that has ended, for the days when it stood."""
    act.ask([unit_id])
    user = account_of(user_id)
    if act.actor.label == f"user:{user.username}":
        raise NotAllowed(_("Không ai tự cấp quyền cho mình. Người quản trị khác, hoặc của cấp trên, làm được."))
    unit = queries.unit_to_grant(unit_id, on)
    if unit is None:
        raise Refusal(_("Ngày %(day)s không có đơn vị này. Chọn ngày khác.") % {"day": write_day(on)}, place="on")
    give(user, unit_id, role, on=on, until=until)
    act.enter(unit=unit.name, day=on, detail={"username": user.username, "role": role, "unit": unit_id})


@operation(title=gettext_lazy("Thu hồi quyền"), right=Right.MANAGE_ACCOUNTS)
def end_grant(act: Act, *, grant_id: str, on: date) -> None:
    """Take a role away from a day on.

    Parameters:
        grant_id: the fact's id.
    """
    found = Grant.objects.known().filter(fact_id=grant_id).select_related("user").first()
    if found is None:
        raise NotFound(_("Không có quyền này."))
    act.ask([found.unit_id])
    if found.valid_from >= on:
        withdraw(found, at=act.at)
    else:
        end(found, at=act.at, on=on)
    unit = queries.unit_on(found.unit_id, on)
    act.enter(unit=unit.name if unit else "", day=on, detail={"username": found.user.username, "role": found.role, "unit": found.unit_id})


@operation(title=gettext_lazy("Khóa hoặc mở khóa tài khoản"), right=Right.MANAGE_ACCOUNTS)
def close_account(act: Act, *, user_id: int, is_active: bool = False) -> None:
    """Lock an account, or unlock it. What it did stays in the journal under its name."""
    user = account_of(user_id)
    ask_for_account(act, user)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    User.objects.mark_rights([user.pk])
    act.enter(detail={"username": user.username, "is_active": is_active})


class WrongCodeError(Refusal):
    """A one-time code that does not fit; the caller counts the try."""


def _user_of_code(username: str, code: str, now: datetime) -> User:
    refused = WrongCodeError(_("Tên đăng nhập hoặc mã ghi danh không đúng, hoặc mã đã dùng hay hết hạn. Xem lại phiếu, hoặc xin cấp lại mã."),
                        place="code")
    user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    enrolment = queries.open_enrolment(user.pk, now) if user else None
    if user is None or enrolment is None or enrolment.failures >= MOST_FAILURES:
        check_password(_normal(code), make_password("x"))  # as slow as a real try
        raise refused
    if not check_password(_normal(code), enrolment.code_hash):
        raise refused
    return user


def count_failure(*, username: str, now: datetime) -> None:
    """Count a failed try against an account's open code; no operation, for the enrolment that failed wrote nothing."""
    Enrolment.objects.filter(user__username=username.strip().lower(), used_at=None, expires_at__gt=now).update(
        failures=F("failures") + 1)


@operation(title=gettext_lazy("Ghi danh bằng mã"), right=Right.KEEP_INSTALLATION)
def enrol(act: Act, *, username: str, code: str, password: str) -> User:
    """Set an account's password with its one-time code, which dies. The enrolment desk acts, not a person.

    A second factor set up since the code was issued goes too: the slip is what proves whose account it is.

    Raises:
        WrongCodeError: for an unknown name, a wrong, used or expired code, or after too many tries; it never says which.
        Refusal: for a password that is too weak, saying why.
    """
    act.ask([])
    user = _user_of_code(username, code, act.at)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), place="password") from error
    used = Enrolment.objects.filter(user=user, used_at=None, expires_at__gt=act.at).update(used_at=act.at)
    if not used:
        raise WrongCodeError(_("Mã ghi danh vừa được dùng. Xin cấp lại mã."), place="code")
    user.set_password(password)
    user.save(update_fields=["password"])
    drop_factor(user)
    User.objects.mark_rights([user.pk])
    user.refresh_from_db(fields=["rights_mark"])
    act.enter(detail={"username": user.username})
    return user
