"""The season board, the names behind a figure, what can be taken away, the season's calendar."""

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress import queries as congress_queries
from kientoan.congress.enums import StateName
from kientoan.congress.operations import SEASON_LEVELS, WindowRow, open_season, set_window
from kientoan.congress.queries import Row
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx, table_of
from kientoan.org import queries
from kientoan.org.enums import UnitLevel
from kientoan.papers.calendar import CALENDAR
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.reports.figure import SEASON
from kientoan.reports.progress import Progress, progress_of
from kientoan.reports.season import (
    FILTER_LABELS,
    Child,
    Filter,
    NoSeasonError,
    SeasonFigure,
    added_up,
    levels_of_season,
    visible_children,
    visible_rows,
)
from kientoan.reports.tiles import tile_map
from kientoan.rules.comparison import notes_outside
from kientoan.rules.congress import Clocks, Step, days_late
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share
from kientoan.web.acting import act_page
from kientoan.web.day import carry
from kientoan.web.forms import ChoiceField, CitedForm, DayField, NumberField, TextField
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import figure_of, known_line, scope_of
from kientoan.web.season.pictures import draw, map_of
from kientoan.web.templatetags.kientoan import moment

SORTS: dict[str, Callable[[Child], tuple[object, ...]]] = {
    "ty-le": lambda child: (Share(child.held, child.total).fraction or 0, child.unit.sort_key),
    "ten": lambda child: (child.unit.sort_key,),
    "tong": lambda child: (-child.total, child.unit.sort_key),
    "con-lai": lambda child: (-child.left, child.unit.sort_key),
    "tre": lambda child: (-child.late, child.unit.sort_key),
}
PAGE_ROWS = 100


@staff_page()
def season_board(asking: Asking) -> HttpResponse:
    """How far each unit below is."""
    scope = scope_of(asking)
    try:
        figure = figure_of(asking, scope)
    except NoSeasonError:
        return asking.page("home_empty", {"scope": scope})
    sort = asking.request.GET.get("xep", "")
    sort = sort if sort in SORTS else "ty-le"
    children = sorted(visible_children(asking.actor, figure), key=SORTS[sort])
    found = tile_map(figure, asking.actor) if figure.level == UnitLevel.GRASSROOTS and scope.level != UnitLevel.CENTRAL else None
    return asking.page("season", {
        "scope": scope,
        "chain": queries.chain_of(scope, asking.day, asking.known_at),
        "figure": figure,
        "sort": sort,
        "lines": [(child, Share(child.planned, child.total)) for child in children],
        "total": added_up(children, scope),
        "total_plan": Share(sum(child.planned for child in children), figure.total),
        "levels": levels_of_season(figure.asked, figure.season),
        "seasons": congress_queries.seasons(),
        "bulletin": explained(figure.bulletin()),
        "definition": SEASON,
        "deeper": {child.unit.unit_id for child in children if not child.hidden and child.unit.level != figure.level},
        "may_set": asking.actor.refusal(Right.SET_SEASON, [figure.season.unit_id], asking.day) is None,
        "may_enter": asking.actor.has(Right.REPORT_CONGRESS) or asking.actor.has(Right.DECIDE_CONGRESS),
        "may_freeze": asking.actor.refusal(Right.FREEZE_FIGURES, [scope.unit_id], asking.day) is None,
        "overdue": sum(each.clock.is_overdue for each in figure.running),
        "map": found, "drawing": draw(found, asking) if found else None,
        "notes": [(explained(note), note.rule) for note in notes_outside(asking.day, figure.window.opens_on, figure.window.due_on)],
    })


def _chosen(asking: Asking) -> tuple[Filter, int | None]:
    wanted = asking.request.GET.get("loc", "")
    under = asking.request.GET.get("duoi", "")
    try:
        chosen = Filter(wanted) if wanted else Filter.ALL
    except ValueError as error:
        raise NotFound(_("Không có danh sách này.")) from error
    if under and not (under.isdecimal() and len(under) < 18):
        raise NotFound(_("Không có đơn vị này."))
    return chosen, int(under) if under else None


