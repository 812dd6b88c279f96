"""Questions about elections. The only place of `elections` with joins; answers are frozen rows. Nobody is told a number of votes before the count is sealed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kientoan.ballots import queries as ballots
from kientoan.ballots.models import Tally
from kientoan.ballots.queries import BatchState
from kientoan.congress.models import Congress
from kientoan.core.access import Actor, Right
from kientoan.core.facts import EventFact
from kientoan.core.refusal import NotFound, Refusal
from kientoan.elections.enums import POSTS, WITH_SURPLUS, Body, Elects, Origin
from kientoan.elections.models import (
    Approval,
    Attendance,
    BoardSeat,
    Call,
    Cancellation,
    Candidacy,
    Collection,
    Deletion,
    Election,
    Hand,
    Issue,
    ListClosing,
    OpinionBallot,
    PollingArea,
    RollClosing,
    Seal,
    StepTaken,
    Summons,
)
from kientoan.org import access
from kientoan.org.enums import UnitLevel
from kientoan.org.models import Coverage, Grant, UnitVersion
from kientoan.org.queries import first_and_last, no_such_unit, unit_on
from kientoan.people.models import Holding
from kientoan.people.queries import held_by_election
from kientoan.rules.election.arithmetic import IDENTITIES, Number
from kientoan.rules.election.count import Election as Question
from kientoan.rules.election.entries import Difference, Marks
from kientoan.rules.election.opinion import Opinion, admit, opinion_due
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.election.packs import PACKS
from kientoan.rules.election.process import ONLY_BY_ELECTION, CourseKind, Stage, after, order_of
from kientoan.rules.election.rounds import CELL_SECRETARY, COMMITTEE, most_rounds, refuse_round
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import sort_key


@dataclass(frozen=True)
class AreaState:
    """A polling area of an electoral unit with how far its vote has come.

    Parameters:
        area: which.
        has_team: whether its team is entered.
        cancelled: that its vote was cancelled or annulled.
    """

    area: PollingArea
    has_team: bool
    roll: RollClosing | None
    issue: Issue | None
    collection: Collection | None
    seal: Seal | None
    cancelled: Cancellation | None

    @property
    def stage(self) -> Stage:
        """What was done last in it."""
        done = ((Stage.SEALED, self.seal), (Stage.COLLECTED, self.collection), (Stage.ISSUED, self.issue), (Stage.ROLL_CLOSED, self.roll), (Stage.BOARD_VOTED, self.has_team))
        return next((stage for stage, fact in done if fact), Stage.CALLED)

    @property
    def following(self) -> Stage | None:
        """The step that comes next in it."""
        return after(self.stage, order_of(CourseKind.AREA)) if self.cancelled is None else None

    @property
    def counts(self) -> Seal | None:
        """Its sealed count as far as it is summed: none before the seal, and none of a vote that was annulled."""
        return self.seal if self.cancelled is None else None

    @property
    def day(self) -> date | None:
        """The day of the vote where it was held again; else that of the unit's election, which is None here."""
        return self.area.occurred_on if self.area.turn > 1 else None


