"""What posts ask for on a day: the shipped table, and what units set over it for themselves and all below them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from kientoan.core.models import Decision
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import Coverage, UnitVersion
from kientoan.org.queries import names_of
from kientoan.people.scopes import UNIT
from kientoan.quality.models import PostStandard, StandardTerm
from kientoan.rules.periods import OPEN_END
from kientoan.rules.posts import Kind, levels_of
from kientoan.rules.quality import Demand, Requirement, Standard, shipped, standard_of
from kientoan.rules.tree import Level

Own = Mapping[tuple[Kind, Level], Mapping[Demand, Requirement]]
NOWHERE = 0
"""The root under which only the shipped table counts."""


def source_of(decision: Decision | None, source: str) -> str:
    """The paper of a demand in words; of a setting whose it is."""
    return ", ".join(part for part in ((f"{decision.kind} {decision.number}".strip(), decision.issued_on.strftime("%d/%m/%Y"), decision.issuer) if decision else (source,)) if part)


def _requirement(term: StandardTerm) -> Requirement:
    return Requirement(Demand(term.demand), term.wanted, source_of(term.decision, term.source), verified=term.decision is not None)


@dataclass(frozen=True)
class Standards:
    """Every standard in force on a day; ``standards_on`` reads it in three queries.

    Parameters:
        day: the day.
        own: what units set, by the unit under which it counts: the one that set it, and the areas that it covers.
        roots: those units as they stand.
    """

    day: date
    own: Mapping[int, Own]
    roots: tuple[UnitVersion, ...]
    _kept: dict[tuple[str, str, str, int], Standard] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _chains(self) -> dict[int, list[int]]:
        return {root.unit_id: [each for each in root.chain if each in self.own] for root in self.roots}

    def root_of(self, chain: Sequence[int]) -> int:
        """The nearest unit of a chain, its last being itself, that set something."""
        return next((unit for unit in reversed(chain) if unit in self._chains), NOWHERE)

    def of(self, post: str, level: str, unit_kind: str, root: int) -> Standard:
        """What a post at a unit asks for.

        Parameters:
            root: the nearest unit at or above it that set something.
        """
        key = post, level, unit_kind, root
        if key not in self._kept:
            layers = [found for unit in self._chains.get(root, ()) if (found := self.own[unit].get((Kind(post), Level(level)))) is not None]
            self._kept[key] = standard_of(Kind(post), Level(level), unit_kind, self.day, layers)
        return self._kept[key]

    def root_column(self) -> Any:
        """The root of each holding of ``PostsBelow``, as an expression: the deepest first, so that the nearest counts."""
        if not self.roots:
            return Value(NOWHERE, output_field=IntegerField())
        return Case(*(When(tree.under(root, UNIT), then=Value(root.unit_id)) for root in sorted(self.roots, key=lambda root: -root.depth)),
                    default=Value(NOWHERE), output_field=IntegerField())

    def asking(self, demands: Sequence[Demand]) -> list[str]:
        """The kinds of posts that ask for one of some demands anywhere."""
        wanted = {each.post for each in shipped() if each.requirement.demand in demands}
        wanted |= {post for own in self.own.values() for (post, _level), found in own.items() if set(demands) & set(found)}
        return sorted(wanted)


def standards_on(day: date) -> Standards:
    """Every standard in force on a day, as believed now; three queries. What a Party organisation sets counts in the areas that it covers too."""
    found: defaultdict[int, dict[tuple[Kind, Level], dict[Demand, Requirement]]] = defaultdict(dict)
    for term in StandardTerm.objects.known().on(day).select_related("standard", "decision"):
        key = Kind(term.standard.post), Level(term.standard.level)
        found[term.standard.unit_id].setdefault(key, {})[Demand(term.demand)] = _requirement(term)
    if not found:
        return Standards(day, {}, ())
    for organization, area in Coverage.objects.known().on(day).filter(organization__in=list(found)).values_list("organization", "area"):
        for key, demands in found[organization].items():
            found[area].setdefault(key, {})
            found[area][key] = {**demands, **found[area][key]}
    return Standards(day, found, tuple(tree.versions(day).filter(unit__in=list(found)).order_by("depth")))


# -- the page of standards ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StandardRow:
    """What a kind of post at a level asks for at a unit.

    Parameters:
        unit_kind: where it only holds for one kind of unit; empty for any.
    """

    post: Kind
    level: Level
    unit_kind: str
    standard: Standard


def rows_at(unit: UnitVersion, day: date) -> list[StandardRow]:
    """Every standard in force at a unit and, where nobody set anything nearer, below it, by level and post; posts that ask for nothing are left out."""
    standards = standards_on(day)
    root = standards.root_of(unit.chain)
    kinds = {(each.post, each.level, each.unit_kind) for each in shipped()} | {(*key, "") for own in standards.own.values() for key in own}
    rows: list[StandardRow] = []
    for post in Kind:
        for level in levels_of(post):
            named = sorted(kind for each_post, each_level, kind in kinds if (each_post, each_level) == (post, level) and kind) or [""]
            rows += [StandardRow(post, level, kind, found) for kind in named if (found := standards.of(post, level, kind, root))]
    return sorted(rows, key=lambda row: (list(Level).index(row.level), list(Kind).index(row.post), row.unit_kind))


@dataclass(frozen=True)
class StandardChange:
    """A line of the history of a standard.

    Parameters:
        key: names the fact, for taking it back; None for a line of the shipped table.
        unit: who set it; empty for the shipped table.
        until: the first day on which it no longer holds; None while it does.
        is_latest: whether nothing was set for the demand by the unit after it.
    """

    key: UUID | None
    unit_id: int
    unit: str
    requirement: Requirement
    since: date
    until: date | None
    unit_kind: str = ""
    is_latest: bool = False


def history_of(post: Kind, level: Level, unit: UnitVersion, day: date) -> list[StandardChange]:
    """Everything that was ever set for a post at a unit or above it, the newest first, and the shipped table below; four queries."""
    above = list(unit.chain)
    if unit.tree == Tree.TERRITORY:
        above += Coverage.objects.known().on(day).filter(area__in=unit.chain).values_list("organization", flat=True)
    terms = list(StandardTerm.objects.known().filter(standard__unit__in=above, standard__post=post, standard__level=level)
                 .select_related("standard", "decision").order_by("-valid_from", "demand"))
    names = names_of({term.standard.unit_id for term in terms}, day)
    newest: dict[tuple[int, str], date] = {}
    for term in terms:
        newest.setdefault((term.standard_id, term.demand), term.valid_from)
    rows = [StandardChange(term.fact_id, term.standard.unit_id, names.get(term.standard.unit_id, ""), _requirement(term), term.valid_from,
                           None if term.valid_to == OPEN_END else term.valid_to, is_latest=newest[term.standard_id, term.demand] == term.valid_from) for term in terms]
    return rows + [StandardChange(None, 0, "", each.requirement, each.in_force.start, None if each.in_force.end == OPEN_END else each.in_force.end, each.unit_kind)
                   for each in shipped() if (each.post, each.level) == (post, level)]


def no_such_term() -> NotFound:
    """The answer for a demand that there is not, or that was taken back."""
    return NotFound(_("Không có mục tiêu chuẩn này, hoặc đã rút lại. Mở lại trang tiêu chuẩn."))


def term_of(key: UUID) -> StandardTerm:
    """A demand that a unit set, as it is believed now.

    Raises:
        NotFound: when there is none.
    """
    found: StandardTerm | None = StandardTerm.objects.known().filter(fact_id=key).select_related("standard").first()
    if found is None:
        raise no_such_term()
    return found


def terms_of(standard: PostStandard) -> list[StandardTerm]:
    """Everything that a unit ever set for a post, the oldest first."""
    return list(StandardTerm.objects.known().filter(standard=standard).order_by("demand", "valid_from"))
