"""The list on which an office enters one step for many organisations at once: all rows or none."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.congress.operations import StepRow
from kientoan.congress.queries import Row, standing
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound
from kientoan.reports.season import SeasonFigure
from kientoan.web.congress.views import STEPS, StepAct
from kientoan.web.day import carry
from kientoan.web.forms import ActForm, DayField
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import figure_of, scope_of

MOST_ROWS = 100


class EntryForm(ActForm):
    """A day for each organisation; those left empty are left alone."""

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            field = DayField(label=row.unit.name, required=False)
            self.fields[f"on-{row.unit.unit_id}"] = field

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(_("Chưa điền ngày nào. Điền ngày cho ít nhất một tổ chức."))
        return values

    def days(self) -> dict[int, date]:
        """The days that were filled in, by organisation."""
        return {int(name.removeprefix("on-")): day for name, day in self.cleaned_data.items() if day}


def _waiting(asking: Asking, figure: SeasonFigure, act: StepAct) -> list[Row]:
    """The organisations for which the step comes next and that the person may record it for."""
    allowed = asking.actor.unit_ids(Right.DECIDE_CONGRESS if act.by_superior else Right.REPORT_CONGRESS)
    # By the day shown and by all that is known: a step recorded for a later day is not to be entered again.
    known = standing(figure.season, [row.unit.unit_id for row in figure.rows])
    found = [row for row in figure.rows if row.course.state in act.after and known[row.unit.unit_id].course.state in act.after
             and allowed & set(row.unit.chain[:-1] if act.by_superior and row.unit.depth else row.unit.chain)]
    return sorted(found, key=lambda row: (row.course.plan.closes_on if row.course.plan else date.max, row.unit.sort_key))


@staff_page()
def season_entry(asking: Asking, key: str) -> HttpResponse:
    """Enter one step for many organisations; who may take it is the operation's to say."""
    act = STEPS.get(key)
    if act is None or key == "khong-chuan-y":
        raise NotFound(_("Không có bước này."))
    asking = replace(asking, known_at=None)  # what is entered goes by what is known now
    scope = scope_of(asking)
    figure = figure_of(asking, scope)
    waiting = _waiting(asking, figure, act)
    rows = waiting[:MOST_ROWS]
    form = EntryForm(asking.request.POST or None, rows=rows)
    if asking.request.method == "POST" and form.is_valid():
        days = form.days()
        done, count = form.run(lambda: act.operation(
            asking.actor, season_key=figure.season.key, rows=[StepRow(unit_id, day) for unit_id, day in days.items()]))
        if done and count is not None:
            messages.success(asking.request, ngettext("Đã ghi %(n)s tổ chức.", "Đã ghi %(n)s tổ chức.", count) % {"n": count})
            kept = {name: asking.request.GET.get(name, "") for name in ("don-vi", "cap", "mua")}
            return redirect(carry(reverse("season_entry", args=[key]), asking.day, today=clock.today(), known_at=None, **kept))
    fields = [(row, form[f"on-{row.unit.unit_id}"]) for row in rows]
    return asking.page("entry", {
        "scope": scope, "figure": figure, "act": act, "form": form, "fields": fields, "waiting": len(waiting),
        "steps": [each for each in STEPS.values() if each.key != "khong-chuan-y"]})
