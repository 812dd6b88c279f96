"""Tasks through pages: given to one lead, accepted, reported with proof, done; boards from the figure to the clause; the duty sheet on half a sheet."""

import io
import re
from datetime import date
from uuid import uuid4

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from PIL import Image

from cast import MACHINE, World
from duties import cell_secretary, published
from kientoan.core.files import Sent
from kientoan.core.models import JournalEntry, StoredFile
from kientoan.core.participants import Change, Fate, Kind, plan
from kientoan.core.refusal import NotFound, Refusal
from kientoan.meetings import operations as meetings
from kientoan.meetings.enums import AttendanceState
from kientoan.meetings.papers import Names
from kientoan.meetings.queries import members_on, standing
from kientoan.org.operations import Fold, Reorganisation, move_unit, reorganise
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind
from kientoan.resolutions import operations, queries
from kientoan.resolutions.models import Evidence, TaskBrief, TaskStanding, TaskStep
from kientoan.resolutions.operations import Lead, Progress, Source, Terms
from kientoan.resolutions.queries import Only, Wanted
from kientoan.rules.meetings import Votes
from kientoan.rules.tasks import State
from photos import LATITUDE, photo, png_of
from reading import ClientOf, costs, first_sheet, text
from staff import fill, person, post

DAY = "?ngay=23/06/2020"
GIVEN = date(2020, 6, 2)


def given(world: World, title: str = "Dồn điền 12 ha", *, due: date = date(2020, 6, 30), person_id: int | None = None, lead: str = "cell-1", source: Source | None = None,
          on: date = GIVEN, giver: str = "cell-1") -> int:
    """A task that was given."""
    return operations.give_task(MACHINE, unit_id=world[giver], on=on, source=source, terms=Terms(title, "12 ha liền thửa", due, Lead(world[lead], person_id)))


def done(task: int, on: date) -> None:
    """Accept a task and report it as done on a day."""
    operations.accept_task(MACHINE, task_id=task, on=on)
    operations.finish_task(MACHINE, task_id=task, on=on, progress=Progress("xong", figure=queries.Decimal(12), measure="ha"))


def sent(client: Client, task: int, what: str, **values: object) -> str:
    """The words of the answer to an act of the lead; empty when it was done."""
    answer = client.post(f"/viec/{task}/lam/{what}/", {"on": "23/06/2020", **values})
    return "" if answer.status_code == 302 else text(answer)


