"""Standards of posts: what each asks for at a unit, its history with sources, and what a unit sets; where a person lives."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.exchange.tables import Cell, Column, Table
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of_chains, search, unit_on
from kientoan.papers.files import PAPER_FILES, as_file
from kientoan.people.enums import title_of
from kientoan.quality import access, operations, papers
from kientoan.quality.enums import DemandName
from kientoan.quality.queries.persons import residence_of
from kientoan.quality.queries.standards import StandardRow, history_of, no_such_term, rows_at, term_of
from kientoan.rules.days import write_day
from kientoan.rules.posts import Kind, levels_of
from kientoan.rules.quality import Demand, Requirement, wanted_words
from kientoan.rules.tree import Level
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.lists import address, unit_of
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_units, searched
from kientoan.web.people.persons import person_address, seen_person
from kientoan.web.quality import forms
from kientoan.web.quality.board import as_table
from kientoan.web.scope import seen_unit
from kientoan.web.season.views import taken
from kientoan.web.templatetags.kientoan import is_english, moment


def may_see_standards(actor: Any, unit_id: int, day: Any) -> bool:
    """Standards name nobody: whoever may see persons at the unit, or sets standards there, reads them."""
    return access.may_see(actor, unit_id, day) or access.may(actor, Right.KEEP_STANDARDS, [unit_id], day)


def title_in(row: StandardRow) -> str:
    """What the post of a row is called."""
    return title_of(row.post.value, unit_kind=row.unit_kind, level=row.level.value)


def wanted_in(requirement: Requirement) -> str:
    """What is wanted, in the reader's language."""
    return wanted_words(requirement.demand, requirement.wanted)[1 if is_english() else 0]


def _line(requirement: Requirement) -> tuple[str, str, Requirement, str]:
    """What a demand is called, what it wants, itself, and its source in the reader's language."""
    return str(DemandName(requirement.demand.value).label), wanted_in(requirement), requirement, requirement.source_in("en" if is_english() else "vi")


def _keeps(asking: Asking, unit: UnitVersion) -> bool:
    return access.may(asking.actor, Right.KEEP_STANDARDS, [unit.unit_id], asking.day)


@staff_page(Right.SEE_PERSONS)
def standard_list(asking: Asking) -> HttpResponse:
    """Every standard in force at a unit on the day, with the source of each demand."""
    unit = unit_of(asking, may_see_standards)
    rows = rows_at(unit, asking.day)
    return asking.page("standards", {
        "scope": unit, "rows": [(row, str(UnitLevel(row.level.value).label), title_in(row), [_line(each) for each in row.standard]) for row in rows], "keeps": _keeps(asking, unit),
        "posts": [(kind.value, level.value, str(UnitLevel(level.value).label), title_of(kind.value, unit_kind="", level=level.value)) for kind in Kind for level in levels_of(kind)
                  if (kind, level) not in {(row.post, row.level) for row in rows}]})


