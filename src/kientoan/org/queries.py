"""Questions to the tree. The only place of `org` with joins; answers are querysets or frozen rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import access, tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import ApiToken, Coverage, Enrolment, Grant, Placement, UnitClass, UnitName, UnitVersion
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


def unit_on(unit_id: int, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The unit as it stood on ``day``; None when it did not."""
    return tree.versions(day, known_at).filter(unit=unit_id).first()


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
    newest = {version.unit_id: version for version in UnitVersion.objects.filter(superseded_at=None, unit__in=wanted).order_by("valid_from")}
    newest |= {version.unit_id: version for version in tree.versions(day).filter(unit__in=wanted)}
    for unit_id in wanted:
        version = newest.get(unit_id)
        if version is None or not access.may_see(actor, version, day if version.valid_from <= day < version.valid_to else version.valid_from):
            raise no_such_unit()


def unit_with_code(code: str, day: date, known_at: datetime | None = None) -> UnitVersion:
    """The unit that bore an official code on ``day``.

    Raises:
        NotFound: when none did, saying when one does.
    """
    found = tree.versions(day, known_at).filter(code=code, tree=Tree.TERRITORY).first()
    if found is not None:
        return found
    other = UnitVersion.objects.filter(superseded_at=None, code=code, tree=Tree.TERRITORY).order_by("valid_from").first()
    if other is None:
        raise NotFound(_("Không có đơn vị nào mang mã %(code)s. Xem lại mã, gõ đủ cả số 0 ở đầu.") % {"code": code}, place="unit")
    raise NotFound(_("Ngày %(day)s không có đơn vị mang mã %(code)s; mã này là của %(name)s từ ngày %(start)s. Chọn ngày đó hoặc sau.")
                   % {"day": write_day(day), "code": code, "name": other.name, "start": write_day(other.valid_from)}, place="unit")


