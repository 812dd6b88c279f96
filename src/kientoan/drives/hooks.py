"""Who is told, inside the operation, that what the public may see of a drive has changed."""

from collections.abc import Callable

from kientoan.core.operation import Act

changed: list[Callable[[Act, int], None]] = []
"""Called with the act under way and the drive's id; whoever publishes drives adds itself when it is ready."""
