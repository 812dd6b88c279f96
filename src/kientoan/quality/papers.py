"""The papers of quality: standards, the strength of a unit, its plan, the certificates of a course; in Vietnamese whatever their reader reads."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from kientoan.org.enums import UnitKind
from kientoan.org.models import UnitVersion
from kientoan.papers.model import Align, Block, Column, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import KEPT_HERE, party_issuer, peoples_committee
from kientoan.people.enums import title_of
from kientoan.quality.enums import GapKind
from kientoan.quality.queries.planning import UnitPlan
from kientoan.quality.queries.standards import StandardRow
from kientoan.quality.queries.strength import Strength
from kientoan.quality.queries.training import CourseFound
from kientoan.rules.days import write_day
from kientoan.rules.quality import DEMANDS, wanted_words
from kientoan.rules.tree import LEVEL_VI

UNVERIFIED = "chưa kiểm chứng"
STANDARDS = (Column("Cấp", width=18, align=Align.LEFT), Column("Chức danh", width=24, align=Align.LEFT), Column("Yêu cầu", width=24, align=Align.LEFT), Column("Mức", width=18),
             Column("Nguồn", width=34, align=Align.LEFT))
PLAN = (Column("Chức danh", width=28, align=Align.LEFT), Column("Người", width=20, align=Align.LEFT), Column("Việc phát hiện", width=32, align=Align.LEFT),
        Column("Làm gì", width=20, align=Align.LEFT), Column("Hạn", width=13), Column("Phụ trách", width=18, align=Align.LEFT), Column("Tình hình", width=16, align=Align.LEFT))
CERTIFICATES = (Column("TT", width=6), Column("Họ và tên", width=34, align=Align.LEFT), Column("Số buổi", width=9), Column("Kết quả", width=14), Column("Số chứng chỉ", width=22),
                Column("Ngày", width=14))


def _capital(title: str) -> str:
    """A title at the head of a cell; the names within it keep their own letters."""
    return title[:1].upper() + title[1:]


def _paper(unit: UnitVersion, day: date, kind: str, abstract: str, body: Sequence[Block], *, is_demo: bool, notes: Sequence[str] = ()) -> Paper:
    """A paper of a unit in the form of its day; its number, and who signs, are left to the office."""
    if unit.is_party:
        issuer = party_issuer(unit.name)
        return Paper(profile=profile_on(Body.PARTY, day), issuer=(issuer.name,), number="", place=issuer.place, day=day, kind=kind, abstract=abstract, body=tuple(body), notes=tuple(notes),
                     recipients=(KEPT_HERE,), signatures=(Signature((issuer.authority,) if issuer.authority else ()),), is_demo=is_demo)
    name = unit.name if unit.kind in (UnitKind.HAMLET, UnitKind.RESIDENTIAL_GROUP) else peoples_committee(unit.name)
    return Paper(profile=profile_on(Body.STATE, day), issuer=(name,), number="", place=unit.name.partition(" ")[2], day=day, kind=kind, abstract=abstract, body=tuple(body),
                 notes=tuple(notes), recipients=(KEPT_HERE,), signatures=(Signature(()),), is_demo=is_demo)


def standards_paper(unit: UnitVersion, rows: Sequence[StandardRow], day: date, *, is_demo: bool) -> Paper:
    """The standards of posts in force at a unit."""
    with override("vi"):
        lines = tuple(
            (LEVEL_VI[row.level].capitalize() if at == 0 else "", _capital(title_of(row.post.value, unit_kind=row.unit_kind, level=row.level.value)) if at == 0 else "",
             DEMANDS[each.demand][0].capitalize(), wanted_words(each.demand, each.wanted)[0], f"{each.source}{'' if each.verified else f'; {UNVERIFIED}'} {each.rule}".strip())
            for row in rows for at, each in enumerate(row.standard))
        return _paper(unit, day, "Bảng tiêu chuẩn chức danh", f"có hiệu lực ngày {write_day(day)}", (Table(STANDARDS, lines),), is_demo=is_demo)


def plan_paper(plan: UnitPlan, *, is_demo: bool) -> Paper:
    """The plan of a unit: what was accepted with who does it by when, and what is only proposed."""
    with override("vi"):
        decided = tuple((f"{_capital(each.title)}, {each.unit}", each.person, each.problem_label, "", each.verdict.due_on, each.verdict.charge,
                         f"{each.label}{': ' + each.verdict.reason if each.verdict.reason else ''}") for each in plan.decided)
        proposed = tuple((f"{_capital(each.title)}, {each.unit}", each.person, each.gap.reason.vi if each.gap else each.problem_label, each.remedy_label, each.proposal.due_on, "", "đề nghị")
                         for each in plan.open)
        body: list[Block] = []
        for heading, rows in (("Đã quyết định", decided), ("Đề nghị, chờ quyết định", proposed)):
            body += [Text(heading, is_heading=True), Table(PLAN, rows) if rows else Text("Không có.")]
        return _paper(plan.unit, plan.day, "Kế hoạch", f"kiện toàn chức danh của {plan.unit.name}, ngày {write_day(plan.day)}", body, is_demo=is_demo,
                      notes=("Máy đề nghị theo quy định và thiết đặt; người có thẩm quyền quyết định.",))


def strength_paper(found: Strength, *, is_demo: bool) -> Paper:
    """The strength of a unit on a day: its figures, and those of each unit below."""
    with override("vi"):
        whole, people = found.counted, found.persons
        about = "khoảng " if people.is_rounded else ""
        kinds = [kind for kind in GapKind if whole.gaps.get(kind.value) or whole.unknown.get(kind.value)]
        terms = ", ".join(f"trong {within} ngày {count}" for within, count in found.soon.items())
        body: list[Block] = [
            Text(f"{found.totals.posts} chức danh, {found.totals.seats} vị trí, {found.totals.held} có người giữ, khuyết {found.totals.vacant_seats}."),
            Text(f"Nhiệm kỳ đã hết {found.over}; sắp hết {terms}."),
            Text(f"{people.persons} người giữ; " + ", ".join(
                f"{label} {f'{about}{part}/{whole_of}' if part is not None else 'không nêu'}" for label, (_key, part, whole_of, _share) in
                zip(("nữ", f"dưới {people.young_under} tuổi", "dân tộc thiểu số"), people.shares, strict=True)) + ".")]
        if people.ages and people.ages.median is not None:
            body.append(Text(f"Tuổi: giữa dãy {people.ages.median}" + (f", cao nhất {people.ages.oldest}." if people.ages.oldest is not None else ".")))
        if kinds:
            columns = (Column("Nội dung", width=40, align=Align.LEFT), Column("Chưa đạt", width=12), Column("Hồ sơ chưa ghi", width=14))
            body.append(Table(columns, tuple((str(kind.label).capitalize(), whole.gaps[kind.value], whole.unknown[kind.value]) for kind in kinds), caption="So với tiêu chuẩn"))
        by_unit = (Column("Đơn vị", width=40, align=Align.LEFT), Column("Vị trí", width=10), Column("Có người", width=10), Column("Khuyết", width=10), Column("Sắp hết nhiệm kỳ", width=12),
                   Column("Chưa đạt", width=10), Column("Chưa ghi", width=10))
        body.append(Table(by_unit, tuple(
            (child.unit.name, child.counted.seats, child.counted.filled, child.counted.vacant, child.counted.ending, child.counted.every_gap, child.counted.every_unknown)
            for child in found.children), caption="Theo đơn vị"))
        return _paper(found.unit, found.day, "Báo cáo", f"thực lực chức danh của {found.unit.name}, ngày {write_day(found.day)}", body, is_demo=is_demo,
                      notes=("Hồ sơ chưa ghi đếm riêng, không tính là chưa đạt. Với người không được xem dữ liệu nhạy cảm, ô dưới 5 người không nêu, ô khác làm tròn đến 5 (PV-02).",))


def certificate_list(found: CourseFound, day: date, *, is_demo: bool) -> Paper:
    """Who was on a course, with what came of it and the number of the certificate."""
    with override("vi"):
        terms = found.terms
        rows = tuple((at, each.name, each.attended, each.outcome_label, each.certificate, each.result_on) for at, each in enumerate(found.learners, 1))
        body = (Text(f"{found.row.level_label.capitalize()}; từ {write_day(terms.occurred_on)} đến {write_day(terms.ends_on)}{', ' + terms.venue if terms.venue else ''}; "
                     f"{len(found.learners)} người, {found.row.passed} đạt, {len(found.sessions)} buổi."), Table(CERTIFICATES, rows))
        return _paper(found.unit, day, "Danh sách chứng chỉ", terms.title, body, is_demo=is_demo)

