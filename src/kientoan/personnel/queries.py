"""Questions about plans, processes and slates. The only place of `personnel` with joins; answers are frozen rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kientoan.congress.models import CongressPlan, LevelWindow, Season
from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotFound
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.people import access as people_access
from kientoan.people.access import chunks
from kientoan.people.enums import HoldingEnd, MembershipEnd, MemberStage, PostKind
from kientoan.people.models import Holding, Membership, PostStanding
from kientoan.people.queries import birth_in, profiles_of
from kientoan.personnel import access
from kientoan.personnel.models import Announcement, Closing, Nomination, PersonnelPlan, PlanTerms, Process, Sitting, Vote
from kientoan.rules.periods import OPEN_END
from kientoan.rules.personnel import (
    PROCEDURES,
    Course,
    Measure,
    Meeting,
    Nominee,
    Outcome,
    Procedure,
    State,
    Step,
    Tally,
    Threshold,
    Track,
    outcomes,
    procedure_of,
)
from kientoan.rules.persons import Birth, is_minority, write_birth
from kientoan.rules.posts import Kind
from kientoan.rules.slate import Finding, Named, Wanted, findings
from kientoan.rules.tree import Level

MEETING_POSTS: Mapping[Meeting, PostKind] = {Meeting.STANDING_BOARD: PostKind.STANDING_BOARD_MEMBER, Meeting.COMMITTEE: PostKind.COMMITTEE_MEMBER}
"""Meetings whose members are kept here."""


@dataclass(frozen=True)
class SittingState:
    """A step as it was held.

    Parameters:
        fact: its version.
        tally: the count; None before it was entered.
        outcomes: who goes on, most votes first.
        paper: what was cited.
    """

    fact: Sitting
    tally: Tally | None
    outcomes: tuple[Outcome, ...]
    paper: str

    @property
    def state(self) -> State:
        """Open or sealed."""
        return State.SEALED if self.fact.sealed else State.OPEN

    @cached_property
    def passed(self) -> frozenset[int]:
        """The persons who go on."""
        return frozenset(each.person for each in self.outcomes if each.passed)


@dataclass(frozen=True)
class StepState:
    """A step of a process.

    Parameters:
        number: from 1.
        step: what it is.
        sittings: as it was held; several only with residents.
        ballot: who is balloted on, in the order in which they were put forward.
    """

    number: int
    step: Step
    sittings: tuple[SittingState, ...]
    ballot: tuple[int, ...]

    @property
    def state(self) -> State:
        """Where it stands; with residents, as long as nothing waits to be sealed, what is done."""
        if not self.sittings:
            return State.WAITING
        return State.SEALED if all(each.state is State.SEALED for each in self.sittings) else State.OPEN

    def at(self, place: str) -> SittingState | None:
        """How it was held at a place."""
        return next((each for each in self.sittings if each.fact.place == place), None)


@dataclass(frozen=True)
class ProcessState:
    """A process as it stands.

    Parameters:
        process: its row.
        nominations: by person, in the order in which they were put forward.
        steps: in their order.
        closing: why it was ended early; None when it was not.
    """

    process: Process
    track: Track
    nominations: Mapping[int, Nomination]
    steps: tuple[StepState, ...]
    closing: Closing | None

    @cached_property
    def course(self) -> Course:
        """What the rules ask about it."""
        states = tuple(each.state for each in self.steps)
        held = [sitting.fact.occurred_on for step in self.steps for sitting in step.sittings]
        waiting = next((each for each in self.steps if each.state is not State.SEALED), self.steps[-1])
        return Course(self.track, states, max(held, default=None), self.closing is not None, len(waiting.ballot))

    @cached_property
    def passed(self) -> tuple[int, ...]:
        """Who went through every step, most votes in the last first."""
        last = self.steps[-1]
        if self.track is Track.RESIDENCE or last.state is not State.SEALED:
            return ()
        return tuple(each.person for each in last.sittings[0].outcomes if each.passed and self.nominations[each.person].withdrawn_on is None)

    @cached_property
    def heard(self) -> frozenset[int]:
        """Of whom residents gave their opinion."""
        return frozenset(each.person for step in self.steps for sitting in step.sittings if sitting.fact.sealed for each in sitting.outcomes)

    def dropped(self) -> list[tuple[int, int, Outcome | Nomination]]:
        """Who no longer goes on: the person, after which step, and the outcome or the standing back that says why."""
        found: list[tuple[int, int, Outcome | Nomination]] = []
        for person, nomination in self.nominations.items():
            if nomination.withdrawn_on is not None:
                found.append((person, 0, nomination))
                continue
            for step in self.steps if self.track is not Track.RESIDENCE else ():
                failed = next((each for sitting in step.sittings if sitting.fact.sealed for each in sitting.outcomes if each.person == person and not each.passed), None)
                if failed is not None:
                    found.append((person, step.number, failed))
                    break
        return found


@dataclass(frozen=True)
class PlanState:
    """A plan as it stands.

    Parameters:
        plan: its row, with the season.
        terms: what it goes by; the last ones of a plan that has ended.
        ended_on: since when it has ended; None while it lasts.
        processes: by track.
        announcement: None before the slate was announced.
    """

    plan: PersonnelPlan
    terms: PlanTerms
    ended_on: date | None
    processes: Mapping[Track, ProcessState]
    announcement: Announcement | None

    @property
    def threshold(self) -> Threshold:
        """When a person goes on."""
        return _threshold(self.terms)

    @property
    def counted(self) -> bool:
        """Whether votes were entered anywhere."""
        return any(sitting.tally is not None for process in self.processes.values() for step in process.steps for sitting in step.sittings)

    @property
    def begun(self) -> bool:
        """Whether a step of the plan's own procedure was opened."""
        return any(step.sittings for track, process in self.processes.items() if track is not Track.RESIDENCE for step in process.steps)

    @property
    def standing_in(self) -> dict[int, Track]:
        """Everybody who was put forward, and where."""
        return {person: track for track, process in self.processes.items() if track is not Track.RESIDENCE for person in process.nominations}

    @property
    def people(self) -> list[int]:
        """Everybody who was put forward."""
        return list(self.standing_in)

    @property
    def finished(self) -> bool:
        """Whether both ways to the slate are at their end."""
        return all(self.processes[track].course.finished for track in (Track.RE_STANDING, Track.FIRST_TIME))

    @property
    def slate(self) -> tuple[tuple[int, Track], ...]:
        """Who went through, those who stand again first."""
        return tuple((person, track) for track in (Track.RE_STANDING, Track.FIRST_TIME) for person in self.processes[track].passed)

    @property
    def seats_left(self) -> int:
        """Seats that those who stand again leave to the others (CG-22)."""
        return max(self.terms.approved_size - len(self.processes[Track.RE_STANDING].passed), 0)


