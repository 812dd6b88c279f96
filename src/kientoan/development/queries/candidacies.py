"""Candidacies: one with its timeline, a list of many, and what a vote or an introducer is measured on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kientoan.config import Config
from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotFound, explained
from kientoan.development import access
from kientoan.development.enums import AdmissionGroup, PaperState, RoadActor, RoadStage, RoadState, RoadVerdict, StopReason
from kientoan.development.models import CandidacyStanding, CandidacyStop, MemberCandidacy, StageEvent
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, no_such_unit, organization_of, unit_on
from kientoan.people.enums import LEAVINGS, MemberStage, PostKind, QualificationField, StandingKind
from kientoan.people.hooks import MOST, OwnLine
from kientoan.people.models import Holding, Membership, PersonProfile, Qualification
from kientoan.people.queries import birth_in, names_on, profiles_of, standings_on
from kientoan.rules.days import months_after, write_day
from kientoan.rules.development import (
    Done,
    Former,
    Introducer,
    Leaving,
    Road,
    Stage,
    Step,
    Verdict,
    explain_pack,
    judge_readmission,
    lacks,
    next_steps,
    probation_ends,
    road_pack,
)
from kientoan.rules.periods import OPEN_END
from kientoan.rules.persons import MAJORITY_ETHNICITY, Birth, write_birth
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import search_terms, sort_key
from kientoan.working_days import working_calendar

PAGE = 50
MOST_MEMBERS = 600
GOING = (RoadState.OPEN, RoadState.PROBATION)
HISTORY = "political_history"
"""Under which word the papers of a verification keep whether the conclusion on political history is there (NM-18)."""


def no_such_candidacy() -> NotFound:
    """One sentence for a candidacy that is not there and for one that may not be known."""
    return NotFound(_("Không có hồ sơ phát triển đảng viên này, hoặc hồ sơ nằm ngoài phạm vi được xem."))


def organization_for(unit: UnitVersion, day: date) -> UnitVersion:
    """The Party organisation for a unit: itself, or the one that covers the area."""
    return unit if unit.tree == Tree.PARTY else organization_of(unit.unit_id, day) or unit


def tags_of(standing: CandidacyStanding) -> tuple[AdmissionGroup, ...]:
    """The groups somebody said of a candidate."""
    return tuple(AdmissionGroup(each) for each in standing.tags.split(",") if each)


def cells_below(unit: UnitVersion, day: date) -> list[UnitVersion]:
    """The cells at or under an organisation that can consider somebody: cells, and grassroots cells, which have none below; one query."""
    found = list(tree.below(unit, day).filter(level__in=(UnitLevel.CELL, UnitLevel.GRASSROOTS)).order_by("level", "sort_key"))
    parents = {each.parent_id for each in found}
    return [each for each in found if each.level == UnitLevel.CELL or each.unit_id not in parents]


def seen_organization(actor: Actor, unit_id: int, day: date) -> UnitVersion:
    """An organisation at which the actor keeps candidates.

    Raises:
        NotFound: when it is not there, or may not be known.
    """
    found = unit_on(unit_id, day)
    if found is None or not access.may_see(actor, unit_id, day):
        raise no_such_unit()
    return found


# -- what a vote and an introducer are measured on -----------------------------------------------------------------------------------------


def cell_base(cell_id: int, day: date, *, exempt_present: int = 0) -> tuple[int, Reason]:
    """How many official members a cell's vote is measured on (EL-35, NM-09): all but those transferred away for a while and the exempted who are absent.

    Parameters:
        exempt_present: how many exempted members took part.
    """
    official = list(Membership.objects.known().on(day).filter(unit=cell_id, stage=MemberStage.OFFICIAL).values_list("person", flat=True))
    apart = standings_on(official, day)
    away = sum(StandingKind.TEMPORARY_TRANSFER in kinds for kinds in apart.values())
    exempted = sum(StandingKind.EXEMPTED in kinds and StandingKind.TEMPORARY_TRANSFER not in kinds for kinds in apart.values())
    absent = max(0, exempted - exempt_present)
    base = len(official) - away - absent
    return base, Reason(f"Tính trên {base}: {len(official)} đảng viên chính thức, trừ {away} sinh hoạt tạm thời nơi khác, trừ {absent} được miễn mà vắng. Người đi công tác vẫn tính.",
                        f"Measured on {base}: {len(official)} official members, less {away} transferred for a while, less {absent} exempted and absent. Members on mission still count.",
                        "EL-35", blocks=False)


def committee_base(unit_id: int, day: date) -> int:
    """How many members a committee has on a day (NM-09)."""
    return Holding.objects.known().on(day).filter(post__unit=unit_id, post__kind=PostKind.COMMITTEE_MEMBER).values("person").distinct().count()


def introducer_of(person_id: int, cell: UnitVersion, day: date) -> Introducer:
    """A member as somebody who introduces a candidate of a cell (NM-06)."""
    name = names_on([person_id], day).get(person_id, "")
    member = Membership.objects.known().on(day).filter(person=person_id).first()
    if member is None:
        return Introducer(name, None, None)
    here = Membership.objects.known().filter(person=person_id, valid_from__lte=day, unit__in=_organization_units(cell, day)).order_by("valid_from")
    together = here.values_list("valid_from", flat=True).first() if any(each.valid_to > day for each in here) else None
    return Introducer(name, member.stage == MemberStage.OFFICIAL, together)


def _organization_units(cell: UnitVersion, day: date) -> Any:
    """The cells of one grassroots organisation."""
    top = unit_on(cell.parent_id, day) if cell.level == UnitLevel.CELL and cell.parent_id else cell
    return tree.below(top or cell, day).values("unit")


def members_near(cell: UnitVersion, day: date) -> list[tuple[int, str, bool]]:
    """The members of a cell's grassroots organisation who can be named as introducers: id, name with the cell where it is another, whether official. Three queries."""
    rows = list(Membership.objects.known().on(day).filter(unit__in=_organization_units(cell, day)).values_list("person", "unit", "stage")[:MOST_MEMBERS])
    names, cells = names_on([row[0] for row in rows], day), names_of({row[1] for row in rows}, day)
    found = [(person, names.get(person, "") if unit == cell.unit_id else f"{names.get(person, '')}, {cells.get(unit, '')}", stage == MemberStage.OFFICIAL, unit != cell.unit_id)
             for person, unit, stage in rows]
    return [(person, name, official) for person, name, official, _away in sorted(found, key=lambda row: (row[3], sort_key(row[1])))]


