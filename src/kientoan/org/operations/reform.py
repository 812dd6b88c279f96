"""Take over a list of what becomes of every commune on one day, all rows or none."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation
from kientoan.core.operation import Act, operation
from kientoan.org import tree
from kientoan.org.listed import refuse_faulty
from kientoan.org.operations.reorganisation import Progress, carry_out
from kientoan.org.reform import ReformPlan, ReformRow, plan_reform


@operation(title=gettext_lazy("Nhập phương án sắp xếp"), right=Right.CHANGE_UNITS)
def import_reform(act: Act, *, rows: Sequence[ReformRow], on: date, with_party: bool = True, decision: Citation | None = None,
                  unconfirmed: bool = False, title: str = "", progress: Progress | None = None) -> ReformPlan:
    """Rearrange units as a list says, both trees together (TN-06, TN-07, TN-09).

    Parameters:
        rows: the list.
        on: the first day of the new state.
        with_party: whether the Party organisations that cover the areas are rearranged with them.
        decision: the paper that says so.
        unconfirmed: the day is only known as the later of two lists.
        progress: told of each stage.

    Returns:
        what was done, as the preview had it.

    Raises:
        FaultyTable: when a row is refused; then nothing is written.
        Refusal: while something is left that a person must settle.
    """
    tree.hold()
    found = plan_reform(rows, on=on, with_party=with_party, title=title)
    refuse_faulty(found.faults)
    carry_out(found.plan, decision=decision, unconfirmed=unconfirmed, progress=progress)
    return found
