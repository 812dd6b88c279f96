"""Questions about posts held together: how many cells and hamlets meet a model on a day, and each hamlet behind the number.

The counts are made by the database; the list is made in a fixed number of queries and judged by ``rules.concurrency``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kientoan.core.prepared import prepared
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import Coverage, UnitVersion
from kientoan.people.access import chunks
from kientoan.people.enums import PostKind
from kientoan.people.models import ConcurrencyTarget, Holding, Membership
from kientoan.people.queries import profiles_of
from kientoan.rules.concurrency import Hamlet, Model, Obstacle, Wanted, judge
from kientoan.rules.figures import Share


def areas_under(unit: UnitVersion, day: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """The areas of a Party organisation, or of all below it where it covers none itself."""
    covered = Coverage.objects.known(known_at).on(day).filter(organization=unit.unit_id).values("area")
    own = list(tree.versions(day, known_at).filter(unit__in=covered))
    if own:
        return own
    covering = Coverage.objects.known(known_at).on(day).filter(organization__in=tree.below(unit, day, known_at).values("unit").order_by())
    # Of the nation every province is covered: then nothing else needs to be looked at.
    roots = tree.versions(day, known_at).filter(parent=None, tree=Tree.TERRITORY)
    covered_roots = list(roots.filter(Exists(covering.filter(area=OuterRef("unit")))))
    if covered_roots and len(covered_roots) == roots.count():
        return covered_roots
    below = covering.values("area")
    found = list(tree.versions(day, known_at).filter(unit__in=below).order_by("depth"))
    ids = {version.unit_id for version in found}
    return [version for version in found if not ids & set(version.chain[:-1])]


def hamlets_under(unit: UnitVersion, day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """The hamlets in the areas of a Party organisation; a cell's are those it covers."""
    return tree.versions(day, known_at).filter(tree.below_any(areas_under(unit, day, known_at)), tree=Tree.TERRITORY, level=UnitLevel.HAMLET)


def pairs(unit: UnitVersion, day: date, known_at: datetime | None = None) -> QuerySet[Any]:
    """Which cell at or under an organisation covers which hamlet."""
    cells = tree.below(unit, day, known_at).filter(level=UnitLevel.CELL).values("unit").order_by()
    hamlets = tree.versions(day, known_at).filter(level=UnitLevel.HAMLET).values("unit").order_by()
    return Coverage.objects.known(known_at).on(day).filter(organization__in=cells, area__in=hamlets)


@dataclass(frozen=True)
class ChildNumbers:
    """What a model comes to under one of the units directly below: by the cells, and by the hamlets that they cover."""

    cells: Share
    hamlets: Share


def _held(prefix: str, kind: str, day: date, known_at: datetime | None) -> Q:
    """The condition that somebody holds a post of a kind at the unit that ``prefix`` leads to."""
    return Q(**{f"{prefix}posts__kind": kind}) & tree.standing(f"{prefix}posts__holdings__", day, known_at)


def _meeting(wanted: Wanted, hamlet: str, cell: str, day: date, known_at: datetime | None) -> Q:
    """The condition that a hamlet and its cell meet a model, as a join: a row for each way in which they do.

    Parameters:
        hamlet, cell: what leads to the unit of each from the row.
    """
    heads = _held(hamlet, PostKind.HAMLET_HEAD, day, known_at)
    person = f"{hamlet}posts__holdings__person"
    if wanted is Wanted.MEMBER:
        return heads & tree.standing(f"{person}__memberships__", day, known_at)
    return heads & _held(cell, wanted.value, day, known_at) & Q(**{f"{cell}posts__holdings__person": F(person)})


