"""Who may see a proposal: whoever may see persons at its unit, or raises or answers there; and the same at any body that it came to."""

from collections.abc import Collection
from datetime import date

from kientoan.core.access import Actor, Right

READERS = (Right.SEE_PERSONS, Right.RAISE_PROPOSALS, Right.ANSWER_PROPOSALS)


def may(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> bool:
    """Whether the actor may use a right at all of the units; agrees with the operations."""
    return actor.refusal(right, unit_ids, day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read of a unit's proposals."""
    return any(may(actor, right, [unit_id], day) for right in READERS)
