"""Strings that broke other programs, taken away in our tables: the same text comes back, and nothing of it runs."""

import csv
import io
import unicodedata
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from external.folder import naughty_strings
from kientoan.exchange.tables import Column, Table, as_csv, as_xlsx
from kientoan.rules.vntext import tidy

FORMULA = tuple("=+-@\t\r\n\0|%＝＋－＠")
STRINGS = {"as_typed": naughty_strings(), "as_stored": [text for text in map(tidy, naughty_strings()) if text]}


def table(strings: list[str]) -> Table:
    return Table("Bảng", [Column("=1+1"), Column("Nội dung")], [["một", text] for text in strings], [("=1+1", "@SUM(1)")], total=["+", "-"])


def unseen(text: str) -> str:
    """The text without the spaces and invisible signs that it begins with."""
    at = 0
    while at < len(text) and unicodedata.category(text[at]) in ("Zs", "Cf"):
        at += 1
    return text[at:]


@pytest.mark.parametrize("kind", STRINGS)
def test_no_cell_of_a_csv_begins_like_a_formula_and_no_text_is_lost(kind):
    written = as_csv(table(STRINGS[kind])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA) or unseen(cell).startswith(FORMULA)] == []
    assert (rows[0], rows[-1]) == (["'=1+1", "Nội dung"], ["'+", "'-"])
    assert [(text, cell) for text, (_, cell) in zip(STRINGS[kind], rows[1:-1], strict=True) if cell not in (text, f"'{text}")] == []


@pytest.mark.parametrize("kind", STRINGS)
def test_a_workbook_gives_every_string_back_as_text(kind):
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(table(STRINGS[kind]), about_title="Về bảng này")))
    assert book.sheet_names == ["Bảng", "Về bảng này"]
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows == [["=1+1", "Nội dung"], *(["một", text] for text in STRINGS[kind]), ["+", "-"]]
    assert book.get_sheet_by_index(1).to_python(skip_empty_area=False) == [["=1+1", "@SUM(1)"]]


@pytest.mark.parametrize("kind", STRINGS)
def test_a_workbook_holds_no_formula_and_no_link(kind):
    with zipfile.ZipFile(io.BytesIO(as_xlsx(table(STRINGS[kind]), about_title="Về bảng này"))) as book:
        sheets = {name: book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")}
    assert sorted(sheets) == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    assert [name for name, xml in sheets.items() if b"<f>" in xml or b"<f " in xml or b"<hyperlink" in xml] == []


def test_any_stored_string_can_be_the_title_of_a_table():
    for text in STRINGS["as_stored"]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(Table(text, [Column(text)], [[text]], [(text, text)]), about_title="Về bảng này")))
        assert book.get_sheet_by_index(0).to_python(skip_empty_area=False) == [[text], [text]]
        assert 1 <= len(book.sheet_names[0].encode("utf-16-le")) // 2 <= 31
