"""An invitation as a calendar file (RFC 5545), which phones and programs of every maker open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

CALENDAR = "text/calendar; charset=utf-8"
LASTS = timedelta(hours=2)
"""How long a meeting is kept free for, since nobody says when it ends."""


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


def as_calendar(appointment: Appointment) -> bytes:
    """The file. Moments stand in UTC, so that no table of time zones is needed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kien Toan//VN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{appointment.key}@kientoan")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", _utc(appointment.said_at))
    event.add("dtstart", _utc(appointment.begins_at))
    event.add("dtend", _utc(appointment.begins_at + LASTS))
    event.add("summary", appointment.summary)
    event.add("location", appointment.place)
    event.add("description", appointment.description)
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
