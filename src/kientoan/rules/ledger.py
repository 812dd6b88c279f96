"""The book of a contribution drive in double entry: every line posts to at least two accounts, and its postings add up to nought.

Sources: DOMAIN PD-19 (money in = cash + in kind, valued separately; what is spent and what is left are what came in; corrections by reversing lines only). Money is
whole đồng; quantities are whole thousandths of their measure. What the public reads of the book is ``rules.openaccount``'s.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kientoan.rules.figures import grouped
from kientoan.rules.openaccount import LARGEST_AMOUNT, THOUSANDTHS, Means
from kientoan.rules.reasons import Reason

RULE = "PD-19"
MOST_QUANTITY = 10**12
"""Thousandths of one line."""
GIVEN, SPENT, STOCK = "given", "spent", "stock"
_NAMES: Mapping[Means, tuple[str, str]] = {
    Means.CASH: ("tiền mặt", "cash"), Means.TRANSFER: ("tiền trong tài khoản", "money in the bank"), Means.IN_KIND: ("hiện vật, ngày công", "goods and labour")}


@dataclass(frozen=True)
class Posting:
    """An amount on an account: above nought what comes into it, below what leaves it.

    Parameters:
        account: ``cash``, ``transfer``, ``stock:xi măng``; ``given:cash`` and its like for where it came from; ``spent:Cát, đá`` for where it went.
        amount: đồng.
    """

    account: str
    amount: int


def holder(means: Means, thing: str = "") -> str:
    """The account on which it lies while it is not spent: goods and labour by what they are."""
    return f"{STOCK}:{thing}" if means is Means.IN_KIND else means.value


def is_holder(account: str) -> bool:
    """Whether an account holds something that can be spent."""
    return account in (Means.CASH, Means.TRANSFER) or account.startswith(f"{STOCK}:")


def receipt(means: Means, amount: int, thing: str = "") -> tuple[Posting, ...]:
    """The postings of something given.

    Parameters:
        amount: đồng; 0 for things that are not valued.
        thing: what it is, where it is in kind.
    """
    return Posting(holder(means, thing), amount), Posting(f"{GIVEN}:{means.value}", -amount)


def expense(means: Means, amount: int, item: str, thing: str = "") -> tuple[Posting, ...]:
    """The postings of something spent on a line of the plan."""
    return Posting(f"{SPENT}:{item}", amount), Posting(holder(means, thing), -amount)


def reverse(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The postings that undo others."""
    return tuple(Posting(each.account, -each.amount) for each in postings)


def refuse_postings(postings: Sequence[Posting]) -> Reason | None:
    """Why postings are no entry; None when they are one: at least two accounts, and nought in all."""
    total = sum(each.amount for each in postings)
    if len({each.account for each in postings}) >= 2 and total == 0:
        return None
    return Reason(f"Bút toán phải có ít nhất hai tài khoản và cộng lại bằng 0, đây là {total}.", f"An entry has at least two accounts and adds up to nought, this to {total}.", RULE)


def balances(postings: Iterable[Posting]) -> dict[str, int]:
    """What lies on every account, in đồng."""
    found: dict[str, int] = {}
    for each in postings:
        found[each.account] = found.get(each.account, 0) + each.amount
    return found


@dataclass(frozen=True)
class Sums:
    """A book in figures, all in đồng.

    Parameters:
        cash, transfer, in_kind: what was given, by means.
        by_item: what was spent on each line of the plan, in kind included.
        left: what lies on each account that holds something.
    """

    cash: int
    transfer: int
    in_kind: int
    by_item: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def money(self) -> int:
        """Given in money."""
        return self.cash + self.transfer

    @property
    def given(self) -> int:
        """Given in all."""
        return self.money + self.in_kind

    @property
    def spent(self) -> int:
        """Spent in all."""
        return sum(self.by_item.values())

    @property
    def balance(self) -> int:
        """What is left; with what was spent it is what was given (PD-19)."""
        return sum(self.left.values())


def sums(accounts: Mapping[str, int]) -> Sums:
    """The figures of a book.

    Parameters:
        accounts: as ``balances`` gives them.
    """
    given = {means: -accounts.get(f"{GIVEN}:{means.value}", 0) for means in Means}
    by_item = {account.partition(":")[2]: amount for account, amount in accounts.items() if account.startswith(f"{SPENT}:")}
    return Sums(given[Means.CASH], given[Means.TRANSFER], given[Means.IN_KIND], by_item, {account: amount for account, amount in accounts.items() if is_holder(account)})


def refuse_sums(found: Sums) -> Reason | None:
    """Why a book does not hold together; None when it does: what was spent and what is left are what was given (PD-19)."""
    if found.spent + found.balance == found.given:
        return None
    return Reason(f"Sổ không khớp: chi {grouped(found.spent)} + còn {grouped(found.balance)} khác thu {grouped(found.given)}.",
                  f"The book does not agree: spent {grouped(found.spent, dot=False)} + left {grouped(found.balance, dot=False)} is not {grouped(found.given, dot=False)}.", RULE)


def refuse_below_nought(accounts: Mapping[str, int], postings: Iterable[Posting]) -> Reason | None:
    """Why an entry would leave less than nothing somewhere; None when it does not (PD-19).

    Parameters:
        accounts: what lies on each before it.
        postings: of the entry.
    """
    for each in postings:
        here = accounts.get(each.account, 0)
        if is_holder(each.account) and each.amount < 0 and here + each.amount < 0:
            kind, _sign, thing = each.account.partition(":")
            vi, en = (thing, thing) if kind == STOCK else _NAMES[Means(each.account)]
            return Reason(f"Còn {grouped(here)} đồng {vi}, không đủ {grouped(-each.amount)} đồng. Ghi khoản thu trước, hoặc sửa số tiền, nguồn chi.",
                          f"{grouped(here, dot=False)} đồng of {en} is left, not the {grouped(-each.amount, dot=False)} đồng needed. Enter what came in first, or change the sum or its source.",
                          RULE)
    return None


def refuse_amount(amount: int | None) -> Reason | None:
    """Why a sum of money cannot stand; None when it can."""
    if amount is not None and 0 < amount <= LARGEST_AMOUNT:
        return None
    return Reason(f"Số tiền phải lớn hơn 0 và không quá {grouped(LARGEST_AMOUNT)} đồng. Gõ lại.",
                  f"A sum is above nought and at most {grouped(LARGEST_AMOUNT, dot=False)} đồng. Give it again.", RULE)


def read_quantity(text: str) -> int | Reason:
    """A quantity in thousandths, as people type it: ``412``, ``3,5``, ``2.5``, ``1.200``; at most three decimals."""
    typed = re.sub(r"\s", "", text)
    found = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,3}))?|([0-9]+)\.([0-9]{1,2})", typed)
    if found is not None:
        whole, part = (found[1] or found[3]).replace(".", ""), (found[2] or found[4] or "").ljust(3, "0")
        quantity = int(whole) * THOUSANDTHS + int(part)
        if 0 < quantity <= MOST_QUANTITY:
            return quantity
    return Reason(f"“{text[:30]}” không phải là số lượng lớn hơn 0. Gõ như 412 hoặc 3,5.", f"“{text[:30]}” is no quantity above nought. Type it like 412 or 3,5.", RULE)


def write_rule(price: int | None, measure: str, source: str) -> str:
    """By which rule a thing is valued, in words: ``200.000 đồng một công, cuộc họp 10/03/2020``."""
    rule = "không quy tiền" if price is None else f"{grouped(price)} đồng một {measure}"
    return f"{rule}, {source}" if source else rule
