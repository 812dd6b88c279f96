"""Calendar files (RFC 5545), which phones and programs of every maker open: an invitation, and the days of an account to be read again and again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

CALENDAR = "text/calendar; charset=utf-8"
LASTS = timedelta(hours=2)
"""How long a meeting is kept free for, since nobody says when it ends."""
READ_AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class Appointment:
    """A meeting for a calendar.

    Parameters:
        key: names it for ever: a later file of the same key takes the place of an earlier.
        sequence: how many times it was changed.
        said_at: the moment of the last change, aware.
        begins_at: aware.
        summary, place, description: texts.
        is_cancelled: whether it is not held.
    """

    key: str
    sequence: int
    said_at: datetime
    begins_at: datetime
    summary: str
    place: str
    description: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class DayNote:
    """A whole day for a calendar, such as the day by which something is due.

    Parameters:
        key: names it for ever.
        said_at: the moment of the last change, aware.
    """

    key: str
    said_at: datetime
    day: date
    summary: str


def as_calendar(appointment: Appointment) -> bytes:
    """The file. Moments stand in UTC, so that no table of time zones is needed."""
    calendar = _calendar()
    calendar.add("method", "CANCEL" if appointment.is_cancelled else "PUBLISH")
    calendar.add_component(_event(appointment))
    return bytes(calendar.to_ical())


def as_feed(name: str, notes: Iterable[Appointment | DayNote]) -> bytes:
    """A calendar that programs fetch again by themselves; what is no longer in it, they drop.

    Parameters:
        name: what programs call it.
    """
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for note in notes:
        calendar.add_component(_event(note) if isinstance(note, Appointment) else _day(note))
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Kien Toan//VN")
    calendar.add("version", "2.0")
    return calendar


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", f"{appointment.key}@kientoan")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", _utc(appointment.said_at))
    event.add("dtstart", _utc(appointment.begins_at))
    event.add("dtend", _utc(appointment.begins_at + LASTS))
    event.add("summary", appointment.summary)
    for name, text in (("location", appointment.place), ("description", appointment.description)):
        if text:
            event.add(name, text)
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    return event


def _day(note: DayNote) -> Event:
    event = Event()
    event.add("uid", f"{note.key}@kientoan")
    event.add("dtstamp", _utc(note.said_at))
    event.add("dtstart", note.day)
    event.add("dtend", note.day + timedelta(days=1))
    event.add("summary", note.summary)
    event.add("transp", "TRANSPARENT")
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
