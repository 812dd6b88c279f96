"""Drives through pages: from opening to closing as a clerk and a secretary do it, the household found without diacritics, and who sees what."""

import re
from datetime import date

from test_drives import MACHINE, Gift, Means, gave, home, ready

from cast import World
from kientoan.drives import queries
from kientoan.drives.models import Drive, Entry
from kientoan.meetings.operations import HouseholdRow, enter_households
from kientoan.rules.openaccount import verify
from reading import ClientOf, costs, first_sheet, text

DAY = "?ngay=23/06/2020"
OPEN = {"sign": "TT", "title": "Đổ bê tông đường trục xóm", "purpose": "Đường lầy lội.", "basis": "nd24", "is_fixed": "on", "level": "2.000.000", "called_on": "02/03/2020",
        "receives_from": "11/03/2020", "receives_to": "30/06/2020"}


def test_a_drive_goes_from_its_opening_to_its_closing_through_pages(world: World, client_of: ClientOf) -> None:
    enter_households(MACHINE, hamlet_id=world["xom-1"], on=date(2020, 3, 1), rows=[HouseholdRow("Dương Văn Tuyến"), HouseholdRow("Lý Thị Nhài", "xóm trên")])
    clerk, secretary = client_of("clerk"), client_of("secretary")
    new = f"/don-vi/{world['xom-1']}/dong-gop/mo/{DAY}"
    for name, value, words in (("level", "", "Mức cố định thì ghi số tiền"), ("basis", "law10", "có hiệu lực từ 01/07/2023"), ("sign", "Đ1", "không dấu"), ("receives_to", "01/03/2020", "Ngày thu cuối")):
        assert words in text(clerk.post(new, {**OPEN, name: value})), words
    of_party = f"/don-vi/{world['party-05965']}/dong-gop/mo/{DAY}"
    assert ("Xóm Trung Thành" in text(clerk.get(of_party)), "Chưa điền mục này" in text(clerk.post(of_party, OPEN))) == (True, True)
    assert "Mở đợt vận động" not in text(client_of("officer").get(f"/dong-gop/{DAY}"))
    assert clerk.post(of_party, {**OPEN, "unit": str(world["xom-1"])}).status_code == 302
    made = Drive.objects.get()
    at = f"/dong-gop/{made.pk}/"
    assert "chưa được thu (RT-06)" in text(clerk.get(f"{at}{DAY}"))
    assert "Chưa có quyết định của các hộ" in text(clerk.post(f"{at}thu/{DAY}", {"means": "cash", "amount": "5", "shown": "hidden", "day": "01/04/2020"}))
    count = {"on": "10/03/2020", "households": "142", "represented": "131", "votes_for": "71", "votes_against": "3", "matter": "Mỗi hộ góp 2 triệu đồng."}
    assert "cần quá một nửa của 142" in text(clerk.post(f"{at}lam/quyet-dinh/{DAY}", count))
    assert clerk.post(f"{at}lam/quyet-dinh/{DAY}", {**count, "votes_for": "128"}).status_code == 302
    assert "Dòng 2" in text(clerk.post(f"{at}lam/ke-hoach/{DAY}", {"lines": "Cát; 3.000.000\nĐá", "on": "10/03/2020"}))
    assert clerk.post(f"{at}lam/ke-hoach/{DAY}", {"lines": "Cát, đá; 20 m³; 3.000.000\nNgày công; 2.000.000", "on": "10/03/2020"}).status_code == 302
    assert clerk.post(f"{at}lam/quy-doi/{DAY}", {"lines": "Ngày công; công; 200.000; họp 10/03/2020\nĐất hiến; m²; ; họp 10/03/2020", "on": "10/03/2020"}).status_code == 302
    # A household is found without diacritics; the next receipt is one step away.
    page = clerk.get(f"{at}thu/{DAY}&tim=nhai").content.decode()
    key = re.search(r"ho=([0-9a-f-]{36})", page)
    assert key is not None and "Dương Văn Tuyến" not in page
    chosen = f"{at}thu/{DAY}&ho={key[1]}"
    assert 'value="2.000.000"' in clerk.get(chosen).content.decode() or 'value="2000000"' in clerk.get(chosen).content.decode()
    for values, words in (({"amount": "0"}, "Số quá nhỏ"), ({"amount": "9" * 19}, "Số quá lớn"), ({"day": "02/03/2020"}, "Ngày thu từ 11/03/2020"), ({"means": "in_kind"}, "theo giá quy đổi"),
                          ({"thing": "Ngày công"}, "Góp hiện vật")):
        assert words in text(clerk.post(chosen, {"means": "cash", "amount": "1.500.000", "shown": "full", "name": "Lý Thị Nhài", "day": "01/04/2020", **values})), words
    assert Entry.objects.count() == 0
    answer = clerk.post(chosen, {"means": "cash", "amount": "1.500.000", "shown": "initials", "day": "01/04/2020"})
    assert answer.status_code == 302
    shown = text(clerk.get(answer["Location"]))
    assert (queries.code_on(made, 1) in shown, "Lý Thị Nhài" in shown, "Phiếu tiếp theo" in shown) == (True, True, True)
    assert clerk.post(f"{at}thu/{DAY}", {"means": "in_kind", "thing": "Ngày công", "quantity": "7,5", "shown": "hidden", "day": "02/04/2020"}).status_code == 302
    paid = {"item": "Cát, đá", "text": "Đá 1×2", "means": "cash", "amount": "1.500.001", "payee_shown": "hidden", "day": "03/04/2020"}
    refused = text(clerk.post(f"{at}lam/chi/{DAY}", paid))
    assert "Còn 1.500.000 đồng tiền mặt, không đủ 1.500.001" in refused
    assert clerk.post(f"{at}lam/chi/{DAY}", {**paid, "amount": "1.400.000"}).status_code == 302
    words = text(secretary.get(f"{at}duyet/khoa-so/{DAY}"))
    assert "chứng từ" in words and "giám sát" in words
    assert clerk.post(f"{at}lam/chung-tu/{DAY}&dong=3", {"document": "Hóa đơn 0000417"}).status_code == 302
    assert clerk.post(f"{at}lam/dao/{DAY}&dong=2", {"on": "04/04/2020", "reason": "Ghi nhầm số công"}).status_code == 302
    assert clerk.post(f"{at}giam-sat/{DAY}", {"role": "Trưởng ban giám sát", "name": "Lý Thị Nga", "on": "20/06/2020"}).status_code == 302
    close = {"balance_goes_to": "Quỹ bảo trì đường", "place": "Nhà văn hóa xóm", "role": "Trưởng xóm", "name": "Ma Văn Đức", "on": "23/06/2020"}
    assert clerk.post(f"{at}duyet/khoa-so/{DAY}", close).status_code == 403
    assert "Chưa điền mục này" in text(secretary.post(f"{at}duyet/khoa-so/{DAY}", {**close, "balance_goes_to": ""}))
    assert secretary.post(f"{at}duyet/khoa-so/{DAY}", close).status_code == 302
    assert "đã khóa sổ rồi" in text(secretary.post(f"{at}duyet/khoa-so/{DAY}", close))
    assert verify(queries.open_account(made.pk)) == ()
    page = text(clerk.get(f"{at}{DAY}"))
    assert all(each in page for each in ("Đã khóa sổ", "Hóa đơn 0000417", "Đ-01", "Lần 1"))
    assert clerk.post(f"{at}lam/an-ten/{DAY}&dong=1", {"erase": "on", "reason": "Hộ đề nghị"}).status_code == 302
    assert "Lý Thị Nhài" not in text(clerk.get(f"{at}{DAY}"))
    assert "TT-2020-1" in text(clerk.get(f"/dong-gop/{DAY}&tim=be tong&trang-thai=closed"))
    assert "TT-2020-1" not in text(clerk.get(f"/dong-gop/{DAY}&trang-thai=open"))


