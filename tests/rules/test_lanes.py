"""A test that no lane runs is none."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def test_every_folder_of_tests_is_run_by_a_lane() -> None:
    lanes = (TESTS / "run.py").read_text()
    assert sorted({path.parent.name for path in TESTS.glob("*/test_*.py") if f'"tests/{path.parent.name}"' not in lanes}) == []
