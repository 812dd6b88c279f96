"""Those who are evaluated in a round, with what is true of each at each step and the evidence that the books have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound, explained
from kientoan.evaluation import access
from kientoan.evaluation.enums import ApartName, EvaluationStep, GradeName, HappeningKind, TreatmentName
from kientoan.evaluation.models import (
    EvaluationSubject,
    GradeAppraisal,
    GradeContest,
    GradeDecision,
    GradeVote,
    ResidenceOpinion,
    SelfAssessment,
    SubjectTreatment,
    YearHappening,
)
from kientoan.evaluation.queries.rounds import STEP_FACTS, RoundFound, chunks
from kientoan.meetings.queries import attended, held_by
from kientoan.org import tree
from kientoan.people.queries import profiles_of
from kientoan.resolutions.queries import tallies_due
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import Case, EvaluationPack, EvidenceFigures, Happening, Step, Treatment
from kientoan.rules.tree import MAX_DEPTH


@dataclass(frozen=True)
class SubjectLine:
    """A subject with everything that is believed of it.

    Parameters:
        name: the person's, or the organisation's.
        sort_key: in name order.
        treatment: graded, only reviewed, or neither; ``apart`` why.
        happenings: what happened in the year.
        facts: the fact of each step that was taken.
        evidence: what the books say, as frozen with the decision once there is one.
        contest: None for none.
    """

    subject_id: int
    unit_id: int
    person_id: int | None
    name: str
    sort_key: str
    treatment: Treatment
    apart: str
    happenings: tuple[YearHappening, ...]
    facts: Mapping[Step, Any]
    evidence: EvidenceFigures
    contest: GradeContest | None = None
    pack: EvaluationPack = field(default=rules.GUIDANCE_21, repr=False)

    @property
    def is_unit(self) -> bool:
        """Whether it is an organisation."""
        return self.person_id is None

    @property
    def is_graded(self) -> bool:
        """Whether it gets a grade."""
        return self.treatment is Treatment.GRADED

    @property
    def is_reviewed(self) -> bool:
        """Whether it reviews itself."""
        return self.treatment is not Treatment.NEITHER

    @property
    def why_not(self) -> str:
        """Why it is not graded; empty for whoever is."""
        return f"{ApartName(self.apart).label}: {TreatmentName(self.treatment.value).label}" if self.apart else ""

    @property
    def done(self) -> set[Step]:
        """The steps taken."""
        return set(self.facts)

    @property
    def waits_for(self) -> EvaluationStep | None:
        """The next step; None when there is none."""
        if not self.is_graded:
            return None
        step = rules.next_step(self.done, is_unit=self.is_unit)
        return None if step is None else EvaluationStep(step.value)

    @property
    def self_assessment(self) -> SelfAssessment | None:
        """What it said of itself."""
        return self.facts.get(Step.SELF)

    @property
    def self_grade(self) -> str:
        """The grade it gave itself, or that its points allow; empty for none."""
        said = self.self_assessment
        if said is None:
            return ""
        return label_of(said.grade or (rules.grade_of_points(sum(said.points.values())).value if said.points else ""))

    @property
    def vote(self) -> GradeVote | None:
        """The cell's vote."""
        return self.facts.get(Step.VOTE)

    @property
    def base(self) -> int:
        """Of how many the vote is."""
        return self.vote.official - self.vote.temporary - self.vote.exempt if self.vote else 0

    @property
    def residence(self) -> ResidenceOpinion | None:
        """The opinion of the place of residence."""
        return self.facts.get(Step.RESIDENCE)

    @property
    def appraisal(self) -> GradeAppraisal | None:
        """What is proposed."""
        return self.facts.get(Step.APPRAISAL)

    @property
    def decision(self) -> GradeDecision | None:
        """What was decided."""
        return self.facts.get(Step.DECISION)

    @property
    def grade(self) -> str:
        """The grade in words; empty for none."""
        return label_of(self.decision.grade) if self.decision else ""

    def case(self, points: int | None = None) -> Case:
        """What bounds its grade."""
        return Case(self.treatment, frozenset(Happening(each.kind) for each in self.happenings), points, self.is_unit)

    @property
    def bounds(self) -> list[str]:
        """What bounds the grade, in words."""
        return [f"{explained(reason)} {reason.rule}" for _grade, reason in rules.bounds(self.pack, self.case())]

    @property
    def happened(self) -> list[str]:
        """What happened in the year, in words."""
        return [str(HappeningKind(each.kind).label) for each in self.happenings]


