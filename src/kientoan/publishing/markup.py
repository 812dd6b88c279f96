"""The text of news: CommonMark without raw HTML and without pictures of others, rendered when it is published; the source is what is kept."""

from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_RENDERER = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "fence", "code"])


def _is_safe(address: str) -> bool:
    """Whether a link may be followed: by a scheme that runs nothing, or to a page of this site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES or (not parts.scheme and not parts.netloc and address.startswith(("/", "#")))


_RENDERER.validateLink = _is_safe  # type: ignore[method-assign, assignment]  # the library's own way to say which links there are


def _tokens(source: str) -> list[Token]:
    tokens = _RENDERER.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):  # the page's own heading is the first; no text may outrank it
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    return tokens


def rendered(source: str) -> str:
    """HTML of a text: paragraphs, headings from the second level, lists, quotations, links, emphasis. What was typed as HTML is shown as it was typed."""
    return str(_RENDERER.renderer.render(_tokens(source), _RENDERER.options, {}))


def plain(source: str) -> str:
    """The words of a text, for searching."""
    return " ".join("".join(child.content or " " for child in token.children or []) for token in _tokens(source) if token.type == "inline")
