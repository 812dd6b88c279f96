"""The yearly evaluation through pages: a round from its plan to its closing, the cap, contests, who sees which grade, papers and tables."""

import re
from datetime import date, timedelta
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
from kientoan.meetings.enums import AttendanceState
from kientoan.meetings.operations import call_meeting, take_attendance
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.people.enums import MemberStage, PostKind, StandingKind
from kientoan.people.models import MemberStanding, Person
from kientoan.people.operations import record_standing, withdraw_standing
from kientoan.resolutions.operations import Lead, Terms as TaskTerms, finish_task, give_task, report_progress
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
    assert "Tập thể trước, cá nhân sau" in answers(secretary, decide, ON | CITED | {first: "good"})[1]
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
    # A page asks the same number of questions whatever the members.
    members(world, "cell-2", 3)
    operations.renew_roster(MACHINE, round_id=number)
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
