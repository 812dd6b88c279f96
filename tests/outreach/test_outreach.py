"""Outreach to every household, through pages: a campaign from its first day to its frozen numbers, and who may see what of it."""

import io
from datetime import date, time, timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import models
from django.test import Client
from django.test import override_settings as with_settings

from cast import BEGINS, MACHINE, World, give_second_factor
from kientoan.config import Config
from kientoan.core import clock
from kientoan.core.access import system_actor
from kientoan.core.models import JournalDetail, JournalEntry, ReadEntry
from kientoan.core.participants import Change, Fate, Kind, plan
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.meetings.operations import HouseholdRow, call_meeting, cancel_meeting, enter_households
from kientoan.meetings.queries import entries_on
from kientoan.org.enums import Role
from kientoan.org.operations import Fold, Reorganisation, open_account, reorganise
from kientoan.outreach import fields, operations, queries
from kientoan.outreach.enums import MeansName, VisitResult
from kientoan.outreach.jobs import let_results_go
from kientoan.outreach.models import (
    Campaign,
    CampaignText,
    Charge,
    Question,
    Round,
    RoundEnd,
    RoundExpiry,
    Telling,
    Visit,
)
from kientoan.outreach.operations import Content, Told
from kientoan.people.enums import FieldClass
from kientoan.proposals.models import Proposal
from reading import ClientOf, costs, text

DAY = "?ngay=23/06/2020"
NAMES = ("Dương Văn Tuyến", "Lý Thị Nhài Hoa", "Ngô Văn Sáng Tỏ", "Trần Thị Hằng Nga", "Hoàng Văn Lưu Ly", "Đỗ Thị Mận Chín")
ABOVE = ("clerk", "secretary", "keeper", "officer", "auditor")
"""Accounts of the commune, the district and the province."""


def outreach_texts() -> dict[str, set[str]]:
    """Every field of words of every model of the app."""
    from django.apps import apps

    return {model.__name__: found for model in apps.get_app_config("outreach").get_models()
            if (found := {field.name for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField) and not field.choices})}


def households(world: World, hamlet: str = "xom-1", names: tuple[str, ...] = NAMES) -> list[Any]:
    """Households of a hamlet, by the names that addresses have."""
    enter_households(MACHINE, hamlet_id=world[hamlet], on=date(2020, 1, 5), rows=[HouseholdRow(name, "xóm dưới") for name in names])
    return [entry.household.uuid for entry in entries_on(world[hamlet], date(2020, 6, 23))]


