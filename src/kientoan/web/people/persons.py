"""Persons: the list and search, the record with who opened it, and every change to a person."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.org import access as org_access
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of_chains
from kientoan.org.queries import search as search_units
from kientoan.people import fields, operations, queries
from kientoan.people.enums import FieldClass, MembershipEnd, MemberStage, QualificationField, QualificationLevel, Sex, StandingKind
from kientoan.people.operations import MemberMove, NewMembership, NewPerson, Profile
from kientoan.people.queries import PersonRecord, StandingRow
from kientoan.rules.days import write_day
from kientoan.rules.persons import QUALIFICATION_LEVELS, write_birth
from kientoan.web.acting import act_page
from kientoan.web.day import carry
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_units, searched
from kientoan.web.people.forms import (
    AdmitForm,
    ChangeProfileForm,
    CorrectProfileForm,
    CorrectStandingForm,
    EndStandingForm,
    LeaveForm,
    NewPersonForm,
    OnForm,
    ProfileForm,
    QualificationForm,
    SeenConfirmForm,
    StandingForm,
)
from kientoan.web.people.scope import own_unit

PAGE_ROWS = 100
LAST_READS = 20
LABELS: Mapping[str, Promise | str] = {
    "sex": gettext_lazy("Giới tính"), "born_on": gettext_lazy("Ngày sinh"), "home_place": gettext_lazy("Quê quán"),
    "phone": gettext_lazy("Điện thoại"), "member_card": gettext_lazy("Số thẻ đảng viên"), "ethnicity": gettext_lazy("Dân tộc"),
}


def person_address(asking: Asking, person_id: int) -> str:
    """A person's page, on the day of this one."""
    return carry(reverse("person", args=[person_id]), asking.day, today=clock.today(), known_at=asking.known_at)


def seen_person(asking: Asking, person_id: int) -> PersonRecord:
    """The record as far as the asker may read it.

    Raises:
        NotFound: for a person who is not there, or of whom one may not know: one sentence for both.
    """
    record = queries.person_record(asking.actor, person_id, asking.day)
    if record is None:
        raise NotFound(_("Không có người này, hoặc hồ sơ nằm ngoài phạm vi được xem."))
    return record


