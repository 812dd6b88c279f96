"""Questions about notices: what there is to be told to an account, what it saw, how it wants to be told, what became of what was sent."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.core.cache import cache
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Actor, Right
from kientoan.core.models import User
from kientoan.core.refusal import NotFound
from kientoan.notices.enums import Channel, NoticeGroup
from kientoan.notices.models import Batch, Delivery, Feed, Letter, Seen, Wish
from kientoan.notices.sources import SOURCES, Line
from kientoan.org import queries as org_queries
from kientoan.org.access import PersonActor, hash_of_key, person
from kientoan.org.models import Grant

COUNT_KEPT = 600
"""Seconds for which the number in the top bar is remembered; the home page and the list count anew after a minute."""
COUNT_FRESH = 60
SHOWN_LETTERS = 10
CHUNK = 500


@dataclass(frozen=True)
class Notice:
    """A line with whether its reader said that they saw it."""

    line: Line
    is_seen: bool


def lines(actor: PersonActor, day: date) -> list[Line]:
    """All that there is for an account on a day, days to be kept in mind too: by group and day. As many queries whatever there is to tell."""
    order = list(NoticeGroup)
    found = [line for each in SOURCES for line in each(actor, day)]
    return sorted(found, key=lambda line: (order.index(line.group) if line.group else len(order), line.due_on or day, line.what, line.ident, line.stage))


def told(actor: PersonActor, day: date) -> list[Line]:
    """The notices of an account on a day."""
    return [line for line in lines(actor, day) if line.group is not None]


def notices(actor: PersonActor, day: date) -> list[Notice]:
    """The notices of an account with whether it saw each; remembers how many it did not, for the top bar."""
    found = told(actor, day)
    seen = seen_among(actor.user_id, [line.key for line in found])
    made = [Notice(line, line.key in seen) for line in found]
    cache.set(_count_key(actor.user_id, day), (sum(not each.is_seen for each in made), clock.now()), COUNT_KEPT)
    return made


def seen_among(user_id: int, keys: Sequence[str]) -> set[str]:
    """Those of some notices that an account saw."""
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        found.update(Seen.objects.filter(user=user_id, key__in=keys[start:start + CHUNK]).values_list("key", flat=True))
    return found


def _count_key(user_id: int, day: date) -> str:
    return f"notices:{user_id}:{day.isoformat()}"


def unseen_count(user_id: int, day: date) -> int | None:
    """How many notices an account has not seen, as far as it was counted in the last minutes; None when it was not. No query."""
    kept = cache.get(_count_key(user_id, day))
    return kept[0] if kept else None


def count_anew(actor: PersonActor, day: date) -> None:
    """Count what the top bar shows, unless it was counted within a minute."""
    kept = cache.get(_count_key(actor.user_id, day))
    if kept is None or clock.now() - kept[1] >= timedelta(seconds=COUNT_FRESH):
        notices(actor, day)


# -- how an account wants to be told -------------------------------------------------------------------------------------------------------


def wish_of(user_id: int) -> Wish | None:
    """How an account wants to be told; None when it never said."""
    return Wish.objects.filter(user=user_id).first()


def feed_of(user_id: int) -> Feed | None:
    """The calendar of an account that can be read; None for none."""
    return Feed.objects.filter(user=user_id, withdrawn_at=None).first()


def feed_of_secret(secret: str) -> tuple[Feed, PersonActor]:
    """The calendar that a secret opens and whose it is.

    The database is asked by the digest of what was sent, which tells nothing of a secret that lies near; what it found is compared in constant time.

    Raises:
        NotFound: for a secret that opens nothing: unknown, replaced, withdrawn, or of an account that is locked or may not sign in whole.
    """
    wanted = hash_of_key(secret)
    feed = Feed.objects.filter(secret_hash=wanted, withdrawn_at=None).select_related("user").first()
    if feed is None or not hmac.compare_digest(feed.secret_hash, wanted) or not feed.user.is_active or (actor := person(feed.user)).lacks_second_factor:
        raise NotFound(_("Địa chỉ lịch này không mở được. Lập địa chỉ mới ở trang Cách nhận thông báo."))
    return feed, actor


class Fate(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given_up"


def fate_of(letter: Letter) -> Fate:
    """What became of a message; uncertain where a sender was stopped between claim and confirmation."""
    if letter.sent_at is not None:
        return Fate.SENT
    if letter.given_up_at is not None:
        return Fate.GIVEN_UP
    return Fate.WAITING if letter.claimed_at is None else Fate.UNCERTAIN


def letters_of(user_id: int) -> list[Letter]:
    """The last messages to an account, the newest first."""
    return list(Letter.objects.filter(user=user_id).order_by("-pk")[:SHOWN_LETTERS])


# -- what is to be sent --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Addressee:
    """An account that is told by a channel."""

    user: User
    wish: Wish
    actor: PersonActor


def addressees(channel: Channel, users: Iterable[int] | None = None) -> list[Addressee]:
    """The accounts that gave an address for a channel and chose kinds, by id; the locked ones, and those without a second factor that they need, left out.

    Parameters:
        users: only these; None for all.
    """
    wishes = Wish.objects.exclude(**{"email" if channel is Channel.EMAIL else "phone": ""}).filter(user__is_active=True).select_related("user").order_by("user")
    allowed = None if users is None else set(users)
    found = [Addressee(wish.user, wish, person(wish.user)) for wish in wishes if wish.kinds and (allowed is None or wish.user_id in allowed)]
    return [each for each in found if each.actor.grants and not each.actor.lacks_second_factor]


def fresh(to: Addressee, channel: Channel, day: date) -> list[Line]:
    """The notices of an account that were neither seen nor sent by a channel, of the kinds that it chose."""
    found = [line for line in told(to.actor, day) if line.kind in to.wish.kinds]
    keys = [line.key for line in found]
    gone = seen_among(to.user.pk, keys) | delivered_among(to.user.pk, channel, keys)
    return [line for line in found if line.key not in gone]


def delivered_among(user_id: int, channel: Channel, keys: Sequence[str]) -> set[str]:
    """Those of some notices that were put into a message to an account."""
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        found.update(Delivery.objects.filter(user=user_id, channel=channel, key__in=keys[start:start + CHUNK]).values_list("key", flat=True))
    return found


def managed_accounts(actor: Actor, day: date) -> list[int]:
    """The accounts that an actor may manage at every unit at which they hold a role: a message tells of all of them."""
    if isinstance(actor, PersonActor) and not actor.has(Right.MANAGE_ACCOUNTS):
        return []
    rows = org_queries.accounts(actor, day)
    inside = {grant.pk for row in rows for grant in row.grants}
    outside = set(Grant.objects.known().on(day).filter(user__in=[row.user_id for row in rows]).exclude(pk__in=inside).values_list("user", flat=True))
    return [row.user_id for row in rows if row.user_id not in outside]


def batches_of(actor: Actor) -> list[tuple[Batch, int]]:
    """The files of short messages that an actor had made, the newest first, with how many messages can still be written again."""
    batches = list(Batch.objects.filter(by=actor.label).order_by("-pk")[:SHOWN_LETTERS])
    counts: dict[int, int] = {}
    for batch_id in Letter.objects.filter(batch__in=batches).exclude(body="").values_list("batch", flat=True):
        counts[batch_id] = counts.get(batch_id, 0) + 1
    return [(batch, counts.get(batch.pk, 0)) for batch in batches]


def batch_of(actor: Actor, batch_id: int, *, of_anyone: bool = False) -> Batch:
    """A file of short messages.

    Parameters:
        of_anyone: whether it may be another's, as for whoever keeps the machine.

    Raises:
        NotFound: when there is none, or it is another's.
    """
    found = Batch.objects.filter(pk=batch_id, **({} if of_anyone else {"by": actor.label})).first()
    if found is None:
        raise NotFound(_("Không có đợt tin nhắn số %(n)s.") % {"n": batch_id})
    return found


def texts_of(batch: Batch) -> list[tuple[str, str]]:
    """Telephone number and text of each message of a file, in the order in which they were put in."""
    return [(letter.address, letter.body) for letter in Letter.objects.filter(batch=batch).exclude(body="").order_by("pk")]


def counted_since(moment: datetime) -> dict[str, int]:
    """How many e-mails wait, went since a moment, are uncertain and were given up."""
    of = Letter.objects.filter(channel=Channel.EMAIL)
    return {"waiting": of.filter(claimed_at=None, sent_at=None, given_up_at=None).count(), "sent": of.filter(sent_at__gte=moment).count(),
            "uncertain": of.filter(claimed_at__isnull=False, sent_at=None, given_up_at=None).count(), "given_up": of.filter(given_up_at__isnull=False).count()}
