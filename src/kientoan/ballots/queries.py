"""Questions about what was read off ballots. Totals are given only when every hand read every batch alike."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from kientoan.ballots.models import Correction, Entry, Reading, Tally
from kientoan.core.refusal import Refusal
from kientoan.rules.election.entries import Difference, Marks, agreed, differences, read_kept


@dataclass(frozen=True)
class BatchState:
    """How far a batch is.

    Parameters:
        number: as it stands on the stack.
        ballots: how many ballots each hand found in it; None for a hand that has not closed it.
    """

    number: int
    ballots: tuple[int | None, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every hand has closed it."""
        return None not in self.ballots


def batches(tally: Tally) -> list[BatchState]:
    """Every batch that any hand has closed, by number; one query. Says nothing of what was read."""
    found: defaultdict[int, list[int | None]] = defaultdict(lambda: [None] * tally.hands)
    for number, hand, ballots in Reading.objects.filter(batch__tally=tally).order_by("batch__number").values_list("batch__number", "hand", "ballots"):
        found[number][hand - 1] = ballots
    return [BatchState(number, tuple(each)) for number, each in found.items()]


def _read(tally: Tally, number: int | None = None) -> Iterator[tuple[int, list[Counter[Marks]]]]:
    """What each hand read in each batch, corrections applied; two queries."""
    only = {"reading__batch__number": number} if number is not None else {}
    found: defaultdict[int, list[Counter[Marks]]] = defaultdict(lambda: [Counter() for _hand in range(tally.hands)])
    place = F("reading__batch__number"), F("reading__hand")
    for batch, hand, marks, count in Entry.objects.filter(reading__batch__tally=tally, **only).values_list(*place, "marks").annotate(Sum("count")):
        found[batch][hand - 1][read_kept(marks)] += count
    for batch, hand, was, now, count in Correction.objects.filter(reading__batch__tally=tally, **only).values_list(*place, "was", "now", "count"):
        if was:
            found[batch][hand - 1][read_kept(was)] -= count
        if now:
            found[batch][hand - 1][read_kept(now)] += count
    for batch in sorted(found):
        yield batch, [+each for each in found[batch]]


def _complete(tally: Tally) -> set[int]:
    return {state.number for state in batches(tally) if state.is_complete}


def differences_in(tally: Tally, number: int) -> list[Difference]:
    """What was not read alike in a batch that every hand has closed; none in another."""
    if number not in _complete(tally):
        return []
    return [each for _batch, hands in _read(tally, number) for each in differences(hands)]


def all_differences(tally: Tally) -> list[tuple[int, Difference]]:
    """What was not read alike, by batch, in the batches that every hand has closed."""
    complete = _complete(tally)
    return [(batch, each) for batch, hands in _read(tally) if batch in complete for each in differences(hands)]


def totals(tally: Tally) -> Counter[Marks]:
    """How many ballots were read as what, once every hand has read every batch and all agree: nobody learns of a number before.

    Raises:
        Refusal: while a batch is missing or a difference is open.
    """
    open_batches = [state.number for state in batches(tally) if not state.is_complete]
    if open_batches:
        raise Refusal(_("Tập %(numbers)s chưa đủ người nhập. Nhập xong mọi tập rồi mới cộng.") % {"numbers": ", ".join(map(str, open_batches[:20]))}, place="batches")
    found: Counter[Marks] = Counter()
    for batch, hands in _read(tally):
        if not agreed(hands):
            raise Refusal(_("Tập %(number)s còn chỗ nhập khác nhau. Xem lại phiếu giấy và quyết từng chỗ rồi mới cộng.") % {"number": batch}, place="differences")
        found += hands[0]
    return found


def agreed_batches(tally: Tally) -> dict[int, Counter[Marks]]:
    """What lies in each batch, by number, in a tally whose hands all agree; ``totals`` says whether they do. Two queries."""
    return {batch: hands[0] for batch, hands in _read(tally)}


def first_entries(tally: Tally) -> list[tuple[int, int, str, int]]:
    """Batch, hand, marks and count of what was keyed first, in an order that says nothing; for auditors."""
    rows = Entry.objects.filter(reading__batch__tally=tally).values_list("reading__batch__number", "reading__hand", "marks").annotate(ballots=Sum("count"))
    return sorted(tuple(row) for row in rows)
