"""The frozen file: one way to write it, one changed byte is found, numbers follow from their rows."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.frozen import (
    TALLIES,
    BrokenFileError,
    canonical,
    file_bytes,
    fingerprint,
    form_faults,
    printed,
    read_file,
    read_printed,
    tally,
)

HELD = {"state": "held", "held_on": "2020-06-10", "planned_on": "2020-06-10", "days_late": 0, "steps": {"cleared": "2020-06-01", "held": "2020-06-10"}}
LATE = {"state": "cleared", "held_on": None, "planned_on": "2020-06-20", "days_late": 3, "steps": {"cleared": "2020-06-01"}}


def content(**changes: Any) -> dict[str, Any]:
    """A small season's content whose form holds."""
    rows = [{"unit": 7, "name": "Đảng bộ xã A", "under": 5, "said": HELD, "sources": {"org.UnitVersion": [70]}},
            {"unit": 8, "name": "Đảng bộ xã B", "under": 6, "said": LATE, "sources": {"org.UnitVersion": [80]}}]
    found = {
        "format": 1, "product": "kientoan", "figure": "season", "definition": {"version": 1, "vi": {"title": "T", "counts": "C"}, "en": {"title": "T", "counts": "C"}},
        "unit": {"id": 1, "code": "19", "name": "Đảng bộ tỉnh"}, "as_of": "2020-06-23", "known_at": "2020-06-24T08:00:00+07:00",
        "parameters": {"season": "2020-2025", "level": "grassroots"}, "numbers": tally("season", [HELD, LATE], "2020-06-23"),
        "children": [{"id": 5, "code": None, "name": "Huyện A", "numbers": tally("season", [HELD], "2020-06-23")},
                     {"id": 6, "code": None, "name": "Huyện B", "numbers": tally("season", [LATE], "2020-06-23")}],
        "rows": rows}
    return found | changes


FILE = file_bytes(content())


def test_a_file_reads_back_and_its_fingerprint_is_that_of_the_content() -> None:
    found = read_file(FILE)
    assert found.content == content()
    assert found.fingerprint == fingerprint(content())
    assert content()["numbers"] == {"total": 2, "held": 1, "planned": 2, "late": 1, "cleared": 2, "reported": 0, "approved": 0}


@given(at=st.integers(0, len(FILE) - 1), byte=st.integers(0, 255))
def test_any_single_byte_changed_is_refused_with_a_sentence(at: int, byte: int) -> None:
    if FILE[at] == byte:
        return
    with pytest.raises(BrokenFileError) as broken:
        read_file(FILE[:at] + bytes([byte]) + FILE[at + 1:])
    assert broken.value.reason.vi.endswith((".", "đó."))
    assert broken.value.reason.en


@given(at=st.integers(0, len(FILE)), more=st.binary(min_size=1, max_size=4))
def test_bytes_added_or_cut_off_are_refused(at: int, more: bytes) -> None:
    for raw in (FILE[:at] + more + FILE[at:], FILE[:at] if at < len(FILE) else b""):
        with pytest.raises(BrokenFileError):
            read_file(raw)


@pytest.mark.parametrize(("raw", "sentence"), [
    (b"{", "sai ở byte 2"), ("{\"content\": \"đ\" x}".encode(), "sai ở byte 18"), (b"\xff", "sai ở byte 1"), (b"[]", "đúng hai phần"), (b"1e400", "số không nguyên"),
    (b"9" * 5000, "số không nguyên"), (b"[" * 100_000, "lồng quá sâu"), (b'{"a":1,"a":2}', "khóa lặp lại"),
    (file_bytes(content(format=2)), "Tệp ghi dạng 2; bản này đọc được dạng 1"),
    (file_bytes(content(format=True)), "Tệp ghi dạng True"),
    (FILE.replace(b'"held":1', b'"held":2'), "Nội dung và vân tay không khớp"),
    (json.dumps(json.loads(FILE), ensure_ascii=False, indent=1).encode(), "không viết như khi chốt, khác từ byte 2"),
    (b'{"content":{"format":1,"x":"\\ud800"},"fingerprint":"00"}', "không viết được bằng UTF-8"),
])
def test_a_file_that_does_not_fit_says_what(raw: bytes, sentence: str) -> None:
    with pytest.raises(BrokenFileError) as broken:
        read_file(raw)
    assert sentence in broken.value.reason.vi


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"numbers": tally("season", [HELD, LATE], "2020-06-23") | {"held": 2}}, "ghi 2, các dòng đứng sau cho 1"),
    ({"children": content()["children"][:1]}, "không thuộc đơn vị trực thuộc nào"),
    ({"rows": content()["rows"][:1]}, "ghi 2, các dòng đứng sau cho 1"),
    ({"rows": [row | {"under": 5} for row in content()["rows"]]}, "Số của Huyện A không bằng các dòng"),
    ({"numbers": {"held": "1"}}, "phần sai dạng"), ({"rows": [{}]}, "phần sai dạng"), ({"figure": "khác"}, "đúng các phần"), ({"more": 1}, "đúng các phần"),
])
def test_a_content_forged_with_a_right_fingerprint_is_found_by_its_sums(changes: dict[str, Any], sentence: str) -> None:
    assert any(sentence in fault.vi for fault in form_faults(content(**changes)))
    with pytest.raises(BrokenFileError):
        read_file(file_bytes(content(**changes)))


def test_canonical_json_has_one_way_to_write_a_value() -> None:
    assert canonical({"b": [1, None, True], "a": "e\u0302\u0301"}) == '{"a":"ế","b":[1,null,true]}'.encode()
    with pytest.raises(TypeError):
        canonical({"a": 0.5})


@pytest.mark.parametrize("text", ["1A2B 3c4d 5e6f 7081 92a3 b4c5", "1a2b-3c4d-5e6f-7081-92a3-b4c5", " 1a2b3c4d5e6f708192a3b4c5\n"])
def test_a_printed_fingerprint_is_read_however_it_is_typed(text: str) -> None:
    digits = read_printed(text)
    assert digits == "1a2b3c4d5e6f708192a3b4c5"
    assert printed(digits + "0" * 40) == "1a2b 3c4d 5e6f 7081 92a3 b4c5"


@pytest.mark.parametrize("text", ["", "1a2b", "x" * 24, "1" * 63])
def test_what_is_no_fingerprint_is_none(text: str) -> None:
    assert read_printed(text) is None


def test_units_that_await_a_decision_are_counted_apart_and_cells_once() -> None:
    rows = [{"level": "hamlet", "kind": "hamlet", "awaiting": awaiting} for awaiting in (True, False)]
    assert tally("units", rows, "2025-07-01") == {"awaiting.hamlet": 1, "level.hamlet": 1, "kind.hamlet": 1}
    hamlets = [{"cell": 3, "cell_below": True, "in_area": True, "met": True}, {"cell": 3, "cell_below": True, "in_area": True, "met": False},
               {"cell": None, "cell_below": False, "in_area": True, "met": False}, {"cell": 4, "cell_below": True, "in_area": False, "met": True}]
    assert tally("concurrency", hamlets, "2020-06-23") == {"cells_met": 2, "cells": 2, "hamlets_met": 1, "hamlets": 3}
    assert set(TALLIES) == {"season", "units", "concurrency"}
