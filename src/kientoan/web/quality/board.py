"""The strength of a unit at a glance, and the names behind each number."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_csv, as_xlsx
from kientoan.org.models import UnitVersion
from kientoan.org.queries import chain_of
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.quality import access, papers
from kientoan.quality.enums import GapKind
from kientoan.quality.queries.strength import (
    PAGE,
    SENSITIVE,
    SOON,
    Behind,
    NameRow,
    Strength,
    keys_behind,
    name_rows,
    scope_of,
    strength_of,
)
from kientoan.rules.days import write_day
from kientoan.web.lists import page_of, paged, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import is_english, moment


@dataclass(frozen=True)
class NameList:
    """A list of names.

    Parameters:
        slug: how an address names it.
        key: how ``keys_behind`` names it.
        label: what it is called.
    """

    slug: str
    key: str
    label: Promise | str


GAP_SLUGS = {GapKind.SCHOOLING: "pho-thong", GapKind.PROFESSION: "chuyen-mon", GapKind.POLITICAL_THEORY: "ly-luan", GapKind.MANAGEMENT: "quan-ly", GapKind.AGE: "do-tuoi",
             GapKind.RESIDENCE: "noi-o", GapKind.MEMBERSHIP: "dang-vien"}
UNKNOWN_LABELS = {
    GapKind.SCHOOLING: gettext_lazy("chưa ghi trình độ phổ thông"), GapKind.PROFESSION: gettext_lazy("chưa ghi chuyên môn"), GapKind.POLITICAL_THEORY: gettext_lazy("chưa ghi lý luận chính trị"),
    GapKind.MANAGEMENT: gettext_lazy("chưa ghi quản lý nhà nước"), GapKind.AGE: gettext_lazy("chưa rõ ngày sinh"), GapKind.RESIDENCE: gettext_lazy("chưa ghi nơi ở"),
    GapKind.MEMBERSHIP: gettext_lazy("chưa rõ có là đảng viên")}
LISTS = {each.slug: each for each in (
    NameList("co-nguoi", Behind.FILLED.value, gettext_lazy("đang giữ chức danh")), NameList("qua-han", Behind.OVER.value, gettext_lazy("đã hết nhiệm kỳ")),
    *(NameList(f"{within}-ngay", str(within), label) for within, label in zip(SOON, (
        gettext_lazy("hết nhiệm kỳ trong 30 ngày"), gettext_lazy("hết nhiệm kỳ trong 90 ngày"), gettext_lazy("hết nhiệm kỳ trong 180 ngày")), strict=True)),
    NameList("nu", Behind.WOMEN.value, gettext_lazy("nữ")), NameList("tre", Behind.YOUNG.value, gettext_lazy("trẻ")),
    NameList("dan-toc", Behind.MINORITY.value, gettext_lazy("dân tộc thiểu số")),
    *(NameList(slug, kind.value, kind.label) for kind, slug in GAP_SLUGS.items()),
    *(NameList(f"chua-ghi-{slug}", f"unknown-{kind.value}", UNKNOWN_LABELS[kind]) for kind, slug in GAP_SLUGS.items()))}
"""The lists of names behind the numbers."""


def _strength(asking: Asking) -> Strength:
    unit = unit_of(asking, access.may_see)
    return strength_of(unit, asking.day, sensitive=access.may_see_sensitive(asking.actor, unit.unit_id, asking.day))


def _gap_lines(found: Strength) -> list[tuple[str, str, int, int]]:
    """Each kind of gap: its slug, its label, gaps and what is not on record; kinds that nothing asks for are left out."""
    return [(GAP_SLUGS[kind], str(kind.label), found.counted.gaps[kind.value], found.counted.unknown[kind.value]) for kind in GapKind
            if found.counted.gaps.get(kind.value) or found.counted.unknown.get(kind.value)]


SHARE_LABELS = {"women": (gettext_lazy("Nữ"), "nu"), "minority": (gettext_lazy("Dân tộc thiểu số"), "dan-toc")}


@staff_page(Right.SEE_PERSONS)
def quality_board(asking: Asking) -> HttpResponse:
    """Posts, vacancies, terms, ages, shares and gaps of a unit and of all below it, with the names behind each number."""
    found = _strength(asking)
    people = found.persons
    shares = [(str(SHARE_LABELS[key][0]) if key in SHARE_LABELS else _("Dưới %(n)s tuổi") % {"n": people.young_under}, SHARE_LABELS[key][1] if key in SHARE_LABELS else "tre", part, whole, share)
              for key, part, whole, share in people.shares]
    return asking.page("quality_board", {
        "found": found, "scope": found.unit, "chain": chain_of(found.unit, asking.day), "totals": found.totals, "people": people, "shares": shares, "soon": list(found.soon.items()),
        "gaps": _gap_lines(found), "models": [(model.key, model.en if is_english() else model.vi, share) for model, share in found.models],
        "sensitive": access.may_see_sensitive(asking.actor, found.unit.unit_id, asking.day), "plans": asking.actor.has(Right.PLAN_QUALITY),
        "planning": access.may_see_planning(asking.actor, found.unit.unit_id, asking.day)})


def _about(asking: Asking, unit: UnitVersion, what: str) -> list[tuple[str, str]]:
    return [(_("Danh sách"), what), (_("Đơn vị"), unit.name), (_("Số liệu đến hết ngày"), write_day(asking.day)),
            (_("Định nghĩa"), _("Một chỗ chưa đạt là một chức danh đang giữ và một yêu cầu của tiêu chuẩn. Hồ sơ chưa ghi đếm riêng, không tính là chưa đạt.")),
            (_("Lúc lấy"), moment(clock.now())), (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


def _table(asking: Asking, found: Strength) -> Table:
    kinds = [kind for kind in GapKind if found.counted.gaps.get(kind.value) or found.counted.unknown.get(kind.value)]
    columns = [Column(_("Đơn vị"), 40), Column(_("Vị trí")), Column(_("Có người giữ")), Column(_("Khuyết")), Column(_("Sắp hết nhiệm kỳ")),
               *(Column(str(kind.label).capitalize(), 16, _("Chưa đạt tiêu chuẩn")) for kind in kinds), *(Column(str(UNKNOWN_LABELS[kind]).capitalize(), 16, _("Hồ sơ chưa ghi")) for kind in kinds)]

    def line(name: str, counted: Any) -> list[Cell]:
        return [name, counted.seats, counted.filled, counted.vacant, counted.ending, *(counted.gaps[kind.value] for kind in kinds), *(counted.unknown[kind.value] for kind in kinds)]

    return Table(_("Thực lực chức danh"), columns, [line(child.unit.name, child.counted) for child in found.children], _about(asking, found.unit, _("Thực lực chức danh")),
                 line(_("Tổng"), found.counted))


def no_such_table() -> NotFound:
    """The answer for a file that there is not."""
    return NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))


def as_table(table: Table, name: str, form: str) -> HttpResponse:
    """A table as a workbook or as CSV.

    Raises:
        NotFound: for any other form.
    """
    if form not in ("xlsx", "csv"):
        raise no_such_table()
    return taken(as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table), f"{name}.{form}")


@staff_page(Right.SEE_PERSONS)
def quality_download(asking: Asking, form: str) -> HttpResponse:
    """The figures by unit as XLSX or CSV, or as a report to be printed."""
    found = _strength(asking)
    name = f"thuc-luc-{found.unit.unit_id}-{asking.day.isoformat()}"
    if form in PAPER_FILES:
        return taken(as_file(papers.strength_paper(found, is_demo=settings.DEMO), form), f"{name}.{form}")
    return as_table(_table(asking, found), name, form)


@dataclass(frozen=True)
class _Names:
    """A list of names as it was asked for."""

    unit: UnitVersion
    chosen: NameList
    keys: list[Any]


def _names(asking: Asking) -> _Names:
    unit = unit_of(asking, access.may_see)
    chosen = LISTS.get(asking.request.GET.get("loc", "") or "co-nguoi")
    if chosen is None or (chosen.key in SENSITIVE and not access.may_see_sensitive(asking.actor, unit.unit_id, asking.day)):
        raise NotFound(_("Không có danh sách này, hoặc chỉ người được xem dữ liệu nhạy cảm mới mở được (PV-02)."))
    reads.note(asking.actor, subject=f"unit:{unit.unit_id}", page=f"quality_names:{chosen.slug}")
    return _Names(unit, chosen, keys_behind(scope_of(unit, asking.day), chosen.key))


@staff_page(Right.SEE_PERSONS)
def quality_names(asking: Asking) -> HttpResponse:
    """The names behind a number; that the list was opened is written down."""
    found, page = _names(asking), page_of(asking)
    rows = name_rows(found.keys[(page - 1) * PAGE:page * PAGE], asking.day, asking.actor)
    return asking.page("quality_names", {
        "scope": found.unit, "chosen": found.chosen, "rows": [(row, [(explained(gap.reason), gap.reason.rule) for gap in row.gaps]) for row in rows],
        **paged(page, len(found.keys), len(rows), PAGE)})


@staff_page(Right.SEE_PERSONS)
def quality_names_download(asking: Asking, form: str) -> HttpResponse:
    """The names behind a number as XLSX or CSV."""
    found = _names(asking)
    rows = [row for start in range(0, len(found.keys), 500) for row in name_rows(found.keys[start:start + 500], asking.day, asking.actor)]

    def cells(row: NameRow) -> list[Cell]:
        return [row.name, row.title, row.unit, row.since, row.term_ends_on, " ".join(explained(gap.reason) for gap in row.gaps)]

    columns = [Column(_("Họ và tên"), 30), Column(_("Chức danh"), 30), Column(_("Đơn vị"), 36), Column(_("Từ ngày")), Column(_("Hết nhiệm kỳ")), Column(_("So với tiêu chuẩn"), 60)]
    what = str(found.chosen.label).capitalize()
    return as_table(Table(what, columns, [cells(row) for row in rows], _about(asking, found.unit, what)), f"{found.chosen.slug}-{found.unit.unit_id}-{asking.day.isoformat()}", form)
