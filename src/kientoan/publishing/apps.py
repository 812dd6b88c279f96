from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What the public may see, and the door through which it writes."""

    name = "kientoan.publishing"
    label = "publishing"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.drives.hooks import changed as drive_changed
        from kientoan.meetings import hooks as meetings_hooks
        from kientoan.people import hooks as people_hooks
        from kientoan.proposals import hooks
        from kientoan.publishing.accounts import rewrite_drive
        from kientoan.publishing.participants import PublishingParticipant
        from kientoan.publishing.projection import rewrite
        from kientoan.publishing.showing import hide_restricted
        from kientoan.publishing.steady import show_meeting

        participants.register(PublishingParticipant())
        hooks.changed.append(rewrite)
        drive_changed.append(rewrite_drive)
        meetings_hooks.changed.append(show_meeting)
        people_hooks.restricted.append(hide_restricted)
