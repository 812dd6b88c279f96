"""Training: who needs it, the courses, who is on them, who was there, what came of it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table
from kientoan.org.models import UnitVersion
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.quality import access, operations, papers
from kientoan.quality.operations import Enrolled, ResultRow
from kientoan.quality.queries.training import (
    PAGE,
    CourseFound,
    Learner,
    Need,
    Needs,
    course_found,
    courses_at,
    needs_in,
    present_on,
    result_of,
)
from kientoan.rules.days import write_day
from kientoan.rules.persons import QUALIFICATION_LEVELS
from kientoan.rules.training import MOST_AT_ONCE, Outcome
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, key_in, number_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.quality import forms
from kientoan.web.quality.board import GAP_SLUGS, as_table
from kientoan.web.season.views import taken

FIELDS = {slug: QualificationField(kind.value) for kind, slug in GAP_SLUGS.items() if kind.value in QualificationField.values}
"""What the address of each field of study says."""
SLUGS = {field: slug for slug, field in FIELDS.items()}


# -- who needs it --------------------------------------------------------------------------------------------------------------------------------


def _field(asking: Asking) -> QualificationField:
    wanted = asking.request.GET.get("linh-vuc", "")
    if wanted and wanted not in FIELDS:
        raise NotFound(_("Không có danh sách này."))
    return FIELDS.get(wanted, QualificationField.POLITICAL_THEORY)


def _level(asking: Asking, field: QualificationField) -> str:
    wanted = asking.request.GET.get("muc", "")
    if wanted and wanted not in QUALIFICATION_LEVELS[field.value]:
        raise NotFound(_("Không có danh sách này."))
    return wanted


def _needs(asking: Asking, unit: UnitVersion, *, limit: int = MOST_AT_ONCE) -> Needs:
    """Who needs a field at a unit, as the address asks; that the list was opened is written down."""
    field = _field(asking)
    reads.note(asking.actor, subject=f"unit:{unit.unit_id}", page=f"training_needs:{SLUGS[field]}")
    return needs_in(unit, field, asking.day, asking.actor, level=_level(asking, field), start=(page_of(asking) - 1) * limit, limit=limit)


@staff_page(Right.SEE_PERSONS)
def training_needs(asking: Asking) -> HttpResponse:
    """Who lacks something of a field of study in the posts of a unit and of all below it; those who are ticked become a course."""
    unit, field = unit_of(asking, access.may_see), _field(asking)
    found, level, page = _needs(asking, unit), _level(asking, field), page_of(asking)
    ticked = number_in(asking, "chon") or 0
    return asking.page("training_needs", {
        "scope": unit, "found": found, "rows": [(need, at <= ticked) for at, need in enumerate(found.rows, 1)], "level": level, "field": field, "slug": SLUGS[field],
        "fields": [(slug, each.label, each is field) for slug, each in FIELDS.items()],
        "levels": [(each, QualificationLevel(each).label, count) for each, count in found.levels], "trains": asking.actor.has(Right.KEEP_TRAINING) and access.may(
            asking.actor, Right.KEEP_TRAINING, [unit.unit_id], asking.day), "ticked": ticked, "offers": [each for each in (40, MOST_AT_ONCE) if each <= len(found.rows)],
        "course_level": level or (found.levels[-1][0] if found.levels else ""), **paged(page, found.count, len(found.rows), MOST_AT_ONCE)})


@staff_page(Right.SEE_PERSONS)
def training_needs_download(asking: Asking, form: str) -> HttpResponse:
    """Who needs a field of study, as XLSX or CSV."""
    unit, field = unit_of(asking, access.may_see), _field(asking)
    rows = _needs(asking, unit, limit=100_000).rows

    def cells(need: Need) -> list[Cell]:
        return [need.row.name, need.row.title, need.row.unit, need.has_label, need.wanted_label, "; ".join(need.courses)]

    columns = [Column(_("Họ và tên"), 30), Column(_("Chức danh"), 30), Column(_("Đơn vị"), 36), Column(pgettext("trình độ", "Đang có"), 24), Column(_("Cần"), 24), Column(_("Đang học lớp"), 40)]
    about = [(_("Danh sách"), _("Nhu cầu bồi dưỡng: %(field)s") % {"field": field.label}), (_("Đơn vị"), unit.name), (_("Số liệu đến hết ngày"), write_day(asking.day)),
             (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return as_table(Table(_("Nhu cầu bồi dưỡng"), columns, [cells(row) for row in rows], about), f"nhu-cau-{SLUGS[field]}-{unit.unit_id}-{asking.day.isoformat()}", form)


# -- courses -------------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.SEE_PERSONS)
def course_list(asking: Asking) -> HttpResponse:
    """The courses that a unit and the units below it organise."""
    unit, page = unit_of(asking, access.may_train), page_of(asking)
    rows, count = courses_at(unit, asking.day, start=(page - 1) * PAGE)
    return asking.page("courses", {"scope": unit, "rows": [(row, row.state_on(asking.day)) for row in rows], "trains": access.may(asking.actor, Right.KEEP_TRAINING, [unit.unit_id], asking.day),
                                   **paged(page, count, len(rows), PAGE)})


def _chosen_needs(asking: Asking, unit: UnitVersion, level: str) -> list[tuple[int, str]]:
    """Those who were ticked on the list of needs, as the course's field has them."""
    wanted = [int(each) for each in asking.request.GET.getlist("nguoi") if each.isdecimal() and len(each) < 18][:MOST_AT_ONCE]
    if not wanted:
        return []
    field = next((QualificationField(name) for name, levels in QUALIFICATION_LEVELS.items() if level in levels), QualificationField.POLITICAL_THEORY)
    needs = {need.row.person_id: need for need in needs_in(unit, field, asking.day, asking.actor, limit=100_000).rows}
    return [(person, _labelled(needs[person])) for person in wanted if person in needs]


