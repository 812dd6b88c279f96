"""What is published, as the public reads it: written inside the operation that publishes, read by pages, feeds and files.

Whoever publishes something calls ``write`` with all that may be shown of it in both languages, and ``take_away`` when it is no longer public. There is no other
way into these rows, and nothing of the public side reads anything else of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.models import StoredFile
from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import NotFound
from kientoan.publishing import edition
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.models import PublicEntry, PublicPicture
from kientoan.rules.vntext import search_keys, search_terms

PAGE = 20
LONGEST_SEARCHED = 80_000
"""Letters of an entry that a search looks through: all of the longest news in two languages."""


@dataclass(frozen=True)
class Entry:
    """Something published, in the reader's language.

    Parameters:
        reference: what its address ends in.
        unit_id: the unit that published it.
        topic: its rubric; empty for none.
        day: what it is about.
        published_at, changed_at: when it first became public, and when what is public of it was last changed.
        content: all that may be shown.
    """

    kind: EntryKind
    reference: str
    unit_id: int
    topic: str
    day: date
    published_at: datetime
    changed_at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class EntryPage:
    """A page of entries, and how many there are in all."""

    rows: tuple[Entry, ...]
    count: int


def write(act: Act, kind: EntryKind, reference: str, *, unit_id: int, day: date, content: Mapping[str, Mapping[str, Any]], search: str, topic: str = "",
          pictures: Collection[StoredFile] = (), published_at: datetime | None = None) -> bool:
    """Publish, or write anew what is public; called inside an operation.

    Parameters:
        act: the operation under way.
        reference: letters, digits and hyphens; with ``kind`` its name for ever.
        day: what it is about.
        content: by language, what JSON can keep; all of it is public.
        search: what it is found by; only what ``content`` shows.
        topic: a rubric; empty for none.
        pictures: what ``content`` shows of them; each can be fetched by its fingerprint while this stands.
        published_at: when it first became public, where it was taken away meanwhile; by default now, or as it stood.

    The moment of change moves only when something that is shown has changed.

    Returns:
        whether it did.
    """
    in_operation()
    found = PublicEntry.objects.filter(kind=kind, reference=reference).first()
    plain, exact = search_keys(search)
    values = {"unit_number": unit_id, "topic": topic, "day": day, "content": {language: dict(each) for language, each in content.items()},
              "search_plain": plain[:LONGEST_SEARCHED], "search_exact": exact[:LONGEST_SEARCHED]}
    if found is None:
        now = clock.now()
        found = PublicEntry.objects.create(kind=kind, reference=reference, published_at=published_at or now, changed_at=now, **values)
    elif any(getattr(found, name) != value for name, value in values.items()):
        PublicEntry.objects.filter(pk=found.pk).update(changed_at=clock.now(), **values)
    else:
        return False
    edition.changed(unit_id, *([found.unit_number] if found.unit_number != unit_id else []))
    PublicPicture.objects.filter(entry=found).delete()
    PublicPicture.objects.bulk_create(PublicPicture(entry=found, file=file, fingerprint=fingerprint) for fingerprint, file in {each.sha256: each for each in pictures}.items())
    return True


def take_away(act: Act, kind: EntryKind, reference: str) -> None:
    """Make something no longer public, at once and everywhere; called inside an operation. Nothing happens when it was not."""
    in_operation()
    found = PublicEntry.objects.filter(kind=kind, reference=reference).first()
    if found is not None:
        edition.changed(found.unit_number)
        found.delete()


def as_entry(row: PublicEntry) -> Entry:
    """A row as readers get it, in their language."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return Entry(EntryKind(row.kind), row.reference, row.unit_number, row.topic, row.day, row.published_at, row.changed_at, row.content[language])


def _found(kinds: Collection[EntryKind], unit_ids: Collection[int] | QuerySet[Any, Any] | None, topic: str, query: str) -> QuerySet[PublicEntry]:
    found = PublicEntry.objects.filter(kind__in=kinds)
    if unit_ids is not None:
        found = found.filter(unit_number__in=unit_ids)
    if topic:
        found = found.filter(topic=topic)
    for term, exact in search_terms(query):
        found = found.filter(Q(**{"search_exact__contains" if exact else "search_plain__contains": term}))
    return found


def newest(*kinds: EntryKind, unit_ids: Collection[int] | QuerySet[Any, Any] | None = None, topic: str = "", query: str = "", most: int = PAGE, page: int = 1) -> EntryPage:
    """Entries of some kinds, the last published first; two queries.

    Parameters:
        unit_ids: only what these units published; None for all.
        topic: only of this rubric; empty for all.
        query: every word of it stands in the entry, with or without diacritics.
        most: rows a page.
    """
    found = _found(kinds, unit_ids, topic, query)
    rows = found.order_by("-published_at", "-pk")[(page - 1) * most:page * most]
    return EntryPage(tuple(as_entry(row) for row in rows), found.count())


def entry(kind: EntryKind, reference: str) -> Entry:
    """One entry.

    Raises:
        NotFound: for one that there is not, or that is no longer public.
    """
    row = PublicEntry.objects.filter(kind=kind, reference=reference).first()
    if row is None:
        raise NotFound(_("Không có trang này trên cổng, hoặc trang đã được rút."))
    return as_entry(row)


def chosen(kind: EntryKind, references: Collection[str]) -> list[Entry]:
    """Some entries by their references, in that order; what is no longer public is left out; one query."""
    found = {row.reference: as_entry(row) for row in PublicEntry.objects.filter(kind=kind, reference__in=references)}
    return [found[each] for each in references if each in found]


def related_to(found: Entry, *, most: int = 3) -> list[Entry]:
    """What the editors of a piece of news chose to go with it, else the newest of its rubric; three queries."""
    picked = chosen(EntryKind.NEWS, found.content["related"])
    like = [each for each in newest(EntryKind.NEWS, topic=found.topic, most=most + 1).rows if each.reference != found.reference]
    return (picked or like)[:most]


def picture(fingerprint: str) -> bytes:
    """A picture that something public shows, as JPEG.

    Parameters:
        fingerprint: SHA-256 of its bytes, in hexadecimal.

    Raises:
        NotFound: for one that nothing public shows.
    """
    found = PublicPicture.objects.filter(fingerprint=fingerprint).select_related("file").first()
    if found is None or found.file.content is None:
        raise NotFound(_("Không có ảnh này trên cổng, hoặc ảnh đã được rút."))
    return bytes(found.file.content)


def references(kind: EntryKind, *, unit_ids: Collection[int] | QuerySet[Any, Any], before: date | None = None) -> list[str]:
    """The references of entries of some units; only of days before one, where that is given; one query."""
    found = _found([kind], unit_ids, "", "")
    return list((found.filter(day__lt=before) if before else found).values_list("reference", flat=True))


def units_with(kind: EntryKind) -> QuerySet[Any, Any]:
    """The ids of units that have published anything of a kind, for a condition of another question."""
    return PublicEntry.objects.filter(kind=kind).values("unit_number")


def by_day(*kinds: EntryKind, unit_ids: Collection[int] | None = None, since: date | None = None, before: date | None = None, most: int = PAGE) -> list[Entry]:
    """Entries of some kinds by the day that they are about; one query.

    Parameters:
        unit_ids: only of these units; None for all.
        since: from this day on, the nearest first; None with ``before``.
        before: of days before this one, the latest first.
    """
    found = _found(kinds, unit_ids, "", "")
    rows = found.filter(day__gte=since).order_by("day", "pk") if since else found.filter(day__lt=before).order_by("-day", "-pk")
    return [as_entry(row) for row in rows[:most]]
