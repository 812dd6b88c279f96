"""What an official paper consists of (DF-03), whatever becomes of it: PDF, DOCX, workbook or page."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.papers.profiles import Profile
from kientoan.papers.wording import BLANK, OPEN_DAY, Cell, day_in_words, written


class Align(StrEnum):
    """Where the text of a column's cells stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class PageSize(StrEnum):
    """The sheet that a paper is printed on."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"


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
class Text:
    """A paragraph of a paper.

    Parameters:
        text: what it says.
        is_heading: whether it heads what follows: bold, without indent, on the page of what follows.
    """

    text: str
    is_heading: bool = False


@dataclass(frozen=True)
class Lines:
    """Dotted lines to write on by hand.

    Parameters:
        count: how many.
        label: what is to be written, before the first; empty for none.
    """

    count: int
    label: str = ""


Block = Text | Table | Lines
"""What the body of a paper is made of, from above to below."""


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
        issuer: who issues it, as names, higher body first; capitals are put by the form. Empty for the paper of a person, which has no number either.
        number: number and symbol, as ``wording.number_line`` writes them; may leave room.
        place: where, before the date; empty leaves room.
        day: its date.
        kind: such as ``Báo cáo``.
        abstract: what it is about (trích yếu).
        body: paragraphs, headings and tables in their order.
        notes: lines below the body: definition, day, known at, what is left out.
        fingerprint: of the numbers; empty for none.
        foot: what the foot of every page says after its number of how many; empty for pages without one.
        recipients: who receives it.
        signatures: one beside the recipients; more go above them, three abreast, four in two rows.
        is_demo: whether it shows invented data, which it then says on every page.
        page: the sheet.
        day_open: whether the day is left to be written by hand; ``day`` then only says which form is in force.
        address: where whoever reads it goes on; the PDF draws it to be scanned, so the notes say what it is. Empty for none.
    """

    profile: Profile
    issuer: tuple[str, ...]
    number: str
    place: str
    day: date
    kind: str
    abstract: str
    body: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    foot: str = ""
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    is_demo: bool = False
    page: PageSize = PageSize.A4
    address: str = ""
    day_open: bool = False

    @property
    def tables(self) -> list[Table]:
        """The tables of the body."""
        return [block for block in self.body if isinstance(block, Table)]

    @property
    def is_landscape(self) -> bool:
        """Whether a table is too wide for upright paper."""
        return any(table.is_wide for table in self.tables)

    @property
    def issuer_lines(self) -> list[str]:
        """The issuer as the head prints it, in capitals."""
        return [name.upper() for name in self.issuer]

    @property
    def place_and_date(self) -> str:
        """The line below the title (DF-15)."""
        return f"{self.place or BLANK}, {OPEN_DAY if self.day_open else day_in_words(self.day)}"

    @property
    def subject(self) -> str:
        """Kind and abstract in one line, for the document's own data."""
        return f"{self.kind} {self.abstract}".strip()

    def last_note(self, family: str) -> str:
        """The line below the notes: fingerprint, form, typeface.

        Parameters:
            family: the typeface's name.
        """
        mark = f"Vân tay của số liệu: {self.fingerprint}. " if self.fingerprint else ""
        return f"{mark}Thể thức: {self.profile.source}. Kiểu chữ: {family}."

    def signature_rows(self) -> list[tuple[Signature, ...]]:
        """Who signs abreast: up to three, four in two rows of two."""
        abreast = 2 if len(self.signatures) == 4 else 3
        return [self.signatures[start:start + abreast] for start in range(0, len(self.signatures), abreast)]
