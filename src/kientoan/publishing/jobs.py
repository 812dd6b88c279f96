"""Work in the background: news at its hour, what is public every day, callers whose name is no longer needed."""

from django_tasks import task

from kientoan.core.access import system_actor
from kientoan.publishing import calling, showing, writing

ACTOR = system_actor("publishing")


@task()
def publish_news() -> int:
    """Publish what is due."""
    return writing.publish_due(ACTOR)


@task()
def refresh_public() -> int:
    """Write standing publications anew, and empty callers' names."""
    return showing.refresh_standing(ACTOR) + calling.empty_calls(ACTOR)
