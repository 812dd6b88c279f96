"""The people of the demonstration whom a visitor may step in as."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from kientoan.core import clock
from kientoan.org import queries
from kientoan.org.enums import Role
from kientoan.org.models import Grant

STORY_DAY = date(2020, 6, 23)
"""The day on which a visitor of the demonstration arrives: the day of the article's figure."""


@dataclass(frozen=True)
class Part:
    """A role that a visitor may take."""

    username: str
    name: str
    role: str
    unit: str


def parts() -> list[Part]:
    """One for every account of the demonstration, with the first of its units; none in a real installation."""
    if not settings.DEMO:
        return []
    first: dict[int, Grant] = {}
    for grant in Grant.objects.known().on(clock.today()).select_related("user").order_by("user__pk", "pk"):
        first.setdefault(grant.user_id, grant)
    grants = list(first.values())
    names = queries.names_of({grant.unit_id for grant in grants}, clock.today())
    return [Part(grant.user.username, grant.user.display_name, str(Role(grant.role).label), names.get(grant.unit_id, "")) for grant in grants]
