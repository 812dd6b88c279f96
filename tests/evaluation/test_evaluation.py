"""The yearly evaluation through pages: a round from its plan to its closing, the cap, contests, who sees which grade, papers and tables."""

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from cast import BEGINS, MACHINE, World, give_second_factor
from kientoan.config import Config
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.models import JournalDetail, JournalEntry, ReadEntry
from kientoan.core.participants import Change, Fate, Kind, plan
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.evaluation import fields, operations, queries
from kientoan.evaluation.enums import ContestOutcome, FunctionName, GradeName, HappeningKind, SpanName
from kientoan.evaluation.models import (
    EvaluationRound,
    EvaluationSubject,
    FunctionGroup,
    GradeContest,
    GradeDecision,
    GradeVote,
    ResidenceOpinion,
    RoundClosure,
    SelfAssessment,
    SubjectTreatment,
    YearHappening,
)
from kientoan.evaluation.operations import GradeRow, SelfRow, Terms, VoteRow
from kientoan.evaluation.queries import SubjectLine
from kientoan.meetings.enums import AttendanceState
from kientoan.meetings.operations import call_meeting, take_attendance
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.org.queries import unit_on
from kientoan.people.enums import MemberStage, PostKind, StandingKind
from kientoan.people.models import MemberStanding
from kientoan.people.operations import record_standing, withdraw_standing
from kientoan.resolutions.operations import Lead, Progress, finish_task, give_task, report_progress
from kientoan.resolutions.operations import Terms as TaskTerms
from kientoan.rules.evaluation import CapBase, GradeTally, GradeVotes, Step
from reading import ClientOf, costs, first_sheet, text
from rounds import DAY, DEADLINES, PAPER, PLAN, carried, lines, members, opened
from staff import fill, person, post

ON = {"on": "01/07/2020"}
CITED = {"decision_number": "21-QĐ/ĐU", "decision_date": "01/07/2020"}
OPEN = {"year": "2020", "span": "year", "on": "01/07/2020", "as_of": "01/07/2020", "self_due_on": "08/07/2020", "vote_due_on": "15/07/2020", "residence_due_on": "15/07/2020",
        "appraisal_due_on": "22/07/2020", "decision_due_on": "29/07/2020", "decision_number": "09-KH/ĐU", "decision_date": "30/06/2020"}


