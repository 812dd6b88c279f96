"""An empty database gets its tables at once; they are those that all the steps make."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT  # type: ignore[attr-defined]  # the commands' own conftest

MAKE = """
import sys
import django
django.setup()
from django.core.management import call_command
from kientoan.core import tables
tables.bring_up() if sys.argv[1] == "at once" else call_command("migrate", verbosity=0)
"""


def made(how: str, **environment: str) -> None:
    """Make the tables of an empty database, at once or by the steps."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    subprocess.run([sys.executable, "-c", MAKE, how], cwd=ROOT, check=True, env={**clean, "DJANGO_SETTINGS_MODULE": "kientoan.settings", **environment})


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
                                     for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")}
        for table, columns in (("django_migrations", "app, name"), ("auth_permission", "codename"), ("django_content_type", "app_label, model")):
            answer[f"rows of {table}"] = sorted(database.execute(f"SELECT {columns} FROM {table}"))
    return answer


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """Two directories for a database each."""
    for name in ("at once", "by steps"):
        (tmp_path / name).mkdir()
    return tmp_path / "at once", tmp_path / "by steps"


def test_tables_made_at_once_are_those_of_all_the_steps(homes: tuple[Path, Path]) -> None:
    for home in homes:
        made(home.name, KIENTOAN_HOME=str(home))
    once, steps = (everything(home) for home in homes)
    assert len(steps) > 100
    assert once == steps
