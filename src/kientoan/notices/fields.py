"""The class of every field that tells of a person, as ``people.fields`` has it.

Addresses of accounts are sensitive here: read by their owner alone, and by whoever writes the file for an SMS gateway.
"""

from collections.abc import Mapping

from kientoan.people.enums import FieldClass

CLASSES: Mapping[str, Mapping[str, FieldClass]] = {
    "Wish": {
        "id": FieldClass.INTERNAL, "user": FieldClass.INTERNAL, "email": FieldClass.SENSITIVE, "email_asked": FieldClass.SENSITIVE, "check_hash": FieldClass.SENSITIVE,
        "check_until": FieldClass.INTERNAL, "phone": FieldClass.SENSITIVE, "is_plain": FieldClass.INTERNAL, "quiet_from": FieldClass.INTERNAL,
        "quiet_to": FieldClass.INTERNAL, "kinds": FieldClass.INTERNAL, "language": FieldClass.INTERNAL, "changed_at": FieldClass.INTERNAL},
    "Feed": {
        "id": FieldClass.INTERNAL, "user": FieldClass.INTERNAL, "secret_hash": FieldClass.SENSITIVE, "language": FieldClass.INTERNAL, "made_at": FieldClass.INTERNAL,
        "withdrawn_at": FieldClass.INTERNAL},
    "Letter": {
        "id": FieldClass.INTERNAL, "user": FieldClass.INTERNAL, "channel": FieldClass.INTERNAL, "message_id": FieldClass.INTERNAL, "address": FieldClass.SENSITIVE,
        "subject": FieldClass.INTERNAL, "body": FieldClass.SENSITIVE, "is_check": FieldClass.INTERNAL, "queued_at": FieldClass.INTERNAL,
        "claimed_at": FieldClass.INTERNAL, "sent_at": FieldClass.INTERNAL, "given_up_at": FieldClass.INTERNAL, "tries": FieldClass.INTERNAL,
        "fault": FieldClass.INTERNAL, "batch": FieldClass.INTERNAL},
}
