"""Turns what refused a request into the page that says so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kientoan.core.refusal import NotAllowed, NotFound, Refusal


class RefusalMiddleware:
    """404 for what one may not know of, 403 with the reason for what one may not do, 400 for the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal that no form took; None for anything else."""
        if not isinstance(exception, Refusal):
            return None
        status = 404 if isinstance(exception, NotFound) else 403 if isinstance(exception, NotAllowed) else 400
        return render(request, "web/refused.html", {"message": str(exception), "status": status}, status=status)
