"""Dương Thành's evaluations: that of 2019, closed in February 2020 with a contest settled, and that of 2020, in which some cells have voted.

The primary school's cell has thirty members, so that the cap can be seen at work. Persons and grades are invented.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from kientoan.core.decisions import Citation
from kientoan.demo.cast import Cast, Part
from kientoan.demo.people import membership
from kientoan.demo.polls import CLERK
from kientoan.demo.stage import ACTOR, on, player
from kientoan.demo.timetable import SEED
from kientoan.evaluation import operations
from kientoan.evaluation.enums import GradeName, HappeningKind
from kientoan.evaluation.operations import Deadlines, GradeRow, ResidenceRow, SelfRow, Terms, VoteRow
from kientoan.evaluation.queries import RoundFound, SubjectLine, lines_of, round_found
from kientoan.people.enums import StandingKind
from kientoan.people.operations import record_standing, register_persons
from kientoan.registers.enums import PaperKind
from kientoan.rules.evaluation import GradeVotes

COMMUNE, SCHOOL = "tccs-05965", "cell-05965-school"
SECRETARY, OFFICER = "van.luu", "quoc.binh"
TEACHERS = 30
EXEMPTED_SINCE = date(2018, 5, 19)
YEAR_END, REVIEWED, VOTED, APPRAISED, DECIDED = date(2019, 12, 31), date(2020, 1, 3), date(2020, 1, 6), date(2020, 1, 10), date(2020, 1, 15)
TERM = "2015-2020"
CONTESTED, ANSWERED, ABOVE, CLOSED = date(2020, 1, 17), date(2020, 2, 3), date(2020, 2, 5), date(2020, 2, 10)
NEXT_END, NEXT_REVIEWED, NEXT_VOTED, NEXT_APPRAISED = date(2020, 12, 31), date(2021, 1, 4), date(2021, 1, 6), date(2021, 1, 8)
HAMLETS = "Chi bộ xóm"
"""How the cells are called whose group is large enough for an excellent one."""
SIXTH = 6
"""One of so many is excellent: with the rest good it is a fifth of those rated good."""


def tell(ids: dict[str, int]) -> None:
    """Both evaluations, as on their days."""
    _school(ids[SCHOOL])
    _last_year(ids)
    _this_year(ids)


def _school(cell: int) -> None:
    cast = Cast(SEED + 85)
    rows = [cast.person(f"{cell}/giao-vien-{at}", cell, Part((1965, 1990), 1, 70), membership=membership(cell, date(1998 + at % 14, 9, 2))) for at in range(TEACHERS)]
    with on(date(2016, 1, 6), 9):
        register_persons(ACTOR, rows=rows)


def _open(ids: dict[str, int], year: int, day: date, plan: Citation, due: Deadlines) -> RoundFound:
    with on(day, 8):
        made, = operations.open_rounds(player(SECRETARY), unit_id=ids[COMMUNE], terms=Terms(year, day, due), on=day, citation=plan)
    return round_found(made)


def _cells(lines: Iterable[SubjectLine]) -> dict[int, list[SubjectLine]]:
    """Whoever is graded, by cell, the cell itself first."""
    found: dict[int, list[SubjectLine]] = {}
    for line in lines:
        if line.is_graded:
            found.setdefault(line.unit_id, []).append(line)
    return found


def _assess(found: RoundFound, unit: int, lines: Sequence[SubjectLine], grades: dict[int, GradeName], day: date) -> None:
    with on(day, 19):
        operations.assess_selves(player(CLERK), round_id=found.round_id, unit_id=unit, on=day, rows=[SelfRow(line.subject_id, grades[line.subject_id]) for line in lines])


def _vote(found: RoundFound, unit: int, lines: Sequence[SubjectLine], grades: dict[int, GradeName], day: date) -> None:
    """The cell votes as the story has it, but for one voice; the opinions of the places of residence are there but for a few."""
    official = sum(not line.is_unit for line in lines) - 1
    with on(day, 20):
        clerk = player(CLERK)
        operations.record_votes(clerk, round_id=found.round_id, unit_id=unit, on=day, rows=[
            VoteRow(line.subject_id, GradeVotes(**{grades[line.subject_id].value: max(official, 1)})) for line in lines])
        operations.record_residence(clerk, round_id=found.round_id, unit_id=unit, on=day, rows=[
            ResidenceRow(line.subject_id, at % 9 != 4, f"{at + 1:02}/NX" if at % 9 != 4 else "") for at, line in enumerate(lines) if not line.is_unit])


def _last_year(ids: dict[str, int]) -> None:
    found = _open(ids, 2019, YEAR_END, Citation("21-KH/ĐU", date(2019, 12, 20), "Kế hoạch", "Đảng ủy xã Dương Thành"),
                  Deadlines(REVIEWED, VOTED, VOTED, APPRAISED, DECIDED))
    everybody = _cells(lines_of(found, YEAR_END, {}))
    own, *_none = everybody.pop(ids[COMMUNE])
    people = [line for lines in everybody.values() for line in lines if not line.is_unit]
    with on(date(2020, 1, 2), 9):
        exempted, ill, disciplined = (people[at] for at in (5, 8, 14))
        record_standing(ACTOR, person_id=exempted.person_id or 0, kind=StandingKind.EXEMPTED, on=EXEMPTED_SINCE, decision=Citation("30-TB/ĐU", date(2018, 5, 15), "Thông báo"))
        operations.renew_roster(player(CLERK), round_id=found.round_id)
        for line, kind, day, paper in ((ill, HappeningKind.SICK, date(2019, 5, 6), Citation("14/GRV", date(2019, 9, 2), "Giấy ra viện")),
                                       (disciplined, HappeningKind.DISCIPLINED, date(2019, 8, 20), Citation("09-QĐ/ĐU", date(2019, 8, 20), "Quyết định"))):
            operations.record_happening(player(CLERK), subject_id=line.subject_id, kind=kind, on=day, citation=paper)
    everybody = _cells(line for line in lines_of(found, date(2020, 1, 2), {}) if line.unit_id != ids[COMMUNE])
    grades = _grades(everybody, {ill.subject_id: GradeName.COMPLETED, disciplined.subject_id: GradeName.NOT_COMPLETED})
    for unit, lines in everybody.items():
        _assess(found, unit, lines, grades, REVIEWED)
        _vote(found, unit, lines, grades, VOTED)
    rows = [GradeRow(line.subject_id, grades[line.subject_id]) for lines in everybody.values() for line in lines]
    with on(APPRAISED, 16):
        operations.appraise(player(CLERK), round_id=found.round_id, on=APPRAISED, rows=rows)
    with on(DECIDED, 16):
        number = operations.number_round_paper(player(CLERK), round_id=found.round_id, kind=PaperKind.DECISION, on=DECIDED, term=TERM)
    with on(DECIDED, 17):
        operations.decide(player(SECRETARY), round_id=found.round_id, on=DECIDED, rows=rows,
                          citation=Citation(number.line.removeprefix("Số "), DECIDED, "Quyết định", "Đảng ủy xã Dương Thành"))
    contested = next(line for lines in everybody.values() for line in lines if not line.is_unit and grades[line.subject_id] is GradeName.COMPLETED and line.subject_id != ill.subject_id)
    with on(CONTESTED, 9):
        operations.receive_contest(player(CLERK), subject_id=contested.subject_id, on=CONTESTED)
    with on(ANSWERED, 15):
        operations.answer_contest(player(SECRETARY), subject_id=contested.subject_id, on=ANSWERED, row=GradeRow(contested.subject_id, GradeName.GOOD),
                                  citation=Citation("05-QĐ/ĐU", ANSWERED, "Quyết định", "Đảng ủy xã Dương Thành"))
    _of_the_commune(found, own)
    with on(CLOSED, 15):
        operations.number_round_paper(player(CLERK), round_id=found.round_id, kind=PaperKind.REPORT, on=CLOSED, term=TERM)
    with on(CLOSED, 16):
        operations.close_round(player(SECRETARY), round_id=found.round_id, on=CLOSED, citation=Citation("06-TB/ĐU", CLOSED, "Thông báo", "Đảng ủy xã Dương Thành"))


def _grades(cells: dict[int, list[SubjectLine]], fixed: dict[int, GradeName]) -> dict[int, GradeName]:
    """The grades of the story: one member in six excellent, one in eleven completed, the others good; one cell excellent, the others good."""
    found: dict[int, GradeName] = {}
    members, best = 0, next(line.subject_id for lines in cells.values() for line in lines if line.is_unit and line.name.startswith(HAMLETS))
    for lines in cells.values():
        for line in lines:
            if line.is_unit:
                found[line.subject_id] = GradeName.EXCELLENT if line.subject_id == best else GradeName.GOOD
                continue
            members += 1
            found[line.subject_id] = fixed.get(line.subject_id) or (
                GradeName.COMPLETED if members % 11 == 0 else GradeName.EXCELLENT if members % (SIXTH + 1) == SIXTH else GradeName.GOOD)
    return found


def _of_the_commune(found: RoundFound, own: SubjectLine) -> None:
    """The commune's organisation: its committee votes, the district decides."""
    here = {"round_id": found.round_id, "unit_id": own.unit_id}
    with on(DECIDED, 18):
        clerk = player(CLERK)
        operations.assess_selves(clerk, **here, on=DECIDED, rows=[SelfRow(own.subject_id, GradeName.GOOD)])
        operations.record_votes(clerk, **here, on=DECIDED, rows=[VoteRow(own.subject_id, GradeVotes(excellent=2, good=11))])
        operations.appraise(clerk, round_id=found.round_id, on=DECIDED, rows=[GradeRow(own.subject_id, GradeName.GOOD)])
    with on(ABOVE, 16):
        operations.decide(player(OFFICER), round_id=found.round_id, on=ABOVE, rows=[GradeRow(own.subject_id, GradeName.GOOD)],
                          citation=Citation("15-QĐ/HU", ABOVE, "Quyết định", "Huyện ủy Phú Bình"))


def _this_year(ids: dict[str, int]) -> None:
    """Everybody has assessed the own work, every other cell has voted; of the school's cell the grades are proposed, and wait for the committee."""
    found = _open(ids, 2020, NEXT_END, Citation("24-KH/ĐU", date(2020, 12, 18), "Kế hoạch", "Đảng ủy xã Dương Thành"),
                  Deadlines(NEXT_REVIEWED, NEXT_VOTED, date(2021, 1, 8), date(2021, 1, 12), date(2021, 1, 18)))
    cells = _cells(line for line in lines_of(found, NEXT_END, {}) if line.unit_id != ids[COMMUNE])
    grades = {line.subject_id: GradeName.GOOD for lines in cells.values() for line in lines}
    for number, (unit, lines) in enumerate(cells.items()):
        _assess(found, unit, lines, grades, NEXT_REVIEWED)
        if number % 2 == 0 or unit == ids[SCHOOL]:
            _vote(found, unit, lines, grades, NEXT_VOTED)
    with on(NEXT_APPRAISED, 16):
        operations.appraise(player(CLERK), round_id=found.round_id, on=NEXT_APPRAISED, rows=[GradeRow(line.subject_id, GradeName.GOOD) for line in cells[ids[SCHOOL]]])
