"""Questions about elections. The only place of `elections` with joins; answers are frozen rows. Nobody is told a number of votes before the count is sealed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kientoan.ballots import queries as ballots
from kientoan.ballots.models import Tally
from kientoan.ballots.queries import BatchState
from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotFound
from kientoan.elections.enums import Body, Elects
from kientoan.elections.models import (
    Approval,
    Attendance,
    BoardSeat,
    Call,
    Candidacy,
    Collection,
    Election,
    Hand,
    Issue,
    ListClosing,
    RollClosing,
    Seal,
    Summons,
)
from kientoan.org import access
from kientoan.org.models import Grant, UnitVersion
from kientoan.org.queries import first_and_last, no_such_unit, unit_on
from kientoan.rules.election.arithmetic import Number
from kientoan.rules.election.count import Election as Question
from kientoan.rules.election.count import Outcome
from kientoan.rules.election.entries import Difference, Marks
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.election.process import Stage
from kientoan.rules.vntext import sort_key


@dataclass(frozen=True)
class Standing:
    """An election with everything that is believed about it.

    Parameters:
        election, call: what and for what.
        unit: whose it is, as it stood on the day of the vote.
        candidates: on the list, those who withdrew left out, in the order of the ballot.
        withdrawn: those who withdrew, with why.
    """

    election: Election
    call: Call
    unit: UnitVersion
    candidates: tuple[Candidacy, ...]
    withdrawn: tuple[Candidacy, ...]
    board: tuple[BoardSeat, ...]
    listed: ListClosing | None
    roll: RollClosing | None
    issue: Issue | None
    hands: tuple[Hand, ...]
    collection: Collection | None
    seal: Seal | None
    approval: Approval | None

    @property
    def stage(self) -> Stage:
        """What was done last."""
        done = ((Stage.APPROVED, self.approval), (Stage.SEALED, self.seal), (Stage.COLLECTED, self.collection), (Stage.ISSUED, self.issue),
                (Stage.ROLL_CLOSED, self.roll), (Stage.BOARD_VOTED, self.board), (Stage.LISTED, self.listed))
        return next((stage for stage, fact in done if fact), Stage.CALLED)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names in the order of the ballot."""
        return tuple(self.listed.labels) if self.listed else tuple(each.label for each in self.candidates)

    @property
    def form(self) -> BallotForm:
        """How its ballots are filled in."""
        return BallotForm(self.call.form)

    @property
    def elects(self) -> str:
        """What is elected, in words."""
        return str(Elects(self.call.elects).label)

    @property
    def body(self) -> str:
        """Who elects, in words."""
        return str(Body(self.call.body).label)

    @cached_property
    def numbers(self) -> dict[Number, int]:
        """The numbers of ballots that are known."""
        found: dict[Number, int] = {}
        if self.issue:
            found |= {Number.PRINTED: self.issue.printed, Number.ISSUED: self.issue.issued, Number.SPOILED: self.issue.spoiled, Number.UNUSED: self.issue.unused}
        if self.collection:
            found |= {Number.COLLECTED: self.collection.collected, Number.NOT_RETURNED: self.collection.not_returned}
        return found

    def question(self) -> Question:
        """What is to be counted, as the rules ask it."""
        roll, born = self.roll, {each.label: each.born_on for each in self.candidates}
        return Question(
            self.call.occurred_on, ElectingBody(self.call.body), self.call.seats, self.labels, self.form, roll.summoned if roll else None,
            self.issue.issued if self.issue else 0, self.call.rules, tuple((kind, count) for kind, count in roll.deductions) if roll else (),
            tuple(born.get(label) for label in self.labels))


def _one(model: Any, election_id: int) -> Any:
    return model.objects.known().filter(election=election_id).first()


def standing(election_id: int) -> Standing:
    """Everything about an election; a fixed number of queries.

    Raises:
        NotFound: when there is none.
    """
    call = Call.objects.known().filter(election=election_id).select_related("election").first()
    if call is None:
        raise NotFound(_("Không có cuộc bầu cử này, hoặc nằm ngoài phạm vi được xem."))
    unit = unit_on(call.election.unit_id, call.occurred_on) or (found[1] if (found := first_and_last(call.election.unit_id)) else None)
    if unit is None:
        raise no_such_unit()
    names = list(Candidacy.objects.known().filter(election=election_id).order_by("sort_key", "label"))
    issue = Issue.objects.known().filter(election=election_id).select_related("tally__style").first()
    return Standing(
        call.election, call, unit, tuple(each for each in names if not each.withdrawn), tuple(each for each in names if each.withdrawn),
        tuple(BoardSeat.objects.known().filter(election=election_id).order_by("pk")), _one(ListClosing, election_id), _one(RollClosing, election_id), issue,
        tuple(Hand.objects.known().filter(election=election_id).select_related("user").order_by("number")), _one(Collection, election_id), _one(Seal, election_id),
        _one(Approval, election_id))


