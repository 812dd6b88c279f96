"""Counting a file of ballots through the command line: the answer, the schema, and every refusal with its place."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from conftest import Outcome, kientoan  # type: ignore[attr-defined]  # the commands' own conftest
from kientoan.cli import main
from kientoan.cli.count_file import LARGEST_BYTES, schemas

DELEGATES: dict[str, Any] = {
    "rules": "244-QD/TW@2014-06-09", "on": "2020-08-05", "body": "delegate_congress", "seats": 2, "candidates": ["An", "Bình", "Chi"], "form": "strike_out",
    "summoned": 120, "deductions": [{"kind": "committee_member_absent_throughout", "count": 1}, {"kind": "absent_throughout", "count": 1}], "issued": 118,
    "ballots": [{"struck": [2], "count": 70}, {"struck": [0, 1]}, {"struck": [1, 2], "count": 20}, {"struck": [], "count": 3}, {"struck": [0, 1, 2]},
                {"invalid": "not_issued", "count": 2}, {"invalid": "marked"}]}


def file(folder: Path, content: object) -> Path:
    """A file of ballots; text is written as it stands."""
    path = folder / "phieu.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def count(folder: Path, content: object) -> Any:
    """The answer to a file."""
    done: Outcome = kientoan("election", "count", file(folder, content), "--format", "json")
    assert done.status == 0, done.err
    return done.json


def test_a_count_answers_with_figures_and_a_reason_for_everyone(tmp_path: Path) -> None:
    answer = count(tmp_path, DELEGATES)
    reasons = answer.pop("reasons")
    assert answer == {
        "base": 118, "threshold": 60, "valid": 91, "invalid": {"too_many": 3, "nobody": 1, "not_issued": 2, "marked": 1},
        "votes": {"An": 90, "Bình": 70, "Chi": 1}, "elected": ["An", "Bình"], "ties": [], "open_seats": 0}
    assert list(answer["votes"]) == DELEGATES["candidates"]
    assert [(each["candidate"], each["rule"], each["vi"], each["en"]) for each in reasons if each["candidate"] in ("An", "Chi")] == [
        ("An", "EL-33", "đắc cử: 90/118 đại biểu được triệu tập, 76,27 %, quá một nửa; EL-33", "elected: 90 of 118 delegates summoned, 76.27%, more than half; EL-33"),
        ("Chi", "EL-33", "không đắc cử: 1/118 đại biểu được triệu tập, 0,85 %, không quá một nửa, cần từ 60 phiếu; EL-33",
         "not elected: 1 of 118 delegates summoned, 0.85%, not more than half, 60 votes or more are needed; EL-33")]
    assert [each["rule"] for each in reasons if each["candidate"] is None] == ["V-01", "EL-33", "EL-28", "EL-28", "EL-28", "EL-28"]
    assert count(tmp_path, DELEGATES | {"rules": None}) == answer | {"reasons": reasons}


def test_boxes_are_counted_name_by_name_and_a_tie_leaves_its_seat_open_to_nobody(tmp_path: Path) -> None:
    answer = count(tmp_path, DELEGATES | {"form": "agree_disagree", "seats": 2, "ballots": [
        {"agree": [0, 1], "disagree": [2], "count": 60}, {"agree": [0, 2], "disagree": [1, 2], "count": 10}, {"agree": [1]}, {"agree": [0, 2]}, {"disagree": [0], "count": 2}]})
    assert (answer["votes"], answer["invalid"], answer["elected"]) == ({"An": 71, "Bình": 61, "Chi": 1}, {"nobody": 2}, ["An", "Bình"])
    tied = count(tmp_path, DELEGATES | {"ballots": [{"struck": [2], "count": 30}, {"struck": [1], "count": 30}, {"struck": [0], "count": 30}]})
    assert (tied["elected"], tied["ties"], tied["open_seats"]) == ([], [{"candidates": ["An", "Bình", "Chi"], "seats": 2}], 0)
    assert [each["rule"] for each in tied["reasons"] if each["candidate"]] == ["EL-37"] * 3


def test_valid_ballots_need_no_roll_and_the_law_of_the_day_gives_a_tied_seat_to_the_older(tmp_path: Path) -> None:
    ballots = [{"struck": [1, 2], "count": 1}, {"struck": [2], "count": 5}, {"struck": [1], "count": 5}]
    state = {key: value for key, value in DELEGATES.items() if key not in ("rules", "summoned", "deductions")} | {
        "on": "2021-05-23", "body": "valid_ballots", "candidates": ["A", "B", "C"], "ballots": ballots}
    assert count(tmp_path, state)["threshold"] == 6
    ballots[0] = {"struck": [0], "count": 2}
    assert count(tmp_path, state)["ties"] == [{"candidates": ["B", "C"], "seats": 1}]
    settled = count(tmp_path, state | {"born": [None, "1980-05-01", "1960-05-01"]})
    assert (settled["elected"], settled["ties"], settled["base"]) == (["A", "C"], [], 12)
    assert [each["rule"] for each in settled["reasons"] if "nhiều tuổi hơn" in each["vi"]] == ["NA-06"]
    assert count(tmp_path, state | {"born": [None, "1980-05-01", "1960-05-01"], "on": "2012-05-06"})["ties"] == [{"candidates": ["B", "C"], "seats": 1}]


def test_households_are_measured_on_all_of_them_by_the_law_of_the_day(tmp_path: Path) -> None:
    hamlet = {"on": "2024-11-10", "body": "household_meeting", "seats": 1, "candidates": ["A"], "form": "agree_disagree", "summoned": 90, "issued": 70,
              "ballots": [{"agree": [0], "count": 45}, {"disagree": [0], "count": 20}, {"agree": [], "count": 2}]}
    answer = count(tmp_path, hamlet)
    assert (answer["base"], answer["threshold"], answer["valid"], answer["invalid"], answer["elected"], answer["open_seats"]) == (
        90, 46, 65, {"unclear_single": 2}, [], 1)
    assert answer["reasons"][2]["rule"] == "VH-09"
    assert count(tmp_path, hamlet | {"on": "2019-03-01"})["reasons"][2]["rule"] == "VH-02"


def test_text_has_a_line_for_everyone(tmp_path: Path) -> None:
    done = kientoan("election", "count", file(tmp_path, DELEGATES))
    assert done.status == 0
    assert "  Bình  đắc cử: 70/118 đại biểu được triệu tập, 59,32 %, quá một nửa; EL-33" in done.out.splitlines()


def test_the_schema_is_told_and_takes_what_the_command_takes(tmp_path: Path) -> None:
    told = kientoan("election", "count", "--schema").json
    assert told == schemas()
    form, answer = (jsonschema_rs.validator_for(told[each]) for each in ("file", "answer"))
    form.validate(DELEGATES)
    answer.validate(count(tmp_path, DELEGATES))
    for wrong in ({"seats": 0}, {"seats": True}, {"x": 1}, {"ballots": [{"count": 1}]}, {"ballots": [{"struck": [-1]}]}, {"summoned": None}, {"rules": "244"}):
        assert not form.is_valid(DELEGATES | wrong), wrong
    rest = {key: value for key, value in DELEGATES.items() if key != "summoned"}
    assert (form.is_valid(rest), form.is_valid(rest | {"body": "valid_ballots", "rules": None})) == (False, True)
    assert {"base", "threshold", "valid", "invalid", "votes", "elected", "ties", "open_seats", "reasons"} == set(told["answer"]["properties"])


def raw(change: str, into: str) -> str:
    """The file's text with something in it replaced."""
    text = json.dumps(DELEGATES, ensure_ascii=False)
    assert change in text
    return text.replace(change, into, 1)


