"""How an address of the API is declared: what it answers, which scope it needs, what people call it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, get_args, get_type_hints

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel

from kientoan.api.keys import NeedsKey
from kientoan.api.problems import Fault, of_faults
from kientoan.api.repeats import kept_answer
from kientoan.org.enums import TokenScope
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class Endpoint:
    """An address as the schema and its page show it.

    Parameters:
        name: its name in the schema.
        title: what it does, for people.
        scope: what a key needs.
    """

    name: str
    title: Promise
    scope: TokenScope


_endpoints: dict[str, Endpoint] = {}


def endpoint_named(name: str) -> Endpoint:
    """The declaration of an address, by its name in the schema."""
    return _endpoints[name]


def endpoints() -> list[Endpoint]:
    """Every address that is declared."""
    return list(_endpoints.values())


def _query_names(view: Callable[..., Any]) -> set[str]:
    """The names that a view reads from the address."""
    hints = get_type_hints(view, include_extras=True)
    kind = next(iter(get_args(hints.get("asked"))), None)
    return set(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else set()


def endpoint(router: Router, method: str, path: str, *, title: Promise, scope: TokenScope, answer: Any, status: int = 200) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function an address of the API.

    What the address's query holds besides the names that are known is refused: a misspelt ``as_of`` would answer another day.

    Parameters:
        router: of its subject.
        method: GET or POST.
        path: below the router's, with an ``{int:…}`` for each identity.
        title: what it does, for people; the schema's summary.
        scope: what a key needs; rights are asked for by queries and operations besides.
        answer: the model of what it answers; None for an answer without a body.
        status: of an answer that is no refusal.
    """
    def make(view: Callable[..., Any]) -> Callable[..., Any]:
        known = _query_names(view)

        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if strange := sorted(set(request.GET) - known):
                there = ", ".join(sorted(known)) or _("không có phần nào")
                return of_faults([Fault(place=tidy(name)[:60], detail=_("Không có phần này; các phần dùng được: %(there)s.") % {"there": there}) for name in strange[:20]])
            return kept_answer(request) or view(request, *args, **kwargs)

        _endpoints[view.__name__] = Endpoint(view.__name__, title, scope)
        router.add_api_operation(path, [method], run, auth=NeedsKey(scope), response={status: answer}, operation_id=view.__name__, url_name=view.__name__)
        return view

    return make


