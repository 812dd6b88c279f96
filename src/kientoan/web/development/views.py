"""The road to membership: the list, one candidacy with its timeline, its stages and papers, the plan of a year, blank spots."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, Refusal, explained
from kientoan.development import access, operations, papers, queries
from kientoan.development.enums import AdmissionGroup, RoadStage, RoadState, StopReason
from kientoan.development.queries import CandidacyFound, Wanted
from kientoan.exchange.tables import Column, Table, as_csv, as_xlsx
from kientoan.org.models import UnitVersion
from kientoan.org.queries import chain_of
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.people.queries import persons_of, search_persons
from kientoan.rules.days import write_day
from kientoan.rules.development import ALARMS, Stage, lacks, last_cell_day
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.development import forms
from kientoan.web.lists import address, number_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_persons, of_units, searched
from kientoan.web.people.persons import seen_person
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment
from kientoan.working_days import working_calendar

SLUGS: Mapping[str, Stage] = {
    "cam-tinh": Stage.SYMPATHISER, "lop-boi-duong": Stage.CLASS, "don": Stage.APPLICATION, "ly-lich": Stage.CV, "tham-tra": Stage.VERIFIED, "y-kien": Stage.OPINIONS,
    "chi-uy": Stage.COMMITTEE, "chi-bo": Stage.CELL, "dang-uy": Stage.GRASSROOTS, "quyet-dinh": Stage.DECISION, "le-ket-nap": Stage.CEREMONY,
    "ly-lich-dang-vien": Stage.MEMBER_CV, "lop-dang-vien-moi": Stage.NEW_CLASS, "xet-chinh-thuc": Stage.REVIEW, "cong-nhan": Stage.RECOGNISED, "xoa-ten": Stage.REMOVED}
"""What the address of each stage says."""
SLUG_OF = {stage.value: slug for slug, stage in SLUGS.items()}
YEARS_SHOWN = 6


def organization(asking: Asking, may_see: Callable[..., bool] = access.may_see) -> UnitVersion:
    """The Party organisation of a list.

    Raises:
        NotFound: when its candidacies may not be known.
    """
    return queries.organization_for(unit_of(asking, may_see), asking.day)


def _wanted(asking: Asking, unit: UnitVersion) -> Wanted:
    """What the address asks the list for; a word that there is not asks for nothing."""
    given = asking.request.GET
    within = number_in(asking, "trong")
    return Wanted(
        unit, asking.day, stage=given.get("buoc", "") if given.get("buoc", "") in RoadStage.values else "",
        state=given.get("trang-thai", "") if given.get("trang-thai", "") in RoadState.values else "",
        group=given.get("nhom", "") if given.get("nhom", "") in AdmissionGroup.values else "", query=searched(asking), within=within if within in ALARMS else None)


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_list(asking: Asking) -> HttpResponse:
    """The candidacies of a unit and all below it, the most urgent first; that they were read is written down."""
    unit, page = organization(asking), page_of(asking)
    wanted = _wanted(asking, unit)
    found = queries.candidacy_page(asking.actor, wanted, start=(page - 1) * queries.PAGE)
    reads.note(asking.actor, subject=f"candidacies:{unit.unit_id}", page="candidacy_list")
    return asking.page("candidacies", {
        "scope": unit, "wanted": wanted, "rows": found.rows, "looked_for": wanted.query, "stages": RoadStage.choices, "states": RoadState.choices,
        "groups": AdmissionGroup.choices, "alarms": ALARMS, "counts": queries.by_stage(asking.actor, Wanted(unit, asking.day)), **paged(page, found.count, len(found.rows), queries.PAGE)})


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_download(asking: Asking, form: str) -> HttpResponse:
    """The whole list that was asked for, as XLSX or CSV."""
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    unit = organization(asking)
    found = queries.candidacy_page(asking.actor, _wanted(asking, unit), limit=None)
    reads.note(asking.actor, subject=f"candidacies:{unit.unit_id}", page="candidacy_download")
    columns = [Column(_("Họ và tên"), 28), Column(_("Ngày sinh")), Column(_("Chi bộ"), 36), Column(_("Đã tới bước"), 30), Column(_("Trạng thái")), Column(_("Bước tiếp"), 30),
               Column(_("Ai làm"), 20), Column(_("Hạn")), Column(_("Quy định")), Column(_("Lưu ý"), 16)]
    rows = [[row.name, row.born_text, row.cell, str(row.stage.label), str(row.state.label), str(row.next_stage.label) if row.next_stage else "", row.actor, row.due_on, row.rule,
             _("kết nạp lại") if row.again else ""] for row in found.rows]
    table = Table(_("Phát triển đảng viên"), columns, rows, about(asking, unit))
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"phat-trien-dang-vien-{asking.day.isoformat()}.{form}")


def about(asking: Asking, unit: UnitVersion) -> list[tuple[str, str]]:
    """What a download says of itself."""
    return [(_("Đơn vị"), unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name),
            *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_new(asking: Asking) -> HttpResponse:
    """Begin somebody's road: first the person is chosen, then the cell, then the day."""
    unit = organization(asking)
    back = address(asking, "candidacy_list", don_vi=str(unit.unit_id))
    title = _("Mở hồ sơ phát triển đảng viên")
    who = chosen(asking, "nguoi")
    if who is None:
        query = searched(asking)
        found = search_persons(asking.actor, query, asking.day, limit=51) if query else persons_of(unit, asking.day, actor=asking.actor, limit=51).rows
        return choose_page(asking, of_persons(found), title=title, lead=_("Chọn người."), label=_("Tìm người theo tên hoặc số thẻ"), parameter="nguoi", back=back,
                           more=address(asking, "person_new", don_vi=str(unit.unit_id)), more_label=_("Thêm người"), unit=unit)
    record = seen_person(asking, who)
    cell = chosen(asking, "chi-bo")
    cells = queries.cells_below(unit, asking.day)
    if cell is None:
        return choose_page(asking, of_units(cells, {each.unit_id: each.name for each in chain_of(unit, asking.day)} | {unit.unit_id: unit.name}),
                           title=f"{title}: {record.name}", lead=_("Chọn chi bộ xét người này."), label=_("Tìm chi bộ theo tên"), parameter="chi-bo", back=back, unit=unit)
    place = next((each for each in cells if each.unit_id == cell), None)
    if place is None:
        raise NotFound(_("Không có chi bộ này trong phạm vi được giao."))
    form = forms.NewCandidacyForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})

    def act() -> HttpResponse:
        made = operations.open_candidacy(asking.actor, person_id=who, cell_id=place.unit_id, on=form.cleaned_data["on"], tags=form.chosen())
        return redirect(address(asking, "candidacy", made))

    again = queries.readmission_of(queries.former_of(who, asking.day), asking.day)
    lead = " ".join([f"{place.name}.", _("Kết nạp lại (NM-18)."), explained(again)]) if again else place.name
    return act_page(asking, form, act, title=f"{title}: {record.name}", button=title, lead=lead, back=back)


