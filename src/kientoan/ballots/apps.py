from django.apps import AppConfig


class BallotsConfig(AppConfig):
    """Ballots and what was read off them."""

    name = "kientoan.ballots"
    label = "ballots"
