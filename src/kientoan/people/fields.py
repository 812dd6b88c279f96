"""The class of every field of this app: who may read it (PV-02, PV-03, PV-11).

Public is what a notice board shows: a name, and who holds which post. Internal is read by whoever may see persons at a unit of the
person; sensitive by whoever has that right there as well. Nothing here holds anyone's opinions, religion, health, or pictures of
identity cards (PV-04), and nothing may be added without a class: a test looks.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

_KEEPING: Mapping[str, FieldClass] = {
    "id": FieldClass.PUBLIC, "fact_id": FieldClass.PUBLIC, "recorded_at": FieldClass.INTERNAL, "superseded_at": FieldClass.INTERNAL,
    "unconfirmed": FieldClass.PUBLIC, "valid_from": FieldClass.PUBLIC, "valid_to": FieldClass.PUBLIC, "decision": FieldClass.PUBLIC,
}
_PRIVATE: Mapping[str, FieldClass] = {**_KEEPING, "valid_from": FieldClass.INTERNAL, "valid_to": FieldClass.INTERNAL, "decision": FieldClass.INTERNAL}
CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Person": {"id": FieldClass.PUBLIC, "entered_at": FieldClass.INTERNAL},
    "PersonProfile": {
        **_PRIVATE, "person": FieldClass.PUBLIC, "full_name": FieldClass.PUBLIC, "sort_key": FieldClass.PUBLIC,
        "search_plain": FieldClass.PUBLIC, "search_exact": FieldClass.PUBLIC, "sex": FieldClass.INTERNAL, "born_on": FieldClass.INTERNAL,
        "born_precision": FieldClass.INTERNAL, "home_place": FieldClass.INTERNAL, "phone": FieldClass.INTERNAL,
        "member_card": FieldClass.INTERNAL, "ethnicity": FieldClass.SENSITIVE,
    },
    "Qualification": {**_PRIVATE, "person": FieldClass.INTERNAL, "field": FieldClass.INTERNAL, "level": FieldClass.INTERNAL},
    "Membership": {
        **_PRIVATE, "person": FieldClass.INTERNAL, "unit": FieldClass.INTERNAL, "stage": FieldClass.INTERNAL,
        "admitted_on": FieldClass.INTERNAL, "official_on": FieldClass.INTERNAL, "end_reason": FieldClass.INTERNAL,
    },
    "MemberStanding": {**_PRIVATE, "person": FieldClass.INTERNAL, "kind": FieldClass.INTERNAL},
    "Post": {"id": FieldClass.PUBLIC, "unit": FieldClass.PUBLIC, "kind": FieldClass.PUBLIC},
    "PostStanding": {**_KEEPING, "post": FieldClass.PUBLIC, "seats": FieldClass.PUBLIC},
    "ConcurrencyTarget": {**_KEEPING, "hamlet": FieldClass.PUBLIC, "model": FieldClass.PUBLIC, "due_on": FieldClass.INTERNAL, "note": FieldClass.INTERNAL},
    "Holding": {
        **_KEEPING, "post": FieldClass.PUBLIC, "seat": FieldClass.PUBLIC, "person": FieldClass.PUBLIC, "obtained": FieldClass.PUBLIC,
        "term_ends_on": FieldClass.PUBLIC, "term_label": FieldClass.PUBLIC, "end_reason": FieldClass.INTERNAL,
        "end_decision": FieldClass.INTERNAL,
    },
}


def readable(model: str, field: str, *, internal: bool, sensitive: bool) -> bool:
    """Whether a reader with these rights at a unit of the person may read a field."""
    wanted = CLASSES[model][field]
    return wanted is FieldClass.PUBLIC or (internal if wanted is FieldClass.INTERNAL else internal and sensitive)