def ballots(*given: object) -> dict[str, Any]:
    """The file with other ballots."""
    return DELEGATES | {"ballots": list(given)}


@pytest.mark.parametrize(("content", "sentence"), [
    (DELEGATES | {"candidates": ["An", "Bình", "An"]}, "$.candidates[2]: Nhãn “An” đã có ở candidates[0]. Các nhãn phải khác nhau"),
    (DELEGATES | {"candidates": ["An", "Bình", ""]}, "$.candidates[2]: Nhãn để trống"), (DELEGATES | {"candidates": ["A", "B", "\ud800"]}, "$.candidates[2]: có ký tự"),
    (DELEGATES | {"candidates": ["A", "B", "\x1b[2J"]}, "$.candidates[2]: Nhãn để trống hoặc có ký tự không in được"),
    (DELEGATES | {"candidates": "An"}, "$.candidates: không phải là danh sách"), (DELEGATES | {"candidates": []}, "$.candidates: danh sách trống"),
    (DELEGATES | {"seats": 4}, "$.seats: Cần bầu 4 mà có 3 người ứng cử. Số cần bầu từ 1 đến số người ứng cử; sửa một trong hai."),
    (DELEGATES | {"seats": 0}, "$.seats: số nhỏ quá. Ghi từ 1 trở lên."), (DELEGATES | {"seats": True}, "$.seats: không phải là số nguyên"),
    (DELEGATES | {"seats": 2.0}, "$.seats: không phải là số nguyên"), (DELEGATES | {"seats": "2"}, "$.seats: không phải là số nguyên"),
    (DELEGATES | {"issued": 97}, "$.issued: Thu về 98 phiếu, nhiều hơn 97 phiếu phát ra. Đếm lại số phiếu phát ra và số phiếu thu về. (EL-30)"),
    (DELEGATES | {"issued": 10**30}, "$.issued: số lớn quá"), (DELEGATES | {"summoned": None}, "$.summoned: Thiếu số đại biểu được triệu tập"),
    (DELEGATES | {"deductions": [{"kind": "absent_throughout", "count": 121}]}, "$.deductions: Trừ 121 trên 120 đại biểu được triệu tập, không còn ai."),
    (DELEGATES | {"deductions": [{"kind": "suspended", "count": 1}]}, "$.deductions[0].kind: Không có loại trừ “suspended” cho đại hội đại biểu. Dùng một trong: "),
    (DELEGATES | {"deductions": [{"kind": "absent_throughout", "count": -1}]}, "$.deductions[0].count: số nhỏ quá"),
    (DELEGATES | {"rules": "190-QD/TW@2024-10-10"}, "$.rules: 190-QD/TW@2024-10-10 có hiệu lực từ 10/10/2024, không có hiệu lực ngày 05/08/2020."),
    (DELEGATES | {"rules": "\x1b[2J"}, "$.rules: Không có bộ quy định “?[2J”"), (DELEGATES | {"rules": 244}, "$.rules: không phải là chữ"),
    (DELEGATES | {"body": "household_meeting"}, "$.rules: 244-QD/TW@2014-06-09 không dùng cho cuộc họp các hộ của xóm"),
    (DELEGATES | {"rules": None, "on": "2001-01-01"}, "$.on: Phần mềm không có quy định bầu cử nào cho đại hội đại biểu vào ngày 01/01/2001."),
    (DELEGATES | {"on": "2020-02-30"}, "$.on: không phải là ngày có trong lịch"), (DELEGATES | {"on": "05/08/2020"}, "$.on: không phải là ngày"),
    (DELEGATES | {"body": "congress"}, "$.body: giá trị lạ. Dùng một trong: 'all_member_congress'"), (DELEGATES | {"form": None}, "$.form: giá trị lạ"),
    (DELEGATES | {"born": ["1970-01-01"]}, "$.born: Có 1 ngày sinh cho 3 người ứng cử"), (DELEGATES | {"ý kiến": 1}, "$.ý kiến: không có phần nào tên như vậy"),
    ({key: value for key, value in DELEGATES.items() if key != "issued"}, "$.issued: thiếu phần này"), (DELEGATES | {"ballots": {}}, "$.ballots: không phải là danh sách"),
    (ballots({"struck": [0]}, {"struck": [1, 3]}), "$.ballots[1].struck[1]: Số 3 nằm ngoài danh sách: 3 người ứng cử được đánh số từ 0 đến 2."),
    (ballots({"struck": [-1]}), "$.ballots[0].struck[0]: số nhỏ quá"), (ballots({"struck": [1, 1]}), "$.ballots[0].struck[1]: Số 1 đứng hai lần"),
    (ballots({"struck": [True]}), "$.ballots[0].struck[0]: không phải là số nguyên"), (ballots({"struck": [1], "count": -2}), "$.ballots[0].count: số nhỏ quá"),
    (ballots({"struck": [1], "name": "x"}), "$.ballots[0].name: không có phần nào tên như vậy"), (ballots({"agree": [1]}), "$.ballots[0].agree: Phiếu này ghi theo cách khác"),
    (ballots({"invalid": "lost"}), "$.ballots[0].invalid: giá trị lạ. Dùng một trong: 'not_issued'"), (ballots({"count": 2}), "$.ballots[0]: không phải là phiếu. Ghi {\"struck\""),
    (ballots([]), "$.ballots[0]: không phải là phiếu"), ([], "$: không phải là đối tượng JSON"), ("", "không phải là JSON: sai ở dòng 1, cột 1"),
    (raw('"seats": 2', '"seats": 2,,'), "không phải là JSON: sai ở dòng 1"), (raw('"seats": 2', '"seats": NaN'), "$.seats: không phải là số nguyên"),
    (raw('"seats": 2', '"seats": 1e999'), "$.seats: không phải là số nguyên"), (raw('"seats": 2', f'"seats": {"9" * 6000}'), "$.seats: số lớn quá"),
    (raw('"seats": 2', '"seats": 2, "seats": 3'), "$.seats: tên này đứng hai lần"),
    (raw('{"struck": [2]', '{"struck": [2], "struck": [1]'), "$.ballots[0].struck: tên này đứng hai lần"), ("[" * 100_000, "lồng quá sâu")])
