"""Units as the public meets them: those of the territory, and a Party organisation once something of it is public. Answers are frozen rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import Coverage, Succession, UnitVersion
from kientoan.org.queries import areas_of, children_of, names_of, organizations_covering, successors, unit_on
from kientoan.publishing.models import Channel, Hotline, PublicEntry
from kientoan.rules.vntext import search_terms

MOST_UNITS = 40


@dataclass(frozen=True)
class UnitRow:
    """A unit in a list.

    Parameters:
        above: the names above it, the nearest first.
        is_public: whether it has a page.
    """

    unit_id: int
    name: str
    above: str = ""
    is_public: bool = True


@dataclass(frozen=True)
class UnitFace:
    """A unit on its own page.

    Parameters:
        name: today, or the last it had.
        chain: the units above it, the highest first.
        below: the units directly below it that the public may know of, in Vietnamese order.
        own: ids whose public things are shown on its page: its own, and of the Party organisation that covers it.
        ended_on: the day on which it ended; None while it stands.
        went_to: the units in which it lives on.
        area: of a Party organisation, the ids from the root down to the area that it covers; of a unit that ended, down to the first in which it lives on.
    """

    unit_id: int
    name: str
    chain: tuple[UnitRow, ...]
    below: tuple[UnitRow, ...]
    own: tuple[int, ...]
    ended_on: date | None = None
    went_to: tuple[UnitRow, ...] = ()
    area: tuple[int, ...] = ()

    @property
    def above(self) -> str:
        """The names above it, the nearest first, as an address is written."""
        return ", ".join(each.name for each in reversed(self.chain))

    @property
    def numbers(self) -> tuple[int, ...]:
        """Whose hotlines its people may call, the nearest last: the ids from the root down to it, of its area, and what else it shows as its own."""
        return (*(each.unit_id for each in self.chain), self.unit_id, *self.area, *self.own)


def no_such_unit() -> NotFound:
    """The answer for a unit of which nothing is public."""
    return NotFound(_("Không có trang của đơn vị này trên cổng. Tìm theo tên."))


def _is_public(unit_id: int) -> bool:
    return (PublicEntry.objects.filter(unit_number=unit_id).exists() or Hotline.objects.known().filter(unit=unit_id).exists()
            or Channel.objects.known().filter(unit=unit_id).exists())


def of_public() -> Q:
    """Units of the territory, and Party organisations of which something is public."""
    return (Q(tree=Tree.TERRITORY) | Q(unit__in=PublicEntry.objects.values("unit_number")))


def _rows(units: Sequence[UnitVersion], day: date) -> list[UnitRow]:
    names = names_of({each for unit in units for each in unit.chain[:-1]}, day)
    return [UnitRow(unit.unit_id, unit.name, ", ".join(names[each] for each in reversed(unit.chain[:-1]) if each in names)) for unit in units]


def face_of(unit_id: int, *, is_public: bool = False) -> UnitFace:
    """A unit for its public page; a fixed number of queries.

    Parameters:
        is_public: taken for public already, as a preview does.

    Raises:
        NotFound: for one of which the public may not know.
    """
    day = clock.today()
    unit = unit_on(unit_id, day)
    last = unit or tree.ever().filter(unit=unit_id).order_by("-valid_from").first()
    if last is None or last.valid_from > day or (last.tree != Tree.TERRITORY and not is_public and not _is_public(unit_id)):
        raise no_such_unit()
    names = names_of(last.chain[:-1], day)
    with_page = last.chain if last.tree == Tree.TERRITORY else set(PublicEntry.objects.filter(unit_number__in=last.chain).values_list("unit_number", flat=True))
    chain = tuple(UnitRow(each, names.get(each, ""), is_public=each in with_page) for each in last.chain[:-1])
    if unit is None:
        went_to = successors(unit_id, day)
        return UnitFace(unit_id, last.name, chain, (), (unit_id,), last.valid_to, tuple(_rows(went_to, day)), tuple(went_to[0].chain) if went_to else ())
    covering = organizations_covering([unit_id], day).get(unit_id) if unit.tree == Tree.TERRITORY else None
    below = tuple(UnitRow(each.unit_id, each.name) for each in children_of(unit_id, day).filter(of_public()))
    areas = areas_of(unit_id, day) if unit.tree != Tree.TERRITORY else []
    return UnitFace(unit_id, unit.name, chain, below, (unit_id, *([covering] if covering else [])), area=tuple(areas[0].chain) if areas else ())


def numbers_under(unit_id: int) -> list[int]:
    """The ids of what has published anything at or below a unit, of the Party organisations that cover any of it, and of what was merged into these; for lists; four queries."""
    day = clock.today()
    unit = unit_on(unit_id, day)
    if unit is None:
        return [unit_id]
    published, within = PublicEntry.objects.values("unit_number"), tree.below(unit, day).values("unit")
    covering = Coverage.objects.known().on(day).filter(area__in=within)
    before = Succession.objects.known().on(day).filter(Q(successor__in=within) | Q(successor__in=covering.values("organization")), predecessor__in=published)
    return [*within.filter(unit__in=published).values_list("unit", flat=True), *covering.filter(organization__in=published).values_list("organization", flat=True),
            *before.values_list("predecessor", flat=True)]


def heads() -> list[UnitRow]:
    """The units of the territory that stand at the top: normally one province, or the country; one query."""
    found = tree.versions(clock.today()).filter(tree=Tree.TERRITORY, depth=0).order_by("sort_key", "unit")
    return [UnitRow(each.unit_id, each.name) for each in found]


def below(unit_id: int) -> list[UnitRow]:
    """The units of the territory directly below one, in Vietnamese order; one query."""
    return [UnitRow(each.unit_id, each.name) for each in children_of(unit_id, clock.today()).filter(tree=Tree.TERRITORY)]


def found(query: str) -> list[UnitRow]:
    """Units whose name has every word of a search, with or without diacritics; at most ``MOST_UNITS``; three queries."""
    terms = search_terms(query)
    if not terms:
        return []
    day, named = clock.today(), Q()
    for term, exact in terms:
        named &= Q(**{"search_exact__contains" if exact else "search_plain__contains": term})
    units = tree.versions(day).filter(named, of_public()).order_by("depth", "sort_key", "unit")
    return _rows(list(units[:MOST_UNITS]), day)


def names_on(unit_ids: Collection[int]) -> dict[int, str]:
    """The names of units today, or the last they had; one query."""
    return names_of(unit_ids, clock.today())
