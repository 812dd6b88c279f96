from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Figures and their frozen copies."""

    name = "kientoan.reports"
    label = "reports"
