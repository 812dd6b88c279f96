"""Frozen copies: freeze a figure, read a copy beside what is known now, take it away, check one that came on paper or as a file."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress.enums import StateName
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.operation import catalogue
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import Cell, Column, Table, as_xlsx
from kientoan.org import access
from kientoan.org import queries as org_queries
from kientoan.org.access import PersonActor
from kientoan.org.enums import UnitKind, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.reports import queries
from kientoan.reports.concurrency import title_of
from kientoan.reports.figure import DEFINITIONS, ask_of
from kientoan.reports.frozen import answer
from kientoan.reports.models import FrozenFigure
from kientoan.reports.operations import freeze_figure
from kientoan.rules.concurrency import MODELS, Obstacle, explain
from kientoan.rules.days import read_day, write_day, write_moment
from kientoan.rules.frozen import BrokenFileError, file_bytes, printed, read_file, read_printed
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.forms import ActForm, TextField
from kientoan.web.page import Asking, open_page, staff_page
from kientoan.web.scope import known_unit, scope_of
from kientoan.web.templatetags.kientoan import is_english, moment, num

PAGE_ROWS = 100
MOST_CHANGES = 200
LARGEST_CHECK = 5 * 1024 * 1024
PARAMETERS = {"season": {"season": "mua", "level": "cap"}, "concurrency": {"model": "mo-hinh"}, "units": {}}
"""Of each figure what else it is asked with, and the names of those in addresses."""
NUMBERS = {
    "total": gettext_lazy("Tổng"), "held": gettext_lazy("Đã tổ chức"), "planned": gettext_lazy("Kế hoạch đến ngày"), "late": gettext_lazy("Trễ kế hoạch"),
    "cleared": gettext_lazy("Đã duyệt nội dung"), "reported": gettext_lazy("Đã báo cáo"), "approved": gettext_lazy("Đã chuẩn y"),
    "cells_met": gettext_lazy("Chi bộ đạt"), "cells": gettext_lazy("Chi bộ gắn với xóm"), "hamlets_met": gettext_lazy("Xóm đạt"), "hamlets": gettext_lazy("Mọi xóm"),
}
LINE_NUMBERS = {"season": ("total", "held", "late"), "concurrency": ("cells_met", "cells", "hamlets_met", "hamlets"), "units": ()}
"""The numbers that the lines of a copy show; of a count of units all that there are."""


def label_of(key: str) -> str:
    """What a number of a copy is called."""
    what, _dot, value = key.partition(".")
    if what == "level" and value in UnitLevel.values:
        return str(UnitLevel(value).label)
    if what == "kind" and value in UnitKind.values:
        return _("loại: %(kind)s") % {"kind": UnitKind(value).label}
    if what == "awaiting" and value in UnitLevel.values:
        return _("chờ quyết định: %(level)s") % {"level": UnitLevel(value).label}
    return str(NUMBERS.get(key, key))


def _in_order(keys: Iterable[str]) -> list[str]:
    """The numbers of a copy in the order of a board; a file keeps them by the alphabet."""
    order = [*NUMBERS, *(f"{what}.{value}" for what, values in (("level", UnitLevel.values), ("awaiting", UnitLevel.values), ("kind", UnitKind.values))
                         for value in values)]
    return sorted(keys, key=lambda key: order.index(key) if key in order else len(order))


def statement(figure: str, said: Mapping[str, Any] | None, parameters: Mapping[str, str]) -> str:
    """What a copy says of a row, in words."""
    if said is None:
        return "–"
    if figure == "season":
        day = said["held_on"] or said["planned_on"]
        label = str(StateName(said["state"]).label)
        return f"{label}, {write_day(read_day(day))}" if day else label
    if figure == "units":
        return _("chờ quyết định: %(level)s") % {"level": UnitKind(said["kind"]).label} if said["awaiting"] else str(UnitKind(said["kind"]).label)
    why = explain(MODELS[parameters["model"]], Obstacle(said["obstacle"]))
    return explained(why) if why else _("đạt")


def about_copy(content: Mapping[str, Any]) -> str:
    """With what else a figure was asked, in words; empty when with nothing."""
    parameters = content["parameters"]
    if content["figure"] == "season":
        return _("mùa %(season)s, %(level)s") % {"season": parameters["season"], "level": UnitLevel(parameters["level"]).label}
    return title_of(MODELS[parameters["model"]]) if content["figure"] == "concurrency" else ""


def _title(figure: str) -> str:
    return str(DEFINITIONS[figure].title) if figure in DEFINITIONS else figure


@staff_page()
def frozen_list(asking: Asking) -> HttpResponse:
    """The copies of units that one may see, the newest first."""
    page = max(1, int(text)) if (text := asking.request.GET.get("trang", "1")).isdecimal() and len(text) < 6 else 1
    rows, count = queries.frozen_to(asking.actor, page=page, rows=PAGE_ROWS)
    return asking.page("frozen_list", {"rows": [(row, _title(row.figure), printed(row.fingerprint)) for row in rows], "count": count, "page": page,
                                       "pages": max(1, -(-count // PAGE_ROWS))})


@staff_page(Right.FREEZE_FIGURES)
def frozen_new(asking: Asking, figure: str) -> HttpResponse:
    """Show the figure that would be frozen; then freeze it."""
    if figure not in DEFINITIONS:
        raise NotFound(_("Không có con số này."))
    get = asking.request.GET
    wanted = get.get("don-vi", "")
    unit = known_unit(asking, int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else _own_unit(asking)
    if unit is None or not access.may_see(asking.actor, unit, asking.day):
        raise org_queries.no_such_unit()
    parameters = {name: get.get(parameter, "") for name, parameter in PARAMETERS[figure].items() if get.get(parameter)}
    shown = answer(figure, ask_of(unit, asking.day, known_at=asking.known_at), parameters)
    content = shown.frozen_content()

    def act() -> HttpResponse:
        copy = freeze_figure(asking.actor, figure=figure, unit_id=content["unit"]["id"], day=asking.day, known_at=asking.known_at,
                             parameters=content["parameters"])
        messages.success(asking.request, _("Đã chốt. Vân tay: %(print)s.") % {"print": printed(copy.fingerprint)})
        return redirect(carry(reverse("frozen_figure", args=[copy.uuid]), asking.day, today=clock.today()))

    numbers = ", ".join(f"{label_of(key)} {num(content['numbers'][key])}" for key in _in_order(content["numbers"]) if not key.startswith("kind."))
    known = write_moment(asking.known_at, clock.ZONE) if asking.known_at else _("lúc bấm nút")
    lead = _("%(unit)s; %(about)s; hết ngày %(day)s; như đã biết: %(known)s. %(numbers)s. Bản chốt giữ cả danh sách đứng sau; không sửa, không xóa được.")
    return act_page(asking, confirm_form(asking), act, title=_("Chốt số liệu: %(figure)s") % {"figure": _title(figure)}, button=_("Chốt số liệu"),
                    back=carry(reverse("unit", args=[unit.unit_id]), asking.day, today=clock.today(), known_at=asking.known_at),
                    lead=(lead if about_copy(content) else lead.replace("%(about)s; ", "")) % {
                        "unit": content["unit"]["name"], "about": about_copy(content), "day": write_day(asking.day), "known": known, "numbers": numbers})


def _own_unit(asking: Asking) -> UnitVersion:
    """For an address without a unit: that of one's first grant, else the organisation that a board would show."""
    return next((unit for grant in asking.actor.grants if (unit := known_unit(asking, grant.unit_id))), None) or scope_of(asking)


