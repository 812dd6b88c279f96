"""What is read off a ballot, how it is keyed in and kept, and what two or three people read, compared; nothing is settled here.

A batch is a stack of at most a hundred ballots. What each person read in it is kept without order, so that no entry can be tied to the place of a
ballot in the stack or to the moment at which it was keyed (EL-48); like readings are therefore compared as numbers of ballots, and those that are
left over are laid beside the nearest readings of the others.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kientoan.rules.election.count import Count
from kientoan.rules.election.pack import BallotForm, InvalidBallot
from kientoan.rules.reasons import Reason

FEWEST_HANDS, MOST_HANDS = 2, 3
"""How many people key in the same ballots."""
MOST_IN_BATCH = 100
KEYS: Mapping[str, InvalidBallot] = {"kp": InvalidBallot.NOT_ISSUED, "dd": InvalidBallot.MARKED}
"""What is typed for a ballot that does not count for a reason that its boxes and strokes do not show."""
ALL, NONE = "*", "0"
LINE = re.compile(r"^(.*?)(?:\s*[x×]\s*([0-9]{1,3}))?$", re.IGNORECASE)
"""The marks, and how many ballots; it fits any line."""
FAR = 1_000


@dataclass(frozen=True, order=True)
class Marks:
    """What a person reads off a ballot.

    Parameters:
        against: places, from 0, of the names struck out, or with a mark in “disagree”.
        agree: places of the names with a mark in “agree”; on a ballot with names to strike out none.
        invalid: why the ballot does not count, where its marks alone do not show it; else empty.
    """

    against: tuple[int, ...] = ()
    agree: tuple[int, ...] = ()
    invalid: str = ""

    def kept(self) -> str:
        """As it is stored: ``1,3|0,2|`` or ``||not_issued``."""
        return f"{','.join(map(str, self.against))}|{','.join(map(str, self.agree))}|{self.invalid}"


def read_kept(text: str) -> Marks:
    """The marks that ``Marks.kept`` wrote."""
    against, agree, invalid = text.split("|")
    return Marks(_places(against), _places(agree), invalid)


def _places(text: str) -> tuple[int, ...]:
    return tuple(map(int, filter(None, text.split(","))))


def typed(marks: Marks, form: BallotForm) -> str:
    """The line that is typed for a ballot; ``read_line`` reads it."""
    if marks.invalid:
        return next(key for key, invalid in KEYS.items() if invalid == marks.invalid)
    if form is BallotForm.STRIKE_OUT:
        return " ".join(str(at + 1) for at in marks.against) or NONE
    return " ".join([*(str(at + 1) for at in marks.agree), *(f"-{at + 1}" for at in marks.against)]) or NONE


def _refuse(line: int, vi: str, en: str) -> Reason:
    return Reason(f"Dòng {line}: {vi}", f"Line {line}: {en}")


def read_line(text: str, line: int, *, names: int, form: BallotForm) -> tuple[Marks, int] | Reason:
    """A ballot, or like ballots, as one types them.

    With names to strike out: the numbers struck, ``0`` for none, ``*`` for all. With boxes: the numbers agreed to, those disagreed with after
    a minus, both for both boxes, ``0`` for a blank ballot. ``kp`` is a ballot that the board did not issue, ``dd`` one with names added or
    signed. ``x40`` behind it says that forty lie together.

    Parameters:
        text: the line.
        line: its number, for the sentence.
        names: how many names stand on the ballot.
        form: how it is filled in.

    Returns:
        what was read and how many times, or why it cannot be read.
    """
    marks, number = LINE.findall(text.strip())[0]
    count, words = int(number or 1), marks.replace(",", " ").split()
    if not 1 <= count <= MOST_IN_BATCH:
        return _refuse(line, f"số phiếu giống nhau là {count}. Gõ từ x1 đến x{MOST_IN_BATCH}.", f"{count} like ballots. Type x1 to x{MOST_IN_BATCH}.")
    if not words:
        return _refuse(line, f"chưa có số nào. Gõ số thứ tự, hoặc {NONE} khi phiếu để nguyên.", f"no number. Type the numbers of names, or {NONE} for a ballot left as it is.")
    if len(words) == 1 and (invalid := KEYS.get(words[0].lower())):
        return Marks(invalid=invalid.value), count
    if words == [ALL] and form is BallotForm.STRIKE_OUT:
        return Marks(tuple(range(names))), count
    if words == [NONE]:
        return Marks(), count
    against, agree = set[int](), set[int]()
    for word in words:
        minus, number = word.startswith("-"), word.removeprefix("-")
        if not number.isascii() or not number.isdigit() or len(number) > 3 or not 1 <= int(number) <= names or (minus and form is BallotForm.STRIKE_OUT):
            return _refuse(line, f"“{word[:20]}” không phải số thứ tự trên phiếu (1 đến {names}). Gõ lại dòng này.",
                           f"“{word[:20]}” is no number on the ballot (1 to {names}). Type the line again.")
        into = against if minus or form is BallotForm.STRIKE_OUT else agree
        if int(number) - 1 in into:
            return _refuse(line, f"số {word} gõ hai lần. Bỏ một.", f"{word} stands twice. Take one away.")
        into.add(int(number) - 1)
    return Marks(tuple(sorted(against)), tuple(sorted(agree))), count


def read_batch(text: str, *, names: int, form: BallotForm) -> tuple[Counter[Marks], list[Reason]]:
    """A whole batch as one types it, a line for each ballot or packet; empty lines are skipped.

    Returns:
        how many times each was read, and what could not be read, line by line.
    """
    found: Counter[Marks] = Counter()
    faults: list[Reason] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            read = read_line(line, number, names=names, form=form)
            if isinstance(read, Reason):
                faults.append(read)
            else:
                found[read[0]] += read[1]
    return found, faults


def add(count: Count, marks: Marks, number: int = 1) -> None:
    """Add like ballots to a count."""
    if marks.invalid:
        count.spoil(InvalidBallot(marks.invalid), number)
    elif count.election.form is BallotForm.STRIKE_OUT:
        count.strike(marks.against, number)
    else:
        count.mark(marks.agree, marks.against, number)


@dataclass(frozen=True)
class Difference:
    """Ballots that were not read alike.

    Parameters:
        readings: what each person read, in the order of the hands; None where one has no ballot to lay beside it.
        count: how many such ballots.
    """

    readings: tuple[Marks | None, ...]
    count: int


def distance(one: Marks | None, other: Marks | None) -> int:
    """How far apart two readings are: in how many boxes or strokes."""
    if one is None or other is None or one.invalid != other.invalid:
        return FAR
    return len(set(one.against) ^ set(other.against)) + len(set(one.agree) ^ set(other.agree))


def differences(hands: Sequence[Mapping[Marks, int]]) -> list[Difference]:
    """What was not read alike by all in one batch; like differences are one line.

    Parameters:
        hands: how many times each person read what.

    Raises:
        ValueError: when there are fewer than two people or more than three.
    """
    if not FEWEST_HANDS <= len(hands) <= MOST_HANDS:
        raise ValueError(f"{len(hands)} hands: two or three are compared")
    if all(hand == hands[0] for hand in hands[1:]):
        return []
    agreed = Counter(hands[0])
    for hand in hands[1:]:
        agreed &= Counter(hand)
    left = [sorted((Counter(hand) - agreed).elements()) for hand in hands]
    found: Counter[tuple[Marks | None, ...]] = Counter()
    while any(left):
        first = next(hand for hand in range(len(left)) if left[hand])
        row: list[Marks | None] = [None] * len(left)
        row[first] = left[first].pop(0)
        for other in range(first + 1, len(left)):
            if left[other]:
                nearest = min(left[other], key=lambda each: (distance(row[first], each), each))  # used at once
                left[other].remove(nearest)
                row[other] = nearest
        found[tuple(row)] += 1
    return [Difference(readings, count) for readings, count in sorted(found.items(), key=lambda each: [_order(marks) for marks in each[0]])]


def _order(marks: Marks | None) -> tuple[bool, Marks]:
    return marks is None, marks or Marks()


def agreed(hands: Iterable[Mapping[Marks, int]]) -> bool:
    """Whether all read the same."""
    first, *rest = list(hands)
    return all(hand == first for hand in rest)
