"""One's own keys of the API: the list, a new one shown once, one taken back."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.org import queries
from kientoan.org.enums import TokenScope
from kientoan.org.operations import issue_token, revoke_token
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.forms import ActForm, ChecksField, DayField, TextField
from kientoan.web.page import Asking, staff_page

USUAL_DAYS = 90


class TokenForm(ActForm):
    """A new key."""

    name = TextField(label=gettext_lazy("Tên khóa"), max_length=80, help_text=gettext_lazy("Để nhận ra sau này, ví dụ Máy báo cáo của huyện."))
    scopes = ChecksField(label=gettext_lazy("Phạm vi"), help_text=gettext_lazy("Khóa chỉ làm được điều tài khoản được làm và phạm vi cho qua."))
    expires_on = DayField(label=gettext_lazy("Dùng được đến hết ngày"), help_text=gettext_lazy("Nhiều nhất 365 ngày."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, f"{scope.label} ({scope.value})") for scope in TokenScope]  # type: ignore[attr-defined]


@staff_page()
def token_list(asking: Asking) -> HttpResponse:
    """The keys that the account gave itself, and what became of each."""
    now = clock.now()
    rows = [(token, [scope for scope in TokenScope if scope.value in token.scopes], token.revoked_at is None and token.expires_at > now,
             token.expires_at.astimezone(clock.ZONE).date() - timedelta(days=1)) for token in queries.tokens_of(asking.actor.user_id)]
    return asking.page("tokens", {"rows": rows, "may_issue": asking.actor.has(Right.SEE_UNITS)})


@staff_page(Right.SEE_UNITS)
def token_issue(asking: Asking) -> HttpResponse:
    """A new key; the page that follows shows it once."""
    form = TokenForm(asking.request.POST or None, initial={"expires_on": clock.today() + timedelta(days=USUAL_DAYS)})

    def act() -> HttpResponse:
        values = form.cleaned_data
        issued = issue_token(asking.actor, name=values["name"], scopes=[TokenScope(each) for each in values["scopes"]], expires_on=values["expires_on"])
        return asking.page("token_shown", {"issued": issued, "last": values["expires_on"], "address": asking.request.build_absolute_uri(reverse("api:index"))})

    return act_page(asking, form, act, title=_("Cấp khóa truy cập"), button=_("Cấp khóa"), back=reverse("token_list"),
                    lead=_("Chương trình mang khóa này làm thay tài khoản, trong phạm vi và đến ngày đã chọn."))


@staff_page()
def token_revoke(asking: Asking, token_id: int) -> HttpResponse:
    """Take a key back."""
    token = next((each for each in queries.tokens_of(asking.actor.user_id) if each.pk == token_id), None)
    if token is None:
        raise NotFound(_("Không có khóa truy cập này."))
    return act_page(asking, confirm_form(asking), lambda: revoke_token(asking.actor, token_id=token_id), stop=True, back=reverse("token_list"),
                    title=_("Thu hồi khóa truy cập “%(name)s”") % {"name": token.name}, button=_("Thu hồi khóa"),
                    lead=_("Chương trình đang dùng khóa này bị từ chối ngay. Không khôi phục được khóa; cấp được khóa khác."))
