"""Accounts and grants, enrolment by a printed code, the permission matrix, stepping into a role of the demonstration."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_resolver, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kientoan.core import clock
from kientoan.core.access import Right, system_actor
from kientoan.core.models import User
from kientoan.core.operation import catalogue
from kientoan.core.refusal import NotFound
from kientoan.org import queries
from kientoan.org.access import RIGHTS, person
from kientoan.org.enums import Role
from kientoan.org.operations import close_account, end_grant, enrol, grant_role, open_account, renew_enrolment
from kientoan.org.operations.accounts import Slip, count_failure
from kientoan.papers.qr import qr
from kientoan.people.queries import persons_of_accounts
from kientoan.rules.vntext import search_keys, search_terms
from kientoan.web.accounts.demo import STORY_DAY
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.forms import ActForm, ChoiceField, DayField, TextField, unit_choices
from kientoan.web.page import Asking, address_of, open_page, staff_page

RIGHT_LABELS = {
    Right.SEE_UNITS: gettext_lazy("Xem tổ chức trong phạm vi"), Right.CHANGE_UNITS: gettext_lazy("Lập, đổi, chuyển, giải thể đơn vị"),
    Right.IMPORT_TERRITORY: gettext_lazy("Nhập danh mục địa bàn"), Right.SET_SEASON: gettext_lazy("Mở và sửa mùa đại hội"),
    Right.PLAN_CONGRESS: gettext_lazy("Ghi kế hoạch đại hội"), Right.REPORT_CONGRESS: gettext_lazy("Ghi các bước đại hội của đơn vị"),
    Right.DECIDE_CONGRESS: gettext_lazy("Duyệt nội dung, chuẩn y kết quả của cấp dưới"),
    Right.SEE_PERSONS: gettext_lazy("Xem người trong phạm vi"), Right.SEE_SENSITIVE: gettext_lazy("Xem dữ liệu nhạy cảm của người"),
    Right.KEEP_PERSONS: gettext_lazy("Ghi và sửa hồ sơ người"), Right.KEEP_POSTS: gettext_lazy("Ghi chức danh và người giữ"),
    Right.KEEP_CANDIDATES: gettext_lazy("Theo dõi phát triển đảng viên, chuyển sinh hoạt"),
    Right.FREEZE_FIGURES: gettext_lazy("Chốt số liệu"), Right.PREPARE_PERSONNEL: gettext_lazy("Làm quy trình nhân sự"),
    Right.KEEP_STANDARDS: gettext_lazy("Đặt tiêu chuẩn chức danh"), Right.PLAN_QUALITY: gettext_lazy("Quyết định kế hoạch kiện toàn"),
    Right.KEEP_TRAINING: gettext_lazy("Mở lớp bồi dưỡng, ghi kết quả"),
    Right.HOLD_ELECTIONS: gettext_lazy("Tổ chức bầu cử"), Right.KEY_BALLOTS: gettext_lazy("Nhập phiếu bầu"),
    Right.AUDIT_ELECTIONS: gettext_lazy("Kiểm tra cuộc bầu cử, lấy tệp kiểm phiếu"), Right.RECHECK_BALLOTS: gettext_lazy("Rút mẫu và ghi kết quả đọc lại phiếu"),
    Right.DELETE_BALLOTS: gettext_lazy("Xóa lượt nhập phiếu khi hết thời hạn giữ"),
    Right.KEEP_REGISTER: gettext_lazy("Giữ sổ văn bản"), Right.HOLD_MEETINGS: gettext_lazy("Gọi họp, ghi biên bản, giữ sổ hộ"),
    Right.KEEP_RESOLUTIONS: gettext_lazy("Ghi, ban hành nghị quyết"), Right.GIVE_TASKS: gettext_lazy("Giao việc, đổi hạn, đánh giá việc"),
    Right.REPORT_TASKS: gettext_lazy("Nhận việc, báo tiến độ"),
    Right.RUN_OUTREACH: gettext_lazy("Mở đợt tuyên truyền, ghi việc đã tuyên truyền"), Right.VISIT_HOUSEHOLDS: gettext_lazy("Đến từng hộ của xóm mình, ghi câu hỏi của dân"),
    Right.RAISE_PROPOSALS: gettext_lazy("Nêu, gửi, mở lại kiến nghị"), Right.ANSWER_PROPOSALS: gettext_lazy("Tiếp nhận, trả lời, công khai kiến nghị"),
    Right.KEEP_DRIVES: gettext_lazy("Mở đợt vận động, ghi sổ thu chi"), Right.SUPERVISE_DRIVES: gettext_lazy("Xác nhận sổ thay ban giám sát"),
    Right.APPROVE_DRIVES: gettext_lazy("Duyệt công bố, khóa sổ đợt vận động"),
    Right.HOLD_EVALUATIONS: gettext_lazy("Ghi tự đánh giá, phiếu xếp loại của chi bộ"), Right.APPRAISE_EVALUATIONS: gettext_lazy("Thẩm định mức xếp loại, nhận ý kiến không đồng ý"),
    Right.DECIDE_EVALUATIONS: gettext_lazy("Mở, quyết định, đóng đợt đánh giá"),
    Right.WRITE_FROM_OUTSIDE: gettext_lazy("chỉ cổng công khai"),
    Right.WRITE_NEWS: gettext_lazy("Viết tin"), Right.EDIT_NEWS: gettext_lazy("Biên tập tin"), Right.PUBLISH: gettext_lazy("Đăng tin, duyệt điều công khai"),
    Right.MANAGE_ACCOUNTS: gettext_lazy("Quản lý tài khoản"), Right.OWN_RECORD: gettext_lazy("Đọc hồ sơ của mình, gửi yêu cầu về hồ sơ ấy, tự đánh giá, nêu ý kiến không đồng ý với mức xếp loại của mình"),
    Right.READ_JOURNAL: gettext_lazy("Đọc nhật ký"), Right.KEEP_INSTALLATION: gettext_lazy("chỉ hệ thống"),
}


class GrantForm(ActForm):
    """A role at a unit for a period."""

    unit = ChoiceField(label=gettext_lazy("Tại đơn vị"))
    role = ChoiceField(label=gettext_lazy("Vai trò"), choices=Role.choices)
    on = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Đến trước ngày"), required=False, help_text=gettext_lazy("Để trống nếu không có hạn."))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class AccountForm(GrantForm):
    """A new account with one role."""

    display_name = TextField(label=gettext_lazy("Họ và tên"), max_length=120)
    username = TextField(label=gettext_lazy("Tên đăng nhập"), max_length=60, help_text=gettext_lazy("Chữ không dấu, ví dụ ha.an."))
    field_order = ("display_name", "username", "unit", "role", "on", "until")


class EnrolForm(ActForm):
    """A one-time code and a new password."""

    username = TextField(label=gettext_lazy("Tên đăng nhập"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    code = TextField(label=gettext_lazy("Mã ghi danh trên phiếu"), max_length=30,
                     widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}))
    password = TextField(label=gettext_lazy("Mật khẩu mới"), max_length=200, strip=False, help_text=gettext_lazy("Ít nhất 10 ký tự."),
                         widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = TextField(label=gettext_lazy("Gõ lại mật khẩu"), max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("Hai lần gõ mật khẩu khác nhau. Gõ lại."))
        return values


def _units(asking: Asking) -> list[tuple[int, str]]:
    return unit_choices(queries.units_for_accounts(asking.actor, clock.today()))


@staff_page(Right.MANAGE_ACCOUNTS)
def account_list(asking: Asking) -> HttpResponse:
    """The accounts that the person may manage, with their roles."""
    today = clock.today()
    rows = queries.accounts(asking.actor, today)
    units = queries.names_of({grant.unit_id for row in rows for grant in row.grants}, today)
    tied = persons_of_accounts(asking.actor, [row.user_id for row in rows], today)
    return asking.page("accounts", {
        "rows": [(row, [(grant, units.get(grant.unit_id, ""), Role(grant.role).label) for grant in row.grants], tied.get(row.user_id)) for row in rows]})


def _slip(asking: Asking, slip: Slip) -> HttpResponse:
    address = asking.request.build_absolute_uri(reverse("enrol"))
    return asking.page("slip", {"slip": slip, "address": address, "drawing": qr(address)})


@staff_page(Right.MANAGE_ACCOUNTS)
def account_open(asking: Asking) -> HttpResponse:
    """Open an account; the slip that follows is shown once."""
    form = AccountForm(asking.request.POST or None, units=_units(asking), initial={"on": clock.today()})

    def act() -> HttpResponse:
        values = form.cleaned_data
        return _slip(asking, open_account(
            asking.actor, username=values["username"], display_name=values["display_name"], unit_id=int(values["unit"]), role=Role(values["role"]),
            on=values["on"], until=values["until"]))

    return act_page(asking, form, act, title=_("Mở tài khoản"), button=_("Mở tài khoản"), back=reverse("account_list"),
                    lead=_("Người mới nhận một phiếu có mã dùng một lần để tự đặt mật khẩu."))


@staff_page(Right.MANAGE_ACCOUNTS)
def account_grant(asking: Asking, user_id: int) -> HttpResponse:
    """Give an account another role."""
    form = GrantForm(asking.request.POST or None, units=_units(asking), initial={"on": clock.today()})

    def act() -> None:
        values = form.cleaned_data
        grant_role(asking.actor, user_id=user_id, unit_id=int(values["unit"]), role=Role(values["role"]), on=values["on"], until=values["until"])

    return act_page(asking, form, act, title=_("Cấp quyền"), button=_("Cấp quyền"), back=reverse("account_list"))


@staff_page(Right.MANAGE_ACCOUNTS)
def account_end_grant(asking: Asking, grant_id: str) -> HttpResponse:
    """Take a role away from today on."""
    return act_page(asking, confirm_form(asking), lambda: end_grant(asking.actor, grant_id=grant_id, on=clock.today()), title=_("Thu hồi quyền"),
                    button=_("Thu hồi quyền từ hôm nay"), stop=True, back=reverse("account_list"),
                    lead=_("Quyền này không còn từ hôm nay; những gì đã làm vẫn còn trong nhật ký."))


@staff_page(Right.MANAGE_ACCOUNTS)
def account_renew(asking: Asking, user_id: int) -> HttpResponse:
    """A new one-time code."""
    return act_page(asking, confirm_form(asking), lambda: _slip(asking, renew_enrolment(asking.actor, user_id=user_id)), title=_("Cấp lại mã ghi danh"),
                    button=_("Cấp mã mới"), back=reverse("account_list"),
                    lead=_("Mã cũ, nếu còn, hết hiệu lực ngay. Tài khoản có xác thực hai lớp thì cả lớp thứ hai và mật khẩu đang dùng cũng hết hiệu lực "
                           "ngay; không có thì mật khẩu vẫn dùng được đến khi ghi danh lại."))


@staff_page(Right.MANAGE_ACCOUNTS)
def account_close(asking: Asking, user_id: int) -> HttpResponse:
    """Lock or unlock an account."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("Không có tài khoản này."))
    title = _("Khóa tài khoản %(name)s") if user.is_active else _("Mở khóa tài khoản %(name)s")
    return act_page(asking, confirm_form(asking), lambda: close_account(asking.actor, user_id=user_id, is_active=not user.is_active),
                    title=title % {"name": user.username}, stop=user.is_active, back=reverse("account_list"),
                    button=_("Khóa tài khoản") if user.is_active else _("Mở khóa tài khoản"))


