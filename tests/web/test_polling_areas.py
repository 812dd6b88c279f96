"""A State election whose unit has several polling areas, held through its pages: each area counted by itself, the unit summed, a vote annulled and held again."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client

from cast import MACHINE, World, give_second_factor
from kientoan.ballots.models import Entry
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.elections import queries
from kientoan.elections.auditing import ask_deletion, confirm_deletion
from kientoan.elections.models import PollingArea, Seal
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.rules.election.export import check
from kientoan.rules.frozen import canonical, fingerprint, printed
from reading import ClientOf, costs, text
from sheets import lines, pages

pytestmark = pytest.mark.once

DAY = "?ngay=23/06/2020"
NAMES = "Dương Văn An; 02/05/1970\nHoàng Thị Bình; 11/09/1961\nLê Văn Cảnh; 30/12/1985\nNgô Thị Dung; 04/04/1979"
AREAS = "1; Xóm Trung Thành; 20; Nhà văn hóa xóm\n2; Xóm Núi; 8\n3; Xóm Chiềng; 20; Trường tiểu học"
BALLOTS = {1: "3 4 x9\n2 4 x5\n*", 2: "3 4 x2\n2 4 x2\n1 4", 3: "3 4 x4\n2 4 x8\n1 4 x3"}
"""What is struck out, by area: An 14, 4 and 12; Bình 9, 3 and 7; Cảnh 5, 3 and 11, of 14, 5 and 15 valid ballots. One ballot has every name struck."""
VOTED = {1: 15, 2: 5, 3: 15}
SEED = "31415926535897932384"


def do(client: Client, pk: int, what: str, **values: object) -> str:
    return text(client.post(f"/bau-cu/{pk}/lam/{what}/{DAY}", values, follow=True))


def called(world: World, client: Client, *, seats: int = 2, areas: str = AREAS, names: str = NAMES) -> int:
    """A unit's election with its areas, its list and its board."""
    page = client.post(f"/don-vi/{world['05965']}/bau-cu/moi/{DAY}", {
        "title": "Bầu HĐND xã, đơn vị 1", "elects": "council", "body": "valid_ballots", "on": "21/06/2020", "seats": seats, "form": "strike_out", "hands": "2"}, follow=True)
    pk = int(page.redirect_chain[-1][0].split("/")[2])
    if areas:
        do(client, pk, "khu-vuc", areas=areas)
    do(client, pk, "ung-cu", names=names, origin="convener")
    do(client, pk, "chot-danh-sach")
    do(client, pk, "ban-kiem-phieu", head="Tạ Văn Ban", secretary="Tạ Thị Thư", members="Tạ Văn Viên")
    return pk


def area(pk: int, number: int) -> int:
    """The newest vote in an area."""
    return queries.standing(pk).areas[number - 1].area.election_id


