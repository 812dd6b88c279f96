"""The papers of a round and their numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kientoan.evaluation.models import GradeDecision, GradeVote, RoundPaper
from kientoan.evaluation.queries.rounds import RoundFound
from kientoan.evaluation.queries.subjects import SubjectLine
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
