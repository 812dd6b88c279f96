"""The derived tree: rebuilt for what a change touches, asked by one equality.

Only this module names the ancestor columns: `below` and its kin ask by them, `rebuild` and `follow_move` fill them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core import gates
from kientoan.core.operation import in_operation
from kientoan.core.prepared import fields_of, instances
from kientoan.core.refusal import Refusal, explained
from kientoan.org.models import OFFICIAL_CODE, Placement, Unit, UnitClass, UnitCode, UnitName, UnitVersion
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.tree import MAX_DEPTH, Level, refuse_place
from kientoan.rules.vntext import search_keys, sort_key

COLUMNS = tuple(f"a{depth}" for depth in range(MAX_DEPTH))
DERIVED = ("unit_id", "tree", "level", "kind", "name", "code", "parent_id", "awaiting", "depth", *COLUMNS, "valid_from", "valid_to")
"""What a version is derived to; its keys for sorting and searching follow from the name."""

FIELDS = tuple(name for name in fields_of(UnitVersion) if name not in ("recorded_at", "superseded_at", "search_plain", "search_exact"))
"""The columns that ``read`` makes a version of."""


def read(rows: Iterable[Sequence[Any]]) -> list[UnitVersion]:
    """The versions that rows of ``FIELDS`` tell of."""
    return instances(UnitVersion, FIELDS, rows)


def versions(day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """Every unit that exists at the end of ``day``, as known at ``known_at`` (now when None)."""
    return UnitVersion.objects.filter(standing("", day, known_at))


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
    return under_any(units)


def standing(prefix: str, day: date, known_at: datetime | None = None) -> Q:
    """``versions`` as a condition on rows that lead to versions by ``prefix``, such as ``unit__versions__``: for counts that join.

    All conditions on one way to the versions belong into one ``filter``.
    """
    if known_at is None:
        return Q(**{f"{prefix}superseded_at": None, f"{prefix}valid_from__lte": day, f"{prefix}valid_to__gt": day})
    on = Q(**{f"{prefix}valid_from__lte": day, f"{prefix}valid_to__gt": day})
    return on & (Q(**{f"{prefix}superseded_at": None}) | Q(**{f"{prefix}superseded_at__gt": known_at})) & Q(**{f"{prefix}recorded_at__lte": known_at})


def under(unit: UnitVersion, prefix: str = "") -> Q:
    """The condition that a version stands at or under a unit."""
    return Q(**{f"{prefix}{COLUMNS[unit.depth]}": unit.unit_id})


def under_any(units: Iterable[UnitVersion], prefix: str = "") -> Q:
    """The condition that a version stands at or under one of ``units``; units of one depth are asked for together."""
    by_depth: defaultdict[int, list[int]] = defaultdict(list)
    for unit in units:
        by_depth[unit.depth].append(unit.unit_id)
    condition = Q(pk__in=[])
    for depth, ids in by_depth.items():
        condition |= Q(**{f"{prefix}{COLUMNS[depth]}__in": ids}) if len(ids) > 1 else Q(**{f"{prefix}{COLUMNS[depth]}": ids[0]})
    return condition


def child_of(unit: UnitVersion, prefix: str = "") -> str:
    """The field that tells under which unit directly below ``unit`` a version stands; it is empty for the unit itself."""
    return prefix + COLUMNS[min(unit.depth + 1, MAX_DEPTH - 1)]


Stretch = tuple[Any, ...]
"""A fact as rebuilding needs it: first day, day on which it no longer holds, what it says."""


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
    """Every believed fact of some units, by unit; and what was found of their parents on the way.

    Parameters:
        names: name; classes: level and kind; places: parent's id, whether awaiting a decision; codes: code.
        above: bounds of the places of a unit and of everyone above it.
        chains: the ids from the root down to a unit on a day.
    """

    names: dict[int, list[Stretch]]
    classes: dict[int, list[Stretch]]
    places: dict[int, list[Stretch]]
    codes: dict[int, list[Stretch]]
    above: dict[int, set[date]] = field(default_factory=dict)
    chains: dict[tuple[int, date], list[int]] = field(default_factory=dict)


def _by_unit(model: Any, ids: Collection[int], *says: str, **wanted: Any) -> dict[int, list[Stretch]]:
    found: defaultdict[int, list[Stretch]] = defaultdict(list)
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        facts = model.objects.known().filter(unit__in=ordered[start:start + 500], **wanted)
        for unit_id, *stretch in facts.values_list("unit_id", "valid_from", "valid_to", *says):
            found[unit_id].append(tuple(stretch))
    return found


def _on(facts: list[Stretch], day: date) -> Stretch | None:
    for fact in facts:
        if fact[0] <= day < fact[1]:
            return fact
    return None


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
    says = "parent_id", "awaiting"
    places = _by_unit(Placement, affected, *says)
    edge = {place[2] for each in places.values() for place in each} - affected
    above: set[int] = set()
    while edge:
        above |= edge
        more = _by_unit(Placement, edge, *says)
        places |= more
        edge = {place[2] for each in more.values() for place in each} - affected - above
    return _Facts(_by_unit(UnitName, affected, "name"), _by_unit(UnitClass, affected | above, "level", "kind"), places,
                  _by_unit(UnitCode, affected, "code", scheme=OFFICIAL_CODE))


def _bounds_above(unit_id: int, facts: _Facts) -> set[date]:
    """The days on which a place of a unit, or of anyone ever above it, begins or ends; found once for each parent."""
    known = facts.above.get(unit_id)
    if known is None:
        found, edge = {unit_id}, {unit_id}
        while edge:
            edge = {place[2] for each in edge for place in facts.places.get(each, ())} - found
            found |= edge
        known = facts.above[unit_id] = {bound for each in found for place in facts.places.get(each, ()) for bound in place[:2]}
    return known


def _chain(unit_id: int, day: date, facts: _Facts, name: str) -> list[int]:
    """The ids from the root down to the unit on ``day``.

    Raises:
        Refusal: for a cycle, a place under a unit that does not exist that day, or a tree too deep.
    """
    climbed, at, top = [unit_id], unit_id, list[int]()
    while place := _on(facts.places.get(at, []), day):
        at = place[2]
        if at in climbed:
            raise Refusal(_("“%(name)s” sẽ nằm dưới chính nó. Chọn đơn vị cấp trên khác.") % {"name": name}, place="parent", rule="TN-11")
        if _on(facts.classes.get(at, []), day) is None:
            raise Refusal(_("Ngày %(day)s đơn vị cấp trên của “%(name)s” không có. Chọn ngày khác hoặc đơn vị cấp trên khác.")
                          % {"day": write_day(day), "name": name}, place="parent", rule="TN-11")
        if (known := facts.chains.get((at, day))) is not None and unit_id not in known:
            top = known
            break
        climbed.append(at)
    chain = [*top, *reversed(climbed)]
    if len(chain) > MAX_DEPTH:
        raise Refusal(_("Cây sâu quá %(depth)s tầng. Chọn đơn vị cấp trên khác.") % {"depth": MAX_DEPTH}, place="parent")
    for length in range(len(top) + 1, len(chain)):
        facts.chains[chain[length - 1], day] = chain[:length]
    return chain


def _segments(unit_id: int, tree: str, facts: _Facts) -> list[Stretch]:
    """The versions, as ``DERIVED`` lists their fields, that the facts of a unit and of all above it give."""
    names, classes, places, codes = (each.get(unit_id, []) for each in (facts.names, facts.classes, facts.places, facts.codes))
    bounds = {bound for each in (names, classes, places, codes) for fact in each for bound in fact[:2]}
    for parent in {place[2] for place in places}:
        # The level of the unit above decides where this one may stand, so its changes are looked at too.
        bounds |= _bounds_above(parent, facts) | {bound for each in facts.classes.get(parent, ()) for bound in each[:2]}
    found: list[Stretch] = []
    for start, end in pairwise(sorted(bounds)):
        kind, name, code = _on(classes, start), _on(names, start), _on(codes, start)
        if kind is None or name is None:
            continue
        chain = _chain(unit_id, start, facts, name[2])
        above = _on(facts.classes[chain[-2]], start) if len(chain) > 1 else None
        place = _on(places, start)
        if reason := refuse_place(Level(kind[2]), Level(above[2]) if above else None, start, awaiting=place is not None and place[3]):
            raise Refusal(f"{name[2]}: {explained(reason)}", place="parent", rule=reason.rule)
        awaiting = any(waits[3] for each in chain[1:] if (waits := _on(facts.places.get(each, []), start)))
        row = (unit_id, tree, kind[2], kind[3], name[2], code[2] if code else "", chain[-2] if len(chain) > 1 else None, awaiting, len(chain) - 1,
               *chain, *[None] * (MAX_DEPTH - len(chain)))
        if found and found[-1][:-2] == row and found[-1][-1] == start:
            found[-1] = (*row, found[-1][-2], end)
        else:
            found.append((*row, start, end))
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
    standing: dict[Stretch, int] = {}
    ordered = sorted(affected)
    for start in range(0, len(ordered), 500):
        part = ordered[start:start + 500]
        trees |= dict(Unit.objects.filter(pk__in=part).values_list("pk", "tree"))
        for pk, *version in UnitVersion.objects.filter(superseded_at=None, unit__in=part).values_list("pk", *DERIVED):
            standing[tuple(version)] = pk
    made: list[UnitVersion] = []
    for unit_id in ordered:
        for row in _segments(unit_id, trees[unit_id], facts):
            if standing.pop(row, None) is None:
                fields = dict(zip(DERIVED, row, strict=True))
                plain, exact = search_keys(fields["name"])
                made.append(UnitVersion(recorded_at=act.at, sort_key=sort_key(fields["name"]), search_plain=plain[:300], search_exact=exact[:300], **fields))
    gone = list(standing.values())
    for start in range(0, len(gone), 500):
        UnitVersion.objects.filter(pk__in=gone[start:start + 500]).update(superseded_at=act.at)
    UnitVersion.objects.bulk_create(made, batch_size=200)
    return len(made)


def follow_move(unit: UnitVersion, parent: UnitVersion, on: date) -> int:
    """Derive the versions after a unit was put under another from a day on; a step of operations.

    Where nothing else happens to the subtree or above it after that day, which is how moves mostly are, the database itself closes
    every version and writes the next, with the new ids above and all else as it was; otherwise they are derived anew by ``rebuild``.

    Parameters:
        unit: as it stood on the day, before the move.
        parent: as it stands on the day.

    Returns:
        how many versions were written.

    Raises:
        Refusal: as ``rebuild`` does.
    """
    act = in_operation()
    shift = parent.depth + 1 - unit.depth
    rows = UnitVersion.objects.filter(below_any([unit]), superseded_at=None, valid_to__gt=on)
    found = list(rows.values_list("pk", "depth", "valid_from", "valid_to", "awaiting"))
    simple = parent.valid_to == OPEN_END and not parent.awaiting and all(
        starts <= on and ends == OPEN_END and not waits and depth + shift < MAX_DEPTH for _pk, depth, starts, ends, waits in found)
    if not simple or unit.unit_id in parent.chain or refuse_place(Level(unit.level), Level(parent.level), on) is not None:
        return rebuild([unit.unit_id])
    names = [str(column.column) for column in UnitVersion._meta.concrete_fields if not column.primary_key]
    changed = {"valid_from": "%(on)s", "recorded_at": "%(at)s", "superseded_at": "NULL", "depth": f"depth + {shift}",
               "parent_id": "CASE WHEN unit_id = %(unit)s THEN %(parent)s ELSE parent_id END"}
    for depth, name in enumerate(COLUMNS):
        changed[name] = str(parent.chain[depth]) if depth <= parent.depth else COLUMNS[depth - shift] if depth - shift < MAX_DEPTH else "NULL"
    closed = {"valid_to": "%(on)s", "recorded_at": "%(at)s", "superseded_at": "NULL"}
    values = {"on": connection.ops.adapt_datefield_value(on), "at": connection.ops.adapt_datetimefield_value(act.at), "unit": unit.unit_id,
              "parent": parent.unit_id}
    ids = [pk for pk, *_rest in found]
    written = 0
    with connection.cursor() as cursor:
        for start in range(0, len(ids), 500):
            part = ids[start:start + 500]
            UnitVersion.objects.filter(pk__in=part).update(superseded_at=act.at)
            listed = ", ".join(map(str, part))
            for instead, which in ((closed, "AND valid_from < %(on)s"), (changed, "")):
                cursor.execute(f"INSERT INTO org_unitversion ({', '.join(names)}) SELECT {', '.join(instead.get(name, name) for name in names)} "
                               f"FROM org_unitversion WHERE id IN ({listed}) {which}", values)
                written += cursor.rowcount
    return written


def tree_begins(known_at: datetime | None = None) -> date | None:
    """The first day on which any unit stands; None for an empty tree. No unit stands before the one above it, so the roots tell."""
    return known(known_at).filter(parent=None).order_by("valid_from").values_list("valid_from", flat=True).first()


def life(unit_id: int) -> tuple[date, date] | None:
    """The first day of a unit and the day from which it no longer is; None when it never was."""
    rows = UnitVersion.objects.filter(unit=unit_id, superseded_at=None).order_by("valid_from").values_list("valid_from", "valid_to")
    found = list(rows)
    return (found[0][0], found[-1][1]) if found else None


def lasts(end: date) -> bool:
    """Whether an end stands for none."""
    return end == OPEN_END
