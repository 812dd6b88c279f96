"""The own record, who read it, what is asked about it, and what follows: through HTTP, as people do it."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from cast import MACHINE, World
from kientoan.core import clock, reads
from kientoan.core.models import JournalDetail, User
from kientoan.core.refusal import Refusal
from kientoan.org.enums import Role
from kientoan.org.operations import grant_role
from kientoan.people.enums import DataRequestState, PostKind
from kientoan.people.models import AccountTie, DataRequestStanding, DataRequestStep, PersonProfile, Restriction
from kientoan.people.operations import tie_account
from kientoan.portal.exporting import export
from kientoan.publishing.enums import StandingKind
from kientoan.publishing.models import PublicEntry
from kientoan.publishing.showing import approve_standing, show_person_to_public
from reading import ClientOf, costs, first_sheet, text
from staff import fill, person, post

OWN = "/ho-so-cua-toi/"


@pytest.fixture
def lan(world: World) -> int:
    """A member of a cell, whose own the account ``member`` is; secretary of the commune besides."""
    made = person(world, "Lưu Thị Lan", "12/05/1970", member_of="cell-1", sex="female", ethnicity="Tày", home_place="Phú Bình", phone="0912345678", member_card="19.001")
    post(world, "party-05965", PostKind.SECRETARY)
    fill(world, "party-05965", PostKind.SECRETARY, made)
    tie_account(MACHINE, user_id=User.objects.get(username="member").pk, person_id=made)
    return made


def asked(client: Client, **more: str) -> int:
    """A request sent from the own record; by default the birth was written wrongly."""
    sent = {"kind": "correction", "about": "birth", "wanted": "13/05/1970", "why": "Theo giấy khai sinh", **more}
    answer = client.post(f"{OWN}yeu-cau/", sent)
    assert answer.status_code == 302, text(answer)
    return DataRequestStanding.objects.known().order_by("-request").values_list("request", flat=True)[0]


def test_an_account_is_tied_to_one_person_by_another_who_manages_it_and_sees_the_person(world: World, client_of: ClientOf) -> None:
    lan, an = person(world, "Lưu Thị Lan", "1970", member_of="cell-1"), person(world, "Dương Văn An", "1971", member_of="cell-1")
    member, officer = User.objects.get(username="member"), client_of("officer")
    page = text(officer.get(f"/tai-khoan/{member.pk}/nguoi/?tim=lan"))
    assert "Lưu Thị Lan" in page
    assert officer.post(f"/tai-khoan/{member.pk}/nguoi/?nguoi={lan}").status_code == 302
    assert "là tài khoản của Lưu Thị Lan" in text(officer.get("/tai-khoan/"))
    assert "member, gắn từ 01/07/2020 (Lê Thị Hà An)" in text(officer.get(f"/nguoi/{lan}/"))
    assert "đã gắn với một người. Thôi gắn trước" in text(officer.post(f"/tai-khoan/{member.pk}/nguoi/?nguoi={an}"))
    clerk = User.objects.get(username="clerk")
    assert "đã có tài khoản riêng" in text(officer.post(f"/tai-khoan/{clerk.pk}/nguoi/?nguoi={lan}"))
    own = User.objects.get(username="officer")
    assert "Không ai tự gắn tài khoản của mình" in text(officer.post(f"/tai-khoan/{own.pk}/nguoi/?nguoi={an}"))
    assert client_of("stranger").post(f"/tai-khoan/{member.pk}/nguoi/?nguoi={an}").status_code == 404  # neither the account nor the person is theirs
    assert client_of("administrator").post(f"/tai-khoan/{clerk.pk}/nguoi/?nguoi={an}").status_code == 404  # manages accounts, sees no person
    with clock.telling(clock.working_moment(date(2020, 7, 3))):
        assert "Chưa điền mục này" in text(officer.post(f"/tai-khoan/{member.pk}/thoi-gan/", {"reason": " "}))
        assert officer.post(f"/tai-khoan/{member.pk}/thoi-gan/", {"reason": "Đã chuyển sinh hoạt"}).status_code == 302
        assert "chưa gắn với người nào" in text(client_of("member").get(OWN))
    tie = AccountTie.objects.known().get()
    assert (tie.valid_from, tie.valid_to, tie.reason) == (date(2020, 7, 1), date(2020, 7, 3), "Đã chuyển sinh hoạt")
    assert AccountTie.objects.count() == 2  # ended, not overwritten


def test_a_member_reads_the_own_record_whole_and_sees_nothing_else(world: World, client_of: ClientOf, lan: int) -> None:
    member = client_of("member")
    page = text(member.get(OWN))
    for said in ("Lưu Thị Lan", "12/05/1970", "Tày", "0912345678", "19.001", "Bí thư", "Chi bộ xóm Trung Thành", "Các việc được giao", "Các cuộc họp chi bộ"):
        assert said in page, said
    home = member.get("/").content.decode()
    assert ("Hồ sơ và việc của bạn" in home, "/don-vi/" in home, "/mua-dai-hoi/" in home) == (True, False, False)
    assert [member.get(path).status_code for path in ("/mua-dai-hoi/", "/don-vi/", f"/don-vi/{world['cell-1']}/", f"/nguoi/{lan}/", "/nguoi/", "/quyen/", "/thong-bao/", "/bieu/",
                                                      "/yeu-cau-du-lieu/")] == [403] * 9
    copy = first_sheet(member.get(f"{OWN}ban-sao.xlsx"))
    assert ["Nhạy cảm", "Dân tộc", "Tày"] in [row[:3] for row in copy]
    assert "chưa gắn với người nào" in text(client_of("clerk").get(OWN))


def test_the_own_record_says_who_read_it_when_in_which_role_and_leaves_out_the_own_reads(world: World, client_of: ClientOf, lan: int) -> None:
    grant_role(MACHINE, user_id=User.objects.get(username="member").pk, unit_id=world["party-05965"], role=Role.AUDITOR, on=date(2020, 7, 1))
    clerk, member = client_of("clerk"), client_of("member")
    assert member.get(f"/nguoi/{lan}/").status_code == 200  # an own read, by another page
    assert clerk.get(f"/nguoi/{lan}/").status_code == 200
    with clock.telling(clock.working_moment(date(2020, 7, 2), 10, 15)):
        clerk.get(f"/nguoi/{lan}/sua/dinh-chinh/")
    page = text(member.get(f"{OWN}ai-da-xem/"))
    assert "Ai đã xem hồ sơ của tôi: 2 lượt" in page
    assert "Dương Thị Nhài 10:15 02/07/2020 văn phòng, nhập liệu, Đảng bộ xã Dương Thành trang sửa hồ sơ" in page
    assert "Thành Viên 0" not in page
    taken = member.get(f"{OWN}ai-da-xem/tai.csv").content.decode("utf-8-sig")
    assert taken.count("Dương Thị Nhài") == 2
    assert reads.of(f"person:{lan}")[-1].reader == "user:member"  # written down all the same
    one = costs(member, [f"{OWN}ai-da-xem/"])
    for hour in range(11, 15):
        with clock.telling(clock.working_moment(date(2020, 7, 2), hour)):
            clerk.get(f"/nguoi/{lan}/")
            client_of("secretary").get(f"/nguoi/{lan}/")
    assert costs(member, [f"{OWN}ai-da-xem/"]) == one


def test_a_correction_goes_from_the_member_to_the_clerk_and_back_and_cites_the_request(world: World, client_of: ClientOf, lan: int) -> None:
    member, clerk = client_of("member"), client_of("clerk")
    assert "Ghi điều đúng là gì" in text(member.post(f"{OWN}yeu-cau/", {"kind": "correction", "about": "birth", "wanted": "", "why": "Sai"}))
    number = asked(member)
    assert "đang được giải quyết" in text(member.post(f"{OWN}yeu-cau/", {"kind": "correction", "about": "birth", "wanted": "14/05/1970", "why": "Sai"}))
    assert "hạn trả lời 03/07/2020" in text(member.get(OWN))  # two working days after Wednesday 1 July
    cache.clear()
    assert f"Yêu cầu số {number} về hồ sơ (đính chính): trả lời trước hết ngày 03/07/2020" in text(clerk.get("/thong-bao/"))
    assert f"Số {number}: đính chính, ngày sinh" in text(clerk.get("/yeu-cau-du-lieu/"))
    assert clerk.post(f"/yeu-cau-du-lieu/{number}/xong/", {"text": "Đã sửa"}).status_code == 200  # not before it is accepted
    assert clerk.post(f"/yeu-cau-du-lieu/{number}/nhan-loi/", {"text": "Đối chiếu giấy khai sinh rồi sửa"}).status_code == 302
    page = clerk.get(f"/yeu-cau-du-lieu/{number}/")
    assert ("Mở mẫu đính chính" in text(page), "11/07/2020" in text(page)) == (True, True)  # ten days after receipt, as set
    form = f"/nguoi/{lan}/sua/dinh-chinh/?yeu-cau={number}"
    shown = clerk.get(form).content.decode()
    assert 'value="13/05/1970"' in shown
    seen = PersonProfile.objects.known().get(person=lan).pk
    sent = {"seen": seen, "full_name": "Lưu Thị Lan", "birth": "13/05/1970", "sex": "female", "home_place": "Phú Bình", "phone": "0912345678", "member_card": "19.001"}
    assert clerk.post(form, sent)["Location"] == f"/yeu-cau-du-lieu/{number}/"
    own = text(member.get(OWN))
    assert ("13/05/1970" in own, "Đã làm xong" in own, "Đối chiếu giấy khai sinh rồi sửa" in own) == (True, True, True)
    details = [json.loads(each) for each in JournalDetail.objects.filter(entry__operation="people.correct_profile").values_list("content", flat=True)]
    assert details[-1]["request"] == number
    assert client_of("stranger").get(f"/yeu-cau-du-lieu/{number}/").status_code == 404
    assert clerk.post(f"/yeu-cau-du-lieu/{number}/nhan-loi/", {"text": "Lần nữa"}).status_code == 200  # done is done
    assert [step.step for step in DataRequestStep.objects.known().filter(request=number).order_by("pk")] == ["receive", "accept", "carry_out"]


def test_a_request_on_paper_is_entered_refused_with_a_ground_accepted_after_all_and_late(world: World, client_of: ClientOf) -> None:
    an = person(world, "Dương Văn An", "1971", member_of="cell-1")
    clerk = client_of("clerk")
    sent = {"kind": "copy", "about": "", "wanted": "", "why": "Cần làm hồ sơ", "on": "22/06/2020", "by": "paper", "identified_by": "Căn cước 019071001234"}
    assert "Không ghi số giấy tờ" in text(clerk.post(f"/nguoi/{an}/yeu-cau/", sent))
    made = clerk.post(f"/nguoi/{an}/yeu-cau/", {**sent, "identified_by": "Đến trực tiếp, cán bộ biết mặt"})["Location"]
    page = text(clerk.get(made))
    assert "Quá hạn trả lời 7 ngày: hạn là 24/06/2020" in page
    assert "Cấp bản sao" in text(clerk.get("/yeu-cau-du-lieu/?loc=qua-han")).replace("cấp", "Cấp")
    assert "0 yêu cầu" in text(clerk.get("/yeu-cau-du-lieu/?loc=sap-han"))
    assert "1 yêu cầu" in text(clerk.get(f"/yeu-cau-du-lieu/?don-vi={world['party-05965']}&tim=duong an"))
    assert "0 yêu cầu" in text(clerk.get("/yeu-cau-du-lieu/?tim=khong"))
    assert "Chưa điền mục này" in text(clerk.post(f"{made}tu-choi/", {"ground": "", "text": "Chưa rõ"}))
    assert clerk.post(f"{made}tu-choi/", {"ground": "not_identified", "text": "Chưa rõ là ai"}).status_code == 302
    page = text(clerk.get(made))
    assert "Căn cứ: không xác minh được người yêu cầu (PV-06) Chưa rõ là ai" in page
    assert "trễ 7 ngày" in page
    assert clerk.post(f"{made}nhan-loi/", {"text": "In rồi giao tận tay"}).status_code == 302
    rows = first_sheet(clerk.get(f"{made}ban-sao.xlsx"))
    assert ["Hồ sơ", "Họ và tên", "Dương Văn An"] in [row[:3] for row in rows]
    assert ["Nhạy cảm", "Dân tộc", "không được xem"] in [row[:3] for row in rows]  # a clerk reads nothing sensitive, on paper either
    listed = first_sheet(clerk.get("/yeu-cau-du-lieu/tai.xlsx?loc=tat-ca"))
    assert any("Dương Văn An" in row for row in listed)
    assert clerk.post(f"{made}rut/", {"reason": "Người ấy thôi không cần"}).status_code == 302
    assert DataRequestStanding.objects.known().get(valid_to=date(9999, 12, 31)).state == DataRequestState.WITHDRAWN


def test_nobody_answers_about_oneself_and_the_asker_may_withdraw(world: World, client_of: ClientOf) -> None:
    nhai = person(world, "Dương Thị Nhài", "1980", member_of="cell-1")
    tie_account(MACHINE, user_id=User.objects.get(username="clerk").pk, person_id=nhai)
    clerk = client_of("clerk")
    number = asked(clerk, kind="copy", why="Muốn giữ một bản")
    assert "chính bạn" in text(clerk.get(f"/yeu-cau-du-lieu/{number}/"))
    assert clerk.post(f"/yeu-cau-du-lieu/{number}/nhan-loi/", {"text": "In"}).status_code == 403
    assert client_of("officer").post(f"/yeu-cau-du-lieu/{number}/rut/", {"reason": "Thôi"}).status_code == 200  # it came from the own page
    assert client_of("keeper").post(f"{OWN}yeu-cau/{number}/rut/", {}).status_code == 404
    assert client_of("officer").post(f"/yeu-cau-du-lieu/{number}/nhan-loi/", {"text": "In rồi giao"}).status_code == 302
    cache.clear()
    told = text(clerk.get("/thong-bao/"))
    assert (f"Yêu cầu số {number} về hồ sơ của bạn: nhận lời" in told, f"Yêu cầu số {number} về hồ sơ (cấp bản sao)" in told) == (True, False)
    assert clerk.post(f"{OWN}yeu-cau/{number}/rut/", {"reason": "Đã có"}).status_code == 302
    assert "Người đề nghị đã rút" in text(clerk.get(OWN))


def test_lists_of_requests_and_the_own_record_cost_the_same_queries_however_many_rows(world: World, client_of: ClientOf, lan: int) -> None:
    clerk, member = client_of("clerk"), client_of("member")
    asked(member)
    pages = [(clerk, "/yeu-cau-du-lieu/"), (clerk, f"/yeu-cau-du-lieu/?don-vi={world['party-05965']}&loc=tat-ca"), (member, OWN)]
    few = [costs(client, [path])[0] for client, path in pages]
    asked(member, kind="copy", why="Muốn giữ một bản")
    asked(member, about="home_place", wanted="Định Hóa")
    assert "Yêu cầu của tôi: 3" in text(member.get(OWN))
    assert [costs(client, [path])[0] for client, path in pages] == few
    assert (few[0] <= 32, few[2] <= 45) == (True, True), few
    shown = clerk.get(f"/yeu-cau-du-lieu/?don-vi={world['cell-1']}")
    assert ("3 yêu cầu" in text(shown), "Chi bộ xóm Núi 1 và Núi 2" in text(clerk.get("/yeu-cau-du-lieu/"))) == (True, True)
    assert "0 yêu cầu" in text(clerk.get(f"/yeu-cau-du-lieu/?don-vi={world['cell-2']}"))
    assert clerk.get(f"/yeu-cau-du-lieu/?don-vi={world['party-171']}").status_code == 404  # of the next district


def restricted(world: World, client_of: ClientOf, lan: int) -> int:
    """A member's request for a restriction, carried out by the clerk."""
    number = asked(client_of("member"), kind="restriction", about="", wanted="", why="Không muốn ai xem")
    clerk = client_of("clerk")
    assert clerk.post(f"/yeu-cau-du-lieu/{number}/nhan-loi/", {"text": "Hạn chế hồ sơ"}).status_code == 302
    assert clerk.post(f"/yeu-cau-du-lieu/{number}/xong/", {"text": "Đã hạn chế"}).status_code == 302
    return number


