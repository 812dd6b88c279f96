"""Who acts, and the question whether they may. Grants at units are `org`'s; here are only the types."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Right(StrEnum):
    """What a role can allow. Every operation asks for exactly one."""

    SEE_UNITS = "see_units"
    CHANGE_UNITS = "change_units"
    IMPORT_TERRITORY = "import_territory"
    SET_SEASON = "set_season"
    PLAN_CONGRESS = "plan_congress"
    REPORT_CONGRESS = "report_congress"
    DECIDE_CONGRESS = "decide_congress"
    SEE_PERSONS = "see_persons"
    SEE_SENSITIVE = "see_sensitive"
    KEEP_PERSONS = "keep_persons"
    KEEP_POSTS = "keep_posts"
    KEEP_CANDIDATES = "keep_candidates"
    FREEZE_FIGURES = "freeze_figures"
    PREPARE_PERSONNEL = "prepare_personnel"
    KEEP_STANDARDS = "keep_standards"
    PLAN_QUALITY = "plan_quality"
    KEEP_TRAINING = "keep_training"
    HOLD_ELECTIONS = "hold_elections"
    KEY_BALLOTS = "key_ballots"
    AUDIT_ELECTIONS = "audit_elections"
    RECHECK_BALLOTS = "recheck_ballots"
    DELETE_BALLOTS = "delete_ballots"
    KEEP_REGISTER = "keep_register"
    HOLD_MEETINGS = "hold_meetings"
    KEEP_RESOLUTIONS = "keep_resolutions"
    GIVE_TASKS = "give_tasks"
    REPORT_TASKS = "report_tasks"
    RUN_OUTREACH = "run_outreach"
    VISIT_HOUSEHOLDS = "visit_households"
    RAISE_PROPOSALS = "raise_proposals"
    ANSWER_PROPOSALS = "answer_proposals"
    KEEP_DRIVES = "keep_drives"
    SUPERVISE_DRIVES = "supervise_drives"
    APPROVE_DRIVES = "approve_drives"
    HOLD_EVALUATIONS = "hold_evaluations"
    APPRAISE_EVALUATIONS = "appraise_evaluations"
    DECIDE_EVALUATIONS = "decide_evaluations"
    WRITE_FROM_OUTSIDE = "write_from_outside"
    WRITE_NEWS = "write_news"
    EDIT_NEWS = "edit_news"
    PUBLISH = "publish"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_JOURNAL = "read_journal"
    OWN_RECORD = "own_record"
    KEEP_INSTALLATION = "keep_installation"


READING = frozenset({Right.SEE_UNITS, Right.SEE_PERSONS, Right.SEE_SENSITIVE, Right.AUDIT_ELECTIONS, Right.READ_JOURNAL, Right.OWN_RECORD})
"""The rights that only look, or only ask about oneself. Whoever has any other may write, and needs a second factor."""


@dataclass(frozen=True)
class Actor:
    """Whoever acts: never nobody.

    Parameters:
        label: the stable name that the journal keeps.
        name: what a screen calls them.
    """

    label: str
    name: str

    def refusal(self, right: Right, unit_ids: Collection[int], on: date) -> str | None:
        """Why the actor may not use ``right`` at all of ``unit_ids`` on day ``on``; None when they may.

        No unit at all asks for the right over the whole tree.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class SystemActor(Actor):
    """The machine itself, named for what it does: an import, the demonstration, the command line."""

    def refusal(self, right: Right, unit_ids: Collection[int], on: date) -> str | None:
        return None


def system_actor(task: str) -> SystemActor:
    """The system actor for a task, such as ``import`` or ``demo``."""
    return SystemActor(f"system:{task}", task)
