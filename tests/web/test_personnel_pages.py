"""The personnel process as an office works with it, through HTTP: one next step in front, refusals at their fields, the slate, who sees what."""

import csv
import io
import re
from datetime import date

import pytest

from cast import SEASON, World
from kientoan.core.models import ReadEntry
from kientoan.people.enums import PostKind
from kientoan.personnel.models import Nomination, PersonnelPlan, PlanTerms, Sitting, Vote
from kientoan.personnel.operations import announce_slate
from kientoan.rules.personnel import Track
from reading import ClientOf, costs, first_sheet, text
from slates import BEGINS, MACHINE, finished, new_plan, nobody_again, people, put, seated, step, through

DAY = "?ngay=23/06/2020"
TERMS = {"season": SEASON, "body": "committee_member", "approved_size": "3", "procedure": "five_step", "more_than": "50", "measure": "summoned",
         "secrecy": "ordinary", "on": "02/03/2020"}
MINUTES = {"decision_number": "05-BB/ĐU", "decision_date": "03/03/2020"}


def plan_of() -> str:
    return f"/nhan-su/{PersonnelPlan.objects.get().pk}/"


def test_an_office_goes_from_the_unit_to_the_slate_with_one_next_step_in_front(world: World, client_of: ClientOf) -> None:
    unit = world["party-05965"]
    sitting, *others = people(world, 4)
    seated(world, [sitting])
    client = client_of("keeper")
    page = client.get(f"/don-vi/{unit}/{DAY}").content.decode()
    assert f'href="/nhan-su/?don-vi={unit}&amp;ngay=23%2F06%2F2020"' in page
    assert "Mở phương án đầu tiên" in text(client.get(f"/nhan-su/{DAY}&don-vi={unit}"))
    opened = client.post(f"/nhan-su/mo/{DAY}&don-vi={unit}", TERMS)
    base = plan_of()
    assert opened["Location"] == f"{base}?ngay=23%2F06%2F2020"
    page = text(client.get(f"{base}{DAY}"))
    assert "Cấp ủy viên, nhiệm kỳ 2020–2025" in page
    assert "Nhân sự tái cử: chưa có ai để đưa ra bước 1. Giới thiệu người, hoặc kết thúc sớm." in page
    form = client.get(f"{base}tai-cu/gioi-thieu/{DAY}")
    assert "Dương Văn A" in text(form)
    assert client.post(f"{base}tai-cu/gioi-thieu/{DAY}", {"persons": [sitting], "on": "02/03/2020", "planned": "on"}).status_code == 302
    for number in range(1, 6):
        assert f"Nhân sự tái cử: mở bước {number}." in text(client.get(f"{base}{DAY}"))
        at = f"{base}tai-cu/buoc/{number}"
        assert client.post(f"{at}/mo/{DAY}", {"on": f"{2 + number:02}/03/2020", "electorate": "15"}).status_code == 302
        assert f"Nhân sự tái cử: ghi phiếu bước {number}." in text(client.get(f"{base}{DAY}"))
        sent = client.post(f"{at}/ghi/{DAY}", {"issued": "15", "valid": "14", "invalid": "1", f"votes-{sitting}": "12", **MINUTES, "decision_date": f"{2 + number:02}/03/2020"})
        assert sent.status_code == 302
        assert "đạt: 12/15 người được triệu tập, 80,00 %, quá 50 %; CG-20" in text(client.get(f"{at}/niem-phong/{DAY}"))
        assert client.post(f"{at}/niem-phong/{DAY}").status_code == 302
    page = text(client.get(f"{base}{DAY}"))
    assert "Nhân sự lần đầu: chưa có ai để đưa ra bước 1" in page
    assert "còn 2 vị trí sau tái cử" in page
    for each in others:
        assert client.post(f"{base}lan-dau/gioi-thieu/{DAY}&nguoi={each}", {"on": "09/03/2020", "planned": "on"}).status_code == 302
    through(PersonnelPlan.objects.get().pk, Track.FIRST_TIME, dict.fromkeys(others, 15), begins=date(2020, 3, 10))
    assert "Hai quy trình đã xong." in text(client.get(f"{base}{DAY}"))
    slate = text(client.get(f"{base}danh-sach/{DAY}"))
    assert "Danh sách nhân sự: 4 người cho 3 vị trí" in slate
    assert "1 Dương Văn A 05/1972 nữ tái cử 12 15" in slate
    assert "Không có gì chặn" in slate
    assert "Lưu ý Chưa có ý kiến nơi cư trú" in slate
    assert client.post(f"{base}danh-sach/cong-bo/{DAY}", {"on": "01/04/2020"}).status_code == 302
    assert "Danh sách đã công bố ngày 01/04/2020." in text(client.get(f"{base}{DAY}"))


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("approved_size", "0", "Số lượng 0 không hợp lý"), ("more_than", "40", "ít nhất là quá 50 %"), ("secrecy", "secret", "KIENTOAN_ONLINE=false"),
    ("approved_size", "ba", "Gõ một số nguyên"), ("on", "31/02/2020", "không có trong lịch"), ("minority_percent", "200", "Tỷ lệ 200 % không hợp lý")])
