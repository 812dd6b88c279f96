"""What happened to a unit, as lines of its history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kientoan.org import tree
from kientoan.org.enums import UnitKind, UnitLevel
from kientoan.org.models import Placement, Succession, UnitClass, UnitName, UnitVersion
from kientoan.rules.periods import OPEN_END

AnyPeriod = TypeVar("AnyPeriod", UnitName, UnitClass, Placement)


class EventKind(StrEnum):
    """What can happen to a unit."""

    ESTABLISHED = "established"
    RENAMED = "renamed"
    RECLASSIFIED = "reclassified"
    MOVED = "moved"
    DISSOLVED = "dissolved"
    MERGED = "merged"
    DIVIDED = "divided"
    TOOK = "took"


@dataclass(frozen=True)
class Event:
    """A line of a unit's history.

    Parameters:
        day: when.
        kind: what.
        text: what happened, as a sentence.
        decision: the paper cited; empty when none.
        unconfirmed: the day is only known as the later of two lists.
        undo: whether this is the newest change, which can be taken back.
        succession: the fact's id of a reorganisation's succession, by which the whole of it is found and taken back; else empty.
        awaiting: whether the unit has stood since as awaiting a decision.
    """

    day: date
    kind: EventKind
    text: str
    decision: str = ""
    unconfirmed: bool = False
    undo: bool = False
    succession: str = ""
    awaiting: bool = False


def _names_on(unit_ids: Iterable[int], known_at: datetime | None) -> dict[int, list[UnitName]]:
    found: dict[int, list[UnitName]] = {}
    for name in UnitName.objects.known(known_at).filter(unit__in=set(unit_ids)).order_by("valid_from"):
        found.setdefault(name.unit_id, []).append(name)
    return found


def _name_on(names: Mapping[int, list[UnitName]], unit_id: int, day: date) -> str:
    rows = names.get(unit_id, [])
    return next((row.name for row in rows if row.valid_from <= day < row.valid_to), rows[-1].name if rows else "")


def _with_begun(model: type[AnyPeriod], unit_id: int, known_at: datetime | None) -> tuple[list[AnyPeriod], dict[UUID, str]]:
    """A unit's facts as believed then, and for each the paper by which it began: the one that ended it stands in its newest version."""
    rows = list(model.objects.filter(unit=unit_id).select_related("decision").order_by("valid_from", "recorded_at"))
    if known_at is not None:
        rows = [row for row in rows if row.recorded_at <= known_at]
    begun: dict[UUID, str] = {}
    for row in rows:
        if row.fact_id not in begun or row.valid_to == OPEN_END:
            begun[row.fact_id] = str(row.decision or "")
    return [row for row in rows if row.superseded_at is None or (known_at is not None and row.superseded_at > known_at)], begun


def history(unit_id: int, known_at: datetime | None = None) -> list[Event]:
    """What happened to a unit, newest first, each line with its decision."""
    names, named = _with_begun(UnitName, unit_id, known_at)
    classes, classed = _with_begun(UnitClass, unit_id, known_at)
    places, placed = _with_begun(Placement, unit_id, known_at)
    if not classes:
        return []
    above = _names_on((place.parent_id for place in places), known_at)
    first = classes[0]
    events = [Event(first.valid_from, EventKind.ESTABLISHED, _("Lập: %(name)s") % {"name": names[0].name}, classed[first.fact_id], first.unconfirmed)]

    for old, new in pairwise(names):
        events.append(Event(new.valid_from, EventKind.RENAMED, _("Đổi tên: %(old)s thành %(new)s") % {"old": old.name, "new": new.name},
                            named[new.fact_id], new.unconfirmed))
    for former, later in pairwise(classes):
        events.append(Event(
            later.valid_from, EventKind.RECLASSIFIED,
            _("Đổi loại, cấp: %(old)s (%(old_level)s) thành %(new)s (%(new_level)s)")
            % {"old": UnitKind(former.kind).label, "old_level": UnitLevel(former.level).label,
               "new": UnitKind(later.kind).label, "new_level": UnitLevel(later.level).label},
            classed[later.fact_id], later.unconfirmed))
    for left, taken in pairwise(places):
        names_above = {"old": _name_on(above, left.parent_id, left.valid_to - timedelta(days=1)), "new": _name_on(above, taken.parent_id, taken.valid_from)}
        text = (_("Chờ quyết định, tạm xếp dưới %(new)s (trước đó: %(old)s)") if taken.awaiting else _("Chuyển từ %(old)s sang %(new)s")) % names_above
        events.append(Event(taken.valid_from, EventKind.MOVED, text, placed[taken.fact_id], taken.unconfirmed, awaiting=taken.awaiting))
    successions = _succession_events(unit_id, known_at)
    # What a reorganisation did is taken back as a whole: to the unit itself, or to the one above it.
    reorganised = {event.day for event in successions} | set(UnitClass.objects.known(known_at).filter(
        unit__in={place.parent_id for place in places}).values_list("valid_to", flat=True))
    if classes[-1].valid_to != OPEN_END and classes[-1].valid_to not in {event.day for event in successions}:
        events.append(Event(classes[-1].valid_to, EventKind.DISSOLVED, pgettext("biến động", "Giải thể"), str(classes[-1].decision or ""), classes[-1].unconfirmed))
    events = sorted([*events, *successions], key=lambda event: event.day)
    if events[-1].day > first.valid_from and events[-1].day not in reorganised:
        events[-1] = replace(events[-1], undo=True)
    return events[::-1]


