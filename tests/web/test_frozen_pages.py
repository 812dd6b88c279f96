"""The second clock on pages, freezing, comparing and checking through HTTP."""

import io
import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cast import MACHINE, SEASON, World, hold
from kientoan.congress.models import CongressStep
from kientoan.congress.operations import Correction, correct_step
from kientoan.core import clock
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.operations import NewUnit, establish_units
from kientoan.reports.models import FrozenFigure
from kientoan.reports.operations import freeze_figure
from kientoan.rules.congress import Step
from kientoan.rules.frozen import printed, read_file
from reading import ClientOf, text, workbook_of

pytestmark = pytest.mark.once

DAY = "?ngay=23/06/2020"
JUNE_23 = date(2020, 6, 23)


@pytest.fixture
def told(world: World) -> World:
    """Held on 29/05 and, as it was known that evening, on 23/06; on 25/06 the latter turned out to have closed on 24/06."""
    hold(world, "party-05965", date(2020, 5, 29))
    hold(world, "party-05773", JUNE_23)
    return world


def late(world: World) -> None:
    """The correction of 25/06."""
    with clock.telling(clock.working_moment(date(2020, 6, 25))):
        correct_step(MACHINE, season_key=SEASON, row=Correction(world["party-05773"], Step.HELD, date(2020, 6, 24), "Ghi nhầm ngày"))


@pytest.fixture
def copy(told: World) -> FrozenFigure:
    """The season of 23/06, frozen the morning after."""
    with clock.telling(clock.working_moment(date(2020, 6, 24), 8)):
        return freeze_figure(MACHINE, figure="season", unit_id=told["party"], day=JUNE_23)


# -- as known at ------------------------------------------------------------------------------------------------------------------------


def test_board_names_downloads_and_home_answer_as_known_at_the_moment(told: World, client_of: ClientOf) -> None:
    late(told)
    client = client_of("officer")
    for known, held in (("", 1), ("23/06/2020", 2), ("23/06/2020 23:59", 2), ("2020-06-23T23:59:59+07:00", 2), ("26/06/2020", 1)):
        asked = {"ngay": "23/06/2020", "biet": known}
        assert f"{held}/4" in text(client.get("/mua-dai-hoi/", asked)), known
        assert f"Đã tổ chức: {held} tổ chức" in text(client.get("/mua-dai-hoi/danh-sach/", asked | {"loc": "held"}))
        assert client.get("/mua-dai-hoi/tai/ten.json", asked | {"loc": "held"}).json()["count"] == held
        assert f"{held} trong 4" in text(client.get("/", asked))
        assert ("Như đã biết lúc" in str(CalamineWorkbook.from_filelike(io.BytesIO(client.get("/mua-dai-hoi/tai/bang.xlsx", asked).content))
                                          .get_sheet_by_index(1).to_python())) == bool(known)


def test_the_page_says_so_and_every_link_carries_the_moment(told: World, client_of: ClientOf) -> None:
    client = client_of("officer")
    asked = {"ngay": "23/06/2020", "biet": "24/06/2020 08:00"}
    for address in ("/", "/mua-dai-hoi/", "/mua-dai-hoi/danh-sach/", "/kiem-nhiem/", "/don-vi/", f"/don-vi/{told['party-05965']}/"):
        page = client.get(address, asked).content.decode()
        assert 'name="biet" value="24/06/2020 08:00"' in page
        main = page[page.index('<main id="main"'):page.index('class="foot')]
        inner = [link for link in re.findall(r'href="(/[^"#]*)"', main) if not link.startswith(("/tai-khoan", "/huong-dan"))]
        assert inner
        assert [link for link in inner if "biet=24%2F06%2F2020+08%3A00" not in link] == []
    assert "Số liệu như đã biết lúc 24/06/2020 08:00; trang đơn vị cho thấy điều đang biết." in text(client.get("/mua-dai-hoi/", asked))
    assert "Trang này cho thấy điều đang biết." in text(client.get("/don-vi/", asked))
    assert "Như đã biết lúc" in text(client.get(f"/mua-dai-hoi/{DAY}"))
    assert "Số liệu như đã biết" not in text(client.get(f"/mua-dai-hoi/{DAY}"))