def local(client_of: ClientOf, world: World) -> Client:
    """The secretary of the cell of Trung Thành."""
    open_account(MACHINE, username="cell", display_name="Hoàng Văn Lưu", unit_id=world["cell-1"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("cell")
    return client_of("cell")


def begun(world: World, *, means: tuple[MeansName, ...] = tuple(MeansName), on: date = date(2020, 6, 1), due_on: date = date(2020, 6, 30), hamlets: tuple[str, ...] = ()) -> int:
    """A campaign of the commune."""
    return operations.start_campaign(world.actor("clerk"), unit_id=world["05965"], on=on, hamlets=[world[each] for each in hamlets], content=Content(
        "Nước sạch đến từng hộ", "Từ tháng 7 có nước máy.\nAi muốn lắp thì ghi tên ở nhà văn hóa.", due_on, means, "0208 3 000 111"))


def at(world: World, campaign: int, what: str = "", hamlet: str = "xom-1") -> str:
    """The address of a campaign in a hamlet."""
    return f"/tuyen-truyen/{campaign}/xom/{world[hamlet]}/{what}"


def pdf_text(raw: bytes) -> str:
    """The words of a PDF."""
    document = pypdfium2.PdfDocument(io.BytesIO(raw))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_a_campaign_is_told_by_every_means_and_the_round_comes_to_every_household(world: World, client_of: ClientOf) -> None:
    homes, clerk, cell = households(world), client_of("clerk"), local(client_of, world)
    form = {"title": "Nước sạch đến từng hộ", "text": "Từ tháng 7 có nước máy.", "on": "01/06/2020", "due_on": "30/06/2020", "means": ["meeting", "houses", "loudspeaker", "posting"],
            "hamlets": [world["xom-1"], world["xom-2"]], "hotline": "0208 3 000 111", "decision_number": "15/UBND", "decision_date": "28/05/2020"}
    new = f"/don-vi/{world['05965']}/tuyen-truyen/moi/{DAY}"
    assert "Núi 2" in text(clerk.get(new))
    for wrong, words in (({"title": ""}, "Chưa điền"), ({"text": "x" * 3001}, "3000"), ({"due_on": "31/05/2020"}, "Hạn từ ngày bắt đầu"), ({"means": []}, "Chọn ít nhất một mục"),
                         ({"hamlets": [world["xom-1"], 99999]}, "Chọn"), ({"on": "02/07/2020", "due_on": "03/07/2020"}, "chưa tới"), ({"on": "01/06/2007", "due_on": "03/06/2007"}, "")):
        answer = clerk.post(new, {**form, **wrong})
        assert (answer.status_code, words in text(answer)) in ((200, True), (403, words == "")), wrong
    assert not Campaign.objects.exists()
    answer = clerk.post(new, form)
    campaign = Campaign.objects.get().pk
    assert answer["Location"].startswith(f"/tuyen-truyen/{campaign}/")
    page = text(clerk.get(f"/tuyen-truyen/{campaign}/{DAY}"))
    for words in ("Nước sạch đến từng hộ", "15/UBND", "Đã tới 0/6 hộ", "Chưa phát loa; cần 3 ngày liền.", "Sổ hộ còn trống", "Pháp lệnh 34/2007", "mặc định chưa kiểm chứng"):
        assert words in page, words
    # By each means: a day that has not come, one entered twice, a gap; a meeting of the books or a day.
    told = at(world, campaign, "da-lam/")
    assert clerk.post(f"{told}loa/{DAY}", {"on": "05/06/2020", "until_on": "06/06/2020"}).status_code == 302
    assert "Ngày 06/06/2020 đã ghi phát loa rồi" in text(clerk.post(f"{told}loa/{DAY}", {"on": "06/06/2020", "until_on": "07/06/2020"}))
    assert "chưa tới" in text(clerk.post(f"{told}loa/{DAY}", {"on": "09/06/2020", "until_on": "02/07/2020"}))
    assert "nhiều nhất 31 ngày" in text(clerk.post(f"{told}loa/{DAY}", {"on": "01/06/2020", "until_on": "01/07/2020"})) or Telling.objects.known().count() == 2
    assert clerk.post(f"{told}loa/{DAY}", {"on": "08/06/2020"}).status_code == 302
    assert "Có ngày không phát nên tính lại từ 08/06/2020. Đã phát 1 ngày liền, còn thiếu 2 ngày." in text(clerk.get(f"/tuyen-truyen/{campaign}/{DAY}"))
    assert clerk.post(f"{told}loa/{DAY}", {"on": "09/06/2020", "until_on": "10/06/2020"}).status_code == 302
    meeting, off = (call_meeting(MACHINE, unit_id=world[hamlet], on=date(2020, 6, 14), begins_at=time(19), place="Nhà văn hóa", items=["Nước sạch"]) for hamlet in ("xom-1", "xom-2"))
    assert "Chọn một mục" in text(clerk.post(f"{told}hop/{DAY}", {"meeting": off}))
    assert "Chọn cuộc họp, hoặc ghi ngày họp." in text(clerk.post(f"{told}hop/{DAY}", {"on": ""}))
    assert clerk.post(f"{told}hop/{DAY}", {"meeting": meeting}).status_code == 302
    assert "Ghi ngày từ đó trở đi" in text(clerk.post(f"{told}niem-yet/{DAY}", {"on": "31/05/2020", "place": "Nhà văn hóa"}))
    assert clerk.post(f"{told}niem-yet/{DAY}", {"on": "01/06/2020", "place": "Nhà văn hóa"}).status_code == 302
    assert clerk.get(f"{told}nhan-tin/{DAY}").status_code == 404  # not asked for
    page = text(clerk.get(f"{at(world, campaign)}{DAY}"))
    for words in ("Đã họp ngày 14/06/2020.", "Đã phát 3 ngày liền từ 08/06/2020", "Đang niêm yết, 23 trên 30 ngày."):
        assert words in page, words
    cancel_meeting(MACHINE, meeting_id=meeting, reason="mưa bão")
    assert "Chưa họp." in text(clerk.get(f"{at(world, campaign)}{DAY}"))
    posted = Telling.objects.known().get(means="posting").fact_id
    assert "Ghi ngày gỡ từ ngày niêm yết" in text(clerk.post(f"{told}go/{DAY}&viec={posted}", {"until_on": "31/05/2020"}))
    assert clerk.post(f"{told}go/{DAY}&viec={posted}", {"until_on": "20/06/2020"}).status_code == 302
    assert "Mới niêm yết 20 ngày liền" in text(clerk.get(f"{at(world, campaign)}{DAY}"))
    assert clerk.post(f"{told}rut/{DAY}&viec={posted}").status_code == 302
    assert "Chưa niêm yết" in text(clerk.get(f"{at(world, campaign)}{DAY}"))
    # From house to house: who looks after which home, three buttons, the last result counts, and one is taken back.
    list_page, vong = f"{at(world, campaign)}{DAY}", at(world, campaign, "vong/")
    tap = {"ghi": f"reached:{homes[0]}"}
    assert "Xóm chưa mở vòng" in text(cell.post(list_page, tap))
    assert "Mở vòng" in text(cell.get(list_page))
    assert cell.post(f"{vong}mo/{DAY}", {"on": "02/07/2020"}).status_code == 200
    assert cell.post(f"{vong}mo/{DAY}", {"on": "10/06/2020"}).status_code == 302
    assert "đã mở vòng" in text(cell.post(f"{vong}mo/{DAY}", {"on": "11/06/2020"}))
    assert "không có hộ số 7" in text(cell.post(f"{vong}phan-cong/{DAY}", {"visitor": "Bà Phụ Trách", "numbers": "1-7"}))
    assert "Gõ số hộ như" in text(cell.post(f"{vong}phan-cong/{DAY}", {"visitor": "Bà Phụ Trách", "numbers": "1-2-3"}))
    assert cell.post(f"{vong}phan-cong/{DAY}", {"visitor": "Bà Phụ Trách", "numbers": "1-3, 5"}).status_code == 302
    assert Charge.objects.count() == 4
    answer = cell.post(f"{list_page}&loc=chua-gap", tap)
    assert (answer.status_code, "loc=chua-gap" in answer["Location"], answer["Location"].endswith(f"#h{homes[0]}")) == (302, True, True)
    for home in homes[1:3]:
        assert cell.post(list_page, {"ghi": f"not_home:{home}"}).status_code == 302
    follow = f"{vong}hen-lai/{DAY}&ho={homes[3]}"
    assert "Hẹn lại thì ghi ngày hẹn" in text(cell.post(follow, {"on": "23/06/2020", "follow_up_on": "23/06/2020"}))
    assert "chưa tới" in text(cell.post(follow, {"on": "02/07/2020", "follow_up_on": "03/07/2020"}))
    assert cell.post(follow, {"on": "22/06/2020", "follow_up_on": "28/06/2020"}).status_code == 302
    assert cell.post(list_page, {"ghi": f"reached:{homes[1]}"}).status_code == 302
    page = text(cell.get(list_page))
    for words in ("đã tới 2/6 hộ", "Bà Phụ Trách", "hẹn lại 28/06/2020", "Chưa phân công", *NAMES):
        assert words in page, words
    left = text(cell.get(f"{list_page}&loc=chua-gap"))
    assert (NAMES[0] in left, NAMES[2] in left) == (False, True)
    assert [name for name in NAMES if name in text(cell.get(f"{list_page}&tim=ngo+van"))] == [NAMES[2]]
    assert cell.post(list_page, {"ghi": f"rut:{homes[1]}"}).status_code == 302  # the result before counts again
    assert "đã tới 1/6 hộ" in text(cell.get(list_page))
    assert "đã tới 0/6 hộ" in text(cell.get(f"{at(world, campaign)}?ngay=21/06/2020"))
    assert text(clerk.get(f"/tuyen-truyen/{DAY}&tim=nuoc+sach")).count("đã tới 1/6 hộ") == 1
    assert ReadEntry.objects.filter(subject=f"households:{world['xom-1']}", reader="user:cell").exists()
    # Wrong households and wrong buttons change nothing.
    other = households(world, "xom-2", ("Chủ Hộ Khác",))[0]
    count = Visit.objects.count()
    assert "không có trong sổ hộ của xóm" in text(cell.post(list_page, {"ghi": f"reached:{other}"}))
    assert [cell.post(list_page, {"ghi": words}).status_code for words in ("reached:x", f"khac:{homes[0]}", "")] == [404] * 3
    assert Visit.objects.count() == count
    # The round is closed once; its numbers are frozen; opened again for a reason.
    assert "trước ngày 23/06/2020" in text(cell.post(f"{vong}dong/{DAY}", {"on": "22/06/2020"}))
    assert cell.post(f"{vong}dong/{DAY}", {"on": "23/06/2020"}).status_code == 302
    assert "đã đóng ngày 23/06/2020 rồi" in text(cell.post(f"{vong}dong/{DAY}", {"on": "24/06/2020"}))
    assert "Mở lại vòng rồi ghi" in text(cell.post(list_page, tap))
    assert [(each.households, each.reached, each.not_home, each.follow_up) for each in RoundEnd.objects.known()] == [(6, 1, 2, 1)]
    assert cell.post(f"{vong}mo-lai/{DAY}", {"reason": "đóng sớm"}).status_code == 302
    assert cell.post(list_page, {"ghi": f"reached:{homes[4]}"}).status_code == 302
    # Corrected with a reason, and stopped: then nothing more is entered.
    change = {**form, "hamlets": [world["xom-1"], world["xom-3"]], "title": "Nước sạch", "reason": "thêm xóm"}
    assert "không bỏ được" in text(clerk.post(f"/tuyen-truyen/{campaign}/lam/sua/{DAY}", {**change, "hamlets": [world["xom-3"]]}))
    assert clerk.post(f"/tuyen-truyen/{campaign}/lam/sua/{DAY}", change).status_code == 302
    assert [line.name for line in queries.campaign_found(MACHINE, campaign, date(2020, 6, 23)).row.lines] == ["Xóm Núi 2", "Xóm Trung Thành"]
    assert clerk.post(f"/tuyen-truyen/{campaign}/lam/dung/{DAY}", {"on": "23/06/2020", "reason": "hoãn"}).status_code == 302
    assert "ĐÃ DỪNG ngày 23/06/2020: hoãn" in text(clerk.get(f"/tuyen-truyen/{campaign}/{DAY}"))
    assert "đã dừng" in text(cell.post(list_page, {"ghi": f"reached:{homes[5]}"}))
    assert CampaignText.objects.filter(campaign=campaign).count() == 2
    # The journal names neither a household nor what came of a visit.
    said = " ".join(JournalDetail.objects.filter(entry__operation__startswith="outreach.").values_list("content", flat=True))
    assert [word for word in (*NAMES, *map(str, homes), "reached", "not_home", "follow_up", "Phụ Trách") if word in said] == []
    assert JournalEntry.objects.filter(operation="outreach.record_visit").count() >= 5


def test_above_the_hamlet_there_are_counts_and_nowhere_a_household(world: World, client_of: ClientOf) -> None:
    homes, cell, campaign = households(world), local(client_of, world), begun(world, hamlets=("xom-1",))
    actor = world.actor("cell")
    here = {"campaign_id": campaign, "hamlet_id": world["xom-1"]}
    operations.open_round(actor, on=date(2020, 6, 10), **here)
    operations.assign_households(actor, visitor="Phụ Trách Riêng", numbers=[1, 2], **here)
    operations.record_visit(actor, household=homes[0], result=VisitResult.REACHED, on=date(2020, 6, 11), **here)
    operations.ask_question(actor, on=date(2020, 6, 11), text="Bao giờ có nước?", **here)
    secret = [*NAMES, *map(str, homes), "Phụ Trách Riêng"]
    paths = ["/tuyen-truyen/", "/tuyen-truyen/cau-hoi/", f"/tuyen-truyen/{campaign}/", f"/tuyen-truyen/{campaign}/tai.csv", at(world, campaign), at(world, campaign, "to/"),
             at(world, campaign, "danh-sach.pdf"), at(world, campaign, "danh-sach.docx"), at(world, campaign, "loi-phat-thanh.pdf"), f"/tuyen-truyen/{campaign}/lam/sua/",
             *(at(world, campaign, f"vong/{what}/") for what in ("mo", "dong", "mo-lai", "phan-cong", "hoi")), "/thong-bao/"]
    for name in ABOVE:
        client = client_of(name)
        for path in paths:
            answer = client.get(f"{path}{'&' if '?' in path else '?'}{DAY[1:]}&don-vi={world['05965']}&loc=chua-gap")
            page = pdf_text(answer.content) if answer["Content-Type"] == "application/pdf" else answer.content.decode(errors="ignore")
            assert [word for word in secret if word in page] == [], (name, path)
            if "danh-sach" in path or ("vong/" in path and "hoi" not in path):
                assert answer.status_code in (403, 404), (name, path)
        assert "đã tới 1/6 hộ" in text(client.get(f"{at(world, campaign)}{DAY}"))
        assert client.get(f"{at(world, campaign, 'vong/hen-lai/')}{DAY}&ho={homes[1]}").status_code in (403, 404)
        # Nor can they write to a household.
        assert client.post(f"{at(world, campaign)}{DAY}", {"ghi": f"reached:{homes[1]}"}).status_code == 403
        with pytest.raises(NotFound, match="chỉ có ở xóm"):
            queries.homes(world.actor(name), queries.hamlet_found(world.actor(name), campaign, world["xom-1"], date(2020, 6, 23)), date(2020, 6, 23))
    with pytest.raises(NotAllowed):
        operations.record_visit(MACHINE, household=homes[1], result=VisitResult.REACHED, on=date(2020, 6, 11), **here)
    assert client_of("stranger").get(f"{at(world, campaign)}{DAY}").status_code == 404
    # At the hamlet everything is there; of another hamlet nothing.
    listed = pdf_text(cell.get(f"{at(world, campaign, 'danh-sach.pdf')}{DAY}").content)
    assert [name for name in (*NAMES, "Phụ Trách Riêng") if name not in listed] == []
    assert "không ghi gì khác" in listed
    assert cell.get(f"{at(world, campaign, hamlet='xom-2')}{DAY}").status_code == 404
    table = cell.get(f"/tuyen-truyen/{campaign}/tai.csv{DAY}").content.decode("utf-8-sig")
    assert "Xóm Trung Thành" in table
    assert "6,1,0,0,5" in table.replace(";", ",").replace('"', "")
    # Nothing of it is public, and a sheet for a home has nobody's name, but a code and room to ask.
    sheet = text(cell.get(f"{at(world, campaign, 'to/')}{DAY}"))
    for words in ("Từ tháng 7 có nước máy.", "xin gọi 0208 3 000 111", "không cần ghi tên", "/cong/kien-nghi/gui/"):
        assert words in sheet, words
    assert "Ai muốn lắp thì ghi tên" in pdf_text(cell.get(f"{at(world, campaign, 'loi-phat-thanh.pdf')}{DAY}").content)


def test_a_question_is_kept_without_the_household_and_becomes_a_proposal(world: World, client_of: ClientOf) -> None:
    households(world)
    cell, campaign = local(client_of, world), begun(world, hamlets=("xom-1",))
    ask = f"{at(world, campaign, 'vong/hoi/')}{DAY}"
    for words, refusal in (("Nhà ấy theo đạo nên không nghe", "“theo đạo”"), ("thai do cua ho the nao", "“thái độ”"), ("Duong Van Tuyen hỏi bao giờ có nước", "“Dương Văn Tuyến”"),
                           ("x" * 501, "500"), ("", "Chưa điền")):
        assert refusal in text(cell.post(ask, {"text": words, "on": "20/06/2020"})), words
    assert "chưa tới" in text(cell.post(ask, {"text": "Bao giờ có nước?", "on": "02/07/2020"}))
    assert not Question.objects.exists()
    assert cell.post(ask, {"text": "Bao giờ xóm có nước máy?", "on": "20/06/2020"}).status_code == 302
    assert cell.post(ask, {"text": "Câu ghi nhầm", "on": "20/06/2020"}).status_code == 302
    key, wrong = (Question.objects.known().get(text=words).fact_id for words in ("Bao giờ xóm có nước máy?", "Câu ghi nhầm"))
    assert cell.post(f"{at(world, campaign, 'vong/rut-cau-hoi/')}{DAY}&cau={wrong}").status_code == 302
    listed = text(client_of("clerk").get(f"/tuyen-truyen/cau-hoi/{DAY}"))
    assert ("Bao giờ xóm có nước máy?" in listed, "Câu ghi nhầm" in listed, "Thành kiến nghị" in listed) == (True, False, True)
    new = f"/don-vi/{world['xom-1']}/kien-nghi/moi/{DAY}&cau-hoi={key}"
    assert "Bao giờ xóm có nước máy?" in text(cell.get(new))
    said = {"kind": "water", "title": "Cấp nước máy cho xóm", "text": "Bao giờ xóm có nước máy?", "on": "22/06/2020"}
    assert "Câu hỏi này của xóm khác" in text(client_of("clerk").post(f"/don-vi/{world['xom-2']}/kien-nghi/moi/{DAY}&cau-hoi={key}", said))
    assert "trước ngày hỏi" in text(cell.post(new, {**said, "on": "19/06/2020"}))
    assert cell.post(new, said).status_code == 302
    made = Proposal.objects.get()
    assert (made.source_key, made.unit_id, "Câu hỏi của dân Xóm Trung Thành" in made.source_label) == (key, world["xom-1"], True)
    assert str(made.reference) in text(cell.get(f"{at(world, campaign)}{DAY}"))
    assert client_of("stranger").get(new).status_code == 404


def test_results_by_household_go_when_their_time_is_over_and_the_numbers_stay(world: World, client_of: ClientOf) -> None:
    homes, cell = households(world), local(client_of, world)
    closed, left_open = begun(world, hamlets=("xom-1",)), begun(world, hamlets=("xom-1",), due_on=date(2020, 6, 25))
    actor, hamlet = world.actor("cell"), world["xom-1"]
    for campaign in (closed, left_open):
        here = {"campaign_id": campaign, "hamlet_id": hamlet}
        operations.open_round(actor, on=date(2020, 6, 10), **here)
        operations.assign_households(actor, visitor="Phụ Trách", numbers=[1], **here)
        operations.record_visit(actor, household=homes[0], result=VisitResult.REACHED, on=date(2020, 6, 11), **here)
        operations.record_visit(actor, household=homes[1], result=VisitResult.NOT_HOME, on=date(2020, 6, 11), **here)
    operations.close_round(actor, campaign_id=closed, hamlet_id=hamlet, on=date(2020, 6, 20))
    assert operations.expire_results(system_actor("hourly")) == operations.Expired(0, 0)
    assert not JournalEntry.objects.filter(operation="outreach.expire_results").exists()  # nothing to do is not entered
    with clock.telling(clock.working_moment(date(2020, 9, 18))):  # ninety days after the end
        assert "theo hộ giữ đến 18/09/2020" in text(cell.get(f"{at(world, closed)}?ngay=18/09/2020"))
        with pytest.raises(Refusal, match="chỉ giữ đến ngày 18/09/2020"):
            operations.reopen_round(actor, campaign_id=closed, hamlet_id=hamlet, reason="muộn")
        assert let_results_go.call() == 2
        assert set(Visit.objects.values_list("round__campaign", flat=True)) == {left_open}
    with clock.telling(clock.working_moment(date(2020, 9, 23))):
        with pytest.raises(Refusal, match="chỉ giữ đến ngày 23/09/2020"):  # refused on the day, before the job has run
            operations.record_visit(actor, campaign_id=left_open, hamlet_id=hamlet, household=homes[2], result=VisitResult.REACHED, on=date(2020, 6, 12))
        assert operations.expire_results(system_actor("hourly")) == operations.Expired(1, 2)
        assert (Visit.objects.count(), Charge.objects.count(), RoundExpiry.objects.known().count()) == (0, 0, 2)
        page = text(cell.get(f"{at(world, closed)}?ngay=23/09/2020"))
        assert ("đã tới 1/6 hộ" in page, "đã hết thời hạn giữ ngày 18/09/2020, chỉ còn số đếm" in page, NAMES[0] in page) == (True, True, False)
        assert "đã tới 1/6 hộ" in text(cell.get(f"{at(world, left_open)}?ngay=23/09/2020"))
        assert cell.get(f"{at(world, closed, 'danh-sach.pdf')}?ngay=23/09/2020").status_code == 404
    assert [(each.round.campaign_id, each.households, each.reached, each.not_home) for each in RoundEnd.objects.known().order_by("round")] == [(closed, 6, 1, 1), (left_open, 6, 1, 1)]
    said = " ".join(JournalDetail.objects.filter(entry__operation="outreach.expire_results").values_list("content", flat=True))
    assert [word for word in (*NAMES, *map(str, homes)) if word in said] == []


def test_a_setting_says_how_long_results_are_kept_and_a_demonstration_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIENTOAN_OUTREACH_KEEP_DAYS", "30")
    assert (Config.load().outreach_keep_days, queries.keep_days()) == (30, 30)
    with with_settings(DEMO=True):
        assert queries.keep_days() == queries.DEMO_KEEPS


def test_no_field_of_the_app_has_room_for_an_opinion() -> None:
    assert outreach_texts() == {model: set(names) for model, names in fields.TEXTS.items()}
    assert {each.name for each in Visit._meta.concrete_fields} == {"id", "round", "household", "on", "result", "follow_up_on", "withdrawn_at"} == set(fields.CLASSES["Visit"])
    assert set(VisitResult.values) == {"reached", "not_home", "follow_up"}
    for model in (Visit, Charge, Question):
        assert {each.name for each in model._meta.concrete_fields} == set(fields.CLASSES[model.__name__])
    assert FieldClass.PUBLIC not in {fields.CLASSES["Visit"][name] for name in ("household", "result", "follow_up_on")}


def test_a_hamlet_that_ends_closes_its_round_first(world: World) -> None:
    households(world, "xom-2")
    campaign = begun(world, hamlets=("xom-2",))
    open_account(MACHINE, username="cell2", display_name="Trưởng Xóm Núi", unit_id=world["cell-2"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("cell2")
    actor = world.actor("cell2")
    operations.open_round(actor, campaign_id=campaign, hamlet_id=world["xom-2"], on=date(2020, 6, 10))
    ends = Change(Kind.DISSOLVE, {world["xom-2"]}, date(2020, 6, 24))
    assert any(line.fate is Fate.NEEDS_PERSON and "Vòng đến từng hộ còn mở: 1" in line.text for line in plan(ends))
    operations.close_round(actor, campaign_id=campaign, hamlet_id=world["xom-2"], on=date(2020, 6, 20))
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 24), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    row = queries.campaign_found(MACHINE, campaign, date(2020, 6, 30)).row
    assert [(line.name, line.coverage.households) for line in row.lines] == [("Xóm Núi 1", 6)]


def test_what_is_due_is_told_at_the_hamlet_only(world: World, client_of: ClientOf) -> None:
    households(world)
    cell, _campaign = local(client_of, world), begun(world, hamlets=("xom-1",))
    with clock.telling(clock.working_moment(date(2020, 6, 28))):
        assert "Tuyên truyền sắp đến hạn, Xóm Trung Thành: Nước sạch đến từng hộ" in text(cell.get("/thong-bao/"))
        assert "Nước sạch" not in text(client_of("clerk").get("/thong-bao/"))


def test_the_queries_of_the_pages_do_not_grow_with_their_rows(world: World, client_of: ClientOf) -> None:
    households(world)
    cell, clerk = local(client_of, world), client_of("clerk")
    first = begun(world, hamlets=("xom-1",))
    operations.open_round(world.actor("cell"), campaign_id=first, hamlet_id=world["xom-1"], on=date(2020, 6, 10))

    def counted() -> list[int]:
        return [costs(client, [path])[0] for client, path in ((clerk, f"/tuyen-truyen/{DAY}"), (clerk, f"/tuyen-truyen/{first}/{DAY}"), (cell, f"{at(world, first)}{DAY}"))]

    counted()  # the first reading of the list is written down
    before = counted()
    for _each in range(3):
        begun(world)
    enter_households(MACHINE, hamlet_id=world["xom-1"], on=date(2020, 1, 6), rows=[HouseholdRow(f"Chủ Hộ {number}") for number in range(20)])
    operations.correct_campaign(world.actor("clerk"), campaign_id=first, hamlets=[], reason="mọi xóm", content=Content("Nước", "Nước máy.", date(2020, 6, 30), (MeansName.HOUSES,)))
    assert counted() == before


def test_days_and_means_that_a_campaign_does_not_ask_for_are_refused(world: World) -> None:
    campaign = begun(world, means=(MeansName.LOUDSPEAKER, MeansName.MEETING), hamlets=("xom-1",))
    clerk, here = world.actor("clerk"), {"campaign_id": campaign, "hamlet_id": world["xom-1"]}
    for told, place in ((Told(MeansName.HOUSES, date(2020, 6, 5)), "on"), (Told(MeansName.POSTING, date(2020, 6, 5), place="x"), "on"), (Told(MeansName.LOUDSPEAKER, date(2020, 7, 2)), "on"),
                        (Told(MeansName.LOUDSPEAKER, date(2020, 6, 5), date(2020, 6, 4)), "until_on"), (Told(MeansName.MEETING, date(2020, 6, 5), meeting_id=99), "meeting")):
        with pytest.raises(Refusal) as refused:
            operations.record_telling(clerk, told=told, **here)
        assert refused.value.place == place, told
    with pytest.raises(NotFound):
        operations.record_telling(clerk, told=Told(MeansName.LOUDSPEAKER, date(2020, 6, 5)), campaign_id=campaign, hamlet_id=world["xom-2"])
    assert not Telling.objects.exists()
    assert not Round.objects.exists()
    with pytest.raises(Refusal, match="Xã hoặc xóm mở"):
        operations.start_campaign(MACHINE, unit_id=world["173"], on=date(2020, 6, 1), content=Content("a", "b", date(2020, 6, 1) + timedelta(days=9), (MeansName.MEETING,)))
