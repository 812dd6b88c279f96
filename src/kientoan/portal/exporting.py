"""The whole portal as files that any web server or content network can serve.

Pages are asked for as a visitor asks, from the front page on along every link. What differs from the file that is there is written, through a part of its own and a
rename, so that no reader meets half a page; what is no longer public is deleted. A record beside them says under which edition of the public side each file was made:
the page of a unit that nothing concerned since then is not rendered again. A run that was cut off has left its record marked so; the next one writes every file anew and
deletes what else lies among them. Forms, which no file can answer, become a way to the page that says where to write and call.
"""

import io
import json
import os
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import Http404
from django.urls import resolve
from django.utils.html import escape

from kientoan import __version__
from kientoan.core.refusal import Refusal
from kientoan.portal.page import FILE, OWN
from kientoan.publishing.edition import concerned, edition

RECORD = ".kientoan-portal.json"
"""Beside the files: which there are, and what was known of each when it was made."""
ROOT = "/cong/"
STARTS = ("/cong/", "/cong/en/", "/cong/noi-gui/", "/cong/en/noi-gui/", "/cong/so-do.xml", "/robots.txt")
OWN_PLACES = ("cong", "static")
"""Directories below the target in which nobody else keeps files."""
LOCAL = "http://localhost"
"""What addresses in feeds begin with where no site is set."""
_LINK = re.compile(r'(?P<name> (?:href|src|action))="(?P<value>/[^"]*)"')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_STYLE_LINK = re.compile(r"url\(['\"]?([^'\")]+)['\"]?\)")
_DATELINE = re.compile(rb'(<p class="dateline"><span>)[^<]*')
_UNIT = re.compile(r"/cong/(?:en/)?(?:don-vi/(\d+)/|[a-z-]+/\?(?:duoi|don-vi|noi)=(\d+)$)")
"""The address of a page or file of one unit."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What an export did, counted in files.

    Parameters:
        rendered: pages that were asked for; the others were known to stand.
        gone: links that led nowhere.
    """

    written: int = 0
    same: int = 0
    removed: int = 0
    rendered: int = 0
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """A file of the last export: its path below the directory, the addresses that it leads to, the digest of what it said but for its day."""

    path: str
    links: tuple[str, ...]
    digest: str


def file_of(address: str) -> str:
    """Where a page lies below the directory: a question in its address becomes a part of the path, since no server reads questions of files."""
    parts = urlsplit(address)
    asked = sorted(parse_qsl(parts.query, keep_blank_values=False))
    slug = ".".join(f"{_UNSAFE.sub('-', key)}-{_UNSAFE.sub('-', value)}" for key, value in asked)
    path = unquote(parts.path).lstrip("/")
    if asked:
        path = f"{path.rstrip('/')}/{slug}/"
    return f"{path}index.html" if not path or path.endswith("/") else path


def _kept_to(target: Path, path: str) -> Path:
    """A file below the directory.

    Raises:
        Refusal: for a path that leads out of it.
    """
    if any(part in ("..", "") for part in PurePosixPath(path).parts) or path.startswith("/"):
        raise Refusal(f"Địa chỉ {path} không ghi thành tệp được. Báo cho người phụ trách kỹ thuật.")
    return target / path


class _Site:
    """The pages of this installation, asked for within this process."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()
        names = [each.lstrip(".") for each in settings.ALLOWED_HOSTS if each != "*"]
        self._host = "localhost" if "localhost" in names or not names else names[0]
        self._scheme = urlsplit(settings.SITE or LOCAL).scheme

    def ask(self, address: str) -> tuple[int, dict[str, str], bytes]:
        """The status, headers and body of an address. Neither its beginning nor its end is signalled: a server's connection would be closed each time."""
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": unquote(path).encode().decode("latin-1"), "QUERY_STRING": query, "HTTP_HOST": self._host, "wsgi.url_scheme": self._scheme, FILE: True}
        setup_testing_defaults(environ)
        environ["wsgi.input"] = io.BytesIO()
        answer: Any = self._handler.get_response(WSGIRequest(environ))
        if not answer.streaming:
            return answer.status_code, dict(answer.items()), answer.content
        with closing(answer.file_to_stream):
            return answer.status_code, dict(answer.items()), b"".join(answer.streaming_content)


def _is_own(address: str) -> bool:
    """Whether a page is of one visitor, and so has no file."""
    try:
        return resolve(urlsplit(address).path).func in OWN
    except Http404:
        return False


def _elsewhere(address: str) -> str:
    return "/cong/en/noi-gui/" if address.startswith("/cong/en/") else "/cong/noi-gui/"


def _turned(address: str, text: str) -> tuple[str, list[str]]:
    """A page with its forms and questions turned into what files can do, and the addresses that it leads to."""
    links: list[str] = []
    english = address.startswith("/cong/en/")
    words = "Search, send and check: where" if english else "Tìm, gửi và kiểm tra ở đâu"
    text = _FORM.sub(f'<p><a href="{_elsewhere(address)}">{words}</a></p>', text)

    def turn(match: re.Match[str]) -> str:
        value = match["value"].replace("&amp;", "&")
        path, mark, anchor = value.partition("#")
        if not path.startswith((ROOT, "/static/")):
            return match[0]
        if path.startswith(ROOT) and _is_own(path):
            path = _elsewhere(path)
        links.append(path)
        shown = "/" + quote(file_of(path).removesuffix("index.html")) if "?" in path else path
        return f'{match["name"]}="{escape(shown + mark + anchor)}"'

    return _LINK.sub(turn, text), links


