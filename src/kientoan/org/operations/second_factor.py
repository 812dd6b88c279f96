"""The second factor of an account: set up, given new recovery codes, removed. The desk acts for the person, who has just signed in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.models import User
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org.operations.accounts import drop_factor


def _locked(user_id: int) -> User:
    found = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if found is None:
        raise NotFound(_("Không có tài khoản này."))
    return found


@operation(title=gettext_lazy("Lập lớp xác thực thứ hai"), right=Right.KEEP_INSTALLATION)
def take_second_factor(act: Act, *, user_id: int, secret: str) -> None:
    """Keep the key of an account's authenticator app, encrypted, and make its recovery codes; other sessions of the account end.

    Parameters:
        user_id: the account.
        secret: the key in base 32, of which the person has just shown a right code.

    Raises:
        Refusal: when the account has a second factor already.
    """
    act.ask([])
    user = _locked(user_id)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise Refusal(_("Tài khoản này đã có lớp xác thực thứ hai. Bỏ lớp cũ trước khi lập lớp mới."))
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}, created_at=act.at)
    RecoveryCodes.activate(user)
    User.objects.mark_rights([user.pk])
    act.enter(detail={"username": user.username})


@operation(title=gettext_lazy("Lấy mã dự phòng mới"), right=Right.KEEP_INSTALLATION)
def renew_recovery_codes(act: Act, *, user_id: int) -> None:
    """New recovery codes for an account; those before die.

    Raises:
        Refusal: when it has no second factor.
    """
    act.ask([])
    user = _locked(user_id)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise Refusal(_("Tài khoản này chưa có lớp xác thực thứ hai. Lập trước rồi lấy mã dự phòng."))
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    act.enter(detail={"username": user.username})


@operation(title=gettext_lazy("Bỏ lớp xác thực thứ hai"), right=Right.KEEP_INSTALLATION)
def drop_second_factor(act: Act, *, user_id: int) -> None:
    """Remove an account's second factor, to set up another device; other sessions of the account end.

    Raises:
        Refusal: when it has none.
    """
    act.ask([])
    user = _locked(user_id)
    if not drop_factor(user):
        raise Refusal(_("Tài khoản này chưa có lớp xác thực thứ hai."))
    act.enter(detail={"username": user.username})
