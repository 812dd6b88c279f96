"""Every change to meetings and to registers of households. Each public function here is an operation.

A meeting goes on until its minutes are signed; then nothing in it changes unless they are opened again, with why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.core import files, gates
from kientoan.core.access import Right
from kientoan.core.facts import correct, correct_many, end, record, record_many, withdraw, withdraw_many
from kientoan.core.given import needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, explained, refused_by
from kientoan.meetings import hooks, papers, queries
from kientoan.meetings.enums import AttendanceState, HouseholdEnd, MatterName, MeetingKind
from kientoan.meetings.models import (
    AgendaItem,
    BallotCount,
    BallotRound,
    Call,
    Cancellation,
    Household,
    HouseholdAttendance,
    HouseholdEntry,
    ItemDecision,
    Meeting,
    MeetingPaper,
    MemberAttendance,
    Roll,
    SignedMinutes,
)
from kientoan.meetings.papers import Names
from kientoan.meetings.queries import Standing
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit, unit_on
from kientoan.registers.enums import PaperKind
from kientoan.registers.queries import papers_with
from kientoan.registers.steps import NewPaper, number_paper
from kientoan.rules.days import write_day
from kientoan.rules.frozen import fingerprint
from kientoan.rules.meetings import (
    HouseholdRoll,
    Kind,
    Matter,
    MemberRoll,
    Votes,
    household_pack,
    refuse_ballot_count,
    refuse_ballots,
    refuse_member_roll,
    refuse_round,
    refuse_votes,
    short_notice,
)
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import tidy

MOST_ITEMS = 40
MOST_PAPERS = 20
MOST_HOUSEHOLDS = 3_000
"""A hamlet has some hundreds; more is a slip."""
LARGEST_NUMBER = 99_999


# -- calling -------------------------------------------------------------------------------------------------------------------------------


def _holding_unit(unit_id: int, on: date) -> tuple[UnitVersion, MeetingKind]:
    """The unit on the day of a meeting, and which meeting it holds."""
    unit = standing_unit(unit_id, on)
    kind = queries.kind_at(unit)
    if kind is None:
        raise Refusal(_("Chi bộ họp thường kỳ, xóm họp các hộ. Đơn vị này không họp ở đây; mở trang của một chi bộ hoặc một xóm."), place="on")
    if kind is MeetingKind.COMMUNITY and isinstance(reason := household_pack(on), Reason):
        raise refused_by(reason, place="on")
    return unit, kind


def _agenda(items: Sequence[str]) -> list[str]:
    """The items of an agenda, tidied, each once."""
    titles = [tidy(title)[:300] for title in items if tidy(title)]
    if twice := next((title for at, title in enumerate(titles) if title in titles[:at]), None):
        raise Refusal(_("Việc “%(title)s” ghi hai lần. Giữ một dòng.") % {"title": twice}, place="items")
    if len(titles) > MOST_ITEMS:
        raise Refusal(_("Nội dung họp có nhiều nhất %(most)s việc. Gộp bớt.") % {"most": MOST_ITEMS}, place="items")
    return titles


@operation(title=gettext_lazy("Gọi họp"), right=Right.HOLD_MEETINGS)
def call_meeting(act: Act, *, unit_id: int, on: date, begins_at: time, place: str, items: Sequence[str]) -> int:
    """Call a cell's monthly meeting, or a meeting of a hamlet's households; the unit says which.

    Parameters:
        on: the day of the meeting; one of the past is entered the same way.
        begins_at: the hour in Vietnam.
        items: the agenda, in order.

    Returns:
        the meeting's id.

    Raises:
        Refusal: for a unit that holds none, a day without rules on households, no place, or an item named twice.
    """
    act.ask([unit_id], on)
    unit, kind = _holding_unit(unit_id, on)
    where = needed(place, _("Thiếu nơi họp. Ghi nhà văn hóa, hoặc nhà của ai."), "place")[:200]
    titles = _agenda(items)
    meeting = Meeting.objects.create(unit_id=unit_id, kind=kind)
    record(Call, at=act.at, meeting=meeting, occurred_on=on, begins_at=begins_at, place=where)
    record_many(AgendaItem, [{"meeting": meeting, "occurred_on": on, "position": at, "title": title} for at, title in enumerate(titles, 1)], at=act.at)
    hooks.tell(act, meeting.pk)
    act.enter(unit=unit.name, day=on, detail={"kind": kind.value, "begins_at": begins_at.isoformat("minutes"), "items": len(titles)})
    return meeting.pk


def _begin(act: Act, meeting_id: int) -> Standing:
    """A meeting that is about to be written to, under its gate.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor holds no meetings there.
        Refusal: when it was cancelled, or its minutes are signed.
    """
    gates.hold(f"meetings.{meeting_id}")
    found = queries.standing(meeting_id)
    act.ask([found.meeting.unit_id], found.day)
    if found.cancelled is not None:
        raise Refusal(_("Cuộc họp này đã hủy: %(why)s. Gọi cuộc họp khác.") % {"why": found.cancelled.reason}, place="stage")
    if found.is_signed:
        raise Refusal(_("Biên bản đã ký nên không sửa được nữa. Mở lại biên bản trước, với lý do."), place="stage")
    return found


def _enter(act: Act, found: Standing, *, count: int = 1, **detail: object) -> None:
    act.enter(unit=found.unit.name, day=found.day, count=count, detail={"meeting": found.meeting.pk, "kind": found.meeting.kind, **detail})


@operation(title=gettext_lazy("Sửa giấy mời họp"), right=Right.HOLD_MEETINGS)
def correct_call(act: Act, *, meeting_id: int, on: date, begins_at: time, place: str, reason: str) -> None:
    """Hold a meeting on another day, at another hour or place, before anybody is marked present.

    Parameters:
        reason: why.

    Raises:
        Refusal: once the attendance is taken, without a reason or a change, as for ``call_meeting``.
    """
    found = _begin(act, meeting_id)
    if found.taken is not None:
        raise Refusal(_("Đã ghi có mặt nên không đổi ngày, giờ, nơi họp được. Hủy cuộc họp này rồi gọi lại nếu ghi nhầm."), place="stage")
    unit, kind = _holding_unit(found.meeting.unit_id, on)
    if kind != found.meeting.kind:
        raise Refusal(_("Ngày %(day)s đơn vị này họp loại khác. Chọn ngày khác.") % {"day": write_day(on)}, place="on")
    where = needed(place, _("Thiếu nơi họp. Ghi nhà văn hóa, hoặc nhà của ai."), "place")[:200]
    why = needed(reason, _("Ghi lý do sửa."), "reason")[:300]
    if (on, begins_at, where) == (found.day, found.call.begins_at, found.call.place):
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="on")
    correct(found.call, at=act.at, occurred_on=on, begins_at=begins_at, place=where, reason=why)
    if on != found.day:
        correct_many([(item.fact, {"occurred_on": on}) for item in found.items], at=act.at)
    hooks.tell(act, meeting_id)
    act.enter(unit=unit.name, day=on, detail={"meeting": meeting_id, "before": found.day.isoformat(), "reason": why})


@operation(title=gettext_lazy("Hủy cuộc họp"), right=Right.HOLD_MEETINGS)
def cancel_meeting(act: Act, *, meeting_id: int, reason: str) -> None:
    """Say that a meeting is not held after all; what was entered stays.

    Raises:
        Refusal: without a reason, once the minutes are signed or anything was decided.
    """
    found = _begin(act, meeting_id)
    if found.minutes is not None or any(item.decision is not None for item in found.items):
        raise Refusal(_("Cuộc họp đã biểu quyết nên không hủy được. Sửa kết quả, hoặc ký biên bản."), place="stage")
    why = needed(reason, _("Ghi lý do hủy."), "reason")[:300]
    record(Cancellation, at=act.at, meeting=found.meeting, occurred_on=act.today, reason=why)
    hooks.tell(act, meeting_id)
    _enter(act, found, reason=why)


@operation(title=gettext_lazy("Ghi nội dung họp"), right=Right.HOLD_MEETINGS)
def set_agenda(act: Act, *, meeting_id: int, items: Sequence[str]) -> int:
    """Set the agenda: items of the same words stay what they were, new ones come in, others go.

    Returns:
        how many items there are.

    Raises:
        Refusal: for an item named twice, or one that was voted on and would go.
    """
    found = _begin(act, meeting_id)
    titles = _agenda(items)
    standing = {item.fact.title: item for item in found.items}
    if kept := next((item for title, item in standing.items() if title not in titles and item.decision is not None), None):
        raise Refusal(_("Việc “%(title)s” đã biểu quyết nên không bỏ được. Giữ dòng ấy như cũ.") % {"title": kept.fact.title}, place="items")
    gone = [item.fact for title, item in standing.items() if title not in titles]
    moved = [(standing[title].fact, {"position": at}) for at, title in enumerate(titles, 1) if title in standing and standing[title].fact.position != at]
    new = [{"meeting": found.meeting, "occurred_on": found.day, "position": at, "title": title} for at, title in enumerate(titles, 1) if title not in standing]
    withdraw_many(gone, at=act.at)
    correct_many(moved, at=act.at)
    record_many(AgendaItem, new, at=act.at)
    hooks.tell(act, meeting_id)
    _enter(act, found, count=len(gone) + len(moved) + len(new), items=len(titles))
    return len(titles)


@operation(title=gettext_lazy("Gửi tài liệu họp"), right=Right.HOLD_MEETINGS)
def attach_paper(act: Act, *, meeting_id: int, name: str, content: bytes, title: str = "") -> None:
    """Lay a paper to a meeting: PDF, DOCX, XLSX or a photograph, told by what is in it (decision 32).

    Parameters:
        name: of the file, as it was sent.
        title: what the paper is called; empty takes the file's name.

    Raises:
        Refusal: for a file that is refused, a title that another paper of the meeting has, beyond the most papers, and once the minutes are signed.
    """
    found = _begin(act, meeting_id)
    before = queries.papers_of(meeting_id)
    if len(before) >= MOST_PAPERS:
        raise Refusal(_("Mỗi cuộc họp nhiều nhất %(most)s tài liệu. Bỏ bớt, hoặc gộp thành một tệp.") % {"most": MOST_PAPERS}, place="file")
    accepted = files.accept(name, content)
    called = tidy(title)[:200] or accepted.name
    if any(each.title == called for each in before):
        raise Refusal(_("Đã có tài liệu tên “%(title)s”. Đặt tên khác, hoặc bỏ tài liệu ấy trước.") % {"title": called}, place="title")
    record(MeetingPaper, at=act.at, meeting=found.meeting, occurred_on=found.day, title=called, file=files.keep(accepted))
    _enter(act, found, title=called, media_type=accepted.media_type)


@operation(title=gettext_lazy("Bỏ tài liệu họp"), right=Right.HOLD_MEETINGS)
def take_away_paper(act: Act, *, meeting_id: int, paper: UUID, reason: str) -> None:
    """Take a paper away that should not have been sent: its content is emptied, that it was there stays in the journal.

    Raises:
        NotFound: when there is none.
        Refusal: without a reason, and once the minutes are signed.
    """
    found = _begin(act, meeting_id)
    why = reason_given(reason)
    fact = MeetingPaper.objects.known().filter(meeting=meeting_id, fact_id=paper).select_related("file").first()
    if fact is None:
        raise queries.no_such_paper()
    withdraw(fact, at=act.at)
    files.take_away(fact.file_id)
    _enter(act, found, title=fact.title, sha256=fact.file.sha256, reason=why)


# -- who came ------------------------------------------------------------------------------------------------------------------------------


def _refuse_before_its_day(act: Act, found: Standing) -> None:
    if found.day > act.today:
        raise Refusal(_("Cuộc họp ngày %(day)s chưa tới. Đến ngày họp mới ghi được.") % {"day": write_day(found.day)}, place="stage")


def _refuse_fewer(found: Standing, voters: int) -> None:
    """Refuse a list of who came that is shorter than votes already counted."""
    most = max((item.decision for item in found.items if item.decision is not None), key=lambda said: queries.votes_of(said).total, default=None)
    if most is not None and (reason := refuse_votes(queries.votes_of(most), voters, of_households=found.of_households)) is not None:
        raise refused_by(reason, place="present")


def _take_roll(act: Act, found: Standing, **numbers: int) -> None:
    if found.taken is None:
        record(Roll, at=act.at, meeting=found.meeting, occurred_on=found.day, **numbers)
    else:
        correct(found.taken, at=act.at, **numbers)


@operation(title=gettext_lazy("Ghi đảng viên dự họp"), right=Right.HOLD_MEETINGS)
def take_attendance(act: Act, *, meeting_id: int, marks: Mapping[int, AttendanceState]) -> MemberRoll:
    """Say of every member of the cell how they took part; the whole list at once, and again to correct it.

    Parameters:
        marks: by person; every member of the day, and nobody else.

    Returns:
        the numbers that votes are measured on (EL-35).

    Raises:
        Refusal: before the day, for a member left out, or fewer than have voted already.
        NotFound: for somebody who is no member that day.
    """
    found = _begin(act, meeting_id)
    if found.of_households:
        raise NotFound(_("Cuộc họp này là của các hộ. Ghi hộ có mặt."))
    _refuse_before_its_day(act, found)
    members = queries.members_on(found.meeting.unit_id, found.day)
    if set(marks) - set(members):
        raise NotFound(_("Có người không phải đảng viên của chi bộ vào ngày họp. Mở lại danh sách rồi ghi."))
    if not members:
        raise Refusal(_("Chi bộ chưa có đảng viên nào trong sổ vào ngày họp. Ghi sinh hoạt đảng ở trang người trước."), place="present")
    if missing := len(set(members) - set(marks)):
        raise Refusal(_("Còn %(n)s đảng viên chưa đánh dấu. Mở lại danh sách rồi ghi.") % {"n": missing}, place="present")
    official = [state for person, state in marks.items() if members[person]]
    roll = MemberRoll(len(official), official.count(AttendanceState.TEMPORARY), official.count(AttendanceState.EXEMPT), official.count(AttendanceState.PRESENT),
                      sum(state is AttendanceState.PRESENT for person, state in marks.items() if not members[person]))
    if reason := refuse_member_roll(roll):
        raise refused_by(reason, place="present")
    _refuse_fewer(found, roll.present)
    before = {each.person_id: each for each in MemberAttendance.objects.known().filter(meeting=found.meeting)}
    rows = [{"meeting": found.meeting, "occurred_on": found.day, "person_id": person, "is_official": members[person], "state": state}
            for person, state in marks.items() if person not in before]
    record_many(MemberAttendance, rows, at=act.at)
    correct_many([(before[person], {"state": state, "is_official": members[person]}) for person, state in marks.items()
                  if person in before and (before[person].state, before[person].is_official) != (state, members[person])], at=act.at)
    withdraw_many([each for person, each in before.items() if person not in marks], at=act.at)
    _take_roll(act, found, eligible=roll.official, present=roll.present, temporary=roll.temporary, exempt=roll.exempt, probationary=roll.probationary)
    _enter(act, found, count=len(marks), official=roll.official, present=roll.present)
    return roll


@operation(title=gettext_lazy("Ghi hộ dự họp"), right=Right.HOLD_MEETINGS)
def take_household_attendance(act: Act, *, meeting_id: int, present: Sequence[int]) -> HouseholdRoll:
    """Say which households are represented; the whole list at once. A household named twice is one: it has one voice (PD-13).

    Parameters:
        present: households of the hamlet's register on the day of the meeting.

    Raises:
        Refusal: before the day, for an empty register, nobody present, or fewer than have voted already.
        NotFound: for a household that is not in the register.
    """
    found = _begin(act, meeting_id)
    if not found.of_households:
        raise NotFound(_("Cuộc họp này là của chi bộ. Ghi đảng viên có mặt."))
    _refuse_before_its_day(act, found)
    households = set(queries.entries_on(found.meeting.unit_id, found.day).values_list("household", flat=True))
    if not households:
        raise Refusal(_("Sổ hộ của xóm còn trống vào ngày họp. Ghi sổ hộ trước."), place="present", rule="PD-13")
    here = set(present)
    if here - households:
        raise NotFound(_("Có hộ không ở trong sổ hộ của xóm vào ngày họp. Mở lại danh sách rồi ghi."))
    if not here:
        raise Refusal(_("Chưa có hộ nào có mặt. Đánh dấu hộ có đại diện dự họp."), place="present", rule="PD-13")
    _refuse_fewer(found, len(here))
    before = {each.household_id: each for each in HouseholdAttendance.objects.known().filter(meeting=found.meeting)}
    record_many(HouseholdAttendance, [{"meeting": found.meeting, "occurred_on": found.day, "household_id": household} for household in sorted(here - set(before))], at=act.at)
    withdraw_many([each for household, each in before.items() if household not in here], at=act.at)
    roll = HouseholdRoll(len(households), len(here))
    _take_roll(act, found, eligible=roll.households, present=roll.present)
    _enter(act, found, count=len(here), households=roll.households, present=roll.present)
    return roll


# -- deciding ------------------------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Ghi kết quả biểu quyết"), right=Right.HOLD_MEETINGS)
def decide_item(act: Act, *, meeting_id: int, item: UUID, text: str, votes: Votes, matter: MatterName | None = None) -> bool:
    """Enter what was put to the vote on an item and how many were for it; again to correct it.

    Parameters:
        item: names the item.
        text: what was put to the vote.
        votes: hands counted, of official members or household representatives present.
        matter: what households decide on (PD-06); None for a cell.

    Returns:
        whether it is decided, by the rules of the day.

    Raises:
        Refusal: before the attendance is taken, without a text, for more votes than are present, or once ballots are out.
    """
    found = _begin(act, meeting_id)
    line = found.item(item)
    if found.taken is None:
        raise Refusal(_("Chưa ghi ai có mặt. Ghi có mặt trước rồi biểu quyết."), place="stage", rule="EL-35")
    if line.round is not None:
        raise Refusal(_("Đã phát phiếu đến hộ về việc này nên không sửa biểu quyết tại cuộc họp được."), place="stage", rule="PD-11")
    said = needed(text, _("Thiếu điều biểu quyết. Gõ một câu nói quyết việc gì."), "text")[:2000]
    if found.of_households and matter is None:
        raise Refusal(_("Chọn loại việc: ngưỡng thông qua theo loại việc."), place="matter", rule="PD-06")
    if reason := refuse_votes(votes, found.taken.present, of_households=found.of_households):
        raise refused_by(reason, place="votes_for")
    fields = {"text": said, "matter": matter if found.of_households and matter else "", "votes_for": votes.for_it, "votes_against": votes.against, "votes_other": votes.other}
    if line.decision is None:
        record(ItemDecision, at=act.at, meeting=found.meeting, occurred_on=found.day, item=item, **fields)
    else:
        correct(line.decision, at=act.at, **fields)
    outcome = queries.standing(meeting_id).item(item).outcome
    passed = bool(outcome and outcome.passed)
    _enter(act, found, item=str(item), votes=[votes.for_it, votes.against, votes.other], passed=passed)
    return passed


@operation(title=gettext_lazy("Bỏ kết quả biểu quyết ghi nhầm"), right=Right.HOLD_MEETINGS)
def take_back_decision(act: Act, *, meeting_id: int, item: UUID) -> None:
    """Say that nothing was put to the vote on an item after all.

    Raises:
        Refusal: when there is nothing to take back, or ballots are out.
    """
    found = _begin(act, meeting_id)
    line = found.item(item)
    if line.decision is None or line.round is not None:
        raise Refusal(_("Không bỏ được: việc này chưa biểu quyết, hoặc đã phát phiếu đến hộ."), place="stage")
    withdraw(line.decision, at=act.at)
    _enter(act, found, item=str(item), taken_back=True)


@operation(title=gettext_lazy("Phát phiếu lấy ý kiến các hộ"), right=Right.HOLD_MEETINGS)
def issue_ballots(act: Act, *, meeting_id: int, item: UUID, told_on: date, on: date, last_on: date, issued: int, team: Sequence[str]) -> None:
    """Hand out household ballots on an item that the meeting had too few households for (PD-11); one a household.

    Parameters:
        told_on: the day on which the households were told.
        on: the first day of handing out.
        last_on: the last day of collecting.
        issued: how many.
        team: three to five who hand out and count.

    Raises:
        Refusal: when the meeting decided, for more ballots than households, days out of order, or another team.
    """
    found = _begin(act, meeting_id)
    line = found.item(item)
    if not found.of_households or line.decision is None or line.outcome is None:
        raise Refusal(_("Việc này chưa biểu quyết tại cuộc họp của các hộ. Ghi kết quả biểu quyết trước."), place="stage", rule="PD-11")
    if line.round is not None:
        raise Refusal(_("Đã phát phiếu về việc này rồi."), place="stage", rule="PD-11")
    if line.outcome.passed:
        raise Refusal(_("Việc này đã được thông qua tại cuộc họp, không phát phiếu nữa."), place="stage", rule="PD-11")
    if reason := refuse_ballots(queries.pack_of(found.day), Matter(line.decision.matter), found.household_roll):
        raise refused_by(reason, place="stage")
    names = [tidy(name)[:120] for name in team if tidy(name)]
    if fault := refuse_round(issued=issued, households=found.household_roll.households, told_on=told_on, handed_out_on=on, team=names):
        raise refused_by(fault[1], place=fault[0])
    if told_on < found.day or last_on < on:
        raise Refusal(_("Báo cho các hộ từ ngày họp trở đi, thu phiếu sau khi phát. Sửa ngày."), place="told_on", rule="PD-11")
    refuse_to_come(act, on)
    record(BallotRound, at=act.at, meeting=found.meeting, occurred_on=on, item=item, told_on=told_on, last_on=last_on, issued=issued, team=names)
    _enter(act, found, item=str(item), issued=issued)


@operation(title=gettext_lazy("Ghi kết quả phiếu lấy ý kiến các hộ"), right=Right.HOLD_MEETINGS)
def count_ballots(act: Act, *, meeting_id: int, item: UUID, on: date, collected: int, invalid: int, votes: Votes, witnesses: Sequence[str]) -> bool:
    """Enter what household ballots came to: sums only; again to correct them.

    Parameters:
        on: the day of the count.
        collected, invalid: ballots.
        votes: what the valid ones say.
        witnesses: two representatives of households (PD-11).

    Returns:
        whether it is decided: the threshold is that of a meeting.

    Raises:
        Refusal: when none were handed out, before the last day, for numbers that do not add up, or without two witnesses.
    """
    found = _begin(act, meeting_id)
    line = found.item(item)
    if line.round is None:
        raise Refusal(_("Chưa phát phiếu về việc này. Ghi số phiếu phát trước."), place="stage", rule="PD-11")
    refuse_to_come(act, on)
    if on < line.round.occurred_on:
        raise Refusal(_("Kiểm phiếu từ ngày phát %(day)s trở đi. Sửa ngày.") % {"day": write_day(line.round.occurred_on)}, place="on", rule="PD-11")
    if reason := refuse_ballot_count(issued=line.round.issued, collected=collected, invalid=invalid, votes=votes):
        raise refused_by(reason, place="collected")
    names = [tidy(name)[:120] for name in witnesses if tidy(name)]
    if len(set(names)) != 2:
        raise Refusal(_("Kiểm phiếu có hai đại diện hộ chứng kiến. Ghi đủ hai tên."), place="witnesses", rule="PD-11")
    fields = {"occurred_on": on, "collected": collected, "invalid": invalid, "votes_for": votes.for_it, "votes_against": votes.against, "votes_other": votes.other,
              "witnesses": names}
    if line.count is None:
        record(BallotCount, at=act.at, meeting=found.meeting, item=item, **fields)
    else:
        correct(line.count, at=act.at, **fields)
    outcome = queries.standing(meeting_id).item(item).outcome
    passed = bool(outcome and outcome.passed)
    _enter(act, found, item=str(item), collected=collected, passed=passed)
    return passed


# -- minutes -------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signed:
    """What signing did.

    Parameters:
        version: which version of the minutes it is.
        line: number and symbol as they are printed; empty where the form has none.
    """

    version: int
    line: str


@operation(title=gettext_lazy("Ký biên bản họp"), right=Right.HOLD_MEETINGS)
def sign_minutes(act: Act, *, meeting_id: int, names: Names, term: str = "") -> Signed:
    """Sign the minutes drafted from what was recorded: from now on they are printed from this, and nothing of the meeting changes.

    Parameters:
        names: who signs.
        term: of the Party, such as ``2020-2025``, for the number of a cell's minutes (DF-06); a hamlet's have none.

    Raises:
        Refusal: before the attendance is taken, while ballots are out, without chair and secretary, or for households without the Front and two
            representatives (PD-07).
    """
    found = _begin(act, meeting_id)
    if found.taken is None:
        raise Refusal(_("Chưa ghi ai có mặt nên chưa có biên bản. Ghi có mặt trước."), place="stage")
    if not found.items:
        raise Refusal(_("Chưa có nội dung họp. Ghi nội dung trước."), place="stage")
    if any(item.is_open for item in found.items):
        raise Refusal(_("Còn phiếu lấy ý kiến chưa kiểm. Ghi kết quả kiểm phiếu trước."), place="stage", rule="PD-11")
    needed(names.chair, _("Thiếu họ tên người chủ trì."), "chair")
    needed(names.secretary, _("Thiếu họ tên thư ký."), "secretary")
    if found.of_households:
        if not tidy(names.front):
            raise Refusal(_("Thiếu họ tên trưởng ban công tác Mặt trận: biên bản của các hộ cần chữ ký này."), place="front", rule="PD-07")
        if len({tidy(name) for name in names.witnesses if tidy(name)}) != 2:
            raise Refusal(_("Biên bản của các hộ cần hai đại diện hộ ký. Ghi đủ hai tên."), place="witness1", rule="PD-07")
    if names.ended_at is not None and names.ended_at <= found.call.begins_at:
        raise Refusal(_("Giờ kết thúc phải sau giờ họp %(hour)s.") % {"hour": found.call.begins_at.isoformat("minutes")}, place="ended_at")
    before = found.minutes
    numbered, number, line = _number(act, found, term)
    content = papers.content_of(found, names, number=number, before=before)
    fields = {"version": content["version"], "content": content, "fingerprint": fingerprint(content), "numbered": numbered, "reopened": "",
              "reason": before.reopened if before else ""}
    if before is None:
        record(SignedMinutes, at=act.at, meeting=found.meeting, occurred_on=found.day, **fields)
    else:
        correct(before, at=act.at, **fields)
    _enter(act, found, version=content["version"], line=line, fingerprint=fields["fingerprint"])
    return Signed(content["version"], line)


def _number(act: Act, found: Standing, term: str) -> tuple[UUID | None, int | None, str]:
    """The number of a cell's minutes: a new one, or that of the version before unless it was made void; none for households."""
    if found.of_households:
        return None, None, ""
    if found.minutes is not None and found.minutes.numbered is not None:
        paper = papers_with([found.minutes.numbered])[found.minutes.numbered]
        if not paper.void_reason:
            return paper.fact_id, paper.number, ""
    with override("vi"):  # a register is written in Vietnamese whatever its writer reads
        abstract = _("Biên bản họp chi bộ tháng %(month)s") % {"month": f"{found.day:%m/%Y}"}
    made = number_paper(NewPaper(found.meeting.unit_id, PaperKind.MINUTES, abstract, found.day, "CB", term=term))
    return made.fact_id, made.number, made.line


