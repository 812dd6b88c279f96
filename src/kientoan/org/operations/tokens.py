"""Keys of the API: an account gives itself one for some purposes, until a day, and takes it back."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.access import PersonActor, TokenActor, hash_of_key
from kientoan.org.enums import TokenScope
from kientoan.org.models import ApiAnswer, ApiToken
from kientoan.rules.days import write_day
from kientoan.rules.vntext import tidy

PREFIX = "kt_"
MOST_DAYS = 365
MOST_TOKENS = 20
USE_COUNTED_EVERY = timedelta(minutes=1)
ANSWERS_KEPT = timedelta(hours=24)
ANSWER_AWAITED = timedelta(minutes=10)
"""After so long without an answer a request is taken for one whose process was stopped."""


@dataclass(frozen=True)
class IssuedKey:
    """A key that was just made, shown once.

    Parameters:
        token_id: its row.
        name: what the account calls it.
        key: what the program sends; only its hash is kept.
        expires_at: from when it opens nothing.
    """

    token_id: int
    name: str
    key: str
    expires_at: datetime


def _own(act: Act) -> PersonActor:
    """The person who acts for their own account, asked wherever they may see units."""
    actor = act.actor
    if not isinstance(actor, PersonActor) or isinstance(actor, TokenActor):
        raise NotAllowed(_("Chỉ người đã đăng nhập cấp và thu hồi được khóa truy cập của mình. Đăng nhập rồi làm trên trang."))
    act.ask(actor.unit_ids(Right.SEE_UNITS))
    return actor


@operation(title=gettext_lazy("Cấp khóa truy cập cho mình"), right=Right.SEE_UNITS)
def issue_token(act: Act, *, name: str, scopes: Collection[TokenScope], expires_on: date) -> IssuedKey:
    """Give one's own account a key with which a program acts for it.

    Parameters:
        name: what the key is for, so that its owner knows it again.
        scopes: what it lets through.
        expires_on: the last day on which it opens anything, at most 365 days ahead.

    Returns:
        the key, which nothing shows again; the journal never has it.

    Raises:
        Refusal: without a name or a scope, for a day past or too far ahead, or when the account has too many keys.
    """
    actor = _own(act)
    tidied, kept, last = tidy(name), sorted(set(scopes), key=list(TokenScope).index), act.today + timedelta(days=MOST_DAYS)
    if not tidied or len(tidied) > 80:
        raise Refusal(_("Gọi tên khóa bằng 1 đến 80 chữ, ví dụ Máy báo cáo của huyện."), place="name")
    if not kept:
        raise Refusal(_("Chọn ít nhất một phạm vi."), place="scopes")
    if not act.today <= expires_on <= last:
        raise Refusal(_("Ngày hết hạn từ hôm nay (%(first)s) đến %(last)s. Chọn ngày trong khoảng đó.")
                      % {"first": write_day(act.today), "last": write_day(last)}, place="expires_on")
    if ApiToken.objects.filter(user=actor.user_id, revoked_at=None, expires_at__gt=act.at).count() >= MOST_TOKENS:
        raise Refusal(_("Đã có %(count)s khóa đang dùng được. Thu hồi bớt trước.") % {"count": MOST_TOKENS})
    key = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user_id=actor.user_id, name=tidied, key_hash=hash_of_key(key), scopes=[scope.value for scope in kept], created_at=act.at,
        expires_at=datetime.combine(expires_on + timedelta(days=1), time.min, tzinfo=clock.ZONE))
    act.enter(day=expires_on, detail={"token": made.pk, "name": tidied, "scopes": made.scopes, "expires_on": expires_on.isoformat()})
    return IssuedKey(made.pk, tidied, key, made.expires_at)


@operation(title=gettext_lazy("Thu hồi khóa truy cập của mình"), right=Right.SEE_UNITS)
def revoke_token(act: Act, *, token_id: int) -> None:
    """Take back a key of one's own account; from now on it opens nothing.

    Raises:
        NotFound: for a key that is not one's own.
        Refusal: for one that was revoked already.
    """
    actor = _own(act)
    token = ApiToken.objects.select_for_update().filter(pk=token_id, user=actor.user_id).first()
    if token is None:
        raise NotFound(_("Không có khóa truy cập này."))
    if token.revoked_at is not None:
        raise Refusal(_("Khóa truy cập này đã bị thu hồi."))
    token.revoked_at = act.at
    token.save(update_fields=["revoked_at"])
    act.enter(detail={"token": token.pk, "name": token.name})


def count_use(token_id: int, *, now: datetime) -> None:
    """Say that a key was used, at most once a minute; no operation, for it changes nothing that anyone reports."""
    seldom = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_COUNTED_EVERY)
    ApiToken.objects.filter(seldom, pk=token_id).update(last_used_at=now)


def claim_answer(token_id: int, key: str, fingerprint: str, *, now: datetime) -> ApiAnswer | None:
    """Begin a write that a program may ask for again; answers older than a day are forgotten. No operation, like ``count_use``.

    Parameters:
        key: what the program calls the request.
        fingerprint: of the request.

    Returns:
        None when the write is to be done now, and the answer handed to ``keep_answer``; else what is kept under the key: perhaps of
        another request, perhaps without an answer yet.
    """
    ApiAnswer.objects.filter(claimed_at__lte=now - ANSWERS_KEPT).delete()
    kept, begun = ApiAnswer.objects.get_or_create(token_id=token_id, key=key, defaults={"fingerprint": fingerprint, "claimed_at": now})
    if begun:
        return None
    # Whoever claimed it long ago was stopped in the middle: what it wrote is all there or not at all, and the rules refuse it twice.
    stopped = ApiAnswer.objects.filter(pk=kept.pk, fingerprint=fingerprint, status=None, claimed_at__lte=now - ANSWER_AWAITED)
    return None if stopped.update(claimed_at=now) else kept


def keep_answer(token_id: int, key: str, *, status: int, headers: Mapping[str, str], body: str) -> None:
    """Keep what a claimed write answered."""
    ApiAnswer.objects.filter(token=token_id, key=key).update(status=status, headers=dict(headers), body=body)


def forget_answer(token_id: int, key: str) -> None:
    """Let a key go whose write was refused: nothing was written, so asking again asks anew."""
    ApiAnswer.objects.filter(token=token_id, key=key, status=None).delete()
