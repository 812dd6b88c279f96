"""The ballots of a sealed count as a cast-vote-record report: NIST SP 1500-103, version 1.0.0, in its JSON form; written and read back.

One record for each ballot. Records stand in the order of what is on them and are numbered in that order, so the file says nothing of the order in which
ballots were keyed, of batches, hands or moments (EL-48), and the same ballots always give the same bytes. The report's moment is the beginning of the day of
the vote. What somebody counts by the marks alone must come to our votes: a selection that gives no vote is marked as not allocable, with why.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kientoan.rules.election.count import Election, open_count
from kientoan.rules.election.entries import KEYS, Marks, add
from kientoan.rules.election.pack import BallotForm, InvalidBallot
from kientoan.rules.frozen import canonical

VERSION = "1.0.0"
SCOPE, CONTEST, ELECTION, DEVICE, AREA = "unit", "contest", "election", "device", "area-"
FOR, AGAINST = "for-", "against-"
NO_MARKS = frozenset(KEYS.values())
"""The reasons for which a ballot does not count whatever is marked on it; of such a ballot no marks were keyed."""


@dataclass(frozen=True)
class AreaBallots:
    """The ballots of one polling area.

    Parameters:
        number: the area's.
        name: what it is called.
        ballots: how many were read as what.
    """

    number: int
    name: str
    ballots: Mapping[Marks, int]


class StrangeRecordError(ValueError):
    """A report that is not ours; ``place`` says where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def _of(kind: str, name: str = "", /, **values: Any) -> dict[str, Any]:
    """An object of the format, with its id where it has one."""
    return {"@type": f"CVR.{kind}", **({"@id": name} if name else {}), **values}


def _selections(question: Election) -> Iterator[dict[str, Any]]:
    for number in range(1, len(question.candidates) + 1):
        yield _of("CandidateSelection", f"{FOR}{number}", CandidateIds=[f"candidate-{number}"])
        if question.form is BallotForm.AGREE_DISAGREE:
            yield _of("ContestSelection", f"{AGAINST}{number}", Code=[_of("Code", Type="other", OtherType="disagree", Value=str(number))])


def _position(selection: str, place: int, *, votes: int, counts: bool) -> dict[str, Any]:
    position = _of("SelectionPosition", HasIndication="yes", NumberVotes=votes, IsAllocable="yes" if counts else "no")
    return _of("CVRContestSelection", ContestSelectionId=selection, OptionPosition=place, SelectionPosition=[position])


def _contest(question: Election, marks: Marks) -> dict[str, Any]:
    """What a ballot with these marks says of the contest; whether it counts is asked of the count itself."""
    count = open_count(question)
    add(count, marks)
    reason = next(iter(count.invalid), None)
    chosen: Sequence[int] = marks.agree
    if question.form is BallotForm.STRIKE_OUT:
        chosen = () if marks.invalid else [at for at in range(len(question.candidates)) if at not in marks.against]
    rows = [_position(f"{FOR}{at + 1}", at, votes=1, counts=bool(count.votes[at])) for at in chosen]
    if question.form is BallotForm.AGREE_DISAGREE:
        rows += [_position(f"{AGAINST}{at + 1}", at, votes=0, counts=False) for at in marks.against]
    given = sum(count.votes)
    status = ["undervoted"] if reason is None and given < question.seats else []
    if reason is not None:
        status = [*(["overvoted"] if reason is InvalidBallot.TOO_MANY else []), "invalidated-rules", "other"]
    return _of("CVRContest", ContestId=CONTEST, CVRContestSelection=rows, Status=status, **({"OtherStatus": reason.value} if reason else {}),
               Undervotes=question.seats - given if reason is None else 0, Overvotes=len(chosen) - question.seats if reason is InvalidBallot.TOO_MANY else 0)


