"""Numbers, shares and days as they are printed; links that carry the day on; states with shape and word."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template import engines
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from kientoan.congress.enums import StateName
from kientoan.core import clock
from kientoan.core.refusal import explained
from kientoan.drives.enums import DriveState
from kientoan.org.enums import UnitLevel
from kientoan.people.enums import DataRequestState
from kientoan.proposals.enums import ProposalState
from kientoan.reports.due import DueRow
from kientoan.resolutions.enums import TaskState
from kientoan.resolutions.queries import TaskRow
from kientoan.rules.amounts import write_amount
from kientoan.rules.congress import State
from kientoan.rules.days import WEEKDAYS_EN, WEEKDAYS_VI, write_day, write_moment
from kientoan.rules.figures import Share, grouped, percent
from kientoan.rules.reasons import Reason
from kientoan.web.day import KNOWN, PARAMETER, carry

register = template.Library()
NOTHING = "–"
PLACE = 987654321
TONES = {
    State.UNPLANNED: ("idle", "idle"), State.PLANNED: ("idle", "idle"), State.SUBMITTED: ("due", "due"), State.CLEARED: ("due", "due"),
    State.HELD: ("done", "done"), State.REPORTED: ("done", "done"), State.APPROVED: ("done", "approved"), State.REJECTED: ("late", "refused"),
}

PROPOSAL_TONES = {
    ProposalState.RAISED: ("idle", "idle"), ProposalState.SENT: ("due", "due"), ProposalState.RECEIVED: ("due", "due"), ProposalState.PASSED_UP: ("info", "next"),
    ProposalState.ACCEPTED: ("info", "next"), ProposalState.REFUSED: ("late", "refused"), ProposalState.DONE: ("done", "done"), ProposalState.PUBLISHED: ("done", "done"),
    ProposalState.MERGED: ("idle", "same"), ProposalState.WITHDRAWN: ("idle", "same")}
REQUEST_TONES = {
    DataRequestState.RECEIVED: ("due", "due"), DataRequestState.ACCEPTED: ("info", "next"), DataRequestState.REFUSED: ("late", "refused"),
    DataRequestState.CARRIED_OUT: ("done", "done"), DataRequestState.WITHDRAWN: ("idle", "same")}
DRIVE_TONES = {DriveState.PLANNED: ("idle", "idle"), DriveState.OPEN: ("info", "next"), DriveState.CLOSED: ("done", "approved")}
TASK_TONES = {
    TaskState.DRAFT: ("idle", "change"), TaskState.ASSIGNED: ("idle", "idle"), TaskState.ACCEPTED: ("due", "due"), TaskState.DOING: ("due", "due"),
    TaskState.DONE: ("done", "done"), TaskState.DONE_LATE: ("done", "done"), TaskState.ABOVE: ("done", "approved"), TaskState.STOPPED: ("idle", "refused")}


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "vi").startswith("en")


@register.filter
def num(value: int | None) -> str:
    """An integer with thousands parted; an en dash for none."""
    return NOTHING if value is None else grouped(value, dot=not is_english())


@register.filter
def num_or_dash(value: int | None) -> str:
    """An integer, an en dash for none and for zero."""
    return num(value) if value else NOTHING


@register.filter
def signed(value: int) -> str:
    """A difference with its sign: ``+12``, ``−3``, ``0``."""
    return f"+{num(value)}" if value > 0 else num(value)


@register.filter
def share(value: Share) -> str:
    """A share with one decimal and the percent sign."""
    return percent(value, comma=not is_english())


@register.filter
def day(value: date | None) -> str:
    """``23/06/2020``; an en dash for none."""
    return write_day(value) if value else NOTHING


@register.filter
def day_month(value: date | None) -> str:
    """``23/06``; an en dash for none."""
    return f"{value.day:02}/{value.month:02}" if value else NOTHING


@register.filter
def month(value: date) -> str:
    """``04/2020``: a month, such as that at which ages are judged."""
    return f"{value.month:02}/{value.year:04}"


@register.filter
def weekday(value: date) -> str:
    """``Thứ Ba``."""
    return (WEEKDAYS_EN if is_english() else WEEKDAYS_VI)[value.weekday()]


@register.filter
def moment(value: datetime | None) -> str:
    """``16:42 23/06/2020`` in Vietnam."""
    if value is None:
        return NOTHING
    local = value.astimezone(clock.ZONE)
    return f"{local:%H:%M} {write_day(local.date())}"


@register.filter
def recorded(value: str) -> str:
    """The moment of a journal entry as text; the text itself where somebody has spoiled it."""
    try:
        return moment(datetime.fromisoformat(value))
    except ValueError:
        return value


@register.filter
def seats(count: int) -> range:
    """As many as there are, to be drawn one by one."""
    return range(count)


@register.simple_tag(takes_context=True)
def choose_link(context: dict[str, Any], parameter: str, value: int) -> str:
    """The address of this page with one thing chosen, and without what was searched for."""
    return this_page(context, **{parameter: value, "tim": ""})


@register.simple_tag
@cache
def icon(name: str, tone: str = "") -> SafeString:
    """An icon of the sprite; always beside its word."""
    return format_html('<svg class="ic{}" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-{}"/></svg>',
                       f" c-{tone}" if tone else "", name)


@register.simple_tag
def state(value: State) -> SafeString:
    """The state of a congress: shape, word and colour."""
    return _state(value, get_language() or "vi")


@cache
def _state(value: State, language: str) -> SafeString:
    tone, shape = TONES[value]
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), StateName(value.value).label.capitalize())


@register.simple_tag
def task_state(value: str, over: int = 0) -> SafeString:
    """The state of a task: shape, word and colour; one that is overdue says by how many days."""
    if over:
        tone, shape, words = "late", "late", ngettext("Quá %(n)s ngày", "Quá %(n)s ngày", over) % {"n": num(over)}
    else:
        (tone, shape), words = TASK_TONES[TaskState(value)], str(TaskState(value).label).capitalize()
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), words)


@register.simple_tag
def proposal_state(value: str, over: int = 0) -> SafeString:
    """The state of a proposal: shape, word and colour; one whose answer is overdue says by how many days."""
    if over:
        return format_html('<span class="st late">{}{}</span>', icon("late"), ngettext("Quá %(n)s ngày", "Quá %(n)s ngày", over) % {"n": num(over)})
    tone, shape = PROPOSAL_TONES[ProposalState(value)]
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), str(ProposalState(value).label).capitalize())


@register.simple_tag
def request_state(value: str, late: bool = False) -> SafeString:
    """The state of a request about a record: shape, word and colour; one that is late looks so whatever its state."""
    tone, shape = REQUEST_TONES[DataRequestState(value)]
    if late:
        tone, shape = "late", "late"
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), str(DataRequestState(value).label).capitalize())


@register.filter
def explained_by(reason: Reason) -> str:
    """A rule's reason in the reader's language."""
    return explained(reason)


@register.simple_tag
def drive_state(value: str) -> SafeString:
    """The state of a drive: shape, word and colour."""
    tone, shape = DRIVE_TONES[DriveState(value)]
    return format_html('<span class="st {}">{}{}</span>', tone, icon(shape), str(DriveState(value).label).capitalize())


@register.filter
def tone_of_task(row: TaskRow) -> str:
    """The colour of a task's edge."""
    return "late" if row.over else TASK_TONES[TaskState(row.state)][0]


