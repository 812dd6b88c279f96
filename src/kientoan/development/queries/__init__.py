"""Questions about the road to membership. The only place of `development` with joins; answers are frozen rows."""

from kientoan.development.queries.badges import BadgePage, BadgeRow, badges_at, next_batch
from kientoan.development.queries.blanks import BlankSpots, CellSpot, HamletSpot, blank_spots
from kientoan.development.queries.candidacies import (
    HISTORY,
    PAGE,
    CandidacyFound,
    CandidacyPage,
    CandidacyRow,
    StageRow,
    Wanted,
    by_stage,
    candidacy_found,
    candidacy_page,
    cell_base,
    cells_below,
    committee_base,
    former_of,
    going_of,
    introducer_of,
    members_near,
    newest_of,
    no_such_candidacy,
    organization_for,
    readmission_of,
    road_of,
    seen_organization,
    tags_of,
)
from kientoan.development.queries.plans import (
    GroupLine,
    Plan,
    UnitLine,
    admitted_between,
    groups_of,
    heads_and_members,
    names_of_reaches,
    plan_of,
    targets_of,
)
from kientoan.development.queries.transfers import TransferRow, open_transfer_of, organizations_called, transfer_found, transfers_at

__all__ = [
    "HISTORY", "PAGE", "BadgePage", "BadgeRow", "BlankSpots", "CandidacyFound", "CandidacyPage", "CandidacyRow", "CellSpot", "GroupLine", "HamletSpot", "Plan",
    "StageRow", "TransferRow", "UnitLine", "Wanted", "admitted_between", "badges_at", "blank_spots", "by_stage", "candidacy_found", "candidacy_page",
    "cell_base", "cells_below", "committee_base", "former_of", "going_of", "groups_of", "heads_and_members", "introducer_of", "members_near", "names_of_reaches",
    "newest_of", "next_batch", "no_such_candidacy", "open_transfer_of", "organization_for", "organizations_called", "plan_of", "readmission_of", "road_of",
    "seen_organization", "tags_of", "targets_of", "transfer_found", "transfers_at",
]
