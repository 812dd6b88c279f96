"""The posts of a unit, every change to them, and who holds them."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.org.models import UnitVersion
from kientoan.people import operations, queries
from kientoan.people.enums import HoldingEnd, Obtained, PostKind, title_of
from kientoan.people.models import Holding
from kientoan.people.operations import EndRow, NewHolding, NewPost, ProlongRow
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.posts import NATURES
from kientoan.rules.tree import Level
from kientoan.rules.vntext import plain
from kientoan.web.acting import act_page
from kientoan.web.day import carry
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_persons, searched
from kientoan.web.people.forms import CorrectHoldingForm, EndForm, FillForm, NewPostForm, OnForm, ProlongForm, SeatsForm, SeenConfirmForm
from kientoan.web.people.persons import seen_person
from kientoan.web.people.scope import last_seen_unit
from kientoan.web.scope import seen_unit

SLUGS: Mapping[str, PostKind] = {plain(nature.vi).replace(" ", "-"): PostKind(kind.value) for kind, nature in NATURES.items()}
WORDS: Mapping[str, str] = {kind.value: slug for slug, kind in SLUGS.items()}
"""What the address calls each kind of post."""


def _kind(slug: str) -> PostKind:
    kind = SLUGS.get(slug)
    if kind is None:
        raise NotFound(_("Không có chức danh này."))
    return kind


def posts_address(asking: Asking, unit_id: int) -> str:
    """The page of a unit's posts, on the day of this one."""
    return carry(reverse("unit_posts", args=[unit_id]), asking.day, today=clock.today(), known_at=asking.known_at)


def kinds_at(unit: UnitVersion) -> list[PostKind]:
    """The kinds of posts that a unit of this level may have."""
    return [PostKind(kind.value) for kind, nature in NATURES.items() if Level(unit.level) in nature.levels]


def panel_of(asking: Asking, unit: UnitVersion) -> dict[str, object]:
    """What the panel of a unit's posts shows; a fixed number of queries."""
    rows = queries.posts_of(unit, asking.day, actor=asking.actor)
    may_keep = asking.actor.refusal(Right.KEEP_POSTS, [unit.unit_id], asking.day) is None
    return {"posts": [(row, WORDS[row.kind]) for row in rows], "seats": sum(row.seats for row in rows), "held": sum(len(row.holders) for row in rows),
            "vacant": sum(row.vacant for row in rows), "may_keep_posts": may_keep, "has_kinds": bool(kinds_at(unit))}


@staff_page()
def unit_posts(asking: Asking, unit_id: int) -> HttpResponse:
    """All posts of a unit on the day, held or not."""
    unit = seen_unit(asking, unit_id)
    return asking.page("unit_posts", {"unit": unit, "whole": True, **panel_of(asking, unit)})


@staff_page(Right.KEEP_POSTS)
def unit_post_new(asking: Asking, unit_id: int) -> HttpResponse:
    """Establish a post of a unit."""
    unit = seen_unit(asking, unit_id)
    standing = {row.kind for row in queries.posts_of(unit, asking.day)}
    kinds = [(kind.value, title_of(kind, unit_kind=unit.kind, level=unit.level)) for kind in kinds_at(unit) if kind.value not in standing]
    form = NewPostForm(asking.request.POST or None, kinds=kinds, initial={"on": asking.day})

    def act() -> None:
        values = form.cleaned_data
        _warn(asking, operations.establish_posts(asking.actor, on=values["on"], decision=form.citation(),
                                                 rows=[NewPost(unit_id, PostKind(values["kind"]), values["seats"])]))

    return act_page(asking, form, act, unit=unit, title=_("Lập chức danh: %(unit)s") % {"unit": unit.name}, button=_("Lập chức danh"),
                    back=posts_address(asking, unit_id), lead=_("Chức danh đứng đó dù có người giữ hay còn khuyết."))


