"""What operations do to ballots; each asks for an operation under way."""

import secrets
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kientoan.ballots import queries
from kientoan.ballots.models import Batch, Correction, Entry, Reading, Style, Tally, clearing
from kientoan.core import gates
from kientoan.core.operation import in_operation
from kientoan.core.refusal import Refusal
from kientoan.rules.election.entries import MOST_IN_BATCH, Marks
from kientoan.rules.election.pack import BallotForm

SHUFFLE = secrets.SystemRandom()


def open_tally(names: Sequence[str], seats: int, form: BallotForm, hands: int) -> Tally:
    """Begin to count ballots with these names."""
    in_operation()
    style = Style(names=list(names), seats=seats, form=form.value)
    style.save()
    tally = Tally(style=style, hands=hands)
    tally.save()
    return tally


def close_batch(tally: Tally, *, number: int, hand: int, read: Mapping[Marks, int]) -> int:
    """Keep what a hand read in a batch: all of it or nothing, shuffled, under random keys.

    Parameters:
        number: the batch's, from 1, as it stands on the stack.
        hand: which of the people, from 1.
        read: how many times what was read.

    Returns:
        how many ballots.

    Raises:
        Refusal: for an empty batch or one of more than a hundred, or one that the hand has closed.
    """
    in_operation()
    ballots = sum(read.values())
    if not 1 <= ballots <= MOST_IN_BATCH:
        raise Refusal(_("Tập có %(ballots)s phiếu. Mỗi tập từ 1 đến %(most)s phiếu; chia lại tập phiếu rồi nhập.")
                      % {"ballots": ballots, "most": MOST_IN_BATCH}, place="ballots", rule="EL-48")
    if not 1 <= number <= 9_999:
        raise Refusal(_("Số của tập phiếu từ 1 đến 9.999. Gõ lại."), place="number")
    gates.hold(f"ballots.{tally.pk}")
    batch = Batch.objects.filter(tally=tally, number=number).first()
    if batch is None:
        batch = Batch(tally=tally, number=number)
        batch.save()
    elif Reading.objects.filter(batch=batch, hand=hand).exists():
        raise Refusal(_("Tập %(number)s người này đã nhập xong và đóng. Nhập tập khác; chỗ khác nhau thì quyết khi đối chiếu.") % {"number": number},
                      place="number", rule="EL-48")
    reading = Reading(batch=batch, hand=hand, ballots=ballots)
    reading.save()
    entries = [Entry(reading=reading, marks=marks.kept(), count=count) for marks, count in read.items()]
    SHUFFLE.shuffle(entries)
    Entry.objects.bulk_create(entries)
    return ballots


def settle(tally: Tally, *, number: int, readings: Sequence[Marks | None], count: int, decided: Marks | None) -> list[int]:
    """Say what ballots that were not read alike are, after they were looked at on paper; what was keyed first stays.

    Parameters:
        number: the batch's.
        readings: what each hand read, as the difference lists it; None where a hand has no such ballot.
        count: how many such ballots.
        decided: what they are; None when there is no such ballot.

    Returns:
        the hands that are corrected.

    Raises:
        Refusal: when the difference is not, or no longer, there.
    """
    in_operation()
    gates.hold(f"ballots.{tally.pk}")
    if not any(tuple(readings) == each.readings and count <= each.count for each in queries.differences_in(tally, number)):
        raise Refusal(_("Chỗ khác nhau này không còn. Xem lại những chỗ còn lại."), place="difference")
    corrected: list[int] = []
    for hand, marks in enumerate(readings, 1):
        if marks != decided:
            Correction(reading=Reading.objects.get(batch__tally=tally, batch__number=number, hand=hand), was=marks.kept() if marks else "",
                       now=decided.kept() if decided else "", count=count).save()
            corrected.append(hand)
    return corrected


def delete_read(tally: Tally) -> int:
    """Delete everything that any hand read in a tally, and every correction of it; what stands on the ballot and which batches there were stay.

    Whether the term has run out and two people want it is asked by who calls this.

    Returns:
        how many rows.
    """
    in_operation()
    gates.hold(f"ballots.{tally.pk}")
    with clearing():
        gone = sum(rows.delete()[0] for rows in (Correction.objects.filter(reading__batch__tally=tally), Entry.objects.filter(reading__batch__tally=tally)))
        return gone + Reading.objects.filter(batch__tally=tally).delete()[0]
