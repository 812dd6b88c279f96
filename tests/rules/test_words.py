"""Numbers in words: the forms that Vietnamese really has, and no two numbers with one reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.words import LARGEST, Zero, in_english, in_vietnamese, with_words

NUMBERS = st.one_of(st.integers(0, 2000), st.integers(0, LARGEST), st.integers(0, 14).map(lambda power: 10**power),
                    st.tuples(st.integers(1, 999), st.integers(0, 4), st.integers(0, 999)).map(lambda given: given[0] * 1000**given[1] + given[2]))


@pytest.mark.parametrize(("number", "words"), [
    (0, "không"), (1, "một"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"), (20, "hai mươi"),
    (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (30, "ba mươi"), (55, "năm mươi lăm"), (91, "chín mươi mốt"), (100, "một trăm"),
    (101, "một trăm linh một"), (104, "một trăm linh bốn"), (105, "một trăm linh năm"), (110, "một trăm mười"), (111, "một trăm mười một"),
    (115, "một trăm mười lăm"), (120, "một trăm hai mươi"), (121, "một trăm hai mươi mốt"), (176, "một trăm bảy mươi sáu"), (348, "ba trăm bốn mươi tám"),
    (1000, "một nghìn"), (1001, "một nghìn không trăm linh một"), (1010, "một nghìn không trăm mười"), (1200, "một nghìn hai trăm"),
    (2025, "hai nghìn không trăm hai mươi lăm"), (10_000, "mười nghìn"), (21_000, "hai mươi mốt nghìn"), (1_000_000, "một triệu"),
    (1_000_005, "một triệu không trăm linh năm"), (1_005_000, "một triệu không trăm linh năm nghìn"),
    (60_150_000, "sáu mươi triệu một trăm năm mươi nghìn"), (1_000_000_000, "một tỷ"), (2_000_000_000_000, "hai nghìn tỷ"),
    (2_005_000_000_001, "hai nghìn không trăm linh năm tỷ không trăm linh một"), (999_000_000_000_000, "chín trăm chín mươi chín nghìn tỷ")])
def test_vietnamese_says_it_as_people_do(number: int, words: str) -> None:
    assert in_vietnamese(number) == words


def test_a_nought_in_the_tens_is_linh_or_le() -> None:
    assert in_vietnamese(1_000_305, zero=Zero.LE) == "một triệu ba trăm lẻ năm"
    assert (in_vietnamese(105), in_vietnamese(105, zero=Zero.LE)) == ("một trăm linh năm", "một trăm lẻ năm")


@pytest.mark.parametrize(("number", "words"), [
    (0, "zero"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (100, "one hundred"), (105, "one hundred and five"), (176, "one hundred and seventy-six"),
    (1000, "one thousand"), (1004, "one thousand and four"), (1100, "one thousand one hundred"), (1_000_001, "one million and one"),
    (60_150_000, "sixty million one hundred and fifty thousand"), (2_000_000_000_000, "two trillion")])
def test_english_says_it_as_people_do(number: int, words: str) -> None:
    assert in_english(number) == words


@pytest.mark.parametrize(("number", "shown"), [(0, "00 (không)"), (2, "02 (hai)"), (176, "176 (một trăm bảy mươi sáu)"), (1204, "1.204 (một nghìn hai trăm linh bốn)")])
def test_minutes_write_figures_and_words(number: int, shown: str) -> None:
    assert with_words(number) == shown


@pytest.mark.parametrize("say", [in_vietnamese, in_english, with_words])
@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_is_out_of_reach_is_refused(say: object, number: int) -> None:
    with pytest.raises(ValueError, match="is not between 0 and"):
        say(number)  # type: ignore[operator]  # one of the three


DIGITS = {word: digit for digit, word in enumerate(("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"))} | {"mốt": 1, "tư": 4, "lăm": 5}


def heard(words: str) -> int:
    """The number that a clerk would write down on hearing the words; by rules of its own, from left to right."""
    total = billions = group = digit = 0
    for word in words.split():
        match word:
            case "trăm":
                group, digit = group + digit * 100, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "mười":
                group += 10
            case "linh" | "lẻ":
                assert digit == 0
            case "nghìn":
                total, group, digit = total + (group + digit) * 1000, 0, 0
            case "triệu":
                total, group, digit = total + (group + digit) * 1_000_000, 0, 0
            case "tỷ":
                billions, total, group, digit = total + group + digit, 0, 0, 0
            case _:
                assert digit == 0
                digit = DIGITS[word]
    return billions * 1_000_000_000 + total + group + digit


@given(NUMBERS, st.sampled_from(Zero))
def test_what_is_said_in_vietnamese_is_heard_again(number: int, zero: Zero) -> None:
    assert heard(in_vietnamese(number, zero=zero)) == number


ENGLISH = {word: number for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}
TENS = {word: number * 10 for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)}
GROUPS = {"thousand": 1000, "million": 1000**2, "billion": 1000**3, "trillion": 1000**4}


@given(NUMBERS)
def test_what_is_said_in_english_is_heard_again(number: int) -> None:
    total = group = 0
    for word in in_english(number).replace("-", " ").replace(" and ", " ").split():
        if word == "hundred":
            group *= 100
        elif word in GROUPS:
            total, group = total + group * GROUPS[word], 0
        else:
            group += {**ENGLISH, **TENS}[word]
    assert total + group == number


@given(NUMBERS, NUMBERS)
def test_two_numbers_never_sound_alike(one: int, other: int) -> None:
    assert (in_vietnamese(one) == in_vietnamese(other)) == (one == other)


@given(NUMBERS)
def test_mot_tu_and_lam_stand_after_tens_only(number: int) -> None:
    words = in_vietnamese(number).split()
    for before, word in zip(["", *words], words, strict=False):
        assert (word in ("mốt", "tư")) <= (before == "mươi")
        assert (word == "lăm") <= (before in ("mươi", "mười"))
        assert (before == "mươi") <= (word not in ("một", "bốn", "năm"))
