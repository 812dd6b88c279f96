"""Days as people write them: day first, with any of the separators in use (RP-18)."""

import re
from datetime import date

WEEKDAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WRITTEN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


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
