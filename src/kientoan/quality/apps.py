from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Standards, gaps, the plan of a unit, training."""

    name = "kientoan.quality"
    label = "quality"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.quality.participants import QualityParticipant

        participants.register(QualityParticipant())
