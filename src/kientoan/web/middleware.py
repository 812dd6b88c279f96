"""The language of a request, and what refused it as a page that says so."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from kientoan.config import ConfigError
from kientoan.core.refusal import NotAllowed, NotFound, Refusal


class LanguageMiddleware:
    """Vietnamese unless the reader chose otherwise: browsers in offices often ask for English unasked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.FIRST_LANGUAGE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class RefusalMiddleware:
    """404 for what one may not know of, 403 with the reason for what one may not do, 400 for the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal that no form took; None for anything else."""
        if isinstance(exception, ConfigError):
            return render(request, "web/refused.html", {"message": str(exception), "status": 500}, status=500)
        if not isinstance(exception, Refusal):
            return None
        status = 404 if isinstance(exception, NotFound) else 403 if isinstance(exception, NotAllowed) else 400
        return render(request, "web/refused.html", {"message": str(exception), "status": status}, status=status)
