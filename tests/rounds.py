"""Rounds of evaluation in the cast's province, built through operations."""

from datetime import date

from cast import BEGINS, MACHINE, World
from kientoan.core.decisions import Citation
from kientoan.evaluation import operations, queries
from kientoan.evaluation.enums import GradeName, HappeningKind, SpanName
from kientoan.evaluation.operations import Deadlines, GradeRow, ResidenceRow, SelfRow, Terms, VoteRow
from kientoan.evaluation.queries import RoundFound, SubjectLine
from kientoan.people.enums import MemberStage
from kientoan.people.operations import NewMembership, NewPerson, Profile, register_persons
from kientoan.rules.evaluation import GradeVotes

DAY = date(2020, 7, 1)
PLAN, PAPER = Citation("09-KH/ĐU", date(2020, 6, 30), "Kế hoạch"), Citation("21-QĐ/ĐU", date(2020, 7, 1), "Quyết định")
DEADLINES = Deadlines(date(2020, 7, 8), date(2020, 7, 15), date(2020, 7, 15), date(2020, 7, 22), date(2020, 7, 29))
SURNAMES, GIVEN = ("Dương", "Lý", "Ngô", "Đỗ", "Hoàng", "Tạ"), ("An", "Bình", "Chín", "Dũng", "Hoa", "Lan", "Mận", "Nga", "Sáng", "Tuyến")


def members(world: World, key: str, count: int, *, stage: MemberStage = MemberStage.OFFICIAL, admitted: date = date(2010, 5, 19), since: date = BEGINS) -> list[int]:
    """Members of a cell, with names of their own."""
    names = [f"{SURNAMES[at // len(GIVEN) % len(SURNAMES)]} Văn {GIVEN[at % len(GIVEN)]}" for at in range(count)]
    official = date(admitted.year + 1, admitted.month, admitted.day) if stage is MemberStage.OFFICIAL else None
    rows = [NewPerson(f"m{at}", world[key], Profile(name), membership=NewMembership(world[key], stage, admitted, official, since)) for at, name in enumerate(names)]
    return list(register_persons(MACHINE, rows=rows).ids.values())


def opened(world: World, key: str = "party-05965", *, year: int = 2020, as_of: date = DAY, on: date = DAY, span: SpanName = SpanName.YEAR, deadlines: Deadlines = DEADLINES) -> int:
    """A round that is open."""
    return operations.open_rounds(MACHINE, unit_id=world[key], terms=Terms(year, as_of, deadlines, span), on=on, citation=PLAN)[0]


def lines(round_id: int, unit_id: int) -> tuple[RoundFound, list[SubjectLine]]:
    """The subjects of a cell, itself first."""
    found = queries.round_found(round_id)
    return found, queries.lines_of(found, date(9999, 1, 1), {"unit": unit_id})


def carried(round_id: int, unit_id: int, *, on: date = DAY, good: int | None = None, decided: bool = False) -> list[SubjectLine]:
    """The subjects of a cell through every step up to the appraisal, or to the decision: so many good, the others completed; the cell good."""
    _found, every = lines(round_id, unit_id)
    graded = [line for line in every if line.is_graded]
    count = len(graded) if good is None else good + 1
    grades = {line.subject_id: GradeName.GOOD if at < count else GradeName.COMPLETED for at, line in enumerate(graded)}
    here = {"round_id": round_id, "unit_id": unit_id, "on": on}
    operations.assess_selves(MACHINE, **here, rows=[SelfRow(key, grade) for key, grade in grades.items()])
    operations.record_votes(MACHINE, **here, rows=[VoteRow(key, GradeVotes(good=1)) for key in grades])
    operations.record_residence(MACHINE, **here, rows=[ResidenceRow(line.subject_id, False) for line in graded if not line.is_unit])
    rows = [GradeRow(key, grade) for key, grade in grades.items()]
    operations.appraise(MACHINE, round_id=round_id, on=on, rows=rows)
    if decided:
        operations.decide(MACHINE, round_id=round_id, on=on, rows=rows, citation=PAPER)
    return graded


def evaluated(round_id: int, unit_id: int) -> None:
    """The members of a cell through all that can be kept of one: a step of each kind, what happened in the year, a decision, a contest that is answered."""
    line = next(each for each in lines(round_id, unit_id)[1] if each.is_graded and not each.is_unit)
    operations.record_happening(MACHINE, subject_id=line.subject_id, kind=HappeningKind.MATERNITY, on=date(2020, 3, 2), citation=PAPER)
    carried(round_id, unit_id, decided=True)
    operations.receive_contest(MACHINE, subject_id=line.subject_id, on=DAY)
    operations.answer_contest(MACHINE, subject_id=line.subject_id, on=DAY, row=None, citation=PAPER)