def test_a_plan_that_cannot_stand_is_refused_beside_its_field_and_keeps_what_was_typed(world: World, client_of: ClientOf, field: str, value: str, sentence: str) -> None:
    page = client_of("keeper").post(f"/nhan-su/mo/{DAY}&don-vi={world['party-05965']}", {**TERMS, field: value})
    assert page.status_code == 200
    assert sentence in text(page)
    assert f'id="id_{field}_error"' in page.content.decode()
    assert PersonnelPlan.objects.count() == 0


def test_numbers_that_do_not_fit_are_refused_by_name_and_nothing_is_written(world: World, client_of: ClientOf) -> None:
    plan, ids = new_plan(world), people(world, 2)
    nobody_again(plan)
    put(plan, Track.FIRST_TIME, ids)
    client, at = client_of("keeper"), f"/nhan-su/{plan}/lan-dau/buoc"
    early = client.post(f"{at}/2/mo/{DAY}", {"on": "02/03/2020", "electorate": "20"})
    assert "Bước 2 chưa mở được: bước 1 chưa niêm phong. Niêm phong bước 1 trước." in text(early)
    assert client.post(f"{at}/1/mo/{DAY}", {"on": "02/03/2020", "electorate": "20"}).status_code == 302
    base = {"issued": "20", "valid": "19", "invalid": "1", f"votes-{ids[0]}": "10", f"votes-{ids[1]}": "9"}
    for change, place, sentence in (
            ({"issued": "21"}, "issued", "Phát ra 21 phiếu, nhiều hơn 20 người được triệu tập"), ({"valid": "21"}, "valid", "Phiếu hợp lệ 21, nhiều hơn 20 phiếu phát ra"),
            ({"invalid": "2"}, "invalid", "Thu về 21 phiếu, nhiều hơn 20 phiếu phát ra"),
            ({f"votes-{ids[0]}": "20"}, f"votes-{ids[0]}", "Dương Văn A: 20 phiếu, nhiều hơn 19 phiếu hợp lệ"),
            ({f"votes-{ids[1]}": ""}, f"votes-{ids[1]}", "Chưa điền mục này")):
        page = client.post(f"{at}/1/ghi/{DAY}", {**base, **change})
        assert (page.status_code, sentence in text(page), f'id="id_{place}_error"' in page.content.decode()) == (200, True, True)
    assert (Vote.objects.count(), Sitting.objects.get().issued) == (0, None)
    changed = client.post(f"/nhan-su/{plan}/sua/{DAY}", {**TERMS, "more_than": "60", "on": "02/03/2020"})
    assert changed.status_code == 302
    assert client.post(f"{at}/1/ghi/{DAY}", base).status_code == 302
    late = client.post(f"/nhan-su/{plan}/sua/{DAY}", {**TERMS, "on": "02/03/2020"})
    assert "Đã có phiếu được ghi theo ngưỡng cũ" in text(late)


def test_a_person_who_cannot_stand_is_refused_on_the_form(world: World, client_of: ClientOf) -> None:
    plan, (member,) = new_plan(world), people(world, 1)
    put(plan, Track.FIRST_TIME, [member])
    client = client_of("keeper")
    page = client.post(f"/nhan-su/{plan}/lan-dau/gioi-thieu/{DAY}&nguoi={member}", {"on": "02/03/2020"})
    assert "Dương Văn A đã có trong phương án này (lần đầu). Giữ một lần." in text(page)
    assert "Dương Văn A" not in text(client.get(f"/nhan-su/{plan}/lan-dau/gioi-thieu/{DAY}&tim=duong"))
    assert client.get(f"/nhan-su/{plan}/noi-cu-tru/gioi-thieu/{DAY}").status_code == 404
    assert client.post(f"/nhan-su/{plan}/nguoi/{member}/rut/{DAY}", {"on": "03/03/2020", "reason": "Xin rút vì sức khỏe"}).status_code == 302
    assert "Xin rút vì sức khỏe" in text(client.get(f"/nhan-su/{plan}/{DAY}"))
    other, = people(world, 1, prefix="Ngô Thị")
    put(plan, Track.FIRST_TIME, [other])
    assert client.post(f"/nhan-su/{plan}/nguoi/{other}/xoa/{DAY}").status_code == 302
    assert Nomination.objects.known().count() == 1
    assert client.get(f"/nhan-su/{plan}/nguoi/{other}/xoa/{DAY}").status_code == 404


