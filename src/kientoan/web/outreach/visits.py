"""A campaign in one hamlet: the list of households for whoever is there, with three buttons each; counts for everybody above. Papers to be printed."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, explained
from kientoan.outreach import access, operations, papers, queries
from kientoan.outreach.enums import MeansName, VisitResult
from kientoan.outreach.queries import HamletFound
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.papers.qr import qr
from kientoan.proposals.queries import made_of
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, key_in
from kientoan.web.meetings.forms import ReasonForm
from kientoan.web.outreach import forms
from kientoan.web.outreach.views import MEANS_OF, no_such_act
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.season.views import taken

TAKE_BACK = "rut"
AT_ONCE = {result.value: result for result in (VisitResult.REACHED, VisitResult.NOT_HOME)}
"""The results that one tap enters; a visit to be followed up has a form for its day."""


def _tap(asking: Asking, found: HamletFound) -> str:
    """Enter what a button says of a household, or take it back; returns the household's name in addresses.

    Raises:
        NotFound: for a button that there is not.
        Refusal: as for the operations.
    """
    what, _colon, text = asking.request.POST.get("ghi", "").partition(":")
    try:
        household = UUID(text)
    except ValueError as error:
        raise no_such_act() from error
    campaign_id, hamlet_id = found.text.campaign_id, found.unit.unit_id
    if what == TAKE_BACK:
        operations.withdraw_visit(asking.actor, campaign_id=campaign_id, hamlet_id=hamlet_id, household=household)
    elif what in AT_ONCE:
        operations.record_visit(asking.actor, campaign_id=campaign_id, hamlet_id=hamlet_id, household=household, result=AT_ONCE[what], on=min(asking.day, clock.today()))
    else:
        raise no_such_act()
    return str(household)


@staff_page(Right.SEE_PERSONS)
def campaign_hamlet(asking: Asking, campaign_id: int, hamlet_id: int) -> HttpResponse:
    """A campaign in one hamlet; above the hamlet it has no list of households."""
    found = queries.hamlet_found(asking.actor, campaign_id, hamlet_id, asking.day)
    only, query, fault = asking.request.GET.get("loc", "") == "chua-gap", searched(asking), ""
    if asking.request.method == "POST":
        try:
            household = _tap(asking, found)
            more = {**({"loc": "chua-gap"} if only else {}), **({"tim": query} if query else {})}
            return redirect(f"{address(asking, 'campaign_hamlet', campaign_id, hamlet_id, **more)}#h{household}")
        except (NotFound, NotAllowed):
            raise
        except Refusal as refusal:
            fault = str(refusal)
    rows: list[queries.Home] = []
    if found.is_here:
        reads.note(asking.actor, subject=f"households:{hamlet_id}", page="campaign_hamlet")
        rows = queries.homes(asking.actor, found, asking.day, only_left=only, query=query)
    questions, runs = queries.questions_in(campaign_id, hamlet_id, asking.day), access.may(asking.actor, Right.RUN_OUTREACH, [hamlet_id], asking.day)
    made = made_of([each.key for each in questions])
    slugs = {means: slug for slug, means in MEANS_OF.items()}
    return asking.page("campaign_hamlet", {
        "found": found, "pack": explained(found.campaign.asked), "rule": found.campaign.asked.rule, "text": found.text, "line": found.line, "round": found.line.round, "rows": rows, "only": only, "looked_for": query, "fault": fault,
        "means": [(each, slugs.get(each.means, "")) for each in found.line.means], "tellings": [(each, MeansName(each.means).label) for each in found.tellings],
        "runs": runs, "goes_on": runs and found.campaign.row.stop is None, "asks_houses": found.campaign.row.asks_houses,
        "asks": access.may(asking.actor, Right.VISIT_HOUSEHOLDS, [hamlet_id], asking.day), "questions": [(each, made.get(each.key)) for each in questions],
        "raises": access.may(asking.actor, Right.RAISE_PROPOSALS, [hamlet_id], asking.day), "is_open": found.line.round is not None and found.line.round.is_open and found.line.round.expires_on > clock.today()})


# -- the round -----------------------------------------------------------------------------------------------------------------------------


def _here(found: HamletFound) -> dict[str, int]:
    """The arguments of every operation on the round; for whoever is at the hamlet.

    Raises:
        NotFound: above it.
    """
    if not found.is_here:
        raise queries.no_list()
    return {"campaign_id": found.text.campaign_id, "hamlet_id": found.unit.unit_id}


def _begin(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    here, form = _here(found), forms.RoundForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.open_round(asking.actor, on=form.cleaned_data["on"], **here), title=_("Mở vòng đến từng hộ: %(unit)s") % {"unit": found.unit.name},
                    button=_("Mở vòng"), back=back, lead=_("Mỗi hộ chỉ ghi: đã gặp, vắng nhà, hoặc hẹn lại. Không ghi ý kiến của ai (PV-02)."))


def _close(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    here, form = _here(found), forms.RoundForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.close_round(asking.actor, on=form.cleaned_data["on"], **here), title=_("Đóng vòng đến từng hộ: %(unit)s") % {"unit": found.unit.name},
                    button=_("Đóng vòng"), back=back, stop=True, lead=_("Số đếm được chốt và giữ lại. Kết quả theo hộ hết thời hạn thì xóa (PV-07)."))


def _reopen(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    here, form = _here(found), ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.reopen_round(asking.actor, reason=form.cleaned_data["reason"], **here),
                    title=_("Mở lại vòng đến từng hộ: %(unit)s") % {"unit": found.unit.name}, button=_("Mở lại vòng"), back=back)


def _assign(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    here, form = _here(found), forms.AssignForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.assign_households(asking.actor, visitor=form.cleaned_data["visitor"], numbers=form.cleaned_data["numbers"], **here),
                    title=_("Phân công người phụ trách hộ: %(unit)s") % {"unit": found.unit.name}, button=_("Phân công"), back=back)


def _follow_up(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    here, household = _here(found), key_in(asking, "ho")
    home = next((each for each in queries.homes(asking.actor, found, asking.day) if each.uuid == household), None)
    if home is None:
        raise NotFound(_("Không có hộ này trong sổ hộ."))
    form = forms.FollowUpForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.record_visit(
        asking.actor, household=home.uuid, result=VisitResult.FOLLOW_UP, on=form.cleaned_data["on"], follow_up_on=form.cleaned_data["follow_up_on"], **here),
        title=_("Hẹn lại: hộ số %(number)s, %(name)s") % {"number": home.number, "name": home.representative}, button=_("Ghi ngày hẹn"), back=back)


def _ask(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    form = forms.QuestionForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.ask_question(
        asking.actor, campaign_id=found.text.campaign_id, hamlet_id=found.unit.unit_id, on=form.cleaned_data["on"], text=form.cleaned_data["text"]),
        title=_("Ghi câu hỏi của dân: %(unit)s") % {"unit": found.unit.name}, button=_("Ghi câu hỏi"), back=back)


def _unask(asking: Asking, found: HamletFound, back: str) -> HttpResponse:
    key = key_in(asking, "cau")
    row = next((each for each in queries.questions_in(found.text.campaign_id, found.unit.unit_id, asking.day) if each.key == key), None)
    if row is None:
        raise NotFound(_("Không có câu hỏi này, hoặc nằm ngoài phạm vi được xem."))
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_question(
        asking.actor, campaign_id=found.text.campaign_id, hamlet_id=found.unit.unit_id, key=row.key), title=_("Rút câu hỏi"), button=_("Rút lại"), back=back, stop=True, lead=row.text)


ACTS: dict[str, Callable[[Asking, HamletFound, str], HttpResponse]] = {
    "mo": _begin, "dong": _close, "mo-lai": _reopen, "phan-cong": _assign, "hen-lai": _follow_up, "hoi": _ask, "rut-cau-hoi": _unask}


@staff_page(Right.VISIT_HOUSEHOLDS)
def campaign_round(asking: Asking, campaign_id: int, hamlet_id: int, what: str) -> HttpResponse:
    """One act on the round of a hamlet, or on what was asked there."""
    found = queries.hamlet_found(asking.actor, campaign_id, hamlet_id, asking.day)
    if what not in ACTS:
        raise no_such_act()
    return ACTS[what](asking, found, address(asking, "campaign_hamlet", campaign_id, hamlet_id))


# -- papers --------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.SEE_PERSONS)
def campaign_sheet(asking: Asking, campaign_id: int, hamlet_id: int) -> HttpResponse:
    """Half a sheet for a home without a telephone: what is told, whom to call, room to ask, and a code that leads to the portal. Nobody's name stands on it."""
    found = queries.hamlet_found(asking.actor, campaign_id, hamlet_id, asking.day)
    portal = asking.request.build_absolute_uri(reverse("portal:send"))
    return asking.page("campaign_sheet", {"found": found, "text": found.text, "lines": found.text.text.splitlines(), "address": portal, "drawing": qr(portal)})