@staff_page()
def season_names(asking: Asking) -> HttpResponse:
    """The organisations behind a number; a total may exceed the names one may see, and then the page says so."""
    scope = scope_of(asking)
    figure = figure_of(asking, scope)
    chosen, under = _chosen(asking)
    rows = figure.names(chosen, under=under)
    seen = visible_rows(asking.actor, figure, rows)
    page = max(1, int(text)) if (text := asking.request.GET.get("trang", "1")).isdecimal() and len(text) < 6 else 1
    pages = max(1, -(-len(seen) // PAGE_ROWS))
    page = min(page, pages)
    shown = seen[(page - 1) * PAGE_ROWS:page * PAGE_ROWS]
    parents = {child.unit.unit_id: child.unit.name for child in figure.children}
    return asking.page("names", {
        "scope": scope,
        "figure": figure,
        "chosen": chosen,
        "under": next((child.unit for child in figure.children if child.unit.unit_id == under), None),
        "filters": [(each.value, label, len(figure.names(each, under=under))) for each, label in FILTER_LABELS.items()],
        "count": len(rows),
        "hidden": len(rows) - len(seen),
        "rows": [_name_line(row, figure, parents) for row in shown],
        "page": page, "pages": pages, "first": (page - 1) * PAGE_ROWS + 1 if shown else 0, "last": (page - 1) * PAGE_ROWS + len(shown), "seen": len(seen),
        "label": FILTER_LABELS[chosen],
    })


def _name_line(row: Row, figure: SeasonFigure, parents: Mapping[int, str]) -> dict[str, object]:
    """What the list says of one organisation; ``parents`` has the names of the units directly below the page's."""
    plan = row.course.plan
    depth = figure.asked.unit.depth + 1
    return {
        "unit": row.unit, "ordinal": row.ordinal, "run": row.run, "planned": plan.closes_on if plan else None, "held": row.held_on,
        "state": row.course.state, "late": days_late(row.course, day=figure.asked.day), "delay": row.delay,
        "parent": parents.get(row.unit.chain[depth], "") if len(row.unit.chain) > depth and row.unit.chain[depth] != row.unit.unit_id else "",
    }


def _about(asking: Asking, figure: SeasonFigure, choice: str) -> list[tuple[str, str]]:
    return [
        (_("Con số"), str(SEASON.title)), (_("Định nghĩa"), str(SEASON.counts)), (_("Tổ chức"), figure.asked.unit.name),
        (_("Mùa đại hội"), figure.season.label), (_("Cấp"), str(figure.level.label)), (_("Số liệu đến hết ngày"), write_day(asking.day)),
        *known_line(asking), (_("Lọc"), choice), (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
        *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else []),
    ]


def _board_table(asking: Asking, figure: SeasonFigure) -> Table:
    def cells(name: str, code: str, child: Child) -> list[Cell]:
        return [name, code, child.total, child.held, child.share, child.left, child.late, child.planned, child.cleared, child.reported, child.approved]

    columns = [Column(_("Đơn vị"), 40), Column(_("Mã địa bàn")), Column(_("Tổng")), Column(_("Đã tổ chức")), Column(_("Tỷ lệ")), Column(_("Còn lại")),
               Column(_("Trễ kế hoạch")), Column(_("Kế hoạch đến ngày")), Column(_("Đã duyệt nội dung")), Column(_("Đã báo cáo")), Column(_("Đã chuẩn y"))]
    total = added_up(figure.children, figure.asked.unit)
    return Table(_("Tiến độ đại hội"), columns, [cells(child.name, child.code, child) for child in visible_children(asking.actor, figure)],
                 _about(asking, figure, _("không lọc")), cells(_("Tổng"), "", total))


def _names_table(asking: Asking, figure: SeasonFigure) -> Table:
    chosen, under = _chosen(asking)
    all_rows = figure.names(chosen, under=under)
    rows = visible_rows(asking.actor, figure, all_rows)
    columns = [Column(_("Tổ chức"), 46), Column(_("Thuộc"), 34), Column(_("Lần thứ")), Column(_("Dự kiến bế mạc")), Column(_("Đã bế mạc")),
               Column(_("Trạng thái"), 22), Column(_("Trễ (ngày)")), Column(_("Lý do"), 40)]
    lines: list[list[Cell]] = []
    parents = {child.unit.unit_id: child.unit.name for child in figure.children}
    for row in rows:
        line = _name_line(row, figure, parents)
        planned, held = line["planned"], line["held"]
        lines.append([row.unit.name, str(line["parent"]), row.ordinal, planned if isinstance(planned, date) else None,
                      held if isinstance(held, date) else None, str(StateName(row.course.state.value).label),
                      days_late(row.course, day=asking.day) or None, row.delay])
    choice = str(FILTER_LABELS[chosen])
    if len(all_rows) > len(rows):
        choice += "; " + _("%(hidden)s dòng ngoài phạm vi được xem không có trong tệp") % {"hidden": len(all_rows) - len(rows)}
    return Table(_("Danh sách tổ chức"), columns, lines, _about(asking, figure, choice))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"bang": ("xlsx", "csv", "json"), "ten": ("xlsx", "csv", "json"), "bieu": ("pdf", "docx", "xlsx"), "ban-do": ("xlsx",)}


def taken(content: bytes, name: str) -> HttpResponse:
    """A file to be kept; its kind follows from its name."""
    papers = {form: media_type for form, (_make, media_type) in PAPER_FILES.items()}
    kind = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "ics": CALENDAR, **papers}[name.rpartition(".")[2]]
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _progress_file(asking: Asking, progress: Progress, form: str) -> bytes:
    """The progress table RP-06 in official form or as a workbook, both from one table."""
    figure = progress.figure
    if form in PAPER_FILES:
        above = queries.unit_on(figure.asked.unit.parent_id, asking.day) if figure.asked.unit.parent_id else None
        named = above if above and above.level != UnitLevel.CENTRAL else None  # the title of every paper names the Party already
        return as_file(progress.paper(above=named, is_demo=settings.DEMO), form)
    about = [*_about(asking, figure, _("không lọc")), *progress.notes()[2:]]
    return as_xlsx(table_of(progress.table(), title=_("Biểu tiến độ"), about=about), about_title=_("Về bảng này"))


