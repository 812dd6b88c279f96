from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class EvaluationConfig(AppConfig):
    """The yearly evaluation."""

    name = "kientoan.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.evaluation import due
        from kientoan.evaluation.participants import EvaluationParticipant
        from kientoan.evaluation.queries import own_years
        from kientoan.people.hooks import Section, sections

        participants.register(EvaluationParticipant())
        due.register()
        sections.append(Section("evaluation", gettext_lazy("Đánh giá, xếp loại hằng năm"), own_years))
