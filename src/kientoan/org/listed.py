"""What every list that is taken over has in common: cells, rows with their place, fates and faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core.refusal import Fault, FaultyTable


@dataclass(frozen=True)
class Cell:
    """A cell of the list.

    Parameters:
        column: its column's letters.
        text: what it holds, as text.
        is_number: whether the workbook holds a number there, so that zeros in front are lost.
    """

    column: str
    text: str
    is_number: bool = False


@dataclass(frozen=True)
class ListedRow:
    """A row of a list.

    Parameters:
        sheet: the sheet's name.
        row: its number as the workbook counts, from 1.
    """

    sheet: str
    row: int


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass
class RowFate:
    """A row with its fate.

    Parameters:
        row: the row.
        label: what the row is about, for a person.
        fate: what becomes of it.
        notes: what would change, or why it is refused.
    """

    row: ListedRow
    label: str
    fate: Fate
    notes: list[str] = field(default_factory=list)


def counts(rows: Sequence[RowFate]) -> dict[str, int]:
    """How many rows have each fate."""
    return {fate.value: sum(each.fate is fate for each in rows) for fate in Fate}


def fault_at(row: ListedRow, cell: Cell, reason: str) -> Fault:
    """A fault with its place in front: ``Ô F14: …``."""
    return Fault(row.sheet, row.row, cell.column, _("Ô %(cell)s: %(reason)s") % {"cell": f"{cell.column}{row.row}", "reason": reason})


def refuse_faulty(faults: Sequence[Fault]) -> None:
    """Refuse the whole list while a row is refused.

    Raises:
        FaultyTable: naming the first twenty faults.
    """
    if not faults:
        return
    lines = [_("Trang tính %(sheet)s, dòng %(row)s. %(reason)s") % {"sheet": fault.sheet, "row": fault.row, "reason": fault.reason}
             for fault in faults[:20]]
    head = ngettext("%(n)s dòng bị từ chối, nên chưa ghi gì.", "%(n)s dòng bị từ chối, nên chưa ghi gì.", len(faults)) % {"n": len(faults)}
    raise FaultyTable("\n".join([head, *lines]), faults)
