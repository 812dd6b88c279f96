"""The derived tree: rebuilt for what a change touches, asked by one equality.

`below` is the only code that names the ancestor columns, besides `rebuild`, which fills them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core import gates
from kientoan.core.operation import in_operation
from kientoan.core.refusal import Refusal, explained
from kientoan.org.models import OFFICIAL_CODE, Placement, Unit, UnitClass, UnitCode, UnitName, UnitVersion
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.tree import MAX_DEPTH, Level, refuse_place
from kientoan.rules.vntext import search_keys, sort_key

COLUMNS = tuple(f"a{depth}" for depth in range(MAX_DEPTH))


def versions(day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """Every unit that exists at the end of ``day``, as known at ``known_at`` (now when None)."""
    return known(known_at).filter(valid_from__lte=day, valid_to__gt=day)


def known(known_at: datetime | None) -> QuerySet[UnitVersion]:
    """Every version of every unit, as believed at ``known_at`` (now when None)."""
    if known_at is None:
        return UnitVersion.objects.filter(superseded_at=None)
    return UnitVersion.objects.filter(Q(superseded_at=None) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)


def below(unit: UnitVersion, day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """The unit itself and everything under it at the end of ``day``."""
    return versions(day, known_at).filter(**{COLUMNS[unit.depth]: unit.unit_id})


def below_any(units: Iterable[UnitVersion]) -> Q:
    """The condition that a version stands at or under one of ``units``."""
    condition = Q(pk__in=[])
    for unit in units:
        condition |= Q(**{COLUMNS[unit.depth]: unit.unit_id})
    return condition


def ever(known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """Every version of every unit as known at ``known_at``, whatever the days it holds for."""
    return known(known_at)


def between(units: Iterable[UnitVersion], first: date, second: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """Every version at or under one of ``units`` that stood at some time from the end of ``first`` to the end of ``second``.

    Parameters:
        units: the unit as it stood on each of the days, since what stands above it may have changed meanwhile.
    """
    return known(known_at).filter(below_any(units), valid_from__lte=second, valid_to__gt=first)


@dataclass(frozen=True)
class _Facts:
    """Every believed fact of some units, by unit."""

    names: dict[int, list[UnitName]]
    classes: dict[int, list[UnitClass]]
    places: dict[int, list[Placement]]
    codes: dict[int, list[UnitCode]]


def _by_unit(model: Any, ids: Collection[int], **wanted: Any) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        for fact in model.objects.known().filter(unit__in=ordered[start:start + 500], **wanted):
            found[fact.unit_id].append(fact)
    return found


def _on(facts: list[Any], day: date) -> Any:
    return next((fact for fact in facts if fact.valid_from <= day < fact.valid_to), None)


def _subtree_ever(ids: Collection[int]) -> set[int]:
    """``ids`` and every unit that stands below one of them on any day."""
    found, edge = set(ids), set(ids)
    while edge:
        ordered, edge = sorted(edge), set()
        for start in range(0, len(ordered), 500):
            children = Placement.objects.known().filter(parent__in=ordered[start:start + 500])
            edge |= set(children.values_list("unit_id", flat=True)) - found
        found |= edge
    return found


def _load(affected: set[int]) -> _Facts:
    places = _by_unit(Placement, affected)
    edge = {place.parent_id for each in places.values() for place in each} - affected
    above: set[int] = set()
    while edge:
        above |= edge
        more = _by_unit(Placement, edge)
        places |= more
        edge = {place.parent_id for each in more.values() for place in each} - affected - above
    everyone = affected | above
    return _Facts(_by_unit(UnitName, affected), _by_unit(UnitClass, everyone), places,
                  _by_unit(UnitCode, affected, scheme=OFFICIAL_CODE))


def _everyone_above(unit_id: int, facts: _Facts) -> set[int]:
    found, edge = {unit_id}, {unit_id}
    while edge:
        edge = {place.parent_id for each in edge for place in facts.places.get(each, [])} - found
        found |= edge
    return found


def _chain(unit_id: int, day: date, facts: _Facts, name: str) -> list[int]:
    """The ids from the root down to the unit on ``day``.

    Raises:
        Refusal: for a cycle, a place under a unit that does not exist that day, or a tree too deep.
    """
    chain, at = [unit_id], unit_id
    while place := _on(facts.places.get(at, []), day):
        at = place.parent_id
        if at in chain:
            raise Refusal(_("“%(name)s” sẽ nằm dưới chính nó. Chọn đơn vị cấp trên khác.") % {"name": name}, place="parent", rule="TN-11")
        if _on(facts.classes.get(at, []), day) is None:
            raise Refusal(_("Ngày %(day)s đơn vị cấp trên của “%(name)s” không có. Chọn ngày khác hoặc đơn vị cấp trên khác.")
                          % {"day": write_day(day), "name": name}, place="parent", rule="TN-11")
        chain.append(at)
    if len(chain) > MAX_DEPTH:
        raise Refusal(_("Cây sâu quá %(depth)s tầng. Chọn đơn vị cấp trên khác.") % {"depth": MAX_DEPTH}, place="parent")
    return chain[::-1]


def _segments(unit_id: int, facts: _Facts) -> list[dict[str, Any]]:
    """The version rows that the facts of a unit and of all above it give."""
    own = [*facts.names.get(unit_id, []), *facts.classes.get(unit_id, []), *facts.codes.get(unit_id, [])]
    above = [place for each in _everyone_above(unit_id, facts) for place in facts.places.get(each, [])]
    # The level of the unit above decides where this one may stand, so its changes are looked at too.
    levels = [each for place in facts.places.get(unit_id, []) for each in facts.classes.get(place.parent_id, [])]
    bounds = sorted({bound for fact in [*own, *above, *levels] for bound in (fact.valid_from, fact.valid_to)})
    found: list[dict[str, Any]] = []
    for start, end in pairwise(bounds):
        kind, name, code = (_on(each.get(unit_id, []), start) for each in (facts.classes, facts.names, facts.codes))
        if kind is None or name is None:
            continue
        chain = _chain(unit_id, start, facts, name.name)
        parent_level = Level(_on(facts.classes[chain[-2]], start).level) if len(chain) > 1 else None
        place = _on(facts.places.get(unit_id, []), start)
        if reason := refuse_place(Level(kind.level), parent_level, start, awaiting=place is not None and place.awaiting):
            raise Refusal(f"{name.name}: {explained(reason)}", place="parent", rule=reason.rule)
        plain, exact = search_keys(name.name)
        row = {
            "unit_id": unit_id, "tree": "", "level": kind.level, "kind": kind.kind, "name": name.name,
            "code": code.code if code else "", "parent_id": chain[-2] if len(chain) > 1 else None, "depth": len(chain) - 1,
            "awaiting": any(above.awaiting for each in chain[1:] if (above := _on(facts.places.get(each, []), start))),
            **dict(zip(COLUMNS, chain + [None] * (MAX_DEPTH - len(chain)), strict=True)),
            "sort_key": sort_key(name.name), "search_plain": plain[:300], "search_exact": exact[:300],
            "valid_from": start, "valid_to": end,
        }
        last = found[-1] if found else None
        if last and last["valid_to"] == start and all(last[key] == row[key] for key in row if key not in ("valid_from", "valid_to")):
            last["valid_to"] = end
        else:
            found.append(row)
    return found


def hold() -> None:
    """Let nobody else change the tree until this operation ends: one that moves a unit and one that establishes another
    below it would each derive versions without the other. A step of operations, called before they look at the tree."""
    in_operation()
    gates.hold("org.tree")


def rebuild(unit_ids: Collection[int]) -> int:
    """Derive anew the versions of ``unit_ids`` and everything below them; a step of operations.

    What is unchanged stays; what changed is superseded and written anew; nothing is deleted.

    Returns:
        how many versions were written.

    Raises:
        Refusal: when the facts make no tree: a cycle, a level where it cannot stand, a parent that is gone.
    """
    act = in_operation()
    affected = _subtree_ever(unit_ids)
    facts = _load(affected)
    trees: dict[int, str] = {}
    standing: defaultdict[int, list[UnitVersion]] = defaultdict(list)
    ordered = sorted(affected)
    for start in range(0, len(ordered), 500):
        part = ordered[start:start + 500]
        trees |= dict(Unit.objects.filter(pk__in=part).values_list("pk", "tree"))
        for version in UnitVersion.objects.filter(superseded_at=None, unit__in=part):
            standing[version.unit_id].append(version)
    gone: list[int] = []
    made: list[UnitVersion] = []
    for unit_id in ordered:
        wanted = _segments(unit_id, facts)
        for row in wanted:
            row["tree"] = trees[unit_id]
        kept: list[dict[str, Any]] = []
        for version in standing[unit_id]:
            same = next((row for row in wanted if all(getattr(version, key) == value for key, value in row.items())), None)
            if same is None:
                gone.append(version.pk)
            else:
                kept.append(same)
        made += [UnitVersion(recorded_at=act.at, **row) for row in wanted if row not in kept]
    for start in range(0, len(gone), 500):
        UnitVersion.objects.filter(pk__in=gone[start:start + 500]).update(superseded_at=act.at)
    UnitVersion.objects.bulk_create(made, batch_size=200)
    return len(made)


def tree_begins(known_at: datetime | None = None) -> date | None:
    """The first day on which any unit stands; None for an empty tree."""
    return known(known_at).order_by("valid_from").values_list("valid_from", flat=True).first()


def life(unit_id: int) -> tuple[date, date] | None:
    """The first day of a unit and the day from which it no longer is; None when it never was."""
    rows = UnitVersion.objects.filter(unit=unit_id, superseded_at=None).order_by("valid_from").values_list("valid_from", "valid_to")
    found = list(rows)
    return (found[0][0], found[-1][1]) if found else None


def lasts(end: date) -> bool:
    """Whether an end stands for none."""
    return end == OPEN_END
