"""What a change of the tree means for `org`'s own rows: coverage and grants."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core.facts import end_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.org.models import Coverage, Grant, Placement


class OrgParticipant:
    """Units below follow a move; coverage and grants end with a unit that is dissolved."""

    models: Sequence[str] = (
        "org.UnitName", "org.UnitClass", "org.Placement", "org.UnitCode", "org.Coverage", "org.Grant", "org.UnitVersion")

    def _ending(self, change: Change) -> list[list[Coverage] | list[Grant]]:
        coverage = Coverage.objects.known().filter(valid_to__gt=change.on)
        return [
            [*coverage.filter(organization=change.unit_id), *coverage.filter(area=change.unit_id)],
            list(Grant.objects.known().filter(unit=change.unit_id, valid_to__gt=change.on)),
        ]

    def plan(self, change: Change) -> list[Consequence]:
        below = Placement.objects.known().filter(parent=change.unit_id, valid_to__gt=change.on).count()
        if change.kind is Kind.MOVE:
            return [Consequence(Fate.MOVES, ngettext("%(n)s đơn vị bên dưới đi theo", "%(n)s đơn vị bên dưới đi theo", below)
                                % {"n": below}, below)] if below else []
        lines: list[Consequence] = []
        if below:
            lines.append(Consequence(Fate.NEEDS_PERSON, ngettext(
                "Còn %(n)s đơn vị bên dưới; chuyển hoặc giải thể trước",
                "Còn %(n)s đơn vị bên dưới; chuyển hoặc giải thể trước", below) % {"n": below}, below))
        coverage, grants = self._ending(change)
        if coverage:
            lines.append(Consequence(Fate.CLOSES, _("Liên kết giữa tổ chức và địa bàn kết thúc: %(n)s") % {"n": len(coverage)}, len(coverage)))
        if grants:
            lines.append(Consequence(Fate.CLOSES, _("Quyền được giao tại đơn vị kết thúc: %(n)s") % {"n": len(grants)}, len(grants)))
        return lines

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act = in_operation()
        return sum(len(end_many(rows, at=act.at, on=change.on)) for rows in self._ending(change))
