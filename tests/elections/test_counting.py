"""An election from its call to its approval, through operations: the order of steps, the hands, the differences, the numbers, the seal."""

import json
from collections import Counter
from datetime import date
from itertools import permutations

import pytest
from django.apps import apps
from django.core import serializers

from cast import MACHINE, World, give_second_factor
from kientoan.ballots.models import Correction, Entry, Reading
from kientoan.core.decisions import Citation
from kientoan.core.models import JournalDetail, JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.elections import queries
from kientoan.elections.enums import BoardRole, Body, Elects, Origin
from kientoan.elections.models import Candidacy, Election
from kientoan.elections.operations import (
    BoardRow,
    CandidateRow,
    SummonsRow,
    approve_result,
    call_election,
    close_list,
    close_roll,
    collect_ballots,
    deduct,
    issue_ballots,
    key_batch,
    put_up,
    register_present,
    seal_count,
    seat_board,
    settle_difference,
    summon,
    withdraw_candidate,
)
from kientoan.org.enums import Role
from kientoan.org.operations import move_unit, open_account
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind
from kientoan.people.queries import posts_of
from kientoan.rules.election.entries import Marks
from kientoan.rules.election.pack import BallotForm
from staff import person, post

VOTE = date(2020, 6, 10)
NAMES = ("Vũ Văn An", "Hoàng Thị Bình", "Lê Văn Cảnh", "Ngô Thị Dung")
"""In the order of the ballot: by the given name (EL-23)."""
BOARD = [BoardRow("Vũ Văn Trưởng", BoardRole.HEAD), BoardRow("Vũ Thị Thư", BoardRole.SECRETARY), BoardRow("Vũ Văn Ba")]
A, B, C, D = range(4)


def called(world: World, *, seats: int = 2, hands: int = 2, **more: object) -> int:
    """An election of the committee at a commune's delegate congress."""
    return call_election(world.actor("clerk"), unit_id=world["party-05965"], title="Bầu Ban Chấp hành", elects=Elects.COMMITTEE, body=Body.DELEGATE_CONGRESS,
                         on=VOTE, seats=seats, form=BallotForm.STRIKE_OUT, hands=hands, **more)  # type: ignore[arg-type]  # as they are


def issued(world: World, *, ballots: int = 20, seats: int = 2, hands: int = 2) -> int:
    """The same, with its ballots handed out to as many as are present."""
    election, clerk = called(world, seats=seats, hands=hands), world.actor("clerk")
    put_up(clerk, election_id=election, rows=[CandidateRow(name) for name in NAMES])
    close_list(clerk, election_id=election)
    seat_board(clerk, election_id=election, rows=BOARD)
    close_roll(clerk, election_id=election, summoned=ballots, present=ballots)
    if hands == 3:
        open_account(MACHINE, username="counter2", display_name="Vũ Văn Kiểm", unit_id=world["party-05965"], role=Role.COUNTER, on=date(2020, 1, 1))
        give_second_factor("counter2")
    issue_ballots(clerk, election_id=election, printed=ballots + 5, issued=ballots, spoiled=2, unused=3,
                  keyers=["counter", "clerk", "counter2"][:hands] if hands == 3 else ["counter", "officer"])
    return election


def key(world: World, election: int, number: int, *read: dict[Marks, int], who: tuple[str, ...] = ("counter", "officer")) -> None:
    """Each hand keys a batch."""
    for name, each in zip(who, read, strict=True):
        key_batch(world.actor(name), election_id=election, number=number, read=each)


