"""What a change of the tree means for elections."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.elections.models import Call, Cancellation, Election, Seal


class ElectionParticipant:
    """Sealed elections stay with their unit for ever; one that is under way must be settled by a person."""

    models: Sequence[str] = ("elections.Election",)

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        units = list(change.units)
        called = Call.objects.known().values("election")
        sealed = Seal.objects.known().values("election")
        gone = Cancellation.objects.known().values("election")
        under_way = sum(Election.objects.filter(unit__in=units[start:start + 500], pk__in=called).exclude(pk__in=sealed).exclude(pk__in=gone).count()
                        for start in range(0, len(units), 500))
        return [Consequence(Fate.NEEDS_PERSON, _("Cuộc bầu cử chưa niêm kết quả; niêm hoặc hủy trước"), under_way)] if under_way else []

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
