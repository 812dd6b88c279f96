"""Which level may stand below which. Level is an attribute of a unit, not its depth (TN-11, TN-12)."""

from collections.abc import Mapping
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


def refuse_place(level: Level, parent: Level | None) -> Reason | None:
    """Why a unit of ``level`` cannot stand under one of level ``parent`` (None: at the top); None when it can."""
    if parent is None:
        if level in ROOTS:
            return None
        return Reason(f"{LEVEL_VI[level].capitalize()} phải có đơn vị cấp trên. Chọn đơn vị cấp trên.",
                      f"A unit of the level “{LEVEL_EN[level]}” needs one above it. Choose the unit above.", "TN-12")
    if parent in ABOVE[level]:
        return None
    if not ABOVE[level]:
        return Reason(f"{LEVEL_VI[level].capitalize()} đứng đầu cây, không đặt dưới {LEVEL_VI[parent]} được.",
                      f"The level “{LEVEL_EN[level]}” stands at the top of the tree and cannot stand under “{LEVEL_EN[parent]}”.", "TN-12")
    wanted_vi = " hoặc ".join(LEVEL_VI[each] for each in ABOVE[level])
    wanted_en = " or ".join(LEVEL_EN[each] for each in ABOVE[level])
    return Reason(f"{LEVEL_VI[level].capitalize()} không đặt dưới {LEVEL_VI[parent]} được; chỉ dưới {wanted_vi}.",
                  f"The level “{LEVEL_EN[level]}” cannot stand under “{LEVEL_EN[parent]}”; only under {wanted_en}.", "TN-12")
