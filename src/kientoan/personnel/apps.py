from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    """Personnel plans and the processes in them."""

    name = "kientoan.personnel"
    label = "personnel"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.personnel.participants import PersonnelParticipant

        participants.register(PersonnelParticipant())
