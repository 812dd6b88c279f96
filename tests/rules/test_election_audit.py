"""The audit of a count without a database: the file and its checks, the sample that anybody derives again, how long ballots are kept."""

import io
import json
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.arithmetic import Number
from kientoan.rules.election.count import Election, open_count
from kientoan.rules.election.cvr import read_report, report
from kientoan.rules.election.entries import Marks, add
from kientoan.rules.election.export import COUNT, RECORDS, check, export
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.election.packs import PACKS
from kientoan.rules.election.retention import NO_RULE, ballots_kept, papers_kept, refuse_deletion
from kientoan.rules.election.sample import FEWEST_DIGITS, draw, picks, read_seed, read_size
from kientoan.rules.election.sealed import outcome_of, sealed_content
from kientoan.rules.frozen import canonical, fingerprint
from kientoan.rules.reasons import Reason

NAMES = ("Vũ Văn An", "Hoàng Thị Bình", "Lê Văn Cảnh", "Ngô Thị Dung")
QUESTION = Election(date(2020, 6, 10), ElectingBody.DELEGATE_CONGRESS, 2, NAMES, BallotForm.STRIKE_OUT, 22, 20, "244-QD/TW@2014-06-09", (("absent_throughout", 2),))
BALLOTS = Counter({Marks((2, 3)): 9, Marks((0, 1)): 4, Marks(): 2, Marks((0, 1, 2)): 3, Marks(invalid="marked"): 1, Marks(invalid="not_issued"): 1})
BOXES = replace(QUESTION, form=BallotForm.AGREE_DISAGREE)
PLACES = st.sets(st.integers(0, 3)).map(lambda each: tuple(sorted(each)))
INVALID = st.sampled_from([Marks(invalid="not_issued"), Marks(invalid="marked")])
SEED = "31415926535897932384"


def sealed(question: Election, ballots: Counter[Marks]) -> dict[str, object]:
    """What the seal of these ballots keeps."""
    count = open_count(question)
    for marks, number in ballots.items():
        add(count, marks, number)
    numbers = {Number.PRINTED: 25, Number.ISSUED: question.issued, Number.SPOILED: 2, Number.UNUSED: 25 - 2 - question.issued, Number.COLLECTED: count.collected,
               Number.NOT_RETURNED: question.issued - count.collected, Number.VALID: count.valid, Number.INVALID: sum(count.invalid.values()), Number.VOTES: sum(count.votes)}
    return sealed_content(count.close(), question.candidates, numbers) | {"election": {
        "title": "Bầu Ban Chấp hành", "elects": "committee", "body": question.body.value, "on": question.on.isoformat(), "seats": question.seats, "form": question.form.value,
        "unit": "Đảng bộ xã Dương Thành"}}


def file(question: Election = QUESTION, ballots: Counter[Marks] = BALLOTS, seal: dict[str, object] | None = None) -> bytes:
    content = sealed(question, ballots) if seal is None else seal
    return export(question, ballots, title="Bầu Ban Chấp hành", unit="Đảng bộ xã Dương Thành", elects="committee", seal=content, mark=fingerprint(content))


def parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_file_is_whole_and_says_everything_that_a_recount_needs():
    raw = file()
    found = check(raw)
    assert (found.faults, raw) == ((), file())
    content = json.loads(parts(raw)[COUNT])["content"]
    assert content["question"] == {"on": "2020-06-10", "body": "delegate_congress", "seats": 2, "candidates": list(NAMES), "form": "strike_out", "summoned": 22, "issued": 20,
                                   "rules": "244-QD/TW@2014-06-09", "deductions": [["absent_throughout", 2]], "born": []}
    assert content["seal"]["content"]["invalid"] == {"not_issued": 1, "too_many": 2, "marked": 1}
    assert content["seal"]["content"]["numbers"]["unused"] == 3
    assert content["records"]["ballots"] == 20


def test_the_records_stand_in_the_order_of_what_is_on_them_and_say_no_moment_but_the_day_of_the_vote():
    turned = Counter(dict(reversed(BALLOTS.items())))
    assert file(ballots=turned) == file()
    report_ = json.loads(parts(file())[RECORDS])
    assert report_["GeneratedDate"] == "2020-06-10T00:00:00+07:00"
    assert [each["CurrentSnapshotId"] for each in report_["CVR"]] == [f"snapshot-{number}" for number in range(1, 21)]
    assert {key for each in report_["CVR"] for key in each} == {"@type", "ElectionId", "CurrentSnapshotId", "CVRSnapshot"}, "no batch, no device, no sequence"


