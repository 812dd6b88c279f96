"""The one door for writing.

An operation is a keyword-only function that owns its transaction, its permission and its one journal
entry. Pages, imports, the command line and the demonstration call the same operations. Operations
never call operations; what they share is a *step*, a plain function that calls ``in_operation``.
"""

import functools
import inspect
from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.utils.functional import Promise

from kientoan.core import clock, journal, marks
from kientoan.core.access import Actor, Right
from kientoan.core.refusal import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")
_current: ContextVar["Act | None"] = ContextVar("act", default=None)


@dataclass
class Act:
    """An operation under way.

    Parameters:
        actor: who acts.
        at: the moment, which facts are recorded with.
        right: what the operation asks for.
    """

    actor: Actor
    at: datetime
    right: Right
    _asked: bool = False
    _entry: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def today(self) -> date:
        """The day of the act in Vietnam."""
        return self.at.astimezone(clock.ZONE).date()

    def ask(self, unit_ids: Collection[int], on: date | None = None) -> None:
        """Ask whether the actor may, at every one of ``unit_ids``; none means the whole tree.

        Raises:
            NotAllowed: with the reason.
        """
        self._asked = True
        if reason := self.actor.refusal(self.right, unit_ids, on or self.today):
            raise NotAllowed(reason)

    def enter(self, *, unit: str = "", day: date | None = None, count: int = 1, detail: Mapping[str, Any] | None = None) -> None:
        """Say what the journal keeps of this act; once.

        Parameters:
            unit: the unit it was about, as text.
            day: the day it holds for.
            count: how many rows it touched; 0 for an act that found nothing to do, which is not entered.
            detail: JSON values.
        """
        if self._entry is not None:
            raise RuntimeError("an operation has one journal entry")
        self._entry = {"unit": unit[:300], "day": day.isoformat() if day else "", "count": count, "detail": detail or {}}


@dataclass(frozen=True)
class Operation:
    """An entry of the catalogue: what the permission matrix, the journal's words and the manual show."""

    name: str
    title: Promise | str
    right: Right
    summary: str


_catalogue: dict[str, Operation] = {}


def catalogue() -> list[Operation]:
    """Every operation there is, by name."""
    return [_catalogue[name] for name in sorted(_catalogue)]


def in_operation() -> Act:
    """The operation under way; steps call it.

    Raises:
        RuntimeError: outside of one.
    """
    act = _current.get()
    if act is None:
        raise RuntimeError("this step needs an operation under way")
    return act


def operation(*, title: Promise | str, right: Right) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function an operation.

    The function takes an ``Act`` and keyword-only arguments, calls ``act.ask`` before it writes and
    ``act.enter`` once. Callers pass an ``Actor`` in the place of the act.

    Parameters:
        title: what it is called on screens, lazily translated.
        right: the right it asks for.
    """

    def make(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Actor, P], R]:
        _act, *rest = inspect.signature(function).parameters.values()
        if any(parameter.kind is not parameter.KEYWORD_ONLY for parameter in rest):
            raise TypeError(f"{function.__name__}: parameters of an operation are keyword-only")
        package, _dot, rest_of_module = function.__module__.partition(".")
        name = f"{rest_of_module.partition('.')[0] or package}.{function.__name__}"
        if package == "kientoan":
            _catalogue[name] = Operation(name, title, right, (inspect.getdoc(function) or "").split("\n")[0])

        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if _current.get() is not None:
                raise RuntimeError(f"{name}: operations do not call operations")
            act = Act(actor, clock.now(), right)
            token = _current.set(act)
            try:
                with transaction.atomic(durable=True), marks.collecting() as touched:
                    result = function(act, *args, **kwargs)
                    entry = act._entry
                    if entry is None or not act._asked:
                        raise RuntimeError(f"{name}: an operation asks for its right and makes its entry")
                    number = journal.append(at=act.at, actor=actor.label, operation=name, **entry) if entry["count"] else marks.head() + 1
                    if touched:
                        marks.write(touched, number)
                    return result
            finally:
                _current.reset(token)

        functools.update_wrapper(run, function)
        return run

    return make
