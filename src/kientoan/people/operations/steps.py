"""What the operations on persons and posts share."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from kientoan.core.operation import Act
from kientoan.core.refusal import NotFound, Refusal, explained
from kientoan.org.models import UnitVersion
from kientoan.people import access
from kientoan.people.models import PersonProfile
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import Birth, Precision
from kientoan.rules.reasons import Reason

CHUNK = 500


def chunks(ids: Iterable[Any]) -> Iterable[list[Any]]:
    """``ids``, each once and in order, in parts that one query takes."""
    ordered = sorted(set(ids))
    return (ordered[start:start + CHUNK] for start in range(0, len(ordered), CHUNK))


def lives(unit_ids: Iterable[int]) -> dict[int, Period]:
    """The days on which units are, from their founding to their end; those that never were are left out."""
    found: dict[int, Period] = {}
    for part in chunks(unit_ids):
        rows = UnitVersion.objects.filter(superseded_at=None, unit__in=part).values_list("unit").annotate(Min("valid_from"), Max("valid_to")).order_by()
        found |= {unit: Period(first, last) for unit, first, last in rows}
    return found


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """What persons are called, by the newest name."""
    found: dict[int, str] = {}
    for part in chunks(person_ids):
        rows = PersonProfile.objects.known().filter(person__in=part).order_by("valid_from").values_list("person", "full_name")
        found |= dict(rows)
    return found


def births_of(person_ids: Iterable[int]) -> dict[int, Birth]:
    """The births of persons as far as they are known."""
    found: dict[int, Birth] = {}
    for part in chunks(person_ids):
        rows = PersonProfile.objects.known().filter(person__in=part).exclude(born_on=None).order_by("valid_from")
        found |= {person: Birth(on, Precision(precision)) for person, on, precision in rows.values_list("person", "born_on", "born_precision")}
    return found


def refuse_unseen(act: Act, person_ids: Iterable[int]) -> None:
    """Refuse persons of whom the actor may not know.

    Raises:
        NotFound: without saying whether there is such a person.
    """
    access.refuse_unseen(act.actor, set(person_ids), act.today, _("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."))


def ask_person(act: Act, person_id: int) -> list[int]:
    """Ask for the operation's right at one of the units that a person is tied to.

    Raises:
        NotFound: when the actor may not know of the person.
        NotAllowed: when the right is had at none of the units.
    """
    refuse_unseen(act, [person_id])
    units = access.units_of(person_id, act.today)
    allowed = next((unit for unit in units if act.actor.refusal(act.right, [unit], act.today) is None), None)
    act.ask([allowed] if allowed is not None else units[:1])
    return units


def refuse_first(reasons: Sequence[Reason], *, named: str, place: str) -> list[str]:
    """Refuse for the first reason that blocks; otherwise the sentences that warn.

    Parameters:
        named: what the sentence is about, for a list of rows; may be empty.
        place: the field that it is about.
    """
    prefix = f"{named}: " if named else ""
    for reason in reasons:
        if reason.blocks:
            raise Refusal(prefix + explained(reason), place=place, rule=reason.rule)
    return [prefix + explained(reason) for reason in reasons]


def refuse_superseded(fact: Any) -> None:
    """Refuse a version that somebody corrected meanwhile, before anything else is said of it; the verbs would refuse it too."""
    if fact.superseded_at is not None:
        raise Refusal(_("Bản ghi này đã được người khác sửa trong lúc đó. Mở lại trang để thấy bản mới rồi làm lại."))


def seen(model: Any, version_id: int) -> Any:
    """The version that a person saw.

    Raises:
        NotFound: when there never was such a version.
    """
    found = model.objects.filter(pk=version_id).first()
    if found is None:
        raise NotFound(_("Không có bản ghi này. Mở lại trang rồi làm lại."))
    return found


def is_open(fact: Any) -> bool:
    """Whether a period lasts."""
    return bool(fact.valid_to == OPEN_END)