def _tiles_table(asking: Asking, figure: SeasonFigure) -> Table:
    """Every commune of the tile map with the state that its tile shows."""
    columns = [Column(_("Địa bàn"), 34), Column(_("Mã")), Column(_("Thuộc"), 30), Column(_("Tổ chức"), 40), Column(_("Trạng thái"), 26),
               Column(_("Đã bế mạc hoặc dự kiến"))]
    found = map_of(figure, asking.actor)
    rows: list[list[Cell]] = [
        [tile.commune.name, tile.commune.code, tile.above, tile.organization.name if tile.organization else "", tile.label, tile.on] for tile in found.tiles]
    return Table(_("Bản đồ ô"), columns, rows, _about(asking, figure, _("không lọc")))


@staff_page()
def season_download(asking: Asking, what: str, form: str) -> HttpResponse:
    """The board (``bang``) or the names (``ten``) as XLSX, CSV or JSON; the progress table (``bieu``, RP-06) as PDF or XLSX;
    the communes of the tile map (``ban-do``) as XLSX."""
    if form not in FORMS.get(what, ()):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    figure = figure_of(asking, scope_of(asking))
    name = f"dai-hoi-{figure.season.key}-{what}-{asking.day.isoformat()}.{form}"
    if what == "bieu":
        return taken(_progress_file(asking, progress_of(figure, asking.actor), form), name)
    if what == "ban-do":
        return taken(as_xlsx(_tiles_table(asking, figure), about_title=_("Về bảng này")), name)
    if form == "json":
        answer = figure.as_json() | {"children": [
            {"code": child.code or None, "name": child.name, "total": child.total, "held": child.held} for child in visible_children(asking.actor, figure)]}
        if what == "ten":
            chosen, under = _chosen(asking)
            rows = figure.names(chosen, under=under)
            seen = visible_rows(asking.actor, figure, rows)
            answer |= {"filter": chosen.value, "count": len(rows), "hidden": len(rows) - len(seen),
                       "names": [{"name": row.unit.name, "state": row.course.state.value,
                                  "held_on": row.held_on.isoformat() if row.held_on else None,
                                  "planned_on": row.course.plan.closes_on.isoformat() if row.course.plan else None,
                                  "steps": {step.value: day.isoformat() for step, day in row.course.steps.items() if step in Step}}
                                 for row in seen]}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
    table = _board_table(asking, figure) if what == "bang" else _names_table(asking, figure)
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), name)


class SeasonForm(CitedForm):
    """A new season: its name and the calendar of its grassroots level; other levels are added afterwards."""

    label = TextField(label=gettext_lazy("Nhiệm kỳ"), max_length=20, help_text=gettext_lazy("Ví dụ 2025–2030."))
    opens_on = DayField(label=gettext_lazy("Cấp cơ sở: từ ngày"))
    due_on = DayField(label=gettext_lazy("Cấp cơ sở: xong trước hết ngày"))
    field_order = ("label", "opens_on", "due_on")


