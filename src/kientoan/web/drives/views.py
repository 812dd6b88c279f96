"""Contribution drives: the list, one drive with its book and what its closing still needs, and a form for each step."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.drives import access, operations, queries
from kientoan.drives.enums import BookLine, DriveMeans, DriveState, ExemptBecause, NameShown
from kientoan.drives.queries import Standing
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.meetings.queries import decided_at
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.proposals.queries import resting_on
from kientoan.rules.days import write_day
from kientoan.rules.drives import Part, part_words
from kientoan.rules.figures import grouped
from kientoan.rules.frozen import printed
from kientoan.rules.meetings import Matter
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.drives import forms
from kientoan.web.lists import address, key_in, number_in, page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.stored import as_answer
from kientoan.web.templatetags.kientoan import moment

# -- lists -------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.SEE_PERSONS)
def drive_list(asking: Asking) -> HttpResponse:
    """The drives of a unit and of all below it."""
    unit, page, state = unit_of(asking, access.may_see), page_of(asking), asking.request.GET.get("trang-thai", "")
    if state not in ("", *DriveState.values):
        raise NotFound(_("Không có cách lọc này. Chọn trên trang."))
    found = queries.drive_page(asking.actor, unit, asking.day, state=state, query=searched(asking), start=(page - 1) * queries.PAGE)
    return asking.page("drives", {"scope": unit, "rows": found.rows, "state": state, "states": DriveState.choices, "looked_for": searched(asking),
                                  "may_keep": bool(queries.places_of(unit, asking.day)) and access.may(asking.actor, Right.KEEP_DRIVES, unit.unit_id, asking.day), **paged(page, found.count, len(found.rows), queries.PAGE)})


@staff_page(Right.KEEP_DRIVES)
def unit_drive_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Open a drive of a unit."""
    unit, today = seen_unit(asking, unit_id), min(asking.day, clock.today())
    places = [unit] if unit.level == UnitLevel.HAMLET else queries.places_of(unit, asking.day)
    form = forms.OpenForm(asking.request.POST or None, places=places or [unit], initial={"called_on": today, "receives_from": today})

    def act() -> HttpResponse:
        made = operations.open_drive(asking.actor, unit_id=int(form.cleaned_data.get("unit", places[0].unit_id if places else unit_id)), sign=form.cleaned_data["sign"], terms=form.terms())
        messages.success(asking.request, _("Đã mở đợt vận động. Việc tiếp theo: ghi quyết định của các hộ, kế hoạch và giá quy đổi."))
        return redirect(address(asking, "drive", made))

    return act_page(asking, form, act, title=_("Mở đợt vận động: %(unit)s") % {"unit": unit.name}, button=_("Mở đợt vận động"), back=address(asking, "drive_list", don_vi=str(unit_id)),
                    lead=_("Mức góp cố định phải do các hộ quyết định trước khi thu (PD-08, RT-06)."))


# -- one drive ---------------------------------------------------------------------------------------------------------------------------


def _unit(found: Standing, day: date) -> UnitVersion:
    unit = unit_on(found.drive.unit_id, day) or unit_on(found.drive.unit_id, found.terms.occurred_on)
    if unit is None:
        raise queries.no_such_drive()
    return unit


def _compared(found: Standing) -> list[tuple[str, str, int, int, int]]:
    """Each line of the plan with what was spent on it."""
    spent = found.sums.by_item
    return [(line.item, line.quantity, line.amount, spent.get(line.item, 0), spent.get(line.item, 0) - line.amount) for line in found.plan]


def _left(found: Standing) -> list[tuple[str, int]]:
    """What lies where."""
    return [(str(DriveMeans(account).label) if account in DriveMeans.values else account.partition(":")[2], amount) for account, amount in found.sums.left.items() if amount]


