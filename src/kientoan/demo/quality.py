"""Standards, gaps, planning and training: what Phú Bình asks of the posts of its cells and hamlets, a course of 2019 that closed gaps, one of 2020 that is open, and the plan of Dương Thành.

Every person and every figure here is invented.
"""

from datetime import date

from kientoan.core.decisions import Citation
from kientoan.demo.people import DUONG_THANH, Story
from kientoan.demo.stage import on, organization_with_code, player
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind, QualificationField, QualificationLevel
from kientoan.people.models import Post
from kientoan.people.operations import record_qualification
from kientoan.quality import operations
from kientoan.quality.operations import CourseContent, ResultRow
from kientoan.quality.queries.planning import Found, found_at
from kientoan.quality.queries.strength import scope_of
from kientoan.rules.posts import Kind
from kientoan.rules.quality import Demand, Problem, Verdict
from kientoan.rules.training import Outcome
from kientoan.rules.tree import Level

OFFICER, CLERK = "quoc.binh", "thi.nhai"
SET_ON, ENTERED = date(2019, 1, 10), date(2019, 2, 15)
FIRST, SECOND = (date(2019, 4, 8), date(2019, 4, 26)), (date(2020, 7, 13), date(2020, 7, 31))
FIRST_PLACES, FAILED = 25, 3
PLACES, ENROLLED = 40, 6
"""Of the course of 2020: forty gaps in Phú Bình can still find a place on another, or here when it is made larger."""
PLANNED = date(2020, 6, 15)
THEORY = QualificationField.POLITICAL_THEORY


def tell(story: Story) -> None:
    """The chapter up to July 2020."""
    district = organization_with_code("173", SET_ON)
    _standards(district)
    unit = unit_on(district, SET_ON)
    if unit is None:
        raise LookupError("173")
    _records(story)
    _first_course(district, unit)
    _second_course(district)
    _planning(story)
    _plan(story)


def _standards(district: int) -> None:
    """The district asks for schooling of the heads of the Front work committees; the paper is invented."""
    with on(SET_ON, 9):
        operations.set_standard(player(OFFICER), unit_id=district, post=Kind.FRONT_HEAD, level=Level.HAMLET, wanted={Demand.SCHOOLING: "schooling_9_12"}, on=SET_ON,
                                citation=Citation("07-QĐ/HU", SET_ON, "Quyết định", "Huyện ủy Phú Bình"))


def _records(story: Story) -> None:
    """What is on record of some of Dương Thành: state management of two leaders, schooling of two hamlet heads that is too low, where three of them live."""
    with on(ENTERED, 9):
        for number, level in ((5, QualificationLevel.MANAGEMENT_SPECIALIST), (6, QualificationLevel.MANAGEMENT_NONE)):
            record_qualification(player(CLERK), person_id=story.persons[f"{DUONG_THANH}/cb-{number}"], field=QualificationField.MANAGEMENT, level=level, on=ENTERED)
        heads = [hamlet for hamlet in story.hamlets if hamlet.commune == DUONG_THANH]
        for hamlet in heads[-2:]:
            record_qualification(player(CLERK), person_id=story.persons[f"{hamlet.key}/truong"], field=QualificationField.SCHOOLING, level=QualificationLevel.SCHOOLING_7_10, on=ENTERED)
        for at, hamlet in enumerate(heads[:4]):
            operations.record_residence(player(CLERK), person_id=story.persons[f"{hamlet.key}/truong"], hamlet_id=heads[at - (at == 3)].unit_id, on=ENTERED)


def _lacking(unit: UnitVersion, day: date) -> list[int]:
    """Who lacks theory in the district on a day, each once, in the order of the list of needs."""
    scope = scope_of(unit, day)
    persons = dict(scope.posts.holdings().values_list("pk", "person"))
    return list(dict.fromkeys(persons[pk] for pk, _gaps in scope.lacking(THEORY.value)))


