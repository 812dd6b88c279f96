from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, and what was sent of them."""

    name = "kientoan.notices"
    label = "notices"
