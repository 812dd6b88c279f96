from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MeetingsConfig(AppConfig):
    """Meetings of cells and of households."""

    name = "kientoan.meetings"
    label = "meetings"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.meetings.participants import MeetingsParticipant
        from kientoan.meetings.queries import attended_by
        from kientoan.people.hooks import Section, sections

        participants.register(MeetingsParticipant())
        sections.append(Section("meetings", gettext_lazy("Các cuộc họp chi bộ"), attended_by))
