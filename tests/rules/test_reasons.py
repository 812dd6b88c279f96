"""Outcomes that explain themselves."""

import pytest

from kientoan.rules.reasons import Reason

SAID = Reason("Chưa tới ngày.", "Not yet.", "CG-31")


@pytest.mark.parametrize(("language", "sentence"), [
    ("vi", "Chưa tới ngày."), ("en", "Not yet."), ("en-gb", "Not yet."), ("fr", "Chưa tới ngày."), ("", "Chưa tới ngày."),
])
def test_english_is_given_to_english_readers_and_vietnamese_to_all_others(language, sentence):
    assert SAID.in_language(language) == sentence


def test_a_reason_refuses_unless_it_says_that_it_only_warns():
    assert (SAID.blocks, Reason("a", "b").rule, Reason("a", "b", blocks=False).blocks) == (True, "", False)
