"""What open rounds and courses still ask for: in the list of what is due, and in notices; through HTTP, as people read it."""

import re
from collections import Counter
from datetime import date, timedelta

from cast import MACHINE, World
from duties import cell_secretary
from kientoan.core import clock
from kientoan.core.models import User
from kientoan.evaluation import operations
from kientoan.evaluation.enums import GradeName
from kientoan.evaluation.operations import SelfRow
from kientoan.notices import queries as notices
from kientoan.org.queries import unit_on
from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.people.operations import tie_account
from kientoan.quality.operations import CourseContent, ResultRow, open_course, record_results, stop_course
from kientoan.reports.due import due_list
from kientoan.rules.training import Outcome
from reading import ClientOf, costs, first_sheet, text
from rounds import DAY, DEADLINES, PAPER, carried, lines, members, opened

DUE, TOLD = "/den-han/?trong=30&loai=evaluation", "/thong-bao/"


def test_each_step_of_an_open_round_is_due_at_whoever_must_act_until_everybody_has_it_ev_06(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 3)
    members(world, "cell-2", 1)
    clerk, cell = client_of("clerk"), cell_secretary(world, client_of)
    assert "Bước đánh giá, xếp loại 0" in text(clerk.get(DUE))
    number = opened(world)
    commune = unit_on(world["party-05965"], DAY)
    assert commune is not None
    found = due_list(MACHINE, commune, DAY, within=30, kinds=["evaluation"])
    expected = {("self", "EV-06", DEADLINES.self_due_on): 3, ("vote", "EV-07", DEADLINES.vote_due_on): 3, ("residence", "EV-06", DEADLINES.residence_due_on): 2,
                ("appraisal", "EV-06", DEADLINES.appraisal_due_on): 1, ("decision", "EV-06", DEADLINES.decision_due_on): 1}
    assert Counter((each.item.detail, each.item.rule, each.item.due_on) for each in found.found) == Counter(expected)
    assert {each.item.unit_id for each in found.found if each.item.detail in ("appraisal", "decision")} == {world["party-05965"]}
    page, shown = clerk.get(DUE).content.decode(), text(clerk.get(DUE))
    for words in ("Bước đánh giá, xếp loại 10", "Chi bộ xóm Trung Thành Bước đánh giá, xếp loại Tự đánh giá EV-06 08/07/2020 còn 7 ngày", "Quyết định mức xếp loại"):
        assert words in shown, words
    # Each leads where it is done, and opens for its reader.
    for link in (f"/danh-gia/{number}/chi-bo/{world['cell-1']}/", f"/danh-gia/{number}/"):
        assert f'href="{link}' in page
        assert clerk.get(link).status_code == 200
    # The cell's secretary reads what is the cell's; whoever keeps no evaluation is told that the kind is left out.
    assert "Bước đánh giá, xếp loại 3" in text(cell.get(DUE))
    assert "bước đánh giá, xếp loại" in text(client_of("auditor").get(DUE)).partition("Không hiện vì ngoài quyền")[2]
    assert "Bước đánh giá, xếp loại 0" in text(client_of("stranger").get(DUE))
    # What everybody has is due no more; as of the day before it was.
    carried(number, world["cell-1"], decided=True)
    assert "Bước đánh giá, xếp loại 0" in text(cell.get(DUE))
    assert "Bước đánh giá, xếp loại 7" in text(clerk.get(DUE))
    carried(number, world["cell-2"], decided=True)
    later = f"{DUE.replace('30', 'qua-han')}"
    with clock.telling(clock.working_moment(date(2020, 8, 3), 9)):
        # The grade of the organisation itself, which the body above gives, holds nothing up; its own steps are late.
        assert [row[1] for row in first_sheet(clerk.get("/den-han/tai.xlsx?loai=evaluation&trong=qua-han"))[1:] if row] == ["tự đánh giá", "bỏ phiếu xếp loại", "thẩm định, đề nghị mức"]
        operations.close_round(MACHINE, round_id=number, on=date(2020, 8, 3), citation=PAPER)
        assert "Bước đánh giá, xếp loại 0" in text(clerk.get(later))


def test_the_list_of_steps_asks_as_much_for_many_cells_and_rounds_as_for_one(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 1)
    first = opened(world)
    keeper = client_of("keeper")
    costs(keeper, [DUE])
    few = costs(keeper, [DUE])
    members(world, "cell-2", 3)
    operations.renew_roster(MACHINE, round_id=first)
    opened(world, "party-05953")
    assert "Bước đánh giá, xếp loại 13" in text(keeper.get(DUE))
    assert costs(keeper, [DUE]) == few


def links_of(page: str) -> list[str]:
    """Where the notices of a page lead."""
    return [link.replace("&amp;", "&") for link in re.findall(r'<p><svg.*?<a href="([^"]+)"', page)]


