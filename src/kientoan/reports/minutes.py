"""The minutes of a sealed count as a paper, counted again from its ballots, so that paper, seal and ballots are one."""

from django.utils.translation import gettext as _

from kientoan.congress.queries import plan_of
from kientoan.core.refusal import NotFound
from kientoan.elections import queries
from kientoan.elections.enums import BoardRole, Body, PaperName
from kientoan.elections.papers import run_of
from kientoan.elections.queries import Standing
from kientoan.papers.elections.minutes import Ballots, BoardMember, Minutes, Roll, minutes_paper
from kientoan.papers.elections.parts import ASSEMBLY, CHAIR, Candidate, Head, MinutesKind
from kientoan.papers.elections.parts import KINDS as KIND_WORDS
from kientoan.papers.model import Paper
from kientoan.papers.wording import filled_up, meeting_name, party_issuer
from kientoan.reports.polling import polling_minutes
from kientoan.rules.election.arithmetic import Number
from kientoan.rules.election.count import Outcome, open_count
from kientoan.rules.election.entries import add
from kientoan.rules.election.pack import INVALID, ElectingBody
from kientoan.rules.election.process import CourseKind
from kientoan.rules.election.sealed import outcome_of
from kientoan.rules.figures import Share, percent_to_hundredths
from kientoan.rules.frozen import printed

KINDS = {Body.HOUSEHOLD_MEETING.value: MinutesKind.HAMLET, Body.VALID_BALLOTS.value: MinutesKind.POLLING_AREA}
"""Whose form the minutes take; of every other body the Party's."""


def recount(found: Standing) -> Outcome:
    """What the ballots of an election come to, counted again by the rules of its day; once they are deleted, what was sealed.

    Raises:
        Refusal: while not every hand read every batch alike.
    """
    if found.deletion is not None and found.seal is not None:
        return outcome_of(found.seal.content)
    count = open_count(found.question())
    for marks, number in queries.totals_of(found).items():
        add(count, marks, number)
    return count.close()


def meeting_of(found: Standing) -> str:
    """The congress, committee meeting or election by its full name, with the ordinal of its congress as entered (CG-09, DF-12)."""
    plan = plan_of(found.election.congress_id) if found.election.congress_id else None
    return meeting_name(found.body, found.unit.name, plan.ordinal_text if plan else "", of_committee=found.call.body == Body.COMMITTEE)


def chair_of(found: Standing) -> str:
    """What the one chair signs the meeting's papers as; empty where the form has its own words: a congress's presidium (EL-06), a hamlet's chair (VH-08)."""
    return CHAIR if found.call.body == Body.COMMITTEE else ""


def chair_words(found: Standing) -> str:
    """What stands above the signature for the meeting where nothing else is given."""
    return chair_of(found) or " ".join(KIND_WORDS[KINDS.get(found.call.body, MinutesKind.PARTY)].signers[0]).strip()


def elected_words(found: Standing) -> str:
    """What is elected, as the papers say it after “bầu”; a by-election fills up (EL-44)."""
    return filled_up(found.elects) if found.course is CourseKind.BY_ELECTION else found.elects


def minutes_of(found: Standing, *, number: int | None = None, symbol: str | None = None, term: str = "", post: str = "", signer: str = "",
               is_demo: bool = False) -> Paper:
    """The minutes of the count (EL-46, VH-08, NA-10).

    Parameters:
        found: the election, sealed.
        number: the paper's, from the register; None leaves room.
        symbol: the issuer's in the number; None for the usual one.
        term: such as ``2020-2025``; empty for none.
        post, signer: what the chair of the meeting signs as, and who that is; empty for the usual words, and for room to write.
        is_demo: whether the data is invented.

    Raises:
        NotFound: before the count is sealed.
    """
    if found.seal is not None and (found.area or found.areas):
        return polling_minutes(found, recount(found), elected_words(found), number=number, symbol=symbol, term=term, is_demo=is_demo)
    if found.seal is None or found.roll is None:
        raise NotFound(_("Chưa niêm kết quả nên chưa có biên bản."))
    outcome, kind, numbers = recount(found), KINDS.get(found.call.body, MinutesKind.PARTY), found.numbers
    majority = outcome.pack.majorities[ElectingBody(found.call.body)]
    issuer = party_issuer(found.unit.name)
    meeting = meeting_of(found)
    head = Head((meeting if kind is MinutesKind.PARTY else found.unit.name,), run_of(found, PaperName.MINUTES).symbol if symbol is None else symbol, number,
                issuer.place, found.call.occurred_on, is_demo=is_demo)
    roll = Roll(majority.vi if not majority.of_valid else _("cử tri trong danh sách"), found.roll.summoned,
                tuple((majority.deductions[reason][0], count) for reason, count in found.roll.deductions), outcome.base, outcome.threshold, found.roll.present,
                found.roll.summoned - found.roll.present, measured=majority.vi if majority.of_valid else "")
    ballots = Ballots(
        numbers[Number.ISSUED], numbers[Number.COLLECTED], outcome.valid, sum(outcome.invalid.values()), numbers[Number.PRINTED], numbers[Number.SPOILED],
        numbers[Number.UNUSED], numbers[Number.NOT_RETURNED], tuple((INVALID[reason][0], count) for reason, count in outcome.invalid.items()))
    board = sorted(found.board, key=lambda seat: list(BoardRole).index(BoardRole(seat.role)))
    candidates = tuple(Candidate(label, votes, percent_to_hundredths(Share(votes, outcome.base))) for label, votes in zip(found.labels, outcome.votes, strict=True))
    by_role = {seat.role: seat.name for seat in board}
    head_of_board = by_role.get(BoardRole.HEAD.value, "")
    return minutes_paper(Minutes(
        kind, head, meeting, term, elected_words(found), found.call.seats, candidates,
        tuple(BoardMember(seat.name, str(BoardRole(seat.role).label)) for seat in board), roll, ballots, outcome.elected,
        outcome.tie.candidates if outcome.tie else (), outcome.tie.seats if outcome.tie else 0, outcome.open_seats, outcome.findings,
        (signer, by_role.get(BoardRole.SECRETARY.value, ""), head_of_board) if kind is MinutesKind.PARTY else (signer, head_of_board),
        chair=post or chair_of(found), assembly=ASSEMBLY if found.call.body == Body.COMMITTEE else "", fingerprint=printed(found.seal.fingerprint)))
