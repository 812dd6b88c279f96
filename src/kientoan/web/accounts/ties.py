"""Whose own an account is: tied to a person, and no longer."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.org import queries
from kientoan.people import queries as people
from kientoan.people.operations import tie_account, untie_account
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_persons, searched
from kientoan.web.people.forms import UntieForm


def _managed(asking: Asking, user_id: int) -> queries.AccountRow:
    """An account that the asker manages.

    Raises:
        NotFound: for one that is not there, or that others manage.
    """
    found = next((row for row in queries.accounts(asking.actor, clock.today()) if row.user_id == user_id), None)
    if found is None:
        raise NotFound(_("Không có tài khoản này trong phạm vi quản lý. Mở lại danh sách tài khoản."))
    return found


@staff_page(Right.MANAGE_ACCOUNTS)
def account_tie(asking: Asking, user_id: int) -> HttpResponse:
    """Choose whose own an account is, then confirm it."""
    row, back = _managed(asking, user_id), reverse("account_list")
    title, person_id = _("Gắn tài khoản %(name)s với một người") % {"name": row.username}, chosen(asking, "nguoi")
    if person_id is None:
        query = searched(asking) or ("" if "tim" in asking.request.GET else row.display_name)
        found = people.search_persons(asking.actor, query, asking.day) if query else []
        return choose_page(asking, of_persons(found), title=title, label=_("Tìm người theo tên hoặc số thẻ"), parameter="nguoi", back=back,
                           lead=_("Người ấy đọc được cả hồ sơ của mình bằng tài khoản này. Chỉ gắn khi chắc là một người."))
    record = people.person_record(asking.actor, person_id, asking.day)
    if record is None:
        raise NotFound(_("Không có người này, hoặc hồ sơ nằm ngoài phạm vi được xem."))
    return act_page(asking, confirm_form(asking), lambda: tie_account(asking.actor, user_id=user_id, person_id=person_id), title=title, button=_("Gắn từ hôm nay"), back=back,
                    lead=_("%(account)s (%(display)s) là tài khoản của %(name)s%(unit)s. Một người một tài khoản. Người ấy đọc được cả hồ sơ của mình, cả mục nhạy cảm.")
                    % {"account": row.username, "display": row.display_name, "name": record.name,
                       "unit": f", {record.memberships[0].unit}" if record.memberships else ""})


@staff_page(Right.MANAGE_ACCOUNTS)
def account_untie(asking: Asking, user_id: int) -> HttpResponse:
    """From today on an account is nobody's own."""
    row, form = _managed(asking, user_id), UntieForm(asking.request.POST or None)
    return act_page(asking, form, lambda: untie_account(asking.actor, user_id=user_id, reason=form.cleaned_data["reason"]), stop=True, back=reverse("account_list"),
                    title=_("Thôi gắn tài khoản %(name)s với người") % {"name": row.username}, button=_("Thôi gắn từ hôm nay"),
                    lead=_("Tài khoản này không còn mở được hồ sơ của người ấy. Việc đã gắn vẫn còn trong lịch sử."))
