"""What there is to be told: one function for each thing that speaks up. They read what the apps below ask of their own facts, and write nothing.

A new source is a function with ``@source`` here that yields lines; nothing else has to know of it. Its app lies below and does not know of notices.

A line's key says once and for all what was told: ``what``, ``ident`` and ``stage``; the stage carries what makes it a new thing to tell, such as the due day.
``plain`` is read without signing in (in a calendar, as a short message): only the house's own words, names of units and numbers, never a text that somebody typed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.config import Config
from kientoan.evaluation import due as evaluation
from kientoan.evaluation.enums import EvaluationStep
from kientoan.evaluation.queries import own_waiting
from kientoan.meetings import queries as meetings
from kientoan.meetings.enums import MeetingKind
from kientoan.notices.enums import NoticeGroup, NoticeKind
from kientoan.org.access import PersonActor
from kientoan.outreach import queries as outreach
from kientoan.people import queries as people
from kientoan.proposals import queries as proposals
from kientoan.publishing import queries as publishing
from kientoan.quality import due as training
from kientoan.quality.enums import CourseDay
from kientoan.quality.queries.training import own_places
from kientoan.resolutions import queries as resolutions
from kientoan.resolutions.queries import TaskRow
from kientoan.rules.datarequests import State as RequestState
from kientoan.rules.days import write_day
from kientoan.rules.notices import MEETING_AHEAD, RECENT, WEEK, Stage, task_stage
from kientoan.rules.outreach import Due
from kientoan.rules.tasks import State


@dataclass(frozen=True)
class Line:
    """One thing to be told, or only a day to be kept in mind.

    Parameters:
        what, ident: what it is about, stable for ever, such as ``task`` and its id.
        stage: how far it is; empty for what belongs into a calendar only.
        group: None for what belongs into a calendar only.
        title: as its reader meets it after signing in.
        plain: without anything that somebody typed.
        page, arguments, parameters: the address of the thing.
        due_on: the day that it is about; None for none.
        begins_at: the time of day of a meeting.
        about: the unit or the lead, beside the title on the page.
        rule: the rule that it follows.
        is_off: a day that is not kept after all.
    """

    kind: NoticeKind
    what: str
    ident: str
    stage: str
    group: NoticeGroup | None
    title: str
    plain: str
    page: str
    arguments: tuple[object, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    due_on: date | None = None
    begins_at: time | None = None
    about: str = ""
    rule: str = ""
    is_off: bool = False

    @property
    def key(self) -> str:
        """Names what is told, for whoever must not tell it twice."""
        return f"{self.what}:{self.ident}:{self.stage}"

    @property
    def address(self) -> str:
        """Where it is shown and done."""
        path = reverse(self.page, args=self.arguments)
        return f"{path}?{urlencode(self.parameters)}" if self.parameters else path


Source = Callable[[PersonActor, date], Iterable[Line]]
SOURCES: list[Source] = []


def source(function: Source) -> Source:
    """Let a function speak up on the page, in calendars and in letters."""
    SOURCES.append(function)
    return function


@source
def tasks(actor: PersonActor, day: date) -> Iterator[Line]:
    """The open tasks of the units at which the account reports, and those of units below that stayed overdue too long (RT-02)."""
    after = Config.load().task_rise_days
    found = resolutions.mine(actor, day, rises_after=after)
    for row in (*found.overdue, *found.week, *found.later):
        yield _open_task(row, day)
    for row in found.risen:
        yield Line(NoticeKind.TASKS, "task", str(row.task_id), f"risen-{row.due_on}", NoticeGroup.OVERDUE,
                   ngettext("Cấp dưới quá hạn %(n)s ngày: %(title)s", "Cấp dưới quá hạn %(n)s ngày: %(title)s", row.over) % {"n": row.over, "title": row.title},
                   _("Cấp dưới quá hạn lâu: việc số %(n)s, %(unit)s") % {"n": row.task_id, "unit": row.unit}, "task", (row.task_id,), about=row.unit, rule="RT-02")


def _open_task(row: TaskRow, day: date) -> Line:
    stage = task_stage(row.due_on, day, is_new=row.state == State.ASSIGNED)
    numbered = {"n": row.task_id, "unit": row.unit}
    group: NoticeGroup | None = NoticeGroup.DUE
    if stage is Stage.OVERDUE:
        group = NoticeGroup.OVERDUE
        title = ngettext("Quá hạn %(n)s ngày: %(title)s", "Quá hạn %(n)s ngày: %(title)s", row.over) % {"n": row.over, "title": row.title}
        plain = _("Quá hạn: việc số %(n)s, %(unit)s") % numbered
    elif stage is Stage.GIVEN:
        group = NoticeGroup.WAITING
        title, plain = _("Mới giao, chờ nhận: %(title)s") % {"title": row.title}, _("Mới giao: việc số %(n)s, %(unit)s") % numbered
    else:
        left = (row.due_on - day).days
        when = _("Hạn hôm nay: %(title)s") if left == 0 else _("Hạn ngày mai: %(title)s") if left == 1 else _("Đến hạn trong bảy ngày: %(title)s")
        title, plain = when % {"title": row.title}, _("Đến hạn: việc số %(n)s, %(unit)s") % numbered
        group = group if stage else None
    return Line(NoticeKind.TASKS, "task", str(row.task_id), f"{stage.value}-{row.due_on}" if stage else "", group, title, plain, "task", (row.task_id,),
                due_on=row.due_on, about=row.lead, rule="RT-02")


@source
def tasks_reported_done(actor: PersonActor, day: date) -> Iterator[Line]:
    """What leads reported as done to whoever gave it: to be looked at, sent back or put above requirement (RT-02)."""
    for row in resolutions.reported_done(actor, day, day - timedelta(days=RECENT)):
        yield Line(NoticeKind.TASKS, "task", str(row.task_id), f"done-{row.done_on}", NoticeGroup.WAITING, _("Đã báo xong, chờ xem lại: %(title)s") % {"title": row.title},
                   _("Đã báo xong: việc số %(n)s, %(unit)s") % {"n": row.task_id, "unit": row.unit}, "task", (row.task_id,), about=row.lead, rule="RT-02")


@source
def replies_to_tasks(actor: PersonActor, day: date) -> Iterator[Line]:
    """What whoever gave a task did to it last: sent back, put above requirement, moved, stopped (RT-02)."""
    for reply in resolutions.replies(actor, day, day - timedelta(days=RECENT)):
        step = reply.step
        yield Line(NoticeKind.TASKS, "task-step", str(step.fact_id), "told", NoticeGroup.ANSWERED,
                   _("Đơn vị giao việc đã %(what)s: %(title)s") % {"what": reply.label, "title": reply.title},
                   _("Đơn vị giao việc đã %(what)s: việc số %(n)s") % {"what": reply.label, "n": step.task_id}, "task", (step.task_id,), about=reply.unit, rule="RT-02")


@source
def meetings_called(actor: PersonActor, day: date) -> Iterator[Line]:
    """The meetings of the account's own units: when they are called, and the day before (NM-19)."""
    for row in meetings.coming(actor, day, day + timedelta(days=MEETING_AHEAD)):
        kind, begins = str(MeetingKind(row.kind).label), f"{row.begins_at:%H:%M}"
        near = (row.day - day).days <= 1
        said = {"kind": kind, "day": write_day(row.day), "time": begins, "unit": row.unit}
        title = (_("Không họp nữa: %(kind)s ngày %(day)s") if row.is_cancelled else _("Họp hôm nay hoặc ngày mai: %(kind)s, %(time)s ngày %(day)s") if near
                 else _("Đã gọi họp: %(kind)s, %(time)s ngày %(day)s")) % said
        plain = (_("Không họp nữa: %(kind)s ngày %(day)s, %(unit)s") if row.is_cancelled else _("%(kind)s, %(unit)s")) % said
        stage = "off" if row.is_cancelled else "tomorrow" if near else "called"
        yield Line(NoticeKind.MEETINGS, "meeting", str(row.meeting_id), f"{stage}-{row.day}-{begins}", NoticeGroup.DUE, title, plain[:1].upper() + plain[1:],
                   "meeting", (row.meeting_id,), due_on=row.day, begins_at=row.begins_at, about=row.unit, rule="NM-19", is_off=row.is_cancelled)


