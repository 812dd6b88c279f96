"""Opens one workbook and prints its cells as JSON. Run as a process of its own by ``workbooks``, never imported by it.

The library that opens workbooks keeps a sheet as one block, so a few bytes that claim a far cell or a
long list of strings ask for gigabytes, and a failed request for memory ends the process at once. Here
that process is this one, with a limit of its own, and not the server. It knows nothing of the product.

Arguments: the file, the most rows, the most columns. Prints one object: ``sheets`` with names and rows,
or ``large`` with the sheet's name and size, or ``problem`` (``password`` or ``form``). A cell that JSON
has no kind for is a pair of its type's name and its text.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MOST_MEMORY = 1024 * 1024 * 1024


def _pair(value: object) -> list[str | float]:
    match value:
        case timedelta():
            return ["timedelta", value.total_seconds()]
        case date() | datetime() | time():
            return [type(value).__name__, value.isoformat()]
    raise TypeError(type(value).__name__)


def read(file: str, most_rows: int, most_columns: int) -> dict[str, Any]:
    """What ``file`` holds, or why it is not read."""
    try:
        with CalamineWorkbook.from_path(file) as book:
            sheets: list[tuple[str, list[list[Any]]]] = []
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.height > most_rows or sheet.width > most_columns:
                    return {"large": [name, sheet.height, sheet.width]}
                sheets.append((name, sheet.to_python(skip_empty_area=False)))
            return {"sheets": sheets}
    except PasswordError:
        return {"problem": "password"}
    except (CalamineError, OSError, ValueError):
        return {"problem": "form"}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.write(json.dumps(read(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), default=_pair))  # faster than json.dump
