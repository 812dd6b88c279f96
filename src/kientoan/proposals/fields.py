"""The class of every field that tells of persons: who may read it (PV-02, PV-03), as ``people.fields`` has it.

Who sent a proposal is sensitive: read by whoever may read sensitive data at the body that has it, never shown in public.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "ProposalSender": {
        "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
        "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL, "occurred_on": FieldClass.INTERNAL, "proposal": FieldClass.INTERNAL,
        "name": FieldClass.SENSITIVE, "phone": FieldClass.SENSITIVE},
}
