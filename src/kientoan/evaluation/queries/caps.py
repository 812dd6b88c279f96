"""Grades counted against the cap by both readings, groups of organisations, and how far a round has come."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F
from django.utils.translation import gettext_lazy

from kientoan.core.refusal import explained
from kientoan.evaluation.enums import GROUP_OF_KIND, EvaluationStep, FunctionName, TreatmentName
from kientoan.evaluation.models import FunctionGroup, GradeDecision, SubjectTreatment
from kientoan.evaluation.queries.rounds import DUE_OF, STEP_FACTS, RoundFound, chunks, graded_facts
from kientoan.evaluation.queries.subjects import SubjectLine
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import CapBase, CapReading, Grade, GradeTally, Step
from kientoan.rules.figures import Share


def groups_of(units: Collection[UnitVersion], day: date) -> dict[int, FunctionName]:
    """With which organisations each is compared (EV-12): as was said, else by its kind; one query."""
    said: dict[int, str] = dict(FunctionGroup.objects.known().on(day).filter(unit__in=[each.unit_id for each in units]).values_list("unit", "group"))
    return {each.unit_id: FunctionName(said[each.unit_id]) if each.unit_id in said else GROUP_OF_KIND.get(each.kind, FunctionName.RESIDENTIAL) for each in units}


def tally(round_id: int, day: date, known_at: datetime | None = None) -> GradeTally:
    """The grades of the members of a round, as known at a moment or now; one query."""
    counted = GradeDecision.objects.known(known_at).on(day).filter(subject__round=round_id, subject__person__isnull=False).order_by().values_list("grade").annotate(n=Count("pk"))
    return GradeTally(**dict(counted))


@dataclass(frozen=True)
class CapView:
    """The cap over grades as they stand, with both readings.

    Parameters:
        graded: how many are to be graded; of organisations, in the group.
        rule: the rule's id.
    """

    tally: GradeTally
    reading: CapBase
    graded: int
    rule: str = "EV-05"

    @property
    def here(self) -> CapReading:
        """As the reading in force has it."""
        return rules.cap(self.tally, self.reading)

    @property
    def there(self) -> CapReading:
        """As the other reading has it."""
        return rules.cap(self.tally, rules.other(self.reading))

    @property
    def used_share(self) -> Share:
        """How many of those to be graded are excellent."""
        return Share(self.tally.excellent, self.graded)

    @property
    def allowed_share(self) -> Share:
        """Where on that bar the cap stands."""
        return Share(self.here.allowed, self.graded)

    @property
    def words(self) -> str:
        """Both readings in a sentence."""
        return explained(rules.explain_cap(self.tally, self.reading))


def cap_view(found: RoundFound, day: date, known_at: datetime | None = None) -> CapView:
    """The cap over the members of the round, as known at a moment or now; two queries."""
    graded = SubjectTreatment.objects.known(known_at).on(day).filter(subject__round=found.round, subject__person__isnull=False, treatment=TreatmentName.GRADED).count()
    return CapView(tally(found.round_id, day, known_at), found.reading, graded)


def unit_groups(found: RoundFound, lines: Sequence[SubjectLine], day: date) -> list[tuple[FunctionName, list[SubjectLine], CapView]]:
    """The cells of a round by group, each with the cap inside it (EV-12); two queries. The organisation itself is compared with others of the body above."""
    cells = [line for line in lines if line.unit_id != found.unit.unit_id]
    units = list(tree.versions(found.plan.as_of).filter(unit__in=[line.unit_id for line in cells]))
    group_of = groups_of(units, found.plan.as_of)
    grouped: defaultdict[FunctionName, list[SubjectLine]] = defaultdict(list)
    for line in cells:
        grouped[group_of.get(line.unit_id, FunctionName.RESIDENTIAL)].append(line)
    return [(group, grouped[group], CapView(rules.tally_of([Grade(line.decision.grade) for line in grouped[group] if line.decision]), found.reading, sum(line.is_graded for line in grouped[group]), "EV-12"))
            for group in FunctionName if group in grouped]


def peers_tally(found: RoundFound, day: date, besides: int) -> GradeTally:
    """The grades of the other grassroots organisations under the same body and of the same group, in the same time (EV-12); four queries.

    Parameters:
        besides: the subject left out.
    """
    beside = list(tree.versions(found.plan.as_of).filter(parent=found.unit.parent_id, level=UnitLevel.GRASSROOTS))
    groups = groups_of([*beside, found.unit], found.plan.as_of)
    alike = [each.unit_id for each in beside if groups[each.unit_id] == groups[found.unit.unit_id]]
    counted: defaultdict[str, int] = defaultdict(int)
    for part in chunks(alike):
        rows = GradeDecision.objects.known().on(day).filter(
            subject__unit__in=part, subject__unit=F("subject__round__unit"), subject__person=None, subject__round__year=found.round.year, subject__round__span=found.round.span)
        for grade, count in rows.exclude(subject=besides).order_by().values_list("grade").annotate(n=Count("pk")):
            counted[grade] += count
    return GradeTally(**counted)


@dataclass(frozen=True)
class CellProgress:
    """How far a cell has come: members to be graded, and of them how many have taken each step.

    Parameters:
        line: the cell itself as a subject; None where the members' unit is the organisation.
        counts: by step.
        apart: how many are not graded.
        step: the first step that somebody, or the cell itself, still lacks; None when it is finished.
        due_on: its last day.
    """

    unit_id: int
    name: str
    line: SubjectLine | None
    graded: int
    counts: Mapping[Step, int]
    apart: int
    step: EvaluationStep | None
    due_on: date | None

    @property
    def self_assessed(self) -> int:
        """How many assessed themselves."""
        return self.counts[Step.SELF]

    @property
    def voted(self) -> int:
        """On how many the cell voted."""
        return self.counts[Step.VOTE]

    @property
    def residence(self) -> int:
        """Of how many the opinion of the place of residence is entered."""
        return self.counts[Step.RESIDENCE]

    @property
    def appraised(self) -> int:
        """For how many a grade is proposed."""
        return self.counts[Step.APPRAISAL]

    @property
    def decided(self) -> int:
        """How many have a grade."""
        return self.counts[Step.DECISION]

    @property
    def who(self) -> str:
        """Who must act next, in words; empty when it is finished."""
        return str(ACTS[self.step]) if self.step else ""


_CELL = gettext_lazy("bí thư chi bộ")
ACTS = {EvaluationStep.SELF: _CELL, EvaluationStep.VOTE: _CELL, EvaluationStep.RESIDENCE: _CELL,
        EvaluationStep.APPRAISAL: gettext_lazy("văn phòng cấp ủy"), EvaluationStep.DECISION: gettext_lazy("cấp ủy quyết định")}


def progress(found: RoundFound, lines: Sequence[SubjectLine], day: date) -> list[CellProgress]:
    """How far each cell of a round has come, by name; seven queries.

    Parameters:
        lines: the organisations of the round.
    """
    treated: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for unit, treatment, count in SubjectTreatment.objects.known().on(day).filter(subject__round=found.round, subject__person__isnull=False).order_by().values_list(
            "subject__unit", "treatment").annotate(n=Count("pk")):
        treated[unit][treatment] = count
    taken = {step: dict(graded_facts(model.objects.known().on(day).filter(subject__round=found.round)).order_by().values_list("subject__unit").annotate(n=Count("pk")))
             for step, model in STEP_FACTS.items()}
    rows: list[CellProgress] = []
    for line in lines:
        counts = {step: taken[step].get(line.unit_id, 0) for step in Step}
        graded = treated[line.unit_id].get(TreatmentName.GRADED, 0)
        own = line if line.unit_id != found.unit.unit_id else None
        waits = [step for step in Step if counts[step] < graded or (own is not None and own.waits_for == EvaluationStep(step.value))]
        step = waits[0] if waits else None
        if own is None and not treated[line.unit_id]:
            continue
        rows.append(CellProgress(line.unit_id, line.name, own, graded, counts, sum(treated[line.unit_id].values()) - graded,
                                 EvaluationStep(step.value) if step else None, getattr(found.plan, DUE_OF[step]) if step else None))
    return rows
