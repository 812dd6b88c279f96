from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """The yearly evaluation."""

    name = "kientoan.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.evaluation.participants import EvaluationParticipant

        participants.register(EvaluationParticipant())
