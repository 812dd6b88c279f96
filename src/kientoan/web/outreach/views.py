"""Campaigns: the list, the page by hamlet with what is missing, what was done by each means, questions that become proposals, tables to take away."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.outreach import access, operations, queries
from kientoan.outreach.enums import MeansName
from kientoan.outreach.queries import CampaignFound, HamletFound
from kientoan.proposals.queries import made_of
from kientoan.rules.days import write_day
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, key_in, number_in, page_of, paged, unit_of
from kientoan.web.outreach import forms
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment

TELLERS = (UnitLevel.COMMUNE, UnitLevel.HAMLET)
MEANS_OF = {"hop": MeansName.MEETING, "loa": MeansName.LOUDSPEAKER, "niem-yet": MeansName.POSTING, "nhan-tin": MeansName.MESSAGE}
"""What the address of each means says."""


def _tellers(asking: Asking, areas: list[UnitVersion]) -> list[UnitVersion]:
    """The communes and hamlets of a page for which the asker may begin a campaign."""
    return [each for each in areas if each.level in TELLERS and access.may(asking.actor, Right.RUN_OUTREACH, [each.unit_id], asking.day)]


@staff_page(Right.SEE_PERSONS)
def campaign_list(asking: Asking) -> HttpResponse:
    """What is told to the households of a unit and of all below it: each campaign with its state and how far it came, in counts."""
    unit = unit_of(asking, access.may_see)
    areas, page, query = queries.areas_for(unit, asking.day), page_of(asking), searched(asking)
    rows, count = queries.campaigns_at(areas, asking.day, query=query, start=(page - 1) * queries.PAGE)
    return asking.page("campaigns", {"scope": unit, "rows": rows, "looked_for": query, "tellers": _tellers(asking, areas), **paged(page, count, len(rows), queries.PAGE)})


@staff_page(Right.SEE_PERSONS)
def campaign_questions(asking: Asking) -> HttpResponse:
    """What was asked in the hamlets of a unit, without households; each can become a proposal of its hamlet."""
    unit = unit_of(asking, access.may_see)
    rows = queries.questions_at(queries.areas_for(unit, asking.day), asking.day, campaign_id=number_in(asking, "dot"))
    made = made_of([row.key for row in rows])
    return asking.page("campaign_questions", {
        "scope": unit, "rows": [(row, made.get(row.key)) for row in rows], "raises": asking.actor.has(Right.RAISE_PROPOSALS), "most": queries.MOST_QUESTIONS})


@staff_page(Right.RUN_OUTREACH)
def unit_campaign_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Begin a campaign of a commune or of a hamlet; all hamlets are ticked."""
    unit = seen_unit(asking, unit_id)
    hamlets = queries.hamlets_below(unit, asking.day)
    form = forms.CampaignForm(asking.request.POST or None, hamlets=hamlets, initial={
        "on": min(asking.day, clock.today()), "means": [each.value for each in MeansName if each is not MeansName.MESSAGE], "hamlets": [str(each.unit_id) for each in hamlets]})

    def act() -> HttpResponse:
        made = operations.start_campaign(asking.actor, unit_id=unit_id, content=form.content(), on=form.cleaned_data["on"], hamlets=form.chosen(), citation=form.citation())
        return redirect(address(asking, "campaign", made))

    return act_page(asking, form, act, title=_("Mở đợt tuyên truyền: %(unit)s") % {"unit": unit.name}, button=_("Mở đợt tuyên truyền"),
                    back=address(asking, "campaign_list", don_vi=str(unit_id)), lead=_("Điều mọi hộ cần biết, bằng cách nào, trước ngày nào (PD-01 đến PD-05)."))


@staff_page(Right.SEE_PERSONS)
def campaign(asking: Asking, campaign_id: int) -> HttpResponse:
    """A campaign by hamlet: counts, and what each means still lacks."""
    found = queries.campaign_found(asking.actor, campaign_id, asking.day)
    unit_id = found.row.text.campaign.unit_id
    asked = queries.questions_at(queries.areas_for(found.unit, asking.day), asking.day, campaign_id=campaign_id) if access.may_see(asking.actor, unit_id, asking.day) else []
    return asking.page("campaign", {
        "found": found, "row": found.row, "text": found.row.text, "pack": explained(found.asked), "rule": found.asked.rule, "questions": len(asked),
        "runs": access.may(asking.actor, Right.RUN_OUTREACH, [unit_id], asking.day) and found.row.stop is None})


def _correct(asking: Asking, found: CampaignFound, back: str) -> HttpResponse:
    text = found.row.text
    form = forms.CorrectForm(asking.request.POST or None, hamlets=queries.hamlets_below(found.unit, text.occurred_on), initial={
        "title": text.title, "text": text.text, "due_on": text.due_on, "means": text.means, "hotline": text.hotline,
        "hamlets": [str(each) for each in queries.targets_of(text.campaign)]})
    return act_page(asking, form, lambda: operations.correct_campaign(
        asking.actor, campaign_id=text.campaign_id, content=form.content(), hamlets=form.chosen(), reason=form.cleaned_data["reason"], citation=form.citation()),
        title=_("Sửa đợt tuyên truyền"), button=_("Ghi thay đổi"), back=back)


def _stop(asking: Asking, found: CampaignFound, back: str) -> HttpResponse:
    form = forms.StopForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.stop_campaign(
        asking.actor, campaign_id=found.row.campaign_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
        title=_("Dừng đợt tuyên truyền"), button=_("Dừng đợt này"), back=back, stop=True)


