"""Transfers that both sides confirm, badges of Party age, and what falls due, through HTTP and the command line."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import BEGINS, MACHINE, World
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.participants import Change, Kind
from kientoan.core.refusal import Refusal
from kientoan.development.due import badges
from kientoan.development.enums import AdmissionGroup, Consulted, KinName, PaperState
from kientoan.development.models import AdmissionTarget, BadgeAward, CandidacyStanding, Transfer, TransferStep
from kientoan.development.operations import (
    Asked,
    Filed,
    accept_transfer,
    cancel_transfer,
    open_candidacy,
    record_stage,
    request_transfer,
    set_target,
    undo_acceptance,
    undo_stage,
)
from kientoan.development.participants import DevelopmentParticipant
from kientoan.development.queries.badges import reaching
from kientoan.org.models import UnitVersion
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.people.enums import MembershipEnd, MemberStage, PostKind, QualificationField, QualificationLevel, StandingKind
from kientoan.people.models import Holding, Membership
from kientoan.people.operations import (
    MemberMove,
    NewMembership,
    NewPerson,
    Profile,
    admit_members,
    end_memberships,
    record_qualification,
    record_standing,
    register_persons,
    withdraw_holding,
)
from kientoan.reports.development import development_figure
from kientoan.reports.due import due_list
from kientoan.reports.figure import ask_by_code
from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.development import Stage
from kientoan.rules.periods import OPEN_END
from reading import ClientOf, costs, first_sheet, text
from staff import fill, person, post

DAY = date(2020, 6, 23)
ON = "?ngay=23/06/2020"


def member(world: World, name: str, admitted: date, cell: str = "cell-1", stage: MemberStage = MemberStage.OFFICIAL, since: date = BEGINS) -> int:
    """A member of a cell since a day of admission."""
    official = date(admitted.year + 1, admitted.month, admitted.day) if stage is MemberStage.OFFICIAL else None
    row = NewPerson("p", world[cell], Profile(name), membership=NewMembership(world[cell], stage, admitted, official, since))
    return register_persons(MACHINE, rows=[row]).ids["p"]


def on_probation(world: World) -> tuple[int, int]:
    """Somebody of the first cell on probation since 19/05/2021: the person and the candidacy."""
    who = person(world, "Nông Thị Mai", "12/05/1995")
    record_qualification(MACHINE, person_id=who, field=QualificationField.SCHOOLING, level=QualificationLevel.SCHOOLING_12_12, on=date(2013, 6, 1))
    introducers = [person(world, f"Dương Văn {name}", member_of="cell-1") for name in ("An", "Ba", "Ca")]
    made = open_candidacy(MACHINE, person_id=who, cell_id=world["cell-1"], on=date(2021, 2, 3))
    asked = {Consulted.RESIDENCE: Asked(date(2021, 3, 3)), Consulted.FRONT: Asked(date(2021, 3, 3))}
    filed = {Stage.CLASS: Filed(certificate="1"), Stage.APPLICATION: Filed(introducers=introducers[:2]), Stage.VERIFIED: Filed(kin=dict.fromkeys(KinName, PaperState.PRESENT)),
             Stage.OPINIONS: Filed(asked=asked), Stage.CELL: Filed(agree=3), Stage.GRASSROOTS: Filed(agree=3, base=3), Stage.DECISION: Filed(paper=Citation("1-QĐ/HU", date(2021, 5, 10)))}
    for stage in list(Stage)[1:list(Stage).index(Stage.CEREMONY) + 1]:
        day = {Stage.DECISION: date(2021, 5, 10), Stage.CEREMONY: date(2021, 5, 19)}.get(stage, date(2021, 3, 3))
        record_stage(MACHINE, candidacy_id=made, stage=stage, on=day, filed=filed.get(stage, Filed()))
    return who, made


def test_a_transfer_is_asked_for_by_one_side_and_accepted_by_the_other(world: World, client_of: ClientOf) -> None:
    clerk, keeper, stranger = client_of("clerk"), client_of("keeper"), client_of("stranger")
    who = person(world, "Dương Văn Chuyển", member_of="cell-1")
    new = f"/chuyen-sinh-hoat/nguoi/{who}/"
    assert "Chi bộ Cơ quan Huyện ủy Đại Từ" in text(clerk.get(f"{new}?tim=dai tu"))  # names of organisations only, though it lies outside of the scope
    there = f"{new}?to-chuc={world['office']}"
    assert "trong 60 ngày làm việc (NM-16)" in text(clerk.get(there))
    assert "khác nơi đang sinh hoạt" in text(clerk.post(f"{new}?to-chuc={world['cell-1']}", {"on": "23/06/2020"}))
    assert clerk.post(there, {"on": "23/06/2020"}).status_code == 302
    asked = TransferStep.objects.known().get()
    assert asked.due_on == vietnamese_calendar().add(DAY, 60)
    again = clerk.post(f"{new}?to-chuc={world['cell-2']}", {"on": "24/06/2020"})
    assert "đang có một đề nghị chuyển sinh hoạt chờ trả lời. Hủy đề nghị đó trước khi gửi đề nghị mới. (NM-16)" in text(again)
    assert 'id="id_on_error"' in again.content.decode()
    assert Transfer.objects.count() == 1

    transfer = Transfer.objects.get().pk
    assert "Hủy đề nghị Dương Văn Chuyển" in text(clerk.get("/chuyen-sinh-hoat/"))
    inbox = text(stranger.get("/chuyen-sinh-hoat/"))
    assert "Tiếp nhận Dương Văn Chuyển" in inbox
    assert "Hủy đề nghị" not in inbox
    # Each side acts on its own: the sending side cannot accept, the receiving side cannot cancel.
    assert clerk.post(f"/chuyen-sinh-hoat/{transfer}/tiep-nhan/", {"on": "25/06/2020"}).status_code == 403
    assert stranger.post(f"/chuyen-sinh-hoat/{transfer}/huy/", {"on": "25/06/2020", "reason": "x"}).status_code == 403
    assert client_of("secretary").get(f"/chuyen-sinh-hoat/{transfer}/khac/").status_code == 404
    assert "trước ngày đề nghị" in text(stranger.post(f"/chuyen-sinh-hoat/{transfer}/tiep-nhan/", {"on": "22/06/2020"}))
    assert Membership.objects.known().get(person=who).unit_id == world["cell-1"]
    assert stranger.post(f"/chuyen-sinh-hoat/{transfer}/tiep-nhan/", {"on": "25/06/2020"}).status_code == 302
    rows = list(Membership.objects.known().filter(person=who).order_by("valid_from").values_list("unit", "valid_from", "end_reason"))
    assert rows == [(world["cell-1"], BEGINS, "transferred"), (world["office"], date(2020, 6, 25), "")]
    assert "đã được trả lời hoặc đã hủy" in text(stranger.post(f"/chuyen-sinh-hoat/{transfer}/tiep-nhan/", {"on": "26/06/2020"}))
    assert "đã tiếp nhận 25/06/2020" in text(keeper.get("/chuyen-sinh-hoat/"))


def test_an_acceptance_is_taken_back_by_those_who_gave_it_while_nothing_rests_on_it_and_nothing_is_overwritten(world: World, client_of: ClientOf) -> None:
    clerk, stranger = client_of("clerk"), client_of("stranger")
    who = person(world, "Dương Văn Chuyển", member_of="cell-1")
    made = request_transfer(MACHINE, person_id=who, destination_id=world["office"], on=date(2020, 6, 10))
    undo = f"/chuyen-sinh-hoat/{made}/rut/"
    assert "chưa được tiếp nhận nên không có gì để rút lại" in text(stranger.post(undo))
    accept_transfer(MACHINE, transfer_id=made, on=date(2020, 6, 15))
    moment = clock.now()
    with clock.telling(clock.working_moment(date(2020, 7, 2), 10)):
        assert "Rút lại tiếp nhận Dương Văn Chuyển" in text(stranger.get("/chuyen-sinh-hoat/"))
        assert "Rút lại tiếp nhận" not in text(clerk.get("/chuyen-sinh-hoat/"))  # the sending side sees that it was accepted
        assert clerk.post(undo).status_code == 403
        assert "Người này trở lại Chi bộ xóm Trung Thành và đề nghị chờ trả lời như trước" in text(stranger.get(undo))
        post(world, "office", PostKind.DEPUTY_SECRETARY)
        fill(world, "office", PostKind.DEPUTY_SECRETARY, who, date(2020, 6, 16))
        assert "đã được ghi giữ chức danh ở nơi đến. Rút lại chức danh đó trước. (NM-16)" in text(stranger.post(undo))
        withdraw_holding(MACHINE, version_id=Holding.objects.known().get(person=who).pk)
        back = request_transfer(MACHINE, person_id=who, destination_id=world["cell-2"], on=date(2020, 6, 20))
        assert "đang có một đề nghị chuyển sinh hoạt mới. Hủy đề nghị đó trước. (NM-16)" in text(stranger.post(undo))
        cancel_transfer(MACHINE, transfer_id=back, on=date(2020, 6, 20), reason="Ở lại")
        assert stranger.post(undo).status_code == 302
    # The member is where they were as if nobody had moved; what was believed before stays readable.
    assert list(Membership.objects.known().filter(person=who).values_list("unit", "valid_from", "valid_to", "end_reason")) == [(world["cell-1"], BEGINS, OPEN_END, "")]
    assert Membership.objects.known(moment).get(person=who, valid_to=OPEN_END).unit_id == world["office"]
    assert TransferStep.objects.known(moment).filter(transfer=made, kind="accepted").count() == 1
    assert list(TransferStep.objects.known().filter(transfer=made).values_list("kind", flat=True)) == ["requested"]
    with clock.telling(clock.working_moment(date(2020, 7, 3), 10)):
        assert stranger.post(f"/chuyen-sinh-hoat/{made}/tiep-nhan/", {"on": "25/06/2020"}).status_code == 302
        assert Membership.objects.known().get(person=who, valid_to=OPEN_END).unit_id == world["office"]


def test_a_candidacy_on_probation_comes_back_with_its_member_unless_it_went_on(world: World) -> None:
    with clock.telling(clock.working_moment(date(2021, 7, 20), 10)):
        who, made = on_probation(world)
        before = CandidacyStanding.objects.known().get(candidacy=made, valid_to=OPEN_END)
        moved = request_transfer(MACHINE, person_id=who, destination_id=world["office"], on=date(2021, 6, 10))
        accept_transfer(MACHINE, transfer_id=moved, on=date(2021, 7, 1))
        assert CandidacyStanding.objects.known().get(candidacy=made, valid_to=OPEN_END).cell_id == world["office"]
    with clock.telling(clock.working_moment(date(2021, 7, 21), 10)):
        record_stage(MACHINE, candidacy_id=made, stage=Stage.NEW_CLASS, on=date(2021, 7, 15))
        with pytest.raises(Refusal, match="Rút lại bước đó trước"):
            undo_acceptance(MACHINE, transfer_id=moved)
        undo_stage(MACHINE, candidacy_id=made)
        undo_acceptance(MACHINE, transfer_id=moved)
    found = CandidacyStanding.objects.known().get(candidacy=made, valid_to=OPEN_END)
    assert (found.cell_id, found.valid_from, found.stage, found.state) == (world["cell-1"], before.valid_from, "ceremony", "probation")


def test_a_transfer_is_refused_with_a_reason_or_cancelled_and_then_another_may_follow(world: World, client_of: ClientOf) -> None:
    clerk, who = client_of("clerk"), person(world, "Dương Văn Chuyển", member_of="cell-1")
    first = request_transfer(MACHINE, person_id=who, destination_id=world["cell-2"], on=DAY)
    at = f"/chuyen-sinh-hoat/{first}/"
    assert "Chưa điền mục này" in text(clerk.post(f"{at}khong-nhan/", {"on": "24/06/2020", "reason": ""}))
    assert clerk.post(f"{at}khong-nhan/", {"on": "24/06/2020", "reason": "Chưa đủ hồ sơ"}).status_code == 302
    second = request_transfer(MACHINE, person_id=who, destination_id=world["cell-2"], on=DAY)
    assert clerk.post(f"/chuyen-sinh-hoat/{second}/huy/", {"on": "24/06/2020", "reason": "Ở lại"}).status_code == 302
    page = text(clerk.get("/chuyen-sinh-hoat/"))
    assert "không tiếp nhận 24/06/2020" in page
    assert "Chưa đủ hồ sơ" in page
    assert Membership.objects.known().get(person=who).unit_id == world["cell-1"]
    assert client_of("auditor").get("/chuyen-sinh-hoat/").status_code == 200
    assert client_of("stranger").get(f"{at}tiep-nhan/").status_code == 404


def test_a_cell_that_is_merged_takes_candidacies_with_it_and_one_that_ends_first_asks_for_an_answer(world: World) -> None:
    made = open_candidacy(MACHINE, person_id=person(world, "Nông Thị Mai"), cell_id=world["cell-2"], on=date(2020, 6, 1))
    set_target(MACHINE, unit_id=world["cell-2"], year=2020, group=AdmissionGroup.ALL, count=2, on=date(2020, 6, 1))
    lines = [line.text for line in DevelopmentParticipant().plan(Change(Kind.DISSOLVE, (world["cell-2"],), date(2020, 6, 20)))]
    assert lines == ["Hồ sơ phát triển đảng viên đang xét: 1; dừng hoặc làm xong trước", "Chỉ tiêu kết nạp của đơn vị kết thúc: 1"]
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 20), folds=(Fold(world["cell-2"], (world["cell-1"],)),)))
    standing = CandidacyStanding.objects.known().get(candidacy=made, valid_from=date(2020, 6, 20))
    assert (standing.cell_id, standing.stage) == (world["cell-1"], "prospect")
    assert AdmissionTarget.objects.known().get().valid_to == date(2020, 6, 20)


def test_badges_are_listed_by_day_of_giving_with_who_is_set_apart_and_recorded(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    thirty = member(world, "Ba Mươi", date(1990, 8, 1))
    forty = member(world, "Bốn Mươi", date(1980, 9, 2))
    member(world, "Chưa Tới", date(1990, 9, 3))
    record_standing(MACHINE, person_id=forty, kind=StandingKind.EXEMPTED, on=date(2020, 3, 1))
    page = text(clerk.get(f"/huy-hieu/{ON}"))
    for words in ("đợt 02/09/2020: 2 người", "Ba Mươi", "40 năm", "được miễn công tác và sinh hoạt đảng", "chưa kiểm chứng"):
        assert words in page, words
    assert "Chưa Tới" not in page
    assert "Chưa Tới" in text(clerk.get(f"/huy-hieu/{ON}&dot=07/11/2020"))
    award = f"/huy-hieu/nguoi/{thirty}/"
    early = clerk.post(award, {"years": "30", "on": "23/06/2020"})
    assert "chưa đủ 30 năm tuổi đảng: đủ vào 01/08/2020. Sửa ngày hoặc số năm. (NM-11)" in text(early)
    assert not BadgeAward.objects.exists()
    with clock.telling(clock.working_moment(date(2020, 9, 2), 10)):
        assert clerk.post(award, {"years": "30", "on": "02/09/2020", "decision_number": "5-QĐ/HU", "decision_date": "28/08/2020"}).status_code == 302
        assert "Bản" not in text(clerk.post(award, {"years": "30", "on": "02/09/2020"})) or BadgeAward.objects.known().count() == 1
        assert "đã trao 02/09/2020" in text(clerk.get("/huy-hieu/"))
        assert [row[0] for row in first_sheet(clerk.get("/huy-hieu/tai.xlsx"))[1:]] == ["Bốn Mươi", "Ba Mươi"]
        assert clerk.post(f"/huy-hieu/nguoi/{thirty}/30/rut/").status_code == 302
    assert not BadgeAward.objects.known().exists()


def test_the_badge_of_somebody_admitted_again_counts_from_the_first_decision_without_the_time_outside(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    again, new, unknown = (member(world, name, date(1992, 5, 19)) for name in ("Lê Văn Lại", "Lê Thị Dự", "Lê Văn Mất"))
    with clock.telling(clock.working_moment(date(2025, 9, 2), 10)):
        end_memberships(MACHINE, rows=[MemberMove(each, date(2020, 2, 1), reason=MembershipEnd.STRUCK_OFF) for each in (again, new, unknown)])
        back = date(2023, 2, 10)
        admit_members(MACHINE, rows=[NewMembership(world["cell-1"], MemberStage.OFFICIAL, back, date(2024, 2, 10), back, again),
                                     NewMembership(world["cell-1"], MemberStage.PROBATIONARY, back, None, back, new),
                                     NewMembership(world["cell-1"], MemberStage.OFFICIAL, None, None, back, unknown)])
        page = text(clerk.get("/huy-hieu/"))
        for words in ("đợt 02/09/2025: 1 người", "Lê Văn Lại", "29/05/2025", "kết nạp 19/05/1992", "kết nạp lại, trừ 1105 ngày ngoài Đảng (NM-11)"):
            assert words in page, words
        found = badges(unit_of(world), date(2025, 5, 20), date(2025, 5, 20), date(2025, 12, 31))
        assert [(each.unit_id, each.person_id, each.due_on) for each in found] == [(world["cell-1"], again, date(2025, 9, 2))]
        early = clerk.post(f"/huy-hieu/nguoi/{again}/", {"years": "30", "on": "28/05/2025"})
        assert "chưa đủ 30 năm tuổi đảng: đủ vào 29/05/2025" in text(early)
        for each in (new, unknown):
            assert "người kết nạp lại chưa được công nhận chính thức" in text(clerk.post(f"/huy-hieu/nguoi/{each}/", {"years": "30", "on": "02/09/2025"}))
        assert clerk.post(f"/huy-hieu/nguoi/{again}/", {"years": "30", "on": "02/09/2025"}).status_code == 302
    assert BadgeAward.objects.known().count() == 1


def unit_of(world: World) -> UnitVersion:
    """The committee of the world's communes."""
    return next(each for each in world.actor("officer").granted_versions(DAY) if each.unit_id == world["party"])


