"""What an official paper consists of (DF-03), whatever becomes of it: PDF, workbook or page."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.papers.profiles import Profile
from kientoan.papers.wording import Cell, written


class Align(StrEnum):
    """Where the text of a column's cells stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters:
        heading: its own heading.
        group: the heading that it shares with its neighbours, above its own; empty for none.
        width: its part of the table's width; the parts are summed up.
        align: of its cells.
    """

    heading: str
    group: str = ""
    width: int = 10
    align: Align = Align.CENTER


@dataclass(frozen=True)
class Table:
    """A table: one model for the paper and for the workbook.

    Parameters:
        columns: C of them.
        rows: each of C cells.
        total: a last row of C cells, or None.
        caption: a line above it; empty for none.

    Raises:
        ValueError: for a row that has not as many cells as there are columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate([*self.rows, *([self.total] if self.total else [])], start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells, the table {len(self.columns)} columns")

    def groups(self) -> list[tuple[str, int]]:
        """The upper headings from left to right with how many columns each spans; an empty one spans a single column."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found

    @property
    def is_wide(self) -> bool:
        """Whether it wants paper lying on its side."""
        return sum(column.width for column in self.columns) > 110


def fingerprint(tables: Sequence[Table], *about: str) -> str:
    """24 hexadecimal digits in groups of four that change with any word or number of the tables.

    Parameters:
        tables: what the paper shows.
        about: what else they stand for, such as the figure, the unit and the day.
    """
    content = {"about": list(about), "tables": [{
        "columns": [[column.group, column.heading] for column in table.columns],
        "rows": [[written(cell) for cell in row] for row in [*table.rows, *([table.total] if table.total else [])]]} for table in tables]}
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return " ".join(digest[at:at + 4] for at in range(0, 24, 4))


@dataclass(frozen=True)
class Signature:
    """Who signs (DF-10).

    Parameters:
        authority: the lines above the post, such as ``T/M BAN THƯỜNG VỤ``, ``PHÓ BÍ THƯ``.
        post: in capitals.
        name: without titles; empty leaves room.
    """

    authority: tuple[str, ...]
    post: str = ""
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """An official paper.

    Parameters:
        profile: its form; ``profiles.profile_on`` gives that of its date.
        issuer: who issues it, as names, higher body first; capitals are put by the form.
        number: number and symbol, as ``wording.number_line`` writes them; may leave room.
        place: where, before the date; empty leaves room.
        day: its date.
        kind: such as ``Báo cáo``.
        abstract: what it is about (trích yếu).
        paragraphs: the text before the tables.
        tables: the tables.
        notes: lines below the tables: definition, day, known at, what is left out.
        fingerprint: of the numbers; empty for none.
        recipients: who receives it.
        signatures: one to three abreast.
        is_demo: whether it shows invented data, which it then says on every page.
    """

    profile: Profile
    issuer: tuple[str, ...]
    number: str
    place: str
    day: date
    kind: str
    abstract: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    is_demo: bool = False

    @property
    def is_landscape(self) -> bool:
        """Whether a table is too wide for upright paper."""
        return any(table.is_wide for table in self.tables)