def test_whoever_counts_the_marks_alone_comes_to_our_votes():
    report_ = json.loads(parts(file())[RECORDS])
    votes = Counter(row["ContestSelectionId"] for each in report_["CVR"] for row in each["CVRSnapshot"][0]["CVRContest"][0]["CVRContestSelection"]
                    if row["SelectionPosition"][0]["IsAllocable"] == "yes")
    assert votes == {"for-1": 9, "for-2": 9, "for-3": 4, "for-4": 7}
    status = Counter(tuple(each["CVRSnapshot"][0]["CVRContest"][0]["Status"]) for each in report_["CVR"])
    assert status == {(): 13, ("undervoted",): 3, ("overvoted", "invalidated-rules", "other"): 2, ("invalidated-rules", "other"): 2}


@given(st.dictionaries(st.one_of(st.builds(Marks, PLACES), INVALID), st.integers(1, 3), max_size=6))
def test_names_struck_out_come_back_as_they_were(ballots):
    assert read_report(json.loads(report(QUESTION, ballots, title="Bầu", unit="Đảng bộ")), QUESTION).get(0, Counter()) == Counter(ballots)


@given(st.dictionaries(st.one_of(st.builds(Marks, PLACES, PLACES), INVALID), st.integers(1, 3), max_size=6))
def test_boxes_come_back_as_they_were(ballots):
    assert read_report(json.loads(report(BOXES, ballots, title="Bầu", unit="Đảng bộ")), BOXES).get(0, Counter()) == Counter(ballots)


def test_ballots_with_boxes_make_a_whole_file_too():
    assert check(file(BOXES, Counter({Marks((2,), (0, 1)): 12, Marks((0,), (0,)): 3, Marks(): 5}))).faults == ()


def test_any_one_byte_changed_is_refused_with_a_sentence():
    raw = file(ballots=Counter({Marks((2, 3)): 2, Marks(): 1}))
    for at in range(len(raw)):
        found = check(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1:])
        assert found.faults, at
        assert found.faults[0].vi.endswith("."), at
    for broken in (b"", b"PK", raw[:-1], raw + b" ", b"{}"):
        assert check(broken).faults


@pytest.mark.parametrize(("part", "before", "after", "said"), [
    (RECORDS, b'"HasIndication":"yes"', b'"HasIndication":"yex"', "cvr.json: không viết như khi lập, khác từ byte"),
    (RECORDS, b'"ContestSelectionId":"for-1"', b'"ContestSelectionId":"for-9"', "cvr.json: CVR["),
    (RECORDS, b'{"@type"', b'["@type"', "cvr.json: Tệp không phải là JSON: sai ở byte"),
    (COUNT, "Bầu".encode(), "Bẩu".encode(), "count.json: nội dung cho vân tay"),
    (COUNT, b'{"content"', b'("content"', "count.json: Tệp không phải là JSON: sai ở byte 1"),
])
def test_a_change_has_its_place(part, before, after, said):
    raw = file()
    assert before in raw
    (fault,) = check(raw.replace(before, after, 1) if part == RECORDS and before != b'{"@type"' else _replaced(raw, part, before, after)).faults
    assert fault.vi.startswith(said), fault.vi


def _replaced(raw: bytes, part: str, before: bytes, after: bytes) -> bytes:
    start = raw.index(parts(raw)[part])
    at = raw.index(before, start)
    return raw[:at] + after + raw[at + len(before):]


def rebuilt(raw: bytes, **changes: object) -> bytes:
    """The file with parts of its content changed and its own fingerprint made to fit again."""
    found = parts(raw)
    content = json.loads(found[COUNT])["content"] | changes
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(COUNT, canonical({"content": content, "fingerprint": fingerprint(content)}))
        archive.writestr(RECORDS, found[RECORDS])
    return whole.getvalue()