@staff_page(Right.SEE_PERSONS)
def drive(asking: Asking, drive_id: int) -> HttpResponse:
    """A drive: its sums, the next steps, what closing still needs, plan against actual, the book."""
    found, page, kind = queries.seen(asking.actor, drive_id, asking.day), page_of(asking), asking.request.GET.get("loai", "")
    if kind not in ("", *BookLine.values):
        raise NotFound(_("Không có cách lọc này. Chọn trên trang."))
    rows, count = queries.book(drive_id, kind=kind, query=searched(asking), start=(page - 1) * queries.PAGE)
    may = {right: access.may(asking.actor, right, found.drive.unit_id, asking.day) for right in (Right.KEEP_DRIVES, Right.SUPERVISE_DRIVES, Right.APPROVE_DRIVES)}
    language, missing = get_language() or "vi", found.missing()
    return asking.page("drive", {
        "found": found, "unit": _unit(found, asking.day), "sums": found.sums, "plan": _compared(found), "left": _left(found), "rows": rows, "kind": kind, "kinds": BookLine.choices,
        "looked_for": searched(asking), "keeps": may[Right.KEEP_DRIVES], "supervises": may[Right.SUPERVISE_DRIVES], "approves": may[Right.APPROVE_DRIVES],
        "missing": [part_words(part, language) for part in Part if part in missing], "coverage": queries.coverage(found, asking.day), "rule": "PD-19",
        "published": [(each, printed(each.fingerprint), each.get_kind_display()) for each in reversed(found.published)],
        "due": [(each.day, each.reason.in_language(language), each.day < asking.day) for each in found.due(queries.spent_first(drive_id))],
        "proposals": resting_on(found.decision.item) if found.decision and found.decision.item else [], "over": found.sums.spent - found.planned,
        "can_receive": found.state == DriveState.OPEN, **paged(page, count, len(rows), queries.PAGE)})


