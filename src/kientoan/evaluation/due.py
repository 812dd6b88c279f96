"""What open rounds still lack, step by step with its last day: for the list of what is due, and for whoever is told of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kientoan.core.access import Right
from kientoan.evaluation.enums import EvaluationStep, TreatmentName
from kientoan.evaluation.models import EvaluationSubject, RoundClosure, RoundPlan, SubjectTreatment
from kientoan.evaluation.queries import DUE_OF, STEP_FACTS, round_name
from kientoan.org import due, tree
from kientoan.org.access import PersonActor
from kientoan.org.due import DueItem, DueSource
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of
from kientoan.rules.evaluation import Step

OF_CELL = (Step.SELF, Step.VOTE, Step.RESIDENCE)
"""The steps that a cell takes; the others are those of the organisation whose round it is."""
BASE = (UnitLevel.GRASSROOTS, UnitLevel.CELL)
"""Where the steps of a round are taken; whoever works above is told of none."""
RIGHTS: Mapping[Step, Right] = {Step.APPRAISAL: Right.APPRAISE_EVALUATIONS, Step.DECISION: Right.DECIDE_EVALUATIONS}
"""What one must hold to take a step of the organisation; the cell's ask for ``HOLD_EVALUATIONS``."""
RULES: Mapping[Step, str] = {**dict.fromkeys(Step, "EV-06"), Step.VOTE: "EV-07"}


@dataclass(frozen=True)
class Lack:
    """A step of an open round that somebody still lacks.

    Parameters:
        name: the year, or the part of it.
        organization_id: whose round it is.
        unit_id: who must act: the cell, or the organisation for the appraisal and the decision.
        members, units: how many members, and how many organisations, lack the step.
    """

    round_id: int
    name: str
    organization_id: int
    unit_id: int
    step: Step
    due_on: date
    members: int
    units: int

    @property
    def rule(self) -> str:
        """The rule that asks for the step."""
        return RULES[self.step]

    @property
    def address(self) -> tuple[str, tuple[int, ...]]:
        """Where the step is taken: the cell's page in the round; the round's for what is the organisation's own."""
        if self.step in OF_CELL and (self.members or self.unit_id != self.organization_id):
            return "evaluation_cell", (self.round_id, self.unit_id)
        return "evaluation", (self.round_id,)


def lacking(where: Mapping[Step, Q], day: date, first: date, last: date, *, units: Collection[int] | None = None) -> list[Lack]:
    """The steps of open rounds whose last day lies within some days and that somebody lacks, by unit; six queries at most.

    Whoever is only reviewed lacks nothing but the own review. The grade of the organisation itself is left out: the body above gives it in its own time.

    Parameters:
        where: of which subjects, by step, as conditions on ``SubjectTreatment``; a step that is not named is left out.
        day: as things stood at its end.
        first, last: both counted.
        units: only rounds of these, or with these in them; None for all.
    """
    within = {step: Q(**{f"{DUE_OF[step]}__gte": first, f"{DUE_OF[step]}__lte": last}) for step in Step if step in where}
    if not within:
        return []
    any_of = Q()
    for each in within.values():
        any_of |= each
    closed = RoundClosure.objects.known().on(day).filter(reopened="").values("round")
    if units is not None:
        any_of &= Q(round__unit__in=units) | Q(Exists(EvaluationSubject.objects.filter(round=OuterRef("round"), unit__in=units)))
    plans = {plan.round_id: plan for plan in RoundPlan.objects.known().on(day).filter(any_of).exclude(round__in=closed).select_related("round")}
    found: list[Lack] = []
    for step in within:
        due_on = {pk: getattr(plan, DUE_OF[step]) for pk, plan in plans.items() if first <= getattr(plan, DUE_OF[step]) <= last}
        counted: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for pk, unit, members, everyone in _without(step, where[step], list(due_on), day) if due_on else ():
            counts = counted[pk, unit if step in OF_CELL else plans[pk].round.unit_id]
            counts[0] += members
            counts[1] += everyone - members
        found += [Lack(pk, round_name(plans[pk].round.year, plans[pk].round.span), plans[pk].round.unit_id, unit, step, due_on[pk], *counts) for (pk, unit), counts in counted.items()]
    return found


