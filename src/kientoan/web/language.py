"""The reader's language, kept in a cookie."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kientoan.web.page import open_page


@require_POST
def _set_language(request: HttpRequest) -> HttpResponse:
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) and urlsplit(back).path.startswith("/")
    response = HttpResponseRedirect(back if safe else "/")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


set_language = open_page(_set_language)
