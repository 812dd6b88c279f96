"""Questions about units as they stand on a day: one, those above and below, search, pages of lists."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.prepared import prepared
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import access, tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import Coverage, Succession, UnitVersion
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.tree import Level, levels_above
from kientoan.rules.vntext import search_terms


def refuse_day(day: date, *, today: date) -> None:
    """Refuse a day that no figure can be asked for.

    Raises:
        Refusal: for a day before the tree begins, or one that has not come.
    """
    begins = tree.tree_begins()
    if begins is None:
        raise Refusal(_("Cây tổ chức còn trống. Nhập địa bàn trước: kientoan import territory TỆP --on NGÀY."), place="day")
    if day < begins:
        raise Refusal(_("Ngày %(day)s trước khi cây tổ chức bắt đầu (%(begins)s). Chọn ngày %(begins)s hoặc sau đó.")
                      % {"day": write_day(day), "begins": write_day(begins)}, place="day")
    if day > today:
        raise Refusal(_("Ngày %(day)s chưa tới. Chọn hôm nay (%(today)s) hoặc trước đó.")
                      % {"day": write_day(day), "today": write_day(today)}, place="day")


@prepared
def _unit_on(*, unit: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return tree.versions(day, known_at).filter(unit=unit).values_list(*tree.FIELDS)


@prepared
def _area_with_code(*, code: str, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return tree.versions(day, known_at).filter(code=code, tree=Tree.TERRITORY).values_list(*tree.FIELDS)


@prepared
def _covering(*, area: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    covering = Coverage.objects.known(known_at).on(day).filter(area=area).values("organization")
    return tree.versions(day, known_at).filter(unit__in=covering).values_list(*tree.FIELDS)


@prepared
def _covered(*, organization: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    covered = Coverage.objects.known(known_at).on(day).filter(organization=organization).values("area")
    return tree.versions(day, known_at).filter(unit__in=covered).order_by("sort_key").values_list(*tree.FIELDS)


def unit_on(unit_id: int, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The unit as it stood on ``day``; None when it did not."""
    return next(iter(tree.read(_unit_on(unit=unit_id, day=day, known_at=known_at))), None)


def standing_unit(unit_id: int, day: date, place: str = "on") -> UnitVersion:
    """The unit as it stood on ``day``, for an act that needs one.

    Parameters:
        place: the field that names the day.

    Raises:
        Refusal: when it did not.
    """
    unit = unit_on(unit_id, day)
    if unit is None:
        raise Refusal(_("Ngày %(day)s không có đơn vị này. Chọn ngày khác.") % {"day": write_day(day)}, place=place)
    return unit


