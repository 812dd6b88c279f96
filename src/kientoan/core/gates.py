"""Named gates: held by one transaction at a time, for what no single row's lock can guard.

A lock on an identity keeps two writers of one identity apart. It does not keep apart two that give the
same code to different units, or one that moves a unit from one that establishes another below it. Such
work holds a gate first, to the end of its transaction. On SQLite every writing transaction is alone
anyway, and the gate costs one look-up.
"""

from kientoan.core.models import Gate


def hold(name: str) -> None:
    """Wait for a gate and hold it until the transaction ends; needs an open one.

    Parameters:
        name: what it guards, such as ``org.tree``.
    """
    Gate.objects.get_or_create(name=name)
    Gate.objects.select_for_update().get(name=name)
