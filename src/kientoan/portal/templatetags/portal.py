"""Days, sums and icons as the portal prints them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kientoan.core import clock
from kientoan.publishing.queries import Shown
from kientoan.rules.days import WEEKDAYS_EN, WEEKDAYS_VI, read_day, write_day
from kientoan.rules.figures import grouped
from kientoan.rules.proposals import State

register = template.Library()
TONES = {State.RAISED: ("idle", "idle"), State.ACCEPTED: ("done", "due"), State.REFUSED: ("late", "refused"), State.DONE: ("done", "done"), State.PUBLISHED: ("done", "approved"),
         State.MERGED: ("idle", "next"), State.WITHDRAWN: ("idle", "refused")}
"""Of states; what waits or is looked at is due."""


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


@register.filter
def day(value: date | str | None) -> str:
    """``23/06/2020``; an en dash for none. A projection keeps days as ISO texts."""
    if not value:
        return "–"
    return write_day(read_day(value) if isinstance(value, str) else value)


@register.filter
def weekday(value: date) -> str:
    """``Thứ Ba``."""
    return (WEEKDAYS_EN if _english() else WEEKDAYS_VI)[value.weekday()]


@register.filter
def moment(value: datetime) -> str:
    """``16:42 23/06/2020`` in Vietnam."""
    local = value.astimezone(clock.ZONE)
    return f"{local:%H:%M} {write_day(local.date())}"


@register.filter
def num(value: int) -> str:
    """An integer with thousands parted."""
    return grouped(value, dot=not _english())


@register.filter
def signed(value: int) -> str:
    """A difference with its sign: ``+1.750.000``; nought has none."""
    return f"+{num(value)}" if value > 0 else num(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the page; always beside its word."""
    return format_html('<svg class="ic" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def state(shown: Shown) -> SafeString:
    """The state of a proposal: shape, word and colour."""
    tone, shape = TONES.get(State(shown.state), ("due", "due"))
    words = shown.content["state_label"]
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), words[:1].upper() + words[1:])


@register.simple_tag(takes_context=True)
def this_page(context: dict[str, Any], **changes: Any) -> str:
    """The address of this page with some of its parameters changed; an empty one is left out."""
    parameters = context["request"].GET.copy()
    for key, value in changes.items():
        name = key.replace("_", "-")
        parameters.pop(name, None)
        if value not in ("", None):
            parameters[name] = str(value)
    return f"{context['request'].path}{'?' + parameters.urlencode() if parameters else ''}"