def cell_secretary(world: World, client_of: ClientOf) -> Client:
    """The secretary of Trung Thành's cell, and of nothing else."""
    open_account(MACHINE, username="cell", display_name="Hoàng Văn Lưu", unit_id=world["cell-1"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("cell")
    return client_of("cell")


def pdf_text(content: bytes) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def answers(client: Client, path: str, form: dict[str, Any]) -> tuple[int, str]:
    """The status and the words of what a form is answered with."""
    answer = client.post(path, form)
    return answer.status_code, text(answer) if answer.status_code == 200 else ""


def test_a_round_goes_from_its_plan_through_every_step_to_its_closing_and_then_nothing_changes(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 6)
    members(world, "cell-2", 1)
    secretary, clerk, cell = client_of("secretary"), client_of("clerk"), cell_secretary(world, client_of)
    # Opened by its plan; bad terms are refused beside their fields.
    new = f"/don-vi/{world['party-05965']}/danh-gia/mo/"
    for change, words in (({"as_of": "02/07/2020"}, "Ngày xét phải từ 01/01/2020 đến 01/07/2020"), ({"vote_due_on": "07/07/2020"}, "trước ngày 08/07/2020 của bước trước"),
                          ({"decision_number": "", "decision_date": ""}, "Việc này cần văn bản"), ({"span": "q2", "as_of": "30/06/2020"}, "chỉ đánh giá theo năm"), ({"on": "02/07/2020"}, "chưa tới")):
        assert words in answers(secretary, new, OPEN | change)[1], words
    assert not EvaluationRound.objects.exists()
    assert clerk.post(new, OPEN).status_code == 403
    assert secretary.post(new, OPEN).status_code == 302
    number = EvaluationRound.objects.get().pk
    assert "đã có đợt đánh giá 2020" in answers(secretary, new, OPEN)[1]
    here, unit = f"/danh-gia/{number}/", f"/danh-gia/{number}/chi-bo/{world['cell-1']}/"
    listed = text(cell.get("/danh-gia/"))
    assert ("2020" in listed, "0/7" in listed, "đang làm" in listed) == (True, True, True)
    own, *people = lines(number, world["cell-1"])[1]
    assert (own.is_unit, len(people)) == (True, 6)
    every = [own, *people]
    # Self-assessment: no grade is chosen beforehand; a vote before it is refused.
    page = cell.get(f"{unit}ghi/tu-danh-gia/").content.decode()
    assert (page.count("<select"), "selected" in page.replace('value="" selected', "")) == (7, False)
    assert "Chưa có bước tự đánh giá" in text(cell.get(f"{unit}ghi/bo-phieu/"))
    with pytest.raises(Refusal, match="Chưa có bước tự đánh giá"):
        operations.record_votes(MACHINE, round_id=number, unit_id=world["cell-1"], on=DAY, rows=[VoteRow(own.subject_id, GradeVotes(good=1))])
    assert "Chưa điền hàng nào" in answers(cell, f"{unit}ghi/tu-danh-gia/", ON)[1]
    assert "chưa tới" in answers(cell, f"{unit}ghi/tu-danh-gia/", {"on": "02/07/2020", f"grade-{own.subject_id}": "good"})[1]
    assert cell.post(f"{unit}ghi/tu-danh-gia/", ON | {f"grade-{line.subject_id}": "good" for line in every}).status_code == 302
    assert SelfAssessment.objects.known().count() == 7
    # The vote: counts over all official members; one above its base is refused beside its field.
    votes = ON | {f"good-{line.subject_id}": "6" for line in every}
    assert "Tính trên 6: 6 đảng viên chính thức" in text(cell.get(f"{unit}ghi/bo-phieu/"))
    for change, words in ((f"excellent-{people[0].subject_id}", "nhiều hơn 6 đảng viên chính thức được tính (EL-35)"),):
        refused = cell.post(f"{unit}ghi/bo-phieu/", votes | {change: "1"})
        assert words in text(refused)
        assert re.search(rf'id="id_{change}_error">.*?Cộng được 7 phiếu', refused.content.decode(), re.S | re.I)
    assert "không thể âm" in answers(cell, f"{unit}ghi/bo-phieu/", votes | {f"good-{own.subject_id}": "-1"})[1]
    assert not GradeVote.objects.exists()
    assert cell.post(f"{unit}ghi/bo-phieu/", votes).status_code == 302
    assert {(each.good, each.official) for each in GradeVote.objects.known()} == {(6, 6)}
    # The opinion of the place of residence: present with its paper, or missing; nothing of what it says.
    residence = ON | {f"state-{line.subject_id}": "thieu" for line in people} | {f"state-{people[0].subject_id}": "co"}
    assert "Ghi số của giấy nhận xét" in answers(cell, f"{unit}ghi/noi-cu-tru/", residence)[1]
    assert cell.post(f"{unit}ghi/noi-cu-tru/", residence | {f"number-{people[0].subject_id}": "12/NX"}).status_code == 302
    assert sorted(ResidenceOpinion.objects.known().values_list("is_present", flat=True)) == [False] * 5 + [True]
    # The office proposes; the cell may not, nor decide.
    grades = ON | {f"grade-{line.subject_id}": "good" for line in every}
    assert [cell.post(f"{unit}{what}/", grades | CITED).status_code for what in ("tham-dinh", "quyet-dinh")] == [403, 403]
    assert "Chưa có bước thẩm định" in text(secretary.get(f"{unit}quyet-dinh/"))
    assert clerk.post(f"{unit}tham-dinh/", grades).status_code == 302
    assert clerk.post(f"{unit}quyet-dinh/", grades | CITED).status_code == 403
    # The collective comes first, then its members, by a paper; the cap with its base is on the page.
    decide = f"{unit}quyet-dinh/"
    first = f"grade-{people[0].subject_id}"
    assert "Chi bộ chưa có kết quả xếp loại. Xếp loại tập thể trước" in answers(secretary, decide, ON | CITED | {first: "good"})[1]
    assert "Việc này cần văn bản" in answers(secretary, decide, grades)[1]
    page = text(secretary.get(decide))
    assert ("0 (20 % của 0)" in page, "Cách tính kia" in page, "Trần xuất sắc của Đảng bộ xã Dương Thành" in page) == (True, True, True)
    refused = secretary.post(decide, grades | CITED | {first: "excellent"})
    assert "Vượt trần: 1 xuất sắc, chỉ được 1" not in text(refused)  # five good allow one
    assert refused.status_code == 302
    assert queries.tally(number, DAY) == GradeTally(1, 5)
    page = text(secretary.get(here))
    assert ("Đánh giá 2020: 6/7 đảng viên đã xếp loại" in page, "1 (20 % của 5)" in page, "1 (20 % của 6)" in page) == (True, True, True)
    # Taken back while the cap does not rest on it, entered again, and closed; the other cell is to be decided first.
    with pytest.raises(Refusal, match="Vượt trần: 1 xuất sắc, chỉ được 0"):
        operations.withdraw_decision(MACHINE, subject_id=people[1].subject_id)
    undo = f"{here}doi-tuong/{people[0].subject_id}/lam/rut/?buoc=quyet-dinh"
    assert "Rút bước" in text(secretary.get(f"{here}doi-tuong/{people[0].subject_id}/"))
    assert "Đã có bước quyết định dựa vào" in answers(clerk, f"{here}doi-tuong/{people[1].subject_id}/lam/rut/?buoc=tham-dinh", {})[1]
    assert cell.post(undo).status_code == 403
    assert secretary.post(undo).status_code == 302
    assert secretary.post(decide, ON | CITED | {first: "completed"}).status_code == 302
    close = f"{here}lam/dong/"
    assert "Còn 2 đối tượng chưa có mức" in answers(secretary, close, ON | CITED)[1]
    carried(number, world["cell-2"], decided=True)
    assert secretary.post(close, ON | CITED).status_code == 302
    for path, form in ((f"{unit}ghi/tu-danh-gia/", ON | {f"grade-{own.subject_id}": "good"}), (decide, ON | CITED | {first: "good"})):
        assert "đã đóng đợt đánh giá 2020 ngày 01/07/2020" in text(secretary.get(path))
        secretary.post(path, form)
    with pytest.raises(Refusal, match="không ghi gì thêm"):
        operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=[GradeRow(people[0].subject_id, GradeName.GOOD)])
    assert queries.tally(number, DAY) == GradeTally(0, 6, 1)
    # Opened again by a paper, corrected; what stood before stays known.
    again = f"{here}lam/mo-lai/"
    assert "Việc này cần văn bản" in answers(secretary, again, {"reason": "tính sót"})[1]
    assert secretary.post(again, {"reason": "tính sót", "decision_number": "22-QĐ/ĐU", "decision_date": "01/07/2020"}).status_code == 302
    assert "Mở lại theo 22-QĐ/ĐU: tính sót" in text(secretary.get(here))
    operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=[GradeRow(people[0].subject_id, GradeName.GOOD)])
    assert secretary.post(close, ON | CITED).status_code == 302
    assert (RoundClosure.objects.count(), RoundClosure.objects.known().get().reopened) == (3, "")
    assert [each.grade for each in queries.past_grades(people[0].subject_id)] == ["completed", "excellent"]
    assert "Mức trước đây" in text(secretary.get(f"{here}doi-tuong/{people[0].subject_id}/"))
    # The journal counts and names nobody.
    said = " ".join(JournalDetail.objects.filter(entry__operation__startswith="evaluation.").values_list("content", flat=True))
    assert [line.name for line in people if line.name in said] == []
    assert JournalEntry.objects.filter(operation="evaluation.record_votes").count() == 2


