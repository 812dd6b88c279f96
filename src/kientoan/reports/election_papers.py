"""What follows the minutes of a sealed count: the list of the elected, the report to the body above, the summary list (CG-28, VH-10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kientoan.congress.queries import plan_of
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.elections import papers, queries
from kientoan.elections.enums import Elects, Origin, PaperName
from kientoan.elections.papers import ElectionPaper
from kientoan.elections.queries import Standing
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.papers.elections.elected import (
    ElectedList,
    Result,
    ResultReport,
    SummaryList,
    SummaryRow,
    about_elected,
    elected_paper,
    report_paper,
    summary_paper,
)
from kientoan.papers.elections.opinion import OpinionMinutes, opinion_paper
from kientoan.papers.elections.parts import KINDS, Candidate, Head, MinutesKind, chair_signature
from kientoan.papers.model import Paper, Signature
from kientoan.papers.wording import BLANK, KEPT_HERE, party_issuer, peoples_committee
from kientoan.people.enums import QualificationLevel, Sex
from kientoan.people.queries import PersonSummary, summaries_of
from kientoan.reports.minutes import KINDS as KIND_OF_BODY
from kientoan.reports.minutes import chair_of, elected_words, meeting_of, minutes_of
from kientoan.rules.congress import Clocks
from kientoan.rules.days import write_day
from kientoan.rules.election.pack import ElectingBody
from kientoan.rules.election.packs import PACKS
from kientoan.rules.figures import Share, percent_to_hundredths
from kientoan.rules.persons import write_birth
from kientoan.rules.reasons import Reason
from kientoan.rules.words import figures
from kientoan.working_days import working_calendar

LEFT_OPEN = ("EL-37", "EL-38", "VH-02", "VH-12")
"""The rules of ties and of seats that stay open."""


@dataclass(frozen=True)
class Printed:
    """What a paper is printed with.

    Parameters:
        found: the sealed election that it is about.
        issued: its number and what it was issued with; None leaves room.
        covered: the elections whose results it repeats, in their order.
        lines: the papers that have numbers, of all of them.
        on: its date.
        is_demo: whether the data is invented.
    """

    found: Standing
    issued: ElectionPaper | None
    covered: tuple[Standing, ...]
    lines: Mapping[tuple[int, PaperName], ElectionPaper]
    on: date
    is_demo: bool

    @property
    def kind(self) -> MinutesKind:
        """Whose form it takes."""
        return MinutesKind.ELECTORAL_UNIT if self.found.areas else KIND_OF_BODY.get(self.found.call.body, MinutesKind.PARTY)

    @property
    def term(self) -> str:
        """The term as it was issued for."""
        return self.issued.fact.term if self.issued else ""


def paper_of(actor: Actor, found: Standing, kind: PaperName, *, draft_on: date, is_demo: bool = False) -> Paper:
    """A paper of a sealed election: with its number once it was issued, the same each time; before that without one.

    Parameters:
        actor: for whom; a summary list tells what they may read.
        draft_on: the date of a paper that was not issued yet; that of the vote when it is later.

    Raises:
        NotFound: before the count is sealed, or for a paper that such an election has not.
    """
    if kind not in papers.kinds_of(found) or not papers.is_ready(found, kind):
        raise NotFound(_("Chưa niêm kết quả, hoặc cuộc bầu cử này không có giấy tờ ấy."))
    own = papers.issued_papers([found.election.pk]).get((found.election.pk, kind))
    issued = own if own and own.stands else None
    if kind is PaperName.MINUTES:
        return minutes_of(found, number=issued.paper.number if issued else None, symbol=issued.paper.issuer_symbol if issued else None,
                          term=issued.fact.term if issued else "", post=issued.fact.post if issued else "", signer=issued.fact.signer if issued else "", is_demo=is_demo)
    if kind is PaperName.OPINION:
        return _opinion(found, issued, is_demo)
    ids = issued.fact.covers if issued else [found.election.pk]
    covered = tuple(found if each == found.election.pk else queries.standing(each) for each in ids)
    made = Printed(found, issued, covered, papers.issued_papers(ids), issued.day if issued else max(draft_on, found.call.occurred_on), is_demo)
    if kind is PaperName.SUMMARY:
        return _summary(actor, made)
    return _elected(made) if kind is PaperName.ELECTED else _report(made)


def _opinion(found: Standing, issued: ElectionPaper | None, is_demo: bool) -> Paper:
    ballot, outcome = found.opinion, found.outcome_of_opinion
    if ballot is None or outcome is None:
        raise NotFound(_("Cuộc bầu cử này không xin ý kiến bằng phiếu."))
    head = Head((meeting_of(found),), issued.paper.issuer_symbol if issued else papers.run_of(found, PaperName.OPINION).symbol, issued.paper.number if issued else None,
                party_issuer(found.unit.name).place, ballot.occurred_on, is_demo=is_demo)
    ranked = sorted(ballot.voices, key=lambda each: -each[1])
    valid = max(ballot.valid, 1)  # nobody has a voice where no ballot is valid
    return opinion_paper(OpinionMinutes(
        head, meeting_of(found), issued.fact.term if issued else "", elected_words(found), found.call.seats, sum(each.origin == Origin.CONVENER for each in found.candidates),
        ballot.places, ballot.issued, ballot.collected, ballot.valid, tuple(Candidate(name, count, percent_to_hundredths(Share(count, valid))) for name, count in ranked),
        tuple(outcome.reasons()), tuple(ballot.team), _chair(found, MinutesKind.PARTY, issued), None if ballot.chosen is None else tuple(ballot.chosen), ballot.votes_for or 0, ballot.present or 0))


def _head(made: Printed, kind: PaperName, recipients: tuple[str, ...]) -> Head:
    found, run = made.found, papers.run_of(made.found, kind)
    issuer = party_issuer(found.unit.name)
    if made.kind is not MinutesKind.PARTY:
        names: tuple[str, ...] = (found.unit.name,)
    elif found.call.body in papers.CONGRESSES and kind in papers.OF_THE_CONGRESS:
        names = (meeting_of(found),)
    else:
        above = above_of(found)
        names = (above.name, issuer.name) if above and above.parent_id else (issuer.name,)  # the title of every paper names the Party already
    return Head(names, made.issued.paper.issuer_symbol if made.issued else run.symbol, made.issued.paper.number if made.issued else None, issuer.place, made.on,
                recipients, is_demo=made.is_demo)


def above_of(found: Standing) -> UnitVersion | None:
    """The unit directly above that of an election, on the day of the vote."""
    return unit_on(found.unit.parent_id, found.call.occurred_on) if found.unit.parent_id else None


def addressee_of(found: Standing) -> str:
    """Whom a report goes to, by the name of the unit above; empty at the top."""
    above = above_of(found)
    if above is None:
        return ""
    return party_issuer(above.name).name if found.call.body not in papers.STATE else peoples_committee(above.name)


def _chair(found: Standing, kind: MinutesKind, issued: ElectionPaper | None) -> Signature:
    """Who signs for the meeting."""
    return chair_signature(kind, issued.fact.post if issued and issued.fact.post else chair_of(found), issued.fact.signer if issued else "")


def _signature(made: Printed, authority: str, post: str = "") -> Signature:
    fact = made.issued.fact if made.issued else None
    return Signature((authority,) if authority else (), fact.post if fact and fact.post else post, fact.signer if fact else "")


def _of_the_committee(made: Printed) -> Signature:
    return _signature(made, party_issuer(made.found.unit.name).authority) if made.kind is MinutesKind.PARTY else _signature(made, *KINDS[made.kind].signers[0])


def _candidates(found: Standing) -> tuple[Candidate, ...]:
    """Those elected, most votes first, from the seal."""
    content = found.seal.content if found.seal else {}
    votes = dict(content["votes"])
    return tuple(Candidate(label, votes[label], percent_to_hundredths(Share(votes[label], content["base"]))) for label in content["elected"])


def _results(made: Printed) -> tuple[Result, ...]:
    found: list[Result] = []
    for each in made.covered:
        content = each.seal.content if each.seal else {}
        majority = PACKS[each.call.rules].majorities[ElectingBody(each.call.body)] if each.call.rules in PACKS else None
        minutes = made.lines.get((each.election.pk, PaperName.MINUTES))
        base = figures(content["base"])
        found.append(Result(f"{str(Elects(each.call.elects).label).capitalize()}: {each.call.title}", each.call.seats,
                            f"{base} {majority.vi}" if majority and majority.of_valid else base, _candidates(each), each.call.occurred_on,
                            minutes.line if minutes and minutes.stands else ""))
    return tuple(found)


def _elected(made: Printed) -> Paper:
    words = KINDS[made.kind]
    return elected_paper(ElectedList(made.kind, _head(made, PaperName.ELECTED, (KEPT_HERE,)), meeting_of(made.found), made.term, _results(made),
                                     _signature(made, *(("", alone) if (alone := chair_of(made.found)) else words.signers[0]))))


def _report(made: Printed) -> Paper:
    found, party = made.found, made.kind is MinutesKind.PARTY
    to = made.issued.fact.addressed_to if made.issued else addressee_of(found) or BLANK
    plan = plan_of(found.election.congress_id) if found.election.congress_id else None
    first, last = min(each.call.occurred_on for each in made.covered), max(each.call.occurred_on for each in made.covered)
    opened, closed = (plan.opens_on, plan.closes_on) if plan else (first, last)
    within = Clocks().report_within if party and found.call.body in papers.CONGRESSES else None
    roll = found.roll
    return report_paper(ResultReport(
        _head(made, PaperName.REPORT, (f"{to},", KEPT_HERE)), to, meeting_of(found), made.term, opened, closed, roll.summoned if roll else 0, roll.present if roll else 0,
        PACKS[found.call.rules].majorities[ElectingBody(found.call.body)].vi, _results(made), _of_the_committee(made),
        working_calendar().add(closed, within) if within else None, findings=tuple(_findings(made.covered)), kind=made.kind))


def _findings(covered: Sequence[Standing]) -> list[Reason]:
    """What the counts left open, for the body above to know."""
    return [Reason(f"{found.call.title}: {each['vi']}", f"{found.call.title}: {each['en']}", each["rule"]) for found in covered if found.seal
            for each in found.seal.content["reasons"] if each["candidate"] is None and each["rule"] in LEFT_OPEN]


def _summary(actor: Actor, made: Printed) -> Paper:
    ids = {each.person_id for found in made.covered for each in found.candidates if each.person_id}
    known = summaries_of(actor, ids, made.on, made.issued.known_at if made.issued else None)
    rows: list[SummaryRow] = []
    for found in made.covered:
        people = {each.label: each.person_id for each in found.candidates}
        rows += [_row(each, known.get(people.get(each.name) or 0), found.elects if len(made.covered) > 1 else "") for each in _candidates(found)]
    bodies = ", ".join(dict.fromkeys(found.elects for found in made.covered))
    return summary_paper(SummaryList(_head(made, PaperName.SUMMARY, (KEPT_HERE,)), about_elected(bodies, made.found.unit.name), made.term, tuple(rows), _of_the_committee(made), made.on,
                                     KINDS[made.kind].body))


def _row(each: Candidate, person: PersonSummary | None, note: str) -> SummaryRow:
    if person is None:
        return SummaryRow(each.name, votes=each.votes, share=each.share, note=note)
    levels = {name: str(QualificationLevel(level).label) for name, level in person.levels.items()}
    return SummaryRow(
        each.name, write_birth(person.born) if person.born else "", person.sex == Sex.FEMALE if person.sex else None, person.ethnicity, person.home_place,
        write_day(person.admitted_on) if person.admitted_on else "", write_day(person.official_on) if person.official_on else "", levels.get("schooling", ""),
        levels.get("profession", ""), levels.get("political_theory", ""), "; ".join(person.posts), each.votes, each.share, note)


def missing_for_report(found: Standing) -> list[str]:
    """What a report lacks (CG-28): it can be printed without, but the body above will ask; empty when it has everything."""
    if found.seal is None:
        return [_("kết quả đã niêm")]
    lacks: list[str] = []
    if queries.unsealed_beside(found):
        lacks.append(_("kết quả đã niêm của các cuộc bầu khác cùng ngày ở đơn vị"))
    minutes = papers.issued_papers([found.election.pk]).get((found.election.pk, PaperName.MINUTES))
    if minutes is None or not minutes.stands:
        lacks.append(_("số của biên bản kiểm phiếu"))
    people = {each.label: each.person_id for each in found.candidates}
    if strangers := [label for label in found.seal.content["elected"] if not people.get(label)]:
        lacks.append(_("hồ sơ của %(names)s (trích ngang để trống)") % {"names": ", ".join(strangers)})
    return lacks
