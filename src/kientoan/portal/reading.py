"""What everybody may read of proposals: their list, each of them; and “I support this”."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core.refusal import NotFound, Refusal
from kientoan.portal.addresses import APP, here
from kientoan.portal.page import number_in, own_page, page_in, public_page, show, visitor, whom_to_call, words_in
from kientoan.publishing import limits, operations, queries
from kientoan.publishing.operations import PORTAL
from kientoan.publishing.queries import PAGE

SUPPORT_COOKIE = "kientoan_ung_ho"
"""A chance number of the browser, until it is closed: one browser, one voice, and nobody is known."""


@public_page
def proposals(request: HttpRequest) -> HttpResponse:
    """The public proposals, searched by words, place and state."""
    query, wanted, page = words_in(request), request.GET.get("tinh-trang", ""), page_in(request)
    number = number_in(request, "noi", 10**17)
    place = queries.place(number) if number is not None else None
    groups = queries.STATE_GROUPS
    if wanted and wanted not in groups:
        raise NotFound(_("Không có tình trạng này. Chọn trong danh sách."))
    found = queries.public_page(query=query, place=place, states=groups[wanted].states if wanted else (), page=page)
    return show(request, "proposals", {
        "rows": found.rows, "count": found.count, "page": page, "pages": max(1, -(-found.count // PAGE)), "query": query, "place": place, "wanted": wanted,
        "groups": [(key, group.label) for key, group in groups.items()], "places": queries.places(query) if query and not place else []})


@public_page
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """A public proposal: its way upward, its answer, what came of it."""
    shown = queries.public_proposal(reference)
    return show(request, "proposal", {"shown": shown, "hotlines": whom_to_call(shown.unit_id)})


@own_page
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Say “I support this”, once for each browser; then the count."""
    shown = queries.public_proposal(reference)
    token = request.COOKIES.get(SUPPORT_COOKIE, "")[:64]
    if request.method == "POST":
        if not token:
            raise Refusal(_("Trình duyệt này không giữ cookie nên chưa đếm được. Cho phép cookie, mở lại trang rồi bấm lần nữa."))
        limits.count("support", visitor(request))
        operations.support_proposal(PORTAL, reference=reference, mark=queries.mark_of(token, reference))
        return redirect(here(request, "support", reference))
    done = bool(token) and queries.has_supported(reference, queries.mark_of(token, reference))
    answer = show(request, "support", {"shown": shown, "done": done})
    if not token:
        answer.set_cookie(SUPPORT_COOKIE, secrets.token_urlsafe(24), path=reverse(f"{APP}:front", current_app=APP), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