@source
def months_without_a_meeting(actor: PersonActor, day: date) -> Iterator[Line]:
    """The months in which the account's own cell, or cells below it, did not meet; a cell's running month before it is over (NM-19)."""
    for row in meetings.missing_months(actor, day, warn_days=WEEK):
        said = {"month": str(row.month), "unit": row.unit, "missed": row.missed, "cells": row.cells}
        if not row.is_over:
            title = _("Tháng %(month)s sắp hết, chưa gọi họp chi bộ") % said
        elif row.is_cell:
            title = _("Tháng %(month)s không có cuộc họp chi bộ nào") % said
        else:
            title = ngettext("Tháng %(month)s: %(missed)s trong %(cells)s chi bộ không họp", "Tháng %(month)s: %(missed)s trong %(cells)s chi bộ không họp", row.missed) % said
        yield Line(NoticeKind.MEETINGS, "meeting-month", f"{row.unit_id}-{row.month.first:%Y-%m}", "missed" if row.is_over else "soon",
                   NoticeGroup.OVERDUE if row.is_over else NoticeGroup.DUE, title, f"{title}, {row.unit}",
                   "meeting_list" if row.is_cell else "meeting_missed", (), (("don-vi", str(row.unit_id)),), about=row.unit, rule="NM-19")


@source
def clauses_without_an_answer(actor: PersonActor, day: date) -> Iterator[Line]:
    """The clauses of a resolution directly above that the account's own unit has not answered (RT-01)."""
    for row in resolutions.unanswered(actor, day):
        said = {"n": row.blank, "name": row.name, "unit": row.unit}
        counted = ngettext("%(n)s mục của %(name)s chưa được trả lời", "%(n)s mục của %(name)s chưa được trả lời", row.blank) % said
        page = ("resolution_answers", row.resolution_id) if row.resolution_id else ("resolution", row.above_id)
        yield Line(NoticeKind.RESOLUTIONS, "clauses", f"{row.unit_id}-{row.above_id}", "blank", NoticeGroup.WAITING, f"{counted}: {row.title}",
                   ngettext("%(n)s mục của cấp trên chưa được trả lời, %(unit)s", "%(n)s mục của cấp trên chưa được trả lời, %(unit)s", row.blank) % said,
                   page[0], (page[1],), about=row.unit, rule="RT-01")


