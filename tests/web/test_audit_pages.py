"""The audit of an election through its pages: the file, the sample and its sheet, the term and the deletion by two people; who sees nothing of it."""

import re
from datetime import date

import pytest
from django.test import Client
from test_holding_elections import DAY, issued, sealed

from cast import MACHINE, World, give_second_factor
from kientoan.ballots.models import Entry
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.elections import audit, queries
from kientoan.elections.models import Sample, Seal
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.rules.election.export import check
from kientoan.rules.frozen import printed
from reading import ClientOf, costs, text

pytestmark = pytest.mark.once

SEED = "31415926535897932384"


def at(pk: int, where: str = "") -> str:
    return f"/bau-cu/{pk}/kiem-tra/{where}{DAY}"


def test_an_auditor_reads_the_seal_and_takes_the_file_which_the_journal_keeps(world: World, client_of: ClientOf) -> None:
    pk, auditor = sealed(world, client_of), client_of("auditor")
    assert f'href="/bau-cu/{pk}/kiem-tra/' in auditor.get(f"/bau-cu/{pk}/{DAY}").content.decode()
    page = text(auditor.get(at(pk)))
    assert printed(Seal.objects.known().get().fingerprint) in page
    assert "Phiếu thu về 9" in page
    assert "Phiếu và lượt nhập: ít nhất 180 ngày từ 23/06/2020; xóa được sớm nhất ngày 20/12/2020 (EL-47). thiết đặt chưa kiểm chứng" in page
    assert "Rút mẫu" not in page.replace("Chưa rút mẫu nào", "")
    assert "nhật ký ghi ai đã lấy" in text(auditor.get(at(pk, "tep/")))
    assert not JournalEntry.objects.filter(operation="elections.export_count").exists(), "looking at the page takes nothing"
    answer = auditor.post(at(pk, "tep/"))
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("application/zip", f'attachment; filename="kiem-phieu-2020-06-23-{pk}.zip"')
    assert answer["Cache-Control"] == "no-store"
    assert check(answer.content).faults == ()
    assert JournalEntry.objects.get(operation="elections.export_count").actor == "user:auditor"
    assert client_of("officer").post(at(pk, "tep/")).content == answer.content


def test_strangers_clerks_and_counters_see_nothing_of_an_audit_and_auditors_write_nothing(world: World, client_of: ClientOf) -> None:
    pk = sealed(world, client_of)
    client_of("officer").post(at(pk, "rut-mau/"), {"seed": SEED, "size": "2"})
    everything = ["", "tep/", "rut-mau/", "mau/1/", "mau/1/tap/1/", "xoa/de-nghi/", "xoa/xac-nhan/", "xoa/rut/"]
    expected = {"stranger": [404] * 8, "clerk": [403] * 8, "counter": [403] * 8, "secretary": [403] * 8, "auditor": [200, 200, 403, 200, 403, 403, 403, 403]}
    for name, statuses in expected.items():
        assert [client_of(name).get(at(pk, where)).status_code for where in everything] == statuses, name
    assert client_of("stranger").post(at(pk, "tep/")).status_code == 404
    assert client_of("clerk").post(at(pk, "tep/")).status_code == 403
    assert "kiem-tra" not in client_of("clerk").get(f"/bau-cu/{pk}/{DAY}").content.decode()
    assert Client(HTTP_HOST="127.0.0.1").get(at(pk)).status_code == 302
    officer = client_of("officer")
    assert [officer.get(at(pk, where)).status_code for where in ("xoa/khac/", "mau/2/", "mau/1/tap/7/")] == [404] * 3


def test_there_is_no_audit_before_the_seal(world: World, client_of: ClientOf) -> None:
    pk, officer = issued(world, client_of("clerk")), client_of("officer")
    assert [officer.get(at(pk, where)).status_code for where in ("", "tep/", "rut-mau/", "xoa/de-nghi/")] == [404] * 4
    assert officer.post(at(pk, "tep/")).status_code == 404
    assert "kiem-tra" not in officer.get(f"/bau-cu/{pk}/{DAY}").content.decode()


