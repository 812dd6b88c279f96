"""Keys of the API: given by an account to itself, for some scopes, until a day; the account's rights bound them besides."""

from datetime import date, timedelta

import pytest

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.models import JournalDetail, JournalEntry, User
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org import queries
from kientoan.org.access import RIGHTS, SCOPE_RIGHTS, KeyRefusedError, TokenActor, actor_of_key
from kientoan.org.enums import TokenScope, Tree, UnitKind, UnitLevel
from kientoan.org.models import ApiToken, Grant
from kientoan.org.operations import NewUnit, close_account, end_grant, establish_units, issue_token, move_unit, rename_unit, revoke_token
from kientoan.org.operations.tokens import MOST_TOKENS, count_use

TODAY = date(2020, 7, 1)
EVERY = tuple(TokenScope)


def key_of(world: World, username: str, *scopes: TokenScope, until: date = TODAY) -> str:
    return issue_token(world.actor(username), name="Máy báo cáo", scopes=scopes or EVERY, expires_on=until).key


def acting(world: World, username: str, *scopes: TokenScope) -> TokenActor:
    return actor_of_key(key_of(world, username, *scopes), clock.now())


def test_a_key_is_shown_once_and_kept_only_as_a_hash(world: World) -> None:
    issued = issue_token(world.actor("officer"), name="  Máy   báo cáo ", scopes=[TokenScope.UNITS_READ, TokenScope.UNITS_READ], expires_on=TODAY)
    assert issued.key.startswith("kt_")
    assert len(issued.key) == 46
    token = ApiToken.objects.get(pk=issued.token_id)
    assert (token.name, token.scopes) == ("Máy báo cáo", ["units:read"])
    assert issued.key[3:] not in "".join(str(value) for value in vars(token).values())
    assert [detail for detail in JournalDetail.objects.values_list("content", flat=True) if issued.key[3:] in detail or token.key_hash in detail] == []


def test_issuing_and_revoking_are_entries_of_the_journal(world: World) -> None:
    key_of(world, "officer")
    revoke_token(world.actor("officer"), token_id=ApiToken.objects.get().pk)
    assert list(JournalEntry.objects.order_by("-number").values_list("operation", "actor")[:2]) == [
        ("org.revoke_token", "user:officer"), ("org.issue_token", "user:officer")]


@pytest.mark.parametrize(("changes", "place"), [
    ({"name": " "}, "name"), ({"name": "x" * 81}, "name"), ({"scopes": []}, "scopes"), ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
    ({"expires_on": TODAY + timedelta(days=366)}, "expires_on"), ({"expires_on": date.max}, "expires_on")])
def test_a_bad_key_is_refused_at_its_field(world: World, changes: dict[str, object], place: str) -> None:
    wanted: dict[str, object] = {"name": "Máy", "scopes": EVERY, "expires_on": TODAY, **changes}
    with pytest.raises(Refusal) as refused:
        issue_token(world.actor("officer"), **wanted)  # type: ignore[arg-type]  # a dictionary of arguments
    assert refused.value.place == place
    assert not ApiToken.objects.exists()


def test_an_account_has_twenty_keys_at_most(world: World) -> None:
    for _each in range(MOST_TOKENS):
        key_of(world, "officer")
    with pytest.raises(Refusal, match="Thu hồi bớt"):
        key_of(world, "officer")


def test_a_key_opens_to_the_end_of_its_last_day(world: World) -> None:
    key = key_of(world, "officer", until=date(2020, 7, 3))
    with clock.telling(clock.working_moment(date(2020, 7, 3), 23, 59)):
        assert actor_of_key(key, clock.now()).name == "Lê Thị Hà An"
    with clock.telling(clock.working_moment(date(2020, 7, 4), 0, 0)), pytest.raises(KeyRefusedError, match="đã hết hạn"):
        actor_of_key(key, clock.now())


def test_an_unknown_key_opens_nothing(world: World) -> None:
    for key in ("", "kt_", "kt_" + "x" * 43, "\ud800", "ê" * 5000):
        with pytest.raises(KeyRefusedError, match="không đúng"):
            actor_of_key(key, clock.now())


def test_a_revoked_key_opens_nothing_and_is_revoked_once(world: World) -> None:
    key = key_of(world, "officer")
    token = ApiToken.objects.get()
    revoke_token(world.actor("officer"), token_id=token.pk)
    with pytest.raises(KeyRefusedError, match="thu hồi"):
        actor_of_key(key, clock.now())
    with pytest.raises(Refusal, match="đã bị thu hồi"):
        revoke_token(world.actor("officer"), token_id=token.pk)


def test_a_key_of_another_account_is_not_to_be_found(world: World) -> None:
    key_of(world, "officer")
    with pytest.raises(NotFound):
        revoke_token(world.actor("keeper"), token_id=ApiToken.objects.get().pk)
    assert queries.tokens_of(User.objects.get(username="keeper").pk) == []


def test_a_key_of_a_locked_account_opens_nothing(world: World) -> None:
    key = key_of(world, "clerk")
    close_account(MACHINE, user_id=User.objects.get(username="clerk").pk)
    with pytest.raises(KeyRefusedError, match="bị khóa"):
        actor_of_key(key, clock.now())