def test_a_step_is_told_to_whoever_takes_it_and_late_cells_to_the_office_above(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 2)
    members(world, "cell-2", 1)
    number = opened(world)
    cell, clerk, secretary = cell_secretary(world, client_of), client_of("clerk"), client_of("secretary")
    page = cell.get(TOLD)
    assert "Đến hạn trong bảy ngày: tự đánh giá, đánh giá 2020" in text(page)
    assert "bỏ phiếu xếp loại, đánh giá" not in text(page)  # a fortnight is left: only in the calendar
    assert f"/danh-gia/{number}/chi-bo/{world['cell-1']}/" in links_of(page.content.decode())
    calendar = [line for line in notices.lines(world.actor("cell"), DAY) if line.what == "evaluation-step"]
    assert [(line.due_on, line.group is None) for line in calendar] == [(DEADLINES.self_due_on, False), (DEADLINES.vote_due_on, True), (DEADLINES.residence_due_on, True)]
    assert calendar[2].plain == "Đến hạn: bỏ phiếu xếp loại, đánh giá 2020, Chi bộ xóm Trung Thành"
    with clock.telling(clock.working_moment(date(2020, 7, 24), 9)):
        for words in ("Quá hạn 16 ngày: tự đánh giá, đánh giá 2020", "Quá hạn 9 ngày: nhận xét nơi cư trú"):
            assert words in text(cell.get(TOLD)), words
        above = clerk.get(TOLD)
        for words in ("Đánh giá 2020: 2 chi bộ quá hạn bước tự đánh giá", "Quá hạn 2 ngày: thẩm định, đề nghị mức"):
            assert words in text(above), words
        assert "quyết định mức xếp loại" not in text(above)  # the office does not decide
        assert "Đến hạn trong bảy ngày: quyết định mức xếp loại, đánh giá 2020" in text(secretary.get(TOLD))
        assert [link for link in links_of(above.content.decode()) if clerk.get(link).status_code != 200] == []
        carried(number, world["cell-1"], on=date(2020, 7, 24), decided=True)
        assert "đánh giá 2020" not in text(cell.get(TOLD))
        assert "1 chi bộ quá hạn bước tự đánh giá" in text(clerk.get(TOLD))
    assert "đánh giá" not in "".join(line.title for line in notices.lines(world.actor("keeper"), DAY))


def test_the_own_review_and_the_own_courses_are_told_by_the_own_account_without_a_word_of_it_in_the_calendar(world: World, client_of: ClientOf) -> None:
    own, *_others = members(world, "cell-1", 2)
    clerk = client_of("clerk")
    tie_account(MACHINE, user_id=User.objects.get(username="clerk").pk, person_id=own)
    number = opened(world)
    mine = next(line for line in lines(number, world["cell-1"])[1] if line.person_id == own)
    page = clerk.get(TOLD)
    assert "Chờ bạn tự đánh giá 2020, hạn 08/07/2020" in text(page)
    assert f"/ho-so-cua-toi/danh-gia/{mine.subject_id}/" in links_of(page.content.decode())
    with clock.telling(clock.working_moment(date(2020, 7, 9), 9)):
        assert "Quá hạn tự đánh giá 2020 của bạn, hạn 08/07/2020" in text(clerk.get(TOLD))
        operations.assess_oneself(world.actor("clerk"), row=SelfRow(mine.subject_id, GradeName.GOOD))
        assert "tự đánh giá 2020" not in text(clerk.get(TOLD))
    # A place, the day before, called off, a result; whoever keeps the course is told of free places and of missing results.
    content = CourseContent("Lớp của cô Dương Thị Nhài", QualificationField.POLITICAL_THEORY, QualificationLevel.THEORY_ELEMENTARY, date(2020, 7, 6), date(2020, 7, 10), 3)
    course = open_course(MACHINE, unit_id=world["party-173"], content=content, on=DAY, person_ids=[own]).course_id
    other = open_course(MACHINE, unit_id=world["party-173"], content=content, on=DAY, person_ids=[own]).course_id
    keeper = client_of("keeper")
    assert "Bạn có chỗ ở lớp khai giảng ngày 06/07/2020: Lớp của cô" in text(clerk.get(TOLD))
    assert "Lớp khai giảng ngày 06/07/2020, còn 2 chỗ: Lớp của cô" in text(keeper.get(TOLD))
    assert "Nhài" not in "".join(line.plain for name in ("clerk", "keeper") for line in notices.lines(world.actor(name), DAY))
    stop_course(MACHINE, course_id=other, on=DAY, reason="Thiếu giảng viên")
    assert "Lớp bạn có chỗ không mở nữa" in text(clerk.get(TOLD))
    with clock.telling(clock.working_moment(date(2020, 7, 5), 9)):
        assert "Lớp của bạn khai giảng hôm nay hoặc ngày mai" in text(clerk.get(TOLD))
    with clock.telling(clock.working_moment(date(2020, 7, 12), 9)):
        assert "Lớp bế giảng ngày 10/07/2020, 1 người chưa có kết quả" in text(keeper.get(TOLD))
        record_results(MACHINE, course_id=course, rows=[ResultRow(own, Outcome.NOT_FINISHED, date(2020, 7, 10))])
        assert "Lớp của bạn đã có kết quả (bỏ dở)" in text(clerk.get(TOLD))
        assert "chưa có kết quả" not in text(keeper.get(TOLD))
        links = [(client, link) for client in (clerk, keeper) for link in links_of(client.get(TOLD).content.decode())]
        assert [link for client, link in links if client.get(link).status_code != 200] == []
    with clock.telling(clock.working_moment(date(2020, 7, 10) + timedelta(days=15), 9)):
        assert "có kết quả" not in text(clerk.get(TOLD))


def test_notices_of_evaluations_and_courses_ask_as_much_for_many_as_for_few(world: World, client_of: ClientOf) -> None:
    own, *_others = members(world, "cell-1", 1)
    first, secretary = opened(world), client_of("secretary")
    tie_account(MACHINE, user_id=User.objects.get(username="secretary").pk, person_id=own)
    content = CourseContent("Lớp", QualificationField.POLITICAL_THEORY, QualificationLevel.THEORY_ELEMENTARY, date(2020, 7, 6), date(2020, 7, 10), 3)
    open_course(MACHINE, unit_id=world["party-05965"], content=content, on=DAY, person_ids=[own])
    few = costs(secretary, [TOLD])
    members(world, "cell-2", 5)
    operations.renew_roster(MACHINE, round_id=first)
    open_course(MACHINE, unit_id=world["party-05965"], content=content, on=DAY, person_ids=[own])
    assert costs(secretary, [TOLD]) == few
