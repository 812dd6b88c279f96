"""What every page needs around its content: who, the day, the list at the side, the language."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.org.access import PersonActor


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's values; nothing that costs a query unless the page's view asked who acts."""
    actor: PersonActor | None = getattr(request, "actor", None)
    day = getattr(request, "day", None)
    return {
        "day": day,
        "known_at": getattr(request, "known_at", None),
        "day_before": day - timedelta(days=1) if day else None,
        "day_after": day + timedelta(days=1) if day else None,
        "demo": settings.DEMO,
        "today": clock.today(),
        "now": clock.now(),
        "actor": actor,
        "may_manage_accounts": bool(actor and actor.has(Right.MANAGE_ACCOUNTS)),
        "may_read_journal": bool(actor and actor.has(Right.READ_JOURNAL)),
        "may_see_persons": bool(actor and actor.has(Right.SEE_PERSONS)),
        "may_set_season": bool(actor and actor.has(Right.SET_SEASON)),
    }
