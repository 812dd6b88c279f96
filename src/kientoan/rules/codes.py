"""Codes that people copy by hand: the secret one by which a proposal is followed, and the one on a receipt by which its holder checks it.

Sixteen characters of Crockford's base 32 are 80 bits, eight are 40. The letters I, L, O and U are never written; whoever types I, L or O means 1 or 0.
"""

import hashlib
import re
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
CHANCE = 8
_RECEIPT = re.compile(r"([A-Z]{1,6})(\d{4,6})")
_MEANT = str.maketrans("ILO", "110")


def written(code: str) -> str:
    """A code as it is shown: four groups of four."""
    return "-".join(code[start:start + GROUP] for start in range(0, LENGTH, GROUP))


def new_follow_code(choose: Callable[[str], str]) -> str:
    """A new secret code, as it is shown.

    Parameters:
        choose: takes one character of a text by a secure chance, such as ``secrets.choice``.
    """
    return written("".join(choose(ALPHABET) for _each in range(LENGTH)))


def read_follow_code(text: str) -> str | None:
    """The code that somebody typed or scanned, as it is shown; None for what cannot be one.

    Parameters:
        text: in either case, with or without hyphens and spaces.
    """
    bare = "".join(ch for ch in text.upper() if ch.isalnum()).translate(_MEANT)
    return written(bare) if len(bare) == LENGTH and set(bare) <= set(ALPHABET) else None


def follow_digest(code: str) -> str:
    """What is kept of a code, of either kind: SHA-256 of its characters without hyphens, as hexadecimal digits.

    Parameters:
        code: as the functions here give it.
    """
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()


def receipt_code(prefix: str, number: str, chance: bytes) -> str:
    """The code on a receipt: ``LN-0139-K7Q2-9F3M``.

    Parameters:
        prefix: the drive's letters, 1 to 6 of A to Z.
        number: of the receipt, 4 to 6 digits.
        chance: at least 5 bytes that nobody can guess; the first 40 bits are used.
    """
    bits = int.from_bytes(chance[:5], "big")
    secret = "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{number}-{secret[:GROUP]}-{secret[GROUP:]}"


def read_receipt_code(text: str) -> str | None:
    """The receipt code that somebody typed or scanned, as it is printed; None for what cannot be one.

    Parameters:
        text: in either case, with or without hyphens and spaces.
    """
    bare = "".join(ch for ch in text.upper() if ch.isalnum())
    named, secret = _RECEIPT.fullmatch(bare[:-CHANCE]), bare[-CHANCE:].translate(_MEANT)
    if named is None or not named[2].isascii() or not set(secret) <= set(ALPHABET):
        return None
    return f"{named[1]}-{named[2]}-{secret[:GROUP]}-{secret[GROUP:]}"
