from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class ResolutionsConfig(AppConfig):
    """Resolutions turned into tasks."""

    name = "kientoan.resolutions"
    label = "resolutions"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.people.hooks import Section, sections
        from kientoan.resolutions.participants import ResolutionsParticipant
        from kientoan.resolutions.queries import tasks_of_person

        participants.register(ResolutionsParticipant())
        sections.append(Section("tasks", gettext_lazy("Các việc được giao"), tasks_of_person))
