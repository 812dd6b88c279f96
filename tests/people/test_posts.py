"""Posts stand filled or not; who holds them, and everything that is refused with its place and remedy."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cast import BEGINS, MACHINE, World, build_world
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.enums import UnitKind
from kientoan.org.models import UnitVersion
from kientoan.org.operations import dissolve_unit
from kientoan.org.queries import unit_on
from kientoan.people import queries
from kientoan.people.enums import HoldingEnd, Obtained, PostKind, title_of
from kientoan.people.models import Holding, PostStanding
from kientoan.people.operations import (
    EndRow,
    NewHolding,
    NewPost,
    ProlongRow,
    change_seats,
    close_post,
    correct_holding,
    end_holdings,
    establish_posts,
    fill_posts,
    prolong_holdings,
    resume_holding,
    withdraw_holding,
)
from kientoan.people.queries import PostRow
from kientoan.people.scopes import PostsBelow, SeveralRow, TermRow
from kientoan.rules.periods import Period, first_overlap
from staff import SINCE, fill, person, post

JUNE, JULY = date(2020, 6, 1), date(2020, 7, 1)


def posts(world: World, key: str, day: date) -> list[tuple[str, int, list[str]]]:
    """Title, seats and holders of each post of a unit on a day."""
    unit = unit_on(world[key], day)
    assert unit is not None
    return [(row.title, row.seats, [holder.name for holder in row.holders]) for row in queries.posts_of(unit, day)]


def test_a_post_stands_filled_or_not_and_is_called_as_the_unit_calls_it(world: World) -> None:
    establish_posts(MACHINE, on=BEGINS, rows=[NewPost(world["cell-1"], PostKind.COMMITTEE_MEMBER, 3), NewPost(world["cell-1"], PostKind.SECRETARY),
                                              NewPost(world["xom-1"], PostKind.HAMLET_HEAD)])
    an = person(world, "Dương Văn An", "1970", member_of="cell-1")
    fill(world, "cell-1", PostKind.SECRETARY, an)
    assert posts(world, "cell-1", BEGINS) == [("bí thư chi bộ", 1, []), ("chi ủy viên", 3, [])]
    assert posts(world, "cell-1", SINCE) == [("bí thư chi bộ", 1, ["Dương Văn An"]), ("chi ủy viên", 3, [])]
    assert posts(world, "xom-1", SINCE) == [("trưởng xóm", 1, [])]
    assert str(title_of(PostKind.HAMLET_HEAD, unit_kind=UnitKind.RESIDENTIAL_GROUP, level="hamlet")) == "tổ trưởng tổ dân phố"


def test_a_post_for_one_holder_never_has_two_and_says_who_holds_it_since_when(world: World) -> None:
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, person(world, "Dương Văn An"))
    second = person(world, "Ngô Thị Bình")
    with pytest.raises(Refusal, match=r"bí thư do Dương Văn An giữ từ ngày 01/02/2020\. Ghi thôi giữ của Dương Văn An trước") as refused:
        fill(world, "cell-1", PostKind.SECRETARY, second, JUNE)
    assert refused.value.place == "person"
    with pytest.raises(Refusal, match="Dương Văn An giữ"):
        fill_posts(MACHINE, rows=[NewHolding(world["cell-1"], PostKind.SECRETARY, second, BEGINS, until=JUNE, end_reason=HoldingEnd.RELEASED)])
    assert Holding.objects.count() == 1


def test_more_holders_than_seats_are_refused_and_the_number_can_be_changed(world: World) -> None:
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 2)
    people = [person(world, f"Dương Văn {name}") for name in ("An", "Ba", "Cả")]
    rows = [NewHolding(world["cell-1"], PostKind.COMMITTEE_MEMBER, each, SINCE) for each in people]
    entries = JournalEntry.objects.count()
    with pytest.raises(Refusal, match=r"Dương Văn Cả|đã đủ người \(Dương Văn An, Dương Văn Ba\)"):
        fill_posts(MACHINE, rows=rows)
    assert (Holding.objects.count(), JournalEntry.objects.count()) == (0, entries)
    change_seats(MACHINE, unit_id=world["cell-1"], kind=PostKind.COMMITTEE_MEMBER, seats=3, on=SINCE)
    fill_posts(MACHINE, rows=rows)
    assert posts(world, "cell-1", SINCE) == [("chi ủy viên", 3, ["Dương Văn An", "Dương Văn Ba", "Dương Văn Cả"])]
    with pytest.raises(Refusal, match="có 3 người giữ chức danh này, nhiều hơn 2 vị trí"):
        change_seats(MACHINE, unit_id=world["cell-1"], kind=PostKind.COMMITTEE_MEMBER, seats=2, on=JUNE)
    end_holdings(MACHINE, rows=[EndRow(Holding.objects.known().get(seat=1).pk, JUNE, HoldingEnd.RELEASED)])
    change_seats(MACHINE, unit_id=world["cell-1"], kind=PostKind.COMMITTEE_MEMBER, seats=2, on=JULY)
    assert posts(world, "cell-1", JULY) == [("chi ủy viên", 2, ["Dương Văn Cả", "Dương Văn Ba"])]
    assert posts(world, "cell-1", date(2020, 5, 31))[0][1] == 3


def test_a_size_beyond_the_usual_stands_with_a_warning(world: World) -> None:
    warned = establish_posts(MACHINE, on=BEGINS, rows=[NewPost(world["cell-1"], PostKind.COMMITTEE_MEMBER, 9)])
    assert [line for line in warned if "nhiều hơn 7" in line] == list(warned) != []
    warned = establish_posts(MACHINE, on=BEGINS, rows=[
        NewPost(world["party-05965"], PostKind.COMMITTEE_MEMBER, 15), NewPost(world["party-05965"], PostKind.STANDING_BOARD_MEMBER, 6)])
    assert "một phần ba của 15" in warned[0]


@pytest.mark.parametrize(("key", "kind", "seats", "sentence"), [
    ("cell-1", PostKind.HAMLET_HEAD, 1, "Chức danh trưởng xóm không có ở chi bộ trực thuộc"),
    ("xom-1", PostKind.SECRETARY, 1, "Chức danh bí thư không có ở xóm, tổ dân phố"),
    ("cell-1", PostKind.SECRETARY, 2, "chỉ có một người giữ"),
    ("cell-1", PostKind.COMMITTEE_MEMBER, 0, "Số lượng 0 không hợp lý"),
])
def test_a_post_that_cannot_be_is_refused(world: World, key: str, kind: PostKind, seats: int, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        post(world, key, kind, seats)
    assert PostStanding.objects.count() == 0


def test_a_post_that_stands_or_a_unit_not_yet_there_is_refused(world: World) -> None:
    post(world, "cell-1", PostKind.SECRETARY)
    with pytest.raises(Refusal, match="Chi bộ xóm Trung Thành đã có chức danh bí thư chi bộ từ ngày 01/01/2020"):
        post(world, "cell-1", PostKind.SECRETARY, on=JUNE)
    with pytest.raises(Refusal, match="Ngày 31/12/2019 không có đơn vị này; đơn vị có từ 01/01/2020"):
        post(world, "cell-2", PostKind.SECRETARY, on=date(2019, 12, 31))
    with pytest.raises(Refusal, match="Ngày 02/07/2020 chưa tới"):
        post(world, "cell-2", PostKind.SECRETARY, on=date(2020, 7, 2))


def test_a_holding_before_birth_is_refused_and_before_eighteen_warns(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    unborn = person(world, "Dương Văn An", "6/2020")
    with pytest.raises(Refusal, match=r"Ngày 31/05/2020 trước khi người này sinh \(06/2020\)"):
        fill(world, "xom-1", PostKind.HAMLET_HEAD, unborn, date(2020, 5, 31))
    child = person(world, "Dương Văn Ba", "2003")
    answer = fill_posts(MACHINE, rows=[NewHolding(world["xom-1"], PostKind.HAMLET_HEAD, child, SINCE)])
    assert "chưa đủ 18 tuổi (sinh 2003)" in answer.warnings[0]


def test_a_holding_outside_of_the_units_life_is_refused(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    an = person(world, "Dương Văn An")
    with pytest.raises(Refusal, match=r"đơn vị chưa lập \(lập ngày 01/01/2020\)") as refused:
        fill(world, "xom-1", PostKind.HAMLET_HEAD, an, date(2019, 12, 31))
    assert (refused.value.place, refused.value.rule) == ("since", "TN-11")
    dissolve_unit(MACHINE, unit_id=world["xom-1"], on=JUNE)
    with pytest.raises(Refusal, match=r"đơn vị đã kết thúc \(từ ngày 01/06/2020\). Chọn đơn vị tiếp nhận"):
        fill(world, "xom-1", PostKind.HAMLET_HEAD, an, JUNE)
    with pytest.raises(Refusal, match="Đơn vị kết thúc ngày 01/06/2020"):
        fill(world, "xom-1", PostKind.HAMLET_HEAD, an, SINCE)


def test_days_to_come_ends_before_beginnings_and_the_same_person_twice_are_refused(world: World) -> None:
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 3)
    an = person(world, "Dương Văn An")
    with pytest.raises(Refusal, match="Ngày 02/07/2020 chưa tới"):
        fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, an, date(2020, 7, 2))
    with pytest.raises(Refusal, match="Ngày thôi giữ 01/06/2020 không sau ngày bắt đầu 01/06/2020"):
        fill_posts(MACHINE, rows=[NewHolding(world["cell-1"], PostKind.COMMITTEE_MEMBER, an, JUNE, until=JUNE, end_reason=HoldingEnd.RELEASED)])
    with pytest.raises(Refusal, match="Ghi cả ngày thôi giữ và lý do"):
        fill_posts(MACHINE, rows=[NewHolding(world["cell-1"], PostKind.COMMITTEE_MEMBER, an, BEGINS, until=JUNE)])
    held = fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, an)
    with pytest.raises(Refusal, match="Dương Văn An đã giữ chức danh này từ ngày 01/02/2020"):
        fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, an, JUNE)
    with pytest.raises(Refusal, match="Chọn ngày thôi giữ sau đó"):
        end_holdings(MACHINE, rows=[EndRow(held, SINCE, HoldingEnd.RELEASED)])
    with pytest.raises(NotFound, match=r"Đơn vị không có chức danh này\. Lập chức danh trước"):
        fill(world, "cell-1", PostKind.SECRETARY, an)


def test_an_end_has_its_reason_and_paper_and_the_seat_is_free_from_that_day(world: World) -> None:
    post(world, "cell-1", PostKind.SECRETARY)
    held = fill(world, "cell-1", PostKind.SECRETARY, person(world, "Dương Văn An"))
    end_holdings(MACHINE, rows=[EndRow(held, JUNE, HoldingEnd.TRANSFERRED)], decision=Citation("12-QĐ/ĐU", date(2020, 5, 28)))
    fill(world, "cell-1", PostKind.SECRETARY, person(world, "Ngô Thị Bình"), JUNE, obtained=Obtained.APPOINTED)
    assert [posts(world, "cell-1", day)[0][2] for day in (date(2020, 5, 31), JUNE)] == [["Dương Văn An"], ["Ngô Thị Bình"]]
    ended = Holding.objects.known().get(valid_to=JUNE)
    assert (ended.end_reason, str(ended.end_decision), ended.decision) == ("transferred", "12-QĐ/ĐU", None)
    with pytest.raises(Refusal, match="đã được người khác sửa"):
        end_holdings(MACHINE, rows=[EndRow(held, JUNE, HoldingEnd.TRANSFERRED)])
    with pytest.raises(Refusal, match="Ngô Thị Bình giữ từ ngày 01/06/2020"):
        resume_holding(MACHINE, version_id=ended.pk)
    withdraw_holding(MACHINE, version_id=Holding.objects.known().get(valid_from=JUNE).pk)
    resume_holding(MACHINE, version_id=ended.pk)
    assert posts(world, "cell-1", JULY)[0][2] == ["Dương Văn An"]


def test_a_correction_is_known_from_its_moment_and_one_of_a_superseded_version_is_refused(world: World) -> None:
    post(world, "cell-1", PostKind.SECRETARY)
    an = person(world, "Dương Văn An")
    held = fill(world, "cell-1", PostKind.SECRETARY, an)
    row = NewHolding(world["cell-1"], PostKind.SECRETARY, an, date(2020, 3, 1), Obtained.APPOINTED)
    with pytest.raises(Refusal, match="Không có gì thay đổi"):
        correct_holding(MACHINE, version_id=held, row=NewHolding(world["cell-1"], PostKind.SECRETARY, an, SINCE))
    later = clock.working_moment(date(2020, 7, 2))
    with clock.telling(later):
        correct_holding(MACHINE, version_id=held, row=row)
        with pytest.raises(Refusal, match="đã được người khác sửa"):
            correct_holding(MACHINE, version_id=held, row=row)
    assert posts(world, "cell-1", SINCE)[0][2] == []
    unit = unit_on(world["cell-1"], SINCE)
    assert unit is not None
    assert len(queries.posts_of(unit, SINCE, later - timedelta(seconds=1))[0].holders) == 1


def test_a_prolonged_term_goes_on_and_can_be_taken_back(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    held = fill(world, "xom-1", PostKind.HAMLET_HEAD, person(world, "Dương Văn An"), term_ends_on=date(2020, 6, 30))
    with pytest.raises(Refusal, match="Hạn mới 30/06/2020 không dài hơn nhiệm kỳ cũ"):
        prolong_holdings(MACHINE, rows=[ProlongRow(held, JUNE, date(2020, 6, 30))])
    new, = prolong_holdings(MACHINE, rows=[ProlongRow(held, JUNE, date(2020, 12, 31))])
    unit = unit_on(world["xom-1"], JULY)
    assert unit is not None
    holder, = queries.posts_of(unit, JULY)[0].holders
    assert (holder.how, holder.since, holder.first_since, holder.term_ends_on) == ("kéo dài nhiệm kỳ", JUNE, SINCE, date(2020, 12, 31))
    before = Holding.objects.known().get(valid_to=JUNE)
    for verb in (withdraw_holding, resume_holding):
        with pytest.raises(Refusal, match="Rút lại việc kéo dài trước"):
            verb(MACHINE, version_id=before.pk)
    withdraw_holding(MACHINE, version_id=new)
    holder, = queries.posts_of(unit, JULY)[0].holders
    assert (holder.how, holder.since, holder.term_ends_on) == ("được bầu", SINCE, date(2020, 6, 30))


def test_an_acting_head_beyond_six_months_is_warned_of_under_the_rule_of_2017_and_not_after_it(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    row = NewHolding(world["xom-1"], PostKind.HAMLET_HEAD, person(world, "Dương Văn An"), BEGINS, Obtained.ACTING, date(2020, 8, 1))
    assert "Lâm thời quá 6 tháng (từ 01/01/2020, hạn 01/07/2020)" in fill_posts(MACHINE, rows=[row]).warnings[0]
    with clock.telling(clock.working_moment(date(2025, 1, 5))):
        post(world, "xom-2", PostKind.HAMLET_HEAD, on=date(2024, 1, 1))
        row = NewHolding(world["xom-2"], PostKind.HAMLET_HEAD, person(world, "Ngô Thị Bình"), date(2024, 1, 1), Obtained.ACTING, date(2025, 6, 1))
        assert fill_posts(MACHINE, rows=[row]).warnings == ()


def test_a_post_is_closed_once_nobody_holds_it(world: World) -> None:
    post(world, "cell-1", PostKind.DEPUTY_SECRETARY, 2)
    held = fill(world, "cell-1", PostKind.DEPUTY_SECRETARY, person(world, "Dương Văn An"))
    with pytest.raises(Refusal, match="Chức danh còn người giữ: Dương Văn An"):
        close_post(MACHINE, unit_id=world["cell-1"], kind=PostKind.DEPUTY_SECRETARY, on=JUNE)
    end_holdings(MACHINE, rows=[EndRow(held, JUNE, HoldingEnd.RETIRED)])
    close_post(MACHINE, unit_id=world["cell-1"], kind=PostKind.DEPUTY_SECRETARY, on=JUNE)
    assert (posts(world, "cell-1", date(2020, 5, 31)), posts(world, "cell-1", JUNE)) == ([("phó bí thư chi bộ", 2, ["Dương Văn An"])], [])
    post(world, "cell-1", PostKind.DEPUTY_SECRETARY, 1, on=JULY)
    assert posts(world, "cell-1", JULY) == [("phó bí thư chi bộ", 1, [])]


def vacancies(unit: UnitVersion) -> list[PostRow]:
    below = PostsBelow(unit, JULY)
    return below.rows(below.posts(vacant=True))


def terms(unit: UnitVersion, day: date, within: int) -> list[TermRow]:
    below = PostsBelow(unit, day)
    keys = below.terms(within)
    assert below.count_terms(within).every == len(keys)
    return below.term_rows(keys)


def several(unit: UnitVersion) -> list[SeveralRow]:
    below = PostsBelow(unit, JULY)
    return below.several_rows(below.several())


def test_vacancies_terms_and_several_posts_of_a_subtree_take_in_the_areas_covered(world: World) -> None:
    establish_posts(MACHINE, on=BEGINS, rows=[
        NewPost(world["party-05965"], PostKind.SECRETARY), NewPost(world["cell-1"], PostKind.SECRETARY), NewPost(world["cell-1"], PostKind.COMMITTEE_MEMBER, 3),
        NewPost(world["xom-1"], PostKind.HAMLET_HEAD), NewPost(world["xom-2"], PostKind.HAMLET_HEAD), NewPost(world["office"], PostKind.SECRETARY)])
    an = person(world, "Dương Văn An", member_of="cell-1")
    for kind in (PostKind.SECRETARY, PostKind.COMMITTEE_MEMBER):
        fill(world, "cell-1", kind, an, term_ends_on=date(2020, 8, 1))
    unit = unit_on(world["party-05965"], JULY)
    assert unit is not None
    assert several(unit) == []
    fill(world, "xom-1", PostKind.HAMLET_HEAD, an, term_ends_on=date(2020, 12, 1))
    assert [(row.unit, row.title, row.vacant) for row in vacancies(unit)] == [
        ("Đảng bộ xã Dương Thành", "bí thư", 1), ("Chi bộ xóm Trung Thành", "chi ủy viên", 2), ("Xóm Núi 1", "trưởng xóm", 1)]
    assert [(row.post.title, row.left) for row in terms(unit, JULY, 60)] == [("bí thư chi bộ", 31), ("chi ủy viên", 31)]
    assert [(row.name, len(row.posts)) for row in several(unit)] == [("Dương Văn An", 3)]


def test_an_acting_head_who_acts_too_long_stands_among_the_terms_that_run_out(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    fill(world, "xom-1", PostKind.HAMLET_HEAD, person(world, "Dương Văn An"), BEGINS, obtained=Obtained.ACTING)
    unit = unit_on(world["xom-1"], JULY)
    assert unit is not None
    assert terms(unit, JULY, 90) == []
    row, = terms(unit, date(2020, 7, 2), 90)
    assert (row.warning.rule if row.warning else "", row.holder.term_ends_on) == ("VH-03", None)


def test_who_held_the_seat_in_an_earlier_term_is_re_elected_and_who_was_prolonged_is_not(world: World) -> None:
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 2)
    an, ba = (person(world, f"Dương Văn {name}", member_of="cell-1") for name in ("An", "Ba"))
    fill_posts(MACHINE, rows=[NewHolding(world["party-05965"], PostKind.COMMITTEE_MEMBER, an, BEGINS, until=JUNE, end_reason=HoldingEnd.TERM_OVER),
                              NewHolding(world["party-05965"], PostKind.COMMITTEE_MEMBER, an, JUNE)])
    held = fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, ba, BEGINS)
    prolong_holdings(MACHINE, rows=[ProlongRow(held, JUNE, date(2021, 1, 1))])
    unit = unit_on(world["party-05965"], JULY)
    assert unit is not None
    rows = {row.name: (row.first_time, row.since) for row in queries.committee(world.actor("officer"), unit, JULY, JULY)}
    assert rows == {"Dương Văn An": (False, JUNE), "Dương Văn Ba": (True, BEGINS)}


def test_posts_of_a_stranger_are_not_filled_and_strangers_are_not_found(world: World) -> None:
    post(world, "cell-1", PostKind.SECRETARY)
    an = person(world, "Dương Văn An", member_of="cell-1")
    row = NewHolding(world["cell-1"], PostKind.SECRETARY, an, SINCE)
    with pytest.raises(NotAllowed):
        fill_posts(world.actor("stranger"), rows=[row])
    post(world, "office", PostKind.SECRETARY)
    with pytest.raises(NotFound, match="Không có người này trong phạm vi được giao"):
        fill_posts(world.actor("stranger"), rows=[NewHolding(world["office"], PostKind.SECRETARY, an, SINCE)])
    fill_posts(world.actor("clerk"), rows=[row])


class AnyOrderOfActs(TestCase):
    """Whatever is filled, ended, corrected, prolonged and taken back: never two holders of a post for one on one day."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(["fill", "past", "end", "correct", "prolong", "withdraw", "resume"]),
                              st.integers(0, 2), st.integers(0, 150), st.integers(1, 60)), max_size=12))
    def test_a_post_for_one_never_has_two_holders(self, acts: list[tuple[str, int, int, int]]) -> None:
        with clock.telling(clock.working_moment(JULY, 9, 0)):
            world = build_world(season=False)
            post(world, "cell-1", PostKind.SECRETARY)
            unit = world["cell-1"]
            people = [person(world, f"Dương Văn {name}") for name in ("An", "Ba", "Cả")]
        for number, (act, who, offset, length) in enumerate(acts):
            day = BEGINS + timedelta(days=offset)
            version = Holding.objects.order_by("-pk").values_list("pk", flat=True)[:3][who % 3:].first() or 0
            row = NewHolding(unit, PostKind.SECRETARY, people[who], day)
            past = NewHolding(unit, PostKind.SECRETARY, people[who], day, until=day + timedelta(days=length % 30 + 1), end_reason=HoldingEnd.RELEASED)
            with clock.telling(clock.working_moment(JULY, 10, number)):
                try:
                    if act in ("fill", "past"):
                        fill_posts(MACHINE, rows=[row if act == "fill" else past])
                    elif act == "end":
                        end_holdings(MACHINE, rows=[EndRow(version, day, HoldingEnd.RELEASED)])
                    elif act == "correct":
                        correct_holding(MACHINE, version_id=version, row=past if length % 2 else row)
                    elif act == "prolong":
                        prolong_holdings(MACHINE, rows=[ProlongRow(version, day, day + timedelta(days=length))])
                    elif act == "withdraw":
                        withdraw_holding(MACHINE, version_id=version)
                    else:
                        resume_holding(MACHINE, version_id=version)
                except Refusal:
                    pass
            believed = Holding.objects.known().order_by("valid_from")
            assert first_overlap(Period(each.valid_from, each.valid_to) for each in believed) is None
            assert {each.seat for each in believed} <= {1}
