"""Official tables over persons and posts: committees (RP-07), key posts (RP-08), posts held together (RP-10).

Each is one table model, shown on a page, set as a paper in official form, and written as a workbook. Totals add up, and
every share is printed with its numerator and denominator (RP-12).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from kientoan.core import clock
from kientoan.core.access import Actor, Right
from kientoan.org import access, tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.papers.model import Align, Column, Paper, Table, fingerprint
from kientoan.papers.reports import party_report
from kientoan.papers.wording import Cell
from kientoan.people.committees import bodies, count_bodies, qualifications_of
from kientoan.people.concurrency import HamletRow, hamlet_rows
from kientoan.people.enums import PostKind, QualificationField, QualificationLevel
from kientoan.people.queries import birth_in, posts_below, profiles_of, scope_of
from kientoan.reports.figure import Asked
from kientoan.rules.committees import UNVERIFIED_SINCE, Composition, composition, young_under
from kientoan.rules.concurrency import MODELS
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share

SECRETARY, DEPUTY = MODELS["secretary-is-hamlet-head"], MODELS["deputy-secretary-is-hamlet-head"]
KEY_POSTS = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMITTEE_CHAIR)
THEORY = (QualificationLevel.THEORY_ELEMENTARY, QualificationLevel.THEORY_INTERMEDIATE, QualificationLevel.THEORY_ADVANCED)
SCHOOLED = (QualificationLevel.PROFESSION_UNIVERSITY, QualificationLevel.PROFESSION_POSTGRADUATE)


@dataclass(frozen=True)
class Sheet:
    """A table as a reader may see it.

    Parameters:
        asked: for which organisation and day.
        key: which table.
        title: its name.
        table: the table.
        notes: label and text of what every copy says.
    """

    asked: Asked
    key: str
    title: str
    table: Table
    notes: tuple[tuple[str, str], ...]

    @property
    def print(self) -> str:
        """The fingerprint of what it shows."""
        return fingerprint([self.table], self.key, str(self.asked.unit.unit_id), self.asked.day.isoformat())


@dataclass(frozen=True)
class Official:
    """A kind of table.

    Parameters:
        key: its name in addresses.
        rule: its id in the domain rules.
        title: its name.
        build: makes it for a question and a reader.
    """

    key: str
    rule: str
    title: Promise
    build: Callable[[Asked, Actor], tuple[Table, list[tuple[str, str]]]]


def _base_notes(asked: Asked) -> list[tuple[str, str]]:
    known = (asked.known_at or asked.at).astimezone(clock.ZONE)
    return [(_("Số liệu đến hết ngày"), write_day(asked.day)), (_("Theo điều đã biết lúc"), f"{known:%H:%M} {write_day(known.date())}")]


def _tenths(value: int | None) -> str | None:
    return None if value is None else f"{value // 10},{value % 10}"


def _committee_units(asked: Asked) -> QuerySet[UnitVersion]:
    """The units whose committees are counted: above the cells; of a grassroots organisation its own and its cells'."""
    units = tree.below(asked.unit, asked.day, asked.known_at)
    if asked.unit.level not in (UnitLevel.GRASSROOTS, UnitLevel.CELL):
        units = units.exclude(level=UnitLevel.CELL)
    return units


def _counted(body: Composition, *, with_minority: bool) -> list[Cell]:
    def pair(part: Share) -> list[Cell]:
        return [part.numerator, part] if part.denominator else [None, None]

    return [body.seats, body.filled, body.shortage or None, *pair(body.women), *(pair(body.minority) if with_minority else [None, None]), *pair(body.young),
            *pair(body.first_time), body.re_elected.numerator, _tenths(body.average_tenths), sum(body.levels.get(level, 0) for level in SCHOOLED),
            *(body.levels.get(level, 0) for level in THEORY)]