def test_a_restricted_record_leaves_lists_search_and_exports_and_opens_for_a_purpose_only(world: World, client_of: ClientOf, lan: int) -> None:
    clerk, secretary, officer = client_of("clerk"), client_of("secretary"), client_of("officer")
    counted = text(officer.get(f"/bieu/cap-uy/?don-vi={world['party-05965']}"))
    number = restricted(world, client_of, lan)
    unit = world["party-05965"]
    for path in (f"/nguoi/?don-vi={unit}", "/nguoi/?tim=lan", "/nguoi/?tim=19.001", f"/don-vi/{unit}/chuc-danh/", f"/chuc-danh/?don-vi={unit}", "/don-vi/?q=lan",
                 f"/yeu-cau-du-lieu/{number}/", "/yeu-cau-du-lieu/?loc=tat-ca", f"/bieu/chuc-danh/?don-vi={unit}"):
        answer = officer.get(path)
        assert answer.status_code in (200, 404), path
        assert "Lưu Thị Lan" not in answer.content.decode(), path
    assert "Lưu Thị Lan" not in officer.get(f"/chuc-danh/tai.csv?don-vi={unit}").content.decode()
    assert "(hồ sơ đã hạn chế)" in text(officer.get(f"/don-vi/{unit}/chuc-danh/"))
    assert text(officer.get(f"/bieu/cap-uy/?don-vi={unit}")).partition("Lúc")[0] == counted.partition("Lúc")[0]  # figures still count
    assert clerk.get(f"/nguoi/{lan}/").status_code == 403
    assert clerk.get(f"/nguoi/{lan}/sua/dinh-chinh/").status_code == 403
    assert client_of("stranger").get(f"/nguoi/{lan}/").status_code == 404
    where = secretary.get(f"/nguoi/{lan}/")["Location"]
    assert "Lưu Thị Lan" not in text(secretary.get(where))
    assert "Chưa điền mục này" in text(secretary.post(where, {"purpose": ""}))
    opened = text(secretary.post(where, {"purpose": "Giải quyết đơn của chính người ấy"}))
    assert ("Lưu Thị Lan" in opened, "Tày" in opened) == (True, True)
    stated = json.loads(JournalDetail.objects.get(entry__operation="people.open_restricted").content)
    assert (stated["person"], stated["purpose"]) == (lan, "Giải quyết đơn của chính người ấy")
    member = client_of("member")
    assert "hồ sơ đã hạn chế, có nêu mục đích" in text(member.get(f"{OWN}ai-da-xem/"))
    assert "Lưu Thị Lan" in text(member.get(OWN))  # the person reads the own record all the same
    assert clerk.post(f"/nguoi/{lan}/bo-han-che/", {"reason": "Người ấy đề nghị mở lại"}).status_code == 302
    assert clerk.get(f"/nguoi/{lan}/").status_code == 200
    assert not Restriction.objects.known().exists()
    assert Restriction.objects.filter(lifted_because="Người ấy đề nghị mở lại").exists()


