"""What two days have between them that makes their counts unlike: reforms, as data with their sources."""

from dataclasses import dataclass
from datetime import date

from kientoan.rules.days import write_day
from kientoan.rules.reasons import Reason


@dataclass(frozen=True)
class Reform:
    """A day from which counts are not what they were.

    Parameters:
        on: the first day of the new order.
        sources: the papers that made it.
        rule: the domain rule.
        vi, en: what cannot be compared across it, as a sentence after the day.
    """

    on: date
    sources: tuple[str, ...]
    rule: str
    vi: str
    en: str


REFORMS = (
    Reform(
        date(2025, 7, 1), ("294-QĐ/TW", "1683/NQ-UBTVQH15"), "TN-09",
        "cấp huyện không còn, các xã được sắp xếp lại, tổ chức đảng cấp xã thành cấp trên trực tiếp cơ sở; "
        "số tổ chức cơ sở đảng trước và sau ngày đó không so sánh được với nhau",
        "districts ended, communes were rearranged and their Party organisations became the level directly above the grassroots; "
        "counts of grassroots organisations before and after that day are not comparable",
    ),
)


def notes_between(first: date, second: date) -> list[Reason]:
    """What to say when counts of two days are set side by side; nothing when no reform lies between them (TN-09).

    Parameters:
        first, second: the days, in either order; figures hold to the end of each.
    """
    earlier, later = sorted((first, second))
    return [
        Reason(f"Từ ngày {write_day(reform.on)} {reform.vi} ({', '.join(reform.sources)}).",
               f"On {write_day(reform.on)} {reform.en} ({', '.join(reform.sources)}).", reform.rule, blocks=False)
        for reform in REFORMS if earlier < reform.on <= later]


def notes_outside(day: date, opens_on: date, due_on: date) -> list[Reason]:
    """The notes for a day that lies outside a period: those between it and the nearer end; none for a day inside.

    Parameters:
        day: the day shown.
        opens_on, due_on: the period, both inside, such as a season's calendar.
    """
    return notes_between(day, min(max(day, opens_on), due_on))