def test_a_cell_of_thirty_meets_the_cap_with_its_base_and_the_one_too_many_is_refused(world: World, client_of: ClientOf) -> None:
    """EV-05: 25 rated good allow 5; a sixth is refused with the base and both readings, and nothing is changed."""
    members(world, "cell-1", 31)
    number = opened(world)
    graded = carried(number, world["cell-1"])
    own, *people = graded
    secretary = client_of("secretary")
    decide = f"/danh-gia/{number}/chi-bo/{world['cell-1']}/quyet-dinh/"
    assert secretary.post(decide, ON | CITED | {f"grade-{line.subject_id}": "good" for line in [own, *people[:25]]}).status_code == 302
    five = {f"grade-{line.subject_id}": "excellent" for line in people[25:30]}
    sixth = f"grade-{people[30].subject_id}"
    refused = secretary.post(decide, ON | CITED | five | {sixth: "excellent"})
    words = "Vượt trần: 6 xuất sắc, chỉ được 5, là 20 % của 25 xếp loại tốt. Cách tính kia cho 6, 20 % của 31."
    assert words in text(refused)
    assert re.search(rf'id="id_{sixth}_error">.*?Vượt trần', refused.content.decode(), re.S)
    assert queries.tally(number, DAY) == GradeTally(0, 25)
    assert secretary.post(decide, ON | CITED | five).status_code == 302
    assert "5 (20 % của 25)" in text(secretary.get(decide))
    assert "Vượt trần: 6" in answers(secretary, decide, ON | CITED | {sixth: "excellent"})[1]
    assert secretary.post(decide, ON | CITED | {sixth: "completed"}).status_code == 302
    assert queries.tally(number, DAY) == GradeTally(5, 25, 1)
    # A page asks the same number of questions whatever the members and the cells.
    one = costs(secretary, [f"/danh-gia/{number}/"])
    members(world, "cell-2", 3)
    operations.renew_roster(MACHINE, round_id=number)
    assert costs(secretary, [f"/danh-gia/{number}/"]) == one
    small, large = (costs(secretary, [f"/danh-gia/{number}/chi-bo/{world[key]}/"])[0] for key in ("cell-2", "cell-1"))
    assert abs(large - small) <= 2


def test_the_reading_of_the_cap_is_a_setting_that_a_round_keeps(world: World, monkeypatch: pytest.MonkeyPatch, client_of: ClientOf) -> None:
    monkeypatch.setenv("KIENTOAN_CAP_BASE", "good_or_better")
    assert Config.load().cap_base == "good_or_better"
    members(world, "cell-1", 5)
    number = opened(world)
    own, *people = carried(number, world["cell-1"])
    monkeypatch.delenv("KIENTOAN_CAP_BASE")
    operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=[
        GradeRow(own.subject_id, GradeName.GOOD), GradeRow(people[0].subject_id, GradeName.EXCELLENT), *(GradeRow(line.subject_id, GradeName.GOOD) for line in people[1:])])
    view = queries.cap_view(queries.round_found(number), DAY)
    assert (view.reading, view.here.allowed, view.here.base, view.there.allowed) == (CapBase.GOOD_OR_BETTER, 1, 5, 0)
    assert "20 % số tốt và xuất sắc" in text(client_of("secretary").get(f"/danh-gia/{number}/"))


def test_whoever_is_exempted_suspended_or_new_is_not_graded_and_cannot_be(world: World, client_of: ClientOf) -> None:
    """EV-10: exempted and suspended members are not even reviewed, one of less than six months is reviewed and not graded; none of them stands in the cap."""
    first, second, third, *_rest = members(world, "cell-1", 5)
    new = members(world, "cell-1", 1, stage=MemberStage.PROBATIONARY, admitted=date(2020, 2, 3), since=date(2020, 2, 3))[0]
    for who, kind in ((first, StandingKind.EXEMPTED), (second, StandingKind.SUSPENDED), (third, StandingKind.TEMPORARY_TRANSFER)):
        record_standing(MACHINE, person_id=who, kind=kind, on=date(2020, 3, 1))
    number = opened(world)
    secretary = client_of("secretary")
    unit = f"/danh-gia/{number}/chi-bo/{world['cell-1']}/"
    by_person = {line.person_id: line for line in lines(number, world["cell-1"])[1]}
    assert [(by_person[each].treatment.value, by_person[each].apart) for each in (first, second, third, new)] == [
        ("neither", "exempted"), ("neither", "suspended"), ("graded", ""), ("reviewed", "new_member")]
    page = text(secretary.get(unit))
    for words in ("Được miễn công tác và sinh hoạt trong ngày xét: không kiểm điểm, không xếp loại", "Vào Đảng chưa đủ 6 tháng: kiểm điểm, không xếp loại"):
        assert words in page, words
    for person_id in (first, second, new):
        subject = by_person[person_id].subject_id
        for act in (lambda subject=subject: operations.record_votes(MACHINE, round_id=number, unit_id=world["cell-1"], on=DAY, rows=[VoteRow(subject, GradeVotes(good=1))]),
                    lambda subject=subject: operations.appraise(MACHINE, round_id=number, on=DAY, rows=[GradeRow(subject, GradeName.GOOD)]),
                    lambda subject=subject: operations.assess_selves(MACHINE, round_id=number, unit_id=world["cell-1"], on=DAY, rows=[SelfRow(subject, GradeName.GOOD)])):
            with pytest.raises(Refusal, match="không xếp loại") as caught:
                act()
            assert (caught.value.rule, str(subject) in caught.value.place) == ("EV-10", True)
    # A form has no field for them; what is sent all the same is not taken.
    sent = secretary.post(f"{unit}ghi/tu-danh-gia/", ON | {f"grade-{by_person[first].subject_id}": "good"})
    assert ("Chưa điền hàng nào" in text(sent), SelfAssessment.objects.exists()) == (True, False)
    assert secretary.post(f"{unit}ghi/tu-danh-gia/", ON | {f"held-{by_person[new].subject_id}": "on"}).status_code == 302
    assert SelfAssessment.objects.known().get().grade == ""
    # The base of the vote: five official, less the suspended, the one elsewhere, the exempted who is absent.
    assert "Tính trên 2: 4 đảng viên chính thức, trừ 1 sinh hoạt tạm thời nơi khác, trừ 1 được miễn sinh hoạt mà vắng" in text(secretary.get(f"{unit}ghi/bo-phieu/"))
    # The books are corrected: the roster follows, but not for whoever has taken a step.
    withdraw_standing(MACHINE, version_id=MemberStanding.objects.known().get(person=first).pk)
    assert client_of("clerk").post(f"/danh-gia/{number}/lam/danh-sach/").status_code == 302
    assert SubjectTreatment.objects.known().get(subject__person=first).treatment == "graded"
    found = queries.results(queries.round_found(number).unit, 2020, DAY)
    assert {why.value: count for why, count in found.whole.apart.items()} == {"suspended": 1, "new_member": 1}


# -- contests ------------------------------------------------------------------------------------------------------------------------------


def decided_cell(world: World, count: int = 6) -> tuple[int, list[SubjectLine]]:
    """A round with one cell of so many, decided: the last one completed, the others good."""
    members(world, "cell-1", count)
    number = opened(world)
    return number, carried(number, world["cell-1"], good=count - 1, decided=True)


