from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Campaigns and rounds to households."""

    name = "kientoan.outreach"
    label = "outreach"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.outreach.participants import OutreachParticipant

        participants.register(OutreachParticipant())
