"""Backup, restore and upgrade, as an operator calls them: one file holds everything, and nothing is ever half there."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, ROWS, found, kientoan, workbook  # type: ignore[attr-defined]  # the commands' own conftest
from kept import once
from kientoan.backup import FORMAT, LEFT_OUT, TRAILER, _whole, examine
from kientoan.core.refusal import Refusal

ON = "2020-06-01"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INSIDE = """
import sys
from pathlib import Path
from kientoan.cli import parsing
parsing.open_home(Path(sys.argv[1]))
from kientoan.core import clock, reads
from kientoan.core.access import system_actor
from kientoan.core.models import ReadEntry, StoredFile, User
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from kientoan.org.operations import take_second_factor
user = User.objects.get()
"""


def inside(home: Path, code: str) -> str:
    """Run a few lines with an installation open, and give what they print."""
    done = subprocess.run([sys.executable, "-c", INSIDE + code, str(home)], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a backup carries; what an upgrade added stands last in its table, so columns are told by name."""
    with sqlite3.connect(home / "kientoan.sqlite3") as database:
        names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                 if not name.startswith(("sqlite_", "django_", *(f"{app}_" for app in LEFT_OUT)))]
        columns = {name: ", ".join(sorted(f'"{row[1]}"' for row in database.execute(f"PRAGMA table_info({name})"))) for name in names}
        return {name: sorted(database.execute(f"SELECT {columns[name]} FROM {name}"), key=repr) for name in names}


