"""The class of every field that outreach keeps (PV-02, PV-03, PV-11), as ``people.fields`` has it.

What came of a visit, and who looks after which home, is read at the hamlet only and goes when its time is over. Nothing here holds an opinion, an attitude or a faith.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "decision": FieldClass.INTERNAL, "occurred_on": FieldClass.INTERNAL}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Visit": {"id": FieldClass.INTERNAL, "round": FieldClass.INTERNAL, "household": FieldClass.INTERNAL, "on": FieldClass.INTERNAL, "result": FieldClass.INTERNAL,
              "follow_up_on": FieldClass.INTERNAL, "withdrawn_at": FieldClass.INTERNAL},
    "Charge": {"id": FieldClass.INTERNAL, "round": FieldClass.INTERNAL, "household": FieldClass.INTERNAL, "visitor": FieldClass.INTERNAL},
    "Question": {**_KEEPING, "campaign": FieldClass.INTERNAL, "hamlet": FieldClass.INTERNAL, "text": FieldClass.INTERNAL},
}
TEXTS: Mapping[str, frozenset[str]] = {
    "CampaignText": frozenset({"title", "text", "hotline", "search_plain", "search_exact", "reason"}), "CampaignStop": frozenset({"reason"}),
    "Telling": frozenset({"place"}), "Charge": frozenset({"visitor"}), "Question": frozenset({"text"})}
"""Every field of words that there is; there is none about a household."""
