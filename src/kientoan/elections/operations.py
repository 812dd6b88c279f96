"""Every change to elections. Each public function here is an operation.

The steps go in the order of ``rules.election.process``; each waits for the one before. What was read off ballots is written by ``ballots.steps``.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.ballots import steps as ballots
from kientoan.congress.models import Congress
from kientoan.core import gates
from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, record, record_many
from kientoan.core.models import User
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotAllowed, NotFound, Refusal, explained, refused_by
from kientoan.elections import queries
from kientoan.elections.enums import POSTS, BoardRole, Body, Elects, Origin
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
from kientoan.elections.queries import Standing
from kientoan.org.queries import no_such_unit, unit_on
from kientoan.people.enums import Obtained
from kientoan.people.operations import steps as people
from kientoan.people.operations.holdings import NewHolding, seat_holders
from kientoan.people.queries import profiles_of
from kientoan.rules.days import write_day
from kientoan.rules.election.arithmetic import Number, mismatches
from kientoan.rules.election.count import RefusedCountError, open_count, printed_alike
from kientoan.rules.election.entries import FEWEST_HANDS, MOST_HANDS, Marks, add
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.election.packs import PACKS, pack_in_force
from kientoan.rules.election.process import Stage, Support, refuse_board, refuse_step, refuse_support
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


def _begin(act: Act, election_id: int, wanted: Stage | None = None) -> Standing:
    """An election that is about to be written to, under its gate.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor holds no elections there.
        Refusal: when the step is not due.
    """
    gates.hold(f"elections.{election_id}")
    found = queries.standing(election_id)
    act.ask([found.election.unit_id])
    if wanted is not None and (reason := refuse_step(wanted, found.stage)) is not None:
        raise refused_by(reason, place="stage")
    return found


def _enter(act: Act, found: Standing, *, count: int = 1, **detail: object) -> None:
    act.enter(unit=found.unit.name, day=found.call.occurred_on, count=count, detail={"election": found.call.title, **detail})


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


@operation(title=gettext_lazy("Mở cuộc bầu cử"), right=Right.HOLD_ELECTIONS)
def call_election(act: Act, *, unit_id: int, title: str, elects: Elects, body: Body, on: date, seats: int, form: BallotForm, hands: int = 2,
                  congress_id: int | None = None, follows: int | None = None) -> int:
    """Say that an election is held: what is elected by whom, how many, on which day; the rules in force that day are its rules.

    Parameters:
        on: the day of the vote.
        hands: how many people key in the same ballots, two or three.
        congress_id: the congress in which it is held.
        follows: the sealed round that this one follows.

    Returns:
        the election's id.

    Raises:
        Refusal: when no rules are in force for the body that day, for no seats, hands other than two or three, a round that is not sealed.
    """
    act.ask([unit_id])
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
    if congress_id is not None and not Congress.objects.filter(pk=congress_id, unit=unit_id).exists():
        raise NotFound(_("Không có đại hội này ở đơn vị."), place="congress")
    if follows is not None:
        before = queries.standing(follows)
        if before.election.unit_id != unit_id or before.seal is None:
            raise Refusal(_("Vòng trước chưa niêm kết quả. Niêm vòng trước rồi mới mở vòng sau."), place="follows", rule="EL-38")
        if Election.objects.filter(follows=follows).exists():
            raise Refusal(_("Vòng sau của cuộc bầu cử này đã mở rồi."), place="follows", rule="EL-38")
    election = Election.objects.create(unit_id=unit_id, congress_id=congress_id, follows_id=follows)
    record(Call, at=act.at, election=election, occurred_on=on, title=tidy(title)[:200], elects=elects, body=body, rules=pack.key, seats=seats, form=form.value, hands=hands)
    act.enter(unit=unit.name, day=on, detail={"election": tidy(title), "elects": elects.value, "seats": seats, "rules": pack.key})
    return election.pk


@operation(title=gettext_lazy("Ghi người vào danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def put_up(act: Act, *, election_id: int, rows: Sequence[CandidateRow]) -> int:
    """Put names on the list: the convener's, those nominated, those who put themselves up.

    Raises:
        Refusal: for a name twice, one that prints alike, support of 30 % or less (EL-19), a list that is closed, a name of the counting board.
    """
    found = _begin(act, election_id, Stage.LISTED)
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
    _enter(act, found, count=len(facts), names=[each["label"] for each in facts])
    return len(facts)


@operation(title=gettext_lazy("Ghi rút khỏi danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def withdraw_candidate(act: Act, *, election_id: int, label: str, reason: str) -> None:
    """Let a name leave the list before it is closed, with why (EL-22); it stays on record.

    Raises:
        Refusal: without a reason, for a name that is not on the list, a list that is closed.
    """
    found = _begin(act, election_id, Stage.LISTED)
    if not tidy(reason):
        raise Refusal(_("Ghi lý do rút."), place="reason", rule="EL-22")
    candidacy = next((each for each in found.candidates if each.label == label), None)
    if candidacy is None:
        raise NotFound(_("Không có tên này trong danh sách."), place="label")
    correct(candidacy, at=act.at, withdrawn=tidy(reason)[:300])
    _enter(act, found, name=label, reason=tidy(reason))


@operation(title=gettext_lazy("Chốt danh sách bầu cử"), right=Right.HOLD_ELECTIONS)
def close_list(act: Act, *, election_id: int) -> list[str]:
    """Close the list as it was voted: names in Vietnamese order of the given name (EL-23).

    Returns:
        sentences on what is to be heeded, such as a surplus above 30 % (EL-16); they refuse nothing, since the congress itself decides.

    Raises:
        Refusal: for fewer names than seats.
    """
    found = _begin(act, election_id, Stage.LISTED)
    names = len(found.candidates)
    if names < found.call.seats:
        raise Refusal(_("Danh sách có %(names)s người mà cần bầu %(seats)s. Thêm người, hoặc sửa số cần bầu.") % {"names": names, "seats": found.call.seats},
                      place="label", rule="EL-16")
    labels = [each.label for each in found.candidates]
    record(ListClosing, at=act.at, election=found.election, occurred_on=min(found.call.occurred_on, act.today), labels=labels)
    _enter(act, found, count=names, names=labels)
    return [explained(each) for each in heeded(found.call, names)]


def heeded(call: Call, names: int) -> list[Reason]:
    """What is to be heeded of a list's size (EL-16, EL-18, EL-21)."""
    surplus = names - call.seats
    if call.elects in (Elects.COMMITTEE, Elects.STANDING_BOARD):
        most = 1 if 3 <= call.seats <= 5 else call.seats * 3 // 10
        rule = "EL-18" if 3 <= call.seats <= 5 else "EL-16"
        if surplus == 0:
            return [Reason(f"Bầu {call.seats} người mà danh sách có {names}, không có số dư.", f"{names} names for {call.seats} seats: no surplus.", rule, blocks=False)]
        if surplus > most:
            return [Reason(f"Số dư {surplus} trên {call.seats} người cần bầu, nhiều hơn {most}.", f"A surplus of {surplus} for {call.seats} seats, more than {most}.", rule, blocks=False)]
    return []


