"""Requests of persons about their own record, for whoever answers them; records that are restricted."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table
from kientoan.org.models import UnitVersion
from kientoan.org.queries import children_of
from kientoan.people import access, operations, queries
from kientoan.people.enums import DataRequestKind, RefusalGround, RequestAbout
from kientoan.people.queries import RequestFilter, RequestFound, RequestRow, WantedRequests
from kientoan.rules.datarequests import Step
from kientoan.rules.days import write_day
from kientoan.web.acting import act_page
from kientoan.web.forms import unit_choices
from kientoan.web.lists import address, number_in, page_of, paged
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.people.forms import (
    AcceptRequestForm,
    CarryOutForm,
    EnterRequestForm,
    LiftForm,
    PurposeForm,
    RefuseRequestForm,
    WithdrawForm,
)
from kientoan.web.people.own import about_taking, as_file, copy_of, record_values
from kientoan.web.people.persons import person_address, seen_person
from kientoan.web.people.scope import own_unit

LABELS: Mapping[RequestFilter, Promise | str] = {
    RequestFilter.OPEN: gettext_lazy("Đang giải quyết"), RequestFilter.SOON: gettext_lazy("Sắp đến hạn"), RequestFilter.LATE: gettext_lazy("Quá hạn"),
    RequestFilter.ALL: gettext_lazy("Tất cả")}
ONLY = {"": RequestFilter.OPEN, "sap-han": RequestFilter.SOON, "qua-han": RequestFilter.LATE, "tat-ca": RequestFilter.ALL}
STEPS: Mapping[Step, tuple[str, Promise | str]] = {
    Step.ACCEPT: ("nhan-loi", gettext_lazy("Nhận lời")), Step.REFUSE: ("tu-choi", gettext_lazy("Từ chối")), Step.CARRY_OUT: ("xong", gettext_lazy("Ghi đã làm xong")),
    Step.WITHDRAW: ("rut", gettext_lazy("Ghi người ấy đã rút"))}
"""The word in the address and on the button of each step."""
IN_PROFILE = frozenset({RequestAbout.FULL_NAME, RequestAbout.BIRTH, RequestAbout.SEX, RequestAbout.HOME_PLACE, RequestAbout.ETHNICITY, RequestAbout.PHONE_NUMBER, RequestAbout.MEMBER_CARD})
"""What the form that corrects a profile has a field for."""


def _wanted(asking: Asking) -> tuple[WantedRequests, UnitVersion | None]:
    unit = own_unit(asking, Right.KEEP_PERSONS) if number_in(asking, "don-vi") is not None else None
    only = ONLY.get(asking.request.GET.get("loc", ""), RequestFilter.OPEN)
    return WantedRequests(asking.day, only, unit, searched(asking)), unit


def _units(asking: Asking, chosen_unit: UnitVersion | None) -> list[tuple[int, str]]:
    """The units whose requests can be looked at by themselves: the asker's own, what stands right below the chosen one, or below the highest, and the chosen one."""
    held = asking.actor.unit_ids(Right.KEEP_PERSONS)
    own = sorted((unit for unit in asking.actor.granted_versions(asking.day) if unit.unit_id in held and unit.is_party), key=lambda unit: (unit.depth, unit.sort_key))
    around = chosen_unit or (own[0] if own else None)
    below = [unit for unit in children_of(around.unit_id, asking.day) if unit.is_party] if around else []
    return unit_choices(list({unit.unit_id: unit for unit in (*own, *([chosen_unit] if chosen_unit else ()), *below)}.values()))


