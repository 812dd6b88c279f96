"""Which ballots to read again by hand: a random sample that anybody can derive again from a seed thrown with dice.

The order is that of Ronald L. Rivest's reference sampler (sampler.py, 2011; Arlo uses a later one of his): the n-th pick, n from 1, is the SHA-256 of
``SEED,n`` in UTF-8, read as one whole number, modulo how many ballots there are, plus one. A ballot that was picked already is passed over. So the
sample of more ballots begins with that of fewer, and a page, a spreadsheet or a pencil gives the same.

A pick is a place on the paper: the stacks lie in the order of their numbers, and in each the ballots are counted from the top, from 1. It is never a row
of a database: what was keyed in has no order (EL-48).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from kientoan.rules.reasons import Reason

FEWEST_DIGITS, MOST_DIGITS = 20, 100
"""Twenty throws of a ten-sided die: nobody can try out every seed until one suits them."""
SIZE = re.compile(r"([0-9]{1,7})\s*(%?)")


def read_seed(text: str) -> str | Reason:
    """The digits that were thrown, spaces left out; or why they are no seed."""
    digits = "".join(text.split())
    if not digits.isascii() or not digits.isdigit() or not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return Reason(f"Hạt giống gồm từ {FEWEST_DIGITS} đến {MOST_DIGITS} chữ số gieo được trước mọi người. Gieo thêm rồi gõ từng chữ số theo thứ tự gieo.",
                      f"The seed has {FEWEST_DIGITS} to {MOST_DIGITS} digits, thrown before everybody. Throw on and type each digit in the order thrown.")
    return digits


def read_size(text: str, total: int) -> int | Reason:
    """How many ballots of ``total`` are to be read again: a number, or a share such as ``10 %``, rounded up."""
    found = SIZE.fullmatch(text.strip())
    size = 0 if found is None else -(-total * int(found[1]) // 100) if found[2] else int(found[1])
    if not 1 <= size <= total:
        return Reason(f"Đọc lại từ 1 đến {total} phiếu. Gõ số phiếu, ví dụ 20, hoặc tỷ lệ, ví dụ 10 %.",
                      f"From 1 to {total} ballots are read again. Type a number such as 20, or a share such as 10 %.")
    return size


def picks(seed: str, total: int) -> Iterator[int]:
    """Places from 1 to ``total`` in the order in which they are picked, for ever and with repetitions."""
    count = 0
    while True:
        count += 1
        yield int.from_bytes(hashlib.sha256(f"{seed},{count}".encode()).digest(), "big") % total + 1


def draw(seed: str, stacks: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """The ballots to read again, in the order in which they are picked.

    Parameters:
        seed: the digits.
        stacks: each batch's number and how many ballots lie in it.
        size: how many ballots to pick, at most as many as there are.

    Returns:
        of each the batch's number and its place from the top, from 1.

    Raises:
        ValueError: when more are asked for than there are.
    """
    ordered = sorted(stacks)
    total = sum(ballots for _number, ballots in ordered)
    if not 0 <= size <= total:
        raise ValueError(f"{size} of {total} ballots")
    found: dict[int, tuple[int, int]] = {}
    if size:
        for pick in picks(seed, total):
            found.setdefault(pick, _place(pick, ordered))
            if len(found) == size:
                break
    return list(found.values())


def _place(pick: int, ordered: Sequence[tuple[int, int]]) -> tuple[int, int]:
    for number, ballots in ordered:
        if pick <= ballots:
            return number, pick
        pick -= ballots
    raise ValueError("a pick beyond the last ballot")
