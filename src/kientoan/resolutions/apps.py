from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    """Resolutions turned into tasks."""

    name = "kientoan.resolutions"
    label = "resolutions"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.resolutions.participants import ResolutionsParticipant

        participants.register(ResolutionsParticipant())
