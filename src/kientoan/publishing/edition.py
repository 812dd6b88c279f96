"""Which edition of the public side stands: a number that grows with every change of what the public can read, and which units a change concerned.

Pages that were rendered under the edition that still stands may be shown again; the files of an export that concern no unit touched since need not be rendered.
"""

from collections.abc import Collection
from datetime import date

from kientoan.core import clock, marks
from kientoan.core.models import FactMark
from kientoan.org import tree
from kientoan.org.models import Coverage

PUBLIC = "publishing.public"
READ_AS_THEY_STAND = ("org.Coverage", "org.Placement", "org.Succession", "org.UnitClass", "org.UnitCode", "org.UnitName", "publishing.Channel", "publishing.Hotline")
"""Facts that pages of the public read as they stand; everything else of them is written by an operation that calls ``changed``."""
_DAY = date(1900, 1, 1)


def changed(*unit_ids: int) -> None:
    """Say, inside an operation, that what the public can read of some units is no longer what it was."""
    for label in (PUBLIC, *(f"{PUBLIC} {each}" for each in unit_ids)):
        marks.note(label, _DAY)


def edition() -> tuple[int, date]:
    """The edition that stands: its number, and the day, since a fact can begin to hold by itself; one query."""
    today = clock.today()
    return marks.last_touch((PUBLIC, *READ_AS_THEY_STAND), today), today


def concerned(since: int) -> set[int] | None:
    """The units whose pages may say something else since an edition: those touched, what stands above and below them, and what a touched organisation covers.

    Parameters:
        since: the number of the edition.

    Returns:
        ids; None for all, when the tree, a hotline or a channel has changed.
    """
    today = clock.today()
    if marks.last_touch(READ_AS_THEY_STAND, today) > since:
        return None
    touched = {int(label.rpartition(" ")[2]) for label in FactMark.objects.filter(model__startswith=f"{PUBLIC} ", number__gt=since).values_list("model", flat=True)}
    return _around(touched, today)


def _around(touched: Collection[int], today: date) -> set[int]:
    covered = set(Coverage.objects.known().on(today).filter(organization__in=touched).values_list("area", flat=True))
    around = {*touched, *covered}
    for unit in tree.versions(today).filter(unit__in=set(around)):
        around.update(unit.chain)
        around.update(tree.below(unit, today).values_list("unit", flat=True))
    return around