# -- one candidacy --------------------------------------------------------------------------------------------------------------------------


def _done(events: Iterable[StageEvent]) -> tuple[Done, ...]:
    return tuple(Done(Stage(each.stage), each.occurred_on, Verdict(each.verdict), each.received_on) for each in events)


def events_of(candidacy_id: int, day: date | None = None) -> list[StageEvent]:
    """The stages that were recorded, in order; up to a day when one is given."""
    found = StageEvent.objects.known().filter(candidacy=candidacy_id).select_related("decision").order_by("occurred_on", "recorded_at", "pk")
    return list(found if day is None else found.on(day))


def former_of(person_id: int, on: date) -> Former | None:
    """How a membership of somebody ended who is none on a day: the newest end by then, and how many there were; None for who never was one (NM-18)."""
    ended = list(Membership.objects.known().filter(person=person_id, end_reason__in=LEAVINGS, valid_to__lte=on).order_by("-valid_to").values_list("end_reason", "valid_to"))
    return Former(Leaving(ended[0][0]), ended[0][1], len(ended)) if ended else None


def readmission_of(former: Former | None, on: date) -> Reason | None:
    """What stands against admitting somebody again, or what it asks for; None for who never was a member (NM-18).

    Parameters:
        on: the day for which it is asked.
    """
    return judge_readmission(former, on) if former else None


