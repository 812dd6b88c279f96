import sqlite3
from functools import lru_cache

from django.apps import AppConfig
from django.utils.dateparse import parse_date


class CoreConfig(AppConfig):
    """The kernel's tables."""

    name = "kientoan.core"
    label = "core"

    def ready(self) -> None:
        from kientoan.core import reads  # noqa: F401  # its operation is in the catalogue from the start

        # SQLite hands every day over as text. Ten thousand rows have a few hundred days among them: each is read once.
        sqlite3.register_converter("date", lru_cache(maxsize=1 << 14)(lambda text: parse_date(text.decode())))
