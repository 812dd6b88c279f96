"""Questions about evaluations. The only place of `evaluation` with joins; answers are frozen rows.

Who has which grade is listed by cell, in name order; nothing here compares persons of different cells.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound, explained
from kientoan.evaluation import access
from kientoan.evaluation.enums import (
    GROUP_OF_KIND,
    ApartName,
    EvaluationStep,
    FunctionName,
    GradeName,
    HappeningKind,
    SpanName,
    TreatmentName,
)
from kientoan.evaluation.models import (
    EvaluationRound,
    EvaluationSubject,
    FunctionGroup,
    GradeAppraisal,
    GradeContest,
    GradeDecision,
    GradeVote,
    ResidenceOpinion,
    RoundClosure,
    RoundPaper,
    RoundPlan,
    SelfAssessment,
    SubjectTreatment,
    YearHappening,
)
from kientoan.meetings.queries import attended, held_by
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, unit_on
from kientoan.people.enums import MemberStage, PostKind, StandingKind
from kientoan.people.hooks import MOST, OwnLine
from kientoan.people.models import Holding, Membership
from kientoan.people.queries import profiles_of, standings_on
from kientoan.registers.enums import PaperKind
from kientoan.registers.models import IssuedPaper
from kientoan.registers.queries import line_of, papers_with
from kientoan.resolutions.queries import tallies_due
from kientoan.rules import evaluation as rules
from kientoan.rules.evaluation import (
    Apart,
    CapBase,
    CapReading,
    Case,
    EvaluationPack,
    EvidenceFigures,
    Grade,
    GradeTally,
    Happening,
    Span,
    Step,
    Treatment,
)
from kientoan.rules.figures import Share
from kientoan.rules.meetings import MemberRoll
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import MAX_DEPTH

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


# -- rounds --------------------------------------------------------------------------------------------------------------------------------


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


def _graded(facts: QuerySet[Any], *, persons: bool = True) -> QuerySet[Any]:
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
    graded, decided = (dict(_graded(model.objects.known().on(day).filter(subject__round__in=ids)).order_by().values_list("subject__round").annotate(Count("pk")))
                       for model in (SubjectTreatment, GradeDecision))
    names = names_of({each.round.unit_id for each in shown}, day)
    rows = [RoundRow(each.round_id, each.round.unit_id, names.get(each.round.unit_id, ""), round_name(each.round.year, each.round.span), each.as_of, each.occurred_on, each.decision_due_on,
                     each.round_id in closed, graded.get(each.round_id, 0), decided.get(each.round_id, 0)) for each in shown]
    return rows, plans.count()


# -- who is in a round ---------------------------------------------------------------------------------------------------------------------


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


# -- subjects ------------------------------------------------------------------------------------------------------------------------------


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


def _facts(model: type[Any], where: Q, day: date) -> Iterable[Any]:
    facts: Iterable[Any] = model.objects.known().on(day).filter(where).select_related("decision").order_by("pk")
    return facts


def lines_of(found: RoundFound, day: date, where: Mapping[str, Any]) -> list[SubjectLine]:
    """The subjects of a round that meet conditions, in name order: first organisations, each after those above it, then persons by given name; twenty queries at most.

    Parameters:
        day: facts up to its end.
        where: conditions on subjects, such as ``{"unit": 12, "person__isnull": False}``.
    """
    subjects = {each.pk: each for each in EvaluationSubject.objects.filter(round=found.round, **where)}
    on_subject = Q(subject__round=found.round) & Q(**{f"subject__{name}": value for name, value in where.items()})
    treatments = {each.subject_id: each for each in SubjectTreatment.objects.known().on(day).filter(on_subject)}
    steps: defaultdict[int, dict[Step, Any]] = defaultdict(dict)
    for step, model in STEP_FACTS.items():
        for fact in _facts(model, on_subject, day):
            steps[fact.subject_id][step] = fact
    happened: defaultdict[int, list[YearHappening]] = defaultdict(list)
    for fact in _facts(YearHappening, on_subject, day):
        happened[fact.subject_id].append(fact)
    contests = {fact.subject_id: fact for fact in _facts(GradeContest, on_subject, day)}
    shown = [each for each in subjects.values() if each.pk in treatments]
    profiles = profiles_of([each.person_id for each in shown if each.person_id is not None], day)
    units = {version.unit_id: version for version in tree.versions(found.plan.as_of).filter(unit__in={each.unit_id for each in shown if each.person_id is None})}
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


# -- groups, tallies, the cap --------------------------------------------------------------------------------------------------------------


def groups_of(units: Collection[UnitVersion], day: date) -> dict[int, FunctionName]:
    """With which organisations each is compared (EV-12): as was said, else by its kind; one query."""
    said: dict[int, str] = dict(FunctionGroup.objects.known().on(day).filter(unit__in=[each.unit_id for each in units]).values_list("unit", "group"))
    return {each.unit_id: FunctionName(said[each.unit_id]) if each.unit_id in said else GROUP_OF_KIND.get(each.kind, FunctionName.RESIDENTIAL) for each in units}


def tally(round_id: int, day: date) -> GradeTally:
    """The grades of the members of a round; one query."""
    counted = GradeDecision.objects.known().on(day).filter(subject__round=round_id, subject__person__isnull=False).order_by().values_list("grade").annotate(n=Count("pk"))
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


def cap_view(found: RoundFound, day: date) -> CapView:
    """The cap over the members of the round; two queries."""
    graded = _graded(SubjectTreatment.objects.known().on(day).filter(subject__round=found.round)).count()
    return CapView(tally(found.round_id, day), found.reading, graded)


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


# -- how far a round has come --------------------------------------------------------------------------------------------------------------


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
    taken = {step: dict(_graded(model.objects.known().on(day).filter(subject__round=found.round)).order_by().values_list("subject__unit").annotate(n=Count("pk")))
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


# -- numbers of papers ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PaperNumber:
    """A paper of a round with its number.

    Parameters:
        paper: as it stands in the register.
        line: number and symbol as they are printed.
    """

    fact: RoundPaper
    paper: IssuedPaper
    line: str

    @property
    def stands(self) -> bool:
        """Whether the number was not made void."""
        return not self.paper.void_reason

    @property
    def day(self) -> date:
        """The paper's date."""
        found: date = self.fact.occurred_on
        return found

    @property
    def cited(self) -> str:
        """Number and symbol as others cite them, without the word for number."""
        return self.line.removeprefix("Số ")