def test_a_restricted_name_leaves_every_public_page_feed_and_file_in_the_same_transaction(world: World, client_of: ClientOf, resident: Client, lan: int, tmp_path: Path) -> None:
    unit = world["party-05965"]
    approve_standing(MACHINE, unit_id=unit, kind=StandingKind.OFFICERS, posts=[PostKind.SECRETARY])
    commune = world["05965"]
    paths = ["/cong/", f"/cong/don-vi/{unit}/", f"/cong/don-vi/{commune}/", f"/cong/en/don-vi/{commune}/", f"/cong/don-vi/{commune}/atom.xml", f"/cong/don-vi/{commune}/rss.xml",
             f"/cong/don-vi/{commune}/feed.json", "/cong/nguon/feed.json", "/cong/du-lieu/popolo.json", "/cong/du-lieu/can-bo.csv", "/cong/tim/?q=lan", "/cong/so-do.xml"]
    named = [path for path in paths if "Lưu Thị Lan" in words_of(resident.get(path))]
    assert len(named) >= 3, named  # among them pages that are kept in memory while the edition stands
    export(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "Lưu Thị Lan" in path.read_bytes().decode("utf-8", "ignore")]
    assert files != []
    restricted(world, client_of, lan)
    assert [path for path in paths if "Lưu Thị Lan" in words_of(resident.get(path))] == []
    assert not PublicEntry.objects.filter(search_exact__contains="lưu thị lan").exists()
    assert [row for row in PublicEntry.objects.all() if "Lưu Thị Lan" in json.dumps(row.content, ensure_ascii=False)] == []
    export(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file() and "Lưu Thị Lan" in path.read_bytes().decode("utf-8", "ignore")] == []
    with pytest.raises(Refusal, match="đang được hạn chế"):  # no publisher shows the name while the record is restricted
        show_person_to_public(world.actor("publisher"), person_id=lan)
    assert client_of("clerk").post(f"/nguoi/{lan}/bo-han-che/", {"reason": "Người ấy đề nghị mở lại"}).status_code == 302
    assert [path for path in paths if "Lưu Thị Lan" in words_of(resident.get(path))] == []  # and it comes back only by a publisher's act
    show_person_to_public(world.actor("publisher"), person_id=lan)
    assert "Lưu Thị Lan" in words_of(resident.get(named[0]))