def _labelled(need: Need) -> str:
    return f"{need.row.name}, {need.row.title}, {need.row.unit}"


def _tell(asking: Asking, done: Enrolled) -> None:
    text = ngettext("Đã ghi tên %(n)s người.", "Đã ghi tên %(n)s người.", done.placed) % {"n": done.placed}
    if done.waiting:
        text += " " + ngettext("%(n)s người chờ chỗ.", "%(n)s người chờ chỗ.", done.waiting) % {"n": done.waiting}
    messages.success(asking.request, text)
    for warning in done.warnings[:5]:
        messages.warning(asking.request, warning)


@staff_page(Right.KEEP_TRAINING)
def course_new(asking: Asking) -> HttpResponse:
    """Open a course of a unit, with those who were ticked on the list of needs."""
    unit = unit_of(asking, access.may_train)
    level = asking.request.GET.get("trinh-do", "")
    persons = _chosen_needs(asking, unit, level)
    form = forms.OpenCourseForm(asking.request.POST or None, persons=persons, initial={
        "level": level, "on": min(asking.day, clock.today()), "places": max(len(persons), 1), "persons": [str(pk) for pk, _name in persons]})

    def act() -> HttpResponse:
        done = operations.open_course(asking.actor, unit_id=unit.unit_id, content=form.content(), on=form.cleaned_data["on"], person_ids=form.person_ids(), citation=form.citation())
        _tell(asking, done)
        return redirect(address(asking, "course", done.course_id))

    return act_page(asking, form, act, unit=unit, title=_("Mở lớp bồi dưỡng: %(unit)s") % {"unit": unit.name}, button=_("Mở lớp"),
                    back=address(asking, "training_needs", don_vi=str(unit.unit_id)), lead=ngettext(
                        "Đã chọn %(n)s người. Người vượt số chỗ vào danh sách chờ.", "Đã chọn %(n)s người. Người vượt số chỗ vào danh sách chờ.", len(persons)) % {"n": len(persons)}
                    if persons else _("Chưa chọn ai. Mở lớp trước, ghi tên sau; hoặc quay lại chọn người ở Nhu cầu bồi dưỡng."))


@staff_page(Right.SEE_PERSONS)
def course(asking: Asking, course_id: int) -> HttpResponse:
    """A course: who is on it, who waits, the sessions, the results; that it was opened is written down."""
    found = course_found(asking.actor, course_id, asking.day)
    reads.note(asking.actor, subject=f"course:{course_id}", page="course")
    return asking.page("course", {
        "found": found, "row": found.row, "terms": found.terms, "state": found.row.state_on(asking.day), "slug": SLUGS[QualificationField(found.terms.field)],
        "trains": access.may(asking.actor, Right.KEEP_TRAINING, [found.unit.unit_id], asking.day) and found.row.stop is None, "over": asking.day >= found.terms.ends_on})


