"""What happens to posts and members when the tree changes: previewed first, then carried out in the same transaction."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from cast import BEGINS, MACHINE, World
from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.core.participants import Change, Fate, Kind, participants
from kientoan.core.refusal import Refusal
from kientoan.org.operations import dissolve_unit, undo_change
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding, Membership, PostStanding
from kientoan.people.operations import MemberMove, transfer_members
from kientoan.people.participants import PeopleParticipant, item_of
from staff import SINCE, fill, person, post

JULY = date(2020, 7, 1)


@operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
def carry_out(act: Act, *, change: Change) -> int:
    """Carry out what a change means for persons and posts."""
    act.ask(change.units)
    act.enter(detail={})
    return PeopleParticipant().apply(change)


def lines(change: Change) -> list[tuple[Fate, str]]:
    """The preview as fates and sentences."""
    return [(line.fate, line.text) for line in PeopleParticipant().plan(change)]


def staffed(world: World) -> tuple[int, int]:
    """A cell with a secretary and two members."""
    an, ba = (person(world, name, "1970", member_of="cell-1") for name in ("Dương Văn An", "Ngô Thị Ba"))
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, an)
    return an, ba


def test_it_speaks_for_every_model_that_names_a_unit() -> None:
    assert [each for each in participants() if isinstance(each, PeopleParticipant)] != []
    assert set(PeopleParticipant.models) >= {"people.Post", "people.Membership", "people.Person"}


def test_a_dissolution_waits_for_the_members_and_then_closes_posts(world: World) -> None:
    an, ba = staffed(world)
    change = Change(Kind.DISSOLVE, (world["cell-1"],), JULY)
    assert lines(change) == [
        (Fate.CLOSES, "Chức danh của đơn vị đóng lại: 1"), (Fate.CLOSES, "Người thôi giữ chức danh vì đơn vị kết thúc: 1"),
        (Fate.NEEDS_PERSON, "Còn 2 đảng viên; chuyển sinh hoạt trước")]
    with pytest.raises(Refusal, match="Còn 2 đảng viên; chuyển sinh hoạt trước"):
        dissolve_unit(MACHINE, unit_id=world["cell-1"], on=JULY)
    transfer_members(MACHINE, rows=[MemberMove(each, date(2020, 6, 30), world["cell-2"]) for each in (an, ba)])
    dissolve_unit(MACHINE, unit_id=world["cell-1"], on=JULY)
    held = Holding.objects.known().get(person=an)
    assert (held.valid_to, held.end_reason) == (JULY, "unit_ended")
    assert PostStanding.objects.known().get().valid_to == JULY


def test_members_follow_an_organisation_that_lives_on_whole(world: World) -> None:
    an, _ba = staffed(world)
    change = Change(Kind.REORGANISE, (world["cell-1"],), JULY, into={world["cell-1"]: (world["cell-2"],)})
    assert lines(change)[-1] == (Fate.MOVES, "Đảng viên theo tổ chức nhận: 2")
    assert carry_out(MACHINE, change=change) == 4
    before, after = Membership.objects.known().filter(person=an).order_by("valid_from")
    assert (before.unit_id, before.valid_to, before.end_reason) == (world["cell-1"], JULY, "unit_ended")
    assert (after.unit_id, after.valid_from, after.stage, after.admitted_on, after.official_on) == (
        world["cell-2"], JULY, "official", date(2010, 5, 19), date(2011, 5, 19))
    assert Holding.objects.known().get().end_reason == "unit_ended"


def test_each_member_of_a_divided_organisation_is_placed_by_a_person_among_its_parts(world: World) -> None:
    an, ba = staffed(world)
    parts = (world["cell-2"], "new")
    change = Change(Kind.REORGANISE, (world["cell-1"],), JULY, into={world["cell-1"]: parts})
    waiting = PeopleParticipant().plan(change)[-1]
    assert (waiting.fate, waiting.count) == (Fate.NEEDS_PERSON, 2)
    assert [(item.key, item.label, item.unit_id, item.may_wait) for item in waiting.items] == [
        (f"people.Membership:{an}", "Dương Văn An", world["cell-1"], False), (f"people.Membership:{ba}", "Ngô Thị Ba", world["cell-1"], False)]
    astray = Change(Kind.REORGANISE, change.units, JULY, change.into, {item_of(an): "new", item_of(ba): world["office"]})
    assert lines(astray)[-2:] == [
        (Fate.MOVES, "Đảng viên đã được xếp vào tổ chức: 1"), (Fate.NEEDS_PERSON, "Đảng viên của tổ chức bị chia cần được xếp: 1")]
    into = {world["cell-1"]: (world["cell-2"], world["office"])}
    answered = Change(Kind.REORGANISE, change.units, JULY, into, {item_of(an): world["cell-2"], item_of(ba): world["office"]})
    assert [fate for fate, _text in lines(answered) if fate is Fate.NEEDS_PERSON] == []
    carry_out(MACHINE, change=answered)
    assert dict(Membership.objects.known().on(JULY).values_list("person", "unit")) == {an: world["cell-2"], ba: world["office"]}


def test_a_move_changes_nothing(world: World) -> None:
    staffed(world)
    change = Change(Kind.MOVE, (world["cell-1"],), JULY)
    assert (lines(change), carry_out(MACHINE, change=change)) == ([], 0)


def test_a_reform_of_many_takes_as_many_queries_as_one_of_one(world: World) -> None:
    counts = []
    for keys in (("cell-1",), ("cell-2", "office")):
        for key in keys:
            post(world, key, PostKind.SECRETARY)
            fill(world, key, PostKind.SECRETARY, person(world, f"Dương {key}", "1970", member_of=key, at=key), SINCE)
        change = Change(Kind.REORGANISE, tuple(world[key] for key in keys), JULY, into={world[key]: (world["party-05953"],) for key in keys})
        with CaptureQueriesContext(connection) as caught:
            carry_out(MACHINE, change=change)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert Membership.objects.known().on(JULY).filter(unit=world["party-05953"]).count() == 3
    assert Membership.objects.known().on(BEGINS).filter(unit=world["party-05953"]).count() == 0


def test_taking_a_dissolution_back_reopens_posts_and_who_held_them(world: World) -> None:
    an, ba = staffed(world)
    june = date(2020, 6, 1)
    transfer_members(MACHINE, rows=[MemberMove(each, june, world["cell-2"]) for each in (an, ba)])
    dissolve_unit(MACHINE, unit_id=world["cell-1"], on=june)
    assert not Holding.objects.known().filter(post__unit=world["cell-1"], valid_to__gt=june).exists()
    undo_change(MACHINE, unit_id=world["cell-1"], on=june)
    assert [(each.person_id, each.end_reason, each.valid_to.year) for each in Holding.objects.known().filter(post__unit=world["cell-1"])] == [(an, "", 9999)]
    assert PostStanding.objects.known().get(post__unit=world["cell-1"]).valid_to.year == 9999
