"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of all that is published, of a unit with those below it, of a rubric, and of proposals."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from kientoan.core.refusal import NotFound
from kientoan.portal.addresses import here, whole
from kientoan.portal.items import FORMS, Item, of_entries, of_proposals
from kientoan.portal.page import public_file, public_page, show
from kientoan.publishing import entries, queries, units
from kientoan.publishing.enums import EntryKind, NewsTopic

TOLD = (EntryKind.NEWS, EntryKind.DRIVE, EntryKind.CONGRESS, EntryKind.MEETING)
"""What a feed tells of; lists and figures that move daily are no news."""
MOST = 30


class FeedForm:
    """The form of a feed, as the last part of its address."""

    regex = r"rss\.xml|atom\.xml|feed\.json"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


@dataclass(frozen=True)
class Feed:
    """A feed before it has a form.

    Parameters:
        home, own: whole addresses, of the page beside it and of itself.
    """

    title: str
    description: str
    home: str
    own: str
    language: str
    items: Sequence[Item]


class _Dated(SyndicationFeed):
    """Says when something in it last changed, and of an empty one nothing that moves: a feed that says the same is the same."""

    def latest_post_date(self) -> datetime:
        return max((each["updateddate"] for each in self.items), default=datetime(1970, 1, 1, tzinfo=UTC))


class _Rss(_Dated, Rss201rev2Feed):
    """RSS with the whole text beside the summary, and its writer by name, since RSS itself wants an address of mail."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/", "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["body"]:
            handler.addQuickElement("content:encoded", item["body"])


class _Atom(_Dated, Atom1Feed):
    """Atom with the whole text beside the summary."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        if item["body"]:
            handler.addQuickElement("content", item["body"], {"type": "html"})


def _xml(kind: type[_Rss] | type[_Atom], feed: Feed) -> bytes:
    made = kind(title=feed.title, link=feed.home, description=feed.description, language=feed.language, feed_url=feed.own, author_name=feed.title, feed_guid=feed.own)
    for each in feed.items:
        made.add_item(title=each.title, link=each.address, description=each.summary, author_name=each.author or None, pubdate=each.published_at, updateddate=each.changed_at,
                      unique_id=each.address, unique_id_is_permalink=True, categories=each.tags, body=each.body)
    return str(made.writeString("utf-8")).encode()


def _json(feed: Feed) -> bytes:
    items = []
    for each in feed.items:
        item: dict[str, Any] = {"id": each.address, "url": each.address, "title": each.title, "summary": each.summary, "date_published": each.published_at.isoformat(),
                                "date_modified": each.changed_at.isoformat(), "tags": list(each.tags), "language": feed.language}
        item.update({"content_html": each.body} if each.body else {"content_text": each.summary or each.title})
        if each.author:
            item["authors"] = [{"name": each.author}]
        if each.picture:
            item["image"] = each.picture
        items.append(item)
    made = {"version": "https://jsonfeed.org/version/1.1", "title": feed.title, "description": feed.description, "home_page_url": feed.home, "feed_url": feed.own, "language": feed.language,
            "items": items}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


WRITTEN: Mapping[str, Callable[[Feed], bytes]] = {"rss.xml": lambda feed: _xml(_Rss, feed), "atom.xml": lambda feed: _xml(_Atom, feed), "feed.json": _json}


def _answer(request: HttpRequest, form: str, title: str, home: str, items: Sequence[Item]) -> HttpResponse:
    english = request.resolver_match is not None and request.resolver_match.namespace.endswith("en")
    feed = Feed(title, _("Chỉ có điều đã được duyệt công khai."), whole(request, home), whole(request, request.path), "en" if english else "vi", items)
    return HttpResponse(WRITTEN[form](feed), content_type=f"{FORMS[form]}; charset=utf-8")


@public_file
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """All that is told, the newest first."""
    found = entries.newest(*TOLD, most=MOST).rows
    return _answer(request, form, _("Cổng công khai: tin, vận động, đại hội, cuộc họp"), here(request, "front"), of_entries(request, found))


@public_file
def unit_feed(request: HttpRequest, unit_id: int, form: str) -> HttpResponse:
    """What a unit and those below it publish."""
    face = units.face_of(unit_id)
    found = entries.newest(*TOLD, unit_ids=units.numbers_under(unit_id), most=MOST).rows
    return _answer(request, form, _("%(unit)s: tin, vận động, đại hội, cuộc họp") % {"unit": f"{face.name}, {face.above}" if face.above else face.name}, here(request, "unit", unit_id),
                   of_entries(request, found))


@public_file
def topic_feed(request: HttpRequest, topic: str, form: str) -> HttpResponse:
    """The news of a rubric."""
    if topic not in NewsTopic.values:
        raise NotFound(_("Không có chuyên mục này. Chọn trong danh sách."))
    found = entries.newest(EntryKind.NEWS, topic=topic, most=MOST).rows
    return _answer(request, form, _("Tin: %(topic)s") % {"topic": NewsTopic(topic).label}, f"{here(request, 'articles')}?chuyen-muc={topic}", of_entries(request, found))


@public_file
def proposals_feed(request: HttpRequest, form: str) -> HttpResponse:
    """The public proposals, each with where it is now."""
    return _answer(request, form, _("Kiến nghị công khai"), here(request, "proposals"), of_proposals(request, queries.public_page(most=MOST).rows))


@public_page
def feeds(request: HttpRequest) -> HttpResponse:
    """Which feeds there are, and how one follows them."""
    return show(request, "feeds", {"topics": NewsTopic.choices, "forms": list(FORMS)})
