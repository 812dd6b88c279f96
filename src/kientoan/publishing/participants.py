"""What a change of the tree means for what the public sent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.publishing.models import (
    Question,
    QuestionAnswer,
    Sending,
    SendingAnswer,
)

CHUNK = 500


class PublishingParticipant:
    """A letter or a question stays with the unit that it was sent to: whoever keeps what took that unit over, or stands above it, answers. Before a unit simply ends,
    what waits is answered."""

    models: Sequence[str] = ("publishing.Sending", "publishing.Question")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is not Kind.DISSOLVE:
            return []
        units = sorted(change.units)
        unanswered = (Sending.objects.exclude(pk__in=SendingAnswer.objects.known().values("sending")), Question.objects.exclude(pk__in=QuestionAnswer.objects.known().values("question")))
        waiting = sum(each.filter(unit__in=units[start:start + CHUNK]).count() for each in unanswered for start in range(0, len(units), CHUNK))
        if not waiting:
            return []
        return [Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s thư của dân chưa trả lời; trả lời trước") % {"n": waiting}, waiting)]

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
