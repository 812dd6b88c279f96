"""The lane of files that nobody here wrote. They lie beside the checkout; without them nothing here is collected, and the summary says so."""

from pathlib import Path

import pytest

from external.folder import DATA

TEST_FILES = sorted(Path(__file__).parent.glob("test_*.py"))
collect_ignore_glob = [] if DATA.is_dir() else ["test_*.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was not run; a lane is never left out silently."""
    if not DATA.is_dir():
        terminalreporter.write_line(
            f"tests/external: {len(TEST_FILES)} test files not run, because the folder ../shared/data beside the checkout is absent", yellow=True)
