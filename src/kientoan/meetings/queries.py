"""Questions about meetings and households. The only place of `meetings` with joins; answers are frozen rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.models import StoredFile
from kientoan.core.refusal import NotFound
from kientoan.meetings import access
from kientoan.meetings.enums import AttendanceState, MatterName, MeetingKind
from kientoan.meetings.models import (
    AgendaItem,
    BallotCount,
    BallotRound,
    Call,
    Cancellation,
    HouseholdAttendance,
    HouseholdEntry,
    ItemDecision,
    Meeting,
    MeetingPaper,
    MemberAttendance,
    Roll,
    SignedMinutes,
)
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.people.enums import MemberStage
from kientoan.people.hooks import MOST, OwnLine
from kientoan.people.models import Membership
from kientoan.people.queries import profiles_of, scope_of
from kientoan.rules.meetings import (
    HouseholdPack,
    HouseholdRoll,
    Kind,
    Matter,
    MemberRoll,
    Month,
    Outcome,
    Votes,
    decide_households,
    decide_members,
    explain_voting_base,
    household_pack,
    month_of,
    refuse_ballots,
)
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import search_terms

PAGE = 50
CELL_WORD = "Chi bộ"
"""How the name of an organisation begins that is a cell, one directly under a superior body too."""


class Step(StrEnum):
    """What is to be done next."""

    AGENDA = "agenda"
    WAIT = "wait"
    ATTEND = "attend"
    DECIDE = "decide"
    COUNT = "count"
    SIGN = "sign"
    DONE = "done"


@dataclass(frozen=True)
class Item:
    """An item of the agenda with what became of it.

    Parameters:
        fact: the item.
        decision: what the meeting said; None while nothing was put to the vote.
        round: the household ballots handed out; None for none.
        count: what they came to; None before.
        outcome: what stands: of the ballots where they were counted, else of the meeting; None while nothing was voted.
        meeting_outcome: of the hands in the meeting.
    """

    fact: AgendaItem
    decision: ItemDecision | None = None
    round: BallotRound | None = None
    count: BallotCount | None = None
    outcome: Outcome | None = None
    meeting_outcome: Outcome | None = None

    @property
    def is_open(self) -> bool:
        """Whether ballots are out that nobody has counted."""
        return self.round is not None and self.count is None


def votes_of(fact: ItemDecision | BallotCount) -> Votes:
    """The votes that a fact keeps."""
    return Votes(fact.votes_for, fact.votes_against, fact.votes_other)


@dataclass(frozen=True)
class Standing:
    """A meeting with everything that is believed about it.

    Parameters:
        unit: whose it is, as it stood on its day.
        items: by position.
        taken: the numbers of who came; None before the attendance is taken.
        minutes: as last signed; None before.
    """

    meeting: Meeting
    call: Call
    unit: UnitVersion
    items: tuple[Item, ...]
    taken: Roll | None
    cancelled: Cancellation | None
    minutes: SignedMinutes | None

    @property
    def kind(self) -> Kind:
        """Whose meeting it is."""
        return Kind(self.meeting.kind)

    @property
    def of_households(self) -> bool:
        """Whether households meet."""
        return self.kind is Kind.COMMUNITY

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return self.call.occurred_on

    @property
    def name(self) -> str:
        """What it is called."""
        return _("%(kind)s tháng %(month)s") % {"kind": MeetingKind(self.meeting.kind).label, "month": f"{self.day:%m/%Y}"}

    @property
    def is_signed(self) -> bool:
        """Whether the minutes are signed and stand."""
        return self.minutes is not None and not self.minutes.reopened

    @cached_property
    def member_roll(self) -> MemberRoll:
        """The members as votes are measured on them; nobody before the attendance is taken."""
        return MemberRoll(0) if self.taken is None else MemberRoll(self.taken.eligible, self.taken.temporary, self.taken.exempt, self.taken.present, self.taken.probationary)

    @cached_property
    def household_roll(self) -> HouseholdRoll:
        """The households as votes are measured on them."""
        return HouseholdRoll(0) if self.taken is None else HouseholdRoll(self.taken.eligible, self.taken.present)

    @property
    def base(self) -> Reason | None:
        """What a cell's votes are measured on, explained (EL-35); None for households, or before the attendance is taken."""
        return None if self.taken is None or self.of_households else explain_voting_base(self.member_roll, self.day)

    def next_step(self, today: date) -> Step:
        """What is to be done next."""
        if self.is_signed or self.cancelled is not None:
            return Step.DONE
        if not self.items:
            return Step.AGENDA
        if self.day > today:
            return Step.WAIT
        if self.taken is None:
            return Step.ATTEND
        if any(item.is_open for item in self.items):
            return Step.COUNT
        return Step.DECIDE if all(item.decision is None for item in self.items) else Step.SIGN

    def item(self, fact_id: UUID) -> Item:
        """An item of this meeting.

        Raises:
            NotFound: when there is none.
        """
        found = next((item for item in self.items if item.fact.fact_id == fact_id), None)
        if found is None:
            raise NotFound(_("Không có việc này trong nội dung họp. Mở lại trang cuộc họp."))
        return found

    def may_go_to_ballots(self, item: Item) -> bool:
        """Whether household ballots may follow (PD-11)."""
        if not self.of_households or item.decision is None or item.round is not None or self.taken is None or item.outcome is None or item.outcome.passed:
            return False
        return refuse_ballots(pack_of(self.day), Matter(item.decision.matter), self.household_roll) is None


