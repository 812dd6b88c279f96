"""Resolutions: the list, the page with who does what for each clause, what units below answer, every act."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.meetings.queries import decided_item
from kientoan.org.access import PersonActor
from kientoan.resolutions import access, operations, queries
from kientoan.resolutions.enums import ClauseAnswerKind
from kientoan.resolutions.queries import Paper
from kientoan.rules.days import write_day
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, key_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.resolutions import forms
from kientoan.web.resolutions.scope import rises_after
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment


@staff_page(Right.SEE_PERSONS)
def resolution_list(asking: Asking) -> HttpResponse:
    """The resolutions of a unit and of all below it, or those published above it."""
    unit, page, query = unit_of(asking, access.may_see), page_of(asking), searched(asking)
    above = asking.request.GET.get("loc", "") == "cap-tren"
    found = queries.resolutions_at(asking.actor, unit, asking.day, query=query, above=above, start=(page - 1) * queries.PAGE)
    return asking.page("resolutions", {
        "scope": unit, "rows": found.rows, "above": above, "looked_for": query, "may_keep": access.may(asking.actor, Right.KEEP_RESOLUTIONS, [unit.unit_id], asking.day),
        **paged(page, found.count, len(found.rows), queries.PAGE)})


@staff_page(Right.KEEP_RESOLUTIONS)
def unit_resolution_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Enter a resolution as a draft: a new one, or of what a meeting decided."""
    unit, item = seen_unit(asking, unit_id), key_in(asking, "quyet")
    initial: dict[str, Any] = {"on": min(asking.day, clock.today())}
    back = address(asking, "resolution_list", don_vi=str(unit_id))
    lead = _("Ghi tên trước, rồi ghi từng mục. Ban hành rồi mới giao việc được.")
    if item is not None:
        decided = decided_item(asking.actor, item)
        initial, back = {"on": decided.day, "title": decided.title}, address(asking, "meeting", decided.meeting_id)
        lead = _("Mục 1 là điều cuộc họp đã quyết: %(text)s") % {"text": decided.text[:300]}
    form = forms.HeadingForm(asking.request.POST or None, initial=initial, above=queries.binding_above(unit, asking.day))

    def act() -> HttpResponse:
        made = operations.enter_resolution(asking.actor, unit_id=unit_id, heading=form.heading(), above_id=form.above_id(), item=item)
        return redirect(address(asking, "resolution", made))

    return act_page(asking, form, act, title=_("Ghi nghị quyết: %(unit)s") % {"unit": unit.name}, button=_("Ghi dự thảo"), unit=unit, back=back, lead=lead)


def giver_of(actor: PersonActor, asking: Asking, found: Paper) -> int | None:
    """The unit for which the asker gives tasks of a resolution: its own, else their unit below it; None for nobody."""
    unit_id = found.resolution.unit_id
    if access.may(actor, Right.GIVE_TASKS, [unit_id], asking.day):
        return unit_id
    granted = actor.unit_ids(Right.GIVE_TASKS)
    return next((version.unit_id for version in actor.granted_versions(asking.day) if version.unit_id in granted and unit_id in version.chain), None)


@staff_page(Right.SEE_PERSONS)
def resolution(asking: Asking, resolution_id: int) -> HttpResponse:
    """A resolution: the next step in front, then each clause with its targets and who does what."""
    found = queries.seen_paper(asking.actor, resolution_id, asking.day)
    keeps = access.may(asking.actor, Right.KEEP_RESOLUTIONS, [found.resolution.unit_id], asking.day)
    giver = giver_of(asking.actor, asking, found) if found.is_published else None
    tasks = queries.tasks_of_clauses(resolution_id, asking.day, rises_after=rises_after())
    units = access.seen_among(asking.actor, {row.unit_id for rows in tasks.values() for row in rows}, asking.day)
    visible = {row.task_id for rows in tasks.values() for row in rows if row.unit_id in units}
    blank = queries.blanks(found) if not found.is_published else []
    clauses = [(line, [row for row in tasks.get(line.key, []) if row.task_id in visible]) for line in found.clauses]
    return asking.page("resolution", {
        "found": found, "keeps": keeps, "giver": giver, "clauses": clauses, "blank": blank, "first": next((line for line, rows in clauses if not rows), None),
        "above": queries.paper(found.resolution.above_id) if found.resolution.above_id else None, "versions": queries.versions_of(found), "is_first": not found.clauses,
        "hidden": sum(len(rows) for rows in tasks.values()) - len(visible)})


