"""Meetings: the list, the page that has the one next step in front, who came, every act, the papers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.congress.queries import season_of
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, Refusal, explained
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.meetings import access, operations, papers, queries
from kientoan.meetings.enums import AttendanceState, MatterName, MeetingKind
from kientoan.meetings.papers import Names
from kientoan.meetings.queries import Item, Standing, Step
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.papers.calendar import as_calendar
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.papers.model import PageSize
from kientoan.proposals.queries import made_of as proposals_made_of
from kientoan.resolutions.queries import made_of as resolutions_made_of
from kientoan.resolutions.queries import tasks_of_sources
from kientoan.rules.days import write_day
from kientoan.rules.frozen import printed
from kientoan.rules.meetings import SENT_WITHIN, Kind, Month, month_of, months_until, read_month
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.election.forms import lines
from kientoan.web.lists import address, key_in, page_of, paged, unit_of
from kientoan.web.meetings import forms
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.resolutions.scope import rises_after
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.stored import as_answer
from kientoan.web.templatetags.kientoan import moment
from kientoan.working_days import working_calendar

MONTHS_SHOWN = 6


def _callable(asking: Asking, unit: UnitVersion) -> list[tuple[str, UnitVersion]]:
    """The units of a page at which the asker may call a meeting, each with the words of the button: the cell and its hamlets."""
    near = [unit, *(areas_of(unit.unit_id, asking.day) if unit.is_party else [])]
    found: list[tuple[str, UnitVersion]] = []
    for each in near:
        kind = queries.kind_at(each)
        if kind is not None and access.may_hold(asking.actor, each.unit_id, asking.day):
            found.append((_("Gọi họp chi bộ") if kind is MeetingKind.CELL else _("Gọi họp các hộ %(name)s") % {"name": each.name}, each))
    return found


@staff_page(Right.SEE_PERSONS)
def meeting_list(asking: Asking) -> HttpResponse:
    """The meetings of a unit and of all below it, those not finished in front."""
    unit = unit_of(asking, access.may_see)
    page, query = page_of(asking), searched(asking)
    only = asking.request.GET.get("loc", "") == "chua-xong"
    found = queries.meetings_at(unit, asking.day, only_unfinished=only, query=query, start=(page - 1) * queries.PAGE)
    return asking.page("meetings", {
        "scope": unit, "rows": found.rows, "unfinished": found.unfinished, "only": only, "looked_for": query, "calls": _callable(asking, unit),
        "hamlets": [each for _words, each in _callable(asking, unit) if queries.kind_at(each) is MeetingKind.COMMUNITY],
        "is_above": queries.kind_at(unit) is None and unit.is_party, **paged(page, found.count, len(found.rows), queries.PAGE)})


def _month(asking: Asking) -> tuple[UnitVersion, Month]:
    """The organisation and the month of the page about cells that did not meet.

    Raises:
        NotFound: for a unit of the territory.
        Refusal: for a text that is no month, or a month to come.
    """
    unit = unit_of(asking, access.may_see)
    if not unit.is_party:
        raise NotFound(_("Danh sách này là của tổ chức đảng. Mở từ trang của một đảng bộ."))
    text = asking.request.GET.get("thang", "")
    month = read_month(text) if text else month_of(asking.day)
    if month is None or month.first > asking.day:
        raise Refusal(_("“%(text)s” không phải là tháng đã tới. Gõ như 06/2020.") % {"text": text[:20]}, place="thang")
    return unit, month


@staff_page(Right.SEE_PERSONS)
def meeting_missed(asking: Asking) -> HttpResponse:
    """How many cells below a unit met in each of the last months, and which held no meeting in one of them (NM-19)."""
    unit, month = _month(asking)
    page = page_of(asking)
    figures = queries.month_figures(unit, months_until(month_of(asking.day), MONTHS_SHOWN), asking.day)
    chosen = next((each for each in figures if each.month == month), None) or queries.month_figures(unit, [month], asking.day)[0]
    rows = queries.missed_cells(unit, month, asking.day, start=(page - 1) * queries.PAGE)
    return asking.page("meetings_missed", {"scope": unit, "figures": figures, "chosen": chosen, "rows": rows, "month": str(month), **paged(page, chosen.missed, len(rows), queries.PAGE)})


@staff_page(Right.SEE_PERSONS)
def meeting_missed_download(asking: Asking, form: str) -> HttpResponse:
    """The cells that held no meeting in a month, all of them, as XLSX or CSV."""
    unit, month = _month(asking)
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    figure = queries.month_figures(unit, [month], asking.day)[0]
    rows: list[list[Cell]] = [[row.unit, row.above, row.last_held] for row in queries.missed_cells(unit, month, asking.day, limit=None)]
    title = _("Chi bộ chưa họp tháng %(month)s") % {"month": month}
    about = [(_("Đơn vị"), unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Chưa họp"), f"{figure.missed}/{figure.cells}"), (_("Quy định"), "NM-19"),
             (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    table = Table(title, [Column(_("Chi bộ"), 40), Column(_("Thuộc"), 40), Column(_("Họp gần nhất trước đó"), 20)], rows, about)
    name = f"chi-bo-chua-hop-{month.first:%Y-%m}-{unit.unit_id}.{form}"
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), name)


@staff_page(Right.HOLD_MEETINGS)
def unit_meeting_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Call a meeting of a cell, or of a hamlet's households."""
    unit = seen_unit(asking, unit_id)
    kind = queries.kind_at(unit)
    form = forms.CallForm(asking.request.POST or None, initial={"on": asking.day, "begins_at": "19:30"})

    def act() -> HttpResponse:
        values = form.cleaned_data
        made = operations.call_meeting(asking.actor, unit_id=unit_id, on=values["on"], begins_at=values["begins_at"], place=values["place"], items=form.titles())
        if late := operations.heeded(Kind(kind or Kind.CELL), clock.today(), values["on"]):
            messages.warning(asking.request, late)
        return redirect(address(asking, "meeting", made))

    title = _("Gọi họp các hộ: %(unit)s") if kind is MeetingKind.COMMUNITY else _("Gọi họp chi bộ: %(unit)s")
    lead = _("Báo các hộ trước ít nhất 2 ngày (PD-09). Mỗi hộ một tiếng nói.") if kind is MeetingKind.COMMUNITY else _("Chi bộ họp mỗi tháng một lần (NM-19).")
    return act_page(asking, form, act, title=title % {"unit": unit.name}, button=_("Gọi họp"), unit=unit, lead=lead)