def label_of(grade: str) -> str:
    """A grade in words; empty for none."""
    return str(GradeName(grade).label) if grade else ""


def _facts(model: type[Any], where: Q, day: date, known_at: datetime | None) -> Iterable[Any]:
    facts: Iterable[Any] = model.objects.known(known_at).on(day).filter(where).select_related("decision").order_by("pk")
    return facts


def lines_of(found: RoundFound, day: date, where: Mapping[str, Any], known_at: datetime | None = None) -> list[SubjectLine]:
    """The subjects of a round that meet conditions, in name order: first organisations, each after those above it, then persons by given name; twenty queries at most.

    Parameters:
        day: facts up to its end.
        where: conditions on subjects, such as ``{"unit": 12, "person__isnull": False}``.
        known_at: as known at that moment; None means now. What the books say before a decision is always of now.
    """
    subjects = {each.pk: each for each in EvaluationSubject.objects.filter(round=found.round, **where)}
    on_subject = Q(subject__round=found.round) & Q(**{f"subject__{name}": value for name, value in where.items()})
    treatments = {each.subject_id: each for each in SubjectTreatment.objects.known(known_at).on(day).filter(on_subject)}
    steps: defaultdict[int, dict[Step, Any]] = defaultdict(dict)
    for step, model in STEP_FACTS.items():
        for fact in _facts(model, on_subject, day, known_at):
            steps[fact.subject_id][step] = fact
    happened: defaultdict[int, list[YearHappening]] = defaultdict(list)
    for fact in _facts(YearHappening, on_subject, day, known_at):
        happened[fact.subject_id].append(fact)
    contests = {fact.subject_id: fact for fact in _facts(GradeContest, on_subject, day, known_at)}
    shown = [each for each in subjects.values() if each.pk in treatments]
    profiles = profiles_of([each.person_id for each in shown if each.person_id is not None], day, known_at)
    units = {version.unit_id: version for version in tree.versions(found.plan.as_of, known_at).filter(unit__in={each.unit_id for each in shown if each.person_id is None})}
    books = evidence_of(found, shown)
    lines: list[tuple[tuple[int, str, int], SubjectLine]] = []
    for each in shown:
        treated = treatments[each.pk]
        person, unit = profiles.get(each.person_id or 0), units.get(each.unit_id) if each.person_id is None else None
        name, key = (person.full_name, person.sort_key) if person else (unit.name, unit.sort_key) if unit else ("", "")
        decided: GradeDecision | None = steps[each.pk].get(Step.DECISION)
        lines.append(((MAX_DEPTH if unit is None else unit.depth, key, each.pk), SubjectLine(
            each.pk, each.unit_id, each.person_id, name, key, Treatment(treated.treatment), treated.apart, tuple(happened[each.pk]), steps[each.pk],
            frozen_evidence(decided) if decided else books.get(each.pk, EvidenceFigures()), contests.get(each.pk), found.pack)))
    return [line for _key, line in sorted(lines, key=lambda each: each[0])]


