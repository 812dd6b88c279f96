"""What every view of the portal is wrapped in: the language of its address, what may be cached, a refusal as a page."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response

from kientoan.core import clock
from kientoan.core.refusal import NotFound, Refusal
from kientoan.portal.addresses import APP, ENGLISH, whole
from kientoan.publishing import contacts, limits, units
from kientoan.publishing.contacts import HotlineRow
from kientoan.publishing.limits import TooMany

View = Callable[..., HttpResponse]
FILE = "kientoan.portal.file"
"""Set in the environment of a request by which an export asks for a page."""
OWN: set[View] = set()
"""The views of one visitor: of these an export has one page, which says where to write and call."""
PUBLIC = "public, max-age"
FRESH = 60
"""Seconds for which a public page may be kept without asking again."""


def show(request: HttpRequest, template: str, values: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Render a template of the portal with what its frame needs.

    Parameters:
        values: what the template shows; ``hotlines`` are those of the page's own unit, without which those of the province stand in the frame.
    """
    match = request.resolver_match
    assert match is not None  # noqa: S101  # a view was called by an address
    other = APP if match.namespace == ENGLISH else ENGLISH
    elsewhere = reverse(f"{APP}:{match.url_name}", args=match.args, kwargs=match.kwargs, current_app=other)
    query = f"?{request.GET.urlencode()}" if request.method == "GET" and request.GET else ""
    values = values or {}
    return render(request, f"portal/{template}.html", {
        **values, "hotlines": values.get("hotlines") or whom_to_call(), "today": clock.today(), "demo": settings.DEMO, "language": "en" if match.namespace == ENGLISH else "vi", "elsewhere": elsewhere + query, "elsewhere_whole": whole(request, elsewhere),
        "here": match.url_name, "is_file": is_file(request)}, status=status)


def whom_to_call(unit_id: int | None = None) -> list[HotlineRow]:
    """The numbers of a unit and of those above it, the nearest first; of the province where that has none, or for no unit in particular."""
    if unit_id is not None and (near := contacts.hotlines_for(units.face_of(unit_id, is_public=True).numbers)):
        return near
    return contacts.hotlines_for([each.unit_id for each in units.heads()])


def visitor(request: HttpRequest) -> str:
    """The network address that a request comes from, as far as the server can tell; used for limits only, and kept nowhere."""
    return str(get_adapter().get_client_ip(request))


def _run(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    language = "en" if request.resolver_match and request.resolver_match.namespace == ENGLISH else "vi"
    with translation.override(language):
        try:
            answer = view(request, *args, **kwargs)
        except Refusal as refusal:
            status = 404 if isinstance(refusal, NotFound) else 429 if isinstance(refusal, TooMany) else 400
            answer = show(request, "refused", {"message": str(refusal), "status": status}, status=status)
            if isinstance(refusal, TooMany):
                answer["Retry-After"] = str(max(1, int((refusal.until - clock.now()).total_seconds())))
        answer["Content-Language"] = language
    return answer


def public_page(view: View) -> View:
    """A page that is the same for everybody: no cookie, a strong validator, kept by caches for a minute."""
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        answer = _run(view, request, *args, **kwargs)
        if answer.status_code != 200:
            answer["Cache-Control"] = "no-store"
            return answer
        answer["Cache-Control"] = f"{PUBLIC}={FRESH}"
        answer["ETag"] = f'"{sha256(answer.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer

    return run


def public_file(view: Callable[..., HttpResponse]) -> View:
    """A feed, a calendar or a table: as ``public_page``, but asked again by programs, each network so often and no oftener."""
    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_file(request):
            limits.count("feed", visitor(request))
        return view(request, *args, **kwargs)

    return public_page(counted)


def is_file(request: HttpRequest) -> bool:
    """Whether the page is written into a file of an export; nobody can claim so from outside, since headers begin with ``HTTP_``."""
    return FILE in request.META


def kept_file(view: View) -> View:
    """A file named by what is in it: kept for ever by whoever has fetched it."""
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _run(view, request, *args, **kwargs)
        answer["Cache-Control"] = "public, max-age=31536000, immutable" if answer.status_code == 200 else "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    return run


def number_in(request: HttpRequest, name: str, most: int) -> int | None:
    """A number in the address, at most ``most``; None for none."""
    text = request.GET.get(name, "")
    return min(int(text), most) if text.isdecimal() and len(text) < 18 else None


def page_in(request: HttpRequest) -> int:
    """Which page of a list, from 1."""
    return max(1, number_in(request, "trang", 100_000) or 1)


def words_in(request: HttpRequest) -> str:
    """What is searched for."""
    return request.GET.get("tim", "")[:100].strip()


def own_page(view: View) -> View:
    """A page of one visitor: never kept, never found by a search engine, its address never told to another site."""
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _run(view, request, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "same-origin"
        return answer

    OWN.add(run)
    return run
