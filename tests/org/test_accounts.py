"""Accounts: one-time codes, roles for a period, nobody beyond their own subtree."""

from datetime import date, timedelta

import pytest

from cast import MACHINE, World, give_second_factor
from kientoan.core import clock
from kientoan.core.access import Right, system_actor
from kientoan.core.models import User
from kientoan.core.refusal import NotAllowed, Refusal
from kientoan.org import queries
from kientoan.org.enums import Role
from kientoan.org.models import Enrolment, Grant
from kientoan.org.operations import close_account, end_grant, enrol, grant_role, open_account, renew_enrolment
from kientoan.org.operations.accounts import MOST_FAILURES, WrongCodeError, count_failure

DESK = system_actor("enrolment")
PASSWORD = "ruộng bậc thang 2020"
TODAY = date(2020, 7, 1)


def slip(world: World, **changes: object) -> tuple[str, str]:
    """A new account's user name and code."""
    made = open_account(MACHINE, **{"username": "moi", "display_name": "Người Mới", "unit_id": world["cell-1"], "role": Role.SECRETARY, "on": TODAY, **changes})
    return made.username, made.code


def test_a_code_sets_the_password_once(world: World) -> None:
    username, code = slip(world)
    user = enrol(DESK, username=username, code=code.lower(), password=PASSWORD)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    with pytest.raises(WrongCodeError):
        enrol(DESK, username=username, code=code, password=PASSWORD)


def test_a_code_dies_after_fourteen_days(world: World) -> None:
    username, code = slip(world)
    with clock.telling(clock.now() + timedelta(days=14, seconds=1)), pytest.raises(WrongCodeError):
        enrol(DESK, username=username, code=code, password=PASSWORD)


def test_a_code_dies_after_five_wrong_tries(world: World) -> None:
    username, code = slip(world)
    for _each in range(MOST_FAILURES):
        with pytest.raises(WrongCodeError):
            enrol(DESK, username=username, code="AAAA-AAAA-AAAA", password=PASSWORD)
        count_failure(username=username, now=clock.now())
    with pytest.raises(WrongCodeError):
        enrol(DESK, username=username, code=code, password=PASSWORD)


def test_a_new_code_kills_the_old_one(world: World) -> None:
    username, old = slip(world)
    with clock.telling(clock.now() + timedelta(hours=1)):
        new = renew_enrolment(world.actor("officer"), user_id=User.objects.get(username=username).pk)
        with pytest.raises(WrongCodeError):
            enrol(DESK, username=username, code=old, password=PASSWORD)
        enrol(DESK, username=username, code=new.code, password=PASSWORD)


def test_a_weak_password_is_refused_with_the_reason_and_the_code_lives(world: World) -> None:
    username, code = slip(world)
    with pytest.raises(Refusal, match="10"):
        enrol(DESK, username=username, code=code, password="ngắn")
    enrol(DESK, username=username, code=code, password=PASSWORD)


def test_codes_are_kept_only_as_hashes(world: World) -> None:
    _username, code = slip(world)
    stored = Enrolment.objects.latest("pk").code_hash
    assert code.replace("-", "") not in stored
    assert stored.split("$")[0] in ("md5", "pbkdf2_sha256")


def test_no_account_begins_with_a_password(world: World) -> None:
    assert [user.username for user in User.objects.all() if user.has_usable_password()] == []


def test_a_manager_gives_roles_only_below(world: World) -> None:
    keeper = world.actor("keeper")
    open_account(keeper, username="duoi", display_name="Người Dưới", unit_id=world["cell-1"], role=Role.SECRETARY, on=TODAY)
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        open_account(keeper, username="ngoai", display_name="Người Ngoài", unit_id=world["office"], role=Role.CLERK, on=TODAY)
    with pytest.raises(NotAllowed, match="ngoài phạm vi"):
        open_account(keeper, username="tren", display_name="Người Trên", unit_id=world["party"], role=Role.ADMINISTRATOR, on=TODAY)
    assert not User.objects.filter(username__in=["ngoai", "tren"]).exists()


def test_a_manager_cannot_take_over_an_account_of_the_superior_body(world: World) -> None:
    officer = User.objects.get(username="officer")
    with pytest.raises(NotAllowed):
        renew_enrolment(world.actor("keeper"), user_id=officer.pk)
    with pytest.raises(NotAllowed):
        close_account(world.actor("keeper"), user_id=officer.pk)


def test_a_role_counts_from_its_first_day_up_to_and_not_on_its_last(world: World) -> None:
    user = User.objects.get(username="auditor")
    grant_role(MACHINE, user_id=user.pk, unit_id=world["cell-1"], role=Role.CLERK, on=date(2020, 7, 5), until=date(2020, 7, 8))
    give_second_factor("auditor")
    may = {}
    for day in (date(2020, 7, 4), date(2020, 7, 5), date(2020, 7, 7), date(2020, 7, 8)):
        with clock.telling(clock.working_moment(day)):
            may[day.day] = world.actor("auditor").refusal(Right.PLAN_CONGRESS, [world["cell-1"]], day) is None
    assert may == {4: False, 5: True, 7: True, 8: False}


def test_a_role_taken_away_is_gone_the_same_day(world: World) -> None:
    grant = Grant.objects.known().get(user__username="clerk")
    end_grant(world.actor("officer"), grant_id=str(grant.fact_id), on=TODAY)
    assert world.actor("clerk").grants == []
    assert [(row.username, len(row.grants)) for row in queries.accounts(MACHINE, TODAY)] == [
        ("administrator", 1), ("auditor", 1), ("clerk", 0), ("counter", 1), ("editor", 1), ("keeper", 1), ("member", 1), ("officer", 1), ("publisher", 1), ("secretary", 1), ("stranger", 1),
        ("writer", 1)]
    renewed = renew_enrolment(world.actor("officer"), user_id=User.objects.get(username="clerk").pk)
    assert renewed.username == "clerk"


def test_nobody_gives_a_role_to_themselves(world: World) -> None:
    actor, user = world.actor("administrator"), User.objects.get(username="administrator")
    with pytest.raises(NotAllowed, match="Không ai tự cấp quyền"):
        grant_role(actor, user_id=user.pk, unit_id=world["party"], role=Role.ORGANIZATION_OFFICER, on=TODAY)


@pytest.mark.parametrize(("changes", "place", "message"), [
    ({"username": "có dấu"}, "username", "chỉ gồm chữ không dấu"),
    ({"username": "officer"}, "username", "đã có người dùng"),
    ({"display_name": "  "}, "display_name", "Thiếu họ và tên"),
    ({"until": TODAY}, "until", "Ngày hết quyền"),
])
def test_a_bad_account_is_refused_at_its_field(world: World, changes: dict[str, object], place: str, message: str) -> None:
    with pytest.raises(Refusal, match=message) as refused:
        slip(world, **changes)
    assert refused.value.place == place
