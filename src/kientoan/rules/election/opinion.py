"""The opinion ballot on who enters the list (EL-20), and the surplus that a list may have (EL-16, EL-18).

The ballot asks about those whom the convener did not put up. They enter the list by the number of voices, high to low, until the surplus is reached;
whoever has no voice does not. Both are defaults that no official text was seen for. Equal voices for the last places are reported: the congress decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kientoan.rules.reasons import Reason


def most_surplus(seats: int) -> tuple[int, str]:
    """How many more names than seats a list may have, with the rule: one for 3 to 5 seats (EL-18), else 30 % rounded down (EL-16)."""
    return (1, "EL-18") if 3 <= seats <= 5 else (seats * 3 // 10, "EL-16")


def opinion_due(seats: int, convened: int, others: int) -> Reason | None:
    """Why an opinion ballot is due: those nominated and self-nominated take the list over the surplus; None when it is not (EL-20).

    Parameters:
        seats: to be filled.
        convened: names that the convener put up.
        others: names that were nominated, or put themselves up.
    """
    most, _rule = most_surplus(seats)
    if others == 0 or convened + others <= seats + most:
        return None
    return Reason(f"Danh sách {convened + others} người cho {seats} vị trí, số dư quá {most}: xin ý kiến bằng phiếu về {others} người được đề cử, tự ứng cử.",
                  f"{convened + others} names for {seats} seats, a surplus of more than {most}: an opinion ballot on the {others} nominated or self-nominated.", "EL-20", blocks=False)


def places_left(seats: int, convened: int) -> int:
    """How many names may join those of the convener until the surplus is reached."""
    return max(0, seats + most_surplus(seats)[0] - convened)


@dataclass(frozen=True)
class Opinion:
    """What an opinion ballot came to.

    Parameters:
        admitted: who enters the list, most voices first.
        tied: who has equal voices for the last places.
        spare: how many places the tied are for.
        left_out: who does not enter it, most voices first.
    """

    admitted: tuple[str, ...]
    tied: tuple[str, ...]
    spare: int
    left_out: tuple[str, ...]

    def reasons(self) -> list[Reason]:
        """What it came to, in sentences."""
        found = [Reason(f"Vào danh sách theo số ý kiến từ cao xuống thấp: {', '.join(self.admitted) or 'không ai'} (mặc định chưa kiểm chứng).",
                        f"Enter the list by voices from high to low: {', '.join(self.admitted) or 'nobody'} (unverified default).", "EL-20", blocks=False)]
        if self.tied:
            found.append(Reason(f"{', '.join(self.tied)} bằng số ý kiến cho {self.spare} chỗ cuối; đại hội quyết định.",
                                f"{', '.join(self.tied)} have equal voices for the last places ({self.spare}); the congress decides.", "EL-20", blocks=False))
        return found


def admit(voices: Sequence[tuple[str, int]], places: int) -> Opinion:
    """Take names by their voices from high to low until the places are filled; those of equal voices keep the order given.

    Parameters:
        voices: names with how many support each.
        places: how many may enter the list.
    """
    ranked = sorted(voices, key=lambda each: -each[1])
    supported = [each for each in ranked if each[1] > 0]
    if len(supported) <= places:
        admitted, tied = [name for name, _count in supported], list[str]()
    else:
        edge = supported[places][1]  # of the first for whom there is no place
        above = [name for name, count in supported if count > edge]
        level = [name for name, count in supported if count == edge]
        # Whoever is level with the edge is tied only if a place is left for some of them.
        admitted, tied = above, level if len(above) < places else []
    gone = {*admitted, *tied}
    return Opinion(tuple(admitted), tuple(tied), places - len(admitted) if tied else 0, tuple(name for name, _count in ranked if name not in gone))


def refuse_choice(opinion: Opinion, chosen: Sequence[str], votes: int, present: int) -> Reason | None:
    """Why what the congress is said to have decided on the tied cannot stand; None when it can.

    Parameters:
        chosen: those of the tied who enter the list; none is a decision too.
        votes, present: how many of those present were for it.
    """
    if strangers := [name for name in chosen if name not in opinion.tied]:
        return Reason(f"{', '.join(strangers)} không ở trong số người bằng ý kiến. Chọn lại.", f"{', '.join(strangers)} are not among the tied. Choose again.", "EL-20")
    if len(chosen) > opinion.spare:
        return Reason(f"Chỉ còn {opinion.spare} chỗ mà chọn {len(chosen)} người. Bỏ bớt.", f"{len(chosen)} chosen for {opinion.spare} places. Take some away.", "EL-20")
    if not present // 2 < votes <= present:
        return Reason(f"{votes}/{present} người có mặt tán thành: phải quá một nửa và không quá số có mặt. Xem lại hai số.",
                      f"{votes} of {present} present are for it: more than half, and no more than are present. Look at both numbers again.", "EL-20")
    return None
