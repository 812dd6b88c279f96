"""How far long work is, told to whoever waits for it.

Long work is one transaction, and on SQLite nobody else can write meanwhile; so its progress is a small file
in the home, replaced whole at each stage. It says how far, never what: the outcome is the task's own.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

_KEY = re.compile(r"[0-9a-f]{8,40}")


@dataclass(frozen=True)
class Progress:
    """Where work stands.

    Parameters:
        what: the stage, as words.
        done, whole: how many of it are done, of how many; ``whole`` 0 when it is not counted.
    """

    what: str = ""
    done: int = 0
    whole: int = 0


def place(folder: str, key: str) -> Path:
    """The file of a piece of work in a folder of the home.

    Raises:
        ValueError: for a key that is none of ours.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(key)
    home = settings.CONFIG.home
    if home is None:
        raise ValueError("no home")
    (home / folder).mkdir(exist_ok=True)
    return Path(home / folder / key)


def tell(key: str, what: str, done: int, whole: int) -> None:
    """Say how far the work is."""
    target = place("progress", key)
    part = target.with_suffix(".part")
    part.write_text(json.dumps([what, done, whole]), encoding="utf-8")
    part.replace(target)


def read(key: str) -> Progress:
    """How far it is; nothing while it has not said."""
    try:
        what, done, whole = json.loads(place("progress", key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Progress()
    return Progress(str(what), int(done), int(whole))


def forget(key: str) -> None:
    """Take the file away when the work has ended."""
    place("progress", key).unlink(missing_ok=True)


def sweep(before: datetime) -> None:
    """Take away uploads that nobody came back for, and what work that was killed had said."""
    home = settings.CONFIG.home
    for folder in ("uploads", "progress"):
        for file in (home / folder).glob("*") if home is not None else ():
            if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
                file.unlink(missing_ok=True)