def _found(asking: Asking, candidacy_id: int, page: str) -> CandidacyFound:
    """A candidacy that may be seen; that it was opened is written down on the person's own record."""
    found = queries.candidacy_found(asking.actor, candidacy_id, asking.day)
    reads.note(asking.actor, subject=f"person:{found.candidacy.person_id}", page=page)
    return found


@staff_page(Right.KEEP_CANDIDATES)
def candidacy(asking: Asking, candidacy_id: int) -> HttpResponse:
    """A candidacy: what was done, what is next with its clock, and why the later stages must wait."""
    found = _found(asking, candidacy_id, "candidacy")
    current = [(row, SLUG_OF.get(row.stage.value, ""), found.may_above if Stage(row.stage.value) in operations.ABOVE else found.may_cell,
                (row.step.due_on - asking.day).days if row.step and row.step.due_on else None) for row in found.next_rows]
    return asking.page("candidacy", {
        "found": found, "current": current, "shown": [row for row in found.rows if not row.is_later], "later": [row for row in found.rows if row.is_later], "papers": papers.offered(found), "tags": [str(tag.label) for tag in queries.tags_of(found.standing)],
        "state": RoadState(found.standing.state), "stop": str(StopReason(found.stop.reason).label) if found.stop else "", "pack": explained(found.pack), "again": explained(found.again) if found.again else "",
        "undoes": len(found.road.done) > 1 and not found.road.stopped, "stops": found.standing.state == RoadState.OPEN})


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_stage(asking: Asking, candidacy_id: int, slug: str) -> HttpResponse:
    """The form of one stage; of one that must wait, why."""
    stage = SLUGS.get(slug)
    if stage is None:
        raise NotFound(_("Không có bước này. Mở trang của hồ sơ để chọn bước."))
    found = _found(asking, candidacy_id, "candidacy_stage")
    reason = lacks(found.road, stage)
    if reason is not None and asking.request.method != "POST":
        raise Refusal(f"{explained(reason)} ({reason.rule})", rule=reason.rule)
    row = next((each for each in found.rows if each.stage == stage.value), None)
    members = queries.members_near(found.cell, asking.day) if stage is Stage.APPLICATION else ()
    form = forms.StageForm(asking.request.POST or None, stage=stage, members=members, again=found.again is not None, initial={"on": min(asking.day, clock.today())})
    label = str(RoadStage(stage.value).label)

    def act() -> None:
        operations.record_stage(asking.actor, candidacy_id=candidacy_id, stage=stage, on=form.cleaned_data["on"], filed=form.filed())

    return act_page(asking, form, act, title=_("%(stage)s: %(name)s") % {"stage": label[:1].upper() + label[1:], "name": found.name}, button=_("Ghi bước này"),
                    lead=" ".join(part for part in (row.clock if row else "", _base(found, stage, asking)) if part), back=address(asking, "candidacy", candidacy_id))


