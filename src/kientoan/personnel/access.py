"""Who sees what of a plan: whoever prepares personnel there sees the work; who was dropped and why needs the right to what is sensitive
as well; everybody else who sees persons reads the slate once it is announced."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from kientoan.core.access import Actor, Right, SystemActor
from kientoan.core.refusal import refused_by
from kientoan.org import tree
from kientoan.org.access import PersonActor
from kientoan.org.models import UnitVersion
from kientoan.personnel.enums import Secrecy
from kientoan.personnel.models import Announcement, PersonnelPlan
from kientoan.rules.personnel import refuse_secret


@dataclass(frozen=True)
class Sight:
    """What somebody sees at a unit.

    Parameters:
        works: whether they see processes under way.
        dropped: whether they also see who was dropped, with votes and reasons.
        announced: whether they see slates that were announced.
    """

    works: bool
    dropped: bool
    announced: bool


def sight(actor: Actor, unit_id: int, day: date) -> Sight:
    """What an actor sees of the plans of a unit."""
    works = actor.refusal(Right.PREPARE_PERSONNEL, [unit_id], day) is None
    return Sight(works, works and actor.refusal(Right.SEE_SENSITIVE, [unit_id], day) is None,
                 works or actor.refusal(Right.SEE_PERSONS, [unit_id], day) is None)


def _within(actor: PersonActor, right: Right, day: date) -> QuerySet[UnitVersion]:
    """The units at which the actor has a right, as they stand on a day."""
    granted = list(tree.versions(day).filter(unit__in=actor.unit_ids(right)))
    return tree.versions(day).filter(tree.below_any(granted)) if granted else UnitVersion.objects.none()


def visible_to(actor: Actor, plans: QuerySet[PersonnelPlan], day: date) -> QuerySet[PersonnelPlan]:
    """The plans among ``plans`` that an actor may know of; agrees with ``sight`` on units that stand on the day."""
    if isinstance(actor, SystemActor):
        return plans
    if not isinstance(actor, PersonActor) or actor.lacks_second_factor:
        return plans.none()
    works = Q(unit__in=_within(actor, Right.PREPARE_PERSONNEL, day).values("unit").order_by())
    reads = Q(unit__in=_within(actor, Right.SEE_PERSONS, day).values("unit").order_by(), pk__in=Announcement.objects.known().on(day).values("plan"))
    return plans.filter(works | reads)


def refuse_mark(secrecy: str) -> None:
    """Refuse what is marked secret on an installation that is online (PV-13).

    Raises:
        Refusal: with the remedy.
    """
    if refused := refuse_secret(secret=secrecy == Secrecy.SECRET, online=settings.ONLINE):
        raise refused_by(refused, place="secrecy")
