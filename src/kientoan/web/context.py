"""What every page needs around its content: who, the day, the list at the side, the language."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.notices.queries import unseen_count
from kientoan.org.access import PersonActor

HELP: tuple[tuple[str, str], ...] = (
    ("own", "how-to/own-record"), ("data_request", "how-to/own-record"), ("person_request", "how-to/own-record"), ("person_restricted", "how-to/own-record"),
    ("person_lift", "how-to/own-record"), ("account_tie", "how-to/own-record"), ("account_untie", "how-to/own-record"), ("home", "how-to/run-a-season"), ("season", "how-to/run-a-season"), ("congress", "how-to/run-a-season"),
    ("unit_post", "how-to/persons-and-posts"), ("post", "how-to/persons-and-posts"), ("holding", "how-to/persons-and-posts"), ("personnel", "how-to/personnel"), ("person", "how-to/persons-and-posts"),
    ("unit_election", "how-to/hold-an-election"), ("unit_target", "how-to/posts-held-together"), ("concurrency", "how-to/posts-held-together"),
    ("question", "how-to/drives-public"), ("proposal_code", "how-to/portal"), ("sending", "how-to/portal"), ("unit_proposal", "how-to/proposals"), ("proposal", "how-to/proposals"), ("unit_drive", "how-to/drives"), ("drive", "how-to/drives"), ("unit_task", "how-to/tasks"), ("task", "how-to/tasks"), ("unit_resolution", "how-to/tasks"), ("resolution", "how-to/tasks"), ("unit_meeting", "how-to/hold-a-meeting"), ("meeting", "how-to/hold-a-meeting"),
    ("candidacy", "how-to/development"), ("transfer", "how-to/development"), ("badge", "how-to/development"), ("due", "how-to/development"),
    ("quality", "how-to/quality"), ("standard", "how-to/quality"), ("successor", "how-to/quality"), ("residence", "how-to/quality"), ("training", "how-to/training"), ("course", "how-to/training"),
    ("evaluation", "how-to/evaluation"), ("notice", "how-to/notices"), ("unit_campaign", "how-to/outreach"), ("campaign", "how-to/outreach"),
    ("unit_news", "how-to/news"), ("news", "how-to/news"), ("unit_public", "how-to/news"), ("public", "how-to/news"), ("unit_call", "how-to/news"), ("call", "how-to/news"),
    ("unit", "how-to/change-units"), ("reorganisation", "how-to/change-units"), ("reform", "how-to/change-units"), ("work", "how-to/change-units"),
    ("frozen", "how-to/freeze-a-figure"), ("register", "how-to/number-papers"), ("table", "how-to/print-a-table"), ("account", "how-to/accounts"), ("enrol", "how-to/accounts"), ("mfa", "how-to/second-factor"), ("token", "how-to/api"),
    ("permission", "explanation/rights"), ("election_rules", "explanation/election-rules"), ("election_pack", "explanation/election-rules"),
    *((name, "how-to/audit-an-election") for name in ("election_audit", "election_export", "election_sample", "election_reread", "election_deletion")),
    ("election", "how-to/hold-an-election"), ("journal", "how-to/check-the-journal"),
)
"""Which page of the manual helps with an address, by how its name begins; the first that fits."""


def help_for(name: str) -> str:
    """The manual's page for an address; empty where none fits."""
    return next((page for beginning, page in HELP if name == beginning or name.startswith(f"{beginning}_")), "")


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
        "help_key": help_for(match.url_name or "") if (match := getattr(request, "resolver_match", None)) else "",
        "unseen": unseen_count(actor.user_id, day or clock.today()) if actor and actor.works else None,
        "works": bool(actor and actor.works),
        "may_keep_persons": bool(actor and actor.has(Right.KEEP_PERSONS)),
        "may_manage_accounts": bool(actor and actor.has(Right.MANAGE_ACCOUNTS)),
        "may_read_journal": bool(actor and actor.has(Right.READ_JOURNAL)),
        "may_prepare_personnel": bool(actor and actor.has(Right.PREPARE_PERSONNEL)),
        "may_keep_candidates": bool(actor and actor.has(Right.KEEP_CANDIDATES)),
        "may_see_persons": bool(actor and actor.has(Right.SEE_PERSONS)),
        "may_write_news": bool(actor and actor.has(Right.WRITE_NEWS)),
        "may_publish": bool(actor and actor.has(Right.PUBLISH)),
        "may_answer_calls": bool(actor and actor.has(Right.ANSWER_PROPOSALS)),
        "may_set_season": bool(actor and actor.has(Right.SET_SEASON)),
    }
