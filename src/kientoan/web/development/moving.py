"""Transfers that both sides confirm, badges of Party age, and what falls due of every kind."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.development import access, operations, queries
from kientoan.development.queries import TransferRow
from kientoan.exchange.tables import Column, Table, as_csv, as_xlsx
from kientoan.org.queries import names_of_chains, unit_on
from kientoan.reports.due import DueList, due_list
from kientoan.rules.days import read_day, write_day
from kientoan.rules.development import ALARMS
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.development import forms
from kientoan.web.development.views import about, organization
from kientoan.web.lists import address, page_of, paged
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_units, searched
from kientoan.web.people.persons import person_address, seen_person
from kientoan.web.season.views import taken

PAGE = 100
THIS_MONTH, OVERDUE = "thang", "qua-han"
LONG_AGO = date(2000, 1, 1)


@staff_page(Right.SEE_PERSONS)
def transfer_list(asking: Asking) -> HttpResponse:
    """The transfers into and out of a unit: those that wait with their clock, and the newest that were answered."""
    unit = organization(asking, access.may_count)
    rows = queries.transfers_at(asking.actor, unit, asking.day)
    return asking.page("transfers", {"scope": unit, "waiting": [row for row in rows if row.is_open], "over": [row for row in rows if not row.is_open]})


@staff_page(Right.KEEP_CANDIDATES)
def transfer_new(asking: Asking, person_id: int) -> HttpResponse:
    """Ask an organisation to take a member: it is chosen among all of the tree, for it need not be one's own."""
    record = seen_person(asking, person_id)
    title = _("Đề nghị chuyển sinh hoạt: %(name)s") % {"name": record.name}
    back = person_address(asking, person_id)
    wanted = chosen(asking, "to-chuc")
    unit = unit_on(wanted, asking.day) if wanted is not None else None
    if unit is None:
        query = searched(asking)
        found = queries.organizations_called(query, asking.day) if query else []
        return choose_page(asking, of_units(found, names_of_chains(found, asking.day)), title=title, lead=_("Tìm tổ chức sẽ tiếp nhận."), label=_("Tìm tổ chức theo tên"),
                           parameter="to-chuc", back=back)
    form = forms.TransferForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})

    def act() -> HttpResponse:
        operations.request_transfer(asking.actor, person_id=person_id, destination_id=unit.unit_id, on=form.cleaned_data["on"], decision=form.citation())
        return redirect(address(asking, "transfer_list"))

    return act_page(asking, form, act, title=title, button=_("Gửi đề nghị"), back=back, lead=_("Đến %(unit)s. Nơi đến phải tiếp nhận trong 60 ngày làm việc (NM-16).") % {"unit": unit.name})


def _accept(asking: Asking, row: TransferRow, back: str) -> HttpResponse:
    form = forms.AcceptForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.accept_transfer(asking.actor, transfer_id=row.transfer_id, on=form.cleaned_data["on"], decision=form.citation()),
                    title=_("Tiếp nhận: %(name)s") % {"name": row.name}, button=pgettext("chuyển sinh hoạt", "Tiếp nhận"), back=back, lead=_("Từ %(origin)s đến %(unit)s.") % {"origin": row.origin, "unit": row.destination})


def _refuse(asking: Asking, row: TransferRow, back: str) -> HttpResponse:
    form = forms.AnswerForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.refuse_transfer(asking.actor, transfer_id=row.transfer_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
                    title=_("Không tiếp nhận: %(name)s") % {"name": row.name}, button=_("Không tiếp nhận"), back=back, stop=True)


def _cancel(asking: Asking, row: TransferRow, back: str) -> HttpResponse:
    form = forms.AnswerForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.cancel_transfer(asking.actor, transfer_id=row.transfer_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
                    title=_("Hủy đề nghị chuyển: %(name)s") % {"name": row.name}, button=_("Hủy đề nghị"), back=back, stop=True)


def _undo(asking: Asking, row: TransferRow, back: str) -> HttpResponse:
    return act_page(asking, confirm_form(asking), lambda: operations.undo_acceptance(asking.actor, transfer_id=row.transfer_id), title=_("Rút lại tiếp nhận: %(name)s") % {"name": row.name},
                    button=_("Rút lại"), back=back, stop=True,
                    lead=_("Người này trở lại %(origin)s và đề nghị chờ trả lời như trước. Bản ghi cũ vẫn còn trong lịch sử.") % {"origin": row.origin})


@staff_page(Right.KEEP_CANDIDATES)
def transfer_act(asking: Asking, transfer_id: int, what: str) -> HttpResponse:
    """Accept, refuse or cancel a transfer, or take its acceptance back."""
    act = {"tiep-nhan": _accept, "khong-nhan": _refuse, "huy": _cancel, "rut": _undo}.get(what)
    if act is None:
        raise NotFound(_("Không có việc này. Mở trang chuyển sinh hoạt để chọn việc."))
    return act(asking, queries.transfer_found(asking.actor, transfer_id, asking.day), address(asking, "transfer_list"))


# -- badges ---------------------------------------------------------------------------------------------------------------------------------


def _batch(asking: Asking) -> date:
    """The day of giving that the address names; by default the next."""
    text = asking.request.GET.get("dot", "")
    try:
        wanted = read_day(text) if text else asking.day
    except ValueError:
        wanted = asking.day
    return queries.next_batch(wanted)


