"""The papers of a road to membership, made of what was recorded: in Vietnamese whatever their reader reads. None is printed before its stage is done.

Beside them two blank forms, of which the software knows only the head: whoever signs writes the rest by hand, and nobody types it in (PV-04). Their words are our own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.core.refusal import NotFound
from kientoan.development.enums import Consulted, KinName, PaperState
from kientoan.development.models import StageEvent
from kientoan.development.queries import CandidacyFound, introducer_of
from kientoan.org.models import UnitVersion
from kientoan.papers.model import Align, Block, Column, Lines, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import KEPT_HERE, Issuer, number_line, party_issuer
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import names_on, posts_of
from kientoan.rules.days import read_day, write_day
from kientoan.rules.development import Stage, explain_pack, probation_ends, road_pack, two_thirds
from kientoan.rules.forms import INTRODUCTION, YOUTH_RESOLUTION, form_of

COUNTS = (Column("Nội dung", width=60, align=Align.LEFT), Column("Số", width=14))
ASKED = (Column("Nơi lấy ý kiến", width=44, align=Align.LEFT), Column("Ngày", width=18), Column("Tán thành", width=14), Column("Có mặt", width=14))


FILE = (Column("TT", width=7), Column("Giấy tờ", width=56, align=Align.LEFT), Column("Mẫu", width=13), Column("Ngày", width=16), Column("Tình trạng", width=15))
PLEA_LINES, WITNESS_LINES = 34, 10
"""How many dotted lines fill two pages of an application, and one page of an introduction, with room to sign."""
CODES_UNVERIFIED = "mã mẫu chưa kiểm chứng"
OWN_WORDS = "Lời in sẵn là của phần mềm, không chép từ mẫu nào. Phần viết tay không nhập vào phần mềm."


@dataclass(frozen=True)
class RoadPaper:
    """A paper that a candidacy's page offers.

    Parameters:
        slug: its name in addresses.
        label: its name on the page.
    """

    slug: str
    label: str


def _who(found: CandidacyFound) -> str:
    return f"{found.name}{f', sinh {found.born_text}' if found.born_text else ''}"


def _signature(unit: UnitVersion, day: date, issuer: Issuer) -> Signature:
    """The secretary of a unit on the paper's day."""
    holder = next((each.name for post in posts_of(unit, day) if post.kind == PostKind.SECRETARY for each in post.holders), "")
    return Signature((issuer.authority,) if issuer.authority else (), title_of(PostKind.SECRETARY, unit_kind=unit.kind, level=unit.level), holder)


def _paper(found: CandidacyFound, event: StageEvent, kind: str, abstract: str, body: list[Block], *, above: bool, short: str, is_demo: bool) -> Paper:
    """A paper of the cell, or of the organisation above it, on the day of its stage."""
    unit = found.above if above and found.above is not None else found.cell
    issuer, higher = party_issuer(unit.name), party_issuer(found.above.name) if found.above is not None and not above else None
    pack = road_pack(event.occurred_on)
    code = f"Mẫu {event.form_code} ({CODES_UNVERIFIED}). " if event.form_code else ""
    return Paper(
        profile=profile_on(Body.PARTY, event.occurred_on), issuer=(*([higher.name] if higher else []), issuer.name),
        number=f"Số {event.decision.number}" if event.decision else number_line(Body.PARTY, short, issuer.symbol),
        place=issuer.place or (higher.place if higher else ""), day=event.occurred_on, kind=kind, abstract=abstract, body=tuple(body),
        notes=(f"{code}Theo {pack.vi}.", explain_pack(pack).vi), recipients=(*([f"{higher.name} (để báo cáo);"] if higher else [f"{found.cell.name};"]), KEPT_HERE),
        signatures=(_signature(unit, event.occurred_on, issuer),), is_demo=is_demo)