def _without(step: Step, where: Q, rounds: list[int], day: date) -> list[tuple[int, int, int, int]]:
    """Of some rounds: the round, the unit, how many members of it lack a step, and how many members and organisations together; one query."""
    treated = Q(treatment=TreatmentName.GRADED) | Q(treatment=TreatmentName.REVIEWED) if step is Step.SELF else Q(treatment=TreatmentName.GRADED)
    if step is Step.RESIDENCE:
        treated &= Q(subject__person__isnull=False)
    if step is Step.DECISION:
        treated &= Q(subject__person__isnull=False) | ~Q(subject__unit=F("subject__round__unit"))
    taken = STEP_FACTS[step].objects.known().on(day).filter(subject=OuterRef("subject"))
    lacks = SubjectTreatment.objects.known().on(day).filter(where, treated, ~Exists(taken), subject__round__in=rounds)
    return list(lacks.order_by().values_list("subject__round", "subject__unit").annotate(members=Count("subject__person"), everyone=Count("pk")))


@dataclass(frozen=True)
class ToldLack:
    """A step that an account is told of.

    Parameters:
        unit: the name of who must act; of late cells below, of the organisation.
        cells: how many cells below are late with it; 0 for a step of the account's own unit.
    """

    lack: Lack
    unit: str
    cells: int = 0


def told(actor: PersonActor, day: date) -> list[ToldLack]:
    """The steps that the account's own cells and organisations lack, whenever they are due, and with which cells below its organisations are late; seven queries at most.

    Whoever enters for a cell is told of the cell's steps, the office of the appraisal, the deciding body of the decision.
    """
    own: dict[Step, set[int]] = {step: actor.unit_ids(RIGHTS.get(step, Right.HOLD_EVALUATIONS)) for step in Step}
    if actor.lacks_second_factor or not any(own.values()) or not any(unit.level in BASE for unit in actor.granted_versions(day)):
        return []
    offices = own[Step.APPRAISAL]
    where = {step: Q(subject__unit__in=own[step]) | Q(subject__round__unit__in=offices) if step in OF_CELL else Q(subject__round__unit__in=own[step]) for step in Step}
    found = lacking(where, day, date.min, date.max, units=set().union(*own.values()))
    mine = [each for each in found if each.unit_id in own[each.step]]
    late: defaultdict[tuple[int, Step], list[Lack]] = defaultdict(list)
    for each in found:
        if each.unit_id not in own[each.step] and each.due_on < day:
            late[each.round_id, each.step].append(each)
    names = names_of({each.unit_id for each in mine} | {each[0].organization_id for each in late.values()}, day)
    return [*(ToldLack(each, names.get(each.unit_id, "")) for each in mine), *(ToldLack(each[0], names.get(each[0].organization_id, ""), len(each)) for each in late.values())]


def steps(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The steps of open rounds that a cell, or the organisation, has not taken for everybody (EV-06, EV-07)."""
    below = tree.below(unit, day).values("unit")
    cells, organizations = Q(subject__unit__in=below), Q(subject__round__unit__in=below)
    found = lacking({step: cells if step in OF_CELL else organizations for step in Step}, day, first, last)
    return [DueItem(each.unit_id, each.due_on, each.rule, *each.address, detail=each.step.value) for each in found]


def _step(value: str) -> str:
    return str(EvaluationStep(value).label)


def register() -> None:
    """Add the kind to the list."""
    due.register(DueSource("evaluation", _("bước đánh giá, xếp loại"), Right.HOLD_EVALUATIONS, steps, _step))
