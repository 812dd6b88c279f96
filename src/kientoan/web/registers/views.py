"""The register of papers: its runs of numbers with what is missing, the next number, a paper of the past, a void number."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.org import queries as org_queries
from kientoan.org.models import UnitVersion
from kientoan.registers.enums import IssuedBy, PaperKind, SeriesKind
from kientoan.registers.operations import enter_numbered_paper, take_number, void_number
from kientoan.registers.queries import RegisterReport, line_of, paper_with, register_seen, registers_of
from kientoan.registers.steps import NewPaper, Numbered
from kientoan.web.acting import act_page
from kientoan.web.day import carry
from kientoan.web.forms import ActForm, ChoiceField, DayField, NumberField, TextField
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import known_line, own_scope, seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment


def title_of(report: RegisterReport) -> str:
    """What a run of numbers is called."""
    register = report.register
    match SeriesKind(register.series):
        case SeriesKind.KIND:
            return _("Sổ %(symbol)s, %(term)s") % {"symbol": register.symbol, "term": register.term}
        case SeriesKind.CONGRESS:
            return _("Sổ văn bản đại hội, %(term)s") % {"term": register.term}
        case _:
            return _("Sổ văn bản chung, %(term)s") % {"term": register.term}


def _unit(asking: Asking) -> UnitVersion:
    """The unit of the list: the one asked for, of the territory too, else one's own."""
    wanted = asking.request.GET.get("don-vi", "")
    return seen_unit(asking, int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else own_scope(asking)


def _list_address(asking: Asking, unit_id: int) -> str:
    return carry(f"{reverse('register_list')}?don-vi={unit_id}", asking.day, today=clock.today())


@staff_page()
def register_list(asking: Asking) -> HttpResponse:
    """The registers of a unit, each with its next number and what is wrong in it."""
    unit = _unit(asking)
    reports = registers_of([unit.unit_id], asking.known_at)
    return asking.page("registers", {
        "scope": unit, "reports": [(report, title_of(report)) for report in reports], "missing": sum(report.missing for report in reports),
        "duplicates": sum(report.duplicates for report in reports), "count": sum(len(report.papers) for report in reports),
        "may_keep": asking.actor.refusal(Right.KEEP_REGISTER, [unit.unit_id], asking.day) is None})


@staff_page()
def register_page(asking: Asking, register_id: int) -> HttpResponse:
    """One register: its papers by number, its gaps, doubles and void numbers."""
    report = register_seen(asking.actor, register_id, asking.day, asking.known_at)
    unit = seen_unit(asking, report.register.unit_id)
    return asking.page("register", {
        "scope": unit, "report": report, "title": title_of(report), "papers": [(paper, _remarks(paper)) for paper in report.papers],
        "may_keep": asking.actor.refusal(Right.KEEP_REGISTER, [unit.unit_id], asking.day) is None})


def _remarks(paper: Any) -> list[str]:
    found: list[str] = []
    if paper.void_reason:
        found.append(_("đã hủy: %(reason)s") % {"reason": paper.void_reason})
    if paper.is_duplicate:
        found.append(_("trùng số và ký hiệu với sổ khác của đơn vị"))
    if paper.is_out_of_order:
        found.append(_("ngày trước ngày của số nhỏ hơn"))
    if paper.is_by_hand:
        found.append(_("ghi lại từ văn bản"))
    return found


@staff_page()
def register_download(asking: Asking, register_id: int, form: str) -> HttpResponse:
    """One register as XLSX or CSV, with a row for every gap."""
    report = register_seen(asking.actor, register_id, asking.day, asking.known_at)
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    unit = seen_unit(asking, report.register.unit_id)
    rows: list[list[Cell]] = [[paper.number, paper.line, str(paper.kind.label), paper.day, paper.abstract, "; ".join(_remarks(paper))] for paper in report.papers]
    rows += [[gap.first, "", "", None, "", _("thiếu số %(first)s đến %(last)s") % {"first": gap.first, "last": gap.last}] for gap in report.gaps]
    rows.sort(key=lambda row: int(str(row[0])))
    about = [(_("Sổ"), title_of(report)), (_("Đơn vị"), unit.name), *known_line(asking), (_("Số tiếp theo"), str(report.next_number)), (_("Số còn thiếu"), str(report.missing)),
             (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    table = Table(title_of(report), [Column(_("Số"), 8), Column(_("Số và ký hiệu"), 20), Column(_("Loại"), 16), Column(_("Ngày văn bản")), Column(_("Trích yếu"), 60),
                                     Column(_("Ghi chú"), 40)], rows, about)
    name = f"so-van-ban-{report.register.pk}-{asking.day.isoformat()}.{form}"
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), name)


class PaperForm(ActForm):
    """A paper that needs a number."""

    issued_by = ChoiceField(label=gettext_lazy("Văn bản của"), choices=IssuedBy.choices)
    kind = ChoiceField(label=gettext_lazy("Loại văn bản"), choices=PaperKind.choices)
    series = ChoiceField(label=gettext_lazy("Dãy số"), choices=SeriesKind.choices,
                         help_text=gettext_lazy("Văn bản của đại hội (cả biên bản kiểm phiếu) dùng chung một dãy số; một dãy cho mọi loại chỉ có ở văn bản của Nhà nước."))
    term = TextField(label=gettext_lazy("Nhiệm kỳ"), required=False, max_length=11,
                     help_text=gettext_lazy("Ví dụ 2020-2025. Văn bản của Nhà nước để trống: đánh số theo năm."))
    issuer_symbol = TextField(label=gettext_lazy("Ký hiệu cơ quan ban hành"), required=False, max_length=20, help_text=gettext_lazy("Ví dụ ĐU, CB, ĐH, UBND."))
    day = DayField(label=gettext_lazy("Ngày văn bản"))
    abstract = TextField(label=gettext_lazy("Trích yếu"), max_length=300)

    def paper(self, unit_id: int) -> NewPaper:
        """The paper that the form describes."""
        values = self.cleaned_data
        return NewPaper(unit_id, PaperKind(values["kind"]), values["abstract"], values["day"], values["issuer_symbol"], IssuedBy(values["issued_by"]),
                        SeriesKind(values["series"]), values["term"])


class NumberedForm(PaperForm):
    """A paper of the past, with the number that it bears."""

    number = NumberField(label=gettext_lazy("Số trên văn bản"))
    field_order = ("number", "issued_by", "kind", "series", "term", "issuer_symbol", "day", "abstract")


class VoidForm(ActForm):
    """Why a number is void."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


def _numbered(asking: Asking, found: Numbered) -> HttpResponse:
    messages.success(asking.request, _("Đã ghi: %(line)s.") % {"line": found.line})
    return redirect(carry(reverse("register", args=[found.register_id]), asking.day, today=clock.today()))


def _begins(asking: Asking) -> dict[str, Any]:
    return {"day": asking.day, "kind": PaperKind.REPORT}


@staff_page(Right.KEEP_REGISTER)
def register_take(asking: Asking, unit_id: int) -> HttpResponse:
    """Give a paper the next number."""
    unit = seen_unit(asking, unit_id)
    form = PaperForm(asking.request.POST or None, initial=_begins(asking))
    return act_page(asking, form, lambda: _numbered(asking, take_number(asking.actor, paper=form.paper(unit_id))), title=_("Cấp số văn bản: %(unit)s") % {"unit": unit.name},
                    button=_("Cấp số tiếp theo"), back=_list_address(asking, unit_id), lead=_("Số đã cấp không dùng lại, kể cả khi hủy. Cấp số sau khi văn bản được ký."))


@staff_page(Right.KEEP_REGISTER)
def register_enter(asking: Asking, unit_id: int) -> HttpResponse:
    """Enter a paper of the past under its number."""
    unit = seen_unit(asking, unit_id)
    form = NumberedForm(asking.request.POST or None, initial=_begins(asking))
    return act_page(asking, form,
                    lambda: _numbered(asking, enter_numbered_paper(asking.actor, paper=form.paper(unit_id), number=form.cleaned_data["number"])),
                    title=_("Ghi văn bản đã có số: %(unit)s") % {"unit": unit.name}, button=_("Ghi vào sổ"), back=_list_address(asking, unit_id),
                    lead=_("Dùng cho văn bản đã ban hành trước khi có sổ này. Số chưa ghi ở giữa hiện là số thiếu."))


@staff_page(Right.KEEP_REGISTER)
def register_void(asking: Asking, fact_id: UUID) -> HttpResponse:
    """Say that a number is void, and why."""
    paper = paper_with(fact_id)
    if org_queries.unit_on(paper.register.unit_id, asking.day) is None:
        raise org_queries.no_such_unit()
    seen_unit(asking, paper.register.unit_id)
    form = VoidForm(asking.request.POST or None)
    line = line_of(paper.register, paper)
    return act_page(asking, form, lambda: void_number(asking.actor, fact_id=fact_id, reason=form.cleaned_data["reason"]), title=_("Hủy số: %(line)s") % {"line": line},
                    button=_("Hủy số này"), back=carry(reverse("register", args=[paper.register_id]), asking.day, today=clock.today()), stop=True,
                    lead=_("%(abstract)s. Số vẫn nằm trong sổ với lý do, và không cấp cho văn bản khác.") % {"abstract": paper.abstract})