def _opinions(found: CandidacyFound, event: StageEvent, *, is_demo: bool) -> Paper:
    """The summary of opinions: who was asked when, and counts; no opinion of anybody (form 5-KNĐ)."""
    rows = tuple((str(Consulted(who).label), read_day(each["on"]), each.get("agree"), each.get("of")) for who, each in event.asked.items())
    body: list[Block] = [Text(f"Chi ủy {found.cell.name} đã lấy ý kiến về {_who(found)}, người xin vào Đảng, như sau."), Table(ASKED, rows),
                         Text("Nội dung góp ý lưu tại chi ủy, không nhập vào phần mềm.")]
    return _paper(found, event, "Tổng hợp ý kiến", f"về {found.name}, người xin vào Đảng", body, above=False, short="TH", is_demo=is_demo)


def _votes(event: StageEvent) -> Table:
    base, agree = event.base or 0, event.agree or 0
    return Table(COUNTS, (("Số đảng viên chính thức được tính", base), ("Cần tán thành (hai phần ba)", two_thirds(base)), ("Tán thành", agree), ("Không tán thành hoặc không biểu quyết", base - agree)))


def _resolution(found: CandidacyFound, event: StageEvent, *, is_demo: bool) -> Paper:
    """The cell's resolution on admission with its vote (form 6-KNĐ, NM-09)."""
    application = found.event(Stage.APPLICATION)
    ids = _introducers(application)
    names = names_on(ids, event.occurred_on)
    introduced = ", ".join([*(names.get(each, "") for each in ids), *(["Đoàn Thanh niên"] if application and application.youth_union else [])])
    body: list[Block] = [
        Text(f"Ngày {write_day(event.occurred_on)}, {found.cell.name} họp xét đề nghị kết nạp {_who(found)} vào Đảng Cộng sản Việt Nam."),
        Text(f"Người giới thiệu: {introduced}."), Text("Kết quả biểu quyết", is_heading=True), _votes(event),
        Text(f"Chi bộ đề nghị cấp ủy có thẩm quyền kết nạp {found.name} vào Đảng.")]
    return _paper(found, event, "Nghị quyết", f"đề nghị kết nạp {found.name} vào Đảng", body, above=False, short="NQ", is_demo=is_demo)


def _decision(found: CandidacyFound, event: StageEvent, *, is_demo: bool) -> Paper:
    """The decision on admission, with the day that Party age is counted from (form 9-KNĐ, NM-10, NM-11)."""
    cell = found.event(Stage.CELL)
    age = ("Khi được công nhận chính thức, tuổi đảng tính từ ngày quyết định kết nạp lần đầu, trừ thời gian không sinh hoạt đảng" if found.again
           else f"Tuổi đảng tính từ ngày {write_day(event.occurred_on)}")
    body: list[Block] = [
        Text(f"Căn cứ nghị quyết của {found.cell.name}{f' ngày {write_day(cell.occurred_on)}' if cell else ''};"),
        Text(f"Điều 1. Kết nạp {'lại ' if found.again else ''}{_who(found)} vào Đảng Cộng sản Việt Nam. {age}."),
        Text(f"Điều 2. {found.cell.name} tổ chức lễ kết nạp trong {road_pack(event.occurred_on).ceremony_days} ngày làm việc kể từ ngày nhận quyết định."),
        Text(f"Điều 3. {found.cell.name} và {found.name} thi hành quyết định này.")]
    return _paper(found, event, "Quyết định", "kết nạp người vào Đảng", body, above=True, short="QĐ", is_demo=is_demo)


