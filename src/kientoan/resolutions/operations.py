"""Every change to resolutions and tasks. Each public function here is an operation.

A resolution is a draft until it is published; then a clause changes only with a reason, and what stood before stays to be read. A task has one lead and goes
from state to state by steps that are added, never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import files
from kientoan.core.access import Right
from kientoan.core.facts import correct, record, record_many, withdraw, withdraw_many
from kientoan.core.files import Sent
from kientoan.core.given import go_on, needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refuse, refused_by
from kientoan.meetings.queries import decided_item
from kientoan.org.models import UnitVersion
from kientoan.org.queries import standing_unit, unit_on
from kientoan.people.queries import scope_of
from kientoan.registers.enums import PaperKind
from kientoan.resolutions import queries
from kientoan.resolutions.enums import SOURCES
from kientoan.resolutions.models import (
    Clause,
    ClauseAnswer,
    Evidence,
    Publication,
    Resolution,
    ResolutionText,
    Target,
    Task,
    TaskBrief,
    TaskHelper,
    TaskStanding,
    TaskStep,
)
from kientoan.resolutions.queries import Paper
from kientoan.rules.amounts import new_countryside
from kientoan.rules.days import write_day
from kientoan.rules.reasons import Reason
from kientoan.rules.tasks import Answer, State, Step, follow, refuse_answer, refuse_due, refuse_task
from kientoan.rules.vntext import search_keys, tidy

MOST_CLAUSES = 60
MOST_TARGETS = 20
"""Of one clause."""
MOST_HELPERS = 20


def _searched(*texts: str) -> dict[str, str]:
    plain, exact = search_keys(" ".join(texts))
    return {"search_plain": plain, "search_exact": exact}


# -- the paper -----------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """What a resolution is called.

    Parameters:
        kind: one of ``SOURCES``.
        number: number and symbol; may be empty while none is known.
        title: its abstract.
        on: the paper's date.
    """

    kind: PaperKind
    title: str
    on: date
    number: str = ""


def _columns(act: Act, heading: Heading) -> dict[str, Any]:
    if heading.kind not in SOURCES:
        raise Refusal(_("Loại văn bản này không giao việc. Chọn loại khác."), place="kind")
    refuse_to_come(act, heading.on)
    title = needed(heading.title, _("Ghi trích yếu của nghị quyết."), "title")[:300]
    number = tidy(heading.number)[:80]
    return {"kind": heading.kind, "number": number, "title": title, "occurred_on": heading.on, **_searched(title, number)}


def _begin(act: Act, resolution_id: int) -> Paper:
    """A resolution that is about to be written to, locked.

    Raises:
        NotFound: when there is none.
        NotAllowed: when the actor keeps none of the unit's.
    """
    list(Resolution.objects.select_for_update().filter(pk=resolution_id))
    found = queries.paper(resolution_id)
    act.ask([found.resolution.unit_id])
    return found


def _enter(act: Act, found: Paper, *, count: int = 1, **detail: object) -> None:
    act.enter(unit=found.unit.name, day=found.text.occurred_on, count=count, detail={"resolution": found.resolution.pk, "name": found.name, **detail})


@operation(title=gettext_lazy("Ghi nghị quyết"), right=Right.KEEP_RESOLUTIONS)
def enter_resolution(act: Act, *, unit_id: int, heading: Heading, above_id: int | None = None, item: UUID | None = None) -> int:
    """Enter a resolution, or another paper with clauses, as a draft.

    Parameters:
        above_id: the published resolution of a unit above that it answers clause by clause (RT-01); None for none.
        item: what a meeting of the unit decided, whose words are its first clause; None for none.

    Returns:
        the resolution's id.

    Raises:
        Refusal: for a unit that did not stand, a day to come or before the meeting, no title, a paper above that is a draft or of no unit above, or what another
            unit's meeting decided, or is a resolution already.
    """
    act.ask([unit_id])
    decided = decided_item(act.actor, item) if item is not None else None
    if decided is not None and decided.unit_id != unit_id:
        raise Refusal(_("Cuộc họp đã quyết là của đơn vị khác. Ghi nghị quyết từ trang cuộc họp."), place="title")
    if decided is not None and heading.on < decided.day:
        raise Refusal(_("Ngày %(on)s trước ngày họp %(day)s. Sửa ngày.") % {"on": write_day(heading.on), "day": write_day(decided.day)}, place="on")
    if decided is not None and Resolution.objects.filter(source_key=item).exists():
        raise Refusal(_("Điều đã quyết này đã thành nghị quyết rồi. Mở từ trang cuộc họp."), place="title")
    columns = _columns(act, heading)
    unit = standing_unit(unit_id, heading.on)
    if above_id is not None:
        above = queries.paper(above_id)
        if above.resolution.unit_id not in unit.chain[:-1] or not above.is_published:
            raise Refusal(_("Chỉ trả lời nghị quyết đã ban hành của cấp trên. Chọn trong danh sách."), place="above", rule="RT-01")
    resolution = Resolution.objects.create(unit_id=unit_id, above_id=above_id, source_key=item)
    record(ResolutionText, at=act.at, resolution=resolution, **columns)
    if decided is not None:
        record(Clause, at=act.at, resolution=resolution, occurred_on=heading.on, position=1, text=decided.text[:2000])
    act.enter(unit=unit.name, day=heading.on, detail={"resolution": resolution.pk, "kind": heading.kind.value, "number": columns["number"], "above": above_id, "item": str(item or "")})
    return resolution.pk


@operation(title=gettext_lazy("Sửa tên nghị quyết"), right=Right.KEEP_RESOLUTIONS)
def correct_resolution(act: Act, *, resolution_id: int, heading: Heading, reason: str = "") -> None:
    """Correct kind, number, title or date; once it is published, with a reason.

    Raises:
        Refusal: without a change, without a reason, or for a date after it was published.
    """
    found = _begin(act, resolution_id)
    columns = _columns(act, heading)
    if all(getattr(found.text, name) == value for name, value in columns.items()):
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="title")
    if found.published_on is not None and heading.on > found.published_on:
        raise Refusal(_("Ngày văn bản sau ngày ban hành %(day)s. Sửa ngày.") % {"day": write_day(found.published_on)}, place="on")
    why = reason_given(reason) if found.is_published else tidy(reason)[:300]
    correct(found.text, at=act.at, **columns, reason=why)
    _enter(act, found, reason=why)


@operation(title=gettext_lazy("Ghi mục của nghị quyết"), right=Right.KEEP_RESOLUTIONS)
def write_clause(act: Act, *, resolution_id: int, text: str, clause: UUID | None = None, reason: str = "") -> UUID:
    """Add a clause at the end, or write one anew; the text before stays to be read.

    Parameters:
        clause: the one to correct; None for a new one.
        reason: why; needed once the resolution is published.

    Returns:
        what names the clause for ever.

    Raises:
        Refusal: without a text, a change or a reason, or beyond the most clauses.
    """
    found = _begin(act, resolution_id)
    said = needed(text, _("Ghi nội dung của mục."), "text")[:2000]
    why = reason_given(reason) if found.is_published else tidy(reason)[:300]
    if clause is None:
        if len(found.clauses) >= MOST_CLAUSES:
            raise Refusal(_("Nghị quyết có nhiều nhất %(most)s mục. Gộp bớt.") % {"most": MOST_CLAUSES}, place="text")
        position = max((line.position for line in found.clauses), default=0) + 1
        made = record(Clause, at=act.at, resolution=found.resolution, occurred_on=found.text.occurred_on, position=position, text=said, reason=why)
    else:
        if found.clause(clause).text == said:
            raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="text")
        made = correct(Clause.objects.known().get(fact_id=clause), at=act.at, text=said, reason=why)
    _enter(act, found, clause=str(made.fact_id), position=made.position, reason=why)
    key: UUID = made.fact_id
    return key


@operation(title=gettext_lazy("Bỏ mục của nghị quyết"), right=Right.KEEP_RESOLUTIONS)
def drop_clause(act: Act, *, resolution_id: int, clause: UUID, reason: str = "") -> None:
    """Take a clause out that nothing hangs on; its text stays to be read.

    Raises:
        Refusal: where tasks come of it or a resolution answers it.
    """
    found = _begin(act, resolution_id)
    line = found.clause(clause)
    why = reason_given(reason) if found.is_published else tidy(reason)[:300]
    if Task.objects.filter(clause=clause).exists() or ClauseAnswer.objects.known().filter(clause=clause).exists() or ClauseAnswer.objects.known().filter(own_clause=clause).exists():
        raise Refusal(_("Mục %(n)s đã có việc hoặc câu trả lời nên không bỏ được. Sửa nội dung của mục.") % {"n": line.position}, place="reason")
    withdraw_many(line.targets, at=act.at)
    withdraw(Clause.objects.known().get(fact_id=clause), at=act.at)
    _enter(act, found, clause=str(clause), position=line.position, reason=why)


@dataclass(frozen=True)
class Aim:
    """What a clause wants reached.

    Parameters:
        name: of the indicator; taken from the ready set where ``indicator`` names one.
        value: exact, from 0, at most four decimals.
        measure: the unit of measure, such as ``% số hộ``.
        due_on: by when.
        indicator: a key of the ready set; empty for one's own.
    """

    name: str
    value: Decimal
    measure: str
    due_on: date
    indicator: str = ""


@operation(title=gettext_lazy("Ghi chỉ tiêu"), right=Right.KEEP_RESOLUTIONS)
def set_target(act: Act, *, resolution_id: int, clause: UUID, aim: Aim) -> None:
    """Set what a clause wants reached; one of the same name is corrected.

    Raises:
        Refusal: without a name or measure, for an indicator that there is not, or a day before the resolution's.
    """
    found = _begin(act, resolution_id)
    line = found.clause(clause)
    ready = next((each for each in new_countryside() if each.key == aim.indicator), None)
    if aim.indicator and ready is None:
        raise Refusal(_("Không có chỉ số này trong bộ tiêu chí. Chọn lại."), place="indicator")
    name = needed(aim.name or (ready.vi if ready else ""), _("Ghi tên chỉ tiêu, hoặc chọn trong bộ tiêu chí."), "name")[:200]
    measure = needed(aim.measure or (ready.measure if ready else ""), _("Ghi đơn vị tính, ví dụ ha, % số hộ."), "measure")[:40]
    if aim.due_on < found.text.occurred_on:
        raise Refusal(_("Thời hạn %(due)s trước ngày văn bản %(day)s. Chọn ngày muộn hơn.") % {"due": write_day(aim.due_on), "day": write_day(found.text.occurred_on)}, place="due_on")
    columns = {"indicator": aim.indicator, "value": aim.value, "measure": measure, "due_on": aim.due_on}
    before = next((each for each in line.targets if each.name == name), None)
    if before is None and len(line.targets) >= MOST_TARGETS:
        raise Refusal(_("Một mục có nhiều nhất %(most)s chỉ tiêu. Gộp bớt.") % {"most": MOST_TARGETS}, place="name")
    if before is None:
        record(Target, at=act.at, resolution=found.resolution, occurred_on=found.text.occurred_on, clause=clause, name=name, **columns)
    else:
        correct(before, at=act.at, **columns)
    _enter(act, found, clause=str(clause), target=name, value=str(aim.value), measure=measure, due_on=aim.due_on.isoformat())


@operation(title=gettext_lazy("Bỏ chỉ tiêu"), right=Right.KEEP_RESOLUTIONS)
def drop_target(act: Act, *, resolution_id: int, target: UUID) -> None:
    """Take a target out."""
    found = _begin(act, resolution_id)
    fact = next((each for line in found.clauses for each in line.targets if each.fact_id == target), None)
    if fact is None:
        raise NotFound(_("Không có chỉ tiêu này. Mở lại trang nghị quyết."))
    withdraw(fact, at=act.at)
    _enter(act, found, clause=str(fact.clause), target=fact.name)


@operation(title=gettext_lazy("Trả lời mục của cấp trên"), right=Right.KEEP_RESOLUTIONS)
def answer_clause(act: Act, *, resolution_id: int, clause: UUID, answer: Answer, own_clause: UUID | None = None, text: str = "") -> None:
    """Say what a resolution does with a clause of the one above: adopted, adapted, or not applicable (RT-01); again to correct it.

    Parameters:
        clause: of the resolution above.
        own_clause: of this one; for what is adopted or adapted.
        text: what differs, or why it does not apply.

    Raises:
        Refusal: for a resolution that answers none, or an answer that is not whole.
    """
    found = _begin(act, resolution_id)
    if found.resolution.above_id is None:
        raise Refusal(_("Văn bản này không trả lời nghị quyết nào của cấp trên."), place="answer", rule="RT-01")
    above = queries.paper(found.resolution.above_id)
    above.clause(clause)
    said = tidy(text)[:1000]
    own = own_clause if answer is not Answer.NOT_APPLICABLE else None
    refuse(refuse_answer(answer, has_own_clause=own is not None, text=said), "own_clause" if own is None and answer is not Answer.NOT_APPLICABLE else "text")
    if own is not None:
        found.clause(own)
    columns = {"answer": answer.value, "own_clause": own, "text": said}
    before = ClauseAnswer.objects.known().filter(resolution=found.resolution, clause=clause).first()
    if before is None:
        record(ClauseAnswer, at=act.at, resolution=found.resolution, occurred_on=act.today, clause=clause, **columns)
    else:
        correct(before, at=act.at, **columns)
    _enter(act, found, clause=str(clause), answer=answer.value)


@operation(title=gettext_lazy("Ban hành nghị quyết"), right=Right.KEEP_RESOLUTIONS)
def publish_resolution(act: Act, *, resolution_id: int, on: date) -> None:
    """Publish a resolution: from then on it is read below, and tasks come of it.

    Raises:
        Refusal: without a clause, on a day before the paper's or to come, or while a clause of the one above has no answer, naming them (RT-01).
    """
    found = _begin(act, resolution_id)
    refuse_to_come(act, on)
    if found.published_on is not None:
        raise Refusal(_("Nghị quyết đã ban hành ngày %(day)s.") % {"day": write_day(found.published_on)}, place="on")
    if not found.clauses:
        raise Refusal(_("Nghị quyết chưa có mục nào. Ghi các mục trước."), place="on")
    if on < found.text.occurred_on:
        raise Refusal(_("Ngày ban hành %(on)s trước ngày văn bản %(day)s. Sửa ngày.") % {"on": write_day(on), "day": write_day(found.text.occurred_on)}, place="on")
    if blank := queries.blanks(found):
        raise Refusal(_("Chưa trả lời mục %(clauses)s của nghị quyết cấp trên. Trả lời đủ rồi ban hành.") % {
            "clauses": ", ".join(str(line.position) for line in blank)}, place="on", rule="RT-01")
    record(Publication, at=act.at, resolution=found.resolution, occurred_on=on)
    _enter(act, found, published_on=on.isoformat(), clauses=len(found.clauses))


# -- giving a task -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lead:
    """Who leads or helps: a unit, or a person who is a member or holds a post there."""

    unit_id: int
    person_id: int | None = None


@dataclass(frozen=True)
class Source:
    """What a task comes of: a clause, or something of another app that has a name and a key.

    Parameters:
        clause: a clause of a published resolution of the giver or of a unit above.
        label: what it is called, such as a decided item of a meeting; for a task without a clause.
        key: names it for ever in the other app.
    """

    clause: UUID | None = None
    label: str = ""
    key: UUID | None = None


@dataclass(frozen=True)
class Terms:
    """What a task is (RT-02).

    Parameters:
        title: what is to be done.
        product: what is there to be measured when it is done.
        due_on: by when.
        lead: exactly one (RT-03).
        helpers: others; the lead is not among them.
    """

    title: str
    product: str
    due_on: date
    lead: Lead
    helpers: tuple[Lead, ...] = ()


def _refuse_strangers(giver: UnitVersion, leads: Sequence[tuple[str, Lead]], on: date) -> None:
    """Refuse units outside of the giver's, and persons who are not at the unit.

    Parameters:
        leads: each with the field that names it.
    """
    reached = set(scope_of(giver, on).filter(unit__in={lead.unit_id for _place, lead in leads}).values_list("unit", flat=True))
    for place, lead in leads:
        if lead.unit_id not in reached:
            raise Refusal(_("Đơn vị được giao không ở trong đơn vị giao vào ngày %(day)s. Chọn trong danh sách.") % {"day": write_day(on)}, place=place, rule="RT-02")
    for unit_id in sorted({lead.unit_id for _place, lead in leads}):
        persons = {lead.person_id: place for place, lead in leads if lead.unit_id == unit_id and lead.person_id is not None}
        if strangers := set(persons) - queries.are_there(unit_id, persons, on):
            raise Refusal(_("Có người không sinh hoạt, không giữ chức danh ở đơn vị vào ngày %(day)s. Chọn trong danh sách.") % {"day": write_day(on)},
                          place=persons[min(strangers)], rule="RT-03")


def _helpers(lead: Lead, helpers: Sequence[Lead]) -> list[Lead]:
    found = [each for each in dict.fromkeys(helpers) if each != lead]
    if len(found) > MOST_HELPERS:
        raise Refusal(_("Nhiều nhất %(most)s nơi phối hợp. Bớt lại.") % {"most": MOST_HELPERS}, place="helpers")
    return found


def _source(act: Act, giver: UnitVersion, source: Source, on: date) -> dict[str, Any]:
    """What the task's row says of where it comes from."""
    if source.clause is None:
        return {"source_label": tidy(source.label)[:300], "source_key": source.key}
    fact = Clause.objects.known().filter(fact_id=source.clause).first()
    if fact is None:
        raise NotFound(_("Không có mục này trong nghị quyết. Mở lại trang nghị quyết."))
    found = queries.seen_paper(act.actor, fact.resolution_id, on)  # what stood above the giver that day may be no more
    if found.published_on is None or found.published_on > on:
        raise Refusal(_("Nghị quyết chưa ban hành vào ngày giao. Ban hành trước rồi giao việc."), place="on", rule="RT-01")
    issuer = unit_on(found.resolution.unit_id, on)
    if issuer is None or not scope_of(issuer, on).filter(unit=giver.unit_id).exists():
        raise Refusal(_("Nghị quyết này không phải của đơn vị giao hoặc của cấp trên. Chọn mục khác."), place="on", rule="RT-01")
    return {"resolution": found.resolution, "clause": source.clause}