def test_a_correction_is_previewed_and_then_opens_what_rests_on_it(world: World, client_of: ClientOf) -> None:
    plan, ids = finished(world)
    client, at = client_of("keeper"), f"/nhan-su/{plan}/lan-dau/buoc/2/dinh-chinh/{DAY}"
    sent: dict[str, object] = {"reason": "Cộng nhầm", "on": "04/03/2020", "electorate": "20", "issued": "20", "valid": "19", "invalid": "1",
                               **{f"votes-{each}": "15" for each in ids[:3]}, f"votes-{ids[3]}": "9"}
    assert "Nhân sự lần đầu, đính chính bước 2" in text(client.get(at))
    preview = client.post(at, sent)
    assert "Dương Văn D: nay không đạt" in text(preview)
    assert "Nhân sự lần đầu: bước 5 mở lại, phải niêm phong lại" in text(preview)
    assert "Chưa ghi gì. Bấm lần nữa để làm." in text(preview)
    assert Sitting.objects.known().filter(sealed=True).count() == 5
    seen = [each.replace("&quot;", '"') for each in re.findall(r'name="da-xem" value="([^"]*)"', preview.content.decode())]
    done = client.post(at, {**sent, "da-xem": seen}, follow=True)
    assert "Đã đính chính. Các bước mở lại: lần đầu 3, lần đầu 4, lần đầu 5." in text(done)
    assert "Nhân sự lần đầu: xem lại rồi niêm phong bước 3." in text(done)
    assert "không đạt: 9/20" in text(done)


def test_a_step_is_taken_back_a_process_ended_and_opened_again_and_a_plan_ended(world: World, client_of: ClientOf) -> None:
    plan, ids = new_plan(world), people(world, 2)
    client, base = client_of("keeper"), f"/nhan-su/{plan}"
    assert client.post(f"{base}/tai-cu/ket-thuc/{DAY}", {"on": "02/03/2020", "reason": ""}).status_code == 200
    assert client.post(f"{base}/tai-cu/ket-thuc/{DAY}", {"on": "02/03/2020", "reason": "Không ai tái cử"}).status_code == 302
    assert "Kết thúc sớm ngày 02/03/2020: Không ai tái cử" in text(client.get(f"{base}/{DAY}"))
    assert client.post(f"{base}/tai-cu/ket-thuc/{DAY}").status_code == 302
    nobody_again(plan)
    put(plan, Track.FIRST_TIME, ids)
    step(plan, Track.FIRST_TIME, 1, dict.fromkeys(ids, 15), seal=False)
    assert client.post(f"{base}/lan-dau/buoc/1/bo/{DAY}").status_code == 302
    assert client.get(f"{base}/lan-dau/buoc/1/ghi/{DAY}").status_code == 404
    assert client.post(f"{base}/thoi/{DAY}", {"on": "23/06/2020", "reason": "Đại hội hai nội dung"}).status_code == 302
    page = text(client.get(f"{base}/{DAY}"))
    assert "Phương án này kết thúc ngày 23/06/2020; chỉ còn để đọc. Đại hội hai nội dung" in page
    assert "Giới thiệu người" not in page
    before = client.get(f"{base}/?ngay=22/06/2020")
    assert "Phương án này kết thúc ngày 23/06/2020; chỉ còn để đọc. Đại hội hai nội dung" in text(before), "said on a day before, too"
    assert [what in before.content.decode() for what in ("/gioi-thieu/", "/buoc/", "/ket-thuc/", "/sua/", "nextstep")] == [False] * 5


