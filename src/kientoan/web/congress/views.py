"""Plan a congress, take its steps, take one back, say why it is late."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress import operations, queries
from kientoan.congress.enums import Form, StepName
from kientoan.congress.models import Season
from kientoan.congress.operations import Correction, PlanRow, StepRow
from kientoan.core import clock
from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotAllowed, NotFound
from kientoan.org.models import UnitVersion
from kientoan.rules.congress import State, Step
from kientoan.rules.days import write_day
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.forms import ActForm, ChoiceField, CitedForm, DayField, NumberField, TextField
from kientoan.web.page import Asking, staff_page
from kientoan.web.scope import seen_unit


@dataclass(frozen=True)
class StepAct:
    """A step that a page offers.

    Parameters:
        key: its name in the address.
        step: the step; None for other acts.
        label: the button's words.
        after: the states in which it is the next thing to do.
        by_superior: whether the body above does it.
    """

    key: str
    step: Step
    label: Promise
    after: tuple[State, ...]
    by_superior: bool
    operation: Callable[..., int]


STEPS = {each.key: each for each in (
    StepAct("trinh-noi-dung", Step.SUBMITTED, gettext_lazy("Ghi đã trình nội dung"), (State.PLANNED,), False, operations.submit_content),
    StepAct("duyet-noi-dung", Step.CLEARED, gettext_lazy("Duyệt nội dung"), (State.SUBMITTED,), True, operations.clear_content),
    StepAct("da-to-chuc", Step.HELD, gettext_lazy("Ghi đã tổ chức"), (State.CLEARED,), False, operations.hold_congresses),
    StepAct("bao-cao", Step.REPORTED, gettext_lazy("Ghi đã báo cáo kết quả"), (State.HELD,), False, operations.report_results),
    StepAct("chuan-y", Step.APPROVED, gettext_lazy("Chuẩn y kết quả"), (State.REPORTED,), True, operations.approve_results),
    StepAct("khong-chuan-y", Step.REJECTED, gettext_lazy("Không chuẩn y"), (State.REPORTED,), True, operations.reject_results),
)}


@dataclass(frozen=True)
class Offer:
    """A button on a unit's page."""

    season: Season
    key: str
    label: str
    main: bool


def _may(actor: Actor, unit: UnitVersion, *, by_superior: bool, asking: Asking) -> bool:
    at = (unit.parent_id or unit.unit_id) if by_superior else unit.unit_id
    right = Right.DECIDE_CONGRESS if by_superior else Right.REPORT_CONGRESS
    return actor.refusal(right, [at], asking.day) is None


def acts_for(asking: Asking, unit: UnitVersion) -> list[Offer]:
    """What the person can do next for a unit's congresses."""
    if not unit.is_party:
        return []
    own, above = (_may(asking.actor, unit, by_superior=each, asking=asking) for each in (False, True))
    found: list[Offer] = []
    for season in queries.seasons():
        standing = queries.standing(season, [unit.unit_id]).get(unit.unit_id)
        if standing is None:
            continue
        state = standing.course.state
        for act in STEPS.values():
            if state in act.after and (above if act.by_superior else own):
                found.append(Offer(season, act.key, str(act.label), act.step is not Step.REJECTED))
        newest = next((step for step in reversed(Step) if step in standing.course.steps), None)
        if newest and (above if newest in operations.SUPERIOR_STEPS else own):
            found.append(Offer(season, "rut-lai", _("Rút lại bước mới nhất"), False))
        if any(above if step in operations.SUPERIOR_STEPS else own for step in standing.course.steps):
            found.append(Offer(season, "dinh-chinh", _("Đính chính ngày đã ghi"), False))
        if own and Step.HELD not in standing.course.steps and standing.course.plan:
            found.append(Offer(season, "ly-do-tre", _("Nêu lý do trễ"), False))
    return found


