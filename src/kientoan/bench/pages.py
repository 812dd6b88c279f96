"""Whole pages through the WSGI application in this process, beside the same rows read by one statement and written out as fast as can be."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth import get_user, login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.safestring import SafeString

from kientoan.bench.byhand import ask, on
from kientoan.bench.measure import Bar, Measure, in_turn, written
from kientoan.core.access import system_actor
from kientoan.core.models import User
from kientoan.core.refusal import Refusal
from kientoan.org import tree
from kientoan.org.access import person
from kientoan.org.enums import Role, UnitLevel
from kientoan.org.operations import open_account
from kientoan.people.models import PersonProfile
from kientoan.reports.season import FIGURES
from kientoan.rules.vntext import search_terms
from kientoan.wsgi import application

DAY = date(2020, 6, 23)
SHARE = 0.4
ROW = re.compile(r"<tr><th scope=\"row\">(.*?)</tr>|<li>(<a href=.*?)</li>", re.DOTALL)
CELL = re.compile(r"</t[hd]>(?:<td[^>]*>)?|</a> ", re.DOTALL)
TEMPLATE = ("{% extends 'web/base.html' %}{% block main %}{% autoescape off %}<table><tbody>{% for row in rows %}<tr>{% for cell in row %}"
            "<td>{{ cell }}</td>{% endfor %}</tr>\n{% endfor %}</tbody></table>{% endautoescape %}{% endblock %}")
JINJA = ("{% autoescape false %}<table><tbody>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>\n{% endfor %}</tbody></table>"
         "{% endautoescape %}")
FRAME = "{% extends 'web/base.html' %}{% block main %}{{ body }}{% endblock %}"
USERNAME = "bench.reader"
UNITS = (f"SELECT v.unit_id, v.name, v.code, v.kind, p.name FROM org_unitversion v LEFT JOIN org_unitversion p ON p.unit_id = v.parent_id AND {on('p')} "
         f"WHERE {on('v')} AND ")
PERSONS = (f"SELECT f.person_id, f.full_name, f.born_on, n.name FROM people_personprofile f LEFT JOIN people_membership m ON m.person_id = f.person_id AND {on('m')} "
           f"LEFT JOIN org_unitversion n ON n.unit_id = m.unit_id AND {on('n')} WHERE f.superseded_at IS NULL AND f.valid_to = '9999-12-31' AND ")
Statement = tuple[str, Mapping[str, Any]]
"""SQL by hand and its parameters."""


@dataclass(frozen=True)
class Page:
    """A page with many rows, and the same with few.

    Parameters:
        name: what it is.
        many, few: addresses.
        searched: the statement by hand that searches as ``many`` does, with its parameters; None where as many rows are fetched by their ids.
        afresh: what is forgotten before each time, so that nothing is remembered from the time before.
    """

    name: str
    many: str
    few: str
    searched: Statement | None = None
    afresh: Callable[[], None] | None = None


class Visitor:
    """Somebody who may read all of the province, and has signed in."""

    def __init__(self) -> None:
        top = tree.versions(DAY).get(level=UnitLevel.PROVINCIAL)
        if not User.objects.filter(username=USERNAME).exists():
            open_account(system_actor("bench"), username=USERNAME, display_name="Lê Thị Hà An", unit_id=top.unit_id, role=Role.AUDITOR,
                         on=date(2020, 1, 1))
        request = HttpRequest()
        request.session = SessionStore()
        login(request, User.objects.get(username=USERNAME), backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session.save()
        self.session = request.session.session_key
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
        self.top = top.unit_id

    def open(self, address: str) -> str:
        """The page as text.

        Raises:
            RuntimeError: when it is not answered with 200.
        """
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": self.cookie, "HTTP_HOST": "127.0.0.1"}
        setup_testing_defaults(environ)
        environ["wsgi.input"] = io.BytesIO()
        status: list[str] = []

        def start(line: str, _headers: Any, _info: Any = None) -> Callable[[bytes], Any]:
            status.append(line)
            return lambda _data: None

        answer = application(environ, start)
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address}: {status[0]}")
        return body.decode()


def _pages(visitor: Visitor) -> tuple[list[Page], list[str]]:
    """The pages there are, and sentences on those there are not."""
    def address(name: str, **more: Any) -> str:
        return reverse(name) + "?" + urlencode({"ngay": DAY.strftime("%d/%m/%Y"), **more})

    names = address("season_names", **{"don-vi": visitor.top}), address("season_names", **{"don-vi": visitor.top, "cap": "superior"})
    found = [
        Page("danh sách mùa đại hội, sau khi có việc mới ghi", *names, afresh=FIGURES.forget), Page("danh sách mùa đại hội", *names),
        Page("tìm đơn vị", address("unit_list", q="Xóm"), address("unit_list", q=tree.versions(DAY).filter(level=UnitLevel.DISTRICT)[0].name),
             _search(UNITS, "v", "Xóm", "ORDER BY v.tree, v.sort_key, v.unit_id LIMIT 200")),
    ]
    try:
        one = PersonProfile.objects.known().order_by("person")[0].full_name
        found.append(Page("tìm người", address("person_list", tim=one.split()[0]), address("person_list", tim=one),
                          _search(PERSONS, "f", one.split()[0], "ORDER BY f.sort_key, f.born_on, f.person_id LIMIT 100")))
    except NoReverseMatch:
        return found, ["Chưa có trang tìm người, nên không đo trang đó."]
    return found, []


def _search(select: str, alias: str, word: str, order: str) -> Statement:
    """A statement that finds rows by a word of their names."""
    (term, exact), = search_terms(word)
    return f"{select}{alias}.{'search_exact' if exact else 'search_plain'} LIKE %(word)s {order}", {"day": DAY, "word": f"%{term}%"}


def _by_ids(ids: Sequence[int]) -> Statement:
    """A statement that fetches units by their ids."""
    return f"{UNITS}v.unit_id IN ({', '.join(map(str, ids)) or '0'}) ORDER BY v.sort_key", {"day": DAY}


def _cells(text: str) -> list[tuple[str, ...]]:
    """The rows of a page's tables, cell by cell, as they stand in the page."""
    main = text.partition("<main")[2]
    return [tuple(CELL.split(row or item)) for row, item in ROW.findall(main)]


