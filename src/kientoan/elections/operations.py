"""Every change to elections. Each public function here is an operation.

The steps go in the order of ``rules.election.process``; each waits for the one before. What was read off ballots is written by ``ballots.steps``.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kientoan.ballots import steps as ballots
from kientoan.congress.models import Congress
from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, record, record_many, withdraw
from kientoan.core.models import User
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, explained, refused_by
from kientoan.elections import papers, queries
from kientoan.elections.enums import POSTS, WITH_SURPLUS, BoardRole, Body, Course, Elects, Origin, PaperName, StepName
from kientoan.elections.models import (
    Approval,
    Attendance,
    BoardSeat,
    Call,
    Cancellation,
    Candidacy,
    Collection,
    Election,
    Hand,
    Issue,
    ListClosing,
    NumberedPaper,
    OpinionBallot,
    RollClosing,
    Seal,
    StepTaken,
    Summons,
)
from kientoan.elections.queries import Standing
from kientoan.org.models import UnitVersion
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.people.enums import Obtained
from kientoan.people.operations import steps as people
from kientoan.people.operations.holdings import NewHolding, annul_holdings, seat_holders
from kientoan.people.queries import profiles_of
from kientoan.registers import steps as registers
from kientoan.registers.enums import SeriesKind
from kientoan.registers.steps import NewPaper, Numbered
from kientoan.rules.days import write_day
from kientoan.rules.election.areas import refuse_team
from kientoan.rules.election.arithmetic import Number, mismatches, more_collected_than_issued
from kientoan.rules.election.count import RefusedCountError, open_count, printed_alike
from kientoan.rules.election.entries import FEWEST_HANDS, MOST_HANDS, Marks, add
from kientoan.rules.election.opinion import admit, most_surplus, places_left, refuse_choice
from kientoan.rules.election.pack import BallotForm, ElectingBody, Pack
from kientoan.rules.election.packs import PACKS, pack_in_force
from kientoan.rules.election.process import Stage, Support, refuse_board, refuse_entry, refuse_step, refuse_support, refuse_withdrawal
from kientoan.rules.election.sealed import sealed_content
from kientoan.rules.frozen import fingerprint
from kientoan.rules.persons import Precision
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import name_sort_key, tidy

MOST_NAMES = 150
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for one another."""


@dataclass(frozen=True)
class CandidateRow:
    """A name for the list.

    Parameters:
        label: as it is printed; of a person who is named, their name when empty.
        person_id: who, where the person is on record.
        origin: who put the name up.
        support, present: for a name that the convener did not put up, how many of those present support it (EL-19).
        born_on: the day of birth, where the law settles ties by age (NA-06); of a person who is named, theirs.
    """

    label: str = ""
    person_id: int | None = None
    origin: Origin = Origin.CONVENER
    support: int | None = None
    present: int | None = None
    born_on: date | None = None


@dataclass(frozen=True)
class BoardRow:
    """Somebody for the counting board."""

    name: str
    role: BoardRole = BoardRole.MEMBER
    person_id: int | None = None


@dataclass(frozen=True)
class SummonsRow:
    """Somebody summoned, by name; of a person who is named, their name when empty."""

    name: str = ""
    person_id: int | None = None


def opened(act: Act, election_id: int) -> Standing:
    """An election, cancelled or not, under its gate; a polling area is under that of its unit too, which is held first.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor holds no elections there.
    """
    whole = Election.objects.filter(pk=election_id).values_list("part_of", flat=True).first()
    for each in (whole, election_id):
        if each is not None:
            gates.hold(f"elections.{each}")
    found = queries.standing(election_id)
    act.ask([found.election.unit_id])
    return found


def begin(act: Act, election_id: int, wanted: Stage | None = None) -> Standing:
    """An election that is about to be written to, under its gate.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor holds no elections there.
        Refusal: when the step is not due, or the election was cancelled.
    """
    found = opened(act, election_id)
    _refuse_cancelled(found)
    if wanted is not None:
        _refuse_step(found, wanted)
    return found


def _refuse_step(found: Standing, wanted: Stage) -> None:
    if (reason := refuse_step(wanted, found.stage, found.steps, found.course)) is not None:
        raise refused_by(reason, place="stage")


def _refuse_area(found: Standing) -> None:
    """Refuse what belongs to the electoral unit, where one of its polling areas is asked."""
    if found.area is not None:
        raise Refusal(_("Việc này là của đơn vị bầu cử, không phải của một khu vực bỏ phiếu. Mở trang cuộc bầu cử của đơn vị."), place="stage", rule="NA-02")


def _refuse_cancelled(found: Standing) -> None:
    if found.cancelled is not None:
        raise Refusal(_("Cuộc bầu cử này đã hủy ngày %(day)s: %(why)s. Không làm gì thêm được; mở cuộc bầu cử khác.")
                      % {"day": write_day(found.cancelled.occurred_on), "why": found.cancelled.reason}, place="stage", rule="EL-40")


def enter(act: Act, found: Standing, *, count: int = 1, **detail: object) -> None:
    """What the journal says of an act; in a polling area with its number."""
    where = {"area": found.area.number} if found.area else {}
    act.enter(unit=found.unit.name, day=found.call.occurred_on, count=count, detail={"election": found.call.title, **where, **detail})


def _names_of(act: Act, rows: Sequence[tuple[int | None, str]], day: date) -> list[str]:
    """What each is called: as given, else as the record says.

    Raises:
        NotFound: for a person of whom the actor may not know.
    """
    known = [person_id for person_id, _given in rows if person_id is not None]
    if known:
        people.refuse_unseen(act, known)
    profiles = profiles_of(known, day)
    return [tidy(given) or (profiles[person_id].full_name if person_id in profiles else "") for person_id, given in rows]


def _whole(number: int, place: str) -> int:
    if not 0 <= number <= 10_000_000:
        raise Refusal(_("Số phải từ 0 đến 10.000.000. Gõ lại."), place=place)
    return number


def _judged(unit_id: int, title: str, body: Body, on: date, seats: int, hands: int, course: str) -> tuple[UnitVersion, Pack]:
    """The unit and the rules of an election as it is called or corrected.

    Raises:
        NotFound, Refusal: for a day on which there is no such unit or no rules for the body, for no seats or title, hands other than two or three.
    """
    unit = unit_on(unit_id, on)
    if unit is None:
        raise no_such_unit()
    pack = pack_in_force(ElectingBody(body.value), on)
    if isinstance(pack, Reason):
        raise refused_by(pack, place="on")
    if not 1 <= seats <= MOST_NAMES:
        raise Refusal(_("Số cần bầu từ 1 đến %(most)s. Gõ lại.") % {"most": MOST_NAMES}, place="seats")
    if not FEWEST_HANDS <= hands <= MOST_HANDS:
        raise Refusal(_("Nhập phiếu cần 2 hoặc 3 người nhập riêng. Chọn lại."), place="hands")
    if not tidy(title):
        raise Refusal(_("Thiếu tên cuộc bầu cử. Gõ như trên biên bản, ví dụ Bầu Ban Chấp hành."), place="title")
    if course == Course.BY_ELECTION and body is not Body.COMMITTEE:
        raise Refusal(_("Bầu bổ sung theo các bước này là ở hội nghị ban chấp hành. Đổi nơi bầu, hoặc chọn bầu theo nhiệm kỳ."), place="body", rule="EL-44")
    return unit, pack


