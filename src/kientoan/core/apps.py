from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The kernel's tables."""

    name = "kientoan.core"
    label = "core"

    def ready(self) -> None:
        from kientoan.core import reads  # noqa: F401  # its operation is in the catalogue from the start
