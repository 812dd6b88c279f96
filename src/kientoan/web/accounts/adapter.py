"""How allauth is used here: sign-in by user name only; accounts are opened by operations, never by signing up; what it
keeps of the second factor is encrypted."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.refusal import Refusal
from kientoan.papers.qr import qr

INCORRECT_CODE = gettext_lazy("Mã không đúng hoặc đã hết hạn. Xem mã mới trên điện thoại, xem lại giờ của điện thoại rồi gõ lại.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No open sign-up; what has just been signed in need not be confirmed again."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy("Thử sai quá nhiều lần. Đợi năm phút rồi thử lại."),
        "rate_limited": gettext_lazy("Thử sai quá nhiều lần. Đợi năm phút rồi thử lại."),
        "incorrect_password": gettext_lazy("Mật khẩu không đúng. Gõ lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """A sign-in of the last minutes is as good as a confirmation; it has passed both factors."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or clock.now().timestamp() - records[-1]["at"] >= REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Keys are encrypted with the installation's own, and drawn by us."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": INCORRECT_CODE}

    @property
    def _cipher(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(salted_hmac("kientoan.second-factor", "key", algorithm="sha256").digest()))

    def encrypt(self, text: str) -> str:
        return self._cipher.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return self._cipher.decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise Refusal(_("Không đọc được khóa của lớp xác thực thứ hai: khóa bí mật của bản cài đặt đã đổi. Xin người quản trị cấp lại mã ghi danh.")) from error

    def build_totp_svg(self, url: str) -> str:
        return qr(url)
