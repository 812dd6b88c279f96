"""News, through HTTP: written, edited, published, withdrawn; what is public without an article; hotlines and calls."""

import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from PIL import Image

from cast import MACHINE, World, hold
from kientoan.core import clock
from kientoan.core.models import JournalDetail, ReadEntry, StoredFile
from kientoan.core.participants import Change, Fate, Kind
from kientoan.core.participants import plan as consequences
from kientoan.org.operations import Fold, Reorganisation, dissolve_unit, reorganise
from kientoan.publishing import jobs, showing
from kientoan.publishing.models import Article, ArticleVersion, PhoneCall, PublicEntry, StandingPublication
from newsroom import DAY, PICTURE, TITLE, VALUES, act, address, fault, officers, published, sent, write
from photos import LATITUDE, photo, png_of
from reading import ClientOf, costs, text


def test_nothing_is_public_before_a_publishers_act_and_all_of_it_is_gone_when_withdrawn(world: World, resident: Client, client_of: ClientOf) -> None:
    writer, editor, publisher = (client_of(each) for each in ("writer", "editor", "publisher"))
    made = write(world, writer, file=sent(), **PICTURE)
    assert act(writer, made, "gui").status_code == 302
    assert writer.post(f"/tin/{made}/sua/", VALUES).status_code == 403  # it is the editors' now
    assert [act(each, made, "dang").status_code for each in (writer, editor)] == [403, 403]
    assert "Chỉ đăng được tin chờ duyệt" in fault(act(publisher, made, "dang"))  # no editor has seen it
    version = ArticleVersion.objects.known().get(article=made)
    said = {f"{name}_{version.pictures[0]['picture']}": value for name, value in PICTURE.items()}
    assert editor.post(f"/tin/{made}/sua/", {**VALUES, **said, "version": version.pk, "lead": "Chi bộ họp, đọc lại nghị quyết và giao 38 việc."}).status_code == 302
    assert PublicEntry.objects.count() == 0 and TITLE not in text(resident.get("/cong/"))
    preview = publisher.get(f"/tin/{made}/xem/")
    assert (preview["Cache-Control"], "Xem trước" in text(preview), "giao 38 việc" in text(preview), f"/tin/{made}/anh/" in preview.content.decode()) == ("no-store, private", True, True, True)
    assert act(publisher, made, "dang").status_code == 302
    page = resident.get(address(made))
    shown = page.content.decode()
    assert [each in text(page) for each in (TITLE, "giao 38 việc", "Bài và ảnh: Ngô Thu Hiền", "Sáng 31/05/2020 ở bờ Đông.", "Đảng bộ xã Dương Thành", "Thứ Tư, 01/07/2020")] == [True] * 6
    assert [each in shown for each in ("<strong>96 hộ</strong>", "<h2>Ai làm gì</h2>", '<li><a href="/cong/">Lịch họp</a></li>', 'alt="Bà con vét mương"', 'width="700" height="900"')] == [True] * 5
    assert strip_preview(preview.content.decode()) == strip_preview(shown)
    picture = re.search(r'/cong/anh/[0-9a-f]{64}\.jpg', shown)
    assert picture is not None
    fetched = resident.get(picture[0])
    assert (fetched["Content-Type"], "immutable" in fetched["Cache-Control"], LATITUDE.encode() in fetched.content, fetched.content[:2]) == ("image/jpeg", True, False, b"\xff\xd8")
    places = ("/cong/", "/cong/tin/?chuyen-muc=to-chuc", f"/cong/tin/?don-vi={world['05965']}&tim=giao+viec", f"/cong/don-vi/{world['05965']}/", f"/cong/don-vi/{world['173']}/",
              "/cong/tim/?tim=lam+muong", "/cong/en/tim/?tim=giao+38+viec")
    assert [TITLE in text(resident.get(each)) for each in places] == [True] * 7
    assert [TITLE in text(resident.get(each)) for each in ("/cong/tin/?chuyen-muc=dai-hoi", f"/cong/don-vi/{world['05773']}/", "/cong/tim/?tim=lươn")] == [False] * 3
    assert "Tin này đã đăng." in fault(act(publisher, made, "dang"))
    assert "Chưa điền" in fault(act(publisher, made, "rut", reason=""))
    gone = address(made)
    assert act(publisher, made, "rut", reason="Sai số hộ.").status_code == 302
    assert [resident.get(each).status_code for each in (gone, picture[0])] == [404, 404]
    assert [TITLE in text(resident.get(each)) for each in places] == [False] * 7
    assert act(publisher, made, "dang").status_code == 302 and resident.get(gone).status_code == 200
    versions = text(writer.get(f"/tin/{made}/ban/"))
    assert [each in versions for each in ("6 bản", "Lời dẫn", "giao 38 việc.", "Sai số hộ.", "Lý Thanh Bút Son", "Bản đầu tiên.")] == [True] * 6


