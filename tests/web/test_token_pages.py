"""One's own keys of the API, through the pages: a new one shown once, the list, one taken back."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import World
from kientoan.org.enums import TokenScope
from kientoan.org.models import ApiToken
from kientoan.org.operations import issue_token
from reading import ClientOf, text

pytestmark = pytest.mark.once


def test_a_key_is_issued_shown_once_used_and_revoked(world: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    assert "Chưa có khóa nào" in text(client.get("/khoa-api/"))
    page = client.post("/khoa-api/cap/", {"name": "Máy báo cáo", "scopes": ["figures:read", "units:read"], "expires_on": "30/09/2020"})
    key = re.search(r"<code>(kt_[\w-]+)</code>", page.content.decode())
    assert key
    assert "Rời trang thì không xem lại được" in text(page)
    listed = client.get("/khoa-api/")
    assert "Máy báo cáo Đang dùng được xem con số, xem đơn vị 30/09/2020 chưa dùng" in text(listed)
    assert key[1] not in listed.content.decode()
    program = Client(HTTP_HOST="127.0.0.1", headers={"Authorization": f"Bearer {key[1]}"})
    assert program.get("/api/v1/figures").status_code == 200
    assert "09:00 01/07/2020" in text(client.get("/khoa-api/"))
    token = ApiToken.objects.get()
    assert "từ chối ngay" in text(client.get(f"/khoa-api/{token.pk}/thu-hoi/"))
    assert client.post(f"/khoa-api/{token.pk}/thu-hoi/")["Location"] == "/khoa-api/"
    assert "Máy báo cáo Đã thu hồi" in text(client.get("/khoa-api/"))
    assert program.get("/api/v1/figures").status_code == 401


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"scopes": ["units:read"], "expires_on": "30/09/2020"}, "Chưa điền mục này"), ({"name": "Máy", "expires_on": "30/09/2020"}, "Chọn ít nhất một mục"),
    ({"name": "Máy", "scopes": ["everything"], "expires_on": "30/09/2020"}, "Chọn một mục trong danh sách"),
    ({"name": "Máy", "scopes": ["units:read"], "expires_on": "02/07/2021"}, "Chọn ngày trong khoảng đó")])
def test_a_bad_key_is_refused_beside_its_field(world: World, client_of: ClientOf, fields: dict[str, object], sentence: str) -> None:
    answer = client_of("officer").post("/khoa-api/cap/", fields)
    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert not ApiToken.objects.exists()


def test_nobody_sees_or_revokes_anothers_key(world: World, client_of: ClientOf) -> None:
    issued = issue_token(world.actor("officer"), name="Máy của An", scopes=[TokenScope.UNITS_READ], expires_on=date(2020, 9, 30))
    client = client_of("keeper")
    assert "Máy của An" not in client.get("/khoa-api/").content.decode()
    assert (client.get(f"/khoa-api/{issued.token_id}/thu-hoi/").status_code, client.post(f"/khoa-api/{issued.token_id}/thu-hoi/").status_code) == (404, 404)


def test_whoever_sees_no_units_is_told_why_there_is_no_button(world: World, client_of: ClientOf) -> None:
    client = client_of("administrator")
    assert "Tài khoản có quyền xem tổ chức mới cấp được khóa" in text(client.get("/khoa-api/"))
    assert client.get("/khoa-api/cap/").status_code == 403


def test_the_list_costs_the_same_for_one_key_and_three(world: World, client_of: ClientOf) -> None:
    client, counts = client_of("officer"), []
    for more in (1, 2):
        for _each in range(more):
            issue_token(world.actor("officer"), name="Máy", scopes=[TokenScope.UNITS_READ], expires_on=date(2020, 9, 30))
        with CaptureQueriesContext(connection) as queries:
            client.get("/khoa-api/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
