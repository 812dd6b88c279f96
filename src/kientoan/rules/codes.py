"""Codes that people copy by hand: the secret one by which a proposal is followed.

Sixteen characters of Crockford's base 32 are 80 bits. The letters I, L, O and U are never written; whoever types I, L or O means 1 or 0.
"""

import hashlib
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
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
    """What is kept of a code: SHA-256 of its sixteen characters, as hexadecimal digits.

    Parameters:
        code: as ``new_follow_code`` or ``read_follow_code`` gives it.
    """
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()