def _warn(asking: Asking, warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        messages.warning(asking.request, warning)


def _title(unit: UnitVersion, kind: PostKind) -> str:
    return title_of(kind, unit_kind=unit.kind, level=unit.level)


def _standing(asking: Asking, unit: UnitVersion, kind: PostKind) -> int:
    """How many seats the post has on the day.

    Raises:
        NotFound: when the unit does not have it.
    """
    standing = queries.standing_of(unit.unit_id, kind, asking.day)
    if standing is None:
        raise NotFound(_("Ngày này đơn vị không có chức danh đó. Lập chức danh trước, hoặc chọn ngày khác."))
    return standing.seats


@staff_page(Right.KEEP_POSTS)
def unit_post_fill(asking: Asking, unit_id: int, slug: str) -> HttpResponse:
    """Choose a person, then say since when and how they hold the post."""
    unit, kind = seen_unit(asking, unit_id), _kind(slug)
    _standing(asking, unit, kind)
    title = _("Người giữ chức danh %(post)s: %(unit)s") % {"post": _title(unit, kind), "unit": unit.name}
    person_id = chosen(asking, "nguoi")
    if person_id is None:
        query = searched(asking)
        rows = queries.search_persons(asking.actor, query, asking.day) if query else queries.persons_of(unit, asking.day, actor=asking.actor, limit=50).rows
        return choose_page(asking, of_persons(rows), title=title, lead=_("Chọn người. Người trùng tên phân biệt bằng năm sinh, đơn vị và chức danh."),
                           label=_("Tìm người theo tên hoặc số thẻ"), parameter="nguoi", unit=unit, back=posts_address(asking, unit_id),
                           more=carry(reverse("person_new"), asking.day, today=clock.today(), known_at=asking.known_at, tim=query, **{"don-vi": str(unit_id)}),
                           more_label=_("Chưa có người này, thêm người"))
    record = seen_person(asking, person_id)
    form = FillForm(asking.request.POST or None, initial={"since": asking.day})

    def act() -> None:
        values = form.cleaned_data
        _warn(asking, operations.fill_posts(asking.actor, decision=form.citation(), rows=[NewHolding(
            unit_id, kind, person_id, values["since"], Obtained(values["obtained"]), values["term_ends_on"], values["term_label"])]).warnings)

    return act_page(asking, form, act, unit=unit, title=title, button=_("Ghi %(name)s giữ chức danh") % {"name": record.name},
                    back=posts_address(asking, unit_id), lead=f"{record.name}, {record.born.on.year}" if record.born else record.name)


@staff_page(Right.KEEP_POSTS)
def unit_post_seats(asking: Asking, unit_id: int, slug: str) -> HttpResponse:
    """Another number of seats from a day on."""
    unit, kind = seen_unit(asking, unit_id), _kind(slug)
    form = SeatsForm(asking.request.POST or None, initial={"seats": _standing(asking, unit, kind), "on": asking.day})
    return act_page(asking, form, lambda: _warn(asking, operations.change_seats(
        asking.actor, unit_id=unit_id, kind=kind, seats=form.cleaned_data["seats"], on=form.cleaned_data["on"], decision=form.citation())),
        unit=unit, title=_("Số lượng %(post)s: %(unit)s") % {"post": _title(unit, kind), "unit": unit.name}, button=_("Đổi số lượng"),
        back=posts_address(asking, unit_id))


@staff_page(Right.KEEP_POSTS)
def unit_post_close(asking: Asking, unit_id: int, slug: str) -> HttpResponse:
    """No such post from a day on."""
    unit, kind = seen_unit(asking, unit_id), _kind(slug)
    _standing(asking, unit, kind)
    form = OnForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.close_post(
        asking.actor, unit_id=unit_id, kind=kind, on=form.cleaned_data["on"], decision=form.citation()),
        unit=unit, title=_("Bỏ chức danh %(post)s: %(unit)s") % {"post": _title(unit, kind), "unit": unit.name}, button=_("Bỏ chức danh"), stop=True,
        back=posts_address(asking, unit_id), lead=_("Chức danh vẫn còn trong mọi số liệu của các ngày trước đó."))


# What is done to a holding has a short word in the address.


def _end(asking: Asking, unit: UnitVersion, holding: Holding, who: str, back: str) -> HttpResponse:
    form = EndForm(asking.request.POST or None, initial={"seen": holding.pk, "on": asking.day})
    return act_page(asking, form, lambda: operations.end_holdings(asking.actor, decision=form.citation(), rows=[
        EndRow(form.cleaned_data["seen"], form.cleaned_data["on"], HoldingEnd(form.cleaned_data["reason"]))]),
        unit=unit, title=_("Thôi giữ: %(who)s") % {"who": who}, button=_("Ghi thôi giữ"), stop=True, back=back)