def pack_of(day: date) -> HouseholdPack:
    """The rules on households in force on a day for which there are some; meetings of other days are refused when they are called."""
    found = household_pack(day)
    if isinstance(found, Reason):
        raise LookupError(found.vi)
    return found


def _outcome(meeting: Meeting, day: date, taken: Roll | None, matter: str, votes: Votes) -> Outcome | None:
    if taken is None:
        return None
    if meeting.kind == MeetingKind.CELL:
        return decide_members(MemberRoll(taken.eligible, taken.temporary, taken.exempt, taken.present, taken.probationary), votes)
    return decide_households(pack_of(day), Matter(matter), HouseholdRoll(taken.eligible, taken.present), votes)


def standing(meeting_id: int) -> Standing:
    """A meeting as it is believed now; nine queries.

    Raises:
        NotFound: when there is none.
    """
    call = Call.objects.known().filter(meeting=meeting_id).select_related("meeting").first()
    unit = unit_on(call.meeting.unit_id, call.occurred_on) if call else None
    if call is None or unit is None:
        raise no_such_meeting()
    one = {"meeting": meeting_id}
    taken = Roll.objects.known().filter(**one).first()
    decisions, rounds, counts = ({each.item: each for each in model.objects.known().filter(**one)} for model in (ItemDecision, BallotRound, BallotCount))
    items: list[Item] = []
    for fact in AgendaItem.objects.known().filter(**one).order_by("position", "pk"):
        said, count = decisions.get(fact.fact_id), counts.get(fact.fact_id)
        hands = _outcome(call.meeting, call.occurred_on, taken, said.matter, votes_of(said)) if said else None
        ballots = _outcome(call.meeting, call.occurred_on, taken, said.matter, votes_of(count)) if said and count else None
        items.append(Item(fact, said, rounds.get(fact.fact_id), count, ballots or hands, hands))
    return Standing(call.meeting, call, unit, tuple(items), taken, Cancellation.objects.known().filter(**one).first(), SignedMinutes.objects.known().filter(**one).first())


def no_such_meeting() -> NotFound:
    """The answer for a meeting that there is not, or that may not be known."""
    return NotFound(_("Không có cuộc họp này, hoặc nằm ngoài phạm vi được xem."))


def seen(actor: Actor, meeting_id: int) -> Standing:
    """A meeting that the actor may know of.

    Raises:
        NotFound: for one that is not there or may not be known.
    """
    found = standing(meeting_id)
    if not access.may_see(actor, found.meeting.unit_id, found.day):
        raise no_such_meeting()
    return found


