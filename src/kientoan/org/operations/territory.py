"""Take over an official list of communes, all rows or none."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.listed import refuse_faulty
from kientoan.org.models import Placement, UnitClass, UnitName
from kientoan.org.operations.units import establish, replace_fact
from kientoan.org.plans import NewUnit
from kientoan.org.territory import ImportPlan, TerritoryRow, plan_import


@operation(title=gettext_lazy("Nhập danh mục địa bàn"), right=Right.IMPORT_TERRITORY)
def import_territory(act: Act, *, rows: Sequence[TerritoryRow], on: date) -> ImportPlan:
    """Bring the territory of a day into line with an official list; a list that changes nothing writes nothing.

    Days are marked unconfirmed: a list says that something was so by its day, not since when.

    Parameters:
        rows: the list.
        on: the day for which it holds.

    Returns:
        what was done, as the preview had it.

    Raises:
        FaultyTable: when a row is refused; then nothing is written.
    """
    tree.hold()
    plan = plan_import(rows, on=on)
    standing = plan.standing
    provinces = {row.province_code.text for row in rows}
    act.ask([standing[code] for code in provinces if code in standing], on)
    refuse_faulty(plan.faults)
    codes = {unit.code for unit in plan.new}
    made = establish(
        [NewUnit(unit.code, Tree.TERRITORY, UnitLevel(unit.level), unit.kind, unit.name,
                 parent=(unit.parent_code if unit.parent_code in codes else standing[unit.parent_code]) if unit.parent_code else None,
                 code=unit.code) for unit in plan.new],
        on=on, decision=None, unconfirmed=True)
    ids = standing | made
    for version, unit in plan.changed:
        if version.name != unit.name:
            replace_fact(act, UnitName, version.unit_id, on=on, decision=None, unconfirmed=True, name=unit.name)
        if version.kind != unit.kind:
            replace_fact(act, UnitClass, version.unit_id, on=on, decision=None, unconfirmed=True, level=unit.level, kind=unit.kind)
        if unit.parent_code and version.parent_id != ids[unit.parent_code]:
            replace_fact(act, Placement, version.unit_id, on=on, decision=None, unconfirmed=True, parent_id=ids[unit.parent_code])
    tree.rebuild([version.unit_id for version, _unit in plan.changed])
    act.enter(unit=", ".join(sorted(provinces)), day=on, count=len(plan.new) + len(plan.changed),
              detail={"established": sorted(codes), "changed": sorted(unit.code for _version, unit in plan.changed)})
    return plan