def paper_numbers(found: RoundFound, unit_id: int, day: date) -> dict[PaperKind, PaperNumber]:
    """The papers of a round that a unit has numbered by a day, void ones too; two queries.

    Parameters:
        unit_id: the cell, for its minutes; the organisation, for the table of results and the decision.
    """
    facts = list(RoundPaper.objects.known().on(day).filter(round=found.round, unit=unit_id))
    papers = papers_with(fact.numbered for fact in facts)
    return {PaperKind(fact.kind): PaperNumber(fact, paper, line_of(paper.register, paper)) for fact in facts for paper in (papers[fact.numbered],)}


def standing_number(found: RoundFound, unit_id: int, kind: PaperKind, day: date) -> PaperNumber | None:
    """The number of a paper by a day; None while it has none, or when it was made void."""
    number = paper_numbers(found, unit_id, day).get(kind)
    return number if number is not None and number.stands else None


def last_vote_day(found: RoundFound, unit_id: int) -> date | None:
    """The day on which a cell voted last, its organisation's own committee left out; None before it voted."""
    votes = GradeVote.objects.known().filter(subject__round=found.round, subject__unit=unit_id)
    day: date | None = votes.exclude(subject__person=None, subject__unit=found.unit.unit_id).order_by("-occurred_on").values_list("occurred_on", flat=True).first()
    return day


def decided_by(found: RoundFound, number: PaperNumber, lines: Sequence[SubjectLine]) -> list[SubjectLine]:
    """Subjects with the grade that a numbered decision gave them, whatever took its place since; one query.

    Returns:
        as they are where no grade cites the paper: it is then about all that stands.
    """
    versions = GradeDecision.objects.filter(subject__round=found.round, decision__number=number.cited, decision__issued_on=number.day).select_related("decision").order_by("pk")
    gave = {fact.subject_id: fact for fact in versions}
    if not gave:
        return list(lines)
    without = {line.subject_id: {step: fact for step, fact in line.facts.items() if step is not Step.DECISION} for line in lines}
    return [replace(line, facts=without[line.subject_id] | ({Step.DECISION: gave[line.subject_id]} if line.decision and line.subject_id in gave else {})) for line in lines]


# -- results -------------------------------------------------------------------------------------------------------------------------------


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


# -- one's own grades ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnGrade:
    """A grade of a person, as the person reads it in the own record.

    Parameters:
        name: the year, or the part of it.
        unit: the cell in which it was.
        decision: the paper.
        last_contest_on: until when it may be contested in writing.
        contest: what came of a contest, in words; empty for none.
    """

    round_id: int
    subject_id: int
    name: str
    unit: str
    grade: str
    points: int | None
    decided_on: date
    decision: str
    last_contest_on: date
    contest: str

    @property
    def label(self) -> str:
        """The grade in words."""
        return label_of(self.grade)


