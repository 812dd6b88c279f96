"""The strength of a unit and of all below it, summed by the database in a fixed number of queries, and the names behind each number.

A province has thirty thousand holdings. Each question groups them by what a standard and a child of the table look at, and the rule judges the groups.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from kientoan.core.access import Actor
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import Coverage, UnitVersion
from kientoan.people import concurrency
from kientoan.people.access import chunks, visible_ids
from kientoan.people.enums import ORDER, DatePrecision, Obtained, PostKind, Sex, title_of
from kientoan.people.models import Holding, PersonProfile
from kientoan.people.queries import names_on
from kientoan.people.scopes import UNIT, PostsBelow, Totals
from kientoan.quality.queries.standards import Standards, standards_on
from kientoan.rules.committees import UNVERIFIED_SINCE, young_under
from kientoan.rules.concurrency import MODELS, Model
from kientoan.rules.figures import Share
from kientoan.rules.persons import MAJORITY_ETHNICITY, Birth, Precision, is_minority
from kientoan.rules.quality import BY_AGE, GAP_KINDS, KINDS, STUDIES, Ages, Demand, Facts, Gap, ages_of, gap_in
from kientoan.rules.smallcells import tell_parts

SOON = (30, 90, 180)
"""Days before the end of a term that the page looks ahead, the nearest first."""
PAGE = 100
GROUP = ("post__kind", f"{UNIT}level", f"{UNIT}kind", "root", "child")
Group = tuple[str, str, str, int, int]


def _on(prefix: str, day: date) -> Q:
    return tree.standing(f"{prefix}__", day)


@dataclass(frozen=True)
class Counted:
    """What is counted of a scope or of a child.

    Parameters:
        seats, filled: how many seats there are and are held.
        gaps: by kind, how often a demand is not met: once for each post that is held and each demand.
        unknown: by kind, how often nothing is on record; never a gap.
        ending: terms that are over or end within the longest of ``SOON``.
    """

    seats: int
    filled: int
    gaps: Mapping[str, int]
    unknown: Mapping[str, int]
    ending: int = 0

    @property
    def vacant(self) -> int:
        """How many seats nobody holds."""
        return max(0, self.seats - self.filled)

    @property
    def every_gap(self) -> int:
        """All gaps."""
        return sum(self.gaps.values())

    @property
    def every_unknown(self) -> int:
        """Everything that is not on record."""
        return sum(self.unknown.values())


@dataclass(frozen=True)
class Child:
    """A unit directly below with what is counted of it; ``unit`` is the scope's own for what lies at no child."""

    unit: UnitVersion
    counted: Counted
    is_itself: bool = False


@dataclass(frozen=True)
class Persons:
    """Who holds the posts, each once.

    Parameters:
        persons: how many.
        women, young, minority: of those of whom it is known; None where the number may not be shown.
        sex_known, born_known, ethnicity_known: of how many it is known; hidden with a number that may not be shown.
        ages: in full years; None where they may not be shown.
        is_rounded: the numbers are to the nearest five and the highest age is left out, for a reader who may not see what is sensitive.
        young_rule, young_unverified: the rule of the age at which one is young.
    """

    persons: int
    women: int | None
    young: int | None
    minority: int | None
    sex_known: int
    born_known: int
    ethnicity_known: int
    ages: Ages | None
    young_under: int
    young_rule: str
    young_unverified: bool
    is_rounded: bool

    @property
    def shares(self) -> list[tuple[str, int | None, int, Share | None]]:
        """Each number with its whole and its share; the share is None where the number is hidden or rounded."""
        return [(key, part, whole, Share(part, whole) if part is not None and not self.is_rounded else None) for key, part, whole in (
            ("women", self.women, self.sex_known), ("young", self.young, self.born_known), ("minority", self.minority, self.ethnicity_known))]


