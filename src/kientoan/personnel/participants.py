"""What a change of the tree means for personnel plans."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.personnel.models import PlanTerms
from kientoan.rules.periods import OPEN_END

CHUNK = 500


def _lasting(change: Change) -> list[PlanTerms]:
    units = sorted(change.units)
    return [terms for start in range(0, len(units), CHUNK)
            for terms in PlanTerms.objects.known().filter(plan__unit__in=units[start:start + CHUNK], valid_to__gt=change.on).order_by("pk")]


class PersonnelParticipant:
    """A plan ends with its organisation: whoever takes it over prepares anew. What was counted and announced stays to be read."""

    models: Sequence[str] = ("personnel.PersonnelPlan",)

    def plan(self, change: Change) -> list[Consequence]:
        lasting = [] if change.kind is Kind.MOVE else _lasting(change)
        if not lasting:
            return []
        count = len({terms.plan_id for terms in lasting})
        return [Consequence(Fate.CLOSES, _("Phương án nhân sự của đơn vị kết thúc: %(n)s") % {"n": count}, count)]

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        return len(end_many(_lasting(change), at=in_operation().at, on=change.on))

    def restore(self, change: Change) -> int:
        ended = list(PlanTerms.objects.known().filter(plan__unit__in=change.units, valid_to=change.on))
        correct_many([(terms, {"valid_to": OPEN_END}) for terms in ended], at=in_operation().at)
        return len(ended)
