"""Proposals through pages: raised from what a meeting decided, received, passed up, forwarded, answered once, done with proof, published, opened again where it was answered."""

import re
from datetime import date, time
from uuid import UUID, uuid4

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import MACHINE, World
from duties import cell_secretary, published
from kientoan.core.access import Right
from kientoan.core.facts import Fact
from kientoan.core.files import Sent
from kientoan.core.models import JournalEntry, StoredFile
from kientoan.core.operation import Act, operation
from kientoan.core.participants import Change, Fate, Kind, plan
from kientoan.meetings import operations as meetings
from kientoan.meetings.enums import MatterName
from kientoan.meetings.models import Meeting
from kientoan.meetings.papers import Names
from kientoan.meetings.queries import household_lines, standing
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.org.queries import unit_on
from kientoan.proposals import fields, hooks, operations, queries
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.models import Proposal, ProposalFile, ProposalStanding, ProposalStep, ProposalText, Support
from kientoan.proposals.operations import Approved, Word
from kientoan.proposals.queries import Only, Wanted, newest_standing, public_view
from kientoan.proposals.steps import Content, Raised, raise_from_outside
from kientoan.publishing.models import PublicProposal
from kientoan.resolutions.models import Task
from kientoan.rules.meetings import Votes
from kientoan.rules.proposals import reference_of
from photos import LATITUDE, photo
from reading import ClientOf, costs, first_sheet, text

DAY = "?ngay=23/06/2020"
ON = date(2020, 6, 8)
HOUSE = Content(ProposalKind.CULTURE_HOUSE, "Xây nhà văn hóa xóm đạt chuẩn", "Nhà cũ dột, không đủ chỗ họp.", "đầu xóm, cạnh sân bóng", 450_000_000)


def raised(world: World, unit: str = "xom-1", content: Content = HOUSE, *, on: date = ON, send: bool = True) -> int:
    """A proposal that was raised, and sent."""
    return operations.raise_proposal(MACHINE, unit_id=world[unit], content=content, on=on, send=send)


def received(world: World, unit: str = "xom-1", content: Content = HOUSE, *, on: date = ON) -> int:
    """A proposal that the commune received on the day on which it was sent."""
    made = raised(world, unit, content, on=on)
    operations.receive_proposal(MACHINE, proposal_id=made, on=on, word=Word())
    return made


def did(client: Client, proposal: int, what: str, door: str = "tra-loi", **values: object) -> str:
    """The words of the answer to a step; empty when it was taken."""
    answer = client.post(f"/kien-nghi/{proposal}/{door}/{what}/", {"on": "23/06/2020", **values})
    return "" if answer.status_code == 302 else text(answer)


def state(proposal: int) -> str:
    """Where a proposal stands by what is believed now."""
    return str(newest_standing(proposal).state)


def decided(world: World, matter: MatterName = MatterName.CONTRIBUTION) -> UUID:
    """What the households of Trung Thành decided by signed minutes."""
    meetings.enter_households(MACHINE, hamlet_id=world["xom-1"], on=date(2020, 5, 20), rows=[meetings.HouseholdRow("Dương Văn Tuyến"), meetings.HouseholdRow("Lý Thị Nhài")])
    meeting = meetings.call_meeting(MACHINE, unit_id=world["xom-1"], on=date(2020, 6, 7), begins_at=time(19, 30), place="Nhà văn hóa", items=["Góp ngày công làm mương bờ Đông"])
    meetings.take_household_attendance(MACHINE, meeting_id=meeting, present=[line.household_id for line in household_lines(world["xom-1"], date(2020, 6, 7))])
    item: UUID = standing(meeting).items[0].fact.fact_id
    meetings.decide_item(MACHINE, meeting_id=meeting, item=item, text="Mỗi hộ góp hai ngày công làm mương bờ Đông; đề nghị xã cho máy đào.", votes=Votes(2), matter=matter)
    meetings.sign_minutes(MACHINE, meeting_id=meeting, names=Names("Hoàng Văn Lưu", "Dương Văn Tuyến", "Lý Thị Nhài", ("Dương Văn Tuyến", "Lý Thị Nhài"), time(21)))
    return item


