"""Which unit a page on persons and posts is about."""

from kientoan.core.access import Right
from kientoan.org import access, queries
from kientoan.org.models import UnitVersion
from kientoan.web.page import Asking
from kientoan.web.people.choosing import chosen


def own_unit(asking: Asking, right: Right) -> UnitVersion | None:
    """The unit that the address names, else the highest at which one has the right; None when none stands on the day.

    Raises:
        NotFound: for a unit that is not there, or that one may not know of.
    """
    wanted = chosen(asking, "don-vi")
    if wanted is not None:
        unit = queries.unit_on(wanted, asking.day)
        if unit is None or not access.may_see(asking.actor, unit, asking.day):
            raise queries.no_such_unit()
        return unit
    held = asking.actor.unit_ids(right)
    units = sorted((unit for unit in asking.actor.granted_versions(asking.day) if unit.unit_id in held), key=lambda unit: (not unit.is_party, unit.depth, unit.sort_key))
    return units[0] if units else None


def last_seen_unit(asking: Asking, unit_id: int) -> UnitVersion:
    """A unit as it stands on the page's day, or as it last stood, if the person may know of it.

    Raises:
        NotFound: when it never was, or may not be known.
    """
    known = queries.first_and_last(unit_id)
    unit = queries.unit_on(unit_id, asking.day) or (known[1] if known else None)
    if unit is None or not access.may_see(asking.actor, unit, asking.day):
        raise queries.no_such_unit()
    return unit
