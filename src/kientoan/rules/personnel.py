"""The road to a slate: the steps of each procedure, what may be opened and counted when, who goes on, who may be put forward.

Sources: DOMAIN CG-20 (more than half at each ballot), CG-21 (five steps), CG-22 (those who stand again first), CG-23 (three steps),
CG-25 (planning), CG-26 (what a step keeps), EL-11 (official members only), EL-30 (sums), PV-13 (secrecy).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.election.arithmetic import more_collected_than_issued
from kientoan.rules.figures import Share, percent_to_hundredths
from kientoan.rules.persons import ADULT_YEARS, Birth, write_birth
from kientoan.rules.posts import Kind
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import Level

MORE_THAN = 50
"""At each ballot a person needs more than so many percent (CG-20); a plan may ask for more, never for less."""
MOST_MORE_THAN = 99
PLANNED_FOR_A_POST = 3
"""So many at most are in planning for one post (CG-25)."""
BODIES: tuple[Kind, ...] = (Kind.COMMITTEE_MEMBER, Kind.STANDING_BOARD_MEMBER, Kind.SECRETARY, Kind.DEPUTY_SECRETARY, Kind.INSPECTION_MEMBER,
                            Kind.INSPECTION_HEAD)
"""What a slate may be for."""


class Track(StrEnum):
    """Whose names a process is about."""

    RE_STANDING = "re_standing"
    FIRST_TIME = "first_time"
    RESIDENCE = "residence"


class Procedure(StrEnum):
    """The steps that a process goes through."""

    FIVE_STEP = "five_step"
    THREE_STEP = "three_step"
    RESIDENCE = "residence"


class Meeting(StrEnum):
    """Who meets in a step."""

    STANDING_BOARD = "standing_board"
    KEY_CADRES = "key_cadres"
    COMMITTEE = "committee"
    MEMBERS = "members"
    RESIDENTS = "residents"


class Measure(StrEnum):
    """What more than half is taken of."""

    SUMMONED = "summoned"
    ISSUED = "issued"
    VALID = "valid"


MEASURES: Mapping[Measure, tuple[str, str]] = {
    Measure.SUMMONED: ("người được triệu tập", "summoned"),
    Measure.ISSUED: ("phiếu phát ra", "ballots issued"),
    Measure.VALID: ("phiếu hợp lệ", "valid ballots"),
}
"""What each is called, in Vietnamese and in English."""


@dataclass(frozen=True)
class Step:
    """A step of a procedure.

    Parameters:
        meeting: who meets.
        vi, en: what is done there.
        rule: where it is written.
        unverified: whether that is from memory only (shown so).
        many: whether it is held at several places, such as one meeting for each hamlet.
    """

    meeting: Meeting
    vi: str
    en: str
    rule: str
    unverified: bool = False
    many: bool = False


@dataclass(frozen=True)
class Steps:
    """A procedure as data.

    Parameters:
        vi, en: what it is called.
        steps: in their order.
        rule: where it is written.
        unverified: whether the whole of it is from memory only.
    """

    vi: str
    en: str
    steps: tuple[Step, ...]
    rule: str
    unverified: bool = False


PROCEDURES: Mapping[Procedure, Steps] = {
    Procedure.FIVE_STEP: Steps("quy trình năm bước", "five-step process", (
        Step(Meeting.STANDING_BOARD, "Ban thường vụ họp lần 1, rà soát người trong quy hoạch", "Standing board, first meeting, reviews those in planning", "CG-21"),
        Step(Meeting.KEY_CADRES, "Hội nghị cán bộ chủ chốt bỏ phiếu kín", "Conference of key cadres, secret ballot", "CG-21"),
        Step(Meeting.COMMITTEE, "Ban chấp hành họp lần 1", "Committee, first meeting", "CG-21", unverified=True),
        Step(Meeting.STANDING_BOARD, "Ban thường vụ họp lần 2", "Standing board, second meeting", "CG-21", unverified=True),
        Step(Meeting.COMMITTEE, "Ban chấp hành họp lần 2, biểu quyết danh sách", "Committee, second meeting, votes the list", "CG-21", unverified=True),
    ), "CG-20"),
    Procedure.THREE_STEP: Steps("quy trình ba bước", "three-step process", (
        Step(Meeting.COMMITTEE, "Cấp ủy (chi ủy) đề xuất", "Committee proposes", "CG-23", unverified=True),
        Step(Meeting.MEMBERS, "Hội nghị đảng viên hoặc cán bộ chủ chốt bỏ phiếu", "Conference of members or key cadres, ballot", "CG-23", unverified=True),
        Step(Meeting.COMMITTEE, "Cấp ủy (chi ủy) quyết định", "Committee decides", "CG-23", unverified=True),
    ), "CG-23", unverified=True),
    Procedure.RESIDENCE: Steps("lấy ý kiến nơi cư trú", "opinion of residents", (
        Step(Meeting.RESIDENTS, "Hội nghị nơi cư trú cho ý kiến", "Meeting of residents gives its opinion", "CG-24", unverified=True, many=True),
    ), "CG-24", unverified=True),
}


def procedure_of(track: Track, chosen: Procedure) -> Procedure:
    """The procedure of a track, where ``chosen`` is that of the plan."""
    return Procedure.RESIDENCE if track is Track.RESIDENCE else chosen


def default_procedure(level: Level) -> Procedure:
    """The procedure at a level: cells have no standing board (CG-23)."""
    return Procedure.THREE_STEP if level is Level.CELL else Procedure.FIVE_STEP


@dataclass(frozen=True)
class Threshold:
    """When a person goes on.

    Parameters:
        more_than: more than so many percent.
        measure: of what. CG-20 does not say, so it is a setting, shown as one.
    """

    more_than: int = MORE_THAN
    measure: Measure = Measure.SUMMONED

    def base(self, tally: "Tally") -> int:
        """The number that the percentage is taken of."""
        return {Measure.SUMMONED: tally.electorate, Measure.ISSUED: tally.issued, Measure.VALID: tally.valid}[self.measure]

    def fewest(self, tally: "Tally") -> int:
        """The fewest votes that are more than the percentage: 11 of 20 and of 21."""
        return self.more_than * self.base(tally) // 100 + 1


@dataclass(frozen=True)
class Tally:
    """The count of a step.

    Parameters:
        electorate: how many were summoned.
        issued, valid, invalid: ballots; collected is valid and invalid together.
        votes: of each person, by id.
    """

    electorate: int
    issued: int
    valid: int
    invalid: int
    votes: Mapping[int, int]


@dataclass(frozen=True)
class Outcome:
    """Whether a person goes on from a step, and why."""

    person: int
    votes: int
    passed: bool
    reason: Reason


def outcomes(tally: Tally, threshold: Threshold) -> list[Outcome]:
    """Who goes on from a step, most votes first; persons of equal votes keep the order in which they were given (CG-20).

    Parameters:
        tally: the count.
        threshold: the plan's.
    """
    base, fewest = threshold.base(tally), threshold.fewest(tally)
    of_vi, of_en = MEASURES[threshold.measure]
    found: list[Outcome] = []
    for person, votes in tally.votes.items():
        passed, share = votes >= fewest, Share(votes, base)
        vi = f"{votes}/{base} {of_vi}, {percent_to_hundredths(share)}"
        en = f"{votes} of {base} {of_en}, {percent_to_hundredths(share, comma=False)}"
        reason = Reason(f"đạt: {vi}, quá {threshold.more_than} %; CG-20" if passed else
                        f"không đạt: {vi}, không quá {threshold.more_than} %, cần từ {fewest} phiếu; CG-20",
                        f"goes on: {en}, more than {threshold.more_than}%; CG-20" if passed else
                        f"does not go on: {en}, not more than {threshold.more_than}%, {fewest} votes or more are needed; CG-20", "CG-20", blocks=False)
        found.append(Outcome(person, votes, passed, reason))
    return sorted(found, key=lambda each: -each.votes)


@dataclass(frozen=True)
class Fault:
    """A number that cannot stand.

    Parameters:
        place: ``electorate``, ``issued``, ``valid``, ``invalid``, or ``votes-`` with the person's id.
        reason: the sentence.
    """

    place: str
    reason: Reason


def faults(tally: Tally, names: Mapping[int, str]) -> list[Fault]:
    """What does not fit in a count (EL-30); an empty list when it can stand.

    Parameters:
        tally: the numbers as entered.
        names: what the persons are called.
    """
    found: list[Fault] = []
    numbers = {"electorate": tally.electorate, "issued": tally.issued, "valid": tally.valid, "invalid": tally.invalid}
    for place, number in numbers.items():
        if number < 0:
            found.append(Fault(place, Reason(f"Số {number} nhỏ hơn không. Đếm lại.", f"{number} is below zero. Count again.", "EL-30")))
    if tally.electorate < 1:
        found.append(Fault("electorate", Reason("Số người được triệu tập phải từ 1. Gõ lại.", "At least one person is summoned. Type it again.", "CG-26")))
    if tally.issued > tally.electorate:
        found.append(Fault("issued", Reason(
            f"Phát ra {tally.issued} phiếu, nhiều hơn {tally.electorate} người được triệu tập. Đếm lại số phiếu phát ra, hoặc sửa số người được triệu tập.",
            f"{tally.issued} ballots issued, more than the {tally.electorate} summoned. Count the ballots issued again, or correct the number summoned.",
            "EL-30")))
    if tally.valid > tally.issued:
        found.append(Fault("valid", Reason(
            f"Phiếu hợp lệ {tally.valid}, nhiều hơn {tally.issued} phiếu phát ra. Đếm lại phiếu hợp lệ và phiếu phát ra.",
            f"{tally.valid} valid ballots, more than the {tally.issued} issued. Count the valid ballots and those issued again.", "EL-30")))
    elif over := more_collected_than_issued(tally.valid + tally.invalid, tally.issued):
        found.append(Fault("invalid", over))
    for person, votes in tally.votes.items():
        if votes < 0:
            found.append(Fault(f"votes-{person}", Reason(f"{names[person]}: số phiếu {votes} nhỏ hơn không. Đếm lại.",
                                                         f"{names[person]}: {votes} votes is below zero. Count again.", "EL-30")))
        elif votes > tally.valid:
            found.append(Fault(f"votes-{person}", Reason(
                f"{names[person]}: {votes} phiếu, nhiều hơn {tally.valid} phiếu hợp lệ. Đếm lại phiếu của người này.",
                f"{names[person]}: {votes} votes, more than the {tally.valid} valid ballots. Count this person's votes again.", "EL-30")))
    return found


class State(StrEnum):
    """Where a step stands."""

    WAITING = "waiting"
    OPEN = "open"
    SEALED = "sealed"


@dataclass(frozen=True)
class Course:
    """Where a process stands.

    Parameters:
        track: whose names.
        states: of its steps, in their order.
        last_on: the day of the newest step that was held; None before the first.
        closed: whether it was ended before its last step, with a reason.
        persons: how many would be balloted on in the next step.
    """

    track: Track
    states: tuple[State, ...]
    last_on: date | None = None
    closed: bool = False
    persons: int = 0

    @property
    def next_step(self) -> int | None:
        """The number, from 1, of the step that is open or to be opened; None when none is."""
        return None if self.closed else next((number for number, state in enumerate(self.states, 1) if state is not State.SEALED), None)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be done."""
        return self.closed or all(state is State.SEALED for state in self.states)


