"""The papers of an election on its page: what there is, the number that each is given once, what they say."""

from datetime import date

import pytest
from django.test import Client
from test_holding_elections import DAY, act, issued, key, sealed

from cast import MACHINE, World, plan
from kientoan.congress.models import Congress
from kientoan.core.refusal import Refusal
from kientoan.elections import queries
from kientoan.elections.enums import BoardRole, Body, Elects, PaperName
from kientoan.elections.models import Election, NumberedPaper
from kientoan.elections.operations import (
    BoardRow,
    CandidateRow,
    call_election,
    close_list,
    close_roll,
    collect_ballots,
    issue_ballots,
    issue_paper,
    key_batch,
    put_up,
    seal_count,
    seat_board,
)
from kientoan.papers.docx import as_docx
from kientoan.people.enums import PostKind
from kientoan.registers.models import IssuedPaper
from kientoan.reports.election_papers import paper_of
from kientoan.reports.minutes import chair_words, meeting_of
from kientoan.rules.election.entries import Marks
from kientoan.rules.election.pack import BallotForm
from reading import ClientOf, text
from sheets import lines, pages
from staff import person, post

pytestmark = pytest.mark.once

PARTY_PAPERS = ("bien-ban", "danh-sach-trung-cu", "bao-cao", "trich-ngang")


def number(client: Client, pk: int, paper: str, **values: object) -> str:
    """Give a paper its number; the page that it leads to."""
    given = {"on": "24/06/2020", "term": "2020-2025", "symbol": "ĐH", "addressed_to": "Huyện ủy Phú Bình", **values}
    return text(client.post(f"/bau-cu/{pk}/giay-to/{paper}/so/{DAY}", given, follow=True))


def read(client: Client, pk: int, paper: str) -> str:
    """What the DOCX of a paper says."""
    return " ".join(lines(client.get(f"/bau-cu/{pk}/giay-to/{paper}.docx{DAY}").content))


