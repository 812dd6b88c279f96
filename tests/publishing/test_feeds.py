"""Feeds, calendars, open data and what other programs are told of pages, through HTTP; public pages kept in memory and written into files."""

import csv
import io
import json
import re
import shutil
from datetime import date, time, timedelta
from pathlib import Path

import feedparser
import pytest
from django.test import Client
from icalendar import Calendar

from cast import MACHINE, World, hold
from feedrules import findings
from kientoan.meetings.operations import call_meeting, cancel_meeting, correct_call
from kientoan.portal import exporting
from kientoan.publishing import limits
from kientoan.publishing.models import PublicEntry, StandingPublication
from newsroom import TITLE, act, address, officers, published
from reading import ClientOf, text

FORMS = ("rss.xml", "atom.xml", "feed.json")


def test_news_is_told_as_rss_atom_and_json_by_unit_and_rubric(world: World, resident: Client, client_of: ClientOf) -> None:
    made = published(world, client_of, title="Mương & <cống> bờ Đông")
    whole = f"http://127.0.0.1{address(made)}"
    for place in ("/cong/nguon/", f"/cong/don-vi/{world['05965']}/", f"/cong/don-vi/{world['173']}/", "/cong/tin/chuyen-muc/to-chuc/", "/cong/en/nguon/"):
        for form in FORMS[:2]:
            answer = resident.get(place + form)
            assert findings(answer.content) == [], answer.content.decode()
            read = feedparser.parse(answer.content)
            entry, = read.entries
            link = whole.replace("/cong/", "/cong/en/") if "/en/" in place else whole
            assert (read.bozo, entry.title, entry.link, entry.id, entry.summary, entry.author) == (
                False, "Mương & <cống> bờ Đông", link, link, "Ba ngày sau đại hội, chi bộ họp và giao việc.", "Bài và ảnh: Ngô Thu Hiền")
            assert ("<strong>96 hộ</strong>" in entry.content[0].value, entry.published_parsed[:3], [each.term for each in entry.tags]) == (True, (2020, 7, 1), ["tổ chức" if "/en/" not in place else "organisation", "Đảng bộ xã Dương Thành"])
        told = resident.get(place + "feed.json")
        items = json.loads(told.content)["items"]
        assert (told["Content-Type"], [(each["title"], each["date_published"][:10], "<strong>" in each["content_html"]) for each in items]) == (
            "application/feed+json; charset=utf-8", [("Mương & <cống> bờ Đông", "2020-07-01", True)])
    assert feedparser.parse(resident.get(f"/cong/don-vi/{world['05773']}/atom.xml").content).entries == []
    assert resident.get("/cong/tin/chuyen-muc/khong-co/rss.xml").status_code == 404
    page = resident.get(f"/cong/don-vi/{world['05965']}/").content.decode()
    assert [f'href="/cong/don-vi/{world["05965"]}/{form}"' in page for form in (*FORMS, "lich.ics")] == [True] * 4
    assert act(client_of("publisher"), made, "rut", reason="Sai số hộ.").status_code == 302
    assert [findings(resident.get(f"/cong/nguon/{form}").content) for form in FORMS[:2]] == [[], []]
    assert [b"Ba ng\xc3\xa0y sau" in resident.get(f"/cong/nguon/{form}").content for form in FORMS] == [False] * 3


def test_a_reader_that_never_stops_is_told_when_to_come_again_and_pages_stay_up(world: World, resident: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "feed", (limits.Limit(3, timedelta(minutes=10)),))
    answers = [resident.get("/cong/nguon/rss.xml") for _each in range(5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429]
    assert "đọc nguồn tin quá nhiều lần" in answers[-1].content.decode() and 0 < int(answers[-1]["Retry-After"]) <= 600
    assert (resident.get("/cong/").status_code, Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR="10.0.0.9").get("/cong/nguon/rss.xml").status_code) == (200, 200)
    etag = answers[0]["ETag"]
    assert etag.startswith('"') and Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR="10.0.0.9").get("/cong/nguon/rss.xml", HTTP_IF_NONE_MATCH=etag).status_code == 304


