"""Posts held together, such as secretary of the cell and hamlet head: models as data, judged hamlet by hamlet.

Whether a model is met is derived from posts and memberships that hold on the same day (VH-20); two elections
in two bodies bring it about. Shares are asked per cell that covers a hamlet, or per hamlet (VH-16, VH-18).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kientoan.rules.reasons import Reason


class Wanted(StrEnum):
    """What the hamlet head is to be beside: the values name posts of the cell, or membership of the Party."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    MEMBER = "member"


@dataclass(frozen=True)
class Model:
    """A way of holding posts together.

    Parameters:
        key: its name in commands and addresses.
        wanted: what the hamlet head is to be beside.
        vi, en: its name on screens.
        source: where it comes from; the percentages aimed at are a province's own (VH-19, unverified).
    """

    key: str
    wanted: Wanted
    vi: str
    en: str
    source: str


MODELS: Mapping[str, Model] = {each.key: each for each in (
    Model("secretary-is-hamlet-head", Wanted.SECRETARY, "bí thư chi bộ là trưởng xóm", "secretary of the cell is hamlet head",
          "18-NQ/TW 25/10/2017; VH-19"),
    Model("deputy-secretary-is-hamlet-head", Wanted.DEPUTY_SECRETARY, "phó bí thư chi bộ là trưởng xóm",
          "deputy secretary of the cell is hamlet head", "VH-21"),
    Model("hamlet-head-is-member", Wanted.MEMBER, "trưởng xóm là đảng viên", "hamlet head is a Party member", "VH-16"),
)}


class Obstacle(StrEnum):
    """Why a hamlet does not meet a model; the first that applies."""

    NONE = "none"
    NO_CELL = "no_cell"
    NO_HEAD = "no_head"
    NO_HOLDER = "no_holder"
    NOT_MEMBER = "not_member"
    TWO_PERSONS = "two_persons"


@dataclass(frozen=True)
class Hamlet:
    """What holds in a hamlet on a day.

    Parameters:
        head: the hamlet head's person; None when the post is vacant or does not stand.
        head_is_member: whether the head is a member of the Party, probationary or official.
        cell: the cell that covers the hamlet; None when none does.
        holders: who holds the wanted post of the cell; empty for the model of membership.
    """

    head: int | None
    head_is_member: bool
    cell: int | None
    holders: Collection[int] = ()


def judge(model: Model, hamlet: Hamlet) -> Obstacle:
    """Whether a hamlet meets a model, or the first thing in the way.

    Parameters:
        model: the model.
        hamlet: what holds there.
    """
    if model.wanted is Wanted.MEMBER:
        if hamlet.head is None:
            return Obstacle.NO_HEAD
        return Obstacle.NONE if hamlet.head_is_member else Obstacle.NOT_MEMBER
    if hamlet.cell is None:
        return Obstacle.NO_CELL
    if hamlet.head is None:
        return Obstacle.NO_HEAD
    if not hamlet.holders:
        return Obstacle.NO_HOLDER
    if hamlet.head in hamlet.holders:
        return Obstacle.NONE
    return Obstacle.TWO_PERSONS if hamlet.head_is_member else Obstacle.NOT_MEMBER


_SENTENCES: Mapping[Obstacle, tuple[str, str]] = {
    Obstacle.NO_CELL: ("Xóm chưa có chi bộ phụ trách.", "No cell covers the hamlet."),
    Obstacle.NO_HEAD: ("Chưa có trưởng xóm.", "There is no hamlet head."),
    Obstacle.NO_HOLDER: ("Chức danh ở chi bộ đang khuyết.", "The post of the cell is vacant."),
    Obstacle.NOT_MEMBER: ("Trưởng xóm chưa là đảng viên, nên chưa giữ chức danh ở chi bộ được.",
                          "The hamlet head is not a Party member, so cannot hold a post of the cell."),
    Obstacle.TWO_PERSONS: ("Hai người giữ hai chức danh.", "Two persons hold the two posts."),
}


def explain(model: Model, obstacle: Obstacle) -> Reason | None:
    """Why a hamlet does not meet a model, as a sentence; None when it does."""
    if obstacle is Obstacle.NONE:
        return None
    vi, en = _SENTENCES[obstacle]
    if obstacle is Obstacle.NOT_MEMBER and model.wanted is Wanted.MEMBER:
        vi, en = "Trưởng xóm chưa là đảng viên.", "The hamlet head is not a Party member."
    return Reason(vi, en, "VH-20", blocks=False)


def next_step(model: Model, obstacle: Obstacle) -> Reason | None:
    """What has to happen first for a hamlet to meet a model; None when it does."""
    steps: Mapping[Obstacle, tuple[str, str]] = {
        Obstacle.NO_CELL: ("Gắn xóm với một chi bộ, hoặc lập chi bộ.", "Tie the hamlet to a cell, or establish one."),
        Obstacle.NO_HEAD: ("Bầu trưởng xóm, giới thiệu người đang giữ chức danh ở chi bộ.", "Elect a hamlet head; propose who holds the post of the cell."),
        Obstacle.NO_HOLDER: ("Kiện toàn chi ủy, giới thiệu trưởng xóm.", "Fill the post of the cell; propose the hamlet head."),
        Obstacle.NOT_MEMBER: ("Bồi dưỡng kết nạp trưởng xóm, hoặc giới thiệu đảng viên ở lần bầu tới.",
                              "Prepare the hamlet head for admission, or propose a member at the next election."),
        Obstacle.TWO_PERSONS: ("Giới thiệu một người cho cả hai chức danh ở lần bầu tới.", "Propose one person for both posts at the next election."),
    }
    if obstacle is Obstacle.NONE:
        return None
    vi, en = steps[obstacle]
    if obstacle is Obstacle.NO_HEAD and model.wanted is Wanted.MEMBER:
        vi, en = "Bầu trưởng xóm, giới thiệu đảng viên.", "Elect a hamlet head; propose a Party member."
    return Reason(vi, en, "VH-20", blocks=False)
