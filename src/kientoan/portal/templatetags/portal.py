"""Days, sums and icons as the portal prints them."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.portal.addresses import of_entry, of_picture, whole
from kientoan.publishing.entries import Entry
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.queries import Shown
from kientoan.publishing.units import UnitFace
from kientoan.rules.days import WEEKDAYS_EN, WEEKDAYS_VI, read_day, write_day
from kientoan.rules.figures import grouped
from kientoan.rules.proposals import State

register = template.Library()
TONES = {State.RAISED: ("idle", "idle"), State.ACCEPTED: ("done", "due"), State.REFUSED: ("late", "refused"), State.DONE: ("done", "done"), State.PUBLISHED: ("done", "approved"),
         State.MERGED: ("idle", "next"), State.WITHDRAWN: ("idle", "refused")}
"""Of states; what waits or is looked at is due."""


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


@register.filter
def day(value: date | str | None) -> str:
    """``23/06/2020``; an en dash for none. A projection keeps days as ISO texts."""
    if not value:
        return "–"
    return write_day(read_day(value) if isinstance(value, str) else value)


@register.filter
def weekday(value: date) -> str:
    """``Thứ Ba``."""
    return (WEEKDAYS_EN if _english() else WEEKDAYS_VI)[value.weekday()]


@register.filter
def moment(value: datetime) -> str:
    """``16:42 23/06/2020`` in Vietnam."""
    local = value.astimezone(clock.ZONE)
    return f"{local:%H:%M} {write_day(local.date())}"


@register.filter
def num(value: int) -> str:
    """An integer with thousands parted."""
    return grouped(value, dot=not _english())


@register.filter
def signed(value: int) -> str:
    """A difference with its sign: ``+1.750.000``; nought has none."""
    return f"+{num(value)}" if value > 0 else num(value)


@register.filter
def money(value: int) -> str:
    """A sum in đồng, kept on one line with its unit."""
    return f"{num(value)}\u00a0{'VND' if _english() else 'đ'}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the page; always beside its word."""
    return format_html('<svg class="ic" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def state(shown: Shown) -> SafeString:
    """The state of a proposal: shape, word and colour."""
    tone, shape = TONES.get(State(shown.state), ("due", "due"))
    words = shown.content["state_label"]
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), words[:1].upper() + words[1:])


@register.simple_tag(takes_context=True)
def this_page(context: dict[str, Any], **changes: Any) -> str:
    """The address of this page with some of its parameters changed; an empty one is left out."""
    parameters = context["request"].GET.copy()
    for key, value in changes.items():
        name = key.replace("_", "-")
        parameters.pop(name, None)
        if value not in ("", None):
            parameters[name] = str(value)
    return f"{context['request'].path}{'?' + parameters.urlencode() if parameters else ''}"


@register.filter
def clock_day(value: datetime) -> str:
    """``07:30 ngày 02/06/2020``."""
    local = value.astimezone(clock.ZONE)
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": write_day(local.date())}


@register.filter
def month_year(value: str) -> str:
    """``02/2020`` of an ISO day: how exactly the public reads since when a post is held."""
    return f"{value[5:7]}/{value[:4]}" if value else ""


@register.filter
def body(entry: Entry) -> SafeString:
    """The text of a piece of news: made of CommonMark by ``publishing.markup`` with raw HTML off, when it was published."""
    return SafeString(entry.content["body"])  # our own renderer's answer, see above


@register.simple_tag(takes_context=True)
def picture(context: dict[str, Any], fingerprint: str) -> str:
    """The address of a picture: one in every language; a preview has its own."""
    addresses: dict[str, str] = context.get("picture_addresses") or {}
    return addresses.get(fingerprint) or of_picture(fingerprint)


@register.simple_tag(takes_context=True)
def entry_address(context: dict[str, Any], entry: Entry) -> str:
    """Where something published is read, in the language of this page."""
    return of_entry(context["request"], entry)


@register.filter
def kind_words(entry: Entry) -> str:
    """What something published is."""
    return str(EntryKind(entry.kind).label)


def _linked(tags: Iterable[tuple[str, str]], data: dict[str, Any]) -> SafeString:
    """What other sites show of a page (Open Graph), and what it is in the words of schema.org; the latter is data, which no browser runs."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return format_html('{}<script type="application/ld+json">{}</script>\n', format_html_join("", '<meta property="og:{}" content="{}">\n', tags), SafeString(text))  # its brackets are escaped


@register.simple_tag(takes_context=True)
def of_article(context: dict[str, Any], entry: Entry) -> SafeString:
    """An article as other sites and search engines are told of it."""
    request, content = context["request"], entry.content
    own, pictures = whole(request, request.path), content["pictures"]
    image = whole(request, picture(context, pictures[0]["file"])) if pictures else ""
    tags = [("type", "article"), ("title", content["title"]), ("description", content["lead"]), ("url", own), ("site_name", content["unit"]), ("locale", "en_GB" if content["language"] == "en" else "vi_VN"),
            *([("image", image), ("image:width", str(pictures[0]["width"])), ("image:height", str(pictures[0]["height"])), ("image:alt", pictures[0]["alt"])] if image else [])]
    data = {"@type": "NewsArticle", "headline": content["title"], "description": content["lead"], "url": own, "inLanguage": content["language"], "datePublished": entry.published_at.isoformat(),
            "dateModified": entry.changed_at.isoformat(), "author": {"name": content["byline"]},
            "publisher": {"@type": "GovernmentOrganization", "name": content["unit"]}, **({"image": [image]} if image else {})}
    return _linked(tags, data)


@register.simple_tag(takes_context=True)
def of_unit(context: dict[str, Any], unit: UnitFace) -> SafeString:
    """A unit as other sites and search engines are told of it, with what it will hold."""
    request = context["request"]
    own = whole(request, request.path)
    tags = [("type", "website"), ("title", unit.name), ("description", unit.above), ("url", own)]
    data: dict[str, Any] = {"@type": "GovernmentOrganization", "name": unit.name, "url": own}
    if unit.chain:
        data["parentOrganization"] = {"@type": "GovernmentOrganization", "name": unit.chain[-1].name}
    if lines := context.get("hotlines"):
        data["telephone"] = lines[0].number
    events = [{"@type": "Event", "name": each.content["title"], "startDate": each.content.get("held_on") or each.content.get("planned_on"), "organizer": {"@type": "Organization", "name": each.content["unit"]}}
              for each in context.get("congresses", ()) if each.content.get("held_on") or each.content.get("planned_on")]
    if events:
        data["event"] = events
    return _linked(tags, data)
