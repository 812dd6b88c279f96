from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    """Elections and their results."""

    name = "kientoan.elections"
    label = "elections"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.elections.participants import ElectionParticipant

        participants.register(ElectionParticipant())
