"""The log of reads of personal records (PV-10): who looked at whose page, sealed into the journal every hour.

A read is a row of its own, for a page must not wait for the journal's end. The seal is one journal entry for all
rows not yet sealed; its detail holds a digest of each row and one over all of them, chained with the seal before.
The journal proves the detail, the detail proves the rows.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, journal
from kientoan.core.access import Actor, Right
from kientoan.core.gates import hold
from kientoan.core.models import JournalDetail, ReadEntry
from kientoan.core.operation import Act, operation

ONE_READ = timedelta(minutes=10)
"""Whoever opens a page again within this time has read it once."""
OPERATION = "core.seal_reads"
CHUNK = 2000
ROW_DIGITS = 16


@dataclass(frozen=True)
class Seal:
    """What a sealing wrote.

    Parameters:
        count: how many reads it sealed; 0 when there were none, and then there is no entry.
        entry: the journal entry's number.
    """

    count: int
    entry: int


def _written(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def note(actor: Actor, *, subject: str, page: str) -> None:
    """Write down that somebody read a personal record; once in ten minutes for the same reader, record and page.

    Parameters:
        actor: who reads.
        subject: whose record, such as ``person:12``.
        page: where, such as the page's name.
    """
    note_many(actor, subjects=[subject], page=page)


def note_many(actor: Actor, *, subjects: Sequence[str], page: str) -> None:
    """``note`` for each record on a page that shows several; two queries, whatever the records.

    Parameters:
        subjects: at most some hundreds.
    """
    now = clock.now()
    known = set(ReadEntry.objects.filter(subject__in=subjects, reader=actor.label, page=page, read_at__gt=_written(now - ONE_READ)).values_list("subject", flat=True))
    ReadEntry.objects.bulk_create([ReadEntry(read_at=_written(now), reader=actor.label, subject=subject, page=page) for subject in dict.fromkeys(subjects) if subject not in known],
                                  batch_size=400)


def of(subject: str) -> list[ReadEntry]:
    """Who read a record, newest first."""
    return list(ReadEntry.objects.filter(subject=subject).order_by("-read_at", "-pk"))


def by_others(subject: str, label: str) -> QuerySet[ReadEntry]:
    """Who read a record, newest first, without the reads of one account and of its keys.

    Parameters:
        label: the account's, such as ``user:ha.an``.
    """
    own = Q(reader=label) | Q(reader__startswith=f"{label}/")
    return ReadEntry.objects.filter(subject=subject).exclude(own).order_by("-read_at", "-pk")


def _row_digest(row: ReadEntry) -> str:
    content = [row.pk, row.read_at, row.reader, row.subject, row.page]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:ROW_DIGITS]


def _chained(previous: str, rows: list[list[Any]]) -> str:
    return hashlib.sha256(json.dumps([previous, rows], separators=(",", ":")).encode()).hexdigest()


def _seals() -> Iterator[tuple[int, dict[str, Any]]]:
    """Every seal there is, as the journal has it: the entry's number and the detail."""
    details = JournalDetail.objects.filter(entry__operation=OPERATION).order_by("entry")
    for number, content in details.values_list("entry", "content").iterator(chunk_size=100):
        yield number, json.loads(content)


def _last_digest() -> str:
    last = JournalDetail.objects.filter(entry__operation=OPERATION).order_by("-entry").values_list("content", flat=True).first()
    return str(json.loads(last)["digest"]) if last else ""


@operation(title=gettext_lazy("Ghi sổ lượt xem vào nhật ký"), right=Right.KEEP_INSTALLATION)
def seal_reads(act: Act) -> Seal:
    """Seal every read that is not sealed yet into one journal entry."""
    act.ask([])
    hold("core.reads")
    rows = [[row.pk, _row_digest(row)] for row in ReadEntry.objects.filter(sealed_in=None).order_by("pk").iterator(chunk_size=CHUNK)]
    if not rows:
        act.enter(count=0)
        return Seal(0, 0)
    previous = _last_digest()
    act.enter(count=len(rows), detail={
        "first": rows[0][0], "last": rows[-1][0], "rows": rows, "previous": previous, "digest": _chained(previous, rows)})
    number = journal.next_number()
    for start in range(0, len(rows), 500):
        ReadEntry.objects.filter(pk__in=[pk for pk, _digest in rows[start:start + 500]]).update(sealed_in=number)
    return Seal(len(rows), number)


def verify_reads() -> str:
    """Compare the log with its seals.

    Returns:
        what was changed, taken out or put in first, as a sentence; empty when nothing was.
    """
    previous, numbers = "", set()
    for number, seal in _seals():
        numbers.add(number)
        if seal["previous"] != previous or seal["digest"] != _chained(previous, seal["rows"]):
            return _("Mục nhật ký số %(entry)s không nối với lần niêm phong lượt xem trước.") % {"entry": number}
        previous = seal["digest"]
        wanted = dict(map(tuple, seal["rows"]))
        for row in ReadEntry.objects.filter(sealed_in=number).order_by("pk").iterator(chunk_size=CHUNK):
            digest = wanted.pop(row.pk, None)
            if digest is None:
                return _("Lượt xem số %(number)s bị chèn vào sau khi mục nhật ký số %(entry)s đã niêm phong.") % {"number": row.pk, "entry": number}
            if digest != _row_digest(row):
                return _("Lượt xem số %(number)s đã bị sửa.") % {"number": row.pk}
        if wanted:
            return _("Lượt xem số %(number)s đã bị bớt.") % {"number": min(wanted)}
    loose = ReadEntry.objects.exclude(sealed_in=None).exclude(sealed_in__in=numbers).order_by("pk").first()
    if loose is not None:
        return _("Lượt xem số %(number)s bị chèn vào sau khi mục nhật ký số %(entry)s đã niêm phong.") % {"number": loose.pk, "entry": loose.sealed_in}
    return ""
