"""A fresh clone on a machine with Python, pip and git: the starter installs, builds and hands over."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of what is committed."""
    place = tmp_path_factory.mktemp("clone") / "kientoan"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(place)], check=True)
    return place


def start(clone: Path, *arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call the starter with the machine's own Python and nothing of this checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_", "PYTHON", "VIRTUAL"))}
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run([sys._base_executable, clone / "kientoan", *arguments], cwd=clone, env=environment,  # type: ignore[attr-defined]  # of CPython
                          capture_output=True, text=True, check=False)


def test_the_starter_sets_up_a_clone_without_python3_venv_and_the_demonstration_answers(clone: Path, tmp_path: Path) -> None:
    """Debian without python3-venv has no ensurepip: here importing it fails."""
    (tmp_path / "ensurepip").mkdir()
    (tmp_path / "ensurepip" / "__init__.py").write_text("raise ImportError('no ensurepip on this machine')\n")
    built = start(clone, "demo", "--no-serve", "--home", "var/demo", path=tmp_path)
    assert built.returncode == 0, built.stderr
    assert "Đang cài các thư viện" in built.stderr
    answer = start(clone, "report", "season", "--home", "var/demo", "--unit", "19", "--as-of", "2020-06-23", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert {key: json.loads(answer.stdout)[key] for key in ("total", "held")} == {"total": 608, "held": 491}
    assert answer.stderr == ""
    assert subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True).stdout == ""


def test_an_install_broken_off_is_finished_by_the_next_call(clone: Path) -> None:
    (clone / ".venv" / "kientoan-run.stamp").unlink(missing_ok=True)
    (clone / ".venv" / "kientoan-build.stamp").unlink(missing_ok=True)
    answer = start(clone, "--version")
    assert answer.returncode == 0, answer.stderr
    assert re.fullmatch(r"kientoan \d+\.\d+\.\d+\n", answer.stdout)
    assert (clone / ".venv" / "kientoan-build.stamp").exists()


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_requirement_is_pinned_with_hashes_has_a_reason_and_names_no_address(name: str) -> None:
    locked = (ROOT / "requirements" / f"{name}.txt").read_text()
    blocks = re.split(r"\n(?=[a-z])", "\n".join(line for line in locked.splitlines() if not line.strip().startswith("#")))
    assert [block.splitlines()[0] for block in blocks if "==" not in block.splitlines()[0] or "--hash=sha256:" not in block] == []
    assert "://" not in locked
    assert "index" not in locked
    wanted = [line for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines() if line and not line.startswith(("#", "-c"))]
    assert [line for line in wanted if not re.search(r"\s# \S", line)] == []


def test_ci_runs_the_readmes_command() -> None:
    assert "./kientoan test" in (ROOT / ".ci" / "run").read_text()
    for readme in ("README.md", "README.vi.md"):
        text = (ROOT / readme).read_text()
        assert text.index("./kientoan demo") < text.index("./kientoan test")