@staff_page(Right.KEEP_PERSONS)
def data_request_list(asking: Asking) -> HttpResponse:
    """The requests that one answers, the most urgent first."""
    (wanted, unit), page = _wanted(asking), page_of(asking)
    found = queries.request_page(asking.actor, wanted, start=(page - 1) * queries.REQUESTS_A_PAGE, limit=queries.REQUESTS_A_PAGE)
    return asking.page("data_requests", {
        "rows": found.rows, "unit": unit, "units": _units(asking, unit), "only": asking.request.GET.get("loc", ""), "looked_for": wanted.query, "label": LABELS[wanted.only],
        "filters": [(value, LABELS[each]) for value, each in ONLY.items()], **paged(page, found.count, len(found.rows), queries.REQUESTS_A_PAGE)})


@staff_page(Right.KEEP_PERSONS)
def data_request_download(asking: Asking, form: str) -> HttpResponse:
    """The list as it is filtered, all of it, without the words of those who ask."""
    wanted, unit = _wanted(asking)
    found = queries.request_page(asking.actor, wanted, limit=None)
    rows: list[list[Cell]] = [[row.request_id, row.name, str(row.kind.label), str(row.about.label), str(row.state.label), row.received_on, row.answer_by, row.carry_by,
                               str(row.channel.label), _("quá hạn") if row.late else ""] for row in found.rows]
    columns = [Column(_("Số"), 8), Column(_("Người"), 30), Column(_("Yêu cầu"), 20), Column(_("Về mục"), 20), Column(_("Trạng thái"), 24), Column(_("Ngày nhận"), 12),
               Column(_("Hạn trả lời"), 12), Column(_("Hạn thực hiện"), 12), Column(_("Cách đến"), 20), Column(_("Quá hạn"), 10)]
    about = about_taking(asking, (_("Đơn vị"), unit.name if unit else _("mọi đơn vị được giao")), (_("Số liệu đến ngày"), write_day(asking.day)),
                         (_("Lọc"), str(LABELS[wanted.only])), (_("Số yêu cầu"), str(found.count)), (_("Theo quy định"), "PV-06"))
    return as_file(Table(_("Yêu cầu về hồ sơ"), columns, rows, about), form, f"yeu-cau-du-lieu-{asking.day.isoformat()}")


def _form_link(asking: Asking, row: RequestRow) -> tuple[str, str] | None:
    """Where an accepted correction is carried out, and the words; None where it is done elsewhere or not yet."""
    if row.kind is not DataRequestKind.CORRECTION or row.state != "accepted":
        return None
    if row.about in IN_PROFILE:
        return address(asking, "person_act", row.person_id, "dinh-chinh", yeu_cau=str(row.request_id)), _("Mở mẫu đính chính")
    if row.about is RequestAbout.QUALIFICATION:
        return address(asking, "person_act", row.person_id, "trinh-do", yeu_cau=str(row.request_id)), _("Mở mẫu ghi trình độ")
    return person_address(asking, row.person_id), _("Mở hồ sơ để sửa")


@staff_page(Right.KEEP_PERSONS)
def data_request(asking: Asking, request_id: int) -> HttpResponse:
    """One request, with its clocks and its steps; that it was opened is written down, for it tells of a person."""
    found = queries.request_found(asking.actor, request_id, clock.today())
    reads.note(asking.actor, subject=f"person:{found.row.person_id}", page="data_request")
    link = None if found.is_restricted else _form_link(asking, found.row)
    own = queries.person_of(asking.actor) == found.row.person_id
    can = [] if own else [step for step in found.can if step is not Step.WITHDRAW or found.row.channel != "own_page"]
    return asking.page("data_request", {
        "found": found, "row": found.row, "link": link, "is_own": own, "acts": [STEPS[step] for step in can],
        "has_copy": found.row.kind is DataRequestKind.COPY and found.row.state == "accepted" and not found.is_restricted and not own})


