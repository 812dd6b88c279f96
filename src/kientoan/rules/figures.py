"""Shares as two integers, rounded only to be shown."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Share:
    """A part of a whole.

    Parameters:
        numerator: the part, in units.
        denominator: the whole, in the same units; 0 when there is nothing to take a part of.
    """

    numerator: int
    denominator: int

    @property
    def fraction(self) -> Fraction | None:
        """The exact share, or None of nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def tenths(self) -> int | None:
        """The share in tenths of a percent, half rounded up: 491 of 608 is 808."""
        if not self.denominator:
            return None
        return (self.numerator * 2000 + self.denominator) // (2 * self.denominator)


def percent(share: Share, *, comma: bool = True) -> str:
    """A share as it is printed: ``80,8 %`` with a no-break space in Vietnamese, ``80.8%`` in English, an en dash of nothing."""
    if share.tenths is None:
        return "–"
    shown = min(share.tenths, 999) if share.numerator < share.denominator else share.tenths  # 100 % is said of all, of nothing less
    whole, tenth = divmod(shown, 10)
    return f"{whole},{tenth}\u00a0%" if comma else f"{whole}.{tenth}%"


def percent_to_hundredths(share: Share, *, comma: bool = True) -> str:
    """A share as minutes of an election print it: ``50,57 %`` in Vietnamese, ``50.57%`` in English, an en dash of nothing.

    Half is said of exactly half and all of all, so that the figure never says otherwise than the words beside it.
    """
    part, whole = share.numerator, share.denominator
    if not whole:
        return "–"
    shown = (part * 20000 + whole) // (2 * whole)
    for exact, apart in ((5000, part * 2 - whole), (10000, part - whole)):
        if shown == exact and apart:
            shown += 1 if apart > 0 else -1
    units, hundredths = divmod(shown, 100)
    return f"{units},{hundredths:02} %" if comma else f"{units}.{hundredths:02}%"


def grouped(number: int, *, dot: bool = True) -> str:
    """An integer with thousands parted: ``4.130``; a true minus sign below zero."""
    digits = f"{abs(number):,}".replace(",", "." if dot else ",")
    return f"−{digits}" if number < 0 else digits
