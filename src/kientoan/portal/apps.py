from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for people without an account."""

    name = "kientoan.portal"
    label = "portal"