@dataclass(frozen=True)
class PaperLine:
    """A paper of a meeting."""

    key: UUID
    uuid: UUID
    title: str
    size: int
    is_photo: bool


def papers_of(meeting_id: int) -> list[PaperLine]:
    """The papers of a meeting, in the order in which they came; one query."""
    found = MeetingPaper.objects.known().filter(meeting=meeting_id).order_by("pk").values_list("fact_id", "file__uuid", "title", "file__size", "file__media_type")
    return [PaperLine(key, uuid, title, size, media_type.startswith("image/")) for key, uuid, title, size, media_type in found]


def no_such_paper() -> NotFound:
    """The answer for a paper that there is not, or that was taken away."""
    return NotFound(_("Không có tài liệu này, hoặc tài liệu đã được bỏ đi."))


def paper_file(actor: Actor, meeting_id: int, uuid: UUID) -> StoredFile:
    """A paper of a meeting that the actor may know of, with its content.

    Raises:
        NotFound: when there is none, or none that may be known.
    """
    seen(actor, meeting_id)
    fact = MeetingPaper.objects.known().filter(meeting=meeting_id, file__uuid=uuid).select_related("file").first()
    if fact is None or fact.file.content is None:
        raise no_such_paper()
    file: StoredFile = fact.file
    return file


def kind_at(unit: UnitVersion) -> MeetingKind | None:
    """Which meeting a unit holds; None for one that holds none here."""
    if unit.level == UnitLevel.CELL or (unit.level == UnitLevel.GRASSROOTS and unit.name.startswith(CELL_WORD)):
        return MeetingKind.CELL
    return MeetingKind.COMMUNITY if unit.level == UnitLevel.HAMLET else None


# -- who comes -----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MemberLine:
    """A member of a cell on the list of who came; ``state`` is empty while nobody said."""

    person_id: int
    name: str
    is_official: bool
    state: str


def members_on(unit_id: int, day: date) -> dict[int, bool]:
    """Who is a member of a cell on a day, and whether an official one."""
    rows = Membership.objects.known().on(day).filter(unit=unit_id).values_list("person", "stage")
    return {person: stage == MemberStage.OFFICIAL for person, stage in rows}


def member_lines(found: Standing) -> list[MemberLine]:
    """The members of a cell on the day of a meeting, and whoever was marked then, by given name."""
    marks = {each.person_id: each for each in MemberAttendance.objects.known().filter(meeting=found.meeting)}
    official = members_on(found.meeting.unit_id, found.day) if not found.is_signed else {}
    official |= {person: mark.is_official for person, mark in marks.items()}
    profiles = profiles_of(official, found.day)
    lines = [(profiles[person].sort_key, MemberLine(person, profiles[person].full_name, is_official, marks[person].state if person in marks else ""))
             for person, is_official in official.items() if person in profiles]
    return [line for _key, line in sorted(lines, key=lambda each: (each[0], each[1].person_id))]


@dataclass(frozen=True)
class HouseholdLine:
    """A household in the register of a hamlet.

    Parameters:
        household_id: its identity.
        uuid: names it in addresses.
        is_present: whether it was represented at the meeting asked about.
    """

    household_id: int
    uuid: UUID
    number: int
    representative: str
    address: str
    since: date
    is_present: bool = False


def entries_on(hamlet_id: int, day: date) -> QuerySet[Any]:
    """The register of a hamlet on a day, by number."""
    return HouseholdEntry.objects.known().on(day).filter(hamlet=hamlet_id).select_related("household").order_by("number")


def household_lines(hamlet_id: int, day: date, meeting: Meeting | None = None) -> list[HouseholdLine]:
    """The households of a hamlet on a day; two queries."""
    came = set(HouseholdAttendance.objects.known().filter(meeting=meeting).values_list("household", flat=True)) if meeting else set()
    return [HouseholdLine(entry.household_id, entry.household.uuid, entry.number, entry.representative, entry.address, entry.valid_from, entry.household_id in came)
            for entry in entries_on(hamlet_id, day)]


