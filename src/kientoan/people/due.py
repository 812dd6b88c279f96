"""What this app adds to the list of what is due: terms of posts."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kientoan.core.access import Right
from kientoan.org import due, tree
from kientoan.org.due import DueItem, DueSource
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.people.enums import PostKind
from kientoan.people.models import Holding


def terms(unit: UnitVersion, day: date, first: date, last: date) -> list[DueItem]:
    """The posts whose term ends (CG-10, VH-03)."""
    areas = areas_of(unit.unit_id, day) if unit.is_party else []
    units = tree.versions(day).filter(tree.under_any([unit, *areas])).values("unit")
    found = Holding.objects.known().on(day).filter(term_ends_on__gte=first, term_ends_on__lte=last, post__unit__in=units)
    hamlet = (PostKind.HAMLET_HEAD, PostKind.HAMLET_DEPUTY)
    return [DueItem(at, ends, "VH-03" if kind in hamlet else "CG-10", "person", (person,), person, kind) for at, ends, kind, person in
            found.values_list("post__unit", "term_ends_on", "post__kind", "person")]


def _post(value: str) -> str:
    return str(PostKind(value).label)


def register() -> None:
    """Add the kind to the list."""
    due.register(DueSource("term", _("hết nhiệm kỳ chức danh"), Right.SEE_PERSONS, terms, _post))
