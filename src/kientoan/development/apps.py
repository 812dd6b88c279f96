from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class DevelopmentConfig(AppConfig):
    """The road to membership, plans, transfers and badges."""

    name = "kientoan.development"
    label = "development"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.development import due
        from kientoan.development.participants import DevelopmentParticipant
        from kientoan.development.queries.candidacies import own_road
        from kientoan.people.hooks import Section, sections

        participants.register(DevelopmentParticipant())
        sections.append(Section("road", gettext_lazy("Con đường vào Đảng"), own_road))
        due.register()