@staff_page(Right.SEE_PERSONS)
def badge_list(asking: Asking) -> HttpResponse:
    """Who reaches a badge of Party age by a day of giving."""
    unit = organization(asking, access.may_count)
    page = page_of(asking)
    found = queries.badges_at(asking.actor, unit, _batch(asking), asking.day, start=(page - 1) * PAGE, limit=PAGE)
    return asking.page("badges", {"scope": unit, "found": found, **paged(page, found.count, len(found.rows), PAGE), "gives": access.may(asking.actor, Right.KEEP_CANDIDATES, [unit.unit_id], asking.day)})


@staff_page(Right.SEE_PERSONS)
def badge_download(asking: Asking, form: str) -> HttpResponse:
    """The list of a day of giving, as XLSX or CSV."""
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    unit = organization(asking, access.may_count)
    found = queries.badges_at(asking.actor, unit, _batch(asking), asking.day, limit=None)
    columns = [Column(_("Họ và tên"), 28), Column(_("Tổ chức"), 36), Column(_("Huy hiệu, năm")), Column(_("Ngày kết nạp")), Column(_("Đủ tuổi đảng ngày")), Column(_("Lưu ý"), 30), Column(_("Đã trao ngày"))]
    rows = [[row.name, row.unit, row.years, row.admitted_on, row.reached_on, ", ".join(row.apart), row.given_on] for row in found.rows]
    table = Table(_("Huy hiệu Đảng, đợt %(day)s") % {"day": write_day(found.batch)}, columns, rows, about(asking, unit))
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"huy-hieu-{found.batch.isoformat()}.{form}")


@staff_page(Right.KEEP_CANDIDATES)
def badge_award(asking: Asking, person_id: int) -> HttpResponse:
    """Record that a badge was given."""
    record = seen_person(asking, person_id)
    years = chosen(asking, "nam")
    form = forms.BadgeForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today()), "years": str(years or "")})
    return act_page(asking, form, lambda: operations.award_badge(
        asking.actor, person_id=person_id, years=int(form.cleaned_data["years"]), on=form.cleaned_data["on"], decision=form.citation()),
        title=_("Đã trao Huy hiệu Đảng: %(name)s") % {"name": record.name}, button=_("Ghi đã trao"), back=address(asking, "badge_list"),
        lead=_("Tuổi đảng tính từ ngày trong quyết định kết nạp (NM-11)."))


@staff_page(Right.KEEP_CANDIDATES)
def badge_withdraw(asking: Asking, person_id: int, years: int) -> HttpResponse:
    """Take back a badge that was recorded by mistake."""
    record = seen_person(asking, person_id)
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_badge(asking.actor, person_id=person_id, years=years),
                    title=_("Rút Huy hiệu %(years)s năm: %(name)s") % {"years": years, "name": record.name}, button=_("Rút lại"), stop=True, back=address(asking, "badge_list"))


# -- what falls due -------------------------------------------------------------------------------------------------------------------------


def _due(asking: Asking) -> tuple[DueList, str, str]:
    """What the address asks for: the list, the kind and the span."""
    unit = organization(asking, access.may_count)
    kind, span = asking.request.GET.get("loai", ""), asking.request.GET.get("trong", "30")
    first = asking.day
    if span == THIS_MONTH:
        first = asking.day.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    elif span == OVERDUE:
        first, last = LONG_AGO, asking.day - timedelta(days=1)
    else:
        span = span if span in {str(days) for days in ALARMS} else "30"
        last = asking.day + timedelta(days=int(span))
    return due_list(asking.actor, unit, asking.day, first=first, last=last, kinds=[kind] if kind else ()), kind, span


@staff_page(Right.SEE_PERSONS)
def due(asking: Asking) -> HttpResponse:
    """What falls due under a unit, of every kind or of one, in a month, in so many days, or late."""
    found, kind, span = _due(asking)
    page = page_of(asking)
    rows = found.rows((page - 1) * PAGE, PAGE)
    if any(row.due.source.right is Right.KEEP_CANDIDATES for row in rows):
        reads.note(asking.actor, subject=f"candidacies:{found.unit.unit_id}", page="due_list")
    return asking.page("due", {
        "scope": found.unit, "rows": rows, "kind": kind, "span": span, "kinds": _kinds(found), "spans": _spans(), "hidden": [str(each.label) for each in found.hidden],
        "total": sum(found.counts.values()), **paged(page, len(found.found), len(rows), PAGE)})


def _kinds(found: DueList) -> list[tuple[str, str, int]]:
    """The kinds there are, with how many of each."""
    return [(source.key, str(source.label), found.counts.get(source.key, 0)) for source in found.kinds]


def _spans() -> list[tuple[str, str]]:
    return [(THIS_MONTH, _("tháng này")), *((str(days), _("%(days)s ngày") % {"days": days}) for days in reversed(ALARMS)), (OVERDUE, _("quá hạn"))]


@staff_page(Right.SEE_PERSONS)
def due_download(asking: Asking, form: str) -> HttpResponse:
    """The whole list that was asked for, as XLSX or CSV."""
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    found, _kind, _span = _due(asking)
    columns = [Column(_("Việc"), 34), Column(_("Chi tiết"), 30), Column(_("Người"), 28), Column(_("Đơn vị"), 36), Column(_("Hạn")), Column(_("Còn ngày")), Column(_("Quy định"))]
    rows: list[list[Any]] = [[str(row.due.source.label), row.due.detail, row.name, row.unit, row.due.item.due_on, row.left, row.due.item.rule] for row in found.rows()]
    if any(each.source.right is Right.KEEP_CANDIDATES for each in found.found):
        reads.note(asking.actor, subject=f"candidacies:{found.unit.unit_id}", page="due_download")
    table = Table(_("Việc đến hạn"), columns, rows, about(asking, found.unit))
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"den-han-{asking.day.isoformat()}.{form}")
