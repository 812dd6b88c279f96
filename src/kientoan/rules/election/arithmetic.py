"""The numbers of a count that must fit, and which of them to count again when they do not (EL-30; NA-04 says the same).

printed = issued + spoiled + unused; issued = collected + not returned; collected = valid + invalid; votes within seats times valid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kientoan.rules.reasons import Reason

RULE = "EL-30"


class Number(StrEnum):
    """A number of ballots, or of votes."""

    PRINTED = "printed"
    ISSUED = "issued"
    SPOILED = "spoiled"
    UNUSED = "unused"
    COLLECTED = "collected"
    NOT_RETURNED = "not_returned"
    VALID = "valid"
    INVALID = "invalid"
    VOTES = "votes"


NUMBERS: Mapping[Number, tuple[str, str]] = {
    Number.PRINTED: ("phiếu in ra", "ballots printed"), Number.ISSUED: ("phiếu phát ra", "ballots issued"),
    Number.SPOILED: ("phiếu hỏng đổi lại", "ballots spoiled"), Number.UNUSED: ("phiếu không dùng", "ballots unused"),
    Number.COLLECTED: ("phiếu thu về", "ballots collected"), Number.NOT_RETURNED: ("phiếu không nộp lại", "ballots not returned"),
    Number.VALID: ("phiếu hợp lệ", "valid ballots"), Number.INVALID: ("phiếu không hợp lệ", "invalid ballots"), Number.VOTES: ("phiếu bầu", "votes"),
}
"""What each is called, in Vietnamese and in English."""

IDENTITIES: tuple[tuple[Number, tuple[Number, ...]], ...] = (
    (Number.PRINTED, (Number.ISSUED, Number.SPOILED, Number.UNUSED)),
    (Number.ISSUED, (Number.COLLECTED, Number.NOT_RETURNED)),
    (Number.COLLECTED, (Number.VALID, Number.INVALID)),
)
"""Each whole with its parts."""


@dataclass(frozen=True)
class Mismatch:
    """Numbers that do not fit.

    Parameters:
        again: the numbers to count again; as few as the other numbers allow.
        reason: the sentence, with every figure.
    """

    again: tuple[Number, ...]
    reason: Reason


def _listed(numbers: tuple[Number, ...], language: int) -> str:
    return ", ".join(NUMBERS[each][language] for each in numbers)


def _sum(whole: Number, parts: tuple[Number, ...], numbers: Mapping[Number, int], again: tuple[Number, ...]) -> Reason:
    total = sum(numbers[each] for each in parts)
    off = abs(numbers[whole] - total)
    added_vi, added_en = (" + ".join(f"{NUMBERS[each][at]} {numbers[each]}" for each in parts) for at in (0, 1))
    return Reason(f"{NUMBERS[whole][0].capitalize()} {numbers[whole]}, nhưng {added_vi} = {total}, lệch {off}. Đếm lại: {_listed(again, 0)}.",
                  f"{NUMBERS[whole][1].capitalize()} {numbers[whole]}, but {added_en} = {total}, which is {off} off. Count again: {_listed(again, 1)}.", RULE)


def mismatches(numbers: Mapping[Number, int], *, seats: int | None = None) -> list[Mismatch]:
    """What does not fit among the numbers that are known; what is not known yet is not asked for (EL-30).

    A number that stands in a sum that fits is not to be counted again; one that two sums that do not fit have in common is.

    Parameters:
        numbers: the numbers counted so far.
        seats: how many are to be elected; None to leave the votes unchecked.
    """
    negative = tuple(each for each in Number if numbers.get(each, 0) < 0)
    if negative:
        return [Mismatch(negative, Reason(f"Có số âm: {_listed(negative, 0)}. Đếm lại.", f"Below zero: {_listed(negative, 1)}. Count again.", RULE))]
    known = [(whole, parts) for whole, parts in IDENTITIES if all(each in numbers for each in (whole, *parts))]
    wrong = [(whole, parts) for whole, parts in known if numbers[whole] != sum(numbers[each] for each in parts)]
    sound = {each for whole, parts in known if (whole, parts) not in wrong for each in (whole, *parts)}
    found: list[Mismatch] = []
    for whole, parts in wrong:
        ours = (whole, *parts)
        others = {each for other, others in wrong if other is not whole for each in (other, *others)}
        again = tuple(each for each in ours if each in others) or tuple(each for each in ours if each not in sound)
        found.append(Mismatch(again or ours, _sum(whole, parts, numbers, again or ours)))
    if seats is not None and Number.VOTES in numbers and Number.VALID in numbers and numbers[Number.VOTES] > (most := seats * numbers[Number.VALID]):
        again = (Number.VOTES,) if Number.VALID in sound else (Number.VOTES, Number.VALID)
        found.append(Mismatch(again, Reason(
            f"Tổng phiếu bầu {numbers[Number.VOTES]}, nhiều hơn {seats} vị trí × {numbers[Number.VALID]} phiếu hợp lệ = {most}. Đếm lại: {_listed(again, 0)}.",
            f"Votes {numbers[Number.VOTES]}, more than {seats} seats × {numbers[Number.VALID]} valid ballots = {most}. Count again: {_listed(again, 1)}.", RULE)))
    return found


def more_collected_than_issued(collected: int, issued: int) -> Reason | None:
    """Why a count cannot stand when the box holds more ballots than were issued; None when it does not (EL-30).

    Parameters:
        collected: valid and invalid ballots together.
        issued: ballots handed out.
    """
    if collected <= issued:
        return None
    return Reason(f"Thu về {collected} phiếu, nhiều hơn {issued} phiếu phát ra. Đếm lại số phiếu phát ra và số phiếu thu về.",
                  f"{collected} ballots collected, more than the {issued} issued. Count again the ballots issued and the ballots collected.", RULE)
