from django.apps import AppConfig


class DrivesConfig(AppConfig):
    """Contribution drives."""

    name = "kientoan.drives"
    label = "drives"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.drives.participants import DrivesParticipant

        participants.register(DrivesParticipant())
