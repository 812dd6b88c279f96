"""Take over a list of Party organisations, all rows or none."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.listed import refuse_faulty
from kientoan.org.operations.units import establish
from kientoan.org.organizations import OrganizationRow, OrganizationsPlan, plan_organizations
from kientoan.org.plans import NewUnit


@operation(title=gettext_lazy("Nhập danh sách tổ chức đảng"), right=Right.CHANGE_UNITS)
def import_organizations(act: Act, *, rows: Sequence[OrganizationRow], on: date) -> OrganizationsPlan:
    """Establish the Party organisations of a list that do not stand yet; a list that adds nothing writes nothing.

    Parameters:
        rows: the list.
        on: the day from which they stand; marked unconfirmed, for a list does not say since when.

    Returns:
        what was done, as the preview had it.

    Raises:
        FaultyTable: when a row is refused; then nothing is written.
    """
    tree.hold()
    plan = plan_organizations(rows, on=on)
    act.ask({wanted.parent for wanted in plan.new if isinstance(wanted.parent, int)}, on)
    refuse_faulty(plan.faults)
    keys = {(wanted.key, wanted.parent): f"{number}" for number, wanted in enumerate(plan.new)}
    by_name = {name: key for (name, _parent), key in keys.items()}
    establish([NewUnit(keys[wanted.key, wanted.parent], Tree.PARTY, wanted.level, wanted.kind, wanted.name,
                       by_name[wanted.parent] if isinstance(wanted.parent, str) else wanted.parent, covers=wanted.areas) for wanted in plan.new],
              on=on, decision=None, unconfirmed=True)
    act.enter(day=on, count=len(plan.new), detail={"established": [wanted.name for wanted in plan.new]})
    return plan
