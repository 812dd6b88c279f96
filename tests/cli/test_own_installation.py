"""One's own installation: init, import, doctor, serve; bad input leaves the database exactly as before; a kill leaves all or nothing."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from conftest import HEADER, ROOT, ROWS, kientoan, workbook  # type: ignore[attr-defined]  # the commands' own conftest
from kept import demonstration

ON = "2020-06-01"


def content(home: Path) -> list[str]:
    """Everything in the database, as text."""
    with sqlite3.connect(home / "kientoan.sqlite3") as database:
        return list(database.iterdump())


def test_init_founds_the_province_and_prints_a_code_once(own_home: Path) -> None:
    assert kientoan("journal", "verify", "--home", own_home).status == 0
    units = kientoan("report", "units", "--home", own_home, "--unit", "19", "--as-of", ON, "--format", "json").json
    assert units["counts"] == {"province": 1, "district": 0, "commune": 0, "hamlet": 0}
    assert (own_home / "secret.key").stat().st_mode & 0o077 == 0
    again = kientoan("init", "--home", own_home, "--province-code", "19", "--province-name", "Tỉnh X", "--since", "2020-01-01",
                     "--officer", "a", "--officer-name", "A")
    assert again.status == 1
    assert "đã có bản cài đặt" in again.err


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"--province-code": "199"}, "2 chữ số"), ({"--province-name": "Thái Nguyên"}, "bắt đầu bằng Tỉnh"), ({"--officer": "hà an"}, "chữ không dấu")])
def test_a_refused_init_leaves_no_home(tmp_path: Path, changes: dict[str, str], sentence: str) -> None:
    options = {"--province-code": "19", "--province-name": "Tỉnh Thái Nguyên", "--since": "2020-01-01", "--officer": "ha.an", "--officer-name": "Lê Thị Hà An"}
    home = tmp_path / "home"
    answer = kientoan("init", "--home", home, *(part for pair in (options | changes).items() for part in pair))
    assert answer.status == 1
    assert sentence in answer.err
    assert not list(home.iterdir())


def test_an_import_shows_every_rows_fate_then_writes_and_a_second_changes_nothing(own_home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "list.xlsx", *ROWS)
    before = content(own_home)
    preview = kientoan("import", "territory", file, "--on", ON, "--home", own_home, "--dry-run", "--format", "json")
    assert preview.json["counts"] == {"new": 3, "changed": 0, "same": 0, "refused": 0}
    assert content(own_home) == before
    assert kientoan("import", "territory", file, "--on", ON, "--home", own_home).status == 0
    after = content(own_home)
    assert after != before
    again = kientoan("import", "territory", file, "--on", ON, "--home", own_home, "--format", "json")
    assert again.json["counts"] == {"new": 0, "changed": 0, "same": 3, "refused": 0}
    assert content(own_home) == after
    units = kientoan("report", "units", "--home", own_home, "--unit", "19", "--as-of", ON, "--format", "json").json
    assert units["counts"] == {"province": 1, "district": 2, "commune": 3, "hamlet": 0}


def counted(home: Path) -> set[str]:
    """The tables whose rows the database has counted, to plan its answers by."""
    with sqlite3.connect(f"file:{home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
            return set()
        return {table for table, in database.execute("SELECT tbl FROM sqlite_stat1")}


@contextmanager
def somebody_writing(home: Path) -> Iterator[None]:
    """Another process's writes while the block runs, each begun as soon as the lock is free: between any two statements there is one."""
    done = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(home / "kientoan.sqlite3", isolation_level=None, timeout=0)) as database:
            while not done.wait(0.0005):
                with suppress(sqlite3.OperationalError):  # locked: tried again at once, where waiting would leave the others a tenth of a second
                    database.execute("BEGIN IMMEDIATE")
                    database.execute("CREATE TABLE IF NOT EXISTS scratch (n INTEGER)")
                    database.execute("INSERT INTO scratch VALUES (1)")
                    time.sleep(0.01)
                    database.execute("COMMIT")
                    time.sleep(0.01)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_an_import_lets_the_database_count_what_it_wrote(own_home: Path, tmp_path: Path) -> None:
    command = ("import", "territory", workbook(tmp_path / "list.xlsx", *ROWS), "--on", ON, "--home", own_home)
    assert kientoan(*command, "--dry-run").status == 0
    assert counted(own_home) == set()
    with somebody_writing(own_home):
        assert kientoan(*command).status == 0
    assert "org_unitversion" in counted(own_home)