@pytest.mark.parametrize(("written", "sentence"), [
    ("02/07/2020", "Lúc 02/07/2020 chưa tới"), ("01/07/2020", "chưa tới"), ("hôm qua", "“hôm qua” không phải là một lúc"), ("23/06/2020 25:00", "không phải là một lúc")])
def test_a_moment_that_cannot_be_says_why(told: World, client_of: ClientOf, written: str, sentence: str) -> None:
    answer = client_of("officer").get("/mua-dai-hoi/", {"ngay": "23/06/2020", "biet": written})
    assert answer.status_code == 400
    assert sentence in text(answer)


def test_units_and_posts_held_together_are_counted_as_known_at_the_moment(told: World, client_of: ClientOf) -> None:
    with clock.telling(clock.working_moment(date(2020, 6, 25))):
        made = establish_units(MACHINE, on=date(2020, 6, 1), rows=[NewUnit("x", Tree.TERRITORY, UnitLevel.HAMLET, UnitKind.HAMLET, "Xóm Muộn", told["05965"])])
    client = client_of("officer")
    for known, hamlets in (("23/06/2020", 3), ("", 4)):
        asked = {"ngay": "23/06/2020", "biet": known}
        page = text(client.get(f"/don-vi/{told['05965']}/", asked))
        assert f"Xóm, tổ dân phố {hamlets}" in page
        answer = client.get("/kiem-nhiem/tai.json", asked | {"don-vi": told["party-05965"]}).json()
        assert (answer["by_hamlet"]["denominator"], len(answer["hamlets"])) == (hamlets, hamlets)
    unknown = client.get(f"/don-vi/{made['x']}/", {"ngay": "23/06/2020", "biet": "23/06/2020"})
    assert unknown.status_code == 200
    assert client.get("/mua-dai-hoi/", {"ngay": "23/06/2020", "biet": "01/01/2020"}).status_code == 400


def test_what_is_entered_goes_by_what_is_known_now(told: World, client_of: ClientOf) -> None:
    page = client_of("officer").get("/mua-dai-hoi/ghi/bao-cao/", {"ngay": "30/06/2020", "biet": "28/05/2020"})
    assert "Đảng bộ xã Dương Thành" in text(page)


# -- freezing and reading a copy --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("board", "figure"), [("/mua-dai-hoi/", "season"), ("/kiem-nhiem/", "concurrency"), ("/don-vi/{}/", "units")])
def test_the_button_on_each_figure_leads_to_its_frozen_copy(told: World, client_of: ClientOf, board: str, figure: str) -> None:
    client = client_of("officer")
    page = client.get(board.format(told["party-05965"]) + DAY + "&biet=24/06/2020").content.decode()
    link = re.search(rf'href="(/so-lieu/chot/moi/{figure}/\?[^"]*)"', page)
    assert link
    path = link[1].replace("&amp;", "&")
    assert "hết ngày 23/06/2020; như đã biết: 24/06/2020" in text(client.get(path))
    assert FrozenFigure.objects.count() == 0
    answer = client.post(path)
    made = FrozenFigure.objects.get()
    assert answer["Location"].startswith(f"/so-lieu/chot/{made.uuid}/")
    assert (made.figure, made.day, made.frozen_by) == (figure, JUNE_23, "user:officer")
    shown = text(client.get(answer["Location"]))
    assert printed(made.fingerprint) in shown
    assert "con số và mọi dòng vẫn như bản chốt" in shown
    assert made.fingerprint in client.get(answer["Location"]).content.decode()


def test_the_copy_stands_beside_the_live_figure_with_the_rows_that_differ(told: World, copy: FrozenFigure, client_of: ClientOf) -> None:
    late(told)
    page = text(client_of("officer").get(f"/so-lieu/chot/{copy.uuid}/"))
    assert "Theo điều đang biết, 1 dòng khác bản chốt" in page
    assert "Đã tổ chức 2 1" in page
    assert "Đảng bộ xã Phú Xuyên đã tổ chức, 23/06/2020 đã duyệt nội dung, 23/06/2020 16:30 25/06/2020 , system:test: Đính chính ngày của bước đã ghi" in page