def road_of(candidacy: MemberCandidacy, cell: UnitVersion | None, events: Sequence[StageEvent], *, stopped: bool, day: date) -> Road:
    """The road as the rules see it; three queries.

    Parameters:
        cell: the candidate's cell; None reads as one below a committee.
        day: for the birth and the schooling.
    """
    profile = profiles_of([candidacy.person_id], day).get(candidacy.person_id)
    schooling = Qualification.objects.known().on(day).filter(person=candidacy.person_id, field=QualificationField.SCHOOLING).values_list("level", flat=True).first()
    # Who was a member before this road began is admitted again; a removal at its end is another matter.
    former = former_of(candidacy.person_id, min((each.occurred_on for each in events), default=day))
    return Road(_done(events), birth_in(profile) if profile else None, schooling or "", cell is None or cell.level == UnitLevel.CELL, stopped, former)


def going_of(person_id: int) -> CandidacyStanding | None:
    """The candidacy of a person that goes on; None when none does."""
    return CandidacyStanding.objects.known().filter(candidacy__person=person_id, valid_to=OPEN_END, state__in=GOING).first()


def newest_of(actor: Actor, person_id: int, day: date) -> int | None:
    """The newest candidacy of a person that the actor may know of, by a day; None for none."""
    standing = CandidacyStanding.objects.known().on(day).filter(candidacy__person=person_id).order_by("-candidacy").first()
    return standing.candidacy_id if standing is not None and access.may_see(actor, standing.cell_id, day) else None


