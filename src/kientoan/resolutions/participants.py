"""What a change of the tree means for resolutions and tasks."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Item, Kind
from kientoan.resolutions.enums import TaskState
from kientoan.resolutions.models import TaskBrief, TaskStanding
from kientoan.rules.tasks import OPEN

CHUNK = 500
UNFINISHED = [state.value for state in OPEN] + [TaskState.DRAFT.value]


def item_of(task_id: int) -> str:
    """How an answer names a task of a divided unit."""
    return f"resolutions.Task:{task_id}"


class ResolutionsParticipant:
    """Resolutions, and tasks that are done or stopped, stay with their unit for ever. An open task goes to the unit that takes its lead's whole; of one that
    is divided a person says where each goes; of one that simply ends they are finished, handed over or stopped first."""

    models: Sequence[str] = ("resolutions.Resolution", "resolutions.Task", "resolutions.TaskStanding", "resolutions.TaskHelper")

    @staticmethod
    def _open(change: Change) -> list[TaskStanding]:
        units = sorted(change.units)
        return [standing for start in range(0, len(units), CHUNK)
                for standing in TaskStanding.objects.known().filter(unit__in=units[start:start + CHUNK], valid_to__gt=change.on, state__in=UNFINISHED).order_by("pk")]

    @staticmethod
    def _taker(change: Change, standing: TaskStanding) -> int | str | None:
        """The unit that leads the task afterwards; None when nobody said."""
        if change.kind is not Kind.REORGANISE:
            return None
        if (whole := change.whole(standing.unit_id)) is not None:
            return whole
        answer = change.answers.get(item_of(standing.task_id))
        return answer if answer in change.into.get(standing.unit_id, ()) else None

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        found = self._open(change)
        waiting = [standing for standing in found if self._taker(change, standing) is None]
        lines: list[Consequence] = []
        if follow := len(found) - len(waiting):
            lines.append(Consequence(Fate.MOVES, _("Việc đang mở sang đơn vị nhận: %(n)s") % {"n": follow}, follow))
        if waiting and change.kind is Kind.DISSOLVE:
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s việc đang mở; làm xong, giao đầu mối khác hoặc dừng trước") % {"n": len(waiting)}, len(waiting)))
        elif waiting:
            titles = dict(TaskBrief.objects.known().filter(task__in=[standing.task_id for standing in waiting][:CHUNK]).values_list("task", "title"))
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Việc đang mở của đơn vị bị chia cần giao đầu mối: %(n)s") % {"n": len(waiting)}, len(waiting), tuple(
                Item(item_of(standing.task_id), titles.get(standing.task_id, ""), standing.unit_id, may_wait=False) for standing in waiting)))
        return lines

    def apply(self, change: Change) -> int:
        if change.kind is not Kind.REORGANISE:
            return 0
        act = in_operation()
        moved = [(standing, taker) for standing in self._open(change) if isinstance(taker := self._taker(change, standing), int)]
        begun = [(standing, taker) for standing, taker in moved if standing.valid_from < change.on]
        end_many([standing for standing, _taker in begun], at=act.at, on=change.on)
        record_many(TaskStanding, [
            {"task_id": standing.task_id, "state": standing.state, "unit_id": taker, "person_id": standing.person_id, "due_on": standing.due_on,
             "done_on": standing.done_on, "valid_from": change.on, "valid_to": standing.valid_to, "decision_id": change.decision_id, "unconfirmed": change.unconfirmed}
            for standing, taker in begun], at=act.at)
        correct_many([(standing, {"unit": taker}) for standing, taker in moved if standing.valid_from >= change.on], at=act.at)
        return len(moved)

    def restore(self, change: Change) -> int:
        return 0
