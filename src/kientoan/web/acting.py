"""A page with one form that leads to one operation: shown, refused at its fields, or done and back."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kientoan.core import clock
from kientoan.core.participants import Consequence
from kientoan.org.models import UnitVersion
from kientoan.web.day import carry
from kientoan.web.forms import ActForm
from kientoan.web.page import Asking


class ConfirmForm(ActForm):
    """Nothing to fill in: what will happen stands above the button."""


def confirm_form(asking: Asking) -> ConfirmForm:
    """The form of a page that only asks whether; bound once it is sent, though it has no fields."""
    return ConfirmForm(asking.request.POST if asking.request.method == "POST" else None)


def act_page(asking: Asking, form: ActForm, act: Callable[[], Any], *, title: str, button: str, back: str = "", unit: UnitVersion | None = None,
             lead: str = "", consequences: Sequence[Consequence] = (), warn: Callable[[], Sequence[Consequence]] | None = None, stop: bool = False,
             more: tuple[str, str] | None = None, aside: tuple[str, Sequence[tuple[str, str]]] = ("", ())) -> HttpResponse:
    """Show the form, or do what it asks.

    Parameters:
        form: the form, bound when it was sent.
        act: calls the operation with the form's values; a response that it returns is shown instead of going back.
        title, button, lead: the page's words.
        back: where to go when it is done or given up; by default to ``unit``.
        unit: the unit that it is about.
        consequences: what the act would mean for others, shown before it is done.
        warn: what the values of the form make one want to know first; nothing is done before each line was on the screen.
        stop: whether it takes something away.
        more: the address and the words of a page that does more than this one.
        aside: a heading with links, addresses and words, that help to fill in the form.
    """
    if unit is not None and not back:
        back = carry(reverse("unit", args=[unit.unit_id]), asking.day, today=clock.today(), known_at=asking.known_at)
    warnings: Sequence[Consequence] = ()
    unseen = False
    if asking.request.method == "POST" and form.is_valid():
        warnings = warn() if warn else ()
        unseen = any(line.text not in asking.request.POST.getlist("da-xem") for line in warnings)
    if asking.request.method == "POST" and form.is_valid() and not unseen:
        done, result = form.run(act)
        if done:
            return result if isinstance(result, HttpResponse) else redirect(back)
    return asking.page("form", {"title": title, "unit": unit, "form": form, "button": button, "lead": lead, "back": back,
                                "consequences": [*consequences, *warnings], "warnings": warnings, "unseen": unseen, "stop": stop, "more": more, "aside": aside})