def test_the_copy_is_taken_away_as_the_file_and_as_a_workbook(told: World, copy: FrozenFigure, client_of: ClientOf) -> None:
    late(told)
    client = client_of("officer")
    file = client.get(reverse("frozen_download", args=[copy.uuid, "json"]))
    assert read_file(file.content).fingerprint == copy.fingerprint
    assert file["Content-Disposition"].startswith("attachment")
    book = workbook_of(client.get(reverse("frozen_download", args=[copy.uuid, "xlsx"])))
    rows, about = (book.get_sheet_by_index(at).to_python() for at in (0, 1))
    assert ["Đảng bộ xã Phú Xuyên", "Đảng bộ huyện Đại Từ", "đã tổ chức, 23/06/2020"] in rows
    assert ["Vân tay đầy đủ", copy.fingerprint] in about
    assert client.get(reverse("frozen_download", args=[copy.uuid, "pdf"])).status_code == 404


def test_copies_beyond_ones_scope_are_not_to_be_found(told: World, copy: FrozenFigure, client_of: ClientOf) -> None:
    with clock.telling(clock.working_moment(date(2020, 6, 24), 8)):
        own = freeze_figure(MACHINE, figure="season", unit_id=told["party-171"], day=JUNE_23)
    stranger, clerk = client_of("stranger"), client_of("clerk")
    assert [client.get(f"/so-lieu/chot/{each.uuid}/").status_code for client in (stranger, clerk) for each in (own, copy)] == [200, 404, 404, 404]
    assert clerk.get(reverse("frozen_download", args=[copy.uuid, "json"])).status_code == 404
    assert "Số liệu đã chốt: 1 " in text(stranger.get("/so-lieu/chot/"))
    assert "Số liệu đã chốt: 2 " in text(client_of("auditor").get("/so-lieu/chot/"))
    assert "Chưa chốt số liệu nào trong phạm vi" in text(clerk.get("/so-lieu/chot/"))
    assert clerk.get(f"/so-lieu/chot/moi/season/{DAY}&don-vi={told['party-171']}").status_code == 404
    assert clerk.post(f"/so-lieu/chot/moi/units/{DAY}&don-vi={told['173']}").status_code == 403
    assert "Chốt số liệu" not in text(client_of("auditor").get(f"/mua-dai-hoi/{DAY}")).replace("Số liệu đã chốt", "")
    assert client_of("officer").get(f"/so-lieu/chot/moi/khac/{DAY}").status_code == 404


def test_a_copy_spoiled_in_the_database_is_said_to_be(told: World, copy: FrozenFigure, client_of: ClientOf) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_frozenfigure SET content = %s", [copy.content.replace('"held":2', '"held":1', 1)])
    assert "Bản lưu đã bị sửa" in text(client_of("officer").get(f"/so-lieu/chot/{copy.uuid}/"))


def test_the_pages_of_copies_cost_the_same_queries_however_many_rows(told: World, client_of: ClientOf) -> None:
    client = client_of("officer")

    def count() -> list[int]:
        moment = clock.working_moment(date(2020, 6, 26), FrozenFigure.objects.count())
        made = freeze_figure(MACHINE, figure="season", unit_id=told["party"], day=JUNE_23, known_at=moment)
        found = []
        for path in ("/so-lieu/chot/", f"/so-lieu/chot/{made.uuid}/", f"/so-lieu/chot/moi/season/{DAY}"):
            client.get(path)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path).status_code == 200
            found.append(len(caught))
        return found

    few = count()
    with clock.telling(clock.working_moment(date(2020, 6, 25))):
        establish_units(MACHINE, on=date(2020, 1, 1), rows=[
            NewUnit(f"x{number}", Tree.PARTY, UnitLevel.GRASSROOTS, UnitKind.OFFICE, f"Chi bộ Cơ quan {number}", told["party-171"]) for number in range(3)])
    assert count() == few


# -- checking ---------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def visitor() -> Client:
    """Anybody, without an account."""
    cache.clear()
    return Client(HTTP_HOST="127.0.0.1")


def file_of(copy: FrozenFigure, client_of: ClientOf) -> bytes:
    """The copy's file, as an officer fetches it."""
    return bytes(client_of("officer").get(reverse("frozen_download", args=[copy.uuid, "json"])).content)


