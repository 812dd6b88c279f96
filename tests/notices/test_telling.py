"""Notices through pages: what is due, overdue, waiting and answered; the private calendar; letters and short messages, each notice once."""

import csv
import io
import re
import smtplib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from cast import MACHINE, World
from duties import cell_secretary, published
from kientoan.core import clock
from kientoan.core.access import system_actor
from kientoan.core.models import JournalDetail, JournalEntry, User
from kientoan.meetings.operations import call_meeting, cancel_meeting
from kientoan.notices import fields, queries, sending
from kientoan.notices.enums import Channel, NoticeKind
from kientoan.notices.models import Batch, Delivery, Feed, Letter, Wish
from kientoan.notices.operations import Wanted, confirm_email, set_wishes
from kientoan.notices.queries import Fate, fate_of
from kientoan.people.enums import FieldClass
from kientoan.proposals import operations as proposals
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.operations import Word
from kientoan.proposals.steps import Content
from kientoan.resolutions import operations
from kientoan.resolutions.operations import Lead, Progress, Terms
from reading import ClientOf, costs, text

PAGE, WISHES = "/thong-bao/", "/thong-bao/cach-nhan/"
FORM = {"email": "", "phone": "", "kinds": ["tasks", "meetings", "resolutions"], "quiet_from": "21:00", "quiet_to": "6:30", "sms_form": "plain", "language": "vi"}
MORNING = clock.working_moment(date(2020, 7, 1), 9)


def task(world: World, title: str, due: date, *, giver: str = "party-05965", on: date = date(2020, 6, 2)) -> int:
    """A task that the commune gave to Trung Thành's cell."""
    return operations.give_task(MACHINE, unit_id=world[giver], on=on, terms=Terms(title, "12 ha", due, Lead(world["cell-1"])))


@pytest.fixture
def duties(world: World, client_of: ClientOf) -> Client:
    """A cell with a task of each age, a meeting to come, no meeting in the month before, a resolution to be answered."""
    for title, due in (("Việc quá lâu", date(2020, 6, 20)), ("Việc mai", date(2020, 7, 2)), ("Việc tuần này", date(2020, 7, 8)), ("Việc mới của ông Dương Văn Tuyến", date(2020, 7, 30))):
        task(world, title, due)
    call_meeting(MACHINE, unit_id=world["cell-1"], on=date(2020, 7, 10), begins_at=time(19, 30), place="Nhà ông Dương Văn Tuyến", items=["Việc tháng 7"])
    published(world["party-05965"], "Dồn điền", "Nông thôn mới")
    return cell_secretary(world, client_of)


@pytest.fixture
def mails(settings: Any) -> list[Any]:
    """A mail server is set; what it took."""
    settings.MAIL_READY, settings.SITE, settings.DEFAULT_FROM_EMAIL = True, "https://kientoan.example.vn", "kientoan@example.vn"
    mail.outbox = []
    return mail.outbox


def wants(username: str, **more: Any) -> Wish:
    """An account that is told by a confirmed address."""
    user = User.objects.get(username=username)
    wish, _made = Wish.objects.update_or_create(user=user, defaults={"kinds": [kind.value for kind in NoticeKind], "changed_at": MORNING, **more})
    return wish


def groups(page: str) -> dict[str, int]:
    """How many notices stand in each group."""
    return {key.strip(): int(count) for key, count in re.findall(r"(Quá hạn|Sắp đến hạn|Chờ tôi|Đã có trả lời) \((\d+)\)", page)}