def test_a_grade_is_contested_in_time_and_the_answer_takes_its_place(world: World, client_of: ClientOf) -> None:
    number, every = decided_cell(world)
    secretary, clerk = client_of("secretary"), client_of("clerk")
    line, good = every[-1], every[1]
    at = f"/danh-gia/{number}/doi-tuong/{line.subject_id}/"
    operations.close_round(MACHINE, round_id=number, on=DAY, citation=PAPER)
    page = text(clerk.get(at))
    assert ("Nhận ý kiến không đồng ý đến hết ngày 31/07/2020 (chưa kiểm chứng)" in page, "Nhận ý kiến không đồng ý" in page) == (True, True)
    with clock.telling(clock.working_moment(date(2020, 8, 1))):
        assert "đến hết ngày 31/07/2020 (30 ngày, chưa kiểm chứng); đã ghi ngày 01/08/2020" in answers(clerk, f"{at}lam/khong-dong-y/", {"on": "01/08/2020"})[1]
        assert not GradeContest.objects.exists()
    with clock.telling(clock.working_moment(date(2020, 7, 20))):
        assert "từ ngày quyết định 01/07/2020" in answers(clerk, f"{at}lam/khong-dong-y/", {"on": "30/06/2020"})[1]
        assert clerk.post(f"{at}lam/khong-dong-y/", {"on": "20/07/2020"}).status_code == 302
        assert "Đã nhận ý kiến ngày 20/07/2020 rồi" in answers(clerk, f"{at}lam/khong-dong-y/", {"on": "20/07/2020"})[1]
        assert clerk.post(f"{at}lam/tra-loi/", {}).status_code == 403
        answer = {"on": "20/07/2020", "decision_number": "30-QĐ/ĐU", "decision_date": "20/07/2020"}
        grade = f"grade-{line.subject_id}"
        for change, words in (({}, "Chưa điền mục này"), ({grade: "completed"}, "Chọn một mục trong danh sách"), ({grade: "good", "on": "19/07/2020"}, "Ý kiến nhận ngày 20/07/2020"),
                              ({grade: "good", "decision_number": "", "decision_date": ""}, "Việc này cần văn bản")):
            assert words in answers(secretary, f"{at}lam/tra-loi/", answer | change)[1], words
        assert secretary.post(f"{at}lam/tra-loi/", answer | {grade: "excellent"}).status_code == 302  # five good allow one
    fact = GradeContest.objects.known().get()
    assert (fact.outcome, fact.answered_on, str(fact.decision.number)) == (ContestOutcome.CHANGED, date(2020, 7, 20), "30-QĐ/ĐU")
    assert [each.grade for each in queries.past_grades(line.subject_id)] == ["completed"]
    own = queries.grades_of(line.person_id or 0, date(2020, 7, 20))
    assert [(each.name, each.grade, each.unit, each.contest, "30-QĐ/ĐU" in each.decision) for each in own] == [
        ("2020", "excellent", "Chi bộ xóm Trung Thành", "xếp lại mức khác", True)]
    assert queries.grades_of(good.person_id or 0, DAY)[0].last_contest_on == date(2020, 7, 31)
    # A second one above the cap is refused in an answer too; one that stays is said so. Days and number are settings.
    with clock.telling(clock.working_moment(date(2020, 7, 21))):
        operations.receive_contest(MACHINE, subject_id=good.subject_id, on=date(2020, 7, 21))
        with pytest.raises(Refusal, match="Vượt trần: 2 xuất sắc"):
            operations.answer_contest(MACHINE, subject_id=good.subject_id, on=date(2020, 7, 21), citation=PAPER, row=GradeRow(good.subject_id, GradeName.EXCELLENT))
        operations.answer_contest(MACHINE, subject_id=good.subject_id, on=date(2020, 7, 21), citation=PAPER, row=None)
        with pytest.raises(Refusal, match="Không có ý kiến nào chờ"):
            operations.answer_contest(MACHINE, subject_id=good.subject_id, on=date(2020, 7, 21), citation=PAPER, row=None)
        assert GradeContest.objects.known().get(subject=good.subject_id).outcome == ContestOutcome.UPHELD
        operations.reopen_round(MACHINE, round_id=number, reason="sửa", citation=PAPER)
        with pytest.raises(Refusal, match="có ý kiến không đồng ý"):
            operations.decide(MACHINE, round_id=number, on=date(2020, 7, 21), citation=PAPER, rows=[GradeRow(good.subject_id, GradeName.COMPLETED)])


# -- what bounds a grade, and the evidence -------------------------------------------------------------------------------------------------


def test_what_happened_in_the_year_bounds_the_grade_and_is_kept_without_a_word(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 3)
    number = opened(world)
    own, ill, disciplined, _other = carried(number, world["cell-1"])
    clerk = client_of("clerk")
    at = f"/danh-gia/{number}/doi-tuong/{ill.subject_id}/"
    form = {"kind": "sick", "on": "02/03/2020", "decision_number": "14/GRV", "decision_date": "02/06/2020"}
    page = clerk.get(f"{at}lam/viec/").content.decode()
    assert ("textarea" in page, "nghỉ ốm từ 3 tháng" in page, "thành viên lãnh đạo" in page) == (False, True, False)
    for change, words in (({"on": "31/12/2019"}, "Ghi ngày trong thời gian đánh giá"), ({"decision_number": "", "decision_date": ""}, "Việc này cần văn bản"),
                          ({"kind": "leader_disciplined"}, "Chọn một mục trong danh sách"), ({"on": "02/07/2020"}, "chưa tới")):
        assert words in answers(clerk, f"{at}lam/viec/", form | change)[1], words
    assert clerk.post(f"{at}lam/viec/", form).status_code == 302
    assert "đã ghi rồi" in answers(clerk, f"{at}lam/viec/", form)[1]
    paper = Citation("09-QĐ/ĐU", date(2020, 4, 1))
    operations.record_happening(MACHINE, subject_id=disciplined.subject_id, kind=HappeningKind.DISCIPLINED, on=date(2020, 4, 1), citation=paper)
    operations.record_happening(MACHINE, subject_id=own.subject_id, kind=HappeningKind.LEADER_DISCIPLINED, on=date(2020, 4, 1), citation=paper)
    assert "Nghỉ ốm từ 3 tháng trong năm: cao nhất là hoàn thành nhiệm vụ." in text(clerk.get(at))
    secretary, decide = client_of("secretary"), f"/danh-gia/{number}/chi-bo/{world['cell-1']}/quyet-dinh/"
    for line, grade, words in ((ill, "good", "cao nhất là hoàn thành nhiệm vụ"), (disciplined, "completed", "Bị kỷ luật trong năm"), (own, "excellent", "không xếp loại hoàn thành xuất sắc")):
        assert words in answers(secretary, decide, ON | CITED | {f"grade-{own.subject_id}": "good", f"grade-{line.subject_id}": grade})[1], words
    assert not GradeDecision.objects.exists()
    operations.record_happening(MACHINE, subject_id=disciplined.subject_id, kind=HappeningKind.MADE_GOOD, on=date(2020, 5, 1), citation=paper)
    assert secretary.post(decide, ON | CITED | {f"grade-{own.subject_id}": "good", f"grade-{ill.subject_id}": "completed", f"grade-{disciplined.subject_id}": "good"}).status_code == 302
    with pytest.raises(Refusal, match="Rút quyết định trước"):
        operations.withdraw_happening(MACHINE, subject_id=ill.subject_id, kind=HappeningKind.SICK)
    operations.withdraw_decision(MACHINE, subject_id=ill.subject_id)
    assert clerk.post(f"{at}lam/rut-viec/?viec=sick").status_code == 302
    assert (YearHappening.objects.known().filter(subject=ill.subject_id).count(), clerk.get(f"{at}lam/rut-viec/?viec=sick").status_code) == (0, 404)