def _step(act: Act, task: Task, step: Step, state: State, on: date, **more: Any) -> TaskStep:
    return record(TaskStep, at=act.at, task=task, occurred_on=on, step=step.value, state=state.value, by=act.actor.name[:120], **more)


@operation(title=gettext_lazy("Giao việc"), right=Right.GIVE_TASKS)
def give_task(act: Act, *, unit_id: int, terms: Terms, source: Source | None = None, on: date, draft: bool = False) -> int:
    """Give a task to exactly one lead, or write it as a draft.

    Parameters:
        unit_id: the unit that gives it.
        on: the day of giving.
        draft: nobody but the giver's unit acts on it before it is handed out.

    Returns:
        the task's id.

    Raises:
        Refusal: without what, product or lead, due before it is given, for a lead outside of the unit, or a clause that does not bind it.
    """
    act.ask([unit_id])
    refuse_to_come(act, on)
    giver = standing_unit(unit_id, on)
    title, product = tidy(terms.title)[:300], tidy(terms.product)[:300]
    refuse(refuse_task(title, product, given_on=on, due_on=terms.due_on), "title" if not title else "product" if not product else "due_on")
    helpers = _helpers(terms.lead, terms.helpers)
    _refuse_strangers(giver, [("lead", terms.lead), *(("helpers", each) for each in helpers)], on)
    state = State.DRAFT if draft else State.ASSIGNED
    task = Task.objects.create(giver_id=unit_id, **_source(act, giver, source or Source(), on))
    record(TaskBrief, at=act.at, task=task, occurred_on=on, title=title, product=product, **_searched(title, product))
    record(TaskStanding, at=act.at, task=task, valid_from=on, state=state.value, unit_id=terms.lead.unit_id, person_id=terms.lead.person_id, due_on=terms.due_on)
    record_many(TaskHelper, [{"task": task, "occurred_on": on, "unit_id": each.unit_id, "person_id": each.person_id} for each in helpers], at=act.at)
    if not draft:
        _step(act, task, Step.GIVE, state, on)
    act.enter(unit=giver.name, day=on, detail={"task": task.pk, "state": state.value, "lead": [terms.lead.unit_id, terms.lead.person_id], "due_on": terms.due_on.isoformat(),
                                              "clause": str(task.clause or "")})
    return task.pk