def test_the_page_groups_what_is_due_and_each_is_seen_once(world: World, duties: Client, client_of: ClientOf) -> None:
    page = text(duties.get(PAGE))
    assert groups(page) == {"Quá hạn": 2, "Sắp đến hạn": 3, "Chờ tôi": 2}
    for words in ("7 chưa xem", "Quá hạn 11 ngày: Việc quá lâu", "Hạn ngày mai: Việc mai", "Đến hạn trong bảy ngày: Việc tuần này", "Mới giao, chờ nhận: Việc mới", "19:30 ngày 10/07/2020",
                  "Tháng 06/2020 không có cuộc họp chi bộ nào", "2 mục của Nghị quyết 05-NQ/ĐU chưa được trả lời", "RT-01", "RT-02", "NM-19"):
        assert words.lower() in page.lower(), words
    # Every address of a notice opens for its reader; the number stands in the bar of other pages.
    links = re.findall(r'<p><svg.*?<a href="([^"]+)"', duties.get(PAGE).content.decode())
    assert len(links) == 7
    assert [link for link in links if duties.get(link.replace("&amp;", "&")).status_code != 200] == []
    assert "Thông báo 7 chưa xem" in text(duties.get("/don-vi/"))
    # One is seen, by this account alone; a key that is none is nothing; then all.
    late = re.search(r'value="(task:\d+:overdue-[\d-]+)"', duties.get(PAGE).content.decode())
    assert late is not None
    assert duties.post("/thong-bao/da-xem/", {"khoa": late[1]}).status_code == 302
    duties.post("/thong-bao/da-xem/", {"khoa": "task:1:nonsense"})
    assert "6 chưa xem" in text(duties.get(PAGE))
    duties.post("/thong-bao/da-xem/", {"tat-ca": "1"})
    page = text(duties.get(PAGE))
    assert ("0 chưa xem" in page, "Đã xem tất cả" in page) == (True, False)
    # The level above is told of what stayed overdue too long, and of what was done; whoever leads it of what was said to that.
    done = task(world, "Việc xong", date(2020, 7, 20))
    operations.accept_task(MACHINE, task_id=done, on=date(2020, 6, 20))
    operations.finish_task(MACHINE, task_id=done, on=date(2020, 6, 30), progress=Progress("xong", figure=Decimal(12), measure="ha"))
    clerk = client_of("clerk")
    above = text(clerk.get(PAGE))
    for words in ("Cấp dưới quá hạn 11 ngày: Việc quá lâu", "Đã báo xong, chờ xem lại: Việc xong", "2 trong 2 chi bộ không họp"):
        assert words in above, words
    operations.raise_task(MACHINE, task_id=done, on=date(2020, 7, 1), reason="tốt")
    assert "Đơn vị giao việc đã ghi vượt yêu cầu: Việc xong" in text(duties.get(PAGE))
    assert "chờ xem lại" not in text(clerk.get(PAGE))
    # As of another day; and nothing for whoever works nowhere here.
    assert "Mới giao, chờ nhận: Việc quá lâu" in text(duties.get(f"{PAGE}?ngay=05/06/2020"))
    assert "Không có thông báo nào" in text(client_of("counter").get(PAGE))
    assert duties.get("/thong-bao/da-xem/")["Location"] == PAGE


def test_a_proposal_waits_at_the_body_and_its_answer_is_told_to_whoever_raised_it_rt_04(world: World, client_of: ClientOf) -> None:
    cell, clerk = cell_secretary(world, client_of), client_of("clerk")
    content = Content(ProposalKind.CANALS, "Làm mương bờ Đông", "Mùa khô không có nước.")
    made = proposals.raise_proposal(MACHINE, unit_id=world["cell-1"], content=content, on=date(2020, 6, 8), send=True)
    assert "Kiến nghị đã gửi, chờ tiếp nhận: Làm mương bờ Đông" in text(clerk.get(PAGE))
    assert "Làm mương bờ Đông" not in text(cell.get(PAGE))
    proposals.receive_proposal(MACHINE, proposal_id=made, on=date(2020, 6, 9), word=Word())
    assert "Kiến nghị quá hạn trả lời 7 ngày: Làm mương bờ Đông" in text(clerk.get(PAGE))
    proposals.accept_proposal(MACHINE, proposal_id=made, on=date(2020, 6, 29), word=Word("Đưa vào kế hoạch vụ mùa"), planned_on=date(2020, 9, 30))
    page = text(cell.get(PAGE))
    assert ("chấp nhận, có kế hoạch. Làm mương bờ Đông" in page, "RT-04" in page) == (True, True)
    assert "Làm mương" not in client_of("stranger").get(PAGE).content.decode()


