"""What is found on a slate: each finding with its rule, its figures and whether it blocks or warns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.personnel import Track
from kientoan.rules.persons import Birth, Precision
from kientoan.rules.posts import Kind
from kientoan.rules.slate import Finding, Named, Topic, Wanted, findings, settings_of
from kientoan.rules.tree import Level

CONGRESS = date(2020, 8, 5)
PERSONS = st.lists(st.builds(
    Named, st.integers(1, 999), st.just("A"), st.sampled_from([Track.RE_STANDING, Track.FIRST_TIME]), st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2002, 1, 1)).map(Birth)),
    st.sampled_from([True, False, None]), st.sampled_from([True, False, None]), st.booleans(), st.booleans(), st.booleans()), max_size=60)


def wanted(seats: int = 15, body: Kind = Kind.COMMITTEE_MEMBER, level: Level = Level.GRASSROOTS, **more: object) -> Wanted:
    return Wanted(body, level, seats, **{"elected_on": CONGRESS, **more})  # type: ignore[arg-type]  # fields by name


def named(number: int = 1, birth: str = "05/1975", *, woman: bool | None = False, track: Track = Track.FIRST_TIME, minority: bool | None = False, **more: bool) -> Named:
    month, year = birth.split("/")
    return Named(number, f"Người {number}", track, Birth(date(int(year), int(month), 1), Precision.MONTH), woman, minority, **more)


def of(topic: Topic, found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.topic is topic]


def one(topic: Topic, what: Wanted, slate: list[Named]) -> Finding:
    return of(topic, findings(what, slate))[0]


@pytest.mark.parametrize(("seats", "names", "size", "surplus", "own"), [
    (15, 15, False, True, False), (15, 17, True, True, True), (15, 18, True, True, False), (15, 19, True, True, False), (15, 20, True, False, False),
    (3, 4, True, True, None), (3, 5, True, False, None), (5, 6, True, True, None), (5, 7, True, False, None), (13, 15, True, True, None), (39, 44, True, True, True),
])
def test_the_surplus_is_above_none_at_most_thirty_percent_and_one_for_three_to_five_seats(seats: int, names: int, size: bool, surplus: bool, own: bool | None) -> None:
    found = findings(wanted(seats), [named(number) for number in range(names)])
    assert of(Topic.SIZE, found)[0].met is size
    assert of(Topic.SURPLUS, found)[0].met is surplus
    assert [each.met for each in of(Topic.OWN_SURPLUS, found)] == ([] if own is None else [own])
    assert of(Topic.SURPLUS, found)[0].reason.rule == ("EL-18" if seats < 6 else "EL-16")
    assert of(Topic.SIZE, found)[0].blocks is not size


def test_the_conveners_own_surplus_only_warns() -> None:
    found = one(Topic.OWN_SURPLUS, wanted(15), [named(number) for number in range(19)])
    assert (found.met, found.blocks, found.reason.rule) == (False, False, "EL-17")
    assert "dư 10–15 %, tức 2–2 người; đang dư 4" in found.reason.vi


def test_a_secretary_needs_no_surplus_but_one_name() -> None:
    assert one(Topic.SIZE, wanted(1, Kind.SECRETARY), [named()]).met
    empty = one(Topic.SIZE, wanted(1, Kind.SECRETARY), [])
    assert (empty.met, empty.blocks, empty.unverified) == (False, True, True)
    assert of(Topic.SURPLUS, findings(wanted(1, Kind.SECRETARY), [named()])) == []


def test_a_standing_board_is_a_third_of_its_committee_at_most_and_has_a_woman() -> None:
    board = wanted(5, Kind.STANDING_BOARD_MEMBER, committee_seats=14)
    assert (one(Topic.BOARD, board, []).blocks, one(Topic.BOARD, board, []).reason.rule) == (True, "EL-49")
    assert one(Topic.BOARD, wanted(5, Kind.STANDING_BOARD_MEMBER, committee_seats=15), []).met
    assert one(Topic.WOMEN, board, [named(1), named(2, woman=True)]).met
    assert (one(Topic.WOMEN, board, [named(1)]).met, one(Topic.WOMEN, board, [named(1)]).blocks) == (False, False)


def test_targets_warn_with_their_figures_and_never_block() -> None:
    slate = [named(number, "05/1985" if number == 1 else "05/1970", woman=number < 3, track=Track.RE_STANDING if number > 5 else Track.FIRST_TIME) for number in range(1, 18)]
    found = findings(wanted(15), slate)
    women, young, renewal = (of(topic, found)[0] for topic in (Topic.WOMEN, Topic.YOUNG, Topic.RENEWAL))
    assert women.reason.vi == "Nữ: 2/17, 11,8\u00a0%; phấn đấu từ 15 %; CG-13"
    assert women.reason.en == "Women: 2 of 17, 11.8%; the aim is 15% or more; CG-13"
    assert "Trẻ (dưới 40 tuổi ở tháng 04/2020): 1/17" in young.reason.vi
    assert "Đổi mới (lần đầu): 5/17" in renewal.reason.vi
    assert [each.met for each in (women, young, renewal)] == [False, False, False]
    assert [each.blocks for each in (women, young, renewal)] == [False, False, False]
    assert (renewal.unverified, women.unverified) == (True, False)


def test_young_is_judged_by_month_at_the_levels_reference_month() -> None:
    assert one(Topic.YOUNG, wanted(), [named(birth="05/1980")]).met
    assert not one(Topic.YOUNG, wanted(), [named(birth="04/1980")]).met
    assert one(Topic.YOUNG, wanted(level=Level.SUPERIOR), [named(birth="07/1980")]).met
    assert not one(Topic.YOUNG, wanted(level=Level.SUPERIOR), [named(birth="06/1980")]).met
    later = one(Topic.YOUNG, wanted(elected_on=date(2025, 5, 1)), [named(birth="05/1983")])
    assert (later.met, later.unverified) == (True, True)


def test_what_is_not_known_is_said_and_not_counted() -> None:
    slate = [named(1, woman=None), named(2, woman=True), Named(3, "Người 3", Track.FIRST_TIME)]
    assert "Nữ: 1/1, 100,0\u00a0%; phấn đấu từ 15 %; chưa rõ 2 người" in one(Topic.WOMEN, wanted(), slate).reason.vi
    unknown = [each for each in of(Topic.AGE, findings(wanted(), slate)) if each.met is None]
    assert unknown[0].persons == (1, 3)


def test_a_share_of_minorities_is_a_setting_of_the_plan() -> None:
    slate = [named(1, minority=True), named(2), named(3)]
    free = one(Topic.MINORITY, wanted(), slate)
    assert (free.met, "1/3" in free.reason.vi, free.unverified) == (None, True, True)
    assert one(Topic.MINORITY, wanted(minority_percent=40), slate).met is False
    assert one(Topic.MINORITY, wanted(minority_percent=33), slate).met is True


@pytest.mark.parametrize(("level", "track", "government", "woman", "last_out", "first_in"), [
    (Level.PROVINCIAL, Track.FIRST_TIME, False, False, "08/1965", "09/1965"), (Level.PROVINCIAL, Track.FIRST_TIME, False, True, "08/1970", "09/1970"),
    (Level.SUPERIOR, Track.FIRST_TIME, False, False, "05/1965", "06/1965"), (Level.PROVINCIAL, Track.RE_STANDING, False, False, "02/1963", "03/1963"),
    (Level.PROVINCIAL, Track.RE_STANDING, True, True, "08/1968", "09/1968"), (Level.SUPERIOR, Track.RE_STANDING, False, True, "11/1967", "12/1967"),
    (Level.SUPERIOR, Track.RE_STANDING, True, False, "08/1963", "09/1963"), (Level.GRASSROOTS, Track.FIRST_TIME, False, False, "03/1965", "04/1965"),
    (Level.GRASSROOTS, Track.RE_STANDING, False, True, "09/1967", "10/1967"), (Level.GRASSROOTS, Track.RE_STANDING, True, True, "10/1968", "11/1968"),
])
def test_ages_of_2020_are_cut_off_by_month_level_sex_track_and_post(level: Level, track: Track, government: bool, woman: bool, last_out: str, first_in: str) -> None:
    out = findings(wanted(level=level), [named(birth=last_out, woman=woman, track=track, government=government)])
    assert [(each.met, each.blocks) for each in of(Topic.AGE, out)] == [(False, True)]
    assert last_out in of(Topic.AGE, out)[0].reason.vi
    assert [each.met for each in of(Topic.AGE, findings(wanted(level=level), [named(birth=first_in, woman=woman, track=track, government=government)]))] == [True]


def test_ages_of_2025_are_unverified_and_only_warn() -> None:
    found = of(Topic.AGE, findings(wanted(elected_on=date(2025, 5, 1)), [named(birth="01/1960")]))
    assert [(each.met, each.blocks, each.unverified) for each in found] == [(False, False, True)]
    assert len(settings_of(wanted(elected_on=date(2025, 5, 1)))) > len(settings_of(wanted()))
    assert any(each.rule == "EL-21" for each in settings_of(wanted(1, Kind.SECRETARY)))


def test_no_age_is_judged_where_no_rule_is_known() -> None:
    assert [each.met for each in of(Topic.AGE, findings(wanted(elected_on=date(2010, 5, 1)), [named(birth="01/1940")]))] == [None]


def test_a_year_alone_counts_from_january_and_is_said_to_be_assumed() -> None:
    slate = [Named(1, "Người 1", Track.FIRST_TIME, Birth(date(1975, 1, 1), Precision.YEAR), False)]
    assert [(each.met, each.persons) for each in of(Topic.AGE, findings(wanted(), slate))] == [(True, ()), (None, (1,))]


def test_at_most_three_are_in_planning_for_a_post() -> None:
    assert one(Topic.PLANNING, wanted(1, Kind.SECRETARY, planned=3), [named()]).met
    over = one(Topic.PLANNING, wanted(1, Kind.SECRETARY, planned=4), [named()])
    assert (over.met, over.blocks, over.reason.rule) == (False, False, "CG-25")
    outside = [each for each in of(Topic.PLANNING, findings(wanted(), [named(planned=False)])) if each.persons]
    assert outside[0].met is False


def test_whoever_residents_were_not_asked_about_is_named() -> None:
    assert one(Topic.RESIDENCE, wanted(), [named(1, heard=True)]).met
    missing = one(Topic.RESIDENCE, wanted(), [named(number, heard=False) for number in range(1, 8)])
    assert (missing.met, missing.blocks) == (False, False)
    assert "Người 1, Người 2, Người 3, Người 4, Người 5 (+2)" in missing.reason.vi


def test_a_cells_committee_of_more_than_seven_is_only_warned_of() -> None:
    found = of(Topic.SIZE, findings(wanted(8, level=Level.CELL), [named(number) for number in range(9)]))
    assert [(each.met, each.blocks) for each in found] == [(True, False), (False, False)]


@given(PERSONS, st.integers(1, 60), st.sampled_from([Kind.COMMITTEE_MEMBER, Kind.STANDING_BOARD_MEMBER, Kind.SECRETARY]),
       st.sampled_from([Level.CELL, Level.GRASSROOTS, Level.SUPERIOR, Level.PROVINCIAL]))
def test_every_finding_of_any_slate_has_both_languages_and_its_rule(slate: list[Named], seats: int, body: Kind, level: Level) -> None:
    for found in findings(wanted(seats, body, level), slate):
        assert found.reason.vi.endswith(found.reason.rule) or found.reason.rule in found.reason.vi
        assert found.reason.rule in found.reason.en
        assert found.blocks is (found.met is False and found.reason.blocks)
