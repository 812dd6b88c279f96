"""Whoever may write signs in with a second factor, and browser sessions end when rights change; through HTTP, with real codes."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from cast import MACHINE, SECRET, World, give_second_factor
from kientoan.core.models import JournalDetail, JournalEntry, User
from kientoan.core.refusal import NotAllowed
from kientoan.org.enums import Role
from kientoan.org.models import Grant
from kientoan.org.operations import close_account, dissolve_unit, end_grant, grant_role, rename_unit, renew_enrolment, undo_change
from reading import ClientOf

pytestmark = pytest.mark.once

PASSWORD = "ruộng bậc thang 2020"
DAY = "?ngay=23/06/2020"
SET_UP, SECOND = "/hai-lop/lap/", "/dang-nhap/lop-hai/"
TODAY = date(2020, 7, 1)


@pytest.fixture(autouse=True)
def _no_tries_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code(secret: str, shift: int = 0) -> str:
    """What an authenticator app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def visitor() -> Client:
    return Client(HTTP_HOST="127.0.0.1")


def with_password(username: str, *, factor: bool) -> User:
    """An account of the cast that signs in by password."""
    user = User.objects.get(username=username)
    user.set_password(PASSWORD)
    user.save()
    if not factor:
        Authenticator.objects.filter(user=user).delete()
    return user


def sign_in(username: str) -> Client:
    """A browser in which the password was typed."""
    client = visitor()
    client.post("/dang-nhap/", {"login": username, "password": PASSWORD})
    return client


def signed_in_whole(username: str) -> Client:
    """A browser in which both factors were shown."""
    client = sign_in(username)
    assert client.post(SECOND, {"code": code(SECRET)})["Location"] == "/"
    cache.clear()
    return client


def shown_key(client: Client) -> str:
    page = client.get(SET_UP).content.decode()
    assert '<svg' in page
    assert "style=" not in page
    found = re.search(r'class="print code"><b>([A-Z2-7 ]+)</b>', page)
    assert found
    return found[1].replace(" ", "")


# -- setting up ------------------------------------------------------------------------------------------------------------------------


def test_a_writer_without_a_second_factor_is_led_to_set_one_up_and_can_do_nothing_else(world: World) -> None:
    with_password("officer", factor=False)
    client = sign_in("officer")
    before = JournalEntry.objects.count()
    unit = world["party-05965"]
    for address in ("/", "/mua-dai-hoi/", f"/don-vi/{unit}/", "/tai-khoan/", "/hai-lop/"):
        assert client.get(f"{address}{DAY}")["Location"] == SET_UP
    assert client.post(f"/don-vi/{unit}/doi-ten/", {"name": "Đảng bộ X", "on": "01/06/2020"})["Location"] == SET_UP
    assert client.get("/mua-dai-hoi/tai/bang.json")["Location"] == SET_UP
    assert JournalEntry.objects.count() == before
    page = client.get(SET_UP).content.decode()
    assert "Lập xong mới vào được các trang khác." in page


def test_the_operations_themselves_refuse_an_account_that_lacks_its_second_factor(world: World) -> None:
    Authenticator.objects.filter(user__username="officer").delete()
    with pytest.raises(NotAllowed, match="xác thực hai lớp"):
        rename_unit(world.actor("officer"), unit_id=world["05965"], name="Xã X", on=TODAY)


