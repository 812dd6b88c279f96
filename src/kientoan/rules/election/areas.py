"""Polling areas of an electoral unit: how large they are, and who cannot be on their teams (NA-02, NA-10)."""

from collections.abc import Collection, Mapping

from kientoan.rules.reasons import Reason

FEWEST_VOTERS, MOST_VOTERS = 300, 4_000
"""How many voters a polling area has; in mountains, on islands and where few live it may have fewer (NA-02)."""


def heeded_size(number: int, registered: int) -> Reason | None:
    """What is to be heeded of the voters of an area; it refuses nothing, since the law lets some areas be smaller.

    Parameters:
        number: the area's.
        registered: voters on its roll.
    """
    if registered < FEWEST_VOTERS:
        return Reason(f"Khu vực bỏ phiếu số {number} có {registered} cử tri, dưới {FEWEST_VOTERS}; chỉ được ở miền núi, hải đảo, nơi dân cư không tập trung; NA-02",
                      f"Polling area {number} has {registered} voters, fewer than {FEWEST_VOTERS}; only mountains, islands and places where few live may; NA-02", "NA-02", blocks=False)
    if registered > MOST_VOTERS:
        return Reason(f"Khu vực bỏ phiếu số {number} có {registered} cử tri, trên {MOST_VOTERS}; chia thành nhiều khu vực; NA-02",
                      f"Polling area {number} has {registered} voters, more than {MOST_VOTERS}; divide it; NA-02", "NA-02", blocks=False)
    return None


def refuse_team(team: Collection[str], elsewhere: Mapping[str, int]) -> Reason | None:
    """Why people cannot be on the team of an area: they sit in another area of the same unit.

    Parameters:
        team: who, by whatever tells people apart.
        elsewhere: who sits in which other area.
    """
    both = [(name, elsewhere[name]) for name in team if name in elsewhere]
    if not both:
        return None
    vi, en = ("; ".join(f"{name} ({word} {number})" for name, number in both) for word in ("khu vực số", "area"))
    return Reason(f"Đã ở tổ bầu cử khác của đơn vị: {vi}. Mỗi người ở một tổ; chọn người khác, hoặc thêm năm sinh khi chỉ trùng tên.",
                  f"On another polling team of the unit already: {en}. Each sits on one; choose somebody else, or add the year of birth to namesakes.", "NA-10")
