"""The register of a hamlet's households: the list, households that come in, one that changes or leaves."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kientoan.core import reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.meetings import access, operations, queries
from kientoan.meetings.enums import HouseholdEnd, MeetingKind
from kientoan.org.models import UnitVersion
from kientoan.rules.vntext import plain
from kientoan.web.acting import act_page
from kientoan.web.lists import address
from kientoan.web.meetings import forms
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import searched
from kientoan.web.scope import seen_unit


def _hamlet(asking: Asking, unit_id: int) -> UnitVersion:
    """A hamlet whose register the asker may read.

    Raises:
        NotFound: for a unit that is no hamlet, or whose households may not be known.
    """
    unit = seen_unit(asking, unit_id)
    if queries.kind_at(unit) is not MeetingKind.COMMUNITY or not access.may_see(asking.actor, unit_id, asking.day):
        raise NotFound(_("Không có sổ hộ này, hoặc nằm ngoài phạm vi được xem."))
    return unit


@staff_page(Right.SEE_PERSONS)
def meeting_households(asking: Asking, unit_id: int) -> HttpResponse:
    """The register on the page's day; that it was read is written down."""
    unit = _hamlet(asking, unit_id)
    reads.note(asking.actor, subject=f"households:{unit_id}", page="meeting_households")
    lines = queries.household_lines(unit_id, asking.day)
    query = searched(asking)
    words = plain(query).split()
    rows = [line for line in lines if all(word in plain(f"{line.number} {line.representative} {line.address}") for word in words)]
    return asking.page("households", {"unit": unit, "rows": rows, "count": len(lines), "looked_for": query, "may_hold": access.may_hold(asking.actor, unit_id, asking.day)})


@staff_page(Right.HOLD_MEETINGS)
def meeting_households_enter(asking: Asking, unit_id: int) -> HttpResponse:
    """Enter households, a line for each."""
    unit = _hamlet(asking, unit_id)
    form = forms.HouseholdsForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.enter_households(asking.actor, hamlet_id=unit_id, on=form.cleaned_data["on"], rows=form.households()),
                    title=_("Ghi hộ vào sổ hộ: %(unit)s") % {"unit": unit.name}, button=_("Ghi vào sổ hộ"), back=address(asking, "meeting_households", unit_id),
                    lead=_("Chỉ số hộ, người đại diện và địa chỉ; không ghi ý kiến của ai."))


@staff_page(Right.HOLD_MEETINGS)
def meeting_household_act(asking: Asking, household: UUID, what: str) -> HttpResponse:
    """Say who speaks for a household, or take it off the register."""
    entry = queries.entry_of(household)
    unit = _hamlet(asking, entry.hamlet_id)
    back = address(asking, "meeting_households", unit.unit_id)
    title = _("Hộ số %(number)s, %(unit)s") % {"number": entry.number, "unit": unit.name}
    if what == "sua":
        change = forms.HouseholdForm(asking.request.POST or None, initial={"representative": entry.representative, "address": entry.address, "on": asking.day})
        return act_page(asking, change, lambda: operations.change_household(
            asking.actor, household=household, on=change.cleaned_data["on"], representative=change.cleaned_data["representative"], address=change.cleaned_data["address"]),
            title=title, button=_("Ghi thay đổi"), back=back)
    if what == "ra-khoi-so":
        leave = forms.EndHouseholdForm(asking.request.POST or None, initial={"on": asking.day})
        return act_page(asking, leave, lambda: operations.end_household(
            asking.actor, household=household, on=leave.cleaned_data["on"], reason=HouseholdEnd(leave.cleaned_data["reason"])), title=title, button=_("Đưa ra khỏi sổ"),
            back=back, stop=True)
    raise NotFound(_("Không có việc này. Mở sổ hộ để chọn việc."))
