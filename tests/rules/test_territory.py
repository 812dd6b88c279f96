"""What a row of the official list must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.territory import CODE_DIGITS, KIND_WORDS, is_code, kind_of_name
from kientoan.rules.tree import Level


@pytest.mark.parametrize(("level", "name", "kind"), [
    (Level.PROVINCE, "Tỉnh Thái Nguyên", "province"),
    (Level.PROVINCE, "Thành phố Hà Nội", "central_city"),
    (Level.DISTRICT, "Huyện Phú Bình", "rural_district"),
    (Level.DISTRICT, "Thành phố Sông Công", "city"),
    (Level.DISTRICT, "Thị xã Phổ Yên", "town"),
    (Level.DISTRICT, "Quận 1", "urban_district"),
    (Level.COMMUNE, "Xã Dương Thành", "commune"),
    (Level.COMMUNE, "PHƯỜNG QUAN TRIỀU", "ward"),
    (Level.COMMUNE, "Thị trấn Đu", "township"),
    (Level.COMMUNE, "Đặc khu Phú Quốc", "special_zone"),
    (Level.COMMUNE, "Huyện Phú Bình", None),
    (Level.DISTRICT, "Xã Dương Thành", None),
    (Level.COMMUNE, "Xã", None),
    (Level.COMMUNE, "Xãm", None),
    (Level.COMMUNE, "Dương Thành", None),
    (Level.COMMUNE, "", None),
])
def test_a_name_tells_its_kind_within_its_level(level, name, kind):
    assert kind_of_name(level, name) == kind


def test_no_word_of_a_level_hides_another():
    for level, words in KIND_WORDS.items():
        assert [kind_of_name(level, f"{word} X") for word in words] == list(words.values())


@pytest.mark.parametrize(("level", "text", "good"), [
    (Level.PROVINCE, "19", True), (Level.DISTRICT, "173", True), (Level.COMMUNE, "05431", True),
    (Level.COMMUNE, "5431", False), (Level.COMMUNE, "054310", False), (Level.COMMUNE, "0543a", False), (Level.COMMUNE, "٠٥٤٣١", False),
    (Level.COMMUNE, "05431\n", False), (Level.COMMUNE, "", False), (Level.PROVINCE, "9", False), (Level.DISTRICT, "05431", False),
])
def test_a_code_has_the_digits_of_its_level_and_nothing_else(level, text, good):
    assert is_code(level, text) is good


@given(st.sampled_from(sorted(CODE_DIGITS)), st.integers(0, 10**7))
def test_a_number_is_a_code_exactly_when_it_is_written_in_full(level, number):
    assert is_code(level, str(number)) == (len(str(number)) == {"province": 2, "district": 3, "commune": 5}[level])