@register.filter
def amount(value: Decimal | None) -> str:
    """An exact amount; an en dash for none."""
    return NOTHING if value is None else write_amount(value, comma=not is_english())


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], name: str, *args: Any, **more: Any) -> str:
    """The address of a page with the day of this one."""
    today, known_at = clock.today(), context.get("known_at")
    if len(args) == 1 and isinstance(args[0], int) and not more:  # a list has hundreds of these, alike but for the number
        before, after = _around(name, context.get("day") or today, today, known_at)
        return f"{before}{args[0]}{after}"
    parameters = {key.replace("_", "-"): str(value) for key, value in more.items() if value not in (None, "")}
    return carry(reverse(name, args=args), context.get("day") or today, today=today, known_at=known_at, **parameters)


@register.simple_tag(takes_context=True)
def due_link(context: dict[str, Any], row: DueRow) -> str:
    """Where something due is seen and done."""
    return to(context, row.due.item.page, *row.due.item.arguments)


@register.simple_tag(takes_context=True)
def rows(context: dict[str, Any], name: str, **values: Any) -> SafeString:
    """The rows of a long table, by a template of the folder ``rows``."""
    today, known_at = clock.today(), context.get("known_at")

    def links(page: str) -> Callable[[int], str]:
        before, after = _around(page, context.get("day") or today, today, known_at)
        return lambda number: f"{before}{number}{after}"

    language = get_language() or "vi"
    return SafeString(engines["jinja2"].get_template(f"{name}.html").render({
        "links": links, "state": lambda value: _state(value, language), "level": lambda value: _level(value, language), **values}))