def officers_of(world: World, client_of: ClientOf) -> str:
    """The secretary of Dương Thành, named in public; the name."""
    officers(world)
    hold(world, "party-05965", date(2020, 5, 30))
    for what in ("chuc-vu", "dai-hoi"):
        assert client_of("publisher").post(f"/don-vi/{world['party-05965']}/cong-bo/{what}/", {"posts": ["secretary"]} if what == "chuc-vu" else {}).status_code == 302
    return "Hoàng Văn Lưu Phương"


def test_open_data_has_a_licence_a_dictionary_and_addresses_that_stay(world: World, resident: Client, client_of: ClientOf) -> None:
    made, name = published(world, client_of, title="=cmd|' /C calc'!A0"), officers_of(world, client_of)
    page = resident.get("/cong/du-lieu/")
    tables = re.findall(r'/cong/du-lieu/([a-z-]+)\.csv"', page.content.decode())
    assert ("CC BY 4.0" in text(page), sorted(tables)) == (True, ["chuc-vu", "dai-hoi", "don-vi", "dong-gop", "kien-nghi", "tin"])
    rows = {}
    for each in tables:
        told = json.loads(resident.get(f"/cong/du-lieu/{each}.csvm.json").content)
        read = list(csv.DictReader(io.StringIO(resident.get(f"/cong/du-lieu/{each}.csv").content.decode("utf-8-sig"))))
        rows[each] = read
        assert told["url"] == f"http://127.0.0.1/cong/du-lieu/{each}.csv" and "creativecommons.org/licenses/by" in told["dc:license"]["@id"]
        assert not read or list(read[0]) == [column["name"] for column in told["tableSchema"]["columns"]]
        assert all(column["dc:description"] for column in told["tableSchema"]["columns"])
    assert [(each["title"], each["address"]) for each in rows["tin"]] == [("'=cmd|' /C calc'!A0", f"http://127.0.0.1{address(made)}")]
    assert [(each["post_kind"], each["name"]) for each in rows["chuc-vu"]] == [("secretary", name)]
    assert {"05965", "05773"} <= {each["code"] for each in rows["don-vi"]} and "party-05773" not in {each["name"] for each in rows["don-vi"]}
    popolo = json.loads(resident.get("/cong/du-lieu/popolo.json").content)
    member, = popolo["memberships"]
    assert ([each["name"] for each in popolo["persons"]], member["person_id"], member["post_id"], member["organization_id"] in {each["id"] for each in popolo["organizations"]}) == (
        [name], popolo["persons"][0]["id"], popolo["posts"][0]["id"], True)


def test_other_sites_and_search_engines_are_told_what_a_page_is(world: World, resident: Client, client_of: ClientOf) -> None:
    made = published(world, client_of, title="Mương </script><b>mới")
    page = resident.get(address(made)).content.decode()
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert linked is not None
    said = json.loads(linked[1])
    assert (said["@type"], said["headline"], said["url"]) == ("NewsArticle", "Mương </script><b>mới", f"http://127.0.0.1{address(made)}")
    assert '<meta property="og:title" content="Mương &lt;/script&gt;&lt;b&gt;mới">' in page
    sitemap = resident.get("/cong/so-do.xml")
    places = re.findall("<loc>(.*?)</loc>", sitemap.content.decode())
    assert f"http://127.0.0.1{address(made)}" in places and f"http://127.0.0.1/cong/don-vi/{world['05965']}/" in places
    assert "Sitemap: http://127.0.0.1/cong/so-do.xml" in resident.get("/robots.txt").content.decode()


