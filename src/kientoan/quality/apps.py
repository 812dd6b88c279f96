from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class QualityConfig(AppConfig):
    """Standards, gaps, the plan of a unit, training."""

    name = "kientoan.quality"
    label = "quality"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.people.hooks import Section, sections
        from kientoan.quality import due
        from kientoan.quality.participants import QualityParticipant
        from kientoan.quality.queries.training import own_courses

        participants.register(QualityParticipant())
        due.register()
        sections.append(Section("training", gettext_lazy("Đào tạo, bồi dưỡng"), own_courses))
