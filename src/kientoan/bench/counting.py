"""What a count costs: a million ballots of 60 names, and a hundred thousand keyed in three times, each beside the plainest loop that sums them.

No database and no installation are used. Ballots come as a stream, as batches do, so the most memory held must not grow with their number.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count, cycle, islice
from typing import TypeVar

from kientoan.bench.measure import Bar, Measure, forget_peak, in_turn, peak_mebibytes
from kientoan.rules.election.count import Election, open_count
from kientoan.rules.election.entries import Marks, differences
from kientoan.rules.election.pack import BallotForm, ElectingBody, InvalidBallot
from kientoan.rules.figures import grouped

NAMES, SEATS, ENTRIES, BATCH = 60, 30, 3, 100
SIZES = {"tiny": (10_000, 1_000), "province": (1_000_000, 100_000)}
POOL, EVERY_OTHERWISE = 4096, 499
SECONDS, MEBIBYTES = 30.0, 4
Struck = tuple[int, ...]
Answer = TypeVar("Answer")


def size(scale: str) -> str:
    """How much is counted, as it is printed."""
    ballots, keyed = SIZES[scale]
    return f"{grouped(ballots)} phiếu {NAMES} người, {grouped(keyed)} phiếu do {ENTRIES} người nhập"


def _pool() -> list[Struck]:
    """Invented ballots; with 60 names and 30 seats some elect too many. The same ones each time, as objects of their own."""
    chance = random.Random(NAMES)
    return [tuple(sorted(chance.sample(range(NAMES), chance.randint(SEATS - 1, NAMES - 20)))) for _each in range(POOL)]


def measure(scale: str, repeat: int, bar: Bar) -> list[Measure]:
    """Both measures.

    Parameters:
        scale: tiny or province.
        repeat: how often each is done.
        bar: says how far the work is.

    Raises:
        RuntimeError: when the two sides do not come to the same numbers.
    """
    ballots, keyed = SIZES[scale]
    return [_count(ballots, repeat, bar), _compare(keyed, repeat, bar)]


def _peak(act: Callable[[], object]) -> int:
    """The most memory held while something is done, in mebibytes."""
    forget_peak()
    act()
    return peak_mebibytes()


def _both(ours: Callable[[int], Answer], by_hand: Callable[[int], Answer], number: int, repeat: int, bar: Bar, what: str) -> tuple[float, float, bool, str, Answer]:
    """Both sides in turn: their medians, whether ours is quick and its memory flat, the memory as it is printed, and the answer.

    Raises:
        RuntimeError: when the sides do not come to the same numbers.
    """
    small, sides, done = number // 100, 2 * (repeat + 1), count()
    few, many = _peak(lambda: ours(small)), _peak(lambda: ours(number))
    bar(what, 0, sides)
    (seconds, floor), answers = in_turn(lambda _round: ours(number), lambda _round: by_hand(number), repeat=repeat, between=lambda: bar(what, next(done) + 1, sides))
    answer: Answer = answers[0][0]
    if any(each != answer for side in answers for each in side):
        raise RuntimeError(f"{what}: the two sides do not come to the same numbers")
    note = f"bộ nhớ cao nhất {many} MiB, với {grouped(small)} phiếu {few} MiB"
    return seconds, floor, seconds <= SECONDS and many - few <= MEBIBYTES, note, answer


def _count(ballots: int, repeat: int, bar: Bar) -> Measure:
    pool = _pool()
    election = Election(date(2020, 8, 5), ElectingBody.DELEGATE_CONGRESS, SEATS, tuple(f"Người {number}" for number in range(NAMES)), BallotForm.STRIKE_OUT,
                        ballots, ballots)

    def ours(number: int) -> tuple[int, int, tuple[int, ...]]:
        begun = open_count(election)
        for struck in islice(cycle(pool), number):
            begun.strike(struck)
        outcome = begun.close()
        return outcome.valid, outcome.invalid.get(InvalidBallot.TOO_MANY, 0), outcome.votes

    def by_hand(number: int) -> tuple[int, int, tuple[int, ...]]:
        valid = too_many = 0
        against = [0] * NAMES
        for struck in islice(cycle(pool), number):
            if NAMES - len(struck) > SEATS:
                too_many += 1
            else:
                valid += 1
                for index in struck:
                    against[index] += 1
        return valid, too_many, tuple(valid - each for each in against)

    seconds, floor, met, note, _answer = _both(ours, by_hand, ballots, repeat, bar, "đếm phiếu")
    return Measure(f"đếm {grouped(ballots)} phiếu {NAMES} người", seconds, floor, "≤ 30 s, bộ nhớ phẳng", met, note)


def _keyed(pool: Sequence[Marks], number: int, person: int) -> Iterator[Marks]:
    """What a person keyed in; the last one reads a ballot otherwise now and then."""
    for at, marks in enumerate(islice(cycle(pool), number)):
        yield Marks(marks.against[1:]) if person == ENTRIES - 1 and at % EVERY_OTHERWISE == 0 else marks


def _compare(keyed: int, repeat: int, bar: Bar) -> Measure:
    pools = [[Marks(struck) for struck in _pool()] for _each in range(ENTRIES)]

    def entries(number: int) -> list[Iterator[Marks]]:
        return [_keyed(pool, number, person) for person, pool in enumerate(pools)]

    def ours(number: int) -> int:
        streams = entries(number)
        return sum(each.count for _first in range(0, number, BATCH) for each in differences([Counter(islice(stream, BATCH)) for stream in streams]))

    def by_hand(number: int) -> int:
        return sum(one != two or one != three for one, two, three in zip(*entries(number), strict=True))

    seconds, floor, met, note, apart = _both(ours, by_hand, keyed, repeat, bar, "so các lần nhập")
    return Measure(f"so {grouped(keyed)} phiếu do {ENTRIES} người nhập", seconds, floor, "≤ 30 s, bộ nhớ phẳng", met, f"{note}, {apart} phiếu khác nhau")