def _numbers(found: Standing) -> list[tuple[str, int]]:
    """Who came, in figures."""
    if found.taken is None:
        return []
    if found.of_households:
        roll = found.household_roll
        return [(_("Tổng số hộ"), roll.households), (_("Hộ có mặt"), roll.present), (_("Hộ vắng"), roll.households - roll.present)]
    members = found.member_roll
    return [(_("Đảng viên chính thức"), members.official), (_("Có mặt"), members.present), (_("Sinh hoạt tạm thời nơi khác"), members.temporary),
            (_("Được miễn, vắng"), members.exempt), (_("Đảng viên dự bị có mặt"), members.probationary)]


STEPS = {Step.AGENDA: gettext_lazy("Ghi nội dung họp"), Step.WAIT: gettext_lazy("Gửi giấy mời"), Step.ATTEND: gettext_lazy("Ghi ai có mặt"),
         Step.DECIDE: gettext_lazy("Ghi kết quả biểu quyết"), Step.COUNT: gettext_lazy("Ghi kết quả kiểm phiếu"), Step.SIGN: gettext_lazy("Ký biên bản")}
ACT_OF = {Step.AGENDA: "noi-dung", Step.DECIDE: "quyet", Step.COUNT: "kiem-phieu", Step.SIGN: "ky"}


def _item_for(found: Standing, step: Step) -> Item | None:
    """The item that a step is about: the first that was not voted on, or whose ballots nobody counted."""
    wanted = (item for item in found.items if (item.is_open if step is Step.COUNT else item.decision is None))
    return next(wanted, None) if step in (Step.DECIDE, Step.COUNT, Step.SIGN) else None


