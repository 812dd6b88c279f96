"""What a change of the tree means for evaluations."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.evaluation.models import EvaluationRound, RoundClosure

CHUNK = 500


class EvaluationParticipant:
    """A round, its grades and papers, and the group of an organisation stay with the unit for ever: they say what was true of a year. One that is open is closed afterwards by whoever
    keeps what the unit left, so a change only says that there is one."""

    models: Sequence[str] = ("evaluation.EvaluationRound", "evaluation.EvaluationSubject", "evaluation.RoundPaper", "evaluation.FunctionGroup")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        units, closed = sorted(change.units), RoundClosure.objects.known().filter(reopened="").values("round")
        still_open = sum(EvaluationRound.objects.filter(unit__in=units[start:start + CHUNK]).exclude(pk__in=closed).count() for start in range(0, len(units), CHUNK))
        return [Consequence(Fate.WARNS, _("Đợt đánh giá còn mở: %(n)s; đóng đợt trước, hoặc đơn vị kế thừa đóng sau") % {"n": still_open}, still_open)] if still_open else []

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
