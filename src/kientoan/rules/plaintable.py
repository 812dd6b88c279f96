"""Tables as text that spreadsheets open: nothing in them is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "|", "%", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: an apostrophe in front of what begins like one."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_DANGEROUS) else text


def csv_bytes(rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """Rows as CSV in UTF-8 with the mark by which spreadsheets know it.

    Parameters:
        rows: their cells; whole numbers stay numbers, texts are made harmless, None is left empty.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return ("\ufeff" + target.getvalue()).encode()
