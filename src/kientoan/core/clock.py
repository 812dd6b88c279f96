"""The only place that asks what time it is.

A story, such as the demonstration, is told on its own clock: inside ``telling`` every moment that is
recorded is the story's. Requests and commands use the real one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_story: ContextVar[datetime | None] = ContextVar("story", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _story.get() or datetime.now(UTC)


def today() -> date:
    """The day in Vietnam."""
    return now().astimezone(ZONE).date()


def working_moment(day: date, hour: int = 16, minute: int = 30) -> datetime:
    """A moment of ``day`` in Vietnam, aware; for stories."""
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE)


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Within it, ``now`` is ``moment``."""
    token = _story.set(moment)
    try:
        yield
    finally:
        _story.reset(token)
