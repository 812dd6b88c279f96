"""By when a hamlet is to meet a model of posts held together."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import end, record_many, withdraw
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org.enums import UnitLevel
from kientoan.org.queries import unit_on
from kientoan.people.models import ConcurrencyTarget
from kientoan.rules.concurrency import MODELS
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.vntext import tidy


@operation(title=gettext_lazy("Đặt mục tiêu kiêm nhiệm cho xóm"), right=Right.KEEP_POSTS)
def set_concurrency_target(act: Act, *, hamlet_id: int, model: str, on: date, due_on: date, note: str = "", decision: Citation | None = None) -> None:
    """From a day on a hamlet is to meet a model by another; a target that stood ends.

    Parameters:
        hamlet_id, model: which hamlet, which model (``rules.concurrency.MODELS``).
        on: the day on which it was decided.
        due_on: by when.
        note: how, in a sentence.

    Raises:
        Refusal: for an unknown model, a unit that is no hamlet, a due day not after the decision.
    """
    act.ask([hamlet_id], on)
    hamlet = unit_on(hamlet_id, on)
    if model not in MODELS:
        raise NotFound(_("Không có mô hình kiêm nhiệm này."), place="model")
    if hamlet is None or hamlet.level != UnitLevel.HAMLET:
        raise Refusal(_("Ngày %(day)s không có xóm này. Chọn ngày khác.") % {"day": write_day(on)}, place="on")
    refuse_to_come(act, on)
    if due_on <= on:
        raise Refusal(_("Hạn %(due)s không sau ngày quyết định %(on)s. Sửa một trong hai ngày.")
                      % {"due": write_day(due_on), "on": write_day(on)}, place="due_on")
    paper = cite(decision, today=act.today)
    for standing in ConcurrencyTarget.objects.known().filter(hamlet=hamlet_id, model=model, valid_to=OPEN_END):
        if standing.valid_from >= on:
            withdraw(standing, at=act.at)
        else:
            end(standing, at=act.at, on=on)
    record_many(ConcurrencyTarget, [{"hamlet_id": hamlet_id, "model": model, "valid_from": on, "due_on": due_on, "note": tidy(note)[:300],
                                     "decision": paper}], at=act.at)
    act.enter(unit=hamlet.name, day=on, detail={"hamlet": hamlet_id, "model": model, "due_on": due_on.isoformat()})
