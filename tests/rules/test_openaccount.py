"""The open account: any change is found and the first changed line named; hiding a name changes nothing that anybody holds."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import CODE, account, chained, entries, without_name
from kientoan.rules.codes import read_receipt_code, receipt_code
from kientoan.rules.frozen import BrokenFileError, printed
from kientoan.rules.openaccount import (
    Line,
    LineKind,
    Means,
    OpenAccount,
    file_bytes,
    published_as,
    read,
    verify,
    worth,
    write_quantity,
)

WHOLE = account()
CHANGED: dict[str, st.SearchStrategy[Any]] = {
    "number": st.text("0123456789CĐ-", min_size=1, max_size=6), "kind": st.sampled_from(LineKind), "means": st.sampled_from(Means),
    "day": st.dates(date(2019, 1, 1), date(2021, 1, 1)), "amount": st.integers(-10**12, 10**12), "quantity": st.integers(-10**9, 10**9),
    "price": st.none() | st.integers(0, 10**9), "link": st.text("0123456789abcdef", min_size=64, max_size=64), "name_digest": st.text("0123456789abcdef", min_size=64, max_size=64),
    "salt": st.text("0123456789abcdef", min_size=32, max_size=32)}


def test_a_whole_account_reads_back_and_nothing_in_it_is_wrong() -> None:
    again = read(file_bytes(WHOLE))
    assert again == WHOLE
    assert verify(again) == ()
    totals = WHOLE.last.totals
    assert (totals.plan, totals.cash, totals.transfer, totals.in_kind, totals.spent, totals.balance) == (17_200_000, 2_000_000, 9_000_000, 2_500_000, 10_900_000, 2_600_000)
    assert published_as(WHOLE, printed(WHOLE.last.fingerprint).replace(" ", "")) == WHOLE.last


@given(st.data())
def test_any_change_of_any_field_is_found_and_names_the_first_changed_line(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE.lines) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Line)]))
    line = WHOLE.lines[at]
    other = replace(line, **{name: data.draw(CHANGED.get(name, st.text("abc đ", max_size=8)))})
    if other == line or (name == "salt" and not line.name):
        other = replace(line, text=f"{line.text}.")
    found = verify(replace(WHOLE, lines=(*WHOLE.lines[:at], other, *WHOLE.lines[at + 1:])))
    assert found
    assert found[0].place == other.number
    assert (found[0].reason.rule, bool(found[0].reason.en)) == ("PD-19", True)


@given(st.sets(st.integers(0, len(WHOLE.lines) - 1)), st.booleans())
def test_hiding_any_names_breaks_nothing_and_leaves_none_in_the_file(hidden: set[int], is_approver_hidden: bool) -> None:
    lines = tuple(without_name(line) if at in hidden else line for at, line in enumerate(WHOLE.lines))
    publications = tuple(replace(each, approver=replace(each.approver, name="", salt="")) for each in WHOLE.publications) if is_approver_hidden else WHOLE.publications
    after = replace(WHOLE, lines=lines, publications=publications)
    assert verify(read(file_bytes(after))) == ()
    assert [each.fingerprint for each in after.publications] == [each.fingerprint for each in WHOLE.publications]
    text = file_bytes(after).decode()
    assert not [WHOLE.lines[at].name for at in hidden if WHOLE.lines[at].name and WHOLE.lines[at].name in text]


@given(st.integers(0, len(WHOLE.lines) - 1), st.integers(1, 10**9))
def test_a_book_written_anew_from_a_line_on_does_not_fit_what_was_published(at: int, more: int) -> None:
    lines = entries()
    lines[at] = replace(lines[at], amount=lines[at].amount + more, price=None)
    found = verify(replace(WHOLE, lines=chained(lines)))
    assert any(each.place.startswith("#") for each in found)


@pytest.mark.parametrize(("change", "place", "sentence"), [
    (lambda it: replace(it, lines=it.lines[1:]), "0002", "số phải là 0001"),
    (lambda it: replace(it, lines=it.lines[:-1]), "#2", "ghi 8 dòng, tệp có 7"),
    (lambda it: replace(it, publications=it.publications[1:]), "#1", "không đi tiếp"),
    (lambda it: replace(it, publications=(it.publications[0], replace(it.publications[1], place="Nơi khác"))), "#2", "đã bị sửa"),
    (lambda it: replace(it, publications=(it.publications[0], replace(it.publications[1], supervisor=None))), "#2", "không có ban giám sát"),
    (lambda it: replace(it, publications=(replace(it.publications[0], totals=replace(it.publications[0].totals, spent=1)), it.publications[1])), "#1", "đã chi ghi 1"),
    (lambda it: replace(it, code="XX-2020-1"), "0001", "không khớp mắt xích"),
])
def test_what_is_taken_out_or_moved_is_named(change: Any, place: str, sentence: str) -> None:
    found = verify(change(WHOLE))
    assert found[0].place == place
    assert sentence in " ".join(each.reason.vi for each in found)


def test_a_line_is_reversed_once_and_exactly() -> None:
    again = replace(entries()[4], number="Đ-02", day=date(2020, 6, 1))
    twice = OpenAccount(CODE, chained([*entries(), again]), WHOLE.publications)
    assert "dòng 0003 đã được Đ-01 đảo rồi" in verify(twice)[0].reason.vi
    lines = entries()
    lines[4] = replace(lines[4], amount=-1)
    assert "không đảo đúng số tiền" in verify(replace(WHOLE, lines=chained(lines)))[0].reason.vi
    lines[4] = replace(lines[4], reverses="9999")
    assert "không có dòng thu hay chi nào" in verify(replace(WHOLE, lines=chained(lines)))[0].reason.vi


def test_a_line_of_a_day_after_its_publication_is_named() -> None:
    lines = entries()
    lines[0] = replace(lines[0], day=date(2020, 5, 1))
    assert "dòng 0001 ghi ngày 01/05/2020, sau ngày công bố" in " ".join(each.reason.vi for each in verify(replace(WHOLE, lines=chained(lines))))


RAW = file_bytes(WHOLE)


@pytest.mark.parametrize(("raw", "sentence"), [
    (b"", "sai ở byte 1"), (b"[]", "không phải sổ đóng góp"), (b'{"format":"kientoan-drive-9"}', "kientoan-drive-9"), (b"\xff", "byte 1"),
    (RAW.replace(b'"amount":2000000', b'"amount":"2"'), "“lines[1].amount”"), (RAW.replace(b'"amount":2000000', b'"amount":2.5'), "không nguyên"),
    (RAW.replace(b'"amount":2000000', b'"amount":9999999999999999999'), "số quá lớn"), (RAW.replace(b'"kind":"receipt"', b'"kind":"gift"', 1), "“lines[1].kind”"),
    (RAW.replace(b'"2020-04-02"', b'"2020-02-30"'), "“lines[1].day”"), (RAW.replace(b'"2020-04-02"', b'"2020-W14-4"', 1), "không viết đúng dạng chuẩn"), (RAW.replace(b'"item":"",', b"", 1), "“lines[1].item”"),
    (RAW.replace("Góp làm đường".encode(), b"x" * 3000, 1), "“lines[1].text”"), (RAW + b"\n", "không viết đúng dạng chuẩn"),
    (RAW.replace(WHOLE.lines[0].link.encode(), b"zz", 1), "“lines[1].link”"),
])
def test_a_file_that_is_no_account_is_refused_with_its_place(raw: bytes, sentence: str) -> None:
    with pytest.raises(BrokenFileError) as broken:
        read(raw)
    assert sentence in broken.value.reason.vi
    assert broken.value.reason.en


@pytest.mark.parametrize(("quantity", "price", "value"), [(412_000, 0, 0), (655_000, 200_000, 131_000_000), (500, 1, 1), (499, 1, 0), (-500, 1, -1), (12_500, 310_000, 3_875_000)])
def test_a_thing_is_worth_its_quantity_times_its_price_half_a_dong_away_from_nought(quantity: int, price: int, value: int) -> None:
    assert worth(quantity, price) == value


def test_quantities_are_written_as_they_are_read() -> None:
    assert [write_quantity(*each) for each in ((412_000, "m²"), (1_250_500, "công"), (-1_000, "m³"), (7, ""))] == ["412 m²", "1.250,5 công", "−1 m³", "0,007"]


@given(st.binary(min_size=5, max_size=5), st.sampled_from(["", " ", "-"]))
def test_a_receipt_code_is_read_as_it_is_copied(chance: bytes, mark: str) -> None:
    code = receipt_code("LN", "0139", chance)
    assert read_receipt_code(code.replace("-", mark).lower()) == code
    for wrong in ("", "LN-0139", code[:-1], f"{code}00000", code.replace("LN", "LÑ")):
        assert read_receipt_code(wrong) is None
