"""What is done to a plan: opened, changed, persons put forward, steps opened, counted, sealed and corrected, the slate announced."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.congress.queries import seasons
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.participants import Consequence, Fate
from kientoan.core.refusal import NotFound, explained
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import names_on, persons_of, posts_of, search_persons
from kientoan.personnel import operations, queries
from kientoan.personnel.enums import TrackName
from kientoan.personnel.operations import Put, Spot
from kientoan.personnel.queries import SittingState, StepState
from kientoan.rules.personnel import BODIES, State, Tally, Track, default_procedure, depends_on, outcomes
from kientoan.rules.posts import NATURES
from kientoan.rules.tree import Level
from kientoan.web.acting import act_page, confirm_form
from kientoan.web.day import carry
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.choosing import choose_page, chosen, of_persons, searched
from kientoan.web.people.persons import seen_person
from kientoan.web.people.scope import own_unit
from kientoan.web.personnel.forms import (
    AnnounceForm,
    CorrectStepForm,
    CountForm,
    DatedReasonForm,
    OpenStepForm,
    PlanForm,
    PutForm,
    PutSeveralForm,
    ReasonForm,
    TermsForm,
    WithdrawForm,
)
from kientoan.web.personnel.views import Seen, plan_address, seen_plan, step_title
from kientoan.web.personnel.words import SLUGS, TITLES


def _track(slug: str, *, slate: bool = False) -> Track:
    """The track that the address names.

    Parameters:
        slate: whether it must lead to the slate.
    """
    track = SLUGS.get(slug)
    if track is None or (slate and track is Track.RESIDENCE):
        raise NotFound(_("Không có quy trình này."))
    return track


def _seen(asking: Asking, plan_id: int, page: str) -> Seen:
    seen = seen_plan(asking, plan_id, page=page, now=True)
    if not seen.sight.works:
        raise queries.no_such_plan()
    return seen


# -- a plan ------------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_new(asking: Asking) -> HttpResponse:
    """Open a plan for a unit."""
    unit, there = own_unit(asking, Right.PREPARE_PERSONNEL), seasons()
    if unit is None:
        raise NotFound(_("Ngày này không có đơn vị nào được giao. Chọn ngày khác."))
    bodies = [(kind.value, title_of(kind.value, unit_kind=unit.kind, level=unit.level).capitalize()) for kind in BODIES
              if unit.is_party and Level(unit.level) in NATURES[kind].levels]
    if not bodies or not there:
        raise NotFound(_("Đơn vị này không bầu cấp ủy, hoặc chưa có mùa đại hội nào. Mở mùa đại hội trước."))
    form = PlanForm(asking.request.POST or None, seasons=[(season.key, season.label) for season in there], bodies=bodies, initial={
        "on": asking.day, "procedure": default_procedure(Level(unit.level)).value, "season": asking.request.GET.get("mua", ""), "body": asking.request.GET.get("chuc-danh", "")})

    def act() -> HttpResponse:
        values = form.cleaned_data
        plan = operations.open_plan(asking.actor, unit_id=unit.unit_id, season_key=values["season"], body=PostKind(values["body"]), terms=form.terms(),
                                    on=values["on"], decision=form.citation())
        return redirect(plan_address(asking, plan))

    return act_page(asking, form, act, unit=unit, title=_("Mở phương án nhân sự: %(unit)s") % {"unit": unit.name}, button=_("Mở phương án"),
                    back=carry(reverse("personnel_list"), asking.day, today=clock.today(), known_at=asking.known_at, **{"don-vi": str(unit.unit_id)}))


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_terms(asking: Asking, plan_id: int) -> HttpResponse:
    """Other terms from a day on."""
    seen = _seen(asking, plan_id, "personnel_terms")
    terms = seen.state.terms
    form = TermsForm(asking.request.POST or None, initial={
        **{name: getattr(terms, name) for name in ("approved_size", "procedure", "more_than", "measure", "secrecy", "minority_percent", "renewal_percent")}, "on": asking.day})
    return act_page(asking, form, lambda: operations.change_terms(
        asking.actor, plan_id=plan_id, terms=form.terms(), on=form.cleaned_data["on"], decision=form.citation()),
        unit=seen.unit, title=_("Sửa phương án: %(title)s") % {"title": seen.title}, button=_("Sửa phương án"), back=plan_address(asking, plan_id),
        lead=_("Các điều cũ vẫn còn như đã biết trước lúc này."), more=(carry(reverse("personnel_end", args=[plan_id]), asking.day, today=clock.today()), _("Bỏ phương án này")))


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_end(asking: Asking, plan_id: int) -> HttpResponse:
    """A plan that is not carried on."""
    seen = _seen(asking, plan_id, "personnel_end")
    form = DatedReasonForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.end_plan(
        asking.actor, plan_id=plan_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]),
        unit=seen.unit, title=_("Bỏ phương án: %(title)s") % {"title": seen.title}, button=_("Bỏ phương án"), stop=True, back=plan_address(asking, plan_id),
        lead=_("Những gì đã ghi vẫn còn để đọc; không ghi thêm được nữa."))


# -- persons -----------------------------------------------------------------------------------------------------------------------------


def _put_several(asking: Asking, seen: Seen, title: str) -> HttpResponse | None:
    """Those who hold the post and are not in the plan yet, to be ticked; None when there are none."""
    post = next((row for row in posts_of(seen.unit, asking.day, actor=asking.actor) if row.kind == seen.state.plan.body), None)
    there = [(holder.person_id, holder.name) for holder in post.holders if holder.person_id not in seen.state.standing_in] if post else []
    if not there:
        return None
    form = PutSeveralForm(asking.request.POST or None, persons=there, initial={"on": asking.day, "persons": [str(person) for person, _name in there]})
    return act_page(asking, form, lambda: operations.nominate(
        asking.actor, plan_id=seen.state.plan.pk, track=Track.RE_STANDING, on=form.cleaned_data["on"], decision=form.citation(), rows=[
            Put(int(person), form.cleaned_data["planned"], form.cleaned_data["government"]) for person in form.cleaned_data["persons"]]),
        unit=seen.unit, title=title, button=_("Giới thiệu những người đã chọn"), back=plan_address(asking, seen.state.plan.pk),
        lead=_("Những người đang giữ chức danh này. Bỏ chọn ai không tái cử."))


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_nominate(asking: Asking, plan_id: int, slug: str) -> HttpResponse:
    """Put persons forward: those who hold the post are ticked, others chosen one by one."""
    seen, track = _seen(asking, plan_id, "personnel_nominate"), _track(slug, slate=True)
    title = _("Giới thiệu: %(track)s") % {"track": str(TITLES[track]).lower()}
    person_id = chosen(asking, "nguoi")
    if track is Track.RE_STANDING and person_id is None and not searched(asking) and (page := _put_several(asking, seen, title)):
        return page
    if person_id is None:
        query = searched(asking)
        rows = search_persons(asking.actor, query, asking.day) if query else persons_of(seen.unit, asking.day, actor=asking.actor, limit=50).rows
        return choose_page(asking, of_persons([row for row in rows if row.person_id not in seen.state.standing_in]), title=title, unit=seen.unit,
                           lead=_("Chọn người. Người trùng tên phân biệt bằng năm sinh, đơn vị và chức danh."), label=_("Tìm người theo tên hoặc số thẻ"),
                           parameter="nguoi", back=plan_address(asking, plan_id))
    record = seen_person(asking, person_id)
    form = PutForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.nominate(
        asking.actor, plan_id=plan_id, track=track, on=form.cleaned_data["on"], decision=form.citation(),
        rows=[Put(person_id, form.cleaned_data["planned"], form.cleaned_data["government"])]),
        unit=seen.unit, title=title, button=_("Giới thiệu %(name)s") % {"name": record.name}, back=plan_address(asking, plan_id),
        lead=f"{record.name}, {record.born.on.year}" if record.born else record.name)


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_nominee(asking: Asking, plan_id: int, person_id: int, what: str) -> HttpResponse:
    """A person stands back, or was put forward by mistake."""
    seen = _seen(asking, plan_id, "personnel_nominee")
    if person_id not in seen.state.standing_in or what not in ("rut", "xoa"):
        raise NotFound(_("Người này không có trong phương án. Mở lại trang của phương án."))
    who, back = names_on([person_id], asking.day).get(person_id, ""), plan_address(asking, plan_id)
    if what == "xoa":
        return act_page(asking, confirm_form(asking), lambda: operations.undo_nomination(asking.actor, plan_id=plan_id, person_id=person_id), unit=seen.unit,
                        title=_("Xóa việc giới thiệu: %(name)s") % {"name": who}, button=_("Xóa việc giới thiệu"), stop=True, back=back,
                        lead=_("Coi như chưa từng giới thiệu; chỉ được khi chưa có phiếu nào ghi cho người này."))
    form = WithdrawForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.withdraw_nominee(
        asking.actor, plan_id=plan_id, person_id=person_id, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], decision=form.citation()),
        unit=seen.unit, title=_("Rút khỏi danh sách: %(name)s") % {"name": who}, button=_("Ghi rút khỏi danh sách"), stop=True, back=back,
        lead=_("Phiếu đã ghi vẫn còn. Lý do chỉ người có quyền mới đọc lại được."))


# -- steps -------------------------------------------------------------------------------------------------------------------------------


def _persons_on(step: StepState, asking: Asking) -> list[tuple[int, str]]:
    """Whose votes a form asks for: those balloted on; with residents everybody who was put forward and has not stood back."""
    names = names_on(step.ballot, asking.day)
    return [(person, names.get(person, "")) for person in step.ballot]


def _standing(sitting: SittingState) -> dict[str, Any]:
    """What a form of a step begins with."""
    fact = sitting.fact
    votes = {f"votes-{person}": count for person, count in sitting.tally.votes.items()} if sitting.tally else {}
    return {"issued": fact.issued, "valid": fact.valid, "invalid": 0 if fact.invalid is None else fact.invalid, "on": fact.occurred_on, "electorate": fact.electorate, **votes}


def _step_words(step: StepState, track: Track, place: str) -> dict[str, Any]:
    return {"track": TITLES[track], "n": step.number, "step": step_title(step.step), "place": f" ({place})" if place else ""}


def _open(asking: Asking, seen: Seen, spot: Spot, step: StepState, back: str) -> HttpResponse:
    here = queries.electorate_here(seen.state.plan.unit_id, step.step.meeting, asking.day)
    form = OpenStepForm(asking.request.POST or None, many=step.step.many, initial={"on": asking.day, "electorate": here})

    def act() -> None:
        values = form.cleaned_data
        operations.open_step(asking.actor, spot=Spot(spot.plan_id, spot.track, spot.number, values.get("place", "")), on=values["on"], electorate=values["electorate"],
                             decision=form.citation())

    lead = _("Đưa ra %(n)s người.") % {"n": len(step.ballot)}
    return act_page(asking, form, act, unit=seen.unit, title=_("%(track)s, mở bước %(n)s: %(step)s") % _step_words(step, spot.track, ""), button=_("Mở bước"), back=back,
                    lead=lead if here is None else _("%(lead)s Ở đơn vị này cơ quan họp có %(n)s người giữ chức danh.") % {"lead": lead, "n": here})


def _count(asking: Asking, seen: Seen, spot: Spot, step: StepState, back: str) -> HttpResponse:
    sitting = _held(step, spot.place)
    form = CountForm(asking.request.POST or None, persons=_persons_on(step, asking), optional=step.step.many, initial=_standing(sitting))
    return act_page(asking, form, lambda: operations.count_step(asking.actor, spot=spot, counts=form.counts(), decision=form.citation()), unit=seen.unit,
                    title=_("%(track)s, phiếu bước %(n)s%(place)s") % _step_words(step, spot.track, spot.place), button=_("Ghi phiếu"), back=back,
                    lead=_("%(step)s. Triệu tập %(n)s người. Ghi lại được cho đến khi niêm phong.") % {"step": step_title(step.step), "n": sitting.fact.electorate})


def _seal(asking: Asking, seen: Seen, spot: Spot, step: StepState, back: str) -> HttpResponse:
    sitting = _held(step, spot.place)
    names = names_on([each.person for each in sitting.outcomes], asking.day)
    lines = [Consequence(Fate.WARNS, f"{names.get(each.person, '')}: {explained(each.reason)}") for each in sitting.outcomes]
    return act_page(asking, confirm_form(asking), lambda: operations.seal_step(asking.actor, spot=spot), unit=seen.unit, consequences=lines, back=back,
                    title=_("%(track)s, niêm phong bước %(n)s%(place)s") % _step_words(step, spot.track, spot.place), button=_("Niêm phong bước này"),
                    lead=_("Niêm phong rồi thì không sửa nữa, chỉ đính chính kèm lý do."))


def _undo(asking: Asking, seen: Seen, spot: Spot, step: StepState, back: str) -> HttpResponse:
    _held(step, spot.place)
    return act_page(asking, confirm_form(asking), lambda: operations.undo_opening(asking.actor, spot=spot), unit=seen.unit, stop=True, back=back,
                    title=_("%(track)s, xóa bước %(n)s%(place)s") % _step_words(step, spot.track, spot.place), button=_("Xóa bước mở nhầm"),
                    lead=_("Coi như bước này chưa mở; phiếu đã ghi ở bước này cũng bỏ. Bản ghi cũ vẫn còn trong nhật ký."))


def _correct(asking: Asking, seen: Seen, spot: Spot, step: StepState, back: str) -> HttpResponse:
    sitting = _held(step, spot.place)
    form = CorrectStepForm(asking.request.POST or None, persons=_persons_on(step, asking), optional=step.step.many, initial=_standing(sitting))

    def warn() -> Sequence[Consequence]:
        counts, names = form.counts(), names_on(step.ballot, asking.day)
        tally = Tally(form.cleaned_data["electorate"], counts.issued, counts.valid, counts.invalid, counts.votes)
        after = {each.person for each in outcomes(tally, seen.state.threshold) if each.passed}
        lines = [Consequence(Fate.WARNS, _("%(name)s: nay đạt") % {"name": names.get(each, "")}) for each in sorted(after - sitting.passed)]
        lines += [Consequence(Fate.WARNS, _("%(name)s: nay không đạt") % {"name": names.get(each, "")}) for each in sorted(sitting.passed - after)]
        resting = depends_on(spot.track, spot.number, [process.course for process in seen.state.processes.values()])
        return [*lines, *(Consequence(Fate.WARNS, _("%(track)s: bước %(n)s mở lại, phải niêm phong lại") % {"track": TITLES[track], "n": number})
                          for track, number in resting if seen.state.processes[track].course.states[number - 1] is State.SEALED)]

    def act() -> None:
        done = operations.correct_step(asking.actor, spot=spot, on=form.cleaned_data["on"], electorate=form.cleaned_data["electorate"], counts=form.counts(),
                                       reason=form.cleaned_data["reason"], decision=form.citation())
        if done.reopened:
            messages.warning(asking.request, _("Đã đính chính. Các bước mở lại: %(steps)s.") % {
                "steps": ", ".join(f"{TrackName(track.value).label} {number}" for track, number in done.reopened)})

    return act_page(asking, form, act, unit=seen.unit, warn=warn, back=back, title=_("%(track)s, đính chính bước %(n)s%(place)s") % _step_words(step, spot.track, spot.place),
                    button=_("Ghi đính chính"), lead=_("Bản cũ vẫn xem lại được như đã biết trước lúc này. Các bước dựa vào bước này mở lại."))


def _held(step: StepState, place: str) -> SittingState:
    sitting = step.at(place)
    if sitting is None:
        raise NotFound(_("Bước này chưa mở. Mở lại trang của phương án."))
    return sitting


ACTS: Mapping[str, Callable[[Asking, Seen, Spot, StepState, str], HttpResponse]] = {
    "mo": _open, "ghi": _count, "niem-phong": _seal, "bo": _undo, "dinh-chinh": _correct}


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_step(asking: Asking, plan_id: int, slug: str, number: int, what: str) -> HttpResponse:
    """Open, count, seal, take back or correct a step."""
    seen, track, act = _seen(asking, plan_id, "personnel_step"), _track(slug), ACTS.get(what)
    steps = seen.state.processes[track].steps
    if act is None or not 1 <= number <= len(steps):
        raise NotFound(_("Không có bước này. Mở lại trang của phương án."))
    spot = Spot(plan_id, track, number, asking.request.GET.get("noi", "").strip())
    return act(asking, seen, spot, steps[number - 1], plan_address(asking, plan_id))


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_close(asking: Asking, plan_id: int, slug: str) -> HttpResponse:
    """End a process early, or take that back."""
    seen, track = _seen(asking, plan_id, "personnel_close"), _track(slug, slate=True)
    back = plan_address(asking, plan_id)
    if seen.state.processes[track].closing is not None:
        return act_page(asking, confirm_form(asking), lambda: operations.reopen_process(asking.actor, plan_id=plan_id, track=track), unit=seen.unit, back=back,
                        title=_("%(track)s: rút lại việc kết thúc sớm") % {"track": TITLES[track]}, button=_("Mở lại quy trình"))
    form = DatedReasonForm(asking.request.POST or None, initial={"on": asking.day})
    return act_page(asking, form, lambda: operations.close_process(
        asking.actor, plan_id=plan_id, track=track, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]), unit=seen.unit, stop=True, back=back,
        title=_("%(track)s: kết thúc sớm") % {"track": TITLES[track]}, button=_("Kết thúc quy trình"),
        lead=_("Ví dụ khi không ai tái cử. Không ai của quy trình này vào danh sách."))


# -- announcing --------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_announce(asking: Asking, plan_id: int) -> HttpResponse:
    """Announce the slate, with what is found on it in front."""
    seen = _seen(asking, plan_id, "personnel_announce")
    slate = queries.slate_of(seen.state, seen.unit, asking.day, actor=asking.actor)
    form = AnnounceForm(asking.request.POST or None, initial={"on": asking.day})
    lines = [Consequence(Fate.NEEDS_PERSON if each.blocks else Fate.WARNS, explained(each.reason)) for each in slate.findings if each.met is False]
    return act_page(asking, form, lambda: operations.announce_slate(asking.actor, plan_id=plan_id, on=form.cleaned_data["on"], decision=form.citation()),
                    unit=seen.unit, consequences=lines, title=_("Công bố: %(title)s") % {"title": seen.title}, back=plan_address(asking, plan_id),
                    button=_("Công bố %(n)s người") % {"n": len(slate.rows)},
                    lead=_("Từ đó ai xem được người của đơn vị thì đọc được danh sách, không có số phiếu và không có ai đã bị loại."))


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_unannounce(asking: Asking, plan_id: int) -> HttpResponse:
    """Take the announcement back."""
    seen = _seen(asking, plan_id, "personnel_unannounce")
    form = ReasonForm(asking.request.POST or None)
    return act_page(asking, form, lambda: operations.withdraw_announcement(asking.actor, plan_id=plan_id, reason=form.cleaned_data["reason"]),
                    unit=seen.unit, title=_("Rút lại công bố: %(title)s") % {"title": seen.title}, button=_("Rút lại công bố"), stop=True, back=plan_address(asking, plan_id),
                    lead=_("Danh sách lại chỉ người chuẩn bị nhân sự xem được, và các bước đính chính được."))

