"""Rounds, and who is in them: who is graded, who may vote."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound, explained
from kientoan.evaluation import access
from kientoan.evaluation.enums import EvaluationStep, SpanName, TreatmentName
from kientoan.evaluation.models import (
    EvaluationRound,
    EvaluationSubject,
    GradeAppraisal,
    GradeDecision,
    GradeVote,
    ResidenceOpinion,
    RoundClosure,
    RoundPlan,
    SelfAssessment,
    SubjectTreatment,
)
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, unit_on
from kientoan.people.enums import MemberStage, PostKind, StandingKind
from kientoan.people.models import Holding, Membership
from kientoan.people.queries import standings_on
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import CapBase, EvaluationPack, Span, Step
from kientoan.rules.meetings import MemberRoll
from kientoan.rules.reasons import Reason

PAGE = 50
CHUNK = 500
STEP_FACTS: Mapping[Step, type[Any]] = {
    Step.SELF: SelfAssessment, Step.VOTE: GradeVote, Step.RESIDENCE: ResidenceOpinion, Step.APPRAISAL: GradeAppraisal, Step.DECISION: GradeDecision}
DUE_OF: Mapping[Step, str] = {
    Step.SELF: "self_due_on", Step.VOTE: "vote_due_on", Step.RESIDENCE: "residence_due_on", Step.APPRAISAL: "appraisal_due_on", Step.DECISION: "decision_due_on"}
"""The field of the plan that has the last day of a step."""


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in lists short enough for one query each."""
    ordered = sorted(set(ids))
    return (ordered[start:start + CHUNK] for start in range(0, len(ordered), CHUNK))


def pack_of(day: date) -> EvaluationPack:
    """The rules in force on a day for which there are some; rounds of other days are refused when they are opened."""
    found = rules.evaluation_pack(day)
    if isinstance(found, Reason):
        raise LookupError(found.vi)
    return found


@dataclass(frozen=True)
class RoundFound:
    """A round with its plan.

    Parameters:
        unit: the grassroots organisation as it stood on the round's day.
        closure: as believed now; None before the first one.
    """

    round: EvaluationRound
    plan: RoundPlan
    unit: UnitVersion
    closure: RoundClosure | None

    @property
    def round_id(self) -> int:
        """Its identity."""
        return int(self.round.pk)

    @property
    def pack(self) -> EvaluationPack:
        """The rules of its day."""
        return pack_of(self.plan.as_of)

    @property
    def why(self) -> str:
        """Which paper holds and what of it is not verified."""
        return explained(rules.explain_pack(self.pack))

    @property
    def reading(self) -> CapBase:
        """What the cap is taken of."""
        return CapBase(self.plan.cap_base)

    @property
    def is_closed(self) -> bool:
        """Whether nothing changes any more."""
        return self.closure is not None and not self.closure.reopened

    @property
    def days(self) -> tuple[date, date]:
        """The time evaluated, up to the round's day."""
        first, last = rules.days_of(Span(self.round.span), self.round.year)
        return first, min(last, self.plan.as_of)

    @property
    def name(self) -> str:
        """The year, or the part of it."""
        return round_name(self.round.year, self.round.span)

    @property
    def steps(self) -> list[tuple[EvaluationStep, date]]:
        """Each step with its last day."""
        return [(EvaluationStep(step), getattr(self.plan, DUE_OF[step])) for step in Step]


def round_name(year: int, span: str) -> str:
    """How a round is called: the year, or which part of it."""
    return str(year) if span == SpanName.YEAR else _("%(span)s, %(year)s") % {"span": SpanName(span).label, "year": year}


def no_such_round() -> NotFound:
    """The answer for a round that there is not, or that may not be known."""
    return NotFound(_("Không có đợt đánh giá này, hoặc nằm ngoài phạm vi được xem."))


def round_found(round_id: int, day: date | None = None) -> RoundFound:
    """A round as it is believed now; three queries.

    Parameters:
        day: whether it is closed by the end of this day; None for by now.

    Raises:
        NotFound: when there is none.
    """
    plan = RoundPlan.objects.known().filter(round=round_id).select_related("round", "decision").first()
    unit = unit_on(plan.round.unit_id, plan.as_of) if plan else None
    if plan is None or unit is None:
        raise no_such_round()
    closures = RoundClosure.objects.known().filter(round=round_id)
    return RoundFound(plan.round, plan, unit, (closures if day is None else closures.on(day)).select_related("decision").first())


def seen_round(actor: Actor, round_id: int, day: date) -> RoundFound:
    """A round of which the actor may know the counts.

    Raises:
        NotFound: for one that is not there, was not open yet, or may not be known.
    """
    found = round_found(round_id, day)
    if found.plan.occurred_on > day or not access.seen_among(actor, cells_of(found), day):
        raise no_such_round()
    return found


def cells_of(found: RoundFound) -> list[int]:
    """The units that have a subject in the round, the organisation itself among them."""
    return list(EvaluationSubject.objects.filter(round=found.round, person=None).order_by("unit").values_list("unit", flat=True))


@dataclass(frozen=True)
class RoundRow:
    """A round in a list.

    Parameters:
        graded: members to be graded.
        decided: of them, who have a grade.
    """

    round_id: int
    unit_id: int
    unit: str
    name: str
    as_of: date
    opened_on: date
    due_on: date
    is_closed: bool
    graded: int
    decided: int