@operation(title=gettext_lazy("Mở cuộc bầu cử"), right=Right.HOLD_ELECTIONS)
def call_election(act: Act, *, unit_id: int, title: str, elects: Elects, body: Body, on: date, seats: int, form: BallotForm, hands: int = 2,
                  congress_id: int | None = None, follows: int | None = None, course: Course = Course.REGULAR) -> int:
    """Say that an election is held: what is elected by whom, how many, on which day; the rules in force that day are its rules.

    Parameters:
        on: the day of the vote.
        hands: how many people key in the same ballots, two or three.
        congress_id: the congress in which it is held.
        follows: the sealed round that this one follows.
        course: by which steps it goes; a by-election is a committee's (EL-44).

    Returns:
        the election's id.

    Raises:
        Refusal: when no rules are in force for the body that day, for no seats, hands other than two or three, a round that is not sealed.
    """
    act.ask([unit_id])
    unit, pack = _judged(unit_id, title, body, on, seats, hands, course)
    if congress_id is not None and not Congress.objects.filter(pk=congress_id, unit=unit_id).exists():
        raise NotFound(_("Không có đại hội này ở đơn vị."), place="congress")
    if follows is not None:
        before = queries.standing(follows)
        if before.election.unit_id != unit_id or before.seal is None:
            raise Refusal(_("Vòng trước chưa niêm kết quả. Niêm vòng trước rồi mới mở vòng sau."), place="follows", rule="EL-38")
        _refuse_area(before)
        if queries.next_round(before) is not None:
            raise Refusal(_("Vòng sau của cuộc bầu cử này đã mở rồi."), place="follows", rule="EL-38")
        if refused := queries.no_further_round(before):
            raise refused_by(refused, place="follows")
    election = Election.objects.create(unit_id=unit_id, congress_id=congress_id, follows_id=follows)
    record(Call, at=act.at, election=election, occurred_on=on, title=tidy(title)[:200], elects=elects, body=body, rules=pack.key, seats=seats, form=form.value, hands=hands,
           course=course)
    act.enter(unit=unit.name, day=on, detail={"election": tidy(title), "elects": elects.value, "seats": seats, "rules": pack.key})
    return election.pk


@operation(title=gettext_lazy("Sửa quyết định bầu cử"), right=Right.HOLD_ELECTIONS)
def correct_call(act: Act, *, election_id: int, title: str, elects: Elects, body: Body, on: date, seats: int, form: BallotForm, hands: int, reason: str,
                 course: Course | None = None) -> list[str]:
    """Say otherwise what is elected, by whom, when, how many, before the first ballot is handed out; the rules of the new day are its rules.

    Parameters:
        reason: why.
        course: by which steps it goes; None as before. It changes only while nothing but the convener's names was entered (EL-44).

    Returns:
        sentences on what is to be heeded: which rules hold for the new day, a list whose size no longer fits.

    Raises:
        Refusal: once ballots are handed out, without a reason or a change, as for ``call_election``, and where list or roll do not fit what it becomes, or
            steps were taken that the other course has not.
    """
    found = begin(act, election_id)
    _refuse_area(found)
    if found.areas and body is not Body.VALID_BALLOTS:
        raise Refusal(_("Cuộc bầu cử này chia khu vực bỏ phiếu, chỉ cử tri mới bầu như vậy. Bỏ các khu vực trước."), place="body", rule="NA-02")
    if found.counting:
        raise Refusal(_("Đã phát phiếu nên không sửa được nữa. Hủy cuộc bầu cử này rồi mở cuộc khác."), place="stage", rule="EL-40")
    if not tidy(reason):
        raise Refusal(_("Ghi lý do sửa."), place="reason")
    _unit, pack = _judged(found.election.unit_id, title, body, on, seats, hands, course or found.call.course)
    new = {"title": tidy(title)[:200], "elects": elects.value, "body": body.value, "occurred_on": on, "seats": seats, "form": form.value, "hands": hands,
           "course": (course or Course(found.call.course)).value}
    changed = {name: value for name, value in new.items() if value != getattr(found.call, name)}
    if not changed:
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="title")
    if "course" in changed and (found.stage is not Stage.CALLED or found.withdrawn or any(each.origin != Origin.CONVENER for each in found.candidates)):
        raise Refusal(_("Đã có người được đề cử, ứng cử, xin rút, hoặc đã chốt một bước theo cách bầu cũ nên không đổi cách bầu được. Hủy cuộc bầu cử này rồi mở cuộc khác."),
                      place="course", rule="EL-44")
    if found.opinion is not None and (seats != found.call.seats or elects.value != found.call.elects):
        raise Refusal(_("Đã xin ý kiến bằng phiếu theo số cần bầu cũ. Rút lại bước ấy trước."), place="seats", rule="EL-20")
    if found.listed is not None and len(found.labels) < seats:
        raise Refusal(_("Danh sách đã chốt có %(names)s người mà cần bầu %(seats)s. Rút lại việc chốt danh sách trước.") % {"names": len(found.labels), "seats": seats},
                      place="seats", rule="EL-16")
    taken = {line.summons.deduction for line in queries.roll_of(found) if line.summons.deduction} | {kind for kind, _count in (found.roll.deductions if found.roll else ())}
    if taken - set(pack.majorities[ElectingBody(body.value)].deductions):
        raise Refusal(_("Đã ghi người được trừ với lý do mà nơi bầu mới không trừ. Bỏ trừ trước."), place="body", rule="EL-31")
    correct(found.call, at=act.at, **new, rules=pack.key, reason=tidy(reason)[:300])
    enter(act, found, reason=tidy(reason), changed={name: str(value) for name, value in changed.items()}, rules=pack.key)
    heed: list[Reason] = []
    if "occurred_on" in changed or pack.key != found.call.rules:
        heed.append(Reason(f"Ngày bỏ phiếu {write_day(on)}: đếm theo “{pack.vi}”.", f"Vote on {write_day(on)}: counted under “{pack.en}”.", "V-01", blocks=False))
    if found.listed is not None:
        heed += heeded(elects, seats, len(found.labels))
    return [explained(each) for each in heed]


@operation(title=gettext_lazy("Hủy cuộc bầu cử"), right=Right.HOLD_ELECTIONS)
def cancel_election(act: Act, *, election_id: int, on: date, reason: str, decision: Citation | None) -> None:
    """Give an election up before its count is sealed, with why and by which paper; what was entered and keyed in stays.

    Raises:
        Refusal: once the count is sealed, without reason or paper, for a day to come.
    """
    found = begin(act, election_id)
    if found.seal is not None:
        raise Refusal(_("Kết quả đã niêm nên không hủy được. Mở vòng sau, hoặc ghi văn bản của cấp trên hủy kết quả."), place="stage", rule="EL-38")
    _cancel(act, found, on, reason, decision, rule="EL-40")