# -- steps ---------------------------------------------------------------------------------------------------------------------------------


def _held(task_id: int) -> TaskStanding:
    """Where a task stands, its identity locked.

    Raises:
        NotFound: when there is none.
    """
    list(Task.objects.select_for_update().filter(pk=task_id))
    return queries.newest_standing(task_id)


def _as_giver(act: Act, task_id: int) -> TaskStanding:
    """A task for whoever gives tasks in the unit that gave it."""
    standing = _held(task_id)
    _refuse_unseen(act, standing)
    act.ask([standing.task.giver_id])
    return standing


def _as_lead(act: Act, task_id: int) -> TaskStanding:
    """A task for whoever reports for the unit that leads it."""
    standing = _held(task_id)
    _refuse_unseen(act, standing)
    act.ask([standing.unit_id])
    return standing


def _refuse_unseen(act: Act, standing: TaskStanding) -> None:
    if not queries.may_see_task(act.actor, standing, act.today):
        raise queries.no_such_task()


def _after(standing: TaskStanding, step: Step, on: date) -> State:
    """The state after a step.

    Raises:
        Refusal: when the step cannot be taken.
    """
    after = follow(step, State(standing.state), due_on=standing.due_on, on=on)
    if isinstance(after, Reason):
        raise refused_by(after, place="on")
    return after


