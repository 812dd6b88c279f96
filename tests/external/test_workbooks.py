"""Workbooks made to break readers, and files that are none: each opens or is refused with a sentence, and soon."""

import os
import subprocess
import sys
import time

import pytest
from django.utils import translation

from external.folder import DATA, ROOT, files
from kientoan.core.refusal import Refusal
from kientoan.exchange.workbooks import read_sheets

NO_WORKBOOK = "Tệp %s không phải là bảng tính đọc được (.xls, .xlsx, .ods). Mở tệp bằng Excel, lưu lại dạng .xlsx rồi nhập lại."
PASSWORD = "Tệp %s có mật khẩu. Bỏ mật khẩu trong Excel rồi nhập lại."
OPENING = {
    "47026.xlsm": {"Sheet1": 1, "Sheet2": 0, "Sheet3": 0},
    "DateFormatTests.xlsx": {"Flags": 4, "Tests": 46},
    "DateFormats.xls": {"Sheet1": 5, "Sheet2": 0, "Sheet3": 0},
    "MissingBits.xls": {"Sheet1": 23, "Sheet2": 0, "Sheet3": 0},
    "StringContinueRecords.xls": {"file load sequence": 306, "Param": 50, "SQL init": 5},
    "TwoSheetsNoneHidden.xlsx": {"Sheet1": 1, "Sheet2": 1},
    "TwoSheetsOneHidden.xlsx": {"Sheet1": 1, "Sheet2": 1},
    "VLookupFullColumn.xlsx": {"Sheet1": 311, "Sheet2": 0, "Sheet3": 0},
}
# One process reads them all and tells the most memory that it or a reader of its own ever held, in MB. Of itself it asks
# /proc, because the figure of getrusage begins with what the process that started it held.
MEMORY = """
import re, resource, sys
from pathlib import Path
import django
django.setup()
from kientoan.core.refusal import Refusal
from kientoan.exchange.workbooks import read_sheets
for name in sys.argv[1:]:
    try:
        read_sheets(Path(name))
    except Refusal:
        pass
own = int(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def _read(path):
    """The sheets, or the sentence of the refusal; anything else than these two goes through and fails the test."""
    began = time.monotonic()
    try:
        return {sheet.name: len(sheet.rows) for sheet in read_sheets(path)}
    except Refusal as refusal:
        assert refusal.place == "file"
        return str(refusal)
    finally:
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("path", files("workbooks/*"), ids=lambda path: path.name)
def test_a_workbook_with_a_trap_opens_with_all_its_sheets_or_asks_for_the_password_to_be_taken_off(path):
    assert _read(path) == (PASSWORD % path.name if path.name.startswith("protected_") else OPENING[path.name])


@pytest.mark.parametrize("path", files("bad-input/*.xlsx", "bad-input/pdf/*", "bad-input/xml_defusedxml/*", "bad-input/strings/*"), ids=lambda path: path.name)
def test_what_is_no_workbook_is_refused_by_name(path):
    assert _read(path) == NO_WORKBOOK % path.name


@pytest.mark.parametrize("path", files("text/legacy-workbooks/*.xls"), ids=lambda path: path.name)
def test_an_old_workbook_of_an_office_opens(path):
    sheets = _read(path)
    assert isinstance(sheets, dict)
    assert max(sheets.values()) >= 20


def test_none_of_them_takes_more_than_300_megabytes():
    paths = files("bad-input/*.xlsx", "bad-input/pdf/*", "bad-input/xml_defusedxml/*", "workbooks/*", "divisions/*.xls")
    done = subprocess.run([sys.executable, "-c", MEMORY, *map(str, paths)], capture_output=True, text=True, check=True, timeout=120,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "kientoan.settings", "PYTHONPATH": str(ROOT / "src")})
    assert 10 < int(done.stdout) < 300


def test_the_folder_holds_the_traps_that_are_told_of_here():
    assert {path.name for path in files("workbooks/*")} == {*OPENING, "protected_passtika.xlsx", "protected_sha512.xlsx"}
    assert len(files("bad-input/*.xlsx")) == 4
    assert DATA.name == "data"
