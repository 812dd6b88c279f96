"""What was called or entered otherwise than it is: corrected, taken back, cancelled or annulled, each with why, and nothing lost."""

from datetime import date

from django.test import Client
from test_holding_elections import DAY, NAMES, act, begun, issued, key

from cast import World
from kientoan.ballots.models import Entry
from kientoan.core.models import JournalDetail
from kientoan.elections import queries
from kientoan.elections.models import Attendance, Call, Election
from kientoan.elections.operations import CandidateRow, put_up
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding
from reading import ClientOf, costs, text
from staff import person, post

PAPER = {"decision_number": "15-QĐ/HU", "decision_date": "24/06/2020", "on": "24/06/2020"}
CALL = {"title": "Bầu Ban Chấp hành", "elects": "committee", "body": "delegate_congress", "on": "23/06/2020", "seats": "2", "form": "strike_out", "hands": "2"}


def sealed(world: World, client_of: ClientOf) -> int:
    """A sealed election with both seats filled."""
    pk = issued(world, client_of("clerk"))
    for name in ("counter", "officer"):
        key(client_of(name), pk, "3 x9")
    act(client_of("clerk"), "thu-phieu", collected="9", not_returned="0")
    act(client_of("clerk"), "niem")
    return pk


def do(client: Client, pk: int, what: str, **values: object) -> str:
    """One act of a certain election; the page that it leads to."""
    return text(client.post(f"/bau-cu/{pk}/lam/{what}/{DAY}", values, follow=True))