@staff_page(Right.KEEP_PERSONS)
def data_request_copy(asking: Asking, request_id: int, form: str) -> HttpResponse:
    """The copy that was asked for, as far as whoever takes it may read the record."""
    found = queries.request_found(asking.actor, request_id, clock.today())
    if found.row.kind is not DataRequestKind.COPY or found.row.state != "accepted":
        raise NotFound(_("Yêu cầu này không xin bản sao, hoặc chưa được nhận lời. Mở lại yêu cầu."))
    record = seen_person(asking, found.row.person_id)
    reads.note(asking.actor, subject=f"person:{found.row.person_id}", page="data_request_copy")
    return as_file(copy_of(asking, record, queries.sections_of(found.row.person_id, asking.day)), form, f"ban-sao-ho-so-{request_id}")


def _accept(asking: Asking, found: RequestFound) -> HttpResponse:
    form = AcceptRequestForm(asking.request.POST or None, initial={"text": _PROCEDURES[found.row.kind]})
    return _act(asking, found, form, lambda: operations.accept_request(asking.actor, request_id=found.row.request_id, procedure=form.cleaned_data["text"]),
                _("Nhận lời yêu cầu số %(n)s"), _("Trả lời: nhận lời"))


_PROCEDURES: Mapping[DataRequestKind, Promise | str] = {
    DataRequestKind.CORRECTION: gettext_lazy("Đối chiếu với giấy tờ gốc trong hồ sơ giấy, sửa trên phần mềm, rồi báo tại trang Hồ sơ của tôi."),
    DataRequestKind.COPY: gettext_lazy("In bản sao hồ sơ, giao tận tay người yêu cầu khi đến nhận."),
    DataRequestKind.RESTRICTION: gettext_lazy("Xem có nghĩa vụ nào buộc phải để hồ sơ mở hay không, rồi hạn chế hồ sơ: tên không còn trong danh sách và trên cổng công khai.")}
"""What is proposed as the procedure; whoever answers writes it as it will be."""


def _refuse(asking: Asking, found: RequestFound) -> HttpResponse:
    form = RefuseRequestForm(asking.request.POST or None)
    return _act(asking, found, form, lambda: operations.refuse_request(
        asking.actor, request_id=found.row.request_id, ground=RefusalGround(form.cleaned_data["ground"]), reason=form.cleaned_data["text"]),
        _("Từ chối yêu cầu số %(n)s"), _("Trả lời: từ chối"), stop=True)


def _carry_out(asking: Asking, found: RequestFound) -> HttpResponse:
    form = CarryOutForm(asking.request.POST or None)
    restricts = found.row.kind is DataRequestKind.RESTRICTION
    return _act(asking, found, form, lambda: operations.carry_out_request(asking.actor, request_id=found.row.request_id, text=form.cleaned_data["text"]),
                _("Làm xong yêu cầu số %(n)s"), _("Hạn chế hồ sơ ngay") if restricts else _("Ghi đã làm xong"), stop=restricts,
                lead=_("Hồ sơ đóng ngay: không còn trong danh sách, tìm kiếm, tệp tải về; tên rời cổng công khai trong cùng lúc. Con số vẫn tính. Bỏ hạn chế được, có lý do.")
                if restricts else "")


def _withdraw(asking: Asking, found: RequestFound) -> HttpResponse:
    form = WithdrawForm(asking.request.POST or None)
    return _act(asking, found, form, lambda: operations.withdraw_request(asking.actor, request_id=found.row.request_id, reason=form.cleaned_data["reason"]),
                _("Rút yêu cầu số %(n)s"), _("Ghi đã rút"), stop=True)


ActForms = AcceptRequestForm | RefuseRequestForm | CarryOutForm | WithdrawForm


def _act(asking: Asking, found: RequestFound, form: ActForms, act: Callable[[], None], title: str, button: str, *, stop: bool = False, lead: str = "") -> HttpResponse:
    return act_page(asking, form, act, title=title % {"n": found.row.request_id}, button=button, stop=stop, lead=lead,
                    back=address(asking, "data_request", found.row.request_id))


ACTS: Mapping[str, Callable[[Asking, RequestFound], HttpResponse]] = {"nhan-loi": _accept, "tu-choi": _refuse, "xong": _carry_out, "rut": _withdraw}


