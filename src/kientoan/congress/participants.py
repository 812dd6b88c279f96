"""What a change of the tree means for congresses."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.congress.enums import StepName
from kientoan.congress.models import Congress, CongressPlan, CongressStep, Season
from kientoan.core.participants import Change, Consequence, Fate, Kind


class CongressParticipant:
    """Held congresses stay with their unit for ever; one that is planned and not held must be settled by a person."""

    models: Sequence[str] = ("congress.Congress", "congress.Season")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        lines: list[Consequence] = []
        planned = Congress.objects.filter(
            unit=change.unit_id, pk__in=CongressPlan.objects.known().on(change.on).values("congress"),
        ).exclude(steps__in=CongressStep.objects.known().filter(step=StepName.HELD)).count()
        if planned:
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Đại hội đã có kế hoạch mà chưa tổ chức; bỏ kế hoạch trước"), planned))
        if Season.objects.filter(unit=change.unit_id).exists():
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Đơn vị chủ trì một mùa đại hội")))
        return lines

    def apply(self, change: Change) -> int:
        return 0

