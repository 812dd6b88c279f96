"""What every staff view is wrapped in: who asks, the day, the right that the address needs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.refusal import NotAllowed
from kientoan.org.access import PersonActor, person
from kientoan.web.day import chosen_day, chosen_moment

P = ParamSpec("P")


@dataclass(frozen=True)
class Asking:
    """Who asks a page, and for which day.

    Parameters:
        request: the request.
        actor: the signed-in person.
        day: the day that the page shows.
        known_at: its figures are as known then; None means now.
    """

    request: HttpRequest
    actor: PersonActor
    day: date
    known_at: datetime | None = None

    def page(self, template: str, values: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """Render a template with the values, the actor and the day."""
        return render(self.request, f"web/{template}.html", values or {}, status=status)


@dataclass(frozen=True)
class Address:
    """An address as the permission matrix shows it.

    Parameters:
        name: the URL's name.
        right: what it needs; None for any signed-in account.
        is_open: whether it needs no sign-in at all.
        for_work: whether it is for accounts that work here, with any right; whoever only reads the own record has no business there.
    """

    name: str
    right: Right | None = None
    is_open: bool = False
    for_work: bool = False

    def opens_to(self, rights: Collection[Right]) -> bool:
        """Whether it may be opened with these rights somewhere."""
        return bool(set(rights) - {Right.OWN_RECORD}) if self.for_work else self.right is None or self.right in rights


_addresses: dict[Callable[..., Any], Address] = {}


def address_of(view: Callable[..., Any]) -> Address | None:
    """What an URL's view declared; None for a view that declared nothing."""
    return _addresses.get(view)


def staff_page(right: Right | None = None) -> Callable[[Callable[Concatenate[Asking, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Make a function of an ``Asking`` a view for signed-in staff. Whoever needs a second factor and has none is led to set one up.

    Parameters:
        right: what one must hold somewhere to open it; where one holds it is judged by queries and operations. None is any right but that to the own record.
    """

    def make(view: Callable[Concatenate[Asking, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = person(request.user)
            if actor.lacks_second_factor:
                return redirect("mfa_activate_totp")
            request.actor = actor  # type: ignore[attr-defined]  # the frame of the page shows who it is
            if not actor.works and right is not Right.OWN_RECORD:
                raise NotAllowed(_("Tài khoản %(name)s chỉ xem được hồ sơ và việc của mình. Mở trang đầu.") % {"name": actor.name})
            if right is not None and not actor.has(right):
                raise NotAllowed(_("Tài khoản %(name)s không có quyền mở trang này. Người quản trị của đơn vị cấp trên cấp được.")
                                 % {"name": actor.name})
            day = chosen_day(request, today=clock.today())
            known_at = chosen_moment(request)
            request.day, request.known_at = day, known_at  # type: ignore[attr-defined]
            return view(Asking(request, actor, day, known_at), *args, **kwargs)

        _addresses[run] = Address(view.__name__, right, for_work=right is None)
        return run

    return make


def open_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a view that needs no sign-in; whoever is signed in keeps their list at the side."""
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not (actor := person(request.user)).lacks_second_factor:
            request.actor = actor  # type: ignore[attr-defined]  # the frame of the page shows who it is
        return view(request, *args, **kwargs)

    _addresses[run] = Address(getattr(view, "__name__", "view"), is_open=True)
    return run


def bare_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a view that needs no sign-in and never looks at a session or a cookie: what it answers may be kept by whoever fetched it."""
    _addresses[view] = Address(getattr(view, "__name__", "view"), is_open=True)
    return view


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a view of a library that any signed-in account may open; the library itself asks for the sign-in."""
    _addresses[view] = Address(getattr(view, "__name__", "view"))
    return view