@staff_page(Right.SEE_PERSONS)
def resolution_answers(asking: Asking, resolution_id: int) -> HttpResponse:
    """What this resolution says of each clause above, and what the units below say of its own."""
    found = queries.seen_paper(asking.actor, resolution_id, asking.day)
    own = access.may_see(asking.actor, found.resolution.unit_id, asking.day)
    above = queries.paper(found.resolution.above_id) if found.resolution.above_id else None
    rows = queries.matrix(found, asking.day) if found.is_published and own else []
    return asking.page("resolution_answers", {
        "found": found, "above": above, "lines": queries.answer_lines(found, above) if above else [], "rows": rows, "blank": sum(row.blank for row in rows),
        "whole": sum(row.is_published and not row.blank for row in rows), "keeps": access.may(asking.actor, Right.KEEP_RESOLUTIONS, [found.resolution.unit_id], asking.day)})


@staff_page(Right.SEE_PERSONS)
def resolution_answers_download(asking: Asking, resolution_id: int, form: str) -> HttpResponse:
    """What the units directly below say of each clause, as XLSX or CSV: a word in each cell, nothing in a blank one."""
    found = queries.seen_paper(asking.actor, resolution_id, asking.day)
    if form not in ("xlsx", "csv") or not access.may_see(asking.actor, found.resolution.unit_id, asking.day):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    rows: list[list[Cell]] = [[row.unit, row.name, _("đã ban hành") if row.is_published else _("dự thảo") if row.name else "", *(
        str(ClauseAnswerKind(cell).label) if cell else "" for cell in row.cells), row.blank] for row in queries.matrix(found, asking.day)]
    columns = [Column(_("Đơn vị"), 40), Column(_("Văn bản"), 24), Column(_("Trạng thái"), 14), *(Column(_("Mục %(n)s") % {"n": line.position}, 16) for line in found.clauses),
               Column(_("Ô trống"), 10)]
    about = [(_("Văn bản"), f"{found.name}, {found.text.title}"), (_("Đơn vị"), found.unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Theo quy định"), "RT-01"),
             (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    table = Table(_("Bảng trả lời từng mục"), columns, rows, about)
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"tra-loi-{resolution_id}-{asking.day.isoformat()}.{form}")


# -- acts ----------------------------------------------------------------------------------------------------------------------------------


def _correct(asking: Asking, found: Paper, back: str) -> HttpResponse:
    text = found.text
    form = forms.HeadingForm(asking.request.POST or None, initial={"kind": text.kind, "number": text.number, "title": text.title, "on": text.occurred_on})
    return act_page(asking, form, lambda: operations.correct_resolution(
        asking.actor, resolution_id=found.resolution.pk, heading=form.heading(), reason=form.cleaned_data["reason"]), title=_("Sửa tên nghị quyết"), button=_("Sửa tên"), back=back)


def _clause(asking: Asking, found: Paper, back: str) -> HttpResponse:
    key = key_in(asking, "muc")
    line = found.clause(key) if key else None
    form = forms.ClauseForm(asking.request.POST or None, initial={"text": line.text if line else ""})
    if line is None and not found.is_published:
        del form.fields["reason"]

    def act() -> None:
        operations.write_clause(asking.actor, resolution_id=found.resolution.pk, text=form.cleaned_data["text"], clause=key, reason=form.cleaned_data.get("reason", ""))

    number = line.position if line else max((each.position for each in found.clauses), default=0) + 1
    return act_page(asking, form, act, title=_("Mục %(n)s") % {"n": number}, button=_("Ghi mục %(n)s") % {"n": number}, back=back)


def _drop_clause(asking: Asking, found: Paper, back: str) -> HttpResponse:
    line = _line(asking, found)
    form = forms.WhyForm(asking.request.POST if asking.request.method == "POST" else None)
    return act_page(asking, form, lambda: operations.drop_clause(asking.actor, resolution_id=found.resolution.pk, clause=line.key, reason=form.cleaned_data["reason"]),
                    title=_("Bỏ mục %(n)s") % {"n": line.position}, button=_("Bỏ mục này"), back=back, stop=True, lead=line.text[:200])


def _line(asking: Asking, found: Paper) -> queries.ClauseLine:
    """The clause that the address names.

    Raises:
        NotFound: when it names none of this resolution.
    """
    key = key_in(asking, "muc")
    if key is None:
        raise NotFound(_("Không có mục này trong nghị quyết. Mở lại trang nghị quyết."))
    return found.clause(key)


def _target(asking: Asking, found: Paper, back: str) -> HttpResponse:
    line = _line(asking, found)
    form = forms.TargetForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.set_target(asking.actor, resolution_id=found.resolution.pk, clause=line.key, aim=form.aim()),
                    title=_("Chỉ tiêu của mục %(n)s") % {"n": line.position}, button=_("Ghi chỉ tiêu"), back=back, lead=line.text[:200])


def _drop_target(asking: Asking, found: Paper, back: str) -> HttpResponse:
    key = key_in(asking, "chi-tieu")
    if key is None:
        raise NotFound(_("Không có chỉ tiêu này. Mở lại trang nghị quyết."))
    return act_page(asking, confirm_form(asking), lambda: operations.drop_target(asking.actor, resolution_id=found.resolution.pk, target=key), title=_("Bỏ chỉ tiêu"),
                    button=_("Bỏ chỉ tiêu này"), back=back, stop=True)


def _publish(asking: Asking, found: Paper, back: str) -> HttpResponse:
    form = forms.DayForm(asking.request.POST or None, initial={"on": max(found.text.occurred_on, min(asking.day, clock.today()))})

    def act() -> None:
        operations.publish_resolution(asking.actor, resolution_id=found.resolution.pk, on=form.cleaned_data["on"])
        messages.success(asking.request, _("Đã ban hành. Giao việc từ từng mục."))

    return act_page(asking, form, act, title=_("Ban hành nghị quyết"), button=_("Ban hành"), back=back,
                    lead=_("Ban hành rồi thì cấp dưới đọc được; mục nào sửa sau đó phải có lý do, bản cũ vẫn xem được."))


def _answer(asking: Asking, found: Paper, back: str) -> HttpResponse:
    above = queries.paper(found.resolution.above_id) if found.resolution.above_id else None
    if above is None:
        raise NotFound(_("Văn bản này không trả lời nghị quyết nào của cấp trên."))
    line = _line(asking, above)
    before = next((each.fact for each in queries.answer_lines(found, above) if each.clause.key == line.key), None)
    initial = {"answer": before.answer, "own_clause": str(before.own_clause or ""), "text": before.text} if before else {}
    form = forms.AnswerForm(asking.request.POST or None, found=found, initial=initial)

    def act() -> None:
        operations.answer_clause(asking.actor, resolution_id=found.resolution.pk, clause=line.key, answer=form.chosen(), own_clause=form.own(), text=form.cleaned_data["text"])

    return act_page(asking, form, act, title=_("Trả lời mục %(n)s của cấp trên") % {"n": line.position}, button=_("Ghi trả lời"),
                    back=address(asking, "resolution_answers", found.resolution.pk), lead=line.text[:300])


ACTS: dict[str, Callable[[Asking, Paper, str], HttpResponse]] = {
    "sua": _correct, "muc": _clause, "bo-muc": _drop_clause, "chi-tieu": _target, "bo-chi-tieu": _drop_target, "ban-hanh": _publish, "tra-loi": _answer}


@staff_page(Right.KEEP_RESOLUTIONS)
def resolution_act(asking: Asking, resolution_id: int, what: str) -> HttpResponse:
    """One act on a resolution."""
    found = queries.seen_paper(asking.actor, resolution_id, asking.day)
    if what not in ACTS:
        raise NotFound(_("Không có việc này. Mở trang nghị quyết để chọn việc."))
    return ACTS[what](asking, found, address(asking, "resolution", resolution_id))


def cited_on(found: Paper, position: int) -> str:
    """A clause as the page that gives a task of it names it."""
    return capfirst(_("%(name)s ngày %(day)s, mục %(n)s") % {"name": found.name, "day": write_day(found.text.occurred_on), "n": position})