def test_residents_are_heard_place_by_place(world: World, client_of: ClientOf) -> None:
    plan, ids = new_plan(world), people(world, 2)
    put(plan, Track.FIRST_TIME, ids)
    client, base = client_of("keeper"), f"/nhan-su/{plan}/noi-cu-tru/buoc/1"
    assert 'id="id_place_error"' in client.post(f"{base}/mo/{DAY}", {"place": " ", "on": "02/03/2020", "electorate": "40"}).content.decode()
    assert client.post(f"{base}/mo/{DAY}", {"place": "Xóm Trung Thành", "on": "02/03/2020", "electorate": "40", **MINUTES}).status_code == 302
    at = f"{DAY}&noi=Xóm+Trung+Thành"
    assert client.post(f"{base}/ghi/{at}", {"issued": "40", "valid": "38", "invalid": "2", f"votes-{ids[0]}": "30"}).status_code == 302
    assert client.post(f"{base}/niem-phong/{at}").status_code == 302
    page = text(client.get(f"/nhan-su/{plan}/{DAY}"))
    assert "1. Xóm Trung Thành" in page
    assert "Dương Văn A Xóm Trung Thành 30 được tín nhiệm" in page


# -- who sees what ---------------------------------------------------------------------------------------------------------------------------


def test_others_see_the_slate_only_once_it_is_announced_and_never_votes_or_who_was_dropped(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world)
    readers = ("secretary", "clerk", "auditor")
    paths = [f"/nhan-su/{plan}/danh-sach/", f"/nhan-su/{plan}/danh-sach/tai.csv", f"/nhan-su/{plan}/danh-sach/tai.xlsx", f"/nhan-su/{plan}/danh-sach/tai.pdf"]
    for username in (*readers, "stranger"):
        assert [client_of(username).get(f"{path}{DAY}").status_code for path in paths] == [404] * 4
    assert "Chưa có danh sách nào được công bố trong phạm vi được xem." in text(client_of("secretary").get(f"/nhan-su/{DAY}"))
    announce_slate(MACHINE, plan_id=plan, on=date(2020, 4, 1))
    for username in readers:
        client = client_of(username)
        page = text(client.get(f"{paths[0]}{DAY}"))
        assert "Danh sách nhân sự: 4 người cho 3 vị trí" in page
        assert "Công bố 01/04/2020" in page
        assert "Dương Văn E" not in page  # dropped
        assert "Phiếu" not in page.split("Danh sách nhân sự: 4")[1].split("Dương Văn D")[0]
        rows = list(csv.reader(io.StringIO(client.get(f"{paths[1]}{DAY}").content.decode("utf-8-sig"))))
        assert rows[0] == ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Diện"]
        assert client.get(f"/nhan-su/{plan}/{DAY}").status_code == 403
    assert [client_of("stranger").get(f"{path}{DAY}").status_code for path in (*paths, f"/nhan-su/{plan}/", f"/nhan-su/{plan}/sua/")] == [404] * 6
    assert client_of("counter").get(f"{paths[0]}{DAY}").status_code == 403
    assert client_of("secretary").get(f"/nhan-su/{plan}/danh-sach/?ngay=31/03/2020").status_code == 404


def test_who_was_dropped_and_why_stands_on_the_plan_for_those_who_prepare_it(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world)
    page = text(client_of("officer").get(f"/nhan-su/{plan}/{DAY}"))
    assert "Dương Văn E 8 – – – – dừng ở bước 1 không đạt: 8/20 người được triệu tập, 40,00 %, không quá 50 %, cần từ 11 phiếu; CG-20" in page


def test_every_look_is_written_down_and_shown(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world, announce=True)
    client_of("secretary").get(f"/nhan-su/{plan}/danh-sach/{DAY}")
    client_of("auditor").get(f"/nhan-su/{plan}/danh-sach/tai.xlsx{DAY}")
    page = text(client_of("keeper").get(f"/nhan-su/{plan}/{DAY}"))
    assert set(ReadEntry.objects.filter(subject=f"personnel:{plan}").values_list("reader", "page")) == {
        ("user:secretary", "personnel_slate"), ("user:auditor", "personnel_download.xlsx"), ("user:keeper", "personnel_plan")}
    assert "Ai đã xem phương án này: 3" in page
    assert "Hoàng Văn Lưu Phương" in page


def test_an_announced_slate_is_taken_back_with_a_reason(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world, announce=True)
    client = client_of("keeper")
    assert client.post(f"/nhan-su/{plan}/danh-sach/rut-cong-bo/{DAY}", {"reason": "Có đơn thư"}).status_code == 302
    assert "Chưa công bố" in text(client.get(f"/nhan-su/{plan}/danh-sach/{DAY}"))