@staff_page()
def permission_matrix(asking: Asking) -> HttpResponse:
    """Which role may do and open what; of one role only what it may, and only what bears the words sought."""
    wanted, query = asking.request.GET.get("vai", ""), asking.request.GET.get("tim", "")[:100].strip()
    if wanted and wanted not in Role.values:
        raise NotFound(_("Không có vai trò này. Chọn trong danh sách."))
    roles, terms = [Role(wanted)] if wanted else list(Role), search_terms(query)

    def listed(words: str, allowed: list[bool]) -> bool:
        loose, exact = search_keys(words)
        return (any(allowed) or not wanted) and all(term in (exact if is_exact else loose) for term, is_exact in terms)

    rows = [(operation, RIGHT_LABELS[operation.right], [operation.right in RIGHTS[role] for role in roles]) for operation in catalogue()]
    operations = [row for row in rows if listed(f"{row[0].title} {row[1]}", row[2])]
    addresses = []
    for name, route in named_routes():
        address = address_of(route[1])
        if address is None:
            continue
        allowed = [address.opens_to(RIGHTS[role]) for role in roles]
        label = RIGHT_LABELS[address.right] if address.right else ""
        if listed(f"/{route[0]} {label}", allowed):
            addresses.append((f"/{route[0]}", name, address, label, allowed))
    return asking.page("matrix", {"roles": roles, "operations": operations, "addresses": addresses, "wanted": wanted, "looked_for": query, "choices": list(Role)})


