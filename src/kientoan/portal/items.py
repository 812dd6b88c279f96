"""What is published as feeds, calendars and files name it: with whole addresses, so that it can be read anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.portal.addresses import here, of_entry, of_picture, whole
from kientoan.portal.templatetags.portal import money
from kientoan.publishing.entries import Entry
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.queries import Shown

FORMS = {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json"}
"""The forms of feeds, by the last part of their addresses."""


@dataclass(frozen=True)
class Item:
    """Something published, for a feed.

    Parameters:
        address: whole; it names the thing for ever.
        summary: in plain words.
        body: HTML that is safe to show; empty for none.
        picture: a whole address; empty for none.
        published_at, changed_at: aware.
        tags: rubric and unit, in words.
    """

    address: str
    title: str
    summary: str
    body: str
    author: str
    picture: str
    published_at: datetime
    changed_at: datetime
    tags: tuple[str, ...]


def words_of(entry: Entry) -> tuple[str, str]:
    """The title of an entry and one sentence of it."""
    content: Any = entry.content
    if entry.kind is EntryKind.DRIVE:
        return content["title"], _("Đã góp %(given)s, đã chi %(spent)s, còn dư %(balance)s.") % {
            "given": money(content["given"]), "spent": money(content["sums"]["spent"]), "balance": money(content["sums"]["balance"])}
    return content["title"], content.get("lead") or content.get("text") or ""


def _anywhere(request: HttpRequest, body: str) -> str:
    """HTML whose links lead to this site from wherever it is read."""
    return body.replace(' href="/', f' href="{whole(request, "/")}')


def of_entries(request: HttpRequest, entries: Iterable[Entry]) -> list[Item]:
    """Entries as items."""
    found = []
    for each in entries:
        title, summary = words_of(each)
        pictures = each.content.get("pictures") or ()
        picture = whole(request, of_picture(pictures[0]["file"])) if pictures else ""
        found.append(Item(whole(request, of_entry(request, each)), title, summary, _anywhere(request, each.content.get("body", "")), each.content.get("byline", ""), picture, each.published_at, each.changed_at,
                          tuple(word for word in (each.content.get("topic_label", ""), each.content.get("unit", "")) if word)))
    return found


def _begins(day: date) -> datetime:
    """The first moment of a day in Vietnam."""
    return datetime.combine(day, time(), tzinfo=clock.ZONE)


def of_proposals(request: HttpRequest, rows: Iterable[Shown]) -> list[Item]:
    """Public proposals as items: what is asked, and where it is now."""
    found = []
    for each in rows:
        said = _("Tình trạng: %(state)s.") % {"state": each.content["state_label"]}
        found.append(Item(whole(request, here(request, "proposal", each.reference)), each.content["title"], " ".join(part for part in (each.content["text"], said) if part), "", "",
                          "", _begins(each.opened_on), _begins(date.fromisoformat(each.content["path"][-1]["day"]) if each.content["path"] else each.opened_on),
                          (each.kind_label, each.content["unit"])))
    return found
