"""What a change of the tree means for standards, where persons live, planning and courses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many, withdraw_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.quality.models import CourseStop, CourseTerms, Residence, StandardTerm, Successor
from kientoan.rules.periods import OPEN_END

CHUNK = 500
ENDING: tuple[tuple[Any, str], ...] = ((StandardTerm, "standard__unit"), (Successor, "post__unit"))
"""What ends with its unit."""


def _lasting(model: Any, name: str, change: Change) -> list[Any]:
    units = sorted(change.units)
    return [fact for start in range(0, len(units), CHUNK)
            for fact in model.objects.known().filter(**{f"{name}__in": units[start:start + CHUNK]}, valid_to__gt=change.on).order_by("pk")]


def _open_courses(change: Change) -> int:
    units = sorted(change.units)
    stopped = CourseStop.objects.known().values("course")
    return sum(CourseTerms.objects.known().filter(course__unit__in=units[start:start + CHUNK], ends_on__gte=change.on).exclude(course__in=stopped).count()
               for start in range(0, len(units), CHUNK))


class QualityParticipant:
    """What a unit set for posts and who is to follow in its posts end with it. Whoever lives in a hamlet lives in the one that takes it whole; of one that is divided it is
    to be entered anew. Decisions of a plan and courses stay with their unit for ever; of a course that goes on one is told."""

    models: Sequence[str] = ("quality.PostStandard", "quality.Residence", "quality.PlanItem", "quality.Course")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        standards, successors = (_lasting(model, name, change) for model, name in ENDING)
        homes = _lasting(Residence, "hamlet", change)
        follow = sum(change.whole(home.hamlet_id) is not None for home in homes)
        lines = [
            (Fate.CLOSES, _("Tiêu chuẩn chức danh do đơn vị đặt hết hiệu lực: %(n)s"), len(standards)), (Fate.CLOSES, _("Quy hoạch cho chức danh của đơn vị kết thúc: %(n)s"), len(successors)),
            (Fate.MOVES, _("Nơi ở đã ghi sang xóm tiếp nhận: %(n)s"), follow), (Fate.CLOSES, _("Nơi ở đã ghi phải ghi lại: %(n)s"), len(homes) - follow),
            (Fate.WARNS, _("Lớp bồi dưỡng đang mở của đơn vị: %(n)s"), _open_courses(change))]
        return [Consequence(fate, text % {"n": count}, count) for fate, text, count in lines if count]

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act, touched = in_operation(), 0
        for model, name in ENDING:
            touched += len(end_many(_lasting(model, name, change), at=act.at, on=change.on))
        homes = _lasting(Residence, "hamlet", change)
        end_many(homes, at=act.at, on=change.on)
        moved = [(home, taker) for home in homes if isinstance(taker := change.whole(home.hamlet_id), int)]
        record_many(Residence, [{"person_id": home.person_id, "hamlet_id": taker, "valid_from": max(home.valid_from, change.on), "valid_to": home.valid_to,
                                 "decision_id": change.decision_id, "unconfirmed": change.unconfirmed} for home, taker in moved], at=act.at)
        return touched + len(homes)

    def restore(self, change: Change) -> int:
        act = in_operation()
        ended = [_ended(model, name, change) for model, name in (*ENDING, (Residence, "hamlet"))]
        persons = sorted({home.person_id for home in ended[-1]})
        followed = [home for start in range(0, len(persons), CHUNK)
                    for home in Residence.objects.known().filter(person__in=persons[start:start + CHUNK], valid_from=change.on)]
        withdraw_many(followed, at=act.at)
        for facts in ended:
            correct_many([(fact, {"valid_to": OPEN_END}) for fact in facts], at=act.at)
        return sum(map(len, ended))


def _ended(model: Any, name: str, change: Change) -> list[Any]:
    units: Iterable[int] = sorted(change.units)
    return list(model.objects.known().filter(**{f"{name}__in": units}, valid_to=change.on))
