"""The papers of a road to membership, made of what was recorded: in Vietnamese whatever their reader reads. None is printed before its stage is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.core.refusal import NotFound
from kientoan.development.enums import Consulted
from kientoan.development.models import StageEvent
from kientoan.development.queries import CandidacyFound
from kientoan.org.models import UnitVersion
from kientoan.papers.model import Align, Block, Column, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import KEPT_HERE, Issuer, number_line, party_issuer
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import names_on, posts_of
from kientoan.rules.days import read_day, write_day
from kientoan.rules.development import Stage, explain_pack, probation_ends, road_pack, two_thirds

COUNTS = (Column("Nội dung", width=60, align=Align.LEFT), Column("Số", width=14))
ASKED = (Column("Nơi lấy ý kiến", width=44, align=Align.LEFT), Column("Ngày", width=18), Column("Tán thành", width=14), Column("Có mặt", width=14))


@dataclass(frozen=True)
class RoadPaper:
    """A paper that a candidacy's page offers.

    Parameters:
        slug: its name in addresses.
        stage: the stage that must be done.
        label: its name on the page.
    """

    slug: str
    stage: Stage
    label: str


def _who(found: CandidacyFound) -> str:
    return f"{found.name}{f', sinh {found.born_text}' if found.born_text else ''}"


def _signature(unit: UnitVersion, event: StageEvent, issuer: Issuer) -> Signature:
    """The secretary of a unit on the paper's day."""
    holder = next((each.name for post in posts_of(unit, event.occurred_on) if post.kind == PostKind.SECRETARY for each in post.holders), "")
    return Signature((issuer.authority,) if issuer.authority else (), title_of(PostKind.SECRETARY, unit_kind=unit.kind, level=unit.level), holder)


def _paper(found: CandidacyFound, event: StageEvent, kind: str, abstract: str, body: list[Block], *, above: bool, short: str, is_demo: bool) -> Paper:
    """A paper of the cell, or of the organisation above it, on the day of its stage."""
    unit = found.above if above and found.above is not None else found.cell
    issuer, higher = party_issuer(unit.name), party_issuer(found.above.name) if found.above is not None and not above else None
    pack = road_pack(event.occurred_on)
    code = f"Mẫu {event.form_code} (mã mẫu chưa kiểm chứng). " if event.form_code else ""
    return Paper(
        profile=profile_on(Body.PARTY, event.occurred_on), issuer=(*([higher.name] if higher else []), issuer.name),
        number=f"Số {event.decision.number}" if event.decision else number_line(Body.PARTY, short, issuer.symbol),
        place=issuer.place or (higher.place if higher else ""), day=event.occurred_on, kind=kind, abstract=abstract, body=tuple(body),
        notes=(f"{code}Theo {pack.vi}.", explain_pack(pack).vi), recipients=(*([f"{higher.name} (để báo cáo);"] if higher else [f"{found.cell.name};"]), KEPT_HERE),
        signatures=(_signature(unit, event, issuer),), is_demo=is_demo)


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
    ids = [each for each in (application.introducer_id, application.second_introducer_id) if each] if application else []
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
    body: list[Block] = [
        Text(f"Căn cứ nghị quyết của {found.cell.name}{f' ngày {write_day(cell.occurred_on)}' if cell else ''};"),
        Text(f"Điều 1. Kết nạp {_who(found)} vào Đảng Cộng sản Việt Nam. Tuổi đảng tính từ ngày {write_day(event.occurred_on)}."),
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


Make = Callable[..., Paper]
_MADE: Mapping[str, tuple[Stage, Make]] = {
    "tong-hop-y-kien": (Stage.OPINIONS, _opinions), "nghi-quyet-chi-bo": (Stage.CELL, _resolution), "quyet-dinh": (Stage.DECISION, _decision), "le-ket-nap": (Stage.CEREMONY, _ceremony)}


def offered(found: CandidacyFound) -> list[RoadPaper]:
    """The papers whose stages are done, in order."""
    labels = {"tong-hop-y-kien": _("Tổng hợp ý kiến"), "nghi-quyet-chi-bo": _("Nghị quyết chi bộ"), "quyet-dinh": _("Quyết định kết nạp"), "le-ket-nap": _("Biên bản lễ kết nạp")}
    return [RoadPaper(slug, stage, labels[slug]) for slug, (stage, _make) in _MADE.items() if found.event(stage) is not None]


def paper_of(found: CandidacyFound, slug: str, *, is_demo: bool) -> Paper:
    """One paper.

    Raises:
        NotFound: for another name, and before its stage is done.
    """
    stage, make = _MADE.get(slug, (None, None))
    event = found.event(stage) if stage is not None else None
    if event is None or make is None:
        raise NotFound(_("Chưa có giấy tờ này: bước đó chưa ghi. Lấy từ các nút tải về trên trang."))
    with override("vi"):
        return make(found, event, is_demo=is_demo)
