"""Public meetings and congresses by their days, as a page and as calendars to subscribe to (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.papers.calendar import CALENDAR, Appointment, DayNote, as_feed
from kientoan.portal.addresses import of_entry, whole
from kientoan.portal.page import public_file, public_page, show
from kientoan.publishing import entries, units
from kientoan.publishing.entries import Entry
from kientoan.publishing.enums import EntryKind

KINDS = (EntryKind.MEETING, EntryKind.CONGRESS)
MOST, LATEST = 200, 20


def _notes(request: HttpRequest, found: Iterable[Entry]) -> list[Appointment | DayNote]:
    made: list[Appointment | DayNote] = []
    for each in found:
        key, title = f"{each.kind}-{each.reference}", each.content["title"]
        if each.kind is EntryKind.MEETING:
            begins = datetime.combine(each.day, time.fromisoformat(each.content["begins_at"]), tzinfo=clock.ZONE)
            made.append(Appointment(key, int((each.changed_at - each.published_at).total_seconds()), each.changed_at, begins, title, each.content["place"], whole(request, of_entry(request, each)),
                                    each.content["is_cancelled"]))
        elif each.content["held_on"] or each.content["planned_on"]:
            made.append(DayNote(key, each.changed_at, each.day, title))
    return made


@public_page
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come, the nearest first; and what was lately."""
    today = clock.today()
    return show(request, "calendar", {"coming": entries.by_day(*KINDS, since=today, most=MOST), "past": entries.by_day(*KINDS, before=today, most=LATEST)})


@public_file
def calendar_file(request: HttpRequest) -> HttpResponse:
    """All public meetings and congresses as a calendar."""
    found = entries.newest(*KINDS, most=MOST).rows
    return HttpResponse(as_feed(_("Lịch họp công khai"), _notes(request, found)), content_type=CALENDAR)


@public_file
def unit_calendar(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Those of a unit, of those below it and of the organisation that covers it."""
    face = units.face_of(unit_id)
    found = entries.newest(*KINDS, unit_ids=units.numbers_under(unit_id), most=MOST).rows
    return HttpResponse(as_feed(_("Lịch họp công khai: %(unit)s") % {"unit": face.name}, _notes(request, found)), content_type=CALENDAR)