def strip_preview(page: str) -> str:
    """A page from its heading on, without what a preview has of its own: addresses of pictures, and the moment of publication."""
    return re.sub(r'/(?:cong|tin/\d+)/anh/|<time.*?</time>(?:, sửa )?|/cong/tin/\?|\s+', "", page[page.index('<h1 id="h"'):page.index("</article>")])


def test_what_is_edited_after_publication_waits_for_a_publisher(world: World, resident: Client, client_of: ClientOf) -> None:
    made = published(world, client_of, title_en="A cell gives out work", lead_en="Three days later.", body_en="There are 96 households.")
    english = text(resident.get(address(made).replace("/cong/", "/cong/en/")))
    assert ("A cell gives out work" in english, "There are 96 households." in english, TITLE in english) == (True, True, False)
    editor, version = client_of("editor"), ArticleVersion.objects.known().get(article=made)
    with clock.telling(clock.working_moment(DAY + timedelta(days=1), 9)):
        assert editor.post(f"/tin/{made}/sua/", {**VALUES, "version": version.pk, "title": "Chi bộ giao 40 việc"}).status_code == 302
        assert "đã sửa tin này lúc" in fault(editor.post(f"/tin/{made}/sua/", {**VALUES, "version": version.pk}))
        assert TITLE in text(resident.get(address(made))) and "bản trước đang trên cổng" in text(editor.get("/tin/"))
        assert act(client_of("publisher"), made, "dang").status_code == 302
        page = resident.get(address(made))
    assert ("Chi bộ giao 40 việc" in text(page), "ngày 01/07/2020 , sửa 09:30 ngày 02/07/2020" in text(page)) == (True, True)
    untranslated = resident.get(address(made).replace("/cong/", "/cong/en/")).content.decode()
    assert ("only in Vietnamese" in untranslated, '<h1 id="h" lang="vi">' in untranslated) == (True, True)


def test_a_piece_is_published_at_its_hour_by_the_job_or_by_the_next_act(world: World, resident: Client, client_of: ClientOf) -> None:
    officer = client_of("keeper")
    first, second = (write(world, officer, title=f"{TITLE} {number}") for number in (1, 2))
    for made in (first, second):
        act(officer, made, "gui")
        act(officer, made, "chuyen")
    assert "Giờ hẹn đã qua" in fault(act(officer, first, "hen", day="30/06/2020", publish_at="07:00"))
    assert "cách quá một năm" in fault(act(officer, first, "hen", day="30/08/2021", publish_at="07:00"))
    assert [act(officer, each, "hen", day="02/07/2020", publish_at="07:30").status_code for each in (first, second)] == [302, 302]
    assert "07:30 02/07/2020" in text(officer.get("/tin/?trang-thai=scheduled"))
    assert PublicEntry.objects.count() == 0
    with clock.telling(clock.working_moment(date(2020, 7, 2), 7, 31)):
        assert act(officer, first, "rut", reason="Chưa cần.").status_code == 302  # the act finds it due, and withdraws it
        assert [f"{TITLE} {number}" in text(resident.get("/cong/tin/")) for number in (1, 2)] == [False, True]
        assert act(officer, first, "hen", day="03/07/2020", publish_at="07:30").status_code == 302
    with clock.telling(clock.working_moment(date(2020, 7, 3), 7, 31)):
        assert (jobs.publish_news.call(), jobs.publish_news.call()) == (1, 0)
    assert "đăng 07:31 ngày 02/07/2020 , sửa 07:31 ngày 03/07/2020" in text(resident.get(address(first)))  # when it first became public stays


