"""Read the first sheets of a workbook that somebody else made, trusting nothing in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from kientoan.core.refusal import Refusal

LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200

Value = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class Sheet:
    """A sheet as a table.

    Parameters:
        name: its name.
        rows: its cells, row by row, the first row being row 1 of the sheet.
    """

    name: str
    rows: Sequence[Sequence[Value]]


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet of a .xls, .xlsx or .ods file.

    Raises:
        Refusal: for a file that is missing, too large, protected by a password, or no workbook.
    """
    name = path.name
    if not path.is_file():
        raise Refusal(_("Không có tệp %(name)s. Xem lại đường dẫn.") % {"name": name}, place="file")
    if path.stat().st_size > LARGEST_BYTES:
        raise Refusal(_("Tệp %(name)s lớn hơn %(most)s MB. Tách thành nhiều tệp nhỏ.")
                      % {"name": name, "most": LARGEST_BYTES // 1024 // 1024}, place="file")
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets: list[Sheet] = []
            for sheet_name in book.sheet_names:
                sheet = book.get_sheet_by_name(sheet_name)
                if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
                    raise Refusal(_("Trang tính %(sheet)s quá lớn (%(rows)s dòng, %(columns)s cột). Xóa phần thừa rồi nhập lại.")
                                  % {"sheet": sheet_name, "rows": sheet.height, "columns": sheet.width}, place="file")
                sheets.append(Sheet(sheet_name, sheet.to_python(skip_empty_area=False)))
            return sheets
    except PasswordError as error:
        raise Refusal(_("Tệp %(name)s có mật khẩu. Bỏ mật khẩu trong Excel rồi nhập lại.") % {"name": name}, place="file") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(_("Tệp %(name)s không phải là bảng tính đọc được (.xls, .xlsx, .ods). Mở tệp bằng Excel, lưu lại dạng .xlsx rồi nhập lại.")
                      % {"name": name}, place="file") from error