def test_a_cell_secretary_gives_a_clause_to_one_member_who_reports_with_a_photo_and_is_done(world: World, client_of: ClientOf) -> None:
    made, (clause, _other) = published(world["party-05965"], "Dồn điền đổi thửa", "Nông thôn mới")
    member, stranger = person(world, "Dương Văn Tuyến", member_of="cell-1"), person(world, "Lý Thị Xa", member_of="cell-2")
    cell = cell_secretary(world, client_of)
    assert "Bước tiếp theo: mục 1 chưa có ai làm" in text(cell.get(f"/nghi-quyet/{made}/{DAY}"))
    new = f"/don-vi/{world['cell-1']}/giao-viec/{DAY}&muc={clause}&nghi-quyet={made}"
    assert "Dương Văn Tuyến" in text(cell.get(new))
    terms = {"title": "Vận động 6 hộ hiến đất làm mương", "product": "6 hộ ký cam kết", "lead": f"{world['cell-1']}-{member}", "due_on": "30/06/2020", "on": "02/06/2020"}
    assert "Chưa điền mục này" in text(cell.post(new, {**terms, "lead": ""}))
    assert "trước ngày giao" in text(cell.post(new, {**terms, "due_on": "01/06/2020"}))
    assert "Chọn một mục trong danh sách" in text(cell.post(new, {**terms, "lead": f"{world['cell-2']}-{stranger}"}))
    assert not TaskBrief.objects.exists()
    assert cell.post(new, {**terms, "helpers": [str(world["xom-1"])]}).status_code == 302
    task = TaskBrief.objects.get().task_id
    # Mine, first on the home page; one button that fits the state.
    home = text(cell.get(f"/{DAY}"))
    assert home.index("Việc của tôi: 1 việc đang mở") < home.index("tình hình ngày")
    assert "Nhận việc" in text(cell.get(f"/viec/cua-toi/{DAY}"))
    assert sent(cell, task, "xong", text="xong") != ""
    assert sent(cell, task, "nhan") == ""
    assert "Chỉ nhận việc vừa được giao" in sent(cell, task, "nhan")
    assert "Ghi đã làm được gì" in sent(cell, task, "tien-do")
    assert "Phần trăm" in sent(cell, task, "tien-do", percent="101") or "Số quá lớn" in sent(cell, task, "tien-do", percent="101")
    assert "Ghi đơn vị tính" in sent(cell, task, "tien-do", figure="4")
    said = {"text": "Bốn hộ đã ký", "figure": "4", "measure": "hộ", "percent": "65"}
    assert sent(cell, task, "tien-do", **said) == ""
    assert "Đã ghi đúng như vậy rồi" in sent(cell, task, "tien-do", **said)
    # A photograph loses its place; what is no photograph is refused beside the field, and nothing of the report is lost.
    hostile = SimpleUploadedFile("anh.jpg", b"<html><script>alert(1)</script>", "image/jpeg")
    refused = cell.post(f"/viec/{task}/lam/tien-do/", {"on": "23/06/2020", "text": "Ảnh mương", "file": hostile})
    assert ("Không nhận loại tệp này" in text(refused), "Ảnh mương" in refused.content.decode()) == (True, True)
    assert "quá nhiều điểm ảnh" in sent(cell, task, "tien-do", file=SimpleUploadedFile("anh.png", png_of(20_000, 10_000)))
    assert StoredFile.objects.count() == 0
    assert sent(cell, task, "tien-do", text="Đã đào", caption="Mương bờ Đông", file=SimpleUploadedFile("DSC001.jpg", photo())) == ""
    page = cell.get(f"/viec/{task}/{DAY}").content.decode()
    address = re.search(rf'src="(/viec/{task}/tep/[^"]+)"', page)
    assert address is not None
    shown = cell.get(address[1])
    assert (shown["Content-Type"], shown["X-Content-Type-Options"], shown["Content-Disposition"]) == ("image/jpeg", "nosniff", "inline")
    assert LATITUDE.encode() not in shown.content
    with Image.open(io.BytesIO(shown.content)) as kept:
        assert not kept.getexif()
    for username, status in (("stranger", 404), ("counter", 403), ("clerk", 200)):
        assert client_of(username).get(address[1]).status_code == status
    assert cell.get(f"/viec/{task}/tep/{uuid4()}/").status_code == 404
    # Reported as done with a paper; every step stands, newest first, and nothing was overwritten.
    paper = SimpleUploadedFile("cam kết.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n")
    assert sent(cell, task, "xong", text="Đủ 6 hộ", file=paper) == ""
    page = text(cell.get(f"/viec/{task}/{DAY}"))
    for words in ("Xong đúng hạn", "Đủ 6 hộ", "Bốn hộ đã ký", "4 hộ", "65 %", "Mương bờ Đông", "cam kết.pdf", "Nghị quyết 05-NQ/ĐU, mục 1", "Dồn điền đổi thửa", "Xóm Trung Thành"):
        assert words in page, words
    assert list(TaskStep.objects.order_by("pk").values_list("step", flat=True)) == ["give", "accept", "report", "report", "finish"]
    file = Evidence.objects.known().get(file__media_type="application/pdf").file
    taken = cell.get(f"/viec/{task}/tep/{file.uuid}/")
    assert taken["Content-Disposition"].startswith("attachment")
    # From the clause to who does what, and from the figure to the clause.
    assert "Vận động 6 hộ hiến đất làm mương" in text(client_of("clerk").get(f"/nghi-quyet/{made}/{DAY}"))
    assert {entry.operation for entry in JournalEntry.objects.all()} >= {"resolutions.give_task", "resolutions.report_progress", "resolutions.finish_task"}


