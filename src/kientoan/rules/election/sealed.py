"""What a sealed count keeps of its outcome, read back, and compared with a count made anew."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kientoan.rules.election.arithmetic import NUMBERS, Number
from kientoan.rules.election.count import Finding, Outcome, Tie
from kientoan.rules.election.pack import INVALID, InvalidBallot
from kientoan.rules.election.packs import PACKS
from kientoan.rules.reasons import Reason

Content = Mapping[str, Any]
FIGURES = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
PARTS: Mapping[str, tuple[str, str]] = {
    "rules": ("Bộ quy định", "Rule pack"), "base": ("Cơ sở tính", "Base"), "threshold": ("Số phiếu ít nhất để đắc cử", "Fewest votes that elect"),
    "valid": ("Phiếu hợp lệ", "Valid ballots"), "elected": ("Người đắc cử", "Elected"), "ties": ("Bằng phiếu", "Ties"), "open_seats": ("Vị trí còn trống", "Open seats")}
"""The parts that are compared whole, with what each is called in both languages."""


def sealed_content(outcome: Outcome, labels: Sequence[str], numbers: Mapping[Number, int]) -> dict[str, Any]:
    """What a sealed count keeps: numbers, who is elected, and every sentence in both languages."""
    return {
        "rules": outcome.pack.key, "base": outcome.base, "threshold": outcome.threshold, "valid": outcome.valid,
        "invalid": {reason.value: count for reason, count in sorted(outcome.invalid.items())},
        "votes": [[label, votes] for label, votes in zip(labels, outcome.votes, strict=True)],
        "elected": [labels[at] for at in outcome.elected],
        "ties": [{"candidates": [labels[at] for at in outcome.tie.candidates], "seats": outcome.tie.seats}] if outcome.tie else [],
        "open_seats": outcome.open_seats, "numbers": {number.value: count for number, count in numbers.items()},
        "reasons": [{"candidate": labels[each.candidate] if each.candidate is not None else None, "rule": each.reason.rule, "vi": each.reason.vi, "en": each.reason.en}
                    for each in outcome.findings]}


def outcome_of(content: Content) -> Outcome:
    """The outcome that ``sealed_content`` wrote, for whoever has no ballots to count any more."""
    labels = [label for label, _votes in content["votes"]]
    tie = next((Tie(tuple(labels.index(label) for label in each["candidates"]), each["seats"]) for each in content["ties"]), None)
    findings = tuple(Finding(None if each["candidate"] is None else labels.index(each["candidate"]), Reason(each["vi"], each["en"], each["rule"], blocks=False))
                     for each in content["reasons"])
    return Outcome(PACKS[content["rules"]], content["base"], content["threshold"], content["valid"],
                   {InvalidBallot(reason): count for reason, count in content["invalid"].items()}, tuple(votes for _label, votes in content["votes"]),
                   tuple(labels.index(label) for label in content["elected"]), tie, content["open_seats"], findings)


def compare(said: Content, counted: Content) -> Iterator[Reason]:
    """What a sealed count says otherwise than one made anew: every number, who is elected, and the figures of every sentence.

    Parameters:
        said: the sealed content.
        counted: the content of the new count, from ``sealed_content``.
    """
    for key, (vi, en) in PARTS.items():
        if said[key] != counted[key]:
            yield _differs(vi, en, said[key], counted[key])
    for reason in InvalidBallot:
        one, other = (each["invalid"].get(reason.value, 0) for each in (said, counted))
        if one != other:
            yield _differs(f"Phiếu không hợp lệ, {INVALID[reason][0]}", f"Invalid, {INVALID[reason][1]}", one, other)
    for number in Number:
        one, other = (each["numbers"].get(number.value) for each in (said, counted))
        if one != other:
            yield _differs(NUMBERS[number][0].capitalize(), NUMBERS[number][1].capitalize(), one, other)
    votes, again = dict(said["votes"]), dict(counted["votes"])
    if list(votes) != list(again):
        yield _differs("Tên theo thứ tự trên phiếu", "Names in the order of the ballot", list(votes), list(again))
    for label in (label for label in again if label in votes and votes[label] != again[label]):
        yield _differs(f"Số phiếu của {label}", f"Votes of {label}", votes[label], again[label])
    ours, theirs = _figures(said), _figures(counted)
    for at in range(max(len(ours), len(theirs))):
        one_said, other_said = (each[at] if at < len(each) else None for each in (ours, theirs))
        if one_said != other_said:
            yield _differs(f"Câu thứ {at + 1} của kết quả", f"Sentence {at + 1} of the outcome", _told(one_said), _told(other_said))


def _figures(content: Content) -> list[tuple[str, str, tuple[str, ...]]]:
    """Of each sentence whom it is about, its rule and its figures; the words around them may be put better in time."""
    return [(each["candidate"] or "", each["rule"], (*FIGURES.findall(each["vi"].replace(each["rule"], "") if each["rule"] else each["vi"]),)) for each in content["reasons"]]


def _told(sentence: tuple[str, str, tuple[str, ...]] | None) -> str:
    return "–" if sentence is None else " ".join(filter(None, (sentence[0], *sentence[2], sentence[1])))


def _differs(vi: str, en: str, said: Any, counted: Any) -> Reason:
    one, other = ("–" if value is None else ", ".join(map(_word, value)) or "–" if isinstance(value, list) else value for value in (said, counted))
    return Reason(f"{vi}: niêm ghi {one}, đếm lại được {other}.", f"{en}: the seal says {one}, counted again it is {other}.", "EL-30")


def _word(value: Any) -> str:
    return f"{'='.join(value['candidates'])} ({value['seats']})" if isinstance(value, dict) else str(value)