def _ceremony(found: CandidacyFound, event: StageEvent, *, is_demo: bool) -> Paper:
    """The minutes of the ceremony, from which probation runs (NM-11)."""
    decision = found.event(Stage.DECISION)
    cited = f"Quyết định số {decision.decision.number} ngày {write_day(decision.decision.issued_on)}" if decision and decision.decision else "quyết định kết nạp"
    body: list[Block] = [
        Text(f"Ngày {write_day(event.occurred_on)}, {found.cell.name} tổ chức lễ kết nạp {_who(found)} theo {cited}."),
        Text("Diễn biến", is_heading=True), Text("1. Chào cờ, tuyên bố lý do, giới thiệu đại biểu."), Text("2. Bí thư chi bộ đọc và trao quyết định kết nạp."),
        Text("3. Đảng viên mới đọc lời tuyên thệ."), Text("4. Bí thư chi bộ nói rõ nhiệm vụ, phân công đảng viên chính thức giúp đỡ."),
        Text(f"Thời gian dự bị 12 tháng, từ {write_day(event.occurred_on)} đến trước {write_day(probation_ends(event.occurred_on))}.")]
    return _paper(found, event, "Biên bản", f"lễ kết nạp đảng viên {found.name}", body, above=False, short="BB", is_demo=is_demo)


# -- to be written by hand, and the file -----------------------------------------------------------------------------------------------------


def _by_hand(found: CandidacyFound, kind: str, abstract: str, code: str, body: list[Block], post: str, name: str, *, is_demo: bool) -> Paper:
    """A form that a person writes and signs: its day is left open, and no organisation issues it."""
    return Paper(
        profile=profile_on(Body.PARTY, found.day), issuer=(), number="", place="", day=found.day, day_open=True, kind=kind, abstract=abstract, body=tuple(body),
        notes=(f"Mẫu {code} ({CODES_UNVERIFIED}). Theo {road_pack(found.day).vi}. {OWN_WORDS}",), signatures=(Signature((), post, name),), is_demo=is_demo)


def _plea(found: CandidacyFound, *, is_demo: bool) -> Paper:
    """The application, of which only who applies and where is filled in (form 1-KNĐ, NM-05)."""
    to = [found.cell.name, *([party_issuer(found.above.name).name] if found.above else [])]
    body: list[Block] = [
        Text(f"Kính gửi: {', '.join(to)}"), Text(f"Tôi là: {found.name}"), Text(f"Sinh: {found.born_text}") if found.born_text else Lines(1, "Sinh ngày:"),
        Lines(1, "Quê quán:"), Lines(1, "Nơi ở hiện nay:"), Lines(1, "Nghề nghiệp, nơi làm việc:")]
    former = found.road.former
    if former is not None:
        body.append(Text(f"Từng là đảng viên đến trước ngày {write_day(former.on)}, nay xin được kết nạp lại."))
    body += [Text("Phần tự viết: hiểu biết về Đảng, vì sao xin vào Đảng, điều cam kết", is_heading=True), Lines(PLEA_LINES)]
    return _by_hand(found, "Đơn xin vào Đảng", "(kết nạp lại)" if former else "", form_of(Stage.APPLICATION), body, "Người làm đơn", found.name, is_demo=is_demo)


def _introducers(event: StageEvent | None) -> list[int]:
    """Who introduces by an application, in their order."""
    return [each for each in (event.introducer_id, event.second_introducer_id) if each] if event else []


def _introduction(found: CandidacyFound, person_id: int, *, is_demo: bool) -> Paper:
    """What one official member writes who introduces somebody (form 3-KNĐ, NM-06)."""
    event = found.event(Stage.APPLICATION)
    who = introducer_of(person_id, found.cell, event.occurred_on if event else found.day)
    body: list[Block] = [
        Text(f"Kính gửi: {found.cell.name}"), Text(f"Tôi là: {who.name}, đảng viên chính thức."),
        Text(f"Cùng tổ chức với người được giới thiệu từ ngày {write_day(who.since)}.") if who.since else Lines(1, "Cùng nơi cư trú với người được giới thiệu từ:"),
        Text(f"Tôi giới thiệu: {_who(found)}, xin vào Đảng ở {found.cell.name}."),
        Text("Phần tự viết: biết người ấy qua việc gì, ưu điểm, điều còn thiếu", is_heading=True), Lines(WITNESS_LINES)]
    return _by_hand(found, "Giấy giới thiệu", f"{found.name} vào Đảng", INTRODUCTION, body, "Người giới thiệu", who.name, is_demo=is_demo)