def test_a_second_factor_is_set_up_with_a_right_code_and_its_recovery_codes_are_shown_once(world: World) -> None:
    user = with_password("officer", factor=False)
    client, elsewhere = sign_in("officer"), sign_in("officer")
    key = shown_key(client)
    assert shown_key(client) == key
    assert "Mã không đúng" in client.post(SET_UP, {"code": "000000"}).content.decode()
    assert client.post(SET_UP, {"code": code(key)})["Location"] == "/hai-lop/ma-du-phong/"
    page = client.get("/hai-lop/ma-du-phong/").content.decode()
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", page)
    assert len(set(codes)) == 10
    assert codes[0] not in client.get("/hai-lop/ma-du-phong/").content.decode()
    assert client.get(f"/{DAY}").status_code == 200
    assert elsewhere.get(f"/{DAY}")["Location"].startswith("/dang-nhap/"), "a session begun with the password alone must not come in with it"
    assert JournalEntry.objects.latest("number").operation == "org.take_second_factor"
    stored = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    kept = stored + str(list(JournalDetail.objects.values_list("content", flat=True))) + str(dict(client.session))
    assert key not in kept
    cache.clear()
    again = sign_in("officer")
    assert again.post(SECOND, {"code": code(key)})["Location"] == "/"
    assert again.get(f"/{DAY}").status_code == 200


def test_the_key_that_is_not_confirmed_yet_lies_encrypted_in_the_session(world: World) -> None:
    with_password("officer", factor=False)
    client = sign_in("officer")
    key = shown_key(client)
    assert all(key not in str(each.get_decoded()) for each in Session.objects.all())


def test_enrolment_leads_straight_to_the_set_up(world: World, client_of: ClientOf) -> None:
    page = client_of("officer").post("/tai-khoan/mo/", {
        "display_name": "Người Mới", "username": "moi", "unit": world["party-05965"], "role": "clerk", "on": "01/07/2020"}).content.decode()
    slip = page[page.index('class="print code"><b>') + 22:][:14]
    client = visitor()
    enrolled = client.post("/ghi-danh/", {"username": "moi", "code": slip, "password": PASSWORD, "again": PASSWORD})
    assert enrolled["Location"] == SET_UP
    assert client.post(SET_UP, {"code": code(shown_key(client))})["Location"] == "/hai-lop/ma-du-phong/"
    assert client.get(f"/{DAY}").status_code == 200


def test_whoever_only_looks_may_do_without_and_may_have_one(world: World) -> None:
    with_password("auditor", factor=False)
    client = sign_in("auditor")
    assert client.get(f"/{DAY}").status_code == 200
    assert "không bắt buộc" in client.get("/hai-lop/").content.decode()
    assert client.post(SET_UP, {"code": code(shown_key(client))}).status_code == 302
    assert "Đang dùng" in client.get("/hai-lop/").content.decode()


# -- signing in ------------------------------------------------------------------------------------------------------------------------


def test_the_password_alone_opens_nothing(world: World) -> None:
    with_password("officer", factor=True)
    client = sign_in("officer")
    assert client.get(f"/{DAY}")["Location"].startswith("/dang-nhap/")
    assert "Mở ứng dụng xác thực" in client.get(SECOND).content.decode()
    assert "Mã không đúng" in client.post(SECOND, {"code": "123456"}).content.decode()
    assert client.post(SECOND, {"code": code(SECRET)})["Location"] == "/"
    assert client.get(f"/{DAY}").status_code == 200


def test_a_code_is_taken_once(world: World) -> None:
    with_password("officer", factor=True)
    used = code(SECRET)
    assert sign_in("officer").post(SECOND, {"code": used}).status_code == 302
    assert "Mã không đúng" in sign_in("officer").post(SECOND, {"code": used}).content.decode()


def test_a_phone_half_a_minute_off_is_let_in_and_one_two_minutes_off_is_not(world: World) -> None:
    with_password("officer", factor=True)
    assert "Mã không đúng" in sign_in("officer").post(SECOND, {"code": code(SECRET, -4)}).content.decode()
    assert sign_in("officer").post(SECOND, {"code": code(SECRET, 1)}).status_code == 302


def test_tries_at_the_second_step_are_limited_even_for_the_right_code(world: World) -> None:
    with_password("officer", factor=True)
    client = sign_in("officer")
    for _each in range(5):
        client.post(SECOND, {"code": "000000"})
    answer = client.post(SECOND, {"code": code(SECRET)})
    assert answer.status_code == 200
    assert "Thử sai quá nhiều lần" in answer.content.decode()


