"""How an election of the story goes: each step through its operation, by the people of the cast who would take it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kientoan.core.decisions import Citation
from kientoan.demo.stage import on, player
from kientoan.elections import queries
from kientoan.elections.enums import BoardRole, Body, Elects
from kientoan.elections.operations import (
    BoardRow,
    CandidateRow,
    approve_result,
    call_election,
    close_list,
    close_roll,
    collect_ballots,
    issue_ballots,
    key_batch,
    put_up,
    seal_count,
    seat_board,
    settle_difference,
)
from kientoan.rules.election.entries import MOST_IN_BATCH, Marks
from kientoan.rules.election.pack import BallotForm, InvalidBallot

DISTRICT_OFFICER, PROVINCE_OFFICER, CLERK = "quoc.binh", "ha.an", "thi.nhai"
HANDS = ("minh.nguyet", "hieu.dong")
"""The two who key in, each alone."""


@dataclass(frozen=True)
class Slip:
    """Like ballots.

    Parameters:
        chosen: the names that they choose; with boxes, the names that they agree to, all others being disagreed with.
        count: how many.
        invalid: why they do not count, where their marks do not show it.
    """

    chosen: frozenset[str] = frozenset()
    count: int = 1
    invalid: str = ""


def for_names(*names: str, count: int = 1) -> Slip:
    """Ballots for these names."""
    return Slip(frozenset(names), count)


def marked(count: int = 1) -> Slip:
    """Ballots that somebody signed."""
    return Slip(count=count, invalid=InvalidBallot.MARKED.value)


@dataclass(frozen=True)
class Poll:
    """An election to be held.

    Parameters:
        unit_id, title, elects, body, day, seats: what it is.
        form: how its ballots are filled in.
        operator: who holds it, by user name.
        congress_id: in which congress.
    """

    unit_id: int
    title: str
    elects: Elects
    body: Body
    day: date
    seats: int
    form: BallotForm = BallotForm.STRIKE_OUT
    operator: str = DISTRICT_OFFICER
    congress_id: int | None = None


@dataclass(frozen=True)
class Box:
    """The ballots of an election.

    Parameters:
        printed, issued, spoiled, collected: how many; the rest is unused, or was not returned.
        slips: what was collected.
        misread: where the hand of a number, 1 or 2, reads a ballot as another: batch, hand, the ballot as it is, as it was read.
    """

    printed: int
    issued: int
    spoiled: int
    collected: int
    slips: Sequence[Slip]
    misread: Sequence[tuple[int, int, Slip, Slip]] = ()


def call(poll: Poll, rows: Sequence[CandidateRow], *, follows: int | None = None) -> int:
    """Call an election and put names on its list."""
    officer = player(poll.operator)
    election = call_election(officer, unit_id=poll.unit_id, title=poll.title, elects=poll.elects, body=poll.body, on=poll.day, seats=poll.seats, form=poll.form,
                             congress_id=poll.congress_id, follows=follows)
    put_up(officer, election_id=election, rows=rows)
    return election


def close(poll: Poll, election: int, board: Sequence[str]) -> None:
    """Close the list and seat the counting board: its head, its secretary, its members."""
    officer = player(poll.operator)
    close_list(officer, election_id=election)
    seat_board(officer, election_id=election, rows=[
        BoardRow(name, BoardRole.HEAD if at == 0 else BoardRole.SECRETARY if at == 1 else BoardRole.MEMBER) for at, name in enumerate(board)])


def marks_of(slip: Slip, labels: Sequence[str], form: BallotForm) -> Marks:
    """What is read off ballots."""
    if slip.invalid:
        return Marks(invalid=slip.invalid)
    agree = tuple(at for at, label in enumerate(labels) if label in slip.chosen)
    against = tuple(at for at, label in enumerate(labels) if label not in slip.chosen)
    return Marks(against, () if form is BallotForm.STRIKE_OUT else agree)


def _batches(read: Iterable[tuple[Marks, int]], most: int) -> list[Counter[Marks]]:
    """The ballots in stacks of so many."""
    found: list[Counter[Marks]] = [Counter()]
    for marks, number in read:
        for _ballot in range(number):
            if found[-1].total() == most:
                found.append(Counter())
            found[-1][marks] += 1
    return found


def issue(poll: Poll, election: int, box: Box, *, summoned: int | None = None, present: int | None = None, deductions: Mapping[str, int] | None = None) -> None:
    """Close the roll and issue the ballots."""
    officer = player(poll.operator)
    close_roll(officer, election_id=election, summoned=summoned, present=present, deductions=deductions)
    issue_ballots(officer, election_id=election, printed=box.printed, issued=box.issued, spoiled=box.spoiled, unused=box.printed - box.issued - box.spoiled, keyers=HANDS)


def key(poll: Poll, election: int, box: Box, *, most: int = MOST_IN_BATCH, last: int | None = None) -> None:
    """Let both hands key in the batches, one after the other and each alone.

    Parameters:
        most: how many ballots lie in a stack.
        last: the batch after which they stop; None when they do all.
    """
    labels, form = queries.standing(election).labels, poll.form
    for number, read in enumerate(_batches(((marks_of(slip, labels, form), slip.count) for slip in box.slips), most)[:last], 1):
        for hand, username in enumerate(HANDS, 1):
            mine = Counter(read)
            for batch, who, true, wrong in box.misread:
                if (batch, who) == (number, hand):
                    mine[marks_of(true, labels, form)] -= 1
                    mine[marks_of(wrong, labels, form)] += 1
            key_batch(player(username), election_id=election, number=number, read=+mine)


def collect(poll: Poll, election: int, box: Box) -> None:
    """Say how many ballots came out of the box."""
    collect_ballots(player(poll.operator), election_id=election, collected=box.collected, not_returned=box.issued - box.collected)


def settle(poll: Poll, election: int, box: Box) -> None:
    """Look at every ballot that was not read alike, say what it is, and seal the count."""
    officer = player(poll.operator)
    labels = queries.standing(election).labels
    truths = {(batch, marks_of(true, labels, poll.form)) for batch, _who, true, _wrong in box.misread}
    for number, difference in queries.differences_of(queries.standing(election)):
        decided = next(marks for marks in difference.readings if (number, marks) in truths)
        settle_difference(officer, election_id=election, number=number, readings=difference.readings, count=difference.count, decided=decided)
    seal_count(officer, election_id=election)


def count(poll: Poll, election: int, box: Box) -> None:
    """Key, collect, settle and seal."""
    key(poll, election, box)
    collect(poll, election, box)
    settle(poll, election, box)


def approve(election: int, day: date, paper: Citation, label: str, ends: date, *, by: str = PROVINCE_OFFICER) -> None:
    """Let the body above approve a result; those elected hold their posts by it."""
    with on(day, 10):
        approve_result(player(by), election_id=election, on=day, decision=paper, term_label=label, term_ends_on=ends)
