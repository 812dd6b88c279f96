"""Work in the background: what is kept no longer goes, asked for every hour; once a day there is something to do at most."""

from django_tasks import task

from kientoan.core.access import system_actor
from kientoan.outreach.operations import expire_results


@task()
def let_results_go() -> int:
    """Let the results by household go whose time is over."""
    return expire_results(system_actor("hourly")).results
