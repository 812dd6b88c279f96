"""An election held through its pages: called, listed, counted, sealed; what a hand keys, and what nobody sees before."""

from datetime import date

from django.test import Client

from cast import World
from kientoan.ballots.models import Entry
from kientoan.elections import queries
from kientoan.elections.models import Election
from kientoan.rules.frozen import printed
from reading import ClientOf, costs, text
from sheets import lines, pages

DAY = "?ngay=23/06/2020"
NAMES = "Dương Văn An\nHoàng Thị Bình\nLê Văn Cảnh"


def act(client: Client, what: str, **values: object) -> str:
    """Do one act of the only election, as its form does; the page that it leads to."""
    pk = Election.objects.get().pk
    done = client.post(f"/bau-cu/{pk}/lam/{what}/{DAY}", values, follow=True)
    return text(done)


def begun(world: World, client: Client) -> int:
    """An election called through the unit's page."""
    unit = world["party-05965"]
    assert f'href="/don-vi/{unit}/bau-cu/moi/' in client.get(f"/don-vi/{unit}/{DAY}").content.decode()
    done = client.post(f"/don-vi/{unit}/bau-cu/moi/{DAY}", {
        "title": "Bầu Ban Chấp hành", "elects": "committee", "body": "delegate_congress", "on": "23/06/2020", "seats": "2", "form": "strike_out", "hands": "2"}, follow=True)
    assert "Bước tiếp theo: Chốt danh sách" in text(done)
    return Election.objects.get().pk


