"""Work in the background: the queue is a table, the worker runs beside the web under `serve`."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks import task

from kientoan.core import clock, journal, progress, reads
from kientoan.core.access import system_actor
from kientoan.core.models import JournalCheck

CHECK_EVERY = timedelta(hours=1)
KEEP_CHECKS = 200
KEEP_UPLOADS = timedelta(days=1)


@task()
def check_journal() -> str:
    """Seal the reads, verify the whole chain and the seals, and keep the verdict for the pages to show; clear what has expired."""
    reads.seal_reads(system_actor("hourly"))
    verdict = journal.verify()
    fault = verdict.fault or reads.verify_reads()
    JournalCheck.objects.create(checked_at=clock.now(), entries=verdict.entries, head=verdict.head, fault=fault)
    kept = JournalCheck.objects.order_by("-pk").values_list("pk", flat=True)[:KEEP_CHECKS]
    JournalCheck.objects.exclude(pk__in=list(kept)).delete()
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    progress.sweep(clock.now() - KEEP_UPLOADS)
    return fault
