"""Personnel plans: the list, a plan with its steps and the one next thing to do, its slate with what is found on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.congress.queries import seasons
from kientoan.core import clock, reads
from kientoan.core.access import Right
from kientoan.core.refusal import NotFound, explained
from kientoan.exchange.tables import as_csv, as_xlsx, table_of
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import unit_on
from kientoan.papers.model import Align, Column, Paper, Table
from kientoan.papers.pdf import as_pdf
from kientoan.papers.reports import party_report
from kientoan.papers.wording import Cell
from kientoan.people.enums import PostKind, Sex
from kientoan.people.queries import names_of_readers, names_on
from kientoan.personnel import queries
from kientoan.personnel.access import Sight, refuse_mark, sight
from kientoan.personnel.enums import MeasureName, MeetingName, ProcedureName, Secrecy
from kientoan.personnel.models import Nomination, PlanTerms
from kientoan.personnel.queries import PlanState, ProcessState, Slate, StepState
from kientoan.rules.days import write_day
from kientoan.rules.personnel import PROCEDURES, State, Step, Track, procedure_of
from kientoan.rules.personnel import Procedure as ProcedureRule
from kientoan.rules.slate import settings_of
from kientoan.web.day import carry
from kientoan.web.page import Asking, staff_page
from kientoan.web.people.scope import last_seen_unit, own_unit
from kientoan.web.personnel.words import STATES, TITLES, WORDS
from kientoan.web.templatetags.kientoan import is_english, moment

PAGE_ROWS = 100
LAST_READS = 20
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Seen:
    """A plan as the asker may see it.

    Parameters:
        state: on the day and as known when the page shows it.
        ended: with what the plan ended, as believed now: then nothing is offered on any day; None while it lasts.
    """

    state: PlanState
    unit: UnitVersion
    sight: Sight
    ended: PlanTerms | None

    @property
    def title(self) -> str:
        """The body and the season."""
        return _("%(body)s, nhiệm kỳ %(season)s") % {"body": str(PostKind(self.state.plan.body).label).capitalize(), "season": self.state.plan.season.label}


def seen_plan(asking: Asking, plan_id: int, *, page: str, now: bool = False) -> Seen:
    """A plan, if the asker may know of it; that it was looked at is written down.

    Parameters:
        page: what the log of reads calls the page.
        now: whether what is believed now is wanted, for an act; else what the page's day and moment show.

    Raises:
        NotFound: for a plan that is not there, not to be known, or not announced to whoever does not prepare it.
        Refusal: for a secret one on an online installation.
    """
    plan = queries.plan_row(plan_id)
    unit = last_seen_unit(asking, plan.unit_id)
    seen = sight(asking.actor, plan.unit_id, asking.day)
    state = queries.plan_state(plan) if now else queries.plan_state(plan, asking.day, asking.known_at)
    if not (seen.works or (seen.announced and state.announcement is not None)):
        raise queries.no_such_plan()
    refuse_mark(state.terms.secrecy)
    reads.note(asking.actor, subject=f"personnel:{plan_id}", page=page)
    return Seen(state, unit, seen, queries.last_terms(plan))


def plan_address(asking: Asking, plan_id: int) -> str:
    """A plan's page, on the day of this one."""
    return carry(reverse("personnel_plan", args=[plan_id]), asking.day, today=clock.today(), known_at=asking.known_at)


# -- the list ----------------------------------------------------------------------------------------------------------------------------


