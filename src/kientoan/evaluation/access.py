"""Who may see evaluations: counts, whoever sees persons at the unit or works on its evaluation; grades of persons, whoever works on it or reads sensitive data there."""

from collections.abc import Collection
from datetime import date

from kientoan.core.access import Actor, Right

WORKERS = (Right.HOLD_EVALUATIONS, Right.APPRAISE_EVALUATIONS, Right.DECIDE_EVALUATIONS)
READERS = (Right.SEE_PERSONS, *WORKERS)
GRADE_READERS = (Right.SEE_SENSITIVE, *WORKERS)


def may(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> bool:
    """Whether the actor may use a right at all of the units; agrees with the operations."""
    return actor.refusal(right, unit_ids, day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read counts of a unit's evaluations."""
    return any(may(actor, right, [unit_id], day) for right in READERS)


def may_see_grades(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read who of a cell has which grade (PV-02, PV-10)."""
    return any(may(actor, right, [unit_id], day) for right in GRADE_READERS)
