from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Proposals carried upward."""

    name = "kientoan.proposals"
    label = "proposals"

    def ready(self) -> None:
        from kientoan.core import participants
        from kientoan.proposals.participants import ProposalsParticipant, tell_where

        participants.register(ProposalsParticipant())
        participants.afterwards(tell_where)
