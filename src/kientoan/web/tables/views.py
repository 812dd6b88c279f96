"""Official tables: each as a page, as a paper in official form, as a workbook."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import as_xlsx, table_of
from kientoan.org import queries
from kientoan.org.enums import UnitLevel
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.papers.model import Align, Table
from kientoan.papers.wording import Cell
from kientoan.reports.figure import ask_of
from kientoan.reports.official import OFFICIALS, Official, paper_of, sheet_of
from kientoan.rules.figures import Share
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import own_scope
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import day, moment, num, share


def _official(key: str) -> Official:
    found = OFFICIALS.get(key)
    if found is None:
        raise NotFound(_("Không có biểu này."))
    return found


def _shown(cell: Cell) -> str:
    """A cell as the page prints it."""
    match cell:
        case None:
            return "–"
        case Share():
            return share(cell)
        case int():
            return num(cell)
        case date():
            return day(cell)
        case _:
            return cell


def _lines(table: Table) -> list[list[tuple[str, Any]]]:
    return [list(zip(map(_shown, row), table.columns, strict=True)) for row in table.rows]


@staff_page()
def table_list(asking: Asking) -> HttpResponse:
    """The official tables there are, for the page's organisation and day."""
    return asking.page("tables", {"scope": own_scope(asking), "officials": list(OFFICIALS.values()), "progress_rule": "RP-06"})


@staff_page()
def table_page(asking: Asking, key: str) -> HttpResponse:
    """One table on the screen."""
    official = _official(key)
    scope = own_scope(asking)
    sheet = sheet_of(official, ask_of(scope, asking.day, known_at=asking.known_at), asking.actor)
    total = list(zip(map(_shown, sheet.table.total), sheet.table.columns, strict=True)) if sheet.table.total else []
    return asking.page("table", {
        "scope": scope, "chain": queries.chain_of(scope, asking.day, asking.known_at), "official": official, "sheet": sheet, "lines": _lines(sheet.table), "total": total,
        "groups": sheet.table.groups() if any(column.group for column in sheet.table.columns) else [], "officials": list(OFFICIALS.values()), "left": Align.LEFT})


@staff_page()
def table_download(asking: Asking, key: str, form: str) -> HttpResponse:
    """One table in official form, as PDF or DOCX, or as XLSX."""
    official = _official(key)
    scope = own_scope(asking)
    asked = ask_of(scope, asking.day, known_at=asking.known_at)
    name = f"bieu-{key}-{asking.day.isoformat()}.{form}"
    if form in PAPER_FILES:
        above = queries.unit_on(scope.parent_id, asking.day, asking.known_at) if scope.parent_id else None
        named = above if above and above.level != UnitLevel.CENTRAL else None
        return taken(as_file(paper_of(official, asked, asking.actor, above=named, is_demo=settings.DEMO), form), name)
    if form != "xlsx":
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    sheet = sheet_of(official, asked, asking.actor)
    about = [(_("Biểu"), f"{sheet.title} ({official.rule})"), (_("Tổ chức"), scope.name), *sheet.notes, (_("Vân tay của số liệu"), sheet.print),
             (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return taken(as_xlsx(table_of(sheet.table, title=sheet.title, about=about), about_title=_("Về bảng này")), name)
