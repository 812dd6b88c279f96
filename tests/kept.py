"""What the tests need often and is dear to make: made once in a run, whatever its lanes, and taken up as a copy.

A run spends its time where its tests are, not in founding the same installation a hundred times.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from cast import World, build_world
from run import PLACE, ROOT


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A directory that one worker makes and all of the run share; whoever writes into it takes a copy.

    Parameters:
        name: the directory's; one for what is made in one way.
        make: fills the directory, which is there and empty.
    """
    base = factory.getbasetemp()
    shared = Path(os.environ[PLACE]) if PLACE in os.environ else base.parent if base.name.startswith("popen-") else base
    place = shared / f"kept-{name}"
    with (shared / f"kept-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            making = shared / f"making-{name}"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(place)
    return place


def demonstration(factory: pytest.TempPathFactory) -> Path:
    """The home of the demonstration on SQLite; whoever writes into it takes a copy.

    It is built as it may be anywhere: a first try is killed while it tells the story's days. What a command said of the half that was
    left lies beside the home, in ``killed``: its exit status and its words.
    """
    def make(place: Path) -> None:
        home = place / "home"
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
        program = [sys.executable, "-m", "kientoan"]
        build = [*program, "demo", "--no-serve", "--home", home]
        with subprocess.Popen(build, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as building:
            assert building.stderr is not None
            next(line for line in building.stderr if "ngày" in line)
            building.kill()
        asked = subprocess.run([*program, "report", "season", "--home", home, "--unit", "19", "--as-of", "2020-06-23"], cwd=ROOT, env=environment,
                               capture_output=True, text=True, check=False)
        (place / "killed").write_text(f"{building.returncode} {asked.returncode}\n{asked.stderr}")
        subprocess.run(build, cwd=ROOT, env=environment, check=True)

    return once(factory, "demo", make) / "home"


class KeptWorld:
    """The cast's world, built through operations once per database; a test takes the rows up by one statement a table."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._tables: list[str] = []

    def build(self) -> None:
        """Build it, put its rows aside where no question of the program looks, and leave the database as it was."""
        with connection.cursor() as cursor:
            cursor.execute("ATTACH ':memory:' AS kept" if connection.vendor == "sqlite" else "CREATE SCHEMA kept")
        found = self._filled()
        self._ids = build_world().ids
        with transaction.atomic(), connection.cursor() as cursor:
            self._tables = sorted(self._filled() - found)
            for table in self._tables:
                cursor.execute(f'CREATE TABLE kept."{table}" AS SELECT * FROM "{table}"')
            for table in self._tables:
                cursor.execute(f'DELETE FROM "{table}"')
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence")

    def take(self) -> World:
        """Its rows, in the transaction under way."""
        with connection.cursor() as cursor:
            for table in self._tables:
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM kept."{table}"')
        return World(dict(self._ids))

    @staticmethod
    def _filled() -> set[str]:
        """The tables that have a row."""
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            filled = set()
            for name in names:
                cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")')
                if cursor.fetchone()[0]:
                    filled.add(name)
        return filled
