"""What is to happen to units, as values: the arguments of operations, made by pages, imports and the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kientoan.org.enums import Tree, UnitKind, UnitLevel


@dataclass(frozen=True)
class NewUnit:
    """A unit to be established.

    Parameters:
        key: how other rows of the same call name it; any text that is unique in the call.
        tree, level, kind: where it belongs and what it is.
        name: its full name, with its kind (``Xã Dương Thành``, ``Đảng bộ xã Dương Thành``).
        parent: the key of a row of the same call, or the id of a standing unit, or None for a root.
        code: its official code, or empty.
        covers: keys or ids of the areas that it covers.
    """

    key: str
    tree: Tree
    level: UnitLevel
    kind: UnitKind
    name: str
    parent: str | int | None = None
    code: str = ""
    covers: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Fold:
    """What becomes of a unit that ends.

    Parameters:
        unit_id: the unit.
        into: keys of new units or ids of standing ones: one takes it whole, several take parts, none follows it.
        waits_under: where what nobody has placed stands meanwhile, key or id; None when every part must be placed.
    """

    unit_id: int
    into: tuple[str | int, ...] = ()
    waits_under: str | int | None = None


@dataclass(frozen=True)
class Relocation:
    """A unit that stands on under another: ``parent`` is the key of a new unit or the id of a standing one."""

    unit_id: int
    parent: str | int


@dataclass(frozen=True)
class Renewal:
    """A unit that stands on with another name, level or kind."""

    unit_id: int
    name: str
    level: UnitLevel
    kind: UnitKind


@dataclass(frozen=True)
class Reorganisation:
    """Everything that happens on one day by one decision.

    Parameters:
        on: the first day of the new state.
        new: units to be established.
        folds: units that end.
        moves, renewals: units that stand on, elsewhere or otherwise.
        answers: where a person puts what a divided unit leaves: an item's key, and the key or id of the unit.
        title: what it is called in the journal.
    """

    on: date
    new: tuple[NewUnit, ...] = ()
    folds: tuple[Fold, ...] = ()
    moves: tuple[Relocation, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    answers: Mapping[str, str | int] = field(default_factory=dict)
    title: str = ""
