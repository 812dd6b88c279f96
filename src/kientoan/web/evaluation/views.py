"""Evaluations: the rounds of a unit, how far a round has come, the results of a year, groups of organisations, tables and papers to take away."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.congress.queries import season_of
from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed, NotFound
from kientoan.evaluation import access, operations, papers, queries
from kientoan.evaluation.enums import SpanName
from kientoan.evaluation.queries import CapView, CellProgress, PaperNumber, ResultLine, Results, RoundFound, SubjectLine
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx, table_of
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import organization_of, unit_on
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.papers.wording import party_issuer
from kientoan.registers.enums import PaperKind
from kientoan.rules.days import write_day
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.evaluation import forms
from kientoan.web.lists import address, number_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment

OPENERS = (UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS)


def refuse_without(asking: Asking, right: Right, unit_id: int) -> None:
    """Refuse a page whose act the asker may not do, with the reason (403)."""
    if reason := asking.actor.refusal(right, [unit_id], asking.day):
        raise NotAllowed(reason)


def no_such_act() -> NotFound:
    """The answer for an act that there is not."""
    return NotFound(_("Không có việc này. Mở trang của đợt đánh giá để chọn việc."))


def no_such_table() -> NotFound:
    """The answer for a file that there is not."""
    return NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))


def _party(asking: Asking) -> UnitVersion:
    """The Party organisation of a list: the one asked for, or the one that covers the area asked for."""
    unit = unit_of(asking, access.may_see)
    if unit.tree == Tree.PARTY:
        return unit
    found = organization_of(unit.unit_id, asking.day)
    if found is None or not access.may_see(asking.actor, found.unit_id, asking.day):
        raise NotFound(_("Chưa có tổ chức đảng nào gắn với địa bàn này vào ngày đã chọn."))
    return found


# -- rounds --------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.SEE_PERSONS)
def evaluation_list(asking: Asking) -> HttpResponse:
    """The rounds of a unit and of all below it, and its grades year by year."""
    unit, page = _party(asking), page_of(asking)
    rows, count = queries.rounds_at(unit, asking.day, start=(page - 1) * queries.PAGE)
    opens = unit.level in OPENERS and access.may(asking.actor, Right.DECIDE_EVALUATIONS, [unit.unit_id], asking.day)
    return asking.page("evaluations", {"scope": unit, "rows": rows, "trend": queries.trend(unit, asking.day), "opens": opens, **paged(page, count, len(rows), queries.PAGE)})


@staff_page(Right.DECIDE_EVALUATIONS)
def evaluation_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Open an evaluation of a grassroots organisation, or of all below a body above."""
    unit = seen_unit(asking, unit_id)
    on = min(asking.day, clock.today())
    ends = date(on.year if on.month > 6 else on.year - 1, 12, 31)
    form = forms.RoundForm(asking.request.POST or None, initial={
        "year": ends.year, "span": SpanName.YEAR, "on": on, "as_of": min(on, ends),
        **{name: on + timedelta(days=7 * step) for step, name in enumerate(("self_due_on", "vote_due_on", "residence_due_on", "appraisal_due_on", "decision_due_on"), start=1)}})

    def act() -> HttpResponse:
        made = operations.open_rounds(asking.actor, unit_id=unit_id, terms=form.terms(), on=form.cleaned_data["on"], citation=form.citation())
        return redirect(address(asking, "evaluation", made[0]) if len(made) == 1 else address(asking, "evaluation_list", don_vi=str(unit_id)))

    return act_page(asking, form, act, title=_("Mở đợt đánh giá: %(unit)s") % {"unit": unit.name}, button=_("Mở đợt đánh giá"), back=address(asking, "evaluation_list", don_vi=str(unit_id)),
                    lead=_("Mỗi tổ chức cơ sở đảng một đợt, gồm các chi bộ và đảng viên của ngày xét. Văn bản là kế hoạch của cấp ủy."))


def _deadlines(asking: Asking, found: RoundFound, back: str) -> HttpResponse:
    form = forms.DeadlineForm(asking.request.POST or None, initial={name: getattr(found.plan, name) for name in forms.DEADLINES})
    return act_page(asking, form, lambda: operations.move_deadlines(asking.actor, round_id=found.round_id, deadlines=form.deadlines(), reason=form.cleaned_data["reason"]),
                    title=_("Sửa hạn của đợt đánh giá %(name)s") % {"name": found.name}, button=_("Ghi hạn mới"), back=back)


