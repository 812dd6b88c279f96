"""What a change of the tree means for `org`'s own rows: units below, coverage and grants."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core.facts import correct, end_many, record_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Item, Kind
from kientoan.org.models import Coverage, Grant, Placement, UnitName
from kientoan.rules.periods import OPEN_END

CHUNK = 500


def _among(model: Any, name: str, ids: Iterable[int], change: Change) -> list[Any]:
    """The facts of ``model`` that last beyond the change's day and name one of ``ids``."""
    ordered = sorted(ids)
    return [fact for start in range(0, len(ordered), CHUNK)
            for fact in model.objects.known().filter(**{f"{name}__in": ordered[start:start + CHUNK]}, valid_to__gt=change.on).order_by("pk")]


def item_of(unit_id: int) -> str:
    """How an answer names a unit that a divided one leaves."""
    return f"org.Placement:{unit_id}"


class OrgParticipant:
    """Units below follow a move and a merger, and are placed by a person after a division; coverage and grants end with a unit."""

    models: Sequence[str] = (
        "org.UnitName", "org.UnitClass", "org.Placement", "org.UnitCode", "org.Coverage", "org.Grant", "org.Succession", "org.UnitVersion")

    def _below(self, change: Change) -> list[Placement]:
        """The units directly below that do not end themselves."""
        ending = set(change.units)
        return [place for place in _among(Placement, "parent", change.units, change)
                if change.kind is Kind.MOVE or place.unit_id not in ending]

    def _coverage(self, change: Change) -> list[Coverage]:
        found = [*_among(Coverage, "organization", change.units, change), *_among(Coverage, "area", change.units, change)]
        return list({fact.pk: fact for fact in found}.values())

    def plan(self, change: Change) -> list[Consequence]:
        below = self._below(change)
        if change.kind is Kind.MOVE:
            return [Consequence(Fate.MOVES, ngettext("%(n)s đơn vị bên dưới đi theo", "%(n)s đơn vị bên dưới đi theo", len(below))
                                % {"n": len(below)}, len(below))] if below else []
        lines = [*self._plan_below(change, below)]
        coverage, grants = self._coverage(change), _among(Grant, "unit", change.units, change)
        if coverage:
            lines.append(Consequence(Fate.CLOSES, _("Liên kết giữa tổ chức và địa bàn kết thúc: %(n)s") % {"n": len(coverage)}, len(coverage)))
        if grants:
            lines.append(Consequence(Fate.CLOSES, _("Quyền được giao tại đơn vị kết thúc: %(n)s") % {"n": len(grants)}, len(grants)))
        return lines

    def _plan_below(self, change: Change, below: list[Placement]) -> list[Consequence]:
        if change.kind is Kind.DISSOLVE:
            return [Consequence(Fate.NEEDS_PERSON, ngettext(
                "Còn %(n)s đơn vị bên dưới; chuyển hoặc giải thể trước",
                "Còn %(n)s đơn vị bên dưới; chuyển hoặc giải thể trước", len(below)) % {"n": len(below)}, len(below))] if below else []
        following = [place for place in below if change.whole(place.parent_id) is not None]
        loose = [place for place in below if change.whole(place.parent_id) is None]
        names = self._names([place.unit_id for place in loose], change)
        placed = [place for place in loose if item_of(place.unit_id) in change.answers]
        waiting = [place for place in loose if item_of(place.unit_id) not in change.answers]
        lines: list[Consequence] = []
        for rows, fate, text in (
                (following, Fate.MOVES, _("Đơn vị bên dưới theo đơn vị nhận: %(n)s")),
                (placed, Fate.MOVES, _("Đơn vị bên dưới đã được xếp: %(n)s")),
                (waiting, Fate.WAITS, _("Đơn vị bên dưới chờ quyết định: %(n)s"))):
            if rows:
                items = () if rows is following else tuple(Item(item_of(place.unit_id), names[place.unit_id], place.parent_id) for place in rows)
                lines.append(Consequence(fate, text % {"n": len(rows)}, len(rows), items))
        return lines

    def _names(self, ids: list[int], change: Change) -> dict[int, str]:
        return {name.unit_id: name.name for name in _among(UnitName, "unit", ids, change)}

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act = in_operation()
        moved = self._carry(change) if change.kind is Kind.REORGANISE else 0
        coverage, grants = self._coverage(change), _among(Grant, "unit", change.units, change)
        ended = len(end_many(coverage, at=act.at, on=change.on)) + len(end_many(grants, at=act.at, on=change.on))
        return moved + ended + (self._cover(change, coverage) if change.kind is Kind.REORGANISE else 0)

    def restore(self, change: Change) -> int:
        act = in_operation()
        rows: list[Coverage | Grant] = [
            fact for model, name in ((Coverage, "organization"), (Coverage, "area"), (Grant, "unit"))
            for fact in model.objects.known().filter(**{f"{name}__in": change.units}, valid_to=change.on)]
        for row in rows:
            correct(row, at=act.at, valid_to=OPEN_END)
        return len(rows)

    def _carry(self, change: Change) -> int:
        """Put what stood below the units that end under those that take them, or where a person put it, or where it waits."""
        act = in_operation()
        below = self._below(change)
        end_many(below, at=act.at, on=change.on)
        rows: list[dict[str, Any]] = []
        for place in below:
            target = change.whole(place.parent_id)
            answer = change.answers.get(item_of(place.unit_id))
            waits = target is None and (answer is None or answer not in change.into.get(place.parent_id, ()))
            rows.append({"unit_id": place.unit_id, "parent_id": target if target is not None else answer, "valid_from": change.on,
                         "awaiting": waits or (place.awaiting and target is not None), "decision_id": change.decision_id,
                         "unconfirmed": change.unconfirmed})
        record_many(Placement, rows, at=act.at)
        return len(rows)

    def _cover(self, change: Change, ended: list[Coverage]) -> int:
        """Give the areas of organisations that end whole to their successors, where exactly one claims an area and none has it."""
        act = in_operation()
        claims: dict[int, set[int]] = {}
        for coverage in ended:
            one = change.whole(coverage.organization_id) if coverage.organization_id in change.into else coverage.organization_id
            area = change.whole(coverage.area_id) if coverage.area_id in change.into else coverage.area_id
            if isinstance(one, int) and isinstance(area, int):
                claims.setdefault(area, set()).add(one)
        taken = {fact.area_id for fact in _among(Coverage, "area", claims, change)}
        rows = [{"organization_id": next(iter(ones)), "area_id": area, "valid_from": change.on, "decision_id": change.decision_id,
                 "unconfirmed": change.unconfirmed}
                for area, ones in claims.items() if len(ones) == 1 and area not in taken]
        record_many(Coverage, rows, at=act.at)
        return len(rows)
