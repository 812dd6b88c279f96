"""Vietnamese text: one spelling, keys to search and to sort by."""

import re
import unicodedata
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.vntext import (
    LETTERS,
    TONE_RANK,
    name_sort_key,
    one_placement,
    plain,
    search_keys,
    search_terms,
    sort_key,
    tidy,
    words,
)

# Any text at all, with more of what goes wrong: loose tones, odd digits, controls, half surrogates.
ODD = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\0\x1f\x7f\u200b\ufeff\u00a0\u2028\u3000²①½٣᧚৪ßİıŉﬁ\ud800\udfffĐđðoaeuyqO"
anything = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=20)
SYLLABLES = ["hà", "huyện", "xã", "phú", "bình", "đồng", "hỷ", "thái", "nguyên", "võ", "nhai", "định", "hóa", "sông", "công", "2", "10"]
names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)


# Tidying


@pytest.mark.parametrize(("text", "tidied"), [
    ("  Xã \t Dương\u00a0Thành\r\n", "Xã Dương Thành"),
    ("Du\u031bo\u031bng Tha\u0300nh", "Dương Thành"),
    ("Thái\0 Ngu\x07yên", "Thái Nguyên"),
    ("a\x00\u0301", "á"),
    ("Thái\ud800 Nguyên\udfff", "Thái Nguyên"),
    ("một\u2028hai\x1cba\u3000bốn", "một hai ba bốn"),
    (" \t\n", ""),
    ("", ""),
])
def test_text_is_stored_in_one_spelling(text, tidied):
    assert tidy(text) == tidied


@given(anything)
def test_tidied_text_can_be_stored_anywhere_and_stays_as_it_is(text):
    tidied = tidy(text)
    assert tidied == tidy(tidied) == unicodedata.normalize("NFC", tidied) == " ".join(tidied.split())
    assert {unicodedata.category(ch) for ch in tidied} & {"Cc", "Cs"} == set()
    assert tidied.encode().decode() == tidied


# Without diacritics


@pytest.mark.parametrize(("text", "folded"), [
    ("Đồng Hỷ", "dong hy"), ("ĐỊNH HÓA", "dinh hoa"), ("Phú Lương", "phu luong"), ("Ngu\u031bo\u031b\u0300i", "nguoi"), ("ðông", "ðong"), ("2²", "2²"), ("À\uac00", "a\uac00"), ("", ""),
])
def test_plain_text_has_no_diacritic_and_no_capital(text, folded):
    assert plain(text) == folded


@given(anything)
def test_plain_text_is_the_same_for_both_forms_of_unicode(text):
    assert plain(unicodedata.normalize("NFD", text)) == plain(unicodedata.normalize("NFC", text))
    assert [ch for ch in plain(text) if unicodedata.combining(ch)] == []


# The place of the tone


@pytest.mark.parametrize(("written", "stored"), [
    ("hoà", "hòa"), ("hòa", "hòa"), ("khoẻ", "khỏe"), ("uỷ", "ủy"), ("Uỷ", "ủy"), ("UỶ", "ủy"), ("thuỵ", "thụy"), ("oà", "òa"),
    ("hoàng", "hoàng"), ("hòang", "hoàng"), ("tòan", "toàn"), ("ngòai", "ngoài"), ("hòăc", "hoằc"), ("khủyu", "khuỷu"), ("lóet", "loét"),
    ("quý", "quý"), ("quà", "quà"), ("quẻ", "quẻ"), ("qúyt", "quýt"),
    ("của", "của"), ("cuả", "cuả"), ("huệ", "huệ"), ("thuở", "thuở"), ("mùa", "mùa"), ("chìa", "chìa"), ("đoá", "đóa"), ("toa", "toa"),
    ("hoa\u0300", "hòa"), ("", ""),
])
def test_a_tone_has_one_place(written, stored):
    assert one_placement(written) == stored


@given(st.sampled_from(["", "h", "kh", "th", "đ", "ng"]), st.sampled_from([("o", "a"), ("o", "e"), ("u", "y")]), st.sampled_from(sorted(TONE_RANK)),
       st.sampled_from(["", "n", "ng", "t", "i"]))
def test_both_spellings_of_a_syllable_become_one_and_stay_so(onset, pair, tone, coda):
    older, newer = (unicodedata.normalize("NFC", text) for text in (
        f"{onset}{pair[0]}{tone}{pair[1]}{coda}", f"{onset}{pair[0]}{pair[1]}{tone}{coda}"))
    assert one_placement(older) == one_placement(newer) == (newer if coda else older)
    assert one_placement(one_placement(newer)) == one_placement(newer)


# Words and search


@pytest.mark.parametrize(("text", "found"), [
    ("Xã Hoà Bình (cũ), TP. Thái-Nguyên!", ["xã", "hòa", "bình", "cũ", "tp", "thái", "nguyên"]),
    ("Tổ 10/2", ["tổ", "10", "2"]),
    ("b\u0300a", ["b\u0300a"]),
    ("\u0300", []),
    ("", []),
])
def test_words_are_what_stands_between_punctuation(text, found):
    assert words(text) == found


def test_a_text_is_searched_by_the_beginnings_of_its_words():
    assert search_keys("Uỷ ban Đồng Hỷ") == (" uy ban dong hy", " ủy ban đồng hỷ")
    assert search_keys("") == ("", "")


def test_a_word_asked_for_with_its_diacritics_is_looked_for_with_them():
    assert search_terms("Hoà binh đ") == [(" hòa", True), (" binh", False), (" đ", True)]
    assert search_terms("Đ...D") == [(" đ", True), (" d", False)]


def finds(query: str, text: str) -> bool:
    """The search as the queries do it: every term in the key it is meant for."""
    bare, exact = search_keys(text)
    return all(term in (exact if is_exact else bare) for term, is_exact in search_terms(query))