def test_a_sample_is_drawn_printed_and_read_again_on_pages(world: World, client_of: ClientOf) -> None:
    pk, officer = sealed(world, client_of), client_of("officer")
    assert "từ 20 đến 100 chữ số" in text(officer.post(at(pk, "rut-mau/"), {"seed": "123", "size": "3"}))
    assert "Đọc lại từ 1 đến 9 phiếu" in text(officer.post(at(pk, "rut-mau/"), {"seed": SEED, "size": "10"}))
    page = text(officer.post(at(pk, "rut-mau/"), {"seed": SEED, "size": "9"}, follow=True))
    places = sorted(place for _batch, place in Sample.objects.known().get().drawn)
    assert "Mẫu đọc lại 1: 9 trong 9 phiếu" in page
    assert f"{SEED} Ai cũng rút lại được" in page
    assert f"Tập 1 {', '.join(map(str, places))} chưa ghi" in page
    assert "Tờ đọc lại, in ra để ghi tay" in page
    assert "1. Dương Văn An; 2. Hoàng Thị Bình; 3. Lê Văn Cảnh" in text(officer.get(at(pk, "mau/1/tap/1/")))
    wrong = text(officer.post(at(pk, "mau/1/tap/1/"), {"ballots": "3 x6\n9\n0"}))
    assert "Dòng 2: “9” không phải số thứ tự trên phiếu (1 đến 3)" in wrong
    assert "Gõ 8 phiếu mà mẫu có 9 phiếu ở tập 1" in text(officer.post(at(pk, "mau/1/tap/1/"), {"ballots": "3 x6\n1 3 x2"}))
    assert "Tập 1: mọi phiếu đọc lại đều khớp." in text(officer.post(at(pk, "mau/1/tap/1/"), {"ballots": "0\n3 x6\n1 3 x2"}, follow=True))
    before = Seal.objects.known().get().content
    page = text(officer.post(at(pk, "mau/1/tap/1/"), {"ballots": "3 x7\n1 3 x2"}, follow=True))
    assert "Tập 1: 1 phiếu đọc khác. Đề nghị đếm lại; kết quả đã niêm không đổi." in page
    assert re.search(r"1/9 phiếu khác ghi trước, .*?: khớp", page)
    assert Seal.objects.known().get().content == before
    assert "1 phiếu đọc lại khác với tập đã nhập. Đề nghị đếm lại" in text(client_of("auditor").get(at(pk)))


def test_deleting_waits_for_its_day_and_for_a_second_person_and_is_told_on_the_election_afterwards(world: World, client_of: ClientOf) -> None:
    pk, officer = sealed(world, client_of), client_of("officer")
    open_account(MACHINE, username="officer2", display_name="Đặng Thị Hòa", unit_id=world["party"], role=Role.ORGANIZATION_OFFICER, on=date(2020, 1, 1))
    paper = {"decision_number": "15-QĐ/ĐU", "decision_date": "30/06/2020"}
    page = text(officer.get(at(pk)))
    assert "Chưa hết thời hạn giữ phiếu tính từ 23/06/2020 (thời hạn này là thiết đặt chưa kiểm chứng). Xóa được sớm nhất ngày 20/12/2020; EL-47" in page
    assert "Xóa được sớm nhất ngày 20/12/2020" in text(officer.post(at(pk, "xoa/de-nghi/"), paper))
    with clock.telling(clock.working_moment(date(2020, 12, 20), 9, 0)):
        where = f"/bau-cu/{pk}/kiem-tra/"
        officer = client_of("officer")
        assert "Đề nghị xóa lượt nhập phiếu" in text(officer.get(where))
        assert "Ghi số và ngày của quyết định" in text(officer.post(f"{where}xoa/de-nghi/"))
        page = text(officer.post(f"{where}xoa/de-nghi/", paper, follow=True))
        assert "Lê Thị Hà An đề nghị xóa ngày 20/12/2020 theo 15-QĐ/ĐU; chờ một người khác xác nhận. Rút đề nghị xóa" in page
        assert "không tự xác nhận" in text(officer.post(f"{where}xoa/xac-nhan/"))
        second = client_of("officer2")
        assert second.get(where)["Location"] == "/hai-lop/lap/", "without a second factor nothing"
        second.post(f"{where}xoa/xac-nhan/")
        assert Entry.objects.exists()
        give_second_factor("officer2")
        assert "Xác nhận xóa lượt nhập phiếu Rút đề nghị xóa" in text(second.get(where))
        said = "Lượt nhập phiếu đã xóa ngày 20/12/2020 theo 15-QĐ/ĐU; Lê Thị Hà An đề nghị, Đặng Thị Hòa xác nhận."
        assert said in text(second.post(f"{where}xoa/xac-nhan/", follow=True))
        assert not Entry.objects.exists()
        page = text(client_of("clerk").get(f"/bau-cu/{pk}/"))
        assert said in page
        assert "Hoàng Thị Bình trúng cử 8 đắc cử: 8/9 đại biểu được triệu tập" in page
        assert "đã xóa theo 15-QĐ/ĐU" in text(officer.post(f"{where}tep/"))
        assert client_of("clerk").get(f"/bau-cu/{pk}/bien-ban.pdf").status_code == 200


def test_the_pages_speak_english_too(world: World, client_of: ClientOf) -> None:
    pk, officer = sealed(world, client_of), client_of("officer")
    officer.post("/ngon-ngu/", {"language": "en", "next": "/"})
    officer.post(at(pk, "rut-mau/"), {"seed": SEED, "size": "2"})
    page = text(officer.get(at(pk)))
    assert "The first day for deleting is 20/12/2020; EL-47" in page
    assert "1 batch not entered" in page
    assert "Anybody can draw it again" in text(officer.get(at(pk, "mau/1/")))


def test_the_pages_ask_as_many_questions_for_many_as_for_few(world: World, client_of: ClientOf) -> None:
    pk, officer = sealed(world, client_of), client_of("officer")
    officer.post(at(pk, "rut-mau/"), {"seed": SEED, "size": "1"})
    few = costs(officer, [at(pk), at(pk, "mau/1/")])
    for number in range(5):
        officer.post(at(pk, "rut-mau/"), {"seed": f"{SEED}{number}", "size": "9"})
    assert len(audit.samples_of(queries.standing(pk))) == 6
    assert costs(officer, [at(pk), at(pk, "mau/6/")]) == few
