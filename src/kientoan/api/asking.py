"""For what a figure or a list is asked: a unit by its code or its identity, a day, a moment of knowing."""

import base64
import binascii
import json
from datetime import date

from django.utils.translation import gettext as _
from pydantic import Field

from kientoan.api.fields import MOST_ID, Asked, Code, Id
from kientoan.core import clock
from kientoan.core.refusal import Refusal
from kientoan.org import queries
from kientoan.org.access import TokenActor
from kientoan.org.enums import Tree
from kientoan.org.queries import Spot
from kientoan.reports import figure


class UnitAsked(Asked):
    """A question about one unit."""

    unit: Code | None = Field(None, description="The official code of the area on that day; for the Party, of the area that an organisation covers.")
    unit_id: Id | None = Field(None, description="The unit's identity, in place of a code.")


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


def write_cursor(spot: Spot | None) -> str | None:
    """Where a list goes on, as a text that a program hands back unchanged."""
    if spot is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([spot.tree, spot.sort_key, spot.unit_id]).encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> Spot | None:
    """The place that a cursor names.

    Raises:
        Refusal: for a text that no page gave.
    """
    if text is None:
        return None
    try:
        of_tree, sort_key, unit_id = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        if of_tree in Tree.values and isinstance(sort_key, str) and (sort_key + "a").isalnum() and sort_key.isascii() and type(unit_id) is int and 0 < unit_id <= MOST_ID:
            return Spot(of_tree, sort_key, unit_id)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        pass
    raise Refusal(_("cursor không phải của trang nào. Gọi lại từ trang đầu, không có cursor."), place="cursor")