def _note(act: Act, standing: TaskStanding, on: date, *, count: int = 1, **detail: object) -> None:
    unit = unit_on(standing.unit_id, on)
    act.enter(unit=unit.name if unit else "", day=on, count=count, detail={"task": standing.task_id, **detail})


@operation(title=gettext_lazy("Giao việc đã soạn"), right=Right.GIVE_TASKS)
def hand_out_task(act: Act, *, task_id: int, on: date) -> None:
    """Give a task that was a draft.

    Raises:
        Refusal: when it is none, or would be due before it is given.
    """
    standing = _as_giver(act, task_id)
    after = _after(standing, Step.GIVE, on)
    refuse(refuse_due(on, standing.due_on), "on")
    go_on(act, standing, on, state=after.value)
    _step(act, standing.task, Step.GIVE, after, on)
    _note(act, standing, on, state=after.value)


@operation(title=gettext_lazy("Sửa việc"), right=Right.GIVE_TASKS)
def correct_task(act: Act, *, task_id: int, title: str, product: str, helpers: Sequence[Lead], reason: str) -> None:
    """Say otherwise what is to be done, or who helps; what stood before stays to be read.

    Raises:
        Refusal: without a reason or a change, or once the task is done or stopped.
    """
    standing = _as_giver(act, task_id)
    if State(standing.state) not in (State.DRAFT, State.ASSIGNED, State.ACCEPTED, State.DOING):
        raise Refusal(_("Việc đã khép lại nên không sửa được."), place="title", rule="RT-02")
    brief = TaskBrief.objects.known().get(task=task_id)
    why, said, made = reason_given(reason), tidy(title)[:300], tidy(product)[:300]
    refuse(refuse_task(said, made, given_on=brief.occurred_on, due_on=max(standing.due_on, brief.occurred_on)), "title" if not said else "product")
    wanted = _helpers(Lead(standing.unit_id, standing.person_id), helpers)
    before = {Lead(each.unit_id, each.person_id): each for each in TaskHelper.objects.known().filter(task=task_id)}
    giver = unit_on(standing.task.giver_id, act.today)
    new = [each for each in wanted if each not in before]
    if new and giver is not None:
        _refuse_strangers(giver, [("helpers", each) for each in new], act.today)
    gone = [fact for each, fact in before.items() if each not in wanted]
    if (said, made) == (brief.title, brief.product) and not new and not gone:
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="title")
    correct(brief, at=act.at, title=said, product=made, reason=why, **_searched(said, made))
    withdraw_many(gone, at=act.at)
    record_many(TaskHelper, [{"task": standing.task, "occurred_on": act.today, "unit_id": each.unit_id, "person_id": each.person_id} for each in new], at=act.at)
    _note(act, standing, act.today, reason=why, helpers=len(wanted))