def _threshold(terms: PlanTerms) -> Threshold:
    return Threshold(terms.more_than, Measure(terms.measure))


def no_such_plan() -> NotFound:
    """One sentence for a plan that is not there and for one that may not be known."""
    return NotFound(_("Không có phương án nhân sự này, hoặc phương án nằm ngoài phạm vi được xem."))


def plan_row(plan_id: int) -> PersonnelPlan:
    """A plan's row with its season.

    Raises:
        NotFound: when there is none.
    """
    plan = PersonnelPlan.objects.select_related("season").filter(pk=plan_id).first()
    if plan is None:
        raise no_such_plan()
    return plan


def _facts(model: Any, day: date | None, known_at: datetime | None, **chosen: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.known(known_at).filter(**chosen)
    return found if day is None else found.filter(occurred_on__lte=day)


def last_terms(plan: PersonnelPlan) -> PlanTerms | None:
    """The terms with which a plan ended, as believed now, whatever day a page shows; None while it lasts. One query."""
    last = PlanTerms.objects.known().filter(plan=plan).order_by("-valid_from").first()
    return last if last is not None and last.valid_to != OPEN_END else None


def plan_state(plan: PersonnelPlan, day: date | None = None, known_at: datetime | None = None) -> PlanState:
    """A plan with everything in it; a fixed number of queries.

    Parameters:
        day: what was held by then; everything when None.
        known_at: as known then; None for now.

    Raises:
        NotFound: when nothing of it was known.
    """
    terms = list(PlanTerms.objects.known(known_at).filter(plan=plan).order_by("valid_from").select_related("decision"))
    begun = [each for each in terms if day is None or each.valid_from <= day]
    if not begun:
        raise no_such_plan()
    last = begun[-1]
    ended_on = None if last.valid_to == OPEN_END or (day is not None and last.valid_to > day) else last.valid_to
    processes = {Track(each.track): each for each in Process.objects.filter(plan=plan)}
    nominations: defaultdict[int, dict[int, Nomination]] = defaultdict(dict)
    for nomination in _facts(Nomination, day, known_at, process__plan=plan).order_by("pk"):
        nominations[nomination.process_id][nomination.person_id] = nomination
    sittings: defaultdict[tuple[int, int], list[Sitting]] = defaultdict(list)
    for sitting in _facts(Sitting, day, known_at, process__plan=plan).order_by("occurred_on", "place", "pk").select_related("decision"):
        sittings[sitting.process_id, sitting.number].append(sitting)
    votes: defaultdict[tuple[int, int, str], dict[int, int]] = defaultdict(dict)
    for process, number, place, person, count in _facts(Vote, day, known_at, process__plan=plan).order_by("pk").values_list(
            "process", "number", "place", "person", "votes"):
        votes[process, number, place][person] = count
    closings = {each.process_id: each for each in _facts(Closing, day, known_at, process__plan=plan)}
    announcement = _facts(Announcement, day, known_at, plan=plan).select_related("decision").first()
    nominees = {person: nomination for track in (Track.RE_STANDING, Track.FIRST_TIME) for person, nomination in nominations[processes[track].pk].items()}
    states = {
        track: _process_state(processes[track], track, Procedure(last.procedure), _threshold(last), nominees if track is Track.RESIDENCE else nominations[processes[track].pk],
                              sittings, votes, closings.get(processes[track].pk))
        for track in Track}
    return PlanState(plan, last, ended_on, states, announcement)


def _process_state(process: Process, track: Track, chosen: Procedure, threshold: Threshold, nominations: Mapping[int, Nomination],
                   sittings: Mapping[tuple[int, int], Sequence[Sitting]], votes: Mapping[tuple[int, int, str], Mapping[int, int]], closing: Closing | None) -> ProcessState:
    steps: list[StepState] = []
    through = dict(nominations)
    for number, step in enumerate(PROCEDURES[procedure_of(track, chosen)].steps, 1):
        held = [_sitting_state(each, votes.get((process.pk, number, each.place), {}), nominations, threshold) for each in sittings.get((process.pk, number), ())]
        on = held[0].fact.occurred_on if held and not step.many else None
        ballot = tuple(person for person, each in through.items() if each.since_step <= number and (
            each.withdrawn_on is None or (on is not None and each.withdrawn_on > on)))
        steps.append(StepState(number, step, tuple(held), ballot))
        if held and held[0].fact.sealed and not step.many:
            through = {person: each for person, each in through.items() if each.since_step > number or person in held[0].passed}
    return ProcessState(process, track, nominations, tuple(steps), closing)


def _sitting_state(fact: Sitting, votes: Mapping[int, int], nominations: Mapping[int, Nomination], threshold: Threshold) -> SittingState:
    paper = str(fact.decision or "")
    if fact.issued is None or fact.valid is None or fact.invalid is None:
        return SittingState(fact, None, (), paper)
    ordered = {person: votes[person] for person in nominations if person in votes}
    tally = Tally(fact.electorate, fact.issued, fact.valid, fact.invalid, ordered)
    return SittingState(fact, tally, tuple(outcomes(tally, threshold)), paper)


# -- who may be put forward --------------------------------------------------------------------------------------------------------------


def nominees(plan: PersonnelPlan, person_ids: Iterable[int], on: date, standing_in: Mapping[int, Track]) -> dict[int, Nominee]:
    """What the rules ask of persons who are to be put forward on a day; a fixed number of queries.

    Parameters:
        standing_in: who was put forward already, and where.
    """
    ids = list(person_ids)
    profiles = profiles_of(ids, on)
    stages: dict[int, str] = {}
    dead: set[int] = set()
    holds: set[int] = set()
    for part in chunks(ids):
        stages |= dict(Membership.objects.known().on(on).filter(person__in=part).values_list("person", "stage"))
        dead |= set(Membership.objects.known().filter(person__in=part, valid_to__lte=on, end_reason=MembershipEnd.DIED).values_list("person", flat=True))
        dead |= set(Holding.objects.known().filter(person__in=part, valid_to__lte=on, end_reason=HoldingEnd.DIED).values_list("person", flat=True))
        holds |= set(Holding.objects.known().on(on).filter(person__in=part, post__unit=plan.unit_id, post__kind=plan.body).values_list("person", flat=True))
    return {person: Nominee(
        profiles[person].full_name, birth_in(profiles[person]), stages[person] == MemberStage.OFFICIAL if person in stages else None, person in dead,
        person in holds, standing_in.get(person)) for person in ids if person in profiles}


def electorate_here(unit_id: int, meeting: Meeting, on: date) -> int | None:
    """How many sit in the body that meets, as far as it is kept here; None when it is not."""
    kind = MEETING_POSTS.get(meeting)
    if kind is None:
        return None
    return Holding.objects.known().on(on).filter(post__unit=unit_id, post__kind=kind).count() or None


# -- the slate ---------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SlateRow:
    """A person on a slate, as far as the asker may read.

    Parameters:
        named: what the findings go by.
        votes: in the last step; the share's base beside it.
        base: what the votes are measured against.
    """

    named: Named
    votes: int
    base: int

    @property
    def born_text(self) -> str:
        """The birth as far as it is known and may be read."""
        return write_birth(self.named.birth) if self.named.birth else ""


@dataclass(frozen=True)
class Slate:
    """A slate with what is found on it.

    Parameters:
        wanted: what it is for.
        rows: who is on it.
        findings: in the order of the checks.
    """

    wanted: Wanted
    rows: tuple[SlateRow, ...]
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> list[Finding]:
        """What keeps it from being announced."""
        return [each for each in self.findings if each.blocks]


def elected_on(unit_id: int, season: Season, level: str, day: date) -> date:
    """The day that tells the year in which ages are judged: the congress's as planned, else the last of the level's calendar, else the day of asking."""
    closes: date | None = CongressPlan.objects.known().filter(congress__unit=unit_id, congress__season=season).order_by("-congress__run", "-valid_from").values_list(
        "closes_on", flat=True).first()
    if closes:
        return closes
    after: date | None = LevelWindow.objects.known().filter(season=season, level=level).values_list("valid_to", flat=True).first()
    return after - timedelta(days=1) if after else day


def slate_of(state: PlanState, unit: UnitVersion, day: date, *, actor: Actor | None) -> Slate:
    """The slate of a plan with its findings; a fixed number of queries.

    Parameters:
        unit: the plan's organisation.
        day: the day of asking.
        actor: whose rights bound what is read of each person; None for a check that nobody reads.
    """
    ids = [person for person, _track in state.slate]
    profiles = profiles_of(ids, day)
    seen = set(ids) if actor is None else people_access.visible_ids(actor, ids, day)
    sensitive = set(ids) if actor is None else people_access.visible_ids(actor, ids, day, Right.SEE_SENSITIVE)
    heard = state.processes[Track.RESIDENCE].heard
    rows: list[SlateRow] = []
    for person, track in state.slate:
        process, profile = state.processes[track], profiles.get(person)
        nomination, last = process.nominations[person], process.steps[-1].sittings[0]
        open_to = profile is not None and person in seen
        birth: Birth | None = birth_in(profile) if profile is not None and open_to else None
        named = Named(
            person, profile.full_name if profile else "", track, birth, profile.sex == "female" if profile is not None and open_to and profile.sex else None,
            is_minority(profile.ethnicity) if profile is not None and person in sensitive and profile.ethnicity else None, nomination.planned,
            nomination.government, person in heard)
        tally = last.tally
        rows.append(SlateRow(named, tally.votes[person] if tally else 0, state.threshold.base(tally) if tally else 0))
    wanted = _wanted(state, unit, day)
    return Slate(wanted, tuple(rows), tuple(findings(wanted, [row.named for row in rows])))


def _wanted(state: PlanState, unit: UnitVersion, day: date) -> Wanted:
    plan, terms = state.plan, state.terms
    committee: int | None = None
    if plan.body == PostKind.STANDING_BOARD_MEMBER:
        committee = PlanTerms.objects.known().on(day).filter(plan__unit=plan.unit_id, plan__season=plan.season_id, plan__body=PostKind.COMMITTEE_MEMBER).values_list(
            "approved_size", flat=True).first() or PostStanding.objects.known().on(day).filter(
            post__unit=plan.unit_id, post__kind=PostKind.COMMITTEE_MEMBER).values_list("seats", flat=True).first()
    planned = sum(nomination.planned for track in (Track.RE_STANDING, Track.FIRST_TIME) for nomination in state.processes[track].nominations.values())
    return Wanted(Kind(plan.body), Level(unit.level), terms.approved_size, elected_on(plan.unit_id, plan.season, unit.level, day), terms.minority_percent,
                  terms.renewal_percent, committee, planned)


# -- lists -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list.

    Parameters:
        unit: the organisation's name.
        reached: by track, how many steps are sealed.
        steps: how many there are in each of the plan's processes.
        announced_on: None before.
        secret: whether marked so.
        ended: whether the plan has ended.
    """

    plan_id: int
    unit_id: int
    unit: str
    body: str
    season: str
    size: int
    reached: Mapping[Track, int]
    steps: int
    announced_on: date | None
    secret: bool
    ended: bool = False


@dataclass(frozen=True)
class PlanPage:
    """A page of a list of plans, and how many there are in all."""

    rows: tuple[PlanLine, ...]
    count: int


def plans_below(actor: Actor, unit: UnitVersion, day: date, *, known_at: datetime | None = None, start: int = 0, limit: int = 100) -> PlanPage:
    """The plans of a unit and of those below it on a day, as far as the actor may know of them; a fixed number of queries."""
    wanted = PersonnelPlan.objects.filter(unit__in=tree.below(unit, day).values("unit").order_by(), pk__in=PlanTerms.objects.known(known_at).filter(valid_from__lte=day).values("plan"))
    wanted = access.visible_to(actor, wanted, day)
    announced = Announcement.objects.known(known_at).on(day)
    count = wanted.count()
    names = {version.unit_id: version for version in tree.below(unit, day).filter(unit__in=wanted.values("unit").order_by())}
    ordered = sorted(wanted.select_related("season"), key=lambda plan: (names[plan.unit_id].depth, names[plan.unit_id].sort_key, plan.unit_id, plan.season.key, plan.pk))
    shown = ordered[start:start + limit]
    ids = [plan.pk for plan in shown]
    terms = {each.plan_id: each for each in PlanTerms.objects.known(known_at).filter(plan__in=ids, valid_from__lte=day).order_by("valid_from")}
    days = dict(announced.filter(plan__in=ids).values_list("plan", "occurred_on"))
    reached: defaultdict[int, dict[Track, int]] = defaultdict(dict)
    for plan, track, number in Sitting.objects.known(known_at).on(day).filter(process__plan__in=ids, sealed=True).values_list(
            "process__plan", "process__track", "number"):
        reached[plan][Track(track)] = max(number, reached[plan].get(Track(track), 0))
    return PlanPage(tuple(PlanLine(
        plan.pk, plan.unit_id, names[plan.unit_id].name, str(PostKind(plan.body).label), plan.season.label, terms[plan.pk].approved_size, reached[plan.pk],
        len(PROCEDURES[Procedure(terms[plan.pk].procedure)].steps), days.get(plan.pk), terms[plan.pk].secrecy == "secret", terms[plan.pk].valid_to <= day)
        for plan in shown), count)


def bodies_taken(unit_id: int, season: Season) -> set[str]:
    """The bodies of a unit that have a plan in force in a season."""
    return set(PlanTerms.objects.known().filter(plan__unit=unit_id, plan__season=season, valid_to=OPEN_END).values_list("plan__body", flat=True))


__all__ = [
    "PlanLine", "PlanPage", "PlanState", "ProcessState", "SittingState", "Slate", "SlateRow", "StepState", "bodies_taken", "elected_on", "electorate_here",
    "no_such_plan", "nominees", "plan_row", "plan_state", "plans_below", "slate_of",
]
