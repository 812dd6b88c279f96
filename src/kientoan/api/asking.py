"""For what a figure or a list is asked: a unit by its code or its identity, a day, a moment of knowing."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import Field

from kientoan.api.fields import MOST_ID, Asked, Code, Cursor, Id
from kientoan.core import clock
from kientoan.core.refusal import Refusal
from kientoan.org import access, queries
from kientoan.org.access import TokenActor
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import Spot
from kientoan.reports import figure

Row = TypeVar("Row")


class UnitAsked(Asked):
    """A question about one unit."""

    unit: Code | None = Field(None, description="The official code of the area on that day; for the Party, of the area that an organisation covers.")
    unit_id: Id | None = Field(None, description="The unit's identity, in place of a code.")


class ListAsked(Asked):
    """A page of a list."""

    cursor: Cursor | None = None
    limit: int = Field(100, ge=1, le=200, description="How many at most.")


class UnitListAsked(UnitAsked, ListAsked):
    """A page of a list about one unit."""


def day_of(asked: Asked) -> date:
    """The day asked for; today when none is."""
    return asked.as_of or clock.today()


def asked_unit(actor: TokenActor, asked: UnitAsked) -> figure.Asked:
    """The question with its unit found.

    Raises:
        Refusal: for a day outside the tree, or without exactly one of code and identity.
        NotFound: for a unit that is not there, or may not be known.
    """
    day = day_of(asked)
    if (asked.unit is None) == (asked.unit_id is None):
        raise Refusal(_("Cần một trong hai: unit (mã chính thức) hoặc unit_id (định danh)."), place="unit")
    if asked.unit is not None:
        return figure.ask_by_code(asked.unit, day, known_at=asked.known_at)
    queries.refuse_day(day, today=clock.today())
    unit = queries.seen_unit(actor, asked.unit_id or 0, day, asked.known_at)
    return figure.ask_of(unit, day, known_at=asked.known_at)


def staff_unit(actor: TokenActor, asked: UnitAsked) -> UnitVersion:
    """The unit of a question about persons and posts; for a code the organisation that covers the area, with its areas, where one does.

    Raises:
        NotFound: for a unit that is not there, or may not be known.
    """
    question = asked_unit(actor, asked)
    organization = queries.organization_of(question.unit.unit_id, question.day, question.known_at) if asked.unit is not None else None
    if organization is not None and not access.may_see(actor, organization, question.day):
        raise queries.no_such_unit()
    return organization or question.unit


Place = list[str | int]
"""A place in the order of a list, as JSON writes it."""


def write_place(place: Sequence[str | int] | None) -> str | None:
    """Where a list goes on, as a text that a program hands back unchanged."""
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=") if place is not None else None


def read_place(text: str | None, *kinds: Callable[[Any], bool]) -> Place | None:
    """The place that a cursor names.

    Parameters:
        kinds: what each part of it must be.

    Raises:
        Refusal: for a text that no page gave.
    """
    if text is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        if isinstance(found, list) and len(found) == len(kinds) and all(fits(part) for fits, part in zip(kinds, found, strict=True)):
            return found
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise Refusal(_("cursor không phải của trang nào. Gọi lại từ trang đầu, không có cursor."), place="cursor")


def is_number(part: Any) -> bool:
    """Whether a part of a place is a whole number that every reader of JSON keeps."""
    return type(part) is int and -MOST_ID <= part <= MOST_ID


def is_id(part: Any) -> bool:
    """Whether a part of a place is an identity."""
    return is_number(part) and part > 0


def is_sort_key(part: Any) -> bool:
    """Whether a part of a place is a sort key."""
    return isinstance(part, str) and (part + "a").isalnum() and part.isascii()


def write_cursor(spot: Spot | None) -> str | None:
    """Where a list of units goes on."""
    return write_place([spot.tree, spot.sort_key, spot.unit_id] if spot else None)


def read_cursor(text: str | None) -> Spot | None:
    """The place in a list of units that a cursor names.

    Raises:
        Refusal: for a text that no page gave.
    """
    place = read_place(text, lambda part: isinstance(part, str) and part in Tree.values, is_sort_key, is_id)
    return Spot(*place) if place else None  # type: ignore[arg-type]  # each part was looked at


def cut(rows: Iterable[Row], key: Callable[[Row], Sequence[int]], cursor: str | None, limit: int) -> tuple[list[Row], str | None]:
    """A page of a list that is at hand whole, in the order of numbers that tell its rows apart.

    Parameters:
        key: the numbers of a row, always as many.
        cursor: where the page before ended.
        limit: how many at most.

    Returns:
        the rows, and where the next page goes on.
    """
    keyed = sorted(((tuple(key(row)), row) for row in rows), key=lambda each: each[0])
    parts = len(keyed[0][0]) if keyed else None
    after = read_place(cursor, *[is_number] * parts) if parts else None
    left = [each for each in keyed if after is None or each[0] > tuple(after)]
    return [row for _key, row in left[:limit]], write_place(left[limit - 1][0]) if len(left) > limit else None
