"""A plan and the steps of its processes: what may be opened, counted, sealed and corrected, and what is refused whole."""

from datetime import date, timedelta

import pytest

from cast import BEGINS as WORLD_BEGINS
from cast import MACHINE, SEASON, World
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.people.enums import HoldingEnd, MembershipEnd, MemberStage, PostKind
from kientoan.people.models import Holding
from kientoan.people.operations import (
    EndRow,
    MemberMove,
    NewMembership,
    NewPerson,
    Profile,
    end_holdings,
    end_memberships,
    register_persons,
)
from kientoan.personnel import queries
from kientoan.personnel.enums import MeasureName, ProcedureName
from kientoan.personnel.models import Nomination, PersonnelPlan, PlanTerms, Sitting, Vote
from kientoan.personnel.operations import (
    Counts,
    Put,
    Spot,
    change_terms,
    close_process,
    correct_step,
    count_step,
    end_plan,
    nominate,
    open_plan,
    open_step,
    reopen_process,
    seal_step,
    undo_nomination,
    undo_opening,
    withdraw_nominee,
)
from kientoan.rules.personnel import State, Track
from slates import BEGINS, SUMMONED, finished, new_plan, nobody_again, paper, people, put, seated, step, terms, through
from staff import fill, person, post

AGAIN, FIRST, HOME = Track.RE_STANDING, Track.FIRST_TIME, Track.RESIDENCE


def state(plan: int) -> queries.PlanState:
    return queries.plan_state(queries.plan_row(plan))


def states(plan: int, track: Track) -> str:
    """The states of a process's steps, by their first letters."""
    return "".join(each.value[0] for each in state(plan).processes[track].course.states)


# -- a plan ------------------------------------------------------------------------------------------------------------------------------


def test_a_plan_belongs_to_a_unit_a_season_and_a_body_once(world: World) -> None:
    plan = new_plan(world)
    found = state(plan)
    assert (found.terms.approved_size, found.terms.more_than, found.terms.measure) == (3, 50, "summoned")
    assert {track: states(plan, track) for track in Track} == {AGAIN: "wwwww", FIRST: "wwwww", HOME: "w"}
    with pytest.raises(Refusal, match="Đã có phương án cho chức danh này trong mùa này, từ ngày 02/03/2020"):
        new_plan(world)
    new_plan(world, body=PostKind.SECRETARY, size=1)
    assert PersonnelPlan.objects.count() == 2


