"""What a change of the tree means for posts, who holds them, and members of the Party."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Item, Kind
from kientoan.people.enums import HoldingEnd, MembershipEnd
from kientoan.people.models import ConcurrencyTarget, Holding, Membership, Post, PostStanding
from kientoan.people.queries import names_on
from kientoan.rules.periods import OPEN_END

CHUNK = 500


def _among(model: Any, name: str, ids: Iterable[int], change: Change) -> list[Any]:
    """The facts of ``model`` that last beyond the change's day and name one of ``ids``."""
    ordered = sorted(ids)
    return [fact for start in range(0, len(ordered), CHUNK)
            for fact in model.objects.known().filter(**{f"{name}__in": ordered[start:start + CHUNK]}, valid_to__gt=change.on).order_by("pk")]


def item_of(person_id: int) -> str:
    """How an answer names a member of a divided organisation."""
    return f"people.Membership:{person_id}"


def person_of(key: str) -> int | None:
    """The person whom an item is about, whose membership not everybody may read; None for an item of another app."""
    label, _sign, number = key.partition(":")
    return int(number) if label == "people.Membership" else None


class PeopleParticipant:
    """Posts close with their unit and are no longer held. Members go with an organisation that lives on whole; of one that is divided
    a person says of each where they go; of one that simply ends they are to be transferred before."""

    models: Sequence[str] = ("people.Post", "people.Membership", "people.Person", "people.ConcurrencyTarget")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        lines: list[Consequence] = []
        standings = _among(PostStanding, "post__unit", change.units, change)
        holdings = _among(Holding, "post__unit", change.units, change)
        if standings:
            lines.append(Consequence(Fate.CLOSES, _("Chức danh của đơn vị đóng lại: %(n)s") % {"n": len(standings)}, len(standings)))
        if holdings:
            lines.append(Consequence(Fate.CLOSES, _("Người thôi giữ chức danh vì đơn vị kết thúc: %(n)s") % {"n": len(holdings)}, len(holdings)))
        return [*lines, *self._plan_members(change, _among(Membership, "unit", change.units, change))]

    def _plan_members(self, change: Change, members: list[Membership]) -> list[Consequence]:
        if not members:
            return []
        if change.kind is Kind.DISSOLVE:
            return [Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s đảng viên; chuyển sinh hoạt trước") % {"n": len(members)}, len(members))]
        following = [member for member in members if change.whole(member.unit_id) is not None]
        loose = [member for member in members if change.whole(member.unit_id) is None]
        placed = [member for member in loose if self._answer(change, member) is not None]
        waiting = [member for member in loose if self._answer(change, member) is None]
        names = names_on([member.person_id for member in waiting], change.on)
        lines: list[Consequence] = []
        for rows, fate, text in (
                (following, Fate.MOVES, _("Đảng viên theo tổ chức nhận: %(n)s")),
                (placed, Fate.MOVES, _("Đảng viên đã được xếp vào tổ chức: %(n)s")),
                (waiting, Fate.NEEDS_PERSON, _("Đảng viên của tổ chức bị chia cần được xếp: %(n)s"))):
            if rows:
                items = tuple(Item(item_of(member.person_id), names.get(member.person_id, ""), member.unit_id, may_wait=False)
                              for member in sorted(rows, key=lambda each: each.pk)) if rows is waiting else ()
                lines.append(Consequence(fate, text % {"n": len(rows)}, len(rows), items))
        return lines

    def _answer(self, change: Change, member: Membership) -> int | str | None:
        """Where a person put a member of a divided organisation; None when nowhere, or outside of its parts."""
        answer = change.answers.get(item_of(member.person_id))
        return answer if answer in change.into.get(member.unit_id, ()) else None

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act = in_operation()
        self._lock(change)
        holdings = _among(Holding, "post__unit", change.units, change)
        standings = _among(PostStanding, "post__unit", change.units, change)
        ended = end_many(holdings, at=act.at, on=change.on, end_reason=HoldingEnd.UNIT_ENDED, end_decision=change.decision_id)
        closed = end_many(standings, at=act.at, on=change.on)
        targets = end_many(_among(ConcurrencyTarget, "hamlet", change.units, change), at=act.at, on=change.on)
        return len(ended) + len(closed) + len(targets) + (self._carry(change) if change.kind is Kind.REORGANISE else 0)

    def restore(self, change: Change) -> int:
        act = in_operation()
        self._lock(change)
        standings = list(PostStanding.objects.known().filter(post__unit__in=change.units, valid_to=change.on))
        holdings = list(Holding.objects.known().filter(post__unit__in=change.units, valid_to=change.on, end_reason=HoldingEnd.UNIT_ENDED))
        targets = list(ConcurrencyTarget.objects.known().filter(hamlet__in=change.units, valid_to=change.on))
        correct_many([(standing, {"valid_to": OPEN_END}) for standing in standings], at=act.at)
        correct_many([(holding, {"valid_to": OPEN_END, "end_reason": "", "end_decision": None}) for holding in holdings], at=act.at)
        correct_many([(target, {"valid_to": OPEN_END}) for target in targets], at=act.at)
        return len(standings) + len(holdings) + len(targets)

    def _lock(self, change: Change) -> None:
        """Lock the posts first: whoever fills one meanwhile is then seen, or sees it closed."""
        units = sorted(change.units)
        for start in range(0, len(units), CHUNK):
            list(Post.objects.select_for_update().filter(unit__in=units[start:start + CHUNK]).order_by("pk").values_list("pk"))

    def _carry(self, change: Change) -> int:
        """Put members into the organisation that takes theirs, or into the one that a person chose."""
        act = in_operation()
        members = _among(Membership, "unit", change.units, change)
        moved: list[tuple[Membership, int]] = []
        for member in members:
            target = change.whole(member.unit_id)
            target = target if target is not None else self._answer(change, member)
            if isinstance(target, int):
                moved.append((member, target))
        end_many([member for member, _target in moved], at=act.at, on=change.on, end_reason=MembershipEnd.UNIT_ENDED)
        record_many(Membership, [
            {"person_id": member.person_id, "unit_id": target, "stage": member.stage, "admitted_on": member.admitted_on,
             "official_on": member.official_on, "valid_from": max(member.valid_from, change.on), "valid_to": member.valid_to,
             "end_reason": member.end_reason, "decision_id": change.decision_id, "unconfirmed": change.unconfirmed}
            for member, target in moved], at=act.at)
        return len(moved)
