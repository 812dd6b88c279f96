"""The permission matrix: every operation and every address against every role; strangers meet 404."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cast import MACHINE, ROLE_ACCOUNTS, SEASON, World, give_second_factor, plan
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.files import Sent
from kientoan.core.models import User
from kientoan.core.operation import catalogue
from kientoan.development.operations import open_candidacy, request_transfer
from kientoan.drives import operations as drives
from kientoan.drives.enums import DriveBasis
from kientoan.drives.models import EntryPaper
from kientoan.drives.steps import Signing
from kientoan.elections.enums import Body, Elects
from kientoan.elections.models import Election
from kientoan.elections.operations import call_election
from kientoan.evaluation.models import EvaluationSubject
from kientoan.meetings.models import Household, Meeting, MeetingPaper
from kientoan.meetings.operations import HouseholdRow, attach_paper, call_meeting, enter_households
from kientoan.org.access import RIGHTS
from kientoan.org.enums import Role
from kientoan.org.models import Grant, Succession
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.outreach.enums import MeansName
from kientoan.outreach.operations import Content as OutreachContent
from kientoan.outreach.operations import start_campaign
from kientoan.people import operations as people
from kientoan.people.enums import DataRequestKind, PostKind, QualificationField, QualificationLevel, RequestAbout, RequestChannel
from kientoan.people.models import Holding
from kientoan.proposals import operations as proposals
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.models import ProposalFile
from kientoan.proposals.steps import Content
from kientoan.publishing.calling import Heard, log_call
from kientoan.publishing.models import AccountQuestion, ArticlePicture, Hotline, Sending
from kientoan.publishing.operations import PORTAL, Draft, send_proposal
from kientoan.publishing.questions import ask_question
from kientoan.publishing.showing import add_hotline
from kientoan.publishing.writing import PictureText, Text, write_article
from kientoan.quality import operations as quality
from kientoan.quality.models import StandardTerm
from kientoan.quality.operations import CourseContent
from kientoan.registers.enums import PaperKind
from kientoan.registers.operations import take_number
from kientoan.registers.steps import NewPaper
from kientoan.reports.operations import freeze_figure
from kientoan.resolutions.models import Evidence
from kientoan.resolutions.operations import Heading, Lead, Progress, Terms, enter_resolution, give_task, report_progress
from kientoan.rules.election.pack import BallotForm
from kientoan.rules.openaccount import Means
from kientoan.rules.posts import Kind
from kientoan.rules.quality import Demand
from kientoan.rules.tree import Level
from kientoan.web.accounts.views import named_routes
from kientoan.web.page import address_of
from photos import photo
from reading import ClientOf, text
from rounds import opened
from slates import finished
from staff import fill, person, post

pytestmark = pytest.mark.once

DAY = "?ngay=23/06/2020"
AUDIT = ("election_audit", "election_export", "election_sample_new", "election_sample", "election_reread", "election_deletion")
"""The audit of an election, for whoever holds its rights; tests/web/test_audit_pages.py opens it after the seal."""


NOT_THERE = ("own_reads", "own_reads_download", "own_copy", "own_request_new", "own_request_withdraw", "own_evaluation", "person_restricted", "person_lift", "notice_texts_file", "quality_plan_act")
"""The cast's accounts are nobody's own, none of its records is restricted, no finding is named, and nobody made a file of messages; tests/people/test_own_record.py opens the others."""


def made_request(holder: Holding) -> dict[str, list[object]]:
    """The arguments of the addresses about a request for a copy, on paper and accepted; and of those about a record that is not restricted."""
    wish = people.Wish(DataRequestKind.COPY, RequestAbout.WHOLE, "Cần bản sao")
    request = people.enter_request(MACHINE, person_id=holder.person_id, wish=wish, on=date(2020, 6, 22), channel=RequestChannel.PAPER, identified_by="biết mặt")
    people.accept_request(MACHINE, request_id=request, procedure="In rồi giao")
    return {"data_request": [request], "data_request_act": [request, "tu-choi"], "data_request_copy": [request, "csv"], "data_request_download": ["csv"],
            "person_request_new": [holder.person_id], "person_restricted": [holder.person_id], "person_lift": [holder.person_id], "own_copy": ["csv"], "own_reads_download": ["csv"],
            "own_request_withdraw": [request], "own_evaluation": [request]}


def fill_one(world: World) -> Holding:
    """The secretary of the commune, member of a cell."""
    post(world, "party-05965", PostKind.SECRETARY)
    fill(world, "party-05965", PostKind.SECRETARY, person(world, "Dương Văn An", "1970", member_of="cell-1"))
    return Holding.objects.known().get()


def made_election(world: World) -> int:
    """An election of the commune, whose ballots nobody keys in yet."""
    found = Election.objects.first()
    return found.pk if found else call_election(MACHINE, unit_id=world["party-05965"], title="Bầu", elects=Elects.COMMITTEE, body=Body.DELEGATE_CONGRESS, on=date(2020, 6, 23),
                                                seats=1, form=BallotForm.STRIKE_OUT)


def made_meeting(world: World) -> int:
    """A meeting of a hamlet of the commune, which has a household; with a paper."""
    if found := Meeting.objects.first():
        return found.pk
    enter_households(MACHINE, hamlet_id=world["xom-1"], on=date(2020, 6, 1), rows=[HouseholdRow("Dương Văn Tuyến")])
    made = call_meeting(MACHINE, unit_id=world["xom-1"], on=date(2020, 6, 20), begins_at=time(19, 30), place="Nhà văn hóa", items=["Việc"])
    attach_paper(MACHINE, meeting_id=made, name="a.jpg", content=photo())
    return made


def made_task(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a resolution and of a task of the commune, which has a photograph."""
    unit = world["party-05965"]
    resolution = enter_resolution(MACHINE, unit_id=unit, heading=Heading(PaperKind.RESOLUTION, "Nghị quyết", date(2020, 6, 1)))
    task = give_task(MACHINE, unit_id=unit, on=date(2020, 6, 2), terms=Terms("Việc", "12 ha", date(2020, 6, 30), Lead(unit)))
    report_progress(MACHINE, task_id=task, on=date(2020, 6, 3), progress=Progress(files=(Sent("a.jpg", photo()),)))
    return {"resolution_list": [], "resolution": [resolution], "resolution_answers": [resolution], "resolution_act": [resolution, "sua"], "resolution_answers_download": [resolution, "csv"], "task_board": [], "task_board_download": ["csv"], "task_mine": [],
            "task_list": [], "task_download": ["csv"], "task_sheet": [], "task_sheet_file": ["pdf"], "task": [task], "task_act": [task, "tien-do"], "task_manage": [task, "dung"],
            "task_file": [task, Evidence.objects.get().file.uuid]}