def committees(asked: Asked, actor: Actor) -> tuple[Table, list[tuple[str, str]]]:
    """RP-07: size, shortage and structure of every committee."""
    units = _committee_units(asked)
    seen = bodies(actor, access.visible_to(actor, units, asked.day), asked.day, asked.known_at)
    hidden = count_bodies(units, asked.day, asked.known_at) - len(seen)
    young, rule = young_under(asked.day)
    sensitive = actor.refusal(Right.SEE_SENSITIVE, [asked.unit.unit_id], asked.day) is None
    count, share = _("Số người"), _("Tỷ lệ")
    groups = (_("Nữ"), _("Dân tộc thiểu số"), _("Trẻ, dưới %(n)s tuổi") % {"n": young}, _("Lần đầu"))
    columns = (Column(_("TT"), width=5), Column(_("Đơn vị"), width=30, align=Align.LEFT), Column(_("Số lượng được duyệt"), width=9), Column(_("Đã bầu"), width=8),
               Column(_("Còn thiếu"), width=8), *(column for group in groups for column in (Column(count, group, 8), Column(share, group, 10))),
               Column(_("Tái cử"), width=8), Column(_("Tuổi bình quân"), width=9), Column(_("Đại học trở lên"), width=9),
               Column(_("Sơ cấp"), _("Lý luận chính trị"), 8), Column(_("Trung cấp"), _("Lý luận chính trị"), 8), Column(_("Cao cấp"), _("Lý luận chính trị"), 8))
    rows = tuple((number, body.post.unit, *_counted(composition(body.post.seats, body.seated, young_years=young), with_minority=sensitive))
                 for number, body in enumerate(seen, start=1))
    whole = composition(sum(body.post.seats for body in seen), [each for body in seen for each in body.seated], young_years=young)
    notes = [(_("Tuổi"), _("tính theo tháng mốc của cấp trong năm bầu (CG-17); người chưa biết ngày sinh không tính vào tuổi.")),
             (_("Trẻ"), _("dưới %(n)s tuổi, %(rule)s") % {"n": young, "rule": rule} + (_("; là thiết đặt chưa đối chiếu văn bản.") if asked.day >= UNVERIFIED_SINCE else ".")),
             (_("Lần đầu"), _("chưa giữ ghế này trong nhiệm kỳ nào trước đó mà hệ thống có.")),
             (_("Phiếu bầu"), _("tỷ lệ phiếu cao nhất, thấp nhất không có trong biểu: cuộc bầu cử chưa được ghi trong hệ thống."))]
    if not sensitive:
        notes.append((_("Dân tộc"), _("là dữ liệu nhạy cảm, người lấy biểu không có quyền xem.")))
    if hidden:
        notes.append((_("Ngoài phạm vi"), _("%(n)s cấp ủy ngoài phạm vi được xem không có trong biểu.") % {"n": hidden}))
    return Table(columns, rows, (None, _("Cộng"), *_counted(whole, with_minority=sensitive)) if rows else None), notes


def key_posts(asked: Asked, actor: Actor) -> tuple[Table, list[tuple[str, str]]]:
    """RP-08: who holds the key posts: secretaries, deputies, chairs of People's Committees."""
    units = scope_of(asked.unit, asked.day, asked.known_at)
    if asked.unit.level not in (UnitLevel.GRASSROOTS, UnitLevel.CELL):
        units = units.exclude(level__in=(UnitLevel.CELL, UnitLevel.HAMLET))
    visible = access.visible_to(actor, units, asked.day)
    posts = posts_below(visible, asked.day, asked.known_at, actor=actor, kinds=[kind.value for kind in KEY_POSTS])
    persons = [holder.person_id for post in posts for holder in post.holders]
    profiles, levels = profiles_of(persons, asked.day, asked.known_at), qualifications_of(persons, asked.day, asked.known_at)
    titles: dict[int, list[str]] = {}
    for post in posts:
        for holder in post.holders:
            titles.setdefault(holder.person_id, []).append(f"{post.title}, {post.unit}")
    columns = (Column(_("TT"), width=5), Column(_("Đơn vị"), width=28, align=Align.LEFT), Column(pgettext("cột", "Chức danh"), width=18, align=Align.LEFT),
               Column(_("Họ và tên"), width=24, align=Align.LEFT), Column(_("Năm sinh"), width=9), Column(_("Quê quán"), width=20, align=Align.LEFT),
               Column(_("Giữ từ ngày"), width=12), Column(_("Lý luận chính trị"), width=16, align=Align.LEFT), Column(_("Kiêm chức danh"), width=28, align=Align.LEFT))
    rows: list[tuple[Cell, ...]] = []
    hidden = 0
    for post in posts:
        for holder in post.holders:
            profile = profiles.get(holder.person_id)
            birth = birth_in(profile) if profile is not None and holder.visible else None
            hidden += not holder.visible
            theory = levels.get(holder.person_id, {}).get(QualificationField.POLITICAL_THEORY, "") if holder.visible else ""
            others = [title for title in titles[holder.person_id] if title != f"{post.title}, {post.unit}"]
            rows.append((len(rows) + 1, post.unit, post.title, holder.name, str(birth.on.year) if birth else None,
                         profile.home_place if profile is not None and holder.visible else None, holder.first_since,
                         str(QualificationLevel(theory).label) if theory else None, "; ".join(others) or None))
        for _vacant in range(post.vacant):
            rows.append((len(rows) + 1, post.unit, post.title, _("khuyết"), None, None, None, None, None))
    notes = [(_("Phiếu bầu, chuẩn y"), _("không có trong biểu: cuộc bầu cử và việc chuẩn y từng người chưa được ghi trong hệ thống."))]
    if hidden:
        notes.append((_("Năm sinh, quê quán"), _("của %(n)s người ngoài phạm vi được xem để trống.") % {"n": hidden}))
    return Table(columns, tuple(rows)), notes


