"""The rules of the feed validator that concern what our feeds have, checked by element.

Each finding is named as the validator's own test files name what they expect, such as ``MissingElement title feed``; ``tests/external`` holds this against those files.
"""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT|[ECMP][SD]T)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _is_whole(text: str) -> bool:
    """Whether a text is an absolute address."""
    parts = urlsplit(text)
    return bool(parts.scheme and (parts.netloc or parts.scheme in ("urn", "tag", "mailto")))


def _one(found: list[str], parent: ElementTree.Element, name: str, *, needed: bool, space: str = "") -> None:
    """An element that stands once, or at most once."""
    owner = parent.tag.rpartition("}")[2]
    count = len(parent.findall(f"{space}{name}"))
    if not count and needed:
        found.append(f"MissingElement {name} {owner}")
    if count > 1:
        found.append(f"DuplicateElement {name} {owner}")


def _atom(feed: ElementTree.Element) -> list[str]:  # noqa: C901  # one rule a line
    found: list[str] = []
    for owner in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            _one(found, owner, name, needed=True, space=ATOM)
        for name in ("subtitle", "generator", "icon", "logo", "rights", "published", "summary", "content", "source"):
            _one(found, owner, name, needed=False, space=ATOM)
        for each in (*owner.findall(f"{ATOM}updated"), *owner.findall(f"{ATOM}published")):
            text = (each.text or "").strip()
            if not _RFC3339.fullmatch(text) or not _reads(text):
                found.append(f"InvalidRFC3339Date {each.tag.removeprefix(ATOM)}")
        for each in owner.findall(f"{ATOM}id"):
            if not _is_whole(each.text or ""):
                found.append("InvalidFullLink id")
        for each in owner.findall(f"{ATOM}link"):
            if "href" not in each.attrib:
                found.append("MissingHref link")
        for each in owner.findall(f"{ATOM}category"):
            if "term" not in each.attrib:
                found.append("MissingAttribute category term")
        for each in owner.findall(f"{ATOM}author"):
            _one(found, each, "name", needed=True, space=ATOM)
    if not any(each.get("rel") == "self" for each in feed.findall(f"{ATOM}link")):
        found.append("MissingSelf feed")
    with_author = feed.find(f"{ATOM}author") is not None
    for entry in feed.findall(f"{ATOM}entry"):
        if not with_author and entry.find(f"{ATOM}author") is None and entry.find(f"{ATOM}source/{ATOM}author") is None:
            found.append("MissingElement author entry")
        alternates = [each for each in entry.findall(f"{ATOM}link") if each.get("rel", "alternate") == "alternate"]
        content = entry.find(f"{ATOM}content")
        if not alternates and content is None:
            found.append("MissingAlternateLink entry")
        if content is not None and "src" in content.attrib and entry.find(f"{ATOM}summary") is None:
            found.append("MissingSummary entry")
    return found


def _reads(text: str) -> bool:
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def _is_mail_date(text: str) -> bool:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return False
    return bool(_RFC822.fullmatch(text)) and (text[3:4] != "," or text[:3] == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()])


def _rss(rss: ElementTree.Element) -> list[str]:  # noqa: C901  # one rule a line
    found: list[str] = []
    channel = rss.find("channel")
    if channel is None:
        return ["MissingElement channel rss"]
    for name in ("title", "link", "description"):
        _one(found, channel, name, needed=True)
    for name in ("language", "lastBuildDate", "pubDate", "ttl", "generator", "copyright", "docs", "managingEditor", "webMaster"):
        _one(found, channel, name, needed=False)
    for each in channel.findall("language"):
        if not _LANGUAGE.fullmatch((each.text or "").strip()):
            found.append("InvalidLanguage language")
    if not any(each.get("rel") == "self" for each in channel.findall(f"{ATOM}link")):
        found.append("MissingSelf channel")
    for each in (*channel.findall("lastBuildDate"), *channel.findall("pubDate"), *channel.findall("item/pubDate")):
        if not _is_mail_date((each.text or "").strip()):
            found.append(f"InvalidRFC2822Date {each.tag}")
    seen: set[str] = set()
    for item in channel.findall("item"):
        for name in ("title", "link", "description", "guid", "pubDate", "author"):
            _one(found, item, name, needed=False)
        if item.find("title") is None and item.find("description") is None:
            found.append("ItemMustContainTitleOrDescription item")
        for each in item.findall("link"):
            if not _is_whole((each.text or "").strip()):
                found.append("InvalidFullLink link")
        guid = item.find("guid")
        if guid is None:
            found.append("MissingGuid item")
            continue
        text = (guid.text or "").strip()
        if guid.get("isPermaLink", "true") == "true" and not _is_whole(text):
            found.append("InvalidFullLink guid")
        if not text:
            found.append("NotBlank guid")
        if text in seen:
            found.append("DuplicateValue guid")
        seen.add(text)
        for each in item.findall("author"):
            if "@" not in (each.text or ""):
                found.append("InvalidContact author")
    return found


def findings(text: bytes) -> list[str]:
    """What a validator would find in a feed.

    Parameters:
        text: RSS 2.0 or Atom.

    Returns:
        findings, each beginning with the validator's own word for it; none for a feed that is as it should be.
    """
    root = ElementTree.fromstring(text)  # noqa: S314  # our own feeds, and files of the validator's tests
    return _atom(root) if root.tag == f"{ATOM}feed" else _rss(root)