def entry_of(uuid: UUID) -> HouseholdEntry:
    """A household as it stands in a register, its last entry.

    Raises:
        NotFound: when there is none.
    """
    found: HouseholdEntry | None = HouseholdEntry.objects.known().filter(household__uuid=uuid).order_by("-valid_from").first()
    if found is None:
        raise NotFound(_("Không có hộ này trong sổ hộ."))
    return found


def minutes_versions(meeting_id: int) -> list[SignedMinutes]:
    """Every version of the minutes that was signed, the newest first; the marks of being opened again are left out."""
    found: dict[int, SignedMinutes] = {}
    for each in SignedMinutes.objects.filter(meeting=meeting_id).order_by("recorded_at", "pk"):
        found.setdefault(each.version, each)
    return [found[version] for version in sorted(found, reverse=True)]


# -- lists ---------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list."""

    meeting_id: int
    unit_id: int
    unit: str
    kind: str
    day: date
    begins_at: Any
    place: str
    is_attended: bool
    is_signed: bool
    is_cancelled: bool

    @property
    def kind_label(self) -> str:
        """What kind it is, in words."""
        return str(MeetingKind(self.kind).label)


@dataclass(frozen=True)
class MeetingPage:
    """A page of a list of meetings: its rows, how many there are in all, how many of them are not finished."""

    rows: tuple[MeetingRow, ...]
    count: int
    unfinished: int


def meetings_at(unit: UnitVersion, day: date, *, only_unfinished: bool = False, query: str = "", start: int = 0) -> MeetingPage:
    """The meetings of a unit, of all below it and of the areas that it covers, the newest first; four queries.

    Parameters:
        unit: as it stands on ``day``.
        only_unfinished: those whose minutes are not signed and that were not cancelled.
        query: words of a unit's name.
        start: how many rows to pass over.
    """
    units = scope_of(unit, day)
    for word, exact in search_terms(query):
        units = units.filter(**{"search_exact__contains" if exact else "search_plain__contains": word})
    this = {"meeting": OuterRef("meeting")}
    calls = Call.objects.known().filter(meeting__unit__in=units.values("unit").order_by()).annotate(
        attended=Exists(Roll.objects.known().filter(**this)), signed=Exists(SignedMinutes.objects.known().filter(**this, reopened="")),
        gone=Exists(Cancellation.objects.known().filter(**this)))
    unfinished = calls.filter(signed=False, gone=False)
    shown = unfinished if only_unfinished else calls
    found = list(shown.select_related("meeting").order_by("-occurred_on", "-begins_at", "-pk")[start:start + PAGE])
    names = _names_then([(call.meeting.unit_id, call.occurred_on) for call in found])
    rows = tuple(MeetingRow(call.meeting_id, call.meeting.unit_id, names.get((call.meeting.unit_id, call.occurred_on), ""), call.meeting.kind, call.occurred_on, call.begins_at,
                            call.place, call.attended, call.signed, call.gone) for call in found)
    left = unfinished.count()
    return MeetingPage(rows, left if only_unfinished else shown.count(), left)


