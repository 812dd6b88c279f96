"""The steps of one election in their order, and what may be asked of each (EL-07, EL-19, EL-20, EL-40, EL-44).

An election goes: it is called with its seats; the list is closed; the counting board is voted; the roll is closed; ballots are issued;
every hand keys them in; differences are settled and the numbers agree; the count is sealed; the result is approved or recognised.
Where those nominated take the list over the surplus, an opinion ballot comes before its closing (EL-20). A by-election in a committee goes by the steps
of its own: need, list of the standing board or of the body above, nominations, withdrawals, and then on as above (EL-44).
An electoral unit with several polling areas has list and board of its own; each area has its team, its turnout, its ballots and its seal, and the unit is
summed once every area is sealed (NA-02).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kientoan.rules.reasons import Reason


class Stage(StrEnum):
    """Where an election stands: what was done last."""

    CALLED = "called"
    PROPOSED = "proposed"
    NOMINATED = "nominated"
    WITHDRAWN = "withdrawn"
    OPINION = "opinion"
    LISTED = "listed"
    BOARD_VOTED = "board_voted"
    ROLL_CLOSED = "roll_closed"
    ISSUED = "issued"
    COLLECTED = "collected"
    AREAS = "areas"
    SEALED = "sealed"
    APPROVED = "approved"


class CourseKind(StrEnum):
    """By which steps an election goes."""

    REGULAR = "regular"
    BY_ELECTION = "by_election"
    UNIT = "unit"
    AREA = "area"


ONLY_BY_ELECTION = (Stage.PROPOSED, Stage.NOMINATED, Stage.WITHDRAWN)
"""The steps that only a by-election has (EL-44)."""
OF_AREAS = {
    CourseKind.UNIT: (Stage.CALLED, Stage.LISTED, Stage.BOARD_VOTED, Stage.AREAS, Stage.SEALED, Stage.APPROVED),
    CourseKind.AREA: (Stage.CALLED, Stage.BOARD_VOTED, Stage.ROLL_CLOSED, Stage.ISSUED, Stage.COLLECTED, Stage.SEALED)}
"""The steps of an electoral unit that is counted by polling areas, and those of one of its areas (NA-02)."""


def order_of(course: CourseKind, *, opinion: bool = False) -> tuple[Stage, ...]:
    """The steps of an election.

    Parameters:
        course: the kind of election.
        opinion: whether an opinion ballot is due, or was held.
    """
    if course in OF_AREAS:
        return OF_AREAS[course]
    return tuple(stage for stage in Stage if stage is not Stage.AREAS and (opinion or stage is not Stage.OPINION)
                 and (course is CourseKind.BY_ELECTION or stage not in ONLY_BY_ELECTION))


ORDER = order_of(CourseKind.REGULAR)
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.CALLED: ("Định bầu cử và số lượng", "Election and seats set"),
    Stage.PROPOSED: ("Danh sách giới thiệu", "List put up"),
    Stage.NOMINATED: ("Ứng cử, đề cử", "Nominations"), Stage.WITHDRAWN: ("Xét xin rút", "Withdrawals"), Stage.OPINION: ("Phiếu xin ý kiến", "Opinion ballot"),
    Stage.LISTED: ("Chốt danh sách", "List closed"),
    Stage.BOARD_VOTED: ("Bầu ban kiểm phiếu", "Counting board voted"), Stage.ROLL_CLOSED: ("Chốt số triệu tập", "Roll closed"),
    Stage.ISSUED: ("Phát phiếu", "Ballots issued"), Stage.COLLECTED: ("Thu và nhập phiếu", "Ballots collected and keyed"),
    Stage.AREAS: ("Niêm mọi khu vực bỏ phiếu", "Every polling area sealed"),
    Stage.SEALED: ("Khớp số, niêm kết quả", "Numbers agree, count sealed"), Stage.APPROVED: ("Chuẩn y, công nhận", "Approved or recognised"),
}
"""What each step is called, in Vietnamese and in English."""
OTHERWISE: dict[tuple[Stage, CourseKind], tuple[str, str]] = {
    (Stage.CALLED, CourseKind.BY_ELECTION): ("Báo cáo yêu cầu, số lượng", "Need and number reported"),
    (Stage.BOARD_VOTED, CourseKind.UNIT): ("Ghi ban bầu cử", "Election board entered"),
    (Stage.CALLED, CourseKind.AREA): ("Định khu vực bỏ phiếu", "Polling area set"),
    (Stage.BOARD_VOTED, CourseKind.AREA): ("Ghi tổ bầu cử", "Polling team entered"),
    (Stage.ROLL_CLOSED, CourseKind.AREA): ("Chốt số cử tri đã bỏ phiếu", "Turnout closed"),
}
"""What a step is called where a kind of election calls it otherwise: a by-election begins with the need that the standing board reports (EL-44)."""


BOARDS = {CourseKind.UNIT: ("ban bầu cử", "election board"), CourseKind.AREA: ("tổ bầu cử", "polling team")}
"""Who counts where it is not a counting board, in both languages."""


def named(stage: Stage, course: CourseKind) -> tuple[str, str]:
    """What a step is called in an election of a kind, in both languages."""
    return OTHERWISE.get((stage, course), STAGES[stage])


def after(stage: Stage, steps: Sequence[Stage] = ORDER) -> Stage | None:
    """The step that comes next; None at the end."""
    at = steps.index(stage) + 1
    return steps[at] if at < len(steps) else None


def refuse_step(wanted: Stage, stage: Stage, steps: Sequence[Stage] = ORDER, course: CourseKind = CourseKind.REGULAR) -> Reason | None:
    """Why a step cannot be taken: the one before is open, or it was taken already (EL-40).

    Parameters:
        wanted: the step.
        stage: what was done last.
        steps: those of the election.
        course: the kind of election, which names them.
    """
    vi, en = named(wanted, course)
    if wanted not in steps:
        return Reason(f"Cuộc bầu cử này không có bước “{vi}”. Xem các bước trên trang.", f"This election has no step “{en}”. Look at the steps on its page.", "EL-40")
    if steps.index(wanted) <= steps.index(stage):
        return Reason(f"Bước “{vi}” đã xong rồi. Xem bước tiếp theo.", f"“{en}” has been done. Look for the next step.", "EL-40")
    following = after(stage, steps)
    if following is not wanted and following is not None:
        done_vi, done_en = named(following, course)
        return Reason(f"Chưa tới bước “{vi}”: bước “{done_vi}” còn chưa xong. Làm bước đó trước.",
                      f"“{en}” is not due: “{done_en}” is open. Do that first.", "EL-40")
    return None


def refuse_entry(course: CourseKind, stage: Stage, *, by_convener: bool) -> Reason | None:
    """Why a name cannot be put up now: in a by-election the standing board's come first, then those of the meeting (EL-44)."""
    if course is not CourseKind.BY_ELECTION:
        return None
    wanted, following = (Stage.CALLED, Stage.PROPOSED) if by_convener else (Stage.PROPOSED, Stage.NOMINATED)
    if stage is wanted:
        return None
    vi, en = STAGES[following]
    return Reason(f"Tên này chỉ ghi được ở bước “{vi}” của bầu bổ sung. Xem bước đang làm.",
                  f"Such a name is put up in the step “{en}” of a by-election only. Look at the step under way.", "EL-44")


