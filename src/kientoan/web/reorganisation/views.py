"""Merge, divide, take over a whole reform, see what was rearranged, take it back."""

import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from kientoan.core import clock, progress
from kientoan.core.access import Right
from kientoan.core.decisions import Citation
from kientoan.core.participants import Consequence, Item
from kientoan.core.refusal import NotFound, Refusal
from kientoan.exchange.jobs import take_over_reform
from kientoan.exchange.reform_file import HEADER, read_reform
from kientoan.org import access, arrivals, queries
from kientoan.org.enums import Tree, UnitKind, UnitLevel, kinds_of
from kientoan.org.models import UnitVersion
from kientoan.org.operations import Fold, NewUnit, Relocation, Reorganisation, reorganise, undo_placing, undo_reorganisation
from kientoan.org.operations.reorganisation import preview
from kientoan.org.reform import Extent, ReformPlan, plan_reform
from kientoan.rules.days import write_day
from kientoan.rules.vntext import sort_key
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.forms import REQUIRED, ChoiceField, CitedForm, DayField, TextField, unit_choices
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import seen_unit

PAGE_ROWS = 100
LARGEST_UPLOAD = 5 * 1024 * 1024
NEW = "moi"
WAIT = "cho"


class MergeForm(CitedForm):
    """Which units merge into what."""

    others = forms.MultipleChoiceField(label=gettext_lazy("Nhập cùng với"), widget=forms.CheckboxSelectMultiple,
                                       error_messages={"required": gettext_lazy("Chọn ít nhất một đơn vị.")})
    into = ChoiceField(label=gettext_lazy("Đơn vị sau khi nhập"))
    name = TextField(label=gettext_lazy("Tên đơn vị mới"), max_length=200, required=False, help_text=gettext_lazy("Kèm loại. Chỉ điền khi lập đơn vị mới."))
    kind = ChoiceField(label=gettext_lazy("Loại đơn vị mới"), required=False)
    code = TextField(label=gettext_lazy("Mã đơn vị mới"), max_length=20, required=False, help_text=gettext_lazy("Có thể dùng lại mã của một đơn vị kết thúc."))
    on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, unit: UnitVersion, others: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        choices = [(str(each.unit_id), each.name) for each in others]
        self.fields["others"].choices = choices  # type: ignore[attr-defined]
        self.fields["into"].choices = [(NEW, _("Đơn vị mới")), (str(unit.unit_id), unit.name), *choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds_of(UnitLevel(unit.level))]  # type: ignore[attr-defined]
        self.order_with(["others", "into", "name", "kind", "code", "on"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        into = values.get("into")
        if into == NEW and not values.get("name"):
            self.add_error("name", str(REQUIRED))
        if into and into != NEW and into not in (str(self.unit.unit_id), *values.get("others", ())):
            self.add_error("into", _("Đơn vị nhận phải là một trong các đơn vị được nhập."))
        return values

    def plan(self) -> Reorganisation:
        """What was asked for."""
        values = self.cleaned_data
        named = [self.unit.unit_id, *(int(each) for each in values["others"])]
        if values["into"] == NEW:
            new = NewUnit(NEW, Tree(self.unit.tree), UnitLevel(self.unit.level), UnitKind(values["kind"]), values["name"],
                          self.unit.parent_id, values["code"].strip())
            return Reorganisation(values["on"], new=(new,), folds=tuple(Fold(each, (NEW,)) for each in named))
        into = int(values["into"])
        return Reorganisation(values["on"], folds=tuple(Fold(each, (into,)) for each in named if each != into))


class SplitForm(CitedForm):
    """Into which units one is divided."""

    parts = TextField(label=gettext_lazy("Các đơn vị sau khi chia"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
                      help_text=gettext_lazy("Mỗi dòng một đơn vị: tên đầy đủ, rồi dấu chấm phẩy và mã nếu có. Ví dụ: Xóm Núi 1; Xã Kha Sơn; 05953."))
    on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, unit: UnitVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.order_with(["parts", "on"])

    def clean_parts(self) -> list[tuple[str, str]]:
        """Each part's name and code."""
        found: list[tuple[str, str]] = []
        for line in (line.strip() for line in self.cleaned_data["parts"].splitlines()):
            if line:
                name, _sign, code = line.rpartition(";") if ";" in line else (line, "", "")
                found.append((name.strip(), code.strip()))
        if len(found) < 2:
            raise forms.ValidationError(_("Chia ra phải có ít nhất hai đơn vị, mỗi dòng một đơn vị."))
        return found

    def plan(self, answers: dict[str, str | int]) -> Reorganisation:
        """What was asked for, with the places that a person chose."""
        unit, parts = self.unit, self.cleaned_data["parts"]
        new = tuple(NewUnit(f"phan-{number}", Tree(unit.tree), UnitLevel(unit.level), _kind(unit, name), name, unit.parent_id, code)
                    for number, (name, code) in enumerate(parts, start=1))
        return Reorganisation(self.cleaned_data["on"], new=new, folds=(Fold(unit.unit_id, tuple(each.key for each in new), None),), answers=answers)


def _kind(unit: UnitVersion, name: str) -> UnitKind:
    """The kind that a part's name begins with; the divided unit's own where it says nothing."""
    lowered = name.lower()
    found = next((kind for kind in kinds_of(UnitLevel(unit.level)) if lowered.startswith(str(kind.label).split(",")[0])), None)
    return found or UnitKind(unit.kind)


def _two_steps(asking: Asking, form: CitedForm, unit: UnitVersion, plan: Callable[[], Reorganisation], *, title: str, button: str, lead: str,
               places: Callable[[Sequence[Item]], list[dict[str, Any]]] | None = None, about: Sequence[UnitVersion] = (),
               done_page: Callable[[], str] | None = None, back: str = "") -> HttpResponse:
    """First what would happen, then doing it; the preview is looked at again when it is done.

    Parameters:
        plan: what the form asks for.
        title, button, lead: the page's words.
        places: what a person chooses for each item that a divided unit leaves.
        about: the units that it is done to, where they are several.
        done_page: the address of what was done; by default that of the reorganisation in which ``unit`` ended.
        back: where giving it up leads; by default to ``unit``.
    """
    lines: list[Consequence] = []
    seen = False
    if asking.request.method == "POST" and form.is_valid():
        try:
            lines, seen = preview(plan()), True
        except Refusal as refusal:
            form.add_error(refusal.place if refusal.place in form.fields else None, str(refusal))
        if seen and asking.request.POST.get("buoc") == "lam":
            done, _result = form.run(lambda: reorganise(asking.actor, plan=plan(), decision=form.citation()))
            if done:
                messages.success(asking.request, _("Đã sắp xếp từ ngày %(day)s.") % {"day": write_day(form.cleaned_data["on"])})
                return redirect(done_page() if done_page else reverse("reorganisation", args=[queries.succession_of(unit.unit_id)]))
    items = [item for line in lines for item in line.items]
    return asking.page("reorganise", {
        "unit": unit, "form": form, "title": title, "button": button, "lead": lead, "consequences": lines, "seen": seen,
        "places": places(items) if places and items else [], "about": about,
        "back": back or carry(reverse("unit", args=[unit.unit_id]), asking.day, today=clock.today(), known_at=asking.known_at)})


@staff_page(Right.CHANGE_UNITS)
def unit_merge(asking: Asking, unit_id: int) -> HttpResponse:
    """Merge a unit with others, into a new one or one of them."""
    unit = seen_unit(asking, unit_id)
    others = [each for each in queries.merge_candidates(unit, asking.day) if access.may_see(asking.actor, each, asking.day)]
    form = MergeForm(asking.request.POST or None, unit=unit, others=others, initial={"on": asking.day, "into": NEW, "kind": unit.kind})
    return _two_steps(asking, form, unit, form.plan, title=_("Nhập %(name)s với đơn vị khác") % {"name": unit.name}, button=_("Nhập đơn vị"),
                      lead=_("Đơn vị bên dưới theo đơn vị nhận. Các ngày trước đó không đổi."))


@staff_page(Right.CHANGE_UNITS)
def unit_split(asking: Asking, unit_id: int) -> HttpResponse:
    """Divide a unit; what is below it goes where the person puts it, or waits."""
    unit = seen_unit(asking, unit_id)
    form = SplitForm(asking.request.POST or None, unit=unit, initial={"on": asking.day})
    chosen = {name.removeprefix("xep-"): value for name, value in asking.request.POST.items() if name.startswith("xep-") and isinstance(value, str) and value}

    def plan() -> Reorganisation:
        answers: dict[str, str | int] = {
            key: (unit.parent_id or 0) if value == WAIT and unit.parent_id else value for key, value in chosen.items()}
        return form.plan(answers)

    def places(items: Sequence[Item]) -> list[dict[str, Any]]:
        parts = [(f"phan-{number}", name) for number, (name, _code) in enumerate(form.cleaned_data["parts"], start=1)]
        return [{"name": f"xep-{item.key}", "label": item.label, "chosen": chosen.get(item.key, ""),
                 "choices": [*parts, *([(WAIT, _("chờ quyết định"))] if item.may_wait else [])]} for item in sorted(items, key=lambda each: sort_key(each.label))]

    return _two_steps(asking, form, unit, plan, title=_("Chia %(name)s") % {"name": unit.name}, button=_("Chia đơn vị"), places=places,
                      lead=_("Mỗi đơn vị bên dưới được xếp vào một phần, hoặc để chờ quyết định; không gì bị bỏ lại."))


def _awaiting(asking: Asking, unit: UnitVersion) -> list[tuple[UnitVersion, str]]:
    """What awaits a decision below a unit and may be seen, each with what it stood under before."""
    return [(each, before) for each, before in queries.awaiting_below(unit, asking.day) if access.may_see(asking.actor, each, asking.day)]


@staff_page()
def unit_awaiting(asking: Asking, unit_id: int) -> HttpResponse:
    """What awaits a decision below a unit, with the way to place one or several."""
    unit = seen_unit(asking, unit_id)
    rows = _awaiting(asking, unit)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    page = min(pages, max(1, int(text)) if (text := asking.request.GET.get("trang", "1")).isdecimal() and len(text) < 6 else 1)
    first = (page - 1) * PAGE_ROWS
    shown = rows[first:first + PAGE_ROWS]
    return asking.page("awaiting", {"unit": unit, "rows": shown, "count": len(rows), "page": page, "pages": pages, "first": first + 1,
                                    "last": first + len(shown), "may_change": asking.actor.has(Right.CHANGE_UNITS)})


class PlaceForm(CitedForm):
    """Where units go that awaited a decision."""

    parent = ChoiceField(label=gettext_lazy("Xếp vào đơn vị"))
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("parent", "on")

    def __init__(self, *args: Any, parents: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = unit_choices(parents)  # type: ignore[attr-defined]


@staff_page(Right.CHANGE_UNITS)
def unit_place(asking: Asking, unit_id: int) -> HttpResponse:
    """Place several that await a decision under one unit: chosen on the list, previewed, done together."""
    unit = seen_unit(asking, unit_id)
    back = carry(reverse("unit_awaiting", args=[unit_id]), asking.day, today=clock.today())
    waiting = {str(each.unit_id): each for each, _before in _awaiting(asking, unit)}
    asked = list(dict.fromkeys(asking.request.GET.getlist("chon")))[:PAGE_ROWS]
    if not asked:
        messages.warning(asking.request, _("Chưa chọn đơn vị nào. Đánh dấu những đơn vị cùng đến một nơi."))
        return redirect(back)
    if any(each not in waiting for each in asked):
        raise NotFound(_("Có đơn vị đã chọn không còn chờ quyết định vào ngày này. Mở lại danh sách rồi chọn lại."))
    chosen = [waiting[each] for each in asked]
    parents = [each for each in arrivals.receivers(chosen, asking.day) if access.may_see(asking.actor, each, asking.day)]
    if not parents:
        messages.warning(asking.request, _("Những đơn vị đã chọn không cùng xếp được dưới một đơn vị nào. Chọn từng cấp một."))
        return redirect(back)
    form = PlaceForm(asking.request.POST or None, parents=parents, initial={"on": asking.day})
    return _two_steps(
        asking, form, unit, lambda: Reorganisation(form.cleaned_data["on"], moves=tuple(
            Relocation(each.unit_id, int(form.cleaned_data["parent"])) for each in chosen)),
        title=ngettext("Xếp %(n)s đơn vị chờ quyết định", "Xếp %(n)s đơn vị chờ quyết định", len(chosen)) % {"n": len(chosen)},
        button=ngettext("Xếp %(n)s đơn vị", "Xếp %(n)s đơn vị", len(chosen)) % {"n": len(chosen)},
        lead=_("Cùng về dưới một đơn vị, từ một ngày, theo một văn bản; tất cả hoặc không đơn vị nào."), about=chosen, back=back,
        done_page=lambda: reverse("reorganisation_placing", args=[arrivals.place_of(chosen[0].unit_id)]))


@staff_page()
def reorganisation_placing(asking: Asking, placement_id: UUID) -> HttpResponse:
    """Units that were placed together."""
    found = arrivals.placing(str(placement_id))
    seen = [each for each in found.units if access.may_see(asking.actor, each, found.day)]
    if found.under is None or not seen:
        raise queries.no_such_unit()
    return asking.page("placing", {"found": found, "placement_id": placement_id, "rows": seen, "hidden": len(found.unit_ids) - len(seen),
                                   "may_change": asking.actor.has(Right.CHANGE_UNITS)})


@staff_page(Right.CHANGE_UNITS)
def reorganisation_placing_undo(asking: Asking, placement_id: UUID) -> HttpResponse:
    """Let units that were placed together await a decision again."""
    found = arrivals.placing(str(placement_id))
    if found.under is None or not any(access.may_see(asking.actor, each, found.day) for each in found.units):
        raise queries.no_such_unit()
    return act_page(asking, confirm_form(asking), lambda: undo_placing(asking.actor, placement_id=str(placement_id)), stop=True, button=_("Rút lại cả lần xếp"),
                    title=_("Rút lại lần xếp vào %(name)s") % {"name": found.under.name}, back=carry(reverse("unit", args=[found.parent_id]), found.day, today=clock.today()),
                    lead=_("%(n)s đơn vị sẽ lại chờ quyết định, như chưa xếp. Bản ghi cũ vẫn còn trong nhật ký.") % {"n": len(found.unit_ids)})


@staff_page()
def reorganisation_list(asking: Asking) -> HttpResponse:
    """Every reorganisation, the newest first."""
    return asking.page("reorganisations", {"rows": queries.reorganisations(), "may_change": asking.actor.has(Right.CHANGE_UNITS)})


@staff_page()
def reorganisation(asking: Asking, succession_id: UUID) -> HttpResponse:
    """One reorganisation: who took whom."""
    event = queries.reorganisation(str(succession_id))
    before, after = event.day - timedelta(days=1), event.day
    shown: list[tuple[UnitVersion | None, list[tuple[UnitVersion, bool]]]] = []
    hidden = 0
    for line in event.lines:
        old = [(unit, whole) for unit, whole in line.old if access.may_see(asking.actor, unit, before)]
        if (line.new is None or access.may_see(asking.actor, line.new, after)) and old:
            shown.append((line.new, old))
        else:
            hidden += 1
    return asking.page("reorganisation", {"event": event, "lines": shown, "hidden": hidden, "may_change": asking.actor.has(Right.CHANGE_UNITS)})


@staff_page(Right.CHANGE_UNITS)
def reorganisation_undo(asking: Asking, succession_id: UUID) -> HttpResponse:
    """Take a whole reorganisation back."""
    event = queries.reorganisation(str(succession_id))
    if not any(access.may_see(asking.actor, unit, event.day) for line in event.lines for unit, _whole in line.old):
        raise queries.no_such_unit()
    return act_page(asking, confirm_form(asking), lambda: undo_reorganisation(asking.actor, succession_id=str(succession_id)),
                    title=_("Rút lại lần sắp xếp ngày %(day)s") % {"day": write_day(event.day)}, button=_("Rút lại lần sắp xếp"), stop=True,
                    back=reverse("reorganisation_list"),
                    lead=_("%(n)s đơn vị đã kết thúc sẽ đứng tiếp như chưa từng sắp xếp. Bản ghi cũ vẫn còn trong nhật ký.") % {"n": event.ended})


class ReformForm(CitedForm):
    """A list of what becomes of every unit."""

    file = forms.FileField(label=gettext_lazy("Tệp phương án"), required=False,
                           help_text=gettext_lazy("Tệp .xls, .xlsx hoặc .ods có các tiêu đề nêu ở trên."))
    on = DayField(label=gettext_lazy("Từ ngày"))
    with_party = forms.BooleanField(label=gettext_lazy("Sắp xếp cả tổ chức đảng gắn với các địa bàn"), required=False, initial=True)
    unconfirmed = forms.BooleanField(label=gettext_lazy("Ngày chưa xác nhận, chỉ biết là muộn hơn của hai danh mục"), required=False)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("file", "on", "with_party", "unconfirmed", "decision_number", "decision_date", "decision_issuer")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        upload = values.get("file")
        if upload is None and not values.get("key"):
            self.add_error("file", str(REQUIRED))
        if upload is not None and upload.size > LARGEST_UPLOAD:
            self.add_error("file", _("Tệp lớn hơn %(most)s MB. Chỉ giữ các dòng của phương án.") % {"most": LARGEST_UPLOAD // 1024 // 1024})
        return values


def _store(upload: Any) -> str:
    """Keep an upload under a name of our own; what it was called is not used."""
    key = secrets.token_hex(16)
    with progress.place("uploads", key).open("wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return key


@staff_page(Right.CHANGE_UNITS)
def reform_import(asking: Asking) -> HttpResponse:
    """Send a list, see what it would do, then let it be done in the background."""
    form = ReformForm(asking.request.POST or None, asking.request.FILES or None, initial={"on": asking.day, "with_party": True})
    found: ReformPlan | None = None
    lines: list[Consequence] = []
    key = ""
    if asking.request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        key = _store(values["file"]) if values["file"] is not None else values["key"]
        try:
            found = plan_reform(read_reform(progress.place("uploads", key)), on=values["on"], with_party=values["with_party"])
            lines = preview(found.plan) if not found.faults else []
        except ValueError as error:
            raise NotFound(_("Tệp đã hết hạn. Gửi lại tệp.")) from error
        except Refusal as refusal:
            form.add_error(refusal.place if refusal.place in form.fields else None, str(refusal))
            found = None
        if found is not None and not found.faults and asking.request.POST.get("buoc") == "lam":
            return _enqueue(asking, key, values, form.citation())
    return asking.page("reform", {
        "form": form, "found": found, "consequences": lines, "key": key, "headings": list(HEADER.values()), "extents": [each.value for each in Extent],
        "counts": [(label, [(UnitLevel(level).label, count) for level, count in found.counts[name].items()]) for name, label in (
            ("ended", _("Kết thúc")), ("stand_on", _("Đứng tiếp, đổi cấp trên, tên hoặc loại")), ("new", _("Lập mới")))] if found and found.counts else []})


def _enqueue(asking: Asking, key: str, values: dict[str, Any], paper: Citation | None) -> HttpResponse:
    result = take_over_reform.enqueue(
        key, user_id=asking.actor.user_id, on=values["on"].isoformat(), with_party=values["with_party"], unconfirmed=values["unconfirmed"],
        decision={"number": paper.number, "issued_on": paper.issued_on.isoformat(), "issuer": paper.issuer} if paper else None,
        language=get_language() or "vi")
    return redirect(reverse("work", args=[result.id]))


@staff_page()
def work(asking: Asking, work_id: UUID) -> HttpResponse:
    """Work in the background: how far it is, and how it ended. It can be left and found again at the same address."""
    task = DBTaskResult.objects.filter(pk=work_id).first()
    if task is None or task.args_kwargs.get("kwargs", {}).get("user_id") != asking.actor.user_id:
        raise NotFound(_("Không có việc này, hoặc việc của người khác."))
    state = str(task.status)
    outcome = task.return_value if isinstance(task.return_value, dict) else {}
    key = next(iter(task.args_kwargs.get("args", ())), "")
    running = state in ("READY", "RUNNING")
    answer = asking.page("work", {
        "running": running, "waiting": state == "READY", "progress": progress.read(str(key)), "done": outcome.get("done", ""),
        "refused": outcome.get("refused", ""), "failed": state == "FAILED", "since": task.enqueued_at})
    if running:
        answer.headers["Refresh"] = "2"
    return answer