def concurrent_posts(asked: Asked, actor: Actor) -> tuple[Table, list[tuple[str, str]]]:
    """RP-10: hamlets, heads who are members, and posts held together, by commune."""
    by_secretary = {row.hamlet.unit_id: row for row in hamlet_rows(SECRETARY, asked.unit, asked.day, asked.known_at)}
    by_deputy = {row.hamlet.unit_id: row for row in hamlet_rows(DEPUTY, asked.unit, asked.day, asked.known_at)}
    grouped: dict[int, list[int]] = {}
    for unit_id, row in by_secretary.items():
        grouped.setdefault(row.hamlet.parent_id or 0, []).append(unit_id)
    names = {version.unit_id: version for start in range(0, len(grouped), 500) for version in tree.versions(asked.day, asked.known_at).filter(
        tree=Tree.TERRITORY, unit__in=sorted(grouped)[start:start + 500])}
    columns = (Column(_("TT"), width=5), Column(_("Đơn vị"), width=28, align=Align.LEFT), Column(_("Số xóm"), width=9),
               Column(_("Trưởng xóm là đảng viên"), width=11), Column(_("Tỷ lệ"), width=10), Column(_("Bí thư là trưởng xóm"), width=11), Column(_("Tỷ lệ"), width=10),
               Column(_("Phó bí thư là trưởng xóm"), width=11), Column(_("Trưởng xóm chưa là đảng viên"), width=12), Column(_("Khuyết trưởng xóm"), width=10),
               Column(_("Chi bộ ghép"), width=9), Column(_("Xóm chưa có chi bộ"), width=10))
    order = sorted((unit for unit in grouped if unit in names), key=lambda unit: (names[unit].sort_key, unit))
    rows = tuple((number, names[unit].name, *_together([by_secretary[each] for each in grouped[unit]], by_deputy))
                 for number, unit in enumerate(order, start=1))
    whole = _together(list(by_secretary.values()), by_deputy)
    notes = [(_("Mẫu số"), _("mọi xóm trong địa bàn; hai tỷ lệ khác nhau, không trộn (VH-16)."))]
    return Table(columns, rows, (None, _("Cộng"), *whole) if rows else None), notes


def _together(rows: Sequence[HamletRow], by_deputy: Mapping[int, HamletRow]) -> list[Cell]:
    members = sum(row.head_is_member for row in rows)
    secretaries = sum(row.met for row in rows)
    cells: dict[int, int] = {}
    for row in rows:
        if row.cell is not None:
            cells[row.cell.unit_id] = cells.get(row.cell.unit_id, 0) + 1
    heads = sum(row.head is not None for row in rows)
    return [len(rows), members, Share(members, len(rows)), secretaries, Share(secretaries, len(rows)), sum(by_deputy[row.hamlet.unit_id].met for row in rows),
            heads - members, len(rows) - heads, sum(count > 1 for count in cells.values()), sum(row.cell is None for row in rows)]


OFFICIALS = {each.key: each for each in (
    Official("cap-uy", "RP-07", gettext_lazy("Kết quả cấp ủy"), committees),
    Official("chuc-danh", "RP-08", gettext_lazy("Chức danh chủ chốt"), key_posts),
    Official("kiem-nhiem", "RP-10", gettext_lazy("Chức danh kiêm nhiệm"), concurrent_posts),
)}


def sheet_of(official: Official, asked: Asked, actor: Actor) -> Sheet:
    """A table for a reader, in the reader's language."""
    table, notes = official.build(asked, actor)
    title = str(official.title)
    return Sheet(asked, official.key, title, table, (*_base_notes(asked), *notes))


def paper_of(official: Official, asked: Asked, actor: Actor, *, above: UnitVersion | None, is_demo: bool) -> Paper:
    """A table as a report in official form, in Vietnamese.

    Parameters:
        above: the organisation directly above, which the head names; None at the top.
        is_demo: whether the data is invented.
    """
    with override("vi"):
        sheet = sheet_of(official, asked, actor)
        return party_report(
            asked.unit.name, above.name if above else "", asked.day,
            _("%(title)s, đến hết ngày %(day)s") % {"title": sheet.title[0].lower() + sheet.title[1:], "day": write_day(asked.day)},
            paragraphs=[], tables=[sheet.table], notes=[f"{label}: {text}" for label, text in sheet.notes], fingerprint=sheet.print, is_demo=is_demo)
