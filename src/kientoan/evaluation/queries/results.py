"""The results of a year under a unit, and year by year."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from kientoan.config import Config
from kientoan.evaluation.enums import ApartName, SpanName, TreatmentName
from kientoan.evaluation.models import EvaluationRound, GradeDecision, RoundClosure, RoundPlan, SubjectTreatment
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import Apart, CapBase, Grade, GradeTally


@dataclass(frozen=True)
class ResultLine:
    """The grades of the members of a unit in a year.

    Parameters:
        rounds: of how many grassroots organisations.
        members: the grades.
        apart: how many are not graded, by why.
        waiting: how many are to be graded and have no grade.
        allowed, allowed_otherwise: how many excellent ones the cap allows, by both readings, summed over the organisations.
        base: of how many, by the reading in force.
        over: how many organisations are above the cap.
    """

    unit_id: int
    name: str
    rounds: int
    members: GradeTally
    apart: Mapping[Apart, int]
    waiting: int
    allowed: int
    allowed_otherwise: int
    base: int
    over: int

    @property
    def not_graded(self) -> int:
        """How many are not graded."""
        return sum(self.apart.values())

    @property
    def apart_words(self) -> list[tuple[str, int]]:
        """Why they are not, in words, with how many."""
        return [(str(ApartName(why.value).label), count) for why, count in self.apart.items() if count]


@dataclass(frozen=True)
class Results:
    """The results of a unit in a year.

    Parameters:
        reading: the reading of the cap in force; None where the rounds differ.
        whole: of the unit; ``lines`` by what stands directly below it.
        units: grades of organisations by level: cells, grassroots organisations.
        units_apart: organisations that are not graded, by level.
        closed: how many of the rounds are closed.
    """

    unit: UnitVersion
    year: int
    reading: CapBase | None
    whole: ResultLine
    lines: tuple[ResultLine, ...]
    units: Mapping[UnitLevel, GradeTally]
    units_apart: Mapping[UnitLevel, int]
    closed: int

    @property
    def as_numbers(self) -> dict[str, Any]:
        """The numbers by the keys that programs read."""
        def grades(counted: GradeTally) -> dict[str, int]:
            return {grade.value: getattr(counted, grade.value) for grade in Grade}

        whole = self.whole
        return {"graded": whole.members.graded, "grades": grades(whole.members), "cap": whole.allowed, "cap_base": self.reading.value if self.reading else "mixed",
                "cap_other_reading": whole.allowed_otherwise, "waiting": whole.waiting, "not_graded": {why.value: whole.apart.get(why, 0) for why in Apart if why is not Apart.NEW_UNIT},
                "organisations": {level.value: {"graded": counted.graded, "grades": grades(counted), "not_graded": self.units_apart.get(level, 0)} for level, counted in self.units.items()}}


def tree_day(year: int, day: date) -> date:
    """The day of the tree that results of a year are summed up by: its last, or the day asked if that is earlier."""
    return min(date(year, 12, 31), day)


def results(unit: UnitVersion, year: int, day: date) -> Results:
    """The results of a year of a unit and all below it; ten queries, whatever the members: a province's are sums by organisation and grade.

    Parameters:
        unit: as it stood on ``tree_day``; of a cell, its own members in the round of its organisation.
        day: facts up to its end.
    """
    on, is_cell = tree_day(year, day), unit.level == UnitLevel.CELL
    above = unit.level not in (UnitLevel.CELL, UnitLevel.GRASSROOTS)
    where = {"year": year, "span": SpanName.YEAR.value}
    here = Q(unit=unit.parent_id) if is_cell else tree.standing("unit__versions__", on) & tree.under(unit, "unit__versions__")
    rounds = EvaluationRound.objects.filter(here, **where)
    organization_line: dict[int, int] = {pk: child or own for pk, own, child in (
        rounds.annotate(child=F(tree.child_of(unit, "unit__versions__"))).values_list("pk", "unit", "child") if above else rounds.values_list("pk", "unit", "unit"))}
    readings = {pk: CapBase(base) for pk, base in RoundPlan.objects.known().on(day).filter(round__in=rounds.values("pk")).values_list("round", "cap_base")}
    closed = RoundClosure.objects.known().on(day).filter(round__in=rounds.values("pk"), reopened="").count()
    among = Q(subject__round__in=rounds.values("pk")) & (Q(subject__unit=unit.unit_id) if is_cell else Q())
    by = ("subject__round", "subject__unit") if not above else ("subject__round",)
    grades: defaultdict[int, GradeTally] = defaultdict(GradeTally)
    tallies: defaultdict[int, GradeTally] = defaultdict(GradeTally)
    for *key, grade, count in GradeDecision.objects.known().on(day).filter(among, subject__person__isnull=False).order_by().values_list(*by, "grade").annotate(n=Count("pk")):
        counted = GradeTally(**{grade: count})
        tallies[key[0]] += counted
        grades[organization_line[key[0]] if above else key[1]] += counted
    treated: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for *key, why, count in SubjectTreatment.objects.known().on(day).filter(among, subject__person__isnull=False).order_by().values_list(*by, "apart").annotate(n=Count("pk")):
        treated[organization_line[key[0]] if above else key[1]][why] += count
    organizations, units_apart = _organizations(among, on, day)
    names = names_of({*organization_line.values(), *grades, *treated} - {0}, on)
    order = {each: at for at, each in enumerate(tree.versions(on).filter(unit__in=list(names)).order_by("sort_key", "unit").values_list("unit", flat=True))}
    keys = sorted({*grades, *treated, *(organization_line.values() if above else ())}, key=lambda each: (order.get(each, len(order)), each))

    def line(unit_id: int, name: str, of: Collection[int], wanted: Sequence[int]) -> ResultLine:
        counted = sum((grades[each] for each in wanted), GradeTally())
        apart = {why: sum(treated[each][why.value] for each in wanted) for why in Apart}
        caps = [(rules.cap(tallies[each], readings.get(each, CapBase.GOOD)), rules.cap(tallies[each], rules.other(readings.get(each, CapBase.GOOD)))) for each in of]
        return ResultLine(unit_id, name, len(of), counted, {why: count for why, count in apart.items() if count}, sum(treated[each][""] for each in wanted) - counted.graded,
                          sum(here.allowed for here, _there in caps), sum(there.allowed for _here, there in caps), sum(here.base for here, _there in caps),
                          sum(not here.holds for here, _there in caps))

    of_line: defaultdict[int, list[int]] = defaultdict(list)
    for pk, own in organization_line.items():
        of_line[own].append(pk)
    said = set(readings.values())
    return Results(unit, year, (next(iter(said)) if said else CapBase(Config.load().cap_base)) if len(said) < 2 else None,
                   line(unit.unit_id, unit.name, [] if is_cell else list(organization_line), keys), tuple(line(each, names.get(each, ""), of_line[each] if above else (), [each]) for each in keys),
                   organizations, units_apart, closed)


def _organizations(among: Q, on: date, day: date) -> tuple[dict[UnitLevel, GradeTally], dict[UnitLevel, int]]:
    """Grades of organisations by level, and how many are not graded; two queries."""
    standing = tree.standing("subject__unit__versions__", on)
    found = {level: GradeTally() for level in (UnitLevel.CELL, UnitLevel.GRASSROOTS)}
    for level, grade, count in GradeDecision.objects.known().on(day).filter(among & standing, subject__person=None).order_by().values_list(
            "subject__unit__versions__level", "grade").annotate(n=Count("pk")):
        found[UnitLevel(level)] += GradeTally(**{grade: count})
    apart: dict[UnitLevel, int] = {UnitLevel(level): count for level, count in SubjectTreatment.objects.known().on(day).filter(
        among & standing, subject__person=None).exclude(treatment=TreatmentName.GRADED).order_by().values_list("subject__unit__versions__level").annotate(n=Count("pk"))}
    return found, apart


def trend(unit: UnitVersion, day: date) -> list[tuple[int, GradeTally]]:
    """The grades of the members of a unit and all below it, year by year, the newest first; one query. Units count where they stand on the day."""
    here = Q(subject__unit=unit.unit_id) if unit.level == UnitLevel.CELL else tree.standing("subject__round__unit__versions__", day) & tree.under(unit, "subject__round__unit__versions__")
    counted = GradeDecision.objects.known().on(day).filter(here, subject__person__isnull=False, subject__round__span=SpanName.YEAR).order_by().values_list(
        "subject__round__year", "grade").annotate(n=Count("pk"))
    years: defaultdict[int, GradeTally] = defaultdict(GradeTally)
    for year, grade, count in counted:
        years[year] += GradeTally(**{grade: count})
    return sorted(years.items(), reverse=True)
