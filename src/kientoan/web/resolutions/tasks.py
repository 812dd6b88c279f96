"""Tasks: mine, boards by unit, person and resolution with the list behind every figure, one task with its next step in front, the duty sheet."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.meetings.queries import decided_item
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.papers.model import PageSize
from kientoan.proposals.queries import proposal_found
from kientoan.resolutions import access, operations, papers, queries
from kientoan.resolutions.operations import Source, Terms
from kientoan.resolutions.queries import Only, TaskFound, Wanted
from kientoan.rules.days import write_day
from kientoan.rules.tasks import OPEN, WAYS, State, Step, Tally
from kientoan.web.acting import act_page
from kientoan.web.lists import address, key_in, number_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.resolutions import forms
from kientoan.web.resolutions.scope import rises_after
from kientoan.web.resolutions.views import cited_on
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.stored import as_answer
from kientoan.web.templatetags.kientoan import moment

LABELS = {
    Only.ALL: gettext_lazy("Tất cả"), Only.OVERDUE: gettext_lazy("Quá hạn"), Only.OPEN: gettext_lazy("Đang mở"), Only.ON_TIME: gettext_lazy("Xong đúng hạn"),
    Only.ABOVE: gettext_lazy("Vượt yêu cầu"), Only.LATE: gettext_lazy("Xong muộn"), Only.STOPPED: gettext_lazy("Đã dừng"), Only.DRAFTS: gettext_lazy("Dự thảo"),
    Only.GIVEN: gettext_lazy("Đã giao"), Only.RISEN: gettext_lazy("Quá hạn lâu của cấp dưới trực tiếp")}
MOST_ON_SHEET = 300


@staff_page(Right.REPORT_TASKS)
def task_mine(asking: Asking) -> HttpResponse:
    """What is to be done at one's own units: overdue, this week, later; each with one button."""
    found = queries.mine(asking.actor, asking.day, rises_after=rises_after())
    return asking.page("task_mine", {"mine": found, "after": rises_after()})


def _wanted(asking: Asking) -> Wanted:
    """What the address asks of a list.

    Raises:
        NotFound: for a filter that there is not.
    """
    text = asking.request.GET.get("loc", "")
    if text not in list(Only):
        raise NotFound(_("Không có cách lọc này. Chọn trên trang."))
    return Wanted(unit_of(asking, access.may_see), asking.day, rises_after(), Only(text), number_in(asking, "nguoi"), number_in(asking, "nghi-quyet"), key_in(asking, "muc"),
                  asking.request.GET.get("rieng", "") == "1", searched(asking))


def _lines(asking: Asking, wanted: Wanted, *, start: int = 0, limit: int | None = None) -> tuple[str, list[queries.BoardLine], int]:
    """By what the address divides the board, its lines, and how many there are.

    Raises:
        NotFound: for a division that there is not.
    """
    by = asking.request.GET.get("theo", "")
    if by == "nguoi":
        return by, *queries.board_by_person(wanted, start=start, limit=limit)
    if by == "nghi-quyet":
        return by, *queries.board_by_resolution(wanted, start=start, limit=limit)
    if by:
        raise NotFound(_("Không có cách xem này. Chọn trên trang."))
    lines = queries.board_by_unit(wanted)
    return by, lines, len(lines)


@staff_page(Right.SEE_PERSONS)
def task_board(asking: Asking) -> HttpResponse:
    """Tasks of a unit and of all below it, counted by unit, by person or by resolution; every figure leads to its list."""
    unit, page = unit_of(asking, access.may_see), page_of(asking)
    wanted = Wanted(unit, asking.day, rises_after())
    by, lines, count = _lines(asking, wanted, start=(page - 1) * queries.PAGE, limit=queries.PAGE)
    return asking.page("task_board", {
        "scope": unit, "by": by, "lines": lines, "whole": queries.tally(wanted), "risen": queries.risen_count(wanted), "after": wanted.rises_after, "rule": "EV-03",
        "may_give": access.may(asking.actor, Right.GIVE_TASKS, [unit.unit_id], asking.day), **(paged(page, count, len(lines), queries.PAGE) if by else {"pages": 1})})


