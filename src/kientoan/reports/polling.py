"""The minutes of a polling area and of the electoral unit that is summed from several (NA-10)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.elections.enums import BoardRole, Elects, PaperName
from kientoan.elections.papers import run_of
from kientoan.elections.queries import Standing
from kientoan.papers.elections.minutes import AreaLine, Ballots, BoardMember, Minutes, Roll, minutes_paper
from kientoan.papers.elections.parts import Candidate, Head, MinutesKind
from kientoan.papers.model import Paper
from kientoan.papers.wording import BLANK, party_issuer
from kientoan.rules.election.arithmetic import Number
from kientoan.rules.election.count import Outcome, open_count
from kientoan.rules.election.pack import INVALID, ElectingBody
from kientoan.rules.figures import Share, percent_to_hundredths
from kientoan.rules.frozen import printed

ON_TEAM = {BoardRole.HEAD: gettext_lazy("Tổ trưởng"), BoardRole.SECRETARY: gettext_lazy("Thư ký"), BoardRole.MEMBER: gettext_lazy("Thành viên")}
ON_BOARD = {**ON_TEAM, BoardRole.HEAD: gettext_lazy("Trưởng ban")}
COPIES = {Elects.COUNCIL.value: 4}
"""How many copies the minutes of a unit are written in, where it is not the form's number: four for a People's Council (NA-10)."""


def polling_minutes(found: Standing, outcome: Outcome, elects: str, *, number: int | None, symbol: str | None, term: str, is_demo: bool) -> Paper:
    """The minutes of a polling area, or of its electoral unit with the figures of every area.

    Parameters:
        found: the area or the unit, sealed.
        outcome: what its ballots come to.
        elects: what is elected, in words.
        number, symbol: of the register; None leaves room, or is the usual one.
        term: such as ``2021-2026``; empty for none.
        is_demo: whether the data is invented.
    """
    registered, voted = found.turnout or (0, 0)
    majority, numbers = outcome.pack.majorities[ElectingBody(found.call.body)], found.numbers
    area, lacks_turnout = found.area, open_count(found.question()).lacks_turnout
    head = Head((found.unit.name, _("Tổ bầu cử khu vực bỏ phiếu số %(number)s") % {"number": area.number} if area else _("Ban bầu cử")), run_of(found, PaperName.MINUTES).symbol if symbol is None else symbol,
                number, party_issuer(found.unit.name).place, found.voted_on, is_demo=is_demo)
    ballots = Ballots(
        numbers[Number.ISSUED], numbers[Number.COLLECTED], outcome.valid, sum(outcome.invalid.values()), numbers[Number.PRINTED], numbers[Number.SPOILED],
        numbers[Number.UNUSED], numbers[Number.NOT_RETURNED], tuple((INVALID[reason][0], count) for reason, count in outcome.invalid.items()))
    board = sorted(found.board, key=lambda seat: list(BoardRole).index(BoardRole(seat.role)))
    by_role, words = {seat.role: seat.name for seat in board}, ON_TEAM if area else ON_BOARD
    lead = by_role.get(BoardRole.HEAD.value, "")
    return minutes_paper(Minutes(
        MinutesKind.POLLING_AREA if area else MinutesKind.ELECTORAL_UNIT, head, found.call.title, term, elects, found.call.seats,
        tuple(Candidate(label, votes, percent_to_hundredths(Share(votes, outcome.base))) for label, votes in zip(found.labels, outcome.votes, strict=True)),
        tuple(BoardMember(seat.name, str(words[BoardRole(seat.role)])) for seat in board),
        Roll(_("cử tri trong danh sách"), registered, (), outcome.base, outcome.threshold, voted, registered - voted, measured=majority.vi,
             turnout=percent_to_hundredths(Share(voted, registered))),
        ballots, outcome.elected, outcome.tie.candidates if outcome.tie else (), outcome.tie.seats if outcome.tie else 0, 0 if lacks_turnout else outcome.open_seats, outcome.findings,
        (lead, by_role.get(BoardRole.SECRETARY.value, "")) if area else (lead,), hall=area.place if area else "", complaints=(BLANK,),
        copies=None if area else COPIES.get(found.call.elects), fingerprint=printed(found.seal.fingerprint) if found.seal else "",
        area=_("khu vực bỏ phiếu số %(number)s (%(name)s)") % {"number": area.number, "name": area.name} if area else "", areas=_lines(found)))


def _lines(found: Standing) -> tuple[AreaLine, ...]:
    """The areas of a unit as they were sealed."""
    lines: list[AreaLine] = []
    for each in (each["content"] for each in (found.seal.content.get("areas", ()) if found.seal else ())):
        area, numbers = each["area"], each["numbers"]
        lines.append(AreaLine(area["number"], area["name"], area["registered"], area["voted"], numbers["issued"], numbers["collected"], numbers["valid"], numbers["invalid"],
                              tuple(votes for _label, votes in each["votes"])))
    return tuple(lines)