def graded_facts(facts: QuerySet[Any], *, persons: bool = True) -> QuerySet[Any]:
    """Facts of subjects that are to be graded."""
    return facts.filter(subject__person__isnull=not persons, subject__treatments__superseded_at=None, subject__treatments__treatment=TreatmentName.GRADED)


def rounds_at(unit: UnitVersion, day: date, *, start: int = 0, limit: int | None = PAGE) -> tuple[list[RoundRow], int]:
    """The rounds of a unit and of all below it, of a cell those of its organisation; the newest first, and how many there are; six queries.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.
    """
    here = Q(round__unit=unit.parent_id) if unit.level == UnitLevel.CELL else tree.standing("round__unit__versions__", day) & tree.under(unit, "round__unit__versions__")
    plans = RoundPlan.objects.known().on(day).filter(here).select_related("round").order_by("-round__year", "-occurred_on", "round")
    shown = list(plans[start:None if limit is None else start + limit])
    ids = [each.round_id for each in shown]
    closed = set(RoundClosure.objects.known().on(day).filter(round__in=ids, reopened="").values_list("round", flat=True))
    graded, decided = (dict(graded_facts(model.objects.known().on(day).filter(subject__round__in=ids)).order_by().values_list("subject__round").annotate(Count("pk")))
                       for model in (SubjectTreatment, GradeDecision))
    names = names_of({each.round.unit_id for each in shown}, day)
    rows = [RoundRow(each.round_id, each.round.unit_id, names.get(each.round.unit_id, ""), round_name(each.round.year, each.round.span), each.as_of, each.occurred_on, each.decision_due_on,
                     each.round_id in closed, graded.get(each.round_id, 0), decided.get(each.round_id, 0)) for each in shown]
    return rows, plans.count()


@dataclass(frozen=True)
class Enrolled:
    """A member, or an organisation where ``person_id`` is None, as a round takes it in."""

    unit_id: int
    person_id: int | None
    treated: rules.Treated


def roster(grassroots: Sequence[UnitVersion], as_of: date) -> dict[int, list[Enrolled]]:
    """Whom a round takes in of each grassroots organisation: itself, its cells that have members, and those members on the day, each with what the rules do with them (EV-10).

    Parameters:
        grassroots: as they stand on ``as_of``.
    """
    pack = pack_of(as_of)
    units: dict[int, int] = {}
    for part in (grassroots[start:start + CHUNK] for start in range(0, len(grassroots), CHUNK)):
        tops = {top.unit_id for top in part}
        for version in tree.versions(as_of).filter(tree.under_any(part)):
            units[version.unit_id] = next(each for each in version.chain if each in tops)
    founded: dict[int, date] = {}
    members: list[tuple[int, int, date | None]] = []
    for ids in chunks(units):
        founded |= dict(UnitVersion.objects.filter(superseded_at=None, unit__in=ids).order_by().values_list("unit").annotate(Min("valid_from")))
        members += Membership.objects.known().on(as_of).filter(unit__in=ids).values_list("unit", "person", "admitted_on")
    apart = standings_on([person for _unit, person, _day in members], as_of)
    found: defaultdict[int, list[Enrolled]] = defaultdict(list)
    peopled = {unit for unit, _person, _day in members}
    for unit, top in units.items():
        if unit != top and unit not in peopled:
            continue  # of a cell without a member in the books there is nobody to evaluate, and nobody to vote
        found[top].append(Enrolled(unit, None, rules.treatment_of(pack, as_of, began_on=founded.get(unit), is_unit=True)))
    for unit, person, admitted_on in members:
        kinds = apart.get(person, frozenset())
        found[units[unit]].append(Enrolled(unit, person, rules.treatment_of(
            pack, as_of, began_on=admitted_on, exempted=StandingKind.EXEMPTED in kinds, suspended=StandingKind.SUSPENDED in kinds)))
    return dict(found)


def voters(unit_id: int, day: date, *, exempted_present: int = 0) -> MemberRoll:
    """Who of a cell votes on grades on a day: official members who are not suspended, without those who take part elsewhere for a time and the exempted who are absent
    (EL-35, NM-14); two queries.

    Parameters:
        exempted_present: how many of the exempted came to the vote all the same.

    Returns:
        the roll; a suspended member stands in none of its numbers.
    """
    official = set(Membership.objects.known().on(day).filter(unit=unit_id, stage=MemberStage.OFFICIAL).values_list("person", flat=True))
    standing = standings_on(official, day)
    apart = [kinds for kinds in standing.values() if StandingKind.SUSPENDED not in kinds]
    suspended = len(standing) - len(apart)
    away = sum(StandingKind.TEMPORARY_TRANSFER in kinds for kinds in apart)
    exempted = sum(StandingKind.EXEMPTED in kinds and StandingKind.TEMPORARY_TRANSFER not in kinds for kinds in apart)
    return MemberRoll(len(official) - suspended, away, max(exempted - exempted_present, 0))


def committee_voters(unit_id: int, day: date) -> MemberRoll:
    """Who of an organisation's committee votes on its own grade: each member of the committee once, whatever else they are there."""
    kinds = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.STANDING_BOARD_MEMBER, PostKind.COMMITTEE_MEMBER)
    return MemberRoll(Holding.objects.known().on(day).filter(post__unit=unit_id, post__kind__in=kinds).values("person").distinct().count())
