"""Who opened a person's record: written down at every look, shown on the record itself (PV-10)."""

from datetime import UTC, timedelta

from kientoan.core import clock
from kientoan.core.access import Actor
from kientoan.core.models import ReadEntry

ONE_READ = timedelta(minutes=10)
"""Whoever opens a page again within this time has read it once."""


def note(actor: Actor, *, subject: str, page: str) -> None:
    """Write down that somebody read a personal record.

    Parameters:
        actor: who reads.
        subject: whose record, such as ``person:12``.
        page: where, such as the page's name.
    """
    now = clock.now().astimezone(UTC)
    since = (now - ONE_READ).isoformat(timespec="microseconds")
    if not ReadEntry.objects.filter(subject=subject, reader=actor.label, page=page, read_at__gt=since).exists():
        ReadEntry.objects.create(read_at=now.isoformat(timespec="microseconds"), reader=actor.label, subject=subject, page=page)


def of(subject: str) -> list[ReadEntry]:
    """Who read a record, newest first."""
    return list(ReadEntry.objects.filter(subject=subject).order_by("-read_at", "-pk"))
