"""Two days of a season side by side."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress.enums import StateName
from kientoan.core import clock
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_xlsx
from kientoan.org import queries
from kientoan.org.models import UnitVersion
from kientoan.reports.comparison import MOVE_LABELS, Pair, SeasonComparison, compare_seasons
from kientoan.reports.figure import SEASON, ask_of
from kientoan.reports.season import SeasonFigure, season_figure
from kientoan.rules.congress import State
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share
from kientoan.web.other_day import both_days, other_day
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import figure_of, scope_of
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment
from kientoan.working_days import working_calendar

PAGE_ROWS = 100
ABSENT = gettext_lazy("không có")


def _compared(asking: Asking) -> tuple[UnitVersion, SeasonComparison]:
    """The organisation of the page and its comparison, the earlier day first whichever of them the page shows."""
    scope = scope_of(asking)
    shown = figure_of(asking, scope)
    other = _figure_then(asking, scope, shown)
    first, second = sorted((shown, other), key=lambda figure: figure.asked.day)
    return scope, compare_seasons(first, second)


def _figure_then(asking: Asking, scope: UnitVersion, shown: SeasonFigure) -> SeasonFigure:
    day = other_day(asking, default=asking.day - timedelta(days=7))
    unit = queries.unit_then(scope, day, asking.known_at)
    return season_figure(ask_of(unit, day, known_at=asking.known_at), calendar=working_calendar(), season_key=shown.season.key, level=shown.level)


def state_words(state: State | None) -> str:
    """Where a congress stood; that there was no such organisation when None."""
    return str(StateName(state.value).label) if state else str(ABSENT)


@staff_page()
def season_compare(asking: Asking) -> HttpResponse:
    """Both figures, the difference, and the organisations that made it."""
    scope, compared = _compared(asking)
    seen = compared.visible(asking.actor)
    first, second = compared.first, compared.second
    return asking.page("season_compare", {
        "scope": scope, "figure": second, "compared": compared, "days": both_days(asking, first.asked.day, second.asked.day),
        "first": first, "second": second, "lines": compared.lines(asking.actor), "total": compared.total(),
        "notes": [(explained(note), note.rule) for note in compared.notes],
        "tally": compared.tally(compared.changes),
        "changes": [(change, MOVE_LABELS[change.move], state_words(change.before), state_words(change.after)) for change in seen[:PAGE_ROWS]],
        "more": max(0, len(seen) - PAGE_ROWS), "hidden": len(compared.changes) - len(seen), "count": len(compared.changes),
    })


@staff_page()
def season_compare_download(asking: Asking, form: str) -> HttpResponse:
    """The comparison as XLSX or JSON, every organisation within the reader's scope."""
    if form not in ("xlsx", "json"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    _scope, compared = _compared(asking)
    if form == "json":
        return JsonResponse(compared.as_json(asking.actor), json_dumps_params={"ensure_ascii": False, "indent": 1})
    days = [figure.asked.day.isoformat() for figure in (compared.first, compared.second)]
    changes, lines = _changes_table(asking, compared), _lines_table(asking, compared)
    return taken(as_xlsx(lines, about_title=_("Về bảng này"), more=[changes]), f"so-sanh-{compared.second.season.key}-{'-'.join(days)}.xlsx")


def _lines_table(asking: Asking, compared: SeasonComparison) -> Table:
    def cells(pair: Pair, name: str) -> list[Cell]:
        (total, later_total), (held, later_held) = pair.totals, pair.held
        return [name, total, held, Share(held, total), later_total, later_held, Share(later_held, later_total), *pair.more]

    counted = [_("Tổng"), _("Đã tổ chức"), _("Tỷ lệ")]
    columns = [Column(_("Đơn vị"), 40)]
    columns += [Column(heading, 12, write_day(figure.asked.day)) for figure in (compared.first, compared.second) for heading in counted]
    columns += [Column(heading, 12, _("Chênh lệch")) for heading in counted[:2]]
    return Table(_("So sánh hai ngày"), columns, [cells(pair, pair.name) for pair in compared.lines(asking.actor)], _about(asking, compared),
                 cells(compared.total(), _("Tổng")))


def _changes_table(asking: Asking, compared: SeasonComparison) -> Table:
    columns = [Column(_("Tổ chức"), 46), Column(_("Biến động"), 28), Column(_("Ngày")), Column(_("Trước"), 22), Column(_("Sau"), 22)]
    rows: list[list[Cell]] = [
        [change.unit.name, str(MOVE_LABELS[change.move]), change.on, state_words(change.before), state_words(change.after)]
        for change in compared.visible(asking.actor)]
    return Table(_("Tổ chức thay đổi"), columns, rows, ())


def _about(asking: Asking, compared: SeasonComparison) -> list[tuple[str, str]]:
    first, second = compared.first, compared.second
    hidden = len(compared.changes) - len(compared.visible(asking.actor))
    return [
        (_("Con số"), str(SEASON.title)), (_("Định nghĩa"), str(SEASON.counts)), (_("Tổ chức"), second.asked.unit.name),
        (_("Mùa đại hội"), second.season.label), (_("Cấp"), str(second.level.label)),
        (_("Hai ngày"), f"{write_day(first.asked.day)}, {write_day(second.asked.day)}"),
        *((_("Lưu ý"), f"{explained(note)} {note.rule}") for note in compared.notes),
        *([(_("Lưu ý"), _("%(hidden)s dòng ngoài phạm vi được xem không có trong tệp") % {"hidden": hidden})] if hidden else []),
        (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
        *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else []),
    ]
