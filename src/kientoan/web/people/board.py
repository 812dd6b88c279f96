"""The posts in one's scope: vacant ones, terms that run out, who holds several; and what can be taken away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_above
from kientoan.people.enums import PostKind
from kientoan.people.queries import PostRow
from kientoan.people.scopes import PostsBelow, SeveralRow, TermRow
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.posts import SLUGS, WORDS
from kientoan.web.people.scope import own_unit
from kientoan.web.templatetags.kientoan import moment

PAGE_ROWS = 100
FEW = 3
"""So many holders of a post are named on the page; of more only the number is, and the unit's page has the names."""
WITHIN = (30, 90, 180, 365)
FORMS = ("xlsx", "csv", "json")


class View(StrEnum):
    """What the board lists; the values stand in the address."""

    VACANT = "khuyet"
    TERMS = "sap-het"
    SEVERAL = "kiem"
    ALL = "tat-ca"


VIEW_LABELS: Mapping[View, Promise | str] = {
    View.VACANT: gettext_lazy("Khuyết"), View.TERMS: gettext_lazy("Hết nhiệm kỳ"), View.SEVERAL: gettext_lazy("Giữ nhiều chức danh"),
    View.ALL: gettext_lazy("Mọi chức danh")}


@dataclass(frozen=True)
class Line:
    """A line of the board, whatever it lists."""

    unit_id: int | None
    unit: str
    title: str
    person_id: int | None
    person: str
    since: str
    term: str
    note: str
    left: int | None = None
    vacant: int = 0
    kind: str = ""
    many: int = 0
    above: str = ""


@dataclass(frozen=True)
class Board:
    """Everything the page and the downloads show.

    Parameters:
        unit: whose scope it is.
        view: what is listed.
        kind: the only kind of post looked at; None for all.
        within: in how many days a term counts as running out.
        seats, held: how many seats there are, and how many are held.
        counts: how many lines each view has.
        page, pages: which page of the view, and how many there are.
        lines: those of the page, or of the whole view.
    """

    unit: UnitVersion
    view: View
    kind: PostKind | None
    within: int
    seats: int
    held: int
    counts: Mapping[View, int]
    page: int
    pages: int
    lines: tuple[Line, ...]


def _post_line(row: PostRow) -> Line:
    return Line(row.unit_id, row.unit, row.title, row.holders[0].person_id if len(row.holders) == 1 and row.holders[0].visible else None,
                ", ".join(holder.name for holder in row.holders), write_day(row.holders[0].since) if len(row.holders) == 1 else "",
                write_day(term) if len(row.holders) == 1 and (term := row.holders[0].term_ends_on) else "",
                f"{len(row.holders)}/{row.seats}", vacant=row.vacant, kind=row.kind, many=len(row.holders) if len(row.holders) > FEW else 0)


def _term_line(row: TermRow) -> Line:
    return Line(row.post.unit_id, row.post.unit, row.post.title, row.holder.person_id if row.holder.visible else None, row.holder.name, write_day(row.holder.since),
                write_day(row.holder.term_ends_on) if row.holder.term_ends_on else "", explained(row.warning) if row.warning else row.holder.how,
                left=row.left if row.holder.term_ends_on else None, kind=row.post.kind)


def _several_line(row: SeveralRow) -> Line:
    return Line(row.posts[0].unit_id, row.posts[0].unit, "; ".join(f"{post.title}, {post.unit}" for post in row.posts),
                row.person_id if row.visible else None, row.name, "", "", str(len(row.posts)))


