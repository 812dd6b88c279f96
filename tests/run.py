"""The lanes of `./kientoan test`. Each says what it needs; what is missing is installed or named, never skipped.

    ./kientoan test              every lane
    ./kientoan test quick        static checks, rules, and data and pages on SQLite; some minutes
    ./kientoan test postgresql   one lane by name; several may be named
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from kientoan.bench.postgres import Missing, apt_install, postgres

ROOT = Path(__file__).resolve().parent.parent
PLACE = "TESTS_KEEP_IN"
"""The environment's name of the directory where the lanes of a run share what is dear to make (`kept`); without it each call of pytest has its own."""
CORES = "TESTS_CORES"
"""The environment's name of the number of workers of lanes that run beside others."""
BIN = Path(sys.executable).parent
DATA = ["tests/core", "tests/papers", "tests/org", "tests/registers", "tests/people", "tests/congress", "tests/meetings", "tests/resolutions", "tests/development", "tests/evaluation", "tests/outreach", "tests/drives", "tests/proposals", "tests/publishing", "tests/personnel", "tests/quality", "tests/elections", "tests/reports", "tests/notices", "tests/bench", "tests/exchange", "tests/web", "tests/portal", "tests/api"]


def pytest(*arguments: str, database: str = "", workers: str = "", spread: str = "loadfile") -> int:
    """Run pytest with the settings of a lane, by default on both cores; ``spread`` says how its tests are shared out among the workers."""
    workers = workers or os.environ.get(CORES, "2")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KIENTOAN_")}
    environment["KIENTOAN_DATABASE"] = database
    command = [sys.executable, "-m", "pytest", "-q", *(["-n", workers, "--dist", spread] if workers != "0" else []), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


DEBIAN = {"postgresql": "psql", "chromium": "chromium", "libreoffice-writer-nogui": "soffice"}
"""Debian's packages that lanes need, with a program of each."""


@contextmanager
def fetching() -> Iterator[None]:
    """Meanwhile, what lanes will need and this machine lacks is installed: most of that is waiting for the network. A lane whose package did not come says so itself."""
    lacking = [package for package, program in DEBIAN.items() if shutil.which(program) is None]

    def fetch() -> None:
        try:
            apt_install(*lacking)
        except Missing:
            return

    worker = threading.Thread(target=fetch if lacking else lambda: None)
    worker.start()
    try:
        yield
    finally:
        worker.join()


def chromium() -> None:
    """Debian's Chromium, installed when it is missing."""
    if shutil.which("chromium") is None:
        apt_install("chromium")
    if shutil.which("chromium") is None:
        raise Missing("Làn này cần Chromium. Cài: apt-get update && apt-get install -y chromium")


def libreoffice() -> None:
    """Debian's LibreOffice without its windows, installed when it is missing."""
    if shutil.which("soffice") is None:
        apt_install("libreoffice-writer-nogui")
    if shutil.which("soffice") is None:
        raise Missing("Làn này cần LibreOffice. Cài: apt-get update && apt-get install -y libreoffice-writer-nogui")


def static() -> int:
    """Layers, style, types, migrations."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kientoan.settings"}
    commands = (
        [BIN / "lint-imports"], [BIN / "ruff", "check", "src", "tests", "kientoan"], [BIN / "mypy"],
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"], [sys.executable, "-m", "django", "check", "--fail-level", "WARNING"],
    )
    status = 0
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout[-6000:], done.stderr[-3000:])
            status = 1
    return status


def rules() -> int:
    """The pure rules."""
    return pytest("tests/rules")


def sqlite() -> int:
    """Data and requests on the embedded database."""
    return pytest(*DATA, spread="worksteal")


def commands() -> int:
    """The command line, each call a process of its own; kills in the middle."""
    return pytest("tests/cli", spread="worksteal")


def postgresql() -> int:
    """The same data and requests on a real PostgreSQL, and many at once."""
    longest = "tests/postgresql/test_backup.py"  # begun first, so that no worker is left alone with it at the end
    with postgres() as address:
        return pytest(longest, *DATA, "tests/postgresql", database=address, spread="worksteal")


def external() -> int:
    """Files that nobody here wrote; says how many tests it did not run where they are absent."""
    status = pytest("tests/external", spread="worksteal")
    return 0 if status == 5 else status  # 5: the folder is absent, and the lane has said so


def office() -> int:
    """Papers as a word processor opens them."""
    libreoffice()
    return pytest("tests/office", workers="0")


def browser() -> int:
    """Journeys in Chromium, on PostgreSQL."""
    chromium()
    with postgres() as address:
        return pytest("tests/browser", database=address)


def smoke() -> int:
    """The few journeys in Chromium that go on SQLite too."""
    chromium()
    return pytest("tests/browser", "-m", "smoke", workers="0")


def bootstrap() -> int:
    """A fresh clone sets itself up and answers."""
    return pytest("tests/bootstrap", workers="0")


LANES: dict[str, Callable[[], int]] = {
    "static": static, "rules": rules, "sqlite": sqlite, "commands": commands, "postgresql": postgresql, "external": external, "office": office, "browser": browser, "smoke": smoke, "bootstrap": bootstrap}
QUICK = ("static", "rules", "sqlite")
FIRST = (("static", "rules"), ("bootstrap",))
LAST = (("external", "office"), ("smoke",))
"""Some lanes keep one core busy: of a whole run these go side by side with as much else, before and after those that keep two."""


def _run(chosen: list[str]) -> dict[str, tuple[bool, float]]:
    """Run lanes; whether each passed, and its seconds."""
    outcome: dict[str, tuple[bool, float]] = {}
    for name in chosen:
        print(f"== {name}: {(LANES[name].__doc__ or '').splitlines()[0]}", flush=True)
        began = time.monotonic()
        try:
            passed = LANES[name]() == 0
        except Missing as missing:
            print(missing, file=sys.stderr)
            passed = False
        outcome[name] = passed, time.monotonic() - began
    return outcome


def _side_by_side(rows: Sequence[Sequence[str]]) -> dict[str, tuple[bool, float]]:
    """Run rows of lanes at once, each lane in a process of its own on one core; what it says is printed when it ends."""
    def one(name: str) -> tuple[bool, float]:
        began = time.monotonic()
        done = subprocess.run([sys.executable, __file__, name], env={**os.environ, CORES: "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        print(done.stdout, flush=True)
        return done.returncode == 0, time.monotonic() - began

    with ThreadPoolExecutor(len(rows)) as pool:
        return {name: outcome for row in pool.map(lambda names: [(name, one(name)) for name in names], rows) for name, outcome in row}


def main(wanted: list[str]) -> int:
    """Run the lanes; 0 when all pass."""
    if unknown := [name for name in wanted if name not in LANES and name != "quick"]:
        print(f"Không có làn {', '.join(unknown)}. Các làn: quick, {', '.join(LANES)}.", file=sys.stderr)
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile the whole program anew
    with tempfile.TemporaryDirectory(prefix="kientoan-kept-") as kept:
        os.environ.setdefault(PLACE, kept)
        if wanted:
            outcome = _run([name for each in wanted for name in (QUICK if each == "quick" else (each,))])
        else:
            with fetching():
                outcome = _side_by_side(FIRST)
            beside = {name for row in (*FIRST, *LAST) for name in row}
            outcome |= _run([name for name in LANES if name not in beside])
            outcome |= _side_by_side(LAST)
    print()
    for name, (passed, seconds) in outcome.items():
        print(f"{'đạt  ' if passed else 'HỎNG '} {name} ({seconds:.0f} s)")
    failed = sum(not passed for passed, _seconds in outcome.values())
    print(f"lanes: {len(outcome) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