def refuse_withdrawal(course: CourseKind, stage: Stage) -> Reason | None:
    """Why a withdrawal cannot be entered now: in a by-election they are settled after the nominations (EL-44)."""
    if course is not CourseKind.BY_ELECTION or stage is Stage.NOMINATED:
        return None
    return Reason("Bầu bổ sung thì xét xin rút sau khi chốt ứng cử, đề cử. Xem bước đang làm.",
                  "In a by-election withdrawals are settled after nominations are closed. Look at the step under way.", "EL-44")


@dataclass(frozen=True)
class Support:
    """How many of those present support a name that the convener did not put up."""

    support: int
    present: int


def refuse_support(name: str, support: Support | None) -> Reason | None:
    """Why a name that delegates put up, or that puts itself up, does not enter the list: more than 30 % of those present must support it (EL-19).

    Parameters:
        name: as printed.
        support: None when it was not voted on.
    """
    if support is None:
        return Reason(f"{name} không có trong danh sách của cấp ủy nên phải có trên 30 % số người có mặt tán thành. Ghi số tán thành và số có mặt.",
                      f"{name} is not on the convener's list and needs the support of more than 30 % of those present. Give support and present.", "EL-19")
    if not 0 <= support.support <= support.present:
        return Reason(f"{name}: {support.support} người tán thành trên {support.present} người có mặt. Xem lại hai số.",
                      f"{name}: {support.support} support of {support.present} present. Look at both numbers again.", "EL-19")
    if support.support * 10 <= 3 * support.present:
        return Reason(f"{name}: {support.support}/{support.present} người có mặt tán thành, không quá 30 %, nên không đưa vào danh sách.",
                      f"{name}: {support.support} of {support.present} present support it, not more than 30 %, so it does not enter the list.", "EL-19")
    return None


def refuse_board(board: Collection[str], candidates: Collection[str], course: CourseKind = CourseKind.REGULAR) -> Reason | None:
    """Why people cannot count: a candidate is no counter (EL-07).

    Parameters:
        board, candidates: who, by whatever tells people apart.
        course: the kind of election, by which the board is called.
    """
    vi, en = BOARDS.get(course, ("ban kiểm phiếu", "counting board"))
    both = sorted(set(board) & set(candidates))
    if both:
        return Reason(f"{', '.join(both)} có tên trong danh sách bầu cử nên không ở trong {vi}. Chọn người khác.",
                      f"{', '.join(both)} stands for election and cannot sit on the {en}. Choose somebody else.", "EL-07")
    return None
