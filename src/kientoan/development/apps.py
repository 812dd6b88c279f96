from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    """The road to membership, plans, transfers and badges."""

    name = "kientoan.development"
    label = "development"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.development import due
        from kientoan.development.participants import DevelopmentParticipant

        participants.register(DevelopmentParticipant())
        due.register()
