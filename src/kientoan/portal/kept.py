"""Pages that are the same for everybody, kept in memory while the edition of the public side that they were made of stands."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from kientoan.core.refusal import Refusal
from kientoan.portal.page import FILE, PUBLIC, visitor
from kientoan.publishing import limits
from kientoan.publishing.edition import edition

LARGEST = 48 * 1024 * 1024
"""Bytes of pages that are kept; those kept longest go first."""
LARGEST_PAGE = 2 * 1024 * 1024
Key = tuple[str, str, str]


class KeptPages:
    """The outermost of the middleware: what it keeps has been through all others. One question to the database says whether a page still stands,
    so what is withdrawn, hidden or erased is gone with the transaction that did so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response
        self._pages: OrderedDict[Key, tuple[tuple[int, date], bytes, dict[str, str]]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not request.path_info.startswith("/cong/") or request.META.get("QUERY_STRING") or FILE in request.META:
            return self._next(request)
        try:
            key = (request.scheme or "", request.get_host(), request.path_info)
        except DisallowedHost:
            return self._next(request)
        stands = edition()
        held = self._pages.get(key)
        if held is not None and held[0] == stands and not self._asked_too_often(request, held[2]):
            answer = HttpResponse(held[1], headers=held[2])
            return get_conditional_response(request, etag=held[2]["ETag"], response=answer) or answer
        answer = self._next(request)
        if request.method == "GET" and answer.status_code == 200 and answer.get("Cache-Control", "").startswith(PUBLIC) and "ETag" in answer and not answer.cookies:
            self._keep(key, stands, answer)
        return answer

    @staticmethod
    def _asked_too_often(request: HttpRequest, headers: dict[str, str]) -> bool:
        """Whether a program asks for a file beyond its limit; its view then says so."""
        if headers["Content-Type"].startswith("text/html"):
            return False
        try:
            limits.count("feed", visitor(request))
        except Refusal:
            return True
        return False

    def _keep(self, key: Key, stands: tuple[int, date], answer: HttpResponse) -> None:
        body = answer.content
        if len(body) > LARGEST_PAGE:
            return
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += len(body) - (len(old[1]) if old else 0)
            self._pages[key] = (stands, body, dict(answer.items()))
            while self._bytes > LARGEST:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone[1])
