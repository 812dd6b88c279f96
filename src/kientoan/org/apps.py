from django.apps import AppConfig


class OrgConfig(AppConfig):
    """Units and grants."""

    name = "kientoan.org"
    label = "org"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.org.participants import OrgParticipant

        participants.register(OrgParticipant())
