"""Courses from need to result, through pages as a training officer uses them."""

import re
from datetime import date

import pytest
from django.test import Client

from cast import MACHINE, World
from kientoan.core.models import Decision, ReadEntry
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind, QualificationField, QualificationLevel
from kientoan.people.models import Qualification
from kientoan.people.operations import record_qualification
from kientoan.quality import operations
from kientoan.quality.models import Course, CourseResult, Enrolment
from kientoan.quality.operations import CourseContent, ResultRow
from kientoan.quality.queries.training import course_found
from kientoan.reports.due import due_list
from kientoan.rules.training import Outcome
from reading import ClientOf, costs, first_sheet, text
from staff import fill, person, post

DAY = "?ngay=23/06/2020"
ON = date(2020, 6, 1)
CONTENT = CourseContent("Sơ cấp lý luận chính trị khóa 3", QualificationField.POLITICAL_THEORY, QualificationLevel.THEORY_ELEMENTARY, date(2020, 6, 8), date(2020, 6, 20), 2, "Trung tâm bồi dưỡng chính trị")


def needy(world: World, count: int = 4) -> list[int]:
    """Members of a committee who lack theory, of whom it is on record."""
    post(world, "cell-1", PostKind.DEPUTY_SECRETARY, count)
    ids = [person(world, f"Dương Văn {name}", "1975", member_of="cell-1") for name in ("An", "Bình", "Cường", "Dung", "Em")[:count]]
    for each in ids:
        fill(world, "cell-1", PostKind.DEPUTY_SECRETARY, each)
        record_qualification(MACHINE, person_id=each, field=QualificationField.POLITICAL_THEORY, level=QualificationLevel.THEORY_NONE, on=date(2020, 3, 1))
    return ids


def opened(world: World, persons: list[int], content: CourseContent = CONTENT) -> int:
    return operations.open_course(MACHINE, unit_id=world["party-173"], content=content, on=ON, person_ids=persons).course_id


def gaps(client: Client, world: World, day: str = "23/06/2020") -> int:
    """How many lack theory, as the download has it."""
    rows = first_sheet(client.get(f"/dao-tao/nhu-cau/tai.xlsx?ngay={day}&don-vi={world['party-05965']}"))
    return len([row for row in rows[1:] if row and row[0]])


def test_the_list_of_needs_becomes_a_course_that_fills_its_places_and_lets_the_others_wait(world: World, client_of: ClientOf) -> None:
    ids = needy(world)
    keeper = client_of("keeper")
    needs = f"/dao-tao/nhu-cau/{DAY}&don-vi={world['party-05965']}"
    page = text(keeper.get(needs))
    assert ("lý luận chính trị: 4 người" in page, "chưa học lý luận" in page, "Cần sơ cấp lý luận 4" in page) == (True, True, True)
    assert keeper.get(f"{needs}&chon=40").content.decode().count(" checked") == 4
    assert "training_needs:ly-luan" in ReadEntry.objects.values_list("page", flat=True)
    new = f"/dao-tao/mo/{DAY}&don-vi={world['party-173']}&trinh-do=theory_elementary&" + "&".join(f"nguoi={each}" for each in ids)
    assert keeper.get(new).content.decode().count(" checked") == 4
    fields = {"title": "Sơ cấp khóa 3", "level": "theory_elementary", "begins_on": "08/06/2020", "ends_on": "20/06/2020", "places": "2", "on": "01/06/2020", "persons": [str(each) for each in ids],
              "decision_number": "5-KH/HU", "decision_date": "25/05/2020"}
    answer = keeper.post(new, fields)
    assert answer.status_code == 302
    shown = text(keeper.get(answer["Location"]))
    for words in ("Đã ghi tên 2 người. 2 người chờ chỗ.", "Người học: 2/2", "Chờ chỗ: 2", "5-KH/HU"):
        assert (words, words in shown) == (words, True)
    assert "Sơ cấp khóa 3" in text(keeper.get(needs.replace("23/06", "15/06")))  # who is on a course is told
    assert "course" in ReadEntry.objects.values_list("page", flat=True)
    course = Course.objects.get().pk
    assert keeper.post(f"/dao-tao/{course}/lam/rut-ten/{DAY}&nguoi={ids[0]}", {"on": "10/06/2020", "reason": "Ốm"}).status_code == 302
    assert [each.person_id for each in course_found(MACHINE, course, date(2020, 6, 23)).learners] == ids[1:3]
    assert [each.person_id for each in course_found(MACHINE, course, date(2020, 6, 9)).learners] == ids[:2]
    assert client_of("clerk").get(f"/dao-tao/{course}/{DAY}").status_code == 404  # of the district
    assert client_of("stranger").get(f"/dao-tao/{course}/{DAY}").status_code == 404


