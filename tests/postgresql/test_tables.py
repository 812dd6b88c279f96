"""On PostgreSQL too, an empty database gets at once the tables that all the steps make."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

SERVER = os.environ.get("KIENTOAN_DATABASE", "")
MAKE = """
import sys
import django
django.setup()
from django.core.management import call_command
from kientoan.core import tables
tables.bring_up() if sys.argv[1] == "at_once" else call_command("migrate", verbosity=0)
"""
QUESTIONS = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity, collation_name"
    " FROM information_schema.columns WHERE table_schema = %(schema)s",
    "SELECT conrelid::regclass::text, conname, replace(pg_get_constraintdef(oid), %(schema)s || '.', '') FROM pg_constraint"
    " WHERE connamespace = %(schema)s::regnamespace AND contype <> 'n'",
    "SELECT tablename, indexname, replace(indexdef, %(schema)s || '.', '') FROM pg_indexes WHERE schemaname = %(schema)s",
    "SELECT sequence_name, data_type FROM information_schema.sequences WHERE sequence_schema = %(schema)s",
)

WIDER = [("auth_group_permissions", "id", kind, None, "NO", None, "YES", None) for kind in ("integer", "bigint")]
"""Picturing the models between the steps, Django forgets which kind of number its own table of groups has for a key."""


def test_tables_made_at_once_are_those_of_all_the_steps(tmp_path: Path) -> None:
    schemas: list[list[list[tuple[object, ...]]]] = []
    for schema in ("at_once", "by_steps"):
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE SCHEMA {schema}")
        address = make_conninfo(SERVER, options=f"-csearch_path={schema}")
        subprocess.run([sys.executable, "-c", MAKE, schema], check=True, env={
            **os.environ, "DJANGO_SETTINGS_MODULE": "kientoan.settings", "KIENTOAN_HOME": str(tmp_path), "KIENTOAN_DATABASE": address})
        with psycopg.connect(address) as server:
            schemas.append([sorted(server.execute(question, {"schema": schema}).fetchall(), key=repr) for question in QUESTIONS])
    at_once, by_steps = schemas
    assert len(by_steps[0]) > 500
    for one, other in zip(at_once, by_steps, strict=True):
        assert [row for row in one if row not in WIDER] == [row for row in other if row not in WIDER]