class WindowForm(CitedForm):
    """A level's calendar."""

    level = ChoiceField(label=gettext_lazy("Cấp"), choices=[(level.value, level.label) for level in SEASON_LEVELS])
    opens_on = DayField(label=gettext_lazy("Từ ngày"))
    due_on = DayField(label=gettext_lazy("Xong trước hết ngày"))
    most_days = NumberField(label=gettext_lazy("Dài nhất mấy ngày"), required=False, min_value=1, max_value=30)
    clearance_lead = NumberField(label=gettext_lazy("Duyệt nội dung trước khai mạc, ngày làm việc"), required=False, min_value=0, max_value=200,
                                 help_text=gettext_lazy("CG-05: 45 ngày, theo kế hoạch 2025 của một tỉnh; để trống nếu không áp dụng."))
    report_within = NumberField(label=gettext_lazy("Báo cáo sau bế mạc, ngày làm việc"), required=False, min_value=0, max_value=200,
                                help_text=gettext_lazy("CG-28: 7 ngày, theo 24-QĐ/TW năm 2021; cho mùa khác là thiết đặt, hãy đối chiếu văn bản."))
    approve_within = NumberField(label=gettext_lazy("Chuẩn y sau báo cáo, ngày làm việc"), required=False, min_value=0, max_value=200,
                                 help_text=gettext_lazy("CG-29: 15 ngày khi không có khiếu nại; cho mùa khác là thiết đặt."))
    field_order = ("level", "opens_on", "due_on", "most_days", "clearance_lead", "report_within", "approve_within")


@staff_page(Right.SET_SEASON)
def season_new(asking: Asking) -> HttpResponse:
    """Open a season."""
    form = SeasonForm(asking.request.POST or None)

    def act() -> HttpResponse:
        values = form.cleaned_data
        season = open_season(
            asking.actor, key=values["label"].replace("–", "-").replace(" ", ""), label=values["label"], unit_id=scope_of(asking).unit_id,
            decision=form.citation(), windows=[WindowRow(UnitLevel.GRASSROOTS, values["opens_on"], values["due_on"], 2, Clocks(None, 7, 15))])
        return redirect(carry(reverse("season_calendar"), asking.day, today=clock.today(), known_at=asking.known_at, mua=season.key))

    return act_page(asking, form, act, title=_("Mở mùa đại hội"), button=_("Mở mùa đại hội"), back=reverse("season_board"),
                    lead=_("Mùa mở cho tổ chức của trang mùa đại hội. Sau khi mở, thêm lịch của các cấp khác."))


@staff_page(Right.SET_SEASON)
def season_calendar(asking: Asking) -> HttpResponse:
    """The calendar of a season's levels, and a form to set one."""
    season = congress_queries.season_with_key(asking.request.GET.get("mua", "")) if asking.request.GET.get("mua") else congress_queries.season_of(asking.day)
    if season is None:
        raise NotFound(_("Chưa có mùa đại hội nào. Mở mùa đại hội trước."))
    windows = congress_queries.windows(season)
    chosen = windows.get(asking.request.GET.get("cap", ""))
    initial = {} if chosen is None else {
        "level": chosen.level, "opens_on": chosen.opens_on, "due_on": chosen.due_on, "most_days": chosen.most_days,
        "clearance_lead": chosen.clocks.clearance_lead, "report_within": chosen.clocks.report_within, "approve_within": chosen.clocks.approve_within}
    form = WindowForm(asking.request.POST or None, initial=initial)
    if asking.request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        done, _nothing = form.run(lambda: set_window(asking.actor, season_key=season.key, decision=form.citation(), row=WindowRow(
            UnitLevel(values["level"]), values["opens_on"], values["due_on"], values["most_days"],
            Clocks(values["clearance_lead"], values["report_within"], values["approve_within"]))))
        if done:
            return redirect(carry(reverse("season_calendar"), asking.day, today=clock.today(), known_at=asking.known_at, mua=season.key))
    order = list(SEASON_LEVELS)
    return asking.page("calendar", {
        "season": season, "form": form,
        "windows": sorted(windows.values(), key=lambda window: order.index(UnitLevel(window.level))),
        "labels": {level.value: level.label for level in UnitLevel}})