@staff_page(Right.SEE_PERSONS)
def task_board_download(asking: Asking, form: str) -> HttpResponse:
    """The board as it is divided, all of it, as XLSX or CSV."""
    wanted = Wanted(unit_of(asking, access.may_see), asking.day, rises_after())
    by, lines, count = _lines(asking, wanted)
    whole = queries.tally(wanted)

    def cells(name: str, where: str, found: Tally) -> list[Cell]:
        return [name, where, found.given, found.done_on_time, found.above, found.done_late, found.open, found.overdue]

    columns = [Column({"nguoi": _("Người"), "nghi-quyet": _("Nghị quyết")}.get(by, _("Đơn vị")), 44), Column(_("Thuộc"), 40), Column(_("Đã giao")), Column(_("Xong đúng hạn")),
               Column(_("Vượt yêu cầu")), Column(_("Xong muộn")), Column(_("Đang mở")), Column(_("Quá hạn"))]
    table = Table(_("Bảng việc"), columns, [cells(line.name, line.about, line.tally) for line in lines], _about(asking, wanted, (_("Số dòng"), str(count))),
                  cells(_("Tất cả việc"), wanted.unit.name, whole))
    return _table(table, f"bang-viec-{by or 'don-vi'}-{asking.day.isoformat()}-{wanted.unit.unit_id}", form)


