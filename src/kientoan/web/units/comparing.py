"""The counts of units at and under one on two days."""

from datetime import date

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Column, Table, as_xlsx
from kientoan.org import queries
from kientoan.org.enums import UnitKind, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.reports.comparison import MOVE_LABELS, UnitsComparison, compare_units, move_of
from kientoan.reports.figure import UNITS, ask_of
from kientoan.rules.days import write_day
from kientoan.web.other_day import both_days, other_day
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment

PAGE_ROWS = 100


def _compared(asking: Asking, unit_id: int) -> tuple[UnitVersion, UnitsComparison]:
    """The unit and the counts under it, the earlier day first whichever of them the page shows."""
    unit = seen_unit(asking, unit_id)
    queries.refuse_day(asking.day, today=clock.today())
    day = other_day(asking, default=date(asking.day.year - 1, 12, 31))
    first, second = sorted((ask_of(unit, asking.day), ask_of(queries.unit_then(unit, day), day)), key=lambda asked: asked.day)
    return unit, compare_units(first, second)


@staff_page()
def unit_compare(asking: Asking, unit_id: int) -> HttpResponse:
    """Both counts by level and kind, and the units that came or went."""
    unit, compared = _compared(asking, unit_id)
    seen = compared.visible(asking.actor)
    return asking.page("unit_compare", {
        "unit": unit, "chain": queries.chain_of(unit, asking.day), "compared": compared,
        "days": both_days(asking, compared.first.asked.day, compared.second.asked.day),
        "notes": [(explained(note), note.rule) for note in compared.notes],
        "tables": [(_("Cấp"), compared.levels()), (_("Loại"), compared.kinds())],
        "tally": compared.tally(compared.passages),
        "changes": [(each, MOVE_LABELS[move_of(each)], UnitLevel(each.unit.level).label, UnitKind(each.unit.kind).label) for each in seen[:PAGE_ROWS]],
        "more": max(0, len(seen) - PAGE_ROWS), "hidden": len(compared.passages) - len(seen), "count": len(compared.passages), "definition": UNITS,
    })


@staff_page()
def unit_compare_download(asking: Asking, unit_id: int, form: str) -> HttpResponse:
    """The comparison as XLSX or JSON, every unit within the reader's scope."""
    if form not in ("xlsx", "json"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    unit, compared = _compared(asking, unit_id)
    if form == "json":
        return JsonResponse(compared.as_json(asking.actor), json_dumps_params={"ensure_ascii": False, "indent": 1})
    first, second = compared.first.asked.day, compared.second.asked.day
    about = [
        (_("Con số"), str(UNITS.title)), (_("Định nghĩa"), str(UNITS.counts)), (_("Đơn vị"), unit.name),
        (_("Hai ngày"), f"{write_day(first)}, {write_day(second)}"), *((_("Lưu ý"), f"{explained(note)} {note.rule}") for note in compared.notes),
        (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
        *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    counted = [Column(write_day(first)), Column(write_day(second)), Column(_("Chênh lệch"))]
    counts = Table(_("Số đơn vị"), [Column(_("Cấp hoặc loại"), 34), *counted], [*compared.levels(), *compared.kinds()], about)
    changes = Table(_("Đơn vị thay đổi"), [
        Column(_("Đơn vị"), 46), Column(_("Cấp"), 26), Column(_("Loại"), 20), Column(_("Biến động"), 28), Column(_("Từ ngày")), Column(_("Không còn từ ngày"))],
        [[each.unit.name, str(UnitLevel(each.unit.level).label), str(UnitKind(each.unit.kind).label), str(MOVE_LABELS[move_of(each)]), each.entered_on, each.left_on]
         for each in compared.visible(asking.actor)], ())
    return taken(as_xlsx(counts, about_title=_("Về bảng này"), more=[changes]), f"so-don-vi-{unit.unit_id}-{first.isoformat()}-{second.isoformat()}.xlsx")