@operation(title=gettext_lazy("Ghi ban kiểm phiếu"), right=Right.HOLD_ELECTIONS)
def seat_board(act: Act, *, election_id: int, rows: Sequence[BoardRow]) -> None:
    """Say who counts, as it was voted.

    Raises:
        Refusal: for a candidate (EL-07), a name twice, a board without exactly one head, fewer than three.
    """
    found = _begin(act, election_id, Stage.BOARD_VOTED)
    names = _names_of(act, [(row.person_id, row.name) for row in rows], found.call.occurred_on)
    if not all(names) or len(set(names)) != len(names):
        raise Refusal(_("Mỗi người trong ban kiểm phiếu ghi một lần, đủ họ tên."), place="name", rule="EL-07")
    people = {each.person_id for each in found.candidates if each.person_id}
    if reason := refuse_board([*names, *(name for row, name in zip(rows, names, strict=True) if row.person_id in people)],
                              [*found.labels, *(name for row, name in zip(rows, names, strict=True) if row.person_id in people)]):
        raise refused_by(reason, place="name")
    if [row.role for row in rows].count(BoardRole.HEAD) != 1 or len(rows) < 3:
        raise Refusal(_("Ban kiểm phiếu có ít nhất 3 người, trong đó đúng một trưởng ban."), place="role", rule="EL-07")
    record_many(BoardSeat, [{"election": found.election, "occurred_on": min(found.call.occurred_on, act.today), "person_id": row.person_id, "name": name, "role": row.role}
                            for row, name in zip(rows, names, strict=True)], at=act.at)
    _enter(act, found, count=len(rows), names=names)


@operation(title=gettext_lazy("Ghi danh sách triệu tập"), right=Right.HOLD_ELECTIONS)
def summon(act: Act, *, election_id: int, rows: Sequence[SummonsRow]) -> int:
    """Put people on the roll of those summoned, each with a code by which they register at the door.

    Raises:
        Refusal: for a name twice, or a roll that is closed.
    """
    found = _begin(act, election_id)
    _refuse_closed_roll(found)
    names = _names_of(act, [(row.person_id, row.name) for row in rows], found.call.occurred_on)
    standing = set(Summons.objects.known().filter(election=found.election).values_list("name", flat=True))
    if not all(names):
        raise Refusal(_("Có dòng thiếu tên. Gõ đủ họ tên từng người."), place="name")
    if twice := next((name for at, name in enumerate(names) if name in standing or name in names[:at]), None):
        raise Refusal(_("“%(name)s” đã có trong danh sách triệu tập. Thêm năm sinh hoặc đơn vị để phân biệt.") % {"name": twice}, place="name")
    record_many(Summons, [{"election": found.election, "occurred_on": min(found.call.occurred_on, act.today), "person_id": row.person_id, "name": name[:120],
                           "code": "".join(secrets.choice(CODE_LETTERS) for _letter in range(8))} for row, name in zip(rows, names, strict=True)], at=act.at)
    _enter(act, found, count=len(rows))
    return len(rows)


