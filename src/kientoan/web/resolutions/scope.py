"""What pages of tasks share with the first page: the setting by which overdue tasks rise."""

from kientoan.config import Config


def rises_after() -> int:
    """Days overdue after which a task shows one level above: a setting, since no source gives a number."""
    return Config.load().task_rise_days
