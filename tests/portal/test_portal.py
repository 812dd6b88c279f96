"""The public side, through HTTP: a resident sends, a clerk answers, the code tells; what is public names nobody; floods are told when to come back."""

import gzip
import re
from datetime import date
from html import unescape
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.models import JournalDetail, ReadEntry, StoredFile
from kientoan.core.participants import Change, Fate, Kind
from kientoan.core.participants import plan as consequences
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.proposals.enums import ProposalKind, RefusalReason
from kientoan.proposals.operations import Approved, Word, accept_proposal, merge_proposal, publish_proposal, raise_proposal, refuse_proposal
from kientoan.proposals.steps import Content
from kientoan.publishing.models import PublicProposal, Sending
from photos import LATITUDE, photo, png_of
from reading import ClientOf, costs, text

NAME, PHONE = "Ngô Thị Sương Mai", "0912 345 678"
TITLE = "Đổ bê tông đường từ cầu vào xóm"
VALUES = {"title": TITLE, "text": "Mưa là ngập, trẻ con khó đi học.\n40 hộ đi lại.", "place": "từ cầu đến nhà văn hóa", "cost": "50.000.000", "name": NAME, "phone": PHONE}
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
FOLLOW = "/cong/kien-nghi/theo/"


def third_step(place: int, title: str = TITLE) -> str:
    """The address of the last step of sending."""
    return f"{reverse('portal:send')}?{urlencode({'noi': place, 'loai': 'roads', 've': title})}"


def send(resident: Client, place: int, **changes: object) -> str:
    """Send a proposal; the code that is shown once."""
    answer = resident.post(third_step(place), {**VALUES, **changes})
    assert (answer.status_code, answer["Location"]) == (302, "/cong/kien-nghi/da-gui/"), text(answer)
    found = CODE.search(text(resident.get(answer["Location"])))
    assert found is not None
    return found[0]


def take_over(clerk: Client, world: World, uuid: UUID, unit: str = "xom-1") -> HttpResponse:
    """Take a letter over as it is."""
    sent = Sending.objects.get(uuid=uuid)
    return clerk.post(f"/kien-nghi/hop-thu/{uuid}/nhan/", {"unit": world[unit], "kind": sent.kind, "title": sent.title, "text": sent.text, "place": sent.place})


def approve(row: PublicProposal) -> None:
    """A clerk approves what everybody may read."""
    publish_proposal(MACHINE, proposal_id=row.proposal_id, on=date(2020, 7, 1), approved=Approved("Làm đường bê tông từ cầu vào xóm", place="đoạn từ cầu"))


def newest() -> UUID:
    """The letter that came last."""
    return Sending.objects.order_by("-pk")[0].uuid