def test_the_exempted_are_counted_for_all_and_named_only_to_whoever_keeps_the_book(world: World, client_of: ClientOf) -> None:
    drive, clerk = ready(world), client_of("clerk")
    at = f"/dong-gop/{drive}/"
    assert clerk.post(f"{at}lam/mien/{DAY}&ho={home(world, 3)}", {"because": "poor", "on": "01/04/2020"}).status_code == 302
    listed = text(clerk.get(f"{at}mien/{DAY}&tim=tuyen"))
    assert ("Hoàng Đức Đông" in listed, "hộ nghèo" in listed, "Dương Văn Tuyến" in listed) == (True, True, True)
    auditor = client_of("auditor")
    shown = text(auditor.get(f"{at}{DAY}"))
    assert ("miễn 1 hộ" in shown, "Hoàng Đức Đông" in shown, auditor.get(f"{at}mien/{DAY}").status_code) == (True, False, 403)
    fact = queries.exemptions(MACHINE, queries.standing_of(drive), date(2020, 6, 23))[0][0]
    assert clerk.post(f"{at}lam/bo-mien/{DAY}&mien={fact.fact_id}", {}).status_code == 302
    assert "miễn 1 hộ" not in text(clerk.get(f"{at}{DAY}"))
    for username, status in (("stranger", 404), ("counter", 403), ("administrator", 403)):
        assert client_of(username).get(f"{at}{DAY}").status_code == status, username


def test_a_page_of_the_book_costs_no_more_with_more_lines_and_its_download_is_what_the_public_reads(world: World, client_of: ClientOf) -> None:
    drive, clerk = ready(world), client_of("clerk")
    gave(drive, Gift(date(2020, 4, 1), Means.CASH, 5_000, household=home(world)))
    few = costs(clerk, [f"/dong-gop/{drive}/{DAY}"])
    gave(drive, *(Gift(date(2020, 4, 2), Means.CASH, 5_000, name="=1+1", note="=HYPERLINK(1)") for _each in range(60)))
    assert costs(clerk, [f"/dong-gop/{drive}/{DAY}"]) <= few
    page = text(clerk.get(f"/dong-gop/{drive}/{DAY}&trang=2&loai=receipt"))
    assert "0001" in page and "0061" not in page
    sheet = first_sheet(clerk.get(f"/dong-gop/{drive}/so.xlsx{DAY}"))
    assert (len(sheet), "Dương Văn Tuyến" in str(sheet)) == (62, False)
    lines = clerk.get(f"/dong-gop/{drive}/so.csv{DAY}").content.decode("utf-8-sig")
    assert ",=" not in lines
