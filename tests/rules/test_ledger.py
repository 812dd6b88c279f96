"""The book of a drive: it adds up whatever is entered, never holds less than nothing, and is corrected only by what undoes a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kientoan.rules.drives import (
    Basis,
    Part,
    Voted,
    decide,
    due_days,
    initials,
    needs_decision,
    read_sign,
    refuse_basis,
    refuse_closing,
    refuse_level,
    refuse_receipt,
    refuse_receiving,
    refuse_two_hands,
)
from kientoan.rules.ledger import (
    Posting,
    balances,
    expense,
    read_quantity,
    receipt,
    refuse_amount,
    refuse_below_nought,
    refuse_postings,
    refuse_sums,
    reverse,
    sums,
    write_rule,
)
from kientoan.rules.meetings import Outcome, Votes
from kientoan.rules.openaccount import LARGEST_AMOUNT, Means
from kientoan.rules.periods import Period
from kientoan.rules.reasons import Reason

THINGS = ("công", "xi măng")
AMOUNTS = st.integers(1, LARGEST_AMOUNT)
ENTRIES = st.one_of(
    st.tuples(st.just("in"), st.sampled_from(list(Means)), AMOUNTS, st.sampled_from(THINGS)),
    st.tuples(st.just("out"), st.sampled_from(list(Means)), AMOUNTS, st.sampled_from(THINGS)),
    st.tuples(st.just("undo"), st.just(Means.CASH), st.integers(0, 40), st.just("")))


@given(st.lists(ENTRIES, max_size=40))
def test_whatever_is_entered_the_book_adds_up_and_holds_no_less_than_nothing(entries: list[tuple[str, Means, int, str]]) -> None:
    accounts: dict[str, int] = {}
    book: list[tuple[Posting, ...]] = []
    for kind, means, amount, thing in entries:
        if kind == "undo":
            if not book:
                continue
            postings = reverse(book[amount % len(book)])
        else:
            postings = receipt(means, amount, thing) if kind == "in" else expense(means, amount, "Đá", thing)
        assert refuse_postings(postings) is None
        before = dict(accounts)
        if refuse_below_nought(accounts, postings) is None:
            book.append(postings)
            accounts = balances(each for entry in book for each in entry)
            undone = balances([Posting(account, amount) for account, amount in accounts.items()] + list(reverse(postings)))
            assert {key: value for key, value in undone.items() if value} == {key: value for key, value in before.items() if value}
    found = sums(accounts)
    assert (sum(accounts.values()), refuse_sums(found), min(found.left.values(), default=0) >= 0) == (0, None, True)
    assert found.given == found.spent + found.balance


def test_an_expense_above_what_is_there_is_refused_with_both_figures() -> None:
    accounts = balances([*receipt(Means.CASH, 2_000_000), *receipt(Means.IN_KIND, 400_000, "công")])
    for postings, figures in ((expense(Means.CASH, 2_000_001, "Đá"), ("2.000.000", "2.000.001")), (expense(Means.TRANSFER, 1, "Đá"), ("Còn 0", "1 đồng")),
                              (expense(Means.IN_KIND, 500_000, "Công", "công"), ("400.000", "500.000"))):
        reason = refuse_below_nought(accounts, postings)
        assert reason is not None and (reason.rule, all(each in reason.vi for each in figures)) == ("PD-19", True)
    assert refuse_below_nought(accounts, expense(Means.CASH, 2_000_000, "Đá")) is None
    assert refuse_below_nought(accounts, reverse(receipt(Means.CASH, 2_000_001))) is not None
    assert refuse_postings([Posting("cash", 0)]) is not None
    assert refuse_postings([Posting("cash", 2), Posting("given:cash", -1)]) is not None


@pytest.mark.parametrize(("amount", "stands"), [(1, True), (LARGEST_AMOUNT, True), (0, False), (-5, False), (None, False), (10**18, False)])
def test_a_sum_is_above_nought_and_not_a_slip_of_the_keys(amount: int | None, stands: bool) -> None:
    assert (refuse_amount(amount) is None) is stands


@pytest.mark.parametrize(("text", "thousandths"), [("412", 412_000), ("3,5", 3_500), ("2.25", 2_250), ("1.200", 1_200_000), ("0,001", 1), (" 12 ", 12_000)])
def test_a_quantity_is_read_exactly(text: str, thousandths: int) -> None:
    assert read_quantity(text) == thousandths


@pytest.mark.parametrize("text", ["", "0", "-3", "1,2345", "hai", "9" * 19, "1.2.3"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    assert isinstance(read_quantity(text), Reason)


def test_a_rule_of_valuation_says_the_price_and_whence() -> None:
    assert write_rule(200_000, "công", "cuộc họp 10/03/2020") == "200.000 đồng một công, cuộc họp 10/03/2020"
    assert write_rule(None, "m²", "") == "không quy tiền"


@pytest.mark.parametrize(("day", "households", "needed"), [(date(2023, 7, 1), 100, 67), (date(2023, 6, 30), 100, 51), (date(2024, 1, 5), 120, 80), (date(2020, 3, 10), 120, 61)])
def test_two_thirds_of_all_households_since_the_law_and_more_than_half_before(day: date, households: int, needed: int) -> None:
    for yes, passed in ((needed, True), (needed - 1, False)):
        found = decide(Voted(day, households, households, Votes(yes)))
        assert isinstance(found, Outcome) and (found.needed, found.passed, found.reason.rule) == (needed, passed, "PD-08")


def test_numbers_of_a_decision_that_cannot_be_are_refused() -> None:
    for voted, rule in ((Voted(date(2020, 3, 10), 0, 0, Votes(0)), "PD-13"), (Voted(date(2020, 3, 10), 10, 11, Votes(1)), "PD-13"), (Voted(date(2020, 3, 10), 10, 5, Votes(6)), "PD-13"),
                        (Voted(date(2007, 6, 30), 10, 5, Votes(5)), "V-01")):
        found = decide(voted)
        assert isinstance(found, Reason) and found.rule == rule


def test_nothing_is_collected_before_the_decision_nor_outside_its_days_nor_after_closing() -> None:
    spring = Period(date(2020, 3, 1), date(2020, 7, 1))

    def asked(**other: object) -> str | None:
        given = {"basis": Basis.ND24, "is_fixed": True, "decided_on": date(2020, 3, 10), "day": date(2020, 4, 1), "receives": spring, "is_closed": False} | other
        found = refuse_receipt(**given)  # type: ignore[arg-type]
        return None if found is None else f"{found[0]}/{found[1].rule}"

    assert asked() is None
    assert asked(decided_on=None) == "/RT-06"
    assert asked(basis=Basis.OTHER, is_fixed=False, decided_on=None) is None
    assert (asked(day=date(2020, 3, 9)), asked(day=date(2020, 7, 1)), asked(day=date(2020, 6, 30)), asked(is_closed=True)) == ("day/PD-08", "day/PD-08", None, "/PD-19")
    assert (needs_decision(Basis.ND93, is_fixed=False), needs_decision(Basis.ND93, is_fixed=True), needs_decision(Basis.LAW10, is_fixed=False)) == (False, True, True)


def test_a_basis_holds_on_its_days_and_a_level_says_what_it_is() -> None:
    assert refuse_basis(Basis.ND93, date(2021, 12, 11)) is None
    for basis, day in ((Basis.ND93, date(2021, 12, 10)), (Basis.LAW10, date(2023, 6, 30))):
        reason = refuse_basis(basis, day)
        assert reason is not None and reason.rule == "PD-14"
    assert (refuse_level(is_fixed=True, level=500_000), refuse_level(is_fixed=False, level=None)) == (None, None)
    assert None not in (refuse_level(is_fixed=True, level=None), refuse_level(is_fixed=False, level=5))


def test_an_appeal_has_five_days_to_keep() -> None:
    days = Period(date(2024, 9, 10), date(2024, 10, 11))
    found = due_days(Basis.ND93, called_on=date(2024, 9, 8), receives=days, spends_from=date(2024, 9, 20))
    assert [each.day for each in found] == [date(2024, 9, 8), date(2024, 9, 9), date(2024, 9, 20), date(2024, 10, 25), date(2024, 11, 29)]
    assert {each.reason.rule for each in found} == {"PD-18"}
    assert due_days(Basis.LAW10, called_on=date(2024, 9, 8), receives=days, spends_from=None) == ()
    assert refuse_receiving(Basis.ND93, called_on=date(2024, 9, 8), receives=Period(date(2024, 9, 10), date(2024, 12, 9))) is not None
    assert refuse_receiving(Basis.ND93, called_on=date(2024, 9, 8), receives=Period(date(2024, 9, 10), date(2024, 12, 8))) is None
    assert refuse_receiving(Basis.OTHER, called_on=date(2024, 9, 11), receives=days) is not None


def test_a_closing_names_all_that_is_missing_and_needs_two_hands() -> None:
    reason = refuse_closing(frozenset({Part.PLAN, Part.SUPERVISION, Part.BALANCE}))
    assert reason is not None and all(words in reason.vi for words in ("kế hoạch", "giám sát", "số dư"))
    assert (refuse_closing(frozenset()), refuse_two_hands("user:1", "user:2")) == (None, None)
    assert refuse_two_hands("user:1", "user:1") is not None


def test_codes_begin_with_a_sign_and_names_shrink_to_initials() -> None:
    assert (read_sign(" ln "), initials("Triệu Văn Sinh"), initials("")) == ("LN", "T.V.S.", "")
    assert all(isinstance(read_sign(text), Reason) for text in ("L", "ĐN", "LANGN", "L1"))
