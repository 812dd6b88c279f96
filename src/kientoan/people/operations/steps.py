"""What the operations on persons and posts share."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from kientoan.core.facts import correct, end, record, withdraw
from kientoan.core.models import Decision
from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import NotFound, Refusal, explained
from kientoan.org.models import UnitVersion
from kientoan.people import access
from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.people.models import PersonProfile, Qualification
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.persons import Birth, Precision, refuse_level
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


def learn(person_id: int, *, field: QualificationField, level: QualificationLevel, on: date, paper: Decision | None) -> Qualification:
    """From a day on a person has a level of a field; what was so before ends. A step of operations.

    Parameters:
        paper: the certificate or the decision that says so.

    Raises:
        Refusal: for a level of another field, one that is recorded already, or a day on or before the last.
    """
    act = in_operation()
    refuse_first([refused] if (refused := refuse_level(field, level)) else [], named="", place="level")
    standing = Qualification.objects.known().filter(person=person_id, field=field, valid_to=OPEN_END).first()
    if standing is not None and standing.level == level:
        raise Refusal(_("Trình độ này đã được ghi từ ngày %(day)s.") % {"day": write_day(standing.valid_from)}, place="level")
    if standing is not None and on in Period(standing.valid_from) and on > standing.valid_from:
        end(standing, at=act.at, on=on)
    elif standing is not None:
        raise Refusal(_("Trình độ hiện nay có từ ngày %(day)s. Chọn ngày sau đó.") % {"day": write_day(standing.valid_from)}, place="on")
    return record(Qualification, at=act.at, person_id=person_id, field=field, level=level, valid_from=on, decision=paper)


def unlearn(version: Qualification) -> None:
    """Take back a qualification; the one before it goes on. A step of operations."""
    act = in_operation()
    before = Qualification.objects.known().filter(person=version.person_id, field=version.field, valid_to=version.valid_from).first()
    withdraw(version, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=version.valid_to)


def qualification_of(fact_id: UUID) -> Qualification | None:
    """A qualification as it is believed now; None when it was taken back."""
    found: Qualification | None = Qualification.objects.known().filter(fact_id=fact_id).first()
    return found
