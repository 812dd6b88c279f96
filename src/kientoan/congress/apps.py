from django.apps import AppConfig


class CongressConfig(AppConfig):
    """Seasons and congresses."""

    name = "kientoan.congress"
    label = "congress"

    def ready(self) -> None:
        from kientoan.congress.participants import CongressParticipant
        from kientoan.core import participants

        participants.register(CongressParticipant())