def test_whoever_gives_moves_the_due_day_hands_over_sends_back_raises_and_stops_with_reasons(world: World, client_of: ClientOf) -> None:
    first, second = person(world, "Dương Văn Tuyến", member_of="cell-1"), person(world, "Lý Thị Nhài", member_of="cell-1")
    task = given(world, person_id=first)
    cell = cell_secretary(world, client_of)

    def managed(what: str, **values: object) -> str:
        answer = cell.post(f"/viec/{task}/quan-ly/{what}/", {"on": "23/06/2020", **values})
        return "" if answer.status_code == 302 else text(answer)

    assert "Chưa điền mục này" in managed("doi-han", due_on="10/07/2020")
    assert "Hạn vẫn là" in managed("doi-han", due_on="30/06/2020", reason="mưa")
    assert managed("doi-han", due_on="10/07/2020", reason="mưa lũ") == ""
    page = text(cell.get(f"/viec/{task}/{DAY}"))
    assert ("từ 30/06/2020 sang 10/07/2020" in page, "mưa lũ" in page, "Hạn ban đầu 30/06/2020" in page) == (True, True, True)
    assert "Hạn: 30/06/2020" in text(cell.get(f"/viec/{task}/?ngay=22/06/2020"))  # as of the day before it was decided
    assert "Đầu mối vẫn như trước" in managed("dau-moi", lead=f"{world['cell-1']}-{first}", reason="x")
    assert managed("dau-moi", lead=f"{world['cell-1']}-{second}", reason="anh Tuyến đi xa") == ""
    assert managed("sua", title="Dồn điền 15 ha", product="15 ha", helpers=[f"{world['cell-1']}-{first}"], reason="đo lại") == ""
    page = text(cell.get(f"/viec/{task}/{DAY}"))
    for words in ("Dồn điền 15 ha", "Dồn điền 12 ha", "Lý Thị Nhài", "Phối hợp Dương Văn Tuyến", "Đã giao, chờ nhận"):
        assert words in page, words
    assert "Chỉ việc xong đúng hạn" in managed("vuot", reason="tốt")
    assert sent(cell, task, "nhan") == ""
    assert "Chưa có bằng chứng" in sent(cell, task, "xong", text="xong rồi")
    assert sent(cell, task, "xong", text="xong rồi", figure="15", measure="ha") == ""
    assert managed("tra-lai", reason="còn 3 ha") == ""
    assert "Đang làm" in text(cell.get(f"/viec/{task}/{DAY}"))
    assert sent(cell, task, "xong", text="đủ", figure="16", measure="ha") == ""
    assert managed("vuot", reason="thêm 1 ha, sớm 17 ngày") == ""
    assert "Vượt yêu cầu" in text(cell.get(f"/viec/{task}/{DAY}"))
    assert "Việc đã khép lại" in managed("dung", reason="thôi")
    assert "không sửa được" in managed("sua", title="Khác", product="Khác", helpers=[], reason="x")
    task = given(world, "Việc thừa", person_id=first)
    assert managed("dung", reason="trùng việc khác") == ""
    page = text(cell.get(f"/viec/{task}/{DAY}"))
    assert ("Đã dừng" in page, "trùng việc khác" in page) == (True, True)
    assert "không báo tiến độ" in sent(cell, task, "tien-do", text="vẫn làm")


def test_a_draft_is_handed_out_before_anybody_reports_on_it(world: World, client_of: ClientOf) -> None:
    cell = cell_secretary(world, client_of)
    terms = {"title": "Trồng 200 cây", "product": "200 cây sống", "lead": str(world["cell-1"]), "due_on": "30/06/2020", "on": "02/06/2020", "draft": "on"}
    answer = cell.post(f"/don-vi/{world['cell-1']}/giao-viec/{DAY}", terms)
    task = TaskBrief.objects.get().task_id
    assert answer["Location"].startswith(f"/viec/{task}/")
    assert "chưa ai nhận được" in text(cell.get(f"/viec/{task}/{DAY}"))
    assert "Không có việc nào đang mở" in text(cell.get(f"/viec/cua-toi/{DAY}"))
    assert sent(cell, task, "tien-do", text="đã trồng") != ""
    assert "trước ngày giao" in text(cell.post(f"/viec/{task}/quan-ly/giao/", {"on": "01/07/2020"}))
    assert cell.post(f"/viec/{task}/quan-ly/giao/", {"on": "03/06/2020"}).status_code == 302
    assert "1 việc đang mở" in text(cell.get(f"/viec/cua-toi/{DAY}"))


