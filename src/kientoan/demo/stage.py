"""What every chapter of the story uses: the actor, the clock, the tables, units by their codes."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files

from kientoan.core import clock
from kientoan.core.access import system_actor
from kientoan.core.models import User
from kientoan.org.access import PersonActor, person
from kientoan.org.queries import organization_of, unit_with_code

ACTOR = system_actor("demo")


def table(name: str) -> list[dict[str, str]]:
    """A table of ``demo/data``."""
    text = files("kientoan.demo").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@contextmanager
def on(day: date, hour: int = 16, minute: int = 30) -> Iterator[None]:
    """Within it, it is a moment of ``day``."""
    with clock.telling(clock.working_moment(day, hour, minute)):
        yield


def organization_with_code(code: str, day: date) -> int:
    """The organisation that covers the area with an official code."""
    found = organization_of(unit_with_code(code, day).unit_id, day)
    if found is None:
        raise LookupError(code)
    return found.unit_id


def user_named(username: str) -> User:
    """An account of the cast."""
    return User.objects.get(username=username)


def player(username: str) -> PersonActor:
    """Somebody of the cast, with the rights that they have on the story's day."""
    return person(user_named(username))