def cited(asking: Asking, found: RoundFound) -> dict[str, Any]:
    """The numbered decision of a round as a form cites it, so that nobody types it twice; nothing while it has no number."""
    number = queries.standing_number(found, found.unit.unit_id, PaperKind.DECISION, asking.day)
    return {"decision_number": number.cited, "decision_date": number.day, "decision_issuer": party_issuer(found.unit.name).name} if number else {}


def _close(asking: Asking, found: RoundFound, back: str) -> HttpResponse:
    form = forms.CloseForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today()), **cited(asking, found)})
    return act_page(asking, form, lambda: operations.close_round(asking.actor, round_id=found.round_id, on=form.cleaned_data["on"], citation=form.citation()),
                    title=_("Đóng đợt đánh giá %(name)s") % {"name": found.name}, button=_("Đóng đợt"), back=back, stop=True,
                    lead=_("Đóng rồi thì không ghi gì thêm. Sửa phải mở lại bằng văn bản của cấp ủy; mức cũ vẫn còn trong lịch sử."))


def _reopen(asking: Asking, found: RoundFound, back: str) -> HttpResponse:
    form = forms.ReopenForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.reopen_round(asking.actor, round_id=found.round_id, reason=form.cleaned_data["reason"], citation=form.citation()),
                    title=_("Mở lại đợt đánh giá %(name)s") % {"name": found.name}, button=_("Mở lại đợt"), back=back)


def _roster(asking: Asking, found: RoundFound, back: str) -> HttpResponse:
    form = confirm_form(asking)
    return act_page(asking, form, lambda: operations.renew_roster(asking.actor, round_id=found.round_id), title=_("Cập nhật danh sách của đợt đánh giá"), button=_("Cập nhật"), back=back,
                    lead=_("Lấy lại đảng viên của ngày %(day)s từ sổ. Ai đã có bước nào thì giữ nguyên.") % {"day": write_day(found.plan.as_of)})


def _paper_number(asking: Asking, found: RoundFound, back: str, kind: PaperKind) -> HttpResponse:
    season = season_of(asking.day)
    form = forms.NumberForm(asking.request.POST or None, initial={"day": min(asking.day, clock.today()), "term": season.key if season else ""})

    def act() -> None:
        made = operations.number_round_paper(asking.actor, round_id=found.round_id, kind=kind, on=form.cleaned_data["day"], term=form.cleaned_data["term"])
        messages.success(asking.request, _("Đã cấp: %(line)s.") % {"line": made.line})

    return act_page(asking, form, act, title=_("Cấp số: %(paper)s") % {"paper": kind.label}, button=_("Cấp số tiếp theo"), back=back,
                    lead=_("“%(abstract)s”. Số đã cấp không dùng lại; in lại không cấp số mới.") % {"abstract": capfirst(papers.abstract_of(found, kind))})


def _report_number(asking: Asking, found: RoundFound, back: str) -> HttpResponse:
    return _paper_number(asking, found, back, PaperKind.REPORT)


def _decision_number(asking: Asking, found: RoundFound, back: str) -> HttpResponse:
    return _paper_number(asking, found, back, PaperKind.DECISION)


ACTS = {"so-bao-cao": (Right.APPRAISE_EVALUATIONS, _report_number), "so-quyet-dinh": (Right.APPRAISE_EVALUATIONS, _decision_number), "han": (Right.DECIDE_EVALUATIONS, _deadlines), "dong": (Right.DECIDE_EVALUATIONS, _close), "mo-lai": (Right.DECIDE_EVALUATIONS, _reopen), "danh-sach": (Right.APPRAISE_EVALUATIONS, _roster)}