@operation(title=gettext_lazy("Ghi cấp trên hủy kết quả bầu cử"), right=Right.HOLD_ELECTIONS)
def annul_result(act: Act, *, election_id: int, on: date, reason: str, decision: Citation | None) -> list[str]:
    """Say that the body above annulled a sealed result, by which paper (CG-30, VH-10, NA-09); seal and tally stay. Of one that was approved, those elected no
    longer hold their posts from that day on; that they held them till then stays.

    Of a polling area it is the vote in it; a sealed result of its unit then stands no longer and stays in history, since it was summed with that vote.

    Returns:
        sentences on what is to be heeded.

    Raises:
        Refusal: before the count is sealed, of a polling area after its unit's result was approved, without reason or paper, for a day before the vote or the
            approval, or to come.
    """
    found = begin(act, election_id)
    rule = ANNULLED_BY.get(found.call.body, "CG-30")
    if found.seal is None:
        raise Refusal(_("Chưa niêm kết quả thì chưa có gì để cấp trên hủy. Muốn thôi thì hủy cuộc bầu cử."), place="stage", rule=rule)
    whole = queries.standing(found.area.whole_id) if found.area else found
    if found.area is not None and whole.approval is not None:
        raise Refusal(_("Kết quả của cả đơn vị bầu cử đã công nhận ngày %(day)s. Ghi hủy kết quả ở trang của đơn vị bầu cử.")
                      % {"day": write_day(whole.approval.occurred_on)}, place="stage", rule=rule)
    if on < found.voted_on:
        raise Refusal(_("Ngày hủy từ ngày bầu %(day)s đến hôm nay.") % {"day": write_day(found.voted_on)}, place="on", rule=rule)
    if found.approval is not None and on < found.approval.occurred_on:
        raise Refusal(_("Ngày hủy từ ngày chuẩn y, công nhận %(day)s đến hôm nay.") % {"day": write_day(found.approval.occurred_on)}, place="on", rule=rule)
    summed = whole.seal if found.area is not None else None
    ended = annul_holdings(act, queries.holdings_of(found), on, decision)  # undone with the rest where the day, the reason or the paper is refused below
    _cancel(act, found, on, reason, decision, rule=rule, withdrawn=summed.fingerprint if summed else "", ended=[each.person_id for each in ended])
    if summed is None:
        return resting_on(found) if found.approval is not None else []
    withdraw(summed, at=act.at)
    return [_("Kết quả đã niêm của đơn vị không còn giá trị và được giữ trong lịch sử. Khu vực bầu lại xong thì niêm lại; giấy tờ của đơn vị đã cấp số thì hủy số.")]


ANNULLED_BY = {Body.HOUSEHOLD_MEETING.value: "VH-10", Body.VALID_BALLOTS.value: "NA-09"}
"""The rule by which a result is annulled; in the Party CG-30."""


def _cancel(act: Act, found: Standing, on: date, reason: str, decision: Citation | None, *, rule: str, withdrawn: str = "",
            ended: Sequence[int] = ()) -> None:
    if on > act.today:
        raise Refusal(_("Ngày hủy %(day)s chưa tới. Sửa ngày.") % {"day": write_day(on)}, place="on", rule=rule)
    if not tidy(reason):
        raise Refusal(_("Ghi lý do hủy."), place="reason", rule=rule)
    paper = cite(decision, today=act.today)
    if paper is None:
        raise Refusal(_("Ghi số và ngày của văn bản hủy."), place="decision_number", rule=rule)
    record(Cancellation, at=act.at, election=found.election, occurred_on=on, decision=paper, reason=tidy(reason)[:300], is_annulment=found.seal is not None)
    enter(act, found, reason=tidy(reason), paper=paper.number, annulment=found.seal is not None, withdrawn=withdrawn, ended=list(ended))


def resting_on(found: Standing) -> list[str]:
    """What an annulled result leaves as it is though it rests on it, for a person to look at (EL-40)."""
    if found.call.elects != Elects.COMMITTEE:
        return []
    return [_("Ban thường vụ, bí thư, phó bí thư mà ban chấp hành này bầu không tự hủy theo. Xem lại từng cuộc bầu cử ấy.")]


@operation(title=gettext_lazy("Rút lại bước vừa làm của cuộc bầu cử"), right=Right.HOLD_ELECTIONS)
def take_back_step(act: Act, *, election_id: int, reason: str) -> None:
    """Take back the last step, from the first names to the closing of the roll, while no ballot is handed out.

    Raises:
        Refusal: when nothing can be taken back, or without a reason.
    """
    found = begin(act, election_id)
    if found.begun:
        raise Refusal(_("Có khu vực bỏ phiếu đã ghi tổ bầu cử. Rút lại ở từng khu vực trước."), place="stage", rule="EL-40")
    if found.issue is not None or not (facts := found.last_step):
        raise Refusal(_("Không có bước nào rút lại được: chưa chốt gì, hoặc đã phát phiếu."), place="stage", rule="EL-40")
    if not tidy(reason):
        raise Refusal(_("Ghi lý do rút lại."), place="reason", rule="EL-40")
    for fact in facts:
        withdraw(fact, at=act.at)
    enter(act, found, step=found.stage.value, reason=tidy(reason))


def _refuse_closed_list(found: Standing) -> None:
    """Refuse what would change who stands, once the list is closed or was asked about."""
    _refuse_area(found)
    if found.listed is not None and (reason := refuse_step(Stage.LISTED, found.stage, found.steps)) is not None:
        raise refused_by(reason, place="stage")
    if found.opinion is not None:
        raise Refusal(_("Đã xin ý kiến bằng phiếu nên không thêm bớt tên được. Rút lại bước ấy trước."), place="stage", rule="EL-20")