@operation(title=gettext_lazy("Mở lại biên bản họp để sửa"), right=Right.HOLD_MEETINGS)
def reopen_minutes(act: Act, *, meeting_id: int, reason: str) -> None:
    """Open signed minutes for a correction. The signed version stays known and can be printed; signing again makes the next, under the same number.

    Raises:
        Refusal: when they are not signed, or without a reason.
    """
    gates.hold(f"meetings.{meeting_id}")
    found = queries.standing(meeting_id)
    act.ask([found.meeting.unit_id], found.day)
    if found.minutes is None or not found.is_signed:
        raise Refusal(_("Biên bản chưa ký nên cứ sửa, không cần mở lại."), place="stage")
    why = needed(reason, _("Ghi lý do sửa biên bản."), "reason")[:300]
    correct(found.minutes, at=act.at, reopened=why)
    _enter(act, found, reason=why, version=found.minutes.version)


# -- households ----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HouseholdRow:
    """A household to be entered.

    Parameters:
        representative: who speaks for it.
        address: a line; may be empty.
        number: in the register of the hamlet; None for the next one.
    """

    representative: str
    address: str = ""
    number: int | None = None


def _hamlet(act: Act, hamlet_id: int, on: date) -> UnitVersion:
    act.ask([hamlet_id], on)
    unit = unit_on(hamlet_id, on)
    if unit is None or unit.level != UnitLevel.HAMLET:
        raise Refusal(_("Sổ hộ là của xóm, tổ dân phố. Ngày %(day)s không có xóm này; chọn ngày khác.") % {"day": write_day(on)}, place="on", rule="PD-13")
    return unit