@source
def answers_from_below(actor: PersonActor, day: date) -> Iterator[Line]:
    """The resolutions with which units below answered one of the account's own units (RT-01)."""
    for row in resolutions.answers_from_below(actor, day, day - timedelta(days=RECENT)):
        yield Line(NoticeKind.RESOLUTIONS, "answer", str(row.resolution_id), "published", NoticeGroup.ANSWERED,
                   _("Cấp dưới đã trả lời bằng %(name)s: %(title)s") % {"name": row.name, "title": row.title},
                   _("Cấp dưới đã trả lời nghị quyết: %(unit)s") % {"unit": row.unit}, "resolution", (row.resolution_id,), about=row.unit, rule="RT-01")


@source
def proposals_that_wait(actor: PersonActor, day: date) -> Iterator[Line]:
    """What the account's own bodies have to do with proposals: receive, answer, carry out, make public; and send what their own unit raised (RT-04)."""
    for row in proposals.waiting(actor, day):
        soon = row.due_on is not None and (row.due_on - day).days <= WEEK
        group, stage = (NoticeGroup.OVERDUE, "overdue") if row.over else (NoticeGroup.DUE, "soon") if soon else (NoticeGroup.WAITING, "waiting")
        said = {"state": row.state_label, "title": row.title, "n": row.over, "code": row.reference}
        title = (ngettext("Kiến nghị quá hạn trả lời %(n)s ngày: %(title)s", "Kiến nghị quá hạn trả lời %(n)s ngày: %(title)s", row.over) if row.over
                 else _("Kiến nghị sắp hết hạn trả lời: %(title)s") if soon else _("Kiến nghị %(state)s: %(title)s")) % said
        plain = (_("Kiến nghị %(code)s quá hạn trả lời") if row.over else _("Kiến nghị %(code)s: hạn trả lời") if row.due_on else _("Kiến nghị %(code)s %(state)s")) % said
        yield Line(NoticeKind.PROPOSALS, "proposal", str(row.proposal_id), f"{stage}-{row.state}-{row.due_on or ''}", group, title, plain, "proposal", (row.proposal_id,),
                   due_on=row.due_on, about=row.unit, rule="RT-04")