@staff_page(Right.KEEP_PERSONS)
def data_request_act(asking: Asking, request_id: int, what: str) -> HttpResponse:
    """Answer a request, or say what became of it."""
    act = ACTS.get(what)
    if act is None:
        raise NotFound(_("Không có việc này. Mở yêu cầu để chọn việc."))
    return act(asking, queries.request_found(asking.actor, request_id, clock.today()))


@staff_page(Right.KEEP_PERSONS)
def person_request_new(asking: Asking, person_id: int) -> HttpResponse:
    """Write down a request that came on paper, by phone or in person."""
    record = seen_person(asking, person_id)
    form = EnterRequestForm(asking.request.POST or None, initial={"on": clock.today()})

    def act() -> HttpResponse:
        made = operations.enter_request(asking.actor, person_id=person_id, wish=form.wish(), on=form.cleaned_data["on"], channel=form.channel(),
                                        identified_by=form.cleaned_data["identified_by"])
        return redirect(address(asking, "data_request", made))

    return act_page(asking, form, act, title=_("Ghi yêu cầu của %(name)s") % {"name": record.name}, button=_("Ghi yêu cầu"), back=person_address(asking, person_id),
                    lead=_("Dùng khi người ấy không có tài khoản, hoặc yêu cầu bằng giấy, điện thoại, đến trực tiếp. Hạn trả lời tính từ ngày nhận."))


# -- restricted records --------------------------------------------------------------------------------------------------------------------


def _closed_person(asking: Asking, person_id: int, right: Right) -> None:
    """Make sure that a restricted record is one that the actor may know of, by a right.

    Raises:
        NotFound: when it is not restricted, or out of the actor's scope.
    """
    if not access.is_closed_to(asking.actor, person_id, asking.day, right):
        raise NotFound(_("Không có người này, hoặc hồ sơ nằm ngoài phạm vi được xem."))


@staff_page(Right.SEE_SENSITIVE)
def person_restricted(asking: Asking, person_id: int) -> HttpResponse:
    """Open a restricted record once, for a stated purpose; the purpose is kept in the journal and the reading shown to the person."""
    _closed_person(asking, person_id, Right.SEE_SENSITIVE)
    form = PurposeForm(asking.request.POST or None)

    def act() -> HttpResponse:
        operations.open_restricted(asking.actor, person_id=person_id, purpose=form.cleaned_data["purpose"])
        reads.note(asking.actor, subject=f"person:{person_id}", page="person_restricted")
        record = queries.whole_record(person_id, asking.day, asking.known_at)
        if record is None:
            raise NotFound(_("Ngày này chưa có hồ sơ. Chọn ngày khác."))
        may_lift = queries.may_keep(asking.actor, person_id, asking.day)
        return asking.page("person_restricted", {**record_values(record), "purpose": form.cleaned_data["purpose"], "may_lift": may_lift})

    return act_page(asking, form, act, title=_("Hồ sơ đã hạn chế"), button=_("Mở hồ sơ"), back=address(asking, "person_list"),
                    lead=_("Hồ sơ này không có trong danh sách nào. Mở được cho một mục đích cụ thể; mục đích được ghi vào nhật ký và người ấy thấy lượt mở (PV-09, PV-10)."))


@staff_page(Right.KEEP_PERSONS)
def person_lift(asking: Asking, person_id: int) -> HttpResponse:
    """Let a restricted record be open again, with a reason."""
    _closed_person(asking, person_id, Right.KEEP_PERSONS)
    form = LiftForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.lift_restriction(asking.actor, person_id=person_id, reason=form.cleaned_data["reason"]),
                    title=_("Bỏ hạn chế hồ sơ"), button=_("Bỏ hạn chế"), back=person_address(asking, person_id),
                    lead=_("Hồ sơ trở lại danh sách và mở như các hồ sơ khác. Tên không tự trở lại cổng công khai: người duyệt công khai quyết định."))
