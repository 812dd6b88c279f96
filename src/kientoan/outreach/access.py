"""Who may see outreach: counts, whoever may see persons at the unit or runs outreach there; the list by household only at the hamlet itself."""

from collections.abc import Collection
from datetime import date

from kientoan.core.access import Actor, Right
from kientoan.org.access import PersonActor

READERS = (Right.SEE_PERSONS, Right.RUN_OUTREACH, Right.VISIT_HOUSEHOLDS)


def may(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> bool:
    """Whether the actor may use a right at all of the units; agrees with the operations."""
    return actor.refusal(right, unit_ids, day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read what a unit tells, and counts of how far it came."""
    return any(may(actor, right, [unit_id], day) for right in READERS)


def is_at_hamlet(actor: Actor, hamlet_id: int) -> bool:
    """Whether the actor visits households at this very hamlet: holds a role at it, or at a cell that covers it.

    A right at a commune, a district or a province reaches down everywhere else; it does not reach a list of who was met and who was not (PV-10). Nor does the machine.
    """
    return isinstance(actor, PersonActor) and not actor.lacks_second_factor and hamlet_id in actor.unit_ids(Right.VISIT_HOUSEHOLDS)
