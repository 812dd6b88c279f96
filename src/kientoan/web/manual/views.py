"""The manual, served by the application: the pages of ``docs``, in the reader's language."""

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from kientoan.core.operation import catalogue
from kientoan.core.refusal import NotFound
from kientoan.web.page import open_page

DOCS: Path = settings.ROOT / "docs"
SECTIONS = ("tutorial", "how-to", "reference", "explanation")
SECTION_TITLES = {"tutorial": gettext_lazy("Bắt đầu"), "how-to": gettext_lazy("Cách làm từng việc"), "reference": gettext_lazy("Tra cứu"),
                  "explanation": gettext_lazy("Giải thích")}


@dataclass(frozen=True)
class Page:
    """A page of the manual: ``section/name``, its title and its text."""

    key: str
    title: str
    text: str


def manual_pages(language: str) -> list[Page]:
    """Every page in a language, section by section; those that only exist in English are left out in Vietnamese."""
    suffix = ".en.md" if language.startswith("en") else ".vi.md"
    found: list[Page] = []
    for section in SECTIONS:
        for path in sorted((DOCS / section).glob(f"*{suffix}")):
            text = path.read_text(encoding="utf-8")
            found.append(Page(f"{section}/{path.name.removesuffix(suffix)}", text.split("\n", 1)[0].removeprefix("# "), text))
    return found


def _served(page: Page, body: str) -> str:
    """The links between files of the manual as links between its served pages."""
    def address(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.key), link[1]))
        return f'href="{reverse("manual_page", args=[target])}"'

    return re.sub(r'href="([a-z0-9./-]+)\.(?:vi|en)\.md"', address, body)


@lru_cache(maxsize=128)  # a third of a second for the longest; the files change with the program only
def _html(text: str) -> str:
    """The text of a page as HTML. On a phone the rows of a table stand below each other: the first cell is the row's head, the others bear their column's."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens, heads, column = reader.parse(text), list[str](), 0
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            token.attrSet("class", "stack")
            heads = []
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            heads.append("".join(each.content for each in tokens[at + 1].children or []))
        elif token.type == "tr_open":
            column = 0
        elif token.type == "td_open":
            if column == 0:
                token.tag = tokens[at + 2].tag = "th"
                token.attrSet("scope", "row")
            else:
                token.attrSet("data-l", heads[column])
            column += 1
    html = str(reader.renderer.render(tokens, reader.options, {}))
    return re.sub(r'(<td data-l="[^"]*">)(.*?)</td>', r"\1<div>\2</div></td>", html)  # one thing beside its label, not each word of code by itself


def _manual(request: HttpRequest, key: str = "") -> HttpResponse:
    pages = manual_pages(get_language() or "vi")
    page = next((each for each in pages if each.key == key), None)
    if key and page is None:
        raise NotFound(_("Không có trang hướng dẫn này."))
    body = _served(page, _html(page.text)).replace("<pre>", '<pre tabindex="0">') if page else ""
    return render(request, "web/manual.html", {
        "sections": [(SECTION_TITLES[section], [each for each in pages if each.key.startswith(f"{section}/")]) for section in SECTIONS], "chosen": page, "operations": catalogue() if key == "reference/operations" else [],
        "body": mark_safe(body)})  # noqa: S308  # our own files, rendered with raw HTML off


manual = open_page(_manual)
