"""How the apps above take part in what `people` does: what they keep about a person, for the own record; and what follows, inside the operation, when a record is restricted.

An app that keeps something about persons adds a ``Section`` when it is ready; the person then reads it at the own record, whatever rights the account has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from kientoan.core.operation import Act


@dataclass(frozen=True)
class OwnLine:
    """One thing that is kept about a person, as that person reads it.

    Parameters:
        day: the day that it is about.
        text: what it is, such as a task's title.
        about: the unit, the state, or what else tells it from others; may be empty.
        is_open: whether it is still to be done or to come; the first page of a member begins with these.
        page, number: the name of the address of its own page, and what that address takes; empty for a line that leads nowhere.
    """

    day: date
    text: str
    about: str = ""
    is_open: bool = False
    page: str = ""
    number: int = 0


@dataclass(frozen=True)
class Section:
    """What one app keeps about a person.

    Parameters:
        key: a stable name, such as ``tasks``; letters and hyphens.
        title: the heading.
        lines: answers with the newest first, for a person and a day, in a fixed number of queries; at most ``MOST``.
    """

    key: str
    title: Promise | str
    lines: Callable[[int, date], Sequence[OwnLine]]


MOST = 50
"""How many lines a section has at the most."""
sections: list[Section] = []
"""In the order in which the apps were made ready."""
restricted: list[Callable[[Act, int, str], None]] = []
"""Called with the act under way, the person's id and the reason; whoever shows persons to the public adds itself when it is ready."""


def tell_restricted(act: Act, person_id: int, reason: str) -> None:
    """Tell all of them."""
    for each in restricted:
        each(act, person_id, reason)
