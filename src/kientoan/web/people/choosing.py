"""A page on which one thing among many is looked for and chosen, before the form about it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse

from kientoan.org.models import UnitVersion
from kientoan.people.queries import PersonRow
from kientoan.web.page import Asking

MOST_CHOICES = 50


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen.

    Parameters:
        value: what the address then says.
        name: what it is called.
        beside: what tells it from another.
    """

    value: int
    name: str
    beside: str


def of_persons(rows: Sequence[PersonRow]) -> list[Choice]:
    """Persons with what tells namesakes apart."""
    return [Choice(row.person_id, row.name, " · ".join([*([row.born_text] if row.born_text else []), *(f"{tie.title}, {tie.unit}" for tie in row.ties)]))
            for row in rows]


def of_units(rows: Sequence[UnitVersion], above: dict[int, str]) -> list[Choice]:
    """Units with their level and what stands above."""
    return [Choice(row.unit_id, row.name, " · ".join(part for part in (str(row.get_level_display()), above.get(row.parent_id or 0, "")) if part)) for row in rows]


def choose_page(asking: Asking, choices: Sequence[Choice], *, title: str, lead: str, label: str, parameter: str, back: str, more: str = "",
                more_label: str = "", unit: UnitVersion | None = None) -> HttpResponse:
    """Search and links; the one chosen is put into the address as ``parameter``.

    Parameters:
        label: what is searched for.
        more, more_label: an address for what is not in the list, and its words.
    """
    return asking.page("choose", {
        "title": title, "lead": lead, "label": label, "parameter": parameter, "choices": choices[:MOST_CHOICES], "looked_for": searched(asking),
        "back": back, "more": more, "more_label": more_label, "unit": unit, "cut": len(choices) > MOST_CHOICES})


def chosen(asking: Asking, parameter: str) -> int | None:
    """The id that the address says was chosen; None while none was."""
    text = asking.request.GET.get(parameter, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def searched(asking: Asking) -> str:
    """What was typed into the page's search."""
    return asking.request.GET.get("tim", "").strip()
