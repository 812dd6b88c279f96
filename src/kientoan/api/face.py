"""The API put together: one router per subject, answers that no store keeps, the language that the program asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from kientoan.api import congresses, figures, persons, posts, reorganisations, units
from kientoan.api.problems import add_handlers, problem
from kientoan.api.repeats import keep

VERSION = "1"
PREFIX = f"api/v{VERSION}/"


class _Renderer(JSONRenderer):
    """JSON in which Vietnamese can be read."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(title="Kiện Toàn", version=VERSION, openapi_url=None, docs_url=None, renderer=_Renderer(), urls_namespace="ninja")
add_handlers(api)
api.add_router("/figures", figures.router)
api.add_router("/units", units.router)
api.add_router("/units", posts.of_units)
api.add_router("/posts", posts.router)
api.add_router("/persons", persons.router)
api.add_router("/reorganisations", reorganisations.router)
api.add_router("/congresses", congresses.router)


def wanted_language(request: HttpRequest) -> str:
    """The language that a program asks for; the installation's first where it asks for none that there is."""
    there = dict(settings.LANGUAGES)
    for name, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500].lower()):
        if (short := name.partition("-")[0]) in there:
            return short
    return str(settings.FIRST_LANGUAGE)


def for_programs(view: Callable[..., Any]) -> Callable[..., Any]:
    """Make a view one for programs: no cookie acts, nothing is stored on the way, the language is theirs, a write asked for twice is done once, and 405 is a problem too."""
    @csrf_exempt
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = wanted_language(request)
        with translation.override(language):
            response: HttpResponse | None = None
            try:
                response = view(request, *args, **kwargs)
                response.headers.setdefault("Content-Language", language)
            finally:
                keep(request, response)
            if isinstance(response, HttpResponseNotAllowed):
                allowed = ", ".join(sorted(response["Allow"].split(", ")))
                response = problem(405, _("Địa chỉ này không nhận %(method)s. Dùng %(allowed)s.")
                                   % {"method": str(request.method)[:10], "allowed": allowed}, headers={"Allow": allowed})
        response.headers.setdefault("Content-Language", language)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Authorization, Accept-Language"
        return response

    return run


@for_programs
def no_such_address(request: HttpRequest) -> HttpResponse:
    """The answer where there is no address of the API."""
    return problem(404, _("API không có địa chỉ này. Xem các địa chỉ ở /api/v1/."))