def grades_of(person_id: int, day: date) -> list[OwnGrade]:
    """The grades of one person, the newest first; three queries. Whoever asks has made sure that they may be read."""
    facts = list(GradeDecision.objects.known().on(day).filter(subject__person=person_id).select_related("subject__round", "decision").order_by("-subject__round__year", "-occurred_on"))
    contests = {each.subject_id: each for each in GradeContest.objects.known().on(day).filter(subject__in=[each.subject_id for each in facts])}
    names, days = names_of({each.subject.unit_id for each in facts}, day), Config.load().contest_days
    return [OwnGrade(each.subject.round_id, each.subject_id, round_name(each.subject.round.year, each.subject.round.span), names.get(each.subject.unit_id, ""), each.grade, each.points,
                     each.occurred_on, str(each.decision or ""), rules.last_contest_day(each.occurred_on, days), contest_words(contests.get(each.subject_id))) for each in facts]


def contest_words(fact: GradeContest | None) -> str:
    """What is known of a contest, in words; empty for none."""
    if fact is None:
        return ""
    return str(fact.get_outcome_display()) if fact.outcome else _("đã nhận, chưa trả lời")


@dataclass(frozen=True)
class OwnEvaluation:
    """A person's own place in a round, for the page of the own record.

    Parameters:
        line: what is believed of it.
        last_contest_on: until when the grade may be contested; None while there is none.
    """

    found: RoundFound
    line: SubjectLine
    unit: str
    contest: str
    last_contest_on: date | None


def own_evaluation(person_id: int, subject_id: int, day: date) -> OwnEvaluation:
    """One's own place in a round, whatever rights one has; a fixed number of queries.

    Raises:
        NotFound: for a subject that is somebody else, or a round that was not open yet.
    """
    subject = EvaluationSubject.objects.filter(pk=subject_id, person=person_id).first()
    if subject is None:
        raise no_such_subject()
    found = round_found(subject.round_id, day)
    if found.plan.occurred_on > day:
        raise no_such_subject()
    line = subject_line(found, subject_id, day)
    last = rules.last_contest_day(line.decision.occurred_on, Config.load().contest_days) if line.decision else None
    return OwnEvaluation(found, line, names_of([line.unit_id], day).get(line.unit_id, ""), contest_words(line.contest), last)


@dataclass(frozen=True)
class OwnWaiting:
    """A round in which a person's own review is still to be entered.

    Parameters:
        name: the year, or the part of it.
        unit: the cell.
        due_on: the last day for it.
    """

    subject_id: int
    name: str
    unit: str
    due_on: date


def own_waiting(person_id: int, day: date) -> list[OwnWaiting]:
    """The open rounds in which a person neither reviewed the own work nor was voted on, the first due first; three queries."""
    taken = [model.objects.known().on(day).filter(subject=OuterRef("subject")) for model in (SelfAssessment, GradeVote, GradeDecision)]
    closed = RoundClosure.objects.known().on(day).filter(reopened="", round=OuterRef("subject__round"))
    waits = SubjectTreatment.objects.known().on(day).filter(*(~Exists(each) for each in (*taken, closed)), subject__person=person_id).exclude(treatment=TreatmentName.NEITHER)
    shown = list(waits.select_related("subject__round"))
    due = dict(RoundPlan.objects.known().filter(round__in=[each.subject.round_id for each in shown]).values_list("round", "self_due_on"))
    names = names_of({each.subject.unit_id for each in shown}, day)
    return sorted((OwnWaiting(each.subject_id, round_name(each.subject.round.year, each.subject.round.span), names.get(each.subject.unit_id, ""), due[each.subject.round_id]) for each in shown),
                  key=lambda each: (each.due_on, each.subject_id))


def own_years(person_id: int, day: date) -> list[OwnLine]:
    """The evaluations of a person as that person reads them: the grade with its paper, why there is none, or what is still to come; the newest first; eight queries."""
    treated = list(SubjectTreatment.objects.known().on(day).filter(subject__person=person_id).select_related("subject__round").order_by("-subject__round__year", "-occurred_on", "-pk")[:MOST])
    ids = [each.subject_id for each in treated]
    said = set(SelfAssessment.objects.known().on(day).filter(subject__in=ids).values_list("subject", flat=True))
    waiting = {each.subject_id: each for each in own_waiting(person_id, day)}
    grades = {each.subject_id: each for each in grades_of(person_id, day)}
    lines: list[OwnLine] = []
    for each in treated:
        subject, grade = each.subject, grades.get(each.subject_id)
        waits = waiting.get(each.subject_id)
        if grade is not None:
            about = "; ".join(part for part in (grade.label, grade.decision, grade.contest and _("ý kiến không đồng ý: %(what)s") % {"what": grade.contest}) if part)
        elif each.apart:
            about = f"{ApartName(each.apart).label}: {TreatmentName(each.treatment).label}"
        else:
            about = _("chờ bạn tự đánh giá") if waits else _("đã tự đánh giá, chờ quyết định") if each.subject_id in said else _("chưa có mức")
        lines.append(OwnLine(grade.decided_on if grade else waits.due_on if waits else each.occurred_on, _("Đánh giá %(name)s") % {"name": round_name(subject.round.year, subject.round.span)},
                             about, waits is not None, "own_evaluation", each.subject_id))
    return lines
