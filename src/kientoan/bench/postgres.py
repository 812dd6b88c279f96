"""Debian's PostgreSQL server for a run: unprivileged, on a unix socket in a directory of its own. Standard library only; the tests use it too."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTGRES_HOMES = Path("/usr/lib/postgresql")


class Missing(Exception):
    """Something that a run needs and that could not be installed; names the line that installs it."""


def apt_install(*packages: str) -> None:
    """Install Debian packages, or say how."""
    named = " ".join(packages)
    line = f"apt-get update && apt-get install -y {named}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Missing(f"Cần gói {named}. Cài bằng quyền quản trị: {line}")
    sys.stderr.write(f"-- cài {named}\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"Chưa cài được {named}: {done.stderr[-400:]}\nThử lại: {line}")


def postgres_bin() -> Path:
    """The directory of Debian's newest PostgreSQL server, installed when it is missing."""
    def found() -> list[Path]:
        return sorted((path.parent for path in POSTGRES_HOMES.glob("*/bin/initdb")), key=lambda path: int(path.parent.name))

    if not found():
        apt_install("postgresql")
    if not found():
        raise Missing("Cần PostgreSQL. Cài: apt-get update && apt-get install -y postgresql")
    return found()[-1]


@contextmanager
def postgres(kept: Path | None = None) -> Iterator[str]:
    """A server for the run, as an unprivileged user.

    Parameters:
        kept: a directory whose data outlive the run; made when missing. By default everything is thrown away.

    Returns:
        the address, for ``KIENTOAN_DATABASE``.

    Raises:
        Missing: when there is no server, or it does not start.
    """
    binaries = postgres_bin()
    place = Path(tempfile.mkdtemp(prefix="kt-pg-"))
    drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    data = kept.resolve() if kept is not None else place / "data"
    if kept is not None:
        data.mkdir(parents=True, exist_ok=True)
    if drop:
        place.chmod(0o755)
        for each in (place, *([data] if kept is not None else [])):
            shutil.chown(each, "nobody", "nogroup")
    options = f"-c listen_addresses='' -k {place} -F -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
    try:
        if not (data / "PG_VERSION").exists():
            subprocess.run([*drop, binaries / "initdb", "-D", data, "-U", "kientoan", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"],
                           check=True, capture_output=True, cwd=place)
        subprocess.run([*drop, binaries / "pg_ctl", "-D", data, "-w", "-o", options, "-l", place / "log", "start"],
                       check=True, capture_output=True, cwd=place)
        yield f"postgresql://kientoan@/postgres?host={place}"
    except subprocess.CalledProcessError as error:
        hint = f" Thư mục {data} phải để người dùng nobody tới được; chọn thư mục khác bằng --home." if kept is not None and drop else ""
        raise Missing(f"PostgreSQL không khởi động được: {error.stderr!r}.{hint}") from error
    finally:
        if (data / "postmaster.pid").exists():
            # What is kept is shut down in order; the rest is thrown away with the server.
            subprocess.run([*drop, binaries / "pg_ctl", "-D", data, "-m", "fast" if kept is not None else "immediate", "stop"],
                           check=False, capture_output=True, cwd=place)
        shutil.rmtree(place, ignore_errors=True)
