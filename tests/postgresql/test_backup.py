"""One backup for both databases: from SQLite into PostgreSQL, back again, and what a server's database refuses or survives."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from kept import demonstration

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("KIENTOAN_DATABASE", "")
KILLED = """
import os, signal, sys
from kientoan import backup
def dying(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(backup, sys.argv[1], dying)
from kientoan.cli import main
raise SystemExit(main(sys.argv[2:]))
"""


def run(*arguments: object, database: str = "", script: str = "") -> subprocess.CompletedProcess[str]:
    """Call a command on a database, as an operator does; SQLite when none is named."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    program = ["-c", script] if script else ["-m", "kientoan"]
    return subprocess.run([sys.executable, *program, *map(str, arguments)], cwd=ROOT, env={**environment, "KIENTOAN_DATABASE": database},
                          capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture
def fresh() -> Iterator[Callable[[], str]]:
    """Make empty databases on the lane's server; they go with the test."""
    names: list[str] = []

    def make() -> str:
        names.append(f"kt_backup_{os.getpid()}_{len(names)}")
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{names[-1]}" TEMPLATE template0')
        return f"postgresql:///{names[-1]}?host={psycopg.conninfo.conninfo_to_dict(SERVER)['host']}&user=kientoan"

    yield make
    with psycopg.connect(SERVER, autocommit=True) as server:
        for name in names:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """The demonstration's installation on SQLite, its backup and the journal's head."""
    home = Path(shutil.copytree(demonstration(tmp_path_factory), tmp_path_factory.mktemp("told") / "home"))
    made = run("backup", home.parent / "saved.zip", "--home", home)
    assert made.returncode == 0, made.stderr
    return home, home.parent / "saved.zip", made.stdout.strip()


def rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a backup carries, out of an SQLite installation."""
    with sqlite3.connect(home / "kientoan.sqlite3") as database:
        names = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                 if name.startswith(("core_", "org_", "congress_", "mfa_", "account_"))]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def season(home: Path, database: str = "") -> str:
    return run("report", "season", "--home", home, "--unit", "19", "--as-of", "2020-06-23", "--known-at", "2026-01-01T00:00:00+07:00", "--format", "json",
               database=database).stdout


def test_from_sqlite_to_postgresql_and_back_every_row_is_the_same(told: tuple[Path, Path, str], fresh: Callable[[], str], tmp_path: Path) -> None:
    home, file, head = told
    database, server_home, back_home = fresh(), tmp_path / "server", tmp_path / "back"
    there = run("restore", file, "--home", server_home, database=database)
    assert (there.returncode, there.stdout.strip()) == (0, head), there.stderr
    assert run("journal", "verify", "--home", server_home, "--head", head, database=database).stdout.strip() == head
    with psycopg.connect(make_conninfo(database)) as server:
        counted = server.execute("SELECT count(*) FROM pg_class WHERE relname IN ('org_unitversion', 'people_holding') AND reltuples > 0").fetchone()
    assert counted == (2,)  # else the first search would be planned for empty tables
    assert season(server_home, database) == season(home)
    assert '"held": 491' in season(server_home, database)
    # Numbers go on after those that were loaded.
    opened = run("account", "code", "ha.an", "--home", server_home, database=database)
    assert opened.returncode == 0, opened.stderr
    again = run("backup", tmp_path / "again.zip", "--home", server_home, database=database)
    assert again.returncode == 0, again.stderr
    back = run("restore", tmp_path / "again.zip", "--home", back_home)
    assert (back.returncode, back.stdout) == (0, again.stdout), back.stderr
    assert run("journal", "verify", "--home", back_home, "--head", head).returncode == 0
    assert run("account", "code", "ha.an", "--home", home).returncode == 0
    before, after = rows(home), rows(back_home)
    changed = {"core_journalentry", "core_journaldetail", "core_journalhead", "org_enrolment"}
    assert {name: len(found) for name, found in before.items()} == {name: len(found) for name, found in after.items()}
    assert [name for name in before if name not in changed and before[name] != after[name]] == []


def test_a_server_whose_database_is_not_empty_is_refused_and_left_as_it_was(told: tuple[Path, Path, str], fresh: Callable[[], str], tmp_path: Path) -> None:
    database = fresh()
    with psycopg.connect(make_conninfo(database), autocommit=True) as server:
        server.execute("CREATE TABLE letters (text text)")
    answer = run("restore", told[1], "--home", tmp_path / "new", database=database)
    assert (answer.returncode, "không trống" in answer.stderr) == (1, True)
    assert list((tmp_path / "new").iterdir()) == []
    with psycopg.connect(make_conninfo(database)) as server:
        assert server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


@pytest.mark.parametrize("step", ["_load", "_verified", "_become_home"])
def test_a_restore_killed_on_a_server_leaves_nothing_that_opens_and_is_finished_by_the_next_call(
        told: tuple[Path, Path, str], fresh: Callable[[], str], tmp_path: Path, step: str) -> None:
    database, home = fresh(), tmp_path / "new"
    killed = run(step, "restore", told[1], "--home", home, database=database, script=KILLED)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert run("journal", "verify", "--home", home, database=database).returncode == 1
    done = run("restore", told[1], "--home", home, database=database)
    assert (done.returncode, done.stdout.strip()) == (0, told[2]), done.stderr
    assert '"held": 491' in season(home, database)