@pytest.mark.parametrize(("query", "text", "found"), [
    ("hoa binh", "Xã Hòa Bình", True), ("hoà bình", "Xã Hòa Bình", True), ("hòa", "Xã Hoà Bình", True), ("toàn", "Kiện Tòan", True),
    ("hoá", "Xã Hòa Bình", False), ("đong", "Xã Đồng Hỷ", False), ("dong", "Xã Đồng Hỷ", True), ("ong", "Xã Đồng Hỷ", False), ("đ", "Xã Đồng Hỷ", True),
    ("đồng h", "Xã Đồng Hỷ", True), ("", "Xã Đồng Hỷ", True),
])
def test_a_search_respects_the_diacritics_that_were_written_and_only_those(query, text, found):
    assert finds(query, text) is found


@given(anything)
def test_a_text_is_found_by_itself_in_either_form_of_unicode_and_without_diacritics(text):
    assert [finds(query, text) for query in (text, unicodedata.normalize("NFD", text), search_keys(text)[0])] == [True] * 3


# Sorting


@given(anything)
def test_a_sort_key_is_lower_case_ascii_and_no_longer_than_three_for_one(text):
    key = sort_key(text)
    assert re.fullmatch("[a-z0-9]+", key)
    assert len(key) <= 3 * len(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())) + 2


@given(anything)
def test_a_sort_key_is_the_same_for_both_forms_of_unicode(text):
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_letters_sort_in_the_vietnamese_order_with_their_tones():
    tones = ["", *sorted(TONE_RANK, key=TONE_RANK.__getitem__)]
    ordered = [unicodedata.normalize("NFC", letter + tone) for letter, tone in product(LETTERS, tones)]
    keys = [sort_key(text) for text in ordered]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("ordered", [
    ["an", "ăn", "ân", "ba"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
    ["Đa", "Đà", "đả", "Đe"],
    ["Dương", "Đông", "Êm"],
    ["Núi 1", "Núi 02", "Núi 10", "Núi 100", "Núi Cốc"],
    ["Xã Phú", "Xã Phú Bình", "Xã Phúc"],
    ["Hoa Bính", "Hòa Bình", "Hoa Bo"],
    ["10 Ba", "Ba"],
    ["z", "²", "²a"],
    ["Tổ 2", "Tổ 2²", "Tổ 10", "Tổ a"],
])
def test_names_sort_as_a_reader_expects(ordered):
    keys = [sort_key(name) for name in ordered]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("same", [
    ["Phú-Bình", "phú bình", " Phú   Bình ", "Phú_Bình", "PHU\u0301 BI\u0300NH"], ["Tổ 2", "tổ 02", "Tổ ٢", "TỔ  002"], ["0", "000", "٠"], ["", "!", "\u0301"],
])
def test_what_reads_alike_sorts_alike(same):
    assert {sort_key(text) for text in same} == {sort_key(same[0])}


@given(st.integers(0, 10**25 - 1), st.integers(0, 10**25 - 1))
def test_numbers_sort_by_value(one, other):
    assert (sort_key(f"Xóm {one}") < sort_key(f"Xóm {other}")) == (one < other)


def test_a_number_of_any_length_has_a_key():
    assert sort_key("7" * 5000) == "1z" + "7" * 5000 + "00"


@pytest.mark.parametrize("text", ["²", "①", "½", "᧚", "東", "ß"])
def test_a_sign_that_is_no_letter_of_ours_sorts_after_them_all(text):
    assert sort_key("z") < sort_key(text) < sort_key(f"{text}a")


@given(names, names)
def test_tones_decide_only_between_equal_letters(one, other):
    def letters(text: str) -> str:
        return sort_key(unicodedata.normalize("NFC", "".join(ch for ch in unicodedata.normalize("NFD", text) if ch not in TONE_RANK)))

    if letters(one) != letters(other):
        assert (sort_key(one) < sort_key(other)) == (letters(one) < letters(other))
    else:
        assert (sort_key(one) == sort_key(other)) == (one == other)


@given(st.lists(names, max_size=8))
def test_a_name_sorts_before_the_names_that_go_on_from_it(several):
    ordered = sorted(several, key=sort_key)
    assert [(late, early) for early, late in pairwise(ordered) if early != late and early.startswith(f"{late} ")] == []


# Names of persons


def test_persons_sort_by_given_name_then_family_name():
    ordered = ["Nguyễn Văn An", "Trần An", "Trần Văn Anh", "Lê Thị Ánh", "Bùi Văn Bình", "Nguyễn Thị Bình", "Đỗ Đức"]
    shuffled = [ordered[at] for at in (3, 0, 6, 1, 5, 2, 4)]
    assert sorted(shuffled, key=name_sort_key) == ordered


@pytest.mark.parametrize("name", ["An", " An ", "An\0"])
def test_a_single_name_is_a_given_name(name):
    assert name_sort_key(name) == sort_key("An") + sort_key("")


def test_the_given_name_goes_first_in_the_key_with_its_tones():
    assert name_sort_key("Nguyễn  Văn\tAn") == sort_key("An") + sort_key("Nguyễn Văn")


@given(names, names, names, names)
def test_the_rest_of_a_name_decides_only_between_equal_given_names(rest, given_name, other_rest, other_given):
    given_name, other_given = given_name.replace(" ", ""), other_given.replace(" ", "")
    one, other = (sort_key(given_name), sort_key(rest)), (sort_key(other_given), sort_key(other_rest))
    assert (name_sort_key(f"{rest} {given_name}") < name_sort_key(f"{other_rest} {other_given}")) == (one < other)


@given(anything)
def test_every_name_has_a_key(name):
    assert re.fullmatch("[a-z0-9]+", name_sort_key(name))