def _refuse_closed_roll(found: Standing) -> None:
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
    found = _begin(act, election_id)
    _refuse_closed_roll(found)
    if not 1 <= session <= 20:
        raise Refusal(_("Phiên từ 1 đến 20."), place="session")
    roll = list(Summons.objects.known().filter(election=found.election).values_list("code", "name"))
    summoned = {name: name for _its_code, name in roll} | dict(roll)
    names = list(dict.fromkeys(summoned.get(_code(each)) or summoned.get(tidy(each)) or _called(found, each).name for each in who))
    known = set(Attendance.objects.known().filter(election=found.election, session=session).values_list("name", flat=True))
    fresh = [name for name in names if name not in known]
    record_many(Attendance, [{"election": found.election, "occurred_on": act.today, "name": name, "session": session} for name in fresh], at=act.at)
    _enter(act, found, count=len(fresh), session=session)
    return names


@operation(title=gettext_lazy("Ghi người được trừ"), right=Right.HOLD_ELECTIONS)
def deduct(act: Act, *, election_id: int, who: str, kind: str) -> None:
    """Take somebody off the roll that the majority is measured against, with why (EL-32, EL-33); or put them back.

    Parameters:
        kind: one of the pack's kinds; empty to put them back.

    Raises:
        Refusal: for a kind that the body does not know, somebody who was present, a roll that is closed.
    """
    found = _begin(act, election_id)
    _refuse_closed_roll(found)
    row = _called(found, who)
    known = deductions_of(found)
    if kind and kind not in known:
        raise Refusal(_("Không trừ được với lý do này. Các lý do được trừ: %(there)s.") % {"there": ", ".join(vi for vi, _en in known.values()) or _("không có")}, place="kind")
    if kind and Attendance.objects.known().filter(election=found.election, name=row.name).exists():
        raise Refusal(_("%(name)s đã có mặt nên không trừ được.") % {"name": row.name}, place="kind", rule="EL-36")
    correct(row, at=act.at, deduction=kind)
    _enter(act, found, name=row.name, kind=kind)


def deductions_of(found: Standing) -> Mapping[str, tuple[str, str]]:
    """What may be taken off the roll of an election, by kind, with its name in both languages."""
    return PACKS[found.call.rules].majorities[ElectingBody(found.call.body)].deductions


@operation(title=gettext_lazy("Chốt số triệu tập"), right=Right.HOLD_ELECTIONS)
def close_roll(act: Act, *, election_id: int, summoned: int | None = None, present: int | None = None, deductions: Mapping[str, int] | None = None) -> None:
    """Close the roll: what stands then is what the majority is measured against.

    Parameters:
        summoned, present, deductions: where no names are kept, as with households: the numbers themselves. With names they are counted.

    Raises:
        Refusal: for numbers that do not fit, or a body that knows no such deduction.
    """
    found = _begin(act, election_id, Stage.ROLL_CLOSED)
    roll = queries.roll_of(found)
    if roll:
        summoned, present = len(roll), sum(bool(line.sessions) for line in roll)
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
    record(RollClosing, at=act.at, election=found.election, occurred_on=min(found.call.occurred_on, act.today), summoned=summoned, present=present,
           deductions=sorted(taken.items()), names=[[line.summons.name, line.summons.deduction, sorted(line.sessions)] for line in roll])
    _enter(act, found, summoned=summoned, present=present, deductions=dict(taken))


