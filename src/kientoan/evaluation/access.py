"""Who may see evaluations: counts, whoever sees persons at the unit or works on its evaluation; grades of persons, whoever works on it or reads sensitive data there."""

from collections.abc import Collection
from datetime import date

from kientoan.core.access import Actor, Right
from kientoan.org.access import PersonActor
from kientoan.org.models import UnitVersion

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


def seen_among(actor: Actor, unit_ids: Collection[int], day: date, *, grades: bool = False) -> set[int]:
    """Those of some units of which ``may_see``, or ``may_see_grades``, says yes; one query, whatever the units.

    Parameters:
        grades: whether grades of persons are to be read.
    """
    wanted, judge = set(unit_ids), may_see_grades if grades else may_see
    if not isinstance(actor, PersonActor):
        return {unit_id for unit_id in wanted if judge(actor, unit_id, day)}
    if actor.lacks_second_factor:
        return set()
    allowed = set().union(*(actor.unit_ids(right) for right in (GRADE_READERS if grades else READERS)))
    chains: dict[int, set[int]] = {}
    for version in UnitVersion.objects.filter(superseded_at=None, unit__in=wanted).order_by("valid_from"):
        if version.valid_from <= day or version.unit_id not in chains:
            chains[version.unit_id] = set(version.chain)
    return {unit_id for unit_id in wanted if chains.get(unit_id, {unit_id}) & allowed}