def evidence_of(found: RoundFound, subjects: Collection[EvaluationSubject]) -> dict[int, EvidenceFigures]:
    """What the books say of subjects in the time evaluated (EV-11): tasks due in it, meetings of the cell; four queries for each five hundred."""
    since, by = found.days
    persons = {each.person_id: each.pk for each in subjects if each.person_id is not None}
    units = {each.unit_id: each.pk for each in subjects if each.person_id is None}
    figures: dict[int, EvidenceFigures] = {}
    for part in chunks(persons):
        tasks, came = tallies_due(since, by, person_ids=part), attended(part, since, by)
        for person in part:
            if person in tasks or person in came:
                figures[persons[person]] = _figures(tasks.get(person), *reversed(came.get(person, (0, 0))))
    for part in chunks(units):
        tasks, held = tallies_due(since, by, unit_ids=part), held_by(part, since, by)
        for unit in part:
            if unit in tasks or unit in held:
                figures[units[unit]] = _figures(tasks.get(unit), held.get(unit, 0), 0)
    return figures


def _figures(tasks: Any, held: int, came: int) -> EvidenceFigures:
    if tasks is None:
        return EvidenceFigures(held=held, attended=came)
    return EvidenceFigures(tasks.given, tasks.done_on_time, tasks.done_late, tasks.above, held, came)


def frozen_evidence(fact: GradeDecision) -> EvidenceFigures:
    """The figures as they were when it was decided."""
    return EvidenceFigures(fact.tasks_given, fact.tasks_on_time, fact.tasks_late, fact.tasks_above, fact.meetings_held, fact.meetings_attended)


def members_of(found: RoundFound, unit_id: int, day: date) -> list[SubjectLine]:
    """The members of a cell in the round, in name order."""
    return lines_of(found, day, {"unit": unit_id, "person__isnull": False})


def organizations_of(found: RoundFound, day: date) -> list[SubjectLine]:
    """The grassroots organisation and its cells, by name."""
    return lines_of(found, day, {"person": None})


def members_or_none(actor: Actor, found: RoundFound, unit_id: int, day: date) -> list[SubjectLine]:
    """The members of a cell with their grades, for whoever may read them.

    Raises:
        NotFound: for whoever may not, and for a unit that is not in the round.
    """
    if not access.may_see_grades(actor, unit_id, day) or not EvaluationSubject.objects.filter(round=found.round, unit=unit_id).exists():
        raise NotFound(_("Không có chi bộ này trong đợt đánh giá, hoặc nằm ngoài phạm vi được xem mức xếp loại."))
    return members_of(found, unit_id, day)


def no_such_subject() -> NotFound:
    """The answer for a subject that there is not, or whose grade may not be read."""
    return NotFound(_("Không có người hoặc tổ chức này trong đợt đánh giá, hoặc nằm ngoài phạm vi được xem."))


def subject_line(found: RoundFound, subject_id: int, day: date) -> SubjectLine:
    """One subject of a round.

    Raises:
        NotFound: when it is not in the round.
    """
    line = next(iter(lines_of(found, day, {"pk": subject_id})), None)
    if line is None:
        raise no_such_subject()
    return line


def seen_subject(actor: Actor, found: RoundFound, subject_id: int, day: date) -> SubjectLine:
    """A subject whose grade the actor may read; that of an organisation is no personal data.

    Raises:
        NotFound: for one that is not in the round, or may not be read.
    """
    line = subject_line(found, subject_id, day)
    if not (access.may_see(actor, line.unit_id, day) if line.is_unit else access.may_see_grades(actor, line.unit_id, day)):
        raise no_such_subject()
    return line


@dataclass(frozen=True)
class PastGrade:
    """A grade that stood before and another took the place of, or that was taken back."""

    grade: str
    decided_on: date
    decision: str
    recorded_at: Any
    superseded_at: Any

    @property
    def label(self) -> str:
        """The grade in words."""
        return label_of(self.grade)


def past_grades(subject_id: int) -> list[PastGrade]:
    """The grades of a subject that stand no more, the newest first."""
    facts = GradeDecision.objects.filter(subject=subject_id, superseded_at__isnull=False).select_related("decision").order_by("-superseded_at", "-pk")
    return [PastGrade(each.grade, each.occurred_on, str(each.decision or ""), each.recorded_at, each.superseded_at) for each in facts]