def test_evidence_is_counted_from_the_books_shown_with_its_lists_and_frozen_with_the_decision(world: World, client_of: ClientOf) -> None:
    """EV-11: tasks due in the year and meetings of the cell; the machine grades nobody."""
    first, *_more = members(world, "cell-1", 3)
    unit = world["cell-1"]
    for title, due, done in (("Dồn điền", date(2020, 6, 20), date(2020, 6, 18)), ("Nộp danh sách", date(2020, 6, 10), date(2020, 6, 15)), ("Sửa đường", date(2020, 6, 25), None)):
        task = give_task(MACHINE, unit_id=unit, on=date(2020, 6, 2), terms=TaskTerms(title, "một việc", due, Lead(unit, first)))
        if done:
            report_progress(MACHINE, task_id=task, on=date(2020, 6, 3), progress=Progress("Đang làm."))
            finish_task(MACHINE, task_id=task, on=done, progress=Progress("Xong.", figure=Decimal(1), measure="việc"))
    meeting = call_meeting(MACHINE, unit_id=unit, on=date(2020, 6, 3), begins_at=time(19, 30), place="Nhà văn hóa", items=["Việc"])
    marks = dict.fromkeys(_more, AttendanceState.PRESENT) | {first: AttendanceState.ABSENT}
    take_attendance(MACHINE, meeting_id=meeting, marks=marks)
    number = opened(world)
    graded = carried(number, unit)
    line = next(each for each in graded if each.person_id == first)
    page = client_of("secretary").get(f"/danh-gia/{number}/doi-tuong/{line.subject_id}/")
    assert "Việc: 3 giao, 1 đúng hạn, 1 muộn, 0 vượt yêu cầu. Họp: có mặt 0/1." in text(page)
    assert [f"don-vi={unit}&amp;nguoi={first}" in page.content.decode(), f"/hop/?don-vi={unit}" in page.content.decode()] == [True, True]
    operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=[GradeRow(each.subject_id, GradeName.GOOD) for each in graded])
    fact = GradeDecision.objects.known().get(subject=line.subject_id)
    assert (fact.tasks_given, fact.tasks_on_time, fact.tasks_late, fact.tasks_above, fact.meetings_held, fact.meetings_attended) == (3, 1, 1, 0, 1, 0)
    assert GradeDecision.objects.known().get(subject=graded[0].subject_id).tasks_given == 3  # of the cell
    give_task(MACHINE, unit_id=unit, on=date(2020, 6, 2), terms=TaskTerms("Ghi muộn", "một việc", date(2020, 6, 5), Lead(unit, first)))
    assert queries.subject_line(queries.round_found(number), line.subject_id, DAY).evidence.given == 3  # frozen


def test_points_of_2025_bound_the_grade_and_tasks_late_need_the_papers_item(world: World, client_of: ClientOf) -> None:
    """EV-02 to EV-04, EV-11: under 366 points go from 0 to 100, a grade beyond them is refused, and evidence that falls short needs a reason."""
    first, *_more = members(world, "cell-1", 6)
    unit, day = world["cell-1"], date(2025, 9, 30)
    with clock.telling(clock.working_moment(day)):
        task = give_task(MACHINE, unit_id=unit, on=date(2025, 8, 1), terms=TaskTerms("Dồn điền", "12 ha", date(2025, 8, 20), Lead(unit, first)))
        report_progress(MACHINE, task_id=task, on=date(2025, 8, 2), progress=Progress("Đang làm."))
        finish_task(MACHINE, task_id=task, on=date(2025, 8, 25), progress=Progress("Xong.", figure=Decimal(1), measure="việc"))
        deadlines = operations.Deadlines(*(day + timedelta(days=step) for step in range(5)))
        number = opened(world, year=2025, as_of=day, on=day, span=SpanName.QUARTER_3, deadlines=deadlines)
        assert queries.round_found(number).name == "quý III, 2025"
        clerk, secretary, on = client_of("clerk"), client_of("secretary"), {"on": "30/09/2025"}
        cell = f"/danh-gia/{number}/chi-bo/{unit}/"
        own, *people = lines(number, unit)[1]
        late = next(line for line in people if line.person_id == first)
        points = on | {f"{part}-{line.subject_id}": value for line in [own, *people] for part, value in (("common", "28"), ("results", "65"))}
        for change, words in (({f"results-{late.subject_id}": "101"}, "Điểm phải từ 0 đến 70, đã ghi 101"), ({f"common-{late.subject_id}": "-1"}, "Điểm phải từ 0 đến 30, đã ghi -1"),
                              ({f"common-{late.subject_id}": ""}, "Ghi đủ điểm của mọi nhóm")):
            refused = clerk.post(f"{cell}ghi/tu-danh-gia/", points | change)
            assert words in text(refused), words
            assert f'id="id_{next(iter(change))}_error"' in refused.content.decode()
        assert not SelfAssessment.objects.exists()
        assert clerk.post(f"{cell}ghi/tu-danh-gia/", points).status_code == 302
        assert "Tự xếp: hoàn thành xuất sắc nhiệm vụ" in text(clerk.get(cell))
        assert "chưa kiểm chứng" in clerk.get(f"{cell}tham-dinh/").content.decode().lower()
        operations.record_votes(MACHINE, round_id=number, unit_id=unit, on=day, rows=[VoteRow(line.subject_id, GradeVotes(good=1)) for line in [own, *people]])
        operations.record_residence(MACHINE, round_id=number, unit_id=unit, on=day, rows=[operations.ResidenceRow(line.subject_id, False) for line in people])
        grades = on | {f"{part}-{line.subject_id}": value for line in [own, *people] for part, value in (("grade", "good"), ("points", "80"))}
        for change, words in (({f"points-{late.subject_id}": "101"}, "Điểm phải từ 0 đến 100, đã ghi 101"), ({f"points-{late.subject_id}": "-1"}, "đã ghi -1"), ({f"points-{late.subject_id}": ""}, "Ghi tổng điểm"),
                              ({f"grade-{late.subject_id}": "excellent"}, "Được 80 điểm: cao nhất là hoàn thành tốt"), ({f"grade-{late.subject_id}": ""}, "Chọn mức, hoặc để trống")):
            assert words in answers(clerk, f"{cell}tham-dinh/", grades | change)[1], words
        assert clerk.post(f"{cell}tham-dinh/", grades).status_code == 302
        decide, cited = f"{cell}quyet-dinh/", {"decision_number": "40-QĐ/ĐU", "decision_date": "30/09/2025"}
        page = text(secretary.get(decide))
        for words in ("Đúng hạn 0 trên 1 việc; mức hoàn thành tốt nhiệm vụ cần 100 %", "Vượt yêu cầu 0 trên 1 việc", "Theo Quy định 366-QĐ/TW", "Cần khi số việc chưa đạt"):
            assert words in page, words
        refused = secretary.post(decide, grades | cited)
        assert "Đúng hạn 0 trên 1 việc" in text(refused)
        assert not GradeDecision.objects.exists()
        # Of the cell, too, a task is late.
        reasons = {f"item-{late.subject_id}": "Mục 3, chờ đo đạc", f"item-{own.subject_id}": "Mục 3, chờ đo đạc"}
        assert secretary.post(decide, grades | cited | reasons).status_code == 302
        assert (GradeDecision.objects.known().get(subject=late.subject_id).item, GradeDecision.objects.known().get(subject=late.subject_id).points) == ("Mục 3, chờ đo đạc", 80)
        assert "Mục của văn bản nêu lý do: Mục 3, chờ đo đạc" in text(secretary.get(f"/danh-gia/{number}/doi-tuong/{late.subject_id}/"))
    assert queries.results(queries.round_found(number).unit, 2025, day).whole.members == GradeTally()  # a quarter is no year


