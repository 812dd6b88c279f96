"""What a change of the tree means for proposals."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Item, Kind
from kientoan.proposals.models import ProposalStanding, ProposalText
from kientoan.rules.proposals import OPEN, State

CHUNK = 500
UNFINISHED = [state.value for state in OPEN] + [State.DONE.value]


def item_of(proposal_id: int) -> str:
    """How an answer names a proposal of a divided unit."""
    return f"proposals.Proposal:{proposal_id}"


class ProposalsParticipant:
    """A proposal stays its unit's for ever. Where it stands at a body that ends, the unit that takes it whole answers on, with the clock running; of one that
    is divided a person says who; of one that simply ends they are answered, forwarded or withdrawn first."""

    models: Sequence[str] = ("proposals.Proposal", "proposals.ProposalStanding", "proposals.ProposalStep", "proposals.Support", "proposals.ReplyTemplate")

    @staticmethod
    def _open(change: Change) -> list[ProposalStanding]:
        units = sorted(change.units)
        return [standing for start in range(0, len(units), CHUNK) for standing in ProposalStanding.objects.known().filter(
            unit__in=units[start:start + CHUNK], valid_to__gt=change.on, state__in=UNFINISHED).order_by("pk")]

    @staticmethod
    def _taker(change: Change, standing: ProposalStanding) -> int | str | None:
        """The unit that has it afterwards; None when nobody said."""
        if change.kind is not Kind.REORGANISE:
            return None
        if (whole := change.whole(standing.unit_id)) is not None:
            return whole
        answer = change.answers.get(item_of(standing.proposal_id))
        return answer if answer in change.into.get(standing.unit_id, ()) else None

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        found = self._open(change)
        waiting = [standing for standing in found if self._taker(change, standing) is None]
        lines: list[Consequence] = []
        if follow := len(found) - len(waiting):
            lines.append(Consequence(Fate.MOVES, _("Kiến nghị chưa xong sang đơn vị nhận, giữ tuổi và hạn: %(n)s") % {"n": follow}, follow))
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
        moved = [(standing, taker) for standing in self._open(change) if isinstance(taker := self._taker(change, standing), int)]
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