def test_every_paper_is_offered_once_the_count_is_sealed_and_says_what_it_lacks(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = issued(world, clerk)
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "Giấy tờ Có sau khi niêm kết quả." in page
    assert "Báo cáo kết quả bầu cử còn thiếu: kết quả đã niêm" in page
    assert [clerk.get(f"/bau-cu/{pk}/giay-to/{paper}.pdf{DAY}").status_code for paper in PARTY_PAPERS] == [404] * 4
    assert "Niêm kết quả trước." in number(clerk, pk, "danh-sach-trung-cu")
    for name in ("counter", "officer"):
        key(client_of(name), pk, "3 x6\n1 3 x2\n0")
    act(clerk, "thu-phieu", collected="9", not_returned="0")
    page = act(clerk, "niem")
    assert "còn thiếu: số của biên bản kiểm phiếu; hồ sơ của Hoàng Thị Bình, Dương Văn An (trích ngang để trống)" in page
    assert [clerk.get(f"/bau-cu/{pk}/giay-to/{paper}.{form}{DAY}").status_code for paper in PARTY_PAPERS for form in ("pdf", "docx")] == [200] * 8
    assert [clerk.get(f"/bau-cu/{pk}/giay-to/{paper}{DAY}").status_code for paper in ("khac.pdf", "bao-cao.xlsx")] == [404] * 2
    assert "Số …-BC/ĐU" in read(clerk, pk, "bao-cao"), "without a number it leaves room"
    assert client_of("counter").get(f"/bau-cu/{pk}/giay-to/bao-cao.pdf{DAY}").status_code == 404
    assert "Giấy tờ" not in text(client_of("counter").get(f"/bau-cu/{pk}/{DAY}"))
    assert client_of("auditor").get(f"/bau-cu/{pk}/giay-to/bao-cao.pdf{DAY}").status_code == 200
    assert client_of("auditor").get(f"/bau-cu/{pk}/giay-to/bao-cao/so/{DAY}").status_code == 403
    assert client_of("stranger").get(f"/bau-cu/{pk}/giay-to/bao-cao.pdf{DAY}").status_code == 404


def test_a_paper_takes_its_number_once_and_printing_it_again_takes_none_df_06(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = sealed(world, client_of)
    assert "Đã cấp: Số 01-BB/ĐH." in number(clerk, pk, "bien-ban")
    assert "Đã cấp: Số 02-DS/ĐH." in number(clerk, pk, "danh-sach-trung-cu"), "a congress has one run across kinds"
    assert "Đã cấp: Số 01-BC/ĐU." in number(clerk, pk, "bao-cao", symbol="ĐU"), "the new committee begins its own"
    page = number(clerk, pk, "bien-ban")
    assert "đã có số: Số 01-BB/ĐH. In lại không cấp số mới" in page
    again = [read(clerk, pk, "bien-ban") for _time in range(2)]
    assert again[0] == again[1]
    assert "Số 01-BB/ĐH" in again[0]
    assert "nhiệm kỳ 2020-2025" in again[0]
    assert "theo số 01-BB/ĐH" in read(clerk, pk, "danh-sach-trung-cu")
    assert IssuedPaper.objects.known().count() == 3
    register = IssuedPaper.objects.known().get(number=2).register
    assert "Số 01-BB/ĐH" in text(clerk.get(f"/van-ban/so/{register.pk}/{DAY}"))
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "Biên bản kiểm phiếu Số 01-BB/ĐH" in page
    assert "Danh sách trích ngang chưa cấp Cấp số" in page


def test_the_minutes_name_the_chair_and_leave_room_where_none_is_given_el_06(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = sealed(world, client_of)
    form = text(clerk.get(f"/bau-cu/{pk}/giay-to/bien-ban/so/{DAY}"))
    assert "Họ tên người chủ trì" in form
    assert "Để trống thì in “T/M ĐOÀN CHỦ TỊCH”." in form
    assert "T/M ĐOÀN CHỦ TỊCH THƯ KÝ BAN KIỂM PHIẾU TRƯỞNG BAN KIỂM PHIẾU Vũ Thị Thư Vũ Văn Trưởng" in read(clerk, pk, "bien-ban"), "room to write"
    number(clerk, pk, "bien-ban", signer="Dương Văn Chủ", post="Chủ tịch Đại hội")
    said = read(clerk, pk, "bien-ban")
    assert "CHỦ TỊCH ĐẠI HỘI THƯ KÝ BAN KIỂM PHIẾU TRƯỞNG BAN KIỂM PHIẾU Dương Văn Chủ Vũ Thị Thư" in said
    assert "ĐOÀN CHỦ TỊCH" not in said


def test_a_void_number_stays_taken_and_the_paper_takes_the_next(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = sealed(world, client_of)
    number(clerk, pk, "danh-sach-trung-cu", signer="Dương Văn Một")
    fact = IssuedPaper.objects.known().get().fact_id
    clerk.post(f"/van-ban/huy/{fact}/{DAY}", {"reason": "in hỏng"})
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "Số 01-DS/ĐH đã hủy: in hỏng" in page
    assert "Đã cấp: Số 02-DS/ĐH." in number(clerk, pk, "danh-sach-trung-cu", signer="Dương Văn Hai")
    said = read(clerk, pk, "danh-sach-trung-cu")
    assert "Số 02-DS/ĐH" in said
    assert "Dương Văn Hai" in said
    assert NumberedPaper.objects.count() == 2, "what was issued first stays known"


def test_the_list_the_report_and_the_summary_say_who_was_elected_with_what_is_known_of_them(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    plan(world, "party-05965", date(2020, 6, 23))
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 2)
    person(world, "Hoàng Thị Bình", "1975", member_of="cell-1")
    pk = sealed(world, client_of)
    number(clerk, pk, "bien-ban")
    number(clerk, pk, "bao-cao", symbol="ĐU", signer="Dương Văn Một", post="Bí thư")
    listed, report = read(clerk, pk, "danh-sach-trung-cu"), read(clerk, pk, "bao-cao")
    for each in ("Đại hội đại biểu Đảng bộ xã Dương Thành", "1 Hoàng Thị Bình 08 tám 88,89 %", "2 Dương Văn An 06 sáu", "T/M ĐOÀN CHỦ TỊCH"):
        assert each.lower() in listed.lower(), each
    for each in ("ĐẢNG ỦY XÃ DƯƠNG THÀNH", "ngày 24 tháng 6 năm 2020", "Kính gửi: Huyện ủy Phú Bình", "theo số 01-BB/ĐH", "xem xét, chuẩn y kết quả bầu cử",
                 "Hạn báo cáo: hết ngày 02 tháng 7 năm 2020", "BÍ THƯ", "Dương Văn Một"):
        assert each.lower() in report.lower(), each
    summary = clerk.get(f"/bau-cu/{pk}/giay-to/trich-ngang.pdf{DAY}").content
    assert "Danh sách có 02 (hai) người" in " ".join(pages(summary))


@pytest.mark.parametrize(("wrong", "said"), [
    ({"on": "22/06/2020"}, "Ngày văn bản từ ngày bầu 23/06/2020 đến hôm nay."), ({"on": "02/07/2020"}, "đến hôm nay"), ({"term": "2020"}, "nhiệm kỳ không đúng"),
    ({"addressed_to": " "}, "Chưa điền mục này")])
def test_a_wrong_day_term_or_addressee_takes_no_number(world: World, client_of: ClientOf, wrong: dict[str, str], said: str) -> None:
    clerk = client_of("clerk")
    pk = sealed(world, client_of)
    assert said in number(clerk, pk, "bao-cao", **wrong)
    assert IssuedPaper.objects.count() == 0


def test_a_congress_with_an_ordinal_is_named_by_it_and_gives_the_days_of_the_report_df_12(world: World, client_of: ClientOf) -> None:
    plan(world, "party-05965", date(2020, 6, 23))
    clerk = client_of("clerk")
    unit, congress = world["party-05965"], Congress.objects.get()
    clerk.post(f"/don-vi/{unit}/bau-cu/moi/{DAY}", {
        "title": "Bầu Ban Chấp hành", "elects": "committee", "body": "delegate_congress", "on": "23/06/2020", "seats": "2", "form": "strike_out", "hands": "2",
        "congress": str(congress.pk)})
    assert Election.objects.get().congress_id == congress.pk
    assert meeting_of(queries.standing(Election.objects.get().pk)) == "Đại hội đại biểu Đảng bộ xã Dương Thành lần thứ XXV"
    pk = Election.objects.get().pk
    act(clerk, "sua-quyet-dinh", title="Bầu Ban Thường vụ", elects="standing_board", body="committee", on="23/06/2020", seats="2", form="strike_out", hands="2", reason="hội nghị lần thứ nhất")
    found = queries.standing(pk)
    assert meeting_of(found) == "Hội nghị ban chấp hành Đảng bộ xã Dương Thành khóa XXV", "the ordinal is the congress's"
    assert chair_words(found) == "Chủ trì Hội nghị"


def test_a_hamlets_papers_take_the_states_form_and_ask_to_be_recognised_vh_10(world: World) -> None:
    clerk = world.actor("officer")
    pk = call_election(MACHINE, unit_id=world["xom-1"], title="Bầu Trưởng xóm", elects=Elects.HAMLET_HEAD, body=Body.HOUSEHOLD_MEETING, on=date(2020, 6, 23), seats=1,
                       form=BallotForm.STRIKE_OUT)
    put_up(MACHINE, election_id=pk, rows=[CandidateRow("Dương Văn An"), CandidateRow("Hoàng Thị Bình")])
    close_list(MACHINE, election_id=pk)
    seat_board(MACHINE, election_id=pk, rows=[BoardRow("Vũ Văn Trưởng", BoardRole.HEAD), BoardRow("Vũ Thị Thư"), BoardRow("Vũ Văn Ba")])
    close_roll(MACHINE, election_id=pk, summoned=10, present=9)
    issue_ballots(MACHINE, election_id=pk, printed=9, issued=9, spoiled=0, unused=0, keyers=["officer", "keeper"])
    for name in ("officer", "keeper"):
        key_batch(world.actor(name), election_id=pk, number=1, read={Marks((1,)): 9})
    collect_ballots(MACHINE, election_id=pk, collected=9, not_returned=0)
    seal_count(MACHINE, election_id=pk)
    made = issue_paper(MACHINE, election_id=pk, kind=PaperName.REPORT, on=date(2020, 6, 24), addressed_to="Ủy ban nhân dân xã Dương Thành", one_series=True)
    assert made.line == "Số: 01/BC-TKP"
    said = " ".join(lines(as_docx(paper_of(clerk, queries.standing(pk), PaperName.REPORT, draft_on=date(2020, 6, 24)))))
    for each in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 01/BC-TKP", "Kính gửi: Ủy ban nhân dân xã Dương Thành", "xem xét, công nhận kết quả bầu cử", "Biên bản kiểm phiếu"):
        assert each in said, each
    assert "đồng chí" not in said
    issue_paper(MACHINE, election_id=pk, kind=PaperName.MINUTES, signer="Lê Văn Chủ", one_series=True)
    said = " ".join(lines(as_docx(paper_of(clerk, queries.standing(pk), PaperName.MINUTES, draft_on=date(2020, 6, 24)))))
    assert "NGƯỜI CHỦ TRÌ TỔ TRƯỞNG TỔ KIỂM PHIẾU Lê Văn Chủ Vũ Văn Trưởng".lower() in said.lower()
    with pytest.raises(Refusal, match="đã có số"):
        issue_paper(MACHINE, election_id=pk, kind=PaperName.REPORT, on=date(2020, 6, 24), addressed_to="x")