@operation(title=gettext_lazy("Ghi hộ vào sổ hộ"), right=Right.HOLD_MEETINGS)
def enter_households(act: Act, *, hamlet_id: int, on: date, rows: Sequence[HouseholdRow]) -> int:
    """Enter households into the register of a hamlet from a day on, all or none.

    Raises:
        Refusal: for a line without a name, a number twice or taken, a day to come, naming the line.
    """
    unit = _hamlet(act, hamlet_id, on)
    gates.hold(f"meetings.households.{hamlet_id}")
    refuse_to_come(act, on)
    if not 1 <= len(rows) <= MOST_HOUSEHOLDS:
        raise Refusal(_("Ghi từ 1 đến %(most)s hộ một lần.") % {"most": MOST_HOUSEHOLDS}, place="rows")
    standing = HouseholdEntry.objects.known().filter(hamlet=hamlet_id, valid_to__gt=on).values_list("number", flat=True)
    taken = set(standing)
    top = max([*taken, *(row.number for row in rows if row.number is not None)], default=0)
    made: list[tuple[int, str, str]] = []
    for at, row in enumerate(rows, 1):
        name = tidy(row.representative)[:120]
        if not name:
            raise Refusal(_("Dòng %(row)s thiếu họ tên người đại diện hộ.") % {"row": at}, place="rows")
        if row.number is None:
            top += 1
        number = top if row.number is None else row.number
        if not 1 <= number <= LARGEST_NUMBER:
            raise Refusal(_("Dòng %(row)s: số hộ từ 1 đến %(most)s.") % {"row": at, "most": LARGEST_NUMBER}, place="rows")
        if number in taken:
            raise Refusal(_("Dòng %(row)s: số hộ %(number)s đã có trong sổ. Mỗi hộ một số; sửa số, hoặc để trống lấy số tiếp theo.") % {"row": at, "number": number}, place="rows",
                          rule="PD-13")
        taken.add(number)
        made.append((number, name, tidy(row.address)[:200]))
    households = Household.objects.bulk_create([Household() for _row in made], batch_size=400)
    record_many(HouseholdEntry, [{"household": household, "hamlet_id": hamlet_id, "number": number, "representative": name, "address": address, "valid_from": on}
                                 for household, (number, name, address) in zip(households, made, strict=True)], at=act.at)
    act.enter(unit=unit.name, day=on, count=len(made), detail={"households": len(made)})
    return len(made)


