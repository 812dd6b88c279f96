"""Counts of persons that outsiders may read: small ones are hidden, so is what would give them away, and the others are told to the nearest five.

Sources: PV-02 (ethnicity, political and religious views are sensitive), PV-11 (no list of members in public). That a count below five is hidden and the
others are rounded is the house's own rule: no paper gives the number. Without rounding, the units below subtracted from the unit above tell the one that is hidden.
"""

from collections.abc import Sequence

FEWEST = 5
"""The smallest count that is shown; nobody is told by a zero, so it is."""


def _is_small(count: int) -> bool:
    return 0 < count < FEWEST


def hide_parts(counts: Sequence[int]) -> tuple[int | None, ...]:
    """The parts of a whole that is shown, such as women and men of a committee: none can be computed from the others and the whole.

    Parameters:
        counts: the parts; each person is in one of them.

    Returns:
        the parts in the same order, None where one is hidden.
    """
    hidden = {at for at, count in enumerate(counts) if _is_small(count)}
    while hidden and len(hidden) < len(counts) and (len(hidden) == 1 or sum(counts[at] for at in hidden) <= max(FEWEST - 1, len(hidden))):
        hidden.add(min((at for at in range(len(counts)) if at not in hidden), key=lambda at: (counts[at] == 0, counts[at], at)))
    return tuple(None if at in hidden else count for at, count in enumerate(counts))


def _to_five(count: int) -> int:
    """A count to the nearest five; 0 only for 0 to 2, where an exact nought is told and 1 and 2 are hidden before."""
    return (count + FEWEST // 2) // FEWEST * FEWEST


def tell_parts(counts: Sequence[int]) -> tuple[int | None, ...]:
    """The parts of a whole as outsiders read them: small ones hidden, the others to the nearest five.

    Parameters:
        counts: the parts; each person is in one of them.

    Returns:
        the parts in the same order, None where one is hidden. Two units that differ by one hidden count of up to four need not differ in what is told.
    """
    return tuple(None if shown is None else _to_five(shown) for shown in hide_parts(counts))