def _about(asking: Asking, wanted: Wanted, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What a download says of itself."""
    return [(_("Đơn vị"), wanted.unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), *more, (_("Theo quy định"), "RT-02"), (_("Lúc lấy"), moment(clock.now())),
            (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


def _table(table: Table, name: str, form: str) -> HttpResponse:
    """A table to be taken away.

    Raises:
        NotFound: for a form that there is not.
    """
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"{name}.{form}")


@staff_page(Right.SEE_PERSONS)
def task_list(asking: Asking) -> HttpResponse:
    """The tasks behind a figure, by due day."""
    wanted, page = _wanted(asking), page_of(asking)
    found = queries.task_page(asking.actor, wanted, start=(page - 1) * queries.PAGE)
    return asking.page("tasks", {
        "scope": wanted.unit, "rows": found.rows, "only": wanted.only.value, "label": LABELS[wanted.only], "looked_for": wanted.query, "after": wanted.rises_after,
        "kept": [(name, asking.request.GET[name]) for name in ("nguoi", "nghi-quyet", "muc", "rieng") if asking.request.GET.get(name)],
        "filters": [(each.value, label) for each, label in LABELS.items() if each not in (Only.GIVEN, Only.RISEN)], **paged(page, found.count, len(found.rows), queries.PAGE)})


@staff_page(Right.SEE_PERSONS)
def task_download(asking: Asking, form: str) -> HttpResponse:
    """The tasks behind a figure, all of them, as XLSX or CSV."""
    wanted = _wanted(asking)
    found = queries.task_page(asking.actor, wanted, limit=None)
    rows: list[list[Cell]] = [[row.title, row.product, row.lead, row.unit, row.source, row.due_on, row.state_label, row.done_on, row.over or None] for row in found.rows]
    columns = [Column(_("Việc được giao"), 50), Column(_("Sản phẩm"), 40), Column(_("Đầu mối"), 26), Column(_("Đơn vị"), 34), Column(_("Nguồn"), 34), Column(_("Hạn"), 12),
               Column(_("Trạng thái"), 18), Column(_("Ngày xong"), 12), Column(_("Quá hạn, ngày"), 10)]
    about = _about(asking, wanted, (_("Lọc"), str(LABELS[wanted.only])), (_("Số việc"), str(found.count)))
    return _table(Table(_("Việc được giao"), columns, rows, about), f"viec-{asking.day.isoformat()}-{wanted.unit.unit_id}", form)


def _sheet(asking: Asking) -> tuple[Wanted, tuple[queries.TaskRow, ...]]:
    """The open tasks of a unit for its duty sheet."""
    wanted = Wanted(unit_of(asking, access.may_see), asking.day, rises_after(), Only.OPEN)
    return wanted, queries.task_page(asking.actor, wanted, limit=MOST_ON_SHEET).rows


@staff_page(Right.SEE_PERSONS)
def task_sheet(asking: Asking) -> HttpResponse:
    """The duty sheet to be read, printed, or taken away on half a sheet."""
    wanted, rows = _sheet(asking)
    return asking.page("task_sheet", {"scope": wanted.unit, "people": papers.people_of(rows), "count": len(rows), "most": MOST_ON_SHEET, "cut": len(rows) == MOST_ON_SHEET})


@staff_page(Right.SEE_PERSONS)
def task_sheet_file(asking: Asking, form: str) -> HttpResponse:
    """The duty sheet as PDF or DOCX, on A5 unless A4 is asked for."""
    if form not in PAPER_FILES:
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    wanted, rows = _sheet(asking)
    page = PageSize.A4 if asking.request.GET.get("kho") == "a4" else PageSize.A5
    made = papers.duty_sheet(wanted, rows, is_demo=settings.DEMO, page=page)
    return taken(as_file(made, form), f"phieu-giao-viec-{asking.day.isoformat()}-{wanted.unit.unit_id}-{page.value}.{form}")


# -- giving --------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.GIVE_TASKS)
def unit_task_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Give a task of a unit: of a clause, of what a meeting decided, of a proposal, or of nothing but itself."""
    unit = seen_unit(asking, unit_id)
    clause, decided = key_in(asking, "muc"), key_in(asking, "quyet")
    initial: dict[str, Any] = {"on": min(asking.day, clock.today())}
    back, lead, source = address(asking, "task_board", don_vi=str(unit_id)), _("Mỗi việc một đầu mối (RT-03)."), Source()
    if clause is not None and (resolution_id := number_in(asking, "nghi-quyet")) is not None:
        found = queries.seen_paper(asking.actor, resolution_id, asking.day)
        line = found.clause(clause)
        back, lead = address(asking, "resolution", resolution_id), f"{cited_on(found, line.position)}. {line.text[:200]}"
        source = Source(clause=clause)
    elif decided is not None:
        item = decided_item(asking.actor, decided)
        label = _("%(unit)s họp ngày %(day)s: %(title)s") % {"unit": item.unit, "day": write_day(item.day), "title": item.title}
        initial, lead, source, back = initial | {"title": item.text}, label, Source(label=label, key=decided), address(asking, "meeting", item.meeting_id)
    elif (proposal_id := number_in(asking, "kien-nghi")) is not None:
        asked = proposal_found(asking.actor, proposal_id, asking.day)
        label = _("Kiến nghị %(reference)s: %(title)s") % {"reference": asked.row.reference, "title": asked.text.title}
        initial, lead, source, back = initial | {"title": asked.text.title}, label, Source(label=label, key=asked.proposal.uuid), address(asking, "proposal", proposal_id)
    form = forms.TaskForm(asking.request.POST or None, candidates=queries.candidates(unit, asking.day), initial=initial)

    def act() -> HttpResponse | None:
        values = form.cleaned_data
        made = operations.give_task(asking.actor, unit_id=unit_id, on=values["on"], source=source, draft=values["draft"], terms=Terms(
            values["title"], values["product"], values["due_on"], forms.lead_of(values["lead"]), form.helping()))
        messages.success(asking.request, _("Đã soạn việc, chưa giao.") if values["draft"] else _("Đã giao việc."))
        return redirect(address(asking, "task", made)) if values["draft"] else None

    return act_page(asking, form, act, title=_("Giao việc: %(unit)s") % {"unit": unit.name}, button=_("Giao việc"), back=back, lead=lead)


# -- one task ------------------------------------------------------------------------------------------------------------------------------


LEAD_STEPS = {Step.ACCEPT: ("nhan", gettext_lazy("Nhận việc")), Step.REPORT: ("tien-do", gettext_lazy("Báo tiến độ")), Step.FINISH: ("xong", gettext_lazy("Báo xong"))}
GIVER_STEPS = {
    Step.GIVE: ("giao", gettext_lazy("Giao việc này")), Step.RAISE: ("vuot", gettext_lazy("Ghi vượt yêu cầu")), Step.SEND_BACK: ("tra-lai", gettext_lazy("Trả lại để làm tiếp")),
    Step.MOVE_DUE: ("doi-han", gettext_lazy("Đổi hạn")), Step.HAND_OVER: ("dau-moi", gettext_lazy("Giao cho đầu mối khác")), Step.STOP: ("dung", gettext_lazy("Dừng việc"))}


def _buttons(steps: dict[Step, Any], state: State) -> list[tuple[str, Any]]:
    """The acts that there are from a state, each with its address and words."""
    return [words for step, words in steps.items() if state in WAYS[step].states]


@staff_page(Right.SEE_PERSONS)
def task(asking: Asking, task_id: int) -> HttpResponse:
    """A task: the next step in front, how it goes with what proves it, where it comes from."""
    found = queries.task_found(asking.actor, task_id, asking.day, rises_after=rises_after())
    state = State(found.standing.state)
    leads = access.may(asking.actor, Right.REPORT_TASKS, [found.standing.unit_id], asking.day)
    gives = access.may(asking.actor, Right.GIVE_TASKS, [found.task.giver_id], asking.day)
    steps = [line for line in found.steps if line.fact.occurred_on <= asking.day]
    return asking.page("task", {
        "found": found, "steps": steps, "later": len(found.steps) - len(steps), "row": found.row, "leads": leads, "gives": gives, "lead_acts": _buttons(LEAD_STEPS, state) if leads else [],
        "giver_acts": _buttons(GIVER_STEPS, state) if gives else [], "may_correct": gives and (state in OPEN or state is State.DRAFT), "is_draft": state is State.DRAFT,
        "moved": found.first_due != found.standing.due_on, "after": rises_after(), "rules": "RT-02, RT-03"})


def _day(asking: Asking, found: TaskFound) -> dict[str, Any]:
    """The day that a form begins with: the page's, but not before the last change nor to come."""
    return {"on": max(found.standing.valid_from, min(asking.day, clock.today()))}


def _accept(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    form = forms.DayForm(asking.request.POST or None, initial=_day(asking, found))
    return act_page(asking, form, lambda: operations.accept_task(asking.actor, task_id=found.task.pk, on=form.cleaned_data["on"]), title=_("Nhận việc"),
                    button=_("Nhận việc"), back=back, lead=found.brief.title)


def _progress_form(asking: Asking, found: TaskFound) -> forms.ProgressForm:
    measure = found.figure[1] if found.figure else ""
    return forms.ProgressForm(asking.request.POST or None, asking.request.FILES or None, initial=_day(asking, found) | {"measure": measure})


def _report(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    form = _progress_form(asking, found)

    def act() -> None:
        operations.report_progress(asking.actor, task_id=found.task.pk, on=form.cleaned_data["on"], progress=form.progress())
        messages.success(asking.request, _("Đã báo tiến độ."))

    return act_page(asking, form, act, title=_("Báo tiến độ"), button=_("Báo tiến độ"), back=back, lead=found.brief.title)


def _finish(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    form = _progress_form(asking, found)
    del form.fields["percent"]
    form.fields["text"].label = _("Kết quả")

    def act() -> None:
        form.cleaned_data["percent"] = None
        on_time = operations.finish_task(asking.actor, task_id=found.task.pk, on=form.cleaned_data["on"], progress=form.progress())
        messages.success(asking.request, _("Đã báo xong, đúng hạn.") if on_time else _("Đã báo xong, muộn hạn."))

    lead = found.brief.product if found.has_evidence else _("%(product)s. Cần một ảnh, một tệp hoặc con số làm bằng chứng (RT-02).") % {"product": found.brief.product}
    return act_page(asking, form, act, title=_("Báo xong: %(title)s") % {"title": found.brief.title}, button=_("Báo xong"), back=back, lead=lead)


def _take_away(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    key = key_in(asking, "tep")
    if key is None:
        raise NotFound(_("Không có tệp này, hoặc tệp đã được bỏ đi."))
    form = forms.ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.withdraw_evidence(asking.actor, task_id=found.task.pk, evidence=key, reason=form.cleaned_data["reason"]),
                    title=_("Bỏ ảnh, tệp gửi nhầm"), button=_("Bỏ tệp này"), back=back, stop=True, lead=_("Nội dung tệp bị xóa hẳn; lần báo tiến độ vẫn giữ."))


LEAD_ACTS: dict[str, Callable[[Asking, TaskFound, str], HttpResponse]] = {"nhan": _accept, "tien-do": _report, "xong": _finish, "bo-tep": _take_away}


def _hand_out(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    form = forms.DayForm(asking.request.POST or None, initial=_day(asking, found))
    return act_page(asking, form, lambda: operations.hand_out_task(asking.actor, task_id=found.task.pk, on=form.cleaned_data["on"]), title=_("Giao việc này"),
                    button=_("Giao việc này"), back=back, lead=found.brief.title)


def _correct(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    giver = seen_unit(asking, found.task.giver_id)
    form = forms.CorrectTaskForm(asking.request.POST or None, candidates=queries.candidates(giver, asking.day), initial={
        "title": found.brief.title, "product": found.brief.product, "helpers": queries.helper_keys(found.task.pk)})

    def act() -> None:
        values = form.cleaned_data
        operations.correct_task(asking.actor, task_id=found.task.pk, title=values["title"], product=values["product"], helpers=form.helping(), reason=values["reason"])

    return act_page(asking, form, act, title=_("Sửa việc"), button=_("Sửa việc"), back=back)


def _move_due(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    form = forms.DueForm(asking.request.POST or None, initial=_day(asking, found))

    def act() -> None:
        values = form.cleaned_data
        operations.move_due(asking.actor, task_id=found.task.pk, due_on=values["due_on"], reason=values["reason"], on=values["on"])

    return act_page(asking, form, act, title=_("Đổi hạn"), button=_("Đổi hạn"), back=back, lead=_("Hạn đang là %(day)s; hạn cũ và lý do vẫn giữ.") % {
        "day": write_day(found.standing.due_on)})


def _hand_over(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
    giver = seen_unit(asking, found.task.giver_id)
    form = forms.HandOverForm(asking.request.POST or None, candidates=queries.candidates(giver, asking.day), initial=_day(asking, found))

    def act() -> None:
        values = form.cleaned_data
        operations.hand_over_task(asking.actor, task_id=found.task.pk, lead=forms.lead_of(values["lead"]), reason=values["reason"], on=values["on"])

    return act_page(asking, form, act, title=_("Giao cho đầu mối khác"), button=_("Giao lại"), back=back, lead=_("Đang do %(lead)s làm đầu mối.") % {"lead": found.row.lead})


def _reasoned(operation: Callable[..., None], title: Any, *, stop: bool = False) -> Callable[[Asking, TaskFound, str], HttpResponse]:
    """The page of an act that needs a reason and a day."""
    def page(asking: Asking, found: TaskFound, back: str) -> HttpResponse:
        form = forms.ReasonDayForm(asking.request.POST or None, initial=_day(asking, found))
        return act_page(asking, form, lambda: operation(asking.actor, task_id=found.task.pk, reason=form.cleaned_data["reason"], on=form.cleaned_data["on"]), title=str(title),
                        button=str(title), back=back, stop=stop, lead=found.brief.title)

    return page


GIVER_ACTS: dict[str, Callable[[Asking, TaskFound, str], HttpResponse]] = {
    "giao": _hand_out, "sua": _correct, "doi-han": _move_due, "dau-moi": _hand_over, "dung": _reasoned(operations.stop_task, gettext_lazy("Dừng việc"), stop=True),
    "vuot": _reasoned(operations.raise_task, gettext_lazy("Ghi vượt yêu cầu")), "tra-lai": _reasoned(operations.send_back_task, gettext_lazy("Trả lại để làm tiếp"))}


def _act(asking: Asking, task_id: int, what: str, acts: dict[str, Callable[[Asking, TaskFound, str], HttpResponse]]) -> HttpResponse:
    found = queries.task_found(asking.actor, task_id, asking.day, rises_after=rises_after())
    if what not in acts:
        raise NotFound(_("Không có thao tác này. Mở trang của việc để chọn."))
    return acts[what](asking, found, address(asking, "task", task_id))


@staff_page(Right.REPORT_TASKS)
def task_act(asking: Asking, task_id: int, what: str) -> HttpResponse:
    """One act of the lead."""
    return _act(asking, task_id, what, LEAD_ACTS)


@staff_page(Right.GIVE_TASKS)
def task_manage(asking: Asking, task_id: int, what: str) -> HttpResponse:
    """One act of whoever gave the task."""
    return _act(asking, task_id, what, GIVER_ACTS)


@staff_page(Right.SEE_PERSONS)
def task_file(asking: Asking, task_id: int, file_id: UUID) -> HttpResponse:
    """A file that proves a task: a photograph in the page, anything else to be taken away; never to be sniffed."""
    return as_answer(queries.evidence_file(asking.actor, task_id, file_id, asking.day), f"bang-chung-{task_id}")
