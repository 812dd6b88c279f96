"""One's own grades, as the person that they are of reads them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kientoan.config import Config
from kientoan.evaluation.enums import ApartName, TreatmentName
from kientoan.evaluation.models import (
    EvaluationSubject,
    GradeContest,
    GradeDecision,
    GradeVote,
    RoundClosure,
    RoundPlan,
    SelfAssessment,
    SubjectTreatment,
)
from kientoan.evaluation.queries.rounds import RoundFound, round_found, round_name
from kientoan.evaluation.queries.subjects import SubjectLine, label_of, no_such_subject, subject_line
from kientoan.org.queries import names_of
from kientoan.people.hooks import MOST, OwnLine
from kientoan.rules import evaluation as rules


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
