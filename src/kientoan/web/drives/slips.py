"""Receipts on paper: one to be given at once, or all of a day on sheets to be cut."""

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.drives import access, queries
from kientoan.papers.drives import Slip, receipts_pdf
from kientoan.web.page import Asking, staff_page
from kientoan.web.season.views import taken


def _printed(asking: Asking, drive_id: int, day: date, position: int | None, name: str) -> HttpResponse:
    found = queries.seen(asking.actor, drive_id, asking.day)
    if not access.may(asking.actor, Right.KEEP_DRIVES, found.drive.unit_id, asking.day):
        raise queries.no_such_drive()
    receipts = queries.receipts_on(found, day, position=position)
    if not receipts:
        raise NotFound(_("Không có phiếu thu nào ở đây. Chọn ngày khác, hoặc mở lại sổ."))
    slips = [Slip(receipt, code, asking.request.build_absolute_uri(reverse("portal:receipt", args=[code]))) for receipt, code in receipts]
    answer = taken(receipts_pdf(slips, day=receipts[0][0].day, many=position is None, is_demo=settings.DEMO), name)
    answer["Cache-Control"] = "no-store, private"
    return answer


@staff_page(Right.KEEP_DRIVES)
def drive_slip(asking: Asking, drive_id: int, position: int) -> HttpResponse:
    """One receipt on A6, with the code by which its holder checks it."""
    return _printed(asking, drive_id, asking.day, position, f"phieu-thu-{drive_id}-{position}.pdf")


@staff_page(Right.KEEP_DRIVES)
def drive_slips(asking: Asking, drive_id: int) -> HttpResponse:
    """All receipts given on the page's day, four on a sheet of A4."""
    return _printed(asking, drive_id, asking.day, None, f"phieu-thu-{drive_id}-{asking.day.isoformat()}.pdf")
