from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What the public may see, and the door through which it writes."""

    name = "kientoan.publishing"
    label = "publishing"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.proposals import hooks
        from kientoan.publishing.participants import PublishingParticipant
        from kientoan.publishing.projection import rewrite

        participants.register(PublishingParticipant())
        hooks.changed.append(rewrite)
