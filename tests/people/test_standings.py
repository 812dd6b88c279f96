"""What sets a member apart for a time: recorded, ended, corrected and taken back on the person's page; asked for many at once."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import World
from kientoan.people import queries
from kientoan.people.enums import StandingKind
from kientoan.people.models import MemberStanding
from reading import ClientOf, text
from staff import person

DAY = "?ngay=23/06/2020"
JUNE = date(2020, 6, 23)


def test_a_members_exemption_is_recorded_ended_corrected_and_taken_back(world: World, client_of: ClientOf) -> None:
    who = person(world, "Dương Văn An", member_of="cell-1")
    client, base = client_of("clerk"), f"/nguoi/{who}/sua"
    assert client.post(f"{base}/tinh-trang/{DAY}", {"kind": "exempted", "on": "01/03/2020", "decision_number": "5-QĐ/ĐU",
                                                    "decision_date": "20/02/2020"}).status_code == 302
    page = text(client.get(f"/nguoi/{who}/{DAY}"))
    assert "Đang có Được miễn công tác và sinh hoạt đảng từ 01/03/2020 5-QĐ/ĐU" in page
    assert queries.standings_on([who], date(2020, 2, 29)) == {}
    assert queries.standings_on([who], JUNE) == {who: {StandingKind.EXEMPTED}}
    again = client.post(f"{base}/tinh-trang/{DAY}", {"kind": "exempted", "on": "02/04/2020"})
    assert "Đã có bản ghi từ ngày 01/03/2020 trùng thời gian" in text(again)

    row = MemberStanding.objects.known().get()
    refused = client.post(f"{base}/thoi-tinh-trang/{DAY}&muc={row.pk}", {"seen": row.pk, "on": "01/03/2020"})
    assert "Ngày thôi 01/03/2020 không sau ngày bắt đầu 01/03/2020" in text(refused)
    assert client.post(f"{base}/thoi-tinh-trang/{DAY}&muc={row.pk}", {"seen": row.pk, "on": "01/06/2020"}).status_code == 302
    assert queries.standings_on([who], JUNE) == {}
    row = MemberStanding.objects.known().get()
    assert client.post(f"{base}/rut-lai-tinh-trang/{DAY}&muc={row.pk}", {"seen": row.pk}).status_code == 302
    assert queries.standings_on([who], JUNE) == {who: {StandingKind.EXEMPTED}}

    row = MemberStanding.objects.known().get()
    assert client.post(f"{base}/dinh-chinh-tinh-trang/{DAY}&muc={row.pk}", {"seen": row.pk, "kind": "on_mission", "on": "05/03/2020"}).status_code == 302
    row = MemberStanding.objects.known().get()
    assert (row.kind, row.valid_from, row.decision.number) == ("on_mission", date(2020, 3, 5), "5-QĐ/ĐU")
    assert client.post(f"{base}/rut-lai-tinh-trang/{DAY}&muc={row.pk}", {"seen": row.pk}).status_code == 302
    assert not MemberStanding.objects.known().exists()
    assert MemberStanding.objects.exists()


def test_who_is_no_member_cannot_be_exempted_and_strangers_see_nothing(world: World, client_of: ClientOf) -> None:
    member, other = person(world, "Dương Văn An", member_of="cell-1"), person(world, "Ngô Thị Ba")
    refused = client_of("clerk").post(f"/nguoi/{other}/sua/tinh-trang/{DAY}", {"kind": "suspended", "on": "01/03/2020"})
    assert "Ngày 01/03/2020 người này không sinh hoạt ở tổ chức đảng nào" in text(refused)
    assert "Ngày 02/07/2020 chưa tới" in text(client_of("clerk").post(f"/nguoi/{member}/sua/tinh-trang/{DAY}", {"kind": "suspended", "on": "02/07/2020"}))
    assert client_of("stranger").post(f"/nguoi/{member}/sua/tinh-trang/{DAY}", {"kind": "suspended", "on": "01/03/2020"}).status_code == 404
    assert not MemberStanding.objects.exists()


def test_standings_of_many_are_one_question(world: World) -> None:
    many = [person(world, f"Dương Văn {name}", member_of="cell-1") for name in ("An", "Ba", "Ca")]
    with CaptureQueriesContext(connection) as caught:
        assert queries.standings_on(many, JUNE) == {}
    assert len(caught) == 1