def parts(statement: str) -> list[str]:
    """What stands between the outer brackets of a statement, sorted: a column that came later stands last."""
    depth, found, part = 0, [], ""
    for letter in statement[statement.index("(") + 1:statement.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append(part.strip())
            part = ""
        else:
            part += letter
    return sorted([*found, part.strip()])


def everything(home: Path) -> dict[str, object]:
    """Tables, indexes, the migrations noted and the rights that accounts may be given."""
    with sqlite3.connect(home / "kientoan.sqlite3") as database:
        answer: dict[str, object] = {name: parts(sql) if sql.startswith("CREATE TABLE") else sql
                                     for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")}
        for table, columns in (("django_migrations", "app, name"), ("auth_permission", "codename"), ("django_content_type", "app_label, model")):
            answer[f"rows of {table}"] = sorted(database.execute(f"SELECT {columns} FROM {table}"))
    return answer


def _live(place: Path) -> None:
    """An installation and its backup: a territory, a second factor, reads, a file that somebody sent and holidays of its own."""
    home = place / "home"
    found(place)
    assert kientoan("import", "territory", workbook(place / "list.xlsx", *ROWS), "--on", ON, "--home", home).status == 0
    inside(home, f"take_second_factor(system_actor('test'), user_id=user.pk, secret='{SECRET}')\n"
                 "reads.note(system_actor('test'), subject='person:1', page='person'); reads.seal_reads(system_actor('test'))\n"
                 "StoredFile.objects.create(recorded_at=clock.now(), name='anh.jpg', media_type='image/jpeg', size=256, sha256='0' * 64, content=bytes(range(256)))")
    (home / "holidays.csv").write_text("day,kind,name_vi,name_en\n2031-01-01,off,Tết dương lịch,New Year\n")
    saved = kientoan("backup", place / "saved.zip", "--home", home)
    assert saved.status == 0, saved.err


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an installation and its backup, made once in the run."""
    return once(tmp_path_factory, "lived", _live)


@pytest.fixture
def lived_home(original: Path, tmp_path: Path) -> Path:
    """A copy of the installation."""
    return Path(shutil.copytree(original / "home", tmp_path / "home"))


@pytest.fixture
def saved(original: Path, tmp_path: Path) -> Path:
    """A copy of its backup."""
    return Path(shutil.copy(original / "saved.zip", tmp_path / "saved.zip"))


# -- there and back --------------------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_file_for_its_owner_and_names_the_journals_head(lived_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "saved.zip"
    made = kientoan("backup", file, "--home", lived_home)
    assert (made.status, made.out) == (0, kientoan("journal", "verify", "--home", lived_home).out)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "org_unitname: " in made.err
    assert "Tệp này là bí mật" in made.err
    assert not list(tmp_path.glob("*.part"))
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    assert (manifest["format"], manifest["database"], manifest["head"], manifest["entries"]) == (FORMAT, "sqlite", made.out.strip(), 4)
    assert ["core", "0002_rights_and_reads"] in manifest["migrations"]
    assert all(len(part["sha256"]) == 64 for part in manifest["parts"])
    before = file.read_bytes()
    again = kientoan("backup", file, "--home", lived_home)
    assert (again.status, "không bị ghi đè" in again.err, file.read_bytes() == before) == (1, True, True)
    assert kientoan("backup", tmp_path / "none" / "x.zip", "--home", lived_home).status == 1


def test_a_secret_plan_is_restored_only_where_no_network_is(lived_home: Path, tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, "-c", INSIDE + """
from datetime import date
from kientoan.congress.operations import WindowRow, open_season
from kientoan.org.enums import UnitLevel
from kientoan.org.queries import top_organization
from kientoan.people.enums import PostKind
from kientoan.personnel.enums import ProcedureName, Secrecy
from kientoan.personnel.operations import Terms, open_plan
actor, day = system_actor('test'), date(2020, 6, 1)
unit = top_organization(day).unit_id
open_season(actor, key='2020-2025', label='2020–2025', unit_id=unit, windows=[WindowRow(UnitLevel.PROVINCIAL, date(2020, 9, 1), date(2020, 10, 31))])
open_plan(actor, unit_id=unit, season_key='2020-2025', body=PostKind.SECRETARY, terms=Terms(1, ProcedureName.FIVE_STEP, secrecy=Secrecy.SECRET), on=day)
""", str(lived_home)], cwd=ROOT, env={**os.environ, "KIENTOAN_ONLINE": "false"}, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    file, home = tmp_path / "secret.zip", tmp_path / "new"
    assert kientoan("backup", file, "--home", lived_home).status == 0
    refused = kientoan("restore", file, "--home", home)
    assert (refused.status, "phương án nhân sự mang dấu mật" in refused.err, "KIENTOAN_ONLINE=false" in refused.err) == (1, True, True)
    assert not (home / "kientoan.sqlite3").exists()
    assert kientoan("restore", file, "--home", home, KIENTOAN_ONLINE="false").status == 0
    ill = kientoan("doctor", "--home", home)
    assert (ill.status, "Có phương án nhân sự hoặc quy hoạch mật trên bản cài đặt nối mạng" in ill.out + ill.err) == (1, True)
    assert "khai không nối mạng" in kientoan("doctor", "--home", home, KIENTOAN_ONLINE="false").out


def test_a_restored_installation_has_every_row_the_key_the_holidays_and_the_second_factor(lived_home: Path, saved: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    done = kientoan("restore", saved, "--home", home)
    assert done.status == 0, done.err
    assert rows(home) == rows(lived_home)
    for name in ("secret.key", "holidays.csv", "kientoan.json"):
        assert (home / name).read_bytes() == (lived_home / name).read_bytes()
    assert (home / "secret.key").stat().st_mode & 0o077 == 0
    assert kientoan("journal", "verify", "--home", home, "--head", done.out.strip()).status == 0
    assert kientoan("doctor", "--home", home).status == 0
    assert inside(home, "print(decrypt(Authenticator.objects.get(type='totp').data['secret']))") == SECRET
    assert not (home / "restore.part").exists()
    code = kientoan("account", "code", "ha.an", "--home", home)
    assert (code.status, "Lớp xác thực thứ hai và mật khẩu cũ đã hết hiệu lực" in code.out) == (0, True)


def test_a_backup_made_while_others_write_is_of_one_moment(lived_home: Path, tmp_path: Path) -> None:
    writing = [subprocess.Popen([sys.executable, "-c", INSIDE + "for number in range(40):\n reads.note(system_actor(f'w{number}'), subject='person:1', page='x')\n"
                                 " reads.seal_reads(system_actor('test'))", str(lived_home)], cwd=ROOT) for _each in range(2)]
    files = [tmp_path / f"{number}.zip" for number in range(3)]
    made = [kientoan("backup", file, "--home", lived_home) for file in files]
    assert [each.wait(timeout=60) for each in writing] == [0, 0]
    assert [each.status for each in made] == [0, 0, 0], made
    for number, (file, each) in enumerate(zip(files, made, strict=True)):
        restored = kientoan("restore", file, "--home", tmp_path / f"new-{number}")
        assert (restored.status, restored.out) == (0, each.out), restored.err
    assert kientoan("journal", "verify", "--home", lived_home, "--head", made[0].out.strip()).status == 0


def test_an_installation_whose_journal_is_broken_is_not_backed_up(lived_home: Path, tmp_path: Path) -> None:
    with sqlite3.connect(lived_home / "kientoan.sqlite3") as database:
        database.execute("UPDATE core_journalentry SET unit = 'x' WHERE number = 2")
    answer = kientoan("backup", tmp_path / "x.zip", "--home", lived_home)
    assert (answer.status, "Mục số 2" in answer.err) == (1, True)
    assert not list(tmp_path.glob("x.zip*"))


def test_a_changed_read_is_named_by_journal_verify(lived_home: Path) -> None:
    with sqlite3.connect(lived_home / "kientoan.sqlite3") as database:
        database.execute("UPDATE core_readentry SET reader = 'user:ai-khac'")
    answer = kientoan("journal", "verify", "--home", lived_home)
    assert (answer.status, answer.out) == (1, "")
    assert "Lượt xem số 1 đã bị sửa" in answer.err


# -- refused ---------------------------------------------------------------------------------------------------------------------------


def test_a_restore_over_a_living_installation_is_refused(lived_home: Path, saved: Path, tmp_path: Path) -> None:
    before = rows(lived_home)
    answer = kientoan("restore", saved, "--home", lived_home)
    assert (answer.status, "đã có bản cài đặt" in answer.err) == (1, True)
    assert rows(lived_home) == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("x")
    answer = kientoan("restore", saved, "--home", other)
    assert (answer.status, "không trống" in answer.err) == (1, True)
    assert [path.name for path in other.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("share", [0, 1, 50, 99])
def test_a_file_cut_short_is_refused(saved: Path, tmp_path: Path, share: int) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[:len(content) * share // 100])
    with pytest.raises(Refusal, match="bị cắt"):
        examine(saved)
    saved.write_bytes(content[:-1])
    with pytest.raises(Refusal):
        examine(saved)


def test_a_restore_of_a_file_cut_in_half_leaves_nothing(saved: Path, tmp_path: Path) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[:len(content) // 2])
    answer = kientoan("restore", saved, "--home", tmp_path / "new")
    assert (answer.status, "bị cắt" in answer.err) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_changed_byte_names_the_part(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        places = {info.filename: info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2
                  for info in archive.infolist() if info.compress_size > 40}
    assert "tables/org.UnitName.ndjson" in places
    whole = saved.read_bytes()
    for name, place in places.items():
        content = bytearray(whole)
        content[place] ^= 1
        saved.write_bytes(content)
        with pytest.raises(Refusal, match=f"phần {name}"):
            examine(saved)
    answer = kientoan("restore", saved, "--home", tmp_path / "new")
    assert (answer.status, "đã bị thay đổi: phần" in answer.err) == (1, True), answer.err
    assert not (tmp_path / "new").exists()


def test_no_byte_can_be_changed_unnoticed(saved: Path, tmp_path: Path) -> None:
    content = saved.read_bytes()
    broken = tmp_path / "broken.zip"
    for at in range(0, len(content), 41):
        broken.write_bytes(content[:at] + bytes([content[at] ^ 0x21]) + content[at + 1:])
        with pytest.raises(Refusal):
            examine(broken)


def remade(file: Path, to: Path, change: Callable[[dict[str, object]], None]) -> Path:
    """A backup whose manifest says something else, whole in itself."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            new.writestr(info.filename, content)
        new.comment = b"0" * TRAILER
    with to.open("r+b") as raw:
        whole = _whole(raw)
        raw.seek(-TRAILER, os.SEEK_END)
        raw.write(whole.encode())
    return to


@pytest.mark.parametrize(("change", "sentence"), [
    ({"format": 2}, "thuộc khuôn 2"), ({"version": "99.0.0"}, "mới hơn bản này"),
    ({"migrations": [["core", "0001_initial"], ["core", "9999_to_come"]]}, "core.9999_to_come"), ({"head": "0" * 64}, "Nhật ký không nguyên vẹn")])
def test_another_format_a_newer_version_and_another_head_are_refused_and_leave_nothing(
        saved: Path, tmp_path: Path, change: dict[str, object], sentence: str) -> None:
    other = remade(saved, tmp_path / "other.zip", lambda manifest: manifest.update(change))
    answer = kientoan("restore", other, "--home", tmp_path / "new")
    assert (answer.status, sentence in answer.err) == (1, True), answer.err
    assert not (tmp_path / "new").exists() or not list((tmp_path / "new").iterdir())
    assert kientoan("restore", saved, "--home", tmp_path / "new").status == 0


# -- kills -----------------------------------------------------------------------------------------------------------------------------


KILLED = """
import os, signal, sys
from kientoan import backup
from django.db import models
name, number = sys.argv[1], int(sys.argv[2])
kept, calls = getattr(backup, name), 0
def dying(*args, **kwargs):
    global calls
    calls += 1
    if calls > number:
        os.kill(os.getpid(), signal.SIGKILL)
    return kept(*args, **kwargs)
setattr(backup, name, dying)
from kientoan.cli import main
raise SystemExit(main(sys.argv[3:]))
"""


def killed(tmp_path: Path, name: str, number: int, *arguments: object) -> None:
    """Run a command that kills itself at the given call of one of the backup's functions."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    done = subprocess.run([sys.executable, script, name, str(number), *map(str, arguments)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(("name", "number"), [("_add_table", 0), ("_add_table", 9), ("_verified", 0), ("_whole", 0)])
def test_a_backup_killed_in_the_middle_leaves_no_file_and_can_be_made_again(lived_home: Path, tmp_path: Path, name: str, number: int) -> None:
    before = rows(lived_home)
    file = tmp_path / "saved.zip"
    killed(tmp_path, name, number, "backup", file, "--home", lived_home)
    assert not file.exists()
    assert rows(lived_home) == before
    assert kientoan("backup", file, "--home", lived_home).status == 0
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(("name", "number"), [
    ("_lay_out", 0), ("_fill", 0), ("_fill", 12), ("_verified", 0), ("_become_home", 0), ("write_home", 0)])
def test_a_restore_killed_in_the_middle_leaves_nothing_that_opens_and_can_be_begun_anew(
        lived_home: Path, saved: Path, tmp_path: Path, name: str, number: int) -> None:
    home = tmp_path / "new"
    killed(tmp_path, name, number, "restore", saved, "--home", home)
    answer = kientoan("journal", "verify", "--home", home)
    assert (answer.status, "chưa có bản cài đặt nào" in answer.err) == (1, True)
    assert kientoan("restore", saved, "--home", home).status == 0
    assert rows(home) == rows(lived_home)


# -- upgrading -------------------------------------------------------------------------------------------------------------------------


def wind_back(home: Path) -> None:
    """Bring the tables back to what they were before the second factor came."""
    environment = {**os.environ, "KIENTOAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kientoan.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "mfa", "zero", "-v0"], cwd=ROOT, env=environment, check=True)


def test_an_upgrade_backs_up_first_and_says_what_it_did_and_all_the_steps_make_the_tables_made_at_once(own_home: Path, tmp_path: Path) -> None:
    """A backup of an older version is restored by walking every step from an empty database; an installation of this version got its tables at once."""
    at_once = everything(own_home)
    assert len(at_once) > 100
    wind_back(own_home)
    assert "kientoan upgrade" in kientoan("doctor", "--home", own_home).out
    file = tmp_path / "before.zip"
    head = kientoan("journal", "verify", "--home", own_home).out
    done = kientoan("upgrade", "--home", own_home, "--backup", file)
    assert done.status == 0, done.err
    assert "mfa.0001_initial" in done.out
    assert head.strip() in done.out
    again = kientoan("upgrade", "--home", own_home)
    assert "không có bước nào" in again.out
    assert len(list((own_home / "backups").iterdir())) == 1
    new = tmp_path / "new"
    restored = kientoan("restore", file, "--home", new)
    assert (restored.status, restored.out, "Cập nhật 3 bước" in restored.err) == (0, head, True)
    assert rows(new) == rows(own_home)
    assert everything(new) == at_once


def test_an_upgrade_that_cannot_back_up_changes_nothing(own_home: Path, tmp_path: Path) -> None:
    wind_back(own_home)
    (tmp_path / "taken.zip").write_text("x")
    assert kientoan("upgrade", "--home", own_home, "--backup", tmp_path / "taken.zip").status == 1
    assert "mfa_authenticator" not in rows(own_home)


def test_serve_takes_the_same_path(own_home: Path) -> None:
    wind_back(own_home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen([sys.executable, "-m", "kientoan", "serve", "--home", own_home, "--port", str(port)], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for _each in range(100):
            time.sleep(0.2)
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
    finally:
        serving.send_signal(signal.SIGINT)
        out, _err = serving.communicate(timeout=30)
    assert "mfa.0001_initial" in out
    assert len(list((own_home / "backups").iterdir())) == 1
    assert "mfa_authenticator" in rows(own_home)
