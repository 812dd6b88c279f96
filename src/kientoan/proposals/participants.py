"""What a change of the tree means for proposals."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Item, Kind
from kientoan.org import tree
from kientoan.proposals.models import ProposalStanding, ProposalText
from kientoan.proposals.steps import tell
from kientoan.rules.proposals import OPEN, State

CHUNK = 500
UNFINISHED = [state.value for state in OPEN] + [State.DONE.value]


def item_of(proposal_id: int) -> str:
    """How an answer names a proposal of a divided unit."""
    return f"proposals.Proposal:{proposal_id}"


class ProposalsParticipant:
    """A proposal stays its unit's for ever. Where it stands at a body that ends, the unit that takes it whole answers on, with the clock running; where a
    reorganisation leaves nothing in its place the body above does; of one that is divided a person says who; of one that is dissolved they are settled first."""

    models: Sequence[str] = ("proposals.Proposal", "proposals.ProposalStanding", "proposals.ProposalStep", "proposals.Support", "proposals.ReplyTemplate")

    @staticmethod
    def _open(change: Change) -> list[ProposalStanding]:
        units = sorted(change.units)
        return [standing for start in range(0, len(units), CHUNK) for standing in ProposalStanding.objects.known().filter(
            unit__in=units[start:start + CHUNK], valid_to__gt=change.on, state__in=UNFINISHED).order_by("pk")]

    @staticmethod
    def _takers(change: Change, found: Sequence[ProposalStanding]) -> dict[int, int | str | None]:
        """The unit that has each afterwards, by the standing's id; None when nobody said."""
        if change.kind is not Kind.REORGANISE:
            return dict.fromkeys((standing.pk for standing in found), None)
        ending = {standing.unit_id for standing in found if not change.into.get(standing.unit_id)}
        parents = dict(tree.versions(change.on - timedelta(days=1)).filter(unit__in=ending).values_list("unit", "parent"))
        takers: dict[int, int | str | None] = {}
        for standing in found:
            unit_id = standing.unit_id
            answer = change.answers.get(item_of(standing.proposal_id))
            above = parents.get(unit_id)
            if unit_id in ending:  # nobody takes its place: whoever stands above it has the last word
                takers[standing.pk] = change.whole(above) if above in change.units else above
            elif (whole := change.whole(unit_id)) is not None:
                takers[standing.pk] = whole
            else:
                takers[standing.pk] = answer if answer in change.into[unit_id] else None
        return takers

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        found = self._open(change)
        takers = self._takers(change, found)
        waiting = [standing for standing in found if takers[standing.pk] is None]
        lines: list[Consequence] = []
        if follow := len(found) - len(waiting):
            lines.append(Consequence(Fate.MOVES, _("Kiến nghị chưa xong sang đơn vị nhận hoặc lên cấp trên, giữ tuổi và hạn: %(n)s") % {"n": follow}, follow))
        if waiting and change.kind is Kind.DISSOLVE:
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Còn %(n)s kiến nghị chưa xong; trả lời, chuyển nơi khác hoặc rút trước") % {"n": len(waiting)}, len(waiting)))
        elif waiting:
            titles = dict(ProposalText.objects.known().filter(proposal__in=[standing.proposal_id for standing in waiting][:CHUNK]).values_list("proposal", "title"))
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Kiến nghị chưa xong của đơn vị bị chia cần giao nơi giải quyết: %(n)s") % {"n": len(waiting)}, len(waiting), tuple(
                Item(item_of(standing.proposal_id), titles.get(standing.proposal_id, ""), standing.unit_id, may_wait=False) for standing in waiting)))
        return lines

    def apply(self, change: Change) -> int:
        if change.kind is not Kind.REORGANISE:
            return 0
        act = in_operation()
        found = self._open(change)
        takers = self._takers(change, found)
        moved = [(standing, taker) for standing in found if isinstance(taker := takers[standing.pk], int)]
        begun = [(standing, taker) for standing, taker in moved if standing.valid_from < change.on]
        end_many([standing for standing, _taker in begun], at=act.at, on=change.on)
        kept = ("proposal_id", "state", "age_from", "clock_from", "due_on", "planned_on", "merged_into_id", "valid_to")
        record_many(ProposalStanding, [
            {**{name: getattr(standing, name) for name in kept}, "unit_id": taker, "valid_from": change.on, "decision_id": change.decision_id,
             "unconfirmed": change.unconfirmed} for standing, taker in begun], at=act.at)
        correct_many([(standing, {"unit": taker}) for standing, taker in moved if standing.valid_from >= change.on], at=act.at)
        return len(moved)

    def restore(self, change: Change) -> int:
        return 0


def tell_where(change: Change) -> None:
    """Tell the public's side where the proposals are that a reorganisation has just given to other bodies; the tree is derived anew by then."""
    act = in_operation()
    units = sorted(change.units)
    given = {proposal for start in range(0, len(units), CHUNK) for proposal in ProposalStanding.objects.filter(
        superseded_at=act.at, unit__in=units[start:start + CHUNK]).values_list("proposal", flat=True)}
    for each in sorted(given):
        tell(act, each)