@staff_page(Right.SEE_PERSONS)
def personnel_list(asking: Asking) -> HttpResponse:
    """The plans of a unit and of those below it; whoever does not prepare them sees those that were announced."""
    unit = own_unit(asking, Right.SEE_PERSONS)
    if unit is None:
        raise NotFound(_("Ngày này không có đơn vị nào được giao. Chọn ngày khác."))
    seen = sight(asking.actor, unit.unit_id, asking.day)
    number = asking.request.GET.get("trang", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    found = queries.plans_below(asking.actor, unit, asking.day, known_at=asking.known_at, start=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS)
    return asking.page("personnel_list", {
        "unit": unit, "lines": [(row, row.reached.get(Track.RE_STANDING, 0), row.reached.get(Track.FIRST_TIME, 0)) for row in found.rows], "count": found.count, "page": page, "pages": max(1, -(-found.count // PAGE_ROWS)), "works": seen.works,
        "may_open": seen.works and unit.is_party and bool(seasons()), "first": (page - 1) * PAGE_ROWS + 1, "last": (page - 1) * PAGE_ROWS + len(found.rows)})


# -- a plan ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    """Something that can be done next.

    Parameters:
        label: the button's words.
        address: where.
        main: whether it is the one next step.
    """

    label: str
    address: str
    main: bool = True


def _to(asking: Asking, name: str, *args: object, **more: str) -> str:
    return carry(reverse(name, args=args), asking.day, today=clock.today(), known_at=asking.known_at, **more)


def _next_in(asking: Asking, seen: Seen, track: Track) -> tuple[str, list[Act]]:
    """The next thing to do in a process that is not finished: a sentence, and what it is done with."""
    state, process = seen.state, seen.state.processes[track]
    plan, word = state.plan.pk, WORDS[track]
    number = process.course.next_step or 1
    step = process.steps[number - 1]
    named = {"track": TITLES[track], "n": number, "step": step_title(step.step)}
    put = Act(_("Giới thiệu người"), _to(asking, "personnel_nominate", plan, word), not step.ballot)
    close = Act(_("Kết thúc sớm, kèm lý do"), _to(asking, "personnel_close", plan, word), False)
    if step.state is State.WAITING:
        if not step.ballot:
            return _("%(track)s: chưa có ai để đưa ra bước %(n)s. Giới thiệu người, hoặc kết thúc sớm.") % named, [put, close]
        opening = Act(_("Mở bước %(n)s") % named, _to(asking, "personnel_step", plan, word, number, "mo"))
        return _("%(track)s: mở bước %(n)s. %(step)s.") % named, [opening, put, close]
    counted = step.sittings[0].tally is not None
    count = Act(_("Ghi phiếu bước %(n)s") % named, _to(asking, "personnel_step", plan, word, number, "ghi"), not counted)
    if not counted:
        undo = Act(_("Xóa bước mở nhầm"), _to(asking, "personnel_step", plan, word, number, "bo"), False)
        return _("%(track)s: ghi phiếu bước %(n)s. %(step)s.") % named, [count, put, undo]
    seal = Act(_("Niêm phong bước %(n)s") % named, _to(asking, "personnel_step", plan, word, number, "niem-phong"))
    return _("%(track)s: xem lại rồi niêm phong bước %(n)s. %(step)s.") % named, [seal, count]


def next_thing(asking: Asking, seen: Seen) -> tuple[str, list[Act]]:
    """The one next thing to do in a plan: a sentence, and what it is done with."""
    state = seen.state
    for track in (Track.RE_STANDING, Track.FIRST_TIME):
        if not state.processes[track].course.finished:
            return _next_in(asking, seen, track)
    if state.announcement is not None:
        when = write_day(state.announcement.occurred_on)
        return (_("Danh sách đã công bố ngày %(day)s.") % {"day": when},
                [Act(_("Rút lại công bố"), _to(asking, "personnel_unannounce", state.plan.pk), False)])
    return (_("Hai quy trình đã xong. Xem danh sách và những điều thấy được, rồi công bố."),
            [Act(_("Xem danh sách"), _to(asking, "personnel_slate", state.plan.pk)), Act(_("Công bố danh sách"), _to(asking, "personnel_announce", state.plan.pk), False)])


def step_title(step: Step) -> str:
    """What is done in a step, in the reader's language."""
    return step.en if is_english() else step.vi


@dataclass(frozen=True)
class NomineeLine:
    """A person in a process, as the asker may see it.

    Parameters:
        votes: by step; an en dash where they were not balloted on.
        state: what became of them so far.
        tone: the colour and the shape of that.
        why: the figures or the reason.
    """

    person_id: int
    name: str
    notes: str
    votes: tuple[str, ...]
    state: str
    tone: tuple[str, str]
    why: str
    may_change: bool


def _nominee_lines(seen: Seen, process: ProcessState, names: dict[int, str]) -> list[NomineeLine]:
    """Those who still go on; for whoever may see it, those who do not as well, with the figures and the reason."""
    dropped = {person: (number, why) for person, number, why in process.dropped()}
    open_to = not seen.state.announcement and seen.ended is None
    found: list[NomineeLine] = []
    for person, nomination in process.nominations.items():
        at, why = dropped.get(person, (0, None))
        if why is not None and not seen.sight.dropped:
            continue
        cells = tuple(str(sitting.tally.votes[person]) if (sitting := next(iter(step.sittings), None)) and sitting.tally and person in sitting.tally.votes
                      and (seen.sight.dropped or sitting.fact.sealed) else "–" for step in process.steps)
        if isinstance(why, Nomination):
            word, tone, text = _("rút ngày %(day)s") % {"day": write_day(nomination.withdrawn_on or nomination.occurred_on)}, ("idle", "same"), nomination.withdrawn_reason
        elif why is not None:
            word, tone, text = _("dừng ở bước %(n)s") % {"n": at}, ("late", "refused"), explained(why.reason)
        elif person in process.passed:
            word, tone, text = _("vào danh sách"), ("done", "done"), ""
        else:
            word, tone, text = _("đang qua các bước"), ("due", "due"), ""
        notes = "; ".join(part for part in (
            "" if nomination.planned else _("ngoài quy hoạch"), _("dự kiến cả HĐND, UBND") if nomination.government else "",
            _("từ bước %(n)s") % {"n": nomination.since_step} if nomination.since_step > 1 else "") if part)
        found.append(NomineeLine(person, names.get(person, ""), notes, cells, word, tone, text, open_to and why is None))
    return found


@dataclass(frozen=True)
class StepLine:
    """A step as it was held, once for each place."""

    number: int
    title: str
    meeting: str
    place: str
    state: str
    tone: tuple[str, str]
    on: date
    electorate: int
    issued: int | None
    valid: int | None
    invalid: int | None
    fewest: int | None
    paper: str
    reason: str
    acts: tuple[Act, ...]


TONES = {State.OPEN: ("due", "due"), State.SEALED: ("done", "lock")}


def _step_lines(asking: Asking, seen: Seen, process: ProcessState) -> list[StepLine]:
    state = seen.state
    found: list[StepLine] = []
    open_to = state.announcement is None and seen.ended is None and seen.sight.works
    for step in process.steps:
        meeting = str(MeetingName(step.step.meeting.value).label)
        for sitting in step.sittings:
            fact, tally = sitting.fact, sitting.tally
            acts = tuple(_step_acts(asking, state, process.track, step, fact.place, sitting.state, tally is not None)) if open_to else ()
            found.append(StepLine(
                step.number, step_title(step.step), meeting, fact.place, str(STATES[sitting.state]), TONES[sitting.state], fact.occurred_on, fact.electorate,
                fact.issued, fact.valid, fact.invalid, state.threshold.fewest(tally) if tally else None, sitting.paper, fact.reason, acts))
    return found


def _step_acts(asking: Asking, state: PlanState, track: Track, step: StepState, place: str, at: State, counted: bool) -> list[Act]:
    def act(label: str, what: str) -> Act:
        return Act(label, _to(asking, "personnel_step", state.plan.pk, WORDS[track], step.number, what, noi=place), False)

    if at is State.SEALED:
        return [act(_("Đính chính"), "dinh-chinh")]
    return [act(_("Ghi phiếu"), "ghi"), *([act(_("Niêm phong"), "niem-phong")] if counted else []), act(_("Xóa bước"), "bo")]


def _panel(asking: Asking, seen: Seen, track: Track, names: dict[int, str]) -> dict[str, Any]:
    process = seen.state.processes[track]
    steps = PROCEDURES[procedure_of(track, ProcedureRule(seen.state.terms.procedure))]
    lines = _nominee_lines(seen, process, names) if track is not Track.RESIDENCE else _resident_lines(seen, process, names)
    open_to = seen.state.announcement is None and seen.ended is None
    changing = [line.person_id for line in lines if line.may_change]
    return {
        **{key: {person: _to(asking, "personnel_nominee", seen.state.plan.pk, person, what) for person in changing} for key, what in (("withdraw", "rut"), ("undo", "xoa"))},
        "track": track.value, "word": WORDS[track], "title": TITLES[track], "procedure": ProcedureName(procedure_of(track, ProcedureRule(seen.state.terms.procedure)).value).label,
        "unverified": steps.unverified, "rule": steps.rule, "steps": _step_lines(asking, seen, process),
        "marks": [(each, step_title(each.step), STATES[each.state], each.number == process.course.next_step) for each in process.steps],
        "lines": lines, "numbers": [each.number for each in process.steps], "closing": process.closing, "hidden": len(process.nominations) - len(lines) if not seen.sight.dropped else 0,
        "may_put": open_to and track is not Track.RESIDENCE and not process.course.finished, "may_close": open_to and track is not Track.RESIDENCE and not process.course.finished
        and State.OPEN not in process.course.states, "may_reopen": open_to and process.closing is not None, "may_hear": open_to and track is Track.RESIDENCE and bool(seen.state.people)}


def _resident_lines(seen: Seen, process: ProcessState, names: dict[int, str]) -> list[NomineeLine]:
    """What residents said of each person, meeting by meeting."""
    gone = {person for each in seen.state.processes.values() if each is not process for person, _number, _why in each.dropped()}
    found: list[NomineeLine] = []
    for sitting in process.steps[0].sittings:
        for outcome in sitting.outcomes if sitting.fact.sealed or seen.sight.dropped else ():
            if outcome.person in gone and not seen.sight.dropped:
                continue
            word, tone = (_("được tín nhiệm"), ("done", "done")) if outcome.passed else (_("không quá ngưỡng"), ("due", "due"))
            found.append(NomineeLine(outcome.person, names.get(outcome.person, ""), sitting.fact.place, (str(outcome.votes),), word, tone, explained(outcome.reason), False))
    return found


@staff_page(Right.PREPARE_PERSONNEL)
def personnel_plan(asking: Asking, plan_id: int) -> HttpResponse:
    """A plan with its processes, the one next thing to do in front; whoever only reads what was announced is led to the slate."""
    seen = seen_plan(asking, plan_id, page="personnel_plan")
    if not seen.sight.works:
        return redirect(_to(asking, "personnel_slate", plan_id))
    state = seen.state
    names = names_on(state.people, asking.day)
    sentence, acts = next_thing(asking, seen)
    log = reads.of(f"personnel:{plan_id}")
    readers = names_of_readers(entry.reader for entry in log[:LAST_READS])
    living = seen.ended is None and unit_on(state.plan.unit_id, clock.today()) is not None
    return asking.page("personnel_plan", {
        "seen": seen, "state": state, "unit": seen.unit, "title": seen.title, "next": sentence, "acts": acts if living else [], "living": living,
        "measure": MeasureName(state.terms.measure).label, "secrecy": Secrecy(state.terms.secrecy).label, "secret": state.terms.secrecy == Secrecy.SECRET,
        "online": settings.ONLINE, "panels": [_panel(asking, seen, track, names) for track in Track], "on_slate": len(state.slate),
        "may_change": living and state.announcement is None, "reads": [(entry, readers.get(entry.reader, entry.reader)) for entry in log[:LAST_READS]], "read_count": len(log)})


# -- the slate ---------------------------------------------------------------------------------------------------------------------------


def slate_table(slate: Slate, *, votes: bool) -> Table:
    """The slate as a table: one for the page, the paper and the workbook.

    Parameters:
        votes: whether the votes of the last step are shown.
    """
    columns = [Column(_("TT"), width=5), Column(_("Họ và tên"), width=28, align=Align.LEFT), Column(_("Ngày sinh"), width=12), Column(_("Giới tính"), width=8),
               Column(_("Diện"), width=12), *([Column(_("Phiếu"), width=9), Column(_("Trên"), width=9)] if votes else [])]
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(slate.rows, 1):
        named = row.named
        sex = "" if named.is_woman is None else str(Sex.FEMALE.label if named.is_woman else Sex.MALE.label)
        rows.append((number, named.name, row.born_text, sex, _("tái cử") if named.track is Track.RE_STANDING else _("lần đầu"), *((row.votes, row.base) if votes else ())))
    return Table(tuple(columns), tuple(rows))


def _slate(asking: Asking, plan_id: int, page: str) -> tuple[Seen, Slate]:
    seen = seen_plan(asking, plan_id, page=page)
    return seen, queries.slate_of(seen.state, seen.unit, asking.day, actor=asking.actor)


@staff_page(Right.SEE_PERSONS)
def personnel_slate(asking: Asking, plan_id: int) -> HttpResponse:
    """Who is on the slate; for whoever prepares it, what is found on it as well."""
    seen, slate = _slate(asking, plan_id, "personnel_slate")
    works = seen.sight.works
    table = slate_table(slate, votes=seen.sight.dropped)
    blocking, missed = len(slate.blocking), sum(each.met is False and not each.reason.blocks for each in slate.findings)
    return asking.page("personnel_slate", {
        "seen": seen, "unit": seen.unit, "title": seen.title, "state": seen.state, "works": works, "votes": seen.sight.dropped, "rows": slate.rows,
        "columns": [(column.heading, column.align != Align.LEFT) for column in table.columns],
        "lines": [(row.named.person, cells) for row, cells in zip(slate.rows, table.rows, strict=True)],
        "findings": [(each, explained(each.reason)) for each in slate.findings] if works else [], "blocking": blocking, "missed": missed,
        "settings": [(each.en if is_english() else each.vi, each.rule) for each in settings_of(slate.wanted)] if works else [],
        "reference": slate.wanted.reference, "secret": seen.state.terms.secrecy == Secrecy.SECRET,
        "may_announce": works and seen.state.finished and seen.state.announcement is None and seen.ended is None and bool(slate.rows)})


def _about(asking: Asking, seen: Seen) -> list[tuple[str, str]]:
    state = seen.state
    when = write_day(state.announcement.occurred_on) if state.announcement else _("chưa công bố")
    return [(_("Danh sách nhân sự"), seen.title), (_("Đơn vị"), seen.unit.name), (_("Số lượng được duyệt"), str(state.terms.approved_size)), (_("Công bố"), when),
            (_("Dấu mật"), str(Secrecy(state.terms.secrecy).label)), (_("Số liệu đến hết ngày"), write_day(asking.day)), (_("Lúc lấy"), moment(clock.now())),
            (_("Người lấy"), asking.actor.name), *([(_("Lưu ý"), _("Dữ liệu minh họa"))] if settings.DEMO else [])]


def _paper(asking: Asking, seen: Seen, slate: Slate, notes: Sequence[str]) -> Paper:
    """The slate in official form, in Vietnamese as every paper; what is found on it stands below for whoever prepares it."""
    parent = unit_on(seen.unit.parent_id, asking.day) if seen.unit.parent_id else None
    above = parent.name if parent and parent.level != UnitLevel.CENTRAL else ""
    return party_report(seen.unit.name, above, asking.day, _("Danh sách nhân sự %(title)s") % {"title": seen.title},
                        paragraphs=[_("Số lượng được duyệt: %(n)s; trong danh sách: %(m)s.") % {"n": seen.state.terms.approved_size, "m": len(slate.rows)}],
                        tables=[slate_table(slate, votes=seen.sight.dropped)], notes=notes, fingerprint="", is_demo=settings.DEMO)


@staff_page(Right.SEE_PERSONS)
def personnel_download(asking: Asking, plan_id: int, form: str) -> HttpResponse:
    """The slate as XLSX, CSV, or as a paper to be printed; each taking is written down as a look."""
    if form not in KINDS:
        raise NotFound(_("Không có bảng này. Lấy từ các nút tải về trên trang."))
    seen, slate = _slate(asking, plan_id, f"personnel_download.{form}")
    name = f"nhan-su-{plan_id}-{asking.day.isoformat()}.{form}"
    if form == "pdf":
        with override("vi"):
            notes = [explained(each.reason) for each in slate.findings] if seen.sight.works else []
            content = as_pdf(_paper(asking, seen, slate, [*notes, *(f"{label}: {text}" for label, text in _about(asking, seen)[3:])]))
    else:
        table = table_of(slate_table(slate, votes=seen.sight.dropped), title=_("Danh sách nhân sự"), about=[
            *_about(asking, seen), *((each.reason.rule, explained(each.reason)) for each in (slate.findings if seen.sight.works else ()))])
        content = as_xlsx(table, about_title=_("Về bảng này")) if form == "xlsx" else as_csv(table)
    return HttpResponse(content, content_type=KINDS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})