def _records(question: Election, stacks: Sequence[tuple[dict[str, Any], Mapping[Marks, int]]]) -> Iterator[dict[str, Any]]:
    """A record for each ballot; with each stack come the properties that say which it is."""
    number = 0
    for where, ballots in stacks:
        for marks in sorted(marks for marks, count in ballots.items() if count):
            contest = _contest(question, marks)
            for _ballot in range(ballots[marks]):
                number += 1
                snapshot = f"snapshot-{number}"
                yield _of("CVR", ElectionId=ELECTION, CurrentSnapshotId=snapshot, **where,
                          CVRSnapshot=[_of("CVRSnapshot", snapshot, Type="interpreted", CVRContest=[contest])])


def report(question: Election, ballots: Mapping[Marks, int], *, title: str, unit: str, areas: Sequence[AreaBallots] = ()) -> bytes:
    """The report of a count, in canonical JSON.

    Parameters:
        question: what was counted.
        ballots: how many ballots were read as what; not looked at where areas are given.
        title: what the election is called.
        unit: whose it is.
        areas: the polling areas by number, where the count is the sum of several; each record then names its area and nothing more.
    """
    stacks: list[tuple[dict[str, Any], Mapping[Marks, int]]] = [({"BallotStyleUnitId": f"{AREA}{each.number}"}, each.ballots) for each in areas] or [({}, ballots)]
    places = [_of("GpUnit", f"{AREA}{each.number}", Type="polling-place", Name=each.name) for each in areas]
    contest = _of("CandidateContest", CONTEST, Name=title, NumberElected=question.seats, VotesAllowed=question.seats, VoteVariation="n-of-m",
                  ContestSelection=list(_selections(question)))
    people = [_of("Candidate", f"candidate-{number}", Name=name) for number, name in enumerate(question.candidates, 1)]
    return canonical(_of(
        "CastVoteRecordReport", Version=VERSION, GeneratedDate=f"{question.on.isoformat()}T00:00:00+07:00", ReportType=["adjudicated"], ReportGeneratingDeviceIds=[DEVICE],
        ReportingDevice=[_of("ReportingDevice", DEVICE, Application="kientoan")], GpUnit=[_of("GpUnit", SCOPE, Type="other", OtherType="organization", Name=unit), *places],
        Election=[_of("Election", ELECTION, ElectionScopeId=SCOPE, Name=title, Candidate=people, Contest=[contest])],
        CVR=list(_records(question, stacks)))) + b"\n"


def read_report(value: Any, question: Election) -> dict[int, Counter[Marks]]:
    """The ballots of a report that ``report`` wrote.

    Parameters:
        value: the parsed JSON.
        question: what was counted.

    Returns:
        how many were read as what, by the number of their polling area; 0 for a count without areas.

    Raises:
        StrangeRecordError: at a record that ``report`` does not write.
    """
    records = value.get("CVR") if isinstance(value, dict) else None
    if not isinstance(records, list):
        raise StrangeRecordError("CVR")
    found: dict[int, Counter[Marks]] = {}
    for at, record in enumerate(records):
        try:
            where = int(record["BallotStyleUnitId"].removeprefix(AREA)) if "BallotStyleUnitId" in record else 0
            found.setdefault(where, Counter())[_marks(record["CVRSnapshot"][0]["CVRContest"][0], question)] += 1
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise StrangeRecordError(f"CVR[{at}]") from error
    return found


def _marks(contest: Mapping[str, Any], question: Election) -> Marks:
    reason = contest.get("OtherStatus")
    if reason in NO_MARKS:
        return Marks(invalid=str(reason))
    chosen, refused = set[int](), set[int]()
    for row in contest["CVRContestSelection"]:
        kind, _dash, number = row["ContestSelectionId"].partition("-")
        place = int(number) - 1
        if not 0 <= place < len(question.candidates):
            raise ValueError("no such name")
        {FOR: chosen, AGAINST: refused}[f"{kind}-"].add(place)
    if question.form is BallotForm.STRIKE_OUT:
        return Marks(tuple(sorted(set(range(len(question.candidates))) - chosen)))
    return Marks(tuple(sorted(refused)), tuple(sorted(chosen)))