@staff_page(Right.SEE_PERSONS)
def standard_download(asking: Asking, form: str) -> HttpResponse:
    """The standards as a paper to be printed, or as a table."""
    unit = unit_of(asking, may_see_standards)
    rows, name = rows_at(unit, asking.day), f"tieu-chuan-{unit.unit_id}-{asking.day.isoformat()}"
    if form in PAPER_FILES:
        return taken(as_file(papers.standards_paper(unit, rows, asking.day, is_demo=settings.DEMO), form), f"{name}.{form}")
    columns = [Column(_("Cấp"), 26), Column(_("Chức danh"), 34), Column(pgettext("standard", "Yêu cầu"), 26), Column(_("Mức"), 24), Column(_("Nguồn"), 60), Column(_("Quy định")), Column(_("Kiểm chứng"), 18)]
    lines: list[list[Cell]] = [[str(UnitLevel(row.level.value).label), title_in(row), *_line(each)[:2], _line(each)[3], each.rule, _("có") if each.verified else _("chưa kiểm chứng")]
                               for row in rows for each in row.standard]
    about = [(_("Danh sách"), _("Tiêu chuẩn chức danh")), (_("Đơn vị"), unit.name), (_("Số liệu đến hết ngày"), write_day(asking.day)), (_("Lúc lấy"), moment(clock.now())),
             (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return as_table(Table(_("Tiêu chuẩn chức danh"), columns, lines, about), name, form)


def _post_at(level: str, post: str) -> tuple[Kind, Level]:
    """The post and the level that an address names.

    Raises:
        NotFound: when such a post does not stand at such a level.
    """
    try:
        found = Kind(post.replace("-", "_")), Level(level)
    except ValueError as error:
        raise _no_such_standard() from error
    if found[1] not in levels_of(found[0]):
        raise _no_such_standard()
    return found


def _no_such_standard() -> NotFound:
    return NotFound(_("Không có chức danh này ở cấp này. Chọn trên trang tiêu chuẩn."))


@staff_page(Right.SEE_PERSONS)
def standard(asking: Asking, level: str, post: str) -> HttpResponse:
    """One standard: what is in force at the unit, and everything that was ever set, with its source."""
    unit = unit_of(asking, may_see_standards)
    kind, at = _post_at(level, post)
    rows = [row for row in rows_at(unit, asking.day) if (row.post, row.level) == (kind, at)]
    history = history_of(kind, at, unit, asking.day)
    return asking.page("standard", {
        "scope": unit, "title": title_of(kind.value, unit_kind="", level=at.value), "level": at.value, "post": kind.value, "level_label": str(UnitLevel(at.value).label),
        "rows": [(row, title_in(row), [_line(each) for each in row.standard]) for row in rows], "keeps": _keeps(asking, unit),
        "history": [(each, *_line(each.requirement)[:2], _line(each.requirement)[3], each.is_latest and access.may(asking.actor, Right.KEEP_STANDARDS, [each.unit_id], asking.day)) for each in history]})


@staff_page(Right.KEEP_STANDARDS)
def standard_set(asking: Asking, unit_id: int, level: str, post: str) -> HttpResponse:
    """Set what a post asks for at a unit and all below it."""
    unit = seen_unit(asking, unit_id)
    kind, at = _post_at(level, post)
    demands = [each for each in Demand if each is not Demand.RESIDENCE or at is Level.HAMLET]
    form = forms.StandardForm(asking.request.POST or None, demands=demands, initial={"on": asking.day})
    name = title_of(kind.value, unit_kind="", level=at.value)
    return act_page(asking, form, lambda: operations.set_standard(
        asking.actor, unit_id=unit_id, post=kind, level=at, wanted=form.wanted(), on=form.cleaned_data["on"], until_on=form.cleaned_data["until_on"], source=form.cleaned_data["source"],
        citation=form.citation()), unit=unit, title=_("Đặt tiêu chuẩn: %(post)s, %(level)s") % {"post": name, "level": UnitLevel(at.value).label}, button=_("Đặt tiêu chuẩn"),
        back=address(asking, "standard", at.value, kind.value, don_vi=str(unit_id)), lead=_("Có hiệu lực cho %(unit)s và mọi đơn vị bên dưới, cả địa bàn.") % {"unit": unit.name})


@staff_page(Right.KEEP_STANDARDS)
def standard_withdraw(asking: Asking, key: UUID) -> HttpResponse:
    """Take back the newest word on a demand."""
    term = term_of(key)
    unit = seen_unit(asking, term.standard.unit_id)
    if not _keeps(asking, unit):
        raise no_such_term()
    return act_page(asking, confirm_form(asking), lambda: operations.withdraw_standard(asking.actor, key=key), unit=unit, stop=True,
                    title=_("Rút lại: %(what)s từ ngày %(day)s") % {"what": DemandName(term.demand).label, "day": write_day(term.valid_from)}, button=_("Rút lại"),
                    back=address(asking, "standard", term.standard.level, term.standard.post, don_vi=str(unit.unit_id)), lead=_("Dùng khi ghi nhầm. Bản ghi vẫn còn trong lịch sử."))


@staff_page(Right.KEEP_PERSONS)
def residence_set(asking: Asking, person_id: int, what: str) -> HttpResponse:
    """Enter the hamlet where a person lives, which is chosen first; or take it back."""
    record = seen_person(asking, person_id)
    back = person_address(asking, person_id)
    if what == "rut":
        found = residence_of(person_id, asking.day)
        if found is None:
            raise NotFound(_("Chưa ghi nơi ở của người này."))
        return act_page(asking, confirm_form(asking), lambda: operations.withdraw_residence(asking.actor, person_id=person_id), title=_("Rút lại nơi ở: %(name)s") % {"name": record.name},
                        button=_("Rút lại"), back=back, stop=True, lead=found[1])
    if what != "ghi":
        raise NotFound(_("Không có việc này. Mở hồ sơ của người đó để chọn việc."))
    title = _("Nơi ở: %(name)s") % {"name": record.name}
    wanted = chosen(asking, "xom")
    if wanted is None:
        query = searched(asking)
        held = [unit for post in record.posts if post.until is None and (unit := unit_on(post.unit_id, asking.day))]
        units = [unit for unit in (search(asking.actor, query, asking.day, limit=200) if query else held) if unit.level == UnitLevel.HAMLET]
        return choose_page(asking, of_units(units, names_of_chains(units, asking.day)), title=title, lead=_("Chọn xóm, tổ dân phố nơi người này ở."), label=_("Tìm xóm theo tên"),
                           parameter="xom", back=back)
    hamlet = seen_unit(asking, wanted)
    form = forms.ResidenceForm(asking.request.POST or None, initial={"on": min(asking.day, clock.today())})
    return act_page(asking, form, lambda: operations.record_residence(asking.actor, person_id=person_id, hamlet_id=wanted, on=form.cleaned_data["on"], citation=form.citation()),
                    title=title, button=_("Ghi nơi ở"), back=back, lead=hamlet.name)