@operation(title=gettext_lazy("Đổi hạn việc"), right=Right.GIVE_TASKS)
def move_due(act: Act, *, task_id: int, due_on: date, reason: str, on: date) -> None:
    """Set another due day; the old one and the reason stay with the task.

    Raises:
        Refusal: without a reason or a change, before the day of the decision, or once the task is closed.
    """
    standing = _as_giver(act, task_id)
    after, why = _after(standing, Step.MOVE_DUE, on), reason_given(reason)
    refuse(refuse_due(on, due_on), "due_on")
    if due_on == standing.due_on:
        raise Refusal(_("Hạn vẫn là %(day)s. Chọn ngày khác.") % {"day": write_day(due_on)}, place="due_on")
    go_on(act, standing, on, due_on=due_on)
    _step(act, standing.task, Step.MOVE_DUE, after, on, text=why, due_before=standing.due_on, due_after=due_on)
    _note(act, standing, on, before=standing.due_on.isoformat(), after=due_on.isoformat(), reason=why)


@operation(title=gettext_lazy("Giao cho đầu mối khác"), right=Right.GIVE_TASKS)
def hand_over_task(act: Act, *, task_id: int, lead: Lead, reason: str, on: date) -> None:
    """Give an open task to another lead, who is to accept it (RT-03).

    Raises:
        Refusal: without a reason, to the same lead, to one outside of the unit, or once the task is closed.
    """
    standing = _as_giver(act, task_id)
    after, why = _after(standing, Step.HAND_OVER, on), reason_given(reason)
    if lead == Lead(standing.unit_id, standing.person_id):
        raise Refusal(_("Đầu mối vẫn như trước. Chọn người hoặc đơn vị khác."), place="lead", rule="RT-03")
    giver = standing_unit(standing.task.giver_id, on)
    _refuse_strangers(giver, [("lead", lead)], on)
    go_on(act, standing, on, state=after.value, unit_id=lead.unit_id, person_id=lead.person_id)
    if same := TaskHelper.objects.known().filter(task=task_id, unit=lead.unit_id, person=lead.person_id).first():
        withdraw(same, at=act.at)
    _step(act, standing.task, Step.HAND_OVER, after, on, text=why)
    _note(act, standing, on, before=[standing.unit_id, standing.person_id], after=[lead.unit_id, lead.person_id], reason=why)


