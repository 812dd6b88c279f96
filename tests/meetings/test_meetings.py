"""Meetings at the base, through pages: a cell's month from the invitation to the signed minutes, households that decide in a meeting and by ballots."""

import io
import re
from datetime import date

import pypdfium2
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from icalendar import Calendar

from cast import BEGINS, MACHINE, World, give_second_factor
from kientoan.core import clock
from kientoan.core.models import JournalEntry, ReadEntry, StoredFile
from kientoan.core.participants import Change, Fate, Kind, plan
from kientoan.core.refusal import NotFound
from kientoan.meetings import fields, operations, queries
from kientoan.meetings.enums import AttendanceState
from kientoan.meetings.models import HouseholdEntry, Meeting, SignedMinutes
from kientoan.meetings.papers import Names
from kientoan.org.enums import Role
from kientoan.org.operations import Fold, Reorganisation, open_account, reorganise
from kientoan.people.enums import FieldClass, MemberStage
from kientoan.people.operations import NewMembership, NewPerson, Profile, register_persons
from kientoan.rules.meetings import Votes
from photos import photo
from reading import ClientOf, costs, text

DAY = "?ngay=23/06/2020"
MEMBERS = ("Dương Văn Tuyến", "Lý Thị Nhài", "Ngô Văn Sáng", "Trần Thị Hằng", "Hoàng Văn Lưu")


def members(world: World, cell: str = "cell-1", names: tuple[str, ...] = MEMBERS, stage: MemberStage = MemberStage.OFFICIAL) -> list[int]:
    """Members of a cell."""
    rows = [NewPerson(name, world[cell], Profile(name), membership=NewMembership(world[cell], stage, date(2010, 5, 19), date(2011, 5, 19) if stage is MemberStage.OFFICIAL else None, BEGINS))
            for name in names]
    return list(register_persons(MACHINE, rows=rows).ids.values())


def households(world: World, count: int, hamlet: str = "xom-1") -> list[int]:
    """Households of a hamlet, entered at once."""
    operations.enter_households(MACHINE, hamlet_id=world[hamlet], on=date(2020, 1, 5), rows=[operations.HouseholdRow(f"Chủ Hộ {at}") for at in range(1, count + 1)])
    return list(queries.entries_on(world[hamlet], date(2020, 6, 23)).values_list("household", flat=True))


def called(client: Client, unit: int, on: str, items: str) -> int:
    """A meeting that was called on a page."""
    answer = client.post(f"/don-vi/{unit}/hop/moi/{DAY}", {"on": on, "begins_at": "19h30", "place": "Nhà văn hóa xóm", "items": items})
    assert answer.status_code == 302, text(answer)
    return int(re.search(r"/hop/(\d+)/", answer["Location"]).group(1))  # type: ignore[union-attr]  # an address of a meeting