def test_what_blocks_is_named_before_it_is_announced(world: World, client_of: ClientOf) -> None:
    plan, ids = new_plan(world, size=4), people(world, 4)
    nobody_again(plan)
    put(plan, Track.FIRST_TIME, ids)
    through(plan, Track.FIRST_TIME, dict.fromkeys(ids, 15))
    client = client_of("keeper")
    page = text(client.get(f"/nhan-su/{plan}/danh-sach/{DAY}"))
    assert "1 điều chặn việc công bố" in page
    assert "Chặn 4 người cho 4 vị trí, dư 0; danh sách phải nhiều hơn số vị trí; EL-16" in page
    assert "Cần người xử lý trước 4 người cho 4 vị trí" in text(client.get(f"/nhan-su/{plan}/danh-sach/cong-bo/{DAY}"))
    assert "Chưa công bố được: 4 người cho 4 vị trí" in text(client.post(f"/nhan-su/{plan}/danh-sach/cong-bo/{DAY}", {"on": "01/04/2020"}))


def test_a_secret_plan_is_not_opened_on_an_installation_that_is_online(world: World, client_of: ClientOf, settings: object) -> None:
    settings.ONLINE = False  # type: ignore[attr-defined]  # pytest-django's settings
    client = client_of("keeper")
    assert client.post(f"/nhan-su/mo/{DAY}&don-vi={world['party-05965']}", {**TERMS, "secrecy": "secret"}).status_code == 302
    assert "Mật" in text(client.get(f"{plan_of()}{DAY}"))
    settings.ONLINE = True  # type: ignore[attr-defined]
    refused = client.get(f"{plan_of()}{DAY}")
    assert "Phương án mật không được lưu trên bản cài đặt nối mạng" in text(refused)
    assert "Giới thiệu" not in text(refused)
    assert PlanTerms.objects.count() == 1


# -- taking away, languages, costs -------------------------------------------------------------------------------------------------------------


def test_the_slate_is_taken_away_as_workbook_csv_and_paper(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world)
    client = client_of("keeper")
    rows = first_sheet(client.get(f"/nhan-su/{plan}/danh-sach/tai.xlsx{DAY}"))
    assert rows[0] == ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Diện", "Phiếu", "Trên"]
    assert rows[1][1:] == ["Dương Văn A", "05/1972", "nữ", "lần đầu", 18.0, 20.0]
    assert client.get(f"/nhan-su/{plan}/danh-sach/tai.pdf{DAY}").content.startswith(b"%PDF")
    assert client.get(f"/nhan-su/{plan}/danh-sach/tai.json{DAY}").status_code == 404


def test_everything_is_read_in_english_as_well(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world)
    client = client_of("keeper")
    client.cookies["kientoan_language"] = "en"
    page = text(client.get(f"/nhan-su/{plan}/{DAY}"))
    assert "Standing board, first meeting, reviews those in planning" in page
    assert "does not go on: 8 of 20 summoned, 40.00%" in page
    slate = text(client.get(f"/nhan-su/{plan}/danh-sach/{DAY}"))
    assert "4 persons for 3 seats, a surplus of 1; the slate must have more names than seats; EL-16" in slate


def test_pages_cost_the_same_however_many_persons_and_plans_there_are(world: World, client_of: ClientOf) -> None:
    plan, _ids = finished(world)
    paths = [f"/nhan-su/{DAY}", f"/nhan-su/{plan}/{DAY}", f"/nhan-su/{plan}/danh-sach/{DAY}"]
    client = client_of("keeper")
    costs(client, paths)
    before = costs(client, paths)
    more = new_plan(world, "party-05953")
    nobody_again(more)
    put(more, Track.FIRST_TIME, people(world, 9, prefix="Lưu Thị"))
    other = new_plan(world, body=PostKind.SECRETARY, size=1)
    again = [f"/nhan-su/{DAY}", f"/nhan-su/{more}/{DAY}", f"/nhan-su/{more}/danh-sach/{DAY}"]
    costs(client, again)
    after = costs(client, again)
    assert after[0] == before[0]
    assert after[1] <= before[1]
    assert after[2] <= before[2]
    assert client.get(f"/nhan-su/{other}/{DAY}").status_code == 200
    assert BEGINS.year == 2020
