"""Every change to personnel plans, their processes and slates. Each public function here is an operation.

Each locks the plan first: what a step may do depends on every other step of the plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.congress.queries import season_with_key
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, correct_many, end, record, record_many, withdraw, withdraw_many
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, explained, refused_by
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.people.access import refuse_unseen
from kientoan.people.enums import PostKind
from kientoan.people.queries import names_on
from kientoan.personnel import queries
from kientoan.personnel.access import refuse_mark
from kientoan.personnel.enums import MeasureName, ProcedureName, Secrecy, TrackName
from kientoan.personnel.models import Announcement, Closing, Nomination, PersonnelPlan, PlanTerms, Process, Sitting, Vote
from kientoan.personnel.queries import PlanState, ProcessState, SittingState, StepState
from kientoan.rules.days import write_day
from kientoan.rules.personnel import (
    BODIES,
    MORE_THAN,
    Measure,
    Procedure,
    State,
    Tally,
    Threshold,
    Track,
    depends_on,
    faults,
    refuse_nominee,
    refuse_opening,
    refuse_procedure,
    refuse_threshold,
)
from kientoan.rules.posts import MOST_SEATS, Kind, refuse_post
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import Level
from kientoan.rules.vntext import tidy

LONGEST_REASON = 300
MOST_PERSONS = 200
"""So many persons at most are in one plan: a list longer than that is a mistake, and no form of it would fit a page."""


@dataclass(frozen=True)
class Terms:
    """What a plan goes by.

    Parameters:
        approved_size: how many seats were approved.
        procedure: five steps or three.
        more_than, measure: a person needs more than so many percent, of what (CG-20).
        secrecy: how the plan is marked (PV-13).
        minority_percent, renewal_percent: shares aimed at; None for none, and for a third.
    """

    approved_size: int
    procedure: ProcedureName
    more_than: int = MORE_THAN
    measure: MeasureName = MeasureName.SUMMONED
    secrecy: Secrecy = Secrecy.ORDINARY
    minority_percent: int | None = None
    renewal_percent: int | None = None


@dataclass(frozen=True)
class Put:
    """A person to be put forward.

    Parameters:
        person_id: who.
        planned: whether they are in planning for the post (CG-25).
        government: whether they are also meant for a post of the council or the people's committee (CG-18).
    """

    person_id: int
    planned: bool = True
    government: bool = False


@dataclass(frozen=True)
class Spot:
    """A step of a plan.

    Parameters:
        plan_id, track, number: which step of which process, from 1.
        place: where it was held; only of meetings with residents, which are held at several places.
    """

    plan_id: int
    track: Track
    number: int
    place: str = ""


@dataclass(frozen=True)
class Counts:
    """The numbers of a step.

    Parameters:
        issued, valid, invalid: ballots.
        votes: of each person, by id.
    """

    issued: int
    valid: int
    invalid: int
    votes: Mapping[int, int] = field(default_factory=dict)


# -- what the operations share -------------------------------------------------------------------------------------------------------------


def _lock(plan_id: int) -> None:
    """Wait for the plan, and hold it to the end of the transaction."""
    list(PersonnelPlan.objects.select_for_update().filter(pk=plan_id).values_list("pk"))


def _open(act: Act, plan_id: int, *, announced: bool = False) -> tuple[PlanState, UnitVersion]:
    """Ask for the right at the plan's unit, lock the plan and read it.

    Parameters:
        announced: whether the act is about an announced slate; every other is refused then.

    Raises:
        NotFound: for a plan that the actor may not know of.
        Refusal: when the plan has ended, is secret on an online installation, or its slate was announced.
    """
    plan = queries.plan_row(plan_id)
    act.ask([plan.unit_id])
    _lock(plan_id)
    state = queries.plan_state(plan)
    refuse_mark(state.terms.secrecy)
    unit = unit_on(plan.unit_id, act.today)
    if state.ended_on is not None or unit is None:
        raise Refusal(_("Phương án này đã kết thúc nên không ghi thêm được. Mở phương án khác."))
    if state.announcement is not None and not announced:
        raise Refusal(_("Danh sách đã công bố ngày %(day)s nên không sửa được nữa. Rút lại công bố kèm lý do trước.")
                      % {"day": write_day(state.announcement.occurred_on)})
    return state, unit


def _reason(text: str, message: str) -> str:
    """A stated reason, in one line.

    Raises:
        Refusal: with ``message`` when there is none.
    """
    if not tidy(text):
        raise Refusal(message, place="reason")
    return tidy(text)[:LONGEST_REASON]


def _refuse(found: Reason | None, place: str) -> None:
    if found is not None:
        raise refused_by(found, place=place)


def _check_terms(terms: Terms, body: PostKind, level: Level, *, before: PlanState | None) -> None:
    """Refuse terms that the rules do not let stand."""
    refuse_mark(terms.secrecy)
    size = terms.approved_size
    if not 1 <= size <= MOST_SEATS:
        raise Refusal(_("Số lượng %(n)s không hợp lý. Gõ số từ 1 đến %(most)s.") % {"n": size, "most": MOST_SEATS}, place="approved_size", rule="CG-15")
    found = refuse_post(Kind(body), level, size)
    if found is not None and found.blocks:
        raise refused_by(found, place="approved_size" if "CG-15" in found.rule else "body")
    _refuse(refuse_procedure(Procedure(terms.procedure), level), "procedure")
    _refuse(refuse_threshold(Threshold(terms.more_than, Measure(terms.measure)), counted=before is not None and before.counted,
                             before=before.threshold if before else None), "more_than")
    if before is not None and before.begun and terms.procedure != before.terms.procedure:
        raise Refusal(_("Đã mở bước theo quy trình cũ nên không đổi quy trình nữa. Giữ quy trình đang có."), place="procedure", rule="CG-21")
    for place, percent in (("minority_percent", terms.minority_percent), ("renewal_percent", terms.renewal_percent)):
        if percent is not None and not 0 <= percent <= 100:
            raise Refusal(_("Tỷ lệ %(n)s %% không hợp lý. Gõ số từ 0 đến 100, hoặc để trống.") % {"n": percent}, place=place, rule="CG-13")


def _fields(terms: Terms) -> dict[str, Any]:
    return {"approved_size": terms.approved_size, "procedure": terms.procedure, "more_than": terms.more_than, "measure": terms.measure,
            "secrecy": terms.secrecy, "minority_percent": terms.minority_percent, "renewal_percent": terms.renewal_percent}


def _detail(plan: PersonnelPlan, **more: object) -> dict[str, object]:
    return {"plan": plan.pk, "body": plan.body, "season": plan.season.key, **more}


def _enter(act: Act, state: PlanState, unit: UnitVersion, day: date | None, *, count: int = 1, **more: object) -> None:
    act.enter(unit=unit.name, day=day, count=count, detail=_detail(state.plan, **more))


# -- plans ---------------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Mở phương án nhân sự"), right=Right.PREPARE_PERSONNEL)
def open_plan(act: Act, *, unit_id: int, season_key: str, body: PostKind, terms: Terms, on: date, decision: Citation | None = None) -> int:
    """Open a personnel plan: which seats of which organisation in which season, and what it goes by.

    Parameters:
        unit_id, season_key, body: the organisation, the season, the seats.
        terms: approved size, procedure, threshold, mark.
        on: from which day.
        decision: the paper that approved it.

    Returns:
        the plan's id.

    Raises:
        Refusal: for a body that the level does not have, a threshold below CG-20, a secret plan on an online installation (PV-13), or one that is open already.
    """
    act.ask([unit_id])
    refuse_to_come(act, on)
    season = season_with_key(season_key)
    tree.hold()
    unit = unit_on(unit_id, on)
    if unit is None or not unit.is_party:
        raise Refusal(_("Ngày %(day)s không có tổ chức đảng này. Chọn ngày khác, hoặc tổ chức khác.") % {"day": write_day(on)}, place="on")
    if Kind(body) not in BODIES:
        raise Refusal(_("Chức danh này không do đại hội bầu. Chọn chức danh khác."), place="body")
    _check_terms(terms, body, Level(unit.level), before=None)
    plan, made = PersonnelPlan.objects.get_or_create(unit_id=unit_id, season=season, body=body)
    _lock(plan.pk)
    if not made and (standing := PlanTerms.objects.known().filter(plan=plan, valid_to__gt=on).first()):
        raise Refusal(_("Đã có phương án cho chức danh này trong mùa này, từ ngày %(day)s. Mở phương án đó.")
                      % {"day": write_day(standing.valid_from)}, place="body")
    if made:
        Process.objects.bulk_create(Process(plan=plan, track=track) for track in TrackName.values)
    record(PlanTerms, at=act.at, plan=plan, valid_from=on, decision=cite(decision, today=act.today), **_fields(terms))
    act.enter(unit=unit.name, day=on, detail=_detail(plan, secrecy=terms.secrecy, size=terms.approved_size, more_than=terms.more_than, measure=terms.measure))
    return plan.pk


@operation(title=gettext_lazy("Sửa phương án nhân sự"), right=Right.PREPARE_PERSONNEL)
def change_terms(act: Act, *, plan_id: int, terms: Terms, on: date, decision: Citation | None = None) -> None:
    """Let a plan go by other terms from a day on; what was known before stays known as then.

    Raises:
        Refusal: for another threshold once votes were entered, another procedure once a step was opened, or terms as for ``open_plan``.
    """
    state, unit = _open(act, plan_id)
    refuse_to_come(act, on)
    _check_terms(terms, PostKind(state.plan.body), Level(unit.level), before=state)
    paper, standing = cite(decision, today=act.today), state.terms
    if on < standing.valid_from:
        raise Refusal(_("Ngày %(day)s trước khi các điều đang có bắt đầu (%(first)s). Sửa ngày.")
                      % {"day": write_day(on), "first": write_day(standing.valid_from)}, place="on")
    if on == standing.valid_from:
        correct(standing, at=act.at, decision=paper or standing.decision, **_fields(terms))
    else:
        end(standing, at=act.at, on=on)
        record(PlanTerms, at=act.at, plan=state.plan, valid_from=on, decision=paper, **_fields(terms))
    _enter(act, state, unit, on, secrecy=terms.secrecy, size=terms.approved_size, more_than=terms.more_than, measure=terms.measure)


@operation(title=gettext_lazy("Bỏ phương án nhân sự"), right=Right.PREPARE_PERSONNEL)
def end_plan(act: Act, *, plan_id: int, on: date, reason: str) -> None:
    """End a plan that will not be carried on; what was counted stays to be read.

    Raises:
        Refusal: without a reason, for a day to come, or an announced slate.
    """
    state, unit = _open(act, plan_id)
    refuse_to_come(act, on)
    stated = _reason(reason, _("Thiếu lý do bỏ phương án. Gõ lý do trong một câu."))
    end(state.terms, at=act.at, on=on, reason=stated)
    _enter(act, state, unit, on, ended=True, reason=stated)


# -- who is put forward --------------------------------------------------------------------------------------------------------------------


def _next_ballot(process: ProcessState) -> int:
    """The step from which a person put forward now is balloted on.

    Raises:
        Refusal: when the process is over, or its open step has been counted.
    """
    number = process.course.next_step
    if number is None:
        raise Refusal(_("Quy trình này đã xong nên không giới thiệu thêm được. Đính chính bước cuối kèm lý do, hoặc rút lại việc kết thúc."), rule="CG-21")
    sitting = next(iter(process.steps[number - 1].sittings), None)
    if sitting is not None and sitting.tally is not None:
        raise Refusal(_("Bước %(n)s đã ghi phiếu nên chưa giới thiệu thêm được. Niêm phong bước này trước.") % {"n": number}, rule="CG-21")
    return number


@operation(title=gettext_lazy("Giới thiệu nhân sự"), right=Right.PREPARE_PERSONNEL)
def nominate(act: Act, *, plan_id: int, track: Track, rows: Sequence[Put], on: date, decision: Citation | None = None) -> int:
    """Put persons forward, from the step that is next.

    Parameters:
        track: those who stand again, or for the first time.
        rows: who; all or none.
        on: the day.

    Returns:
        how many.

    Raises:
        NotFound: for a person of whom the actor may not know.
        Refusal: for a person twice, dead, too young, no official member, or of the other track (EL-11, CG-22).
    """
    state, unit = _open(act, plan_id)
    refuse_to_come(act, on)
    if track is Track.RESIDENCE:
        raise Refusal(_("Nơi cư trú cho ý kiến về người đã giới thiệu, không giới thiệu thêm. Giới thiệu ở phần tái cử hoặc lần đầu."), place="track")
    ids = [row.person_id for row in rows]
    refuse_unseen(act.actor, ids, act.today, _("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."))
    if len(state.people) + len(ids) > MOST_PERSONS:
        raise Refusal(_("Một phương án có nhiều nhất %(n)s người. Bớt người.") % {"n": MOST_PERSONS}, place="person")
    process = state.processes[track]
    since = _next_ballot(process)
    paper, taken = cite(decision, today=act.today), dict(state.standing_in)
    known = queries.nominees(state.plan, ids, on, {})
    for row in rows:
        nominee = known[row.person_id]
        if row.person_id in taken:
            raise Refusal(_("%(name)s đã có trong phương án này (%(track)s). Giữ một lần.")
                          % {"name": nominee.name, "track": TrackName(taken[row.person_id].value).label}, place="person", rule="CG-26")
        _refuse(refuse_nominee(nominee, track, on), "person")
        taken[row.person_id] = track
    record_many(Nomination, [
        {"process": process.process, "person_id": row.person_id, "since_step": since, "planned": row.planned, "government": row.government,
         "occurred_on": on, "decision": paper} for row in rows], at=act.at)
    _enter(act, state, unit, on, count=len(rows), track=track.value, persons=ids, since_step=since)
    return len(rows)


def _nomination(state: PlanState, person_id: int) -> tuple[ProcessState, Nomination]:
    track = state.standing_in.get(person_id)
    if track is None:
        raise NotFound(_("Người này không có trong phương án. Mở lại trang của phương án."), place="person")
    process = state.processes[track]
    return process, process.nominations[person_id]


@operation(title=gettext_lazy("Ghi người rút khỏi danh sách nhân sự"), right=Right.PREPARE_PERSONNEL)
def withdraw_nominee(act: Act, *, plan_id: int, person_id: int, on: date, reason: str, decision: Citation | None = None) -> None:
    """Say that a person no longer stands, from a day on and why; what they were counted with stays.

    Raises:
        Refusal: without a reason, before the person was put forward, or twice.
    """
    state, unit = _open(act, plan_id)
    refuse_to_come(act, on)
    stated = _reason(reason, _("Thiếu lý do rút khỏi danh sách. Gõ lý do trong một câu."))
    _process, nomination = _nomination(state, person_id)
    if nomination.withdrawn_on is not None:
        raise Refusal(_("Người này đã rút từ ngày %(day)s.") % {"day": write_day(nomination.withdrawn_on)}, place="person")
    if on < nomination.occurred_on:
        raise Refusal(_("Ngày %(day)s trước ngày giới thiệu %(first)s. Sửa ngày.")
                      % {"day": write_day(on), "first": write_day(nomination.occurred_on)}, place="on")
    paper = cite(decision, today=act.today)
    correct(nomination, at=act.at, withdrawn_on=on, withdrawn_reason=stated, decision=paper or nomination.decision)
    _enter(act, state, unit, on, withdrawn=person_id, reason=stated)


@operation(title=gettext_lazy("Xóa việc giới thiệu nhầm"), right=Right.PREPARE_PERSONNEL)
def undo_nomination(act: Act, *, plan_id: int, person_id: int) -> None:
    """Take back that a person was put forward, as if it had never been; only while no votes were entered for them.

    Raises:
        Refusal: once there are votes.
    """
    state, unit = _open(act, plan_id)
    _process, nomination = _nomination(state, person_id)
    if Vote.objects.known().filter(process__plan=plan_id, person=person_id).exists():
        raise Refusal(_("Đã có phiếu ghi cho người này nên không xóa được. Ghi người này rút khỏi danh sách, kèm lý do."), place="person")
    withdraw(nomination, at=act.at)
    _enter(act, state, unit, nomination.occurred_on, undone=person_id)


# -- steps -----------------------------------------------------------------------------------------------------------------------------------


def _step(state: PlanState, spot: Spot) -> tuple[ProcessState, StepState]:
    process = state.processes[spot.track]
    if not 1 <= spot.number <= len(process.steps):
        raise NotFound(_("Quy trình này không có bước %(n)s.") % {"n": spot.number})
    return process, process.steps[spot.number - 1]


def _held(state: PlanState, spot: Spot) -> tuple[StepState, SittingState]:
    """The step as it was held.

    Raises:
        Refusal: when it was not opened.
    """
    _process, step = _step(state, spot)
    sitting = step.at(spot.place)
    if sitting is None:
        raise Refusal(_("Bước %(n)s chưa mở. Mở bước trước.") % {"n": spot.number}, rule="CG-21")
    return step, sitting


def _unsealed(sitting: SittingState, number: int) -> None:
    if sitting.fact.sealed:
        raise Refusal(_("Bước %(n)s đã niêm phong nên không sửa được. Đính chính kèm lý do; các bước sau sẽ mở lại.") % {"n": number}, rule="CG-21")


@operation(title=gettext_lazy("Mở một bước nhân sự"), right=Right.PREPARE_PERSONNEL)
def open_step(act: Act, *, spot: Spot, on: date, electorate: int, decision: Citation | None = None) -> None:
    """Open a step: on which day it met, and how many were summoned.

    Parameters:
        spot: which step, where.
        on: the day of the meeting.
        electorate: how many were summoned.

    Raises:
        Refusal: when the step before is not sealed (CG-21), those who stand again are not finished (CG-22), nobody is to be balloted on, or it was opened before.
    """
    state, unit = _open(act, spot.plan_id)
    process, step = _step(state, spot)
    place = tidy(spot.place)[:200]
    if step.step.many and not place:
        raise Refusal(_("Thiếu nơi họp. Gõ tên xóm, tổ dân phố nơi cho ý kiến."), place="place")
    if step.at(place) is not None:
        raise Refusal(_("Bước %(n)s đã mở rồi. Ghi phiếu của bước này.") % {"n": spot.number}, rule="CG-21")
    if electorate < 1:
        raise Refusal(_("Số người được triệu tập phải từ 1. Gõ lại."), place="electorate", rule="CG-26")
    again = state.processes[Track.RE_STANDING].course if spot.track is Track.FIRST_TIME else None
    course = process.course
    if step.step.many:
        refuse_to_come(act, on)
        if not state.people:
            raise Refusal(_("Chưa có ai được giới thiệu để lấy ý kiến. Giới thiệu người trước."), rule="CG-24")
    else:
        _refuse(refuse_opening(spot.number, course, on, again=again, today=act.today), "on")
    late = next((process.nominations[person] for person in step.ballot if process.nominations[person].occurred_on > on), None)
    if late is not None and not step.step.many:
        raise Refusal(_("Ngày %(day)s trước ngày giới thiệu nhân sự %(first)s. Sửa ngày.")
                      % {"day": write_day(on), "first": write_day(late.occurred_on)}, place="on")
    record(Sitting, at=act.at, process=process.process, number=spot.number, place=place, occurred_on=on, electorate=electorate,
           decision=cite(decision, today=act.today))
    _enter(act, state, unit, on, track=spot.track.value, step=spot.number, place=place, electorate=electorate)


@operation(title=gettext_lazy("Xóa bước mở nhầm"), right=Right.PREPARE_PERSONNEL)
def undo_opening(act: Act, *, spot: Spot) -> None:
    """Take back that a step was opened, with the votes entered in it; only while it is not sealed.

    Raises:
        Refusal: for a sealed step.
    """
    state, unit = _open(act, spot.plan_id)
    _step_of, sitting = _held(state, spot)
    _unsealed(sitting, spot.number)
    withdraw_many(list(_votes(state, spot)), at=act.at)
    withdraw(sitting.fact, at=act.at)
    _enter(act, state, unit, sitting.fact.occurred_on, track=spot.track.value, step=spot.number, place=spot.place, undone=True)


def _votes(state: PlanState, spot: Spot) -> Iterable[Vote]:
    return Vote.objects.known().filter(process=state.processes[spot.track].process, number=spot.number, place=spot.place)


def _check_counts(state: PlanState, step: StepState, electorate: int, counts: Counts, today: date) -> None:
    """Refuse numbers that do not fit, and votes for others than those balloted on (EL-30, CG-26)."""
    names = names_on([*step.ballot, *counts.votes], today)
    many = step.step.many
    strange = [person for person in counts.votes if person not in (state.people if many else step.ballot)]
    if strange:
        raise Refusal(_("%(name)s không có trong danh sách lấy phiếu của bước này. Bỏ số phiếu của người này.")
                      % {"name": names.get(strange[0], "")}, place=f"votes-{strange[0]}", rule="CG-26")
    missing = [] if many else [person for person in step.ballot if person not in counts.votes]
    if missing or not counts.votes:
        first = missing[0] if missing else 0
        raise Refusal(_("Thiếu số phiếu của %(name)s. Gõ 0 nếu không có phiếu nào.") % {"name": names.get(first, "")} if missing else
                      _("Chưa ghi số phiếu của ai. Gõ số phiếu của ít nhất một người."), place=f"votes-{first}" if missing else "valid", rule="CG-26")
    found = faults(Tally(electorate, counts.issued, counts.valid, counts.invalid, counts.votes), names)
    if found:
        raise Refusal(" ".join(explained(each.reason) for each in found), place=found[0].place, rule=found[0].reason.rule)


def _write_counts(act: Act, state: PlanState, spot: Spot, sitting: SittingState, counts: Counts, **changes: object) -> None:
    """Let a version of the sitting with its votes take the place of what was believed."""
    before = {vote.person_id: vote for vote in _votes(state, spot)}
    day = changes.get("occurred_on", sitting.fact.occurred_on)
    correct(sitting.fact, at=act.at, issued=counts.issued, valid=counts.valid, invalid=counts.invalid, **changes)
    withdraw_many([vote for person, vote in before.items() if person not in counts.votes], at=act.at)
    correct_many([(before[person], {"votes": votes, "occurred_on": day}) for person, votes in counts.votes.items()
                  if person in before and (before[person].votes, before[person].occurred_on) != (votes, day)], at=act.at)
    record_many(Vote, [{"process": state.processes[spot.track].process, "number": spot.number, "place": spot.place, "person_id": person, "votes": votes,
                        "occurred_on": day} for person, votes in counts.votes.items() if person not in before], at=act.at)


@operation(title=gettext_lazy("Ghi phiếu một bước nhân sự"), right=Right.PREPARE_PERSONNEL)
def count_step(act: Act, *, spot: Spot, counts: Counts, decision: Citation | None = None) -> None:
    """Enter the ballots of an open step and the votes of each person; may be done again until it is sealed.

    Parameters:
        spot: which step, where.
        counts: the numbers.
        decision: the minutes, where they were not cited when the step was opened.

    Raises:
        Refusal: for numbers that do not fit (EL-30), a person left out or not balloted on, or a sealed step.
    """
    state, unit = _open(act, spot.plan_id)
    step, sitting = _held(state, spot)
    _unsealed(sitting, spot.number)
    _check_counts(state, step, sitting.fact.electorate, counts, act.today)
    paper = cite(decision, today=act.today)
    _write_counts(act, state, spot, sitting, counts, decision=paper or sitting.fact.decision)
    _enter(act, state, unit, sitting.fact.occurred_on, track=spot.track.value, step=spot.number, place=spot.place, issued=counts.issued, valid=counts.valid,
           invalid=counts.invalid, votes={str(person): votes for person, votes in counts.votes.items()})


@operation(title=gettext_lazy("Niêm phong một bước nhân sự"), right=Right.PREPARE_PERSONNEL)
def seal_step(act: Act, *, spot: Spot) -> None:
    """Seal a step that was counted; it is never changed afterwards, only corrected with a reason.

    Raises:
        Refusal: when it was not counted, cites no paper, or whom it ballots on has changed since.
    """
    state, unit = _open(act, spot.plan_id)
    step, sitting = _held(state, spot)
    _unsealed(sitting, spot.number)
    if any(each is not State.SEALED for each in state.processes[spot.track].course.states[:spot.number - 1]):
        raise Refusal(_("Bước %(n)s chưa niêm phong được: bước trước nó đang mở lại. Niêm phong bước trước.") % {"n": spot.number}, rule="CG-21")
    if spot.track is Track.FIRST_TIME and not state.processes[Track.RE_STANDING].course.finished:
        raise Refusal(_("Nhân sự tái cử đang mở lại nên bước của nhân sự lần đầu chưa niêm phong được. Niêm phong tái cử trước."), rule="CG-22")
    if sitting.tally is None:
        raise Refusal(_("Bước %(n)s chưa ghi phiếu. Ghi phiếu rồi niêm phong.") % {"n": spot.number}, rule="CG-26")
    if sitting.fact.decision_id is None:
        raise Refusal(_("Bước %(n)s chưa có biên bản. Ghi số và ngày của biên bản ở phần ghi phiếu rồi niêm phong.") % {"n": spot.number}, rule="CG-26")
    _check_counts(state, step, sitting.fact.electorate, Counts(sitting.tally.issued, sitting.tally.valid, sitting.tally.invalid, sitting.tally.votes), act.today)
    correct(sitting.fact, at=act.at, sealed=True)
    _enter(act, state, unit, sitting.fact.occurred_on, track=spot.track.value, step=spot.number, place=spot.place, sealed=True)


def _between(process: ProcessState, spot: Spot, on: date) -> None:
    """Refuse a day that leaves the order of the steps."""
    for step in process.steps:
        for sitting in step.sittings if not step.step.many else ():
            held = sitting.fact.occurred_on
            if step.number < spot.number and on < held:
                raise Refusal(_("Ngày %(day)s trước bước %(n)s (%(held)s). Sửa ngày.")
                              % {"day": write_day(on), "n": step.number, "held": write_day(held)}, place="on", rule="CG-21")
            if step.number > spot.number and on > held:
                raise Refusal(_("Ngày %(day)s sau bước %(n)s (%(held)s). Sửa ngày.")
                              % {"day": write_day(on), "n": step.number, "held": write_day(held)}, place="on", rule="CG-21")


@dataclass(frozen=True)
class Corrected:
    """What a correction did.

    Parameters:
        reopened: the steps that are open again, as track and number.
    """

    reopened: tuple[tuple[Track, int], ...]


@operation(title=gettext_lazy("Đính chính một bước đã niêm phong"), right=Right.PREPARE_PERSONNEL)
def correct_step(act: Act, *, spot: Spot, on: date, electorate: int, counts: Counts, reason: str, decision: Citation | None = None) -> Corrected:
    """Let other numbers take the place of a sealed step's; it stays sealed, and every step that rests on it is open again.

    Parameters:
        spot: which step, where.
        on, electorate, counts: as they should have been.
        reason: why, in a sentence.
        decision: the paper that says so; the one cited before when None.

    Returns:
        the steps that must be sealed again.

    Raises:
        Refusal: without a reason, for an open step, or numbers that do not fit.
    """
    state, unit = _open(act, spot.plan_id)
    stated = _reason(reason, _("Thiếu lý do đính chính. Gõ lý do trong một câu."))
    refuse_to_come(act, on)
    step, sitting = _held(state, spot)
    if not sitting.fact.sealed:
        raise Refusal(_("Bước %(n)s chưa niêm phong nên chưa cần đính chính. Ghi lại phiếu của bước này.") % {"n": spot.number}, rule="CG-21")
    _between(state.processes[spot.track], spot, on)
    _check_counts(state, step, electorate, counts, act.today)
    paper = cite(decision, today=act.today)
    _write_counts(act, state, spot, sitting, counts, electorate=electorate, occurred_on=on, reason=stated, decision=paper or sitting.fact.decision)
    resting = depends_on(spot.track, spot.number, [process.course for process in state.processes.values()])
    reopened = [(track, number) for track, number in resting if state.processes[track].steps[number - 1].state is State.SEALED]
    correct_many([(each.fact, {"sealed": False, "reason": stated}) for track, number in reopened
                  for each in state.processes[track].steps[number - 1].sittings if each.fact.sealed], at=act.at)
    _enter(act, state, unit, on, track=spot.track.value, step=spot.number, place=spot.place, reason=stated, issued=counts.issued, valid=counts.valid,
           invalid=counts.invalid, votes={str(person): votes for person, votes in counts.votes.items()},
           reopened=[[track.value, number] for track, number in reopened])
    return Corrected(tuple(reopened))


@operation(title=gettext_lazy("Kết thúc sớm một quy trình nhân sự"), right=Right.PREPARE_PERSONNEL)
def close_process(act: Act, *, plan_id: int, track: Track, on: date, reason: str) -> None:
    """End a process before its last step, such as where nobody stands again; nobody of it is on the slate.

    Raises:
        Refusal: without a reason, while a step is open, or when it is finished.
    """
    state, unit = _open(act, plan_id)
    refuse_to_come(act, on)
    stated = _reason(reason, _("Thiếu lý do kết thúc quy trình. Gõ lý do trong một câu."))
    process = state.processes[track]
    if process.course.finished or track is Track.RESIDENCE:
        raise Refusal(_("Quy trình này đã xong, không cần kết thúc sớm."), place="track")
    if State.OPEN in process.course.states:
        raise Refusal(_("Còn một bước đang mở. Niêm phong hoặc xóa bước đó trước."), place="track", rule="CG-21")
    record(Closing, at=act.at, process=process.process, occurred_on=on, reason=stated)
    _enter(act, state, unit, on, track=track.value, closed=True, reason=stated)


@operation(title=gettext_lazy("Rút lại việc kết thúc sớm một quy trình"), right=Right.PREPARE_PERSONNEL)
def reopen_process(act: Act, *, plan_id: int, track: Track) -> None:
    """Take back that a process was ended early.

    Raises:
        Refusal: when it was not, or those who stand for the first time have begun since (CG-22).
    """
    state, unit = _open(act, plan_id)
    closing = state.processes[track].closing
    if closing is None:
        raise Refusal(_("Quy trình này chưa kết thúc sớm."), place="track")
    if track is Track.RE_STANDING and any(step.sittings for step in state.processes[Track.FIRST_TIME].steps):
        raise Refusal(_("Nhân sự lần đầu đã mở bước nên tái cử không mở lại được. Xóa hoặc đính chính các bước của nhân sự lần đầu trước."), place="track", rule="CG-22")
    withdraw(closing, at=act.at)
    _enter(act, state, unit, closing.occurred_on, track=track.value, closed=False)


# -- announcing ------------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Công bố danh sách nhân sự"), right=Right.PREPARE_PERSONNEL)
def announce_slate(act: Act, *, plan_id: int, on: date, decision: Citation | None = None) -> int:
    """Announce the slate: from then on whoever sees persons of the organisation reads it, without votes and without who was dropped.

    Returns:
        how many persons are on it.

    Raises:
        Refusal: while a process is under way, or a finding blocks.
    """
    state, unit = _open(act, plan_id)
    refuse_to_come(act, on)
    if not state.finished:
        raise Refusal(_("Quy trình chưa xong nên chưa công bố được. Niêm phong bước cuối, hoặc kết thúc quy trình kèm lý do."), rule="CG-22")
    slate = queries.slate_of(state, unit, act.today, actor=None)
    if not slate.rows:
        raise Refusal(_("Danh sách chưa có ai nên chưa công bố được."), rule="EL-16")
    if slate.blocking:
        raise Refusal(_("Chưa công bố được: %(why)s. Sửa phương án hoặc danh sách rồi làm lại.")
                      % {"why": "; ".join(explained(each.reason) for each in slate.blocking)}, rule=slate.blocking[0].reason.rule)
    last = max((day for process in state.processes.values() if (day := process.course.last_on)), default=on)
    if on < last:
        raise Refusal(_("Ngày %(day)s trước bước cuối (%(last)s). Sửa ngày.") % {"day": write_day(on), "last": write_day(last)}, place="on")
    record(Announcement, at=act.at, plan=state.plan, occurred_on=on, decision=cite(decision, today=act.today))
    _enter(act, state, unit, on, announced=[row.named.person for row in slate.rows])
    return len(slate.rows)


@operation(title=gettext_lazy("Rút lại công bố danh sách nhân sự"), right=Right.PREPARE_PERSONNEL)
def withdraw_announcement(act: Act, *, plan_id: int, reason: str) -> None:
    """Take back an announcement, with a reason, so that a step can be corrected.

    Raises:
        Refusal: without a reason, or when nothing was announced.
    """
    state, unit = _open(act, plan_id, announced=True)
    stated = _reason(reason, _("Thiếu lý do rút lại công bố. Gõ lý do trong một câu."))
    if state.announcement is None:
        raise Refusal(_("Danh sách này chưa công bố."))
    withdraw(state.announcement, at=act.at)
    _enter(act, state, unit, state.announcement.occurred_on, announced=False, reason=stated)


__all__ = [
    "Corrected", "Counts", "Put", "Spot", "Terms", "announce_slate", "change_terms", "close_process", "correct_step", "count_step", "end_plan", "nominate",
    "open_plan", "open_step", "reopen_process", "seal_step", "undo_nomination", "undo_opening", "withdraw_announcement", "withdraw_nominee",
]
