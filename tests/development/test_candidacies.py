"""The road to membership through HTTP: every stage in its order, what each refuses beside its field, membership written with the ceremony, undo, stop, papers, who sees it."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client

from cast import BEGINS, MACHINE, World
from kientoan.core import clock
from kientoan.core.models import ReadEntry
from kientoan.development import queries
from kientoan.development.due import probations
from kientoan.development.enums import AdmissionGroup, Consulted
from kientoan.development.models import AdmissionTarget, CandidacyStanding, StageEvent
from kientoan.development.operations import Asked, Filed, open_candidacy, record_stage
from kientoan.people.enums import MembershipEnd, MemberStage, PostKind, StandingKind
from kientoan.people.models import Membership
from kientoan.people.operations import (
    MemberMove,
    NewMembership,
    NewPerson,
    Profile,
    admit_members,
    end_memberships,
    record_standing,
    register_persons,
    transfer_members,
)
from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.development import Stage
from kientoan.rules.persons import read_birth
from reading import ClientOf, costs, first_sheet, text
from staff import fill, person, post

CALENDAR = vietnamese_calendar()


@pytest.fixture(autouse=True)
def _a_year_later(world: World) -> Iterator[None]:
    """The morning of 01/07/2021: the cast's province begins with 2020, and whoever introduces was there for twelve months."""
    with clock.telling(clock.working_moment(date(2021, 7, 1), 9)):
        yield


def on(day: date) -> Any:
    """It is this day."""
    return clock.telling(clock.working_moment(day, 10))


def official(world: World, name: str, cell: str = "cell-1", since: date = BEGINS) -> int:
    """An official member of a cell."""
    row = NewPerson("p", world[cell], Profile(name, birth=read_birth("1975")), membership=NewMembership(world[cell], MemberStage.OFFICIAL, date(2010, 5, 19), date(2011, 5, 19), since))
    return register_persons(MACHINE, rows=[row]).ids["p"]


def candidate(world: World, name: str = "Nông Thị Mai", birth: str = "12/05/1995", **more: str) -> int:
    """Somebody who lives in the commune, with schooling on record."""
    from kientoan.people.enums import QualificationField, QualificationLevel

    row = NewPerson("p", world["cell-1"], Profile(name, "female", read_birth(birth), "Phú Bình", "Nùng"),
                    qualifications=((QualificationField.SCHOOLING, QualificationLevel.SCHOOLING_12_12),))
    return register_persons(MACHINE, rows=[row]).ids["p"]


class Road:
    """A candidate of the first cell whose stages a test records through HTTP."""

    def __init__(self, world: World, client_of: ClientOf, members: int = 6) -> None:
        self.world, self.clerk, self.officer = world, client_of("clerk"), client_of("keeper")
        self.members = [official(world, f"Dương Văn {name}") for name in ("An", "Ba", "Ca", "Da", "Em", "Gia")[:members]]
        post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 5)
        for each in self.members[:3]:
            fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, each)
        self.person = candidate(world)
        new = f"/phat-trien/them/?nguoi={self.person}&chi-bo={world['cell-1']}"
        assert self.clerk.post(new, {"on": "03/02/2021", "tags": ["branch_heads"]}).status_code == 302
        self.id = CandidacyStanding.objects.known().get().candidacy_id
        self.at = f"/phat-trien/{self.id}/"

    def send(self, slug: str, day: str, client: Client | None = None, /, **values: str) -> Any:
        """A stage's form, sent."""
        return (client or self.clerk).post(f"{self.at}buoc/{slug}/", {"on": day, **values})

    def up_to(self, last: str) -> None:
        """Every stage up to one, all in order."""
        plan: list[tuple[str, str, dict[str, str]]] = [
            ("cam-tinh", "04/02/2021", {}), ("lop-boi-duong", "02/03/2021", {"certificate": "15/GCN"}),
            ("don", "03/03/2021", {"introducer": str(self.members[0]), "second": str(self.members[1])}), ("ly-lich", "05/03/2021", {}),
            ("tham-tra", "10/03/2021", KIN), ("y-kien", "16/03/2021", {"residence": "12/03/2021", "youth_union": "13/03/2021", "youth_union_count": "12/15"}),
            ("chi-uy", "17/03/2021", {}), ("chi-bo", "20/03/2021", {"agree": "5", "exempt_present": "0"}), ("dang-uy", "27/03/2021", {"agree": "2"}),
            ("quyet-dinh", "10/04/2021", {"decision_number": "21-QĐ/HU", "decision_date": "10/04/2021", "received_on": "15/04/2021"}),
            ("le-ket-nap", "19/05/2021", {})]
        for slug, day, values in plan:
            answer = self.send(slug, day, self.officer if slug in ("dang-uy", "quyet-dinh") else None, **values)
            assert answer.status_code == 302, (slug, text(answer))
            if slug == last:
                return


KIN = {**dict.fromkeys(("self", "father", "mother", "spouse", "spouse_father", "spouse_mother"), "present"), "carer": "not_needed", "children": "not_needed"}