def refuse_opening(number: int, course: Course, on: date, *, again: Course | None, today: date) -> Reason | None:
    """Why a step cannot be opened; None when it can (CG-21, CG-22).

    Parameters:
        number: the step, from 1.
        course: the process that it is of.
        on: the day of the meeting.
        again: those who stand again, when ``course`` is of those who stand for the first time.
        today: the day of asking.
    """
    if on > today:
        return Reason(f"Ngày {write_day(on)} chưa tới. Sửa ngày.", f"The day {write_day(on)} has not come. Change it.")
    if course.closed:
        return Reason("Quy trình này đã kết thúc. Rút lại việc kết thúc trước.", "This process has ended. Take that back first.", "CG-21")
    if again is not None and not again.finished:
        return Reason("Nhân sự tái cử làm xong trước, rồi mới mở nhân sự lần đầu. Niêm phong bước cuối của tái cử, hoặc kết thúc tái cử kèm lý do.",
                      "Those who stand again come first, then those who stand for the first time. Seal the last step of those who stand again, or end that "
                      "process with a reason.", "CG-22")
    before = course.states[:number - 1]
    if any(state is not State.SEALED for state in before):
        waits = next(at for at, state in enumerate(before, 1) if state is not State.SEALED)
        return Reason(f"Bước {number} chưa mở được: bước {waits} chưa niêm phong. Niêm phong bước {waits} trước.",
                      f"Step {number} cannot be opened: step {waits} is not sealed. Seal step {waits} first.", "CG-21")
    if course.persons < 1:
        return Reason("Chưa có ai để đưa ra bước này. Giới thiệu người trước, hoặc kết thúc quy trình kèm lý do.",
                      "There is nobody to put to this step. Put persons forward first, or end the process with a reason.", "CG-21")
    first = max((day for day in (course.last_on, again.last_on if again else None) if day), default=None)
    if first and on < first:
        return Reason(f"Ngày {write_day(on)} trước bước trước đó ({write_day(first)}). Sửa ngày.",
                      f"The day {write_day(on)} is before that of the step before ({write_day(first)}). Change it.", "CG-21")
    return None