def _prolong(asking: Asking, unit: UnitVersion, holding: Holding, who: str, back: str) -> HttpResponse:
    form = ProlongForm(asking.request.POST or None, initial={"seen": holding.pk, "on": asking.day, "term_label": holding.term_label})
    return act_page(asking, form, lambda: operations.prolong_holdings(asking.actor, decision=form.citation(), rows=[
        ProlongRow(form.cleaned_data["seen"], form.cleaned_data["on"], form.cleaned_data["until"], form.cleaned_data["term_label"])]),
        unit=unit, title=_("Kéo dài nhiệm kỳ: %(who)s") % {"who": who}, button=_("Kéo dài nhiệm kỳ"), back=back)


def _correct(asking: Asking, unit: UnitVersion, holding: Holding, who: str, back: str) -> HttpResponse:
    form = CorrectHoldingForm(asking.request.POST or None, initial={
        "seen": holding.pk, "since": holding.valid_from, "obtained": holding.obtained, "term_ends_on": holding.term_ends_on, "term_label": holding.term_label,
        "until": None if holding.valid_to == OPEN_END else holding.valid_to, "end_reason": holding.end_reason})

    def act() -> None:
        values = form.cleaned_data
        row = NewHolding(unit.unit_id, PostKind(holding.post.kind), holding.person_id, values["since"], Obtained(values["obtained"]),
                         values["term_ends_on"], values["term_label"], values["until"], values["end_reason"])
        _warn(asking, operations.correct_holding(asking.actor, version_id=values["seen"], row=row, decision=form.citation()))

    return act_page(asking, form, act, unit=unit, title=_("Đính chính: %(who)s") % {"who": who}, button=_("Ghi đính chính"), back=back,
                    lead=_("Sửa điều đã ghi nhầm. Bản cũ vẫn xem lại được như đã biết trước lúc này."))


def _withdraw(asking: Asking, unit: UnitVersion, holding: Holding, who: str, back: str) -> HttpResponse:
    form = SeenConfirmForm(asking.request.POST or None, initial={"seen": holding.pk})
    return act_page(asking, form, lambda: operations.withdraw_holding(asking.actor, version_id=form.cleaned_data["seen"]), unit=unit, stop=True,
                    title=_("Rút lại: %(who)s") % {"who": who}, button=_("Rút lại việc giữ chức danh"), back=back,
                    lead=_("Coi như chưa từng giữ từ ngày %(day)s. Bản ghi cũ vẫn còn trong nhật ký.") % {"day": write_day(holding.valid_from)})


def _resume(asking: Asking, unit: UnitVersion, holding: Holding, who: str, back: str) -> HttpResponse:
    form = SeenConfirmForm(asking.request.POST or None, initial={"seen": holding.pk})
    return act_page(asking, form, lambda: operations.resume_holding(asking.actor, version_id=form.cleaned_data["seen"]), unit=unit, back=back,
                    title=_("Rút lại việc thôi giữ: %(who)s") % {"who": who}, button=_("Rút lại việc thôi giữ"),
                    lead=_("Coi như chưa thôi giữ từ ngày %(day)s.") % {"day": write_day(holding.valid_to)} if holding.valid_to != OPEN_END else "")


ACTS: Mapping[str, Callable[[Asking, UnitVersion, Holding, str, str], HttpResponse]] = {
    "thoi": _end, "keo-dai": _prolong, "dinh-chinh": _correct, "rut-lai": _withdraw, "tiep-tuc": _resume}


@staff_page(Right.KEEP_POSTS)
def holding_act(asking: Asking, fact_id: UUID, what: str) -> HttpResponse:
    """End, prolong, correct or take back a holding; where one may is the operation's to say."""
    holding, act = queries.holding_of(fact_id), ACTS.get(what)
    if holding is None or act is None:
        raise NotFound(_("Không có bản ghi này. Mở lại trang rồi làm lại."))
    unit = last_seen_unit(asking, holding.post.unit_id)
    name = queries.names_on([holding.person_id], asking.day).get(holding.person_id, "")
    who = _("%(name)s, %(post)s, %(unit)s") % {"name": name, "post": _title(unit, PostKind(holding.post.kind)), "unit": unit.name}
    person = asking.request.GET.get("ve") == "nguoi"
    back = carry(reverse("person", args=[holding.person_id]), asking.day, today=clock.today(), known_at=asking.known_at) if person else posts_address(asking, unit.unit_id)
    return act(asking, unit, holding, who, back)

