"""`portal export` as an operator calls it."""

import signal
import subprocess
import sys
from pathlib import Path

from conftest import kientoan  # type: ignore[attr-defined]  # the commands' own conftest


def test_the_portal_is_exported_and_a_second_run_rewrites_nothing(own_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "cong"
    first = kientoan("portal", "export", target, "--home", own_home, KIENTOAN_SITE="https://cong.example")
    assert first.status == 0 and "giữ nguyên 0, xóa 0" in first.out, first.err
    assert "https://cong.example/cong/nguon/rss.xml" in (target / "cong/nguon/rss.xml").read_text() and (target / "cong/en/index.html").is_file()
    times = {file: file.stat().st_mtime_ns for file in target.rglob("*") if file.is_file() and not file.name.startswith(".")}
    second = kientoan("portal", "export", target, "--home", own_home, KIENTOAN_SITE="https://cong.example")
    assert second.status == 0 and "Đã ghi 0 tệp" in second.out, second.err
    assert times == {file: file.stat().st_mtime_ns for file in target.rglob("*") if file.is_file() and not file.name.startswith(".")}
    refused = kientoan("portal", "export", own_home, "--home", own_home)
    assert (refused.status, "đã có tệp khác" in refused.err) == (1, True)


def test_an_export_that_follows_ends_when_it_is_asked_to(own_home: Path, tmp_path: Path) -> None:
    following = subprocess.Popen([sys.executable, "-m", "kientoan", "portal", "export", str(tmp_path / "cong"), "--follow", "--home", str(own_home)], stdout=subprocess.PIPE, text=True)
    assert following.stdout is not None and "giữ nguyên 0, xóa 0" in following.stdout.readline()
    following.send_signal(signal.SIGTERM)
    assert following.wait(timeout=20) == 0 and (tmp_path / "cong/cong/index.html").is_file()