def test_a_key_of_an_account_without_a_role_opens_nothing(world: World) -> None:
    key = key_of(world, "clerk")
    end_grant(MACHINE, grant_id=str(Grant.objects.known().get(user__username="clerk").fact_id), on=TODAY)
    with pytest.raises(KeyRefusedError, match="không còn quyền"):
        actor_of_key(key, clock.now())


def test_whoever_sees_no_units_gives_itself_no_key(world: World) -> None:
    with pytest.raises(NotAllowed):
        key_of(world, "administrator")


def test_neither_a_key_nor_the_machine_gives_out_keys(world: World) -> None:
    with pytest.raises(NotAllowed, match="Chỉ người đã đăng nhập"):
        issue_token(acting(world, "officer"), name="Khóa con", scopes=EVERY, expires_on=TODAY)
    with pytest.raises(NotAllowed, match="Chỉ người đã đăng nhập"):
        issue_token(MACHINE, name="Khóa máy", scopes=EVERY, expires_on=TODAY)
    with pytest.raises(NotAllowed, match="Chỉ người đã đăng nhập"):
        revoke_token(acting(world, "officer"), token_id=1)


@pytest.mark.parametrize("scope", EVERY)
@pytest.mark.parametrize("username", ["officer", "clerk", "secretary", "auditor"])
def test_a_keys_rights_are_the_accounts_and_the_scopes_together(world: World, username: str, scope: TokenScope) -> None:
    actor, holder = acting(world, username, scope), world.actor(username)
    at = next(iter(holder.unit_ids(Right.SEE_UNITS)))
    rights = RIGHTS[next(iter(holder.roles))]
    for right in Right:
        allowed = right in rights and right in SCOPE_RIGHTS[scope]
        assert (actor.refusal(right, [at], TODAY) is None) == allowed, right
        assert actor.has(right) == allowed
        assert bool(actor.unit_ids(right)) == allowed


def test_an_operation_itself_refuses_what_the_key_is_not_for_and_names_the_scope(world: World) -> None:
    reader = acting(world, "officer", TokenScope.UNITS_READ, TokenScope.CONGRESS_WRITE)
    entries = JournalEntry.objects.count()
    with pytest.raises(NotAllowed, match="thiếu phạm vi units:write"):
        rename_unit(reader, unit_id=world["05965"], name="Xã Khác", on=TODAY)
    with pytest.raises(NotAllowed, match="không làm được việc này"):
        close_account(reader, user_id=User.objects.get(username="clerk").pk)
    assert JournalEntry.objects.count() == entries
    rename_unit(acting(world, "officer", TokenScope.UNITS_WRITE), unit_id=world["05965"], name="Xã Khác", on=TODAY)


def test_no_scope_reaches_beyond_the_accounts_units(world: World) -> None:
    with pytest.raises(NotAllowed, match="ngoài phạm vi được giao"):
        rename_unit(acting(world, "stranger", *EVERY), unit_id=world["party-05965"], name="Đảng bộ xã Khác", on=TODAY)
    with pytest.raises(NotAllowed, match="không có quyền này"):
        rename_unit(acting(world, "clerk", *EVERY), unit_id=world["party-05965"], name="Đảng bộ xã Khác", on=TODAY)


def test_what_a_key_does_is_entered_under_account_and_key(world: World) -> None:
    rename_unit(acting(world, "officer"), unit_id=world["05965"], name="Xã Khác", on=TODAY)
    assert JournalEntry.objects.latest("number").actor == f"user:officer/token:{ApiToken.objects.get().pk}"


def test_no_scope_lets_sensitive_data_accounts_or_the_journal_through() -> None:
    through = frozenset().union(*SCOPE_RIGHTS.values())
    assert SCOPE_RIGHTS.keys() == set(TokenScope)
    assert through & {Right.SEE_SENSITIVE, Right.MANAGE_ACCOUNTS, Right.READ_JOURNAL, Right.KEEP_INSTALLATION, Right.IMPORT_TERRITORY} == frozenset()


def test_a_use_is_counted_once_a_minute(world: World) -> None:
    key_of(world, "officer")
    token, now = ApiToken.objects.get(), clock.now()
    seen = []
    for seconds in (0, 59, 60, 90):
        count_use(token.pk, now=now + timedelta(seconds=seconds))
        token.refresh_from_db()
        seen.append((token.last_used_at - now).seconds if token.last_used_at else None)
    assert seen == [0, 0, 60, 60]


def test_a_unit_cannot_begin_where_time_ends(world: World) -> None:
    last = date(9999, 12, 31)
    with pytest.raises(Refusal, match="không có ngày nào"):
        establish_units(MACHINE, on=last, rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Cuối", world["05965"])])
    for refused in (lambda: rename_unit(MACHINE, unit_id=world["05965"], name="Xã Cuối", on=last),
                    lambda: move_unit(MACHINE, unit_id=world["05965"], parent_id=world["171"], on=last)):
        with pytest.raises(Refusal):
            refused()