def seen(actor: Actor, election_id: int) -> Standing:
    """An election that the actor may know of: its unit is in their scope, or they are one of its hands.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = standing(election_id)
    if access.may_see(actor, found.unit, found.call.occurred_on) or hand_of(actor, found) is not None:
        return found
    raise NotFound(_("Không có cuộc bầu cử này, hoặc nằm ngoài phạm vi được xem."))


def hand_of(actor: Actor, found: Standing) -> int | None:
    """Which hand of an election an actor is; None when none."""
    user = getattr(actor, "user_id", 0)
    return next((hand.number for hand in found.hands if user and hand.user_id == user), None)


@dataclass(frozen=True)
class ElectionRow:
    """An election in a list."""

    election_id: int
    unit_id: int
    title: str
    elects: str
    on: date
    seats: int
    sealed: bool
    approved: bool


def elections_of(actor: Actor, unit_id: int | None = None, *, limit: int = 200) -> list[ElectionRow]:
    """The elections of a unit, or those in the actor's scope and those that they key in, the newest first; four queries."""
    calls = Call.objects.known().select_related("election").order_by("-occurred_on", "-pk")
    if unit_id is not None:
        calls = calls.filter(election__unit=unit_id)
    found = list(calls[:limit])
    ids = [call.election_id for call in found]
    sealed = set(Seal.objects.known().filter(election__in=ids).values_list("election", flat=True))
    approved = set(Approval.objects.known().filter(election__in=ids).values_list("election", flat=True))
    mine = set(Hand.objects.known().filter(election__in=ids, user=getattr(actor, "user_id", 0)).values_list("election", flat=True))
    stood: dict[int, list[UnitVersion]] = {}
    for version in UnitVersion.objects.filter(superseded_at=None, unit__in={call.election.unit_id for call in found}).order_by("valid_from"):
        stood.setdefault(version.unit_id, []).append(version)

    def seen_there(call: Call) -> bool:
        """By where the unit stood on the day of the vote: it may have moved since."""
        versions = stood[call.election.unit_id]
        there = next((version for version in versions if version.valid_from <= call.occurred_on < version.valid_to), versions[-1])
        return access.may_see(actor, there, call.occurred_on)

    return [ElectionRow(call.election_id, call.election.unit_id, call.title, str(Elects(call.elects).label), call.occurred_on, call.seats, call.election_id in sealed,
                        call.election_id in approved)
            for call in found if call.election_id in mine or seen_there(call)]


@dataclass(frozen=True)
class RollLine:
    """Somebody summoned, with the sessions in which they were present."""

    summons: Summons
    sessions: frozenset[int]


def roll_of(found: Standing) -> list[RollLine]:
    """The roll by name; two queries."""
    present: dict[str, set[int]] = {}
    for name, session in Attendance.objects.known().filter(election=found.election).values_list("name", "session"):
        present.setdefault(name, set()).add(session)
    lines = [RollLine(each, frozenset(present.get(each.name, ()))) for each in Summons.objects.known().filter(election=found.election)]
    return sorted(lines, key=lambda line: (sort_key(line.summons.name), line.summons.pk))


def tally_of(found: Standing) -> Tally | None:
    """The tally of its ballots; None before they are issued."""
    return found.issue.tally if found.issue else None


def batches_of(found: Standing) -> list[BatchState]:
    """How far the keying in is: which hand has closed which batch, and how many ballots it found; not what was read."""
    return ballots.batches(found.issue.tally) if found.issue else []


def differences_of(found: Standing) -> list[tuple[int, Difference]]:
    """What was not read alike, by batch."""
    return ballots.all_differences(found.issue.tally) if found.issue else []


def totals_of(found: Standing) -> Counter[Marks]:
    """The ballots as all hands agree on them.

    Raises:
        Refusal: while a batch is missing, or a difference open.
    """
    if found.issue is None:
        raise NotFound(_("Chưa phát phiếu nên chưa có gì để cộng."))
    return ballots.totals(found.issue.tally)


def outcome_json(outcome: Outcome, labels: Sequence[str], numbers: Mapping[Number, int]) -> dict[str, Any]:
    """What a sealed count keeps: numbers, who is elected, and every sentence in both languages."""
    return {
        "rules": outcome.pack.key, "base": outcome.base, "threshold": outcome.threshold, "valid": outcome.valid,
        "invalid": {reason.value: count for reason, count in sorted(outcome.invalid.items())},
        "votes": [[label, votes] for label, votes in zip(labels, outcome.votes, strict=True)],
        "elected": [labels[at] for at in outcome.elected],
        "ties": [{"candidates": [labels[at] for at in outcome.tie.candidates], "seats": outcome.tie.seats}] if outcome.tie else [],
        "open_seats": outcome.open_seats, "numbers": {number.value: count for number, count in numbers.items()},
        "reasons": [{"candidate": labels[each.candidate] if each.candidate is not None else None, "rule": each.reason.rule, "vi": each.reason.vi, "en": each.reason.en}
                    for each in outcome.findings]}


def may_hold(actor: Actor, found: Standing) -> bool:
    """Whether the actor holds elections at its unit; decides what a page offers, never what is done."""
    return actor.refusal(Right.HOLD_ELECTIONS, [found.election.unit_id], found.call.occurred_on) is None


def keyers_at(found: Standing, day: date) -> list[tuple[str, str]]:
    """The accounts that may key in ballots at its unit on a day, by user name, each with what a screen calls it; one query."""
    roles = [role for role, rights in access.RIGHTS.items() if Right.KEY_BALLOTS in rights]
    grants = Grant.objects.known().on(day).filter(unit__in=found.unit.chain, role__in=roles, user__is_active=True).select_related("user")
    return sorted({(grant.user.username, f"{grant.user.display_name} ({grant.user.username})") for grant in grants}, key=lambda each: sort_key(each[1]))