def named_routes() -> list[tuple[str, tuple[str, Any]]]:
    """Every named address with its pattern and view, in the order of the URL file."""
    found: list[tuple[str, tuple[str, Any]]] = []
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "app_name", None):
            continue  # another face, which lists its own
        for pattern in getattr(resolver, "url_patterns", [resolver]):
            if pattern.name:
                found.append((pattern.name, (str(pattern.pattern), pattern.callback)))
    return found


@sensitive_post_parameters("code", "password", "again")
def _enrol(request: HttpRequest) -> HttpResponse:
    form = EnrolForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="login"):
            form.add_error(None, _("Thử quá nhiều lần. Đợi một phút rồi thử lại."))
            status = 429
        elif form.is_valid():
            values = form.cleaned_data
            done, user = form.run(lambda: enrol(system_actor("enrolment"), username=values["username"], code=values["code"], password=values["password"]))
            if "code" in form.errors:
                count_failure(username=values["username"], now=clock.now())
            if done and user is not None:
                login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
                record_authentication(request, user, "password")
                messages.success(request, _("Đã đặt mật khẩu. Lần sau đăng nhập bằng tên và mật khẩu này."))
                return redirect("mfa_activate_totp" if person(user).lacks_second_factor else "home")
    return render(request, "web/enrol.html", {"form": form}, status=status)


enrol_page = open_page(_enrol)


@require_POST
def _step_in(request: HttpRequest) -> HttpResponse:
    """Step into a role of the demonstration; there is no such address in a real installation."""
    if not settings.DEMO:
        raise Http404
    user = User.objects.filter(username=request.POST.get("username", ""), grants__isnull=False, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(carry(reverse("home"), STORY_DAY, today=clock.today()))


step_in = open_page(_step_in)


def _lost_password(request: HttpRequest) -> HttpResponse:
    """A lost password is mended with a new slip, for accounts have no e-mail."""
    return redirect("enrol")


lost_password = open_page(_lost_password)


def _locked(request: HttpRequest) -> HttpResponse:
    """Where a locked account lands when it signs in."""
    return render(request, "web/refused.html", {"message": _("Tài khoản này đã bị khóa. Người quản trị của đơn vị mở lại được."), "status": 403}, status=403)


locked = open_page(_locked)
