from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The face for programs."""

    name = "kientoan.api"
    label = "api"
