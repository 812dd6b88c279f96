"""What comes to stand under a unit: the namesakes that it meets there, and units that awaited a decision and were placed together.

A name is no identity (TN-07), and mergers bring namesakes together, so they are allowed and told of beforehand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kientoan.core.participants import Consequence, Fate
from kientoan.core.refusal import NotFound
from kientoan.org import queries, tree
from kientoan.org.models import Placement, UnitVersion
from kientoan.org.participants import item_of
from kientoan.org.plans import Reorganisation
from kientoan.rules.tree import Level, levels_above
from kientoan.rules.vntext import one_placement

CHUNK = 500
MOST_NAMED = 5


def _among(name: str, ids: Iterable[int], day: date) -> list[UnitVersion]:
    """The versions of a day that name one of ``ids`` in a field."""
    ordered = sorted(ids)
    return [version for start in range(0, len(ordered), CHUNK) for version in tree.versions(day).filter(**{f"{name}__in": ordered[start:start + CHUNK]})]


def namesakes(arriving: Mapping[int, int | str], day: date, *, ending: Collection[int] = (), renamed: Mapping[int, str] | None = None) -> list[Consequence]:
    """A warning that names the units which are going to bear one name, at one level, under one unit; none where there are no such.
    Those that stood together already are no news, unless they only awaited a decision there.

    Parameters:
        arriving: where each unit goes: the id of a standing unit, or the key of a new one.
        day: the first day there.
        ending: units that end that day.
        renamed: the new names of units that get one.
    """
    groups: defaultdict[tuple[int | str, str, str], list[UnitVersion]] = defaultdict(list)

    def put(version: UnitVersion, target: int | str) -> None:
        groups[target, version.level, one_placement((renamed or {}).get(version.unit_id, version.name))].append(version)

    for version in _among("unit", arriving, day):
        put(version, arriving[version.unit_id])
    for version in _among("parent", {target for target in arriving.values() if isinstance(target, int)}, day):
        if version.unit_id not in arriving and version.unit_id not in ending and not version.awaiting and version.parent_id is not None:
            put(version, version.parent_id)
    twins = sorted((group for group in groups.values() if len(group) > 1 and (
        len({version.parent_id for version in group}) > 1 or all(version.awaiting for version in group))), key=lambda group: group[0].sort_key)
    if not twins:
        return []
    named = [version for group in twins[:MOST_NAMED] for version in group]
    above = queries.names_of({version.parent_id for version in named if version.parent_id}, day)
    before = queries.stood_under_before([version.unit_id for version in named if version.awaiting], day)
    told = [_("“%(name)s” của %(above)s") % {
        "name": group[0].name, "above": ", ".join(before.get(version.unit_id) or above.get(version.parent_id or 0, "–") for version in group)}
        for group in twins[:MOST_NAMED]]
    if len(twins) > MOST_NAMED:
        told.append(_("và %(n)s tên khác") % {"n": len(twins) - MOST_NAMED})
    return [Consequence(Fate.WARNS, _("Sẽ trùng tên dưới một đơn vị: %(names)s. Vẫn làm được; đổi tên một bên nếu cần phân biệt.")
                        % {"names": "; ".join(told)}, len(twins))]


def namesakes_of(plan: Reorganisation) -> list[Consequence]:
    """``namesakes`` for everything that a reorganisation brings under another unit."""
    ending = {fold.unit_id for fold in plan.folds}
    whole = {fold.unit_id: fold.into[0] for fold in plan.folds if len(fold.into) == 1}
    arriving: dict[int, int | str] = {}
    for version in _among("parent", ending, plan.on):
        target = whole.get(version.parent_id or 0, plan.answers.get(item_of(version.unit_id)))
        if version.unit_id not in ending and not version.awaiting and target is not None:
            arriving[version.unit_id] = target
    arriving |= {move.unit_id: move.parent for move in plan.moves}
    return namesakes(arriving, plan.on, ending=ending, renamed={each.unit_id: each.name for each in plan.renewals})


def receivers(units: Sequence[UnitVersion], day: date) -> list[UnitVersion]:
    """The units under which every one of ``units`` of one tree may be placed, in Vietnamese order; none where their levels have no place in common."""
    levels = set.intersection(*({level.value for level in levels_above(Level(unit.level), day)} for unit in units))
    found = tree.versions(day).filter(tree=units[0].tree, level__in=levels, awaiting=False).exclude(tree.below_any(units))
    return list(found.order_by("sort_key", "unit"))


@dataclass(frozen=True)
class Placing:
    """Units that awaited a decision and were put under one unit by one act.

    Parameters:
        day: the first day there.
        parent_id: under which unit.
        unit_ids: which.
        decision: the paper cited; empty when none.
        recorded_at: the moment of the act.
        under: the receiving unit as it stood then.
        units: those that were placed, as they stood then, in Vietnamese order.
    """

    day: date
    parent_id: int
    unit_ids: tuple[int, ...]
    decision: str
    recorded_at: datetime
    under: UnitVersion | None
    units: tuple[UnitVersion, ...]


def placing(placement_id: str) -> Placing:
    """The act that put units out of waiting.

    Parameters:
        placement_id: the fact's id of any of their places.

    Raises:
        NotFound: when there is none, or it was taken back.
    """
    placed = Placement.objects.known().filter(awaiting=False)
    one = placed.filter(fact_id=placement_id).select_related("decision").first()
    # The act may have moved others too: only those that it put out of waiting were placed.
    ids = () if one is None else tuple(placed.filter(
        recorded_at=one.recorded_at, parent=one.parent_id, valid_from=one.valid_from,
        unit__in=Placement.objects.filter(superseded_at=one.recorded_at, awaiting=True).values("unit")).values_list("unit", flat=True))
    if one is None or one.unit_id not in ids:
        raise NotFound(_("Không có lần xếp này, hoặc đã rút lại."))
    standing = _among("unit", [*ids, one.parent_id], one.valid_from)
    return Placing(one.valid_from, one.parent_id, ids, str(one.decision or ""), one.recorded_at,
                   next((unit for unit in standing if unit.unit_id == one.parent_id), None),
                   tuple(sorted((unit for unit in standing if unit.unit_id in ids), key=lambda unit: (unit.sort_key, unit.unit_id))))


def place_of(unit_id: int) -> str:
    """The fact's id of a unit's newest place, by which the act that put it there is found; empty for a root."""
    newest = Placement.objects.known().filter(unit=unit_id).order_by("valid_from").last()
    return str(newest.fact_id) if newest else ""


def placed_with(unit_id: int, day: date) -> tuple[str, int] | None:
    """The act that put a unit out of waiting on a day: a place's fact id and how many it placed; None when it was placed alone, or by none."""
    place = place_of(unit_id)
    try:
        found = placing(place) if place else None
    except NotFound:
        return None
    return (place, len(found.unit_ids)) if found and found.day == day and len(found.unit_ids) > 1 else None