def test_a_pass_records_the_level_with_its_certificate_and_the_gap_closes_until_it_is_taken_back(world: World, client_of: ClientOf) -> None:
    ids = needy(world)
    keeper, course = client_of("keeper"), opened(world, ids, CourseContent(**{**CONTENT.__dict__, "places": 4}))
    assert gaps(keeper, world) == 4
    assert keeper.post(f"/dao-tao/{course}/lam/buoi-hoc/?ngay=09/06/2020", {"on": "09/06/2020", "persons": [str(ids[0]), str(ids[1])]}).status_code == 302
    assert keeper.post(f"/dao-tao/{course}/lam/buoi-hoc/?ngay=10/06/2020", {"on": "10/06/2020", "persons": [str(ids[0])]}).status_code == 302
    assert "có mặt 2/4" in text(keeper.get(f"/dao-tao/{course}/{DAY}"))
    assert keeper.post(f"/dao-tao/{course}/lam/rut-buoi-hoc/{DAY}&buoi=2").status_code == 302
    passed = {"on": "20/06/2020", "first": "41", "symbol": "CC-TTCT", "persons": [str(ids[0]), str(ids[1]), str(ids[2])]}
    answer = keeper.post(f"/dao-tao/{course}/lam/dat/{DAY}", passed)
    shown = text(keeper.get(answer["Location"]))
    assert ("3 trình độ được ghi vào hồ sơ" in shown, "41/CC-TTCT" in shown, "43/CC-TTCT" in shown, "1/1" in shown) == (True, True, True, True)
    assert (gaps(keeper, world), gaps(keeper, world, "19/06/2020")) == (1, 4)
    record = text(keeper.get(f"/nguoi/{ids[0]}/{DAY}"))
    assert "sơ cấp lý luận từ 20/06/2020, Chứng chỉ 41/CC-TTCT" in record
    assert Decision.objects.get(number="41/CC-TTCT").issuer == "Đảng bộ huyện Phú Bình"
    assert keeper.post(f"/dao-tao/{course}/lam/ket-qua/{DAY}", {"person": str(ids[3]), "outcome": "not_passed", "on": "20/06/2020", "certificate": ""}).status_code == 302
    key = CourseResult.objects.known().get(person=ids[0]).fact_id
    assert keeper.post(f"/dao-tao/{course}/lam/sua-ket-qua/{DAY}&ket-qua={key}", {"outcome": "not_finished", "on": "20/06/2020", "certificate": ""}).status_code == 302
    assert gaps(keeper, world) == 2
    assert keeper.post(f"/dao-tao/{course}/lam/sua-ket-qua/{DAY}&ket-qua={key}", {"outcome": "passed", "on": "21/06/2020", "certificate": "50/CC-TTCT"}).status_code == 302
    assert Qualification.objects.known().get(person=ids[0], level="theory_elementary").valid_from == date(2020, 6, 21)
    second = CourseResult.objects.known().get(person=ids[1]).fact_id
    assert keeper.post(f"/dao-tao/{course}/lam/rut-ket-qua/{DAY}&ket-qua={second}").status_code == 302
    assert [(each.level, each.valid_to.year) for each in Qualification.objects.known().filter(person=ids[1])] == [("theory_none", 9999)]
    assert gaps(keeper, world) == 2
    assert keeper.get(f"/dao-tao/{course}/chung-chi.pdf{DAY}").content[:4] == b"%PDF"


def test_a_pass_of_somebody_who_has_as_much_records_nothing_and_what_was_learned_since_stays(world: World) -> None:
    ids = needy(world, 2)
    course = opened(world, ids)
    record_qualification(MACHINE, person_id=ids[0], field=QualificationField.POLITICAL_THEORY, level=QualificationLevel.THEORY_INTERMEDIATE, on=date(2020, 6, 2))
    rows = [ResultRow(ids[0], Outcome.PASSED, date(2020, 6, 20), "1/CC"), ResultRow(ids[1], Outcome.PASSED, date(2020, 6, 20), "2/CC")]
    assert operations.record_results(MACHINE, course_id=course, rows=rows) == 1
    assert Qualification.objects.known().filter(person=ids[0], valid_to__year=9999).get().level == "theory_intermediate"
    record_qualification(MACHINE, person_id=ids[1], field=QualificationField.POLITICAL_THEORY, level=QualificationLevel.THEORY_ADVANCED, on=date(2020, 6, 25))
    with pytest.raises(Refusal, match="đã ghi trình độ khác"):
        operations.withdraw_result(MACHINE, course_id=course, key=CourseResult.objects.known().get(person=ids[1]).fact_id)


