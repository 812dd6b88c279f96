"""Shares and how they are printed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.figures import Share, grouped, percent


def test_a_share_of_nothing_is_no_number():
    nothing = Share(0, 0)
    assert (nothing.fraction, nothing.tenths, percent(nothing)) == (None, None, "–")


def test_a_share_keeps_its_two_integers_and_gives_the_exact_fraction():
    assert (Share(491, 608).fraction, Share(2, 4)) == (Fraction(491, 608), Share(2, 4))


@pytest.mark.parametrize(("share", "tenths", "vietnamese", "english"), [
    (Share(491, 608), 808, "80,8\u00a0%", "80.8%"),
    (Share(0, 608), 0, "0,0\u00a0%", "0.0%"),
    (Share(608, 608), 1000, "100,0\u00a0%", "100.0%"),
    (Share(1, 2000), 1, "0,1\u00a0%", "0.1%"),
    (Share(1, 2001), 0, "0,0\u00a0%", "0.0%"),
    (Share(9, 8), 1125, "112,5\u00a0%", "112.5%"),
])
def test_a_share_is_printed_in_tenths_of_a_percent_with_half_rounded_up(share, tenths, vietnamese, english):
    assert (share.tenths, percent(share), percent(share, comma=False)) == (tenths, vietnamese, english)


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_printed_share_is_never_further_off_than_half_a_tenth(numerator, denominator):
    share = Share(numerator, denominator)
    assert Fraction(-1, 2) < share.tenths - share.fraction * 1000 <= Fraction(1, 2)


@pytest.mark.parametrize(("number", "vietnamese", "english"), [
    (0, "0", "0"), (999, "999", "999"), (4130, "4.130", "4,130"), (1234567, "1.234.567", "1,234,567"), (-4130, "−4.130", "−4,130"),
])
def test_thousands_are_parted_and_a_negative_number_has_a_true_minus(number, vietnamese, english):
    assert (grouped(number), grouped(number, dot=False)) == (vietnamese, english)


@given(st.integers())
def test_a_grouped_number_loses_no_digit(number):
    assert int(grouped(number).replace(".", "").replace("−", "-")) == number


def test_only_all_is_a_hundred_percent():
    assert [percent(Share(part, 2000)) for part in (1998, 1999, 2000)] == ["99,9\u00a0%", "99,9\u00a0%", "100,0\u00a0%"]
