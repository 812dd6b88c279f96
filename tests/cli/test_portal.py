"""`portal export` as an operator calls it."""

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
