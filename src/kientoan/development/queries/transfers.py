"""Transfers of members from one organisation to another, as both sides see them (NM-16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right, system_actor
from kientoan.core.refusal import NotFound
from kientoan.development import access
from kientoan.development.enums import TransferStepKind
from kientoan.development.models import Transfer, TransferStep
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import names_of, no_such_unit, search
from kientoan.people.queries import names_on

MOST = 200


@dataclass(frozen=True)
class TransferRow:
    """A transfer.

    Parameters:
        state: its newest step.
        requested_on, due_on: when it was asked for and until when it is to be done.
        incoming, outgoing: on which side the asker acts.
        left: days until it is due; None once it was answered.
    """

    transfer_id: int
    person_id: int
    name: str
    origin_id: int
    origin: str
    destination_id: int
    destination: str
    state: TransferStepKind
    requested_on: date
    due_on: date
    closed_on: date | None
    reason: str
    incoming: bool
    outgoing: bool
    left: int | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is TransferStepKind.REQUESTED

    @property
    def undoes(self) -> bool:
        """Whether the asker may take the acceptance back, as long as nothing rests on it."""
        return self.state is TransferStepKind.ACCEPTED and self.incoming


def organizations_called(query: str, day: date) -> list[UnitVersion]:
    """The cells and grassroots organisations of the whole tree with a name: a member may go to one that the asker keeps nothing of. Names of organisations only."""
    found = search(system_actor("transfer"), query, day, limit=MOST)
    return [unit for unit in found if unit.tree == Tree.PARTY and unit.level in (UnitLevel.CELL, UnitLevel.GRASSROOTS)]


def _closing(day: date | None) -> QuerySet[TransferStep]:
    found = TransferStep.objects.known().filter(transfer=OuterRef("pk")).exclude(kind=TransferStepKind.REQUESTED)
    return found if day is None else found.on(day)


def open_transfer_of(person_id: int) -> Transfer | None:
    """The transfer of a person that waits for an answer; None for none."""
    asked = TransferStep.objects.known().filter(transfer=OuterRef("pk"), kind=TransferStepKind.REQUESTED)
    return Transfer.objects.filter(Exists(asked), ~Exists(_closing(None)), person=person_id).first()


def _rows(actor: Actor, found: Sequence[Transfer], day: date) -> list[TransferRow]:
    steps: dict[int, dict[str, TransferStep]] = {each.pk: {} for each in found}
    for step in TransferStep.objects.known().on(day).filter(transfer__in=list(steps)):
        steps[step.transfer_id][step.kind] = step
    units = names_of({unit for each in found for unit in (each.origin_id, each.destination_id)}, day)
    names = names_on([each.person_id for each in found], day)
    acts = access.those_of(actor, Right.KEEP_CANDIDATES, list(units), day)
    rows = []
    for each in found:
        asked = steps[each.pk].get(TransferStepKind.REQUESTED)
        if asked is None or asked.due_on is None:
            continue
        closed = next((step for kind, step in steps[each.pk].items() if kind != TransferStepKind.REQUESTED), None)
        rows.append(TransferRow(
            each.pk, each.person_id, names.get(each.person_id, ""), each.origin_id, units.get(each.origin_id, ""), each.destination_id, units.get(each.destination_id, ""),
            TransferStepKind(closed.kind if closed else asked.kind), asked.occurred_on, asked.due_on, closed.occurred_on if closed else None, closed.reason if closed else "",
            each.destination_id in acts, each.origin_id in acts, None if closed else (asked.due_on - day).days))
    return rows


def transfers_at(actor: Actor, unit: UnitVersion, day: date) -> list[TransferRow]:
    """The transfers into and out of a unit and all below it: those that wait first, by due day; of the others the newest.

    Raises:
        NotFound: when the actor may not know of the unit's transfers.
    """
    if not access.may_count(actor, unit.unit_id, day):
        raise no_such_unit()
    below = tree.below(unit, day).values("unit")
    asked = TransferStep.objects.known().on(day).filter(transfer=OuterRef("pk"), kind=TransferStepKind.REQUESTED)
    found = Transfer.objects.filter(Q(origin__in=below) | Q(destination__in=below), Exists(asked)).order_by("-pk")
    waiting = list(found.exclude(Exists(_closing(day)))[:MOST])
    over = list(found.filter(Exists(_closing(day)))[:20])
    rows = _rows(actor, [*waiting, *over], day)
    return sorted(rows, key=lambda row: (not row.is_open, row.due_on if row.is_open else date.max, -row.transfer_id))


def transfer_found(actor: Actor, transfer_id: int, day: date) -> TransferRow:
    """One transfer, for whoever acts on one of its sides.

    Raises:
        NotFound: when there is none that the actor may know of.
    """
    found = Transfer.objects.filter(pk=transfer_id).first()
    rows = _rows(actor, [found], day) if found else []
    if not rows or not (rows[0].incoming or rows[0].outgoing):
        raise NotFound(_("Không có đề nghị chuyển sinh hoạt này, hoặc nằm ngoài phạm vi được xem."))
    return rows[0]