@source
def answers_to_proposals(actor: PersonActor, day: date) -> Iterator[Line]:
    """What bodies did with the proposals of the account's own units (RT-04)."""
    for each in proposals.told(actor, day, day - timedelta(days=RECENT)):
        said = {"body": each.body, "what": each.label, "title": each.title, "code": each.reference}
        yield Line(NoticeKind.PROPOSALS, "proposal-step", str(each.step.fact_id), "told", NoticeGroup.ANSWERED, _("%(body)s: %(what)s. %(title)s") % said,
                   _("Kiến nghị %(code)s: %(what)s, %(body)s") % said, "proposal", (each.step.proposal_id,), about=each.body, rule="RT-04")


@source
def letters_of_residents(actor: PersonActor, day: date) -> Iterator[Line]:
    """The letters that came in through the portal and that nobody has answered; a newer one is a new thing to tell (RT-04)."""
    count, newest = publishing.letters_waiting(actor, day)
    if newest is not None:
        title = ngettext("%(n)s thư của dân chờ xử lý", "%(n)s thư của dân chờ xử lý", count) % {"n": count}
        yield Line(NoticeKind.PROPOSALS, "inbox", str(newest.pk), "waiting", NoticeGroup.WAITING, title, title, "sending_inbox", (), rule="RT-04")


@source
def households_to_be_told(actor: PersonActor, day: date) -> Iterator[Line]:
    """The campaigns that are not fulfilled in the account's own hamlets: when they begin, in their last week, and when they are overdue (PD-03)."""
    for row, line in outreach.due_at(actor, day):
        over, soon = line.due is Due.OVERDUE, line.due is Due.SOON
        said = {"title": row.text.title, "unit": line.name, "reached": line.coverage.reached, "all": line.coverage.households}
        title = (_("Tuyên truyền quá hạn, %(unit)s: %(title)s") if over else _("Tuyên truyền sắp đến hạn, %(unit)s: %(title)s") if soon
                 else _("Tuyên truyền đến từng hộ, %(unit)s: %(title)s")) % said
        plain = (_("Tuyên truyền quá hạn: %(unit)s") if over else _("Tuyên truyền đến hạn: %(unit)s")) % said
        yield Line(NoticeKind.OUTREACH, "campaign", f"{row.campaign_id}-{line.hamlet_id}", f"{line.due.value}-{row.text.due_on}",
                   NoticeGroup.OVERDUE if over else NoticeGroup.DUE if soon else NoticeGroup.WAITING, title, plain, "campaign_hamlet", (row.campaign_id, line.hamlet_id),
                   due_on=row.text.due_on, about=_("đã tới %(reached)s/%(all)s hộ") % said if row.asks_houses else row.unit, rule="PD-03")


@source
def requests_about_records(actor: PersonActor, day: date) -> Iterator[Line]:
    """The requests about records that the account answers: when they come in, and when they are late (PV-06). Never about oneself."""
    waiting = () if actor.lacks_second_factor else people.requests_waiting(actor, day)
    own = people.person_of(actor) if waiting else None
    for row in waiting:
        if row.person_id == own:
            continue
        said = {"n": row.request_id, "kind": row.kind.label, "day": write_day(row.due_on or day)}
        waits = row.state == RequestState.RECEIVED.value
        title = (_("Yêu cầu số %(n)s về hồ sơ (%(kind)s) quá hạn từ %(day)s") if row.late else _("Yêu cầu số %(n)s về hồ sơ (%(kind)s): trả lời trước hết ngày %(day)s") if waits
                 else _("Yêu cầu số %(n)s về hồ sơ (%(kind)s): làm xong trước hết ngày %(day)s")) % said
        group = NoticeGroup.OVERDUE if row.late else NoticeGroup.WAITING if waits else NoticeGroup.DUE
        yield Line(NoticeKind.RECORDS, "data-request", str(row.request_id), f"{'late' if row.late else 'here'}-{row.state.value}-{row.due_on}", group, title, title,
                   "data_request", (row.request_id,), due_on=row.due_on, rule="PV-06")