def test_an_election_goes_from_its_call_to_the_holding_of_its_posts(world: World) -> None:
    clerk = world.actor("clerk")
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 2)
    an = person(world, NAMES[A], "1970", member_of="cell-1")
    election = called(world)
    put_up(clerk, election_id=election, rows=[CandidateRow(person_id=an), *(CandidateRow(name) for name in NAMES[1:])])
    assert close_list(clerk, election_id=election) == ["Số dư 2 trên 2 người cần bầu, nhiều hơn 0."]
    seat_board(clerk, election_id=election, rows=BOARD)
    summon(clerk, election_id=election, rows=[SummonsRow(f"Đại biểu {number}") for number in range(1, 12)])
    roll = queries.roll_of(queries.standing(election))
    register_present(clerk, election_id=election, session=1, who=[roll[0].summons.code.lower(), *(f"Đại biểu {number}" for number in range(2, 11))])
    deduct(clerk, election_id=election, who="Đại biểu 11", kind="absent_throughout")
    close_roll(clerk, election_id=election)
    issue_ballots(clerk, election_id=election, printed=12, issued=10, spoiled=1, unused=1, keyers=["counter", "officer"])
    read = {Marks((C, D)): 6, Marks((A, B)): 3, Marks(): 1}
    key(world, election, 1, read, read)
    collect_ballots(clerk, election_id=election, collected=10, not_returned=0)
    mark = seal_count(clerk, election_id=election)
    found = queries.standing(election)
    assert found.seal is not None
    content = found.seal.content
    assert (found.seal.fingerprint, len(mark)) == (mark, 64)
    assert (content["base"], content["threshold"], content["valid"], content["invalid"]) == (10, 6, 9, {"too_many": 1})
    assert content["votes"] == [[NAMES[A], 6], [NAMES[B], 6], [NAMES[C], 3], [NAMES[D], 3]]
    assert (content["elected"], content["open_seats"], content["ties"]) == ([NAMES[A], NAMES[B]], 0, [])
    assert "đắc cử: 6/10 đại biểu được triệu tập, 60,00 %, quá một nửa; EL-33" in [each["vi"] for each in content["reasons"]]
    heed = approve_result(world.actor("officer"), election_id=election, on=date(2020, 6, 25), decision=Citation("12-QĐ/HU", date(2020, 6, 24)), term_label="2020–2025")
    assert heed == [f"{NAMES[B]} chưa có hồ sơ người nên chưa được ghi giữ chức danh."]
    unit = unit_on(world["party-05965"], VOTE)
    assert unit is not None
    assert [[holder.name for holder in row.holders] for row in posts_of(unit, VOTE)] == [[NAMES[A]]]


def test_each_step_waits_for_the_one_before_and_is_taken_once(world: World) -> None:
    clerk, election = world.actor("clerk"), called(world)
    with pytest.raises(Refusal, match=r"Chưa tới bước “Bầu ban kiểm phiếu”: bước “Chốt danh sách” còn chưa xong"):
        seat_board(clerk, election_id=election, rows=BOARD)
    with pytest.raises(Refusal, match="bước “Chốt danh sách” còn chưa xong"):
        issue_ballots(clerk, election_id=election, printed=1, issued=1, spoiled=0, unused=0, keyers=["counter", "officer"])
    with pytest.raises(Refusal, match="Lúc này không nhập phiếu được"):
        key_batch(world.actor("counter"), election_id=issued_without_ballots(world), number=1, read={Marks(): 1})
    put_up(clerk, election_id=election, rows=[CandidateRow(name) for name in NAMES])
    close_list(clerk, election_id=election)
    with pytest.raises(Refusal, match="đã xong rồi"):
        put_up(clerk, election_id=election, rows=[CandidateRow("Người Thêm")])


def issued_without_ballots(world: World) -> int:
    """An election of which the counter is a hand of nothing yet."""
    from kientoan.core.access import Right
    from kientoan.core.facts import record
    from kientoan.core.models import User
    from kientoan.core.operation import Act, operation
    from kientoan.elections.models import Hand

    election = called(world)

    @operation(title="thử", right=Right.HOLD_ELECTIONS)
    def give(act: Act) -> None:
        """Make somebody a hand."""
        act.ask([world["party-05965"]])
        record(Hand, at=act.at, election_id=election, user=User.objects.get(username="counter"), number=1, occurred_on=VOTE)
        act.enter()

    give(MACHINE)
    return election


def test_the_list_takes_names_by_who_put_them_up_and_by_their_support(world: World) -> None:
    clerk, election = world.actor("clerk"), called(world)
    with pytest.raises(Refusal, match="30/100 người có mặt tán thành, không quá 30 %") as refused:
        put_up(clerk, election_id=election, rows=[CandidateRow("Người Tự", origin=Origin.SELF, support=30, present=100)])
    assert refused.value.rule == "EL-19"
    with pytest.raises(Refusal, match="phải có trên 30 %"):
        put_up(clerk, election_id=election, rows=[CandidateRow("Người Tự", origin=Origin.NOMINATED)])
    put_up(clerk, election_id=election, rows=[CandidateRow(name) for name in NAMES[:2]] + [CandidateRow("Người Tự", origin=Origin.SELF, support=31, present=100)])
    with pytest.raises(Refusal, match="đã có trong danh sách"):
        put_up(clerk, election_id=election, rows=[CandidateRow(" Vũ  Văn An ")])
    withdraw_candidate(clerk, election_id=election, label="Người Tự", reason="xin rút vì sức khỏe")
    with pytest.raises(Refusal, match="đã có trong danh sách"):
        put_up(clerk, election_id=election, rows=[CandidateRow("Người Tự")])
    close_list(clerk, election_id=election)
    assert queries.standing(election).labels == NAMES[:2]
    assert Candidacy.objects.known().filter(election=election).count() == 3
    too_few = called(world, seats=3)
    put_up(clerk, election_id=too_few, rows=[CandidateRow(NAMES[0])])
    with pytest.raises(Refusal, match="Danh sách có 1 người mà cần bầu 3"):
        close_list(clerk, election_id=too_few)