def test_what_cannot_be_is_refused_beside_its_field(world: World, client_of: ClientOf) -> None:
    ids = needy(world)
    keeper, course = client_of("keeper"), opened(world, ids[:3])
    new = f"/dao-tao/mo/{DAY}&don-vi={world['party-173']}"
    mine = {"title": "Lớp", "level": "theory_elementary", "begins_on": "08/06/2020", "ends_on": "20/06/2020", "places": "2", "on": "01/06/2020"}
    for fields, why in (
            ({"ends_on": "01/06/2020"}, "Ngày bế giảng 01/06/2020 trước ngày khai giảng 08/06/2020"), ({"places": "0"}, "Số chỗ 0 không hợp lý"), ({"level": "theory_none"}, "Chọn một mục"),
            ({"title": " "}, "Chưa điền mục này"), ({"on": "01/08/2020"}, "Ngày 01/08/2020 chưa tới")):
        answer = keeper.post(new, mine | fields)
        assert (fields, answer.status_code, why in text(answer)) == (fields, 200, True)
    act = f"/dao-tao/{course}/lam/"
    assert "Lớp có 1 chỗ mà đã có 2 người" in text(keeper.post(f"{act}sua/{DAY}", mine | {"places": "1", "reason": "Ít phòng"}))
    assert keeper.post(f"{act}sua/{DAY}", mine | {"title": "Lớp sửa tên", "reason": "Ghi nhầm tên"}).status_code == 302
    assert "Đã sửa: Ghi nhầm tên" in text(keeper.get(f"/dao-tao/{course}/{DAY}"))
    assert "Chọn một mục trong danh sách" in text(keeper.post(f"{act}ghi-ten/{DAY}", {"on": "02/06/2020", "persons": [str(ids[0])]}))  # on it already
    results = {"person": str(ids[0]), "outcome": "passed", "on": "20/06/2020", "certificate": "9/CC"}
    for fields, why in (
            ({"on": "19/06/2020"}, "Lớp bế giảng ngày 20/06/2020; kết quả ghi từ ngày đó"), ({"certificate": ""}, "Người đạt cần số chứng chỉ"), ({"on": "02/07/2020"}, "chưa tới"),
            ({"person": str(ids[2])}, "Chọn một mục trong danh sách")):  # who waits has no place
        answer = keeper.post(f"{act}ket-qua/{DAY}", results | fields)
        assert (fields, answer.status_code, why in text(answer)) == (fields, 200, True)
    assert "Lớp học từ 08/06/2020 đến 20/06/2020" in text(keeper.post(f"{act}buoi-hoc/{DAY}", {"on": "22/06/2020", "persons": []}))
    assert keeper.post(f"{act}ket-qua/{DAY}", results).status_code == 302
    assert "ghi cho hai người" in text(keeper.post(f"{act}ket-qua/{DAY}", results | {"person": str(ids[1])}))
    assert "Rút lại các kết quả trước" in text(keeper.post(f"{act}thoi/{DAY}", {"on": "23/06/2020", "reason": "Ít người"}))
    assert client_of("clerk").get(new).status_code == 403
    assert client_of("stranger").post(f"{act}thoi/{DAY}", {"on": "23/06/2020", "reason": "Ít người"}).status_code == 404
    assert not CourseResult.objects.known().filter(person=ids[1]).exists()


