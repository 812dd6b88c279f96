"""Read a list with known headings out of a workbook, every cell with its place."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from kientoan.core.refusal import Fault, FaultyTable, Refusal
from kientoan.exchange.workbooks import Sheet, Value, column_letters, read_sheets
from kientoan.org.listed import Cell
from kientoan.rules.vntext import plain, tidy


def _heading(text: str) -> str:
    return " ".join(plain(tidy(text)).replace("/", " ").replace(",", " ").split())


def _columns(sheet: Sheet, header: Mapping[str, str]) -> dict[str, int]:
    """Where each wanted column is.

    Raises:
        FaultyTable: naming the cells whose heading is missing or doubled.
    """
    headings = [_heading(str(value)) for value in sheet.rows[0]] if sheet.rows else []
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for index, (key, wanted) in enumerate(header.items()):
        places = [at for at, heading in enumerate(headings) if heading == _heading(wanted)]
        if len(places) == 1:
            found[key] = places[0]
            continue
        column = column_letters(places[1] if places else index)
        if places:
            reason = _("Ô %(cell)s: tiêu đề “%(wanted)s” có hai lần. Xóa cột thừa.") % {"cell": f"{column}1", "wanted": wanted}
        else:
            reason = _("Ô %(cell)s: thiếu tiêu đề “%(wanted)s”. Dòng 1 phải có đủ: %(all)s.") % {
                "cell": f"{column}1", "wanted": wanted, "all": ", ".join(header.values())}
        faults.append(Fault(sheet.name, 1, column, reason))
    if faults:
        raise FaultyTable(_("Trang tính %(sheet)s, dòng 1: tiêu đề không đúng, nên chưa đọc được.") % {"sheet": sheet.name}
                          + "\n" + "\n".join(fault.reason for fault in faults), faults)
    return found


def _text(value: Value) -> tuple[str, bool]:
    if isinstance(value, bool):
        return str(value), False
    if isinstance(value, float | int):
        return str(int(value)) if float(value).is_integer() else str(value), True
    return tidy(str(value)), False


def read_list(path: Path, header: Mapping[str, str]) -> Iterator[tuple[str, int, dict[str, Cell]]]:
    """The rows of every sheet that holds any: the sheet's name, the row's number, its cells; empty rows are left out.

    Parameters:
        path: the workbook.
        header: the heading wanted for each key; in row 1, in any order, diacritics and case apart.

    Raises:
        Refusal: for a file that is no workbook or holds no rows.
        FaultyTable: for a heading that is missing or doubled.
    """
    sheets = [sheet for sheet in read_sheets(path) if any(str(value).strip() for row in sheet.rows for value in row)]
    if not sheets:
        raise Refusal(_("Tệp %(name)s không có dòng nào.") % {"name": path.name}, place="file")
    any_row = False
    for sheet in sheets:
        columns = _columns(sheet, header)
        for number, row in enumerate(sheet.rows[1:], start=2):
            cells: dict[str, Cell] = {}
            for key, at in columns.items():
                text, is_number = _text(row[at] if at < len(row) else "")
                cells[key] = Cell(column_letters(at), text, is_number)
            if any(cell.text for cell in cells.values()):
                any_row = True
                yield sheet.name, number, cells
    if not any_row:
        raise Refusal(_("Tệp %(name)s chỉ có dòng tiêu đề.") % {"name": path.name}, place="file")