@staff_page(Right.RUN_OUTREACH)
def campaign_act(asking: Asking, campaign_id: int, what: str) -> HttpResponse:
    """Correct a campaign, or stop it."""
    found = queries.campaign_found(asking.actor, campaign_id, asking.day)
    act = {"sua": _correct, "dung": _stop}.get(what)
    if act is None:
        raise no_such_act()
    return act(asking, found, address(asking, "campaign", campaign_id))


def no_such_act() -> NotFound:
    """The answer for an act that there is not."""
    return NotFound(_("Không có việc này. Mở trang của đợt tuyên truyền để chọn việc."))


def _about(asking: Asking, found: CampaignFound) -> list[tuple[str, str]]:
    return [(_("Đợt tuyên truyền"), found.row.text.title), (_("Đơn vị"), found.unit.name), (_("Số liệu đến ngày"), write_day(asking.day)), (_("Theo quy định"), f"{explained(found.asked)} {found.asked.rule}"),
            (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


@staff_page(Right.SEE_PERSONS)
def campaign_download(asking: Asking, campaign_id: int, form: str) -> HttpResponse:
    """The counts by hamlet, as XLSX or CSV: no household stands in it."""
    found = queries.campaign_found(asking.actor, campaign_id, asking.day)
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    row = found.row
    means = [MeansName(each) for each in row.text.means if each != MeansName.HOUSES]
    columns = [Column(_("Xóm"), 40), *([Column(_("Số hộ")), Column(_("Đã gặp")), Column(_("Vắng nhà")), Column(_("Hẹn lại")), Column(_("Chưa tới"))] if row.asks_houses else []),
               *(Column(str(each.label).capitalize(), 24) for each in means)]

    def cells(line: queries.HamletLine) -> list[Cell]:
        c = line.coverage
        return [line.name, *([c.households, c.reached, c.not_home, c.follow_up, c.left] if row.asks_houses else []),
                *(each.why for each in line.means if each.means is not MeansName.HOUSES)]

    table = Table(row.text.title, columns, [cells(line) for line in row.lines], _about(asking, found))
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"tuyen-truyen-{campaign_id}-{asking.day.isoformat()}.{form}")


# -- what was done by one means ------------------------------------------------------------------------------------------------------------

TITLES: dict[MeansName, Callable[[], str]] = {
    MeansName.MEETING: lambda: _("Ghi cuộc họp đã tuyên truyền"), MeansName.LOUDSPEAKER: lambda: _("Ghi ngày phát loa"), MeansName.POSTING: lambda: _("Ghi niêm yết"),
    MeansName.MESSAGE: lambda: _("Ghi ngày nhắn tin")}


def _tell(asking: Asking, found: HamletFound, means: MeansName, back: str) -> HttpResponse:
    text = found.text
    if means not in text.means:
        raise no_such_act()
    linked = queries.meetings_to_link(found.unit.unit_id, text.occurred_on, clock.today()) if means is MeansName.MEETING else []
    form = forms.ToldForm(asking.request.POST or None, means=means, meetings=linked, initial={
        "on": None if means is MeansName.MEETING else min(asking.day, clock.today()), "place": _("Nhà văn hóa %(name)s") % {"name": found.unit.name}})
    line = next((each for each in found.line.means if each.means is means), None)
    return act_page(asking, form, lambda: operations.record_telling(asking.actor, campaign_id=text.campaign_id, hamlet_id=found.unit.unit_id, told=form.told()),
                    title=f"{TITLES[means]()}: {found.unit.name}", button=TITLES[means](), back=back, lead=f"{line.why} {line.found.reason.rule}. {explained(found.campaign.asked)}" if line else "")


def _fact(asking: Asking, found: HamletFound) -> Any:
    key = key_in(asking, "viec")
    fact = next((each for each in found.tellings if each.fact_id == key), None)
    if fact is None:
        raise NotFound(_("Không có việc đã ghi này, hoặc đã rút lại."))
    return fact


def _take_down(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    fact = _fact(asking, found)
    form = forms.UntilForm(asking.request.POST or None, initial={"until_on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.end_posting(
        asking.actor, campaign_id=found.text.campaign_id, hamlet_id=found.unit.unit_id, key=fact.fact_id, until_on=form.cleaned_data["until_on"]),
        title=_("Ghi ngày gỡ niêm yết: %(place)s") % {"place": fact.place}, button=_("Ghi ngày gỡ"), back=back)


def _withdraw(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    fact = _fact(asking, found)
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_telling(
        asking.actor, campaign_id=found.text.campaign_id, hamlet_id=found.unit.unit_id, key=fact.fact_id),
        title=_("Rút lại: %(what)s ngày %(day)s") % {"what": MeansName(fact.means).label, "day": write_day(fact.occurred_on)}, button=_("Rút lại"), back=back, stop=True,
        lead=_("Dùng khi ghi nhầm. Bản ghi vẫn còn trong lịch sử."))


@staff_page(Right.RUN_OUTREACH)
def campaign_telling(asking: Asking, campaign_id: int, hamlet_id: int, what: str) -> HttpResponse:
    """Enter what was done in a hamlet by one means, end a posting, or take back what was entered by mistake."""
    found = queries.hamlet_found(asking.actor, campaign_id, hamlet_id, asking.day)
    back = address(asking, "campaign_hamlet", campaign_id, hamlet_id)
    if what in MEANS_OF:
        return _tell(asking, found, MEANS_OF[what], back)
    act = {"go": _take_down, "rut": _withdraw}.get(what)
    if act is None:
        raise no_such_act()
    return act(asking, found, back)
