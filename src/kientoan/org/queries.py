"""Questions to the tree. The only place of `org` with joins; answers are querysets or frozen rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kientoan.core.access import Actor, Right
from kientoan.core.prepared import prepared
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import access, tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import ApiToken, Coverage, Enrolment, Grant, Placement, Succession, UnitClass, UnitName, UnitVersion
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.tree import Level, levels_above
from kientoan.rules.vntext import search_terms

AnyPeriod = TypeVar("AnyPeriod", UnitName, UnitClass, Placement)


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
    return next(map(tree.read, _unit_on(unit=unit_id, day=day, known_at=known_at)), None)


def unit_to_grant(unit_id: int, day: date) -> UnitVersion | None:
    """The unit as it stood on ``day``, or at its end when it has ended: somebody keeps its records."""
    found = UnitVersion.objects.filter(superseded_at=None, unit=unit_id, valid_from__lte=day)
    return found.order_by("-valid_from").first()


def area_with_code(code: str, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The unit that bore an official code on ``day``; None when none did."""
    return next(map(tree.read, _area_with_code(code=code, day=day, known_at=known_at)), None)


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


def organization_of(area_id: int, day: date, known_at: datetime | None = None) -> UnitVersion | None:
    """The Party organisation that covers an area on ``day``."""
    return next(map(tree.read, _covering(area=area_id, day=day, known_at=known_at)), None)