def fault(answer: HttpResponse) -> str:
    """What a page says above its form."""
    found = re.search(r'<div class="note late" role="alert".*?</div></div>', answer.content.decode(), re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


def test_a_resident_sends_with_a_photograph_a_clerk_takes_it_over_and_the_code_tells(world: World, resident: Client, client_of: ClientOf) -> None:
    assert [each in text(resident.get("/cong/kien-nghi/gui/?tim=trung+thanh")) for each in ("Xóm Trung Thành", "Xã Dương Thành, Huyện Phú Bình", "Xóm Núi 1")] == [True, True, False]
    assert "Xóm Núi 2" in text(resident.get(f"/cong/kien-nghi/gui/?noi={world['05965']}"))
    assert "Kiến nghị việc gì?" in text(resident.get(f"/cong/kien-nghi/gui/?noi={world['xom-1']}"))
    code = send(resident, world["xom-1"], file=SimpleUploadedFile("a.jpg", photo(), "image/jpeg"))
    assert "Mã theo dõi chỉ hiện một lần" in text(resident.get("/cong/kien-nghi/da-gui/"))
    kept = bytes(StoredFile.objects.get().content or b"")
    assert (kept[:2], LATITUDE.encode() in kept, b"ghi chu" in kept) == (b"\xff\xd8", False, False)
    page = resident.get(f"{FOLLOW}{code}/")
    assert "Đã gửi, chờ xã đọc" in text(page)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store, private", "noindex, nofollow")
    clerk = client_of("clerk")
    assert ["1 thư của dân chờ xử lý" in text(clerk.get(path)) for path in ("/kien-nghi/hop-thu/", "/thong-bao/")] == [True, True]
    uuid = newest()
    letter = text(clerk.get(f"/kien-nghi/hop-thu/{uuid}/"))
    assert [each in letter for each in (TITLE, NAME, PHONE, "50.000.000", "40 hộ đi lại.")] == [True] * 5
    assert ReadEntry.objects.filter(reader="user:clerk", page="sending").count() == 1
    assert clerk.get(f"/kien-nghi/hop-thu/{uuid}/anh/")["Content-Type"] == "image/jpeg"
    form = clerk.get(f"/kien-nghi/hop-thu/{uuid}/nhan/").content.decode()
    assert [f">{each}<" in form for each in ("Xã Dương Thành", "Xóm Núi 1", "Chi bộ xóm Trung Thành", "Đảng bộ xã Dương Thành", "Xã Lương Phú")] == [True, True, True, True, False]
    assert f'value="{world["xom-1"]}" selected' in form
    assert take_over(clerk, world, uuid).status_code == 302
    assert "Dương Thị Nhài đã xử lý thư này" in text(take_over(clerk, world, uuid))
    sending = Sending.objects.get()
    assert (sending.name, sending.phone) == ("", "")
    followed = text(resident.get(f"{FOLLOW}{code.lower().replace('-', '')}/"))
    assert [each in followed for each in ("Đã tiếp nhận, chờ trả lời", "Ủy ban nhân dân xã Dương Thành", "Tiếp nhận kiến nghị:")] == [True] * 3
    assert "received, waiting for an answer" in text(resident.get(f"/cong/en/kien-nghi/theo/{code}/")).lower()
    asked = resident.post(FOLLOW, {"code": code.lower()})
    assert asked["Location"] == f"{FOLLOW}{code}/"
    journal = "".join(JournalDetail.objects.values_list("content", flat=True))
    assert [each in journal for each in (NAME, PHONE, code)] == [False] * 3


def test_a_refused_letter_says_why_to_whoever_has_the_code(world: World, resident: Client, client_of: ClientOf) -> None:
    code = send(resident, world["xom-2"])
    uuid, clerk = newest(), client_of("clerk")
    assert "Chưa điền mục này." in fault(clerk.post(f"/kien-nghi/hop-thu/{uuid}/khong-nhan/", {"reason": ""}))
    assert clerk.post(f"/kien-nghi/hop-thu/{uuid}/khong-nhan/", {"reason": "Đường này đã có trong kế hoạch năm 2020."}).status_code == 302
    shown = text(resident.get(f"{FOLLOW}{code}/"))
    assert ("Không nhận vào sổ" in shown, "Đường này đã có trong kế hoạch năm 2020." in shown, "01/07/2020" in shown) == (True, True, True)
    assert Sending.objects.get().phone == ""
    assert "Không còn thư nào chờ xử lý." in text(clerk.get("/kien-nghi/hop-thu/"))
    assert "không nhận" in text(clerk.get("/kien-nghi/hop-thu/?loc=tat-ca"))


def test_a_letter_is_read_and_answered_only_where_it_was_sent(world: World, resident: Client, client_of: ClientOf) -> None:
    send(resident, world["xom-1"])
    uuid, stranger = newest(), client_of("stranger")
    assert "0 thư của dân chờ xử lý" in text(stranger.get("/kien-nghi/hop-thu/"))
    paths = [f"/kien-nghi/hop-thu/{uuid}/{rest}" for rest in ("", "nhan/", "khong-nhan/", "anh/")]
    assert [stranger.get(path).status_code for path in paths] == [404] * 4
    assert [stranger.post(path, {"reason": "x", "unit": world["xom-1"]}).status_code for path in paths[1:3]] == [404] * 2
    assert [client_of("auditor").get(path).status_code for path in paths] == [403] * 4
    assert take_over(client_of("keeper"), world, uuid, "05953").status_code == 200  # a commune to which it was not sent
    assert take_over(client_of("keeper"), world, uuid, "cell-1").status_code == 302  # the district's officer, by the Party's line


def test_a_letter_outlives_the_unit_that_it_was_sent_to(world: World, resident: Client, client_of: ClientOf) -> None:
    code, clerk = send(resident, world["xom-3"]), client_of("clerk")
    lines = consequences(Change(Kind.DISSOLVE, (world["xom-3"],), date(2020, 7, 1)))
    assert (Fate.NEEDS_PERSON, "Còn 1 thư của dân chưa trả lời; trả lời trước") in [(line.fate, line.text) for line in lines]
    reorganise(MACHINE, plan=Reorganisation(date(2020, 7, 1), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    assert ("1 thư của dân chờ xử lý" in text(clerk.get("/kien-nghi/hop-thu/")), "Đã gửi, chờ xã đọc" in text(resident.get(f"{FOLLOW}{code}/"))) == (True, True)
    assert take_over(clerk, world, newest(), "xom-3").status_code == 200  # it is no more
    with clock.telling(clock.working_moment(date(2020, 7, 2), 9)):
        assert take_over(clerk, world, newest(), "xom-2").status_code == 302
        assert "Đã tiếp nhận, chờ trả lời" in text(resident.get(f"{FOLLOW}{code}/"))


def test_bad_input_is_refused_beside_its_field_and_nothing_is_kept(world: World, resident: Client) -> None:
    place = world["xom-1"]

    def refused(**changes: object) -> str:
        return fault(resident.post(third_step(place), {**VALUES, **changes}))

    assert refused(title="", text=" ") == "Chưa gửi: 2 chỗ cần sửa Muốn làm gì : Chưa điền mục này. Kể rõ hơn : Chưa điền mục này."
    assert "“nhiều lắm” không phải là số tiền. Gõ như 50.000.000" in refused(cost="nhiều lắm")
    assert "Số tiền phải lớn hơn 0" in refused(cost="0")
    assert "Số điện thoại gồm 9 đến 12 chữ số." in refused(phone="123")
    assert "nội dung không phải ảnh" in refused(file=SimpleUploadedFile("a.jpg", b"MZ khong phai anh", "image/jpeg"))
    assert "Chỉ nhận ảnh JPEG" in refused(file=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"))
    assert "Ảnh có quá nhiều điểm ảnh." in refused(file=SimpleUploadedFile("a.png", png_of(20_000, 10_000), "image/png"))
    assert "Ô “Để trống ô này” phải trống." in refused(trang_web="http://a.example")
    assert "Không có xóm, xã này." in text(resident.get("/cong/kien-nghi/gui/?noi=99999999"))
    assert "Chọn một mục trong danh sách." in text(resident.get(f"/cong/kien-nghi/gui/?noi={place}&loai=khac-nua&ve=a"))
    assert "Không có xóm, xã này." in text(resident.get(f"/cong/kien-nghi/gui/?noi={world['party']}"))
    assert (Sending.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_flood_is_told_when_to_come_back_and_no_network_is_written_down(world: World, resident: Client) -> None:
    answers = [resident.post(third_step(world["xom-1"]), VALUES).status_code for _each in range(12)]
    assert (answers, Sending.objects.count()) == ([302] * 10 + [429] * 2, 10)
    refused = resident.post(third_step(world["xom-1"]), VALUES)
    assert "Mạng này gửi quá nhiều lần. Thử lại từ 09:10 ngày 01/07/2020" in text(refused)
    assert refused["Retry-After"] == "600"
    assert resident.post(third_step(world["xom-1"]), VALUES, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert [resident.post(third_step(world["xom-1"]), VALUES, REMOTE_ADDR=f"2001:db8:1:2::{each:x}").status_code for each in range(1, 12)] == [302] * 10 + [429]
    assert [key for key in cache._cache if "127.0.0.1" in key or "203.0.113" in key] == []  # type: ignore[attr-defined]  # what the memory really holds
    with clock.telling(clock.working_moment(date(2020, 7, 1), 9, 11)):
        assert resident.post(third_step(world["xom-1"]), VALUES).status_code == 302


def test_a_guessed_code_leads_nowhere_and_guessing_is_stopped(world: World, resident: Client) -> None:
    code = send(resident, world["xom-1"])
    assert "Không có kiến nghị mang mã này." in fault(resident.post(FOLLOW, {"code": "AAAA-BBBB-CCCC-DDDD"}))
    assert "Không có kiến nghị mang mã này." in fault(resident.post(FOLLOW, {"code": "xyz"}))
    answers = [resident.get(f"{FOLLOW}AAAA-BBBB-CCCC-{each:04}/").status_code for each in range(20)]
    assert answers == [404] * 18 + [429] * 2
    assert resident.get(f"{FOLLOW}{code}/").status_code == 429
    assert resident.get(f"{FOLLOW}{code}/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_what_is_public_names_nobody_is_cached_and_is_offered_before_the_same_is_sent(world: World, resident: Client, client_of: ClientOf) -> None:
    code = send(resident, world["xom-1"])
    clerk = client_of("clerk")
    take_over(clerk, world, newest())
    row = PublicProposal.objects.get()
    own = f"/cong/kien-nghi/{row.reference}/"
    assert (resident.get(own).status_code, "Chưa có kiến nghị công khai nào." in text(resident.get("/cong/"))) == (404, True)
    approve(row)
    pages = ["/cong/", "/cong/kien-nghi/", "/cong/kien-nghi/?tim=duong+be+tong", f"/cong/kien-nghi/?noi={world['05965']}", "/cong/kien-nghi/?tinh-trang=dang-xu-ly", own]
    for path in pages:
        for address in (path, path.replace("/cong/", "/cong/en/")):
            page = resident.get(address)
            body = page.content.decode()
            assert (address, [each in body for each in (NAME, PHONE, PHONE.replace(" ", ""), code, "40 hộ đi lại")]) == (address, [False] * 5)
            assert (page["Cache-Control"], page.get("Vary"), page.cookies) == ("public, max-age=60", None if "?" in address else "Accept-Encoding", {})
            assert resident.get(address, HTTP_IF_NONE_MATCH=page["ETag"]).status_code == 304
            assert row.reference in body
    for path in (f"/cong/kien-nghi/?noi={world['xom-2']}", "/cong/kien-nghi/?tim=mương", "/cong/kien-nghi/?tinh-trang=da-xong"):
        assert "Không thấy kiến nghị nào như vậy." in text(resident.get(path))
    assert resident.get("/cong/kien-nghi/?tinh-trang=khac").status_code == 404
    assert NAME not in resident.get(f"{FOLLOW}{code}/").content.decode()
    other = resident.get(third_step(world["xom-2"], "Làm đường bê tông từ cầu"))
    assert ("Có phải việc này đã được nêu?" in text(other), f"{own}ung-ho/" in other.content.decode()) == (True, True)
    assert costs(resident, ["/cong/kien-nghi/", "/cong/kien-nghi/?tim=lai"]) == [1, 5]  # what was read before is kept: one question whether anything has changed since


def test_a_public_page_comes_packed_to_whoever_takes_that_and_each_form_of_it_has_its_own_validator(world: World, resident: Client) -> None:
    plain = resident.get("/cong/")
    for asked in ("gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "*"):
        packed = resident.get("/cong/", HTTP_ACCEPT_ENCODING=asked)
        assert (packed["Content-Encoding"], gzip.decompress(packed.content), packed["Vary"]) == ("gzip", plain.content, "Accept-Encoding")
        assert int(packed["Content-Length"]) == len(packed.content)
    assert len(packed.content) * 2 < len(plain.content)
    assert packed["ETag"] != plain["ETag"]
    assert resident.get("/cong/", HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=packed["ETag"]).status_code == 304
    for asked in ("", "identity", "br", "gzip;q=0, br", "x-gzip"):
        answer = resident.get("/cong/", HTTP_ACCEPT_ENCODING=asked, HTTP_IF_NONE_MATCH=packed["ETag"])
        assert (answer.status_code, answer.has_header("Content-Encoding"), answer.content) == (200, False, plain.content)


def test_whoever_sent_the_same_follows_the_one_into_which_it_was_merged(world: World, resident: Client, client_of: ClientOf) -> None:
    codes, clerk = [], client_of("clerk")
    for _each in range(2):
        codes.append(send(resident, world["xom-1"]))
        take_over(clerk, world, newest())
    kept, merged = PublicProposal.objects.order_by("pk")
    approve(merged)
    merge_proposal(MACHINE, proposal_id=merged.proposal_id, into_id=kept.proposal_id, on=date(2020, 7, 1), word=Word("Cùng một việc."))
    accept_proposal(MACHINE, proposal_id=kept.proposal_id, on=date(2020, 7, 1), word=Word("Xã làm trong năm."), planned_on=date(2020, 12, 31))
    page = f"/cong/kien-nghi/{merged.reference}/"
    assert ["Được chấp nhận, đang làm" in text(resident.get(path)) for path in (*(f"{FOLLOW}{code}/" for code in codes), page)] == [True] * 3
    assert kept.reference not in resident.get(page).content.decode()
    approve(kept)
    assert f"Đã gộp vào {kept.reference}; xem tiếp ở đó" in text(resident.get(page))


def test_support_is_counted_once_for_each_browser(world: World, resident: Client, client_of: ClientOf) -> None:
    send(resident, world["xom-1"])
    clerk = client_of("clerk")
    take_over(clerk, world, newest())
    row = PublicProposal.objects.get()
    approve(row)
    path = f"/cong/kien-nghi/{row.reference}/ung-ho/"
    assert "Trình duyệt này không giữ cookie" in text(Client(HTTP_HOST="127.0.0.1").post(path))
    assert "Tôi ủng hộ việc này" in text(resident.get(path))
    for _each in range(2):
        assert "1 lời ủng hộ trên cổng" in text(resident.post(path, follow=True))
    other = Client(HTTP_HOST="127.0.0.1")
    other.get(path)
    assert "2 lời ủng hộ trên cổng" in text(other.post(path, follow=True))


def test_a_proposal_of_a_meeting_gets_a_code_and_the_one_before_leads_nowhere(world: World, resident: Client, client_of: ClientOf) -> None:
    made = raise_proposal(MACHINE, unit_id=world["xom-1"], content=Content(ProposalKind.CANALS, "Kiên cố mương", "Mương đất hay sạt."), on=date(2020, 6, 20))
    secretary, path = client_of("secretary"), f"/kien-nghi/{made}/ma/"
    assert "Cấp mã theo dõi" in text(secretary.get(path))
    codes = []
    for _each in range(2):
        slip = secretary.post(path)
        found = CODE.search(text(slip))
        assert (slip["Cache-Control"], found is not None) == ("no-store, private", True)
        codes.append(found[0] if found else "")
    assert [resident.get(f"{FOLLOW}{code}/").status_code for code in codes] == [404, 200]
    shown = text(resident.get(f"{FOLLOW}{codes[1]}/"))
    assert ("Đã nêu, chưa gửi" in shown, "Kiên cố mương" in shown) == (True, False)
    assert client_of("stranger").post(path).status_code in (403, 404)


def test_whoever_has_the_code_may_ask_to_look_again_and_it_goes_to_the_body_that_answered(world: World, resident: Client, client_of: ClientOf) -> None:
    code = send(resident, world["xom-1"])
    clerk = client_of("clerk")
    take_over(clerk, world, newest())
    assert "Chưa đồng ý với trả lời?" not in text(resident.get(f"{FOLLOW}{code}/"))
    refuse_proposal(MACHINE, proposal_id=PublicProposal.objects.get().proposal_id, on=date(2020, 7, 1), word=Word("Chưa có vốn năm nay."), reason=RefusalReason.NO_FUNDS)
    shown = text(resident.get(f"{FOLLOW}{code}/"))
    assert ("Chưa có vốn năm nay." in shown, "Chưa đồng ý với trả lời?" in shown) == (True, True)
    assert "Vì sao cần xem lại : Chưa điền mục này." in fault(resident.post(f"{FOLLOW}{code}/", {"text": ""}))
    with clock.telling(clock.working_moment(date(2020, 7, 3), 9)):
        assert resident.post(f"{FOLLOW}{code}/", {"text": "Xóm góp được ngày công."}).status_code == 302
        assert "Kiến nghị này chưa có trả lời, hoặc đang chờ xem lại." in text(resident.post(f"{FOLLOW}{code}/", {"text": "Lần nữa."}))
        assert "Đề nghị xem lại" in text(clerk.get("/kien-nghi/hop-thu/"))
        assert clerk.post(f"/kien-nghi/hop-thu/{newest()}/nhan/").status_code == 302
        again = text(resident.get(f"{FOLLOW}{code}/"))
    assert ("đã mở lại 03/07/2020" in again, "Đã gửi, chờ tiếp nhận" in again, "2 ngày từ khi tiếp nhận" in again) == (True, True, True)
