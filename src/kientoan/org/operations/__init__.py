"""Every change to the tree and to accounts. Each function here is an operation."""

from kientoan.org.operations.accounts import close_account, end_grant, enrol, grant_role, open_account, renew_enrolment
from kientoan.org.operations.installation import found_installation
from kientoan.org.operations.organizations import import_organizations
from kientoan.org.operations.reform import import_reform
from kientoan.org.operations.reorganisation import reorganise, undo_placing, undo_reorganisation
from kientoan.org.operations.second_factor import drop_second_factor, renew_recovery_codes, take_second_factor
from kientoan.org.operations.territory import import_territory
from kientoan.org.operations.tokens import IssuedKey, issue_token, revoke_token
from kientoan.org.operations.units import (
    cover_area,
    dissolve_unit,
    establish_units,
    move_unit,
    reclassify_unit,
    release_area,
    rename_unit,
    undo_change,
)
from kientoan.org.plans import Fold, NewUnit, Relocation, Renewal, Reorganisation

__all__ = [
    "Fold", "IssuedKey", "NewUnit", "Relocation", "Renewal", "Reorganisation", "close_account", "cover_area", "dissolve_unit",
    "drop_second_factor", "end_grant", "enrol", "establish_units", "found_installation", "grant_role", "import_organizations",
    "import_reform", "import_territory", "issue_token", "move_unit", "open_account", "reclassify_unit", "release_area", "rename_unit",
    "renew_enrolment", "renew_recovery_codes", "reorganise", "revoke_token", "take_second_factor", "undo_change", "undo_placing",
    "undo_reorganisation",
]
