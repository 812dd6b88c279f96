"""What is public of a unit until it is stopped, written anew: steps of the operations and participants that change it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kientoan.congress.queries import rows_of_unit
from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import Refusal
from kientoan.meetings.queries import Gathering, gatherings
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding
from kientoan.people.queries import posts_of
from kientoan.publishing import contacts, entries
from kientoan.publishing.enums import EntryKind, StandingKind
from kientoan.publishing.models import StandingPublication
from kientoan.reports.figure import ask_of
from kientoan.reports.season import season_numbers
from kientoan.rules.days import write_day

KINDS: Mapping[StandingKind, EntryKind] = {StandingKind.OFFICERS: EntryKind.OFFICERS, StandingKind.CONGRESS: EntryKind.CONGRESS, StandingKind.SEASON: EntryKind.FIGURE,
                                           StandingKind.CALLS: EntryKind.FIGURE}
"""Of which kind the one entry of a standing publication is; a calendar of meetings has an entry for each meeting."""
SHOWN_FOR = timedelta(days=90)
"""How long a meeting that was held stays in the public calendar."""
MONTHS = 3
"""Whole months of which the number of calls is told."""


def reference_of(kind: StandingKind, unit_id: int) -> str:
    """The reference of the entry of a standing publication."""
    return f"{kind.value}-{unit_id}"


def _officers(unit: UnitVersion, day: date, posts: Iterable[str]) -> dict[str, Any]:
    """Posts with who holds them since when: nothing else about a person, and no name that is hidden."""
    wanted = [row for row in posts_of(unit, day) if row.kind in set(posts)]
    hidden = contacts.hidden_among(holder.person_id for row in wanted for holder in row.holders)
    rows = [{"kind": row.kind, "post": row.title, "name": "" if holder.person_id in hidden else holder.name, "since": "" if holder.person_id in hidden else holder.first_since.isoformat()}
            for row in wanted for holder in row.holders]
    return {"title": _("Người giữ chức vụ: %(unit)s") % {"unit": unit.name}, "rows": rows}


def _congress(unit: UnitVersion, day: date) -> dict[str, Any]:
    """The unit's newest congress: its ordinal, its day, how many the committee has."""
    found = rows_of_unit(unit, day)
    if not found:
        raise Refusal(_("Đơn vị này chưa có đại hội nào trong sổ. Lập kế hoạch đại hội trước."), place="kind")
    season, row = found[0]
    committee = next((each.seats for each in posts_of(unit, day) if each.kind == PostKind.COMMITTEE_MEMBER), None)
    planned = row.course.plan.closes_on if row.course.plan else None
    return {"title": _("Đại hội %(unit)s") % {"unit": unit.name}, "season": season.label, "ordinal": row.ordinal, "held_on": row.held_on.isoformat() if row.held_on else None,
            "planned_on": planned.isoformat() if planned and not row.held_on else None, "committee": committee}


def _season(unit: UnitVersion, day: date) -> dict[str, Any]:
    """Of so many organisations so many have held their congress, on a day."""
    numbers = season_numbers(ask_of(unit, day))
    return {"title": _("Đại hội cấp cơ sở, %(unit)s") % {"unit": unit.name}, "season": numbers.season.label, "held": numbers.held, "total": numbers.total, "day": day.isoformat(),
            "text": _("Đến ngày %(day)s, %(held)s/%(total)s tổ chức cơ sở đảng đã đại hội.") % {"day": write_day(day), "held": numbers.held, "total": numbers.total}}


def _calls(unit: UnitVersion, day: date) -> dict[str, Any]:
    """How soon callers were answered in each of the last whole months; a month with few calls is left out."""
    months, first = [], day.replace(day=1)
    for _each in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        times = contacts.month_of(unit.unit_id, first)
        if times.is_shown:
            months.append({"month": f"{first:%m/%Y}", "calls": times.calls, "answered": times.answered, "in_time": times.in_time, "median": times.median})
    return {"title": _("Cuộc gọi đường dây nóng, %(unit)s") % {"unit": unit.name}, "months": months}


def _content(fact: StandingPublication, unit: UnitVersion, day: date) -> dict[str, Any]:
    kind = StandingKind(fact.kind)
    made = (_officers(unit, day, fact.posts) if kind is StandingKind.OFFICERS else _congress(unit, day) if kind is StandingKind.CONGRESS
            else _season(unit, day) if kind is StandingKind.SEASON else _calls(unit, day))
    return {**made, "unit": unit.name, "what": kind.value}


