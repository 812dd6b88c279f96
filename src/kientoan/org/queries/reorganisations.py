"""Reorganisations as events, and which units came of which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import Placement, Succession, UnitClass, UnitVersion
from kientoan.org.queries.history import stood_under_before
from kientoan.rules.periods import OPEN_END


def awaiting_below(unit: UnitVersion, day: date, known_at: datetime | None = None) -> list[tuple[UnitVersion, str]]:
    """The units under one that await a decision on their own place, in Vietnamese order, each with what it stood under before."""
    places = Placement.objects.known(known_at).on(day).filter(awaiting=True).values("unit")
    found = list(tree.below(unit, day, known_at).filter(unit__in=places).order_by("level", "sort_key", "unit"))
    before = stood_under_before([version.unit_id for version in found], day, known_at)
    return [(version, before.get(version.unit_id, "")) for version in found]


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


def unit_begins(unit_id: int) -> date:
    """The first day of a unit; the last day there is for one that never was."""
    life = tree.life(unit_id)
    return life[0] if life else OPEN_END


def merge_candidates(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The units with which one may merge: of its level, under the same unit above, in Vietnamese order."""
    return list(tree.versions(day).filter(tree=unit.tree, level=unit.level, parent=unit.parent_id).exclude(unit=unit.unit_id).order_by("sort_key", "unit"))


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