def test_a_recovery_code_opens_once_and_new_ones_kill_the_old(world: World) -> None:
    with_password("officer", factor=False)
    client = sign_in("officer")
    client.post(SET_UP, {"code": code(shown_key(client))})
    first, second, *_rest = re.findall(r"<li>(\d{4} \d{4})</li>", client.get("/hai-lop/ma-du-phong/").content.decode())
    assert sign_in("officer").post(SECOND, {"code": first})["Location"] == "/"
    assert "Mã không đúng" in sign_in("officer").post(SECOND, {"code": first}).content.decode()
    assert "9" in client.get("/hai-lop/").content.decode()
    assert client.post("/hai-lop/ma-du-phong/moi/")["Location"] == "/hai-lop/ma-du-phong/"
    assert "Mã không đúng" in sign_in("officer").post(SECOND, {"code": second}).content.decode()


def test_another_phone_takes_the_place_of_the_first_and_other_sessions_end(world: World) -> None:
    with_password("officer", factor=True)
    client = signed_in_whole("officer")
    other = signed_in_whole("officer")
    assert client.get("/hai-lop/doi/").status_code == 200
    assert client.post("/hai-lop/doi/")["Location"] == SET_UP
    assert other.get(f"/{DAY}")["Location"].startswith("/dang-nhap/")
    assert client.get(f"/{DAY}")["Location"] == SET_UP
    assert client.post(SET_UP, {"code": code(shown_key(client))})["Location"] == "/hai-lop/ma-du-phong/"
    assert client.get(f"/{DAY}").status_code == 200