def made_proposal(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a proposal of a hamlet, sent to the commune with a photograph."""
    made = proposals.raise_proposal(MACHINE, unit_id=world["xom-1"], content=Content(ProposalKind.ROADS, "Đường xóm", "Lầy lội."), on=date(2020, 6, 8), send=True,
                                    sent=(Sent("a.jpg", photo()),))
    return {"proposal_list": [], "proposal": [made], "proposal_code": [made], "proposal_download": ["csv"], "proposal_act": [made, "rut"], "proposal_answer": [made, "tiep-nhan"],
            "proposal_file": [made, ProposalFile.objects.get().file.uuid], "unit_proposal_template": [world["party-05965"], "ghi"]}


def made_campaign(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a campaign of the commune, told in a hamlet."""
    made = start_campaign(MACHINE, unit_id=world["05965"], on=date(2020, 6, 1), hamlets=[world["xom-1"]],
                          content=OutreachContent("Nước sạch", "Từ tháng 7 có nước máy.", date(2020, 6, 30), (MeansName.HOUSES, MeansName.LOUDSPEAKER)))
    here = [made, world["xom-1"]]
    return {"campaign_list": [], "campaign_questions": [], "unit_campaign_new": [world["05965"]], "campaign": [made], "campaign_act": [made, "sua"], "campaign_download": [made, "csv"],
            "campaign_hamlet": here, "campaign_sheet": here, "campaign_telling": [*here, "loa"], "campaign_round": [*here, "hoi"], "campaign_file": [*here, "loi-phat-thanh", "pdf"]}


def made_road(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a candidacy in a cell of the commune, of a transfer between two of its cells, and of a badge."""
    day = date(2020, 6, 1)
    made = open_candidacy(MACHINE, person_id=person(world, "Nông Thị Mai"), cell_id=world["cell-1"], on=day)
    member = person(world, "Ngô Văn Chuyển", member_of="cell-1")
    moved = request_transfer(MACHINE, person_id=member, destination_id=world["cell-2"], on=day)
    target = [world["party-05965"], 2020, "all"]
    return {"candidacy_list": [], "candidacy_new": [], "candidacy_plan": [], "candidacy_blanks": [], "transfer_list": [], "badge_list": [], "due_list": [],
            **{name: ["csv"] for name in ("candidacy_download", "candidacy_plan_download", "badge_download", "due_download")},
            "candidacy": [made], "candidacy_stage": [made, "cam-tinh"], "candidacy_act": [made, "dung"], "candidacy_file": [made, "muc-luc-ho-so", "pdf"],
            "candidacy_target": target, "candidacy_target_withdraw": target, "transfer_new": [member], "transfer_act": [moved, "tiep-nhan"], "badge_award": [member],
            "badge_withdraw": [member, 30]}


def made_quality(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of quality: a standard of the commune, a line of planning, a course of it, a holder of a post."""
    unit = world["party-05965"]
    quality.set_standard(MACHINE, unit_id=unit, post=Kind.SECRETARY, level=Level.CELL, wanted={Demand.SCHOOLING: "schooling_12_12"}, on=date(2020, 6, 1), source="Đảng ủy xã")
    holding = Holding.objects.known().select_related("post").filter(post__unit=unit)[0]
    key = quality.plan_successor(MACHINE, post_id=holding.post_id, person_id=person(world, "Dương Văn Kế", "1985", member_of="cell-1"), on=date(2020, 6, 1))
    course = quality.open_course(MACHINE, unit_id=unit, on=date(2020, 6, 1), content=CourseContent(
        "Lớp", QualificationField.POLITICAL_THEORY, QualificationLevel.THEORY_ELEMENTARY, date(2020, 6, 2), date(2020, 6, 20), 5)).course_id
    return {"quality_board": [], "quality_download": ["xlsx"], "quality_names": [], "quality_names_download": ["csv"], "standard_list": [], "standard_download": ["xlsx"],
            "standard_withdraw": [StandardTerm.objects.known().get().fact_id], "standard": ["cell", "secretary"], "standard_set": ["cell", "secretary", unit], "quality_plan": [unit],
            "quality_plan_download": [unit, "xlsx"], "quality_plan_act": [unit, "nhan"], "successor_list": [], "successor_new": [holding.post_id], "successor_act": [key, "rut"],
            "residence_set": [holding.person_id, "ghi"], "course_list": [], "course_new": [], "course": [course], "course_act": [course, "sua"], "course_certificates": [course, "pdf"],
            "training_needs": [], "training_needs_download": ["csv"]}


def made_evaluation(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of an evaluation of the commune, with one of its cells."""
    day = date(2020, 6, 23)
    made, cell = opened(world, as_of=day, on=day), world["cell-1"]
    subject = EvaluationSubject.objects.get(round=made, unit=cell, person=None).pk
    return {"evaluation_list": [], "evaluation_results": [], "evaluation_results_download": ["csv"], "evaluation": [made], "evaluation_download": [made, "csv"],
            "evaluation_act": [made, "danh-sach"], "evaluation_own_step": [made, "tu-danh-gia"], **{name: [made, cell] for name in ("evaluation_cell", "evaluation_appraisal", "evaluation_decision")},
            "evaluation_cell_download": [made, cell, "csv"], "evaluation_minutes": [made, cell, "docx"], "evaluation_minutes_number": [made, cell], "evaluation_step": [made, cell, "bo-phieu"], "evaluation_subject": [made, subject],
            "evaluation_subject_act": [made, subject, "viec"], "evaluation_paper": [made, "bang-tong-hop", "docx"], "evaluation_new": [world["party-05965"]], "evaluation_group": [cell]}


def made_drive(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a drive of a hamlet, with a receipt, an exempted household and an expense that has its paper."""
    terms = drives.Terms("Đường xóm", "Đổ bê tông.", DriveBasis.OTHER, False, None, date(2020, 6, 1), date(2020, 6, 1), date(2020, 6, 30))
    made = drives.open_drive(MACHINE, unit_id=world["xom-1"], sign="DX", terms=terms)
    drives.plan_drive(MACHINE, drive_id=made, on=date(2020, 6, 1), lines=[drives.Budget("Đá", 5)])
    drives.receive(MACHINE, drive_id=made, gifts=[drives.Gift(date(2020, 6, 2), Means.CASH, 5)])
    drives.spend(MACHINE, drive_id=made, payments=[drives.Payment(date(2020, 6, 3), Means.CASH, "Đá", "Đá 1×2", 5, files=(Sent("a.jpg", photo()),))])
    return {**{name: [made] for name in ("drive", "drive_receive", "drive_exemptions", "drive_supervise")}, "drive_list": [], "drive_download": [made, "csv"], "drive_receipt": [made, 1],
            "drive_act": [made, "chi"], "drive_approve": [made, "cong-bo"], "drive_file": [made, EntryPaper.objects.get().file.uuid]}


def made_sending(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a letter to a hamlet of the commune, which has a photograph."""
    send_proposal(PORTAL, draft=Draft(world["xom-1"], "roads", "Đường", "Đổ bê tông.", photo=("a.jpg", photo())))
    uuid = Sending.objects.get().uuid
    return {"sending_inbox": [], **{name: [uuid] for name in ("sending", "sending_take", "sending_refuse", "sending_photo")}}


def made_account(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a drive's receipts, and of a question about its published account."""
    day = date(2020, 6, 23)
    drive = drives.open_drive(MACHINE, unit_id=world["xom-1"], sign="TT", terms=drives.Terms("Quỹ khuyến học", "Thưởng học sinh.", DriveBasis.FUND_LAW, False, None, day, day, day))
    line, = drives.receive(MACHINE, drive_id=drive, gifts=[drives.Gift(day, Means.CASH, 1000)])
    drives.publish_book(MACHINE, drive_id=drive, signing=Signing(day, "Nhà văn hóa", "Trưởng xóm", "Nông Văn Chất"))
    ask_question(PORTAL, reference="tt-2020-1", text="Chi vào đâu?")
    uuid = AccountQuestion.objects.get().uuid
    return {"drive_slip": [drive, line], "drive_slips": [drive], "question_inbox": [], "question_answer": [uuid], "question_aside": [uuid]}


def made_news(world: World) -> dict[str, list[object]]:
    """The arguments of the addresses of a draft with a picture, of what a commune publishes, and of a call to it."""
    unit = world["05965"]
    made = write_article(MACHINE, unit_id=unit, text=Text("Tin", "Lời dẫn.", "Bài.", "Ban biên tập", "thong-bao", date(2020, 6, 1), pictures=(PictureText(0, "Ảnh", sent=("a.jpg", photo())),)))
    add_hotline(MACHINE, unit_id=unit, label="Xã", number="0208 300 0000")
    call = log_call(MACHINE, unit_id=unit, heard=Heard(clock.working_moment(date(2020, 6, 2)), "Đèn đường"))
    return {**{name: [made] for name in ("news", "news_edit", "news_versions", "news_preview")}, "news_list": [], "news_act": [made, "gui"],
            "news_picture": [made, ArticlePicture.objects.get().file.sha256], "unit_public": [unit], "unit_public_act": [unit, "kenh"],
            "unit_public_drop": [unit, "duong-day", Hotline.objects.get().fact_id], "unit_public_hide": [world["party-05965"], Holding.objects.known()[0].person_id], "unit_news_new": [unit], "unit_call_new": [unit],
            "call": [call], "call_answer": [call], "call_list": [], "public_list": []}


def addresses(world: World) -> dict[str, str]:
    """Every named address with arguments that exist."""
    unit = world["party-05965"]
    grant = Grant.objects.known().get(user__username="clerk")
    arguments: dict[str, list[object]] = {
        "token_revoke": [1],
        "season_download": ["bang", "xlsx"], "season_entry": ["da-to-chuc"], "account_end_grant": [grant.fact_id], "manual_page": ["how-to/install"],
        "congress_step": [unit, SEASON, "bao-cao"], "work": [uuid4()],
        "frozen_new": ["units"], "concurrency_download": ["xlsx"], "unit_target": [world["xom-1"], "secretary-is-hamlet-head"],
        "table_page": ["cap-uy"], "table_download": ["kiem-nhiem", "pdf"],
        "season_compare_download": ["xlsx"], "unit_compare_download": [unit, "xlsx"], "post_download": ["csv"],
        "election_pack": ["244-qd-tw-2014-06-09"], "notice_confirm": ["x" * 43], "notice_calendar": ["x" * 43], "notice_texts_file": [1]}
    holder = Holding.objects.known().first() or fill_one(world)
    arguments |= {"person": [holder.person_id], "person_act": [holder.person_id, "dinh-chinh"], "holding_act": [holder.fact_id, "thoi"],
                  **{name: [unit, "bi-thu"] for name in ("unit_post_fill", "unit_post_seats", "unit_post_close")}}
    arguments |= made_request(holder)
    plan_id, ids = finished(world, announce=True)
    arguments |= {
        "personnel_new": [], "personnel_list": [], "personnel_nominate": [plan_id, "lan-dau"], "personnel_close": [plan_id, "lan-dau"],
        "personnel_step": [plan_id, "lan-dau", 5, "dinh-chinh"], "personnel_nominee": [plan_id, ids[0], "rut"], "personnel_download": [plan_id, "csv"]}
    numbered = take_number(MACHINE, paper=NewPaper(unit, PaperKind.REPORT, "Báo cáo", date(2020, 6, 1), "ĐU", term="2020-2025"))
    arguments |= {"register": [numbered.register_id], "register_download": [numbered.register_id, "xlsx"], "register_void": [numbered.fact_id],
                  "register_take": [unit], "register_enter": [unit]}
    arguments |= made_task(world)
    arguments |= made_proposal(world)
    arguments |= made_campaign(world)
    arguments |= made_road(world)
    arguments |= made_quality(world)
    arguments |= made_evaluation(world)
    arguments |= made_drive(world)
    arguments |= made_sending(world)
    arguments |= made_account(world)
    arguments |= made_news(world)
    meeting = made_meeting(world)
    arguments |= {"meeting_list": [], "meeting_missed": [], "meeting_missed_download": ["csv"], "meeting_file": [meeting, "bien-ban", "pdf"], "meeting_paper": [meeting, MeetingPaper.objects.get().file.uuid], "meeting_act": [meeting, "ky"], "unit_meeting_new": [world["xom-1"]],
                  "meeting_households": [world["xom-1"]], "meeting_households_enter": [world["xom-1"]], "meeting_household_act": [Household.objects.get().uuid, "sua"]}
    for name, _route in named_routes():
        if name.startswith("meeting"):
            arguments.setdefault(name, [meeting])
        if name.startswith("personnel"):
            arguments.setdefault(name, [plan_id])
        if name.startswith("unit") and name != "unit_list":
            arguments.setdefault(name, [unit])
        elif name.startswith("congress"):
            arguments.setdefault(name, [unit, SEASON])
        elif name in ("election", "election_key", "election_compare", "election_act", "election_hall", "election_minutes", "election_paper", "election_number"):
            arguments.setdefault(name, [made_election(world), *{"election_act": ["chot-danh-sach"], "election_minutes": ["pdf"], "election_paper": ["bao-cao", "pdf"],
                                                                "election_number": ["bao-cao"]}.get(name, [])])
        elif name in AUDIT:
            arguments.setdefault(name, [made_election(world), *{"election_sample": [1], "election_reread": [1, 1], "election_deletion": ["de-nghi"]}.get(name, [])])
        elif name.startswith("reorganisation") and name != "reorganisation_list":
            arguments.setdefault(name, [Succession.objects.known()[0].fact_id])
        elif name in ("frozen_figure", "frozen_download"):
            copy = freeze_figure(MACHINE, figure="units", unit_id=world["05965"], day=date(2020, 6, 23), known_at=clock.working_moment(date(2020, 6, 24)))
            arguments.setdefault(name, [copy.uuid, *(["json"] if name == "frozen_download" else [])])
        elif name in ("account_grant", "account_renew", "account_close", "account_tie", "account_untie"):
            arguments.setdefault(name, [grant.user_id])
    return {name: reverse(name, args=arguments.get(name, [])) for name, _route in named_routes()}


def test_every_address_declares_who_may_open_it() -> None:
    assert [name for name, (_pattern, view) in named_routes() if address_of(view) is None] == []


@pytest.mark.parametrize("role", [*Role, None])
def test_every_address_against_every_role(world: World, client_of: ClientOf, role: Role | None) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 24), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    client = client_of(ROLE_ACCOUNTS[role]) if role else Client(HTTP_HOST="127.0.0.1")
    views = {name: view for name, (_pattern, view) in named_routes()}
    wrong = []
    for name, path in addresses(world).items():
        if name in ("account_logout", "set_language", "step_in", "unit_undo", "congress_withdraw", "congress_correct", "token_revoke", "manual_page", "account_inactive", "work",
                    "reorganisation_placing", "reorganisation_placing_undo"):
            continue  # posts only, or about a thing that the cast does not have; each has a test of its own
        address = address_of(views[name])
        assert address is not None
        status = client.get(f"{path}{DAY}").status_code
        if name == "notice_calendar":
            expected = (404,)  # whoever asks: it is opened by a secret, not by a role
        elif address.is_open:
            expected = (200, 302)
        elif role is None:
            expected = (302,)
        elif not address.opens_to(RIGHTS[role]):
            expected = (403,)
        elif name in NOT_THERE:
            expected = (404,)
        elif role in (Role.ADMINISTRATOR, Role.COUNTER) and name in ("unit", "unit_posts", "unit_compare", "unit_compare_download", "congress_step", "unit_awaiting", "election",
                                                                        "election_hall", "register", "register_download"):
            expected = (404,)  # sees no Party organisation
        elif role is Role.AUDITOR and name in ("evaluation_cell", "evaluation_cell_download", "evaluation_minutes"):
            expected = (404,)  # reads counts, and nobody's grade
        elif name in ("election_minutes", "election_paper") or name in AUDIT:
            expected = (404,)  # its count is not sealed
        elif name == "election_key":
            expected = (403,) if role is Role.ORGANIZATION_OFFICER else (404,)  # no account is one of its hands
        else:
            expected = (200, 302)
        if status not in expected:
            wrong.append((name, status, expected))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_every_operation_against_every_role(world: World, role: Role) -> None:
    actor = world.actor(ROLE_ACCOUNTS[role])
    at = world["cell-1"] if role is Role.MEMBER else world["party-05965"] if role in (Role.CLERK, Role.SECRETARY, Role.COUNTER, Role.WRITER, Role.EDITOR, Role.PUBLISHER) else world["party"]
    today = date(2020, 7, 1)
    for operation in catalogue():
        assert (actor.refusal(operation.right, [at], today) is None) == (operation.right in RIGHTS[role]), operation.name


def test_nobody_may_act_over_the_whole_tree_but_the_system(world: World) -> None:
    assert [name for name in ROLE_ACCOUNTS.values() if world.actor(name).refusal(Right.CHANGE_UNITS, [], date(2020, 7, 1)) is None] == []


def test_a_strangers_units_are_not_to_be_found(world: World, client_of: ClientOf) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    client = client_of("stranger")
    unit = world["party-05965"]
    paths = [f"/don-vi/{unit}/", f"/don-vi/{unit}/doi-ten/", f"/don-vi/{unit}/giai-the/", f"/don-vi/{unit}/dai-hoi/{SEASON}/ke-hoach/",
             f"/don-vi/{unit}/dai-hoi/{SEASON}/bao-cao/", "/don-vi/999999/"]
    assert [client.get(f"{path}{DAY}").status_code for path in paths] == [404] * 6
    assert [client.post(f"{path}{DAY}", {"name": "Đảng bộ X", "on": "01/06/2020"}).status_code for path in paths[1:5]] == [404] * 4
    assert "Dương Thành" not in client.get(f"/mua-dai-hoi/danh-sach/{DAY}&don-vi={world['party']}").content.decode()


def test_what_one_may_see_but_not_do_is_403_with_the_reason(world: World, client_of: ClientOf) -> None:
    answer = client_of("clerk").get(f"/don-vi/{world['party-05965']}/doi-ten/{DAY}")
    assert answer.status_code == 403
    assert "Người quản trị của đơn vị cấp trên cấp được." in answer.content.decode()


def test_the_matrix_is_a_page_of_operations_and_addresses(world: World, client_of: ClientOf) -> None:
    page = client_of("auditor").get("/quyen/").content.decode()
    assert [str(operation.title) for operation in catalogue() if str(operation.title) not in page] == []
    assert page.count("<tr>") == 2 + len(catalogue()) + len(named_routes())
    # Of one role only what it may; words are sought with or without diacritics.
    member = client_of("auditor").get("/quyen/?vai=member").content.decode()
    assert 0 < member.count('<tr><th scope="row">') < 40
    found = text(client_of("auditor").get("/quyen/?tim=go%20niem%20yet"))
    assert ("1 việc" in found, "Ghi ngày gỡ niêm yết" in found) == (True, True)
    assert "Không có việc nào như vậy" in text(client_of("auditor").get("/quyen/?tim=khong+co+chu+nay"))
    assert "Không có vai trò này" in text(client_of("auditor").get("/quyen/?vai=vua"))


def test_signing_in_and_out_with_a_printed_code(world: World, client_of: ClientOf) -> None:
    officer = client_of("officer")
    answer = officer.post("/tai-khoan/mo/", {"display_name": "Người Mới", "username": "moi", "unit": world["party-05965"], "role": "clerk", "on": "01/07/2020"})
    page = answer.content.decode()
    code = page[page.index('class="print code"><b>') + 22:][:14]
    visitor = Client(HTTP_HOST="127.0.0.1")
    wrong = visitor.post("/ghi-danh/", {"username": "moi", "code": "AAAA-AAAA-AAAA", "password": "ruộng bậc thang", "again": "ruộng bậc thang"})
    assert "Tên đăng nhập hoặc mã ghi danh không đúng" in wrong.content.decode()
    differing = visitor.post("/ghi-danh/", {"username": "moi", "code": code, "password": "ruộng bậc thang", "again": "khác"})
    assert "Hai lần gõ mật khẩu khác nhau" in differing.content.decode()
    done = visitor.post("/ghi-danh/", {"username": "moi", "code": code, "password": "ruộng bậc thang", "again": "ruộng bậc thang"})
    assert done["Location"] == "/hai-lop/lap/"
    give_second_factor("moi")
    assert visitor.get(f"/{DAY}").status_code == 200
    assert visitor.post("/dang-xuat/").status_code == 302
    assert visitor.get(f"/{DAY}")["Location"].startswith("/dang-nhap/")
    refused = visitor.post("/dang-nhap/", {"login": "moi", "password": "sai mật khẩu"})
    assert refused.status_code == 200
    assert visitor.post("/dang-nhap/", {"login": "MOI", "password": "ruộng bậc thang"})["Location"] == "/dang-nhap/lop-hai/"


def test_a_locked_account_is_out_at_once_and_an_ended_role_sees_nothing(world: World, client_of: ClientOf) -> None:
    clerk, officer = client_of("clerk"), client_of("officer")
    user = User.objects.get(username="clerk")
    officer.post(f"/tai-khoan/quyen/{Grant.objects.known().get(user=user).fact_id}/thu-hoi/")
    assert clerk.get(f"/don-vi/{world['party-05965']}/{DAY}")["Location"].startswith("/dang-nhap/")
    assert client_of("clerk").get(f"/don-vi/{world['party-05965']}/{DAY}").status_code == 404
    officer.post(f"/tai-khoan/{User.objects.get(username='secretary').pk}/khoa/")
    secretary = User.objects.get(username="secretary")
    assert not secretary.is_active
    blocked = Client(HTTP_HOST="127.0.0.1")
    secretary.set_password("ruộng bậc thang")
    secretary.save()
    assert "Location" not in blocked.post("/dang-nhap/", {"login": "secretary", "password": "ruộng bậc thang"}) or not blocked.session.get("_auth_user_id")


def test_stepping_into_a_role_exists_only_in_the_demonstration(world: World, settings: object) -> None:
    visitor = Client(HTTP_HOST="127.0.0.1")
    assert visitor.post("/minh-hoa/vao/", {"username": "officer"}).status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings
    page = visitor.get("/dang-nhap/").content.decode()
    assert page.count("Vào với vai này") == 12
    assert "Dữ liệu minh họa" in page
    assert visitor.post("/minh-hoa/vao/", {"username": "officer"})["Location"] == "/?ngay=23%2F06%2F2020"
    assert "Dữ liệu minh họa" in visitor.get(f"/mua-dai-hoi/{DAY}").content.decode()
    assert visitor.post("/minh-hoa/vao/", {"username": "nobody"}).status_code == 404


def test_a_form_without_its_token_is_refused(world: World) -> None:
    client = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    answer = client.post("/dang-nhap/", {"login": "officer", "password": "x"})
    assert (answer.status_code, "Chưa gửi được" in answer.content.decode()) == (403, True)