@pytest.mark.parametrize(("change", "said"), [
    ({"base": 19}, "Cơ sở tính: niêm ghi 19, đếm lại được 20."), ({"threshold": 9}, "Số phiếu ít nhất để đắc cử: niêm ghi 9, đếm lại được 11."),
    ({"votes": [["Vũ Văn An", 9], ["Hoàng Thị Bình", 9], ["Lê Văn Cảnh", 5], ["Ngô Thị Dung", 7]]}, "Số phiếu của Lê Văn Cảnh: niêm ghi 5, đếm lại được 4."),
    ({"elected": ["Vũ Văn An"]}, "Người đắc cử: niêm ghi Vũ Văn An, đếm lại được –."), ({"open_seats": 1}, "Vị trí còn trống: niêm ghi 1, đếm lại được 2."),
    ({"invalid": {"too_many": 2}}, "Phiếu không hợp lệ, không do ban kiểm phiếu phát ra: niêm ghi 0, đếm lại được 1."),
    ({"valid": 15}, "Phiếu hợp lệ: niêm ghi 15, đếm lại được 16."), ({"ties": [{"candidates": ["Vũ Văn An", "Hoàng Thị Bình"], "seats": 1}]}, "Bằng phiếu: niêm ghi"),
    ({"reasons": []}, "Câu thứ 1 của kết quả: niêm ghi –"),
])
def test_a_seal_that_says_otherwise_than_the_ballots_is_told_number_by_number(change, said):
    faults = check(file(seal=sealed(QUESTION, BALLOTS) | change)).faults
    assert [each.vi for each in faults if each.vi.startswith(said)], [each.vi for each in faults]


def test_a_sentence_is_compared_by_its_figures_and_not_by_its_words():
    seal = sealed(QUESTION, BALLOTS)
    reasons = [dict(each) for each in seal["reasons"]]
    reasons[3]["vi"] = reasons[3]["vi"].replace("không đắc cử", "chưa trúng cử")
    assert check(file(seal=seal | {"reasons": reasons})).faults == ()
    reasons[3]["vi"] = reasons[3]["vi"].replace("9/20", "8/20")
    (fault,) = check(file(seal=seal | {"reasons": reasons})).faults
    assert fault.vi.startswith("Câu thứ 4 của kết quả: niêm ghi Hoàng Thị Bình 8")


def test_numbers_that_do_not_fit_are_named():
    seal = sealed(QUESTION, BALLOTS)
    faults = check(file(seal=seal | {"numbers": seal["numbers"] | {"printed": 26}})).faults
    assert [each.vi for each in faults] == ["Phiếu in ra 26, nhưng phiếu phát ra 20 + phiếu hỏng đổi lại 2 + phiếu không dùng 3 = 25, lệch 1. Đếm lại: phiếu in ra, phiếu hỏng đổi lại, phiếu không dùng."]


def test_another_seal_another_record_and_another_election_are_found_though_the_files_own_fingerprint_fits():
    raw = file()
    content = json.loads(parts(raw)[COUNT])["content"]
    seal = content["seal"]
    assert check(rebuilt(raw, seal=seal | {"fingerprint": "0" * 64})).faults[0].vi.startswith("Dấu niêm không khớp")
    assert check(rebuilt(raw, records=content["records"] | {"sha256": "0" * 64})).faults[0].vi.startswith("cvr.json không phải phần đã lập cùng count.json")
    assert "không giống phần được niêm" in check(rebuilt(raw, question=content["question"] | {"seats": 3})).faults[0].vi
    assert "không giống phần được niêm" in check(rebuilt(raw, question=content["question"] | {"issued": 21})).faults[0].vi
    assert "cvr.json: không viết như khi lập" in check(rebuilt(raw, question=content["question"] | {"candidates": [*NAMES[:3], "Người Khác"]})).faults[0].vi
    assert check(rebuilt(raw, question=content["question"] | {"summoned": 1})).faults[0].vi.startswith("Không đếm lại được: deductions")
    assert "sai dạng" in check(rebuilt(raw, question={})).faults[0].vi
    assert "khác từ byte" in check(rebuilt(raw)).faults[0].vi, "a file that is packed in another way is not the one that was made"


