"""The papers of an evaluation: the minutes of a cell's vote, the table of results, the decision; in Vietnamese whatever their reader reads.

Names stand by cell in name order, never by grade. The minutes have counts, never who voted for what.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from kientoan.evaluation.enums import ApartName
from kientoan.evaluation.queries import CapView, PaperNumber, RoundFound, SubjectLine, label_of
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import chain_of
from kientoan.papers.model import Align, Block, Column, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import KEPT_HERE, Cell, number_line, party_issuer
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import posts_of
from kientoan.registers.enums import PaperKind
from kientoan.rules.days import write_day
from kientoan.rules.evaluation import Grade, GradeTally, tally_of

SHORT = {Grade.EXCELLENT: "Xuất sắc", Grade.GOOD: "Tốt", Grade.COMPLETED: "Hoàn thành", Grade.NOT_COMPLETED: "Không hoàn thành"}


def _paper(unit: UnitVersion, day: date, kind: str, abstract: str, body: Sequence[Block], *, symbol: str, is_demo: bool, recipients: tuple[str, ...], notes: tuple[str, ...] = (),
           number: PaperNumber | None = None) -> Paper:
    """A Party paper of a unit, signed by whoever leads it on the day; one that is numbered bears the date of its number, and what was known then."""
    day, known_at = (number.day, number.known_at) if number else (day, None)
    above = chain_of(unit, day, known_at)
    own, higher = party_issuer(unit.name), party_issuer(above[-1].name) if above else None
    holder = next((each.name for post in posts_of(unit, day, known_at) if post.kind == PostKind.SECRETARY for each in post.holders), "")
    return Paper(
        profile=profile_on(Body.PARTY, day), issuer=(*([higher.name] if higher else []), own.name), number=number.line if number else number_line(Body.PARTY, symbol, own.symbol or "CB"),
        place=own.place or (higher.place if higher else ""), day=day, kind=kind, abstract=abstract, body=tuple(body), notes=notes, recipients=recipients,
        signatures=(Signature((own.authority,) if own.authority else (), title_of(PostKind.SECRETARY, unit_kind=unit.kind, level=UnitLevel(unit.level)), holder),), is_demo=is_demo)


def _span(found: RoundFound) -> str:
    return f"năm {found.name}" if found.name.isdecimal() else found.name


def abstract_of(found: RoundFound, kind: PaperKind) -> str:
    """What a paper of a round is about (trích yếu)."""
    with override("vi"):
        begins = {PaperKind.MINUTES: "họp chi bộ bỏ phiếu xếp loại", PaperKind.REPORT: "kết quả đánh giá, xếp loại", PaperKind.DECISION: "xếp loại tổ chức đảng, đảng viên"}
        return f"{begins[kind]} {_span(found)}"


def cell_minutes(found: RoundFound, unit: UnitVersion, lines: Sequence[SubjectLine], day: date, *, is_demo: bool, number: PaperNumber | None = None) -> Paper:
    """The minutes of a cell's meeting that voted on grades: self-assessments and counts over their base (EL-35, EV-07).

    Parameters:
        unit: the cell as it stood on the round's day.
        lines: the cell itself, where it is graded here, and its members, in name order.
    """
    with override("vi"):
        voted = [line for line in lines if line.vote]
        last = max((line.vote.occurred_on for line in voted if line.vote), default=day)
        columns = (Column("Số thứ tự", width=7), Column("Họ tên, tổ chức", width=30, align=Align.LEFT), Column("Tự xếp loại", width=16),
                   *(Column(SHORT[grade], "Số phiếu", width=10) for grade in Grade), Column("Tính trên", width=9))

        def row(number: int, line: SubjectLine) -> tuple[Cell, ...]:
            vote = line.vote
            counts: list[Cell] = [getattr(vote, grade.value) for grade in Grade] if vote else ["", "", "", ""]
            return (number, line.name, line.self_grade.removesuffix(" nhiệm vụ").capitalize(), *counts, line.base if vote else "")

        apart = [line for line in lines if not line.is_graded]
        body: list[Block] = [
            Text(f"Ngày {write_day(last)}, {unit.name} họp kiểm điểm, bỏ phiếu xếp loại {_span(found)} theo {found.pack.vi}. Số phiếu chỉ ghi tổng, không ghi ai bỏ phiếu nào."),
            Table(columns, tuple(row(number, line) for number, line in enumerate((line for line in lines if line.is_graded), start=1)))]
        if apart:
            body += [Text("Không xếp loại", is_heading=True), *(Text(f"{line.name}: {line.why_not}.") for line in apart)]
        body.append(Text("Số được tính là mọi đảng viên chính thức của chi bộ trong ngày bỏ phiếu, trừ người bị đình chỉ, người sinh hoạt tạm thời nơi khác và người được miễn sinh hoạt mà vắng (EL-35)."))
        return _paper(unit, last, "Biên bản", abstract_of(found, PaperKind.MINUTES), body, symbol="BB", is_demo=is_demo, number=number,
                      recipients=(f"{party_issuer(found.unit.name).name} (để thẩm định);", KEPT_HERE))


def _by_unit(lines: Sequence[SubjectLine]) -> list[tuple[SubjectLine | None, list[SubjectLine]]]:
    """Members by their cell, the cells in name order; the first of each is the cell itself."""
    own = {line.unit_id: line for line in lines if line.is_unit}
    members: defaultdict[int, list[SubjectLine]] = defaultdict(list)
    for line in lines:
        if not line.is_unit:
            members[line.unit_id].append(line)
    return [(line, members[unit]) for unit, line in own.items()]


def _counts(counted: GradeTally) -> tuple[Cell, ...]:
    return tuple(getattr(counted, grade.value) for grade in Grade)


def summary_table(lines: Sequence[SubjectLine]) -> Table:
    """The table of results by cell: its own grade, its members' grades in counts, who is not graded and why."""
    whys = [ApartName(why) for why in ApartName.values if any(line.apart == why and not line.is_unit for line in lines)]
    columns = (Column("Tổ chức", width=30, align=Align.LEFT), Column("Xếp loại tập thể", width=16), Column("Đảng viên", width=9), *(Column(SHORT[grade], "Đảng viên xếp loại", width=10) for grade in Grade),
               Column("Chưa quyết định", width=10), *(Column(str(why.label).capitalize(), "Không xếp loại", width=12) for why in whys))

    def row(name: str, own: str, members: Sequence[SubjectLine]) -> tuple[Cell, ...]:
        counted = tally_of([Grade(line.decision.grade) for line in members if line.decision])
        return (name, own, len(members), *_counts(counted), sum(line.is_graded and line.decision is None for line in members), *(sum(line.apart == why for line in members) for why in whys))

    groups = _by_unit(lines)
    return Table(columns, tuple(row(own.name, own.grade.removesuffix(" nhiệm vụ").capitalize() if own.is_graded else own.why_not, members) for own, members in groups if own),
                 row("Tổng số", "", [line for _own, members in groups for line in members]))