@staff_page(Right.SEE_PERSONS)
def drive_download(asking: Asking, drive_id: int, form: str) -> HttpResponse:
    """The whole book as CSV or XLSX, as the public reads it: names as their givers chose."""
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    found = queries.seen(asking.actor, drive_id, asking.day)
    lines, _count = queries.book(drive_id, limit=None)
    rows: list[list[Cell]] = []
    for row in lines:
        public = queries.line_of(row.entry)
        rows.append([row.number, row.entry.day, row.kind_label, public.name, row.what, row.entry.text, row.entry.item, row.came, row.went, row.entry.rule, row.reverses])
    columns = [Column(_("Số"), 8), Column(_("Ngày"), 12), Column(_("Loại"), 8), Column(_("Tên"), 24), Column(_("Bằng gì"), 24), Column(_("Nội dung"), 40), Column(_("Khoản"), 20),
               Column(_("Thu, đồng"), 14), Column(_("Chi, đồng"), 14), Column(_("Cách quy đổi"), 30), Column(_("Đảo dòng"), 10)]
    about = [(_("Đợt vận động"), f"{found.drive.code} {found.terms.title}"), (_("Số dòng"), str(len(rows))), (_("Theo quy định"), "PD-19"), (_("Lúc lấy"), moment(clock.now())),
             (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    table = Table(_("Sổ thu chi"), columns, rows, about)
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"so-{found.drive.code.lower()}.{form}")


@staff_page(Right.SEE_PERSONS)
def drive_file(asking: Asking, drive_id: int, file_id: UUID) -> HttpResponse:
    """A paper of an expense or of the decision."""
    return as_answer(queries.paper_file(asking.actor, drive_id, file_id, asking.day), f"chung-tu-{drive_id}")


# -- receipts ----------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.KEEP_DRIVES)
def drive_receive(asking: Asking, drive_id: int) -> HttpResponse:
    """A receipt, quickly: the household is found without diacritics, then the sum, then the next one."""
    found, key, query = queries.seen(asking.actor, drive_id, asking.day), key_in(asking, "ho"), searched(asking)
    homes = queries.households(found, asking.day)
    home = next((line for line in homes if line.uuid == key), None)
    if key is not None and home is None:
        raise NotFound(_("Hộ này không có trong sổ hộ của xóm. Mở lại trang rồi chọn."))
    if query:
        reads.note(asking.actor, subject=f"households:{found.drive.unit_id}", page="drive_receive")
    last = min(asking.day, clock.today(), found.terms.receives_to)
    form = forms.GiftForm(asking.request.POST or None, things=found.valuations, initial={
        "day": last, "shown": NameShown.FULL if home else NameShown.HIDDEN, "amount": found.terms.level if found.terms.is_fixed else None, "name": home.representative if home else ""})
    if asking.request.method == "POST" and form.is_valid():
        done, made = form.run(lambda: operations.receive(asking.actor, drive_id=drive_id, gifts=[form.gift(home.uuid if home else None)]))
        if done and made:
            return redirect(address(asking, "drive_receipt", drive_id, made[0]))
    return asking.page("drive_receive", {"found": found, "form": form, "home": home, "looked_for": query, "likely": queries.households_like(homes, query),
                                         "can_receive": found.state == DriveState.OPEN, "households": len(homes)})


@staff_page(Right.KEEP_DRIVES)
def drive_receipt(asking: Asking, drive_id: int, position: int) -> HttpResponse:
    """A receipt that was entered, with its code, and the next one."""
    found = queries.seen(asking.actor, drive_id, asking.day)
    row = queries.line_row(drive_id, position)
    if row.entry.kind != BookLine.RECEIPT:
        raise queries.no_such_line()
    return asking.page("drive_receipt", {"found": found, "row": row, "code": queries.code_on(found.drive, row.entry.serial), "shown": NameShown(row.shown).label if row.shown else "",
                                         "can_receive": found.state == DriveState.OPEN})


@staff_page(Right.KEEP_DRIVES)
def drive_exemptions(asking: Asking, drive_id: int) -> HttpResponse:
    """Who is exempted, for whoever keeps the book; with a search to exempt another."""
    found, query = queries.seen(asking.actor, drive_id, asking.day), searched(asking)
    reads.note(asking.actor, subject=f"exemptions:{drive_id}", page="drive_exemptions")
    rows = queries.exemptions(asking.actor, found, asking.day)
    return asking.page("drive_exemptions", {"found": found, "rows": [(fact, name, ExemptBecause(fact.because).label) for fact, name in rows], "looked_for": query,
                                            "likely": queries.households_like(queries.households(found, asking.day), query), "is_closed": found.is_closed})


# -- steps -------------------------------------------------------------------------------------------------------------------------------


class Step:
    """What the forms of a drive's steps share.

    Parameters:
        asking: who asks.
        found: the drive.
    """

    def __init__(self, asking: Asking, found: Standing) -> None:
        self.asking, self.found, self.drive_id = asking, found, found.drive.pk
        self.post, self.sent = asking.request.POST or None, asking.request.FILES or None
        self.today = min(asking.day, clock.today())
        self.back = address(asking, "drive", self.drive_id)

    def show(self, form: Any, act: Callable[[], Any], title: str, button: str, *, lead: str = "", stop: bool = False, back: str = "") -> HttpResponse:
        """The page of a step, about this drive."""
        return act_page(self.asking, form, act, title=f"{self.found.drive.code}: {title}", button=button, back=back or self.back, lead=lead, stop=stop)

    @property
    def position(self) -> int:
        """The line that the address names."""
        return number_in(self.asking, "dong") or 0


def _correct(at: Step) -> HttpResponse:
    terms = at.found.terms
    form = forms.CorrectForm(at.post, initial={**{name: getattr(terms, name) for name in ("title", "purpose", "basis", "is_fixed", "level", "receives_from", "receives_to", "contact")},
                                               "called_on": terms.occurred_on})
    return at.show(form, lambda: operations.correct_drive(at.asking.actor, drive_id=at.drive_id, terms=form.terms(), reason=form.cleaned_data["reason"]),
                   _("Sửa đợt vận động"), _("Ghi sửa đổi"))


def _decide(at: Step) -> HttpResponse:
    form = forms.CountForm(at.post, at.sent, initial={"households": len(queries.households(at.found, at.today)) or None, "on": at.today, "votes_against": 0})
    return at.show(form, lambda: operations.decide_drive(at.asking.actor, drive_id=at.drive_id, count=form.count(), sent=form.sent()), _("Ghi quyết định của các hộ"), _("Ghi quyết định"),
                   lead=_("Tính trên tổng số hộ của xóm, kể cả hộ vắng: từ 01/07/2023 cần từ hai phần ba, trước đó cần quá một nửa (PD-08, PD-13, PD-22)."))


def _decide_by_meeting(at: Step) -> HttpResponse:
    said = [each for each in decided_at(at.asking.actor, at.found.drive.unit_id, date(at.found.terms.occurred_on.year - 1, 1, 1), at.today) if each.matter == Matter.CONTRIBUTION]
    form = forms.KeyForm(at.post, choices=[(str(each.item), f"{write_day(each.day)}: {each.title}") for each in reversed(said)])
    return at.show(form, lambda: operations.decide_drive(at.asking.actor, drive_id=at.drive_id, item=form.chosen()), _("Lấy quyết định từ biên bản họp"), _("Gắn quyết định này"),
                   lead="" if said else _("Chưa có cuộc họp nào của xóm quyết định về đóng góp trong biên bản đã ký."))


def _plan(at: Step) -> HttpResponse:
    said = "\n".join(f"{line.item}; {line.quantity}; {grouped(line.amount)}" for line in at.found.plan)
    form = forms.PlanForm(at.post, initial={"lines": said, "on": at.today})
    return at.show(form, lambda: operations.plan_drive(at.asking.actor, drive_id=at.drive_id, on=form.cleaned_data["on"], lines=form.cleaned_data["lines"]), _("Kế hoạch thu chi"),
                   _("Ghi kế hoạch"))


def _value(at: Step) -> HttpResponse:
    said = "\n".join(f"{each.thing}; {each.measure}; {grouped(each.price) if each.price is not None else ''}; {each.source}" for each in at.found.valuations)
    form = forms.ThingsForm(at.post, initial={"lines": said, "on": at.today})
    return at.show(form, lambda: operations.value_things(at.asking.actor, drive_id=at.drive_id, on=form.cleaned_data["on"], things=form.cleaned_data["lines"]),
                   _("Giá quy đổi hiện vật, ngày công"), _("Ghi giá quy đổi"))


def _exempt(at: Step) -> HttpResponse:
    key = key_in(at.asking, "ho")
    home = next((line for line in queries.households(at.found, at.today) if line.uuid == key), None)
    if home is None:
        raise NotFound(_("Hộ này không có trong sổ hộ của xóm. Mở lại trang rồi chọn."))
    form = forms.ExemptForm(at.post, initial={"on": at.today})
    return at.show(form, lambda: operations.exempt_household(at.asking.actor, drive_id=at.drive_id, household=home.uuid, on=form.cleaned_data["on"],
                                                             because=ExemptBecause(form.cleaned_data["because"])),
                   _("Miễn đóng góp: hộ %(number)s, %(name)s") % {"number": home.number, "name": home.representative}, _("Ghi miễn"), back=address(at.asking, "drive_exemptions", at.drive_id))


def _end_exemption(at: Step) -> HttpResponse:
    key = key_in(at.asking, "mien")
    if key is None:
        raise NotFound(_("Hộ này không trong danh sách miễn. Mở lại trang."))
    return at.show(confirm_form(at.asking), lambda: operations.end_exemption(at.asking.actor, drive_id=at.drive_id, fact_id=key), _("Bỏ miễn đóng góp"), _("Bỏ miễn"), stop=True,
                   back=address(at.asking, "drive_exemptions", at.drive_id))


def _spend(at: Step) -> HttpResponse:
    form = forms.PaymentForm(at.post, at.sent, things=[each for each in at.found.valuations if each.price is not None], items=[line.item for line in at.found.plan], initial={"day": at.today})
    left = ", ".join(f"{name} {grouped(amount)}" for name, amount in _left(at.found))
    return at.show(form, lambda: operations.spend(at.asking.actor, drive_id=at.drive_id, payments=[form.payment()]), _("Ghi khoản chi"), _("Ghi khoản chi"),
                   lead=_("Còn, đồng: %(left)s. Không chi quá số còn (PD-19).") % {"left": left or "0"})


def _paper(at: Step) -> HttpResponse:
    row = queries.line_row(at.drive_id, at.position)
    form = forms.PaperForm(at.post, at.sent)
    return at.show(form, lambda: operations.add_paper(at.asking.actor, drive_id=at.drive_id, position=at.position, document=form.cleaned_data["document"], sent=forms.sent_of(form)),
                   _("Chứng từ của %(number)s") % {"number": row.number}, _("Thêm chứng từ"), lead=row.entry.text)


def _reverse(at: Step) -> HttpResponse:
    row = queries.line_row(at.drive_id, at.position)
    form = forms.ReverseForm(at.post, initial={"on": at.today})
    return at.show(form, lambda: operations.reverse_line(at.asking.actor, drive_id=at.drive_id, position=at.position, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
                   _("Đảo dòng %(number)s") % {"number": row.number}, _("Ghi dòng đảo"), stop=True,
                   lead=_("%(what)s, %(amount)s đồng. Dòng cũ vẫn còn, dòng đảo ghi sau nó; rồi ghi dòng đúng. Lý do được công khai: không ghi tên ai.") % {
                       "what": row.what, "amount": grouped(row.entry.amount)})


def _hide(at: Step) -> HttpResponse:
    row = queries.line_row(at.drive_id, at.position)
    form = forms.HideForm(at.post)
    return at.show(form, lambda: operations.hide_name(at.asking.actor, drive_id=at.drive_id, position=at.position, erase=form.cleaned_data["erase"], reason=form.cleaned_data["reason"]),
                   _("Ẩn tên ở dòng %(number)s") % {"number": row.number}, _("Ẩn tên"), stop=True,
                   lead=_("Tên rời trang công khai, tệp và mọi lần công bố ngay; số tiền và vân tay không đổi. Không hiện lại được."))


ACTS: dict[str, Callable[[Step], HttpResponse]] = {
    "sua": _correct, "quyet-dinh": _decide, "quyet-dinh-hop": _decide_by_meeting, "ke-hoach": _plan, "quy-doi": _value, "mien": _exempt, "bo-mien": _end_exemption, "chi": _spend,
    "chung-tu": _paper, "dao": _reverse, "an-ten": _hide}


@staff_page(Right.KEEP_DRIVES)
def drive_act(asking: Asking, drive_id: int, what: str) -> HttpResponse:
    """One step of whoever keeps the book."""
    if what not in ACTS:
        raise NotFound(_("Không có việc này. Mở lại trang của đợt vận động."))
    found = queries.seen(asking.actor, drive_id, asking.day)
    return ACTS[what](Step(asking, found))


@staff_page(Right.SUPERVISE_DRIVES)
def drive_supervise(asking: Asking, drive_id: int) -> HttpResponse:
    """The supervision board's word on the book as it is."""
    at = Step(asking, queries.seen(asking.actor, drive_id, asking.day))
    form = forms.ConfirmForm(at.post, initial={"on": at.today})
    sums = at.found.sums
    return at.show(form, lambda: operations.confirm_book(asking.actor, drive_id=drive_id, **form.cleaned_data), _("Ban giám sát xác nhận"), _("Xác nhận sổ này"),
                   lead=_("%(lines)s dòng; thu %(given)s, chi %(spent)s, còn %(balance)s đồng. Thêm dòng sau đó thì phải xác nhận lại.") % {
                       "lines": at.found.lines, "given": grouped(sums.given), "spent": grouped(sums.spent), "balance": grouped(sums.balance)})


@staff_page(Right.APPROVE_DRIVES)
def drive_approve(asking: Asking, drive_id: int, what: str) -> HttpResponse:
    """Publish the book, or close it."""
    at = Step(asking, queries.seen(asking.actor, drive_id, asking.day))
    start = {"on": at.today, "name": asking.actor.name}
    if what == "cong-bo":
        form = forms.PublishForm(at.post, initial=start)
        return at.show(form, lambda: operations.publish_book(asking.actor, drive_id=drive_id, signing=form.signing()), _("Công bố sổ"), pgettext("trang công khai", "Công bố"),
                       lead=_("Công bố %(lines)s dòng mới. Lần công bố được giữ nguyên mãi, có vân tay.") % {"lines": at.found.unpublished})
    if what == "an-nguoi-ky":
        signers = forms.HideSignerForm(at.post, names=queries.signers_of(drive_id))
        return at.show(signers, lambda: operations.hide_signer(asking.actor, drive_id=drive_id, **signers.cleaned_data), _("Ẩn tên người ký"), _("Ẩn tên"), stop=True,
                       lead=_("Tên rời mọi lần công bố và tệp ngay; chức danh, số tiền và vân tay không đổi. Không hiện lại được."))
    if what != "khoa-so":
        raise NotFound(_("Không có việc này. Mở lại trang của đợt vận động."))
    closing = forms.CloseForm(at.post, initial=start)
    language, missing = get_language() or "vi", at.found.missing()
    lacking = ", ".join(part_words(part, language) for part in Part if part in missing)
    return at.show(closing, lambda: operations.close_drive(asking.actor, drive_id=drive_id, signing=closing.signing(), balance_goes_to=closing.cleaned_data["balance_goes_to"]),
                   _("Khóa sổ"), _("Khóa sổ và công bố"), stop=True,
                   lead=_("Chưa khóa sổ được, còn thiếu: %(parts)s.") % {"parts": lacking} if lacking else _("Khóa sổ rồi không thu, không chi nữa. Còn dư %(balance)s đồng.") % {
                       "balance": grouped(at.found.sums.balance)})