def test_the_call_is_corrected_with_why_until_ballots_are_handed_out_and_a_new_day_brings_its_rules(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    assert "Chưa điền mục này" in act(clerk, "sua-quyet-dinh", **{**CALL, "seats": "1"}, reason=" ")
    assert "Không có gì khác so với trước" in act(clerk, "sua-quyet-dinh", **CALL, reason="gõ nhầm")
    page = act(clerk, "sua-quyet-dinh", **{**CALL, "on": "01/11/2024", "seats": "3", "title": "Bầu cấp ủy"}, reason="hoãn sang khóa sau")
    assert "Ngày bỏ phiếu 01/11/2024: đếm theo “Bầu cử trong Đảng theo Quy chế 190-QĐ/TW”." in page
    assert "Quyết định bầu cử đã sửa: hoãn sang khóa sau" in page
    found = queries.standing(pk)
    assert (found.call.rules, found.call.seats, found.call.occurred_on) == ("190-QD/TW@2024-10-10", 3, date(2024, 11, 1))
    assert Call.objects.filter(election=pk).count() == 2, "what was called first stays known"
    act(clerk, "sua-quyet-dinh", **CALL, reason="trả lại như cũ")
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    act(clerk, "chot-danh-sach")
    assert "Danh sách đã chốt có 3 người mà cần bầu 4" in act(clerk, "sua-quyet-dinh", **{**CALL, "seats": "4"}, reason="thêm người")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(clerk, "chot-trieu-tap", summoned="10", present="9", **{"less-committee_member_absent_throughout": "1"})
    assert "Đã ghi người được trừ với lý do mà nơi bầu mới không trừ" in act(clerk, "sua-quyet-dinh", **{**CALL, "body": "committee"}, reason="đổi nơi bầu")
    act(clerk, "phat-phieu", printed="9", issued="9", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
    assert "Đã phát phiếu nên không sửa được nữa" in act(clerk, "sua-quyet-dinh", **{**CALL, "seats": "1"}, reason="muộn")


def test_by_which_steps_an_election_goes_is_corrected_while_no_step_rests_on_it_el_44(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    meeting = {**CALL, "body": "committee", "course": "by_election"}
    assert "Đổi nơi bầu, hoặc chọn bầu theo nhiệm kỳ" in act(clerk, "sua-quyet-dinh", **{**meeting, "body": "delegate_congress"}, reason="bầu bổ sung")
    assert "Bước tiếp theo: Danh sách giới thiệu" in act(clerk, "sua-quyet-dinh", **meeting, reason="bầu bổ sung")
    assert queries.standing(pk).call.course == "by_election"
    act(clerk, "chot-gioi-thieu")
    page = act(clerk, "sua-quyet-dinh", **{**meeting, "course": "regular"}, reason="nhầm")
    assert "không đổi cách bầu được. Hủy cuộc bầu cử này rồi mở cuộc khác." in page
    act(clerk, "rut-buoc", reason="chốt nhầm")
    assert "Bước tiếp theo: Chốt danh sách" in act(clerk, "sua-quyet-dinh", **CALL, reason="bầu theo nhiệm kỳ", course="regular")
    act(clerk, "ung-cu", names="Người Đề Cử", origin="nominated", support="40", present="100")
    assert "không đổi cách bầu được" in act(clerk, "sua-quyet-dinh", **meeting, reason="bầu bổ sung")
    assert (queries.standing(pk).call.course, len(queries.standing(pk).candidates)) == ("regular", 4)


def test_a_name_a_presence_and_a_summons_entered_by_mistake_are_taken_back_before_they_are_closed(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    act(clerk, "ung-cu", names=NAMES + "\nNgười Gõ Nhầm", origin="convener")
    page = act(clerk, "bo-ten", label="Người Gõ Nhầm")
    assert "Người Gõ Nhầm" not in page
    act(clerk, "rut", label="Lê Văn Cảnh", reason="nhầm người")
    act(clerk, "bo-ten", label="Lê Văn Cảnh")
    assert "3. Lê Văn Cảnh" in act(clerk, "ung-cu", names="Lê Văn Cảnh", origin="convener"), "a withdrawal entered by mistake can be put right"
    act(clerk, "trieu-tap", names="Đại biểu Một\nĐại biểu Hai\nĐại biểu Ba")
    act(clerk, "co-mat", session="1", names="Đại biểu Một\nĐại biểu Hai")
    assert "Đại biểu Ba chưa được ghi có mặt ở phiên 1" in act(clerk, "bo-co-mat", session="1", names="Đại biểu Ba\nĐại biểu Hai")
    assert "3 triệu tập, 1 có mặt" in act(clerk, "bo-co-mat", session="1", names="Đại biểu Hai")
    assert "2 triệu tập, 0 có mặt" in act(clerk, "bo-trieu-tap", name="Đại biểu Một")
    assert Attendance.objects.known().count() == 0
    assert Attendance.objects.count() == 2, "both versions stay"
    assert "trừ 1" in act(clerk, "tru", name="Đại biểu Hai", kind="absent_throughout")
    assert "trừ 0" in act(clerk, "tru", name="Đại biểu Hai", kind="")
    act(clerk, "chot-danh-sach")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(clerk, "chot-trieu-tap")
    assert "Danh sách triệu tập đã chốt" in act(clerk, "bo-trieu-tap", name="Đại biểu Hai")
    assert "đã xong rồi" in act(clerk, "bo-ten", label="Lê Văn Cảnh")
    assert queries.standing(pk).roll is not None


def test_the_last_step_is_taken_back_one_by_one_until_ballots_are_handed_out(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = begun(world, clerk)
    assert "Không có bước nào rút lại được" in act(clerk, "rut-buoc", reason="thử")
    act(clerk, "ung-cu", names=NAMES, origin="convener")
    act(clerk, "chot-danh-sach")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(clerk, "chot-trieu-tap", summoned="10", present="9")
    steps = [act(clerk, "rut-buoc", reason="ghi nhầm") for _step in range(3)]
    for page, following in zip(steps, ("Chốt số triệu tập", "Bầu ban kiểm phiếu", "Chốt danh sách"), strict=True):
        assert f"Bước tiếp theo: {following}" in page
    assert "ghi nhầm" in JournalDetail.objects.filter(entry__operation="elections.take_back_step").order_by("entry").last().content  # type: ignore[union-attr]
    act(clerk, "chot-danh-sach")
    act(clerk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    act(clerk, "chot-trieu-tap", summoned="10", present="9")
    act(clerk, "phat-phieu", printed="9", issued="9", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
    assert "đã phát phiếu" in act(clerk, "rut-buoc", reason="muộn")
    assert queries.standing(pk).issue is not None


def test_an_election_is_cancelled_by_a_paper_before_the_seal_and_nothing_more_is_done_in_it_while_its_tally_stays(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = issued(world, clerk)
    key(client_of("counter"), pk, "3 x9")
    assert "Ghi số và ngày của văn bản hủy" in act(clerk, "huy", on="24/06/2020", reason="thiếu đại biểu")
    assert "chưa tới" in act(clerk, "huy", **{**PAPER, "on": "30/12/2020"}, reason="thiếu đại biểu")
    page = act(clerk, "huy", **PAPER, reason="thiếu đại biểu")
    assert "ĐÃ HỦY: ngày 24/06/2020, theo 15-QĐ/HU: thiếu đại biểu" in page
    assert "Bước tiếp theo" not in page
    assert "đã hủy ngày 24/06/2020: thiếu đại biểu. Không làm gì thêm được" in act(clerk, "thu-phieu", collected="9", not_returned="0")
    assert "Không làm gì thêm được" in key(client_of("officer"), pk, "3 x9")
    assert Entry.objects.count() == 1
    assert "Bầu Ban Chấp hành ban chấp hành 23/06/2020 2 đã hủy" in text(clerk.get(f"/bau-cu/{DAY}"))
    assert "ĐÃ HỦY: thiếu đại biểu" in text(clerk.get(f"/bau-cu/{pk}/man-hinh/{DAY}"))
    assert client_of("stranger").get(f"/bau-cu/{pk}/lam/huy/{DAY}").status_code == 404


def test_a_sealed_result_is_annulled_by_the_body_above_and_a_round_follows_cg_30(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = sealed(world, client_of)
    assert "Mở vòng sau" not in text(clerk.get(f"/bau-cu/{pk}/{DAY}")), "every seat is filled"
    assert "Kết quả đã niêm nên không hủy được" in act(clerk, "huy", **PAPER, reason="muộn")
    page = act(clerk, "huy-ket-qua", **PAPER, reason="vi phạm quy trình")
    assert "ĐÃ BỊ HỦY KẾT QUẢ: ngày 24/06/2020, theo 15-QĐ/HU: vi phạm quy trình" in page
    assert "2 người trúng cử" in page, "the seal stays"
    assert "Không làm gì thêm được" in act(clerk, "chuan-y", on="25/06/2020", decision_number="16-QĐ/HU", decision_date="25/06/2020")
    assert "Mở vòng sau" in page
    new = f"/don-vi/{world['party-05965']}/bau-cu/moi/{DAY}&sau={pk}"
    assert "Vòng sau của “Bầu Ban Chấp hành”" in text(clerk.get(new))
    clerk.post(new, {**CALL, "on": "25/06/2020"})
    second = Election.objects.get(follows=pk)
    assert "Vòng sau của cuộc bầu cử này đã mở rồi" in text(clerk.post(new, {**CALL, "on": "25/06/2020"}))
    do(clerk, second.pk, "huy", **PAPER, reason="nhầm ngày")
    clerk.post(new, {**CALL, "on": "26/06/2020"})
    assert Election.objects.filter(follows=pk).count() == 2, "a round that was cancelled is in nobody's way"
    assert "Vòng sau" in text(clerk.get(f"/bau-cu/{pk}/{DAY}"))


def test_after_the_most_rounds_an_open_seat_is_reported_and_no_round_is_opened_el_38(world: World, client_of: ClientOf) -> None:
    clerk, unit = client_of("clerk"), world["party-05965"]
    pk, new = 0, f"/don-vi/{unit}/bau-cu/moi/{DAY}"
    for number in (1, 2):
        clerk.post(f"{new}&sau={pk}" if pk else new, {**CALL, "seats": "1"})
        pk = Election.objects.latest("pk").pk
        do(clerk, pk, "ung-cu", names="Dương Văn An\nHoàng Thị Bình", origin="convener")
        do(clerk, pk, "chot-danh-sach")
        do(clerk, pk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
        do(clerk, pk, "chot-trieu-tap", summoned="10", present="2")
        do(clerk, pk, "phat-phieu", printed="2", issued="2", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
        for name in ("counter", "officer"):
            key(client_of(name), pk, "1 x2")
        do(clerk, pk, "thu-phieu", collected="2", not_returned="0")
        page = do(clerk, pk, "niem")
        assert ("Mở vòng sau" in page, "Đã bầu 2 vòng mà còn thiếu. Không mở vòng sau: dừng và báo cáo" in page) == (number == 1, number == 2)
    assert "chưa kiểm chứng" in page
    assert "Đã bầu 2 vòng mà còn thiếu" in text(clerk.post(f"{new}&sau={pk}", {**CALL, "seats": "1"}))
    assert Election.objects.count() == 2
    do(clerk, pk, "huy-ket-qua", **PAPER, reason="vi phạm quy trình")
    clerk.post(f"{new}&sau={pk}", {**CALL, "seats": "1"})
    assert Election.objects.count() == 3, "what was annulled is held again"


def test_a_result_that_is_not_sealed_has_nothing_to_annul(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    begun(world, clerk)
    assert "Chưa niêm kết quả thì chưa có gì để cấp trên hủy" in act(clerk, "huy-ket-qua", **PAPER, reason="sớm")


def test_an_approved_result_is_annulled_by_the_body_above_and_those_elected_hold_their_posts_until_then_cg_30(world: World, client_of: ClientOf) -> None:
    clerk, unit = client_of("clerk"), world["party-05965"]
    post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 2)
    an = person(world, "Dương Văn An")
    pk = begun(world, clerk)
    put_up(world.actor("clerk"), election_id=pk, rows=[CandidateRow(person_id=an)])
    pk = carried_on(client_of, pk, "Hoàng Thị Bình\nLê Văn Cảnh")
    do(clerk, pk, "chuan-y", on="25/06/2020", decision_number="16-QĐ/HU", decision_date="25/06/2020")
    before = Holding.objects.known().get(person=an)
    assert "Ghi cấp trên hủy kết quả" in text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    page = text(clerk.get(f"/bau-cu/{pk}/lam/huy-ket-qua/{DAY}"))
    assert "từ ngày hủy, lý do “kết quả bầu bị hủy”: Dương Văn An. Thời gian đã giữ vẫn còn trong lịch sử." in page
    assert "mà ban chấp hành này bầu không tự hủy theo" in page
    annulled = {"decision_number": "20-QĐ/HU", "decision_date": "29/06/2020", "reason": "vi phạm quy trình"}
    assert "Ngày hủy từ ngày chuẩn y, công nhận 25/06/2020" in do(clerk, pk, "huy-ket-qua", **annulled, on="24/06/2020")
    assert "Ghi số và ngày của văn bản hủy" in do(clerk, pk, "huy-ket-qua", on="29/06/2020", reason="vi phạm quy trình")
    assert Holding.objects.known().get(person=an) == before, "nothing is half done"
    page = do(clerk, pk, "huy-ket-qua", **annulled, on="29/06/2020")
    assert "ĐÃ BỊ HỦY KẾT QUẢ: ngày 29/06/2020, theo 20-QĐ/HU: vi phạm quy trình" in page
    assert "chuẩn y, công nhận ngày 25/06/2020" in page, "that it was approved stays"
    assert "Mở vòng sau" in page
    after = Holding.objects.known().get(person=an)
    assert (after.fact_id, after.valid_from, after.valid_to, after.end_reason) == (before.fact_id, date(2020, 6, 23), date(2020, 6, 29), "annulled")
    assert after.end_decision.number == "20-QĐ/HU"
    assert "Dương Văn An" in text(clerk.get(f"/don-vi/{unit}/?ngay=28/06/2020"))
    assert "Không làm gì thêm được" in do(clerk, pk, "huy-ket-qua", **annulled, on="29/06/2020")


def carried_on(client_of: ClientOf, pk: int, names: str) -> int:
    """An election from the names typed for its list up to its seal; the third of them is not elected."""
    clerk = client_of("clerk")
    do(clerk, pk, "ung-cu", names=names, origin="convener")
    do(clerk, pk, "chot-danh-sach")
    do(clerk, pk, "ban-kiem-phieu", head="Vũ Văn Trưởng", secretary="Vũ Thị Thư", members="Vũ Văn Ba")
    do(clerk, pk, "chot-trieu-tap", summoned="9", present="9")
    do(clerk, pk, "phat-phieu", printed="9", issued="9", spoiled="0", unused="0", keyer1="counter", keyer2="officer")
    for name in ("counter", "officer"):
        key(client_of(name), pk, "3 x9")
    do(clerk, pk, "thu-phieu", collected="9", not_returned="0")
    do(clerk, pk, "niem")
    return pk


def test_the_list_of_elections_asks_as_many_questions_for_many_on_many_days(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    begun(world, clerk)
    few = costs(clerk, [f"/bau-cu/{DAY}"])
    for day in range(24, 30):
        clerk.post(f"/don-vi/{world['party-05965']}/bau-cu/moi/{DAY}", {**CALL, "on": f"{day}/06/2020"})
    assert text(clerk.get(f"/bau-cu/{DAY}")).count("Bầu Ban Chấp hành") == 7
    assert costs(clerk, [f"/bau-cu/{DAY}"]) == few
