"""The journal as a page: what was done, by whom, and the head to post."""

from django.http import HttpResponse

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.models import JournalCheck, JournalEntry, JournalHead
from kientoan.core.operation import catalogue
from kientoan.core.refusal import NotAllowed
from kientoan.org import queries
from kientoan.web.page import Asking, staff_page

PAGE_ROWS = 100


@staff_page(Right.READ_JOURNAL)
def journal(asking: Asking) -> HttpResponse:
    """The newest entries first, for whoever may read them over the whole province: the chain is one."""
    top = queries.top_organization(clock.today())
    if top is not None and (reason := asking.actor.refusal(Right.READ_JOURNAL, [top.unit_id], clock.today())):
        raise NotAllowed(reason)
    entries = JournalEntry.objects.order_by("-number")
    query = asking.request.GET.get("q", "").strip()[:100]
    if query:
        entries = entries.filter(unit__icontains=query) | entries.filter(actor__icontains=query)
    before = asking.request.GET.get("truoc", "")
    if before.isdecimal() and len(before) < 18:
        entries = entries.filter(number__lt=int(before))
    rows = list(entries[:PAGE_ROWS + 1])
    titles = {operation.name: operation.title for operation in catalogue()}
    return asking.page("journal", {
        "rows": [(row, titles.get(row.operation, row.operation)) for row in rows[:PAGE_ROWS]],
        "older": rows[PAGE_ROWS - 1].number if len(rows) > PAGE_ROWS else None,
        "head": JournalHead.objects.filter(pk=1).first(), "check": JournalCheck.objects.order_by("-pk").first(), "query": query})