def _names_then(wanted: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """What units were called on days; one query."""
    pairs = set(wanted)
    found: dict[tuple[int, date], str] = {}
    versions = list(UnitVersion.objects.filter(superseded_at=None, unit__in={unit for unit, _day in pairs}).order_by("valid_from"))
    for unit, day in pairs:
        for version in versions:
            if version.unit_id == unit and (version.valid_from <= day or (unit, day) not in found):
                found[unit, day] = version.name
    return found


@dataclass(frozen=True)
class MonthFigure:
    """How many cells below a unit met in a month (NM-19).

    Parameters:
        cells: how many stood on the month's last day, or on the day asked if that is earlier.
        held: of them, that met: an attendance was taken.
        is_over: whether the month is over on the day asked; before, a cell may still meet.
    """

    month: Month
    cells: int
    held: int
    is_over: bool

    @property
    def missed(self) -> int:
        """How many held none."""
        return self.cells - self.held


def _cells(unit: UnitVersion, day: date) -> QuerySet[UnitVersion]:
    return tree.below(unit, day).filter(Q(level=UnitLevel.CELL) | Q(level=UnitLevel.GRASSROOTS, name__startswith=CELL_WORD))


def _held(month: Month, day: date) -> QuerySet[Any]:
    """The cells that met in a month, by the end of a day."""
    last = min(month.last, day)
    gone = Cancellation.objects.known().filter(meeting=OuterRef("meeting"))
    return Roll.objects.known().filter(~Exists(gone), occurred_on__gte=month.first, occurred_on__lte=last, meeting__kind=MeetingKind.CELL).values("meeting__unit")


def month_figures(unit: UnitVersion, months: Sequence[Month], day: date) -> list[MonthFigure]:
    """How many cells met in each month; one query a month, whatever the cells."""
    found: list[MonthFigure] = []
    for month in months:
        counted = _cells(unit, min(month.last, day)).aggregate(cells=Count("pk"), held=Count("pk", filter=Q(unit__in=_held(month, day))))
        found.append(MonthFigure(month, counted["cells"], counted["held"], month.last <= day))
    return found


@dataclass(frozen=True)
class MissedRow:
    """A cell that held no meeting in a month: what stands above it, and when it met last; None when it never did."""

    unit_id: int
    unit: str
    above: str
    last_held: date | None
    parent_id: int | None


def missed_cells(unit: UnitVersion, month: Month, day: date, *, start: int = 0, limit: int | None = PAGE) -> list[MissedRow]:
    """The cells that held none in a month, by name; three queries.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.
    """
    on = min(month.last, day)
    cells_without = _cells(unit, on).exclude(unit__in=_held(month, day))
    cells = list(cells_without.order_by("sort_key", "unit")[start:None if limit is None else start + limit])
    parents: Any = cells_without.values("parent") if limit is None else {cell.parent_id for cell in cells}
    above = dict(tree.versions(on).filter(unit__in=parents).values_list("unit", "name"))
    without = cells_without.values("unit") if limit is None else [cell.unit_id for cell in cells]
    rolls = Roll.objects.known().filter(meeting__unit__in=without, occurred_on__lt=month.first, meeting__kind=MeetingKind.CELL)
    last = dict(rolls.order_by().values_list("meeting__unit").annotate(Max("occurred_on")))
    return [MissedRow(cell.unit_id, cell.name, above.get(cell.parent_id or 0, ""), last.get(cell.unit_id), cell.parent_id) for cell in cells]


# -- what was decided, for whatever is made of it ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decided:
    """Something that a meeting decided, by signed minutes: a resolution, a task or a proposal is made of it without typing again.

    Parameters:
        item: names it for ever, whatever is corrected.
        title: as it stood on the agenda.
        text: as it was put to the vote.
        matter: what households decided on; empty for a cell.
        day: of the meeting.
    """

    item: UUID
    meeting_id: int
    unit_id: int
    unit: str
    kind: str
    title: str
    text: str
    matter: str
    day: date

    @property
    def matter_label(self) -> str:
        """The matter in words; empty for none."""
        return str(MatterName(self.matter).label) if self.matter else ""


def decided_at(actor: Actor, unit_id: int, since: date, until: date) -> list[Decided]:
    """What the meetings of a unit decided on days both inside, the oldest first, as their signed minutes say; two queries.

    Raises:
        NotFound: when the actor may not know of the unit's meetings.
    """
    if not access.may_see(actor, unit_id, until):
        raise no_such_unit()
    signed = SignedMinutes.objects.known().filter(meeting__unit=unit_id, occurred_on__gte=since, occurred_on__lte=until, reopened="")
    return [line for minutes in signed.select_related("meeting").order_by("occurred_on", "pk") for line in _decided_in(minutes)]


def decided_item(actor: Actor, item: UUID) -> Decided:
    """One thing that a meeting decided.

    Raises:
        NotFound: when there is none, its minutes are not signed, it was not adopted, or the actor may not know of it.
    """
    fact = AgendaItem.objects.known().filter(fact_id=item).first()
    minutes = SignedMinutes.objects.known().filter(meeting=fact.meeting_id, reopened="").select_related("meeting").first() if fact else None
    found = next((line for line in _decided_in(minutes) if line.item == item), None) if minutes else None
    if found is None or not access.may_see(actor, found.unit_id, found.day):
        raise NotFound(_("Không có việc đã quyết này, hoặc biên bản chưa ký."))
    return found


def _decided_in(minutes: SignedMinutes) -> list[Decided]:
    return [Decided(UUID(each["key"]), minutes.meeting_id, minutes.meeting.unit_id, minutes.content["unit"], minutes.meeting.kind, each["title"], each["text"], each["matter"],
                    minutes.occurred_on) for each in minutes.content["items"] if each["passed"]]


# -- what comes and what is missing, for notices -------------------------------------------------------------------------------------------


def _own(actor: Actor) -> set[int]:
    return actor.unit_ids(Right.HOLD_MEETINGS) if isinstance(actor, PersonActor) and not actor.lacks_second_factor else set()


MOST_COMING = 50


def coming(actor: Actor, day: date, until: date) -> list[MeetingRow]:
    """The meetings called at the actor's own units for days both inside, the next first, those not held after all too; two queries."""
    if not (own := _own(actor)):
        return []
    gone = Exists(Cancellation.objects.known().filter(meeting=OuterRef("meeting")))
    calls = Call.objects.known().filter(meeting__unit__in=own, occurred_on__gte=day, occurred_on__lte=until).annotate(gone=gone)
    found = list(calls.select_related("meeting").order_by("occurred_on", "begins_at", "pk")[:MOST_COMING])
    names = _names_then([(call.meeting.unit_id, call.occurred_on) for call in found])
    return [MeetingRow(call.meeting_id, call.meeting.unit_id, names.get((call.meeting.unit_id, call.occurred_on), ""), call.meeting.kind, call.occurred_on, call.begins_at,
                       call.place, False, False, call.gone) for call in found]


@dataclass(frozen=True)
class MissingMonth:
    """A month in which cells did not meet (NM-19).

    Parameters:
        unit_id: a cell itself, or the unit above the cells.
        is_cell: whether it is the cell itself.
        missed, cells: how many of how many held none; of a month that is not over, how many called none yet.
        is_over: whether the month is over.
    """

    unit_id: int
    unit: str
    is_cell: bool
    month: Month
    missed: int
    cells: int
    is_over: bool


def missing_months(actor: Actor, day: date, *, warn_days: int) -> list[MissingMonth]:
    """The month before at each of the actor's own units where a cell held none, and the running one at cells that called none when it is nearly over.

    One query a unit at which a role stands, and two.

    Parameters:
        warn_days: how many days before the month is over.
    """
    units = list(tree.versions(day).filter(unit__in=_own(actor), tree=Tree.PARTY).order_by("sort_key", "unit"))
    month = month_of(day)
    found: list[MissingMonth] = []
    for unit in units:
        figure = month_figures(unit, [month.before], day)[0]
        if figure.missed:
            found.append(MissingMonth(unit.unit_id, unit.name, kind_at(unit) is MeetingKind.CELL, month.before, figure.missed, figure.cells, is_over=True))
    if (month.last - day).days >= warn_days:
        return found
    cells = [unit for unit in units if kind_at(unit) is MeetingKind.CELL]
    gone = Cancellation.objects.known().filter(meeting=OuterRef("meeting"))
    called = set(Call.objects.known().filter(~Exists(gone), meeting__unit__in=[cell.unit_id for cell in cells], occurred_on__gte=month.first, occurred_on__lte=month.last)
                 .values_list("meeting__unit", flat=True))
    found += [MissingMonth(cell.unit_id, cell.name, True, month, 1, 1, is_over=False) for cell in cells if cell.unit_id not in called]
    return found


# -- what a member reads of the own attendance ----------------------------------------------------------------------------------------------


def attended_by(person_id: int, day: date) -> list[OwnLine]:
    """The meetings of cells in whose roll a person stands, the newest first; two queries."""
    found = list(MemberAttendance.objects.known().on(day).filter(person=person_id).select_related("meeting").order_by("-occurred_on", "-pk")[:MOST])
    names = _names_then([(each.meeting.unit_id, each.occurred_on) for each in found])
    return [OwnLine(each.occurred_on, f"{MeetingKind(each.meeting.kind).label}, {names.get((each.meeting.unit_id, each.occurred_on), '')}",
                    str(AttendanceState(each.state).label)) for each in found]


# -- who came, for evaluations -------------------------------------------------------------------------------------------------------------------


def attended(person_ids: Collection[int], since: date, by: date) -> dict[int, tuple[int, int]]:
    """At how many meetings of a cell, and of how many at which somebody was on the roll, each person was; one query (EV-11).

    Parameters:
        person_ids: at most some hundreds; those on no roll are left out.
        since, by: the first and the last day.
    """
    gone = Cancellation.objects.known().filter(meeting=OuterRef("meeting"))
    marks = MemberAttendance.objects.known().filter(~Exists(gone), person__in=person_ids, meeting__kind=MeetingKind.CELL, occurred_on__gte=since, occurred_on__lte=by)
    counted = marks.order_by().values_list("person").annotate(came=Count("pk", filter=Q(state=AttendanceState.PRESENT)), held=Count("pk"))
    return {person: (came, held) for person, came, held in counted}


def held_by(unit_ids: Collection[int], since: date, by: date) -> dict[int, int]:
    """How many meetings each cell held, of those that held any; one query (EV-11)."""
    gone = Cancellation.objects.known().filter(meeting=OuterRef("meeting"))
    rolls = Roll.objects.known().filter(~Exists(gone), meeting__unit__in=unit_ids, meeting__kind=MeetingKind.CELL, occurred_on__gte=since, occurred_on__lte=by)
    return dict(rolls.order_by().values_list("meeting__unit").annotate(Count("pk")))


# -- what may be told of meetings ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gathering:
    """A meeting of households as everybody may be told of it: nobody's name.

    Parameters:
        chain: ids from the root down to the unit, on the day of the meeting.
        agenda: in its order.
    """

    meeting_id: int
    unit_id: int
    unit: str
    chain: tuple[int, ...]
    day: date
    begins_at: time
    place: str
    agenda: tuple[str, ...]
    is_cancelled: bool


def gatherings(*, unit_ids: QuerySet[Any, Any] | None = None, since: date | None = None, meeting_id: int | None = None) -> list[Gathering]:
    """Meetings of households, by their days; four queries and one for each day on which some are.

    Parameters:
        unit_ids: only of these units; None for all.
        since: only of this day or later.
        meeting_id: only this one.
    """
    found = Call.objects.known().filter(meeting__kind=MeetingKind.COMMUNITY).select_related("meeting").order_by("occurred_on", "begins_at", "meeting")
    if unit_ids is not None:
        found = found.filter(meeting__unit__in=unit_ids)
    if since is not None:
        found = found.filter(occurred_on__gte=since)
    if meeting_id is not None:
        found = found.filter(meeting=meeting_id)
    calls = list(found)
    ids = [each.meeting_id for each in calls]
    agendas: dict[int, list[str]] = {}
    for item in AgendaItem.objects.known().filter(meeting__in=ids).order_by("position", "pk"):
        agendas.setdefault(item.meeting_id, []).append(item.title)
    off = set(Cancellation.objects.known().filter(meeting__in=ids).values_list("meeting", flat=True))
    units = {day: {unit.unit_id: unit for unit in tree.versions(day).filter(unit__in={each.meeting.unit_id for each in calls if each.occurred_on == day})} for day in {each.occurred_on for each in calls}}
    return [Gathering(each.meeting_id, unit.unit_id, unit.name, tuple(unit.chain), each.occurred_on, each.begins_at, each.place, tuple(agendas.get(each.meeting_id, ())), each.meeting_id in off)
            for each in calls if (unit := units[each.occurred_on].get(each.meeting.unit_id)) is not None]
