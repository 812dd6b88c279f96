"""The second factor: set up with an authenticator app, asked at sign-in, its recovery codes, another device."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.forms import ReauthenticateForm as PasswordConfirmation
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import views as mfa_views
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret, generate_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import decrypt, encrypt
from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kientoan.core.access import Right, system_actor
from kientoan.core.models import User
from kientoan.org.access import person
from kientoan.org.operations import drop_second_factor, renew_recovery_codes, take_second_factor
from kientoan.web.accounts.adapter import INCORRECT_CODE
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.forms import TextField
from kientoan.web.page import Asking, signed_in, staff_page

DESK = system_actor("second-factor")
PENDING = "second_factor_pending"
"""Where a session keeps the key that is not confirmed yet, encrypted."""
CODE_LASTS = 120
"""Seconds for which a used code is remembered: longer than it can still be right."""


def _code(label: Any, hint: Any = "") -> TextField:
    return TextField(label=label, max_length=20, help_text=hint, widget=forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "12"}))


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth carries no types
    """The first code of an authenticator app, which shows that the phone has the key."""

    template_name = "web/_fields.html"
    use_required_attribute = False
    code = _code(gettext_lazy("Mã 6 chữ số trên điện thoại"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super(ActivateTOTPForm, self).__init__(*args, **{"label_suffix": "", **kwargs})
        session = context.request.session
        if PENDING not in session:  # the same key until it is confirmed: a page opened again shows what the phone has scanned
            session[PENDING] = encrypt(generate_totp_secret())
        self.secret = decrypt(session[PENDING])


class OnceForm(forms.Form):
    """A code that is taken once, within the minute and a half in which it would be right."""

    template_name = "web/_fields.html"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of allauth's form, the other parent
        user: User = self.user  # type: ignore[attr-defined]
        if not cache.add(f"second-factor:{user.pk}:{normalize_user_code(code)}", "used", timeout=CODE_LASTS):
            raise forms.ValidationError(INCORRECT_CODE)
        return code


CODE_HINT = gettext_lazy("Mất điện thoại thì gõ một mã dự phòng; mất cả hai thì xin người quản trị cấp lại mã ghi danh.")


class SignInCodeForm(OnceForm, AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """The second step of signing in."""

    code = _code(gettext_lazy("Mã 6 chữ số trên điện thoại"), CODE_HINT)


class ConfirmCodeForm(OnceForm, ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """Who is signed in shows it again by a code."""

    code = _code(gettext_lazy("Mã 6 chữ số trên điện thoại"), CODE_HINT)


class PasswordForm(PasswordConfirmation):  # type: ignore[misc]  # allauth carries no types
    """Who is signed in shows it again by the password."""

    template_name = "web/_fields.html"
    use_required_attribute = False
    password = TextField(label=gettext_lazy("Mật khẩu"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def _confirming(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of allauth that asks again; who has neither password nor second factor, having stepped in, has nothing to confirm with."""
    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not get_adapter(request).get_reauthentication_methods(request.user):
            return redirect("home")
        return view(request)

    return signed_in(run)


confirm_by_password, confirm_by_code = _confirming(account_views.reauthenticate), _confirming(mfa_views.reauthenticate)


def _stay(request: HttpRequest) -> None:
    """Keep this session when the account's others end."""
    update_session_auth_hash(request, User.objects.get(pk=request.user.pk or 0))


class SetUp(ActivateTOTPView):  # type: ignore[misc]  # allauth carries no types
    """Shows the key as a drawing and as text; done when a code of it was typed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().get_context_data(**kwargs)
        secret = values["form"].secret
        return values | {"needed": person(self.request.user).needs_second_factor, "demo": settings.DEMO,
                         "key": " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))}

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        take_second_factor(DESK, user_id=form.user.pk, secret=form.secret)
        self.request.session.pop(PENDING, None)
        clear_totp_secret(self.request)
        _stay(self.request)
        return redirect("mfa_view_recovery_codes")


second_factor_set_up = signed_in(never_cache(sensitive_post_parameters("code")(SetUp.as_view())))


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # allauth carries no types
    """The recovery codes, once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).exists():
            return redirect("mfa_index")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


recovery_codes = signed_in(never_cache(RecoveryCodes.as_view()))


@staff_page(Right.OWN_RECORD)
def second_factor(asking: Asking) -> HttpResponse:
    """Whether the account has a second factor, how many recovery codes are left, and what can be done."""
    kept = {each.type: each for each in Authenticator.objects.filter(user=asking.actor.user_id)}
    codes = kept.get(Authenticator.Type.RECOVERY_CODES)
    totp = kept.get(Authenticator.Type.TOTP)
    return asking.page("second_factor", {"totp": totp, "left": len(codes.wrap().get_unused_codes()) if codes else 0,
                                         "needed": asking.actor.needs_second_factor})


@staff_page(Right.OWN_RECORD)
def _drop(asking: Asking) -> HttpResponse:
    def act() -> HttpResponse:
        drop_second_factor(DESK, user_id=asking.actor.user_id)
        _stay(asking.request)
        return redirect("mfa_activate_totp")

    if not Authenticator.objects.filter(user=asking.actor.user_id).exists():
        return redirect("mfa_index")
    return act_page(asking, confirm_form(asking), act, title=_("Đổi sang điện thoại khác"), button=_("Bỏ lớp cũ, lập lớp mới"), stop=True,
                    back=reverse("mfa_index"), lead=_("Lớp xác thực và mã dự phòng đang dùng hết hiệu lực ngay; lập lớp mới ở trang kế tiếp."))


@staff_page(Right.OWN_RECORD)
def _renew_codes(asking: Asking) -> HttpResponse:
    def act() -> HttpResponse:
        renew_recovery_codes(DESK, user_id=asking.actor.user_id)
        return redirect("mfa_view_recovery_codes")

    return act_page(asking, confirm_form(asking), act, title=_("Lấy mã dự phòng mới"), button=_("Lấy mã mới"), back=reverse("mfa_index"),
                    lead=_("Mã dự phòng cũ hết hiệu lực. Mã mới hiện một lần ở trang kế tiếp."))


second_factor_drop = signed_in(reauthentication_required(_drop, app="allauth.mfa"))
recovery_codes_renew = signed_in(reauthentication_required(_renew_codes, app="allauth.mfa"))
