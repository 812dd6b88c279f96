"""Tables out: XLSX with typed cells and a sheet that says what it is, CSV that no spreadsheet runs."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import xlsxwriter

from kientoan.papers.model import Table as PaperTable
from kientoan.rules.figures import Share
from kientoan.rules.plaintable import csv_bytes

Cell = str | int | date | Share | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and the heading that it shares with its neighbours, if any."""

    heading: str
    width: int = 14
    group: str = ""

    @property
    def full_heading(self) -> str:
        """Both headings in one line, for a format that has only one."""
        return f"{self.group}: {self.heading}" if self.group else self.heading


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


def table_of(paper: PaperTable, *, title: str, about: Sequence[tuple[str, str]]) -> Table:
    """The table of an official paper as a table to be taken away: the same columns and cells, two-level headings included.

    Parameters:
        paper: the paper's table.
        title, about: as in ``Table``.
    """
    return Table(title, [Column(each.heading, max(each.width, 8), each.group) for each in paper.columns], paper.rows, about, paper.total)


def _write_headings(sheet: Any, columns: Sequence[Column], head: Any) -> int:
    """Write the headings, in two rows where columns share one; returns how many rows they take."""
    if not any(column.group for column in columns):
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.heading, head)
        return 1
    at = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        wide = list(members)
        if not group:
            for column in wide:
                sheet.merge_range(0, at, 1, at, "", head)
                sheet.write_string(0, at, column.heading, head)
                at += 1
            continue
        if len(wide) > 1:
            sheet.merge_range(0, at, 0, at + len(wide) - 1, "", head)
        sheet.write_string(0, at, group, head)
        for offset, column in enumerate(wide):
            sheet.write_string(1, at + offset, column.heading, head)
        at += len(wide)
    return 2


def _sheet_name(title: str) -> str:
    """The title without what a sheet's name must not hold, cut to 31 units of UTF-16, as Excel counts."""
    kept = "".join(ch for ch in title if ch not in "[]:*?/\\'")
    return kept.encode("utf-16-le")[:62].decode("utf-16-le", "ignore") or "1"


def as_xlsx(table: Table, *, about_title: str, more: Sequence[Table] = ()) -> bytes:
    """The table as a workbook.

    Parameters:
        about_title: the name of the sheet that says what the table is.
        more: further tables, each on a sheet of its own before that one; what they are about is said once.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
    formats = {
        (str, False): book.add_format({}), (str, True): book.add_format({"bold": True, "top": 1}),
        (date, False): book.add_format({"num_format": "dd/mm/yyyy"}), (date, True): book.add_format({"num_format": "dd/mm/yyyy", "bold": True}),
        (Share, False): book.add_format({"num_format": "0.0%"}), (Share, True): book.add_format({"num_format": "0.0%", "bold": True, "top": 1}),
        (int, False): book.add_format({"num_format": "#,##0"}), (int, True): book.add_format({"num_format": "#,##0", "bold": True, "top": 1}),
    }
    for each in (table, *more):
        _write_sheet(book.add_worksheet(_sheet_name(each.title)), each, head, formats)
    note = book.add_worksheet(_sheet_name(about_title))
    note.set_column(0, 0, 24)
    note.set_column(1, 1, 90)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for number, (label, value) in enumerate(table.about):
        note.write_string(number, 0, label, head)
        note.write_string(number, 1, value, wrap)
    book.close()
    return target.getvalue()


def _write_sheet(sheet: Any, table: Table, head: Any, formats: Mapping[tuple[type, bool], Any]) -> None:
    """Write a table's headings and typed cells, and how the sheet is shown and printed."""
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
    heads = _write_headings(sheet, table.columns, head)
    for number, row in enumerate([*table.rows, *([table.total] if table.total else [])], start=heads):
        is_total = table.total is not None and number == len(table.rows) + heads
        for at, value in enumerate(row):
            if value is None:
                sheet.write_blank(number, at, None, formats[str, is_total])
            elif isinstance(value, str):
                sheet.write_string(number, at, value, formats[str, is_total])
            elif isinstance(value, date):
                sheet.write_datetime(number, at, value, formats[date, is_total])
            elif isinstance(value, Share):
                if value.fraction is None:
                    sheet.write_blank(number, at, None, formats[str, False])
                else:
                    sheet.write_number(number, at, float(value.fraction), formats[Share, is_total])
            else:
                sheet.write_number(number, at, value, formats[int, is_total])
    sheet.freeze_panes(heads, 1)
    sheet.autofilter(heads - 1, 0, max(len(table.rows), 1) + heads - 1, len(table.columns) - 1)
    sheet.repeat_rows(0, heads - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def as_csv(table: Table) -> bytes:
    """The table as UTF-8 CSV with a byte-order mark, which Excel needs; shares in percent with one decimal."""
    rows: list[list[str | int]] = [[column.full_heading for column in table.columns]]
    for row in [*table.rows, *([table.total] if table.total else [])]:
        cells: list[str | int] = []
        for value in row:
            match value:
                case None:
                    cells.append("")
                case str():
                    cells.append(value)
                case date():
                    cells.append(value.isoformat())
                case Share():
                    cells.append("" if value.tenths is None else f"{value.tenths // 10}.{value.tenths % 10}")
                case _:
                    cells.append(value)
        rows.append(cells)
    return csv_bytes(rows)
