"""How an account is told, and what is put into messages. What a sender claims and confirms is no operation: it changes nothing that anyone reports."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.gates import hold
from kientoan.core.operation import Act, in_operation, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, refused_by
from kientoan.notices import letters, queries
from kientoan.notices.enums import Channel, NoticeKind
from kientoan.notices.models import Batch, Delivery, Feed, Letter, Seen, Wish
from kientoan.notices.queries import delivered_among
from kientoan.notices.sources import Line
from kientoan.org.access import PersonActor, TokenActor, hash_of_key
from kientoan.org.models import Grant
from kientoan.rules.notices import Reached, read_email, read_mobile
from kientoan.rules.reasons import Reason

CHECK_LASTS = timedelta(days=3)
KEEP_WORDS = timedelta(days=30)
"""For how long the address and the words of a message are kept that went, or never will."""
MOST_SEEN_AT_ONCE = 2000


def _own(act: Act) -> PersonActor:
    """The person who acts for their own account, asked wherever they may see units."""
    actor = act.actor
    if not isinstance(actor, PersonActor) or isinstance(actor, TokenActor):
        raise NotAllowed(_("Chỉ người đã đăng nhập đổi được cách nhận thông báo của mình. Đăng nhập rồi làm trên trang."))
    act.ask(actor.unit_ids(Right.SEE_UNITS))
    return actor


def _read(found: Reached | Reason, place: str) -> str:
    if isinstance(found, Reason):
        raise refused_by(found, place=place)
    return found.text


@dataclass(frozen=True)
class Wanted:
    """How an account wants to be told.

    Parameters:
        email, phone: as typed; empty for none.
        kinds: what is sent.
        quiet_from, quiet_to: the hours in which nothing is sent, in Vietnam; equal for none.
        is_plain: whether short messages go without diacritics.
        language: of what is sent, ``vi`` or ``en``.
    """

    email: str = ""
    phone: str = ""
    kinds: Collection[NoticeKind] = ()
    quiet_from: time = time(21, 0)
    quiet_to: time = time(6, 30)
    is_plain: bool = True
    language: str = "vi"


@operation(title=gettext_lazy("Đổi cách nhận thông báo của mình"), right=Right.SEE_UNITS)
def set_wishes(act: Act, *, wanted: Wanted, site: str) -> bool:
    """Say how one's own account is told. A new e-mail address is used only after the link in a letter to it was opened; an old one is used until then.

    The journal says what was changed and never an address.

    Parameters:
        site: the house's address without a slash at the end, for the link.

    Returns:
        whether a letter was queued that asks to confirm the address.

    Raises:
        Refusal: for an address that is none, an e-mail address where no mail server is set, an address without a kind chosen (PV-05).
    """
    actor = _own(act)
    email, phone = _read(read_email(wanted.email), "email"), _read(read_mobile(wanted.phone), "phone")
    kinds = [kind.value for kind in NoticeKind if kind in set(wanted.kinds)]
    if (email or phone) and not kinds:
        raise Refusal(_("Chọn ít nhất một loại thông báo được gửi; hoặc bỏ trống cả thư và số di động."), place="kinds", rule="PV-05")
    wish, _made = Wish.objects.select_for_update().get_or_create(user_id=actor.user_id, defaults={"changed_at": act.at})
    if email and email != wish.email and not settings.MAIL_READY:
        raise Refusal(_("Bản cài đặt này chưa gửi được thư: người giữ máy chưa đặt máy chủ thư. Bỏ trống mục này."), place="email")
    before = (wish.email or wish.email_asked, wish.phone, wish.kinds, wish.quiet_from, wish.quiet_to, wish.is_plain, wish.language)
    wish.phone, wish.kinds, wish.quiet_from, wish.quiet_to = phone, kinds, wanted.quiet_from, wanted.quiet_to
    wish.is_plain, wish.language = wanted.is_plain, wanted.language if wanted.language in dict(settings.LANGUAGES) else "vi"
    asks = bool(email) and email != wish.email
    if not asks:
        wish.email_asked, wish.check_hash, wish.check_until = "", "", None
        if not email:
            wish.email = ""
    _drop_unsent(wish)
    if asks:
        secret, until = secrets.token_urlsafe(32), act.at + CHECK_LASTS
        wish.email_asked, wish.check_hash, wish.check_until = email, hash_of_key(secret), until
        with translation.override(wish.language):
            subject, body = letters.check_letter(f"{site}{reverse('notice_confirm', args=[secret])}", until)
        Letter.objects.create(user_id=actor.user_id, channel=Channel.EMAIL, address=email, subject=subject, body=body, is_check=True, queued_at=act.at)
    wish.changed_at = act.at
    wish.save()
    after = (wish.email_asked or wish.email, wish.phone, wish.kinds, wish.quiet_from, wish.quiet_to, wish.is_plain, wish.language)
    names = ("email", "phone", "kinds", "quiet_from", "quiet_to", "is_plain", "language")
    act.enter(detail={"changed": [name for name, old, new in zip(names, before, after, strict=True) if old != new], "has_email": bool(email), "has_phone": bool(phone)})
    return asks


def _drop_unsent(wish: Wish) -> None:
    """Take back letters that nobody claimed: their notices are put into new ones, to the address and in the language that are wanted now."""
    waiting = Letter.objects.filter(user=wish.user_id, channel=Channel.EMAIL, claimed_at=None, sent_at=None, given_up_at=None)
    # Locked first: a letter that a sender claims meanwhile is not among them, one that is among them nobody can claim.
    Letter.objects.filter(pk__in=[letter.pk for letter in waiting.select_for_update()]).delete()


@operation(title=gettext_lazy("Xác nhận địa chỉ thư của mình"), right=Right.SEE_UNITS)
def confirm_email(act: Act, *, secret: str) -> str:
    """Confirm the address to which the letter with a secret went; only the account that asked can.

    Returns:
        the address.

    Raises:
        Refusal: for a secret that is not the last one sent, or is older than three days.
    """
    actor = _own(act)
    wish = Wish.objects.select_for_update().filter(user=actor.user_id).first()
    known = bool(wish and wish.check_hash and secrets.compare_digest(wish.check_hash, hash_of_key(secret)))
    if wish is None or not known or wish.check_until is None or wish.check_until <= act.at:
        raise Refusal(_("Liên kết này không còn dùng được, hoặc không phải của tài khoản này. Ghi lại địa chỉ ở trang Cách nhận thông báo để nhận liên kết mới."))
    wish.email, wish.email_asked, wish.check_hash, wish.check_until, wish.changed_at = wish.email_asked, "", "", None, act.at
    _drop_unsent(wish)
    wish.save()
    act.enter(detail={"confirmed": True})
    return wish.email


@operation(title=gettext_lazy("Lập địa chỉ lịch riêng của mình"), right=Right.SEE_UNITS)
def make_feed(act: Act, *, language: str) -> str:
    """Give one's own account a calendar under a secret address; the one before opens nothing from now on.

    Parameters:
        language: of the calendar, ``vi`` or ``en``.

    Returns:
        the secret, which nothing shows again; the journal never has it.
    """
    actor = _own(act)
    hold("notices.feed")
    replaced = Feed.objects.filter(user=actor.user_id, withdrawn_at=None).update(withdrawn_at=act.at)
    secret = secrets.token_urlsafe(32)
    made = Feed.objects.create(user_id=actor.user_id, secret_hash=hash_of_key(secret), language=language if language in dict(settings.LANGUAGES) else "vi", made_at=act.at)
    act.enter(detail={"feed": made.pk, "replaced": bool(replaced)})
    return secret


@operation(title=gettext_lazy("Thu hồi địa chỉ lịch riêng của mình"), right=Right.SEE_UNITS)
def withdraw_feed(act: Act) -> None:
    """Take back the secret address of one's own calendar.

    Raises:
        NotFound: when there is none.
    """
    actor = _own(act)
    feed = Feed.objects.select_for_update().filter(user=actor.user_id, withdrawn_at=None).first()
    if feed is None:
        raise NotFound(_("Không có địa chỉ lịch nào đang dùng."))
    feed.withdrawn_at = act.at
    feed.save(update_fields=["withdrawn_at"])
    act.enter(detail={"feed": feed.pk})


# -- what is put into messages -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """What one account is to be told in one message."""

    to: queries.Addressee
    lines: Sequence[Line]


def _queue(channel: Channel, drafts: Sequence[Draft], batch: Batch | None = None) -> tuple[int, int]:
    """Put notices into one message an account, each notice once for ever; the row that says so and the message are written together.

    Returns:
        how many messages, how many notices.
    """
    act = in_operation()
    hold("notices.queue")
    made = count = 0
    for draft in drafts:
        wish = Wish.objects.filter(user=draft.to.user.pk).first()
        address = "" if wish is None else wish.email if channel is Channel.EMAIL else wish.phone
        gone = delivered_among(draft.to.user.pk, channel, [line.key for line in draft.lines])
        left = [line for line in {line.key: line for line in draft.lines}.values() if line.key not in gone]
        if wish is None or not address or not left:
            continue
        with translation.override(wish.language):
            subject, body = letters.digest(left, act.today, settings.SITE) if channel is Channel.EMAIL else ("", letters.text_message(left, plain=wish.is_plain))
        letter = Letter.objects.create(user=draft.to.user, channel=channel, address=address, subject=subject, body=body, queued_at=act.at, batch=batch,
                                       claimed_at=act.at if batch else None)
        Delivery.objects.bulk_create([Delivery(user=draft.to.user, channel=channel, key=line.key, letter=letter) for line in left])
        made, count = made + 1, count + len(left)
    return made, count


@operation(title=gettext_lazy("Xếp thư thông báo chờ gửi"), right=Right.KEEP_INSTALLATION)
def queue_letters(act: Act, *, drafts: Sequence[Draft]) -> int:
    """Queue one letter an account with the notices that were in none before.

    Returns:
        how many letters.
    """
    act.ask([])
    made, count = _queue(Channel.EMAIL, drafts)
    act.enter(count=made, detail={"letters": made, "notices": count})
    return made


@operation(title=gettext_lazy("Lập tệp tin nhắn cho cổng SMS"), right=Right.MANAGE_ACCOUNTS)
def make_batch(act: Act, *, drafts: Sequence[Draft]) -> int | None:
    """Put the notices of accounts into short messages of one file, which can be written again; none of them goes into another.

    Returns:
        the file's number; None when there was nothing to tell.
    """
    users = [draft.to.user.pk for draft in drafts]
    act.ask(sorted(set(Grant.objects.known().on(act.today).filter(user__in=users).values_list("unit", flat=True))))
    batch = Batch.objects.create(made_at=act.at, by=act.actor.label)
    made, count = _queue(Channel.SMS, drafts, batch)
    if not made:
        batch.delete()
    act.enter(count=made, detail={"messages": made, "notices": count})
    return batch.pk if made else None


# -- no operations: they change nothing that anyone reports --------------------------------------------------------------------------------


def mark_seen(user_id: int, keys: Collection[str], *, now: datetime) -> None:
    """Say that an account saw notices."""
    kept = sorted(set(keys))[:MOST_SEEN_AT_ONCE]
    Seen.objects.bulk_create([Seen(user_id=user_id, key=key, seen_at=now) for key in kept], ignore_conflicts=True)


def claim(letter_id: int, *, now: datetime) -> Letter | None:
    """Take a waiting letter for oneself before it is handed to the mail server; None when another sender has it, or it is no longer wanted."""
    if not Letter.objects.filter(pk=letter_id, claimed_at=None, sent_at=None, given_up_at=None).update(claimed_at=now):
        return None
    return Letter.objects.select_related("user").get(pk=letter_id)


def confirm(letter_id: int, *, now: datetime) -> None:
    """Say that a claimed letter was handed over. Its words are not kept."""
    Letter.objects.filter(pk=letter_id).update(sent_at=now, body="", fault="")


def release(letter_id: int, fault: str, *, now: datetime, most: int) -> None:
    """Put a claimed letter back that the mail server said it did not take; after so many tries it is given up."""
    letter = Letter.objects.get(pk=letter_id)
    letter.tries, letter.fault, letter.claimed_at = letter.tries + 1, fault[:300], None
    if letter.tries >= most:
        letter.given_up_at, letter.body = now, ""
    letter.save()


def note_fault(letter_id: int, fault: str) -> None:
    """Say why nobody knows whether a claimed letter went."""
    Letter.objects.filter(pk=letter_id).update(fault=fault[:300])


def confirm_batch(batch: Batch, *, now: datetime) -> None:
    """Say that a file of short messages was written whole."""
    Batch.objects.filter(pk=batch.pk, written_at=None).update(written_at=now)
    Letter.objects.filter(batch=batch, sent_at=None).update(sent_at=now)


def forget_words(*, now: datetime) -> None:
    """Blank the addresses and words of messages that went, or never will, weeks ago."""
    old = now - KEEP_WORDS
    Letter.objects.filter(Q(sent_at__lt=old) | Q(given_up_at__lt=old) | Q(claimed_at__lt=old)).exclude(address="", body="").update(address="", body="", subject="")
