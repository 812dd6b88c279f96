"""Every change to the tree and to accounts. Each function here is an operation."""

from kientoan.org.operations.accounts import close_account, end_grant, enrol, grant_role, open_account, renew_enrolment
from kientoan.org.operations.installation import found_installation
from kientoan.org.operations.organizations import import_organizations
from kientoan.org.operations.territory import import_territory
from kientoan.org.operations.tokens import IssuedKey, issue_token, revoke_token
from kientoan.org.operations.units import (
    NewUnit,
    cover_area,
    dissolve_unit,
    establish_units,
    move_unit,
    reclassify_unit,
    release_area,
    rename_unit,
    undo_change,
)

__all__ = [
    "IssuedKey", "NewUnit", "close_account", "cover_area", "dissolve_unit", "end_grant", "enrol", "establish_units", "found_installation", "grant_role",
    "import_organizations", "import_territory", "issue_token", "move_unit", "open_account", "reclassify_unit", "release_area", "rename_unit",
    "renew_enrolment", "revoke_token", "undo_change",
]