@pytest.mark.parametrize(("changes", "said"), [
    ({"title": "x" * 161}, "Tiêu đề"), ({"lead": "x" * 501}, "Lời dẫn"), ({"body": " \n "}, "Bài"), ({"day": "31/02/2020"}, "Ngày của việc"), ({"topic": "the-thao"}, "Chọn một mục"),
    ({"file": "photo", "alt": ""}, "Tả ảnh bằng một câu"), ({"file": "huge", **PICTURE}, "quá nhiều điểm ảnh"), ({"file": "lie", **PICTURE}, "Không nhận loại tệp này"),
    ({"file": "pdf", **PICTURE}, "Chỉ nhận ảnh"), ({"video": "javascript:alert(1)", "captions": "có"}, "https://"), ({"video": "https://www.youtube.com/watch?v=x"}, "phụ đề hay không"),
    ({"title_en": "Only a title"}, "đủ tiêu đề")])
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(world: World, client_of: ClientOf, changes: dict[str, str], said: str) -> None:
    files = {"photo": photo(), "huge": png_of(60_000, 60_000), "lie": b"<script>alert(1)</script>", "pdf": b"%PDF-1.4\n%%EOF"}
    values = {**VALUES, **changes, **({"file": sent(files[changes["file"]])} if "file" in changes else {})}
    assert said in fault(client_of("writer").post(f"/don-vi/{world['party-05965']}/tin/moi/", values))
    assert (Article.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_html_scripts_and_links_that_run_something_are_shown_as_text(world: World, resident: Client, client_of: ClientOf) -> None:
    body = ('<script>alert(1)</script> <b onclick="x">đậm</b>\n\n[a](javascript:alert(1)) [b](JAVASCRIPT:alert(1)) [c](data:text/html,x) [d](//la.example) ![e](https://la.example/x.png)\n\n'
            "<javascript:alert(1)>\n\n[f]\n\n[f]: vbscript:x\n\n[g](https://a.example/?q=\"><script>)")
    made = published(world, client_of, body=body, title="<i>Tin</i> & “ngoặc”")
    shown = resident.get(address(made)).content.decode()
    article = shown[shown.index("<article"):shown.index("</article>")]
    assert [each in article for each in ("&lt;script&gt;alert(1)", "&lt;b onclick", "&lt;i&gt;Tin&lt;/i&gt;")] == [True] * 3
    assert re.findall(r"<(script|b|i|img|iframe)\b", article) == []
    assert [each for each in re.findall(r'href="([^"]*)"', article) if not each.startswith(("/cong/", "https://"))] == []


def test_news_is_kept_by_those_of_the_unit_alone(world: World, client_of: ClientOf) -> None:
    made, stranger = write(world, client_of("writer")), client_of("stranger")
    paths = [f"/tin/{made}/{rest}" for rest in ("", "sua/", "ban/", "xem/", "lam/dang/")] + [f"/don-vi/{world['party-05965']}/tin/moi/"]
    assert [stranger.get(each).status_code for each in paths] == [404] * 6
    assert [client_of("clerk").get(each).status_code for each in paths] == [403] * 6
    assert (TITLE in text(stranger.get("/tin/")), TITLE in text(client_of("editor").get("/tin/?tim=giao+viec")), TITLE in text(client_of("editor").get("/tin/?tim=khac"))) == (False, True, False)
    assert client_of("writer").post(f"/don-vi/{world['05953']}/tin/moi/", VALUES).status_code == 404
    assert "Tin này đang viết, không trả lại được." in fault(act(client_of("editor"), made, "tra", reason="Thiếu ảnh."))
    act(client_of("writer"), made, "gui")
    assert act(client_of("editor"), made, "tra", reason="Thiếu ảnh.").status_code == 302 and "Thiếu ảnh." in text(client_of("writer").get(f"/tin/{made}/"))
    assert client_of("writer").post(f"/tin/{made}/sua/", {**VALUES, "title": "Có ảnh rồi"}).status_code == 302


def test_a_list_or_figure_approved_once_goes_on_until_it_is_stopped_and_a_hidden_name_leaves_at_once(world: World, resident: Client, client_of: ClientOf) -> None:
    first, _second = officers(world)
    hold(world, "party-05965", date(2020, 5, 30))
    publisher, unit, place = client_of("publisher"), world["party-05965"], f"/cong/don-vi/{world['05965']}/"
    desk = f"/don-vi/{unit}/cong-bo/"
    assert resident.get(f"/cong/don-vi/{unit}/").status_code == 404  # nothing of the Party organisation is public yet
    assert "Chọn ít nhất một mục" in fault(publisher.post(f"{desk}chuc-vu/", {"khac": "1"}))
    assert [publisher.post(f"{desk}{what}/", {"posts": ["secretary"]} if what == "chuc-vu" else {}).status_code for what in ("chuc-vu", "dai-hoi", "tien-do")] == [302] * 3
    page = text(resident.get(place))
    assert [each in page for each in ("Hoàng Văn Lưu Phương", "02/2020", "Đã họp, bế mạc ngày 30/05/2020.", "lần thứ XXV", "Ban chấp hành 15 người.", "đã đại hội", "01/07/2020")] == [True] * 7
    assert [each in page for each in ("Dương Thị Mơ Lan", "1971", "0912345678", "được bầu")] == [False] * 4
    assert "Người giữ chức vụ: Đảng bộ xã Dương Thành" in text(resident.get("/cong/tim/?tim=luu+phuong"))
    assert "Hoàng Văn Lưu Phương" in text(publisher.get(desk))
    with clock.telling(clock.working_moment(date(2020, 7, 2), 6)):
        jobs.refresh_public.call()
        page = text(resident.get(place))
        assert ("Đến ngày 02/07/2020" in page, "Đến ngày 01/07/2020" in page) == (True, False)
        assert publisher.post(f"{desk}an-ten/{first}/", {"reason": ""}).status_code == 200
        assert publisher.post(f"{desk}an-ten/{first}/", {"reason": "Đơn ngày 02/07/2020"}).status_code == 302
        jobs.refresh_public.call()
        assert ("Hoàng Văn Lưu Phương" in text(resident.get(place)), "Không công khai tên" in text(resident.get(place))) == (False, True)
        assert PublicEntry.objects.filter(search_plain__contains="luu phuong").count() == 0
        assert publisher.post(f"{desk}an-ten/{first}/").status_code == 302 and "Hoàng Văn Lưu Phương" in text(resident.get(place))
        for fact in StandingPublication.objects.known():
            assert publisher.post(f"{desk}dung/{fact.fact_id}/").status_code == 302
    assert (PublicEntry.objects.count(), "Hoàng Văn" in text(resident.get(place))) == (0, False)
    assert [client_of("stranger").get(each).status_code for each in (desk, f"{desk}chuc-vu/", f"{desk}an-ten/{first}/")] == [404] * 3
    assert client_of("writer").get(desk).status_code == 403


def test_news_with_a_name_in_its_text_leaves_with_the_name_and_comes_back_without_it(world: World, resident: Client, client_of: ClientOf) -> None:
    first, _second = officers(world)
    publisher, desk = client_of("publisher"), f"/don-vi/{world['party-05965']}/cong-bo/"
    named = published(world, client_of, title="Người gieo chữ", body="Ông Hoàng Văn Lưu  Phương, bí thư, dạy các cháu.")
    plain = published(world, client_of, title="Hạt giống", body="Có ông Hoàng Văn Lưu Phươngg và bà Lưu Phương.")
    waits = write(world, client_of("keeper"), title="Chờ giờ", lead="Ông hoang van luu phuong kể.")
    for what, values in (("gui", {}), ("chuyen", {}), ("hen", {"day": "03/07/2020", "publish_at": "08:00"})):
        assert act(client_of("keeper"), waits, what, **values).status_code == 302
    here = address(named)
    asked = text(publisher.get(f"{desk}an-ten/{first}/"))
    assert ("Người gieo chữ; Chờ giờ" in asked, "Hạt giống" in asked) == (True, False)
    assert resident.get("/cong/nguon/rss.xml").content.decode().count("Người gieo chữ") == 1
    assert publisher.post(f"{desk}an-ten/{first}/", {"reason": "Đơn ngày 01/07/2020"}).status_code == 302
    assert [resident.get(each).status_code for each in (here, address(plain))] == [404, 200]
    assert ["Người gieo chữ" in resident.get(each).content.decode() for each in ("/cong/", "/cong/tin/", "/cong/nguon/rss.xml", "/cong/tim/?tim=gieo+chu")] == [False] * 4
    seen = text(publisher.get(f"/tin/{named}/"))
    assert "Có tên một người đã ẩn tên" in seen
    assert [ArticleVersion.objects.known().get(article=each).state for each in (named, waits, plain)] == ["withdrawn", "withdrawn", "published"]


def test_what_units_publish_is_listed_and_any_other_unit_is_found_by_name(world: World, client_of: ClientOf) -> None:
    keeper, writer = client_of("keeper"), client_of("clerk")
    assert "Chưa đơn vị nào công bố thường xuyên" in text(keeper.get("/cong-bo/"))
    assert writer.get("/cong-bo/").status_code == 403
    for unit in ("05965", "xom-1"):
        assert keeper.post(f"/don-vi/{world[unit]}/cong-bo/duong-day/", {"label": "Tiếp dân", "number": "0208 300 0001"}).status_code == 302
    keeper.post(f"/don-vi/{world['05965']}/cong-bo/kenh/", {"kind": "site", "label": "Trang xã", "address": "https://xa.example/"})
    assert keeper.post(f"/don-vi/{world['05965']}/cong-bo/lich-hop/").status_code == 302
    page = text(keeper.get("/cong-bo/"))
    for words in ("2 đơn vị đang công bố", "Xã Dương Thành Huyện Phú Bình Lịch họp các hộ; 1 đường dây nóng; 1 kênh khác", "Xóm Trung Thành Xã Dương Thành 1 đường dây nóng"):
        assert words in page, words
    found = keeper.get("/cong-bo/?tim=luong+phu")
    assert "Tìm “05953”: 1 đơn vị" in text(keeper.get("/cong-bo/?tim=05953"))
    assert ("Tìm “luong phu”: 2 đơn vị" in text(found), "chưa có gì" in text(found)) == (True, True)
    assert f"/don-vi/{world['05953']}/cong-bo/" in found.content.decode()
    assert "Không có đơn vị nào như vậy trong phạm vi được công bố" in text(keeper.get("/cong-bo/?tim=không có"))
    # What is public is so today, whatever the day of the page; of a unit that is no more nothing is offered.
    here = f"/don-vi/{world['05965']}/"
    assert keeper.get(f"{here}cong-bo/?ngay=31/12/2019").status_code == 200
    assert f"{here}cong-bo/" in keeper.get(f"{here}?ngay=23/06/2020").content.decode()
    few = costs(keeper, ["/cong-bo/"])
    for at in range(3):
        showing.add_hotline(MACHINE, unit_id=world["05953"], label="Xã", number=f"0208 300 010{at}")
    showing.add_hotline(MACHINE, unit_id=world["05773"], label="Xã", number="0208 300 0200")
    assert costs(keeper, ["/cong-bo/"]) == few
    dissolve_unit(MACHINE, unit_id=world["xom-2"], on=date(2020, 7, 1))
    assert f"/don-vi/{world['xom-2']}/cong-bo/" not in keeper.get(f"/don-vi/{world['xom-2']}/?ngay=23/06/2020").content.decode()


def test_hotlines_of_the_nearest_units_and_channels_stand_on_public_pages(world: World, resident: Client, client_of: ClientOf) -> None:
    keeper = client_of("keeper")
    for unit, number in (("173", "0208 300 0001"), ("05965", "0208 300 0000"), ("xom-1", "0208 300 0003"), ("xom-1", "0208 300 0004")):
        assert keeper.post(f"/don-vi/{world[unit]}/cong-bo/duong-day/", {"label": f"Nơi {unit}", "number": number, "hours": "7:00–17:00"}).status_code == 302
    for wrong, said in (({"number": "gọi tôi"}, "3 đến 12 chữ số"), ({"number": "0208 300 0000"}, "Đã có bản ghi"), ({"label": ""}, "Chưa điền")):
        assert said in fault(keeper.post(f"/don-vi/{world['05965']}/cong-bo/duong-day/", {"label": "Xã", "number": "113", **wrong}))
    page = resident.get(f"/cong/don-vi/{world['xom-1']}/").content.decode()
    assert re.findall(r'<p><a href="tel:(\d+)">', page) == ["02083000003", "02083000004", "02083000000"]  # three at most, the nearest first
    assert '<span>Đường dây nóng: <a href="tel:02083000003">' in page
    assert "0208 300 0001" in text(resident.get(f"/cong/don-vi/{world['05953']}/")) and "0208" not in text(resident.get(f"/cong/don-vi/{world['05773']}/"))
    showing.add_hotline(MACHINE, unit_id=world["19"], label="Tỉnh", number="0208 300 0099")
    for path in ("/cong/", "/cong/tin/", "/cong/kien-nghi/", "/cong/kien-nghi/gui/", "/cong/dong-gop/", "/cong/lich/", "/cong/en/nguon/", f"/cong/don-vi/{world['05773']}/", "/cong/kien-nghi/KN-9/"):
        assert "0208 300 0099 Tỉnh" in text(resident.get(path)) or path in ("/cong/", f"/cong/don-vi/{world['05773']}/"), path  # there the list stands in the page itself
        assert '<a href="tel:02083000099">' in resident.get(path).content.decode(), path
    channel = f"/don-vi/{world['05965']}/cong-bo/kenh/"
    for wrong in ("http://xa.example/", "javascript:alert(1)", "https://nguoi:mat@xa.example/", "https://xa", 'https://xa.example/"><script>'):
        assert "https://" in fault(keeper.post(channel, {"kind": "site", "label": "Trang xã", "address": wrong}))
    assert keeper.post(channel, {"kind": "youtube", "label": "Xã Dương Thành", "address": "https://www.youtube.com/@xa-vi-du"}).status_code == 302
    assert 'href="https://www.youtube.com/@xa-vi-du" rel="noopener noreferrer">YouTube: Xã Dương Thành' in resident.get(f"/cong/don-vi/{world['05965']}/").content.decode()
    desk = keeper.get(f"/don-vi/{world['05965']}/cong-bo/").content.decode()
    for what in ("duong-day", "kenh"):
        found = re.search(rf'/don-vi/\d+/cong-bo/{what}/[0-9a-f-]{{36}}/', desk)
        assert found is not None and keeper.post(found[0]).status_code == 302
    after = text(resident.get(f"/cong/don-vi/{world['05965']}/"))
    assert ("0208 300 0000" in after, "YouTube" in after) == (False, False)


def test_calls_are_promised_answered_counted_and_their_callers_forgotten(world: World, resident: Client, client_of: ClientOf) -> None:
    clerk, unit = client_of("clerk"), world["05965"]
    new = f"/don-vi/{unit}/goi/moi/"
    heard = {"day": "10/06/2020", "came_at": "08:00", "about": "Bao giờ vét mương", "name": "Ngô Thị Sương Mai", "phone": "0912 345 678", "promised_on": "12/06/2020"}
    for wrong, said in (({"day": "02/07/2020"}, "chưa tới"), ({"promised_on": "09/06/2020"}, "Ngày hẹn"), ({"phone": "abc"}, "9 đến 12"), ({"about": ""}, "Chưa điền")):
        assert said in fault(clerk.post(new, {**heard, **wrong}))
    assert clerk.post(new, heard).status_code == 302
    first = PhoneCall.objects.get()
    assert ("1 cuộc gọi chờ trả lời" in text(clerk.get("/cong-bo/goi/")), "quá hẹn 12/06/2020" in text(clerk.get("/cong-bo/goi/"))) == (True, True)
    assert "0912 345 678" in text(clerk.get(f"/cong-bo/goi/{first.uuid}/")) and ReadEntry.objects.filter(reader="user:clerk", page="call").count() == 1
    assert client_of("stranger").get(f"/cong-bo/goi/{first.uuid}/").status_code == 404
    assert "Không có kiến nghị mang số này" in fault(clerk.post(f"/cong-bo/goi/{first.uuid}/tra-loi/", {"note": "Xong", "reference": "KN-9"}))
    assert clerk.post(f"/cong-bo/goi/{first.uuid}/tra-loi/", {"note": "Xã vét từ 15/07."}).status_code == 302
    for minute in range(3):
        assert clerk.post(new, {**heard, "came_at": f"09:0{minute}", "answer": "Trả lời ngay."}).status_code == 302
    keeper = client_of("keeper")
    assert keeper.post(f"/don-vi/{unit}/cong-bo/cuoc-goi/").status_code == 302
    keeper.post(f"/don-vi/{unit}/cong-bo/duong-day/", {"label": "Xã", "number": "0208 300 0000"})
    assert "Tháng 06/2020" not in text(resident.get(f"/cong/don-vi/{unit}/"))  # four calls could be recognised
    assert clerk.post(new, {**heard, "came_at": "10:00", "answer": "Trả lời ngay."}).status_code == 302
    jobs.refresh_public.call()
    assert "Tháng 06/2020: 5 cuộc gọi, 5 đã trả lời; một nửa trong vòng 0 phút" in text(resident.get(f"/cong/don-vi/{unit}/"))
    assert "5 cuộc gọi, 5 đã trả lời, 4 đúng hẹn" in text(clerk.get("/cong-bo/goi/?loc=tat-ca"))
    assert PhoneCall.objects.filter(name="").count() == 0
    with clock.telling(clock.working_moment(date(2020, 8, 5), 6)):
        jobs.refresh_public.call()
    assert PhoneCall.objects.exclude(name="", phone="").count() == 0
    assert "0912 345 678" not in "".join(JournalDetail.objects.values_list("content", flat=True))


def test_what_is_public_of_a_unit_ends_with_it_and_its_page_says_where_it_went(world: World, resident: Client, client_of: ClientOf) -> None:
    keeper, hamlet = client_of("keeper"), world["xom-3"]
    keeper.post(f"/don-vi/{hamlet}/cong-bo/duong-day/", {"label": "Xóm", "number": "0208 300 0009"})
    keeper.post(f"/don-vi/{world['xom-2']}/cong-bo/duong-day/", {"label": "Xóm", "number": "0208 300 0008"})
    client_of("clerk").post(f"/don-vi/{hamlet}/goi/moi/", {"day": "10/06/2020", "came_at": "08:00", "about": "Đèn đường"})
    made = published(world, client_of)
    lines = [(line.fate, line.count) for line in consequences(Change(Kind.DISSOLVE, (hamlet,), DAY))]
    assert [(Fate.NEEDS_PERSON, 1) in lines, (Fate.CLOSES, 1) in lines] == [True, True]
    reorganise(MACHINE, plan=Reorganisation(DAY, folds=(Fold(hamlet, (world["xom-2"],)),)))
    page = resident.get(f"/cong/don-vi/{hamlet}/")
    assert ("kết thúc ngày 01/07/2020" in text(page), f'/cong/don-vi/{world["xom-2"]}/">Xóm Núi 2' in page.content.decode() or "Xóm Núi 1" in text(page), "0208 300 0009" in text(page), "0208 300 0008" in text(page)) == (True, True, False, True)
    assert resident.get(address(made)).status_code == 200 and resident.get("/cong/don-vi/999999/").status_code == 404
    reorganise(MACHINE, plan=Reorganisation(DAY, folds=(Fold(world["party-05965"], (world["party-05953"],)),)))
    assert TITLE in text(resident.get(f"/cong/don-vi/{world['05953']}/"))  # at the unit that took over the one that published it


def test_public_pages_are_light_keep_a_fixed_number_of_questions_and_a_strong_validator(world: World, resident: Client, client_of: ClientOf) -> None:
    officers(world)
    first = published(world, client_of, file=sent(), **PICTURE)
    pages = ["/cong/", f"/cong/don-vi/{world['05965']}/", "/cong/tin/", address(first), "/cong/tim/?tim=muong", "/cong/don-vi/?tim=xom"]
    before = costs(resident, pages)
    for number in range(3):
        published(world, client_of, title=f"{TITLE}, kỳ {number}")
    assert costs(resident, pages) == before
    assert max(before) <= 24
    for each in pages:
        answer = resident.get(each)
        shown = answer.content.decode()
        assert (answer["Cache-Control"], answer["ETag"][0], len(answer.content) < 30_000, shown.count('rel="stylesheet"'), len(re.findall(r'<script(?! type="application/ld\+json")', shown)) > 0) == ("public, max-age=60", '"', True, 1, False), each
        assert resident.get(each, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert [tag for tag in re.findall(r"<img [^>]*>", shown) if 'width="' not in tag or 'height="' not in tag or "alt=" not in tag] == []
    assert resident.post("/cong/tin/").status_code == 405
    assert [resident.get(each).status_code for each in ("/cong/tin/?chuyen-muc=la", "/cong/tin/khong-co/", "/cong/anh/abc.jpg", "/cong/tin/?don-vi=99999999")] == [404] * 4
    with Image.open(io.BytesIO(resident.get(re.findall(r"/cong/anh/\w+\.jpg", resident.get("/cong/tin/").content.decode())[-1]).content)) as small:
        assert max(small.size) <= 640