@dataclass(frozen=True)
class StageRow:
    """A stage on the timeline.

    Parameters:
        event: what was recorded; None for one that is still to come.
        step: the next step with its clock; None when it is not next.
        why_not: why it cannot be recorded yet; empty when it can or was.
        tries: votes and verifications that did not pass.
        facts: label and value of what the paper holds.
    """

    stage: RoadStage
    event: StageEvent | None
    step: Step | None
    why_not: str
    rule: str
    tries: tuple[StageEvent, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it is complete."""
        return self.event is not None

    @property
    def is_later(self) -> bool:
        """Whether it only waits for others: neither complete, nor next, nor tried."""
        return self.event is None and self.step is None and not self.tries

    @property
    def clock(self) -> str:
        """What the clock says, in the reader's language."""
        return explained(self.step.reason) if self.step else ""

    @property
    def actor(self) -> str:
        """Who acts."""
        return str(RoadActor(self.step.who.value).label) if self.step else ""


@dataclass(frozen=True)
class CandidacyFound:
    """A candidacy as its page shows it.

    Parameters:
        cell: its cell on the day, or as it last stood.
        above: the organisation above the cell, which decides.
        rows: every stage, in order.
        may_cell, may_above: whether the asker acts at the cell, and above it.
        pack: the regulation of the day, with what is unverified.
        again: of a re-admission, what it asks for or what bars it; None for who never was a member.
        ends_on: when the probation ends; None before the ceremony.
    """

    candidacy: MemberCandidacy
    standing: CandidacyStanding
    name: str
    born: Birth | None
    cell: UnitVersion
    above: UnitVersion | None
    road: Road
    rows: tuple[StageRow, ...]
    stop: CandidacyStop | None
    may_cell: bool
    may_above: bool
    pack: Reason
    day: date
    again: Reason | None = None

    @property
    def history(self) -> PaperState:
        """Of a re-admission, whether the conclusion on political history is there, as the newest verification says."""
        newest = self.verification
        return PaperState(newest.papers.get(HISTORY, PaperState.MISSING)) if newest else PaperState.MISSING

    @property
    def verification(self) -> StageEvent | None:
        """The newest verification, passed or not."""
        return next((each for row in self.rows if row.stage == RoadStage.VERIFIED for each in (row.event, *reversed(row.tries)) if each is not None), None)

    @property
    def candidacy_id(self) -> int:
        """The identity."""
        return self.candidacy.pk

    @property
    def born_text(self) -> str:
        """The birth as far as it is known."""
        return write_birth(self.born) if self.born else ""

    @property
    def ends_on(self) -> date | None:
        """The first day as an official member; None before the ceremony."""
        held = self.road.last(Stage.CEREMONY)
        return probation_ends(held.on) if held else None

    @property
    def next_rows(self) -> list[StageRow]:
        """The stages that can be recorded now."""
        return [row for row in self.rows if row.step is not None]

    def event(self, stage: Stage) -> StageEvent | None:
        """What was recorded of a stage that is complete."""
        return next((row.event for row in self.rows if row.stage == stage.value), None)


def _facts(event: StageEvent, names: dict[int, str]) -> tuple[tuple[str, str], ...]:
    """What a paper holds, for the timeline: only days, numbers, counts and names of those who introduce."""
    found: list[tuple[str, str]] = []
    if event.certificate:
        found.append((_("Số giấy"), event.certificate))
    if event.decision:
        found.append((_("Văn bản"), f"{event.decision.number}, {write_day(event.decision.issued_on)}"))
    if event.received_on:
        found.append((_("Chi bộ nhận"), write_day(event.received_on)))
    if event.base is not None:
        found.append((_("Biểu quyết"), _("%(agree)s tán thành trên %(base)s") % {"agree": event.agree or 0, "base": event.base}))
    if event.remove:
        found.append((_("Đề nghị xóa tên"), str(event.remove)))
    if event.special:
        found.append((_("Trường hợp"), _("đặc biệt")))
    if event.leave:
        found.append((_("Cấp trên đồng ý"), event.leave))
    introducers = [names.get(each, "") for each in (event.introducer_id, event.second_introducer_id) if each]
    if event.youth_union:
        introducers.append(_("Đoàn Thanh niên"))
    if introducers:
        found.append((_("Giới thiệu"), ", ".join(introducers)))
    if event.papers:
        states = list(event.papers.values())
        found.append((_("Giấy thẩm tra"), _("có %(there)s, thiếu %(missing)s") % {"there": states.count("present"), "missing": states.count("missing")}))
    if HISTORY in event.papers:
        found.append((_("Lịch sử chính trị (58-QĐ/TW)"), str(PaperState(event.papers[HISTORY]).label)))
    if event.asked:
        found.append((_("Đã lấy ý kiến"), _("%(n)s tổ chức") % {"n": len(event.asked)}))
    if event.form_code:
        found.append((pgettext("giấy tờ", "Mẫu"), _("%(code)s (chưa kiểm chứng), theo %(pack)s") % {"code": event.form_code, "pack": event.pack.partition("@")[0]}))
    return tuple(found)


def _stage_rows(road: Road, events: Sequence[StageEvent], day: date) -> tuple[StageRow, ...]:
    steps = {step.stage: step for step in next_steps(road, working_calendar())}
    names = names_on({each for event in events for each in (event.introducer_id, event.second_introducer_id) if each}, day)
    rows: list[StageRow] = []
    for stage in Stage:
        if stage is Stage.GRASSROOTS and not road.has_committee:
            continue
        own = [event for event in events if event.stage == stage.value]
        done = own[-1] if own and road.has(stage) else None
        why = None if done or stage in steps else lacks(road, stage)
        rows.append(StageRow(RoadStage(stage.value), done, steps.get(stage), explained(why) if why else "", why.rule if why else steps[stage].rule if stage in steps else "",
                             tuple(event for event in own if event is not done), _facts(done, names) if done else ()))
    over = road.has(Stage.RECOGNISED), road.has(Stage.REMOVED)
    hidden = {RoadStage.REMOVED} if over[0] or not (road.has(Stage.REVIEW) or over[1]) else {RoadStage.RECOGNISED} if over[1] else set()
    return tuple(row for row in rows if row.stage not in hidden)


def candidacy_found(actor: Actor, candidacy_id: int, day: date) -> CandidacyFound:
    """One candidacy as of a day.

    Raises:
        NotFound: when there is none that the actor may know of.
    """
    standing = CandidacyStanding.objects.known().on(day).filter(candidacy=candidacy_id).select_related("candidacy").first()
    if standing is None or not access.may_see(actor, standing.cell_id, day):
        raise no_such_candidacy()
    candidacy = standing.candidacy
    cell = unit_on(standing.cell_id, day) or UnitVersion.objects.filter(unit=standing.cell_id, superseded_at=None).order_by("-valid_from")[0]
    above = unit_on(cell.parent_id, day) if cell.parent_id else None
    events = events_of(candidacy_id, day)
    stop = CandidacyStop.objects.known().on(day).filter(candidacy=candidacy_id).first()
    road = road_of(candidacy, cell, events, stopped=stop is not None, day=day)
    profile = profiles_of([candidacy.person_id], day).get(candidacy.person_id)
    return CandidacyFound(
        candidacy, standing, profile.full_name if profile else "", road.born, cell, above, road, _stage_rows(road, events, day), stop,
        access.may(actor, Right.KEEP_CANDIDATES, [cell.unit_id], day), above is not None and access.may(actor, Right.KEEP_CANDIDATES, [above.unit_id], day),
        explain_pack(road_pack(day)), day, readmission_of(road.former, road.done[0].on if road.done else day))


# -- a list of many -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """Which candidacies a list shows.

    Parameters:
        unit: of this organisation and all below it.
        day: as they stand at its end.
        stage: only those whose furthest stage it is; empty for all.
        state: only those that stand so; empty for those that go on.
        group: only those of a group; empty or ``all`` for everybody.
        query: a part of the name.
        within: only those that are due within so many days, or are late; None for all.
    """

    unit: UnitVersion
    day: date
    stage: str = ""
    state: str = ""
    group: str = ""
    query: str = ""
    within: int | None = None


@dataclass(frozen=True)
class CandidacyRow:
    """A candidacy in a list.

    Parameters:
        again: whether it is a re-admission.
    """

    candidacy_id: int
    person_id: int
    name: str
    born_text: str
    cell_id: int
    cell: str
    stage: RoadStage
    state: RoadState
    next_stage: RoadStage | None
    actor: str
    due_on: date | None
    rule: str
    left: int | None
    again: bool

    @property
    def tone(self) -> str:
        """How near the due day is: ``late``, ``due`` or empty."""
        return "" if self.left is None else "late" if self.left < 0 else "due" if self.left <= 30 else ""


@dataclass(frozen=True)
class CandidacyPage:
    """A page of a list, and how many there are in all."""

    rows: tuple[CandidacyRow, ...]
    count: int


def _profile(day: date) -> QuerySet[PersonProfile]:
    return PersonProfile.objects.known().filter(person=OuterRef("candidacy__person"), valid_from__lte=day, valid_to__gt=day)


def _of_group(found: QuerySet[CandidacyStanding], group: str, day: date) -> QuerySet[CandidacyStanding]:
    """Those of a group: said of them, or following from what is recorded of the person."""
    match group:
        case AdmissionGroup.WOMEN:
            return found.filter(Exists(_profile(day).filter(sex="female")))
        case AdmissionGroup.MINORITIES:
            return found.filter(Exists(_profile(day).exclude(ethnicity="").exclude(ethnicity__iexact=MAJORITY_ETHNICITY)))
        case AdmissionGroup.HAMLET_HEADS:
            held = Holding.objects.known().on(day).filter(person=OuterRef("candidacy__person"), post__kind=PostKind.HAMLET_HEAD)
            return found.filter(Exists(held))
        case AdmissionGroup.YOUTH:
            return found.filter(Exists(_profile(day).filter(born_on__gte=months_after(day.replace(day=1), -Config.load().youth_months))))
        case "" | AdmissionGroup.ALL:
            return found
        case _:
            return found.filter(tags__contains=f",{group},")


def _standings(wanted: Wanted) -> QuerySet[CandidacyStanding]:
    found = CandidacyStanding.objects.known().on(wanted.day).filter(cell__in=tree.below(wanted.unit, wanted.day).values("unit"))
    if wanted.state:
        found = found.filter(state=wanted.state)
    elif not wanted.query:
        found = found.filter(state__in=GOING)
    if wanted.stage:
        found = found.filter(stage=wanted.stage)
    if wanted.within is not None:
        found = found.filter(due_on__lte=wanted.day + timedelta(days=wanted.within))
    for term, exact in search_terms(wanted.query):
        found = found.filter(Exists(_profile(wanted.day).filter(**{f"search_{'exact' if exact else 'plain'}__contains": term})))
    return _of_group(found, wanted.group, wanted.day)


def candidacy_page(actor: Actor, wanted: Wanted, *, start: int = 0, limit: int | None = PAGE) -> CandidacyPage:
    """The candidacies asked for, the most urgent first; a fixed number of queries whatever their number.

    Parameters:
        start: how many to pass over.
        limit: how many at most; None for all.

    Raises:
        NotFound: when the actor may not know of the unit's candidacies.
    """
    if not access.may_see(actor, wanted.unit.unit_id, wanted.day):
        raise no_such_unit()
    found = _standings(wanted)
    opened = StageEvent.objects.known().filter(candidacy=OuterRef(OuterRef("candidacy")), stage=RoadStage.PROSPECT).values("occurred_on")
    before = Membership.objects.known().filter(person=OuterRef("candidacy__person"), end_reason__in=LEAVINGS, valid_to__lte=Subquery(opened[:1]))
    ordered = found.annotate(again=Exists(before), sort_key=Subquery(_profile(wanted.day).values("sort_key")[:1])).order_by(F("due_on").asc(nulls_last=True), "sort_key", "candidacy")
    shown = list(ordered.select_related("candidacy")[start:None if limit is None else start + limit])
    profiles = profiles_of([each.candidacy.person_id for each in shown], wanted.day)
    cells = names_of({each.cell_id for each in shown}, wanted.day)
    rows = []
    for each in shown:
        profile = profiles.get(each.candidacy.person_id)
        born = birth_in(profile) if profile else None
        rows.append(CandidacyRow(
            each.candidacy_id, each.candidacy.person_id, profile.full_name if profile else "", write_birth(born) if born else "", each.cell_id, cells.get(each.cell_id, ""),
            RoadStage(each.stage), RoadState(each.state), RoadStage(each.next_stage) if each.next_stage else None,
            str(RoadActor(each.actor).label) if each.actor else "", each.due_on, each.rule, (each.due_on - wanted.day).days if each.due_on else None, each.again))
    return CandidacyPage(tuple(rows), found.count() if limit is not None else len(rows))


def by_stage(actor: Actor, wanted: Wanted) -> list[tuple[RoadStage, int]]:
    """How many candidacies that go on stand at each stage, in order; one query.

    Raises:
        NotFound: when the actor may not know of the unit's candidacies.
    """
    if not access.may_see(actor, wanted.unit.unit_id, wanted.day):
        raise no_such_unit()
    counted = dict(_standings(wanted).order_by().values_list("stage").annotate(n=Count("pk")))
    return [(stage, counted[stage.value]) for stage in RoadStage if counted.get(stage.value)]


# -- one's own road -------------------------------------------------------------------------------------------------------------------------


def own_road(person_id: int, day: date) -> list[OwnLine]:
    """The road of a person as that person reads it: the stages with their days, what comes next and until when; no names, no votes; the newest first; four queries."""
    standings = list(CandidacyStanding.objects.known().on(day).filter(candidacy__person=person_id).order_by("-candidacy"))
    events = StageEvent.objects.known().on(day).filter(candidacy__person=person_id).order_by("-occurred_on", "-recorded_at", "-pk")
    stops = CandidacyStop.objects.known().on(day).filter(candidacy__person=person_id).order_by("-occurred_on", "-pk")
    names, cell_of = names_of({each.cell_id for each in standings}, day), {each.candidacy_id: each.cell_id for each in standings}
    lines = [OwnLine(each.due_on or each.valid_from, _("Bước tiếp theo: %(stage)s") % {"stage": RoadStage(each.next_stage).label},
                     ", ".join(part for part in (str(RoadActor(each.actor).label) if each.actor else "", each.due_on and _("hạn %(day)s") % {"day": write_day(each.due_on)}, each.rule) if part),
                     is_open=True) for each in standings if each.next_stage and each.state in GOING]
    done = [OwnLine(each.occurred_on, str(StopReason(each.reason).label), names.get(cell_of.get(each.candidacy_id, 0), "")) for each in stops]
    done += [OwnLine(each.occurred_on, str(RoadStage(each.stage).label), "; ".join(part for part in (
        "" if each.verdict == RoadVerdict.PASSED else str(RoadVerdict(each.verdict).label), names.get(cell_of.get(each.candidacy_id, 0), "")) if part)) for each in events]
    return [*lines, *sorted(done, key=lambda each: each.day, reverse=True)][:MOST]
