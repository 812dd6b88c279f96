"""What two or three people keyed in from the same ballots, compared ballot by ballot; nothing is settled here.

A reading is whatever compares equal when two people read the same off a ballot. The ballots of a batch lie in one order; like ballots
that lie together may be keyed in as a packet, and one person's packet may be another's ballots one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat, zip_longest
from typing import Generic, TypeVar

Reading = TypeVar("Reading")
FEWEST_ENTRIES, MOST_ENTRIES = 2, 3
"""How many people key in the same ballots."""


@dataclass(frozen=True)
class Packet(Generic[Reading]):
    """Like ballots that lie together.

    Parameters:
        reading: what was read off each of them.
        count: how many they are.
    """

    reading: Reading
    count: int


@dataclass(frozen=True)
class Difference(Generic[Reading]):
    """A ballot that was not read alike.

    Parameters:
        ballot: its place in the batch, from 1.
        readings: what each person read, in the order of the entries; None where one has no such ballot.
    """

    ballot: int
    readings: tuple[Reading | None, ...]


def one_by_one(packets: Iterable[Packet[Reading]]) -> Iterator[Reading]:
    """The readings of the single ballots, in order.

    Parameters:
        packets: as they were keyed in.
    """
    return chain.from_iterable(repeat(each.reading, each.count) for each in packets)


def differences(entries: Sequence[Iterable[Reading]]) -> Iterator[Difference[Reading]]:
    """Every ballot that was not read alike by all, in order; the entries are read once, side by side, and none is kept.

    Parameters:
        entries: each person's readings, ballot by ballot.

    Raises:
        ValueError: when there are fewer than two entries or more than three.
    """
    if not FEWEST_ENTRIES <= len(entries) <= MOST_ENTRIES:
        raise ValueError(f"{len(entries)} entries: two or three are compared")
    return (Difference(ballot, readings) for ballot, readings in enumerate(zip_longest(*entries), 1) if not _alike(readings))


def _alike(readings: tuple[Reading | None, ...]) -> bool:
    first = readings[0]
    return all(each == first for each in readings[1:])