def summary(found: RoundFound, lines: Sequence[SubjectLine], cap: CapView, day: date, *, is_demo: bool, number: PaperNumber | None = None) -> Paper:
    """The table of results of a grassroots organisation, with the cap by both readings (RP-13)."""
    with override("vi"):
        body = (Text(f"{found.unit.name}, {_span(found)}; số liệu đến hết ngày {write_day(day)}."), summary_table(lines), Text(f"{cap.words} EV-05."))
        return _paper(found.unit, day, "Báo cáo", abstract_of(found, PaperKind.REPORT), body, symbol="BC", is_demo=is_demo, number=number, recipients=("Cấp ủy cấp trên (để báo cáo);", KEPT_HERE),
                      notes=(f"Theo {found.pack.vi}. Ai không xếp loại thì không tính vào số nào của trần (EV-10).",))


def decision(found: RoundFound, lines: Sequence[SubjectLine], day: date, *, is_demo: bool, number: PaperNumber | None = None) -> Paper:
    """The decision on grades: cells and, by cell in name order, their members. Only what is decided stands in it."""
    with override("vi"):
        decided = [line for line in lines if line.decision and not (line.is_unit and line.unit_id == found.unit.unit_id)]
        last = max((line.decision.occurred_on for line in decided if line.decision), default=day)
        columns = (Column("Số thứ tự", width=8), Column("Họ tên", width=44, align=Align.LEFT), Column("Mức xếp loại", width=40, align=Align.LEFT))
        body: list[Block] = [Text(f"Căn cứ {found.pack.vi};"), Text("Xét biên bản họp của các chi bộ và kết quả thẩm định,"), Text(f"{party_issuer(found.unit.name).name} quyết định:"),
                             Text(f"Điều 1. Mức xếp loại {_span(found)} như sau, mỗi chi bộ theo thứ tự họ tên.")]
        for own, members in _by_unit(decided if any(line.is_unit for line in decided) else lines):
            rows = tuple((number, line.name, label_of(line.decision.grade).capitalize()) for number, line in enumerate((line for line in members if line.decision), start=1) if line.decision)
            if own is not None and own.decision:
                body.append(Text(f"{own.name}: {own.grade}", is_heading=True))
            elif own is not None and rows:
                body.append(Text(own.name, is_heading=True))
            if rows:
                body.append(Table(columns, rows))
        body.append(Text("Điều 2. Ai không đồng ý với mức của mình thì gửi ý kiến bằng văn bản đến cấp ủy trong thời hạn đã thông báo."))
        return _paper(found.unit, last, "Quyết định", abstract_of(found, PaperKind.DECISION), body, symbol="QĐ", is_demo=is_demo, number=number, recipients=("Các chi bộ trực thuộc;", KEPT_HERE))
