"""The own record: read whole by whoever it is about, with who else read it, and what one asks about it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.people import access, operations, queries
from kientoan.people.enums import DataRequestKind, MembershipEnd, MemberStage, QualificationField, QualificationLevel
from kientoan.people.queries import PersonRecord, ReadRow
from kientoan.rules.days import write_day
from kientoan.web.acting import act_page
from kientoan.web.lists import address, page_of, paged
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.forms import OwnRequestForm, WithdrawOwnForm
from kientoan.web.people.persons import shown
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import moment

PAGE_ROWS = 50
READ_PAGES: Mapping[str, Promise | str] = {
    "person": gettext_lazy("trang hồ sơ"), "person_act": gettext_lazy("trang sửa hồ sơ"), "api": gettext_lazy("phần mềm khác, qua khóa truy cập"),
    "person_restricted": gettext_lazy("hồ sơ đã hạn chế, có nêu mục đích"), "data_request": gettext_lazy("yêu cầu về hồ sơ"),
    "data_request_copy": gettext_lazy("bản sao hồ sơ")}
"""What the pages are called on which a record is read."""


def own_person(asking: Asking) -> int:
    """The person whose own the account is.

    Raises:
        NotFound: for an account that is nobody's; the page of the own record itself says so otherwise.
    """
    found = queries.person_of(asking.actor)
    if found is None:
        raise NotFound(_("Tài khoản này chưa gắn với người nào. Người quản trị tài khoản của đơn vị gắn được."))
    return found


def record_values(record: PersonRecord) -> dict[str, Any]:
    """What a template shows of a whole record."""
    return {
        "record": record, "groups": shown(record), "posts": record.posts,
        "members": [(row, str(MemberStage(row.stage).label), str(MembershipEnd(row.end_reason).label) if row.end_reason else "") for row in record.memberships],
        "qualifications": [(str(QualificationField(row.field).label), str(QualificationLevel(row.level).label), row) for row in record.qualifications]}


@staff_page(Right.OWN_RECORD)
def own_record(asking: Asking) -> HttpResponse:
    """Everything that is kept about oneself, whatever rights one has."""
    person = queries.person_of(asking.actor)
    record = queries.whole_record(person, asking.day, asking.known_at) if person is not None else None
    if person is None or record is None:
        return asking.page("own_record", {"record": None})
    return asking.page("own_record", {
        **record_values(record), "sections": queries.sections_of(person, asking.day), "requests": queries.own_requests(person, clock.today()),
        "read_count": queries.reads_by_others(person, _username(asking), limit=0).count, "is_restricted": bool(access.restricted_among([person]))})


def _username(asking: Asking) -> str:
    return asking.actor.label.removeprefix("user:")


def _page_words(row: ReadRow) -> str:
    return str(READ_PAGES.get(row.page, row.page))


@staff_page(Right.OWN_RECORD)
def own_reads(asking: Asking) -> HttpResponse:
    """Who read the own record, when, and on which page."""
    page = page_of(asking)
    found = queries.reads_by_others(own_person(asking), _username(asking), start=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS)
    return asking.page("own_reads", {"rows": [(row, _page_words(row)) for row in found.rows], **paged(page, found.count, len(found.rows), PAGE_ROWS)})


def as_file(table: Table, form: str, name: str) -> HttpResponse:
    """A table as a workbook or as CSV.

    Raises:
        NotFound: for another form.
    """
    if form not in ("xlsx", "csv"):
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"{name}.{form}")


def about_taking(asking: Asking, *first: tuple[str, str]) -> list[tuple[str, str]]:
    """What a table says of itself: its own lines, when it was taken and by whom."""
    return [*first, (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


@staff_page(Right.OWN_RECORD)
def own_reads_download(asking: Asking, form: str) -> HttpResponse:
    """The same list, all of it."""
    found = queries.reads_by_others(own_person(asking), _username(asking))
    rows: list[list[Cell]] = [[moment(row.at), row.who, "; ".join(row.roles), _page_words(row)] for row in found.rows]
    columns = [Column(_("Lúc"), 18), Column(_("Ai"), 30), Column(_("Vai trò khi ấy"), 50), Column(_("Trang"), 30)]
    table = Table(_("Ai đã xem hồ sơ của tôi"), columns, rows, about_taking(asking, (_("Số lượt"), str(found.count)), (_("Theo quy định"), "PV-10")))
    return as_file(table, form, "ai-da-xem-ho-so")


def copy_of(asking: Asking, record: PersonRecord, sections: list[queries.FilledSection]) -> Table:
    """A record as a table: one line for each thing that is kept."""
    hidden = _("không được xem")
    rows: list[list[Cell]] = [[_("Hồ sơ"), _("Họ và tên"), record.name, record.since, None]]
    rows += [[str(label).capitalize(), name, hidden if is_hidden else value, None, None] for label, lines in shown(record) for name, value, is_hidden in lines]
    rows += [[_("Tên trước đây"), name, "", None, until] for name, until in record.former_names]
    rows += [[_("Trình độ"), str(QualificationField(row.field).label), str(QualificationLevel(row.level).label), row.since, None] for row in record.qualifications]
    rows += [[_("Sinh hoạt đảng"), row.unit, str(MemberStage(row.stage).label), row.since, row.until] for row in record.memberships]
    rows += [[_("Chức danh"), row.title, f"{row.unit}; {row.how}", row.since, row.until] for row in record.posts]
    rows += [[each.title, line.text, line.about, line.day, None] for each in sections for line in each.lines]
    columns = [Column(_("Phần"), 20), Column(_("Mục"), 34), Column(_("Nội dung"), 50), Column(_("Từ ngày"), 12), Column(_("Đến trước"), 12)]
    return Table(_("Bản sao hồ sơ"), columns, rows, about_taking(asking, (_("Số liệu đến ngày"), write_day(asking.day)), (_("Theo quy định"), "PV-05, PV-06")))


@staff_page(Right.OWN_RECORD)
def own_copy(asking: Asking, form: str) -> HttpResponse:
    """A copy of the own record to be kept."""
    person = own_person(asking)
    record = queries.whole_record(person, asking.day, asking.known_at)
    if record is None:
        raise NotFound(_("Ngày này chưa có hồ sơ. Chọn ngày khác."))
    return as_file(copy_of(asking, record, queries.sections_of(person, asking.day)), form, "ho-so-cua-toi")


@staff_page(Right.OWN_RECORD)
def own_request_new(asking: Asking) -> HttpResponse:
    """Ask for a correction, a copy, or a restriction."""
    own_person(asking)
    form = OwnRequestForm(asking.request.POST or None, initial={"kind": asking.request.GET.get("ve", DataRequestKind.CORRECTION), "about": asking.request.GET.get("muc", "")})

    def act() -> None:
        operations.ask_about_own_record(asking.actor, wish=form.wish())
        messages.success(asking.request, _("Đã gửi. Bạn được trả lời trong 2 ngày làm việc; xem ở trang này."))

    days = {each: operations.carry_days(each) for each in DataRequestKind}
    return act_page(asking, form, act, title=_("Yêu cầu về hồ sơ của tôi"), button=_("Gửi yêu cầu"), back=address(asking, "own_record"),
                    lead=_("Trả lời trong 2 ngày làm việc (PV-06). Sau khi nhận, đính chính xong trong %(correction)s ngày, bản sao trong %(copy)s ngày, hạn chế trong "
                           "%(restriction)s ngày; các số ngày này là thiết đặt, chưa kiểm chứng. Hồ sơ đảng viên lưu vĩnh viễn nên “xóa” là hạn chế: không ai thấy trong danh sách, "
                           "chỉ mở khi có lý do (PV-09).")
                    % {"correction": days[DataRequestKind.CORRECTION], "copy": days[DataRequestKind.COPY], "restriction": days[DataRequestKind.RESTRICTION]})


@staff_page(Right.OWN_RECORD)
def own_request_withdraw(asking: Asking, request_id: int) -> HttpResponse:
    """Take the own request back."""
    form = WithdrawOwnForm(asking.request.POST if asking.request.method == "POST" else None)
    own = {row.request_id for row, _steps in queries.own_requests(own_person(asking), clock.today())}
    if request_id not in own:
        raise NotFound(_("Không có yêu cầu này, hoặc yêu cầu nằm ngoài phạm vi được giao."))
    return act_page(asking, form, lambda: operations.withdraw_own_request(asking.actor, request_id=request_id, reason=form.cleaned_data["reason"]),
                    title=_("Rút yêu cầu số %(n)s") % {"n": request_id}, button=_("Rút yêu cầu"), stop=True, back=reverse("own_record"))


