"""Work in the background: the queue is a table, the worker runs beside the web under `serve`."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks import task

from kientoan.core import clock, journal, progress
from kientoan.core.models import JournalCheck

CHECK_EVERY = timedelta(hours=1)
KEEP_CHECKS = 200
KEEP_UPLOADS = timedelta(days=1)


@task()
def check_journal() -> str:
    """Verify the whole chain and keep the verdict for the pages to show; clear what has expired."""
    verdict = journal.verify()
    JournalCheck.objects.create(checked_at=clock.now(), entries=verdict.entries, head=verdict.head, fault=verdict.fault)
    kept = JournalCheck.objects.order_by("-pk").values_list("pk", flat=True)[:KEEP_CHECKS]
    JournalCheck.objects.exclude(pk__in=list(kept)).delete()
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    progress.sweep(clock.now() - KEEP_UPLOADS)
    return verdict.fault
