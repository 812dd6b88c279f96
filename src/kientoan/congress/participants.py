"""What a change of the tree means for congresses."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.congress.enums import StepName
from kientoan.congress.models import Congress, CongressPlan, CongressStep, LevelWindow, Season
from kientoan.core.participants import Change, Consequence, Fate, Kind


class CongressParticipant:
    """Held congresses stay with their unit for ever, and so does a season that is over; one that is planned and not held, or a
    season under way, must be settled by a person."""

    models: Sequence[str] = ("congress.Congress", "congress.Season")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        lines: list[Consequence] = []
        units = list(change.units)
        planned = sum(Congress.objects.filter(
            unit__in=units[start:start + 500], pk__in=CongressPlan.objects.known().on(change.on).values("congress"),
        ).exclude(steps__in=CongressStep.objects.known().filter(step=StepName.HELD)).count() for start in range(0, len(units), 500))
        if planned:
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Đại hội đã có kế hoạch mà chưa tổ chức; bỏ kế hoạch trước"), planned))
        led = set(Season.objects.values_list("unit", flat=True)) & set(units)
        if led and LevelWindow.objects.known().filter(season__unit__in=led, valid_to__gt=change.on).exists():
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Đơn vị chủ trì một mùa đại hội")))
        return lines

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