def _entry(act: Act, uuid: UUID) -> tuple[HouseholdEntry, UnitVersion]:
    """A household that is about to be changed."""
    entry = queries.entry_of(uuid)
    day = min(act.today, entry.valid_from) if entry.valid_from > act.today else act.today
    act.ask([entry.hamlet_id], day)
    unit = unit_on(entry.hamlet_id, entry.valid_from)
    if unit is None or entry.end_reason:
        raise Refusal(_("Hộ này không còn trong sổ hộ."), place="on")
    return entry, unit


@operation(title=gettext_lazy("Đổi người đại diện, địa chỉ của hộ"), right=Right.HOLD_MEETINGS)
def change_household(act: Act, *, household: UUID, on: date, representative: str, address: str = "") -> None:
    """Say who speaks for a household from a day on; who did before stays known for the days before.

    Raises:
        Refusal: without a name, for a day to come or before the household stands in the register, or without a change.
    """
    entry, unit = _entry(act, household)
    refuse_to_come(act, on)
    name = needed(representative, _("Thiếu họ tên người đại diện hộ."), "representative")[:120]
    where = tidy(address)[:200]
    if (name, where) == (entry.representative, entry.address):
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="representative")
    if on < entry.valid_from:
        raise Refusal(_("Hộ này có trong sổ từ ngày %(day)s. Chọn ngày từ đó trở đi.") % {"day": write_day(entry.valid_from)}, place="on")
    if on == entry.valid_from:
        correct(entry, at=act.at, representative=name, address=where)
    else:
        end(entry, at=act.at, on=on)
        record(HouseholdEntry, at=act.at, household=entry.household, hamlet_id=entry.hamlet_id, number=entry.number, representative=name, address=where, valid_from=on)
    act.enter(unit=unit.name, day=on, detail={"number": entry.number})


@operation(title=gettext_lazy("Đưa hộ ra khỏi sổ hộ"), right=Right.HOLD_MEETINGS)
def end_household(act: Act, *, household: UUID, on: date, reason: HouseholdEnd) -> None:
    """Take a household off the register from a day on; it stays known for the days before.

    Raises:
        Refusal: for a day to come, or not after the day on which it came in.
    """
    entry, unit = _entry(act, household)
    refuse_to_come(act, on)
    if reason is HouseholdEnd.UNIT_ENDED:
        raise Refusal(_("Chọn vì sao hộ ra khỏi sổ."), place="reason")
    end(entry, at=act.at, on=on, end_reason=reason)
    act.enter(unit=unit.name, day=on, detail={"number": entry.number, "reason": reason.value})


def heeded(kind: Kind, called_on: date, day: date) -> str:
    """What is to be heeded when a meeting is called so late, in the reader's language; empty for nothing (PD-09)."""
    reason = short_notice(kind, called_on, day)
    return f"{explained(reason)} {reason.rule}" if reason else ""
