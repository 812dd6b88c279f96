"""Questions of whoever audits a sealed count: its file, the samples read again by hand, how long what was keyed is kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from kientoan.ballots import queries as ballots
from kientoan.core.access import Actor, Right
from kientoan.core.models import JournalDetail
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.elections import queries
from kientoan.elections.models import DeletionRequest, Rereading, Sample, Seal
from kientoan.elections.queries import Standing
from kientoan.rules.election.cvr import AreaBallots
from kientoan.rules.election.export import export
from kientoan.rules.election.packs import PACKS
from kientoan.rules.election.retention import Term, ballots_kept, papers_kept

SEALING = "elections.seal_count"


def audited(actor: Actor, election_id: int) -> Standing:
    """A sealed election that the actor may audit.

    Raises:
        NotFound: for one that is not there or may not be known, and before the count is sealed.
        NotAllowed: for one that is seen and not audited.
    """
    found = queries.seen(actor, election_id)
    if reason := actor.refusal(Right.AUDIT_ELECTIONS, [found.election.unit_id], found.call.occurred_on):
        raise NotAllowed(reason)
    refuse_open(found)
    return found


def refuse_open(found: Standing) -> Seal:
    """The seal of a count.

    Raises:
        NotFound: before there is one: nothing of the ballots is shown earlier.
    """
    if found.seal is None:
        raise NotFound(_("Chưa niêm kết quả nên chưa có gì để kiểm tra. Niêm kết quả trước."), place="stage", rule="EL-40")
    return found.seal


def may(actor: Actor, right: Right, found: Standing) -> bool:
    """Whether the actor may do something about its ballots; decides what a page offers, never what is done."""
    return actor.refusal(right, [found.election.unit_id], found.call.occurred_on) is None


def file_of(found: Standing) -> bytes:
    """The file of a sealed count for auditors: the same bytes each time. Days of birth are in it only where the law settles ties by them.

    Raises:
        NotFound: before the count is sealed.
        Refusal: once what was keyed is deleted.
    """
    if found.area is not None:
        raise Refusal(_("Tệp kiểm tra là của cả đơn vị bầu cử, ghi rõ từng khu vực bỏ phiếu. Lấy ở trang của đơn vị."), place="stage", rule="NA-02")
    seal, question = refuse_open(found), found.question()
    if not PACKS[found.call.rules].older_wins:
        question = replace(question, born=())
    if found.areas:
        by_area = queries.totals_by_area(found)
        areas = [AreaBallots(each.area.number, each.area.name, by_area[each.area.number]) for each in found.areas]
        return export(question, queries.totals_of(found), title=found.call.title, unit=found.unit.name, elects=found.call.elects, seal=seal.content, mark=seal.fingerprint, areas=areas)
    return export(question, queries.totals_of(found), title=found.call.title, unit=found.unit.name, elects=found.call.elects, seal=seal.content, mark=seal.fingerprint)


def sealed_with(mark: str) -> list[Standing]:
    """The sealed counts of this installation with a fingerprint."""
    return [queries.standing(election) for election in Seal.objects.known().filter(fingerprint=mark).order_by("election").values_list("election", flat=True)]


def is_journalled(mark: str) -> bool:
    """Whether the journal has the entry that sealed a count, with its fingerprint."""
    return JournalDetail.objects.filter(entry__operation=SEALING, content__contains=f'"{mark}"').exists()


@dataclass(frozen=True)
class Reread:
    """One batch of a sample.

    Parameters:
        batch: its number.
        places: which ballots from the top.
        versions: what the reading by hand found, the newest first; none before it was entered.
    """

    batch: int
    places: tuple[int, ...]
    versions: tuple[Rereading, ...]

    @property
    def newest(self) -> Rereading | None:
        """What is believed now."""
        return self.versions[0] if self.versions else None


@dataclass(frozen=True)
class DrawnSample:
    """A sample with what reading it again has found.

    Parameters:
        sample: the draw.
        batches: by number, each with its places in order.
    """

    sample: Sample
    batches: tuple[Reread, ...]

    @property
    def size(self) -> int:
        """How many ballots were drawn."""
        return len(self.sample.drawn)

    @property
    def of(self) -> int:
        """From how many."""
        return sum(count for _batch, count in self.sample.stacks)

    @property
    def waiting(self) -> int:
        """How many batches nobody has entered yet."""
        return sum(each.newest is None for each in self.batches)

    @property
    def different(self) -> int:
        """How many ballots were read differently so far."""
        return sum(each.newest.different for each in self.batches if each.newest)


def samples_of(found: Standing) -> list[DrawnSample]:
    """Every sample drawn, the newest first; two queries."""
    versions: defaultdict[tuple[int, int], list[Rereading]] = defaultdict(list)
    for row in found.election.rereadings.order_by("-recorded_at", "-pk"):
        versions[row.sample, row.batch].append(row)
    drawn: list[DrawnSample] = []
    for sample in Sample.objects.known().filter(election=found.election).order_by("-number"):
        places: defaultdict[int, list[int]] = defaultdict(list)
        for batch, place in sample.drawn:
            places[batch].append(place)
        drawn.append(DrawnSample(sample, tuple(Reread(batch, tuple(sorted(places[batch])), tuple(versions[sample.number, batch])) for batch in sorted(places))))
    return drawn


def sample_of(found: Standing, number: int) -> DrawnSample:
    """One sample.

    Raises:
        NotFound: when there is none.
    """
    for each in samples_of(found):
        if each.sample.number == number:
            return each
    raise NotFound(_("Không có mẫu đọc lại số này."))


def stacks_of(found: Standing) -> list[tuple[int, int]]:
    """Each batch with how many ballots lie in it.

    Raises:
        Refusal: once what was keyed is deleted.
    """
    if found.areas:
        raise Refusal(_("Phiếu nằm ở từng khu vực bỏ phiếu. Rút mẫu ở trang của khu vực."), place="size", rule="NA-02")
    if found.deletion is not None or found.issue is None:
        raise Refusal(_("Lượt nhập phiếu đã xóa nên không còn gì để so. Mẫu đã rút trước đó vẫn xem được."), place="size", rule="EL-47")
    return [(batch, sum(read.values())) for batch, read in sorted(ballots.agreed_batches(found.issue.tally).items())]


@dataclass(frozen=True)
class Retention:
    """How long ballots of an election and its papers are kept.

    Parameters:
        ballots, papers: the terms; None where no rule is known.
        since: from which day they run: the last of the vote, the approval and the annulment.
        request: who asks for what was keyed to be deleted.
    """

    ballots: Term | None
    papers: Term | None
    since: date
    request: DeletionRequest | None

    @property
    def first_day(self) -> date | None:
        """The first day on which what was keyed may be deleted."""
        return self.ballots.first_day_after(self.since) if self.ballots else None


def retention_of(found: Standing) -> Retention:
    """How long an election's ballots are kept; one query."""
    pack = PACKS.get(found.call.rules)
    request = DeletionRequest.objects.known().filter(election=found.election).select_related("decision", "asked_by").first()
    since = max([found.voted_on, *(fact.occurred_on for fact in (found.call, found.approval, found.cancelled) if fact), *(day for each in found.areas if (day := each.day))])
    return Retention(ballots_kept(pack), papers_kept(pack), since, request)


def figures_of(found: Standing) -> Mapping[str, int]:
    """The sealed numbers of ballots, by name."""
    return dict(refuse_open(found).content["numbers"])