@staff_page()
def frozen_figure(asking: Asking, copy_id: UUID) -> HttpResponse:
    """A copy as it was frozen, and beside it the same figure as known now with the rows that differ."""
    copy = queries.frozen_copy(asking.actor, copy_id)
    content = json.loads(copy.content)
    figure, parameters = content["figure"], content["parameters"]
    found = queries.difference(content)
    values: dict[str, tuple[int, int | None]] = {key: (before, after) for key, before, after in found.numbers} or {
        key: (value, None) for key, value in content["numbers"].items()}
    titles = {each.name: each.title for each in catalogue()}
    authors = found.authors or {}
    changes = [{
        "change": each, "before": statement(figure, each.before, parameters), "after": statement(figure, each.after, parameters),
        "acts": [(when, authors.get(when), titles.get(authors[when].operation, authors[when].operation) if when in authors else "") for when in each.recorded_at],
    } for each in found.rows[:MOST_CHANGES]]
    wanted = asking.request.GET.get("trang", "1")
    rows, pages = content["rows"], max(1, -(-len(content["rows"]) // PAGE_ROWS))
    everything = wanted == "tat-ca"
    page = min(max(1, int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else 1, pages)
    shown = rows if everything else rows[(page - 1) * PAGE_ROWS:page * PAGE_ROWS]
    names = {child["id"]: child["name"] for child in content["children"]}
    keys = LINE_NUMBERS[figure] or [key for key in _in_order(content["numbers"]) if key.startswith("level.")]
    definition = content["definition"]["en" if is_english() else "vi"]
    return asking.page("frozen", {
        "copy": copy, "content": content, "title": definition["title"], "counts": definition["counts"], "about": about_copy(content),
        "intact": queries.is_intact(copy), "print": printed(copy.fingerprint), "found": found,
        "numbers": [(label_of(key), *values[key]) for key in _in_order(values)],
        "differs": bool(found.rows) or any(before != after for _key, before, after in found.numbers),
        "heads": [label_of(key) for key in keys],
        "children": [(name, [(before.get(key, 0), after.get(key, 0)) for key in keys]) for _id, name, before, after in found.children]
        or [(child["name"], [(child["numbers"].get(key, 0), child["numbers"].get(key, 0)) for key in keys]) for child in content["children"]],
        "changes": changes, "more_changes": max(0, len(found.rows) - MOST_CHANGES),
        "rows": [(row["name"], names.get(row["under"], ""), statement(figure, row["said"], parameters)) for row in shown],
        "count": len(rows), "page": page, "pages": pages, "everything": everything,
    })


@staff_page()
def frozen_download(asking: Asking, copy_id: UUID, form: str) -> HttpResponse:
    """The copy as the file that can be checked, or as a workbook; from the stored content only."""
    copy = queries.frozen_copy(asking.actor, copy_id)
    if form not in ("json", "xlsx"):
        raise NotFound(_("Không có bảng này. Lấy từ nút XLSX hoặc JSON trên trang."))
    content = json.loads(copy.content)
    name = f"{copy.figure}-{copy.unit_code or copy.unit_number}-{copy.day.isoformat()}-{copy.fingerprint[:8]}.{form}"
    body, kind = ((file_bytes(content), "application/json; charset=utf-8") if form == "json" else
                  (as_xlsx(_table(copy, content), about_title=_("Về bảng này")), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _table(copy: FrozenFigure, content: Mapping[str, Any]) -> Table:
    names = {child["id"]: child["name"] for child in content["children"]}
    rows: list[list[Cell]] = [[row["name"], names.get(row["under"], ""), statement(copy.figure, row["said"], content["parameters"])] for row in content["rows"]]
    definition = content["definition"]["en" if is_english() else "vi"]
    about = [
        (_("Con số"), definition["title"]), (_("Định nghĩa"), f"{definition['counts']} ({content['definition']['version']})"),
        (_("Tổ chức"), content["unit"]["name"]), *([(_("Hỏi thêm"), about_copy(content))] if about_copy(content) else []),
        (_("Số liệu đến hết ngày"), write_day(copy.day)), (_("Như đã biết lúc"), write_moment(copy.known_at, clock.ZONE)),
        *((label_of(key), str(content["numbers"][key])) for key in _in_order(content["numbers"])),
        (_("Vân tay"), printed(copy.fingerprint)), (_("Vân tay đầy đủ"), copy.fingerprint), (_("Chốt lúc"), moment(copy.frozen_at)), (_("Người chốt"), copy.frozen_by),
        *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]
    return Table(definition["title"], [Column(_("Đơn vị"), 46), Column(_("Thuộc"), 34), Column(_("Đã chốt"), 40)], rows, about)


class CheckForm(ActForm):
    """A file, its text, or the fingerprint that a print bears: one of the three."""

    file = forms.FileField(label=gettext_lazy("Tệp số liệu đã chốt"), required=False, help_text=gettext_lazy("Tệp .json, không quá 5 MB."))
    text = forms.CharField(label=gettext_lazy("Hoặc dán nội dung tệp"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text=gettext_lazy("Không quá 2 MB; nội dung dài hơn thì gửi tệp."))
    print = TextField(label=gettext_lazy("Hoặc gõ vân tay in trên bản giấy"), required=False, max_length=120,
                      help_text=gettext_lazy("6 nhóm 4 chữ số, hoặc cả 64; chữ hoa, khoảng trắng sao cũng được."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        given = [name for name in ("file", "text", "print") if values.get(name)]
        if not self.errors and len(given) != 1:
            raise forms.ValidationError(_("Chọn một tệp, hoặc dán nội dung, hoặc gõ vân tay; một trong ba."))
        if (sent := values.get("file")) is not None and sent.size > LARGEST_CHECK:
            self.add_error("file", _("Tệp lớn hơn 5 MB. Kiểm trên máy bằng: kientoan report verify TỆP."))
        if values.get("print") and read_printed(values["print"]) is None:
            self.add_error("print", _("Vân tay gồm 24 hoặc 64 chữ số 0–9, a–f. Gõ lại như trên bản in."))
        return values

    def raw(self) -> bytes:
        """The file's bytes; of a pasted text those of the file it was copied from, whose end a text field changes."""
        if self.cleaned_data.get("file"):
            return bytes(self.cleaned_data["file"].read())
        return str(self.cleaned_data["text"]).strip().encode() + b"\n"


def _check(request: HttpRequest) -> HttpResponse:
    """Whether a file is as it was frozen, and whether this installation froze it; names nothing to whoever may not see it."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    verdict: dict[str, Any] | None = None
    status = 200
    if request.method == "POST":
        if not ratelimit.consume(request, action="frozen_check"):
            form.add_error(None, _("Thử quá nhiều lần. Đợi một phút rồi thử lại."))
            status = 429
        elif form.is_valid():
            verdict = _verdict(request, form)
            form = CheckForm()  # nothing of what was sent goes back
    return render(request, "web/frozen_check.html", {"form": form, "verdict": verdict}, status=status)


def _verdict(request: HttpRequest, form: CheckForm) -> dict[str, Any]:
    digits = read_printed(form.cleaned_data.get("print") or "")
    if digits is None:
        try:
            digits = read_file(form.raw()).fingerprint
        except BrokenFileError as error:
            return {"broken": explained(error.reason)}
    copy = queries.with_fingerprint(digits)
    actor: PersonActor | None = getattr(request, "actor", None)
    return {
        "print": printed(digits), "by_print": bool(form.cleaned_data.get("print")), "copy": copy,
        "spoiled": copy is not None and not queries.is_intact(copy), "journalled": copy is not None and queries.is_journalled(copy),
        "link": copy is not None and actor is not None and queries.may_see(actor, copy)}


frozen_check = open_page(_check)