@operation(title=gettext_lazy("Dừng việc"), right=Right.GIVE_TASKS)
def stop_task(act: Act, *, task_id: int, reason: str, on: date) -> None:
    """Stop a task for good, with the reason.

    Raises:
        Refusal: without a reason, or once it is closed.
    """
    standing = _as_giver(act, task_id)
    after, why = _after(standing, Step.STOP, on), reason_given(reason)
    go_on(act, standing, on, state=after.value)
    _step(act, standing.task, Step.STOP, after, on, text=why)
    _note(act, standing, on, state=after.value, reason=why)


@operation(title=gettext_lazy("Ghi việc vượt yêu cầu"), right=Right.GIVE_TASKS)
def raise_task(act: Act, *, task_id: int, reason: str, on: date) -> None:
    """Put a task that was done on time above requirement, with why (EV-03).

    Raises:
        Refusal: without a reason, or for one done late or not done.
    """
    standing = _as_giver(act, task_id)
    after, why = _after(standing, Step.RAISE, on), reason_given(reason)
    go_on(act, standing, on, state=after.value)
    _step(act, standing.task, Step.RAISE, after, on, text=why)
    _note(act, standing, on, state=after.value, reason=why)


@operation(title=gettext_lazy("Trả lại việc để làm tiếp"), right=Right.GIVE_TASKS)
def send_back_task(act: Act, *, task_id: int, reason: str, on: date) -> None:
    """Open a task again that was reported as done and is not, with why.

    Raises:
        Refusal: without a reason, or for one that nobody reported as done.
    """
    standing = _as_giver(act, task_id)
    after, why = _after(standing, Step.SEND_BACK, on), reason_given(reason)
    go_on(act, standing, on, state=after.value, done_on=None)
    _step(act, standing.task, Step.SEND_BACK, after, on, text=why)
    _note(act, standing, on, state=after.value, reason=why)


