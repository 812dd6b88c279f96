"""Who sees what of a plan: whoever prepares personnel there sees the work; who was dropped and why needs the right to what is sensitive
as well; everybody else who sees persons reads the slate once it is announced."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from kientoan.core.access import Actor, Right
from kientoan.core.refusal import refused_by
from kientoan.personnel.enums import Secrecy
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


def refuse_mark(secrecy: str) -> None:
    """Refuse what is marked secret on an installation that is online (PV-13).

    Raises:
        Refusal: with the remedy.
    """
    if refused := refuse_secret(secret=secrecy == Secrecy.SECRET, online=settings.ONLINE):
        raise refused_by(refused, place="secrecy")
