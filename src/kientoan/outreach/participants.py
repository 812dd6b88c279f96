"""What a change of the tree means for campaigns and rounds."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.outreach.models import Round, RoundEnd, RoundOpening

CHUNK = 500


class OutreachParticipant:
    """Campaigns, what was told and what was asked stay with their units for ever. A round from house to house that goes on in a hamlet which ends is closed first:
    its numbers are of that hamlet's register."""

    models: Sequence[str] = ("outreach.Campaign", "outreach.CampaignHamlet", "outreach.Telling", "outreach.Round", "outreach.Question")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        units = sorted(change.units)
        opened, ended = RoundOpening.objects.known().values("round"), RoundEnd.objects.known().values("round")
        going_on = sum(Round.objects.filter(hamlet__in=units[start:start + CHUNK], pk__in=opened).exclude(pk__in=ended).count() for start in range(0, len(units), CHUNK))
        return [Consequence(Fate.NEEDS_PERSON, _("Vòng đến từng hộ còn mở: %(n)s; đóng vòng trước") % {"n": going_on}, going_on)] if going_on else []

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
