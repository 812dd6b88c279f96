"""What refuses an act: always a sentence that names the place, the reason and the remedy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from kientoan.rules.reasons import Reason


class Refusal(Exception):
    """An act that cannot be done. Nothing of it was written.

    Parameters:
        message: the sentence for the person; a lazy translation is fine.
        place: the form field, or the row and cell, that it is about; empty for the whole act.
        rule: the rule's id, when a rule refused.
    """

    def __init__(self, message: Any, *, place: str = "", rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.rule = rule

    def __str__(self) -> str:
        return str(self.message)


def explained(reason: Reason) -> str:
    """A rule's reason in the reader's language."""
    return reason.in_language(get_language() or "vi")


def refused_by(reason: Reason, *, place: str = "") -> Refusal:
    """The refusal for a rule's reason."""
    return Refusal(explained(reason), place=place, rule=reason.rule)


def refuse(reason: Reason | None, place: str = "") -> None:
    """Raise the refusal for what a rule found; nothing for None.

    Raises:
        Refusal: at ``place``.
    """
    if reason is not None:
        raise refused_by(reason, place=place)


class NotAllowed(Refusal):
    """The actor may see the thing but not do this (403, with the reason)."""


class NotFound(Refusal):
    """No such thing, or none that the actor may know of (404)."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a table of input.

    Parameters:
        sheet: the sheet's name.
        row: the row's number as the workbook counts, from 1.
        column: the column's letters; empty when the whole row is at fault.
        reason: the sentence, with the remedy.
    """

    sheet: str
    row: int
    column: str
    reason: str


class FaultyTable(Refusal):
    """A table of which rows are refused. ``faults`` lists every one."""

    def __init__(self, message: Any, faults: Sequence[Fault]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)
