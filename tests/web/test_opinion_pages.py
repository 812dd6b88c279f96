"""The opinion ballot on the list and the steps of a by-election, through their pages."""

import pytest
from django.test import Client
from test_holding_elections import DAY, act, begun

from cast import World
from kientoan.elections import queries
from kientoan.elections.models import Election, OpinionBallot
from reading import ClientOf, text
from sheets import lines

pytestmark = pytest.mark.once

CONVENED = "Dương Văn An\nHoàng Thị Bình"
OTHERS = "Lê Văn Cảnh\nNgô Thị Dung\nTạ Văn Em"
COUNT = {"issued": "100", "collected": "98", "valid": "95", "head": "Vũ Văn Trưởng", "secretary": "Vũ Thị Thư"}


def put(world: World, client: Client) -> int:
    """Three seats, two names of the convener, three more that were nominated: places for two of them."""
    pk = begun(world, client)
    act(client, "sua-quyet-dinh", title="Bầu Ban Chấp hành", elects="committee", body="delegate_congress", on="23/06/2020", seats="3", form="strike_out", hands="2", reason="đúng đề án")
    act(client, "ung-cu", names=CONVENED, origin="convener")
    return pk


def nominate(client: Client, names: str = OTHERS) -> str:
    return act(client, "ung-cu", names=names, origin="nominated", support="40", present="100")


