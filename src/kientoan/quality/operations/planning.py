"""What people decide about what is found at a unit. The machine proposes; nothing is in the plan before somebody accepts it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.facts import correct, record, withdraw
from kientoan.core.given import go_on, needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refused_by
from kientoan.org.queries import names_of, standing_unit
from kientoan.quality.models import PlanItem, PlanVerdict
from kientoan.quality.queries.planning import Key, found_at, item_of, no_such_line, verdict_now, verdicts_of
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.quality import Verdict, refuse_verdict


def _columns(verdict: Verdict, *, on: date, charge: str, due_on: date | None, reason: str) -> dict[str, object]:
    """What a decision says: who does it by when, or why it is dropped.

    Raises:
        Refusal: for an acceptance without somebody in charge or a day, or with a day before it; for a dropping without a reason.
    """
    if verdict is Verdict.ACCEPTED:
        who = needed(charge, _("Ghi họ tên người phụ trách."), "charge")[:120]
        if due_on is None:
            raise Refusal(_("Ghi hạn làm xong."), place="due_on")
        if due_on < on:
            raise Refusal(_("Hạn %(due)s trước ngày nhận việc %(on)s. Sửa một trong hai ngày.") % {"due": write_day(due_on), "on": write_day(on)}, place="due_on")
        return {"verdict": verdict.value, "charge": who, "due_on": due_on, "reason": ""}
    if verdict is Verdict.DROPPED:
        return {"verdict": verdict.value, "charge": "", "due_on": None, "reason": reason_given(reason)}
    return {"verdict": verdict.value, "reason": ""}


@operation(title=gettext_lazy("Quyết định việc trong kế hoạch kiện toàn"), right=Right.PLAN_QUALITY)
def decide(act: Act, *, unit_id: int, key: Key, verdict: Verdict, on: date, charge: str = "", due_on: date | None = None, reason: str = "") -> int:
    """Accept something that was found into the plan of a unit, say that it is done, or drop it with a reason.

    Parameters:
        key: what it is about: problem, post, person (0 for none), demand (empty for none).
        charge, due_on: who does it by when, for an acceptance.
        reason: why, for a dropping.

    Returns:
        the item's id.

    Raises:
        NotFound: for something that is neither found on the day nor in the plan.
        Refusal: for a decision that does not follow what was decided before, a day to come or before that, and without what it needs.
    """
    act.ask([unit_id], on)
    gates.hold(f"quality.plan.{unit_id}")
    refuse_to_come(act, on)
    unit = standing_unit(unit_id, on)
    problem, post_id, person_id, demand = key
    item = PlanItem.objects.filter(unit=unit_id, problem=problem, post=post_id, person=person_id or None, demand=demand).first()
    before = verdict_now(item) if item else None
    if before in (None, Verdict.DONE, Verdict.DROPPED):
        if not any(each.key == key for each in found_at(unit, on, act.actor)):
            raise no_such_line()
        before = None if before is Verdict.DONE else before  # it is found again
    if refused := refuse_verdict(before, verdict):
        raise refused_by(refused, place="on")
    columns = _columns(verdict, on=on, charge=charge, due_on=due_on, reason=reason)
    item = item or PlanItem.objects.create(unit_id=unit_id, problem=problem, post_id=post_id, person_id=person_id or None, demand=demand)
    if (newest := next(iter(verdicts_of(item)), None)) is not None:
        go_on(act, newest, on, **columns)
    else:
        record(PlanVerdict, at=act.at, item=item, valid_from=on, **columns)
    act.enter(unit=unit.name, day=on, detail={"item": item.pk, "verdict": verdict.value})
    return item.pk


def _newest(act: Act, unit_id: int, item_id: int) -> tuple[PlanItem, PlanVerdict]:
    act.ask([unit_id])
    gates.hold(f"quality.plan.{unit_id}")
    item = item_of(unit_id, item_id)
    newest = next(iter(verdicts_of(item)), None)
    if newest is None:
        raise NotFound(_("Chưa có quyết định nào về việc này, hoặc đã rút lại."))
    return item, newest


@operation(title=gettext_lazy("Đính chính quyết định trong kế hoạch kiện toàn"), right=Right.PLAN_QUALITY)
def correct_verdict(act: Act, *, unit_id: int, item_id: int, charge: str, due_on: date | None, reason: str) -> None:
    """Correct who does an accepted thing by when, or why something was dropped, as if it had been so from its day.

    Raises:
        NotFound: when nothing was decided.
        Refusal: without what the decision needs.
    """
    _item, newest = _newest(act, unit_id, item_id)
    columns = _columns(Verdict(newest.verdict), on=newest.valid_from, charge=charge, due_on=due_on, reason=reason)
    correct(newest, at=act.at, **columns)
    act.enter(unit=names_of([unit_id], newest.valid_from).get(unit_id, ""), day=newest.valid_from, detail={"item": item_id, "corrected": newest.verdict})


@operation(title=gettext_lazy("Rút lại quyết định trong kế hoạch kiện toàn"), right=Right.PLAN_QUALITY)
def withdraw_verdict(act: Act, *, unit_id: int, item_id: int) -> None:
    """Take back the newest decision about something; the one before it goes on.

    Raises:
        NotFound: when nothing was decided.
    """
    item, newest = _newest(act, unit_id, item_id)
    before = PlanVerdict.objects.known().filter(item=item, valid_to=newest.valid_from).first()
    withdraw(newest, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=OPEN_END)
    act.enter(unit=names_of([unit_id], newest.valid_from).get(unit_id, ""), day=newest.valid_from, detail={"item": item_id, "withdrawn": newest.verdict})
