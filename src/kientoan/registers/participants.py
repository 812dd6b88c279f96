"""What a change of the tree means for registers."""

from collections.abc import Sequence

from kientoan.core.participants import Change, Consequence


class RegistersParticipant:
    """A register stays with its unit for ever: papers were issued under its name. A unit that ended takes no further number, and whoever takes
    over begins registers of its own, so nothing is to be done."""

    models: Sequence[str] = ("registers.Register",)

    def plan(self, change: Change) -> list[Consequence]:
        return []

    def apply(self, change: Change) -> int:
        return 0

    def restore(self, change: Change) -> int:
        return 0
