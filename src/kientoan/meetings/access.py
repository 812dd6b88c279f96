"""Who may see a meeting: whoever may see persons at its unit, or holds its meetings."""

from datetime import date

from kientoan.core.access import Actor, Right


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read of a unit's meetings and households.

    Parameters:
        day: of the meeting, or the day of the register.
    """
    return any(actor.refusal(right, [unit_id], day) is None for right in (Right.SEE_PERSONS, Right.HOLD_MEETINGS))


def may_hold(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor holds a unit's meetings; agrees with the operations."""
    return actor.refusal(Right.HOLD_MEETINGS, [unit_id], day) is None