def _base(found: CandidacyFound, stage: Stage, asking: Asking) -> str:
    """What a vote will be measured on, as of the page's day."""
    if stage in (Stage.CELL, Stage.REVIEW):
        return explained(queries.cell_base(found.cell.unit_id, asking.day)[1])
    return ""


def _undo(asking: Asking, found: CandidacyFound, back: str) -> HttpResponse:
    last = next((row for row in reversed(found.rows) if row.is_done), found.rows[0])
    return act_page(asking, confirm_form(asking), lambda: operations.undo_stage(asking.actor, candidacy_id=found.candidacy_id), title=_("Rút lại bước gần nhất: %(name)s") % {"name": found.name},
                    button=_("Rút lại"), back=back, stop=True, lead=_("Bước gần nhất đã đạt: %(stage)s. Bản ghi vẫn còn trong lịch sử.") % {"stage": last.stage.label})


def _stop(asking: Asking, found: CandidacyFound, back: str) -> HttpResponse:
    form = forms.StopForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.stop_candidacy(
        asking.actor, candidacy_id=found.candidacy_id, on=form.cleaned_data["on"], reason=StopReason(form.cleaned_data["reason"])),
        title=_("Dừng việc xét: %(name)s") % {"name": found.name}, button=_("Dừng việc xét"), back=back, stop=True)


def _resume(asking: Asking, found: CandidacyFound, back: str) -> HttpResponse:
    return act_page(asking, confirm_form(asking), lambda: operations.resume_candidacy(asking.actor, candidacy_id=found.candidacy_id), title=_("Mở lại việc xét: %(name)s") % {"name": found.name},
                    button=_("Mở lại"), back=back, lead=_("Việc xét tiếp tục từ bước đã tới."))


def _groups(asking: Asking, found: CandidacyFound, back: str) -> HttpResponse:
    form = forms.GroupsForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today()), "tags": [tag.value for tag in queries.tags_of(found.standing)]})
    return act_page(asking, form, lambda: operations.change_groups(asking.actor, candidacy_id=found.candidacy_id, on=form.cleaned_data["on"], tags=form.chosen()),
                    title=_("Nhóm: %(name)s") % {"name": found.name}, button=_("Ghi nhóm"), back=back)


ACTS: Mapping[str, Callable[[Asking, CandidacyFound, str], HttpResponse]] = {"rut": _undo, "dung": _stop, "mo-lai": _resume, "nhom": _groups}


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_act(asking: Asking, candidacy_id: int, what: str) -> HttpResponse:
    """Take the newest stage back, stop or resume, or change the groups."""
    act = ACTS.get(what)
    if act is None:
        raise NotFound(_("Không có việc này. Mở trang của hồ sơ để chọn việc."))
    return act(asking, _found(asking, candidacy_id, "candidacy_act"), address(asking, "candidacy", candidacy_id))


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_file(asking: Asking, candidacy_id: int, slug: str, form: str) -> HttpResponse:
    """A paper of a stage that is done, as PDF or DOCX."""
    if form not in PAPER_FILES:
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    found = _found(asking, candidacy_id, "candidacy_file")
    return taken(as_file(papers.paper_of(found, slug, is_demo=settings.DEMO), form), f"{slug}-{candidacy_id}.{form}")


# -- the plan and the blank spots ---------------------------------------------------------------------------------------------------------


def _year(asking: Asking) -> int:
    year = number_in(asking, "nam") or asking.day.year
    return year if operations.FIRST_YEAR <= year <= operations.LAST_YEAR else asking.day.year


