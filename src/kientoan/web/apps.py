from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for staff."""

    name = "kientoan.web"
    label = "web"