def key(client: Client, pk: int, ballots: str) -> str:
    page = client.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": 1, "ballots": ballots}).content.decode()
    count = page.partition('name="dong" value="')[2].partition('"')[0]
    return text(client.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": 1, "ballots": ballots, "dong": count}, follow=True))


def issued(client: Client, part: int, number: int, voted: int) -> str:
    do(client, part, "to-bau-cu", head=f"Vũ Văn Tổ {number}", secretary=f"Vũ Thị Thư {number}", members=f"Vũ Văn Viên {number}")
    do(client, part, "cu-tri-bo-phieu", present=voted)
    return do(client, part, "phat-phieu", printed=voted + 5, issued=voted, spoiled=1, unused=4, keyer1="counter", keyer2="officer")


def counted(client_of: ClientOf, part: int, number: int, ballots: Mapping[int, str] = BALLOTS, *, voted: int = 0) -> str:
    """An area from its team to its seal; the page that it leads to."""
    clerk, voted = client_of("clerk"), voted or VOTED[number]
    issued(clerk, part, number, voted)
    for name in ("counter", "officer"):
        key(client_of(name), part, ballots[number])
    do(clerk, part, "thu-phieu", collected=voted, not_returned=0)
    return do(clerk, part, "niem")


def summed(world: World, client_of: ClientOf) -> int:
    """The unit with every area sealed, and itself."""
    pk = called(world, client_of("clerk"))
    for number in BALLOTS:
        counted(client_of, area(pk, number), number)
    do(client_of("clerk"), pk, "niem")
    return pk


def test_three_areas_are_counted_apart_and_the_unit_is_their_sum_with_a_tie_settled_by_age(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = called(world, clerk)
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "Bước tiếp theo: Niêm mọi khu vực bỏ phiếu" in page
    assert "3 khu vực, 3 chưa niêm" in page
    few = costs(clerk, [f"/bau-cu/{pk}/{DAY}"])
    do(clerk, pk, "khu-vuc", areas="\n".join(f"{number}; Khu {number}; 900" for number in range(4, 12)))
    assert costs(clerk, [f"/bau-cu/{pk}/{DAY}"]) == few
    for number in range(4, 12):
        assert "Khu vực bỏ phiếu" in do(clerk, area(pk, 4), "bo-khu-vuc"), number
    assert "0 người trúng cử" not in counted(client_of, area(pk, 1), 1)
    page = text(clerk.get(f"/bau-cu/{area(pk, 1)}/{DAY}"))
    assert "đã xong rồi" in do(clerk, area(pk, 1), "niem"), "of two who close one count the second is told"
    assert "Vũ Văn Tổ 1 tổ trưởng" in page
    assert "Kết quả kiểm phiếu của khu vực Trên 14 phiếu hợp lệ" in page
    assert "Hoàng Thị Bình 9 9/14 phiếu hợp lệ, 64,29 % của khu vực; cộng vào kết quả của đơn vị bầu cử; NA-02" in page
    assert "trúng cử" not in page
    counted(client_of, area(pk, 2), 2)
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "Chưa cộng số nào của đơn vị" in page
    assert "Số phiếu của từng người ở từng khu vực" not in page
    assert "Khu vực bỏ phiếu số 3 chưa niêm" in do(clerk, pk, "niem")
    assert "2 trên 3 khu vực đã niêm" in text(clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}"))
    assert "đơn vị 1 – khu vực bỏ phiếu số 2" in text(client_of("counter").get(f"/bau-cu/{DAY}"))
    counted(client_of, area(pk, 3), 3)
    page = do(clerk, pk, "niem")
    assert "CHƯA XONG" not in page
    assert "2 người trúng cử Tính trên 34; quá nửa từ 18 phiếu" in page
    assert "Hoàng Thị Bình trúng cử 19 đắc cử: 19/34 phiếu hợp lệ, 55,88 %, quá một nửa, bằng phiếu với Lê Văn Cảnh và nhiều tuổi hơn; NA-06" in page
    assert "Lê Văn Cảnh 19 không đắc cử: 19/34" in page
    assert "Cử tri đi bầu 35/48, 72,92 %, quá một nửa; NA-05" in page
    assert "Cộng 48 35 35 35 34 1" in page
    assert "1. Xóm Trung Thành 14 9 5 0 2. Xóm Núi 4 3 3 0 3. Xóm Chiềng 12 7 11 0 Cộng 30 19 19 0" in page
    clerk.post("/ngon-ngu/", {"language": "en", "next": "/"})
    english = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "35 of 48 registered voters voted, 72.92%, more than half; NA-05" in english
    assert "Votes of each candidate in each area" in english


def test_minutes_are_made_of_each_area_and_of_the_unit_and_the_file_of_the_unit_names_its_areas(world: World, client_of: ClientOf) -> None:
    pk, clerk, auditor = summed(world, client_of), client_of("clerk"), client_of("auditor")
    of_area = {form: clerk.get(f"/bau-cu/{area(pk, 1)}/bien-ban.{form}{DAY}").content for form in ("pdf", "docx")}
    of_unit = {form: clerk.get(f"/bau-cu/{pk}/bien-ban.{form}{DAY}").content for form in ("pdf", "docx")}
    for made, there, missing in ((of_area, ("khu vực bỏ phiếu số 1", "Vũ Văn Tổ 1", "64,29 %", "TM. TỔ BẦU CỬ", "niêm phong trước khi mở hòm phiếu", "75,00 %"), ("Người trúng cử", "NA-06")),
                                 (of_unit, ("Ban bầu cử", "3. Xóm Chiềng", "72,92 %", "nhiều tuổi hơn", "bốn", "Người trúng cử"), ())):
        for whole in (" ".join(pages(made["pdf"])), " ".join(lines(made["docx"]))):
            said = " ".join(whole.split()).lower()
            assert [each for each in there if each.lower() not in said] == []
            assert [each for each in missing if each.lower() in said] == []
    raw = auditor.post(f"/bau-cu/{pk}/kiem-tra/tep/{DAY}").content
    found = check(raw)
    assert (found.faults, found.content["records"]["ballots"] if found.content else 0) == ((), 35)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cvr = json.loads(parts["cvr.json"])
    assert [(each["Name"], each["Type"]) for each in cvr["GpUnit"]][1:] == [("Xóm Trung Thành", "polling-place"), ("Xóm Núi", "polling-place"), ("Xóm Chiềng", "polling-place")]
    assert [sum(record["BallotStyleUnitId"] == f"area-{number}" for record in cvr["CVR"]) for number in BALLOTS] == [15, 5, 15]
    whole = json.loads(parts["count.json"])
    sealed = whole["content"]["seal"]["content"]["areas"][1]["content"]
    sealed["area"]["voted"], sealed["votes"][0][1] = 6, 5
    whole["content"]["seal"]["fingerprint"] = fingerprint(whole["content"]["seal"]["content"])
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as archive:
        archive.writestr("count.json", canonical({"content": whole["content"], "fingerprint": fingerprint(whole["content"])}) + b"\n")
        archive.writestr("cvr.json", parts["cvr.json"])
    faults = " ".join(each.vi for each in check(forged.getvalue()).faults)
    assert "Khu vực bỏ phiếu số 2: Số phiếu của Dương Văn An: niêm ghi 5, đếm lại được 4." in faults
    assert "Khu vực bỏ phiếu số 2: dấu niêm không khớp" in faults
    assert "Cử tri của đơn vị 35, nhưng các khu vực cộng lại 36." in faults
    assert "Tệp kiểm tra là của cả đơn vị bầu cử" in text(auditor.post(f"/bau-cu/{area(pk, 1)}/kiem-tra/tep/{DAY}"))
    officer = client_of("officer")
    assert "Rút mẫu ở trang của khu vực" in text(officer.post(f"/bau-cu/{pk}/kiem-tra/rut-mau/{DAY}", {"seed": SEED, "size": "2"}))
    assert "Mẫu đọc lại 1" in text(officer.post(f"/bau-cu/{area(pk, 1)}/kiem-tra/rut-mau/{DAY}", {"seed": SEED, "size": "2"}, follow=True))
    open_account(MACHINE, username="officer2", display_name="Đặng Thị Hòa", unit_id=world["party"], role=Role.ORGANIZATION_OFFICER, on=date(2020, 1, 1))
    give_second_factor("officer2")
    with clock.telling(clock.working_moment(date(2025, 7, 1), 9, 0)):
        ask_deletion(world.actor("officer"), election_id=pk, decision=Citation("15-QĐ/UBND", date(2025, 6, 30), issuer="UBND xã"))
        confirm_deletion(world.actor("officer2"), election_id=pk)
        assert (Entry.objects.count(), queries.standing(area(pk, 2)).deletion is not None) == (0, True)
        assert clerk.get(f"/bau-cu/{pk}/bien-ban.pdf{DAY}").status_code == 200


def test_the_vote_of_one_area_is_annulled_and_held_again_and_the_old_seals_stay(world: World, client_of: ClientOf) -> None:
    pk, clerk = summed(world, client_of), client_of("clerk")
    old, before = area(pk, 3), Seal.objects.known().get(election=pk)
    assert "chưa bị hủy" in do(clerk, old, "bau-lai", on="23/06/2020")
    page = do(clerk, old, "huy-ket-qua", on="22/06/2020", reason="có người bỏ phiếu thay", decision_number="7/NQ-HĐBC", decision_date="22/06/2020")
    assert "Kết quả đã niêm của đơn vị không còn giá trị" in page
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "đã hủy, chờ bầu lại" in page
    assert printed(before.fingerprint) in page
    assert "người trúng cử" not in page
    assert "Khu vực bỏ phiếu số 3 chưa niêm" in do(clerk, pk, "niem")
    assert "từ ngày hủy 22/06/2020" in do(clerk, old, "bau-lai", on="21/06/2020")
    assert "bầu lại ngày 23/06/2020" in do(clerk, old, "bau-lai", on="23/06/2020")
    assert "đã mở bầu lại" in do(clerk, old, "bau-lai", on="23/06/2020")
    again = area(pk, 3)
    assert again != old
    counted(client_of, again, 3, {3: "3 4 x8\n2 4 x7"})
    page = do(clerk, pk, "niem")
    assert "Hoàng Thị Bình trúng cử 20" in page
    assert "hủy ngày 22/06/2020, theo 7/NQ-HĐBC" in page
    assert Seal.objects.filter(election=pk).count() == 2
    assert Seal.objects.known().filter(election=old).exists(), "what was annulled stays"
    assert "Ngày 23 tháng 6 năm 2020".lower() in " ".join(pages(clerk.get(f"/bau-cu/{again}/bien-ban.pdf{DAY}").content)).lower()


def test_what_an_area_or_its_unit_cannot_be_is_refused_with_rule_and_remedy(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = called(world, clerk, areas="")
    assert "Dòng 2 “hai; Xóm Núi; 8”" in do(clerk, pk, "khu-vuc", areas="1; Xóm Một; 20\nhai; Xóm Núi; 8")
    assert "số 1 đã có" in do(clerk, pk, "khu-vuc", areas="1; Xóm Một; 20\n1; Xóm Hai; 30")
    assert "số cử tri từ 1" in do(clerk, pk, "khu-vuc", areas="1; Xóm Một; 0")
    assert not PollingArea.objects.exists(), "all lines or none"
    page = do(clerk, pk, "khu-vuc", areas="1; Xóm Một; 20\n2; Xóm Hai; 5.000\n3; Xóm Ba; 900")
    assert "số 1 có 20 cử tri, dưới 300" in page
    assert "số 2 có 5000 cử tri, trên 4000" in page
    assert "số 3 có" not in page
    one, two = area(pk, 1), area(pk, 2)
    assert "Sửa ít nhất một mục" in do(clerk, one, "sua-khu-vuc", name="Xóm Một", registered=20, place="")
    assert "25 cử tri" in do(clerk, one, "sua-khu-vuc", name="Xóm Một", registered=25, place="Nhà văn hóa")
    assert "có tên trong danh sách bầu cử nên không ở trong tổ bầu cử" in do(clerk, one, "to-bau-cu", head="Dương Văn An", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    team = {"head": "Vũ Văn Tổ", "secretary": "Vũ Thị Thư", "members": "Vũ Văn Ba"}
    assert "Bước tiếp theo: Chốt số cử tri đã bỏ phiếu" in do(clerk, one, "to-bau-cu", **team)
    assert "Vũ Văn Ba (khu vực số 1)" in do(clerk, two, "to-bau-cu", head="Tạ Văn Tổ", secretary="Tạ Thị Thư", members="Vũ Văn Ba")
    assert "Rút lại bước ấy trước" in do(clerk, one, "bo-khu-vuc")
    assert "26 cử tri đã bỏ phiếu, nhiều hơn 25 cử tri trong danh sách" in do(clerk, one, "cu-tri-bo-phieu", present=26)
    do(clerk, one, "cu-tri-bo-phieu", present=15)
    ballots = {"printed": 30, "spoiled": 0, "keyer1": "counter", "keyer2": "officer"}
    assert "Phát 26 phiếu, nhiều hơn 25 cử tri" in do(clerk, one, "phat-phieu", issued=26, unused=4, **ballots)
    assert "Đếm lại" in do(clerk, one, "phat-phieu", issued=15, unused=4, **ballots)
    assert "Rút lại ở từng khu vực trước" in do(clerk, pk, "rut-buoc", reason="nhầm")
    assert "Chưa tới bước “Khớp số, niêm kết quả”" in do(clerk, one, "niem")
    do(clerk, one, "phat-phieu", issued=15, unused=15, **ballots)
    assert "việc kiểm đã bắt đầu" in do(clerk, pk, "khu-vuc", areas="4; Xóm Bốn; 400")
    assert "việc kiểm đã bắt đầu" in do(clerk, two, "bo-khu-vuc")
    assert "Đã phát phiếu nên không sửa được nữa" in do(
        clerk, pk, "sua-quyet-dinh", title="Khác", elects="council", body="valid_ballots", on="21/06/2020", seats=2, form="strike_out", hands="2", reason="nhầm")
    assert "Mở trang cuộc bầu cử của đơn vị" in do(clerk, one, "ung-cu", names="Người Thêm", origin="convener")
    assert "không ghi tên từng cử tri" in do(clerk, two, "trieu-tap", names="Cử tri Một")
    assert client_of("stranger").post(f"/bau-cu/{two}/lam/to-bau-cu/{DAY}", team).status_code == 403
    assert client_of("secretary").post(f"/bau-cu/{two}/lam/to-bau-cu/{DAY}", team).status_code == 403
    party = client_of("clerk").post(f"/don-vi/{world['party-05965']}/bau-cu/moi/{DAY}", {
        "title": "Bầu Bí thư", "elects": "secretary", "body": "delegate_congress", "on": "21/06/2020", "seats": 1, "form": "strike_out", "hands": "2"}, follow=True)
    assert "Chỉ đơn vị bầu cử của Quốc hội" in do(clerk, int(party.redirect_chain[-1][0].split("/")[2]), "khu-vuc", areas="1; Xóm Một; 400")


def test_nobody_is_elected_where_half_or_fewer_voted_and_an_election_without_areas_is_one_count(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = called(world, clerk, areas="1; Xóm Trung Thành; 30\n2; Xóm Núi; 10")
    for number in (1, 2):
        counted(client_of, area(pk, number), number)
    page = do(clerk, pk, "niem")
    assert "0 người trúng cử" in page
    assert "Cử tri đi bầu 20/40, 50,00 %, không quá một nửa nên chưa ai đắc cử; NA-05" in page
    assert "Dương Văn An 18 chưa đắc cử: 18/19 phiếu hợp lệ, 94,74 %, nhưng không quá một nửa cử tri của đơn vị đi bầu; NA-05" in page
    assert "Mở vòng sau" in page
    said = " ".join(pages(clerk.get(f"/bau-cu/{pk}/bien-ban.pdf{DAY}").content))
    assert ("Không có người trúng cử." in said, "chưa có người được quá một nửa" in said) == (True, False)
    alone = called(world, clerk, areas="")
    do(clerk, alone, "chot-trieu-tap", summoned=20, present=15)
    assert "Rút lại bước ấy rồi mới chia khu vực" in do(clerk, alone, "khu-vuc", areas="1; Xóm Một; 400")
    do(clerk, alone, "phat-phieu", printed=15, issued=15, spoiled=0, unused=0, keyer1="counter", keyer2="officer")
    for name in ("counter", "officer"):
        key(client_of(name), alone, BALLOTS[1])
    do(clerk, alone, "thu-phieu", collected=15, not_returned=0)
    assert "2 người trúng cử Tính trên 14" in do(clerk, alone, "niem")
    said = " ".join(pages(clerk.get(f"/bau-cu/{alone}/bien-ban.pdf{DAY}").content))
    assert "Người trúng cử" in said
