"""Codes that people copy by hand."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.codes import ALPHABET, follow_digest, new_follow_code, read_follow_code


def test_a_code_is_four_groups_of_four_of_the_alphabet() -> None:
    code = new_follow_code(secrets.choice)
    assert [len(group) for group in code.split("-")] == [4] * 4
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert new_follow_code(secrets.choice) != code


@given(st.text(ALPHABET, min_size=16, max_size=16), st.sampled_from(["", "-", " "]))
def test_what_is_copied_in_any_case_with_any_marks_is_the_same_code(bare: str, mark: str) -> None:
    typed = mark.join(bare[start:start + 4] for start in range(0, 16, 4)).lower()
    read = read_follow_code(typed)
    assert read is not None
    assert (read.replace("-", ""), read_follow_code(read), follow_digest(read)) == (bare, read, follow_digest(bare))


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    assert read_follow_code("oOlI-0000-0000-0000") == "0011-0000-0000-0000"


@pytest.mark.parametrize("typed", ["", "0000-0000-0000-000", "0000-0000-0000-00000", "UUUU-0000-0000-0000", "đđđđ-0000-0000-0000"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_follow_code(typed) is None
