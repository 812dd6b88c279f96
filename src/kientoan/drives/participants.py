"""What a change of the tree means for drives."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.drives.enums import PublicationName
from kientoan.drives.models import Drive, Published

CHUNK = 500


class DrivesParticipant:
    """A drive stays its unit's for ever: its book is of the households that decided on it. One that is not closed is to be closed by its own hands, before or after."""

    models: Sequence[str] = ("drives.Drive",)

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        units, closed = sorted(change.units), Published.objects.filter(kind=PublicationName.CLOSING).values("drive")
        count = sum(Drive.objects.filter(unit__in=units[start:start + CHUNK]).exclude(pk__in=closed).count() for start in range(0, len(units), CHUNK))
        return [Consequence(Fate.WARNS, _("Đợt vận động chưa khóa sổ vẫn thuộc đơn vị cũ; khóa sổ trước khi sắp xếp: %(n)s") % {"n": count}, count)] if count else []

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
