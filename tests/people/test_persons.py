"""Persons: entered, changed, corrected, taken back; namesakes kept apart; who may read what; search."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import BEGINS, MACHINE, World
from kientoan.core import clock
from kientoan.core.models import JournalDetail, JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.queries import unit_on
from kientoan.people import access, fields, queries
from kientoan.people.enums import FieldClass, MembershipEnd, MemberStage, PostKind, QualificationField, QualificationLevel
from kientoan.people.models import Holding, Membership, Person, PersonProfile
from kientoan.people.operations import (
    MemberMove,
    NewMembership,
    NewPerson,
    Profile,
    admit_members,
    change_profile,
    confirm_members,
    correct_profile,
    end_memberships,
    record_qualification,
    register_persons,
    transfer_members,
    withdraw_membership,
    withdraw_profile,
    withdraw_qualification,
)
from kientoan.people.scopes import PostsBelow
from kientoan.rules.persons import BEGINNING, Birth, Precision, read_birth
from staff import SINCE, fill, person, post

JUNE, JULY = date(2020, 6, 1), date(2020, 7, 1)


def record(world: World, who: int, day: date = JULY, actor: str = "officer") -> queries.PersonRecord:
    """A person's record as an account reads it."""
    found = queries.person_record(world.actor(actor), who, day)
    assert found is not None
    return found


def found_by(world: World, query: str, actor: str = "officer") -> list[tuple[str, str, list[str]]]:
    """Name, year of birth and ties of those that a search finds."""
    return [(row.name, row.born_text, [f"{tie.title}, {tie.unit}" for tie in row.ties]) for row in queries.search_persons(world.actor(actor), query, JULY)]


def test_every_field_has_a_class_and_none_holds_an_opinion() -> None:
    there = {model.__name__: {field.name for field in model._meta.concrete_fields} for model in apps.get_app_config("people").get_models()}
    assert {model: set(of) for model, of in fields.CLASSES.items()} == there
    assert fields.CLASSES["PersonProfile"]["ethnicity"] is FieldClass.SENSITIVE
    assert {name for name, of in fields.CLASSES["PersonProfile"].items() if of is FieldClass.PUBLIC} >= {"full_name"}
    of_persons = {name for model, names in there.items() if model == "Person" or "person" in names for name in names}
    assert not of_persons & {"religion", "health", "opinion", "remark", "note", "picture", "scan"}


def test_many_persons_are_one_operation_with_one_entry_and_names_stay_out_of_it(world: World) -> None:
    entries = JournalEntry.objects.count()
    rows = [NewPerson(str(number), world["cell-1"], Profile(f"Dương Văn Thứ {number}"), membership=NewMembership(world["cell-1"])) for number in range(30)]
    done = register_persons(MACHINE, rows=rows)
    assert (len(done.ids), JournalEntry.objects.count()) == (30, entries + 1)
    assert JournalEntry.objects.order_by("-number")[0].count == 30
    assert "Dương" not in JournalDetail.objects.order_by("-entry")[0].content