def test_what_touches_the_second_factor_is_confirmed_again_later_in_the_session(world: World) -> None:
    with_password("officer", factor=True)
    client = signed_in_whole("officer")
    session = client.session
    session["account_authentication_methods"] = [{**each, "at": 0} for each in session["account_authentication_methods"]]
    session.save()
    asked = client.post("/hai-lop/doi/")
    assert asked["Location"] == "/xac-nhan/?next=%2Fhai-lop%2Fdoi%2F"
    assert Authenticator.objects.filter(user__username="officer").exists()
    assert "Mật khẩu không đúng" in client.post(asked["Location"], {"password": "sai mật khẩu"}).content.decode()
    assert "đúng là chủ tài khoản" in client.get("/xac-nhan/lop-hai/").content.decode()
    assert client.post(asked["Location"], {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.filter(user__username="officer").exists()


def test_a_changed_secret_key_says_what_to_do(world: World, settings: object) -> None:
    with_password("officer", factor=True)
    client = sign_in("officer")
    Authenticator.objects.filter(user__username="officer").update(data={"secret": "gAAAAA-not-ours"})
    assert "Xin người quản trị cấp lại mã ghi danh" in client.post(SECOND, {"code": "123456"}).content.decode()


# -- losing it -------------------------------------------------------------------------------------------------------------------------


def test_a_new_enrolment_code_clears_a_lost_second_factor_and_the_password_with_it(world: World, client_of: ClientOf) -> None:
    user = with_password("clerk", factor=True)
    client = signed_in_whole("clerk")
    page = client_of("officer").post(f"/tai-khoan/{user.pk}/cap-lai-ma/").content.decode()
    assert "Lớp xác thực thứ hai và mật khẩu cũ đã hết hiệu lực" in page
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get(f"/{DAY}")["Location"].startswith("/dang-nhap/")
    assert sign_in("clerk").get(SET_UP).status_code == 302
    detail = JournalDetail.objects.latest("entry")
    assert (detail.entry.operation, '"second_factor_dropped":true' in detail.content) == ("org.renew_enrolment", True)
    slip = page[page.index('class="print code"><b>') + 22:][:14]
    newly = visitor()
    assert newly.post("/ghi-danh/", {"username": "clerk", "code": slip, "password": PASSWORD, "again": PASSWORD})["Location"] == SET_UP


def test_a_factor_set_up_between_the_slip_and_the_enrolment_does_not_outlive_it(world: World) -> None:
    with_password("clerk", factor=False)
    slip = renew_enrolment(MACHINE, user_id=User.objects.get(username="clerk").pk)
    give_second_factor("clerk")
    client = visitor()
    client.post("/ghi-danh/", {"username": "clerk", "code": slip.code, "password": PASSWORD, "again": PASSWORD})
    assert not Authenticator.objects.filter(user__username="clerk").exists()
    assert client.get(f"/{DAY}")["Location"] == SET_UP


# -- the demonstration -----------------------------------------------------------------------------------------------------------------


def test_the_demonstration_asks_for_no_second_factor_and_says_so(world: World, settings: object) -> None:
    Authenticator.objects.all().delete()
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings
    client = visitor()
    assert "không hỏi mật khẩu và lớp xác thực thứ hai" in client.get("/dang-nhap/").content.decode()
    client.post("/minh-hoa/vao/", {"username": "officer"})
    assert client.get(f"/{DAY}").status_code == 200
    assert "Bản minh họa không hỏi lớp thứ hai" in client.get("/hai-lop/").content.decode()


# -- sessions end when rights change ---------------------------------------------------------------------------------------------------


def alive(client: Client) -> bool:
    """Whether a browser is still signed in."""
    return client.get("/quyen/").status_code == 200


def clerk_grant() -> Grant:
    return Grant.objects.known().get(user__username="clerk")


CHANGES: dict[str, Callable[[World], object]] = {
    "a role is given": lambda world: grant_role(MACHINE, user_id=clerk_grant().user_id, unit_id=world["cell-1"], role=Role.SECRETARY, on=TODAY),
    "a role ends": lambda world: end_grant(MACHINE, grant_id=str(clerk_grant().fact_id), on=TODAY),
    "the account is locked and unlocked": lambda world: (
        close_account(MACHINE, user_id=clerk_grant().user_id), close_account(MACHINE, user_id=clerk_grant().user_id, is_active=True)),
    "the enrolment code is renewed": lambda world: renew_enrolment(MACHINE, user_id=clerk_grant().user_id),
}


@pytest.mark.parametrize("change", CHANGES)
def test_browser_sessions_end_when(world: World, client_of: ClientOf, change: str) -> None:
    client, other = client_of("clerk"), client_of("officer")
    assert alive(client)
    CHANGES[change](world)
    assert not alive(client)
    assert alive(other)


def test_browser_sessions_end_when_a_reorganisation_ends_the_grant_and_when_that_is_undone(world: World, client_of: ClientOf) -> None:
    grant_role(MACHINE, user_id=clerk_grant().user_id, unit_id=world["office"], role=Role.CLERK, on=date(2020, 2, 1))
    client = client_of("clerk")
    assert alive(client)
    dissolve_unit(MACHINE, unit_id=world["office"], on=date(2020, 6, 1))
    assert not alive(client)
    client = client_of("clerk")
    undo_change(MACHINE, unit_id=world["office"], on=date(2020, 6, 1))
    assert not alive(client)


def test_whoever_changes_their_own_password_stays_signed_in_and_their_other_sessions_end(world: World) -> None:
    with_password("officer", factor=True)
    client, other = signed_in_whole("officer"), signed_in_whole("officer")
    new = "nương chè xanh 2020"
    assert client.post("/doi-mat-khau/", {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert (alive(client), alive(other)) == (True, False)


def test_a_refused_change_ends_no_session(world: World, client_of: ClientOf) -> None:
    client = client_of("clerk")
    with pytest.raises(NotAllowed):
        end_grant(world.actor("stranger"), grant_id=str(clerk_grant().fact_id), on=TODAY)
    assert alive(client)