def measure(repeat: int, bar: Bar) -> tuple[list[Measure], list[str]]:
    """Every page; the share of the rate of the faster floor is what counts.

    Returns:
        the measures, and sentences on what was left out.

    Raises:
        Refusal: when a statement by hand comes to another number of rows than the page.
    """
    visitor = Visitor()
    templates = Templates()
    pages, notes = _pages(visitor)
    found: list[Measure] = []
    for at, page in enumerate(pages):
        bar("đo các trang", at, len(pages))
        rows = _cells(visitor.open(page.many))
        few = _cells(visitor.open(page.few))
        statement = page.searched or _by_ids(list(tree.versions(DAY).filter(level=UnitLevel.HAMLET).values_list("unit", flat=True)[:len(rows)]))
        if (by_hand := len(ask(*statement))) != len(rows):
            raise Refusal(f"{page.name}: trang có {len(rows)} dòng, SQL viết tay có {by_hand}. Gửi dòng này cho người phụ trách kỹ thuật.")
        (ours, by_template, by_jinja), _answers = in_turn(
            partial(_open, visitor, page.many), partial(_floor, visitor, statement, partial(templates.by_template, rows)),
            partial(_floor, visitor, statement, partial(templates.by_jinja, rows)), repeat=repeat, between=page.afresh)
        fastest = min(by_template, by_jinja)
        queries = [_queries(visitor, each, page.afresh) for each in (page.few, page.many)]
        found.append(Measure(
            f"{page.name}, {len(rows)} dòng", ours, fastest, f"≥ {round(SHARE * 100)} % tốc độ của sàn", fastest / ours >= SHARE,
            f"{round(100 * fastest / ours)} % tốc độ của sàn; sàn bằng khuôn Django {written(by_template)}, bằng khuôn Jinja2 {written(by_jinja)}; "
            f"truy vấn: {queries[0]} với {len(few)} dòng, {queries[1]} với {len(rows)} dòng"))
    bar("đo các trang", len(pages), len(pages))
    return found, notes


def _queries(visitor: Visitor, address: str, afresh: Callable[[], None] | None) -> int:
    if afresh:
        afresh()
    with CaptureQueriesContext(connection) as caught:
        visitor.open(address)
    return len(caught)


def _open(visitor: Visitor, address: str, _round: int) -> None:
    visitor.open(address)


def _floor(visitor: Visitor, statement: Statement, write: Callable[[HttpRequest], str], _round: int) -> None:
    """A page of the same frame for the same visitor: one statement that comes to as many rows, and the rows written out."""
    request = HttpRequest()
    request.method, request.path = "GET", reverse("unit_list")
    request.resolver_match = resolve(request.path)
    request.session = SessionStore(visitor.session)
    request.user = get_user(request)
    request.actor = person(request.user)  # type: ignore[attr-defined, arg-type]  # as a page of the staff has it
    request.day = DAY  # type: ignore[attr-defined]  # as a page of the staff has it
    ask(*statement)
    write(request)


class Templates:
    """The fastest templates there are, writing ready rows into the frame of a page."""

    def __init__(self) -> None:
        engine = engines["django"]
        self.rows, self.frame, self.jinja = engine.from_string(TEMPLATE), engine.from_string(FRAME), engines["jinja2"].from_string(JINJA)

    def by_template(self, rows: Sequence[tuple[str, ...]], request: HttpRequest) -> str:
        """Django's template over ready tuples."""
        return self.rows.render({"rows": rows}, request)

    def by_jinja(self, rows: Sequence[tuple[str, ...]], request: HttpRequest) -> str:
        """Jinja2's template over ready tuples, in the frame by Django's."""
        return self.frame.render({"body": SafeString(self.jinja.render({"rows": rows}))}, request)
