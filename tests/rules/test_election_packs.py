"""The packs: their papers and days, one for each body on each day, every rule in both languages."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.election.pack import ElectingBody
from kientoan.rules.election.packs import PACKS, PLAIN, pack_in_force
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason

RULE = re.compile(r"(V|EL|NA|VH)-\d\d")
PARTY = (ElectingBody.ALL_MEMBER_CONGRESS, ElectingBody.DELEGATE_CONGRESS, ElectingBody.COMMITTEE)


@pytest.mark.parametrize(("body", "on", "key"), [
    *((body, on, key) for body in PARTY for on, key in (
        (date(2014, 6, 9), "244-QD/TW@2014-06-09"), (date(2020, 8, 5), "244-QD/TW@2014-06-09"), (date(2024, 10, 9), "244-QD/TW@2014-06-09"),
        (date(2024, 10, 10), "190-QD/TW@2024-10-10"), (date(2026, 1, 1), "190-QD/TW@2024-10-10"))),
    (ElectingBody.HOUSEHOLD_MEETING, date(2023, 6, 30), "34/2007/PL-UBTVQH11@2007-04-20"), (ElectingBody.HOUSEHOLD_MEETING, date(2023, 7, 1), "10/2022/QH15@2022-11-10"),
    (ElectingBody.VALID_BALLOTS, date(2016, 5, 22), "85/2015/QH13@2015-06-25"), (ElectingBody.VALID_BALLOTS, date(2025, 6, 30), "85/2015/QH13@2015-06-25"),
    (ElectingBody.VALID_BALLOTS, date(2026, 3, 15), "83/2025/QH15@2025-06-24"), (ElectingBody.VALID_BALLOTS, date(2015, 8, 31), "")])
def test_the_day_and_the_body_choose_the_pack(body, on, key):
    found = pack_in_force(body, on)
    assert not isinstance(found, Reason)
    assert found.key == key
    assert not key or pack_in_force(body, on, key) is found


@given(st.sampled_from(ElectingBody), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_body_has_two_packs_on_a_day(body, on):
    assert sum(body in pack.majorities and on in pack.period for pack in PACKS.values()) <= 1


def test_one_pack_follows_the_other_without_a_gap_and_the_newest_is_in_force():
    for body in ElectingBody:
        periods = sorted(pack.period for pack in PACKS.values() if body in pack.majorities)
        assert [one.end for one in periods] == [*(other.start for other in periods[1:]), OPEN_END]
    assert [(pack.last_day + timedelta(days=1)) == pack.period.end for pack in PACKS.values() if pack.last_day] == [True, True, True]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_a_pack_names_its_papers_and_says_each_rule_in_both_languages(pack):
    number, issued_on = pack.key.split("@")
    first = pack.sources[0]
    assert (first.number.replace("Đ", "D"), first.issued_on.isoformat()) == (number, issued_on)
    assert first.issued_on <= pack.period.start
    assert all(each.issuer_vi and each.issuer_en for each in pack.sources)
    reasons = [*pack.articles, *(each.reason for each in pack.settings), pack.tie, pack.open_seats, *([pack.turnout] if pack.turnout else [])]
    assert len(pack.articles) >= 4
    assert [each for each in reasons if not (each.vi and each.en and RULE.fullmatch(each.rule)) or each.blocks] == []
    assert RULE.fullmatch(pack.invalid_rule)
    assert all(RULE.fullmatch(each.rule) for each in pack.majorities.values())
    assert len({each.key for each in pack.settings}) == len(pack.settings)


def test_only_state_law_settles_a_tie_and_every_unverified_base_has_its_setting():
    assert {pack.key for pack in (*PACKS.values(), PLAIN) if pack.older_wins} == {"85/2015/QH13@2015-06-25", "83/2025/QH15@2025-06-24"}
    for pack in PACKS.values():
        told = {each.reason.rule for each in pack.settings}
        assert {each.rule for each in pack.majorities.values() if each.unverified} <= told
    assert PLAIN.period == Period(date.min, OPEN_END)