@operation(title=gettext_lazy("Ghi số phiếu phát"), right=Right.HOLD_ELECTIONS)
def issue_ballots(act: Act, *, election_id: int, printed: int, issued: int, spoiled: int, unused: int, keyers: Sequence[str]) -> None:
    """Say how many ballots were printed and handed out, and who keys them in; the tally opens.

    Parameters:
        keyers: the accounts of the hands, by user name, as many as the election has hands.

    Raises:
        Refusal: when printed is not issued + spoiled + unused (EL-30), more are issued than were present, an account twice or that does not exist.
    """
    found = _begin(act, election_id, Stage.ISSUED)
    numbers = {Number.PRINTED: _whole(printed, "printed"), Number.ISSUED: _whole(issued, "issued"), Number.SPOILED: _whole(spoiled, "spoiled"),
               Number.UNUSED: _whole(unused, "unused")}
    for wrong in mismatches(numbers):
        raise refused_by(wrong.reason, place=wrong.again[0].value)
    if found.roll is not None and issued > found.roll.present:
        raise Refusal(_("Phát %(issued)s phiếu mà chỉ có %(present)s người có mặt. Đếm lại số phiếu phát và số có mặt.") % {"issued": issued, "present": found.roll.present},
                      place="issued", rule="EL-30")
    if len(set(keyers)) != found.call.hands or len(keyers) != found.call.hands:
        raise Refusal(_("Cần %(hands)s tài khoản khác nhau để nhập phiếu riêng. Chọn đủ.") % {"hands": found.call.hands}, place="keyers")
    users = {user.username: user for user in User.objects.filter(username__in=keyers, is_active=True)}
    if missing := [name for name in keyers if name not in users]:
        raise NotFound(_("Không có tài khoản %(names)s, hoặc đã khóa.") % {"names": ", ".join(missing)}, place="keyers")
    tally = ballots.open_tally(found.labels, found.call.seats, found.form, found.call.hands)
    on = min(found.call.occurred_on, act.today)
    record(Issue, at=act.at, election=found.election, occurred_on=on, tally=tally, printed=printed, issued=issued, spoiled=spoiled, unused=unused)
    record_many(Hand, [{"election": found.election, "occurred_on": on, "user": users[name], "number": number} for number, name in enumerate(keyers, 1)], at=act.at)
    _enter(act, found, printed=printed, issued=issued, spoiled=spoiled, unused=unused, keyers=list(keyers))


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
    if found.issue is None or found.seal is not None:
        raise Refusal(_("Lúc này không nhập phiếu được: chưa phát phiếu, hoặc kết quả đã niêm."), place="stage", rule="EL-40")
    count = ballots.close_batch(found.issue.tally, number=number, hand=hand, read=read)
    _enter(act, found, batch=number, hand=hand, ballots=count)
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
    found = _begin(act, election_id)
    if found.issue is None or found.seal is not None:
        raise Refusal(_("Kết quả đã niêm, hoặc chưa phát phiếu."), place="stage", rule="EL-40")
    hands = ballots.settle(found.issue.tally, number=number, readings=readings, count=count, decided=decided)
    _enter(act, found, batch=number, ballots=count, hands=hands)


@operation(title=gettext_lazy("Ghi số phiếu thu về"), right=Right.HOLD_ELECTIONS)
def collect_ballots(act: Act, *, election_id: int, collected: int, not_returned: int) -> None:
    """Say how many ballots came out of the box.

    Raises:
        Refusal: when issued is not collected + not returned (EL-30), naming the number to count again.
    """
    found = _begin(act, election_id, Stage.COLLECTED)
    numbers = found.numbers | {Number.COLLECTED: _whole(collected, "collected"), Number.NOT_RETURNED: _whole(not_returned, "not_returned")}
    for wrong in mismatches(numbers):
        raise refused_by(wrong.reason, place=wrong.again[0].value)
    record(Collection, at=act.at, election=found.election, occurred_on=min(found.call.occurred_on, act.today), collected=collected, not_returned=not_returned)
    _enter(act, found, collected=collected, not_returned=not_returned)


@operation(title=gettext_lazy("Niêm kết quả kiểm phiếu"), right=Right.HOLD_ELECTIONS)
def seal_count(act: Act, *, election_id: int) -> str:
    """Count by the rules of the day, once every hand agrees on every ballot and the numbers fit; what it comes to is sealed.

    Returns:
        the fingerprint.

    Raises:
        Refusal: while a batch is missing, a difference is open or a number does not fit, naming the number to count again (EL-30).
    """
    found = _begin(act, election_id, Stage.SEALED)
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
    content = queries.outcome_json(outcome, found.labels, numbers) | {
        "election": {"title": found.call.title, "elects": found.call.elects, "body": found.call.body, "on": found.call.occurred_on.isoformat(), "seats": found.call.seats,
                     "form": found.call.form, "unit": found.unit.name}}
    mark = fingerprint(content)
    record(Seal, at=act.at, election=found.election, occurred_on=found.call.occurred_on, content=content, fingerprint=mark)
    _enter(act, found, fingerprint=mark)
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
    found = _begin(act, election_id, Stage.APPROVED)
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
        since = on if found.call.body == Body.HOUSEHOLD_MEETING else found.call.occurred_on
        rows = [NewHolding(found.election.unit_id, kind, person, since, Obtained.ELECTED, term_ends_on, term_label) for label in elected if (person := people_of[label])]
        heed += seat_holders(act, rows, decision).warnings if rows else ()
        heed += [_("%(name)s chưa có hồ sơ người nên chưa được ghi giữ chức danh.") % {"name": label} for label in elected if not people_of[label]]
    _enter(act, found, elected=elected)
    return heed
