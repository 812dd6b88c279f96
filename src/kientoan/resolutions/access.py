"""Who may see resolutions and tasks: whoever may see persons at the unit, or works on them there; and what is published above one's own unit."""

from collections.abc import Collection
from datetime import date

from kientoan.core.access import Actor, Right
from kientoan.org.access import PersonActor
from kientoan.org.models import UnitVersion

READERS = (Right.SEE_PERSONS, Right.KEEP_RESOLUTIONS, Right.GIVE_TASKS, Right.REPORT_TASKS)


def may(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> bool:
    """Whether the actor may use a right at all of the units; agrees with the operations."""
    return actor.refusal(right, unit_ids, day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read of a unit's tasks, and of its resolutions that are drafts."""
    return any(may(actor, right, [unit_id], day) for right in READERS)


def seen_among(actor: Actor, unit_ids: Collection[int], day: date) -> set[int]:
    """Those of some units of which ``may_see`` says yes; one query, whatever the units."""
    wanted = set(unit_ids)
    if not isinstance(actor, PersonActor):
        return {unit_id for unit_id in wanted if may_see(actor, unit_id, day)}
    if actor.lacks_second_factor:
        return set()
    allowed = set().union(*(actor.unit_ids(right) for right in READERS))
    chains: dict[int, set[int]] = {}
    for version in UnitVersion.objects.filter(superseded_at=None, unit__in=wanted).order_by("valid_from"):
        if version.valid_from <= day or version.unit_id not in chains:
            chains[version.unit_id] = set(version.chain)
    return {unit_id for unit_id in wanted if chains.get(unit_id, {unit_id}) & allowed}


def is_above_own(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether a unit stands above one at which the actor holds a role: what it published binds them."""
    return isinstance(actor, PersonActor) and any(unit_id in version.chain for version in actor.granted_versions(day))
