"""A write that a program asks for twice is done once: ``Idempotency-Key`` names the request, and its answer is kept for a day."""

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kientoan.api.problems import problem
from kientoan.core import clock
from kientoan.org.operations.tokens import claim_answer, forget_answer, keep_answer

NAME = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "Content-Language", "Location")
PATTERN = "^[!-~]{1,200}$"


def fingerprint(request: HttpRequest) -> str:
    """What tells one request from another: its method, its address and its body, byte by byte."""
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()


def kept_answer(request: Any) -> HttpResponse | None:
    """The answer to a request that was done already; None when it is to be done now, and then ``keep`` is to be told how it ended."""
    name = request.headers.get(NAME)
    if name is None or request.method != "POST":
        return None
    if not re.fullmatch(PATTERN, name):
        return problem(422, _("Idempotency-Key cần 1 đến 200 ký tự ASCII không có dấu cách, ví dụ một UUID."), place=NAME)
    print_of_it = fingerprint(request)
    kept = claim_answer(request.auth.token_id, name, print_of_it, now=clock.now())
    if kept is None:
        request.claimed = name
        return None
    if kept.fingerprint != print_of_it:
        return problem(422, _("Idempotency-Key này đã dùng cho một yêu cầu khác. Dùng một giá trị mới cho yêu cầu mới."), place=NAME)
    if kept.status is None:
        return problem(409, _("Yêu cầu mang Idempotency-Key này đang được làm. Đợi rồi gọi lại."), place=NAME, headers={"Retry-After": "5"})
    return HttpResponse(kept.body, status=kept.status, headers={**kept.headers, REPLAYED: "true"})


def keep(request: Any, response: HttpResponse | None) -> None:
    """Keep the answer of a write that was claimed; a refusal, and one that broke off, wrote nothing and is not kept."""
    name = getattr(request, "claimed", None)
    if name is None:
        return
    if response is None or response.status_code >= 400:
        forget_answer(request.auth.token_id, name)
    else:
        keep_answer(request.auth.token_id, name, status=response.status_code, body=response.content.decode(),
                    headers={each: response[each] for each in KEPT_HEADERS if each in response})
