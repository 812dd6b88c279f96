"""What is counted of a committee, from integers only."""

from datetime import date

import pytest

from kientoan.rules.committees import Seated, composition, reference_day, young_under
from kientoan.rules.figures import Share
from kientoan.rules.tree import Level

PEOPLE = (
    Seated(39 * 12 + 11, True, False, True, {"political_theory": "theory_advanced"}), Seated(40 * 12, False, True, False, {}),
    Seated(None, None, None, False, {"political_theory": "theory_advanced"}))


def test_shares_are_of_those_of_whom_it_is_known():
    found = composition(4, PEOPLE, young_years=40)
    assert (found.filled, found.shortage) == (3, 1)
    assert (found.women, found.minority, found.young) == (Share(1, 2), Share(1, 2), Share(1, 2))
    assert (found.first_time, found.re_elected) == (Share(1, 3), Share(2, 3))
    assert found.levels == {"theory_advanced": 2}


@pytest.mark.parametrize(("months", "tenths"), [([480], 400), ([480, 486], 403), ([486], 405), ([485, 486], 405), ([], None)])
def test_the_average_age_is_rounded_half_up_from_months(months, tenths):
    seated = [Seated(month, None, None, True, {}) for month in months]
    assert composition(3, seated, young_years=40).average_tenths == tenths


def test_more_members_than_seats_are_no_shortage():
    assert composition(1, PEOPLE, young_years=40).shortage == 0


@pytest.mark.parametrize(("day", "years", "rule"), [(date(2010, 1, 1), 40, "CG-12"), (date(2020, 6, 23), 40, "CG-12"), (date(2025, 7, 1), 42, "CG-13")])
def test_who_is_young_depends_on_the_day(day, years, rule):
    assert young_under(day) == (years, rule)


def test_ages_are_judged_at_the_levels_own_month():
    assert [reference_day(level, date(2020, 5, 29)) for level in (Level.GRASSROOTS, Level.SUPERIOR, Level.PROVINCIAL)] == [
        date(2020, 4, 1), date(2020, 6, 1), date(2020, 9, 1)]