class PlanForm(CitedForm):
    """The plan of a congress."""

    opens_on = DayField(label=gettext_lazy("Khai mạc dự kiến"))
    closes_on = DayField(label=gettext_lazy("Bế mạc dự kiến"))
    ordinal_text = TextField(label=gettext_lazy("Lần thứ, như viết trên văn bản"), max_length=20, required=False, help_text=gettext_lazy("Ví dụ XXV."))
    ordinal_number = NumberField(label=gettext_lazy("Lần thứ, bằng số"), required=False, min_value=1, max_value=999, help_text=gettext_lazy("Ví dụ 25."))
    form = ChoiceField(label=gettext_lazy("Hình thức"), required=False, choices=[("", gettext_lazy("chưa định"))])
    decided_on = DayField(label=gettext_lazy("Ngày quyết định kế hoạch"))
    reason = TextField(label=gettext_lazy("Lý do, nếu dời ngày"), required=False, max_length=300)
    field_order = ("opens_on", "closes_on", "ordinal_text", "ordinal_number", "form", "decided_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [("", _("chưa định")), *Form.choices]  # type: ignore[attr-defined]


class StepForm(CitedForm):
    """A step of a congress."""

    on = DayField(label=gettext_lazy("Ngày"))


class HeldForm(CitedForm):
    """A congress that was held."""

    opened_on = DayField(label=gettext_lazy("Ngày khai mạc"))
    on = DayField(label=gettext_lazy("Ngày bế mạc"))
    note = TextField(label=gettext_lazy("Lý do, nếu tổ chức trước các tổ chức bên dưới"), required=False, max_length=300)
    field_order = ("opened_on", "on", "note")


class RejectForm(CitedForm):
    """A result that is rejected."""

    on = DayField(label=gettext_lazy("Ngày"))
    note = TextField(label=gettext_lazy("Lý do không chuẩn y"), max_length=300)
    field_order = ("on", "note")


class DelayForm(ActForm):
    """Why a congress is late."""

    text = TextField(label=gettext_lazy("Lý do trễ"), max_length=300)
    on = DayField(label=gettext_lazy("Ngày nêu"))


class CancelForm(ActForm):
    """Why a congress is no longer planned."""

    reason = TextField(label=gettext_lazy("Lý do bỏ kế hoạch"), max_length=300)
    on = DayField(label=gettext_lazy("Từ ngày"))


class CorrectForm(ActForm):
    """Another day for a step that was recorded; each choice carries the version that the person sees."""

    step = ChoiceField(label=gettext_lazy("Bước"))
    on = DayField(label=gettext_lazy("Ngày đúng"), help_text=gettext_lazy("Của đại hội đã tổ chức: ngày bế mạc."))
    opened_on = DayField(label=gettext_lazy("Ngày khai mạc đúng"), required=False, help_text=gettext_lazy("Chỉ với đại hội đã tổ chức; để trống nếu không đổi."))
    reason = TextField(label=gettext_lazy("Lý do đính chính"), max_length=200)

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


def _in_season(unit: UnitVersion, season: Season) -> str:
    return _("%(unit)s, nhiệm kỳ %(season)s") % {"unit": unit.name, "season": season.label}


@staff_page(Right.PLAN_CONGRESS)
def congress_plan(asking: Asking, unit_id: int, season_key: str) -> HttpResponse:
    """Plan the congress, or move it, or plan its re-run."""
    unit, season = seen_unit(asking, unit_id), queries.season_with_key(season_key)
    standing = queries.standing(season, [unit_id]).get(unit_id)
    plan = standing.course.plan if standing else None
    row = next((row for each, row in queries.rows_of_unit(unit, asking.day) if each == season), None)
    initial = {"decided_on": asking.day, "opens_on": plan.opens_on if plan else None, "closes_on": plan.closes_on if plan else None,
               "ordinal_text": row.ordinal if row else "", "ordinal_number": row.ordinal_number if row else None, "form": row.form if row else ""}
    form = PlanForm(asking.request.POST or None, initial=initial)

    def act() -> None:
        values = form.cleaned_data
        row = PlanRow(unit_id, values["opens_on"], values["closes_on"], values["ordinal_text"], values["ordinal_number"], values["form"])
        planned = operations.plan_congresses(
            asking.actor, season_key=season.key, decided_on=values["decided_on"], reason=values["reason"], decision=form.citation(), rows=[row])
        for warning in planned.warnings:
            messages.warning(asking.request, warning)

    return act_page(asking, form, act, unit=unit, lead=_in_season(unit, season), title=_("Kế hoạch đại hội: %(name)s") % {"name": unit.name}, button=_("Ghi kế hoạch"))


@staff_page(Right.PLAN_CONGRESS)
def congress_cancel(asking: Asking, unit_id: int, season_key: str) -> HttpResponse:
    """No longer plan the congress."""
    unit, season = seen_unit(asking, unit_id), queries.season_with_key(season_key)
    form = CancelForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.cancel_plan(
        asking.actor, season_key=season.key, unit_id=unit_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
        unit=unit, lead=_in_season(unit, season), title=_("Bỏ kế hoạch đại hội: %(name)s") % {"name": unit.name}, button=_("Bỏ kế hoạch"), stop=True)


@staff_page()
def congress_step(asking: Asking, unit_id: int, season_key: str, key: str) -> HttpResponse:
    """Take a step; who may take it is the operation's to say."""
    unit, season = seen_unit(asking, unit_id), queries.season_with_key(season_key)
    chosen = STEPS.get(key)
    if chosen is None:
        raise NotFound(_("Không có bước này."))
    kind: type[CitedForm] = {Step.HELD: HeldForm, Step.REJECTED: RejectForm}.get(chosen.step, StepForm)
    standing = queries.standing(season, [unit_id]).get(unit_id)
    plan = standing.course.plan if standing else None
    initial = {"on": asking.day, "opened_on": asking.day}
    if chosen.step is Step.HELD and plan is not None and plan.closes_on <= clock.today():
        initial = {"on": plan.closes_on, "opened_on": plan.opens_on}
    form = kind(asking.request.POST or None, initial=initial)

    def act() -> None:
        values = form.cleaned_data
        chosen.operation(asking.actor, season_key=season.key, decision=form.citation(),
                         rows=[StepRow(unit_id, values["on"], values.get("opened_on"), values.get("note", ""))])

    return act_page(asking, form, act, unit=unit, lead=_in_season(unit, season), title=f"{chosen.label}: {unit.name}", button=str(chosen.label), stop=chosen.step is Step.REJECTED)


@staff_page()
def congress_withdraw(asking: Asking, unit_id: int, season_key: str) -> HttpResponse:
    """Take back the newest step."""
    unit, season = seen_unit(asking, unit_id), queries.season_with_key(season_key)
    standing = queries.standing(season, [unit_id]).get(unit_id)
    newest = next((step for step in reversed(Step) if standing and step in standing.course.steps), None)
    if newest is None:
        raise NotFound(_("Chưa có bước nào để rút lại."))
    label = next(act.label for act in STEPS.values() if act.step is newest)
    withdraw = operations.withdraw_decision if newest in operations.SUPERIOR_STEPS else operations.withdraw_step
    return act_page(asking, confirm_form(asking),
                   lambda: withdraw(asking.actor, season_key=season.key, unit_id=unit_id),
                   unit=unit, title=_("Rút lại bước mới nhất: %(name)s") % {"name": unit.name}, button=_("Rút lại bước này"), stop=True,
                   lead=_("Sẽ rút lại: %(step)s. Bản ghi cũ vẫn còn trong nhật ký.") % {"step": label})


@staff_page()
def congress_correct(asking: Asking, unit_id: int, season_key: str) -> HttpResponse:
    """Correct the day of a step, the newest or not; who may is the operation's to say."""
    unit, season = seen_unit(asking, unit_id), queries.season_with_key(season_key)
    standing = queries.standing(season, [unit_id]).get(unit_id)
    own, above = (_may(asking.actor, unit, by_superior=each, asking=asking) for each in (False, True))
    taken = queries.steps_taken(standing.congress) if standing else []
    offered = [each for each in taken if (above if Step(each.step) in operations.SUPERIOR_STEPS else own)]
    if not taken:
        raise NotFound(_("Chưa có bước nào để đính chính."))
    if not offered:
        raise NotAllowed(_("Tài khoản %(name)s không được đính chính các bước này. Cấp đã ghi bước đính chính được.") % {"name": asking.actor.name})
    sent = asking.request.POST.get("step", "")
    # A version that another person superseded meanwhile stays a choice, so that the operation can say so.
    choices = [(f"{each.step}:{each.pk}", f"{StepName(each.step).label}, {write_day(each.occurred_on)}") for each in offered]
    name, _sign, key = sent.partition(":")
    if sent not in dict(choices) and name in [each.step for each in offered] and key.isdecimal() and len(key) < 18:
        choices.append((sent, str(StepName(name).label)))
    form = CorrectForm(asking.request.POST or None, steps=choices)

    def act() -> None:
        values = form.cleaned_data
        step, _sign, seen = values["step"].partition(":")
        row = Correction(unit_id, Step(step), values["on"], values["reason"], values["opened_on"], int(seen))
        operate = operations.correct_decision if row.step in operations.SUPERIOR_STEPS else operations.correct_step
        operate(asking.actor, season_key=season.key, row=row)

    return act_page(asking, form, act, unit=unit, title=_("Đính chính ngày: %(name)s") % {"name": unit.name}, button=_("Đính chính"),
                    lead=_("%(place)s. Bản ghi cũ vẫn còn cho các câu hỏi như đã biết lúc trước.") % {"place": _in_season(unit, season)})


@staff_page(Right.REPORT_CONGRESS)
def congress_delay(asking: Asking, unit_id: int, season_key: str) -> HttpResponse:
    """State why the congress is late."""
    unit, season = seen_unit(asking, unit_id), queries.season_with_key(season_key)
    form = DelayForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.explain_delay(
        asking.actor, season_key=season.key, unit_id=unit_id, on=form.cleaned_data["on"], text=form.cleaned_data["text"]),
        unit=unit, lead=_in_season(unit, season), title=_("Lý do trễ: %(name)s") % {"name": unit.name}, button=_("Ghi lý do"))
