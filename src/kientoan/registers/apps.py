from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Numbers of papers."""

    name = "kientoan.registers"
    label = "registers"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.registers.participants import RegistersParticipant

        participants.register(RegistersParticipant())
