"""The class of every field of persons that quality keeps (PV-02, PV-03, PV-11, PV-13), as ``people.fields`` has it.

What somebody learned and where they live is internal. Who is to follow whom is sensitive, and is read by whoever prepares personnel at the unit, nobody else.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL}
_PERIOD: Mapping[str, FieldClass] = {**_KEEPING, "valid_from": FieldClass.INTERNAL, "valid_to": FieldClass.INTERNAL}
_EVENT: Mapping[str, FieldClass] = {**_KEEPING, "occurred_on": FieldClass.INTERNAL}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Residence": {**_PERIOD, "person": FieldClass.INTERNAL, "hamlet": FieldClass.INTERNAL},
    "Successor": {**_PERIOD, "post": FieldClass.INTERNAL, "person": FieldClass.SENSITIVE, "term_label": FieldClass.INTERNAL, "secrecy": FieldClass.INTERNAL,
                  "reason": FieldClass.SENSITIVE},
    "PlanItem": dict.fromkeys(("id", "unit", "problem", "post", "person", "demand"), FieldClass.INTERNAL),
    "PlanVerdict": {**_PERIOD, **dict.fromkeys(("item", "verdict", "charge", "due_on", "reason"), FieldClass.INTERNAL)},
    "Enrolment": {**_PERIOD, **dict.fromkeys(("course", "person", "state", "number", "reason"), FieldClass.INTERNAL)},
    "SessionPresence": {**_EVENT, **dict.fromkeys(("course", "person"), FieldClass.INTERNAL)},
    "CourseResult": {**_EVENT, **dict.fromkeys(("course", "person", "outcome", "certificate", "qualification"), FieldClass.INTERNAL)},
}
