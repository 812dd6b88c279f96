"""Every change on the road to membership: candidacies and their stages, targets, transfers, badges. Each public function here is an operation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, record, withdraw
from kientoan.core.given import at_most, go_on, needed, reason_given, refuse_to_come
from kientoan.core.models import Decision
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.development import queries, steps
from kientoan.development.enums import (
    TAGS,
    AdmissionGroup,
    Consulted,
    KinName,
    PaperState,
    RoadState,
    RoadVerdict,
    StopReason,
    TransferStepKind,
)
from kientoan.development.models import (
    AdmissionTarget,
    BadgeAward,
    CandidacyStanding,
    CandidacyStop,
    MemberCandidacy,
    StageEvent,
    Transfer,
    TransferStep,
)
from kientoan.development.queries.badges import start_of
from kientoan.development.queries.candidacies import GOING, events_of
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit, unit_on
from kientoan.people.enums import MemberStage
from kientoan.people.models import Holding, Membership, Person
from kientoan.people.operations.memberships import NewMembership, admit, confirm, move_member, strike_off, take_back_membership
from kientoan.rules.days import months_after, write_day
from kientoan.rules.development import (
    BADGES,
    TRANSFER_DAYS,
    VOTED,
    Ballots,
    Former,
    Kin,
    Paper,
    Road,
    Stage,
    judge,
    judge_introducers,
    judge_verification,
    probation_ends,
    refuse_ballots,
    refuse_stage,
    refuse_target,
    refuse_unconsented,
    road_pack,
)
from kientoan.rules.forms import form_of
from kientoan.rules.periods import OPEN_END
from kientoan.working_days import working_calendar

FIRST_YEAR, LAST_YEAR = 2000, 2100
ABOVE = (Stage.GRASSROOTS, Stage.DECISION, Stage.RECOGNISED, Stage.REMOVED)
"""The stages that the organisation above the cell records."""


@dataclass(frozen=True)
class Asked:
    """Who was asked for an opinion: the day and counts, never a word.

    Parameters:
        on: the day.
        agree: how many agreed; None where nobody voted.
        of: of how many.
    """

    on: date
    agree: int | None = None
    of: int | None = None


@dataclass(frozen=True)
class Filed:
    """What the papers of a stage say; each stage reads its own.

    Parameters:
        certificate: the number of the class's certificate.
        paper: the decision or resolution cited.
        received_on: when the cell received the decision.
        special: whether it is a special case with more time (NM-10, NM-12).
        leave: the paper by which the higher committee consented: to a late ceremony, or to a re-admission.
        agree, remove: the votes for it, and at a review for removal.
        base: how many committee members there are, where the committee is not on record.
        exempt_present: how many exempted members took part in the cell's vote.
        kin: whether each paper of verification is there.
        asked: whose opinion was asked for.
        history: of a re-admission, whether the conclusion on political history is there.
        introducers: one or two persons.
        youth_union: whether the Youth Union introduces.
    """

    certificate: str = ""
    paper: Citation | None = None
    received_on: date | None = None
    special: bool = False
    leave: str = ""
    agree: int | None = None
    remove: int = 0
    base: int | None = None
    exempt_present: int = 0
    kin: Mapping[KinName, PaperState] = field(default_factory=dict)
    asked: Mapping[Consulted, Asked] = field(default_factory=dict)
    history: PaperState = PaperState.MISSING
    introducers: Sequence[int] = ()
    youth_union: bool = False


# -- candidacies ----------------------------------------------------------------------------------------------------------------------------


def _written(tags: Sequence[AdmissionGroup]) -> str:
    """Tags as a standing keeps them.

    Raises:
        Refusal: for a group that follows from the record and is not said.
    """
    if strange := next((tag for tag in tags if tag not in TAGS), None):
        raise Refusal(_("Nhóm “%(group)s” suy ra từ hồ sơ, không chọn ở đây.") % {"group": strange.label}, place="tags")
    ordered = [tag.value for tag in TAGS if tag in tags]
    return f",{','.join(ordered)}," if ordered else ""


def _cell(act: Act, cell_id: int, on: date) -> UnitVersion:
    """A cell, or a grassroots cell, that stands on the day.

    Raises:
        Refusal: for anything else.
    """
    found = standing_unit(cell_id, on)
    if found.tree != Tree.PARTY or found.level not in (UnitLevel.CELL, UnitLevel.GRASSROOTS):
        raise Refusal(_("Người xin vào Đảng được xét ở một chi bộ. Chọn chi bộ."), place="cell")
    return found


@operation(title=gettext_lazy("Mở hồ sơ phát triển đảng viên"), right=Right.KEEP_CANDIDATES)
def open_candidacy(act: Act, *, person_id: int, cell_id: int, on: date, tags: Sequence[AdmissionGroup] = ()) -> int:
    """Begin somebody's road to membership in a cell: the first stage, a promising person (NM-01).

    Parameters:
        on: since when.
        tags: groups of the plan that are said of the person.

    Returns:
        the candidacy's id.

    Raises:
        Refusal: for a day to come, a unit that is no cell, a member of the Party, somebody who is on the road already, or one who was a member and may not be
            admitted again, or not yet (NM-18).
    """
    act.ask([cell_id])
    steps.refuse_unseen_person(act, person_id)
    steps.hold_person(person_id)
    tree.hold()
    refuse_to_come(act, on)
    _cell(act, cell_id, on)
    if member := Membership.objects.known().filter(person=person_id, valid_to__gt=on).first():
        raise Refusal(_("Người này là đảng viên từ ngày %(day)s.") % {"day": write_day(member.admitted_on or member.valid_from)}, place="person", rule="NM-01")
    if queries.going_of(person_id):
        raise Refusal(_("Người này đang có hồ sơ phát triển đảng viên. Mở hồ sơ đó để ghi tiếp."), place="person", rule="NM-01")
    _refuse_readmission(queries.former_of(person_id, on), on, "person")
    made = MemberCandidacy.objects.create(person_id=person_id)
    record(StageEvent, at=act.at, candidacy=made, stage=Stage.PROSPECT.value, occurred_on=on, pack=road_pack(on).key)
    road = steps.road_now(made, unit_on(cell_id, on), on)
    record(CandidacyStanding, at=act.at, candidacy=made, cell_id=cell_id, tags=_written(tags), valid_from=on, **steps.derived(road))
    act.enter(unit=steps.label(person_id, act.today), day=on, detail={"candidacy": made.pk, "cell": cell_id})
    return made.pk


def _refuse_readmission(former: Former | None, on: date, place: str) -> None:
    """Refuse whoever was a member and may not be admitted again, or not yet (NM-18)."""
    reason = queries.readmission_of(former, on)
    if reason is not None and reason.blocks:
        raise steps.refused_by((place, reason))


@operation(title=gettext_lazy("Ghi bước phát triển đảng viên"), right=Right.KEEP_CANDIDATES)
def record_stage(act: Act, *, candidacy_id: int, stage: Stage, on: date, filed: Filed = Filed()) -> RoadVerdict:  # frozen
    """Record that a stage was done. The ceremony makes the person a member on probation, the last decision an official one, in the same transaction.

    Returns:
        what came of it: a vote without two thirds is kept too, and the road stays where it was.

    Raises:
        Refusal: beside its field, for a stage out of order and for whatever the stage's own rule forbids.
        NotAllowed: for a decision of the level above, by whoever acts at the cell only.
    """
    candidacy, standing = steps.held_candidacy(act, candidacy_id)
    refuse_to_come(act, on)
    cell = steps.cell_of(standing, on)
    if stage in ABOVE:
        _ask_above(act, cell)
    road = steps.road_now(candidacy, cell, on)
    found = refuse_stage(road, stage, on, working_calendar(), leave=bool(filed.leave), special=filed.special, relaxed=Config.load().schooling_relaxed)
    if found:
        raise steps.refused_by(found)
    if stage is Stage.CELL:
        _refuse_readmission(road.former, on, "on")
    values = _FILED.get(stage, _plain)(road, filed, on, cell)
    if stage in VOTED:
        values |= _vote(road, stage, filed, on, cell)
    paper = cite(filed.paper, today=act.today)
    verdict = RoadVerdict(values.pop("verdict", RoadVerdict.PASSED))
    if stage in (Stage.CEREMONY, *ABOVE[2:]):
        values["member_key"] = _member(act, candidacy, road, stage, on, cell, paper)
    record(StageEvent, at=act.at, candidacy=candidacy, stage=stage.value, occurred_on=on, verdict=verdict, decision=paper, special=filed.special,
           leave=at_most(filed.leave, 120, "leave"), form_code=form_of(stage), pack=road_pack(on).key, **values)
    steps.restand(candidacy, standing, on)
    act.enter(unit=steps.label(candidacy.person_id, act.today), day=on, detail={"candidacy": candidacy.pk, "stage": stage.value, "verdict": verdict.value})
    return verdict


def _ask_above(act: Act, cell: UnitVersion) -> None:
    """Refuse whoever does not act for the organisation above the cell: nobody decides on what they themselves propose (NM-10).

    Raises:
        NotAllowed: with who does.
    """
    above = cell.parent_id or cell.unit_id
    if act.actor.refusal(act.right, [above], act.today) is not None:
        name = found.name if (found := unit_on(above, act.today)) else ""
        raise NotAllowed(_("Bước này do cấp trên của chi bộ ghi: %(unit)s. Người theo dõi ở đó làm được.") % {"unit": name}, place="stage", rule="NM-10")


def _plain(_road: Road, _filed: Filed, _on: date, _cell: UnitVersion) -> dict[str, Any]:
    return {}


def _class(_road: Road, filed: Filed, _on: date, _cell: UnitVersion) -> dict[str, Any]:
    return {"certificate": at_most(needed(filed.certificate, _("Ghi số giấy chứng nhận học lớp bồi dưỡng (NM-04)."), "certificate"), 80, "certificate")}


def _application(road: Road, filed: Filed, on: date, cell: UnitVersion) -> dict[str, Any]:
    """Who introduces (NM-06)."""
    chosen = list(dict.fromkeys(filed.introducers))
    if len(chosen) != len(filed.introducers):
        raise Refusal(_("Hai người giới thiệu phải là hai người khác nhau. Chọn lại. (NM-06)"), place="second", rule="NM-06")
    refused, _warned = judge_introducers([queries.introducer_of(each, cell, on) for each in chosen], youth_union=filed.youth_union, on=on, born=road.born,
                                         youth_years=Config.load().youth_age)
    if refused:
        raise steps.refused_by(refused[0])
    return {"introducer_id": chosen[0], "second_introducer_id": chosen[1] if len(chosen) > 1 else None, "youth_union": filed.youth_union}


def _verification(road: Road, filed: Filed, _on: date, _cell: UnitVersion) -> dict[str, Any]:
    """Only whether each paper is there (NM-07); of a re-admission the conclusion on political history too (NM-18)."""
    history = {queries.HISTORY: filed.history.value} if road.former else {}
    verdict, _why = judge_verification({Kin(kin.value): Paper(state.value) for kin, state in filed.kin.items()}, history=Paper(filed.history.value) if road.former else None)
    return {"papers": {**{kin.value: filed.kin.get(kin, PaperState.MISSING).value for kin in KinName}, **history}, "verdict": verdict.value}


def _opinions(_road: Road, filed: Filed, on: date, _cell: UnitVersion) -> dict[str, Any]:
    """The cell at residence and at least one mass organisation; who was asked when, and counts (NM-01)."""
    if Consulted.RESIDENCE not in filed.asked:
        raise Refusal(_("Thiếu ngày lấy ý kiến chi ủy nơi cư trú. (NM-01)"), place=Consulted.RESIDENCE.value, rule="NM-01")
    if len(filed.asked) < 2:
        raise Refusal(_("Thiếu ý kiến của ít nhất một tổ chức chính trị - xã hội. (NM-01)"), place=Consulted.YOUTH_UNION.value, rule="NM-01")
    for who, each in filed.asked.items():
        if each.on > on:
            raise Refusal(_("Ngày %(day)s sau ngày tổng hợp %(on)s. Sửa một trong hai ngày.") % {"day": write_day(each.on), "on": write_day(on)}, place=who.value)
        if each.agree is not None and each.of is not None and each.agree > each.of:
            raise Refusal(_("%(agree)s người đồng ý nhiều hơn %(of)s người có mặt. Sửa số.") % {"agree": each.agree, "of": each.of}, place=who.value)
    return {"asked": {who.value: {"on": each.on.isoformat(), **({"agree": each.agree, "of": each.of} if each.agree is not None else {})} for who, each in filed.asked.items()}}


def _decision(road: Road, filed: Filed, on: date, _cell: UnitVersion) -> dict[str, Any]:
    """Number and day of the decision, and when the cell received it (NM-10); of a re-admission also who consented (NM-18)."""
    if (reason := refuse_unconsented(road, consented=bool(filed.leave.strip()))) is not None:
        raise steps.refused_by(("leave", reason))
    if filed.paper is None:
        raise Refusal(_("Ghi số và ngày của quyết định kết nạp. (NM-10)"), place="decision_number", rule="NM-10")
    if filed.received_on is not None and filed.received_on < on:
        raise Refusal(_("Ngày nhận %(received)s trước ngày quyết định %(on)s. Sửa một trong hai ngày. (NM-10)")
                      % {"received": write_day(filed.received_on), "on": write_day(on)}, place="received_on", rule="NM-10")
    return {"received_on": filed.received_on}


_FILED: Mapping[Stage, Callable[[Road, Filed, date, UnitVersion], dict[str, Any]]] = {
    Stage.CLASS: _class, Stage.APPLICATION: _application, Stage.VERIFIED: _verification, Stage.OPINIONS: _opinions, Stage.DECISION: _decision}
"""What a stage reads of its papers, where it reads more than their number."""


def _vote(road: Road, stage: Stage, filed: Filed, on: date, cell: UnitVersion) -> dict[str, Any]:
    """The votes with what they are measured on, which is frozen with them (NM-09, EL-35)."""
    if filed.agree is None:
        raise Refusal(_("Ghi số phiếu tán thành. (NM-09)"), place="agree", rule="NM-09")
    if stage is Stage.GRASSROOTS:
        base = queries.committee_base(cell.parent_id or cell.unit_id, on) or filed.base or 0
    else:
        base, _why = queries.cell_base(cell.unit_id, on, exempt_present=filed.exempt_present)
    votes = Ballots(base, filed.agree, filed.remove if stage is Stage.REVIEW else 0)
    if found := refuse_ballots(votes):
        raise steps.refused_by(found if found[0] != "base" or stage is Stage.GRASSROOTS else ("agree", found[1]))
    verdict, _why = judge(stage, votes, road.tries(stage))
    return {"base": base, "agree": votes.agree, "remove": votes.remove if stage is Stage.REVIEW else None, "verdict": verdict.value}


def _member(act: Act, candidacy: MemberCandidacy, road: Road, stage: Stage, on: date, cell: UnitVersion, paper: Decision | None) -> Any:
    """Write the membership that a stage brings, and name it: on probation from the ceremony, Party age from the decision; official from the exact end of the twelve
    months, however late (NM-11, NM-12)."""
    person = candidacy.person_id
    if stage is Stage.CEREMONY:
        decision = road.last(Stage.DECISION)
        admitted = decision.on if decision else on
        cited = StageEvent.objects.known().filter(candidacy=candidacy, stage=Stage.DECISION.value).select_related("decision").first()
        admit([NewMembership(cell.unit_id, MemberStage.PROBATIONARY, admitted, None, on, person)], decision=cited.decision if cited else paper)
        return Membership.objects.known().get(person=person, valid_to=OPEN_END).fact_id
    if stage is Stage.REMOVED:
        return strike_off(person, on).fact_id
    held = road.last(Stage.CEREMONY)
    return confirm(person, probation_ends(held.on) if held else on, paper=paper).fact_id


@operation(title=gettext_lazy("Rút lại bước phát triển đảng viên"), right=Right.KEEP_CANDIDATES)
def undo_stage(act: Act, *, candidacy_id: int) -> None:
    """Take back the newest stage, while nothing rests on it; the membership that it wrote goes with it.

    Raises:
        Refusal: for the first stage, and when the membership went on since.
    """
    candidacy, standing = steps.held_candidacy(act, candidacy_id)
    events = events_of(candidacy.pk)
    newest = max(events, key=lambda event: (event.occurred_on, event.recorded_at, event.pk))
    if newest.stage == Stage.PROSPECT.value:
        raise Refusal(_("Bước đầu tiên không rút lại được. Dừng việc xét nếu mở nhầm."))
    if standing.state == RoadState.STOPPED:
        raise Refusal(_("Việc xét người này đã dừng. Mở lại trước."))
    if Stage(newest.stage) in ABOVE:
        _ask_above(act, steps.cell_of(standing, act.today))
    if newest.member_key is not None:
        take_back_membership(newest.member_key)
    withdraw(newest, at=act.at)
    steps.stand_back(candidacy, standing, newest)
    act.enter(unit=steps.label(candidacy.person_id, act.today), day=newest.occurred_on, detail={"candidacy": candidacy.pk, "withdrawn": newest.stage})


@operation(title=gettext_lazy("Ghi nhóm của người xin vào Đảng"), right=Right.KEEP_CANDIDATES)
def change_groups(act: Act, *, candidacy_id: int, on: date, tags: Sequence[AdmissionGroup]) -> None:
    """From a day on somebody is counted in other groups of the plan.

    Raises:
        Refusal: for a day to come, or before the newest stage.
    """
    candidacy, standing = steps.held_candidacy(act, candidacy_id)
    go_on(act, standing, on, tags=_written(tags))
    act.enter(unit=steps.label(candidacy.person_id, act.today), day=on, detail={"candidacy": candidacy.pk, "tags": [tag.value for tag in tags]})


@operation(title=gettext_lazy("Dừng hồ sơ phát triển đảng viên"), right=Right.KEEP_CANDIDATES)
def stop_candidacy(act: Act, *, candidacy_id: int, on: date, reason: StopReason) -> None:
    """Stop somebody's road before the ceremony, for a reason of the closed list.

    Raises:
        Refusal: for one that is over, a member on probation, a day to come or before the newest stage.
    """
    candidacy, standing = steps.held_candidacy(act, candidacy_id)
    if standing.state not in GOING:
        raise Refusal(_("Việc xét người này đã xong hoặc đã dừng."))
    if standing.state == RoadState.PROBATION:
        raise Refusal(_("Người này là đảng viên dự bị: ghi thôi sinh hoạt đảng trên trang của người đó, hoặc quyết định xóa tên sau khi chi bộ xét. (NM-12)"), rule="NM-12")
    refuse_to_come(act, on)
    if on < standing.valid_from:
        raise Refusal(_("Ngày %(on)s trước bước gần nhất (%(day)s). Ghi ngày sau đó.") % {"on": write_day(on), "day": write_day(standing.valid_from)}, place="on")
    record(CandidacyStop, at=act.at, candidacy=candidacy, occurred_on=on, reason=reason)
    steps.restand(candidacy, standing, on)
    act.enter(unit=steps.label(candidacy.person_id, act.today), day=on, detail={"candidacy": candidacy.pk, "stopped": reason.value})


@operation(title=gettext_lazy("Mở lại hồ sơ phát triển đảng viên"), right=Right.KEEP_CANDIDATES)
def resume_candidacy(act: Act, *, candidacy_id: int) -> None:
    """Take back a stop.

    Raises:
        Refusal: for one that was not stopped, or when the person is on another road or a member meanwhile.
    """
    candidacy, standing = steps.held_candidacy(act, candidacy_id)
    stop = CandidacyStop.objects.known().filter(candidacy=candidacy).first()
    if stop is None:
        raise Refusal(_("Hồ sơ này chưa dừng."))
    if queries.going_of(candidacy.person_id) or Membership.objects.known().filter(person=candidacy.person_id, valid_to=OPEN_END).exists():
        raise Refusal(_("Người này đã có hồ sơ khác hoặc đã là đảng viên."))
    withdraw(stop, at=act.at)
    steps.restand(candidacy, standing, max(standing.valid_from, min(act.today, stop.occurred_on)))
    act.enter(unit=steps.label(candidacy.person_id, act.today), day=stop.occurred_on, detail={"candidacy": candidacy.pk, "resumed": True})


# -- the plan -------------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Ghi chỉ tiêu kết nạp"), right=Right.KEEP_CANDIDATES)
def set_target(act: Act, *, unit_id: int, year: int, group: AdmissionGroup, count: int, on: date, decision: Citation | None = None) -> None:
    """From a day on so many are to be admitted in a year, of all or of a group.

    Raises:
        Refusal: for a number below nought, a year that is none, an area, a day to come or before the target that stands.
    """
    act.ask([unit_id])
    tree.hold()
    refuse_to_come(act, on)
    if reason := refuse_target(count):
        raise steps.refused_by(("count", reason))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(_("Năm từ %(first)s đến %(last)s. Sửa năm.") % {"first": FIRST_YEAR, "last": LAST_YEAR}, place="year")
    unit = standing_unit(unit_id, on)
    if unit.tree != Tree.PARTY:
        raise Refusal(_("Chỉ tiêu kết nạp là của tổ chức đảng. Chọn tổ chức đảng."), place="unit")
    standing = AdmissionTarget.objects.known().filter(unit=unit_id, year=year, group=group, valid_to=OPEN_END).first()
    paper = cite(decision, today=act.today)
    if standing is None:
        record(AdmissionTarget, at=act.at, unit_id=unit_id, year=year, group=group, count=count, valid_from=on, decision=paper)
    else:
        go_on(act, standing, on, count=count, **({"decision": paper} if paper else {}))
    act.enter(unit=unit.name, day=on, detail={"unit": unit_id, "year": year, "group": group.value, "count": count})


@operation(title=gettext_lazy("Rút chỉ tiêu kết nạp ghi nhầm"), right=Right.KEEP_CANDIDATES)
def withdraw_target(act: Act, *, unit_id: int, year: int, group: AdmissionGroup) -> None:
    """Take back the newest target of a year and group; the one before it goes on.

    Raises:
        Refusal: when there is none.
    """
    act.ask([unit_id])
    standing = AdmissionTarget.objects.known().filter(unit=unit_id, year=year, group=group, valid_to=OPEN_END).first()
    if standing is None:
        raise Refusal(_("Chưa có chỉ tiêu này để rút."))
    before = AdmissionTarget.objects.known().filter(unit=unit_id, year=year, group=group, valid_to=standing.valid_from).first()
    withdraw(standing, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=OPEN_END)
    act.enter(unit=found.name if (found := unit_on(unit_id, act.today)) else "", day=standing.valid_from, detail={"unit": unit_id, "year": year, "withdrawn": str(standing.fact_id)})


# -- transfers ------------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Đề nghị chuyển sinh hoạt đảng"), right=Right.KEEP_CANDIDATES)
def request_transfer(act: Act, *, person_id: int, destination_id: int, on: date, decision: Citation | None = None) -> int:
    """Ask another organisation to take a member; the member stays where they are until it accepts (NM-16).

    Returns:
        the transfer's id.

    Raises:
        Refusal: for who is no member, the organisation where they are, an area, a day to come, or a second transfer of one person at once.
    """
    steps.hold_person(person_id)
    tree.hold()
    member = Membership.objects.known().filter(person=person_id, valid_to=OPEN_END).first()
    act.ask([member.unit_id] if member else [destination_id])
    steps.refuse_unseen_person(act, person_id)
    refuse_to_come(act, on)
    if member is None:
        raise Refusal(_("Người này không đang sinh hoạt ở tổ chức nào."), place="person", rule="NM-16")
    if on < member.valid_from:
        raise Refusal(_("Ngày %(on)s trước khi vào tổ chức (%(day)s). Sửa ngày.") % {"on": write_day(on), "day": write_day(member.valid_from)}, place="on")
    destination = standing_unit(destination_id, on)
    if destination.tree != Tree.PARTY or destination_id == member.unit_id:
        raise Refusal(_("Tổ chức đến phải là tổ chức đảng khác nơi đang sinh hoạt. Chọn tổ chức khác. (NM-16)"), place="unit", rule="NM-16")
    if queries.open_transfer_of(person_id):
        raise Refusal(_("Người này đang có một đề nghị chuyển sinh hoạt chờ trả lời. Hủy đề nghị đó trước khi gửi đề nghị mới. (NM-16)"), place="on", rule="NM-16")
    made = Transfer.objects.create(person_id=person_id, origin_id=member.unit_id, destination_id=destination_id)
    due = working_calendar().add(on, TRANSFER_DAYS)
    record(TransferStep, at=act.at, transfer=made, kind=TransferStepKind.REQUESTED, occurred_on=on, due_on=due, decision=cite(decision, today=act.today))
    act.enter(unit=steps.label(person_id, act.today), day=on, detail={"transfer": made.pk, "to": destination_id})
    return made.pk


def _taken(act: Act, transfer_id: int, side: str) -> tuple[Transfer, dict[str, TransferStep]]:
    """A transfer with its steps by kind, for whoever acts on one of its sides, held until the operation is over.

    Raises:
        NotFound: when there is none that the actor may know of.
        NotAllowed: for whoever acts on the other side only.
    """
    found = Transfer.objects.filter(pk=transfer_id).first()
    if found is None or all(act.actor.refusal(act.right, [unit], act.today) is not None for unit in (found.origin_id, found.destination_id)):
        raise NotFound(_("Không có đề nghị chuyển sinh hoạt này, hoặc nằm ngoài phạm vi được xem."))
    act.ask([getattr(found, side)])
    steps.hold_person(found.person_id)
    return found, {step.kind: step for step in TransferStep.objects.known().filter(transfer=found)}


def _held(act: Act, transfer_id: int, side: str) -> tuple[Transfer, TransferStep]:
    """``_taken`` for a transfer that waits, with its request.

    Raises:
        Refusal: when it was answered already.
    """
    found, taken = _taken(act, transfer_id, side)
    if len(taken) > 1:
        raise Refusal(_("Đề nghị này đã được trả lời hoặc đã hủy. Mở lại trang."))
    return found, taken[TransferStepKind.REQUESTED.value]


def _not_before(act: Act, asked: TransferStep, on: date) -> None:
    refuse_to_come(act, on)
    if on < asked.occurred_on:
        raise Refusal(_("Ngày %(on)s trước ngày đề nghị %(day)s. Sửa ngày.") % {"on": write_day(on), "day": write_day(asked.occurred_on)}, place="on")


@operation(title=gettext_lazy("Tiếp nhận chuyển sinh hoạt đảng"), right=Right.KEEP_CANDIDATES)
def accept_transfer(act: Act, *, transfer_id: int, on: date, decision: Citation | None = None) -> None:
    """The receiving organisation takes the member: from the day on the membership is there, and a candidacy on probation with it.

    Raises:
        Refusal: for a transfer that does not wait, a member who is elsewhere meanwhile, a day to come or before the request.
    """
    found, asked = _held(act, transfer_id, "destination_id")
    _not_before(act, asked, on)
    member = Membership.objects.known().filter(person=found.person_id, valid_to=OPEN_END).first()
    if member is None or member.unit_id != found.origin_id:
        raise Refusal(_("Người này không còn sinh hoạt ở nơi đề nghị chuyển. Nơi đi hủy đề nghị này. (NM-16)"), place="on", rule="NM-16")
    paper = cite(decision, today=act.today)
    move_member(found.person_id, found.destination_id, on, paper=paper)
    record(TransferStep, at=act.at, transfer=found, kind=TransferStepKind.ACCEPTED, occurred_on=on, decision=paper)
    going = queries.going_of(found.person_id)
    if going is not None and going.valid_from <= on:
        go_on(act, going, on, cell_id=found.destination_id)
    act.enter(unit=steps.label(found.person_id, act.today), day=on, detail={"transfer": found.pk, "accepted": True})


@operation(title=gettext_lazy("Rút lại tiếp nhận chuyển sinh hoạt đảng"), right=Right.KEEP_CANDIDATES)
def undo_acceptance(act: Act, *, transfer_id: int) -> None:
    """The receiving organisation takes its acceptance back, while nothing rests on it: the member is where they were, a candidacy with them, and the transfer waits again.

    Raises:
        Refusal: for a transfer that was not accepted, and when something was recorded since that rests on it: the membership went on, another transfer, a post in
            the receiving organisation, a stage of the road.
    """
    found, taken = _taken(act, transfer_id, "destination_id")
    accepted = taken.get(TransferStepKind.ACCEPTED.value)
    if accepted is None:
        raise Refusal(_("Đề nghị này chưa được tiếp nhận nên không có gì để rút lại. Mở lại trang."))
    tree.hold()
    _refuse_rested(found, accepted)
    member = Membership.objects.known().get(person=found.person_id, valid_to=OPEN_END)
    if member.unit_id == found.destination_id:
        take_back_membership(member.fact_id)
    steps.stand_at_origin(found, accepted.occurred_on)
    withdraw(accepted, at=act.at)
    act.enter(unit=steps.label(found.person_id, act.today), day=accepted.occurred_on, detail={"transfer": found.pk, "acceptance_withdrawn": True})


def _refuse_rested(found: Transfer, accepted: TransferStep) -> None:
    """Refuse to take an acceptance back on which something rests, and say what is to be taken back first."""
    member = Membership.objects.known().filter(person=found.person_id, valid_to=OPEN_END).first()
    came = member is not None and member.unit_id == found.destination_id and member.valid_from == accepted.occurred_on
    # Whoever keeps the person's record may have taken the membership back there; then only the acceptance is left.
    went_back = member is not None and member.unit_id == found.origin_id and member.valid_from < accepted.occurred_on
    if not (came or went_back):
        raise Refusal(_("Sinh hoạt đảng của người này đã được ghi tiếp sau khi tiếp nhận. Rút lại bản ghi sau trên trang của người đó trước. (NM-16)"), rule="NM-16")
    if queries.open_transfer_of(found.person_id):
        raise Refusal(_("Người này đang có một đề nghị chuyển sinh hoạt mới. Hủy đề nghị đó trước. (NM-16)"), rule="NM-16")
    if Holding.objects.known().filter(person=found.person_id, post__unit=found.destination_id, valid_from__gte=accepted.occurred_on).exists():
        raise Refusal(_("Người này đã được ghi giữ chức danh ở nơi đến. Rút lại chức danh đó trước. (NM-16)"), rule="NM-16")
    later = CandidacyStanding.objects.known().filter(candidacy__person=found.person_id, valid_from__gt=accepted.occurred_on).exists()
    if later or StageEvent.objects.known().filter(candidacy__person=found.person_id, recorded_at__gt=accepted.recorded_at).exists():
        raise Refusal(_("Hồ sơ phát triển của người này đã được ghi tiếp sau khi tiếp nhận. Rút lại bước đó trước. (NM-16)"), rule="NM-16")


@operation(title=gettext_lazy("Không tiếp nhận chuyển sinh hoạt đảng"), right=Right.KEEP_CANDIDATES)
def refuse_transfer(act: Act, *, transfer_id: int, on: date, reason: str) -> None:
    """The receiving organisation does not take the member, and says why.

    Raises:
        Refusal: without a reason, for a transfer that does not wait, a day to come or before the request.
    """
    found, asked = _held(act, transfer_id, "destination_id")
    _not_before(act, asked, on)
    record(TransferStep, at=act.at, transfer=found, kind=TransferStepKind.REFUSED, occurred_on=on, reason=reason_given(reason))
    act.enter(unit=steps.label(found.person_id, act.today), day=on, detail={"transfer": found.pk, "refused": True})


@operation(title=gettext_lazy("Hủy đề nghị chuyển sinh hoạt đảng"), right=Right.KEEP_CANDIDATES)
def cancel_transfer(act: Act, *, transfer_id: int, on: date, reason: str) -> None:
    """The sending organisation takes its request back.

    Raises:
        Refusal: without a reason, for a transfer that does not wait, a day to come or before the request.
    """
    found, asked = _held(act, transfer_id, "origin_id")
    _not_before(act, asked, on)
    record(TransferStep, at=act.at, transfer=found, kind=TransferStepKind.CANCELLED, occurred_on=on, reason=reason_given(reason))
    act.enter(unit=steps.label(found.person_id, act.today), day=on, detail={"transfer": found.pk, "cancelled": True})


# -- badges ---------------------------------------------------------------------------------------------------------------------------------


def _badge_member(act: Act, person_id: int) -> Membership:
    """The membership of a member of the actor's organisations.

    Raises:
        NotFound: for somebody of whom the actor may not know, or who is no member.
    """
    member: Membership | None = Membership.objects.known().filter(person=person_id, valid_to=OPEN_END).first()
    act.ask([member.unit_id] if member else [Person.objects.values_list("entered_at", flat=True).get(pk=person_id)])
    steps.refuse_unseen_person(act, person_id)
    if member is None:
        raise NotFound(_("Người này không đang sinh hoạt ở tổ chức nào."))
    return member


@operation(title=gettext_lazy("Ghi đã trao Huy hiệu Đảng"), right=Right.KEEP_CANDIDATES)
def award_badge(act: Act, *, person_id: int, years: int, on: date, decision: Citation | None = None) -> None:
    """A member was given the badge for so many years of Party age, counted from the day of the first decision on admission, without the days outside the Party (NM-11, RP-03).

    Raises:
        Refusal: for years without a badge, a badge given already, or years that are not full on the day.
    """
    member = _badge_member(act, person_id)
    refuse_to_come(act, on)
    if years not in BADGES:
        raise Refusal(_("Không có Huy hiệu %(years)s năm. Chọn: %(all)s. (RP-03)") % {"years": years, "all": ", ".join(map(str, BADGES))}, place="years", rule="RP-03")
    if (start := start_of(member, on)) is None:
        raise Refusal(_("Chưa biết ngày kết nạp, hoặc người kết nạp lại chưa được công nhận chính thức, nên chưa tính được tuổi đảng. Đính chính sinh hoạt đảng trước. (NM-11)"),
                      place="years", rule="NM-11")
    if (full := months_after(start, years * 12)) > on:
        raise Refusal(_("Ngày %(on)s chưa đủ %(years)s năm tuổi đảng: đủ vào %(full)s. Sửa ngày hoặc số năm. (NM-11)")
                      % {"on": write_day(on), "years": years, "full": write_day(full)}, place="on", rule="NM-11")
    record(BadgeAward, at=act.at, person_id=person_id, years=years, occurred_on=on, decision=cite(decision, today=act.today))
    act.enter(unit=steps.label(person_id, act.today), day=on, detail={"person": person_id, "badge": years})


@operation(title=gettext_lazy("Rút Huy hiệu Đảng ghi nhầm"), right=Right.KEEP_CANDIDATES)
def withdraw_badge(act: Act, *, person_id: int, years: int) -> None:
    """Take back a badge that was recorded by mistake.

    Raises:
        NotFound: when none was.
    """
    _badge_member(act, person_id)
    given = BadgeAward.objects.known().filter(person=person_id, years=years).first()
    if given is None:
        raise NotFound(_("Chưa ghi Huy hiệu này."))
    withdraw(given, at=act.at)
    act.enter(unit=steps.label(person_id, act.today), day=given.occurred_on, detail={"person": person_id, "badge_withdrawn": years})