# -- organisations -------------------------------------------------------------------------------------------------------------------------


def test_organisations_are_graded_inside_their_group_and_the_body_above_decides_on_the_commune(world: World, client_of: ClientOf) -> None:
    """EV-12: excellent cells within a fifth of those rated good inside their group; the grassroots organisation is voted on by its committee and decided above."""
    members(world, "cell-1", 1)
    members(world, "cell-2", 1)
    post(world, "party-05965", PostKind.SECRETARY)
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 3)
    for name in ("Lê Một Năm", "Lê Hai Năm"):
        fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, person(world, name))
    number = opened(world)
    first = carried(number, world["cell-1"])[0]
    carried(number, world["cell-2"], decided=True)
    secretary, clerk, keeper = client_of("secretary"), client_of("clerk"), client_of("keeper")
    decide = f"/danh-gia/{number}/chi-bo/{world['cell-1']}/quyet-dinh/"
    refused = answers(secretary, decide, ON | CITED | {f"grade-{first.subject_id}": "excellent"})[1]
    assert "Vượt trần: 1 xuất sắc trong nhóm cùng chức năng, chỉ được 0, là 20 % của 1 xếp loại tốt" in refused
    # Its own group leaves it alone with nobody: still none.
    assert clerk.get(f"/don-vi/{world['cell-1']}/nhom-chuc-nang/").status_code == 200
    assert "chưa tới" in answers(clerk, f"/don-vi/{world['cell-1']}/nhom-chuc-nang/", {"group": "schools", "on": "02/07/2020"})[1]
    for group in ("offices", "schools"):
        assert clerk.post(f"/don-vi/{world['cell-1']}/nhom-chuc-nang/", {"group": group, "on": "01/06/2020"}).status_code == 302
    assert FunctionGroup.objects.known().get().group == FunctionName.SCHOOLS
    page = text(secretary.get(f"/danh-gia/{number}/"))
    assert ("Khối trường học" in page, "Khu dân cư, theo địa bàn" in page) == (True, True)
    assert secretary.post(decide, ON | CITED | {f"grade-{first.subject_id}": "good"}).status_code == 302
    # The commune itself.
    own = f"/danh-gia/{number}/to-chuc/"
    subject = EvaluationSubject.objects.get(round=number, unit=world["party-05965"], person=None).pk
    assert clerk.post(f"{own}tu-danh-gia/", ON | {f"grade-{subject}": "good"}).status_code == 302
    assert "nhiều hơn 2 đảng viên chính thức được tính" in answers(clerk, f"{own}bo-phieu/", ON | {f"good-{subject}": "3"})[1]
    assert clerk.post(f"{own}bo-phieu/", ON | {f"good-{subject}": "2"}).status_code == 302
    assert clerk.post(f"{own}tham-dinh/", ON | {f"grade-{subject}": "good"}).status_code == 302
    assert secretary.post(f"{own}quyet-dinh/", ON | CITED | {f"grade-{subject}": "good"}).status_code == 403
    assert "chỉ được 0" in answers(keeper, f"{own}quyet-dinh/", ON | CITED | {f"grade-{subject}": "excellent"})[1]
    assert keeper.post(f"{own}quyet-dinh/", ON | CITED | {f"grade-{subject}": "good"}).status_code == 302
    found = queries.results(queries.round_found(number).unit, 2020, DAY)
    assert {level.value: counted.good for level, counted in found.units.items()} == {"cell": 2, "grassroots": 1}
    assert found.as_numbers["organisations"]["grassroots"]["grades"]["good"] == 1
    # In another commune under the same district, five good ones allow an excellent one: here there is one, so none.
    members(world, "party-05953", 1)
    other = opened(world, "party-05953")
    line = next(each for each in lines(other, world["party-05953"])[1] if each.is_unit)
    with pytest.raises(Refusal, match="Chưa có bước thẩm định"):
        operations.decide(MACHINE, round_id=other, on=DAY, citation=PAPER, rows=[GradeRow(line.subject_id, GradeName.EXCELLENT)])
    # A district opens for every commune below that has none yet.
    with pytest.raises(Refusal, match="đã có đợt đánh giá 2020"):
        operations.open_rounds(MACHINE, unit_id=world["party-173"], terms=Terms(2020, DAY, DEADLINES), on=DAY, citation=PLAN)
    assert len(operations.open_rounds(MACHINE, unit_id=world["party"], terms=Terms(2020, DAY, DEADLINES), on=DAY, citation=PLAN)) == 2
    with pytest.raises(Refusal, match="Đợt đánh giá mở cho tổ chức cơ sở"):
        operations.open_rounds(MACHINE, unit_id=world["cell-1"], terms=Terms(2020, DAY, DEADLINES), on=DAY, citation=PLAN)
    # A change of the tree says that rounds are open, and does not stop for it.
    said = [line for line in plan(Change(Kind.DISSOLVE, (world["party-05965"],), DAY)) if "đánh giá" in line.text]
    assert [(line.fate, line.count) for line in said] == [(Fate.WARNS, 1)]
    assert [line.text for line in plan(Change(Kind.MOVE, (world["party-05965"],), DAY)) if "đánh giá" in line.text] == []


