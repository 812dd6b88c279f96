"""Who may see a drive: whoever may see persons at its unit, or keeps, supervises or approves its book."""

from datetime import date

from kientoan.core.access import Actor, Right

READERS = (Right.SEE_PERSONS, Right.KEEP_DRIVES, Right.SUPERVISE_DRIVES, Right.APPROVE_DRIVES)


def may(actor: Actor, right: Right, unit_id: int, day: date) -> bool:
    """Whether the actor may use a right at a unit; agrees with the operations."""
    return actor.refusal(right, [unit_id], day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read of a unit's drives."""
    return any(may(actor, right, unit_id, day) for right in READERS)