@operation(title=gettext_lazy("Ghi người vào danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def put_up(act: Act, *, election_id: int, rows: Sequence[CandidateRow]) -> int:
    """Put names on the list: the convener's, those nominated, those who put themselves up.

    Raises:
        Refusal: for a name twice, one that prints alike, support of 30 % or less (EL-19), a list that is closed, a name of the counting board.
    """
    found = begin(act, election_id)
    _refuse_closed_list(found)
    for row in rows:
        if (barred := refuse_entry(found.course, found.stage, by_convener=row.origin is Origin.CONVENER)) is not None:
            raise refused_by(barred, place="origin")
    day = found.call.occurred_on
    labels = {printed_alike(each.label) for each in (*found.candidates, *found.withdrawn)}
    births = profiles_of([row.person_id for row in rows if row.person_id], day)
    facts = []
    for row, name in zip(rows, _names_of(act, [(row.person_id, row.label) for row in rows], day), strict=True):
        label = printed_alike(name)
        if not label or len(label) > 120:
            raise Refusal(_("Thiếu tên, hoặc tên dài quá 120 chữ. Gõ tên như in trên phiếu."), place="label")
        if label in labels:
            raise Refusal(_("“%(name)s” đã có trong danh sách. Tên trên phiếu phải khác nhau: thêm năm sinh hoặc đơn vị để phân biệt.") % {"name": label}, place="label", rule="EL-23")
        labels.add(label)
        if row.origin is not Origin.CONVENER:
            support = Support(row.support, row.present) if row.support is not None and row.present is not None else None
            if (reason := refuse_support(label, support)) is not None:
                raise refused_by(reason, place="support")
        profile = births.get(row.person_id or 0)
        born_on = row.born_on or (profile.born_on if profile and profile.born_precision == Precision.DAY else None)
        facts.append({"election": found.election, "occurred_on": min(day, act.today), "person_id": row.person_id, "label": label, "sort_key": name_sort_key(label.partition(" (")[0]),
                      "born_on": born_on, "origin": row.origin, "support": row.support, "present": row.present})
    if len(found.candidates) + len(facts) > MOST_NAMES:
        raise Refusal(_("Danh sách nhiều nhất %(most)s người.") % {"most": MOST_NAMES}, place="label")
    known = [row.person_id for row in rows if row.person_id]
    if len(set(known)) != len(known) or Candidacy.objects.known().filter(election=found.election, person__in=known).exists():
        raise Refusal(_("Một người chỉ đứng tên một lần trong danh sách."), place="person")
    record_many(Candidacy, facts, at=act.at)
    enter(act, found, count=len(facts), names=[each["label"] for each in facts])
    return len(facts)


@operation(title=gettext_lazy("Ghi rút khỏi danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def withdraw_candidate(act: Act, *, election_id: int, label: str, reason: str) -> None:
    """Let a name leave the list before it is closed, with why (EL-22); it stays on record.

    Raises:
        Refusal: without a reason, for a name that is not on the list, a list that is closed.
    """
    found = begin(act, election_id)
    _refuse_area(found)
    if (barred := refuse_step(Stage.LISTED, found.stage, found.steps) if found.listed else refuse_withdrawal(found.course, found.stage)) is not None:
        raise refused_by(barred, place="stage")
    if not tidy(reason):
        raise Refusal(_("Ghi lý do rút."), place="reason", rule="EL-22")
    candidacy = next((each for each in found.candidates if each.label == label), None)
    if candidacy is None:
        raise NotFound(_("Không có tên này trong danh sách."), place="label")
    correct(candidacy, at=act.at, withdrawn=tidy(reason)[:300])
    enter(act, found, name=label, reason=tidy(reason))


@operation(title=gettext_lazy("Bỏ tên ghi nhầm khỏi danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def strike_entry(act: Act, *, election_id: int, label: str) -> None:
    """Take a name off the list that was entered by mistake, or was entered as withdrawn by mistake and is to be put up again. Not a withdrawal (EL-22).

    Raises:
        Refusal: for a list that is closed.
        NotFound: for a name that is not on it.
    """
    found = begin(act, election_id)
    _refuse_closed_list(found)
    candidacy = next((each for each in (*found.candidates, *found.withdrawn) if each.label == label), None)
    if candidacy is None:
        raise NotFound(_("Không có tên này trong danh sách."), place="label")
    withdraw(candidacy, at=act.at)
    enter(act, found, name=label)


@operation(title=gettext_lazy("Chốt một bước bầu bổ sung"), right=Right.HOLD_ELECTIONS)
def take_step(act: Act, *, election_id: int, step: StepName) -> None:
    """Say that a step of a by-election is done: the standing board's list, the nominations, the withdrawals (EL-44).

    Raises:
        Refusal: when it is not due, or the standing board's list is empty.
    """
    found = begin(act, election_id, Stage(step.value))
    if step is StepName.PROPOSED and not found.candidates:
        raise Refusal(_("Ban thường vụ hoặc cấp trên chưa giới thiệu ai. Ghi người vào danh sách trước."), place="label", rule="EL-44")
    record(StepTaken, at=act.at, election=found.election, occurred_on=min(found.voted_on, act.today), step=step)
    enter(act, found, step=step.value)


@operation(title=gettext_lazy("Ghi phiếu xin ý kiến về danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def record_opinion(act: Act, *, election_id: int, issued: int, collected: int, valid: int, voices: Mapping[str, int], team: Sequence[str]) -> list[str]:
    """Keep what the opinion ballot came to on those whom the convener did not put up: sums only (EL-20, EL-48).

    Parameters:
        issued, collected, valid: ballots.
        voices: of each of them by name, how many support the name.
        team: who counted, the head first (EL-06).

    Returns:
        sentences on who enters the list, and on equal voices that the congress decides.

    Raises:
        Refusal: when no opinion ballot is due, numbers do not fit (EL-30), a name is missing or strange, or nobody counted.
    """
    found = begin(act, election_id, Stage.OPINION)
    if found.opinion is not None:
        raise Refusal(_("Đã ghi phiếu xin ý kiến. Ghi quyết định của đại hội về chỗ bằng ý kiến, hoặc rút lại bước ấy."), place="stage", rule="EL-20")
    for number, place in ((issued, "issued"), (collected, "collected"), (valid, "valid")):
        _whole(number, place)
    if (wrong := more_collected_than_issued(collected, issued)) is not None:
        raise refused_by(wrong, place="collected")
    if valid > collected:
        raise Refusal(_("Hợp lệ %(valid)s phiếu, nhiều hơn %(collected)s phiếu thu về. Đếm lại.") % {"valid": valid, "collected": collected}, place="valid", rule="EL-30")
    asked = [each.label for each in found.candidates if each.origin != Origin.CONVENER]
    if set(voices) != set(asked):
        raise Refusal(_("Ghi số ý kiến của đúng những người được đề cử, tự ứng cử: %(names)s.") % {"names": ", ".join(asked)}, place="voices", rule="EL-20")
    if over := next((name for name in asked if not 0 <= voices[name] <= valid), None):
        raise Refusal(_("%(name)s có %(count)s ý kiến trên %(valid)s phiếu hợp lệ. Đếm lại.") % {"name": over, "count": voices[over], "valid": valid},
                      place="voices", rule="EL-30")
    names = [tidy(each)[:120] for each in team]
    if not all(names) or len(names) < 2 or set(names) & {each.label for each in found.candidates}:
        raise Refusal(_("Tổ kiểm phiếu xin ý kiến có tổ trưởng và thư ký, không ai có tên trong danh sách."), place="team", rule="EL-06")
    made = record(OpinionBallot, at=act.at, election=found.election, occurred_on=min(found.voted_on, act.today), issued=issued, collected=collected, valid=valid,
                  places=places_left(found.call.seats, len(found.candidates) - len(asked)), voices=[[name, voices[name]] for name in asked], team=names)
    outcome = admit([(name, voices[name]) for name in asked], made.places)
    enter(act, found, voices=dict(voices), places=made.places, admitted=list(outcome.admitted), tied=list(outcome.tied))
    return [explained(each) for each in outcome.reasons()]


@operation(title=gettext_lazy("Ghi đại hội quyết định chỗ bằng ý kiến"), right=Right.HOLD_ELECTIONS)
def decide_opinion(act: Act, *, election_id: int, chosen: Sequence[str], votes: int, present: int) -> None:
    """Keep which of those of equal voices the congress let into the list (EL-20).

    Parameters:
        chosen: who; nobody is a decision too.
        votes, present: how many of those present were for it.

    Raises:
        Refusal: when nothing is open, for somebody who is not among the tied, more than there are places, or no majority of those present.
    """
    found = begin(act, election_id, Stage.OPINION)
    outcome = found.outcome_of_opinion
    if found.opinion is None or outcome is None:
        raise Refusal(_("Chưa ghi phiếu xin ý kiến nên chưa có gì để quyết."), place="stage", rule="EL-20")
    if (reason := refuse_choice(outcome, chosen, votes, present)) is not None:
        raise refused_by(reason, place="chosen" if votes <= present and votes * 2 > present else "votes")
    correct(found.opinion, at=act.at, chosen=list(chosen), votes_for=votes, present=present)
    enter(act, found, chosen=list(chosen), votes=votes, present=present)


@operation(title=gettext_lazy("Chốt danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def close_list(act: Act, *, election_id: int) -> list[str]:
    """Close the list as it was voted: names in Vietnamese order of the given name (EL-23).

    Returns:
        sentences on what is to be heeded, such as a surplus above 30 % (EL-16); they refuse nothing, since the congress itself decides.

    Raises:
        Refusal: for fewer names than seats.
    """
    found = begin(act, election_id, Stage.LISTED)
    names = len(found.candidates)
    if names < found.call.seats:
        raise Refusal(_("Danh sách có %(names)s người mà cần bầu %(seats)s. Thêm người, hoặc sửa số cần bầu.") % {"names": names, "seats": found.call.seats},
                      place="label", rule="EL-16")
    labels = [each.label for each in found.candidates]
    record(ListClosing, at=act.at, election=found.election, occurred_on=min(found.voted_on, act.today), labels=labels)
    enter(act, found, count=names, names=labels)
    return [explained(each) for each in heeded(found.call.elects, found.call.seats, names)]


def heeded(elects: str, seats: int, names: int) -> list[Reason]:
    """What is to be heeded of a list's size (EL-16, EL-18, EL-21)."""
    surplus = names - seats
    if elects in WITH_SURPLUS:
        most, rule = most_surplus(seats)
        if surplus == 0:
            return [Reason(f"Bầu {seats} người mà danh sách có {names}, không có số dư.", f"{names} names for {seats} seats: no surplus.", rule, blocks=False)]
        if surplus > most:
            return [Reason(f"Số dư {surplus} trên {seats} người cần bầu, nhiều hơn {most}.", f"A surplus of {surplus} for {seats} seats, more than {most}.", rule, blocks=False)]
    return []


@operation(title=gettext_lazy("Ghi ban kiểm phiếu"), right=Right.HOLD_ELECTIONS)
def seat_board(act: Act, *, election_id: int, rows: Sequence[BoardRow]) -> None:
    """Say who counts, as it was voted.

    Raises:
        Refusal: for a candidate (EL-07), a name twice, a board without exactly one head, fewer than three.
    """
    found = begin(act, election_id, Stage.BOARD_VOTED)
    names = _names_of(act, [(row.person_id, row.name) for row in rows], found.call.occurred_on)
    if not all(names) or len(set(names)) != len(names):
        raise Refusal(_("Mỗi người trong ban kiểm phiếu ghi một lần, đủ họ tên."), place="name", rule="EL-07")
    people = {each.person_id for each in found.candidates if each.person_id}
    if reason := refuse_board([*names, *(name for row, name in zip(rows, names, strict=True) if row.person_id in people)],
                              [*found.labels, *(name for row, name in zip(rows, names, strict=True) if row.person_id in people)], found.course):
        raise refused_by(reason, place="name")
    if found.area is not None:
        _refuse_team(found, rows, names)
    if [row.role for row in rows].count(BoardRole.HEAD) != 1 or len(rows) < 3:
        raise Refusal(_("Tổ bầu cử có ít nhất 3 người, trong đó đúng một tổ trưởng.") if found.area else _("Ban kiểm phiếu có ít nhất 3 người, trong đó đúng một trưởng ban."),
                      place="role", rule="EL-07")
    record_many(BoardSeat, [{"election": found.election, "occurred_on": min(found.voted_on, act.today), "person_id": row.person_id, "name": name, "role": row.role}
                            for row, name in zip(rows, names, strict=True)], at=act.at)
    enter(act, found, count=len(rows), names=names)


def _refuse_team(found: Standing, rows: Sequence[BoardRow], names: Sequence[str]) -> None:
    """Refuse the team of a polling area before its unit is ready for it, or with somebody of another area's team."""
    whole = queries.standing(found.area.whole_id) if found.area else found
    if whole.stage not in (Stage.BOARD_VOTED, Stage.AREAS):
        raise Refusal(_("Đơn vị bầu cử chưa chốt danh sách hoặc chưa ghi ban bầu cử. Làm ở trang của đơn vị trước."), place="stage", rule="EL-40")
    elsewhere = queries.teams_beside(found)
    seats = {name: elsewhere[key] for row, name in zip(rows, names, strict=True) for key in (name, f"#{row.person_id}") if key in elsewhere}
    if reason := refuse_team(list(names), seats):
        raise refused_by(reason, place="name")


@operation(title=gettext_lazy("Ghi danh sách triệu tập"), right=Right.HOLD_ELECTIONS)
def summon(act: Act, *, election_id: int, rows: Sequence[SummonsRow]) -> int:
    """Put people on the roll of those summoned, each with a code by which they register at the door.

    Raises:
        Refusal: for a name twice, or a roll that is closed.
    """
    found = begin(act, election_id)
    _refuse_closed_roll(found)
    names = _names_of(act, [(row.person_id, row.name) for row in rows], found.call.occurred_on)
    standing = set(Summons.objects.known().filter(election=found.election).values_list("name", flat=True))
    if not all(names):
        raise Refusal(_("Có dòng thiếu tên. Gõ đủ họ tên từng người."), place="name")
    if twice := next((name for at, name in enumerate(names) if name in standing or name in names[:at]), None):
        raise Refusal(_("“%(name)s” đã có trong danh sách triệu tập. Thêm năm sinh hoặc đơn vị để phân biệt.") % {"name": twice}, place="name")
    record_many(Summons, [{"election": found.election, "occurred_on": min(found.voted_on, act.today), "person_id": row.person_id, "name": name[:120],
                           "code": "".join(secrets.choice(CODE_LETTERS) for _letter in range(8))} for row, name in zip(rows, names, strict=True)], at=act.at)
    enter(act, found, count=len(rows))
    return len(rows)


def _refuse_closed_roll(found: Standing) -> None:
    if found.area or found.areas:
        raise Refusal(_("Bầu theo khu vực bỏ phiếu thì không ghi tên từng cử tri ở đây, chỉ ghi số. Sửa số cử tri của khu vực."), place="stage", rule="NA-02")
    if found.roll is not None:
        raise Refusal(_("Danh sách triệu tập đã chốt. Không thêm bớt được nữa."), place="stage", rule="EL-36")


def _code(text: str) -> str:
    """A code as it is kept, however it was typed."""
    return tidy(text).upper().replace(" ", "")


def _called(found: Standing, name_or_code: str) -> Summons:
    wanted = tidy(name_or_code)
    roll = Summons.objects.known().filter(election=found.election)
    row: Summons | None = roll.filter(code=_code(wanted)).first() or roll.filter(name=wanted).first()
    if row is None:
        raise NotFound(_("Không có “%(name)s” trong danh sách triệu tập của cuộc bầu cử này. Xem lại tên hoặc mã.") % {"name": wanted[:60]}, place="name")
    return row


@operation(title=gettext_lazy("Ghi có mặt"), right=Right.HOLD_ELECTIONS)
def register_present(act: Act, *, election_id: int, session: int, who: Sequence[str]) -> list[str]:
    """Say that people are present in a session, by code or by name; whoever is registered already is passed over.

    Returns:
        their names.

    Raises:
        Refusal: for somebody who is not on the roll, or a roll that is closed.
    """
    found = begin(act, election_id)
    _refuse_closed_roll(found)
    if not 1 <= session <= 20:
        raise Refusal(_("Phiên từ 1 đến 20."), place="session")
    roll = list(Summons.objects.known().filter(election=found.election).values_list("code", "name"))
    summoned = {name: name for _its_code, name in roll} | dict(roll)
    names = list(dict.fromkeys(summoned.get(_code(each)) or summoned.get(tidy(each)) or _called(found, each).name for each in who))
    known = set(Attendance.objects.known().filter(election=found.election, session=session).values_list("name", flat=True))
    fresh = [name for name in names if name not in known]
    record_many(Attendance, [{"election": found.election, "occurred_on": act.today, "name": name, "session": session} for name in fresh], at=act.at)
    enter(act, found, count=len(fresh), session=session)
    return names


@operation(title=gettext_lazy("Bỏ ghi có mặt nhầm"), right=Right.HOLD_ELECTIONS)
def unregister_present(act: Act, *, election_id: int, session: int, who: Sequence[str]) -> int:
    """Take back that people were present in a session, who were registered by mistake.

    Returns:
        how many.

    Raises:
        NotFound: for somebody who is not on the roll.
        Refusal: for somebody who was not registered in that session, or a roll that is closed.
    """
    found = begin(act, election_id)
    _refuse_closed_roll(found)
    names = {_called(found, each).name for each in who}
    facts = {fact.name: fact for fact in Attendance.objects.known().filter(election=found.election, session=session, name__in=names)}
    if missing := sorted(names - facts.keys()):
        raise Refusal(_("%(names)s chưa được ghi có mặt ở phiên %(session)s. Xem lại tên và phiên.") % {"names": ", ".join(missing), "session": session}, place="names")
    for fact in facts.values():
        withdraw(fact, at=act.at)
    enter(act, found, count=len(facts), session=session, names=sorted(facts))
    return len(facts)


@operation(title=gettext_lazy("Bỏ người ghi nhầm khỏi danh sách triệu tập"), right=Right.HOLD_ELECTIONS)
def unsummon(act: Act, *, election_id: int, who: str) -> None:
    """Take somebody off the roll who was put there by mistake, with their presence. Not a deduction (EL-32).

    Raises:
        NotFound: for somebody who is not on the roll.
        Refusal: for a roll that is closed.
    """
    found = begin(act, election_id)
    _refuse_closed_roll(found)
    row = _called(found, who)
    for fact in (row, *Attendance.objects.known().filter(election=found.election, name=row.name)):
        withdraw(fact, at=act.at)
    enter(act, found, name=row.name)


@operation(title=gettext_lazy("Ghi người được trừ"), right=Right.HOLD_ELECTIONS)
def deduct(act: Act, *, election_id: int, who: str, kind: str) -> None:
    """Take somebody off the roll that the majority is measured against, with why (EL-32, EL-33); or put them back.

    Parameters:
        kind: one of the pack's kinds; empty to put them back.

    Raises:
        Refusal: for a kind that the body does not know, somebody who was present, a roll that is closed.
    """
    found = begin(act, election_id)
    _refuse_closed_roll(found)
    row = _called(found, who)
    known = deductions_of(found)
    if kind and kind not in known:
        raise Refusal(_("Không trừ được với lý do này. Các lý do được trừ: %(there)s.") % {"there": ", ".join(vi for vi, _en in known.values()) or _("không có")}, place="kind")
    if kind and Attendance.objects.known().filter(election=found.election, name=row.name).exists():
        raise Refusal(_("%(name)s đã có mặt nên không trừ được.") % {"name": row.name}, place="kind", rule="EL-36")
    correct(row, at=act.at, deduction=kind)
    enter(act, found, name=row.name, kind=kind)


def deductions_of(found: Standing) -> Mapping[str, tuple[str, str]]:
    """What may be taken off the roll of an election, by kind, with its name in both languages."""
    return PACKS[found.call.rules].majorities[ElectingBody(found.call.body)].deductions


@operation(title=gettext_lazy("Chốt số triệu tập"), right=Right.HOLD_ELECTIONS)
def close_roll(act: Act, *, election_id: int, summoned: int | None = None, present: int | None = None, deductions: Mapping[str, int] | None = None,
               session: int | None = None) -> None:
    """Close the roll: what stands then is what the majority is measured against.

    Parameters:
        summoned, present, deductions: where no names are kept, as with households: the numbers themselves. With names they are counted. Of a polling area the
            roll is its registered voters, and ``present`` are those who voted.
        session: with names, the session in which the ballots are handed out: those present in it are present at the vote; None for the last one in which
            somebody was registered.

    Raises:
        Refusal: for numbers that do not fit, or a body that knows no such deduction.
    """
    found = begin(act, election_id, Stage.ROLL_CLOSED)
    roll = queries.roll_of(found)
    if found.area is not None:
        summoned = found.area.registered
        if present is not None and present > summoned:
            raise Refusal(_("%(voted)s cử tri đã bỏ phiếu, nhiều hơn %(registered)s cử tri trong danh sách. Đếm lại số đã bỏ phiếu; danh sách ghi thiếu thì sửa khu vực trước.")
                          % {"voted": present, "registered": summoned}, place="present", rule="NA-05")
    if roll:
        session = session or queries.session_of(found, roll)
        summoned, present = len(roll), queries.present_in(roll, session)
        if present == 0 and any(line.sessions for line in roll):
            raise Refusal(_("Phiên %(session)s chưa ghi ai có mặt. Chọn phiên phát phiếu, hoặc ghi có mặt ở phiên ấy trước.") % {"session": session},
                          place="session", rule="EL-36")
        taken: dict[str, int] = {}
        for line in roll:
            if line.summons.deduction:
                taken[line.summons.deduction] = taken.get(line.summons.deduction, 0) + 1
    else:
        if summoned is None or present is None:
            raise Refusal(_("Chưa có danh sách triệu tập. Ghi danh sách, hoặc gõ số triệu tập và số có mặt."), place="summoned")
        taken = {kind: _whole(count, "deductions") for kind, count in (deductions or {}).items() if count}
    if strange := next((kind for kind in taken if kind not in deductions_of(found)), None):
        raise Refusal(_("Nơi bầu này không trừ “%(kind)s”. Bỏ khoản đó.") % {"kind": strange}, place="deductions")
    if _whole(present, "present") > _whole(summoned, "summoned") or summoned == 0 or sum(taken.values()) >= summoned:
        raise Refusal(_("Triệu tập %(summoned)s, trừ %(taken)s, có mặt %(present)s: các số không khớp. Xem lại từng số.")
                      % {"summoned": summoned, "taken": sum(taken.values()), "present": present}, place="summoned", rule="EL-31")
    record(RollClosing, at=act.at, election=found.election, occurred_on=min(found.voted_on, act.today), summoned=summoned, present=present,
           session=session if roll else None, deductions=sorted(taken.items()), names=[[line.summons.name, line.summons.deduction, sorted(line.sessions)] for line in roll])
    enter(act, found, summoned=summoned, present=present, deductions=dict(taken))


@operation(title=gettext_lazy("Ghi số phiếu phát"), right=Right.HOLD_ELECTIONS)
def issue_ballots(act: Act, *, election_id: int, printed: int, issued: int, spoiled: int, unused: int, keyers: Sequence[str]) -> None:
    """Say how many ballots were printed and handed out, and who keys them in; the tally opens.

    Parameters:
        keyers: the accounts of the hands, by user name, as many as the election has hands.

    Raises:
        Refusal: when printed is not issued + spoiled + unused (EL-30), more are issued than were present, an account twice or that does not exist.
    """
    found = begin(act, election_id, Stage.ISSUED)
    numbers = {Number.PRINTED: _whole(printed, "printed"), Number.ISSUED: _whole(issued, "issued"), Number.SPOILED: _whole(spoiled, "spoiled"),
               Number.UNUSED: _whole(unused, "unused")}
    for wrong in mismatches(numbers):
        raise refused_by(wrong.reason, place=wrong.again[0].value)
    if found.roll is not None and found.area is not None:
        if issued > found.area.registered:
            raise Refusal(_("Phát %(issued)s phiếu, nhiều hơn %(registered)s cử tri trong danh sách của khu vực. Đếm lại số phiếu phát ra.")
                          % {"issued": issued, "registered": found.area.registered}, place="issued", rule="EL-30")
        if issued < found.roll.present:
            raise Refusal(_("Phát %(issued)s phiếu mà %(voted)s cử tri đã bỏ phiếu. Đếm lại số phiếu phát ra và số đã bỏ phiếu.")
                          % {"issued": issued, "voted": found.roll.present}, place="issued", rule="EL-30")
    elif found.roll is not None and issued > found.roll.present:
        raise Refusal(_("Phát %(issued)s phiếu mà chỉ có %(present)s người có mặt. Đếm lại số phiếu phát và số có mặt.") % {"issued": issued, "present": found.roll.present},
                      place="issued", rule="EL-30")
    if len(set(keyers)) != found.call.hands or len(keyers) != found.call.hands:
        raise Refusal(_("Cần %(hands)s tài khoản khác nhau để nhập phiếu riêng. Chọn đủ.") % {"hands": found.call.hands}, place="keyers")
    users = {user.username: user for user in User.objects.filter(username__in=keyers, is_active=True)}
    if missing := [name for name in keyers if name not in users]:
        raise NotFound(_("Không có tài khoản %(names)s, hoặc đã khóa.") % {"names": ", ".join(missing)}, place="keyers")
    tally = ballots.open_tally(found.labels, found.call.seats, found.form, found.call.hands)
    on = min(found.voted_on, act.today)
    record(Issue, at=act.at, election=found.election, occurred_on=on, tally=tally, printed=printed, issued=issued, spoiled=spoiled, unused=unused)
    record_many(Hand, [{"election": found.election, "occurred_on": on, "user": users[name], "number": number} for number, name in enumerate(keyers, 1)], at=act.at)
    enter(act, found, printed=printed, issued=issued, spoiled=spoiled, unused=unused, keyers=list(keyers))


@operation(title=gettext_lazy("Nhập một tập phiếu"), right=Right.KEY_BALLOTS)
def key_batch(act: Act, *, election_id: int, number: int, read: Mapping[Marks, int]) -> int:
    """Keep what one hand read in a batch, closed for good; the journal says who closed which batch, never what was in it.

    Raises:
        NotAllowed: for an account that is none of the election's hands.
        Refusal: before ballots are issued or after the count is sealed, for a batch that this hand has closed, an empty one or one of more than a hundred.
    """
    gates.hold(f"elections.{election_id}")
    found = queries.standing(election_id)
    act.ask([found.election.unit_id])
    hand = queries.hand_of(act.actor, found)
    if hand is None:
        raise NotAllowed(_("Tài khoản này không được giao nhập phiếu của cuộc bầu cử. Người tổ chức bầu cử giao khi ghi số phiếu phát."))
    _refuse_cancelled(found)
    if found.issue is None or found.seal is not None:
        raise Refusal(_("Lúc này không nhập phiếu được: chưa phát phiếu, hoặc kết quả đã niêm."), place="stage", rule="EL-40")
    count = ballots.close_batch(found.issue.tally, number=number, hand=hand, read=read)
    enter(act, found, batch=number, hand=hand, ballots=count)
    return count


@operation(title=gettext_lazy("Quyết một chỗ nhập khác nhau"), right=Right.HOLD_ELECTIONS)
def settle_difference(act: Act, *, election_id: int, number: int, readings: Sequence[Marks | None], count: int, decided: Marks | None) -> None:
    """Say what ballots are that were not read alike, after the counting board looked at them on paper; what was keyed first stays.

    Parameters:
        number: the batch's.
        readings, count: the difference, as ``queries.differences_of`` lists it.
        decided: what the ballots are; None when a hand counted one that is not there.

    Raises:
        Refusal: when the difference is no longer there, or the count is sealed.
    """
    found = begin(act, election_id)
    if found.issue is None or found.seal is not None:
        raise Refusal(_("Kết quả đã niêm, hoặc chưa phát phiếu."), place="stage", rule="EL-40")
    hands = ballots.settle(found.issue.tally, number=number, readings=readings, count=count, decided=decided)
    enter(act, found, batch=number, ballots=count, hands=hands)


@operation(title=gettext_lazy("Ghi số phiếu thu về"), right=Right.HOLD_ELECTIONS)
def collect_ballots(act: Act, *, election_id: int, collected: int, not_returned: int) -> None:
    """Say how many ballots came out of the box.

    Raises:
        Refusal: when issued is not collected + not returned (EL-30), naming the number to count again.
    """
    found = begin(act, election_id, Stage.COLLECTED)
    numbers = found.numbers | {Number.COLLECTED: _whole(collected, "collected"), Number.NOT_RETURNED: _whole(not_returned, "not_returned")}
    for wrong in mismatches(numbers):
        raise refused_by(wrong.reason, place=wrong.again[0].value)
    if found.area is not None and found.roll is not None and collected > found.roll.present:
        raise Refusal(_("Thu về %(collected)s phiếu mà %(voted)s cử tri đã bỏ phiếu. Đếm lại số phiếu thu về và số đã bỏ phiếu.")
                      % {"collected": collected, "voted": found.roll.present}, place="collected", rule="EL-30")
    record(Collection, at=act.at, election=found.election, occurred_on=min(found.voted_on, act.today), collected=collected, not_returned=not_returned)
    enter(act, found, collected=collected, not_returned=not_returned)


@operation(title=gettext_lazy("Niêm kết quả kiểm phiếu"), right=Right.HOLD_ELECTIONS)
def seal_count(act: Act, *, election_id: int) -> str:
    """Count by the rules of the day, once every hand agrees on every ballot and the numbers fit; what it comes to is sealed.

    A polling area is sealed with what each candidate has in it; its unit is summed once every area is sealed, and says who is elected (NA-02, NA-05 to NA-07).

    Returns:
        the fingerprint.

    Raises:
        Refusal: while a batch is missing, a difference is open or a number does not fit, naming the number to count again (EL-30).
    """
    found = begin(act, election_id)
    if found.areas and found.seal is None:
        queries.refuse_unsealed(found)
        if any(paper.stands for paper in papers.issued_papers([election_id]).values()):
            raise Refusal(_("Giấy tờ của kết quả trước còn số trong sổ văn bản. Hủy số ấy rồi niêm lại."), place="stage", rule="DF-06")
    _refuse_step(found, Stage.SEALED)
    totals = queries.totals_of(found)
    try:
        count = open_count(found.question())
        for marks, number in totals.items():
            add(count, marks, number)
        numbers = found.numbers | {Number.VALID: count.valid, Number.INVALID: sum(count.invalid.values()), Number.VOTES: sum(count.votes)}
        for wrong in mismatches(numbers, seats=found.call.seats):
            raise refused_by(wrong.reason, place=wrong.again[0].value)
        outcome = count.close()
    except RefusedCountError as error:
        raise refused_by(error.reason, place=error.place) from error
    content = sealed_content(outcome, found.labels, numbers) | {
        "election": {"title": found.call.title, "elects": found.call.elects, "body": found.call.body, "on": found.call.occurred_on.isoformat(), "seats": found.call.seats,
                     "form": found.call.form, "unit": found.unit.name}}
    if found.area is not None and found.roll is not None:
        content["area"] = {"number": found.area.number, "name": found.area.name, "place": found.area.place, "turn": found.area.turn, "on": found.voted_on.isoformat(),
                           "registered": found.roll.summoned, "voted": found.roll.present}
    if found.areas:
        content["areas"] = [{"number": each.area.number, "name": each.area.name, "content": each.seal.content, "fingerprint": each.seal.fingerprint}
                            for each in found.areas if each.seal]
    mark = fingerprint(content)
    record(Seal, at=act.at, election=found.election, occurred_on=found.voted_on, content=content, fingerprint=mark)
    enter(act, found, fingerprint=mark)
    return mark


@operation(title=gettext_lazy("Ghi chuẩn y, công nhận kết quả bầu cử"), right=Right.HOLD_ELECTIONS)
def approve_result(act: Act, *, election_id: int, on: date, decision: Citation | None = None, term_label: str = "", term_ends_on: date | None = None) -> list[str]:
    """Say that the result was approved or recognised, by which paper (CG-29, VH-10); those elected who are on record hold the post from then on,
    a committee's from the day of the vote (CG-27).

    Parameters:
        term_label, term_ends_on: of the holdings.

    Returns:
        sentences on what is to be heeded: those elected who are not on record hold no post by this.

    Raises:
        Refusal: before the count is sealed, for a day before the vote, without the paper, or when a post cannot be held.
    """
    found = begin(act, election_id, Stage.APPROVED)
    if on < found.call.occurred_on or on > act.today:
        raise Refusal(_("Ngày chuẩn y từ ngày bầu %(day)s đến hôm nay.") % {"day": write_day(found.call.occurred_on)}, place="on", rule="CG-29")
    paper = cite(decision, today=act.today)
    if paper is None:
        raise Refusal(_("Ghi số và ngày của văn bản chuẩn y hoặc công nhận."), place="decision_number", rule="CG-29")
    elected = list(found.seal.content["elected"]) if found.seal else []
    record(Approval, at=act.at, election=found.election, occurred_on=on, decision=paper, labels=elected)
    heed: list[str] = []
    kind = POSTS.get(found.call.elects)
    if kind is not None:
        people_of = {each.label: each.person_id for each in found.candidates}
        since = found.held_since(on)
        rows = [NewHolding(found.election.unit_id, kind, person, since, Obtained.ELECTED, term_ends_on, term_label) for label in elected if (person := people_of[label])]
        heed += seat_holders(act, rows, decision).warnings if rows else ()
        heed += [_("%(name)s chưa có hồ sơ người nên chưa được ghi giữ chức danh.") % {"name": label} for label in elected if not people_of[label]]
    enter(act, found, elected=elected)
    return heed


@operation(title=gettext_lazy("Cấp số cho giấy tờ bầu cử"), right=Right.HOLD_ELECTIONS)
def issue_paper(act: Act, *, election_id: int, kind: PaperName, on: date | None = None, term: str = "", symbol: str | None = None, one_series: bool = False,
                addressed_to: str = "", post: str = "", signer: str = "", covers: Sequence[int] = ()) -> Numbered:
    """Give a paper of a sealed election its number, once, with what stands on it besides the count (DF-06, DF-14, CG-28).

    Parameters:
        on: its date; minutes have that of the vote.
        term: such as ``2020-2025``; the Party's numbers run through it.
        symbol: the issuer's in the number; None for the usual one.
        one_series: whether the State body numbers all kinds in one run (DF-14).
        addressed_to: of a report, whom it goes to.
        post, signer: who signs, of minutes as the chair of the meeting (EL-06, VH-08); empty leaves room.
        covers: further sealed elections of the unit whose results the paper repeats.

    Returns:
        the number, and the line that is printed.

    Raises:
        Refusal: before the count is sealed, for a paper that such an election has not, a day before the vote, one that has its number already, and as the
            register refuses.
    """
    found = begin(act, election_id)
    name = str(kind.label)
    if kind not in papers.kinds_of(found):
        raise Refusal(_("Cuộc bầu cử này không có %(paper)s.") % {"paper": name}, place="kind", rule="NA-10")
    if not papers.is_ready(found, kind):
        raise Refusal(_("Chưa niêm kết quả nên chưa cấp số cho %(paper)s. Niêm kết quả trước.") % {"paper": name}, place="stage", rule="EL-46")
    vote = found.opinion.occurred_on if found.opinion is not None and kind is PaperName.OPINION else found.voted_on
    day = vote if kind in papers.OF_THE_DAY or on is None else on
    if not vote <= day <= act.today:
        raise Refusal(_("Ngày văn bản từ ngày bầu %(day)s đến hôm nay. Sửa ngày.") % {"day": write_day(vote)}, place="on", rule="DF-06")
    standing = papers.issued_papers([election_id]).get((election_id, kind))
    if standing and standing.stands:
        raise Refusal(_("%(paper)s đã có số: %(line)s. In lại không cấp số mới; cấp nhầm thì hủy số trong sổ văn bản trước.")
                      % {"paper": name.capitalize(), "line": standing.line}, rule="DF-06")
    beside = dict(papers.sealed_beside(found)) if kind not in papers.OF_THE_DAY else {}
    if any(each not in beside for each in covers):
        raise Refusal(_("Chỉ gộp được kết quả đã niêm của cùng đơn vị. Chọn lại."), place="covers", rule="CG-28")
    if kind is PaperName.REPORT and not tidy(addressed_to):
        raise Refusal(_("Báo cáo gửi ai? Gõ tên cấp trên nhận báo cáo."), place="addressed_to", rule="CG-28")
    run = papers.run_of(found, kind)
    series = SeriesKind.ALL if one_series and found.call.body in papers.STATE else run.series
    with override("vi"):  # a register is written in Vietnamese whatever its writer reads
        abstract = f"{str(kind.label).capitalize()}: {found.title}"
    made = registers.number_paper(NewPaper(
        found.election.unit_id, papers.KINDS[kind], abstract, day, run.symbol if symbol is None else symbol, run.issued_by, series, term))
    told = {"occurred_on": day, "numbered": made.fact_id, "term": tidy(term)[:20], "addressed_to": tidy(addressed_to)[:200], "post": tidy(post)[:120],
            "signer": tidy(signer)[:120], "covers": sorted({election_id, *covers}, key=lambda each: [*beside, each].index(each))}
    if standing:
        correct(standing.fact, at=act.at, **told)
    else:
        record(NumberedPaper, at=act.at, election=found.election, kind=kind, **told)
    enter(act, found, paper=kind.value, line=made.line, term=made.term)
    return made
