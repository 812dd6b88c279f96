"""Every change to the registers. Each public function here is an operation."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.facts import correct
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.registers import steps
from kientoan.registers.queries import line_of, paper_with
from kientoan.registers.steps import NewPaper, Numbered
from kientoan.rules.vntext import tidy


def _entered(act: Act, paper: NewPaper, made: Numbered, *, by_hand: bool) -> Numbered:
    unit = unit_on(paper.unit_id, paper.day)
    act.enter(unit=unit.name if unit else "", day=paper.day, detail={"line": made.line, "term": made.term, "series": paper.series.value, "by_hand": by_hand})
    return made


@operation(title=gettext_lazy("Cấp số văn bản"), right=Right.KEEP_REGISTER)
def take_number(act: Act, *, paper: NewPaper) -> Numbered:
    """Give a paper the next number of its run (DF-06, DF-14). Of two who ask at once each gets a number of their own.

    Parameters:
        paper: the paper.

    Returns:
        the number, and the line to be printed.

    Raises:
        Refusal: for a day to come, a term that is none, a run that its body does not have, or no abstract.
    """
    act.ask([paper.unit_id], paper.day)
    return _entered(act, paper, steps.number_paper(paper), by_hand=False)


@operation(title=gettext_lazy("Ghi văn bản đã có số"), right=Right.KEEP_REGISTER)
def enter_numbered_paper(act: Act, *, paper: NewPaper, number: int) -> Numbered:
    """Enter a paper of the past under the number that it bears; what is missing before it shows as a gap.

    Parameters:
        paper: the paper.
        number: as it stands on it.

    Raises:
        Refusal: as for ``take_number``, and for a number that the run has already, void ones included.
    """
    act.ask([paper.unit_id], paper.day)
    return _entered(act, paper, steps.number_paper(paper, by_hand=number), by_hand=True)


@operation(title=gettext_lazy("Hủy số văn bản"), right=Right.KEEP_REGISTER)
def void_number(act: Act, *, fact_id: UUID, reason: str) -> None:
    """Say that a number was given to no paper after all. It stays taken, with the reason.

    Parameters:
        fact_id: names the paper.
        reason: why.

    Raises:
        NotFound: when there is none.
        Refusal: without a reason, or when it is void already.
    """
    paper = paper_with(fact_id)
    register = paper.register
    act.ask([register.unit_id], paper.occurred_on)
    reason = tidy(reason)
    if not reason:
        raise Refusal(_("Thiếu lý do hủy. Gõ một câu, ví dụ: in hỏng, không ban hành."), place="reason")
    line = line_of(register, paper)
    if paper.void_reason:
        raise Refusal(_("%(line)s đã hủy rồi: %(reason)s.") % {"line": line, "reason": paper.void_reason})
    unit = unit_on(register.unit_id, paper.occurred_on)
    if unit is None:
        raise no_such_unit()
    correct(paper, at=act.at, void_reason=reason)
    act.enter(unit=unit.name, day=paper.occurred_on, detail={"line": line, "term": register.term, "reason": reason})