def test_namesakes_are_two_and_are_told_apart_by_year_unit_and_post(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    first = person(world, "Nguyễn Văn An", "1970", member_of="cell-1")
    second = person(world, "Nguyễn Văn An", "5/1981", member_of="cell-2")
    fill(world, "xom-1", PostKind.HAMLET_HEAD, first)
    assert first != second
    assert found_by(world, "nguyen van an") == [
        ("Nguyễn Văn An", "1970", ["trưởng xóm, Xóm Trung Thành", "đảng viên chính thức, Chi bộ xóm Trung Thành"]),
        ("Nguyễn Văn An", "1981", ["đảng viên chính thức, Chi bộ xóm Núi 1 và Núi 2"])]
    done = register_persons(MACHINE, rows=[NewPerson("p", world["cell-1"], Profile("Nguyễn Văn An", birth=read_birth("3/1970")))])
    assert done.warnings == ("Đã có người tên Nguyễn Văn An cùng năm sinh. Xem có phải một người không.",)


def test_search_takes_any_part_with_or_without_diacritics_and_a_card(world: World) -> None:
    person(world, "Dương Thị Hoà", member_card="19.012345")
    person(world, "Dương Thị Hoa")
    assert [row[0] for row in found_by(world, "hoa duong")] == ["Dương Thị Hoa", "Dương Thị Hoà"]
    assert [row[0] for row in found_by(world, "hòa")] == ["Dương Thị Hoà"]
    assert [row[0] for row in found_by(world, "19.012345")] == ["Dương Thị Hoà"]
    assert found_by(world, "ho") != []
    assert (found_by(world, "oa"), found_by(world, "  ")) == ([], [])


def test_a_search_reaches_no_further_than_the_grants(world: World) -> None:
    an = person(world, "Dương Văn An", member_of="cell-1")
    person(world, "Dương Văn An", at="office")
    assert [len(found_by(world, "an", actor)) for actor in ("officer", "keeper", "clerk", "stranger", "administrator")] == [2, 1, 1, 1, 0]
    assert queries.person_record(world.actor("stranger"), an, JULY) is None
    assert queries.person_record(world.actor("administrator"), an, JULY) is None
    for actor in ("officer", "keeper", "clerk", "secretary", "auditor", "stranger", "administrator"):
        who = world.actor(actor)
        assert access.may_see(who, an, JULY) == (an in access.visible_ids(who, [an], JULY)) == access.visible_to(who, Person.objects.all(), JULY).filter(pk=an).exists()


def test_whoever_once_kept_a_person_still_finds_them_after_the_transfer(world: World) -> None:
    an = person(world, "Dương Văn An", member_of="office", at="office")
    assert not access.may_see(world.actor("clerk"), an, JULY)
    transfer_members(MACHINE, rows=[MemberMove(an, JUNE, world["cell-1"])])
    assert [access.may_see(world.actor(actor), an, JULY) for actor in ("clerk", "stranger")] == [True, True]
    assert [access.may_see(world.actor("clerk"), an, day) for day in (date(2020, 5, 31), JUNE)] == [False, True]


def test_what_one_may_not_read_is_absent_and_named(world: World) -> None:
    an = person(world, "Lường Văn An", "12/5/1970", member_of="cell-1", ethnicity="Tày", phone="0912 345 678", home_place="Dương Thành")
    clerk, secretary = record(world, an, actor="clerk"), record(world, an, actor="secretary")
    assert (clerk.ethnicity, clerk.hidden, clerk.phone) == (None, frozenset({"ethnicity"}), "0912345678")
    assert (secretary.ethnicity, secretary.hidden) == ("Tày", frozenset())


def test_a_correction_supersedes_and_a_change_begins_on_its_day(world: World) -> None:
    an = person(world, "Nguyễn Văn Án", "1970")
    seen = record(world, an).version_id
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        correct_profile(MACHINE, version_id=seen, profile=Profile("Nguyễn Văn An", birth=read_birth("6/1971")))
        with pytest.raises(Refusal, match="đã được người khác sửa"):
            correct_profile(MACHINE, version_id=seen, profile=Profile("Nguyễn Văn Ân"))
    assert [(each.name, each.born) for each in (record(world, an),)] == [("Nguyễn Văn An", Birth(date(1971, 6, 1), Precision.MONTH))]
    before = queries.person_record(world.actor("officer"), an, JULY, clock.working_moment(JULY, 23))
    assert before is not None
    assert before.name == "Nguyễn Văn Án"
    with clock.telling(clock.working_moment(date(2020, 7, 3))):
        change_profile(MACHINE, person_id=an, on=JUNE, profile=Profile("Nguyễn Hoàng An", birth=read_birth("6/1971")))
    assert [record(world, an, day).name for day in (date(2020, 5, 31), JUNE)] == ["Nguyễn Văn An", "Nguyễn Hoàng An"]
    assert record(world, an).former_names == (("Nguyễn Văn An", JUNE),)
    assert [row[0] for row in found_by(world, "nguyen van an")] == ["Nguyễn Hoàng An"]
    with clock.telling(clock.working_moment(date(2020, 7, 4))):
        withdraw_profile(MACHINE, version_id=record(world, an).version_id)
    assert record(world, an).name == "Nguyễn Văn An"


@pytest.mark.parametrize(("profile", "place", "sentence"), [
    (Profile("  "), "full_name", "Thiếu họ và tên"),
    (Profile("Dương Văn An", birth=Birth(date(2021, 1, 1), Precision.YEAR)), "birth", "Ngày sinh 2021 chưa tới"),
    (Profile("Dương Văn An", phone="12ab"), "phone", "Số điện thoại “12ab” không đúng"),
    (Profile("Dương Văn An", member_card="#"), "member_card", "Số thẻ “#” không đúng"),
    (Profile("A" * 121), "full_name", "dài quá 120 chữ"),
])
def test_what_no_person_can_have_is_refused(world: World, profile: Profile, place: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        register_persons(MACHINE, rows=[NewPerson("p", world["cell-1"], profile)])
    assert (refused.value.place, Person.objects.count()) == (place, 0)


def test_a_card_is_one_persons(world: World) -> None:
    an = person(world, "Dương Văn An", member_card="19000001")
    with pytest.raises(Refusal, match="Số thẻ 19000001 đã là của Dương Văn An") as refused:
        person(world, "Dương Văn Ba", member_card="19 000 001")
    assert refused.value.rule == "RP-21"
    two = [NewPerson(key, world["cell-1"], Profile(f"Ngô {key}", member_card="7777")) for key in ("a", "b")]
    with pytest.raises(Refusal, match="một người khác trong danh sách"):
        register_persons(MACHINE, rows=two)
    change_profile(MACHINE, person_id=an, on=JUNE, profile=Profile("Dương Văn An", member_card="19000001", phone="0912345678"))


def test_a_name_without_a_birth_is_so_since_ever(world: World) -> None:
    an = person(world, "Dương Văn An")
    assert PersonProfile.objects.known().get(person=an).valid_from == BEGINNING
    assert record(world, an).born is None


def test_a_birth_after_a_post_began_is_refused_as_a_correction(world: World) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    an = person(world, "Dương Văn An", "1970")
    fill(world, "xom-1", PostKind.HAMLET_HEAD, an)
    with pytest.raises(Refusal, match=r"Ngày sinh 06/2020 sau ngày đã giữ chức danh hoặc vào tổ chức \(01/02/2020\)"):
        correct_profile(MACHINE, version_id=record(world, an).version_id, profile=Profile("Dương Văn An", birth=read_birth("6/2020")))


def test_one_entered_by_mistake_is_taken_back_while_nothing_cites_them(world: World) -> None:
    an = person(world, "Dương Văn An", member_of="cell-1")
    with pytest.raises(Refusal, match="đã có chức danh hoặc sinh hoạt đảng"):
        withdraw_profile(MACHINE, version_id=record(world, an).version_id)
    withdraw_membership(MACHINE, version_id=Membership.objects.known().get(person=an).pk)
    withdraw_profile(MACHINE, version_id=record(world, an).version_id)
    assert (queries.person_record(world.actor("officer"), an, JULY), found_by(world, "an")) == (None, [])


def test_membership_dates_that_contradict_one_another_are_refused(world: World) -> None:
    an = person(world, "Dương Văn An", "1970")
    for row, place, sentence in (
            (NewMembership(world["cell-1"], MemberStage.OFFICIAL, date(2011, 5, 19), date(2010, 5, 19), BEGINS, an), "official_on",
             "Ngày chính thức 19/05/2010 trước ngày kết nạp 19/05/2011"),
            (NewMembership(world["xom-1"], person_id=an, since=BEGINS), "unit", "Đơn vị này là địa bàn, không có đảng viên"),
            (NewMembership(world["cell-1"], admitted_on=date(1969, 1, 1), since=BEGINS, person_id=an), "admitted_on", r"trước khi người này sinh \(1970\)"),
            (NewMembership(world["cell-1"], since=date(2019, 12, 31), person_id=an), "unit", "tổ chức chưa có"),
            (NewMembership(world["cell-1"], MemberStage.PROBATIONARY, None, BEGINS, BEGINS, an), "official_on", "dự bị chưa có ngày chính thức"),
            (NewMembership(world["cell-1"], since=date(2020, 7, 2), person_id=an), "admitted_on", "chưa tới")):
        with pytest.raises(Refusal, match=sentence) as refused:
            admit_members(MACHINE, rows=[row])
        assert refused.value.place == place
    assert Membership.objects.count() == 0


def test_members_are_admitted_confirmed_transferred_and_leave(world: World) -> None:
    an = person(world, "Dương Văn An", "1970")
    with clock.telling(clock.working_moment(JULY)):
        admit_members(MACHINE, rows=[NewMembership(world["cell-1"], MemberStage.PROBATIONARY, BEGINS, person_id=an)])
        with pytest.raises(Refusal, match="đang sinh hoạt ở một tổ chức từ ngày 01/01/2020"):
            admit_members(MACHINE, rows=[NewMembership(world["cell-2"], since=JUNE, person_id=an)])
        confirm_members(MACHINE, rows=[MemberMove(an, date(2020, 3, 1))])
        transfer_members(MACHINE, rows=[MemberMove(an, date(2020, 4, 1), world["cell-2"])])
        with pytest.raises(Refusal, match="Tổ chức đến phải khác"):
            transfer_members(MACHINE, rows=[MemberMove(an, date(2020, 5, 1), world["cell-2"])])
        with pytest.raises(Refusal, match="Chọn ngày sau đó"):
            end_memberships(MACHINE, rows=[MemberMove(an, date(2020, 4, 1), reason=MembershipEnd.LEFT)])
        end_memberships(MACHINE, rows=[MemberMove(an, JUNE, reason=MembershipEnd.LEFT)])
    rows = [(row.unit, row.stage, row.since, row.until, row.end_reason) for row in record(world, an).memberships]
    assert rows == [
        ("Chi bộ xóm Núi 1 và Núi 2", "official", date(2020, 4, 1), JUNE, "left"),
        ("Chi bộ xóm Trung Thành", "official", date(2020, 3, 1), date(2020, 4, 1), "transferred"),
        ("Chi bộ xóm Trung Thành", "probationary", BEGINS, date(2020, 3, 1), "stage_changed")]
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        withdraw_membership(MACHINE, version_id=record(world, an).memberships[0].version_id)
        withdraw_membership(MACHINE, version_id=record(world, an).memberships[0].version_id)
    assert next((row.unit, row.until) for row in record(world, an).memberships) == ("Chi bộ xóm Trung Thành", None)


def test_qualifications_follow_one_another_by_field(world: World) -> None:
    an = person(world, "Dương Văn An")
    record_qualification(MACHINE, person_id=an, field=QualificationField.SCHOOLING, level=QualificationLevel.SCHOOLING_9_12, on=BEGINS)
    record_qualification(MACHINE, person_id=an, field=QualificationField.SCHOOLING, level=QualificationLevel.SCHOOLING_12_12, on=JUNE)
    record_qualification(MACHINE, person_id=an, field=QualificationField.POLITICAL_THEORY, level=QualificationLevel.THEORY_ELEMENTARY, on=JUNE)
    with pytest.raises(Refusal, match="Trình độ này không thuộc loại đã chọn"):
        record_qualification(MACHINE, person_id=an, field=QualificationField.PROFESSION, level=QualificationLevel.SCHOOLING_9_12, on=JUNE)
    assert [[row.level for row in record(world, an, day).qualifications] for day in (date(2020, 5, 31), JUNE)] == [
        ["schooling_9_12"], ["theory_elementary", "schooling_12_12"]]
    withdraw_qualification(MACHINE, version_id=record(world, an).qualifications[1].version_id)
    assert [row.level for row in record(world, an).qualifications] == ["theory_elementary", "schooling_9_12"]


def test_who_may_see_a_person_but_keep_none_is_refused_with_the_reason(world: World) -> None:
    an = person(world, "Dương Văn An", member_of="cell-1")
    profile = Profile("Dương Văn Ân")
    with pytest.raises(NotAllowed, match="không có quyền này"):
        correct_profile(world.actor("auditor"), version_id=record(world, an).version_id, profile=profile)
    with pytest.raises(NotFound):
        correct_profile(world.actor("stranger"), version_id=record(world, an).version_id, profile=profile)
    correct_profile(world.actor("clerk"), version_id=record(world, an).version_id, profile=profile)
    assert record(world, an).name == "Dương Văn Ân"


def test_a_committee_has_what_the_tables_of_results_ask(world: World) -> None:
    unit = unit_on(world["party-05965"], JULY)
    assert unit is not None
    for kind, seats in ((PostKind.SECRETARY, 1), (PostKind.COMMITTEE_MEMBER, 3)):
        post(world, "party-05965", kind, seats)
    an = person(world, "Dương Văn An", "1970", member_of="cell-1", sex="male", ethnicity="Kinh")
    ba = person(world, "Lường Thị Ba", "15/4/1985", member_of="cell-2", sex="female", ethnicity="Nùng")
    fill(world, "party-05965", PostKind.SECRETARY, an)
    for each in (an, ba):
        fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, each)
    record_qualification(MACHINE, person_id=ba, field=QualificationField.POLITICAL_THEORY, level=QualificationLevel.THEORY_INTERMEDIATE, on=BEGINS)
    rows = queries.committee(world.actor("officer"), unit, JULY, date(2020, 4, 1))
    assert [(row.name, row.titles, row.sex, row.minority, row.first_time) for row in rows] == [
        ("Dương Văn An", ("bí thư", "cấp ủy viên"), "male", False, True), ("Lường Thị Ba", ("cấp ủy viên",), "female", True, True)]
    assert [(row.age.years, row.age.months, row.age.assumed) for row in rows if row.age] == [(50, 3, True), (35, 0, False)]
    assert rows[1].qualifications == {"political_theory": "theory_intermediate"}
    assert [row.minority for row in queries.committee(world.actor("clerk"), unit, JULY, date(2020, 4, 1))] == [None, None]


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 7)
    officer = world.actor("officer")
    unit = unit_on(world["party-05965"], JULY)
    assert unit is not None
    below = PostsBelow(unit, JULY)
    counts: list[list[int]] = []
    access.may_see(officer, 0, JULY)  # the grants are asked once
    for number in range(3):
        an = person(world, f"Dương Văn {number}", "1970", member_of="cell-1")
        fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, an, SINCE + timedelta(days=number), term_ends_on=date(2025, 6, 1))
        found = []
        below.posts()  # the areas covered are asked once
        for ask in (lambda: below.rows(below.posts(vacant=True), actor=officer), lambda: below.term_rows(below.terms(3000), actor=officer),
                    lambda an=an: below.several_rows([an], actor=officer), lambda: queries.search_persons(officer, "duong van", JULY), lambda: queries.persons_of(unit, JULY, actor=officer)):
            with CaptureQueriesContext(connection) as caught:
                ask()
            found.append(len(caught))
        counts.append(found)
    assert counts[0] == counts[2]
    assert Holding.objects.count() == 3