def test_a_cell_that_is_a_grassroots_organisation_grades_its_members_and_is_graded_above(world: World, client_of: ClientOf) -> None:
    """EV-08: where members stand in the organisation itself, what is proposed for it is enough, for the body above decides on it later."""
    members(world, "office", 2)
    number = opened(world, "office")
    found, every = lines(number, world["office"])
    own, *people = every
    officer, unit = client_of("officer"), f"/danh-gia/{number}/chi-bo/{world['office']}/"
    assert [line.subject_id for line in people if f"grade-{line.subject_id}" not in officer.get(f"{unit}ghi/tu-danh-gia/").content.decode()] == []
    assert f"grade-{own.subject_id}" not in officer.get(f"{unit}ghi/tu-danh-gia/").content.decode()
    here = {"round_id": number, "unit_id": world["office"], "on": DAY}
    operations.assess_selves(MACHINE, **here, rows=[SelfRow(line.subject_id, GradeName.GOOD) for line in every])
    with pytest.raises(Refusal, match="nhiều hơn 2 đảng viên chính thức"):
        operations.record_votes(MACHINE, **here, rows=[VoteRow(own.subject_id, GradeVotes(good=3))])
    for line in every:
        operations.record_votes(MACHINE, **here, rows=[VoteRow(line.subject_id, GradeVotes(good=2))])
    operations.record_residence(MACHINE, **here, rows=[operations.ResidenceRow(line.subject_id, False) for line in people])
    operations.appraise(MACHINE, round_id=number, on=DAY, rows=[GradeRow(line.subject_id, GradeName.GOOD) for line in people])
    grades = [GradeRow(line.subject_id, GradeName.GOOD) for line in people]
    with pytest.raises(Refusal, match="tập thể trước, cá nhân sau"):
        operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=grades)
    operations.appraise(MACHINE, round_id=number, on=DAY, rows=[GradeRow(own.subject_id, GradeName.GOOD)])
    operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=grades)
    operations.close_round(MACHINE, round_id=number, on=DAY, citation=PAPER)
    operations.decide(MACHINE, round_id=number, on=DAY, citation=PAPER, rows=[GradeRow(own.subject_id, GradeName.GOOD)])  # the body above may decide after the closing
    assert (queries.tally(number, DAY), found.unit.unit_id) == (GradeTally(0, 2), world["office"])
    assert "đã đóng ngày 01/07/2020" in text(officer.get(f"/danh-gia/{number}/"))


# -- who sees what -------------------------------------------------------------------------------------------------------------------------


