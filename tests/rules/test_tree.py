"""Which level may stand below which."""

from datetime import date
from itertools import product

import pytest

from kientoan.rules.tree import ABOVE, LEVEL_EN, LEVEL_VI, Level, refuse_place

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
ALLOWED = {
    ("province", None), ("district", "province"), ("commune", "district"), ("commune", "province"), ("hamlet", "commune"),
    ("central", None), ("provincial", None), ("provincial", "central"), ("superior", "provincial"), ("superior", "central"),
    ("grassroots", "superior"), ("grassroots", "provincial"), ("cell", "grassroots"),
}


@pytest.mark.parametrize(("level", "parent"), list(product(Level, [None, *Level])))
def test_a_unit_stands_only_where_its_level_belongs(level, parent):
    reason = refuse_place(level, parent, BEFORE)
    assert (reason is None) == ((level.value, parent.value if parent else None) in ALLOWED)
    if reason is not None:
        assert (reason.rule, reason.blocks) == ("TN-12", True)
        assert LEVEL_VI[level].lower() in reason.vi.lower()
        assert LEVEL_EN[level] in reason.en
        if parent is not None:
            assert LEVEL_VI[parent] in reason.vi
            assert LEVEL_EN[parent] in reason.en


def test_a_unit_at_the_top_that_needs_one_above_is_told_so():
    reason = refuse_place(Level.COMMUNE, None, BEFORE)
    assert reason.vi == "Cấp xã phải có đơn vị cấp trên. Chọn đơn vị cấp trên."
    assert reason.en == "A unit of the level “commune” needs one above it. Choose the unit above."


def test_a_wrong_place_names_every_right_one():
    reason = refuse_place(Level.COMMUNE, Level.HAMLET, BEFORE)
    assert reason.vi == "Cấp xã không đặt dưới xóm, tổ dân phố được; chỉ dưới cấp huyện hoặc cấp tỉnh."
    assert reason.en == "The level “commune” cannot stand under “hamlet”; only under district or province."


def test_a_level_that_stands_under_nothing_says_so():
    reason = refuse_place(Level.PROVINCE, Level.COMMUNE, BEFORE)
    assert reason.vi == "Cấp tỉnh đứng đầu cây, không đặt dưới cấp xã được."
    assert reason.en == "The level “province” stands at the top of the tree and cannot stand under “commune”."


def test_every_level_has_a_name_in_both_languages_and_a_place():
    assert set(LEVEL_VI) == set(LEVEL_EN) == set(ABOVE) == set(Level)
    assert len(set(LEVEL_VI.values())) == len(set(LEVEL_EN.values())) == len(Level)


def test_a_cell_stands_under_a_commune_organisation_of_the_upper_level_only_since_the_reform():
    assert refuse_place(Level.CELL, Level.SUPERIOR, BEFORE).rule == "TN-12"
    assert refuse_place(Level.CELL, Level.SUPERIOR, AFTER) is None


def test_what_awaits_a_decision_may_stand_under_any_higher_level_of_its_tree():
    assert refuse_place(Level.HAMLET, Level.PROVINCE, AFTER, awaiting=True) is None
    assert refuse_place(Level.GRASSROOTS, Level.PROVINCIAL, AFTER, awaiting=True) is None
    assert refuse_place(Level.CELL, Level.PROVINCIAL, AFTER, awaiting=True) is None
    assert refuse_place(Level.HAMLET, Level.PROVINCIAL, AFTER, awaiting=True) is not None
    assert refuse_place(Level.COMMUNE, Level.HAMLET, AFTER, awaiting=True) is not None
    assert refuse_place(Level.PROVINCE, Level.COMMUNE, AFTER, awaiting=True) is not None