@source
def own_things(actor: PersonActor, day: date) -> Iterator[Line]:
    """What there is to tell of the person whose own the account is: requests, the own review, the own courses. Who that is, is asked once."""
    own = None if actor.lacks_second_factor else people.person_of(actor)
    if own is not None:
        yield from _answers_about_own_record(own, day)
        yield from _own_assessment(own, day)
        yield from _own_courses(own, day)


def _answers_about_own_record(own: int, day: date) -> Iterator[Line]:
    """What was done to the requests about one's own record (PV-06)."""
    for each in people.answers_to_own(own, day, day - timedelta(days=RECENT)):
        title = _("Yêu cầu số %(n)s về hồ sơ của bạn: %(what)s") % {"n": each.request_id, "what": each.step.label}
        yield Line(NoticeKind.RECORDS, "data-answer", each.fact_id, "told", NoticeGroup.ANSWERED, title, title, "own_record", rule="PV-06")


@source
def steps_of_evaluations(actor: PersonActor, day: date) -> Iterator[Line]:
    """The steps of open rounds that the account's own cells and organisations lack, in their last week and when they are late; with which cells below are late (EV-06)."""
    for row in evaluation.told(actor, day):
        lack, step = row.lack, EvaluationStep(row.lack.step.value)
        count = row.cells or (day - lack.due_on).days
        said = {"step": step.label, "name": lack.name, "unit": row.unit, "n": count}
        page, arguments = ("evaluation", (lack.round_id,)) if row.cells else lack.address
        if row.cells:
            title = ngettext("Đánh giá %(name)s: %(n)s chi bộ quá hạn bước %(step)s", "Đánh giá %(name)s: %(n)s chi bộ quá hạn bước %(step)s", count) % said
            yield Line(NoticeKind.EVALUATION, "evaluation-below", f"{lack.round_id}-{step.value}", f"late-{lack.due_on}", NoticeGroup.OVERDUE, title, title, page, arguments,
                       about=row.unit, rule=lack.rule)
            continue
        stage = task_stage(lack.due_on, day, is_new=False)
        group, plain = NoticeGroup.DUE if stage else None, _("Đến hạn: %(step)s, đánh giá %(name)s, %(unit)s") % said
        if stage is Stage.OVERDUE:
            group, plain = NoticeGroup.OVERDUE, _("Quá hạn: %(step)s, đánh giá %(name)s, %(unit)s") % said
            title = ngettext("Quá hạn %(n)s ngày: %(step)s, đánh giá %(name)s", "Quá hạn %(n)s ngày: %(step)s, đánh giá %(name)s", count) % said
        else:
            title = _("Đến hạn trong bảy ngày: %(step)s, đánh giá %(name)s") % said
        yield Line(NoticeKind.EVALUATION, "evaluation-step", f"{lack.round_id}-{lack.unit_id}-{step.value}", f"{stage.value}-{lack.due_on}" if stage else "", group, title, plain,
                   page, arguments, due_on=lack.due_on, about=row.unit, rule=lack.rule)


