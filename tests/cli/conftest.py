"""Commands are run as an operator runs them: in a process of their own (`forking`)."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import forking
from kept import demonstration, once

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = ("Tỉnh Thành Phố", "Mã TP", "Quận Huyện", "Mã QH", "Phường Xã", "Mã PX", "Cấp", "Tên Tiếng Anh")
ROWS = (
    ("Tỉnh Thái Nguyên", "19", "Huyện Phú Bình", "173", "Xã Dương Thành", "05965", "Xã", ""),
    ("Tỉnh Thái Nguyên", "19", "Huyện Phú Bình", "173", "Thị trấn Hương Sơn", "05908", "Thị trấn", ""),
    ("Tỉnh Thái Nguyên", "19", "Thành phố Sông Công", "165", "Phường Châu Sơn", "05509", "Phường", ""),
)


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer."""
        return json.loads(self.out)


def kientoan(*arguments: object, **environment: str) -> Outcome:
    """Run a command."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    done = forking.run([str(each) for each in arguments], {**clean, **environment}, timeout=240)
    assert "Traceback" not in done.stderr, done.stderr
    return Outcome(done.returncode, done.stdout, done.stderr)


def workbook(path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    """A workbook in the form of the statistics office's export."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate((header, *rows)):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value))
    book.close()
    return path


def found(place: Path) -> None:
    """An installation of one's own in ``place / "home"``."""
    made = kientoan("init", "--home", place / "home", "--province-code", "19", "--province-name", "Tỉnh Thái Nguyên", "--since", "2020-01-01",
                    "--officer", "ha.an", "--officer-name", "Lê Thị Hà An")
    assert made.status == 0, made.err


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, built once in the run; a copy for the module."""
    return Path(shutil.copytree(demonstration(tmp_path_factory), tmp_path_factory.mktemp("demo") / "home"))


@pytest.fixture
def own_home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation of one's own, just founded."""
    return Path(shutil.copytree(once(tmp_path_factory, "own", found) / "home", tmp_path / "home"))