def test_a_later_list_changes_names_kinds_and_places_from_its_day(own_home: Path, tmp_path: Path) -> None:
    kientoan("import", "territory", workbook(tmp_path / "a.xlsx", *ROWS), "--on", ON, "--home", own_home)
    changed = [list(row) for row in ROWS]
    changed[0][4:7] = ["Thị trấn Dương Thành", "05965", "Thị trấn"]
    changed[1][2:4] = ["Thành phố Sông Công", "165"]
    file = workbook(tmp_path / "b.xlsx", *map(tuple, changed))
    preview = kientoan("import", "territory", file, "--on", "2021-01-01", "--home", own_home, "--dry-run", "--format", "json").json
    assert preview["counts"] == {"new": 0, "changed": 2, "same": 1, "refused": 0}
    assert preview["changed"][0]["changes"] == ["Tên: Xã Dương Thành thành Thị trấn Dương Thành", "Loại: xã thành thị trấn"]
    assert preview["changed"][1]["changes"] == ["Cấp trên: mã 173 thành 165"]
    assert kientoan("import", "territory", file, "--on", "2021-01-01", "--home", own_home).status == 0
    kinds = [kientoan("report", "units", "--home", own_home, "--unit", "173", "--as-of", day, "--format", "json").json["by_kind"]
             for day in ("2020-12-31", "2021-01-01")]
    assert kinds == [{"commune": 1, "rural_district": 1, "township": 1}, {"rural_district": 1, "township": 1}]


def test_two_imports_at_once_write_once_and_leave_one_chain(own_home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "list.xlsx", *ROWS)
    command = [sys.executable, "-m", "kientoan", "import", "territory", str(file), "--on", ON, "--home", str(own_home), "--format", "json"]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _each in range(2)]
    answers = [each.communicate(timeout=60) for each in both]
    assert [each.returncode for each in both] == [0, 0], answers
    assert sorted(json.loads(out)["units"]["new"] for out, _err in answers) == [0, 5]
    verified = kientoan("journal", "verify", "--home", own_home)
    assert (verified.status, "2 mục" in verified.err) == (0, True)