@operation(title=gettext_lazy("Nhận việc"), right=Right.REPORT_TASKS)
def accept_task(act: Act, *, task_id: int, on: date) -> None:
    """Accept a task for its lead.

    Raises:
        Refusal: for one that was not just given.
    """
    standing = _as_lead(act, task_id)
    after = _after(standing, Step.ACCEPT, on)
    go_on(act, standing, on, state=after.value)
    _step(act, standing.task, Step.ACCEPT, after, on)
    _note(act, standing, on, state=after.value)


@dataclass(frozen=True)
class Progress:
    """What a lead reports.

    Parameters:
        text: what was done.
        percent: how far, 0 to 100; None for none said.
        figure: an exact amount reached; None for none said.
        measure: its unit of measure.
        files: photographs and papers that prove it.
    """

    text: str = ""
    percent: int | None = None
    figure: Decimal | None = None
    measure: str = ""
    files: tuple[Sent, ...] = ()


def _checked(progress: Progress) -> tuple[dict[str, Any], list[tuple[files.Accepted, str]]]:
    """The columns of a report and its files, looked into before anything is written."""
    if progress.percent is not None and not 0 <= progress.percent <= 100:
        raise Refusal(_("Phần trăm từ 0 đến 100. Sửa lại."), place="percent")
    measure = tidy(progress.measure)[:40]
    if progress.figure is not None and not measure:
        raise Refusal(_("Ghi đơn vị tính của con số, ví dụ hộ, ha."), place="measure")
    columns = {"text": tidy(progress.text)[:1000], "percent": progress.percent, "figure": progress.figure, "measure": measure if progress.figure is not None else ""}
    return columns, files.accept_all(progress.files)


