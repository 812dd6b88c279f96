"""Who may see a candidacy: whoever keeps candidates at its cell or above. It is sensitive by default (PV-02), so to see persons is not enough."""

from collections.abc import Collection
from datetime import date

from kientoan.core.access import Actor, Right, SystemActor
from kientoan.org.access import PersonActor
from kientoan.org.models import UnitVersion


def may(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> bool:
    """Whether the actor may use a right at all of the units; agrees with the operations."""
    return actor.refusal(right, unit_ids, day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read of the candidacies of a unit and of all below it."""
    return may(actor, Right.KEEP_CANDIDATES, [unit_id], day)


def may_count(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read counts, targets, transfers and badges of a unit."""
    return may(actor, Right.SEE_PERSONS, [unit_id], day) or may_see(actor, unit_id, day)


def those_of(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> set[int]:
    """The units among ``unit_ids`` at which the actor may use a right; agrees with ``may``, in one query."""
    if not isinstance(actor, PersonActor):
        return set(unit_ids) if isinstance(actor, SystemActor) else set()
    tops = set() if actor.lacks_second_factor else actor.unit_ids(right)
    chains: dict[int, set[int]] = {}
    for version in UnitVersion.objects.filter(superseded_at=None, unit__in=set(unit_ids)).order_by("valid_from"):
        if version.valid_from <= day or version.unit_id not in chains:
            chains[version.unit_id] = set(version.chain)
    return {unit for unit, chain in chains.items() if chain & tops}
