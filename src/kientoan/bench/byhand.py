"""SQL by hand, the same on both databases."""

from collections.abc import Mapping
from typing import Any

from django.db import connection


def on(alias: str) -> str:
    """The condition that a version is believed now and holds on ``%(day)s``."""
    return f"{alias}.superseded_at IS NULL AND {alias}.valid_from <= %(day)s AND {alias}.valid_to > %(day)s"


def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement comes to."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        return [tuple(row) for row in cursor.fetchall()]