def _prove(act: Act, step: TaskStep, proofs: Sequence[tuple[files.Accepted, str]]) -> None:
    record_many(Evidence, [{"task": step.task, "occurred_on": step.occurred_on, "step": step.fact_id, "file": files.keep(accepted), "caption": caption}
                           for accepted, caption in proofs], at=act.at)


def _refuse_twice(task_id: int, step: Step, on: date, columns: dict[str, Any], proofs: Sequence[Any]) -> None:
    """Refuse what was sent a second time by a slow line or a second press."""
    last = TaskStep.objects.known().filter(task=task_id).order_by("-recorded_at", "-pk").first()
    if last is not None and not proofs and (last.step, last.occurred_on) == (step.value, on) and all(getattr(last, name) == value for name, value in columns.items()):
        raise Refusal(_("Đã ghi đúng như vậy rồi. Không cần gửi lại."), place="text")


@operation(title=gettext_lazy("Báo tiến độ"), right=Right.REPORT_TASKS)
def report_progress(act: Act, *, task_id: int, on: date, progress: Progress) -> None:
    """Add a report; what was reported before stays. A task that was only given counts as accepted by it.

    Raises:
        Refusal: for an empty report, one sent twice, a file that is refused, or a task that is not open.
    """
    standing = _as_lead(act, task_id)
    after = _after(standing, Step.REPORT, on)
    columns, proofs = _checked(progress)
    if not columns["text"] and progress.percent is None and progress.figure is None and not proofs:
        raise Refusal(_("Ghi đã làm được gì, hoặc gửi một ảnh."), place="text", rule="RT-02")
    _refuse_twice(task_id, Step.REPORT, on, columns, proofs)
    go_on(act, standing, on, state=after.value)
    _prove(act, _step(act, standing.task, Step.REPORT, after, on, **columns), proofs)
    _note(act, standing, on, percent=progress.percent, files=[accepted.media_type for accepted, _caption in proofs])


@operation(title=gettext_lazy("Báo xong việc"), right=Right.REPORT_TASKS)
def finish_task(act: Act, *, task_id: int, on: date, progress: Progress) -> bool:
    """Report a task as done, with what proves it now or before: a photograph, a paper or a figure (RT-02).

    Returns:
        whether it was done on time.

    Raises:
        Refusal: without evidence, or for one that was not accepted.
    """
    standing = _as_lead(act, task_id)
    after = _after(standing, Step.FINISH, on)
    columns, proofs = _checked(progress)
    proved = bool(proofs) or progress.figure is not None or Evidence.objects.known().filter(task=task_id, file__content__isnull=False).exists() \
        or TaskStep.objects.known().filter(task=task_id, figure__isnull=False).exists()
    if not proved:
        raise Refusal(_("Chưa có bằng chứng. Gửi một ảnh, một tệp, hoặc ghi con số đạt được (RT-02)."), place="file", rule="RT-02")
    go_on(act, standing, on, state=after.value, done_on=on)
    _prove(act, _step(act, standing.task, Step.FINISH, after, on, **columns), proofs)
    _note(act, standing, on, state=after.value, files=[accepted.media_type for accepted, _caption in proofs])
    return after is State.DONE


@operation(title=gettext_lazy("Bỏ ảnh, tệp gửi nhầm"), right=Right.REPORT_TASKS)
def withdraw_evidence(act: Act, *, task_id: int, evidence: UUID, reason: str) -> None:
    """Take away a photograph or a paper that should not have been sent: its content is emptied, the step that brought it stays.

    Raises:
        NotFound: when there is none.
        Refusal: without a reason, or when a done task would be left without evidence.
    """
    standing = _as_lead(act, task_id)
    why = reason_given(reason)
    fact = Evidence.objects.known().filter(task=task_id, fact_id=evidence).select_related("file").first()
    if fact is None:
        raise NotFound(_("Không có tệp này, hoặc tệp đã được bỏ đi."))
    others = Evidence.objects.known().filter(task=task_id, file__content__isnull=False).exclude(pk=fact.pk).exists()
    if standing.done_on is not None and not others and not TaskStep.objects.known().filter(task=task_id, figure__isnull=False).exists():
        raise Refusal(_("Việc đã báo xong mà chỉ có bằng chứng này. Nhờ người giao trả lại việc, rồi gửi bằng chứng khác."), place="reason", rule="RT-02")
    withdraw(fact, at=act.at)
    files.take_away(fact.file_id)
    _note(act, standing, act.today, evidence=str(evidence), sha256=fact.file.sha256, reason=why)