def test_an_opinion_ballot_becomes_a_step_when_those_nominated_take_the_list_over_the_surplus_el_20(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = put(world, clerk)
    assert "Phiếu xin ý kiến" not in nominate(clerk, "Lê Văn Cảnh\nNgô Thị Dung")
    page = nominate(clerk, "Tạ Văn Em")
    assert "Bước tiếp theo: Phiếu xin ý kiến" in page
    assert "Danh sách 5 người cho 3 vị trí, số dư quá 1: xin ý kiến bằng phiếu về 3 người được đề cử, tự ứng cử." in page
    assert "bước “Phiếu xin ý kiến” còn chưa xong" in act(clerk, "chot-danh-sach")
    page = act(clerk, "xin-y-kien", **COUNT, voice0="60", voice1="70", voice2="30")
    assert "Vào danh sách theo số ý kiến từ cao xuống thấp: Ngô Thị Dung, Lê Văn Cảnh (mặc định chưa kiểm chứng)." in page
    assert "Tạ Văn Em không vào danh sách" in page
    assert "Bước tiếp theo: Chốt danh sách" in page
    assert "Đã xin ý kiến bằng phiếu nên không thêm bớt tên được" in nominate(clerk, "Người Thêm")
    act(clerk, "chot-danh-sach")
    assert queries.standing(pk).labels == ("Dương Văn An", "Hoàng Thị Bình", "Lê Văn Cảnh", "Ngô Thị Dung")


def test_equal_voices_wait_for_the_congress_whose_decision_is_recorded(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = put(world, clerk)
    nominate(clerk)
    page = act(clerk, "xin-y-kien", **COUNT, voice0="70", voice1="50", voice2="50")
    assert "Ngô Thị Dung, Tạ Văn Em bằng số ý kiến cho 1 chỗ cuối; đại hội quyết định." in page
    assert "Bước tiếp theo: Phiếu xin ý kiến Ghi đại hội quyết định chỗ bằng ý kiến" in page
    assert "bước “Phiếu xin ý kiến” còn chưa xong" in act(clerk, "chot-danh-sach")
    assert clerk.get(f"/bau-cu/{pk}/giay-to/xin-y-kien.pdf{DAY}").status_code == 404, "nothing is settled yet"
    assert "Chỉ còn 1 chỗ mà chọn 2 người" in act(clerk, "quyet-y-kien", chosen=["Ngô Thị Dung", "Tạ Văn Em"], votes="60", present="100")
    assert "phải quá một nửa" in act(clerk, "quyet-y-kien", chosen=["Tạ Văn Em"], votes="50", present="100")
    page = act(clerk, "quyet-y-kien", chosen=["Tạ Văn Em"], votes="60", present="100")
    assert "Đại hội quyết định đưa vào: Tạ Văn Em, 60/100 tán thành" in page
    assert "Ngô Thị Dung không vào danh sách" in page
    assert OpinionBallot.objects.count() == 2, "what stood before the decision stays known"
    act(clerk, "chot-danh-sach")
    assert queries.standing(pk).labels == ("Dương Văn An", "Hoàng Thị Bình", "Lê Văn Cảnh", "Tạ Văn Em")
    act(clerk, "rut-buoc", reason="đếm lại")
    assert "Bước tiếp theo: Phiếu xin ý kiến" in act(clerk, "rut-buoc", reason="đếm lại phiếu xin ý kiến")
    assert OpinionBallot.objects.known().count() == 0


def test_the_minutes_of_the_opinion_ballot_are_a_numbered_paper_el_45(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    pk = put(world, clerk)
    assert "xin ý kiến" not in text(clerk.get(f"/bau-cu/{pk}/{DAY}"))
    assert clerk.get(f"/bau-cu/{pk}/giay-to/xin-y-kien.docx{DAY}").status_code == 404
    nominate(clerk)
    act(clerk, "xin-y-kien", **COUNT, voice0="60", voice1="70", voice2="30")
    page = text(clerk.post(f"/bau-cu/{pk}/giay-to/xin-y-kien/so/{DAY}", {"term": "2020-2025", "symbol": "ĐH"}, follow=True))
    assert "Đã cấp: Số 01-BB/ĐH." in page
    said = " ".join(lines(clerk.get(f"/bau-cu/{pk}/giay-to/xin-y-kien.docx{DAY}").content))
    for each in ("Số 01-BB/ĐH", "BIÊN BẢN KIỂM PHIẾU XIN Ý KIẾN", "cấp triệu tập 02 (hai)", "Số phiếu không hợp lệ 03 ba", "1 Ngô Thị Dung 70 bảy mươi 73,68 %", "3 Tạ Văn Em 30",
                 "Vào danh sách theo số ý kiến từ cao xuống thấp: Ngô Thị Dung, Lê Văn Cảnh", "EL-20", "TỔ TRƯỞNG TỔ KIỂM PHIẾU", "Vũ Văn Trưởng"):
        assert each.lower() in said.lower(), each
    assert clerk.get(f"/bau-cu/{pk}/giay-to/xin-y-kien.pdf{DAY}").status_code == 200
    assert clerk.get(f"/bau-cu/{pk}/giay-to/bien-ban.pdf{DAY}").status_code == 404, "the count itself is not sealed"


def test_numbers_of_an_opinion_ballot_that_do_not_fit_are_refused_and_nothing_is_kept(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    put(world, clerk)
    assert "không có bước “Phiếu xin ý kiến”" in act(clerk, "xin-y-kien", **COUNT)
    nominate(clerk)
    voices = {"voice0": "60", "voice1": "70", "voice2": "30"}
    for wrong, said in (({"collected": "101"}, "nhiều hơn 100 phiếu phát ra"), ({"valid": "99"}, "Hợp lệ 99 phiếu, nhiều hơn 98 phiếu thu về"),
                        ({"voice1": "96"}, "Ngô Thị Dung có 96 ý kiến trên 95 phiếu hợp lệ"), ({"head": "Tạ Văn Em"}, "không ai có tên trong danh sách"),
                        ({"voice0": ""}, "Chưa điền mục này")):
        assert said in act(clerk, "xin-y-kien", **{**COUNT, **voices, **wrong})
    assert OpinionBallot.objects.count() == 0
    assert "Chưa ghi phiếu xin ý kiến" in act(clerk, "quyet-y-kien", votes="60", present="100")


def test_a_by_election_goes_by_its_own_steps_el_44(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    call = {"title": "Bầu bổ sung ủy viên", "elects": "committee", "body": "committee", "course": "by_election", "on": "23/06/2020", "seats": "1", "form": "strike_out", "hands": "2"}
    new = f"/don-vi/{world['party-05965']}/bau-cu/moi/{DAY}"
    assert "là ở hội nghị ban chấp hành" in text(clerk.post(new, {**call, "body": "delegate_congress"}))
    page = text(clerk.post(new, call, follow=True))
    assert "Báo cáo yêu cầu, số lượng xong Danh sách giới thiệu đang làm Ứng cử, đề cử chưa Xét xin rút chưa Chốt danh sách chưa" in page
    assert "chưa giới thiệu ai" in act(clerk, "chot-gioi-thieu")
    assert "chỉ ghi được ở bước “Ứng cử, đề cử” của bầu bổ sung" in act(clerk, "ung-cu", names="Lê Văn Cảnh", origin="nominated", support="9", present="10")
    act(clerk, "ung-cu", names="Dương Văn An", origin="convener")
    assert "bước “Danh sách giới thiệu” còn chưa xong" in act(clerk, "chot-danh-sach")
    assert "xét xin rút sau khi chốt ứng cử, đề cử" in act(clerk, "rut", label="Dương Văn An", reason="sức khỏe")
    assert "Bước tiếp theo: Ứng cử, đề cử" in act(clerk, "chot-gioi-thieu")
    act(clerk, "ung-cu", names="Lê Văn Cảnh\nNgô Thị Dung", origin="nominated", support="9", present="10")
    act(clerk, "chot-de-cu")
    page = act(clerk, "rut", label="Ngô Thị Dung", reason="sức khỏe")
    assert "Bước tiếp theo: Xét xin rút" in page
    page = act(clerk, "chot-rut")
    assert "Bước tiếp theo: Phiếu xin ý kiến" in page, "two names for one seat: over the surplus of 0"
    act(clerk, "xin-y-kien", **{**COUNT, "issued": "9", "collected": "9", "valid": "9"}, voice0="5")
    act(clerk, "chot-danh-sach")
    found = queries.standing(Election.objects.get().pk)
    assert found.labels == ("Dương Văn An",)
    for _step in ("listed", "opinion", "withdrawn"):
        page = act(clerk, "rut-buoc", reason="ghi nhầm")
    assert "Bước tiếp theo: Xét xin rút" in page