def _own_assessment(own: int, day: date) -> Iterator[Line]:
    """The own review that is still to be entered by the own account (EV-06)."""
    for row in own_waiting(own, day):
        stage = task_stage(row.due_on, day, is_new=True) or Stage.GIVEN
        group = {Stage.OVERDUE: NoticeGroup.OVERDUE, Stage.GIVEN: NoticeGroup.WAITING}.get(stage, NoticeGroup.DUE)
        said = {"name": row.name, "day": write_day(row.due_on)}
        title = (_("Quá hạn tự đánh giá %(name)s của bạn, hạn %(day)s") if stage is Stage.OVERDUE else _("Chờ bạn tự đánh giá %(name)s, hạn %(day)s")) % said
        yield Line(NoticeKind.EVALUATION, "own-evaluation", str(row.subject_id), f"{stage.value}-{row.due_on}", group, title, title, "own_evaluation", (row.subject_id,),
                   due_on=row.due_on, about=row.unit, rule="EV-06")


@source
def courses_kept(actor: PersonActor, day: date) -> Iterator[Line]:
    """The courses of the account's own units: in the week before they begin, with places free or not; and after their end, while somebody has no result."""
    for row in training.told(actor, day, day + timedelta(days=MEETING_AHEAD)):
        asks = row.asks
        said = {"title": asks.terms.title, "day": write_day(asks.day), "n": asks.count, "unit": row.unit}
        if asks.what is CourseDay.RESULTS:
            group = NoticeGroup.WAITING if asks.day <= day else None
            title = ngettext("Lớp bế giảng ngày %(day)s, %(n)s người chưa có kết quả: %(title)s", "Lớp bế giảng ngày %(day)s, %(n)s người chưa có kết quả: %(title)s", asks.count) % said
            plain = ngettext("Lớp bồi dưỡng bế giảng, %(n)s người chưa có kết quả, %(unit)s", "Lớp bồi dưỡng bế giảng, %(n)s người chưa có kết quả, %(unit)s", asks.count) % said
        else:
            group = NoticeGroup.DUE if (asks.day - day).days <= WEEK else None
            free = asks.what is CourseDay.PLACES
            title = (ngettext("Lớp khai giảng ngày %(day)s, còn %(n)s chỗ: %(title)s", "Lớp khai giảng ngày %(day)s, còn %(n)s chỗ: %(title)s", asks.count) if free
                     else _("Lớp khai giảng ngày %(day)s, đã đủ người: %(title)s")) % said
            plain = _("Khai giảng lớp bồi dưỡng, %(unit)s") % said
        what = "results" if asks.what is CourseDay.RESULTS else "begins"
        yield Line(NoticeKind.TRAINING, "course", f"{asks.terms.course_id}-{what}", f"{asks.what.value}-{asks.day}" if group else "", group, title, plain,
                   "course", (asks.terms.course_id,), due_on=asks.day, about=row.unit)


def _own_courses(own: int, day: date) -> Iterator[Line]:
    """The courses on which the account's own person has a place: before they begin, when they are called off, when there is a result."""
    for row in own_places(own, day, since=day - timedelta(days=RECENT), until=day + timedelta(days=MEETING_AHEAD)):
        terms, result = row.terms, row.result
        said = {"title": terms.title, "day": write_day(terms.occurred_on), "unit": row.unit, "outcome": result.get_outcome_display() if result else ""}
        group, due_on = NoticeGroup.ANSWERED, None
        if row.is_stopped:
            stage, title, plain = "off", _("Lớp bạn có chỗ không mở nữa: %(title)s"), _("Lớp bồi dưỡng không mở nữa, %(unit)s")
        elif result is not None:
            stage, title, plain = f"result-{result.fact_id}", _("Lớp của bạn đã có kết quả (%(outcome)s): %(title)s"), _("Lớp bồi dưỡng đã có kết quả, %(unit)s")
        else:
            near, group, due_on = (terms.occurred_on - day).days <= 1, NoticeGroup.DUE, terms.occurred_on
            stage, plain = f"{'tomorrow' if near else 'placed'}-{due_on}", _("Khai giảng lớp bồi dưỡng, %(unit)s")
            title = _("Lớp của bạn khai giảng hôm nay hoặc ngày mai: %(title)s") if near else _("Bạn có chỗ ở lớp khai giảng ngày %(day)s: %(title)s")
        yield Line(NoticeKind.TRAINING, "own-course", str(terms.course_id), stage, group, title % said, plain % said, "own_record", due_on=due_on, about=row.unit, is_off=row.is_stopped)