def test_a_candidate_does_not_count(world: World) -> None:
    clerk, election = world.actor("clerk"), called(world)
    an = person(world, NAMES[A], "1970", member_of="cell-1")
    put_up(clerk, election_id=election, rows=[CandidateRow(person_id=an, label="Vũ Văn An (1970)"), CandidateRow(NAMES[1])])
    close_list(clerk, election_id=election)
    for row in (BoardRow(NAMES[1]), BoardRow("Ông An", person_id=an)):
        with pytest.raises(Refusal, match="không ở trong ban kiểm phiếu") as refused:
            seat_board(clerk, election_id=election, rows=[*BOARD, row])
        assert refused.value.rule == "EL-07"
    for rows in (BOARD[1:], BOARD[:2], [*BOARD, BoardRow("Vũ Văn Hai", BoardRole.HEAD)], [*BOARD, BOARD[2]]):
        with pytest.raises(Refusal):
            seat_board(clerk, election_id=election, rows=rows)
    seat_board(clerk, election_id=election, rows=BOARD)


def test_the_roll_is_counted_from_its_names_and_stands_as_it_was_closed(world: World) -> None:
    clerk, election = world.actor("clerk"), called(world)
    put_up(clerk, election_id=election, rows=[CandidateRow(name) for name in NAMES])
    close_list(clerk, election_id=election)
    seat_board(clerk, election_id=election, rows=BOARD)
    summon(clerk, election_id=election, rows=[SummonsRow(f"Đại biểu {number}") for number in range(1, 5)])
    with pytest.raises(Refusal, match="đã có trong danh sách triệu tập"):
        summon(clerk, election_id=election, rows=[SummonsRow("Đại biểu 4")])
    with pytest.raises(NotFound, match="Không có “Người Lạ”"):
        register_present(clerk, election_id=election, session=1, who=["Người Lạ"])
    register_present(clerk, election_id=election, session=1, who=["Đại biểu 1"])
    register_present(clerk, election_id=election, session=2, who=["Đại biểu 1", "Đại biểu 2"])
    with pytest.raises(Refusal, match="đã có mặt nên không trừ được"):
        deduct(clerk, election_id=election, who="Đại biểu 1", kind="absent_throughout")
    with pytest.raises(Refusal, match="Không trừ được với lý do này"):
        deduct(clerk, election_id=election, who="Đại biểu 3", kind="transferred_away")
    deduct(clerk, election_id=election, who="Đại biểu 3", kind="absent_throughout")
    close_roll(clerk, election_id=election)
    roll = queries.standing(election).roll
    assert roll is not None
    assert (roll.summoned, roll.present, roll.deductions) == (4, 2, [["absent_throughout", 1]])
    assert roll.names == [["Đại biểu 1", "", [1, 2]], ["Đại biểu 2", "", [2]], ["Đại biểu 3", "absent_throughout", []], ["Đại biểu 4", "", []]]
    for late in (lambda: summon(clerk, election_id=election, rows=[SummonsRow("Đại biểu 5")]),
                 lambda: register_present(clerk, election_id=election, session=1, who=["Đại biểu 4"]),
                 lambda: deduct(clerk, election_id=election, who="Đại biểu 4", kind="absent_throughout")):
        with pytest.raises(Refusal, match="đã chốt"):
            late()