def test_what_was_sealed_is_read_back_as_the_outcome():
    tied = Counter({Marks((2, 3)): 15, Marks((1, 3)): 5, Marks((1, 2)): 0})
    for ballots in (BALLOTS, Counter({Marks((2, 3)): 20}), Counter({Marks((3,)): 0, Marks((1, 2, 3)): 20}), tied):
        count = open_count(QUESTION)
        for marks, number in ballots.items():
            add(count, marks, number)
        assert outcome_of(sealed(QUESTION, ballots)) == count.close()
    question = replace(QUESTION, seats=1)
    count = open_count(question)
    add(count, Marks((2, 3)), 0)
    add(count, Marks((1, 2, 3)), 0)
    assert outcome_of(sealed(question, Counter())) == count.close()


# -- the sample --------------------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("seed", "total", "expected"), [
    ("0", 1000, [905, 573, 160]), ("0", 2, [1, 1, 2]), ("1", 1000, [97, 89, 163]), ("0000000000", 1000, [978, 359, 132]), ("9" * 24, 1000, [544, 800, 654])])
def test_picks_are_those_that_the_published_tests_of_the_algorithm_expect(seed, total, expected):
    assert list(islice(picks(seed, total), 3)) == expected


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6), st.data())
def test_a_sample_has_no_ballot_twice_lies_in_the_stacks_and_begins_a_larger_one(sizes, data):
    stacks = list(enumerate(sizes, 1))
    size = data.draw(st.integers(0, min(sum(sizes), 40)))
    found = draw(SEED, stacks, size)
    assert len(set(found)) == size
    assert all(1 <= place <= dict(stacks)[batch] for batch, place in found)
    assert draw(SEED, list(reversed(stacks)), min(size + 1, sum(sizes)))[:size] == found


def test_every_ballot_can_be_drawn_and_no_more():
    assert sorted(draw(SEED, [(1, 3), (4, 2)], 5)) == [(1, 1), (1, 2), (1, 3), (4, 1), (4, 2)]
    with pytest.raises(ValueError, match="6 of 5"):
        draw(SEED, [(1, 3), (4, 2)], 6)


@pytest.mark.parametrize("text", ["", "123", "a" * 20, "1" * (FEWEST_DIGITS - 1), "1" * 101, "١" * 20])
def test_a_seed_that_one_could_try_out_is_refused(text):
    assert isinstance(read_seed(text), Reason)


def test_a_seed_and_a_size_are_read_as_they_are_typed():
    assert read_seed(" 31415 92653 58979 32384 ") == SEED
    assert [read_size(text, 119) for text in ("20", "10 %", "100%", "119")] == [20, 12, 119, 119]
    assert [type(read_size(text, 119)) for text in ("0", "120", "101 %", "1,5", "mười", "")] == [Reason] * 6


# -- how long ballots are kept -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("key", "since", "first", "rule", "unverified"), [
    ("85/2015/QH13@2015-06-25", date(2021, 5, 23), date(2026, 5, 23), "NA-11", False), ("83/2025/QH15@2025-06-24", date(2028, 2, 29), date(2033, 3, 1), "NA-11", False),
    ("244-QD/TW@2014-06-09", date(2020, 6, 10), date(2020, 12, 7), "EL-47", True), ("10/2022/QH15@2022-11-10", date(2023, 8, 20), date(2028, 8, 19), "NA-11", True)])
def test_nothing_is_deleted_before_its_first_day_and_the_refusal_names_it_with_the_rule(key, since, first, rule, unverified):
    term = ballots_kept(PACKS[key])
    assert term is not None
    assert (term.first_day_after(since), term.rule, term.unverified) == (first, rule, unverified)
    refused = refuse_deletion(term, since, date.fromordinal(first.toordinal() - 1))
    assert refused is not None
    assert (f"{first:%d/%m/%Y}" in refused.vi, f"; {rule}" in refused.vi, "chưa kiểm chứng" in refused.vi) == (True, True, unverified)
    assert refuse_deletion(term, since, first) is None


def test_other_papers_of_the_state_are_kept_ten_years_and_where_no_rule_is_known_nothing_is_deleted():
    papers = papers_kept(PACKS["85/2015/QH13@2015-06-25"])
    assert papers is not None
    assert papers.first_day_after(date(2021, 5, 23)) == date(2031, 5, 23)
    assert papers_kept(PACKS["244-QD/TW@2014-06-09"]) is None
    assert (ballots_kept(None), papers_kept(None), refuse_deletion(None, date(2020, 1, 1), date(2099, 1, 1))) == (None, None, NO_RULE)