def area_with_code(code: str, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The unit that bore an official code on ``day``; None when none did."""
    return next(iter(tree.read(_area_with_code(code=code, day=day, known_at=known_at))), None)


def no_such_unit() -> NotFound:
    """The refusal for a unit that is not there, or that the asker may not know of: one sentence for both."""
    return NotFound(_("Không có đơn vị này, hoặc đơn vị nằm ngoài phạm vi được xem."))


def seen_unit(actor: Actor, unit_id: int, day: date, known_at: datetime | None = None) -> UnitVersion:
    """The unit as it stood on ``day``, if ``actor`` may know of it.

    Raises:
        NotFound: when it was not there that day, or may not be known.
    """
    unit = unit_on(unit_id, day, known_at)
    if unit is None or not access.may_see(actor, unit, day):
        raise no_such_unit()
    return unit


def refuse_unseen(actor: Actor, unit_ids: Iterable[int], day: date) -> None:
    """Refuse an act on units that ``actor`` may not know of, on ``day`` or, where they do not stand then, when they last stood.

    Raises:
        NotFound: when one is not there at all, or may not be known.
    """
    wanted = set(unit_ids)
    newest: dict[int, UnitVersion] = {}
    for part in (sorted(wanted)[start:start + 500] for start in range(0, len(wanted), 500)):
        newest |= {version.unit_id: version for version in UnitVersion.objects.filter(superseded_at=None, unit__in=part).order_by("valid_from")}
        newest |= {version.unit_id: version for version in tree.versions(day).filter(unit__in=part)}
    for unit_id in wanted:
        version = newest.get(unit_id)
        if version is None or not access.may_see(actor, version, day if version.valid_from <= day < version.valid_to else version.valid_from):
            raise no_such_unit()


def unit_with_code(code: str, day: date, known_at: datetime | None = None) -> UnitVersion:
    """The unit that bore an official code on ``day``.

    Raises:
        NotFound: when none did, saying when one does.
    """
    found = area_with_code(code, day, known_at)
    if found is not None:
        return found
    bearers = list(UnitVersion.objects.filter(superseded_at=None, code=code, tree=Tree.TERRITORY).order_by("valid_from"))
    if not bearers:
        raise NotFound(_("Không có đơn vị nào mang mã %(code)s. Xem lại mã, gõ đủ cả số 0 ở đầu.") % {"code": code}, place="unit")
    before = [version for version in bearers if version.valid_to <= day]
    if not before:
        raise NotFound(_("Ngày %(day)s không có đơn vị mang mã %(code)s; mã này là của %(name)s từ ngày %(start)s. Chọn ngày đó hoặc sau.")
                       % {"day": write_day(day), "code": code, "name": bearers[0].name, "start": write_day(bearers[0].valid_from)}, place="unit")
    last = before[-1]
    now = ", ".join(f"{each.name} ({each.code})" for each in successors(last.unit_id, day))
    raise NotFound((_("Ngày %(day)s không có đơn vị mang mã %(code)s; mã này là của %(name)s đến trước ngày %(end)s. Chọn ngày trước đó.") if not now else
                    _("Ngày %(day)s không có đơn vị mang mã %(code)s; %(name)s đã nhập hoặc chia vào %(now)s ngày %(end)s. Hỏi đơn vị đó, hoặc chọn ngày trước."))
                   % {"day": write_day(day), "code": code, "name": last.name, "end": write_day(last.valid_to), "now": now}, place="unit")


def successors(unit_id: int, day: date) -> list[UnitVersion]:
    """The units in which one lives on, as they stand on ``day``; none when it was dissolved."""
    into = Succession.objects.known().on(day).filter(predecessor=unit_id).values("successor")
    return list(tree.versions(day).filter(unit__in=into).order_by("sort_key", "unit"))


def organization_of(area_id: int, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The Party organisation that covers an area on ``day``."""
    return next(iter(tree.read(_covering(area=area_id, day=day, known_at=known_at))), None)


def areas_of(organization_id: int, day: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """The areas that an organisation covers on ``day``, in Vietnamese order."""
    return tree.read(_covered(organization=organization_id, day=day, known_at=known_at))


def codes_of_areas(organization_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, str]:
    """The official code of the area that each organisation covers; those that cover none or several are left out."""
    wanted = list(organization_ids)
    return _one_code_each(_codes(organizations=wanted, day=day, known_at=known_at))


@prepared
def _codes(*, organizations: list[int], day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return Coverage.objects.known(known_at).on(day).filter(
        tree.standing("area__versions__", day, known_at), organization__in=organizations).values_list("organization", "area__versions__code")


@prepared
def _codes_below(*, parent: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    below = tree.versions(day, known_at).filter(parent=parent).values("unit")
    return Coverage.objects.known(known_at).on(day).filter(
        tree.standing("area__versions__", day, known_at), organization__in=below).values_list("organization", "area__versions__code")


@prepared
def _names_below(*, parent: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return tree.versions(day, known_at).filter(parent=parent).values_list("unit", "sort_key", "name")


def _one_code_each(rows: Iterable[tuple[int, str]]) -> dict[int, str]:
    codes: dict[int, list[str]] = {}
    for organization, code in rows:
        codes.setdefault(organization, []).append(code)
    return {organization: each[0] for organization, each in codes.items() if len(each) == 1 and each[0]}


@dataclass(frozen=True)
class Label:
    """What a line about a unit says of it, and where it goes."""

    sort_key: str
    name: str
    code: str


def labels_below(organization: UnitVersion, day: date, known_at: datetime | None = None) -> dict[int, Label]:
    """An organisation and those directly below it, each with the code of the area it covers (``codes_of_areas``); three short queries."""
    unit = organization.unit_id
    rows = [(unit, organization.sort_key, organization.name), *_names_below(parent=unit, day=day, known_at=known_at)]
    codes = codes_of_areas([unit], day, known_at) | _one_code_each(_codes_below(parent=unit, day=day, known_at=known_at))
    return {unit_id: Label(key, name, codes.get(unit_id, "")) for unit_id, key, name in rows}


def children_of(unit_id: int, day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """The units directly below, in Vietnamese order."""
    return tree.versions(day, known_at).filter(parent=unit_id).order_by("sort_key", "unit")


def chain_of(unit: UnitVersion, day: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """The units from the root down to, and without, ``unit``."""
    return sorted(tree.versions(day, known_at).filter(unit__in=unit.chain[:-1]), key=lambda each: each.depth)


def roots(day: date) -> list[UnitVersion]:
    """The units with none above them, territory first."""
    return sorted(tree.versions(day).filter(depth=0), key=lambda each: (each.tree != Tree.TERRITORY, each.sort_key))


def top_organization(day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The provincial Party organisation: where the board of this installation begins."""
    return tree.versions(day, known_at).filter(level=UnitLevel.PROVINCIAL).order_by("unit").first()


@dataclass(frozen=True)
class Counts:
    """How many units stand at or under a unit; absent levels and kinds are not listed.

    Parameters:
        by_level, by_kind: of the units that have their place.
        awaiting: by level, of those that stand there only until a person places them, with what is below them; counted apart.
    """

    by_level: dict[str, int]
    by_kind: dict[str, int]
    awaiting: dict[str, int]


@prepared
def _counts_below(depth: int, *, unit: int, day: date, known_at: datetime | None) -> QuerySet[Any, Any]:
    return tree.versions(day, known_at).filter(tree.under(UnitVersion(unit_id=unit, depth=depth))).order_by().values_list(
        "level", "kind", "awaiting").annotate(Count("pk"))


def counts_below(unit: UnitVersion, day: date, known_at: datetime | None = None) -> Counts:
    """Count the units at or under one, by level and by kind; one query."""
    found = Counts({}, {}, {})
    for level, kind, awaiting, count in _counts_below(unit.depth, unit=unit.unit_id, day=day, known_at=known_at):
        if awaiting and not unit.awaiting:
            found.awaiting[level] = found.awaiting.get(level, 0) + count
            continue
        found.by_level[level] = found.by_level.get(level, 0) + count
        found.by_kind[kind] = found.by_kind.get(kind, 0) + count
    return found


def search(actor: Actor, query: str, day: date, *, limit: int = 50) -> list[UnitVersion]:
    """Units whose name has every word of ``query`` at the start of a word, or whose code is it."""
    if not (terms := search_terms(query)) or (tops := access.tops_of(actor, day)) is None:
        return []
    words, exact = [term for term, _exact in terms], tuple(is_exact for _term, is_exact in terms)
    return tree.read(_search(exact, limit, words=words, code=query.strip(), day=day, **tops))


@prepared
def _search(exact: tuple[bool, ...], limit: int, *, words: list[str], code: str, day: date, **tops: list[int]) -> QuerySet[Any, Any]:
    found = tree.versions(day).filter(access.seen_from(tops)).filter(_named(exact, words) | Q(code=code)).order_by("tree", "sort_key", "unit")
    # Thousands may bear a word: what is sorted is their ids, and only those that are shown are read whole.
    return UnitVersion.objects.filter(pk__in=found.values("pk")[:limit]).order_by("tree", "sort_key", "unit").values_list(*tree.FIELDS)


def _named(exact: Sequence[bool], words: Sequence[str]) -> Q:
    """The condition that a unit's name has every word; the words may be more than there are, the last again and again."""
    named = Q()
    for is_exact, word in zip(exact, words, strict=False):
        named &= Q(**{"search_exact__contains" if is_exact else "search_plain__contains": word})
    return named


def called(query: str) -> Q:
    """The condition that a unit's name has every word of ``query``, or that its code is it."""
    terms = search_terms(query)
    return _named([exact for _term, exact in terms], [term for term, _exact in terms]) | Q(code=query.strip()) if terms else Q(pk__in=[])


@dataclass(frozen=True)
class Spot:
    """A place in the order of the list of units, after which a page goes on."""

    tree: str
    sort_key: str
    unit_id: int


@dataclass(frozen=True)
class UnitPage:
    """A page of a list of units.

    Parameters:
        units: in the order of tree, name and identity.
        after: where the next page goes on; None at the end.
        hidden: how many units of the whole list the asker may not see.
    """

    units: tuple[UnitVersion, ...]
    after: Spot | None
    hidden: int = 0


def page_of_units(actor: Actor, day: date, *, known_at: datetime | None = None, query: str = "", of_tree: str = "", levels: Collection[str] = (),
                  under: UnitVersion | None = None, parent_id: int | None = None, after: Spot | None = None, limit: int = 100,
                  count_hidden: bool = False) -> UnitPage:
    """A page of the units that ``actor`` may see, as they stood on ``day``; the rows before it are not read again.

    Parameters:
        query: words of the name, or the code; empty for all.
        of_tree, levels: only of these; empty for all.
        under: only at or under this unit.
        parent_id: only directly below this unit.
        after: where the page before ended.
        limit: how many at most.
        count_hidden: whether to count what the asker may not see.
    """
    asked = tree.below(under, day, known_at) if under else tree.versions(day, known_at)
    if query:
        asked = asked.filter(called(query))
    if of_tree:
        asked = asked.filter(tree=of_tree)
    if levels:
        asked = asked.filter(level__in=levels)
    if parent_id is not None:
        asked = asked.filter(parent=parent_id)
    seen = access.visible_to(actor, asked, day)
    hidden = asked.count() - seen.count() if count_hidden else 0
    if after is not None:
        seen = seen.filter(Q(tree__gt=after.tree) | Q(tree=after.tree, sort_key__gt=after.sort_key)
                           | Q(tree=after.tree, sort_key=after.sort_key, unit__gt=after.unit_id))
    found = list(seen.order_by("tree", "sort_key", "unit")[:limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return UnitPage(tuple(found[:limit]), Spot(last.tree, last.sort_key, last.unit_id) if last else None, hidden)


def names_above(unit_ids: Collection[int], day: date) -> dict[int, str]:
    """The name of the unit above each of a few units, on a day; two queries."""
    above = dict(tree.versions(day).filter(unit__in=unit_ids).values_list("unit", "parent"))
    names = dict(tree.versions(day).filter(unit__in=set(above.values()) - {None}).values_list("unit", "name"))
    return {unit_id: names.get(parent_id, "") for unit_id, parent_id in above.items()}


@prepared
def _names(*, units: list[int], day: date) -> QuerySet[Any, Any]:
    return tree.versions(day).filter(unit__in=units).values_list("unit", "name")


def names_of_chains(units: Iterable[UnitVersion], day: date) -> dict[int, str]:
    """For every parent of ``units``, the names above, from the parent up, in one query."""
    above = {unit.parent_id: unit for unit in units if unit.parent_id}  # hundreds of units have a few parents
    names = dict(_names(units=sorted({unit_id for unit in above.values() for unit_id in unit.chain[:-1]}), day=day))
    return {parent_id: ", ".join(names.get(unit_id, "") for unit_id in reversed(unit.chain[1:-1] or unit.chain[:-1]))
            for parent_id, unit in above.items()}


def possible_parents(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The units under which ``unit`` may be moved: of a level that may stand above it, outside its own subtree."""
    levels = [level.value for level in levels_above(Level(unit.level), day)]
    found = tree.versions(day).filter(tree=unit.tree, level__in=levels).exclude(tree.below_any([unit]))
    return list(found.exclude(unit=unit.parent_id).order_by("sort_key", "unit"))


def uncovered_areas(organization: UnitVersion, day: date) -> list[UnitVersion]:
    """Areas that no organisation covers and that one of this level could: hamlets of its commune for a cell."""
    level = {UnitLevel.PROVINCIAL: UnitLevel.PROVINCE, UnitLevel.SUPERIOR: UnitLevel.DISTRICT, UnitLevel.GRASSROOTS: UnitLevel.COMMUNE,
             UnitLevel.CELL: UnitLevel.HAMLET}.get(UnitLevel(organization.level))
    if level is None:
        return []
    covered = Coverage.objects.known().on(day).values("area")
    found = tree.versions(day).filter(tree=Tree.TERRITORY, level=level).exclude(unit__in=covered)
    above = areas_of(organization.parent_id, day) if organization.parent_id else []
    if above:
        found = found.filter(tree.below_any(above))
    return list(found.order_by("sort_key", "unit"))


def names_of(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """The names of units on a day; the last known one for those that are no more."""
    wanted = set(unit_ids)
    found: dict[int, str] = {}
    for unit_id, name, start in UnitVersion.objects.filter(superseded_at=None, unit__in=wanted).order_by("valid_from").values_list("unit", "name", "valid_from"):
        if start <= day or unit_id not in found:
            found[unit_id] = name
    return found


def communes_below(organization: UnitVersion, day: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """The communes at or under the areas that an organisation covers, in Vietnamese order."""
    covered = Coverage.objects.known(known_at).on(day).filter(organization=organization.unit_id).values("area")
    areas = list(tree.versions(day, known_at).filter(unit__in=covered))
    if not areas:
        return []
    return list(tree.versions(day, known_at).filter(tree.below_any(areas), level=UnitLevel.COMMUNE).order_by("sort_key", "unit"))


def organizations_covering(area_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, int]:
    """For each area that one covers, the identity of the Party organisation."""
    return dict(Coverage.objects.known(known_at).on(day).filter(area__in=list(area_ids)).values_list("area", "organization"))


def not_before_the_tree(day: date) -> date:
    """The day itself, or the first day of the tree if that is later."""
    return max(day, tree.tree_begins() or day)


def unit_then(unit: UnitVersion, day: date, known_at: datetime | None = None) -> UnitVersion:
    """A unit as it stood on another day.

    Raises:
        Refusal: when it did not stand, naming the days on which it did.
    """
    then = unit_on(unit.unit_id, day, known_at)
    if then is not None:
        return then
    start, end = tree.life(unit.unit_id) or (unit.valid_from, OPEN_END)
    values = {"day": write_day(day), "name": unit.name, "start": write_day(start), "end": write_day(end)}
    raise Refusal((_("Ngày %(day)s chưa có %(name)s. Chọn ngày khác, từ %(start)s.") if tree.lasts(end)
                   else _("Ngày %(day)s không có %(name)s. Chọn ngày khác, từ %(start)s đến trước %(end)s.")) % values, place="day")