def _step_address(asking: Asking, found: Standing, step: Step) -> str:
    if step in (Step.WAIT, Step.ATTEND):
        return address(asking, "meeting_invitation" if step is Step.WAIT else "meeting_attendance", found.meeting.pk)
    item = _item_for(found, step) if step is not Step.SIGN else None
    return address(asking, "meeting_act", found.meeting.pk, ACT_OF[step], viec=str(item.fact.fact_id) if item else "")


@staff_page(Right.SEE_PERSONS)
def meeting(asking: Asking, meeting_id: int) -> HttpResponse:
    """A meeting: the next step in front, then what was decided, who came, and the papers."""
    found = queries.seen(asking.actor, meeting_id)
    today = clock.today()
    step, holds = found.next_step(today), access.may_hold(asking.actor, found.meeting.unit_id, found.day)
    left = _item_for(found, Step.SIGN) if step is Step.SIGN else None
    keys = [item.fact.fact_id for item in found.items] if found.is_signed else []
    given = tasks_of_sources(found.meeting.unit_id, keys, asking.day, rises_after=rises_after())
    resolutions, requests = resolutions_made_of(keys), proposals_made_of(keys)
    return asking.page("meeting", {
        "found": found, "name": found.name, "step": STEPS.get(step), "step_address": _step_address(asking, found, step) if step is not Step.DONE else "", "holds": holds,
        "is_decide": step is Step.DECIDE, "left": left, "numbers": _numbers(found),
        "items": [(item, str(MatterName(item.decision.matter).label) if item.decision and item.decision.matter else "", explained(item.outcome.reason) if item.outcome else "",
                   explained(item.outcome.effect) if item.outcome and item.outcome.effect else "", found.may_go_to_ballots(item),
                   given.get(item.fact.fact_id, []), resolutions.get(item.fact.fact_id), requests.get(item.fact.fact_id)) for item in found.items],
        "papers": queries.papers_of(meeting_id), "base": explained(found.base) if found.base else "", "base_rule": found.base.rule if found.base else "PD-13",
        "versions": [(each, printed(each.fingerprint)) for each in queries.minutes_versions(meeting_id)],
        "send_by": working_calendar().add(found.day, SENT_WITHIN) if found.of_households and found.is_signed else None,
        "editable": holds and not found.is_signed and found.cancelled is None, "has_come": found.day <= today,
        "keeps": asking.actor.refusal(Right.KEEP_RESOLUTIONS, [found.meeting.unit_id], today) is None,
        "gives": asking.actor.refusal(Right.GIVE_TASKS, [found.meeting.unit_id], today) is None,
        "raises": asking.actor.refusal(Right.RAISE_PROPOSALS, [found.meeting.unit_id], today) is None})


@staff_page(Right.SEE_PERSONS)
def meeting_invitation(asking: Asking, meeting_id: int) -> HttpResponse:
    """The invitation to be read, and to be taken away as a paper or into a calendar."""
    found = queries.seen(asking.actor, meeting_id)
    return asking.page("meeting_invitation", {"found": found, "name": found.name, "rule": "PD-09"})


@staff_page(Right.SEE_PERSONS)
def meeting_file(asking: Asking, meeting_id: int, what: str, form: str) -> HttpResponse:
    """The invitation as PDF, DOCX or calendar file, the minutes as PDF or DOCX: of a version that was signed, else a draft."""
    found = queries.seen(asking.actor, meeting_id)
    name = f"{what}-{found.day.isoformat()}-{meeting_id}"
    if (what, form) == ("giay-moi", "ics"):
        return taken(as_calendar(papers.appointment_of(found)), f"{name}.ics")
    if what not in ("giay-moi", "bien-ban") or form not in PAPER_FILES:
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    with override("vi"):  # an official paper is written in Vietnamese whatever its reader reads
        if what == "giay-moi":
            page = PageSize.A5 if asking.request.GET.get("kho") == "a5" else PageSize.A4
            return taken(as_file(papers.invitation_of(found, is_demo=settings.DEMO, page=page), form), f"{name}{'-a5' if page is PageSize.A5 else ''}.{form}")
        wanted = asking.request.GET.get("ban", "")
        signed = next((each for each in queries.minutes_versions(meeting_id) if str(each.version) == wanted), None) if wanted else found.minutes if found.is_signed else None
        if wanted and signed is None:
            raise NotFound(_("Không có bản biên bản này."))
        made = papers.signed_paper(signed, printed(signed.fingerprint), is_demo=settings.DEMO) if signed else papers.draft_minutes(found, is_demo=settings.DEMO)
        return taken(as_file(made, form), f"{name}.{form}")


