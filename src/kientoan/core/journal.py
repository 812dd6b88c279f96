"""The hash-chained journal: appended to by the operation door, verified by anyone.

An entry's hash covers every one of its columns and the hash before it. What an operation did in detail
lies beside; the entry keeps only a salted digest of it.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kientoan.core.models import JournalDetail, JournalEntry, JournalHead

HASHED = ("number", "recorded_at", "actor", "operation", "unit", "day", "count", "digest", "previous")


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _hash(columns: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical([columns[name] for name in HASHED])).hexdigest()


def _digest(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def append(*, at: datetime, actor: str, operation: str, unit: str, day: str, count: int, detail: Mapping[str, Any]) -> int:
    """Write one entry at the end of the chain; needs an open transaction.

    Parameters:
        at: the moment of the act.
        actor, operation: who did what.
        unit: the unit it was about, as text; empty when none.
        day: the ISO day it holds for; empty when none.
        count: how many rows it touched.
        detail: what was done, JSON values only.

    Returns:
        the entry's number.
    """
    head, _made = JournalHead.objects.select_for_update().get_or_create(id=1)
    salt, content = secrets.token_hex(16), _canonical(detail).decode()
    columns: dict[str, Any] = {
        "number": head.number + 1, "recorded_at": at.isoformat(), "actor": actor, "operation": operation,
        "unit": unit, "day": day, "count": count, "digest": _digest(salt, content), "previous": head.hash,
    }
    entry = JournalEntry.objects.create(**columns, hash=_hash(columns))
    JournalDetail.objects.create(entry=entry, salt=salt, content=content)
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry.number


def next_number() -> int:
    """The number that the entry of the operation under way will have; the head stays locked until it is written."""
    head, _made = JournalHead.objects.select_for_update().get_or_create(id=1)
    return head.number + 1


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found.

    Parameters:
        head: the last entry's hash, 64 hexadecimal digits; empty for an empty journal.
        entries: how many entries were read.
        fault: what is broken first, as a sentence; empty when nothing is.
    """

    head: str
    entries: int
    fault: str = ""


def verify(head: str = "") -> Verdict:
    """Read the whole chain from the database's own columns and check every link.

    Parameters:
        head: a head printed earlier; the chain must still contain it.

    Returns:
        the verdict; it names the first broken entry, or says that entries are missing.
    """
    names = (*HASHED, "hash")
    columns = ", ".join(f"e.{connection.ops.quote_name(name)}" for name in names)
    seen_head, previous, number = not head, "", 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, d.salt, d.content FROM core_journalentry e "
            "LEFT JOIN core_journaldetail d ON d.entry_id = e.number ORDER BY e.number")
        while rows := cursor.fetchmany(2000):
            for *values, salt, content in rows:
                row = dict(zip(names, values, strict=True))
                if row["number"] != number + 1:
                    return Verdict(previous, number, _("Thiếu mục: sau mục số %(last)s là mục số %(next)s.")
                                   % {"last": number, "next": row["number"]})
                number += 1
                if row["previous"] != previous or row["hash"] != _hash(row):
                    return Verdict(previous, number, _("Mục số %(number)s đã bị sửa: mã băm không khớp.") % {"number": number})
                if salt is None or content is None:
                    return Verdict(previous, number, _("Mục số %(number)s thiếu phần chi tiết.") % {"number": number})
                if _digest(salt, content) != row["digest"]:
                    return Verdict(previous, number, _("Chi tiết của mục số %(number)s đã bị sửa.") % {"number": number})
                previous = row["hash"]
                seen_head = seen_head or previous == head
        cursor.execute("SELECT number, hash FROM core_journalhead WHERE id = 1")
        stored = cursor.fetchone() or (0, "")
        cursor.execute("SELECT count(*) FROM core_journaldetail")
        details = cursor.fetchone()[0]
    if tuple(stored) != (number, previous) or details != number or not seen_head:
        return Verdict(previous, number, _("Thiếu mục ở cuối nhật ký: đọc được %(number)s mục mà không gặp mã băm cuối đã biết.")
                       % {"number": number})
    return Verdict(previous, number)