def show(act: Act, fact: StandingPublication) -> bool:
    """Write what a standing publication says today.

    Returns:
        whether anything that is shown has changed.

    Raises:
        Refusal: when there is nothing that it could say.
    """
    in_operation()
    unit = unit_on(fact.unit_id, act.today)
    if unit is None:
        raise Refusal(_("Đơn vị này không còn. Chọn đơn vị khác."))
    if fact.kind == StandingKind.MEETINGS:
        return _show_meetings(act, unit)
    content = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            content[language] = _content(fact, unit, act.today)
    shown = content["vi"]
    words = [shown["title"], *(f"{row['post']} {row['name']}" for row in shown.get("rows", ())), shown.get("text", ""), shown.get("ordinal", "")]
    day = date.fromisoformat(shown.get("held_on") or shown.get("planned_on") or fact.valid_from.isoformat()) if fact.kind == StandingKind.CONGRESS else date.fromisoformat(
        shown.get("day") or fact.valid_from.isoformat())
    kind = StandingKind(fact.kind)
    return entries.write(act, KINDS[kind], reference_of(kind, fact.unit_id), unit_id=fact.unit_id, day=day, content=content, search=" ".join(words))


def take_away(act: Act, fact: StandingPublication) -> None:
    """Make a standing publication no longer public, at once."""
    kind = StandingKind(fact.kind)
    if kind is StandingKind.MEETINGS:
        _take_meetings_away(act, fact)
        return
    entries.take_away(act, KINDS[kind], reference_of(kind, fact.unit_id))


def show_officers_of(act: Act, person_id: int) -> int:
    """Write anew every list of officers that names a person; how many there are."""
    held = Holding.objects.known().on(act.today).filter(person=person_id).values("post__unit")
    found = list(StandingPublication.objects.known().on(act.today).filter(kind=StandingKind.OFFICERS, unit__in=held))
    for fact in found:
        show(act, fact)
    return len(found)


# -- the calendar of meetings --------------------------------------------------------------------------------------------------------------


def _reference(meeting_id: int) -> str:
    return f"hop-{meeting_id}"


def _write_meeting(act: Act, found: Gathering) -> bool:
    content: dict[str, dict[str, Any]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            content[language] = {"title": _("Họp các hộ %(unit)s") % {"unit": found.unit}, "unit": found.unit, "place": found.place, "begins_at": found.begins_at.isoformat("minutes"),
                                 "agenda": list(found.agenda), "text": "; ".join(found.agenda), "is_cancelled": found.is_cancelled}
    return entries.write(act, EntryKind.MEETING, _reference(found.meeting_id), unit_id=found.unit_id, day=found.day, content=content,
                         search=" ".join((content["vi"]["title"], found.place, *found.agenda)))


def _show_meetings(act: Act, unit: UnitVersion) -> bool:
    """Write the meetings of households at or below a unit; those long past go. One that has none yet is approved all the same: it is of what is to come."""
    since, below = act.today - SHOWN_FOR, tree.below(unit, act.today).values("unit")
    changed = [_write_meeting(act, each) for each in gatherings(unit_ids=below, since=since)]
    old = entries.references(EntryKind.MEETING, unit_ids=below, before=since)
    for reference in old:
        entries.take_away(act, EntryKind.MEETING, reference)
    return any(changed) or bool(old)


def _approved_for(chain: Iterable[int], day: date) -> bool:
    return StandingPublication.objects.known().on(day).filter(kind=StandingKind.MEETINGS, unit__in=list(chain)).exists()


def show_meeting(act: Act, meeting_id: int) -> None:
    """Write a meeting of households anew when its unit, or one above it, has its calendar public; called inside the operation that called, moved or cancelled it."""
    in_operation()
    for found in gatherings(meeting_id=meeting_id):
        if found.day >= act.today - SHOWN_FOR and _approved_for(found.chain, act.today):
            _write_meeting(act, found)


def _take_meetings_away(act: Act, fact: StandingPublication) -> None:
    unit = tree.ever().filter(unit=fact.unit_id).order_by("-valid_from").first()
    if unit is None:
        return
    shown = tree.below(unit, unit.valid_from).filter(unit__in=entries.units_with(EntryKind.MEETING))
    for below in shown:
        if not _approved_for(below.chain, act.today):
            for reference in entries.references(EntryKind.MEETING, unit_ids=[below.unit_id]):
                entries.take_away(act, EntryKind.MEETING, reference)
