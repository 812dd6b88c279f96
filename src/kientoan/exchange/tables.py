"""Tables out: XLSX with typed cells and a sheet that says what it is, CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from kientoan.rules.figures import Share

Cell = str | int | date | Share | None
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "|", "%", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters."""

    heading: str
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A table to be taken away.

    Parameters:
        title: what it is, also the sheet's name, shortened.
        columns, rows: headings and cells; a ``Share`` becomes a percentage.
        total: a last row, or None.
        about: label and value of what the second sheet says: figure, day, filter, when, who.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    about: Sequence[tuple[str, str]]
    total: Sequence[Cell] | None = None


def _sheet_name(title: str) -> str:
    """The title without what a sheet's name must not hold, cut to 31 units of UTF-16, as Excel counts."""
    kept = "".join(ch for ch in title if ch not in "[]:*?/\\'")
    return kept.encode("utf-16-le")[:62].decode("utf-16-le", "ignore") or "1"


def as_xlsx(table: Table, *, about_title: str) -> bytes:
    """The table as a workbook.

    Parameters:
        about_title: the name of the sheet that says what the table is.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
    plain, bold = book.add_format({}), book.add_format({"bold": True, "top": 1})
    formats = {
        (date, False): book.add_format({"num_format": "dd/mm/yyyy"}), (date, True): book.add_format({"num_format": "dd/mm/yyyy", "bold": True}),
        (Share, False): book.add_format({"num_format": "0.0%"}), (Share, True): book.add_format({"num_format": "0.0%", "bold": True, "top": 1}),
        (int, False): book.add_format({"num_format": "#,##0"}), (int, True): book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
    }
    sheet = book.add_worksheet(_sheet_name(table.title))
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.heading, head)
        sheet.set_column(at, at, column.width)
    for number, row in enumerate([*table.rows, *([table.total] if table.total else [])], start=1):
        is_total = table.total is not None and number == len(table.rows) + 1
        for at, value in enumerate(row):
            if value is None:
                sheet.write_blank(number, at, None, bold if is_total else plain)
            elif isinstance(value, str):
                sheet.write_string(number, at, value, bold if is_total else plain)
            elif isinstance(value, date):
                sheet.write_datetime(number, at, value, formats[date, is_total])
            elif isinstance(value, Share):
                if value.fraction is None:
                    sheet.write_blank(number, at, None, plain)
                else:
                    sheet.write_number(number, at, float(value.fraction), formats[Share, is_total])
            else:
                sheet.write_number(number, at, value, formats[int, is_total])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    note = book.add_worksheet(_sheet_name(about_title))
    note.set_column(0, 0, 24)
    note.set_column(1, 1, 90)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for number, (label, value) in enumerate(table.about):
        note.write_string(number, 0, label, head)
        note.write_string(number, 1, value, wrap)
    book.close()
    return target.getvalue()


def _harmless(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: an apostrophe in front of what begins like one."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_DANGEROUS) else text


def as_csv(table: Table) -> bytes:
    """The table as UTF-8 CSV with a byte-order mark, which Excel needs; shares in percent with one decimal."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([_harmless(column.heading) for column in table.columns])
    for row in [*table.rows, *([table.total] if table.total else [])]:
        cells: list[str | int] = []
        for value in row:
            match value:
                case None:
                    cells.append("")
                case str():
                    cells.append(_harmless(value))
                case date():
                    cells.append(value.isoformat())
                case Share():
                    cells.append("" if value.tenths is None else f"{value.tenths // 10}.{value.tenths % 10}")
                case _:
                    cells.append(value)
        writer.writerow(cells)
    return ("\ufeff" + target.getvalue()).encode()
