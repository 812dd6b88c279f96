from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The kernel's tables."""

    name = "kientoan.core"
    label = "core"
