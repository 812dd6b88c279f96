"""The steps of one election in their order, and what may be asked of each (EL-07, EL-19, EL-40).

An election goes: it is called with its seats; the list is closed; the counting board is voted; the roll is closed; ballots are issued;
every hand keys them in; differences are settled and the numbers agree; the count is sealed; the result is approved or recognised.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kientoan.rules.reasons import Reason


class Stage(StrEnum):
    """Where an election stands: what was done last."""

    CALLED = "called"
    LISTED = "listed"
    BOARD_VOTED = "board_voted"
    ROLL_CLOSED = "roll_closed"
    ISSUED = "issued"
    COLLECTED = "collected"
    SEALED = "sealed"
    APPROVED = "approved"


ORDER = tuple(Stage)
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.CALLED: ("Định bầu cử và số lượng", "Election and seats set"), Stage.LISTED: ("Chốt danh sách", "List closed"),
    Stage.BOARD_VOTED: ("Bầu ban kiểm phiếu", "Counting board voted"), Stage.ROLL_CLOSED: ("Chốt số triệu tập", "Roll closed"),
    Stage.ISSUED: ("Phát phiếu", "Ballots issued"), Stage.COLLECTED: ("Thu và nhập phiếu", "Ballots collected and keyed"),
    Stage.SEALED: ("Khớp số, niêm kết quả", "Numbers agree, count sealed"), Stage.APPROVED: ("Chuẩn y, công nhận", "Approved or recognised"),
}
"""What each step is called, in Vietnamese and in English."""


def after(stage: Stage) -> Stage | None:
    """The step that comes next; None at the end."""
    at = ORDER.index(stage) + 1
    return ORDER[at] if at < len(ORDER) else None


def refuse_step(wanted: Stage, stage: Stage) -> Reason | None:
    """Why a step cannot be taken: the one before is open, or it was taken already (EL-40).

    Parameters:
        wanted: the step.
        stage: what was done last.
    """
    if ORDER.index(wanted) <= ORDER.index(stage):
        vi, en = STAGES[wanted]
        return Reason(f"Bước “{vi}” đã xong rồi. Xem bước tiếp theo.", f"“{en}” has been done. Look for the next step.", "EL-40")
    following = after(stage)
    if following is not wanted and following is not None:
        (vi, en), (done_vi, done_en) = STAGES[wanted], STAGES[following]
        return Reason(f"Chưa tới bước “{vi}”: bước “{done_vi}” còn chưa xong. Làm bước đó trước.",
                      f"“{en}” is not due: “{done_en}” is open. Do that first.", "EL-40")
    return None


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


def refuse_board(board: Collection[str], candidates: Collection[str]) -> Reason | None:
    """Why people cannot count: a candidate is no counter (EL-07).

    Parameters:
        board, candidates: who, by whatever tells people apart.
    """
    both = sorted(set(board) & set(candidates))
    if both:
        return Reason(f"{', '.join(both)} có tên trong danh sách bầu cử nên không ở trong ban kiểm phiếu. Chọn người khác.",
                      f"{', '.join(both)} stands for election and cannot sit on the counting board. Choose somebody else.", "EL-07")
    return None
