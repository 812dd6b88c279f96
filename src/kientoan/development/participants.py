"""What a change of the tree means for candidacies, targets and open transfers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many
from kientoan.core.given import OF_ALL
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.development.enums import RoadState, TransferStepKind
from kientoan.development.models import AdmissionTarget, CandidacyStanding, Transfer, TransferStep
from kientoan.rules.periods import OPEN_END

CHUNK = 500
GOING = (RoadState.OPEN, RoadState.PROBATION)


def _among(model: Any, name: str, ids: Iterable[int], change: Change) -> list[Any]:
    """The facts of ``model`` that last beyond the change's day and name one of ``ids``."""
    ordered = sorted(ids)
    return [fact for start in range(0, len(ordered), CHUNK)
            for fact in model.objects.known().filter(**{f"{name}__in": ordered[start:start + CHUNK]}, valid_to__gt=change.on).order_by("pk")]


def _open_transfers(ids: Iterable[int]) -> int:
    ordered = sorted(ids)
    over = TransferStep.objects.known().exclude(kind=TransferStepKind.REQUESTED).values("transfer")
    return sum(Transfer.objects.filter(**{f"{side}__in": ordered[start:start + CHUNK]}).exclude(pk__in=over).count()
               for start in range(0, len(ordered), CHUNK) for side in ("origin", "destination"))


class DevelopmentParticipant:
    """Candidacies go with a cell that lives on whole; of one that is divided or simply ends they are stopped or followed up first. Targets end with their unit.
    A transfer that waits is answered before one of its organisations ends."""

    models: Sequence[str] = ("development.CandidacyStanding", "development.AdmissionTarget", "development.Transfer")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        lines: list[Consequence] = []
        going = [each for each in _among(CandidacyStanding, "cell", change.units, change) if each.state in GOING]
        following = [each for each in going if change.whole(each.cell_id) is not None]
        loose = len(going) - len(following)
        if following:
            lines.append(Consequence(Fate.MOVES, _("Hồ sơ phát triển đảng viên theo tổ chức nhận: %(n)s") % {"n": len(following)}, len(following)))
        if loose:
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Hồ sơ phát triển đảng viên đang xét: %(n)s; dừng hoặc làm xong trước") % {"n": loose}, loose))
        if waiting := _open_transfers(change.units):
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Đề nghị chuyển sinh hoạt đang chờ: %(n)s; trả lời hoặc hủy trước") % {"n": waiting}, waiting))
        targets = _among(AdmissionTarget, "unit", change.units, change)
        if targets:
            lines.append(Consequence(Fate.CLOSES, _("Chỉ tiêu kết nạp của đơn vị kết thúc: %(n)s") % {"n": len(targets)}, len(targets)))
        return lines

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act = in_operation()
        targets = end_many(_among(AdmissionTarget, "unit", change.units, change), at=act.at, on=change.on)
        standings = _among(CandidacyStanding, "cell", change.units, change)
        moved = [(each, target) for each in standings if isinstance(target := change.whole(each.cell_id), int)]
        end_many([each for each, _target in moved], at=act.at, on=change.on)
        record_many(CandidacyStanding, [
            {**{name: getattr(each, name) for name in CandidacyStanding.carried() if name not in OF_ALL}, "cell_id": target,
             "valid_from": max(each.valid_from, change.on), "valid_to": each.valid_to, "decision_id": change.decision_id, "unconfirmed": change.unconfirmed}
            for each, target in moved], at=act.at)
        return len(targets) + len(moved)

    def restore(self, change: Change) -> int:
        act = in_operation()
        targets = list(AdmissionTarget.objects.known().filter(unit__in=change.units, valid_to=change.on))
        correct_many([(target, {"valid_to": OPEN_END}) for target in targets], at=act.at)
        return len(targets)