def refuse_threshold(threshold: Threshold, *, counted: bool, before: Threshold | None) -> Reason | None:
    """Why a threshold cannot stand: less than the rules ask, or another once votes were entered (CG-20)."""
    if not MORE_THAN <= threshold.more_than <= MOST_MORE_THAN:
        return Reason(f"Ngưỡng {threshold.more_than} % không dùng được: ít nhất là quá {MORE_THAN} %. Gõ số từ {MORE_THAN} đến {MOST_MORE_THAN}.",
                      f"A threshold of {threshold.more_than}% cannot be used: it is more than {MORE_THAN}% at least. Type {MORE_THAN} to {MOST_MORE_THAN}.",
                      "CG-20")
    if counted and before is not None and threshold != before:
        return Reason("Đã có phiếu được ghi theo ngưỡng cũ, nên không đổi ngưỡng nữa. Giữ ngưỡng đang có.",
                      "Votes were entered under the threshold in force, so it is not changed any more. Keep it.", "CG-20")
    return None


def refuse_procedure(procedure: Procedure, level: Level) -> Reason | None:
    """Why a procedure cannot be chosen at a level: a cell has no standing board (CG-23)."""
    if procedure is Procedure.RESIDENCE:
        return Reason("Lấy ý kiến nơi cư trú đi kèm mọi phương án, không thay quy trình. Chọn năm bước hoặc ba bước.",
                      "The opinion of residents goes with every plan and replaces no process. Choose five or three steps.", "CG-23")
    if procedure is Procedure.FIVE_STEP and level is Level.CELL:
        return Reason("Chi bộ không có ban thường vụ nên không theo năm bước. Chọn quy trình ba bước.",
                      "A cell has no standing board, so it does not follow five steps. Choose the three-step process.", "CG-23")
    return None