def pdf_text(raw: bytes) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(raw)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_a_cell_secretary_holds_the_months_meeting_from_invitation_to_signed_minutes(world: World, client_of: ClientOf) -> None:
    people = members(world)
    open_account(MACHINE, username="cell", display_name="Hoàng Văn Lưu", unit_id=world["cell-1"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("cell")
    client = client_of("cell")
    own = text(client.get(f"/hop/{DAY}"))
    assert ("Gọi họp chi bộ" in own, "Gọi họp các hộ Xóm Trung Thành" in own, "Gọi họp các hộ Xóm Núi 1" in own) == (True, True, False)
    assert client.get(f"/don-vi/{world['cell-2']}/hop/moi/{DAY}").status_code == 404
    meeting = called(client, world["cell-1"], "20/06/2020", "Học nghị quyết đại hội xã\nPhân công nhiệm vụ\nViệc khác")
    page = text(client.get(f"/hop/{meeting}/{DAY}"))
    assert "CHƯA XONG" in page
    assert "Bước tiếp theo: Ghi ai có mặt" in page
    event = next(each for each in Calendar.from_ical(client.get(f"/hop/{meeting}/giay-moi.ics").content).walk("VEVENT"))
    assert (str(event["uid"]), event["dtstart"].dt.astimezone(clock.ZONE).isoformat(), int(event["sequence"])) == (f"meeting-{meeting}@kientoan", "2020-06-20T19:30:00+07:00", 0)
    half = pypdfium2.PdfDocument(client.get(f"/hop/{meeting}/giay-moi.pdf?kho=a5").content)
    assert (round(half[0].get_width()), len(half)) == (420, 1)
    # Who came: ticked, and why the others did not; a stranger to the cell, a member left out and nobody at all are refused.
    marks = {f"vang-{person}": "excused" for person in people} | {f"vang-{people[4]}": "temporary_transfer"}
    assert "Chưa có đảng viên chính thức nào có mặt" in text(client.post(f"/hop/{meeting}/co-mat/", marks))
    assert "Còn 4 đảng viên chưa đánh dấu" in text(client.post(f"/hop/{meeting}/co-mat/", {"co-mat": people[0]}))
    assert client.post(f"/hop/{meeting}/co-mat/", {**marks, "co-mat": [*people, 999_999]}).status_code == 404
    assert client.post(f"/hop/{meeting}/co-mat/", {**marks, "co-mat": people[:3]}).status_code == 302
    page = text(client.get(f"/hop/{meeting}/{DAY}"))
    assert "Tính trên 4: 5 đảng viên chính thức, trừ 1 sinh hoạt tạm thời nơi khác" in page
    assert "EL-35" in page
    # Decided by count: more votes than are here are refused beside the field, and nothing is lost.
    items = [item.fact.fact_id for item in queries.standing(meeting).items]
    refused = client.post(f"/hop/{meeting}/lam/quyet/?viec={items[1]}", {"text": "Giao mỗi đảng viên 3 hộ", "votes_for": 3, "votes_against": 1, "votes_other": 0})
    assert "Cộng 4 ý kiến nhưng chỉ có 3 đảng viên chính thức có mặt" in text(refused)
    assert "Giao mỗi đảng viên 3 hộ" in refused.content.decode()
    assert client.post(f"/hop/{meeting}/lam/quyet/?viec={items[1]}", {"text": "Giao mỗi đảng viên 3 hộ", "votes_for": 3, "votes_against": 0, "votes_other": 0}).status_code == 302
    assert client.post(f"/hop/{meeting}/lam/quyet/?viec={items[2]}", {"text": "Họp ngày 15 hằng tháng", "votes_for": 2, "votes_against": 1, "votes_other": 0}).status_code == 302
    page = text(client.get(f"/hop/{meeting}/{DAY}"))
    assert ("3 tán thành, cần quá một nửa của 4 đảng viên được tính, tức là từ 3: được thông qua." in page, "2 tán thành" in page, "không được thông qua" in page) == (True, True, True)
    assert "Dự thảo, chưa ký" in pdf_text(client.get(f"/hop/{meeting}/bien-ban.pdf").content)
    with pytest.raises(NotFound, match="biên bản chưa ký"):
        queries.decided_item(world.actor("secretary"), items[1])
    # Signed: numbered, printed alike for ever, and nothing in it changes.
    names = {"chair": "Hoàng Văn Lưu", "secretary": "Lý Thị Nhài", "ended_at": "21:00", "term": "2020-2025"}
    assert "Giờ kết thúc phải sau giờ họp" in text(client.post(f"/hop/{meeting}/lam/ky/", {**names, "ended_at": "18:00"}))
    assert client.post(f"/hop/{meeting}/lam/ky/", names).status_code == 302
    minutes = pdf_text(client.get(f"/hop/{meeting}/bien-ban.pdf").content)
    for words in ("Số 01-BB/CB", "ĐẢNG CỘNG SẢN VIỆT NAM", "Hướng dẫn 36-HD/VPTW", "Hoàng Văn Lưu", "Sinh hoạt tạm thời nơi khác: Hoàng Văn Lưu", "Giao mỗi đảng viên 3 hộ", "EL-35",
                  "Đã trao đổi, không biểu quyết", "21 giờ cùng ngày"):
        assert words in minutes, words
    written = Document(io.BytesIO(client.get(f"/hop/{meeting}/bien-ban.docx").content))
    assert any("Giao mỗi đảng viên 3 hộ" in paragraph.text for paragraph in written.paragraphs)
    assert "Biên bản đã ký nên không sửa được nữa" in text(client.post(f"/hop/{meeting}/lam/quyet/?viec={items[2]}", {"text": "Khác", "votes_for": 3, "votes_against": 0, "votes_other": 0}))
    assert "Biên bản đã ký" in text(client.post(f"/hop/{meeting}/lam/huy/", {"reason": "nhầm"}))
    # A correction is the next version under the same number; the first stays as it was. What was decided keeps its name.
    first = queries.decided_item(world.actor("secretary"), items[1])
    assert (first.text, first.unit, first.day) == ("Giao mỗi đảng viên 3 hộ", "Chi bộ xóm Trung Thành", date(2020, 6, 20))
    assert client.post(f"/hop/{meeting}/lam/mo-lai/", {"reason": "ghi thiếu một phiếu"}).status_code == 302
    assert client.post(f"/hop/{meeting}/lam/quyet/?viec={items[2]}", {"text": "Họp ngày 15 hằng tháng", "votes_for": 3, "votes_against": 0, "votes_other": 0}).status_code == 302
    assert client.post(f"/hop/{meeting}/lam/ky/", names).status_code == 302
    second = pdf_text(client.get(f"/hop/{meeting}/bien-ban.pdf").content)
    assert ("Số 01-BB/CB" in second, "Bản thứ 2, thay bản ký ngày 01/07/2020: ghi thiếu một phiếu" in second) == (True, True)
    assert pdf_text(client.get(f"/hop/{meeting}/bien-ban.pdf?ban=1").content) == minutes
    assert [each.item for each in queries.decided_at(world.actor("secretary"), world["cell-1"], date(2020, 6, 1), date(2020, 6, 30))] == items[1:]
    assert {entry.operation for entry in JournalEntry.objects.all()} >= {"meetings.call_meeting", "meetings.take_attendance", "meetings.sign_minutes", "meetings.reopen_minutes"}


def test_households_decide_and_ballots_follow_a_meeting_with_too_few(world: World, client_of: ClientOf) -> None:
    clerk, hamlet = client_of("clerk"), world["xom-1"]
    unentered = called(clerk, hamlet, "05/06/2020", "Thu tiền")
    assert "Sổ hộ của xóm còn trống" in text(clerk.get(f"/hop/{unentered}/co-mat/"))
    assert "Sổ hộ của xóm còn trống" in text(clerk.post(f"/hop/{unentered}/co-mat/", {"co-mat": 1}))
    lines = "\n".join(["12; Dương Văn Tuyến; xóm dưới", *(f"Chủ Hộ {at}" for at in range(9))])
    assert clerk.post(f"/hop/so-ho/{hamlet}/ghi/{DAY}", {"on": "01/06/2020", "rows": lines}).status_code == 302
    twice = clerk.post(f"/hop/so-ho/{hamlet}/ghi/{DAY}", {"on": "01/06/2020", "rows": "12; Lý Thị Nhài"})
    assert "số hộ 12 đã có trong sổ" in text(twice)
    assert HouseholdEntry.objects.known().count() == 10
    ids = list(queries.entries_on(hamlet, date(2020, 6, 20)).values_list("household", flat=True))
    meeting = called(clerk, hamlet, "20/06/2020", "Thư ký cuộc họp\nGóp tiền làm mương")
    procedure, ditch = (item.fact.fact_id for item in queries.standing(meeting).items)
    # One household has one voice, however often it is named.
    assert clerk.post(f"/hop/{meeting}/co-mat/", {"co-mat": [*ids[:5], ids[0], ids[0]]}).status_code == 302
    assert queries.standing(meeting).household_roll.present == 5
    vote = {"text": "Mỗi hộ góp 200.000 đồng", "votes_for": 5, "votes_against": 0, "votes_other": 0}
    assert "Chưa điền mục này" in text(clerk.post(f"/hop/{meeting}/lam/quyet/?viec={ditch}", vote))
    assert clerk.post(f"/hop/{meeting}/lam/quyet/?viec={procedure}", {**vote, "text": "Bà Nhài làm thư ký", "matter": "procedure", "votes_for": 3}).status_code == 302
    assert clerk.post(f"/hop/{meeting}/lam/quyet/?viec={ditch}", {**vote, "matter": "contribution"}).status_code == 302
    page = text(clerk.get(f"/hop/{meeting}/{DAY}"))
    assert "3 tán thành, cần quá một nửa của 5 đại diện hộ có mặt, tức là từ 3: được thông qua." in page
    assert "5 tán thành, cần quá một nửa của 10 hộ của xóm, kể cả hộ vắng, tức là từ 6: không được thông qua." in page
    # Too few came: ballots to every household, one each; sums only.
    handed = {"told_on": "20/06/2020", "on": "22/06/2020", "last_on": "25/06/2020", "issued": 11, "team": "Một\nHai\nBa"}
    assert "Mỗi hộ một phiếu: phát từ 1 đến 10" in text(clerk.post(f"/hop/{meeting}/lam/phat-phieu/?viec={ditch}", handed))
    assert clerk.post(f"/hop/{meeting}/lam/phat-phieu/?viec={ditch}", {**handed, "issued": 10}).status_code == 302
    assert "Còn phiếu lấy ý kiến chưa kiểm" in text(clerk.post(f"/hop/{meeting}/lam/ky/", {
        "chair": "A", "secretary": "B", "front": "C", "witness1": "D", "witness2": "E"}))
    count = {"on": "26/06/2020", "collected": 9, "votes_for": 7, "votes_against": 1, "votes_other": 1, "invalid": 1, "witnesses": "Lý Thị Nhài\nNgô Văn Sáng"}
    assert "Hai số phải bằng nhau" in text(clerk.post(f"/hop/{meeting}/lam/kiem-phieu/?viec={ditch}", count))
    assert "hai đại diện hộ chứng kiến" in text(clerk.post(f"/hop/{meeting}/lam/kiem-phieu/?viec={ditch}", {**count, "invalid": 0, "witnesses": "Một mình"}))
    assert clerk.post(f"/hop/{meeting}/lam/kiem-phieu/?viec={ditch}", {**count, "invalid": 0}).status_code == 302
    one = {"chair": "Dương Văn Tuyến", "secretary": "Lý Thị Nhài", "front": "Ngô Văn Sáng", "witness1": "Hoàng Văn Lưu", "witness2": "Hoàng Văn Lưu"}
    assert "cần hai đại diện hộ ký" in text(clerk.post(f"/hop/{meeting}/lam/ky/", one))
    assert clerk.post(f"/hop/{meeting}/lam/ky/", {**one, "witness2": "Trần Thị Hằng"}).status_code == 302
    minutes = pdf_text(clerk.get(f"/hop/{meeting}/bien-ban.pdf").content)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Tổng số hộ của xóm", "Số phiếu phát ra", "PD-08", "Trưởng xóm", "Trần Thị Hằng", "Mỗi hộ góp 200.000 đồng"):
        assert words.lower() in minutes.lower(), words
    assert "Gửi Ủy ban nhân dân xã và Mặt trận xã trước hết ngày 26/06/2020" in text(clerk.get(f"/hop/{meeting}/{DAY}"))
    decided = queries.decided_at(world.actor("clerk"), hamlet, date(2020, 6, 1), date(2020, 6, 30))
    assert [(each.item, each.matter) for each in decided] == [(procedure, "procedure"), (ditch, "contribution")]
    # A register that is corrected later changes nothing that was decided.
    entry = queries.entry_of(queries.household_lines(hamlet, date(2020, 6, 23))[0].uuid)
    assert clerk.post(f"/hop/ho/{entry.household.uuid}/ra-khoi-so/{DAY}", {"reason": "moved", "on": "10/06/2020"}).status_code == 302
    assert queries.standing(meeting).household_roll.households == 10
    with_others = entry_address = f"/hop/ho/{queries.household_lines(hamlet, date(2020, 6, 23))[0].uuid}/sua/{DAY}"
    assert clerk.post(entry_address, {"representative": "Chủ Hộ Mới", "address": "", "on": "15/06/2020"}).status_code == 302, with_others
    assert "Chủ Hộ Mới" in text(clerk.get(f"/hop/so-ho/{hamlet}/{DAY}&tim=hộ+mới"))
    assert ReadEntry.objects.filter(subject=f"households:{hamlet}").exists()


def test_papers_are_laid_to_a_meeting_until_its_minutes_are_signed(world: World, client_of: ClientOf) -> None:
    people, clerk = members(world), client_of("clerk")
    meeting = called(clerk, world["cell-1"], "20/06/2020", "Học nghị quyết")
    address = f"/hop/{meeting}/lam/gui-tai-lieu/"
    assert "Không nhận loại tệp này" in text(clerk.post(address, {"title": "", "file": SimpleUploadedFile("a.pdf", b"not a paper")}))
    plan, picture = SimpleUploadedFile("kế hoạch.pdf", b"%PDF-1.4 vu mua %%EOF"), SimpleUploadedFile("ruong.jpg", photo())
    assert clerk.post(address, {"title": "", "file": plan}).status_code == 302
    assert clerk.post(address, {"title": "Cánh đồng", "file": picture}).status_code == 302
    assert "Đã có tài liệu tên “Cánh đồng”" in text(clerk.post(address, {"title": "Cánh đồng", "file": SimpleUploadedFile("b.jpg", photo())}))
    first, second = queries.papers_of(meeting)
    page = clerk.get(f"/hop/{meeting}/{DAY}")
    assert ("kế hoạch.pdf" in text(page), f"/hop/{meeting}/tai-lieu/{second.uuid}/" in page.content.decode()) == (True, True)
    answer = clerk.get(f"/hop/{meeting}/tai-lieu/{first.uuid}/")
    assert (answer.content, answer["X-Content-Type-Options"], "attachment" in answer["Content-Disposition"]) == (b"%PDF-1.4 vu mua %%EOF", "nosniff", True)
    assert b"Exif" in photo() and b"Exif" not in clerk.get(f"/hop/{meeting}/tai-lieu/{second.uuid}/").content
    assert client_of("stranger").get(f"/hop/{meeting}/tai-lieu/{first.uuid}/").status_code in (403, 404)
    away = f"/hop/{meeting}/lam/bo-tai-lieu/?tai-lieu={second.key}"
    assert clerk.post(away, {"reason": "nhầm ảnh"}).status_code == 302
    assert (clerk.get(f"/hop/{meeting}/tai-lieu/{second.uuid}/").status_code, clerk.get(away).status_code) == (404, 404)
    assert StoredFile.objects.get(uuid=second.uuid).content is None
    operations.take_attendance(MACHINE, meeting_id=meeting, marks=dict.fromkeys(people, AttendanceState.PRESENT))
    operations.sign_minutes(MACHINE, meeting_id=meeting, names=Names("Dương Văn Tuyến", "Lý Thị Nhài"), term="2020-2025")
    assert "Biên bản đã ký" in text(clerk.post(address, {"title": "Muộn", "file": SimpleUploadedFile("c.pdf", b"%PDF-1.4 %%EOF")}))
    assert "Gửi tài liệu họp" not in text(clerk.get(f"/hop/{meeting}/{DAY}"))


def test_what_was_decided_becomes_a_resolution_without_typing_again(world: World, client_of: ClientOf) -> None:
    people, clerk = members(world), client_of("clerk")
    meeting = called(clerk, world["cell-1"], "20/06/2020", "Vụ mùa")
    operations.take_attendance(MACHINE, meeting_id=meeting, marks=dict.fromkeys(people, AttendanceState.PRESENT))
    item = queries.standing(meeting).items[0].fact.fact_id
    operations.decide_item(MACHINE, meeting_id=meeting, item=item, text="Mỗi đảng viên vận động ba hộ cấy giống mới.", votes=Votes(len(people)))
    new = f"/don-vi/{world['cell-1']}/nghi-quyet/moi/?quyet={item}"
    assert clerk.get(new).status_code == 404, "nothing comes of minutes that nobody signed"
    operations.sign_minutes(MACHINE, meeting_id=meeting, names=Names("Dương Văn Tuyến", "Lý Thị Nhài"), term="2020-2025")
    assert "Ghi thành nghị quyết" in text(clerk.get(f"/hop/{meeting}/{DAY}"))
    form = clerk.get(new).content.decode()
    assert ("Vụ mùa" in form, "20/06/2020" in form, "vận động ba hộ" in form) == (True, True, True)
    values = {"kind": "resolution", "number": "03-NQ/CB", "title": "Nghị quyết về vụ mùa", "on": "20/06/2020", "above": ""}
    assert "trước ngày họp 20/06/2020" in text(clerk.post(new, {**values, "on": "19/06/2020"}))
    made = clerk.post(new, values)
    assert made.status_code == 302
    page = text(clerk.get(made["Location"]))
    assert ("Mục 1" in page, "Mỗi đảng viên vận động ba hộ cấy giống mới." in page) == (True, True)
    assert "đã thành nghị quyết rồi" in text(clerk.post(new, values))
    page = text(clerk.get(f"/hop/{meeting}/{DAY}"))
    assert ("nghị quyết 03-NQ/CB" in page, "Ghi thành nghị quyết" in page) == (True, False)


def test_no_field_ties_a_household_or_a_member_to_a_voice_and_every_field_of_persons_has_a_class() -> None:
    models = {model.__name__: {field.name for field in model._meta.concrete_fields} for model in apps.get_app_config("meetings").get_models()}
    voices = {name for name, names in models.items() if names & {"votes_for", "votes_against", "votes_other"}}
    assert voices == {"ItemDecision", "BallotCount"}
    assert not any(models[name] & {"person", "household"} for name in voices | {"BallotRound"})
    of_persons = {name for name, names in models.items() if name == "Household" or names & {"person", "household", "representative"}}
    assert {name: set(of) for name, of in fields.CLASSES.items()} == {name: models[name] for name in of_persons}
    assert FieldClass.PUBLIC not in {fields.CLASSES["HouseholdEntry"][name] for name in ("representative", "address", "number")}


def test_a_meeting_is_called_otherwise_and_cancelled_with_a_reason(world: World, client_of: ClientOf) -> None:
    client = client_of("clerk")
    meeting = called(client, world["cell-1"], "10/07/2020", "Sinh hoạt thường kỳ\nViệc khác")
    assert "Bước tiếp theo: Gửi giấy mời" in text(client.get(f"/hop/{meeting}/"))
    assert "chưa tới" in text(client.post(f"/hop/{meeting}/co-mat/", {"co-mat": members(world)}))
    same = {"on": "10/07/2020", "begins_at": "19:30", "place": "Nhà văn hóa xóm", "reason": "mưa"}
    assert "Không có gì khác" in text(client.post(f"/hop/{meeting}/lam/sua/", same))
    assert "Gõ giờ như 19:30" in text(client.post(f"/hop/{meeting}/lam/sua/", {**same, "begins_at": "tối"}))
    assert client.post(f"/hop/{meeting}/lam/sua/", {**same, "on": "12/07/2020", "begins_at": "20 giờ"}).status_code == 302
    assert "ghi hai lần" in text(client.post(f"/hop/{meeting}/lam/noi-dung/", {"items": "Việc khác\nViệc khác"}))
    assert client.post(f"/hop/{meeting}/lam/noi-dung/", {"items": "Việc mới\nViệc khác"}).status_code == 302
    found = queries.standing(meeting)
    assert ([item.fact.title for item in found.items], {item.fact.occurred_on for item in found.items}) == (["Việc mới", "Việc khác"], {date(2020, 7, 12)})
    assert client.post(f"/hop/{meeting}/lam/huy/", {"reason": "trùng lịch xã"}).status_code == 302
    assert "ĐÃ HỦY: trùng lịch xã" in text(client.get(f"/hop/{meeting}/"))
    event = next(each for each in Calendar.from_ical(client.get(f"/hop/{meeting}/giay-moi.ics").content).walk("VEVENT"))
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 2)
    assert "Cuộc họp này đã hủy" in text(client.post(f"/hop/{meeting}/lam/noi-dung/", {"items": "Khác"}))
    assert "Đơn vị này không họp ở đây" in text(client.post(f"/don-vi/{world['party-05965']}/hop/moi/{DAY}", {"on": "20/06/2020", "begins_at": "8h", "place": "Xã", "items": ""}))


def test_cells_that_held_no_meeting_show_by_month_and_lists_cost_the_same(world: World, client_of: ClientOf) -> None:
    members(world)
    officer = client_of("keeper")
    page = text(officer.get(f"/hop/thieu/{DAY}&don-vi={world['party-173']}"))
    assert "Tháng 06/2020: 2 trong 2 chi bộ chưa họp" in page
    addresses = [f"/hop/{DAY}&don-vi={world['party-173']}", f"/hop/thieu/{DAY}&don-vi={world['party-173']}"]
    meeting = operations.call_meeting(MACHINE, unit_id=world["cell-1"], on=date(2020, 6, 3), begins_at=clock.working_moment(date(2020, 6, 3)).time(), place="Nhà văn hóa", items=["Việc"])
    before = costs(officer, addresses)
    operations.take_attendance(MACHINE, meeting_id=meeting, marks=dict.fromkeys(queries.members_on(world["cell-1"], date(2020, 6, 3)), operations.AttendanceState.PRESENT))
    for at in range(1, 9):
        operations.call_meeting(MACHINE, unit_id=world["cell-1"], on=date(2020, 6, at), begins_at=clock.working_moment(date(2020, 6, 3)).time(), place="Nhà văn hóa", items=["Việc"])
    assert costs(officer, addresses) == before
    page = text(officer.get(addresses[1]))
    assert "Tháng 06/2020: 1 trong 2 chi bộ chưa họp" in page
    assert "Chi bộ xóm Núi 1 và Núi 2" in page
    taken = officer.get(f"/hop/thieu/tai.csv{DAY}&don-vi={world['party-173']}&thang=06/2020").content.decode("utf-8-sig")
    assert ("Chi bộ xóm Núi 1 và Núi 2" in taken, "Chi bộ xóm Trung Thành" in taken) == (True, False)
    assert "9 cuộc họp chưa xong" in text(officer.get(addresses[0]))
    assert "Không tìm thấy cuộc họp" in text(officer.get(f"{addresses[0]}&tim=núi"))
    assert "Chi bộ xóm Trung Thành" in text(officer.get(f"{addresses[0]}&tim=trung+thanh&loc=chua-xong"))
    assert "không phải là tháng" in text(officer.get(f"{addresses[1]}&thang=13/2020"))
    ids = households(world, 4, "xom-1")
    of_households = operations.call_meeting(MACHINE, unit_id=world["xom-1"], on=date(2020, 6, 3), begins_at=clock.working_moment(date(2020, 6, 3)).time(), place="Nhà văn hóa", items=["Việc"])
    pages = [f"/hop/{of_households}/co-mat/", f"/hop/so-ho/{world['xom-1']}/{DAY}"]
    assert len(ids) == 4
    costs(officer, pages)
    few = costs(officer, pages)
    operations.enter_households(MACHINE, hamlet_id=world["xom-1"], on=date(2020, 1, 5), rows=[operations.HouseholdRow(f"Hộ Thêm {at}") for at in range(60)])
    assert costs(officer, pages) == few


def test_strangers_do_not_find_a_meeting_nor_a_register_of_households(world: World, client_of: ClientOf) -> None:
    households(world, 3)
    meeting = called(client_of("clerk"), world["xom-1"], "20/06/2020", "Việc")
    stranger = client_of("stranger")
    assert [stranger.get(path).status_code for path in (
        f"/hop/{meeting}/", f"/hop/{meeting}/giay-moi/", f"/hop/{meeting}/bien-ban.pdf", f"/hop/{meeting}/co-mat/", f"/hop/so-ho/{world['xom-1']}/{DAY}", "/hop/999999/")] == [404] * 6
    assert stranger.post(f"/hop/{meeting}/co-mat/", {"co-mat": [1]}).status_code == 404
    auditor = client_of("auditor")
    assert auditor.get(f"/hop/{meeting}/").status_code == 200
    assert auditor.get(f"/hop/{meeting}/lam/ky/").status_code == 403
    assert Client(HTTP_HOST="127.0.0.1").get(f"/hop/so-ho/{world['xom-1']}/").status_code == 302


def test_households_follow_a_hamlet_that_is_taken_whole_and_a_meeting_ahead_is_settled_first(world: World) -> None:
    households(world, 2, "xom-2")
    households(world, 3, "xom-3")
    clock_time = clock.working_moment(date(2020, 7, 9)).time()
    ahead = operations.call_meeting(MACHINE, unit_id=world["xom-3"], on=date(2020, 7, 9), begins_at=clock_time, place="Nhà văn hóa", items=["Việc"])
    into = {world["xom-3"]: (world["xom-2"],)}
    change = Change(Kind.REORGANISE, (world["xom-3"],), date(2020, 6, 24), into)
    assert (Fate.NEEDS_PERSON, 1) in [(line.fate, line.count) for line in plan(change)]
    operations.cancel_meeting(MACHINE, meeting_id=ahead, reason="xóm nhập")
    assert (Fate.MOVES, 3) in [(line.fate, line.count) for line in plan(change)]
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 24), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    assert [entry.number for entry in queries.entries_on(world["xom-2"], date(2020, 6, 30))] == [1, 2, 3, 4, 5]
    assert queries.entries_on(world["xom-3"], date(2020, 6, 23)).count() == 3
    divided = Change(Kind.REORGANISE, (world["xom-2"],), date(2020, 6, 28), {world["xom-2"]: ("a", "b")})
    assert (Fate.CLOSES, 5) in [(line.fate, line.count) for line in plan(divided)]


def test_a_page_of_a_meeting_asks_the_same_however_many_items(world: World, client_of: ClientOf) -> None:
    client = client_of("secretary")
    short, long = (called(client, world["cell-1"], "20/06/2020", "\n".join(f"Việc {at}" for at in range(count))) for count in (1, 30))
    found = []
    for meeting in (short, long):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/hop/{meeting}/").status_code == 200
        found.append(len(caught))
    assert found[0] == found[1]
    assert Meeting.objects.count() == 2
    assert not SignedMinutes.objects.exists()