def test_what_a_meeting_decided_becomes_a_task_without_typing_it_again(world: World, client_of: ClientOf) -> None:
    person(world, "Dương Văn Tuyến", member_of="cell-1")
    cell = cell_secretary(world, client_of)
    meeting = meetings.call_meeting(MACHINE, unit_id=world["cell-1"], on=GIVEN, begins_at=meetings.time(19, 30), place="Nhà văn hóa", items=["Làm mương"])
    meetings.take_attendance(MACHINE, meeting_id=meeting, marks=dict.fromkeys(members_on(world["cell-1"], GIVEN), AttendanceState.PRESENT))
    item = standing(meeting).items[0].fact.fact_id
    meetings.decide_item(MACHINE, meeting_id=meeting, item=item, text="Làm mương bờ Đông trong tháng 7", votes=Votes(1))
    new = f"/don-vi/{world['cell-1']}/giao-viec/{DAY}&quyet={item}"
    assert cell.get(new).status_code == 404  # nobody signed it yet
    meetings.sign_minutes(MACHINE, meeting_id=meeting, names=Names("Hoàng Văn Lưu", "Lý Thị Nhài"), term="2020-2025")
    assert f"quyet={item}" in cell.get(f"/hop/{meeting}/").content.decode()
    assert "Làm mương bờ Đông trong tháng 7" in cell.get(new).content.decode()
    assert cell.post(new, {"title": "Làm mương bờ Đông trong tháng 7", "product": "300 m mương", "lead": str(world["cell-1"]), "due_on": "31/07/2020", "on": "23/06/2020"}).status_code == 302
    task = TaskBrief.objects.get().task
    assert (task.source_key, task.source_label, task.clause) == (item, "Chi bộ xóm Trung Thành họp ngày 02/06/2020: Làm mương", None)


def test_boards_lead_from_every_figure_to_its_list_and_on_to_the_clause(world: World, client_of: ClientOf) -> None:
    made, (clause,) = published(world["party-05965"], "Dồn điền đổi thửa")
    tuyen, nhai = person(world, "Dương Văn Tuyến", member_of="cell-1"), person(world, "Lý Thị Nhài", member_of="cell-1")
    source = Source(clause=clause)
    on_time, above = given(world, "Việc đúng hạn", person_id=tuyen, source=source), given(world, "Việc vượt", person_id=nhai, source=source)
    late, overdue = given(world, "Việc muộn", person_id=tuyen, due=date(2020, 6, 5)), given(world, "Việc quá hạn", person_id=tuyen, source=source, due=date(2020, 6, 10))
    given(world, "Việc của xóm", lead="xom-1", due=date(2020, 6, 30))
    given(world, "Việc của xã", giver="party-05965", lead="party-05965", due=date(2020, 6, 22))
    for task in (on_time, above, late):
        done(task, date(2020, 6, 20))
    operations.raise_task(MACHINE, task_id=above, reason="gấp đôi", on=date(2020, 6, 21))
    clerk = client_of("clerk")
    board = text(clerk.get(f"/viec/{DAY}"))
    assert "Ngày 23/06/2020: 3 việc đang mở, 2 quá hạn" in board
    whole = queries.tally(Wanted(unit_on(world["party-05965"], date(2020, 6, 23)), date(2020, 6, 23)))  # type: ignore[arg-type]  # it stands
    assert (whole.given, whole.done_on_time, whole.above, whole.done_late, whole.open, whole.overdue) == (6, 2, 1, 1, 3, 2)
    lines = queries.board_by_unit(Wanted(unit_on(world["party-05965"], date(2020, 6, 23)), date(2020, 6, 23)))  # type: ignore[arg-type]  # it stands
    assert [(line.name, line.tally.given) for line in lines] == [("Đảng bộ xã Dương Thành", 1), ("Chi bộ xóm Trung Thành", 4), ("Xóm Trung Thành", 1)]
    assert "Đảng bộ tỉnh" in text(client_of("officer").get(f"/viec/{DAY}"))
    # Two clicks: the figure, the list, the clause. And as of an earlier day, what stood then.
    listed = clerk.get(f"/viec/danh-sach/{DAY}&don-vi={world['party-05965']}&loc=qua-han")
    assert ("Quá 13 ngày" in text(listed), "Việc muộn" in text(listed), f'href="/nghi-quyet/{made}/?ngay=23%2F06%2F2020#muc-1"' in listed.content.decode()) == (True, False, True)
    assert "0 việc đang mở" in text(clerk.get("/viec/?ngay=01/06/2020"))
    assert "6 việc đang mở, 0 quá hạn" in text(clerk.get("/viec/?ngay=03/06/2020"))
    people = text(clerk.get(f"/viec/{DAY}&theo=nguoi"))
    assert people.index("Dương Văn Tuyến") < people.index("Lý Thị Nhài")
    assert "Việc không theo nghị quyết" in text(clerk.get(f"/viec/{DAY}&theo=nghi-quyet"))
    for filters, titles in ((f"nguoi={tuyen}&loc=dang-mo", ["Việc quá hạn"]), (f"nghi-quyet={made}&loc=dung-han", ["Việc vượt", "Việc đúng hạn"]), (f"muc={clause}&loc=vuot", ["Việc vượt"]),
                            ("rieng=1", ["Việc của xã"]), ("tim=vuot", ["Việc vượt"]), ("loc=muon", ["Việc muộn"])):
        rows = first_sheet(clerk.get(f"/viec/tai.xlsx{DAY}&don-vi={world['party-05965']}&{filters}"))
        assert sorted(str(row[0]) for row in rows[1:]) == titles, filters
    assert "Việc quá hạn" in clerk.get(f"/viec/tai.csv{DAY}&loc=qua-han").content.decode("utf-8-sig")
    for by, first in (("", "Chi bộ xóm Trung Thành"), ("nguoi", "Dương Văn Tuyến"), ("nghi-quyet", f"nghị quyết 05-NQ/ĐU: {queries.paper(made).text.title}")):
        rows = first_sheet(clerk.get(f"/viec/bang.xlsx{DAY}&theo={by}"))
        assert (first in [row[0] for row in rows], [int(str(cell).partition(".")[0]) for cell in rows[-1][2:]]) == (True, [6, 2, 1, 1, 3, 2]), by
    assert clerk.get(f"/viec/bang.pdf{DAY}").status_code == 404
    assert clerk.get(f"/viec/danh-sach/{DAY}&loc=khac").status_code == 404
    assert clerk.get(f"/viec/{DAY}&theo=khac").status_code == 404
    # Overdue for the set days, it shows one level above: at the commune, not at the district.
    assert "Việc quá hạn" in text(clerk.get(f"/viec/danh-sach/{DAY}&loc=len-cap"))
    assert "Việc quá hạn" not in text(clerk.get("/viec/danh-sach/?ngay=16/06/2020&loc=len-cap"))
    assert "Việc quá hạn" not in text(client_of("keeper").get(f"/viec/danh-sach/{DAY}&loc=len-cap"))
    assert "1 việc của cấp dưới quá hạn lâu" in text(clerk.get(f"/{DAY}"))
    assert "Việc quá hạn" in text(clerk.get(f"/viec/cua-toi/{DAY}"))
    assert "Đã hiện lên cấp trên trực tiếp" in text(clerk.get(f"/viec/{overdue}/{DAY}"))