@staff_page(Right.SEE_PERSONS)
def person_list(asking: Asking) -> HttpResponse:
    """Search over all persons in one's scope, or those tied to a unit."""
    query = searched(asking)
    unit = own_unit(asking, Right.SEE_PERSONS)
    number = asking.request.GET.get("trang", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    found = queries.search_persons(asking.actor, query, asking.day, limit=PAGE_ROWS + 1) if query else []
    listed = queries.persons_of(unit, asking.day, actor=asking.actor, start=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS) if unit and not query else None
    rows = found[:PAGE_ROWS] if query else listed.rows if listed else ()
    count = len(found) if query else listed.count if listed else 0
    return asking.page("persons", {
        "looked_for": query, "unit": unit, "rows": rows, "count": count, "cut": query and len(found) > PAGE_ROWS,
        "page": page, "pages": 1 if query else max(1, -(-count // PAGE_ROWS)), "first": (page - 1) * PAGE_ROWS + 1, "last": (page - 1) * PAGE_ROWS + len(rows),
        "may_keep": asking.actor.has(Right.KEEP_PERSONS)})


def _shown(record: PersonRecord) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """The profile by class of field: label, value, and whether it is hidden from the asker."""
    values = {
        "sex": str(Sex(record.sex).label) if record.sex else "", "born_on": write_birth(record.born) if record.born else "",
        "home_place": record.home_place or "", "phone": record.phone or "", "member_card": record.member_card or "", "ethnicity": record.ethnicity or ""}
    return [
        (str(of.label), [(str(LABELS[name]), values[name], name in record.hidden) for name in LABELS if fields.CLASSES["PersonProfile"][name] is of])
        for of in (FieldClass.INTERNAL, FieldClass.SENSITIVE)]


@staff_page(Right.SEE_PERSONS)
def person(asking: Asking, person_id: int) -> HttpResponse:
    """Everything known of a person on the day; that it was opened is written down and shown."""
    record = seen_person(asking, person_id)
    subject = f"person:{person_id}"
    reads.note(asking.actor, subject=subject, page="person")
    log = reads.of(subject)
    names = queries.names_of_readers(entry.reader for entry in log[:LAST_READS])
    keeping = asking.actor.unit_ids(Right.KEEP_POSTS)
    age = record.age_on(asking.day)
    member = record.memberships[0] if record.memberships and record.memberships[0].until is None else None
    return asking.page("person", {
        "record": record, "groups": _shown(record), "age": age, "member": member,
        "members": [(row, str(MemberStage(row.stage).label), str(MembershipEnd(row.end_reason).label) if row.end_reason else "") for row in record.memberships],
        "standings": [(row, row.holds(asking.day)) for row in record.standings],
        "qualifications": [(str(QualificationField(row.field).label), str(QualificationLevel(row.level).label), row) for row in record.qualifications],
        "posts": [(row, bool(keeping & row.chain)) for row in record.posts],
        "reads": [(entry, names.get(entry.reader, entry.reader)) for entry in log[:LAST_READS]], "read_count": len(log),
        "may_keep": may_keep(asking, person_id), "hidden": bool(record.hidden)})


def may_keep(asking: Asking, person_id: int) -> bool:
    """Whether the asker keeps persons at one of the person's units; decides what the page offers, never what is done."""
    return asking.actor.has(Right.KEEP_PERSONS) and queries.may_keep(asking.actor, person_id, asking.day)


def _profile(form: ProfileForm) -> Profile:
    values = form.cleaned_data
    return Profile(values["full_name"], values["sex"], values["birth"], values["home_place"], values.get("ethnicity"), values["phone"], values["member_card"])


def _initial(record: PersonRecord) -> dict[str, Any]:
    return {"full_name": record.name, "birth": record.born, "sex": record.sex, "home_place": record.home_place, "ethnicity": record.ethnicity,
            "phone": record.phone, "member_card": record.member_card, "seen": record.version_id}


@staff_page(Right.KEEP_PERSONS)
def person_new(asking: Asking) -> HttpResponse:
    """Enter a person at a unit."""
    unit = own_unit(asking, Right.KEEP_PERSONS)
    if unit is None:
        raise NotFound(_("Ngày này không có đơn vị nào được giao. Chọn ngày khác."))
    form = NewPersonForm(asking.request.POST or None, initial={"full_name": searched(asking)})

    def act() -> HttpResponse:
        done = operations.register_persons(asking.actor, decision=form.citation(), rows=[NewPerson("new", unit.unit_id, _profile(form))])
        for warning in done.warnings:
            messages.warning(asking.request, warning)
        return redirect(person_address(asking, done.ids["new"]))

    return act_page(asking, form, act, title=_("Thêm người"), button=_("Thêm người"), lead=_("Ghi tại %(unit)s.") % {"unit": unit.name},
                    back=carry(reverse("person_list"), asking.day, today=clock.today(), known_at=asking.known_at, **{"don-vi": str(unit.unit_id)}))


# Every change to a person has a short word in the address.


def _change(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = ChangeProfileForm(asking.request.POST or None, sensitive="ethnicity" not in record.hidden, initial={**_initial(record), "on": asking.day})
    return act_page(asking, form, lambda: operations.change_profile(
        asking.actor, person_id=record.person_id, on=form.cleaned_data["on"], profile=_profile(form), decision=form.citation()),
        title=_("Thay đổi hồ sơ: %(name)s") % {"name": record.name}, button=_("Ghi thay đổi"), back=person_address(asking, record.person_id),
        lead=_("Điều cũ vẫn còn cho các ngày trước đó. Nếu chỉ ghi nhầm, dùng đính chính."))


def _correct(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = CorrectProfileForm(asking.request.POST or None, sensitive="ethnicity" not in record.hidden, initial=_initial(record))
    return act_page(asking, form, lambda: operations.correct_profile(
        asking.actor, version_id=form.cleaned_data["seen"], profile=_profile(form), decision=form.citation()),
        title=_("Đính chính hồ sơ: %(name)s") % {"name": record.name}, button=_("Ghi đính chính"), back=person_address(asking, record.person_id),
        lead=_("Sửa điều đã ghi nhầm. Bản cũ vẫn xem lại được như đã biết trước lúc này."))


def _qualify(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = QualificationForm(asking.request.POST or None, groups=dict(QUALIFICATION_LEVELS), initial={"on": asking.day})

    def act() -> None:
        level = form.cleaned_data["level"]
        of = next(name for name, levels in QUALIFICATION_LEVELS.items() if level in levels)
        operations.record_qualification(asking.actor, person_id=record.person_id, field=QualificationField(of), level=QualificationLevel(level),
                                        on=form.cleaned_data["on"], decision=form.citation())

    return act_page(asking, form, act, title=_("Trình độ: %(name)s") % {"name": record.name}, button=_("Ghi trình độ"),
                    back=person_address(asking, record.person_id))


def _with_organization(heading: Promise, page: Callable[[Asking, PersonRecord, UnitVersion, str], HttpResponse]) -> Callable[[Asking, PersonRecord], HttpResponse]:
    """A change for which an organisation is chosen first: until one is, the page on which to choose; then ``page``, under the same title.

    Parameters:
        heading: the title, with the person's name in it.
    """
    def first(asking: Asking, record: PersonRecord) -> HttpResponse:
        title = str(heading) % {"name": record.name}
        unit = _organization(asking, record, title=title)
        return unit if isinstance(unit, HttpResponse) else page(asking, record, unit, title)

    return first


def _organization(asking: Asking, record: PersonRecord, *, title: str) -> UnitVersion | HttpResponse:
    """The organisation chosen, or the page on which one is."""
    wanted = chosen(asking, "to-chuc")
    if wanted is not None:
        unit = org_access.visible_to(asking.actor, queries.units_on([wanted], asking.day), asking.day).first()
        if unit is None:
            raise NotFound(_("Không có tổ chức này vào ngày đã chọn."))
        return unit
    query = searched(asking)
    found = [unit for unit in search_units(asking.actor, query, asking.day, limit=200) if unit.tree == Tree.PARTY] if query else [
        unit for unit in asking.actor.granted_versions(asking.day) if unit.tree == Tree.PARTY]
    return choose_page(asking, of_units(found, names_of_chains(found, asking.day)), title=title, lead=_("Chọn tổ chức đảng."), label=_("Tìm tổ chức theo tên"),
                       parameter="to-chuc", back=person_address(asking, record.person_id))


def _admit(asking: Asking, record: PersonRecord, unit: UnitVersion, title: str) -> HttpResponse:
    form = AdmitForm(asking.request.POST or None, initial={"since": asking.day})

    def act() -> None:
        values = form.cleaned_data
        for warning in operations.admit_members(asking.actor, decision=form.citation(), rows=[NewMembership(
                unit.unit_id, MemberStage(values["stage"]), values["admitted_on"], values["official_on"], values["since"], record.person_id)]):
            messages.warning(asking.request, warning)

    return act_page(asking, form, act, title=title, button=_("Ghi vào tổ chức"), lead=unit.name, back=person_address(asking, record.person_id))


def _transfer(asking: Asking, record: PersonRecord, unit: UnitVersion, title: str) -> HttpResponse:
    form = OnForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.transfer_members(
        asking.actor, rows=[MemberMove(record.person_id, form.cleaned_data["on"], unit.unit_id)], decision=form.citation()),
        title=title, button=_("Chuyển sinh hoạt"), lead=_("Chuyển đến %(unit)s.") % {"unit": unit.name}, back=person_address(asking, record.person_id))


def _confirm(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = OnForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.confirm_members(
        asking.actor, rows=[MemberMove(record.person_id, form.cleaned_data["on"])], decision=form.citation()),
        title=_("Công nhận chính thức: %(name)s") % {"name": record.name}, button=_("Ghi chính thức"), back=person_address(asking, record.person_id))


def _leave(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = LeaveForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.end_memberships(
        asking.actor, rows=[MemberMove(record.person_id, form.cleaned_data["on"], reason=MembershipEnd(form.cleaned_data["reason"]))]),
        title=_("Thôi sinh hoạt đảng: %(name)s") % {"name": record.name}, button=_("Ghi thôi sinh hoạt"), stop=True,
        back=person_address(asking, record.person_id))


def _withdraw(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = SeenConfirmForm(asking.request.POST or None, initial={"seen": record.version_id})
    only = record.profiles == 1

    def act() -> HttpResponse | None:
        operations.withdraw_profile(asking.actor, version_id=form.cleaned_data["seen"])
        return redirect(carry(reverse("person_list"), asking.day, today=clock.today(), known_at=asking.known_at)) if only else None

    lead = (_("Rút cả hồ sơ của người đã ghi nhầm. Bản ghi cũ vẫn còn trong nhật ký.") if only else
            _("Sẽ rút lại thay đổi từ ngày %(day)s. Bản ghi cũ vẫn còn trong nhật ký.") % {"day": write_day(record.since)})
    return act_page(asking, form, act, title=_("Rút lại hồ sơ: %(name)s") % {"name": record.name}, button=_("Rút lại"), stop=True, lead=lead,
                    back=person_address(asking, record.person_id))


def _withdraw_membership(asking: Asking, record: PersonRecord) -> HttpResponse:
    newest = next(iter(record.memberships), None)
    if newest is None:
        raise NotFound(_("Chưa có bản ghi sinh hoạt đảng nào để rút lại."))
    form = SeenConfirmForm(asking.request.POST or None, initial={"seen": newest.version_id})
    return act_page(asking, form, lambda: operations.withdraw_membership(asking.actor, version_id=form.cleaned_data["seen"]),
                    title=_("Rút lại sinh hoạt đảng: %(name)s") % {"name": record.name}, button=_("Rút lại"), stop=True,
                    lead=_("Sẽ rút lại bản ghi mới nhất: %(unit)s từ ngày %(day)s.") % {"unit": newest.unit, "day": write_day(newest.since)},
                    back=person_address(asking, record.person_id))


def _withdraw_qualification(asking: Asking, record: PersonRecord) -> HttpResponse:
    row = next((each for each in record.qualifications if each.version_id == chosen(asking, "muc")), None)
    if row is None:
        raise NotFound(_("Không có bản ghi này. Mở lại trang rồi làm lại."))
    form = SeenConfirmForm(asking.request.POST or None, initial={"seen": row.version_id})
    return act_page(asking, form, lambda: operations.withdraw_qualification(asking.actor, version_id=form.cleaned_data["seen"]),
                    title=_("Rút lại trình độ: %(name)s") % {"name": record.name}, button=_("Rút lại"), stop=True,
                    lead=_("Sẽ rút lại: %(level)s, từ ngày %(day)s.") % {"level": QualificationLevel(row.level).label, "day": write_day(row.since)},
                    back=person_address(asking, record.person_id))


def _set_apart(asking: Asking, record: PersonRecord) -> HttpResponse:
    form = StandingForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.record_standing(
        asking.actor, person_id=record.person_id, kind=StandingKind(form.cleaned_data["kind"]), on=form.cleaned_data["on"],
        until=form.cleaned_data["until"], decision=form.citation()),
        title=_("Miễn, đình chỉ, vắng: %(name)s") % {"name": record.name}, button=_("Ghi tình trạng"), back=person_address(asking, record.person_id),
        lead=_("Khi tính số người bỏ phiếu, hệ thống trừ theo từng loại; giai đoạn đảng viên và tổ chức không đổi."))


def _standing_chosen(asking: Asking, record: PersonRecord) -> StandingRow:
    row = next((each for each in record.standings if each.version_id == chosen(asking, "muc")), None)
    if row is None:
        raise NotFound(_("Không có bản ghi này. Mở lại trang rồi làm lại."))
    return row


def _end_standing(asking: Asking, record: PersonRecord) -> HttpResponse:
    row = _standing_chosen(asking, record)
    form = EndStandingForm(asking.request.POST or None, initial={"seen": row.version_id, "on": asking.day})
    return act_page(asking, form, lambda: operations.end_standing(asking.actor, version_id=form.cleaned_data["seen"], on=form.cleaned_data["on"]),
                    title=_("Thôi: %(what)s, %(name)s") % {"what": row.what, "name": record.name}, button=_("Ghi thôi"),
                    back=person_address(asking, record.person_id))


def _correct_standing(asking: Asking, record: PersonRecord) -> HttpResponse:
    row = _standing_chosen(asking, record)
    form = CorrectStandingForm(asking.request.POST or None, initial={"seen": row.version_id, "kind": row.kind, "on": row.since, "until": row.until})
    return act_page(asking, form, lambda: operations.correct_standing(
        asking.actor, version_id=form.cleaned_data["seen"], kind=StandingKind(form.cleaned_data["kind"]), on=form.cleaned_data["on"],
        until=form.cleaned_data["until"], decision=form.citation()),
        title=_("Đính chính: %(what)s, %(name)s") % {"what": row.what, "name": record.name}, button=_("Ghi đính chính"),
        back=person_address(asking, record.person_id))


def _withdraw_standing(asking: Asking, record: PersonRecord) -> HttpResponse:
    row = _standing_chosen(asking, record)
    form = SeenConfirmForm(asking.request.POST or None, initial={"seen": row.version_id})
    lead = (_("Sẽ rút lại ngày thôi %(day)s; tình trạng lại kéo dài.") % {"day": write_day(row.until)} if row.until else
            _("Sẽ rút lại cả bản ghi từ ngày %(day)s.") % {"day": write_day(row.since)})
    return act_page(asking, form, lambda: operations.withdraw_standing(asking.actor, version_id=form.cleaned_data["seen"]),
                    title=_("Rút lại: %(what)s, %(name)s") % {"what": row.what, "name": record.name}, button=_("Rút lại"), stop=True, lead=lead,
                    back=person_address(asking, record.person_id))


ACTS: Mapping[str, Callable[[Asking, PersonRecord], HttpResponse]] = {
    "thay-doi": _change, "dinh-chinh": _correct, "trinh-do": _qualify, "sinh-hoat": _with_organization(gettext_lazy("Ghi vào tổ chức: %(name)s"), _admit),
    "chuyen": _with_organization(gettext_lazy("Chuyển sinh hoạt: %(name)s"), _transfer), "chinh-thuc": _confirm, "thoi-sinh-hoat": _leave, "rut-lai": _withdraw,
    "rut-lai-sinh-hoat": _withdraw_membership, "rut-lai-trinh-do": _withdraw_qualification,
    "tinh-trang": _set_apart, "thoi-tinh-trang": _end_standing, "dinh-chinh-tinh-trang": _correct_standing, "rut-lai-tinh-trang": _withdraw_standing}


@staff_page(Right.KEEP_PERSONS)
def person_act(asking: Asking, person_id: int, what: str) -> HttpResponse:
    """Change, correct or take back something of a person; where one may is the operation's to say."""
    act = ACTS.get(what)
    if act is None:
        raise NotFound(_("Không có việc này. Mở trang của người đó để chọn việc."))
    record = seen_person(asking, person_id)
    reads.note(asking.actor, subject=f"person:{person_id}", page="person_act")
    return act(asking, record)
