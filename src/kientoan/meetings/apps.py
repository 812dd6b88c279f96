from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings of cells and of households."""

    name = "kientoan.meetings"
    label = "meetings"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.meetings.participants import MeetingsParticipant

        participants.register(MeetingsParticipant())
