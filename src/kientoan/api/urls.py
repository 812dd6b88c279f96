"""The addresses of the API."""

from django.urls import URLPattern, path, re_path

from kientoan.api.document import schema_file, schema_page
from kientoan.api.face import api, for_programs, no_such_address

app_name = "api"


def _addresses() -> list[URLPattern]:
    """Ninja's addresses as views for programs; its own root is left to our page."""
    patterns, _app, _namespace = api.urls
    return [path(str(pattern.pattern), for_programs(pattern.callback), name=pattern.name)
            for pattern in patterns if isinstance(pattern, URLPattern) and str(pattern.pattern)]


urlpatterns = [
    path("", schema_page, name="index"),
    path("openapi.json", schema_file, name="openapi"),
    *_addresses(),
    re_path(r"^.*$", no_such_address, name="none"),
]
