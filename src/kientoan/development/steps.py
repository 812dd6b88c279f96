"""What the operations on candidacies share."""

from datetime import date

from django.utils.translation import gettext as _

from kientoan.core import gates
from kientoan.core.facts import correct, withdraw
from kientoan.core.given import go_on
from kientoan.core.operation import Act, in_operation
from kientoan.core.refusal import Refusal, explained
from kientoan.development.enums import RoadState
from kientoan.development.models import CandidacyStanding, CandidacyStop, MemberCandidacy, StageEvent, Transfer
from kientoan.development.queries.candidacies import events_of, no_such_candidacy, road_of
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.people import access as people_access
from kientoan.people.queries import names_on
from kientoan.rules.development import Refused, Road, Stage, main_step
from kientoan.rules.periods import OPEN_END
from kientoan.working_days import working_calendar

DERIVED = ("stage", "state", "next_stage", "actor", "due_on", "rule")


def refused_by(found: Refused) -> Refusal:
    """A rule's refusal, beside its field, with the rule."""
    place, reason = found
    # A stage out of order is a matter of its day, which is the field that every stage has.
    return Refusal(f"{explained(reason)} ({reason.rule})" if reason.rule else explained(reason), place="on" if place == "stage" else place, rule=reason.rule)


def hold_person(person_id: int) -> None:
    """Make whoever changes what concerns one person's road or transfer wait for each other."""
    gates.hold(f"development.{person_id}")


def refuse_unseen_person(act: Act, person_id: int) -> None:
    """Refuse a person of whom the actor may not know.

    Raises:
        NotFound: without saying whether there is such a person.
    """
    people_access.refuse_unseen(act.actor, {person_id}, act.today, _("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."))


def label(person_id: int, day: date) -> str:
    """What the journal calls a person."""
    return names_on([person_id], day).get(person_id, "")


def held_candidacy(act: Act, candidacy_id: int) -> tuple[MemberCandidacy, CandidacyStanding]:
    """A candidacy of whose cell the actor may know, with its newest standing, held until the operation is over.

    Raises:
        NotFound: when there is none.
    """
    standing = CandidacyStanding.objects.known().filter(candidacy=candidacy_id, valid_to=OPEN_END).select_related("candidacy").first()
    if standing is None or act.actor.refusal(act.right, [standing.cell_id], act.today) is not None:
        act.ask([standing.cell_id] if standing is not None and act.actor.refusal(act.right, [standing.cell_id], act.today) is None else [])
        raise no_such_candidacy()
    hold_person(standing.candidacy.person_id)
    standing = CandidacyStanding.objects.known().filter(candidacy=candidacy_id, valid_to=OPEN_END).select_related("candidacy").get()
    act.ask([standing.cell_id])
    return standing.candidacy, standing


def cell_of(standing: CandidacyStanding, day: date) -> UnitVersion:
    """The candidate's cell on a day.

    Raises:
        Refusal: when it was not there.
    """
    cell = unit_on(standing.cell_id, day)
    if cell is None:
        raise Refusal(_("Ngày này chi bộ chưa có hoặc đã kết thúc. Sửa ngày."), place="on", rule="TN-11")
    return cell


def road_now(candidacy: MemberCandidacy, cell: UnitVersion | None, day: date) -> Road:
    """The road with everything that is believed now."""
    stopped = CandidacyStop.objects.known().filter(candidacy=candidacy).exists()
    return road_of(candidacy, cell, events_of(candidacy.pk), stopped=stopped, day=day)


def derived(road: Road) -> dict[str, object]:
    """What a standing says of a road."""
    step = main_step(road, working_calendar())
    state = (RoadState.STOPPED if road.stopped else RoadState.REMOVED if road.has(Stage.REMOVED) else RoadState.DONE if road.has(Stage.RECOGNISED)
             else RoadState.PROBATION if road.has(Stage.CEREMONY) else RoadState.OPEN)
    return {"stage": (road.stage or Stage.PROSPECT).value, "state": state, "next_stage": step.stage.value if step else "", "actor": step.who.value if step else "",
            "due_on": step.due_on if step else None, "rule": step.rule if step else ""}


def restand(candidacy: MemberCandidacy, standing: CandidacyStanding, on: date) -> CandidacyStanding:
    """Let the standing follow what was recorded for a day."""
    act = in_operation()
    cell = unit_on(standing.cell_id, on)
    return go_on(act, standing, on, **derived(road_now(candidacy, cell, on)))


def stand_back(candidacy: MemberCandidacy, standing: CandidacyStanding, event: StageEvent) -> None:
    """Let the standing follow what is left after the newest stage was taken back: as before it, unless that day holds something else too."""
    act = in_operation()
    values = derived(road_now(candidacy, unit_on(standing.cell_id, act.today), act.today))
    before = CandidacyStanding.objects.known().filter(candidacy=candidacy, valid_to=standing.valid_from).first()
    if before is not None and standing.valid_from == event.occurred_on and before.cell_id == standing.cell_id and before.tags == standing.tags:
        withdraw(standing, at=act.at)
        correct(before, at=act.at, valid_to=OPEN_END, **values)
        return
    correct(standing, at=act.at, **values)


def stand_at_origin(transfer: Transfer, on: date) -> None:
    """Let the standing of a candidacy that went with a transfer on a day be at the cell where it came from, as if it had stayed."""
    act = in_operation()
    standing = CandidacyStanding.objects.known().filter(candidacy__person=transfer.person_id, cell=transfer.destination_id, valid_from=on, valid_to=OPEN_END).first()
    if standing is None:
        return
    before = CandidacyStanding.objects.known().filter(candidacy=standing.candidacy_id, cell=transfer.origin_id, valid_to=on).first()
    if before is not None and all(getattr(before, name) == getattr(standing, name) for name in ("tags", *DERIVED)):
        withdraw(standing, at=act.at)
        correct(before, at=act.at, valid_to=OPEN_END)
        return
    correct(standing, at=act.at, cell_id=transfer.origin_id)
