"""Figures as known at a moment, frozen into a file and checked, through the command line."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from conftest import Outcome, kientoan  # type: ignore[attr-defined]  # the commands' own conftest
from kientoan.rules.frozen import file_bytes

DAY = "2020-06-23"
EVENING = f"{DAY}T23:59:59+07:00"
SWAPPED = ["Chi bộ Ban Quản lý dự án đầu tư xây dựng thị xã Phổ Yên", "Chi bộ Tòa án nhân dân thị xã Phổ Yên"]


def season(home: Path, *more: str) -> dict[str, object]:
    """The answer for the province."""
    found: dict[str, object] = kientoan("report", "season", "--home", home, "--unit", "19", "--as-of", DAY, *more, "--format", "json").json
    return found


def freeze(home: Path, out: Path, *more: str, figure: str = "season", unit: str = "19") -> Outcome:
    """Freeze a figure of the day."""
    return kientoan("report", "freeze", figure, "--unit", unit, "--as-of", DAY, "--home", home, "--out", out, *more)


def test_491_as_known_then_and_now_with_different_names(demo_home: Path) -> None:
    then, now = (season(demo_home, "--names", *known) for known in (("--known-at", EVENING), ()))
    assert (then["held"], now["held"], len(then["names"]), then["children"]) == (491, 491, 491, now["children"])  # type: ignore[arg-type]  # a list
    assert [sorted(set(one["names"]) - set(other["names"])) for one, other in ((then, now), (now, then))] == [[SWAPPED[0]], [SWAPPED[1]]]  # type: ignore[call-overload]
    for day, held in (("2020-06-22", 476), ("2020-06-24", 503)):
        for known in (f"{day}T23:59:59+07:00", "2026-01-01T00:00:00+07:00"):
            assert kientoan("report", "season", "--home", demo_home, "--unit", "19", "--as-of", day, "--known-at", known, "--format", "json").json["held"] == held
    assert "names" not in season(demo_home)
    printed = kientoan("report", "season", "--home", demo_home, "--unit", "172", "--as-of", DAY, "--names").out.splitlines()
    assert (f"  {SWAPPED[1]}" in printed, f"  {SWAPPED[0]}" in printed) == (True, False)


def test_a_moment_to_come_is_refused(demo_home: Path) -> None:
    answer = kientoan("report", "season", "--home", demo_home, "--unit", "19", "--as-of", DAY, "--known-at", "2999-01-01T00:00:00+07:00")
    assert (answer.status, answer.out) == (1, "")
    assert "chưa ai biết lúc đó sẽ biết gì" in answer.err


def test_the_demonstration_has_the_figure_of_23_06_frozen_the_morning_after(demo_home: Path, tmp_path: Path) -> None:
    with sqlite3.connect(f"file:{demo_home / 'kientoan.sqlite3'}?mode=ro", uri=True) as database:
        (content, frozen_at), = database.execute("SELECT content, frozen_at FROM reports_frozenfigure WHERE frozen_by = 'system:demo'").fetchall()
    assert frozen_at.startswith("2020-06-24 01:")
    file = tmp_path / "F"
    file.write_bytes(file_bytes(json.loads(content)))
    answer = kientoan("report", "verify", file, "--home", demo_home)
    assert answer.status == 0, answer.err
    assert "held: 491" in answer.out


@pytest.mark.parametrize(("figure", "unit", "more", "line"), [
    ("season", "19", (), "held: 491"), ("units", "19", (), "level.commune: 178"), ("season", "173", ("--level", "superior"), "total: 1"),
    ("concurrency", "05965", ("--model", "hamlet-head-is-member"), "cells: ")])
def test_every_figure_is_frozen_into_a_file_that_verifies_without_a_database(
        demo_home: Path, tmp_path: Path, figure: str, unit: str, more: tuple[str, ...], line: str) -> None:
    file = tmp_path / "F"
    frozen = freeze(demo_home, file, *more, figure=figure, unit=unit)
    assert frozen.status == 0, frozen.err
    alone = kientoan("report", "verify", file, "--fingerprint", frozen.out.strip())
    assert (alone.status, frozen.out.strip() in alone.out, line in alone.out, "Nguyên vẹn" in alone.out) == (0, True, True, True)
    at_home = kientoan("report", "verify", file, "--home", demo_home)
    assert (at_home.status, "Được chốt ở đây" in at_home.out, "Đếm lại từ chính các bản ghi" in at_home.out) == (0, True, True)
    assert [each.name for each in tmp_path.iterdir()] == ["F"]


def test_one_byte_changed_ends_1_with_a_sentence(demo_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "F"
    assert freeze(demo_home, file, unit="05965", figure="units").status == 0
    raw = file.read_bytes()
    for at in (0, 1, len(raw) // 3, len(raw) // 2, raw.index(b'"fingerprint"') + 20, len(raw) - 2, len(raw) - 1):
        file.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1:])
        answer = kientoan("report", "verify", file)
        assert (answer.status, answer.out) == (1, ""), at
        assert answer.err.strip().endswith(".")
    file.write_bytes(raw[:-40])
    assert "sai ở byte" in kientoan("report", "verify", file).err
    content = json.loads(raw)["content"]
    file.write_bytes(file_bytes(content | {"format": 2}))
    assert "Tệp ghi dạng 2; bản này đọc được dạng 1" in kientoan("report", "verify", file).err
    file.write_bytes(raw)
    other = kientoan("report", "verify", file, "--fingerprint", "0" * 24)
    assert (other.status, "Đây là tệp khác" in other.err) == (1, True)
    assert kientoan("report", "verify", file, "--fingerprint", "xyz").status == 2
    assert "Không đọc được" in kientoan("report", "verify", tmp_path / "none").err


def test_an_installation_says_when_it_did_not_freeze_a_file_or_its_records_say_otherwise(demo_home: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "F", tmp_path / "home"
    shutil.copytree(demo_home, copy)
    assert freeze(copy, file, "--known-at", EVENING).status == 0
    stranger = kientoan("report", "verify", file, "--home", demo_home)
    assert (stranger.status, "không chốt tệp này" in stranger.err) == (1, True)
    content = json.loads(file.read_bytes())["content"]
    step = next(row for row in content["rows"] if row["said"]["held_on"])["sources"]["congress.CongressStep"][-1]
    with sqlite3.connect(copy / "kientoan.sqlite3") as database:
        database.execute("UPDATE congress_congressstep SET occurred_on = '2020-06-30' WHERE id = ?", [step])
    changed = kientoan("report", "verify", file, "--home", copy)
    assert (changed.status, "không có trong cơ sở dữ liệu, hoặc không đúng lúc đó" in changed.err) == (1, True)
    with sqlite3.connect(copy / "kientoan.sqlite3") as database:
        database.execute("UPDATE reports_frozenfigure SET content = replace(content, '\"held\":491', '\"held\":492')")
        database.execute("DELETE FROM core_journaldetail WHERE content LIKE ?", [f"%{json.loads(file.read_bytes())['fingerprint']}%"])
    spoiled = kientoan("report", "verify", file, "--home", copy)
    assert "đã bị sửa" in spoiled.err
    assert "Nhật ký không có mục" in spoiled.err


def test_a_file_is_written_whole_or_not_at_all_and_never_over_another(demo_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "F"
    file.write_text("của người khác")
    refused = freeze(demo_home, file)
    assert (refused.status, "không ghi đè" in refused.err, file.read_text()) == (1, True, "của người khác")
    assert freeze(demo_home, tmp_path / "none" / "F").status == 1
    for more, sentence in ((("--season", "1990-1995"), "Không có mùa đại hội"), (("--known-at", "2999-01-01T00:00:00+07:00"), "chưa ai biết")):
        answer = freeze(demo_home, tmp_path / "G", *more)
        assert (answer.status, sentence in answer.err) == (1, True)
    assert freeze(demo_home, tmp_path / "G", unit="99").status == 1
    assert freeze(tmp_path / "nohome", tmp_path / "G").status == 1
    assert freeze(demo_home, tmp_path / "G", figure="khac").status == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["F"]


def test_freezing_the_same_again_gives_the_same_bytes(demo_home: Path, tmp_path: Path) -> None:
    first, second = (freeze(demo_home, tmp_path / name, "--known-at", EVENING) for name in ("F", "G"))
    assert first.out == second.out
    assert (tmp_path / "F").read_bytes() == (tmp_path / "G").read_bytes()
    assert kientoan("journal", "verify", "--home", demo_home).status == 0