def test_what_a_meeting_decided_goes_upward_without_typing_again_and_is_answered_done_and_published(world: World, client_of: ClientOf) -> None:
    item = decided(world)
    clerk = client_of("clerk")
    meeting = f"/hop/{Meeting.objects.get().pk}/"
    assert "Nêu thành kiến nghị" in text(clerk.get(f"{meeting}{DAY}"))
    new = f"/don-vi/{world['xom-1']}/kien-nghi/moi/{DAY}&quyet={item}"
    page = clerk.get(new).content.decode()
    assert ("đề nghị xã cho máy đào" in page, "Ủy ban nhân dân xã Dương Thành" in page) == (True, True)
    said = {"kind": "canals", "title": "Làm mương bờ Đông", "text": "Đề nghị xã cho máy đào.", "place": "bờ Đông", "on": "08/06/2020", "send": "on", "document": "01/KN-TT"}
    for name, value, words in (("title", "", "Chưa điền mục này"), ("on", "09/07/2020", "chưa tới"), ("on", "05/06/2020", "trước ngày họp"), ("cost", "0", "Số quá nhỏ"),
                               ("kind", "khác", "Chọn một mục trong danh sách"), ("cost", "vài triệu", "Gõ một số nguyên")):
        assert words in text(clerk.post(new, {**said, name: value})), words
    hostile = SimpleUploadedFile("anh.jpg", b"<html>", "image/jpeg")
    assert "Không nhận loại tệp này" in text(clerk.post(new, {**said, "file": hostile}))
    assert (Proposal.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert clerk.post(new, {**said, "cost": "45.000.000", "file": SimpleUploadedFile("a.jpg", photo()), "caption": "Mương sạt"}).status_code == 302
    made = Proposal.objects.get()
    assert (made.reference, made.line, state(made.pk), ProposalText.objects.get().cost) == (reference_of(made.pk), "state", "sent", 45_000_000)
    assert "đã thành kiến nghị rồi" in text(clerk.post(new, {**said, "da-xem": "x", "title": "Việc khác hẳn"}))
    page = clerk.get(f"/kien-nghi/{made.pk}/{DAY}").content.decode()
    address = re.search(rf'src="(/kien-nghi/{made.pk}/tep/[^"]+)"', page)
    assert address is not None
    shown = clerk.get(address[1])
    assert (shown["Content-Type"], shown["X-Content-Type-Options"], LATITUDE.encode() in shown.content) == ("image/jpeg", "nosniff", False)
    for username, status in (("stranger", 404), ("counter", 403), ("auditor", 200)):
        assert client_of(username).get(address[1]).status_code == status
        assert client_of(username).get(f"/kien-nghi/{made.pk}/{DAY}").status_code == status
    assert clerk.get(f"/kien-nghi/{made.pk}/tep/{uuid4()}/").status_code == 404
    # An answer comes after receipt; contributions rest on the households' decision, which was tied when it was raised (RT-06).
    assert "Tiếp nhận rồi mới trả lời" in did(clerk, made.pk, "chap-nhan", text="Xã cho máy", planned_on="30/07/2020")
    assert "trước bước gần nhất" in did(clerk, made.pk, "tiep-nhan", on="01/06/2020")
    assert did(clerk, made.pk, "tiep-nhan", on="10/06/2020") == ""
    assert "Chỉ tiếp nhận" in did(clerk, made.pk, "tiep-nhan")
    assert "Tuổi: 13 ngày" in text(clerk.get(f"/kien-nghi/{made.pk}/{DAY}"))
    assert "hạn 25/06/2020" in text(clerk.get(f"/kien-nghi/{made.pk}/{DAY}"))
    accept = {"text": "Xã cho máy đào, xóm góp công", "planned_on": "30/07/2020", "needs_contribution": "on", "document": "45/UBND"}
    assert "Ghi sẽ làm gì" in did(clerk, made.pk, "chap-nhan", **{**accept, "text": ""})
    assert "Ghi ngày dự kiến xong" in did(clerk, made.pk, "chap-nhan", **{**accept, "planned_on": ""})
    assert did(clerk, made.pk, "chap-nhan", **accept) == ""
    assert "đã trả lời thì không trả lời lại" in did(clerk, made.pk, "tu-choi", refusal="no_funds", text="hết vốn")  # the second of two who answer at once
    assert client_of("clerk").post(f"/kien-nghi/{made.pk}/tra-loi/bo-gan/{DAY}&moi={item}").status_code == 200
    # A task of it, and done only with proof.
    task = {"title": "Đào mương bờ Đông", "product": "300 m mương", "lead": f"{world['party-05965']}", "due_on": "30/07/2020", "on": "23/06/2020"}
    assert clerk.post(f"/don-vi/{world['party-05965']}/giao-viec/{DAY}&kien-nghi={made.pk}", task).status_code == 302
    assert Task.objects.get().source_key == made.uuid
    assert "Đào mương bờ Đông" in text(clerk.get(f"/kien-nghi/{made.pk}/{DAY}"))
    assert "Chưa có bằng chứng" in did(clerk, made.pk, "xong", text="Đào xong")
    assert did(clerk, made.pk, "xong", text="Đào xong 300 m", file=SimpleUploadedFile("b.jpg", photo())) == ""
    # What the public may read is approved, and has no phone number in it; of what is done the result is made public.
    assert "Công khai kết quả" in text(clerk.get(f"/kien-nghi/{made.pk}/{DAY}"))
    approve = {"title": "Làm mương bờ Đông", "answer": "Đã đào 300 m.", "is_listed": "on"}
    assert "có số điện thoại" in did(clerk, made.pk, "cong-khai", **{**approve, "answer": "Gọi 0912 345 678"})
    assert did(clerk, made.pk, "cong-khai", **approve) == ""
    view = public_view(made.pk)
    assert (view.title, view.state, view.answer, view.is_listed, view.age_from) == ("Làm mương bờ Đông", "published", "Đã đào 300 m.", True, date(2020, 6, 10))
    assert [each.step for each in view.path] == ["raise", "send", "receive", "accept", "finish", "publish"]
    assert {entry.operation for entry in JournalEntry.objects.all()} >= {"proposals.raise_proposal", "proposals.accept_proposal", "proposals.publish_proposal"}
    # Opened again it is back at the body that answered, and its age goes on.
    assert "Chưa điền" in did(clerk, made.pk, "mo-lai", "lam") or state(made.pk) == "published"
    assert did(clerk, made.pk, "mo-lai", "lam", text="Mưa xong mương lại sạt", on="01/07/2020") == ""
    again = newest_standing(made.pk)
    assert (again.state, again.unit_id, again.age_from, again.clock_from) == ("sent", world["05965"], date(2020, 6, 10), None)


def test_each_level_has_its_clock_and_what_is_not_ours_is_forwarded_with_its_age(world: World, client_of: ClientOf) -> None:
    made = received(world)
    clerk, district = client_of("clerk"), client_of("keeper")
    assert "Ghi ý kiến" in did(clerk, made, "len-cap")
    assert did(clerk, made, "len-cap", text="Vượt khả năng của xã", document="12/TTr-UBND") == ""
    assert (state(made), newest_standing(made).unit_id) == ("passed_up", world["173"])
    assert clerk.post(f"/kien-nghi/{made}/tra-loi/tiep-nhan/", {"on": "23/06/2020"}).status_code == 403  # it stands above them, and they may still read it
    assert did(district, made, "tiep-nhan", on="25/06/2020") == ""
    page = text(clerk.get(f"/kien-nghi/{made}/?ngay=01/07/2020"))
    for words in ("Giải quyết 23/06/2020, sau 15 ngày", "Đã 6 ngày, hạn 15/07/2020", "Ủy ban nhân dân huyện Phú Bình", "Tuổi: 23 ngày", "12/TTr-UBND"):
        assert words in page, words
    # A cell's goes to the party committee; forwarded to the people's committee its clock runs on.
    other = received(world, "cell-1", Content(ProposalKind.ROADS, "Rải cấp phối đường ra đồng", "Xe không vào được."))
    assert newest_standing(other).unit_id == world["party-05965"]
    assert "Chọn một mục trong danh sách" in did(clerk, other, "noi-khac", to=str(world["171"]), text="không phải việc của Đảng ủy")
    assert "Ghi vì sao không thuộc thẩm quyền" in did(clerk, other, "noi-khac", to=str(world["05965"]))
    assert did(clerk, other, "noi-khac", to=str(world["05965"]), text="việc của Ủy ban", on="20/06/2020") == ""
    assert did(clerk, other, "tiep-nhan", on="22/06/2020") == ""
    there = newest_standing(other)
    assert (there.unit_id, there.age_from, there.clock_from, there.due_on) == (world["05965"], ON, ON, date(2020, 6, 23))
    # Overdue shows the day after, in the list too, by words without diacritics.
    late = text(clerk.get(f"/kien-nghi/?ngay=24/06/2020&loc=qua-han&don-vi={world['party-05965']}&tim=rai cap phoi"))
    assert ("Rải cấp phối đường ra đồng" in late, "Quá 1 ngày" in late) == (True, True)
    assert "Rải cấp phối" not in text(clerk.get(f"/kien-nghi/{DAY}&loc=qua-han"))
    assert "Chọn lý do" in did(clerk, other, "tu-choi", text="x") or "Chưa điền" in did(clerk, other, "tu-choi", text="x")
    assert "Ghi rõ vì sao từ chối" in did(clerk, other, "tu-choi", refusal="no_funds")
    assert did(clerk, other, "tu-choi", refusal="no_funds", text="Năm 2021 mới có vốn.") == ""
    assert (public_view(other).path[-1].reason, public_view(other).title, public_view(other).reply) == ("chưa có vốn", "đường giao thông", "Năm 2021 mới có vốn.")
    # The two lines of one matter are tied, both kept; the same line is merged instead (RT-05).
    twin = raised(world, "cell-1", Content(ProposalKind.CULTURE_HOUSE, "Nhà văn hóa xóm", "Chi bộ cũng đề nghị."))
    assert "Xem lại từng chữ số" in did(clerk, twin, "gan-duong-kia", key="KN-00001-0")
    assert "cùng một đường" in did(clerk, twin, "gan-duong-kia", key=reference_of(other))
    assert did(clerk, twin, "gan-duong-kia", key=reference_of(made)) == ""
    assert "Đã gắn rồi" in did(clerk, twin, "gan-duong-kia", key=reference_of(made))
    for one in (made, twin):
        assert "Cùng việc, đường kia" in text(clerk.get(f"/kien-nghi/{one}/{DAY}"))
    assert did(clerk, twin, "rut", "lam", text="đã có kiến nghị của xóm") == ""
    assert state(twin) == "withdrawn"


def test_the_same_is_offered_before_it_is_sent_seconded_by_counts_merged_and_ranked(world: World, client_of: ClientOf) -> None:
    first = received(world)
    road = received(world, "xom-2", Content(ProposalKind.ROADS, "Đường liên xóm", "Lầy lội."))
    clerk = client_of("clerk")
    new = f"/don-vi/{world['xom-2']}/kien-nghi/moi/{DAY}"
    values = {"kind": "culture_house", "title": "De nghi xay nha van hoa", "text": "Chưa có nhà họp.", "on": "23/06/2020", "send": "on"}
    offered = clerk.post(new, values)
    assert ("Đã có kiến nghị có thể trùng: 1" in text(offered), f'href="/kien-nghi/{first}/' in offered.content.decode(), Proposal.objects.count()) == (True, True, 2)
    seen = re.search(r'name="da-xem" value="([^"]+)"', offered.content.decode())
    assert seen is not None
    assert clerk.post(new, {**values, "da-xem": seen[1]}).status_code == 302
    second = Proposal.objects.latest("pk").pk
    assert reference_of(first) in text(clerk.get(f"/kien-nghi/{second}/{DAY}"))
    # Counts by hamlet, never who.
    count = {"hamlet": str(world["xom-1"]), "households": "21", "persons": "60"}
    assert "chưa tới" in did(clerk, road, "ung-ho", "lam", **{**count, "on": "09/07/2020"})
    assert "Ghi số hộ hoặc số người" in did(clerk, road, "ung-ho", "lam", hamlet=str(world["xom-1"]))
    assert "Chọn một mục" in did(clerk, road, "ung-ho", "lam", **{**count, "hamlet": str(world["173"])})
    assert did(clerk, road, "ung-ho", "lam", **count) == did(clerk, road, "ung-ho", "lam", **{**count, "households": "23"}) == ""
    assert did(clerk, first, "ung-ho", "lam", hamlet=str(world["xom-1"]), households="5") == ""
    assert list(Support.objects.known().order_by("households").values_list("households", flat=True)) == [5, 23]
    ranked = text(clerk.get(f"/kien-nghi/{DAY}&xep=ung-ho"))
    assert ranked.index("Đường liên xóm") < ranked.index("Xây nhà văn hóa xóm đạt chuẩn")
    # Merged: followers of either code see how the one goes on.
    told: list[int] = []
    hooks.changed.append(lambda _act, number: told.append(number))
    try:
        assert "chính nó" in did(clerk, second, "gop", into=reference_of(second))
        assert "Không có kiến nghị mang mã này" in did(clerk, second, "gop", into="KN-99999-9")
        assert did(clerk, second, "gop", into=reference_of(first).lower()) == ""
        assert "không còn mở" in did(clerk, road, "gop", into=reference_of(second))
        told.clear()
        assert did(clerk, first, "chap-nhan", text="Đưa vào kế hoạch 2021", planned_on="30/12/2020") == ""
        assert told == [first, second]
    finally:
        hooks.changed.pop()
    view = public_view(second)
    assert (view.state, view.merged_into, view.reply, view.planned_on) == ("accepted", reference_of(first), "Đưa vào kế hoạch 2021", date(2020, 12, 30))
    assert f"Đã gộp vào đây: {reference_of(second)}" in text(clerk.get(f"/kien-nghi/{first}/{DAY}"))
    # The list: what waits for me, by state with counts that add up, taken away as a table; its queries do not grow.
    assert "Kiến nghị" in text(clerk.get(f"/kien-nghi/{DAY}&loc=cho-toi"))
    scope = unit_on(world["party-05965"], date(2020, 6, 23))
    assert scope is not None
    assert sum(queries.by_state(world.actor("clerk"), Wanted(scope, date(2020, 6, 23))).values()) == queries.proposal_page(world.actor("clerk"), Wanted(scope, date(2020, 6, 23))).count == 3
    assert queries.proposal_page(world.actor("clerk"), Wanted(scope, date(2020, 6, 23), Only.MINE)).count == 2
    assert [row[0] for row in first_sheet(clerk.get(f"/kien-nghi/tai.xlsx{DAY}"))].count(reference_of(first)) == 1
    assert "Không có cách lọc này" in text(clerk.get(f"/kien-nghi/{DAY}&loc=la")) and clerk.get(f"/kien-nghi/{DAY}&trang-thai=la").status_code == 404
    pages = [f"/kien-nghi/{DAY}", f"/kien-nghi/{first}/{DAY}"]
    before = costs(clerk, pages)
    for number in range(6):
        received(world, "xom-3", Content(ProposalKind.WATER, f"Giếng khoan {number}", "Thiếu nước."))
        operations.second_proposal(MACHINE, proposal_id=first, hamlet_id=world["cell-1"], households=number, persons=1, on=date(2020, 6, 23))
    assert costs(clerk, pages) == before


def test_replies_are_begun_from_templates_and_contributions_need_a_decision_of_the_households(world: World, client_of: ClientOf) -> None:
    made = received(world)
    clerk = client_of("clerk")
    resolution, (clause,) = published(world["party-05965"], "Xây dựng nông thôn mới")
    base = f"/don-vi/{world['05965']}/kien-nghi/mau/"
    assert "Chưa có mẫu nào" in text(clerk.get(f"{base}{DAY}"))
    assert clerk.post(f"{base}ghi/", {"name": "Nhận", "text": "{cơ quan} đã nhận {mã}: {tên}."}).status_code == 302
    assert "Không có gì khác" in text(clerk.post(f"{base}ghi/", {"name": "Nhận", "text": "{cơ quan} đã nhận {mã}: {tên}."}))
    template = queries.templates_of(world["05965"])[0].fact_id
    filled = clerk.get(f"/kien-nghi/{made}/tra-loi/chap-nhan/{DAY}&mau={template}").content.decode()
    assert f"Ủy ban nhân dân xã Dương Thành đã nhận {reference_of(made)}: Xây nhà văn hóa xóm đạt chuẩn." in filled
    assert clerk.get(f"/kien-nghi/{made}/tra-loi/chap-nhan/{DAY}&mau={uuid4()}").status_code == 404
    assert clerk.post(f"{base}bo/?mau={template}").status_code == 302
    assert queries.templates_of(world["05965"]) == []
    assert client_of("stranger").get(f"{base}{DAY}").status_code == 404
    accept = {"text": "Xã bốn phần, xóm một phần", "planned_on": "30/12/2020", "needs_contribution": "on"}
    assert "gắn quyết định của các hộ" in did(clerk, made, "chap-nhan", **accept)
    item = decided(world)
    assert did(clerk, made, "gan-quyet-dinh", key=str(item)) == ""
    assert did(clerk, made, "gan-muc", key=f"{resolution}/{clause}") == ""
    assert "Chọn một mục trong danh sách" in did(clerk, made, "gan-muc", key=f"{resolution}/{uuid4()}")
    assert did(clerk, made, "chap-nhan", **accept) == ""
    assert "không bỏ được" in text(clerk.post(f"/kien-nghi/{made}/tra-loi/bo-gan/?moi={item}"))
    assert clerk.post(f"/kien-nghi/{made}/tra-loi/bo-gan/?moi={clause}").status_code == 302
    page = text(clerk.get(f"/kien-nghi/{made}/{DAY}"))
    assert ("Góp ngày công làm mương bờ Đông" in page, "Xây dựng nông thôn mới" in page, "có nhân dân đóng góp" in page) == (True, False, True)
    # Said otherwise with a reason while it is not answered, not afterwards; the words before stay to be read.
    other = received(world, "xom-1", Content(ProposalKind.OTHER, "Loa truyền thanh", "Loa hỏng."))
    again = {"kind": "other", "title": "Sửa loa truyền thanh", "text": "Loa hỏng."}
    assert "Chưa điền mục này" in did(clerk, other, "sua", "lam", **again)
    assert did(clerk, other, "sua", "lam", **again, reason="nói rõ hơn") == ""
    assert "Loa truyền thanh" in text(clerk.get(f"/kien-nghi/{other}/{DAY}"))
    assert "không sửa được" in did(clerk, made, "sua", "lam", **again, reason="x")
    # A file sent by mistake is emptied, the step stays.
    proved = operations.raise_proposal(MACHINE, unit_id=world["xom-1"], content=Content(ProposalKind.LAND, "Cắm mốc đất công", "Bị lấn."), on=ON, sent=(Sent("a.jpg", photo()),), send=True)
    file = ProposalFile.objects.known().get(proposal=proved)
    assert clerk.post(f"/kien-nghi/{proved}/tra-loi/bo-tep/?tep={file.fact_id}", {"reason": "chụp nhầm nhà riêng"}).status_code == 302
    assert (StoredFile.objects.get(pk=file.file_id).content, ProposalStep.objects.filter(proposal=proved).count()) == (None, 2)
    # A cell's secretary raises for the cell alone.
    cell = cell_secretary(world, client_of)
    assert cell.get(f"/don-vi/{world['cell-1']}/kien-nghi/moi/{DAY}").status_code == 200
    assert cell.get(f"/don-vi/{world['cell-2']}/kien-nghi/moi/{DAY}").status_code == 404


@operation(title="thử tiếp nhận", right=Right.ANSWER_PROPOSALS)
def take_over(act: Act, *, raised: Raised) -> int:
    """What publishing does with a sending."""
    act.ask([raised.unit_id])
    made = raise_from_outside(act, raised)
    act.enter(detail={"proposal": made})
    return made


def test_what_came_from_outside_is_received_with_its_clock_since_it_came_and_shows_nobody_who_sent_it(world: World, client_of: ClientOf) -> None:
    told: list[int] = []
    hooks.changed.append(lambda _act, number: told.append(number))
    try:
        made = take_over(MACHINE, raised=Raised(world["xom-1"], HOUSE, ON, "f" * 64, (), "Dương Văn Tuyến", "0912345678"))
    finally:
        hooks.changed.pop()
    here = newest_standing(made)
    assert (told, here.state, here.unit_id, here.clock_from, here.proposal.follow_digest) == ([made], "received", world["05965"], ON, "f" * 64)
    assert "Dương Văn Tuyến 0912345678" in text(client_of("secretary").get(f"/kien-nghi/{made}/{DAY}"))
    assert [("0912345678" in text(client_of(username).get(f"/kien-nghi/{made}/{DAY}"))) for username in ("clerk", "auditor")] == [False, False]
    view = public_view(made)
    assert (view.title, view.text, view.place, view.is_listed) == ("nhà văn hóa", "", "", False)
    assert "Tuyến" not in repr(view)
    operations.publish_proposal(MACHINE, proposal_id=made, on=date(2020, 6, 23), approved=Approved("Nhà văn hóa Trung Thành", is_listed=False))
    assert (public_view(made).title, public_view(made).is_listed) == ("Nhà văn hóa Trung Thành", False)
    # Every field that tells of who sent it has its class.
    model = apps.get_model("proposals", "ProposalSender")
    assert issubclass(model, Fact) and set(fields.CLASSES["ProposalSender"]) == {field.name for field in model._meta.get_fields() if field.concrete}


def test_where_a_body_ends_whoever_takes_it_whole_answers_on_with_the_clock_running(world: World) -> None:
    made = received(world)
    on = date(2020, 6, 24)
    reorganise(MACHINE, plan=Reorganisation(on, folds=(Fold(world["05965"], (world["05953"],)),)))
    there = ProposalStanding.objects.known().on(on).get(proposal=made)
    assert public_view(made).body != "Ủy ban nhân dân xã Dương Thành", "the public reads where it is now"
    assert (there.unit_id, there.age_from, there.due_on, there.state) == (world["05953"], ON, date(2020, 6, 23), "received")
    assert PublicProposal.objects.get(proposal=made).content["vi"]["body"] == public_view(made).body
    lines = plan(Change(Kind.DISSOLVE, (world["05953"],), date(2020, 7, 1)))
    assert [line.count for line in lines if line.fate is Fate.NEEDS_PERSON and "kiến nghị" in line.text] == [1]
    divided = plan(Change(Kind.REORGANISE, (world["05953"],), date(2020, 7, 1), into={world["05953"]: (world["173"], world["171"])}))
    assert [item.key for line in divided for item in line.items if line.text.startswith("Kiến nghị chưa xong")] == [f"proposals.Proposal:{made}"]
    # A level that goes away leaves nothing in its place: what waits there rises to the one above.
    operations.pass_up_proposal(MACHINE, proposal_id=made, on=date(2020, 6, 25), word=Word("vượt khả năng của xã"))
    for into, count in (((), 1), ((world["171"],), 1)):
        moves = plan(Change(Kind.REORGANISE, (world["173"],), date(2020, 7, 1), into={world["173"]: into}))
        assert [line.count for line in moves if line.fate is Fate.MOVES and "iến nghị" in line.text] == [count]
