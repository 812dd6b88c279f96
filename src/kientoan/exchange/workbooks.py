"""Read the first sheets of a workbook that somebody else made, trusting nothing in it."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.refusal import Refusal

LARGEST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_SECONDS = 30

Value = str | int | float | bool | date | datetime | time | timedelta
_READER = Path(__file__).with_name("workbook_reader.py")
_PAIRS: Mapping[str, Callable[[Any], Value]] = {
    "date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


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


def _value(cell: Any) -> Value:
    return _PAIRS[cell[0]](cell[1]) if isinstance(cell, list) else cell


def _read_apart(path: Path) -> dict[str, Any]:
    """What the reader's own process says of a file; nothing when the file was its end."""
    try:
        done = subprocess.run(  # noqa: S603  # our own script; the path is one argument and no shell reads it
            [sys.executable, "-I", str(_READER), str(path.absolute()), str(MOST_ROWS), str(MOST_COLUMNS)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=MOST_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return {}
    return json.loads(done.stdout)  # type: ignore[no-any-return]


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
    found = _read_apart(path)
    if found.get("problem") == "password":
        raise Refusal(_("Tệp %(name)s có mật khẩu. Bỏ mật khẩu trong Excel rồi nhập lại.") % {"name": name}, place="file")
    if "large" in found:
        sheet, rows, columns = found["large"]
        raise Refusal(_("Trang tính %(sheet)s quá lớn (%(rows)s dòng, %(columns)s cột). Xóa phần thừa rồi nhập lại.")
                      % {"sheet": sheet, "rows": rows, "columns": columns}, place="file")
    if "sheets" not in found:
        raise Refusal(_("Tệp %(name)s không phải là bảng tính đọc được (.xls, .xlsx, .ods). Mở tệp bằng Excel, lưu lại dạng .xlsx rồi nhập lại.")
                      % {"name": name}, place="file")
    return [Sheet(sheet, [[_value(cell) for cell in row] for row in rows]) for sheet, rows in found["sheets"]]