@dataclass(frozen=True)
class Nominee:
    """A person to be put forward, on a day.

    Parameters:
        name: what they are called.
        birth: as far as it is known.
        is_member: whether an official member of the Party on the day; None when not a member at all.
        is_dead: whether recorded as dead by the day.
        holds: whether they hold a seat of the body on the day.
        standing_in: the track that they are in already; None when in none.
    """

    name: str
    birth: Birth | None
    is_member: bool | None
    is_dead: bool
    holds: bool
    standing_in: Track | None = None


def refuse_nominee(nominee: Nominee, track: Track, on: date) -> Reason | None:
    """Why a person cannot be put forward on a day; None when they can (EL-11, CG-20).

    Parameters:
        nominee: what is known of the person.
        track: those who stand again, or for the first time.
        on: the day.
    """
    name = nominee.name
    if nominee.standing_in is not None:
        return Reason(f"{name} đã có trong phương án này. Giữ một lần.", f"{name} is in this plan already. Keep them once.", "CG-26")
    if nominee.is_dead:
        return Reason(f"{name} đã từ trần, không giới thiệu được. Chọn người khác.", f"{name} has died and cannot be put forward. Choose somebody else.", "EL-11")
    if nominee.birth is not None and _years(nominee.birth, on) < ADULT_YEARS:
        return Reason(f"{name} sinh {write_birth(nominee.birth)}, ngày {write_day(on)} chưa đủ {ADULT_YEARS} tuổi. Chọn người khác, hoặc đính chính ngày sinh.",
                      f"{name}, born {write_birth(nominee.birth)}, is not yet {ADULT_YEARS} on {write_day(on)}. Choose somebody else, or correct the birth.",
                      "NM-02")
    if not nominee.is_member:
        what_vi, what_en = ("là đảng viên dự bị", "is a probationary member") if nominee.is_member is False else ("không phải là đảng viên", "is not a member of the Party")
        return Reason(f"Ngày {write_day(on)} {name} {what_vi}; chỉ giới thiệu đảng viên chính thức. Chọn người khác, hoặc ghi sinh hoạt đảng của người này.",
                      f"On {write_day(on)} {name} {what_en}; only official members are put forward. Choose somebody else, or record their membership.", "EL-11")
    if track is Track.RE_STANDING and not nominee.holds:
        return Reason(f"Ngày {write_day(on)} {name} không giữ chức danh này nên không phải tái cử. Giới thiệu ở phần lần đầu, hoặc ghi chức danh đang giữ.",
                      f"On {write_day(on)} {name} does not hold this post and so does not stand again. Put them forward for the first time, or record the post.",
                      "CG-22")
    if track is Track.FIRST_TIME and nominee.holds:
        return Reason(f"Ngày {write_day(on)} {name} đang giữ chức danh này nên là tái cử. Giới thiệu ở phần tái cử.",
                      f"On {write_day(on)} {name} holds this post and so stands again. Put them forward among those who stand again.", "CG-22")
    return None