BAD = {
    "no district": ((*ROWS[0][:2], "", "", *ROWS[0][4:]), 2, "C", "thiếu tên đơn vị cấp huyện"),
    "no district code": ((*ROWS[0][:3], "", *ROWS[0][4:]), 2, "D", "thiếu mã đơn vị cấp huyện"),
    "zero lost": ((*ROWS[0][:5], 5965, *ROWS[0][6:]), 2, "F", "là số nên mất số 0"),
    "short code": ((*ROWS[0][:5], "5965", *ROWS[0][6:]), 2, "F", "không đủ 5 chữ số"),
    "name without kind": ((*ROWS[0][:4], "Dương Thành", *ROWS[0][5:]), 2, "E", "không bắt đầu bằng xã, phường"),
    "level and name differ": ((*ROWS[0][:6], "Phường", ""), 2, "G", "không khớp tên"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_names_its_cell_and_nothing_is_written(own_home: Path, tmp_path: Path, case: str) -> None:
    row, number, column, sentence = BAD[case]
    file = workbook(tmp_path / "bad.xlsx", row, *ROWS[1:])
    before = content(own_home)
    preview = kientoan("import", "territory", file, "--on", ON, "--home", own_home, "--dry-run", "--format", "json")
    refused, = preview.json["refused"]
    assert (preview.status, refused["sheet"], refused["row"], refused["column"]) == (0, "Sheet1", number, column)
    assert refused["reason"].startswith(f"Ô {column}{number}: ")
    assert sentence in refused["reason"]
    assert preview.json["counts"]["refused"] == 1
    done = kientoan("import", "territory", file, "--on", ON, "--home", own_home)
    assert done.status == 1
    assert f"Ô {column}{number}" in done.err
    assert content(own_home) == before


def test_a_doubled_code_and_a_code_with_two_names_name_the_first_row(own_home: Path, tmp_path: Path) -> None:
    twice = workbook(tmp_path / "twice.xlsx", *ROWS, ROWS[0])
    refused, = kientoan("import", "territory", twice, "--on", ON, "--home", own_home, "--dry-run", "--format", "json").json["refused"]
    assert (refused["row"], refused["column"], "đã có ở dòng 2" in refused["reason"]) == (5, "F", True)
    named = (*ROWS[1][:2], "Huyện Phú Lương", *ROWS[1][3:])
    other = workbook(tmp_path / "names.xlsx", ROWS[0], named)
    refused, = kientoan("import", "territory", other, "--on", ON, "--home", own_home, "--dry-run", "--format", "json").json["refused"]
    assert (refused["row"], refused["column"], "“Huyện Phú Bình”" in refused["reason"]) == (3, "C", True)


def test_a_wrong_header_names_the_cell_and_the_headings_wanted(own_home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "head.xlsx", *ROWS, header=(*HEADER[:5], "Mã xã", *HEADER[6:]))
    before = content(own_home)
    answer = kientoan("import", "territory", file, "--on", ON, "--home", own_home, "--format", "json")
    assert answer.status == 1
    assert [(fault["row"], fault["column"]) for fault in answer.json["refused"]] == [(1, "F")]
    assert "thiếu tiêu đề “Mã PX”" in answer.err
    assert content(own_home) == before


@pytest.mark.parametrize(("name", "bytes_", "sentence"), [
    ("a.xls", b"not a workbook", "không phải là bảng tính"), ("a.xlsx", b"PK\x03\x04broken", "không phải là bảng tính"), ("a.xlsx", b"", "không phải là bảng tính")])
def test_a_file_that_is_no_workbook_is_refused(own_home: Path, tmp_path: Path, name: str, bytes_: bytes, sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(bytes_)
    before = content(own_home)
    answer = kientoan("import", "territory", file, "--on", ON, "--home", own_home)
    assert (answer.status, sentence in answer.err) == (1, True)
    assert kientoan("import", "territory", tmp_path / "none.xls", "--on", ON, "--home", own_home).status == 1
    assert content(own_home) == before


def test_an_unreal_day_ends_2_and_a_day_to_come_ends_1(own_home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "list.xlsx", *ROWS)
    assert kientoan("import", "territory", file, "--on", "2020-02-30", "--home", own_home).status == 2
    assert kientoan("import", "territory", file, "--on", "2999-01-01", "--home", own_home).status == 1


def test_a_list_before_the_units_stand_is_refused(own_home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "list.xlsx", *ROWS)
    answer = kientoan("import", "territory", file, "--on", "2019-06-01", "--home", own_home, "--dry-run", "--format", "json").json
    assert answer["counts"]["refused"] == 3
    assert "chỉ từ ngày 01/01/2020" in answer["refused"][0]["reason"]


KILLED = """
import os, signal, sys
from pathlib import Path
from kientoan.cli import parsing
parsing.open_home(Path(sys.argv[3]))
from kientoan.core import facts, journal
from kientoan.org import tree
target, number = sys.argv[1], int(sys.argv[2])
owner, name = {"facts": (facts, "_refuse_overlap"), "tree": (tree, "_segments"), "journal": (journal, "append")}[target]
kept, calls = getattr(owner, name), 0
def dying(*args, **kwargs):
    global calls
    calls += 1
    if calls > number:
        os.kill(os.getpid(), signal.SIGKILL)
    return kept(*args, **kwargs)
setattr(owner, name, dying)
from kientoan.cli import main
raise SystemExit(main(sys.argv[4:]))
"""
"""Runs a command that kills itself at the given call of one of the kernel's functions."""


@pytest.mark.parametrize(("target", "number"), [("facts", 0), ("facts", 2), ("tree", 1), ("tree", 4), ("journal", 0)])
def test_an_import_killed_in_the_middle_leaves_the_database_as_before(own_home: Path, tmp_path: Path, target: str, number: int) -> None:
    file = workbook(tmp_path / "list.xlsx", *ROWS)
    before = content(own_home)
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    killed = subprocess.run([sys.executable, script, target, str(number), own_home, "import", "territory", file, "--on", ON, "--home", own_home],
                            cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert content(own_home) == before
    assert kientoan("journal", "verify", "--home", own_home).status == 0
    assert kientoan("import", "territory", file, "--on", ON, "--home", own_home).status == 0


def test_a_demonstration_killed_while_it_is_built_is_built_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = demonstration(tmp_path_factory)
    statuses, words = (home.parent / "killed").read_text().split("\n", 1)
    assert statuses == f"{-signal.SIGKILL} 1"
    assert "kientoan demo" in words
    assert kientoan("report", "season", "--home", home, "--unit", "19", "--as-of", "2020-06-23", "--format", "json").json["held"] == 491


def test_doctor_says_what_is_wrong_and_how_to_mend_it(own_home: Path, tmp_path: Path) -> None:
    well = kientoan("doctor", "--home", own_home)
    assert (well.status, "HỎNG" in well.out) == (0, False)
    assert "Nhật ký nguyên vẹn, 1 mục" in well.out
    (own_home / "secret.key").chmod(0o644)
    (own_home / "holidays.csv").write_text("day,kind,name_vi,name_en\n2027-02-30,off,Tết,New Year\n")
    ill = kientoan("doctor", "--home", own_home)
    assert ill.status == 1
    assert "Sửa: chmod 600" in ill.out
    assert "dòng 2" in ill.out
    (own_home / "kientoan.sqlite3").write_bytes(b"rubbish" * 100)
    assert "Tệp cơ sở dữ liệu" in kientoan("doctor", "--home", own_home).out
    nowhere = kientoan("doctor", "--home", tmp_path / "none")
    assert (nowhere.status, "kientoan init" in nowhere.out) == (1, True)


def test_the_keeper_of_the_machine_gives_a_new_code_when_nobody_can_sign_in(own_home: Path) -> None:
    answer = kientoan("account", "code", "ha.an", "--home", own_home)
    assert answer.status == 0
    assert re.search("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", answer.out)
    assert kientoan("account", "code", "nobody", "--home", own_home).status == 1


def test_a_home_is_not_opened_on_another_kind_of_database(own_home: Path) -> None:
    answer = kientoan("journal", "verify", "--home", own_home, KIENTOAN_DATABASE="postgresql:///nowhere")
    assert answer.status == 1
    assert "lập trên SQLite" in answer.err


def test_an_unknown_setting_is_refused_by_name(own_home: Path) -> None:
    answer = kientoan("journal", "verify", "--home", own_home, KIENTOAN_DATABSE="x")
    assert answer.status == 1
    assert "Không có thiết đặt KIENTOAN_DATABSE" in answer.err


def test_serve_answers_and_works_in_the_background_in_one_command(own_home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    serving = subprocess.Popen([sys.executable, "-m", "kientoan", "serve", "--home", own_home, "--port", str(port)], cwd=ROOT, env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        page = ""
        for _each in range(100):
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap/") as response:
                    page = response.read().decode()
                    policy = response.headers["Content-Security-Policy"]
                break
            except OSError:
                continue
        assert "Đăng nhập" in page
        assert "Vào với vai này" not in page
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        style = re.search(r'href="(/static/kientoan/kientoan\.[0-9a-f]+\.css)"', page)
        assert style
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{style[1]}") as response:
            assert b"Be Vietnam Pro" in response.read()
        checked = None
        for _each in range(100):
            time.sleep(0.2)
            with sqlite3.connect(own_home / "kientoan.sqlite3", timeout=20) as database:
                checked = database.execute("SELECT fault, entries FROM core_journalcheck").fetchone()
            if checked:
                break
        assert checked == ("", 1)
    finally:
        serving.send_signal(signal.SIGINT)
        serving.communicate(timeout=30)
    with sqlite3.connect(own_home / "kientoan.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("command", [(), ("init",), ("serve",), ("demo",), ("import", "territory"), ("import", "organizations"), ("report", "season"), ("report", "units"),
                                     ("journal", "verify"), ("account", "code"), ("backup",), ("restore",), ("upgrade",), ("doctor",), ("test",)])
def test_every_command_has_vietnamese_help_with_an_example(command: tuple[str, ...]) -> None:
    answer = kientoan(*command, "--help")
    assert answer.status == 0
    assert "cách dùng: kientoan" in answer.out
    assert "ví dụ:" in answer.out
    assert "usage" not in answer.out
    assert "show this help" not in answer.out


ORGANIZATIONS = ("Tên tổ chức", "Cấp", "Loại", "Trực thuộc", "Địa bàn")
PARTY = (
    ("Đảng bộ xã Dương Thành", "tổ chức cơ sở đảng", "theo địa bàn", "Đảng bộ huyện Phú Bình", "05965"),
    ("Đảng bộ huyện Phú Bình", "Cấp trên trực tiếp cơ sở", "theo địa bàn", "Đảng bộ tỉnh Thái Nguyên", "Huyện Phú Bình"),
    ("Chi bộ Trường Tiểu học", "chi bộ trực thuộc", "trường học", "Đảng bộ xã Dương Thành", ""),
    ("Chi bộ Cơ quan Huyện uỷ", "To chuc co so dang", "cơ quan", "Đảng bộ huyện Phú Bình", ""),
)


@pytest.fixture
def peopled_home(own_home: Path, tmp_path: Path) -> Path:
    """An installation with its territory."""
    assert kientoan("import", "territory", workbook(tmp_path / "territory.xlsx", *ROWS), "--on", "2020-01-01", "--home", own_home).status == 0
    return own_home


def test_a_list_of_organisations_is_taken_over_whole_and_a_second_time_changes_nothing(peopled_home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "party.xlsx", *PARTY, header=ORGANIZATIONS)
    before = content(peopled_home)
    command = ("import", "organizations", file, "--on", "2020-01-01", "--home", peopled_home, "--format", "json")
    for language in ("vi", "en"):
        assert kientoan(*command, "--dry-run", KIENTOAN_LANGUAGE=language).json["counts"] == {"new": 4, "changed": 0, "same": 0, "refused": 0}
    assert content(peopled_home) == before
    assert kientoan(*command).json["units"] == {"new": 4, "changed": 0}
    after = content(peopled_home)
    assert kientoan(*command).json["counts"] == {"new": 0, "changed": 0, "same": 4, "refused": 0}
    assert content(peopled_home) == after
    with sqlite3.connect(peopled_home / "kientoan.sqlite3") as database:
        tree = dict(database.execute("SELECT v.name, p.name FROM org_unitversion v JOIN org_unitversion p ON p.unit_id = v.parent_id "
                                     "WHERE v.tree = 'party' AND v.superseded_at IS NULL AND p.superseded_at IS NULL"))
        covered = dict(database.execute("SELECT o.name, a.name FROM org_coverage c JOIN org_unitname o ON o.unit_id = c.organization_id "
                                        "JOIN org_unitname a ON a.unit_id = c.area_id"))
    assert tree == {"Đảng bộ huyện Phú Bình": "Đảng bộ tỉnh Thái Nguyên", "Đảng bộ xã Dương Thành": "Đảng bộ huyện Phú Bình",
                    "Chi bộ Trường Tiểu học": "Đảng bộ xã Dương Thành", "Chi bộ Cơ quan Huyện uỷ": "Đảng bộ huyện Phú Bình"}
    assert covered == {"Đảng bộ tỉnh Thái Nguyên": "Tỉnh Thái Nguyên", "Đảng bộ huyện Phú Bình": "Huyện Phú Bình",
                       "Đảng bộ xã Dương Thành": "Xã Dương Thành"}


BAD_ORGANIZATIONS = {
    "no name": (("", *PARTY[0][1:]), "A", "thiếu tên"),
    "unknown level": ((PARTY[0][0], "cấp xã", *PARTY[0][2:]), "B", "cấp “cấp xã” không có"),
    "unknown kind": ((*PARTY[0][:2], "khác", *PARTY[0][3:]), "C", "loại “khác” không có"),
    "unknown parent": ((*PARTY[0][:3], "Đảng bộ huyện Phú Bìn", "05965"), "D", "không có tổ chức “Đảng bộ huyện Phú Bìn”"),
    "no parent": ((*PARTY[0][:3], "", "05965"), "D", "thiếu tổ chức cấp trên"),
    "level under a wrong one": ((PARTY[0][0], "chi bộ trực thuộc", *PARTY[0][2:]), "B", "không đặt dưới"),
    "itself": ((*PARTY[0][:3], PARTY[0][0], "05965"), "B", "không đặt dưới"),
    "unknown area": ((*PARTY[0][:4], "05966"), "E", "không có địa bàn “05966”"),
    "area of another": ((*PARTY[0][:4], "19"), "E", "đang thuộc tổ chức khác"),
}


@pytest.mark.parametrize("case", BAD_ORGANIZATIONS)
def test_a_bad_organisation_names_its_cell_and_nothing_is_written(peopled_home: Path, tmp_path: Path, case: str) -> None:
    row, column, sentence = BAD_ORGANIZATIONS[case]
    file = workbook(tmp_path / "party.xlsx", PARTY[1], row, header=ORGANIZATIONS)
    before = content(peopled_home)
    command = ("import", "organizations", file, "--on", "2020-01-01", "--home", peopled_home, "--format", "json")
    refused, = kientoan(*command, "--dry-run").json["refused"]
    assert (refused["row"], refused["column"]) == (3, column)
    assert sentence in refused["reason"]
    assert kientoan(*command).status == 1
    assert content(peopled_home) == before


def test_an_organisation_or_an_area_listed_twice_is_refused(peopled_home: Path, tmp_path: Path) -> None:
    again = ("Đảng bộ thị trấn Hương Sơn", *PARTY[0][1:])
    file = workbook(tmp_path / "party.xlsx", *PARTY, PARTY[2], again, header=ORGANIZATIONS)
    refused = kientoan("import", "organizations", file, "--on", "2020-01-01", "--home", peopled_home, "--dry-run", "--format", "json").json["refused"]
    assert [(fault["row"], fault["column"]) for fault in refused] == [(6, "A"), (7, "E")]
    assert "đã có ở dòng 4" in refused[0]["reason"]
    assert "tổ chức ở dòng 2" in refused[1]["reason"]


REFORM_HEADER = ("Mã cũ", "Tên cũ", "Mức", "Mã mới", "Tên mới")
REFORM = (
    ("19", "Tỉnh Thái Nguyên", "toàn bộ", "19", "Tỉnh Thái Nguyên"), ("05965", "Xã Dương Thành", "toàn bộ", "05908", "Xã Phú Bình"),
    ("05908", "Thị trấn Hương Sơn", "toàn bộ", "05908", "Xã Phú Bình"), ("05509", "Phường Châu Sơn", "giữ nguyên", "05509", "Phường Châu Sơn"))


@pytest.fixture
def reform_home(own_home: Path, tmp_path: Path) -> tuple[Path, Path]:
    """An installation with three communes, and a plan for them."""
    assert kientoan("import", "territory", workbook(tmp_path / "t.xlsx", *ROWS), "--on", "2020-01-01", "--home", own_home).status == 0
    return own_home, workbook(tmp_path / "reform.xlsx", *REFORM, header=REFORM_HEADER)


def test_a_reform_is_previewed_and_taken_over_from_a_list(reform_home: tuple[Path, Path]) -> None:
    home, file = reform_home
    command = ("import", "reform", file, "--on", "2025-07-01", "--home", home)
    seen = kientoan(*command, "--dry-run", "--format", "json").json
    assert seen["counts"]["ended"] == {"province": 1, "district": 2, "commune": 2, "provincial": 1}
    assert seen["counts"]["new"] == {"province": 1, "commune": 1, "provincial": 1, "superior": 2}
    assert kientoan("report", "units", "--home", home, "--unit", "19", "--as-of", "2025-07-01", "--format", "json").json["counts"]["commune"] == 3
    done = kientoan(*command, "--decision", "1683/NQ-UBTVQH15", "--decision-date", "2025-06-16")
    assert done.status == 0, done.err
    assert "Đã sắp xếp từ ngày 01/07/2025." in done.out
    assert "dựng lại cây" in done.err
    counts = kientoan("report", "units", "--home", home, "--unit", "19", "--as-of", "2025-07-01", "--format", "json").json["counts"]
    assert counts == {"province": 1, "district": 0, "commune": 2, "hamlet": 0}


def test_a_reform_that_leaves_something_over_is_refused_with_the_place(reform_home: tuple[Path, Path], tmp_path: Path) -> None:
    home, _file = reform_home
    short = workbook(tmp_path / "short.xlsx", *REFORM[:2], header=REFORM_HEADER)
    answer = kientoan("import", "reform", short, "--on", "2025-07-01", "--home", home)
    assert answer.status == 1
    assert "Ô A2: danh sách còn thiếu 2 đơn vị cấp xã của Tỉnh Thái Nguyên: Phường Châu Sơn, Thị trấn Hương Sơn" in answer.err
    half = kientoan("import", "reform", short, "--on", "2025-07-01", "--home", home, "--decision", "1")
    assert "--decision-date" in half.err


@pytest.mark.parametrize(("target", "number"), [("facts", 0), ("facts", 3), ("tree", 0), ("tree", 6), ("journal", 0)])
def test_a_reform_killed_at_any_point_leaves_all_or_nothing(reform_home: tuple[Path, Path], target: str, number: int) -> None:
    home, file = reform_home
    command = ("import", "reform", str(file), "--on", "2025-07-01", "--home", str(home))
    killed = subprocess.run([sys.executable, "-c", KILLED, target, str(number), str(home), *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    counts = kientoan("report", "units", "--home", home, "--unit", "19", "--as-of", "2025-07-01", "--format", "json").json["counts"]
    assert counts == {"province": 1, "district": 2, "commune": 3, "hamlet": 0}
    assert kientoan("journal", "verify", "--home", home).status == 0
    assert kientoan(*command).status == 0
