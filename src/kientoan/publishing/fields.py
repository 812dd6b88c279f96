"""The class of every field that tells of persons: who may read it (PV-02, PV-03, PV-11), as ``people.fields`` has it.

What somebody sent is read by whoever answers the unit's sendings. Name and telephone are sensitive, given freely, and emptied with the answer (PV-07).
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Sending": {
        "id": FieldClass.INTERNAL, "uuid": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "about": FieldClass.INTERNAL, "kind": FieldClass.INTERNAL, "title": FieldClass.INTERNAL,
        "text": FieldClass.INTERNAL, "place": FieldClass.INTERNAL, "cost": FieldClass.INTERNAL, "photo": FieldClass.INTERNAL, "name": FieldClass.SENSITIVE,
        "phone": FieldClass.SENSITIVE, "follow_digest": FieldClass.INTERNAL, "sent_at": FieldClass.INTERNAL},
    "Question": {
        "id": FieldClass.INTERNAL, "uuid": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "reference": FieldClass.PUBLIC, "text": FieldClass.INTERNAL, "sent_at": FieldClass.INTERNAL},
    "PublicSupport": {"id": FieldClass.INTERNAL, "proposal": FieldClass.PUBLIC, "mark": FieldClass.INTERNAL},
}