def _first_course(district: int, unit: UnitVersion) -> None:
    """Twenty-five secretaries and deputies learn elementary theory; three do not pass."""
    begins, ends = FIRST
    with on(date(2019, 3, 25), 9):
        chosen = _lacking(unit, date(2019, 3, 25))[-FIRST_PLACES:]
        course = operations.open_course(player(OFFICER), unit_id=district, on=date(2019, 3, 25), person_ids=chosen, citation=Citation("12-KH/HU", date(2019, 3, 20), "Kế hoạch"),
                                        content=CourseContent("Sơ cấp lý luận chính trị khóa 1 năm 2019", THEORY, QualificationLevel.THEORY_ELEMENTARY, begins, ends, FIRST_PLACES,
                                                              "Trung tâm bồi dưỡng chính trị huyện")).course_id
    with on(ends, 17):
        for day, absent in ((begins, 0), (date(2019, 4, 15), 2), (ends, 1)):
            operations.record_session(player(OFFICER), course_id=course, on=day, present=chosen[absent:])
        passed = [ResultRow(person, Outcome.PASSED, ends, f"{number:02}/2019/CC-TTCT") for number, person in enumerate(chosen[FAILED:], 1)]
        operations.record_results(player(OFFICER), course_id=course, rows=[*passed, *(ResultRow(person, Outcome.NOT_PASSED, ends) for person in chosen[:FAILED])])


def _second_course(district: int) -> None:
    """A course of 2020 is open; it has places left."""
    day = date(2020, 6, 10)
    with on(day, 9):
        unit = unit_on(district, day)
        chosen = _lacking(unit, day)[-ENROLLED:] if unit else []
        operations.open_course(player(OFFICER), unit_id=district, on=day, person_ids=chosen, citation=Citation("21-KH/HU", date(2020, 6, 5), "Kế hoạch"),
                               content=CourseContent("Sơ cấp lý luận chính trị khóa 2 năm 2020", THEORY, QualificationLevel.THEORY_ELEMENTARY, *SECOND, PLACES,
                                                     "Trung tâm bồi dưỡng chính trị huyện"))


def _planning(story: Story) -> None:
    """Who is to follow the secretary and the deputies of Dương Thành's commune and of one cell."""
    unit = story.ids[f"tccs-{DUONG_THANH}"]
    with on(PLANNED, 10):
        for kind, numbers in ((PostKind.SECRETARY, (4, 5)), (PostKind.DEPUTY_SECRETARY, (6,))):
            post = Post.objects.get(unit=unit, kind=kind).pk
            for number in numbers:
                operations.plan_successor(player(OFFICER), post_id=post, person_id=story.persons[f"{DUONG_THANH}/cb-{number + 5}"], on=PLANNED, term_label="2020–2025",
                                          citation=Citation("30-QĐ/HU", date(2020, 6, 12), "Quyết định", "Huyện ủy Phú Bình"))


def _plan(story: Story) -> None:
    """Dương Thành's plan: three things accepted, one of them done, one dropped."""
    unit_id = story.ids[f"tccs-{DUONG_THANH}"]
    with on(PLANNED, 15):
        unit = unit_on(unit_id, PLANNED)
        found = found_at(unit, PLANNED, player(CLERK)) if unit else []

        def first(problem: Problem, at: int = 0) -> Found:
            return [each for each in found if each.key[0] == problem.value][at]

        for line, charge in ((first(Problem.GAP), "Dương Thị Nhài"), (first(Problem.HEAD_NOT_MEMBER), "Hoàng Văn Lưu Phương"), (first(Problem.GAP, 1), "Dương Thị Nhài")):
            operations.decide(player(CLERK), unit_id=unit_id, key=line.key, verdict=Verdict.ACCEPTED, on=PLANNED, charge=charge, due_on=date(2020, 12, 31))
        operations.decide(player(CLERK), unit_id=unit_id, key=first(Problem.HEAD_NOT_MEMBER, 1).key, verdict=Verdict.DROPPED, on=PLANNED, reason="Sẽ giới thiệu đảng viên ở lần bầu cuối năm")