def test_the_duty_sheet_names_each_officer_and_member_on_half_a_sheet(world: World, client_of: ClientOf) -> None:
    tuyen = person(world, "Dương Văn Tuyến", member_of="cell-1")
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, tuyen)
    given(world, person_id=tuyen)
    given(world, "Ghi sổ hộ", lead="xom-1")
    done(given(world, "Việc đã xong", person_id=tuyen), date(2020, 6, 20))
    cell = cell_secretary(world, client_of)
    page = text(cell.get(f"/viec/phieu/{DAY}"))
    assert ("2 việc đang mở" in page, "Dương Văn Tuyến" in page, "Việc đã xong" in page) == (True, True, False)
    sheet = pypdfium2.PdfDocument(cell.get(f"/viec/phieu.pdf{DAY}").content)
    assert (round(sheet[0].get_width()), round(sheet[0].get_height())) == (420, 595)
    words = " ".join(" ".join(leaf.get_textpage().get_text_bounded() for leaf in sheet).split())
    for wanted in ("PHIẾU GIAO VIỆC", "Dương Văn Tuyến", "Dồn điền 12 ha", "12 ha liền thửa", "30/06/2020", "Ghi sổ hộ", "T/M CHI BỘ"):
        assert wanted.lower() in words.lower(), wanted
    written = Document(io.BytesIO(cell.get(f"/viec/phieu.docx{DAY}").content))
    assert round(written.sections[0].page_width.mm) == 148
    assert any("Dồn điền 12 ha" in cell_.text for table in written.tables for row in table.rows for cell_ in row.cells)
    assert "Không có việc nào đang mở" in text(cell.get("/viec/phieu/?ngay=01/06/2020"))
    assert cell.get(f"/viec/phieu.exe{DAY}").status_code == 404


