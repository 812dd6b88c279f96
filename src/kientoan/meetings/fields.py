"""The class of every field that tells of persons: who may read it (PV-02, PV-03, PV-11), as ``people.fields`` has it.

Who came to a meeting and who lives where is internal: read by whoever may see persons at the unit. Nothing here holds anyone's opinion or voice.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Household": {"id": FieldClass.PUBLIC, "uuid": FieldClass.INTERNAL},
    "HouseholdEntry": {
        **_KEEPING, "valid_from": FieldClass.INTERNAL, "valid_to": FieldClass.INTERNAL, "household": FieldClass.INTERNAL, "hamlet": FieldClass.PUBLIC,
        "number": FieldClass.INTERNAL, "representative": FieldClass.INTERNAL, "address": FieldClass.INTERNAL, "end_reason": FieldClass.INTERNAL},
    "MemberAttendance": {
        **_KEEPING, "occurred_on": FieldClass.INTERNAL, "meeting": FieldClass.INTERNAL, "person": FieldClass.INTERNAL, "is_official": FieldClass.INTERNAL,
        "state": FieldClass.INTERNAL},
    "HouseholdAttendance": {**_KEEPING, "occurred_on": FieldClass.INTERNAL, "meeting": FieldClass.INTERNAL, "household": FieldClass.INTERNAL},
}