def _succession_events(unit_id: int, known_at: datetime | None) -> list[Event]:
    """What a unit took over and in what it lives on, with the level where it changed (TN-09)."""
    facts = list(Succession.objects.known(known_at).filter(Q(predecessor=unit_id) | Q(successor=unit_id)).select_related("decision").order_by("occurred_on", "pk"))
    before = _last_versions({fact.predecessor_id for fact in facts}, known_at)
    after = _first_versions(facts, known_at)
    events: list[Event] = []
    for day in sorted({fact.occurred_on for fact in facts}):
        for took, rows in ((True, [fact for fact in facts if fact.occurred_on == day and fact.successor_id == unit_id]),
                           (False, [fact for fact in facts if fact.occurred_on == day and fact.predecessor_id == unit_id])):
            if not rows:
                continue
            kind = EventKind.TOOK if took else EventKind.MERGED if rows[0].whole else EventKind.DIVIDED
            if took:
                parts = [before[fact.predecessor_id].name + ("" if fact.whole else f" ({_('một phần')})") for fact in rows]
                text = _("Nhận: %(names)s") % {"names": ", ".join(parts)}
            else:
                names = ", ".join(after[fact.successor_id].name for fact in rows)
                text = (_("Nhập vào %(names)s") if rows[0].whole else _("Chia vào %(names)s")) % {"names": names}
                old_level, new_level = before[unit_id].level, after[rows[0].successor_id].level
                if old_level != new_level:
                    text += "; " + _("đổi cấp: %(old)s thành %(new)s (TN-09)") % {"old": UnitLevel(old_level).label, "new": UnitLevel(new_level).label}
            events.append(Event(day, kind, text, str(rows[0].decision or ""), rows[0].unconfirmed, succession=str(rows[0].fact_id)))
    return events


def _last_versions(unit_ids: set[int], known_at: datetime | None = None) -> dict[int, UnitVersion]:
    return {version.unit_id: version for version in tree.known(known_at).filter(unit__in=unit_ids).order_by("valid_from")}


def _first_versions(facts: Iterable[Succession], known_at: datetime | None) -> dict[int, UnitVersion]:
    """Each successor as it stood when it took over."""
    days = {fact.successor_id: fact.occurred_on for fact in facts}
    return {version.unit_id: version for version in tree.known(known_at).filter(unit__in=set(days)).order_by("valid_from")
            if version.valid_from <= days[version.unit_id]}


def stood_under_before(unit_ids: Sequence[int], day: date, known_at: datetime | None = None) -> dict[int, str]:
    """What each unit that has moved by ``day`` stood under before its newest place, by the last name of that."""
    before: dict[int, int] = {}
    for start in range(0, len(unit_ids), 500):
        before |= dict(Placement.objects.known(known_at).filter(
            unit__in=unit_ids[start:start + 500], valid_to__lte=day).order_by("valid_from").values_list("unit", "parent"))
    names = {version.unit_id: version.name for version in _last_versions(set(before.values()), known_at).values()}
    return {unit_id: names.get(parent_id, "") for unit_id, parent_id in before.items()}


def first_and_last(unit_id: int, known_at: datetime | None = None) -> tuple[UnitVersion, UnitVersion] | None:
    """The first and the last version of a unit as believed then; None when it never was."""
    found = list(tree.known(known_at).filter(unit=unit_id).order_by("valid_from"))
    return (found[0], found[-1]) if found else None
