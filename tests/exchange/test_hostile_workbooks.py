"""Small workbooks that ask for a great deal: the reader's own process takes the harm, the caller a sentence."""

import io
import subprocess
import time
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation
from python_calamine import CalamineWorkbook

from kientoan.core.refusal import Refusal
from kientoan.exchange import workbooks
from kientoan.exchange.workbooks import read_sheets

NO_WORKBOOK = "Tệp la.xlsx không phải là bảng tính đọc được (.xls, .xlsx, .ods). Mở tệp bằng Excel, lưu lại dạng .xlsx rồi nhập lại."


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def workbook(folder: Path, *cells: tuple[int, int, object]) -> Path:
    path = folder / "la.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Lạ")
        for row, column, value in cells:
            sheet.write(row, column, value)
    return path


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        read_sheets(path)
    assert refusal.value.place == "file"
    return str(refusal.value)


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (1_048_575, 199)])
def test_a_cell_far_away_that_asks_for_gigabytes_is_refused_and_soon(tmp_path, far):
    path = workbook(tmp_path, (0, 0, "x"), (*far, "x"))
    assert path.stat().st_size < 10_000
    began = time.monotonic()
    assert refused(path) == NO_WORKBOOK
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(("far", "size"), [((50_000, 0), "50001 dòng, 1 cột"), ((0, 200), "1 dòng, 201 cột")])
def test_a_sheet_beyond_the_limits_is_refused_with_its_size(tmp_path, far, size):
    path = workbook(tmp_path, (0, 0, "x"), (*far, "x"))
    assert refused(path) == f"Trang tính Lạ quá lớn ({size}). Xóa phần thừa rồi nhập lại."


def test_a_sheet_within_the_limits_opens(tmp_path):
    (sheet,) = read_sheets(workbook(tmp_path, (0, 0, "x"), (49_999, 0, "y")))
    assert (len(sheet.rows), sheet.rows[0], sheet.rows[-1]) == (50_000, ["x"], ["y"])


def test_cells_keep_their_kinds_on_the_way_from_the_reader(tmp_path):
    values = ["05431", "=1+1", 1.5, True, date(2020, 6, 23), datetime(2020, 6, 23, 8, 30)]
    path = tmp_path / "la.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Lạ")
        for column, value in enumerate(values):
            match value:
                case str():
                    sheet.write_string(0, column, value)
                case datetime():
                    sheet.write_datetime(0, column, value, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
                case date():
                    sheet.write_datetime(0, column, value, book.add_format({"num_format": "dd/mm/yyyy"}))
                case _:
                    sheet.write(0, column, value)
        sheet.write_datetime(0, len(values), timedelta(hours=30, minutes=5), book.add_format({"num_format": "[h]:mm"}))
    (read,) = read_sheets(path)
    direct = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert repr(read.rows) == repr(direct)
    assert [*read.rows[0]] == [*values, timedelta(hours=30, minutes=5)]


def test_a_reader_that_does_not_come_back_is_given_up(tmp_path, monkeypatch):
    path = workbook(tmp_path, (0, 0, "x"))
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    monkeypatch.setattr(workbooks, "_READER", slow)
    monkeypatch.setattr(workbooks, "MOST_SECONDS", 0.2)
    assert refused(path) == NO_WORKBOOK


def test_a_workbook_with_its_insides_torn_out_is_refused(tmp_path):
    path = workbook(tmp_path, (0, 0, "x"))
    kept = io.BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(kept, "w") as torn:
        for name in whole.namelist():
            torn.writestr(name, whole.read(name)[:-20] if name.startswith("xl/worksheets/") else whole.read(name))
    path.write_bytes(kept.getvalue())
    assert refused(path) == NO_WORKBOOK


def test_a_file_that_is_not_there_or_too_large_is_refused_before_anything_is_started(tmp_path, monkeypatch):
    def started(*args, **kwargs):
        raise AssertionError("the reader was started")

    monkeypatch.setattr(subprocess, "run", started)
    path = tmp_path / "la.xlsx"
    assert refused(path) == "Không có tệp la.xlsx. Xem lại đường dẫn."
    with path.open("wb") as file:
        file.truncate(workbooks.LARGEST_BYTES + 1)
    assert refused(path) == "Tệp la.xlsx lớn hơn 20 MB. Tách thành nhiều tệp nhỏ."


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")])
def test_a_column_has_the_letters_that_a_spreadsheet_shows(index, letters):
    assert workbooks.column_letters(index) == letters