def areas_of(organization_id: int, day: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """The areas that an organisation covers on ``day``, in Vietnamese order."""
    return [tree.read(row) for row in _covered(organization=organization_id, day=day, known_at=known_at)]


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
    return [tree.read(row) for row in _search(exact, limit, words=words, code=query.strip(), day=day, **tops)]


@prepared
def _search(exact: tuple[bool, ...], limit: int, *, words: list[str], code: str, day: date, **tops: list[int]) -> QuerySet[Any, Any]:
    found = tree.versions(day).filter(access.seen_from(tops)).filter(_named(exact, words) | Q(code=code))
    return found.order_by("tree", "sort_key", "unit").values_list(*tree.FIELDS)[:limit]


def _named(exact: Sequence[bool], words: Sequence[str]) -> Q:
    """The condition that a unit's name has every word; the words may be more than there are, the last again and again."""
    named = Q()
    for is_exact, word in zip(exact, words, strict=False):
        named &= Q(**{"search_exact__contains" if is_exact else "search_plain__contains": word})
    return named


def _called(query: str) -> Q:
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


def awaiting_below(unit: UnitVersion, day: date, known_at: datetime | None = None) -> list[tuple[UnitVersion, str]]:
    """The units under one that await a decision on their own place, in Vietnamese order, each with what it stood under before."""
    places = Placement.objects.known(known_at).on(day).filter(awaiting=True).values("unit")
    found = list(tree.below(unit, day, known_at).filter(unit__in=places).order_by("level", "sort_key", "unit"))
    before = stood_under_before([version.unit_id for version in found], day, known_at)
    return [(version, before.get(version.unit_id, "")) for version in found]


def stood_under_before(unit_ids: Sequence[int], day: date, known_at: datetime | None = None) -> dict[int, str]:
    """What each unit that has moved by ``day`` stood under before its newest place, by the last name of that."""
    before: dict[int, int] = {}
    for start in range(0, len(unit_ids), 500):
        before |= dict(Placement.objects.known(known_at).filter(
            unit__in=unit_ids[start:start + 500], valid_to__lte=day).order_by("valid_from").values_list("unit", "parent"))
    names = {version.unit_id: version.name for version in _last_versions(set(before.values()), known_at).values()}
    return {unit_id: names.get(parent_id, "") for unit_id, parent_id in before.items()}


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
    wanted = list(units)
    names = dict(_names(units=sorted({unit_id for unit in wanted for unit_id in unit.chain[:-1]}), day=day))
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


@dataclass(frozen=True)
class ReorganisationLine:
    """A unit that took others over, with what it took; ``new`` is None for those that ended and nobody took.

    Parameters:
        new: the successor as it stood on the day.
        old: what it took, as it last stood, and whether whole.
    """

    new: UnitVersion | None
    old: tuple[tuple[UnitVersion, bool], ...]


@dataclass(frozen=True)
class ReorganisationEvent:
    """Everything that one reorganisation did to units.

    Parameters:
        day: its first day.
        succession_id: the fact's id by which it is named.
        recorded_at: when it was entered.
    """

    day: date
    succession_id: str
    recorded_at: datetime
    decision: str
    unconfirmed: bool
    lines: tuple[ReorganisationLine, ...]

    @property
    def ended(self) -> int:
        """How many units ended."""
        return len({old.unit_id for line in self.lines for old, _whole in line.old})


def reorganisation(succession_id: str) -> ReorganisationEvent:
    """The reorganisation that a succession belongs to; four queries.

    Raises:
        NotFound: when there is none, or it was taken back.
    """
    one = Succession.objects.known().filter(fact_id=succession_id).select_related("decision").first()
    if one is None:
        raise NotFound(_("Không có lần sắp xếp này, hoặc đã rút lại."))
    facts = list(Succession.objects.known().filter(recorded_at=one.recorded_at, occurred_on=one.occurred_on))
    ended = set(UnitClass.objects.known().filter(recorded_at=one.recorded_at, valid_to=one.occurred_on).values_list("unit", flat=True))
    before = {version.unit_id: version for version in _versions_among({fact.predecessor_id for fact in facts} | ended, one.occurred_on - timedelta(days=1))}
    after = {version.unit_id: version for version in _versions_among({fact.successor_id for fact in facts}, one.occurred_on)}
    taken: dict[int, list[tuple[UnitVersion, bool]]] = {}
    for fact in facts:
        taken.setdefault(fact.successor_id, []).append((before[fact.predecessor_id], fact.whole))
    lines = [ReorganisationLine(after[new], tuple(sorted(old, key=lambda each: each[0].sort_key))) for new, old in taken.items()]
    lines.sort(key=lambda line: (line.new.tree != Tree.TERRITORY, line.new.depth, line.new.sort_key) if line.new else (True, 0, ""))
    alone = sorted((before[unit] for unit in ended - {fact.predecessor_id for fact in facts} if unit in before), key=lambda each: (each.tree, each.sort_key))
    if alone:
        lines.append(ReorganisationLine(None, tuple((version, True) for version in alone)))
    return ReorganisationEvent(one.occurred_on, succession_id, one.recorded_at, str(one.decision or ""), one.unconfirmed, tuple(lines))


def _versions_among(unit_ids: Iterable[int], day: date) -> list[UnitVersion]:
    ordered = sorted(unit_ids)
    return [version for start in range(0, len(ordered), 500) for version in tree.versions(day).filter(unit__in=ordered[start:start + 500])]


@dataclass(frozen=True)
class ReorganisationRow:
    """A reorganisation in the list of all."""

    day: date
    recorded_at: datetime
    succession_id: str
    decision: str
    unconfirmed: bool
    ended: int
    took: int


def reorganisations(day: date | None = None, known_at: datetime | None = None) -> list[ReorganisationRow]:
    """Every reorganisation there was, the newest first, counted as its own page counts; two queries.

    Parameters:
        day: only those that had happened by then; all when None.
        known_at: as known at this moment; now when None.
    """
    found: dict[tuple[date, datetime], list[Succession]] = {}
    facts = Succession.objects.known(known_at)
    for fact in (facts.on(day) if day else facts).select_related("decision").order_by("-occurred_on", "-recorded_at", "pk"):
        found.setdefault((fact.occurred_on, fact.recorded_at), []).append(fact)
    ended: dict[tuple[date, datetime], set[int]] = {key: {fact.predecessor_id for fact in facts} for key, facts in found.items()}
    for on, recorded, unit_id in UnitClass.objects.known(known_at).filter(
            recorded_at__in={recorded for _on, recorded in found}, valid_to__in={on for on, _recorded in found}).values_list("valid_to", "recorded_at", "unit"):
        if (on, recorded) in ended:
            ended[on, recorded].add(unit_id)
    return [ReorganisationRow(on, recorded, str(facts[0].fact_id), str(facts[0].decision or ""), facts[0].unconfirmed,
                              len(ended[on, recorded]), len({fact.successor_id for fact in facts}))
            for (on, recorded), facts in found.items()]


def succession_of(unit_id: int) -> str:
    """The fact's id of the newest succession that names a unit; empty when none does."""
    found = Succession.objects.known().filter(Q(predecessor=unit_id) | Q(successor=unit_id)).order_by("-occurred_on", "-pk").first()
    return str(found.fact_id) if found else ""


def successors(unit_id: int, day: date) -> list[UnitVersion]:
    """The units in which one lives on, as they stand on ``day``; none when it was dissolved."""
    into = Succession.objects.known().on(day).filter(predecessor=unit_id).values("successor")
    return list(tree.versions(day).filter(unit__in=into).order_by("sort_key", "unit"))


def unit_begins(unit_id: int) -> date:
    """The first day of a unit; the last day there is for one that never was."""
    life = tree.life(unit_id)
    return life[0] if life else OPEN_END


def merge_candidates(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The units with which one may merge: of its level, under the same unit above, in Vietnamese order."""
    return list(tree.versions(day).filter(tree=unit.tree, level=unit.level, parent=unit.parent_id).exclude(unit=unit.unit_id).order_by("sort_key", "unit"))


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


def bearers_before(codes: Iterable[str], before: date, known_at: datetime | None = None) -> dict[str, int]:
    """The commune that was the first to bear each official code, of those that stood before a day: codes get reused (TN-07)."""
    found: dict[str, int] = {}
    for code, unit in tree.ever(known_at).filter(
            tree=Tree.TERRITORY, level=UnitLevel.COMMUNE, code__in=list(codes), valid_from__lt=before).order_by("valid_from", "unit").values_list("code", "unit"):
        found.setdefault(code, unit)
    return found


def predecessors(day: date, known_at: datetime | None = None) -> dict[int, list[int]]:
    """Whom each unit came from, by what had happened by the end of ``day`` (TN-11)."""
    found: dict[int, list[int]] = {}
    for successor, predecessor in Succession.objects.known(known_at).on(day).order_by("predecessor").values_list("successor", "predecessor"):
        found.setdefault(successor, []).append(predecessor)
    return found


@dataclass(frozen=True)
class Passage:
    """A unit that came under another, or left it, between the ends of two days.

    Parameters:
        unit: the unit as it last stood there.
        entered_on: the day it came; None when it was there on the first day.
        left_on: the day from which it was not there any more; None when it is there on the second.
        is_founded: whether it came by being established, and not from elsewhere or another level.
        is_ended: whether it left by coming to an end.
    """

    unit: UnitVersion
    entered_on: date | None
    left_on: date | None
    is_founded: bool
    is_ended: bool


def passages(units: Iterable[UnitVersion], first: date, second: date, *, known_at: datetime | None = None, level: str = "") -> list[Passage]:
    """What came under a unit and what left it between the ends of two days; three queries.

    Parameters:
        units: the unit as it stood on each of the days.
        first, second: the days, the earlier one first.
        level: only units of this level; all when empty.
    """
    touched = tree.between(units, first, second, known_at)
    if level:
        touched = touched.filter(level=level)
    stays: dict[int, list[tuple[date, date, int]]] = {}
    for unit, start, end, key in touched.order_by("valid_from").values_list("unit", "valid_from", "valid_to", "pk"):
        stays.setdefault(unit, []).append((start, end, key))
    changed: dict[int, tuple[date | None, date | None, int]] = {}
    for unit, rows in stays.items():
        entered = rows[0][0] if rows[0][0] > first else None
        left = rows[-1][1] if rows[-1][1] <= second else None
        if entered or left:
            changed[unit] = (entered, left, rows[-1][2])
    last = {version.unit_id: version for version in UnitVersion.objects.filter(pk__in=[key for _entered, _left, key in changed.values()])}
    lives = {unit: (start, end) for unit, start, end in tree.ever(known_at).filter(unit__in=list(changed)).values("unit").annotate(
        start=Min("valid_from"), end=Max("valid_to")).values_list("unit", "start", "end").order_by()}
    found = [Passage(last[unit], entered, left, entered == lives[unit][0], left == lives[unit][1]) for unit, (entered, left, _key) in changed.items()]
    return sorted(found, key=lambda each: (each.unit.sort_key, each.unit.unit_id))


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


def tokens_of(user_id: int) -> list[ApiToken]:
    """The keys that an account gave itself, the newest first."""
    return list(ApiToken.objects.filter(user=user_id).order_by("-pk"))
