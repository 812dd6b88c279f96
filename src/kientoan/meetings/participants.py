"""What a change of the tree means for meetings and for registers of households."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kientoan.core.facts import correct_many, end_many, record_many
from kientoan.core.operation import in_operation
from kientoan.core.participants import Change, Consequence, Fate, Kind
from kientoan.meetings.enums import HouseholdEnd
from kientoan.meetings.models import Call, Cancellation, HouseholdEntry
from kientoan.rules.periods import OPEN_END

CHUNK = 500


class MeetingsParticipant:
    """Meetings stay with their unit for ever; one that is called for the day of the change or later is to be cancelled first. The households of a hamlet that is taken
    whole go on in the register of the one that takes it, under numbers after its own; of one that is divided, or simply ends, the register closes."""

    models: Sequence[str] = ("meetings.Meeting", "meetings.HouseholdEntry")

    def plan(self, change: Change) -> list[Consequence]:
        if change.kind is Kind.MOVE:
            return []
        lines: list[Consequence] = []
        gone = Cancellation.objects.known().values("meeting")
        units = sorted(change.units)
        ahead = sum(Call.objects.known().filter(meeting__unit__in=units[start:start + CHUNK], occurred_on__gte=change.on).exclude(meeting__in=gone).count()
                    for start in range(0, len(units), CHUNK))
        if ahead:
            lines.append(Consequence(Fate.NEEDS_PERSON, _("Cuộc họp đã gọi cho ngày này trở đi: %(n)s; hủy trước") % {"n": ahead}, ahead))
        entries = self._entries(change)
        follow = sum(self._taker(change, entry.hamlet_id) is not None for entry in entries)
        if follow:
            lines.append(Consequence(Fate.MOVES, _("Hộ sang sổ hộ của xóm nhận, đánh số tiếp: %(n)s") % {"n": follow}, follow))
        if len(entries) > follow:
            lines.append(Consequence(Fate.CLOSES, _("Sổ hộ của xóm khép lại: %(n)s hộ; ghi lại ở xóm nhận") % {"n": len(entries) - follow}, len(entries) - follow))
        return lines

    @staticmethod
    def _taker(change: Change, hamlet_id: int) -> int | str | None:
        return change.whole(hamlet_id) if change.kind is Kind.REORGANISE else None

    @staticmethod
    def _entries(change: Change) -> list[HouseholdEntry]:
        """The households that stand in a register on the day, or come into it later, by hamlet and number."""
        units = sorted(change.units)
        return [entry for start in range(0, len(units), CHUNK)
                for entry in HouseholdEntry.objects.known().filter(hamlet__in=units[start:start + CHUNK], valid_to__gt=change.on).order_by("hamlet", "number")]

    def apply(self, change: Change) -> int:
        if change.kind is Kind.MOVE:
            return 0
        act = in_operation()
        entries = self._entries(change)
        following = [(entry, taker) for entry in entries if isinstance(taker := self._taker(change, entry.hamlet_id), int)]
        ended = end_many(entries, at=act.at, on=change.on, end_reason=HouseholdEnd.UNIT_ENDED, decision=change.decision_id)
        numbers: dict[int, int] = {}
        rows = []
        for entry, taker in following:
            if taker not in numbers:
                standing = HouseholdEntry.objects.known().filter(hamlet=taker).order_by("-number").values_list("number", flat=True).first()
                numbers[taker] = standing or 0
            numbers[taker] += 1
            rows.append({"household_id": entry.household_id, "hamlet_id": taker, "number": numbers[taker], "representative": entry.representative,
                         "address": entry.address, "valid_from": max(entry.valid_from, change.on), "valid_to": entry.valid_to, "end_reason": entry.end_reason,
                         "decision_id": change.decision_id, "unconfirmed": change.unconfirmed})
        record_many(HouseholdEntry, rows, at=act.at)
        return len(ended) + len(rows)

    def restore(self, change: Change) -> int:
        act = in_operation()
        entries = list(HouseholdEntry.objects.known().filter(hamlet__in=change.units, valid_to=change.on, end_reason=HouseholdEnd.UNIT_ENDED))
        correct_many([(entry, {"valid_to": OPEN_END, "end_reason": "", "decision": None}) for entry in entries], at=act.at)
        return len(entries)