@staff_page(Right.SEE_PERSONS)
def candidacy_plan(asking: Asking) -> HttpResponse:
    """A year's targets against what came of them, by group and by unit, and what can still be reached by the lawful clocks."""
    unit, year = organization(asking, access.may_count), _year(asking)
    plan = queries.plan_of(asking.actor, unit, year, asking.day)
    names = queries.names_of_reaches(plan.reaches, asking.day)
    if plan.reaches:
        reads.note(asking.actor, subject=f"candidacies:{unit.unit_id}", page="candidacy_plan")
    return asking.page("candidacy_plan", {
        "scope": unit, "plan": plan, "years": range(asking.day.year - YEARS_SHOWN + 1, asking.day.year + 2), "latest": last_cell_day(year, working_calendar()),
        "reaches": [(each, names.get(each.candidacy_id, "")) for each in plan.reaches], "sets": access.may(asking.actor, Right.KEEP_CANDIDATES, [unit.unit_id], asking.day)})


@staff_page(Right.SEE_PERSONS)
def candidacy_plan_download(asking: Asking, form: str) -> HttpResponse:
    """The plan by group and by unit, as XLSX or CSV: counts only."""
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    unit, year = organization(asking, access.may_count), _year(asking)
    plan = queries.plan_of(asking.actor, unit, year, asking.day)
    columns = [Column(_("Nhóm, đơn vị"), 40), Column(_("Chỉ tiêu")), Column(_("Cấp dưới cộng lại")), Column(_("Đã kết nạp")), Column(_("Chắc kịp trong năm"))]
    rows: list[list[Any]] = [[str(line.group.label), line.target, line.children, line.admitted, line.reach] for line in plan.lines]
    rows += [[line.name, line.target, None, line.admitted, None] for line in plan.children]
    table = Table(_("Kết nạp đảng viên %(year)s") % {"year": year}, columns, rows, [*about(asking, unit), (_("Cách đếm"), _("Theo ngày lễ kết nạp."))])
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"ke-hoach-ket-nap-{year}.{form}")


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_target(asking: Asking, unit_id: int, year: int, group: str) -> HttpResponse:
    """Set a target of a year and a group."""
    unit = queries.seen_organization(asking.actor, unit_id, asking.day)
    if group not in AdmissionGroup.values:
        raise NotFound(_("Không có nhóm này."))
    wanted = AdmissionGroup(group)
    standing = queries.targets_of([unit_id], [year], asking.day).get((unit_id, year, wanted))
    form = forms.TargetForm(asking.request.POST or None, initial={"count": standing, "on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.set_target(
        asking.actor, unit_id=unit_id, year=year, group=wanted, count=form.cleaned_data["count"], on=form.cleaned_data["on"], decision=form.citation()),
        title=_("Chỉ tiêu kết nạp %(year)s, %(group)s: %(unit)s") % {"year": year, "group": wanted.label, "unit": unit.name}, button=_("Ghi chỉ tiêu"),
        back=address(asking, "candidacy_plan", don_vi=str(unit_id), nam=str(year)))


@staff_page(Right.KEEP_CANDIDATES)
def candidacy_target_withdraw(asking: Asking, unit_id: int, year: int, group: str) -> HttpResponse:
    """Take the newest target of a year and a group back."""
    unit = queries.seen_organization(asking.actor, unit_id, asking.day)
    if group not in AdmissionGroup.values:
        raise NotFound(_("Không có nhóm này."))
    wanted = AdmissionGroup(group)
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_target(asking.actor, unit_id=unit_id, year=year, group=wanted),
                    title=_("Rút chỉ tiêu %(year)s, %(group)s: %(unit)s") % {"year": year, "group": wanted.label, "unit": unit.name}, button=_("Rút lại"), stop=True,
                    back=address(asking, "candidacy_plan", don_vi=str(unit_id), nam=str(year)))


@staff_page(Right.SEE_PERSONS)
def candidacy_blanks(asking: Asking) -> HttpResponse:
    """Hamlets without a member or a cell, heads who are no members, and cells that are weak; each with what to do and who is in charge."""
    unit = organization(asking, access.may_count)
    found = queries.blank_spots(asking.actor, unit, asking.day)
    return asking.page("candidacy_blanks", {"scope": unit, "found": found, "starts": access.may(asking.actor, Right.KEEP_CANDIDATES, [unit.unit_id], asking.day)})

