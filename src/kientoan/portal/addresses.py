"""Where pages of the portal are: in which language, of which entry, and as whole addresses that can be used from anywhere."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kientoan.publishing.entries import Entry
from kientoan.publishing.enums import EntryKind

APP, ENGLISH = "portal", "portal-en"
"""The addresses in Vietnamese, and the same below ``en/``: a page that is the same for everybody has its language in its address."""
OF_KIND = {EntryKind.NEWS: "article", EntryKind.DRIVE: "drive"}
"""Kinds with a page for each entry; the others stand on the page of their unit."""


def here(request: HttpRequest, name: str, *arguments: Any) -> str:
    """An address of the portal in the language of the page that asks; in Vietnamese from elsewhere."""
    match = request.resolver_match
    return reverse(f"{APP}:{name}", args=arguments, current_app=match.namespace if match and match.namespace else APP)


def of_entry(request: HttpRequest, entry: Entry) -> str:
    """Where an entry is read, in the language of the page that asks."""
    name = OF_KIND.get(entry.kind)
    return here(request, name, entry.reference) if name else f"{here(request, 'unit', entry.unit_id)}#{entry.reference}"


def of_picture(fingerprint: str) -> str:
    """The address of a picture: one in every language."""
    return reverse(f"{APP}:picture", args=[fingerprint], current_app=APP)


def whole(request: HttpRequest, path: str) -> str:
    """A path as an address that can be used from anywhere: of the site that is set, else of the name by which this one was asked."""
    return f"{settings.SITE}{path}" if settings.SITE else request.build_absolute_uri(path)
