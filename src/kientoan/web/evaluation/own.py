"""One's own place in a round: what is known of it, the self-assessment by the own account, the word that one contests the grade."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kientoan.config import Config
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import explained
from kientoan.evaluation import operations, queries
from kientoan.evaluation.enums import EvaluationStep
from kientoan.evaluation.queries import OwnEvaluation
from kientoan.rules import evaluation as rules
from kientoan.web.acting import ConfirmForm
from kientoan.web.evaluation.forms import OwnSelfForm
from kientoan.web.forms import ActForm
from kientoan.web.lists import address
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.own import own_person


def _why_not(own: OwnEvaluation) -> str:
    """Why one may not assess oneself here; empty when one may. Agrees with the operation."""
    line = own.line
    if not line.is_reviewed:
        return line.why_not
    if own.found.is_closed:
        return str(operations.own_closed_refusal(own.found))
    if (voted := rules.refuse_own_change(line.done)) is not None:
        return explained(voted)
    return operations.other_hand(line, by_member=True) or ""


def _too_late(own: OwnEvaluation) -> str:
    """Why the grade may not be contested any more; empty while it may."""
    decided = own.line.decision
    reason = rules.refuse_own_contest(clock.today(), decided.occurred_on, Config.load().contest_days) if decided else None
    return explained(reason) if reason else ""


def _initial(own: OwnEvaluation) -> dict[str, Any]:
    """What one said before, to be changed."""
    said, number = own.line.self_assessment, own.line.subject_id
    if said is None:
        return {}
    return {f"grade-{number}": said.grade, f"held-{number}": True, **{f"{key}-{number}": value for key, value in (said.points or {}).items()}}


@staff_page(Right.OWN_RECORD)
def own_evaluation(asking: Asking, subject_id: int) -> HttpResponse:
    """Where one stands in a round; assess oneself until the cell has voted, contest the grade once it is decided and until the last day for it."""
    own = queries.own_evaluation(own_person(asking), subject_id, asking.day)
    line, sent = own.line, asking.request.POST if asking.request.method == "POST" else None
    contests = line.decision is not None and line.contest is None
    why_not = _too_late(own) if contests else _why_not(own)
    form: ActForm = ConfirmForm(sent) if contests else OwnSelfForm(sent, initial=_initial(own), lines=[line], pack=own.found.pack)

    def act() -> None:
        if isinstance(form, OwnSelfForm):
            operations.assess_oneself(asking.actor, row=form.row())
            messages.success(asking.request, _("Đã ghi. Sửa được cho đến khi chi bộ bỏ phiếu."))
        else:
            operations.contest_own_grade(asking.actor, subject_id=subject_id)
            messages.success(asking.request, _("Đã nhận ý kiến của bạn. Gửi văn bản nêu lý do cho văn phòng cấp ủy."))

    if sent is not None and form.is_valid() and form.run(act)[0]:
        return redirect(address(asking, "own_evaluation", subject_id))
    steps = [(EvaluationStep(step.value), line.facts.get(step), getattr(own.found.plan, queries.DUE_OF[step])) for step in rules.steps_of(is_unit=False)] if line.is_graded else []
    return asking.page("own_evaluation", {"own": own, "found": own.found, "line": line, "steps": steps, "contests": contests, "why_not": why_not,
                                          "form": None if why_not and not form.errors else form, "has_said": line.self_assessment is not None})