def test_the_page_asks_as_much_of_many_notices_as_of_few(world: World, duties: Client) -> None:
    few = costs(duties, [PAGE])
    for number in range(12):
        task(world, f"Việc {number}", date(2020, 7, 3))
    assert costs(duties, [PAGE]) == few
    assert "19 chưa xem" in text(duties.get(PAGE))


def events(response: Any) -> dict[str, Any]:
    """The events of a calendar by their names."""
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_a_secret_address_opens_a_calendar_without_names_or_cookies_until_it_is_replaced_or_withdrawn(world: World, duties: Client, settings: Any) -> None:
    shown = duties.post("/thong-bao/lich/lap/")
    found = re.search(r"http://127.0.0.1(/lich/[\w-]{43}\.ics)", shown.content.decode())
    assert found is not None
    assert "no-store" in shown["Cache-Control"]
    assert found[1] not in duties.get(WISHES).content.decode()
    assert Feed.objects.get().secret_hash not in found[1]
    stranger = Client(HTTP_HOST="127.0.0.1")
    answer = stranger.get(found[1])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert ("private" in answer["Cache-Control"], "max-age=1800" in answer["Cache-Control"], answer.has_header("Vary") and "Cookie" in answer["Vary"], len(answer.cookies)) == (True, True, False, 0)
    said = answer.content.decode()
    assert "Tuyến" not in said.replace("\r\n ", "")
    assert "Việc mai" not in said.replace("\r\n ", "")
    before = events(answer)
    assert len(before) == 5
    meeting = next(event for uid, event in before.items() if uid.startswith("meeting-"))
    assert (str(meeting["summary"]), meeting["dtstart"].dt) == ("Họp chi bộ thường kỳ, Chi bộ xóm Trung Thành", datetime.fromisoformat("2020-07-10T12:30:00+00:00"))
    assert {event["dtstart"].dt for uid, event in before.items() if uid.startswith("task-")} == {date(2020, 6, 20), date(2020, 7, 2), date(2020, 7, 8), date(2020, 7, 30)}
    assert stranger.get(found[1], HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    # A day later another stage, the same names; a meeting that is called off says so.
    cancel_meeting(MACHINE, meeting_id=int(str(meeting["uid"]).split("-")[1].split("@")[0]), reason="mưa lũ")
    with clock.telling(clock.working_moment(date(2020, 7, 3), 9)):
        after = events(stranger.get(found[1]))
    assert set(after) == set(before)
    assert str(after[str(meeting["uid"])]["status"]) == "CANCELLED"
    # Replaced, withdrawn, locked: the old address opens nothing.
    second = re.search(r"/lich/[\w-]{43}\.ics", duties.post("/thong-bao/lich/lap/").content.decode())
    assert second is not None
    assert (stranger.get(found[1]).status_code, stranger.get(second[0]).status_code) == (404, 200)
    User.objects.filter(username="cell").update(is_active=False)
    assert stranger.get(second[0]).status_code == 404
    User.objects.filter(username="cell").update(is_active=True)
    assert "Thu hồi địa chỉ" in text(duties.get(WISHES))
    assert duties.post("/thong-bao/lich/thu-hoi/").status_code == 302
    gone = stranger.get(second[0])
    assert (gone.status_code, gone["Content-Type"], len(gone.cookies)) == (404, "text/plain; charset=utf-8", 0)
    assert duties.post("/thong-bao/lich/thu-hoi/").status_code == 404
    # Whoever guesses is slowed down.
    settings.ACCOUNT_RATE_LIMITS = {"calendar_secret": "3/m/ip"}
    assert [stranger.get(f"/lich/{'x' * 40}{number}.ics").status_code for number in range(5)] == [404, 404, 404, 429, 429]
    assert not any(found[1][6:49] in str(detail.content) for detail in JournalDetail.objects.all())


def test_an_address_is_used_after_its_owner_opened_the_link_and_not_without_a_mail_server(world: World, duties: Client, client_of: ClientOf, settings: Any) -> None:
    page = text(duties.get(WISHES))
    assert "chưa gửi được thư: người giữ máy chưa đặt máy chủ thư" in page
    assert "chưa đặt máy chủ thư. Bỏ trống mục này" in text(duties.post(WISHES, {**FORM, "email": "luu@example.vn"}))
    assert (sending.run(clock.now()).is_ready, Wish.objects.count()) == (False, 0)
    settings.MAIL_READY, settings.DEFAULT_FROM_EMAIL = True, "kientoan@example.vn"
    for wrong, said in (({"email": "luu@"}, "Địa chỉ thư không đúng"), ({"phone": "12345"}, "Số di động không đúng"), ({"phone": "0912345678", "kinds": []}, "Chọn ít nhất một loại"),
                        ({"quiet_from": "25:00"}, "Gõ giờ như"), ({"language": "fr"}, "Chọn một mục")):
        assert said in text(duties.post(WISHES, {**FORM, **wrong})), wrong
    assert not Wish.objects.exists()
    assert duties.post(WISHES, {**FORM, "email": "luu@Example.vn"}).status_code == 302
    assert "Chờ xác nhận luu@example.vn" in text(duties.get(WISHES))
    assert (sending.queue(clock.now()).queued, sending.send(clock.now()).sent) == (0, 1)  # the letter that asks, and no other before it is answered
    link = re.search(r"http://127.0.0.1(/thong-bao/xac-nhan/[\w-]{43}/)", mail.outbox[0].body)
    assert link is not None
    assert (Letter.objects.get().body, mail.outbox[0].to) == ("", ["luu@example.vn"])
    assert "không phải của tài khoản này" in text(client_of("clerk").post(link[1]))
    assert Wish.objects.get(user__username="cell").email == ""
    assert duties.get(link[1]).status_code == 200
    assert Wish.objects.get().email == ""  # looking at it is not enough: programs that read mail open links
    with clock.telling(clock.working_moment(date(2020, 7, 5), 9)):
        assert "không còn dùng được" in text(duties.post(link[1]))
    assert duties.post(link[1]).status_code == 302
    assert Wish.objects.get().email == "luu@example.vn"
    assert "không còn dùng được" in text(duties.post(link[1]))
    # Emptied: nothing is sent there any more.
    assert sending.queue(clock.now()).queued == 1
    assert duties.post(WISHES, FORM).status_code == 302
    assert (Wish.objects.get().email, Letter.objects.filter(sent_at=None).count(), sending.run(clock.now()).sent) == ("", 0, 0)
    # The journal says that it was done, never where to.
    assert {"notices.set_wishes", "notices.confirm_email"} <= set(JournalEntry.objects.values_list("operation", flat=True))
    assert not any("luu@" in str(detail.content).lower() for detail in JournalDetail.objects.all())
    # Asking for letters to strangers' addresses over and over is stopped.
    said = [text(duties.post(WISHES, {**FORM, "email": f"a{number}@example.vn"}, follow=True)) for number in range(6)]
    assert "quá nhiều lần" in said[-1]


def test_one_letter_a_run_and_each_notice_once_outside_quiet_hours(world: World, duties: Client, mails: list[Any]) -> None:
    wants("cell", email="luu@example.vn")
    with clock.telling(clock.working_moment(date(2020, 7, 1), 22)):
        assert (sending.run(clock.now()).quiet, len(mails)) == (1, 0)
    duties.post("/thong-bao/da-xem/", {"khoa": queries.told(world.actor("cell"), date(2020, 7, 1))[0].key})
    assert (sending.run(clock.now()).sent, len(mails)) == (1, 1)
    letter = mails[0]
    assert letter.subject == "Kiện Toàn, ngày 01/07/2020: 6 thông báo"
    for words in ("Sắp đến hạn (3)", "- Hạn ngày mai: Việc mai (02/07/2020)", "https://kientoan.example.vn/viec/", "https://kientoan.example.vn/thong-bao/"):
        assert words in letter.body, words
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (sending.run(clock.now()).sent, len(mails)) == (0, 1)
    # What is new is told, what was told is not: the due day came nearer for one, a new task was given.
    task(world, "Việc vừa giao", date(2020, 7, 29), on=date(2020, 7, 1))
    assert sending.run(clock.now()).sent == 1
    assert ("Việc vừa giao" in mails[1].body, "Việc mai" in mails[1].body, "1 thông báo" in mails[1].subject) == (True, False, True)
    # In English for whoever chose it, of the kinds that were chosen.
    with clock.telling(clock.working_moment(date(2020, 7, 3), 9)):
        wants("cell", email="luu@example.vn", language="en", kinds=["meetings"])
        assert sending.run(clock.now()).sent == 0
        call_meeting(MACHINE, unit_id=world["cell-1"], on=date(2020, 7, 4), begins_at=time(8), place="Nhà văn hóa", items=["Việc"])
        assert sending.run(clock.now()).sent == 1
    assert "1 notice" in mails[2].subject
    assert "Việc mai" not in mails[2].body
    assert Letter.objects.exclude(body="").count() == 0


class Breaking(EmailBackend):
    """A mail server that answers the next letters as it is told."""

    answers: list[Exception | None] = []

    def send_messages(self, messages: Any) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return super().send_messages(messages)


@pytest.fixture
def breaking(mails: list[Any], settings: Any) -> Iterator[list[Exception | None]]:
    """The answers of the mail server to the letters to come."""
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    Breaking.answers = []
    yield Breaking.answers
    Breaking.answers = []


def test_a_letter_that_the_server_refused_goes_later_and_one_of_which_nobody_knows_never_again(
        world: World, duties: Client, mails: list[Any], breaking: list[Exception | None],
        client_of: ClientOf) -> None:
    wants("cell", email="luu@example.vn")
    wants("clerk", email="nhai@example.vn")
    breaking += [smtplib.SMTPRecipientsRefused({"nhai@example.vn": (450, b"later nhai@example.vn")}), None]
    run = sending.run(clock.now())
    assert (run.queued, run.refused, run.sent, len(mails)) == (2, 1, 1, 1)
    assert "@" not in "".join(Letter.objects.values_list("fault", flat=True))
    # The line breaks in the middle: nobody knows, so it is not sent again; the notices stand on the page.
    breaking += [smtplib.SMTPServerDisconnected("x")]
    run = sending.run(clock.now())
    assert (run.sent, run.fault) == (0, "SMTPServerDisconnected")
    assert (sending.run(clock.now()).sent, len(mails)) == (0, 1)
    assert (fate_of(Letter.objects.get(user__username="clerk")), fate_of(Letter.objects.get(user__username="cell"))) == (Fate.UNCERTAIN, Fate.SENT)
    clerk = client_of("clerk")
    assert "Không rõ đã đi hay chưa" in text(clerk.get(WISHES))
    assert "Việc quá lâu" in text(clerk.get(PAGE))
    # Its words are forgotten a month after; that its notices were put into it is not.
    assert queries.counted_since(clock.now())["uncertain"] == 1
    with clock.telling(clock.working_moment(date(2020, 8, 5), 9)):
        sending.operations.forget_words(now=clock.now())
    assert not Letter.objects.exclude(address="").exists()
    assert Delivery.objects.filter(user__username="cell", channel=Channel.EMAIL).count() == 7


def test_a_locked_account_is_sent_nothing_and_an_address_changed_meanwhile_gets_what_waited(world: World, duties: Client, mails: list[Any]) -> None:
    wants("cell", email="cu@example.vn")
    assert sending.queue(clock.now()).queued == 1
    actor = world.actor("cell")
    assert set_wishes(actor, wanted=Wanted(email="moi@example.vn", kinds=list(NoticeKind)), site="https://kientoan.example.vn")
    assert sending.run(clock.now()).sent == 2  # the old address until the new one is confirmed
    secret = re.search(r"xac-nhan/([\w-]+)/", next(each.body for each in mails if each.to == ["moi@example.vn"]))
    assert secret is not None
    assert confirm_email(actor, secret=secret[1]) == "moi@example.vn"
    task(world, "Việc sau", date(2020, 7, 2), on=date(2020, 7, 1))
    assert sending.queue(clock.now()).queued == 1
    User.objects.filter(username="cell").update(is_active=False)
    assert (sending.run(clock.now()).sent, sorted(each.to[0] for each in mails)) == (0, ["cu@example.vn", "moi@example.vn"])


def test_short_messages_go_into_one_file_once_for_whoever_manages_the_accounts(world: World, duties: Client, client_of: ClientOf) -> None:
    assert duties.post(WISHES, {**FORM, "phone": "0912 345 678"}).status_code == 302
    wants("clerk", phone="+84987654321", is_plain=False)
    wants("stranger", phone="+84987654300")
    manager, make = client_of("keeper"), "/thong-bao/tin-nhan/lap/"
    assert "Chưa lập đợt nào" in text(manager.get("/thong-bao/tin-nhan/"))
    with clock.telling(clock.working_moment(date(2020, 7, 1), 23)):
        assert "2 tài khoản đang trong giờ yên lặng" in text(manager.post(make))
    assert manager.post(make).status_code == 302
    batch = Batch.objects.get()
    assert "Chưa tải" in text(manager.get("/thong-bao/tin-nhan/"))
    file = f"/thong-bao/tin-nhan/{batch.pk}.csv"
    answer = manager.get(file)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8"))))
    assert rows[0] == ["phone", "text"]
    said = dict(rows[1:])
    assert set(said) == {"0912345678", "0987654321"}
    assert said["0912345678"].startswith("Kien Toan: 2 qua han, 3 sap den han, 2 cho toi. ")
    assert (said["0912345678"].isascii(), len(said["0912345678"]) <= 160, len(said["0987654321"]) <= 70, "quá hạn" in said["0987654321"]) == (True, True, True, True)
    assert not any(name in words for words in said.values() for name in ("Tuyen", "Tuyến", "Việc mai"))
    # Once: a second file has nothing; the same one can be taken again, by whoever made it.
    assert "Không có thông báo mới nào" in text(manager.post(make))
    assert manager.get(file).content == answer.content
    assert (client_of("officer").get(file).status_code, duties.get(file).status_code, client_of("clerk").get(make).status_code) == (404, 403, 403)
    assert "Đã tải" in text(manager.get("/thong-bao/tin-nhan/"))
    assert sending.texts(system_actor("notices"), clock.now()).batch is not None  # of the stranger, whom this manager does not manage
    assert sending.texts(system_actor("notices"), clock.now()).batch is None
    with clock.telling(clock.working_moment(date(2020, 8, 5), 9)):
        sending.operations.forget_words(now=clock.now())
        assert manager.get(file).status_code == 404
    assert reverse("notice_texts") in manager.get("/").content.decode()


def test_every_field_that_tells_of_an_account_has_its_class() -> None:
    there = {model.__name__: {field.name for field in model._meta.concrete_fields} for model in (Wish, Feed, Letter)}
    assert {name: set(of) for name, of in fields.CLASSES.items()} == there
    assert {fields.CLASSES["Wish"][name] for name in ("email", "email_asked", "phone", "check_hash")} == {FieldClass.SENSITIVE}
