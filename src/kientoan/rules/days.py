"""Days as people write them, day first, with any of the separators in use (RP-18); and days so many months apart."""

import re
from calendar import monthrange
from datetime import date, datetime, time, tzinfo

WEEKDAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WRITTEN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HOUR = re.compile(r"(\d{1,2}):(\d{2})")


class UnreadableDayError(ValueError):
    """A text that is no day. ``reason`` is ``form`` when it is not written as one, ``calendar`` when
    no calendar has it, such as 31/02/1998."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text)
        self.text = text
        self.reason = reason


def read_day(text: str) -> date:
    """The day that ``text`` names.

    Parameters:
        text: ``23/6/2020``, ``23-06-2020``, ``23.6.2020``, ``23062020`` or ISO ``2020-06-23``.

    Raises:
        UnreadableDayError: for anything else, and for a day that no calendar has.
    """
    trimmed = text.strip()
    if iso := _ISO.fullmatch(trimmed):
        year, month, day = (int(part) for part in iso.groups())
    elif written := _WRITTEN.fullmatch(trimmed):
        day, month, year = (int(part) for part in written.groups() if part is not None)
    else:
        raise UnreadableDayError(trimmed, "form")
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDayError(trimmed, "calendar") from None


def write_day(day: date) -> str:
    """``23/06/2020``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def write_short_day(day: date) -> str:
    """``23/6``, as a bulletin prints it."""
    return f"{day.day}/{day.month}"


def read_moment(text: str, zone: tzinfo) -> datetime:
    """The moment that ``text`` names; of a day or a minute its very end, so that all that was recorded in it is known.

    Parameters:
        text: a day as ``read_day`` takes it; a day and a minute, ``23/06/2020 23:59`` or ``23:59 23/06/2020``; or ISO.
        zone: where days begin; also that of an ISO moment without one.

    Raises:
        UnreadableDayError: for anything else.
    """
    trimmed = " ".join(text.split())
    hours = [word for word in trimmed.split(" ") if _HOUR.fullmatch(word)]
    days = [word for word in trimmed.split(" ") if word not in hours]
    if len(hours) <= 1 and len(days) == 1 and "T" not in trimmed:
        day = read_day(days[0])
        try:
            if not hours:
                return datetime.combine(day, time(23, 59, 59, 999999), tzinfo=zone)
            hour, minute = (int(part) for part in hours[0].split(":"))
            return datetime.combine(day, time(hour, minute, 59, 999999), tzinfo=zone)
        except ValueError:
            raise UnreadableDayError(trimmed, "calendar") from None
    try:
        moment = datetime.fromisoformat(trimmed.replace(" ", "T") if "T" not in trimmed else trimmed)
    except ValueError:
        raise UnreadableDayError(trimmed, "form") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def write_moment(moment: datetime, zone: tzinfo) -> str:
    """A moment as ``read_moment`` reads it back, as short as it can be: the day, the day and the minute, or ISO."""
    local = moment.astimezone(zone)
    rest = (local.second, local.microsecond)
    if rest == (59, 999999) and (local.hour, local.minute) == (23, 59):
        return write_day(local.date())
    return f"{write_day(local.date())} {local:%H:%M}" if rest == (59, 999999) else local.isoformat()


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or earlier for a negative number; of a month that has not that day, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
