"""Which level may stand below which. Level is an attribute of a unit, not its depth (TN-11, TN-12)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from kientoan.rules.reasons import Reason

MAX_DEPTH = 8


class Level(StrEnum):
    """The levels of both trees, higher ones first within each."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    CENTRAL = "central"
    PROVINCIAL = "provincial"
    SUPERIOR = "superior"
    GRASSROOTS = "grassroots"
    CELL = "cell"


ABOVE: Mapping[Level, tuple[Level, ...]] = {
    Level.PROVINCE: (),
    Level.DISTRICT: (Level.PROVINCE,),
    Level.COMMUNE: (Level.DISTRICT, Level.PROVINCE),
    Level.HAMLET: (Level.COMMUNE,),
    Level.CENTRAL: (),
    Level.PROVINCIAL: (Level.CENTRAL,),
    Level.SUPERIOR: (Level.PROVINCIAL, Level.CENTRAL),
    Level.GRASSROOTS: (Level.SUPERIOR, Level.PROVINCIAL),
    Level.CELL: (Level.GRASSROOTS,),
}
ABOVE_SINCE: Mapping[tuple[Level, Level], date] = {
    # 294-QĐ/TW pilots commune organisations as the level directly above the grassroots, so their cells stand under one (TN-09).
    (Level.CELL, Level.SUPERIOR): date(2025, 7, 1),
}
"""Places that a level may take only from a day on."""
ROOTS = (Level.PROVINCE, Level.CENTRAL, Level.PROVINCIAL)
LEVEL_VI = {
    Level.PROVINCE: "cấp tỉnh", Level.DISTRICT: "cấp huyện", Level.COMMUNE: "cấp xã", Level.HAMLET: "xóm, tổ dân phố",
    Level.CENTRAL: "Trung ương", Level.PROVINCIAL: "đảng bộ tỉnh", Level.SUPERIOR: "cấp trên trực tiếp cơ sở",
    Level.GRASSROOTS: "tổ chức cơ sở đảng", Level.CELL: "chi bộ trực thuộc",
}
LEVEL_EN = {
    Level.PROVINCE: "province", Level.DISTRICT: "district", Level.COMMUNE: "commune", Level.HAMLET: "hamlet",
    Level.CENTRAL: "national Party", Level.PROVINCIAL: "provincial Party organisation",
    Level.SUPERIOR: "level directly above the grassroots", Level.GRASSROOTS: "grassroots Party organisation", Level.CELL: "cell",
}


def levels_above(level: Level, on: date) -> tuple[Level, ...]:
    """The levels under which a unit of ``level`` may stand on a day."""
    return (*ABOVE[level], *(parent for (each, parent), since in ABOVE_SINCE.items() if each is level and since <= on))


def is_higher(one: Level, other: Level) -> bool:
    """Whether ``one`` is a higher level of the same tree as ``other``."""
    order = list(Level)
    parted = order.index(Level.CENTRAL)
    at, below = order.index(one), order.index(other)
    return at < below and (at < parted) == (below < parted)


def refuse_place(level: Level, parent: Level | None, on: date, *, awaiting: bool = False) -> Reason | None:
    """Why a unit cannot stand where it would.

    Parameters:
        level: its level.
        parent: the level of the unit above; None at the top.
        on: the day, for what the rules allow changes.
        awaiting: whether it stands there only until a person places it; then any higher level will do.

    Returns:
        the reason, or None when it can.
    """
    if parent is None:
        if level in ROOTS:
            return None
        return Reason(f"{LEVEL_VI[level].capitalize()} phải có đơn vị cấp trên. Chọn đơn vị cấp trên.",
                      f"A unit of the level “{LEVEL_EN[level]}” needs one above it. Choose the unit above.", "TN-12")
    allowed = levels_above(level, on)
    if parent in allowed or (awaiting and is_higher(parent, level)):
        return None
    if not allowed:
        return Reason(f"{LEVEL_VI[level].capitalize()} đứng đầu cây, không đặt dưới {LEVEL_VI[parent]} được.",
                      f"The level “{LEVEL_EN[level]}” stands at the top of the tree and cannot stand under “{LEVEL_EN[parent]}”.", "TN-12")
    wanted_vi = " hoặc ".join(LEVEL_VI[each] for each in allowed)
    wanted_en = " or ".join(LEVEL_EN[each] for each in allowed)
    return Reason(f"{LEVEL_VI[level].capitalize()} không đặt dưới {LEVEL_VI[parent]} được; chỉ dưới {wanted_vi}.",
                  f"The level “{LEVEL_EN[level]}” cannot stand under “{LEVEL_EN[parent]}”; only under {wanted_en}.", "TN-12")
