"""The second day of a page that compares two: read from the address beside the page's own."""

from dataclasses import dataclass
from datetime import date

from kientoan.core import clock
from kientoan.org import queries
from kientoan.web.day import parse_day
from kientoan.web.page import Asking

PARAMETER = "voi"


@dataclass(frozen=True)
class BothDays:
    """The days of a comparison.

    Parameters:
        first, second: the earlier and the later one.
        other: the one that the page's own day is compared with.
    """

    first: date
    second: date
    other: date


def other_day(asking: Asking, *, default: date) -> date:
    """The day to compare with; when none is asked for the default, or the first day of the tree if that is later.

    Raises:
        Refusal: for a text that is no day, and for a day outside the tree.
    """
    text = asking.request.GET.get(PARAMETER, "").strip()
    day = parse_day(text) if text else queries.not_before_the_tree(default)
    queries.refuse_day(day, today=clock.today())
    return day


def both_days(asking: Asking, first: date, second: date) -> BothDays:
    """Both days, and which of them is not the page's own."""
    return BothDays(first, second, first if asking.day == second else second)
