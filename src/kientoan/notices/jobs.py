"""Work in the background: accounts are told once an hour, and soon after somebody asked to have an address confirmed."""

from django_tasks import task

from kientoan.core import clock
from kientoan.notices import sending


@task()
def tell_accounts() -> str:
    """Queue and send what is new."""
    return sending.run(clock.now()).fault


@task()
def send_waiting() -> str:
    """Send what is queued."""
    return sending.send(clock.now()).fault