def test_a_page_kept_in_memory_goes_with_the_act_that_changes_it(world: World, resident: Client, client_of: ClientOf) -> None:
    made = published(world, client_of)
    first = resident.get("/cong/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        again = resident.get("/cong/")
    assert (len(caught), again.content, again["ETag"], again["Content-Security-Policy"]) == (1, first.content, first["ETag"], first["Content-Security-Policy"])
    assert resident.get("/cong/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert act(client_of("publisher"), made, "rut", reason="Sai số hộ.").status_code == 302
    assert TITLE in text(first) and TITLE not in text(resident.get("/cong/"))
    assert Client(HTTP_HOST="xau.example").get("/cong/").status_code == 400
    assert resident.post("/cong/").status_code == 405


def below(target: Path) -> dict[Path, bytes]:
    """What an export wrote, by path."""
    return {file.relative_to(target): file.read_bytes() for file in target.rglob("*") if file.is_file() and file.name != exporting.RECORD}


@pytest.mark.once
def test_the_portal_is_written_as_files_and_a_second_time_only_what_changed(world: World, resident: Client, client_of: ClientOf, tmp_path: Path) -> None:
    made, name = published(world, client_of), officers_of(world, client_of)
    target, whole = tmp_path / "cong", tmp_path / "again"
    first = exporting.export(target)
    page = (target / address(made).lstrip("/") / "index.html").read_text()
    assert (first.gone, first.same, TITLE in page, "<form" in page, "Bản ngày" in page, name in (target / f"cong/don-vi/{world['05965']}/index.html").read_text()) == ([], 0, True, False, True, True)
    links = {link for file in target.rglob("*.html") for link in re.findall(r'(?:href|src)="(/(?:cong|static)/[^"#?]*)', file.read_text())}
    assert [link for link in sorted(links) if not (target / (link.lstrip("/") + ("index.html" if link.endswith("/") else ""))).is_file()] == []
    assert not [file for file in target.rglob("*.html") if re.search(r'href="/cong/[^"]*\?', file.read_text())]
    assert findings((target / "cong/nguon/atom.xml").read_bytes()) == []
    assert "Hotline" not in page and "không nhận được điều gửi lên" in (target / "cong/noi-gui/index.html").read_text()
    second = exporting.export(target)
    assert (second.written, second.removed, second.rendered < first.rendered) == (0, 0, True)
    assert act(client_of("publisher"), made, "rut", reason="Sai số hộ.").status_code == 302
    third = exporting.export(target)
    exporting.export(whole)
    files = below(target)
    assert files == below(whole)
    assert (third.removed > 0, third.rendered < first.rendered, any(TITLE.encode() in each for each in files.values())) == (True, True, False)


@pytest.mark.once
def test_an_export_that_was_cut_off_is_done_anew_and_leaves_nothing_behind(world: World, client_of: ClientOf, tmp_path: Path) -> None:
    made = published(world, client_of)
    target, whole = tmp_path / "cong", tmp_path / "again"

    def cut(done: int, _known: int) -> None:
        if (target / address(made).lstrip("/") / "index.html").exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exporting.export(target, progress=cut)
    (target / "cong/tin/cu.html.part").write_text("một nửa")
    (target / "cua-may-chu.txt").write_text("của người khác")
    assert act(client_of("publisher"), made, "rut", reason="Sai số hộ.").status_code == 302
    again = exporting.export(target)
    exporting.export(whole)
    (target / "cua-may-chu.txt").unlink()  # was left where it was
    assert (again.removed > 1, below(target) == below(whole), any(TITLE.encode() in each for each in below(target).values())) == (True, True, False)


@pytest.mark.once
def test_an_export_that_follows_writes_again_once_something_public_changes(world: World, client_of: ClientOf, tmp_path: Path) -> None:
    made = published(world, client_of)
    target, told = tmp_path / "cong", list[exporting.Outcome]()
    page = target / address(made).lstrip("/") / "index.html"
    seen = list[bool]()

    def look() -> bool:
        seen.append(page.exists())
        if len(seen) == 2:
            assert act(client_of("publisher"), made, "rut", reason="Sai số hộ.").status_code == 302
        return len(seen) < 4

    exporting.follow(target, wait=look, tell=told.append)
    assert (seen, len(told), told[1].removed > 0) == ([True, True, False, False], 2, True)


def test_an_export_deletes_nothing_of_somebody_elses(world: World, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("của người khác")
    with pytest.raises(exporting.Refusal, match="đã có tệp khác"):
        exporting.export(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thu.txt"]
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    (tmp_path / exporting.RECORD).write_text("{")
    with pytest.raises(exporting.Refusal, match="bị hỏng"):
        exporting.export(tmp_path)


def test_congresses_approved_for_the_public_stand_in_a_calendar(world: World, resident: Client, client_of: ClientOf) -> None:
    officers_of(world, client_of)
    for place in ("/cong/lich/", f"/cong/don-vi/{world['05965']}/"):
        event, = Calendar.from_ical(resident.get(f"{place}lich.ics").content).walk("VEVENT")
        assert (event["summary"], event["dtstart"].dt) == ("Đại hội Đảng bộ xã Dương Thành", date(2020, 5, 30))
    page = text(resident.get("/cong/lich/"))
    assert ("Đã họp" in page, "Thứ Bảy, 30/05/2020" in page) == (True, True)


def test_meetings_of_households_are_public_once_their_calendar_is_approved_and_follow_what_is_said_of_them(world: World, resident: Client, client_of: ClientOf) -> None:
    hamlet, officer = world["xom-1"], client_of("keeper")
    call = {"unit_id": hamlet, "on": date(2020, 7, 12), "begins_at": time(19, 30), "place": "Nhà văn hóa xóm", "items": ["Bàn mức góp làm đường"]}
    meeting = call_meeting(MACHINE, **call)  # type: ignore[arg-type]  # arguments by name
    assert "Bàn mức góp" not in text(resident.get("/cong/lich/"))
    assert officer.post(f"/don-vi/{world['05965']}/cong-bo/lich-hop/").status_code == 302
    told = Calendar.from_ical(resident.get(f"/cong/don-vi/{hamlet}/lich.ics").content)
    event, = told.walk("VEVENT")
    assert (event["summary"], str(event["location"]), event["dtstart"].dt.isoformat(), event["status"]) == ("Họp các hộ Xóm Trung Thành", "Nhà văn hóa xóm", "2020-07-12T12:30:00+00:00", "CONFIRMED")
    assert "Bàn mức góp làm đường" in text(resident.get(f"/cong/don-vi/{hamlet}/")) and "Chủ Nhật, 12/07/2020, 19:30" in text(resident.get("/cong/lich/"))
    assert feedparser.parse(resident.get(f"/cong/don-vi/{world['05965']}/rss.xml").content).entries[0].summary == "Bàn mức góp làm đường"
    other = call_meeting(MACHINE, **{**call, "on": date(2020, 7, 20), "items": ["Đóng góp quỹ khuyến học"]})  # type: ignore[arg-type]
    assert "Đóng góp quỹ khuyến học" in text(resident.get(f"/cong/don-vi/{hamlet}/"))
    correct_call(MACHINE, meeting_id=meeting, on=date(2020, 7, 13), begins_at=time(20, 0), place="Sân kho", reason="Mưa lũ")
    cancel_meeting(MACHINE, meeting_id=other, reason="Trùng ngày giỗ")
    page = text(resident.get("/cong/lich/"))
    assert ("Thứ Hai, 13/07/2020, 20:00" in page, "Sân kho" in page, "Không họp" in page, "giỗ" in page) == (True, True, True, False)
    assert {str(each["status"]) for each in Calendar.from_ical(resident.get("/cong/lich/lich.ics").content).walk("VEVENT")} == {"CONFIRMED", "CANCELLED"}
    fact = StandingPublication.objects.known().get()
    assert officer.post(f"/don-vi/{world['05965']}/cong-bo/dung/{fact.fact_id}/").status_code == 302
    assert ("Sân kho" in text(resident.get("/cong/lich/")), PublicEntry.objects.count()) == (False, 0)