def test_what_cannot_be_counted_is_refused_with_its_place_and_nothing_else_is_printed(
        tmp_path: Path, capsys: pytest.CaptureFixture[str], content: object, sentence: str) -> None:
    path = file(tmp_path, json.dumps(content) if not isinstance(content, str) else content)
    assert main(["election", "count", str(path), "--format", "json"]) == 1
    printed = capsys.readouterr()
    assert (printed.out, sentence in printed.err) == ("", True), printed.err
    assert printed.err.count("\n") == 1


def test_a_refusal_ends_1_and_prints_one_sentence(tmp_path: Path) -> None:
    refused = kientoan("election", "count", file(tmp_path, DELEGATES | {"seats": 4}), "--format", "json")
    assert (refused.status, refused.out, refused.err.startswith("$.seats: Cần bầu 4")) == (1, "", True)


def test_every_fault_of_the_form_is_listed_up_to_ten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["election", "count", str(file(tmp_path, {str(number): number for number in range(20)}))]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[-1]) == (11, "… và 17 chỗ nữa.")


def test_a_file_that_is_not_there_or_too_large_or_not_utf_8_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    huge, latin, marked = tmp_path / "huge.json", tmp_path / "latin.json", tmp_path / "bom.json"
    with huge.open("wb") as sparse:
        sparse.truncate(LARGEST_BYTES + 1)
    latin.write_bytes(b'{"candidates": ["\xe9"]}')
    marked.write_bytes(b"\xef\xbb\xbf" + json.dumps(DELEGATES).encode())
    for path, sentence in ((tmp_path / "none.json", "Không đọc được"), (tmp_path, "Không đọc được"), (huge, "lớn hơn 64 MB. Gộp các phiếu như nhau"),
                           (latin, "không viết bằng UTF-8: sai ở byte 18")):
        assert main(["election", "count", str(path)]) == 1
        printed = capsys.readouterr()
        assert (printed.out, sentence in printed.err) == ("", True), printed.err
    assert main(["election", "count", str(marked)]) == 0
    assert main(["election", "count"]) == 1
    assert "Thiếu tệp phiếu bầu" in capsys.readouterr().err
