"""What comes to stand under a unit by moves and mergers: the namesakes that it meets there.

A name is no identity (TN-07), and mergers bring namesakes together, so they are allowed and told of beforehand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from kientoan.core.participants import Consequence, Fate
from kientoan.org import queries, tree
from kientoan.org.models import UnitVersion
from kientoan.org.participants import item_of
from kientoan.org.plans import Reorganisation
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
