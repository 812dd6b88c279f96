"""The class of every field that tells of persons: who may read it (PV-02, PV-03), as ``people.fields`` has it.

Whom a line names is internal; the public reads what the giver chose. Who is exempted, and why, is sensitive and never shown in public.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_FACT = {"id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
         "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL, "occurred_on": FieldClass.INTERNAL, "drive": FieldClass.PUBLIC}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "EntryName": {"entry": FieldClass.PUBLIC, "household": FieldClass.INTERNAL, "name": FieldClass.INTERNAL, "shown": FieldClass.INTERNAL, "public_name": FieldClass.PUBLIC,
                  "salt": FieldClass.PUBLIC, "search_plain": FieldClass.INTERNAL},
    "Exemption": {**_FACT, "household": FieldClass.SENSITIVE, "because": FieldClass.SENSITIVE},
    "Confirmation": {**_FACT, "through": FieldClass.PUBLIC, "role": FieldClass.PUBLIC, "name": FieldClass.INTERNAL, "by": FieldClass.INTERNAL, "remark": FieldClass.INTERNAL},
    "PublishedName": {"id": FieldClass.PUBLIC, "published": FieldClass.PUBLIC, "part": FieldClass.PUBLIC, "name": FieldClass.PUBLIC, "salt": FieldClass.PUBLIC},
}