def _filed(found: CandidacyFound) -> list[tuple[str, str, StageEvent | None]]:
    """The papers that a file consists of, in order: what it is, its form and the stage that brought it; only those that its road has.

    Those after the ceremony belong to it once there was one.
    """
    application = found.event(Stage.APPLICATION)
    names = names_on(_introducers(application), found.day)
    rows: list[tuple[str, str, StageEvent | None]] = [
        ("Giấy chứng nhận lớp bồi dưỡng", "", found.event(Stage.CLASS)), ("Đơn xin vào Đảng", form_of(Stage.APPLICATION), application),
        *((f"Giấy giới thiệu của {names.get(each, '')}", INTRODUCTION, application) for each in _introducers(application)),
        *([("Nghị quyết giới thiệu của Đoàn Thanh niên", YOUTH_RESOLUTION, application)] if application and application.youth_union else []),
        *([] if application else [("Giấy giới thiệu", INTRODUCTION, None)]),
        ("Lý lịch người xin vào Đảng", form_of(Stage.CV), found.event(Stage.CV)), ("Tổng hợp ý kiến", form_of(Stage.OPINIONS), found.event(Stage.OPINIONS)),
        ("Kết luận của chi ủy", "", found.event(Stage.COMMITTEE)), ("Nghị quyết chi bộ xét kết nạp", form_of(Stage.CELL), found.event(Stage.CELL)),
        *([("Nghị quyết đảng ủy cơ sở", form_of(Stage.GRASSROOTS), found.event(Stage.GRASSROOTS))] if found.road.has_committee else []),
        *([("Văn bản đồng ý kết nạp lại của cấp trên", "", found.event(Stage.DECISION))] if found.road.former else []),
        ("Quyết định kết nạp", form_of(Stage.DECISION), found.event(Stage.DECISION))]
    if found.road.has(Stage.CEREMONY):
        rows += [("Biên bản lễ kết nạp", "", found.event(Stage.CEREMONY)), ("Lý lịch đảng viên", form_of(Stage.MEMBER_CV), found.event(Stage.MEMBER_CV)),
                 ("Giấy chứng nhận lớp đảng viên mới", "", found.event(Stage.NEW_CLASS)),
                 ("Nghị quyết chi bộ xét công nhận chính thức", form_of(Stage.REVIEW), found.event(Stage.REVIEW))]
        rows.append(("Quyết định xóa tên dự bị", "", found.event(Stage.REMOVED)) if found.road.has(Stage.REMOVED)
                    else ("Quyết định công nhận chính thức", form_of(Stage.RECOGNISED), found.event(Stage.RECOGNISED)))
    return rows


def _verified(found: CandidacyFound) -> list[tuple[str, str, date | None, str]]:
    """The papers of the newest verification: whose, and whether it is there; those that are not needed are none (NM-07, NM-18)."""
    newest = found.verification
    kept = newest.papers if newest else {}
    rows = [(f"Giấy thẩm tra: {kin.label}", PaperState(kept.get(kin.value, PaperState.MISSING))) for kin in KinName]
    if found.road.former is not None:
        rows.append(("Kết luận về lịch sử chính trị (58-QĐ/TW)", found.history))
    return [(what, "", newest.occurred_on if newest and state is PaperState.PRESENT else None, str(state.label)) for what, state in rows
            if state is not PaperState.NOT_NEEDED]