def everything_due(world: World) -> dict[str, int]:
    """One thing due of every kind, within 90 days of 23/06/2020."""
    probation = member(world, "Lý Thị Dự", date(2019, 6, 10), stage=MemberStage.PROBATIONARY, since=BEGINS)
    badge = member(world, "Ba Mươi", date(1990, 8, 1))
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, badge, term_ends_on=date(2020, 7, 15))
    moving = person(world, "Dương Văn Chuyển", member_of="cell-1")
    request_transfer(MACHINE, person_id=moving, destination_id=world["cell-2"], on=date(2020, 6, 1))
    return {"probation": probation, "badge": badge, "moving": moving}


def test_what_falls_due_of_every_kind_is_one_list_filtered_taken_away_and_answered_by_the_command(world: World, client_of: ClientOf, capsys: pytest.CaptureFixture[str]) -> None:
    everything_due(world)
    clerk = client_of("clerk")
    page = text(clerk.get(f"/den-han/{ON}&trong=90"))
    for words in ("Hết nhiệm kỳ chức danh 1", "Huy hiệu Đảng 1", "Chuyển sinh hoạt chờ tiếp nhận 1", "Bí thư", "15/07/2020", "còn 22 ngày"):
        assert words in page, words
    assert "Bước phát triển đảng viên 0" in page
    assert "Dương Văn Chuyển" in text(clerk.get(f"/den-han/{ON}&trong=90&loai=transfer"))
    assert "Dương Văn Chuyển" not in text(clerk.get(f"/den-han/{ON}&trong=90&loai=badge"))
    assert "Không hiện vì ngoài quyền: bước phát triển đảng viên" in text(client_of("auditor").get(f"/den-han/{ON}"))
    sheet = first_sheet(clerk.get(f"/den-han/tai.xlsx{ON}&trong=90"))
    assert [row[0] for row in sheet[1:]] == ["hết nhiệm kỳ chức danh", "chuyển sinh hoạt chờ tiếp nhận", "Huy hiệu Đảng"]
    # Probation ends at the first of January: the ceremony is the first day of the first membership on probation.
    with clock.telling(clock.working_moment(date(2020, 12, 20), 10)):
        found = due_list(MACHINE, world_unit(world), date(2020, 12, 20), within=30, kinds=["probation"])
    assert [(each.item.due_on, each.item.rule) for each in found.found] == [(date(2021, 1, 1), "NM-11")]
    got = due_list(MACHINE, world_unit(world), DAY).as_json()
    assert [(item["kind"], item["due_on"], item["rule"]) for item in got["items"]] == [
        ("term", "2020-07-15", "CG-10"), ("transfer", "2020-08-24", "NM-16"), ("badge", "2020-09-02", "RP-03")]
    json.dumps(got)


