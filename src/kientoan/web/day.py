"""The day of a page and the moment of knowing: read from the address, carried on by every link."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import Refusal
from kientoan.reports.figure import refuse_moment
from kientoan.rules.days import UnreadableDayError, read_day, read_moment, write_day, write_moment

PARAMETER = "ngay"
KNOWN = "biet"
FURTHEST_YEARS = 20


def parse_day(text: str) -> date:
    """The day that a person typed.

    Raises:
        Refusal: naming what is wrong with it and how to write it.
    """
    try:
        return read_day(text)
    except UnreadableDayError as error:
        if error.reason == "calendar":
            raise Refusal(_("Ngày %(text)s không có trong lịch. Gõ lại ngày.") % {"text": error.text}, place="day") from error
        raise Refusal(_("“%(text)s” không phải là ngày. Gõ như 23/06/2020.") % {"text": error.text[:30]}, place="day") from error


def chosen_day(request: HttpRequest, *, today: date) -> date:
    """The day asked for in the address; today when none is.

    Raises:
        Refusal: for a text that is no day, or a day far ahead.
    """
    text = request.GET.get(PARAMETER, "").strip()
    if not text:
        return today
    day = parse_day(text)
    if day.year > today.year + FURTHEST_YEARS:
        raise Refusal(_("Ngày %(day)s quá xa. Chọn ngày khác.") % {"day": write_day(day)}, place="day")
    return day


def chosen_moment(request: HttpRequest) -> datetime | None:
    """The moment of knowing asked for in the address; None, which means now, when none is.

    Raises:
        Refusal: for a text that is no moment, or a moment that has not come.
    """
    text = request.GET.get(KNOWN, "").strip()
    if not text:
        return None
    try:
        moment = read_moment(text, clock.ZONE)
    except UnreadableDayError as error:
        raise Refusal(_("“%(text)s” không phải là một lúc. Gõ như 23/06/2020 (hết ngày đó) hoặc 23/06/2020 16:30; để trống: bây giờ.")
                      % {"text": error.text[:40]}, place="known_at") from error
    refuse_moment(moment)
    return moment


def carry(address: str, day: date, *, today: date, known_at: datetime | None = None, **more: str) -> str:
    """An address with the day, the moment of knowing and more parameters; today and now are not written out."""
    parameters = {name: value for name, value in more.items() if value}
    if day != today:
        parameters[PARAMETER] = write_day(day)
    if known_at is not None:
        parameters[KNOWN] = write_moment(known_at, clock.ZONE)
    if not parameters:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
