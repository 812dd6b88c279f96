"""Open accounts through HTTP: everything published is there and checkable, a receipt tells only its holder's own, hidden names are nowhere, questions are answered in public."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from books import CODE, NAMES, account, without_name
from cast import MACHINE, World
from kientoan.core.access import Right
from kientoan.core.models import JournalDetail
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound
from kientoan.drives import operations, queries
from kientoan.drives.enums import DriveBasis, NameShown
from kientoan.drives.operations import Budget, Gift, Terms
from kientoan.drives.steps import Signing
from kientoan.publishing import accounts, entries
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.models import AccountQuestion, PublicAccount
from kientoan.rules.codes import read_receipt_code
from kientoan.rules.frozen import printed
from kientoan.rules.openaccount import (
    Line,
    Means,
    OpenAccount,
    Receipt,
    publish,
    read,
    verify,
)
from reading import ClientOf, costs, text
from sheets import pages

HERE = "/cong/dong-gop/ln-2020-1/"
FILES = ("so.csv", "tep.json", "thong-bao.pdf", "loa.txt")
CODES = {"LN-0001-K7Q2-9F3M": "0001", "LN-0003-K7Q2-9F3M": "0003", "LN-0099-K7Q2-9F3M": "0099"}


@operation(title="Thử công bố", right=Right.CHANGE_UNITS)
def _do(act: Act, *, what: Callable[[Act], None]) -> None:
    act.ask([])
    what(act)
    act.enter(unit="thử", day=act.today)


def put(given: OpenAccount) -> OpenAccount:
    """Publish an account as it is."""
    _do(MACHINE, what=lambda act: accounts.write_account(act, given))
    return given


def of(world: World, *, until: date | None = date(2020, 8, 24), more: int = 0) -> OpenAccount:
    """The account of a hamlet of the cast, its questions open until a day."""
    whole = account(more=more)
    first, last = (replace(each.header, unit_number=world["xom-1"], questions_until=until) for each in whole.publications)
    one = publish(CODE, whole.lines[:5], (), kind=whole.publications[0].kind, day=whole.publications[0].day, place="Nhà văn hóa", header=first, approver=whole.last.approver, supervisor=None)
    two = publish(CODE, whole.lines, (one,), kind=whole.last.kind, day=date(2020, 6, 30), place="Nhà văn hóa", header=last, approver=whole.last.approver, supervisor=whole.last.supervisor)
    return replace(whole, publications=(one, two))


def receipt_of(lines: tuple[Line, ...]) -> Callable[[str], Receipt]:
    """Who knows three receipts: one that stands, one that was reversed, one that is not published yet."""
    def find(code: str) -> Receipt:
        code = read_receipt_code(code) or ""
        if code not in CODES:
            raise NotFound("không có")
        line = next((each for each in lines if each.number == CODES[code]), None)
        return Receipt(CODE, "Đổ bê tông ngõ", "Xóm Làng Ngòi", CODES[code], line.day if line else date(2020, 7, 1), Means.CASH, "", 0, "", "", line.amount if line else 70_000,
                       "", "Ma Văn Đức", "Đ-01" if CODES[code] == "0003" else "")
    return find


def test_the_page_shows_every_sum_line_and_fingerprint_in_both_languages_and_is_kept_by_caches(world: World, resident: Client) -> None:
    whole = put(of(world))
    page = resident.get(HERE)
    for part in ("17.200.000 đ", "13.500.000 đ", "tiền 11.000.000 đ, hiện vật và công 2.500.000 đ", "10.900.000 đ", "2.600.000 đ", "Quỹ bảo trì đường của xóm", "142 hộ", "128 hộ đồng ý", "90,1 %",
                 "Triệu Văn Sinh, tiền mặt", "Một hộ, tiền mặt", "Đảo dòng 0003: Ghi nhầm hộ", "−1.500.000", "Ngày công 12,5 công", "không quy", "Xi măng, 12 tấn", "−4.800.000",
                 *(printed(each.fingerprint) for each in whole.publications), "Nông Thị Hiên", "đến hết ngày 24/08/2020", "8 dòng trong 8 dòng", "Đã khóa sổ 30/06/2020"):
        assert part in text(page), part
    assert page.content.count(b'class="bplan"') == 4
    english = text(resident.get("/cong/en/dong-gop/ln-2020-1/"))
    assert [each in english for each in ("A household, cash", "13,500,000", "90.1%")] == [True] * 3
    for address in (HERE, *(f"{HERE}{each}" for each in FILES), "/cong/dong-gop/"):
        answer = resident.get(address)
        assert (answer.status_code, "public" in answer["Cache-Control"], answer.cookies) == (200, True, {}), address
        assert resident.get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert "Đổ bê tông ngõ vào nhà văn hóa" in text(resident.get("/cong/dong-gop/?tim=be+tong"))
    told = "Đã góp 13.500.000\u00a0đ, đã chi 10.900.000\u00a0đ, còn dư 2.600.000\u00a0đ."
    assert [told in resident.get(f"/cong/{each}").content.decode() for each in ("nguon/rss.xml", "nguon/atom.xml", "nguon/feed.json", "")] == [True] * 4
    assert "LN-2020-1,Đổ bê tông ngõ vào nhà văn hóa" in resident.get("/cong/du-lieu/dong-gop.csv").content.decode()
    assert "Không thấy đợt nào" in text(resident.get("/cong/dong-gop/?tim=khong-co"))
    assert (resident.get("/cong/dong-gop/xx-1/").status_code, resident.get(f"{HERE}?trang=9").status_code) == (404, 404)


def test_the_files_are_the_account_the_table_runs_nothing_and_the_papers_say_the_same(world: World, resident: Client) -> None:
    whole = of(world)
    lines = list(whole.lines)
    lines[0] = replace(lines[0], text="=HYPERLINK(1)")
    put(replace(whole, lines=tuple(lines)))
    assert verify(read(resident.get(f"{HERE}tep.json").content)) != ()  # what was published is handed out as it is, also when it does not fit
    rows = list(csv.reader(io.StringIO(resident.get(f"{HERE}so.csv").content.decode("utf-8-sig"))))
    assert (len(rows), rows[1][3], rows[1][10], rows[4][11], rows[5][12]) == (9, "'=HYPERLINK(1)", "2000000", "8400000", "0003")
    put(whole)
    assert verify(read(resident.get(f"{HERE}tep.json").content)) == ()
    assert resident.get(f"{HERE}thong-bao.pdf").content[:5] == b"%PDF-"
    assert "hai triệu sáu trăm nghìn đồng" in resident.get(f"{HERE}loa.txt").content.decode()


def test_a_hidden_name_leaves_every_page_and_file_at_once_and_no_fingerprint_changes(world: World, resident: Client) -> None:
    whole = put(of(world))
    places = [HERE, "/cong/en/dong-gop/ln-2020-1/", *(f"{HERE}{each}" for each in FILES)]
    assert NAMES[0] in text(resident.get(HERE))
    before = read(resident.get(f"{HERE}tep.json").content)
    put(replace(whole, lines=(without_name(whole.lines[0]), *whole.lines[1:])))
    assert [each for each in places if NAMES[0].encode() in resident.get(each).content] == []
    after = read(resident.get(f"{HERE}tep.json").content)
    assert (verify(after), [each.fingerprint for each in after.publications]) == ((), [each.fingerprint for each in before.publications])
    _do(MACHINE, what=lambda act: entries.take_away(act, EntryKind.DRIVE, accounts.reference_of(CODE)))
    assert [resident.get(each).status_code for each in places] == [404] * 6
    assert not PublicAccount.objects.exists()


def test_a_long_book_has_pages_of_fifty_and_costs_no_more_queries(world: World, resident: Client) -> None:
    put(of(world))
    short = costs(resident, [HERE, f"{HERE}so.csv", "/cong/dong-gop/"])
    put(of(world, more=120))
    assert costs(resident, [HERE, f"{HERE}so.csv", "/cong/dong-gop/"]) == short
    shown = [resident.get(f"{HERE}?trang={n}").content.decode() for n in (1, 2, 3)]
    assert [len(re.findall(r'<th scope="row"><span class="nb">(?:\d{4}|C-\d\d|Đ-\d\d)</span>', page)) for page in shown] == [50, 50, 28]
    assert "trang 3 trong 3" in text(resident.get(f"{HERE}?trang=3"))


def test_a_receipt_is_checked_by_its_code_and_tells_nothing_of_anybody_else(world: World, resident: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = of(world)
    monkeypatch.setattr(accounts, "receipt_by_code", receipt_of(whole.lines))
    before = text(resident.get("/cong/phieu-thu/LN-0001-K7Q2-9F3M/"))
    assert "chưa nằm trong lần công bố nào" in before
    put(whole)
    sent = resident.get("/cong/phieu-thu/?ma=ln+0001+k7q2+9f3m")
    assert sent["Location"] == "/cong/phieu-thu/LN-0001-K7Q2-9F3M/"
    page = resident.get(sent["Location"])
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store, private", "noindex, nofollow")
    for part in ("Phiếu 0001 có trong sổ đã công bố.", "Từ lần công bố 1, giữa kỳ, ngày 30/04/2020", "2.000.000 đ", "02/04/2020", "tiền mặt", "Ma Văn Đức"):
        assert part in text(page)
    assert [name for name in NAMES if name and name in text(page)] == []
    assert "Phiếu đã bị đảo bằng dòng Đ-01" in text(resident.get("/cong/phieu-thu/LN-0003-K7Q2-9F3M/"))
    assert "chưa nằm trong lần công bố nào" in text(resident.get("/cong/phieu-thu/LN-0099-K7Q2-9F3M/"))
    put(replace(whole, lines=(replace(whole.lines[0], amount=1_000_000), *whole.lines[1:])))
    assert "Sổ đã công bố ghi khác phiếu này." in text(resident.get("/cong/phieu-thu/LN-0001-K7Q2-9F3M/"))
    assert "Mã không đúng dạng" in text(resident.get("/cong/phieu-thu/?ma=xin+chao"))


def test_a_fake_code_is_told_so_and_guessing_is_stopped(world: World, resident: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = put(of(world))
    monkeypatch.setattr(accounts, "receipt_by_code", receipt_of(whole.lines))
    fake = resident.get("/cong/phieu-thu/LN-0001-K7Q2-9F3N/")
    assert (fake.status_code, "Không có phiếu thu nào mang mã này" in text(fake), "phiếu có thể là giả" in text(fake)) == (404, True, True)
    answers = [resident.get(f"/cong/phieu-thu/LN-0001-0000-{n:04}/").status_code for n in range(20)]
    assert (answers.count(404), answers[-1]) == (19, 429)
    assert resident.get("/cong/phieu-thu/LN-0001-K7Q2-9F3M/").status_code == 429


def test_a_question_is_answered_in_public_until_the_window_closes(world: World, resident: Client, client_of: ClientOf) -> None:
    put(of(world))
    asked = "Tiền xi măng sao ít hơn kế hoạch, bác Hà Thị Sen nói khác?"
    page = resident.get(f"{HERE}hoi/")
    assert (page["Cache-Control"], 'name="phone"' in page.content.decode()) == ("no-store, private", False)
    assert "Chưa điền mục này." in text(resident.post(f"{HERE}hoi/", {"text": ""}))
    assert "phải trống" in text(resident.post(f"{HERE}hoi/", {"text": "x", "trang_web": "http://x"}))
    assert "Đã nhận câu hỏi." in text(resident.post(f"{HERE}hoi/", {"text": asked}, follow=True))
    assert asked not in text(resident.get(HERE))
    assert asked not in "".join(JournalDetail.objects.values_list("content", flat=True))

    clerk, uuid = client_of("clerk"), AccountQuestion.objects.get().uuid
    assert "1 câu hỏi chờ trả lời" in text(clerk.get("/kien-nghi/cau-hoi/"))
    form = clerk.get(f"/kien-nghi/cau-hoi/{uuid}/")
    assert asked in text(form)
    told = clerk.post(f"/kien-nghi/cau-hoi/{uuid}/", {"asked": "Tiền xi măng sao ít hơn kế hoạch?", "answer": "Giá giảm từ tháng 4, hóa đơn 0000417 ở bảng tin."})
    assert told.status_code == 302, text(told)
    for part in ("Tiền xi măng sao ít hơn kế hoạch?", "hóa đơn 0000417 ở bảng tin", "trả lời ngày 01/07/2020"):
        assert part in text(resident.get(HERE))
    assert "Sen" not in text(resident.get(HERE))
    assert "đã xử lý câu hỏi này" in text(clerk.get(f"/kien-nghi/cau-hoi/{uuid}/"))

    resident.post(f"{HERE}hoi/", {"text": "Câu khác"})
    other = AccountQuestion.objects.order_by("-pk")[0].uuid
    for stranger in (client_of("stranger"),):
        assert "0 câu hỏi chờ trả lời" in text(stranger.get("/kien-nghi/cau-hoi/"))
        assert [stranger.get(f"/kien-nghi/cau-hoi/{other}/{rest}").status_code for rest in ("", "khong-dang/")] == [404, 404]
    assert clerk.post(f"/kien-nghi/cau-hoi/{other}/khong-dang/", {"reason": "Không về sổ này"}).status_code == 302
    assert "Không về sổ này" in text(clerk.get("/kien-nghi/cau-hoi/?loc=tat-ca"))
    assert "Câu khác" not in text(resident.get(HERE))

    put(of(world, until=date(2020, 6, 30)))
    late = resident.post(f"{HERE}hoi/", {"text": "Muộn"})
    assert (late.status_code, "Đã hết hạn hỏi về sổ này ngày 30/06/2020" in text(late), AccountQuestion.objects.count()) == (400, True, 2)
    with translation.override("vi"):
        assert "Tiền xi măng sao ít hơn kế hoạch?" in text(resident.get(HERE))


def test_a_flood_of_questions_is_told_when_to_come_back(world: World, resident: Client) -> None:
    put(of(world))
    answers = [resident.post(f"{HERE}hoi/", {"text": f"Câu {n}"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    assert AccountQuestion.objects.count() == 10


def test_from_the_book_to_the_public_a_receipt_is_printed_checked_and_its_name_hidden_again(world: World, resident: Client, client_of: ClientOf) -> None:
    called, on = date(2020, 3, 2), date(2020, 6, 30)
    drive = operations.open_drive(MACHINE, unit_id=world["xom-1"], sign="TT", terms=Terms("Quỹ khuyến học xóm", "Thưởng học sinh.", DriveBasis.FUND_LAW, False, None, called, called, on))
    operations.plan_drive(MACHINE, drive_id=drive, on=called, lines=[Budget("Phần thưởng", 500_000, "10 suất")])
    first, second = operations.receive(MACHINE, drive_id=drive, gifts=[Gift(date(2020, 3, 5), Means.CASH, 300_000, name="Ninh Thị Thoa", shown=NameShown.FULL),
                                                                       Gift(date(2020, 3, 5), Means.CASH, 200_000, name="Đàm Văn Khuê")])
    standing = queries.standing_of(drive)
    (receipt, code), (_other, hidden) = queries.receipts_on(standing, date(2020, 3, 5))
    assert "chưa nằm trong lần công bố nào" in text(resident.get(f"/cong/phieu-thu/{code}/"))
    assert resident.get("/cong/dong-gop/tt-2020-1/").status_code == 404
    operations.publish_book(MACHINE, drive_id=drive, signing=Signing(on, "Nhà văn hóa", "Trưởng xóm", "Nông Văn Chất"))

    page = text(resident.get("/cong/dong-gop/tt-2020-1/"))
    assert [each in page for each in ("500.000 đ", "Ninh Thị Thoa", "Một hộ", "Khuê", "Xóm Trung Thành")] == [True, True, True, False, True]
    assert verify(read(resident.get("/cong/dong-gop/tt-2020-1/tep.json").content)) == ()
    for each, amount in ((code, "300.000 đ"), (hidden, "200.000 đ")):
        checked = text(resident.get(f"/cong/phieu-thu/{each}/"))
        assert ("có trong sổ đã công bố" in checked, amount in checked, "Thoa" in checked or "Khuê" in checked) == (True, True, False)

    keeper = client_of("keeper")
    paper = keeper.get(f"/dong-gop/{drive}/phieu/{first}.pdf")
    assert (paper.status_code, paper["Cache-Control"]) == (200, "no-store, private")
    assert [each in pages(paper.content)[0] for each in (receipt.number, code, "Ninh Thị Thoa", "Ba trăm nghìn đồng")] == [True] * 4
    sheet, = pages(keeper.get(f"/dong-gop/{drive}/phieu.pdf?ngay=2020-03-05").content)
    assert sheet.count("PHIẾU THU SỐ") == 2
    assert keeper.get(f"/dong-gop/{drive}/phieu.pdf?ngay=2020-03-06").status_code == 404
    assert client_of("stranger").get(f"/dong-gop/{drive}/phieu/{second}.pdf").status_code == 404

    operations.hide_name(MACHINE, drive_id=drive, position=first, erase=False, reason="Hộ xin ẩn tên")
    assert "Thoa" not in text(resident.get("/cong/dong-gop/tt-2020-1/"))
    after = resident.get("/cong/dong-gop/tt-2020-1/tep.json").content
    assert (verify(read(after)), b"Thoa" in after) == ((), False)