@pytest.mark.parametrize(("given", "place", "sentence"), [
    ({"size": 0}, "approved_size", "Số lượng 0 không hợp lý"),
    ({"more_than": 49}, "more_than", "ít nhất là quá 50 %"),
    ({"minority_percent": 101}, "minority_percent", "Tỷ lệ 101 % không hợp lý"),
    ({"key": "cell-1"}, "procedure", "Chi bộ không có ban thường vụ"),
    ({"body": PostKind.HAMLET_HEAD}, "body", "không do đại hội bầu"),
    ({"key": "cell-1", "body": PostKind.STANDING_BOARD_MEMBER, "procedure": ProcedureName.THREE_STEP}, "body", "không có ở chi bộ trực thuộc"),
    ({"key": "05965"}, "on", "không có tổ chức đảng này"),
    ({"body": PostKind.SECRETARY, "size": 2}, "approved_size", "chỉ có một người giữ"),
])
def test_a_plan_that_cannot_stand_is_refused_at_its_field(world: World, given: dict[str, object], place: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as caught:
        new_plan(world, **given)  # type: ignore[arg-type]  # fields by name
    assert caught.value.place == place
    assert PersonnelPlan.objects.count() == 0


def test_terms_change_from_a_day_on_and_the_threshold_not_once_votes_are_entered(world: World) -> None:
    plan, ids = new_plan(world), people(world, 2)
    change_terms(MACHINE, plan_id=plan, terms=terms(5, more_than=60), on=BEGINS)
    change_terms(MACHINE, plan_id=plan, terms=terms(4, more_than=60), on=date(2020, 3, 10))
    assert [each.approved_size for each in PlanTerms.objects.known().order_by("valid_from")] == [5, 4]
    nobody_again(plan)
    put(plan, FIRST, ids)
    step(plan, FIRST, 1, dict.fromkeys(ids, 13), seal=False)
    for other in (terms(4), terms(4, more_than=60, measure=MeasureName.VALID)):
        with pytest.raises(Refusal, match="Đã có phiếu được ghi theo ngưỡng cũ") as caught:
            change_terms(MACHINE, plan_id=plan, terms=other, on=date(2020, 3, 11))
        assert caught.value.place == "more_than"
    with pytest.raises(Refusal, match="Đã mở bước theo quy trình cũ"):
        change_terms(MACHINE, plan_id=plan, terms=terms(4, ProcedureName.THREE_STEP, more_than=60), on=date(2020, 3, 11))
    change_terms(MACHINE, plan_id=plan, terms=terms(6, more_than=60), on=date(2020, 3, 11))
    with pytest.raises(Refusal, match="trước khi các điều đang có bắt đầu"):
        change_terms(MACHINE, plan_id=plan, terms=terms(6, more_than=60), on=date(2020, 3, 10))
    assert state(plan).terms.approved_size == 6


def test_a_plan_that_ended_takes_nothing_more_and_may_be_opened_again(world: World) -> None:
    plan = new_plan(world)
    with pytest.raises(Refusal, match="Thiếu lý do bỏ phương án"):
        end_plan(MACHINE, plan_id=plan, on=date(2020, 3, 9), reason=" ")
    end_plan(MACHINE, plan_id=plan, on=date(2020, 3, 9), reason="Đại hội hai nội dung")
    with pytest.raises(Refusal, match="Phương án này đã kết thúc"):
        put(plan, FIRST, people(world, 1))
    again = open_plan(MACHINE, unit_id=world["party-05965"], season_key=SEASON, body=PostKind.COMMITTEE_MEMBER, terms=terms(), on=date(2020, 4, 1))
    assert (again, state(plan).ended_on) == (plan, None)


# -- who is put forward --------------------------------------------------------------------------------------------------------------------


def test_whoever_is_dead_too_young_no_official_member_or_there_twice_is_refused_by_name(world: World) -> None:
    plan = new_plan(world)
    member, gone, former = people(world, 3)
    child = person(world, "Ngô Văn Trẻ", "04/2002", member_of="cell-1")
    nobody = person(world, "Lưu Thị Ngoài", "1980")
    probing = register_persons(MACHINE, rows=[NewPerson("p", world["party-05965"], Profile("Tạ Văn Dự Bị"), membership=NewMembership(
        world["cell-1"], MemberStage.PROBATIONARY, date(2020, 1, 3), None, date(2020, 1, 3)))]).ids["p"]
    end_memberships(MACHINE, rows=[MemberMove(gone, date(2020, 2, 20), reason=MembershipEnd.DIED)])
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    end_holdings(MACHINE, rows=[EndRow(fill(world, "xom-1", PostKind.HAMLET_HEAD, former), date(2020, 2, 20), HoldingEnd.DIED)])
    for each, sentence in ((gone, "đã từ trần"), (former, "đã từ trần"), (child, "chưa đủ 18 tuổi"), (nobody, "không phải là đảng viên"), (probing, "là đảng viên dự bị")):
        with pytest.raises(Refusal, match=sentence) as caught:
            put(plan, FIRST, [member, each])
        assert caught.value.place == "person"
    with pytest.raises(Refusal, match="Dương Văn A đã có trong phương án này \\(lần đầu\\)"):
        put(plan, FIRST, [member, member])
    assert Nomination.objects.count() == 0
    put(plan, FIRST, [member])
    with pytest.raises(Refusal, match="đã có trong phương án này"):
        put(plan, AGAIN, [member])
    with pytest.raises(NotFound):
        put(plan, FIRST, [999999])


def test_those_who_sit_there_stand_again_and_others_for_the_first_time(world: World) -> None:
    plan = new_plan(world)
    sitting, other = people(world, 2)
    seated(world, [sitting])
    with pytest.raises(Refusal, match="đang giữ chức danh này nên là tái cử"):
        put(plan, FIRST, [sitting])
    with pytest.raises(Refusal, match="không phải tái cử"):
        put(plan, AGAIN, [other])
    put(plan, AGAIN, [sitting])
    put(plan, FIRST, [other])
    assert state(plan).standing_in == {sitting: AGAIN, other: FIRST}


def test_a_person_put_forward_by_mistake_is_taken_back_only_before_votes_and_stands_back_with_a_reason(world: World) -> None:
    plan, ids = new_plan(world), people(world, 3)
    nobody_again(plan)
    put(plan, FIRST, ids)
    undo_nomination(MACHINE, plan_id=plan, person_id=ids[2])
    assert state(plan).people == ids[:2]
    step(plan, FIRST, 1, dict.fromkeys(ids[:2], 15))
    with pytest.raises(Refusal, match="Đã có phiếu ghi cho người này"):
        undo_nomination(MACHINE, plan_id=plan, person_id=ids[0])
    with pytest.raises(Refusal, match="Thiếu lý do rút"):
        withdraw_nominee(MACHINE, plan_id=plan, person_id=ids[0], on=date(2020, 3, 5), reason="")
    withdraw_nominee(MACHINE, plan_id=plan, person_id=ids[0], on=date(2020, 3, 3), reason="Xin rút vì sức khỏe")
    assert state(plan).processes[FIRST].steps[1].ballot == (ids[1],)
    with pytest.raises(Refusal, match="đã rút từ ngày 03/03/2020"):
        withdraw_nominee(MACHINE, plan_id=plan, person_id=ids[0], on=date(2020, 3, 5), reason="Nữa")


def test_somebody_put_forward_late_is_balloted_on_from_the_next_step(world: World) -> None:
    plan, ids = new_plan(world), people(world, 3)
    nobody_again(plan)
    put(plan, FIRST, ids[:2])
    step(plan, FIRST, 1, dict.fromkeys(ids[:2], 15), seal=False)
    with pytest.raises(Refusal, match="Bước 1 đã ghi phiếu"):
        put(plan, FIRST, ids[2:])
    seal_step(MACHINE, spot=Spot(plan, FIRST, 1))
    put(plan, FIRST, ids[2:], on=date(2020, 3, 4))
    assert state(plan).processes[FIRST].steps[1].ballot == tuple(ids)
    with pytest.raises(Refusal, match="trước ngày giới thiệu nhân sự 04/03/2020"):
        open_step(MACHINE, spot=Spot(plan, FIRST, 2), on=date(2020, 3, 3), electorate=20)


# -- steps -----------------------------------------------------------------------------------------------------------------------------------


def test_five_steps_with_their_electorate_ballots_votes_and_paper_make_the_slate(world: World) -> None:
    plan, ids = finished(world)
    found = state(plan)
    assert states(plan, FIRST) == "sssss"
    assert found.slate == tuple((each, FIRST) for each in ids[:4])
    first = found.processes[FIRST].steps[0].sittings[0]
    assert (first.fact.electorate, first.fact.issued, first.fact.valid, first.fact.invalid, first.paper) == (20, 20, 19, 1, "first_time-1-BB/ĐU")
    assert first.outcomes[-1].reason.vi == "không đạt: 8/20 người được triệu tập, 40,00 %, không quá 50 %, cần từ 11 phiếu; CG-20"
    assert [(person, number) for person, number, _why in found.processes[FIRST].dropped()] == [(ids[4], 1)]
    assert ids[4] not in found.processes[FIRST].steps[1].ballot


def test_a_cell_goes_through_three_steps(world: World) -> None:
    plan = new_plan(world, "cell-1", 3, procedure=ProcedureName.THREE_STEP)
    ids = people(world, 4)
    nobody_again(plan)
    put(plan, FIRST, ids)
    for number in (1, 2, 3):
        step(plan, FIRST, number, dict.fromkeys(ids, 11))
    assert (states(plan, FIRST), len(state(plan).slate)) == ("sss", 4)


def test_a_step_is_not_opened_before_the_one_before_is_sealed_nor_first_time_before_those_who_stand_again(world: World) -> None:
    plan = new_plan(world)
    sitting, other = people(world, 2)
    seated(world, [sitting])
    put(plan, AGAIN, [sitting])
    put(plan, FIRST, [other])
    with pytest.raises(Refusal, match="bước 1 chưa niêm phong"):
        open_step(MACHINE, spot=Spot(plan, AGAIN, 2), on=BEGINS, electorate=20)
    with pytest.raises(Refusal, match="Nhân sự tái cử làm xong trước") as caught:
        open_step(MACHINE, spot=Spot(plan, FIRST, 1), on=BEGINS, electorate=20)
    assert caught.value.rule == "CG-22"
    assert Sitting.objects.count() == 0
    through(plan, AGAIN, {sitting: 15})
    assert state(plan).seats_left == 2
    step(plan, FIRST, 1, {other: 15}, BEGINS + timedelta(days=9))
    with pytest.raises(Refusal, match="Bước 1 đã mở rồi"):
        open_step(MACHINE, spot=Spot(plan, FIRST, 1), on=BEGINS + timedelta(days=9), electorate=20)
    with pytest.raises(NotFound, match="không có bước 6"):
        open_step(MACHINE, spot=Spot(plan, FIRST, 6), on=BEGINS + timedelta(days=9), electorate=20)


@pytest.mark.parametrize(("counts", "place", "sentence"), [
    (Counts(21, 19, 1), "issued", "Phát ra 21 phiếu, nhiều hơn 20 người được triệu tập"),
    (Counts(18, 19, 0), "valid", "Phiếu hợp lệ 19, nhiều hơn 18 phiếu phát ra"),
    (Counts(18, 17, 2), "invalid", "Thu về 19 phiếu, nhiều hơn 18 phiếu phát ra"),
    (Counts(18, 9, 1), "votes", "Dương Văn A: 10 phiếu, nhiều hơn 9 phiếu hợp lệ"),
])
def test_numbers_that_do_not_fit_write_nothing(world: World, counts: Counts, place: str, sentence: str) -> None:
    plan, ids = new_plan(world), people(world, 2)
    nobody_again(plan)
    put(plan, FIRST, ids)
    spot = Spot(plan, FIRST, 1)
    open_step(MACHINE, spot=spot, on=BEGINS, electorate=SUMMONED)
    before = JournalEntry.objects.count()
    with pytest.raises(Refusal, match=sentence) as caught:
        count_step(MACHINE, spot=spot, counts=Counts(counts.issued, counts.valid, counts.invalid, {ids[0]: 10, ids[1]: 1}))
    assert caught.value.place.startswith(place)
    assert (Vote.objects.count(), JournalEntry.objects.count(), Sitting.objects.get().issued) == (0, before, None)


def test_everybody_balloted_on_has_a_number_and_nobody_else(world: World) -> None:
    plan, ids = new_plan(world), people(world, 3)
    nobody_again(plan)
    put(plan, FIRST, ids[:2])
    spot = Spot(plan, FIRST, 1)
    open_step(MACHINE, spot=spot, on=BEGINS, electorate=SUMMONED)
    with pytest.raises(Refusal, match="Thiếu số phiếu của Dương Văn B"):
        count_step(MACHINE, spot=spot, counts=Counts(20, 19, 1, {ids[0]: 10}))
    with pytest.raises(Refusal, match="Dương Văn C không có trong danh sách lấy phiếu"):
        count_step(MACHINE, spot=spot, counts=Counts(20, 19, 1, dict.fromkeys(ids, 10)))


def test_an_open_step_is_entered_again_and_a_sealed_one_never(world: World) -> None:
    plan, ids = new_plan(world), people(world, 2)
    nobody_again(plan)
    put(plan, FIRST, ids)
    spot = Spot(plan, FIRST, 1)
    with pytest.raises(Refusal, match="Bước 1 chưa mở"):
        count_step(MACHINE, spot=spot, counts=Counts(1, 1, 0, {}))
    open_step(MACHINE, spot=spot, on=BEGINS, electorate=SUMMONED)
    with pytest.raises(Refusal, match="chưa ghi phiếu"):
        seal_step(MACHINE, spot=spot)
    count_step(MACHINE, spot=spot, counts=Counts(20, 19, 1, dict.fromkeys(ids, 10)))
    with pytest.raises(Refusal, match="chưa có biên bản"):
        seal_step(MACHINE, spot=spot)
    count_step(MACHINE, spot=spot, counts=Counts(20, 20, 0, {ids[0]: 12, ids[1]: 10}), decision=paper("1"))
    seal_step(MACHINE, spot=spot)
    for act in (lambda: seal_step(MACHINE, spot=spot), lambda: undo_opening(MACHINE, spot=spot),
                lambda: count_step(MACHINE, spot=spot, counts=Counts(20, 20, 0, dict.fromkeys(ids, 20)))):
        with pytest.raises(Refusal, match="đã niêm phong nên không sửa được"):
            act()
    assert {vote.person_id: vote.votes for vote in Vote.objects.known()} == {ids[0]: 12, ids[1]: 10}


def test_a_step_opened_by_mistake_is_taken_back_with_its_votes(world: World) -> None:
    plan, ids = new_plan(world), people(world, 2)
    nobody_again(plan)
    put(plan, FIRST, ids)
    step(plan, FIRST, 1, dict.fromkeys(ids, 12), seal=False)
    undo_opening(MACHINE, spot=Spot(plan, FIRST, 1))
    assert (states(plan, FIRST), Vote.objects.known().count()) == ("wwwww", 0)


# -- corrections -----------------------------------------------------------------------------------------------------------------------------


def test_a_correction_supersedes_with_a_reason_and_opens_what_rests_on_it(world: World) -> None:
    plan, ids = finished(world)
    spot, votes = Spot(plan, FIRST, 2), {ids[0]: 18, ids[1]: 9, ids[2]: 16, ids[3]: 15}
    counts = Counts(20, 19, 1, votes)
    with pytest.raises(Refusal, match="Thiếu lý do đính chính"):
        correct_step(MACHINE, spot=spot, on=date(2020, 3, 4), electorate=20, counts=counts, reason="")
    with pytest.raises(Refusal, match="nhiều hơn 19 phiếu hợp lệ"):
        correct_step(MACHINE, spot=spot, on=date(2020, 3, 4), electorate=20, counts=Counts(20, 19, 1, {**votes, ids[0]: 20}), reason="Đếm lại")
    assert states(plan, FIRST) == "sssss"
    for day, sentence in ((date(2020, 3, 2), "trước bước 1"), (date(2020, 3, 6), "sau bước 3")):
        with pytest.raises(Refusal, match=sentence):
            correct_step(MACHINE, spot=spot, on=day, electorate=20, counts=counts, reason="Nhầm ngày")
    known = clock.now()
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        done = correct_step(MACHINE, spot=spot, on=date(2020, 3, 4), electorate=20, counts=counts, reason="Cộng nhầm hai tờ")
        before = queries.plan_state(queries.plan_row(plan), known_at=known)
    assert (states(plan, FIRST), len(before.processes[FIRST].steps[1].sittings[0].passed), before.finished) == ("ssooo", 4, True)
    assert done.reopened == ((FIRST, 3), (FIRST, 4), (FIRST, 5))
    assert state(plan).processes[FIRST].steps[1].sittings[0].fact.reason == "Cộng nhầm hai tờ"
    assert Sitting.objects.filter(number=2).exclude(superseded_at=None).count() >= 3
    assert state(plan).processes[FIRST].steps[2].ballot == (ids[0], ids[2], ids[3])
    with clock.telling(clock.working_moment(date(2020, 7, 3))):
        with pytest.raises(Refusal, match="bước trước nó đang mở lại"):
            seal_step(MACHINE, spot=Spot(plan, FIRST, 4))
        with pytest.raises(Refusal, match="Dương Văn B không có trong danh sách lấy phiếu"):
            seal_step(MACHINE, spot=Spot(plan, FIRST, 3))
        for number in (3, 4, 5):
            count_step(MACHINE, spot=Spot(plan, FIRST, number), counts=Counts(20, 19, 1, {each: 15 for each in votes if each != ids[1]}))
            seal_step(MACHINE, spot=Spot(plan, FIRST, number))
        assert [each for each, _track in state(plan).slate] == [ids[0], ids[2], ids[3]]


def test_a_correction_of_those_who_stand_again_opens_the_first_time_steps_too(world: World) -> None:
    plan = new_plan(world)
    sitting, other = people(world, 2)
    seated(world, [sitting])
    put(plan, AGAIN, [sitting])
    put(plan, FIRST, [other])
    through(plan, AGAIN, {sitting: 15})
    step(plan, FIRST, 1, {other: 15}, date(2020, 3, 20))
    done = correct_step(MACHINE, spot=Spot(plan, AGAIN, 5), on=date(2020, 3, 7), electorate=20, counts=Counts(20, 19, 1, {sitting: 12}), reason="Nhầm số")
    assert done.reopened == ((FIRST, 1),)
    correct_step(MACHINE, spot=Spot(plan, AGAIN, 4), on=date(2020, 3, 6), electorate=20, counts=Counts(20, 19, 1, {sitting: 13}), reason="Nhầm số")
    with pytest.raises(Refusal, match="Nhân sự tái cử đang mở lại"):
        seal_step(MACHINE, spot=Spot(plan, FIRST, 1))
    with pytest.raises(Refusal, match="chưa niêm phong nên chưa cần đính chính"):
        correct_step(MACHINE, spot=Spot(plan, FIRST, 1), on=date(2020, 3, 20), electorate=20, counts=Counts(20, 19, 1, {other: 12}), reason="Nhầm số")


def test_a_process_without_persons_is_ended_with_a_reason_and_may_be_opened_again(world: World) -> None:
    plan = new_plan(world)
    with pytest.raises(Refusal, match="Thiếu lý do kết thúc quy trình"):
        close_process(MACHINE, plan_id=plan, track=AGAIN, on=BEGINS, reason="")
    with pytest.raises(Refusal, match="chưa kết thúc sớm"):
        reopen_process(MACHINE, plan_id=plan, track=AGAIN)
    nobody_again(plan)
    with pytest.raises(Refusal, match="đã xong nên không giới thiệu thêm được"):
        nominate(MACHINE, plan_id=plan, track=AGAIN, rows=[Put(people(world, 1)[0])], on=BEGINS)
    reopen_process(MACHINE, plan_id=plan, track=AGAIN)
    nobody_again(plan)
    put(plan, FIRST, people(world, 1, prefix="Ngô Thị"))
    open_step(MACHINE, spot=Spot(plan, FIRST, 1), on=BEGINS, electorate=20)
    with pytest.raises(Refusal, match="Nhân sự lần đầu đã mở bước"):
        reopen_process(MACHINE, plan_id=plan, track=AGAIN)
    with pytest.raises(Refusal, match="Còn một bước đang mở"):
        close_process(MACHINE, plan_id=plan, track=FIRST, on=BEGINS, reason="Thôi")


def test_residents_are_heard_in_each_place_by_itself(world: World) -> None:
    plan, ids = new_plan(world), people(world, 3)
    with pytest.raises(Refusal, match="Chưa có ai được giới thiệu"):
        open_step(MACHINE, spot=Spot(plan, HOME, 1, "Xóm Trung Thành"), on=BEGINS, electorate=40)
    put(plan, FIRST, ids)
    with pytest.raises(Refusal, match="Thiếu nơi họp"):
        open_step(MACHINE, spot=Spot(plan, HOME, 1), on=BEGINS, electorate=40)
    step(plan, HOME, 1, {ids[0]: 30, ids[1]: 12}, BEGINS, electorate=40, place="Xóm Trung Thành")
    step(plan, HOME, 1, {ids[2]: 25}, BEGINS, electorate=30, place="Xóm Núi 1", seal=False)
    found = state(plan).processes[HOME]
    assert [each.fact.place for each in found.steps[0].sittings] == ["Xóm Núi 1", "Xóm Trung Thành"]
    assert (found.heard, found.steps[0].state) == (frozenset(ids[:2]), State.OPEN)
    with pytest.raises(Refusal, match="không giới thiệu thêm"):
        put(plan, HOME, ids)


# -- who may -----------------------------------------------------------------------------------------------------------------------------------


def test_only_whoever_prepares_personnel_there_writes(world: World) -> None:
    plan, ids = finished(world)
    spot = Spot(plan, FIRST, 5)
    for username in ("stranger", "clerk", "secretary", "auditor", "counter"):
        actor = world.actor(username)
        with pytest.raises(NotAllowed):
            open_plan(actor, unit_id=world["party-05965"], season_key=SEASON, body=PostKind.SECRETARY, terms=terms(1), on=BEGINS)
        with pytest.raises(NotAllowed):
            seal_step(actor, spot=spot)
        with pytest.raises(NotAllowed):
            withdraw_nominee(actor, plan_id=plan, person_id=ids[0], on=BEGINS, reason="x")
    withdraw_nominee(world.actor("keeper"), plan_id=plan, person_id=ids[0], on=date(2020, 3, 30), reason="Xin rút")
    assert len(state(plan).slate) == 3


def test_a_ballot_of_nobody_says_who_voted(world: World) -> None:
    finished(world)
    assert {field.name for field in Vote._meta.get_fields()} == {
        "id", "fact_id", "recorded_at", "superseded_at", "decision", "unconfirmed", "occurred_on", "process", "number", "place", "person", "votes"}
    assert Holding.objects.count() == 0
    assert WORLD_BEGINS < BEGINS