def _style_links(address: str, text: str) -> Iterator[str]:
    base = PurePosixPath(urlsplit(address).path).parent
    for found in _STYLE_LINK.findall(text):
        if not found.startswith(("data:", "http", "#")):
            yield found if found.startswith("/") else os.path.normpath(f"{base}/{found}")


def _digest(body: bytes) -> str:
    return sha256(_DATELINE.sub(rb"\1", body)).hexdigest()


def _read_record(target: Path) -> tuple[dict[str, Any], dict[str, _Known]]:
    try:
        record = json.loads((target / RECORD).read_bytes())
        known = {address: _Known(each[0], tuple(each[1]), each[2]) for address, each in record["files"].items()}
    except FileNotFoundError:
        return {}, {}
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise Refusal(f"Tệp {RECORD} trong thư mục bị hỏng. Xóa tệp đó rồi xuất lại; các trang sẽ được ghi mới.") from error
    return record, known


def _swept(target: Path, paths: Collection[str]) -> int:
    """Delete what a run that was cut off has left where only exports write; how many files that were."""
    left = [file for place in OWN_PLACES for file in (target / place).rglob("*") if file.is_file() and str(file.relative_to(target)) not in paths]
    for file in left:
        file.unlink()
    return len(left)


def _write_record(target: Path, record: Mapping[str, Any]) -> None:
    _write(target / RECORD, (json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(body)
    part.replace(file)


def export(target: Path, *, progress: Progress = lambda _done, _known: None) -> Outcome:
    """Write the portal into a directory; called again, only what has changed.

    Parameters:
        target: made when missing. One that has files and no record of an export is refused: nothing of somebody else's is deleted.
        progress: told how many pages are done, and of how many that are known of by then.

    Returns:
        what was done.

    Raises:
        Refusal: when the directory cannot be used, or a page cannot be made.
    """
    if target.exists() and not target.is_dir():
        raise Refusal(f"{target} là một tệp. Chọn một thư mục.")
    record, known = _read_record(target)
    if not record and target.exists() and any(target.iterdir()):
        raise Refusal(f"Thư mục {target} đã có tệp khác. Chọn một thư mục trống, hoặc thư mục của lần xuất trước.")
    stands, was_cut_off = edition(), record.get("is_whole") is False
    if was_cut_off:
        record, known = {}, {}
    _write_record(target, {"is_whole": False, "files": {}})
    same_frame = (record.get("version"), record.get("site"), record.get("day")) == (__version__, settings.SITE, stands[1].isoformat())
    touched = concerned(record["edition"]) if same_frame else None
    site, outcome, files = _Site(), Outcome(), dict[str, _Known]()
    waiting, seen = deque(STARTS), set(STARTS)
    while waiting:
        address = waiting.popleft()
        old = known.get(address)
        unit = _UNIT.match(address)
        if old is not None and (target / old.path).exists() and ((address.startswith("/static/") and same_frame) or (unit and touched is not None and int(unit[1] or unit[2]) not in touched)):
            files[address] = old
            outcome.same += 1
        else:
            made = _made(site, address, target, old, outcome)
            if made is None:
                continue
            files[address] = made
        for link in files[address].links:
            if link not in seen:
                seen.add(link)
                waiting.append(link)
        progress(len(files), len(seen))
    paths = {each.path for each in files.values()}
    for each in known.values():
        if each.path not in paths:
            _kept_to(target, each.path).unlink(missing_ok=True)
            outcome.removed += 1
    if was_cut_off:
        outcome.removed += _swept(target, paths)
    _write_record(target, {"is_whole": True, "version": __version__, "site": settings.SITE, "day": stands[1].isoformat(), "edition": stands[0],
                           "files": {address: [each.path, each.links, each.digest] for address, each in files.items()}})
    return outcome


def follow(target: Path, *, wait: Callable[[], bool], tell: Callable[[Outcome], None], progress: Progress = lambda _done, _known: None) -> None:
    """Write the portal into a directory, and again as soon as something public has changed: what is hidden or withdrawn leaves the files by itself.

    Parameters:
        wait: called between two looks at whether anything has changed; False ends.
        tell: told what each run did.

    Raises:
        Refusal: as ``export``.
    """
    written = None
    while True:
        stands = edition()
        if stands != written:
            tell(export(target, progress=progress))
            written = stands
        if not wait():
            return


def _made(site: _Site, address: str, target: Path, old: _Known | None, outcome: Outcome) -> _Known | None:
    """Ask for a page and write it if it says something else than its file; None for one that is not there."""
    status, headers, body = site.ask(address)
    if status != 200:
        if status >= 500:
            raise Refusal(f"Trang {address} không dựng được (mã {status}). Xem nhật ký lỗi rồi xuất lại; tệp của các trang khác không hỏng.")
        outcome.gone.append(address)
        return None
    outcome.rendered += 1
    links: list[str] = []
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        text, links = _turned(address, body.decode())
        body = text.encode()
    elif kind.startswith("text/css"):
        links = list(_style_links(address, body.decode()))
    path, digest = file_of(address), _digest(body)
    file = _kept_to(target, path)
    if old is not None and old.path == path and old.digest == digest and file.exists():
        outcome.same += 1
    else:
        _write(file, body)
        outcome.written += 1
    return _Known(path, tuple(dict.fromkeys(links)), digest)