@prepared
def _pairs_by_child(depth: int, wanted: Wanted | None, *, unit: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    """By the unit directly below: cells and hamlets among the pairs, all or those that meet a model."""
    top, cell, hamlet = UnitVersion(unit_id=unit, depth=depth), "organization__versions__", "area__versions__"
    pairs = (tree.standing(cell, day, known_at) & tree.under(top, cell) & Q(**{f"{cell}level": UnitLevel.CELL})
             & tree.standing(hamlet, day, known_at) & Q(**{f"{hamlet}level": UnitLevel.HAMLET}))
    if wanted is not None:
        pairs &= _meeting(wanted, "area__", "organization__", day, known_at)
    found: QuerySet[Any, Any] = Coverage.objects.known(known_at).on(day).filter(pairs).order_by().values_list(tree.child_of(top, cell)).annotate(
        cells=Count("organization", distinct=True), areas=Count("area", distinct=True))
    return found


def by_child(model: Model, unit: UnitVersion, day: date, known_at: datetime | None = None) -> dict[int, ChildNumbers]:
    """The cells that cover a hamlet and those where the model is met, by the unit directly below (or itself, for a cell); the hamlets
    that these cells cover likewise. Two queries; agrees with ``hamlet_rows``."""
    total, met = ({under or unit.unit_id: numbers for under, *numbers in _pairs_by_child(unit.depth, wanted, unit=unit.unit_id, day=day, known_at=known_at)}
                  for wanted in (None, model.wanted))
    return {under: ChildNumbers(*(Share(done, of) for done, of in zip(met.get(under, (0, 0)), numbers, strict=True))) for under, numbers in total.items()}


def by_cell(model: Model, unit: UnitVersion, day: date, known_at: datetime | None = None) -> Share:
    """Cells that cover a hamlet where the model is met, of the cells that cover a hamlet; one query."""
    return added(each.cells for each in by_child(model, unit, day, known_at).values())


def added(shares: Iterable[Share]) -> Share:
    """The sum of shares of parts that have nothing in common."""
    found = list(shares)
    return Share(sum(share.numerator for share in found), sum(share.denominator for share in found))


def by_hamlet(model: Model, unit: UnitVersion, day: date, known_at: datetime | None = None) -> Share:
    """Hamlets where the model is met, of all hamlets, those without a cell included; three queries for an organisation that covers areas of one depth."""
    by_depth: defaultdict[int, list[int]] = defaultdict(list)
    for area in areas_under(unit, day, known_at):
        by_depth[area.depth].append(area.unit_id)
    counts = [[sum(count for count, in _hamlets(depth, wanted, units=units, day=day, known_at=known_at)) for depth, units in by_depth.items()]
              for wanted in (model.wanted, None)]
    return Share(*map(sum, counts))


@prepared
def _hamlets(depth: int, wanted: Wanted | None, *, units: list[int], day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    """How many hamlets stand at or under areas of one depth: all, or those that meet a model."""
    condition = tree.under_any([UnitVersion(unit_id=each, depth=depth) for each in units])
    if wanted is not None:
        condition &= _meeting(wanted, "unit__", "unit__covered_by__organization__", day, known_at)
        if wanted is not Wanted.MEMBER:
            condition &= tree.standing("unit__covered_by__", day, known_at)
    found = tree.versions(day, known_at).filter(condition, tree=Tree.TERRITORY, level=UnitLevel.HAMLET).order_by()
    return found.values("tree").annotate(hamlets=Count("unit", distinct=wanted is not None)).values_list("hamlets")


@dataclass(frozen=True)
class Seat:
    """A person in one of the two posts.

    Parameters:
        person_id, name: who.
        term_ends_on: when the term is over by plan: the next election.
        row_id: the holding's version.
    """

    person_id: int
    name: str
    term_ends_on: date | None
    row_id: int


@dataclass(frozen=True)
class HamletRow:
    """A hamlet behind the figure.

    Parameters:
        hamlet: as it stood.
        cell: the cell that covers it; None when none does.
        head: who heads it; None when vacant.
        holders: who holds the wanted post of the cell; empty for the model of membership.
        head_is_member: whether the head is a member of the Party.
        obstacle: the first thing in the way; NONE when the model is met.
        target_on, note: by when it is to be met, when that was decided.
        coverage_row, member_row: the versions of the cell's coverage and of the head's membership; 0 when there is none.
    """

    hamlet: UnitVersion
    cell: UnitVersion | None
    head: Seat | None
    holders: tuple[Seat, ...]
    head_is_member: bool
    obstacle: Obstacle
    target_on: date | None = None
    note: str = ""
    coverage_row: int = 0
    member_row: int = 0

    @property
    def met(self) -> bool:
        """Whether the model is met."""
        return self.obstacle is Obstacle.NONE

    @property
    def next_election(self) -> date | None:
        """The earlier of the two terms' ends."""
        ends = [seat.term_ends_on for seat in (self.head, *self.holders) if seat and seat.term_ends_on]
        return min(ends, default=None)


def _seats(kind: str, unit_ids: Iterable[int], day: date, known_at: datetime | None) -> dict[int, list[tuple[int, int, date | None]]]:
    """Who holds a kind of post at units: version, person and end of term, by unit."""
    found: defaultdict[int, list[tuple[int, int, date | None]]] = defaultdict(list)
    for part in chunks(unit_ids):
        for unit, pk, person, ends in Holding.objects.known(known_at).on(day).filter(post__kind=kind, post__unit__in=part).order_by(
                "seat").values_list("post__unit", "pk", "person", "term_ends_on"):
            found[unit].append((pk, person, ends))
    return found


def hamlet_rows(model: Model, unit: UnitVersion, day: date, known_at: datetime | None = None) -> list[HamletRow]:
    """Every hamlet in the areas of an organisation, judged; in Vietnamese order, a fixed number of queries for up to 500 hamlets."""
    return _judged(model, list(hamlets_under(unit, day, known_at).order_by("sort_key", "unit")), day, known_at)


def rows_behind(model: Model, unit: UnitVersion, day: date, known_at: datetime | None = None) -> list[tuple[HamletRow, bool]]:
    """Every hamlet behind either way of counting, each with whether it lies in the areas: ``hamlet_rows``, and the hamlets elsewhere
    that a cell at or under the organisation covers."""
    inside = set(hamlets_under(unit, day, known_at).values_list("unit", flat=True))
    covered = {area for _cell, area in pairs(unit, day, known_at).values_list("organization", "area")}
    hamlets = [version for part in chunks(inside | covered) for version in tree.versions(day, known_at).filter(unit__in=part)]
    return [(row, row.hamlet.unit_id in inside)
            for row in _judged(model, sorted(hamlets, key=lambda each: (each.sort_key, each.unit_id)), day, known_at)]


def _judged(model: Model, hamlets: list[UnitVersion], day: date, known_at: datetime | None) -> list[HamletRow]:
    ids = [hamlet.unit_id for hamlet in hamlets]
    covers = {area: (cell, pk) for part in chunks(ids) for area, cell, pk in
              Coverage.objects.known(known_at).on(day).filter(area__in=part).values_list("area", "organization", "pk")}
    cell_of = {area: cell for area, (cell, _pk) in covers.items()}
    cells = {version.unit_id: version for part in chunks(cell_of.values()) for version in tree.versions(day, known_at).filter(unit__in=part)}
    heads = _seats(PostKind.HAMLET_HEAD, ids, day, known_at)
    holders = {} if model.wanted is Wanted.MEMBER else _seats(model.wanted.value, cells, day, known_at)
    persons = {person for seats in (*heads.values(), *holders.values()) for _pk, person, _ends in seats}
    members = {person: pk for part in chunks(persons) for person, pk in
               Membership.objects.known(known_at).on(day).filter(person__in=part).values_list("person", "pk")}
    names = {person: profile.full_name for person, profile in profiles_of(persons, day, known_at).items()}
    targets = {target.hamlet_id: target for part in chunks(ids) for target in
               ConcurrencyTarget.objects.known(known_at).on(day).filter(hamlet__in=part, model=model.key)}

    def seats(of: list[tuple[int, int, date | None]]) -> tuple[Seat, ...]:
        return tuple(Seat(person, names.get(person, ""), ends, pk) for pk, person, ends in of)

    found: list[HamletRow] = []
    for hamlet in hamlets:
        cell = cells.get(cell_of.get(hamlet.unit_id, 0))
        head = next(iter(seats(heads.get(hamlet.unit_id, []))), None)
        held = seats(holders.get(cell.unit_id, [])) if cell else ()
        is_member = head is not None and head.person_id in members
        facts = Hamlet(head.person_id if head else None, is_member, cell.unit_id if cell else None, [seat.person_id for seat in held])
        target = targets.get(hamlet.unit_id)
        found.append(HamletRow(hamlet, cell, head, held, is_member, judge(model, facts), target.due_on if target else None, target.note if target else "",
                               covers[hamlet.unit_id][1] if cell else 0, members.get(head.person_id, 0) if head else 0))
    return found