def test_the_result_stands_only_when_all_hands_agree_and_first_entries_stay(world: World) -> None:
    election, clerk = issued(world, ballots=4), world.actor("clerk")
    key(world, election, 1, {Marks((C, D)): 3, Marks((A,)): 1}, {Marks((C, D)): 3, Marks((A, B)): 1})
    collect_ballots(clerk, election_id=election, collected=4, not_returned=0)
    with pytest.raises(Refusal, match="Tập 1 còn chỗ nhập khác nhau"):
        seal_count(clerk, election_id=election)
    (number, difference), = queries.differences_of(queries.standing(election))
    assert (number, difference.readings, difference.count) == (1, (Marks((A,)), Marks((A, B))), 1)
    settle_difference(clerk, election_id=election, number=1, readings=difference.readings, count=1, decided=Marks((A, B)))
    assert queries.differences_of(queries.standing(election)) == []
    with pytest.raises(Refusal, match="không còn"):
        settle_difference(clerk, election_id=election, number=1, readings=difference.readings, count=1, decided=Marks((A, B)))
    assert sorted(Entry.objects.filter(reading__hand=1).values_list("marks", "count")) == [("0||", 1), ("2,3||", 3)], "what was keyed first stands as it was"
    assert list(Correction.objects.values_list("reading__hand", "was", "now", "count")) == [(1, "0||", "0,1||", 1)]
    seal_count(clerk, election_id=election)
    with pytest.raises(Refusal, match="đã xong rồi"):
        seal_count(clerk, election_id=election)
    with pytest.raises(Refusal, match="Lúc này không nhập phiếu được"):
        key_batch(world.actor("counter"), election_id=election, number=2, read={Marks(): 1})


def test_a_ballot_missed_or_counted_twice_by_a_hand_is_settled_too(world: World) -> None:
    election, clerk = issued(world, ballots=3), world.actor("clerk")
    key(world, election, 1, {Marks((C, D)): 3}, {Marks((C, D)): 2})
    (_number, difference), = queries.differences_of(queries.standing(election))
    assert difference.readings == (Marks((C, D)), None)
    settle_difference(clerk, election_id=election, number=1, readings=difference.readings, count=1, decided=Marks((C, D)))
    assert queries.totals_of(queries.standing(election)) == {Marks((C, D)): 3}


def test_three_hands_are_compared_and_a_missing_one_is_named(world: World) -> None:
    election = issued(world, ballots=2, hands=3)
    key(world, election, 1, {Marks((C, D)): 2}, {Marks((C, D)): 2}, who=("counter", "counter2"))
    assert [(state.number, state.ballots) for state in queries.batches_of(queries.standing(election))] == [(1, (2, None, 2))]
    with pytest.raises(Refusal, match="Tập 1 chưa đủ người nhập"):
        queries.totals_of(queries.standing(election))


def test_a_batch_is_closed_once_by_each_hand_and_holds_at_most_a_hundred(world: World) -> None:
    election = issued(world, ballots=20)
    counter = world.actor("counter")
    for read in ({}, {Marks(): 101}):
        with pytest.raises(Refusal, match="từ 1 đến 100 phiếu"):
            key_batch(counter, election_id=election, number=1, read=read)
    key_batch(counter, election_id=election, number=1, read={Marks(): 20})
    with pytest.raises(Refusal, match="đã nhập xong và đóng"):
        key_batch(counter, election_id=election, number=1, read={Marks(): 20})
    with pytest.raises(NotAllowed, match="không được giao nhập phiếu"):
        key_batch(world.actor("keeper"), election_id=election, number=1, read={Marks(): 20})
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(("printed", "issued_", "spoiled", "unused", "said"), [
    (26, 20, 2, 3, "Phiếu in ra 26, nhưng phiếu phát ra 20"), (26, 21, 2, 3, "Phát 21 phiếu mà chỉ có 20 người có mặt"), (-1, 0, 0, 0, "Số phải từ 0"),
])
def test_numbers_that_do_not_fit_are_refused_with_the_one_to_count_again(world: World, printed: int, issued_: int, spoiled: int, unused: int, said: str) -> None:
    election, clerk = called(world), world.actor("clerk")
    put_up(clerk, election_id=election, rows=[CandidateRow(name) for name in NAMES])
    close_list(clerk, election_id=election)
    seat_board(clerk, election_id=election, rows=BOARD)
    close_roll(clerk, election_id=election, summoned=20, present=20)
    with pytest.raises(Refusal, match=said):
        issue_ballots(clerk, election_id=election, printed=printed, issued=issued_, spoiled=spoiled, unused=unused, keyers=["counter", "officer"])


def test_more_ballots_keyed_than_collected_are_refused_at_the_seal(world: World) -> None:
    election, clerk = issued(world, ballots=20), world.actor("clerk")
    key(world, election, 1, {Marks((C, D)): 19}, {Marks((C, D)): 19})
    with pytest.raises(Refusal, match="Đếm lại"):
        collect_ballots(clerk, election_id=election, collected=18, not_returned=1)
    collect_ballots(clerk, election_id=election, collected=20, not_returned=0)
    with pytest.raises(Refusal, match=r"Phiếu thu về 20, nhưng phiếu hợp lệ 19 \+ phiếu không hợp lệ 0 = 19, lệch 1") as refused:
        seal_count(clerk, election_id=election)
    assert refused.value.rule == "EL-30"


