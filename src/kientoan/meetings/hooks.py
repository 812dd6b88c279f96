"""Who is told, inside the operation, that a meeting is called, held otherwise than said, or not at all."""

from collections.abc import Callable

from kientoan.core.operation import Act

changed: list[Callable[[Act, int], None]] = []
"""Called with the act under way and the meeting's id; whoever publishes meetings adds itself when it is ready."""


def tell(act: Act, meeting_id: int) -> None:
    """Tell all of them."""
    for each in changed:
        each(act, meeting_id)
