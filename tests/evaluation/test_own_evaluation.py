"""What a member does about the own evaluation by the own account, and reads in the own record: through HTTP, as people do it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from cast import BEGINS, MACHINE, World, give_second_factor
from kientoan.core import clock
from kientoan.core.models import JournalEntry, User
from kientoan.core.refusal import NotAllowed, Refusal
from kientoan.development.enums import RoadStage
from kientoan.development.operations import Filed, open_candidacy, record_stage
from kientoan.evaluation import operations
from kientoan.evaluation.enums import GradeName, SpanName
from kientoan.evaluation.models import GradeContest, SelfAssessment
from kientoan.evaluation.operations import GradeRow, ResidenceRow, SelfRow, VoteRow
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.people.enums import MemberStage, QualificationField, QualificationLevel
from kientoan.people.operations import tie_account, untie_account
from kientoan.quality.operations import CourseContent, ResultRow, open_course, record_results
from kientoan.rules.development import Stage
from kientoan.rules.evaluation import GradeVotes, Step
from kientoan.rules.training import Outcome
from reading import ClientOf, costs, text
from rounds import DAY, PAPER, carried, lines, members, opened
from staff import person

OWN = "/ho-so-cua-toi/"


def own_account(world: World) -> int:
    """The person whose own the account ``member`` is: the first of six members of the cell."""
    first, *_others = members(world, "cell-1", 6)
    tie_account(MACHINE, user_id=User.objects.get(username="member").pk, person_id=first)
    return first


def cell_secretary(client_of: ClientOf, world: World) -> Client:
    """The secretary of the cell, and of nothing else."""
    open_account(MACHINE, username="cell", display_name="Hoàng Văn Lưu", unit_id=world["cell-1"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("cell")
    return client_of("cell")


def test_a_member_assesses_himself_by_the_own_account_until_the_cell_votes_and_contests_the_grade(world: World, client_of: ClientOf) -> None:
    own, unit = own_account(world), world["cell-1"]
    member, cell, number = client_of("member"), cell_secretary(client_of, world), opened(world)
    every = [line for line in lines(number, unit)[1] if line.is_graded]
    mine = next(line for line in every if line.person_id == own)
    others = [line for line in every if line is not mine]
    at, grade = f"{OWN}danh-gia/{mine.subject_id}/", f"grade-{mine.subject_id}"
    # It waits in the own record and on the first page, and leads to its page; there no grade is chosen beforehand.
    assert "Đánh giá 2020 chờ bạn tự đánh giá" in text(member.get(OWN))
    assert at in member.get(OWN).content.decode()
    assert at in member.get("/").content.decode()
    page = member.get(at).content.decode()
    assert ("<select" in page, "selected" in page.replace('value="" selected', "")) == (True, False)
    # Nobody else's, no account that is nobody's, no program.
    assert [client.get(path).status_code for client, path in ((member, f"{OWN}danh-gia/{others[1].subject_id}/"), (cell, at))] == [404, 404]
    with pytest.raises(NotAllowed, match="Chỉ chính người đã đăng nhập"):
        operations.assess_oneself(MACHINE, row=SelfRow(mine.subject_id, GradeName.GOOD))
    # The same refusals as from paper, beside the field; then entered, and changed.
    refused = member.post(at, {grade: ""}).content.decode()
    assert "Chọn mức tự xếp loại" in refused.partition(f'id="id_{grade}_error"')[2][:400]
    assert member.post(at, {grade: "excellent"})["Location"] == at
    assert member.post(at, {grade: "good"}).status_code == 302
    fact = SelfAssessment.objects.known().get()
    assert (fact.grade, fact.by_member, fact.occurred_on, SelfAssessment.objects.count()) == ("good", True, DAY, 2)
    assert set(JournalEntry.objects.filter(operation="evaluation.assess_oneself").values_list("actor", flat=True)) == {"user:member"}
    # The secretary sees that it came from the member and may not put another in its place, unless it is withdrawn.
    here = f"/danh-gia/{number}/chi-bo/{unit}/ghi/tu-danh-gia/"
    shown = cell.get(here).content.decode()
    assert ("tự ghi bằng tài khoản của mình" in shown, grade in shown) == (True, False)
    with pytest.raises(Refusal, match="đã tự ghi bằng tài khoản của mình ngày 01/07/2020"):
        operations.assess_selves(MACHINE, round_id=number, unit_id=unit, on=DAY, rows=[SelfRow(mine.subject_id, GradeName.COMPLETED)])
    operations.withdraw_cell_step(MACHINE, subject_id=mine.subject_id, step=Step.SELF)
    operations.assess_selves(MACHINE, round_id=number, unit_id=unit, on=DAY, rows=[SelfRow(mine.subject_id, GradeName.COMPLETED)])
    assert "Chi bộ đã ghi tự đánh giá của bạn từ bản giấy ngày 01/07/2020" in text(member.post(at, {grade: "good"}))
    operations.withdraw_cell_step(MACHINE, subject_id=mine.subject_id, step=Step.SELF)
    assert member.post(at, {grade: "good"}).status_code == 302
    # Once the cell has voted, nothing of it changes.
    operations.assess_selves(MACHINE, round_id=number, unit_id=unit, on=DAY, rows=[SelfRow(line.subject_id, GradeName.GOOD) for line in others])
    operations.record_votes(MACHINE, round_id=number, unit_id=unit, on=DAY, rows=[VoteRow(line.subject_id, GradeVotes(good=1)) for line in every])
    for answer in (member.get(at), member.post(at, {grade: "excellent"})):
        said = text(answer)
        assert ("Chi bộ đã bỏ phiếu nên tự đánh giá không sửa được nữa. Bạn ghi nhầm thì báo bí thư chi bộ" in said, "Rút bước" in said) == (True, False)
    assert SelfAssessment.objects.known().get(subject=mine.subject_id).grade == "good"
    # Decided, the own record has the grade with its paper; it is contested from there, once and in time.
    operations.record_residence(MACHINE, round_id=number, unit_id=unit, on=DAY, rows=[ResidenceRow(line.subject_id, False) for line in every if not line.is_unit])
    rows = [GradeRow(line.subject_id, GradeName.COMPLETED) for line in every]
    operations.appraise(MACHINE, round_id=number, on=DAY, rows=rows)
    operations.decide(MACHINE, round_id=number, on=DAY, rows=rows, citation=PAPER)
    operations.close_round(MACHINE, round_id=number, on=DAY, citation=PAPER)
    assert "Đánh giá 2020 hoàn thành nhiệm vụ; Quyết định 21-QĐ/ĐU" in text(member.get(OWN))
    with clock.telling(clock.working_moment(date(2020, 8, 1))):
        for answer in (member.get(at), member.post(at, {})):
            assert "đến hết ngày 31/07/2020 (30 ngày, chưa kiểm chứng), nay đã hết. Còn điều cần nói thì gặp bí thư chi bộ" in text(answer)
        assert not GradeContest.objects.exists()
    with clock.telling(clock.working_moment(date(2020, 7, 20))):
        assert "Nêu ý kiến đến hết ngày 31/07/2020" in text(member.get(at))
        assert member.post(at, {}).status_code == 302
        assert GradeContest.objects.known().get().by_member
        assert "đã nhận, chưa trả lời" in text(member.get(at))
        assert member.post(at, {}).status_code == 200
        assert GradeContest.objects.count() == 1
        assert "Đảng viên tự gửi bằng tài khoản của mình" in text(client_of("clerk").get(f"/danh-gia/{number}/doi-tuong/{mine.subject_id}/"))
        assert "ý kiến không đồng ý: đã nhận, chưa trả lời" in text(member.get(OWN))


def test_a_member_who_is_only_reviewed_reads_whom_to_turn_to_once_the_round_is_closed_and_headings_are_nouns_in_english(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 1)
    new, = members(world, "cell-1", 1, stage=MemberStage.PROBATIONARY, admitted=date(2020, 4, 1), since=date(2020, 4, 1))
    tie_account(MACHINE, user_id=User.objects.get(username="member").pk, person_id=new)
    number, member = opened(world), client_of("member")
    mine = next(line for line in lines(number, world["cell-1"])[1] if line.person_id == new)
    at = f"{OWN}danh-gia/{mine.subject_id}/"
    assert "Tự đánh giá của bạn" in text(member.get(at))
    member.cookies["kientoan_language"] = "en"
    page = text(member.get(at))
    assert ("Your self-assessment" in page, "Self-assessed" in page) == (True, False)
    member.cookies["kientoan_language"] = "vi"
    carried(number, world["cell-1"], decided=True)
    operations.close_round(MACHINE, round_id=number, on=DAY, citation=PAPER)
    for answer in (member.get(at), member.post(at, {f"held-{mine.subject_id}": "on"})):
        said = text(answer)
        assert ("Có điều cần sửa thì báo bí thư chi bộ" in said, "mở lại đợt" in said) == (True, False)
    assert not SelfAssessment.objects.filter(subject=mine.subject_id).exists()


def test_points_of_2025_are_asked_by_criteria_on_the_own_page_and_refused_beside_their_field(world: World, client_of: ClientOf) -> None:
    own, day = own_account(world), date(2025, 9, 30)
    with clock.telling(clock.working_moment(day)):
        number = opened(world, year=2025, as_of=day, on=day, span=SpanName.QUARTER_3, deadlines=operations.Deadlines(*(day + timedelta(days=step) for step in range(5))))
        mine = next(line for line in lines(number, world["cell-1"])[1] if line.person_id == own)
        member, at = client_of("member"), f"{OWN}danh-gia/{mine.subject_id}/"
        common, results = f"common-{mine.subject_id}", f"results-{mine.subject_id}"
        for change, name, words in (({results: "71"}, results, "Điểm phải từ 0 đến 70, đã ghi 71"), ({common: ""}, common, "Ghi đủ điểm của mọi nhóm")):
            refused = member.post(at, {common: "28", results: "65", **change}).content.decode()
            assert words in refused.partition(f'id="id_{name}_error"')[2][:400], words
        assert member.post(at, {common: "28", results: "65"}).status_code == 302
        assert SelfAssessment.objects.known().get().points == {"common": 28, "results": 65}
        assert 'value="65"' in member.get(at).content.decode()


def test_the_own_record_has_the_own_years_courses_and_road_without_names_or_votes_in_a_fixed_number_of_queries(world: World, client_of: ClientOf) -> None:
    with clock.telling(clock.working_moment(date(2021, 2, 1))):
        introducers = members(world, "cell-1", 2)
        mine = person(world, "Lưu Thị Út", "12/05/2000")
        tie_account(MACHINE, user_id=User.objects.get(username="member").pk, person_id=mine)
        member = client_of("member")
        empty = text(member.get(OWN))
        assert [title for title in ("Đánh giá, xếp loại hằng năm: 0", "Con đường vào Đảng: 0", "Đào tạo, bồi dưỡng: 0") if title not in empty] == []
        content = CourseContent("Sơ cấp lý luận", QualificationField.POLITICAL_THEORY, QualificationLevel.THEORY_ELEMENTARY, date(2020, 6, 8), date(2020, 6, 20), 2, "Trung tâm")
        done = open_course(MACHINE, unit_id=world["party-173"], content=content, on=date(2020, 6, 1), person_ids=[mine]).course_id
        record_results(MACHINE, course_id=done, rows=[ResultRow(mine, Outcome.PASSED, date(2020, 6, 20), "41/CC-TTCT")])
        road = open_candidacy(MACHINE, person_id=mine, cell_id=world["cell-1"], on=date(2021, 1, 4))
        for stage, filed in ((Stage.SYMPATHISER, Filed()), (Stage.CLASS, Filed(certificate="1"))):
            record_stage(MACHINE, candidacy_id=road, stage=stage, on=date(2021, 1, 4), filed=filed)
        one = costs(member, [OWN])
        record_stage(MACHINE, candidacy_id=road, stage=Stage.APPLICATION, on=date(2021, 1, 5), filed=Filed(introducers=introducers))
        open_course(MACHINE, unit_id=world["party-173"], content=replace(content, title="Lớp khóa sau", begins_on=date(2021, 1, 22), ends_on=date(2021, 2, 20)), on=date(2021, 1, 10), person_ids=[mine])
        page = text(member.get(OWN))
        assert ("08/06/2020 Sơ cấp lý luận đạt, chứng chỉ 41/CC-TTCT" in page, "Lớp khóa sau có chỗ" in page, "Bước tiếp theo: " in page) == (True, True, True)
        assert ("05/01/2021 " + str(RoadStage.APPLICATION.label) in page, "Dương Văn" in page, "Chi bộ xóm Trung Thành" in page) == (True, False, True)
        assert costs(member, [OWN]) == one
        # A member's years cost the same too.
        account = User.objects.get(username="member").pk
        untie_account(MACHINE, user_id=account, reason="Nhầm người")
        tie_account(MACHINE, user_id=account, person_id=introducers[0])
        opened(world)
        few = costs(member, [OWN])
        later = date(2021, 2, 1)
        opened(world, year=2021, as_of=later, on=later, deadlines=operations.Deadlines(later, later, later, later, later))
        assert "Đánh giá, xếp loại hằng năm: 2" in text(member.get(OWN))
        assert costs(member, [OWN]) == few
