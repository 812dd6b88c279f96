"""A run: what is new is put into letters, letters are handed to the mail server, each at most once.

Queueing is one transaction for some accounts: the letter and the rows that say which notices are in it are there together or not at all. Sending is three
steps for a letter: *claim* it (committed), hand it over, *confirm* it (committed). A process killed before the claim loses nothing: the next run sends it.
One killed between claim and confirmation leaves a letter of which nobody knows whether it went; it is never sent again by itself, it is counted as
uncertain, and its notices stand on the page as ever. So the last step is at most once (decision 36).
"""

import smtplib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from kientoan.core import clock
from kientoan.core.access import Actor, system_actor
from kientoan.notices import operations, queries
from kientoan.notices.enums import Channel
from kientoan.notices.models import Batch, Letter, Wish
from kientoan.notices.operations import Draft, make_batch, queue_letters
from kientoan.rules.notices import is_quiet

AT_ONCE = 50
MOST_TRIES = 24
HANGS_UP = 421
"""A server that answers so closes the line: nothing more is handed to it in this run."""


@dataclass(frozen=True)
class Run:
    """What a run did.

    Parameters:
        is_ready: whether a mail server is set; nothing is done without one.
        queued, sent: letters.
        refused: letters that the server did not take this time.
        quiet: accounts, or letters, that wait for the end of their quiet hours.
        fault: why the run ended early; empty when it did not.
    """

    is_ready: bool = True
    queued: int = 0
    sent: int = 0
    refused: int = 0
    quiet: int = 0
    fault: str = ""


def _is_quiet(wish: Wish, now: datetime) -> bool:
    return is_quiet(now.astimezone(clock.ZONE).time(), wish.quiet_from, wish.quiet_to)


def _drafts(channel: Channel, now: datetime, users: Collection[int] | None = None) -> tuple[list[queries.Addressee], int]:
    """Who may be told now, and how many wait for the end of their quiet hours."""
    found = queries.addressees(channel, users)
    awake = [each for each in found if not _is_quiet(each.wish, now)]
    return awake, len(found) - len(awake)


def _fresh(to: list[queries.Addressee], channel: Channel, now: datetime) -> Iterator[list[Draft]]:
    """What is new for each account, some accounts at a time: asked outside of any transaction."""
    day = now.astimezone(clock.ZONE).date()
    for start in range(0, len(to), AT_ONCE):
        drafts: list[Draft] = []
        for each in to[start:start + AT_ONCE]:
            with translation.override(each.wish.language):
                if lines := queries.fresh(each, channel, day):
                    drafts.append(Draft(each, lines))
        if drafts:
            yield drafts


def queue(now: datetime) -> Run:
    """Put what is new into letters, one an account; nothing where no mail server is set."""
    if not settings.MAIL_READY:
        return Run(is_ready=False)
    to, quiet = _drafts(Channel.EMAIL, now)
    queued = sum(queue_letters(system_actor("notices"), drafts=drafts) for drafts in _fresh(to, Channel.EMAIL, now))
    return Run(queued=queued, quiet=quiet)


def send(now: datetime) -> Run:
    """Hand every waiting letter to the mail server whose account's quiet hours are over."""
    if not settings.MAIL_READY:
        return Run(is_ready=False)
    run = Run()
    waiting = list(Letter.objects.filter(channel=Channel.EMAIL, claimed_at=None, sent_at=None, given_up_at=None).order_by("pk").values_list("pk", "user", "is_check"))
    if not waiting:
        return run
    wishes = {wish.user_id: wish for wish in Wish.objects.filter(user__in={user for _pk, user, _check in waiting})}
    due = [pk for pk, user, is_check in waiting if is_check or not (user in wishes and _is_quiet(wishes[user], now))]
    run = replace(run, quiet=len(waiting) - len(due))
    connection = get_connection()
    try:
        connection.open()  # nothing is claimed before the server answers
    except (OSError, smtplib.SMTPException) as error:
        return replace(run, fault=_named(error))
    try:
        for pk in due:
            letter = operations.claim(pk, now=clock.now())
            if letter is None:
                continue
            if not letter.user.is_active:
                operations.release(pk, "locked", now=clock.now(), most=1)
                continue
            try:
                _message(letter, connection).send()
            except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:  # the server said that it did not take it
                operations.release(pk, _named(error), now=clock.now(), most=MOST_TRIES)
                run = replace(run, refused=run.refused + 1)
                if getattr(error, "smtp_code", 0) == HANGS_UP:
                    return replace(run, fault=_named(error))
            except (OSError, smtplib.SMTPException) as error:  # the line broke: nobody knows
                operations.note_fault(pk, _named(error))
                return replace(run, fault=_named(error))
            else:
                operations.confirm(pk, now=clock.now())
                run = replace(run, sent=run.sent + 1)
    finally:
        connection.close()
    return run


def _named(error: Exception) -> str:
    """An error without what a server says beside its number: it may hold addresses."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "kientoan"
    return EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.address], connection=connection,
                        headers={"Message-ID": f"<{letter.message_id}@{domain}>", "Auto-Submitted": "auto-generated"})


def run(now: datetime) -> Run:
    """A whole run: forget old words, queue, send."""
    operations.forget_words(now=now)
    queued = queue(now)
    return replace(send(now), queued=queued.queued, quiet=queued.quiet) if queued.is_ready else queued


@dataclass(frozen=True)
class Texts:
    """What was put into a file of short messages.

    Parameters:
        batch: None when there was nothing to tell.
        quiet: accounts that wait for the end of their quiet hours.
    """

    batch: Batch | None
    quiet: int


def texts(actor: Actor, now: datetime) -> Texts:
    """Put what is new into short messages, one an account that the actor may manage: a file of its own, to be written by the caller."""
    day = now.astimezone(clock.ZONE).date()
    to, quiet = _drafts(Channel.SMS, now, queries.managed_accounts(actor, day))
    drafts = [draft for some in _fresh(to, Channel.SMS, now) for draft in some]
    number = make_batch(actor, drafts=drafts) if drafts else None
    return Texts(Batch.objects.get(pk=number) if number else None, quiet)