@staff_page(Right.SEE_PERSONS)
def meeting_paper(asking: Asking, meeting_id: int, file_id: UUID) -> HttpResponse:
    """A paper of a meeting: a photograph in the page, anything else to be taken away; never to be sniffed."""
    return as_answer(queries.paper_file(asking.actor, meeting_id, file_id), f"tai-lieu-{meeting_id}")


@staff_page(Right.HOLD_MEETINGS)
def meeting_attendance(asking: Asking, meeting_id: int) -> HttpResponse:
    """Who came: one list, ticked and sent at once."""
    found = queries.seen(asking.actor, meeting_id)
    fault = ""
    if asking.request.method == "POST":
        try:
            _take(asking, found)
            return redirect(address(asking, "meeting", meeting_id))
        except NotFound:
            raise
        except Refusal as refusal:
            fault = str(refusal)
    given = set(asking.request.POST.getlist("co-mat")) if asking.request.method == "POST" else None
    values: dict[str, Any] = {"found": found, "name": found.name, "fault": fault, "back": address(asking, "meeting", meeting_id)}
    if found.of_households:
        lines = queries.household_lines(found.meeting.unit_id, found.day, found.meeting)
        return asking.page("meeting_attendance", {**values, "households": [(line, str(line.household_id) in given if given is not None else line.is_present) for line in lines]})
    members = [(line, str(line.person_id) in given if given is not None else line.state == AttendanceState.PRESENT,
                asking.request.POST.get(f"vang-{line.person_id}", line.state)) for line in queries.member_lines(found)]
    return asking.page("meeting_attendance", {**values, "members": members, "states": [choice for choice in AttendanceState.choices if choice[0] != AttendanceState.PRESENT]})


def _take(asking: Asking, found: Standing) -> None:
    """Send the list of who came to its operation."""
    ticked = {int(value) for value in asking.request.POST.getlist("co-mat") if value.isdecimal() and len(value) < 18}
    if found.of_households:
        operations.take_household_attendance(asking.actor, meeting_id=found.meeting.pk, present=sorted(ticked))
        return
    shown = {int(name.removeprefix("vang-")): str(state) for name, state in asking.request.POST.items()
             if name.startswith("vang-") and name[5:].isdecimal() and len(name) < 23}
    if wrong := next((state for state in shown.values() if state not in AttendanceState.values), None):
        raise Refusal(_("“%(state)s” không có trong danh sách. Chọn lại.") % {"state": wrong[:30]}, place="present")
    marks = {person: AttendanceState.PRESENT if person in ticked else AttendanceState(state) for person, state in shown.items()}
    operations.take_attendance(asking.actor, meeting_id=found.meeting.pk, marks=marks | dict.fromkeys(ticked - set(shown), AttendanceState.PRESENT))


# -- acts ----------------------------------------------------------------------------------------------------------------------------------


def _item(asking: Asking, found: Standing) -> Item:
    """The item that the address names.

    Raises:
        NotFound: when it names none of this meeting.
    """
    try:
        return found.item(UUID(asking.request.GET.get("viec", "")))
    except ValueError as error:
        raise NotFound(_("Không có việc này trong nội dung họp. Mở lại trang cuộc họp.")) from error


def _agenda(asking: Asking, found: Standing, back: str) -> HttpResponse:
    form = forms.AgendaForm(asking.request.POST or None, initial={"items": "\n".join(item.fact.title for item in found.items)})
    return act_page(asking, form, lambda: operations.set_agenda(asking.actor, meeting_id=found.meeting.pk, items=form.titles()), title=_("Nội dung họp"), button=_("Ghi nội dung"),
                    back=back)


