"""Counting boards at once on a real server: a batch is closed once by a hand, a count is sealed once."""

from datetime import date

from test_many_at_once import AT_ONCE, shared_world, together  # type: ignore[import-not-found]  # beside this file

from cast import World
from kientoan.ballots.models import Entry, Reading
from kientoan.core import journal
from kientoan.elections.enums import BoardRole, Body, Elects
from kientoan.elections.models import Seal
from kientoan.elections.operations import (
    BoardRow,
    CandidateRow,
    call_election,
    close_list,
    close_roll,
    collect_ballots,
    issue_ballots,
    key_batch,
    put_up,
    seal_count,
    seat_board,
)
from kientoan.rules.election.entries import Marks
from kientoan.rules.election.pack import BallotForm

__all__ = ["shared_world"]
READ = {Marks((0,)): 12, Marks((1,)): 8}


def issued(world: World) -> int:
    """An election of one from two, with twenty ballots in one stack."""
    clerk = world.actor("clerk")
    election = call_election(clerk, unit_id=world["party-05965"], title="Bầu Bí thư", elects=Elects.SECRETARY, body=Body.DELEGATE_CONGRESS, on=date(2020, 6, 10), seats=1,
                             form=BallotForm.STRIKE_OUT, hands=2)
    put_up(clerk, election_id=election, rows=[CandidateRow("Vũ Văn An"), CandidateRow("Hoàng Thị Bình")])
    close_list(clerk, election_id=election)
    seat_board(clerk, election_id=election, rows=[BoardRow("Vũ Văn Trưởng", BoardRole.HEAD), BoardRow("Vũ Thị Thư", BoardRole.SECRETARY), BoardRow("Vũ Văn Ba")])
    close_roll(clerk, election_id=election, summoned=20, present=20)
    issue_ballots(clerk, election_id=election, printed=20, issued=20, spoiled=0, unused=0, keyers=["counter", "officer"])
    return election


def test_of_eight_who_close_one_batch_with_one_hand_one_is_heard_and_no_ballot_counts_twice(shared_world: World) -> None:
    election = issued(shared_world)
    counter = shared_world.actor("counter")
    assert sum(together(lambda number: key_batch(counter, election_id=election, number=1, read=READ))) == 1
    assert (Reading.objects.count(), sum(entry.count for entry in Entry.objects.all())) == (1, 20)


def test_of_eight_boards_that_close_one_count_one_is_heard(shared_world: World) -> None:
    election = issued(shared_world)
    for name in ("counter", "officer"):
        key_batch(shared_world.actor(name), election_id=election, number=1, read=READ)
    clerk = shared_world.actor("clerk")
    collect_ballots(clerk, election_id=election, collected=20, not_returned=0)
    done = together(lambda number: seal_count(clerk, election_id=election))
    assert (len(done), sum(done), Seal.objects.known().filter(election=election).count(), journal.verify().fault) == (AT_ONCE, 1, 1, "")
