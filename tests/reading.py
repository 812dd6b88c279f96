"""What tests read of an answer: its words, its workbook, and how many questions it cost."""

import io
import re
from collections.abc import Callable, Iterable

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

ClientOf = Callable[[str], Client]
"""Browser sessions of accounts, by user name: the fixture ``client_of``."""


def text(response: HttpResponse) -> str:
    """What a person reads on a page: without tags and drawings, spaces made one."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\u00a0", " ").split())


def workbook_of(response: HttpResponse) -> CalamineWorkbook:
    """The workbook of a download."""
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content))


def first_sheet(response: HttpResponse) -> list[list[object]]:
    """The rows of a download's first sheet."""
    return workbook_of(response).get_sheet_by_index(0).to_python()


def costs(client: Client, addresses: Iterable[str]) -> list[int]:
    """How many queries each address asks, when nothing is remembered of the number in the top bar."""
    found: list[int] = []
    for address in addresses:
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        found.append(len(caught))
    return found
