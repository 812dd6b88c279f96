"""The slate: found on, announced, seen by whom; secrecy; what a change of the tree means."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import MACHINE, SEASON, World, plan
from kientoan.core.journal import verify
from kientoan.core.models import JournalDetail
from kientoan.core.participants import Change, Fate, Kind, participants
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org.operations import Fold, Reorganisation, dissolve_unit, reorganise, undo_change
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind
from kientoan.people.operations import correct_profile
from kientoan.personnel import queries
from kientoan.personnel.access import sight
from kientoan.personnel.enums import Secrecy
from kientoan.personnel.models import Announcement, PersonnelPlan, PlanTerms
from kientoan.personnel.operations import (
    Counts,
    Spot,
    announce_slate,
    change_terms,
    correct_step,
    nominate,
    open_plan,
    withdraw_announcement,
    withdraw_nominee,
)
from kientoan.personnel.participants import PersonnelParticipant
from kientoan.rules.personnel import Track
from kientoan.rules.slate import Topic
from slates import BEGINS, finished, new_plan, nobody_again, people, put, terms, through

FIRST = Track.FIRST_TIME
JULY = date(2020, 7, 1)
APRIL = date(2020, 4, 1)


def slate(world: World, plan_id: int, username: str = "", key: str = "party-05965") -> queries.Slate:
    unit = unit_on(world[key], JULY)
    assert unit is not None
    return queries.slate_of(queries.plan_state(queries.plan_row(plan_id)), unit, JULY, actor=world.actor(username) if username else None)


def test_a_slate_tells_what_it_meets_and_what_it_lacks(world: World) -> None:
    plan_id, ids = finished(world)
    found = slate(world, plan_id)
    assert [row.named.person for row in found.rows] == ids[:4]
    assert [(row.votes, row.base) for row in found.rows] == [(18, 20), (17, 20), (16, 20), (15, 20)]
    assert found.blocking == []
    told = {each.topic: each for each in found.findings}
    assert told[Topic.SIZE].reason.vi == "4 người cho 3 vị trí, dư 1; danh sách phải nhiều hơn số vị trí; EL-16"
    assert (told[Topic.WOMEN].met, told[Topic.YOUNG].met, told[Topic.RENEWAL].met, told[Topic.AGE].met) == (True, False, True, True)
    assert told[Topic.RESIDENCE].met is False


def test_ages_are_judged_in_the_year_of_the_congress(world: World) -> None:
    plan(world, "party-05965", date(2020, 6, 10))
    plan_id, _ids = finished(world)
    assert slate(world, plan_id).wanted.reference == APRIL


def test_what_one_may_not_read_of_a_person_is_not_counted(world: World) -> None:
    plan_id, _ids = finished(world)
    assert [row.named.is_minority for row in slate(world, plan_id, "keeper").rows] == [False] * 4
    assert [row.named.is_minority for row in slate(world, plan_id, "clerk").rows] == [None] * 4
    assert [(row.named.birth, row.named.is_woman) for row in slate(world, plan_id, "stranger").rows] == [(None, None)] * 4


def test_a_slate_is_announced_only_when_all_is_done_and_nothing_blocks(world: World) -> None:
    plan_id, ids = new_plan(world, size=4), people(world, 4)
    with pytest.raises(Refusal, match="Quy trình chưa xong"):
        announce_slate(MACHINE, plan_id=plan_id, on=APRIL)
    nobody_again(plan_id)
    put(plan_id, FIRST, ids)
    through(plan_id, FIRST, dict.fromkeys(ids, 15))
    with pytest.raises(Refusal, match="Chưa công bố được: 4 người cho 4 vị trí, dư 0") as caught:
        announce_slate(MACHINE, plan_id=plan_id, on=APRIL)
    assert caught.value.rule == "EL-16"
    change_terms(MACHINE, plan_id=plan_id, terms=terms(3), on=BEGINS)
    with pytest.raises(Refusal, match="trước bước cuối"):
        announce_slate(MACHINE, plan_id=plan_id, on=BEGINS)
    assert announce_slate(MACHINE, plan_id=plan_id, on=APRIL) == 4


def test_somebody_too_old_keeps_the_slate_from_being_announced(world: World) -> None:
    plan_id, ids = finished(world)
    from kientoan.people.models import PersonProfile
    from kientoan.people.operations import Profile
    from kientoan.rules.persons import read_birth

    shown = PersonProfile.objects.known().get(person=ids[1])
    correct_profile(MACHINE, version_id=shown.pk, profile=Profile(shown.full_name, birth=read_birth("03/1965"), sex="male"))
    with pytest.raises(Refusal, match="sinh 03/1965, 55 tuổi 1 tháng ở tháng 04/2020; lần đầu phải sinh từ 04/1965"):
        announce_slate(MACHINE, plan_id=plan_id, on=APRIL)


def test_an_announced_slate_is_not_changed_before_the_announcement_is_taken_back(world: World) -> None:
    plan_id, ids = finished(world, announce=True)
    for act in (
            lambda: withdraw_nominee(MACHINE, plan_id=plan_id, person_id=ids[0], on=APRIL, reason="Xin rút"),
            lambda: correct_step(MACHINE, spot=Spot(plan_id, FIRST, 5), on=APRIL, electorate=20, counts=Counts(20, 19, 1, {}), reason="Nhầm"),
            lambda: announce_slate(MACHINE, plan_id=plan_id, on=APRIL)):
        with pytest.raises(Refusal, match="Danh sách đã công bố ngày 01/04/2020"):
            act()
    with pytest.raises(Refusal, match="Thiếu lý do rút lại công bố"):
        withdraw_announcement(MACHINE, plan_id=plan_id, reason="")
    withdraw_announcement(MACHINE, plan_id=plan_id, reason="Có đơn")
    with pytest.raises(Refusal, match="chưa công bố"):
        withdraw_announcement(MACHINE, plan_id=plan_id, reason="Có đơn")
    assert (Announcement.objects.known().count(), Announcement.objects.count()) == (0, 1)


def test_who_was_dropped_is_for_those_who_prepare_and_may_read_what_is_sensitive(world: World) -> None:
    unit = world["party-05965"]
    seen = {name: sight(world.actor(name), unit, JULY) for name in ("officer", "keeper", "stranger", "secretary", "clerk", "auditor", "counter", "administrator")}
    assert {name for name, each in seen.items() if each.dropped} == {"officer", "keeper"}
    assert {name for name, each in seen.items() if each.works} == {"officer", "keeper"}
    assert {name for name, each in seen.items() if each.announced} == {"officer", "keeper", "secretary", "clerk", "auditor"}


def test_a_list_shows_others_only_what_was_announced(world: World) -> None:
    finished(world)
    new_plan(world, "party-05953")
    unit = unit_on(world["party-173"], JULY)
    assert unit is not None
    assert [row.unit for row in queries.plans_below(world.actor("keeper"), unit, JULY).rows] == ["Đảng bộ xã Dương Thành", "Đảng bộ xã Lương Phú"]
    assert queries.plans_below(world.actor("auditor"), unit, JULY).count == 0
    announce_slate(MACHINE, plan_id=PersonnelPlan.objects.order_by("pk")[0].pk, on=APRIL)
    rows = queries.plans_below(world.actor("auditor"), unit, JULY).rows
    assert [(row.unit, row.announced_on, row.reached[FIRST], row.steps) for row in rows] == [("Đảng bộ xã Dương Thành", APRIL, 5, 5)]
    seen = {name: queries.plans_below(world.actor(name), unit, JULY).count for name in ("clerk", "secretary", "stranger", "counter", "administrator")}
    assert seen == {"clerk": 1, "secretary": 1, "stranger": 0, "counter": 0, "administrator": 0}


def test_a_list_and_a_plan_cost_the_same_whatever_their_length(world: World) -> None:
    unit = unit_on(world["party-173"], JULY)
    assert unit is not None

    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as listed:
            queries.plans_below(MACHINE, unit, JULY)
        first = PersonnelPlan.objects.order_by("pk")[0]
        with CaptureQueriesContext(connection) as shown:
            queries.plan_state(first)
        return len(listed), len(shown)

    new_plan(world)
    before = cost()
    new_plan(world, "party-05953")
    new_plan(world, "party-173")
    put(PersonnelPlan.objects.order_by("pk")[0].pk, FIRST, people(world, 5))
    assert cost() == before


# -- secrecy (PV-13) -------------------------------------------------------------------------------------------------------------------------


def test_what_is_secret_is_refused_online_and_kept_offline(world: World, settings: object) -> None:
    with pytest.raises(Refusal, match="KIENTOAN_ONLINE=false") as caught:
        new_plan(world, secrecy=Secrecy.SECRET)
    assert (caught.value.place, caught.value.rule, PersonnelPlan.objects.count()) == ("secrecy", "PV-13", 0)
    ordinary = new_plan(world, body=PostKind.SECRETARY, size=1)
    with pytest.raises(Refusal, match="không được lưu trên bản cài đặt nối mạng"):
        change_terms(MACHINE, plan_id=ordinary, terms=terms(1, secrecy=Secrecy.SECRET), on=BEGINS)
    settings.ONLINE = False  # type: ignore[attr-defined]  # pytest-django's settings
    secret = new_plan(world, secrecy=Secrecy.SECRET)
    put(secret, FIRST, people(world, 1))
    settings.ONLINE = True  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="không được lưu trên bản cài đặt nối mạng"):
        put(secret, FIRST, people(world, 1, prefix="Ngô Thị"))
    assert list(PlanTerms.objects.values_list("plan", "secrecy")) == [(ordinary, "ordinary"), (secret, "secret")]


def test_an_installation_is_online_unless_declared_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    from kientoan.config import Config

    monkeypatch.delenv("KIENTOAN_ONLINE", raising=False)
    assert Config.load().online
    monkeypatch.setenv("KIENTOAN_ONLINE", "false")
    assert not Config.load().online


# -- changes of the tree -----------------------------------------------------------------------------------------------------------------------


def test_a_plan_ends_with_its_organisation_and_lives_on_when_that_is_undone(world: World) -> None:
    assert any(isinstance(each, PersonnelParticipant) for each in participants())
    new_plan(world, "office")
    change = Change(Kind.DISSOLVE, (world["office"],), JULY)
    assert [(line.fate, line.text) for line in PersonnelParticipant().plan(change)] == [(Fate.CLOSES, "Phương án nhân sự của đơn vị kết thúc: 1")]
    assert PersonnelParticipant().plan(Change(Kind.MOVE, (world["office"],), JULY)) == []
    dissolve_unit(MACHINE, unit_id=world["office"], on=date(2020, 6, 30))
    assert PlanTerms.objects.known().get().valid_to == date(2020, 6, 30)
    undo_change(MACHINE, unit_id=world["office"], on=date(2020, 6, 30))
    assert PlanTerms.objects.known().get().valid_to.year == 9999


def test_a_plan_of_a_merged_organisation_ends_and_stays_readable(world: World) -> None:
    plan_id, _ids = finished(world)
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 30), folds=(Fold(world["party-05965"], (world["party-05953"],)),)))
    found = queries.plan_state(queries.plan_row(plan_id))
    assert (found.ended_on, len(found.slate)) == (date(2020, 6, 30), 4)
    with pytest.raises(Refusal, match="Phương án này đã kết thúc"):
        announce_slate(MACHINE, plan_id=plan_id, on=APRIL)


# -- the door ------------------------------------------------------------------------------------------------------------------------------------


def test_every_act_has_its_entry_and_the_journal_is_whole(world: World) -> None:
    plan_id, _ids = finished(world, announce=True)
    operations = list(JournalDetail.objects.filter(entry__operation__startswith="personnel.").order_by("entry").values_list("entry__operation", flat=True))
    assert operations == ["personnel.open_plan", "personnel.close_process", "personnel.nominate",
                          *["personnel.open_step", "personnel.count_step", "personnel.seal_step"] * 5, "personnel.announce_slate"]
    detail = json.loads(JournalDetail.objects.order_by("-entry")[0].content)
    assert (detail["plan"], len(detail["announced"])) == (plan_id, 4)
    assert verify().fault == ""


def test_a_plan_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        announce_slate(MACHINE, plan_id=999, on=APRIL)
    with pytest.raises(NotFound):
        nominate(MACHINE, plan_id=999, track=FIRST, rows=[], on=APRIL)
    with pytest.raises(NotFound):
        open_plan(MACHINE, unit_id=world["party-05965"], season_key="1990-1995", body=PostKind.SECRETARY, terms=terms(1), on=BEGINS)
    assert SEASON == "2020-2025"