def _correct(asking: Asking, found: Standing, back: str) -> HttpResponse:
    form = forms.CorrectCallForm(asking.request.POST or None, initial={"on": found.day, "begins_at": found.call.begins_at, "place": found.call.place})

    def act() -> None:
        values = form.cleaned_data
        operations.correct_call(asking.actor, meeting_id=found.meeting.pk, on=values["on"], begins_at=values["begins_at"], place=values["place"], reason=values["reason"])

    return act_page(asking, form, act, title=_("Đổi ngày, giờ, nơi họp"), button=_("Đổi giấy mời"), back=back, lead=_("Gửi lại giấy mời: tệp lịch mới thay tệp cũ trên điện thoại."))


def _cancel(asking: Asking, found: Standing, back: str) -> HttpResponse:
    form = forms.ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.cancel_meeting(asking.actor, meeting_id=found.meeting.pk, reason=form.cleaned_data["reason"]), title=_("Hủy cuộc họp"),
                    button=_("Hủy cuộc họp này"), back=back, stop=True)


def _decide(asking: Asking, found: Standing, back: str) -> HttpResponse:
    item = _item(asking, found)
    form = forms.DecideForm(asking.request.POST or None, found=found, item=item)

    def act() -> None:
        passed = operations.decide_item(asking.actor, meeting_id=found.meeting.pk, item=item.fact.fact_id, text=form.cleaned_data["text"], votes=form.votes(),
                                        matter=form.matter_chosen())
        messages.success(asking.request, _("Đã ghi: được thông qua.") if passed else _("Đã ghi: không được thông qua."))

    present = found.taken.present if found.taken else 0
    lead = _("Có mặt %(n)s hộ. Chỉ ghi số, không ghi ai.") if found.of_households else _("Có mặt %(n)s đảng viên chính thức. Chỉ ghi số, không ghi ai.")
    return act_page(asking, form, act, title=item.fact.title, button=_("Ghi kết quả"), back=back, lead=lead % {"n": present})


def _take_back(asking: Asking, found: Standing, back: str) -> HttpResponse:
    item = _item(asking, found)
    return act_page(asking, confirm_form(asking), lambda: operations.take_back_decision(asking.actor, meeting_id=found.meeting.pk, item=item.fact.fact_id),
                    title=_("Bỏ kết quả ghi nhầm: %(title)s") % {"title": item.fact.title}, button=_("Bỏ kết quả này"), back=back, stop=True)


def _issue(asking: Asking, found: Standing, back: str) -> HttpResponse:
    item = _item(asking, found)
    today = clock.today()
    form = forms.RoundForm(asking.request.POST or None, initial={"told_on": found.day, "on": min(found.day + timedelta(days=2), today),
                                                                 "issued": found.household_roll.households or None})

    def act() -> None:
        values = form.cleaned_data
        operations.issue_ballots(asking.actor, meeting_id=found.meeting.pk, item=item.fact.fact_id, told_on=values["told_on"], on=values["on"], last_on=values["last_on"],
                                 issued=values["issued"], team=lines(values["team"]))

    return act_page(asking, form, act, title=_("Phát phiếu đến hộ: %(title)s") % {"title": item.fact.title}, button=_("Ghi số phiếu phát"), back=back,
                    lead=_("Ngưỡng thông qua như tại cuộc họp. Không ai ghi hộ nào chọn gì."))


def _count(asking: Asking, found: Standing, back: str) -> HttpResponse:
    item = _item(asking, found)
    count = item.count
    initial = {"on": clock.today()} if count is None else {
        "on": count.occurred_on, "collected": count.collected, "votes_for": count.votes_for, "votes_against": count.votes_against, "votes_other": count.votes_other,
        "invalid": count.invalid, "witnesses": "\n".join(count.witnesses)}
    form = forms.CountForm(asking.request.POST or None, initial=initial)

    def act() -> None:
        values = form.cleaned_data
        passed = operations.count_ballots(asking.actor, meeting_id=found.meeting.pk, item=item.fact.fact_id, on=values["on"], collected=values["collected"],
                                          invalid=values["invalid"], votes=form.votes(), witnesses=lines(values["witnesses"]))
        messages.success(asking.request, _("Đã ghi: được thông qua.") if passed else _("Đã ghi: không được thông qua."))

    return act_page(asking, form, act, title=_("Kiểm phiếu các hộ: %(title)s") % {"title": item.fact.title}, button=_("Ghi kết quả kiểm phiếu"), back=back,
                    lead=_("Đã phát %(n)s phiếu.") % {"n": item.round.issued} if item.round else "")


