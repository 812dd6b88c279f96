"""What pages of every area share: addresses that carry the day, what an address asks for, and the pages of a list."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.org.models import UnitVersion
from kientoan.org.queries import no_such_unit
from kientoan.web.day import carry
from kientoan.web.page import Asking
from kientoan.web.scope import own_scope, seen_unit


def address(asking: Asking, name: str, *arguments: Any, **more: str) -> str:
    """A page on the day of this one; ``don_vi`` becomes ``don-vi``."""
    return carry(reverse(name, args=arguments), asking.day, today=clock.today(), known_at=asking.known_at, **{key.replace("_", "-"): value for key, value in more.items()})


def number_in(asking: Asking, name: str) -> int | None:
    """A number in the address; None for none."""
    text = asking.request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def key_in(asking: Asking, name: str) -> UUID | None:
    """What a parameter of the address names; None for nothing.

    Raises:
        NotFound: for a text that names nothing.
    """
    text = asking.request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound(_("Địa chỉ này không dẫn đến mục nào. Mở lại trang rồi chọn.")) from error


def unit_of(asking: Asking, may_see: Callable[[Actor, int, date], bool]) -> UnitVersion:
    """The unit of a list: the one asked for, of the territory too, else one's own.

    Parameters:
        may_see: the area's own word on who may know of what a unit has.

    Raises:
        NotFound: when that may not be known.
    """
    wanted = number_in(asking, "don-vi")
    unit = seen_unit(asking, wanted) if wanted is not None else own_scope(asking)
    if not may_see(asking.actor, unit.unit_id, asking.day):
        raise no_such_unit()
    return unit


def page_of(asking: Asking) -> int:
    """Which page of a list, from 1."""
    return max(1, min(number_in(asking, "trang") or 1, 100_000))


def paged(page: int, count: int, shown: int, size: int) -> dict[str, int]:
    """What the foot of a list says of its pages.

    Parameters:
        count: how many rows there are in all; ``shown`` on this page, at most ``size``.
    """
    first = (page - 1) * size
    return {"page": page, "pages": max(1, -(-count // size)), "first": first + 1, "last": first + shown, "count": count}
