"""Persons and posts as a clerk works with them, through HTTP."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import BEGINS, MACHINE, World
from kientoan.core.models import ReadEntry
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding, Membership, Person, PersonProfile, PostStanding, Qualification
from kientoan.people.operations import NewPost, change_seats, establish_posts
from reading import ClientOf, text, workbook_of
from staff import SINCE, fill, person, post

DAY = "?ngay=23/06/2020"


def seen(page: object) -> str:
    """The version that a form carries."""
    found = re.search(r'name="seen" value="(\d+)"', page.content.decode())  # type: ignore[attr-defined]  # a response
    assert found
    return found[1]


# -- posts ----------------------------------------------------------------------------------------------------------------------------


def test_a_clerk_establishes_a_post_enters_a_person_and_records_the_holder(world: World, client_of: ClientOf) -> None:
    client, cell = client_of("clerk"), world["cell-1"]
    page = client.get(f"/don-vi/{cell}/{DAY}")
    assert "Chưa có chức danh nào được lập ở đơn vị này" in text(page)
    assert client.post(f"/don-vi/{cell}/chuc-danh/lap/{DAY}", {"kind": "secretary", "seats": "1", "on": "01/01/2020"}).status_code == 302
    page = client.get(f"/don-vi/{cell}/{DAY}")
    assert "Chức danh: 0/1 vị trí có người" in text(page)
    assert f"/don-vi/{cell}/chuc-danh/bi-thu/giu/" in page.content.decode()
    page = client.get(f"/don-vi/{cell}/chuc-danh/bi-thu/giu/{DAY}")
    assert "Chưa có ai ở đây" in text(page)
    added = client.post(f"/nguoi/them/{DAY}&don-vi={cell}", {"full_name": "Dương Thị Hoà", "birth": "5/1970", "sex": "female", "ethnicity": "Kinh"})
    who = Person.objects.get()
    assert added["Location"] == f"/nguoi/{who.pk}/?ngay=23%2F06%2F2020"
    page = client.get(f"/don-vi/{cell}/chuc-danh/bi-thu/giu/{DAY}&tim=hoa")
    link = re.search(r'href="([^"]*nguoi=\d+[^"]*)"', page.content.decode())
    assert link
    assert "1970" in text(page)
    address = link[1].replace("&amp;", "&")
    assert "Ghi Dương Thị Hoà giữ chức danh" in text(client.get(address))
    assert client.post(address, {"since": "01/06/2020", "obtained": "elected", "term_ends_on": "01/06/2025", "term_label": "2020–2025",
                                 "decision_number": "12-QĐ/ĐU", "decision_date": "28/05/2020"}).status_code == 302
    page = text(client.get(f"/don-vi/{cell}/{DAY}"))
    assert "Bí thư chi bộ Dương Thị Hoà 01/06/2020 được bầu, 2020–2025 nhiệm kỳ đến 01/06/2025" in page
    assert "0/1" in text(client.get(f"/don-vi/{cell}/?ngay=31/05/2020"))
    record = text(client.get(f"/nguoi/{who.pk}/{DAY}"))
    assert "Bí thư chi bộ Chi bộ xóm Trung Thành Đang giữ" in record
    assert "12-QĐ/ĐU" in record


def test_seats_are_drawn_held_and_vacant(world: World, client_of: ClientOf) -> None:
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 5)
    for name in ("An", "Ba"):
        fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, person(world, f"Dương Văn {name}", member_of="cell-1"))
    page = client_of("officer").get(f"/don-vi/{world['cell-1']}/{DAY}").content.decode()
    drawing = re.search(r'<span class="seats" role="img" aria-label="2 vị trí có người, 3 khuyết">(.*?)</span>', page)
    assert drawing
    assert (drawing[1].count("<i></i>"), drawing[1].count('<i class="v"></i>')) == (2, 3)


def test_a_second_holder_is_refused_beside_the_form_with_who_and_since_when(world: World, client_of: ClientOf) -> None:
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, person(world, "Dương Văn An", member_of="cell-1"))
    ba = person(world, "Ngô Thị Ba", member_of="cell-1")
    page = client_of("clerk").post(f"/don-vi/{world['cell-1']}/chuc-danh/bi-thu/giu/{DAY}&nguoi={ba}", {"since": "01/06/2020", "obtained": "elected"})
    assert "Chức danh bí thư do Dương Văn An giữ từ ngày 01/02/2020. Ghi thôi giữ của Dương Văn An trước, hoặc sửa ngày." in text(page)
    assert Holding.objects.count() == 1


def test_a_holding_is_ended_prolonged_corrected_resumed_and_taken_back(world: World, client_of: ClientOf) -> None:
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    an = person(world, "Dương Văn An", member_of="cell-1")
    fill(world, "xom-1", PostKind.HAMLET_HEAD, an, term_ends_on=date(2020, 6, 30))
    client, fact = client_of("clerk"), Holding.objects.known().get().fact_id
    base = f"/chuc-danh/giu/{fact}"
    page = client.get(f"{base}/dinh-chinh/{DAY}")
    assert "Dương Văn An, trưởng xóm, Xóm Trung Thành" in text(page)
    stale = seen(page)
    assert client.post(f"{base}/thoi/{DAY}", {"seen": stale, "on": "01/06/2020", "reason": "released"}).status_code == 302
    late = client.post(f"{base}/dinh-chinh/{DAY}", {"seen": stale, "since": "01/03/2020", "obtained": "appointed"})
    assert "đã được người khác sửa trong lúc đó" in text(late)
    assert client.post(f"{base}/tiep-tuc/{DAY}", {"seen": seen(client.get(f"{base}/tiep-tuc/{DAY}"))}).status_code == 302
    assert client.post(f"{base}/keo-dai/{DAY}", {"seen": seen(client.get(f"{base}/keo-dai/{DAY}")), "on": "01/06/2020", "until": "31/12/2020"}).status_code == 302
    prolonged = Holding.objects.known().get(obtained="prolonged")
    page = client.post(f"/chuc-danh/giu/{prolonged.fact_id}/rut-lai/{DAY}&ve=nguoi", {"seen": prolonged.pk})
    assert page["Location"].startswith(f"/nguoi/{an}/")
    page = client.get(f"{base}/dinh-chinh/{DAY}")
    assert client.post(f"{base}/dinh-chinh/{DAY}", {"seen": seen(page), "since": "01/03/2020", "obtained": "acting"}).status_code == 302
    held = Holding.objects.known().get()
    assert (held.valid_from, held.obtained, held.fact_id) == (date(2020, 3, 1), "acting", fact)


def test_seats_change_and_an_empty_post_is_closed(world: World, client_of: ClientOf) -> None:
    post(world, "cell-1", PostKind.DEPUTY_SECRETARY)
    client, base = client_of("clerk"), f"/don-vi/{world['cell-1']}/chuc-danh/pho-bi-thu"
    assert client.post(f"{base}/so-luong/{DAY}", {"seats": "2", "on": "01/06/2020"}).status_code == 302
    assert "Khuyết 2 vị trí" in text(client.get(f"/don-vi/{world['cell-1']}/chuc-danh/{DAY}"))
    assert client.post(f"{base}/bo/{DAY}", {"on": "10/06/2020"}).status_code == 302
    assert client.get(f"{base}/giu/{DAY}").status_code == 404
    assert [each.valid_to for each in PostStanding.objects.known().order_by("valid_from")] == [date(2020, 6, 1), date(2020, 6, 10)]


def board_world(world: World) -> None:
    """Posts of a commune, its cells and hamlets, some held."""
    establish_posts(MACHINE, on=BEGINS, rows=[
        NewPost(world["party-05965"], PostKind.SECRETARY), NewPost(world["cell-1"], PostKind.SECRETARY), NewPost(world["xom-1"], PostKind.HAMLET_HEAD),
        NewPost(world["xom-2"], PostKind.HAMLET_HEAD)])
    an = person(world, "Dương Văn An", "1970", member_of="cell-1")
    fill(world, "cell-1", PostKind.SECRETARY, an, term_ends_on=date(2020, 7, 20))
    fill(world, "xom-1", PostKind.HAMLET_HEAD, an)


def test_the_board_answers_first_and_lists_vacancies_terms_and_several_posts(world: World, client_of: ClientOf) -> None:
    board_world(world)
    client = client_of("clerk")
    page = text(client.get(f"/chuc-danh/{DAY}"))
    assert "Khuyết: 2" in page
    assert "Ngày 23/06/2020, 2/4 vị trí có người giữ (50,0 %), khuyết 2." in page
    assert "Xóm Núi 1 Xã Dương Thành Trưởng xóm" in page
    assert "Khuyết 2 Hết nhiệm kỳ 1 Giữ nhiều chức danh 1 Mọi chức danh 4" in page
    assert "Còn 27 ngày" in text(client.get(f"/chuc-danh/{DAY}&loc=sap-het"))
    several = text(client.get(f"/chuc-danh/{DAY}&loc=kiem"))
    assert "Bí thư chi bộ, Chi bộ xóm Trung Thành; trưởng xóm, Xóm Trung Thành" in several
    assert "Khuyết: 1" in text(client.get(f"/chuc-danh/{DAY}&chuc-danh=truong-xom"))
    assert client.get(f"/chuc-danh/{DAY}&loc=gi").status_code == 404


def test_the_board_is_taken_away_as_xlsx_csv_and_json(world: World, client_of: ClientOf) -> None:
    board_world(world)
    client = client_of("clerk")
    rows = list(csv.reader(io.StringIO(client.get(f"/chuc-danh/tai.csv{DAY}").content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows if "Xóm Núi 1" in row] == [["Xóm Núi 1", "trưởng xóm"]]
    answer = json.loads(client.get(f"/chuc-danh/tai.json{DAY}&loc=sap-het").content)
    assert (answer["seats"], answer["held"], answer["count"], answer["rows"][0]["days_left"]) == (4, 2, 1, 27)
    book = workbook_of(client.get(f"/chuc-danh/tai.xlsx{DAY}&loc=tat-ca"))
    assert len(book.get_sheet_by_index(0).to_python()) == 5
    assert "Dương Thành" in str(book.get_sheet_by_index(1).to_python())
    assert client.get(f"/chuc-danh/tai.pdf{DAY}").status_code == 404


def test_a_clerk_of_one_commune_sees_no_posts_of_another_district(world: World, client_of: ClientOf) -> None:
    board_world(world)
    client = client_of("stranger")
    assert client.get(f"/don-vi/{world['cell-1']}/chuc-danh/{DAY}").status_code == 404
    assert client.get(f"/chuc-danh/{DAY}&don-vi={world['party-05965']}").status_code == 404
    assert client.get(f"/chuc-danh/giu/{Holding.objects.known().filter(post__unit=world['cell-1']).get().fact_id}/thoi/{DAY}").status_code == 404
    hamlet = client.get(f"/don-vi/{world['xom-1']}/chuc-danh/{DAY}")
    assert "Dương Văn An" in text(hamlet)
    assert "/nguoi/" not in re.sub(r"<nav.*?</nav>", "", hamlet.content.decode(), flags=re.S)
    taken = client.post(f"/don-vi/{world['xom-2']}/chuc-danh/truong-xom/so-luong/{DAY}", {"seats": "1", "on": "01/06/2020"})
    assert taken.status_code == 403


# -- persons --------------------------------------------------------------------------------------------------------------------------


def test_a_record_shows_what_one_may_read_and_a_lock_with_the_reason_for_the_rest(world: World, client_of: ClientOf) -> None:
    an = person(world, "Lường Văn An", "1970", member_of="cell-1", ethnicity="Tày", phone="0912345678")
    clerk = text(client_of("clerk").get(f"/nguoi/{an}/{DAY}"))
    assert "Điện thoại 0912345678" in clerk
    assert "Dân tộc Không được xem" in clerk
    assert "Dữ liệu nhạy cảm chỉ mở cho người có quyền" in clerk
    assert "Tày" not in clerk
    assert "khoảng 50 tuổi (chỉ biết năm sinh, tính từ tháng 1)" in clerk
    assert "Dân tộc Tày" in text(client_of("secretary").get(f"/nguoi/{an}/{DAY}"))


def test_who_may_not_read_a_field_corrects_a_record_without_losing_it(world: World, client_of: ClientOf) -> None:
    an = person(world, "Lường Văn Án", "1970", member_of="cell-1", ethnicity="Tày")
    client = client_of("clerk")
    page = client.get(f"/nguoi/{an}/sua/dinh-chinh/{DAY}")
    assert 'name="ethnicity"' not in page.content.decode()
    assert client.post(f"/nguoi/{an}/sua/dinh-chinh/{DAY}", {"seen": seen(page), "full_name": "Lường Văn An", "birth": "1970"}).status_code == 302
    profile = PersonProfile.objects.known().get(person=an)
    assert (profile.full_name, profile.ethnicity) == ("Lường Văn An", "Tày")
    again = client.post(f"/nguoi/{an}/sua/dinh-chinh/{DAY}", {"seen": seen(page), "full_name": "Lường Văn Ân", "birth": "1970"})
    assert "đã được người khác sửa trong lúc đó" in text(again)


def test_who_opened_a_record_stands_on_it_once_in_ten_minutes(world: World, client_of: ClientOf) -> None:
    an = person(world, "Dương Văn An", member_of="cell-1")
    for username in ("auditor", "clerk", "clerk"):
        page = text(client_of(username).get(f"/nguoi/{an}/{DAY}"))
    assert "Ai đã mở hồ sơ này: 2 Dương Thị Nhài" in page
    assert "Trần Thị Minh Sáng" in page
    assert ReadEntry.objects.filter(subject=f"person:{an}").count() == 2
    client_of("stranger").get(f"/nguoi/{an}/{DAY}")
    assert ReadEntry.objects.count() == 2


def test_the_search_box_finds_persons_for_those_who_may(world: World, client_of: ClientOf) -> None:
    an = person(world, "Dương Thị Hoà", "1970", member_of="cell-1")
    for username, found in (("officer", True), ("clerk", True), ("stranger", False), ("administrator", False)):
        page = client_of(username).get(f"/don-vi/{DAY}&q=hoa+duong").content.decode()
        assert (f'href="/nguoi/{an}/' in page) is found
    listed = text(client_of("clerk").get(f"/nguoi/{DAY}"))
    assert "Người: 1" in listed
    assert "Dương Thị Hoà 1970 Đảng viên chính thức, Chi bộ xóm Trung Thành" in listed
    assert "Tìm “ngo”: 0 người" in text(client_of("clerk").get(f"/nguoi/{DAY}&tim=ngo"))


def test_a_person_out_of_scope_is_not_to_be_found(world: World, client_of: ClientOf) -> None:
    an = person(world, "Dương Văn An", member_of="cell-1")
    client = client_of("stranger")
    assert [client.get(f"/nguoi/{who}/{rest}{DAY}").status_code for who in (an, 99999) for rest in ("", "sua/dinh-chinh/")] == [404] * 4
    assert client_of("auditor").get(f"/nguoi/{an}/sua/dinh-chinh/{DAY}").status_code == 403


def test_membership_qualifications_and_changes_through_the_pages(world: World, client_of: ClientOf) -> None:
    an = person(world, "Dương Văn An", "1970")
    client, base = client_of("clerk"), f"/nguoi/{an}/sua"
    page = client.get(f"{base}/sinh-hoat/{DAY}&tim=trung+thanh")
    link = re.search(r'href="([^"]*to-chuc=\d+[^"]*)"', page.content.decode())
    assert link
    address = link[1].replace("&amp;", "&")
    wrong = client.post(address, {"stage": "official", "admitted_on": "19/05/2011", "official_on": "19/05/2010", "since": "01/01/2020"})
    assert "Ngày chính thức : Ngày chính thức 19/05/2010 trước ngày kết nạp 19/05/2011" in text(wrong)
    assert client.post(address, {"stage": "probationary", "admitted_on": "19/05/2019", "since": "01/01/2020"}).status_code == 302
    assert client.post(f"{base}/chinh-thuc/{DAY}", {"on": "19/05/2020"}).status_code == 302
    assert client.post(f"{base}/chuyen/{DAY}&to-chuc={world['cell-2']}", {"on": "01/06/2020"}).status_code == 302
    assert client.post(f"{base}/thoi-sinh-hoat/{DAY}", {"on": "10/06/2020", "reason": "left"}).status_code == 302
    newest = Membership.objects.known().order_by("-valid_from")[0]
    assert client.post(f"{base}/rut-lai-sinh-hoat/{DAY}", {"seen": newest.pk}).status_code == 302
    assert Membership.objects.known().on(date(2020, 6, 23)).get().unit_id == world["cell-2"]
    assert client.post(f"{base}/trinh-do/{DAY}", {"level": "theory_intermediate", "on": "01/02/2020"}).status_code == 302
    page = text(client.get(f"/nguoi/{an}/{DAY}"))
    assert "Lý luận chính trị trung cấp lý luận từ 01/02/2020" in page
    level = Qualification.objects.known().get()
    assert client.post(f"{base}/rut-lai-trinh-do/{DAY}&muc={level.pk}", {"seen": level.pk}).status_code == 302
    assert client.post(f"{base}/thay-doi/{DAY}", {"on": "01/06/2020", "full_name": "Dương Hoàng An", "birth": "1970"}).status_code == 302
    assert "Tên trước đây: Dương Văn An" in text(client.get(f"/nguoi/{an}/{DAY}"))
    assert "Dương Văn An" in text(client.get(f"/nguoi/{an}/?ngay=31/05/2020"))
    assert client.post(f"{base}/rut-lai/{DAY}", {"seen": PersonProfile.objects.known().get(full_name="Dương Hoàng An").pk}).status_code == 302
    assert client.get(f"{base}/bay/{DAY}").status_code == 404


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"full_name": ""}, "Chưa điền mục này"), ({"full_name": "Ngô An", "birth": "31/02/1970"}, "không có trong lịch"),
    ({"full_name": "Ngô An", "birth": "năm ngoái"}, "Gõ như 12/05/1970, 05/1970 hoặc 1970"), ({"full_name": "Ngô An", "phone": "x"}, "Số điện thoại “x” không đúng")])
def test_what_no_person_can_have_is_said_beside_the_field(world: World, client_of: ClientOf, fields: dict[str, str], sentence: str) -> None:
    assert sentence in text(client_of("clerk").post(f"/nguoi/them/{DAY}", fields))
    assert Person.objects.count() == 0


@pytest.mark.parametrize("address", ["/nguoi/{an}/", "/nguoi/", "/nguoi/?tim=duong", "/chuc-danh/?loc=tat-ca", "/don-vi/{cell}/chuc-danh/", "/don-vi/{cell}/"])
def test_a_pages_queries_do_not_grow_with_its_rows(world: World, client_of: ClientOf, address: str) -> None:
    post(world, "cell-1", PostKind.COMMITTEE_MEMBER, 7)
    establish_posts(MACHINE, on=BEGINS, rows=[NewPost(world["cell-1"], PostKind.SECRETARY), NewPost(world["xom-1"], PostKind.HAMLET_HEAD)])
    client, counts = client_of("clerk"), []
    an = person(world, "Dương Văn An", "1970", member_of="cell-1")
    for number, key in enumerate(("cell-1", "cell-1", "xom-1")):
        fill(world, key, (PostKind.COMMITTEE_MEMBER, PostKind.SECRETARY, PostKind.HAMLET_HEAD)[number], an)
        fill(world, "cell-1", PostKind.COMMITTEE_MEMBER, person(world, f"Dương Thứ {number}", member_of="cell-1"), SINCE)
        where = address.format(an=an, cell=world["cell-1"])
        path = f"{where}{'&' if '?' in where else '?'}{DAY[1:]}"
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[2]


def test_a_number_of_seats_beyond_the_usual_is_said_on_the_next_page(world: World, client_of: ClientOf) -> None:
    client = client_of("clerk")
    client.post(f"/don-vi/{world['cell-1']}/chuc-danh/lap/{DAY}", {"kind": "committee_member", "seats": "9", "on": "01/01/2020"})
    assert "nhiều hơn 7 theo quy định chung" in text(client.get(f"/don-vi/{world['cell-1']}/chuc-danh/{DAY}"))
    change_seats(MACHINE, unit_id=world["cell-1"], kind=PostKind.COMMITTEE_MEMBER, seats=7, on=SINCE)