def _cover(found: CandidacyFound, *, is_demo: bool) -> Paper:
    """What is in the file on the page's day: each paper with its day, never what it says (NM-17, NM-22)."""
    there, missing = str(PaperState.PRESENT.label), str(PaperState.MISSING.label)
    rows = [(what, code, event.occurred_on if event else None, there if event else missing) for what, code, event in _filed(found)]
    after_cv = next(at for at, row in enumerate(rows) if row[1] == form_of(Stage.CV)) + 1
    rows[after_cv:after_cv] = _verified(found)
    issuer, higher = party_issuer(found.cell.name), party_issuer(found.above.name) if found.above else None
    again = " (kết nạp lại)" if found.road.former else ""
    body: list[Block] = [
        Text(f"Người xin vào Đảng: {_who(found)}."),
        Table(FILE, tuple((number, *row) for number, row in enumerate(rows, start=1)))]
    return Paper(
        profile=profile_on(Body.PARTY, found.day), issuer=(*([higher.name] if higher else []), issuer.name), number="",
        place=issuer.place or (higher.place if higher else ""), day=found.day, kind="Mục lục hồ sơ", abstract=f"xét kết nạp {found.name} vào Đảng{again}", body=tuple(body),
        notes=("Theo các bước đã ghi, không ghi nội dung; người giữ hồ sơ đối chiếu với giấy thật.", f"{road_pack(found.day).vi}; {CODES_UNVERIFIED}."), recipients=(KEPT_HERE,),
        signatures=(_signature(found.cell, found.day, issuer),), is_demo=is_demo)


Make = Callable[..., Paper]
_MADE: Mapping[str, tuple[Stage, Make]] = {
    "tong-hop-y-kien": (Stage.OPINIONS, _opinions), "nghi-quyet-chi-bo": (Stage.CELL, _resolution), "quyet-dinh": (Stage.DECISION, _decision), "le-ket-nap": (Stage.CEREMONY, _ceremony)}


PLEA, COVER, INTRODUCES = "don-xin-vao-dang", "muc-luc-ho-so", "gioi-thieu-"


def offered(found: CandidacyFound) -> list[RoadPaper]:
    """The papers that can be printed on the page's day, in order: the blank application until one is recorded, an introduction for each member who introduces, the papers
    whose stages are done, and what is in the file."""
    labels = {"tong-hop-y-kien": _("Tổng hợp ý kiến"), "nghi-quyet-chi-bo": _("Nghị quyết chi bộ"), "quyet-dinh": _("Quyết định kết nạp"), "le-ket-nap": _("Biên bản lễ kết nạp")}
    application = found.event(Stage.APPLICATION)
    names = names_on(_introducers(application), found.day)
    return [
        *([RoadPaper(PLEA, _("Đơn xin vào Đảng, mẫu để viết tay"))] if application is None and not found.road.is_over else []),
        *(RoadPaper(f"{INTRODUCES}{number}", _("Giấy giới thiệu của %(name)s, mẫu để viết tay") % {"name": names.get(person, "")})
          for number, person in enumerate(_introducers(application), start=1)),
        *(RoadPaper(slug, labels[slug]) for slug, (stage, _make) in _MADE.items() if found.event(stage) is not None), RoadPaper(COVER, _("Mục lục hồ sơ"))]


def paper_of(found: CandidacyFound, slug: str, *, is_demo: bool) -> Paper:
    """One paper that ``offered`` names.

    Raises:
        NotFound: for another name, and before its stage is done.
    """
    if slug not in {each.slug for each in offered(found)}:
        raise NotFound(_("Chưa có giấy tờ này: bước đó chưa ghi. Lấy từ các nút tải về trên trang."))
    with override("vi"):
        if slug == PLEA:
            return _plea(found, is_demo=is_demo)
        if slug == COVER:
            return _cover(found, is_demo=is_demo)
        if slug.startswith(INTRODUCES):
            return _introduction(found, _introducers(found.event(Stage.APPLICATION))[int(slug.removeprefix(INTRODUCES)) - 1], is_demo=is_demo)
        stage, make = _MADE[slug]
        return make(found, found.event(stage), is_demo=is_demo)