@staff_page(Right.APPRAISE_EVALUATIONS)
def evaluation_act(asking: Asking, round_id: int, what: str) -> HttpResponse:
    """Move the deadlines of a round, close it, open it again, renew its list, or give one of its papers a number."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    if what not in ACTS:
        raise no_such_act()
    right, act = ACTS[what]
    refuse_without(asking, right, found.unit.unit_id)
    return act(asking, found, address(asking, "evaluation", round_id))


@staff_page(Right.SEE_PERSONS)
def evaluation(asking: Asking, round_id: int) -> HttpResponse:
    """A round: how far each cell has come, what is missing and who must act, the cap with both readings, the organisations by group."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    lines = queries.organizations_of(found, asking.day)
    own = next((line for line in lines if line.unit_id == found.unit.unit_id), None)
    rows = queries.progress(found, lines, asking.day)
    unit_id, open_now = found.unit.unit_id, not found.is_closed
    opens = access.seen_among(asking.actor, [row.unit_id for row in rows], asking.day, grades=True)
    return asking.page("evaluation", {
        "found": found, "rows": [(row, row.unit_id in opens) for row in rows], "own": own, "cap": queries.cap_view(found, asking.day),
        "groups": queries.unit_groups(found, lines, asking.day), "papers": _papers(asking, found, lines, rows), "late": [row for row in rows if row.due_on and row.due_on < asking.day],
        "holds": open_now and access.may(asking.actor, Right.HOLD_EVALUATIONS, [unit_id], asking.day),
        "appraises": access.may(asking.actor, Right.APPRAISE_EVALUATIONS, [unit_id], asking.day), "decides": access.may(asking.actor, Right.DECIDE_EVALUATIONS, [unit_id], asking.day),
        "decides_own": bool(found.unit.parent_id) and access.may(asking.actor, Right.DECIDE_EVALUATIONS, [found.unit.parent_id or 0], asking.day),
        "reads": access.may_see_grades(asking.actor, unit_id, asking.day), "missing": sum(row.graded - row.decided for row in rows)})


def _papers(asking: Asking, found: RoundFound, lines: Sequence[SubjectLine], rows: Sequence[CellProgress]) -> list[tuple[PaperKind, str, PaperNumber | None, bool, bool]]:
    """The papers of a round that take a number: the kind, what numbers it, its number, whether there is something to number, and whether what it says was changed since."""
    numbers = queries.paper_numbers(found, found.unit.unit_id, asking.day)
    return [(PaperKind.DECISION, "so-quyet-dinh", numbers.get(PaperKind.DECISION), any(row.appraised for row in rows) or any(line.appraisal for line in lines), False),
            (PaperKind.REPORT, "so-bao-cao", numbers.get(PaperKind.REPORT), any(row.decided for row in rows) or any(line.decision for line in lines), queries.changed_since(found, numbers.get(PaperKind.REPORT)))]


