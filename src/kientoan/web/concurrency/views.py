"""Posts held together: the figure, over time, the hamlets behind it, and the plan to rearrange."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.org import access, queries
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.people.concurrency import HamletRow
from kientoan.people.operations import set_concurrency_target
from kientoan.reports.concurrency import ConcurrencyFigure, concurrency_figure, model_with_key, title_of, visible_rows
from kientoan.reports.figure import CONCURRENCY, ask_of
from kientoan.rules.concurrency import MODELS, explain, next_step
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share
from kientoan.web.acting import act_page
from kientoan.web.day import carry
from kientoan.web.forms import CitedForm, DayField, TextField
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import known_line, own_scope, seen_unit
from kientoan.web.templatetags.kientoan import moment

PAGE_ROWS = 50
FILTERS = {"tat-ca": gettext_lazy("Mọi xóm"), "dat": gettext_lazy("Đạt"), "chua-dat": gettext_lazy("Chưa đạt")}


def _figure(asking: Asking) -> ConcurrencyFigure:
    model = asking.request.GET.get("mo-hinh", "") or next(iter(MODELS))
    return concurrency_figure(ask_of(own_scope(asking), asking.day, known_at=asking.known_at), model=model)


def _days(day: date, begins: date) -> list[date]:
    """The last day of each of the last six years that the tree has, and the day itself."""
    ends = [date(year, 12, 31) for year in range(day.year - 6, day.year)]
    return [*(each for each in ends if each >= begins), day]


def _chosen(asking: Asking, rows: list[HamletRow]) -> tuple[str, list[HamletRow]]:
    wanted = asking.request.GET.get("loc", "")
    if wanted and wanted not in FILTERS:
        raise NotFound(_("Không có danh sách này."))
    return wanted or "tat-ca", [row for row in rows if wanted not in ("dat", "chua-dat") or row.met == (wanted == "dat")]


@staff_page()
def concurrency_board(asking: Asking) -> HttpResponse:
    """How many cells and hamlets meet a model, and each hamlet with its obstacle, its target and its next election."""
    figure = _figure(asking)
    seen = visible_rows(asking.actor, figure)
    chosen, rows = _chosen(asking, seen)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    page = min(max(1, int(text)) if (text := asking.request.GET.get("trang", "1")).isdecimal() and len(text) < 6 else 1, pages)
    begins = queries.unit_begins(figure.asked.unit.unit_id)
    children = [child for child in figure.children if access.may_see(asking.actor, child.unit, asking.day) or child.unit.level == UnitLevel.SUPERIOR]
    return asking.page("concurrency", {
        "scope": figure.asked.unit, "chain": queries.chain_of(figure.asked.unit, asking.day, asking.known_at), "figure": figure, "title": title_of(figure.model),
        "models": [(model.key, title_of(model)) for model in MODELS.values()], "definition": CONCURRENCY,
        "series": figure.over_time(_days(asking.day, begins)), "children": children,
        "rows": [_line(row, figure) for row in rows[(page - 1) * PAGE_ROWS:page * PAGE_ROWS]], "hidden": len(figure.rows) - len(seen),
        "filters": [(key, label, sum(key == "tat-ca" or row.met == (key == "dat") for row in seen)) for key, label in FILTERS.items()],
        "chosen": chosen, "count": len(rows), "page": page, "pages": pages, "may_plan": asking.actor.has(Right.KEEP_POSTS),
        "may_freeze": asking.actor.refusal(Right.FREEZE_FIGURES, [figure.asked.unit.unit_id], asking.day) is None})


def _line(row: HamletRow, figure: ConcurrencyFigure) -> dict[str, Any]:
    why, step = explain(figure.model, row.obstacle), next_step(figure.model, row.obstacle)
    return {"row": row, "why": explained(why) if why else "", "step": explained(step) if step else "", "holders": ", ".join(seat.name for seat in row.holders),
            "overdue": bool(row.target_on and not row.met and row.target_on < figure.asked.day)}


def _table(asking: Asking, figure: ConcurrencyFigure) -> Table:
    seen = visible_rows(asking.actor, figure)
    chosen, rows = _chosen(asking, seen)
    columns = [Column(_("Xóm"), 30), Column(_("Chi bộ"), 34), Column(_("Trưởng xóm"), 26), Column(_("Là đảng viên")), Column(_("Giữ chức danh ở chi bộ"), 26),
               Column(_("Đạt")), Column(_("Vướng mắc"), 40), Column(_("Mục tiêu đến ngày")), Column(_("Lần bầu tới"))]
    lines: list[list[Cell]] = []
    for row in rows:
        why = explain(figure.model, row.obstacle)
        lines.append([row.hamlet.name, row.cell.name if row.cell else "", row.head.name if row.head else "", "x" if row.head_is_member else "",
                      ", ".join(seat.name for seat in row.holders), "x" if row.met else "", explained(why) if why else "", row.target_on, row.next_election])
    def said(share: Share) -> str:
        return f"{share.numerator}/{share.denominator}"

    about = [(_("Con số"), f"{CONCURRENCY.title}: {title_of(figure.model)}"), (_("Định nghĩa"), str(CONCURRENCY.counts)),
             (_("Tổ chức"), figure.asked.unit.name), (_("Số liệu đến hết ngày"), write_day(asking.day)), *known_line(asking), (_("Theo chi bộ"), said(figure.cells)),
             (_("Theo xóm"), said(figure.hamlets)), (_("Lọc"), str(FILTERS[chosen])), (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
             *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    if hidden := len(figure.rows) - len(seen):
        about.append((_("Ngoài phạm vi"), _("%(hidden)s dòng ngoài phạm vi được xem không có trong tệp") % {"hidden": hidden}))
    return Table(_("Kiêm nhiệm ở xóm"), columns, lines, about)


@staff_page()
def concurrency_download(asking: Asking, form: str) -> HttpResponse:
    """The hamlets as XLSX, CSV or JSON."""
    figure = _figure(asking)
    if form == "json":
        rows = visible_rows(asking.actor, figure)
        answer = figure.as_json() | {"hidden": len(figure.rows) - len(rows), "hamlets": [
            {"name": row.hamlet.name, "cell": row.cell.name if row.cell else None, "met": row.met, "obstacle": row.obstacle.value,
             "target_on": row.target_on.isoformat() if row.target_on else None} for row in rows]}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ nút XLSX, CSV hoặc JSON trên trang."))
    table = _table(asking, figure)
    content, kind = ((as_xlsx(table, about_title=_("Về bảng này")), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") if form == "xlsx"
                     else (as_csv(table), "text/csv; charset=utf-8"))
    name = f"kiem-nhiem-{figure.model.key}-{asking.day.isoformat()}.{form}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class TargetForm(CitedForm):
    """By when a hamlet is to meet a model."""

    due_on = DayField(label=gettext_lazy("Phải đạt trước hết ngày"))
    on = DayField(label=gettext_lazy("Ngày quyết định"))
    note = TextField(label=gettext_lazy("Cách làm, một câu"), max_length=300, required=False)
    field_order = ("due_on", "on", "note")


def _board_of(asking: Asking, hamlet: UnitVersion, model: str) -> str:
    """The board of the organisation that covers the hamlet's commune: where one came from, and where the target shows."""
    organization = queries.organization_of(hamlet.parent_id, asking.day) if hamlet.parent_id else None
    parameters = {"mo-hinh": model} | ({"don-vi": str(organization.unit_id)} if organization else {})
    return carry(reverse("concurrency_board"), asking.day, today=clock.today(), known_at=asking.known_at, **parameters)


@staff_page(Right.KEEP_POSTS)
def unit_target(asking: Asking, unit_id: int, model: str) -> HttpResponse:
    """Set a hamlet's target."""
    unit = seen_unit(asking, unit_id)
    chosen = model_with_key(model)
    form = TargetForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: set_concurrency_target(
        asking.actor, hamlet_id=unit_id, model=model, on=form.cleaned_data["on"], due_on=form.cleaned_data["due_on"], note=form.cleaned_data["note"],
        decision=form.citation()), unit=unit, back=_board_of(asking, unit, model), title=_("Mục tiêu của %(name)s: %(model)s") % {"name": unit.name, "model": title_of(chosen)},
        button=_("Đặt mục tiêu"), lead=_("Mục tiêu cũ, nếu có, kết thúc vào ngày quyết định."))