def test_grades_of_persons_are_seen_in_the_branch_only_and_every_reading_is_written_down(world: World, client_of: ClientOf) -> None:
    number, every = decided_cell(world)
    line = every[1]
    cell, subject = f"/danh-gia/{number}/chi-bo/{world['cell-1']}/", f"/danh-gia/{number}/doi-tuong/{line.subject_id}/"
    named = [cell, f"{cell}tai.xlsx", f"{cell}bien-ban.docx", subject, f"/danh-gia/{number}/quyet-dinh.docx"]
    counted = [f"/danh-gia/{number}/", f"/danh-gia/{number}/tai.csv", f"/danh-gia/{number}/bang-tong-hop.docx", f"/danh-gia/ket-qua/?don-vi={world['party-05965']}&nam=2020"]
    for name, grades, counts in (("auditor", 404, 200), ("stranger", 404, 404), ("clerk", 200, 200), ("secretary", 200, 200), ("keeper", 200, 200), ("counter", 403, 403)):
        client = client_of(name)
        assert [client.get(path).status_code for path in named] == [grades] * len(named), name
        assert [client.get(path).status_code for path in counted] == [counts] * len(counted), name
    reader = client_of("auditor")
    for path in counted:
        assert [each.name for each in every[1:] if each.name.encode() in reader.get(path).content] == [], path
    assert ReadEntry.objects.filter(subject=f"person:{line.person_id}", reader="user:clerk").count() == 4
    # The secretary of the other cell reads nothing of this one, and writes nothing.
    open_account(MACHINE, username="other", display_name="Lý Thị Bên Kia", unit_id=world["cell-2"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("other")
    other = client_of("other")
    assert [other.get(path).status_code for path in named] == [404] * len(named)
    with pytest.raises(NotAllowed):
        operations.assess_selves(world.actor("other"), round_id=number, unit_id=world["cell-1"], on=DAY, rows=[SelfRow(line.subject_id, GradeName.GOOD)])
    with pytest.raises(NotFound):
        operations.assess_selves(MACHINE, round_id=number, unit_id=world["cell-2"], on=DAY, rows=[SelfRow(line.subject_id, GradeName.GOOD)])
    # In name order, not by grade.
    page = text(client_of("clerk").get(cell))
    names = [each.name for each in every[1:]]
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)


def test_papers_and_tables_say_what_the_pages_say(world: World, client_of: ClientOf) -> None:
    number, every = decided_cell(world)
    secretary = client_of("secretary")
    minutes = pdf_text(secretary.get(f"/danh-gia/{number}/chi-bo/{world['cell-1']}/bien-ban.pdf").content)
    for words in ("Biên bản", "CHI BỘ XÓM TRUNG THÀNH", "họp chi bộ bỏ phiếu xếp loại năm 2020", every[1].name, "EL-35", "không ghi ai bỏ phiếu nào"):
        assert words.lower() in minutes.lower(), words
    decision = pdf_text(secretary.get(f"/danh-gia/{number}/quyet-dinh.pdf").content)
    for words in ("Quyết định", "Chi bộ xóm Trung Thành: hoàn thành tốt nhiệm vụ", every[1].name, "Hoàn thành tốt nhiệm vụ", "21-HD/BTCTW"):
        assert words.lower() in decision.lower(), words
    summary = pdf_text(secretary.get(f"/danh-gia/{number}/bang-tong-hop.pdf").content)
    for words in ("Báo cáo", "kết quả đánh giá, xếp loại năm 2020", "trần 1: 20 % của 5", "EV-05"):
        assert words.lower() in summary.lower().replace("\u00a0", " "), words
    assert first_sheet(secretary.get(f"/danh-gia/{number}/tai.xlsx"))[-1][:8] == ["Tổng số", "", 6, 0, 5, 1, 0, 0]
    rows = first_sheet(secretary.get(f"/danh-gia/{number}/chi-bo/{world['cell-1']}/tai.xlsx"))
    assert [row[0] for row in rows][-7:] == [line.name for line in every]
    results = f"/danh-gia/ket-qua/?don-vi={world['party-05965']}&nam=2020"
    page = text(secretary.get(results))
    for words in ("Kết quả đánh giá 2020: 6 đảng viên xếp loại", "1 (20 % của 5)", "Chi bộ xóm Trung Thành"):
        assert words in page, words
    above = text(client_of("officer").get(f"/danh-gia/ket-qua/?don-vi={world['party']}&nam=2020"))
    assert ("Đảng bộ huyện Phú Bình" in above, "6 đảng viên xếp loại" in above, "Đảng viên xếp loại qua các năm" in above) == (True, True, True)
    assert "5" in secretary.get(f"/danh-gia/ket-qua/tai.csv?don-vi={world['party-05965']}&nam=2020").content.decode()
    own = text(secretary.get(f"/danh-gia/ket-qua/?don-vi={world['cell-1']}&nam=2020"))
    assert ("6 đảng viên xếp loại" in own, "Trần tính trên cả tổ chức cơ sở" in own) == (True, True)
    assert [secretary.get(path).status_code for path in (f"/danh-gia/{number}/khac.pdf", f"/danh-gia/{number}/tai.pdf", "/danh-gia/ket-qua/tai.pdf", f"/danh-gia/{number}/lam/khac/",
                                                           f"/danh-gia/{number}/chi-bo/{world['cell-2']}/", "/danh-gia/999/")] == [404] * 6


def test_results_of_a_province_are_summed_in_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    for key, unit in (("party-05965", "cell-1"), ("party-05953", "party-05953"), ("party-05773", "party-05773")):
        members(world, unit, 6)
        number = opened(world, key)
        if key == "party-05965":
            carried(number, world[unit], decided=True)
    top = queries.round_found(number).unit
    province = unit_on(world["party"], DAY)
    assert province is not None
    assert top.unit_id == world["party-05773"]
    with django_assert_max_num_queries(13):
        found = queries.results(province, 2020, DAY)
    assert (found.whole.members, found.whole.waiting, found.whole.rounds, found.whole.base, found.whole.allowed, found.whole.allowed_otherwise) == (GradeTally(0, 6), 12, 3, 6, 1, 1)
    assert [(line.name, line.members.graded, line.rounds) for line in found.lines] == [("Đảng bộ huyện Đại Từ", 0, 1), ("Đảng bộ huyện Phú Bình", 6, 2)]
    assert found.as_numbers["cap_base"] == "good"
    assert queries.trend(province, DAY) == [(2020, GradeTally(0, 6))]


def test_the_forms_have_no_room_for_opinions_and_every_field_has_a_class() -> None:
    """PV-02, PV-11: of models with words there are three fields, none of which is about what anybody thinks."""
    kept = {model.__name__: {field.name for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField) and not field.choices}
            for model in apps.get_app_config("evaluation").get_models()}
    assert {name: found for name, found in kept.items() if found} == {name: set(found) for name, found in fields.TEXTS.items()}
    for name, classes in fields.CLASSES.items():
        assert set(classes) == {field.name for field in apps.get_model("evaluation", name)._meta.concrete_fields}, name


def test_a_step_is_taken_back_while_the_next_is_not_taken(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 2)
    number = opened(world)
    own, line, _other = carried(number, world["cell-1"])
    cell, clerk = cell_secretary(world, client_of), client_of("clerk")
    at = f"/danh-gia/{number}/doi-tuong/{line.subject_id}/"
    assert "Đã có bước thẩm định dựa vào" in answers(cell, f"{at}lam/rut/?buoc=bo-phieu", {})[1]
    assert [cell.get(f"{at}lam/rut/?buoc=tham-dinh").status_code, cell.get(f"{at}lam/rut/?buoc=khac").status_code] == [403, 404]
    assert clerk.post(f"{at}lam/rut/?buoc=tham-dinh").status_code == 302
    assert "chưa ghi nên không có gì để rút" in answers(clerk, f"{at}lam/rut/?buoc=tham-dinh", {})[1]
    for slug in ("noi-cu-tru", "bo-phieu", "tu-danh-gia"):
        assert cell.post(f"{at}lam/rut/?buoc={slug}").status_code == 302
    assert queries.subject_line(queries.round_found(number), line.subject_id, DAY).done == set()
    assert queries.subject_line(queries.round_found(number), own.subject_id, DAY).done == {Step.SELF, Step.VOTE, Step.APPRAISAL}
    # Deadlines are moved with a reason; what was late is said.
    secretary = client_of("secretary")
    moved = {"self_due_on": "02/07/2020", "vote_due_on": "03/07/2020", "residence_due_on": "03/07/2020", "appraisal_due_on": "04/07/2020", "decision_due_on": "05/07/2020", "reason": "làm sớm"}
    assert "trước ngày" in answers(secretary, f"/danh-gia/{number}/lam/han/", moved | {"decision_due_on": "03/07/2020"})[1]
    assert secretary.post(f"/danh-gia/{number}/lam/han/", moved).status_code == 302
    with clock.telling(clock.working_moment(date(2020, 7, 6))):
        page = text(secretary.get(f"/danh-gia/{number}/"))
        assert ("1 chi bộ quá hạn" in page, "Tự đánh giá bí thư chi bộ, hạn 02/07/2020" in page, "Đã sửa hạn: làm sớm" in page) == (True, True, True)
        assert "quá hạn" in text(secretary.get("/danh-gia/"))
