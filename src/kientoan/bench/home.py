"""Throw-away homes for benchmarks: each holds one loaded world, is kept for the next run, and made anew when the code that loads it changed."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kientoan.bench.postgres import postgres
from kientoan.config import HomeFile, write_home

PACKAGE = Path(__file__).resolve().parents[1]
LOADED, USED = "loaded", "used"


def version() -> str:
    """A fingerprint of what a loaded world depends on: how it is loaded, and the tables."""
    digest = hashlib.sha256()
    for path in sorted([*(PACKAGE / "bench" / name for name in ("world.py", "careers.py", "shapes.py")), *PACKAGE.glob("*/migrations/*.py")]):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def start_django() -> None:
    """Django on the home that the environment names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kientoan.settings"
    import django

    django.setup()
    from django.utils import translation

    from kientoan.core import tables

    translation.activate("vi")
    tables.bring_up()


@contextmanager
def opened(folder: Path, name: str, database: str, *, fresh: bool, fill: Callable[[], None]) -> Iterator[Path]:
    """A home with a loaded world, with Django on it.

    Parameters:
        folder: where such homes are kept.
        name: the world's.
        database: ``sqlite`` or ``postgresql``; the latter is a server of its own.
        fresh: whether to load anew what is there.
        fill: loads it, once Django has started.
    """
    home = folder.resolve() / f"{name}-{database}-{version()}"
    for old in folder.glob(f"{name}-{database}-*") if folder.is_dir() else ():
        if fresh or old.name != home.name or (old / USED).exists() or not (old / LOADED).exists():
            shutil.rmtree(old)
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        address = stack.enter_context(postgres(home / "data")) if database == "postgresql" else ""
        os.environ["KIENTOAN_HOME"], os.environ["KIENTOAN_DATABASE"] = str(home), address
        write_home(home, HomeFile(database=database if address else ""))
        start_django()
        if not (home / LOADED).exists():
            fill()
            (home / LOADED).touch()
        try:
            yield home
        finally:
            from django.db import connections

            connections.close_all()


@contextmanager
def written(home: Path) -> Iterator[Callable[[], None]]:
    """While something is measured that writes: gives what takes everything back that was recorded since. A home whose run was cut short is
    known by a mark, and loaded anew."""
    from django.apps import apps
    from django.db import connection, transaction

    from kientoan.core import clock
    from kientoan.core.facts import Fact
    from kientoan.org.models import Unit, UnitVersion

    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, Fact)] + [UnitVersion._meta.db_table]
    since = connection.ops.adapt_datetimefield_value(clock.now())
    last = Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    (home / USED).touch()

    def back() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DELETE FROM {table} WHERE recorded_at >= %s", [since])
                cursor.execute(f"UPDATE {table} SET superseded_at = NULL WHERE superseded_at >= %s", [since])
            cursor.execute("DELETE FROM org_unit WHERE id > %s", [last])

    yield back
    back()
    (home / USED).unlink()
