"""Who may see and do what: figures and names are for whoever sees persons at the unit; who is to follow whom only for whoever prepares personnel there."""

from collections.abc import Collection
from datetime import date

from django.conf import settings

from kientoan.core.access import Actor, Right
from kientoan.core.refusal import refused_by
from kientoan.quality.enums import PlanSecrecy
from kientoan.rules.quality import refuse_secret_planning


def may(actor: Actor, right: Right, unit_ids: Collection[int], day: date) -> bool:
    """Whether the actor may use a right at all of the units; agrees with the operations."""
    return actor.refusal(right, unit_ids, day) is None


def may_see(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read figures of a unit and the names behind them."""
    return may(actor, Right.SEE_PERSONS, [unit_id], day)


def may_see_sensitive(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether small cells and names by a sensitive attribute may be shown (PV-02)."""
    return may_see(actor, unit_id, day) and may(actor, Right.SEE_SENSITIVE, [unit_id], day)


def may_see_planning(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may know who is to follow whom at a unit (PV-13)."""
    return may(actor, Right.PREPARE_PERSONNEL, [unit_id], day)


def may_train(actor: Actor, unit_id: int, day: date) -> bool:
    """Whether the actor may read the courses of a unit with who is on them."""
    return may(actor, Right.SEE_PERSONS, [unit_id], day) or may(actor, Right.KEEP_TRAINING, [unit_id], day)


def refuse_mark(secrecy: str) -> None:
    """Refuse what is marked secret on an installation that is online (PV-13).

    Raises:
        Refusal: with the remedy.
    """
    if refused := refuse_secret_planning(secret=secrecy == PlanSecrecy.SECRET, online=settings.ONLINE):
        raise refused_by(refused, place="secrecy")
