"""`kientoan drive verify`: whoever holds the file of an open account checks it alone, without an installation."""

import json
from dataclasses import replace
from pathlib import Path

from books import account
from conftest import kientoan  # type: ignore[attr-defined]  # the commands' own conftest
from kientoan.rules.frozen import printed
from kientoan.rules.openaccount import file_bytes


def test_a_whole_file_says_what_was_checked_and_a_changed_one_ends_1_and_names_its_first_changed_line(tmp_path: Path) -> None:
    whole, file, nowhere = account(), tmp_path / "tep.json", str(tmp_path / "no-home")
    file.write_bytes(file_bytes(whole))
    held = printed(whole.publications[0].fingerprint)
    fine = kientoan("drive", "verify", file, "--fingerprint", held, KIENTOAN_HOME=nowhere)
    assert (fine.status, fine.err) == (0, "")
    for part in ("8 dòng", "Đã góp 13.500.000 đ = đã chi 10.900.000 đ + còn dư 2.600.000 đ", held, "lần công bố 1", "Nguyên vẹn"):
        assert part in fine.out
    other = kientoan("drive", "verify", file, "--fingerprint", "0" * 24, KIENTOAN_HOME=nowhere)
    assert (other.status, "không lần công bố nào mang vân tay" in other.err) == (1, True)

    line = replace(whole.lines[3], amount=8_300_000)
    file.write_bytes(file_bytes(replace(whole, lines=(*whole.lines[:3], line, *whole.lines[4:]))))
    changed = kientoan("drive", "verify", file, KIENTOAN_HOME=nowhere)
    assert (changed.status, changed.out) == (1, "")
    assert "Chỗ bị sửa đầu tiên: C-01" in changed.err
    answer = kientoan("drive", "verify", file, "--format", "json", KIENTOAN_HOME=nowhere)
    assert (answer.status, json.loads(answer.out)["first"], json.loads(answer.out)["findings"][0]["rule"]) == (1, "C-01", "PD-19")
    assert not Path(nowhere).exists()


def test_what_is_no_account_ends_1_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b'{"format":"kientoan-drive-7"}')
    for path, sentence in ((file, "kientoan-drive-7"), (tmp_path / "none", "Không đọc được")):
        answer = kientoan("drive", "verify", path)
        assert (answer.status, answer.out) == (1, "")
        assert sentence in answer.err