def test_nobody_is_on_a_course_twice_nor_above_its_places_whoever_asks(world: World) -> None:
    ids = needy(world)
    course = opened(world, ids[:2])
    with pytest.raises(Refusal, match="đã có tên trong lớp này"):
        operations.enrol(MACHINE, course_id=course, person_ids=[ids[0]], on=ON)
    with pytest.raises(Refusal, match="hai lần"):
        operations.enrol(MACHINE, course_id=course, person_ids=[ids[2], ids[2]], on=ON)
    with pytest.raises(NotFound):
        operations.enrol(world.actor("keeper"), course_id=course, person_ids=[999_999], on=ON)
    done = operations.enrol(MACHINE, course_id=course, person_ids=ids[2:], on=ON)
    assert (done.placed, done.waiting) == (0, 2)
    assert Enrolment.objects.known().filter(course=course, state="enrolled").count() == 2
    operations.correct_course(MACHINE, course_id=course, content=CourseContent(**{**CONTENT.__dict__, "places": 3}), reason="Thêm bàn")
    waiting = course_found(MACHINE, course, date(2020, 7, 1)).waiting
    assert [each.person_id for each in waiting] == [ids[3]]
    stopped = opened(world, [])
    operations.stop_course(MACHINE, course_id=stopped, on=date(2020, 6, 5), reason="Không đủ người")
    with pytest.raises(Refusal, match="thôi mở ngày 05/06/2020: Không đủ người"):
        operations.enrol(MACHINE, course_id=stopped, person_ids=[ids[0]], on=date(2020, 6, 6))


def test_the_list_of_courses_says_how_each_stands(world: World, client_of: ClientOf) -> None:
    opened(world, needy(world)[:3])
    keeper = client_of("keeper")
    for day, state in (("05/06/2020", "sắp khai giảng"), ("15/06/2020", "đang học"), ("25/06/2020", "đã bế giảng")):
        assert state in text(keeper.get(f"/dao-tao/?ngay={day}&don-vi={world['party-173']}"))
    page = text(keeper.get(f"/dao-tao/?ngay=25/06/2020&don-vi={world['party-173']}"))
    assert re.search(r"2/2 1 chờ", page)


def test_a_course_is_due_when_it_begins_and_at_its_end_until_everybody_has_a_result(world: World, client_of: ClientOf) -> None:
    ids = needy(world, 3)
    keeper, course, due = client_of("keeper"), opened(world, ids[:1]), "/den-han/?loai=course&trong=30&ngay="
    shown = text(keeper.get(f"{due}02/06/2020"))
    for words in ("Lớp bồi dưỡng 2", "Đảng bộ huyện Phú Bình Lớp bồi dưỡng Khai giảng, còn chỗ 08/06/2020 còn 6 ngày", "Bế giảng, ghi kết quả 20/06/2020"):
        assert words in shown, words
    assert f'href="/dao-tao/{course}/' in keeper.get(f"{due}02/06/2020").content.decode()
    operations.enrol(MACHINE, course_id=course, person_ids=ids[1:2], on=date(2020, 6, 3))
    assert "Khai giảng, đủ người" in text(keeper.get(f"{due}03/06/2020"))
    # It began: that is over. It ended: late until the last result. Whoever waits for a place has none to come.
    operations.enrol(MACHINE, course_id=course, person_ids=ids[2:], on=date(2020, 6, 3))
    late = "/den-han/?loai=course&trong=qua-han&ngay=23/06/2020"
    assert ("Lớp bồi dưỡng 1" in text(keeper.get(late)), "20/06/2020 Quá hạn" in text(keeper.get(late))) == (True, True)
    operations.record_results(MACHINE, course_id=course, rows=[ResultRow(ids[0], Outcome.PASSED, date(2020, 6, 20), "1/CC")])
    assert "Lớp bồi dưỡng 1" in text(keeper.get(late))
    operations.record_results(MACHINE, course_id=course, rows=[ResultRow(ids[1], Outcome.NOT_FINISHED, date(2020, 6, 20))])
    assert "Lớp bồi dưỡng 0" in text(keeper.get(late))
    # One that is not held asks for nothing; as many questions for many courses as for one; nobody's name goes into the program's answer.
    more = [opened(world, [], CourseContent(**{**CONTENT.__dict__, "begins_on": date(2020, 7, 6), "ends_on": date(2020, 7, 7)})) for _course in range(3)]
    few = costs(keeper, [f"{due}30/06/2020"])
    opened(world, ids, CourseContent(**{**CONTENT.__dict__, "begins_on": date(2020, 7, 6), "ends_on": date(2020, 7, 7)}))
    assert costs(keeper, [f"{due}30/06/2020"]) == few
    operations.stop_course(MACHINE, course_id=more[0], on=date(2020, 6, 30), reason="Thiếu giảng viên")
    district = unit_on(world["party-173"], date(2020, 6, 30))
    assert district is not None
    found = due_list(MACHINE, district, date(2020, 6, 30), within=30, kinds=["course"]).as_json()["items"]
    assert [(each["kind"], each["detail"]) for each in found] == [("course", "places")] * 2 + [("course", "begins"), ("course", "results")]
