"""The papers of a round and their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from kientoan.evaluation.models import GradeDecision, GradeVote, RoundPaper, SelfAssessment, SubjectTreatment
from kientoan.evaluation.queries.rounds import RoundFound
from kientoan.evaluation.queries.subjects import SubjectLine, lines_of
from kientoan.people.queries import profiles_of
from kientoan.registers.enums import PaperKind
from kientoan.registers.queries import IssuedAs, issued_as
from kientoan.rules.evaluation import Step

PaperNumber = IssuedAs[RoundPaper]
"""A paper of a round with its number."""


def paper_numbers(found: RoundFound, unit_id: int, day: date) -> dict[PaperKind, PaperNumber]:
    """The papers of a round that a unit has numbered by a day, void ones too; two queries.

    Parameters:
        unit_id: the cell, for its minutes; the organisation, for the table of results and the decision.
    """
    return {PaperKind(each.fact.kind): each for each in issued_as(RoundPaper.objects.known().on(day).filter(round=found.round, unit=unit_id))}


def standing_number(found: RoundFound, unit_id: int, kind: PaperKind, day: date) -> PaperNumber | None:
    """The number of a paper by a day; None while it has none, or when it was made void."""
    number = paper_numbers(found, unit_id, day).get(kind)
    return number if number is not None and number.stands else None


def last_vote_day(found: RoundFound, unit_id: int) -> date | None:
    """The day on which a cell voted last, its organisation's own committee left out; None before it voted."""
    votes = GradeVote.objects.known().filter(subject__round=found.round, subject__unit=unit_id)
    day: date | None = votes.exclude(subject__person=None, subject__unit=found.unit.unit_id).order_by("-occurred_on").values_list("occurred_on", flat=True).first()
    return day


def lines_printed(found: RoundFound, number: PaperNumber | None, day: date, where: Mapping[str, Any]) -> list[SubjectLine]:
    """The subjects of minutes or a report: by its date and as known when it was numbered, so that each printing is the same; as of a day, and as known now, before."""
    return lines_of(found, number.day, where, number.known_at) if number else lines_of(found, day, where)


def changed_since(found: RoundFound, number: PaperNumber | None) -> bool:
    """Whether what numbered minutes or a report say was changed after they got their number; three queries at most."""
    if number is None or not number.stands:
        return False
    of_cell = number.fact.kind == PaperKind.MINUTES
    where = Q(subject__round=found.round) & (Q(subject__unit=number.fact.unit_id) if of_cell else Q())
    later = Q(recorded_at__gt=number.known_at) | Q(superseded_at__gt=number.known_at)
    return any(model.objects.on(number.day).filter(where & later).exists() for model in ((SelfAssessment, GradeVote, SubjectTreatment) if of_cell else (GradeDecision, SubjectTreatment)))


def decided_by(found: RoundFound, number: PaperNumber, lines: Sequence[SubjectLine]) -> list[SubjectLine]:
    """Subjects with the names of its day and the grade that a numbered decision gave them, whatever took its place since; two queries.

    Returns:
        as they are where no grade cites the paper: it is then about all that stands.
    """
    versions = GradeDecision.objects.filter(subject__round=found.round, decision__number=number.cited, decision__issued_on=number.day).select_related("decision").order_by("pk")
    gave = {fact.subject_id: fact for fact in versions}
    if not gave:
        return list(lines)
    without = {line.subject_id: {step: fact for step, fact in line.facts.items() if step is not Step.DECISION} for line in lines}
    names = {person: each.full_name for person, each in profiles_of([line.person_id for line in lines if line.person_id], number.day, number.known_at).items()}
    return [replace(line, name=names.get(line.person_id or 0, line.name), facts=without[line.subject_id] | ({Step.DECISION: gave[line.subject_id]} if line.decision and line.subject_id in gave else {})) for line in lines]