def _sign(asking: Asking, found: Standing, back: str) -> HttpResponse:
    chair, front = papers.as_chair(found)
    season = season_of(found.day)
    form = forms.SignForm(asking.request.POST or None, found=found, initial={"chair": chair, "front": front, "term": season.key if season else ""})

    def act() -> None:
        values = form.cleaned_data
        names = Names(values["chair"], values["secretary"], values.get("front", ""), tuple(values[name] for name in ("witness1", "witness2") if name in values), values["ended_at"])
        signed = operations.sign_minutes(asking.actor, meeting_id=found.meeting.pk, names=names, term=values.get("term", ""))
        messages.success(asking.request, _("Đã ký biên bản. %(line)s") % {"line": signed.line})

    undecided = sum(item.decision is None for item in found.items)
    lead = _("Ký rồi thì không sửa được nữa, trừ khi mở lại với lý do.")
    if undecided:
        lead += " " + _("%(n)s việc ghi là đã trao đổi, không biểu quyết.") % {"n": undecided}
    return act_page(asking, form, act, title=_("Ký biên bản"), button=_("Ký biên bản"), back=back, lead=lead)


def _reopen(asking: Asking, found: Standing, back: str) -> HttpResponse:
    form = forms.ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.reopen_minutes(asking.actor, meeting_id=found.meeting.pk, reason=form.cleaned_data["reason"]),
                    title=_("Mở lại biên bản để sửa"), button=_("Mở lại biên bản"), back=back, stop=True, lead=_("Bản đã ký vẫn giữ và in được; ký lại thành bản tiếp theo, cùng số."))


def _attach(asking: Asking, found: Standing, back: str) -> HttpResponse:
    form = forms.PaperForm(asking.request.POST or None, asking.request.FILES or None)

    def act() -> None:
        sent = form.cleaned_data["file"]
        operations.attach_paper(asking.actor, meeting_id=found.meeting.pk, name=sent.name, content=sent.read(), title=form.cleaned_data["title"])

    return act_page(asking, form, act, title=_("Gửi tài liệu họp"), button=_("Gửi tài liệu"), back=back, lead=_("PDF, DOCX, XLSX hoặc ảnh. Ai xem được cuộc họp thì đọc được."))


def _take_away(asking: Asking, found: Standing, back: str) -> HttpResponse:
    key = key_in(asking, "tai-lieu")
    paper = next((each for each in queries.papers_of(found.meeting.pk) if each.key == key), None)
    if paper is None:
        raise queries.no_such_paper()
    form = forms.ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.take_away_paper(asking.actor, meeting_id=found.meeting.pk, paper=paper.key, reason=form.cleaned_data["reason"]),
                    title=_("Bỏ tài liệu: %(title)s") % {"title": paper.title}, button=_("Bỏ tài liệu"), back=back, stop=True, lead=_("Nội dung tệp bị xóa hẳn; nhật ký vẫn ghi là đã có."))


ACTS: dict[str, Callable[[Asking, Standing, str], HttpResponse]] = {
    "noi-dung": _agenda, "sua": _correct, "huy": _cancel, "quyet": _decide, "bo-quyet": _take_back, "phat-phieu": _issue, "kiem-phieu": _count, "ky": _sign, "mo-lai": _reopen, "gui-tai-lieu": _attach,
    "bo-tai-lieu": _take_away}


@staff_page(Right.HOLD_MEETINGS)
def meeting_act(asking: Asking, meeting_id: int, what: str) -> HttpResponse:
    """One act on a meeting."""
    found = queries.seen(asking.actor, meeting_id)
    if what not in ACTS:
        raise NotFound(_("Không có việc này. Mở trang cuộc họp để chọn việc."))
    return ACTS[what](asking, found, address(asking, "meeting", meeting_id))
