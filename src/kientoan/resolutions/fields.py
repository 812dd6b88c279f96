"""The class of every field that tells of persons: who may read it (PV-02, PV-03), as ``people.fields`` has it.

Who leads and who helps is internal: read by whoever may see persons at the unit, gives tasks there or reports on them.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "TaskStanding": {
        **_KEEPING, "valid_from": FieldClass.INTERNAL, "valid_to": FieldClass.INTERNAL, "task": FieldClass.INTERNAL, "state": FieldClass.INTERNAL,
        "unit": FieldClass.INTERNAL, "person": FieldClass.INTERNAL, "due_on": FieldClass.INTERNAL, "done_on": FieldClass.INTERNAL},
    "TaskHelper": {**_KEEPING, "occurred_on": FieldClass.INTERNAL, "task": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "person": FieldClass.INTERNAL},
}