@dataclass(frozen=True)
class Strength:
    """What the page shows of a unit.

    Parameters:
        totals: posts and seats.
        over, soon: terms that are over, and that end within each of ``SOON`` days.
        models: each model of concurrent posts with its share of the cells that cover a hamlet; empty outside the Party.
        children: what stands at the unit itself first, then each unit below.
    """

    unit: UnitVersion
    day: date
    totals: Totals
    over: int
    soon: Mapping[int, int]
    counted: Counted
    persons: Persons
    models: tuple[tuple[Model, Share], ...]
    children: tuple[Child, ...]


@dataclass(frozen=True)
class Scope:
    """The posts of a unit, of all below it and in its areas, on a day, with the standards that hold there."""

    unit: UnitVersion
    day: date
    standards: Standards

    @cached_property
    def posts(self) -> PostsBelow:
        """The posts as they stand."""
        return PostsBelow(self.unit, self.day)

    def _child_column(self) -> Any:
        """Under which unit directly below a post stands, as an expression: of an area the area below it, or the area itself."""
        by_depth: defaultdict[int, list[UnitVersion]] = defaultdict(list)
        for area in self.posts.tops[1:]:
            by_depth[area.depth].append(area)
        whens = [When(tree.under(self.unit, UNIT), then=Coalesce(F(tree.child_of(self.unit, UNIT)), F(f"{UNIT}unit")))]
        whens += [When(tree.under_any(areas, UNIT), then=Coalesce(F(tree.child_of(areas[0], UNIT)), F(f"{UNIT}unit"))) for areas in by_depth.values()]
        return Case(*whens, default=F(f"{UNIT}unit"), output_field=IntegerField())

    def _grouped(self, holdings: QuerySet[Any]) -> Any:
        return holdings.annotate(root=self.standards.root_column(), child=self._child_column())

    def holdings(self) -> Any:
        """Who holds a post, with the unit under which its standard and its child of the table are found."""
        return self._grouped(self.posts.holdings())

    def standings(self) -> Any:
        """The posts that stand, with the child under which each stands."""
        return self.posts.standings().annotate(child=self._child_column())

    # -- what each demand looks at, joined to the holdings -----------------------------------------------------------------------------------

    def with_studies(self, fields: Sequence[Demand] = STUDIES) -> Any:
        """A row for each field of study that is on record of a holder."""
        condition = _on("person__qualifications", self.day) & Q(person__qualifications__field__in=[each.value for each in fields])
        return self.holdings().annotate(study=FilteredRelation("person__qualifications", condition=condition))

    def with_births(self) -> Any:
        """The birth of each holder of a post that looks at ages, the first day of the holding, and whether the post was held before."""
        before = Holding.objects.known().filter(post=OuterRef("post"), person=OuterRef("person"), valid_from__lt=OuterRef("valid_from"))
        return self.holdings().filter(post__kind__in=self.standards.asking(BY_AGE)).annotate(
            profile=FilteredRelation("person__profiles", condition=_on("person__profiles", self.day)), before=Exists(before))

    def with_ties(self) -> Any:
        """Whether each holder is a member, and whether they live at the unit of the post: 1, 0, or -1 where nothing is on record."""
        return self.holdings().annotate(
            member=FilteredRelation("person__memberships", condition=_on("person__memberships", self.day)),
            home=FilteredRelation("person__residences", condition=_on("person__residences", self.day)),
            is_member=Case(When(member__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField()),
            resides=Case(When(home__isnull=True, then=Value(-1)), When(home__hamlet=F("post__unit"), then=Value(1)), default=Value(0), output_field=IntegerField()))

    # -- judging -----------------------------------------------------------------------------------------------------------------------------

    def judged(self, group: Group, demands: Iterable[Demand], facts: Facts) -> list[Gap]:
        """What is lacking of the demands, among those that the post asks for."""
        wanted = set(demands)
        return [gap for asked in self.standards.of(*group[:4]) if asked.demand in wanted and (gap := gap_in(asked, facts)) is not None]

    def gaps(self) -> dict[int, Counted]:
        """Gaps and what is not on record, by child; three queries. ``seats`` stays 0."""
        gaps: defaultdict[tuple[int, str, bool], int] = defaultdict(int)
        filled: defaultdict[int, int] = defaultdict(int)
        groups: defaultdict[Group, int] = defaultdict(int)

        def add(group: Group, demands: Iterable[Demand], facts: Facts, count: int) -> None:
            for gap in self.judged(group, demands, facts):
                gaps[group[4], gap.kind, gap.is_unknown] += count

        for *key, member, resides, count in self.with_ties().values_list(*GROUP, "is_member", "resides").annotate(n=Count("pk")).order_by():
            group: Group = tuple(key)
            groups[group] += count
            filled[group[4]] += count
            add(group, (Demand.MEMBERSHIP, Demand.RESIDENCE), _ties(self.day, member, resides), count)
        known: defaultdict[tuple[Group, str], int] = defaultdict(int)
        for *key, of, level, count in self.with_studies().filter(study__isnull=False).values_list(*GROUP, "study__field", "study__level").annotate(n=Count("pk")).order_by():
            group = tuple(key)
            known[group, of] += count
            add(group, (Demand(of),), Facts({of: level}, None, self.day), count)
        for group, count in groups.items():
            for demand in STUDIES:
                if missing := count - known[group, demand.value]:
                    add(group, (demand,), Facts({}, None, self.day), missing)
        births = self.with_births().values_list(*GROUP, *BIRTH).annotate(n=Count("pk")).order_by()
        for *key, born, precision, since, obtained, before, count in births:
            add(tuple(key), BY_AGE, _born(born, precision, since, obtained, held_before=before), count)
        return {child: Counted(0, filled[child], {kind: gaps[child, kind, False] for kind in GAP_KINDS}, {kind: gaps[child, kind, True] for kind in GAP_KINDS})
                for child in filled}

    def lacking(self, kind: str, *, unknown: bool = False) -> list[tuple[int, list[Gap]]]:
        """The holdings behind a number of gaps of a kind, or of what is not on record, higher units first: version, and what is lacking. One query."""
        return [(pk, found) for pk, _person, gaps in self.every_lack(kind) if (found := [gap for gap in gaps if gap.is_unknown is unknown])]

    def every_lack(self, kind: str) -> list[tuple[int, int, list[Gap]]]:
        """The holdings that do not meet a demand of a kind, or of which nothing is on record, higher units first: version, person, and what is lacking. One query.

        Thousands of holders have the same level in the same kind of post, so each combination is judged once.
        """
        demands = [demand for demand in Demand if KINDS[demand] == kind]
        judged: dict[tuple[Any, ...], list[Gap]] = {}
        rows: list[tuple[int, int, list[Gap]]] = []
        rows_of, facts_of = self._values(demands)
        for pk, person, *key in rows_of:
            found = judged.get(case := tuple(key))
            if found is None:
                found = judged[case] = self.judged(case[:5], demands, facts_of(*case[5:]))
            if found:
                rows.append((pk, person, found))
        return rows

    def _values(self, demands: Sequence[Demand]) -> tuple[Iterable[tuple[Any, ...]], Callable[..., Facts]]:
        """Version, person, ``GROUP`` and what the demands look at of each holding, and what makes facts of the latter. ``child`` is left out: lists do not ask for it."""
        columns = ("pk", "person", *GROUP[:4], "nowhere")
        kinds = self.standards.asking(demands)
        if demands[0] in STUDIES:
            found = self.with_studies(demands).filter(post__kind__in=kinds)
            return _listed(found, *columns, "study__level"), lambda level: Facts({demands[0].value: level} if level else {}, None, self.day)
        if demands[0] in BY_AGE:
            return _listed(self.with_births(), *columns, *BIRTH), lambda born, precision, since, obtained, before: _born(born, precision, since, obtained, held_before=before)
        return _listed(self.with_ties().filter(post__kind__in=kinds), *columns, "is_member", "resides"), lambda member, resides: _ties(self.day, member, resides)

    # -- who they are ------------------------------------------------------------------------------------------------------------------------

    def profiles(self) -> QuerySet[PersonProfile]:
        """The holders, each once."""
        return PersonProfile.objects.known().on(self.day).filter(person__in=self.posts.holdings().values("person"))

    def terms(self, within: int | None) -> QuerySet[Any]:
        """Who holds a post whose term ends within so many days; None for those whose term is over."""
        if within is None:
            return self.posts.holdings().filter(term_ends_on__lt=self.day)
        return self.posts.holdings().filter(term_ends_on__gte=self.day, term_ends_on__lte=self.day + timedelta(days=within))


BIRTH = ("profile__born_on", "profile__born_precision", "valid_from", "obtained", "before")


def _ordered(holdings: QuerySet[Any]) -> Any:
    kind = Case(*(When(post__kind=kind, then=Value(number)) for kind, number in ORDER.items()), default=Value(len(ORDER)))
    return holdings.annotate(kind_order=kind).order_by(f"{UNIT}depth", f"{UNIT}sort_key", f"{UNIT}unit", "kind_order", "seat", "pk")


def _listed(holdings: Any, *columns: str) -> Iterable[tuple[Any, ...]]:
    found: Iterable[tuple[Any, ...]] = _ordered(holdings).annotate(nowhere=Value(0, output_field=IntegerField())).values_list(*columns)
    return found


def _ties(day: date, member: int, resides: int) -> Facts:
    return Facts({}, None, day, resides=None if resides < 0 else bool(resides), is_member=bool(member))


def _born(born: date | None, precision: str, since: date, obtained: str, *, held_before: bool) -> Facts:
    return Facts({}, Birth(born, Precision(precision)) if born else None, since, held_before or obtained == Obtained.PROLONGED)


def scope_of(unit: UnitVersion, day: date) -> Scope:
    """The scope of a unit with the standards of the day."""
    return Scope(unit, day, standards_on(day))


# -- the page ----------------------------------------------------------------------------------------------------------------------------------


def persons_in(scope: Scope, *, sensitive: bool) -> Persons:
    """Who holds the posts, summed; one query.

    Parameters:
        sensitive: whether the reader may see what is sensitive; else small cells are hidden, and the others told to the nearest five.
    """
    grouped = scope.profiles().annotate(year=ExtractYear("born_on"), month=ExtractMonth("born_on")).values_list(
        "sex", "ethnicity", "year", "month", "born_precision").annotate(n=Count("pk")).order_by()
    sexes: defaultdict[str, int] = defaultdict(int)
    peoples: defaultdict[bool, int] = defaultdict(int)
    born: defaultdict[tuple[int, int, bool], int] = defaultdict(int)
    persons = unknown = 0
    for sex, ethnicity, year, month, precision, count in grouped:
        persons += count
        sexes[sex] += count
        if ethnicity:
            peoples[is_minority(ethnicity)] += count
        if year is None:
            unknown += count
        else:
            born[year, month, precision == DatePrecision.YEAR] += count
    years, rule = young_under(scope.day)
    ages = ages_of(born, unknown, scope.day, years)
    women, sex_known = sexes[Sex.FEMALE], sexes[Sex.FEMALE] + sexes[Sex.MALE]

    def shown(part: int, whole: int) -> int | None:
        return part if sensitive else tell_parts([part, whole - part])[0]

    def shown_ages() -> Ages | None:
        if sensitive:
            return ages
        young, middle, older = tell_parts([ages.young, ages.middle, ages.older])
        if young is None or middle is None or older is None:
            return None
        return replace(ages, young=young, middle=middle, older=older, oldest=None)

    return Persons(
        persons, shown(women, sex_known), shown(ages.young, ages.known), shown(peoples[True], peoples[True] + peoples[False]), sex_known, ages.known,
        peoples[True] + peoples[False], shown_ages(), years, rule, scope.day >= UNVERIFIED_SINCE, not sensitive)


def _terms(scope: Scope) -> tuple[int, dict[int, int], dict[int, int]]:
    """Terms that are over, that end within each of ``SOON``, and either by child; one query."""
    over, soon = 0, dict.fromkeys(SOON, 0)
    by_child: defaultdict[int, int] = defaultdict(int)
    longest = scope.day + timedelta(days=SOON[-1])
    for child, ends, count in scope.holdings().filter(term_ends_on__lte=longest).values_list("child", "term_ends_on").annotate(n=Count("pk")).order_by():
        by_child[child] += count
        if ends < scope.day:
            over += count
        for within in SOON:
            soon[within] += count if scope.day <= ends <= scope.day + timedelta(days=within) else 0
    return over, soon, by_child


def _added(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found = dict.fromkeys(GAP_KINDS, 0)
    for part in parts:
        for kind, count in part.items():
            found[kind] += count
    return found


def _units_of(scope: Scope, ids: Iterable[int]) -> dict[int, int]:
    """Which unit directly below the scope's each child is: itself, or the organisation below that covers it; what belongs to none is the scope's own. Two queries."""
    top, wanted = scope.unit, list(ids)
    if top.tree != Tree.PARTY:
        return {}
    own = set(tree.versions(scope.day).filter(unit__in=wanted, parent=top.unit_id).values_list("unit", flat=True))
    covered = Coverage.objects.known().on(scope.day).filter(
        tree.standing("organization__versions__", scope.day) & tree.under(top, "organization__versions__"), area__in=wanted)
    found = dict(covered.values_list("area", tree.child_of(top, "organization__versions__")))
    return {each: each if each in own else found.get(each) or top.unit_id for each in wanted}


def strength_of(unit: UnitVersion, day: date, *, sensitive: bool) -> Strength:
    """The strength of a unit and of all below it on a day, as believed now; a fixed number of queries whatever the size.

    Parameters:
        unit: as it stands on the day.
        sensitive: whether the reader may see what is sensitive there.
    """
    scope = scope_of(unit, day)
    over, soon, ending = _terms(scope)
    gaps = scope.gaps()
    seats = dict(scope.standings().values_list("child").annotate(n=Sum("seats")).order_by())
    ids = sorted({*seats, *gaps, *ending})
    below = _units_of(scope, ids) if unit.tree == Tree.PARTY else {each: each for each in ids}
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for each in ids:
        parts[below[each]].append(each)
    versions = {version.unit_id: version for part in chunks(parts) for version in tree.versions(day).filter(unit__in=part)}
    nothing = Counted(0, 0, {}, {})

    def counted(members: Sequence[int]) -> Counted:
        found = [gaps.get(each, nothing) for each in members]
        return Counted(sum(seats.get(each, 0) for each in members), sum(each.filled for each in found), _added(each.gaps for each in found),
                       _added(each.unknown for each in found), sum(ending.get(each, 0) for each in members))

    children = [Child(version, counted(parts[child]), child == unit.unit_id) for child, version in versions.items()]
    models = tuple((model, concurrency.by_cell(model, unit, day)) for model in MODELS.values()) if unit.tree == Tree.PARTY else ()
    return Strength(unit, day, scope.posts.totals(), over, soon, counted(ids), persons_in(scope, sensitive=sensitive), models,
                    tuple(sorted(children, key=lambda child: (not child.is_itself, child.unit.sort_key, child.unit.unit_id))))


# -- the names behind a number -----------------------------------------------------------------------------------------------------------------


class Behind(StrEnum):
    """Which number a list of names stands behind, beside the kinds of gaps."""

    FILLED = "filled"
    OVER = "over"
    WOMEN = "women"
    YOUNG = "young"
    MINORITY = "minority"


SENSITIVE = frozenset({Behind.WOMEN, Behind.YOUNG, Behind.MINORITY})
"""Lists by a sensitive attribute: only for whoever may see what is sensitive (PV-02)."""


@dataclass(frozen=True)
class NameRow:
    """A holder behind a number.

    Parameters:
        visible: whether the asker may open the record.
        gaps: what is lacking or not on record; empty for other lists.
    """

    version_id: int
    post_id: int
    person_id: int
    name: str
    unit_id: int
    unit: str
    kind: str
    title: str
    since: date
    term_ends_on: date | None
    visible: bool
    gaps: tuple[Gap, ...] = ()


def _by_attribute(scope: Scope, behind: Behind) -> QuerySet[Any]:
    if behind is Behind.WOMEN:
        condition = Q(sex=Sex.FEMALE)
    elif behind is Behind.MINORITY:
        return scope.posts.holdings().filter(person__in=[
            person for person, ethnicity in scope.profiles().exclude(ethnicity="").exclude(ethnicity__iexact=MAJORITY_ETHNICITY).values_list("person", "ethnicity") if is_minority(ethnicity)])
    else:
        months = scope.day.year * 12 + scope.day.month - young_under(scope.day)[0] * 12
        condition = Q(born_on__gte=date(months // 12, months % 12 + 1, 1))
    return scope.posts.holdings().filter(person__in=scope.profiles().filter(condition).values("person"))


def keys_behind(scope: Scope, what: str) -> list[tuple[int, list[Gap]]]:
    """The holdings behind a number, higher units first, with what each lacks; one or two queries. Of a number of persons each stands once, by the highest post.

    Parameters:
        what: a value of ``Behind``, a number of days of ``SOON``, a kind of gap, or ``unknown-`` and one.

    Raises:
        KeyError: for anything else.
    """
    if what.isdecimal() and int(what) in SOON:
        return [(pk, []) for pk in scope.terms(int(what)).order_by("term_ends_on", f"{UNIT}sort_key", "pk").values_list("pk", flat=True)]
    if what.removeprefix("unknown-") in GAP_KINDS:
        return scope.lacking(what.removeprefix("unknown-"), unknown=what.startswith("unknown-"))
    if what not in set(Behind):
        raise KeyError(what)
    behind = Behind(what)
    found = scope.posts.holdings() if behind is Behind.FILLED else scope.terms(None) if behind is Behind.OVER else _by_attribute(scope, behind)
    rows = list(_ordered(found).values_list("pk", "person"))
    if behind in SENSITIVE:
        first: dict[int, int] = {}
        for pk, person in rows:
            first.setdefault(person, pk)
        return [(pk, []) for pk in first.values()]
    return [(pk, []) for pk, _person in rows]


def name_rows(keys: Sequence[tuple[int, Sequence[Gap]]], day: date, actor: Actor) -> list[NameRow]:
    """The rows of some keys, in the order given; a fixed number of queries for up to 500."""
    held = {holding.pk: holding for part in chunks(pk for pk, _gaps in keys) for holding in Holding.objects.filter(pk__in=part).select_related("post")}
    units = {version.unit_id: version for part in chunks(each.post.unit_id for each in held.values()) for version in tree.versions(day).filter(unit__in=part)}
    persons = {each.person_id for each in held.values()}
    names, seen = names_on(persons, day), visible_ids(actor, persons, day)
    rows: list[NameRow] = []
    for pk, gaps in keys:
        each = held[pk]
        unit = units[each.post.unit_id]
        rows.append(NameRow(pk, each.post_id, each.person_id, names.get(each.person_id, ""), unit.unit_id, unit.name, each.post.kind,
                            title_of(each.post.kind, unit_kind=unit.kind, level=unit.level), each.valid_from, each.term_ends_on, each.person_id in seen, tuple(gaps)))
    return rows


def heads_not_members(scope: Scope) -> list[int]:
    """The hamlet heads who are no members, by holding; one query."""
    return list(scope.with_ties().filter(post__kind=PostKind.HAMLET_HEAD, is_member=0).values_list("pk", flat=True))