def about(asking: Asking, found: RoundFound, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What the second sheet of a table says."""
    return [(_("Đợt đánh giá"), found.name), (_("Tổ chức"), found.unit.name), (_("Ngày xét"), write_day(found.plan.as_of)), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Theo quy định"), found.why), *more,
            (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


def as_table_file(table: Table, name: str, form: str) -> HttpResponse:
    """A table as XLSX or CSV."""
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"{name}.{form}")


@staff_page(Right.SEE_PERSONS)
def evaluation_download(asking: Asking, round_id: int, form: str) -> HttpResponse:
    """The results by cell, in counts: nobody's name stands in it."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    if form not in ("xlsx", "csv") or not access.may_see(asking.actor, found.unit.unit_id, asking.day):
        raise no_such_table()
    lines, cap = queries.lines_of(found, asking.day, {}), queries.cap_view(found, asking.day)
    table = table_of(papers.summary_table(lines), title=_("Kết quả đánh giá %(name)s") % {"name": found.name}, about=about(asking, found, (_("Trần"), f"{cap.words} EV-05")))
    return as_table_file(table, f"danh-gia-{round_id}-{asking.day.isoformat()}", form)


@staff_page(Right.SEE_PERSONS)
def evaluation_paper(asking: Asking, round_id: int, what: str, form: str) -> HttpResponse:
    """The table of results or the decision as an official paper; the decision, which names persons, for whoever may read grades of all cells."""
    found = queries.seen_round(asking.actor, round_id, asking.day)
    if what not in ("bang-tong-hop", "quyet-dinh") or form not in PAPER_FILES:
        raise no_such_table()
    may = access.may_see if what == "bang-tong-hop" else access.may_see_grades
    if not may(asking.actor, found.unit.unit_id, asking.day):
        raise no_such_table()
    kind = PaperKind.REPORT if what == "bang-tong-hop" else PaperKind.DECISION
    number = queries.standing_number(found, found.unit.unit_id, kind, asking.day)
    with override("vi"):  # a paper is written in Vietnamese whatever its reader reads
        if kind is PaperKind.REPORT:
            day = number.day if number else asking.day
            lines = queries.lines_printed(found, number, day, {})
            made = papers.summary(found, lines, queries.cap_view(found, day, number.known_at if number else None), day, is_demo=settings.DEMO, number=number)
        else:
            reads.note(asking.actor, subject=f"evaluation:{round_id}", page="evaluation_paper")
            lines = queries.lines_of(found, asking.day, {})
            made = papers.decision(found, queries.decided_by(found, number, lines) if number else lines, asking.day, is_demo=settings.DEMO, number=number)
        return taken(as_file(made, form), f"{what}-{round_id}.{form}")


# -- results -------------------------------------------------------------------------------------------------------------------------------


def _asked_results(asking: Asking) -> Results:
    """The results that the address asks for: a unit and a year, the last one that is over when none is named."""
    unit, wanted = _party(asking), number_in(asking, "nam")
    year = min(max(wanted or asking.day.year - 1, 2018), 2100)
    then = unit_on(unit.unit_id, queries.tree_day(year, asking.day))
    if then is None and wanted is None:
        year, then = asking.day.year, unit  # a unit of this year has no year that is over
    if then is None:
        raise NotFound(_("Năm %(year)s chưa có tổ chức này. Chọn năm khác.") % {"year": year})
    return queries.results(then, year, asking.day)


@staff_page(Right.SEE_PERSONS)
def evaluation_results(asking: Asking) -> HttpResponse:
    """The grades of a unit in a year, in counts, by what stands directly below it: four grades, who is not graded and why, the cap with its base by both readings."""
    found = _asked_results(asking)
    whole, opens = found.whole, access.seen_among(asking.actor, [line.unit_id for line in found.lines], asking.day)
    return asking.page("evaluation_results", {
        "found": found, "scope": found.unit, "cap": CapView(whole.members, found.reading, whole.members.graded + whole.waiting) if found.reading and whole.rounds == 1 else None,
        "lines": [(line, line.unit_id in opens) for line in found.lines], "trend": queries.trend(found.unit, asking.day),
        "levels": [(level.label, counted, found.units_apart.get(level, 0)) for level, counted in found.units.items() if counted.graded or found.units_apart.get(level)],
        "years": [found.year - 1, found.year + 1]})


@staff_page(Right.SEE_PERSONS)
def evaluation_results_download(asking: Asking, form: str) -> HttpResponse:
    """The results as XLSX or CSV."""
    found = _asked_results(asking)
    if form not in ("xlsx", "csv"):
        raise no_such_table()
    columns = [Column(_("Tổ chức"), 40), Column(_("Tổ chức cơ sở"), 14), *(Column(str(forms.VOTED[grade]), 14, _("Đảng viên xếp loại")) for grade in forms.VOTED), Column(_("Chưa quyết định"), 14),
               Column(_("Không xếp loại"), 14), Column(_("Trần xuất sắc"), 14), Column(_("Trần, cách tính kia"), 18), Column(_("Tính trên"), 12)]

    def cells(line: ResultLine) -> list[Cell]:
        return [line.name, line.rounds, *(getattr(line.members, grade.value) for grade in forms.VOTED), line.waiting, line.not_graded, *(
            [line.allowed, line.allowed_otherwise, line.base] if line.rounds else ["", "", ""])]

    facts = [(_("Năm"), str(found.year)), (_("Tổ chức"), found.unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
             *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return as_table_file(Table(_("Kết quả đánh giá %(name)s") % {"name": found.year}, columns, [cells(line) for line in found.lines], facts, cells(found.whole)),
                         f"ket-qua-danh-gia-{found.year}-{found.unit.unit_id}", form)


@staff_page(Right.APPRAISE_EVALUATIONS)
def evaluation_group(asking: Asking, unit_id: int) -> HttpResponse:
    """Say with which organisations one is compared (EV-12)."""
    unit = seen_unit(asking, unit_id)
    refuse_without(asking, Right.APPRAISE_EVALUATIONS, unit_id)
    now: Any = queries.groups_of([unit], asking.day)[unit_id]
    form = forms.GroupForm(asking.request.POST or None, initial={"group": now, "on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.set_function_group(asking.actor, unit_id=unit_id, group=type(now)(form.cleaned_data["group"]), on=form.cleaned_data["on"]),
                    title=_("Nhóm cùng chức năng: %(unit)s") % {"unit": unit.name}, button=_("Xếp nhóm"), back=address(asking, "evaluation_list", don_vi=str(unit_id)),
                    lead=_("Trần 20 % xuất sắc của tổ chức tính trong từng nhóm có chức năng tương tự (EV-12)."))
