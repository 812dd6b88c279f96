"""What is published as feeds, calendars and files name it: with whole addresses, so that it can be read anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.portal.page import APP, here
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


def whole(request: HttpRequest, path: str) -> str:
    """A path as an address that can be used from anywhere: of the site that is set, else of the name by which this one was asked."""
    return f"{settings.SITE}{path}" if settings.SITE else request.build_absolute_uri(path)


ADDRESSES = {EntryKind.NEWS: "article", EntryKind.DRIVE: "drive"}
"""Kinds with a page for each; the others stand on the page of their unit."""


def path_of(request: HttpRequest, entry: Entry) -> str:
    """Where an entry is read, in the language of the page that asks."""
    name = ADDRESSES.get(entry.kind)
    return here(request, name, entry.reference) if name else f"{here(request, 'unit', entry.unit_id)}#{entry.reference}"


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
        picture = whole(request, reverse(f"{APP}:picture", args=[pictures[0]["file"]], current_app=APP)) if pictures else ""
        found.append(Item(whole(request, path_of(request, each)), title, summary, _anywhere(request, each.content.get("body", "")), each.content.get("byline", ""), picture, each.published_at, each.changed_at,
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