def test_anybody_may_check_a_file_its_text_or_a_printed_fingerprint_and_learns_no_names(
        told: World, copy: FrozenFigure, client_of: ClientOf, visitor: Client) -> None:
    raw = file_of(copy, client_of)
    assert visitor.get("/so-lieu/kiem/").status_code == 200
    for sent in ({"file": SimpleUploadedFile("f.json", raw)}, {"text": raw.decode().replace("\n", "\r\n")}, {"print": printed(copy.fingerprint).upper()}):
        page = text(visitor.post("/so-lieu/kiem/", sent))
        assert "Được chốt ở đây lúc 08:30 24/06/2020" in page
        assert ("Tệp còn nguyên vẹn" in page) == ("print" not in sent)
        assert "Thái Nguyên" not in page
        assert "Mở bản đã chốt" not in page
    assert "Mở bản đã chốt" in text(client_of("officer").post("/so-lieu/kiem/", {"print": copy.fingerprint}))
    assert "Mở bản đã chốt" not in text(client_of("clerk").post("/so-lieu/kiem/", {"print": copy.fingerprint}))


def test_a_changed_byte_an_unknown_copy_and_bad_input_are_said_plainly(told: World, copy: FrozenFigure, client_of: ClientOf, visitor: Client) -> None:
    raw = file_of(copy, client_of)

    def check(**sent: object) -> str:
        return text(visitor.post("/so-lieu/kiem/", sent))

    assert "Nội dung và vân tay không khớp" in check(file=SimpleUploadedFile("f.json", raw.replace(b'"held":2', b'"held":3', 1)))
    assert "sai ở byte 2" in check(text="{x")
    assert "Không được chốt ở đây" in check(print="0" * 24)
    assert "24 hoặc 64 chữ số" in check(print="xyz")
    assert "một trong ba" in check()
    assert "một trong ba" in check(text="{}", print="0" * 24)
    assert "lớn hơn 5 MB" in check(file=SimpleUploadedFile("f.json", b" " * (5 * 1024 * 1024 + 1)))
    assert visitor.post("/so-lieu/kiem/", {"text": "x" * (7 * 1024 * 1024)}).status_code == 400
    content = json.loads(raw)["content"]
    assert "Tệp ghi dạng 2" in check(text=json.dumps({"content": content | {"format": 2}, "fingerprint": "0" * 64}))


def test_checking_too_often_is_slowed(told: World, visitor: Client) -> None:
    answers = [visitor.post("/so-lieu/kiem/", {"print": "0" * 24}).status_code for _each in range(32)]
    assert answers[0] == 200
    assert answers[-1] == 429
    cache.clear()


# -- correcting the day of a step -------------------------------------------------------------------------------------------------------


def test_the_day_of_a_recorded_step_is_corrected_from_the_units_page(told: World, client_of: ClientOf) -> None:
    unit = told["party-05965"]
    clerk = client_of("clerk")
    assert "Đính chính ngày đã ghi" in text(clerk.get(f"/don-vi/{unit}/{DAY}"))
    path = f"/don-vi/{unit}/dai-hoi/{SEASON}/dinh-chinh/{DAY}"
    page = clerk.get(path).content.decode()
    assert "tổ chức đại hội, 29/05/2020" in page
    assert "duyệt nội dung" not in page  # the body above recorded that
    seen = CongressStep.objects.known().get(congress__unit=unit, step="held").pk
    sent = {"step": f"held:{seen}", "on": "30/05/2020", "opened_on": "", "reason": "Ghi nhầm"}
    assert "Thiếu lý do" in text(clerk.post(path, sent | {"reason": " "})) or "Chưa điền mục này" in text(clerk.post(path, sent | {"reason": ""}))
    assert clerk.post(path, sent)["Location"].startswith(f"/don-vi/{unit}/")
    assert CongressStep.objects.known().get(congress__unit=unit, step="held").occurred_on == date(2020, 5, 30)
    assert "đã được người khác sửa trong lúc đó" in text(clerk.post(path, sent | {"on": "31/05/2020"}))
    assert "duyệt nội dung, 19/05/2020" in client_of("keeper").get(path).content.decode()
    assert client_of("stranger").get(path).status_code == 404
    assert client_of("auditor").get(path).status_code == 403
    assert clerk.get(f"/don-vi/{unit}/dai-hoi/1990-1995/dinh-chinh/{DAY}").status_code == 404
