"""The tree, a unit's page, and every change to a unit."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress import queries as congress_queries
from kientoan.core import clock, participants
from kientoan.core.access import Right
from kientoan.core.participants import Change, Kind
from kientoan.core.refusal import NotFound, explained
from kientoan.meetings.queries import kind_at
from kientoan.org import access, arrivals, queries
from kientoan.org.enums import LEVELS_OF_TREE, Tree, UnitKind, UnitLevel, kinds_of
from kientoan.org.models import UnitVersion
from kientoan.org.operations import (
    NewUnit,
    cover_area,
    dissolve_unit,
    establish_units,
    move_unit,
    reclassify_unit,
    release_area,
    rename_unit,
    undo_change,
)
from kientoan.people.queries import search_persons
from kientoan.quality.queries.persons import allowance_of
from kientoan.rules.congress import running_clock
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.tree import Level, levels_above
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.congress.views import acts_for
from kientoan.web.forms import ActForm, ChoiceField, CitedForm, DayField, TextField, unit_choices
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.posts import panel_of
from kientoan.web.scope import known_unit, seen_unit
from kientoan.working_days import working_calendar

PAGE_ROWS = 200
ELECTING = (UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS, UnitLevel.CELL, UnitLevel.HAMLET)
"""Where elections are held."""
FEW_PERSONS = 20


@staff_page()
def unit_list(asking: Asking) -> HttpResponse:
    """The roots of both trees, and search over all of them."""
    query = asking.request.GET.get("q", "").strip()
    found = queries.search(asking.actor, query, asking.day, limit=PAGE_ROWS + 1) if query else []
    chains = queries.names_of_chains(found, asking.day)
    more = len(found) > PAGE_ROWS
    # Words that so many units bear are looked for among units; the list of persons is one step away.
    persons = search_persons(asking.actor, query, asking.day, limit=FEW_PERSONS) if query and not more and asking.actor.has(Right.SEE_PERSONS) else []
    return asking.page("units", {
        "query": query, "searched": query, "found": [(unit, chains.get(unit.parent_id or 0, "")) for unit in found[:PAGE_ROWS]], "more": more,
        "roots": [] if query else [(root, access.may_see(asking.actor, root, asking.day), list(queries.children_of(root.unit_id, asking.day))) for root in queries.roots(asking.day)],
        "persons": persons,
        "own": list(asking.actor.granted_versions(asking.day)),
    })


@staff_page()
def unit_page(asking: Asking, unit_id: int) -> HttpResponse:
    """A unit as it stood on the day: where, what below, its history, its congress."""
    unit = queries.unit_on(unit_id, asking.day)
    if unit is None:
        return _not_that_day(asking, unit_id)
    if not access.may_see(asking.actor, unit, asking.day):
        raise queries.no_such_unit()
    events = queries.history(unit_id)
    held = congress_queries.held_congresses(unit_id)
    counted = unit if asking.known_at is None else known_unit(asking, unit_id)
    counts = queries.counts_below(counted, asking.day, asking.known_at) if counted else queries.Counts({}, {}, {})
    children = list(access.visible_to(asking.actor, queries.children_of(unit_id, asking.day), asking.day))
    below = [each for each in children if unit.awaiting or not each.awaiting]
    levels = {each.level for each in below}
    may_change = asking.actor.refusal(Right.CHANGE_UNITS, [unit_id], asking.day) is None
    organization = queries.organization_of(unit_id, asking.day) if unit.tree == Tree.TERRITORY else None
    # Whoever sees a Party organisation and may see persons anywhere may see them there; the territory is open to all, so there it is asked.
    sees_persons = asking.actor.has(Right.SEE_PERSONS) and (unit.is_party or asking.actor.refusal(Right.SEE_PERSONS, [unit_id], asking.day) is None)
    paid = allowance_of(unit, asking.day) if sees_persons else None
    calendar = working_calendar()
    rows = congress_queries.rows_of_unit(unit, asking.day) if unit.is_party else []
    stands = asking.day == clock.today() or queries.unit_on(unit_id, clock.today()) is not None  # what is public is so now
    windows = {season.pk: congress_queries.windows(season).get(unit.level) for season, _row in rows}
    return asking.page("unit", {
        "unit": unit,
        "chain": queries.chain_of(unit, asking.day),
        "events": events,
        "lines": sorted([*((event.day, event.text, event.decision, event.unconfirmed, event.undo, event.succession) for event in events),
                         *((each.closed_on, _("Đại hội lần thứ %(ordinal)s, nhiệm kỳ %(season)s") % {"ordinal": each.ordinal, "season": each.season}
                            if each.ordinal else _("Đại hội nhiệm kỳ %(season)s") % {"season": each.season}, "", False, False, "") for each in held)],
                        key=lambda line: line[0], reverse=True),
        "history": history_drawing(events, held, asking),
        "later": [event for event in events if event.day > asking.day],
        "below": _told_apart(below, asking.day),
        "one_level": below[0].get_level_display() if len(levels) == 1 else "",
        "waiting": len(children) - len(below),
        "counts": [(UnitLevel(level).label, count) for level, count in sorted(counts.by_level.items(), key=lambda item: list(UnitLevel).index(UnitLevel(item[0])))
                   if level != unit.level],
        "kinds": [(UnitKind(kind).label, count) for kind, count in counts.by_kind.items()],
        "awaiting": [(UnitLevel(level).label, count) for level, count in counts.awaiting.items()],
        "areas": queries.areas_of(unit_id, asking.day) if unit.is_party else [],
        "organization": organization if organization and access.may_see(asking.actor, organization, asking.day) else None,
        "congresses": [(season, row, running_clock(row.course, window.clocks, calendar, day=asking.day) if (window := windows[season.pk]) else None)
                       for season, row in rows],
        "may_change": may_change, "allowance": (explained(paid.reason), paid.reason.rule) if paid else None,
        "acts": acts_for(asking, unit),
        "may_hold_election": asking.actor.refusal(Right.HOLD_ELECTIONS, [unit_id], asking.day) is None and unit.level in ELECTING,
        "may_write_here": stands and not asking.actor.unit_ids(Right.WRITE_NEWS).isdisjoint(unit.chain),
        "may_publish_here": stands and not asking.actor.unit_ids(Right.PUBLISH).isdisjoint(unit.chain),
        "may_meet": kind_at(unit) is not None and sees_persons, "may_see_tasks": sees_persons,
        "may_plan": unit.is_party and asking.actor.refusal(Right.PLAN_CONGRESS, [unit_id], asking.day) is None,
        "unplanned": [season for season in congress_queries.seasons() if season not in [each for each, _row in rows]
                      and unit.level in congress_queries.windows(season)] if unit.is_party else [],
        "lasts": unit.valid_to == OPEN_END,
        "may_freeze": counted is not None and asking.actor.refusal(Right.FREEZE_FIGURES, [unit_id], asking.day) is None,
        **panel_of(asking, unit),
    })


def _told_apart(units: list[UnitVersion], day: date) -> list[tuple[UnitVersion, str]]:
    """Each unit, and what it stood under before where another beside it has the same name; two queries, and those only where names meet."""
    times = Counter(each.name for each in units)
    twins = [each.unit_id for each in units if times[each.name] > 1]
    before = queries.stood_under_before(twins, day) if twins else {}
    return [(each, before.get(each.unit_id, "")) for each in units]


def _not_that_day(asking: Asking, unit_id: int) -> HttpResponse:
    """The unit exists, but not on this day: say when it did."""
    known = queries.first_and_last(unit_id)
    if known is None or not any(access.may_see(asking.actor, version, version.valid_from) for version in known):
        raise queries.no_such_unit()
    first, last = known
    return asking.page("unit_absent", {"first": first, "last": last, "last_day": last.valid_to - timedelta(days=1), "successors": queries.successors(unit_id, asking.day),
                                       "succession": queries.succession_of(unit_id), "ended": last.valid_to if last.valid_to != OPEN_END else None}, status=404)


def history_drawing(events: list[Any], held: list[Any], asking: Asking) -> dict[str, Any] | None:
    """The line of a unit's history: years, changes, congresses and the day shown, as positions."""
    days = [event.day for event in events] + [each.closed_on for each in held]
    if not days:
        return None
    first, last = min(days).year, max(*days, asking.day, clock.today()).year + 1
    left, right = 20, 1060

    def x(day: Any) -> str:
        return f"{left + (right - left) * (day.year - first + (day.timetuple().tm_yday - 1) / 366) / (last - first):.1f}"

    step = max(1, (last - first) // 10)
    return {
        "years": [(f"{left + (right - left) * (year - first) / (last - first):.1f}", year) for year in range(first, last + 1, step)],
        "start": x(min(event.day for event in events)), "end": str(right),
        "changes": [(x(event.day), event.text) for event in events],
        "congresses": [(x(each.closed_on), each.ordinal) for each in held],
        "shown": x(asking.day),
    }


class EstablishForm(CitedForm):
    """A new unit below one."""

    name = TextField(label=gettext_lazy("Tên đầy đủ"), max_length=200, help_text=gettext_lazy("Kèm loại, ví dụ Xóm Trung Thành, Đảng bộ xã Dương Thành."))
    level = ChoiceField(label=gettext_lazy("Cấp"))
    kind = ChoiceField(label=gettext_lazy("Loại"))
    code = TextField(label=gettext_lazy("Mã chính thức"), max_length=20, required=False, help_text=gettext_lazy("Gõ đủ cả số 0 ở đầu. Để trống nếu không có."))
    on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, parent: UnitVersion, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [level for level in LEVELS_OF_TREE[Tree(parent.tree)] if Level(parent.level) in levels_above(Level(level.value), day)]
        self.fields["level"].choices = [(level.value, level.label) for level in levels]  # type: ignore[attr-defined]
        kinds = {kind: kind.label for level in levels for kind in kinds_of(level)}
        self.fields["kind"].choices = [(kind.value, label) for kind, label in kinds.items()]  # type: ignore[attr-defined]
        self.order_with(["name", "level", "kind", "code", "on"])


class RenameForm(CitedForm):
    """Another name."""

    name = TextField(label=gettext_lazy("Tên mới"), max_length=200)
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("name", "on")


class ReclassifyForm(CitedForm):
    """Another kind or level."""

    level = ChoiceField(label=gettext_lazy("Cấp"))
    kind = ChoiceField(label=gettext_lazy("Loại"))
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("level", "kind", "on")

    def __init__(self, *args: Any, unit: UnitVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = LEVELS_OF_TREE[Tree(unit.tree)]
        self.fields["level"].choices = [(level.value, level.label) for level in levels]  # type: ignore[attr-defined]
        kinds = {kind: kind.label for level in levels for kind in kinds_of(level)}
        self.fields["kind"].choices = [(kind.value, label) for kind, label in kinds.items()]  # type: ignore[attr-defined]


class MoveForm(CitedForm):
    """Another unit above."""

    parent = ChoiceField(label=gettext_lazy("Chuyển về dưới"))
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("parent", "on")

    def __init__(self, *args: Any, parents: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]


class DissolveForm(CitedForm):
    """The day from which a unit is no more."""

    on = DayField(label=gettext_lazy("Không còn từ ngày"))
    field_order = ("on",)


class AreaForm(CitedForm):
    """An area to cover."""

    area = ChoiceField(label=gettext_lazy("Địa bàn"))
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("area", "on")

    def __init__(self, *args: Any, areas: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class ReleaseForm(ActForm):
    """The day from which an area is no longer covered."""

    area = ChoiceField(label=gettext_lazy("Địa bàn"))
    on = DayField(label=gettext_lazy("Không còn từ ngày"))

    def __init__(self, *args: Any, areas: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


@staff_page(Right.CHANGE_UNITS)
def unit_establish(asking: Asking, unit_id: int) -> HttpResponse:
    """A new unit below this one."""
    unit = seen_unit(asking, unit_id)
    form = EstablishForm(asking.request.POST or None, parent=unit, day=asking.day, initial={"on": asking.day})

    def act() -> None:
        values = form.cleaned_data
        establish_units(asking.actor, on=values["on"], decision=form.citation(), rows=[NewUnit(
            "new", Tree(unit.tree), UnitLevel(values["level"]), UnitKind(values["kind"]), values["name"], unit.unit_id, values["code"].strip())])

    return act_page(asking, form, act, unit=unit, title=_("Lập đơn vị dưới %(name)s") % {"name": unit.name}, button=_("Lập đơn vị"))


@staff_page(Right.CHANGE_UNITS)
def unit_rename(asking: Asking, unit_id: int) -> HttpResponse:
    """Another name from a day on."""
    unit = seen_unit(asking, unit_id)
    form = RenameForm(asking.request.POST or None, initial={"name": unit.name, "on": asking.day})
    return act_page(asking, form, lambda: rename_unit(asking.actor, unit_id=unit_id, name=form.cleaned_data["name"], on=form.cleaned_data["on"],
                                                           decision=form.citation()),
                   unit=unit, title=_("Đổi tên %(name)s") % {"name": unit.name}, button=_("Đổi tên"), lead=_("Tên cũ vẫn còn cho các ngày trước đó."))


@staff_page(Right.CHANGE_UNITS)
def unit_reclassify(asking: Asking, unit_id: int) -> HttpResponse:
    """Another kind or level from a day on."""
    unit = seen_unit(asking, unit_id)
    form = ReclassifyForm(asking.request.POST or None, unit=unit, initial={"level": unit.level, "kind": unit.kind, "on": asking.day})
    return act_page(asking, form, lambda: reclassify_unit(
        asking.actor, unit_id=unit_id, level=UnitLevel(form.cleaned_data["level"]), kind=UnitKind(form.cleaned_data["kind"]),
        on=form.cleaned_data["on"], decision=form.citation()),
        unit=unit, title=_("Đổi loại hoặc cấp của %(name)s") % {"name": unit.name}, button=_("Đổi loại hoặc cấp"))


@staff_page(Right.CHANGE_UNITS)
def unit_move(asking: Asking, unit_id: int) -> HttpResponse:
    """Under another unit from a day on, with everything below."""
    unit = seen_unit(asking, unit_id)
    parents = unit_choices([each for each in queries.possible_parents(unit, asking.day) if access.may_see(asking.actor, each, asking.day)])
    form = MoveForm(asking.request.POST or None, parents=parents, initial={"on": asking.day})
    return act_page(asking, form, lambda: move_unit(asking.actor, unit_id=unit_id, parent_id=int(form.cleaned_data["parent"]),
                                                         on=form.cleaned_data["on"], decision=form.citation()),
                   unit=unit, title=_("Chuyển %(name)s") % {"name": unit.name}, button=_("Chuyển đơn vị"),
                   consequences=participants.plan(Change(Kind.MOVE, (unit_id,), asking.day)),
                   warn=lambda: arrivals.namesakes({unit_id: int(form.cleaned_data["parent"])}, form.cleaned_data["on"]))


@staff_page(Right.CHANGE_UNITS)
def unit_dissolve(asking: Asking, unit_id: int) -> HttpResponse:
    """No more from a day on; says first what ends with it and what a person must settle."""
    unit = seen_unit(asking, unit_id)
    form = DissolveForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: dissolve_unit(asking.actor, unit_id=unit_id, on=form.cleaned_data["on"], decision=form.citation()),
                   unit=unit, title=_("Giải thể %(name)s") % {"name": unit.name}, button=_("Giải thể đơn vị"), stop=True,
                   lead=_("Đơn vị vẫn còn trong mọi số liệu của các ngày trước đó."),
                   consequences=participants.plan(Change(Kind.DISSOLVE, (unit_id,), asking.day)))


@staff_page(Right.CHANGE_UNITS)
def unit_undo(asking: Asking, unit_id: int) -> HttpResponse:
    """Take back the newest change."""
    events = queries.history(unit_id)
    newest = next((event for event in events if event.undo), None)
    unit = queries.unit_on(unit_id, asking.day) or (queries.first_and_last(unit_id) or (None, None))[1]
    if unit is None or not access.may_see(asking.actor, unit, asking.day):
        raise queries.no_such_unit()
    if newest is None:
        raise NotFound(_("Không có thay đổi nào để rút lại."))
    together = arrivals.placed_with(unit_id, newest.day)
    return act_page(asking, confirm_form(asking),
                   lambda: undo_change(asking.actor, unit_id=unit_id, on=newest.day),
                   unit=unit, title=_("Rút lại thay đổi của %(name)s") % {"name": unit.name}, button=_("Rút lại thay đổi"), stop=True,
                   more=(reverse("reorganisation_placing", args=[together[0]]), _("Xem cả lần xếp %(n)s đơn vị") % {"n": together[1]}) if together else None,
                   lead=_("Sẽ rút lại: %(day)s, %(text)s. Bản ghi cũ vẫn còn trong nhật ký.") % {"day": write_day(newest.day), "text": newest.text})


@staff_page(Right.CHANGE_UNITS)
def unit_cover(asking: Asking, unit_id: int) -> HttpResponse:
    """Cover an area from a day on."""
    unit = seen_unit(asking, unit_id)
    form = AreaForm(asking.request.POST or None, areas=unit_choices(queries.uncovered_areas(unit, asking.day)), initial={"on": asking.day})
    return act_page(asking, form, lambda: cover_area(asking.actor, organization_id=unit_id, area_id=int(form.cleaned_data["area"]),
                                                          on=form.cleaned_data["on"], decision=form.citation()),
                   unit=unit, title=_("Gắn %(name)s với địa bàn") % {"name": unit.name}, button=_("Gắn với địa bàn"),
                   lead=_("Chỉ các địa bàn chưa thuộc tổ chức nào vào ngày đang xem."))


@staff_page(Right.CHANGE_UNITS)
def unit_release(asking: Asking, unit_id: int) -> HttpResponse:
    """No longer cover an area from a day on."""
    unit = seen_unit(asking, unit_id)
    form = ReleaseForm(asking.request.POST or None, areas=unit_choices(queries.areas_of(unit_id, asking.day)), initial={"on": asking.day})
    return act_page(asking, form, lambda: release_area(asking.actor, organization_id=unit_id, area_id=int(form.cleaned_data["area"]),
                                                            on=form.cleaned_data["on"]),
                   unit=unit, title=_("Bỏ liên kết địa bàn của %(name)s") % {"name": unit.name}, button=_("Bỏ liên kết"), stop=True)