@staff_page(Right.SEE_PERSONS)
def campaign_file(asking: Asking, campaign_id: int, hamlet_id: int, what: str, form: str) -> HttpResponse:
    """The words for the loudspeaker, or the list that a visitor carries, as PDF or DOCX; the list for whoever is at the hamlet."""
    found = queries.hamlet_found(asking.actor, campaign_id, hamlet_id, asking.day)
    if what not in ("loi-phat-thanh", "danh-sach") or form not in PAPER_FILES:
        raise NotFound(_("Không có giấy tờ này. Lấy từ các nút tải về trên trang."))
    with override("vi"):  # a paper is written in Vietnamese whatever its reader reads
        if what == "loi-phat-thanh":
            made = papers.loudspeaker_text(found, asking.day, is_demo=settings.DEMO)
        else:
            homes = queries.homes(asking.actor, found, asking.day)
            if not homes:
                raise NotFound(_("Xóm chưa mở vòng đến từng hộ, hoặc kết quả đã hết thời hạn giữ. Mở vòng trước."))
            reads.note(asking.actor, subject=f"households:{hamlet_id}", page="campaign_file")
            made = papers.visiting_list(found, homes, asking.day, is_demo=settings.DEMO)
        return taken(as_file(made, form), f"{what}-{campaign_id}-{hamlet_id}.{form}")
