"""Counts of persons by a sensitive attribute: a cell so small that it tells of somebody is not shown, nor one from which it could be computed.

Sources: DOMAIN PV-02 (ethnic origin and political views are sensitive), PV-10, PV-11. That cells under five are small is a rule of this house, not of a law.
"""

from collections.abc import Mapping

LEAST = 5
"""A cell of so many persons is shown; fewer are not, but for none at all."""


def suppress(cells: Mapping[str, int], total: int, *, least: int = LEAST) -> Mapping[str, int | None]:
    """The cells of a table with one total, those that may not be shown as None.

    Parameters:
        cells: persons by attribute; what is left of the total lies in no cell and is looked at as one more.
        total: persons in all; it is shown.
        least: a cell of 1 to ``least`` - 1 persons is hidden; where one hidden cell could be computed from the total, the smallest shown one goes with it.

    Returns:
        each cell, or None where it may not be shown.

    Raises:
        ValueError: for a count below zero, or cells that come to more than the total.
    """
    rest = total - sum(cells.values())
    if rest < 0 or any(count < 0 for count in cells.values()):
        raise ValueError("cells below zero, or more than the total")
    counts: dict[str | None, int] = dict(cells.items())
    if rest:
        counts[None] = rest
    hidden = {name for name, count in counts.items() if 0 < count < least}
    while (hidden and sum(counts[name] for name in hidden) < least) or len(hidden) == 1:
        shown = [name for name in counts if name not in hidden and counts[name]] or [name for name in counts if name not in hidden]
        if not shown:
            break
        hidden.add(min(shown, key=lambda name: (counts[name], str(name))))
    return {name: None if name in hidden else count for name, count in cells.items()}