@staff_page(Right.SEE_PERSONS)
def course_certificates(asking: Asking, course_id: int, form: str) -> HttpResponse:
    """Who was on a course with what came of it, as PDF or DOCX to be printed."""
    if form not in PAPER_FILES:
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    found = course_found(asking.actor, course_id, asking.day)
    reads.note(asking.actor, subject=f"course:{course_id}", page="course_certificates")
    return taken(as_file(papers.certificate_list(found, asking.day, is_demo=settings.DEMO), form), f"chung-chi-{course_id}.{form}")


def _correct(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    terms = found.terms
    form = forms.CorrectCourseForm(asking.request.POST or None, initial={
        "title": terms.title, "level": terms.level, "begins_on": terms.occurred_on, "ends_on": terms.ends_on, "places": terms.places, "venue": terms.venue})
    return act_page(asking, form, lambda: operations.correct_course(
        asking.actor, course_id=terms.course_id, content=form.content(), reason=form.cleaned_data["reason"], citation=form.citation()),
        title=_("Sửa lớp: %(title)s") % {"title": terms.title}, button=_("Ghi thay đổi"), back=back)


def _stop(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    form = forms.EndForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.stop_course(asking.actor, course_id=found.terms.course_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
                    title=_("Thôi mở lớp: %(title)s") % {"title": found.terms.title}, button=_("Thôi mở lớp"), back=back, stop=True)


def _enrol(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    terms = found.terms
    needs = needs_in(found.unit, QualificationField(terms.field), asking.day, asking.actor, level=terms.level, limit=100_000).rows
    on_it = {each.person_id for each in (*found.learners, *found.waiting)}
    form = forms.EnrolForm(asking.request.POST or None, persons=[(need.row.person_id, _labelled(need)) for need in needs if need.row.person_id not in on_it][:MOST_AT_ONCE],
                           initial={"on": min(asking.day, clock.today())})

    def act() -> None:
        _tell(asking, operations.enrol(asking.actor, course_id=terms.course_id, person_ids=form.person_ids(), on=form.cleaned_data["on"]))

    return act_page(asking, form, act, title=_("Ghi tên vào lớp: %(title)s") % {"title": terms.title}, button=_("Ghi tên"), back=back,
                    lead=ngettext("Còn %(n)s chỗ. Người vượt số chỗ vào danh sách chờ.", "Còn %(n)s chỗ. Người vượt số chỗ vào danh sách chờ.", found.free) % {"n": found.free})


def _learner(asking: Asking, found: CourseFound) -> Learner:
    person = number_in(asking, "nguoi")
    learner = next((each for each in (*found.learners, *found.waiting) if each.person_id == person), None)
    if learner is None:
        raise NotFound(_("Người này không có tên trong lớp. Mở lại trang của lớp."))
    return learner


def _leave(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    learner = _learner(asking, found)
    form = forms.EndForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.leave_course(
        asking.actor, course_id=found.terms.course_id, person_id=learner.person_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
        title=_("Rút tên: %(name)s") % {"name": learner.name}, button=_("Rút tên"), back=back, stop=True, lead=_("Người chờ đầu tiên được vào chỗ này."))


def _session(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    terms = found.terms
    first = max(min(asking.day, clock.today(), terms.ends_on), terms.occurred_on)
    present = present_on(terms.course_id, first) or {each.person_id for each in found.learners}
    form = forms.SessionForm(asking.request.POST or None, persons=[(each.person_id, each.name) for each in found.learners],
                             initial={"on": first, "persons": [str(each) for each in sorted(present)]})
    return act_page(asking, form, lambda: operations.record_session(asking.actor, course_id=terms.course_id, on=form.cleaned_data["on"], present=form.present()),
                    title=_("Ghi buổi học: %(title)s") % {"title": terms.title}, button=_("Ghi buổi học"), back=back, lead=_("Bỏ dấu ở người vắng. Ghi lại cùng ngày thì lần sau thay lần trước."))


def _session_never(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    number = number_in(asking, "buoi") or 0
    if not 1 <= number <= len(found.sessions):
        raise NotFound(_("Ngày này chưa ghi buổi học nào."))
    on = found.sessions[number - 1][0]
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_session(asking.actor, course_id=found.terms.course_id, on=on),
                    title=_("Rút lại buổi học ngày %(day)s") % {"day": write_day(on)}, button=_("Rút lại"), back=back, stop=True, lead=_("Dùng khi ghi nhầm. Bản ghi vẫn còn trong lịch sử."))


def _told(asking: Asking, learned: int) -> None:
    messages.success(asking.request, ngettext("%(n)s trình độ được ghi vào hồ sơ.", "%(n)s trình độ được ghi vào hồ sơ.", learned) % {"n": learned})


def _all_passed(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    persons = [(each.person_id, each.name) for each in found.open_results]
    form = forms.AllPassedForm(asking.request.POST or None, persons=persons, initial={
        "on": max(found.terms.ends_on, min(asking.day, clock.today())), "first": 1, "persons": [str(pk) for pk, _name in persons]})

    def act() -> None:
        rows = [ResultRow(person, Outcome.PASSED, form.cleaned_data["on"], certificate) for person, certificate in form.certificates().items()]
        _told(asking, operations.record_results(asking.actor, course_id=found.terms.course_id, rows=rows))

    return act_page(asking, form, act, title=_("Ghi người đạt: %(title)s") % {"title": found.terms.title}, button=pgettext("khóa học", "Ghi kết quả"), back=back,
                    lead=_("Bỏ dấu ở người không đạt. Chứng chỉ vào hồ sơ từng người cùng lúc, nên chỗ thiếu đóng lại."))


def _one_result(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    form = forms.PersonResultForm(asking.request.POST or None, persons=[(each.person_id, each.name) for each in found.open_results], initial={
        "on": max(found.terms.ends_on, min(asking.day, clock.today())), "person": str(number_in(asking, "nguoi") or "")})

    def act() -> None:
        values = form.cleaned_data
        row = ResultRow(int(values["person"]), Outcome(values["outcome"]), values["on"], values["certificate"])
        _told(asking, operations.record_results(asking.actor, course_id=found.terms.course_id, rows=[row]))

    return act_page(asking, form, act, title=_("Ghi kết quả: %(title)s") % {"title": found.terms.title}, button=pgettext("khóa học", "Ghi kết quả"), back=back)


def _result(asking: Asking, found: CourseFound) -> tuple[Any, Learner]:
    key = key_in(asking, "ket-qua")
    learner = next((each for each in found.learners if each.result_key is not None and each.result_key == key), None)
    if key is None or learner is None:
        raise NotFound(_("Không có kết quả này, hoặc đã rút lại."))
    return result_of(found.terms.course_id, key), learner


def _correct_result(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    fact, learner = _result(asking, found)
    form = forms.ResultForm(asking.request.POST or None, initial={"outcome": fact.outcome, "on": fact.occurred_on, "certificate": fact.certificate})
    return act_page(asking, form, lambda: operations.correct_result(
        asking.actor, course_id=found.terms.course_id, key=fact.fact_id, outcome=Outcome(form.cleaned_data["outcome"]), on=form.cleaned_data["on"], certificate=form.cleaned_data["certificate"]),
        title=_("Đính chính kết quả: %(name)s") % {"name": learner.name}, button=_("Ghi đính chính"), back=back)


def _result_never(asking: Asking, found: CourseFound, back: str) -> HttpResponse:
    fact, learner = _result(asking, found)
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_result(asking.actor, course_id=found.terms.course_id, key=fact.fact_id),
                    title=_("Rút lại kết quả: %(name)s") % {"name": learner.name}, button=_("Rút lại"), back=back, stop=True,
                    lead=_("Trình độ do kết quả này ghi vào hồ sơ cũng được rút lại."))


ACTS: dict[str, Callable[[Asking, CourseFound, str], HttpResponse]] = {
    "sua": _correct, "thoi": _stop, "ghi-ten": _enrol, "rut-ten": _leave, "buoi-hoc": _session, "rut-buoi-hoc": _session_never, "dat": _all_passed, "ket-qua": _one_result,
    "sua-ket-qua": _correct_result, "rut-ket-qua": _result_never}


@staff_page(Right.KEEP_TRAINING)
def course_act(asking: Asking, course_id: int, what: str) -> HttpResponse:
    """Everything that is done to a course."""
    found, act = course_found(asking.actor, course_id, asking.day), ACTS.get(what)
    if act is None:
        raise NotFound(_("Không có việc này. Mở trang của lớp để chọn việc."))
    return act(asking, found, address(asking, "course", course_id))