def test_a_further_round_follows_a_sealed_one_once(world: World) -> None:
    election, clerk = issued(world, ballots=2), world.actor("clerk")
    with pytest.raises(Refusal, match="Vòng trước chưa niêm"):
        called(world, follows=election)
    key(world, election, 1, {Marks((A, B, C)): 2}, {Marks((A, B, C)): 2})
    collect_ballots(clerk, election_id=election, collected=2, not_returned=0)
    seal_count(clerk, election_id=election)
    called(world, seats=1, follows=election)
    with pytest.raises(Refusal, match="đã mở rồi"):
        called(world, seats=1, follows=election)


def test_a_stranger_may_neither_see_nor_hold_an_election(world: World) -> None:
    election = called(world)
    with pytest.raises(NotFound):
        queries.seen(world.actor("stranger"), election)
    with pytest.raises(NotAllowed):
        put_up(world.actor("stranger"), election_id=election, rows=[CandidateRow("Ai Đó")])
    with pytest.raises(NotAllowed):
        put_up(world.actor("secretary"), election_id=election, rows=[CandidateRow("Ai Đó")])
    assert queries.elections_of(world.actor("stranger")) == []
    assert [row.title for row in queries.elections_of(world.actor("clerk"))] == ["Bầu Ban Chấp hành"]


def test_a_unit_that_moved_keeps_its_elections_in_the_list_of_those_who_held_them(world: World) -> None:
    clerk = world.actor("clerk")
    election = call_election(clerk, unit_id=world["cell-1"], title="Bầu chi ủy", elects=Elects.COMMITTEE, body=Body.ALL_MEMBER_CONGRESS, on=VOTE, seats=3, form=BallotForm.STRIKE_OUT)
    move_unit(MACHINE, unit_id=world["cell-1"], parent_id=world["party-05953"], on=date(2020, 6, 15))
    assert [row.election_id for row in queries.elections_of(world.actor("clerk"))] == [election]


def test_a_full_dump_ties_no_ballot_to_a_person_an_entrys_order_or_a_time(world: World) -> None:
    election, clerk = issued(world, ballots=20), world.actor("clerk")
    order = [Marks((at,)) for at in range(4)] + [Marks((a, b)) for a, b in permutations(range(4), 2) if a < b] + [Marks((0, 1, 2)), Marks((1, 2, 3))]
    read = Counter(order)
    kept: set[tuple[str, ...]] = set()
    for number in range(1, 6):
        key(world, election, number, read, read)
        kept.add(tuple(Entry.objects.filter(reading__batch__number=number, reading__hand=1).order_by().values_list("marks", flat=True)))
    assert len(kept) > 1, "rows lie shuffled: the order in the table is not the order of keying"
    dump = json.loads(serializers.serialize("json", [row for model in apps.get_app_config("ballots").get_models() for row in model.objects.all()]))
    fields = {row["model"]: set(row["fields"]) for row in dump}
    assert fields["ballots.entry"] == {"reading", "marks", "count"}
    assert fields["ballots.reading"] == {"batch", "hand", "ballots"}
    assert fields["ballots.batch"] == {"tally", "number"}
    assert all(field.related_model is None or field.related_model._meta.app_label == "ballots"
               for model in apps.get_app_config("ballots").get_models() for field in model._meta.get_fields() if field.concrete), "ballots name no person, unit or account"
    times = {"DateField", "DateTimeField", "TimeField", "DurationField"}
    assert not [field for model in apps.get_app_config("ballots").get_models() for field in model._meta.get_fields() if field.concrete and field.get_internal_type() in times]
    keys = [str(key) for key in Entry.objects.values_list("key", flat=True)]
    assert {each[14] for each in keys} == {"4"}, "random keys, none made of a clock"
    said = json.dumps([list(JournalEntry.objects.values()), list(JournalDetail.objects.values())], default=str, ensure_ascii=False)
    assert '"batch":5' in said.replace('\\"', '"')
    assert not any(marks.kept() in said for marks in order if len(marks.against) > 1), "the journal says who closed which batch, and nothing of what was in it"
    assert clerk.name
    assert Election.objects.count() == 1