def words_of(answer: HttpResponse) -> str:
    """The body of an answer, whatever its kind; JSON with its letters as they are."""
    body = answer.content.decode()
    return json.dumps(json.loads(body), ensure_ascii=False) if "json" in answer["Content-Type"] and answer.status_code == 200 else body


def test_counts_of_ethnicity_sex_and_age_are_shown_to_nobody_outside(world: World, client_of: ClientOf, resident: Client) -> None:
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 9)
    for number, ethnicity in enumerate(["Tày"] * 3 + ["Kinh"] * 6):
        fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, person(world, f"Lưu Văn Bảy {number}", "1970", ethnicity=ethnicity, sex="male"))
    approve_standing(MACHINE, unit_id=world["party-05965"], kind=StandingKind.OFFICERS, posts=[PostKind.COMMITTEE_MEMBER])

    def counted(username: str) -> list[object]:
        """Women, minorities, the young and the average age in the table of committees (RP-07)."""
        rows = first_sheet(client_of(username).get(f"/bieu/cap-uy.xlsx?don-vi={world['party-05965']}"))
        row = next(row for row in rows if "Đảng bộ xã Dương Thành" in row)
        return [row[5], row[7], row[9], row[14]]

    assert counted("secretary") == [0, 3, 0, "50,3"]
    assert counted("clerk") == [0, "", 0, "50,3"]  # ethnicity is sensitive: not even a large count, for scopes and days can be subtracted
    assert counted("publisher") == ["", "", "", ""]  # sees units and no person
    for path in ("/cong/", f"/cong/don-vi/{world['05965']}/", "/cong/du-lieu/", "/cong/du-lieu/popolo.json", f"/cong/don-vi/{world['05965']}/feed.json"):
        answer = resident.get(path)
        assert answer.status_code == 200, path
        said = words_of(answer).lower()
        assert [word for word in ("dân tộc", "tày", "ethnic", '"gender"', "birth_date", "giới tính") if word in said] == [], path