def _board(asking: Asking, *, whole: bool = False) -> Board | None:
    """The board as the address asks for it; None when no unit of one's own stands on the day.

    Parameters:
        whole: every line, for a download; else those of the page.
    """
    unit = own_unit(asking, Right.SEE_UNITS)
    if unit is None:
        return None
    given = asking.request.GET
    try:
        view = View(given.get("loc") or View.VACANT)
    except ValueError as error:
        raise NotFound(_("Không có danh sách này.")) from error
    kind = SLUGS.get(given.get("chuc-danh", ""))
    within = int(text) if (text := given.get("han", "")).isdecimal() and len(text) < 5 else 90
    below = PostsBelow(unit, asking.day, kinds=[kind.value] if kind else [])
    totals, several = below.totals(), PostsBelow(unit, asking.day).several(with_kind=kind.value if kind else "")
    counts = {View.VACANT: totals.vacant_posts, View.TERMS: below.count_terms(within).every, View.SEVERAL: len(several), View.ALL: totals.posts}
    pages = max(1, -(-counts[view] // PAGE_ROWS))
    page = min(max(1, int(number)), pages) if (number := given.get("trang", "1")).isdecimal() and len(number) < 6 else 1
    part = slice(None) if whole else slice((page - 1) * PAGE_ROWS, page * PAGE_ROWS)
    listed: dict[View, Callable[[], list[Line]]] = {
        View.VACANT: lambda: [_post_line(row) for row in below.rows(below.posts(vacant=True)[part], actor=asking.actor)],
        View.TERMS: lambda: [_term_line(row) for row in below.term_rows(below.terms(within)[part], actor=asking.actor)],
        View.SEVERAL: lambda: [_several_line(row) for row in below.several_rows(several[part], actor=asking.actor)],
        View.ALL: lambda: [_post_line(row) for row in below.rows(below.posts()[part], actor=asking.actor)]}
    return Board(unit, view, kind, within, totals.seats, totals.held, counts, page, pages, tuple(listed[view]()))


@staff_page(Right.SEE_UNITS)
def post_board(asking: Asking) -> HttpResponse:
    """Where posts are vacant, whose term runs out, who holds several."""
    board = _board(asking)
    if board is None:
        raise NotFound(_("Ngày này không có đơn vị nào được giao. Chọn ngày khác."))
    keeping = asking.actor.has(Right.KEEP_POSTS)
    above = {} if board.view is View.SEVERAL else names_above({line.unit_id for line in board.lines if line.unit_id}, asking.day)
    first = (board.page - 1) * PAGE_ROWS
    return asking.page("posts", {
        "board": board, "label": VIEW_LABELS[board.view], "views": [(view.value, label, board.counts[view]) for view, label in VIEW_LABELS.items()],
        "count": board.counts[board.view],
        "lines": [(replace(line, above=above.get(line.unit_id or 0, "")), WORDS.get(line.kind, "")) for line in board.lines], "share": Share(board.held, board.seats),
        "vacant": board.seats - board.held, "kinds": [(slug, kind.label) for slug, kind in SLUGS.items()], "chosen_kind": WORDS.get(board.kind or "", ""),
        "within": WITHIN, "first": first + 1, "last": first + len(board.lines), "may_keep": keeping})


def _table(asking: Asking, board: Board) -> Table:
    columns = [Column(_("Đơn vị"), 40), Column(pgettext("cột", "Chức danh"), 34), Column(_("Người giữ"), 34), Column(_("Từ ngày")), Column(_("Hết nhiệm kỳ")),
               Column(_("Còn (ngày)")), Column(_("Ghi chú"), 40)]
    rows: list[list[Cell]] = [[line.unit, line.title, line.person, line.since, line.term, line.left, line.note] for line in board.lines]
    about = [(_("Danh sách"), str(VIEW_LABELS[board.view])), (_("Đơn vị"), board.unit.name),
             (pgettext("cột", "Chức danh"), str(board.kind.label) if board.kind else _("mọi chức danh")), (_("Số liệu đến hết ngày"), write_day(asking.day)),
             (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return Table(_("Chức danh"), columns, rows, about)


@staff_page(Right.SEE_UNITS)
def post_download(asking: Asking, form: str) -> HttpResponse:
    """The board's list as XLSX, CSV or JSON."""
    board = _board(asking, whole=True) if form in FORMS else None
    if board is None:
        raise NotFound(_("Không có bảng này. Lấy từ nút XLSX, CSV hoặc JSON trên trang."))
    name = f"chuc-danh-{board.view}-{asking.day.isoformat()}.{form}"
    if form == "json":
        return JsonResponse({
            "unit": board.unit.name, "day": asking.day.isoformat(), "list": board.view, "kind": board.kind, "seats": board.seats, "held": board.held,
            "count": len(board.lines), "rows": [
                {"unit": line.unit, "post": line.title, "holder": line.person or None, "since": line.since or None, "term_ends_on": line.term or None,
                 "days_left": line.left, "vacant": line.vacant, "note": line.note} for line in board.lines]},
            json_dumps_params={"ensure_ascii": False, "indent": 1}, headers={"Content-Disposition": f'attachment; filename="{name}"'})
    table = _table(asking, board)
    if form == "xlsx":
        content, kind = as_xlsx(table, about_title=_("Về bảng này")), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        content, kind = as_csv(table), "text/csv; charset=utf-8"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
