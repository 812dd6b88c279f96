"""The class of every field about a person that this app keeps (PV-02, PV-03, PV-11), as ``people.fields`` has it.

That somebody is on the road to membership reveals a political view, so everything of a candidacy is sensitive: whoever opens one is written down.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_INTERNAL: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL}
_SENSITIVE: Mapping[str, FieldClass] = {**_INTERNAL, "decision": FieldClass.SENSITIVE}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "MemberCandidacy": {"id": FieldClass.PUBLIC, "person": FieldClass.SENSITIVE},
    "CandidacyStanding": {**_SENSITIVE, **dict.fromkeys(
        ("valid_from", "valid_to", "candidacy", "cell", "tags", "stage", "state", "next_stage", "actor", "due_on", "rule"), FieldClass.SENSITIVE)},
    "StageEvent": {**_SENSITIVE, **dict.fromkeys(
        ("occurred_on", "candidacy", "stage", "verdict", "form_code", "pack", "certificate", "base", "agree", "remove", "received_on", "special", "leave", "papers", "asked",
         "introducer", "second_introducer", "youth_union", "member_key"), FieldClass.SENSITIVE)},
    "CandidacyStop": {**_SENSITIVE, "occurred_on": FieldClass.SENSITIVE, "candidacy": FieldClass.SENSITIVE, "reason": FieldClass.SENSITIVE},
    "Transfer": {"id": FieldClass.PUBLIC, "person": FieldClass.INTERNAL, "origin": FieldClass.INTERNAL, "destination": FieldClass.INTERNAL},
    "TransferStep": {**_INTERNAL, **dict.fromkeys(("occurred_on", "transfer", "kind", "due_on", "reason"), FieldClass.INTERNAL)},
    "BadgeAward": {**_INTERNAL, **dict.fromkeys(("occurred_on", "person", "years"), FieldClass.INTERNAL)},
}
