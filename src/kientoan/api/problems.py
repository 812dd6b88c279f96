"""Every refusal as problem+json (RFC 9457): the sentence, the place, the rule, in the reader's language."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from kientoan.config import ConfigError
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.access import KeyRefusedError
from kientoan.rules.vntext import tidy

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Không đọc được yêu cầu"), 401: gettext_lazy("Cần khóa truy cập"), 403: gettext_lazy("Không được phép"),
    404: gettext_lazy("Không tìm thấy"), 405: gettext_lazy("Địa chỉ này không nhận cách gọi đó"), 409: gettext_lazy("Đang làm"), 413: gettext_lazy("Yêu cầu quá lớn"),
    422: gettext_lazy("Chưa làm được"), 429: gettext_lazy("Gọi quá nhiều"), 500: gettext_lazy("Bản cài đặt cần sửa"),
}
PLACES = {"day": "as_of", "parent": "parent_id", "kind": "classification", "decision_number": "decision.number", "decision_date": "decision.issued_on",
          "opens_on": "start_date", "closes_on": "end_date", "since": "start_date", "until": "end_date", "person": "person_id", "full_name": "name",
          "birth": "birth_date", "area": "areas", "units": "folds"}
"""What operations call a place, and what the API calls it."""
FAULTS = {
    "missing": gettext_lazy("Thiếu phần này."), "extra_forbidden": gettext_lazy("Không có phần này. Bỏ đi, hoặc sửa tên."),
    "string_too_short": gettext_lazy("Để trống. Điền vào."), "string_too_long": gettext_lazy("Dài quá %(max_length)s chữ. Rút ngắn."),
    "greater_than_equal": gettext_lazy("Số nhỏ quá; ít nhất %(ge)s."), "less_than_equal": gettext_lazy("Số lớn quá; nhiều nhất %(le)s."),
    "too_short": gettext_lazy("Cần ít nhất %(min_length)s dòng."), "too_long": gettext_lazy("Nhiều nhất %(max_length)s dòng mỗi lần. Chia ra."),
    "enum": gettext_lazy("Dùng một trong: %(expected)s."), "string_type": gettext_lazy("Cần một chuỗi chữ."), "list_type": gettext_lazy("Cần một danh sách."),
}
NUMBER = gettext_lazy("Cần một số nguyên.")
OBJECT = gettext_lazy("Cần một đối tượng JSON.")
ANYTHING = gettext_lazy("Giá trị không dùng được. Xem mô tả ở /api/v1/openapi.json.")


class Fault(BaseModel):
    """One thing wrong in what was sent."""

    place: str = Field(description="The field, such as `rows.0.on`.")
    detail: str = Field(description="What is wrong and what to do, as a sentence.")


class Problem(BaseModel):
    """Why nothing was done (RFC 9457)."""

    type: str = Field("about:blank", description="Always `about:blank`: the status says what kind of problem it is.")
    title: str = Field(description="The kind of problem, in the reader's language.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="Place, reason and remedy as a sentence, in the language of Accept-Language.")
    place: str = Field("", description="The field that it is about; empty for the whole request.")
    rule: str = Field("", description="The rule that refused, such as `CG-31`; empty when none did.")
    errors: list[Fault] = Field(default_factory=list, description="Every fault of the input, when the input cannot be read.")


class TooManyError(Exception):
    """A key that asked too often.

    Parameters:
        wait: in how many seconds it may ask again.
    """

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def problem(status: int, detail: str, *, place: str = "", rule: str = "", errors: Sequence[Fault] = (), headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer that says why nothing was done."""
    content = Problem(title=str(TITLES.get(status, HTTPStatus(status).phrase)), status=status, detail=detail, place=place, rule=rule, errors=list(errors))
    return HttpResponse(content.model_dump_json(), status=status, content_type=MEDIA_TYPE, headers=headers)


def of_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """401 for a key that opens nothing, 403 for what one may not do, 404 for what one may not know of, 422 for the rest."""
    place = PLACES.get(refusal.place, refusal.place)
    if isinstance(refusal, KeyRefusedError):
        return problem(401, str(refusal), headers={"WWW-Authenticate": "Bearer"})
    status = 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, NotAllowed) else 422
    return problem(status, str(refusal), place=place, rule=refusal.rule)


def _sentence(error: Mapping[str, Any]) -> str:
    """A fault that pydantic found, in our words."""
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", ""))
    if kind in FAULTS:
        return str(str(FAULTS[kind]) % context)
    if kind.startswith(("int_", "finite_")):
        return str(NUMBER)
    return str(OBJECT if kind.startswith(("model_", "dict_")) else ANYTHING)


def _place(location: Sequence[str | int]) -> str:
    """Where a fault is: ``("body", "body", "rows", 0, "on")`` becomes ``rows.0.on``; a name that was sent is cleaned."""
    _source, *parts = location
    if parts and parts[0] in ("body", "asked"):
        parts = parts[1:]
    return ".".join(tidy(str(part))[:60] for part in parts)


def of_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Every fault of the input, each with its place."""
    return of_faults([Fault(place=_place(each["loc"]), detail=_sentence(each)) for each in error.errors[:50]])


def of_faults(faults: Sequence[Fault]) -> HttpResponse:
    """The answer for input that cannot be read."""
    detail = " ".join(f"{fault.place}: {fault.detail}" if fault.place else fault.detail for fault in faults[:5])
    return problem(422, detail, place=faults[0].place if len(faults) == 1 else "", errors=faults)


def add_handlers(api: NinjaAPI) -> None:
    """Let every refusal answer as a problem."""
    def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(400, _("Thân yêu cầu không phải là JSON (UTF-8) đọc được. Xem lại dấu ngoặc, dấu phẩy và bảng mã."))

    def suspicious(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(400, _("Yêu cầu không đọc được. Rút ngắn địa chỉ, xem lại các phần của nó."))

    def too_big(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(413, _("Yêu cầu lớn quá 2 MiB. Chia thành nhiều lần."))

    def too_many(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(429, _("Khóa này gọi quá nhiều. Đợi %(seconds)s giây rồi gọi tiếp.") % {"seconds": error.wait}, headers={"Retry-After": str(error.wait)})

    def unfit(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(500, str(error))

    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (Refusal, of_refusal), (ValidationError, of_input), (HttpError, unreadable), (RequestDataTooBig, too_big), (SuspiciousOperation, suspicious),
        (UnreadablePostError, unreadable), (TooManyError, too_many), (ConfigError, unfit))
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)
