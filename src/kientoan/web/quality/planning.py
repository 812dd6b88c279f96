"""The plan of a unit: what was found, what is proposed, what people decided; and who is to follow in which post."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.people.enums import title_of
from kientoan.people.queries import names_on, persons_of, search_persons
from kientoan.quality import access, operations, papers
from kientoan.quality.enums import PlanSecrecy, ProblemName
from kientoan.quality.queries.persons import planned_posts, post_seen, successor_of
from kientoan.quality.queries.planning import Decided, Found, UnitPlan, no_such_line, plan_of, read_key
from kientoan.rules.days import write_day
from kientoan.rules.personnel import BODIES
from kientoan.rules.posts import Kind
from kientoan.rules.quality import Remedy, Verdict
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, number_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_persons, searched
from kientoan.web.people.persons import seen_person
from kientoan.web.quality import forms
from kientoan.web.quality.board import GAP_SLUGS, as_table
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken

PAGE = 30
FIELD_SLUGS = {kind.value: slug for kind, slug in GAP_SLUGS.items()}


def _plan_unit(asking: Asking, unit_id: int) -> UnitVersion:
    unit = seen_unit(asking, unit_id)
    if not access.may_see(asking.actor, unit_id, asking.day):
        raise no_such_line()
    return unit


def _begin(asking: Asking, plan: UnitPlan, line: Found) -> tuple[str, str]:
    """Where one begins what is proposed, and the words; empty where there is no such page, or the asker may not."""
    may, unit_id = asking.actor.has, line.unit_id
    if line.proposal.remedy is Remedy.PERSONNEL and may(Right.PREPARE_PERSONNEL) and Kind(line.post_kind) in BODIES:
        return address(asking, "personnel_new", don_vi=str(unit_id), chuc_danh=line.post_kind), _("Mở quy trình nhân sự")
    if line.proposal.remedy is Remedy.ELECTION and may(Right.HOLD_ELECTIONS):
        return address(asking, "unit_election_new", unit_id), _("Mở cuộc bầu cử")
    if line.proposal.remedy is Remedy.TRAINING and may(Right.KEEP_TRAINING) and line.gap:
        return address(asking, "training_needs", don_vi=str(plan.unit.unit_id), linh_vuc=FIELD_SLUGS[line.gap.kind]), _("Chọn lớp bồi dưỡng")
    if line.proposal.remedy is Remedy.SUCCESSION and may(Right.PREPARE_PERSONNEL):
        return address(asking, "successor_new", line.key[1]), _("Đưa vào quy hoạch")
    return "", ""


@staff_page(Right.SEE_PERSONS)
def quality_plan(asking: Asking, unit_id: int) -> HttpResponse:
    """The plan of a unit. The machine proposes; people judge. That it was opened is written down."""
    unit = _plan_unit(asking, unit_id)
    reads.note(asking.actor, subject=f"unit:{unit_id}", page="quality_plan")
    plan, page, only = plan_of(unit, asking.day, asking.actor), page_of(asking), asking.request.GET.get("loc", "")
    lines = [line for line in plan.open if only in ("", line.key[0])]
    shown = lines[(page - 1) * PAGE:page * PAGE]
    return asking.page("quality_plan", {
        "scope": unit, "plan": plan, "lines": [(line, explained(line.proposal.reason), *_begin(asking, plan, line)) for line in shown], "only": only,
        "filters": [(name.value, name.label, count) for name in ProblemName if (count := sum(line.key[0] == name.value for line in plan.open))], "all": len(plan.open),
        "admission": Remedy.ADMISSION, "decides": access.may(asking.actor, Right.PLAN_QUALITY, [unit_id], asking.day), "whole": unit.level in (
            UnitLevel.GRASSROOTS, UnitLevel.CELL, UnitLevel.COMMUNE, UnitLevel.HAMLET), **paged(page, len(lines), len(shown), PAGE)})


@staff_page(Right.SEE_PERSONS)
def quality_plan_download(asking: Asking, unit_id: int, form: str) -> HttpResponse:
    """The plan as a paper to be printed, or as a table."""
    unit = _plan_unit(asking, unit_id)
    reads.note(asking.actor, subject=f"unit:{unit_id}", page="quality_plan")
    plan, name = plan_of(unit, asking.day, asking.actor), f"ke-hoach-kien-toan-{unit_id}-{asking.day.isoformat()}"
    if form in PAPER_FILES:
        return taken(as_file(papers.plan_paper(plan, is_demo=settings.DEMO), form), f"{name}.{form}")
    columns = [Column(_("Đơn vị"), 36), Column(_("Chức danh"), 30), Column(_("Người"), 28), Column(_("Việc phát hiện"), 26), Column(_("Vì sao"), 60), Column(_("Đề nghị"), 26),
               Column(_("Hạn")), Column(_("Phụ trách"), 28), Column(_("Tình hình"), 26)]
    rows: list[list[Cell]] = [[each.unit, each.title, each.person, each.problem_label, each.verdict.reason, "", each.verdict.due_on, each.verdict.charge, each.label] for each in plan.decided]
    rows += [[each.unit, each.title, each.person, each.problem_label, explained(each.proposal.reason), each.remedy_label, each.proposal.due_on, "", _("đề nghị")] for each in plan.open]
    about = [(_("Danh sách"), _("Kế hoạch kiện toàn")), (_("Đơn vị"), unit.name), (_("Số liệu đến hết ngày"), write_day(asking.day)), (_("Người lấy"), asking.actor.name),
             *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return as_table(Table(_("Kế hoạch kiện toàn"), columns, rows, about), name, form)


def _what(line: Found | Decided) -> str:
    person = f", {line.person}" if line.person else ""
    return f"{line.problem_label}: {line.title}, {line.unit}{person}"


def _accept(asking: Asking, unit: UnitVersion, line: Found, back: str) -> HttpResponse:
    form = forms.AcceptForm(asking.request.POST or None, initial={"due_on": line.proposal.due_on, "on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.decide(
        asking.actor, unit_id=unit.unit_id, key=line.key, verdict=Verdict.ACCEPTED, on=form.cleaned_data["on"], charge=form.cleaned_data["charge"], due_on=form.cleaned_data["due_on"]),
        unit=unit, title=_("Nhận vào kế hoạch: %(what)s") % {"what": _what(line)}, button=_("Nhận vào kế hoạch"), back=back,
        lead=f"{explained(line.proposal.reason)} {line.proposal.reason.rule}".strip())


def _drop(asking: Asking, unit: UnitVersion, line: Found | Decided, back: str) -> HttpResponse:
    form = forms.EndForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.decide(
        asking.actor, unit_id=unit.unit_id, key=line.key, verdict=Verdict.DROPPED, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
        unit=unit, title=_("Bỏ qua: %(what)s") % {"what": _what(line)}, button=_("Bỏ qua việc này"), back=back, stop=True, lead=_("Việc vẫn còn trong kế hoạch với lý do đã nêu."))


def _done(asking: Asking, unit: UnitVersion, line: Decided, back: str) -> HttpResponse:
    form = forms.DoneForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.decide(asking.actor, unit_id=unit.unit_id, key=line.key, verdict=Verdict.DONE, on=form.cleaned_data["on"]),
                    unit=unit, title=_("Đã xong: %(what)s") % {"what": _what(line)}, button=_("Ghi đã xong"), back=back)


def _again(asking: Asking, unit: UnitVersion, line: Decided, back: str) -> HttpResponse:
    form = forms.AcceptForm(asking.request.POST or None, initial={"charge": line.verdict.charge, "due_on": line.verdict.due_on, "on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.decide(
        asking.actor, unit_id=unit.unit_id, key=line.key, verdict=Verdict.ACCEPTED, on=form.cleaned_data["on"], charge=form.cleaned_data["charge"], due_on=form.cleaned_data["due_on"]),
        unit=unit, title=_("Đổi người, đổi hạn: %(what)s") % {"what": _what(line)}, button=_("Ghi thay đổi"), back=back)


def _correct(asking: Asking, unit: UnitVersion, line: Decided, back: str) -> HttpResponse:
    form = forms.CorrectAcceptForm(asking.request.POST or None, initial={"charge": line.verdict.charge, "due_on": line.verdict.due_on})
    return act_page(asking, form, lambda: operations.correct_verdict(
        asking.actor, unit_id=unit.unit_id, item_id=line.item_id, charge=form.cleaned_data["charge"], due_on=form.cleaned_data["due_on"], reason=line.verdict.reason),
        unit=unit, title=_("Đính chính: %(what)s") % {"what": _what(line)}, button=_("Ghi đính chính"), back=back)


def _take_back(asking: Asking, unit: UnitVersion, line: Decided, back: str) -> HttpResponse:
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_verdict(asking.actor, unit_id=unit.unit_id, item_id=line.item_id), unit=unit, stop=True,
                    title=_("Rút lại quyết định: %(what)s") % {"what": _what(line)}, button=_("Rút lại"), back=back, lead=_("Dùng khi ghi nhầm. Bản ghi vẫn còn trong lịch sử."))


OF_FOUND: dict[str, Callable[[Asking, UnitVersion, Found, str], HttpResponse]] = {"nhan": _accept, "bo": _drop}
OF_DECIDED: dict[str, Callable[[Asking, UnitVersion, Decided, str], HttpResponse]] = {
    "xong": _done, "bo": _drop, "doi": _again, "dinh-chinh": _correct, "rut": _take_back}


@staff_page(Right.PLAN_QUALITY)
def quality_plan_act(asking: Asking, unit_id: int, what: str) -> HttpResponse:
    """Accept or drop what was found; say that it is done, change who does it by when, or take the decision back."""
    unit = _plan_unit(asking, unit_id)
    plan, back, item = plan_of(unit, asking.day, asking.actor), address(asking, "quality_plan", unit_id), number_in(asking, "muc")
    if item is not None:
        decided = next((each for each in plan.decided if each.item_id == item), None)
        if decided is None or what not in OF_DECIDED:
            raise no_such_line()
        return OF_DECIDED[what](asking, unit, decided, back)
    line = plan.line(read_key(asking.request.GET.get("viec", "")))
    if line is None or what not in OF_FOUND:
        raise no_such_line()
    return OF_FOUND[what](asking, unit, line, back)


# -- who is to follow ----------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.PREPARE_PERSONNEL)
def successor_list(asking: Asking) -> HttpResponse:
    """Who is in planning for the posts of a unit and of all below it, with what each lacks; that it was opened is written down (PV-13)."""
    unit, page = unit_of(asking, access.may_see_planning), page_of(asking)
    reads.note(asking.actor, subject=f"unit:{unit.unit_id}", page="successor_list")
    posts, count = planned_posts(unit, asking.day, asking.actor, start=(page - 1) * PAGE, limit=PAGE)
    return asking.page("successors", {
        "scope": unit, "posts": [(post, [(row, [(explained(gap.reason), gap.is_unknown) for gap in row.gaps]) for row in post.rows]) for post in posts],
        **paged(page, count, len(posts), PAGE)})


@staff_page(Right.PREPARE_PERSONNEL)
def successor_new(asking: Asking, post_id: int) -> HttpResponse:
    """Choose a person, then say since when they are in planning for a post."""
    post, unit = post_seen(asking.actor, post_id, asking.day)
    reads.note(asking.actor, subject=f"unit:{unit.unit_id}", page="successor_new")
    title = _("Đưa vào quy hoạch: %(post)s, %(unit)s") % {"post": title_of(post.kind, unit_kind=unit.kind, level=unit.level), "unit": unit.name}
    back, person_id = address(asking, "successor_list", don_vi=str(unit.unit_id)), chosen(asking, "nguoi")
    if person_id is None:
        query = searched(asking)
        rows = search_persons(asking.actor, query, asking.day) if query else persons_of(unit, asking.day, actor=asking.actor, limit=50).rows
        return choose_page(asking, of_persons(rows), title=title, lead=_("Chọn người. Người trùng tên phân biệt bằng năm sinh, đơn vị và chức danh."),
                           label=_("Tìm người theo tên hoặc số thẻ"), parameter="nguoi", unit=unit, back=back)
    record = seen_person(asking, person_id)
    form = forms.SuccessorForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.plan_successor(
        asking.actor, post_id=post_id, person_id=person_id, on=form.cleaned_data["on"], term_label=form.cleaned_data["term_label"], secrecy=PlanSecrecy(form.cleaned_data["secrecy"]),
        citation=form.citation()), unit=unit, title=title, button=_("Đưa %(name)s vào quy hoạch") % {"name": record.name}, back=back, lead=record.name)


def _out(asking: Asking, fact: Any, name: str, back: str) -> HttpResponse:
    form = forms.EndForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.end_planning(asking.actor, key=fact.fact_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
                    title=_("Đưa ra khỏi quy hoạch: %(name)s") % {"name": name}, button=_("Đưa ra khỏi quy hoạch"), back=back, stop=True)


def _never(asking: Asking, fact: Any, name: str, back: str) -> HttpResponse:
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_planning(asking.actor, key=fact.fact_id), title=_("Rút lại quy hoạch: %(name)s") % {"name": name},
                    button=_("Rút lại"), back=back, stop=True, lead=_("Dùng khi ghi nhầm. Bản ghi vẫn còn trong lịch sử."))


@staff_page(Right.PREPARE_PERSONNEL)
def successor_act(asking: Asking, key: UUID, what: str) -> HttpResponse:
    """Take somebody out of planning, or take back what was entered by mistake."""
    fact = successor_of(key)
    _post, unit = post_seen(asking.actor, fact.post_id, asking.day)
    act = {"dua-ra": _out, "rut": _never}.get(what)
    if act is None:
        raise NotFound(_("Không có việc này. Mở lại trang quy hoạch để chọn việc."))
    return act(asking, fact, names_on([fact.person_id], asking.day).get(fact.person_id, ""), address(asking, "successor_list", don_vi=str(unit.unit_id)))
