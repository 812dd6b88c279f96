"""Pages that are the same for everybody, kept in memory while the edition of the public side that they were made of stands."""

import gzip
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
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
PACKED = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?:;|,|$)", re.IGNORECASE)
"""An ``Accept-Encoding`` that takes gzip."""
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Page:
    """A page as it was made, and packed: on a phone far from a mast a third of the bytes is a third of the wait.

    Nothing of one visitor is in it (no cookie was set), so its length tells nobody a secret.
    """

    edition: tuple[int, date]
    body: bytes
    packed: bytes
    headers: dict[str, str]

    def __len__(self) -> int:
        return len(self.body) + len(self.packed)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """It, packed for whoever takes that; each form of it has a strong validator of its own."""
        packed = PACKED.search(request.headers.get("Accept-Encoding", "")) is not None
        body = self.packed if packed else self.body
        headers = {**self.headers, "Vary": "Accept-Encoding", "Content-Length": str(len(body))}
        if packed:
            headers |= {"Content-Encoding": "gzip", "ETag": f'{self.headers["ETag"][:-1]}-gz"'}
        answer = HttpResponse(body, headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=answer) or answer


class KeptPages:
    """The outermost of the middleware: what it keeps has been through all others. One question to the database says whether a page still stands,
    so what is withdrawn, hidden or erased is gone with the transaction that did so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response
        self._pages: OrderedDict[Key, Page] = OrderedDict()
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
        if held is not None and held.edition == stands and not self._asked_too_often(request, held.headers):
            return held.answer(request)
        answer = self._next(request)
        if (request.method != "GET" or answer.status_code != 200 or not answer.get("Cache-Control", "").startswith(PUBLIC) or "ETag" not in answer or answer.cookies
                or len(answer.content) > LARGEST_PAGE):
            return answer
        return self._keep(key, stands, answer).answer(request)

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

    def _keep(self, key: Key, stands: tuple[int, date], answer: HttpResponse) -> Page:
        page = Page(stands, answer.content, gzip.compress(answer.content, mtime=0), dict(answer.items()))
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += len(page) - (len(old) if old else 0)
            self._pages[key] = page
            while self._bytes > LARGEST:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone)
        return page