def _years(birth: Birth, on: date) -> int:
    """Full years on a day, of a birth not known to the day the most that is possible."""
    return on.year - birth.on.year - ((on.month, on.day) < (birth.on.month, birth.on.day))


def refuse_secret(*, secret: bool, online: bool) -> Reason | None:
    """Why a secret plan cannot be kept here: the installation is connected to a network (PV-13, unverified)."""
    if not (secret and online):
        return None
    return Reason(
        "Phương án mật không được lưu trên bản cài đặt nối mạng. Ghi trên máy không nối mạng có thiết đặt KIENTOAN_ONLINE=false, hoặc để mức thường nếu không phải là tài liệu mật.",
        "A secret plan may not be kept on an installation that is online. Enter it on a machine without network whose setting is KIENTOAN_ONLINE=false, or mark "
        "it ordinary if it is no secret paper.", "PV-13")


def depends_on(track: Track, number: int, courses: Sequence[Course]) -> list[tuple[Track, int]]:
    """The sealed or open steps that rest on a step: those after it, and of those who stand for the first time every one (CG-22).

    Parameters:
        track, number: the step.
        courses: where every process stands.
    """
    found: list[tuple[Track, int]] = []
    for course in courses:
        if track is Track.RESIDENCE or course.track is Track.RESIDENCE:
            continue
        first = number + 1 if course.track is track else 1 if track is Track.RE_STANDING else len(course.states) + 1
        found += [(course.track, at) for at, state in enumerate(course.states, 1) if at >= first and state is not State.WAITING]
    return found