def test_what_should_not_have_been_sent_is_emptied_and_a_done_task_keeps_its_proof(world: World, client_of: ClientOf) -> None:
    task = given(world)
    operations.report_progress(MACHINE, task_id=task, on=GIVEN, progress=Progress(files=(Sent("a.jpg", photo()), Sent("b.jpg", photo(20, 30)))))
    cell = cell_secretary(world, client_of)
    first, second = Evidence.objects.known().order_by("pk")
    assert "Chưa điền mục này" in text(cell.post(f"/viec/{task}/lam/bo-tep/?tep={first.fact_id}", {"reason": ""}))
    assert cell.post(f"/viec/{task}/lam/bo-tep/?tep={first.fact_id}", {"reason": "chụp nhầm người"}).status_code == 302
    emptied = StoredFile.objects.get(pk=first.file_id)
    assert (emptied.content, len(emptied.sha256), Evidence.objects.known().count()) == (None, 64, 1)
    assert cell.get(f"/viec/{task}/tep/{emptied.uuid}/").status_code == 404
    operations.finish_task(MACHINE, task_id=task, on=date(2020, 6, 3), progress=Progress("xong"))
    assert "chỉ có bằng chứng này" in text(cell.post(f"/viec/{task}/lam/bo-tep/?tep={second.fact_id}", {"reason": "nhầm"}))
    assert cell.post(f"/viec/{task}/lam/bo-tep/?tep={first.fact_id}", {"reason": "nhầm"}).status_code == 404


def test_strangers_find_no_task_and_who_may_only_look_does_nothing(world: World, client_of: ClientOf) -> None:
    task = given(world)
    stranger, auditor = client_of("stranger"), client_of("auditor")
    assert [stranger.get(f"/viec/{task}/{rest}{DAY}").status_code for rest in ("", "lam/nhan/", "quan-ly/dung/")] == [404] * 3
    assert [stranger.post(f"/viec/{task}/{rest}{DAY}", {"on": "23/06/2020", "reason": "x"}).status_code for rest in ("lam/nhan/", "quan-ly/dung/")] == [404] * 2
    assert stranger.get(f"/viec/{DAY}&don-vi={world['cell-1']}").status_code == 404
    assert "Dồn điền" not in text(stranger.get(f"/viec/danh-sach/{DAY}"))
    assert (auditor.get(f"/viec/{task}/{DAY}").status_code, auditor.get(f"/viec/{task}/lam/nhan/").status_code, auditor.get(f"/viec/{task}/quan-ly/dung/").status_code) == (200, 403, 403)
    assert Client(HTTP_HOST="127.0.0.1").get(f"/viec/{task}/").status_code == 302
    with pytest.raises(NotFound):
        operations.accept_task(world.actor("stranger"), task_id=task, on=GIVEN)
    assert TaskStanding.objects.known().get().state == State.ASSIGNED


@pytest.mark.parametrize(("terms", "source", "words"), [
    ({"lead": "cell-2"}, None, "không ở trong đơn vị giao"), ({"title": " "}, None, "Ghi việc"), ({"product": ""}, None, "sản phẩm"), ({"on": date(2020, 7, 2)}, None, "chưa tới"),
    ({"person": 999_999}, None, "không sinh hoạt"), ({}, "draft", "chưa ban hành"), ({}, "other", "không phải của đơn vị")])
def test_a_task_that_cannot_be_is_refused_whole(world: World, terms: dict[str, object], source: str | None, words: str) -> None:
    _aside, (other,) = published(world["party-05953"], "Mục của xã khác")
    made = operations.enter_resolution(MACHINE, unit_id=world["party-05965"], heading=operations.Heading(operations.PaperKind.PLAN, "Dự thảo", GIVEN))
    draft = operations.write_clause(MACHINE, resolution_id=made, text="Mục")
    clause = {"draft": draft, "other": other}.get(source or "")
    lead = Lead(world[str(terms.get("lead", "cell-1"))], terms.get("person"))  # type: ignore[arg-type]  # a number or None
    with pytest.raises(Refusal, match=words):
        operations.give_task(MACHINE, unit_id=world["cell-1"], on=terms.get("on", GIVEN), source=Source(clause=clause), terms=Terms(  # type: ignore[arg-type]  # a day
            str(terms.get("title", "Việc")), str(terms.get("product", "12 ha")), date(2020, 7, 31), lead))
    assert not TaskBrief.objects.exists()