def issued(world: World, client: Client) -> int:
    """The same up to the ballots handed out."""
    pk = begun(world, client)
    act(client, "ung-cu", names=NAMES, origin="convener")
    act(client, "chot-danh-sach")
    act(client, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(client, "chot-trieu-tap", summoned="10", present="9", **{"less-absent_throughout": "1"})
    assert "Bước tiếp theo: Thu và nhập phiếu" in act(client, "phat-phieu", printed="10", issued="9", spoiled="0", unused="1", keyer1="counter", keyer2="officer")
    return pk


def key(client: Client, pk: int, ballots: str, number: int = 1) -> str:
    """Type a batch, read it back, close it."""
    page = client.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": number, "ballots": ballots}).content.decode()
    count = page.partition('name="dong" value="')[2].partition('"')[0]
    return text(client.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": number, "ballots": ballots, "dong": count}, follow=True))


def sealed(world: World, client_of: ClientOf) -> int:
    """The same with nine ballots in one batch, sealed: An and Bình are elected."""
    clerk = client_of("clerk")
    pk = issued(world, clerk)
    for name in ("counter", "officer"):
        key(client_of(name), pk, "3 x6\n1 3 x2\n0")
    act(clerk, "thu-phieu", collected="9", not_returned="0")
    act(clerk, "niem")
    return pk


def test_an_election_is_held_from_the_units_page_to_the_sealed_result(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = issued(world, clerk)
    assert "Tập 1 đã đóng: 9 phiếu." in key(client_of("counter"), pk, "3 x6\n1 3 x2\n0")
    assert "Tập 1 đã đóng: 9 phiếu." in key(client_of("officer"), pk, "0\n3 x6\n1 3 x2")
    assert "Bước tiếp theo: Khớp số, niêm kết quả" in act(clerk, "thu-phieu", collected="9", not_returned="0")
    page = act(clerk, "niem")
    assert "CHƯA XONG" not in page
    assert "2 người trúng cử Tính trên 9; quá nửa từ 5 phiếu" in page
    assert "Hoàng Thị Bình trúng cử 8 đắc cử: 8/9 đại biểu được triệu tập, 88,89 %, quá một nửa; EL-33" in page
    assert "1 phiếu không hợp lệ: bầu nhiều hơn số lượng cần bầu; EL-28" in page
    assert "phiếu thu về 9 = phiếu hợp lệ 8 + phiếu không hợp lệ 1 khớp" in page
    assert "Bầu Ban Chấp hành ban chấp hành 23/06/2020 2 đã niêm" in text(clerk.get(f"/bau-cu/{DAY}"))
    english = client_of("clerk")
    english.post("/ngon-ngu/", {"language": "en", "next": "/"})
    assert "Numbers that must fit" in text(english.get(f"/bau-cu/{pk}/{DAY}"))


def test_a_hamlet_is_counted_by_the_accounts_of_the_organisations_that_cover_it(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    clerk.post(f"/don-vi/{world['xom-1']}/bau-cu/moi/{DAY}", {
        "title": "Bầu trưởng xóm", "elects": "hamlet_head", "body": "household_meeting", "on": "23/06/2020", "seats": "1", "form": "strike_out", "hands": "2"})
    pk = Election.objects.get().pk
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    act(clerk, "chot-danh-sach")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(clerk, "chot-trieu-tap", summoned="10", present="9")
    offered = clerk.get(f"/bau-cu/{pk}/lam/phat-phieu/{DAY}").content.decode()
    assert [name in offered for name in ('value="counter"', 'value="officer"', 'value="stranger"')] == [True, True, False]
    assert "Bước tiếp theo: Thu và nhập phiếu" in act(clerk, "phat-phieu", printed="10", issued="9", spoiled="0", unused="1", keyer1="counter", keyer2="officer")
    assert "Tập" in client_of("counter").get(f"/bau-cu/{pk}/nhap/{DAY}").content.decode()


def test_the_minutes_come_from_the_sealed_count_as_pdf_and_docx_and_not_before(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = issued(world, clerk)
    assert clerk.get(f"/bau-cu/{pk}/bien-ban.pdf{DAY}").status_code == 404
    for name in ("counter", "officer"):
        key(client_of(name), pk, "3 x6\n1 3 x2\n0")
    act(clerk, "thu-phieu", collected="9", not_returned="0")
    act(clerk, "niem")
    clerk.post("/ngon-ngu/", {"language": "en", "next": "/"})
    read = {form: clerk.get(f"/bau-cu/{pk}/bien-ban.{form}{DAY}").content for form in ("pdf", "docx")}
    for whole in (" ".join(pages(read["pdf"])), " ".join(lines(read["docx"]))):
        said = " ".join(whole.split())
        for each in ("BIÊN BẢN KIỂM PHIẾU", "Vũ Văn Trưởng", "Hoàng Thị Bình", "tám", "88,89 %", "bầu nhiều hơn số lượng cần bầu", "EL-33"):
            assert each.lower() in said.lower(), each
    mark = queries.standing(pk).seal
    assert mark is not None
    assert printed(mark.fingerprint) in " ".join(pages(read["pdf"]))
    assert client_of("counter").get(f"/bau-cu/{pk}/bien-ban.pdf{DAY}").status_code == 404
    assert clerk.get(f"/bau-cu/{pk}/bien-ban.xlsx{DAY}").status_code == 404


def test_nothing_is_kept_before_a_batch_is_closed_and_every_fault_is_named_with_its_line(world: World, client_of: ClientOf) -> None:
    pk, counter = issued(world, client_of("clerk")), client_of("counter")
    page = text(counter.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": 1, "ballots": "3\n9\n\n1 1"}))
    assert "Dòng 2: “9” không phải số thứ tự trên phiếu (1 đến 3)" in page
    assert "Dòng 4: số 1 gõ hai lần" in page
    page = text(counter.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": 1, "ballots": "3 x2\n0"}))
    assert "Đọc được 3 phiếu. Đúng thì đóng tập." in page
    assert "2 × gạch 3. Lê Văn Cảnh" in page
    assert Entry.objects.count() == 0
    counter.post(f"/bau-cu/{pk}/nhap/{DAY}", {"number": 1, "ballots": "3 x2\n0\n0", "dong": "3"})
    assert Entry.objects.count() == 0, "another text than the one that was read back is not closed"
    key(counter, pk, "3 x2\n0")
    assert Entry.objects.count() == 2
    assert "đã nhập xong và đóng" in key(counter, pk, "3 x2\n0")


def test_differences_are_settled_by_looking_at_the_paper_and_nobody_sees_votes_before(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = issued(world, clerk)
    key(client_of("counter"), pk, "3 x8\n2")
    key(client_of("officer"), pk, "3 x8\n2 3")
    page = text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert "CHƯA XONG: chưa niêm kết quả. Còn 1 chỗ nhập khác nhau." in page
    assert "Chưa ai thấy số phiếu của từng người" in page
    act(clerk, "thu-phieu", collected="9", not_returned="0")
    assert "Tập 1 còn chỗ nhập khác nhau" in act(clerk, "niem")
    page = text(clerk.get(f"/bau-cu/{pk}/doi-chieu/{DAY}"))
    assert "Như người nhập thứ 1: gạch 2. Hoàng Thị Bình Như người nhập thứ 2: gạch 2. Hoàng Thị Bình, 3. Lê Văn Cảnh" in page
    asked = {"tap": "1", "so": "1", "doc": ["1||", "1,2||"]}
    assert "Chọn phiếu giấy ghi thế nào." in text(clerk.post(f"/bau-cu/{pk}/doi-chieu/{DAY}", asked))
    assert "không phải số thứ tự" in text(clerk.post(f"/bau-cu/{pk}/doi-chieu/{DAY}", {**asked, "la": "khac", "dong": "8"}))
    assert clerk.post(f"/bau-cu/{pk}/doi-chieu/{DAY}", {"tap": "1", "so": "một", "doc": []}).status_code == 404
    assert "Mọi tập đã đủ người nhập đều khớp." in text(clerk.post(f"/bau-cu/{pk}/doi-chieu/{DAY}", {**asked, "la": "khac", "dong": "2 3"}, follow=True))
    assert "2 người trúng cử" in act(clerk, "niem")


def test_a_counter_sees_the_ballot_and_nothing_else_and_a_stranger_nothing(world: World, client_of: ClientOf) -> None:
    pk, counter = issued(world, client_of("clerk")), client_of("counter")
    assert "Bầu Ban Chấp hành" in text(counter.get(f"/bau-cu/{DAY}"))
    page = counter.get(f"/bau-cu/{pk}/{DAY}").content.decode()
    assert "Nhập phiếu" in page
    assert "/lam/" not in page
    assert counter.get(f"/bau-cu/{pk}/doi-chieu/{DAY}").status_code == 403
    assert [client_of("stranger").get(f"/bau-cu/{pk}/{where}{DAY}").status_code for where in ("", "nhap/", "doi-chieu/", "lam/niem/")] == [404] * 4
    assert client_of("keeper").get(f"/bau-cu/{pk}/nhap/{DAY}").status_code == 403
    assert client_of("clerk").get(f"/bau-cu/{pk}/nhap/{DAY}").status_code == 403
    assert client_of("officer").get(f"/bau-cu/{pk}/lam/khac/{DAY}").status_code == 404


def test_the_roll_is_kept_by_name_with_codes_at_the_door(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    begun(world, clerk)
    act(clerk, "trieu-tap", names="Đại biểu Một\nĐại biểu Hai\nĐại biểu Ba")
    found = queries.standing(Election.objects.get().pk)
    code = queries.roll_of(found)[0].summons.code
    page = act(clerk, "co-mat", session="1", names=f"{code}\nĐại biểu Hai")
    assert "3 triệu tập, 2 có mặt, trừ 0" in page
    assert "Không có “Người Lạ” trong danh sách triệu tập" in act(clerk, "co-mat", session="1", names="Người Lạ")


def test_roll_and_minutes_count_those_present_in_the_session_in_which_ballots_are_handed_out_el_36(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    act(clerk, "trieu-tap", names="Đại biểu Một\nĐại biểu Hai\nĐại biểu Ba\nĐại biểu Bốn")
    assert "4 triệu tập, 3 có mặt, trừ 0" in act(clerk, "co-mat", session="1", names="Đại biểu Một\nĐại biểu Hai\nĐại biểu Ba")
    assert "4 triệu tập, 2 có mặt, trừ 0, phiên 2" in act(clerk, "co-mat", session="2", names="Đại biểu Hai\nĐại biểu Ba")
    assert "2 có mặt trên 4 triệu tập" in text(clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}"))
    act(clerk, "chot-danh-sach")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    assert 'value="2"' in clerk.get(f"/bau-cu/{pk}/lam/chot-trieu-tap/{DAY}").content.decode(), "the last session is proposed"
    assert "Phiên 3 chưa ghi ai có mặt" in act(clerk, "chot-trieu-tap", session="3")
    page = act(clerk, "chot-trieu-tap", session="2")
    assert "4 triệu tập, 2 có mặt, phiên 2" in page
    assert "Đại biểu Một" in page.partition("vắng phiên này")[0]
    assert page.count("vắng phiên này") == 1
    assert "Phát 3 phiếu mà chỉ có 2 người có mặt" in act(clerk, "phat-phieu", printed="3", issued="3", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
    act(clerk, "phat-phieu", printed="2", issued="2", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
    for name in ("counter", "officer"):
        key(client_of(name), pk, "3 x2")
    act(clerk, "thu-phieu", collected="2", not_returned="0")
    act(clerk, "niem")
    minutes = " ".join(lines(clerk.get(f"/bau-cu/{pk}/bien-ban.docx{DAY}").content))
    assert "Có mặt khi bầu cử 02 hai Vắng mặt khi bầu cử 02 hai" in minutes


def test_the_pages_ask_as_many_questions_for_many_as_for_few(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    few = costs(clerk, [f"/bau-cu/{pk}/{DAY}"])
    act(clerk, "ung-cu", names="\n".join(f"Người {number}" for number in range(40)), origin="convener")
    assert costs(clerk, [f"/bau-cu/{pk}/{DAY}"]) == few
    assert date(2020, 6, 23) == queries.standing(pk).call.occurred_on


def test_the_hall_sees_the_roll_then_the_keying_then_the_sealed_result_and_no_vote_before(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    act(clerk, "trieu-tap", names="Đại biểu Một\nĐại biểu Hai\nĐại biểu Ba")
    act(clerk, "co-mat", session="1", names="Đại biểu Hai\nĐại biểu Ba")
    answer = clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}")
    assert 'data-poll="2"' in answer.content.decode()
    assert "2 có mặt trên 3 triệu tập" in text(answer)
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    act(clerk, "chot-danh-sach")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(clerk, "chot-trieu-tap")
    act(clerk, "phat-phieu", printed="2", issued="2", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
    key(client_of("counter"), pk, "3 x2")
    assert "0 trên 2 phiếu đã nhập" in text(clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}")), "the slowest hand tells"
    key(client_of("officer"), pk, "3 x2")
    page = text(clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}"))
    assert "2 trên 2 phiếu đã nhập" in page
    assert "Dương Văn An" not in page
    act(clerk, "thu-phieu", collected="2", not_returned="0")
    act(clerk, "niem")
    page = text(clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}"))
    assert "Bầu Ban Chấp hành: 2 người trúng cử 1 Dương Văn An 2 2 Hoàng Thị Bình 2" in page
    assert "Kết quả đã niêm Tính trên 3; quá nửa từ 2 phiếu" in page