def organization_of(area_id: int, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The Party organisation that covers an area on ``day``."""
    covering = Coverage.objects.known(known_at).on(day).filter(area=area_id).values("organization")
    return tree.versions(day, known_at).filter(unit__in=covering).first()


def areas_of(organization_id: int, day: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """The areas that an organisation covers on ``day``, in Vietnamese order."""
    covered = Coverage.objects.known(known_at).on(day).filter(organization=organization_id).values("area")
    return list(tree.versions(day, known_at).filter(unit__in=covered).order_by("sort_key"))


def codes_of_areas(organization_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, str]:
    """The official code of the area that each organisation covers; those that cover none or several are left out."""
    covering: dict[int, list[int]] = {}
    wanted = list(organization_ids)
    for organization, area in Coverage.objects.known(known_at).on(day).filter(
            organization__in=wanted).values_list("organization", "area"):
        covering.setdefault(organization, []).append(area)
    single = {areas[0]: organization for organization, areas in covering.items() if len(areas) == 1}
    codes = tree.versions(day, known_at).filter(unit__in=list(single)).exclude(code="").values_list("unit", "code")
    return {single[area]: code for area, code in codes}


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


def counts_below(unit: UnitVersion, day: date, known_at: datetime | None = None) -> tuple[dict[str, int], dict[str, int]]:
    """How many units stand at or under a unit, by level and by kind; absent ones are not listed."""
    rows = tree.below(unit, day, known_at).values_list("level", "kind").annotate(Count("pk")).order_by()
    by_level: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    for level, kind, count in rows:
        by_level[level] = by_level.get(level, 0) + count
        by_kind[kind] = by_kind.get(kind, 0) + count
    return by_level, by_kind


def search(actor: Actor, query: str, day: date, *, limit: int = 50) -> list[UnitVersion]:
    """Units whose name has every word of ``query`` at the start of a word, or whose code is it."""
    found = access.visible_to(actor, tree.versions(day), day)
    return list(found.filter(_called(query)).order_by("tree", "sort_key", "unit")[:limit])


def _called(query: str) -> Q:
    """The condition that a unit's name has every word of ``query``, or that its code is it."""
    named = Q()
    for term, exact in (terms := search_terms(query)):
        named &= Q(**{"search_exact__contains" if exact else "search_plain__contains": term})
    return named | Q(code=query.strip()) if terms else Q(pk__in=[])


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
        asked = asked.filter(_called(query))
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


class EventKind(StrEnum):
    """What can happen to a unit."""

    ESTABLISHED = "established"
    RENAMED = "renamed"
    RECLASSIFIED = "reclassified"
    MOVED = "moved"
    DISSOLVED = "dissolved"


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
    """

    day: date
    kind: EventKind
    text: str
    decision: str = ""
    unconfirmed: bool = False
    undo: bool = False


def _names_on(unit_ids: Iterable[int], known_at: datetime | None) -> dict[int, list[UnitName]]:
    found: dict[int, list[UnitName]] = {}
    for name in UnitName.objects.known(known_at).filter(unit__in=set(unit_ids)).order_by("valid_from"):
        found.setdefault(name.unit_id, []).append(name)
    return found


def _name_on(names: Mapping[int, list[UnitName]], unit_id: int, day: date) -> str:
    rows = names.get(unit_id, [])
    return next((row.name for row in rows if row.valid_from <= day < row.valid_to), rows[-1].name if rows else "")


def history(unit_id: int, known_at: datetime | None = None) -> list[Event]:
    """What happened to a unit, newest first, each line with its decision."""
    names, classes, places = (
        list(model.objects.known(known_at).filter(unit=unit_id).select_related("decision").order_by("valid_from"))
        for model in (UnitName, UnitClass, Placement))
    if not classes:
        return []
    above = _names_on((place.parent_id for place in places), known_at)
    first = classes[0]
    events = [Event(first.valid_from, EventKind.ESTABLISHED, _("Lập: %(name)s") % {"name": names[0].name}, str(first.decision or ""), first.unconfirmed)]

    for old, new in pairwise(names):
        events.append(Event(new.valid_from, EventKind.RENAMED, _("Đổi tên: %(old)s thành %(new)s") % {"old": old.name, "new": new.name},
                            str(new.decision or ""), new.unconfirmed))
    for old, new in pairwise(classes):
        events.append(Event(
            new.valid_from, EventKind.RECLASSIFIED,
            _("Đổi loại, cấp: %(old)s (%(old_level)s) thành %(new)s (%(new_level)s)")
            % {"old": UnitKind(old.kind).label, "old_level": UnitLevel(old.level).label,
               "new": UnitKind(new.kind).label, "new_level": UnitLevel(new.level).label},
            str(new.decision or ""), new.unconfirmed))
    for old, new in pairwise(places):
        events.append(Event(
            new.valid_from, EventKind.MOVED,
            _("Chuyển từ %(old)s sang %(new)s") % {"old": _name_on(above, old.parent_id, new.valid_from),
                                                 "new": _name_on(above, new.parent_id, new.valid_from)},
            str(new.decision or ""), new.unconfirmed))
    if classes[-1].valid_to != OPEN_END:
        events.append(Event(classes[-1].valid_to, EventKind.DISSOLVED, pgettext("biến động", "Giải thể"), str(classes[-1].decision or ""), classes[-1].unconfirmed))
    events.sort(key=lambda event: event.day)
    if events[-1].day > first.valid_from:
        events[-1] = replace(events[-1], undo=True)
    return events[::-1]


@dataclass(frozen=True)
class AccountRow:
    """An account as the list of accounts shows it."""

    user_id: int
    username: str
    display_name: str
    is_active: bool
    is_enrolled: bool
    grants: tuple[Grant, ...]


def accounts(actor: Actor, day: date) -> list[AccountRow]:
    """The accounts that hold, or held, a role at a unit where ``actor`` may manage accounts; with the roles not yet ended."""
    grants = Grant.objects.known().select_related("user").order_by("user__username", "pk")
    if isinstance(actor, access.PersonActor):
        tops = list(tree.versions(day).filter(unit__in=actor.unit_ids(Right.MANAGE_ACCOUNTS)))
        grants = grants.filter(unit__in=tree.versions(day).filter(tree.below_any(tops)).values("unit"))
    found: dict[int, list[Grant]] = {}
    for grant in grants:
        found.setdefault(grant.user_id, []).append(grant)
    return [
        AccountRow(user.pk, user.username, user.display_name, user.is_active, user.has_usable_password(),
                   tuple(grant for grant in rows if grant.valid_to > day))
        for rows in found.values() for user in (rows[0].user,)
    ]


def open_enrolment(user_id: int, now: datetime) -> Enrolment | None:
    """The newest code of an account that can still be used."""
    return Enrolment.objects.filter(user=user_id, used_at=None, expires_at__gt=now).order_by("-pk").first()


def names_of_chains(units: Iterable[UnitVersion], day: date) -> dict[int, str]:
    """For every parent of ``units``, the names above, from the parent up, in one query."""
    wanted = list(units)
    ids = {unit_id for unit in wanted for unit_id in unit.chain[:-1]}
    names = dict(tree.versions(day).filter(unit__in=ids).values_list("unit", "name"))
    return {unit.parent_id: ", ".join(names.get(unit_id, "") for unit_id in reversed(unit.chain[1:-1] or unit.chain[:-1]))
            for unit in wanted if unit.parent_id}


def first_and_last(unit_id: int, known_at: datetime | None = None) -> tuple[UnitVersion, UnitVersion] | None:
    """The first and the last version of a unit as believed then; None when it never was."""
    found = list(tree.known(known_at).filter(unit=unit_id).order_by("valid_from"))
    return (found[0], found[-1]) if found else None


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


def units_for_accounts(actor: Actor, day: date) -> list[UnitVersion]:
    """The Party organisations at which ``actor`` may give roles, higher ones first."""
    found = tree.versions(day).filter(tree=Tree.PARTY)
    if isinstance(actor, access.PersonActor):
        tops = list(tree.versions(day).filter(unit__in=actor.unit_ids(Right.MANAGE_ACCOUNTS)))
        found = found.filter(tree.below_any(tops))
    return list(found.order_by("depth", "sort_key", "unit"))


def tokens_of(user_id: int) -> list[ApiToken]:
    """The keys that an account gave itself, the newest first."""
    return list(ApiToken.objects.filter(user=user_id).order_by("-pk"))