def test_open_tasks_follow_a_unit_that_is_taken_whole_and_wait_for_a_person_where_it_is_divided(world: World) -> None:
    task, finished = given(world, lead="xom-3", giver="cell-2"), given(world, "Xong", lead="xom-3", giver="cell-2")
    done(finished, date(2020, 6, 20))
    change = Change(Kind.REORGANISE, (world["xom-3"],), date(2020, 6, 24), {world["xom-3"]: (world["xom-2"],)})
    assert (Fate.MOVES, 1, "Việc đang mở sang đơn vị nhận: 1") in [(line.fate, line.count, line.text) for line in plan(change)]
    divided = Change(Kind.REORGANISE, (world["xom-3"],), date(2020, 6, 24), {world["xom-3"]: ("a", "b")})
    assert [item.label for line in plan(divided) for item in line.items if item.key == f"resolutions.Task:{task}"] == ["Dồn điền 12 ha"]
    assert any("làm xong, giao đầu mối khác hoặc dừng trước" in line.text for line in plan(Change(Kind.DISSOLVE, (world["xom-3"],), date(2020, 6, 24))))
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 24), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    assert [(each.unit_id, each.valid_from) for each in TaskStanding.objects.known().filter(task=task).order_by("valid_from")] == [
        (world["xom-3"], GIVEN), (world["xom-2"], date(2020, 6, 24))]
    assert queries.newest_standing(finished).unit_id == world["xom-3"]


def test_pages_of_tasks_ask_the_same_however_many_there_are(world: World, client_of: ClientOf) -> None:
    made, (clause,) = published(world["party-05965"], "Dồn điền")
    who = person(world, "Dương Văn Tuyến", member_of="cell-1")
    officer, cell = client_of("clerk"), cell_secretary(world, client_of)
    task = given(world, person_id=who, source=Source(clause=clause), due=date(2020, 6, 10))
    given(world, "Việc khác")
    operations.report_progress(MACHINE, task_id=task, on=GIVEN, progress=Progress("đã làm", files=(Sent("a.jpg", photo()),)))
    pages = [f"/viec/{DAY}", f"/viec/{DAY}&theo=nguoi", f"/viec/{DAY}&theo=nghi-quyet", f"/viec/danh-sach/{DAY}", f"/viec/phieu/{DAY}", f"/nghi-quyet/{made}/{DAY}", f"/viec/{task}/{DAY}"]
    mine = [f"/{DAY}", f"/viec/cua-toi/{DAY}"]
    below = [f"/nghi-quyet/{made}/{DAY}", f"/nghi-quyet/{DAY}&loc=cap-tren", f"/viec/{DAY}", f"/viec/{task}/{DAY}"]
    costs(officer, pages)
    before, own, beneath = costs(officer, pages), costs(cell, mine), costs(cell, below)
    for at in range(12):
        given(world, f"Việc {at}", person_id=who, source=Source(clause=clause), due=date(2020, 6, 10 + at))
        operations.report_progress(MACHINE, task_id=task, on=date(2020, 6, 3 + at), progress=Progress(f"lần {at}"))
    assert costs(officer, pages) == before
    assert costs(cell, mine) == own
    assert costs(cell, below) == beneath


def test_a_list_is_cut_into_pages(world: World) -> None:
    for at in range(3):
        given(world, f"Việc {at}")
    unit = unit_on(world["cell-1"], GIVEN)
    assert unit is not None
    found = queries.task_page(MACHINE, Wanted(unit, GIVEN, only=Only.OPEN), start=1, limit=1)
    assert ([row.title for row in found.rows], found.count) == (["Việc 1"], 3)


def test_a_clause_binds_by_what_stood_above_on_the_day_of_giving(world: World, client_of: ClientOf) -> None:
    made, (clause,) = published(world["party-05965"], "Dồn điền")
    cell = cell_secretary(world, client_of)
    move_unit(MACHINE, unit_id=world["cell-1"], parent_id=world["party-05953"], on=date(2020, 6, 28))
    new = f"/don-vi/{world['cell-1']}/giao-viec/?muc={clause}&nghi-quyet={made}"
    terms = {"title": "Dồn điền 12 ha", "product": "12 ha", "lead": str(world["cell-1"]), "due_on": "31/07/2020"}
    assert cell.get(new).status_code == 404  # today the cell stands elsewhere
    assert cell.post(f"{new}&ngay=23/06/2020", {**terms, "on": "23/06/2020"}).status_code == 302
    assert cell.post(f"{new}&ngay=23/06/2020", {**terms, "on": "29/06/2020"}).status_code == 404
    assert TaskBrief.objects.count() == 1
