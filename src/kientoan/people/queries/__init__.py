"""Questions about persons and posts. The only place of `people` with joins; answers are frozen rows.

What the asker may not read is absent from a row and named in its ``hidden``."""

from kientoan.people.queries.committees import (
    CommitteeRow,
    committee,
)
from kientoan.people.queries.persons import (
    HIDEABLE,
    MOST_UNITS,
    MemberRow,
    PersonRecord,
    PostHeld,
    QualificationRow,
    birth_in,
    may_keep,
    names_of_readers,
    names_on,
    person_record,
    profiles_of,
    units_on,
)
from kientoan.people.queries.posts import (
    Holder,
    PostRow,
    facts_of_holdings,
    held_by_election,
    holding_of,
    holdings_with,
    posts_below,
    posts_of,
    posts_standing,
    scope_of,
    standing_of,
)
from kientoan.people.queries.search import (
    Page,
    PersonPage,
    PersonRow,
    PersonSpot,
    Tie,
    page_of_persons,
    persons_of,
    search_persons,
)
from kientoan.people.queries.summaries import (
    PersonSummary,
    summaries_of,
)

__all__ = [
    "HIDEABLE",
    "MOST_UNITS",
    "CommitteeRow",
    "Holder",
    "MemberRow",
    "Page",
    "PersonPage",
    "PersonRecord",
    "PersonRow",
    "PersonSpot",
    "PersonSummary",
    "PostHeld",
    "PostRow",
    "QualificationRow",
    "Tie",
    "birth_in",
    "committee",
    "facts_of_holdings",
    "held_by_election",
    "holding_of",
    "holdings_with",
    "may_keep",
    "names_of_readers",
    "names_on",
    "page_of_persons",
    "person_record",
    "persons_of",
    "posts_below",
    "posts_of",
    "posts_standing",
    "profiles_of",
    "scope_of",
    "search_persons",
    "standing_of",
    "summaries_of",
    "units_on",
]