@dataclass(frozen=True)
class Standing:
    """An election with everything that is believed about it.

    Parameters:
        election, call: what and for what.
        unit: whose it is, as it stood on the day of the vote.
        candidates: on the list, those who withdrew left out, in the order of the ballot.
        withdrawn: those who withdrew, with why.
        left_out: those who do not enter the list after the opinion ballot.
        cancelled: that it was cancelled, or its result annulled; then nothing more is done in it.
        area: which polling area it is of an electoral unit; its call and its list are then the unit's.
        areas: the polling areas of an electoral unit by number, each with its newest vote.
        past_areas: the votes in them that were cancelled or annulled and are held again.
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
    cancelled: Cancellation | None = None
    opinion: OpinionBallot | None = None
    left_out: tuple[Candidacy, ...] = ()
    steps_taken: tuple[StepTaken, ...] = ()
    deletion: Deletion | None = None
    area: PollingArea | None = None
    areas: tuple[AreaState, ...] = ()
    past_areas: tuple[AreaState, ...] = ()

    @property
    def title(self) -> str:
        """What it is called; of a polling area, with its number."""
        return _("%(title)s – khu vực bỏ phiếu số %(number)s") % {"title": self.call.title, "number": self.area.number} if self.area else self.call.title

    @property
    def voted_on(self) -> date:
        """The day of the vote; in a polling area in which it is held again, that day."""
        return self.area.occurred_on if self.area and self.area.turn > 1 else self.call.occurred_on

    @property
    def unsealed(self) -> tuple[AreaState, ...]:
        """The polling areas whose count is not sealed."""
        return tuple(each for each in self.areas if each.counts is None)

    @property
    def begun(self) -> bool:
        """Whether any of its polling areas has its team."""
        return any(each.has_team for each in (*self.areas, *self.past_areas))

    @property
    def counting(self) -> bool:
        """Whether ballots are handed out, in it or in any of its polling areas."""
        return self.issue is not None or any(each.issue for each in (*self.areas, *self.past_areas))

    @property
    def turnout(self) -> tuple[int, int] | None:
        """The roll and how many of it were present or voted; of an electoral unit the sums of its areas, None before all are sealed."""
        if self.areas:
            rolls = [each.roll for each in self.areas if each.roll and each.counts]
            return (sum(roll.summoned for roll in rolls), sum(roll.present for roll in rolls)) if not self.unsealed else None
        return (self.roll.summoned, self.roll.present) if self.roll else None

    @property
    def stage(self) -> Stage:
        """What was done last."""
        listed, opinion = (None, None) if self.area else (self.listed, self.opinion if self.is_settled else None)
        done = ((Stage.APPROVED, self.approval), (Stage.SEALED, self.seal), (Stage.AREAS, self.areas and self.board and not self.unsealed),
                (Stage.COLLECTED, self.collection), (Stage.ISSUED, self.issue),
                (Stage.ROLL_CLOSED, self.roll), (Stage.BOARD_VOTED, self.board), (Stage.LISTED, listed), (Stage.OPINION, opinion))
        taken = {each.step for each in self.steps_taken}
        return next((stage for stage, fact in done if fact), next((stage for stage in reversed(ONLY_BY_ELECTION) if stage.value in taken), Stage.CALLED))

    @property
    def course(self) -> CourseKind:
        """By which steps it goes."""
        return CourseKind.AREA if self.area else CourseKind.UNIT if self.areas else CourseKind(self.call.course)

    @property
    def opinion_due(self) -> Reason | None:
        """Why an opinion ballot is due while the list is open; None when it is not (EL-20)."""
        if self.call.elects not in WITH_SURPLUS or self.listed is not None:
            return None
        convened = sum(each.origin == Origin.CONVENER for each in self.candidates)
        return opinion_due(self.call.seats, convened, len(self.candidates) - convened)

    @property
    def steps(self) -> tuple[Stage, ...]:
        """Its steps in their order; the opinion ballot only where it is due or was held."""
        return order_of(self.course, opinion=self.opinion is not None or self.opinion_due is not None)

    @property
    def following(self) -> Stage | None:
        """The step that comes next; None at the end, and for one that was cancelled."""
        return after(self.stage, self.steps) if self.cancelled is None else None

    @property
    def outcome_of_opinion(self) -> Opinion | None:
        """What the opinion ballot came to; None without one."""
        return admit([(label, count) for label, count in self.opinion.voices], self.opinion.places) if self.opinion else None

    @property
    def is_settled(self) -> bool:
        """Whether nothing of the opinion ballot waits for the congress."""
        found = self.outcome_of_opinion
        return found is None or not found.tied or (self.opinion is not None and self.opinion.chosen is not None)

    @property
    def last_step(self) -> tuple[EventFact, ...]:
        """What the last step wrote, of those that can be taken back before ballots are handed out; empty when there is none."""
        facts: tuple[EventFact | None, ...] = (self.roll,) if self.roll else self.board or (None if self.area else self.listed or self.opinion,)
        found = tuple(fact for fact in facts if fact is not None)
        return found or tuple(each for each in self.steps_taken if each.step == self.stage.value)

    def held_since(self, approved_on: date) -> date:
        """From when those elected hold their posts: from the recognition in a hamlet (VH-10), from the vote in a committee (CG-27)."""
        return approved_on if self.call.body == Body.HOUSEHOLD_MEETING else self.call.occurred_on

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
        if self.areas and not self.unsealed:
            parts = [each.seal.content["numbers"] for each in self.areas if each.seal]
            found = {number: sum(part[number.value] for part in parts) for number in (Number.PRINTED, *IDENTITIES[0][1], *IDENTITIES[1][1])}
        return found

    def question(self) -> Question:
        """What is to be counted, as the rules ask it."""
        roll, turnout, born = self.roll, self.turnout, {each.label: each.born_on for each in self.candidates}
        of_voters = self.area is not None or bool(self.areas)
        return Question(
            self.call.occurred_on, ElectingBody(self.call.body), self.call.seats, self.labels, self.form, turnout[0] if turnout else None,
            self.numbers.get(Number.ISSUED, 0), self.call.rules, tuple((kind, count) for kind, count in roll.deductions) if roll else (),
            tuple(born.get(label) for label in self.labels), turnout[1] if turnout and of_voters else None,
            of_voters and self.call.election.follows_id is not None, self.area is not None)


def _one(model: Any, election_id: int) -> Any:
    return model.objects.known().filter(election=election_id).first()


def standing(election_id: int) -> Standing:
    """Everything about an election; a fixed number of queries.

    Raises:
        NotFound: when there is none.
    """
    call = Call.objects.known().filter(election=election_id).select_related("election__congress__season").first()
    area = None
    if call is None:
        area = PollingArea.objects.known().filter(election=election_id).select_related("election").first()
        call = Call.objects.known().filter(election=area.whole_id).select_related("election__congress__season").first() if area else None
    if call is None:
        raise NotFound(_("Không có cuộc bầu cử này, hoặc nằm ngoài phạm vi được xem."))
    whole = call.election_id
    of_both = {"election__in": {election_id, whole}}
    unit = unit_on(call.election.unit_id, call.occurred_on) or (found[1] if (found := first_and_last(call.election.unit_id)) else None)
    if unit is None:
        raise no_such_unit()
    names = list(Candidacy.objects.known().filter(election=whole).order_by("sort_key", "label"))
    issue = Issue.objects.known().filter(election=election_id).select_related("tally__style").first()
    opinion: OpinionBallot | None = _one(OpinionBallot, whole)
    areas, past = areas_of(election_id) if area is None and call.body == Body.VALID_BALLOTS else ((), ())
    barred = _barred(opinion)
    return Standing(
        area.election if area else call.election, call, unit, tuple(each for each in names if not each.withdrawn and each.label not in barred), tuple(each for each in names if each.withdrawn),
        tuple(BoardSeat.objects.known().filter(election=election_id).order_by("pk")), _one(ListClosing, whole), _one(RollClosing, election_id), issue,
        tuple(Hand.objects.known().filter(election=election_id).select_related("user").order_by("number")), _one(Collection, election_id), _one(Seal, election_id),
        _one(Approval, election_id), Cancellation.objects.known().filter(**of_both).select_related("decision").order_by("-pk").first(), opinion,
        tuple(each for each in names if not each.withdrawn and each.label in barred), tuple(StepTaken.objects.known().filter(election=election_id)),
        Deletion.objects.known().filter(**of_both).select_related("decision", "asked_by", "confirmed_by").first(), area, areas, past)


def areas_of(election_id: int) -> tuple[tuple[AreaState, ...], tuple[AreaState, ...]]:
    """The polling areas of an electoral unit by number, each with its newest vote, and the votes before; seven queries, one without areas."""
    found = list(PollingArea.objects.known().filter(whole=election_id).select_related("election").order_by("number", "turn"))
    if not found:
        return (), ()
    ids = [area.election_id for area in found]

    def by_election(model: Any) -> dict[int, Any]:
        rows = model.objects.known().filter(election__in=ids)
        return {fact.election_id: fact for fact in (rows.select_related("tally") if model is Issue else rows)}

    teams = set(BoardSeat.objects.known().filter(election__in=ids).values_list("election", flat=True))
    rolls, issues, collections, seals = (by_election(model) for model in (RollClosing, Issue, Collection, Seal))
    gone = {fact.election_id: fact for fact in Cancellation.objects.known().filter(election__in=ids).select_related("decision")}
    states = [AreaState(area, area.election_id in teams, rolls.get(area.election_id), issues.get(area.election_id), collections.get(area.election_id),
                        seals.get(area.election_id), gone.get(area.election_id)) for area in found]
    newest = {state.area.number: state for state in states}
    return tuple(newest.values()), tuple(state for state in states if newest[state.area.number] is not state)


def teams_beside(found: Standing) -> dict[str, int]:
    """Who sits on the teams of the other polling areas of the same unit, with the area's number; names and, of those on record, ``#`` and the person's id.
    One query."""
    if found.area is None:
        return {}
    areas = PollingArea.objects.known().filter(whole=found.area.whole_id).exclude(number=found.area.number)
    numbers = dict(areas.values_list("election", "number"))
    elsewhere: dict[str, int] = {}
    for seat in BoardSeat.objects.known().filter(election__in=numbers).exclude(election__in=Cancellation.objects.known().values("election")):
        elsewhere[seat.name] = numbers[seat.election_id]
        if seat.person_id:
            elsewhere[f"#{seat.person_id}"] = numbers[seat.election_id]
    return elsewhere


def past_seals(found: Standing) -> list[Seal]:
    """The seals that an election had before, since the vote in one of its polling areas was annulled (NA-09), the newest first; one query."""
    return list(Seal.objects.filter(election=found.election).exclude(superseded_at=None).order_by("-recorded_at", "-pk"))


def _barred(opinion: OpinionBallot | None) -> set[str]:
    """Who does not enter the list after an opinion ballot; of the tied, those whom the congress did not choose once it decided."""
    if opinion is None:
        return set()
    found = admit([(label, count) for label, count in opinion.voices], opinion.places)
    return {*found.left_out, *(set(found.tied) - set(opinion.chosen) if opinion.chosen is not None else ())}


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
    cancelled: bool


def elections_of(actor: Actor, unit_id: int | None = None, *, limit: int = 200) -> list[ElectionRow]:
    """The elections of a unit, or those in the actor's scope and those that they key in, the newest first.

    A fixed number of queries, however many there are and on however many days.
    """
    calls = Call.objects.known().select_related("election").order_by("-occurred_on", "-pk")
    if unit_id is not None:
        calls = calls.filter(election__unit=unit_id)
    found = list(calls[:limit])
    ids = [call.election_id for call in found]
    sealed = set(Seal.objects.known().filter(election__in=ids).values_list("election", flat=True))
    approved = set(Approval.objects.known().filter(election__in=ids).values_list("election", flat=True))
    cancelled = cancelled_among(ids)
    hands = list(Hand.objects.known().filter(user=getattr(actor, "user_id", 0)).filter(Q(election__in=ids) | Q(election__part_of__in=ids)).select_related("election"))
    mine = {hand.election_id for hand in hands}
    parts: dict[int, list[int]] = {}
    for hand in hands:
        if hand.election.part_of_id:
            parts.setdefault(hand.election.part_of_id, []).append(hand.election_id)
    numbers = dict(PollingArea.objects.known().filter(election__in=[each for ids_of in parts.values() for each in ids_of]).values_list("election", "number")) if parts else {}
    sealed_parts = set(Seal.objects.known().filter(election__in=numbers).values_list("election", flat=True)) if numbers else set()
    cancelled_parts = cancelled_among(numbers) if numbers else set()
    stood: dict[int, list[UnitVersion]] = {}
    for version in UnitVersion.objects.filter(superseded_at=None, unit__in={call.election.unit_id for call in found}).order_by("valid_from"):
        stood.setdefault(version.unit_id, []).append(version)

    access.look_ahead(actor, {call.occurred_on for call in found})

    def seen_there(call: Call) -> bool:
        """By where the unit stood on the day of the vote: it may have moved since."""
        versions = stood[call.election.unit_id]
        there = next((version for version in versions if version.valid_from <= call.occurred_on < version.valid_to), versions[-1])
        return access.may_see(actor, there, call.occurred_on)

    rows: list[ElectionRow] = []
    for call in found:
        elects = str(Elects(call.elects).label)
        if call.election_id in mine or seen_there(call):
            rows.append(ElectionRow(call.election_id, call.election.unit_id, call.title, elects, call.occurred_on, call.seats, call.election_id in sealed,
                                    call.election_id in approved, call.election_id in cancelled))
        rows += [ElectionRow(part, call.election.unit_id, _("%(title)s – khu vực bỏ phiếu số %(number)s") % {"title": call.title, "number": numbers[part]}, elects, call.occurred_on,
                             call.seats, part in sealed_parts, False, part in cancelled_parts or call.election_id in cancelled)
                 for part in parts.get(call.election_id, []) if part in numbers]
    return rows


def congresses_at(unit_id: int) -> list[tuple[int, str]]:
    """The congresses of a unit, the newest first, each with what tells it from the others; one query."""
    found = Congress.objects.filter(unit=unit_id).select_related("season").order_by("-season__key", "-run")
    return [(each.pk, each.season.label if each.run == 1 else f"{each.season.label} ({each.run})") for each in found]


def unsealed_beside(found: Standing) -> bool:
    """Whether another election of the unit on the same day has no sealed count yet; one query."""
    sealed = Seal.objects.known().values("election")
    calls = Call.objects.known().filter(election__unit=found.election.unit_id, occurred_on=found.call.occurred_on)
    gone = Cancellation.objects.known().values("election")
    return calls.exclude(election__in=sealed).exclude(election__in=gone).exclude(election=found.election).exists()


def cancelled_among(election_ids: Iterable[int]) -> set[int]:
    """Those of some elections that were cancelled or annulled; one query."""
    return set(Cancellation.objects.known().filter(election__in=list(election_ids)).values_list("election", flat=True))


def rounds_held(found: Standing) -> int:
    """How many rounds this one makes with those before it; one that was annulled, and a vote again among the tied (EL-37), are none. Two queries a round."""
    count, before = 1, found.election.follows_id
    while before is not None:
        seal = Seal.objects.known().filter(election=before).first()
        if seal is not None and seal.content["open_seats"] and not cancelled_among([before]):
            count += 1
        before = Election.objects.filter(pk=before).values_list("follows", flat=True).first()
    return count


def no_further_round(found: Standing) -> Reason | None:
    """Why no further round follows a sealed one: the most rounds of its kind were held (EL-38). A tie is voted on again, and what was annulled is held again."""
    kind = COMMITTEE if found.call.elects == Elects.COMMITTEE else CELL_SECRETARY if found.call.elects == Elects.SECRETARY and found.unit.level == UnitLevel.CELL else ""
    most = most_rounds(PACKS[found.call.rules], kind)
    if most is None or found.cancelled is not None or found.seal is None or found.seal.content["ties"]:
        return None
    return refuse_round(rounds_held(found), most)


def next_round(found: Standing) -> int | None:
    """The round that follows an election; None while none was called that was not cancelled. One query."""
    after = Election.objects.filter(follows=found.election).exclude(pk__in=Cancellation.objects.known().values("election"))
    return after.values_list("pk", flat=True).first()


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


def session_of(found: Standing, roll: Iterable[RollLine]) -> int:
    """The session whose presence counts: that in which the ballots are handed out once the roll is closed, before that the last in which somebody was registered."""
    return (found.roll.session if found.roll else None) or max((session for line in roll for session in line.sessions), default=1)


def present_in(roll: Iterable[RollLine], session: int) -> int:
    """How many were present in a session."""
    return sum(session in line.sessions for line in roll)


def holdings_of(found: Standing) -> list[Holding]:
    """What those elected hold by the approval of a result (CG-27, VH-10), each once; none before it."""
    kind = POSTS.get(Elects(found.call.elects))
    if found.approval is None or kind is None:
        return []
    elected = {each.person_id for each in found.candidates if each.person_id and each.label in found.approval.labels}
    return held_by_election(found.election.unit_id, kind, elected, found.held_since(found.approval.occurred_on))


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
    """The ballots as all hands agree on them; of an electoral unit those of all its polling areas.

    Raises:
        Refusal: while a batch is missing, a difference or a polling area open.
    """
    if found.areas:
        return sum(totals_by_area(found).values(), Counter[Marks]())
    if found.issue is None:
        raise NotFound(_("Chưa phát phiếu nên chưa có gì để cộng."))
    if found.deletion is not None:
        raise Refusal(_("Lượt nhập phiếu đã xóa theo %(paper)s. Kết quả đã niêm vẫn còn.") % {"paper": found.deletion.paper}, place="ballots", rule="EL-47")
    return ballots.totals(found.issue.tally)


def totals_by_area(found: Standing) -> dict[int, Counter[Marks]]:
    """The ballots of each polling area of an electoral unit, by its number.

    Raises:
        Refusal: while an area is not sealed, or once what was keyed is deleted.
    """
    if found.deletion is not None:
        raise Refusal(_("Lượt nhập phiếu đã xóa theo %(paper)s. Kết quả đã niêm vẫn còn.") % {"paper": found.deletion.paper}, place="ballots", rule="EL-47")
    refuse_unsealed(found)
    return {each.area.number: ballots.totals(each.issue.tally) for each in found.areas if each.issue}


def refuse_unsealed(found: Standing) -> None:
    """Refuse what needs every polling area sealed.

    Raises:
        Refusal: naming those that are not (NA-02).
    """
    if found.unsealed:
        raise Refusal(_("Khu vực bỏ phiếu số %(numbers)s chưa niêm. Kết quả của đơn vị cộng từ mọi khu vực: kiểm và niêm khu vực ấy trước.")
                      % {"numbers": ", ".join(str(each.area.number) for each in found.unsealed)}, place="areas", rule="NA-02")


def may_hold(actor: Actor, found: Standing) -> bool:
    """Whether the actor holds elections at its unit; decides what a page offers, never what is done."""
    return actor.refusal(Right.HOLD_ELECTIONS, [found.election.unit_id], found.call.occurred_on) is None


def keyers_at(found: Standing, day: date) -> list[tuple[str, str]]:
    """The accounts that may key in ballots at its unit on a day, by user name, each with what a screen calls it; one query.

    For a hamlet they are those of the organisations that cover it or an area above it, as rights reach.
    """
    roles = [role for role, rights in access.RIGHTS.items() if Right.KEY_BALLOTS in rights]
    covering = Coverage.objects.known().filter(area__in=found.unit.chain).values("organization")
    grants = Grant.objects.known().on(day).filter(Q(unit__in=found.unit.chain) | Q(unit__in=covering), role__in=roles, user__is_active=True).select_related("user")
    return sorted({(grant.user.username, f"{grant.user.display_name} ({grant.user.username})") for grant in grants}, key=lambda each: sort_key(each[1]))
