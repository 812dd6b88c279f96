"""The class of every field that tells of persons: who may read it (PV-02, PV-03, PV-11), as ``people.fields`` has it.

What somebody sent is read by whoever answers the unit's sendings. Name and telephone are sensitive, given freely, and emptied with the answer (PV-07).
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.INTERNAL, "fact_id": FieldClass.INTERNAL, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL, "unconfirmed": FieldClass.INTERNAL,
    "decision": FieldClass.INTERNAL}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Sending": {
        "id": FieldClass.INTERNAL, "uuid": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "about": FieldClass.INTERNAL, "kind": FieldClass.INTERNAL, "title": FieldClass.INTERNAL,
        "text": FieldClass.INTERNAL, "place": FieldClass.INTERNAL, "cost": FieldClass.INTERNAL, "photo": FieldClass.INTERNAL, "name": FieldClass.SENSITIVE,
        "phone": FieldClass.SENSITIVE, "follow_digest": FieldClass.INTERNAL, "sent_at": FieldClass.INTERNAL},
    "AccountQuestion": {
        "id": FieldClass.INTERNAL, "uuid": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "reference": FieldClass.PUBLIC, "text": FieldClass.INTERNAL, "sent_at": FieldClass.INTERNAL},
    "HiddenPerson": {**_KEEPING, "valid_from": FieldClass.INTERNAL, "valid_to": FieldClass.INTERNAL, "person": FieldClass.INTERNAL, "reason": FieldClass.INTERNAL},
    "PhoneCall": {
        "id": FieldClass.INTERNAL, "uuid": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "came_at": FieldClass.INTERNAL, "about": FieldClass.INTERNAL, "name": FieldClass.SENSITIVE,
        "phone": FieldClass.SENSITIVE, "promised_on": FieldClass.INTERNAL, "proposal": FieldClass.INTERNAL, "by": FieldClass.INTERNAL},
    "CallAnswer": {**_KEEPING, "occurred_on": FieldClass.INTERNAL, "call": FieldClass.INTERNAL, "answered_at": FieldClass.INTERNAL, "note": FieldClass.INTERNAL, "by": FieldClass.INTERNAL},
    "PublicSupport": {"id": FieldClass.INTERNAL, "proposal": FieldClass.PUBLIC, "mark": FieldClass.INTERNAL},
}