def world_unit(world: World) -> object:
    """The organisation of the commune."""
    from kientoan.org.queries import unit_on

    return unit_on(world["party-05965"], DAY)


def test_the_due_page_asks_as_many_questions_for_two_hundred_as_for_one(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    everything_due(world)
    addresses = [f"/den-han/{ON}&trong=90", f"/huy-hieu/{ON}", f"/chuyen-sinh-hoat/{ON}", f"/phat-trien/vung-trang/{ON}", f"/phat-trien/ke-hoach/{ON}"]
    costs(clerk, addresses)
    few = costs(clerk, addresses)
    rows = [NewPerson(str(number), world["cell-1"], Profile(f"Ma Văn {number}"), membership=NewMembership(
        world["cell-1"], MemberStage.OFFICIAL, date(1990, 7, 1), date(1991, 7, 1), BEGINS)) for number in range(200)]
    ids = register_persons(MACHINE, rows=rows).ids
    for key in ("1", "2", "3"):
        request_transfer(MACHINE, person_id=ids[key], destination_id=world["cell-2"], on=date(2020, 6, 1))
    assert costs(clerk, addresses) == few


def test_the_figure_of_several_years_counts_by_the_ceremony_and_heads_at_the_years_end(world: World) -> None:
    who = member(world, "Nông Văn Chất", date(2020, 5, 10), stage=MemberStage.PROBATIONARY, since=date(2020, 5, 19))
    for key in ("xom-1", "xom-2"):
        post(world, key, PostKind.HAMLET_HEAD)
    fill(world, "xom-1", PostKind.HAMLET_HEAD, who)
    fill(world, "xom-2", PostKind.HAMLET_HEAD, person(world, "Ngô Thị Ba"))
    set_target(MACHINE, unit_id=world["party-05965"], year=2020, group=AdmissionGroup.ALL, count=4, on=date(2020, 1, 2))
    got = development_figure(ask_by_code("05965", date(2020, 7, 1)), first=2020, last=2025).as_json()
    assert got["years"] == [{"year": 2020, "until": "2020-07-01", "target": 4, "admitted": 1, "by_group": {
        "hamlet_heads": 1, "hamlet_police": 0, "branch_heads": 0, "women": 0, "minorities": 0, "workers": 0, "youth": 0}, "hamlet_heads": 2, "of_them_members": 1}]
    assert development_figure(ask_by_code("05965", date(2020, 5, 18)), first=2020, last=2020).as_json()["years"][0]["admitted"] == 0
    # In the transfer of a member on probation nobody is admitted again.
    moved = request_transfer(MACHINE, person_id=who, destination_id=world["cell-2"], on=date(2020, 6, 1))
    from kientoan.development.operations import accept_transfer

    accept_transfer(MACHINE, transfer_id=moved, on=date(2020, 6, 2))
    assert development_figure(ask_by_code("05965", date(2020, 7, 1)), first=2020, last=2020).as_json()["years"][0]["admitted"] == 1


@pytest.mark.once
def test_on_sqlite_badges_go_by_days_of_admission_and_never_read_everybody_of_a_province(world: World) -> None:
    unit = next(each for each in world.actor("officer").granted_versions(date(2020, 7, 1)) if each.unit_id == world["party"])
    with CaptureQueriesContext(connection) as asked:
        reaching(unit, date(2020, 6, 1), date(2020, 9, 2), date(2020, 7, 1))
    plans = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans.append([row[3] for row in cursor.fetchall()])
    left, members = plans
    assert "SEARCH U0 USING INDEX people_membership_left (end_reason=? AND valid_to<?)" in left
    assert not [line for line in left if line.startswith("SCAN")]
    members = [line for line in members if "people_membership " in line]
    assert len(members) >= 10
    assert {line.partition(" (")[0] for line in members} == {"SEARCH people_membership USING INDEX people_membership_admitted"}
