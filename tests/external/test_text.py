"""Vietnamese text against what Unicode's own projects and other people's libraries say of it."""

import json
import re
import unicodedata
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from external.folder import DATA, naughty_strings
from kientoan.rules.vntext import LETTERS, TONE_RANK, name_sort_key, one_placement, plain, search_keys, search_terms, sort_key, tidy

TEXT = DATA / "text"


def load(name: str):
    return json.loads((TEXT / name).read_text(encoding="utf-8"))


def cases(function: str) -> list[tuple[str, str]]:
    found = [(case["input"], case["expected"]) for case in load("vn_text_cases.json")["cases"] if case["fn"] == function]
    assert found
    return found


@pytest.mark.parametrize(("written", "stored"), load("tone_placement_pairs.json")["pairs"])
def test_the_tone_goes_where_another_library_puts_it(written, stored):
    assert one_placement(written) == unicodedata.normalize("NFC", stored)


@pytest.mark.parametrize(("text", "folded"), cases("fold"))
def test_the_words_to_search_by_are_folded_as_another_toolkit_folds_them(text, folded):
    assert search_keys(text)[0] == "".join(f" {word}" for word in folded.split())


@pytest.mark.parametrize(("text", "bare"), cases("deaccent") + cases("stripStroke"))
def test_diacritics_are_taken_off_as_another_toolkit_takes_them_off(text, bare):
    # The toolkit leaves the stroke of đ in one function and everything else in the other; ours takes both.
    assert plain(text) == plain(bare)


@pytest.mark.parametrize(("text", "bare"), cases("deaccent"))
def test_nothing_but_the_stroke_and_the_capitals_is_taken_off_beyond_that(text, bare):
    assert plain(text) == bare.lower().replace("đ", "d")


@pytest.mark.parametrize(("text", "stored"), cases("normalize"))
def test_text_is_composed_as_another_toolkit_composes_it(text, stored):
    assert tidy(text) == stored


def test_letters_and_tones_sort_as_icu_sorts_them():
    order = load("icu-letter-order.json")["order"]
    keys = [sort_key(letter) for letter in order]
    assert keys == sorted(keys)
    # Capitals differ from small letters in nothing that the key holds, so each key stands exactly twice.
    assert len(set(keys)) * 2 == len(order)
    assert [(small, capital) for small, capital in zip(order[::2], order[1::2], strict=True) if sort_key(small) != sort_key(capital)] == []


def collation_rules() -> list[str]:
    """The lines of CLDR's standard Vietnamese order."""
    tree = ElementTree.parse(TEXT / "cldr_vi.xml")  # noqa: S314  # a file of Unicode's, read as data
    rules = tree.find("collations/collation[@type='standard']/cr")
    return [line.strip() for line in rules.text.strip().splitlines()]


def test_tones_stand_in_the_order_of_cldr():
    line = next(line for line in collation_rules() if line[1:2] in TONE_RANK)
    assert re.split("<+", line[1:]) == sorted(TONE_RANK, key=TONE_RANK.__getitem__)


def test_letters_with_a_sign_of_their_own_follow_the_plain_one_as_in_cldr():
    rows = [re.split(r"(?<!<)<(?!<)", line[1:]) for line in collation_rules() if line[0] == "&" and line[1] not in TONE_RANK]
    families = ["".join(part.partition("<<<")[0] for part in row) for row in rows]
    assert families == ["aăâ", "dđ", "eê", "oôơ", "uư"]
    assert [family for family in families if family not in LETTERS] == []


def test_full_names_sort_by_given_name_and_keep_every_part():
    lists = load("faker_vi_VN_name_lists.json")
    given = lists["first_names_female"] + lists["first_names_unisex"] + lists["first_names_male"]
    full = [f"{family} {middle} {name}" for family in lists["last_names"] for middle in lists["middle_names"] for name in given]
    ordered = sorted(full, key=name_sort_key)
    assert [sort_key(name.split()[-1]) for name in ordered] == sorted(sort_key(name.split()[-1]) for name in full)
    assert [(one, other) for one, other in pairwise(ordered) if one != other and name_sort_key(one) == name_sort_key(other)] == []


def test_a_full_name_is_found_by_the_name_that_cldr_puts_together():
    for case in load("cldr_person_name_vi_cases.json")["cases"]:
        parts = [case["name"][key] for key in ("surname", "given2", "given") if key in case["name"]]
        whole = case["expect"].get("sorting/long/formal") or case["expect"].get("sorting") or case["expect"]["referring"]
        assert whole == " ".join(parts)
        assert search_keys(whole)[1] == "".join(f" {word}" for word in whole.lower().split())


def test_vietnamese_is_looked_for_with_its_diacritics_and_plain_words_without():
    for case in load("vn_text_cases.json")["cases"]:
        if case["fn"] != "isVietnamese" or case["input"] == "café":  # foreign diacritics matter as well, once somebody writes them
            continue
        assert [exact for _, exact in search_terms(case["input"])] == [case["expected"]], case["input"]


def test_unicode_sides_of_legacy_pairs_are_stored_as_they_are():
    texts = [pair["unicode"] for pair in load("multi_encoding_pairs.json")["pairs"]]
    pairs = load("viparse_test_pairs.json")
    texts += [right for key, found in pairs.items() if not key.endswith("CELLS") for _, right in found]
    assert len(texts) > 30
    assert [text for text in texts if tidy(text) != text] == []


def test_no_naughty_string_stops_a_key_from_being_made():
    strings = naughty_strings()
    assert len(strings) > 450
    for text in strings:
        tidied = tidy(text)
        assert tidied == tidy(tidied) == unicodedata.normalize("NFC", tidied)
        assert {unicodedata.category(ch) for ch in tidied} & {"Cc", "Cs"} == set()
        for key in (sort_key(text), name_sort_key(text)):
            assert re.fullmatch("[a-z0-9]+", key)
        bare, exact = search_keys(text)
        assert [term for term, is_exact in search_terms(text) if term not in (exact if is_exact else bare)] == []
