"""The front page, news, the pages of units, the search: all of it the same for everybody, with a strong validator."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound
from kientoan.portal.addresses import here
from kientoan.portal.items import FORMS
from kientoan.portal.page import is_file, kept_file, number_in, page_in, public_page, show, words_in
from kientoan.publishing import contacts, entries, queries, units
from kientoan.publishing.entries import PAGE
from kientoan.publishing.enums import EntryKind, NewsTopic
from kientoan.publishing.queries import Place

FEW = 5


def _own(own: Sequence[int]) -> dict[str, Any]:
    """What units publish besides news, as their page shows it: one question each."""
    steady = entries.newest(EntryKind.OFFICERS, EntryKind.CONGRESS, EntryKind.FIGURE, unit_ids=own, most=12).rows
    return {"officers": [each for each in steady if each.kind is EntryKind.OFFICERS], "congresses": [each for each in steady if each.kind is EntryKind.CONGRESS],
            "figures": [each for each in steady if each.kind is EntryKind.FIGURE]}


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """The front page: the newest news, the figures, what can be done here, and the way to one's own unit."""
    heads = units.heads()
    head = units.face_of(heads[0].unit_id) if len(heads) == 1 else None
    own = head.own if head else ()
    return show(request, "front", {
        **_own(own), "unit": head, "hotlines": contacts.hotlines_for(own), "channels": contacts.channels_of(own), "news": entries.newest(EntryKind.NEWS, most=FEW).rows,
        "drives": entries.newest(EntryKind.DRIVE, most=FEW).rows, "rows": queries.public_page().rows[:FEW], "below": head.below if head else heads, "feed_forms": FORMS.items()})


@public_page
def all_units(request: HttpRequest) -> HttpResponse:
    """Find a unit by words, or step by step down the tree."""
    query, number = words_in(request), number_in(request, "duoi", 10**17)
    face = units.face_of(number) if number is not None else None
    return show(request, "units", {"query": query, "found": units.found(query), "within": face, "below": face.below if face else units.heads()})


@public_page
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit: its officers, its congress, its news, drives, proposals, whom to call; one that ended says where it went."""
    face = units.face_of(unit_id)
    place = Place(face.unit_id, face.name, face.above, is_commune=False)
    within = units.numbers_under(unit_id)
    return show(request, "unit", {
        **_own(face.own), "unit": face, "hotlines": contacts.hotlines_for(face.numbers), "channels": contacts.channels_of(face.own),
        "news": entries.newest(EntryKind.NEWS, unit_ids=within, most=FEW).rows, "drives": entries.newest(EntryKind.DRIVE, unit_ids=within, most=FEW).rows,
        "rows": queries.public_page(place=place).rows[:FEW], "coming": entries.by_day(EntryKind.MEETING, unit_ids=within, since=clock.today(), most=FEW)})


@public_page
def articles(request: HttpRequest) -> HttpResponse:
    """News by rubric, unit and words, the newest first."""
    query, topic, number, page = words_in(request), request.GET.get("chuyen-muc", ""), number_in(request, "don-vi", 10**17), page_in(request)
    if topic and topic not in NewsTopic.values:
        raise NotFound(_("Không có chuyên mục này. Chọn trong danh sách."))
    face = units.face_of(number) if number is not None else None
    found = entries.newest(EntryKind.NEWS, unit_ids=units.numbers_under(face.unit_id) if face else None, topic=topic, query=query, page=page)
    return show(request, "articles", {
        "news": found.rows, "count": found.count, "page": page, "pages": max(1, -(-found.count // PAGE)), "query": query, "wanted": topic, "unit": face,
        "hotlines": contacts.hotlines_for(face.numbers) if face else (), "topics": NewsTopic.choices})


@public_page
def article(request: HttpRequest, reference: str) -> HttpResponse:
    """A piece of news with what is related to it."""
    found = entries.entry(EntryKind.NEWS, reference)
    face = units.face_of(found.unit_id)
    return show(request, "article", {"entry": found, "unit": face, "hotlines": contacts.hotlines_for(face.numbers), "related": entries.related_to(found)})


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that has the words, with or without diacritics: units, news and all else that is published, proposals."""
    query, page = words_in(request), page_in(request)
    if not query:
        return show(request, "search", {"query": "", "count": 0, "pages": 1})
    found, proposals = entries.newest(*EntryKind, query=query, page=page), queries.public_page(query=query)
    return show(request, "search", {"query": query, "entries": found.rows, "count": found.count, "page": page, "pages": max(1, -(-found.count // PAGE)),
                                    "rows": proposals.rows[:FEW], "proposals": proposals.count, "units": units.found(query)[:8]})


@kept_file
def picture(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """A picture that something public shows."""
    return HttpResponse(entries.picture(fingerprint), content_type="image/jpeg")


@public_page
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where to write and call: what stands in the place of forms where the portal is read from files."""
    if not is_file(request):
        return redirect(here(request, "send"))
    return show(request, "elsewhere", {"site": settings.SITE})