def test_a_candidate_walks_the_whole_road_and_the_ceremony_writes_the_membership(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    page = text(road.clerk.get(road.at))
    for words in ("Nông Thị Mai", "Bước tiếp theo Vào danh sách cảm tình đảng", "chi hội trưởng", "Quy định 29-QĐ/TW", "Chưa kiểm chứng"):
        assert words in page, words
    road.up_to("chi-bo")
    page = text(road.clerk.get(road.at))
    last = CALENDAR.add(date(2021, 3, 20), 60)
    assert f"Hạn {last:%d/%m/%Y}" in page
    assert "Biểu quyết: 5 tán thành trên 6" in page
    assert "Giấy thẩm tra: có 6, thiếu 0" in page
    assert "Mẫu: 6-KNĐ (chưa kiểm chứng), theo 29-QĐ/TW" in page
    # Neither the cell's clerk nor anybody else below decides on what the cell proposes.
    assert "Cấp trên ghi bước này: Đảng bộ xã Dương Thành" not in page  # the clerk of the commune acts for its committee
    assert road.send("dang-uy", "27/03/2021", agree="2").status_code == 302
    assert road.send("quyet-dinh", "10/04/2021", road.officer, decision_number="21-QĐ/HU", decision_date="10/04/2021", received_on="15/04/2021").status_code == 302
    assert not Membership.objects.filter(person=road.person).exists()
    assert road.send("le-ket-nap", "19/05/2021").status_code == 302
    member = Membership.objects.known().get(person=road.person)
    assert (member.stage, member.admitted_on, member.valid_from, member.official_on) == ("probationary", date(2021, 4, 10), date(2021, 5, 19), None)
    page = text(road.clerk.get(road.at))
    assert "đủ 12 tháng dự bị 19/05/2022 (NM-11)" in page
    assert f"Hạn {CALENDAR.add(date(2021, 5, 19), 30):%d/%m/%Y}" in page  # the member CV
    assert road.send("ly-lich-dang-vien", "10/06/2021").status_code == 302
    assert road.send("lop-dang-vien-moi", "20/06/2021").status_code == 302
    early = road.send("xet-chinh-thuc", "30/06/2021", agree="6", remove="0", exempt_present="0")
    assert "đủ 12 tháng dự bị ngày 19/05/2022; ngày 30/06/2021 còn sớm. Sửa ngày. (NM-11)" in text(early)
    # A year later, and late: official from the exact end of the twelve months all the same.
    with on(date(2022, 8, 20)):
        assert road.send("xet-chinh-thuc", "02/08/2022", agree="6", remove="0", exempt_present="0").status_code == 302
        assert road.send("cong-nhan", "20/08/2022", road.officer, decision_number="50-QĐ/HU", decision_date="18/08/2022").status_code == 302
    versions = list(Membership.objects.known().filter(person=road.person).order_by("valid_from").values_list("stage", "valid_from", "valid_to", "official_on"))
    assert versions == [("probationary", date(2021, 5, 19), date(2022, 5, 19), None), ("official", date(2022, 5, 19), date(9999, 12, 31), date(2022, 5, 19))]
    assert CandidacyStanding.objects.known().get(valid_to=date(9999, 12, 31)).state == "done"
    with on(date(2022, 8, 21)):
        assert road.officer.post(f"{road.at}sua/rut/").status_code == 302
    assert list(Membership.objects.known().filter(person=road.person).values_list("stage", "valid_to")) == [("probationary", date(9999, 12, 31))]


def test_a_stage_out_of_order_is_refused_with_the_rule_and_nothing_changes(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    road.up_to("lop-boi-duong")
    events = StageEvent.objects.count()
    for slug, more, words, rule in (("ly-lich", {}, "Chưa đến bước “lý lịch người xin vào Đảng”: còn thiếu “đơn xin vào Đảng”.", "NM-05"),
                                    ("chi-uy", {}, "còn thiếu “thẩm tra lý lịch”", "NM-08"), ("le-ket-nap", {}, "Chưa đến bước “lễ kết nạp”: còn thiếu “quyết định kết nạp”.", "NM-10"),
                                    ("cam-tinh", {}, "đã ghi rồi", "NM-01")):
        answer = road.send(slug, "10/03/2021", **more)
        assert answer.status_code == 200
        assert words in text(answer), slug
        field = re.search(r'id="id_on_error">(.*?)</p>', answer.content.decode(), re.S)
        assert field, slug
        assert f"({rule})" in field[1]
    assert "còn thiếu “đơn xin vào Đảng”" in text(road.clerk.get(f"{road.at}buoc/ly-lich/"))
    before = road.send("don", "01/03/2021", introducer=str(road.members[0]), second=str(road.members[1]))
    assert "Ngày 01/03/2021 trước bước gần nhất (02/03/2021)" in text(before)
    assert "Ngày 02/07/2021 chưa tới" in text(road.send("don", "02/07/2021", introducer=str(road.members[0]), second=str(road.members[1])))
    assert StageEvent.objects.count() == events


def test_introducers_on_probation_too_new_or_doubled_and_a_youth_union_past_its_age_are_refused_beside_their_field(
        world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    road = Road(world, client_of)
    road.up_to("lop-boi-duong")
    fresh = official(world, "Ngô Văn Mới", since=date(2020, 9, 1))
    probation = register_persons(MACHINE, rows=[NewPerson("p", world["cell-1"], Profile("Lý Thị Dự"), membership=NewMembership(
        world["cell-1"], MemberStage.PROBATIONARY, date(2020, 1, 3), None, date(2020, 2, 3)))]).ids["p"]
    good = str(road.members[0])
    for first, second, place, words in ((good, str(probation), "second", "còn là đảng viên dự bị nên không được giới thiệu"), (str(fresh), good, "introducer", "chưa đủ 12 tháng"),
                                        (good, "", "second", "Cần 2 đảng viên chính thức giới thiệu, mới có 1"), (good, good, "second", "hai người khác nhau")):
        answer = road.send("don", "03/03/2021", introducer=first, second=second)
        assert words in text(answer)
        assert f'id="id_{place}_error"' in answer.content.decode()
        assert "(NM-06)" in text(answer)
    assert StageEvent.objects.known().filter(stage="application").count() == 0
    assert "(dự bị)" in text(road.clerk.get(f"{road.at}buoc/don/"))
    both = road.send("don", "03/03/2021", introducer=good, second=str(road.members[1]), youth_union="on")
    assert "chỉ cần một đảng viên chính thức. Bỏ người thứ hai, hoặc bỏ đánh dấu Đoàn Thanh niên. (NM-06)" in text(both)
    monkeypatch.setenv("KIENTOAN_YOUTH_AGE", "25")  # 25 years and 10 months old in March 2021
    older = road.send("don", "03/03/2021", introducer=good, youth_union="on")
    assert 'id="id_youth_union_error"' in older.content.decode()
    assert "Tháng 03/2021 người này 25 tuổi 10 tháng; Đoàn Thanh niên cơ sở chỉ giới thiệu người đến đủ 25 tuổi (chưa kiểm chứng). Chọn hai đảng viên chính thức. (NM-06)" in text(older)
    monkeypatch.delenv("KIENTOAN_YOUTH_AGE")
    assert "chưa quá 30 tuổi, tính theo tháng (chưa kiểm chứng)" in text(road.clerk.get(f"{road.at}buoc/don/"))
    assert road.send("don", "03/03/2021", introducer=good, youth_union="on").status_code == 302
    assert "Giới thiệu: Dương Văn An, Đoàn Thanh niên" in text(road.clerk.get(road.at))


def test_votes_above_the_base_are_refused_and_one_without_two_thirds_keeps_the_road_where_it_was(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    road.up_to("chi-uy")
    record_standing(MACHINE, person_id=road.members[4], kind=StandingKind.EXEMPTED, on=date(2021, 3, 1))
    record_standing(MACHINE, person_id=road.members[5], kind=StandingKind.TEMPORARY_TRANSFER, on=date(2021, 3, 1))
    record_standing(MACHINE, person_id=road.members[3], kind=StandingKind.ON_MISSION, on=date(2021, 3, 1))
    assert "Tính trên 4: 6 đảng viên chính thức, trừ 1 sinh hoạt tạm thời nơi khác, trừ 1 được miễn mà vắng" in text(road.clerk.get(f"{road.at}buoc/chi-bo/"))
    above = road.send("chi-bo", "20/03/2021", agree="5", exempt_present="0")
    assert "5 phiếu nhiều hơn số người được tính là 4. Sửa số phiếu. (NM-09)" in text(above)
    assert 'id="id_agree_error"' in above.content.decode()
    assert road.send("chi-bo", "20/03/2021", agree="2", exempt_present="0").status_code == 302  # three are needed
    page = text(road.clerk.get(road.at))
    assert "Lần 20/03/2021: chưa đạt (2/4)" in page
    assert CandidacyStanding.objects.known().get(valid_to=date(9999, 12, 31)).stage == "committee"
    assert road.send("chi-bo", "20/04/2021", agree="4", exempt_present="1").status_code == 302  # of five: the exempted one came
    assert "Biểu quyết: 4 tán thành trên 5" in text(road.clerk.get(road.at))


def test_an_old_certificate_a_missing_paper_a_late_decision_and_a_late_ceremony_are_refused(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    road.up_to("lop-boi-duong")
    missing = {**KIN, "spouse": "missing"}
    assert road.send("don", "03/03/2021", introducer=str(road.members[0]), second=str(road.members[1])).status_code == 302
    assert road.send("ly-lich", "05/03/2021").status_code == 302
    assert road.send("tham-tra", "10/03/2021", **missing).status_code == 302
    assert "Lần 10/03/2021: chưa đạt" in text(road.clerk.get(road.at))
    assert "còn thiếu “thẩm tra lý lịch”" in text(road.send("y-kien", "16/03/2021", residence="12/03/2021", youth_union="12/03/2021"))
    assert road.send("tham-tra", "12/03/2021", **KIN).status_code == 302
    lonely = road.send("y-kien", "16/03/2021", residence="12/03/2021")
    assert "ít nhất một tổ chức chính trị - xã hội. (NM-01)" in text(lonely)
    assert "15 người đồng ý nhiều hơn 12 người có mặt" in text(road.send("y-kien", "16/03/2021", residence="12/03/2021", youth_union="12/03/2021", youth_union_count="15/12"))
    for slug, day, more in (("y-kien", "16/03/2021", {"residence": "12/03/2021", "front": "12/03/2021"}), ("chi-uy", "17/03/2021", {}), ("chi-bo", "18/03/2021", {"agree": "6", "exempt_present": "0"}),
                            ("dang-uy", "19/03/2021", {"agree": "3"})):
        assert road.send(slug, day, **more).status_code == 302
    assert "Ghi số và ngày của quyết định kết nạp. (NM-10)" in text(road.send("quyet-dinh", "20/03/2021", road.officer))
    cited = {"decision_number": "21-QĐ/HU", "decision_date": "20/03/2021"}
    late = road.send("quyet-dinh", "30/06/2021", road.officer, **cited)
    assert 'id="id_special_error"' in late.content.decode()
    assert "Quá 60 ngày làm việc kể từ nghị quyết chi bộ" in text(late)
    assert road.send("quyet-dinh", "20/03/2021", road.officer, **cited, received_on="23/03/2021").status_code == 302
    too_late = road.send("le-ket-nap", "30/06/2021")
    assert 'id="id_leave_error"' in too_late.content.decode()
    assert "Ghi văn bản đồng ý của cấp ủy cấp trên. (NM-10)" in text(too_late)
    assert road.send("le-ket-nap", "22/03/2021").status_code == 200  # before the decision was received
    assert not Membership.objects.filter(person=road.person).exists()
    assert road.send("le-ket-nap", "30/06/2021", leave="88-CV/HU").status_code == 302
    assert "Cấp trên đồng ý: 88-CV/HU" in text(road.clerk.get(road.at))


def test_a_certificate_older_than_sixty_months_and_an_age_outside_eighteen_to_sixty_are_refused(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    old = candidate(world, "Trần Văn Cũ", "10/02/1960")
    made = open_candidacy(MACHINE, person_id=old, cell_id=world["cell-1"], on=date(2021, 1, 2))
    for stage, filed in ((Stage.SYMPATHISER, Filed()), (Stage.CLASS, Filed(certificate="1")), (Stage.APPLICATION, Filed(introducers=road.members[:2])), (Stage.CV, Filed())):
        record_stage(MACHINE, candidacy_id=made, stage=stage, on=date(2021, 1, 2), filed=filed)
    at = f"/phat-trien/{made}/buoc/"
    for slug, more in (("tham-tra", KIN), ("y-kien", {"residence": "02/01/2021", "front": "02/01/2021"}), ("chi-uy", {})):
        assert road.clerk.post(f"{at}{slug}/", {"on": "03/01/2021", **more}).status_code == 302
    with on(date(2026, 1, 3)):
        late = road.clerk.post(f"{at}chi-bo/", {"on": "03/01/2026", "agree": "6", "exempt_present": "0"})
    assert "phải đủ 18 đến đủ 60 tuổi khi chi bộ xét" in text(late)
    assert "(NM-02)" in text(late)
    road.up_to("chi-uy")
    with on(date(2026, 3, 3)):
        late = road.send("chi-bo", "03/03/2026", agree="6", exempt_present="0")
    assert "chỉ có giá trị 60 tháng, đến 02/03/2026. Phải học lại rồi ghi lớp mới. (NM-04)" in text(late)
    assert StageEvent.objects.known().filter(stage="cell").count() == 0


def test_the_last_stage_is_taken_back_while_nothing_rests_on_it_and_a_road_is_stopped_and_resumed(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    road.up_to("le-ket-nap")
    assert road.clerk.post(f"{road.at}sua/rut/").status_code == 302
    assert not Membership.objects.known().filter(person=road.person).exists()
    standing = CandidacyStanding.objects.known().get(valid_to=date(9999, 12, 31))
    assert (standing.stage, standing.state, standing.next_stage) == ("decision", "open", "ceremony")
    assert road.send("le-ket-nap", "19/05/2021").status_code == 302
    stop = road.clerk.post(f"{road.at}sua/dung/", {"on": "20/06/2021", "reason": "withdrew"})
    assert "Người này là đảng viên dự bị" in text(stop)
    for _each in range(2):  # the ceremony, then the decision, which only the level above takes back
        assert road.officer.post(f"{road.at}sua/rut/").status_code == 302
    assert "Chọn một mục" in text(road.clerk.post(f"{road.at}sua/dung/", {"on": "20/06/2021", "reason": "because"}))
    assert road.clerk.post(f"{road.at}sua/dung/", {"on": "20/06/2021", "reason": "moved_away"}).status_code == 302
    page = text(road.clerk.get(road.at))
    assert "ĐÃ DỪNG ngày 20/06/2021: chuyển đi nơi khác" in page
    assert "Không còn bước nào" in page
    assert "đã dừng" in text(road.send("quyet-dinh", "22/06/2021", road.officer, decision_number="1", decision_date="22/06/2021"))
    assert road.clerk.post(f"{road.at}sua/mo-lai/").status_code == 302
    assert CandidacyStanding.objects.known().get(valid_to=date(9999, 12, 31)).state == "open"
    # As of an earlier day the page shows what was then.
    assert "Đã tới bước" in text(road.clerk.get("/phat-trien/?ngay=05/03/2021"))
    assert "Bước tiếp theo Thẩm tra lý lịch" in text(road.clerk.get(f"{road.at}?ngay=05/03/2021"))


def test_three_reviews_without_two_thirds_go_to_the_higher_committee_and_removal_ends_the_membership(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    road.up_to("le-ket-nap")
    assert road.send("lop-dang-vien-moi", "20/06/2021").status_code == 302
    with on(date(2022, 9, 1)):
        for day in ("19/05/2022", "20/06/2022", "20/07/2022"):
            assert road.send("xet-chinh-thuc", day, agree="3", remove="2", exempt_present="0").status_code == 302
        assert "cấp trên quyết định" in StageEvent.objects.known().get(stage="review", verdict="higher").get_verdict_display()
        assert "Quyết định công nhận chính thức" in text(road.officer.get(road.at))
        assert road.send("xoa-ten", "01/09/2022", road.officer, decision_number="9-QĐ/HU", decision_date="01/09/2022").status_code == 302
    member = Membership.objects.known().get(person=road.person)
    assert (member.valid_to, member.end_reason) == (date(2022, 9, 1), "struck_off")


def test_a_member_and_somebody_on_the_road_cannot_begin_again(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    for who, words in ((road.members[0], "Người này là đảng viên từ ngày 19/05/2010"), (road.person, "đang có hồ sơ phát triển đảng viên")):
        assert words in text(road.clerk.post(f"/phat-trien/them/?nguoi={who}&chi-bo={world['cell-1']}", {"on": "03/02/2021"}))
    assert "Chọn người." in text(road.clerk.get("/phat-trien/them/?tim=mai"))
    assert "Chi bộ xóm Núi 1 và Núi 2" in text(road.clerk.get(f"/phat-trien/them/?nguoi={road.person}"))


def former(world: World, name: str, cause: MembershipEnd, left: date = date(2020, 3, 1)) -> int:
    """Somebody who was a member of the first cell until a day."""
    row = NewPerson("p", world["cell-1"], Profile(name, birth=read_birth("1980")), membership=NewMembership(world["cell-1"], MemberStage.OFFICIAL, date(2010, 5, 19), date(2011, 5, 19), BEGINS))
    found = register_persons(MACHINE, rows=[row]).ids["p"]
    end_memberships(MACHINE, rows=[MemberMove(found, left, reason=cause)])
    return found


def test_a_re_admission_is_refused_at_its_opening_for_its_cause_or_before_its_time_and_else_asks_for_the_political_history(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    gone = {cause: former(world, f"Lê Văn {cause.value}", cause) for cause in (MembershipEnd.DISUNITY, MembershipEnd.LEFT, MembershipEnd.EXPELLED)}
    for cause, words in ((MembershipEnd.DISUNITY, "từ ngày 01/03/2020: khai trừ vì gây mất đoàn kết nội bộ nghiêm trọng. Lý do này không được kết nạp lại. (NM-18)"),
                         (MembershipEnd.LEFT, "xin ra khỏi Đảng. Lý do này không được kết nạp lại. (NM-18)"),
                         (MembershipEnd.EXPELLED, "khai trừ. Phải đủ 36 tháng, từ ngày 01/03/2023 mới xét kết nạp lại. (NM-18)")):
        refused = clerk.post(f"/phat-trien/them/?nguoi={gone[cause]}&chi-bo={world['cell-1']}", {"on": "01/06/2021"})
        assert (refused.status_code, words in text(refused)) == (200, True), text(refused)
    assert not CandidacyStanding.objects.exists()
    members = [official(world, f"Dương Văn {name}") for name in ("An", "Ba", "Ca")]
    with on(date(2023, 7, 3)):
        who = gone[MembershipEnd.EXPELLED]
        new = f"/phat-trien/them/?nguoi={who}&chi-bo={world['cell-1']}"
        assert "Kết nạp lại (NM-18)." in text(clerk.get(new))
        assert clerk.post(new, {"on": "01/03/2023"}).status_code == 302
        made = CandidacyStanding.objects.known().get().candidacy_id
        for stage, filed in ((Stage.SYMPATHISER, Filed()), (Stage.CLASS, Filed(certificate="1")), (Stage.APPLICATION, Filed(introducers=members[:2])), (Stage.CV, Filed())):
            record_stage(MACHINE, candidacy_id=made, stage=stage, on=date(2023, 4, 3), filed=filed)
        at = f"/phat-trien/{made}/"
        page = text(clerk.get(at))
        for words in ("kết nạp lại", "từ ngày 01/03/2020: khai trừ", "Còn thiếu kết luận về lịch sử chính trị (58-QĐ/TW)"):
            assert words in page, words
        assert "58-QĐ/TW có từ 08/02/2022" in text(clerk.get(f"{at}buoc/tham-tra/"))
        for day, history, verdict in (("05/04/2023", "missing", "failed"), ("06/04/2023", "present", "passed")):
            assert clerk.post(f"{at}buoc/tham-tra/", {"on": day, **KIN, "political_history": history}).status_code == 302
            assert StageEvent.objects.known().filter(candidacy=made).order_by("-pk")[0].verdict == verdict
        page = text(clerk.get(at))
        for words in ("Đã có kết luận về lịch sử chính trị", "Lịch sử chính trị (58-QĐ/TW): đã có", "Giấy thẩm tra: có 7, thiếu 0"):
            assert words in page, words
        assert "kết nạp lại" in text(clerk.get("/phat-trien/"))
        assert first_sheet(clerk.get("/phat-trien/tai.xlsx"))[1][9] == "kết nạp lại"
        post(world, "party-05965", PostKind.COMMITTEE_MEMBER, 3)
        for each in members:
            fill(world, "party-05965", PostKind.COMMITTEE_MEMBER, each)
        asked = {Consulted.RESIDENCE: Asked(date(2023, 4, 7)), Consulted.YOUTH_UNION: Asked(date(2023, 4, 7), 12, 15)}
        for stage, filed in ((Stage.OPINIONS, Filed(asked=asked)), (Stage.COMMITTEE, Filed()), (Stage.CELL, Filed(agree=3)), (Stage.GRASSROOTS, Filed(agree=3))):
            record_stage(MACHINE, candidacy_id=made, stage=stage, on=date(2023, 4, 10), filed=filed)
        decision = {"on": "20/04/2023", "decision_number": "21-QĐ/HU", "decision_date": "20/04/2023"}
        refused = client_of("keeper").post(f"{at}buoc/quyet-dinh/", decision)
        assert "Kết nạp lại phải được ban thường vụ tỉnh ủy hoặc tương đương đồng ý bằng văn bản. Ghi số của văn bản đó. (NM-18)" in text(refused)
        assert client_of("keeper").post(f"{at}buoc/quyet-dinh/", {**decision, "leave": "101-CV/TU"}).status_code == 302
        assert "Cấp trên đồng ý: 101-CV/TU" in text(clerk.get(at))
        paper = printed(clerk, f"{at}giay/quyet-dinh.pdf")
        assert ("Kết nạp lại" in paper, "tuổi đảng tính từ ngày quyết định kết nạp lần đầu, trừ thời gian không sinh hoạt đảng" in paper) == (True, True)
        # Who never was a member is asked for no such paper.
        other = open_candidacy(MACHINE, person_id=candidate(world), cell_id=world["cell-1"], on=date(2023, 4, 3))
        assert "lịch sử chính trị" not in text(clerk.get(f"/phat-trien/{other}/"))
        assert "ban thường vụ tỉnh ủy" not in text(client_of("keeper").get(f"/phat-trien/{other}/buoc/quyet-dinh/"))


def test_whoever_is_admitted_again_counts_as_a_new_member_and_the_new_probation_falls_due(world: World) -> None:
    who = former(world, "Lê Văn Lại", MembershipEnd.STRUCK_OFF)
    with on(date(2024, 3, 20)):
        admit_members(MACHINE, rows=[NewMembership(world["cell-1"], MemberStage.PROBATIONARY, date(2023, 3, 28), None, date(2023, 4, 3), who)])
        transfer_members(MACHINE, rows=[MemberMove(who, date(2023, 8, 1), world["cell-2"])])
        unit = next(each for each in world.actor("clerk").granted_versions(date(2024, 3, 20)) if each.unit_id == world["party-05965"])
        admitted = queries.admitted_between(unit, date(2023, 1, 1), date(2023, 12, 31))
        ends = probations(unit, date(2024, 3, 20), date(2024, 3, 1), date(2024, 4, 30))
    assert [(each.person_id, each.on) for each in admitted] == [(who, date(2023, 4, 3))]
    assert [(each.person_id, each.due_on) for each in ends] == [(who, date(2024, 4, 3))]


def test_papers_are_printed_from_what_was_recorded_and_not_before(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, road.members[0])
    assert road.clerk.get(f"{road.at}giay/nghi-quyet-chi-bo.pdf").status_code == 404
    road.up_to("le-ket-nap")
    found = {slug: printed(road.clerk, f"{road.at}giay/{slug}.pdf") for slug in ("tong-hop-y-kien", "nghi-quyet-chi-bo", "quyet-dinh", "le-ket-nap")}
    assert road.clerk.get(f"{road.at}giay/quyet-dinh.docx").content[:2] == b"PK"
    for slug, words in (("tong-hop-y-kien", "Đoàn Thanh niên"), ("nghi-quyet-chi-bo", "6-KNĐ"), ("nghi-quyet-chi-bo", "Dương Văn An, Dương Văn Ba"), ("quyet-dinh", "21-QĐ/HU"),
                        ("quyet-dinh", "Tuổi đảng tính từ ngày 10/04/2021"), ("le-ket-nap", "đến trước 19/05/2022")):
        assert words in found[slug], (slug, found[slug])
    assert road.clerk.get(f"{road.at}giay/quyet-dinh.xlsx").status_code == 404


def printed(client: Client, address: str) -> str:
    """The words of a PDF."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(answer.content))).split())


def test_application_and_introductions_are_printed_to_be_written_by_hand_and_the_file_lists_which_papers_are_there(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    assert road.clerk.get(f"{road.at}giay/gioi-thieu-1.pdf").status_code == 404
    assert "Đơn xin vào Đảng, mẫu để viết tay" in text(road.clerk.get(road.at))
    plea = printed(road.clerk, f"{road.at}giay/don-xin-vao-dang.pdf")
    for words in ("ngày … tháng … năm …", "ĐƠN XIN VÀO ĐẢNG", "Kính gửi: Chi bộ xóm Trung Thành, Đảng ủy xã Dương Thành", "Tôi là: Nông Thị Mai", "Sinh: 12/05/1995", "Quê quán: ..", "Phần tự viết",
                  "Mẫu 1-KNĐ (mã mẫu chưa kiểm chứng)", "không chép từ mẫu nào", "NGƯỜI LÀM ĐƠN"):
        assert words in plea, words
    cover = printed(road.clerk, f"{road.at}giay/muc-luc-ho-so.pdf")
    for words in ("2 Đơn xin vào Đảng 1-KNĐ còn thiếu", "Giấy thẩm tra: bản thân còn thiếu", "Quyết định kết nạp 9-KNĐ còn thiếu"):
        assert words in cover, words
    road.up_to("tham-tra")
    assert road.clerk.get(f"{road.at}giay/don-xin-vao-dang.pdf").status_code == 404  # one was handed in
    second = printed(road.clerk, f"{road.at}giay/gioi-thieu-2.pdf")
    for words in ("GIẤY GIỚI THIỆU", "Tôi là: Dương Văn Ba, đảng viên chính thức.", "Cùng tổ chức với người được giới thiệu từ ngày 01/01/2020", "Tôi giới thiệu: Nông Thị Mai", "3-KNĐ (mã mẫu chưa kiểm chứng)"):
        assert words in second, words
    cover = printed(road.clerk, f"{road.at}giay/muc-luc-ho-so.pdf")
    for words in ("Đơn xin vào Đảng 1-KNĐ 03/03/2021 đã có", "Giấy giới thiệu của Dương Văn An 3-KNĐ 03/03/2021 đã có", "Giấy thẩm tra: cha đẻ 10/03/2021 đã có",
                  "Tổng hợp ý kiến 5-KNĐ còn thiếu", "không ghi nội dung"):
        assert words in cover, words
    assert "người nuôi dưỡng" not in cover  # no paper of that is needed
    assert "lịch sử chính trị" not in cover
    assert road.clerk.get(f"{road.at}giay/gioi-thieu-2.docx").content[:2] == b"PK"


def test_the_list_filters_by_stage_group_name_and_due_day_and_is_taken_away(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    road.up_to("chi-bo")
    other = candidate(world, "Hoàng Thị Lan", "1/1/1980")
    open_candidacy(MACHINE, person_id=other, cell_id=world["cell-2"], on=date(2021, 6, 1), tags=[AdmissionGroup.WORKERS])

    def names(query: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="/phat-trien/\d+/[^"]*">([^<]+)</a>', road.clerk.get(f"/phat-trien/?{query}").content.decode())

    assert names("") == ["Nông Thị Mai", "Hoàng Thị Lan"]
    assert names("buoc=cell") == ["Nông Thị Mai"]
    assert names("nhom=workers") == ["Hoàng Thị Lan"]
    assert names("nhom=youth") == ["Nông Thị Mai"]
    assert names("nhom=minorities&tim=lan") == ["Hoàng Thị Lan"]
    assert names("trong=7") == ["Nông Thị Mai"]  # late since the sixty working days were over in June
    assert names("trong=7&nhom=hamlet_heads") == []
    assert names(f"don-vi={world['cell-2']}") == ["Hoàng Thị Lan"]
    rows = first_sheet(road.clerk.get("/phat-trien/tai.xlsx"))
    assert [row[0] for row in rows[1:]] == ["Nông Thị Mai", "Hoàng Thị Lan"]
    assert rows[1][8] == "NM-09"
    assert "Quá hạn" in text(road.clerk.get("/phat-trien/"))
    before = costs(road.clerk, ["/phat-trien/", "/den-han/"])
    for number in range(12):
        open_candidacy(MACHINE, person_id=candidate(world, f"Ma Văn {number}"), cell_id=world["cell-2"], on=date(2021, 6, 1))
    cache.clear()
    assert costs(road.clerk, ["/phat-trien/", "/den-han/"]) == before


def test_who_may_not_know_of_a_candidacy_meets_404_and_every_reader_is_written_down(world: World, client_of: ClientOf) -> None:
    road = Road(world, client_of)
    assert client_of("stranger").get(road.at).status_code == 404
    assert client_of("stranger").post(f"{road.at}buoc/cam-tinh/", {"on": "04/02/2021"}).status_code == 404
    assert client_of("auditor").get(road.at).status_code == 403  # sees persons, but keeps no candidates
    assert client_of("secretary").get(road.at).status_code == 200
    assert ReadEntry.objects.filter(subject=f"person:{road.person}", page="candidacy", reader="user:secretary").exists()
    assert ReadEntry.objects.filter(subject__startswith="candidacies:").exists() is False
    road.clerk.get("/phat-trien/")
    assert ReadEntry.objects.filter(subject__startswith="candidacies:", page="candidacy_list").exists()
    assert "Hoàng Văn Lưu Phương" in text(road.officer.get(f"/nguoi/{road.person}/"))


def test_a_decision_is_recorded_by_the_level_above_the_cell_only(world: World, client_of: ClientOf) -> None:
    from kientoan.core.models import User
    from kientoan.org.enums import Role
    from kientoan.org.operations import grant_role

    road = Road(world, client_of)
    road.up_to("dang-uy")
    user = User.objects.get(username="writer")
    grant_role(MACHINE, user_id=user.pk, unit_id=world["cell-1"], role=Role.SECRETARY, on=date(2021, 1, 2))
    own = client_of("writer")
    assert "Cấp trên ghi bước này: Đảng bộ xã Dương Thành." in text(own.get(road.at))
    refused = own.post(f"{road.at}buoc/quyet-dinh/", {"on": "10/04/2021", "decision_number": "1", "decision_date": "10/04/2021"})
    assert refused.status_code == 403
    assert "Bước này do cấp trên của chi bộ ghi: Đảng bộ xã Dương Thành" in text(refused)
    assert StageEvent.objects.known().filter(stage="decision").count() == 0


@pytest.mark.parametrize("count", ["-1", "x"])
def test_a_target_below_nought_is_refused_beside_the_field(world: World, client_of: ClientOf, count: str) -> None:
    clerk, unit = client_of("clerk"), world["party-05965"]
    answer = clerk.post(f"/phat-trien/ke-hoach/{unit}/2021/all/", {"count": count, "on": "02/01/2021"})
    assert answer.status_code == 200
    assert 'id="id_count_error"' in answer.content.decode()
    assert ("Chỉ tiêu không thể dưới 0. Gõ 0 hoặc số lớn hơn. (NM-20)" if count == "-1" else "Gõ một số nguyên") in text(answer)
    assert not AdmissionTarget.objects.exists()


def test_a_plan_shows_target_result_children_groups_and_who_surely_makes_it(world: World, client_of: ClientOf) -> None:
    road, unit = Road(world, client_of), world["party-05965"]
    road.up_to("le-ket-nap")
    post(world, "xom-1", PostKind.HAMLET_HEAD)
    fill(world, "xom-1", PostKind.HAMLET_HEAD, road.person)
    for where, group, count in ((unit, "all", "3"), (unit, "women", "1"), (world["cell-1"], "all", "1"), (world["cell-2"], "all", "1")):
        assert road.clerk.post(f"/phat-trien/ke-hoach/{where}/2021/{group}/", {"count": count, "on": "02/01/2021"}).status_code == 302
    waiting = open_candidacy(MACHINE, person_id=candidate(world, "Hoàng Thị Lan"), cell_id=world["cell-2"], on=date(2021, 6, 1))
    plan = queries.plan_of(world.actor("clerk"), next(each for each in world.actor("clerk").granted_versions(date(2021, 7, 1)) if each.unit_id == unit), 2021, date(2021, 7, 1))
    lines = {line.group.value: (line.target, line.children, line.admitted, line.reach) for line in plan.lines}
    assert lines["all"] == (3, 2, 1, 1)
    assert (lines["women"], lines["hamlet_heads"], lines["branch_heads"], lines["youth"], lines["minorities"]) == ((1, None, 1, 1), (None, None, 1, 0), (None, None, 1, 0), (None, None, 1, 1), (None, None, 1, 1))
    page = text(road.clerk.get(f"/phat-trien/ke-hoach/?don-vi={unit}&nam=2021"))
    for words in ("Tính theo ngày lễ kết nạp", "khác chỉ tiêu", "33,3 %", "1/1 hồ sơ chắc kịp", "Hoàng Thị Lan", "Trưởng xóm là đảng viên 1/1"):
        assert words in page, words
    assert f"/phat-trien/{waiting}/" in road.clerk.get(f"/phat-trien/ke-hoach/?don-vi={unit}").content.decode()
    assert "Hoàng Thị Lan" not in text(client_of("auditor").get(f"/phat-trien/ke-hoach/?don-vi={unit}&nam=2021"))
    assert road.clerk.post(f"/phat-trien/ke-hoach/{unit}/2021/women/rut/").status_code == 302
    # What was decided stays readable: a target changed later is another from that day on.
    assert road.clerk.post(f"/phat-trien/ke-hoach/{unit}/2021/all/", {"count": "5", "on": "01/06/2021"}).status_code == 302
    assert [queries.targets_of([unit], [2021], day)[unit, 2021, AdmissionGroup.ALL] for day in (date(2021, 5, 31), date(2021, 6, 1))] == [3, 5]
    assert road.clerk.post(f"/phat-trien/ke-hoach/{unit}/2021/all/rut/").status_code == 302
    assert queries.targets_of([unit], [2021], date(2021, 6, 1))[unit, 2021, AdmissionGroup.ALL] == 3
    assert road.clerk.post(f"/phat-trien/ke-hoach/{unit}/2021/all/", {"count": "5", "on": "01/06/2021"}).status_code == 302
    sheet = first_sheet(road.clerk.get(f"/phat-trien/ke-hoach/tai.xlsx?don-vi={unit}&nam=2021"))
    assert sheet[1][:4] == ["mọi người", 5, 2, 1]


def test_blank_spots_say_what_to_do_and_who_is_in_charge_and_lead_to_a_candidacy(world: World, client_of: ClientOf) -> None:
    clerk = client_of("clerk")
    head = candidate(world, "Nông Văn Chất", "1970")
    post(world, "xom-2", PostKind.HAMLET_HEAD)
    fill(world, "xom-2", PostKind.HAMLET_HEAD, head)
    post(world, "cell-1", PostKind.SECRETARY)
    fill(world, "cell-1", PostKind.SECRETARY, person(world, "Dương Văn An", "1990", member_of="cell-1"))
    page = clerk.get(f"/phat-trien/vung-trang/?don-vi={world['party-05965']}")
    for words in ("Trưởng xóm chưa là đảng viên. Mở hồ sơ phát triển cho trưởng xóm.", "Chưa có đảng viên nào được ghi", "Có 1 đảng viên chính thức, dưới 3 thì không ra được nghị quyết", "Phụ trách: Dương Văn An"):
        assert words in text(page), words
    link = re.search(r'href="(/phat-trien/them/\?[^"]*nguoi=\d+[^"]*)"', page.content.decode())
    assert link
    assert "Mở hồ sơ phát triển đảng viên: Nông Văn Chất" in text(clerk.get(link[1].replace("&amp;", "&")))
