"""What falls due under a unit: a list to which every app adds its kinds, so that one page and one command show all of them.

An app registers a source when it is ready; it answers with keys only, and whoever shows them asks for names of the few that are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from kientoan.core.access import Right
from kientoan.org.models import UnitVersion


@dataclass(frozen=True)
class DueItem:
    """Something that is due.

    Parameters:
        unit_id: the unit that it is about.
        due_on: the last day for it, or the day on which it happens.
        rule: the rule's id in the domain rules; empty for none.
        page, arguments: the address that it is seen and done at, by its name.
        person_id: whom it is about; None for nobody.
        detail: what tells it from others of its kind, a value of a closed list; empty for nothing.
    """

    unit_id: int
    due_on: date
    rule: str
    page: str
    arguments: tuple[int, ...]
    person_id: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class DueSource:
    """A kind of what is due.

    Parameters:
        key: its name in commands and addresses.
        label: its name on screens.
        right: what one must hold at the unit to see it.
        find: of a unit and all below it, as believed now and as of a day: what is due from a first to a last day, both counted.
        word: what a ``detail`` is called on screens.
    """

    key: str
    label: Promise | str
    right: Right
    find: Callable[[UnitVersion, date, date, date], list[DueItem]]
    word: Callable[[str], str] = str


_sources: dict[str, DueSource] = {}


def register(source: DueSource) -> None:
    """Add an app's kind; called once for each, when the app is ready."""
    _sources[source.key] = source


def sources() -> list[DueSource]:
    """The kinds there are, by key."""
    return [_sources[key] for key in sorted(_sources)]
