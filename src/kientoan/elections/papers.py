"""The papers of an election: which there are, in which run of the register each is numbered, what each was issued with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kientoan.elections.enums import Body, PaperName
from kientoan.elections.models import NumberedPaper, Seal
from kientoan.elections.queries import Standing, cancelled_among
from kientoan.papers.wording import party_issuer
from kientoan.registers.enums import IssuedBy, PaperKind, SeriesKind
from kientoan.registers.queries import IssuedAs, issued_as

CONGRESSES = (Body.ALL_MEMBER_CONGRESS, Body.DELEGATE_CONGRESS)
STATE = (Body.HOUSEHOLD_MEETING, Body.VALID_BALLOTS)
DAYS_AROUND = 30
KINDS: dict[PaperName, PaperKind] = {
    PaperName.MINUTES: PaperKind.MINUTES, PaperName.OPINION: PaperKind.MINUTES, PaperName.ELECTED: PaperKind.LIST, PaperName.REPORT: PaperKind.REPORT, PaperName.SUMMARY: PaperKind.LIST}
OF_THE_CONGRESS = (PaperName.MINUTES, PaperName.OPINION, PaperName.ELECTED)
"""What the congress itself issues; report and summary list are the new committee's (CG-28)."""
OF_THE_DAY = (PaperName.MINUTES, PaperName.OPINION)
"""What is dated by the count that it tells of."""
SYMBOLS = {Body.HOUSEHOLD_MEETING: "TKP", Body.VALID_BALLOTS: "TBC"}
"""The issuer's symbol on State papers: the counting team's, the polling team's."""
OF_UNIT = "BBC"
"""The symbol of the board of an electoral unit that is summed from polling areas."""


@dataclass(frozen=True)
class Run:
    """Where a paper is numbered (DF-06, DF-14).

    Parameters:
        issued_by: the Party or the State.
        series: one run for all papers of a congress, else one for each kind.
        symbol: the issuer's in the number.
    """

    issued_by: IssuedBy
    series: SeriesKind
    symbol: str


def kinds_of(found: Standing) -> tuple[PaperName, ...]:
    """The papers of an election: deputies are reported by the minutes of their units alone (NA-10); an opinion ballot has minutes where there was one (EL-45)."""
    if found.area is not None:
        return (PaperName.MINUTES,)
    kinds = (PaperName.MINUTES, PaperName.ELECTED) if found.call.body == Body.VALID_BALLOTS else tuple(PaperName)
    return tuple(kind for kind in kinds if kind is not PaperName.OPINION or found.opinion is not None)


def is_ready(found: Standing, kind: PaperName) -> bool:
    """Whether what a paper says is settled: for the opinion ballot's minutes that nothing waits for the congress, for all others that the count is sealed."""
    return found.opinion is not None and found.is_settled if kind is PaperName.OPINION else found.seal is not None


def run_of(found: Standing, kind: PaperName) -> Run:
    """The run in which a paper of an election is numbered."""
    body = Body(found.call.body)
    if body in STATE:
        return Run(IssuedBy.STATE, SeriesKind.KIND, OF_UNIT if found.areas else SYMBOLS[body])
    if body in CONGRESSES and kind in OF_THE_CONGRESS:
        return Run(IssuedBy.PARTY, SeriesKind.CONGRESS, "ĐH")
    return Run(IssuedBy.PARTY, SeriesKind.KIND, party_issuer(found.unit.name).symbol)


ElectionPaper = IssuedAs[NumberedPaper]
"""A paper of an election with its number."""


def issued_papers(election_ids: Iterable[int]) -> dict[tuple[int, PaperName], ElectionPaper]:
    """The papers of elections that have a number, void ones too; two queries."""
    facts = NumberedPaper.objects.known().filter(election__in=list(election_ids))
    return {(each.fact.election_id, PaperName(each.fact.kind)): each for each in issued_as(facts)}


def sealed_beside(found: Standing) -> Sequence[tuple[int, str]]:
    """The sealed elections of the same unit and the same kind of body whose results one paper can repeat, this one among them, each with its title, in the order
    of the votes (EL-40); those of the same congress where there is one, else those of thirty days around. Two queries."""
    party = found.call.body not in STATE
    seals = list(Seal.objects.known().filter(election__unit=found.election.unit_id, election__part_of=None).select_related("election").order_by("occurred_on", "recorded_at", "pk"))
    gone = cancelled_among(seal.election_id for seal in seals)
    return [(seal.election_id, seal.content["election"]["title"]) for seal in seals
            if seal.election_id not in gone and (seal.content["election"]["body"] not in STATE) == party and (
                seal.election.congress_id == found.election.congress_id if found.election.congress_id
                else abs((seal.occurred_on - found.call.occurred_on).days) <= DAYS_AROUND)]