@cache
def _level(value: str, _language: str) -> str:
    return str(UnitLevel(value).label)


@lru_cache(maxsize=200)
def _around(name: str, day: date, today: date, known_at: datetime | None) -> tuple[str, str]:
    """What stands before and after the number in the address of a page that has one."""
    before, _number, after = carry(reverse(name, args=(PLACE,)), day, today=today, known_at=known_at).partition(str(PLACE))
    return before, after


def _same_page(context: dict[str, Any], known_at: datetime | None, **changes: Any) -> str:
    request = context["request"]
    parameters = {key: value for key, value in request.GET.items() if key not in (PARAMETER, KNOWN)}
    for key, value in changes.items():
        parameters[key.replace("_", "-")] = "" if value is None else str(value)
    return carry(request.path, context.get("day") or clock.today(), today=clock.today(), known_at=known_at, **parameters)


@register.simple_tag(takes_context=True)
def this_page(context: dict[str, Any], **changes: Any) -> str:
    """The address of this page with other parameters; an empty value takes one away."""
    return _same_page(context, context.get("known_at"), **changes)


@register.simple_tag(takes_context=True)
def this_list(context: dict[str, Any], name: str, *args: Any) -> str:
    """Another address with the parameters of this one: the download of a list as it is filtered."""
    parameters = {key: value for key, value in context["request"].GET.items() if key not in (PARAMETER, KNOWN, "trang")}
    return carry(reverse(name, args=args), context.get("day") or clock.today(), today=clock.today(), known_at=context.get("known_at"), **parameters)


@register.simple_tag(takes_context=True)
def this_page_on(context: dict[str, Any], when: date) -> str:
    """The address of this page on another day."""
    request = context["request"]
    parameters = {key: value for key, value in request.GET.items() if key not in (PARAMETER, KNOWN)}
    return carry(request.path, when, today=clock.today(), known_at=context.get("known_at"), **parameters)


@register.simple_tag(takes_context=True)
def this_page_now(context: dict[str, Any]) -> str:
    """The address of this page by what is known now."""
    return _same_page(context, None)


@register.filter
def known(value: datetime | None) -> str:
    """A moment of knowing as it is typed: the day, the day and the minute, or ISO; empty for now."""
    return write_moment(value, clock.ZONE) if value else ""


@register.simple_tag
def bar(value: Share, plan: Share | None = None) -> SafeString:
    """An inline bar of a share with a mark where the plan stands."""
    def width(part: Share) -> str:
        return f"{(part.tenths or 0) // 10}.{(part.tenths or 0) % 10}"

    full = bool(value.denominator) and value.numerator == value.denominator
    return SafeString(render_to_string("web/_bar.html", {
        "width": width(value), "tone": "b2" if full else "b1", "plan": width(plan) if plan else "", "empty": not value.numerator}))
